//! Fleiss' kappa, for a fixed number of readers who all judged every unit.

use super::{Counts, Disagreement, observed};

/// Returns the disagreement: by chance readers agree with Σ p_c², p_c being the share of class c in all judgments.
/// Fleiss, Psychological Bulletin 76 (1971), pp. 378–382.
///
/// It is made for units that all readers judged: `counts` are to be those of
/// [`complete`](super::Judgments::complete) judgments. Nothing of no unit. The kappa
/// of one class is that of [`one_class`](super::Judgments::one_class).
#[must_use]
pub fn kappa(counts: &Counts) -> Option<Disagreement> {
    let n = counts.n_values();
    let chance: f64 = counts.values.iter().map(|value| (value / n).powi(2)).sum();
    Some(Disagreement::of_agreement(observed::by_units(counts)?, chance))
}
