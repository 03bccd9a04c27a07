//! Sets of positions, as lists of stretches in order that do not touch: what two claims have in common.

use crate::model::Claim;
use crate::text::Span;

/// Two passages are taken for the same from this share of what either covers (intersection over union) on. Half of it
/// is the customary bound: whatever has that much in common has it with one other passage at most.
pub const SAME_FROM: f64 = 0.5;

/// Returns `spans` in order, those that overlap or touch joined, empty ones left out.
#[must_use]
pub fn joined(spans: impl IntoIterator<Item = Span>) -> Vec<Span> {
    let mut spans: Vec<Span> = spans.into_iter().filter(|span| !span.is_empty()).collect();
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start() <= last.end() => *last = last.hull(span),
            _ => joined.push(span),
        }
    }
    joined
}

/// Returns what a claim covers: all its passages, joined.
#[must_use]
pub fn of_claim(claim: &Claim) -> Vec<Span> {
    joined(claim.passages.iter().map(|anchor| anchor.span))
}

/// Returns how many code points joined stretches cover.
#[must_use]
pub fn n_covered(stretches: &[Span]) -> u64 {
    stretches.iter().map(|span| u64::from(span.len())).sum()
}

/// Returns how many code points two lists of joined stretches have in common.
#[must_use]
pub fn n_common(a: &[Span], b: &[Span]) -> u64 {
    let (mut a, mut b) = (a.iter().copied().peekable(), b.iter().copied().peekable());
    let mut n = 0;
    while let (Some(left), Some(right)) = (a.peek().copied(), b.peek().copied()) {
        n += left.intersection(right).map_or(0, |common| u64::from(common.len()));
        // What ends first has nothing in common with what comes next.
        if left.end() <= right.end() {
            a.next();
        } else {
            b.next();
        }
    }
    n
}

/// Returns intersection over union of two lists of joined stretches, from 0 to 1; 0 where both are empty.
#[must_use]
pub fn overlap(a: &[Span], b: &[Span]) -> f64 {
    let common = n_common(a, b);
    let all = n_covered(a) + n_covered(b) - common;
    if all == 0 {
        return 0.0;
    }
    // Lengths of texts are far below the 2^53 that a float holds exactly.
    #[expect(clippy::cast_precision_loss, reason = "see above")]
    {
        common as f64 / all as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spans(pairs: &[(u32, u32)]) -> Vec<Span> {
        pairs.iter().map(|(start, end)| Span::new(*start, *end).unwrap()).collect()
    }

    #[test]
    fn stretches_that_touch_are_one() {
        assert_eq!(joined(spans(&[(5, 9), (0, 3), (3, 5), (20, 20), (12, 14)])), spans(&[(0, 9), (12, 14)]));
    }

    #[test]
    fn half_of_what_either_covers_is_a_half() {
        assert!((overlap(&spans(&[(0, 10)]), &spans(&[(5, 10)])) - 0.5).abs() < 1e-12);
        assert!((overlap(&spans(&[(0, 4), (6, 10)]), &spans(&[(2, 8)])) - 0.4).abs() < 1e-12);
        assert!(overlap(&[], &[]).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn what_is_common_is_what_both_sets_of_positions_hold(
            a in prop::collection::vec((0_u32..60, 0_u32..20), 0..8),
            b in prop::collection::vec((0_u32..60, 0_u32..20), 0..8),
        ) {
            let of = |pairs: &[(u32, u32)]| joined(pairs.iter().map(|(at, len)| Span::new(*at, at + len).unwrap()));
            let (a, b) = (of(&a), of(&b));
            let holds = |set: &[Span], at: u32| set.iter().any(|span| span.contains(crate::text::Pos(at)));
            let n = (0..100).filter(|at| holds(&a, *at) && holds(&b, *at)).count();
            prop_assert_eq!(n_common(&a, &b), n as u64);
            prop_assert!((overlap(&a, &b) - overlap(&b, &a)).abs() < 1e-15);
        }
    }
}
