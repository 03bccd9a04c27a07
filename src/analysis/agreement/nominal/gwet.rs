//! Gwet's AC1, which stays near the observed agreement where nearly all judgments are of one class.

use super::{Counts, Disagreement, observed};

/// Returns the disagreement: observed as [`observed::by_units`], by chance Σ p_c(1 − p_c) / (q − 1) of agreement, with p_c
/// the mean share of class c over all units judged, and q the classes. Gwet, British Journal of Mathematical and
/// Statistical Psychology 61 (2008), pp. 29–48; for missing judgments, Handbook of Inter-Rater Reliability, 4th ed. 2014.
///
/// `n_classes` is q: of how many classes readers chose. Nothing with fewer than two, and where no unit has two judgments.
#[must_use]
pub fn ac1(counts: &Counts, n_classes: usize) -> Option<Disagreement> {
    let agreement = observed::by_units(counts)?;
    let others = f64::from(u32::try_from(n_classes.checked_sub(1)?).ok()?);
    if others < 1.0 {
        return None;
    }
    let spread: f64 = counts.shares.iter().map(|share| share / counts.n_judged).map(|p| p * (1.0 - p)).sum();
    Some(Disagreement::of_agreement(agreement, spread / others))
}
