//! One row of the tree: fold, dot, name, key, counts, menu; and what happens when a tag is dropped on it.

use eframe::egui::accesskit::Action as Wish;
use eframe::egui::{
    Align2, CornerRadius, DragAndDrop, EventFilter, FontId, Id, Key, Modifiers, Popup, Rect, Response, Role,
    Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::columns::Columns;
use super::editing::{self, Editing};
use super::tree::Row;
use super::{CodebookState, Dragged, ROW, Shown, menu, toggle_focus};
use crate::desk::Command;
use crate::gui::action::{Action, Actions};
use crate::gui::{parts, theme};
use crate::model::{ColorSlot, SourceId, Tag, TagId};

/// How far one level is set in, in points.
const INDENT: f32 = 14.0;
/// The room for one sign in a row, in points.
const SIGN: f32 = 24.0;

/// Where the parts of one row are.
struct Places {
    row: Rect,
    fold: Rect,
    dot: Rect,
    name: Rect,
    /// The key; under the pointer, the menu.
    key: Rect,
}

impl Places {
    fn of(row: Rect, (depth, branch): (usize, bool), columns: &Columns) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "depth of a tree")]
        let indent = (depth as f32 * INDENT).min(row.width() * 0.3);
        let sign = |left: f32, width: f32| Rect::from_min_size(pos2(left, row.top()), vec2(width, ROW));
        // What stands under another tag needs no room for a sign of its own unless it has some to fold.
        let folds = columns.folds && (depth == 0 || branch);
        let fold =
            sign(row.left() + indent, if folds { 18.0 } else { 6.0 * f32::from(u8::from(columns.folds)) });
        let dot = sign(fold.right(), 22.0);
        let key = sign(columns.counts_left(row) - SIGN, SIGN);
        let name =
            Rect::from_min_max(pos2(dot.right() + 2.0, row.top()), pos2(key.left() - 4.0, row.bottom()));
        Self { row, fold, dot, name, key }
    }
}

/// Shows the row at `index`.
pub(super) fn row_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    columns: &Columns,
    (state, index): (&mut CodebookState, usize),
    out: &mut Actions,
) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let Some(row) = state.tree.row(index) else {
        return;
    };
    let places = Places::of(rect, (row.depth, row.branch), columns);
    let edited = state.editing.as_ref().is_some_and(|editing| editing.is_in(row.tag));
    let Some(tag) = row.tag.and_then(|tag| shown.comparison().tag(tag)) else {
        let field = Rect::from_min_max(places.name.min, pos2(rect.right() - 4.0, rect.bottom()));
        editing::editing_ui(ui, shown.comparison(), field.shrink2(vec2(0.0, 1.0)), state, out);
        return;
    };
    let response = body_ui(ui, shown, tag, &places, out);
    describe(ui, shown, columns, (tag, row, &response), state);
    drop_ui(ui, shown, tag, (&response, state.tree.is_folded(tag.id) || !row.branch), out);
    fold_ui(ui, &places, (tag, row), state);
    dot_ui(ui, &places, tag, out);
    if edited {
        let from = if state.editing.as_ref().is_some_and(Editing::is_key) {
            places.key.left() - 24.0
        } else {
            places.name.left()
        };
        paint_name(ui, tag, Rect::from_min_max(places.name.min, pos2(from - 4.0, rect.bottom())));
        let field = Rect::from_min_max(pos2(from, rect.top()), pos2(rect.right() - 4.0, rect.bottom()));
        editing::editing_ui(ui, shown.comparison(), field.shrink2(vec2(0.0, 1.0)), state, out);
        return;
    }
    counts_ui(ui, shown, columns, (tag, rect));
    let menu = menus_ui(ui, (shown, tag), (&response, &places), state, out);
    let right = if tag.key.is_some() || menu { places.name.right() } else { places.key.right() - 4.0 };
    let whole = paint_name(ui, tag, Rect::from_min_max(places.name.min, pos2(right, rect.bottom())));
    if let Some(key) = tag.key.filter(|_| !menu) {
        parts::paint_key(ui, places.key, key);
    }
    keys(ui, (tag, row.branch), &response, state, out);
    tooltip(&response, shown, tag, whole);
}

