//! Comparisons come and go: opening, saving, new ones, the sample, and the questions on the way.

use std::path::{Path, PathBuf};

use eframe::egui::{self, ViewportCommand};

use super::super::dialogs::{Dialog, Next};
use super::super::files::{self, Ask, At, Done, Picked, Saving};
use super::super::new_comparison::{NewComparison, Purpose};
use super::super::view::View;
use super::others;
use super::{Diptych, Guards, Open};
use crate::desk::{Command, Desk, IdSource, NewSource, RandomIds, SystemClock};
use crate::model::{Comparison, ComparisonId, Reader, ReaderId, State, Time, Unknown};
use crate::store::journal::Journal;
use crate::store::settings::Settings;
use crate::store::versions::Reason;
use crate::store::{self, Opened, Record, StoreError};

/// The comparison that a newcomer sees first.
const SAMPLE: &[u8] = include_bytes!("../../../sample_annotations/chile-1973.diptych.json");

/// Returns a number that no other session has: which session made a change.
pub fn random_actor() -> u64 {
    let (high, low) = RandomIds.next().as_u64_pair();
    high ^ low.rotate_left(32)
}

fn reader_of(settings: &Settings) -> Reader {
    Reader {
        id: ReaderId(settings.reader_id),
        name: settings.reader_name.clone(),
        unknown: Unknown::default(),
    }
}

pub(super) fn on_desk(comparison: Comparison, settings: &Settings) -> Desk {
    Desk::new(comparison, reader_of(settings), Box::new(SystemClock), Box::new(RandomIds))
}

/// Returns the sample, without a file: saving asks for one.
pub fn sample(settings: &Settings) -> Open {
    let opened = store::from_json(SAMPLE, Path::new("the sample"));
    let comparison = match opened {
        Ok(opened) => opened.comparison,
        Err(_) => Comparison::new(ComparisonId(RandomIds.next()), "Untitled".to_owned(), Time(0)),
    };
    let view = View::of(&comparison);
    Open { desk: on_desk(comparison, settings), record: Record::new(), path: None, read_only: false, view }
}

impl Diptych {
    /// Files named at the start or dropped on the window: a comparison is opened; texts make a new one.
    pub(super) fn take_files(&mut self, files: Vec<PathBuf>) {
        let is_comparison =
            |path: &PathBuf| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        let (comparisons, texts): (Vec<_>, Vec<_>) = files.into_iter().partition(is_comparison);
        if let Some(path) = comparisons.into_iter().next() {
            if self.over.form.as_ref().is_some_and(|form| !form.drafts().is_empty()) {
                self.message(
                    "A new comparison is being made",
                    format!("Finish it or cancel it first; then open {}.", path.display()),
                );
            } else {
                self.over.form = None;
                self.unless_unsaved(Next::Open(path));
            }
        }
        if self.over.form.is_some() {
            texts.into_iter().for_each(|path| files::read_source(&mut self.jobs, path));
        } else if !texts.is_empty() {
            self.unless_unsaved(Next::Texts(texts));
        }
    }

    pub(super) fn take_dropped(&mut self, ctx: &egui::Context) {
        let dropped = ctx.input(|input| input.raw.dropped_files.clone());
        let paths: Vec<PathBuf> = dropped.into_iter().map(|file| file.path().to_owned()).collect();
        if !paths.is_empty() && !self.ask_about_dropped(&paths) {
            self.take_files(paths);
        }
    }

    /// Does `next` now, or after asking what to do with what isn't saved.
    pub(super) fn unless_unsaved(&mut self, next: Next) {
        if self.open.desk.saved() {
            self.go_on(next);
        } else {
            self.over.dialog = Some(Dialog::SaveFirst(next));
        }
    }

