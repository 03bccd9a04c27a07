//! `diptych merge`: as it is started from a shell.

use std::fs;

use serde_json::Value;

use crate::cli_run::Folder;

/// Two copies of one comparison, in each of which something else was done.
fn two() -> Folder {
    let folder = Folder::with_comparison();
    let tag = |file: &str, quote: &str, note: &str| {
        let with = ["--source", "1", "--quote", quote, "--tag", "road", "--note", note];
        folder.run(&[&["tag", file][..], &with].concat()).ok();
    };
    tag("c.diptych.json", "Nobody armed the cordons", "both");
    fs::copy(folder.path().join("c.diptych.json"), folder.path().join("d.diptych.json")).unwrap();
    tag("c.diptych.json", "road was closed", "one");
    tag("d.diptych.json", "disarmed them", "other");
    folder
}

#[test]
fn files_merge_to_the_same_bytes_in_any_order() {
    let folder = two();
    let said = folder.run(&["merge", "c.diptych.json", "d.diptych.json", "-o", "one.json"]).ok();
    assert_eq!(said, "one.json: 2 files merged: 1 reader, 1 tag, 3 claims, 0 links, 0 silences\n");
    folder.run(&["merge", "d.diptych.json", "c.diptych.json", "one.json", "-o", "two.json"]).ok();
    assert_eq!(folder.read("one.json"), folder.read("two.json"));
    folder.run(&["check", "one.json"]).ok();
}

#[test]
fn what_met_is_listed_and_as_json() {
    let folder = two();
    for (file, title, session) in [("c.diptych.json", "One", 1), ("d.diptych.json", "Other", 2)] {
        let mut json: Value = serde_json::from_str(&folder.read(file)).unwrap();
        json["title"] = title.into();
        json["seen"] = serde_json::json!({ format!("{session:016x}"): 2 });
        json["stamps"] = serde_json::json!({ "title": format!("2.{session:016x}") });
        folder.put(file, json.to_string());
    }
    let said = folder.run(&["merge", "c.diptych.json", "d.diptych.json", "-o", "one.json", "--json"]).ok();
    let report: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((report["files"].as_u64(), report["claims"].as_u64()), (Some(2), Some(3)));
    assert_eq!(report["lines"][0]["event"], "clash");
    assert_eq!(report["lines"][0]["field"], "title");
    let sentence = report["lines"][0]["sentence"].as_str().unwrap();
    assert!(sentence.contains("Shown: “Other”. Kept in its history: “One”."), "{sentence}");
}

#[test]
fn a_file_is_only_replaced_when_that_is_asked_for() {
    let folder = two();
    let before = folder.read("c.diptych.json");
    let merge = ["merge", "c.diptych.json", "d.diptych.json", "-o", "c.diptych.json"];
    let said = folder.run(&merge).refused();
    assert_eq!(
        said,
        "c.diptych.json: this is one of the files to merge; name another file after -o, or replace it with --force"
    );
    assert_eq!(folder.read("c.diptych.json"), before);
    folder.run(&[&merge[..], &["--force"]].concat()).ok();
    let merged = folder.read("c.diptych.json");
    assert!(merged.len() > before.len());
    let said = folder.run(&["merge", "c.diptych.json", "-o", "d.diptych.json"]).refused();
    assert_eq!(said, "d.diptych.json: there is a file of this name already; --force replaces it");
}

#[test]
fn files_of_another_comparison_are_refused() {
    let folder = two();
    folder.run(&["new", "-o", "other.json", "left.txt", "right.md"]).ok();
    let said = folder.run(&["merge", "c.diptych.json", "other.json", "-o", "one.json"]).refused();
    assert!(said.starts_with("other.json: another comparison than c.diptych.json"), "{said}");
    assert!(!folder.path().join("one.json").exists());
}
