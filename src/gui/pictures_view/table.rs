//! The numbers of a picture as a table of words: for a screen reader, for a spreadsheet, for whoever prefers it.

use eframe::egui::{Align, Label, Layout, RichText, Role, ScrollArea, Ui, UiBuilder, vec2};

use crate::analysis::picture::Picture;
use crate::gui::action::{Action, Actions};
use crate::gui::{parts, theme};

const ROW: f32 = 22.0;
/// How wide the first column is, and how narrow others may be.
const FIRST: f32 = 220.0;
const NARROWEST: f32 = 64.0;

pub(super) fn table_ui(ui: &mut Ui, picture: &Picture, out: &mut Actions) {
    let table = &picture.table;
    ui.horizontal(|ui| {
        parts::heading_ui(ui, &picture.title);
        parts::faint_ui(ui, parts::counted(table.rows.len(), "row"));
        let help = "Puts the table on the clipboard, to be pasted into a spreadsheet";
        if ui.button("Copy the table").on_hover_text(help).clicked() {
            let lines = std::iter::once(&table.head).chain(&table.rows);
            let lines: Vec<String> = lines
                .map(|row| row.iter().map(|word| guarded(word)).collect::<Vec<_>>().join("\t"))
                .collect();
            out.push(Action::Copy(lines.join("\n")));
            out.push(Action::Say("The table is on the clipboard.".to_owned()));
        }
    });
    let wide = widths(picture, ui.available_width() - 24.0);
    ScrollArea::horizontal().id_salt("picture table across").auto_shrink([false, false]).show(ui, |ui| {
        parts::role_ui(ui, Role::Table, &picture.title);
        ui.set_width(wide.iter().sum::<f32>());
        row_ui(ui, &table.head, (&wide, Role::ColumnHeader));
        let rows = ScrollArea::vertical().id_salt("picture table down").auto_shrink([false, false]);
        rows.show_rows(ui, ROW, table.rows.len(), |ui, shown| {
            for row in table.rows.get(shown).unwrap_or_default() {
                row_ui(ui, row, (&wide, Role::Cell));
            }
        });
    });
}

/// A spreadsheet takes what begins so for a formula.
fn guarded(word: &str) -> String {
    let guard = if word.starts_with(['=', '+', '@', '-', '\t']) { "'" } else { "" };
    format!("{guard}{}", word.replace(['\t', '\n'], " "))
}

fn widths(picture: &Picture, room: f32) -> Vec<f32> {
    let table = &picture.table;
    let longest = |column: usize| {
        let words =
            std::iter::once(&table.head).chain(table.rows.iter().take(500)).filter_map(|row| row.get(column));
        let widths =
            words.map(|word| crate::analysis::picture::measure::width(word, theme::size::BODY, false));
        widths.fold(NARROWEST, f32::max) + 16.0
    };
    let most = if table.head.len() > 4 { FIRST } else { room * 0.4 };
    (0..table.head.len()).map(|column| longest(column).min(most.max(NARROWEST))).collect()
}

fn row_ui(ui: &mut Ui, words: &[String], (wide, role): (&[f32], Role)) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (word, wide) in words.iter().zip(wide) {
            let builder = UiBuilder::new().accessibility_role(role).accessibility_label(word.clone());
            let layout = Layout::left_to_right(Align::Center);
            ui.allocate_ui_with_layout(vec2(*wide, ROW), layout, |ui| {
                ui.set_min_size(vec2(*wide, ROW));
                ui.scope_builder(builder, |ui| {
                    let text = RichText::new(word);
                    let text = match role {
                        Role::ColumnHeader => text.font(theme::strong_font(theme::size::BODY)),
                        _ => text,
                    };
                    ui.add(Label::new(text).truncate());
                });
            });
        }
    });
}
