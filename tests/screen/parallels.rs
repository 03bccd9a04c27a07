//! Parallel passages in the window: asked, walked, shown, accepted, linked, dismissed.

use diptych::gui::action::Action;
use diptych::gui::parallels_panel::{Matter, ParallelAct, list_id};
use diptych::gui::reading_pane::pane_id;
use diptych::gui::view::Side;
use diptych::model::{Claim, ClaimId, LinkKind};
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, Theme, vec2};
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};

use crate::window::{Window, app, n_claims, press, select_first_words, wait_until, window};

fn sample() -> Window {
    window(vec2(1280.0, 800.0), Theme::Light, Vec::new())
}

fn focused(window: &Window) -> Option<eframe::egui::Id> {
    window.ctx.memory(eframe::egui::Memory::focused)
}

fn n_past(window: &Window) -> usize {
    app(window).open().desk.history().n_past()
}

/// The first claim of the left source, reached by keys and asked about.
fn asked(window: &mut Window) -> Claim {
    press(window, Modifiers::COMMAND, Key::Home);
    press(window, Modifiers::NONE, Key::F4);
    let open = app(window).open();
    let claim = open.desk.comparison().claim(open.view.claim.unwrap()).unwrap();
    let claim = (**claim).clone();
    press(window, Modifiers::NONE, Key::F7);
    settle(window);
    assert_eq!(app(window).parallels().matter, Some(Matter::Claim(claim.id)));
    claim
}

fn settle(window: &mut Window) {
    wait_until(window, |app| app.parallels().running.is_none());
    window.run();
}

fn newest(window: &Window, before: &[ClaimId]) -> Vec<Claim> {
    let claims = app(window).open().desk.comparison().claims();
    claims.filter(|claim| !before.contains(&claim.id)).map(|claim| (**claim).clone()).collect()
}

fn ids(window: &Window) -> Vec<ClaimId> {
    app(window).open().desk.comparison().claims().map(|claim| claim.id).collect()
}

/// Goes down the list to a passage that nobody has claimed yet.
fn to_unclaimed(window: &mut Window) {
    for _ in 0..30 {
        let open = app(window).open();
        let chosen = app(window).parallels().chosen().unwrap().clone();
        let passages = open.desk.comparison().passages(chosen.source);
        if passages.is_none_or(|passages| passages.touching(chosen.span).next().is_none()) {
            return;
        }
        press(window, Modifiers::NONE, Key::ArrowDown);
    }
    panic!("all passages offered are claimed");
}

#[test]
fn a_claim_is_asked_about_by_key_and_the_passages_of_the_other_source_are_walked_and_shown() {
    let mut window = sample();
    let claim = asked(&mut window);
    let found = app(&window).parallels().found.clone();
    assert!(found.len() > 2, "{}", found.len());
    assert!(found.iter().all(|parallel| parallel.source != claim.source));
    assert_eq!(focused(&window), Some(list_id()));
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(app(&window).parallels().chosen, 1);
    press(&mut window, Modifiers::NONE, Key::Enter);
    let right = app(&window).open().view.panes.get(Side::Right).clone();
    assert_eq!((right.source, right.selection()), (Some(found[1].source), found[1].span));
    assert_eq!(focused(&window), Some(list_id()), "one goes on in the list");
    press(&mut window, Modifiers::NONE, Key::ArrowLeft);
    let left = app(&window).open().view.panes.get(Side::Left).clone();
    assert_eq!(left.selection(), claim.passages[0].span, "what was asked is shown");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(focused(&window), Some(pane_id(Side::Right)), "shown already: the keys go there");
    press(&mut window, Modifiers::NONE, Key::F7);
    assert_eq!(focused(&window), Some(list_id()), "and back");
    assert_eq!(app(&window).parallels().found, found);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!app(&window).parallels().open);
    assert!(focused(&window).is_some_and(|id| Side::BOTH.map(pane_id).contains(&id)));
}

