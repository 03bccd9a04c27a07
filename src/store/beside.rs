//! A whole file beside the one it will replace: named so that it is known again, put in place at one stroke, and
//! removed when anything fails.

use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::disk::{Disk, Facts, Kind, Temporary};
use super::known::{digest_of, facts_of, unless_interrupted};
use crate::model::Digest;

/// How long a file that another program holds is waited for.
const HELD_FOR: Duration = Duration::from_millis(300);
/// How long between two tries.
const TRY_EVERY: Duration = Duration::from_millis(25);
/// How much older than ours a temporary file must be for nobody to be writing it any more.
const ORPHANED_AFTER: Duration = Duration::from_secs(60 * 60);

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
pub(super) fn remove_orphans(disk: &dyn Disk, target: &Path, ours: Option<Facts>) {
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
pub(super) struct Beside<'d> {
    disk: &'d dyn Disk,
    file: Box<dyn Temporary + 'd>,
    in_place: bool,
}

impl<'d> Beside<'d> {
    /// Makes an empty file beside `target`.
    pub(super) fn begin(disk: &'d dyn Disk, target: &Path) -> io::Result<Self> {
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
        Ok(beside)
    }

    /// Writes all of `bytes` at its end.
    pub(super) fn write(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match unless_interrupted(|| self.file.write(bytes))? {
                0 => return Err(ErrorKind::WriteZero.into()),
                n => bytes = bytes.get(n..).unwrap_or_default(),
            }
        }
        Ok(())
    }

    /// Flushes what was written so far. A flush that failed is never tried again: the system may by then count what
    /// it could not write as written.
    pub(super) fn flush(&self) -> io::Result<()> {
        self.file.flush()
    }

    /// Reads the file back and holds it against the `parts` that were written.
    pub(super) fn read_back<'p>(&self, parts: impl IntoIterator<Item = &'p [u8]>) -> io::Result<()> {
        if says(&mut *self.file.read_back()?, parts)? {
            Ok(())
        } else {
            Err(io::Error::other("what was read back is not what was written"))
        }
    }

    pub(super) fn facts(&self) -> Option<Facts> {
        self.file.facts().ok()
    }

    /// Puts the file in its place. One that another program holds just now (a scanner, a synchronizer; so on
    /// Windows) is tried again for a moment.
    pub(super) fn put(&mut self, target: &Path, digest: Digest) -> io::Result<()> {
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

/// Returns whether a file holds just these parts, one after the other.
fn says<'p>(file: &mut dyn Read, parts: impl IntoIterator<Item = &'p [u8]>) -> io::Result<bool> {
    let mut buffer = vec![0; 1 << 16];
    let mut read: &[u8] = &[];
    for mut part in parts {
        while !part.is_empty() {
            if read.is_empty() {
                let n = unless_interrupted(|| file.read(&mut buffer))?;
                read = buffer.get(..n).unwrap_or_default();
                if read.is_empty() {
                    return Ok(false);
                }
            }
            let n = read.len().min(part.len());
            let ((now, later), (due, rest)) = (read.split_at(n), part.split_at(n));
            if now != due {
                return Ok(false);
            }
            (read, part) = (later, rest);
        }
    }
    let mut past_the_end = || unless_interrupted(|| file.read(&mut [0]));
    Ok(read.is_empty() && past_the_end()? == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_its_parts_and_nothing_else() {
        let says = |file: &[u8], parts: &[&[u8]]| says(&mut &*file, parts.iter().copied()).unwrap();
        assert!(says(b"abcdef", &[b"ab", b"", b"cdef"]));
        assert!(says(b"", &[]));
        assert!(says(b"", &[b""]));
        assert!(!says(b"abcdef", &[b"ab", b"cde"]));
        assert!(!says(b"abcde", &[b"ab", b"cdef"]));
        assert!(!says(b"abcdef", &[b"ab", b"cxef"]));
        let large = vec![7; (1 << 16) + 5];
        assert!(says(&large, &[&large[..3], &large[3..]]));
        assert!(!says(&large, &[&large[..3], &large[4..]]));
    }
}
