//! Links between the panes, moving together, and going back: by the mouse and by keys.

use std::sync::Arc;

use diptych::gui::app::Places;
use diptych::gui::moving::{self, Panes};
use diptych::gui::places::PanePlace;
use diptych::gui::reading_pane::{PaneInput, PaneState, ReadingStyle, reading_pane_ui};
use diptych::gui::view::{Side, Sides, View};
use diptych::model::{ClaimId, Link, LinkKind};
use diptych::store::settings::{MoveTogether, Settings};
use eframe::egui::{
    self, Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, Theme, TouchPhase,
    pos2, vec2,
};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use proptest::prelude::*;

use crate::window::{Window, app, drag, pane_rect, press, pressed, selected, window, window_with};

fn sample() -> Window {
    window(vec2(1280.0, 800.0), Theme::Light, Vec::new())
}

fn place(window: &Window, side: Side) -> PanePlace {
    PanePlace::of(app(window).open().view.panes.get(side))
}

/// The height of the first line that is seen of a claim.
fn line_of(window: &Window, side: Side, claim: ClaimId) -> Option<f32> {
    let (_, lines) = app(window).seen(side)?.lines_of(claim)?;
    Some(lines.first()?.center().y)
}

fn side_of(window: &Window, claim: ClaimId) -> Side {
    let open = app(window).open();
    let source = open.desk.comparison().claim(claim).unwrap().source;
    Side::BOTH.into_iter().find(|side| open.view.panes.get(*side).source == Some(source)).unwrap()
}

/// The links of which both ends can be seen, each with the y of its left and its right end.
fn seen_links(window: &Window) -> Vec<(Arc<Link>, f32, f32)> {
    let links = app(window).open().desk.comparison().links();
    let ends = links.filter_map(|link| {
        let (left, right) = match side_of(window, link.from) {
            Side::Left => (link.from, link.to),
            Side::Right => (link.to, link.from),
        };
        let ends = (line_of(window, Side::Left, left)?, line_of(window, Side::Right, right)?);
        Some((Arc::clone(link), ends.0, ends.1))
    });
    ends.collect()
}

/// Scrolls until a link that is not level has both ends on the screen.
fn a_slanting_link(window: &mut Window) -> Arc<Link> {
    for _ in 0..40 {
        if let Some((link, ..)) =
            seen_links(window).into_iter().find(|(_, left, right)| (left - right).abs() > 60.0)
        {
            return link;
        }
        wheel(window, Side::Left, -120.0);
        wheel(window, Side::Right, -90.0);
    }
    panic!("the sample has such links");
}

fn wheel(window: &mut Window, side: Side, delta: f32) {
    window.hover_at(pane_rect(window, side).center());
    window.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, delta),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    window.run();
}

/// The start of the name by which a link can be found between the panes.
fn name_of(window: &Window, link: &Link) -> String {
    let quote = app(window).open().desk.comparison().claim(link.from).unwrap().quotation();
    let start: String = quote.chars().take(12).collect();
    format!("“{start}")
}

fn assert_level(window: &Window, link: &Link) {
    let (from, to) = (side_of(window, link.from), side_of(window, link.to));
    let (a, b) = (line_of(window, from, link.from), line_of(window, to, link.to));
    let (a, b) = (a.expect("the first end can be seen"), b.expect("the second end can be seen"));
    assert!((a - b).abs() < 2.0, "{a} and {b}");
}

