//! From words to the places where a text has them.

use memchr::memmem;

use crate::model::Anchor;
use crate::text::{Span, Text};

/// Returns every place where the text says exactly `quote`, overlapping ones included.
#[must_use]
pub fn occurrences(text: &Text, quote: &str) -> Vec<Span> {
    starts(text, quote).map(|start| text.span_from_bytes(start, start + quote.len())).collect()
}

/// Returns how often the text says `quote`, counting no further than `limit`.
pub(super) fn occurrences_up_to(text: &Text, quote: &str, limit: usize) -> usize {
    starts(text, quote).take(limit).count()
}

/// Byte offsets of every occurrence, overlapping ones included.
pub(super) fn starts<'a>(text: &'a Text, quote: &'a str) -> impl Iterator<Item = usize> + 'a {
    let finder = memmem::Finder::new(quote.as_bytes());
    let step = quote.chars().next().map_or(1, char::len_utf8);
    let mut from = 0;
    std::iter::from_fn(move || {
        if quote.is_empty() {
            return None;
        }
        let rest = text.as_str().as_bytes().get(from..)?;
        let start = from + finder.find(rest)?;
        from = start + step;
        Some(start)
    })
}

/// Returns where `anchor`'s quotation stands in the text: the one place whose surroundings are the
/// anchor's, or else the only place there is. Nothing when it is gone, or stands in several places
/// that the context does not tell apart: a passage is never placed by a guess.
#[must_use]
pub fn replace(text: &Text, anchor: &Anchor) -> Option<Span> {
    let places = occurrences(text, &anchor.quote);
    let in_context: Vec<Span> =
        places.iter().copied().filter(|&place| has_context(text, place, anchor)).collect();
    match (in_context.as_slice(), places.as_slice()) {
        ([only], _) | ([], [only]) => Some(*only),
        _ => None,
    }
}

pub(super) fn has_context(text: &Text, place: Span, anchor: &Anchor) -> bool {
    let content = text.as_str();
    let start = text.byte_from_pos(place.start());
    let end = text.byte_from_pos(place.end());
    let before = content.get(..start).unwrap_or_default();
    let after = content.get(end..).unwrap_or_default();
    before.ends_with(anchor.before.as_str()) && after.starts_with(anchor.after.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anchoring::describe;
    use crate::text::Pos;

    #[test]
    fn all_occurrences_are_found_in_code_points() {
        let text = Text::new("ñandú, ñandú").unwrap();
        let found = occurrences(&text, "ñandú");
        assert_eq!(found, [Span::new(0, 5).unwrap(), Span::new(7, 12).unwrap()]);
        assert_eq!(occurrences(&Text::new("aaa").unwrap(), "aa").len(), 2);
    }

    #[test]
    fn a_passage_is_found_again_by_its_context_and_never_by_a_guess() {
        let old = Text::new("The road was open. Then the road was closed.").unwrap();
        let anchor = describe(&old, Span::between(Pos(28), Pos(32)));
        let longer = Text::new("Prelude. The road was open. Then the road was closed.").unwrap();
        assert_eq!(replace(&old, &anchor), Some(anchor.span));
        assert_eq!(longer.slice(replace(&longer, &anchor).unwrap()), "road");
        assert_eq!(replace(&longer, &anchor).unwrap().start(), Pos(37));
        let rewritten = Text::new("A road was built, and a road was lost.").unwrap();
        assert_eq!(replace(&rewritten, &anchor), None);
        let once = Text::new("A new road was built.").unwrap();
        assert_eq!(once.slice(replace(&once, &anchor).unwrap()), "road");
    }
}
