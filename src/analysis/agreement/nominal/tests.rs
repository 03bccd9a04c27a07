//! Missing judgments, and what has no figure. The published examples are in `tests/it/agreement.rs`.

use super::*;

fn judged(n_classes: usize, units: &[&[Option<usize>]]) -> Judgments {
    let n_readers = units.iter().map(|unit| unit.len()).max().unwrap_or(0);
    let mut judgments = Judgments::new(n_readers, n_classes);
    units.iter().for_each(|unit| judgments.push(unit.iter().copied()));
    judgments
}

#[test]
fn a_unit_of_one_judgment_is_not_paired() {
    let alone = judged(3, &[&[Some(0), Some(0)], &[Some(1), Some(2)], &[Some(1), None]]);
    let counts = alone.counts();
    assert_eq!(counts.values, [2.0, 1.0, 1.0]);
    assert!((counts.n_judged - 3.0).abs() < 1e-12 && (counts.n_pairable - 2.0).abs() < 1e-12);
    let without = judged(3, &[&[Some(0), Some(0)], &[Some(1), Some(2)]]).counts();
    assert_eq!(krippendorff::alpha(&counts), krippendorff::alpha(&without));
}

#[test]
fn where_nothing_varies_there_is_no_figure() {
    let same = judged(2, &[&[Some(1), Some(1)], &[Some(1), Some(1)]]);
    let counts = same.counts();
    assert_eq!(krippendorff::alpha(&counts).and_then(Disagreement::coefficient), None);
    assert_eq!(fleiss::kappa(&counts).and_then(Disagreement::coefficient), None);
    assert_eq!(cohen::kappa(&same.crossed()).and_then(Disagreement::coefficient), None);
    assert_eq!(gwet::ac1(&counts, 1), None);
    assert_eq!(bennett::s(&counts, 1), None);
    let nobody = judged(2, &[&[None, None]]).counts();
    assert_eq!(krippendorff::alpha(&nobody), None);
    assert_eq!(observed::by_units(&nobody), None);
    assert_eq!(fleiss::kappa(&nobody), None);
}

#[test]
fn sums_of_parts_are_the_sums_of_the_whole() {
    let units: [&[Option<usize>]; 4] =
        [&[Some(0), None, Some(0)], &[Some(1), Some(2), Some(2)], &[None, None, Some(1)], &[Some(0); 3]];
    let mut sum = Counts::none(3);
    for unit in units {
        sum.add(&judged(3, &[unit]).counts(), 2.0);
    }
    let twice: Vec<_> = units.into_iter().chain(units).collect();
    assert_eq!(sum, judged(3, &twice).counts());
}

#[test]
fn a_class_that_there_is_not_counts_as_missing() {
    assert_eq!(judged(2, &[&[Some(7), Some(1)]]), judged(2, &[&[None, Some(1)]]));
    assert_eq!(judged(2, &[&[Some(0), Some(1)], &[Some(1), None]]).complete().units().count(), 1);
}
