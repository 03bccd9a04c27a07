//! The fields of a source's bibliographic data, wherever they are filled in.

use eframe::egui::{Grid, Id, RichText, TextEdit, Ui};

use super::theme;
use crate::model::Bibliography;

/// The width of the column of labels, in points.
pub(super) const LABELS: f32 = 88.0;

/// Shows the fields; `id` tells this source's from another's. Returns whether anything was typed.
pub fn source_form_ui(ui: &mut Ui, id: Id, bibliography: &mut Bibliography) -> bool {
    let Bibliography { title, author, date, short_name, citation, csl: _, language } = bibliography;
    let fields = [
        ("Title", title, "What the source is called"),
        ("Author", author, "A person or a body"),
        ("Date", date, "As you cite it: Summer 1973"),
        ("Short name", short_name, "For columns and margins: FI 1973"),
        ("Citation", citation, "The full reference, as it is to be printed"),
        ("Language", language, "en, es, pt-BR …"),
    ];
    let mut changed = false;
    Grid::new(id).num_columns(2).min_col_width(LABELS).spacing([8.0, 6.0]).show(ui, |ui| {
        for (name, value, hint) in fields {
            let label = ui.label(RichText::new(name).color(theme::of(ui).faint));
            let edit = if name == "Citation" {
                TextEdit::multiline(value).desired_rows(1)
            } else {
                TextEdit::singleline(value)
            };
            let edit = edit.id(id.with(name)).hint_text(hint).desired_width(f32::INFINITY);
            changed |= ui.add(edit).labelled_by(label.id).changed();
            ui.end_row();
        }
    });
    changed
}
