//! Paragraphs: the numbers that readers cite, and the unit in which a pane lays out text.
//!
//! The rule (version 1, part of the file format's promise that "¶ 12" stays ¶ 12):
//! - a paragraph is a longest run of lines that are not blank, blank lines lying between paragraphs;
//! - a text in which no two paragraphs are parted by a blank line has one paragraph per line that is not blank.
//!
//! A line is blank when it holds nothing but white space. The span of a paragraph begins at the
//! first line's first character that is not white space and ends after the last line's last one.

use super::text::n_characters;
use super::{Pos, Span, Text};

/// The number of a paragraph as readers cite it: the first is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParagraphNumber(pub u32);

impl std::fmt::Display for ParagraphNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// One paragraph of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it is, without the white space around it.
    pub span: Span,
    /// Whether its line ends are only the mark of a typewriter's or a mail program's right margin,
    /// so that a pane may set the words anew. Never true of lists or verse with short lines.
    pub hard_wrapped: bool,
}

/// All paragraphs of a text, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paragraphs {
    list: Vec<Paragraph>,
}

/// A line that is not blank, trimmed; offsets in bytes.
struct Line {
    start: usize,
    end: usize,
    /// Whether a blank line, or the beginning of the text, comes before it.
    after_blank: bool,
    /// Whether it is set in from the margin, or begins with a list mark.
    set_apart: bool,
}

impl Paragraphs {
    /// Finds the paragraphs of `text`. Walks its lines once or twice and keeps none of them.
    pub(super) fn of(text: &Text) -> Self {
        let content = text.as_str();
        let parted = Lines::of(content).skip(1).any(|line| line.after_blank);
        let mut places = Places { text, byte: 0, pos: Pos(0) };
        let mut list = Vec::new();
        let mut lines = Lines::of(content).peekable();
        while let Some(first) = lines.next() {
            let mut measure = Measure::of(&first);
            let (start, mut end) = (first.start, first.end);
            while let Some(line) = lines.next_if(|line| parted && !line.after_blank) {
                measure.take(&line);
                end = line.end;
            }
            let span = Span::between(places.pos(start), places.pos(end));
            list.push(Paragraph { span, hard_wrapped: measure.is_hard_wrapped() });
        }
        list.shrink_to_fit();
        Self { list }
    }

    /// Returns how many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns whether there are none: the text is empty or all white space.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the paragraph at `index`, counted from 0.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Paragraph> {
        self.list.get(index).copied()
    }

    /// Returns all of them in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Paragraph> + '_ {
        self.list.iter().copied()
    }

    /// Returns the index of the paragraph that `pos` is in; between two, the later one;
    /// after the last, the last.
    #[must_use]
    pub fn index_at(&self, pos: Pos) -> usize {
        self.list
            .partition_point(|paragraph| paragraph.span.end() <= pos)
            .min(self.list.len().saturating_sub(1))
    }

    /// Returns the number of the paragraph that `pos` is in.
    #[must_use]
    pub fn number_at(&self, pos: Pos) -> ParagraphNumber {
        ParagraphNumber(u32::try_from(self.index_at(pos) + 1).unwrap_or(u32::MAX))
    }
}

/// The lines of a text that are not blank, one after another.
struct Lines<'a> {
    rest: Option<&'a str>,
    start: usize,
    after_blank: bool,
}

impl<'a> Lines<'a> {
    fn of(content: &'a str) -> Self {
        Self { rest: Some(content), start: 0, after_blank: true }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        loop {
            let rest = self.rest?;
            let (line, after) = match rest.split_once('\n') {
                Some((line, after)) => (line, Some(after)),
                None => (rest, None),
            };
            let start = self.start;
            self.rest = after;
            self.start += line.len() + 1;
            let trimmed = line.trim();
            if trimmed.is_empty() {
                self.after_blank = true;
                continue;
            }
            let indent = line.len() - line.trim_start().len();
            return Some(Line {
                start: start + indent,
                end: start + indent + trimmed.len(),
                after_blank: std::mem::replace(&mut self.after_blank, false),
                set_apart: indent > 0 || trimmed.starts_with(['-', '*', '•', '·', '–', '—']),
            });
        }
    }
}

