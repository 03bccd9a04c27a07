//! What it takes to make one comparison of another: a list of edits that can be applied as one step.

use std::collections::HashSet;
use std::sync::Arc;

use super::{ClaimId, Comparison, Edit, TagId};

/// Returns the edits that make `to` of `from`, in an order in which each can be made: whatever an object
/// refers to is put before it, and taken away after it. What is equal in both is left alone.
///
/// Both are states of one comparison. What no edit changes (its id, when it was made, the fields of its
/// own that a newer version wrote) is not looked at.
#[must_use]
pub fn edits_between(from: &Comparison, to: &Comparison) -> Vec<Edit> {
    let mut edits = Vec::new();
    if from.title != to.title {
        edits.push(Edit::Title(to.title.clone()));
    }
    if from.codebook_revision != to.codebook_revision {
        edits.push(Edit::CodebookRevision(to.codebook_revision));
    }
    let lifted = lift_off_changed_texts(from, to, &mut edits);
    put(
        &mut edits,
        to.readers.values(),
        |new| from.readers.get(&new.id),
        |new| Edit::Reader(new.id, Some(new)),
    );
    put(&mut edits, to.sources.iter(), |new| from.source(new.id), |new| Edit::Source(new.id, Some(new)));
    put(&mut edits, from_the_top(to), |new| from.tags.get(&new.id), |new| Edit::Tag(new.id, Some(new)));
    let old_claim = |id: ClaimId| from.claims.get(&id).filter(|_| !lifted.claims.contains(&id));
    put(&mut edits, to.claims(), |new| old_claim(new.id), |new| Edit::Claim(new.id, Some(new)));
    let old_link = |id| from.links.get(&id).filter(|_| !lifted.links.contains(&id));
    put(&mut edits, to.links.values(), |new| old_link(new.id), |new| Edit::Link(new.id, Some(new)));
    put(
        &mut edits,
        to.silences.values(),
        |new| from.silences.get(&new.id),
        |new| Edit::Silence(new.id, Some(new)),
    );
    put(
        &mut edits,
        to.coverages.values(),
        |new| from.coverages.get(&new.id).filter(|_| !lifted.coverages.contains(&new.id)),
        |new| Edit::Coverage(new.id, Some(new)),
    );
    put(
        &mut edits,
        to.saved_sheets.values(),
        |new| from.saved_sheets.get(&new.id),
        |new| Edit::SavedSheet(new.id, Some(new)),
    );
    put(
        &mut edits,
        to.decisions.values(),
        |new| from.decisions.get(&new.id).filter(|_| !lifted.decisions.contains(&new.id)),
        |new| Edit::Decision(new.id, Some(new)),
    );
    put(&mut edits, to.rounds.values(), |new| from.rounds.get(&new.id), |new| Edit::Round(new.id, Some(new)));
    put(
        &mut edits,
        to.set_aside.values(),
        |new| from.set_aside.get(&new.id),
        |new| Edit::SetAside(new.id, Some(new)),
    );
    take_away(from, to, &lifted, &mut edits);
    edits
}

/// What has to be gone for a moment.
#[derive(Default)]
struct Lifted {
    claims: HashSet<ClaimId>,
    links: HashSet<super::LinkId>,
    coverages: HashSet<super::CoverageId>,
    decisions: HashSet<super::DecisionId>,
}

