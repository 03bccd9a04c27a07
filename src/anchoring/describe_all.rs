//! From many places in a text to their anchors, as if each were described by itself.
//!
//! To tell whether the words around a passage stand elsewhere too, the whole text would have to be gone
//! through for each. Here it is gone through once: wherever they stand, the passage's own words stand, so
//! only those places are held against one another.

use std::collections::{BTreeMap, HashMap};

use aho_corasick::AhoCorasick;

use super::CONTEXT;
use super::describe::{LONGEST_SEARCHED, MOST_CONTEXT, around, describe, with_context};
use crate::model::Anchor;
use crate::text::{Span, Text};

/// How many bytes of a passage are looked for; where they stand, the rest is compared.
const BEGINNING: usize = 48;
/// Longer passages are not looked for at all: see `LONGEST_SEARCHED`.
const MOST_BYTES: usize = 4 * LONGEST_SEARCHED as usize;

/// Returns what [`describe`] returns of each of `spans`, in their order.
#[must_use]
pub fn describe_all(text: &Text, spans: &[Span]) -> Vec<Anchor> {
    let mut alike: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for span in spans {
        alike.entry(text.slice(*span)).or_default();
    }
    find_alike(text, &mut alike);
    let mut widths: HashMap<Span, u32> = HashMap::new();
    for places in alike.values() {
        widen(text, places, &mut widths);
    }
    let of = |span: &Span| match widths.get(span) {
        Some(width) => with_context(text, text.clamp(*span), *width),
        None => describe(text, *span),
    };
    spans.iter().map(of).collect()
}

/// Finds where else the text says the same words. All beginnings are looked for at once.
fn find_alike(text: &Text, alike: &mut BTreeMap<&str, Vec<Span>>) {
    let mut by_beginning: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for quote in alike.keys().filter(|quote| !quote.is_empty() && quote.len() <= MOST_BYTES) {
        let beginning = quote.get(..quote.floor_char_boundary(BEGINNING)).unwrap_or(quote);
        by_beginning.entry(beginning).or_default().push(quote);
    }
    // A machine that can't be built leaves the places empty, and each passage is described by itself.
    let Ok(finder) = AhoCorasick::new(by_beginning.keys()) else { return };
    let quotes: Vec<Vec<&str>> = by_beginning.into_values().collect();
    let mut positions = text.positions();
    for found in finder.find_overlapping_iter(text.as_str()) {
        let rest = text.as_str().get(found.start()..).unwrap_or_default();
        for quote in quotes.get(found.pattern().as_usize()).into_iter().flatten() {
            if rest.starts_with(quote)
                && let Some(places) = alike.get_mut(quote)
            {
                let start = positions.at(found.start());
                places.push(Span::between(start, positions.at(found.start() + quote.len())));
            }
        }
    }
}

/// Finds how much context it takes to tell each of these places, which are all of the same words, from the others.
/// Leaves out those at the text's ends, where there is less context than elsewhere.
fn widen(text: &Text, places: &[Span], widths: &mut HashMap<Span, u32>) {
    let mut width = CONTEXT;
    let mut left: Vec<Span> = places.to_vec();
    while !left.is_empty() {
        let whole = |span: &Span| {
            span.start().0 >= width && text.len().saturating_sub(span.end().0) >= width && !span.is_empty()
        };
        let mut said: HashMap<&str, u32> = HashMap::new();
        for place in places.iter().filter(|place| whole(place)) {
            *said.entry(text.slice(around(text, *place, width))).or_default() += 1;
        }
        let (within, _at_the_ends): (Vec<Span>, Vec<Span>) = left.iter().partition(|place| whole(place));
        let (settled, ambiguous): (Vec<Span>, Vec<Span>) = within.iter().partition(|place| {
            let around = around(text, **place, width);
            let once = || said.get(text.slice(around)).is_none_or(|n| *n < 2);
            width >= MOST_CONTEXT || around.len() > LONGEST_SEARCHED || once()
        });
        widths.extend(settled.into_iter().map(|place| (place, width)));
        left = ambiguous;
        width *= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Pos;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn many_places_are_described_as_each_by_itself(
            words in prop::collection::vec(prop::sample::select(vec!["the ", "road ", "é ", "and on ", "was ", "x"]), 1..400),
            asked in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..14), 1..30),
        ) {
            let text = Text::new(words.concat()).unwrap();
            let spans: Vec<Span> = asked
                .iter()
                .map(|(at, length)| {
                    let start = u32::try_from(at.index(text.len() as usize + 1)).unwrap();
                    text.clamp(Span::between(Pos(start), Pos(start + u32::try_from(*length).unwrap())))
                })
                .collect();
            let by_itself: Vec<Anchor> = spans.iter().map(|span| describe(&text, *span)).collect();
            prop_assert_eq!(describe_all(&text, &spans), by_itself);
        }
    }

    #[test]
    fn a_refrain_sung_many_times_is_described_in_one_go() {
        let text = Text::new("went on and on, never defeated; ".repeat(4_000)).unwrap();
        let spans: Vec<Span> = (0..4_000).map(|n| Span::between(Pos(n * 32 + 5), Pos(n * 32 + 7))).collect();
        let anchors = describe_all(&text, &spans);
        assert_eq!(anchors.len(), 4_000);
        assert!(anchors.iter().all(|anchor| anchor.quote.as_str() == "on"));
    }
}