#[test]
fn a_click_on_a_links_sign_brings_both_ends_level_by_a_glide() {
    let mut window = sample();
    let link = a_slanting_link(&mut window);
    // Tests do without animations unless they ask for them.
    window.ctx.all_styles_mut(|style| style.animation_time = 0.1);
    let before = Side::BOTH.map(|side| place(&window, side));
    let name = name_of(&window, &link);
    let sign = window.get_all_by_role(egui::accesskit::Role::Link);
    let label = |node: &egui_kittest::Node<'_>| node.accesskit_node().label().unwrap_or_default();
    let found = sign.into_iter().find(|node| label(node).starts_with(&name)).expect("it has a sign");
    found.click();
    let mut stations = vec![before];
    for _ in 0..40 {
        window.step();
        let now = Side::BOTH.map(|side| place(&window, side));
        if stations.last() != Some(&now) {
            stations.push(now);
        }
    }
    window.run();
    assert_level(&window, &link);
    assert!(stations.len() > 4, "it comes by a glide: {stations:?}");
    assert!([Some(link.from), Some(link.to)].contains(&app(&window).open().view.claim));
    let [left, right] = stations.first().unwrap();
    press(&mut window, Modifiers::ALT, Key::PageUp);
    assert!(!place(&window, Side::Left).differs(left) && !place(&window, Side::Right).differs(right));
}

#[test]
fn a_curve_tells_what_it_joins_and_is_clicked_anywhere_along_it() {
    let mut window = sample();
    a_slanting_link(&mut window);
    let links = seen_links(&window);
    let gutter = window.get_by_label("Divider between the panes").rect();
    assert!(gutter.width() > 30.0, "there is room for curves");
    let middle = gutter.center().x;
    let (_, left, right) = links.first().unwrap();
    window.hover_at(pos2(middle + 1.0, f32::midpoint(*left, *right)));
    window.run();
    window.run();
    window.get_by_label("A click brings both into line.");
    // What lies over another curve there is as good.
    let told: Vec<&LinkKind> = LinkKind::ALL
        .iter()
        .filter(|kind| window.query_all_by_label_contains(kind.phrase()).count() > 0)
        .collect();
    assert!(!told.is_empty());
    let before = seen_links(&window);
    window.drag_at(pos2(middle + 1.0, f32::midpoint(*left, *right)));
    window.drop_at(pos2(middle + 1.0, f32::midpoint(*left, *right)));
    window.run();
    let level = |(_, left, right): &(Arc<Link>, f32, f32)| (left - right).abs() < 2.0;
    let now_level: Vec<_> = seen_links(&window).into_iter().filter(level).collect();
    assert!(!now_level.is_empty(), "{before:?}");
}

/// Two claims that are seen in opposite panes and are not linked, with points on the first one's bar and in the second.
fn two_to_link(window: &Window) -> (ClaimId, ClaimId, Pos2, Pos2) {
    let (left, right) = (app(window).seen(Side::Left).unwrap(), app(window).seen(Side::Right).unwrap());
    let comparison = app(window).open().desk.comparison();
    for from in left.claims() {
        let Some(bar) = left.bar_of(from.id).filter(|bar| left.area.contains(bar.center())) else { continue };
        if left.claim_at(bar.center()) != Some(from.id) {
            continue;
        }
        for to in right.claims() {
            let linked = comparison.links_of(from.id).any(|link| link.from == to.id || link.to == to.id);
            let lines = right.lines_of(to.id).map(|(_, lines)| lines).unwrap_or_default();
            let at = lines.first().map(egui::Rect::center).filter(|at| right.claim_at(*at) == Some(to.id));
            if let Some(at) = at.filter(|_| !linked) {
                return (from.id, to.id, bar.center(), at);
            }
        }
    }
    panic!("the sample has such claims");
}

fn n_links(window: &Window) -> usize {
    app(window).open().desk.comparison().links().len()
}

#[test]
fn a_link_is_drawn_from_a_bar_to_a_claim_on_the_other_side_and_then_given_a_kind() {
    let mut window = sample();
    let (from, to, start, end) = two_to_link(&window);
    let before = n_links(&window);
    drag(&mut window, start, end);
    assert_eq!(n_links(&window), before, "its kind is asked for first");
    window.get_by_label_contains("qualifies").click();
    window.run();
    assert_eq!(n_links(&window), before + 1);
    let comparison = app(&window).open().desk.comparison();
    let made = comparison.links_of(from).find(|link| link.to == to).unwrap();
    assert_eq!(made.kind, LinkKind::Qualifies);
    assert_eq!(app(&window).open().view.claim, Some(from));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(n_links(&window), before);
}

