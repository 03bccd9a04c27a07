//! A text as editions are compared by: its words, wherever scripts part them.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation as _;

/// The number of a word that a text does not have.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// A word of a text: where it is, in bytes, and which. White space and punctuation are no units; in scripts that put no
/// blanks between words each character is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) word: u32,
}

/// The words of a text, each form in lower case numbered once.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    numbers: HashMap<String, u32>,
}

impl Vocabulary {
    /// Returns the units of a text whose words are taken up as they come.
    pub(super) fn take(&mut self, text: &str) -> Vec<Unit> {
        let mut units = Vec::with_capacity(text.len() / 6);
        for (start, word) in text.unicode_word_indices() {
            let next = u32::try_from(self.numbers.len()).unwrap_or(UNKNOWN);
            let folded = word.to_lowercase();
            let number = *self.numbers.entry(folded).or_insert(next);
            units.extend(unit(start, word, number));
        }
        units
    }

    /// Returns the units of another text, the words that are not known here as [`UNKNOWN`].
    pub(super) fn look_up(&self, text: &str) -> Vec<Unit> {
        let words = text.unicode_word_indices();
        let units = words.filter_map(|(start, word)| {
            unit(start, word, self.numbers.get(&word.to_lowercase()).copied().unwrap_or(UNKNOWN))
        });
        units.collect()
    }

    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }
}

fn unit(start: usize, word: &str, number: u32) -> Option<Unit> {
    let end = u32::try_from(start + word.len()).ok()?;
    Some(Unit { start: u32::try_from(start).ok()?, end, word: number })
}
