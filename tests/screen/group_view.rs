//! Readers against readers in the window: what they differ in, settling it, how far they agree, an answer key.

use std::path::{Path, PathBuf};

use diptych::desk::{Command, Desk, RandomIds, SystemClock};
use diptych::gui::group_view::Part;
use diptych::gui::view::Mode;
use diptych::model::{Comparison, Outcome, Reader, ReaderId, Stance, Unknown};
use diptych::store::{self, Actor};
use diptych::text::Span;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::window::{Window, app, press, wait_for, wait_until, window_of};

/// What readers marked, by their names: where, with which tag, with which stance.
type Marked = &'static [((u32, u32), &'static str, Option<Stance>)];

const READERS: [(&str, Marked); 3] = [
    (
        "Ana",
        &[
            ((0, 42), "armed road", Some(Stance::Denies)),
            ((45, 87), "armed road", None),
            ((90, 113), "copper", Some(Stance::Affirms)),
        ],
    ),
    (
        "Ben",
        &[
            ((0, 42), "armed road", Some(Stance::Affirms)),
            ((45, 70), "armed road", None),
            ((90, 113), "copper", Some(Stance::Affirms)),
        ],
    ),
    ("Cleo", &[((0, 42), "armed road", Some(Stance::Denies)), ((90, 113), "copper", Some(Stance::Affirms))]),
];

const WORDS: &str = "The armed road was not chosen by the Party.\n\nIt was forced on it, as many have said since.\n\nCopper paid for it all.";

fn desk(comparison: Comparison, name: &str, number: u128) -> Desk {
    let reader = Reader {
        id: ReaderId(uuid::Uuid::from_u128(number)),
        name: name.to_owned(),
        unknown: Unknown::default(),
    };
    Desk::new(comparison, reader, Box::new(SystemClock), Box::new(RandomIds))
}

/// A file with the readings of three.
fn three_readers(folder: &Path) -> PathBuf {
    let id = diptych::model::ComparisonId(uuid::Uuid::from_u128(9));
    let mut comparison = Comparison::new(id, "Roads".to_owned(), diptych::model::Time(0));
    for ((name, marked), number) in READERS.into_iter().zip(11_u128..) {
        let mut desk = desk(comparison, name, number);
        if desk.comparison().sources().is_empty() {
            let sources = ["FI 1973", "Corvalán 1977"].map(|name| crate::bench::source_of(name, WORDS));
            desk.run(Command::AddSources(sources.into())).unwrap();
        }
        let source = desk.comparison().sources()[0].id;
        for ((start, end), tag, stance) in marked {
            let spans = vec![Span::new(*start, *end).unwrap()];
            let tags = vec![diptych::desk::TagRef::Named((*tag).to_owned())];
            let claim = desk.run(Command::Tag { source, spans, tags }).unwrap().claim.unwrap();
            let tag = desk.comparison().claim(claim).unwrap().tags[0].tag;
            if stance.is_some() {
                desk.run(Command::SetStance { claim, tag, stance: *stance }).unwrap();
            }
            let summary = format!("In the words of {name}.");
            desk.run(Command::SetSummary { claim, summary }).unwrap();
        }
        comparison = desk.comparison().clone();
    }
    let file = folder.join("roads.diptych.json");
    store::save(&comparison, &store::Record::new(), Actor(5), &file).unwrap();
    file
}

/// The window on that file, in the view of readers, with what they differ in worked out.
fn readers() -> (Window, PathBuf, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = three_readers(folder.path());
    let mut window = window_of(&file, &folder);
    press(&mut window, Modifiers::COMMAND, Key::Num4);
    assert_eq!(app(&window).open().view.mode, Mode::Readers);
    wait_for(&mut window, "3 readers, 8 claims at 3 places");
    (window, file, folder)
}

fn comparison(window: &Window) -> &Comparison {
    app(window).open().desk.comparison()
}

