//! Earlier versions of a comparison, kept in the user's private folder without being asked.
//!
//! Each is the file as it was, byte for byte, packed (gzip, so that any tool can unpack it). A version is
//! read back, unpacked and compared before an older one goes. Content that comes back is stored once.
//! Nothing here may fail a save: whoever keeps a version says one sentence if that did not work.
//!
//! What it deliberately does not do: decide by the clock. Versions are numbered; the clock only dates them.
//! Start reading at [`Versions::keep`].

mod choose;
mod name;

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use thiserror::Error;

use super::{MAX_FILE_BYTES, Opened, StoreError, from_json, private};
use crate::model::{ComparisonId, Digest, Time};
use name::Name;

/// How many versions stay, and how much they may take up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many of the last saves, and how many of the last that were found on opening.
    pub n_saves: usize,
    /// For how many of the last days (in UTC) that have any, the last of the day.
    pub n_days: usize,
    /// What all together may take up on the disk, in bytes.
    pub bytes: u64,
    /// How many of the latest stay, whatever they take up.
    pub n_least: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { n_saves: 20, n_days: 30, bytes: 1 << 30, n_least: 3 }
    }
}

/// Why a version was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It was found on opening: the file as somebody else, or an earlier release, left it.
    Opened,
    /// It was saved here.
    Saved,
}

impl Reason {
    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Saved => "saved",
        }
    }

    /// Returns the reason of this name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Opened, Self::Saved].into_iter().find(|reason| reason.word() == word)
    }
}

/// An earlier version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// Its number among the versions of this comparison: later ones have higher numbers.
    pub number: u64,
    /// When it was kept, as the clock had it then.
    pub when: Time,
    /// Why it was kept.
    pub reason: Reason,
    /// The digest of the file.
    pub sha256: Digest,
    /// The size of the file, in bytes.
    pub size: u64,
    /// What it takes up here, in bytes.
    pub stored: u64,
}

