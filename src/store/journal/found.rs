//! What earlier sittings left behind: journals with changes that are in no document, and those nobody can read.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use super::folder::{self, JOURNAL, Lock};
use super::lines::{self, Header, Raw, Unreadable};
use super::log::{Base, Log};
use super::{Change, Journals};
use crate::model::{ComparisonId, Digest, Time};

/// The largest journal that is read, in bytes.
const MAX_BYTES: u64 = 1 << 30;
/// The longest header that is read, in bytes.
const MAX_HEADER: u64 = 1 << 20;

/// What was left behind.
#[derive(Default)]
pub struct Leftovers {
    /// Journals with changes that were not saved, the latest first.
    pub found: Vec<Found>,
    /// What should be said of journals that can't be read, each a sentence or two.
    pub notes: Vec<String>,
}

/// A journal with changes that were not saved when its program ended. While this is held, no other program takes it up.
pub struct Found {
    pub(super) folder: PathBuf,
    pub(super) lock: Lock,
    pub(super) header: Header,
    pub(super) log: Log<Raw>,
    /// The edits that bring texts.
    pub(super) texts: Vec<Raw>,
    /// What comes after the sound part, if that is damage.
    pub(super) damage: Vec<u8>,
    /// The base that the document on the disk is, as far as it could be told, and how many entries lead to it.
    pub(super) ground: Option<(usize, Base)>,
    pub(super) all: Journals,
    changes: Vec<Change>,
}

impl std::fmt::Debug for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Found")
            .field("folder", &self.folder)
            .field("changes", &self.changes)
            .finish_non_exhaustive()
    }
}

impl Found {
    /// Returns which comparison it is of.
    #[must_use]
    pub fn comparison(&self) -> ComparisonId {
        self.header.comparison
    }

    /// Returns the comparison's title when the journal was begun; may be empty.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.header.title
    }

    /// Returns the document, if it was ever saved.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        let of_base = self.ground.as_ref().and_then(|(_, base)| base.path.as_deref());
        of_base.or(self.header.path.as_deref())
    }

    /// Returns when the last change was made.
    #[must_use]
    pub fn time(&self) -> Time {
        Time(self.log.last_time())
    }

    /// Returns the changes after the last save, by name, the first first. What was undone right away is not among them.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Returns whether the end of the journal is damaged, so that there may have been more changes.
    #[must_use]
    pub fn damaged(&self) -> bool {
        !self.damage.is_empty()
    }

    /// Puts the journal among the discarded ones, where it is kept for 30 days.
    pub fn discard(self) {
        folder::retire(&self.folder, self.lock, true);
    }
}

/// What a journal turned out to be.
enum Seen {
    Unsaved(Box<Found>),
    Saved(PathBuf),
    /// Of a comparison that the reader did not want to save.
    Unwanted(PathBuf, Lock),
    Unreadable(Option<String>),
}

impl Journals {
    /// Returns what earlier sittings left behind, and clears away what was kept long enough. Journals of programs that
    /// are running are not looked at. Reads the documents concerned, so a job should do it.
    #[must_use]
    pub fn found(&self) -> Leftovers {
        let mut left = Leftovers::default();
        let mut saved = Vec::new();
        let mut documents = HashMap::new();
        let folders = folder::list(&self.all, None);
        let replaced: HashSet<String> = folders.iter().flat_map(|folder| replaced_by(folder)).collect();
        for folder in folders {
            // One that can't be locked is in use, or nobody's to touch.
            let Some(lock) = Lock::take_left(&folder) else { continue };
            if replaced.contains(&folder::name_of(&folder)) {
                // All of it is in the other; the end came before this one could go.
                folder::retire(&folder, lock, true);
                continue;
            }
            match read_bytes(&folder.join(JOURNAL)) {
                Ok(bytes) => match self.see((folder, lock), &bytes, &mut documents) {
                    Seen::Unsaved(found) => left.found.push(*found),
                    Seen::Saved(folder) => saved.push(folder),
                    Seen::Unwanted(folder, lock) => folder::retire(&folder, lock, true),
                    Seen::Unreadable(note) => left.notes.extend(note),
                },
                // It was never begun, or somebody put it away meanwhile.
                Err(error) if error.kind() == io::ErrorKind::NotFound => saved.push(folder),
                Err(error) => left.notes.push(format!(
                    "A recovery journal can't be read ({error}); it was left as it is: {}.",
                    folder.join(JOURNAL).display()
                )),
            }
        }
        left.found.sort_by_key(|found| std::cmp::Reverse(found.time()));
        folder::sweep(&self.all, saved);
        left
    }

