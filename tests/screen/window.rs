//! The whole window, driven as a reader drives it: by keys, by the mouse, by what can be read.

use std::path::PathBuf;
use std::time::Duration;

use diptych::gui::app::{Diptych, Places};
use diptych::gui::reading_pane::pane_id;
use diptych::gui::view::{Mode, Side};
use diptych::model::{Claim, LinkKind};
use diptych::store::settings::{Settings, ThemeChoice};
use eframe::egui::{Event, Key, Modifiers, Pos2, Theme, UiBuilder, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::raster::Raster;

pub type Window = Harness<'static, Option<Diptych>>;

/// The window with the sample, or a file, in it.
pub fn window(size: Vec2, theme: Theme, files: Vec<PathBuf>) -> Window {
    window_with(size, theme, files, Places::default())
}

pub fn window_with(size: Vec2, theme: Theme, files: Vec<PathBuf>, places: Places) -> Window {
    let choice = if theme == Theme::Light { ThemeChoice::Light } else { ThemeChoice::Dark };
    let settings = Settings { reader_name: "A. Rojas".to_owned(), theme: choice, ..Settings::default() };
    let mut files = Some(files);
    let show = move |ui: &mut eframe::egui::Ui, app: &mut Option<Diptych>| {
        let files = files.take().unwrap_or_default();
        // The whole window, without the margin that the harness leaves.
        let whole = ui.ctx().content_rect();
        let mut ui = ui.new_child(UiBuilder::new().max_rect(whole));
        ui.set_clip_rect(whole);
        app.get_or_insert_with(|| Diptych::new(ui.ctx(), settings.clone(), places.clone(), files))
            .frame_ui(&mut ui);
    };
    let builder =
        Harness::builder().with_size(size).with_theme(theme).with_max_steps(60).renderer(Raster::default());
    let mut window = builder.build_ui_state(show, None);
    window.run();
    window
}

fn sample() -> Window {
    window(vec2(1280.0, 800.0), Theme::Light, Vec::new())
}

pub fn app(window: &Window) -> &Diptych {
    window.state().as_ref().unwrap()
}

pub fn n_claims(window: &Window) -> usize {
    app(window).open().desk.comparison().n_claims()
}

pub fn selected(window: &Window) -> Claim {
    let open = app(window).open();
    (**open.desk.comparison().claim(open.view.claim.expect("a claim is selected")).unwrap()).clone()
}

pub fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

/// A key that goes down, for those that come in one frame with something else.
pub fn pressed(modifiers: Modifiers, key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
}

pub fn type_text(window: &mut Window, words: &str) {
    window.event(Event::Text(words.to_owned()));
    window.run();
}

/// Selects the first words of the left source by keys alone.
pub fn select_first_words(window: &mut Window, n: usize) {
    press(window, Modifiers::COMMAND, Key::Home);
    for _ in 0..n {
        press(window, Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
    }
}

/// Where a quotation begins and ends on the left pane, found by moving the caret there.
pub fn drag(window: &mut Window, from: Pos2, to: Pos2) {
    window.drag_at(from);
    window.run();
    for step in 1_u8..=4 {
        window.hover_at(from + (to - from) * (f32::from(step) / 4.0));
        window.run();
    }
    window.drop_at(to);
    window.run();
}

pub fn pane_rect(window: &Window, side: Side) -> eframe::egui::Rect {
    window.ctx.read_response(pane_id(side)).unwrap().rect
}

#[test]
fn the_sample_opens_with_two_sources_and_a_line_that_says_what_to_do() {
    let window = sample();
    let view = &app(&window).open().view;
    let sources = app(&window).open().desk.comparison().sources();
    assert_eq!(view.panes.get(Side::Left).source, Some(sources[0].id));
    assert_eq!(view.panes.get(Side::Right).source, Some(sources[1].id));
    assert!(n_claims(&window) >= 50);
    window.get_by_label_contains("then press a tag's key, or Enter to find or make a tag.");
}

#[test]
fn a_passage_is_tagged_by_keys_alone_with_the_tags_own_key() {
    let mut window = sample();
    let before = n_claims(&window);
    let tag = app(&window)
        .open()
        .desk
        .comparison()
        .codebook()
        .iter()
        .find_map(|(_, tag)| Some((tag.id, tag.key?)))
        .unwrap();
    select_first_words(&mut window, 2);
    type_text(&mut window, &tag.1.to_string());
    assert_eq!(n_claims(&window), before + 1);
    assert_eq!(selected(&window).quotation(), "A confrontation");
    assert!(selected(&window).tag_use(tag.0).is_some());
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(n_claims(&window), before);
}

#[test]
fn the_palette_makes_a_new_tag_and_gives_several_at_once() {
    let mut window = sample();
    select_first_words(&mut window, 2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    type_text(&mut window, "armed road");
    press(&mut window, Modifiers::SHIFT, Key::Enter);
    type_text(&mut window, "a word of my own");
    window.get_by_label("Create tag “a word of my own”");
    press(&mut window, Modifiers::NONE, Key::Enter);
    let claim = selected(&window);
    let comparison = app(&window).open().desk.comparison();
    let names: Vec<&str> =
        claim.tags.iter().map(|used| comparison.tag(used.tag).unwrap().name.as_str()).collect();
    assert_eq!(names, ["armed road", "a word of my own"]);
    assert_eq!(app(&window).open().desk.history().n_past(), 1, "one step");
}

#[test]
fn what_is_typed_right_before_enter_is_not_cut_off() {
    let mut window = sample();
    select_first_words(&mut window, 2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    // All within one frame, as after a moment in which the machine was busy.
    let letters = ["n", "e", "w", "t", "a", "g"].map(|letter| Event::Text(letter.to_owned()));
    window.input_mut().events.extend(letters);
    window.input_mut().events.push(pressed(Modifiers::NONE, Key::Enter));
    window.run();
    assert!(app(&window).open().desk.comparison().tags().any(|tag| tag.name == "newtag"));
}

#[test]
fn the_name_of_a_new_tag_is_typed_into_its_field_however_long_the_codebook() {
    let mut window = sample();
    press(&mut window, Modifiers::NONE, Key::F4);
    let before = selected(&window);
    window.get_by_label("Create tag").click();
    window.run();
    type_text(&mut window, "zzz");
    assert_eq!(selected(&window), before, "no tag's key was taken for typing");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(app(&window).open().desk.comparison().tags().any(|tag| tag.name == "zzz"));
}

#[test]
fn a_source_of_a_very_long_name_leaves_its_pane_whole() {
    let mut window = sample();
    let before = pane_rect(&window, Side::Left);
    window.get_by_label("About FI 1973").click();
    window.run();
    window.get_by_label("Short name").focus();
    window.run();
    window.get_by_label("Short name").type_text(&"a very long name ".repeat(20));
    window.run();
    window.get_by_label("Set these").click();
    window.run();
    let source = app(&window).open().view.panes.get(Side::Left).source.unwrap();
    let name = app(&window).open().desk.comparison().source(source).unwrap().short_name().to_owned();
    assert!(name.len() > 300, "{name}");
    assert_eq!(pane_rect(&window, Side::Left), before);
}

#[test]
fn in_a_narrow_window_the_panels_give_way_to_the_texts() {
    for (width, codebook, claim) in [(1280.0, true, true), (800.0, false, true), (640.0, false, false)] {
        let mut window = window(vec2(width, 420.0), Theme::Light, Vec::new());
        press(&mut window, Modifiers::NONE, Key::F4);
        assert_eq!(window.query_by_label("Codebook").is_some(), codebook, "{width}");
        assert_eq!(window.query_by_label("Links").is_some(), claim, "{width}");
        for side in Side::BOTH {
            assert!(pane_rect(&window, side).width() >= 200.0, "{width} {side:?}");
        }
    }
}

#[test]
fn tags_that_are_yet_to_be_made_can_be_ticked_too() {
    let mut window = sample();
    select_first_words(&mut window, 2);
    press(&mut window, Modifiers::NONE, Key::Enter);
    for name in ["first new one", "second new one"] {
        type_text(&mut window, name);
        press(&mut window, Modifiers::SHIFT, Key::Enter);
    }
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(selected(&window).tags.len(), 2);
}

#[test]
fn the_selection_stays_while_the_palette_is_open_and_escape_leaves_it() {
    let mut window = sample();
    select_first_words(&mut window, 3);
    let before = app(&window).open().view.pane().selection();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(app(&window).open().view.palette.is_some());
    assert_eq!(app(&window).open().view.pane().selection(), before);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(app(&window).open().view.palette.is_none());
    assert_eq!(app(&window).open().view.pane().selection(), before);
}

#[test]
fn the_mouse_selects_whole_words_and_may_be_let_go_past_the_end_of_a_line() {
    let mut window = sample();
    press(&mut window, Modifiers::COMMAND, Key::Home);
    let pane = pane_rect(&window, Side::Left);
    let line = pane.top() + 290.0;
    drag(&mut window, Pos2::new(pane.center().x, line), Pos2::new(pane.right() - 3.0, line + 26.0));
    let open = app(&window).open();
    let source = &open.desk.comparison().sources()[0];
    let selection = open.view.pane().selection();
    assert!(selection.len() > 10, "{selection:?}");
    assert_eq!(diptych::text::units::snap_to_words(&source.text, selection), selection);
}

#[test]
fn the_text_does_not_move_when_a_tag_is_added() {
    let mut window = sample();
    let place = |window: &Window| {
        let pane = app(window).open().view.panes.get(Side::Left).clone();
        (pane.top, pane.offset)
    };
    for _ in 0..3 {
        press(&mut window, Modifiers::NONE, Key::PageDown);
    }
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
    let before = place(&window);
    let n_before = n_claims(&window);
    press(&mut window, Modifiers::COMMAND, Key::M);
    assert_eq!(n_claims(&window), n_before + 1);
    assert_eq!(place(&window), before);
}

#[test]
fn boundaries_move_by_keys_and_keep_everything() {
    let mut window = sample();
    select_first_words(&mut window, 2);
    press(&mut window, Modifiers::COMMAND, Key::M);
    let claim = selected(&window).id;
    press(&mut window, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(selected(&window).quotation(), "A confrontation foretold");
    press(&mut window, Modifiers::ALT | Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(selected(&window).quotation(), "confrontation foretold");
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(selected(&window).quotation(), "confrontation");
    assert_eq!(selected(&window).id, claim);
}

#[test]
fn a_link_is_made_by_keys() {
    let mut window = sample();
    press(&mut window, Modifiers::COMMAND, Key::Home);
    press(&mut window, Modifiers::NONE, Key::F4);
    let from = selected(&window).id;
    let before = app(&window).open().desk.comparison().links().len();
    press(&mut window, Modifiers::COMMAND, Key::L);
    assert_eq!(app(&window).open().view.active, Side::Right);
    let n_right = app(&window)
        .open()
        .desk
        .comparison()
        .claims()
        .filter(|claim| claim.source != selected(&window).source)
        .count();
    // Past the last claim the walk begins anew.
    for _ in 0..n_right + 7 {
        press(&mut window, Modifiers::NONE, Key::F4);
    }
    let candidate = app(&window).open().view.linking.unwrap().candidate.unwrap();
    press(&mut window, Modifiers::NONE, Key::Enter);
    let comparison = app(&window).open().desk.comparison();
    assert_eq!(comparison.links().len(), before + 1);
    let made = comparison.links_of(from).find(|link| link.to == candidate).unwrap();
    assert_eq!(made.kind, LinkKind::Contradicts);
    assert!(app(&window).open().view.linking.is_none());
}

#[test]
fn the_claims_of_a_tag_are_walked_in_both_sources() {
    let mut window = sample();
    press(&mut window, Modifiers::NONE, Key::F4);
    let tag = selected(&window).tags[0].tag;
    let mut sources = std::collections::BTreeSet::new();
    for _ in 0..12 {
        press(&mut window, Modifiers::NONE, Key::F3);
        assert!(selected(&window).tag_use(selected(&window).tags[0].tag).is_some());
        sources.insert(selected(&window).source);
    }
    assert!(!sources.is_empty());
    assert!(app(&window).open().desk.comparison().tag(tag).is_some());
}

#[test]
fn comparing_and_back() {
    let mut window = sample();
    press(&mut window, Modifiers::COMMAND, Key::Num2);
    assert_eq!(app(&window).open().view.mode, Mode::Compare);
    window.get_by_label("Compare");
    press(&mut window, Modifiers::COMMAND, Key::Num1);
    assert_eq!(app(&window).open().view.mode, Mode::Reading);
}

#[test]
fn what_is_done_in_the_window_is_in_the_file_after_saving() {
    let (mut window, file, _folder) = with_file();
    let before = n_claims(&window);
    select_first_words(&mut window, 2);
    press(&mut window, Modifiers::COMMAND, Key::M);
    assert!(!app(&window).open().desk.saved());
    press(&mut window, Modifiers::COMMAND, Key::S);
    wait_until(&mut window, |app| app.open().desk.saved());
    let opened = diptych::store::open(&file).unwrap();
    assert_eq!(opened.comparison.n_claims(), before + 1);
}

pub fn places_in(folder: &tempfile::TempDir) -> Places {
    Places { settings: None, private: Some(folder.path().join("private")) }
}

/// A window on a file, with the private folder beside it.
pub fn window_of(file: &std::path::Path, folder: &tempfile::TempDir) -> Window {
    let mut window = window_with(vec2(1280.0, 800.0), Theme::Light, vec![file.to_owned()], places_in(folder));
    wait_until(&mut window, |app| app.open().path.is_some());
    window
}

/// The window with a copy of the sample open as a file, and a private folder.
pub fn with_file() -> (Window, PathBuf, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.diptych.json");
    let sample = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("sample_annotations/chile-1973.diptych.json");
    std::fs::copy(sample, &file).unwrap();
    let mut window = window_with(vec2(1280.0, 800.0), Theme::Light, vec![file.clone()], places_in(&folder));
    wait_until(&mut window, |app| app.open().path.is_some());
    (window, file, folder)
}

#[test]
fn what_is_done_while_a_save_runs_stays_unsaved() {
    let (mut window, file, _folder) = with_file();
    let before = n_claims(&window);
    select_first_words(&mut window, 2);
    press(&mut window, Modifiers::COMMAND, Key::M);
    // Within one frame of the save's beginning, and as many steps as were saved.
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.step();
    press(&mut window, Modifiers::COMMAND, Key::End);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowLeft);
    press(&mut window, Modifiers::COMMAND, Key::M);
    wait_until(&mut window, |_| diptych::store::open(&file).unwrap().comparison.n_claims() == before + 1);
    window.run();
    assert!(!app(&window).open().desk.saved());
    press(&mut window, Modifiers::COMMAND, Key::S);
    wait_until(&mut window, |app| app.open().desk.saved());
    assert!(diptych::store::open(&file).unwrap().comparison == *app(&window).open().desk.comparison());
}

#[test]
fn a_comparison_saves_itself_when_that_is_switched_on() {
    let (mut window, file, _folder) = with_file();
    let before = n_claims(&window);
    window.get_by_label("File").click();
    window.run();
    window.get_by_label_contains("Save by itself").click();
    window.run();
    select_first_words(&mut window, 2);
    press(&mut window, Modifiers::COMMAND, Key::M);
    assert!(!app(&window).open().desk.saved());
    for _ in 0..1000 {
        window.step();
        if app(&window).open().desk.saved() {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(diptych::store::open(&file).unwrap().comparison.n_claims(), before + 1);
}

#[test]
fn an_earlier_version_is_listed_with_what_changed_and_restored_in_two_clicks() {
    let (mut window, file, _folder) = with_file();
    let before = n_claims(&window);
    for n in 1..=2 {
        press(&mut window, Modifiers::COMMAND, Key::Home);
        for _ in 0..n {
            press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
        }
        press(&mut window, Modifiers::COMMAND, Key::M);
        press(&mut window, Modifiers::COMMAND, Key::S);
        wait_until(&mut window, |app| app.open().desk.saved());
    }
    assert_eq!(diptych::store::open(&file).unwrap().comparison.n_claims(), before + 2);
    // Versions are kept off the main thread: the list may have to be asked for again.
    for _ in 0..100 {
        window.get_by_label("File").click();
        window.run();
        window.get_by_label("Earlier versions…").click();
        window.run();
        wait_for(&mut window, "Restore");
        if window.query_all_by_label_contains("Restore the version").count() == 3 {
            break;
        }
        press(&mut window, Modifiers::NONE, Key::Escape);
    }
    wait_for(&mut window, "the first that was kept");
    assert_eq!(window.query_all_by_label("+1 claim").count(), 2);
    window.get_all_by_label_contains("Restore the version").last().unwrap().click();
    wait_until(&mut window, |app| app.open().desk.comparison().n_claims() == before);
    assert!(!app(&window).open().desk.saved());
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(n_claims(&window), before + 2);
    assert!(app(&window).open().desk.saved());
}

#[test]
fn what_was_not_saved_when_the_program_ended_is_offered_and_kept() {
    let (mut window, file, folder) = with_file();
    let before = n_claims(&window);
    select_first_words(&mut window, 2);
    press(&mut window, Modifiers::COMMAND, Key::M);
    drop(window);
    assert_eq!(diptych::store::open(&file).unwrap().comparison.n_claims(), before);
    let mut window = window_with(vec2(1280.0, 800.0), Theme::Light, vec![], places_in(&folder));
    wait_for(&mut window, "1 change recovered");
    window.get_by_label_contains("Compare the changes").click();
    wait_for(&mut window, "Against what was last saved: +1 claim");
    window.get_by_label_contains("Keep the changes").click();
    wait_until(&mut window, |app| app.open().path.is_some());
    assert_eq!(n_claims(&window), before + 1);
    assert!(!app(&window).open().desk.saved());
    // The step is there to be taken back, after the restart.
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(n_claims(&window), before);
    assert!(app(&window).open().desk.saved());
}

#[test]
fn keeping_one_recovered_comparison_does_not_let_go_of_another() {
    let (mut window, file, folder) = with_file();
    let before = n_claims(&window);
    select_first_words(&mut window, 2);
    press(&mut window, Modifiers::COMMAND, Key::M);
    drop(window);
    // The sample, in no file, is the other one.
    let other = folder.path().join("other.diptych.json");
    let mut json = std::fs::read_to_string(&file).unwrap();
    let id = diptych::store::open(&file).unwrap().comparison.id().to_string();
    json = json.replace(&id, "01a1fb85-0000-7000-8000-000000000001");
    std::fs::write(&other, json).unwrap();
    let mut window = window_with(vec2(1280.0, 800.0), Theme::Light, vec![other], places_in(&folder));
    wait_for(&mut window, "1 change recovered");
    window.get_by_label_contains("Decide later").click();
    window.run();
    wait_until(&mut window, |app| app.open().path.is_some());
    select_first_words(&mut window, 3);
    press(&mut window, Modifiers::COMMAND, Key::M);
    drop(window);
    let mut window = window_with(vec2(1280.0, 800.0), Theme::Light, vec![], places_in(&folder));
    wait_for(&mut window, "2 changes recovered");
    window.get_all_by_label_contains("Keep the changes").next().unwrap().click();
    wait_until(&mut window, |app| app.open().path.is_some());
    assert_eq!(n_claims(&window), before + 1);
    window.get_by_label_contains("Keep the changes").click();
    window.run();
    wait_for(&mut window, "is not saved yet");
    drop(window);
    let mut window = window_with(vec2(1280.0, 800.0), Theme::Light, vec![], places_in(&folder));
    wait_for(&mut window, "2 changes recovered");
}

#[test]
fn discarded_changes_are_not_offered_again() {
    let (mut window, _file, folder) = with_file();
    select_first_words(&mut window, 2);
    press(&mut window, Modifiers::COMMAND, Key::M);
    drop(window);
    let mut window = window_with(vec2(1280.0, 800.0), Theme::Light, vec![], places_in(&folder));
    wait_for(&mut window, "1 change recovered");
    window.get_by_label_contains("Discard the changes").click();
    window.run();
    drop(window);
    let mut window = window_with(vec2(1280.0, 800.0), Theme::Light, vec![], places_in(&folder));
    for _ in 0..20 {
        window.run();
        assert!(window.query_all_by_label_contains("recovered").next().is_none());
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn undo_survives_a_restart() {
    let (mut window, file, folder) = with_file();
    let before = n_claims(&window);
    select_first_words(&mut window, 2);
    press(&mut window, Modifiers::COMMAND, Key::M);
    press(&mut window, Modifiers::COMMAND, Key::S);
    wait_until(&mut window, |app| app.open().desk.saved());
    drop(window);
    let mut window = window_with(vec2(1280.0, 800.0), Theme::Light, vec![file], places_in(&folder));
    wait_until(&mut window, |app| app.open().path.is_some());
    assert_eq!(n_claims(&window), before + 1);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(n_claims(&window), before);
}

/// A file let go of over the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl eframe::egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        unreachable!("files are read by jobs")
    }
}

pub fn let_drop(window: &mut Window, files: &[PathBuf]) {
    let dropped = files.iter().map(|file| std::sync::Arc::new(Dropped(file.clone())) as _);
    window.input_mut().dropped_files.extend(dropped);
    window.step();
}

/// Lets frames pass until this can be read.
pub fn wait_for(window: &mut Window, words: &str) {
    for _ in 0..400 {
        window.run();
        if window.query_all_by_label_contains(words).next().is_some() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("“{words}” was never to be read");
}

#[test]
fn what_is_done_while_a_file_is_read_is_not_replaced_without_a_question() {
    let (mut window, file, _folder) = with_file();
    select_first_words(&mut window, 2);
    let before = n_claims(&window);
    let document = app(&window).n_opened();
    let_drop(&mut window, &[file]);
    window.key_press_modifiers(Modifiers::COMMAND, Key::M);
    window.step();
    if app(&window).n_opened() == document {
        assert_eq!(n_claims(&window), before + 1);
        wait_for(&mut window, "Don't save");
        assert_eq!(n_claims(&window), before + 1, "it is still there while the reader is asked");
    }
}

#[test]
fn two_texts_let_drop_on_the_window_make_a_new_comparison() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["one.txt", "two.md"].map(|name| folder.path().join(name));
    for file in &files {
        std::fs::write(file, format!("The words of {}.", file.display())).unwrap();
    }
    let mut window = sample();
    let_drop(&mut window, &files);
    wait_for(&mut window, "Make the comparison");
    wait_for(&mut window, "one.txt");
    wait_for(&mut window, "two.md");
    window.get_by_label("Make the comparison").click();
    window.run();
    assert_eq!(app(&window).open().desk.comparison().sources().len(), 2);
    assert_eq!(n_claims(&window), 0);
}

/// Lets frames pass until a job has done its work.
pub fn wait_until(window: &mut Window, done: impl Fn(&Diptych) -> bool) {
    for _ in 0..400 {
        window.run();
        if done(app(window)) {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("the job was never done");
}

#[test]
fn a_damaged_tag_key_or_a_missing_file_is_said_and_nothing_is_lost() {
    let missing = PathBuf::from("/nowhere/at all.diptych.json");
    let mut window = window(vec2(1280.0, 800.0), Theme::Dark, vec![missing]);
    for _ in 0..100 {
        window.run();
        if window.query_by_label("The file could not be opened").is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    window.get_by_label("The file could not be opened");
    window.get_by_label("Close").click();
    window.run();
    assert!(n_claims(&window) >= 50, "the sample is still there");
}
