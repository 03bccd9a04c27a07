//! Readers' claims are settled, place by place: the settled version gets its claim, and a decision says whose it was.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Draft, count, quoted, tagging, the_source};
use crate::analysis::agreement::settling::{
    Progress, Proposal, Settlement, Stake, Status, basis, inherited_links, scope, settled_in, settled_reader,
};
use crate::analysis::agreement::stretches::SAME_FROM;
use crate::analysis::agreement::{Disagreements, stretches};
use crate::analysis::sheet::{Place, cite};
use crate::anchoring::describe;
use crate::desk::{Desk, Outcome, Refusal};
use crate::model::{
    Claim, ClaimId, Comparison, Decision, DecisionId, Edit, Link, LinkId, Outcome as Settled, ReaderId,
    TagId, Unknown,
};
use crate::text::Span;

/// Returns the reader who stands for the settled version.
fn the_settled(desk: &Desk) -> Result<ReaderId, Refusal> {
    settled_in(desk.comparison()).map(|reader| reader.id).ok_or_else(|| {
        Refusal::because(
            "This comparison has no settled version. Begin one with “Settle…”: it becomes a file of its own.",
        )
    })
}

pub(super) fn decide(
    desk: &mut Desk,
    stake: &Stake,
    how: Settlement,
    reason: String,
) -> Result<Draft, Refusal> {
    let mut edits = Vec::new();
    let label = decide_into(desk, stake, (how, reason), &mut edits)?;
    with_links(desk, Draft::new(label, edits))
}

/// Puts the edits of one decision at the end of `edits`, and returns what the step is called.
fn decide_into(
    desk: &mut Desk,
    stake: &Stake,
    (how, reason): (Settlement, String),
    edits: &mut Vec<Edit>,
) -> Result<String, Refusal> {
    let settled = the_settled(desk)?;
    let place = place_in_words(desk, stake)?;
    let stake = Stake { claims: of_readings(desk.comparison(), &stake.claims, settled), ..stake.clone() };
    let (label, outcome) = match &how {
        Settlement::Take(reader) => {
            let name = desk.comparison().reader(*reader).map_or("a reader", |reader| reader.name.as_str());
            (format!("settle {place}: take {}", quoted(name)), Settled::Taken(*reader))
        }
        Settlement::Combine(_) => (format!("settle {place}: combine"), Settled::Combined),
        Settlement::Write(_) => (format!("settle {place}: write"), Settled::Written),
        Settlement::LeaveOut => (format!("settle {place}: leave out"), Settled::LeftOut),
    };
    let new = new_claims(desk, &stake, how)?;
    let earlier = decisions_on(desk.comparison(), &stake, true);
    let kept = earlier.first().cloned();
    let mut old: BTreeSet<ClaimId> = earlier.iter().flat_map(|decision| decision.settled.clone()).collect();
    old.retain(|id| desk.comparison().claim(*id).is_some_and(|claim| claim.reader == settled));
    let mut reused = old.into_iter();
    let now = desk.clock.now();
    let mut made = Vec::new();
    for claim in new {
        let known = reused.next().and_then(|id| desk.comparison().claim(id));
        let (id, created) = match known {
            Some(known) => (known.id, known.created),
            None => (ClaimId(desk.ids.next()), now),
        };
        edits.push(Claim { id, created, reader: settled, modified: now, ..claim }.into());
        made.push(id);
    }
    for id in reused {
        remove_claim(desk.comparison(), id, edits);
    }
    edits.extend(earlier.iter().skip(1).map(|decision| Edit::Decision(decision.id, None)));
    made.sort_unstable();
    let (id, created, unknown) = match kept {
        Some(kept) => (kept.id, kept.created, kept.unknown.clone()),
        None => (DecisionId(desk.ids.next()), now, Unknown::default()),
    };
    let decision = Decision {
        id,
        source: stake.source,
        tag: None,
        at: stake.at,
        basis: Some(basis(desk.comparison(), &stake.claims)),
        claims: stake.claims,
        outcome: Some(outcome),
        settled: made,
        note: reason,
        reader: desk.reader().id,
        created,
        modified: now,
        unknown,
    };
    edits.push(decision.into());
    Ok(label)
}

