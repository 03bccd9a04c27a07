//! The panel of readers: everyone with a color, initials and counts, to be shown and hidden one by one.

use eframe::egui::{
    self, Align, Checkbox, CornerRadius, FontId, Layout, Rect, Response, RichText, Role, ScrollArea, Sense,
    TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use super::{Group, ReadersAct, RollRow, grades, paint_badge};
use crate::gui::action::{Action, Actions};
use crate::gui::lines::{name_galley, words_label_ui};
use crate::gui::verb::Verb;
use crate::gui::view::View;
use crate::gui::{moment, parts, theme};
use crate::text::visible_name;

/// The height of a row, in points.
const ROW: f32 = 26.0;
/// From so many readers on there is a field to find one by name.
const MANY_ROWS: usize = 9;

/// What the panel remembers.
#[derive(Debug, Default)]
pub struct PanelState {
    find: String,
}

/// What the panel says over its list.
#[derive(Debug, Clone, Copy, Default)]
pub struct News<'a> {
    /// How far the reading of files is: so many of so many.
    pub reading: Option<(usize, usize)>,
    /// The round that is sealed.
    pub round: Option<&'a super::round::Band>,
}

/// Shows the readers.
pub fn readers_panel_ui(
    ui: &mut Ui,
    (group, view): (&Group, &View),
    news: News<'_>,
    state: &mut PanelState,
    out: &mut Actions,
) {
    head_ui(ui, group, out);
    if let Some((n, of)) = news.reading {
        parts::faint_ui(ui, format!("Reading the files: {n} of {of}"));
    }
    if let Some(band) = news.round {
        super::round::band_ui(ui, band, out);
    }
    let roll = group.roll();
    if roll.len() < 2 && group.files.is_empty() {
        nobody_ui(ui, out);
        return;
    }
    if roll.len() >= MANY_ROWS {
        let field =
            TextEdit::singleline(&mut state.find).hint_text("Find a reader").desired_width(f32::INFINITY);
        ui.add(field).accessible_name("Find a reader");
    } else {
        state.find.clear();
    }
    let wanted = state.find.trim().to_lowercase();
    let found: Vec<&RollRow> =
        roll.iter().filter(|row| wanted.is_empty() || row.name.to_lowercase().contains(&wanted)).collect();
    if found.is_empty() {
        parts::faint_ui(ui, "No reader is called so.");
    }
    let foot = foot_height(group);
    let height = (ui.available_height() - foot).max(ROW);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let area = ScrollArea::vertical().id_salt("readers").max_height(height).auto_shrink([false, true]);
        area.show_rows(ui, ROW, found.len(), |ui, rows| {
            parts::role_ui(ui, Role::List, "Readers");
            for row in found.get(rows).unwrap_or_default() {
                row_ui(ui, group, view, row, out);
            }
        });
    });
    foot_ui(ui, group, out);
}

fn head_ui(ui: &mut Ui, group: &Group, out: &mut Actions) {
    ui.horizontal(|ui| {
        ui.heading("Readers");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let more = parts::sign_button_ui(ui, "…", "More about readers");
            egui::Popup::menu(&more).show(|ui| {
                ui.set_min_width(220.0);
                for verb in [Verb::AddReaders, Verb::WatchReaders, Verb::Round] {
                    crate::gui::menus::verb_button(ui, verb, true, out);
                }
                let laid = !group.files.is_empty();
                for verb in [Verb::ReadersFiles, Verb::TakeOffReaders] {
                    crate::gui::menus::verb_button(ui, verb, laid, out);
                }
            });
            if group.roll().len() < 2 || group.sealed() {
                return;
            }
            ui.spacing_mut().item_spacing.x = 2.0;
            let dense = group.is_dense();
            let modes = [
                (
                    true,
                    "Density",
                    "How many readers marked each sentence, as a ground behind it (Ctrl+Shift+D)",
                ),
                (false, "Marks", "Each reader's passages in their own color (Ctrl+Shift+D)"),
            ];
            for (of, words, help) in modes {
                let small = RichText::new(words).size(theme::size::SMALL);
                let button = ui.add(egui::Button::selectable(dense == of, small)).on_hover_text(help);
                if button.clicked() && dense != of {
                    out.push(Action::Readers(ReadersAct::Density(of)));
                }
            }
        });
    });
}

fn nobody_ui(ui: &mut Ui, out: &mut Actions) {
    parts::faint_ui(
        ui,
        "Lay other readers' files over these texts to see what they marked. The files are not changed.",
    );
    ui.horizontal_wrapped(|ui| {
        for (verb, words) in [(Verb::AddReaders, "Add files…"), (Verb::WatchReaders, "Watch a folder…")] {
            if ui.button(words).on_hover_text(verb.help()).clicked() {
                out.push(Action::Do(verb));
            }
        }
    });
}

