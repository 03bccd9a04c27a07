//! The line at the top of a pane stays there when lines are broken anew: at another width or size.

use std::collections::HashMap;

use eframe::egui::{self, pos2};

use super::geometry::PlacedBlock;
use super::setting::{SetBlock, SetBlocks};
use super::{blocks, scroll};
use crate::gui::view::PaneView;
use crate::model::Source;
use crate::text::Pos;

/// What is held at the top of a pane while its width changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Held {
    /// The first character of the line that was at the top when the change began.
    pos: Pos,
    /// How far below the top of the pane that line begins, in points.
    y: f32,
    /// Where the pane was then put. If it is there no more, the reader has moved it.
    top: Pos,
    offset: f32,
}

/// Puts the pane where its top line is where it was. `before`: the blocks as they were set until now.
pub fn hold(
    pane: &mut PaneView,
    ctx: &egui::Context,
    source: &Source,
    set: &mut SetBlocks,
    (before, held): (&HashMap<Pos, SetBlock>, &mut Option<Held>),
) {
    let text = &source.text;
    let unmoved = held.filter(|held| held.top == pane.top && (held.offset - pane.offset).abs() < 0.01);
    // Through all widths of one change it is the same character. That of the moment would creep back.
    let at = unmoved.map(|held| (held.pos, held.y)).or_else(|| top_line(pane, source, before));
    let Some((pos, y)) = at else { return };
    let Some(block) = blocks::block_at(text, pos) else { return };
    let lines = set.set(ctx, source, block);
    let above = lines.above;
    let placed = PlacedBlock { block, set: lines, origin: pos2(0.0, 0.0) };
    pane.top = block.span.start();
    pane.offset = above + placed.caret(pos).top() - y;
    scroll::settle(pane, ctx, source, set);
    *held = Some(Held { pos, y, top: pane.top, offset: pane.offset });
}

/// The beginning of the first line that begins in the pane, or else of the last one known, and its y.
fn top_line(pane: &PaneView, source: &Source, before: &HashMap<Pos, SetBlock>) -> Option<(Pos, f32)> {
    let mut y = -pane.offset;
    let mut found = None;
    let mut next = blocks::block_at(&source.text, pane.top);
    while let Some(block) = next {
        let Some(set) = before.get(&block.span.start()) else { break };
        let (above, height) = (set.above, set.height());
        let placed = PlacedBlock { block, origin: pos2(0.0, y + above), set: set.clone() };
        let pos = placed.first_below(0.0);
        let top = placed.caret(pos).top();
        found = Some((pos, top));
        if top >= -0.5 {
            break;
        }
        y += height;
        next = blocks::next(&source.text, block);
    }
    found
}
