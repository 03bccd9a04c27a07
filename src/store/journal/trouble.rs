//! What keeps a journal from being written, as sentences, and who is told.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// What stands between the work and the disk just now.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Trouble {
    /// Nothing can be written.
    Failed(String),
    /// What is written is with the system, and the disk has not said for long that it has it.
    Slow(String),
}

/// What the writer and the others share.
pub(super) struct Shared {
    trouble: Mutex<Option<Trouble>>,
    wake: Option<Arc<dyn Fn() + Send + Sync>>,
}

impl Shared {
    pub(super) fn new(wake: Option<Arc<dyn Fn() + Send + Sync>>) -> Self {
        Self { trouble: Mutex::new(None), wake }
    }

    pub(super) fn trouble(&self) -> Option<String> {
        match &*self.trouble.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(Trouble::Failed(words) | Trouble::Slow(words)) => Some(words.clone()),
            None => None,
        }
    }

    /// Nothing is in the way any more.
    pub(super) fn well(&self) {
        self.tell(None);
    }

    /// Something failed. Said once, until all is well again.
    pub(super) fn failed(&self, words: String) {
        self.tell(Some(Trouble::Failed(words)));
    }

    /// The disk takes long. Said once, and not while worse is being said.
    pub(super) fn slow(&self, folder: &Path) {
        self.tell(Some(Trouble::Slow(slow(folder))));
    }

    fn tell(&self, trouble: Option<Trouble>) {
        let mut told = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        let news = match (&*told, &trouble) {
            (None, None)
            | (Some(Trouble::Failed(_)), Some(_))
            | (Some(Trouble::Slow(_)), Some(Trouble::Slow(_))) => false,
            (None, Some(_)) | (Some(_), None) | (Some(Trouble::Slow(_)), Some(Trouble::Failed(_))) => true,
        };
        if !news {
            return;
        }
        *told = trouble;
        drop(told);
        if let Some(wake) = &self.wake {
            wake();
        }
    }
}

fn slow(folder: &Path) -> String {
    format!(
        "The disk has been busy for a while, and has not confirmed that it has the last lines of the recovery journal. \
         What you do would outlive the end of this program, but perhaps not a power failure. Diptych goes on waiting. \
         The journal is in {}.",
        folder.display()
    )
}

/// Why the journal can't be written.
pub(super) fn unwritten(folder: &Path, error: &io::Error) -> String {
    let why = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            "there is no room left on the disk".to_owned()
        }
        io::ErrorKind::PermissionDenied => "the folder may not be written by you".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        _ => error.to_string(),
    };
    format!(
        "The recovery journal can't be written just now ({why}), so work that is not saved would not outlive a crash. \
         Save often; Diptych goes on trying. The journal is in {}.",
        folder.display()
    )
}
