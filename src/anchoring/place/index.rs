//! A text made ready for placing many passages in it.

use super::Placement;
use super::align::{Free, align};
use super::decide::{Sought, decide};
use super::units::{UNKNOWN, Unit, Vocabulary};
use crate::anchoring::describe::with_context;
use crate::model::Anchor;
use crate::text::{Span, Text};

/// Words, pairs and triples that stand in more places than these are no hint at where something is.
const MOST_PLACES: usize = 24;
/// How much of the other edition is looked at on either side of a passage, where that edition is at hand.
const WIDE_CONTEXT: u32 = 240;

/// A text made ready for placing passages in it.
#[derive(Debug, Clone)]
pub struct PlaceIndex {
    text: Text,
    pub(super) units: Vec<Unit>,
    vocabulary: Vocabulary,
    /// How often each word stands in the text.
    counts: Vec<u32>,
    /// Where words, pairs and triples of words stand, sorted; the place is that of the first word among the units.
    singles: Vec<(u32, u32)>,
    pairs: Vec<(u64, u32)>,
    triples: Vec<(u64, u32)>,
}

/// A hint: a unit of what is sought, where it may be among those of the text, and how much that says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hint {
    pub(super) sought: usize,
    pub(super) at: usize,
    pub(super) weight: f32,
}

