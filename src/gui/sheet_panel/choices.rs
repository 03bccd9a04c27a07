//! The choices: what the sheet is for, what is on it, how it is set.

use eframe::egui::{self, Color32, ComboBox, DragValue, FontId, Role, Ui, WidgetInfo};

use super::super::action::Actions;
use super::super::lines::name_text;
use super::super::{parts, theme};
use super::{SheetState, tags};
use crate::analysis::handout::{
    CitationStyle, DateForm, MOST_ROOM, Orientation, Paper, SheetKind, SheetPart, SheetSettings,
    WorksheetForm,
};
use crate::analysis::sheet::{RowOrder, Rows};
use crate::model::{Comparison, TagId};
use crate::store::export::SheetFormat;

/// Shows them. `questions`: the tags that the sheet asks about, with what it asks.
pub(super) fn choices_ui(
    ui: &mut Ui,
    comparison: &Comparison,
    state: &mut SheetState,
    questions: &[(TagId, String, String)],
    out: &mut Actions,
) {
    let settings = &mut state.settings;
    kind_ui(ui, settings);
    ui.add_space(6.0);
    let field = parts::Field {
        name: "Title of the sheet",
        hint: if comparison.title().is_empty() { "Title" } else { comparison.title() },
        id: egui::Id::unique("sheet title"),
    };
    if let Some(title) = parts::line_field_ui(ui, field, &settings.title, out) {
        settings.title = title;
    }
    ui.add_space(4.0);
    let titles: Vec<(SheetFormat, &str)> =
        SheetFormat::ALL.iter().map(|format| (*format, format.title())).collect();
    combo_ui(ui, "Written as", &titles, &mut state.format);
    parts_ui(ui, settings);
    sources_ui(ui, comparison, settings);
    readers_ui(ui, comparison, settings);
    ui.add_space(8.0);
    let head = egui::CollapsingHeader::new("Tags").id_salt("sheet tags").default_open(false);
    head.show(ui, |ui| tags::tags_ui(ui, comparison, settings));
    if !questions.is_empty() {
        let head = egui::CollapsingHeader::new("Questions").id_salt("sheet questions");
        head.show(ui, |ui| questions_ui(ui, settings, questions, out));
    }
    let head = egui::CollapsingHeader::new("Paper and style").id_salt("sheet paper");
    head.show(ui, |ui| look_ui(ui, settings));
}

fn kind_ui(ui: &mut Ui, settings: &mut SheetSettings) {
    parts::heading_ui(ui, "What it is for");
    for kind in SheetKind::ALL.iter().copied() {
        if ui.radio(settings.kind == kind, kind.title()).on_hover_text(help(kind)).clicked() {
            // What is usual for one kind is not for another; what somebody chose stays.
            let usual = SheetSettings::of_kind(settings.kind);
            if settings.order == usual.order {
                settings.order = SheetSettings::of_kind(kind).order;
            }
            settings.kind = kind;
        }
        // Under the two kinds that it is a choice of.
        let asks = matches!(settings.kind, SheetKind::Worksheet | SheetKind::Key);
        if kind == SheetKind::Key && asks {
            ui.indent("form", |ui| {
                for form in WorksheetForm::ALL.iter().copied() {
                    ui.radio_value(&mut settings.form, form, form.title());
                }
            });
        }
    }
}

fn help(kind: SheetKind) -> &'static str {
    match kind {
        SheetKind::Comparison => "Tags down, sources across, the claims in the cells.",
        SheetKind::Worksheet => "The same without answers, to be filled in.",
        SheetKind::Key => "The worksheet with the answers, in its order and by its numbers.",
        SheetKind::Discussion => "Where the sources part or one is silent, with a question each.",
    }
}

fn parts_ui(ui: &mut Ui, settings: &mut SheetSettings) {
    ui.add_space(8.0);
    parts::heading_ui(ui, "What is on it");
    for part in SheetPart::ALL.iter().copied() {
        // Of a worksheet, only what gives no answer away.
        if settings.is_blank() && part != SheetPart::Definitions {
            continue;
        }
        let mut shown = settings.shows(part);
        if ui.checkbox(&mut shown, part.title()).changed() {
            settings.show(part, shown);
        }
    }
    if settings.kind != SheetKind::Discussion {
        let mut filled = settings.rows == Rows::Filled;
        if ui.checkbox(&mut filled, "Only tags with something noted").changed() {
            settings.rows = if filled { Rows::Filled } else { Rows::All };
        }
    }
    let mut parting = settings.order == RowOrder::Parting;
    if ui.checkbox(&mut parting, "Where they part first").changed() {
        settings.order = if parting { RowOrder::Parting } else { RowOrder::Codebook };
    }
}

