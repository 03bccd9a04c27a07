//! Readings to send, files without texts, groups and codebooks, in the window.

use std::path::{Path, PathBuf};

use diptych::desk::{Command, TakenKind, taking};
use diptych::gui::sharing::SharingAnswer;
use diptych::gui::sharing::book::{BookState, book_ui};
use diptych::gui::sharing::group::{GroupState, group_ui};
use diptych::gui::sharing::send::{SendState, send_ui};
use diptych::gui::theme;
use diptych::model::{ObjectKind, RoundStep, Time};
use diptych::store::book::{book_from_json, to_book};
use diptych::store::reading::{ReadingSettings, blank, reading};
use diptych::store::{self, Actor, Opened};
use eframe::egui::{Key, Modifiers, Role, Theme, Ui, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::bench::Bench;
use crate::window::{Window, app, press, type_text, wait_for, wait_until, window_of, window_with};

/// A form of its own, with what it was answered.
fn form<T: 'static>(
    state: T,
    show: impl Fn(&mut Ui, &mut T) -> SharingAnswer + 'static,
) -> Harness<'static, (T, Vec<SharingAnswer>)> {
    let builder = Harness::builder().with_size((700.0, 900.0)).with_max_steps(16);
    let mut harness = builder.with_context_setup(theme::install).build_ui_state(
        move |ui, (state, answers): &mut (T, Vec<SharingAnswer>)| {
            let answer = show(ui, state);
            if answer != SharingAnswer::Open {
                answers.push(answer);
            }
        },
        (state, Vec::new()),
    );
    harness.run();
    harness
}

fn sample() -> Opened {
    store::open(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("sample_annotations/chile-1973.diptych.json"))
        .unwrap()
}

/// The reading of the sample's first reader without texts, beside two texts that are not in the sample.
fn sent(folder: &Path) -> PathBuf {
    let Opened { comparison, record, .. } = sample();
    let reader = comparison.claims().next().map(|claim| claim.reader);
    let settings = ReadingSettings { reader, texts: false, notes: true };
    let made = reading((&comparison, &record, Actor(3)), settings).unwrap();
    let path = folder.join("sent.diptych.json");
    std::fs::write(&path, made.bytes).unwrap();
    path
}

#[test]
fn what_is_sent_is_chosen_and_said_before_it_is_saved() {
    let mut bench = Bench::new();
    bench.desk.run(Command::SetNote { claim: bench.claims[0], note: "mine".to_owned() }).unwrap();
    let state = SendState::of(bench.comparison(), bench.desk.reader().id);
    assert!(!state.settings.texts && state.settings.notes);
    let mut harness = form(state, move |ui, state| send_ui(ui, bench.comparison(), state));
    harness.get_by_label("In it: 3 claims, 0 links, 0 silences.");
    harness.get_by_label_contains("FI 1973, ");
    harness.get_by_label("Whoever opens the file chooses their own copies of the texts.");
    harness.get_by_role_and_label(Role::CheckBox, "With the notes (1)").click();
    harness.run();
    harness.get_by_label_contains("Merging the file loses none.");
    harness.get_by_label("Save…").click();
    harness.run();
    let (state, answers) = harness.state();
    assert_eq!((state.settings.notes, answers.as_slice()), (false, &[SharingAnswer::Save][..]));
}

#[test]
fn a_group_is_described_by_a_round_with_its_members() {
    let bench = Bench::new();
    let state = GroupState { members: "Ana\n\n Ben \n".to_owned(), ..GroupState::default() };
    let mut harness = form(state, move |ui, state| group_ui(ui, bench.comparison(), state));
    harness
        .get_by_role_and_label(Role::CheckBox, "In two steps: first the passages, then what they say")
        .click();
    harness.run();
    harness.get_by_label("Save…").click();
    harness.run();
    let (state, answers) = harness.state();
    let round = state.round();
    assert_eq!(
        (round.expected.as_slice(), round.step),
        (&["Ana".to_owned(), "Ben".to_owned()][..], RoundStep::Passages)
    );
    assert_eq!(answers.as_slice(), [SharingAnswer::Save]);
}

#[test]
fn both_wordings_of_a_definition_are_read_before_a_codebook_is_taken_in() {
    let mut bench = Bench::new();
    let road = bench.id("armed road");
    bench.desk.run(Command::DefineTag { tag: road, definition: "Arms for workers.".to_owned() }).unwrap();
    let bytes = to_book(bench.comparison());
    bench.desk.close_typing();
    bench.desk.run(Command::DefineTag { tag: road, definition: "Any arming at all.".to_owned() }).unwrap();
    let book = book_from_json(&bytes, Path::new("b")).unwrap();
    let taking = taking(bench.comparison(), &book.tags, Time(0));
    assert_eq!(taking.n_of(TakenKind::Redefined), 1);
    let state = BookState { name: "b.codebook.json".to_owned(), book, taking };
    let mut harness = form(state, |ui, state| book_ui(ui, state));
    harness.get_by_label("armed road: gets another definition");
    harness.get_by_label("Here: “Any arming at all.”");
    harness.get_by_label("There: “Arms for workers.”");
    harness.get_by_label("Yours has been changed more often, so theirs may be the older one.");
    harness.get_by_label("Take in").click();
    harness.run();
    assert_eq!(harness.state().1.as_slice(), [SharingAnswer::Done]);
}

