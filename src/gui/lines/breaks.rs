//! Where a line may end (UAX 14), Thai, Lao, Khmer and Burmese by a dictionary of their words.

use std::sync::OnceLock;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

/// Returns the byte offsets after which a line of `text` may end, ascending; the last is the end of the text.
pub fn opportunities(text: &str) -> Vec<usize> {
    static SEGMENTER: OnceLock<LineSegmenterBorrowed<'static>> = OnceLock::new();
    let segmenter = SEGMENTER.get_or_init(|| LineSegmenter::new_dictionary(LineBreakOptions::default()));
    let mut found: Vec<usize> = segmenter.segment_str(text).filter(|at| *at > 0).collect();
    if text.contains(['“', '‘', '”', '’']) {
        found.extend(at_quotation_marks(text));
        found.sort_unstable();
        found.dedup();
    }
    found
}

/// Where a line may end beside a quotation mark in Chinese. (Unicode 16 has that as its rule 19a; the tables of the
/// segmenter are older, and forbid it because in other languages a mark may open or close.)
fn at_quotation_marks(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut before = [None; 2];
    for (byte, c) in text.char_indices() {
        match before {
            [Some((_, one)), Some((at, '“' | '‘'))] if is_wide(one) && !opens(one) && is_wide(c) => {
                found.push(at);
            }
            [Some((_, one)), Some((_, '”' | '’'))] if is_wide(one) && is_letter(c) => found.push(byte),
            _ => {}
        }
        let [_, last] = before;
        before = [last, Some((byte, c))];
    }
    found
}

/// Chinese and Japanese characters, and the punctuation that is as wide as they are.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}

fn is_letter(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn opens(c: char) -> bool {
    "（「『【〔〈《〖〘〚｛［".contains(c)
}

/// Returns whether a line always ends after `c`.
pub fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Returns whether `c` at the end of a line hangs over its edge instead of taking room.
pub fn hangs(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}') || ends_line(c)
}
