//! Saving: all or nothing. In this order: is the file still the one we know, a file is written beside it, flushed
//! to the disk, read back and held against bytes that were opened again and found equal, of a comparison
//! that was found sound; is the file *still* the one we know; then the new one takes its name at one
//! stroke, and the folder is flushed. Whoever looks sees the old file or the new one, never a half.
//!
//! Every call of the disk goes through [`Disk`]; `docs/RELIABILITY.md` says what is promised.

use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::de::IgnoredAny;

use super::StoreError;
use super::convert::print::print;
use super::disk::{Disk, Facts, Kind, SystemDisk, Temporary};
use super::known::{OnDisk, Standing, digest_of, facts_of, unless_interrupted};
use super::open::from_json;
use super::record::{Actor, Record};
use crate::model::{Comparison, Digest};

/// How long a file that another program holds is waited for.
const HELD_FOR: Duration = Duration::from_millis(300);
/// How many bytes are opened again as a whole before they take their place: some 20,000 claims.
const OPENED_AGAIN: usize = 16 << 20;
/// How long between two tries.
const TRY_EVERY: Duration = Duration::from_millis(25);
/// How much older than ours a temporary file must be for nobody to be writing it any more.
const ORPHANED_AFTER: Duration = Duration::from_secs(60 * 60);

/// Told, right before the file is touched, of the file and of the SHA-256 of the bytes that it is about to have.
pub type Announce = dyn Fn(&Path, Digest);

/// What is to be saved, and where.
#[derive(Clone, Copy)]
pub struct Saving<'a> {
    /// The comparison.
    pub comparison: &'a Comparison,
    /// What is known of its file.
    pub record: &'a Record,
    /// Who saves.
    pub actor: Actor,
    /// Where to.
    pub path: &'a Path,
    /// Whether to save over what somebody else wrote there meanwhile.
    pub over: bool,
    /// Who is told right before the file is touched: the recovery journal then knows the file again after a crash,
    /// whichever of the two it is.
    pub announce: Option<&'a Announce>,
}

/// Returns the bytes of the comparison's file, with the record to keep once they are the file.
#[must_use]
pub fn to_json(comparison: &Comparison, record: &Record, actor: Actor) -> (Vec<u8>, Record) {
    let printed = print(comparison, record, actor);
    (printed.parts.concat(), printed.record)
}

/// Saves the comparison at `path`, all or nothing, and returns the record to keep from now on.
///
/// # Errors
/// When it can't be written; when the file is the one of `record` and somebody else changed it
/// meanwhile. Then the file is as it was, and nothing is left beside it. The one exception says so:
/// [`StoreError::NotFlushed`].
pub fn save(
    comparison: &Comparison,
    record: &Record,
    actor: Actor,
    path: &Path,
) -> Result<Record, StoreError> {
    save_with(&SystemDisk, &Saving { comparison, record, actor, path, over: false, announce: None })
}

/// Saves as [`save`] does, but over whatever is there.
///
/// # Errors
/// As [`save`], but for a file that somebody else changed.
pub fn save_over(
    comparison: &Comparison,
    record: &Record,
    actor: Actor,
    path: &Path,
) -> Result<Record, StoreError> {
    save_with(&SystemDisk, &Saving { comparison, record, actor, path, over: true, announce: None })
}

