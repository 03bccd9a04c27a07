//! Making a sheet: what it is for, what is on it, how it is set, and beside that the sheet as it will be.
//!
//! The panel shows a comparison and changes only its own state; what is asked of the window is its answer. The preview
//! walks the document that every form walks. Start reading at [`sheet_panel_ui`].

mod choices;
mod preview;
mod tags;

use eframe::egui::{self, Align, Layout, RichText, ScrollArea, Ui, UiBuilder, vec2};

use self::preview::{Preview, preview_ui};
use super::action::Actions;
use super::{parts, theme};
use crate::analysis::handout::SheetSettings;
use crate::desk::{Command, Desk};
use crate::model::{ComparisonId, Revision, SheetId, Time};
use crate::store::export::{Made, SheetFormat};
use crate::store::sheet_settings::KeptSheet;

/// The width of the choices, in points.
const CHOICES: f32 = 316.0;

/// What the panel remembers.
#[derive(Debug)]
pub struct SheetState {
    /// What is on the sheet.
    pub settings: SheetSettings,
    /// The form it is to be written in.
    pub format: SheetFormat,
    /// The kept settings that were taken last.
    pub kept: Option<SheetId>,
    /// The name that settings are to be kept under.
    name: String,
    /// Whether a sheet is being written, which a reader can stop.
    pub writing: bool,
    /// What came of the last sheet that was written.
    pub said: Option<String>,
    preview: Option<Shown>,
}

/// A preview, and what it was made from.
#[derive(Debug)]
struct Shown {
    of: (ComparisonId, Revision),
    settings: SheetSettings,
    preview: Preview,
}

impl Default for SheetState {
    fn default() -> Self {
        Self {
            settings: SheetSettings::default(),
            format: SheetFormat::Html,
            kept: None,
            name: String::new(),
            writing: false,
            said: None,
            preview: None,
        }
    }
}

/// What the reader asks of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetAnswer {
    /// Nothing yet.
    Open,
    /// Away with the panel.
    Close,
    /// Ask where to, and write the sheet there.
    Save,
    /// Don't write the sheet that is being made.
    Stop,
}

/// Shows the panel in the room that there is. `today`: the day that stands on the sheet.
pub fn sheet_panel_ui(
    ui: &mut Ui,
    desk: &Desk,
    today: Time,
    state: &mut SheetState,
    out: &mut Actions,
) -> SheetAnswer {
    parts::title_ui(ui, "Make a sheet");
    ui.add_space(4.0);
    let room = ui.available_rect_before_wrap();
    let foot = 40.0;
    let beside = (room.width() - CHOICES - 16.0).max(0.0);
    let mut left = room;
    left.max.y -= foot;
    left.set_width(CHOICES.min(room.width()));
    let mut right = room;
    right.max.y -= foot;
    right.min.x = right.max.x - beside;
    ui.scope_builder(UiBuilder::new().max_rect(left).id_salt("choices"), |ui| {
        ScrollArea::vertical().id_salt("sheet choices").auto_shrink([false, false]).show(ui, |ui| {
            ui.set_width(CHOICES - 18.0);
            kept_ui(ui, desk, state);
            let questions = state.preview.as_ref().map(|shown| shown.preview.questions());
            choices::choices_ui(ui, desk.comparison(), state, &questions.unwrap_or_default(), out);
            keep_ui(ui, desk, state, out);
        });
    });
    refresh(desk, today, state);
    ui.scope_builder(UiBuilder::new().max_rect(right).id_salt("preview"), |ui| {
        if let Some(shown) = &mut state.preview {
            preview_ui(ui, &mut shown.preview);
        }
    });
    let mut bottom = room;
    bottom.min.y = bottom.max.y - foot + 6.0;
    ui.scope_builder(UiBuilder::new().max_rect(bottom).id_salt("answers"), |ui| answers_ui(ui, state)).inner
}

