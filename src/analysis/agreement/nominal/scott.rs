//! Scott's pi, for two readers.

use super::{Counts, Disagreement, fleiss};

/// Returns the disagreement: by chance two readers agree with Σ p_c², p_c being the share of class c in the judgments of
/// both. Scott, Public Opinion Quarterly 19 (1955), pp. 321–325. For two readers it is what Fleiss generalized, and is
/// the same number. `counts` are to be those of the units that both judged.
#[must_use]
pub fn pi(counts: &Counts) -> Option<Disagreement> {
    fleiss::kappa(counts)
}
