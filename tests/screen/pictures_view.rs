//! Pictures of the comparison: drawn, told, walked through, gone into, as a table.

use diptych::analysis::picture::{Area, Leads, Picture, PictureOptions, What};
use diptych::desk::Command;
use diptych::gui::action::Action;
use diptych::gui::pictures_view::{PicturesState, pictures_view_ui};
use diptych::gui::verb::Verb;
use diptych::gui::view::Mode;
use diptych::model::{LinkKind, Stance};
use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2, Theme, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::bench::{Bench, harness};
use crate::window::{app, press, window};

type View = Harness<'static, Bench>;

fn pictures(bench: Bench) -> View {
    let mut state = PicturesState::default();
    let mut harness = harness(bench, (1000.0, 760.0), move |ui, bench, out| {
        pictures_view_ui(ui, &bench.desk, &bench.view, &mut state, out);
    });
    harness.run();
    harness
}

/// A denial, an affirmation, a link between them, and two claims at one place.
fn bench() -> Bench {
    let mut bench = Bench::new();
    let road = bench.id("armed road");
    let (claim, other) = (bench.claims[0], bench.claims[2]);
    for command in [
        Command::SetStance { claim, tag: road, stance: Some(Stance::Denies) },
        Command::SetStance { claim: other, tag: road, stance: Some(Stance::Affirms) },
        Command::Link { from: other, to: claim, kind: LinkKind::Contradicts, note: "It does.".to_owned() },
    ] {
        bench.desk.run(command).unwrap();
    }
    bench.claim(1, (12, 28), "armed road");
    bench
}

/// The picture as the view has made it, and where it is.
fn shown(view: &View, what: What) -> (Picture, Pos2, f32) {
    let rect = view.get_by_role(Role::Image).rect();
    let scale = 1.15;
    let options = PictureOptions { what, width: (rect.width() / scale).round(), ..PictureOptions::default() };
    (Picture::of(view.state().comparison(), &options), rect.min, scale)
}

/// The middle of the first mark of a thing on the screen.
fn middle(view: &View, what: What, words: &str) -> Pos2 {
    let (picture, origin, scale) = shown(view, what);
    let thing = picture.things.iter().position(|thing| thing.words.starts_with(words));
    let thing = thing.unwrap_or_else(|| panic!("{words}: {:?}", picture.things));
    let Area { min, max } = picture.area_of(thing).unwrap();
    origin + vec2(min.x + max.x, min.y + max.y) * (scale / 2.0)
}

fn click(view: &mut View, at: Pos2) {
    view.hover_at(at);
    view.run();
    view.drag_at(at);
    view.drop_at(at);
    view.run();
}

#[test]
fn a_mark_tells_what_it_is_and_a_click_goes_to_its_passage() {
    let mut view = pictures(bench());
    let claim = view.state().claims[0];
    let at = middle(&view, What::Along, "armed road · FI 1973 · ¶");
    view.hover_at(at);
    view.run_steps(40);
    assert!(view.query_all_by_label_contains("armed road · FI 1973 · ¶ 1").count() >= 1);
    view.get_by_label_contains("“The armed road was");
    view.get_by_label_contains("− denies · FI 1973");
    view.get_by_label("A click goes to the passage.");
    click(&mut view, at);
    assert_eq!(view.state().actions, [Action::Reveal(claim), Action::Do(Verb::Reading)]);
}

#[test]
fn a_mark_of_several_claims_lists_them_to_go_to() {
    let mut view = pictures(bench());
    let (picture, ..) = shown(&view, What::Along);
    let several = |leads: &Leads| matches!(leads, Leads::Claims(claims) if claims.len() == 2);
    assert!(picture.things.iter().any(|thing| thing.words.contains("2 claims") && several(&thing.leads)));
    let at = middle(&view, What::Along, "armed road · Corvalán 1977 · ¶ 1 · 2 claims");
    click(&mut view, at);
    assert!(view.state().actions.is_empty(), "nothing is gone to yet");
    let entries = view.query_all_by_label_contains("Corvalán 1977 ¶ 1: “").count();
    assert_eq!(entries, 2);
    let first = view.get_all_by_label_contains("Corvalán 1977 ¶ 1: “").next().unwrap();
    first.click();
    view.run();
    let claim = view.state().claims[2];
    assert_eq!(view.state().actions, [Action::Reveal(claim), Action::Do(Verb::Reading)]);
    assert_eq!(view.query_all_by_label_contains("Corvalán 1977 ¶ 1: “").count(), 0, "the list is gone");
}

