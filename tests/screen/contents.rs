//! Going by what a source is built of: its headings, paragraphs, pages and footnotes.

use diptych::gui::reading_pane::pane_id;
use diptych::gui::view::Side;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Pos2, Rect};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::access::left;
use crate::book::{at, book};
use crate::window::{Window, app, press, type_text};

fn caret(window: &Window) -> diptych::text::Pos {
    app(window).open().view.panes.get(Side::Left).caret
}

fn nothing_selected(window: &Window) {
    assert!(app(window).open().view.panes.get(Side::Left).selection().is_empty());
}

/// The lines of the list, as they are read.
fn lines(window: &Window) -> Vec<String> {
    let lines = window.query_all_by_role(Role::ListBoxOption);
    lines.map(|line| line.accesskit_node().label().unwrap_or_default()).collect()
}

fn pane_rect(window: &Window) -> Rect {
    window.ctx.read_response(pane_id(Side::Left)).unwrap().rect
}

#[test]
fn the_contents_list_the_headings_by_level_and_mark_where_one_is() {
    let (mut window, _folder) = book();
    window.get_by_label("Contents of Lamps").click();
    window.run();
    assert_eq!(
        lines(&window),
        [
            "The lamps of Orrin",
            "Chapter 1",
            "Morning of day 1",
            "Evening of day 1",
            "Chapter 2",
            "Morning of day 2",
            "Evening of day 2",
            "Chapter 3",
            "Morning of day 3",
            "Evening of day 3",
        ]
    );
    let line = window.get_by_role_and_label(Role::ListBoxOption, "Evening of day 1");
    assert_eq!(line.accesskit_node().level(), Some(2));
    let first = window.get_by_role_and_label(Role::ListBoxOption, "The lamps of Orrin");
    assert_eq!(first.accesskit_node().description().as_deref(), Some("¶ 1, you are here"));
    window.get_by_role_and_label(Role::ListBoxOption, "Chapter 2").click();
    window.run();
    assert_eq!(caret(&window), at(&window, "Chapter 2"));
    nothing_selected(&window);
    assert!(lines(&window).is_empty(), "the list is gone");
    // From there on the list opens where one is.
    press(&mut window, Modifiers::COMMAND, Key::J);
    let here = window.get_by_role_and_label(Role::ListBoxOption, "Chapter 2");
    assert_eq!(here.accesskit_node().is_selected(), Some(true));
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(caret(&window), at(&window, "Morning of day 2"));
}

#[test]
fn words_that_are_typed_find_headings_whatever_their_case() {
    let (mut window, _folder) = book();
    press(&mut window, Modifiers::COMMAND, Key::J);
    type_text(&mut window, "EVENING");
    assert_eq!(lines(&window), ["Evening of day 1", "Evening of day 2", "Evening of day 3"]);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(caret(&window), at(&window, "Evening of day 2"));
}

#[test]
fn a_number_goes_to_the_paragraph_and_with_a_p_to_the_page() {
    let (mut window, _folder) = book();
    press(&mut window, Modifiers::COMMAND, Key::J);
    type_text(&mut window, "12");
    assert_eq!(lines(&window).len(), 2);
    assert!(
        lines(&window)[0].starts_with("Paragraph 12: Line 8 of the Morning of day 1"),
        "{:?}",
        lines(&window)
    );
    assert!(lines(&window)[1].starts_with("Page 12: Line 4 of the Evening of day 2"), "{:?}", lines(&window));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(caret(&window), at(&window, "Line 8 of the Morning of day 1"));
    press(&mut window, Modifiers::COMMAND, Key::J);
    type_text(&mut window, "p. V");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(caret(&window), at(&window, "The harbor"));
    press(&mut window, Modifiers::COMMAND, Key::J);
    type_text(&mut window, "p12");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(caret(&window), at(&window, "Line 4 of the Evening of day 2"));
    press(&mut window, Modifiers::COMMAND, Key::J);
    type_text(&mut window, "4000");
    window.get_by_label_contains("No heading has these words, and no paragraph or page this number.");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(caret(&window), at(&window, "Line 4 of the Evening of day 2"), "nothing has moved");
}

#[test]
fn while_the_list_is_open_letters_are_for_it_and_give_no_tags() {
    let (mut window, _folder) = book();
    crate::window::select_first_words(&mut window, 2);
    let before = crate::window::n_claims(&window);
    press(&mut window, Modifiers::COMMAND, Key::J);
    type_text(&mut window, "d");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(crate::window::n_claims(&window), before);
    type_text(&mut window, "d");
    assert_eq!(crate::window::n_claims(&window), before + 1);
}

#[test]
fn two_keys_go_from_heading_to_heading() {
    let (mut window, _folder) = book();
    for words in ["Chapter 1", "Morning of day 1", "Evening of day 1", "Chapter 2"] {
        press(&mut window, Modifiers::COMMAND, Key::PageDown);
        assert_eq!(caret(&window), at(&window, words), "{words}");
    }
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::COMMAND, Key::PageUp);
    assert_eq!(
        caret(&window),
        at(&window, "Morning of day 2"),
        "within a section, its own heading comes first"
    );
    press(&mut window, Modifiers::COMMAND, Key::End);
    press(&mut window, Modifiers::COMMAND, Key::PageDown);
    window.get_by_label("That was the last heading.");
}

#[test]
fn a_footnote_is_followed_by_a_key_there_and_back_to_where_one_came_from() {
    let (mut window, _folder) = book();
    // From the second mark of the same footnote.
    press(&mut window, Modifiers::COMMAND, Key::J);
    type_text(&mut window, "p12");
    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    window.get_by_label("The caret is neither at the mark of a footnote nor in a footnote.");
    press(&mut window, Modifiers::COMMAND, Key::End);
    let last = at(&window, "ends here.[1]").plus(10);
    while caret(&window) > last {
        press(&mut window, Modifiers::COMMAND, Key::ArrowLeft);
        if caret(&window) < last {
            press(&mut window, Modifiers::NONE, Key::ArrowRight);
        }
    }
    while caret(&window) < last {
        press(&mut window, Modifiers::NONE, Key::ArrowRight);
    }
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert_eq!(caret(&window), at(&window, "[1] So says"));
    press(&mut window, Modifiers::COMMAND, Key::ArrowRight);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert_eq!(caret(&window), last, "not the first mark, but the one that was left");
}

#[test]
fn a_click_on_a_mark_goes_to_the_footnote_and_resting_on_it_shows_the_words() {
    let (mut window, _folder) = book();
    let mark = mark_on_screen(&window);
    window.hover_at(mark);
    // A second: who rests longer on it than four asks for nothing.
    for _ in 0..4 {
        window.step();
    }
    window.get_by_label("So says the keeper; the council denied it.");
    click(&mut window, mark);
    assert_eq!(caret(&window), at(&window, "[1] So says"));
    nothing_selected(&window);
    let back = left(&window)
        .get_by_role_and_label(Role::DocBackLink, "Back to the text from footnote 1")
        .rect()
        .center();
    click(&mut window, back);
    assert_eq!(caret(&window), at(&window, "[1] Nobody"));
}

fn click(window: &mut Window, at: Pos2) {
    window.hover_at(at);
    window.run();
    window.drag_at(at);
    window.run();
    window.drop_at(at);
    window.run();
}

/// The first mark of a footnote, as it stands on the screen.
fn mark_on_screen(window: &Window) -> Pos2 {
    let name = "Footnote 1: So says the keeper; the council denied it.";
    let rect = left(window).get_by_role_and_label(Role::DocNoteRef, name).rect();
    assert!(pane_rect(window).contains_rect(rect));
    rect.center()
}
