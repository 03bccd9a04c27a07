//! When the audit before a save finds a fault: the good part can be saved all the same, and what is
//! faulty is set aside, named and kept, as damage in a file is.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;
use uuid::Uuid;

use super::super::Warning;
use super::super::format::layout;
use super::super::record::{Key, ObjectHistory, Record};
use super::{derived_id, together, write};
use crate::model::{
    Claim, Comparison, Coverage, Decision, Digest, Edit, Link, ObjectKind, Reader, Round, SavedSheet,
    SetAside, SetAsideId, Silence, Source, Tag,
};

/// A comparison that is sound, made of one that was not.
#[derive(Debug, Clone)]
pub struct Quarantined {
    /// The comparison, with what is faulty among the objects that are set aside.
    pub comparison: Comparison,
    /// What it is to be saved with: what is set aside does not count as removed.
    pub record: Record,
    /// What was wrong, each object by name. None when nothing was.
    pub warnings: Vec<Warning>,
}

/// Sets aside whatever makes `comparison` unsound, so that the rest can be saved.
#[must_use]
pub fn quarantine(comparison: &Comparison, record: &Record) -> Quarantined {
    let part = comparison.sound_part();
    let (mut sound, mut next, mut warnings) = (part.comparison, record.clone(), Vec::new());
    for (tag, error) in part.mended {
        let named = format!("the tag “{}” of the codebook", tag.name);
        warnings.push(Warning::new(format!("{named}: {error}; it is mended"), None, None));
    }
    let mut aside: BTreeSet<Key> = BTreeSet::new();
    for (edit, error) in part.left_out {
        let Some((kind, json)) = written(&edit, record) else { continue };
        aside.insert((Some(kind), edit.target()));
        let id = free_id(&sound, &json);
        let message = format!("{}: {error}", super::aside::named(kind, &json, &sound));
        warnings.push(Warning::new(message, Some(id), None));
        let kept = SetAside { id, kind, problem: error.to_string(), json };
        let put = sound.apply(kept.into());
        debug_assert!(put.is_ok(), "an object can always be set aside: {put:?}");
    }
    if !aside.is_empty() {
        next.published = next.published.map(|published| Arc::new(without(&published, &aside)));
        Arc::make_mut(&mut next.was_aside).extend(aside);
    }
    Quarantined { comparison: sound, record: next, warnings }
}

/// Returns an object as its file would have it.
fn written(edit: &Edit, record: &Record) -> Option<(ObjectKind, String)> {
    fn json(value: &impl Serialize) -> Option<String> {
        serde_json::to_string(value).ok().and_then(|json| layout::compact(&json))
    }
    let known = |kind, id: Uuid| -> Option<&ObjectHistory> { record.history(Some(kind), id) };
    let (kind, json) = match edit {
        Edit::Source(id, Some(source)) => {
            let digest = Digest::of(source.text.as_str().as_bytes());
            (ObjectKind::Source, json(&write::source(source, digest, known(ObjectKind::Source, id.0))))
        }
        Edit::Tag(id, Some(tag)) => (ObjectKind::Tag, json(&write::tag(tag, known(ObjectKind::Tag, id.0)))),
        Edit::Reader(id, Some(reader)) => {
            (ObjectKind::Reader, json(&write::reader(reader, known(ObjectKind::Reader, id.0))))
        }
        Edit::Claim(id, Some(claim)) => {
            (ObjectKind::Claim, json(&write::claim(claim, known(ObjectKind::Claim, id.0))))
        }
        Edit::Link(id, Some(link)) => {
            (ObjectKind::Link, json(&write::link(link, known(ObjectKind::Link, id.0))))
        }
        Edit::Silence(id, Some(silence)) => {
            (ObjectKind::Silence, json(&write::silence(silence, known(ObjectKind::Silence, id.0))))
        }
        Edit::Coverage(id, Some(coverage)) => {
            (ObjectKind::Coverage, json(&write::coverage(coverage, known(ObjectKind::Coverage, id.0))))
        }
        Edit::SavedSheet(id, Some(sheet)) => {
            (ObjectKind::SavedSheet, json(&write::saved_sheet(sheet, known(ObjectKind::SavedSheet, id.0))))
        }
        Edit::Decision(id, Some(decision)) => {
            let history = known(ObjectKind::Decision, id.0);
            (ObjectKind::Decision, json(&together::write_decision(decision, history)))
        }
        Edit::Round(id, Some(round)) => {
            (ObjectKind::Round, json(&together::write_round(round, known(ObjectKind::Round, id.0))))
        }
        _ => return None,
    };
    json.map(|json| (kind, json))
}

fn free_id(comparison: &Comparison, json: &str) -> SetAsideId {
    let taken = |id: &SetAsideId| comparison.set_aside().any(|aside| aside.id == *id);
    let mut fresh = (0..).map(|n| SetAsideId(derived_id("set aside", json, n)));
    fresh.find(|id| !taken(id)).unwrap_or(SetAsideId(Uuid::nil()))
}

