//! Sums against a count of single code points; cases without a figure. The published examples are in `tests/it`.

use super::*;
use proptest::prelude::*;

const LENGTH: u32 = 60;

/// Units of one reader: in order, without overlap, of a value each.
fn units() -> impl Strategy<Value = Vec<(Span, usize)>> {
    prop::collection::vec((0_u32..4, 1_u32..9, 0_usize..3), 0..8).prop_map(|pieces| {
        let mut at = 0;
        let mut units = Vec::new();
        for (gap, long, value) in pieces {
            let (start, end) = (at + gap, (at + gap + long).min(LENGTH));
            if start < end {
                units.push((Span::new(start, end).unwrap(), value));
            }
            at = end.max(start);
        }
        units
    })
}

fn of_value(reader: &[(Span, usize)], value: Option<usize>) -> Vec<Span> {
    let of = |unit: &&(Span, usize)| value.is_none_or(|value| unit.1 == value);
    reader.iter().filter(of).map(|unit| unit.0).collect()
}

fn summed(rows: &[Row]) -> Lengths {
    let mut sum = Lengths::default();
    rows.iter().for_each(|(_, lengths)| sum.add(lengths, 1.0));
    sum
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

proptest! {
    #[test]
    fn sums_are_those_of_single_code_points_however_the_text_is_cut_into_blocks(
        readers in prop::collection::vec(units(), 2..5),
        starts in prop::collection::btree_set(1_u32..LENGTH, 0..6),
    ) {
        let blocks = Blocks::of(7, starts, LENGTH);
        let all: Vec<Vec<Span>> = readers.iter().map(|reader| of_value(reader, None)).collect();
        let all: Vec<&[Span]> = all.iter().map(Vec::as_slice).collect();
        let others = Others::of(&all);
        let own: Vec<Vec<Span>> = readers.iter().map(|reader| of_value(reader, Some(0))).collect();
        let own: Vec<&[Span]> = own.iter().map(Vec::as_slice).collect();
        let rows = sweep(&own, &blocks, &others);
        prop_assert!(rows.windows(2).all(|pair| pair[0].0 < pair[1].0));
        prop_assert!(rows.iter().all(|(block, _)| (7..7 + u32::try_from(blocks.len()).unwrap()).contains(block)));
        let sum = summed(&rows);
        let m = readers.len();
        let holds = |units: &[Span], at: u32| units.iter().any(|unit| unit.contains(Pos(at)));
        let (mut marked, mut same, mut among) = (0.0, 0.0, 0.0);
        for at in 0..LENGTH {
            for a in 0..m {
                marked += f64::from(u8::from(holds(own[a], at)));
                for b in (0..m).filter(|b| *b != a) {
                    let weight = 1.0 / f64::from(u32::try_from(m - 1).unwrap());
                    same += weight * f64::from(u8::from(holds(own[a], at) && holds(own[b], at)));
                    among += weight * f64::from(u8::from(holds(own[a], at) && holds(all[b], at)));
                }
            }
        }
        prop_assert!(near(sum.marked, marked) && near(sum.same, same) && near(sum.among, among), "{sum:?}");
        let whole = summed(&sweep(&own, &Blocks::of(0, [], LENGTH), &others));
        prop_assert!(near(sum.squares, whole.squares) && near(sum.among_squares, whole.among_squares));
    }
}

#[test]
fn nothing_marked_and_everything_marked_have_no_figure() {
    let on = Continuum { n_readers: 2.0, length: 40.0 };
    let none = Lengths::default();
    assert_eq!(marked_or_not(&none, on).unwrap().coefficient(), None);
    let all = [Span::new(0, 40).unwrap()];
    let all = [&all[..], &all[..]];
    let sum = summed(&sweep(&all, &Blocks::of(0, [], 40), &Others::of(&all)));
    assert_eq!(marked_or_not(&sum, on).unwrap().coefficient(), None);
    assert_eq!(one_value(&sum, sum.among).unwrap().coefficient(), None, "there is no other value");
    assert_eq!(one_value(&none, 10.0), None);
    assert_eq!(among_marked(&[none, none]), None);
    assert_eq!(coverage(&none), None);
    assert_eq!(marked_or_not(&none, Continuum { n_readers: 2.0, length: 0.0 }), None);
}

#[test]
fn blocks_cover_a_text_without_a_gap() {
    let blocks = Blocks::of(3, [5, 5, 9, 50], 20);
    assert_eq!(blocks.lengths().collect::<Vec<_>>(), [5, 4, 11]);
    assert_eq!([0, 4, 5, 8, 9, 19].map(|at| blocks.at(Pos(at))), [3, 3, 4, 4, 5, 5]);
}
