//! Searching in the window: typed, walked, clicked, tagged.

use diptych::gui::app::Diptych;
use diptych::gui::reading_pane::pane_id;
use diptych::gui::search_panel::field_id;
use diptych::gui::view::{Mode, Side};
use diptych::model::SourceId;
use diptych::text::Span;
use eframe::egui::{Event, ImeEvent, Key, Modifiers, Theme, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::window::{
    Window, app, n_claims, press, pressed, select_first_words, wait_for, wait_until, window,
};

fn sample() -> Window {
    window(vec2(1280.0, 800.0), Theme::Light, Vec::new())
}

fn type_text(window: &mut Window, words: &str) {
    window.event(Event::Text(words.to_owned()));
    window.run();
}

/// Opens the search and types into it, until all is found.
fn search(window: &mut Window, words: &str) {
    press(window, Modifiers::COMMAND, Key::F);
    type_text(window, words);
    settle(window);
}

fn settle(window: &mut Window) {
    wait_until(window, |app| !app.searching());
    window.run();
}

fn hits(window: &Window) -> Vec<(SourceId, Span)> {
    app(window).open().view.hits.iter().collect()
}

/// What is selected in the pane that keys go to, in words.
fn selected_words(window: &Window) -> String {
    let open = app(window).open();
    let pane = open.view.pane();
    let source = open.desk.comparison().source(pane.source.unwrap()).unwrap();
    source.text.slice(pane.selection()).to_owned()
}

/// The first hit, in words.
fn first_hit(window: &Window) -> String {
    let (source, hit) = hits(window)[0];
    app(window).open().desk.comparison().source(source).unwrap().text.slice(hit).to_owned()
}

/// Every place where the sources have these words, by the plainest means.
fn n_places(window: &Window, words: &str) -> usize {
    let sources = app(window).open().desk.comparison().sources();
    sources.iter().map(|source| source.text.as_str().to_lowercase().matches(words).count()).sum()
}

fn focused(window: &Window) -> Option<eframe::egui::Id> {
    window.ctx.memory(eframe::egui::Memory::focused)
}

#[test]
fn hits_are_there_as_one_types_and_enter_walks_them_from_the_caret_on() {
    let mut window = sample();
    press(&mut window, Modifiers::COMMAND, Key::Home);
    search(&mut window, "workers");
    let all = hits(&window);
    assert_eq!(all.len(), n_places(&window, "workers"));
    assert!(all.len() > 2, "{}", all.len());
    window.get_by_label_contains(&format!("{} in ", all.len()));
    for hit in &all[..3] {
        press(&mut window, Modifiers::NONE, Key::Enter);
        let pane = app(&window).open().view.pane();
        assert_eq!((pane.source.unwrap(), pane.selection()), *hit);
        assert_eq!(focused(&window), Some(field_id()), "one goes on typing");
    }
    press(&mut window, Modifiers::SHIFT, Key::Enter);
    assert_eq!(app(&window).open().view.pane().selection(), all[1].1);
    window.get_by_label_contains(&format!("2 of {}", all.len()));
    assert_eq!(selected_words(&window).to_lowercase(), "workers");
}

#[test]
fn opening_and_typing_moves_no_line_and_escape_gives_the_focus_back() {
    let mut window = sample();
    select_first_words(&mut window, 2);
    press(&mut window, Modifiers::NONE, Key::Escape);
    let place = |window: &Window| {
        let pane = app(window).open().view.panes.get(Side::Left).clone();
        (pane.top, pane.offset, pane.caret)
    };
    let before = place(&window);
    search(&mut window, "september");
    assert!(!hits(&window).is_empty());
    assert_eq!(place(&window), before);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(place(&window), before);
    assert_eq!(focused(&window), Some(pane_id(Side::Left)));
    assert!(hits(&window).is_empty());
    assert!(window.query_by_label("Search for").is_none());
}

#[test]
fn enter_pressed_before_the_hits_have_come_still_goes_to_the_first() {
    let mut window = sample();
    press(&mut window, Modifiers::COMMAND, Key::Home);
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.event(Event::Text("workers".to_owned()));
    window.key_press(Key::Enter);
    window.step();
    wait_until(&mut window, |app| !app.searching() && !app.open().view.pane().selection().is_empty());
    let pane = app(&window).open().view.pane();
    assert_eq!((pane.source.unwrap(), pane.selection()), hits(&window)[0]);
}

#[test]
fn a_hit_is_clicked_in_the_list_and_tagged_by_its_own_key() {
    let mut window = sample();
    let before = n_claims(&window);
    search(&mut window, "september");
    let row = window.get_all_by_label_contains("¶ ").find(|node| {
        let said = node.accesskit_node().label().unwrap_or_default().to_lowercase();
        said.contains("september")
    });
    row.unwrap().click();
    window.run();
    assert_eq!(selected_words(&window).to_lowercase(), "september");
    let active = app(&window).open().view.active;
    assert_eq!(focused(&window), Some(pane_id(active)), "keys go to the text now");
    let codebook = app(&window).open().desk.comparison().codebook();
    let key = codebook.iter().find_map(|(_, tag)| tag.key).unwrap();
    type_text(&mut window, &key.to_string());
    assert_eq!(n_claims(&window), before + 1);
    press(&mut window, Modifiers::COMMAND, Key::G);
    assert_eq!(selected_words(&window).to_lowercase(), "september");
}

#[test]
fn this_hit_is_tagged_through_the_palette_and_the_keys_come_back_to_the_search() {
    let mut window = sample();
    let before = n_claims(&window);
    search(&mut window, "september");
    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, Modifiers::COMMAND, Key::T);
    type_text(&mut window, "the month");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(n_claims(&window), before + 1);
    assert_eq!(focused(&window), Some(field_id()));
    let first = hits(&window)[0];
    press(&mut window, Modifiers::NONE, Key::Enter);
    let pane = app(&window).open().view.pane();
    assert_ne!((pane.source.unwrap(), pane.selection()), first, "on to the next");
}

