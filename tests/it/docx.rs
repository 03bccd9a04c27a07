//! Sheets as DOCX: the parts, their order, and that what people write is shown and does nothing.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use diptych::analysis::handout::*;
use diptych::model::*;
use diptych::store::export::{Made, SheetFormat, visible, write_sheet};
use quick_xml::events::Event;

use super::docx_order;
use super::handout::two;
use super::sheet::Bench;
use super::sheet_html::{WILD, wild};

/// The parts of a sheet by their names; of those that are no text, no words.
struct Parts(BTreeMap<String, String>);

impl Parts {
    fn of(comparison: &Comparison, settings: &SheetSettings, handed: HandedIn) -> Self {
        let bytes = bytes_of(comparison, settings, handed);
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = BTreeMap::new();
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).unwrap();
            let mut text = String::new();
            let _ = file.read_to_string(&mut text);
            parts.insert(file.name().unwrap().into_owned(), text);
        }
        Self(parts)
    }

    fn document(&self) -> &str {
        &self.0["word/document.xml"]
    }

    /// How often this stands in the document.
    fn count(&self, what: &str) -> usize {
        self.document().matches(what).count()
    }

    /// The words of the document, each paragraph a line that begins with the id of its style.
    fn words(&self) -> String {
        let mut words = String::new();
        let mut reader = quick_xml::Reader::from_str(self.document());
        loop {
            match reader.read_event().unwrap() {
                Event::Text(text) => words.push_str(&text),
                Event::GeneralRef(name) => words.push_str(match &*name {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    other => panic!("&{other};"),
                }),
                Event::Empty(start) if start.name().as_ref() == "w:pStyle" => {
                    let style = start.try_get_attribute("w:val").unwrap().unwrap();
                    words.push_str(&format!("{}: ", style.value));
                }
                Event::End(end) if end.name().as_ref() == "w:p" => words.push('\n'),
                Event::Eof => return words,
                _ => {}
            }
        }
    }
}

fn bytes_of(comparison: &Comparison, settings: &SheetSettings, handed: HandedIn) -> Vec<u8> {
    let mut bytes = Vec::new();
    let n_pictures = handed.pictures.len();
    let warnings =
        write_sheet(&Made::of(comparison, settings, handed), SheetFormat::Docx, &mut bytes).unwrap();
    let left_out = usize::from(n_pictures > 1 && settings.shows(SheetPart::Pictures) && !settings.is_blank());
    assert_eq!(warnings.len(), left_out, "what is no drawing is told: {warnings:?}");
    bytes
}

fn sheet_of(bench: &Bench, settings: &SheetSettings) -> Parts {
    Parts::of(&bench.comparison, settings, HandedIn::default())
}

/// All kinds of sheets, with everything on them.
fn kinds() -> Vec<SheetSettings> {
    let mut kinds = Vec::new();
    for (kind, form) in
        SheetKind::ALL.iter().flat_map(|kind| WorksheetForm::ALL.iter().map(move |form| (*kind, *form)))
    {
        let mut settings = SheetSettings { form, ..SheetSettings::of_kind(kind) };
        SheetPart::ALL.iter().for_each(|part| settings.show(*part, true));
        kinds.push(settings);
    }
    kinds
}

fn drawn() -> HandedIn {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"100\">\
               <rect width=\"300\" height=\"50\"/><text x=\"9\" y=\"80\">road</text></svg>";
    let picture = |svg: &str| Picture {
        title: "Where each tag falls".to_owned(),
        svg: svg.to_owned(),
        alt: "A bar & a \"word\"".to_owned(),
    };
    HandedIn { pictures: vec![picture(svg), picture("no drawing")], ..HandedIn::default() }
}

#[test]
fn every_part_of_every_kind_of_sheet_keeps_the_order_of_the_schema() {
    for (bench, settings) in
        kinds().into_iter().flat_map(|kind| [(two().bench, kind.clone()), (wild(), kind)])
    {
        let parts = Parts::of(&bench.comparison, &settings, drawn());
        for (name, part) in &parts.0 {
            if name.starts_with("word/") && name.ends_with(".xml") {
                docx_order::check(name, part);
            }
        }
        assert_eq!(parts.count("<w:tc>"), parts.count("</w:p></w:tc>"), "a cell ends with a paragraph");
    }
}

