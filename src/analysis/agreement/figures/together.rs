//! What comes of all pairs of readers: their figures where there are not too many, and their mean and spread.

use super::estimates::of_places;
use super::figure::{Figure, Why};
use super::gather::{Marks, float};
use super::kind::Kind;
use super::pairs::PairSums;
use super::report::{MOST_IN_PAIRS, Measured, OVERALL_PAIR_KINDS, PAIR_KINDS, PairFigures, STANCES, Spread};
use super::whats::{Judged, judged_by_both};
use crate::analysis::agreement::nominal::{Counts, krippendorff};

/// The pairs of a tag, or of all tags together.
#[derive(Debug, Clone, Default)]
pub(super) struct OfTag {
    /// How many pairs of claims are matched.
    pub n_matched: usize,
    /// The pairs, if they are kept.
    pub pairs: Vec<PairFigures>,
    spread: Vec<Spread>,
}

impl OfTag {
    fn of(kinds: &[Kind]) -> Self {
        let none = |kind: &Kind| Spread {
            kind: *kind,
            mean: 0.0,
            least: f64::INFINITY,
            greatest: f64::NEG_INFINITY,
            n_pairs: 0,
        };
        Self { spread: kinds.iter().map(none).collect(), ..Self::default() }
    }

    /// Returns the mean and spread of each figure that any pair has.
    pub fn spread(&self) -> Vec<Spread> {
        let any = self.spread.iter().filter(|spread| spread.n_pairs > 0);
        any.map(|spread| Spread { mean: spread.mean / float(spread.n_pairs), ..*spread }).collect()
    }
}

/// Adds a figure of a pair to their spread; until it is asked for, the mean is the sum.
fn take(spread: &mut Spread, measured: &Measured) {
    if let Figure::Value { value, .. } = measured.figure {
        spread.mean += value;
        spread.least = spread.least.min(value);
        spread.greatest = spread.greatest.max(value);
        spread.n_pairs += 1;
    }
}

/// What two readers both judged.
#[derive(Debug, Clone, Copy, Default)]
struct Stances {
    n: usize,
    n_same: usize,
    values: [usize; STANCES.len()],
}

impl Stances {
    fn add(&mut self, a: usize, b: usize) {
        self.n += 1;
        self.n_same += usize::from(a == b);
        for class in [a, b] {
            if let Some(value) = self.values.get_mut(class) {
                *value += 1;
            }
        }
    }

    fn alpha(&self) -> Measured {
        let why = [Why::NoPlace, Why::OneStance];
        if self.n < 2 {
            return of_places(Kind::StanceAlpha, None, why, self.n);
        }
        let values = self.values.iter().map(|n| float(*n)).collect();
        // Of two judgments the weight 1/(m − 1) is 1.
        let counts = Counts { values, agreeing: 2.0 * float(self.n_same), ..Counts::default() };
        of_places(Kind::StanceAlpha, krippendorff::alpha(&counts), why, self.n)
    }
}

/// What is worked out of all tags together, at 0, and of each tag.
fn kinds_at(at: usize) -> &'static [Kind] {
    if at == 0 { &OVERALL_PAIR_KINDS } else { &PAIR_KINDS }
}

/// All pairs.
pub(super) struct Together {
    /// At 0 of all tags together, then of each.
    pub of: Vec<OfTag>,
    kept: bool,
    length: f64,
    stances: Vec<Stances>,
}

impl Together {
    pub fn of(marks: &Marks) -> Self {
        Self {
            of: (0..=marks.n_tags).map(|at| OfTag::of(kinds_at(at))).collect(),
            kept: marks.n_readers <= MOST_IN_PAIRS,
            length: marks.lengths.iter().sum(),
            stances: vec![Stances::default(); marks.n_tags + 1],
        }
    }

    /// Takes what two readers marked (at 0 whatever the tag, then with each tag) and what each judged.
    pub fn take(&mut self, (a, b): (usize, usize), sums: &[PairSums], judged: (&[Judged], &[Judged])) {
        self.stances.fill(Stances::default());
        let stances = &mut self.stances;
        judged_by_both(judged.0, judged.1, |tag, one, two| {
            for at in [0, tag.saturating_add(1)] {
                stances.get_mut(at).into_iter().for_each(|own| own.add(one, two));
            }
        });
        let Some((passages, tags)) = sums.split_first() else { return };
        let mut all = PairSums::default();
        tags.iter().for_each(|sums| all.add(sums));
        for (at, (own, stances)) in self.of.iter_mut().zip(&self.stances).enumerate() {
            let sums = if at == 0 { Some(&all) } else { sums.get(at).filter(|sums| sums.n_units > 0) };
            let Some(sums) = sums else { continue };
            let of = |kind: &Kind| match kind {
                Kind::PassagesF1 => passages.f1(*kind),
                Kind::PassagesMarked => passages.marked_or_not(*kind, self.length),
                Kind::F1 => sums.f1(*kind),
                Kind::Jaccard => sums.jaccard(*kind),
                Kind::Marked => sums.marked_or_not(*kind, self.length),
                _ => stances.alpha(),
            };
            let figures = kinds_at(at).iter().map(of);
            own.n_matched += sums.n_matched;
            if self.kept {
                let figures: Vec<Measured> = figures.collect();
                own.spread.iter_mut().zip(&figures).for_each(|(spread, measured)| take(spread, measured));
                own.pairs.push(PairFigures { a, b, n_matched: sums.n_matched, figures });
            } else {
                own.spread.iter_mut().zip(figures).for_each(|(spread, measured)| take(spread, &measured));
            }
        }
    }
}
