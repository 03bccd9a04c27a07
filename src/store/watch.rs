//! Watching the open file: somebody else's hand is noticed while the reader works. The system tells of changes
//! in the folder; where it can't (many network drives), the file is looked at now and then. Content
//! decides, so neither a touched time nor one of our own saves is ever reported. Before saving, the file
//! is asked again in any case: what is missed here is not lost, only noticed later.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant, SystemTime};

use notify::{EventKind, RecursiveMode, Watcher as _};

use super::Record;
use super::beside::folder_of;
use super::conflict::{conflict_copies_of, conflict_copy};
use super::disk::{Disk as _, SystemDisk};
use super::known::{Seen, digest_of, facts_of};
use crate::model::Digest;

/// How long the folder must be quiet before it is looked at: a save by others is several events.
const QUIET_FOR: Duration = Duration::from_millis(150);
/// How long is waited at most for it to be quiet.
const AT_MOST: Duration = Duration::from_secs(1);
/// How often size and time are looked at where the system tells of changes; over a network it may not tell of others'.
const TOLD_PERIOD: Duration = Duration::from_secs(5);
/// The same where it does not.
const UNTOLD_PERIOD: Duration = Duration::from_secs(2);

/// What somebody else did to the open file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DiskEvent {
    /// It says something else than what was last opened or saved here.
    Changed,
    /// It was removed or renamed, or its drive is gone.
    Gone,
    /// It says again what was last opened or saved here.
    AsKnown,
    /// A synchronizer left a copy beside it, because it was changed in two places.
    ConflictCopy(PathBuf),
}

/// A file that is being watched, until this is dropped.
#[derive(Debug)]
pub struct Watch {
    wake: Sender<Wake>,
}

#[derive(Debug)]
enum Wake {
    Stir,
    Look,
    Stop,
}

impl Watch {
    /// Watches the file at `path`, which was opened or saved with `record`. Saves with that record, or one that
    /// came of it, are not reported. `report` is called from another thread, once for each event;
    /// conflict copies that are there already are reported at once.
    pub fn begin(path: &Path, record: &Record, report: impl Fn(DiskEvent) + Send + 'static) -> Self {
        let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let (wake, woken) = channel();
        let (stir, own) = (wake.clone(), path.clone());
        let eye = Eye::new(path, record);
        let watch = move || {
            let watcher = told_of_changes(&own, stir);
            let period = if watcher.is_some() { TOLD_PERIOD } else { UNTOLD_PERIOD };
            keep_watch(eye, &woken, period, &report);
        };
        // Without a thread nothing is watched, and the file is still asked before saving.
        drop(std::thread::Builder::new().name("watch".to_owned()).spawn(watch));
        Self { wake }
    }

    /// Looks now, and closely: for when the window comes to the front.
    pub fn look(&self) {
        drop(self.wake.send(Wake::Look));
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.wake.send(Wake::Stop));
    }
}

/// Asks the system to be told of changes beside and of the file at `path`.
fn told_of_changes(path: &Path, stir: Sender<Wake>) -> Option<notify::RecommendedWatcher> {
    let own = path.to_owned();
    let concerns = move |other: &PathBuf| {
        other.file_name() == own.file_name()
            || conflict_copy(other).is_some_and(|of| of.file_name() == own.file_name())
    };
    let on_event = move |event: notify::Result<notify::Event>| {
        // Our own looking is an event too, and must not make us look again.
        let of_interest = event.is_ok_and(|event| {
            !matches!(event.kind, EventKind::Access(_))
                && (event.need_rescan() || event.paths.is_empty() || event.paths.iter().any(&concerns))
        });
        if of_interest {
            drop(stir.send(Wake::Stir));
        }
    };
    let mut watcher = notify::recommended_watcher(on_event).ok()?;
    watcher.watch(folder_of(path), RecursiveMode::NonRecursive).ok()?;
    Some(watcher)
}

fn keep_watch(mut eye: Eye, woken: &Receiver<Wake>, period: Duration, report: &impl Fn(DiskEvent)) {
    let mut closely = true;
    loop {
        eye.look(closely).into_iter().for_each(report);
        closely = match woken.recv_timeout(period) {
            Ok(Wake::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => false,
            Ok(Wake::Look) => true,
            Ok(Wake::Stir) => {
                let begun = Instant::now();
                while begun.elapsed() < AT_MOST {
                    match woken.recv_timeout(QUIET_FOR) {
                        Ok(Wake::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                        Ok(Wake::Stir | Wake::Look) => {}
                        Err(RecvTimeoutError::Timeout) => break,
                    }
                }
                true
            }
        };
    }
}

/// What was last seen of the file.
#[derive(Debug, PartialEq, Eq)]
enum State {
    AsKnown,
    Changed(Digest),
    Gone,
}

/// Looks at a file and tells what is new.
struct Eye {
    path: PathBuf,
    seen: Seen,
    state: State,
    facts: Option<(u64, Option<SystemTime>)>,
    copies: BTreeSet<PathBuf>,
}

impl Eye {
    fn new(path: PathBuf, record: &Record) -> Self {
        let (state, seen) = (State::AsKnown, record.seen.clone());
        Self { path, seen, state, facts: None, copies: BTreeSet::new() }
    }

    /// Returns what has happened since the last look. Content is read when size or time have changed, or `closely`.
    fn look(&mut self, closely: bool) -> Vec<DiskEvent> {
        let mut events = Vec::new();
        match facts_of(&SystemDisk, &self.path) {
            // A drive that does not answer is looked at again later.
            Err(_) => {}
            Ok(None) => {
                self.facts = None;
                if self.state != State::Gone {
                    self.state = State::Gone;
                    events.push(DiskEvent::Gone);
                }
            }
            Ok(Some(facts)) => {
                let facts = Some((facts.len, facts.modified));
                if closely || facts != self.facts || self.state == State::Gone {
                    self.facts = facts;
                    events.extend(self.read());
                }
            }
        }
        let copies: BTreeSet<PathBuf> = conflict_copies_of(&self.path).into_iter().collect();
        events.extend(copies.difference(&self.copies).cloned().map(DiskEvent::ConflictCopy));
        self.copies = copies;
        events
    }

    fn read(&mut self) -> Option<DiskEvent> {
        let first = digest_of(&SystemDisk, &self.path).ok()?;
        // One of our saves may have ended between reading and asking; so what is not ours is read twice.
        let ours = self.seen.is_ours(&self.path, first);
        let digest = if ours { first } else { digest_of(&SystemDisk, &self.path).ok()? };
        let state = match ours || self.seen.is_ours(&self.path, digest) {
            true => State::AsKnown,
            false => State::Changed(digest),
        };
        if state == self.state {
            return None;
        }
        self.state = state;
        Some(if self.state == State::AsKnown { DiskEvent::AsKnown } else { DiskEvent::Changed })
    }
}

/// Returns whether the file at `path` still says what was last opened or saved with `record`; `None` when it can't
/// be read. Reads all of it.
#[must_use]
pub fn is_as_known(path: &Path, record: &Record) -> Option<bool> {
    let path = SystemDisk.resolve(path).ok()?;
    let digest = digest_of(&SystemDisk, &path).ok()?;
    Some(record.seen.is_ours(&path, digest))
}
