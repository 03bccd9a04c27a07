//! Which files lie over the comparison: added, watched for, taken off, remembered.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use eframe::egui::{self, Ui};

use super::super::super::dialogs::Dialog;
use super::super::super::files::Done;
use super::super::super::parts::counted;
use super::super::super::readers::dropped::Choice;
use super::super::super::readers::report::{ReportAnswer, ReportState, report_ui};
use super::super::super::readers::{ReadersDone, Task, Wanted, lay};
use super::{Diptych, Laying, Purpose};
use crate::model::{ReaderId, Revision};
use crate::store::laid_over::LaidOver;
use crate::store::laying::{Laid, Layers};
use crate::store::{FolderWatch, Listing, comparisons_in};

/// How often it is said how many files are read.
const SAID_EVERY: Duration = Duration::from_millis(60);

impl Diptych {
    /// What lies over the comparison now.
    pub(super) fn wanted(&self) -> Wanted {
        let group = &self.readers.group;
        Wanted {
            files: group.files.clone(),
            preferred: group.preferred.clone(),
            united: group.united.clone(),
        }
    }

    /// Reads files of other readers, to be looked at and laid over. A folder stands for the comparisons in it.
    pub(in crate::gui::app) fn add_readers(&mut self, paths: Vec<PathBuf>) {
        let mut files: Vec<PathBuf> = Vec::new();
        for path in paths {
            match comparisons_in(&path) {
                Ok(listing) if path.is_dir() => files.extend(listing.into_iter().map(|(file, ..)| file)),
                _ => files.push(path),
            }
        }
        self.look_at_files(files);
    }

    fn look_at_files(&mut self, files: Vec<PathBuf>) {
        let mut wanted = self.wanted();
        let mut changed = Vec::new();
        for file in files {
            let file = std::path::absolute(&file).unwrap_or(file);
            if self.is_open_file(&file) {
                self.say("That is the comparison that is open here; it can't lie over itself.");
            } else if wanted.files.contains(&file) {
                changed.push(file);
            } else {
                self.readers.group.taken_off.retain(|other| *other != file);
                wanted.files.push(file);
            }
        }
        if wanted.files.is_empty() || wanted.files == self.readers.group.files && changed.is_empty() {
            return;
        }
        let read = (0, wanted.files.len());
        let base = self.open.desk.comparison().revision();
        self.readers.report =
            Some(ReportState { wanted: wanted.clone(), laid: None, base, read, lies: false });
        self.start_laying(wanted, changed, Purpose::Report);
    }

    fn is_open_file(&self, file: &Path) -> bool {
        let same = |own: &PathBuf| {
            own == file
                || std::fs::canonicalize(own)
                    .is_ok_and(|own| std::fs::canonicalize(file).is_ok_and(|file| own == file))
        };
        self.open.path.as_ref().is_some_and(same)
    }

    /// Begins to lay files over the comparison as it is now; a task under way is given up.
    pub(super) fn start_laying(&mut self, wanted: Wanted, changed: Vec<PathBuf>, purpose: Purpose) {
        self.readers.number += 1;
        let (number, stop) = (self.readers.number, Arc::new(AtomicBool::new(false)));
        self.readers.laying = Some(Laying { number, stop: Arc::clone(&stop), purpose, read: None });
        let group = &self.readers.group;
        // What was looked at last is known best; else what lies over the comparison.
        let looked_at = self.readers.report.as_ref();
        let known = looked_at
            .and_then(|report| Some((Arc::clone(&report.laid.as_ref()?.0), report.wanted.files.clone())));
        let known = known.or_else(|| Some((Arc::clone(group.layers()?), group.files.clone())));
        let task = Task { base: self.open.desk.comparison().clone(), wanted, known, changed, stop };
        let report = self.jobs.reporter();
        self.jobs.start("lay over", move || {
            let said = Cell::new(Instant::now());
            let laid = lay(&task, &|n, of| {
                if n == 1 || said.get().elapsed() >= SAID_EVERY {
                    said.set(Instant::now());
                    report(Done::Readers(ReadersDone::Read { number, n, of }));
                }
            });
            let base = task.base.revision();
            Done::Readers(ReadersDone::Laid { number, wanted: task.wanted, base, laid })
        });
    }

