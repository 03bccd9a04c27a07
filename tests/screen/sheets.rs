//! Making sheets: what is chosen, the preview, keeping settings, writing.

use std::time::{Duration, Instant};

use diptych::analysis::handout::{SheetKind, SheetPart};
use diptych::desk::Command;
use diptych::gui::sheet_panel::{SheetAnswer, SheetState, sheet_panel_ui};
use diptych::model::Time;
use diptych::store::export::SheetFormat;
use eframe::egui::{Key, Modifiers, Role, Theme, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::bench::Bench;
use crate::window::{Window, app, press, window_with};

struct Panel {
    bench: Bench,
    sheet: SheetState,
    answers: Vec<SheetAnswer>,
}

fn panel() -> Harness<'static, Panel> {
    let builder = Harness::builder().with_size((1200.0, 1100.0)).with_max_steps(16);
    let state = Panel { bench: Bench::new(), sheet: SheetState::default(), answers: Vec::new() };
    let mut harness = builder.with_context_setup(diptych::gui::theme::install).build_ui_state(
        |ui, state: &mut Panel| {
            let mut out = diptych::gui::action::Actions::default();
            let today = Time(1_795_132_800);
            let answer = sheet_panel_ui(ui, &state.bench.desk, today, &mut state.sheet, &mut out);
            if answer != SheetAnswer::Open {
                state.answers.push(answer);
            }
            state.bench.carry_out(&mut out);
        },
        state,
    );
    harness.run();
    harness
}

fn click(harness: &mut Harness<'static, Panel>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

#[test]
fn the_preview_shows_the_sheet_as_it_will_be_and_follows_each_choice() {
    let mut panel = panel();
    panel.get_by_label("Preview of the sheet");
    panel.get_by_label("Sheet made on 20 November 2026.");
    panel.get_by_label("One-sided so far: claims only in FI 1973; not looked for yet: Corvalán 1977.");
    assert!(panel.query_by_label_contains("The armed road was").is_some());
    click(&mut panel, "Worksheet");
    panel.get_by_label("What does each source say on “armed road”, and where do they part?");
    assert!(panel.query_by_label_contains("The armed road was").is_none(), "no answers on a worksheet");
    click(&mut panel, "Passages with empty stances");
    assert!(panel.query_by_label_contains("The armed road was").is_some());
    assert!(panel.query_all_by_label("In your own words:").next().is_some());
    click(&mut panel, "Answer key");
    panel.get_by_label("Order and numbers are those of the worksheet.");
    click(&mut panel, "Discussion sheet");
    assert!(panel.query_by_label_contains("there is nothing to discuss yet").is_some());
    click(&mut panel, "Comparison sheet");
    click(&mut panel, "Where they part");
    assert!(panel.query_by_label_contains("One-sided so far").is_none());
    assert!(!panel.state().sheet.settings.shows(SheetPart::Relations));
}

#[test]
fn sources_and_tags_are_ticked() {
    let mut panel = panel();
    let source = |panel: &mut Harness<'static, Panel>, name: &str| {
        panel.get_by_role_and_label(Role::CheckBox, name).click();
        panel.run();
    };
    source(&mut panel, "Corvalán 1977");
    assert_eq!(panel.state().sheet.settings.sources, [panel.state().bench.sources[0]]);
    source(&mut panel, "FI 1973");
    assert_eq!(panel.state().sheet.settings.sources.len(), 1, "the last one can't be left out");
    source(&mut panel, "Corvalán 1977");
    assert!(panel.state().sheet.settings.sources.is_empty(), "all are on it again");
    click(&mut panel, "Tags");
    source(&mut panel, "the Party");
    let bench = &panel.state().bench;
    let mut left_out = panel.state().sheet.settings.left_out.clone();
    left_out.sort();
    let mut expected = vec![bench.id("the Party"), bench.id("armed road")];
    expected.sort();
    assert_eq!(left_out, expected, "a tag takes those under it along");
    source(&mut panel, "armed road");
    assert_eq!(panel.state().sheet.settings.left_out, [panel.state().bench.id("the Party")]);
    click(&mut panel, "No tags");
    panel.get_by_label("Nothing is noted for the sources, tags and readers chosen.");
    click(&mut panel, "All tags");
    assert!(panel.state().sheet.settings.left_out.is_empty());
}

