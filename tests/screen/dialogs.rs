//! Taking sources in, describing them, and mending what was damaged.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use diptych::desk::Command;
use diptych::gui::action::Action;
use diptych::gui::new_comparison::{NewComparison, NewComparisonResponse, Purpose, new_comparison_ui};
use diptych::gui::set_aside_panel::{SetAsideState, set_aside_panel_ui};
use diptych::gui::theme;
use diptych::model::{Edit, ObjectKind, SetAside, SetAsideId};
use egui::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use uuid::Uuid;

use crate::bench::{Bench, harness};

type Said = Rc<RefCell<Vec<NewComparisonResponse>>>;

fn dialog(state: NewComparison) -> (Harness<'static, NewComparison>, Said) {
    let said = Said::default();
    let heard = Rc::clone(&said);
    let builder = Harness::builder().with_size((660.0, 1400.0)).with_max_steps(16);
    let harness = builder.with_context_setup(theme::install).build_ui_state(
        move |ui, state: &mut NewComparison| {
            let response = new_comparison_ui(ui, state);
            if response != NewComparisonResponse::Nothing {
                heard.borrow_mut().push(response);
            }
        },
        state,
    );
    (harness, said)
}

#[test]
fn two_sources_make_a_comparison_and_one_does_not() {
    let mut state = NewComparison::new(Purpose::NewComparison);
    state.add_bytes(b"# Lessons\n\nThe road.".as_slice().into(), "lessons.md".to_owned());
    let (mut harness, said) = dialog(state);
    harness.get_by_label("Add 1 more source.");
    harness.get_by_label("Make the comparison").click();
    harness.run();
    assert!(said.borrow().is_empty());
    harness.get_by_label("Paste text…").click();
    harness.run();
    harness.get_by_label("Pasted text");
    let field = harness.get_by_role_and_label(Role::MultilineTextInput, "Pasted text");
    field.focus();
    harness.run();
    harness.get_by_role_and_label(Role::MultilineTextInput, "Pasted text").type_text("Report to the plenum");
    harness.run();
    harness.get_by_label("Take the text in").click();
    harness.run();
    harness.get_by_label("Make the comparison").click();
    harness.run();
    let said = said.borrow();
    let [NewComparisonResponse::Done { sources, .. }] = said.as_slice() else {
        panic!("{said:?}");
    };
    let titles: Vec<&str> = sources.iter().map(|source| source.bibliography.title.as_str()).collect();
    assert_eq!(titles, ["Lessons", "Report to the plenum"]);
}

#[test]
fn another_encoding_is_chosen_from_the_list() {
    let mut state = NewComparison::new(Purpose::AddSources);
    state.add_bytes(b"A\xF1os de lucha".as_slice().into(), "lucha.txt".to_owned());
    let (mut harness, _) = dialog(state);
    harness.get_by_role_and_label(Role::ComboBox, "Encoding").click();
    harness.run();
    harness.get_by_label("UTF-16BE").scroll_to_me();
    harness.get_by_label("windows-1252").click();
    harness.run();
    let draft = &harness.state().drafts()[0];
    assert_eq!(draft.preview(), "Años de lucha");
    assert_eq!(draft.imported().unwrap().encoding_sentence(), "windows-1252, as chosen");
}

#[test]
fn what_cannot_be_read_is_said_and_can_be_removed() {
    let mut state = NewComparison::new(Purpose::AddSources);
    state.add_bytes(b"   ".as_slice().into(), "blank.txt".to_owned());
    state.add_unreadable("gone.txt".to_owned(), "gone.txt: there is no such file.".to_owned());
    let (mut harness, _) = dialog(state);
    harness.get_by_label("gone.txt: there is no such file.");
    harness.get_by_label("2 sources can't be read: choose how, or remove them.");
    for _ in 0..2 {
        harness.get_all_by_label("Remove this source").next().unwrap().click();
        harness.run();
    }
    assert!(harness.state().drafts().is_empty());
    harness.get_by_label("Add 1 source.");
}

#[test]
fn sources_change_places_and_are_described() {
    let mut state = NewComparison::new(Purpose::NewComparison);
    state.add_pasted("First words".to_owned());
    state.add_pasted("Second words".to_owned());
    let (mut harness, said) = dialog(state);
    harness.get_all_by_label("Move this source down").next().unwrap().click();
    harness.run();
    let author = harness.get_all_by_role_and_label(Role::TextInput, "Author").next().unwrap();
    author.focus();
    harness.run();
    harness.get_all_by_role_and_label(Role::TextInput, "Author").next().unwrap().type_text("MIR");
    harness.run();
    let drafts = harness.state().drafts();
    assert_eq!(drafts[0].bibliography.title, "Second words");
    assert_eq!(drafts[0].bibliography.author, "MIR");
    harness.get_by_label("Add a file…").click();
    harness.run();
    harness.get_by_label("Cancel").click();
    harness.run();
    assert_eq!(*said.borrow(), [NewComparisonResponse::AskForFile, NewComparisonResponse::Cancel]);
}

fn damaged() -> (Bench, SetAsideId) {
    let mut bench = Bench::new();
    let id = SetAsideId(Uuid::from_u128(77));
    let problem = "The claim has no passage.".to_owned();
    let json = "{\"id\": \"x\"}".to_owned();
    bench.put(Edit::from(SetAside { id, kind: ObjectKind::Claim, problem, json }));
    (bench, id)
}

fn list(bench: Bench, proposals: HashMap<SetAsideId, String>) -> Harness<'static, Bench> {
    let mut state = SetAsideState::default();
    harness(bench, (520.0, 500.0), move |ui, bench, out| {
        set_aside_panel_ui(ui, &bench.desk, &proposals, &mut state, out);
    })
}

#[test]
fn a_damaged_object_is_mended_as_proposed_or_by_hand() {
    let (bench, object) = damaged();
    let mut harness = list(bench, HashMap::from([(object, "leave the claim out".to_owned())]));
    harness.get_by_label("The claim has no passage.");
    harness.get_by_label("Mend: leave the claim out").click();
    harness.run();
    assert!(harness.state().asked(&Action::Mend { object, json: None }));
    harness.get_by_label("Edit as JSON…").click();
    harness.run();
    harness.get_by_label("The object as JSON").focus();
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    harness.get_by_label("The object as JSON").type_text("{}");
    harness.run();
    harness.get_by_label("Try again").click();
    harness.run();
    assert!(harness.state().asked(&Action::Mend { object, json: Some("{}".to_owned()) }));
}

#[test]
fn deleting_for_good_takes_a_second_click() {
    let (bench, object) = damaged();
    let mut harness = list(bench, HashMap::new());
    assert!(harness.query_by_label_contains("Mend").is_none());
    harness.get_by_label("Delete for good…").click();
    harness.run();
    assert!(harness.state().actions.is_empty());
    harness.get_by_label("Delete it").click();
    harness.run();
    assert_eq!(harness.state().actions, [Action::DiscardSetAside(object)]);
}

#[test]
fn an_undamaged_file_says_so() {
    let mut bench = Bench::new();
    bench.desk.run(Command::SetTitle("Sound".to_owned())).unwrap();
    let harness = list(bench, HashMap::new());
    harness.get_by_label("Nothing in this file is damaged.");
}
