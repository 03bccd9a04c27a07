//! The table of tags and sources.

use diptych::analysis::relation::Relation;
use diptych::desk::{Command, TagRef};
use diptych::gui::action::Action;
use diptych::gui::compare_view::{CompareState, compare_view_ui};
use diptych::gui::verb::Verb;
use diptych::model::{Attitude, LinkKind, Stance, TagValues, ValueKind, Voice};
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

/// Chooses a line of a list that opens under a field.
fn choose(harness: &mut Harness<'_, Bench>, list: &str, line: &str) {
    harness.get_by_label(list).click();
    harness.run();
    let lines = harness.get_all_by_label(line);
    // The field itself may say the same.
    lines.last().unwrap().click();
    harness.run();
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
    choose(&mut harness, "Order of the rows", "where they part first");
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
    assert_eq!(harness.get_by_label("How far it was searched").value().as_deref(), Some("read to the end"));
    harness.get_by_label("Ana, 20 Nov 2026, 10:15 UTC");
    assert_eq!(harness.get_all_by_label("not looked for yet").count(), 2, "of land; the Party only groups");
}

#[test]
fn rows_and_columns_are_chosen() {
    let mut bench = Bench::new();
    bench.tag("land", None);
    let mut harness = table(bench);
    choose(&mut harness, "Which rows are shown", "only with claims");
    assert!(harness.query_by_label("land").is_none());
    harness.get_by_label("the Party");
    harness.get_by_label("copper");
    choose(&mut harness, "Which rows are shown", "only on both sides");
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

#[test]
fn a_claim_is_edited_where_it_stands() {
    let bench = Bench::new();
    let (claim, road) = (bench.claims[0], bench.id("armed road"));
    let mut harness = table(bench);
    let card =
        |harness: &Harness<'_, Bench>| harness.get_by_label_contains(", ¶ 1: The armed road was").rect();
    harness.hover_at(card(&harness).center());
    harness.run();
    harness.get_by_label("Edit").click();
    harness.run();
    harness.get_by_role_and_label(Role::RadioButton, "denies").click();
    harness.run();
    harness.get_by_label("Summary").focus();
    harness.run();
    harness.get_by_label("Summary").type_text("Nobody was armed.");
    harness.run();
    harness.get_by_label("Note").focus();
    harness.run();
    harness.get_by_label("Note").type_text("See ¶ 2.");
    harness.run();
    let saved = harness.state().comparison().claim(claim).unwrap().clone();
    assert_eq!(saved.tag_use(road).unwrap().stance, Some(Stance::Denies));
    assert_eq!((saved.summary.as_str(), saved.note.as_str()), ("Nobody was armed.", "See ¶ 2."));
    harness.get_by_label("Done").click();
    harness.run();
    assert!(harness.query_by_label("Summary").is_none());
    harness.get_by_label("Nobody was armed.");
    harness.get_by_label("Note: See ¶ 2.");
    assert!(!harness.state().actions.contains(&Action::Reveal(claim)), "editing leads nowhere");
}

#[test]
fn a_passage_is_shown_with_the_words_around_it() {
    let bench = Bench::new();
    let mut harness = table(bench);
    let rect = harness.get_by_label_contains(", ¶ 1: The armed road was").rect();
    harness.hover_at(rect.center());
    harness.run();
    harness.get_by_label("Context").click();
    harness.run();
    harness.get_by_label("Less");
    let words = context(harness.state());
    let shown = harness.get_by_role_and_label(Role::Label, &words);
    assert!(shown.rect().height() > 10.0);
}

/// The paragraph that the first claim is in, on one line.
fn context(bench: &Bench) -> String {
    let source = bench.comparison().source(bench.sources[0]).unwrap();
    let paragraph = source.text.paragraphs().get(0).unwrap();
    source.text.slice(paragraph.span).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn filters_leave_claims_out_and_say_so() {
    let mut bench = Bench::new();
    let (claim, road) = (bench.claims[0], bench.id("armed road"));
    bench.desk.run(Command::SetStance { claim, tag: road, stance: Some(Stance::Denies) }).unwrap();
    let n_all = bench.comparison().n_claims();
    let mut harness = table(bench);
    harness.get_by_label("Stance").click();
    harness.run();
    harness.get_by_role_and_label(Role::CheckBox, "denies").click();
    harness.run();
    harness.get_by_label(&format!("1 claim, {} not shown", n_all - 1));
    assert_eq!(harness.get_all_by_label_contains("denies, ¶ 1").count(), 1);
    assert!(harness.query_by_label("copper").is_none(), "rows without such a claim are left out");
    harness.get_by_label("Clear filters").click();
    harness.run();
    harness.get_by_label("copper");
    let words = "Words in quotation, summary or note";
    harness.get_by_label(words).focus();
    harness.run();
    harness.get_by_label(words).type_text("no such word anywhere");
    harness.run();
    harness.get_by_label("No claim is as the filters ask. “Clear filters” shows all again.");
}

#[test]
fn what_is_under_a_tag_is_folded_away_and_counted() {
    let mut harness = table(Bench::new());
    harness.get_by_label("armed road");
    harness.get_by_label("Fold away what is under the Party").click();
    harness.run();
    assert!(harness.query_by_label("armed road").is_none());
    harness.get_by_label_contains(" folded");
    harness.get_by_label("Show what is under the Party").click();
    harness.run();
    harness.get_by_label("armed road");
    harness.get_by_label("Fold all").click();
    harness.run();
    assert!(harness.query_by_label("armed road").is_none());
    harness.get_by_label("Unfold all").click();
    harness.run();
    harness.get_by_label("armed road");
}

#[test]
fn rows_are_links_or_the_claims_of_one_source_too() {
    let mut bench = Bench::new();
    let (claim, other) = (bench.claims[0], bench.claims[2]);
    let link = Command::Link {
        from: claim,
        to: other,
        kind: LinkKind::Contradicts,
        note: "over the road".to_owned(),
    };
    bench.desk.run(link).unwrap();
    let mut harness = table(bench);
    choose(&mut harness, "What makes a row", "A row for each link");
    harness.get_by_label("≠ contradicts");
    harness.get_by_label("over the road");
    assert!(harness.query_all_by_label("not linked").count() > 0);
    choose(&mut harness, "What makes a row", "Along FI 1973");
    harness.get_by_label("≠ linked: contradicts");
}

#[test]
fn an_absence_is_noted_and_taken_back_in_the_cell() {
    let mut bench = Bench::new();
    bench.tag("land", None);
    let mut harness = table(bench);
    let before = harness.state().comparison().silences().len();
    harness.get_all_by_label("∅ absent").next().unwrap().click();
    harness.run();
    assert_eq!(harness.state().comparison().silences().len(), before + 1);
    harness.get_all_by_label("How far it was searched").last().unwrap().focus();
    harness.run();
    harness.get_all_by_label("How far it was searched").last().unwrap().type_text("all of it");
    harness.run();
    assert!(harness.state().comparison().silences().any(|silence| silence.note == "all of it"));
    harness.get_all_by_label("Take back that it is absent").last().unwrap().click();
    harness.run();
    assert_eq!(harness.state().comparison().silences().len(), before);
}

#[test]
fn how_far_a_source_was_read_stands_in_its_head() {
    let bench = Bench::new();
    let mut harness = table(bench);
    assert!(harness.query_by_label_contains("more read").is_none());
    harness.get_by_label_contains("How far FI 1973 was read: ").click();
    harness.run();
    harness.get_by_label("I have read all of it").click();
    harness.run();
    harness.get_by_label_contains("more read");
    assert_eq!(harness.state().comparison().coverages().len(), 1);
}

#[test]
fn facts_are_set_side_by_side_and_spellings_made_one() {
    let mut bench = Bench::new();
    let tag = bench.id("armed road");
    let (left, right) = (bench.claims[0], bench.claims[2]);
    bench.desk.run(Command::AddTags { claim: right, tags: vec![TagRef::Known(tag)] }).unwrap();
    let values = Some(TagValues { kind: ValueKind::Name, same: Vec::new() });
    bench.desk.run(Command::SetTagValues { tag, values }).unwrap();
    for (claim, value) in [(left, "the Belt"), (right, "Cordón")] {
        bench.desk.run(Command::SetValue { claim, tag, value: value.to_owned() }).unwrap();
    }
    let mut harness = table(bench);
    harness.get_by_label("Facts").click();
    harness.run();
    harness.get_by_label("≠ differ");
    harness.get_by_label_contains("a  the Belt").click();
    harness.run();
    harness.get_by_label_contains("Means the same as").hover();
    harness.run_steps(20);
    harness.get_by_label("Cordón").click();
    harness.run();
    let same = harness.state().comparison().tag(tag).unwrap().values.clone().unwrap().same;
    assert_eq!(same, [["Cordón", "the Belt"]]);
    harness.get_by_label("= the same");
}