#[test]
fn one_key_accepts_a_passage_with_the_same_tags_and_one_undo_takes_it_back() {
    let mut window = sample();
    let claim = asked(&mut window);
    to_unclaimed(&mut window);
    let chosen = app(&window).parallels().chosen().unwrap().clone();
    let (before, steps) = (ids(&window), n_past(&window));
    press(&mut window, Modifiers::NONE, Key::A);
    let made = newest(&window, &before);
    assert_eq!(made.len(), 1);
    assert_eq!((made[0].source, made[0].passages[0].span), (chosen.source, chosen.span));
    let tags = |claim: &Claim| claim.tags.iter().map(|used| used.tag).collect::<Vec<_>>();
    assert_eq!(tags(&made[0]), tags(&claim));
    assert_eq!(n_past(&window), steps + 1);
    assert_ne!(app(&window).parallels().chosen().unwrap().span, chosen.span, "on to the next");
    window.get_by_label_contains("Accepted: ¶");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(ids(&window) == before, "undone");
}

#[test]
fn another_key_links_it_too_in_the_same_step() {
    let mut window = sample();
    let claim = asked(&mut window);
    to_unclaimed(&mut window);
    let (before, steps) = (ids(&window), n_past(&window));
    let n_links = app(&window).open().desk.comparison().links().len();
    press(&mut window, Modifiers::NONE, Key::L);
    let made = newest(&window, &before);
    assert_eq!((made.len(), n_past(&window)), (1, steps + 1));
    let links: Vec<_> = app(&window)
        .open()
        .desk
        .comparison()
        .links_of(made[0].id)
        .map(|link| (link.from, link.to, link.kind))
        .collect();
    assert_eq!(links, [(made[0].id, claim.id, LinkKind::Answers)]);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(ids(&window) == before, "undone");
    assert_eq!(app(&window).open().desk.comparison().links().len(), n_links);
}

#[test]
fn a_passage_that_is_claimed_already_says_so_and_takes_the_tags_without_a_second_claim() {
    let mut window = sample();
    asked(&mut window);
    to_unclaimed(&mut window);
    let place = app(&window).parallels().chosen;
    let before = ids(&window);
    press(&mut window, Modifiers::NONE, Key::A);
    assert_eq!(newest(&window, &before).len(), 1);
    let rows = window.get_all_by_role(Role::ListBoxOption);
    let said: Vec<String> = rows.map(|row| row.accesskit_node().label().unwrap_or_default()).collect();
    assert!(said[place].contains("✓ tagged"), "{}", said[place]);
    while app(&window).parallels().chosen > place {
        press(&mut window, Modifiers::NONE, Key::ArrowUp);
    }
    let n = n_claims(&window);
    press(&mut window, Modifiers::NONE, Key::L);
    assert_eq!(n_claims(&window), n, "the claim that is there was linked");
}

#[test]
fn what_is_dismissed_leaves_the_list_and_can_be_brought_back() {
    let mut window = sample();
    asked(&mut window);
    let steps = n_past(&window);
    let first = app(&window).parallels().chosen().unwrap().clone();
    let n = app(&window).parallels().listed().count();
    press(&mut window, Modifiers::NONE, Key::Delete);
    assert_eq!(app(&window).parallels().listed().count(), n - 1);
    assert_ne!(app(&window).parallels().chosen().unwrap().span, first.span);
    assert_eq!(n_past(&window), steps, "nothing of the comparison has changed");
    // Asked again, it stays away.
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::NONE, Key::F7);
    settle(&mut window);
    assert_eq!(app(&window).parallels().listed().count(), n - 1);
    window.get_by_label("Show the 1 dismissed").click();
    window.run();
    assert_eq!(app(&window).parallels().listed().count(), n);
}

#[test]
fn a_selection_can_be_asked_about_and_linked_or_tagged_through_the_palette() {
    let mut window = sample();
    press(&mut window, Modifiers::COMMAND, Key::Home);
    press(&mut window, Modifiers::ALT, Key::ArrowDown);
    press(&mut window, Modifiers::ALT, Key::ArrowDown);
    window.event(Event::Text(".".to_owned()));
    window.run();
    let pane = app(&window).open().view.pane().clone();
    press(&mut window, Modifiers::NONE, Key::F7);
    settle(&mut window);
    assert_eq!(
        app(&window).parallels().matter,
        Some(Matter::Selection(pane.source.unwrap(), pane.selection()))
    );
    to_unclaimed(&mut window);
    let (before, steps) = (ids(&window), n_past(&window));
    press(&mut window, Modifiers::NONE, Key::L);
    assert_eq!(n_past(&window), steps + 1);
    let made = newest(&window, &before);
    assert!(!made.is_empty() && made.iter().any(|claim| Some(claim.source) != pane.source));
    press(&mut window, Modifiers::NONE, Key::A);
    assert!(app(&window).open().view.palette.is_some(), "it asks which tag");
}

