//! Keeping earlier versions, listing them, and going back to one.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{self, Ui};

use super::super::files::{self, Done, VersionRead};
use super::super::moment;
use super::super::versions_panel::{VersionsState, versions_panel_ui};
use super::super::view::View;
use super::{Diptych, Open};
use crate::analysis::changes::Changes;
use crate::desk::Command;
use crate::model::Comparison;
use crate::store::versions::{Reason, Version, Versions};
use crate::store::{Opened, Record};

impl Diptych {
    fn versions(&self) -> Option<Versions> {
        let private = self.places.private.as_deref()?;
        Some(Versions::within(private, self.open.desk.comparison().id()))
    }

    /// Keeps the file as it is now among the earlier versions, off the main thread.
    pub(super) fn keep_version(&mut self, reason: Reason) {
        if let (Some(versions), Some(path)) = (self.versions(), self.open.path.clone()) {
            files::keep_version(&mut self.jobs, versions, path, reason);
        }
    }

    /// Opens the list.
    pub(super) fn list_versions(&mut self) {
        let Some(versions) = self.versions() else {
            self.message(
                "Earlier versions are not kept",
                "This system names no folder where a program may keep a user's data.".to_owned(),
            );
            return;
        };
        self.over.versions = Some(VersionsState::default());
        files::list_versions(&mut self.jobs, versions, self.document);
    }

    /// Takes in what was found out about versions.
    pub(super) fn version_done(&mut self, done: Done) {
        match done {
            Done::VersionKept(Some(problem)) => self.say(problem),
            Done::VersionsListed { document, listed }
                if document == self.document && self.over.versions.is_some() =>
            {
                self.over.versions = Some(VersionsState::of(listed));
                self.look_into_versions(None);
            }
            Done::VersionRead(read) if read.document == self.document => self.version_read(*read),
            _ => {}
        }
    }

    /// Reads the next version of the list to find out what changed in the one after it.
    fn look_into_versions(&mut self, later: Option<(Version, Arc<Comparison>)>) {
        let (Some(versions), Some(state)) = (self.versions(), &self.over.versions) else { return };
        let mut rows = state.rows.iter().flatten().map(|row| row.version);
        let next = match &later {
            None => rows.next(),
            Some((later, _)) => rows.skip_while(|version| version.number != later.number).nth(1),
        };
        match (next, later) {
            (Some(next), later) => {
                files::read_version(&mut self.jobs, (versions, next), self.document, later);
            }
            (None, Some((oldest, _))) => {
                if let Some(state) = &mut self.over.versions {
                    state.note(oldest.number, Ok("the first that was kept".to_owned()));
                }
            }
            (None, None) => {}
        }
    }

    fn version_read(&mut self, read: VersionRead) {
        let VersionRead { version, opened, later, to_restore, .. } = read;
        if to_restore {
            match opened {
                Ok(earlier) => self.restore(version, &earlier),
                Err(problem) => self.message("The version could not be restored", problem),
            }
            return;
        }
        let Some(state) = &mut self.over.versions else { return };
        match opened {
            Ok(comparison) => {
                if let Some((later, after)) = later {
                    state.note(later.number, Ok(Changes::between(&comparison, &after).summary()));
                }
                self.look_into_versions(Some((version, comparison)));
            }
            Err(problem) => {
                state.note(version.number, Err(problem));
                // What stands before it is compared with what stands after it.
                let Some((later, after)) = later else { return };
                state.note(later.number, Ok("the version before it can't be read".to_owned()));
                self.look_into_versions(Some((version, after)));
            }
        }
    }

    fn restore(&mut self, version: Version, earlier: &Comparison) {
        self.over.versions = None;
        let before = self.open.desk.history().state();
        self.run(Command::Restore(Box::new(earlier.clone())));
        let when = moment::in_words(version.when);
        if self.open.desk.history().state() == before {
            self.say(format!("The comparison is as it was in the version of {when}."));
        } else {
            self.say(format!("Restored as it was in the version of {when}. Ctrl+Z takes that back."));
        }
    }

    pub(super) fn restore_version(&mut self, number: u64) {
        let state = self.over.versions.as_ref();
        let mut rows = state.and_then(|state| state.rows.as_ref()).into_iter().flatten();
        let version = rows.find(|row| row.version.number == number).map(|row| row.version);
        if let (Some(versions), Some(version)) = (self.versions(), version) {
            files::restore_version(&mut self.jobs, (versions, version), self.document);
        }
    }

    /// Shows a version in a window of its own: a second run of this program.
    pub(super) fn open_version(&mut self, number: u64) {
        let Some(path) = self.open.path.clone() else { return };
        let started = std::env::current_exe().and_then(|program| {
            let mut command = std::process::Command::new(program);
            command.arg("--earlier").arg(number.to_string()).arg(&path).spawn()
        });
        match started {
            Ok(_) => self.say("The earlier version opens in a window of its own."),
            Err(error) => {
                self.message(
                    "No second window",
                    format!("The program could not be started a second time ({error})."),
                );
            }
        }
    }

    /// Opens an earlier version of the comparison in `file` as one that has no file yet.
    pub(super) fn open_earlier(&mut self, file: PathBuf, number: u64) {
        if let Some(private) = self.places.private.clone() {
            files::open_earlier(&mut self.jobs, private, (file, number));
        }
    }

    /// Lays an earlier version open: it has no file, so that nothing is written over by it.
    pub(super) fn earlier_opened(&mut self, opened: Result<(Version, Opened), String>) {
        match opened {
            Ok((version, Opened { comparison, .. })) => {
                let view = View::of(&comparison);
                let desk = super::documents::on_desk(comparison, &self.settings);
                self.lay_open(Open { desk, record: Record::new(), path: None, read_only: false, view });
                let when = moment::in_words(version.when);
                self.message(
                    "An earlier version",
                    format!(
                        "This is the comparison as it was on {when}. What you do here does not touch its file; \
                         saving asks for a new one."
                    ),
                );
            }
            Err(problem) => self.message("The version could not be opened", problem),
        }
    }

    pub(super) fn versions_ui(&mut self, ui: &Ui) {
        let Some(state) = &self.over.versions else { return };
        let screen = ui.ctx().content_rect().size();
        let frame = egui::Frame::popup(ui.style()).inner_margin(18);
        let modal = egui::Modal::new(egui::Id::unique("versions")).frame(frame).show(ui.ctx(), |ui| {
            ui.set_width((screen.x - 80.0).min(640.0));
            versions_panel_ui(ui, state, &mut self.out);
            ui.add_space(4.0);
            ui.button("Close").clicked()
        });
        if modal.inner || modal.should_close() {
            self.over.versions = None;
        }
    }
}
