//! Somebody else's hand on the open file: noticed, said, merged.

use std::path::Path;

use diptych::desk::Command;
use diptych::model::Comparison;
use diptych::store::{self, Actor};
use diptych::text::Span;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::window::{app, n_claims, press, select_first_words, wait_for, wait_until, window_of, with_file};

/// Another program changes the file.
fn another_does(file: &Path, change: impl FnOnce(&Comparison) -> Command) {
    let opened = store::open(file).unwrap();
    let mut desk = diptych::desk::Desk::new(
        opened.comparison,
        diptych::model::Reader {
            id: diptych::model::ReaderId(uuid::Uuid::now_v7()),
            name: "B. Vidal".to_owned(),
            unknown: diptych::model::Unknown::default(),
        },
        Box::new(diptych::desk::SystemClock),
        Box::new(diptych::desk::RandomIds),
    );
    let command = change(desk.comparison());
    desk.run(command).unwrap();
    store::save(desk.comparison(), &opened.record, Actor(77), file).unwrap();
}

/// Another program adds a claim to the file, on these words.
fn another_tags(file: &Path, (start, end): (u32, u32)) {
    another_does(file, |comparison| {
        let source = comparison.sources()[1].id;
        let spans = vec![Span::new(start, end).unwrap()];
        Command::Tag { source, spans, tags: Vec::new() }
    });
}

#[test]
fn what_was_said_otherwise_at_the_same_time_stands_in_the_claims_history() {
    let (mut window, file, _folder) = with_file();
    press(&mut window, Modifiers::NONE, Key::F4);
    let claim = app(&window).open().view.claim.unwrap();
    window.query_all_by_role_and_label(Role::MultilineTextInput, "Note").next().unwrap().focus();
    window.run();
    let note = window.query_all_by_role_and_label(Role::MultilineTextInput, "Note").next().unwrap();
    note.type_text("What the plenum held. ");
    window.run();
    another_does(&file, |_| Command::SetNote { claim, note: "A road not taken.".to_owned() });
    wait_for(&mut window, "has changed mine.diptych.json");
    assert!(window.query_by_label("Also said").is_none());
    window.get_by_label("Merge").click();
    wait_for(&mut window, "Also said");
    let note = &app(&window).open().desk.comparison().claim(claim).unwrap().note;
    let theirs_is_shown = note == "A road not taken.";
    let kept = if theirs_is_shown { "What the plenum held." } else { "A road not taken." };
    assert!(theirs_is_shown || note.contains("What the plenum held."), "{note}");
    assert!(window.query_all_by_label_contains(kept).next().is_some(), "the other words can be read");
}

#[test]
fn what_somebody_else_did_is_noticed_and_merged_with_ones_own() {
    let (mut window, file, _folder) = with_file();
    let before = n_claims(&window);
    select_first_words(&mut window, 2);
    press(&mut window, Modifiers::COMMAND, Key::M);
    another_tags(&file, (100, 120));
    wait_for(&mut window, "has changed mine.diptych.json");
    window.get_by_label("Merge").click();
    wait_until(&mut window, |app| app.open().desk.comparison().n_claims() == before + 2);
    // Nobody changed it since: it saves without a question.
    press(&mut window, Modifiers::COMMAND, Key::S);
    wait_until(&mut window, |app| app.open().desk.saved());
    assert_eq!(store::open(&file).unwrap().comparison.n_claims(), before + 2);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(n_claims(&window), before + 1, "merging is a step of its own");
}

#[test]
fn a_save_over_somebody_elses_work_is_asked_about_and_merged() {
    let (mut window, file, _folder) = with_file();
    let before = n_claims(&window);
    select_first_words(&mut window, 2);
    press(&mut window, Modifiers::COMMAND, Key::M);
    another_tags(&file, (100, 120));
    press(&mut window, Modifiers::COMMAND, Key::S);
    wait_for(&mut window, "The file has changed");
    assert_eq!(store::open(&file).unwrap().comparison.n_claims(), before + 1, "nothing was written");
    window.get_all_by_label("Merge").last().unwrap().click();
    wait_until(&mut window, |app| app.open().desk.comparison().n_claims() == before + 2);
    press(&mut window, Modifiers::COMMAND, Key::S);
    wait_until(&mut window, |app| app.open().desk.saved());
    assert_eq!(store::open(&file).unwrap().comparison.n_claims(), before + 2);
}

#[test]
fn a_conflict_copy_is_offered_for_merging() {
    let (mut window, file, folder) = with_file();
    let before = n_claims(&window);
    let copy = folder.path().join("mine.diptych.sync-conflict-20261120-101500-ABCDEFG.json");
    let away = tempfile::tempdir().unwrap();
    let aside = away.path().join("copy.json");
    std::fs::copy(&file, &aside).unwrap();
    another_tags(&aside, (200, 240));
    std::fs::rename(&aside, &copy).or_else(|_| std::fs::copy(&aside, &copy).map(drop)).unwrap();
    wait_for(&mut window, "Your synchronizer left");
    window.get_by_label("Merge it").click();
    wait_until(&mut window, |app| app.open().desk.comparison().n_claims() == before + 1);
    assert!(!app(&window).open().desk.saved(), "the file itself does not say it yet");
    assert!(copy.exists());
}

#[test]
fn the_second_window_on_a_file_says_so() {
    let (_first, file, folder) = with_file();
    let mut second = window_of(&file, &folder);
    wait_for(&mut second, "Another window has mine.diptych.json open");
    second.get_by_label("Understood").click();
    second.run();
    assert!(second.query_by_label("Understood").is_none());
}
