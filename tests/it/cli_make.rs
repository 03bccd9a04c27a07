//! `new`, `text`, `info`: from files to a comparison.

use proptest::prelude::*;

use super::cli_run::{Folder, LEFT};

#[test]
fn a_comparison_is_made_of_two_files_and_says_what_is_in_it() {
    let folder = Folder::new();
    let ran = folder.run(&["new", "-o", "chile.diptych.json", "left.txt", "right.md", "--reader", "Ana"]);
    assert_eq!(
        ran.said,
        "left.txt: text/plain, UTF-8, by the pattern of its bytes\n\
         right.md: text/markdown, UTF-8, by the pattern of its bytes\n"
    );
    assert_eq!(ran.ok(), "chile.diptych.json: a comparison of 2 sources\n");
    assert_eq!(
        folder.run(&["info", "chile.diptych.json"]).ok(),
        "chile\n  1. Statement: 117 characters, 3 paragraphs\n  \
         2. Reply: 51 characters, 2 paragraphs\n\
         0 tags, 0 claims, 0 links, 0 silences, 1 reader\n"
    );
    let info = folder.json(&["info", "chile.diptych.json", "--json"]);
    let sources = info["sources"].clone();
    let expected = serde_json::json!({
        "title": "chile",
        "sources": [
            {"id": sources[0]["id"], "title": "Statement", "length": 117, "paragraphs": 3},
            {"id": sources[1]["id"], "title": "Reply", "length": 51, "paragraphs": 2},
        ],
        "tags": 0, "claims": 0, "links": 0, "silences": 0, "readers": 1
    });
    assert_eq!(info, expected);
    assert_eq!(folder.run(&["check", "chile.diptych.json"]).ok(), "chile.diptych.json: sound\n");
}

#[test]
fn title_and_markup_can_be_said() {
    let folder = Folder::new();
    folder.run(&["new", "-o", "a.json", "left.txt", "right.md", "--title", "Chile 1973", "--plain"]).ok();
    let info = folder.json(&["info", "a.json", "--json"]);
    assert_eq!((&info["title"], &info["readers"]), (&"Chile 1973".into(), &0.into()));
    assert_eq!(info["sources"][1]["length"], 56);
    let both = ["new", "-o", "b.json", "left.txt", "right.md", "--plain", "--markdown"];
    assert!(folder.run(&both).refused().contains("--plain"));
}

#[test]
fn nothing_that_is_there_is_overwritten_unasked() {
    let folder = Folder::with_comparison();
    let before = folder.read("c.diptych.json");
    let again = ["new", "-o", "c.diptych.json", "right.md", "left.txt"];
    assert_eq!(
        folder.run(&again).refused(),
        "c.diptych.json: there is a file of this name already; --force replaces it"
    );
    assert_eq!(folder.read("c.diptych.json"), before);
    folder.run(&[&again[..], &["--force"]].concat()).ok();
    assert_eq!(folder.json(&["info", "c.diptych.json", "--json"])["sources"][0]["title"], "Reply");
    let over_source = ["new", "-o", "left.txt", "right.md", "left.txt", "--force"];
    assert_eq!(
        folder.run(&over_source).refused(),
        "left.txt: this is one of the sources; name another file after -o"
    );
    assert_eq!(folder.read("left.txt"), LEFT);
}

#[test]
fn sources_that_are_none_are_refused_and_leave_nothing_behind() {
    let folder = Folder::new();
    folder.put("empty.txt", " \n");
    folder.put("binary.txt", b"\x7fELF\0\0\0\x01\0\0\0".repeat(40));
    let only = folder.run(&["new", "-o", "c.json", "left.txt"]).refused();
    assert_eq!(only, "left.txt: a comparison needs two sources or more; name another one after it");
    for wrong in ["empty.txt", "binary.txt", "missing.txt", "."] {
        let ran = folder.run(&["new", "-o", "c.json", "left.txt", wrong]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        let said = ran.said.lines().last().unwrap();
        assert!(said.starts_with(&format!("{wrong}: ")), "{said}");
        assert!(folder.run(&["text", wrong]).refused().starts_with(&format!("{wrong}: ")));
    }
    let encoding = folder.run(&["new", "-o", "c.json", "left.txt", "right.md", "--encoding", "klingon"]);
    assert!(encoding.refused().starts_with("--encoding klingon: there is no encoding of this name"));
    assert!(!folder.path().join("c.json").exists());
    let elsewhere = folder.run(&["new", "-o", "no/such/c.json", "left.txt", "right.md"]);
    assert_eq!(elsewhere.code, 2);
    assert!(elsewhere.said.contains("no/such/c.json: "), "{elsewhere:?}");
}

#[test]
fn the_text_is_printed_as_it_would_be_imported() {
    let folder = Folder::new();
    folder.put("dos.txt", "\u{feff}One.\r\n\r\nTwo \u{1b}[31mred words among many others.");
    assert_eq!(folder.run(&["text", "dos.txt"]).ok(), "One.\n\nTwo \u{1b}[31mred words among many others.");
    assert_eq!(folder.run(&["text", "right.md", "--as", "plain"]).ok(), folder.read("right.md"));
    folder.put("old.txt", b"El cord\xf3n industrial, dijo Mar\xeda.");
    let old = folder.run(&["text", "old.txt", "--encoding", "windows-1252"]);
    assert_eq!(old.said, "old.txt: text/plain, windows-1252, as chosen\n");
    assert_eq!(old.ok(), "El cordón industrial, dijo María.");
    let guessed = folder.json(&["text", "old.txt", "--json"]);
    assert_eq!(guessed["encoding"], "windows-1252");
    assert_eq!(guessed["warnings"][0], "windows-1252, guessed from the bytes: check the accents");
    let json = folder.json(&["text", "right.md", "--json"]);
    let expected = serde_json::json!({
        "text": "Reply\n\nThere was no such road. El cordón, they say.",
        "encoding": "UTF-8",
        "media_type": "text/markdown",
        "warnings": [],
        "structure": [
            {"kind": "heading", "start": 0, "end": 5, "level": 1},
            {"kind": "emphasis", "start": 17, "end": 24}
        ]
    });
    assert_eq!(json, expected);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// A law of the two commands: what `text` prints of a file is the text that `new` takes from it.
    #[test]
    fn the_text_of_a_file_is_the_text_in_a_comparison_of_it(
        words in "[a-zñó*_#>\\[\\]()革 .\r\n\t-]{1,200}", ending in "txt|md",
    ) {
        let folder = Folder::new();
        let file = format!("some.{ending}");
        folder.put(&file, format!("x{words}"));
        let text = folder.run(&["text", &file]).ok();
        folder.run(&["new", "-o", "c.json", "left.txt", &file]).ok();
        let opened = diptych::store::open(&folder.path().join("c.json")).unwrap();
        prop_assert_eq!(opened.comparison.sources()[1].text.as_str(), text.as_str());
        prop_assert_eq!(opened.comparison.sources()[0].text.as_str(), LEFT);
    }
}
