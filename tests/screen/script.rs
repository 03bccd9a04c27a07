//! Texts in scripts that run leftward, or that no font here has: read, walked, selected, tagged.

use diptych::desk::{Command, Desk, NewSource, RandomIds, SystemClock, TagRef};
use diptych::gui::action::{Action, Actions};
use diptych::gui::reading_pane::{PaneInput, PaneState, ReadingStyle, pane_id, reading_pane_ui};
use diptych::gui::theme;
use diptych::gui::view::{Side, View};
use diptych::model::{Bibliography, Comparison, ComparisonId, Origin, Reader, ReaderId, Time, Unknown};
use diptych::text::{Pos, Span, Text};
use eframe::egui::{Key, Modifiers, Pos2, Rect, pos2, vec2};
use egui_kittest::Harness;
use uuid::Uuid;

use crate::raster::Raster;

struct Shown {
    desk: Desk,
    view: View,
    state: PaneState,
    said: Vec<Action>,
    installed: bool,
}

type Pane = Harness<'static, Shown>;

/// One pane with a text, 620 points wide, in a window of its own.
fn pane(words: &str) -> Pane {
    let comparison = Comparison::new(ComparisonId(Uuid::from_u128(9)), "Test".to_owned(), Time(0));
    let reader =
        Reader { id: ReaderId(Uuid::from_u128(8)), name: "Ana".to_owned(), unknown: Unknown::default() };
    let mut desk = Desk::new(comparison, reader, Box::new(SystemClock), Box::new(RandomIds));
    let source = NewSource {
        bibliography: Bibliography { title: "A text".to_owned(), ..Bibliography::default() },
        origin: Origin::default(),
        text: Text::new(words).unwrap(),
        structure: Vec::new(),
    };
    desk.run(Command::AddSources(vec![source])).unwrap();
    let view = View::of(desk.comparison());
    let shown = Shown { desk, view, state: PaneState::default(), said: Vec::new(), installed: false };
    let mut pane = Harness::builder()
        .with_size(vec2(620.0, 400.0))
        .allow_missing_glyphs()
        .renderer(Raster::default())
        .build_ui_state(
            |ui, shown: &mut Shown| {
                if !std::mem::replace(&mut shown.installed, true) {
                    theme::install(ui.ctx());
                    ui.ctx().request_repaint();
                    return;
                }
                let mut out = Actions::default();
                let style = ReadingStyle { size: 18.0, measure: 68.0 };
                let input = PaneInput { side: Side::Left, style, snap: false, keys: true };
                reading_pane_ui(ui, (&shown.desk, &mut shown.view), input, &mut shown.state, &mut out);
                shown.said.extend(out.take());
            },
            shown,
        );
    pane.run();
    pane
}

fn caret(pane: &Pane) -> Pos {
    pane.state().view.panes.get(Side::Left).caret
}

fn press(pane: &mut Pane, modifiers: Modifiers, key: Key) {
    pane.key_press_modifiers(modifiers, key);
    pane.run();
}

fn area(pane: &Pane) -> Rect {
    pane.ctx.read_response(pane_id(Side::Left)).unwrap().rect
}

fn click(pane: &mut Pane, at: Pos2) {
    pane.drag_at(at);
    pane.drop_at(at);
    pane.run();
}

const HEBREW: &str = "שלום עולם 1973 סוף.\n\nA line in English.";

