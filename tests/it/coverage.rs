//! How far sources were read, and kept sheets: marking, undoing, saving, merging.

use diptych::analysis::changes::Changes;
use diptych::analysis::coverage::{ParagraphState, SourceCoverage};
use diptych::desk::{Command, Desk};
use diptych::model::{CoverageState, SourceId};
use diptych::store::{self, Actor};
use diptych::text::Span;
use proptest::prelude::*;

use crate::support::{at, small_desk, tag};

fn mark(desk: &mut Desk, source: SourceId, span: Span, state: Option<CoverageState>) {
    desk.run(Command::MarkCoverage { source, span, state }).unwrap();
}

fn spans(desk: &Desk) -> Vec<(u32, u32, &'static str)> {
    let mut all: Vec<_> = desk
        .comparison()
        .coverages()
        .map(|of| (of.span.start().0, of.span.end().0, of.state.word()))
        .collect();
    all.sort_unstable();
    all
}

fn span(start: u32, end: u32) -> Span {
    Span::new(start, end).unwrap()
}

#[test]
fn stretches_that_meet_become_one_and_what_is_said_anew_takes_the_place_of_the_old() {
    let (mut desk, [left, _], _) = small_desk();
    mark(&mut desk, left, span(0, 10), Some(CoverageState::Read));
    mark(&mut desk, left, span(10, 20), Some(CoverageState::Read));
    assert_eq!(spans(&desk), [(0, 20, "read")]);
    mark(&mut desk, left, span(5, 8), Some(CoverageState::Skipped));
    assert_eq!(spans(&desk), [(0, 5, "read"), (5, 8, "skipped"), (8, 20, "read")]);
    mark(&mut desk, left, span(4, 12), None);
    assert_eq!(spans(&desk), [(0, 4, "read"), (12, 20, "read")]);
    let before = desk.comparison().clone();
    let n_steps = desk.history().n_past();
    mark(&mut desk, left, span(13, 15), Some(CoverageState::Read));
    mark(&mut desk, left, span(5, 9), None);
    assert_eq!(desk.history().n_past(), n_steps, "what is said already is no step");
    mark(&mut desk, left, span(0, 1_000_000), Some(CoverageState::Read));
    assert_eq!(spans(&desk), [(0, desk.comparison().source(left).unwrap().text.len(), "read")]);
    desk.undo().unwrap();
    assert!(*desk.comparison() == before);
}

#[test]
fn a_note_keeps_a_stretch_apart_from_its_neighbors() {
    let (mut desk, [left, _], _) = small_desk();
    mark(&mut desk, left, span(0, 10), Some(CoverageState::Skipped));
    let id = desk.comparison().coverages().next().unwrap().id;
    desk.run(Command::SetCoverageNote { coverage: id, note: "an appendix".to_owned() }).unwrap();
    mark(&mut desk, left, span(10, 14), Some(CoverageState::Skipped));
    assert_eq!(spans(&desk), [(0, 10, "skipped"), (10, 14, "skipped")]);
    let signed = desk.comparison().coverage(id).unwrap();
    assert_eq!(signed.reader, desk.reader().id);
    assert!(signed.created.0 > 0, "it is dated");
}

#[test]
fn coverage_is_told_by_paragraph() {
    let (mut desk, [left, right], [armed, _]) = small_desk();
    let text = desk.comparison().source(left).unwrap().text.clone();
    assert_eq!(
        SourceCoverage::of(desk.comparison(), left, None).n(ParagraphState::Open),
        text.paragraphs().len()
    );
    tag(&mut desk, left, "The armed road", armed);
    let all = text.span();
    mark(&mut desk, left, all, Some(CoverageState::Read));
    let last = text.paragraphs().iter().last().unwrap().span;
    mark(&mut desk, left, last, Some(CoverageState::Skipped));
    let coverage = SourceCoverage::of(desk.comparison(), left, None);
    assert_eq!(coverage.paragraphs[2], ParagraphState::Tagged);
    assert_eq!(coverage.paragraphs.last(), Some(&ParagraphState::Skipped));
    assert_eq!(coverage.n(ParagraphState::Open), 0);
    let n = coverage.paragraphs.len();
    assert_eq!(coverage.cited(ParagraphState::Skipped), format!("¶ {n}"));
    assert!(
        coverage.sentence().starts_with(&format!("claims in 1 of {n} paragraphs")),
        "{}",
        coverage.sentence()
    );
    let other = SourceCoverage::of(desk.comparison(), right, None);
    assert_eq!(other.n(ParagraphState::Tagged) + other.n(ParagraphState::Read), 0);
}