/// Why an earlier version can't be kept or read. Each is a sentence for a person.
#[derive(Debug, Error)]
pub enum VersionsError {
    /// The system has no place for a user's data.
    #[error("earlier versions are not kept, because the system names no folder for your data")]
    NoFolder,
    /// The folder or a file in it can't be read or written.
    #[error("{}: earlier versions can't be kept or read there ({error}); the comparison itself is as you saved it", .path.display())]
    Folder {
        /// Which.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A version is not what it was when it was kept.
    #[error("{}: this earlier version is damaged, so that it can't be opened; the others are not concerned", .path.display())]
    Damaged {
        /// Its file.
        path: PathBuf,
    },
    /// A version is what it was, but does not open.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The earlier versions of one comparison.
#[derive(Debug, Clone)]
pub struct Versions {
    folder: PathBuf,
    limits: Limits,
}

/// The file that says where the comparison was last seen, so that its versions are found when it is past reading.
const PLACE: &str = "file";

impl Versions {
    /// Returns the versions of this comparison.
    ///
    /// # Errors
    /// When the system has no place for a user's data.
    pub fn of(comparison: ComparisonId) -> Result<Self, VersionsError> {
        let private = private::folder().ok_or(VersionsError::NoFolder)?;
        Ok(Self::within(&private, comparison))
    }

    /// Returns the versions of this comparison that are kept in this private folder.
    #[must_use]
    pub fn within(private: &Path, comparison: ComparisonId) -> Self {
        Self { folder: private.join("versions").join(comparison.to_string()), limits: Limits::default() }
    }

    /// Returns the versions of the comparison that was last seen in this file, even if it is past reading now.
    #[must_use]
    pub fn of_file(file: &Path) -> Option<Self> {
        Self::of_file_within(&private::folder()?, file)
    }

    /// Returns the versions, in this private folder, of the comparison that was last seen in this file.
    #[must_use]
    pub fn of_file_within(private: &Path, file: &Path) -> Option<Self> {
        let place = place_of(file)?;
        let mut found: Vec<PathBuf> = fs::read_dir(private.join("versions"))
            .ok()?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|folder| read_bounded(&folder.join(PLACE), 1 << 16).is_ok_and(|said| said == place))
            .collect();
        // Of several, the one seen there last; a tie goes by name, to be the same every time.
        found.sort_by_key(|folder| {
            (fs::metadata(folder.join(PLACE)).and_then(|data| data.modified()).ok(), folder.clone())
        });
        found.pop().map(|folder| Self { folder, limits: Limits::default() })
    }

    /// Returns the same versions under other limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Returns the folder that they are kept in. It need not exist yet.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Keeps the file at `path` as it is now, and notes that the comparison is there. For a job: it takes as
    /// long as reading and packing the file.
    ///
    /// # Errors
    /// As [`Self::keep`], and when the file can't be read.
    pub fn keep_file(
        &self,
        path: &Path,
        when: Time,
        reason: Reason,
    ) -> Result<Option<Version>, VersionsError> {
        let read = |error| VersionsError::Folder { path: path.to_owned(), error };
        let bytes = read_bounded(path, MAX_FILE_BYTES).map_err(read)?;
        let kept = self.keep(&bytes, when, reason)?;
        let place = self.folder.join(PLACE);
        if let Some(said) = place_of(path)
            && read_bounded(&place, 1 << 16).ok().as_deref() != Some(&said)
        {
            private::write(&place, &said).map_err(|error| VersionsError::Folder { path: place, error })?;
        }
        Ok(kept)
    }

    /// Keeps the bytes of the comparison's file as its latest version; then those that are more than the limits
    /// go. Returns the version; nothing when these bytes are the latest already or, on opening, any that is kept.
    ///
    /// # Errors
    /// When it can't be written, or does not read back. Then no other version has gone.
    pub fn keep(&self, bytes: &[u8], when: Time, reason: Reason) -> Result<Option<Version>, VersionsError> {
        private::make(&self.folder).map_err(|error| self.failed(error))?;
        self.sweep();
        let listed = self.list()?;
        let sha256 = Digest::of(bytes);
        let mut same = listed.iter().filter(|version| version.sha256 == sha256);
        let known = match reason {
            Reason::Saved => same.next().filter(|same| listed.first() == Some(same)),
            Reason::Opened => same.next(),
        };
        if known.is_some_and(|known| self.bytes(known).is_ok()) {
            return Ok(None);
        }
        let number = listed.first().map_or(0, |latest| latest.number).saturating_add(1);
        let name = Name { number, when, reason, sha256 };
        let path = self.folder.join(name.spell());
        let stored = self.store_once(&listed, &name, bytes).map_err(|error| self.failed(error))?;
        let version = Version { number, when, reason, sha256, size: bytes.len() as u64, stored };
        if self.bytes(&version).ok().as_deref() != Some(bytes) {
            // What does not read back is no version; those before it are needed all the more.
            drop(fs::remove_file(&path));
            return Err(VersionsError::Damaged { path });
        }
        self.prune();
        Ok(Some(version))
    }

    /// Returns all versions, the latest first. A comparison of which none was kept has none.
    ///
    /// # Errors
    /// When the folder can't be read.
    pub fn list(&self) -> Result<Vec<Version>, VersionsError> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(|error| self.failed(error))?,
        };
        let mut versions = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| self.failed(error))?;
            let Some(Name { number, when, reason, sha256 }) = entry.file_name().to_str().and_then(Name::read)
            else {
                continue;
            };
            // One that went meanwhile, or can't be read, is still listed by what its name says.
            let (size, stored) = sizes(&entry.path()).unwrap_or_default();
            versions.push(Version { number, when, reason, sha256, size, stored });
        }
        versions.sort_by_key(|version| (version.number, version.when, version.sha256.0));
        versions.reverse();
        Ok(versions)
    }

    /// Returns the file of a version, byte for byte as it was kept.
    ///
    /// # Errors
    /// When it is gone, or is no longer what it was.
    pub fn bytes(&self, version: &Version) -> Result<Vec<u8>, VersionsError> {
        let path = self.path_of(version);
        let failed = |error| VersionsError::Folder { path: path.clone(), error };
        let file = File::open(&path).map_err(failed)?;
        let mut bytes = Vec::new();
        let unpacked =
            MultiGzDecoder::new(io::BufReader::new(file)).take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes);
        if unpacked.is_err() || Digest::of(&bytes) != version.sha256 {
            return Err(VersionsError::Damaged { path });
        }
        Ok(bytes)
    }

    /// Opens a version to be read, compared or restored.
    ///
    /// # Errors
    /// When it is gone, damaged, or does not open.
    pub fn open(&self, version: &Version) -> Result<Opened, VersionsError> {
        Ok(from_json(&self.bytes(version)?, &self.path_of(version))?)
    }

    /// Returns the file that has this digest, if it is among the versions and sound.
    #[must_use]
    pub fn by_digest(&self, sha256: &Digest) -> Option<Vec<u8>> {
        let versions = self.list().ok()?;
        let mut same = versions.iter().filter(|version| version.sha256 == *sha256);
        same.find_map(|version| self.bytes(version).ok())
    }

    fn path_of(&self, version: &Version) -> PathBuf {
        let Version { number, when, reason, sha256, .. } = *version;
        self.folder.join(Name { number, when, reason, sha256 }.spell())
    }

    fn failed(&self, error: io::Error) -> VersionsError {
        VersionsError::Folder { path: self.folder.clone(), error }
    }

    /// Writes a version, or gives content that is here already a second name. Returns what it takes up.
    fn store_once(&self, listed: &[Version], name: &Name, bytes: &[u8]) -> io::Result<u64> {
        let path = self.folder.join(name.spell());
        let mut same = listed.iter().filter(|version| version.sha256 == name.sha256);
        if let Some(sound) = same.find(|version| self.bytes(version).is_ok())
            && fs::hard_link(self.path_of(sound), &path).is_ok()
        {
            return Ok(sound.stored);
        }
        // A quarter of the time of the best packing, for a tenth more room.
        let mut packer = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(4));
        packer.write_all(bytes)?;
        let packed = packer.finish()?;
        private::write(&path, &packed)?;
        Ok(packed.len() as u64)
    }

    /// Takes away what is more than the limits. What can't be taken away stays: there is no harm in it.
    fn prune(&self) {
        let Ok(versions) = self.list() else {
            return;
        };
        for place in choose::superfluous(&versions, &self.limits) {
            if let Some(version) = versions.get(place) {
                drop(fs::remove_file(self.path_of(version)));
            }
        }
    }

    /// Takes away what a write that was cut off long ago has left.
    fn sweep(&self) {
        const LONG: Duration = Duration::from_secs(60 * 60);
        let left = fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok);
        for entry in left.filter(|entry| entry.file_name().to_string_lossy().starts_with(private::TEMPORARY))
        {
            let modified = entry.metadata().and_then(|data| data.modified()).ok();
            let age = modified.and_then(|then| SystemTime::now().duration_since(then).ok());
            if age.is_some_and(|age| age > LONG) {
                drop(fs::remove_file(entry.path()));
            }
        }
    }
}

/// Returns how many bytes a packed file holds (its last four bytes say so), and how many it takes up.
fn sizes(path: &Path) -> Option<(u64, u64)> {
    let mut file = File::open(path).ok()?;
    let stored = file.seek(SeekFrom::End(-4)).ok()? + 4;
    let mut size = [0; 4];
    file.read_exact(&mut size).ok()?;
    Some((u64::from(u32::from_le_bytes(size)), stored))
}

/// Returns how a file's place is written down: its path from the root, links followed while it is there.
fn place_of(file: &Path) -> Option<Vec<u8>> {
    let file = fs::canonicalize(file).or_else(|_| std::path::absolute(file)).ok()?;
    Some(file.into_os_string().into_encoded_bytes())
}

fn read_bounded(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let mut bytes = Vec::with_capacity(usize::try_from(file.metadata()?.len().min(limit)).unwrap_or(0) + 1);
    file.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}