#[test]
fn with_ctrl_a_link_is_drawn_from_the_words_and_its_kind_is_chosen_by_keys() {
    let mut window = sample();
    let (from, to, start, end) = two_to_link(&window);
    let left = app(&window).seen(Side::Left).unwrap();
    let words = left.lines_of(from).unwrap().1.first().unwrap().center();
    let words = if left.claim_at(words) == Some(from) { words } else { start };
    let before = n_links(&window);
    let button = |pressed, pos| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::COMMAND,
    };
    window.hover_at(words);
    window.run();
    window.event_modifiers(button(true, words), Modifiers::COMMAND);
    window.run();
    for share in [0.3, 0.7, 1.0] {
        window.event_modifiers(Event::PointerMoved(words.lerp(end, share)), Modifiers::COMMAND);
        window.run();
    }
    window.event_modifiers(button(false, end), Modifiers::COMMAND);
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(n_links(&window), before + 1);
    let comparison = app(&window).open().desk.comparison();
    assert!(comparison.links_of(from).any(|link| link.to == to && link.kind == LinkKind::Agrees));
}

#[test]
fn a_link_let_go_beside_every_claim_or_given_up_with_escape_is_not_made() {
    let mut window = sample();
    let (_, _, start, end) = two_to_link(&window);
    let before = n_links(&window);
    let nowhere =
        pos2(pane_rect(&window, Side::Right).right() - 30.0, pane_rect(&window, Side::Right).top() + 4.0);
    drag(&mut window, start, nowhere);
    assert!(app(&window).open().view.kind_asked.is_none());
    drag(&mut window, start, end);
    assert!(app(&window).open().view.kind_asked.is_some());
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(app(&window).open().view.kind_asked.is_none());
    assert_eq!(n_links(&window), before);
    // And a press without a drag chooses the claim, as ever.
    window.drag_at(start);
    window.drop_at(start);
    window.run();
    assert!(app(&window).open().view.claim.is_some());
}

fn choose(window: &mut Window, entry: &str) {
    window.get_by_label("View").click();
    window.run();
    window.get_by_label("Move together").click();
    window.run();
    window.get_by_label_contains(entry).click();
    window.run();
}

#[test]
fn by_claims_the_other_pane_brings_the_linked_claim_level() {
    let mut window = sample();
    choose(&mut window, "Move panes by claims");
    let mut pairs = std::collections::BTreeSet::new();
    for _ in 0..25 {
        wheel(&mut window, Side::Left, -110.0);
        let Some((guide, other)) = app(&window).open().view.moving.pair() else { continue };
        pairs.insert((guide, other));
        let (left, right) = (line_of(&window, Side::Left, guide), line_of(&window, Side::Right, other));
        // At the ends of a text a claim can't always rise as far as the other.
        if let (Some(left), Some(right)) = (left, right)
            && place(&window, Side::Right).offset > 0.0
            && (0.03..0.6).contains(&((left - pane_rect(&window, Side::Left).top()) / 700.0))
        {
            assert!((left - right).abs() < 2.0 || at_the_end(&window, Side::Right), "{left} {right}");
        }
    }
    assert!(pairs.len() > 3, "{}", pairs.len());
}

fn at_the_end(window: &Window, side: Side) -> bool {
    let source = app(window).open().view.panes.get(side).source.unwrap();
    let end = app(window).open().desk.comparison().source(source).unwrap().text.end();
    app(window).seen(side).unwrap().y_of(end).is_some()
}

