//! The private folder where journals are: one folder for each, with a lock that says whether it is in use.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use uuid::Uuid;

use super::super::private;
use crate::model::ComparisonId;

/// The lines.
pub(super) const JOURNAL: &str = "journal";
/// The lines, being written anew.
pub(super) const NEW: &str = "journal.new";
/// The comparison that the journal begins with, where no document holds it.
pub(super) const BASE: &str = "base";
/// Held by the program that writes the journal.
const LOCK: &str = "lock";
/// Where journals go that the reader does not want, for a while.
const DISCARDED: &str = "discarded";
/// Where journals go that can't be read, for good.
const UNREADABLE: &str = "unreadable";

/// Where there are no locks, a journal that was written in this time may be in use.
const PERHAPS_IN_USE: Duration = Duration::from_secs(15 * 60);
/// How long what was discarded is kept.
const KEEP_DISCARDED: Duration = Duration::from_secs(30 * 24 * 3600);
/// How long journals without unsaved changes are kept, for undo.
const KEEP_SAVED: Duration = Duration::from_secs(90 * 24 * 3600);
/// The room that journals without unsaved changes may take, and those discarded, in bytes.
const KEEP_ROOM: u64 = 256 << 20;

/// That this program has a journal to itself, until this is dropped or the program ends, in whatever way.
pub(super) struct Lock(Option<File>);

impl Lock {
    /// Takes the lock of a journal's folder; nothing when another program has it.
    pub(super) fn take(folder: &Path) -> io::Result<Option<Self>> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(folder.join(LOCK))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(Some(file)))),
            Err(TryLockError::WouldBlock) => Ok(None),
            // A file system without locks (some network drives): whether it is in use can only be guessed.
            Err(TryLockError::Error(_)) => Ok(Some(Self(None))),
        }
    }

    /// As [`Self::take_left`], but waits a moment for somebody who only looks at it.
    pub(super) fn wait_for_left(folder: &Path) -> Option<Self> {
        (0..5).find_map(|n| {
            std::thread::sleep(Duration::from_millis(20 * n));
            Self::take_left(folder)
        })
    }

    /// Takes the lock of a journal that was left behind; nothing when it is, or may be, in use.
    pub(super) fn take_left(folder: &Path) -> Option<Self> {
        let lock = Self::take(folder).ok()??;
        let age = SystemTime::now().duration_since(age_and_size(folder).0);
        let in_use = lock.0.is_none() && age.is_ok_and(|age| age < PERHAPS_IN_USE);
        (!in_use).then_some(lock)
    }
}

/// Returns the folder of a new journal.
pub(super) fn fresh(all: &Path, comparison: ComparisonId) -> PathBuf {
    all.join(format!("{comparison}.{}", Uuid::now_v7()))
}

/// Returns the folders of the journals there are, of one comparison or of all.
pub(super) fn list(all: &Path, of: Option<ComparisonId>) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(all) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let parts = name
                .split_once('.')
                .map(|(id, session)| (id.parse::<ComparisonId>(), session.parse::<Uuid>()));
            match parts {
                Some((Ok(id), Ok(_))) => of.is_none_or(|of| of == id) && path.is_dir(),
                _ => false,
            }
        })
        .collect();
    found.sort();
    found
}

/// Returns the name of a journal's folder.
pub(super) fn name_of(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Flushes what a folder lists. Some file systems can't, and then there is nothing to do.
pub(super) fn flush(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        drop(folder.sync_all());
    }
}

/// Lets go of a journal: at once, or `keep` it among the discarded ones for a while. That it can't be done costs only room.
pub(super) fn retire(folder: &Path, lock: Lock, keep: bool) {
    // Where there are no locks nothing is sure, and so nothing is removed at once.
    if keep || lock.0.is_none() {
        // On some systems nothing within a folder may be open when it is moved.
        drop(lock);
        move_to(folder, DISCARDED);
        return;
    }
    remove(folder, lock);
}

fn remove(folder: &Path, lock: Lock) {
    // The journal first: without it, nobody takes the rest for one.
    for name in [JOURNAL, NEW, BASE] {
        let _ = fs::remove_file(folder.join(name));
    }
    drop(lock);
    let _ = fs::remove_file(folder.join(LOCK));
    // Anything else in it was set aside there, and stays.
    let _ = fs::remove_dir(folder);
}

/// Puts a journal that can't be read where nobody will try to again, and returns where.
pub(super) fn set_aside(folder: &Path, lock: Lock) -> Option<PathBuf> {
    drop(lock);
    move_to(folder, UNREADABLE)
}

fn move_to(folder: &Path, among: &str) -> Option<PathBuf> {
    let all = folder.parent()?.join(among);
    private::make(&all).ok()?;
    let to = all.join(folder.file_name()?);
    fs::rename(folder, &to).ok()?;
    // From now on its time says when it was put here.
    if let Ok(lock) = File::options().write(true).open(to.join(LOCK)) {
        let _ = lock.set_modified(SystemTime::now());
    }
    Some(to)
}

/// Keeps the part of a journal that can't be read among the unreadable ones.
pub(super) fn keep_damaged(folder: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let all = folder.parent().ok_or(io::ErrorKind::NotFound)?.join(UNREADABLE);
    private::make(&all)?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut names = (1_u32..).map(|n| all.join(format!("{name}.damaged-{n}")));
    let free = names.find(|name| !name.exists()).ok_or(io::ErrorKind::AlreadyExists)?;
    private::write(&free, bytes)?;
    Ok(free)
}

/// When a journal was last written or put away, and how many bytes it takes.
fn age_and_size(folder: &Path) -> (SystemTime, u64) {
    let Ok(entries) = fs::read_dir(folder) else { return (SystemTime::UNIX_EPOCH, 0) };
    let files = entries.flatten().filter_map(|entry| entry.metadata().ok());
    files.fold((SystemTime::UNIX_EPOCH, 0), |(time, size), file| {
        (time.max(file.modified().unwrap_or(time)), size + file.len())
    })
}

/// Removes what was kept long enough, and the oldest of what takes too much room. `saved`: the
/// journals without unsaved changes; no other is touched.
pub(super) fn sweep(all: &Path, saved: Vec<PathBuf>) {
    remove_old(list(&all.join(DISCARDED), None), KEEP_DISCARDED);
    remove_old(saved, KEEP_SAVED);
}

fn remove_old(folders: Vec<PathBuf>, keep: Duration) {
    let mut aged: Vec<_> = folders.into_iter().map(|folder| (age_and_size(&folder), folder)).collect();
    aged.sort_by_key(|((time, _), _)| std::cmp::Reverse(*time));
    let mut room = 0;
    for ((time, size), folder) in aged {
        room += size;
        // A time in the future is that of a clock that was wrong; no reason to lose anything.
        let old = SystemTime::now().duration_since(time).is_ok_and(|age| age > keep);
        if (old || room > KEEP_ROOM)
            && let Some(lock) = Lock::take_left(&folder)
        {
            remove(&folder, lock);
        }
    }
}
