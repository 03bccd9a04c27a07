//! References and citations, held against the examples that the styles' publishers give.
//!
//! - Chicago: “Chicago-Style Citation Quick Guide” (18th edition), chicagomanualofstyle.org.
//! - MLA: “Works Cited: A Quick Guide” and “In-Text Citations” (9th edition), style.mla.org.
//! - APA: “Reference Examples” (7th edition), apastyle.apa.org.

use diptych::model::{
    Bibliography, Comparison, Edit, Mark, MarkKind, Origin, Source, SourceId, Time, Unknown,
};
use diptych::store::citing::{CitationStyle, Citations, Locator, cite_passage, reference};
use diptych::text::{Span, Text};
use proptest::prelude::*;
use uuid::Uuid;

const NOVEL: &str = r#"{"type":"book","title":"Interior Chinatown","author":[{"family":"Yu","given":"Charles"}],
    "publisher":"Pantheon Books","issued":{"date-parts":[[2020]]},"language":"en"}"#;
const STUDY: &str = r#"{"type":"book","author":[{"family":"Binder","given":"Amy J."},{"family":"Kidder","given":"Jeffrey L."}],
    "title":"The Channels of Student Activism: How the Left and Right Are Winning (and Losing) in Campus Politics Today",
    "publisher":"University of Chicago Press","issued":{"date-parts":[[2022]]},"language":"en"}"#;
const ARTICLE: &str = r#"{"type":"article-journal","author":[{"family":"Dittmar","given":"Emily L."},
    {"family":"Schemske","given":"Douglas W."}],
    "title":"Temporal Variation in Selection Influences Microgeographic Local Adaptation",
    "container-title":"American Naturalist","volume":"202","issue":4,"page":"471-485",
    "DOI":"10.1086/725865","issued":{"date-parts":[["2023"]]},"language":"en"}"#;
const WOLF_HALL: &str = r#"{"type":"book","title":"Wolf Hall","author":[{"family":"Mantel","given":"Hilary"}],
    "publisher":"Picador","issued":{"date-parts":[[2010]]},"language":"en"}"#;
const PIPER: &str = r#"{"type":"article-journal","author":[{"family":"Piper","given":"Andrew"}],
    "title":"Rethinking the Print Object: Goethe and the Book of Everything","container-title":"PMLA",
    "volume":121,"issue":1,"page":"124-138","issued":{"date-parts":[[2006,1]]},"language":"en"}"#;
const PREJUDICE: &str = r#"{"type":"book","title":"The psychology of prejudice: From attitudes to social action",
    "author":[{"family":"Jackson","given":"L. M."}],"edition":"2","publisher":"American Psychological Association",
    "DOI":"10.1037/0000168-000","issued":{"date-parts":[[2019]]},"language":"en"}"#;
const STORYBOOKS: &str = r#"{"type":"article-journal","author":[{"family":"Grady","given":"J. S."},{"family":"Her","given":"M."},
    {"family":"Moreno","given":"G."},{"family":"Perez","given":"C."},{"family":"Yelinek","given":"J."}],
    "title":"Emotions in storybooks: A comparison of storybooks that represent ethnic and racial groups in the United States",
    "container-title":"Psychology of Popular Media Culture","volume":"8","issue":"3","page":"207-217",
    "DOI":"10.1037/ppm0000185","issued":{"date-parts":[[2019]]},"language":"en"}"#;

fn with(csl: &str) -> Bibliography {
    Bibliography { csl: csl.to_owned(), ..Bibliography::default() }
}

/// The reference with italics between asterisks.
fn shown(csl: &str, style: CitationStyle) -> String {
    let rich = reference(&with(csl), style);
    rich.runs()
        .iter()
        .map(|run| if run.face.italic { format!("*{}*", run.text) } else { run.text.clone() })
        .collect()
}

fn cited(csl: &str, style: CitationStyle, locator: &Locator) -> String {
    Citations::of([&with(csl)], style).citation(0, locator).to_plain()
}

fn page(words: &str) -> Locator {
    Locator::Page(words.to_owned())
}

fn paragraph(words: &str) -> Locator {
    Locator::Paragraph(words.to_owned())
}

#[test]
fn references_in_chicago_style_are_those_of_its_guide() {
    let style = CitationStyle::Chicago;
    assert_eq!(shown(NOVEL, style), "Yu, Charles. 2020. *Interior Chinatown*. Pantheon Books.");
    assert_eq!(
        shown(STUDY, style),
        "Binder, Amy J., and Jeffrey L. Kidder. 2022. *The Channels of Student Activism: How the Left and Right Are \
         Winning (and Losing) in Campus Politics Today*. University of Chicago Press."
    );
    assert_eq!(
        shown(ARTICLE, style),
        "Dittmar, Emily L., and Douglas W. Schemske. 2023. “Temporal Variation in Selection Influences \
         Microgeographic Local Adaptation.” *American Naturalist* 202 (4): 471–85. https://doi.org/10.1086/725865."
    );
    assert_eq!(
        shown(NOVEL, CitationStyle::ChicagoNotes),
        "Yu, Charles. *Interior Chinatown*. Pantheon Books, 2020."
    );
}

