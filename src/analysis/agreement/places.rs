//! Where readers are compared: claims of different readers on the same words, gathered whatever their tags are.
//!
//! Two claims are on the same words from [`SAME_FROM`] of what either covers on. That is no equivalence: of three claims
//! in a row each may be on the same words as the next, and the first and the last not. So a place has a center, the
//! claim that most readers overlap with, and what is at the place is on the same words as the center. Nothing depends on
//! the order of the readers, on their names or on the order in which they worked.
//!
//! Memory grows with the claims, not with pairs of them: who overlaps with whom is found again when it is asked for.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};
use std::sync::Arc;

use super::Scope;
use super::stretches::{SAME_FROM, of_claim, overlap};
use crate::model::{Claim, ClaimId, Comparison, ReaderId, SourceId, TagId};
use crate::text::Span;

/// What some readers marked, and others perhaps not. Every claim of the scope is at exactly one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The source.
    pub source: SourceId,
    /// What the center covers, in order: of the claims that most readers overlap with, the passages that most marked so.
    pub spans: Vec<Span>,
    /// The claims, by reader (in the order of their ids), those closest to the center first. A reader has several
    /// here where each bears a tag that those before do not.
    pub claims: Vec<(ReaderId, ClaimId)>,
}

impl Place {
    /// Returns the stretch from the start of what was marked to its end.
    #[must_use]
    pub fn extent(&self) -> Span {
        self.spans.iter().copied().reduce(Span::hull).unwrap_or_default()
    }

    /// Returns the readers who have a claim here, each once, in the order of their ids.
    #[must_use]
    pub fn readers(&self) -> Vec<ReaderId> {
        let mut readers: Vec<ReaderId> = self.claims.iter().map(|(reader, _)| *reader).collect();
        readers.dedup();
        readers
    }

    /// Returns those of `readers` who have no claim here, in their order.
    #[must_use]
    pub fn absent(&self, readers: &[ReaderId]) -> Vec<ReaderId> {
        readers.iter().copied().filter(|reader| self.of_reader(*reader).next().is_none()).collect()
    }

    /// Returns a reader's claims here, the one closest to the center first.
    pub fn of_reader(&self, reader: ReaderId) -> impl Iterator<Item = ClaimId> + '_ {
        let from = self.claims.partition_point(|(other, _)| *other < reader);
        let from_there = self.claims.iter().skip(from);
        from_there.take_while(move |(other, _)| *other == reader).map(|(_, claim)| *claim)
    }

    /// Returns a reader's claim here that bears `tag`: of several the one closest to the center.
    #[must_use]
    pub fn with_tag<'a>(
        &self,
        comparison: &'a Comparison,
        reader: ReaderId,
        tag: TagId,
    ) -> Option<&'a Arc<Claim>> {
        let mut claims = self.of_reader(reader).filter_map(|id| comparison.claim(id));
        claims.find(|claim| claim.tag_use(tag).is_some())
    }
}

/// Returns the places of all claims in the scope: by source in its order, then by where they begin.
#[must_use]
pub fn places(comparison: &Comparison, scope: &Scope) -> Vec<Place> {
    let ids: BTreeSet<ReaderId> = scope.readers.iter().copied().collect();
    let readers: HashMap<ReaderId, u32> = ids.into_iter().zip(0..).collect();
    let mut all = Vec::new();
    for source in &scope.sources {
        let mut places = Gathering::of(&readers, comparison.claims_in(*source)).places(*source);
        // Two of the same words, where a reader marked them twice, are told apart by how many are there.
        places.sort_by(|a, b| a.spans.cmp(&b.spans).then(b.claims.len().cmp(&a.claims.len())));
        all.append(&mut places);
    }
    all
}

/// The claims that cover the same words exactly: what holds of one of them holds of all.
struct Shape<'a> {
    spans: Vec<Span>,
    n_covered: u32,
    /// Those that are at no place yet, by the number of their reader, then id.
    claims: Vec<(u32, &'a Claim)>,
}

