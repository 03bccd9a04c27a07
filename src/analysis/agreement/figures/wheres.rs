//! Where readers marked: the sums of each tag by block, and the figures that follow from them.

use super::gather::{Marks, Reading, float};
use super::pairs::{Entry, Pairs};
use crate::analysis::agreement::matching;
use crate::analysis::agreement::unitizing::{Blocks, Continuum, Lengths, Others, sweep};
use crate::text::Span;

/// What readers marked of one tag, or at all. It can be added.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct WhereSums {
    /// Lengths, for the alphas and Jaccard.
    pub lengths: Lengths,
    /// How many units there are.
    pub n_units: f64,
    /// With how many units of other readers they are matched, added up.
    pub matched: f64,
}

impl WhereSums {
    /// Adds other sums so many times.
    pub fn add(&mut self, other: &Self, times: f64) {
        self.lengths.add(&other.lengths, times);
        self.n_units += other.n_units * times;
        self.matched += other.matched * times;
    }

    /// Returns F1 over all pairs of readers: all that is matched over all that could be.
    pub fn f1(&self, n_readers: f64) -> Option<f64> {
        // Each unit is there in as many pairs as there are other readers; what is matched is counted from both sides.
        matching::f1(self.matched / 2.0, self.n_units * (n_readers - 1.0))
    }

    /// Returns the Jaccard index over all pairs of readers: all that two both marked over all that either did.
    pub fn jaccard(&self, n_readers: f64) -> Option<f64> {
        let common = self.lengths.same * (n_readers - 1.0) / 2.0;
        matching::jaccard(common, self.lengths.marked * (n_readers - 1.0) - common)
    }
}

/// The sums by block, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct WhereRows {
    pub rows: Vec<(u32, WhereSums)>,
}

impl WhereRows {
    /// Returns the sum over all blocks, each so many times as it was drawn.
    pub fn total(&self, drawn: Option<&[f64]>) -> WhereSums {
        let mut sum = WhereSums::default();
        for (block, sums) in &self.rows {
            match drawn.map(|drawn| drawn.get(block_index(*block)).copied().unwrap_or(0.0)) {
                None => sum.add(sums, 1.0),
                Some(times) if times > 0.0 => sum.add(sums, times),
                Some(_) => {}
            }
        }
        sum
    }
}

/// A block's number as an index.
pub(super) fn block_index(block: u32) -> usize {
    usize::try_from(block).unwrap_or(usize::MAX)
}

/// All that follows from where readers marked.
pub(super) struct Wheres {
    /// What was marked, whatever for.
    pub passages: WhereRows,
    /// What was marked with any tag that is compared; what overlaps is one.
    pub tagged: WhereRows,
    /// What was marked with each tag.
    pub tags: Vec<WhereRows>,
}

impl Wheres {
    /// Gathers the sums; all pairs have to have been compared.
    pub fn of(marks: &Marks, pairs: &Pairs<'_>) -> Self {
        let mut wheres = Self {
            passages: WhereRows::default(),
            tagged: WhereRows::default(),
            tags: vec![WhereRows::default(); marks.n_tags],
        };
        for (source, entries) in marks.sources.iter().zip(&pairs.entries) {
            let tagged: Vec<Vec<Span>> = source.readers.iter().map(Reading::tagged_stretches).collect();
            let tagged: Vec<&[Span]> = tagged.iter().map(Vec::as_slice).collect();
            let others = Others::of(&tagged);
            wheres.tagged.take(sweep(&tagged, &source.blocks, &others), &[], &source.blocks);
            let mut of_tag: Vec<Vec<&Entry<'_>>> = vec![Vec::new(); marks.n_tags];
            let mut of_all: Vec<&Entry<'_>> = Vec::new();
            for entry in entries.iter().flatten() {
                match entry.tag {
                    None => of_all.push(entry),
                    Some(tag) => of_tag.get_mut(tag).into_iter().for_each(|list| list.push(entry)),
                }
            }
            let n = marks.n_readers;
            wheres.passages.take(swept(&of_all, n, &source.blocks, &others), &of_all, &source.blocks);
            for (rows, entries) in wheres.tags.iter_mut().zip(&of_tag) {
                rows.take(swept(entries, n, &source.blocks, &others), entries, &source.blocks);
            }
        }
        wheres
    }
}

fn swept(entries: &[&Entry<'_>], n_readers: usize, blocks: &Blocks, others: &Others) -> Vec<(u32, Lengths)> {
    let mut readers: Vec<&[Span]> = entries.iter().map(|entry| entry.stretches.as_slice()).collect();
    // Whoever marked nothing is a reader all the same.
    readers.resize(n_readers, &[]);
    sweep(&readers, blocks, others)
}

impl WhereRows {
    /// Adds what was marked in one source, whose blocks come after those of the sources before.
    fn take(&mut self, lengths: Vec<(u32, Lengths)>, entries: &[&Entry<'_>], blocks: &Blocks) {
        let of = |(block, lengths)| (block, WhereSums { lengths, ..WhereSums::default() });
        let mut rows: Vec<(u32, WhereSums)> = lengths.into_iter().map(of).collect();
        for entry in entries {
            for (unit, matched) in entry.units.iter().zip(&entry.degrees) {
                let sums = WhereSums { n_units: 1.0, matched: *matched, ..WhereSums::default() };
                rows.push((blocks.at(unit.start()), sums));
            }
        }
        rows.sort_by_key(|(block, _)| *block);
        for (block, sums) in rows {
            match self.rows.last_mut() {
                Some((last, sum)) if *last == block => sum.add(&sums, 1.0),
                _ => self.rows.push((block, sums)),
            }
        }
    }
}

/// Returns the continuum in which each block lies so many times as it was drawn.
pub(super) fn continuum(marks: &Marks, drawn: Option<&[f64]>) -> Continuum {
    let length = match drawn {
        None => marks.lengths.iter().sum(),
        Some(drawn) => drawn.iter().zip(&marks.lengths).map(|(times, length)| times * length).sum(),
    };
    Continuum { n_readers: float(marks.n_readers), length }
}
