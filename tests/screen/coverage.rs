//! Saying while reading how far one has read, and what a source gives for a tag that carries values.

use diptych::model::{CoverageState, ValueKind};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::window::{app, press, select_first_words, with_file};

fn marked(window: &crate::window::Window) -> Vec<(u32, CoverageState)> {
    let desk = &app(window).open().desk;
    let own = desk.comparison().coverages().filter(|of| of.reader == desk.reader().id);
    let mut all: Vec<_> = own.map(|of| (of.span.end().0, of.state)).collect();
    all.sort_unstable();
    all
}

#[test]
fn what_was_read_and_skipped_is_marked_by_keys_from_the_beginning_or_as_selected() {
    let (mut window, _, _folder) = with_file();
    // The sample's reader has read all of it but the note at the end.
    let before = marked(&window);
    assert!(before.iter().any(|(_, state)| *state == CoverageState::Read));
    press(&mut window, Modifiers::COMMAND, Key::Home);
    press(&mut window, Modifiers::COMMAND, Key::ArrowDown);
    press(&mut window, Modifiers::COMMAND, Key::ArrowDown);
    press(&mut window, Modifiers::COMMAND | Modifiers::ALT, Key::R);
    window.get_by_label_contains("is marked as not read.");
    assert_eq!(marked(&window).len(), before.len() + 1, "what was read is in two pieces");
    press(&mut window, Modifiers::COMMAND, Key::R);
    window.get_by_label_contains("is marked as read.");
    assert_eq!(marked(&window), before, "all from the beginning, in one piece again");
    select_first_words(&mut window, 2);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    let skipped = marked(&window)[0];
    assert!(skipped.0 < 40 && skipped.1 == CoverageState::Skipped, "{skipped:?}");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(marked(&window), before);
}

#[test]
fn a_tag_is_said_to_carry_values_and_its_claims_take_them_from_their_words() {
    let (mut window, _, _folder) = with_file();
    window.get_by_role_and_label(Role::TreeItem, "armed road").click();
    window.run();
    window.get_by_label("What the claims of armed road give").click();
    window.run();
    window.get_by_label("a date").click();
    window.run();
    let comparison = app(&window).open().desk.comparison().clone();
    let tag = comparison.tags().find(|tag| tag.name == "armed road").unwrap();
    assert_eq!(tag.values.as_ref().map(|values| values.kind), Some(ValueKind::Date));
    press(&mut window, Modifiers::NONE, Key::F3);
    window.get_by_label("Value of armed road").focus();
    window.run();
    window.get_by_label("Value of armed road").type_text("29 June");
    window.run();
    let claim = app(&window).open().view.claim.unwrap();
    let comparison = app(&window).open().desk.comparison();
    assert_eq!(comparison.claim(claim).unwrap().tag_use(tag.id).unwrap().value, "29 June");
}