    /// What a task has brought is shown, or lies over the comparison from now on.
    pub(super) fn laid(
        &mut self,
        (purpose, wanted): (Purpose, Wanted),
        base: Revision,
        laid: Option<(Arc<Layers>, Arc<Laid>)>,
    ) {
        let Some(laid) = laid else { return };
        if purpose == Purpose::Report {
            if let Some(report) = &mut self.readers.report {
                (report.wanted, report.base, report.laid) = (wanted, base, Some(laid));
            }
            return;
        }
        let told = self.told_of(purpose, &laid.1, &wanted);
        self.lay_over(wanted, laid, base);
        if let Some(told) = told {
            self.say(told);
        }
    }

    fn lay_over(&mut self, wanted: Wanted, laid: (Arc<Layers>, Arc<Laid>), base: Revision) {
        let group = &mut self.readers.group;
        (group.files, group.preferred, group.united) = (wanted.files, wanted.preferred, wanted.united);
        group.take_laid(laid, base);
    }

    /// What is said of files that were laid without being asked for.
    fn told_of(&self, purpose: Purpose, laid: &Laid, wanted: &Wanted) -> Option<String> {
        let n_refused = laid.files.iter().filter(|file| file.refused.is_some()).count();
        let refused = match n_refused {
            0 => String::new(),
            n => format!(
                " {} can't be read or laid: see Readers, Files that lie over this one.",
                counted(n, "file")
            ),
        };
        let n_others = laid.readers.iter().filter(|reader| reader.from.is_some()).count();
        match purpose {
            Purpose::Report | Purpose::Again => None,
            Purpose::Recall => Some(format!("{} over these texts, as before.{refused}", lie(n_others))),
            Purpose::Folder => {
                let known = &self.readers.group.files;
                let new = |at: usize| wanted.files.get(at).is_some_and(|path| !known.contains(path));
                let readers = laid.readers.iter().filter(|reader| reader.from.is_some_and(new));
                let names: Vec<String> = readers.map(|reader| reader.name.clone()).take(4).collect();
                let came = if names.is_empty() {
                    "The watched folder has changed".to_owned()
                } else {
                    format!("In the watched folder: {}", names.join(", "))
                };
                Some(format!("{came}; {} over these texts.{refused}", lie(n_others)))
            }
        }
    }

    /// Shows what the files are that lie over the comparison.
    pub(super) fn show_files(&mut self) {
        let group = &self.readers.group;
        let (Some(layers), Some(laid)) = (group.layers(), group.laid_though_sealed()) else { return };
        let n = group.files.len();
        self.readers.report = Some(ReportState {
            wanted: self.wanted(),
            laid: Some((Arc::clone(layers), Arc::clone(laid))),
            base: self.open.desk.comparison().revision(),
            read: (n, n),
            lies: true,
        });
    }

    /// Watches a folder: what is in it is looked at first, what comes later is laid over by itself.
    pub(in crate::gui::app) fn watch_readers(&mut self, folder: PathBuf) {
        let folder = std::path::absolute(&folder).unwrap_or(folder);
        self.readers.group.taken_off.clear();
        self.readers.group.folder = Some(folder);
        self.begin_watch();
    }

    fn begin_watch(&mut self) {
        self.readers.listing = None;
        let Some(folder) = self.readers.group.folder.clone() else { return };
        let (document, report) = (self.document, self.jobs.reporter());
        let told = move |listing| report(Done::Readers(ReadersDone::Folder { document, listing }));
        self.readers.watch = Some(FolderWatch::begin(&folder, told));
    }