#[test]
fn every_part_is_announced_and_reached() {
    let settings =
        SheetSettings { parts: SheetPart::ALL.iter().copied().collect(), ..SheetSettings::default() };
    let parts = Parts::of(&two().bench.comparison, &settings, drawn());
    let relations = &parts.0["word/_rels/document.xml.rels"];
    let kinds = &parts.0["[Content_Types].xml"];
    let mut names: Vec<&str> = parts.0.keys().filter_map(|name| name.strip_prefix("word/")).collect();
    names.retain(|name| !name.starts_with("_rels") && *name != "document.xml");
    for name in &names {
        assert!(relations.contains(&format!("Target=\"{name}\"")), "{name}");
        let by_ending = !name.ends_with(".xml") && kinds.contains(name.rsplit_once('.').unwrap().1);
        assert!(by_ending || kinds.contains(&format!("PartName=\"/word/{name}\"")), "{name}");
    }
    assert_eq!(relations.matches("Target=").count(), names.len());
    for id in parts.document().split("r:embed=\"").skip(1).chain(parts.document().split("r:id=\"").skip(1)) {
        let id = id.split('"').next().unwrap();
        assert!(relations.contains(&format!("Id=\"{id}\"")), "{id}");
    }
    for style in parts.document().split("Style w:val=\"").skip(1) {
        let style = style.split('"').next().unwrap();
        assert!(parts.0["word/styles.xml"].contains(&format!("w:styleId=\"{style}\"")), "{style}");
    }
}

#[test]
fn a_sheet_reads_as_it_was_made() {
    let two = two();
    let mut settings = SheetSettings::default();
    settings.show(SheetPart::Notes, true);
    let words = sheet_of(&two.bench, &settings).words();
    let lines: Vec<&str> = words.lines().map(str::trim_end).collect();
    let expected = [
        "Title: Two readings",
        "Subtitle: Comparison sheet",
        "Heading1: the party",
        "Heading2: armed road",
        "Definition: Whether arms were",
        "Definition: a way out.",
        "ColumnHead: Left",
        "ColumnHead: Right",
        "Place: ¶ 1 · + affirms",
        "Quote: “The road of arms was closed.”",
        "Place: ¶ 2 · voice of Prats (rejects)",
        "Quote: “The party disarmed them.”",
        "Said: Summary: They took the arms away",
        "Said: Note: by whom?",
        "Said: see ch. 2",
        "Said: → is answered by Right ¶ 1",
        "Heading1: the army",
        "Quote: Looked for and not found (Ana, 14 November 2023)",
        "Said: read twice",
    ];
    let mut from = 0;
    for line in expected {
        let at = lines.iter().skip(from).position(|found| *found == line);
        from += at.unwrap_or_else(|| panic!("no {line:?} after line {from} of:\n{words}")) + 1;
    }
}

#[test]
fn tables_have_a_head_that_is_repeated_and_a_cell_for_each_source() {
    let parts = sheet_of(&two().bench, &SheetSettings::default());
    let (tables, rows) = (parts.count("<w:tbl>"), parts.count("<w:tr>"));
    assert_eq!(parts.count("<w:tblHeader/>"), tables);
    assert_eq!(parts.count("<w:gridCol "), 2 * tables);
    assert_eq!(parts.count("<w:tc>"), 2 * rows);
    assert_eq!(parts.count("<w:cantSplit/>"), rows, "all rows are short");
    assert_eq!(parts.count("<w:tblCaption "), tables);
}

#[test]
fn a_long_row_may_be_torn() {
    let mut bench = Bench::new("Long");
    let long = "The cordons held the plants against the owners. ".repeat(60);
    let [left, right] =
        ["Left", "Right"].map(|name| bench.source(name, &format!("{long}Calm was called for.")));
    let tag = bench.tag("cordons", None);
    let claim = bench.claim(left, &[long.trim()], &[(tag, None)]);
    bench.put(claim);
    let short = bench.claim(right, &["Calm was called for"], &[(tag, None)]);
    bench.put(short);
    assert_eq!(
        sheet_of(&bench, &SheetSettings::default()).count("<w:cantSplit/>"),
        1,
        "only the head is kept whole"
    );
}

#[test]
fn a_worksheet_has_lines_to_write_on_and_its_key_the_same_numbers() {
    let two = two();
    let of = |kind| {
        let settings =
            SheetSettings { form: WorksheetForm::Passages, room: 4, ..SheetSettings::of_kind(kind) };
        sheet_of(&two.bench, &settings)
    };
    let [worksheet, key] = [SheetKind::Worksheet, SheetKind::Key].map(of);
    assert!(
        worksheet.count("\"Line\"") > 4 && worksheet.count("\"Line\"") == worksheet.count("\"LineAlso\"")
    );
    assert!(worksheet.words().contains("Stance:\u{2003}☐\u{a0}affirms"));
    assert!(worksheet.words().contains("NameLine: Name:"));
    assert!(!worksheet.words().contains("affirms\n"), "no answer stands on a worksheet");
    let numbers = |parts: &Parts| -> Vec<String> {
        let words = parts.words();
        let places = words.lines().filter_map(|line| line.strip_prefix("Place: "));
        places.filter_map(|line| line.split_once(" ¶")).map(|(number, _)| number.to_owned()).collect()
    };
    assert_eq!(numbers(&worksheet), numbers(&key));
    assert!(numbers(&key).contains(&"1.1".to_owned()), "{:?}", numbers(&key));
}

