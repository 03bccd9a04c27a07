//! The claim.

use diptych::desk::Command;
use diptych::gui::action::Action;
use diptych::gui::claim_panel::{ClaimState, claim_panel_ui};
use diptych::gui::verb::Verb;
use diptych::gui::view::Linking;
use diptych::model::{Attitude, Claim, LinkKind, Stance, Voice};
use diptych::text::Span;
use egui::{Key, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::bench::{Bench, harness};

fn panel(bench: Bench) -> Harness<'static, Bench> {
    let mut state = ClaimState::default();
    harness(bench, (360.0, 1100.0), move |ui, bench, out| {
        claim_panel_ui(ui, &bench.desk, &bench.view, &mut state, out);
    })
}

/// The panel with the first claim in it.
fn first() -> Harness<'static, Bench> {
    let mut bench = Bench::new();
    bench.view.claim = Some(bench.claims[0]);
    panel(bench)
}

fn claim(harness: &Harness<'_, Bench>) -> Claim {
    Claim::clone(harness.state().comparison().claim(harness.state().claims[0]).unwrap())
}

#[test]
fn a_stance_is_one_click() {
    let mut harness = first();
    harness.get_by_label("denies").click();
    harness.run();
    assert_eq!(claim(&harness).tags[0].stance, Some(Stance::Denies));
    harness.get_by_label("no stance").click();
    harness.run();
    assert_eq!(claim(&harness).tags[0].stance, None);
}

#[test]
fn summary_and_note_are_kept_as_they_are_typed() {
    let mut harness = first();
    for (name, words) in [("Summary", "Arms were not chosen."), ("Note", "See the plenum.")] {
        harness.get_by_role_and_label(Role::MultilineTextInput, name).focus();
        harness.run();
        harness.get_by_role_and_label(Role::MultilineTextInput, name).type_text(words);
        harness.run();
    }
    let kept = claim(&harness);
    assert_eq!((kept.summary.as_str(), kept.note.as_str()), ("Arms were not chosen.", "See the plenum."));
    assert!(harness.state().asked(&Action::CloseTyping));
}

#[test]
fn a_view_is_attributed_to_a_name_that_was_used_before() {
    let mut bench = Bench::new();
    bench.view.claim = Some(bench.claims[0]);
    let voice = Voice::Attributed { name: "Altamirano".to_owned(), attitude: None };
    bench.desk.run(Command::SetVoice { claim: bench.claims[1], voice }).unwrap();
    let mut harness = panel(bench);
    harness.get_by_role_and_label(Role::RadioButton, "Attributed to").click();
    harness.run();
    harness.get_by_label("Attributed to whom").type_text("alta");
    harness.run();
    harness.get_by_label("Altamirano");
    harness.key_press(Key::Enter);
    harness.run();
    harness.get_by_label("rejects").click();
    harness.run();
    let attitude = Some(Attitude::Rejects);
    assert_eq!(claim(&harness).voice, Voice::Attributed { name: "Altamirano".to_owned(), attitude });
    harness.get_by_label("The author's own").click();
    harness.run();
    assert_eq!(claim(&harness).voice, Voice::Own);
}

#[test]
fn tags_are_asked_for_and_taken_off() {
    let mut harness = first();
    harness.get_by_label("Tag…").click();
    harness.run();
    assert!(harness.state().asked(&Action::Do(Verb::Palette)));
    harness.get_by_label("Take armed road off the claim").click();
    harness.run();
    assert!(claim(&harness).tags.is_empty());
    harness.get_by_label("Marked without a tag.");
}

#[test]
fn a_changed_definition_is_pointed_out_until_it_is_confirmed() {
    let mut bench = Bench::new();
    bench.view.claim = Some(bench.claims[0]);
    let tag = bench.id("armed road");
    for definition in ["By arms.", "By arms, and by whom."] {
        let definition = definition.to_owned();
        bench.desk.run(Command::DefineTag { tag, definition }).unwrap();
        bench.desk.close_typing();
    }
    let mut harness = panel(bench);
    harness.get_by_label("The definition has changed since.");
    harness.get_by_label("Still fits").click();
    harness.run();
    assert!(harness.query_by_label("Still fits").is_none());
}

