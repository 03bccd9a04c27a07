//! Bringing a reading of a file into the texts of the base: passages, and how far was read.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::reading::Reading;
use super::sources::Prepared;
use super::{SourceHow, SourceMatch};
use crate::anchoring::place::changes_around;
use crate::anchoring::{Change, PlaceIndex, Placement, describe};
use crate::model::{Anchor, Claim, ClaimId, Comparison, Coverage, ReaderId, Source, SourceId};
use crate::text::{Excerpt, Span, Text};

/// How a claim was laid, where it is not exactly where and what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Laying {
    /// Its words are elsewhere in our edition.
    Moved,
    /// Its words are others in our edition.
    Similar,
    /// Some of its passages are not in our edition, or not for sure.
    InPart,
}

/// A passage of a file that is not exactly where and what it was in our edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedPassage {
    /// The claim it belongs to.
    pub claim: ClaimId,
    /// Whose.
    pub reader: ReaderId,
    /// Our source.
    pub source: SourceId,
    /// Which passage of the claim, from 1.
    pub passage: usize,
    /// The words that were marked.
    pub quote: String,
    /// Where they were in the reader's edition.
    pub was: Span,
    /// Where they are in ours.
    pub placement: Placement,
    /// Of one that says the same: what changed right before and right after it, if anything did. A “not” that was put in
    /// beside a passage changes what it says.
    pub around: Vec<Change>,
    /// What the reader says is claimed. May be empty.
    pub summary: String,
    /// The names of the claim's tags.
    pub tags: Vec<String>,
}

/// One file's way into the base.
pub(super) struct Bringing<'a> {
    theirs: &'a Comparison,
    sources: HashMap<SourceId, Way<'a>>,
    pub(super) placed: Vec<PlacedPassage>,
    pub(super) n_exact: usize,
    pub(super) warnings: Vec<String>,
}

/// From a source of a file to the one of ours that it is.
#[derive(Clone, Copy)]
struct Way<'a> {
    ours: &'a Arc<Source>,
    theirs: &'a Arc<Source>,
    /// Our text made ready, where theirs is another.
    other_edition: Option<&'a PlaceIndex>,
}

impl<'a> Bringing<'a> {
    pub(super) fn into(
        (base, prepared): (&'a Comparison, &'a BTreeMap<SourceId, Arc<Prepared>>),
        theirs: &'a Comparison,
        matched: &[SourceMatch],
    ) -> Self {
        let ways = matched.iter().filter_map(|source| {
            let (ours, theirs) = (base.source(source.ours?)?, theirs.source(source.theirs)?);
            let other_edition = match source.how {
                SourceHow::Text => None,
                _ => Some(prepared.get(&ours.id)?.index(&ours.text)),
            };
            Some((source.theirs, Way { ours, theirs, other_edition }))
        });
        Self { theirs, sources: ways.collect(), placed: Vec::new(), n_exact: 0, warnings: Vec::new() }
    }

    /// Returns the reading as it is in our texts; nothing when none of it is about a source of ours.
    pub(super) fn bring(&mut self, reading: Reading) -> Option<Reading> {
        let mut ours = Reading { last_change: reading.last_change, ..Reading::of(&reading.reader) };
        let claims: Vec<&Arc<Claim>> =
            reading.claims.iter().filter(|claim| self.sources.contains_key(&claim.source)).collect();
        let mut n_concerned = claims.len();
        for claim in claims {
            if let Some((claim, laying)) = self.bring_claim(claim) {
                ours.placements.extend(laying.map(|laying| (claim.id, laying)));
                ours.claims.push(Arc::new(claim));
            }
        }
        for silence in &reading.silences {
            if let Some(way) = self.sources.get(&silence.source) {
                n_concerned += 1;
                let mut silence = Arc::clone(silence);
                if silence.source != way.ours.id {
                    Arc::make_mut(&mut silence).source = way.ours.id;
                }
                ours.silences.push(silence);
            }
        }
        for coverage in &reading.coverages {
            if let Some(way) = self.sources.get(&coverage.source).copied() {
                n_concerned += 1;
                ours.coverages.extend(self.bring_coverage(coverage, way));
            }
        }
        // Links that lead nowhere are left out when all claims are known.
        ours.links = reading.links;
        (n_concerned > 0).then_some(ours)
    }

