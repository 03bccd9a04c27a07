//! One look over the characters of a file: are they a text, and what in it will trouble its reader?

use super::decode::line_at;

/// What was seen. Control characters are all but tab, line ends and form feed.
#[derive(Default)]
pub(super) struct Survey {
    /// Characters that leave a trace on paper.
    pub(super) n_visible: usize,
    n_controls: usize,
    first_control: Option<(char, u64)>,
    n_replacements: u64,
}

impl Survey {
    pub(super) fn of(content: &str) -> Self {
        let mut survey = Self::default();
        let mut first = None;
        for (offset, c) in content.char_indices() {
            match c {
                '\t' | '\n' | '\r' | '\u{c}' | ' ' => {}
                '!'..='~' => survey.n_visible += 1,
                char::REPLACEMENT_CHARACTER => {
                    survey.n_visible += 1;
                    survey.n_replacements += 1;
                }
                c if c.is_control() => {
                    first.get_or_insert((c, offset));
                    survey.n_controls += 1;
                }
                c => survey.n_visible += usize::from(!is_invisible(c)),
            }
        }
        survey.first_control = first.map(|(c, offset)| (c, line_at(content, offset)));
        survey
    }

    /// Returns the line of the first control character when there are more than any text has.
    pub(super) fn line_if_not_text(&self) -> Option<u64> {
        let (_, line) = self.first_control?;
        (self.n_controls * 20 > self.n_visible).then_some(line)
    }

    /// Returns what a reader should know, as sentences.
    pub(super) fn warnings(&self, n_unreadable: u64) -> Vec<String> {
        let mut warnings = Vec::new();
        let n_before = self.n_replacements.saturating_sub(n_unreadable);
        if n_before > 0 {
            warnings.push(format!(
                "{} in the file itself: what stood there was lost before.",
                counted(n_before, "replacement character (�) stands", "replacement characters (�) stand")
            ));
        }
        if let Some((c, line)) = self.first_control {
            let n = u64::try_from(self.n_controls).unwrap_or(u64::MAX);
            warnings.push(format!(
                "{} kept as in the file (the first, U+{:04X}, in line {line}). They show as nothing or as boxes.",
                counted(n, "control character was", "control characters were"),
                u32::from(c)
            ));
        }
        warnings
    }
}

/// Returns the number with the word that fits it.
pub(super) fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

fn is_invisible(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}
