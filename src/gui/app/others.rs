//! Somebody else's hand on the file: noticed, said in a line under the texts, and merged or kept apart as the reader chooses.

use std::path::{Path, PathBuf};

use eframe::egui::{Frame, Margin, Panel, RichText, Ui};

use super::super::files::{self, Done, MergeDone};
use super::super::{moment, theme};
use super::Diptych;
use crate::desk::Command;
use crate::store::journal::Journal;
use crate::store::{self, DiskEvent, Holder, Lock, LockOutcome, MergeReport, Watch};

/// What keeps an eye on the open file.
#[derive(Default)]
pub struct Guards {
    /// The file that they are for.
    path: Option<PathBuf>,
    watch: Option<Watch>,
    lock: Option<Lock>,
}

/// What others have done, and the reader has not decided about.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Elsewhere {
    /// The file was changed.
    Changed,
    /// The file is gone.
    Gone,
    /// A synchronizer left a copy.
    Copy(PathBuf),
    /// Somebody has the file open too.
    Held(Holder),
}

enum Choice {
    Merge(PathBuf),
    KeepApart,
    LetBe,
}

impl Diptych {
    /// Watches the open file, and marks it as open here; again when it is another one.
    pub(super) fn guard_file(&mut self) {
        if self.places.private.is_none() || self.guards.path == self.open.path {
            return;
        }
        self.over.elsewhere.clear();
        self.guards = Guards { path: self.open.path.clone(), ..Guards::default() };
        let Some(path) = self.open.path.clone() else { return };
        let (document, report) = (self.document, self.jobs.reporter());
        let watch =
            Watch::begin(&path, &self.open.record, move |event| report(Done::Disk { document, event }));
        self.guards.watch = Some(watch);
        let reader = self.open.desk.reader().name.clone();
        files::lock(&mut self.jobs, path, reader, document);
    }

    /// Looks at the file now: the window has come to the front.
    pub(super) fn look_at_file(&self) {
        if let Some(watch) = &self.guards.watch {
            watch.look();
        }
    }

    pub(super) fn locked(&mut self, document: u64, outcome: LockOutcome) {
        match outcome {
            LockOutcome::Ours(lock) if document == self.document => self.guards.lock = Some(lock),
            LockOutcome::HeldBy(holder) if document == self.document => self.note(Elsewhere::Held(holder)),
            _ => {}
        }
    }

    pub(super) fn on_disk(&mut self, document: u64, event: DiskEvent) {
        if document != self.document {
            return;
        }
        let about_file = |elsewhere: &Elsewhere| matches!(elsewhere, Elsewhere::Changed | Elsewhere::Gone);
        match event {
            DiskEvent::ConflictCopy(path) => self.note(Elsewhere::Copy(path)),
            event => {
                self.over.elsewhere.retain(|elsewhere| !about_file(elsewhere));
                match event {
                    DiskEvent::Changed => self.note(Elsewhere::Changed),
                    DiskEvent::Gone => self.note(Elsewhere::Gone),
                    DiskEvent::AsKnown | DiskEvent::ConflictCopy(_) => {}
                }
            }
        }
    }

    pub(super) fn note(&mut self, elsewhere: Elsewhere) {
        if !self.over.elsewhere.contains(&elsewhere) {
            self.over.elsewhere.push(elsewhere);
        }
    }

