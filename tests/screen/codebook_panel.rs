//! The codebook.

use diptych::desk::Command;
use diptych::gui::action::Action;
use diptych::gui::codebook_panel::{CodebookState, claims_of_tag, codebook_panel_ui};
use diptych::model::ColorSlot;
use egui::{Key, Modifiers, Role, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::bench::{Bench, drag, harness};

fn codebook(bench: Bench) -> Harness<'static, Bench> {
    let mut state = CodebookState::default();
    harness(bench, (300.0, 620.0), move |ui, bench, out| {
        codebook_panel_ui(ui, &bench.desk, &bench.view, &mut state, out);
    })
}

fn open_menu(harness: &mut Harness<'_, Bench>, tag: &str) {
    harness.get_by_label(&format!("More for {tag}")).click();
    harness.run();
}

fn type_into(harness: &mut Harness<'_, Bench>, name: &str, words: &str) {
    harness.get_by_role_and_label(Role::TextInput, name).type_text(words);
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
}

#[test]
fn a_click_on_a_tag_shows_it_alone_and_another_shows_all() {
    let mut harness = codebook(Bench::new());
    let (road, copper) = (harness.state().id("armed road"), harness.state().id("copper"));
    harness.get_by_label("armed road").click();
    harness.run();
    assert_eq!(harness.state().view.focus, [road]);
    harness.get_by_role_and_label(Role::TreeItem, "copper").click_modifiers(Modifiers::COMMAND);
    harness.run();
    assert_eq!(harness.state().view.focus, [road, copper]);
    harness.get_by_role_and_label(Role::TreeItem, "copper").click();
    harness.run();
    harness.get_by_role_and_label(Role::TreeItem, "copper").click();
    harness.run();
    assert!(harness.state().view.focus.is_empty());
}

#[test]
fn a_tag_is_made_with_the_plus_and_named_in_its_row() {
    let mut harness = codebook(Bench::new());
    harness.get_by_label("Create tag").click();
    harness.run();
    type_into(&mut harness, "Name of the new tag", "the army");
    assert_eq!(harness.state().outline(), ["the Party", "- armed road", "copper", "the army"]);
    open_menu(&mut harness, "copper");
    harness.get_by_label("New tag under this").click();
    harness.run();
    type_into(&mut harness, "Name of the new tag", "prices");
    assert_eq!(harness.state().outline(), ["the Party", "- armed road", "copper", "- prices", "the army"]);
}

#[test]
fn a_tag_is_renamed_in_its_row_and_esc_gives_up() {
    let mut harness = codebook(Bench::new());
    open_menu(&mut harness, "copper");
    harness.get_by_label_contains("Rename").click();
    harness.run();
    type_into(&mut harness, "Name of the tag", "nationalization");
    assert_eq!(harness.state().outline(), ["the Party", "- armed road", "nationalization"]);
    open_menu(&mut harness, "nationalization");
    harness.get_by_label_contains("Rename").click();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Name of the tag").type_text("x");
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(harness.state().outline(), ["the Party", "- armed road", "nationalization"]);
    assert!(harness.query_by_label("Name of the tag").is_none());
}

#[test]
fn a_key_that_another_tag_has_is_said_to_move() {
    let mut harness = codebook(Bench::new());
    open_menu(&mut harness, "copper");
    harness.get_by_label("Key…").click();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Key of the tag").type_text("a");
    harness.run();
    harness.get_by_label("a is now the key of “armed road”; it will move here.");
    harness.key_press(Key::Enter);
    harness.run();
    let state = harness.state();
    let key = |name| state.comparison().tag(state.id(name)).unwrap().key;
    assert_eq!((key("copper"), key("armed road")), (Some('a'), None));
}

#[test]
fn a_tag_dragged_onto_another_comes_under_it() {
    let mut harness = codebook(Bench::new());
    let from = harness.get_by_label("copper").rect().center();
    let to = harness.get_by_label("the Party").rect().center();
    drag(&mut harness, from, to);
    assert_eq!(harness.state().outline(), ["the Party", "- armed road", "- copper"]);
}

#[test]
fn a_tag_dragged_between_two_rows_comes_between_them() {
    let mut harness = codebook(Bench::new());
    let from = harness.get_by_label("copper").rect().center();
    let to = harness.get_by_label("the Party").rect().center_top() + vec2(0.0, 3.0);
    drag(&mut harness, from, to);
    assert_eq!(harness.state().outline(), ["copper", "the Party", "- armed road"]);
}

#[test]
fn a_tag_dragged_below_all_rows_comes_last_at_the_top_level() {
    let mut harness = codebook(Bench::new());
    let from = harness.get_by_label("armed road").rect().center();
    let to = harness.get_by_label("copper").rect().center() + vec2(0.0, 150.0);
    drag(&mut harness, from, to);
    assert_eq!(harness.state().outline(), ["the Party", "copper", "armed road"]);
}

