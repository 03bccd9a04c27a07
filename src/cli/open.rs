//! Opening a comparison, working on it, saving it: what the commands have in common.

use std::path::Path;

use uuid::Uuid;

use super::failure::{self, Failure};
use crate::desk::{Clock as _, Desk, IdSource as _, RandomIds, SystemClock};
use crate::model::{Comparison, ComparisonId, Reader, ReaderId, Unknown};
use crate::store::versions::{Reason, Versions};
use crate::store::{self, Actor, Opened};
use crate::text::visible_name;

/// So much of what is wrong in a file is said one by one; `check` says all.
const MOST_SAID: usize = 1_000;

/// Opens the comparison at `path`; what is wrong in it is said, and does not stop anyone.
pub(super) fn open(path: &Path) -> Result<Opened, Failure> {
    let opened = store::open(path)?;
    for warning in opened.warnings.iter().take(MOST_SAID) {
        failure::say(&format!("{}: {}", path.display(), warning.message));
    }
    let more = opened.warnings.len().saturating_sub(MOST_SAID);
    if more > 0 {
        failure::say(&format!("{}: {more} more like these; `diptych check` lists all", path.display()));
    }
    Ok(opened)
}

/// A desk at which the reader of this name works; of no name, the file's only one, else the machine's user.
pub(super) fn desk(comparison: Comparison, reader: Option<&str>) -> Desk {
    let reader = reader_for(&comparison, reader);
    Desk::new(comparison, reader, Box::new(SystemClock), Box::new(RandomIds))
}

fn reader_for(comparison: &Comparison, name: Option<&str>) -> Reader {
    let mut readers = comparison.readers();
    if let (None, Some(only), None) = (name, readers.next(), readers.next()) {
        return Reader::clone(only);
    }
    let user = || std::env::var("USER").ok();
    let name = name.map(str::to_owned).or_else(user);
    let name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| "Reader".to_owned());
    Reader { id: ReaderId(RandomIds.next()), name, unknown: Unknown::default() }
}

/// This run of the program, as files know it.
pub(super) fn actor() -> Actor {
    // The second half of a UUID of version 7 is random.
    Actor(Uuid::now_v7().as_u64_pair().1)
}

/// Keeps the file as it is now among the earlier versions of its comparison. That it can't be is said, and stops nobody.
pub(super) fn keep_version(file: &Path, comparison: ComparisonId, reason: Reason) {
    let kept =
        Versions::of(comparison).and_then(|versions| versions.keep_file(file, SystemClock.now(), reason));
    if let Err(error) = kept {
        failure::say(&error.to_string());
    }
}

/// Whether both paths lead to one existing file.
pub(super) fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// The path as it can be shown on a terminal.
pub(super) fn shown(path: &Path) -> String {
    visible_name(&path.display().to_string()).into_owned()
}

/// "1 claim", "2 claims".
pub(super) fn count(n: usize, noun: &str) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{s}")
}
