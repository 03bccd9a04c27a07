//! The small pieces that several panels are built of: buttons of one sign, dots, key caps, growing fields.
//!
//! They know the theme and the model's words, but no panel and no action but the end of a typing.

use eframe::egui::{
    self, Align2, Button, Color32, CornerRadius, FontId, Id, Rect, Response, RichText, Role, Sense, Stroke,
    StrokeKind, TextEdit, Ui, WidgetInfo, vec2,
};

use super::action::{Action, Actions};
use super::lines::name_galley;
use super::theme;
use crate::model::{ColorSlot, Source};
use crate::text::Span;

/// The side of the smallest thing that can be clicked, in points.
pub const HIT: f32 = 24.0;

/// Returns the first `n` characters of `words` on one line, with an ellipsis if there are more.
#[must_use]
pub fn shortened(words: &str, n: usize) -> String {
    let mut line = String::new();
    let mut blank = true;
    for (count, c) in words.chars().enumerate() {
        if count >= n {
            return format!("{}…", whole_words(&line, c));
        }
        if !c.is_whitespace() {
            line.push(c);
        } else if !blank {
            line.push(' ');
        }
        blank = c.is_whitespace();
    }
    line.truncate(line.trim_end().len());
    line
}

/// Cuts a line that ends before `next` where a word ends, if that costs no more than a word of usual length.
fn whole_words(line: &str, next: char) -> &str {
    let trimmed = line.trim_end();
    if next.is_whitespace() || trimmed.len() < line.len() {
        return trimmed;
    }
    match trimmed.rsplit_once(' ') {
        Some((words, rest)) if rest.chars().count() <= 14 && !words.is_empty() => words.trim_end(),
        _ => trimmed,
    }
}

/// Returns "1 claim", "2 claims".
#[must_use]
pub fn counted(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// Returns "¶ 3" or "¶ 3–5".
#[must_use]
pub fn paragraphs_label(source: &Source, span: Span) -> String {
    let paragraphs = source.text.paragraphs();
    let first = paragraphs.number_at(span.start());
    let last = paragraphs.number_at(span.end().minus(1));
    if last.0 <= first.0 { format!("¶ {first}") } else { format!("¶ {first}–{last}") }
}

/// Returns whether an input method is at work on what is typed: Enter, the arrows and Esc are its own then.
pub fn composing(ui: &Ui) -> bool {
    let key = Id::unique("composing");
    let before = ui.data(|data| data.get_temp(key).unwrap_or(false));
    let (now, heard) = ui.input(|input| {
        let ime = input.events.iter().filter_map(|event| match event {
            egui::Event::Ime(egui::ImeEvent::Preedit { text, .. }) => Some(!text.is_empty()),
            egui::Event::Ime(egui::ImeEvent::Commit(_)) => Some(false),
            _ => None,
        });
        ime.fold((before, false), |_, open| (open, true))
    });
    ui.data_mut(|data| data.insert_temp(key, now));
    // The very key that ends it may come in the same frame.
    now || (before && heard)
}

/// Shows a button of one sign, without a frame until the pointer is on it.
pub fn sign_button_ui(ui: &mut Ui, sign: &str, name: &str) -> Response {
    let button = Button::new(RichText::new(sign).size(theme::size::TITLE)).frame_when_inactive(false);
    let response = ui.add_sized([HIT, HIT], button);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response.on_hover_text(name)
}

/// Shows a button that the eye is to find first: filled with the accent.
pub fn main_button_ui(ui: &mut Ui, words: &str, enabled: bool) -> Response {
    let colors = theme::of(ui);
    let mut button = Button::new(RichText::new(words).color(colors.on_accent)).fill(colors.accent);
    if !enabled {
        button = Button::new(words);
    }
    ui.add_enabled(enabled, button)
}

/// Tells a screen reader what a part of the window is: a list, a tree, a table.
pub fn role_ui(ui: &Ui, role: Role, name: &str) {
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(role);
        node.set_label(name);
    });
}

/// Tells a screen reader that a button is a line of a list, and whether Enter would take it.
pub fn option(response: &Response, chosen: bool, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, name));
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.clear_toggled();
        node.set_selected(chosen);
    });
}

/// Tells a screen reader that `line` of a list is the one that the arrows, pressed in `field`, have chosen.
pub fn point_at(ui: &Ui, field: Id, line: Id) {
    let ctx = ui.ctx();
    if ctx.has_accesskit_node(line) {
        ctx.accesskit_node_builder(field, |node| node.set_active_descendant(line.accesskit_id()));
    }
}

/// Gives a button a name that says what it is about, where its words alone would not.
pub fn named(response: Response, name: &str) -> Response {
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response
}

/// Shows the heading of a dialog.
pub fn title_ui(ui: &mut Ui, words: &str) -> Response {
    ui.label(RichText::new(words).font(theme::strong_font(theme::size::TITLE)))
}