#[test]
fn all_hits_are_tagged_in_one_step_and_one_undo_takes_all_back() {
    let mut window = sample();
    let before = n_claims(&window);
    search(&mut window, "workers");
    let n = hits(&window).len();
    window.get_by_label("Tag all hits").click();
    window.run();
    window.get_by_label(&format!("For {n} hits of the search, a claim each, in one step"));
    type_text(&mut window, "zzz");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(n_claims(&window), before + n);
    let comparison = app(&window).open().desk.comparison();
    let tag = comparison.tags().find(|tag| tag.name == "zzz").unwrap().id;
    assert_eq!(comparison.claims().filter(|claim| claim.tag_use(tag).is_some()).count(), n);
    assert_eq!(app(&window).open().desk.history().n_past(), 1);
    window.get_by_label_contains("claims made");
    press(&mut window, Modifiers::NONE, Key::F6);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(n_claims(&window), before);
}

#[test]
fn an_unfinished_expression_says_so_and_keeps_the_last_hits_in_gray() {
    let mut window = sample();
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.get_by_label("Regular expression").click();
    window.run();
    window.get_by_label("Search for").focus();
    window.run();
    type_text(&mut window, "19(70|73)");
    settle(&mut window);
    let found = hits(&window);
    assert!(!found.is_empty());
    press(&mut window, Modifiers::NONE, Key::Backspace);
    settle(&mut window);
    window.get_by_label("The pattern is not a regular expression: unclosed group.");
    assert_eq!(hits(&window), found);
    assert!(app(&window).open().view.hits.stale);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(app(&window).open().view.pane().selection().is_empty(), "no step among hits of something else");
    type_text(&mut window, ")");
    settle(&mut window);
    assert_eq!(hits(&window), found);
    assert!(!app(&window).open().view.hits.stale);
}

