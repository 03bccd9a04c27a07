//! Krippendorff's alphas for unitizing: whether readers marked the same stretches of a text, and as the same.
//!
//! A text is a continuum of code points. On it each reader has units, stretches with a value that do not overlap, and
//! gaps between them. Krippendorff, Mathet, Bouvry and Widlöcher, Quality & Quantity 50 (2016), pp. 2347–2364;
//! Krippendorff, Content Analysis, 4th ed. 2019, ch. 12.6.
//!
//! All of them follow from sums of lengths, gathered by [`sweep`] in one walk for each value, whatever the number of
//! pairs of readers. The sums are kept for each block of the text, so that a bootstrap only adds them up. What they do
//! not see is how a stretch is cut: one unit of 20 against four of 5 that cover the same is full agreement.

use super::nominal::Disagreement;
use crate::text::{Pos, Span};

/// The blocks of one text, which cover it without a gap: what is drawn by a bootstrap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocks {
    /// The number of the first.
    first: u32,
    /// Where each begins; the first at 0.
    starts: Vec<u32>,
    /// The length of the text in code points.
    end: u32,
}

impl Blocks {
    /// Returns the blocks that begin at `starts` and at 0, in a text of so many code points; numbered from `first`.
    #[must_use]
    pub fn of(first: u32, starts: impl IntoIterator<Item = u32>, end: u32) -> Self {
        let mut all = vec![0];
        for start in starts {
            if all.last().is_some_and(|last| start > *last) && start < end {
                all.push(start);
            }
        }
        Self { first, starts: all, end }
    }

    /// Returns how many there are; of an empty text one.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Returns whether there are none: never.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Returns the length of each, in code points.
    pub fn lengths(&self) -> impl Iterator<Item = u32> + '_ {
        let ends = self.starts.iter().skip(1).copied().chain([self.end]);
        self.starts.iter().zip(ends).map(|(start, end)| end.saturating_sub(*start))
    }

    fn index(&self, at: u32) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    fn number(&self, index: usize) -> u32 {
        self.first.saturating_add(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Returns the number of the block that a position is in.
    #[must_use]
    pub fn at(&self, pos: Pos) -> u32 {
        self.number(self.index(pos.0))
    }

    /// Cuts a stretch where blocks begin, and tells each piece with the number of its block.
    fn pieces(&self, from: u32, to: u32, mut take: impl FnMut(u32, u32, u32)) {
        let (mut index, mut at) = (self.index(from), from);
        while at < to {
            let end = self.starts.get(index + 1).copied().unwrap_or(u32::MAX).min(to);
            take(self.number(index), at, end);
            (index, at) = (index + 1, end);
        }
    }
}

/// Sums of lengths in code points over the units of one value. They can be added.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Lengths {
    /// What readers marked: l_c. in the sources.
    pub marked: f64,
    /// What two readers both marked, over all ordered pairs of readers, divided by the readers but one: l_cc.
    pub same: f64,
    /// The square of each unit's length, summed: S_c.
    pub squares: f64,
    /// What the others marked with any value where this value was given, on average over the others: l_c. among what
    /// both marked.
    pub among: f64,
    /// The square of that for each unit, summed.
    pub among_squares: f64,
    /// How many code points anybody marked.
    pub covered: f64,
    /// How many units there are.
    pub n_units: f64,
}

impl Lengths {
    /// Adds other sums so many times.
    pub fn add(&mut self, other: &Self, times: f64) {
        self.marked += other.marked * times;
        self.same += other.same * times;
        self.squares += other.squares * times;
        self.among += other.among * times;
        self.among_squares += other.among_squares * times;
        self.covered += other.covered * times;
        self.n_units += other.n_units * times;
    }
}

/// The sums of one value within one block.
pub type Row = (u32, Lengths);

/// For each place of a text what the others marked up to it, on average over the others: a rising line in pieces.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Others {
    /// Where the line bends, and how high it is there.
    bends: Vec<(u32, f64)>,
    /// How steep it is after each of them.
    slopes: Vec<f64>,
}

