//! The settled version: what readers agree on after talking, as the reading of one reader who stands for all of them.
//!
//! A settling comparison holds all readings and, beside them, that reader, whose id follows from the comparison's, so
//! that it is known in every copy of the file. What the settled version has at a place, and whose claims that came from,
//! is said by [`Decision`]s. Nothing here changes anything: commands do.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Scope;
use super::disagreements::Disagreements;
use super::places::Place;
use super::stretches::{SAME_FROM, joined, of_claim, overlap};
use crate::model::{
    Claim, ClaimId, Comparison, ComparisonId, Decision, DecisionId, Digest, Edit, EditError, LinkKind,
    Outcome, Reader, ReaderId, SourceId, TagUse, Time, Unknown, Voice,
};
use crate::text::Span;

/// Returns the id of the reader who stands for the settled version of a comparison: a UUID of version 8 made of the first
/// half of the SHA-256 of "diptych settled " and the comparison's id (RFC 9562, 5.8).
#[must_use]
pub fn settled_reader(comparison: ComparisonId) -> ReaderId {
    let digest = Digest::of(format!("diptych settled {comparison}").as_bytes());
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest.0).for_each(|(to, from)| *to = from);
    ReaderId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// Returns the reader who stands for the settled version, if this is a settling comparison.
#[must_use]
pub fn settled_in(comparison: &Comparison) -> Option<&Reader> {
    comparison.reader(settled_reader(comparison.id())).map(|reader| &**reader)
}

/// What is decided on: a place, and the claims there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stake {
    /// The source.
    pub source: SourceId,
    /// The place, in code points.
    pub at: Span,
    /// The readings' claims there.
    pub claims: Vec<ClaimId>,
}

impl From<&Place> for Stake {
    fn from(place: &Place) -> Self {
        let claims = place.claims.iter().map(|(_, claim)| *claim).collect();
        Self { source: place.source, at: place.extent(), claims }
    }
}

/// What becomes of the claims at a place.
#[derive(Debug, Clone, PartialEq)]
pub enum Settlement {
    /// A reader's claims there are taken as they are.
    Take(ReaderId),
    /// A claim is put together from several.
    Combine(Proposal),
    /// A new one is written.
    Write(Proposal),
    /// The settled version has nothing there.
    LeaveOut,
}

/// A claim as it is to be in the settled version.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Proposal {
    /// Its passages.
    pub spans: Vec<Span>,
    /// Its tags, each once.
    pub tags: Vec<TagUse>,
    /// Whose view it gives.
    pub voice: Voice,
    /// What is claimed.
    pub summary: String,
    /// Whatever else is to be said.
    pub note: String,
}

/// Which passage a combination has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// What most marked.
    #[default]
    Most,
    /// All that anybody marked there.
    Union,
    /// What everybody marked there; where that is nothing, what most marked.
    Intersection,
}

/// Which tags a combination has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tags {
    /// Those that more than half of the readers at the place gave.
    #[default]
    Majority,
    /// Those that anybody gave.
    All,
}

/// Returns a sensible combination of the claims at a place, to begin with: the passage and the tags as asked; of stance,
/// value and voice what more than half of those who gave the tag (or marked the place) have, else none and the author's
/// own; summary and note of the claim closest to the passage that has one.
#[must_use]
pub fn combination(comparison: &Comparison, place: &Place, extent: Extent, which: Tags) -> Proposal {
    let claims: Vec<&Claim> =
        place.claims.iter().filter_map(|(_, id)| comparison.claim(*id)).map(|claim| &**claim).collect();
    let readers = place.readers();
    let spans = extent_of(place, &claims, extent);
    let mut tags: Vec<TagUse> = Vec::new();
    for used in claims.iter().flat_map(|claim| &claim.tags) {
        if tags.iter().any(|known| known.tag == used.tag) {
            continue;
        }
        let with: Vec<&TagUse> = readers
            .iter()
            .filter_map(|reader| place.with_tag(comparison, *reader, used.tag)?.tag_use(used.tag))
            .collect();
        if which == Tags::All || 2 * with.len() > readers.len() {
            let stance = majority(with.iter().map(|used| used.stance), with.len()).flatten();
            let value = majority(with.iter().map(|used| used.value.clone()), with.len()).unwrap_or_default();
            let definition_revision = comparison.tag(used.tag).map_or(1, |tag| tag.definition_revision);
            let unknown = Unknown::default();
            tags.push(TagUse { tag: used.tag, stance, definition_revision, value, unknown });
        }
    }
    let first = |reader: &ReaderId| place.of_reader(*reader).find_map(|id| comparison.claim(id));
    let voices = readers.iter().filter_map(first).map(|claim| claim.voice.clone());
    let voice = majority(voices, readers.len()).unwrap_or_default();
    let mut near = claims;
    near.sort_by(|a, b| overlap(&of_claim(b), &spans).total_cmp(&overlap(&of_claim(a), &spans)));
    let words = |of: fn(&Claim) -> &str| {
        near.iter().map(|claim| of(claim)).find(|words| !words.is_empty()).unwrap_or_default().to_owned()
    };
    Proposal { spans, tags, voice, summary: words(|claim| &claim.summary), note: words(|claim| &claim.note) }
}

