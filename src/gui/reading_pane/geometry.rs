//! Where things are: from positions to points and back, over the blocks that are on the screen.

use eframe::egui::text::{CCursor, CharIndex};
use eframe::egui::{Pos2, Rect, vec2};

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

impl PlacedBlock {
    /// Returns the y of the end of its last line.
    pub fn bottom(&self) -> f32 {
        self.origin.y + self.set.galley.size().y
    }

    /// Returns the rectangles that the part of `span` in this block covers, one for each line.
    pub fn rects(&self, span: Span) -> Vec<Rect> {
        let Some(part) = span.intersection(self.block.span) else {
            return Vec::new();
        };
        let from = (part.start().0 - self.block.span.start().0) as usize;
        let to = (part.end().0 - self.block.span.start().0) as usize;
        let mut rects = Vec::new();
        let mut row_start = 0;
        for row in &self.set.galley.rows {
            let row_end = row_start + row.char_count_excluding_newline().0;
            if row_start >= to {
                break;
            }
            if from < row_end {
                let left = row.x_offset(CharIndex(from.max(row_start) - row_start));
                let right = row.x_offset(CharIndex(to.min(row_end) - row_start));
                let top = self.origin + row.pos.to_vec2();
                rects.push(Rect::from_min_max(top + vec2(left, 0.0), top + vec2(right, row.height())));
            }
            row_start += row.char_count_including_newline().0;
        }
        rects
    }

    /// Returns where a caret at `pos` stands, as a rectangle without width.
    pub fn caret(&self, pos: Pos) -> Rect {
        let index = pos.0.saturating_sub(self.block.span.start().0) as usize;
        let cursor = CCursor { index: CharIndex(index), prefer_next_row: true };
        self.set.galley.pos_from_cursor(cursor).translate(self.origin.to_vec2())
    }

    /// Returns the position nearest to a point.
    pub fn pos_at(&self, text: &Text, point: Pos2) -> Pos {
        let cursor = self.set.galley.cursor_from_pos(point - self.origin);
        let index = u32::try_from(cursor.index.0).unwrap_or(u32::MAX);
        let pos = self.block.span.start().plus(index).min(self.block.span.end());
        units::grapheme_at(text, pos)
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

/// Returns the rectangles that `span` covers on the screen, one for each line.
pub fn rects_of(placed: &[PlacedBlock], span: Span) -> Vec<Rect> {
    placed.iter().flat_map(|block| block.rects(span)).collect()
}