#[test]
fn in_proportion_both_panes_reach_the_ends_of_their_texts_together() {
    let mut window = sample();
    press(&mut window, Modifiers::ALT, Key::Num2);
    press(&mut window, Modifiers::COMMAND, Key::End);
    wheel(&mut window, Side::Left, -4000.0);
    assert!(at_the_end(&window, Side::Left) && at_the_end(&window, Side::Right));
    let share = |window: &Window, side| {
        let source = app(window).open().view.panes.get(side).source.unwrap();
        let text = app(window).open().desk.comparison().source(source).unwrap().text.clone();
        app(window).seen(side).unwrap().share(&text).0
    };
    for _ in 0..6 {
        wheel(&mut window, Side::Right, 333.0);
        assert!((share(&window, Side::Left) - share(&window, Side::Right)).abs() < 0.004);
    }
    press(&mut window, Modifiers::COMMAND, Key::Home);
    wheel(&mut window, Side::Right, 9000.0);
    for side in Side::BOTH {
        assert_eq!((place(&window, side).top.0, place(&window, side).offset), (0, 0.0), "{side:?}");
    }
}

#[test]
fn alone_nothing_moves_but_what_is_moved() {
    let mut window = sample();
    let before = place(&window, Side::Right);
    wheel(&mut window, Side::Left, -500.0);
    assert!(!place(&window, Side::Right).differs(&before));
}

#[test]
fn the_counterparts_of_a_claim_are_walked_by_keys_with_their_number() {
    let mut window = sample();
    let linked = |window: &Window| {
        let comparison = app(window).open().desk.comparison();
        comparison.links_of(selected(window).id).next().cloned()
    };
    let link = loop {
        press(&mut window, Modifiers::NONE, Key::F4);
        if let Some(link) = linked(&window) {
            break link;
        }
    };
    let claim = selected(&window).id;
    let n = app(&window).open().desk.comparison().links_of(claim).count();
    press(&mut window, Modifiers::NONE, Key::F5);
    let said = if n == 1 { "Level: ".to_owned() } else { format!("Level, 1 of {n}: ") };
    window.get_by_label_contains(&said);
    let (guide, other) = app(&window).open().view.moving.pair().unwrap();
    assert_eq!(guide, claim);
    assert!([link.from, link.to].contains(&other) || n > 1);
    assert!(line_of(&window, Side::Right, other).is_some(), "it can be seen");
    for _ in 0..n {
        press(&mut window, Modifiers::NONE, Key::F5);
    }
    assert_eq!(app(&window).open().view.moving.pair(), Some((guide, other)), "and round again");
    assert_eq!(selected(&window).id, claim, "the claim stays selected");
}

#[test]
fn going_back_and_forward_restores_both_panes_to_the_point() {
    let mut window = sample();
    wheel(&mut window, Side::Left, -333.0);
    wheel(&mut window, Side::Right, -77.0);
    assert_eq!(app(&window).open().view.places.n(), (0, 0), "scrolling leaves no places");
    let mut stations = vec![Side::BOTH.map(|side| place(&window, side))];
    for (modifiers, key) in [(Modifiers::COMMAND, Key::End), (Modifiers::COMMAND, Key::Home)] {
        // A moment passes between one jump and the next.
        for _ in 0..6 {
            window.step();
        }
        press(&mut window, modifiers, key);
        stations.push(Side::BOTH.map(|side| place(&window, side)));
    }
    assert_eq!(app(&window).open().view.places.n(), (2, 0));
    for (n, station) in stations.iter().enumerate().rev().skip(1) {
        press(&mut window, Modifiers::ALT, Key::PageUp);
        let now = Side::BOTH.map(|side| place(&window, side));
        assert!(
            now.iter().zip(station).all(|(now, then)| !now.differs(then)),
            "station {n}: {now:?} {station:?}"
        );
    }
    for station in stations.iter().skip(1) {
        mouse_button(&mut window, PointerButton::Extra2);
        let now = Side::BOTH.map(|side| place(&window, side));
        assert!(now.iter().zip(station).all(|(now, then)| !now.differs(then)));
    }
    mouse_button(&mut window, PointerButton::Extra1);
    assert_eq!(app(&window).open().view.places.n(), (1, 1));
}

fn mouse_button(window: &mut Window, button: PointerButton) {
    let pos = pos2(640.0, 790.0);
    for pressed in [true, false] {
        window.event(Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE });
    }
    window.run();
}