#[test]
fn the_switches_say_what_is_alike_and_where_to_look() {
    let mut window = sample();
    for (words, switch) in [
        ("corvalan", "Tell accents"),
        ("work", "Whole words"),
        ("WORK", "Tell capitals"),
        ("work.", "Regular expression"),
    ] {
        search(&mut window, words);
        let off = hits(&window).len();
        let mut flip = || {
            window.get_by_label(switch).click();
            window.run();
            settle(&mut window);
            hits(&window).len()
        };
        assert_ne!(flip(), off, "{switch}");
        assert_eq!(flip(), off, "{switch} off again");
    }
    search(&mut window, "corvalan");
    assert_eq!(first_hit(&window), "Corvalán");
    search(&mut window, "the");
    window.get_by_label("All sources").click();
    window.run();
    settle(&mut window);
    let here = app(&window).open().view.pane().source.unwrap();
    assert!(hits(&window).iter().all(|(source, _)| *source == here));
}

#[test]
fn words_that_are_selected_are_what_is_looked_for() {
    let mut window = sample();
    select_first_words(&mut window, 2);
    press(&mut window, Modifiers::COMMAND, Key::F);
    settle(&mut window);
    assert_eq!(hits(&window).len(), n_places(&window, "a confrontation"));
    press(&mut window, Modifiers::COMMAND, Key::Num2);
    assert_eq!(app(&window).open().view.mode, Mode::Compare);
    press(&mut window, Modifiers::COMMAND, Key::G);
    assert_eq!(app(&window).open().view.mode, Mode::Reading, "a hit is shown where it stands");
}

#[test]
fn a_source_that_goes_takes_its_hits_along() {
    let mut window = sample();
    search(&mut window, "the");
    let sources = app(&window).open().desk.comparison().sources()[0].id;
    assert!(hits(&window).iter().any(|(source, _)| *source == sources));
    press(&mut window, Modifiers::NONE, Key::F6);
    window.get_by_label_contains("About FI 1973").click();
    window.run();
    wait_for(&mut window, "Remove");
    window.get_by_label_contains("Remove").click();
    window.run();
    wait_for(&mut window, "Remove");
    window.get_all_by_label_contains("Remove").last().unwrap().click();
    window.run();
    settle(&mut window);
    assert!(app(&window).open().desk.comparison().source(sources).is_none());
    assert!(hits(&window).iter().all(|(source, _)| *source != sources));
    assert!(!hits(&window).is_empty());
}

#[test]
fn a_sentence_is_tagged_by_two_keys_and_the_next_by_two_more() {
    let mut window = sample();
    let codebook = app(&window).open().desk.comparison().codebook();
    let key = codebook.iter().find_map(|(_, tag)| tag.key).unwrap();
    let before = n_claims(&window);
    press(&mut window, Modifiers::COMMAND, Key::Home);
    press(&mut window, Modifiers::ALT, Key::ArrowDown);
    let mut quotations = Vec::new();
    for n in 1..=2 {
        type_text(&mut window, ".");
        quotations.push(selected_words(&window));
        type_text(&mut window, &key.to_string());
        assert_eq!(n_claims(&window), before + n);
    }
    assert_ne!(quotations[0], quotations[1]);
    let text = app(&window).open().desk.comparison().sources()[0].text.as_str().to_owned();
    assert!(text.find(&quotations[0]) < text.find(&quotations[1]), "{quotations:?}");
}

#[test]
fn the_caret_moves_by_sentence_and_selects_whole_ones() {
    let mut window = sample();
    press(&mut window, Modifiers::COMMAND, Key::Home);
    press(&mut window, Modifiers::ALT, Key::ArrowDown);
    let start = app(&window).open().view.pane().caret;
    press(&mut window, Modifiers::ALT | Modifiers::SHIFT, Key::ArrowDown);
    let one = selected_words(&window);
    press(&mut window, Modifiers::ALT | Modifiers::SHIFT, Key::ArrowDown);
    let two = selected_words(&window);
    assert!(two.starts_with(&one) && two.len() > one.len() + 2, "{one:?} {two:?}");
    press(&mut window, Modifiers::ALT, Key::ArrowUp);
    press(&mut window, Modifiers::ALT, Key::ArrowUp);
    assert_eq!(app(&window).open().view.pane().caret, start);
}

