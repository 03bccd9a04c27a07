//! The disk, behind one trait: every call that saving makes goes through it, so that tests can make
//! each of them fail, and can take the power away between any two.
//!
//! [`SystemDisk`] is the real one. Temporary files are `tempfile`'s: their names are free, nobody's file
//! is ever taken for one, and they go away even when a thread panics.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::NamedTempFile;

/// What the name of every temporary file ends in.
const ENDING: &str = ".tmp";

/// Whether a name stands for a file, a folder, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Kind {
    File,
    Folder,
    /// A device, a pipe, a socket.
    Other,
}

/// What a disk says of a file without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// What it is.
    pub kind: Kind,
    /// Its size in bytes.
    pub len: u64,
    /// When it was last written, as the disk has it. Not to be relied on across a network.
    pub modified: Option<SystemTime>,
    /// Whether it is marked as not to be written.
    pub read_only: bool,
    /// Its mode, where there are modes.
    pub mode: Option<u32>,
    /// Its owner and group, where there are any.
    pub owner: Option<(u32, u32)>,
}

impl From<&Metadata> for Facts {
    fn from(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let (mode, owner) = {
            use std::os::unix::fs::MetadataExt as _;
            (Some(metadata.mode() & 0o7777), Some((metadata.uid(), metadata.gid())))
        };
        #[cfg(not(unix))]
        let (mode, owner) = (None, None);
        let kind = match metadata.file_type() {
            kind if kind.is_file() => Kind::File,
            kind if kind.is_dir() => Kind::Folder,
            _ => Kind::Other,
        };
        Self {
            kind,
            len: metadata.len(),
            modified: metadata.modified().ok(),
            read_only: metadata.permissions().readonly(),
            mode,
            owner,
        }
    }
}

/// The calls that saving makes of a disk. Paths are whole ones.
pub trait Disk: Sync {
    /// Returns the path without links and dots; the file must exist.
    ///
    /// # Errors
    /// The disk's.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;

    /// Returns where a symbolic link leads.
    ///
    /// # Errors
    /// The disk's; also when it is no link.
    fn read_link(&self, path: &Path) -> io::Result<PathBuf>;

    /// Returns what is known of a file, links followed.
    ///
    /// # Errors
    /// The disk's.
    fn facts(&self, path: &Path) -> io::Result<Facts>;

    /// Opens a file for reading from its beginning.
    ///
    /// # Errors
    /// The disk's.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send + '_>>;

    /// Makes a new, empty file in `folder`, with a name of its own that begins with `prefix`.
    ///
    /// # Errors
    /// The disk's.
    fn create(&self, folder: &Path, prefix: &str) -> io::Result<Box<dyn Temporary + '_>>;

    /// Flushes a folder's list of names to the disk. Succeeds where a folder can't be flushed at all.
    ///
    /// # Errors
    /// The disk's.
    fn flush_folder(&self, folder: &Path) -> io::Result<()>;

    /// Returns the names in a folder.
    ///
    /// # Errors
    /// The disk's.
    fn names(&self, folder: &Path) -> io::Result<Vec<String>>;

    /// Removes a file.
    ///
    /// # Errors
    /// The disk's.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Returns whether an error says that another program has the file open just now, so that trying again helps.
    fn is_held(&self, error: &io::Error) -> bool;

    /// Waits before trying again.
    fn wait(&self, time: Duration);
}

/// A file that is being written beside the one it will replace. It is removed when it is dropped.
pub trait Temporary: Send + Sync {
    /// Returns its path.
    fn path(&self) -> &Path;

    /// Writes some of `bytes` at its end and returns how many.
    ///
    /// # Errors
    /// The disk's.
    fn write(&self, bytes: &[u8]) -> io::Result<usize>;

    /// Gives it the mode of the file that it will replace, and, as far as may be, its owner and group.
    ///
    /// # Errors
    /// The disk's, for the mode.
    fn liken(&mut self, replaced: &Facts) -> io::Result<()>;

    /// Flushes it to the disk.
    ///
    /// # Errors
    /// The disk's. Then nobody knows what of it is on the disk, and trying again proves nothing.
    fn flush(&self) -> io::Result<()>;

    /// Opens it for reading from its beginning.
    ///
    /// # Errors
    /// The disk's.
    fn read_back(&self) -> io::Result<Box<dyn Read + Send + '_>>;

    /// Returns what is known of it.
    ///
    /// # Errors
    /// The disk's.
    fn facts(&self) -> io::Result<Facts>;

    /// Puts it in the place of `target`, at one stroke, and consumes it.
    ///
    /// # Errors
    /// The disk's. Then it is still itself.
    fn put(&mut self, target: &Path) -> io::Result<()>;

    /// Removes it.
    ///
    /// # Errors
    /// The disk's. Then it may still be there.
    fn discard(&mut self) -> io::Result<()>;
}

/// The disk of the system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemDisk;

