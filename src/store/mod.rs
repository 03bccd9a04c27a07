//! Files. The only layer that sees a path, JSON, or serde.
//!
//! A comparison is opened tolerantly: what is damaged inside is set aside, named and kept, and the
//! rest opens; a file that is no comparison at all is refused with a sentence. It is saved all or
//! nothing. Opening never changes a file. `docs/FORMAT.md` is the format for people. No clock and no
//! chance is in what is written: the same comparison, record and session give the same bytes. Who else
//! has a file open, and what others do to it, is the business of [`Lock`] and [`Watch`].
//!
//! Start reading at [`open`] and [`save`].

mod beside;
pub mod bibliography;
pub mod book;
pub mod citing;
mod conflict;
mod convert;
pub mod crash_report;
pub mod disk;
mod error;
pub mod export;
mod format;
pub mod import;
pub mod journal;
mod known;
pub mod laid_over;
pub mod laying;
mod lock;
mod merge;
mod open;
pub mod private;
mod proof;
pub mod reading;
mod record;
mod save;
mod schema;
pub mod settings;
pub mod sheet_settings;
pub mod versions;
mod watch;
mod watch_folder;

use std::borrow::Cow;

use crate::model::{Comparison, SetAsideId};
use crate::text::visible;

pub use conflict::{conflict_copies_of, conflict_copy};
pub use convert::mend::{mend, try_again};
pub use convert::quarantine::{Quarantined, quarantine};
pub use convert::textless::{Confirmed, FoundAgain, FoundReport, SourceWanted, Supplied, Texts, texts_of};
pub use error::StoreError;
pub use lock::{Holder, Lock, LockOutcome, Machine};
pub use merge::past::{PastValue, past_values};
pub use merge::report::{MergeEvent, MergeLine, MergeReport};
pub use merge::{MergeError, Merged, MergedChange, Part, merge, merge_into};
pub use open::{MAX_FILE_BYTES, from_json, from_json_with_texts, open, open_with_texts};
pub use record::{Actor, ObjectHistory, Record, Stamp, Superseded};
pub use save::{Announce, Saving, save, save_over, save_with, to_json, write_atomically, write_with};
pub use schema::{book_schema, schema};
pub use watch::{DiskEvent, Watch, is_as_known};
pub use watch_folder::{FolderWatch, Listing, comparisons_in};

/// A comparison as it was opened.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The comparison: sound, whatever the file was.
    pub comparison: Comparison,
    /// What is needed to save it again.
    pub record: Record,
    /// What was wrong with the file, each object by name.
    pub warnings: Vec<Warning>,
    /// Whether a newer version wrote the file: then it can be read, and not saved.
    pub read_only: bool,
}

/// Something that was wrong with a file though it opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// A sentence that names the object and what is wrong with it; one line.
    pub message: String,
    /// What was set aside for it, if anything was.
    pub set_aside: Option<SetAsideId>,
    /// The line of the file where the object begins, if it is known.
    pub line: Option<usize>,
}

impl Warning {
    /// Names in a message may hold anything; a message is one line all the same.
    fn new(message: String, set_aside: Option<SetAsideId>, line: Option<usize>) -> Self {
        let message = match visible(&message) {
            Cow::Borrowed(_) => message,
            Cow::Owned(written_out) => written_out,
        };
        Self { message, set_aside, line }
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.message.fmt(f)
    }
}

/// Returns everything that is not as it should be with an opened file: what was found just now, and
/// what earlier openings set aside and nobody has mended. A sound file has none.
#[must_use]
pub fn check(opened: &Opened) -> Vec<Warning> {
    let mut found = opened.warnings.clone();
    let new: std::collections::HashSet<SetAsideId> =
        found.iter().filter_map(|warning| warning.set_aside).collect();
    for aside in opened.comparison.set_aside().filter(|aside| !new.contains(&aside.id)) {
        let named = convert::aside::named(aside.kind, &aside.json, &opened.comparison);
        let message = format!("{named} (set aside before): {}", aside.problem);
        found.push(Warning::new(message, Some(aside.id), None));
    }
    found
}