#[test]
fn a_question_mark_lists_the_keys_and_in_a_field_it_is_typed() {
    let mut window = sample();
    press(&mut window, Modifiers::COMMAND, Key::F);
    type_text(&mut window, "?");
    assert!(window.query_by_label("Opens this list.").is_none());
    press(&mut window, Modifiers::NONE, Key::Escape);
    type_text(&mut window, "?");
    window.get_by_label("Opens this list.");
}

/// What an input method does: shows what it makes of the keys, and then commits it.
fn compose(window: &mut Window, steps: &[&str], committed: &str) {
    for step in steps {
        let text = (*step).to_owned();
        window.event(Event::Ime(ImeEvent::Preedit { text, active_range_chars: None }));
        window.run();
    }
    // The key that chooses what is committed is the input method's, though some systems send it along.
    let events = &mut window.input_mut().events;
    events.push(Event::Ime(ImeEvent::Commit(committed.to_owned())));
    events.push(pressed(Modifiers::NONE, Key::Enter));
    window.run();
}

#[test]
fn input_methods_work_in_the_search_and_in_the_palette() {
    let mut window = sample();
    press(&mut window, Modifiers::COMMAND, Key::F);
    // Letters that the program's own faces have; what an input method does is the same for all.
    compose(&mut window, &["z", "zz", "zzn"], "zzñ");
    assert_eq!(app(&window).search_words(), "zzñ");
    settle(&mut window);
    window.get_by_label("Nothing found.");
    press(&mut window, Modifiers::NONE, Key::Escape);
    select_first_words(&mut window, 2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    compose(&mut window, &["q", "qq", "qqu"], "qqü");
    assert!(app(&window).open().view.palette.is_some(), "the Enter of the input method is not the palette's");
    window.get_by_label("Create tag “qqü”");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(app(&window).open().desk.comparison().tags().any(|tag| tag.name == "qqü"));
}

#[test]
fn a_very_frequent_word_in_a_long_text_is_found_in_pieces_and_the_list_stays_light() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("long.diptych.json");
    let mut desk = crate::bench::Bench::new().desk;
    let mut words = "the road and the land and the plants were theirs for a season. ".repeat(36);
    words.push_str("\n\n");
    let text = diptych::text::Text::new(words.repeat(900)).unwrap();
    let n_expected = 900 * 36 * 3;
    let mut long = crate::bench::source("Long");
    long.text = text;
    desk.run(diptych::desk::Command::AddSources(vec![long])).unwrap();
    let record = diptych::store::Record::new();
    std::fs::write(&file, diptych::store::to_json(desk.comparison(), &record, diptych::store::Actor(1)).0)
        .unwrap();
    let mut window = window(vec2(1280.0, 800.0), Theme::Dark, vec![file]);
    wait_until(&mut window, |app: &Diptych| app.open().path.is_some());
    search(&mut window, "the");
    wait_until(&mut window, |app| !app.searching());
    // "The Party", "they" and the like are in the two short ones.
    assert!(hits(&window).len() >= n_expected, "{}", hits(&window).len());
    let rows = window.get_all_by_label_contains("¶ ").count();
    assert!(rows < 40, "{rows} lines are laid out");
    press(&mut window, Modifiers::SHIFT, Key::Enter);
    let last = *hits(&window).last().unwrap();
    let pane = app(&window).open().view.pane();
    assert_eq!((pane.source.unwrap(), pane.selection()), last, "round from the beginning to the very last");
}
