//! The recovery journal in the window: begun with every comparison, and asked at the start for what it saved.

use std::path::{Path, PathBuf};

use eframe::egui::{self, Ui};

use super::super::files;
use super::super::recovery_panel::{RecoveryRow, Wish, Work, recovery_panel_ui};
use super::super::view::View;
use super::{Diptych, Open, documents};
use crate::analysis::changes::Changes;
use crate::desk::Desk;
use crate::model::{Comparison, Digest};
use crate::store::Record;
use crate::store::journal::{
    DocumentNow, Found, Journal, Journals, Leftovers, Place, Recovered, RecoveryError,
};
use crate::store::versions::Versions;

/// What was found at the start and is not decided about.
#[derive(Default)]
pub(super) struct Recovery {
    rows: Vec<RecoveryRow>,
    notes: Vec<String>,
}

impl Recovery {
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.notes.is_empty()
    }
}

/// Why recovered work can't be kept just now.
const SAVE_FIRST: &str = "Something that is open is not saved yet. Decide later, save it, and start again: this is asked anew then.";

/// Returns the report of a fault in the last day, if there is one.
fn latest_report(private: &Path) -> Option<PathBuf> {
    const A_DAY: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);
    let entries = std::fs::read_dir(private.join("reports")).ok()?.filter_map(Result::ok);
    let fresh = entries.filter(|entry| {
        let modified = entry.metadata().and_then(|data| data.modified()).ok();
        modified.and_then(|then| then.elapsed().ok()).is_some_and(|age| age < A_DAY)
    });
    fresh.map(|entry| entry.path()).max()
}

/// What came of making work again.
pub type Remade = Result<Box<Recovered>, (Box<Found>, RecoveryError)>;

impl Diptych {
    /// Returns where journals are; nothing in tests, and where the system has no place.
    pub(super) fn journals(&self) -> Option<Journals> {
        let private = self.places.private.as_deref()?;
        let wake = self.wake.clone();
        Some(Journals::at(private.join("recovery")).waking(move || wake.request_repaint()))
    }

    /// Asks, off the main thread, for what earlier sittings left behind.
    pub(super) fn look_for_leftovers(&mut self) {
        if let Some(journals) = self.journals() {
            files::find_leftovers(&mut self.jobs, journals);
        }
    }

    pub(super) fn leftovers(&mut self, left: Leftovers) {
        let recovery = &mut self.over.recovery;
        recovery.rows.extend(left.found.into_iter().map(RecoveryRow::of));
        recovery.notes.extend(left.notes);
        if let (false, Some(report)) =
            (recovery.rows.is_empty(), self.places.private.as_deref().and_then(latest_report))
        {
            recovery.notes.push(format!(
                "The program had a fault. A report without any of your texts is in {}.",
                report.display()
            ));
        }
    }

    /// A comparison that has no file is journaled with a copy of itself, from the first frame after it was laid open.
    pub(super) fn begin_journal(&mut self) {
        if self.open.desk.journal().is_some() || self.open.path.is_some() || self.n_frames < 2 {
            return;
        }
        if let Some(journals) = self.journals() {
            let place = Place::Nowhere { record: self.open.record.clone() };
            let journal = journals.begin(self.open.desk.comparison(), place);
            self.open.desk.keep_journal(journal);
            self.guard_journal();
        }
    }

    /// Says, once, what keeps the journal from being written.
    pub(super) fn mind_journal(&mut self) {
        let trouble = self.open.desk.journal().and_then(Journal::trouble);
        if trouble != self.keeping.trouble {
            if let Some(trouble) = &trouble {
                self.message("Your work is less safe than usual", trouble.clone());
            }
            self.keeping.trouble = trouble;
        }
    }

    pub(super) fn recovery_ui(&mut self, ui: &Ui) {
        let recovery = &mut self.over.recovery;
        if recovery.is_empty() {
            return;
        }
        let screen = ui.ctx().content_rect().size();
        let frame = egui::Frame::popup(ui.style()).inner_margin(18);
        let modal = egui::Modal::new(egui::Id::unique("recovery")).frame(frame).show(ui.ctx(), |ui| {
            ui.set_width((screen.x - 80.0).min(600.0));
            let wish = recovery_panel_ui(ui, &mut recovery.rows, &recovery.notes);
            ui.add_space(4.0);
            let words = if recovery.rows.is_empty() { "Close" } else { "Decide later" };
            (
                wish,
                ui.button(words)
                    .on_hover_text("What is not decided is asked about at the next start")
                    .clicked(),
            )
        });
        let (wish, later) = modal.inner;
        if let Some((index, wish)) = wish {
            self.decide(index, wish);
        } else if later {
            // Letting go of them leaves the journals where they are.
            self.over.recovery = Recovery::default();
        }
    }

