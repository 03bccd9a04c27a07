//! Files, off the main thread: the system's dialogs, opening, saving, reading sources.
//!
//! A dialog that can't be shown answers like one that was cancelled; the two are told apart by time:
//! nobody cancels within a blink. Then the shell offers a field for the path instead.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::app::group::Worked;
use super::app::parallels::Brought;
use super::app::recovery::{Remade, journal_of};
use super::app::search::Piece;
pub use super::ask::Ask;
use super::pictures_view::Shown;
use super::readers::ReadersDone;
use crate::desk::jobs::Jobs;
use crate::desk::{Clock as _, SystemClock};
use crate::model::Digest;
use crate::model::{Comparison, State};
use crate::store::bibliography;
use crate::store::export::{PictureFormat, Pixels, pixels};
use crate::store::journal::{Announcer, Found, Journal, Journals, Leftovers};
use crate::store::versions::{Reason, Version, Versions};
use crate::store::{
    self, Actor, DiskEvent, Lock, LockOutcome, MergedChange, Opened, Part, Record, StoreError, merge_into,
};

/// What came of a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picked {
    /// The reader chose.
    Paths(Vec<PathBuf>),
    /// The reader thought better of it.
    Cancelled,
    /// No dialog could be shown.
    NoService,
}

/// A dialog answers sooner than this only when it was never shown.
const BLINK: Duration = Duration::from_millis(250);

/// A moment of the work: which of the comparisons opened one after another, and which state of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// The number of the comparison.
    pub document: u64,
    /// Its state.
    pub state: State,
}

/// What a job has done.
pub enum Done {
    /// A dialog was answered.
    Picked {
        /// Which dialog: an answer to an earlier one than the last is void.
        ticket: u64,
        /// What it asked for.
        ask: Ask,
        /// The answer.
        picked: Picked,
    },
    /// A comparison was read.
    Opened {
        /// Its file.
        path: PathBuf,
        /// What lay open when it was asked for.
        instead_of: At,
        /// What was in it.
        opened: Box<Result<Opened, StoreError>>,
        /// The journal that was begun for it.
        journal: Option<Box<Journal>>,
    },
    /// The comparison was written.
    Saved {
        /// Its file.
        path: PathBuf,
        /// What was written.
        at: At,
        /// What is now known of the file.
        saved: Box<Result<Record, StoreError>>,
    },
    /// A version was kept; or a sentence why not.
    VersionKept(Option<String>),
    /// The versions of a comparison were looked up.
    VersionsListed {
        /// Of which of the comparisons opened one after another.
        document: u64,
        /// The latest first.
        listed: Result<Vec<Version>, String>,
    },
    /// A version was read.
    VersionRead(Box<VersionRead>),
    /// An earlier version was opened as a comparison of its own.
    Earlier(Box<Result<(Version, Opened), String>>),
    /// A search has found something, or is done.
    Hits(Piece),
    /// A question for parallel passages has brought something.
    Parallels(Brought),
    /// Readers' files were read, or sentences counted.
    Readers(ReadersDone),
    /// Something of how far readers agree was worked out.
    Worked(Worked),
    /// A job failed by a fault of the program.
    Fault,
    /// Somebody else did something to the open file.
    Disk {
        /// Of which of the comparisons opened one after another.
        document: u64,
        /// What.
        event: DiskEvent,
    },
    /// The open file was marked as open here, or somebody else has it open.
    Locked {
        /// Of which of the comparisons opened one after another.
        document: u64,
        /// Which of the two.
        outcome: LockOutcome,
    },
    /// A file was merged into the open comparison.
    Merged(Box<MergeDone>),
    /// What earlier sittings left behind.
    Leftovers(Box<Leftovers>),
    /// Work was made again from a journal.
    Remade {
        /// Of which row of the list.
        index: usize,
        /// Whether it is to be gone on with.
        keep: bool,
        /// What came of it.
        remade: Box<Remade>,
    },
    /// A picture was written.
    PictureSaved {
        /// Its file.
        path: PathBuf,
        /// Or why not.
        saved: Result<(), String>,
    },
    /// A picture was drawn, to be copied.
    PictureDrawn(Result<Pixels, String>),
    /// A sheet was written (or not, because it was stopped); or why not.
    SheetWritten {
        /// Its file.
        path: PathBuf,
        /// What came of it.
        written: Result<bool, String>,
    },
    /// Bibliographic data were read for the form of a source; or a sentence why not.
    Bibliography(Box<Result<bibliography::Read, String>>),
    /// Something was sent or taken in.
    Shared(Box<super::app::sharing::Shared>),
    /// A text was read for the form of a new comparison.
    Source {
        /// Its file.
        path: PathBuf,
        /// Its bytes, or why not.
        bytes: Result<Arc<[u8]>, String>,
    },
}

