//! Texts of any length, the overview beside the scroll bar, and highlights where many lie over one another.

use diptych::desk::{Command, Desk, NewSource, RandomIds, SystemClock, TagRef};
use diptych::gui::view::{PaneView, Side};
use diptych::model::{
    Bibliography, Comparison, ComparisonId, Mark, MarkKind, Origin, Reader, ReaderId, Time, Unknown,
};
use diptych::store::{self, Actor, Record};
use diptych::text::{Pos, Span, Text};
use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Shape};
use egui_kittest::kittest::Queryable as _;
use uuid::Uuid;

use crate::window::{Window, app, n_claims, press, wait_for, window_of, with_file};

/// A window on a comparison of `text` and a few words, with what `make` does to it.
fn window_on(text: Text, structure: Vec<Mark>, make: impl FnOnce(&mut Desk)) -> (Window, tempfile::TempDir) {
    let comparison = Comparison::new(ComparisonId(Uuid::from_u128(5)), "Long".to_owned(), Time(0));
    let reader =
        Reader { id: ReaderId(Uuid::from_u128(6)), name: "Ana".to_owned(), unknown: Unknown::default() };
    let mut desk = Desk::new(comparison, reader, Box::new(SystemClock), Box::new(RandomIds));
    let source = |title: &str, text, structure| NewSource {
        bibliography: Bibliography { title: title.to_owned(), ..Bibliography::default() },
        origin: Origin::default(),
        text,
        structure,
    };
    let short = Text::new("A few words.").unwrap();
    let sources = vec![source("Long one", text, structure), source("Short one", short, Vec::new())];
    desk.run(Command::AddSources(sources)).unwrap();
    make(&mut desk);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("long.diptych.json");
    store::save(desk.comparison(), &Record::new(), Actor(1), &file).unwrap();
    (window_of(&file, &folder), folder)
}

fn tag(desk: &mut Desk, spans: &[(u32, u32)], name: &str) {
    let source = desk.comparison().sources()[0].id;
    for (start, end) in spans {
        let spans = vec![Span::new(*start, *end).unwrap()];
        let tags = vec![TagRef::Named(name.to_owned())];
        desk.run(Command::Tag { source, spans, tags }).unwrap();
    }
}

fn left(window: &Window) -> PaneView {
    app(window).open().view.panes.get(Side::Left).clone()
}

fn strip(window: &Window) -> Rect {
    window.get_by_label_contains("Overview of the left pane").rect()
}

fn track(window: &Window) -> Rect {
    window.get_by_label("Scroll the left pane").rect()
}

fn button(window: &mut Window, pos: Pos2, pressed: bool) {
    let modifiers = Modifiers::NONE;
    window.event(Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers });
    window.run();
}

fn click_at(window: &mut Window, pos: Pos2) {
    window.hover_at(pos);
    window.run();
    button(window, pos, true);
    button(window, pos, false);
}

/// All words that were painted in the last frame, with where.
fn painted(window: &Window) -> Vec<(String, Rect)> {
    fn gather(shape: &Shape, words: &mut Vec<(String, Rect)>) {
        match shape {
            Shape::Text(text) => words.push((text.galley.text().to_owned(), text.visual_bounding_rect())),
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| gather(shape, words)),
            _ => {}
        }
    }
    let mut words = Vec::new();
    window.output().shapes.iter().for_each(|clipped| gather(&clipped.shape, &mut words));
    words
}

/// Paragraphs of one sentence each, numbered.
fn paragraphs(n: usize) -> Text {
    let all: Vec<String> = (1..=n)
        .map(|n| {
            format!("Paragraph {n} says that the armed road was not chosen by the Party but forced on it.")
        })
        .collect();
    Text::new(all.join("\n\n")).unwrap()
}

