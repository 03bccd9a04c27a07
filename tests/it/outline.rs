//! The outline of a source: headings, footnotes with the marks that point to them, pages.

use diptych::analysis::outline::Outline;
use diptych::desk::{Command, Desk, NewSource};
use diptych::model::{Comparison, ComparisonId, Mark, MarkKind, Source, Time, Unknown};
use diptych::store::import::{ImportOptions, import_bytes};
use diptych::text::{Pos, Span, Text};
use uuid::Uuid;

use crate::support::desk_of;

const BOOK: &str = "# The year\n\nIt began in June.[^a] Then came July.[^b]\n\nThe\nplants\n------\n\nThey were kept.[^a]\n\n\
                    [^a]: As *La Nación* says,\n    on the 3rd; but see[^b].\n\n[^b]: Its own page.\n\n# After\n\nNothing.[^lost]\n";

fn source(markdown: &str, marks: impl FnOnce(&Text) -> Vec<Mark>) -> Source {
    let imported = import_bytes(markdown.as_bytes(), "a.md", &ImportOptions::default()).unwrap();
    let mut structure = imported.structure;
    structure.extend(marks(&imported.text));
    let new = NewSource {
        bibliography: imported.bibliography,
        origin: imported.origin,
        text: imported.text,
        structure,
    };
    let mut desk: Desk =
        desk_of(Comparison::new(ComparisonId(Uuid::from_u128(1)), String::new(), Time(0)), 1);
    let id = desk.run(Command::AddSources(vec![new])).unwrap().sources[0];
    Source::clone(desk.comparison().source(id).unwrap())
}

fn book() -> (Source, Outline) {
    let source = source(BOOK, |_| Vec::new());
    let outline = Outline::of(&source);
    (source, outline)
}

/// Where these words begin.
fn at(source: &Source, words: &str) -> Pos {
    let byte = source.text.as_str().find(words).expect("the words are there");
    source.text.pos_from_byte(byte)
}

#[test]
fn headings_stand_in_their_order_with_their_levels_on_one_line() {
    let (source, outline) = book();
    let list: Vec<(u8, &str)> = outline.headings().iter().map(|h| (h.level, h.words.as_str())).collect();
    assert_eq!(list, [(1, "The year"), (2, "The plants"), (1, "After")]);
    let over = |words| {
        outline.heading_over(at(&source, words)).map(|index| outline.headings()[index].words.as_str())
    };
    assert_eq!(over("The year"), Some("The year"));
    assert_eq!(over("Then came"), Some("The year"));
    assert_eq!(over("They were"), Some("The plants"));
    assert_eq!(over("Nothing"), Some("After"));
}

#[test]
fn one_goes_from_heading_to_heading_and_within_a_section_back_to_its_own() {
    let (source, outline) = book();
    let after = |words| outline.heading_after(at(&source, words)).map(|heading| heading.words.as_str());
    let before = |words| outline.heading_before(at(&source, words)).map(|heading| heading.words.as_str());
    assert_eq!(after("The year"), Some("The plants"));
    assert_eq!(after("They were"), Some("After"));
    assert_eq!(after("After"), None);
    assert_eq!(before("They were"), Some("The plants"));
    assert_eq!(before("The plants"), Some("The year"));
    assert_eq!(before("The year"), None);
}

#[test]
fn a_mark_leads_to_its_footnote_and_the_footnote_to_all_marks_outside_of_it() {
    let (source, outline) = book();
    let first = outline.reference_at(at(&source, "[a]")).unwrap();
    let note = outline.footnote(&first.label).unwrap();
    assert_eq!(source.text.slice(note.sign), "[a]");
    assert_eq!(source.text.slice(note.body()).trim(), "As La Nación says, on the 3rd; but see[b].");
    let marks: Vec<Pos> = outline.references_to(note).map(|mark| mark.span.start()).collect();
    assert_eq!(marks, [at(&source, "[a]"), at(&source, "kept.[a]").plus(5)]);
    // The mark in the first note points to the second, and the note that it stands in is still the first.
    let within = at(&source, "see[b]").plus(3);
    assert_eq!(outline.reference_at(within).map(|mark| mark.label.as_str()), Some("b"));
    assert_eq!(outline.footnote_at(at(&source, "on the 3rd")).map(|note| note.label.as_str()), Some("a"));
    assert_eq!(outline.footnote_at(at(&source, "They were")), None);
    assert_eq!(outline.reference_at(at(&source, "Then came").plus(2)), None);
}

#[test]
fn the_caret_may_stand_on_either_side_of_a_mark() {
    let (source, outline) = book();
    let start = at(&source, "[a]");
    for pos in [start, start.plus(1), start.plus(3)] {
        assert_eq!(outline.reference_at(pos).map(|mark| mark.label.as_str()), Some("a"), "{pos:?}");
    }
    assert_eq!(outline.reference_at(start.plus(4)), None);
}

#[test]
fn pages_are_found_by_where_they_begin() {
    let words = "One page here. Another there.";
    let source = source(words, |text| {
        let page = |label: &str, at: u32| Mark {
            span: Span::new(at, at + 1).unwrap(),
            kind: MarkKind::Page { label: label.to_owned() },
            unknown: Unknown::default(),
        };
        assert_eq!(text.as_str(), words);
        vec![page("xiii", 15), page("xii", 4)]
    });
    let outline = Outline::of(&source);
    let labels = |pos| outline.page_at(Pos(pos)).map(|page| page.label.as_str());
    assert_eq!(
        [labels(0), labels(4), labels(14), labels(15), labels(29)],
        [None, Some("xii"), Some("xii"), Some("xiii"), Some("xiii")]
    );
}

#[test]
fn what_begins_in_a_stretch_is_listed_for_it() {
    let (source, outline) = book();
    let from = at(&source, "It began");
    let line = Span::between(from, at(&source, "The plants"));
    let labels: Vec<&str> = outline.references_in(line).iter().map(|mark| mark.label.as_str()).collect();
    assert_eq!(labels, ["a", "b"]);
    assert!(outline.footnotes_in(line).is_empty());
    assert_eq!(outline.footnotes_in(source.text.span()).len(), 2);
}