/// The row itself: what can be clicked and dragged, under everything that stands in it.
fn body_ui(ui: &Ui, shown: &Shown<'_>, tag: &Tag, places: &Places, out: &mut Actions) -> Response {
    let colors = theme::of(ui);
    let id = Id::unique(("row of a tag", tag.id));
    let response = ui.interact(places.row, id, Sense::click_and_drag());
    let focused = shown.view.focus.contains(&tag.id);
    response.widget_info(|| WidgetInfo::selected(Role::TreeItem, true, focused, &tag.name));
    response.dnd_set_drag_payload(Dragged(tag.id));
    let painter = ui.painter();
    let corner = CornerRadius::same(4);
    if focused {
        painter.rect_filled(places.row, corner, theme::tag_fill_selected(tag.color, ui.theme()));
    } else if response.hovered() || response.context_menu_opened() {
        painter.rect_filled(places.row, corner, colors.hover);
    }
    if response.has_focus() {
        painter.rect_stroke(places.row, corner, Stroke::new(1.5, colors.accent), StrokeKind::Inside);
    }
    if response.clicked() {
        let adding = ui.input(|input| input.modifiers.command);
        toggle_focus(shown, tag.id, adding, out);
    }
    response
}

/// Tells a screen reader what the eye sees of a row: its depth, whether it is folded, its key and its counts.
/// It may also fold and unfold.
fn describe(
    ui: &Ui,
    shown: &Shown<'_>,
    columns: &Columns,
    (tag, row, response): (&Tag, Row, &Response),
    state: &mut CodebookState,
) {
    let folded = state.tree.is_folded(tag.id);
    let told = ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_level(row.depth);
        if row.branch {
            node.set_expanded(!folded);
            node.add_action(if folded { Wish::Expand } else { Wish::Collapse });
        }
        node.set_description(counts_in_words(shown, columns, tag));
    });
    if told.is_none() || !row.branch {
        return;
    }
    let asked = |wish| ui.input(|input| input.has_accesskit_action_request(response.id, wish));
    if asked(Wish::Expand) {
        state.tree.unfold(tag.id);
    } else if asked(Wish::Collapse) {
        state.tree.fold(tag.id);
    }
}

/// "Key a. 3 in FI 1973, looked for and absent in Corvalán 1977."
fn counts_in_words(shown: &Shown<'_>, columns: &Columns, tag: &Tag) -> String {
    let counts = columns.sources.iter().filter_map(|(source, _)| {
        let name = shown.comparison().source(*source)?.short_name();
        Some(match shown.comparison().n_uses(tag.id, *source) {
            0 if is_silent(shown, tag.id, *source) => format!("looked for and absent in {name}"),
            0 => format!("none in {name}"),
            n => format!("{n} in {name}"),
        })
    });
    let counts: Vec<String> = counts.collect();
    let key = tag.key.map_or(String::new(), |key| format!("Key {key}. "));
    format!("{key}{}", counts.join(", "))
}

fn paint_name(ui: &Ui, tag: &Tag, rect: Rect) -> bool {
    let font = FontId::proportional(theme::size::BODY);
    parts::paint_elided(ui, rect, &crate::text::visible_name(&tag.name), font, theme::of(ui).ink)
}

fn fold_ui(ui: &Ui, places: &Places, (tag, row): (&Tag, Row), state: &mut CodebookState) {
    if !row.branch {
        return;
    }
    let folded = state.tree.is_folded(tag.id);
    let response = ui.interact(places.fold, Id::unique(("fold", tag.id)), Sense::click());
    let name = if folded { "Unfold" } else { "Fold" };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name} {}", tag.name)));
    let colors = theme::of(ui);
    let color = if response.hovered() { colors.ink } else { colors.faint };
    paint_triangle(ui, places.fold, folded, color);
    if response.clicked() {
        if folded {
            state.tree.unfold(tag.id);
        } else {
            state.tree.fold(tag.id);
        }
    }
}

