//! Paragraphs and runs: words with their direction and language, parted where their direction changes.

use super::xml::Xml;
use crate::analysis::handout::Words;
use crate::text::Direction;

/// How a paragraph is set, besides its style.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Setting<'a> {
    /// The style's id.
    pub(super) style: &'a str,
    /// The language of its words as a BCP 47 code; empty for the document's own.
    pub(super) language: &'a str,
    /// Whether it stays on a page with what follows.
    pub(super) keeps_next: bool,
}

impl<'a> Setting<'a> {
    /// A paragraph of this style.
    pub(super) fn of(style: &'a str) -> Self {
        Self { style, ..Self::default() }
    }

    /// The same, on one page with what follows.
    pub(super) fn kept(self) -> Self {
        Self { keeps_next: true, ..self }
    }

    /// The same, in this language.
    pub(super) fn in_language(self, language: &'a str) -> Self {
        Self { language, ..self }
    }
}

impl Xml {
    /// Writes a paragraph that runs in this direction, with the runs that `inner` writes.
    pub(super) fn paragraph(
        &mut self,
        setting: Setting<'_>,
        direction: Direction,
        inner: impl FnOnce(&mut Self),
    ) {
        self.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.value("w:pStyle", setting.style);
                if setting.keeps_next {
                    xml.empty("w:keepNext", &[]);
                }
                if direction.is_leftward() {
                    xml.empty("w:bidi", &[]);
                }
            });
            inner(xml);
        });
    }

    /// Writes a paragraph for each line of `words`.
    pub(super) fn paragraphs(&mut self, words: &Words, setting: Setting<'_>) {
        for line in words.lines() {
            self.paragraph(setting, words.direction(), |xml| {
                xml.runs(line, words.direction(), setting.language, "");
            });
        }
    }

    /// Writes a paragraph of words that run rightward.
    pub(super) fn plain(&mut self, words: &str, setting: Setting<'_>) {
        self.paragraph(setting, Direction::Rightward, |xml| {
            xml.runs(words, Direction::Rightward, setting.language, "");
        });
    }

    /// Writes words that stand in a paragraph of this direction, in a style for characters if there is one.
    pub(super) fn runs(&mut self, words: &str, direction: Direction, language: &str, style: &str) {
        for (is_leftward, stretch) in stretches(words, direction) {
            self.element("w:r", &[], |xml| {
                if is_leftward || !style.is_empty() || language_kind(language, is_leftward).is_some() {
                    xml.element("w:rPr", &[], |xml| run_properties(xml, is_leftward, language, style));
                }
                xml.element("w:t", &[("xml:space", "preserve")], |xml| xml.text(stretch));
            });
        }
    }
}

fn run_properties(xml: &mut Xml, is_leftward: bool, language: &str, style: &str) {
    if !style.is_empty() {
        xml.value("w:rStyle", style);
    }
    if is_leftward {
        xml.empty("w:rtl", &[]);
    }
    if let Some(kind) = language_kind(language, is_leftward) {
        xml.empty("w:lang", &[(kind, language)]);
    }
}

/// Which of the three languages of a run (§17.3.2.20) this one is; none where its words would run the other way, as a
/// foreign name in it does.
fn language_kind(language: &str, is_leftward: bool) -> Option<&'static str> {
    let first = language.split('-').next().unwrap_or_default().to_lowercase();
    let of_leftward =
        ["ar", "he", "fa", "ur", "yi", "syr", "dv", "ps", "sd", "ug", "ckb"].contains(&first.as_str());
    match first.as_str() {
        "" => None,
        _ if is_leftward != of_leftward => None,
        "zh" | "ja" | "ko" | "yue" | "lzh" => Some("w:eastAsia"),
        _ if of_leftward => Some("w:bidi"),
        "th" | "hi" | "mr" | "ne" | "bn" | "ta" | "te" | "ml" | "kn" | "gu" | "pa" | "si" | "km" | "lo"
        | "my" => Some("w:bidi"),
        _ => Some("w:val"),
    }
}

/// Parts words where their direction changes: a run has one (§17.3.2.30). What has none of its own goes with what it
/// stands between, or else with the paragraph.
fn stretches(words: &str, direction: Direction) -> Vec<(bool, &str)> {
    if words.is_ascii() && !direction.is_leftward() {
        return if words.is_empty() { Vec::new() } else { vec![(false, words)] };
    }
    let own = |c: char| c.is_alphabetic().then(|| Direction::of(c.encode_utf8(&mut [0; 4])).is_leftward());
    let mut ends: Vec<(bool, usize)> = Vec::new(); // each stretch with where it ends
    let mut undecided = false; // whether characters without a direction of their own came last
    for (at, c) in words.char_indices() {
        let Some(leftward) = own(c) else {
            undecided = true;
            continue;
        };
        let before = ends.last().map(|(before, _)| *before);
        if undecided && before != Some(leftward) {
            push(&mut ends, direction.is_leftward(), at);
        }
        undecided = false;
        push(&mut ends, leftward, at + c.len_utf8());
    }
    if undecided {
        push(&mut ends, direction.is_leftward(), words.len());
    }
    let mut from = 0;
    let stretch = |(leftward, end): (bool, usize)| {
        let stretch = words.get(from..end).unwrap_or_default();
        from = end;
        (leftward, stretch)
    };
    ends.into_iter().map(stretch).filter(|(_, stretch)| !stretch.is_empty()).collect()
}

/// Goes on to `end` in this direction.
fn push(ends: &mut Vec<(bool, usize)>, leftward: bool, end: usize) {
    match ends.last_mut() {
        Some((last, until)) if *last == leftward => *until = end,
        _ => ends.push((leftward, end)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(words: &str, direction: Direction) -> String {
        let stretches = stretches(words, direction);
        assert_eq!(stretches.iter().map(|(_, stretch)| *stretch).collect::<String>(), words);
        let mark =
            |(leftward, stretch): &(bool, &str)| format!("{}{stretch}", if *leftward { "<" } else { ">" });
        stretches.iter().map(mark).collect()
    }

    #[test]
    fn a_run_has_one_direction_and_signs_go_with_what_they_stand_between() {
        use Direction::{Leftward, Rightward};
        assert_eq!(shown("peace, (1973)", Rightward), ">peace, (1973)");
        assert_eq!(shown("“שלום עולם” said Ana", Rightward), ">“<שלום עולם>” said Ana");
        assert_eq!(shown("שלום, Ana Rojas, עולם.", Leftward), "<שלום, >Ana Rojas<, עולם.");
        assert_eq!(shown("1972: السلام", Leftward), "<1972: السلام");
        assert_eq!(shown("“¶ 3”", Leftward), "<“¶ 3”");
        assert_eq!(shown("", Leftward), "");
    }
}
