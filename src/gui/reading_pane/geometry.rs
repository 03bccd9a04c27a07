//! Where things are: from positions to points and back, over the blocks that are on the screen.
//!
//! A row has one glyph for each character, in the order of the text, standing where the character stands on the
//! line. In a script that runs from right to left a character begins at the right edge of its glyph.

use std::ops::Range;

use eframe::egui::{Pos2, Rect, pos2};
use eframe::epaint::text::{Glyph, PlacedRow};

use super::blocks::Block;
use super::setting::SetBlock;
use crate::text::{Pos, Span, Text, units};

/// A block on the screen.
pub struct PlacedBlock {
    /// Which.
    pub block: Block,
    /// Its lines.
    pub set: SetBlock,
    /// The top left corner of its first line.
    pub origin: Pos2,
}

/// A row with the characters that are on it, counted from the start of the block.
struct Line<'a> {
    row: &'a PlacedRow,
    start: usize,
    last: bool,
}

impl Line<'_> {
    /// The position after its last character that is drawn.
    fn end(&self) -> usize {
        self.start + self.row.glyphs.len()
    }

    /// The first position that is on the next row.
    fn next(&self) -> usize {
        self.end() + usize::from(self.row.ends_with_newline)
    }

    /// Whether its end is the next row's beginning as well.
    fn runs_on(&self) -> bool {
        !self.last && !self.row.ends_with_newline
    }

    fn glyph(&self, index: usize) -> Option<&Glyph> {
        self.row.glyphs.get(index.checked_sub(self.start)?)
    }

    /// From where to where in the block a character stands. egui gives all of a ligature (“fi”) to its first letter.
    fn extent(&self, index: usize) -> Option<(f32, f32)> {
        let glyph = self.glyph(index)?;
        let joined = |glyph: &Glyph| glyph.advance_width <= 0.0 && glyph.chr.is_ascii_alphabetic();
        let left = self.row.pos.x + glyph.pos.x;
        if !joined(glyph) && !self.glyph(index + 1).is_some_and(joined) {
            return Some((left, left + glyph.advance_width));
        }
        let joins = |at: &usize| self.glyph(*at).is_some_and(joined);
        let before = (self.start..=index).rev().take_while(joins).count();
        let after = (index + 1..self.end()).take_while(joins).count();
        let first = self.glyph(index - before.min(index - self.start))?;
        let share = first.advance_width / to_f32(before + 1 + after);
        let left = self.row.pos.x + first.pos.x + share * to_f32(before);
        Some((left, left + share))
    }
}

/// A small count as points of the screen are counted.
#[expect(clippy::cast_precision_loss, reason = "a handful")]
pub(super) fn to_f32(n: usize) -> f32 {
    n as f32
}

impl PlacedBlock {
    /// Returns the y of the end of its last line.
    pub fn bottom(&self) -> f32 {
        self.origin.y + self.set.galley.size().y
    }

    /// Returns whether its lines begin at the right edge.
    pub fn is_right_to_left(&self) -> bool {
        self.set.order.as_ref().is_some_and(|order| order.right_to_left)
    }

    fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let n = self.set.galley.rows.len();
        let mut start = 0;
        self.set.galley.rows.iter().enumerate().map(move |(at, row)| {
            let line = Line { row, start, last: at + 1 == n };
            start = line.next();
            line
        })
    }

    /// The row that a caret at `index` stands on: of two that it belongs to, the lower one.
    fn line_of(&self, index: usize) -> Option<Line<'_>> {
        self.lines().find(|line| index < line.end() || index == line.end() && !line.runs_on())
    }

    fn index(&self, pos: Pos) -> usize {
        pos.0.saturating_sub(self.block.span.start().0) as usize
    }

    fn pos(&self, index: usize) -> Pos {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        self.block.span.start().plus(index).min(self.block.span.end())
    }

    fn leftward(&self, index: usize) -> bool {
        self.set.order.as_ref().is_some_and(|order| order.is_right_to_left(index))
    }

    /// The x in the block at which the character at `index` begins or ends.
    fn edge(&self, line: &Line<'_>, index: usize, end: bool) -> Option<f32> {
        let (left, right) = line.extent(index)?;
        Some(if self.leftward(index) == end { left } else { right })
    }

    /// The x in the block of a caret at `index`, which is on this line.
    fn caret_x(&self, line: &Line<'_>, index: usize) -> f32 {
        let after_last = || match &self.set.order {
            None => Some(line.row.pos.x + line.row.size.x),
            Some(_) if line.end() > line.start => self.edge(line, line.end() - 1, true),
            Some(order) => order.right_to_left.then_some(order.width),
        };
        self.edge(line, index, false).or_else(after_last).unwrap_or(line.row.pos.x)
    }

    /// Returns the rectangles that the part of `span` in this block covers: for each line one, or where the
    /// line changes its direction, several.
    pub fn rects(&self, span: Span) -> Vec<Rect> {
        let Some(part) = span.intersection(self.block.span) else {
            return Vec::new();
        };
        let (from, to) = (self.index(part.start()), self.index(part.end()));
        let mut rects = Vec::new();
        for line in self.lines() {
            if line.start >= to {
                break;
            }
            let on_line = from.max(line.start)..to.min(line.end());
            if on_line.is_empty() {
                continue;
            }
            let top = self.origin.y + line.row.pos.y;
            let mut push = |left: f32, right: f32| {
                let (left, right) = (self.origin.x + left, self.origin.x + right);
                rects.push(Rect::from_min_max(pos2(left, top), pos2(right, top + line.row.height())));
            };
            if self.set.order.is_some() {
                Self::stretches(&line, on_line, push);
            } else {
                push(self.caret_x(&line, on_line.start), self.caret_x(&line, on_line.end));
            }
        }
        rects
    }

    /// The stretches of a line that characters cover, where it does not all run one way.
    fn stretches(line: &Line<'_>, on_line: Range<usize>, mut push: impl FnMut(f32, f32)) {
        let extents = on_line.filter_map(|index| line.extent(index)).filter(|(left, right)| right > left);
        let mut extents: Vec<(f32, f32)> = extents.collect();
        extents.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut open: Option<(f32, f32)> = None;
        for (left, right) in extents {
            // Runs are rounded to whole pixels, so neighbors may be half of one apart.
            match &mut open {
                Some((_, to)) if left - *to < 1.0 => *to = to.max(right),
                _ => {
                    if let Some((from, to)) = open.replace((left, right)) {
                        push(from, to);
                    }
                }
            }
        }
        if let Some((from, to)) = open {
            push(from, to);
        }
    }

    /// Returns where a caret at `pos` stands, as a rectangle without width.
    pub fn caret(&self, pos: Pos) -> Rect {
        let index = self.index(pos);
        let line = self.line_of(index).or_else(|| self.lines().last());
        line.map_or(Rect::from_min_max(self.origin, self.origin), |line| {
            self.upright(&line, self.caret_x(&line, index))
        })
    }

    /// Returns the edge at which the words before `pos` end: that of a caret there, but on the line of those
    /// words, and on their side where the direction changes.
    pub fn end_of(&self, pos: Pos) -> Rect {
        let found = self.index(pos).checked_sub(1).and_then(|before| {
            let line = self.lines().find(|line| before < line.next())?;
            let drawn = before.min(line.end().saturating_sub(1));
            let x = match self.set.order {
                Some(_) => self.edge(&line, drawn, true)?,
                None => self.caret_x(&line, drawn + 1),
            };
            Some(self.upright(&line, x))
        });
        found.unwrap_or_else(|| self.caret(pos))
    }

    fn upright(&self, line: &Line<'_>, x: f32) -> Rect {
        let top = self.origin.y + line.row.pos.y;
        let x = self.origin.x + x;
        Rect::from_min_max(pos2(x, top), pos2(x, top + line.row.height()))
    }

    /// Returns where its first line begins that begins at `y` or below; of none, its last.
    pub fn first_below(&self, y: f32) -> Pos {
        let begins = |line: &Line<'_>| self.origin.y + line.row.pos.y >= y - 0.5;
        let line = self.lines().find(begins).or_else(|| self.lines().last());
        self.pos(line.map_or(0, |line| line.start))
    }

    /// Returns the position nearest to a point.
    pub fn pos_at(&self, text: &Text, point: Pos2) -> Pos {
        let y = point.y - self.origin.y;
        let mut nearest: Option<(f32, Line<'_>)> = None;
        for line in self.lines() {
            let rows = line.row.rect().y_range();
            let away = (rows.min - y).max(y - rows.max).max(0.0);
            if nearest.as_ref().is_none_or(|(best, _)| away < *best) {
                nearest = Some((away, line));
            }
        }
        let Some((_, line)) = nearest else { return self.block.span.start() };
        let Some((index, after)) = self.nearest(&line, point.x - self.origin.x) else {
            return self.pos(line.start);
        };
        let before = units::grapheme_at(text, self.pos(index));
        if !after {
            return before;
        }
        // After the blank at which a line was broken, a caret would stand on the next one.
        let found = units::next_grapheme(text, before).min(self.block.span.end());
        let at_end = line.runs_on() && self.index(found) >= line.end();
        let blank = line.glyph(index).is_some_and(|glyph| glyph.chr.is_whitespace());
        if at_end && blank { before } else { found }
    }

    /// The character on a line that is nearest to an x in the block, and whether the x is past its middle.
    fn nearest(&self, line: &Line<'_>, x: f32) -> Option<(usize, bool)> {
        let mut nearest: Option<(f32, usize, bool)> = None;
        for index in line.start..line.end() {
            let Some((left, right)) = line.extent(index).filter(|(left, right)| right > left) else {
                continue;
            };
            let away = (left - x).max(x - right).max(0.0);
            if nearest.is_none_or(|(best, ..)| away < best) {
                let right_half = x >= (left + right) / 2.0;
                nearest = Some((away, index, right_half != self.leftward(index)));
            }
        }
        nearest.map(|(_, index, after)| (index, after))
    }

    /// Returns where the line of a caret at `pos` begins, or ends as far as a caret can stand on it.
    pub fn line_end(&self, text: &Text, pos: Pos, end: bool) -> Pos {
        let Some(line) = self.line_of(self.index(pos)) else { return pos };
        if !end {
            return self.pos(line.start);
        }
        if !line.runs_on() {
            return self.pos(line.end());
        }
        // The line's end is where the next one begins, so the caret stops before the last grapheme.
        units::previous_grapheme(text, self.pos(line.end())).max(self.pos(line.start))
    }
}

/// Returns the position nearest to a point of the screen.
pub fn pos_at(placed: &[PlacedBlock], text: &Text, point: Pos2) -> Option<Pos> {
    let below = placed.iter().find(|block| {
        point.y < block.bottom() + block.set.galley.rows.first().map_or(0.0, |row| row.height() * 0.25)
    });
    below.or(placed.last()).map(|block| block.pos_at(text, point))
}

/// Returns the block on the screen that holds `pos`.
pub fn block_of(placed: &[PlacedBlock], pos: Pos) -> Option<&PlacedBlock> {
    let holds = |placed: &&PlacedBlock| placed.block.span.start() <= pos && pos <= placed.block.span.end();
    placed.iter().find(holds)
}

/// Returns where a caret at `pos` stands, if that is on the screen.
pub fn caret_at(placed: &[PlacedBlock], pos: Pos) -> Option<Rect> {
    block_of(placed, pos).map(|block| block.caret(pos))
}

/// Returns the rectangles that `span` covers on the screen, at least one for each line.
pub fn rects_of(placed: &[PlacedBlock], span: Span) -> Vec<Rect> {
    placed.iter().flat_map(|block| block.rects(span)).collect()
}
