//! Who stands where in a disagreement, and how that is said.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::Scope;
use super::disagreements::{Disagreement, DisagreementKind as Kind};
use super::places::Place;
use super::stretches::of_claim;
use crate::model::{
    Attitude, Claim, ClaimId, Comparison, CoverageState, LinkKind, ReaderId, SourceId, Stance, TagId, Voice,
};
use crate::text::{Pos, Span};

/// Some readers who did the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// What they did.
    pub what: What,
    /// Who, in the order of the scope.
    pub readers: Vec<ReaderId>,
    /// Their claims that show it, in the order of the place. None of those who did not mark it.
    pub claims: Vec<ClaimId>,
}

/// What readers did at a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// They marked it.
    Marked,
    /// They marked something that overlaps it, but more or less than half of it or other words too.
    MarkedOtherwise,
    /// They did not mark it.
    NotMarked,
    /// They noted that they left it out on purpose.
    Skipped,
    /// They have not come so far. Such readers are no party to a disagreement.
    NotRead,
    /// They marked just these stretches.
    Stretches(Vec<Span>),
    /// They gave this tag.
    Bears(TagId),
    /// They gave none of the tags that others gave.
    BearsNone,
    /// They gave this stance, or none.
    Stance(Option<Stance>),
    /// They hold that it is the author's own view, or whose else (the name as most spell it) with what attitude.
    Voice(Option<(String, Option<Attitude>)>),
    /// They linked the two places by these kinds; true where the link goes from the first place to the second.
    Links(Vec<(LinkKind, bool)>),
    /// They linked them in no way.
    NoLink,
}

impl What {
    /// Returns it in a few words: "affirms", "did not mark it".
    #[must_use]
    pub fn words(&self, comparison: &Comparison) -> String {
        match self {
            Self::Marked => "marked it".to_owned(),
            Self::MarkedOtherwise => "marked more or less of it".to_owned(),
            Self::NotMarked => "did not mark it".to_owned(),
            Self::Skipped => "skipped it on purpose".to_owned(),
            Self::NotRead => "not read so far".to_owned(),
            Self::Stretches(spans) => {
                let n: u32 = spans.iter().map(|span| span.len()).sum();
                match spans.len() {
                    1 => format!("{n} characters"),
                    n_spans => format!("{n} characters in {n_spans} passages"),
                }
            }
            Self::Bears(tag) => {
                comparison.tag(*tag).map_or("a tag that is gone".to_owned(), |tag| format!("“{}”", tag.name))
            }
            Self::BearsNone => "none of these".to_owned(),
            Self::Stance(stance) => stance.map_or("no stance", Stance::word).to_owned(),
            Self::Voice(None) => "the author’s own".to_owned(),
            Self::Voice(Some((name, attitude))) => match attitude {
                Some(attitude) => format!("{name} (the author {} it)", attitude.verb()),
                None => name.clone(),
            },
            Self::Links(kinds) => {
                let words =
                    kinds.iter().map(|(kind, ahead)| if *ahead { kind.phrase() } else { kind.phrase_back() });
                words.collect::<Vec<_>>().join(", ")
            }
            Self::NoLink => "no link".to_owned(),
        }
    }
}

impl Attitude {
    /// "endorses", "rejects", "is neutral to".
    fn verb(self) -> &'static str {
        match self {
            Self::Neutral => "is neutral to",
            other => other.word(),
        }
    }
}

/// How far a reader has come in a source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Reach {
    skipped: Vec<Span>,
    /// The end of the last stretch that was read or skipped, or of the last claim; none where nothing is noted as read.
    end: Option<Pos>,
}

/// How far readers have come, where they said so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Reaches {
    of: HashMap<(SourceId, ReaderId), Reach>,
    /// The ends, in order, of each source.
    ends: HashMap<SourceId, Vec<Pos>>,
}

impl Reaches {
    pub(super) fn of(comparison: &Comparison, scope: &Scope) -> Self {
        let readers: BTreeSet<ReaderId> = scope.readers.iter().copied().collect();
        let mut of: HashMap<(SourceId, ReaderId), Reach> = HashMap::new();
        for coverage in comparison.coverages().filter(|coverage| readers.contains(&coverage.reader)) {
            let reach = of.entry((coverage.source, coverage.reader)).or_default();
            match coverage.state {
                CoverageState::Skipped => reach.skipped.push(coverage.span),
                CoverageState::Read => reach.end = reach.end.max(Some(coverage.span.end())),
            }
        }
        // Where somebody has claims, or skipped something, they have been, whatever they noted as read.
        for reach in of.values_mut() {
            let skipped = reach.skipped.iter().map(|span| span.end()).max().unwrap_or_default();
            reach.end = reach.end.map(|end| end.max(skipped));
        }
        let sources: BTreeSet<SourceId> = of.keys().map(|(source, _)| *source).collect();
        for source in sources {
            for claim in comparison.claims_in(source) {
                if let Some(Reach { end: Some(end), .. }) = of.get_mut(&(source, claim.reader)) {
                    *end = claim.extent().end().max(*end);
                }
            }
        }
        let mut ends: HashMap<SourceId, Vec<Pos>> = HashMap::new();
        for ((source, _), reach) in &of {
            ends.entry(*source).or_default().extend(reach.end);
        }
        ends.values_mut().for_each(|ends| ends.sort_unstable());
        Self { of, ends }
    }

