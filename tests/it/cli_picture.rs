//! `picture`: pictures from the command line.

use std::fs;

use super::cli_run::Folder;

const C: &str = "c.diptych.json";

fn tagged() -> Folder {
    let folder = Folder::with_comparison();
    for (source, quote, tag, stance) in [
        ("1", "The road of arms", "armed road", "denies"),
        ("2", "no such road", "armed road", "affirms"),
        ("1", "The road of arms", "the party", "reports"),
    ] {
        let tag = ["tag", C, "--source", source, "--quote", quote, "--tag", tag, "--stance", stance];
        folder.run(&tag).ok();
    }
    folder
}

#[test]
fn each_picture_is_written_in_the_form_that_its_name_ends_in() {
    let folder = tagged();
    for what in ["along", "stances", "together"] {
        assert_eq!(folder.run(&["picture", C, "--what", what, "-o", "a.svg"]).ok(), "");
        let svg = folder.read("a.svg");
        assert!(svg.starts_with("<svg ") && svg.contains(">armed road</text>"), "{svg}");
        let png = ["picture", C, "--what", what, "-o", "a.png", "--theme", "dark", "--dots", "1"];
        assert_eq!(folder.run(&png).ok(), "");
        assert!(fs::read(folder.path().join("a.png")).unwrap().starts_with(b"\x89PNG"));
    }
    folder.run(&["picture", C, "--what", "along", "--format", "svg", "-o", "picture"]).ok();
    assert!(folder.read("picture").starts_with("<svg "));
    let unknown = folder.run(&["picture", C, "--what", "along", "-o", "picture.jpg"]).refused();
    assert_eq!(unknown, "picture.jpg: the name ends in neither .svg nor .png; name it so, or give --format");
}

#[test]
fn tags_sources_scale_and_width_are_chosen() {
    let folder = tagged();
    let svg = |more: &[&str]| {
        folder.run(&[&["picture", C, "--what", "along", "-o", "a.svg"], more].concat()).ok();
        folder.read("a.svg")
    };
    assert!(svg(&[]).contains(">the party</text>") && svg(&[]).contains("50 %"));
    assert!(!svg(&["--tag", "armed road"]).contains(">the party</text>"));
    assert!(!svg(&["--source", "Statement"]).contains(">Reply</text>"));
    assert!(svg(&["--scale", "paragraphs"]).contains("¶ 1"));
    assert!(svg(&["--width", "900"]).contains("width=\"900\""));
    assert!(svg(&["--theme", "print"]).contains("fill=\"#ffffff\""));
    let said = folder.run(&["picture", C, "--what", "along", "-o", "a.svg", "--tag", "no such"]).refused();
    assert_eq!(said, "c.diptych.json: the codebook has no tag “no such”");
}

#[test]
fn a_picture_of_nothing_is_written_and_says_why_and_none_replaces_a_comparison() {
    let folder = Folder::with_comparison();
    let ran = folder.run(&["picture", C, "--what", "links", "-o", "a.svg"]);
    assert_eq!(ran.code, 0);
    let why = "Nothing to show yet, because no link joins a claim of Statement with one of Reply.";
    assert_eq!(ran.said, format!("c.diptych.json: {why}\n"));
    assert!(folder.read("a.svg").contains(why));
    let before = folder.read(C);
    let said = folder.run(&["picture", C, "--what", "along", "--format", "svg", "-o", C]).refused();
    assert_eq!(
        said,
        format!("{C}: a picture is not a comparison and can't be written over one; choose another name")
    );
    assert_eq!(folder.read(C), before);
}
