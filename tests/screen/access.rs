//! What a screen reader finds: the words of a pane, the caret, the selection, headings, claims, footnotes; and what it may do.

use diptych::gui::view::Side;
use diptych::text::{Pos, Span};
use eframe::egui::accesskit::{Action, ActionData, ActionRequest, Live, Role, TextPosition, TextSelection};
use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::book::{at, book};
use crate::window::{Window, app, press, select_first_words, type_text, with_file};

pub fn left(window: &Window) -> Node<'_> {
    window.get_by_role_and_label(Role::Document, "The lamps of Orrin, left pane")
}

/// The words that are told of the pane.
fn words(window: &Window) -> String {
    left(window).accesskit_node().document_range().text()
}

/// What lies between the last caret and the next, as far as the tree knows.
fn selected(window: &Window) -> String {
    left(window).accesskit_node().text_selection().expect("the pane has a caret").text()
}

/// The line, word and character at the caret, as a screen reader asks for them.
fn around_caret(window: &Window) -> [String; 3] {
    let pane = left(window).accesskit_node();
    let caret = pane.text_selection_focus().expect("the pane has a caret");
    let line = if caret.is_line_start() { caret } else { caret.backward_to_line_start() };
    let word = if caret.is_word_start() { caret } else { caret.backward_to_word_start() };
    [
        (line, line.forward_to_line_end()),
        (word, word.forward_to_word_end()),
        (caret, if caret.is_document_end() { caret } else { caret.forward_to_character_end() }),
    ]
    .map(|(from, to)| {
        let mut range = from.to_degenerate_range();
        range.set_end(to);
        range.text()
    })
}

fn pane_of(window: &Window, side: Side) -> &diptych::gui::view::PaneView {
    app(window).open().view.panes.get(side)
}

#[test]
fn a_pane_is_a_document_of_the_words_that_can_be_seen_and_some_beyond() {
    let (window, _folder) = book();
    let told = words(&window);
    assert!(
        told.starts_with("The lamps of Orrin\nThe harbor was dark.[1] Nobody lit the lamps.[2]\nChapter 1\n")
    );
    assert!(told.contains("Line 10 of the Morning of day 1: the keeper"), "{told}");
    assert!(told.len() < 12_000, "{} bytes of a long source", told.len());
    assert_eq!(left(&window).accesskit_node().language(), Some("en"));
    // Nothing of it stands beside the pane.
    let root = window.root();
    let beside = root.children().filter(|node| node.accesskit_node().role() == Role::TextRun);
    assert_eq!(beside.count(), 0);
}

#[test]
fn lines_words_and_characters_can_be_walked_through_at_the_caret() {
    let (mut window, _folder) = book();
    assert_eq!(around_caret(&window), ["The lamps of Orrin\n", "The ", "T"]);
    press(&mut window, Modifiers::COMMAND, Key::ArrowRight);
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(around_caret(&window), ["The lamps of Orrin\n", "lamps ", "a"]);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Home);
    let [line, word, character] = around_caret(&window);
    assert!(line.starts_with("The harbor was dark.[1] ") && !line.contains('\n'), "{line}");
    assert_eq!([word, character], ["The ", "T"]);
}

#[test]
fn what_is_selected_with_keys_is_selected_for_a_screen_reader() {
    let (mut window, _folder) = book();
    select_first_words(&mut window, 2);
    assert_eq!(selected(&window), "The lamps");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(selected(&window), "");
}

