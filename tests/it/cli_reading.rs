//! `diptych reading` and `diptych complete`, as they are started from a shell.

use std::fs;

use serde_json::Value;

use crate::cli_run::{Folder, LEFT};

/// A comparison in which Ana has two claims, one with a note, and Ben one.
fn shared() -> Folder {
    let folder = Folder::with_comparison();
    let tag = |reader: &str, quote: &str, note: &str| {
        let with = ["--source", "1", "--quote", quote, "--tag", "road", "--note", note, "--reader", reader];
        folder.run(&[&["tag", "c.diptych.json"][..], &with].concat()).ok();
    };
    tag("Ana", "Nobody armed the cordons", "mine alone");
    tag("Ana", "disarmed them", "");
    tag("Ben", "road was closed", "Ben’s");
    folder
}

#[test]
fn a_reading_without_texts_comes_back_by_merging() {
    let folder = shared();
    let said =
        folder.run(&["reading", "c.diptych.json", "--reader", "ana", "--without-texts", "-o", "a.json"]).ok();
    assert!(
        said.starts_with("a.json: the reading of Ana, 2 claims, 0 links, 0 silences, without the texts, "),
        "{said}"
    );
    let sent = folder.read("a.json");
    assert!(!sent.contains("El cordón, they say") && sent.contains("mine alone") && !sent.contains("Ben’s"));
    let refused = folder.run(&["info", "a.json"]).refused();
    assert!(refused.contains("a.json: the file was saved without the text of “Statement” ("), "{refused}");
    assert!(folder.run(&["check", "a.json"]).refused().contains("without the text"));
    // The other file has the texts.
    folder.run(&["merge", "a.json", "c.diptych.json", "-o", "m.json"]).ok();
    assert_eq!(folder.read("m.json"), folder.read("c.diptych.json"));
    let alone = folder.run(&["merge", "a.json", "-o", "n.json"]).refused();
    assert!(alone.contains("without the text"), "{alone}");
}

#[test]
fn a_reading_is_completed_with_the_texts_and_says_what_another_edition_changes() {
    let folder = shared();
    folder.run(&["reading", "c.diptych.json", "--reader", "Ana", "--without-texts", "-o", "a.json"]).ok();
    folder.run(&["complete", "a.json", "right.md", "left.txt", "-o", "whole.json"]).ok();
    folder.run(&["check", "whole.json"]).ok();
    let info: Value = serde_json::from_str(&folder.run(&["info", "whole.json", "--json"]).ok()).unwrap();
    assert_eq!((info["claims"].as_u64(), info["readers"].as_u64()), (Some(2), Some(1)));
    folder.run(&["complete", "a.json", "c.diptych.json", "-o", "by-comparison.json"]).ok();
    assert_eq!(folder.read("by-comparison.json"), folder.read("whole.json"));
    // Another edition: a preface, and a sentence less.
    let other =
        LEFT.replace("Nobody armed the cordons. ", "").replace("Statement", "Statement, second edition");
    fs::write(folder.path().join("left.txt"), other).unwrap();
    let ran = folder.run(&["complete", "a.json", "left.txt", "right.md", "-o", "other.json", "--json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["sources"][0]["other_edition"], true);
    let of = |quote: &str| {
        let passages = report["passages"].as_array().unwrap();
        passages.iter().find(|passage| passage["quote"] == quote).unwrap()["placement"].clone()
    };
    // Two words, and what stood before them is gone: that is asked about.
    assert_eq!((of("disarmed them"), of("Nobody armed the cordons")), ("ambiguous".into(), "lost".into()));
    let check = folder.run(&["check", "other.json"]);
    assert_eq!(check.code, 1, "{check:?}");
    assert!(
        check.out.contains("Nobody armed the cordons"),
        "the claim is set aside, not dropped: {}",
        check.out
    );
}

#[test]
fn who_is_meant_is_asked_and_no_file_is_replaced_unasked() {
    let folder = shared();
    let said = folder.run(&["reading", "c.diptych.json", "-o", "a.json"]).refused();
    assert!(said.contains("name the reader with --reader, one of: Ana, Ben"), "{said}");
    assert!(
        folder
            .run(&["reading", "c.diptych.json", "--reader", "Zoe", "-o", "a.json"])
            .refused()
            .contains("Zoe")
    );
    folder
        .run(&["reading", "c.diptych.json", "--all", "--without-texts", "--without-notes", "-o", "a.json"])
        .ok();
    assert!(!folder.read("a.json").contains("mine alone"));
    let again = folder.run(&["reading", "c.diptych.json", "--all", "-o", "a.json"]).refused();
    assert!(again.contains("--force"), "{again}");
    let onto =
        folder.run(&["reading", "c.diptych.json", "--all", "-o", "c.diptych.json", "--force"]).refused();
    assert!(onto.contains("this is the file that is read"), "{onto}");
    folder.run(&["reading", "c.diptych.json", "--reader", "Ben"]).ok();
    assert!(folder.path().join("c.ben.diptych.json").exists());
}
