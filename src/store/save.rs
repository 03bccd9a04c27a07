//! Saving: all or nothing. In this order: is the file still the one we know, a file is written beside it, flushed
//! to the disk, read back and held against bytes that were opened again and found equal, of a comparison
//! that was found sound; is the file *still* the one we know; then the new one takes its name at one
//! stroke, and the folder is flushed. Whoever looks sees the old file or the new one, never a half.
//!
//! Every call of the disk goes through [`Disk`]; `docs/RELIABILITY.md` says what is promised.

use std::io;
use std::path::Path;
use std::sync::{Arc, mpsc};

use sha2::Digest as _;

use super::StoreError;
use super::beside::{Beside, folder_of, remove_orphans, target_of};
use super::convert::print::print;
use super::disk::{Disk, SystemDisk};
use super::known::{OnDisk, Standing};
use super::proof::{FilePart, prove};
use super::record::{Actor, Record};
use crate::model::{Comparison, Digest};

/// After how many written bytes the disk is set to work on them, while the rest is still being made.
const FLUSHED_EARLY: usize = 16 << 20;

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
    let mut parts = Vec::new();
    let next = print(comparison, record, actor, &mut |part| parts.push(part));
    (parts.concat(), next)
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
    let &Saving { record, path, over, announce, .. } = saving;
    let failed = |error| StoreError::Write { path: path.to_owned(), error };
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
    let mut beside = Beside::begin(disk, &target).map_err(failed)?;
    let Written { parts, digest, mut next } = write(saving, &beside)?;
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
    next.knows(OnDisk::written(target.clone(), facts, (len_of(&parts), digest)));
    if let Err(error) = disk.flush_folder(folder_of(&target)) {
        return Err(StoreError::NotFlushed { path: path.to_owned(), error, record: Box::new(next) });
    }
    remove_orphans(disk, &target, facts);
    Ok(next)
}

fn len_of(parts: &[FilePart]) -> usize {
    parts.iter().map(|part| part.len()).sum()
}

/// A comparison that was written beside its file, flushed and read back; sound, and proved to open.
struct Written {
    parts: Vec<FilePart>,
    digest: Digest,
    /// The record to keep once it is the file.
    next: Record,
}

/// Writes the comparison. All at the same time: it is made, part by part; what is made is written, and proved to open;
/// the disk is already at work on what was written; and the comparison is looked over.
fn write(saving: &Saving<'_>, beside: &Beside<'_>) -> Result<Written, StoreError> {
    let &Saving { comparison, record, actor, path, .. } = saving;
    let failed = |error| StoreError::Write { path: path.to_owned(), error };
    let unsound = |problem| StoreError::Unsound { path: path.to_owned(), problem };
    std::thread::scope(|scope| {
        let audit = scope.spawn(|| comparison.audit().first().map(ToString::to_string));
        let (made, to_prove) = mpsc::channel::<FilePart>();
        let proof = scope.spawn(move || prove(to_prove, comparison, path));
        let (enough, marks) = mpsc::channel();
        let early = scope.spawn(move || marks.into_iter().try_for_each(|()| beside.flush()));
        let (mut parts, mut hash, mut pending) = (Vec::new(), sha2::Sha256::new(), 0);
        let mut written = Ok(());
        let next = print(comparison, record, actor, &mut |part| {
            let part = Arc::new(part);
            // The prover has gone only when it has found what it will say.
            drop(made.send(Arc::clone(&part)));
            if written.is_ok() {
                written = beside.write(&part);
            }
            hash.update(part.as_slice());
            pending += part.len();
            if pending >= FLUSHED_EARLY {
                pending = 0;
                let _gone = enough.send(());
            }
            parts.push(part);
        });
        drop((made, enough));
        let early = early.join().unwrap_or_else(|_| Err(io::Error::other("flushing it failed")));
        let written = written.and(early).and_then(|()| beside.flush());
        let written = written.and_then(|()| beside.read_back(parts.iter().map(|part| part.as_slice())));
        let proven = proof.join().unwrap_or_else(|_| Err("opening it again failed".to_owned()));
        let fault = audit.join().unwrap_or_else(|_| Some("looking it over failed".to_owned()));
        fault.map_or(Ok(()), |fault| Err(unsound(fault)))?;
        proven.map_err(unsound)?;
        written.map_err(failed)?;
        Ok(Written { parts, digest: Digest(hash.finalize().into()), next })
    })
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
    let mut beside = Beside::begin(disk, &target)?;
    beside.write(bytes)?;
    beside.flush()?;
    beside.read_back([bytes])?;
    let facts = beside.facts();
    beside.put(&target, Digest::of(bytes))?;
    disk.flush_folder(folder_of(&target))?;
    remove_orphans(disk, &target, facts);
    Ok(())
}
