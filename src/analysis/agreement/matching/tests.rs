//! Matching one to one, against trying all ways.

use super::*;
use crate::analysis::agreement::stretches::joined;
use proptest::prelude::*;

fn unit(spans: &[(u32, u32)]) -> Unit {
    Unit::of(joined(spans.iter().map(|(start, end)| Span::new(*start, *end).unwrap()))).unwrap()
}

fn sorted(mut units: Vec<Unit>) -> Vec<Unit> {
    units.sort_by_key(|unit| (unit.start(), unit.end()));
    units
}

fn n_matched(a: &[Unit], b: &[Unit]) -> Matched {
    let mut matched = Matched::default();
    // What an earlier pair left behind must not be seen.
    matched.compare(&[&unit(&[(0, 5)])], &[&unit(&[(0, 5)])]);
    matched.compare(&a.iter().collect::<Vec<_>>(), &b.iter().collect::<Vec<_>>());
    matched
}

/// The most pairs, by trying every partner for every unit.
fn by_trying(a: &[Unit], b: &[Unit], taken: &mut Vec<bool>) -> usize {
    let Some((first, rest)) = a.split_first() else { return 0 };
    let mut most = by_trying(rest, b, taken);
    for index in 0..b.len() {
        if !taken[index] && first.is_same(&b[index]) {
            taken[index] = true;
            most = most.max(1 + by_trying(rest, b, taken));
            taken[index] = false;
        }
    }
    most
}

fn units() -> impl Strategy<Value = Vec<Unit>> {
    let unit = prop::collection::vec((0_u32..30, 1_u32..9), 1..3)
        .prop_map(|spans| unit(&spans.into_iter().map(|(at, long)| (at, at + long)).collect::<Vec<_>>()));
    prop::collection::vec(unit, 0..7).prop_map(sorted)
}

proptest! {
    #[test]
    fn as_many_are_matched_as_can_be_and_it_does_not_matter_who_comes_first(a in units(), b in units()) {
        let found = n_matched(&a, &b);
        prop_assert_eq!(found.n, by_trying(&a, &b, &mut vec![false; b.len()]));
        let turned = n_matched(&b, &a);
        prop_assert_eq!(found.n, turned.n);
        let shares = |list: &[(usize, f64)], n: usize| {
            let mut shares = vec![0.0; n];
            list.iter().for_each(|(unit, share)| shares[*unit] += share);
            shares
        };
        let near = |one: Vec<f64>, two: Vec<f64>| one.iter().zip(&two).all(|(a, b)| (a - b).abs() < 1e-12);
        prop_assert!(near(shares(&found.of_a, a.len()), shares(&turned.of_b, a.len())));
        let sum = |list: &[(usize, f64)]| list.iter().map(|(_, share)| share).sum::<f64>();
        let n = f64::from(u32::try_from(found.n).unwrap());
        prop_assert!((sum(&found.of_a) - n).abs() < 1e-9 && (sum(&found.of_b) - n).abs() < 1e-9);
    }
}

#[test]
fn half_of_what_either_covers_is_enough_and_less_is_not() {
    let (a, b) = (unit(&[(0, 20)]), unit(&[(10, 20)]));
    assert!(a.is_same(&b) && !a.is_same(&unit(&[(11, 20)])));
    assert!(unit(&[(0, 10), (50, 60)]).is_same(&unit(&[(0, 10), (52, 62)])));
    assert!(!unit(&[(0, 10), (50, 60)]).is_same(&unit(&[(0, 10), (80, 99)])));
}

#[test]
fn one_long_passage_is_not_matched_with_its_two_halves_both() {
    let whole = [unit(&[(0, 20)])];
    let halves = [unit(&[(0, 10)]), unit(&[(10, 20)])];
    let found = n_matched(&whole, &halves);
    assert_eq!(found.n, 1);
    assert_eq!(found.of_b, [(0, 0.5), (1, 0.5)], "neither half has more right to it");
}

#[test]
fn a_thousand_claims_on_one_passage_are_matched_with_a_thousand() {
    let a: Vec<Unit> = (0..1_000).map(|_| unit(&[(5, 25)])).collect();
    assert_eq!(n_matched(&a, &a).n, 1_000);
}