#[test]
fn from_the_compare_view_and_back_to_it() {
    let mut window = sample();
    press(&mut window, Modifiers::COMMAND, Key::Num2);
    let compare = app(&window).open().view.mode;
    press(&mut window, Modifiers::NONE, Key::F4);
    assert_ne!(app(&window).open().view.mode, compare);
    press(&mut window, Modifiers::ALT, Key::PageUp);
    assert_eq!(app(&window).open().view.mode, compare);
}

#[test]
fn a_move_that_the_lock_made_can_be_gone_back_from() {
    let mut window = sample();
    press(&mut window, Modifiers::ALT, Key::Num3);
    let before = place(&window, Side::Right);
    for _ in 0..12 {
        wheel(&mut window, Side::Left, -160.0);
    }
    assert!(place(&window, Side::Right).differs(&before));
    while app(&window).open().view.places.n().0 > 0 {
        press(&mut window, Modifiers::ALT, Key::PageUp);
    }
    assert!(!place(&window, Side::Right).differs(&before), "{:?} {before:?}", place(&window, Side::Right));
}

#[test]
fn what_alt_and_a_digit_type_besides_tags_nothing() {
    let mut window = sample();
    // As it comes in one frame from a quick hand: Alt is let go already, and the digit is typed too.
    window.input_mut().events.extend([pressed(Modifiers::ALT, Key::Num2), Event::Text("2".to_owned())]);
    window.run();
    window.get_by_label_contains("The panes move together");
    assert!(window.query_by_label_contains("No tag has the key").is_none());
}

#[test]
fn a_glide_stops_when_the_pane_is_touched() {
    let mut window = sample();
    press(&mut window, Modifiers::ALT, Key::Num2);
    window.ctx.all_styles_mut(|style| style.animation_time = 0.1);
    let before = place(&window, Side::Right);
    window.key_press_modifiers(Modifiers::COMMAND, Key::End);
    while !place(&window, Side::Right).differs(&before) {
        window.step();
    }
    let corner = pane_rect(&window, Side::Right).left_bottom() + vec2(8.0, -8.0);
    window.drag_at(corner);
    window.step();
    let touched = place(&window, Side::Right);
    window.drop_at(corner);
    window.run();
    assert!(!place(&window, Side::Right).differs(&touched));
    let mut untouched = sample();
    press(&mut untouched, Modifiers::ALT, Key::Num2);
    press(&mut untouched, Modifiers::COMMAND, Key::End);
    assert!(place(&untouched, Side::Right).differs(&touched), "it had further to go");
}

#[test]
fn a_click_on_a_link_in_the_claim_panel_leaves_a_place() {
    let mut window = sample();
    let (quote, other) = loop {
        press(&mut window, Modifiers::NONE, Key::F4);
        let comparison = app(&window).open().desk.comparison();
        let claim = selected(&window).id;
        let link = comparison.links_of(claim).next();
        let other = link.map(|link| if link.from == claim { link.to } else { link.from });
        if let Some(other) = other.filter(|other| line_of(&window, Side::Right, *other).is_none()) {
            let quote = comparison.claim(other).unwrap().quotation();
            break (quote.chars().take(25).collect::<String>(), other);
        }
    };
    let before = place(&window, Side::Right);
    // The panel is laid out before what lies between the panes.
    window.get_all_by_label_contains(&quote).next().unwrap().click();
    window.run();
    assert!(line_of(&window, Side::Right, other).is_some());
    press(&mut window, Modifiers::COMMAND, Key::OpenBracket);
    assert!(!place(&window, Side::Right).differs(&before));
}