    /// Returns how many readers have not come to `at`.
    fn n_before(&self, source: SourceId, at: Pos) -> usize {
        self.ends.get(&source).map_or(0, |ends| ends.partition_point(|end| *end <= at))
    }
}

/// What sides are worked out from.
pub(super) struct Context<'a> {
    pub(super) comparison: &'a Comparison,
    pub(super) scope: &'a Scope,
    pub(super) reaches: &'a Reaches,
}

/// The sides in the making: by what readers did.
type Sides = BTreeMap<What, (BTreeSet<ReaderId>, Vec<ClaimId>)>;

impl Context<'_> {
    /// Returns the disagreements at a place but for links. `tags` are those that are asked for and given there.
    pub(super) fn at_place(&self, place: &Place, number: usize, tags: &[TagId]) -> Vec<Disagreement> {
        let mut found: Vec<Disagreement> = Vec::new();
        let disagreement = |kind, tags, (n_readers, n_against)| {
            let other = None;
            Disagreement { kind, place: number, other, tags, n_readers, n_against }
        };
        // Those who did not mark it are only counted here: there may be a thousand of them at each place.
        let n_marked = place.readers().len();
        let n_not_read = self.reaches.n_before(place.source, place.extent().start());
        let n_readers = self.scope.readers.len().saturating_sub(n_not_read);
        let n_rest = n_readers.saturating_sub(n_marked);
        if n_rest > 0 {
            found.push(disagreement(Kind::Missing, tags.to_vec(), (n_readers, n_rest.min(n_marked))));
        }
        let mut note = |kind, tags: Vec<TagId>| {
            let sides = self.gather(place, kind, &tags);
            if sides.len() > 1 {
                let readers = sides.values().flat_map(|(readers, _)| readers.iter().copied());
                let n_readers = readers.collect::<BTreeSet<ReaderId>>().len();
                found.push(disagreement(kind, tags, (n_readers, against(kind, &sides, n_readers))));
            }
        };
        for tags in self.alike_in_extent(place, tags) {
            note(Kind::Boundary, tags);
        }
        if !self.scope.tags.is_empty() {
            let contested = self.contested(place, tags);
            if !contested.is_empty() {
                note(Kind::Tag, contested);
            }
            tags.iter().for_each(|tag| note(Kind::Stance, vec![*tag]));
            note(Kind::Voice, Vec::new());
        }
        found
    }

    /// Returns the sides of a disagreement at a place.
    pub(super) fn sides(&self, place: &Place, kind: Kind, tags: &[TagId]) -> Vec<Side> {
        self.finished(self.gather(place, kind, tags))
    }

    pub(super) fn finished(&self, sides: Sides) -> Vec<Side> {
        let sides = sides.into_iter().map(|(what, (of, claims))| {
            let readers = self.scope.readers.iter().copied().filter(|reader| of.contains(reader)).collect();
            Side { what, readers, claims }
        });
        let mut sides: Vec<Side> = sides.collect();
        let last = |side: &Side| {
            use What as W;
            match side.what {
                W::NotRead => 5,
                W::Skipped => 4,
                W::NotMarked => 3,
                W::MarkedOtherwise => 2,
                W::BearsNone | W::NoLink => 1,
                _ => 0,
            }
        };
        sides.sort_by_key(|side| (last(side), std::cmp::Reverse(side.readers.len())));
        sides
    }

    fn gather(&self, place: &Place, kind: Kind, tags: &[TagId]) -> Sides {
        let mut sides = Sides::new();
        match kind {
            Kind::Missing => self.marked(place, &mut sides),
            Kind::Boundary => {
                for claim in self.with(place, tags.first().copied()) {
                    put(&mut sides, What::Stretches(of_claim(claim)), claim);
                }
            }
            Kind::Tag => self.tagged(place, tags, &mut sides),
            Kind::Stance => {
                for claim in tags.first().into_iter().flat_map(|tag| self.with(place, Some(*tag))) {
                    let used = tags.first().and_then(|tag| claim.tag_use(*tag));
                    put(&mut sides, What::Stance(used.and_then(|used| used.stance)), claim);
                }
            }
            Kind::Voice => self.voices(place, &mut sides),
            Kind::Link => {}
        }
        sides
    }

    /// Returns of each reader at the place the claim that bears `tag`; without one, the claim that bears none, or where no
    /// tags are asked for the nearest claim.
    fn with(&self, place: &Place, tag: Option<TagId>) -> Vec<&Arc<Claim>> {
        let where_only = self.scope.tags.is_empty();
        let of_reader = |reader: ReaderId| {
            let mut claims = place.of_reader(reader).filter_map(|id| self.comparison.claim(id));
            claims.find(|claim| match tag {
                Some(tag) => claim.tag_use(tag).is_some(),
                None => where_only || claim.tags.is_empty(),
            })
        };
        place.readers().into_iter().filter_map(of_reader).collect()
    }

    /// Returns the tags (none: of claims without any) under which readers marked other ends, in groups: those under which
    /// it is the same claims are one disagreement.
    fn alike_in_extent(&self, place: &Place, tags: &[TagId]) -> Vec<Vec<TagId>> {
        let mut groups: Vec<(Vec<ClaimId>, Vec<TagId>)> = Vec::new();
        let bare = [None];
        for tag in tags.iter().copied().map(Some).chain(bare) {
            let claims: Vec<ClaimId> = self.with(place, tag).iter().map(|claim| claim.id).collect();
            match groups.iter_mut().find(|(known, _)| *known == claims) {
                Some((_, tags)) => tags.extend(tag),
                None if claims.len() > 1 => groups.push((claims, tag.into_iter().collect())),
                None => {}
            }
        }
        groups.into_iter().map(|(_, tags)| tags).collect()
    }

    /// Returns those of the tags that not every reader at the place gave.
    fn contested(&self, place: &Place, tags: &[TagId]) -> Vec<TagId> {
        let n = place.readers().len();
        tags.iter().copied().filter(|tag| self.with(place, Some(*tag)).len() < n).collect()
    }

    fn marked(&self, place: &Place, sides: &mut Sides) {
        for id in place.claims.iter().map(|(_, id)| *id) {
            if let Some(claim) = self.comparison.claim(id) {
                put(sides, What::Marked, claim);
            }
        }
        let there: BTreeSet<ReaderId> = place.claims.iter().map(|(reader, _)| *reader).collect();
        let mut otherwise: BTreeSet<ReaderId> = BTreeSet::new();
        for span in &place.spans {
            let touching = self.comparison.passages(place.source).into_iter();
            let touching = touching.flat_map(|passages| passages.touching(*span));
            let claims = touching.filter_map(|passage| {
                passage.span.overlaps(*span).then(|| self.comparison.claim(passage.claim)).flatten()
            });
            otherwise.extend(claims.map(|claim| claim.reader).filter(|reader| !there.contains(reader)));
        }
        for reader in self.scope.readers.iter().filter(|reader| !there.contains(reader)) {
            let what =
                if otherwise.contains(reader) { What::MarkedOtherwise } else { self.why_not(place, *reader) };
            sides.entry(what).or_default().0.insert(*reader);
        }
    }

    /// Why a reader did not mark a place.
    fn why_not(&self, place: &Place, reader: ReaderId) -> What {
        let Some(reach) = self.reaches.of.get(&(place.source, reader)) else { return What::NotMarked };
        let skipped = |span: &Span| reach.skipped.iter().any(|skipped| skipped.overlaps(*span));
        if place.spans.iter().any(skipped) {
            What::Skipped
        } else if reach.end.is_some_and(|end| place.extent().start() >= end) {
            What::NotRead
        } else {
            What::NotMarked
        }
    }

    fn tagged(&self, place: &Place, tags: &[TagId], sides: &mut Sides) {
        for tag in tags {
            for claim in self.with(place, Some(*tag)) {
                put(sides, What::Bears(*tag), claim);
            }
        }
        let bearing: BTreeSet<ReaderId> =
            sides.values().flat_map(|(readers, _)| readers.iter().copied()).collect();
        for (reader, id) in place.claims.iter().filter(|(reader, _)| !bearing.contains(reader)) {
            let (readers, claims) = sides.entry(What::BearsNone).or_default();
            readers.insert(*reader);
            claims.push(*id);
        }
    }

    /// Names that differ in capitals and blanks alone are one; it is shown as the first spells it.
    fn voices(&self, place: &Place, sides: &mut Sides) {
        let mut spelled: BTreeMap<(String, Option<Attitude>), String> = BTreeMap::new();
        for reader in place.readers() {
            let Some(claim) = place.of_reader(reader).find_map(|id| self.comparison.claim(id)) else {
                continue;
            };
            let voice = match &claim.voice {
                Voice::Own => None,
                Voice::Attributed { name, attitude } => {
                    let folded = name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
                    let shown = name.split_whitespace().collect::<Vec<_>>().join(" ");
                    let shown = spelled.entry((folded, *attitude)).or_insert(shown);
                    Some((shown.clone(), *attitude))
                }
            };
            put(sides, What::Voice(voice), claim);
        }
    }
}

fn put(sides: &mut Sides, what: What, claim: &Claim) {
    let (readers, claims) = sides.entry(what).or_default();
    readers.insert(claim.reader);
    claims.push(claim.id);
}

/// How many stand against the largest side. Of tags, which readers can give together, against or for the one on which they
/// are most evenly parted.
fn against(kind: Kind, sides: &Sides, n_readers: usize) -> usize {
    let sizes = sides.values().map(|(readers, _)| readers.len());
    match kind {
        Kind::Tag => sizes.map(|n| n.min(n_readers - n)).max().unwrap_or_default(),
        _ => n_readers - sizes.max().unwrap_or_default(),
    }
}
