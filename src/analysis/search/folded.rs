//! Words without diacritics, and the way back from their bytes to those of the original.

use std::sync::{Arc, Mutex, PoisonError};

use unicode_normalization::char::{canonical_combining_class, decompose_canonical};

use crate::text::Text;

/// A text without its diacritics.
#[derive(Debug, Default)]
pub struct Folded {
    pub(super) words: String,
    /// The characters that were changed, in order. Everywhere else the two texts run side by side, byte for byte.
    changes: Vec<Change>,
}

/// A character of the original, and what it became.
#[derive(Debug, Clone, Copy, Default)]
struct Change {
    folded: u32,
    original: u32,
    folded_len: u8,
    original_len: u8,
}

impl Change {
    fn folded(self) -> usize {
        self.folded as usize
    }

    /// Returns the original byte that `folded`, somewhere after this change, runs beside.
    fn beside(self, folded: usize) -> usize {
        let (after, original) = (self.folded() + usize::from(self.folded_len), self.after());
        original + folded.saturating_sub(after)
    }

    /// Returns the original byte right after the character.
    fn after(self) -> usize {
        self.original as usize + usize::from(self.original_len)
    }
}

impl Folded {
    /// Decomposes every letter and drops the marks, except the sign that a script needs to be read (virama).
    /// Korean syllables, which decompose into letters and not marks, stay whole.
    pub(super) fn of(original: &str) -> Self {
        let mut folded = Self { words: String::with_capacity(original.len()), changes: Vec::new() };
        let mut rest = original;
        while !rest.is_empty() {
            let (plain, others) = rest.split_at(n_ascii(rest.as_bytes()));
            folded.words.push_str(plain);
            let at = original.len() - others.len();
            let Some(c) = others.chars().next() else { break };
            folded.push(c, at);
            rest = others.get(c.len_utf8()..).unwrap_or_default();
        }
        folded.words.shrink_to_fit();
        folded
    }

    fn push(&mut self, c: char, at: usize) {
        if is_hangul_syllable(c) {
            self.words.push(c);
            return;
        }
        let start = self.words.len();
        decompose_canonical(c, |part| {
            if !is_diacritic(part) {
                self.words.push(part);
            }
        });
        let made = self.words.get(start..).unwrap_or_default();
        if made != c.encode_utf8(&mut [0; 4]) {
            let small = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
            let place = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            self.changes.push(Change {
                folded: place(start),
                original: place(at),
                folded_len: small(made.len()),
                original_len: small(c.len_utf8()),
            });
        }
    }

    /// Returns what goes back from folded bytes to original ones.
    pub(super) fn way_back(&self) -> WayBack<'_> {
        WayBack { changes: &self.changes, n_before: 0 }
    }
}

/// Goes from bytes of the folded words to bytes of the original; quickest when they rise.
#[derive(Debug, Clone)]
pub(super) struct WayBack<'a> {
    changes: &'a [Change],
    /// How many changes come at or before the byte asked about last.
    n_before: usize,
}

impl WayBack<'_> {
    /// Returns the original byte at which a stretch that begins at `folded` begins.
    pub(super) fn start(&mut self, folded: usize) -> usize {
        match self.change_at(folded) {
            None => folded,
            Some(change) if folded < change.folded() + usize::from(change.folded_len) => {
                change.original as usize
            }
            Some(change) => change.beside(folded),
        }
    }

    /// Returns the original byte at which a stretch that ends at `folded` ends, with the marks on its last letter.
    pub(super) fn end(&mut self, folded: usize) -> usize {
        match self.change_at(folded) {
            None => folded,
            Some(change) if folded < change.folded() + usize::from(change.folded_len) => {
                if folded > change.folded() { change.after() } else { change.original as usize }
            }
            Some(change) => change.beside(folded),
        }
    }

    /// Returns the last change at or before `folded`.
    fn change_at(&mut self, folded: usize) -> Option<Change> {
        let begun = |change: &Change| change.folded() <= folded;
        let last = self.n_before.checked_sub(1).and_then(|last| self.changes.get(last));
        let mut low = if last.is_none_or(begun) { self.n_before } else { 0 };
        let mut step = 4;
        while self.changes.get(low + step).is_some_and(begun) {
            low += step;
            step *= 2;
        }
        let stretch = self.changes.get(low..(low + step).min(self.changes.len())).unwrap_or_default();
        self.n_before = low + stretch.partition_point(begun);
        self.n_before.checked_sub(1).and_then(|last| self.changes.get(last)).copied()
    }
}

/// Returns how many bytes at the beginning are ASCII.
fn n_ascii(bytes: &[u8]) -> usize {
    let (chunks, _) = bytes.as_chunks::<32>();
    let whole = chunks.iter().take_while(|chunk| chunk.is_ascii()).count() * 32;
    let rest = bytes.get(whole..).unwrap_or_default();
    whole + rest.iter().take_while(|byte| byte.is_ascii()).count()
}

fn is_hangul_syllable(c: char) -> bool {
    ('\u{AC00}'..='\u{D7A3}').contains(&c)
}

fn is_diacritic(c: char) -> bool {
    const VIRAMA: u8 = 9;
    !matches!(canonical_combining_class(c), 0 | VIRAMA)
}

/// The texts that were folded lately, so that a search that is being typed folds them once.
#[derive(Debug, Default)]
pub struct Folds {
    known: Mutex<Vec<(Text, Arc<Folded>)>>,
}

/// How many texts are kept folded.
const KEPT: usize = 8;

impl Folds {
    /// Returns `text` without its diacritics; nothing when it has none to begin with.
    pub(super) fn of(&self, text: &Text) -> Option<Arc<Folded>> {
        if text.is_ascii() {
            return None;
        }
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, folded)) = known().iter().find(|(other, _)| other.is_same(text)) {
            return Some(Arc::clone(folded));
        }
        // Folded without the lock: another search need not wait for it.
        let folded = Arc::new(Folded::of(text.as_str()));
        let mut known = known();
        if known.len() >= KEPT {
            known.remove(0);
        }
        known.push((text.clone(), Arc::clone(&folded)));
        Some(folded)
    }
}