impl Disk for SystemDisk {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        fs::read_link(path)
    }

    fn facts(&self, path: &Path) -> io::Result<Facts> {
        fs::metadata(path).map(|metadata| Facts::from(&metadata))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(Box::new(File::open(path)?))
    }

    fn create(&self, folder: &Path, prefix: &str) -> io::Result<Box<dyn Temporary + '_>> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(prefix).suffix(ENDING);
        // As for any file that is made: what the user's mask leaves of it.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.tempfile_in(folder)?;
        Ok(Box::new(Beside { path: file.path().to_owned(), state: State::Beside(file) }))
    }

    fn flush_folder(&self, folder: &Path) -> io::Result<()> {
        if cfg!(windows) {
            // Windows has no such call; there the file system's own journal keeps the order.
            return Ok(());
        }
        // A folder that may be written but not listed can't be opened, and so not be flushed.
        let opened = match File::open(folder) {
            Err(error) if error.kind() == ErrorKind::PermissionDenied => return Ok(()),
            opened => opened?,
        };
        match opened.sync_all() {
            // What file systems answer that have no such call: some of those over a network.
            Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
            flushed => flushed,
        }
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let entries = fs::read_dir(folder)?;
        Ok(entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn is_held(&self, error: &io::Error) -> bool {
        /// Access denied, sharing violation, lock violation: what a virus scanner or synchronizer causes.
        const HELD: [i32; 3] = [5, 32, 33];
        cfg!(windows) && error.raw_os_error().is_some_and(|code| HELD.contains(&code))
    }

    fn wait(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// A temporary file of the system.
struct Beside {
    path: PathBuf,
    state: State,
}

enum State {
    Beside(NamedTempFile),
    InPlace(File),
    Gone,
}

impl Beside {
    fn file(&self) -> io::Result<&File> {
        match &self.state {
            State::Beside(file) => Ok(file.as_file()),
            State::InPlace(file) => Ok(file),
            State::Gone => Err(ErrorKind::NotFound.into()),
        }
    }
}

impl Temporary for Beside {
    fn path(&self) -> &Path {
        &self.path
    }

    fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        self.file()?.write(bytes)
    }

    fn liken(&mut self, replaced: &Facts) -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let file = self.file()?;
            let own = Facts::from(&file.metadata()?).owner;
            if let Some((user, group)) = replaced.owner.filter(|_| own != replaced.owner) {
                // Only some may give files away. A group that shares the file keeps it where that is allowed.
                let given = std::os::unix::fs::fchown(file, Some(user), Some(group));
                drop(given.or_else(|_| std::os::unix::fs::fchown(file, None, Some(group))));
            }
            if let Some(mode) = replaced.mode {
                file.set_permissions(fs::Permissions::from_mode(mode))?;
            }
        }
        #[cfg(not(unix))]
        let _ = replaced;
        Ok(())
    }

    fn flush(&self) -> io::Result<()> {
        self.file()?.sync_all()
    }

    fn read_back(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        match &self.state {
            State::Beside(file) => Ok(Box::new(file.reopen()?)),
            _ => Err(ErrorKind::NotFound.into()),
        }
    }

    fn facts(&self) -> io::Result<Facts> {
        self.file()?.metadata().map(|metadata| Facts::from(&metadata))
    }

    fn put(&mut self, target: &Path) -> io::Result<()> {
        match std::mem::replace(&mut self.state, State::Gone) {
            State::Beside(file) => match file.persist(target) {
                Ok(file) => {
                    self.state = State::InPlace(file);
                    Ok(())
                }
                Err(failed) => {
                    self.state = State::Beside(failed.file);
                    Err(failed.error)
                }
            },
            other => {
                self.state = other;
                Err(ErrorKind::NotFound.into())
            }
        }
    }

    fn discard(&mut self) -> io::Result<()> {
        match std::mem::replace(&mut self.state, State::Gone) {
            State::Beside(file) => file.close(),
            other => {
                self.state = other;
                Ok(())
            }
        }
    }
}

/// Lets a write past the limit on the size of files (`ulimit -f`) fail like any other, where a Unix system
/// would end the program. For the start of the program; does nothing elsewhere.
pub fn outlive_size_limits() {
    #[cfg(unix)]
    drop(signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_beside_and_put_in_place_at_one_stroke() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a");
        let disk = SystemDisk;
        let mut made = disk.create(folder.path(), "x-").unwrap();
        let path = made.path().to_owned();
        assert!(path.file_name().unwrap().to_string_lossy().starts_with("x-"));
        assert_eq!(made.write(b"words").unwrap(), 5);
        made.flush().unwrap();
        assert!(!target.exists());
        made.put(&target).unwrap();
        assert!(made.put(&target).is_err() && made.read_back().is_err());
        made.discard().unwrap();
        assert_eq!((made.facts().unwrap().len, path.exists()), (5, false));
        drop(made);
        assert_eq!(fs::read(&target).unwrap(), b"words");
        disk.flush_folder(folder.path()).unwrap();
        assert!(disk.flush_folder(&target.join("none")).is_err());
        assert_eq!(disk.names(folder.path()).unwrap(), ["a"]);
    }

    #[test]
    fn what_is_dropped_or_discarded_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        drop(SystemDisk.create(folder.path(), "x-").unwrap());
        let mut made = SystemDisk.create(folder.path(), "x-").unwrap();
        made.discard().unwrap();
        assert!(made.write(b"x").is_err());
        assert!(SystemDisk.names(folder.path()).unwrap().is_empty());
    }
}