#[test]
fn how_many_disagreements_there_are_of_each_kind_comes_first_and_a_click_lists_them() {
    let (mut window, _file, _folder) = readers();
    window.get_by_label("All agree entirely on 1 place of 3.");
    window.get_by_label("Stance 1").click();
    window.run();
    assert_eq!(app(&window).group_view().part, Part::Disagreements);
    wait_for(&mut window, "1 of 1");
    assert!(
        window.query_all_by_label_contains("“armed road”: denies (Ana, Cleo), affirms (Ben)").count() >= 1
    );
    // The passage with each reader's words.
    window.get_by_label("2 readers: Ana, Cleo");
    window.get_by_label("Ana: In the words of Ana.");
    window.get_by_label("In the words of Ben.");
}

#[test]
fn disagreements_are_walked_by_key_and_shown_in_the_texts() {
    let (mut window, _file, _folder) = readers();
    press(&mut window, Modifiers::NONE, Key::F12);
    wait_for(&mut window, "1 of 3");
    press(&mut window, Modifiers::NONE, Key::F12);
    wait_for(&mut window, "2 of 3");
    window.get_by_label("Did not mark it: Cleo");
    press(&mut window, Modifiers::SHIFT, Key::F12);
    wait_for(&mut window, "1 of 3");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    let view = &app(&window).open().view;
    assert_eq!(view.mode, Mode::Reading);
    assert_eq!(view.pane().selection().start().0, 45, "the passage is selected");
}

#[test]
fn the_figures_stand_per_tag_with_their_n_and_a_line_opens_to_all_of_them() {
    let (mut window, _file, _folder) = readers();
    wait_for(&mut window, "Tag: copper");
    // All three marked it alike: full agreement on where, and a stance that never varies is no figure.
    let line = window.query_all_by_label_contains("Tag: copper").next().unwrap();
    line.click();
    window.run();
    assert!(window.query_all_by_label_contains("1.000, n = 3 claims").count() >= 1);
    assert!(window.query_all_by_label_contains("undefined: ").count() >= 1);
    // A page says how a figure is worked out.
    window.get_by_label("How this is worked out: Words with the tag (Jaccard)").click();
    window.run();
    assert!(window.query_all_by_label_contains("Formula").count() >= 1);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.query_all_by_label("Formula").count(), 0);
    // In pairs: Ana and Cleo have two of three passages in common.
    assert!(window.query_all_by_label_contains("Ana and Cleo").count() >= 1);
    window.get_by_label("Copy the table").click();
    window.run();
    window.get_by_label("The table is on the clipboard.");
}

#[test]
fn a_settled_version_takes_combines_and_leaves_out_and_is_gone_on_with_after_a_restart() {
    let (mut window, _file, folder) = readers();
    window.get_by_label("Settle…").click();
    wait_for(&mut window, "Path of the file");
    let field = window.get_by_label("Path of the file");
    let suggested = field.value().unwrap_or_default();
    assert!(suggested.ends_with("roads.settled.diptych.json"), "{suggested}");
    press(&mut window, Modifiers::NONE, Key::Enter);
    wait_until(&mut window, |app| app.open().path.is_some());
    assert_eq!(comparison(&window).title(), "Roads, settled");
    wait_for(&mut window, "0 of 2 decided");
    window.get_by_label("Take over the place on which all agree").click();
    wait_until(&mut window, |app| app.open().desk.comparison().n_claims() == 9);
    // By number: the first reading, which most made.
    press(&mut window, Modifiers::NONE, Key::F12);
    press(&mut window, Modifiers::SHIFT, Key::F12);
    press(&mut window, Modifiers::NONE, Key::Num1);
    wait_for(&mut window, "1 of 2 decided");
    let taken = |window: &Window| {
        let outcomes = comparison(window).decisions().filter_map(|decision| decision.outcome);
        outcomes.filter(|outcome| matches!(outcome, Outcome::Taken(_))).count()
    };
    assert_eq!(taken(&window), 2, "the place on which all agree, and this one");
    // It goes on to the next by itself; that is left out, and taken back.
    wait_for(&mut window, "Did not mark it: Cleo");
    window.get_by_label("Leave out (x)").click();
    wait_for(&mut window, "2 of 2 decided");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    wait_for(&mut window, "1 of 2 decided");
    press(&mut window, Modifiers::COMMAND, Key::S);
    wait_until(&mut window, |app| app.open().desk.saved());
    // Another day.
    let settled = folder.path().join("roads.settled.diptych.json");
    let mut window = window_of(&settled, &folder);
    press(&mut window, Modifiers::NONE, Key::F12);
    wait_for(&mut window, "1 of 2 decided");
    // It begins at what is not decided.
    wait_for(&mut window, "Did not mark it: Cleo");
    window.get_by_label("Combine… (c)").click();
    window.run();
    window.get_by_label("Combined");
    window.get_by_label("Moves the end a word back").click();
    window.run();
    window.get_by_label("Reason").focus();
    window.run();
    window.get_by_label("Reason").type_text("Agreed on Wednesday.");
    window.run();
    window.get_by_label("Decide so").click();
    wait_for(&mut window, "2 of 2 decided");
    let decision = comparison(&window).decisions().find(|of| of.outcome == Some(Outcome::Combined)).unwrap();
    assert_eq!(decision.note, "Agreed on Wednesday.");
    let made = comparison(&window).claim(decision.settled[0]).unwrap();
    assert!(made.quotation().starts_with("It was forced on it"), "{}", made.quotation());
}