#[test]
fn a_file_whose_texts_are_open_opens_by_itself_as_work_that_is_not_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = sent(folder.path());
    // The sample lies open when the program starts, and has the texts.
    let mut window =
        window_with(vec2(1280.0, 800.0), Theme::Light, vec![path], crate::window::places_in(&folder));
    wait_for(&mut window, "is open with its texts, and not saved yet");
    let open = app(&window).open();
    assert!(open.path.is_none() && !open.desk.saved());
    assert_eq!(open.desk.comparison().sources().len(), 2);
}

/// A window with a small comparison of other texts, into which the file without texts is opened.
fn asked(folder: &tempfile::TempDir) -> Window {
    let bench = Bench::new();
    let other = folder.path().join("other.diptych.json");
    std::fs::write(&other, store::to_json(bench.comparison(), &store::Record::new(), Actor(1)).0).unwrap();
    let mut window = window_of(&other, folder);
    let path = sent(folder.path());
    crate::window::let_drop(&mut window, &[path]);
    wait_for(&mut window, "What is to be done with");
    window.get_by_label("Open").click();
    wait_for(&mut window, "This file was sent without its texts");
    window
}

/// Presses a button that asks for a file, and types the path into the field that stands in for the system's dialog.
fn type_path(window: &mut Window, button: &str, path: &Path) {
    let is_asked = |window: &Window| window.query_by_label("Path of the file").is_some();
    for frame in 0..3_000 {
        // What is above the button may grow while it is pressed, so that the press goes beside it.
        if frame % 500 == 0
            && let Some(button) = window.query_by_label(button)
        {
            button.click();
        }
        window.run();
        if let Some(button) = window.query_by_label("Type a path instead") {
            button.click();
            window.run();
        }
        if is_asked(window) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    window.get_by_label("Path of the file").focus();
    window.run();
    press(window, Modifiers::COMMAND, Key::A);
    type_text(window, &path.display().to_string());
    press(window, Modifiers::NONE, Key::Enter);
}

#[test]
fn texts_are_chosen_one_by_one_and_another_edition_is_reported_before_it_opens() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = asked(&folder);
    assert_eq!(window.query_all_by_label_contains("Not chosen yet").count(), 2);
    let comparison = sample().comparison;
    let sources = comparison.sources();
    let first = folder.path().join("first.txt");
    std::fs::write(&first, format!("A preface.\n\n{}", sources[0].text.as_str())).unwrap();
    let second = folder.path().join("second.txt");
    std::fs::write(&second, sources[1].text.as_str()).unwrap();
    for (source, path) in [(0, first), (1, second)] {
        let title = &sources[source].bibliography.title;
        type_path(&mut window, &format!("Choose a file… for {title}"), &path);
        wait_for(&mut window, &path.file_name().unwrap().to_string_lossy());
    }
    wait_for(&mut window, "Another edition: first.txt");
    wait_for(&mut window, "The same text, from second.txt");
    wait_for(&mut window, "0 where they were");
    window.get_by_label("Open").click();
    wait_until(&mut window, |app| app.open().path.is_none());
    let opened = app(&window).open().desk.comparison();
    assert!(opened.sources()[0].text.as_str().starts_with("A preface."));
    let aside = opened.set_aside().filter(|aside| aside.kind == ObjectKind::Claim).count();
    assert_eq!(opened.n_claims() + aside, comparison.n_claims());
    assert_eq!(opened.audit(), []);
}

#[test]
fn a_member_reads_the_instructions_says_who_they_are_and_closes_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::new();
    let state = GroupState {
        instructions: "Read both, alone.".to_owned(),
        members: "Berta\nCarlos".to_owned(),
        ..GroupState::default()
    };
    bench.desk.run(Command::StartRound(state.round())).unwrap();
    let made = blank((bench.comparison(), &store::Record::new(), Actor(1)), true).unwrap();
    let path = folder.path().join("group.diptych.json");
    std::fs::write(&path, made.bytes).unwrap();
    let mut window = window_of(&path, &folder);
    window.get_by_label("Read both, alone.");
    let who = "You read as “A. Rojas”. Who of those expected are you?";
    window.get_by_role_and_label(Role::ComboBox, who).click();
    window.run();
    window.get_by_label("Berta").click();
    window.run();
    assert_eq!(app(&window).open().desk.reader().name, "Berta");
    assert!(window.query_by_label_contains("Who of those expected").is_none());
    window.get_by_label("Close the instructions").click();
    window.run();
    assert!(window.query_by_label("Read both, alone.").is_none());
}
