//! Which word of one list is which of another: the alignment that keeps most, weighed by how much words say.
//!
//! Global alignment by dynamic programming (Needleman and Wunsch, “A general method applicable to the search for
//! similarities in the amino acid sequence of two proteins”, 1970), with gaps at the ends free where asked. Long lists
//! are first cut at words that both have once and in the same order (“patience diff”, Bram Cohen), so that a chapter
//! costs what its changes do.

use std::collections::HashMap;

/// What it costs to put one word in place of another; less than leaving one out and putting the other in.
const REPLACED: f32 = 0.6;
/// What a word costs that only one of the lists has.
const ALONE: f32 = 0.4;
/// Tables of more cells are cut first.
const MOST_CELLS: usize = 1 << 20;
/// Where nothing can be cut, tables of more cells are not filled: nothing there is taken for the same.
const MOST_CELLS_UNCUT: usize = 1 << 24;

/// Long lists are cut where so many words in a row stand once.
const IN_A_ROW: usize = 6;

/// At which ends of the second list words may be left out at no cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Free {
    Neither,
    Start,
    End,
    Both,
}

impl Free {
    fn at_start(self) -> bool {
        matches!(self, Self::Start | Self::Both)
    }

    fn at_end(self) -> bool {
        matches!(self, Self::End | Self::Both)
    }

    fn of((start, end): (bool, bool)) -> Self {
        match (start, end) {
            (false, false) => Self::Neither,
            (true, false) => Self::Start,
            (false, true) => Self::End,
            (true, true) => Self::Both,
        }
    }
}

/// Two places, in `a` and in `b`, that stand for one another; the words there may be the same or not.
pub(super) type Pair = (usize, usize);