/// Saves to a disk of one's own choice.
///
/// # Errors
/// As [`save`].
pub fn save_with(disk: &dyn Disk, saving: &Saving<'_>) -> Result<Record, StoreError> {
    let &Saving { comparison, record, actor, path, over, announce } = saving;
    let failed = |error| StoreError::Write { path: path.to_owned(), error };
    let unsound = |problem| StoreError::Unsound { path: path.to_owned(), problem };
    if record.newer {
        return Err(StoreError::ReadOnly { path: path.to_owned() });
    }
    let target = target_of(disk, path).map_err(failed)?;
    let known = record.on_disk.as_ref().filter(|known| !over && known.path == target);
    let stands = |standing: Standing| match standing {
        Standing::Other => Err(StoreError::ChangedOnDisk { path: path.to_owned() }),
        Standing::Same | Standing::Gone => Ok(()),
    };
    if let Some(known) = known {
        stands(known.glance(disk).map_err(failed)?)?;
    }
    let (bytes, mut next) = to_json(comparison, record, actor);
    let (written, digest) = std::thread::scope(|scope| {
        // While the disk is busy: is what is being written sound, and does it open?
        let proof = scope.spawn(|| prove(&bytes, comparison, path));
        let digest =
            scope.spawn(|| (Digest::of(&bytes), comparison.audit().first().map(ToString::to_string)));
        let written = Beside::write(disk, &target, &bytes)
            .and_then(|beside| beside.flush(&bytes).map(|()| beside))
            .map_err(failed);
        let proven = proof.join().unwrap_or_else(|_| Err("opening it again failed".to_owned()));
        let (digest, fault) =
            digest.join().unwrap_or_else(|_| (Digest::of(&bytes), Some("looking it over failed".to_owned())));
        let sound = fault.map_or(Ok(()), |fault| Err(unsound(fault)));
        (sound.and(proven.map_err(unsound)).and(written), digest)
    });
    let mut beside = written?;
    if let Some(known) = known {
        stands(known.look(disk).map_err(failed)?)?;
    }
    if let Some(announce) = announce {
        announce(&target, digest);
    }
    record.seen.expect(&target, digest);
    let facts = beside.facts();
    if let Err(error) = beside.put(&target, digest) {
        record.seen.retract(&target);
        return Err(failed(error));
    }
    next.knows(OnDisk::written(target.clone(), facts, (bytes.len(), digest)));
    if let Err(error) = disk.flush_folder(folder_of(&target)) {
        return Err(StoreError::NotFlushed { path: path.to_owned(), error, record: Box::new(next) });
    }
    remove_orphans(disk, &target, facts);
    Ok(next)
}

/// Returns whether these bytes open as `comparison`; a sentence if not. Of very large files, whether they are whole
/// JSON: opening them too would take longer than all the rest of saving.
fn prove(bytes: &[u8], comparison: &Comparison, name: &Path) -> Result<(), String> {
    if bytes.len() > OPENED_AGAIN {
        let parsed = serde_json::from_slice::<IgnoredAny>(bytes);
        return parsed.map(drop).map_err(|error| format!("what would be written is not JSON ({error})"));
    }
    match from_json(bytes, name) {
        Ok(opened) if opened.comparison == *comparison => Ok(()),
        Ok(_) => Err("what would be written does not open as the same comparison".to_owned()),
        Err(error) => Err(format!("what would be written could not be opened again ({error})")),
    }
}

/// Writes a whole file or leaves everything as it was; also for sheets and settings. A link is
/// followed, and the mode of the file that is replaced is kept.
///
/// # Errors
/// When it can't be written; then the file is as it was, and nothing is left beside it. When only the
/// flush of its folder fails, the new file is in place, and may not survive a power failure.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(&SystemDisk, path, bytes)
}

/// Writes as [`write_atomically`] does, to a disk of one's own choice.
///
/// # Errors
/// As [`write_atomically`].
pub fn write_with(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = target_of(disk, path)?;
    let mut beside = Beside::write(disk, &target, bytes)?;
    beside.flush(bytes)?;
    let facts = beside.facts();
    beside.put(&target, Digest::of(bytes))?;
    disk.flush_folder(folder_of(&target))?;
    remove_orphans(disk, &target, facts);
    Ok(())
}

/// Returns the file that `path` means, links followed; it need not exist, its folder must.
pub(super) fn target_of(disk: &dyn Disk, path: &Path) -> io::Result<PathBuf> {
    /// As many links in a row as the systems themselves follow.
    const MOST_LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match disk.resolve(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            found => return found,
        }
        let folder = folder_of(&path).to_owned();
        match disk.read_link(&path) {
            Ok(to) => path = folder.join(to),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidInput) => {
                let name = path.file_name().ok_or(ErrorKind::IsADirectory)?;
                return Ok(disk.resolve(&folder)?.join(name));
            }
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::NotFound.into())
}

pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Returns what the names of all temporary files for `target` begin with: so those that a killed
/// program left can be told from everybody else's.
fn prefix(target: &Path) -> String {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let digest = Digest::of(name.as_bytes()).to_string();
    format!(".diptych-{}-", digest.get(..8).unwrap_or_default())
}