    pub(super) fn go_on(&mut self, next: Next) {
        match next {
            Next::Quit => self.may_close = true,
            Next::Open(path) => self.open_file(path),
            Next::AskOpen => self.ask_path(Ask::Open),
            Next::New => self.over.form = Some(NewComparison::new(Purpose::NewComparison)),
            Next::Sample => self.lay_open(sample(&self.settings)),
            Next::Settle => self.begin_settling(),
            Next::Texts(texts) => {
                self.over.form = Some(NewComparison::new(Purpose::NewComparison));
                texts.into_iter().for_each(|path| files::read_source(&mut self.jobs, path));
            }
        }
    }

    /// Puts another comparison in place of the one that is open; nothing of the old one's stays behind.
    pub(super) fn lay_open(&mut self, open: Open) {
        // What was open is saved, or the reader was asked: nothing of it is to be recovered.
        std::mem::replace(&mut self.open, open).desk.close();
        self.document += 1;
        self.over.elsewhere.clear();
        self.over.sheets = super::sheets::Sheets::default();
        self.guards = Guards::default();
        self.guard_journal();
        self.panels = super::PanelStates::default();
        self.search = super::Search::default();
        self.asking = super::Asking::default();
        self.begin_readers();
        self.working = super::Working::default();
        self.said = None;
        self.saving = false;
        self.after_save = None;
    }

    pub(super) fn ask_path(&mut self, ask: Ask) {
        self.ticket += 1;
        self.over.waiting = Some((self.ticket, ask));
        let suggested = match ask {
            Ask::Save => Some(self.suggested_path()),
            Ask::Picture => Some(self.suggested_picture()),
            Ask::Sheet => Some(self.suggested_sheet()),
            Ask::Table => Some(self.suggested_table()),
            Ask::Reading | Ask::Group | Ask::SaveCodebook => Some(self.suggested_share(ask)),
            _ => self.open.path.clone().or_else(|| self.settings.recent.first().cloned()),
        };
        files::ask(&mut self.jobs, self.ticket, ask, suggested.as_deref());
    }

    /// The file it has, or one named after its title in the folder used last.
    pub(super) fn suggested_path(&self) -> PathBuf {
        if let Some(path) = self.open.path.as_ref().or(self.working.suggested()) {
            return path.clone();
        }
        let title = self.open.desk.comparison().title();
        let kept = title.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect::<String>();
        let name: Vec<&str> = kept.split('-').filter(|word| !word.is_empty()).take(6).collect();
        let name = if name.is_empty() { "comparison".to_owned() } else { name.join("-").to_lowercase() };
        let folder = self.settings.recent.first().and_then(|recent| recent.parent().map(Path::to_owned));
        let folder = folder.or_else(|| directories::UserDirs::new().map(|dirs| dirs.home_dir().to_owned()));
        folder.unwrap_or_default().join(format!("{name}.diptych.json"))
    }

    /// Writes the comparison to its file (asking for one first if it has none), and then does `next`.
    pub(super) fn save(&mut self, next: Option<Next>) {
        self.after_save = next;
        match self.open.path.clone() {
            Some(path) if !self.open.read_only => self.save_to(path, false),
            _ => self.ask_path(Ask::Save),
        }
    }

    pub(super) fn save_to(&mut self, path: PathBuf, over: bool) {
        let state = self.open.desk.begin_saving();
        self.saving = true;
        let saving = Saving {
            comparison: self.open.desk.comparison().clone(),
            record: self.open.record.clone(),
            actor: self.actor,
            path,
            at: self.at(),
            over,
            announcer: self.open.desk.announcer(state),
        };
        files::save(&mut self.jobs, saving);
    }

    /// This moment of the work.
    pub(super) fn at(&self) -> At {
        At { document: self.document, state: self.open.desk.history().state() }
    }

    fn open_file(&mut self, path: PathBuf) {
        let instead_of = self.at();
        let journals = self.journals();
        files::open(&mut self.jobs, path, instead_of, journals);
    }

