//! Sentences, as the units that windows are made of.
//!
//! A sentence past all measure is cut, and so is what the finder of sentences is given at a time: a text of one line
//! of five million characters costs no more than another of its length.

use std::ops::Range;

use crate::text::{Paragraph, Text};

/// What is given to the finder of sentences at a time, in bytes.
const BLOCK: usize = 8_192;
/// The longest sentence that stays whole, in bytes.
const LONGEST: usize = 1_200;

/// Where the sentences of a text are, in bytes, and how they hang together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Where it is, without white space at its ends.
    pub bytes: Range<usize>,
    /// Whether it may stand in one window with the one before: both are of one paragraph, or the one before was
    /// broken off by the end of a page.
    pub joined: bool,
}

/// Puts the sentences of a paragraph at the end of `sentences`.
pub(super) fn of_paragraph(text: &Text, paragraph: Paragraph, language: &str, sentences: &mut Vec<Sentence>) {
    let start = text.byte_from_pos(paragraph.span.start());
    let words = text.slice(paragraph.span);
    let before = sentences.last().and_then(|last| text.as_str().get(last.bytes.clone()));
    let mut joined = before.is_some_and(|before| goes_on(before, words));
    for block in pieces(words, BLOCK, SENTENCE_ENDS) {
        let here = words.get(block.clone()).unwrap_or_default();
        for found in sentencex::get_sentence_boundaries(language, here) {
            let sentence = here.get(found.start_byte..found.end_byte).unwrap_or_default();
            for piece in pieces(sentence, LONGEST, CLAUSE_ENDS) {
                let piece_words = sentence.get(piece.clone()).unwrap_or_default();
                let trimmed = piece_words.trim();
                if trimmed.is_empty() {
                    continue;
                }
                let blank = piece_words.len() - piece_words.trim_start().len();
                let at = start + block.start + found.start_byte + piece.start + blank;
                sentences.push(Sentence { bytes: at..at + trimmed.len(), joined });
                joined = true;
            }
        }
    }
}

/// Returns where the sentences of a paragraph are, in bytes of the text, without white space at their ends.
pub(in crate::analysis) fn sentence_bytes(
    text: &Text,
    paragraph: Paragraph,
    language: &str,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    of_paragraph(text, paragraph, language, &mut found);
    found.into_iter().map(|sentence| sentence.bytes).collect()
}

/// Returns whether a paragraph only goes on with the sentence that the one before left off.
fn goes_on(before: &str, words: &str) -> bool {
    let open = before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == ',' || c == '-');
    open && words.chars().next().is_some_and(char::is_lowercase)
}

const SENTENCE_ENDS: &[char] = &['.', '!', '?', '…', '。', '！', '？', '\n'];
const CLAUSE_ENDS: &[char] = &[';', ':', '—', '–', '؛', '；', '：', '\n'];

/// Cuts words into pieces of at most `longest` bytes: after one of `ends`, or else at white space, or else anywhere
/// between two characters; but never in the first half of what a piece may have.
fn pieces(words: &str, longest: usize, ends: &'static [char]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = words.get(start..).filter(|rest| !rest.is_empty())?;
        let end = start + if rest.len() <= longest { rest.len() } else { cut(rest, longest, ends) };
        let piece = start..end;
        start = end;
        Some(piece)
    })
}

fn cut(rest: &str, longest: usize, ends: &[char]) -> usize {
    let high = rest.floor_char_boundary(longest).max(1);
    let low = rest.floor_char_boundary(longest / 2);
    let second_half = rest.get(low..high).unwrap_or_default();
    let after = |at: usize| at + rest.get(at..).and_then(|r| r.chars().next()).map_or(1, char::len_utf8);
    let end = second_half.rfind(ends).or_else(|| second_half.rfind(char::is_whitespace));
    end.map_or(high, |end| after(low + end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(content: &str) -> Vec<(String, bool)> {
        let text = Text::new(content).unwrap();
        let mut found = Vec::new();
        for index in 0..text.paragraphs().len() {
            of_paragraph(&text, text.paragraphs().get(index).unwrap(), "en", &mut found);
        }
        found.into_iter().map(|s| (text.as_str().get(s.bytes).unwrap().to_owned(), s.joined)).collect()
    }

    #[test]
    fn sentences_of_a_paragraph_hang_together_and_paragraphs_do_not() {
        let said = sentences("One is here. Gen. Prats left.\n\nTwo is there.\n\nbut not this");
        let expected = [
            ("One is here.", false),
            ("Gen. Prats left.", true),
            ("Two is there.", false),
            ("but not this", false),
        ];
        assert_eq!(said, expected.map(|(words, joined)| (words.to_owned(), joined)));
    }

    #[test]
    fn a_sentence_that_a_page_broke_off_hangs_together() {
        let said = sentences("They gave up partial\n\nconfrontations. Then they won.");
        assert_eq!(said.iter().map(|(_, joined)| *joined).collect::<Vec<_>>(), [false, true, true]);
    }

    #[test]
    fn what_has_no_end_is_cut_between_characters() {
        for content in
            ["word ".repeat(3_000), "é".repeat(9_000), "👩‍🌾".repeat(2_000), "a\u{301}".repeat(4_000)]
        {
            let said = sentences(&content);
            assert!(said.iter().all(|(words, _)| words.len() <= LONGEST), "{}", said.len());
            let joined: String =
                said.iter().flat_map(|(words, _)| words.chars()).filter(|c| *c != ' ').collect();
            assert_eq!(joined, content.replace(' ', ""));
        }
    }
}