    /// The line under the texts that says what others have done.
    pub(super) fn elsewhere_ui(&mut self, ui: &mut Ui) {
        let Some(first) = self.over.elsewhere.first().cloned() else { return };
        let colors = theme::of(ui);
        let frame = Frame::NONE.fill(colors.card).inner_margin(Margin::symmetric(14, 6));
        // At the foot of the window, so that no line of the texts moves.
        let choice = Panel::bottom("elsewhere").frame(frame).show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(self.words_for(&first)).color(colors.warning));
                choices_ui(ui, &first, self.open.path.as_deref())
            })
            .inner
        });
        match choice.inner {
            None => return,
            Some(Choice::Merge(path)) => self.merge_file(path),
            Some(Choice::KeepApart) => self.ask_path(super::Ask::Save),
            Some(Choice::LetBe) => {}
        }
        self.over.elsewhere.retain(|other| *other != first);
    }

    fn words_for(&self, elsewhere: &Elsewhere) -> String {
        let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
        let own = self.open.path.as_deref().and_then(name).unwrap_or_default();
        match elsewhere {
            Elsewhere::Changed => format!(
                "Somebody else, or another program, has changed {own}. What you see here is still yours; the two can be merged."
            ),
            Elsewhere::Gone => {
                format!(
                    "{own} is no longer where it was. Your work is still here; saving writes the file anew."
                )
            }
            Elsewhere::Copy(path) => format!(
                "Your synchronizer left {} beside the file, because it was changed in two places at once.",
                name(path).unwrap_or_default()
            ),
            Elsewhere::Held(Holder { name, machine, since, is_here }) => {
                let who = if *is_here { "Another window".to_owned() } else { format!("{name} on {machine}") };
                format!(
                    "{who} has {own} open since {}. You can both work: whoever saves second is asked to merge.",
                    moment::in_words(*since)
                )
            }
        }
    }

    /// Merges a file into the open comparison, off the main thread.
    pub(super) fn merge_file(&mut self, path: PathBuf) {
        let at = self.at();
        let open = (self.open.desk.comparison().clone(), self.open.record.clone(), self.actor);
        let own = self.open.path.as_ref() == Some(&path);
        files::merge(&mut self.jobs, open, (path, own), at);
    }

    pub(super) fn merged(&mut self, done: MergeDone) {
        let MergeDone { path, own, at, merged } = done;
        let now = self.at();
        if now.document != at.document {
            return;
        }
        if now != at {
            // Something was done meanwhile: it is merged too.
            self.merge_file(path);
            return;
        }
        let (change, other, is_file) = match merged {
            Ok(merged) => merged,
            Err(why) => {
                self.after_save = None;
                let kept = "Nothing was changed, neither here nor in the file.";
                self.message("Not merged", format!("{why}\n\n{kept}"));
                return;
            }
        };
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let n_before = self.open.desk.comparison().n_claims();
        self.run(Command::Mend { label: format!("merge {name}"), edits: change.edits });
        self.open.record = if own { change.record.in_place_of(&other) } else { change.record };
        if own && is_file {
            // Nothing of one's own was added: what is open is what the file says.
            let state = self.open.desk.history().state();
            self.note_on_disk(state, &path, &other);
        }
        if own {
            self.over.elsewhere.retain(|elsewhere| *elsewhere != Elsewhere::Changed);
        }
        let n_new = self.open.desk.comparison().n_claims().saturating_sub(n_before);
        self.tell_of_merge(&name, n_new, &change.report);
        if let Some(next) = self.after_save.take() {
            self.save(Some(next));
        }
    }

    fn tell_of_merge(&mut self, name: &str, n_new: usize, report: &MergeReport) {
        let came = match n_new {
            0 => "no new claims came with it".to_owned(),
            n => format!("{} came with it", super::super::parts::counted(n, "new claim")),
        };
        if report.lines.is_empty() {
            self.say(format!("Merged {name}: {came}. Ctrl+Z takes that back."));
            return;
        }
        let lines: Vec<&str> = report.lines.iter().take(60).map(|line| line.sentence.as_str()).collect();
        let more = report.lines.len().saturating_sub(60);
        let more = if more > 0 { format!("\n\n… and {more} more.") } else { String::new() };
        let words = format!(
            "{name}: {came}. Nothing was lost; these are worth a look:\n\n{}{more}",
            lines.join("\n\n")
        );
        self.message("Merged", words);
    }

    /// Tells a panic hook which journal to flush.
    pub(super) fn guard_journal(&self) {
        super::super::crash::flush_on_fault(self.open.desk.journal().map(Journal::flusher));
    }
}

fn choices_ui(ui: &mut Ui, elsewhere: &Elsewhere, own: Option<&Path>) -> Option<Choice> {
    let mut choice = None;
    match elsewhere {
        Elsewhere::Changed => {
            let merge = ui
                .button("Merge")
                .on_hover_text("Brings in what the others did, as a step that undo takes back");
            if let Some(path) = own.filter(|_| merge.clicked()) {
                choice = Some(Choice::Merge(path.to_owned()));
            }
            if ui.button("Keep apart…").on_hover_text("Saves your work as a file of its own").clicked() {
                choice = Some(Choice::KeepApart);
            }
            if ui.button("Later").on_hover_text("You are asked again when you save").clicked() {
                choice = Some(Choice::LetBe);
            }
        }
        Elsewhere::Copy(path) => {
            if ui
                .button("Merge it")
                .on_hover_text("Brings in what it says, as a step that undo takes back")
                .clicked()
            {
                choice = Some(Choice::Merge(path.clone()));
            }
            if ui.button("Not now").clicked() {
                choice = Some(Choice::LetBe);
            }
        }
        Elsewhere::Gone | Elsewhere::Held(_) => {
            if ui.button("Understood").clicked() {
                choice = Some(Choice::LetBe);
            }
        }
    }
    choice
}

/// What is said of a file that is a synchronizer's copy of another.
pub(super) fn remark_on_copy(path: &Path) -> Option<String> {
    let original = store::conflict_copy(path)?;
    let name =
        |path: &Path| path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Some(format!(
        "{} is a copy that a synchronizer made of {}, because it was changed in two places at once. Open {} and merge \
         this one into it; it is not another reader's file.",
        name(path),
        name(&original),
        name(&original)
    ))
}
