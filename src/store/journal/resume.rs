//! Undo that survives a restart: the steps of an earlier journal that ends with the very file that was opened.

use std::fs;
use std::path::{Path, PathBuf};

use super::folder::{self, JOURNAL, Lock};
use super::lines::{self, Edits, Raw, Reading};
use super::log::{Base, BaseKind, Entry, Log, Place};
use crate::model::{Comparison, Digest, History, Label, State, Step};
use crate::store::convert::edit::{AtHand, read_edits};

/// What there was of earlier journals.
#[derive(Default)]
pub(super) struct Resumed {
    /// The steps behind and before, up to the document as it is.
    pub(super) log: Option<Log<Edits>>,
    pub(super) history: Option<History>,
    /// The folders whose place the new journal takes.
    pub(super) replaces: Vec<(PathBuf, Lock, bool)>,
}

/// Looks for the latest journal of `comparison` that ends with the document's bytes.
pub(super) fn resume(all: &Path, comparison: &Comparison, digest: Digest) -> Resumed {
    let mut resumed = Resumed::default();
    for folder in folder::list(all, Some(comparison.id())).into_iter().rev() {
        let Some(lock) = Lock::wait_for_left(&folder) else { continue };
        let Ok(bytes) = fs::read(folder.join(JOURNAL)) else { continue };
        let Ok(reading) = lines::read(&bytes) else { continue };
        // One that is damaged is set aside by whoever looks for what was left behind.
        let Some((log, unwanted)) = fitting(&reading, digest).filter(|_| !reading.damaged) else { continue };
        let mut keep = unwanted;
        if resumed.log.is_none() {
            let (log, problem) = parsed(&log, comparison, &reading.texts);
            if problem.is_none() {
                resumed.history = Some(history_of(&log, Some(log.now().state)));
                resumed.log = Some(log);
            }
            keep |= problem.is_some();
        }
        resumed.replaces.push((folder, lock, keep));
    }
    resumed
}

/// The journal without what was not wanted, if it ends with these bytes; and whether there was any such.
fn fitting(reading: &Reading, digest: Digest) -> Option<(Log<Raw>, bool)> {
    let log = &reading.log;
    let bases = log.bases().into_iter().rev();
    let (point, base) = bases.into_iter().find(|(_, base)| base.path.is_some() && base.digest == digest)?;
    let unsaved = !log.names_from(point).is_empty();
    if unsaved && !log.closed() {
        return None;
    }
    let base = Base { kind: BaseKind::Saved, ..base.clone() };
    let mut fitting = log.rebased(point, base, super::KEEP_STEPS);
    let end = fitting.entries().iter().position(|entry| matches!(entry, Entry::Base(_)))?;
    fitting.truncate(end);
    Some((fitting, unsaved))
}

/// Reads the edits of a log; `comparison` has the texts, or edits that have `brought` them. Ends before the first that can't be read,
/// and says why.
pub(super) fn parsed(
    log: &Log<Raw>,
    comparison: &Comparison,
    brought: &[Raw],
) -> (Log<Edits>, Option<String>) {
    let brings_source = |raw: &Raw| raw.get().contains(r#""kind":"source""#);
    let steps = (0..log.entries().len()).filter_map(|entry| log.step(entry));
    let mut texts = Vec::new();
    if steps.into_iter().any(|step| brings_source(&step.forward) || brings_source(&step.inverse)) {
        let all = comparison.sources().iter();
        texts.extend(all.map(|source| (Digest::of(source.text.as_str().as_bytes()), source.text.clone())));
    }
    let mut at_hand = AtHand { comparison, texts };
    for raw in brought {
        // What can't be read says so where it is needed.
        let _ = read_edits(raw.get(), &mut at_hand);
    }
    log.mapped(|raw| read_edits(raw.get(), &mut at_hand).map(std::sync::Arc::new))
}

/// The history at the end of a log.
pub(super) fn history_of(log: &Log<Edits>, saved: Option<u64>) -> History {
    let now = log.now();
    let step = |place: &Place, undone: bool| {
        let step = log.step(place.entry)?;
        let (edits, leads_to) =
            if undone { (&step.forward, step.state) } else { (&step.inverse, place.before) };
        Some(Step::restored(Label(step.label.clone()), edits.to_vec(), State::numbered(leads_to)))
    };
    let past = now.past.iter().filter_map(|place| step(place, false)).collect();
    let future = now.future.iter().filter_map(|place| step(place, true)).collect();
    History::restored(past, future, State::numbered(now.state), saved.map(State::numbered))
}
