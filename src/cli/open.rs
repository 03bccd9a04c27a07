//! Opening a comparison, working on it, saving it: what the commands have in common.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::failure::{self, Failure};
use crate::desk::{Clock as _, Desk, IdSource as _, RandomIds, SystemClock};
use crate::model::{Comparison, ComparisonId, Digest, Reader, ReaderId, Unknown};
use crate::store::versions::{Reason, Versions};
use crate::store::{self, Actor, Confirmed, Opened, SourceWanted, StoreError, Supplied};
use crate::text::{Text, visible_name};

/// So much of what is wrong in a file is said one by one; `check` says all.
const MOST_SAID: usize = 1_000;

/// Opens the comparison at `path`; what is wrong in it is said, and does not stop anyone.
pub(super) fn open(path: &Path) -> Result<Opened, Failure> {
    let opened = store::open(path)?;
    say_warnings(path, &opened);
    Ok(opened)
}

fn say_warnings(path: &Path, opened: &Opened) {
    for warning in opened.warnings.iter().take(MOST_SAID) {
        failure::say(&format!("{}: {}", path.display(), warning.message));
    }
    let more = opened.warnings.len().saturating_sub(MOST_SAID);
    if more > 0 {
        failure::say(&format!("{}: {more} more like these; `diptych check` lists all", path.display()));
    }
}

/// Refuses to write over a file that somebody did not say may be replaced, or that is one of those read.
pub(super) fn may_write(file: &Path, read: &[PathBuf], force: bool) -> Result<(), Failure> {
    if read.iter().any(|read| same_file(read, file)) {
        return Err(Failure::about(file, "this is the file that is read; name another file after -o"));
    }
    if file.symlink_metadata().is_ok() && !force {
        return Err(Failure::about(file, "there is a file of this name already; --force replaces it"));
    }
    Ok(())
}

/// Opens the comparisons at `paths`. Those that were saved without their texts have them from the others.
pub(super) fn open_together(paths: &[PathBuf]) -> Result<Vec<Opened>, Failure> {
    let mut whole: Vec<(usize, Opened)> = Vec::new();
    let mut textless: Vec<(usize, &PathBuf)> = Vec::new();
    for (index, path) in paths.iter().enumerate() {
        match open(path) {
            Ok(opened) => whole.push((index, opened)),
            Err(Failure::Store(StoreError::TextsWanted { .. })) => textless.push((index, path)),
            Err(failure) => return Err(failure),
        }
    }
    let mut texts: HashMap<Digest, Text> = HashMap::new();
    if !textless.is_empty() {
        let sources = whole.iter().flat_map(|(_, opened)| opened.comparison.sources());
        texts
            .extend(sources.map(|source| (Digest::of(source.text.as_str().as_bytes()), source.text.clone())));
    }
    let known = |wanted: &SourceWanted| texts.get(&wanted.digest?).cloned().map(Supplied::from);
    for (index, path) in textless {
        let (opened, _) = store::open_with_texts(path, &known, &Confirmed::new())?;
        say_warnings(path, &opened);
        whole.push((index, opened));
    }
    whole.sort_by_key(|(index, _)| *index);
    Ok(whole.into_iter().map(|(_, opened)| opened).collect())
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
