//! A block cut into runs, each character with the room it takes; and the lines that they fill.

use std::ops::Range;

use eframe::egui::text::{LayoutJob, LayoutSection};
use eframe::epaint::text::FontsView;
use unicode_segmentation::UnicodeSegmentation as _;

use super::breaks::{self, ends_line, hangs};
use super::faces::{Drawn, Faces};
use super::order::Levels;

/// One character.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    /// The character.
    pub c: char,
    /// Where it is in the text, in bytes.
    pub byte: usize,
    /// Whether a grapheme begins with it.
    pub begins: bool,
    /// The room it takes on its line, in points; for a grapheme, all of it with the first character.
    pub width: f32,
}

/// How a run is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Not at all: it is blank, or acts on others.
    Blank,
    /// By egui, as one piece.
    Whole,
    /// By egui, each grapheme as a piece: a run whose letters do not say which way it runs (“?!”, a bracket).
    Apart,
}

/// A run of one direction, face and format.
#[derive(Debug, Clone)]
pub struct Run {
    /// Its characters.
    pub cells: Range<usize>,
    /// The section of the job that it is in.
    pub section: usize,
    /// How it is drawn.
    pub way: Way,
}

/// A block, measured.
pub struct Measured {
    /// Its characters.
    pub cells: Vec<Cell>,
    /// Its runs, which tile the characters.
    pub runs: Vec<Run>,
}

impl Measured {
    /// Returns where a character begins, in bytes; after the last one, the text's end.
    pub fn byte(&self, cell: usize, job: &LayoutJob) -> usize {
        self.cells.get(cell).map_or(job.text.len(), |cell| cell.byte)
    }

    /// Returns the characters of a range.
    pub fn of(&self, range: Range<usize>) -> &[Cell] {
        self.cells.get(range).unwrap_or_default()
    }
}

/// What parts one run from the next.
#[derive(PartialEq, Clone, Copy)]
struct Kind {
    section: usize,
    level: u8,
    drawn: Drawn,
    blank: bool,
}

/// Cuts the text of a job into runs and measures them.
pub fn measure(
    fonts: &mut FontsView<'_>,
    faces: &mut Faces,
    job: &LayoutJob,
    levels: &Levels<'_>,
) -> Measured {
    let mut measured = Measured { cells: Vec::with_capacity(job.text.len()), runs: Vec::new() };
    let mut kinds: Vec<Kind> = Vec::new();
    let mut section = 0;
    for (byte, grapheme) in job.text.grapheme_indices(true) {
        while job.sections.get(section).is_some_and(|s| s.byte_range.end.0 <= byte) {
            section += 1;
        }
        let Some(font) = job.sections.get(section).map(|section| &section.format.font_id) else { break };
        let from = measured.cells.len();
        for (offset, c) in grapheme.char_indices() {
            measured.cells.push(Cell { c, byte: byte + offset, begins: offset == 0, width: 0.0 });
        }
        let to = measured.cells.len();
        let Some(first) = grapheme.chars().next() else { continue };
        let level = levels.at(byte);
        let leftward = level % 2 == 1;
        let blank =
            ends_line(first) || first.is_whitespace() && (leftward || !matches!(first, ' ' | '\u{A0}'));
        let drawn = if blank { Drawn::Unseen } else { faces.drawn(fonts, font, first) };
        let kind = Kind { section, level, drawn, blank };
        // What no face here has is measured as egui draws it, a grapheme at a time.
        let joins = kinds.last() == Some(&kind) && drawn != Drawn::Otherwise;
        match measured.runs.last_mut() {
            Some(run) if joins => run.cells.end = to,
            _ => {
                measured.runs.push(Run { cells: from..to, section, way: Way::Whole });
                kinds.push(kind);
            }
        }
    }
    for (run, kind) in measured.runs.iter_mut().zip(kinds) {
        let Some(section) = job.sections.get(run.section) else { continue };
        let cells = measured.cells.get_mut(run.cells.clone()).unwrap_or_default();
        run.way = measure_run(fonts, faces, (section, &job.text), cells, kind);
    }
    measured
}

fn measure_run(
    fonts: &mut FontsView<'_>,
    faces: &mut Faces,
    (section, text): (&LayoutSection, &str),
    cells: &mut [Cell],
    kind: Kind,
) -> Way {
    let font = &section.format.font_id;
    let (Some(first), Some(last)) = (cells.first(), cells.last()) else { return Way::Blank };
    let words = text.get(first.byte..last.byte + last.c.len_utf8()).unwrap_or_default();
    let start = first.byte;
    match kind.drawn {
        _ if kind.blank => {
            for cell in cells {
                cell.width = match cell.c {
                    c if ends_line(c) => 0.0,
                    '\t' => 4.0 * fonts.glyph_width(font, ' '),
                    '\u{2009}' | '\u{202F}' => 0.5 * fonts.glyph_width(font, ' '),
                    '\u{3000}' => font.size,
                    c => fonts.glyph_width(font, c),
                };
            }
            Way::Blank
        }
        Drawn::Unseen => Way::Blank,
        Drawn::Otherwise => {
            let first = first.c;
            let width = fonts.glyph_width(font, first);
            if let Some(cell) = cells.first_mut() {
                cell.width = if width > 0.0 { width } else { font.size * 0.5 };
            }
            Way::Apart
        }
        Drawn::Face(face) => {
            let Some(shaped) = faces.shape(face, words, font.size) else { return Way::Apart };
            spread(cells, start, &shaped.clusters);
            if shaped.right_to_left == (kind.level % 2 == 1) { Way::Whole } else { Way::Apart }
        }
    }
}

