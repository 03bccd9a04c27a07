//! Where a pane is in its text: a block and how far into it. No heights are summed up, so a source of
//! any length scrolls alike, and no change of width, size or claims moves the line being read.

use eframe::egui::{self, Rect, pos2};

use super::blocks::{self, Block};
use super::geometry::PlacedBlock;
use super::setting::SetBlocks;
use crate::gui::view::PaneView;
use crate::model::Source;
use crate::text::{Pos, Span};

/// The free space above the first block and below the last.
pub const PADDING: f32 = 18.0;

/// Moves the pane by `delta` points (positive: further down in the text).
pub fn scroll_by(pane: &mut PaneView, delta: f32) {
    pane.offset += delta;
}

/// Moves the pane so that the share `t` (0 to 1) of the text stands at that share of the pane: the inverse of [`progress`].
pub fn go_to(
    pane: &mut PaneView,
    ctx: &egui::Context,
    (source, area): (&Source, Rect),
    set: &mut SetBlocks,
    t: f32,
) {
    let length = source.text.len();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the length")]
    let pos = Pos((f64::from(t.clamp(0.0, 1.0)) * f64::from(length)) as u32);
    if let Some(block) = blocks::block_at(&source.text, pos) {
        let height = set.set(ctx, source, block).height();
        let into = f32_of(pos.0.saturating_sub(block.span.start().0)) / f32_of(block.span.len().max(1));
        pane.top = block.span.start();
        pane.offset = height * into.clamp(0.0, 1.0) - t * (area.height() - PADDING).max(0.0);
    }
}

/// A code point count as points of the screen are counted; exact enough to draw with.
#[expect(clippy::cast_precision_loss, reason = "drawing needs no more than 24 bits")]
pub fn f32_of(n: u32) -> f32 {
    n as f32
}

/// Lays out what can be seen in `area` and returns it from top to bottom. Puts the pane's place in order first.
pub fn place(
    pane: &mut PaneView,
    ctx: &egui::Context,
    source: &Source,
    set: &mut SetBlocks,
    (area, text_left): (Rect, f32),
) -> Vec<PlacedBlock> {
    let Some(top) = settle(pane, ctx, source, set) else {
        return Vec::new();
    };
    let placed = fill(pane, ctx, source, set, (top, area, text_left));
    // Past the end: the last line may rise to the middle of the pane, no further.
    let at_end = placed.last().is_some_and(|last| blocks::next(&source.text, last.block).is_none());
    let bottom = placed.last().map_or(area.top(), PlacedBlock::bottom);
    let missing = area.center().y - bottom;
    let at_start = blocks::previous(&source.text, top).is_none() && pane.offset <= 0.0;
    if at_end && missing > 0.5 && !at_start {
        pane.offset -= missing;
        if let Some(top) = settle(pane, ctx, source, set) {
            return fill(pane, ctx, source, set, (top, area, text_left));
        }
    }
    placed
}

/// Makes the block at the top the one that the top of the pane is in, and keeps within the text.
pub fn settle(
    pane: &mut PaneView,
    ctx: &egui::Context,
    source: &Source,
    set: &mut SetBlocks,
) -> Option<Block> {
    let text = &source.text;
    let mut block = blocks::block_at(text, pane.top)?;
    while pane.offset < 0.0 {
        let Some(before) = blocks::previous(text, block) else {
            pane.offset = 0.0;
            break;
        };
        pane.offset += set.set(ctx, source, before).height();
        block = before;
    }
    loop {
        let height = set.set(ctx, source, block).height();
        if pane.offset < height {
            break;
        }
        let Some(after) = blocks::next(text, block) else {
            pane.offset = height;
            break;
        };
        pane.offset -= height;
        block = after;
    }
    pane.top = block.span.start();
    Some(block)
}

fn fill(
    pane: &PaneView,
    ctx: &egui::Context,
    source: &Source,
    set: &mut SetBlocks,
    (top, area, text_left): (Block, Rect, f32),
) -> Vec<PlacedBlock> {
    let mut placed = Vec::new();
    let mut y = area.top() + PADDING - pane.offset;
    let mut next = Some(top);
    while let Some(block) = next {
        if y > area.bottom() {
            break;
        }
        let lines = set.set(ctx, source, block);
        let origin = pos2(text_left + lines.indent, y + lines.above);
        y += lines.height();
        placed.push(PlacedBlock { block, set: lines, origin });
        next = blocks::next(&source.text, block);
    }
    placed
}

/// Moves the pane so that `span` can be seen, in the upper third unless it can be seen already.
pub fn reveal(
    pane: &mut PaneView,
    ctx: &egui::Context,
    source: &Source,
    set: &mut SetBlocks,
    (span, area): (Span, Rect),
) {
    let Some(block) = blocks::block_at(&source.text, span.start()) else {
        return;
    };
    let lines = set.set(ctx, source, block);
    let above = lines.above;
    let placed = PlacedBlock { block, set: lines, origin: pos2(0.0, 0.0) };
    pane.top = block.span.start();
    pane.offset = above + placed.caret(span.start()).top() - area.height() * 0.3;
}

/// Returns which stretch of the text the area shows, as shares of its length.
pub fn shares(placed: &[PlacedBlock], source: &Source, area: Rect) -> (f32, f32) {
    let first = share_at(placed, source, area.top());
    (first, share_at(placed, source, area.bottom()).max(first))
}

/// Returns which share of the text stands at the height `y`.
fn share_at(placed: &[PlacedBlock], source: &Source, y: f32) -> f32 {
    let after = placed.partition_point(|placed| placed.origin.y - placed.set.above <= y);
    let Some(placed) = placed.get(after.saturating_sub(1)) else { return 0.0 };
    let top = placed.origin.y - placed.set.above;
    let into = ((y - top) / placed.set.height().max(1.0)).clamp(0.0, 1.0);
    let span = placed.block.span;
    if into >= 1.0 && blocks::next(&source.text, placed.block).is_none() {
        return 1.0;
    }
    // In 64 bits: of 100 million characters 32 are too few for a line.
    let pos = f64::from(span.start().0) + f64::from(into) * f64::from(span.len());
    #[expect(clippy::cast_possible_truncation, reason = "a share")]
    let share = (pos / f64::from(source.text.len().max(1))) as f32;
    share
}

/// Returns how far the pane has gone: the `t` (0 to 1) for which the share `t` of the text stands at the share `t`
/// of the pane. 0 at the beginning, 1 as soon as the end is in view.
pub fn progress(placed: &[PlacedBlock], source: &Source, area: Rect) -> f32 {
    let (mut low, mut high) = (0.0_f32, 1.0_f32);
    for _ in 0..24 {
        let t = low.midpoint(high);
        let y = area.top() + PADDING + t * (area.height() - PADDING);
        if share_at(placed, source, y) > t {
            low = t;
        } else {
            high = t;
        }
    }
    low.midpoint(high)
}
