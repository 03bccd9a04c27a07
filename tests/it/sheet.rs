//! The sheet: what is in which cell, and what each written form makes of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use diptych::analysis::handout::{DateForm, HandedIn, Handout, SheetPart, SheetSettings};
use diptych::analysis::sheet::{Cell, CellState, Rows, Sheet, SheetColumn, SheetOptions};
use diptych::anchoring::{describe, occurrences};
use diptych::model::*;
use diptych::store::export::{Made, SheetFormat, write_sheet};
use diptych::text::{Span, Text};
use uuid::Uuid;

/// A comparison under construction; ids are counted up.
pub(super) struct Bench {
    pub(super) comparison: Comparison,
    next: u128,
    reader: ReaderId,
}

impl Bench {
    pub(super) fn new(title: &str) -> Self {
        let comparison = Comparison::new(ComparisonId(Uuid::from_u128(1)), title.to_owned(), Time(0));
        let mut bench = Self { comparison, next: 0xA0, reader: ReaderId(Uuid::nil()) };
        bench.reader("Ana");
        bench
    }

    pub(super) fn id<T: From<Uuid>>(&mut self) -> T {
        self.next += 1;
        T::from(Uuid::from_u128(self.next))
    }

    pub(super) fn put(&mut self, object: impl Into<Edit>) {
        self.comparison.apply(object.into()).unwrap();
    }

    pub(super) fn reader(&mut self, name: &str) {
        let id = self.id();
        self.put(Reader { id, name: name.to_owned(), unknown: Unknown::default() });
        self.reader = id;
    }

    pub(super) fn source(&mut self, short_name: &str, content: &str) -> SourceId {
        let id = self.id();
        let title = format!("{short_name}, in full");
        let bibliography =
            Bibliography { title, short_name: short_name.to_owned(), ..Bibliography::default() };
        self.put(Source {
            id,
            order: u32::try_from(self.comparison.sources().len()).unwrap(),
            bibliography,
            origin: Origin::default(),
            text: Text::new(content).unwrap(),
            structure: Vec::new(),
            unknown: Unknown::default(),
        });
        id
    }

    pub(super) fn tag(&mut self, name: &str, parent: Option<TagId>) -> TagId {
        let id = self.id();
        let order = TagOrder(i64::try_from(self.comparison.tags().len()).unwrap());
        self.put(Tag {
            id,
            name: name.to_owned(),
            definition: String::new(),
            definition_revision: 1,
            parent,
            order,
            color: ColorSlot::Blue,
            key: None,
            values: None,
            created: Time(0),
            modified: Time(0),
            unknown: Unknown::default(),
        });
        id
    }

    /// A claim whose passages are the only places of `quotes`.
    pub(super) fn claim(
        &mut self,
        source: SourceId,
        quotes: &[&str],
        tags: &[(TagId, Option<Stance>)],
    ) -> Claim {
        let text = self.comparison.source(source).unwrap().text.clone();
        let place = |quote: &&str| match occurrences(&text, quote).as_slice() {
            [only] => describe(&text, *only),
            places => panic!("{quote:?} is found {} times", places.len()),
        };
        let tags = tags.iter().map(|&(tag, stance)| TagUse {
            tag,
            stance,
            definition_revision: 1,
            value: String::new(),
            unknown: Unknown::default(),
        });
        Claim {
            id: self.id(),
            source,
            reader: self.reader,
            created: Time(1_700_000_000),
            modified: Time(1_700_000_060),
            passages: quotes.iter().map(place).collect(),
            tags: tags.collect(),
            voice: Voice::Own,
            summary: String::new(),
            note: String::new(),
            unknown: Unknown::default(),
        }
    }

    pub(super) fn silence(&mut self, source: SourceId, tag: TagId, note: &str) {
        let id = self.id();
        self.put(Silence {
            id,
            source,
            tag,
            note: note.to_owned(),
            reader: self.reader,
            created: Time(1_700_000_000),
            modified: Time(1_700_000_000),
            unknown: Unknown::default(),
        });
    }