/// Takes away the claims that a source's new text does not bear out, with their links, and notes of having read and decisions on
/// what it has no more, so that it can be put.
fn lift_off_changed_texts(from: &Comparison, to: &Comparison, edits: &mut Vec<Edit>) -> Lifted {
    let mut lifted = Lifted::default();
    for source in &to.sources {
        if from.source(source.id).is_none_or(|old| old.text == source.text) {
            continue;
        }
        for claim in from.claims_in(source.id) {
            if !claim.passages.iter().all(|anchor| source.text.says(anchor.span, &anchor.quote)) {
                let links = from.links_of(claim.id).filter(|link| lifted.links.insert(link.id));
                edits.extend(links.map(|link| Edit::Link(link.id, None)));
                lifted.claims.insert(claim.id);
                edits.push(Edit::Claim(claim.id, None));
            }
        }
        for coverage in from.coverages.values().filter(|coverage| coverage.source == source.id) {
            if coverage.span.end() > source.text.end() {
                lifted.coverages.insert(coverage.id);
                edits.push(Edit::Coverage(coverage.id, None));
            }
        }
        for decision in from.decisions.values().filter(|decision| decision.source == source.id) {
            if decision.at.end() > source.text.end() {
                lifted.decisions.insert(decision.id);
                edits.push(Edit::Decision(decision.id, None));
            }
        }
    }
    lifted
}

/// Puts the objects that are new or otherwise than before.
fn put<'a, T: PartialEq + 'a>(
    edits: &mut Vec<Edit>,
    objects: impl Iterator<Item = &'a Arc<T>>,
    old: impl Fn(&T) -> Option<&'a Arc<T>>,
    edit: impl Fn(Arc<T>) -> Edit,
) {
    for new in objects {
        if old(new).is_none_or(|old| !Arc::ptr_eq(old, new) && old != new) {
            edits.push(edit(Arc::clone(new)));
        }
    }
}

/// Returns the tags, each after the one it stands under: so none is ever put under one of its own.
fn from_the_top(comparison: &Comparison) -> impl Iterator<Item = &Arc<super::Tag>> {
    comparison.codebook().into_iter().map(|(_, tag)| tag)
}

/// Takes away what is not in `to`: first what refers to others.
fn take_away(from: &Comparison, to: &Comparison, lifted: &Lifted, edits: &mut Vec<Edit>) {
    let links = from.links.keys().filter(|id| !to.links.contains_key(id) && !lifted.links.contains(id));
    edits.extend(links.map(|id| Edit::Link(*id, None)));
    let silences = from.silences.keys().filter(|id| !to.silences.contains_key(id));
    edits.extend(silences.map(|id| Edit::Silence(*id, None)));
    let coverages = from.coverages.keys();
    let coverages = coverages.filter(|id| !to.coverages.contains_key(id) && !lifted.coverages.contains(id));
    edits.extend(coverages.map(|id| Edit::Coverage(*id, None)));
    let sheets = from.saved_sheets.keys().filter(|id| !to.saved_sheets.contains_key(id));
    edits.extend(sheets.map(|id| Edit::SavedSheet(*id, None)));
    let decisions = from.decisions.keys();
    let decisions = decisions.filter(|id| !to.decisions.contains_key(id) && !lifted.decisions.contains(id));
    edits.extend(decisions.map(|id| Edit::Decision(*id, None)));
    let rounds = from.rounds.keys().filter(|id| !to.rounds.contains_key(id));
    edits.extend(rounds.map(|id| Edit::Round(*id, None)));
    let claims = from.claims().map(|claim| claim.id);
    let claims = claims.filter(|id| !to.claims.contains_key(id) && !lifted.claims.contains(id));
    edits.extend(claims.map(|id| Edit::Claim(id, None)));
    let mut tags: Vec<TagId> = from_the_top(from).map(|tag| tag.id).collect();
    tags.retain(|id| !to.tags.contains_key(id));
    edits.extend(tags.into_iter().rev().map(|id| Edit::Tag(id, None)));
    let sources = from.sources.iter().filter(|source| to.source(source.id).is_none());
    edits.extend(sources.map(|source| Edit::Source(source.id, None)));
    let readers = from.readers.keys().filter(|id| !to.readers.contains_key(id));
    edits.extend(readers.map(|id| Edit::Reader(*id, None)));
    let set_aside = from.set_aside.keys().filter(|id| !to.set_aside.contains_key(id));
    edits.extend(set_aside.map(|id| Edit::SetAside(*id, None)));
}