/// Shows the system's file dialog without holding up the window.
pub fn ask(jobs: &mut Jobs<Done>, ticket: u64, ask: Ask, suggested: Option<&Path>) {
    let dialog = dialog(ask, suggested);
    // The future is made here, as macOS wants it; it is waited for elsewhere.
    match ask {
        ask if ask.is_to_save() => {
            let future = dialog.save_file();
            jobs.start("file dialog", move || {
                answer(ticket, ask, || pollster::block_on(future).map(|f| vec![f]))
            });
        }
        Ask::ReadersFolder => {
            let future = dialog.pick_folder();
            jobs.start("file dialog", move || {
                answer(ticket, ask, || pollster::block_on(future).map(|f| vec![f]))
            });
        }
        Ask::Sources | Ask::Readers => {
            let future = dialog.pick_files();
            jobs.start("file dialog", move || answer(ticket, ask, || pollster::block_on(future)));
        }
        _ => {
            let future = dialog.pick_file();
            jobs.start("file dialog", move || {
                answer(ticket, ask, || pollster::block_on(future).map(|f| vec![f]))
            });
        }
    }
}

fn answer(ticket: u64, ask: Ask, wait: impl FnOnce() -> Option<Vec<rfd::FileHandle>>) -> Done {
    let started = Instant::now();
    let files = wait();
    let picked = match files {
        Some(files) => Picked::Paths(files.iter().map(|file| file.path().to_owned()).collect()),
        None if started.elapsed() < BLINK => Picked::NoService,
        None => Picked::Cancelled,
    };
    Done::Picked { ticket, ask, picked }
}

fn dialog(ask: Ask, suggested: Option<&Path>) -> rfd::AsyncFileDialog {
    let mut dialog = rfd::AsyncFileDialog::new().set_title(ask.title());
    if let Some(folder) = suggested.and_then(Path::parent).filter(|folder| folder.is_dir()) {
        dialog = dialog.set_directory(folder);
    }
    if let Some(name) = suggested.and_then(Path::file_name).filter(|_| ask.is_to_save()) {
        dialog = dialog.set_file_name(name.to_string_lossy());
    }
    match ask {
        Ask::Open | Ask::Save | Ask::Merge | Ask::Readers | Ask::Reading | Ask::Group => {
            dialog.add_filter("Diptych comparison", &["json"])
        }
        Ask::SaveCodebook | Ask::TakeCodebook => dialog.add_filter("Codebook or comparison", &["json"]),
        Ask::Picture => dialog.add_filter("SVG, sharp at any size", &["svg"]).add_filter("PNG", &["png"]),
        // The form follows from the name, and the name that is suggested says the one that was chosen.
        Ask::Sheet | Ask::ReadersFolder => dialog,
        Ask::Table => dialog.add_filter("Table (CSV)", &["csv"]),
        Ask::Sources | Ask::Text(_) => dialog
            .add_filter("Texts", &["txt", "text", "md", "markdown", "mdown"])
            .add_filter("All files", &["*"]),
        Ask::Bibliography => dialog
            .add_filter("CSL-JSON, BibTeX, RIS", &["json", "bib", "bibtex", "ris", "txt"])
            .add_filter("All files", &["*"]),
    }
}

/// Reads a comparison.
pub fn open(jobs: &mut Jobs<Done>, path: PathBuf, instead_of: At, journals: Option<Journals>) {
    jobs.start("open", move || {
        let opened = Box::new(store::open(&path));
        let sound = opened.as_ref().as_ref().ok().filter(|opened| !opened.read_only);
        let journal = sound.and_then(|opened| {
            journal_of(journals.as_ref(), (&opened.comparison, &opened.record), &path).map(Box::new)
        });
        Done::Opened { path, instead_of, opened, journal }
    });
}

