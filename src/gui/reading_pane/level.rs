//! What a pane shows, told to those who draw between the panes, and moving it to be level with the other.
//!
//! Only the stretch that has to be crossed is laid out, and no more of it than `reach`.

use eframe::egui::{self, Pos2, Rect};

use super::geometry::{self, PlacedBlock};
use super::highlights::{self, ShownClaim};
use super::scroll::{self, PADDING};
use super::{PaneState, ReadingStyle, blocks};
use crate::gui::view::PaneView;
use crate::model::{Claim, ClaimId, Source, SourceId};
use crate::text::{Pos, Text};

/// What a pane shows in the frame that was laid out last.
pub struct Seen {
    /// The source.
    pub source: SourceId,
    /// What the text is laid out in, without the scroll bar.
    pub area: Rect,
    pub(super) text_left: f32,
    pub(super) measure: (f32, ReadingStyle),
    pub(super) placed: Vec<PlacedBlock>,
    pub(super) shown: Vec<ShownClaim>,
}

/// A point of a text that can be brought level with something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spot {
    /// The middle of the line at a position.
    Line(Pos),
    /// So far (0 to 1) through the text, between the lines too.
    Share(f64),
}

impl Seen {
    /// Returns the claims that are on the screen or right beside it.
    pub fn claims(&self) -> impl Iterator<Item = &Claim> {
        self.shown.iter().map(|shown| &*shown.claim)
    }

    /// Returns the lines of a claim that can be seen: of its first passage that can, with that passage's place in the
    /// claim.
    pub fn lines_of(&self, claim: ClaimId) -> Option<(usize, Vec<Rect>)> {
        self.shown.iter().find(|shown| shown.claim.id == claim)?.lines_in(self.area)
    }

    /// Returns all lines of a claim that can be seen.
    pub fn all_lines_of(&self, claim: ClaimId) -> Vec<Rect> {
        let shown = self.shown.iter().filter(|shown| shown.claim.id == claim);
        shown.flat_map(ShownClaim::rects).filter(|rect| rect.intersects(self.area)).collect()
    }

    /// Returns the claims that can be seen, each with the heights between which its first lines are.
    pub fn extents(&self) -> impl Iterator<Item = (ClaimId, (f32, f32))> + '_ {
        self.shown.iter().filter_map(|shown| Some((shown.claim.id, shown.extent_in(self.area)?)))
    }

    /// Returns whether a position lies before what can be seen.
    pub fn is_above(&self, pos: Pos) -> bool {
        match self.y_of(pos) {
            Some(y) => y < self.area.center().y,
            None => self.placed.first().is_some_and(|first| pos < first.block.span.start()),
        }
    }

    /// Returns the claim at a point: its bar, or the shortest that lies there.
    pub fn claim_at(&self, point: Pos2) -> Option<ClaimId> {
        if !self.area.contains(point) {
            return None;
        }
        let bar = highlights::bar_under(&self.shown, point, self.text_left);
        let under = || highlights::claims_under(&self.shown, point).first().map(|shown| shown.claim.id);
        bar.or_else(under)
    }

    /// Returns the bar of a claim in the margin.
    pub fn bar_of(&self, claim: ClaimId) -> Option<Rect> {
        self.shown.iter().find(|shown| shown.claim.id == claim)?.bar_rect(self.text_left)
    }

    /// Returns the y of the middle of the line at `pos`, if it is laid out.
    pub fn y_of(&self, pos: Pos) -> Option<f32> {
        geometry::caret_at(&self.placed, pos).map(|caret| caret.center().y)
    }

    /// Returns from where to where blocks begin that are laid out.
    pub fn range(&self) -> (Pos, Pos) {
        let start = |placed: Option<&PlacedBlock>| placed.map_or(Pos(0), |placed| placed.block.span.start());
        (start(self.placed.first()), start(self.placed.last()))
    }

    /// Returns the measure that it was laid out in. What moves without a change of it moves by hand.
    pub fn measure(&self) -> ((f32, ReadingStyle), Rect) {
        (self.measure, self.area)
    }

    /// Returns how far through the text the pane is (0 to 1), and the y at which it is just that far. The line that
    /// counts goes from the top of the pane to its middle, so that both ends of a text have a share of their own.
    pub fn share(&self, text: &Text) -> (f64, f32) {
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..24 {
            let middle = f64::midpoint(low, high);
            if self.share_at(share_y(self.area, middle), text) > middle {
                low = middle;
            } else {
                high = middle;
            }
        }
        let share = if low <= 0.000_001 { 0.0 } else { high };
        (share, share_y(self.area, share))
    }

    fn share_at(&self, y: f32, text: &Text) -> f64 {
        let ends_below = |placed: &&PlacedBlock| y < placed.bottom();
        let Some(placed) = self.placed.iter().find(ends_below) else { return 1.0 };
        let top = placed.origin.y - placed.set.above;
        let into = f64::from(((y - top) / placed.set.height().max(1.0)).clamp(0.0, 1.0));
        let (start, len) = (placed.block.span.start().0, placed.block.span.len());
        (f64::from(start) + into * f64::from(len)) / f64::from(text.len().max(1))
    }
}

