//! Words as they stand on a sheet: nothing in them acts, and their direction is known. And days in words.

use super::settings::DateForm;
use crate::analysis::picture::ink;
use crate::model::{Stance, Time};
use crate::text::{Direction, months, visible, visible_name};

/// Words that are to be shown. Characters that act (controls, overrides of direction) are written out, blanks are
/// single spaces; the only signs that aren't seen are a line feed between two lines, and isolates that the program
/// itself puts around names in a sentence of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    text: String,
    direction: Direction,
}

impl Words {
    /// Returns words of a text or a note on one line.
    #[must_use]
    pub fn line(words: &str) -> Self {
        Self::seen(visible(&one_line(words)).into_owned())
    }

    /// Returns a name on one line; what is not seen in it is written out too.
    #[must_use]
    pub fn name(words: &str) -> Self {
        Self::seen(visible_name(&one_line(words)).into_owned())
    }

    /// Returns words in the lines in which they were written; blank lines go.
    #[must_use]
    pub fn lines_of(words: &str) -> Self {
        Self::joined(words.lines())
    }

    /// Returns a quotation in its paragraphs: parted by blank lines, or by each line end where `lines` says so.
    #[must_use]
    pub fn quotation(words: &str, lines: bool) -> Self {
        if !words.contains('\n') {
            return Self::line(words);
        }
        let blank = |line: &str| line.trim().is_empty();
        if words.lines().any(blank) || !lines {
            let mut paragraphs = vec![String::new()];
            for line in words.lines() {
                match paragraphs.last_mut() {
                    Some(last) if !blank(line) => {
                        last.push(' ');
                        last.push_str(line);
                    }
                    _ => paragraphs.push(String::new()),
                }
            }
            return Self::joined(paragraphs.iter().map(String::as_str));
        }
        Self::lines_of(words)
    }

    /// Returns a sentence of the program's own, which runs rightward. Names in it that run leftward are set apart by
    /// isolates (U+2068, U+2069), so that a number after such a name is not drawn into it.
    #[must_use]
    pub fn sentence<'a>(words: &str, names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut text = visible_name(&one_line(words)).into_owned();
        if !text.is_ascii() {
            let names = names.into_iter().map(|name| visible_name(&one_line(name)).into_owned());
            let mut leftward: Vec<String> = names.filter(|name| runs_leftward(name)).collect();
            // Longest first: a name may begin another.
            leftward.sort_by_key(|name| std::cmp::Reverse(name.len()));
            leftward.dedup();
            text = isolated(&text, &leftward);
        }
        Self { text, direction: Direction::Rightward }
    }

    fn joined<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut text = String::new();
        for line in lines.map(one_line).filter(|line| !line.is_empty()) {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&visible(&line));
        }
        Self::seen(text)
    }

    fn seen(text: String) -> Self {
        Self { direction: Direction::of(&text), text }
    }

    /// Returns them as one string; lines end with a line feed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns its lines; at least one of something that is not empty.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = &str> + Clone {
        self.text.split('\n').filter(|line| !line.is_empty())
    }

    /// Returns which way they run.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

impl std::fmt::Display for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

fn runs_leftward(name: &str) -> bool {
    name.chars().any(|c| Direction::of(c.encode_utf8(&mut [0; 4])).is_leftward())
}

/// The words with isolates around each place where one of `names` stands.
fn isolated(words: &str, names: &[String]) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    let mut rest = words;
    while let Some(first) = rest.chars().next() {
        match names.iter().find_map(|name| rest.strip_prefix(name.as_str()).map(|after| (name, after))) {
            Some((name, after)) => {
                out.push('\u{2068}');
                out.push_str(name);
                out.push('\u{2069}');
                rest = after;
            }
            None => {
                out.push(first);
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
            }
        }
    }
    out
}

/// Words with every run of white space as one space, and none at the ends.
pub(super) fn one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// "A", "A and B", "A, B, and C".
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [one, other] => format!("{one} and {other}"),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
    }
}