/// The claims that the settled version gets, under no ids of their own yet.
fn new_claims(desk: &Desk, stake: &Stake, how: Settlement) -> Result<Vec<Claim>, Refusal> {
    match how {
        Settlement::LeaveOut => Ok(Vec::new()),
        Settlement::Take(reader) => {
            let claims = stake.claims.iter().filter_map(|id| desk.comparison().claim(*id));
            let own = claims.filter(|claim| claim.reader == reader);
            let taken: Vec<Claim> =
                own.map(|claim| Claim { unknown: Unknown::default(), ..Claim::clone(claim) }).collect();
            if taken.is_empty() {
                return Err(Refusal::because("That reader has marked nothing there. Leave it out instead."));
            }
            Ok(taken)
        }
        Settlement::Combine(proposal) | Settlement::Write(proposal) => {
            let Proposal { spans, tags, voice, summary, note } = proposal;
            let text = &the_source(desk, stake.source)?.text;
            let spans = tagging::sound_spans(text, &spans);
            if spans.is_empty() {
                return Err(Refusal::because("The settled claim needs a passage with at least one word."));
            }
            let passages = spans.iter().map(|span| describe(text, *span)).collect();
            // It gets an id when it is known whether it takes the place of one.
            let id = ClaimId(uuid::Uuid::nil());
            let claim = tagging::new_claim(desk, (id, stake.source, desk.clock.now()), passages, tags);
            Ok(vec![Claim { voice, summary, note, ..claim }])
        }
    }
}

fn remove_claim(comparison: &Comparison, id: ClaimId, edits: &mut Vec<Edit>) {
    for link in comparison.links_of(id) {
        // A link between two that both go is taken away once.
        let edit = Edit::Link(link.id, None);
        if !edits.contains(&edit) {
            edits.push(edit);
        }
    }
    edits.push(Edit::Claim(id, None));
}

/// The claims of the readings that are there, by id: what somebody settled is nothing to be settled.
fn of_readings(comparison: &Comparison, claims: &[ClaimId], settled: ReaderId) -> Vec<ClaimId> {
    let there = |id: &ClaimId| comparison.claim(*id).is_some_and(|claim| claim.reader != settled);
    let ids: BTreeSet<ClaimId> = claims.iter().copied().filter(there).collect();
    ids.into_iter().collect()
}

/// The decisions (or the notes) on the same claims; where there are none, on the same words.
fn decisions_on(comparison: &Comparison, stake: &Stake, decided: bool) -> Vec<Arc<Decision>> {
    let on = |decision: &&Arc<Decision>| {
        let shared = stake.claims.iter().any(|claim| decision.claims.binary_search(claim).is_ok());
        let same_words = || stretches::overlap(&[decision.at], &[stake.at]) >= SAME_FROM;
        let bare = stake.claims.is_empty() || decision.claims.is_empty();
        decision.source == stake.source
            && decision.outcome.is_some() == decided
            && (shared || bare && same_words())
    };
    comparison.decisions().filter(on).cloned().collect()
}

fn place_in_words(desk: &Desk, stake: &Stake) -> Result<String, Refusal> {
    let source = the_source(desk, stake.source)?;
    let place = cite(&[Place::of(&source.text, source.text.clamp(stake.at))]);
    Ok(format!("{place} of {}", quoted(source.short_name())))
}

/// Gives the step the links that the settled claims have from the readings after it, and takes away those they have no
/// more. Links that somebody drew by hand bear another reader's name and stay.
fn with_links(desk: &mut Desk, mut draft: Draft) -> Result<Draft, Refusal> {
    let mut after = desk.comparison().clone();
    if after.reader(desk.reader().id).is_none() {
        // Whoever decides for the first time is put into the comparison by the desk, in the same step.
        after.apply_all(vec![desk.reader().clone().into()])?;
    }
    after.apply_all(draft.edits.clone())?;
    let settled = settled_reader(after.id());
    let mut wanted = inherited_links(&after);
    for link in after.links().filter(|link| link.reader == settled) {
        if !wanted.remove(&(link.from, link.to, link.kind)) {
            draft.edits.push(Edit::Link(link.id, None));
        }
    }
    let now = desk.clock.now();
    for (from, to, kind) in wanted {
        let id = LinkId(desk.ids.next());
        let (note, unknown) = (String::new(), Unknown::default());
        let link = Link { id, from, to, kind, note, reader: settled, created: now, modified: now, unknown };
        draft.edits.push(link.into());
    }
    Ok(draft)
}

