//! Words and marks in the making: text written piece by piece, with the stretches that are open.
//!
//! Between two blocks or two words only what is asked for most is written, and only when more words
//! follow: so a text neither begins nor ends with white space, and neither does a mark.
//! Positions are counted as the words are written; nothing is counted twice.

use std::cmp::Reverse;

use crate::model::{Mark, MarkKind, Unknown};
use crate::text::{Pos, Span};

/// What parts two blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    None,
    /// A line end.
    Line,
    /// A blank line.
    Paragraph,
}

/// What parts two words of one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    None,
    /// A line end of the file, which means a space.
    Soft,
    /// A line end that the author wants.
    Hard,
}

/// A stretch that has begun and not yet ended.
struct Open {
    kind: Option<MarkKind>,
    /// Written before its first word, and part of it.
    lead: String,
    /// Written after its last word, and part of it.
    trail: &'static str,
    /// Where its first word is; none as long as it has none.
    start: Option<Place>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    byte: usize,
    /// In code points.
    pos: u32,
    /// How many stretches began before: of two that are the same, the outer comes first.
    rank: usize,
}

/// A text being written. Invariant: of the open stretches, those with a start come first.
pub(super) struct Weave {
    words: String,
    n_chars: u32,
    gap: Gap,
    brk: Break,
    /// How many table cells have begun since the last word of the row.
    n_cells: usize,
    open: Vec<Open>,
    n_started: usize,
    n_ranked: usize,
    marks: Vec<(Mark, usize)>,
}

impl Weave {
    pub(super) fn new() -> Self {
        Self {
            words: String::new(),
            n_chars: 0,
            gap: Gap::None,
            brk: Break::None,
            n_cells: 0,
            open: Vec::new(),
            n_started: 0,
            n_ranked: 0,
            marks: Vec::new(),
        }
    }

    /// Parts what comes from what came, by `gap` at least.
    pub(super) fn part(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
        self.brk = Break::None;
        self.n_cells = 0;
    }

    /// Begins another cell of a row.
    pub(super) fn next_cell(&mut self) {
        self.n_cells += 1;
        self.brk = Break::None;
    }

    pub(super) fn soft_break(&mut self) {
        self.brk = self.brk.max(Break::Soft);
    }

    pub(super) fn hard_break(&mut self) {
        self.brk = Break::Hard;
    }

    /// Begins a stretch; `lead` is written before its first word.
    pub(super) fn open(&mut self, kind: Option<MarkKind>, lead: String, trail: &'static str) {
        self.open.push(Open { kind, lead, trail, start: None });
    }

    /// Ends the stretch that began last; without words it leaves nothing.
    pub(super) fn close(&mut self) {
        let Some(open) = self.open.pop() else {
            return;
        };
        self.n_started = self.n_started.min(self.open.len());
        let Some(start) = open.start else {
            return;
        };
        self.push(open.trail);
        if let Some(kind) = open.kind {
            self.mark(start, kind);
        }
    }

    /// Marks what was written since `start`, without the white space around it.
    fn mark(&mut self, start: Place, kind: MarkKind) {
        let stretch = self.words.get(start.byte..).unwrap_or_default();
        let (before, after) = (stretch.len() - stretch.trim_start().len(), stretch.trim_end().len());
        let n_before = n_chars(stretch.get(..before).unwrap_or_default());
        let n_after = n_chars(stretch.get(after..).unwrap_or_default());
        let (first, end) = (Pos(start.pos).plus(n_before), Pos(self.n_chars).minus(n_after));
        if first < end {
            let mark = Mark { span: Span::between(first, end), kind, unknown: Unknown::default() };
            self.marks.push((mark, start.rank));
        }
    }

    /// Writes words of running text; at the start of a block without the white space before them.
    pub(super) fn write(&mut self, words: &str) {
        let begins_block = self.words.is_empty() || self.gap > Gap::None;
        let words = if begins_block { words.trim_start_matches(is_blank) } else { words };
        if !words.is_empty() {
            self.settle(words);
            self.push(words);
        }
    }

    /// Writes words in which white space counts.
    pub(super) fn write_verbatim(&mut self, words: &str) {
        if words.trim_matches(is_blank).is_empty() {
            return;
        }
        let words = if self.words.is_empty() { words.trim_start_matches('\u{feff}') } else { words };
        self.settle(words);
        self.push(words);
    }

    /// Writes what parts the last word from the next, and begins the stretches that begin there.
    fn settle(&mut self, next: &str) {
        let begins_block = self.words.is_empty() || self.gap > Gap::None;
        self.part_now(next);
        let cells = " | ".repeat(self.n_cells);
        self.push(if begins_block { cells.trim_start() } else { &cells });
        self.n_cells = 0;
        for index in self.n_started..self.open.len() {
            let place = Place { byte: self.words.len(), pos: self.n_chars, rank: self.n_ranked };
            self.n_ranked += 1;
            let lead = self.open.get_mut(index).map(|open| {
                open.start = Some(place);
                std::mem::take(&mut open.lead)
            });
            self.push(&lead.unwrap_or_default());
        }
        self.n_started = self.open.len();
    }

    fn part_now(&mut self, next: &str) {
        let (gap, brk) = (self.gap, self.brk);
        (self.gap, self.brk) = (Gap::None, Break::None);
        if self.words.is_empty() {
            return;
        }
        match (gap, brk) {
            (Gap::None, Break::None) => {}
            (Gap::None, Break::Soft) => {
                let joined = self.words.chars().next_back().is_some_and(is_set_without_spaces)
                    && next.chars().next().is_some_and(is_set_without_spaces);
                self.push(if joined { "" } else { " " });
            }
            (Gap::None, Break::Hard) => self.push("\n"),
            (Gap::Line, _) => self.end_block("\n"),
            (Gap::Paragraph, _) => self.end_block("\n\n"),
        }
    }

    fn end_block(&mut self, end: &str) {
        self.trim();
        self.push(end);
    }

    fn trim(&mut self) {
        let len = self.words.trim_end().len();
        self.n_chars -= n_chars(self.words.get(len..).unwrap_or_default());
        self.words.truncate(len);
    }

    fn push(&mut self, words: &str) {
        if words.contains('\r') {
            // Only a character reference can have brought it in.
            return self.push(&words.replace("\r\n", "\n").replace('\r', "\n"));
        }
        self.words.push_str(words);
        self.n_chars += n_chars(words);
    }

    /// Returns the words, and the marks in the order of their places, outer before inner.
    pub(super) fn finish(mut self) -> (String, Vec<Mark>) {
        self.trim();
        self.marks.sort_by_key(|(mark, rank)| (mark.span.start(), Reverse(mark.span.end()), *rank));
        (self.words, self.marks.into_iter().map(|(mark, _)| mark).collect())
    }
}

/// Returns how many code points: a text that counts more than 32 bits is refused when it is done.
fn n_chars(words: &str) -> u32 {
    u32::try_from(words.chars().count()).unwrap_or(u32::MAX)
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// Whether a script sets no spaces between words: Chinese and Japanese.
fn is_set_without_spaces(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{312f}' | '\u{3190}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}
