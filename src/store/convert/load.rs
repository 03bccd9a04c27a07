//! A whole file, from JSON to a sound comparison; what is damaged is set aside, and named.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use serde::de::IgnoredAny;

use super::super::format::{Held, VERSION, layout, v1};
use super::super::record::{Key, ObjectHistory, Record, Tombstone};
use super::super::{Opened, StoreError, Warning};
use super::aside::{Alike, first_aside_id, is_short, named};
use super::claims::{self, Batch, List};
use super::read::{self, NoSource, Read, ReadSource};
use super::textless::Bringing;
use super::{Gathered, derived_id, tags, together, unknown_of};
use crate::model::{Comparison, Edit, ObjectKind, SetAside, SetAsideId, Tag, TagId};

/// The most claims that a file is opened with.
pub(super) const MAX_CLAIMS: usize = 1_000_000;

/// How many entries that are nothing of ours, not even by their id, are told one by one. A file of more was never
/// a comparison, or is one no longer.
const MAX_STRANGE: usize = 20_000;

/// Tells the line of the file that a piece of it stands on.
pub(in crate::store) trait Places {
    /// Returns the line, from 1.
    fn line_of(&self, piece: &str) -> usize;
}

struct Loader<'a> {
    name: &'a Path,
    places: &'a dyn Places,
    bringing: &'a Bringing<'a>,
    comparison: Comparison,
    record: Record,
    histories: HashMap<Key, Arc<ObjectHistory>>,
    /// Histories of objects that were set aside; one may belong to an object that another has replaced.
    aside_histories: Vec<(Key, ObjectHistory)>,
    aside_ids: HashSet<SetAsideId>,
    /// What is known of damaged objects that are short.
    alike: HashMap<(ObjectKind, &'a str), Alike>,
    /// For objects of the same JSON, by the id that the first of them has: how many ids are taken.
    n_taken: HashMap<SetAsideId, usize>,
    warnings: Vec<Warning>,
    /// How many entries are nothing of ours; not counted further than [`MAX_STRANGE`] and one.
    n_strange: usize,
    /// The first object that is nested too deep to be kept.
    too_deep: Option<&'a str>,
}

/// Makes a comparison of a document and its claims. Nothing when a source or a claim is not even JSON, or the
/// claims are too many, so that they must be told apart otherwise.
pub(in crate::store) fn load<'a>(
    mut document: v1::Document<'a>,
    claims: &List<'a>,
    places: &'a dyn Places,
    (name, bringing): (&'a Path, &'a Bringing<'a>),
) -> Option<Result<Opened, StoreError>> {
    if let Err(error) = super::limits::check(&document, name) {
        return Some(Err(error));
    }
    let take = std::mem::take::<Vec<&'a str>>;
    let (sources, readers) = (take(&mut document.sources.objects), take(&mut document.readers.objects));
    let (links, silences) = (take(&mut document.links.objects), take(&mut document.silences.objects));
    let (coverages, sheets) = (take(&mut document.coverage.objects), take(&mut document.sheets.objects));
    let (decisions, rounds) = (take(&mut document.decisions.objects), take(&mut document.rounds.objects));
    let (set_aside, tombstones) =
        (take(&mut document.set_aside.objects), take(&mut document.tombstones.objects));
    let tags =
        document.codebook.as_mut().map(|codebook| take(&mut codebook.tags.objects)).unwrap_or_default();
    let mut loader = match Loader::begin(document, places, (name, bringing)) {
        Ok(loader) => loader,
        Err(error) => return Some(Err(error)),
    };
    loader.take_set_aside(&set_aside);
    let is_json = |json: &&str| serde_json::from_str::<IgnoredAny>(json).is_ok();
    for json in readers {
        loader.put(ObjectKind::Reader, json, read::reader(json));
    }
    match loader.put_sources(&sources) {
        // A damaged one may be but a piece of one.
        Ok(n_bad) if n_bad > 0 && !sources.iter().all(is_json) => return None,
        Ok(_) => {}
        Err(_) if !sources.iter().all(is_json) => return None,
        Err(error) => return Some(Err(error)),
    }
    loader.put_tags(&tags);
    loader.put_claims(claims)?;
    for json in links {
        loader.put(ObjectKind::Link, json, read::link(json));
    }
    for json in silences {
        loader.put(ObjectKind::Silence, json, read::silence(json));
    }
    for json in coverages {
        let placed = read::coverage(json).and_then(|(mut coverage, history)| {
            coverage.span = bringing.stretch(coverage.source, coverage.span)?;
            Ok((coverage, history))
        });
        loader.put(ObjectKind::Coverage, json, placed);
    }
    for json in sheets {
        loader.put(ObjectKind::SavedSheet, json, read::saved_sheet(json));
    }
    for json in decisions {
        let placed = together::decision(json).and_then(|(mut decision, history)| {
            decision.at = bringing.stretch(decision.source, decision.at)?;
            Ok((decision, history))
        });
        loader.put(ObjectKind::Decision, json, placed);
    }
    for json in rounds {
        loader.put(ObjectKind::Round, json, together::round(json));
    }
    loader.take_tombstones(&tombstones);
    Some(loader.end())
}