    pub(super) fn drain_jobs(&mut self) {
        while let Some(done) = self.jobs.next_done() {
            match done {
                Done::Picked { ticket, ask, picked } if self.over.waiting == Some((ticket, ask)) => {
                    self.over.waiting = None;
                    self.picked(ask, picked);
                }
                Done::Picked { .. } => {}
                Done::Hits(piece) => self.take_hits(piece),
                Done::Parallels(brought) => self.take_parallels(brought),
                Done::Readers(done) => self.readers_done(done),
                Done::Worked(worked) => self.take_worked(worked),
                Done::Opened { path, instead_of, opened, journal } => {
                    let now = self.at();
                    let changed = now.document == instead_of.document && now != instead_of;
                    if changed && !self.open.desk.saved() {
                        // Done while the file was being read, so nobody was asked about it yet.
                        self.over.dialog = Some(Dialog::SaveFirst(Next::Open(path)));
                    } else {
                        self.opened(path, *opened, journal.map(|journal| *journal));
                    }
                }
                Done::Saved { path, at, saved } if at.document == self.document => {
                    if saved.is_err() {
                        self.keeping.note_failed(at);
                    }
                    self.saved(path, at.state, *saved);
                }
                // Of a comparison that was let go meanwhile: its file is written, and no longer ours.
                Done::Saved { path, saved, .. } => {
                    if let Err(error) = *saved {
                        self.message("Not saved", format!("{}: {error}", path.display()));
                    }
                }
                Done::Earlier(opened) => self.earlier_opened(*opened),
                done @ (Done::VersionKept(_) | Done::VersionsListed { .. } | Done::VersionRead(_)) => {
                    self.version_done(done);
                }
                Done::Fault => {
                    self.saving = false;
                    self.over.sheets.failed();
                    self.readers.failed();
                    self.after_save = None;
                    self.message(
                        "A fault of the program",
                        "Something that was being done in the background failed. Your work is still here. A report without \
                         any of your texts is among the reports in this program's private folder; please send it to us."
                            .to_owned(),
                    );
                }
                Done::Disk { document, event } => self.on_disk(document, event),
                Done::PictureSaved { path, saved } => self.picture_saved(&path, saved),
                Done::PictureDrawn(drawn) => self.picture_drawn(drawn),
                Done::SheetWritten { path, written } => self.sheet_written(&path, written),
                Done::Locked { document, outcome } => self.locked(document, outcome),
                Done::Merged(done) => self.merged(*done),
                Done::Leftovers(left) => self.leftovers(*left),
                Done::Remade { index, keep, remade } => self.remade(index, keep, *remade),
                Done::Source { path, bytes } => self.source_read(&path, bytes),
                Done::Bibliography(read) => self.bibliography_read(*read),
                Done::Shared(done) => self.shared(*done),
            }
        }
    }

    fn picked(&mut self, ask: Ask, picked: Picked) {
        match picked {
            // The system's own dialog has asked about a file that is there.
            Picked::Paths(paths) => self.use_paths(ask, paths, true),
            Picked::Cancelled => self.after_save = None,
            Picked::NoService => self.offer_path(
                ask,
                "This system did not show a file dialog (no dialog service answered). Type or paste the path instead.",
            ),
        }
    }

    pub(super) fn offer_path(&mut self, ask: Ask, why: &str) {
        let path = match ask {
            Ask::Save => self.suggested_path().display().to_string(),
            Ask::Picture => self.suggested_picture().display().to_string(),
            Ask::Sheet => self.suggested_sheet().display().to_string(),
            Ask::Table => self.suggested_table().display().to_string(),
            Ask::Reading | Ask::Group | Ask::SaveCodebook => self.suggested_share(ask).display().to_string(),
            _ => String::new(),
        };
        self.put_under();
        self.over.dialog = Some(Dialog::Path { ask, path, why: why.to_owned() });
    }

    /// Saves under a name that was chosen; `asked`: whether the reader was asked about a file that is there.
    fn save_as(&mut self, chosen: &Path, asked: bool) {
        let path = files::with_ending(chosen.to_owned());
        let own = self.open.path.as_ref() == Some(&path);
        if path.exists() && !own && !(asked && path == chosen) {
            self.over.dialog = Some(Dialog::Overwrite(path));
        } else {
            self.save_to(path, false);
        }
    }

