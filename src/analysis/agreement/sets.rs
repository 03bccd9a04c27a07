//! Alpha over sets: whether readers gave a place the same tags, where each may give several.
//!
//! Two sets differ by their Jaccard distance, the share of what is in either that is not in both. (Another distance in
//! use, MASI, has two forms that come out differently on the same data; it is not offered.)

use super::nominal::Disagreement;

/// How far the values that readers gave lie apart, each from each.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Distances {
    n: usize,
    far: Vec<f64>,
}

impl Distances {
    /// Returns the distances of `n` values. `far` is asked for each pair once.
    #[must_use]
    pub fn of(n: usize, far: impl Fn(usize, usize) -> f64) -> Self {
        let mut all = Vec::with_capacity(n.saturating_mul(n));
        for a in 0..n {
            for b in 0..n {
                all.push(match a.cmp(&b) {
                    std::cmp::Ordering::Greater => all.get(b * n + a).copied().unwrap_or(0.0),
                    std::cmp::Ordering::Equal => 0.0,
                    std::cmp::Ordering::Less => far(a, b),
                });
            }
        }
        Self { n, far: all }
    }

    /// Returns how many values there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.n
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    fn row(&self, value: usize) -> &[f64] {
        self.far.get(value * self.n..(value + 1) * self.n).unwrap_or_default()
    }

    /// Returns how far two values lie apart.
    #[must_use]
    pub fn between(&self, a: usize, b: usize) -> f64 {
        self.row(a).get(b).copied().unwrap_or(0.0)
    }

    /// Returns how far all pairs of judgments lie apart in sum, where each value was given so often.
    fn over(&self, counts: &[f64]) -> f64 {
        let row = |value: usize| self.row(value).iter().zip(counts).map(|(far, n)| far * n).sum::<f64>();
        counts.iter().enumerate().filter(|(_, n)| **n > 0.0).map(|(value, n)| n * row(value)).sum()
    }
}

/// Returns the Jaccard distance of two sets, each in order: 0 of equal ones (two empty ones too), 1 of those that have
/// nothing in common. Jaccard, Bulletin de la Société vaudoise des sciences naturelles 37 (1901), pp. 547–579.
#[must_use]
pub fn jaccard_distance<T: Ord>(a: &[T], b: &[T]) -> f64 {
    let common = a.iter().filter(|value| b.binary_search(value).is_ok()).count();
    let all = a.len() + b.len() - common;
    if all == 0 {
        return 0.0;
    }
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    1.0 - count(common) / count(all)
}

/// What alpha needs of some units. It can be added.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Differing {
    /// How often each value was given in units that at least two readers judged.
    pub counts: Vec<f64>,
    /// For each such unit how far its pairs of judgments lie apart, in both orders, over its judgments but one; summed.
    pub apart: f64,
}

impl Differing {
    /// Adds a unit: the values that readers gave it, each with how many did. A unit of one judgment is not paired.
    pub fn take(&mut self, unit: &[(usize, u32)], distances: &Distances) {
        let n: u32 = unit.iter().map(|(_, n)| n).sum();
        if n < 2 {
            return;
        }
        self.counts.resize(self.counts.len().max(distances.len()), 0.0);
        self.apart += apart(unit, distances);
        for (value, n) in unit {
            if let Some(count) = self.counts.get_mut(*value) {
                *count += f64::from(*n);
            }
        }
    }

    /// Returns how many judgments there are.
    #[must_use]
    pub fn n_values(&self) -> f64 {
        self.counts.iter().sum()
    }
}

/// Returns how far the pairs of judgments of a unit lie apart, in both orders, over its judgments but one; 0 of one.
#[must_use]
pub fn apart(unit: &[(usize, u32)], distances: &Distances) -> f64 {
    let n: u32 = unit.iter().map(|(_, n)| n).sum();
    if n < 2 {
        return 0.0;
    }
    let mut sum = 0.0;
    for (index, (a, n_a)) in unit.iter().enumerate() {
        for (b, n_b) in unit.iter().skip(index + 1) {
            sum += 2.0 * f64::from(*n_a) * f64::from(*n_b) * distances.between(*a, *b);
        }
    }
    sum / f64::from(n - 1)
}

/// Returns the disagreement: as of [nominal alpha](super::nominal::krippendorff::alpha), each pair weighted by how far its
/// values lie apart. Krippendorff, Content Analysis, 2nd ed. 2004, ch. 11; over sets of classes, Passonneau, Proceedings
/// of LREC 2004, pp. 1503–1506. Nothing where no unit has two judgments.
#[must_use]
pub fn alpha(sums: &Differing, distances: &Distances) -> Option<Disagreement> {
    let n = sums.n_values();
    if n < 2.0 {
        return None;
    }
    let expected = distances.over(&sums.counts) / (n * (n - 1.0));
    Some(Disagreement { observed: sums.apart / n, expected })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_sets_have_no_distance_and_sets_without_a_common_element_the_greatest() {
        assert!(jaccard_distance::<u8>(&[], &[]).abs() < 1e-12);
        assert!(jaccard_distance(&[1, 4], &[1, 4]).abs() < 1e-12);
        assert!((jaccard_distance(&[1, 4], &[4, 7, 9]) - 0.75).abs() < 1e-12);
        assert!((jaccard_distance(&[1], &[]) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn with_all_unlike_values_equally_far_it_is_the_alpha_of_classes() {
        use crate::analysis::agreement::nominal::{Judgments, krippendorff};
        let units: [&[usize]; 5] = [&[0, 0, 1], &[2, 2], &[1], &[0, 2, 2], &[1, 1, 1]];
        let mut judgments = Judgments::new(3, 3);
        let distances = Distances::of(3, |_, _| 1.0);
        let mut sums = Differing::default();
        for unit in units {
            judgments.push(unit.iter().map(|class| Some(*class)));
            let counted: Vec<(usize, u32)> = unit.iter().map(|class| (*class, 1)).collect();
            sums.take(&counted, &distances);
        }
        let (a, b) = (alpha(&sums, &distances).unwrap(), krippendorff::alpha(&judgments.counts()).unwrap());
        assert!((a.observed - b.observed).abs() < 1e-12 && (a.expected - b.expected).abs() < 1e-12);
    }

    #[test]
    fn one_set_given_by_everybody_leaves_nothing_to_differ_on() {
        let distances = Distances::of(1, |_, _| 1.0);
        let mut sums = Differing::default();
        sums.take(&[(0, 4)], &distances);
        assert_eq!(alpha(&sums, &distances).unwrap().coefficient(), None);
        assert_eq!(alpha(&Differing::default(), &distances), None);
    }
}