fn sources_ui(ui: &mut Ui, comparison: &Comparison, settings: &mut SheetSettings) {
    if comparison.sources().len() < 2 {
        return;
    }
    ui.add_space(8.0);
    parts::heading_ui(ui, "Sources");
    let all: Vec<_> = comparison.sources().iter().map(|source| source.id).collect();
    for (source, number) in comparison.sources().iter().zip(1..) {
        let name = source.short_name().trim();
        let name = if name.is_empty() { format!("Source {number}") } else { name.to_owned() };
        ticked_ui(ui, &name, (source.id, &all), &mut settings.sources);
    }
}

fn readers_ui(ui: &mut Ui, comparison: &Comparison, settings: &mut SheetSettings) {
    if comparison.readers().len() < 2 {
        return;
    }
    ui.add_space(8.0);
    parts::heading_ui(ui, "Readers");
    let all: Vec<_> = comparison.readers().map(|reader| reader.id).collect();
    for reader in comparison.readers() {
        ticked_ui(ui, &reader.name, (reader.id, &all), &mut settings.readers);
    }
}

/// A box to tick for one of `all`; none chosen means all of them, and the last one can't be left out.
fn ticked_ui<T: Copy + PartialEq>(ui: &mut Ui, name: &str, (one, all): (T, &[T]), chosen: &mut Vec<T>) {
    let mut ticked = chosen.is_empty() || chosen.contains(&one);
    let name = parts::shortened(&crate::text::visible_name(name), 44);
    let font = FontId::proportional(theme::size::BODY);
    let words = name_text(ui, &name, font, Color32::PLACEHOLDER, ui.available_width() - 30.0);
    let response = ui.checkbox(&mut ticked, words);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, ticked, &name));
    if response.changed() {
        if chosen.is_empty() {
            chosen.extend_from_slice(all);
        }
        if ticked {
            chosen.push(one);
        } else if chosen.len() > 1 {
            chosen.retain(|other| *other != one);
        }
        if all.iter().all(|one| chosen.contains(one)) {
            chosen.clear();
        }
    }
}

fn questions_ui(
    ui: &mut Ui,
    settings: &mut SheetSettings,
    questions: &[(TagId, String, String)],
    out: &mut Actions,
) {
    parts::faint_ui(ui, "Type a question of your own over the program's.");
    for (tag, name, asked) in questions {
        let own = settings.questions.get(tag).cloned().unwrap_or_default();
        let label = format!("Question on {name}");
        let hint = if own.is_empty() { asked.as_str() } else { "" };
        let field = parts::Field { name: &label, hint, id: egui::Id::unique(("sheet question", tag.0)) };
        ui.add(egui::Label::new(name).truncate());
        if let Some(question) = parts::growing_field_ui(ui, field, &own, out) {
            if question.trim().is_empty() {
                settings.questions.remove(tag);
            } else {
                settings.questions.insert(*tag, question);
            }
        }
    }
}

fn look_ui(ui: &mut Ui, settings: &mut SheetSettings) {
    fn titled<T: Copy>(all: &[T], title: fn(T) -> &'static str) -> Vec<(T, &'static str)> {
        all.iter().map(|choice| (*choice, title(*choice))).collect()
    }
    combo_ui(ui, "Paper", &titled(Paper::ALL, Paper::title), &mut settings.paper);
    combo_ui(ui, "Turned", &titled(Orientation::ALL, Orientation::title), &mut settings.orientation);
    combo_ui(ui, "Citations", &titled(CitationStyle::ALL, CitationStyle::title), &mut settings.style);
    combo_ui(ui, "Days", &titled(DateForm::ALL, DateForm::title), &mut settings.dates);
    if matches!(settings.kind, SheetKind::Worksheet | SheetKind::Discussion) {
        ui.horizontal(|ui| {
            ui.add_sized([84.0, 20.0], egui::Label::new("Room"));
            let drag = DragValue::new(&mut settings.room).range(0..=MOST_ROOM).suffix(" lines");
            ui.add(drag).accessible_name("Lines to write on");
        });
    }
}

/// A choice from a list, with its name before it.
fn combo_ui<T: Copy + PartialEq>(ui: &mut Ui, name: &str, all: &[(T, &str)], chosen: &mut T) {
    ui.horizontal(|ui| {
        ui.add_sized([84.0, 20.0], egui::Label::new(name));
        let shown = all.iter().find(|(choice, _)| choice == chosen).map_or("", |(_, title)| *title);
        let combo = ComboBox::from_id_salt(name).selected_text(shown).width(196.0);
        let response = combo.show_ui(ui, |ui| {
            for (choice, title) in all {
                ui.selectable_value(chosen, *choice, *title);
            }
        });
        response.response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::ComboBox, true, name);
            info.current_text_value = Some(shown.to_owned());
            info
        });
    });
}
