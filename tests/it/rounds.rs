//! Rounds of reading: begun, changed, opened, and kept shut as long as they are sealed.

use diptych::analysis::agreement::rounds::{RoundState, current, with_a_reading};
use diptych::analysis::changes::Changes;
use diptych::desk::{Command, NewRound};
use diptych::model::RoundStep;

use crate::cli_run::Folder;
use crate::support::{small_desk, tag};

fn new(name: &str, expected: &[&str]) -> NewRound {
    NewRound {
        name: name.to_owned(),
        instructions: "Read both texts.".to_owned(),
        expected: expected.iter().map(|name| (*name).to_owned()).collect(),
        step: RoundStep::Whole,
    }
}

#[test]
fn a_round_is_sealed_until_all_are_in_or_it_is_opened() {
    let (mut desk, [left, _], [armed, _]) = small_desk();
    let before = desk.comparison().clone();
    desk.run(Command::StartRound(new(" First ", &["Ana", " ", "Ben López", "Ana"]))).unwrap();
    let round = current(desk.comparison()).unwrap().clone();
    assert_eq!(
        (round.name.as_str(), round.expected.as_slice()),
        ("First", ["Ana".to_owned(), "Ben López".to_owned()].as_slice())
    );
    let state = |there: &[&str]| RoundState::of(&round, there.iter().copied());
    assert_eq!(
        state(&["ana"]).sentence(&round),
        "Round “First” is sealed: 1 of 2 are in; missing: Ben López."
    );
    assert!(!state(&["BEN  LÓPEZ", "Ana.", "Cara"]).sealed);
    assert_eq!(state(&["Ana", "Ben López"]).sentence(&round), "Round “First” is open: all 2 are in.");
    assert!(with_a_reading(desk.comparison()).is_empty(), "who leads has read nothing yet");
    tag(&mut desk, left, "The armed road", armed);
    assert_eq!(with_a_reading(desk.comparison()).len(), 1);
    desk.run(Command::OpenRound(round.id)).unwrap();
    let opened = current(desk.comparison()).unwrap();
    assert!(opened.opened.is_some());
    assert_eq!(
        RoundState::of(opened, []).sentence(opened),
        "Round “First” is open: 0 of 2 are in; missing: Ana, Ben López."
    );
    let n = desk.history().n_past();
    desk.run(Command::OpenRound(round.id)).unwrap();
    assert_eq!(desk.history().n_past(), n, "what is open is open");
    desk.run(Command::ChangeRound { round: round.id, new: new("Second", &[]) }).unwrap();
    assert!(current(desk.comparison()).unwrap().opened.is_some(), "changing it does not seal it again");
    let told = Changes::between(&before, desk.comparison());
    assert!(told.list.iter().any(|change| change.to_string() == "round added: “Second”"), "{told:?}");
    assert!(desk.run(Command::StartRound(new("  ", &[]))).is_err());
    desk.run(Command::RemoveRound(round.id)).unwrap();
    assert!(current(desk.comparison()).is_none());
    while desk.undo().unwrap().is_some() {}
    assert!(*desk.comparison() == before);
}

#[test]
fn where_nobody_in_particular_is_expected_somebody_opens_it() {
    let (mut desk, ..) = small_desk();
    desk.run(Command::StartRound(new("Open end", &[]))).unwrap();
    let round = current(desk.comparison()).unwrap();
    let state = RoundState::of(round, ["Ana"]);
    assert!(state.sealed);
    assert_eq!(state.sentence(round), "Round “Open end” is sealed until it is opened.");
}

#[test]
fn the_command_line_keeps_the_seal() {
    let folder = Folder::with_comparison();
    let mark = |file: &str, who: &str, quote: &str| {
        let with = ["--source", "1", "--quote", quote, "--tag", "road", "--reader", who];
        folder.run(&[&["tag", file][..], &with].concat()).ok();
    };
    let json = folder.read("c.diptych.json");
    let mut file: serde_json::Value = serde_json::from_str(&json).unwrap();
    let reader = file["readers"][0]["id"].clone();
    let when = "2026-11-20T10:00:00Z";
    file["rounds"] = serde_json::json!([{
        "id": "01a2000c-e000-7000-8000-0000000000aa", "name": "First", "expected": ["Ana", "Ben", "Cara"],
        "step": "whole", "reader": reader, "created": when, "modified": when, "revision": 1,
    }]);
    folder.put("a.diptych.json", file.to_string());
    folder.put("b.diptych.json", file.to_string());
    mark("a.diptych.json", "Ana", "The road of arms was closed.");
    mark("b.diptych.json", "Ben", "Nobody armed the cordons.");
    let files = ["disagreements", "a.diptych.json", "b.diptych.json"];
    let sealed = folder.run(&files);
    assert_eq!((sealed.code, sealed.out.as_str()), (2, "Ana: 1 claim\nBen: 1 claim\n"));
    assert!(
        sealed.said.contains("Round “First” is sealed: 2 of 3 are in; missing: Cara."),
        "{}",
        sealed.said
    );
    let shown = folder.run(&[&files[..], &["--open"]].concat()).ok();
    assert!(shown.contains("missing: marked it (Ana), did not mark it (Ben)"), "{shown}");
}