    fn see(
        &self,
        (folder, lock): (PathBuf, Lock),
        bytes: &[u8],
        documents: &mut HashMap<PathBuf, Option<Digest>>,
    ) -> Seen {
        let reading = match lines::read(bytes) {
            Ok(reading) => reading,
            Err(Unreadable::Newer(version)) => {
                return Seen::Unreadable(Some(format!(
                    "A newer version of Diptych left a recovery journal behind (version {version}) that this one can't \
                     read. It was left as it is; start the newer version to see what it holds: {}.",
                    folder.join(JOURNAL).display()
                )));
            }
            Err(Unreadable::Damaged) => {
                let to = folder::set_aside(&folder, lock).unwrap_or(folder);
                return Seen::Unreadable(Some(format!(
                    "A recovery journal is damaged from its first line on, so nothing could be recovered from it. It was \
                     set aside and is kept: {}.",
                    to.display()
                )));
            }
        };
        let mut digest_of =
            |path: &Path| *documents.entry(path.to_owned()).or_insert_with(|| digest_of_file(path).ok());
        let (log, texts) = (reading.log, reading.texts);
        let bases = log.bases();
        let as_it_is = bases.iter().rev().find(|(_, base)| {
            base.path.as_deref().and_then(&mut digest_of).is_some_and(|digest| digest == base.digest)
        });
        let ground = as_it_is.or(bases.first()).map(|(point, base)| (*point, (*base).clone()));
        let names = log.names_from(ground.as_ref().map_or(0, |(point, _)| *point));
        let damage = if reading.damaged { bytes.get(reading.sound..).unwrap_or_default() } else { &[] };
        if names.is_empty() && !damage.is_empty() {
            let to = folder::set_aside(&folder, lock).unwrap_or(folder);
            return Seen::Unreadable(Some(format!(
                "The end of the recovery journal of “{}” is damaged, and what comes before was all saved. If the \
                 last changes to it are missing, they can't be recovered. The journal was set aside and is kept: {}.",
                reading.header.title,
                to.display()
            )));
        }
        let never_saved = log.bases().iter().all(|(_, base)| base.path.is_none());
        if !names.is_empty() && log.closed() && never_saved {
            return Seen::Unwanted(folder, lock);
        }
        if names.is_empty() || log.closed() {
            return Seen::Saved(folder);
        }
        let changes = names.into_iter().map(|(name, time)| Change { name, time: Time(time) }).collect();
        let (header, damage, all) = (reading.header, damage.to_vec(), self.clone());
        Seen::Unsaved(Box::new(Found { folder, lock, header, log, texts, damage, ground, all, changes }))
    }
}

/// The names of the folders whose journals that of `folder` takes the place of.
fn replaced_by(folder: &Path) -> Vec<String> {
    let mut line = Vec::new();
    let read = File::open(folder.join(JOURNAL))
        .and_then(|file| BufReader::new(file.take(MAX_HEADER)).read_until(b'\n', &mut line));
    match read.map(|_| lines::read_header(&line)) {
        Ok(Ok(header)) => header.replaces,
        _ => Vec::new(),
    }
}

fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    if file.metadata()?.len() > MAX_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::new();
    file.take(MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns the SHA-256 of a file.
pub(super) fn digest_of_file(path: &Path) -> io::Result<Digest> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut hash = super::Hashing::default();
    io::copy(&mut File::open(path)?, &mut hash)?;
    Ok(hash.end())
}