/// What more than half of `n` hold.
fn majority<T: PartialEq>(all: impl Iterator<Item = T>, n: usize) -> Option<T> {
    let mut counts: Vec<(T, usize)> = Vec::new();
    for one in all {
        match counts.iter_mut().find(|(known, _)| *known == one) {
            Some((_, count)) => *count += 1,
            None => counts.push((one, 1)),
        }
    }
    counts.into_iter().find(|(_, count)| 2 * count > n).map(|(one, _)| one)
}

fn extent_of(place: &Place, claims: &[&Claim], extent: Extent) -> Vec<Span> {
    let all = claims.iter().map(|claim| of_claim(claim));
    let found = match extent {
        Extent::Most => place.spans.clone(),
        Extent::Union => joined(all.flatten()),
        Extent::Intersection => all.reduce(|a, b| common(&a, &b)).unwrap_or_default(),
    };
    if found.is_empty() { place.spans.clone() } else { found }
}

fn common(a: &[Span], b: &[Span]) -> Vec<Span> {
    joined(a.iter().flat_map(|of_a| b.iter().filter_map(|of_b| of_a.intersection(*of_b))))
}

/// Returns a digest of what claims say: their passages, tags with stance and value, and voices. What they are called,
/// their summaries and notes can change without anything being decided anew. Claims that are gone count too.
#[must_use]
pub fn basis(comparison: &Comparison, claims: &[ClaimId]) -> Digest {
    let mut said = String::new();
    let ids: BTreeSet<ClaimId> = claims.iter().copied().collect();
    for id in ids {
        said.push_str(&id.to_string());
        let Some(claim) = comparison.claim(id) else {
            said.push_str(" gone\n");
            continue;
        };
        for anchor in &claim.passages {
            said.push_str(&format!(" {}-{}", anchor.span.start().0, anchor.span.end().0));
        }
        let mut tags: Vec<&TagUse> = claim.tags.iter().collect();
        tags.sort_by_key(|used| used.tag);
        for used in tags {
            let stance = used.stance.map_or("none", |stance| stance.word());
            said.push_str(&format!(" {} {stance} {:?}", used.tag, used.value));
        }
        if let Voice::Attributed { name, attitude } = &claim.voice {
            said.push_str(&format!(" {name:?} {}", attitude.map_or("none", |attitude| attitude.word())));
        }
        said.push('\n');
    }
    Digest::of(said.as_bytes())
}

/// How a place stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Nothing is decided.
    Open,
    /// It is decided.
    Decided(DecisionId),
    /// It was decided, but its claims are not what they were: some changed, came or went.
    Changed(DecisionId),
}

/// What has been decided and noted, by place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// How each place stands.
    pub places: Vec<Status>,
    /// The notes on places, by the number of the place, each with those of one place in the order they were made.
    pub notes: BTreeMap<usize, Vec<DecisionId>>,
    /// Decisions and notes on what is no place any more: their claims are gone.
    pub stray: Vec<DecisionId>,
}

impl Progress {
    /// Returns how the places of `of` stand.
    #[must_use]
    pub fn of(comparison: &Comparison, of: &Disagreements) -> Self {
        let mut place_of: HashMap<ClaimId, usize> = HashMap::new();
        for (number, place) in of.places.iter().enumerate() {
            place_of.extend(place.claims.iter().map(|(_, claim)| (*claim, number)));
        }
        let mut progress =
            Self { places: vec![Status::Open; of.places.len()], notes: BTreeMap::new(), stray: Vec::new() };
        // The latest decision on a place counts.
        let mut decisions: Vec<_> = comparison.decisions().collect();
        decisions.sort_by_key(|decision| (decision.modified, decision.id));
        for decision in decisions {
            let Some(number) = place_decided(decision, &place_of, &of.places) else {
                progress.stray.push(decision.id);
                continue;
            };
            if decision.outcome.is_none() {
                progress.notes.entry(number).or_default().push(decision.id);
                continue;
            }
            let place = of.places.get(number);
            let mut now = place.into_iter().flat_map(|place| &place.claims);
            let none_came = now.all(|(_, claim)| decision.claims.binary_search(claim).is_ok());
            let same = decision.basis.is_none_or(|was| was == basis(comparison, &decision.claims));
            let there = decision.settled.iter().all(|claim| comparison.claim(*claim).is_some());
            if let Some(status) = progress.places.get_mut(number) {
                let sound = none_came && same && there;
                *status = if sound { Status::Decided(decision.id) } else { Status::Changed(decision.id) };
            }
        }
        progress
    }

