//! `search`: words in all sources.

use super::cli_run::Folder;

const C: &str = "c.diptych.json";

#[test]
fn hits_are_lines_with_place_and_surroundings() {
    let folder = Folder::with_comparison();
    assert_eq!(
        folder.run(&["search", C, "ROAD"]).ok(),
        "Statement ¶ 2 (15..19): The ⟦road⟧ of arms was closed.\n\
         Statement ¶ 3 (100..104): …The party disarmed them, and the ⟦road⟧ was closed.\n\
         Reply ¶ 2 (25..29): There was no such ⟦road⟧. El cordón, they say.\n"
    );
    assert_eq!(
        folder.run(&["search", C, "party disarmed", "--source", "1"]).ok(),
        "Statement ¶ 3 (71..85): Nobody armed the cordons. The ⟦party disarmed⟧ them, and the \
         road was closed.\n"
    );
}

#[test]
fn the_ways_of_searching_can_be_chosen_and_nothing_found_is_a_no() {
    let folder = Folder::with_comparison();
    let n_hits = |arguments: &[&str]| {
        let ran = folder.run(&[&["search", C][..], arguments].concat());
        assert_eq!((ran.code, ran.said.as_str()), (i32::from(ran.out.is_empty()), ""), "{ran:?}");
        ran.out.lines().count()
    };
    assert_eq!(n_hits(&["cordon"]), 1);
    assert_eq!(n_hits(&["cordon", "--fold"]), 2);
    assert_eq!(n_hits(&["cordon", "--fold", "--words"]), 1);
    assert_eq!(n_hits(&["the", "--words"]), 4);
    assert_eq!(n_hits(&["The", "--words", "--case"]), 2);
    assert_eq!(n_hits(&["r..d", "--regex", "--words"]), 3);
    assert_eq!(n_hits(&["r..d"]), 0);
    assert_eq!(n_hits(&["road", "--source", "Reply"]), 1);
    assert_eq!(n_hits(&["-x"]), 0);
}

#[test]
fn hits_are_data_too() {
    let folder = Folder::with_comparison();
    let hits = folder.json(&["search", C, "cordon", "--fold", "--json"]);
    let ids = folder.json(&["info", C, "--json"])["sources"].clone();
    let expected = serde_json::json!([
        {
            "source": ids[0]["id"], "name": "Statement", "paragraph": 3, "start": 58, "end": 64,
            "quotation": "cordon", "before": "Nobody armed the ",
            "after": "s. The party disarmed them, and the…"
        },
        {
            "source": ids[1]["id"], "name": "Reply", "paragraph": 2, "start": 34, "end": 40,
            "quotation": "cordón", "before": "There was no such road. El ", "after": ", they say."
        },
    ]);
    assert_eq!(hits, expected);
    let none = folder.run(&["search", C, "nowhere", "--json"]);
    assert_eq!((none.code, none.out.as_str()), (1, "[]\n"));
}

#[test]
fn a_pattern_that_is_none_is_refused() {
    let folder = Folder::with_comparison();
    assert_eq!(
        folder.run(&["search", C, "a(b", "--regex"]).refused(),
        "the pattern is not a regular expression: unclosed group"
    );
    assert_eq!(folder.run(&["search", C, ""]).refused(), "the pattern is empty: give the words to look for");
}

#[test]
fn what_acts_on_a_terminal_is_shown_and_not_sent() {
    let folder = Folder::new();
    folder.put(
        "wild.txt",
        "one \u{1b}[31mred\u{202e} two, and some more words so that it is a text like any other",
    );
    folder.run(&["new", "-o", C, "wild.txt", "left.txt"]).ok();
    let line = folder.run(&["search", C, "red"]).ok();
    assert!(
        line.ends_with("): one ⟨U+001B⟩[31m⟦red⟧⟨U+202E⟩ two, and some more words so that it…\n"),
        "{line}"
    );
}