#[test]
fn links_of_claims_that_a_focus_hides_are_not_drawn() {
    let mut window = sample();
    a_slanting_link(&mut window);
    let n = |window: &Window| window.query_all_by_role(egui::accesskit::Role::Link).count();
    let all = n(&window);
    assert!(all > 0);
    let comparison = app(&window).open().desk.comparison();
    let linked = |tag| {
        comparison.links().any(|link| {
            [link.from, link.to].iter().all(|end| comparison.claim(*end).unwrap().tag_use(tag).is_some())
        })
    };
    let unlinked =
        comparison.tags().find(|tag| !linked(tag.id) && comparison.children(Some(tag.id)).is_empty());
    let name = unlinked.unwrap().name.clone();
    window.get_all_by_label_contains(&name).next().unwrap().click();
    window.run();
    assert_eq!(app(&window).open().view.focus.len(), 1, "{name}");
    assert_eq!(n(&window), 0, "{name}");
}

#[test]
fn how_the_panes_move_is_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.json");
    let places = Places { settings: Some(file.clone()), private: None };
    let mut window = window_with(vec2(1280.0, 800.0), Theme::Light, Vec::new(), places);
    choose(&mut window, "Move panes in proportion");
    assert_eq!(Settings::load(&file).move_together, MoveTogether::InProportion);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_pane_that_is_moved_by_hand_is_never_moved_by_the_program(
        by_claims in any::<bool>(), still in any::<bool>(),
        // By nothing at all is no move by hand: the pane glides on then, as it should.
        moves in prop::collection::vec((any::<bool>(), (-900_i16..900).prop_filter("a move", |by| *by != 0), any::<bool>()), 1..40),
    ) {
        let window = sample();
        let desk = &app(&window).open().desk;
        let how = if by_claims { MoveTogether::ByClaims } else { MoveTogether::InProportion };
        let (ctx, mut view, mut states) = (egui::Context::default(), View::of(desk.comparison()), Sides::default());
        diptych::gui::theme::install(&ctx);
        frame(&ctx, (desk, &mut view), &mut states, |panes, view| {
            panes.still = still;
            moving::follow(panes, view, how);
        });
        for (left, by, pause) in moves {
            let side = if left { Side::Left } else { Side::Right };
            view.panes.get_mut(side).offset += f32::from(by);
            frame(&ctx, (desk, &mut view), &mut states, |panes, view| {
                panes.still = still;
                let before = PanePlace::of(view.panes.get(side));
                moving::follow(panes, view, how);
                assert_eq!(PanePlace::of(view.panes.get(side)), before);
            });
            // While the other pane glides on, the one that was moved stands.
            for _ in 0..if pause { 8 } else { 0 } {
                let before = PanePlace::of(view.panes.get(side));
                frame(&ctx, (desk, &mut view), &mut states, |panes, view| {
                    panes.still = still;
                    moving::follow(panes, view, how);
                });
                prop_assert_eq!(PanePlace::of(view.panes.get(side)), before);
            }
        }
    }
}

/// Lays out both panes and then acts on them, as the window does.
fn frame(
    ctx: &egui::Context,
    (desk, view): (&diptych::desk::Desk, &mut View),
    states: &mut Sides<PaneState>,
    act: impl FnOnce(&mut Panes<'_>, &mut View),
) {
    let screen = egui::Rect::from_min_size(Pos2::ZERO, vec2(1200.0, 700.0));
    let input = egui::RawInput { screen_rect: Some(screen), predicted_dt: 1.0 / 60.0, ..Default::default() };
    let mut act = Some(act);
    let mut output = ctx.run_ui(input, |ui| {
        let (first, second) = screen.split_left_right_at_fraction(0.5);
        for (side, rect) in [(Side::Left, first), (Side::Right, second)] {
            let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(rect).id_salt(side));
            let style = ReadingStyle { size: 18.0, measure: 68.0 };
            let input = PaneInput { side, style, snap: true, keys: true };
            let mut out = diptych::gui::action::Actions::default();
            reading_pane_ui(&mut ui, (desk, view), input, states.get_mut(side), &mut out);
        }
        if let Some(act) = act.take() {
            act(&mut Panes { ctx: ui.ctx(), desk, states, still: false }, view);
        }
    });
    output.textures_delta.clear();
}