    pub(super) fn link(&mut self, from: ClaimId, to: ClaimId, kind: LinkKind) {
        let id = self.id();
        self.put(Link {
            id,
            from,
            to,
            kind,
            note: String::new(),
            reader: self.reader,
            created: Time(0),
            modified: Time(0),
            unknown: Unknown::default(),
        });
    }

    pub(super) fn sheet(&self, options: &SheetOptions) -> Sheet {
        Sheet::of(&self.comparison, options)
    }
}

const LEFT: &str = "The road of arms was closed.\n\nNobody armed the cordons. The party disarmed them.\n\n\
                    The army was loyal, they said.\n";
const RIGHT: &str = "There was no such road.\n\nThe army would have answered.\n";

struct Two {
    bench: Bench,
    left: SourceId,
    right: SourceId,
    party: TagId,
    road: TagId,
    army: TagId,
}

/// Two sources, three tags (one under another), claims on both sides, a link, a silence, an untagged claim.
fn two() -> Two {
    let mut bench = Bench::new("Two readings");
    let left = bench.source("Left", LEFT);
    let right = bench.source("Right", RIGHT);
    let party = bench.tag("the party", None);
    let road = bench.tag("armed road", Some(party));
    let army = bench.tag("the army", None);
    let disarmed =
        bench.claim(left, &["The party disarmed them."], &[(party, Some(Stance::Affirms)), (road, None)]);
    let closed = Claim {
        summary: "It was closed".to_owned(),
        note: "by whom?".to_owned(),
        ..bench.claim(left, &["The road of arms was closed.\n\nNobody"], &[(road, Some(Stance::Affirms))])
    };
    let none = bench.claim(right, &["There was no such road."], &[(road, Some(Stance::Denies))]);
    let loyal = Claim {
        voice: Voice::Attributed { name: "Prats".to_owned(), attitude: Some(Attitude::Rejects) },
        ..bench.claim(left, &["The army was loyal", "they said"], &[(army, Some(Stance::Reports))])
    };
    let untagged = bench.claim(right, &["answered"], &[]);
    let (from, to) = (none.id, closed.id);
    for claim in [disarmed, closed, none, loyal, untagged] {
        bench.put(claim);
    }
    bench.link(from, to, LinkKind::Contradicts);
    bench.silence(right, party, "read twice");
    Two { bench, left, right, party, road, army }
}

/// With everything shown, as the command line makes text.
fn made(sheet: &Sheet) -> Made {
    let mut settings = SheetSettings { dates: DateForm::Iso, ..SheetSettings::default() };
    settings.show(SheetPart::Notes, true);
    let handout = Handout::of_sheet(sheet, &settings, HandedIn::default());
    Made { sheet: sheet.clone(), handout, today: None }
}

