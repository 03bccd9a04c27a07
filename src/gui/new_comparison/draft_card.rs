//! The card of one source to be: how it was read, what it begins with, and what is said of it.

use eframe::egui::{
    self, Align, ComboBox, FontId, Grid, Id, Label, Layout, RichText, ScrollArea, Ui, UiBuilder,
};

use super::{DraftResponse, SourceDraft, media_type_words};
use crate::gui::{parts, source_form, theme};
use crate::store::import::{ENCODINGS, Imported, MediaType};

/// The width of a choice at least, in points.
const CHOICE: f32 = 320.0;

/// Shows a draft, the one at `index` of `n`.
pub(super) fn draft_ui(ui: &mut Ui, draft: &mut SourceDraft, index: usize, n: usize) -> DraftResponse {
    let mut response = DraftResponse::Nothing;
    let scope = UiBuilder::new().id_salt(draft.key).accessibility_label(format!("Source {}", index + 1));
    ui.scope_builder(scope, |ui| {
        parts::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            parts::show_fields_on_card(ui);
            response = title_ui(ui, draft, index, n);
            let colors = theme::of(ui);
            match draft.imported() {
                Err(why) => {
                    ui.label(RichText::new(why).color(colors.warning));
                }
                Ok(imported) => {
                    figures_ui(ui, draft, imported);
                    preview_ui(ui, draft);
                }
            }
            reading_ui(ui, draft);
            if draft.readable() {
                ui.add_space(4.0);
                let id = Id::unique(("draft of a source", draft.key));
                source_form::source_form_ui(ui, id, &mut draft.bibliography);
            }
        });
    });
    response
}

fn title_ui(ui: &mut Ui, draft: &SourceDraft, index: usize, n: usize) -> DraftResponse {
    let mut response = DraftResponse::Nothing;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if parts::sign_button_ui(ui, "×", "Remove this source").clicked() {
                response = DraftResponse::Remove;
            }
            if n > 1 {
                ui.add_enabled_ui(index + 1 < n, |ui| {
                    if parts::sign_button_ui(ui, "↓", "Move this source down").clicked() {
                        response = DraftResponse::Down;
                    }
                });
                ui.add_enabled_ui(index > 0, |ui| {
                    if parts::sign_button_ui(ui, "↑", "Move this source up").clicked() {
                        response = DraftResponse::Up;
                    }
                });
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let words = format!("{}. {}", index + 1, draft.origin());
                let words = RichText::new(words).font(theme::strong_font(theme::size::BODY));
                ui.add(Label::new(words).truncate());
            });
        });
    });
    response
}

fn figures_ui(ui: &mut Ui, draft: &SourceDraft, imported: &Imported) {
    let characters = parts::counted(imported.text.len() as usize, "character");
    let paragraphs = parts::counted(draft.n_paragraphs(), "paragraph");
    parts::faint_ui(ui, format!("{characters}, {paragraphs}"));
    let color = theme::of(ui).warning;
    for warning in &imported.warnings {
        ui.label(RichText::new(warning).color(color));
    }
}

fn preview_ui(ui: &mut Ui, draft: &SourceDraft) {
    let colors = theme::of(ui);
    egui::Frame::new().fill(colors.paper).corner_radius(4).inner_margin(8.0).show(ui, |ui| {
        ScrollArea::vertical().id_salt("preview").max_height(96.0).auto_shrink([false, true]).show(
            ui,
            |ui| {
                let font = FontId::new(15.0, theme::serif());
                ui.label(RichText::new(draft.preview()).font(font).line_height(Some(21.0)));
            },
        );
    });
}

/// How the bytes are decoded, and what the text is read as.
fn reading_ui(ui: &mut Ui, draft: &mut SourceDraft) {
    let grid = Grid::new("reading").num_columns(2).min_col_width(source_form::LABELS).spacing([8.0, 6.0]);
    grid.show(ui, |ui| {
        if draft.has_bytes() {
            encoding_ui(ui, draft);
            ui.end_row();
        }
        if let Some(present) = draft.media_type() {
            media_type_ui(ui, draft, present);
            ui.end_row();
        }
    });
}

fn media_type_ui(ui: &mut Ui, draft: &mut SourceDraft, present: MediaType) {
    let label = ui.label(RichText::new("Read as").color(theme::of(ui).faint));
    let combo = ComboBox::from_id_salt("media type").selected_text(media_type_words(present));
    let shown = combo.width(CHOICE).show_ui(ui, |ui| {
        let both = [MediaType::Plain, MediaType::Markdown];
        both.into_iter()
            .find(|choice| ui.selectable_label(*choice == present, media_type_words(*choice)).clicked())
    });
    shown.response.labelled_by(label.id);
    if let Some(chosen) = shown.inner.flatten().filter(|chosen| *chosen != present) {
        draft.set_media_type(chosen);
    }
}

fn encoding_ui(ui: &mut Ui, draft: &mut SourceDraft) {
    let label = ui.label(RichText::new("Encoding").color(theme::of(ui).faint));
    let imported = draft.imported().ok();
    let present = imported.and_then(|imported| imported.encoding);
    let words = imported.map_or_else(|| "Choose one".to_owned(), Imported::encoding_sentence);
    let combo = ComboBox::from_id_salt("encoding").selected_text(words).width(CHOICE).height(320.0);
    let shown = combo.show_ui(ui, |ui| {
        let mut each = ENCODINGS.iter().copied();
        each.find(|encoding| ui.selectable_label(Some(*encoding) == present, encoding.name()).clicked())
    });
    shown.response.labelled_by(label.id);
    if let Some(encoding) = shown.inner.flatten() {
        draft.set_encoding(encoding);
    }
}
