//! Many passages on little room: which claims lie over each stretch of a lane, a point at a time.
//!
//! Nothing is left out and nothing is drawn where it is not: a stretch is drawn if, and only if, a passage touches it,
//! and the least that is drawn is one bin.

use std::collections::BTreeMap;

/// Where one passage lies in a lane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    /// Which claim it is of, as a place in the caller's list.
    pub claim: usize,
    /// Where it begins, in bins from the lane's beginning.
    pub from: f32,
    /// Where it ends.
    pub to: f32,
}

/// A stretch of a lane over which the same claims lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// The first bin.
    pub from: usize,
    /// The bin after the last.
    pub to: usize,
    /// The claims, in the caller's order; never none.
    pub claims: Vec<usize>,
}

/// Returns the runs of a lane of so many bins, from its beginning to its end.
pub(super) fn runs(extents: &[Extent], n_bins: usize) -> Vec<Run> {
    let mut changes: BTreeMap<usize, Vec<(usize, bool)>> = BTreeMap::new();
    for extent in extents.iter().filter(|_| n_bins > 0) {
        let from = bin(extent.from.floor()).min(n_bins - 1);
        let to = bin(extent.to.ceil()).clamp(from + 1, n_bins);
        changes.entry(from).or_default().push((extent.claim, true));
        changes.entry(to).or_default().push((extent.claim, false));
    }
    let mut over: BTreeMap<usize, usize> = BTreeMap::new();
    let mut begun = 0;
    let mut runs: Vec<Run> = Vec::new();
    for (at, changed) in changes {
        if !over.is_empty() {
            runs.push(Run { from: begun, to: at, claims: over.keys().copied().collect() });
        }
        begun = at;
        // Those that begin first, so that a claim whose next passage begins here is not taken for gone.
        for (claim, _) in changed.iter().filter(|(_, begins)| *begins) {
            *over.entry(*claim).or_default() += 1;
        }
        for (claim, _) in changed.iter().filter(|(_, begins)| !begins) {
            if let Some(n) = over.get_mut(claim) {
                *n -= 1;
                if *n == 0 {
                    over.remove(claim);
                }
            }
        }
    }
    runs
}

/// A number of bins from a length that is none below nothing.
pub(super) fn bin(at: f32) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "`as` keeps to what there is"
    )]
    let bin = at.max(0.0) as usize;
    bin
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_bin_is_drawn_with_exactly_the_claims_that_touch_it(
            extents in prop::collection::vec((0_usize..6, 0.0_f32..52.0, 0.0_f32..9.0), 0..40),
        ) {
            let extents: Vec<Extent> =
                extents.into_iter().map(|(claim, from, long)| Extent { claim, from, to: from + long }).collect();
            let runs = runs(&extents, 50);
            prop_assert!(runs.windows(2).all(|pair| pair[0].to <= pair[1].from), "{runs:?}");
            for at in 0..50_usize {
                let mut expected: Vec<usize> = extents
                    .iter()
                    .filter(|extent| {
                        let from = bin(extent.from).min(49);
                        (from..bin(extent.to.ceil()).max(from + 1)).contains(&at)
                    })
                    .map(|extent| extent.claim)
                    .collect();
                expected.sort_unstable();
                expected.dedup();
                let drawn = runs.iter().find(|run| (run.from..run.to).contains(&at));
                prop_assert_eq!(drawn.map(|run| run.claims.clone()).unwrap_or_default(), expected, "bin {}", at);
            }
        }
    }

    #[test]
    fn a_lane_without_room_or_passages_has_no_runs() {
        assert!(runs(&[], 50).is_empty());
        assert!(runs(&[Extent { claim: 0, from: 0.0, to: 1.0 }], 0).is_empty());
    }
}