fn written(sheet: &Sheet, format: SheetFormat) -> String {
    let mut bytes = Vec::new();
    write_sheet(&made(sheet), format, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn cells_hold_claims_by_position_or_a_silence_or_nothing_yet() {
    let two = two();
    let sheet = two.bench.sheet(&SheetOptions::default());
    let states: Vec<Vec<CellState>> =
        sheet.rows.iter().map(|row| row.cells.iter().map(Cell::state).collect()).collect();
    use CellState::{Claims, Silence, Unsearched};
    assert_eq!(states, [[Claims, Silence], [Claims, Claims], [Claims, Unsearched]]);
    let road = &sheet.rows[1];
    assert_eq!((road.path.join("/"), road.depth), ("the party/armed road".to_owned(), 1));
    let quotations: Vec<String> =
        road.cells[0].claims.iter().map(|claim| claim.quotation().into_owned()).collect();
    assert_eq!(quotations, ["The road of arms was closed.\n\nNobody", "The party disarmed them."]);
    assert_eq!(road.cells[0].claims[0].citation(), "¶ 1–2");
    assert_eq!(road.cells[0].n_with_stance(Some(Stance::Affirms)), 1);
    assert_eq!(road.cells[0].n_with_stance(None), 1);
    let army = &sheet.rows[2].cells[0].claims[0];
    assert_eq!((&*army.quotation(), army.citation().as_str()), ("The army was loyal […] they said", "¶ 3"));
    assert_eq!(army.attributed_to(), Some("Prats"));
    let counts = sheet.counts;
    assert_eq!((counts.n_tags, counts.n_claims, counts.n_untagged), (3, 4, 1));
    assert_eq!((counts.n_silences, counts.n_unsearched), (1, 1));
    assert_eq!(sheet.columns.iter().map(|column| column.n_claims).collect::<Vec<_>>(), [3, 1]);
}

#[test]
fn a_link_is_seen_from_both_of_its_claims() {
    let sheet = two().bench.sheet(&SheetOptions::default());
    let cells = &sheet.rows[1].cells;
    assert_eq!(cells[0].claims[0].links[0].phrase(), "is contradicted by Right ¶ 1");
    assert_eq!(cells[1].claims[0].links[0].phrase(), "contradicts Left ¶ 1–2");
    assert_eq!(cells[1].claims[0].links[0].claim, cells[0].claims[0].id());
    assert!(cells[0].claims[1].links.is_empty());
}

#[test]
fn a_chosen_tag_brings_those_under_it_and_a_chosen_source_only_itself() {
    let two = two();
    let chosen = |tags: &[TagId], sources: &[SourceId], rows| {
        let options =
            SheetOptions { tags: tags.to_vec(), sources: sources.to_vec(), rows, ..SheetOptions::default() };
        let sheet = two.bench.sheet(&options);
        let rows: Vec<String> = sheet.rows.iter().map(|row| row.name.clone()).collect();
        let columns: Vec<String> = sheet.columns.iter().map(SheetColumn::name).collect();
        (rows.join(", "), columns.join(", "))
    };
    let both = || "Left, Right".to_owned();
    assert_eq!(chosen(&[two.party], &[], Rows::All), ("the party, armed road".to_owned(), both()));
    assert_eq!(chosen(&[two.army, two.road], &[], Rows::All), ("armed road, the army".to_owned(), both()));
    assert_eq!(
        chosen(&[], &[two.right], Rows::Filled),
        ("the party, armed road".to_owned(), "Right".to_owned())
    );
    assert_eq!(chosen(&[], &[two.right, two.left], Rows::All).1, both());
}

#[test]
fn as_text_the_sources_stand_side_by_side() {
    let sheet = two().bench.sheet(&SheetOptions::default());
    let expected = "\
Two readings
============
Left: Left, in full
Right: Right, in full

the party
---------
Silence: claims only in Left; searched without finding any: Right.
Left                                             │ Right
¶ 2 · affirms                                    │ Looked for and not found
  “The party disarmed them.”                     │   Ana, 2023-11-14: read twice

the party / armed road
----------------------
Opposed: Left affirms (¶ 1–2); Right denies (¶ 1); Right ¶ 1 contradicts Left ¶ 1–2.
Left                                             │ Right
¶ 1–2 · affirms                                  │ ¶ 1 · denies
  “The road of arms was closed. Nobody”          │   “There was no such road.”
  Summary: It was closed                         │   → contradicts Left ¶ 1–2
  Note: by whom?                                 │
  → is contradicted by Right ¶ 1                 │
                                                 │
¶ 2                                              │
  “The party disarmed them.”                     │

the army
--------
One-sided so far: claims only in Left; not looked for yet: Right.
Left                                             │ Right
¶ 3 · reports · voice of Prats (rejects)         │ Not looked for yet
  “The army was loyal […] they said”             │

3 tags, 4 claims, 1 silence, 1 cell not looked into yet
1 claim bears no tag and is in no row.
";
    assert_eq!(written(&sheet, SheetFormat::Text), expected);
}

#[test]
fn as_text_many_sources_follow_one_another_and_no_line_is_too_long() {
    let mut two = two();
    for name in ["Third", "Fourth"] {
        let source = two.bench.source(name, &"word ".repeat(200));
        let claim = two.bench.claim(source, &["word ".repeat(200).trim_end()], &[(two.army, None)]);
        two.bench.put(claim);
    }
    two.bench.reader("Bo");
    let third = two.bench.comparison.sources()[2].id;
    two.bench.silence(third, two.party, "");
    let text = written(&two.bench.sheet(&SheetOptions::default()), SheetFormat::Text);
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    assert!(
        text.contains("\nThird\nLooked for and not found\n  Bo, 2023-11-14\nFourth\nNot looked for yet\n")
    );
    assert!(text.contains("¶ 2 · affirms\n  “The party disarmed them.”\n  (Ana)\n"), "{text}");
}

#[test]
fn as_csv_each_claim_is_a_line_and_nothing_is_a_formula() {
    let mut two = two();
    let claim = two.bench.claim(two.right, &["such"], &[(two.army, None)]);
    let (id, claim) =
        (claim.id, Claim { note: "=1+1".to_owned(), summary: "a \"b\",\nc".to_owned(), ..claim });
    two.bench.put(claim);
    let options = SheetOptions { tags: vec![two.party], ..SheetOptions::default() };
    let expected = "\
tag,source,kind,paragraph,quotation,stance,value,voice,attitude,summary,note,reader,modified,id\r
the party,Left,claim,2,The party disarmed them.,affirms,,,,,,Ana,2023-11-14T22:14:20Z,00000000-0000-0000-0000-0000000000a7\r
the party,Right,silence,,,,,,,,read twice,Ana,2023-11-14T22:13:20Z,00000000-0000-0000-0000-0000000000ad\r
the party / armed road,Left,claim,1–2,\"The road of arms was closed.\n\nNobody\",affirms,,,,It was closed,by whom?,Ana,2023-11-14T22:14:20Z,00000000-0000-0000-0000-0000000000a8\r
the party / armed road,Left,claim,2,The party disarmed them.,,,,,,,Ana,2023-11-14T22:14:20Z,00000000-0000-0000-0000-0000000000a7\r
the party / armed road,Right,claim,1,There was no such road.,denies,,,,,,Ana,2023-11-14T22:14:20Z,00000000-0000-0000-0000-0000000000a9\r
";
    assert_eq!(written(&two.bench.sheet(&options), SheetFormat::Csv), expected);
    let options = SheetOptions { tags: vec![two.army], sources: vec![two.right], ..SheetOptions::default() };
    let csv = written(&two.bench.sheet(&options), SheetFormat::Csv);
    let line = format!(
        "the army,Right,claim,1,such,,,,,\"a \"\"b\"\",\nc\",'=1+1,Ana,2023-11-14T22:14:20Z,{id}\r\n"
    );
    assert_eq!(csv.split_once("\r\n").unwrap().1, line);
}

#[test]
fn as_markdown_each_tag_has_a_table_and_words_stay_words() {
    let mut two = two();
    let claim = Claim {
        note: "a | <b> *c*".to_owned(),
        ..two.bench.claim(two.right, &["no such"], &[(two.army, None)])
    };
    two.bench.put(claim);
    let options = SheetOptions { tags: vec![two.army], ..SheetOptions::default() };
    let expected = r"# Two readings

*Comparison sheet*

- **Left**: *Left, in full*
- **Right**: *Right, in full*

Read by Ana: 2 claims, 2023-11-14.

## the army

Unsettled: claims in Left, Right, without stances or links that tell.

| Left | Right |
| --- | --- |
| **¶ 3 · reports · voice of Prats (rejects)**<br>“The army was loyal \[…\] they said” | **¶ 1**<br>“no such”<br>*Note:* a \| &lt;b&gt; \*c\* |

1 claim bears no tag and is in no row.
";
    assert_eq!(written(&two.bench.sheet(&options), SheetFormat::Markdown), expected);
}

#[test]
fn as_json_every_field_has_its_name() {
    let two = two();
    let options = SheetOptions { tags: vec![two.road], sources: vec![two.right], ..SheetOptions::default() };
    let json: serde_json::Value =
        serde_json::from_str(&written(&two.bench.sheet(&options), SheetFormat::Json)).unwrap();
    let id = |last: &str| format!("00000000-0000-0000-0000-0000000000{last}");
    let claim = serde_json::json!({
        "id": id("a9"), "reader": "Ana", "stance": "denies", "value": "", "voice": null,
        "quotation": "There was no such road.",
        "passages": [{
            "start": 0, "end": 23, "quotation": "There was no such road.",
            "first_paragraph": 1, "last_paragraph": 1
        }],
        "summary": "", "note": "",
        "created": "2023-11-14T22:13:20Z", "modified": "2023-11-14T22:14:20Z",
        "links": [{
            "id": id("ac"), "kind": "contradicts", "direction": "to", "claim": id("a8"),
            "source": two.left.to_string(), "note": ""
        }]
    });
    let expected = serde_json::json!({
        "format": "diptych-sheet",
        "version": 1,
        "kind": "sheet",
        "title": "Two readings",
        "sources": [{
            "id": two.right.to_string(), "number": 2, "name": "Right", "title": "Right, in full",
            "author": "", "date": "", "citation": "", "claims": 1, "untagged": 1
        }],
        "tags": [{
            "id": two.road.to_string(), "name": "armed road", "path": ["the party", "armed road"],
            "depth": 1, "definition": "", "relation": null,
            "cells": [{
                "source": two.right.to_string(),
                "state": "claims",
                "standing": "denies",
                "claims": [claim],
                "silences": []
            }]
        }],
        "counts": {"tags": 1, "claims": 1, "untagged": 1, "silences": 0, "unsearched": 0}
    });
    assert_eq!(json, expected);
}

/// A reader that has gone away.
struct Closed;

impl std::io::Write for Closed {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }
}

#[test]
fn in_every_form_an_error_of_the_writer_is_told_as_it_is() {
    let mut two = two();
    let claim = two.bench.claim(two.right, &["such"], &[(two.army, None)]);
    two.bench.put(Claim { note: "long ".repeat(40_000), ..claim });
    let sheet = two.bench.sheet(&SheetOptions::default());
    for format in SheetFormat::ALL.into_iter().filter(|format| format.is_built()) {
        let error = write_sheet(&made(&sheet), format, &mut Closed).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::BrokenPipe, "{format:?}");
    }
}