/// The order in which centers are taken: most readers, most of this very shape, first in the text, shortest. A shape's
/// number, which is the order of the spans, stands for the rest.
type Rank = (u32, u32, Reverse<(u32, u32)>, Reverse<u32>);

struct Gathering<'a> {
    /// In the order of their spans.
    shapes: Vec<Shape<'a>>,
    index: Index,
    /// For counting each once: of readers and of shapes, the number of the last count that met them.
    met: Vec<u32>,
    seen: Vec<u32>,
    count: u32,
}

impl<'a> Gathering<'a> {
    /// Readers are numbered in the order of their ids, so that nothing follows from the order in the scope.
    fn of(readers: &HashMap<ReaderId, u32>, claims: impl Iterator<Item = &'a Arc<Claim>>) -> Self {
        let mut by_spans: BTreeMap<Vec<Span>, Vec<(u32, &'a Claim)>> = BTreeMap::new();
        for claim in claims {
            if let Some(reader) = readers.get(&claim.reader) {
                by_spans.entry(of_claim(claim)).or_default().push((*reader, claim));
            }
        }
        let shapes = by_spans.into_iter().map(|(spans, mut claims)| {
            claims.sort_unstable_by_key(|(reader, claim)| (*reader, claim.id));
            let n_covered = spans.iter().map(|span| span.len()).sum();
            Shape { spans, n_covered, claims }
        });
        let shapes: Vec<Shape<'a>> = shapes.collect();
        let index = Index::of(&shapes);
        let seen = vec![0; shapes.len()];
        Self { shapes, index, met: vec![0; readers.len()], seen, count: 0 }
    }

    fn shape(&self, number: u32) -> Option<&Shape<'a>> {
        self.shapes.get(number as usize).filter(|shape| !shape.claims.is_empty())
    }

    /// Returns the shapes with claims left that are on the same words as that of number `center`, itself among them, with
    /// the share that both have in common.
    fn around(&mut self, center: u32) -> Vec<(u32, f64)> {
        let Some(of) = self.shapes.get(center as usize) else { return Vec::new() };
        self.count += 1;
        let mut found = Vec::new();
        let (seen, shapes, count) = (&mut self.seen, &self.shapes, self.count);
        for span in &of.spans {
            self.index.overlapping(*span, &mut |number| {
                let at = number as usize;
                let (Some(seen), Some(shape)) = (seen.get_mut(at), shapes.get(at)) else { return };
                let known = std::mem::replace(seen, count) == count;
                // What is more than twice as long has less than half in common.
                let near = shape.n_covered <= 2 * of.n_covered && of.n_covered <= 2 * shape.n_covered;
                if known || !near || shape.claims.is_empty() {
                    return;
                }
                let share = overlap(&of.spans, &shape.spans);
                if share >= SAME_FROM {
                    found.push((number, share));
                }
            });
        }
        found
    }

    /// Returns how this shape ranks as a center just now; nothing where it has no claims left.
    fn rank(&mut self, number: u32) -> Option<Rank> {
        self.shape(number)?;
        let around = self.around(number);
        let mut n_readers = 0;
        for (other, _) in around {
            for (reader, _) in self.shapes.get(other as usize).into_iter().flat_map(|shape| &shape.claims) {
                if let Some(met) = self.met.get_mut(*reader as usize) {
                    n_readers += u32::from(std::mem::replace(met, self.count) != self.count);
                }
            }
        }
        let shape = self.shape(number)?;
        let (mut n_of_it, mut last) = (0, None);
        for (reader, _) in &shape.claims {
            n_of_it += u32::from(last.replace(*reader) != Some(*reader));
        }
        let at = shape.spans.first().copied().unwrap_or_default();
        Some((n_readers, n_of_it, Reverse((at.start().0, shape.n_covered)), Reverse(number)))
    }