    pub(super) fn use_paths(&mut self, ask: Ask, paths: Vec<PathBuf>, asked: bool) {
        match ask {
            Ask::Open => paths.into_iter().take(1).for_each(|path| self.open_file(path)),
            Ask::Save => {
                if let Some(path) = paths.into_iter().next() {
                    self.save_as(&path, asked);
                }
            }
            Ask::Picture => paths.iter().take(1).for_each(|path| self.save_picture(path, asked)),
            Ask::Sheet => paths.iter().take(1).for_each(|path| self.save_sheet(path, asked)),
            Ask::Table => paths.iter().take(1).for_each(|path| self.save_table(path, asked)),
            Ask::Reading | Ask::Group | Ask::SaveCodebook | Ask::TakeCodebook | Ask::Text(_) => {
                paths.iter().take(1).for_each(|path| self.share_path(ask, path, asked));
            }
            Ask::Merge => paths.into_iter().take(1).for_each(|path| self.merge_file(path)),
            Ask::Bibliography => {
                paths.into_iter().take(1).for_each(|path| files::read_bibliography(&mut self.jobs, path));
            }
            Ask::Readers => self.add_readers(paths),
            Ask::ReadersFolder => paths.into_iter().take(1).for_each(|path| self.watch_readers(path)),
            Ask::Sources => paths.into_iter().for_each(|path| files::read_source(&mut self.jobs, path)),
        }
    }

    fn opened(&mut self, path: PathBuf, opened: Result<Opened, StoreError>, journal: Option<Journal>) {
        let opened = match opened {
            Ok(opened) => opened,
            Err(StoreError::TextsWanted { wanted, .. }) => {
                self.want_texts(path, wanted);
                return;
            }
            Err(error) => {
                self.message("The file could not be opened", error.to_string());
                return;
            }
        };
        let Opened { comparison, record, warnings, read_only } = opened;
        self.settings.note_recent(&path);
        self.keep_settings();
        let view = View::of(&comparison);
        let mut desk = on_desk(comparison, &self.settings);
        if let Some(journal) = journal {
            desk = desk.journaled(journal);
        }
        self.lay_open(Open { desk, record, path: Some(path), read_only, view });
        self.keep_version(Reason::Opened);
        if let Some(remark) = self.open.path.as_deref().and_then(others::remark_on_copy) {
            self.message("A conflict copy", remark);
        }
        if !warnings.is_empty() {
            let n = warnings.len();
            let lines: Vec<&str> = warnings.iter().take(40).map(|warning| warning.message.as_str()).collect();
            let more = if n > 40 { format!("\n\n… and {} more.", n - 40) } else { String::new() };
            let kept = match self.open.desk.comparison().set_aside().len() {
                0 => "",
                _ => {
                    "What is damaged was set aside and is kept; everything else is open. Mend it under Help, Set-aside objects.\n\n"
                }
            };
            self.message("Opened, with something to see to", format!("{kept}{}{more}", lines.join("\n\n")));
        }
    }

    fn saved(&mut self, path: PathBuf, state: State, saved: Result<Record, StoreError>) {
        self.saving = false;
        let next = self.after_save.take();
        match saved {
            Ok(record) => {
                self.open.read_only = false;
                self.note_on_disk(state, &path, &record);
                self.open.record = record;
                self.settings.note_recent(&path);
                self.keep_settings();
                // A comparison that saves itself says so in the corner only.
                if !self.settings.autosave || self.open.path.as_ref() != Some(&path) {
                    self.say(format!("Saved to {}.", path.display()));
                }
                self.open.path = Some(path);
                self.keep_version(Reason::Saved);
                if let Some(next) = next {
                    self.unless_unsaved(next);
                }
            }
            Err(StoreError::ChangedOnDisk { .. }) => {
                self.after_save = next;
                self.over.dialog = Some(Dialog::ChangedOnDisk(path));
            }
            Err(error @ StoreError::Unsound { .. }) => {
                self.over.dialog = Some(Dialog::Unsound { path, why: error.to_string() });
            }
            Err(error) => {
                let words =
                    format!("{error}\n\nYour work is still here. Save it somewhere else: File, Save as.");
                // The new version is in place, only not vouched for: the next save must not clash with it.
                if let StoreError::NotFlushed { record, .. } = error {
                    self.open.record = *record;
                }
                self.message("Not saved", words);
            }
        }
    }