fn paint_triangle(ui: &Ui, rect: Rect, folded: bool, color: eframe::egui::Color32) {
    let c = rect.center();
    let points = if folded {
        vec![c + vec2(-2.0, -4.0), c + vec2(3.0, 0.0), c + vec2(-2.0, 4.0)]
    } else {
        vec![c + vec2(-4.0, -2.0), c + vec2(4.0, -2.0), c + vec2(0.0, 3.0)]
    };
    ui.painter().add(eframe::egui::Shape::convex_polygon(points, color, Stroke::NONE));
}

fn dot_ui(ui: &Ui, places: &Places, tag: &Tag, out: &mut Actions) {
    let response = ui.interact(places.dot, Id::unique(("color", tag.id)), Sense::click());
    let name = format!("Color of {}", tag.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    parts::paint_dot(ui, places.dot, tag.color);
    if response.hovered() {
        let ring = Stroke::new(1.0, theme::of(ui).faint);
        ui.painter().circle_stroke(places.dot.center(), 8.0, ring);
    }
    Popup::menu(&response).show(|ui| colors_ui(ui, tag, out));
    if !Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response)) {
        response.on_hover_text(format!("Color: {}", tag.color.word()));
    }
}

/// Shows the colors by name, to choose one for `tag`.
pub(super) fn colors_ui(ui: &mut Ui, tag: &Tag, out: &mut Actions) {
    ui.set_min_width(120.0);
    for slot in ColorSlot::ALL {
        let mut name = slot.word().to_owned();
        if let Some(first) = name.get_mut(0..1) {
            first.make_ascii_uppercase();
        }
        let button = eframe::egui::Button::selectable(slot == tag.color, format!("      {name}"));
        let response = ui.add(button);
        response.widget_info(|| WidgetInfo::selected(Role::MenuItemRadio, true, slot == tag.color, &name));
        let left = response.rect.left() + 4.0;
        let dot = Rect::from_min_size(pos2(left, response.rect.top()), vec2(18.0, response.rect.height()));
        parts::paint_dot(ui, dot, slot);
        if response.clicked() {
            out.run(Command::RecolorTag { tag: tag.id, color: slot });
            ui.close();
        }
    }
}

fn counts_ui(ui: &Ui, shown: &Shown<'_>, columns: &Columns, (tag, row): (&Tag, Rect)) {
    let colors = theme::of(ui);
    for (index, (source, _)) in columns.sources.iter().enumerate() {
        let range = columns.count_range(row, index);
        let n = shown.comparison().n_uses(tag.id, *source);
        let silent = n == 0 && is_silent(shown, tag.id, *source);
        let words = match n {
            0 if silent => "∅".to_owned(),
            0 => "·".to_owned(),
            n => n.to_string(),
        };
        let color = if n == 0 { colors.faint } else { colors.ink };
        let at = pos2(range.max - 4.0, row.center().y);
        let font = FontId::proportional(theme::size::SMALL);
        ui.painter().text(at, Align2::RIGHT_CENTER, words, font, color);
        if silent {
            let rect = Rect::from_x_y_ranges(range, row.y_range());
            let id = Id::unique(("silence", tag.id, *source));
            let name = shown.comparison().source(*source).map(|s| s.short_name().to_owned());
            let name = name.unwrap_or_default();
            ui.interact(rect, id, Sense::hover()).on_hover_text(format!("Looked for in {name}, and absent"));
        }
    }
}

pub(super) fn is_silent(shown: &Shown<'_>, tag: TagId, source: SourceId) -> bool {
    let mut silences = shown.comparison().silences();
    silences.any(|silence| silence.tag == tag && silence.source == source)
}