/// Returns the sign that stands for a stance beside its word, so that nothing depends on color.
#[must_use]
pub fn stance_sign(stance: Stance) -> &'static str {
    match stance {
        // Within words a single mark would seem to open a quotation.
        Stance::Reports => "“”",
        other => ink::stance_sign(Some(other)),
    }
}

/// Returns the day of a moment, in UTC.
#[must_use]
pub fn day(time: Time, form: DateForm) -> String {
    let (year, month, day) = time.date();
    let named = |language: &str| {
        let months = months::of(language).into_iter().flatten();
        months.copied().nth(usize::from(month).saturating_sub(1)).unwrap_or_default()
    };
    match form {
        DateForm::English => format!("{day} {} {year}", named("en")),
        DateForm::American => format!("{} {day}, {year}", named("en")),
        DateForm::Iso => format!("{year:04}-{month:02}-{day:02}"),
        DateForm::Spanish => format!("{day} de {} de {year}", named("es")),
        DateForm::Portuguese => format!("{day} de {} de {year}", named("pt")),
        DateForm::French => match day {
            1 => format!("1er {} {year}", named("fr")),
            _ => format!("{day} {} {year}", named("fr")),
        },
        DateForm::Italian => match day {
            1 => format!("1º {} {year}", named("it")),
            _ => format!("{day} {} {year}", named("it")),
        },
        DateForm::German => format!("{day}. {} {year}", named("de")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_people_of_that_language_write_them() {
        let time = Time(1_795_132_800); // 2026-11-20T00:00:00Z
        let written: Vec<String> = DateForm::ALL.iter().map(|form| day(time, *form)).collect();
        assert_eq!(
            written,
            [
                "20 November 2026",
                "November 20, 2026",
                "2026-11-20",
                "20 de noviembre de 2026",
                "20 de novembro de 2026",
                "20 novembre 2026",
                "20 novembre 2026",
                "20. November 2026",
            ]
        );
        assert_eq!(day(Time(951_782_400), DateForm::English), "29 February 2000");
        assert_eq!(day(Time(-1), DateForm::Iso), "1969-12-31");
        assert_eq!(day(Time(1_793_491_200), DateForm::French), "1er novembre 2026");
    }

    #[test]
    fn words_are_inert_and_keep_the_lines_they_need() {
        assert_eq!(Words::line(" a\u{202e}b \n c\u{7}").as_str(), "a⟨U+202E⟩b c⟨U+0007⟩");
        assert_eq!(Words::name("ar\u{200b}med").as_str(), "ar⟨U+200B⟩med");
        assert_eq!(Words::lines_of("one\r\n\n  two ").as_str(), "one\ntwo");
        assert_eq!(Words::quotation("hard\nwrapped\n\nnext", false).as_str(), "hard wrapped\nnext");
        assert_eq!(Words::quotation("one\ntwo", false).as_str(), "one two");
        assert_eq!(Words::quotation("one\ntwo", true).as_str(), "one\ntwo");
        assert_eq!(Words::quotation("\u{1}", false).as_str(), "⟨U+0001⟩");
        assert!(Words::line("שלום").direction().is_leftward());
        assert_eq!(Words::line(" \n").lines().count(), 0);
    }

    #[test]
    fn a_name_that_runs_leftward_keeps_to_itself_in_a_sentence() {
        let sentence = Words::sentence("שם affirms (¶ 3); Left denies", ["שם", "Left"]);
        assert_eq!(sentence.as_str(), "\u{2068}שם\u{2069} affirms (¶ 3); Left denies");
        assert!(!sentence.direction().is_leftward());
        assert_eq!(
            Words::sentence("שםא, שם", ["שם", "שםא"]).as_str(),
            "\u{2068}שםא\u{2069}, \u{2068}שם\u{2069}"
        );
        assert_eq!(Words::sentence("“a\u{2067}” é", [""]).as_str(), "“a⟨U+2067⟩” é");
    }

    #[test]
    fn names_are_listed_as_in_a_sentence() {
        let names = ["A", "B", "C"].map(str::to_owned);
        assert_eq!(listed(&names), "A, B, and C");
        assert_eq!(listed(&names[..2]), "A and B");
        assert_eq!(listed(&names[..1]), "A");
    }
}