impl<'a> Loader<'a> {
    fn begin(
        document: v1::Document<'a>,
        places: &'a dyn Places,
        (name, bringing): (&'a Path, &'a Bringing<'a>),
    ) -> Result<Self, StoreError> {
        bringing.begin();
        let v1::Document { version, id, title, created, revision, seen, stamps, .. } = document;
        let v1::Document { superseded, codebook, unknown, .. } = document;
        let too_deep = |problem| StoreError::Damaged { path: name.to_owned(), line: 1, problem };
        let mut gathered = Gathered::default();
        gathered.own(unknown).map_err(too_deep)?;
        let codebook_revision = codebook.as_ref().map_or(1, |codebook| codebook.revision.0);
        if let Some(codebook) = codebook {
            gathered.within("codebook", codebook.unknown).map_err(too_deep)?;
        }
        let comparison = Comparison::new(id.0.into(), title.0.into_owned(), created.0);
        let mut loader = Self {
            name,
            places,
            bringing,
            comparison: comparison.with_unknown(gathered.unknown()),
            record: Record { newer: version > VERSION, ..Record::default() },
            histories: HashMap::new(),
            aside_histories: Vec::new(),
            aside_ids: HashSet::new(),
            alike: HashMap::new(),
            n_taken: HashMap::new(),
            warnings: Vec::new(),
            n_strange: 0,
            too_deep: None,
        };
        let _revision_of_a_new_one = loader.comparison.apply(Edit::CodebookRevision(codebook_revision));
        if let Some(history) = read::history(revision, seen, stamps, superseded, Held::default()) {
            loader.histories.insert((None, id.0), Arc::new(history));
        }
        if loader.record.newer {
            loader.warn(format!(
                "a newer version of Diptych wrote this file (format {version}); it is open for reading only"
            ));
        }
        Ok(loader)
    }

    fn warn(&mut self, message: String) {
        self.warnings.push(Warning::new(message, None, None));
    }

    fn put<T>(&mut self, kind: ObjectKind, json: &'a str, read: Read<T>)
    where
        Edit: From<T>,
    {
        match read {
            Err(problem) => self.set_aside(kind, json, problem),
            Ok((object, history)) => {
                let edit = Edit::from(object);
                let id = edit.target();
                if exists(&self.comparison, kind, id) {
                    self.set_aside(kind, json, format!("another {} before it has the same id", kind.word()));
                } else if let Err(error) = self.comparison.apply(edit) {
                    self.set_aside(kind, json, error.to_string());
                } else if let Some(history) = history {
                    self.histories.insert((Some(kind), id), Arc::new(history));
                }
            }
        }
    }

    /// Returns how many could not be read.
    fn put_sources(&mut self, list: &[&'a str]) -> Result<usize, StoreError> {
        let (mut n_bad, mut wanted) = (0, Vec::new());
        for &json in list {
            match read::source_with(json, self.bringing.texts) {
                Err(NoSource::Textless(source)) => wanted.push(*source),
                Err(NoSource::Damaged(problem)) => {
                    n_bad += 1;
                    self.set_aside(ObjectKind::Source, json, problem);
                }
                Ok((read, history)) => self.put_source(json, read, history),
            }
        }
        if wanted.is_empty() {
            return Ok(n_bad);
        }
        Err(StoreError::TextsWanted { path: self.name.to_owned(), wanted })
    }

    fn put_source(&mut self, json: &'a str, read: ReadSource, history: Option<ObjectHistory>) {
        let (id, text) = (read.source.id, read.source.text.clone());
        let title = read.source.short_name().to_owned();
        let known = self.comparison.source(id).is_some();
        self.put(ObjectKind::Source, json, Ok((read.source, history)));
        if known {
            return;
        }
        if let Some(wanted) = read.wanted {
            let is_other = wanted.digest != Some(read.digest);
            if is_other {
                self.record.deviating.insert((Some(ObjectKind::Source), id.0), "text");
            }
            self.bringing.took(wanted, &text, is_other);
        }
        self.record.digests.insert(id, (text, read.digest));
        let remarks = read.remarks.into_iter();
        remarks.for_each(|remark| self.warn(format!("source “{title}” ({id}): {remark}")));
    }

    fn put_tags(&mut self, list: &[&'a str]) {
        let mut read: BTreeMap<TagId, (&'a str, Tag, Option<ObjectHistory>)> = BTreeMap::new();
        for &json in list {
            match read::tag(json) {
                Err(problem) => self.set_aside(ObjectKind::Tag, json, problem),
                Ok((tag, _)) if tag.name.trim().is_empty() => {
                    self.set_aside(ObjectKind::Tag, json, "the tag has no name".to_owned());
                }
                Ok((tag, _)) if read.contains_key(&tag.id) => {
                    self.set_aside(ObjectKind::Tag, json, "another tag before it has the same id".to_owned());
                }
                Ok((tag, history)) => {
                    read.insert(tag.id, (json, tag, history));
                }
            }
        }
        let parents = read.iter().map(|(id, (_, tag, _))| (*id, tag.parent)).collect();
        for (id, cut) in tags::order(&parents) {
            let Some((json, mut tag, history)) = read.remove(&id) else {
                continue;
            };
            if let Some(cut) = cut {
                tag.parent = None;
                self.set_aside(ObjectKind::Tag, json, cut.problem());
                self.record.deviating.insert((Some(ObjectKind::Tag), id.0), "parent");
            }
            self.put(ObjectKind::Tag, json, Ok((tag, history)));
        }
    }

    fn put_claims(&mut self, list: &List<'a>) -> Option<()> {
        let mut batches = claims::read_all(list, &self.comparison)?;
        if batches.iter().map(Batch::len).sum::<usize>() > MAX_CLAIMS {
            return None;
        }
        let twins = claims::twins(&batches);
        let mut from = Vec::new();
        for batch in &mut batches {
            let bad = std::mem::take(&mut batch.bad);
            bad.into_iter().for_each(|(json, problem)| self.set_aside(ObjectKind::Claim, json, problem));
            for (key, history) in std::mem::take(&mut batch.histories) {
                self.histories.entry(key).or_insert_with(|| Arc::new(history));
            }
            from.append(&mut batch.from);
        }
        let [first, second] = batches;
        let all = first.claims().chain(second.claims());
        let refused = if twins.is_empty() && !self.bringing.is_any_other() {
            self.comparison.extend_claims(all)
        } else {
            let (mut kept, mut met) = (Vec::new(), HashSet::new());
            for (claim, json) in all.zip(std::mem::take(&mut from)) {
                if !twins.contains(&claim.id.0.as_u128()) || met.insert(claim.id) {
                    kept.push(claim);
                    from.push(json);
                } else {
                    let problem = "another claim before it has the same id".to_owned();
                    self.set_aside(ObjectKind::Claim, json, problem);
                }
            }
            let (moved, unplaced) = self.bringing.place(&mut kept);
            let moved = moved.into_iter().map(|id| ((Some(ObjectKind::Claim), id.0), "passages"));
            self.record.deviating.extend(moved);
            self.set_aside_refused(unplaced.into_iter().collect(), &from);
            self.comparison.extend_claims(kept)
        };
        let refused = refused.into_iter().map(|(claim, error)| (claim.id.0, error.to_string()));
        self.set_aside_refused(refused.collect(), &from);
        Some(())
    }

    fn set_aside_refused(&mut self, mut refused: HashMap<uuid::Uuid, String>, from: &[&'a str]) {
        if refused.is_empty() {
            return;
        }
        for &json in from {
            let id = read::marks_of_change(json).map(|(id, _)| id);
            if let Some((id, problem)) = id.and_then(|id| refused.remove_entry(&id)) {
                self.histories.remove(&(Some(ObjectKind::Claim), id));
                self.record.deviating.remove(&(Some(ObjectKind::Claim), id));
                self.set_aside(ObjectKind::Claim, json, problem);
            }
        }
    }

    /// Takes what earlier openings have set aside.
    fn take_set_aside(&mut self, list: &[&'a str]) {
        let (mut odd, mut unknown) = (Vec::new(), BTreeMap::new());
        for &json in list {
            let Ok(file) = serde_json::from_str::<v1::Aside<'_>>(json) else {
                odd.extend(self.keep_odd(json, "set_aside"));
                continue;
            };
            let Some(object) = self.keep_of(file.object.0, json) else {
                continue;
            };
            let extra = unknown_of(file.unknown).unwrap_or_default();
            self.note_history(file.kind.0, read::marks_of_change(&object));
            let id = SetAsideId(file.id.0);
            let id = if self.aside_ids.contains(&id) {
                self.fresh_aside_id(json, first_aside_id(json))
            } else {
                id
            };
            if !extra.is_empty() {
                unknown.insert(id, extra);
            }
            let problem = file.problem.0.into_owned();
            self.put_aside(SetAside { id, kind: file.kind.0, problem, json: object });
        }
        self.record.odd.set_aside = Arc::new(odd);
        self.record.aside_unknown = Arc::new(unknown);
    }

    fn take_tombstones(&mut self, list: &[&'a str]) {
        let (mut odd, mut known) = (Vec::new(), BTreeMap::new());
        for &json in list {
            let Ok(file) = serde_json::from_str::<v1::Tombstone<'_>>(json) else {
                odd.extend(self.keep_odd(json, "tombstones"));
                continue;
            };
            let (revision, seen) = (file.revision.0, file.seen.0.into_owned());
            let history = ObjectHistory { revision, seen, ..ObjectHistory::default() };
            let unknown = unknown_of(file.unknown).unwrap_or_default();
            let object = match file.object {
                Some(object) => {
                    let Some(kept) = self.keep_of(object.0, json) else {
                        continue;
                    };
                    Some(Arc::from(kept))
                }
                None => None,
            };
            let merged_into = file.merged_into.map(|id| id.0);
            let tombstone = Tombstone { history, merged_into, object, unknown };
            known.insert((Some(file.kind.0), file.id.0), tombstone);
        }
        self.record.odd.tombstones = Arc::new(odd);
        self.record.tombstones = Arc::new(known);
    }

    /// Keeps an entry of a list that can't be understood, and says so.
    fn keep_odd(&mut self, json: &'a str, list: &str) -> Option<String> {
        if !self.told_one_by_one() {
            return None;
        }
        let line = self.places.line_of(json);
        self.warn(format!("line {line}: an entry of “{list}” can't be understood; it is kept as it stands"));
        self.keep(json)
    }

    /// Counts an entry that is nothing of ours; returns whether it is told, or the file is refused for too many.
    fn told_one_by_one(&mut self) -> bool {
        self.n_strange = (self.n_strange + 1).min(MAX_STRANGE + 1);
        self.n_strange <= MAX_STRANGE
    }

    /// Returns JSON as it is kept; notes an object that is nested too deep to be kept.
    fn keep(&mut self, json: &'a str) -> Option<String> {
        self.keep_of(json, json)
    }

    fn keep_of(&mut self, part: &str, object: &'a str) -> Option<String> {
        let kept = layout::compact(part);
        if kept.is_none() {
            self.too_deep = self.too_deep.or(Some(object));
        }
        kept
    }

    fn set_aside(&mut self, kind: ObjectKind, json: &'a str, problem: String) {
        let alike = match self.alike.get(&(kind, json)).cloned() {
            Some(alike) if self.told_one_by_one() => alike,
            Some(_) => return,
            None => {
                let Some(kept) = self.keep(json) else { return };
                let marks = read::marks_of_change(&kept);
                // What has an id is one of ours, however damaged.
                if marks.is_none() && !self.told_one_by_one() {
                    return;
                }
                let named = named(kind, &kept, &self.comparison);
                let alike = Alike { first: first_aside_id(&kept), kept, named };
                if marks.is_none() && is_short(json) {
                    self.alike.insert((kind, json), alike.clone());
                }
                self.note_history(kind, marks);
                alike
            }
        };
        let Alike { kept, named, first } = alike;
        let line = self.places.line_of(json);
        let id = self.fresh_aside_id(&kept, first);
        let message = format!("{named} (line {line}): {problem}");
        self.warnings.push(Warning::new(message, Some(id), Some(line)));
        self.put_aside(SetAside { id, kind, problem, json: kept });
    }

    fn put_aside(&mut self, object: SetAside) {
        self.aside_ids.insert(object.id);
        let put = self.comparison.apply(object.into());
        debug_assert!(put.is_ok(), "an object can always be set aside: {put:?}");
    }

    fn fresh_aside_id(&mut self, json: &str, first: SetAsideId) -> SetAsideId {
        let of = |n| if n == 0 { first } else { SetAsideId(derived_id("set aside", json, n)) };
        // A file may hold the same damaged object a million times, so what is known to be taken is not tried again.
        let n_taken = self.n_taken.entry(first).or_default();
        let mut fresh = (*n_taken..).map(|n| (n, of(n)));
        let fresh = fresh.find(|(_, id)| !self.aside_ids.contains(id));
        let (n, id) = fresh.unwrap_or((0, SetAsideId(uuid::Uuid::nil())));
        *n_taken = n + 1;
        id
    }

    fn note_history(&mut self, kind: ObjectKind, marks: Option<(uuid::Uuid, Option<ObjectHistory>)>) {
        if let Some((id, history)) = marks {
            self.aside_histories.push(((Some(kind), id), history.unwrap_or_default()));
        }
    }

    fn end(mut self) -> Result<Opened, StoreError> {
        if self.n_strange > MAX_STRANGE {
            return Err(StoreError::Strange { path: self.name.to_owned(), limit: MAX_STRANGE });
        }
        if let Some(json) = self.too_deep {
            let line = self.places.line_of(json);
            return Err(StoreError::TooDeep { path: self.name.to_owned(), line, limit: layout::MAX_DEPTH });
        }
        let mut was_aside = BTreeSet::new();
        for (key, history) in self.aside_histories {
            if key.0.is_some_and(|kind| !exists(&self.comparison, kind, key.1)) {
                was_aside.insert(key);
                self.histories.insert(key, Arc::new(history));
            }
        }
        let mut record = self.record;
        record.histories = Arc::new(self.histories);
        record.was_aside = Arc::new(was_aside);
        record.published = Some(Arc::new(self.comparison.clone()));
        let read_only = record.newer;
        Ok(Opened { comparison: self.comparison, record, warnings: self.warnings, read_only })
    }
}

/// Returns whether there is an object of this kind and id.
pub(in crate::store) fn exists(comparison: &Comparison, kind: ObjectKind, id: uuid::Uuid) -> bool {
    match kind {
        ObjectKind::Source => comparison.source(id.into()).is_some(),
        ObjectKind::Tag => comparison.tag(id.into()).is_some(),
        ObjectKind::Reader => comparison.reader(id.into()).is_some(),
        ObjectKind::Claim => comparison.claim(id.into()).is_some(),
        ObjectKind::Link => comparison.link(id.into()).is_some(),
        ObjectKind::Silence => comparison.silence(id.into()).is_some(),
        ObjectKind::Coverage => comparison.coverage(id.into()).is_some(),
        ObjectKind::SavedSheet => comparison.saved_sheet(id.into()).is_some(),
        ObjectKind::Decision => comparison.decision(id.into()).is_some(),
        ObjectKind::Round => comparison.round(id.into()).is_some(),
    }
}
