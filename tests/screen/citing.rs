//! Citing in the window: an entry is pasted, the reference is read, a passage is copied with its citation.

use diptych::model::SourceId;
use diptych::store::citing::CitationStyle;
use eframe::egui::{Key, Modifiers, OutputCommand, Theme, vec2};
use egui::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::window::{Window, app, press, select_first_words, type_text, window};

const ENTRY: &str = "@book{gill73, author = {Gill, Ana and {A Committee}}, title = {The Cordons}, year = 1973, publisher = {Left}}";
const TWO: &str = "TY  - BOOK\nTI  - First\nAU  - Doe, Jane\nPY  - 1970\nER  - \nTY  - BOOK\nTI  - Second\nAU  - Roe, R.\nPY  - 1971\nER  - ";

const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

fn opened() -> Window {
    window(vec2(1280.0, 800.0), Theme::Light, Vec::new())
}

fn left(window: &Window) -> SourceId {
    app(window).open().desk.comparison().sources()[0].id
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

/// Opens the form of the left source and pastes an entry.
fn pasted(words: &str) -> Window {
    let mut window = opened();
    let name = app(&window).open().desk.comparison().sources()[0].short_name().to_owned();
    click(&mut window, &format!("About {name}"));
    click(&mut window, "Paste an entry…");
    type_text(&mut window, words);
    window
}

#[test]
fn a_pasted_entry_is_used_and_its_reference_shown_in_the_style_that_is_chosen() {
    let mut window = pasted(ENTRY);
    click(&mut window, "Use Gill, A Committee, 1973: The Cordons");
    window.get_by_label("Gill, Ana, and A Committee. 1973. The Cordons. Left.");
    window.get_by_role_and_label(Role::ComboBox, "Citation style").click();
    window.run();
    click(&mut window, "APA");
    window.get_by_label("Gill, A., & A Committee. (1973). The Cordons. Left.");
    click(&mut window, "Set these");
    let source = left(&window);
    let csl = &app(&window).open().desk.comparison().source(source).unwrap().bibliography.csl;
    assert!(csl.contains("\"The Cordons\""), "{csl}");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(app(&window).open().desk.comparison().source(source).unwrap().bibliography.csl.is_empty());
}

#[test]
fn of_several_entries_one_is_chosen_and_its_fields_are_changed() {
    let mut window = pasted(TWO);
    window.get_by_label("Which of 2 entries?");
    window.get_by_label("Roe, 1971: Second").click_accesskit();
    window.run();
    click(&mut window, "Change the fields");
    let field = window.get_by_role_and_label(Role::TextInput, "Publisher");
    field.focus();
    window.run();
    type_text(&mut window, "Right");
    window.get_by_label("Roe, R. 1971. Second. Right.");
    click(&mut window, "Remove the data");
    assert!(window.query_by_label("Roe, R. 1971. Second. Right.").is_none());
    window.get_by_label("This is the citation above: there are no data to make one of.");
}

#[test]
fn what_is_no_entry_is_said_and_a_broken_one_is_named_by_its_line() {
    let mut window = pasted("Gill, Ana. 1973.");
    window.get_by_label_contains("The pasted text: these are no bibliographic data");
    type_text(&mut window, "\n@book{a,\n title {A}}");
    window.get_by_label_contains("line 3");
}

#[test]
fn a_passage_is_copied_with_its_citation() {
    let mut window = opened();
    select_first_words(&mut window, 2);
    window.key_press_modifiers(CTRL_SHIFT, Key::C);
    window.step();
    let copied: Vec<String> = window
        .output()
        .platform_output
        .commands
        .iter()
        .filter_map(|command| match command {
            OutputCommand::CopyText(words) => Some(words.clone()),
            _ => None,
        })
        .collect();
    // Where there is a clipboard that takes italics, it has them; here there is none, and egui's own takes the words.
    let said =
        window.get_by_label_contains("Copied with its citation").accesskit_node().value().unwrap_or_default();
    assert!(said.contains("¶ 1"), "{said:?} {copied:?}");
    if let [words] = copied.as_slice() {
        assert!(words.starts_with('“') && words.ends_with(')'), "{words}");
        assert!(said.contains("without italics"), "{said}");
    }
}

#[test]
fn the_style_is_chosen_in_the_view_menu_too() {
    let mut window = opened();
    click(&mut window, "View");
    click(&mut window, "Citation style");
    click(&mut window, CitationStyle::Mla.title());
    let name = app(&window).open().desk.comparison().sources()[0].short_name().to_owned();
    click(&mut window, &format!("About {name}"));
    let combo = window.get_by_role_and_label(Role::ComboBox, "Citation style");
    assert_eq!(combo.value().as_deref(), Some("MLA"));
}