    /// Returns how many places on which readers differ in anything are decided, and how many there are:
    /// "41 of 63 decided". What has changed since is not decided.
    #[must_use]
    pub fn counted(&self, of: &Disagreements) -> (usize, usize) {
        let contested: BTreeSet<usize> =
            of.list.iter().flat_map(|of| [Some(of.place), of.other]).flatten().collect();
        let decided = |number: &&usize| matches!(self.places.get(**number), Some(Status::Decided(_)));
        (contested.iter().filter(decided).count(), contested.len())
    }

    /// Returns the numbers of the places that stand as `wanted` says.
    #[must_use]
    pub fn standing(&self, wanted: impl Fn(Status) -> bool) -> BTreeSet<usize> {
        self.places.iter().enumerate().filter(|(_, status)| wanted(**status)).map(|(n, _)| n).collect()
    }
}

/// The place that a decision is on: where most of its claims are; where it has none, the one at its words.
fn place_decided(decision: &Decision, place_of: &HashMap<ClaimId, usize>, places: &[Place]) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for number in decision.claims.iter().filter_map(|claim| place_of.get(claim)) {
        *counts.entry(*number).or_default() += 1;
    }
    let most = counts.iter().max_by_key(|(number, n)| (**n, std::cmp::Reverse(**number)));
    most.map(|(number, _)| *number).or_else(|| {
        let here = |place: &Place| {
            place.source == decision.source && overlap(&place.spans, &[decision.at]) >= SAME_FROM
        };
        places.iter().position(here).filter(|_| decision.claims.is_empty())
    })
}

/// Returns the readers whose readings are settled, of which sources, on which tags: all but the one who stands for the
/// settled version.
#[must_use]
pub fn scope(comparison: &Comparison) -> Scope {
    Scope::of(comparison)
}

/// Makes a settling comparison of one that holds the readings: the same texts, codebook and claims under a new id, with
/// the reader who stands for the settled version, who has nothing yet. Sealed rounds stay behind: what is settled is open.
///
/// # Errors
/// When `of` is not sound, which one that was opened always is.
pub fn begin(of: &Comparison, id: ComparisonId, named: &Named, now: Time) -> Result<Comparison, EditError> {
    let mut settling = Comparison::new(id, named.title.clone(), now).with_unknown(of.unknown().clone());
    let mut edits = crate::model::edits_between(&settling, of);
    edits.retain(|edit| !matches!(edit, Edit::Round(..) | Edit::Title(_) | Edit::Decision(..)));
    let reader = Reader { id: settled_reader(id), name: named.reader.clone(), unknown: Unknown::default() };
    edits.push(reader.into());
    settling.apply_all(edits)?;
    Ok(settling)
}

/// Makes the comparison that is sent round when the passages are settled, for the second of two steps: the texts, the
/// codebook, and the settled passages as claims without tags of the reader who stands for the settled version. Each
/// reader gives these passages tags and stances of their own. `next_id` gives ids that nobody has.
///
/// # Errors
/// When `settled` is not sound, which one that was opened always is.
pub fn begin_judgments(
    settled: &Comparison,
    id: ComparisonId,
    title: &str,
    now: Time,
    next_id: &mut dyn FnMut() -> uuid::Uuid,
) -> Result<Comparison, EditError> {
    let (from, to) = (settled_reader(settled.id()), settled_reader(id));
    let mut next = Comparison::new(id, title.to_owned(), now).with_unknown(settled.unknown().clone());
    let mut edits: Vec<Edit> = vec![Edit::CodebookRevision(settled.codebook_revision())];
    let sources = settled.sources().iter();
    edits.extend(sources.map(|source| Edit::Source(source.id, Some(std::sync::Arc::clone(source)))));
    let tags = settled.codebook();
    edits.extend(tags.into_iter().map(|(_, tag)| Edit::Tag(tag.id, Some(std::sync::Arc::clone(tag)))));
    edits.push(Reader { id: to, name: "Settled passages".to_owned(), unknown: Unknown::default() }.into());
    // Two claims on the same words are one passage to be judged.
    let mut known: BTreeSet<(SourceId, Vec<Span>)> = BTreeSet::new();
    for claim in settled.claims().filter(|claim| claim.reader == from) {
        if known.insert((claim.source, of_claim(claim))) {
            let passage = Claim {
                id: ClaimId(next_id()),
                reader: to,
                created: now,
                modified: now,
                tags: Vec::new(),
                voice: Voice::Own,
                summary: String::new(),
                note: String::new(),
                unknown: Unknown::default(),
                ..Claim::clone(claim)
            };
            edits.push(passage.into());
        }
    }
    next.apply_all(edits)?;
    Ok(next)
}