/// Shows text of less weight.
pub fn faint_ui(ui: &mut Ui, words: impl Into<String>) -> Response {
    let color = theme::of(ui).faint;
    ui.label(RichText::new(words).size(theme::size::SMALL).color(color))
}

/// Shows the heading of a group within a panel.
pub fn heading_ui(ui: &mut Ui, words: &str) -> Response {
    ui.label(RichText::new(words).font(theme::strong_font(theme::size::BODY)))
}

/// Paints the dot of a tag's color.
pub fn paint_dot(ui: &Ui, rect: Rect, slot: ColorSlot) {
    ui.painter().circle_filled(rect.center(), 5.0, theme::tag_line(slot, ui.theme()));
}

/// Shows the dot of a tag's color, for the eye only: a name stands beside it.
pub fn dot_ui(ui: &mut Ui, slot: ColorSlot) {
    dot_of_height_ui(ui, slot, HIT);
}

/// Shows the dot of a tag's color beside words of one line's height.
pub fn dot_of_line_ui(ui: &mut Ui, slot: ColorSlot) {
    let height = ui.text_style_height(&egui::TextStyle::Body);
    dot_of_height_ui(ui, slot, height);
}

fn dot_of_height_ui(ui: &mut Ui, slot: ColorSlot, height: f32) {
    let (rect, _) = ui.allocate_exact_size(vec2(14.0, height), Sense::hover());
    paint_dot(ui, rect, slot);
}

/// Paints a key as a small cap.
pub fn paint_key(ui: &Ui, rect: Rect, key: char) {
    let colors = theme::of(ui);
    let cap = Rect::from_center_size(rect.center(), vec2(18.0, 18.0));
    let painter = ui.painter();
    painter.rect_filled(cap, CornerRadius::same(4), colors.card);
    painter.rect_stroke(cap, CornerRadius::same(4), Stroke::new(1.0, colors.rule), StrokeKind::Inside);
    let font = FontId::proportional(theme::size::SMALL);
    painter.text(cap.center(), Align2::CENTER_CENTER, key, font, colors.faint);
}

/// Paints words on one line from the left edge of `rect`, shortened to fit; returns whether all of them fitted.
#[must_use]
pub fn paint_elided(ui: &Ui, rect: Rect, words: &str, font: FontId, color: Color32) -> bool {
    let (galley, whole) = name_galley(ui, words, (font, color), rect.width());
    let top = rect.center().y - galley.size().y / 2.0;
    ui.painter().galley(egui::pos2(rect.left(), top), galley, color);
    whole
}

/// What a growing field shows before anything is typed, its name, and its identity.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    /// The name that a screen reader says.
    pub name: &'a str,
    /// What it shows while it is empty.
    pub hint: &'a str,
    /// Which field of which object it is: another object's field must not inherit the caret.
    pub id: Id,
}

/// Shows a field of several lines that grows with its words; returns the words when they have changed.
pub fn growing_field_ui(ui: &mut Ui, field: Field<'_>, words: &str, out: &mut Actions) -> Option<String> {
    let mut typed = words.to_owned();
    let edit = TextEdit::multiline(&mut typed)
        .id(field.id)
        .hint_text(field.hint.to_owned())
        .desired_rows(2)
        .desired_width(f32::INFINITY);
    finish_field(ui.add(edit), field, typed, out)
}

/// Shows a field of one line; returns the words when they have changed.
pub fn line_field_ui(ui: &mut Ui, field: Field<'_>, words: &str, out: &mut Actions) -> Option<String> {
    let mut typed = words.to_owned();
    let edit = TextEdit::singleline(&mut typed)
        .id(field.id)
        .hint_text(field.hint.to_owned())
        .desired_width(f32::INFINITY);
    finish_field(ui.add(edit), field, typed, out)
}

fn finish_field(response: Response, field: Field<'_>, typed: String, out: &mut Actions) -> Option<String> {
    let response = response.accessible_name(field.name);
    if response.lost_focus() {
        out.push(Action::CloseTyping);
    }
    response.changed().then_some(typed)
}

/// Sets fields off from the card that they stand on.
pub fn show_fields_on_card(ui: &mut Ui) {
    ui.visuals_mut().text_edit_bg_color = Some(theme::of(ui).panel);
}

/// A frame that raises what it holds from the panel.
pub fn card(ui: &Ui) -> egui::Frame {
    let colors = theme::of(ui);
    egui::Frame::new()
        .fill(colors.card)
        .stroke(Stroke::new(1.0, colors.rule))
        .corner_radius(CornerRadius::same(6))
        .inner_margin(8.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_shortened_to_one_line_of_so_many_characters() {
        assert_eq!(shortened("a  b\nc", 10), "a b c");
        assert_eq!(shortened("  the armed road ", 9), "the…");
        assert_eq!(shortened("the armed road", 9), "the armed…");
        assert_eq!(shortened("cordonesindustriales", 9), "cordonesi…");
        assert_eq!(shortened("los años", 8), "los años");
        assert_eq!(shortened("", 3), "");
    }
}