/// The menu of a tag, whose sign stands in place of the key while the row is under the pointer; returns whether it does.
fn menus_ui(
    ui: &Ui,
    (shown, tag): (&Shown<'_>, &Tag),
    (response, places): (&Response, &Places),
    state: &mut CodebookState,
    out: &mut Actions,
) -> bool {
    let more = ui.interact(places.key, Id::unique(("menu", tag.id)), Sense::click());
    more.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("More for {}", tag.name)));
    let open = Popup::is_id_open(ui.ctx(), Popup::default_response_id(&more));
    let near = ui.rect_contains_pointer(places.row) || response.has_focus() || more.has_focus() || open;
    if near {
        let colors = theme::of(ui);
        let color = if more.hovered() || more.has_focus() || open { colors.ink } else { colors.faint };
        for x in [-5.0, 0.0, 5.0] {
            ui.painter().circle_filled(places.key.center() + vec2(x, 0.0), 1.5, color);
        }
    }
    Popup::menu(&more).show(|ui| menu::menu_ui(ui, shown, tag, state, out));
    response.context_menu(|ui| menu::menu_ui(ui, shown, tag, state, out));
    near
}

/// Keys on a row that has the focus: F2 renames, Delete asks, arrows fold.
fn keys(
    ui: &Ui,
    (tag, branch): (&Tag, bool),
    response: &Response,
    state: &mut CodebookState,
    out: &mut Actions,
) {
    if !response.has_focus() {
        return;
    }
    let filter = EventFilter { horizontal_arrows: branch, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::F2) {
        state.editing = Some(Editing::name(tag));
    } else if pressed(Key::Delete) {
        out.push(Action::AskDeleteTag(tag.id));
    } else if branch && pressed(Key::ArrowLeft) {
        state.tree.fold(tag.id);
    } else if branch && pressed(Key::ArrowRight) {
        state.tree.unfold(tag.id);
    }
}

fn tooltip(response: &Response, shown: &Shown<'_>, tag: &Tag, whole: bool) {
    let path = crate::text::visible_name(&shown.comparison().tag_path(tag.id)).into_owned();
    let definition = tag.definition.trim();
    if whole && definition.is_empty() && path == tag.name {
        return;
    }
    response.clone().on_hover_ui(|ui| {
        ui.set_max_width(320.0);
        parts::heading_ui(ui, &path);
        if !definition.is_empty() {
            ui.label(definition);
        }
    });
}

/// Paints the line that shows between which rows a dropped tag comes to stand.
pub(super) fn paint_insertion(ui: &Ui, left: f32, right: f32, y: f32) {
    let color = theme::of(ui).accent;
    ui.painter().hline(left..=right, y, Stroke::new(2.0, color));
    ui.painter().circle_filled(pos2(left + 2.0, y), 3.0, color);
}

/// A tag dropped on the middle of a row comes under it; near its edges, before or after it.
fn drop_ui(ui: &Ui, shown: &Shown<'_>, tag: &Tag, (response, closed): (&Response, bool), out: &mut Actions) {
    let (Some(dragged), Some(pointer)) =
        (response.dnd_hover_payload::<Dragged>(), ui.ctx().pointer_interact_pos())
    else {
        return;
    };
    let (rect, comparison) = (response.rect, shown.comparison());
    let at = (pointer.y - rect.top()) / rect.height();
    let (parent, before) = if at < 0.28 {
        (tag.parent, Some(tag.id))
    } else if at <= 0.72 {
        (Some(tag.id), None)
    } else if closed {
        let siblings = comparison.children(tag.parent);
        let mut after = siblings.iter().skip_while(|other| other.id != tag.id).skip(1);
        (tag.parent, after.find(|other| other.id != dragged.0).map(|other| other.id))
    } else {
        (Some(tag.id), comparison.children(Some(tag.id)).first().map(|first| first.id))
    };
    let senseless =
        parent.is_some_and(|parent| comparison.is_within(parent, dragged.0)) || before == Some(dragged.0);
    if senseless {
        return;
    }
    let released = ui.input(|input| input.pointer.any_released());
    if released {
        DragAndDrop::clear_payload(ui.ctx());
        out.run(Command::MoveTag { tag: dragged.0, parent, before });
    } else if at < 0.28 {
        paint_insertion(ui, rect.left(), rect.right(), rect.top());
    } else if at > 0.72 {
        paint_insertion(ui, rect.left(), rect.right(), rect.bottom());
    } else {
        let line = Stroke::new(2.0, theme::of(ui).accent);
        ui.painter().rect_stroke(rect, CornerRadius::same(4), line, StrokeKind::Inside);
    }
}