#[test]
fn citations_in_chicago_style_are_those_of_its_guide() {
    let style = CitationStyle::Chicago;
    assert_eq!(cited(NOVEL, style, &page("45")), "(Yu 2020, 45)");
    assert_eq!(cited(STUDY, style, &page("117-118")), "(Binder and Kidder 2022, 117–18)");
    let note = "Charles Yu, Interior Chinatown (Pantheon Books, 2020), 45.";
    assert_eq!(cited(NOVEL, CitationStyle::ChicagoNotes, &page("45")), note);
}

#[test]
fn references_and_citations_in_mla_style_are_those_of_its_guide() {
    let style = CitationStyle::Mla;
    assert_eq!(shown(WOLF_HALL, style), "Mantel, Hilary. *Wolf Hall*. Picador, 2010.");
    assert_eq!(
        shown(PIPER, style),
        "Piper, Andrew. “Rethinking the Print Object: Goethe and the Book of Everything.” *PMLA*, vol. 121, no. 1, \
         Jan. 2006, pp. 124–38."
    );
    assert_eq!(cited(WOLF_HALL, style, &page("45")), "(Mantel 45)");
}

#[test]
fn references_and_citations_in_apa_style_are_those_of_its_examples() {
    let style = CitationStyle::Apa;
    assert_eq!(
        shown(PREJUDICE, style),
        "Jackson, L. M. (2019). *The psychology of prejudice: From attitudes to social action* (2nd ed.). American \
         Psychological Association. https://doi.org/10.1037/0000168-000"
    );
    assert_eq!(
        shown(STORYBOOKS, style),
        "Grady, J. S., Her, M., Moreno, G., Perez, C., & Yelinek, J. (2019). Emotions in storybooks: A comparison of \
         storybooks that represent ethnic and racial groups in the United States. *Psychology of Popular Media \
         Culture*, *8*(3), 207–217. https://doi.org/10.1037/ppm0000185"
    );
    assert_eq!(cited(STORYBOOKS, style, &Locator::None), "(Grady et al., 2019)");
    assert_eq!(cited(PREJUDICE, style, &page("12")), "(Jackson, 2019, p. 12)");
}

#[test]
fn paragraphs_are_cited_by_the_sign_that_stands_in_the_margin() {
    for (style, one, two) in [
        (CitationStyle::Chicago, "(Yu 2020, ¶ 12)", "(Yu 2020, ¶¶ 12–13)"),
        (CitationStyle::Mla, "(Yu, ¶ 12)", "(Yu, ¶¶ 12–13)"),
        (CitationStyle::Apa, "(Yu, 2020, ¶ 12)", "(Yu, 2020, ¶¶ 12–13)"),
    ] {
        assert_eq!(cited(NOVEL, style, &paragraph("12")), one);
        assert_eq!(cited(NOVEL, style, &paragraph("12-13")), two);
    }
    assert_eq!(cited(NOVEL, CitationStyle::Chicago, &paragraph("3, 7")), "(Yu 2020, ¶¶ 3, 7)");
}

