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
