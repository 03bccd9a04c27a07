//! The recovery journal: what was done to an open comparison, on the disk within a second.
//!
//! Each open comparison has a journal of its own in the user's private folder: a line for each step with
//! the edits that make it and those that take it back, for undo, redo, and for each save. After a
//! crash the work is the file as it was last saved and the steps since; after a quiet end the journal
//! serves to undo what was done before. A thread writes it; whoever edits hands over a clone of the
//! edits, which share all objects, and goes on; another waits for the disk. Nothing here stops the work: what can't be written is told
//! once and tried again, what can't be read is set aside.
//!
//! Start reading at [`Journals::begin`], [`Journals::found`] and `log::Log`.

mod flushing;
mod folder;
mod found;
mod lines;
mod log;
mod recover;
mod resume;
mod room;
mod track;
mod trouble;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

pub use flushing::Flush;
pub use found::{Found, Leftovers};
pub use recover::{Change, DocumentNow, Recovered, RecoveryError};

use super::{Record, private};
use crate::model::{Comparison, Digest, Edit, History, State, Time};
use flushing::Flushing;
use lines::Header;
use log::{Base, BaseKind, Entry, Log};
use trouble::Shared;
use writer::{Message, Start, Writer};

/// The most steps before the last save that are kept to be undone after a restart.
pub const KEEP_STEPS: usize = 10_000;
/// The most bytes that they may take; steps since the last save are always kept, all of them.
pub const KEEP_BYTES: u64 = 16 << 20;
/// How long a journal that is let go of may take to reach the disk before nobody waits any longer.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// The place where journals are.
#[derive(Clone)]
pub struct Journals {
    all: PathBuf,
    wake: Option<Arc<dyn Fn() + Send + Sync>>,
    flush: Arc<Flush>,
}

/// Where the comparison that a journal is begun for is to be had.
#[derive(Debug, Clone)]
pub enum Place {
    /// In a document, as it was just opened or saved.
    Document {
        /// The document.
        path: PathBuf,
        /// The SHA-256 of its bytes.
        digest: Digest,
    },
    /// Nowhere yet: a new comparison, or the sample. The journal keeps a copy.
    Nowhere {
        /// What it is to be saved with.
        record: Record,
    },
}

impl Journals {
    /// Returns the journals of this user; nothing where the system has no place for them.
    #[must_use]
    pub fn standard() -> Option<Self> {
        Some(Self::at(private::folder()?.join("recovery")))
    }

    /// Returns the journals in a folder, which is made, for this user alone, when the first is written.
    #[must_use]
    pub fn at(folder: PathBuf) -> Self {
        Self { all: folder, wake: None, flush: Arc::new(std::fs::File::sync_all) }
    }

    /// Returns the same journals, but `wake` is called, from a thread of the journal's, when
    /// [`Journal::trouble`] has something new to say.
    #[must_use]
    pub fn waking(self, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self { wake: Some(Arc::new(wake)), ..self }
    }

    /// Returns the same journals, but files are flushed by `flush`, on a thread of the journal's: for trying how they
    /// fare on a disk that takes long or refuses.
    #[must_use]
    pub fn flushing(self, flush: Arc<Flush>) -> Self {
        Self { flush, ..self }
    }

    /// Begins the journal of `comparison`. Where an earlier journal of the same document ends with just these
    /// bytes, its steps can be undone and made again: the desk takes them with the journal. Reads at most
    /// [`KEEP_BYTES`] or so and waits for the disk, so a job should do it; what can't be read or written is never an error here.
    #[must_use]
    pub fn begin(&self, comparison: &Comparison, place: Place) -> Journal {
        let (path, resumed) = match &place {
            Place::Document { path, digest } => {
                (Some(path.clone()), resume::resume(&self.all, comparison, *digest))
            }
            Place::Nowhere { .. } => (None, resume::Resumed::default()),
        };
        let state = resumed.history.as_ref().map_or(0, |history| history.state().number());
        let mut log = resumed.log.unwrap_or_else(|| Log::new(0));
        let time = now();
        let (base, record) = match place {
            Place::Document { path, digest } => {
                (Base { state, digest, path: Some(path), kind: BaseKind::Saved, time }, Record::new())
            }
            Place::Nowhere { record } => {
                let kind = BaseKind::Own { published: record.published.is_some() };
                (Base { state, digest: Digest([0; 32]), path: None, kind, time }, record)
            }
        };
        log.push(Entry::Base(base));
        let header = Header {
            comparison: comparison.id(),
            title: comparison.title().to_owned(),
            path,
            start: log.start,
            replaces: resumed.replaces.iter().map(|(folder, _, _)| folder::name_of(folder)).collect(),
        };
        let folder = folder::fresh(&self.all, comparison.id());
        let base = comparison.clone();
        let start = Start { folder, header, log, base, record, replaces: resumed.replaces };
        self.start(start, resumed.history)
    }