#[test]
fn one_of_several_passages_can_be_taken_off() {
    let mut bench = Bench::new();
    bench.view.claim = Some(bench.claims[0]);
    let (claim_id, span) = (bench.claims[0], Span::new(45, 60).unwrap());
    bench.desk.run(Command::AddPassage { claim: claim_id, span }).unwrap();
    let mut harness = panel(bench);
    harness.get_by_label("¶ 2").click();
    harness.run();
    let (side, source) = (harness.state().view.active, harness.state().sources[0]);
    assert!(harness.state().asked(&Action::RevealSpan(side, source, span)));
    harness.get_by_label("Take passage 2 off the claim").click();
    harness.run();
    assert_eq!(claim(&harness).passages.len(), 1);
    assert!(harness.query_by_label("Take passage 1 off the claim").is_none());
}

#[test]
fn a_link_is_read_from_this_side_and_can_be_changed_turned_and_deleted() {
    let mut bench = Bench::new();
    let (here, there) = (bench.claims[0], bench.claims[2]);
    bench.view.claim = Some(here);
    let new = Command::Link { from: there, to: here, kind: LinkKind::Answers, note: String::new() };
    let link = bench.desk.run(new).unwrap().link.unwrap();
    let mut harness = panel(bench);
    harness.get_by_label_contains("is answered by");
    harness.get_by_label("Turn the link round").click();
    harness.run();
    assert_eq!(harness.state().comparison().link(link).unwrap().from, here);
    harness.get_by_label("Kind of link").click();
    harness.run();
    harness.get_by_label_contains("contradicts").click();
    harness.run();
    assert_eq!(harness.state().comparison().link(link).unwrap().kind, LinkKind::Contradicts);
    harness.get_by_label("Note on the link").focus();
    harness.run();
    harness.get_by_label("Note on the link").type_text("point by point");
    harness.run();
    assert_eq!(harness.state().comparison().link(link).unwrap().note, "point by point");
    harness.get_by_label("Delete link").click();
    harness.run();
    assert_eq!(harness.state().comparison().links().len(), 0);
    harness.get_by_label("Link to…").click();
    harness.run();
    assert!(harness.state().asked(&Action::BeginLink(here)));
}

#[test]
fn the_other_end_of_a_link_is_one_click_away() {
    let mut bench = Bench::new();
    let (here, there) = (bench.claims[0], bench.claims[2]);
    bench.view.claim = Some(here);
    let new = Command::Link { from: here, to: there, kind: LinkKind::Agrees, note: String::new() };
    bench.desk.run(new).unwrap();
    let quotation = bench.comparison().claim(there).unwrap().quotation().into_owned();
    let mut harness = panel(bench);
    harness.get_by_role_and_label(Role::Link, &quotation).click();
    harness.run();
    assert!(harness.state().asked(&Action::Reveal(there)));
}

#[test]
fn while_a_link_is_drawn_its_kind_can_be_chosen() {
    let mut bench = Bench::new();
    let linking = Linking { from: bench.claims[0], kind: LinkKind::Agrees, candidate: None };
    bench.view.linking = Some(linking);
    let mut harness = panel(bench);
    harness.get_by_label_contains("Linking from");
    harness.get_by_label_contains("rests on the same evidence").click();
    harness.run();
    assert!(harness.state().asked(&Action::SetLinkKind(LinkKind::SameEvidence)));
}

#[test]
fn a_claim_is_signed_and_dated_and_can_be_deleted() {
    let mut harness = first();
    harness.get_by_label("Ana, 20 Nov 2026, 10:15 UTC");
    harness.get_by_label("More for this claim").click();
    harness.run();
    harness.get_by_label("Delete claim").click();
    harness.run();
    assert_eq!(harness.state().comparison().n_claims(), 2);
    harness.get_by_label_contains("Click a highlight");
    harness.get_by_label("FI 1973");
}
