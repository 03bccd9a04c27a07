//! What stands on the typeset pages: read from the pages themselves, before they are a file.

use std::path::Path;

use typst::layout::{Frame, FrameItem};

use super::*;
use crate::analysis::handout::{Entry, HandedIn, SheetKind, SheetPart, SheetSettings, Words, WorksheetForm};
use crate::store;

fn sample(settings: &SheetSettings) -> Handout {
    let json = include_bytes!("../../../../sample_annotations/chile-1973.diptych.json");
    let opened = store::from_json(json, Path::new("sample")).unwrap();
    Handout::of(&opened.comparison, settings, HandedIn::default())
}

/// The first sections of a comparison sheet, so that tests are quick.
fn short() -> Handout {
    let mut handout = sample(&SheetSettings::default());
    handout.sections.truncate(2);
    handout
}

/// The words of each page, in the order in which they are set, a blank between any two stretches.
fn read(handout: &Handout) -> Vec<String> {
    fn gather(frame: &Frame, words: &mut String) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Text(text) => {
                    words.push_str(&text.text);
                    words.push(' ');
                }
                FrameItem::Group(group) => gather(&group.frame, words),
                _ => {}
            }
        }
    }
    let (document, _) = pages(handout).unwrap();
    let page = |frame: &Frame| {
        let mut words = String::new();
        gather(frame, &mut words);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    document.pages().iter().map(|of| page(&of.frame)).collect()
}

/// Words without blanks and places to end a line at: where lines end is no part of what they say.
fn plain(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace() && *c != '\u{200B}').collect()
}

#[test]
fn pages_have_the_words_of_the_sheet_in_their_order() {
    let handout = short();
    let words = plain(&read(&handout).join(" "));
    let mut from = 0;
    let mut next = |part: &str| {
        let part = plain(part);
        let at = words.get(from..).unwrap().find(&part);
        from += at.unwrap_or_else(|| panic!("no {part:?} after {:?}", words.get(..from))) + part.len();
    };
    next(handout.title.as_str());
    for section in &handout.sections {
        next(section.heading.as_str());
        next(section.definition.as_str());
        for column in section.table.iter().flat_map(|table| &table.columns) {
            next(handout.column(*column).unwrap().name.as_str());
        }
        let rows = section.table.iter().flat_map(|table| &table.rows);
        for entry in rows.flatten().flat_map(|cell| &cell.entries) {
            match entry {
                Entry::Claim(claim) => {
                    next(&claim.body.place);
                    next(claim.body.quotation.as_str());
                    next(claim.body.summary.as_str());
                }
                Entry::Silence(_) => next(Entry::SILENCE),
                Entry::Unsearched => next(Entry::UNSEARCHED),
                Entry::Room(_) => {}
            }
        }
    }
}

#[test]
fn a_table_over_several_pages_has_its_head_on_each() {
    let mut handout = short();
    let table =
        handout.sections.iter_mut().find_map(|section| section.table.as_mut().filter(|t| t.rows.len() > 3));
    let table = table.unwrap();
    table.rows = std::iter::repeat_n(table.rows.clone(), 8).flatten().collect();
    let heads: Vec<String> = (0..2).map(|column| handout.column(column).unwrap().name.to_string()).collect();
    let pages = read(&handout);
    assert!(pages.len() > 3, "{}", pages.len());
    let last = pages.len() - 1;
    for page in &pages[1..last] {
        let head = page.find(&heads.join(" ")).unwrap_or_else(|| panic!("{page}"));
        assert!(head < 80, "the head stands on top, after the running title: {page}");
    }
    assert!(pages[1].ends_with(&format!("2 / {}", pages.len())), "{}", pages[1]);
}

#[test]
fn what_people_write_is_never_markup() {
    let wild = "#panic(\"ran\") $x^2$ *b* _i_ `c` @ref <label> \\u{41} #eval(\"1\") // no /* no */ = h - l + e [x] #sys.inputs";
    let mut handout = short();
    handout.title = Words::line(wild);
    for section in &mut handout.sections {
        section.heading = Words::line(wild);
        section.definition = Words::line(wild);
        section.question = Words::line(wild);
    }
    handout.foot = vec![Words::line(wild)];
    let pages = read(&handout);
    let words = plain(&pages.join(" "));
    let above_pages = pages.len() - 1;
    assert_eq!(words.matches(&plain(wild)).count(), above_pages + 1 + 3 * handout.sections.len() + 1);
}

#[test]
fn long_names_end_their_lines_within_the_column() {
    let mut handout = short();
    let name = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(3);
    handout.head.sources[0].name = Words::name(&name);
    assert!(plain(&read(&handout).join(" ")).contains(&name));
    fn within(frame: &Frame, at: f64, width: f64) {
        for (position, item) in frame.items() {
            let left = at + position.x.to_pt();
            match item {
                FrameItem::Text(text) => assert!(left + text.width().to_pt() <= width, "{:?}", text.text),
                FrameItem::Group(group) => within(&group.frame, left, width),
                _ => {}
            }
        }
    }
    let (document, _) = pages(&handout).unwrap();
    let first = &document.pages()[0].frame;
    // 18 mm of margin; the head of the first column would reach far into the second.
    within(first, 0.0, first.width().to_pt() - 51.0);
}

#[test]
fn a_language_that_is_none_is_no_reason_to_fail() {
    for language in ["e1", "es1", "english", "x-klingon", "zh-Hant-TW", "es-419", "ar"] {
        let mut handout = short();
        for source in &mut handout.head.sources {
            source.language = language.into();
        }
        let words = plain(&read(&handout).join(" "));
        assert!(words.contains(&plain(handout.head.sources[1].name.as_str())), "{language}");
    }
}

#[test]
fn what_no_font_has_is_written_out_and_told() {
    let mut handout = short();
    handout.title = Words::line("a \u{10FFFD} b");
    let words = read(&handout);
    assert!(plain(&words.join("")).contains("a⟨U+10FFFD⟩b"), "{}", words[0]);
    let typeset = typeset(&handout).unwrap();
    assert_eq!(typeset.warnings.len(), 1, "{:?}", typeset.warnings);
    assert!(typeset.warnings[0].contains("U+10FFFD"), "{:?}", typeset.warnings);
}

#[test]
fn every_kind_of_sheet_is_typeset_by_the_rules_for_accessible_files() {
    for (kind, form) in
        SheetKind::ALL.iter().flat_map(|kind| WorksheetForm::ALL.iter().map(move |form| (kind, form)))
    {
        let mut settings = SheetSettings { form: *form, ..SheetSettings::of_kind(*kind) };
        settings.show(SheetPart::Notes, true);
        let mut handout = sample(&settings);
        handout.sections.truncate(4);
        let typeset = typeset(&handout).unwrap();
        assert_eq!(typeset.warnings, Vec::<String>::new(), "{kind:?} {form:?}");
        assert!(typeset.bytes.starts_with(b"%PDF-1.7"));
    }
}