    fn places(mut self, source: SourceId) -> Vec<Place> {
        let n = u32::try_from(self.shapes.len()).unwrap_or(u32::MAX);
        let mut heap: BinaryHeap<Rank> = (0..n).filter_map(|number| self.rank(number)).collect();
        let mut places = Vec::new();
        while let Some(rank) = heap.pop() {
            let Reverse(number) = rank.3;
            // Ranks only fall, so one that is still true is the highest of all.
            if self.rank(number) == Some(rank) {
                places.push(self.take(number, source));
            }
            heap.extend(self.rank(number));
        }
        places
    }

    /// Makes a place of what is around a center, and takes these claims out. Of a reader's claims those that bring no tag
    /// which one nearer to the center lacks are left for another place.
    fn take(&mut self, center: u32, source: SourceId) -> Place {
        let mut around = self.around(center);
        around.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let spans = self.shapes.get(center as usize).map(|shape| shape.spans.clone()).unwrap_or_default();
        let mut tags_of: HashMap<u32, BTreeSet<Option<TagId>>> = HashMap::new();
        let mut taken: Vec<(u32, usize, (ReaderId, ClaimId))> = Vec::new();
        for (nearness, (number, _)) in around.into_iter().enumerate() {
            let Some(shape) = self.shapes.get_mut(number as usize) else { continue };
            shape.claims.retain(|(reader, claim)| {
                let known = tags_of.entry(*reader).or_default();
                // To bear no tag counts as one.
                let none = claim.tags.is_empty().then_some(None);
                let tags = claim.tags.iter().map(|used| Some(used.tag)).chain(none);
                let n_before = known.len();
                known.extend(tags);
                let taken_now = known.len() > n_before;
                if taken_now {
                    taken.push((*reader, nearness, (claim.reader, claim.id)));
                }
                !taken_now
            });
        }
        taken.sort_unstable();
        Place { source, spans, claims: taken.into_iter().map(|(_, _, claim)| claim).collect() }
    }
}

/// Which shapes touch a stretch: passages by their start, each with how far those up to it in its part of the tree reach
/// (an implicit interval tree: Cormen et al., Introduction to Algorithms, 14.3, laid out as a sorted list).
struct Index {
    /// A passage, and the number of its shape.
    passages: Vec<(Span, u32)>,
    /// The farthest end among the passages of the half that a search would look through from here on.
    reach: Vec<u32>,
}

impl Index {
    fn of(shapes: &[Shape<'_>]) -> Self {
        let mut passages = Vec::new();
        for (number, shape) in (0_u32..).zip(shapes) {
            passages.extend(shape.spans.iter().map(|span| (*span, number)));
        }
        passages.sort_unstable();
        let n = passages.len();
        let mut index = Self { reach: vec![0; n], passages };
        index.reckon(0, n);
        index
    }

    /// Reckons how far the passages from `from` to before `to` reach, and those of both halves.
    fn reckon(&mut self, from: usize, to: usize) -> u32 {
        if from >= to {
            return 0;
        }
        let middle = from + (to - from) / 2;
        let own = self.passages.get(middle).map_or(0, |(span, _)| span.end().0);
        let reach = own.max(self.reckon(from, middle)).max(self.reckon(middle + 1, to));
        if let Some(known) = self.reach.get_mut(middle) {
            *known = reach;
        }
        reach
    }

    /// Gives the numbers of the shapes with a passage that overlaps `span`; one with several perhaps more than once.
    fn overlapping(&self, span: Span, give: &mut impl FnMut(u32)) {
        let mut open = vec![(0, self.passages.len())];
        while let Some((from, to)) = open.pop() {
            let middle = from + (to - from) / 2;
            let (Some((passage, number)), Some(reach)) = (self.passages.get(middle), self.reach.get(middle))
            else {
                continue;
            };
            if from >= to || *reach <= span.start().0 {
                continue;
            }
            open.push((from, middle));
            if passage.start() < span.end() {
                if passage.end() > span.start() {
                    give(*number);
                }
                open.push((middle + 1, to));
            }
        }
    }
}
