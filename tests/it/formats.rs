//! Files of every released version of the format. They are never changed: what was saved once opens for ever.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use diptych::model::{
    Attitude, ColorSlot, CoverageState, LinkKind, MarkKind, ObjectKind, Outcome, Stance, ValueKind, Voice,
};
use diptych::store::{self, Actor, Opened};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/formats").join(name)
}

fn saved(opened: &Opened) -> String {
    String::from_utf8(store::to_json(&opened.comparison, &opened.record, Actor(1)).0).unwrap()
}

#[test]
fn a_file_of_version_1_opens_whole_and_is_saved_to_the_same_bytes() {
    let opened = store::open(&path("v1.diptych.json")).unwrap();
    assert!(opened.warnings.is_empty() && !opened.read_only, "{:?}", opened.warnings);
    assert_eq!(saved(&opened), std::fs::read_to_string(path("v1.diptych.json")).unwrap());

    let comparison = &opened.comparison;
    assert_eq!(comparison.title(), "Everything that a file of version 1 can hold");
    let counts = (
        comparison.sources().len(),
        comparison.readers().len(),
        comparison.tags().len(),
        comparison.n_claims(),
        comparison.links().len(),
        comparison.silences().len(),
        comparison.set_aside().len(),
    );
    assert_eq!(counts, (2, 2, 12, 5, 5, 2, 1));
    assert!(comparison.unknown().iter().any(|(name, json)| name == "tool" && json.contains("deeper")));
    assert_eq!(comparison.sources()[0].unknown.iter().next(), Some(("shelf", "12345678901234567890123.50")));
}

#[test]
fn the_file_of_version_1_has_every_kind_of_everything() {
    let opened = store::open(&path("v1.diptych.json")).unwrap();
    let comparison = &opened.comparison;
    let marks: BTreeSet<String> = comparison.sources()[0]
        .structure
        .iter()
        .map(|mark| match &mark.kind {
            MarkKind::Other(name) => name.clone(),
            kind => format!("{kind:?}").split(' ').next().unwrap().to_owned(),
        })
        .collect();
    let every = [
        "Code",
        "Emphasis",
        "Footnote",
        "FootnoteReference",
        "Heading",
        "Hyperlink",
        "ListItem",
        "Page",
        "Quote",
        "Strikethrough",
        "Strong",
        "marginalia",
    ];
    assert_eq!(marks.iter().map(String::as_str).collect::<Vec<_>>(), every);
    let stances: BTreeSet<_> =
        comparison.claims().flat_map(|claim| claim.tags.iter().map(|used| used.stance)).collect();
    assert_eq!(stances.len(), 1 + Stance::ALL.len(), "each, and none");
    let attitudes: BTreeSet<_> = comparison
        .claims()
        .filter_map(|claim| match &claim.voice {
            Voice::Own => None,
            Voice::Attributed { attitude, .. } => Some(*attitude),
        })
        .collect();
    assert_eq!(attitudes.len(), 1 + Attitude::ALL.len());
    let kinds: BTreeSet<_> = comparison.links().map(|link| link.kind).collect();
    assert_eq!(kinds.len(), LinkKind::ALL.len());
    let colors: BTreeSet<_> = comparison.tags().map(|tag| tag.color).collect();
    assert_eq!(colors.len(), ColorSlot::ALL.len());
    assert!(comparison.claims().any(|claim| claim.passages.len() == 2));
    assert!(comparison.tags().any(|tag| tag.parent.is_some()));
    let json = std::fs::read_to_string(path("v1.diptych.json")).unwrap();
    let kinds = ["source", "reader", "tag", "claim", "link", "silence"];
    let tombstones = json.split("\"tombstones\"").nth(1).unwrap();
    assert!(kinds.iter().all(|kind| tombstones.contains(&format!("\"kind\": \"{kind}\""))));
}