/// Takes over what all readers agree on entirely and nobody has decided yet.
pub(super) fn settle_agreed(desk: &mut Desk) -> Result<Draft, Refusal> {
    the_settled(desk)?;
    let of_readings = scope(desk.comparison());
    let found = Disagreements::of(desk.comparison(), &of_readings);
    let progress = Progress::of(desk.comparison(), &found);
    let mut edits = Vec::new();
    let mut n = 0;
    for number in found.agreed(&of_readings) {
        let open = matches!(progress.places.get(number), Some(Status::Open));
        let place = found.places.get(number).filter(|_| open);
        if let Some((place, (reader, _))) = place.and_then(|place| Some((place, *place.claims.first()?))) {
            let reason = "All agree.".to_owned();
            decide_into(desk, &place.into(), (Settlement::Take(reader), reason), &mut edits)?;
            n += 1;
        }
    }
    if n == 0 {
        let notice = Some("There is no place left on which all agree and nothing is decided.".to_owned());
        return Ok(Draft::nothing(Outcome { notice, ..Outcome::default() }));
    }
    let label = format!("take over the {} on which all agree", count(n, "place"));
    with_links(desk, Draft::new(label, edits))
}

/// A reader notes something once for each place and tag: noted again, it takes the new words; without words it goes.
pub(super) fn note(
    desk: &mut Desk,
    stake: &Stake,
    tag: Option<TagId>,
    note: String,
) -> Result<Draft, Refusal> {
    let label = format!("note on {}", place_in_words(desk, stake)?);
    let reader = desk.reader().id;
    let known = decisions_on(desk.comparison(), stake, false);
    let own = known.into_iter().find(|decision| decision.tag == tag && decision.reader == reader);
    let now = desk.clock.now();
    match own {
        Some(own) if own.note == note => Ok(Draft::nothing(Outcome::default())),
        Some(own) if note.trim().is_empty() => Ok(Draft::new(label, vec![Edit::Decision(own.id, None)])),
        Some(own) => {
            let id = own.id.0;
            let edits = vec![Decision { note, modified: now, ..Decision::clone(&own) }.into()];
            Ok(Draft::new(label, edits).typed(id, "note"))
        }
        None if note.trim().is_empty() => Ok(Draft::nothing(Outcome::default())),
        None => {
            let id = DecisionId(desk.ids.next());
            let claims: BTreeSet<ClaimId> = stake.claims.iter().copied().collect();
            let decision = Decision {
                id,
                source: stake.source,
                tag,
                at: at_in(desk, stake)?,
                claims: claims.into_iter().collect(),
                basis: None,
                outcome: None,
                settled: Vec::new(),
                note,
                reader,
                created: now,
                modified: now,
                unknown: Unknown::default(),
            };
            Ok(Draft::new(label, vec![decision.into()]).typed(id.0, "note"))
        }
    }
}

/// The place, within the text.
fn at_in(desk: &Desk, stake: &Stake) -> Result<Span, Refusal> {
    let at = the_source(desk, stake.source)?.text.clamp(stake.at);
    if at.is_empty() { Err(Refusal::because("There is nothing at that place.")) } else { Ok(at) }
}

/// Takes a decision or a note back: with it go the settled claims that were made of it, and their links.
pub(super) fn undecide(desk: &mut Desk, id: DecisionId) -> Result<Draft, Refusal> {
    let decision = desk.comparison().decision(id);
    let decision = Arc::clone(decision.ok_or_else(|| Refusal::because("That is no longer decided."))?);
    let stake = Stake { source: decision.source, at: decision.at, claims: decision.claims.clone() };
    let place = place_in_words(desk, &stake)?;
    let mut edits = Vec::new();
    let settled = settled_reader(desk.comparison().id());
    for claim in decision.settled.iter().filter_map(|id| desk.comparison().claim(*id)) {
        if claim.reader == settled {
            remove_claim(desk.comparison(), claim.id, &mut edits);
        }
    }
    edits.push(Edit::Decision(id, None));
    if decision.outcome.is_none() {
        return Ok(Draft::new(format!("remove the note on {place}"), edits));
    }
    with_links(desk, Draft::new(format!("take back the decision on {place}"), edits))
}