#[test]
fn in_a_paragraph_that_runs_leftward_the_left_arrow_goes_on_and_the_right_one_back() {
    let mut pane = pane(HEBREW);
    press(&mut pane, Modifiers::NONE, Key::ArrowLeft);
    press(&mut pane, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(caret(&pane), Pos(2));
    press(&mut pane, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(caret(&pane), Pos(1));
    press(&mut pane, Modifiers::COMMAND, Key::ArrowLeft);
    assert_eq!(caret(&pane), Pos(5), "the next word");
    press(&mut pane, Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(pane.state().view.panes.get(Side::Left).selection(), Span::new(5, 6).unwrap());
    press(&mut pane, Modifiers::COMMAND, Key::End);
    press(&mut pane, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(caret(&pane), Pos(38), "in English the left arrow goes back");
}

#[test]
fn such_a_line_begins_at_the_right_edge_and_is_clicked_there() {
    let mut pane = pane(HEBREW);
    let right = area(&pane).right() - 8.0;
    let top = area(&pane).top() + 45.0;
    click(&mut pane, pos2(right, top));
    assert_eq!(caret(&pane), Pos(0));
    let left = area(&pane).left() + 30.0;
    click(&mut pane, pos2(left, top));
    assert_eq!(caret(&pane), Pos(19), "its end is at the left");
    press(&mut pane, Modifiers::NONE, Key::Home);
    assert_eq!(caret(&pane), Pos(0));
    press(&mut pane, Modifiers::NONE, Key::End);
    assert_eq!(caret(&pane), Pos(19));
}

#[test]
fn what_is_selected_with_the_mouse_is_what_lies_between_as_it_is_read() {
    let mut pane = pane(HEBREW);
    let top = area(&pane).top() + 45.0;
    // From the start at the right over the whole line.
    pane.drag_at(pos2(area(&pane).right() - 8.0, top));
    pane.run();
    for step in 1_u8..=4 {
        pane.hover_at(pos2(area(&pane).right() - 8.0 - f32::from(step) * 130.0, top));
        pane.run();
    }
    pane.drop_at(pos2(area(&pane).left() + 30.0, top));
    pane.run();
    assert_eq!(pane.state().view.panes.get(Side::Left).selection(), Span::new(0, 19).unwrap());
}

#[test]
fn a_boundary_is_moved_by_its_handle_whichever_way_the_words_run() {
    for (words, leftward) in [("The road of arms was closed in October.", false), (HEBREW, true)] {
        let mut pane = pane(words);
        let shown = pane.state_mut();
        let source = shown.desk.comparison().sources()[0].id;
        let tags = vec![TagRef::Named("t".to_owned())];
        let spans = vec![Span::new(0, 4).unwrap()];
        let claim = shown.desk.run(Command::Tag { source, spans, tags }).unwrap().claim.unwrap();
        shown.view.claim = Some(claim);
        pane.run();
        let words = pane.state().state.selected().unwrap();
        // The knob of the end hangs below the words, on the side where they end.
        let end = if leftward { words.left_bottom() } else { words.right_bottom() };
        pane.drag_at(end);
        pane.run();
        for step in 1_u8..=4 {
            let by = f32::from(step) * if leftward { -20.0 } else { 20.0 };
            pane.hover_at(end + vec2(by, -8.0));
            pane.run();
        }
        pane.drop_at(end + vec2(if leftward { -80.0 } else { 80.0 }, -8.0));
        pane.run();
        let moved = pane.state().said.iter().find_map(|action| match action {
            Action::Run(Command::MovePassage { claim, span, .. }) => Some((*claim, *span)),
            _ => None,
        });
        let (of, span) = moved.unwrap();
        assert_eq!((of, span.start()), (claim, Pos(0)));
        assert!(span.end() > Pos(8), "{span:?}");
    }
}

#[test]
fn the_end_key_stays_on_its_line() {
    let mut pane = pane(&"word ".repeat(60));
    press(&mut pane, Modifiers::NONE, Key::End);
    let first = caret(&pane);
    assert!(first > Pos(30));
    press(&mut pane, Modifiers::NONE, Key::End);
    assert_eq!(caret(&pane), first);
    press(&mut pane, Modifiers::NONE, Key::Home);
    assert_eq!(caret(&pane), Pos(0));
}

#[test]
fn characters_without_a_font_are_told_of_once() {
    let mut pane = pane("Some words: \u{10300}\u{10301}\u{10302}, and \u{10300}.\n\nMore.");
    for _ in 0..5 {
        press(&mut pane, Modifiers::NONE, Key::ArrowRight);
    }
    let said: Vec<&Action> =
        pane.state().said.iter().filter(|action| matches!(action, Action::Say(_))).collect();
    let expected = "4 characters of A text have no font on this computer: Old Italic. Install one (the Noto fonts \
                    have all scripts) and start Diptych again.";
    assert_eq!(said, [&Action::Say(expected.to_owned())]);
}