#[test]
fn a_source_goes_with_what_was_noted_of_it_and_undo_brings_it_back() {
    let (mut desk, [left, _], _) = small_desk();
    mark(&mut desk, left, span(0, 10), Some(CoverageState::Read));
    let before = desk.comparison().clone();
    desk.run(Command::RemoveSource(left)).unwrap();
    assert_eq!(desk.comparison().coverages().len(), 0);
    desk.undo().unwrap();
    assert!(*desk.comparison() == before);
}

#[test]
fn a_kept_sheet_needs_a_name_and_is_changed_in_place() {
    let (mut desk, ..) = small_desk();
    let keep = |sheet, name: &str, settings: &str| Command::KeepSheet {
        sheet,
        name: name.to_owned(),
        settings: settings.to_owned(),
    };
    let refused = desk.run(keep(None, "  ", "{}")).unwrap_err();
    assert_eq!(refused.to_string(), "The sheet needs a name to be kept under.");
    desk.run(keep(None, "Thursday", "{\"kind\":\"worksheet\"}")).unwrap();
    let id = desk.comparison().saved_sheets().next().unwrap().id;
    desk.run(keep(Some(id), "Thursday", "{\"kind\":\"key\"}")).unwrap();
    assert_eq!(desk.comparison().saved_sheets().len(), 1);
    assert_eq!(desk.comparison().saved_sheet(id).unwrap().settings, "{\"kind\":\"key\"}");
    desk.run(Command::DeleteSheet(id)).unwrap();
    assert_eq!(desk.comparison().saved_sheets().len(), 0);
    desk.undo().unwrap();
    assert_eq!(desk.comparison().saved_sheets().len(), 1);
}

#[test]
fn what_was_noted_is_saved_and_what_was_taken_back_leaves_a_tombstone() {
    let (mut desk, [left, _], _) = small_desk();
    mark(&mut desk, left, span(0, 10), Some(CoverageState::Read));
    let keep = Command::KeepSheet {
        sheet: None,
        name: "Thursday".to_owned(),
        settings: "{\"kind\":\"key\"}".to_owned(),
    };
    desk.run(keep).unwrap();
    let (json, record) = store::to_json(desk.comparison(), &store::Record::default(), Actor(1));
    let opened = store::from_json(&json, std::path::Path::new("x")).unwrap();
    assert!(opened.comparison == *desk.comparison());
    let written = String::from_utf8(json).unwrap();
    assert!(written.contains("\"coverage\": [") && written.contains("\"sheets\": ["), "{written}");
    mark(&mut desk, left, span(0, 10), None);
    let sheet = desk.comparison().saved_sheets().next().unwrap().id;
    desk.run(Command::DeleteSheet(sheet)).unwrap();
    let (json, _) = store::to_json(desk.comparison(), &record, Actor(1));
    let written = String::from_utf8(json).unwrap();
    assert!(
        written.contains("\"kind\": \"coverage\"") && written.contains("\"kind\": \"sheet\""),
        "{written}"
    );
    assert!(!written.contains("\"sheets\": ["));
}

#[test]
fn changes_name_what_was_read_and_kept() {
    let (mut desk, [left, _], _) = small_desk();
    let before = desk.comparison().clone();
    let words = at(&desk, left, "The armed road");
    mark(&mut desk, left, words, Some(CoverageState::Skipped));
    desk.run(Command::KeepSheet { sheet: None, name: "Thursday".to_owned(), settings: "{}".to_owned() })
        .unwrap();
    let changes = Changes::between(&before, desk.comparison());
    let summary = changes.summary();
    assert!(summary.contains("+1 stretch read or skipped") && summary.contains("+1 kept sheet"), "{summary}");
    let lines: Vec<String> = changes.list.iter().map(ToString::to_string).collect();
    assert!(
        lines.iter().any(|line| line.starts_with("coverage added: ¶ 3 of “") && line.ends_with("skipped")),
        "{lines:?}"
    );
}

proptest! {
    #[test]
    fn every_character_says_what_was_said_of_it_last(
        steps in prop::collection::vec((0_u32..40, 1_u32..20, 0_u8..3), 1..20),
    ) {
        let (mut desk, [left, _], _) = small_desk();
        let length = desk.comparison().source(left).unwrap().text.len();
        let mut model = vec![None; length as usize];
        for (start, n, state) in steps {
            let state = [None, Some(CoverageState::Read), Some(CoverageState::Skipped)][state as usize];
            mark(&mut desk, left, span(start, start + n), state);
            for at in start..(start + n).min(length) {
                model[at as usize] = state;
            }
            let mut shown = vec![None; length as usize];
            for of in desk.comparison().coverages() {
                for at in of.span.start().0..of.span.end().0 {
                    prop_assert_eq!(shown[at as usize], None, "two say something of one character");
                    shown[at as usize] = Some(of.state);
                }
            }
            prop_assert_eq!(&shown, &model);
            prop_assert!(desk.comparison().audit().is_empty());
        }
    }
}
