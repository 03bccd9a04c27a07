//! Sheets as PDF, as files: tags, bookmarks, language, title; and what the command line says of them.

use diptych::analysis::handout::*;
use diptych::model::*;
use diptych::store::export::{Made, SheetFormat, write_sheet};

use super::cli_run::Folder;
use super::handout::two;
use super::sheet::Bench;
use super::sheet_html::wild;

const C: &str = "c.diptych.json";

fn written(comparison: &Comparison, settings: &SheetSettings, handed: HandedIn) -> (Vec<u8>, Vec<String>) {
    let mut bytes = Vec::new();
    let warnings =
        write_sheet(&Made::of(comparison, settings, handed), SheetFormat::Pdf, &mut bytes).unwrap();
    (bytes, warnings)
}

fn has(bytes: &[u8], what: &str) -> bool {
    bytes.windows(what.len()).any(|window| window == what.as_bytes())
}

#[test]
fn a_file_has_tags_bookmarks_a_language_and_a_title() {
    let (bytes, warnings) = written(&two().bench.comparison, &SheetSettings::default(), HandedIn::default());
    assert_eq!(warnings, Vec::<String>::new());
    for part in [
        "/StructTreeRoot",
        "/Marked true",
        "/Outlines",
        "/Lang(en-US)",
        "/S/Table",
        "/S/TH",
        "/S/H1",
        "(Two readings)",
        "(armed road)",
        "pdfuaid:part",
        "/DisplayDocTitle true",
    ] {
        assert!(has(&bytes, part), "{part}");
    }
    for part in ["/JavaScript", "/Launch", "/URI", "/EmbeddedFile"] {
        assert!(!has(&bytes, part), "{part}");
    }
}

#[test]
fn wild_words_and_pictures_make_a_file_of_every_kind() {
    let bench = wild();
    let tag = bench.comparison.tags().next().unwrap().id;
    let picture = Picture {
        title: "#panic()".to_owned(),
        svg: "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"40\"><rect width=\"9\" height=\"9\"/></svg>"
            .to_owned(),
        alt: "#panic()".to_owned(),
    };
    let no_drawing = Picture { svg: "no drawing".to_owned(), ..picture.clone() };
    for kind in SheetKind::ALL {
        let mut settings = SheetSettings::of_kind(*kind);
        SheetPart::ALL.iter().for_each(|part| settings.show(*part, true));
        settings.questions.insert(tag, "#panic() $".to_owned());
        let handed = HandedIn { pictures: vec![picture.clone(), no_drawing.clone()], ..HandedIn::default() };
        let (bytes, warnings) = written(&bench.comparison, &settings, handed);
        assert!(bytes.starts_with(b"%PDF-"), "{kind:?}");
        let drawn = usize::from(!settings.is_blank());
        assert_eq!(warnings.len(), drawn, "that one picture is no drawing is told: {warnings:?}");
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let once = || written(&two().bench.comparison, &SheetSettings::default(), HandedIn::default());
    assert!(once() == once());
}

#[test]
fn five_hundred_claims_are_typeset() {
    let mut bench = Bench::new("Many");
    let words = "The cordons held the plants against the owners, and calm was called for.";
    let sources = ["Left", "Right"].map(|name| bench.source(name, words));
    let tags: Vec<TagId> = (0..10).map(|n| bench.tag(&format!("issue {n}"), None)).collect();
    for n in 0..500 {
        let stance = Stance::ALL[n % Stance::ALL.len()];
        let claim = bench.claim(sources[n % 2], &["calm was called for"], &[(tags[n % 10], Some(stance))]);
        bench.put(claim);
    }
    let (bytes, warnings) = written(&bench.comparison, &SheetSettings::default(), HandedIn::default());
    assert_eq!(warnings, Vec::<String>::new());
    assert!(has(&bytes, "/StructTreeRoot") && bytes.len() > 100_000, "{}", bytes.len());
}

#[test]
fn the_command_line_writes_a_file_by_its_ending() {
    let folder = Folder::with_comparison();
    folder.run(&["tag", C, "--source", "1", "--quote", "The road of arms", "--tag", "armed road"]).ok();
    for (kind, name) in
        [("sheet", "s.pdf"), ("worksheet", "w.pdf"), ("key", "k.docx"), ("discussion", "d.docx")]
    {
        assert_eq!(folder.run(&["compare", C, "--kind", kind, "-o", name]).ok(), "");
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        let signature: &[u8] = if name.ends_with("pdf") { b"%PDF-" } else { b"PK" };
        assert!(bytes.starts_with(signature), "{name}");
    }
}
