//! `compare`: the sheet from the command line.

use super::cli_run::Folder;

const C: &str = "c.diptych.json";

fn tagged() -> Folder {
    let folder = Folder::with_comparison();
    for (source, quote, tag, stance) in [
        ("1", "The road of arms", "armed road", "denies"),
        ("2", "no such road", "armed road", "affirms"),
        ("1", "the cordons", "the party", "reports"),
        ("1", "The party", "the party / its arms", "qualifies"),
    ] {
        let tag = ["tag", C, "--source", source, "--quote", quote, "--tag", tag, "--stance", stance];
        folder.run(&tag).ok();
    }
    folder
}

#[test]
fn the_sheet_is_printed_for_a_terminal() {
    let folder = tagged();
    let expected = "\
c
=
Statement
Reply

armed road
----------
Opposed: Statement denies (¶ 2); Reply affirms (¶ 2).
Statement                                        │ Reply
¶ 2 · denies                                     │ ¶ 2 · affirms
  “The road of arms”                             │   “no such road”

the party
---------
One-sided so far: claims only in Statement; not looked for yet: Reply.
Statement                                        │ Reply
¶ 3 · reports                                    │ Not looked for yet
  “the cordons”                                  │

the party / its arms
--------------------
One-sided so far: claims only in Statement; not looked for yet: Reply.
Statement                                        │ Reply
¶ 3 · qualifies                                  │ Not looked for yet
  “The party”                                    │

3 tags, 4 claims, 0 silences, 2 cells not looked into yet
";
    assert_eq!(folder.run(&["compare", C]).ok(), expected);
    assert_eq!(folder.run(&["compare", C, "--kind", "sheet", "--format", "text"]).ok(), expected);
}

#[test]
fn tags_and_sources_can_be_chosen() {
    let folder = tagged();
    let names = |arguments: &[&str]| {
        let sheet = folder.json(&[&["compare", C, "--json"], arguments].concat());
        let names = |list: &str| -> Vec<String> {
            let list = sheet[list].as_array().unwrap().iter();
            list.map(|object| object["name"].as_str().unwrap().to_owned()).collect()
        };
        (names("tags").join(", "), names("sources").len())
    };
    assert_eq!(names(&["--tag", "The Party"]), ("the party, its arms".to_owned(), 2));
    assert_eq!(names(&["--tag", "its arms", "--tag", "armed road"]), ("armed road, its arms".to_owned(), 2));
    assert_eq!(names(&["--sort", "parting"]), ("armed road, the party, its arms".to_owned(), 2));
    assert_eq!(names(&["--source", "Reply", "--filled"]), ("armed road".to_owned(), 1));
    assert_eq!(
        folder.run(&["compare", C, "--tag", "no such"]).refused(),
        "c.diptych.json: the codebook has no tag “no such”"
    );
}

#[test]
fn the_sheet_is_written_to_a_file_but_never_over_a_comparison() {
    let folder = tagged();
    for format in ["text", "json", "md", "csv"] {
        let printed = folder.run(&["compare", C, "--format", format]).ok();
        assert_eq!(folder.run(&["compare", C, "--format", format, "-o", "sheet"]).ok(), "");
        assert_eq!(folder.read("sheet"), printed, "{format}");
    }
    let before = folder.read(C);
    for target in [C, "./c.diptych.json", "other.diptych.json"] {
        let said = folder.run(&["compare", C, "-o", target]).refused();
        assert!(said.ends_with("can't be written over one; choose another name"), "{said}");
    }
    assert_eq!(folder.read(C), before);
    assert!(folder.run(&["compare", C, "-o", "no/such/sheet"]).refused().starts_with("no/such/sheet: "));
}