    fn decide(&mut self, index: usize, wish: Wish) {
        if self.over.recovery.rows.iter().any(|row| matches!(row.work, Work::Busy(_))) {
            // Its row must be where it was when the job has done its work.
            return;
        }
        let saved = self.open.desk.saved();
        let Some(row) = self.over.recovery.rows.get_mut(index) else { return };
        if wish == Wish::Keep && !saved {
            // Laying it open would let go of what is open now.
            row.problem = Some(SAVE_FIRST.to_owned());
            return;
        }
        let changes = row.changes().to_vec();
        match (wish, std::mem::replace(&mut row.work, Work::Busy(changes))) {
            (_, Work::Busy(changes)) => row.work = Work::Busy(changes),
            (Wish::Discard, Work::Found(found)) => {
                found.discard();
                self.over.recovery.rows.remove(index);
            }
            (Wish::Discard, Work::Compared(recovered, _)) => {
                recovered.journal.closed();
                self.over.recovery.rows.remove(index);
            }
            (Wish::Keep, Work::Compared(recovered, _)) => {
                self.over.recovery.rows.remove(index);
                self.go_on_with(*recovered);
            }
            (wish, Work::Found(found)) => {
                let base_of = self.base_of(&found);
                files::recover(&mut self.jobs, found, base_of, (index, wish == Wish::Keep));
            }
            (Wish::Compare, compared @ Work::Compared(..)) => row.work = compared,
        }
    }

    /// Finds an earlier version of a document by its digest.
    fn base_of(&self, found: &Found) -> impl Fn(&Digest) -> Option<Vec<u8>> + Send + 'static {
        let private = self.places.private.clone();
        let comparison = found.comparison();
        move |digest| Versions::within(private.as_deref()?, comparison).by_digest(digest)
    }

    pub(super) fn remade(&mut self, index: usize, keep: bool, remade: Remade) {
        let saved = self.open.desk.saved();
        let Some(row) = self.over.recovery.rows.get_mut(index) else { return };
        match remade {
            Ok(recovered) if keep && saved => {
                self.over.recovery.rows.remove(index);
                self.go_on_with(*recovered);
            }
            Ok(recovered) => {
                let changes = Changes::between(&recovered.saved, &recovered.comparison);
                row.work = Work::Compared(recovered, changes);
                row.problem = keep.then(|| SAVE_FIRST.to_owned());
            }
            Err((found, error)) => {
                row.problem = Some(error.to_string());
                row.work = Work::Found(found);
            }
        }
    }

    /// Lays recovered work open, as it was left.
    fn go_on_with(&mut self, recovered: Recovered) {
        let Recovered {
            comparison, record, path, document, read_only, journal, changes, lost, notes, ..
        } = recovered;
        let mut said = notes;
        if !lost.is_empty() {
            let names: Vec<&str> = lost.iter().map(|change| change.name.as_str()).collect();
            said.push(format!("These changes could not be made again: {}.", names.join(", ")));
        }
        said.extend(match document {
            DocumentNow::ChangedSince => Some(
                "The file was changed by somebody else since. Your work is here as you left it, without a file; save it \
                 beside the other, or merge the two."
                    .to_owned(),
            ),
            DocumentNow::ChangesOnIt => {
                Some("The file was changed by somebody else since; your changes were made again on it as it is now.".to_owned())
            }
            DocumentNow::Gone => Some("The file is gone; saving asks for a new place.".to_owned()),
            DocumentNow::NeverSaved | DocumentNow::AsItWas => None,
        });
        let view = View::of(&comparison);
        let desk: Desk = documents::on_desk(comparison, &self.settings).journaled(journal);
        self.lay_open(Open { desk, record, path, read_only, view });
        let n = changes.len();
        let words = if n == 1 { "1 change is back".to_owned() } else { format!("{n} changes are back") };
        if said.is_empty() {
            self.say(format!("{words}, and not saved yet."));
        } else {
            self.message(&words, said.join("\n\n"));
        }
    }
}

/// Begins the journal of a comparison that was just opened; for the job that opened it.
pub fn journal_of(
    journals: Option<&Journals>,
    opened: (&Comparison, &Record),
    path: &Path,
) -> Option<Journal> {
    let digest = opened.1.content()?;
    let place = Place::Document { path: PathBuf::from(path), digest };
    Some(journals?.begin(opened.0, place))
}
