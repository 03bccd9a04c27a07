//! Two readers at a time: what they marked alike. Nothing is kept of a pair but what is asked for.

use super::figure::{Figure, Why};
use super::gather::{Marks, Reading, float};
use super::kind::Kind;
use super::report::Measured;
use crate::analysis::agreement::matching::{self, Matched, Unit};
use crate::analysis::agreement::nominal::Disagreement;
use crate::analysis::agreement::stretches::n_common;
use crate::analysis::agreement::unitizing::{Continuum, Lengths, marked_or_not};
use crate::text::Span;

/// What two readers marked, of one tag or of all claims. It can be added.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct PairSums {
    /// How many units are matched.
    pub n_matched: usize,
    /// How many units both have.
    pub n_units: usize,
    /// How many code points both marked.
    pub common: f64,
    /// How many each of them marked, added up.
    pub marked: f64,
    /// The squares of the lengths of both readers' stretches, added up.
    pub squares: f64,
    /// How many stretches they are.
    pub n_stretches: usize,
}

impl PairSums {
    /// Adds other sums.
    pub fn add(&mut self, other: &Self) {
        self.n_matched += other.n_matched;
        self.n_units += other.n_units;
        self.common += other.common;
        self.marked += other.marked;
        self.squares += other.squares;
        self.n_stretches += other.n_stretches;
    }

    /// Returns F1 of the two.
    pub fn f1(&self, kind: Kind) -> Measured {
        let value = matching::f1(float(self.n_matched), float(self.n_units));
        measured(kind, value, Why::NothingMarked, self.n_units)
    }

    /// Returns the Jaccard index of the two.
    pub fn jaccard(&self, kind: Kind) -> Measured {
        let all = self.marked - self.common;
        measured(kind, matching::jaccard(self.common, all), Why::NothingMarked, whole(all))
    }

    /// Returns |uAlpha of the two, in texts of so many code points.
    pub fn marked_or_not(&self, kind: Kind, length: f64) -> Measured {
        let (same, squares) = (2.0 * self.common, self.squares);
        let lengths = Lengths { marked: self.marked, same, squares, ..Lengths::default() };
        let found = marked_or_not(&lengths, Continuum { n_readers: 2.0, length });
        let why = why_not_marked(self.marked, length);
        measured(kind, found.and_then(Disagreement::coefficient), why, self.n_stretches)
    }
}

/// Why |uAlpha has no value, if it has none.
pub(super) fn why_not_marked(marked: f64, length: f64) -> Why {
    if length <= 0.0 {
        Why::NoText
    } else if marked <= 0.0 {
        Why::NothingMarked
    } else {
        Why::AllMarked
    }
}

/// A figure without an interval, or why there is none.
pub(super) fn measured(kind: Kind, value: Option<f64>, why: Why, n: usize) -> Measured {
    let figure = match value {
        Some(value) => Figure::Value { value, n, interval: None },
        None => Figure::Undefined { why, n },
    };
    Measured { kind, figure }
}

/// A sum of lengths as a count.
pub(super) fn whole(sum: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "`as` keeps to what there is"
    )]
    let whole = sum.round().max(0.0) as usize;
    whole
}

/// What one reader marked in one source with one tag, or at all.
pub(super) struct Entry<'a> {
    /// The tag; nothing of all claims. Nothing comes first in order.
    pub tag: Option<usize>,
    /// The units, in order of their start.
    pub units: Vec<&'a Unit>,
    /// What they cover, in order and without overlap.
    pub stretches: Vec<Span>,
    /// For each unit with how many of the other readers' units it is matched.
    pub degrees: Vec<f64>,
    alone: PairSums,
}

impl<'a> Entry<'a> {
    fn of(tag: Option<usize>, own: &'a Reading) -> Self {
        let (units, stretches): (Vec<&Unit>, Vec<Span>) = match tag {
            None => (own.units.iter().collect(), own.all_stretches()),
            Some(tag) => {
                let units = own.with(tag).iter().filter_map(|unit| own.units.get(*unit));
                (units.collect(), own.stretches_with(tag))
            }
        };
        let lengths = || stretches.iter().map(|span| f64::from(span.len()));
        let alone = PairSums {
            n_units: units.len(),
            marked: lengths().sum(),
            squares: lengths().map(|length| length * length).sum(),
            n_stretches: stretches.len(),
            ..PairSums::default()
        };
        Self { tag, degrees: vec![0.0; units.len()], units, stretches, alone }
    }

    fn against(&mut self, other: &mut Self, found: &mut Matched) -> PairSums {
        let mut sums = self.alone;
        sums.add(&other.alone);
        sums.common = lengthy(n_common(&self.stretches, &other.stretches));
        // Whoever has no word in common has no passage in common.
        if sums.common > 0.0 {
            found.compare(&self.units, &other.units);
            sums.n_matched = found.n;
            for (degrees, shares) in [(&mut self.degrees, &found.of_a), (&mut other.degrees, &found.of_b)] {
                for (unit, share) in shares {
                    if let Some(degree) = degrees.get_mut(*unit) {
                        *degree += share;
                    }
                }
            }
        }
        sums
    }
}

/// Lengths of texts are far below what a float holds exactly.
fn lengthy(length: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "see above")]
    let length = length as f64;
    length
}

/// The pairs of readers, one after the other, over all sources.
pub(super) struct Pairs<'a> {
    /// By source, then reader; entries by tag.
    pub entries: Vec<Vec<Vec<Entry<'a>>>>,
    /// What the latest pair marked: at 0 whatever the tag, then with each tag.
    sums: Vec<PairSums>,
    matched: Matched,
}

impl<'a> Pairs<'a> {
    /// Prepares what all pairs ask for.
    pub fn of(marks: &'a Marks) -> Self {
        let reading = |own: &'a Reading| {
            let keys = std::iter::once(None).chain(own.by_tag.iter().map(|(tag, _)| Some(*tag)));
            keys.map(|tag| Entry::of(tag, own)).collect()
        };
        let entries = marks.sources.iter().map(|source| source.readers.iter().map(reading).collect());
        Self {
            entries: entries.collect(),
            sums: vec![PairSums::default(); marks.n_tags + 1],
            matched: Matched::default(),
        }
    }

    /// Compares two readers, and notes what each unit is matched with; to be asked once for each pair. Returns what they
    /// marked: at 0 whatever the tag, then with each tag.
    pub fn compare(&mut self, a: usize, b: usize) -> &[PairSums] {
        self.sums.fill(PairSums::default());
        for source in &mut self.entries {
            let Ok([own, other]) = source.get_disjoint_mut([a, b]) else { continue };
            let (mut own, mut other) = (own.iter_mut().peekable(), other.iter_mut().peekable());
            loop {
                let tag_of = |entry: Option<&&mut Entry<'_>>| entry.map(|entry| entry.tag);
                let (tag_a, tag_b) = (tag_of(own.peek()), tag_of(other.peek()));
                let Some(tag) = tag_a.into_iter().chain(tag_b).min() else { break };
                let one = own.next_if(|entry| entry.tag == tag);
                let two = other.next_if(|entry| entry.tag == tag);
                let sums = match (one, two) {
                    (Some(one), Some(two)) => one.against(two, &mut self.matched),
                    (Some(only), None) | (None, Some(only)) => only.alone,
                    (None, None) => break,
                };
                if let Some(sum) = self.sums.get_mut(tag.map_or(0, |tag| tag + 1)) {
                    sum.add(&sums);
                }
            }
        }
        &self.sums
    }
}