#[test]
fn a_screen_reader_is_told_the_picture_and_the_arrows_walk_through_it() {
    let mut view = pictures(bench());
    let image = view.get_by_role(Role::Image);
    assert_eq!(image.accesskit_node().label().as_deref(), Some("Tags along the sources: Test"));
    let told = image.accesskit_node().data().description().unwrap().to_owned();
    assert!(told.contains("armed road: FI 1973 1 claim, from 0 % to "), "{told}");
    assert!(image.accesskit_node().is_focused(), "the keys go to it at once");
    for _ in 0..2 {
        view.key_press(Key::ArrowRight);
        view.run();
    }
    let value = |view: &View| {
        let node = view.get_by_role(Role::Image);
        node.accesskit_node().data().value().unwrap_or_default().to_owned()
    };
    assert_eq!(value(&view), "armed road · FI 1973 · 1 claim");
    view.key_press(Key::ArrowLeft);
    view.run();
    assert_eq!(value(&view), "armed road · FI 1973 · ¶ 1");
    view.key_press(Key::Enter);
    view.run();
    let claim = view.state().claims[0];
    assert_eq!(view.state().actions, [Action::Reveal(claim), Action::Do(Verb::Reading)]);
}

#[test]
fn a_link_is_gone_to_with_both_its_ends() {
    let mut view = pictures(bench());
    view.get_by_label("Links").click();
    view.run();
    let (from, to) = (view.state().claims[2], view.state().claims[0]);
    let at = middle(&view, What::Links, "Corvalán 1977 ¶ 1 contradicts FI 1973 ¶ 1");
    view.hover_at(at);
    view.run_steps(40);
    view.get_by_label("≠ contradicts");
    view.get_by_label("It does.");
    click(&mut view, at);
    let expected = [Action::Reveal(to), Action::Reveal(from), Action::Do(Verb::Reading)];
    assert_eq!(view.state().actions, expected);
}

#[test]
fn the_numbers_of_a_picture_are_a_table_to_be_read_and_copied() {
    let mut view = pictures(bench());
    view.get_by_label("Stances").click();
    view.run();
    view.get_by_label("As a table").click();
    view.run();
    assert!(view.query_by_role(Role::Image).is_none());
    for head in ["Tag", "denies", "no stance given", "claims"] {
        assert!(view.query_all_by_label(head).count() >= 1, "{head}");
    }
    view.get_by_label("Copy the table").click();
    view.run();
    let Some(Action::Copy(copied)) = view.state().actions.first() else { panic!() };
    let lines: Vec<&str> = copied.lines().collect();
    assert_eq!(lines[1], "the Party / armed road\tFI 1973\t1\t0\t0\t0\t0\t1");
    assert_eq!(lines[2], "the Party / armed road\tCorvalán 1977\t0\t0\t0\t1\t1\t2");
}

#[test]
fn sources_and_tags_are_chosen_and_what_is_not_there_is_said() {
    let mut view = pictures(bench());
    view.get_by_role_and_label(Role::CheckBox, "Corvalán 1977").click();
    view.run();
    let told = |view: &View| {
        let node = view.get_by_role(Role::Image);
        node.accesskit_node().data().description().unwrap().to_owned()
    };
    assert!(!told(&view).contains("Corvalán"), "{}", told(&view));
    view.get_by_label("All tags…").click();
    view.run();
    view.get_by_role_and_label(Role::CheckBox, "copper").click();
    view.run();
    assert!(told(&view).starts_with("1 tag in FI 1973") && !told(&view).contains("armed"), "{}", told(&view));
    view.get_by_label("Links").click();
    view.run();
    assert!(told(&view).contains("Nothing to show yet, because no link"), "{}", told(&view));
    assert!(view.get_by_label("Save picture…").accesskit_node().is_disabled());
    view.get_by_role_and_label(Role::CheckBox, "FI 1973").click();
    view.run();
    view.get_by_label("No source is ticked.");
}

#[test]
fn pictures_are_a_key_away_and_are_copied_to_the_clipboard() {
    let mut window = window(vec2(1280.0, 800.0), Theme::Dark, Vec::new());
    press(&mut window, Modifiers::COMMAND, Key::Num3);
    assert_eq!(app(&window).open().view.mode, Mode::Pictures);
    let label = window.get_by_role(Role::Image).accesskit_node().label().unwrap();
    assert!(label.starts_with("Tags along the sources"), "{label}");
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    for _ in 0..400 {
        window.run();
        if window.query_by_label("The picture is on the clipboard.").is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    window.get_by_label("The picture is on the clipboard.");
    press(&mut window, Modifiers::COMMAND, Key::Num1);
    assert_eq!(app(&window).open().view.mode, Mode::Reading);
}
