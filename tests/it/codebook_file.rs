//! The codebook by itself: as a file, and taken in.

use std::path::Path;

use diptych::desk::{Command, Desk, TakenKind, taking};
use diptych::model::{ColorSlot, Comparison, TagId, Time};
use diptych::store::book::{book_from_json, open_book, to_book};
use diptych::store::{StoreError, book_schema};
use serde_json::{Value, json};

use crate::cli_run::Folder;
use crate::support::{desk_of, small_desk};

fn made(desk: &mut Desk, name: &str, parent: Option<TagId>) -> TagId {
    desk.run(Command::CreateTag { name: name.to_owned(), parent }).unwrap().tag.unwrap()
}

fn book(comparison: &Comparison) -> Vec<diptych::model::Tag> {
    let book = book_from_json(&to_book(comparison), Path::new("b.json")).unwrap();
    assert_eq!(book.warnings, Vec::<String>::new());
    book.tags
}

fn tags(comparison: &Comparison) -> Vec<(usize, String, Option<char>)> {
    let all = comparison.codebook().into_iter();
    all.map(|(depth, tag)| (depth, tag.name.clone(), tag.key)).collect()
}

#[test]
fn a_codebook_is_written_and_read_and_taking_it_in_where_it_comes_from_changes_nothing() {
    let (mut desk, _, [armed, _]) = small_desk();
    let under = made(&mut desk, "transport", Some(armed));
    desk.run(Command::DefineTag { tag: under, definition: "Of goods.".to_owned() }).unwrap();
    desk.run(Command::SetTagKey { tag: under, key: Some('t') }).unwrap();
    let comparison = desk.comparison().clone();
    let bytes = to_book(&comparison);
    let value: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!((&value["format"], &value["version"]), (&json!("diptych-codebook"), &json!(1)));
    assert!(value["tags"][0].get("revision").is_none() && value["tags"][0].get("stamps").is_none());
    let schema = book_schema();
    let known: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
    assert!(value.as_object().unwrap().keys().all(|name| known.contains(&name)));
    let read = book(&comparison);
    let mut sorted = read.clone();
    sorted.sort_by_key(|tag| tag.id);
    let ours: Vec<_> = comparison.tags().map(|tag| (**tag).clone()).collect();
    assert_eq!(sorted, ours);
    let nothing = taking(&comparison, &read, Time(5));
    assert!(nothing.is_empty() && nothing.n_same == 3, "{nothing:?}");
    let before = desk.history().state();
    desk.run(Command::TakeCodebook(read)).unwrap();
    assert_eq!(desk.history().state(), before, "no step is made of nothing");
}

#[test]
fn taking_in_says_what_changes_and_is_one_step_that_can_be_undone() {
    let (mut theirs, _, [armed, calm]) = small_desk();
    theirs.run(Command::RenameTag { tag: calm, name: "calls for calm".to_owned() }).unwrap();
    theirs.run(Command::DefineTag { tag: armed, definition: "Any arming.".to_owned() }).unwrap();
    theirs.run(Command::RecolorTag { tag: armed, color: ColorSlot::Pink }).unwrap();
    theirs.run(Command::SetTagKey { tag: armed, key: Some('a') }).unwrap();
    let fresh = made(&mut theirs, "Órdenes", Some(armed));
    let theirs_new = made(&mut theirs, "supply", Some(fresh));
    theirs.run(Command::MoveTag { tag: calm, parent: Some(fresh), before: None }).unwrap();
    theirs.run(Command::SetTagKey { tag: theirs_new, key: Some('s') }).unwrap();

    let (ours, ..) = small_desk();
    let mut ours = desk_of(ours.comparison().clone(), 50_000);
    ours.run(Command::DefineTag { tag: armed, definition: "Arms for workers.".to_owned() }).unwrap();
    let by_name = made(&mut ours, "  órdenes ", None);
    let own = made(&mut ours, "only ours", None);
    ours.run(Command::SetTagKey { tag: own, key: Some('s') }).unwrap();
    let before = ours.comparison().clone();

    let plan = taking(&before, &book(theirs.comparison()), Time(9));
    let found: Vec<(TakenKind, &str, &str, &str)> = plan
        .changes
        .iter()
        .map(|change| (change.kind, &*change.name, &*change.was, &*change.becomes))
        .collect();
    assert!(
        found.contains(&(TakenKind::Redefined, "armed road", "Arms for workers.", "Any arming.")),
        "{found:?}"
    );
    assert!(found.contains(&(TakenKind::Renamed, "calm", "calm", "calls for calm")));
    assert!(found.contains(&(TakenKind::Key, "armed road", "", "a")));
    assert!(found.contains(&(TakenKind::KeyTaken, "supply", "only ours", "s")));
    assert!(found.contains(&(TakenKind::New, "supply", "", "")));
    assert_eq!(plan.n_of(TakenKind::Moved), 2, "calm, and the one known by its name: {found:?}");
    assert!(
        found
            .iter()
            .any(|(kind, name, _, to)| (*kind, *name, *to) == (TakenKind::Recolored, "armed road", "pink"))
    );
    assert_eq!(plan.ours_only, ["only ours"]);

    let n_before = ours.history().state();
    ours.run(Command::TakeCodebook(book(theirs.comparison()))).unwrap();
    let after = ours.comparison();
    assert_eq!(after.audit(), []);
    assert_eq!(after.tag(by_name).unwrap().parent, Some(armed), "it is the same tag, by its name");
    assert_eq!(after.tag(theirs_new).unwrap().parent, Some(by_name));
    assert!(after.tag(fresh).is_none());
    assert_eq!((after.tag(own).unwrap().key, after.tag(theirs_new).unwrap().key), (Some('s'), None));
    assert_eq!(after.tag(armed).unwrap().definition_revision, 2, "claims are to be looked at again");
    assert_eq!(tags(after).len(), 5);
    assert!(taking(after, &book(theirs.comparison()), Time(9)).is_empty());
    ours.undo().unwrap();
    assert!(*ours.comparison() == before && ours.history().state() == n_before);
}

