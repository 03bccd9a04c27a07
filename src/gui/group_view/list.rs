//! The list of disagreements: what kind, where, in a sentence, and whether it is decided; walked by the arrows.

use eframe::egui::{
    self, CornerRadius, EventFilter, FontId, Id, Key, Modifiers, Rect, Response, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use crate::gui::{parts, theme};

/// The height of a line of the list: a head and a sentence of two lines.
const ROW: f32 = 60.0;
/// The space around what stands on it.
const SPACE: f32 = 8.0;

/// A line of the list, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// What kind of disagreement on which tag.
    pub head: String,
    /// Where.
    pub place: String,
    /// What they differ in.
    pub sentence: String,
    /// What has come of it: decided, noted; empty: nothing yet.
    pub state: String,
}

/// What the keys have asked of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Choose this line.
    Choose(usize),
    /// Go to the passage of the chosen line in the panes.
    Go(usize),
}

/// Returns the list's identity, for the focus.
#[must_use]
pub fn list_id() -> Id {
    Id::unique("disagreements")
}

/// Shows the list. `row` makes a line of those that can be seen.
pub(super) fn list_ui(
    ui: &mut Ui,
    (n, chosen, reveal): (usize, Option<usize>, bool),
    mut row: impl FnMut(usize) -> Row,
) -> Option<Asked> {
    let list = ui.interact(ui.available_rect_before_wrap(), list_id(), Sense::focusable_noninteractive());
    list.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::ListBox, true, "Disagreements"));
    let mut asked = if list.has_focus() { keys(ui, list.id, (n, chosen)) } else { None };
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical().id_salt("disagreements").auto_shrink([false, false]);
    area.show_viewport(ui, |ui, viewport| {
        let (origin, wide) = (ui.max_rect().min, ui.available_width());
        ui.set_height(to_f32(n) * ROW);
        let line =
            |at: usize| Rect::from_min_size(pos2(origin.x, origin.y + to_f32(at) * ROW), vec2(wide, ROW));
        if let Some(chosen) = chosen.filter(|_| reveal) {
            ui.scroll_to_rect(line(chosen).expand2(vec2(0.0, ROW)), None);
        }
        for at in lines_within(viewport, n) {
            let response = row_ui(ui, line(at), &row(at), (chosen == Some(at), list.has_focus()));
            if chosen == Some(at) {
                parts::point_at(ui, list.id, response.id);
            }
            if response.double_clicked() {
                asked = Some(Asked::Go(at));
            } else if response.clicked() {
                list.request_focus();
                asked = Some(Asked::Choose(at));
            }
        }
    });
    asked
}

fn keys(ui: &Ui, id: Id, (n, chosen): (usize, Option<usize>)) -> Option<Asked> {
    let filter = EventFilter { tab: false, horizontal_arrows: false, vertical_arrows: true, escape: false };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let last = n.checked_sub(1)?;
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let now = chosen.unwrap_or_default();
    if pressed(Key::ArrowDown) {
        return Some(Asked::Choose(chosen.map_or(0, |now| (now + 1).min(last))));
    }
    if pressed(Key::ArrowUp) {
        return Some(Asked::Choose(now.saturating_sub(1)));
    }
    if pressed(Key::Home) {
        return Some(Asked::Choose(0));
    }
    if pressed(Key::End) {
        return Some(Asked::Choose(last));
    }
    (chosen.is_some() && pressed(Key::Enter)).then_some(Asked::Go(now))
}

/// The lines that can be seen.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "points of a screen over points")]
fn lines_within(viewport: Rect, n: usize) -> std::ops::Range<usize> {
    let first = (viewport.top() / ROW).floor().max(0.0) as usize;
    let last = (viewport.bottom() / ROW).ceil().max(0.0) as usize;
    first.min(n)..last.min(n)
}

fn row_ui(ui: &mut Ui, rect: Rect, row: &Row, (chosen, keys): (bool, bool)) -> Response {
    let response = ui.allocate_rect(rect, Sense::click());
    let said = format!("{}, {}: {} {}", row.head, row.place, row.sentence, row.state);
    parts::option(&response, chosen, said.trim_end());
    let colors = theme::of(ui);
    let box_ = rect.shrink2(vec2(0.0, 1.0));
    let corner = CornerRadius::same(4);
    if chosen {
        ui.painter().rect_filled(box_, corner, colors.card);
        let line = if keys { Stroke::new(1.5, colors.accent) } else { Stroke::new(1.0, colors.rule) };
        ui.painter().rect_stroke(box_, corner, line, StrokeKind::Inside);
    } else if response.hovered() {
        ui.painter().rect_filled(box_, corner, colors.hover);
    }
    let inner = rect.shrink2(vec2(SPACE, 5.0));
    let small = FontId::proportional(theme::size::SMALL);
    let right =
        crate::gui::lines::name_galley(ui, &row.state, (small.clone(), colors.accent), inner.width() * 0.4).0;
    let place =
        crate::gui::lines::name_galley(ui, &row.place, (small.clone(), colors.faint), inner.width() * 0.42).0;
    let first = Rect::from_min_size(inner.min, vec2(inner.width(), 18.0));
    let place_at = pos2(first.right() - place.size().x, first.center().y - place.size().y / 2.0);
    ui.painter().galley(place_at, place.clone(), colors.faint);
    let room = first.with_max_x(place_at.x - 10.0);
    let strong = theme::strong_font(theme::size::BODY);
    let whole = parts::paint_elided(ui, room, &row.head, strong, colors.ink);
    // The sentence on two lines; its state at the end of the second.
    let mut job = egui::text::LayoutJob::simple(
        row.sentence.clone(),
        FontId::proportional(theme::size::SMALL + 0.5),
        colors.ink,
        inner.width() - if row.state.is_empty() { 0.0 } else { right.size().x + 14.0 },
    );
    job.wrap.max_rows = 2;
    let set = crate::gui::lines::words_galley(ui, job);
    let elided = set.elided;
    ui.painter().galley(pos2(inner.left(), first.bottom() + 2.0), set, colors.ink);
    let state_at = pos2(inner.right() - right.size().x, inner.bottom() - right.size().y);
    ui.painter().galley(state_at, right, colors.accent);
    if elided || !whole {
        let words = format!("{}\n{}", row.head, row.sentence);
        return response.on_hover_ui(|ui| {
            ui.set_max_width(420.0);
            ui.label(words);
        });
    }
    response
}

#[expect(clippy::cast_precision_loss, reason = "lines of a list")]
fn to_f32(n: usize) -> f32 {
    n as f32
}
