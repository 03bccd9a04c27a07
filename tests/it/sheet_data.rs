//! Sheets as data: workbooks, JSON and CSV of every kind; nothing that people write is a formula.

use std::io::{Cursor, Read as _};

use diptych::analysis::handout::*;
use diptych::model::*;
use diptych::store::export::{Made, SheetFormat, write_sheet};

use super::handout::two;
use super::sheet_html::{WILD, wild};

fn written(comparison: &Comparison, settings: &SheetSettings, format: SheetFormat) -> Vec<u8> {
    let handed = HandedIn { today: Some(Time(1_795_132_800)), ..HandedIn::default() };
    let mut bytes = Vec::new();
    write_sheet(&Made::of(comparison, settings, handed), format, &mut bytes).unwrap();
    bytes
}

/// A part of a workbook, as XML.
fn part(workbook: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut words = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut words).unwrap();
    words
}

#[test]
fn in_a_workbook_all_that_people_write_is_a_string() {
    let bench = wild();
    for kind in SheetKind::ALL {
        let workbook = written(&bench.comparison, &SheetSettings::of_kind(*kind), SheetFormat::Xlsx);
        let strings = part(&workbook, "xl/sharedStrings.xml");
        assert!(strings.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{strings}");
        assert!(
            strings.contains("⟨U+202E⟩evil⟨U+202C⟩") && !strings.contains(['\u{202e}', '\u{1b}', '\u{0}'])
        );
        for sheet in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"] {
            let cells = part(&workbook, sheet);
            assert!(!cells.contains("<f>") && !cells.contains("<hyperlink"), "{kind:?} {sheet}");
        }
    }
}

#[test]
fn a_name_that_begins_like_a_formula_stays_a_name() {
    let mut two = two();
    for (sign, end) in [("=", "1+1"), ("+", "cmd|' /C calc'!A0"), ("-", "2"), ("@", "SUM(A1)")] {
        let tag = two.bench.tag(&format!("{sign}{end}"), None);
        let claim = two.bench.claim(two.right, &["calm"], &[(tag, None)]);
        two.bench.put(claim);
    }
    let workbook = written(&two.bench.comparison, &SheetSettings::default(), SheetFormat::Xlsx);
    let strings = part(&workbook, "xl/sharedStrings.xml");
    for name in ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)"] {
        assert!(strings.contains(&format!(">{name}</t>")), "{name} in {strings}");
    }
    assert!(!part(&workbook, "xl/worksheets/sheet1.xml").contains("<f>"));
}

#[test]
fn a_workbook_has_a_line_for_each_claim_its_head_stays_and_can_be_filtered() {
    let two = two();
    let workbook = written(&two.bench.comparison, &SheetSettings::default(), SheetFormat::Xlsx);
    let names = part(&workbook, "xl/workbook.xml");
    for name in ["Comparison", "Sources", "Tags"] {
        assert!(names.contains(&format!("<sheet name=\"{name}\"")), "{names}");
    }
    let cells = part(&workbook, "xl/worksheets/sheet1.xml");
    // The head, five lines of claims, one of a silence.
    assert_eq!(cells.matches("<row ").count(), 7);
    assert!(cells.contains("state=\"frozen\"") && cells.contains("<autoFilter ref=\"A1:O7\"/>"), "{cells}");
    let strings = part(&workbook, "xl/sharedStrings.xml");
    assert!(strings.contains(">by whom?\nsee ch. 2</t>"), "data leave nothing out: {strings}");
    let counts = part(&workbook, "xl/worksheets/sheet3.xml");
    assert!(
        counts.contains("<v>3</v></c>") && !counts.contains("t=\"str\""),
        "counts can be reckoned with: {counts}"
    );
    assert_eq!(workbook, written(&two.bench.comparison, &SheetSettings::default(), SheetFormat::Xlsx));
}

#[test]
fn a_worksheet_as_a_workbook_offers_the_stances_to_choose_from() {
    let two = two();
    let settings =
        SheetSettings { form: WorksheetForm::Passages, ..SheetSettings::of_kind(SheetKind::Worksheet) };
    let workbook = written(&two.bench.comparison, &settings, SheetFormat::Xlsx);
    let cells = part(&workbook, "xl/worksheets/sheet1.xml");
    let choices: Vec<&str> = Stance::ALL.iter().map(|stance| stance.word()).collect();
    assert!(cells.contains(&format!("<formula1>\"{}\"</formula1>", choices.join(","))), "{cells}");
    assert!(!part(&workbook, "xl/sharedStrings.xml").contains("They took"));
}

