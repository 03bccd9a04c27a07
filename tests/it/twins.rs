//! Tags that are easily taken for one another.

use diptych::analysis::twins::{Why, twins};
use diptych::desk::{Command, Desk};
use diptych::model::{ColorSlot, Comparison, ComparisonId, Edit, Tag, TagId, TagOrder, Time, Unknown};
use uuid::Uuid;

use crate::cli_run::Folder;
use crate::support::desk_of;

/// A codebook of these names, numbered from 1, all at the top.
fn codebook(names: &[&str]) -> Comparison {
    let tags = (1..).zip(names).map(|(n, name)| tag(n, name, None)).collect();
    let mut desk = empty();
    desk.run(Command::Mend { label: String::new(), edits: tags }).unwrap();
    desk.comparison().clone()
}

fn empty() -> Desk {
    desk_of(Comparison::new(ComparisonId(Uuid::from_u128(1)), String::new(), Time(0)), 1)
}

fn tag(n: i64, name: &str, parent: Option<i64>) -> Edit {
    let id = |n: i64| TagId(Uuid::from_u128(n.try_into().unwrap()));
    let (created, color) = (Time(0), ColorSlot::Blue);
    Edit::from(Tag {
        id: id(n),
        name: name.to_owned(),
        definition: String::new(),
        definition_revision: 1,
        parent: parent.map(id),
        order: TagOrder(n),
        color,
        key: None,
        values: None,
        created,
        modified: created,
        unknown: Unknown::default(),
    })
}

#[track_caller]
fn check(names: &[&str], expected: &[(u128, u128, Why)]) {
    let found = twins(&codebook(names));
    let found: Vec<_> =
        found.iter().map(|twins| (twins.first.0.as_u128(), twins.second.0.as_u128(), twins.why)).collect();
    assert_eq!(found, expected, "{names:?}");
}

#[test]
fn names_that_look_alike_are_twins_and_it_is_said_why() {
    check(&["étude", "e\u{301}tude"], &[(1, 2, Why::Composition)]);
    check(&["road", "ro\u{200b}ad", "road\u{202e}"], &[(1, 2, Why::Unseen), (1, 3, Why::Unseen)]);
    check(
        &["Armed road", "armed  road", "armed\u{a0}road"],
        &[(1, 2, Why::CaseOrSpace), (1, 3, Why::CaseOrSpace)],
    );
    check(&["cadre", "c\u{430}dre"], &[(1, 2, Why::LookAlike)]);
    check(&["Cadre", "c\u{430}dre "], &[(1, 2, Why::LookAlike)]);
    check(&["calm", "calm"], &[(1, 2, Why::Nothing)]);
}

#[test]
fn names_that_readers_tell_apart_are_no_twins() {
    check(&["modern", "modem", "l1st", "list", "armed road", "armed roads"], &[]);
    check(&["pêche", "péché", "peche", "мир", "mir"], &[]);
}

#[test]
fn one_name_under_two_tags_is_usual() {
    let mut desk = empty();
    let edits = vec![
        tag(1, "the Party", None),
        tag(2, "the Left", None),
        tag(3, "role", Some(1)),
        tag(4, "role", Some(2)),
        tag(5, "role", Some(2)),
    ];
    desk.run(Command::Mend { label: String::new(), edits }).unwrap();
    let found = twins(desk.comparison());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].first.0.as_u128(), found[0].second.0.as_u128()), (4, 5));
}

#[test]
fn a_hundred_thousand_alike_are_told_in_time() {
    let mut desk = empty();
    let edits =
        (1..=100_000).map(|n| tag(n, if n % 2 == 0 { "étude" } else { "e\u{301}tude" }, None)).collect();
    desk.run(Command::Mend { label: String::new(), edits }).unwrap();
    let begun = std::time::Instant::now();
    assert_eq!(twins(desk.comparison()).len(), 99_999);
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
}

#[test]
fn check_remarks_on_twins_and_is_content() {
    let folder = Folder::with_comparison();
    for (quote, tag) in [("The road of arms", "cadre"), ("Nobody armed", "c\u{430}dre\u{202e}")] {
        folder.run(&["tag", "c.diptych.json", "--source", "1", "--quote", quote, "--tag", tag]).ok();
    }
    let said = folder.run(&["check", "c.diptych.json"]).ok();
    assert_eq!(
        said,
        "c.diptych.json: sound\nc.diptych.json: remark: the tags “cadre” and “c\u{430}dre⟨U+202E⟩” look alike, but \
         some of their letters are not the same\n"
    );
    let json = folder.json(&["check", "c.diptych.json", "--json"]);
    assert_eq!(json[0]["sound"], true);
    assert_eq!(json[0]["remarks"].as_array().unwrap().len(), 1);
}
