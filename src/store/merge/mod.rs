//! Merging: many files of one comparison, made apart, become one, the same whatever the order.
//!
//! Each object is joined by itself ([`state`]), what is shown follows from the joined objects ([`derive`]),
//! and what is not shown stays in the file: superseded values beside the fields, removed objects in their
//! tombstones, tags that became one with another beneath it. So a merged file merges again like any other.
//! There is no clock and no chance in it. `docs/FORMAT.md`, "History", has the rules for people.

mod build;
pub(super) mod derive;
mod gather;
pub(super) mod hidden;
pub mod past;
pub mod report;
mod state;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use thiserror::Error;

use super::convert::load::exists;
use super::record::{Actor, Record};
use super::save::to_json;
use super::{Opened, reading};
use crate::model::{Comparison, ComparisonId, Edit, SetAside, SetAsideId, Unknown, edits_between};
use gather::Gathered;
use report::MergeReport;
pub(super) use state::WITHHELD;
use state::{State, quoted};

/// One of the files that are merged.
#[derive(Debug, Clone)]
pub struct Part {
    /// How the file is called in messages.
    pub name: String,
    /// Its content, as it was opened or saved: what was done to the comparison since does not count.
    pub opened: Opened,
}

/// What files come to.
#[derive(Debug, Clone)]
pub struct Merged {
    /// The comparison: sound, whatever the files were.
    pub comparison: Comparison,
    /// What is needed to save it. Saving it as it is changes nothing, whoever does it.
    pub record: Record,
    /// What a person should know of.
    pub report: MergeReport,
}

/// What merging a file into an open comparison comes to.
#[derive(Debug, Clone)]
pub struct MergedChange {
    /// What makes the merged comparison of the open one, as one step.
    pub edits: Vec<Edit>,
    /// The record to save with from now on, if the edits are made.
    pub record: Record,
    /// What a person should know of.
    pub report: MergeReport,
}

/// Why files can't be merged. Each is a sentence that names the file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MergeError {
    /// There is nothing to merge.
    #[error("name the files that are to be merged")]
    Nothing,
    /// It is not the same comparison.
    #[error(
        "{name}: another comparison than {first}, so the two can't be merged; only copies of one \
             comparison can (files with the same id)"
    )]
    AnotherComparison {
        /// The file.
        name: String,
        /// The first of the files.
        first: String,
    },
    /// A source has another text.
    #[error(
        "{name}: the text of the source “{source_title}” is not the one that the other files have; merge files \
             with the same texts",
        source_title = crate::text::visible_name(.source_title)
    )]
    OtherText {
        /// The file.
        name: String,
        /// What the source is called.
        source_title: String,
    },
    /// It was written by a newer version.
    #[error(
        "{name}: a newer version of Diptych wrote this file, so merging it here would lose something; \
             merge it with that version"
    )]
    Newer {
        /// The file.
        name: String,
    },
}

/// Merges files of one comparison. The order makes no difference to the result.
///
/// # Errors
/// When they are not files of one comparison, with the same texts, that this version understands in full.
pub fn merge(parts: &[Part]) -> Result<Merged, MergeError> {
    let first = parts.first().ok_or(MergeError::Nothing)?;
    let id = first.opened.comparison.id();
    for part in parts {
        let name = part.name.clone();
        if part.opened.comparison.id() != id {
            return Err(MergeError::AnotherComparison { name, first: first.name.clone() });
        }
        if part.opened.record.newer {
            return Err(MergeError::Newer { name });
        }
    }
    let mut different: Vec<&Part> = vec![first];
    for part in parts.iter().skip(1) {
        // Comparing with one other tells all copies of one file; a few more of the same do no harm.
        if !same(&first.opened, &part.opened) {
            different.push(part);
        }
    }
    if different.len() == 1 {
        let Opened { comparison, record, .. } = first.opened.clone();
        let report = MergeReport { n_files: parts.len(), ..MergeReport::of_contents(&comparison) };
        return Ok(Merged { comparison, record, report });
    }
    let mut gathered = Gathered::of(&different)?;
    let derived = derive::derive(&mut gathered);
    let (head, mut record) = head(id, &different);
    let (head, history) = head;
    let mut builder = build::build(head, &derived, &gathered);
    builder.histories.extend(history.map(|history| ((None, id.0), Arc::new(history))));
    set_aside_of(&different, &mut builder, &mut record);
    for part in &different {
        let digests = part.opened.record.digests.iter();
        record.digests.extend(digests.map(|(source, known)| (*source, known.clone())));
    }
    let (comparison, record) = builder.end(record);
    let mut report = MergeReport::of(&different, (&comparison, &record), &derived);
    report.n_files = parts.len();
    Ok(Merged { comparison, record, report })
}