    /// Notes that a state is what the file at `path`, known by `record`, says.
    pub(super) fn note_on_disk(&mut self, state: State, path: &Path, record: &Record) {
        match record.content() {
            Some(digest) => self.open.desk.saved_to(state, path, digest),
            None => self.open.desk.mark_saved(state),
        }
    }

    /// Saves the part of the comparison that is sound and goes on with the file; for a fault of the program, so
    /// it is done at once.
    pub(super) fn save_sound(&mut self, path: &Path) {
        let sound = store::quarantine(self.open.desk.comparison(), &self.open.record);
        match store::save(&sound.comparison, &sound.record, self.actor, path) {
            Ok(_) => self.open_file(path.to_owned()),
            Err(error) => self.message("Not saved", error.to_string()),
        }
    }

    fn source_read(&mut self, path: &Path, bytes: Result<std::sync::Arc<[u8]>, String>) {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let form = self.over.form.get_or_insert_with(|| NewComparison::new(Purpose::NewComparison));
        match bytes {
            Ok(bytes) => form.add_bytes(bytes, name),
            // A path that leads nowhere was mistyped, most likely: it can be typed again.
            Err(why) if self.over.typed.as_deref() == Some(path) => {
                let path = path.display().to_string();
                self.over.dialog = Some(Dialog::Path { ask: Ask::Sources, path, why });
            }
            Err(why) => form.add_unreadable(name, why),
        }
    }

    pub(super) fn message(&mut self, title: &str, words: String) {
        self.over.dialog = Some(Dialog::Message { title: title.to_owned(), words });
    }

    pub(super) fn make(&mut self, title: String, sources: Vec<NewSource>, adding: bool) {
        if adding {
            self.out.run(Command::AddSources(sources));
            return;
        }
        let now = jiff::Timestamp::now().as_second();
        let comparison = Comparison::new(ComparisonId(RandomIds.next()), title, Time(now));
        let mut desk = on_desk(comparison, &self.settings);
        if let Err(refusal) = desk.run(Command::AddSources(sources)) {
            self.message("The comparison was not made", refusal.to_string());
            return;
        }
        let desk = desk.fresh();
        let view = View::of(desk.comparison());
        self.lay_open(Open { desk, record: Record::new(), path: None, read_only: false, view });
    }

    /// The window's title, its size, and whether it may close.
    pub(super) fn mind_window(&mut self, ctx: &egui::Context) {
        let name = match &self.open.path {
            Some(path) => {
                path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
            }
            None => self.open.desk.comparison().title().to_owned(),
        };
        let mark = if self.open.desk.saved() { "" } else { "• " };
        let title = format!("{mark}{name} — Diptych");
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
        let closing = ctx.input(|input| input.viewport().close_requested());
        if closing && !self.may_close && !self.open.desk.saved() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.over.dialog = Some(Dialog::SaveFirst(Next::Quit));
        } else if closing {
            if let Some(journal) = self.open.desk.journal() {
                journal.closed();
            }
            self.keep_settings();
        } else if self.may_close {
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        let size = ctx.content_rect().size();
        self.settings.window = [size.x, size.y];
    }

    /// Writes the settings. That they can't be written costs no work, so it is not worth a word.
    pub(super) fn keep_settings(&self) {
        if let Some(file) = &self.places.settings {
            let _ = self.settings.save(file);
        }
    }
}
