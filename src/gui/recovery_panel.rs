//! What was recovered after a crash: each comparison with the changes that were in no file, to be kept,
//! looked at, or discarded.

use eframe::egui::{RichText, ScrollArea, Ui, UiBuilder};

use super::{moment, parts, theme};
use crate::analysis::changes::Changes;
use crate::store::journal::{Change, DocumentNow, Found, Recovered};

/// How many changes are shown by name before the reader asks for all.
const FIRST: usize = 8;
/// How many differences are listed.
const DIFFERENCES: usize = 200;

/// A comparison with changes that were in no file.
pub struct RecoveryRow {
    /// Its title, or the name of its file.
    pub name: String,
    /// Where its file is, if it was ever saved.
    pub place: String,
    /// What there is of it.
    pub work: Work,
    /// Whether all changes are shown by name.
    pub all_shown: bool,
    /// Why it could not be recovered.
    pub problem: Option<String>,
}

/// How far the recovery has come.
pub enum Work {
    /// Found, and not looked into.
    Found(Box<Found>),
    /// A job is at it.
    Busy(Vec<Change>),
    /// Made again, with how it differs from what was last saved.
    Compared(Box<Recovered>, Changes),
}

/// What the reader wants with one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// To go on with it.
    Keep,
    /// To see how it differs from what was last saved.
    Compare,
    /// To be rid of it.
    Discard,
}

impl RecoveryRow {
    /// Returns the row of what was found.
    #[must_use]
    pub fn of(found: Found) -> Self {
        let file = found.path().and_then(|path| path.file_name()).map(|name| name.to_string_lossy());
        let name = match (found.title().trim(), file) {
            ("", Some(file)) => file.into_owned(),
            ("", None) => "A comparison without a title".to_owned(),
            (title, _) => title.to_owned(),
        };
        let place = match found.path() {
            Some(path) => path.display().to_string(),
            None => "never saved".to_owned(),
        };
        let name = crate::text::visible_name(&name).into_owned();
        Self { name, place, work: Work::Found(Box::new(found)), all_shown: false, problem: None }
    }

    /// Returns the changes by name, the first first.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        match &self.work {
            Work::Found(found) => found.changes(),
            Work::Busy(changes) => changes,
            Work::Compared(recovered, _) => &recovered.changes,
        }
    }
}

/// Shows the list; returns which row the reader decided about, and how.
pub fn recovery_panel_ui(ui: &mut Ui, rows: &mut [RecoveryRow], notes: &[String]) -> Option<(usize, Wish)> {
    let n: usize = rows.iter().map(|row| row.changes().len()).sum();
    let title = match n {
        0 => "Something was left behind".to_owned(),
        n => format!("{} recovered", parts::counted(n, "change")),
    };
    parts::title_ui(ui, &title);
    if !rows.is_empty() {
        ui.label(
            "Diptych ended before these changes were saved. Nothing of them is lost: keep them, and they are \
             there again as you left them, not saved yet.",
        );
    }
    for note in notes {
        ui.label(RichText::new(note).color(theme::of(ui).warning));
    }
    let mut wish = None;
    let height = (ui.ctx().content_rect().height() - 260.0).max(160.0);
    ScrollArea::vertical().id_salt("recovered").max_height(height).auto_shrink([false, true]).show(
        ui,
        |ui| {
            for (index, row) in rows.iter_mut().enumerate() {
                let name = format!("Recovered work on {}", row.name);
                ui.scope_builder(UiBuilder::new().id_salt(index).accessibility_label(name), |ui| {
                    wish = row_ui(ui, row).map(|wanted| (index, wanted)).or(wish);
                });
                ui.add_space(4.0);
            }
        },
    );
    wish
}

fn row_ui(ui: &mut Ui, row: &mut RecoveryRow) -> Option<Wish> {
    let mut wish = None;
    parts::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        parts::heading_ui(ui, &row.name);
        let last = row.changes().last().map(|change| moment::in_words(change.time));
        let when = last.map_or_else(String::new, |last| format!(" · last change {last}"));
        parts::faint_ui(ui, format!("{}{when}", row.place));
        let words = match row.changes().len() {
            1 => "1 change after the last save:".to_owned(),
            n => format!("{n} changes after the last save:"),
        };
        ui.label(words);
        names_ui(ui, row);
        if let Work::Compared(recovered, changes) = &row.work {
            differences_ui(ui, recovered, changes);
        }
        if let Some(problem) = &row.problem {
            ui.label(RichText::new(problem).color(theme::of(ui).warning));
        }
        wish = buttons_ui(ui, row);
    });
    wish
}

/// The changes by name; the last ones, which are fresh in mind, unless all are asked for.
fn names_ui(ui: &mut Ui, row: &mut RecoveryRow) {
    let n = row.changes().len();
    let skipped = if row.all_shown { 0 } else { n.saturating_sub(FIRST) };
    let mut show_all = false;
    if skipped > 0 {
        show_all = ui.link(format!("{} before these…", parts::counted(skipped, "change"))).clicked();
    }
    for change in row.changes().iter().skip(skipped) {
        ui.horizontal(|ui| {
            ui.label("•");
            ui.label(crate::text::visible_name(&change.name));
        });
    }
    row.all_shown |= show_all;
}

fn differences_ui(ui: &mut Ui, recovered: &Recovered, changes: &Changes) {
    let colors = theme::of(ui);
    ui.add_space(4.0);
    parts::heading_ui(ui, &format!("Against what was last saved: {}", changes.summary()));
    for change in changes.list.iter().take(DIFFERENCES) {
        ui.label(change.to_string());
    }
    if changes.list.len() > DIFFERENCES {
        parts::faint_ui(ui, format!("and {} more", changes.list.len() - DIFFERENCES));
    }
    let document = match recovered.document {
        DocumentNow::NeverSaved | DocumentNow::AsItWas => return,
        DocumentNow::ChangedSince => {
            "The file was changed by somebody else since. Kept, your work is a comparison without a file; merge it with the file, or save it beside."
        }
        DocumentNow::ChangesOnIt => {
            "The file was changed by somebody else since. Your changes were made again on the file as it is now."
        }
        DocumentNow::Gone => "The file is gone. Kept, your work asks for a new one when it is saved.",
    };
    ui.label(RichText::new(document).color(colors.warning));
}

fn buttons_ui(ui: &mut Ui, row: &RecoveryRow) -> Option<Wish> {
    let mut wish = None;
    ui.horizontal(|ui| {
        let ready = !matches!(row.work, Work::Busy(_));
        let keep = parts::main_button_ui(ui, "Keep", ready).on_hover_text("Opens the work as you left it");
        if parts::named(keep, &format!("Keep the changes to {}", row.name)).clicked() {
            wish = Some(Wish::Keep);
        }
        ui.add_enabled_ui(ready, |ui| {
            if matches!(row.work, Work::Found(_)) {
                let compare =
                    ui.button("Compare").on_hover_text("Says how it differs from what was last saved");
                if parts::named(compare, &format!("Compare the changes to {}", row.name)).clicked() {
                    wish = Some(Wish::Compare);
                }
            }
            let help = "Lets go of these changes; they are kept apart for 30 days";
            let discard = ui.button("Discard").on_hover_text(help);
            if parts::named(discard, &format!("Discard the changes to {}", row.name)).clicked() {
                wish = Some(Wish::Discard);
            }
        });
        if !ready {
            ui.spinner();
        }
    });
    wish
}