/// A comparison to be written.
pub struct Saving {
    /// As it is at this moment; shares all objects.
    pub comparison: Comparison,
    /// What is known of its file.
    pub record: Record,
    /// Who writes.
    pub actor: Actor,
    /// Where.
    pub path: PathBuf,
    /// What is written.
    pub at: At,
    /// Whether to write even if the file there was changed by somebody else.
    pub over: bool,
    /// What notes in the journal which bytes the file is about to have.
    pub announcer: Option<Announcer>,
}

/// Writes a comparison.
pub fn save(jobs: &mut Jobs<Done>, saving: Saving) {
    jobs.start("save", move || {
        let Saving { comparison, record, actor, path, at, over, announcer } = saving;
        let announce = announcer.map(|announcer| {
            // That it could not be noted is told by the journal itself.
            move |path: &Path, digest: Digest| {
                let _noted = announcer.announce(path, digest);
            }
        });
        let announce = announce.as_ref().map(|announce| announce as &store::Announce);
        let job =
            store::Saving { comparison: &comparison, record: &record, actor, path: &path, over, announce };
        let saved = Box::new(store::save_with(&store::disk::SystemDisk, &job));
        Done::Saved { path, at, saved }
    });
}

/// Writes a picture.
pub fn save_picture(jobs: &mut Jobs<Done>, shown: Shown, (path, format): (PathBuf, PictureFormat)) {
    jobs.start("save picture", move || {
        let bytes = format.bytes(&shown.picture, shown.look, shown.dots).map_err(|error| error.to_string());
        let write =
            |bytes: Vec<u8>| store::write_atomically(&path, &bytes).map_err(|error| error.to_string());
        let saved = bytes.and_then(write);
        Done::PictureSaved { path, saved }
    });
}

/// Draws a picture, to be copied.
pub fn draw_picture(jobs: &mut Jobs<Done>, shown: Shown) {
    jobs.start("copy picture", move || {
        let drawn = pixels(&shown.picture, shown.look, shown.dots).map_err(|error| error.to_string());
        Done::PictureDrawn(drawn)
    });
}

/// What came of merging a file into the open comparison.
pub struct MergeDone {
    /// The file.
    pub path: PathBuf,
    /// Whether it is the open comparison's own.
    pub own: bool,
    /// What was open.
    pub at: At,
    /// What is to be done, what is known of the file, and whether the result is just what it says.
    pub merged: Result<(MergedChange, Record, bool), String>,
}

/// Marks a file as open here.
pub fn lock(jobs: &mut Jobs<Done>, path: PathBuf, reader: String, document: u64) {
    jobs.start("lock", move || Done::Locked { document, outcome: Lock::take(&path, &reader) });
}

/// Merges a file into the open comparison.
pub fn merge(
    jobs: &mut Jobs<Done>,
    (comparison, record, actor): (Comparison, Record, Actor),
    (path, own): (PathBuf, bool),
    at: At,
) {
    jobs.start("merge", move || {
        let merged = merged(&comparison, (&record, actor), &path);
        Done::Merged(Box::new(MergeDone { path, own, at, merged }))
    });
}

fn merged(
    comparison: &Comparison,
    (record, actor): (&Record, Actor),
    path: &Path,
) -> Result<(MergedChange, Record, bool), String> {
    let texts = store::texts_of(comparison);
    let opened = store::open_with_texts(path, &texts, &store::Confirmed::new());
    let (opened, _) = opened.map_err(|error| error.to_string())?;
    let (theirs, of_file) = (opened.comparison.clone(), opened.record.clone());
    let part = Part { name: path.display().to_string(), opened };
    let change = merge_into((comparison, record, actor), part).map_err(|error| error.to_string())?;
    let mut result = comparison.clone();
    result.apply_all(change.edits.clone()).map_err(|error| error.to_string())?;
    let is_file = result == theirs;
    Ok((change, of_file, is_file))
}

/// Looks for what earlier sittings left behind.
pub fn find_leftovers(jobs: &mut Jobs<Done>, journals: Journals) {
    jobs.start("recovery", move || Done::Leftovers(Box::new(journals.found())));
}