/// Removes what saves of this same file left when the program was killed: temporary files that are an
/// hour older than the one just written, by the same disk's clock. Failing to do so is nobody's trouble.
fn remove_orphans(disk: &dyn Disk, target: &Path, ours: Option<Facts>) {
    let Some(now) = ours.and_then(|facts| facts.modified) else { return };
    let (folder, prefix) = (folder_of(target), prefix(target));
    let names = disk.names(folder).unwrap_or_default();
    for name in names.iter().filter(|name| name.starts_with(&prefix) && name.ends_with(".tmp")) {
        let path = folder.join(name);
        let facts = disk.facts(&path).ok().filter(|facts| facts.kind == Kind::File);
        let age = facts.and_then(|facts| now.duration_since(facts.modified?).ok());
        if age.is_some_and(|age| age >= ORPHANED_AFTER) {
            drop(disk.remove(&path));
        }
    }
}

/// A whole file beside the one it will replace. It is removed unless it was put in place.
struct Beside<'d> {
    disk: &'d dyn Disk,
    file: Box<dyn Temporary + 'd>,
    in_place: bool,
}

impl<'d> Beside<'d> {
    /// Writes `bytes` beside `target`.
    fn write(disk: &'d dyn Disk, target: &Path, bytes: &[u8]) -> io::Result<Self> {
        let replaced = match facts_of(disk, target)? {
            Some(facts) if facts.kind == Kind::Folder => return Err(ErrorKind::IsADirectory.into()),
            Some(facts) if facts.kind == Kind::Other => {
                return Err(io::Error::other("it is a device or a pipe, not a file"));
            }
            Some(facts) if facts.read_only => return Err(ErrorKind::PermissionDenied.into()),
            replaced => replaced,
        };
        let file = disk.create(folder_of(target), &prefix(target))?;
        let mut beside = Self { disk, file, in_place: false };
        // Before the first word, so that nobody reads here who may not read there.
        if let Some(replaced) = replaced {
            beside.file.liken(&replaced)?;
        }
        let mut left = bytes;
        while !left.is_empty() {
            match unless_interrupted(|| beside.file.write(left))? {
                0 => return Err(ErrorKind::WriteZero.into()),
                n => left = left.get(n..).unwrap_or_default(),
            }
        }
        Ok(beside)
    }

    /// Flushes the file, reads it back and holds it against `bytes`. A flush that failed is never tried
    /// again: the system may by then count what it could not write as written.
    fn flush(&self, bytes: &[u8]) -> io::Result<()> {
        self.file.flush()?;
        if says(&mut *self.file.read_back()?, bytes)? {
            Ok(())
        } else {
            Err(io::Error::other("what was read back is not what was written"))
        }
    }

    fn facts(&self) -> Option<Facts> {
        self.file.facts().ok()
    }

    /// Puts the file in its place. One that another program holds just now (a scanner, a synchronizer; so on
    /// Windows) is tried again for a moment.
    fn put(&mut self, target: &Path, digest: Digest) -> io::Result<()> {
        let mut waited = Duration::ZERO;
        loop {
            match self.file.put(target) {
                Ok(()) => {
                    self.in_place = true;
                    return Ok(());
                }
                Err(error) if waited < HELD_FOR && self.disk.is_held(&error) => {
                    self.disk.wait(TRY_EVERY);
                    waited += TRY_EVERY;
                }
                // Over a network the answer can be lost when the deed is done.
                Err(_) if digest_of(self.disk, target).is_ok_and(|there| there == digest) => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    }
}

impl Drop for Beside<'_> {
    fn drop(&mut self) {
        if !self.in_place && self.file.discard().is_err() {
            drop(self.disk.remove(self.file.path()));
        }
    }
}

/// Returns whether a file holds just these bytes.
fn says(file: &mut dyn Read, mut bytes: &[u8]) -> io::Result<bool> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = unless_interrupted(|| file.read(&mut buffer))?;
        match buffer.get(..n) {
            Some([]) => return Ok(bytes.is_empty()),
            Some(read) => match bytes.strip_prefix(read) {
                Some(left) => bytes = left,
                None => return Ok(false),
            },
            None => return Ok(false),
        }
    }
}
