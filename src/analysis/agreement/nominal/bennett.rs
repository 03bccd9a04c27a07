//! Bennett's S, for which chance spreads judgments evenly over the classes.

use super::{Counts, Disagreement, observed};

/// Returns the disagreement: by chance readers agree in one of q cases. Bennett, Alpert and Goldstein, Public Opinion
/// Quarterly 18 (1954), pp. 303–308. `n_classes` is q; nothing with fewer than two, as S could be raised at will by
/// adding classes that nobody gives.
#[must_use]
pub fn s(counts: &Counts, n_classes: usize) -> Option<Disagreement> {
    let q = f64::from(u32::try_from(n_classes).ok().filter(|q| *q > 1)?);
    Some(Disagreement::of_agreement(observed::by_units(counts)?, 1.0 / q))
}