/// Returns the published comparison without the objects that are set aside now, nor what hangs on them:
/// what was not removed must leave no tombstone.
fn without(published: &Comparison, aside: &BTreeSet<Key>) -> Comparison {
    let mut rest = published.clone();
    let gone = |kind, id: Uuid| aside.contains(&(Some(kind), id));
    let links = published.links().filter(|link| gone(ObjectKind::Link, link.id.0));
    let silences = published.silences().filter(|silence| gone(ObjectKind::Silence, silence.id.0));
    let coverages = published.coverages().filter(|coverage| gone(ObjectKind::Coverage, coverage.id.0));
    let sheets = published.saved_sheets().filter(|sheet| gone(ObjectKind::SavedSheet, sheet.id.0));
    let decisions = published.decisions().filter(|decision| gone(ObjectKind::Decision, decision.id.0));
    let rounds = published.rounds().filter(|round| gone(ObjectKind::Round, round.id.0));
    let claims = published.claims().filter(|claim| gone(ObjectKind::Claim, claim.id.0));
    let tags = published.tags().filter(|tag| gone(ObjectKind::Tag, tag.id.0));
    let readers = published.readers().filter(|reader| gone(ObjectKind::Reader, reader.id.0));
    let sources = published.sources().iter().filter(|source| gone(ObjectKind::Source, source.id.0));
    let edits = (links.map(|link: &Arc<Link>| Edit::Link(link.id, None)))
        .chain(silences.map(|silence: &Arc<Silence>| Edit::Silence(silence.id, None)))
        .chain(coverages.map(|coverage: &Arc<Coverage>| Edit::Coverage(coverage.id, None)))
        .chain(sheets.map(|sheet: &Arc<SavedSheet>| Edit::SavedSheet(sheet.id, None)))
        .chain(decisions.map(|decision: &Arc<Decision>| Edit::Decision(decision.id, None)))
        .chain(rounds.map(|round: &Arc<Round>| Edit::Round(round.id, None)))
        .chain(claims.map(|claim: &Arc<Claim>| Edit::Claim(claim.id, None)))
        .chain(tags.map(|tag: &Arc<Tag>| Edit::Tag(tag.id, None)))
        .chain(readers.map(|reader: &Arc<Reader>| Edit::Reader(reader.id, None)))
        .chain(sources.map(|source: &Arc<Source>| Edit::Source(source.id, None)));
    for edit in edits {
        // One that others still refer to stays published; then it counts as removed, which it is.
        drop(rest.apply(edit));
    }
    rest
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::store::{self, Actor, Opened, StoreError};

    fn sample() -> Opened {
        let json = include_bytes!("../../../sample_annotations/chile-1973.diptych.json");
        store::from_json(json, Path::new("sample")).unwrap()
    }

    /// The sample after a fault of the program has changed what a claim quotes.
    fn faulty() -> (Opened, Arc<Claim>) {
        let mut opened = sample();
        let mut claims = opened.comparison.claims();
        let (good, other) = (claims.next().unwrap(), claims.next().unwrap());
        let mut bad = Claim::clone(good);
        bad.passages[0].quote = other.passages[0].quote.clone();
        drop(claims);
        opened.comparison.force(bad.clone().into());
        (opened, Arc::new(bad))
    }

    #[test]
    fn what_is_unsound_reaches_no_file_and_the_rest_can_be_saved() {
        let (opened, bad) = faulty();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.diptych.json");
        let refused = store::save(&opened.comparison, &opened.record, Actor(1), &path).unwrap_err();
        assert!(matches!(refused, StoreError::Unsound { .. }));
        let sentence = refused.to_string();
        assert!(
            sentence.contains(&bad.id.to_string()) && sentence.contains("fault of Diptych"),
            "{sentence}"
        );
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);

        let quarantined = quarantine(&opened.comparison, &opened.record);
        let links = opened.comparison.links_of(bad.id).count();
        assert_eq!(quarantined.warnings.len(), 1 + links);
        store::save(&quarantined.comparison, &quarantined.record, Actor(1), &path).unwrap();
        let again = store::open(&path).unwrap();
        assert_eq!(again.comparison, quarantined.comparison);
        assert_eq!(again.comparison.n_claims(), opened.comparison.n_claims() - 1);
        let kept = again.comparison.set_aside().find(|aside| aside.kind == ObjectKind::Claim).unwrap();
        assert!(kept.json.contains(&bad.id.to_string()), "{}", kept.json);
        // It was not removed, so merging must not remove it elsewhere.
        assert!(again.record.removed().all(|(_, id, _)| id != bad.id.0));
        assert_eq!(again.record.removed().count(), opened.record.removed().count());
    }

    #[test]
    fn what_was_set_aside_can_be_mended_and_put_back() {
        let (opened, bad) = faulty();
        let quarantined = quarantine(&opened.comparison, &opened.record);
        let mut comparison = quarantined.comparison;
        let aside = Arc::clone(
            comparison.set_aside().find(|aside| aside.json.contains(&bad.id.to_string())).unwrap(),
        );
        let (_, edits) = store::mend(&comparison, &aside).unwrap();
        comparison.apply_all(edits).unwrap();
        assert!(comparison.claim(bad.id).is_some());
        assert_eq!(comparison.audit(), []);
    }

    #[test]
    fn a_sound_comparison_is_left_as_it_is() {
        let opened = sample();
        let quarantined = quarantine(&opened.comparison, &opened.record);
        assert_eq!(quarantined.comparison, opened.comparison);
        assert!(quarantined.warnings.is_empty());
        let (json, _) = store::to_json(&quarantined.comparison, &quarantined.record, Actor(1));
        assert_eq!(json, store::to_json(&opened.comparison, &opened.record, Actor(1)).0);
    }
}