/// Positions of places that are asked for from the front to the back, each counted from the one before.
struct Places<'a> {
    text: &'a Text,
    byte: usize,
    pos: Pos,
}

impl Places<'_> {
    fn pos(&mut self, byte: usize) -> Pos {
        let passed = self.text.as_str().as_bytes().get(self.byte..byte).unwrap_or_default();
        self.pos = self.pos.plus(u32::try_from(n_characters(passed)).unwrap_or(u32::MAX));
        self.byte = byte;
        self.pos
    }
}

/// What of the lines of a paragraph tells whether they are of a fixed measure: several lines, all but the
/// last between 45 and 100 bytes long and of nearly one length, none set apart.
struct Measure {
    /// The length of the line that may be the last.
    latest: usize,
    /// The shortest and the longest of the others.
    full: Option<(usize, usize)>,
    any_set_apart: bool,
}

impl Measure {
    fn of(first: &Line) -> Self {
        Self { latest: first.end - first.start, full: None, any_set_apart: false }
    }

    fn take(&mut self, line: &Line) {
        let (shortest, longest) = self.full.unwrap_or((self.latest, self.latest));
        self.full = Some((shortest.min(self.latest), longest.max(self.latest)));
        self.latest = line.end - line.start;
        self.any_set_apart |= line.set_apart;
    }

    fn is_hard_wrapped(&self) -> bool {
        self.full.is_some_and(|(shortest, longest)| {
            !self.any_set_apart && shortest >= 45 && longest <= 100 && longest - shortest <= 25
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(content: &str) -> Vec<String> {
        let text = Text::new(content).unwrap();
        let all = text.paragraphs().iter();
        all.map(|p| text.slice(p.span).to_owned()).collect()
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(found("\n\n One\ntwo. \n \n\nThree.\n"), ["One\ntwo.", "Three."]);
    }

    #[test]
    fn without_blank_lines_each_line_is_a_paragraph() {
        assert_eq!(found("One.\nTwo.\nThree."), ["One.", "Two.", "Three."]);
    }

    #[test]
    fn nothing_but_white_space_has_no_paragraph() {
        assert!(found(" \n\t\n\u{a0}").is_empty());
        let text = Text::new("").unwrap();
        assert_eq!(text.paragraphs().number_at(Pos(0)), ParagraphNumber(1));
    }

    #[test]
    fn a_position_between_paragraphs_counts_as_the_next() {
        let text = Text::new("One.\n\nTwo.\n\n").unwrap();
        let numbers: Vec<u32> =
            [0, 3, 4, 5, 6, 10, 12].map(|pos| text.paragraphs().number_at(Pos(pos)).0).to_vec();
        assert_eq!(numbers, [1, 1, 2, 2, 2, 2, 2]);
    }

    #[test]
    fn paragraphs_of_any_letters_are_where_their_words_are() {
        let words = ["Él cordón", "—", "🌹 x", "plain words enough to be longer than eight bytes", "é"];
        let content: String = (0..200)
            .map(|n| words[n % 5].to_owned() + if n % 3 == 0 { "\n" } else { "\n \u{a0}\n" })
            .collect();
        let text = Text::new(content.as_str()).unwrap();
        let stand: Vec<String> = found(&content);
        let by_hand: Vec<String> = content
            .split('\n')
            .map(str::trim)
            .collect::<Vec<_>>()
            .split(|line| line.is_empty())
            .filter(|lines| !lines.is_empty())
            .map(|lines| lines.join("\n"))
            .collect();
        assert_eq!(stand, by_hand);
        assert_eq!(text.paragraphs().len(), by_hand.len());
    }

    #[test]
    fn only_lines_of_one_measure_are_hard_wrapped() {
        let typed = "The workers of the belt met at the gates that night and\n\
                     they decided to keep the plants that they had occupied\nin June.";
        let list = "Demands:\n- the plants\n- the land";
        let wrapped = |content: &str| Text::new(content).unwrap().paragraphs().get(0).unwrap().hard_wrapped;
        let with_blank = |content: &str| format!("{content}\n\nEnd.");
        assert!(wrapped(&with_blank(typed)));
        assert!(!wrapped(&with_blank(list)));
        assert!(!wrapped(&with_blank("One line alone.")));
    }
}
