//! Observed agreement: the share of pairs of judgments that agree. Of it there are two readings.

use super::Counts;

/// Returns the mean, over the units that at least two readers judged, of the share of their pairs of judgments that
/// agree: Fleiss 1971, p. 379. Every unit counts the same. Nothing of no such unit.
///
/// This is the reading that the program shows, and the one in Gwet's coefficient.
#[must_use]
pub fn by_units(counts: &Counts) -> Option<f64> {
    (counts.n_pairable > 0.0).then(|| counts.agreeing_units / counts.n_pairable)
}

/// Returns the same weighted by judgments: a unit that more readers judged counts more. It is 1 − observed
/// disagreement in Krippendorff's alpha (2004, p. 230), and differs from [`by_units`] where judgments are missing.
#[must_use]
pub fn by_judgments(counts: &Counts) -> Option<f64> {
    let n = counts.n_values();
    (n > 0.0).then(|| counts.agreeing / n)
}