#[test]
fn a_note_is_left_on_a_disagreement_and_found_again() {
    let (mut window, _file, _folder) = readers();
    press(&mut window, Modifiers::NONE, Key::F12);
    wait_for(&mut window, "1 of 3");
    window.get_by_label("Note on this disagreement").focus();
    window.run();
    window.get_by_label("Note on this disagreement").type_text("Ask Cleo.");
    window.run();
    window.get_by_label("Keep the note").click();
    wait_for(&mut window, "A. Rojas: Ask Cleo.");
    assert!(window.query_all_by_label_contains("with a note").count() >= 1);
}

#[test]
fn readings_are_held_against_a_key_and_scored_only_when_asked() {
    let (mut window, _file, _folder) = readers();
    window.get_by_label("Answer key").click();
    window.run();
    window.get_by_label("Whose reading is the key").click();
    window.run();
    window.get_by_label("Ana").click();
    wait_for(&mut window, "2 learners, 3 to find");
    assert!(window.query_all_by_label_contains("Learner: Ben; Found: 3 of 3; Missed: 0").count() == 1);
    assert!(window.query_all_by_label_contains("Learner: Cleo; Found: 2 of 3; Missed: 1").count() == 1);
    assert!(window.query_all_by_label_contains("Score:").count() == 0);
    window.get_by_label("Show a score").click();
    window.run();
    assert!(
        window.query_all_by_label_contains("Score: 80").count() == 1,
        "2 of 3 found, 2 given: 100 × 4 ÷ 5"
    );
    window.query_all_by_label_contains("Learner: Ben;").next().unwrap().click();
    window.run();
    window.get_by_label("Ben, against the key");
    assert!(window.query_all_by_label_contains("found, with another stance").count() >= 1);
    window.get_by_label("What there is to find").click();
    window.run();
    assert!(window.query_all_by_label_contains("Found by: 1 of 2").count() == 1);
}

#[test]
fn one_reader_alone_is_told_what_agreement_needs() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.diptych.json");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_annotations/chile-1973.diptych.json");
    std::fs::copy(sample, &file).unwrap();
    let mut window = window_of(&file, &folder);
    press(&mut window, Modifiers::COMMAND, Key::Num4);
    wait_for(
        &mut window,
        "Agreement is between readers: choose two of them at least, or lay the files of others over these texts.",
    );
    window.get_by_label("Add readers' files…");
    window.get_by_label("Watch a folder of readers…");
}

#[test]
fn the_list_has_the_keys_again_once_the_dialog_is_closed() {
    let (mut window, _file, _folder) = readers();
    window.get_by_label("Settle…").click();
    wait_for(&mut window, "Path of the file");
    press(&mut window, Modifiers::NONE, Key::Enter);
    wait_until(&mut window, |app| app.open().path.is_some());
    wait_for(&mut window, "0 of 2 decided");
    press(&mut window, Modifiers::NONE, Key::Num1);
    wait_for(&mut window, "1 of 2 decided");
}
