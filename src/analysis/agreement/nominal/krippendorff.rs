//! Krippendorff's alpha for classes without an order; judgments may be missing.

use super::{Counts, Disagreement};

/// Returns the disagreement: observed is the share of coincidences of unlike classes, each unit's pairs weighted by
/// 1/(m − 1) of its m judgments; expected is what drawing two of all n judgments without putting the first back
/// gives, 1 − Σ n_c(n_c − 1) / n(n − 1). Krippendorff, Content Analysis, 2nd ed. 2004, ch. 11.
///
/// Nothing where no unit has two judgments.
#[must_use]
pub fn alpha(counts: &Counts) -> Option<Disagreement> {
    let n = counts.n_values();
    if n < 2.0 {
        return None;
    }
    let alike: f64 = counts.values.iter().map(|value| value * (value - 1.0)).sum();
    Some(Disagreement { observed: 1.0 - counts.agreeing / n, expected: 1.0 - alike / (n * (n - 1.0)) })
}