#[test]
fn a_hundred_thousand_claims_under_a_thousand_tags_are_walked_once() {
    let mut bench = Bench::new("Large");
    let content = "One paragraph of some words, said again.\n\n".repeat(5_000);
    let sources = [bench.source("A", &content), bench.source("B", &content)];
    let tags: Vec<TagId> = (0..1_000).map(|n| bench.tag(&format!("tag {n}"), None)).collect();
    let text = bench.comparison.sources()[0].text.clone();
    let length = text.len();
    let excerpt = |start: u32| {
        let span = Span::new(start, start + 9).unwrap();
        let empty = text.excerpt(Span::default());
        Anchor { span, quote: text.excerpt(span), before: empty.clone(), after: empty }
    };
    let model = bench.claim(sources[0], &[], &[]);
    let claims = (0..100_000_u32).map(|n| Claim {
        // Spread like real ids, which are random in their last eight bytes.
        id: ClaimId(Uuid::from_u128(
            u128::from(n + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835),
        )),
        source: sources[(n % 2) as usize],
        passages: vec![excerpt(n.wrapping_mul(2_654_435_761) % (length - 9))],
        tags: [n, n * 7 + 1]
            .map(|n| (n % 1_000) as usize)
            .map(|n| TagUse {
                tag: tags[n],
                stance: None,
                definition_revision: 1,
                value: String::new(),
                unknown: Unknown::default(),
            })
            .to_vec(),
        ..model.clone()
    });
    let claims: Vec<Claim> = claims.collect();
    assert!(bench.comparison.extend_claims(claims).is_empty());
    let begun = Instant::now();
    let sheet = bench.sheet(&SheetOptions::default());
    let took = begun.elapsed();
    assert_eq!(sheet.counts.n_claims, 100_000);
    let shown = sheet.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.claims.len()).sum::<usize>();
    assert_eq!(shown, 200_000);
    let shared = &sheet.rows[0].cells[0].claims[0].claim;
    assert!(Arc::ptr_eq(shared, bench.comparison.claim(shared.id).unwrap()));
    assert!(took < Duration::from_secs(5), "{took:?}"); // measured: half a second, not optimized
}
