//! What a search has found, for all who show it: the panes, the list of hits, the overview.

use std::sync::Arc;

use crate::model::SourceId;
use crate::text::{Pos, Span};

/// The hits of a search, source by source. Cloning shares them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    /// Those sources that have any, in the order of the comparison; the hits of each in order, without overlap.
    sources: Vec<(SourceId, Arc<[Span]>)>,
    number: u64,
    /// Whether they are of what was looked for before: what is typed now can't be looked for yet.
    pub stale: bool,
}

/// A line of the list of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HitRow {
    /// The name of a source, over its hits.
    Source(SourceId, usize),
    /// A hit.
    Hit(SourceId, Span),
}

impl Hits {
    /// Returns the hits of `sources`. `number` is to be another for each change.
    #[must_use]
    pub fn new(sources: impl IntoIterator<Item = (SourceId, Arc<[Span]>)>, number: u64) -> Self {
        let sources = sources.into_iter().filter(|(_, hits)| !hits.is_empty()).collect();
        Self { sources, number, stale: false }
    }

    /// Returns a number that is another whenever the hits are: for what is worked out from them and kept.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Returns the hits in a source, in order.
    #[must_use]
    pub fn of(&self, source: SourceId) -> Arc<[Span]> {
        let found = self.sources.iter().find(|(id, _)| *id == source);
        found.map_or_else(Arc::default, |(_, hits)| Arc::clone(hits))
    }

    /// Returns how many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sources.iter().map(|(_, hits)| hits.len()).sum()
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// Returns how many sources have any.
    #[must_use]
    pub fn n_sources(&self) -> usize {
        self.sources.len()
    }

    /// Returns all of them in order.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, Span)> + '_ {
        self.sources.iter().flat_map(|(source, hits)| hits.iter().map(|hit| (*source, *hit)))
    }

    /// Returns how many lines their list has.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.len() + self.sources.len()
    }

    /// Returns a line of their list, counted from 0.
    #[must_use]
    pub fn row(&self, mut row: usize) -> Option<HitRow> {
        for (source, hits) in &self.sources {
            if row == 0 {
                return Some(HitRow::Source(*source, hits.len()));
            }
            if let Some(hit) = hits.get(row - 1) {
                return Some(HitRow::Hit(*source, *hit));
            }
            row -= 1 + hits.len();
        }
        None
    }

    /// Returns which of all hits this is, counted from 0.
    #[must_use]
    pub fn place(&self, source: SourceId, hit: Span) -> Option<usize> {
        let (before, hits) = self.find(source)?;
        hits.binary_search(&hit).ok().map(|at| before + at)
    }

    /// Returns the line of the list that has a hit.
    #[must_use]
    pub fn row_of(&self, source: SourceId, hit: Span) -> Option<usize> {
        let n_heads = self.sources.iter().position(|(id, _)| *id == source)? + 1;
        Some(self.place(source, hit)? + n_heads)
    }

    /// Returns the next hit from `pos` on in `source`, or the last that begins before it; then those of the other
    /// sources, and round again.
    #[must_use]
    pub fn step(&self, source: Option<SourceId>, pos: Pos, forward: bool) -> Option<(SourceId, Span)> {
        let n = self.sources.len();
        let at = source.and_then(|source| self.sources.iter().position(|(id, _)| *id == source));
        if let Some((id, hits)) = at.and_then(|at| self.sources.get(at)) {
            let n_before = hits.partition_point(|hit| hit.start() < pos);
            let next = if forward { Some(n_before) } else { n_before.checked_sub(1) };
            if let Some(hit) = next.and_then(|next| hits.get(next)) {
                return Some((*id, *hit));
            }
        }
        let next = match (at, forward) {
            (Some(at), true) => (at + 1) % n,
            (Some(at), false) => (at + n - 1) % n,
            (None, true) => 0,
            (None, false) => n.checked_sub(1)?,
        };
        let (id, hits) = self.sources.get(next)?;
        let hit = if forward { hits.first() } else { hits.last() };
        hit.map(|hit| (*id, *hit))
    }

    /// How many hits the sources before have, and those of `source`.
    fn find(&self, source: SourceId) -> Option<(usize, &Arc<[Span]>)> {
        let mut before = 0;
        for (id, hits) in &self.sources {
            if *id == source {
                return Some((before, hits));
            }
            before += hits.len();
        }
        None
    }
}

/// Returns those of `hits`, which are in order and without overlap, that touch `seen`.
#[must_use]
pub fn touching(hits: &[Span], seen: Span) -> &[Span] {
    let from = hits.partition_point(|hit| hit.end() <= seen.start());
    let to = hits.partition_point(|hit| hit.start() < seen.end());
    hits.get(from..to.max(from)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn id(n: u128) -> SourceId {
        SourceId(Uuid::from_u128(n))
    }

    fn spans(starts: &[u32]) -> Arc<[Span]> {
        starts.iter().map(|start| Span::between(Pos(*start), Pos(start + 3))).collect()
    }

    #[test]
    fn the_walk_goes_through_all_sources_and_round_again_both_ways() {
        let hits = Hits::new([(id(1), spans(&[5, 9])), (id(2), spans(&[])), (id(3), spans(&[2]))], 1);
        let start = |found: Option<(SourceId, Span)>| found.map(|(source, hit)| (source, hit.start().0));
        assert_eq!(start(hits.step(Some(id(1)), Pos(0), true)), Some((id(1), 5)));
        assert_eq!(start(hits.step(Some(id(1)), Pos(6), true)), Some((id(1), 9)));
        assert_eq!(start(hits.step(Some(id(1)), Pos(10), true)), Some((id(3), 2)));
        assert_eq!(start(hits.step(Some(id(3)), Pos(9), true)), Some((id(1), 5)));
        assert_eq!(start(hits.step(Some(id(1)), Pos(5), false)), Some((id(3), 2)));
        assert_eq!(start(hits.step(Some(id(1)), Pos(9), false)), Some((id(1), 5)));
        assert_eq!(start(hits.step(Some(id(2)), Pos(9), true)), Some((id(1), 5)));
        assert_eq!(start(hits.step(None, Pos(9), false)), Some((id(3), 2)));
        assert_eq!(Hits::default().step(None, Pos(0), true), None);
    }

    #[test]
    fn the_lines_of_the_list_are_the_sources_with_their_hits() {
        let hits = Hits::new([(id(1), spans(&[5, 9])), (id(3), spans(&[2]))], 1);
        let all: Vec<HitRow> = (0..hits.n_rows()).filter_map(|row| hits.row(row)).collect();
        assert_eq!(all.len(), 5);
        assert_eq!(hits.row(5), None);
        for (row, found) in all.into_iter().enumerate() {
            if let HitRow::Hit(source, hit) = found {
                assert_eq!(hits.row_of(source, hit), Some(row));
            }
        }
        assert_eq!(hits.place(id(3), spans(&[2])[0]), Some(2));
    }

    #[test]
    fn what_is_seen_of_the_hits_is_what_touches_the_screen() {
        let all = spans(&[0, 10, 20, 30]);
        assert_eq!(touching(&all, Span::between(Pos(3), Pos(10))), []);
        assert_eq!(touching(&all, Span::between(Pos(2), Pos(21))), &all[0..3]);
    }
}