#[test]
fn whatever_people_write_is_shown_and_does_nothing() {
    let bench = wild();
    for settings in kinds() {
        let parts = Parts::of(&bench.comparison, &settings, HandedIn::default());
        let shown = visible(&WILD.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned();
        assert!(parts.words().contains(&shown), "{}", parts.words());
        for (name, part) in &parts.0 {
            assert!(!part.contains(['\u{0}', '\u{1b}', '\u{7}', '\u{202e}', '\u{202c}']), "{name}");
            assert!(!part.contains("<script") && !part.contains("onerror=alert(1)>"), "{name}");
            assert!(!part.contains("TargetMode"), "{name} leads outside");
        }
        assert!(!parts.document().contains("onclick"), "what is no code of a language is not written");
    }
}

#[test]
fn words_that_run_leftward_do() {
    let mut bench = Bench::new("שתי עדויות");
    let left = bench.source("עד", "המפלגה קראה לשקט (1973), אמר Prats בעצמו.");
    bench.source("Witness", "The party called for calm.");
    let mut described = Source::clone(bench.comparison.source(left).unwrap());
    "he".clone_into(&mut described.bibliography.language);
    bench.put(described);
    let tag = bench.tag("שקט", None);
    let claim = bench.claim(left, &["קראה לשקט (1973), אמר Prats בעצמו"], &[(tag, Some(Stance::Affirms))]);
    bench.put(claim);
    let parts = sheet_of(&bench, &SheetSettings::default());
    assert!(parts.words().contains("Quote: “קראה לשקט (1973), אמר Prats בעצמו”"));
    let run = |properties: &str, words: &str| {
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{words}</w:t></w:r>")
    };
    let quotation = [
        "<w:pPr><w:pStyle w:val=\"Quote\"/><w:bidi/></w:pPr>".to_owned(),
        run("<w:rtl/><w:lang w:bidi=\"he\"/>", "“קראה לשקט (1973), אמר "),
        "<w:r><w:t xml:space=\"preserve\">Prats</w:t></w:r>".to_owned(),
        run("<w:rtl/><w:lang w:bidi=\"he\"/>", " בעצמו”"),
    ];
    assert!(parts.document().contains(&quotation.concat()), "{}", parts.document());
    assert!(parts.document().contains("<w:pStyle w:val=\"Heading1\"/><w:bidi/>"));
}

#[test]
fn the_page_is_as_the_settings_say() {
    let mut bench = two().bench;
    let size = |bench: &Bench, settings: &SheetSettings| {
        let parts = sheet_of(bench, settings);
        let size = parts.document().split("<w:pgSz ").nth(1).unwrap();
        size.split("/>").next().unwrap().to_owned()
    };
    let letter = SheetSettings { paper: Paper::Letter, ..SheetSettings::default() };
    assert_eq!(size(&bench, &SheetSettings::default()), "w:w=\"11906\" w:h=\"16838\"");
    assert_eq!(size(&bench, &letter), "w:w=\"12240\" w:h=\"15840\"");
    bench.source("Third", "A third account.");
    assert_eq!(size(&bench, &letter), "w:w=\"15840\" w:h=\"12240\" w:orient=\"landscape\"");
}

#[test]
fn pictures_are_there_as_drawings_and_as_dots_with_words_for_those_who_do_not_see_them() {
    let mut settings = SheetSettings::default();
    settings.show(SheetPart::Pictures, true);
    let parts = Parts::of(&two().bench.comparison, &settings, drawn());
    assert!(
        parts.0.contains_key("word/media/picture1.png") && parts.0.contains_key("word/media/picture1.svg")
    );
    assert!(!parts.0.contains_key("word/media/picture2.svg"), "what is no drawing is left out");
    assert!(parts.document().contains("descr=\"A bar &amp; a &quot;word&quot;\""));
    // 400 pixels are 300 points; a point is 12,700 EMU.
    assert!(parts.document().contains("<wp:extent cx=\"3810000\" cy=\"952500\"/>"));
    assert!(parts.words().contains("Caption: Where each tag falls"));
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let bytes = || bytes_of(&two().bench.comparison, &SheetSettings::default(), drawn());
    assert_eq!(bytes(), bytes());
}

#[test]
fn a_title_is_the_title_of_the_file_and_stands_over_each_page() {
    let settings = SheetSettings { title: "For <Thursday>".to_owned(), ..SheetSettings::default() };
    let parts = sheet_of(&two().bench, &settings);
    assert!(parts.0["docProps/core.xml"].contains("<dc:title>For &lt;Thursday&gt;</dc:title>"));
    assert!(parts.0["word/header1.xml"].contains("Comparison sheet · For &lt;Thursday&gt;"));
    assert!(parts.0["word/footer1.xml"].contains(" PAGE "));
}