#[test]
fn every_kind_of_sheet_is_made_in_one_line_in_the_form_that_its_name_says() {
    let folder = tagged();
    let text = |arguments: &[&str]| folder.run(&[&["compare", C], arguments].concat()).ok();
    let worksheet = text(&["--kind", "worksheet", "--room", "2"]);
    assert!(worksheet.starts_with("Worksheet\nc\n=\n"), "{worksheet}");
    let question =
        "1. armed road\n-------------\nWhat does each source say on “armed road”, and where do they part?\n";
    assert!(worksheet.contains(question) && !worksheet.contains("denies\n"), "{worksheet}");
    let passages = text(&["--kind", "worksheet", "--passages"]);
    assert!(
        passages.contains("1.1 ¶ 2") && passages.contains("[_] affirms") && !passages.contains("· denies")
    );
    let key = text(&["--kind", "key", "--passages"]);
    assert!(key.contains("1.1 ¶ 2 · denies") && key.contains("1.2 ¶ 2 · affirms"), "{key}");
    let discussion = text(&["--kind", "discussion", "--room", "0", "--question", "armed road=Who is right?"]);
    assert!(
        discussion.contains("\n1. armed road\n-------------\nOpposed:")
            && discussion.contains("\nWho is right?\n")
    );
    for (name, begins) in [
        ("sheet.html", "<!DOCTYPE html>"),
        ("SHEET.HTM", "<!DOCTYPE html>"),
        ("sheet.md", "# "),
        ("sheet.csv", "tag,"),
        ("sheet.json", "{"),
        ("sheet.txt", "Thursday"),
    ] {
        text(&["-o", name, "--title", "Thursday"]);
        assert!(folder.read(name).starts_with(begins), "{name}");
    }
    text(&["-o", "sheet.xlsx"]);
    assert!(std::fs::read(folder.path().join("sheet.xlsx")).unwrap().starts_with(b"PK"));
    text(&["-o", "sheet.html", "--format", "csv"]);
    assert!(folder.read("sheet.html").starts_with("tag,"), "what is said counts more than the name");
}

#[test]
fn what_is_on_a_sheet_and_how_it_is_set_can_be_said() {
    let folder = tagged();
    folder
        .run(&[
            "tag",
            C,
            "--source",
            "1",
            "--quote",
            "disarmed",
            "--tag",
            "armed road",
            "--note",
            "by whom?",
            "--reader",
            "Ben",
        ])
        .ok();
    let html =
        |arguments: &[&str]| folder.run(&[&["compare", C, "--format", "html"], arguments].concat()).ok();
    assert!(!html(&[]).contains("by whom?") && html(&["--notes"]).contains("by whom?"));
    assert!(folder.run(&["compare", C]).ok().contains("Note: by whom?"), "text is for one's own reading");
    let ana = html(&["--notes", "--reader", "ana"]);
    assert!(!ana.contains("by whom?") && !ana.contains("Ben"));
    assert!(
        html(&["--paper", "letter", "--orientation", "landscape"])
            .contains("@page { size: letter landscape;")
    );
    assert!(html(&[]).contains("Opposed") && !html(&["--no-relations"]).contains("Opposed"));
    assert_eq!(
        folder.run(&["compare", C, "--reader", "Zoe"]).refused(),
        "c.diptych.json: there is no reader “Zoe”; say one of: “Ana”, “Ben”"
    );
    let said = folder.run(&["compare", C, "--paper", "a5"]).refused();
    assert!(said.contains("say one of: a4, letter"), "{said}");
    let said = folder.run(&["compare", C, "--question", "armed road"]).refused();
    assert!(said.ends_with("write --question \"TAG=QUESTION\""), "{said}");
    let said = folder.run(&["compare", C, "--kept", "Thursday"]).refused();
    assert_eq!(said, "c.diptych.json: no sheet “Thursday” is kept, nor any other");
}

#[test]
fn a_kept_sheet_is_made_again_in_one_step() {
    let folder = tagged();
    let json: serde_json::Value = serde_json::from_str(&folder.read(C)).unwrap();
    let mut changed = json.clone();
    changed["sheets"] = serde_json::json!([{
        "id": "01930000-0000-7000-8000-0000000000aa",
        "name": "Thursday",
        "settings": {"kind": "key", "form": "passages", "format": "md", "title": "For Thursday"},
        "reader": json["readers"][0]["id"],
        "created": "2026-11-20T10:00:00Z",
        "modified": "2026-11-20T10:00:00Z",
        "revision": 1
    }]);
    folder.put(C, serde_json::to_string_pretty(&changed).unwrap());
    let made = folder.run(&["compare", C, "--kept", "thursday"]).ok();
    assert!(made.starts_with("# For Thursday\n\n*Answer key*\n"), "{made}");
    folder.run(&["compare", C, "--kept", "Thursday", "-o", "t.html"]).ok();
    assert!(folder.read("t.html").contains("For Thursday"));
    assert!(folder.run(&["compare", C, "--kept", "Friday"]).refused().ends_with("say one of: “Thursday”"));
}