/// What a settling comparison and its reader are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The title of the comparison.
    pub title: String,
    /// The name of the reader who stands for the settled version.
    pub reader: String,
}

impl Named {
    /// Returns what they are called unless somebody says otherwise: "Chile 1973, settled" and "Settled: Chile 1973".
    #[must_use]
    pub fn after(comparison: &Comparison) -> Self {
        let title = comparison.title().trim();
        if title.is_empty() {
            return Self { title: "Settled version".to_owned(), reader: "Settled version".to_owned() };
        }
        Self { title: format!("{title}, settled"), reader: format!("Settled: {title}") }
    }
}

/// A link that the settled version has because its readers made it: from, to, kind.
pub type Inherited = (ClaimId, ClaimId, LinkKind);

/// Returns the links that the settled claims have from the readings. Where both ends were taken from one reader, that
/// reader's links between the two come along; else those that more than half of the readers have who have claims at both.
#[must_use]
pub fn inherited_links(comparison: &Comparison) -> BTreeSet<Inherited> {
    let origins = Origins::of(comparison);
    let mut wanted: BTreeMap<Inherited, BTreeSet<ReaderId>> = BTreeMap::new();
    for link in comparison.links() {
        for from in origins.settled_of.get(&link.from).into_iter().flatten() {
            for to in origins.settled_of.get(&link.to).into_iter().flatten().filter(|to| *to != from) {
                // A kind that goes both ways is one link, however it was drawn.
                let turned = !link.kind.is_directed() && to < from;
                let (from, to) = if turned { (to, from) } else { (from, to) };
                wanted.entry((*from, *to, link.kind)).or_default().insert(link.reader);
            }
        }
    }
    wanted.retain(|(from, to, _), readers| {
        let (Some(from), Some(to)) = (origins.of.get(from), origins.of.get(to)) else { return false };
        match (from.taken, to.taken) {
            (Some(one), Some(other)) if one == other => readers.contains(&one),
            _ => {
                let both = from.readers.intersection(&to.readers);
                let (n, with) = both
                    .fold((0, 0), |(n, with), reader| (n + 1, with + usize::from(readers.contains(reader))));
                2 * with > n
            }
        }
    });
    wanted.into_keys().collect()
}

/// Where settled claims come from.
struct Origins {
    of: BTreeMap<ClaimId, Origin>,
    /// The settled claims that came of a reading's claim.
    settled_of: HashMap<ClaimId, Vec<ClaimId>>,
}

struct Origin {
    taken: Option<ReaderId>,
    readers: BTreeSet<ReaderId>,
}

impl Origins {
    fn of(comparison: &Comparison) -> Self {
        let mut origins = Self { of: BTreeMap::new(), settled_of: HashMap::new() };
        for decision in comparison.decisions().filter(|decision| decision.outcome.is_some()) {
            let claims = decision.claims.iter().filter_map(|id| comparison.claim(*id));
            let claims: Vec<&Claim> = claims.map(|claim| &**claim).collect();
            let readers: BTreeSet<ReaderId> = claims.iter().map(|claim| claim.reader).collect();
            let taken = match decision.outcome {
                Some(Outcome::Taken(reader)) => Some(reader),
                _ => None,
            };
            for settled in decision.settled.iter().filter_map(|id| comparison.claim(*id)) {
                let origin = Origin { taken, readers: readers.clone() };
                origins.of.insert(settled.id, origin);
            }
            for claim in claims {
                let settled = decision.settled.iter().filter_map(|id| comparison.claim(*id));
                // Of several that were taken, each comes of the one with its words and tags.
                let same = |settled: &&std::sync::Arc<Claim>| {
                    decision.settled.len() < 2
                        || of_claim(settled) == of_claim(claim) && same_tags(settled, claim)
                };
                let made = settled.filter(same).map(|settled| settled.id).collect();
                origins.settled_of.insert(claim.id, made);
            }
        }
        origins
    }
}

fn same_tags(a: &Claim, b: &Claim) -> bool {
    a.tags.len() == b.tags.len() && a.tags.iter().all(|used| b.tag_use(used.tag).is_some())
}

/// Returns the decision that made a settled claim, if one did.
#[must_use]
pub fn decision_behind(comparison: &Comparison, settled: ClaimId) -> Option<&Decision> {
    let mut decisions = comparison.decisions();
    decisions.find(|decision| decision.settled.binary_search(&settled).is_ok()).map(|decision| &**decision)
}