/// Merges a file into an open comparison that `actor` may have changed since it was opened or saved, as if
/// those changes had been saved. The result is the same as of merging the saved files.
///
/// Where `other` is the file of the open comparison as somebody else left it on the disk, the record to go
/// on with is that [in place of](Record::in_place_of) the record of `other`: it may be replaced as it is now.
///
/// # Errors
/// As [`merge`]; then nothing has happened.
pub fn merge_into(
    (comparison, record, actor): (&Comparison, &Record, Actor),
    other: Part,
) -> Result<MergedChange, MergeError> {
    let saved = to_json(comparison, record, actor).1;
    let on_disk = saved.on_disk.clone();
    let opened = Opened {
        comparison: comparison.clone(),
        read_only: saved.newer,
        record: saved,
        warnings: Vec::new(),
    };
    let open = Part { name: "the open comparison".to_owned(), opened };
    let merged = merge(&[open, other])?;
    let mut record = merged.record;
    record.on_disk = on_disk;
    let edits = edits_between(comparison, &merged.comparison);
    Ok(MergedChange { edits, record, report: merged.report })
}

/// Returns whether two files say the same to the letter.
fn same(a: &Opened, b: &Opened) -> bool {
    let (x, y) = (&a.record, &b.record);
    x.histories == y.histories
        && x.tombstones == y.tombstones
        && x.odd.set_aside == y.odd.set_aside
        && x.odd.tombstones == y.odd.tombstones
        && x.aside_unknown == y.aside_unknown
        && x.created.unwrap_or(a.comparison.created()) == y.created.unwrap_or(b.comparison.created())
        && unknown_of(a) == unknown_of(b)
        && a.comparison == b.comparison
}

fn unknown_of(opened: &Opened) -> &Unknown {
    opened.record.unknown.as_ref().unwrap_or(opened.comparison.unknown())
}

type Head = (Comparison, Option<super::record::ObjectHistory>);

/// Joins what belongs to no object: the title, the codebook's revision, fields of newer versions.
fn head(id: ComparisonId, parts: &[&Part]) -> (Head, Record) {
    let mut joined: Option<State> = None;
    let mut created = None;
    for Part { opened, .. } in parts {
        let state = state_of_document(opened);
        match &mut joined {
            Some(joined) => joined.join(state),
            None => joined = Some(state),
        }
        let its = opened.record.created.unwrap_or(opened.comparison.created());
        created = Some(created.map_or(its, |known: crate::model::Time| known.min(its)));
    }
    let (mut state, created) = (joined.unwrap_or_default(), created.unwrap_or_default());
    // That follows from the files' readers, below; nothing that was said of it before is worth keeping.
    state.fields.remove(reading::PARTIAL_READERS);
    let title = state.value("title").and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
    let unknown = state.fields.keys().filter(|name| !matches!(name.as_str(), "title" | "codebook"));
    let unknown: Unknown =
        unknown.filter_map(|name| Some((name.clone(), state.value(name)?.to_owned()))).collect();
    let unknown = reading::with_partial(
        &unknown,
        &reading::partial_of(parts.iter().map(|part| &part.opened.comparison)),
    );
    let mut comparison = Comparison::new(id, title, created).with_unknown(unknown.clone());
    let codebook = state.value("codebook").and_then(|json| json.parse().ok()).unwrap_or(1);
    // Always possible.
    drop(comparison.apply(Edit::CodebookRevision(codebook)));
    let (_, history) = state.print(None, id.0, &state::Instead::new());
    let history = (history != super::record::ObjectHistory::default()).then_some(history);
    let record = Record { created: Some(created), unknown: Some(unknown), ..Record::default() };
    ((comparison, history), record)
}

