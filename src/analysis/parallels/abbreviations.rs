//! Abbreviations that a text explains: after "the Workers' Party of Valparaíso (WPV)", "WPV" says those words too.

use std::collections::BTreeMap;

use memchr::memchr_iter;

/// How many parentheses are looked at.
const MOST_TRIED: usize = 20_000;
/// The most letters of an abbreviation.
const MOST_LETTERS: usize = 8;
/// How far before the parenthesis the words may begin, in bytes.
const REACH: usize = 160;

/// What the abbreviations of a text stand for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Abbreviations {
    words: BTreeMap<String, Vec<String>>,
}

impl Abbreviations {
    /// Finds those that stand in parentheses right after the words they are made of. The first explanation counts.
    pub(super) fn explained_in(text: &str) -> Self {
        let mut words = BTreeMap::new();
        for at in memchr_iter(b'(', text.as_bytes()).take(MOST_TRIED) {
            let (before, after) = text.split_at_checked(at).unwrap_or_default();
            let Some((short, _)) = after.get(1..).and_then(|rest| near(rest, 40).split_once(')')) else {
                continue;
            };
            let letters = short.chars().count();
            let sound = (2..=MOST_LETTERS).contains(&letters) && short.chars().all(char::is_uppercase);
            if !sound || words.contains_key(short) {
                continue;
            }
            if let Some(long) = explained(short, last(before, REACH)) {
                words.insert(short.to_owned(), long);
            }
        }
        Self { words }
    }

    /// Returns the words that an abbreviation stands for; none when it is not known.
    pub(super) fn of(&self, short: &str) -> &[String] {
        self.words.get(short).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Returns the words at the end of `before` whose initials are the letters of `short`. Small words between them
/// ("of", "and the") need no letter.
fn explained(short: &str, before: &str) -> Option<Vec<String>> {
    let mut words = before.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').rev();
    let mut long: Vec<String> = Vec::new();
    for letter in short.chars().rev() {
        let word = words.find(|word| {
            let small = word.chars().count() <= 3 && word.chars().all(char::is_lowercase);
            !word.is_empty() && (!small || begins_with(word, letter))
        })?;
        if !begins_with(word, letter) {
            return None;
        }
        long.push(word.to_owned());
    }
    Some(long)
}

fn begins_with(word: &str, letter: char) -> bool {
    word.chars().next().is_some_and(|first| first.to_uppercase().eq(letter.to_uppercase()))
}

/// Returns the first `n` bytes or a little more.
fn near(text: &str, n: usize) -> &str {
    text.get(..text.ceil_char_boundary(n)).unwrap_or(text)
}

/// Returns the last `n` bytes or a little less.
fn last(text: &str, n: usize) -> &str {
    text.get(text.ceil_char_boundary(text.len().saturating_sub(n))..).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abbreviation_stands_for_the_words_before_its_parenthesis() {
        let text = "The Workers' Party of Valparaíso (WPV) met the “Union of the Left” (UL), 30 (thirty) men (MEN). \
                    Later the WPV (WPV) split. (AB)";
        let found = Abbreviations::explained_in(text);
        assert_eq!(found.of("WPV"), ["Valparaíso", "Party", "Workers'"]);
        assert_eq!(found.of("UL"), ["Left", "Union"]);
        assert!(found.of("MEN").is_empty() && found.of("AB").is_empty() && found.of("thirty").is_empty());
    }

    #[test]
    fn a_text_of_parentheses_is_read_in_no_time() {
        let text = "(ABC".repeat(400_000);
        assert_eq!(Abbreviations::explained_in(&text), Abbreviations::default());
    }
}
