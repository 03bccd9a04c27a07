//! What readers marked, as the figures ask for it: by source, reader and tag, in order of position.

use std::collections::HashMap;

use crate::analysis::agreement::Scope;
use crate::analysis::agreement::matching::Unit;
use crate::analysis::agreement::stretches::of_claim;
use crate::analysis::agreement::unitizing::Blocks;
use crate::model::{Comparison, Reader, ReaderId, Source, SourceId, TagId};
use crate::text::Span;

/// The most blocks that are drawn from, so that a book's intervals cost no more than a chapter's. In longer texts,
/// paragraphs that follow one another are one block.
const MOST_BLOCKS: usize = 10_000;

/// All that readers marked.
pub(super) struct Marks {
    /// By source, in the order of the comparison.
    pub sources: Vec<SourceMarks>,
    /// How many readers.
    pub n_readers: usize,
    /// How many tags are compared.
    pub n_tags: usize,
    /// How long each block is, in code points.
    pub lengths: Vec<f64>,
}

/// What readers marked in one source.
pub(super) struct SourceMarks {
    /// The source.
    pub id: SourceId,
    /// Its blocks.
    pub blocks: Blocks,
    /// What each reader marked.
    pub readers: Vec<Reading>,
}

/// What one reader marked in one source.
#[derive(Default)]
pub(super) struct Reading {
    /// The claims' passages, in order of their start.
    pub units: Vec<Unit>,
    /// Which of them bear a tag that is compared: the tags by place, each once, in order.
    pub by_tag: Vec<(usize, Vec<usize>)>,
}

impl Reading {
    /// Returns the units that bear a tag, by place.
    pub fn with(&self, tag: usize) -> &[usize] {
        let found = self.by_tag.binary_search_by_key(&tag, |(tag, _)| *tag).ok();
        found.and_then(|at| self.by_tag.get(at)).map_or(&[], |(_, units)| units.as_slice())
    }

    /// Returns what all units cover, those that overlap joined. Passages that only touch stay two.
    pub fn all_stretches(&self) -> Vec<Span> {
        without_overlap(self.units.iter())
    }

    /// Returns the same of the units that bear a tag.
    pub fn stretches_with(&self, tag: usize) -> Vec<Span> {
        without_overlap(self.with(tag).iter().filter_map(|unit| self.units.get(*unit)))
    }

    /// Returns the same of the units that bear any of the tags.
    pub fn tagged_stretches(&self) -> Vec<Span> {
        let mut tagged: Vec<usize> = self.by_tag.iter().flat_map(|(_, units)| units).copied().collect();
        tagged.sort_unstable();
        tagged.dedup();
        without_overlap(tagged.iter().filter_map(|unit| self.units.get(*unit)))
    }
}

fn without_overlap<'a>(units: impl Iterator<Item = &'a Unit>) -> Vec<Span> {
    let mut spans: Vec<Span> = units.flat_map(|unit| unit.stretches.iter().copied()).collect();
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start() < last.end() => *last = last.hull(span),
            _ => joined.push(span),
        }
    }
    joined
}

impl Marks {
    /// Gathers what the readers of the scope marked. `readers`: in the order that figures name them.
    pub fn of(comparison: &Comparison, scope: &Scope, readers: &[&Reader]) -> Self {
        let reader: HashMap<ReaderId, usize> = readers.iter().zip(0..).map(|(r, at)| (r.id, at)).collect();
        let tag: HashMap<TagId, usize> = scope.tags.iter().copied().zip(0..).collect();
        let chosen = comparison.sources().iter().filter(|source| scope.sources.contains(&source.id));
        let chosen: Vec<&Source> = chosen.map(AsRef::as_ref).collect();
        let n_paragraphs: usize = chosen.iter().map(|source| source.text.paragraphs().len()).sum();
        let together = n_paragraphs.div_ceil(MOST_BLOCKS).max(1);
        let mut lengths: Vec<f64> = Vec::new();
        let mut sources = Vec::new();
        for source in chosen {
            let starts = source.text.paragraphs().iter().step_by(together).skip(1);
            let first = u32::try_from(lengths.len()).unwrap_or(u32::MAX);
            let blocks = Blocks::of(first, starts.map(|p| p.span.start().0), source.text.len());
            lengths.extend(blocks.lengths().map(f64::from));
            let mut of_readers: Vec<Reading> = readers.iter().map(|_| Reading::default()).collect();
            for claim in comparison.claims_in(source.id) {
                let own = reader.get(&claim.reader).and_then(|at| of_readers.get_mut(*at));
                if let (Some(own), Some(unit)) = (own, Unit::of(of_claim(claim))) {
                    let tags = claim.tags.iter().filter_map(|used| tag.get(&used.tag).copied());
                    own.take(unit, tags);
                }
            }
            of_readers.iter_mut().for_each(Reading::sort);
            sources.push(SourceMarks { id: source.id, blocks, readers: of_readers });
        }
        Self { sources, n_readers: readers.len(), n_tags: scope.tags.len(), lengths }
    }

    /// Returns how many claims a reader has with a tag; without one, how many at all.
    pub fn n_claims(&self, reader: usize, tag: Option<usize>) -> usize {
        let readings = self.sources.iter().filter_map(|source| source.readers.get(reader));
        readings.map(|own| tag.map_or(own.units.len(), |tag| own.with(tag).len())).sum()
    }

    /// Returns whether a reader gave overlapping passages different tags, so that a continuum of all tags has no one
    /// value there.
    pub fn tags_overlap(&self) -> bool {
        let readings = self.sources.iter().flat_map(|source| &source.readers);
        readings.into_iter().any(|own| {
            let mut all: Vec<(Span, usize)> = Vec::new();
            for (tag, _) in &own.by_tag {
                all.extend(own.stretches_with(*tag).into_iter().map(|span| (span, *tag)));
            }
            all.sort_unstable();
            // What overlaps under one tag is joined, so that any overlap left is of two tags; and if any two overlap,
            // so do two that follow one another.
            all.windows(2).any(|pair| matches!(pair, [a, b] if b.0.start() < a.0.end()))
        })
    }
}

impl Reading {
    fn take(&mut self, unit: Unit, tags: impl Iterator<Item = usize>) {
        let at = self.units.len();
        self.units.push(unit);
        for tag in tags {
            match self.by_tag.binary_search_by_key(&tag, |(tag, _)| *tag) {
                Ok(found) => {
                    if let Some((_, units)) =
                        self.by_tag.get_mut(found).filter(|(_, u)| u.last() != Some(&at))
                    {
                        units.push(at);
                    }
                }
                Err(free) => self.by_tag.insert(free, (tag, vec![at])),
            }
        }
    }

    /// Puts the units in order of their start: claims come in that order, unless passages that are none come first.
    fn sort(&mut self) {
        if self.units.is_sorted_by_key(Unit::start) {
            return;
        }
        let mut order: Vec<usize> = (0..self.units.len()).collect();
        order.sort_by_key(|at| self.units.get(*at).map(Unit::start));
        let mut place = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            if let Some(place) = place.get_mut(*old) {
                *place = new;
            }
        }
        self.units.sort_by_key(Unit::start);
        for (_, units) in &mut self.by_tag {
            units.iter_mut().for_each(|unit| *unit = place.get(*unit).copied().unwrap_or_default());
            units.sort_unstable();
        }
    }
}

/// A count as a float. Counts of claims are far below what a float holds exactly.
pub(super) fn float(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