    /// The watched folder has changed, or was looked at for the first time.
    pub(super) fn folder_told(&mut self, listing: Result<Listing, String>) {
        let listing = match listing {
            Ok(listing) => listing,
            Err(why) => {
                self.say(why);
                return;
            }
        };
        let first = self.readers.listing.is_none();
        let before = self.readers.listing.replace(listing.clone()).unwrap_or_default();
        let in_folder: Vec<PathBuf> = listing.iter().map(|(path, ..)| path.clone()).collect();
        let wanted_here =
            |path: &PathBuf| !self.readers.group.taken_off.contains(path) && !self.is_open_file(path);
        let files: Vec<PathBuf> = in_folder.iter().filter(|path| wanted_here(path)).cloned().collect();
        let known = self.readers.group.files.clone();
        if first && files.iter().any(|path| !known.contains(path)) && known.is_empty() {
            self.look_at_files(files);
            return;
        }
        if first && files.is_empty() {
            self.say(
                "There is no reader's file in that folder yet; those that come are laid over by themselves.",
            );
        }
        let changed: Vec<PathBuf> = listing
            .iter()
            .filter(|now| !first && before.iter().any(|was| was.0 == now.0 && was != *now))
            .map(|(path, ..)| path.clone())
            .collect();
        let mut wanted = self.wanted();
        let gone = |path: &PathBuf| before.iter().any(|was| was.0 == *path) && !in_folder.contains(path);
        wanted.files.retain(|path| !gone(path));
        wanted.files.extend(files.into_iter().filter(|path| !known.contains(path)));
        if wanted.files != known || changed.iter().any(|path| known.contains(path)) {
            self.start_laying(wanted, changed, Purpose::Folder);
        }
    }

    /// Takes all files off the comparison.
    pub(super) fn take_off_readers(&mut self) {
        self.readers.laying = None;
        self.readers.watch = None;
        self.readers.listing = None;
        self.readers.group.clear();
        self.open.view.overlay.chosen = None;
        self.say("The readers' files are taken off these texts. They are as they were.");
    }

    /// Comparisons that were dropped on the window are asked about. Returns whether they were.
    pub(in crate::gui::app) fn ask_about_dropped(&mut self, paths: &[PathBuf]) -> bool {
        let is_comparison = |path: &PathBuf| {
            path.is_dir() || path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
        };
        let fits = self.over.form.is_none() && self.over.dialog.is_none() && paths.iter().all(is_comparison);
        if !fits || self.open.desk.comparison().sources().is_empty() {
            return false;
        }
        match paths {
            // Let drop again, it is opened again.
            [file] if self.is_open_file(file) => return false,
            [folder] if folder.is_dir() => self.watch_readers(folder.clone()),
            _ => self.over.dialog = Some(Dialog::Dropped(paths.to_vec())),
        }
        true
    }

    pub(in crate::gui::app) fn take_choice(&mut self, choice: Choice, paths: Vec<PathBuf>) {
        match choice {
            Choice::LayOver => self.add_readers(paths),
            Choice::Open => self.take_files(paths),
            Choice::Merge => paths.into_iter().take(1).for_each(|path| self.merge_file(path)),
        }
    }

    /// What readers' files are, over the window.
    pub(in crate::gui::app) fn readers_report_ui(&mut self, ui: &Ui) {
        let Some(report) = &self.readers.report else { return };
        let screen = ui.ctx().content_rect().size();
        let sealed = self.readers.group.sealed();
        let frame = egui::Frame::popup(ui.style()).inner_margin(18);
        let modal = egui::Modal::new(egui::Id::unique("readers' files")).frame(frame).show(ui.ctx(), |ui| {
            ui.set_width((screen.x - 80.0).min(760.0));
            ui.set_max_height(screen.y - 80.0);
            ui.spacing_mut().item_spacing.y = 6.0;
            report_ui(ui, self.open.desk.comparison(), report, sealed)
        });
        let away = modal.should_close() && self.over.dialog.is_none();
        match modal.inner {
            ReportAnswer::Again(wanted) => {
                let read = self.readers.report.as_ref().map_or((0, 0), |report| report.read);
                if wanted.files.is_empty() {
                    self.cancel_report();
                    self.take_off_readers();
                    return;
                }
                self.start_laying(wanted, Vec::new(), Purpose::Report);
                if let Some(report) = &mut self.readers.report {
                    report.read = read;
                }
            }
            ReportAnswer::Lay => self.lay_report(),
            ReportAnswer::Cancel => self.cancel_report(),
            ReportAnswer::Open if away => match &self.readers.report {
                Some(report) if report.lies => self.lay_report(),
                _ => self.cancel_report(),
            },
            ReportAnswer::Open => {}
        }
    }