/// Makes the preview anew if the comparison or the settings have changed.
fn refresh(desk: &Desk, today: Time, state: &mut SheetState) {
    let comparison = desk.comparison();
    let of = (comparison.id(), comparison.revision());
    let current =
        state.preview.as_ref().is_some_and(|shown| shown.of == of && shown.settings == state.settings);
    if !current {
        let handout = Made::on(today, comparison, &state.settings).handout;
        let before = state.preview.take().map(|shown| shown.preview);
        let preview = Preview::of(handout, before);
        state.preview = Some(Shown { of, settings: state.settings.clone(), preview });
    }
}

/// The kept settings to choose from.
fn kept_ui(ui: &mut Ui, desk: &Desk, state: &mut SheetState) {
    let mut sheets: Vec<_> = desk.comparison().saved_sheets().collect();
    if sheets.is_empty() {
        return;
    }
    sheets.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    parts::heading_ui(ui, "Kept sheets");
    let mut taken = None;
    ui.horizontal_wrapped(|ui| {
        for sheet in sheets {
            let name = parts::shortened(&crate::text::visible_name(&sheet.name), 40);
            let response = ui.selectable_label(state.kept == Some(sheet.id), name);
            if response.on_hover_text("Takes these settings").clicked() {
                taken = Some(sheet);
            }
        }
    });
    if let Some(sheet) = taken {
        match KeptSheet::from_json(&sheet.settings) {
            Ok(kept) => {
                (state.settings, state.format) = (kept.settings, kept.format);
                tags::spell_out(desk.comparison(), &mut state.settings);
                state.kept = Some(sheet.id);
                state.name.clone_from(&sheet.name);
                state.said = None;
            }
            Err(problem) => state.said = Some(problem),
        }
    }
    ui.add_space(8.0);
}

/// Keeping the settings with the comparison.
fn keep_ui(ui: &mut Ui, desk: &Desk, state: &mut SheetState, out: &mut Actions) {
    ui.add_space(8.0);
    parts::heading_ui(ui, "Keep for another time");
    let field = parts::Field {
        name: "Name to keep the settings under",
        hint: "A name, such as “Thursday”",
        id: egui::Id::unique("kept sheet name"),
    };
    if let Some(name) = parts::line_field_ui(ui, field, &state.name, out) {
        state.name = name;
    }
    let name = state.name.trim();
    let same = |sheet: &&std::sync::Arc<crate::model::SavedSheet>| sheet.name == name;
    let known = desk.comparison().saved_sheets().find(same).map(|sheet| sheet.id);
    ui.horizontal(|ui| {
        let words = if known.is_some() { "Replace" } else { "Keep" };
        let button = ui.add_enabled(!name.is_empty(), egui::Button::new(words));
        if parts::named(button, &format!("{words} these settings")).clicked() {
            let kept = KeptSheet { settings: state.settings.clone(), format: state.format };
            let settings = kept.to_json();
            out.run(Command::KeepSheet { sheet: known, name: name.to_owned(), settings });
        }
        if let Some(known) = known {
            let button = ui.button("Remove").on_hover_text("Removes what is kept under this name");
            if parts::named(button, "Remove the kept settings").clicked() {
                out.run(Command::DeleteSheet(known));
                state.kept = None;
            }
        }
    });
}

fn answers_ui(ui: &mut Ui, state: &SheetState) -> SheetAnswer {
    let mut answer = SheetAnswer::Open;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let size = vec2(76.0, 28.0);
        if state.writing {
            if ui.add(egui::Button::new("Stop").min_size(size)).clicked() {
                answer = SheetAnswer::Stop;
            }
            ui.label("Writing the sheet…");
            ui.spinner();
        } else {
            ui.spacing_mut().interact_size = size;
            if parts::main_button_ui(ui, "Save…", true).clicked() {
                answer = SheetAnswer::Save;
            }
            if ui.add(egui::Button::new("Close").min_size(size)).clicked() {
                answer = SheetAnswer::Close;
            }
            if let Some(said) = &state.said {
                let color = theme::of(ui).faint;
                ui.add(egui::Label::new(RichText::new(said).color(color)).truncate()).on_hover_text(said);
            }
        }
    });
    answer
}