/// Makes work again from a journal; `base_of` finds an earlier version of its document.
pub fn recover(
    jobs: &mut Jobs<Done>,
    found: Box<Found>,
    base_of: impl Fn(&Digest) -> Option<Vec<u8>> + Send + 'static,
    (index, keep): (usize, bool),
) {
    jobs.start("recovery", move || {
        let remade = Box::new(found.recover(&base_of).map(Box::new));
        Done::Remade { index, keep, remade }
    });
}

/// A version that was read.
pub struct VersionRead {
    /// Of which of the comparisons opened one after another.
    pub document: u64,
    /// Which.
    pub version: Version,
    /// What it holds, or why it can't be read.
    pub opened: Result<Arc<Comparison>, String>,
    /// The version after it, which it is compared with.
    pub later: Option<(Version, Arc<Comparison>)>,
    /// Whether it is to be restored.
    pub to_restore: bool,
}

/// Keeps a file as it is now among the earlier versions of its comparison.
pub fn keep_version(jobs: &mut Jobs<Done>, versions: Versions, path: PathBuf, reason: Reason) {
    jobs.start("keep version", move || {
        let kept = versions.keep_file(&path, SystemClock.now(), reason);
        Done::VersionKept(kept.err().map(|error| error.to_string()))
    });
}

/// Looks the versions of a comparison up.
pub fn list_versions(jobs: &mut Jobs<Done>, versions: Versions, document: u64) {
    jobs.start("list versions", move || {
        let listed = versions.list().map_err(|error| error.to_string());
        Done::VersionsListed { document, listed }
    });
}

/// Reads a version, to be compared with the one after it.
pub fn read_version(
    jobs: &mut Jobs<Done>,
    (versions, version): (Versions, Version),
    document: u64,
    later: Option<(Version, Arc<Comparison>)>,
) {
    jobs.start("read version", move || read_one(&versions, version, document, (later, false)));
}

/// Reads a version, to be restored.
pub fn restore_version(jobs: &mut Jobs<Done>, (versions, version): (Versions, Version), document: u64) {
    jobs.start("restore version", move || read_one(&versions, version, document, (None, true)));
}

fn read_one(
    versions: &Versions,
    version: Version,
    document: u64,
    (later, to_restore): (Option<(Version, Arc<Comparison>)>, bool),
) -> Done {
    let opened = versions.open(&version).map(|opened| Arc::new(opened.comparison));
    let opened = opened.map_err(|error| error.to_string());
    Done::VersionRead(Box::new(VersionRead { document, version, opened, later, to_restore }))
}

/// Opens an earlier version of the comparison in a file.
pub fn open_earlier(jobs: &mut Jobs<Done>, private: PathBuf, (file, number): (PathBuf, u64)) {
    jobs.start("open version", move || Done::Earlier(Box::new(earlier(&private, &file, number))));
}

fn earlier(private: &Path, file: &Path, number: u64) -> Result<(Version, Opened), String> {
    let versions = Versions::of_file_within(private, file)
        .ok_or_else(|| format!("{}: no earlier versions of this file are kept here", file.display()))?;
    let listed = versions.list().map_err(|error| error.to_string())?;
    let version = listed.into_iter().find(|version| version.number == number);
    let version = version.ok_or_else(|| format!("{}: there is no version {number} of it", file.display()))?;
    Ok((version, versions.open(&version).map_err(|error| error.to_string())?))
}

/// Reads a file of bibliographic data.
pub fn read_bibliography(jobs: &mut Jobs<Done>, path: PathBuf) {
    jobs.start("read bibliographic data", move || {
        Done::Bibliography(Box::new(bibliography::read_file(&path).map_err(|error| error.to_string())))
    });
}

/// Reads the bytes of a source.
pub fn read_source(jobs: &mut Jobs<Done>, path: PathBuf) {
    jobs.start("read source", move || {
        let bytes = store::import::read_bytes(&path).map(Arc::from).map_err(|error| error.to_string());
        Done::Source { path, bytes }
    });
}

/// Returns the path with the ending of our files, if it has no ending of its own.
pub fn with_ending(path: PathBuf) -> PathBuf {
    if path.extension().is_some() {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".diptych.json");
    PathBuf::from(name)
}