    fn cancel_report(&mut self) {
        self.readers.report = None;
        self.readers.laying = self.readers.laying.take().filter(|laying| laying.purpose != Purpose::Report);
        if self.readers.group.files.is_empty() {
            // Nothing is laid, so nothing is watched for either.
            (self.readers.group.folder, self.readers.watch, self.readers.listing) = (None, None, None);
        }
    }

    fn lay_report(&mut self) {
        let Some(report) = self.readers.report.take() else { return };
        let Some(laid) = report.laid else { return };
        // A file of the watched folder that was left out must not come back by itself.
        let in_folder = self.readers.listing.iter().flatten().map(|(path, ..)| path);
        let left_out: Vec<PathBuf> =
            in_folder.filter(|path| !report.wanted.files.contains(path)).cloned().collect();
        self.readers.group.taken_off = left_out;
        let n_others = laid.1.readers.iter().filter(|reader| reader.from.is_some()).count();
        self.lay_over(report.wanted, laid, report.base);
        if !report.lies {
            self.settings.show_readers = true;
            self.keep_settings();
            self.say(if self.readers.group.sealed() {
                format!("{} here; the round keeps what they say closed.", are(n_others))
            } else {
                format!("{} over these texts. The files are not changed.", lie(n_others))
            });
        }
    }

    /// Takes up what lay over the comparison the last time.
    pub(super) fn recall_readers(&mut self) {
        let Some((private, path)) = self.places.private.clone().zip(self.open.path.clone()) else { return };
        let kept = LaidOver::load(&private, (self.open.desk.comparison().id(), &path));
        self.readers.kept = Some(kept.clone());
        let group = &mut self.readers.group;
        group.recall(kept.hidden.iter().copied().map(ReaderId), kept.density);
        (group.folder, group.taken_off) = (kept.folder, kept.taken_off);
        let preferred = kept.preferred.into_iter().map(|(reader, file)| (ReaderId(reader), file));
        let united = kept.united.into_iter().map(|(one, other)| (ReaderId(one), ReaderId(other)));
        let wanted = Wanted { files: kept.files, preferred: preferred.collect(), united: united.collect() };
        if !wanted.files.is_empty() {
            group.files.clone_from(&wanted.files);
            self.start_laying(wanted, Vec::new(), Purpose::Recall);
        }
        self.begin_watch();
    }

    /// Remembers what lies over the comparison, if it has a file.
    pub(super) fn remember_readers(&mut self) {
        let Some((private, path)) = self.places.private.clone().zip(self.open.path.clone()) else { return };
        if self.readers.laying.as_ref().is_some_and(|laying| laying.purpose == Purpose::Recall) {
            return;
        }
        let group = &self.readers.group;
        let now = LaidOver {
            files: group.files.clone(),
            folder: group.folder.clone(),
            taken_off: group.taken_off.clone(),
            hidden: group.hidden().map(|reader| reader.0).collect(),
            density: group.chosen_density(),
            preferred: group.preferred.iter().map(|(reader, file)| (reader.0, file.clone())).collect(),
            united: group.united.iter().map(|(one, other)| (one.0, other.0)).collect(),
        };
        if self.readers.kept.as_ref() != Some(&now) {
            // That it can't be written costs no work: it is laid over again by hand.
            let _ = now.save(&private, (self.open.desk.comparison().id(), &path));
            self.readers.kept = Some(now);
        }
    }
}

/// “1 reader's file is”, “12 readers' files are”.
fn are(n: usize) -> String {
    if n == 1 { "1 reader's file is".to_owned() } else { format!("{n} readers' files are") }
}

/// “1 reader's file lies”, “12 readers' files lie”.
fn lie(n: usize) -> String {
    if n == 1 { "1 reader's file lies".to_owned() } else { format!("{n} readers' files lie") }
}
