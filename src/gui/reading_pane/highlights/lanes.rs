//! Lanes: which line under the words and which bar in the margin a claim has.
//!
//! What overlaps has lanes of its own as far as there is room. A claim that stays on the screen keeps its
//! lanes while the text is scrolled and others come and go, so that nothing moves that the reader did not move.

use std::collections::{BTreeMap, HashMap};

use crate::model::{ClaimId, Revision};

/// The lanes of a claim; none where there was no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lanes {
    /// Of its line under the words.
    pub underline: Option<usize>,
    /// Of its bar in the margin.
    pub bar: Option<usize>,
}

/// The lanes given lately.
#[derive(Debug, Default)]
pub struct Given {
    revision: Revision,
    lanes: HashMap<ClaimId, Lanes>,
}

/// A claim that wants lanes.
#[derive(Debug, Clone, Copy)]
pub struct Wanting {
    /// Which.
    pub claim: ClaimId,
    /// From where to where its line runs, in code points.
    pub words: (u32, u32),
    /// From where to where its bar runs, in rounded points.
    pub bar: (i32, i32),
}

/// The stretches that are taken in each of a few lanes: ends by beginnings, which do not overlap.
struct Taken<T> {
    lanes: Vec<BTreeMap<T, T>>,
}

impl<T: Ord + Copy> Taken<T> {
    fn of(n: usize) -> Self {
        Self { lanes: (0..n).map(|_| BTreeMap::new()).collect() }
    }

    fn take(&mut self, lane: usize, (start, end): (T, T)) -> bool {
        let Some(lane) = self.lanes.get_mut(lane) else { return false };
        let before = lane.range(..end).next_back();
        let free = before.is_none_or(|(_, other)| *other <= start);
        if free {
            lane.insert(start, end);
        }
        free
    }

    fn take_any(&mut self, stretch: (T, T)) -> Option<usize> {
        (0..self.lanes.len()).find(|lane| self.take(*lane, stretch))
    }
}

impl Given {
    /// Gives each of `claims`, which come in the order of their places, its lanes: those it had, or the first free ones.
    pub fn give(
        &mut self,
        revision: Revision,
        (n_underlines, n_bars): (usize, usize),
        claims: &[Wanting],
    ) -> Vec<Lanes> {
        let (mut underlines, mut bars) = (Taken::of(n_underlines), Taken::of(n_bars));
        let changed = std::mem::replace(&mut self.revision, revision) != revision;
        let mut given = vec![Lanes::default(); claims.len()];
        let mut keeps = vec![(false, false); claims.len()];
        for ((claim, lanes), keeps) in claims.iter().zip(&mut given).zip(&mut keeps) {
            let Some(had) = self.lanes.get(&claim.claim) else { continue };
            lanes.underline = had.underline.filter(|lane| underlines.take(*lane, claim.words));
            lanes.bar = had.bar.filter(|lane| bars.take(*lane, claim.bar));
            // One that found no room is asked again when claims have changed, not at every line scrolled.
            *keeps = (had.underline.is_none() && !changed, had.bar.is_none() && !changed);
        }
        for ((claim, lanes), keeps) in claims.iter().zip(&mut given).zip(keeps) {
            if lanes.underline.is_none() && !keeps.0 {
                lanes.underline = underlines.take_any(claim.words);
            }
            if lanes.bar.is_none() && !keeps.1 {
                lanes.bar = bars.take_any(claim.bar);
            }
        }
        self.lanes.clear();
        self.lanes.extend(claims.iter().map(|claim| claim.claim).zip(given.iter().copied()));
        given
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn wanting(claim: usize, start: u32, len: u32) -> Wanting {
        let bar = (i32::try_from(start).unwrap(), i32::try_from(start + len).unwrap());
        Wanting { claim: ClaimId(Uuid::from_u128(claim as u128)), words: (start, start + len), bar }
    }

    proptest! {
        #[test]
        fn lanes_never_hold_two_claims_at_one_place_and_stay_while_the_text_is_scrolled(
            claims in prop::collection::vec((0_u32..900, 1_u32..90), 1..120),
            screens in prop::collection::vec(0_u32..800, 1..12),
        ) {
            let mut all: Vec<Wanting> =
                claims.iter().enumerate().map(|(n, &(start, len))| wanting(n, start, len)).collect();
            all.sort_by_key(|claim| claim.words);
            let mut given = Given::default();
            let mut before: HashMap<ClaimId, Lanes> = HashMap::new();
            for top in screens {
                let seen: Vec<Wanting> = all
                    .iter()
                    .copied()
                    .filter(|claim| claim.words.0 < top + 100 && top < claim.words.1)
                    .collect();
                let lanes = given.give(Revision(1), (3, 5), &seen);
                for (n, (a, lane)) in seen.iter().zip(&lanes).enumerate() {
                    if let Some(before) = before.get(&a.claim) {
                        prop_assert_eq!(before, lane);
                    }
                    for (b, other) in seen.iter().zip(&lanes).skip(n + 1) {
                        let apart = a.words.1 <= b.words.0 || b.words.1 <= a.words.0;
                        prop_assert!(apart || lane.underline.is_none() || lane.underline != other.underline);
                        prop_assert!(apart || lane.bar.is_none() || lane.bar != other.bar);
                    }
                }
                before = seen.iter().map(|claim| claim.claim).zip(lanes).collect();
            }
        }
    }

    #[test]
    fn one_that_found_no_room_gets_it_when_claims_change() {
        let crowd: Vec<Wanting> = (0..4).map(|n| wanting(n, 0, 10)).collect();
        let mut given = Given::default();
        assert_eq!(given.give(Revision(1), (3, 3), &crowd).last().unwrap().underline, None);
        let rest = crowd.get(1..).unwrap();
        assert_eq!(given.give(Revision(1), (3, 3), rest).last().unwrap().underline, None);
        assert_eq!(given.give(Revision(2), (3, 3), rest).last().unwrap().underline, Some(0));
    }
}
