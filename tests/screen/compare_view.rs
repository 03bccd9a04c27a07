//! The table of tags and sources.

use diptych::analysis::relation::Relation;
use diptych::desk::{Command, TagRef};
use diptych::gui::action::Action;
use diptych::gui::compare_view::{CompareState, compare_view_ui};
use diptych::gui::verb::Verb;
use diptych::model::{Attitude, LinkKind, Stance, Voice};
use egui::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::bench::{Bench, harness};

fn table(bench: Bench) -> Harness<'static, Bench> {
    let mut state = CompareState::default();
    let mut harness = harness(bench, (900.0, 700.0), move |ui, bench, out| {
        compare_view_ui(ui, &bench.desk, &bench.view, &mut state, out);
    });
    harness.run();
    harness
}

#[test]
fn a_claim_shows_what_is_said_of_it_and_leads_back_to_its_passage() {
    let mut bench = Bench::new();
    let (claim, other) = (bench.claims[0], bench.claims[2]);
    let tag = bench.id("armed road");
    let voice = Voice::Attributed { name: "Altamirano".to_owned(), attitude: Some(Attitude::Rejects) };
    for command in [
        Command::SetStance { claim, tag, stance: Some(Stance::Denies) },
        Command::SetSummary { claim, summary: "Arms were not chosen.".to_owned() },
        Command::SetVoice { claim, voice },
        Command::Link { from: claim, to: other, kind: LinkKind::Contradicts, note: String::new() },
    ] {
        bench.desk.run(command).unwrap();
    }
    let mut harness = table(bench);
    harness.get_by_label("− denies");
    harness.get_by_label("Arms were not chosen.");
    harness.get_by_label("— attributed to Altamirano, rejected");
    assert_eq!(harness.get_all_by_label("≠").count(), 2);
    harness.get_by_label_contains("denies, ¶ 1: The armed road was").click();
    harness.run();
    assert_eq!(harness.state().actions, [Action::Reveal(claim), Action::Do(Verb::Reading)]);
}

#[test]
fn where_sources_part_is_told_with_what_it_rests_on_and_can_come_first() {
    let mut bench = Bench::new();
    let road = bench.id("armed road");
    let early = bench.tag("early", None);
    let (claim, other) = (bench.claims[0], bench.claims[2]);
    for (claim, stance) in [(claim, Stance::Denies), (other, Stance::Affirms)] {
        bench.desk.run(Command::AddTags { claim, tags: vec![TagRef::Known(road)] }).unwrap();
        bench.desk.run(Command::SetStance { claim, tag: road, stance: Some(stance) }).unwrap();
    }
    bench.desk.run(Command::AddTags { claim, tags: vec![TagRef::Known(early)] }).unwrap();
    let mut harness = table(bench);
    let top = |harness: &Harness<'_, Bench>, name| harness.get_by_label(name).rect().top();
    let before = top(&harness, "≠ opposed");
    harness.get_by_label("≠ opposed").hover();
    harness.run_steps(40);
    harness.get_by_label("Opposed");
    harness.get_by_label_contains("denies (¶ 1)");
    harness.get_by_label(Relation::Opposed.rule());
    harness.get_by_label("Where they part first").click();
    harness.run();
    assert!(top(&harness, "≠ opposed") < before && top(&harness, "≠ opposed") < top(&harness, "early"));
}

#[test]
fn a_silence_is_told_from_what_nobody_looked_for() {
    let mut bench = Bench::new();
    let (tag, source, note) = (bench.id("copper"), bench.sources[1], "read to the end".to_owned());
    bench.desk.run(Command::NoteSilence { source, tag, note }).unwrap();
    bench.tag("land", None);
    let harness = table(bench);
    harness.get_by_label("∅ looked for and absent");
    harness.get_by_label("read to the end");
    harness.get_by_label("Ana, 20 Nov 2026, 10:15 UTC");
    assert_eq!(harness.get_all_by_label("not looked for yet").count(), 2, "of land; the Party only groups");
}

#[test]
fn rows_and_columns_are_chosen() {
    let mut harness = table(Bench::new());
    harness.get_by_label("Only tags with claims").click();
    harness.run();
    assert!(harness.query_by_label("the Party").is_none());
    harness.get_by_label("copper");
    harness.get_by_label("Only tags on both sides").click();
    harness.run();
    assert!(harness.query_by_label("copper").is_none());
    harness.get_by_label("armed road");
    harness.get_by_role_and_label(Role::CheckBox, "FI 1973").click();
    harness.run();
    assert!(harness.query_by_role_and_label(Role::Label, "FI 1973").is_none());
    harness.get_by_role_and_label(Role::Label, "Corvalán 1977");
}

#[test]
fn a_full_cell_shows_eight_claims_and_the_rest_on_demand() {
    let mut bench = Bench::new();
    for start in 0..14 {
        bench.claim(0, (start * 4, start * 4 + 9), "the Party");
    }
    let n_made = bench.comparison().n_uses(bench.id("the Party"), bench.sources[0]) as usize;
    let mut harness = table(bench);
    let rest = format!("+ {} more", n_made - 8);
    harness.get_by_label(&rest).scroll_to_me();
    harness.run();
    harness.get_by_label(&rest).click();
    harness.run();
    assert!(harness.query_by_label(&rest).is_none());
}

#[test]
fn of_a_thousand_rows_only_those_in_view_are_laid_out() {
    let mut bench = Bench::new();
    for n in 0..1000 {
        bench.tag(&format!("issue {n}"), None);
    }
    let harness = table(bench);
    let n_cells = harness.get_all_by_label("not looked for yet").count();
    assert!((10..80).contains(&n_cells), "{n_cells} cells");
}