/// Returns which place of `a` is which of `b`, in order.
pub(super) fn align(a: &[u32], b: &[u32], weight: &dyn Fn(u32) -> f32, free: Free) -> Vec<Pair> {
    let mut pairs = Vec::with_capacity(a.len());
    let mut open = vec![(a, b, (0, 0), free)];
    while let Some((a, b, (at_a, at_b), free)) = open.pop() {
        if a.is_empty() || b.is_empty() {
            continue;
        }
        let n_cells = a.len().saturating_mul(b.len());
        let mut cuts = if n_cells > MOST_CELLS { common_once(a, b, IN_A_ROW) } else { Vec::new() };
        if cuts.is_empty() && n_cells > MOST_CELLS {
            cuts = common_once(a, b, 1);
        }
        if cuts.is_empty() {
            if n_cells <= MOST_CELLS_UNCUT {
                let found = filled(a, b, weight, free);
                pairs.extend(found.into_iter().map(|(i, j)| (at_a + i, at_b + j)));
            }
            continue;
        }
        let (mut from_a, mut from_b) = (0, 0);
        for (i, j) in cuts.iter().copied() {
            let start = from_b == 0 && free.at_start();
            if let (Some(a), Some(b)) = (a.get(from_a..i), b.get(from_b..j)) {
                open.push((a, b, (at_a + from_a, at_b + from_b), Free::of((start, false))));
            }
            pairs.push((at_a + i, at_b + j));
            (from_a, from_b) = (i + 1, j + 1);
        }
        if let (Some(a), Some(b)) = (a.get(from_a..), b.get(from_b..)) {
            open.push((a, b, (at_a + from_a, at_b + from_b), Free::of((false, free.at_end()))));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Returns the places of rows of so many words that both lists have once, as many as stand in the same order in both.
fn common_once(a: &[u32], b: &[u32], n: usize) -> Vec<Pair> {
    fn once(list: &[u32], n: usize) -> HashMap<&[u32], Option<usize>> {
        let mut places: HashMap<&[u32], Option<usize>> = HashMap::new();
        for (at, row) in list.windows(n).enumerate() {
            places.entry(row).and_modify(|place| *place = None).or_insert(Some(at));
        }
        places
    }
    let in_b = once(b, n);
    let mut common: Vec<Pair> = once(a, n)
        .into_iter()
        .filter_map(|(row, at)| Some((at?, in_b.get(row).copied().flatten()?)))
        .collect();
    common.sort_unstable();
    longest_rising(&common)
}

/// Returns a longest part of `pairs` in which the second rises as the first does.
fn longest_rising(pairs: &[Pair]) -> Vec<Pair> {
    // For each length, the pair that ends such a part with the smallest second; and for each pair the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    let second = |at: usize| pairs.get(at).map_or(usize::MAX, |pair| pair.1);
    for (at, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| second(*end) < pair.1);
        before.push(length.checked_sub(1).and_then(|length| ends.get(length)).copied());
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut found = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(at) = next {
        found.extend(pairs.get(at));
        next = before.get(at).copied().flatten();
    }
    found.reverse();
    found
}

const PAIRED: u8 = 0;
const ONLY_A: u8 = 1;
const ONLY_B: u8 = 2;

fn filled(a: &[u32], b: &[u32], weight: &dyn Fn(u32) -> f32, free: Free) -> Vec<Pair> {
    let n = b.len();
    let mut steps: Vec<u8> = Vec::with_capacity(a.len() * n);
    let skipped = if free.at_start() { 0.0 } else { ALONE };
    let mut above: Vec<f32> = (0..=n).map(|j| -skipped * as_float(j)).collect();
    let mut row: Vec<f32> = Vec::with_capacity(n + 1);
    for (i, x) in a.iter().enumerate() {
        row.clear();
        let same = weight(*x);
        let mut left = -ALONE * as_float(i + 1);
        row.push(left);
        for (y, (diagonal, up)) in b.iter().zip(above.iter().zip(above.iter().skip(1))) {
            let paired = diagonal + if x == y { same } else { -REPLACED };
            let (only_a, only_b) = (up - ALONE, left - ALONE);
            // Of equals the one that keeps the earlier word, so that a blank stays before what comes after it.
            let (best, step) = if paired > only_a && paired > only_b {
                (paired, PAIRED)
            } else if only_a >= only_b {
                (only_a, ONLY_A)
            } else {
                (only_b, ONLY_B)
            };
            steps.push(step);
            row.push(best);
            left = best;
        }
        std::mem::swap(&mut above, &mut row);
    }
    let best_end = above.iter().enumerate().max_by(|x, y| x.1.total_cmp(y.1)).map_or(n, |(j, _)| j);
    let mut at = (a.len(), if free.at_end() { best_end } else { n });
    let mut pairs = Vec::with_capacity(a.len().min(n));
    while let (i @ 1.., j @ 1..) = at {
        match steps.get((i - 1) * n + j - 1) {
            Some(&ONLY_A) => at = (i - 1, j),
            Some(&ONLY_B) => at = (i, j - 1),
            _ => {
                pairs.push((i - 1, j - 1));
                at = (i - 1, j - 1);
            }
        }
    }
    pairs
}

fn as_float(n: usize) -> f32 {
    // Tables have few enough rows for a float to count them.
    n as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kept(a: &[u32], b: &[u32], free: Free) -> Vec<Pair> {
        let pairs = align(a, b, &|_| 1.0, free);
        pairs.into_iter().filter(|(i, j)| a[*i] == b[*j]).collect()
    }

    #[test]
    fn a_word_put_in_is_passed_over() {
        assert_eq!(kept(&[1, 2, 3], &[1, 9, 2, 3], Free::Neither), [(0, 0), (1, 2), (2, 3)]);
        assert_eq!(kept(&[1, 2, 3], &[7, 7, 7, 7, 7, 7, 7, 7, 7, 1, 2, 3], Free::Both).len(), 3);
    }

    #[test]
    fn a_long_list_is_cut_where_both_have_a_word_once_and_comes_out_the_same() {
        let a: Vec<u32> = (0..6_000).map(|n| if n % 3 == 0 { n } else { n % 7 + 100_000 }).collect();
        let mut b = a.clone();
        b.splice(3_000..3_000, [200_000, 200_001]);
        b.remove(10);
        assert_eq!(kept(&a, &b, Free::Neither).len(), a.len() - 1);
    }

    proptest! {
        #[test]
        fn pairs_rise_in_both_lists(
            a in prop::collection::vec(0_u32..6, 0..40),
            b in prop::collection::vec(0_u32..6, 0..40),
        ) {
            for free in [Free::Neither, Free::Start, Free::End, Free::Both] {
                let pairs = align(&a, &b, &|_| 1.0, free);
                prop_assert!(pairs.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 < two[1].1));
                prop_assert!(pairs.iter().all(|(i, j)| *i < a.len() && *j < b.len()));
            }
        }

        #[test]
        fn what_is_the_same_is_aligned_as_a_whole(a in prop::collection::vec(0_u32..6, 1..60)) {
            prop_assert_eq!(kept(&a, &a, Free::Neither).len(), a.len());
        }
    }
}