impl Others {
    /// Returns the line over units of any value, where for each reader what overlaps is joined. It says how much of a
    /// stretch that one reader marked the other readers marked as well.
    #[must_use]
    pub fn of(readers: &[&[Span]]) -> Self {
        let others = f64::from(u32::try_from(readers.len().saturating_sub(1)).unwrap_or(u32::MAX)).max(1.0);
        let mut line = Self::default();
        let (mut height, mut last) = (0.0, 0);
        walk(readers, |from, to, n| {
            let slope = (f64::from(n) - 1.0).max(0.0) / others;
            line.bends.push((from, height));
            line.slopes.push(slope);
            height += slope * f64::from(to - from);
            last = to;
        });
        line.bends.push((last, height));
        line.slopes.push(0.0);
        line
    }

    fn height(&self, at: u32) -> f64 {
        let after = self.bends.partition_point(|(bend, _)| *bend <= at);
        let Some(index) = after.checked_sub(1) else { return 0.0 };
        let (bend, height) = self.bends.get(index).copied().unwrap_or_default();
        height + self.slopes.get(index).copied().unwrap_or(0.0) * f64::from(at - bend)
    }
}

/// Tells of each stretch over which the number of units that lie on it does not change, from front to back; of what
/// lies between units too.
fn walk(readers: &[&[Span]], mut take: impl FnMut(u32, u32, u32)) {
    let units = readers.iter().flat_map(|units| units.iter()).filter(|unit| !unit.is_empty());
    let mut ends: Vec<(u32, bool)> =
        units.flat_map(|unit| [(unit.start().0, true), (unit.end().0, false)]).collect();
    ends.sort_unstable();
    let (mut at, mut n) = (0, 0_u32);
    for (pos, begins) in ends {
        if pos > at {
            take(at, pos, n);
            at = pos;
        }
        n = if begins { n + 1 } else { n.saturating_sub(1) };
    }
}

/// Returns the sums of one value by block, in order. `readers`: the units that each reader gave the value, in order and
/// without overlap. `others`: where readers marked anything with one of the values compared.
#[must_use]
pub fn sweep(readers: &[&[Span]], blocks: &Blocks, others: &Others) -> Vec<Row> {
    let n_others = f64::from(u32::try_from(readers.len().saturating_sub(1)).unwrap_or(u32::MAX)).max(1.0);
    let mut rows: Vec<Row> = Vec::new();
    walk(readers, |from, to, n| {
        let n = f64::from(n);
        if n > 0.0 {
            blocks.pieces(from, to, |block, from, to| {
                let length = f64::from(to - from);
                let (marked, same) = (length * n, length * n * (n - 1.0) / n_others);
                rows.push((block, Lengths { marked, same, covered: length, ..Lengths::default() }));
            });
        }
    });
    for unit in readers.iter().flat_map(|units| units.iter()) {
        let (start, end) = (unit.start().0, unit.end().0);
        // A square can't be parted: it counts where its unit begins.
        let among = others.height(end) - others.height(start);
        let squares = f64::from(unit.len()).powi(2);
        let own = Lengths { squares, among_squares: among * among, n_units: 1.0, ..Lengths::default() };
        rows.push((blocks.at(unit.start()), own));
        blocks.pieces(start, end, |block, from, to| {
            let among = others.height(to) - others.height(from);
            rows.push((block, Lengths { among, ..Lengths::default() }));
        });
    }
    by_block(rows)
}

/// Returns rows with one for each block, in order.
fn by_block(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_key(|(block, _)| *block);
    let mut sums: Vec<Row> = Vec::new();
    for (block, lengths) in rows {
        match sums.last_mut() {
            Some((last, sum)) if *last == block => sum.add(&lengths, 1.0),
            _ => sums.push((block, lengths)),
        }
    }
    sums
}

/// How long what is compared is, and for how many readers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Continuum {
    /// How many readers.
    pub n_readers: f64,
    /// The length of the texts in code points.
    pub length: f64,
}