/// The y at which a share of the text is read: from the top of the pane for its beginning to the middle for its end.
pub fn share_y(area: Rect, share: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1")]
    let share = share.clamp(0.0, 1.0) as f32;
    area.top() + PADDING + (area.height() / 2.0 - PADDING) * share
}

/// A point within a block, in points from the block's top.
#[derive(Clone, Copy)]
struct Within {
    block: blocks::Block,
    down: f32,
}

impl PaneState {
    /// Returns what the pane showed in the last frame, if it shows a source.
    pub fn seen(&self) -> Option<&Seen> {
        self.seen.as_ref()
    }

    fn within(&mut self, ctx: &egui::Context, source: &Source, spot: Spot) -> Option<Within> {
        let text = &source.text;
        match spot {
            Spot::Line(pos) => {
                let block = blocks::block_at(text, pos)?;
                let set = self.set.set(ctx, source, block);
                let above = set.above;
                let placed = PlacedBlock { block, set, origin: egui::pos2(0.0, above) };
                Some(Within { block, down: placed.caret(pos).center().y })
            }
            Spot::Share(share) => {
                let at = share.clamp(0.0, 1.0) * f64::from(text.len());
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "within the text"
                )]
                let block = blocks::block_at(text, Pos(at as u32))?;
                let into = (at - f64::from(block.span.start().0)) / f64::from(block.span.len().max(1));
                #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1")]
                let into = into.clamp(0.0, 1.0) as f32;
                Some(Within { block, down: into * self.set.set(ctx, source, block).height() })
            }
        }
    }

    /// Returns how far the pane has to scroll, in points (down is positive), to bring `spot` to `y` of the screen: at
    /// most a little over `reach`, which is as much as is laid out to find it.
    pub fn way_to(
        &mut self,
        ctx: &egui::Context,
        source: &Source,
        pane: &PaneView,
        (spot, y, reach): (Spot, f32, f32),
    ) -> Option<f32> {
        let goal = self.within(ctx, source, spot)?;
        let text = &source.text;
        let area = self.seen.as_ref()?.area;
        let mut block = blocks::block_at(text, pane.top)?;
        // The y of the top of the block.
        let mut top = area.top() + PADDING - pane.offset;
        while block.span.start() < goal.block.span.start() {
            top += self.set.set(ctx, source, block).height();
            if top - y > reach {
                return Some(reach);
            }
            block = blocks::next(text, block)?;
        }
        while block.span.start() > goal.block.span.start() {
            block = blocks::previous(text, block)?;
            top -= self.set.set(ctx, source, block).height();
            if y - top - goal.down > reach {
                return Some(-reach);
            }
        }
        Some((top + goal.down - y).clamp(-reach, reach))
    }

    /// Scrolls the pane by so many points, as far as its text allows.
    pub fn scroll(&mut self, ctx: &egui::Context, source: &Source, pane: &mut PaneView, by: f32) {
        let Some(seen) = &self.seen else { return };
        let at = (seen.area, seen.text_left);
        scroll::scroll_by(pane, by);
        scroll::place(pane, ctx, source, &mut self.set, at);
    }

    /// Puts the pane so that `spot` is at `y` of the screen, as far as its text allows.
    pub fn put(&mut self, ctx: &egui::Context, source: &Source, pane: &mut PaneView, (spot, y): (Spot, f32)) {
        let Some(goal) = self.within(ctx, source, spot) else { return };
        let Some(area) = self.seen.as_ref().map(|seen| seen.area) else { return };
        pane.top = goal.block.span.start();
        pane.offset = goal.down + area.top() + PADDING - y;
        self.scroll(ctx, source, pane, 0.0);
    }

    /// Returns the least and the greatest y that the line at `pos` can be brought to: a text ends somewhere.
    pub fn range_of(&mut self, ctx: &egui::Context, source: &Source, pos: Pos) -> Option<(f32, f32)> {
        let goal = self.within(ctx, source, Spot::Line(pos))?;
        let area = self.seen.as_ref()?.area;
        let text = &source.text;
        let (mut above, mut block) = (goal.down + PADDING, goal.block);
        while above < area.height() {
            let Some(before) = blocks::previous(text, block) else { break };
            above += self.set.set(ctx, source, before).height();
            block = before;
        }
        let (mut below, mut block) = (self.set.set(ctx, source, goal.block).height() - goal.down, goal.block);
        while below < area.height() {
            let Some(after) = blocks::next(text, block) else { break };
            below += self.set.set(ctx, source, after).height();
            block = after;
        }
        let most = (area.top() + above).min(area.bottom());
        let least = (area.center().y - below).max(area.top());
        Some((least.min(most), most))
    }
}
