//! Gliding: a pane comes to where it has to be in a few tenths of a second, so that the eye can follow it.

use super::Panes;
use crate::gui::places::PanePlace;
use crate::gui::reading_pane::Spot;
use crate::gui::view::{Side, View};

/// How long, in seconds, it takes for the way that is left to become a third of what it was.
const PACE: f32 = 0.085;
/// The most that is glided over, in heights of the pane: of a longer way only the end.
const LONGEST: f32 = 1.25;

/// Where a pane is gliding to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glide {
    /// What is brought there.
    pub spot: Spot,
    /// The y of the screen that it is brought to.
    pub y: f32,
}

/// Lets one side's pane glide on for one frame.
pub(super) fn step(panes: &mut Panes<'_>, view: &mut View, side: Side) {
    let Some(Glide { spot, y }) = *view.moving.glides.get(side) else { return };
    if !on(panes, view, side, (spot, y)) {
        *view.moving.glides.get_mut(side) = None;
        view.moving.level |= view.moving.leader == Some(side.other());
    }
    panes.ctx.request_repaint();
}

/// Moves it on; returns whether it has further to go.
fn on(panes: &mut Panes<'_>, view: &mut View, side: Side, (spot, y): (Spot, f32)) -> bool {
    let Some(source) = panes.source(side) else { return false };
    let Some(height) = panes.seen(side).map(|seen| seen.area.height()) else { return false };
    let (ctx, still) = (panes.ctx, panes.still);
    let (state, pane) = (panes.states.get_mut(side), view.panes.get_mut(side));
    if still {
        state.put(ctx, source, pane, (spot, y));
        return false;
    }
    let longest = height * LONGEST;
    let Some(way) = state.way_to(ctx, source, pane, (spot, y, longest)) else { return false };
    if way.abs() >= longest {
        state.put(ctx, source, pane, (spot, y + way));
    }
    let dt = ctx.input(|input| input.stable_dt).min(0.1);
    let eased = way * (1.0 - (-dt / PACE).exp());
    let step = if eased.abs() < 1.0 { way.clamp(-1.0, 1.0) } else { eased };
    let before = PanePlace::of(pane);
    state.scroll(ctx, source, pane, step);
    // At an end of its text a pane goes no further, however far there is to go.
    (way - step).abs() > 0.25 && PanePlace::of(pane).differs(&before)
}
