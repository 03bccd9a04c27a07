//! What changed from some words to others, word by word.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation as _;

use super::align::{Free, align};

/// What became of a stretch of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// They are still there.
    Kept(String),
    /// They are gone.
    Deleted(String),
    /// They are new.
    Inserted(String),
}

impl Change {
    /// Returns whether something is another than it was.
    #[must_use]
    pub fn is_change(&self) -> bool {
        !matches!(self, Self::Kept(_))
    }
}

/// All white space is one kind of blank: a line that ends elsewhere is no change of the words.
const BLANK: u32 = 0;
const FIRST_WORD: u32 = 1 << 16;

/// Returns what became of the words of `old` in `new`. Where several words in a row changed, they are told together.
/// Capitals and punctuation count, how wide a blank is does not.
#[must_use]
pub fn changes(old: &str, new: &str) -> Vec<Change> {
    let (old_pieces, new_pieces): (Vec<&str>, Vec<&str>) =
        (old.split_word_bounds().collect(), new.split_word_bounds().collect());
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let (a, b) = (numbered(&old_pieces, &mut numbers), numbered(&new_pieces, &mut numbers));
    let weight = |number: u32| match number {
        BLANK => 0.1,
        1..FIRST_WORD => 0.5,
        _ => 2.0,
    };
    let mut told = Told::default();
    let (mut i, mut j) = (0, 0);
    for (x, y) in align(&a, &b, &weight, Free::Neither) {
        let blank = a.get(x) == Some(&BLANK) && b.get(y) == Some(&BLANK);
        if !blank && old_pieces.get(x) != new_pieces.get(y) {
            continue;
        }
        told.deleted(old_pieces.get(i..x));
        told.inserted(new_pieces.get(j..y));
        told.kept(old_pieces.get(x).copied().unwrap_or_default());
        (i, j) = (x + 1, y + 1);
    }
    told.deleted(old_pieces.get(i..));
    told.inserted(new_pieces.get(j..));
    told.end()
}

/// Numbers words from [`FIRST_WORD`] on, and punctuation from 1.
fn numbered<'a>(pieces: &[&'a str], numbers: &mut HashMap<&'a str, u32>) -> Vec<u32> {
    let number = |piece: &&'a str| {
        if piece.trim().is_empty() {
            return BLANK;
        }
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX >> 1).saturating_add(1);
        let is_word = piece.chars().any(char::is_alphanumeric);
        let fresh = if is_word { next.saturating_add(FIRST_WORD) } else { next % FIRST_WORD };
        *numbers.entry(piece).or_insert(fresh)
    };
    pieces.iter().map(number).collect()
}

/// Changes as they come, brought into the order deleted, inserted, kept.
#[derive(Default)]
struct Told {
    changes: Vec<Change>,
    deleted: String,
    inserted: String,
    kept: String,
}

impl Told {
    fn deleted(&mut self, pieces: Option<&[&str]>) {
        let words = pieces.unwrap_or_default().concat();
        if !words.is_empty() {
            self.take_up_blank();
            self.deleted.push_str(&words);
        }
    }

    fn inserted(&mut self, pieces: Option<&[&str]>) {
        let words = pieces.unwrap_or_default().concat();
        if !words.is_empty() {
            self.take_up_blank();
            self.inserted.push_str(&words);
        }
    }

    /// A blank between two words that changed is nothing that was kept.
    fn take_up_blank(&mut self) {
        if self.kept.is_empty() {
            return;
        }
        let changed_before = !(self.deleted.is_empty() && self.inserted.is_empty());
        if changed_before && self.kept.trim().is_empty() {
            let blank = std::mem::take(&mut self.kept);
            self.deleted.push_str(&blank);
            self.inserted.push_str(&blank);
        } else {
            self.flush();
        }
    }

    fn kept(&mut self, piece: &str) {
        self.kept.push_str(piece);
    }