fn state_of_document(opened: &Opened) -> State {
    let comparison = &opened.comparison;
    let history = opened.record.history(None, comparison.id().0);
    let mut state = State::default();
    (state.has_content, state.revision) = (true, 1);
    if let Some(history) = history {
        state.revision = history.revision;
        state.seen.clone_from(&history.seen);
    }
    let stamp = |field: &str| history.and_then(|history| history.stamps.get(field)).copied();
    let title = Some(comparison.title()).filter(|title| !title.is_empty());
    state.give("title", stamp("title"), title.map(quoted), 0);
    state.give("codebook", stamp("codebook"), Some(comparison.codebook_revision().to_string()), 0);
    for (name, json) in unknown_of(opened).iter() {
        state.give(name, stamp(name), Some(json.to_owned()), 0);
    }
    for (name, stamp) in history.into_iter().flat_map(|history| &history.stamps) {
        // A field that was left empty.
        if !state.fields.contains_key(name) {
            state.give(name, Some(*stamp), None, 0);
        }
    }
    let superseded = history.into_iter().flat_map(|history| &history.superseded);
    state.show_nothing_in(superseded.map(|entry| &*entry.field));
    for entry in history.into_iter().flat_map(|history| &history.superseded) {
        state.supersede(entry.clone());
    }
    state
}

/// Takes over what is set aside, and what could not be understood.
fn set_aside_of(parts: &[&Part], builder: &mut build::Builder, record: &mut Record) {
    let mut all: BTreeMap<SetAsideId, &SetAside> = BTreeMap::new();
    let mut unknown: BTreeMap<SetAsideId, Unknown> = BTreeMap::new();
    let (mut odd_aside, mut odd_tombstones) = (BTreeSet::new(), BTreeSet::new());
    for Part { opened, .. } in parts {
        for aside in opened.comparison.set_aside() {
            let rank = |aside: &SetAside| (aside.kind, aside.json.clone(), aside.problem.clone());
            let known = all.entry(aside.id).or_insert(aside);
            if rank(known) < rank(aside) {
                *known = aside;
            }
        }
        for (id, fields) in opened.record.aside_unknown.iter() {
            let known = unknown.entry(*id).or_insert_with(|| fields.clone());
            if known.iter().lt(fields.iter()) {
                *known = fields.clone();
            }
        }
        odd_aside.extend(opened.record.odd.set_aside.iter().cloned());
        odd_tombstones.extend(opened.record.odd.tombstones.iter().cloned());
    }
    builder.aside.extend(all.into_values().cloned());
    record.aside_unknown = Arc::new(unknown);
    record.odd.set_aside = Arc::new(odd_aside.into_iter().collect());
    record.odd.tombstones = Arc::new(odd_tombstones.into_iter().collect());
}

/// Returns the JSON of what a field of an object shows, if it shows anything.
pub(super) fn shown_value(comparison: &Comparison, key: super::record::Key, field: &str) -> Option<String> {
    use super::record::Tracked;
    use crate::model::{
        Claim, Coverage, Decision, Link, ObjectKind, Reader, Round, SavedSheet, Silence, Source, Tag,
    };
    fn printed<T: Tracked>(comparison: &Comparison, id: uuid::Uuid) -> Option<Arc<str>> {
        T::in_comparison(comparison, id)?.printed(None)
    }
    let id = key.1;
    let (kind, json) = match key.0 {
        None => return (field == "title").then(|| quoted(comparison.title())),
        Some(kind @ ObjectKind::Source) => (kind, printed::<Source>(comparison, id)?),
        Some(kind @ ObjectKind::Reader) => (kind, printed::<Reader>(comparison, id)?),
        Some(kind @ ObjectKind::Tag) => (kind, printed::<Tag>(comparison, id)?),
        Some(kind @ ObjectKind::Claim) => (kind, printed::<Claim>(comparison, id)?),
        Some(kind @ ObjectKind::Link) => (kind, printed::<Link>(comparison, id)?),
        Some(kind @ ObjectKind::Silence) => (kind, printed::<Silence>(comparison, id)?),
        Some(kind @ ObjectKind::Coverage) => (kind, printed::<Coverage>(comparison, id)?),
        Some(kind @ ObjectKind::SavedSheet) => (kind, printed::<SavedSheet>(comparison, id)?),
        Some(kind @ ObjectKind::Decision) => (kind, printed::<Decision>(comparison, id)?),
        Some(kind @ ObjectKind::Round) => (kind, printed::<Round>(comparison, id)?),
    };
    State::read(kind, &json)?.value(field).map(str::to_owned)
}