#[test]
fn a_tag_is_not_put_under_itself() {
    let mut harness = codebook(Bench::new());
    let from = harness.get_by_label("the Party").rect().center();
    let to = harness.get_by_label("armed road").rect().center();
    drag(&mut harness, from, to);
    assert!(harness.state().commands().is_empty());
}

#[test]
fn merging_and_deleting_ask_first() {
    let mut harness = codebook(Bench::new());
    let copper = harness.state().id("copper");
    open_menu(&mut harness, "copper");
    harness.get_by_label("Merge into…").click();
    harness.run();
    open_menu(&mut harness, "copper");
    harness.get_by_label("Delete…").click();
    harness.run();
    assert!(harness.state().asked(&Action::AskMergeTag(copper)));
    assert!(harness.state().asked(&Action::AskDeleteTag(copper)));
    assert!(harness.state().commands().is_empty());
}

#[test]
fn the_dot_offers_the_colors_by_name() {
    let mut harness = codebook(Bench::new());
    harness.get_by_label("Color of copper").click();
    harness.run();
    harness.get_by_label("Teal").click();
    harness.run();
    let copper = harness.state().id("copper");
    assert_eq!(harness.state().comparison().tag(copper).unwrap().color, ColorSlot::Teal);
}

#[test]
fn a_silence_is_noted_only_where_the_tag_has_no_claim() {
    let mut harness = codebook(Bench::new());
    open_menu(&mut harness, "copper");
    harness.get_by_label("Note as absent in").click();
    harness.run();
    assert!(harness.query_by_label("FI 1973").is_none());
    harness.get_by_label("Corvalán 1977").click();
    harness.run();
    let silence = harness.state().comparison().silences().next().unwrap().clone();
    assert_eq!((silence.tag, silence.source), (harness.state().id("copper"), harness.state().sources[1]));
}

#[test]
fn the_details_walk_the_claims_and_say_which_are_out_of_date() {
    let mut bench = Bench::new();
    let (party, road) = (bench.id("the Party"), bench.id("armed road"));
    for definition in ["By arms.", "By arms, and by whom."] {
        let definition = definition.to_owned();
        bench.desk.run(Command::DefineTag { tag: road, definition }).unwrap();
        bench.desk.close_typing();
    }
    bench.view.focus = vec![road];
    bench.view.claim = Some(bench.claims[2]);
    let claims = [bench.claims[0], bench.claims[2]];
    assert_eq!(claims_of_tag(bench.comparison(), party), claims);
    let mut harness = codebook(bench);
    harness.run();
    harness.get_by_label("the Party / armed road");
    harness.get_by_label("2 of 2");
    harness.get_by_label("Previous claim of this tag").click();
    harness.run();
    assert!(harness.state().asked(&Action::StepTag { tag: road, forward: false }));
    harness.get_by_label("2 claims were tagged under an older definition");
    harness.get_by_label("Look at the next").click();
    harness.run();
    assert!(harness.state().asked(&Action::Reveal(claims[0])));
}

#[test]
fn a_definition_is_typed_in_the_details() {
    let mut harness = codebook(Bench::new());
    let road = harness.state().id("armed road");
    open_menu(&mut harness, "armed road");
    harness.get_by_label("Definition…").click();
    harness.run();
    let field = harness.get_by_role_and_label(Role::MultilineTextInput, "Definition");
    assert!(field.is_focused());
    field.type_text("By arms.");
    harness.run();
    assert_eq!(harness.state().comparison().tag(road).unwrap().definition, "By arms.");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.state().asked(&Action::CloseTyping));
}

#[test]
fn what_stands_under_a_tag_can_be_folded_away() {
    let mut harness = codebook(Bench::new());
    harness.get_by_label("Fold the Party").click();
    harness.run();
    assert!(harness.query_by_label("armed road").is_none());
    harness.get_by_label("Unfold the Party").click();
    harness.run();
    harness.get_by_label("armed road");
}

#[test]
fn of_thousands_of_tags_only_those_in_view_are_laid_out_and_a_filter_finds_any() {
    let mut bench = Bench::new();
    for n in 0..3000 {
        bench.tag(&format!("issue {n}"), None);
    }
    let mut harness = codebook(bench);
    harness.run();
    let n_rows = harness.get_all_by_role(Role::TreeItem).count();
    assert!((10..40).contains(&n_rows), "{n_rows} rows");
    harness.get_by_label("Filter tags").focus();
    harness.run();
    harness.get_by_label("Filter tags").type_text("ISSUE 2345");
    harness.run();
    harness.get_by_label("issue 2345");
    assert_eq!(harness.get_all_by_role(Role::TreeItem).count(), 1);
}

#[test]
fn an_empty_codebook_says_how_to_begin() {
    let mut bench = Bench::new();
    for name in ["armed road", "the Party", "copper"] {
        let tag = bench.id(name);
        bench.desk.run(Command::DeleteTag(tag)).unwrap();
    }
    let harness = codebook(bench);
    harness.get_by_label_contains("No tags yet.");
}