/// Gives each grapheme its share of the cluster that it is in.
fn spread(cells: &mut [Cell], start: usize, clusters: &[(usize, f32)]) {
    let ends = clusters.iter().skip(1).map(|(at, _)| start + at).chain(std::iter::once(usize::MAX));
    let mut from = 0;
    for ((_, width), end) in clusters.iter().zip(ends) {
        let rest = cells.get_mut(from..).unwrap_or_default();
        let n = rest.iter().take_while(|cell| cell.byte < end).count();
        let own = rest.get_mut(..n).unwrap_or_default();
        let begun = own.iter().filter(|cell| cell.begins).count();
        let share = if begun == 0 { *width } else { *width / to_f32(begun) };
        let mut own = own.iter_mut();
        if begun == 0 {
            // The shaper parted a grapheme: its first character takes the rest as well.
            if let Some(cell) = own.next() {
                cell.width += share;
            }
        } else {
            own.filter(|cell| cell.begins).for_each(|cell| cell.width = share);
        }
        from += n;
    }
}

#[expect(clippy::cast_precision_loss, reason = "a handful")]
fn to_f32(n: usize) -> f32 {
    n as f32
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its characters, with the blanks and the line end that it ends with.
    pub cells: Range<usize>,
    /// Whether it ends with a line end, which is no part of what is drawn.
    pub newline: bool,
    /// Whether it ends within a word, at a soft hyphen, which is seen there.
    pub hyphen: bool,
}

/// Breaks a measured block into lines of at most the job's width.
pub fn fill(measured: &Measured, job: &LayoutJob, levels: &Levels<'_>) -> Vec<Line> {
    let mut filling = Filling::new(measured, job.wrap.max_width + 0.5);
    let mut cell = 0;
    for byte in breaks::opportunities(&job.text) {
        // A change of bidi paragraph that is no opportunity ends a line all the same.
        while cell < measured.cells.len() && measured.byte(cell, job) < byte {
            cell += 1;
            let at = measured.byte(cell, job);
            if at < byte && levels.parts_at(at) {
                filling.opportunity(cell, true);
            }
        }
        let before = cell.checked_sub(1).and_then(|before| measured.cells.get(before));
        filling.opportunity(cell, before.is_some_and(|before| ends_line(before.c)) || levels.parts_at(byte));
    }
    filling.finish()
}

struct Filling<'a> {
    cells: &'a [Cell],
    /// The room up to each character.
    sums: Vec<f32>,
    width: f32,
    lines: Vec<Line>,
    start: usize,
    last: Option<usize>,
}

impl<'a> Filling<'a> {
    fn new(measured: &'a Measured, width: f32) -> Self {
        let mut sums = Vec::with_capacity(measured.cells.len() + 1);
        let mut sum = 0.0;
        sums.push(sum);
        for cell in &measured.cells {
            sum += cell.width;
            sums.push(sum);
        }
        Self { cells: &measured.cells, sums, width, lines: Vec::new(), start: 0, last: None }
    }

    /// The room that the characters before `end` take on a line from `start` on, without blanks that hang.
    fn taken(&self, start: usize, end: usize) -> f32 {
        let own = self.cells.get(start..end).unwrap_or_default();
        let hanging = own.iter().rev().take_while(|cell| hangs(cell.c)).count();
        let hyphen = match own.last() {
            Some(cell) if cell.c == '\u{AD}' => self.hyphen_width(end),
            _ => 0.0,
        };
        let sum = |at: usize| self.sums.get(at).copied().unwrap_or_default();
        sum(end - hanging) - sum(start) + hyphen
    }

    /// About a hyphen's width: the mean of the letters before it, half of one.
    fn hyphen_width(&self, end: usize) -> f32 {
        let before = self.cells.get(..end.saturating_sub(1)).unwrap_or_default();
        before.last().map_or(0.0, |cell| cell.width * 0.75)
    }

    fn opportunity(&mut self, end: usize, always: bool) {
        while end > self.start && self.taken(self.start, end) > self.width {
            match self.last.filter(|last| *last > self.start && *last < end) {
                Some(last) => self.push(last),
                None => match self.anywhere(end) {
                    Some(at) => self.push(at),
                    None => break,
                },
            }
        }
        if always {
            self.push(end);
        } else {
            self.last = Some(end);
        }
    }

    /// Where a word that is wider than a line is cut: after the last grapheme that fits, at least one.
    fn anywhere(&self, end: usize) -> Option<usize> {
        let begins = |at: &usize| self.cells.get(*at).is_some_and(|cell| cell.begins);
        let mut cuts = (self.start + 1..end).filter(begins);
        let first = cuts.next()?;
        Some(cuts.take_while(|at| self.taken(self.start, *at) <= self.width).last().unwrap_or(first))
    }

    fn push(&mut self, end: usize) {
        let last = end.checked_sub(1).and_then(|last| self.cells.get(last)).map(|cell| cell.c);
        let hyphen = last == Some('\u{AD}') && end < self.cells.len();
        self.lines.push(Line { cells: self.start..end, newline: last == Some('\n'), hyphen });
        self.start = end;
        self.last = None;
    }

    fn finish(mut self) -> Vec<Line> {
        let ended = self.lines.last().is_some_and(|line| line.newline);
        if self.start < self.cells.len() || self.lines.is_empty() || ended {
            self.push(self.cells.len());
            if let Some(line) = self.lines.last_mut() {
                line.newline = false;
            }
        }
        self.lines
    }
}