#[test]
fn dates_that_are_no_single_day_are_printed_all_the_same() {
    let dated = |date: &str| {
        let csl = format!(r#"{{"type":"book","title":"A","author":[{{"family":"Roe"}}],"issued":{date}}}"#);
        cited(&csl, CitationStyle::Chicago, &Locator::None)
    };
    assert_eq!(dated(r#"{"date-parts":[[1970],[1973]]}"#), "(Roe 1970–1973)");
    assert_eq!(dated(r#"{"literal":"before the coup"}"#), "(Roe before the coup)");
    assert_eq!(dated(r#"{"date-parts":[[1973,9],[1973,10]]}"#), "(Roe 1973)");
    assert_eq!(dated(r#"{"date-parts":[[]]}"#), "(Roe, n.d.)");
}

#[test]
fn seasons_stand_where_each_style_has_them() {
    let csl = r#"{"type":"article-journal","title":"A","author":[{"family":"Roe","given":"R."}],"volume":"2",
        "container-title":"Review","issued":{"date-parts":[[1973]],"season":2},"language":"en"}"#;
    for (style, reference, citation) in [
        (CitationStyle::Chicago, "Roe, R. 1973. “A.” *Review* 2 (Summer).", "(Roe 1973)"),
        (
            CitationStyle::ChicagoNotes,
            "Roe, R. “A.” *Review* 2 (Summer 1973).",
            "R. Roe, “A,” Review 2 (Summer 1973).",
        ),
        (CitationStyle::Mla, "Roe, R. “A.” *Review*, vol. 2, Summer 1973.", "(Roe)"),
        (CitationStyle::Apa, "Roe, R. (1973, Summer). A. *Review*, *2*.", "(Roe, 1973)"),
    ] {
        assert_eq!(shown(csl, style), reference);
        assert_eq!(cited(csl, style, &Locator::None), citation);
    }
}

#[test]
fn titles_keep_their_capitals_where_they_are_not_english_and_what_the_style_adds_has_its_own() {
    let csl = r#"{"type":"chapter","title":"La revolución desarmada","container-title":"El fin del camino",
        "author":[{"family":"Cruz","non-dropping-particle":"de la","given":"Juan"}],
        "editor":[{"family":"Roe","given":"R."},{"family":"Doe","given":"Jane"}],"publisher":"Siglo","page":"101-108",
        "issued":{"date-parts":[[1975]]},"language":"es"}"#;
    assert_eq!(
        shown(csl, CitationStyle::Apa),
        "de la Cruz, J. (1975). La revolución desarmada. In R. Roe & J. Doe (Eds.), *El fin del camino* (pp. 101–108). \
         Siglo."
    );
    assert_eq!(
        shown(csl, CitationStyle::Mla),
        "de la Cruz, Juan. “La revolución desarmada.” *El fin del camino*, edited by R. Roe and Jane Doe, Siglo, 1975, \
         pp. 101–08."
    );
}

#[test]
fn markup_in_titles_becomes_faces_and_never_words() {
    let csl = r#"{"type":"article-journal","title":"Reading <i>El Siglo</i> in H<sub>2</sub>O","container-title":"A <i>b</i> c",
        "issued":{"date-parts":[[1973]]},"language":"en"}"#;
    assert_eq!(shown(csl, CitationStyle::Apa), "Reading *El Siglo* in H2O. (1973). *A *B* C*.");
}

#[test]
fn two_works_of_one_author_and_year_are_told_apart() {
    let two = ["First Part", "Second Part"].map(|title| {
        with(&format!(
            r#"{{"type":"book","title":"{title}","author":[{{"family":"Roe","given":"A."}}],"issued":{{"date-parts":[[1973]]}}}}"#
        ))
    });
    let citations = Citations::of(&two, CitationStyle::Chicago);
    assert_eq!(citations.citation(0, &page("3")).to_plain(), "(Roe 1973a, 3)");
    assert_eq!(citations.citation(1, &Locator::None).to_plain(), "(Roe 1973b)");
    assert!(citations.reference(1).to_plain().starts_with("Roe, A. 1973b. "));
}

#[test]
fn a_source_without_data_is_cited_by_what_was_written_for_it() {
    let plain = Bibliography {
        title: "The End of a March".to_owned(),
        author: "A committee".to_owned(),
        date: "Summer 1973".to_owned(),
        ..Bibliography::default()
    };
    let written = Bibliography { citation: "A committee: The end.\n Lima, 1973".to_owned(), ..plain.clone() };
    let style = CitationStyle::Chicago;
    assert_eq!(reference(&written, style).to_plain(), "A committee: The end. Lima, 1973");
    assert!(reference(&plain, style).to_plain().contains("The End of a March"));
    assert_eq!(
        Citations::of([&written], style).citation(0, &paragraph("2")).to_plain(),
        "(A committee 1973, ¶ 2)"
    );
    let nothing = Bibliography { title: "Bare".to_owned(), ..Bibliography::default() };
    for &style in CitationStyle::ALL {
        assert!(reference(&nothing, style).to_plain().contains("Bare"), "{style:?}");
        assert!(!Citations::of([&nothing], style).citation(0, &Locator::None).is_empty(), "{style:?}");
    }
    let damaged = Bibliography { csl: "42".to_owned(), ..written };
    assert_eq!(reference(&damaged, style).to_plain(), "A committee: The end. Lima, 1973");
}

fn comparison(words: &str, structure: Vec<Mark>) -> (Comparison, SourceId) {
    let id = SourceId(Uuid::from_u128(2));
    let bibliography = Bibliography { language: "en".to_owned(), ..with(NOVEL) };
    let source = Source {
        id,
        order: 0,
        bibliography,
        origin: Origin::default(),
        text: Text::new(words).unwrap(),
        structure,
        unknown: Unknown::default(),
    };
    let mut comparison = Comparison::new(Uuid::from_u128(1).into(), "C".to_owned(), Time(0));
    comparison.apply(Edit::from(source)).unwrap();
    (comparison, id)
}

#[test]
fn a_passage_is_copied_with_its_quotation_marks_and_its_place() {
    let (comparison, id) = comparison("One & <two>.\n\nThree\nand four.\n\nFive.", Vec::new());
    let cite =
        |a: u32, b: u32, style| cite_passage(&comparison, id, &[Span::new(a, b).unwrap()], style).unwrap();
    let one = cite(0, 12, CitationStyle::Apa);
    assert_eq!(one.plain, "“One & <two>.” (Yu, 2020, ¶ 1)");
    assert_eq!(one.html, "<p><span lang=\"en\">“One &amp; &lt;two&gt;.”</span> (Yu, 2020, ¶ 1)</p>");
    let note = cite(14, 29, CitationStyle::ChicagoNotes);
    assert_eq!(
        note.plain,
        "“Three and four.”\n\nCharles Yu, Interior Chinatown (Pantheon Books, 2020), ¶ 2."
    );
    assert!(note.html.ends_with("<p>Charles Yu, <i>Interior Chinatown</i> (Pantheon Books, 2020), ¶ 2.</p>"));
    let long = cite(14, 36, CitationStyle::Chicago);
    assert_eq!(long.plain, "“Three and four.\n\nFive.” (Yu 2020, ¶¶ 2–3)");
    let two = [Span::new(0, 3).unwrap(), Span::new(31, 35).unwrap()];
    let two = cite_passage(&comparison, id, &two, CitationStyle::Chicago).unwrap();
    assert_eq!(two.plain, "“One […] Five” (Yu 2020, ¶¶ 1, 3)");
    assert_eq!(cite_passage(&comparison, id, &[Span::new(12, 14).unwrap()], CitationStyle::Apa), None);
}

#[test]
fn a_passage_of_a_source_with_pages_is_cited_by_page() {
    let page = |at: u32, label: &str| Mark {
        span: Span::new(at, at + 1).unwrap(),
        kind: MarkKind::Page { label: label.to_owned() },
        unknown: Unknown::default(),
    };
    let (comparison, id) = comparison("One two three four five six", vec![page(4, "xii"), page(14, "13")]);
    let cite = |a: u32, b: u32| {
        cite_passage(&comparison, id, &[Span::new(a, b).unwrap()], CitationStyle::Chicago).unwrap().plain
    };
    assert_eq!(cite(4, 7), "“two” (Yu 2020, xii)");
    assert_eq!(cite(14, 18), "“four” (Yu 2020, 13)");
    assert_eq!(cite(0, 3), "“One” (Yu 2020, ¶ 1)", "before the first page that is marked");
}

/// Any value that a file might have for a field.
fn values() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::{Value, json};
    let words = prop_oneof!["\\PC{0,12}", "[0-9–&, -]{0,8}", "<i>[a-z]{0,3}", ".{0,4}"];
    let number = prop_oneof![any::<i64>().prop_map(Value::from), any::<f64>().prop_map(|n| json!(n))];
    let parts = prop::collection::vec(prop::collection::vec(-3_000_i64..13_000, 0..4), 0..4);
    prop_oneof![
        4 => words.clone().prop_map(Value::from),
        1 => number,
        2 => (words.clone(), words.clone(), words.clone())
            .prop_map(|(a, b, c)| json!([{ "family": a, "given": b, "suffix": c }, { "literal": c }])),
        2 => (parts, words.clone()).prop_map(|(parts, season)| json!({ "date-parts": parts, "season": season })),
        1 => words.prop_map(|words| json!({ "literal": words })),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_an_entry_says_it_is_cited_somehow(
        fields in prop::collection::btree_map(
            prop::sample::select(vec![
                "type", "title", "title-short", "author", "editor", "translator", "issued", "accessed", "original-date",
                "container-title", "collection-title", "volume", "issue", "page", "edition", "number", "genre", "URL",
                "DOI", "publisher", "publisher-place", "language", "number-of-volumes", "chapter-number", "event-title",
            ]),
            values(),
            0..12,
        ),
        kind in prop::sample::select(vec!["book", "chapter", "article-journal", "webpage", "legal_case", "interview", "x"]),
        place in "\\PC{0,6}",
    ) {
        let mut fields = fields;
        fields.insert("type", kind.into());
        let csl = serde_json::to_string(&fields).unwrap();
        let source = Bibliography { title: "T".to_owned(), ..with(&csl) };
        for &style in CitationStyle::ALL {
            let citations = Citations::of([&source, &source], style);
            prop_assert!(!citations.reference(0).is_empty(), "{csl}");
            prop_assert!(!citations.reference(1).to_plain().contains(['\u{f8e0}', '\u{f8e1}']), "{csl}");
            let _cited_or_not = citations.citation(1, &page(&place));
        }
    }
}