#[test]
fn a_question_of_ones_own_takes_the_place_of_the_programs() {
    let mut panel = panel();
    click(&mut panel, "Worksheet");
    click(&mut panel, "Questions");
    let field = "Question on armed road";
    panel.get_by_label(field).focus();
    panel.run();
    panel.get_by_label(field).type_text("Was it ever a plan?");
    panel.run();
    panel.run();
    let road = panel.state().bench.id("armed road");
    assert_eq!(panel.state().sheet.settings.questions[&road], "Was it ever a plan?");
    assert!(panel.query_all_by_label("Was it ever a plan?").next().is_some(), "it is on the sheet");
}

#[test]
fn settings_are_kept_with_the_comparison_and_taken_again_with_one_click() {
    let mut panel = panel();
    click(&mut panel, "Discussion sheet");
    click(&mut panel, "Notes");
    let field = "Name to keep the settings under";
    panel.get_by_label(field).focus();
    panel.run();
    panel.get_by_label(field).type_text("Thursday");
    panel.run();
    click(&mut panel, "Keep these settings");
    assert!(
        matches!(panel.state().bench.commands().as_slice(), [Command::KeepSheet { name, .. }] if name == "Thursday")
    );
    click(&mut panel, "Comparison sheet");
    click(&mut panel, "Thursday");
    let sheet = &panel.state().sheet;
    assert_eq!((sheet.settings.kind, sheet.format), (SheetKind::Discussion, SheetFormat::Html));
    assert!(sheet.settings.shows(SheetPart::Notes));
    click(&mut panel, "Replace these settings");
    click(&mut panel, "Remove the kept settings");
    assert_eq!(panel.state().bench.comparison().saved_sheets().len(), 0);
}

#[test]
fn a_sheet_that_is_being_written_can_be_stopped() {
    let mut panel = panel();
    click(&mut panel, "Save…");
    panel.state_mut().sheet.writing = true;
    panel.step();
    panel.get_by_label("Stop").click();
    panel.step();
    panel.step();
    assert_eq!(panel.state().answers, [SheetAnswer::Save, SheetAnswer::Stop]);
}

/// Waits for what a job brings about.
fn wait_for(window: &mut Window, what: &str, is: impl Fn(&Window) -> bool) {
    let begun = Instant::now();
    while !is(window) {
        assert!(begun.elapsed() < Duration::from_secs(30), "{what} did not come");
        std::thread::sleep(Duration::from_millis(10));
        window.step();
    }
}

#[test]
fn from_the_menu_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let places = diptych::gui::app::Places::default();
    let mut window = window_with(vec2(1280.0, 800.0), Theme::Dark, Vec::new(), places);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    window.get_by_label("Make a sheet");
    window.get_by_label("Save…").click();
    // Without a dialog service, the path is typed.
    wait_for(&mut window, "the field for the path", |window| {
        window.query_by_label("Path of the file").is_some()
            || window.query_by_label("Type a path instead").is_some()
    });
    if let Some(button) = window.query_by_label("Type a path instead") {
        button.click();
        window.run();
    }
    let path = folder.path().join("for Thursday.html");
    window.get_by_label("Path of the file").focus();
    window.run();
    press(&mut window, Modifiers::COMMAND, Key::A);
    window.get_by_label("Path of the file").type_text(&path.display().to_string());
    window.run();
    window.get_by_label("Save").click();
    window.step();
    wait_for(&mut window, "the file", |_| path.exists());
    let page = std::fs::read_to_string(&path).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("Chile 1973"));
    wait_for(&mut window, "the sentence", |window| {
        window.query_all_by_label_contains("The sheet is saved to").next().is_some()
    });
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("Make a sheet").is_none());
    assert!(app(&window).open().desk.saved(), "making a sheet changes nothing");
}