#[test]
fn damaged_and_hostile_codebooks_cost_what_is_damaged_and_nothing_more() {
    let read = |value: &Value| book_from_json(value.to_string().as_bytes(), Path::new("b.json"));
    let (desk, ..) = small_desk();
    let whole: Value = serde_json::from_slice(&to_book(desk.comparison())).unwrap();
    let mut damaged = whole.clone();
    damaged["tags"].as_array_mut().unwrap().extend([json!(7), json!({ "id": "x", "name": "y" })]);
    damaged["tags"][0]["parent"] = damaged["tags"][1]["id"].clone();
    damaged["tags"][1]["parent"] = damaged["tags"][0]["id"].clone();
    let book = read(&damaged).unwrap();
    assert_eq!((book.tags.len(), book.warnings.len()), (2, 3), "{:?}", book.warnings);
    assert_eq!(book.tags.iter().filter(|tag| tag.parent.is_none()).count(), 1, "the circle is cut");
    assert!(book.warnings.iter().all(|warning| !warning.contains('\n')));
    let refused = |value: Value| read(&value).unwrap_err().to_string();
    assert!(refused(json!({ "format": "other" })).contains("not a codebook"));
    assert!(refused(json!([1])).contains("not a codebook"));
    assert!(refused(json!({ "format": "diptych-codebook", "version": 2 })).contains("newer version"));
    assert!(refused(json!({ "format": "diptych-codebook" })).contains("version"));
    for (bytes, says) in [
        (&b""[..], "empty"),
        (b"\xff\xfe", "UTF-8"),
        (b"{\"format\": \"dip", "cut off"),
        (b"{,}", "not JSON"),
    ] {
        let error = book_from_json(bytes, Path::new("b.json")).unwrap_err().to_string();
        assert!(error.contains(says) && !error.contains('\n'), "{error}");
    }
    let mut many = whole.clone();
    let one = whole["tags"][0].clone();
    many["tags"] = Value::Array(std::iter::repeat_n(one, 100_001).collect());
    assert!(matches!(read(&many), Err(StoreError::TooMany { n: 100_001, .. })));
}

#[test]
fn from_the_command_line_a_codebook_goes_from_one_comparison_to_another() {
    let folder = Folder::with_comparison();
    for tag in ["road", "calm"] {
        let with = ["--source", "1", "--quote", "Nobody armed", "--tag", tag];
        folder.run(&[&["tag", "c.diptych.json"][..], &with].concat()).ok();
    }
    let said = folder.run(&["codebook", "c.diptych.json", "-o", "c.codebook.json"]).ok();
    assert_eq!(said, "c.codebook.json: a codebook of 2 tags\n");
    folder.run(&["new", "-o", "d.diptych.json", "left.txt", "right.md"]).ok();
    let dry = folder.run(&["codebook", "d.diptych.json", "--take", "c.codebook.json", "--dry-run"]);
    assert_eq!((dry.code, dry.out.matches("new “").count()), (1, 2), "{dry:?}");
    let none: Value = serde_json::from_str(&folder.run(&["info", "d.diptych.json", "--json"]).ok()).unwrap();
    assert_eq!(none["tags"], 0);
    folder.run(&["codebook", "d.diptych.json", "--take", "c.codebook.json"]).ok();
    let again = folder.run(&["codebook", "d.diptych.json", "--take", "c.diptych.json", "--json"]).ok();
    let again: Value = serde_json::from_str(&again).unwrap();
    assert_eq!((again["same"].as_u64(), again["changes"].as_array().map(Vec::len)), (Some(2), Some(0)));
    assert!(open_book(&folder.path().join("d.diptych.json")).unwrap().tags.len() == 2);
    let refused = folder.run(&["codebook", "d.diptych.json", "--take", "left.txt"]).refused();
    assert!(refused.contains("left.txt: not JSON"), "{refused}");
    folder.run(&["check", "d.diptych.json"]).ok();
}