#[test]
fn other_kinds_have_their_own_lines_as_csv() {
    let two = two();
    let settings = SheetSettings { form: WorksheetForm::Passages, ..SheetSettings::of_kind(SheetKind::Key) };
    let csv = String::from_utf8(written(&two.bench.comparison, &settings, SheetFormat::Csv)).unwrap();
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "number,tag,question,source,kind,place,quotation,stance,value,voice,summary,note,links,reader"
    );
    assert_eq!(
        lines[1],
        "1.1,the party / armed road,Where does each source stand on “armed road” in these passages?,Left,claim,¶ 1,The \
         road of arms was closed.,affirms,,,,,,"
    );
    let wild = wild();
    let settings = SheetSettings::of_kind(SheetKind::Discussion);
    let mut question = settings.clone();
    question.questions.insert(wild.comparison.tags().next().unwrap().id, "=1+1".to_owned());
    let csv = String::from_utf8(written(&wild.comparison, &question, SheetFormat::Csv)).unwrap();
    assert!(csv.contains(",'=1+1,"), "{csv}");
    assert!(!csv.contains(['\u{202e}', '\u{1b}', '\u{0}']) && csv.contains(&WILD[..25]));
}

#[test]
fn other_kinds_as_json_have_sections_with_rows() {
    let two = two();
    let settings =
        SheetSettings { form: WorksheetForm::Passages, ..SheetSettings::of_kind(SheetKind::Worksheet) };
    let bytes = written(&two.bench.comparison, &settings, SheetFormat::Json);
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!((json["format"].as_str(), json["version"].as_u64()), (Some("diptych-sheet"), Some(1)));
    assert_eq!(json["kind"], "worksheet");
    assert_eq!(json["sections"][0]["heading"], "the party");
    assert_eq!(json["sections"][0]["number"], serde_json::Value::Null);
    let section = &json["sections"][1];
    assert_eq!(section["path"], "the party / armed road");
    assert_eq!(section["columns"], serde_json::json!([two.left.to_string(), two.right.to_string()]));
    let entry = &section["rows"][0][0][0];
    assert_eq!((entry["kind"].as_str(), entry["number"].as_str()), (Some("claim"), Some("1.1")));
    assert_eq!(
        (&entry["stance"], &entry["asked"]),
        (&serde_json::Value::Null, &serde_json::Value::Bool(true))
    );
    let rooms = &json["sections"][2]["rows"][0][1][0];
    assert_eq!(*rooms, serde_json::json!({"kind": "blank", "lines": 5}));
    let discussion = SheetSettings::of_kind(SheetKind::Discussion);
    let bytes = written(&two.bench.comparison, &discussion, SheetFormat::Json);
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(json["sections"][1]["relation"]["word"], "opposed");
    let silence = &json["sections"][3]["rows"][0][1][0];
    assert_eq!(*silence, serde_json::json!({"kind": "silence", "reader": "Ana", "note": "read twice"}));
}

#[test]
fn a_row_of_a_workbook_is_as_high_as_its_words_ask() {
    let mut two = two();
    let mut claim = two.bench.comparison.claims().next().unwrap().as_ref().clone();
    claim.summary = "It says at some length what was claimed. ".repeat(6);
    two.bench.put(claim);
    let workbook = written(&two.bench.comparison, &SheetSettings::default(), SheetFormat::Xlsx);
    let cells = part(&workbook, "xl/worksheets/sheet1.xml");
    let heights: Vec<f64> =
        cells.split(" ht=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect();
    // 246 letters in a column of 36 are seven lines at least, of 15 points each.
    assert!(heights.iter().any(|height| *height >= 105.0 && *height <= 409.0), "{heights:?}");
}

#[test]
fn what_a_source_gives_for_a_tag_stands_beside_its_stance_in_every_form() {
    let mut two = two();
    let road = two.bench.comparison.tag(two.road).unwrap().as_ref().clone();
    let values = Some(TagValues { kind: ValueKind::Date, same: Vec::new() });
    two.bench.put(Tag { values, ..road });
    let mut claim = two.bench.claim(two.right, &["calm"], &[(two.road, Some(Stance::Affirms))]);
    claim.tags[0].value = "29 June".to_owned();
    two.bench.put(claim);
    let settings = SheetSettings::default();
    for format in
        [SheetFormat::Text, SheetFormat::Markdown, SheetFormat::Html, SheetFormat::Csv, SheetFormat::Json]
    {
        let words = String::from_utf8(written(&two.bench.comparison, &settings, format)).unwrap();
        assert!(words.contains("29 June"), "{format:?}: {words}");
    }
    let docx = written(&two.bench.comparison, &settings, SheetFormat::Docx);
    assert!(part(&docx, "word/document.xml").contains("29 June"));
    let workbook = written(&two.bench.comparison, &settings, SheetFormat::Xlsx);
    assert!(part(&workbook, "xl/sharedStrings.xml").contains("29 June"));
    // On a worksheet it is the reader's to find.
    let settings =
        SheetSettings { form: WorksheetForm::Passages, ..SheetSettings::of_kind(SheetKind::Worksheet) };
    let blank = String::from_utf8(written(&two.bench.comparison, &settings, SheetFormat::Html)).unwrap();
    assert!(!blank.contains("29 June") && blank.contains("calm"));
}
