//! The file as this program knows it: where it is, its size, its time, and the SHA-256 of its bytes.
//! Size and time are asked first because that is cheap; only the content decides.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use sha2::Digest as _;

use super::disk::{Disk, Facts};
use crate::model::Digest;

/// Bytes that are hashed in less time than a thread is started.
const WORTH_A_THREAD: usize = 1 << 20;

/// A file as this program last read or wrote it.
#[derive(Debug, Clone)]
pub(super) struct OnDisk {
    /// The file itself, links followed.
    pub(super) path: PathBuf,
    len: u64,
    modified: Option<SystemTime>,
    content: Content,
}

/// The SHA-256 of a file's bytes, which may still be under way.
#[derive(Debug, Clone)]
pub(super) struct Content(Arc<OnceLock<Digest>>);

/// How a file stands to what is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// As it was.
    Same,
    /// Nothing is there.
    Gone,
    /// It says something else.
    Other,
}

impl Content {
    /// Returns the digest of `bytes`; of many bytes it is reckoned in the background, so that opening does not wait.
    fn of(bytes: Vec<u8>) -> Self {
        let content = Self(Arc::default());
        let (bytes, theirs) = (Arc::new(bytes), content.clone());
        let reckon = {
            let bytes = Arc::clone(&bytes);
            move || {
                theirs.0.get_or_init(|| Digest::of(&bytes));
            }
        };
        let small = bytes.len() < WORTH_A_THREAD;
        if small || std::thread::Builder::new().name("content".to_owned()).spawn(reckon).is_err() {
            content.0.get_or_init(|| Digest::of(&bytes));
        }
        content
    }

    pub(super) fn digest(&self) -> Digest {
        *self.0.wait()
    }
}

impl From<Digest> for Content {
    fn from(digest: Digest) -> Self {
        Self(Arc::new(OnceLock::from(digest)))
    }
}

impl OnDisk {
    /// Returns the state of a file that was just read.
    pub(super) fn read(path: PathBuf, modified: Option<SystemTime>, bytes: Vec<u8>) -> Self {
        Self { path, len: bytes.len() as u64, modified, content: Content::of(bytes) }
    }

    /// Returns the state of a file that was just written. Without its time, only its content will tell.
    pub(super) fn written(path: PathBuf, facts: Option<Facts>, (len, digest): (usize, Digest)) -> Self {
        let modified = facts.and_then(|facts| facts.modified);
        Self { path, len: len as u64, modified, content: digest.into() }
    }

    /// Returns the digest of its bytes; waits for it if it is still under way.
    pub(super) fn digest(&self) -> Digest {
        self.content.digest()
    }

    /// Returns how the file stands, as far as its size and time tell; where the time is another, by its content.
    pub(super) fn glance(&self, disk: &dyn Disk) -> io::Result<Standing> {
        match facts_of(disk, &self.path)? {
            None => Ok(Standing::Gone),
            Some(facts) if facts.len != self.len => Ok(Standing::Other),
            Some(facts) if self.modified.is_some() && facts.modified == self.modified => Ok(Standing::Same),
            Some(_) => self.compare(disk),
        }
    }

    /// Returns how the file stands, by its content.
    pub(super) fn look(&self, disk: &dyn Disk) -> io::Result<Standing> {
        match facts_of(disk, &self.path)? {
            None => Ok(Standing::Gone),
            Some(facts) if facts.len != self.len => Ok(Standing::Other),
            Some(_) => self.compare(disk),
        }
    }

    fn compare(&self, disk: &dyn Disk) -> io::Result<Standing> {
        match digest_of(disk, &self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Standing::Gone),
            Err(error) => Err(error),
            Ok(digest) if digest == self.content.digest() => Ok(Standing::Same),
            Ok(_) => Ok(Standing::Other),
        }
    }
}

/// Returns what is known of a file, or nothing when it is not there.
pub(super) fn facts_of(disk: &dyn Disk, path: &Path) -> io::Result<Option<Facts>> {
    match disk.facts(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

/// Returns the SHA-256 of a file's bytes.
pub(super) fn digest_of(disk: &dyn Disk, path: &Path) -> io::Result<Digest> {
    let mut file = disk.open(path)?;
    let mut hash = sha2::Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        match unless_interrupted(|| file.read(&mut buffer))? {
            0 => return Ok(Digest(hash.finalize().into())),
            n => hash.update(buffer.get(..n).unwrap_or_default()),
        }
    }
}

/// Makes a call that a signal may interrupt, again if need be; but not for ever, as the standard library would.
pub(super) fn unless_interrupted<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    const TRIES: usize = 100;
    let mut done = call();
    for _ in 1..TRIES {
        match done {
            Err(error) if error.kind() == ErrorKind::Interrupted => done = call(),
            done => return done,
        }
    }
    done
}

/// What this program last read at a path or put there, shared between saving and watching: so a watcher
/// tells our own saves from others'.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen(Arc<Mutex<BTreeMap<PathBuf, Expected>>>);

#[derive(Debug, Clone, Default)]
struct Expected {
    now: Option<Content>,
    coming: Option<Digest>,
}

impl Seen {
    fn with<T>(&self, path: &Path, change: impl FnOnce(&mut Expected) -> T) -> T {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        change(seen.entry(path.to_owned()).or_default())
    }

    /// Notes what is about to be put at `path`.
    pub(super) fn expect(&self, path: &Path, digest: Digest) {
        self.with(path, |expected| expected.coming = Some(digest));
    }

    /// Notes that nothing was put there after all.
    pub(super) fn retract(&self, path: &Path) {
        self.with(path, |expected| expected.coming = None);
    }

    /// Notes what is there now.
    pub(super) fn settle(&self, on_disk: &OnDisk) {
        let now = Some(on_disk.content.clone());
        self.with(&on_disk.path, |expected| *expected = Expected { now, coming: None });
    }

    /// Returns whether a file of this content at `path` is what was last read or put there.
    pub(super) fn is_ours(&self, path: &Path, digest: Digest) -> bool {
        let expected = self.with(path, |expected| expected.clone());
        expected.coming == Some(digest) || expected.now.is_some_and(|now| now.digest() == digest)
    }
}