    /// Puts down what changed, and then what was kept after it.
    fn flush(&mut self) {
        let put = |changes: &mut Vec<Change>, words: &str, of: fn(String) -> Change| {
            if !words.is_empty() {
                changes.push(of(words.to_owned()));
            }
        };
        let (deleted, inserted) = (std::mem::take(&mut self.deleted), std::mem::take(&mut self.inserted));
        // Blanks alone, gone or new, are no change of the words.
        if deleted.trim().is_empty() && inserted.trim().is_empty() {
            let kept = deleted + &std::mem::take(&mut self.kept);
            match self.changes.last_mut() {
                Some(Change::Kept(before)) => before.push_str(&kept),
                _ => put(&mut self.changes, &kept, Change::Kept),
            }
            return;
        }
        let (deleted, inserted) = self.without_blank_before(&deleted, &inserted);
        put(&mut self.changes, deleted, Change::Deleted);
        put(&mut self.changes, inserted, Change::Inserted);
        put(&mut self.changes, &std::mem::take(&mut self.kept), Change::Kept);
    }

    /// Puts the blank that stands before both to what was kept before them.
    fn without_blank_before<'a>(&mut self, deleted: &'a str, inserted: &'a str) -> (&'a str, &'a str) {
        let [deleted, inserted] =
            [deleted, inserted].map(|words| if words.trim().is_empty() { "" } else { words });
        let begins = |words: &str| words.is_empty() || words.starts_with(char::is_whitespace);
        match self.changes.last_mut() {
            Some(Change::Kept(before)) if begins(deleted) && begins(inserted) => {
                before.push(' ');
                (deleted.trim_start(), inserted.trim_start())
            }
            _ => (deleted, inserted),
        }
    }

    fn end(mut self) -> Vec<Change> {
        self.flush();
        self.changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let shown = changes(old, new).into_iter().map(|change| match change {
            Change::Kept(words) => words,
            Change::Deleted(words) => format!("[-{words}-]"),
            Change::Inserted(words) => format!("{{+{words}+}}"),
        });
        shown.collect()
    }

    #[test]
    fn an_inserted_not_is_a_change() {
        assert_eq!(shown("It was a plan.", "It was not a plan."), "It was {+not +}a plan.");
    }

    #[test]
    fn words_in_a_row_that_changed_are_told_together() {
        assert_eq!(
            shown("a very bad idea of his", "a good plan of his"),
            "a [-very bad idea-]{+good plan+} of his"
        );
        assert_eq!(shown("one two", ""), "[-one two-]");
    }

    #[test]
    fn punctuation_and_capitals_count_and_line_ends_do_not() {
        assert_eq!(shown("calm, he said", "calm — he said"), "calm[-,-]{+ —+} he said");
        assert_eq!(shown("the Party", "the party"), "the [-Party-]{+party+}");
        assert!(changes("one two\nthree", "one\n  two three").iter().all(|change| !change.is_change()));
    }

    #[test]
    fn every_character_may_be_a_word() {
        assert_eq!(shown("武装道路从来不是计划", "武装道路从来就不是计划"), "武装道路从来{+就+}不是计划");
    }

    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_kept_and_deleted_is_the_old_and_what_is_kept_and_inserted_the_new(
            old in "[ab ,\n]{0,30}",
            new in "[ab ,\n]{0,30}",
        ) {
            let told = changes(&old, &new);
            let words = |left_out: fn(&Change) -> bool| {
                let kept = told.iter().filter(|change| !left_out(change));
                let all: String = kept.map(|change| match change {
                    Change::Kept(words) | Change::Deleted(words) | Change::Inserted(words) => words.as_str(),
                }).collect();
                all.split_whitespace().collect::<String>()
            };
            let bare = |words: &str| words.split_whitespace().collect::<String>();
            prop_assert_eq!(words(|change| matches!(change, Change::Inserted(_))), bare(&old));
            prop_assert_eq!(words(|change| matches!(change, Change::Deleted(_))), bare(&new));
        }
    }
}
