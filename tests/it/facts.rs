//! Facts: which source gives which value for a tag, and where they differ.

use diptych::analysis::facts::{FactTable, Verdict};
use diptych::analysis::sheet::SheetOptions;
use diptych::desk::Command;
use diptych::model::{Stance, TagId, TagValues, ValueKind};

use super::sheet::Bench;
use crate::support::{small_desk, tag};

/// Two sources with these values, each in a claim of its own with that stance.
fn verdict(kind: ValueKind, sides: [&[(&str, Option<Stance>)]; 2], same: &[&[&str]]) -> (Verdict, FactTable) {
    let mut bench = Bench::new("");
    let tag = with_values(&mut bench, kind, same);
    for (n, values) in sides.into_iter().enumerate() {
        let words = ["one", "two", "three", "four"];
        let source = bench.source(&format!("S{}", n + 1), &words.join("\n\n"));
        for ((value, stance), word) in values.iter().zip(words) {
            let mut claim = bench.claim(source, &[word], &[(tag, *stance)]);
            claim.tags[0].value = (*value).to_owned();
            bench.put(claim);
        }
    }
    let sheet = bench.sheet(&SheetOptions::default());
    let table = FactTable::of(&bench.comparison, &sheet);
    (table.rows[0].verdict, table)
}

fn with_values(bench: &mut Bench, kind: ValueKind, same: &[&[&str]]) -> TagId {
    let id = bench.tag("when it was", None);
    let same = same.iter().map(|group| group.iter().map(|word| (*word).to_owned()).collect()).collect();
    let mut tag = bench.comparison.tag(id).unwrap().as_ref().clone();
    tag.values = Some(TagValues { kind, same });
    bench.put(tag);
    id
}

#[test]
fn two_dates_two_shares_and_three_spellings() {
    use ValueKind::{Date, Name, Number};
    assert_eq!(verdict(Date, [&[("29 June", None)], &[("20 June", None)]], &[]).0, Verdict::Differ);
    assert_eq!(verdict(Number, [&[("36.63 %", None)], &[("36.2 per cent", None)]], &[]).0, Verdict::Differ);
    let spellings: &[&[&str]] = &[&["Cordón Cerrillos", "the Cerrillos belt", "Los Cerrillos"]];
    let sides: [&[(&str, Option<Stance>)]; 2] =
        [&[("cordon Cerrillos", None), ("Los Cerrillos", None)], &[("the Cerrillos Belt", None)]];
    let (found, table) = verdict(Name, sides, spellings);
    assert_eq!(found, Verdict::Same);
    let given = &table.rows[0].cells[0].given;
    assert_eq!(given.len(), 1, "two spellings of one thing are one value");
    assert_eq!(given[0].shown, "Cordón Cerrillos");
    assert_eq!(given[0].spellings, ["cordon Cerrillos", "Los Cerrillos"]);
    assert_eq!(given[0].claims.len(), 2);
    assert_eq!(verdict(Name, sides, &[]).0, Verdict::Differ, "unless nobody said so");
}

#[test]
fn what_is_denied_or_only_reported_is_shown_and_not_held_against_anybody() {
    let denied = Some(Stance::Denies);
    let (found, table) =
        verdict(ValueKind::Number, [&[("35,000", None)], &[("35,000", None), ("100,000", denied)]], &[]);
    assert_eq!(found, Verdict::Same);
    let held: Vec<bool> = table.rows[0].cells[1].given.iter().map(|given| given.held).collect();
    assert_eq!(held, [true, false]);
    let (found, _) = verdict(ValueKind::Number, [&[("35,000", None)], &[("35,000", denied)]], &[]);
    assert_eq!(found, Verdict::OneSided);
}

#[test]
fn one_value_has_one_number_and_a_claim_without_is_listed() {
    let (found, table) = verdict(
        ValueKind::Date,
        [&[("September", None), ("1970", None)], &[("11 September 1973", None), ("", None)]],
        &[],
    );
    assert_eq!(found, Verdict::Differ, "nothing on the other side goes with 1970");
    let row = &table.rows[0];
    let numbers: Vec<Vec<usize>> =
        row.cells.iter().map(|cell| cell.given.iter().map(|given| given.number).collect()).collect();
    assert_eq!(numbers, [vec![1, 2], vec![3]]);
    assert_eq!(row.cells[1].without.len(), 1);
    let (found, _) = verdict(ValueKind::Date, [&[("September", None)], &[("11 September 1973", None)]], &[]);
    assert_eq!(found, Verdict::Compatible);
}

#[test]
fn values_are_set_undone_and_kept_when_tags_become_one() {
    let (mut desk, [left, _], [armed, calm]) = small_desk();
    let claim = tag(&mut desk, left, "The armed road", armed);
    let values = Some(TagValues { kind: ValueKind::Name, same: Vec::new() });
    desk.run(Command::SetTagValues { tag: armed, values: values.clone() }).unwrap();
    desk.run(Command::SetValue { claim, tag: armed, value: "the road".to_owned() }).unwrap();
    let value = |desk: &diptych::desk::Desk, tag| {
        desk.comparison().claim(claim).unwrap().tag_use(tag).map(|used| used.value.clone())
    };
    assert_eq!(value(&desk, armed).as_deref(), Some("the road"));
    desk.run(Command::MergeTags { from: armed, into: calm }).unwrap();
    assert_eq!(value(&desk, calm).as_deref(), Some("the road"));
    assert_eq!(desk.comparison().tag(calm).unwrap().values, values);
    desk.undo().unwrap();
    desk.undo().unwrap();
    assert_eq!(value(&desk, armed).as_deref(), Some(""));
    let refused = desk.run(Command::SetValue { claim, tag: calm, value: "x".to_owned() }).unwrap_err();
    assert_eq!(refused.to_string(), "The claim is not tagged “calm”.");
}