#[test]
fn a_tag_is_asked_what_else_belongs_under_it_and_takes_it() {
    let mut window = sample();
    let codebook = app(&window).open().desk.comparison().codebook();
    let tag = codebook.iter().find(|(_, tag)| tag.definition.len() > 20).unwrap().1.id;
    window.state_mut().as_mut().unwrap().ask(Action::AskParallels(Matter::Tag(tag)));
    window.run();
    settle(&mut window);
    let found = app(&window).parallels().found.clone();
    assert!(!found.is_empty());
    let comparison = app(&window).open().desk.comparison();
    for parallel in &found {
        let passages = comparison.passages(parallel.source).unwrap();
        let under = passages.touching(parallel.span).any(|passage| {
            comparison
                .claim(passage.claim)
                .unwrap()
                .tags
                .iter()
                .any(|used| comparison.is_within(used.tag, tag))
        });
        assert!(!under, "it is there already");
    }
    let n_uses = |window: &Window| {
        let comparison = app(window).open().desk.comparison();
        comparison.claims().filter(|claim| claim.tag_use(tag).is_some()).count()
    };
    let before = n_uses(&window);
    press(&mut window, Modifiers::NONE, Key::A);
    assert_eq!(n_uses(&window), before + 1);
    press(&mut window, Modifiers::NONE, Key::L);
    window.get_by_label_contains("A tag can't be linked to");
}

#[test]
fn a_row_is_clicked_and_all_of_it_has_names_for_a_screen_reader() {
    let mut window = sample();
    let claim = asked(&mut window);
    window.get(By::new().role(Role::ListBox).label("Parallel passages"));
    let first = window.get_all_by_role(Role::ListBoxOption).next().unwrap();
    assert!(
        first.accesskit_node().is_focused(),
        "the list has the focus, and says which of its lines is meant"
    );
    for name in ["Accept", "Accept and link", "Dismiss", "Close parallel passages"] {
        window.get_by_label(name);
    }
    window.get_by_label_contains("Show what was asked: ").click();
    window.run();
    assert_eq!(app(&window).open().view.panes.get(Side::Left).selection(), claim.passages[0].span);
    let second = app(&window).parallels().found[1].clone();
    let rows: Vec<_> = window.get_all_by_role(Role::ListBoxOption).collect();
    let said = rows[1].accesskit_node().label().unwrap();
    assert!(said.contains("¶ ") && said.contains("word"), "{said}");
    rows[1].click();
    window.run();
    assert_eq!(app(&window).open().view.panes.get(Side::Right).selection(), second.span);
    assert_eq!(focused(&window), Some(list_id()));
}

#[test]
fn another_question_takes_the_place_of_the_one_under_way_and_the_search_of_the_panel() {
    let mut window = sample();
    let comparison = app(&window).open().desk.comparison();
    let claims: Vec<ClaimId> = comparison.claims().map(|claim| claim.id).take(2).collect();
    for claim in &claims {
        window.state_mut().as_mut().unwrap().ask(Action::AskParallels(Matter::Claim(*claim)));
        window.step();
    }
    settle(&mut window);
    let first = app(&window).parallels().clone();
    assert_eq!(first.matter, Some(Matter::Claim(claims[1])));
    window.state_mut().as_mut().unwrap().ask(Action::AskParallels(Matter::Claim(claims[1])));
    window.run();
    settle(&mut window);
    assert_eq!(app(&window).parallels().found, first.found);
    window.state_mut().as_mut().unwrap().ask(Action::AskParallels(Matter::Claim(claims[0])));
    window.state_mut().as_mut().unwrap().ask(Action::Parallel(ParallelAct::Stop));
    window.run();
    window.run();
    window.get_by_label_contains("Stopped.");
    press(&mut window, Modifiers::COMMAND, Key::F);
    assert!(!app(&window).parallels().open);
    window.get_by_label("Search for");
}

#[test]
fn without_a_claim_a_selection_or_a_tag_there_is_nothing_to_ask() {
    let mut window = sample();
    press(&mut window, Modifiers::COMMAND, Key::Home);
    press(&mut window, Modifiers::NONE, Key::F7);
    assert!(!app(&window).parallels().open);
    select_first_words(&mut window, 3);
    press(&mut window, Modifiers::NONE, Key::F7);
    settle(&mut window);
    assert!(app(&window).parallels().open);
}