#[test]
fn the_caret_is_told_wherever_the_pane_stands() {
    let (mut window, _folder) = book();
    press(&mut window, Modifiers::COMMAND, Key::End);
    assert_eq!(around_caret(&window)[0], "[2] Not in June.");
    let end = pane_of(&window, Side::Left).caret;
    // Far away by the wheel: the caret stays, and is told.
    let center = left(&window).rect().center();
    window.hover_at(center);
    for _ in 0..40 {
        window.event(Event::MouseWheel {
            unit: eframe::egui::MouseWheelUnit::Point,
            delta: eframe::egui::vec2(0.0, 400.0),
            phase: eframe::egui::TouchPhase::Move,
            source: eframe::egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        window.run();
    }
    assert_eq!(pane_of(&window, Side::Left).top, Pos(0));
    assert_eq!(pane_of(&window, Side::Left).caret, end);
    assert!(words(&window).starts_with("The lamps of Orrin\n"));
    assert!(words(&window).ends_with("[2] Not in June."));
    let pane = left(&window).accesskit_node();
    let caret = pane.text_selection_focus().unwrap();
    assert!(caret.is_document_end());
}

/// Sends what a screen reader sends.
fn send(window: &mut Window, request: ActionRequest) {
    window.event(Event::AccessKitActionRequest(request));
    window.run();
}

/// The caret and the selection as a screen reader sets them, by offsets of what is told.
fn set_selection(window: &mut Window, from: usize, to: usize) {
    let pane = left(window);
    let node = pane.accesskit_node();
    let raw = |offset| -> TextPosition {
        node.text_position_from_global_usv_index(offset).expect("an offset of the text").to_raw()
    };
    let selection = TextSelection { anchor: raw(from), focus: raw(to) };
    let (target_node, target_tree) = node.locate();
    let data = Some(ActionData::SetTextSelection(selection));
    send(window, ActionRequest { action: Action::SetTextSelection, target_node, target_tree, data });
}

#[test]
fn a_screen_reader_sets_the_caret_and_the_selection_and_the_text_follows() {
    let (mut window, _folder) = book();
    let told = words(&window);
    let offset = |words: &str| told[..told.find(words).unwrap()].chars().count();
    let (from, to) = (offset("harbor"), offset(" was dark"));
    set_selection(&mut window, from, to);
    assert_eq!(selected(&window), "harbor");
    let pane = pane_of(&window, Side::Left);
    let start = at(&window, "harbor");
    assert_eq!(pane.selection(), Span::between(start, start.plus(6)));
    // Words below what can be seen: the pane goes there.
    let below = offset("Line 1 of the Morning of day 2");
    set_selection(&mut window, below, below);
    assert_eq!(pane_of(&window, Side::Left).caret, at(&window, "Line 1 of the Morning of day 2"));
    assert!(pane_of(&window, Side::Left).top > Pos(0));
    assert_eq!(around_caret(&window)[1], "Line ");
}

#[test]
fn headings_have_levels_and_are_gone_to() {
    let (mut window, _folder) = book();
    press(&mut window, Modifiers::COMMAND, Key::End);
    press(&mut window, Modifiers::COMMAND, Key::Home);
    let title = left(&window).get_by_role_and_label(Role::Heading, "The lamps of Orrin").accesskit_node();
    assert_eq!((title.level(), title.description().as_deref()), (Some(0), Some("Level 1")));
    let section = left(&window).get_by_role_and_label(Role::Heading, "Evening of day 1").accesskit_node();
    assert_eq!((section.level(), section.description().as_deref()), (Some(2), Some("Level 3")));
    left(&window).get_by_role_and_label(Role::Heading, "Evening of day 1").click_accesskit();
    window.run();
    assert_eq!(pane_of(&window, Side::Left).caret, at(&window, "Evening of day 1"));
    assert_eq!(around_caret(&window)[0], "Evening of day 1\n");
}

#[test]
fn a_claim_is_named_by_its_tags_stances_and_first_words_and_can_be_chosen() {
    let (mut window, _folder) = book();
    let name = "Claim, darkness, affirms: “Nobody lit the lamps”";
    let claim = left(&window).get_by_role_and_label(Role::Note, name);
    assert_eq!(claim.accesskit_node().description().as_deref(), Some("¶ 2, by Ana"));
    assert_eq!(claim.accesskit_node().is_selected(), Some(false));
    claim.click_accesskit();
    window.run();
    assert!(app(&window).open().view.claim.is_some());
    assert_eq!(
        left(&window).get_by_role_and_label(Role::Note, name).accesskit_node().is_selected(),
        Some(true)
    );
    let selected = format!("Selected: {name}");
    let status = window.get_by_role_and_label(Role::Status, &selected);
    assert_eq!(status.accesskit_node().live(), Live::Polite);
}

#[test]
fn a_footnote_is_read_at_its_mark_and_followed_there_and_back() {
    let (mut window, _folder) = book();
    let note = "Footnote 1: So says the keeper; the council denied it.";
    left(&window).get_by_role_and_label(Role::DocNoteRef, note).click_accesskit();
    window.run();
    assert_eq!(pane_of(&window, Side::Left).caret, at(&window, "[1] So says"));
    left(&window)
        .get_by_role_and_label(Role::DocBackLink, "Back to the text from footnote 1")
        .click_accesskit();
    window.run();
    assert_eq!(pane_of(&window, Side::Left).caret, at(&window, "[1] Nobody"));
}

#[test]
fn what_has_happened_is_said_once_each_time() {
    let (mut window, _file, _folder) = with_file();
    let live = |window: &Window, words: &str| {
        let found: Vec<_> = window.query_all_by_label_contains(words).collect();
        found
            .iter()
            .filter(|node| node.accesskit_node().live() == Live::Polite)
            .map(|node| node.accesskit_node().id())
            .collect::<Vec<_>>()
    };
    type_text(&mut window, "9");
    let first = live(&window, "No tag has the key 9");
    assert_eq!(first.len(), 1);
    type_text(&mut window, "9");
    let again = live(&window, "No tag has the key 9");
    assert_eq!(again.len(), 1);
    assert_ne!(first, again, "said again, it is another node: else a screen reader keeps silent");
    // What only helps on is not called out.
    let hint = live(&window, "Select words with the mouse");
    assert!(hint.is_empty());
}

#[test]
fn the_palettes_line_chosen_with_the_arrows_is_where_a_screen_reader_is() {
    let (mut window, _file, _folder) = with_file();
    select_first_words(&mut window, 2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(window.get_by_label("Find a tag").is_focused());
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    let chosen: Vec<_> =
        window.query_all_by_role(Role::ListBoxOption).filter(egui_kittest::Node::is_focused).collect();
    assert_eq!(chosen.len(), 1);
    assert_eq!(chosen[0].accesskit_node().is_selected(), Some(true));
    // Whoever types on is in the field again.
    type_text(&mut window, "a");
    assert!(window.get_by_label("Find a tag").is_focused());
}
