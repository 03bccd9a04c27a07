//! Which readers' files lie over a comparison, and how they are shown: remembered in the private folder, not in the
//! comparison, since it is nobody else's business and no part of anybody's work.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::private;
use crate::model::{ComparisonId, Digest};

/// The folder in the private one.
const FOLDER: &str = "readers";
/// A list longer than this is not read.
const MOST_BYTES: u64 = 16 << 20;

/// What is remembered of a comparison. Anything that can't be read is as if nothing was.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LaidOver {
    /// The files of other readers, in the order in which they were added.
    pub files: Vec<PathBuf>,
    /// The folder that is watched for more.
    pub folder: Option<PathBuf>,
    /// Files of that folder that were taken off.
    pub taken_off: Vec<PathBuf>,
    /// Readers that are not shown.
    pub hidden: Vec<Uuid>,
    /// Whether the density is shown (or the single marks); none: by how many readers there are.
    pub density: Option<bool>,
    /// Of a reader in several files, the one that counts; none: the open one.
    pub preferred: Vec<(Uuid, Option<PathBuf>)>,
    /// Readers who are one person: the second counts as the first.
    pub united: Vec<(Uuid, Uuid)>,
}

impl LaidOver {
    /// Returns what is remembered of the comparison in the file at `path`.
    #[must_use]
    pub fn load(private: &Path, of: (ComparisonId, &Path)) -> Self {
        let file = file_of(private, of);
        let small = std::fs::metadata(&file).is_ok_and(|facts| facts.len() <= MOST_BYTES);
        let bytes = small.then(|| std::fs::read(&file).ok()).flatten();
        bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Remembers this, or forgets it when there is nothing to remember.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn save(&self, private: &Path, of: (ComparisonId, &Path)) -> io::Result<()> {
        let file = file_of(private, of);
        if *self == Self::default() {
            return match std::fs::remove_file(&file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
        }
        private::make(&private.join(FOLDER))?;
        private::write(&file, &serde_json::to_vec_pretty(self)?)
    }
}

/// Copies of one comparison in several places have one id: so where the file is counts as well.
fn file_of(private: &Path, (id, path): (ComparisonId, &Path)) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let place = Digest::of(path.to_string_lossy().as_bytes()).to_string();
    let short: String = place.chars().take(16).collect();
    private.join(FOLDER).join(format!("{}-{short}.json", id.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_over_a_comparison_is_remembered_for_each_of_its_copies() {
        let folder = tempfile::tempdir().unwrap();
        let id = ComparisonId(Uuid::from_u128(1));
        let laid = LaidOver {
            files: vec!["/group/b.diptych.json".into()],
            hidden: vec![Uuid::from_u128(4)],
            density: Some(true),
            ..LaidOver::default()
        };
        let (mine, another) = (Path::new("/mine.diptych.json"), Path::new("/another.diptych.json"));
        laid.save(folder.path(), (id, mine)).unwrap();
        assert_eq!(LaidOver::load(folder.path(), (id, mine)), laid);
        assert_eq!(LaidOver::load(folder.path(), (id, another)), LaidOver::default());
        LaidOver::default().save(folder.path(), (id, mine)).unwrap();
        LaidOver::default().save(folder.path(), (id, mine)).unwrap();
        assert_eq!(
            std::fs::read_dir(folder.path().join(FOLDER)).unwrap().count(),
            0,
            "nothing is left of it"
        );
    }

    #[test]
    fn a_list_that_cannot_be_read_is_as_if_there_was_none() {
        let folder = tempfile::tempdir().unwrap();
        let of = (ComparisonId(Uuid::from_u128(1)), Path::new("/mine.diptych.json"));
        private::make(&folder.path().join(FOLDER)).unwrap();
        private::write(&file_of(folder.path(), of), b"{ \"files\": 7").unwrap();
        assert_eq!(LaidOver::load(folder.path(), of), LaidOver::default());
    }
}