impl Continuum {
    /// All lengths there are, over all readers.
    fn total(self) -> f64 {
        self.n_readers * self.length
    }
}

/// Returns the disagreement of |uAlpha: whether a code point is marked or not, with one value or with any.
/// `any`: the sums over all units; of several values, `marked` and `squares` those of each value added up.
/// Nothing of an empty text.
#[must_use]
pub fn marked_or_not(any: &Lengths, on: Continuum) -> Option<Disagreement> {
    let total = on.total();
    let gaps = total - any.marked;
    // Every code point of a gap is a unit by itself, so that what its squares sum to is its length.
    let drawn = total - (any.squares + gaps) / total;
    (total > 0.0 && drawn > 0.0).then(|| Disagreement {
        observed: 2.0 * (any.marked - any.same) / total,
        expected: 2.0 * any.marked * gaps / drawn / total,
    })
}

/// Returns the disagreement of uAlpha: marked or not, and with which value, where values exclude each other. `values`:
/// the sums of each; `any`: those of all units whatever their value.
#[must_use]
pub fn with_values(values: &[Lengths], any: &Lengths, on: Continuum) -> Option<Disagreement> {
    let total = on.total();
    let gaps = total - any.marked;
    let squares: f64 = values.iter().map(|value| value.squares).sum();
    let drawn = total - (squares + gaps) / total;
    // Of a code point that n of m readers marked, (m − n)(m − n − 1)/(m − 1) is in gaps of two: total − 2 marked + same.
    let alike = values.iter().map(|value| value.same).sum::<f64>() + total - 2.0 * any.marked + any.same;
    let by_chance = values.iter().map(|value| value.marked.powi(2)).sum::<f64>() + gaps * gaps;
    (total > 0.0 && drawn > 0.0).then(|| Disagreement {
        observed: (total - alike) / total,
        expected: (total * total - by_chance) / drawn / total,
    })
}

/// Returns the disagreement of cuAlpha: which value, only where two readers marked. Nothing where no two
/// marked the same code point.
#[must_use]
pub fn among_marked(values: &[Lengths]) -> Option<Disagreement> {
    let total: f64 = values.iter().map(|value| value.among).sum();
    let squares: f64 = values.iter().map(|value| value.among_squares).sum();
    let alike: f64 = values.iter().map(|value| value.same).sum();
    let by_chance: f64 = values.iter().map(|value| value.among.powi(2)).sum();
    let drawn = total - squares / total;
    if !(total > 0.0 && drawn > 0.0) {
        // One unit alone has nothing to be exchanged with.
        return (total > 0.0).then_some(Disagreement { observed: 0.0, expected: 0.0 });
    }
    let expected = (total * total - by_chance) / drawn / total;
    Some(Disagreement { observed: (total - alike) / total, expected })
}

/// Returns the disagreement of (k)uAlpha: whether what has this value for one reader has it for the others, only where
/// they marked it with some value. `among_all`: what two readers both marked with any value, over all
/// values. Nothing where nobody else marked what has this value.
///
/// By chance it is (l.. − l_k.) / (l.. − S_k / l_k.): what else could be drawn than this value, without the unit itself.
#[must_use]
pub fn one_value(value: &Lengths, among_all: f64) -> Option<Disagreement> {
    let own = value.among;
    let drawn = among_all - value.among_squares / own;
    if !(own > 0.0 && drawn > 0.0) {
        return (own > 0.0).then_some(Disagreement { observed: 0.0, expected: 0.0 });
    }
    Some(Disagreement { observed: (own - value.same) / own, expected: (among_all - own) / drawn })
}

/// Returns the coverage of (k)uAlpha: how much of what has this value others marked at all, from 0 to 1; nothing where
/// nobody used it.
#[must_use]
pub fn coverage(value: &Lengths) -> Option<f64> {
    (value.marked > 0.0).then(|| value.among / value.marked)
}

#[cfg(test)]
mod tests;
