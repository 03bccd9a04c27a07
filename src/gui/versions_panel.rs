//! The earlier versions of the comparison: when each was kept, what changed in it, and the way back to it.
//!
//! What changed is found out one version after the other, off the main thread; until then a row says so.

use eframe::egui::{Align, Layout, RichText, ScrollArea, Ui, UiBuilder};

use super::action::{Action, Actions};
use super::{moment, parts, theme};
use crate::store::versions::{Reason, Version};

/// A version with what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionRow {
    /// The version.
    pub version: Version,
    /// What changed in it, in words; nothing while it is not known yet.
    pub changes: Option<Result<String, String>>,
}

/// What the list remembers.
#[derive(Debug, Clone, Default)]
pub struct VersionsState {
    /// The latest first; nothing while they are being looked up.
    pub rows: Option<Vec<VersionRow>>,
    /// Why they can't be listed.
    pub problem: Option<String>,
}

impl VersionsState {
    /// Returns the rows of what was found.
    #[must_use]
    pub fn of(listed: Result<Vec<Version>, String>) -> Self {
        match listed {
            Ok(versions) => {
                let rows = versions.into_iter().map(|version| VersionRow { version, changes: None });
                Self { rows: Some(rows.collect()), problem: None }
            }
            Err(problem) => Self { rows: None, problem: Some(problem) },
        }
    }

    /// Notes what changed in the version of this number.
    pub fn note(&mut self, number: u64, changes: Result<String, String>) {
        let mut rows = self.rows.iter_mut().flatten();
        if let Some(row) = rows.find(|row| row.version.number == number) {
            row.changes = Some(changes);
        }
    }
}

/// Shows the list.
pub fn versions_panel_ui(ui: &mut Ui, state: &VersionsState, out: &mut Actions) {
    parts::title_ui(ui, "Earlier versions");
    let faint = |words: &str| RichText::new(words).color(theme::of(ui).faint);
    let words = "Kept by this program, on this computer, each time the comparison is saved or found changed: the \
                 last 20 saves, and the last of each of 30 days. Restoring one is a step that undo takes back.";
    ui.label(faint(words));
    if let Some(problem) = &state.problem {
        ui.label(RichText::new(problem).color(theme::of(ui).warning));
    }
    let Some(rows) = &state.rows else {
        if state.problem.is_none() {
            ui.label("Looking them up…");
        }
        return;
    };
    if rows.is_empty() {
        ui.label("None yet: the first is kept when the comparison is saved.");
    }
    let height = (ui.ctx().content_rect().height() - 260.0).max(120.0);
    ScrollArea::vertical().id_salt("versions").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        for row in rows {
            ui.scope_builder(UiBuilder::new().id_salt(row.version.number), |ui| row_ui(ui, row, out));
            ui.add_space(4.0);
        }
    });
}

fn row_ui(ui: &mut Ui, row: &VersionRow, out: &mut Actions) {
    let colors = theme::of(ui);
    let Version { number, when, reason, size, .. } = row.version;
    parts::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            parts::heading_ui(ui, &moment::in_words(when));
            let reason = match reason {
                Reason::Saved => "saved here",
                Reason::Opened => "found on opening",
            };
            parts::faint_ui(ui, format!("{reason} · {}", size_in_words(size)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name = format!("version of {}", moment::in_words(when));
                let restore = ui.button("Restore").on_hover_text("Makes the comparison what it was then");
                if parts::named(restore, &format!("Restore the {name}")).clicked() {
                    out.push(Action::RestoreVersion(number));
                }
                let look =
                    ui.button("Open beside").on_hover_text("Shows it in a window of its own, as a copy");
                if parts::named(look, &format!("Open the {name} beside")).clicked() {
                    out.push(Action::OpenVersion(number));
                }
            });
        });
        match &row.changes {
            None => ui.label(RichText::new("…").color(colors.faint)),
            Some(Ok(changes)) => ui.label(changes),
            Some(Err(problem)) => ui.label(RichText::new(problem).color(colors.warning)),
        };
    });
}

/// "412 kB", "86 MB".
fn size_in_words(bytes: u64) -> String {
    match bytes {
        0..1_000 => parts::counted(usize::try_from(bytes).unwrap_or(0), "byte"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}