fn row_ui(ui: &mut Ui, group: &Group, view: &View, row: &RollRow, out: &mut Actions) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let shown = group.shows(row.id);
    let name = visible_name(&row.name).into_owned();
    let check = Rect::from_min_size(rect.min, vec2(22.0, ROW));
    let body = Rect::from_min_max(pos2(check.right(), rect.top()), rect.max);
    let response = body_ui(ui, group, row, (body, &name));
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(check).id_salt(("shown", row.id)));
    if group.sealed() && !row.own {
        child.add_space(4.0);
        child.label(RichText::new("✓").color(theme::of(ui).faint)).on_hover_text("Here, and sealed");
    } else {
        let mut on = shown;
        let ticked = child.add(Checkbox::without_text(&mut on));
        let says = format!("Show {name}");
        ticked.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, shown, &says));
        if ticked.on_hover_text("Shows or hides what this reader marked").changed() {
            out.push(Action::Readers(ReadersAct::Show(row.id, on)));
        }
    }
    if response.clicked() && !group.sealed() {
        out.push(Action::Readers(ReadersAct::Only(row.id)));
    }
    let badge = Rect::from_min_size(pos2(body.left() + 2.0, rect.center().y - 8.0), vec2(26.0, 16.0));
    paint_badge(ui, badge, &view.overlay.look(row.id), shown);
    let colors = theme::of(ui);
    let small = FontId::proportional(theme::size::SMALL);
    let count = ui.painter().layout_no_wrap(row.n_claims.to_string(), small, colors.faint);
    let at = pos2(rect.right() - 6.0 - count.size().x, rect.center().y - count.size().y / 2.0);
    let right = at.x - 6.0;
    ui.painter().galley(at, count, colors.faint);
    let words = if row.own { format!("{name} · this file") } else { name };
    let ink = if shown { colors.ink } else { colors.faint };
    let font = FontId::proportional(theme::size::BODY);
    let left = badge.right() + 7.0;
    let (galley, _) = name_galley(ui, &words, (font, ink), (right - left).max(10.0));
    let top = rect.center().y - galley.size().y / 2.0;
    ui.painter().galley(pos2(left, top), galley, ink);
    response.on_hover_ui(|ui| about_ui(ui, group, row));
}

fn body_ui(ui: &Ui, group: &Group, row: &RollRow, (rect, name): (Rect, &str)) -> Response {
    let response = ui.interact(rect, egui::Id::unique(("reader", row.id)), Sense::click());
    let only = group.is_only(row.id);
    let said = format!("{name}, {}", parts::counted(row.n_claims, "claim"));
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, only, &said));
    let colors = theme::of(ui);
    if only && group.roll().len() > 1 {
        ui.painter().rect_filled(rect, CornerRadius::same(4), colors.selection);
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, CornerRadius::same(4), colors.hover);
    }
    response
}

fn about_ui(ui: &mut Ui, group: &Group, row: &RollRow) {
    ui.set_max_width(320.0);
    words_label_ui(ui, &visible_name(&row.name), theme::strong_font(theme::size::BODY), None);
    let mut counts = vec![parts::counted(row.n_claims, "claim"), parts::counted(row.n_links, "link")];
    counts.push(parts::counted(row.n_silences, "silence"));
    ui.label(counts.join(", "));
    if let Some(file) = &row.file {
        parts::faint_ui(ui, format!("From {file}; the file is not changed."));
    }
    if let Some(time) = row.last_change {
        parts::faint_ui(ui, format!("Last changed {}", moment::in_words(time)));
    }
    if row.n_copies > 0 {
        let files = parts::counted(row.n_copies, "other file");
        parts::faint_ui(
            ui,
            format!("{files} with another state of it: see Readers, Files that lie over this one."),
        );
    }
    if !group.sealed() {
        parts::faint_ui(ui, "Click to see this reader alone, and again to see all.");
    }
}

/// The room that stands under the list.
fn foot_height(group: &Group) -> f32 {
    if group.is_dense() { 58.0 } else { 30.0 }
}

fn foot_ui(ui: &mut Ui, group: &Group, out: &mut Actions) {
    if group.sealed() {
        return;
    }
    let n = group.roll().iter().filter(|row| group.shows(row.id)).count();
    ui.horizontal(|ui| {
        for (all, words) in [(true, "All"), (false, "None")] {
            let link = egui::Link::new(RichText::new(words).size(theme::size::SMALL));
            let name = if all { "Show all readers" } else { "Hide all readers" };
            if parts::named(ui.add(link), name).on_hover_text(name).clicked() {
                out.push(Action::Readers(ReadersAct::All(all)));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            parts::faint_ui(ui, format!("{n} of {} shown", group.roll().len()));
        });
    });
    if group.is_dense() {
        legend_ui(ui, n);
    }
}

/// What the steps of the ground stand for.
fn legend_ui(ui: &mut Ui, n_readers: usize) {
    let steps = grades(n_readers);
    let colors = theme::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        for (grade, (from, to)) in steps.iter().enumerate() {
            let words = if from == to { from.to_string() } else { format!("{from}–{to}") };
            let font = FontId::proportional(theme::size::SMALL);
            let galley = ui.painter().layout_no_wrap(words.clone(), font, colors.ink);
            let width = (galley.size().x + 8.0).max(28.0);
            let (rect, response) = ui.allocate_exact_size(vec2(width, 18.0), Sense::hover());
            let says = format!("{words} of {n_readers} readers marked the sentence");
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &says));
            response.on_hover_text(&says);
            ui.painter().rect_filled(
                rect,
                CornerRadius::same(3),
                theme::density_ground(grade, steps.len(), ui.theme()),
            );
            ui.painter().galley(rect.center() - galley.size() / 2.0, galley, colors.ink);
        }
        parts::faint_ui(ui, "readers");
    });
}
