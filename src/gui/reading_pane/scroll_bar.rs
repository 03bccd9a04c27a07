//! The scroll bar. The share `t` of the text stands at the share `t` of the pane: at the top of the text that
//! is the pane's upper edge, at its end the lower one. Shares are counted in characters.
//!
//! That map follows from the text alone, rises with every move downward, and is its own inverse, so that the
//! thumb stays under the pointer and never moves by itself; sums of estimated heights would have to be
//! corrected, and with them the thumb.

use eframe::egui::accesskit::Role;
use eframe::egui::{CornerRadius, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{PaneState, SCROLL_BAR, Scene, pane_id, scroll};
use crate::gui::theme;
use crate::gui::view::{Side, View};

/// The shortest thumb.
const SHORTEST: f32 = 28.0;

/// Shows the scroll bar in `track`, and moves the pane when it is dragged.
pub(super) fn scroll_bar_ui(
    ui: &Ui,
    track: Rect,
    (view, side): (&mut View, Side),
    (state, scene): (&mut PaneState, &Scene),
) {
    let colors = theme::of(ui);
    let response = ui.interact(track, pane_id(side).with("scroll bar"), Sense::click_and_drag());
    let name = format!("Scroll the {} pane", side.word());
    response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, &name));
    let (from, to) = scroll::shares(&scene.placed, scene.source, scene.area);
    let seen = state.set.share_seen(&scene.source.text, scene.area.height());
    let height = (seen * track.height()).clamp(SHORTEST, (track.height() - 1.0).max(SHORTEST));
    let room = (track.height() - height).max(1.0);
    let t = scroll::progress(&scene.placed, scene.source, scene.area);
    let thumb =
        Rect::from_min_size(pos2(track.left() + 3.0, track.top() + room * t), vec2(SCROLL_BAR - 6.0, height));
    let pointer = response.interact_pointer_pos();
    if !response.is_pointer_button_down_on() {
        state.grab = None;
    }
    if let Some(pointer) = pointer.filter(|_| response.is_pointer_button_down_on() || response.clicked()) {
        // Whoever takes hold of the thumb at one end does not move it; a press beside it takes it there.
        let held = thumb.y_range().contains(pointer.y);
        let fresh = state.grab.is_none();
        let grab = *state.grab.get_or_insert(if held { pointer.y - thumb.top() } else { height / 2.0 });
        let moved = pointer.y - grab;
        if (moved - thumb.top()).abs() > 0.25 && !(fresh && held) {
            let t = ((moved - track.top()) / room).clamp(0.0, 1.0);
            let at = (scene.source, scene.area);
            scroll::go_to(view.panes.get_mut(side), ui.ctx(), at, &mut state.set, t);
            ui.ctx().request_repaint();
        }
    }
    if from > 0.0 || to < 1.0 {
        let strength = if response.hovered() || response.dragged() { 0.55 } else { 0.28 };
        let color = theme::mix(colors.paper, colors.ink, strength);
        ui.painter().rect_filled(thumb, CornerRadius::same(3), color);
    }
}