#[test]
fn a_rough_file_of_version_1_opens_with_what_is_damaged_set_aside_and_is_saved_to_the_expected_bytes() {
    let opened = store::open(&path("v1-rough.diptych.json")).unwrap();
    let asides: Vec<_> = opened.comparison.set_aside().map(|aside| (aside.kind, &*aside.problem)).collect();
    let count = |kind: ObjectKind| asides.iter().filter(|(of, _)| *of == kind).count();
    // Claims: what the sound file has aside; misquoted, dangling, doubled, half, and the one with the tag of no color.
    // Tags: of no color, under that one, and its own ancestor. Links: of no kind, two whose claim is aside.
    let expected = std::fs::read_to_string(path("v1-rough.expected.json")).unwrap();
    assert_eq!(saved(&opened), expected, "{asides:#?}");
    let kinds =
        [ObjectKind::Claim, ObjectKind::Tag, ObjectKind::Link, ObjectKind::Silence, ObjectKind::Source];
    assert_eq!(kinds.map(count), [6, 3, 3, 2, 0]);
    let again = store::open(&path("v1-rough.expected.json")).unwrap();
    assert_eq!(again.comparison, opened.comparison);
    assert!(again.warnings.is_empty());
    assert_eq!(saved(&again), expected);
}

#[test]
fn a_file_of_version_1_with_values_what_was_read_and_kept_sheets_is_saved_to_the_same_bytes() {
    let opened = store::open(&path("v1-read.diptych.json")).unwrap();
    assert!(opened.warnings.is_empty(), "{:?}", opened.warnings);
    let comparison = &opened.comparison;
    let states: BTreeSet<_> = comparison.coverages().map(|coverage| coverage.state).collect();
    assert_eq!((comparison.coverages().len(), states.len()), (3, CoverageState::ALL.len()));
    let sheet = comparison.saved_sheets().next().unwrap();
    assert!(sheet.settings.contains(r#""newer":{"x":[1,2.5"#), "{}", sheet.settings);
    let dated = comparison.tags().find(|tag| tag.name == "the beginning").unwrap();
    let values = dated.values.as_ref().unwrap();
    assert_eq!((values.kind, values.same[0].len()), (ValueKind::Date, 3));
    let values: Vec<&str> =
        comparison.claims().flat_map(|claim| claim.tags.iter().map(|used| &*used.value)).collect();
    assert_eq!(values, ["29 June", "35,000", "20 June"]);
    assert_eq!(saved(&opened), std::fs::read_to_string(path("v1-read.diptych.json")).unwrap());
}

#[test]
fn a_file_of_version_1_with_decisions_and_rounds_is_saved_to_the_same_bytes() {
    let opened = store::open(&path("v1-settled.diptych.json")).unwrap();
    assert!(opened.warnings.is_empty(), "{:?}", opened.warnings);
    let comparison = &opened.comparison;
    let words: BTreeSet<_> =
        comparison.decisions().map(|decision| decision.outcome.map(Outcome::word)).collect();
    assert_eq!(words.len(), 1 + Outcome::WORDS.len(), "each, and a note");
    let taken = comparison.decisions().find(|decision| matches!(decision.outcome, Some(Outcome::Taken(_))));
    let taken = taken.unwrap();
    assert_eq!((taken.claims.len(), taken.settled.len(), taken.basis.is_some()), (2, 1, true));
    let steps: BTreeSet<_> = comparison.rounds().map(|round| round.step).collect();
    assert_eq!((steps.len(), comparison.rounds().filter(|round| round.opened.is_some()).count()), (3, 1));
    // A note on a claim that the file lacks is no damage.
    let note = comparison.decisions().find(|decision| decision.outcome.is_none()).unwrap();
    assert!(note.claims.iter().all(|claim| comparison.claim(*claim).is_none()));
    assert_eq!(saved(&opened), std::fs::read_to_string(path("v1-settled.diptych.json")).unwrap());
}

#[test]
fn a_file_of_version_1_with_bibliographic_data_opens_whole_and_is_saved_to_the_same_bytes() {
    let opened = store::open(&path("v1-cited.diptych.json")).unwrap();
    assert!(opened.warnings.is_empty(), "{:?}", opened.warnings);
    let csl = &opened.comparison.sources()[0].bibliography.csl;
    let names =
        r#"[{"family":"Cruz","non-dropping-particle":"de la","given":"Juan"},{"literal":"A committee"}]"#;
    assert!(csl.contains(names) && csl.contains(r#""volume":2.50,"custom":{"tool":null}"#), "{csl}");
    let bytes = std::fs::read_to_string(path("v1-cited.diptych.json")).unwrap();
    assert_eq!(saved(&opened), bytes);
}

#[test]
fn every_file_of_an_old_format_is_known_to_a_test() {
    let here = include_str!("formats.rs");
    for entry in std::fs::read_dir(path("")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(here.contains(&format!("\"{name}\"")), "{name} is opened by no test");
    }
}