    fn start(&self, start: Start, history: Option<History>) -> Journal {
        let shared = Arc::new(Shared::new(self.wake.clone()));
        let (sender, receiver) = channel();
        let (ended, end) = channel();
        // On a slow disk the first writing takes its time, and nothing is safe before it has ended.
        let wait = start.header.path.is_some() || !start.replaces.is_empty();
        let flushing = Flushing::begin(Arc::clone(&self.flush), sender.clone());
        let writer = Writer::new(start, flushing, Arc::clone(&shared));
        let work = move || {
            writer.run(&receiver);
            // Only now is the lock free. Nobody may be waiting any more.
            let _ = ended.send(());
        };
        if let Err(error) = std::thread::Builder::new().name("journal".to_owned()).spawn(work) {
            shared.failed(format!(
                "The recovery journal can't be written (the system gives no thread: {error}), so work that is not \
                 saved would not outlive a crash. Save often."
            ));
        }
        if wait {
            flush(&sender, LAST_WORDS);
        }
        Journal { sender, shared, history, end }
    }
}

/// The journal of one open comparison. Letting go of it waits until it is on the disk.
pub struct Journal {
    sender: Sender<Message>,
    shared: Arc<Shared>,
    history: Option<History>,
    end: std::sync::mpsc::Receiver<()>,
}

/// A step as the desk tells it to the journal.
pub struct Told {
    /// Its name.
    pub label: String,
    /// Whether it was typed on, and is one step with the one before.
    pub joined: bool,
    /// The edits that make it.
    pub forward: Vec<Edit>,
    /// The edits that take it back, in the order to apply them; nothing for one that joined.
    pub inverse: Vec<Edit>,
    /// The state that it made.
    pub state: State,
    /// When.
    pub time: Time,
}

impl Journal {
    /// Takes out the history of earlier sittings, if there is one.
    pub fn take_history(&mut self) -> Option<History> {
        self.history.take()
    }

    /// Returns what keeps the journal from being written just now, as a sentence; nothing when it is being written.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        self.shared.trouble()
    }

    /// Notes that a step was made.
    pub fn step(&self, told: Told) {
        let Told { label, joined, forward, inverse, state, time } = told;
        self.say(Message::Step { label, joined, forward, inverse, state: state.number(), time });
    }

    /// Notes that the last step was taken back, which led to `state`.
    pub fn undo(&self, state: State, time: Time) {
        self.say(Message::Undo { state: state.number(), time });
    }

    /// Notes that the step that was last undone was made again, which led to `state`.
    pub fn redo(&self, state: State, time: Time) {
        self.say(Message::Redo { state: state.number(), time });
    }

    /// Notes that `state` was written to a document with these bytes.
    pub fn saved(&self, state: State, path: &Path, digest: Digest) {
        let (state, path, time) = (state.number(), Some(path.to_owned()), now());
        self.say(Message::Base(Base { state, digest, path, kind: BaseKind::Saved, time }));
    }

    /// Notes that the reader has done with the comparison: what is not saved is not wanted.
    pub fn closed(&self) {
        self.say(Message::Closed { time: Time(now()) });
    }

    /// Returns what announces a save from the job that does it.
    #[must_use]
    pub fn announcer(&self, state: State) -> Announcer {
        Announcer { sender: self.sender.clone(), state }
    }

    /// Returns what flushes the journal from elsewhere, as a panic hook does.
    #[must_use]
    pub fn flusher(&self) -> Flusher {
        Flusher { sender: self.sender.clone() }
    }

    /// Waits, but not longer than `at_most`, until everything is on the disk. Returns whether it is.
    pub fn flush_now(&self, at_most: Duration) -> bool {
        flush(&self.sender, at_most)
    }

    /// The writer is gone only when it never began; then `trouble` says so.
    fn say(&self, message: Message) {
        let _ = self.sender.send(message);
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        if self.sender.send(Message::Stop).is_ok() {
            let _ = self.end.recv_timeout(LAST_WORDS);
        }
    }
}

/// Announces a save before the document is touched, so that after a crash in the midst of it the
/// document is known again, whichever of the two it is. Goes to the job that saves.
#[derive(Clone)]
pub struct Announcer {
    sender: Sender<Message>,
    state: State,
}

impl Announcer {
    /// Notes on the disk that the document at `path` is about to have these bytes. Returns whether it is
    /// noted; if not, the save should be done all the same.
    pub fn announce(&self, path: &Path, digest: Digest) -> bool {
        let (state, path, time) = (self.state.number(), Some(path.to_owned()), now());
        let base = Base { state, digest, path, kind: BaseKind::Announced, time };
        self.sender.send(Message::Base(base)).is_ok() && flush(&self.sender, LAST_WORDS)
    }
}

/// Flushes the journal from elsewhere.
#[derive(Clone)]
pub struct Flusher {
    sender: Sender<Message>,
}

impl Flusher {
    /// Waits, but not longer than `at_most`, until everything is on the disk. Returns whether it is.
    pub fn flush_now(&self, at_most: Duration) -> bool {
        flush(&self.sender, at_most)
    }
}

fn flush(sender: &Sender<Message>, at_most: Duration) -> bool {
    let (done, wait) = channel();
    sender.send(Message::Flush(done)).is_ok() && wait.recv_timeout(at_most).unwrap_or(false)
}

/// Reckons the SHA-256 of what is written to it.
#[derive(Default)]
struct Hashing(sha2::Sha256);

impl Hashing {
    fn end(self) -> Digest {
        Digest(sha2::Digest::finalize(self.0).into())
    }
}

impl std::io::Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        sha2::Digest::update(&mut self.0, bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The time of the machine, in seconds since 1970: only for people to read.
fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::SystemTime::UNIX_EPOCH);
    since.ok().and_then(|since| i64::try_from(since.as_secs()).ok()).unwrap_or(0)
}