#[test]
fn a_line_of_five_million_characters_opens_scrolls_and_takes_tags_like_a_leaflet() {
    let line = "The armed road was forced on it. ".repeat(5_000_000 / 33 + 1);
    let (mut window, _folder) = window_on(Text::new(line.trim_end()).unwrap(), Vec::new(), |_| {});
    press(&mut window, Modifiers::COMMAND, Key::End);
    let end = app(&window).open().desk.comparison().sources()[0].text.end();
    assert_eq!(left(&window).caret, end);
    assert!(end.0 - left(&window).top.0 < 7_000);
    for _ in 0..3 {
        press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowLeft);
    }
    press(&mut window, Modifiers::COMMAND, Key::M);
    let open = app(&window).open();
    let claim = open.desk.comparison().claim(open.view.claim.unwrap()).unwrap();
    assert_eq!(claim.quotation(), "forced on it.");
    // The whole line, as one paragraph, is a claim like any other.
    press(&mut window, Modifiers::COMMAND, Key::P);
    assert_eq!(left(&window).selection().len(), end.0);
    press(&mut window, Modifiers::COMMAND, Key::M);
    assert_eq!(n_claims(&window), 2);
    let middle = track(&window).center();
    click_at(&mut window, middle);
    let top = left(&window).top.0;
    assert!((2_450_000..2_550_000).contains(&top), "{top}");
    press(&mut window, Modifiers::NONE, Key::F4);
    press(&mut window, Modifiers::NONE, Key::PageDown);
}

#[test]
fn the_thumb_stays_under_the_pointer_and_a_pull_downward_never_moves_the_text_back() {
    let (mut window, _file, _folder) = with_file();
    let track = track(&window);
    let place = |window: &Window| (left(window).top, left(window).offset);
    let home = place(&window);
    // Hold of the thumb near its upper end: nothing moves.
    let held = track.center_top() + eframe::egui::vec2(0.0, 4.0);
    window.hover_at(held);
    window.run();
    button(&mut window, held, true);
    assert_eq!(place(&window), home);
    let mut before = 0.0;
    for step in 1..60_u8 {
        window.hover_at(held + eframe::egui::vec2(0.0, f32::from(step) * 9.0));
        window.run();
        let text = &app(&window).open().desk.comparison().sources()[0].text;
        let now = left(&window).top.0 as f32 / text.len() as f32;
        assert!(now >= before, "at step {step} from {before} back to {now}");
        before = now;
    }
    assert!(before > 0.5, "{before}");
    window.hover_at(held);
    window.run();
    button(&mut window, held, false);
    assert_eq!(place(&window), home, "and back again");
}

#[test]
fn the_overview_names_the_tags_of_a_place_and_a_click_goes_there() {
    let (mut window, _folder) = window_on(paragraphs(3_000), Vec::new(), |desk| {
        let len = desk.comparison().sources()[0].text.len();
        tag(desk, &[(len / 2 + 40, len / 2 + 90)], "armed road");
        tag(desk, &[(0, 11)], "the Party");
    });
    let strip = strip(&window);
    window.hover_at(strip.center());
    window.run();
    wait_for(&mut window, "armed road");
    assert!(window.query_all_by_label_contains("¶ 1").next().is_some());
    let middle = strip.center();
    click_at(&mut window, middle);
    let open = app(&window).open();
    let claim = open.desk.comparison().claim(open.view.claim.expect("it is selected")).unwrap();
    let start = claim.passages[0].span.start();
    assert_eq!(left(&window).caret, start);
    assert!(start.0.abs_diff(left(&window).top.0) < 3_000, "it is in view");
    // Where there is nothing, the text goes there and nothing is selected anew.
    let selected = open.view.claim;
    click_at(&mut window, strip.lerp_inside(eframe::egui::vec2(0.5, 0.25)));
    let text = &app(&window).open().desk.comparison().sources()[0].text;
    let share = left(&window).top.0 as f32 / text.len() as f32;
    assert!((share - 0.25).abs() < 0.02, "{share}");
    assert_eq!(app(&window).open().view.claim, selected);
    assert_eq!(left(&window).caret, start, "the caret stays where it was");
}