impl PlaceIndex {
    /// Returns the index of a text.
    #[must_use]
    pub fn of(text: &Text) -> Self {
        let mut vocabulary = Vocabulary::default();
        let units = vocabulary.take(text.as_str());
        let mut counts = vec![0; vocabulary.len()];
        for unit in &units {
            if let Some(count) = counts.get_mut(unit.word as usize) {
                *count += 1;
            }
        }
        let places = || units.iter().zip(0_u32..);
        let mut singles: Vec<(u32, u32)> = places().map(|(unit, at)| (unit.word, at)).collect();
        singles.sort_unstable();
        let words: Vec<u32> = units.iter().map(|unit| unit.word).collect();
        Self {
            text: text.clone(),
            singles,
            pairs: grams(&words, 2),
            triples: grams(&words, 3),
            units,
            vocabulary,
            counts,
        }
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// Returns where the passage of `anchor` is in the text, of which `old`, the text it was marked in, is another
    /// edition. With both texts at hand more is known than from the anchor alone: more of what stands around it, and
    /// whether its words stood in one place.
    #[must_use]
    pub fn place_from(&self, old: &Text, anchor: &Anchor) -> Placement {
        if !old.says(anchor.span, &anchor.quote) {
            return self.place(anchor);
        }
        if is_in_context(&self.text, anchor.span, anchor) {
            return Placement::Exact(anchor.span);
        }
        let wide = with_context(old, anchor.span, WIDE_CONTEXT);
        decide(self, &Sought::of(self, &wide, Some(old)))
    }

    /// Returns where the passage of `anchor` is in the text.
    #[must_use]
    pub fn place(&self, anchor: &Anchor) -> Placement {
        if is_in_context(&self.text, anchor.span, anchor) {
            return Placement::Exact(anchor.span);
        }
        decide(self, &Sought::of(self, anchor, None))
    }

    /// Returns the words of `words` as numbers of this text's.
    pub(super) fn numbers(&self, words: &str) -> Vec<u32> {
        self.vocabulary.look_up(words).into_iter().map(|unit| unit.word).collect()
    }

    /// Returns how much it says that a word stands somewhere: its information in a text of this length, from 0.2 to 8.
    /// Words of up to three letters are mostly grammar and say half as much.
    pub(super) fn weight(&self, word: u32) -> f32 {
        let n = self.counts.get(word as usize).copied().unwrap_or(0);
        let all = u32::try_from(self.units.len()).unwrap_or(u32::MAX);
        let weight = (f64::from(all) + 2.0).ln() - (f64::from(n) + 1.0).ln();
        let short = n as usize > MOST_PLACES && self.is_short(word);
        #[expect(clippy::cast_possible_truncation, reason = "between 0.2 and 8")]
        let weight = weight.clamp(0.2, 8.0) as f32;
        if short { weight / 2.0 } else { weight }
    }

    fn is_short(&self, word: u32) -> bool {
        let from = self.singles.partition_point(|(other, _)| *other < word);
        let at = self.singles.get(from).and_then(|(_, at)| self.units.get(*at as usize));
        at.is_some_and(|unit| unit.end - unit.start <= 3)
    }

    /// Returns the sum of the words' weights.
    pub(super) fn weight_of(&self, words: &[u32]) -> f32 {
        words.iter().map(|word| self.weight(*word)).sum()
    }

    /// Returns where the text says exactly `quote`, and no more than `limit` places.
    pub(super) fn verbatim(&self, quote: &str, limit: usize) -> Vec<Span> {
        let units = self.vocabulary.look_up(quote);
        // At its ends a quotation may cut a word in two, and then the text has another there.
        let inner = units.get(1..units.len().saturating_sub(1)).unwrap_or_default();
        let count = |unit: &&Unit| self.counts.get(unit.word as usize).copied().unwrap_or(0);
        let Some(rarest) = inner.iter().min_by_key(count) else {
            return super::super::locate::starts(&self.text, quote)
                .take(limit)
                .map(|start| self.text.span_from_bytes(start, start + quote.len()))
                .collect();
        };
        if rarest.word == UNKNOWN {
            return Vec::new();
        }
        let from = self.singles.partition_point(|(word, _)| *word < rarest.word);
        let places = self.singles.iter().skip(from).take_while(|(word, _)| *word == rarest.word);
        let found = places.filter_map(|(_, at)| {
            let start = self.units.get(*at as usize)?.start.checked_sub(rarest.start)? as usize;
            let end = start + quote.len();
            let same = self.text.as_str().get(start..end) == Some(quote);
            same.then(|| self.text.span_from_bytes(start, end))
        });
        found.take(limit).collect()
    }

    /// Returns the units of the text that lie right before and right after a stretch, at most so many.
    pub(super) fn around(&self, span: Span, n_before: usize, n_after: usize) -> (Vec<u32>, Vec<u32>) {
        let (start, end) = (self.text.byte_from_pos(span.start()), self.text.byte_from_pos(span.end()));
        let first = self.units.partition_point(|unit| (unit.end as usize) <= start);
        let last = self.units.partition_point(|unit| (unit.start as usize) < end);
        let words = |from: usize, to: usize| -> Vec<u32> {
            self.units.get(from..to).unwrap_or_default().iter().map(|unit| unit.word).collect()
        };
        (words(first.saturating_sub(n_before), first), words(last, (last + n_after).min(self.units.len())))
    }

    /// Returns hints at where the words may be. Rare words are hints by themselves, others with those after them.
    pub(super) fn hints(&self, words: &[u32]) -> Vec<Hint> {
        let mut hints = Vec::new();
        for (sought, word) in words.iter().enumerate() {
            let weight = self.weight(*word);
            let mut hint = |at: &u32| hints.push(Hint { sought, at: *at as usize, weight });
            if let Some(places) = few(&self.singles, *word) {
                places.iter().for_each(|(_, at)| hint(at));
                continue;
            }
            let rest = words.get(sought..).unwrap_or_default();
            let pairs = rest.get(..2).and_then(|pair| few(&self.pairs, gram(pair)));
            let triples = || rest.get(..3).and_then(|triple| few(&self.triples, gram(triple)));
            if let Some(places) = pairs.or_else(triples) {
                places.iter().for_each(|(_, at)| hint(at));
            }
        }
        hints
    }

    /// Returns the pairs of places of `words` and of the text between two units that are aligned, and those of them
    /// that are the same word.
    pub(super) fn aligned(&self, words: &[u32], (from, to): (usize, usize)) -> Vec<(usize, usize)> {
        let there: Vec<u32> =
            self.units.get(from..to).unwrap_or_default().iter().map(|unit| unit.word).collect();
        let pairs = align(words, &there, &|word| self.weight(word), Free::Both);
        pairs.into_iter().map(|(i, j)| (i, from + j)).collect()
    }

    /// Returns the stretch of text from one unit to another, both included.
    pub(super) fn span_of(&self, first: usize, last: usize) -> Option<Span> {
        let (first, last) = (self.units.get(first)?, self.units.get(last)?);
        Some(self.text.span_from_bytes(first.start as usize, last.end as usize))
    }
}

/// Returns whether the text has the passage at `place`, with all that the anchor has around it.
pub(super) fn is_in_context(text: &Text, place: Span, anchor: &Anchor) -> bool {
    text.says(place, &anchor.quote) && super::super::locate::has_context(text, place, anchor)
}

fn grams(words: &[u32], n: usize) -> Vec<(u64, u32)> {
    let mut grams: Vec<(u64, u32)> = words.windows(n).map(gram).zip(0_u32..).collect();
    grams.sort_unstable();
    grams
}

/// Returns a number for words in a row. That two rows have the same is rare, and a hint is no more than a hint.
fn gram(words: &[u32]) -> u64 {
    words.iter().fold(0, |gram: u64, word| {
        (gram.rotate_left(23) ^ u64::from(*word)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    })
}

/// Returns the places of `key` in a sorted list, where they are few: none when there is none, or there are too many.
fn few<K: Copy + Ord>(sorted: &[(K, u32)], key: K) -> Option<&[(K, u32)]> {
    let from = sorted.partition_point(|(other, _)| *other < key);
    let places = sorted.get(from..)?;
    let n = places.iter().take(MOST_PLACES + 1).take_while(|(other, _)| *other == key).count();
    if n == 0 || n > MOST_PLACES { None } else { places.get(..n) }
}
