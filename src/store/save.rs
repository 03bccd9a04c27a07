//! Saving: all or nothing. A file is written beside the one it replaces, flushed to the disk, read
//! back, and then renamed; whoever looks sees the old file or the new one, never a half.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::NamedTempFile;

use super::StoreError;
use super::convert::print::{Printed, print};
use super::record::{Actor, Record};
use crate::model::Comparison;

/// A file as this program last saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OnDisk {
    /// The file itself, links followed.
    path: PathBuf,
    len: u64,
    modified: Option<SystemTime>,
}

impl OnDisk {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the state of a file that was just read or written; nothing when it is already gone.
    pub(super) fn of(path: &Path, metadata: &Metadata) -> Option<Self> {
        let path = fs::canonicalize(path).ok()?;
        Some(Self { path, len: metadata.len(), modified: metadata.modified().ok() })
    }

    /// Returns whether the file is still as it was, or gone. Where only its time is another, its content
    /// decides: whether it is still what is written for the published state of `record`.
    fn still_stands(&self, record: &Record) -> io::Result<bool> {
        let metadata = match fs::metadata(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
            found => found?,
        };
        if metadata.len() != self.len {
            return Ok(false);
        }
        if self.modified.is_some() && metadata.modified().ok() == self.modified {
            return Ok(true);
        }
        let Some(published) = &record.published else {
            return Ok(false);
        };
        // Nothing has changed in it, so which session asks makes no difference.
        let printed = print(published, record, Actor(0));
        match says(File::open(&self.path)?, &slices(&printed)) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
            said => said,
        }
    }
}

fn slices(printed: &Printed) -> Vec<&[u8]> {
    printed.parts.iter().map(Vec::as_slice).collect()
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
/// meanwhile. Then the file is as it was, and nothing is left beside it.
pub fn save(
    comparison: &Comparison,
    record: &Record,
    actor: Actor,
    path: &Path,
) -> Result<Record, StoreError> {
    save_if(comparison, record, actor, (path, true))
}

/// Saves as [`save`] does, but over whatever is there.
///
/// # Errors
/// When it can't be written. Then the file is as it was, and nothing is left beside it.
pub fn save_over(
    comparison: &Comparison,
    record: &Record,
    actor: Actor,
    path: &Path,
) -> Result<Record, StoreError> {
    save_if(comparison, record, actor, (path, false))
}

fn save_if(
    comparison: &Comparison,
    record: &Record,
    actor: Actor,
    (path, careful): (&Path, bool),
) -> Result<Record, StoreError> {
    let failed = |error| StoreError::Write { path: path.to_owned(), error };
    if record.newer {
        return Err(StoreError::ReadOnly { path: path.to_owned() });
    }
    let target = target_of(path).map_err(failed)?;
    let known = record.on_disk.as_ref().filter(|known| careful && known.path == target);
    let check = || match known {
        Some(known) if !known.still_stands(record).map_err(failed)? => {
            Err(StoreError::ChangedOnDisk { path: path.to_owned() })
        }
        _ => Ok(()),
    };
    check()?;
    let printed = print(comparison, record, actor);
    if let Some(problem) = printed.problem {
        return Err(StoreError::Unsound { path: path.to_owned(), problem });
    }
    let written = write_beside(&target, &slices(&printed)).map_err(failed)?;
    check()?;
    let file = put_in_place(written, &target).map_err(failed)?;
    let mut next = printed.record;
    next.on_disk = file.metadata().ok().and_then(|metadata| OnDisk::of(&target, &metadata));
    Ok(next)
}

/// Writes a whole file or leaves everything as it was; also for sheets and settings. A link is
/// followed, and the mode of the file that is replaced is kept.
///
/// # Errors
/// When it can't be written; then the file is as it was, and nothing is left beside it.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = target_of(path)?;
    let written = write_beside(&target, &[bytes])?;
    put_in_place(written, &target).map(drop)
}

/// Returns the file that `path` means, links followed; it need not exist, its folder must.
fn target_of(path: &Path) -> io::Result<PathBuf> {
    /// As many links in a row as the systems themselves follow.
    const MOST_LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::canonicalize(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            found => return found,
        }
        let folder = folder_of(&path).to_owned();
        match fs::read_link(&path) {
            Ok(to) => path = folder.join(to),
            Err(_) => {
                let name = path.file_name().ok_or(io::ErrorKind::IsADirectory)?;
                return Ok(fs::canonicalize(folder)?.join(name));
            }
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Writes a file that is on the disk, read back and compared, but not in its place yet.
fn write_beside(target: &Path, parts: &[&[u8]]) -> io::Result<NamedTempFile> {
    let replaced = match fs::metadata(target) {
        Ok(metadata) if metadata.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        Ok(metadata) if !metadata.is_file() => {
            return Err(io::Error::other("it is a device or a pipe, not a file"));
        }
        Ok(metadata) if metadata.permissions().readonly() => {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".diptych-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut temporary = builder.tempfile_in(folder_of(target))?;
    for part in parts {
        temporary.as_file_mut().write_all(part)?;
    }
    if let Some(metadata) = replaced {
        temporary.as_file().set_permissions(metadata.permissions())?;
    }
    let copy = temporary.reopen()?;
    std::thread::scope(|scope| {
        let same = scope.spawn(|| says(copy, parts));
        temporary.as_file().sync_all()?;
        match same.join() {
            Ok(Ok(true)) => Ok(()),
            Ok(Err(error)) => Err(error),
            _ => Err(io::Error::other("what was read back is not what was written")),
        }
    })?;
    Ok(temporary)
}

/// Returns whether a file holds just these parts.
fn says(mut file: File, parts: &[&[u8]]) -> io::Result<bool> {
    let mut buffer = vec![0; 1 << 16];
    for part in parts {
        for expected in part.chunks(buffer.len()) {
            let read = buffer.get_mut(..expected.len()).unwrap_or_default();
            file.read_exact(read)?;
            if read != expected {
                return Ok(false);
            }
        }
    }
    Ok(file.read(&mut buffer)? == 0)
}

fn put_in_place(written: NamedTempFile, target: &Path) -> io::Result<File> {
    let file = written.persist(target).map_err(|error| error.error)?;
    // The file is in place. Some file systems can't flush a folder, and then there is nothing to do.
    if let Ok(folder) = File::open(folder_of(target)) {
        drop(folder.sync_all());
    }
    Ok(file)
}