#[test]
fn the_overview_is_painted_anew_only_when_something_has_changed() {
    let (mut window, _folder) = window_on(paragraphs(900), Vec::new(), |desk| {
        for n in 0..300 {
            tag(desk, &[(n * 200, n * 200 + 60)], "armed road");
        }
    });
    let uploads = |window: &mut Window| {
        window.step();
        let ids = window.output().textures_delta.set.keys().copied().collect::<Vec<_>>();
        ids.into_iter().filter(|id| *id != eframe::egui::TextureId::default()).count()
    };
    window.run();
    assert!(strip(&window).width() > 10.0);
    window.get_by_label("Overview of the left pane: 300 passages");
    assert_eq!(uploads(&mut window), 0, "a frame in which nothing changed");
    window.event(Event::MouseWheel {
        unit: eframe::egui::MouseWheelUnit::Point,
        delta: eframe::egui::vec2(0.0, -400.0),
        phase: eframe::egui::TouchPhase::Move,
        source: eframe::egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    assert_eq!(uploads(&mut window), 0, "scrolling moves only what lies over it");
    press(&mut window, Modifiers::COMMAND, Key::Home);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
    press(&mut window, Modifiers::COMMAND, Key::M);
    window.get_by_label("Overview of the left pane: 301 passages");
}

#[test]
fn focus_on_a_tag_dims_the_others_and_leaves_them_to_be_chosen() {
    let (mut window, _folder) = window_on(paragraphs(3), Vec::new(), |desk| {
        tag(desk, &[(0, 11)], "the Party");
        tag(desk, &[(90, 130)], "armed road");
    });
    let tints = |window: &Window| {
        let shapes = &window.output().shapes;
        let meshes = shapes.iter().filter_map(|clipped| match &clipped.shape {
            Shape::Mesh(mesh) => Some(mesh.vertices.iter().map(|vertex| vertex.color).collect::<Vec<_>>()),
            _ => None,
        });
        meshes.flatten().collect::<std::collections::HashSet<_>>()
    };
    let before = tints(&window);
    press(&mut window, Modifiers::NONE, Key::F4);
    let first = app(&window).open().view.claim;
    press(&mut window, Modifiers::NONE, Key::Escape);
    let name = window.get_all_by_label_contains("armed road").next().unwrap().rect();
    click_at(&mut window, name.center());
    assert!(!app(&window).open().view.focus.is_empty(), "the tag is in focus");
    let after = tints(&window);
    assert!(after.contains(&diptych::gui::theme::dimmed_fill(eframe::egui::Theme::Light)), "{after:?}");
    assert_ne!(before, after);
    // The dimmed one is still there to be clicked.
    let at = painted(&window).into_iter().find(|(words, _)| words.starts_with("Paragraph 1 says")).unwrap().1;
    click_at(&mut window, at.left_top() + eframe::egui::vec2(12.0, 10.0));
    assert_eq!(app(&window).open().view.claim, first);
}

#[test]
fn pages_are_numbered_in_the_margin_where_the_source_has_them() {
    let text = paragraphs(4);
    let starts: Vec<Pos> = text.paragraphs().iter().map(|paragraph| paragraph.span.start()).collect();
    let page = |at: Pos, label: &str| Mark {
        span: Span::between(at, at.plus(1)),
        kind: MarkKind::Page { label: label.to_owned() },
        unknown: Unknown::default(),
    };
    let marks = vec![page(starts[1], "xiv"), page(starts[2].plus(60), "15")];
    let (window, _folder) = window_on(text, marks, |_| {});
    let words = painted(&window);
    let at = |label: &str| words.iter().find(|(words, _)| words == label).map(|(_, rect)| *rect);
    let (page, number) = (at("p. xiv").expect("a page in Roman numerals"), at("2").expect("a paragraph"));
    assert!(page.bottom() <= number.center().y, "the page's number stands over the paragraph's");
    assert!(at("p. 15").is_some());
}

#[test]
fn ten_thousand_claims_on_one_screen_are_drawn_and_what_is_left_out_is_said() {
    let (mut window, _folder) = window_on(paragraphs(30), Vec::new(), |desk| {
        let spans: Vec<(u32, u32)> = (0..3_000).map(|n| (n % 50, 60 + n / 50)).collect();
        tag(desk, &spans, "armed road");
    });
    window.run();
    let n = n_claims(&window);
    assert!(n > 1_600, "{n}");
    let words = painted(&window);
    let said = words.iter().find(|(words, _)| words.contains("more claims here are not drawn"));
    assert!(said.is_some_and(|(words, _)| words.starts_with(&format!("{} ", n - 1_500))), "{said:?}");
}
