//! `describe` and `cite`: bibliographic data from the shell, and references made of them.

use super::cli_run::Folder;

const C: &str = "c.diptych.json";
const BIB: &str = "@book{gill73, author = {Gill, Ana}, title = {The \\emph{Cordons}}, publisher = {Left}, year = 1973, langid = {english}}\n\
                   @book{roe, author = {Roe, R.}, title = {Another}, year = 1999}\n";
const RIS: &str = "TY  - JOUR\nTI  - On Calm\nAU  - Doe, Jane\nPY  - 1974\nT2  - Review\nER  - \n";

#[test]
fn an_entry_is_attached_to_a_source_and_it_is_cited_by_it() {
    let folder = Folder::with_comparison();
    folder.put("library.bib", BIB);
    let line = folder.run(&["describe", C, "--source", "1", "--bib", "library.bib", "--key", "gill73"]).ok();
    assert_eq!(line, "c.diptych.json: Gill, Ana. 1973. The Cordons. Left.\n");
    let cited = ["cite", C, "--source", "1", "--quote", "Nobody armed the cordons."];
    assert_eq!(folder.run(&cited).ok(), "“Nobody armed the cordons.” (Gill 1973, ¶ 3)\n");
    let apa = folder.run(&[&cited[..], &["--style", "apa"]].concat()).ok();
    assert_eq!(apa, "“Nobody armed the cordons.” (Gill, 1973, ¶ 3)\n");
    let html = folder.run(&["cite", C, "--source", "1", "--style", "mla", "--html"]).ok();
    // Italics within italics stand upright.
    assert_eq!(html, "<p>Gill, Ana. <i>The </i>Cordons. Left, 1973.</p>\n");
    let sources = folder.json(&["info", C, "--json"])["sources"].clone();
    assert_eq!(sources[0]["title"], "Statement", "what was there is not written over");
    assert_eq!(folder.run(&["check", C]).code, 0);
    let again = folder.run(&["describe", C, "--source", "1", "--no-bib", "--author", "A committee"]).ok();
    assert!(again.contains("A committee"), "{again}");
}

#[test]
fn all_references_are_listed_and_told_as_json() {
    let folder = Folder::with_comparison();
    folder.put("calm.ris", RIS);
    folder.run(&["describe", C, "--source", "2", "--bib", "calm.ris"]).ok();
    let all = folder.run(&["cite", C]).ok();
    assert_eq!(all.lines().count(), 2);
    assert_eq!(all.lines().last(), Some("Doe, Jane. 1974. “On Calm.” Review."));
    let listed = folder.json(&["cite", C, "--source", "2", "--range", "7..12", "--json"]);
    assert_eq!(listed[0]["plain"], "“There” (Doe 1974, ¶ 2)");
    assert_eq!(listed[0]["citation"], "(Doe 1974, ¶ 2)");
    let italic = listed[0]["runs"].as_array().unwrap().iter().find(|run| run["italic"] == true).unwrap();
    assert_eq!(italic["text"], "Review");
    folder.run(&["tag", C, "--source", "2", "--range", "7..12", "--tag", "t"]).ok();
    let sheet = folder.json(&["compare", C, "--json"]);
    let id = sheet["tags"][0]["cells"][1]["claims"][0]["id"].as_str().unwrap();
    assert_eq!(folder.run(&["cite", C, "--claim", id]).ok(), "“There” (Doe 1974, ¶ 2)\n");
}

#[test]
fn what_can_not_be_attached_or_cited_is_refused_with_the_choice_there_is() {
    let folder = Folder::with_comparison();
    folder.put("library.bib", BIB);
    folder.put("notes.txt", "Gill, Ana. 1973.");
    folder.put("broken.bib", "\n@book{a,\n title {A}}\n");
    let describe = |more: &[&str]| folder.run(&[&["describe", C, "--source", "1"], more].concat()).refused();
    assert_eq!(
        describe(&["--bib", "library.bib"]),
        "library.bib: there are 2 entries; choose one with --key: gill73 (Gill, 1973: The Cordons); roe (Roe, 1999: Another)"
    );
    assert!(
        describe(&["--bib", "library.bib", "--key", "3"]).starts_with("library.bib: there is no entry “3”")
    );
    assert!(describe(&["--bib", "notes.txt"]).starts_with("notes.txt: these are no bibliographic data"));
    let broken = describe(&["--bib", "broken.bib"]);
    assert!(broken.starts_with("broken.bib: no entry could be read (line 3: "), "{broken}");
    assert!(describe(&["--bib", "none.bib"]).contains("there is no such file"));
    let refused = folder.run(&["cite", C, "--style", "harvard"]).refused();
    assert!(refused.contains("chicago, chicago-notes, mla or apa"), "{refused}");
    assert!(folder.run(&["cite", C, "--claim", "x"]).refused().contains("there is no claim “x”"));
}

#[test]
fn sheets_cite_their_sources_in_the_style_that_is_chosen() {
    let folder = Folder::with_comparison();
    folder.put("library.bib", BIB);
    folder.run(&["describe", C, "--source", "1", "--bib", "library.bib", "--key", "roe"]).ok();
    folder.run(&["tag", C, "--source", "1", "--quote", "Nobody armed", "--tag", "t"]).ok();
    for (style, reference) in [
        ("chicago", "Roe, R. 1999. *Another*."),
        ("chicago-notes", "Roe, R. *Another*. 1999."),
        ("mla", "Roe, R. *Another*. 1999."),
        ("apa", "Roe, R. (1999). *Another*."),
    ] {
        let sheet = folder.run(&["compare", C, "--format", "md", "--style", style]).ok();
        let line = sheet.lines().find(|line| line.contains("Roe")).unwrap_or_else(|| panic!("{sheet}"));
        assert!(line.contains(reference), "{style}: {line}");
    }
}