    fn bring_claim(&mut self, claim: &Claim) -> Option<(Claim, Option<Laying>)> {
        let way = self.sources.get(&claim.source).copied()?;
        let text = &way.ours.text;
        let Some(index) = way.other_edition else {
            self.n_exact += claim.passages.len();
            let passages = claim.passages.iter().map(|anchor| rehomed(text, anchor)).collect();
            return Some((Claim { source: way.ours.id, passages, ..claim.clone() }, None));
        };
        let mut spans: Vec<Span> = Vec::with_capacity(claim.passages.len());
        let mut laying = None;
        for (passage, anchor) in (1..).zip(&claim.passages) {
            let placement = index.place_from(&way.theirs.text, anchor);
            spans.extend(placement.span());
            let around = around(text, &placement, anchor);
            let how = match &placement {
                Placement::Exact(_) if around.is_empty() => {
                    self.n_exact += 1;
                    continue;
                }
                Placement::Exact(_) => {
                    self.n_exact += 1;
                    None
                }
                Placement::Moved(_) => Some(Laying::Moved),
                Placement::Similar { .. } => Some(Laying::Similar),
                Placement::Ambiguous(_) | Placement::Lost => Some(Laying::InPart),
            };
            laying = laying.max(how);
            let placed = self.placed_passage(claim, (passage, anchor), placement);
            self.placed.push(PlacedPassage { source: way.ours.id, around, ..placed });
        }
        spans.sort_unstable();
        let spans = crate::analysis::agreement::stretches::joined(spans);
        if spans.is_empty() {
            return None;
        }
        let passages = spans.into_iter().map(|span| describe(text, span)).collect();
        Some((Claim { source: way.ours.id, passages, ..claim.clone() }, laying))
    }

    fn placed_passage(
        &self,
        claim: &Claim,
        (passage, anchor): (usize, &Anchor),
        placement: Placement,
    ) -> PlacedPassage {
        let names = claim.tags.iter().filter_map(|used| self.theirs.tag(used.tag));
        PlacedPassage {
            claim: claim.id,
            reader: claim.reader,
            source: claim.source,
            passage,
            quote: anchor.quote.as_str().to_owned(),
            was: anchor.span,
            placement,
            around: Vec::new(),
            summary: claim.summary.clone(),
            tags: names.map(|tag| tag.name.clone()).collect(),
        }
    }

    fn bring_coverage(&mut self, coverage: &Arc<Coverage>, way: Way<'_>) -> Option<Arc<Coverage>> {
        let span = match way.other_edition {
            None => Some(coverage.span),
            Some(index) => stretch_in(index, &way.theirs.text, coverage.span),
        };
        let Some(span) = span else {
            let title = way.ours.short_name();
            let who = self.theirs.reader(coverage.reader).map_or("a reader", |reader| &reader.name);
            self.warnings.push(format!(
                "how far {who} read “{title}” can't be told in our edition: an end of the stretch is not in it"
            ));
            return None;
        };
        if span == coverage.span && coverage.source == way.ours.id {
            return Some(Arc::clone(coverage));
        }
        Some(Arc::new(Coverage { source: way.ours.id, span, ..Coverage::clone(coverage) }))
    }
}

/// Returns the anchor with its words taken from `text`, which says the same as the text it was made on: so the other
/// text need not be kept.
fn rehomed(text: &Text, anchor: &Anchor) -> Anchor {
    let start = text.byte_from_pos(anchor.span.start());
    let end = text.byte_from_pos(anchor.span.end());
    let before = start.checked_sub(anchor.before.len());
    let before = before.and_then(|at| text.excerpt_at_byte(at, &anchor.before));
    Anchor {
        span: anchor.span,
        quote: text.excerpt(anchor.span),
        before: before.unwrap_or_else(|| Excerpt::from(anchor.before.as_str())),
        after: text
            .excerpt_at_byte(end, &anchor.after)
            .unwrap_or_else(|| Excerpt::from(anchor.after.as_str())),
    }
}

/// Returns what changed beside a passage whose words are what they were.
fn around(text: &Text, placement: &Placement, anchor: &Anchor) -> Vec<Change> {
    let (Placement::Exact(span) | Placement::Moved(span)) = placement else { return Vec::new() };
    let [before, after] = changes_around(text, *span, anchor);
    if before.is_empty() && after.is_empty() {
        return Vec::new();
    }
    let passage = Change::Kept("…".to_owned());
    before.into_iter().chain([passage]).chain(after).collect()
}

/// Returns where a stretch of another edition begins and ends in ours, by the words at its ends.
fn stretch_in(index: &PlaceIndex, theirs: &Text, stretch: Span) -> Option<Span> {
    /// Code points at an end by which it is found.
    const END: u32 = 80;
    let ours = index.text();
    let at = |span: Span| index.place_from(theirs, &describe(theirs, span)).span();
    let start = if stretch.start().0 == 0 {
        ours.span().start()
    } else {
        at(Span::between(stretch.start(), stretch.start().plus(END).min(stretch.end())))?.start()
    };
    let end = if stretch.end() >= theirs.end() {
        ours.end()
    } else {
        let from = stretch.end().minus(END).max(stretch.start());
        at(Span::between(from, stretch.end()))?.end()
    };
    Span::new(start.0, end.0).filter(|span| !span.is_empty())
}
