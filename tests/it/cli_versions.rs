//! `diptych versions`: what it lists and what it gets back.

use crate::cli_run::Folder;

fn tag(folder: &Folder, quote: &str) {
    folder.run(&["tag", "c.diptych.json", "--source", "1", "--quote", quote, "--tag", "road"]).ok();
}

#[test]
fn each_save_is_a_version_with_what_changed() {
    let folder = Folder::with_comparison();
    tag(&folder, "The road of arms");
    let two = folder.read("c.diptych.json");
    tag(&folder, "Nobody armed the cordons");
    let listed = folder.run(&["versions", "c.diptych.json"]).ok();
    let lines: Vec<&str> = listed.lines().collect();
    assert_eq!(lines[0], "c.diptych.json: 3 versions");
    assert!(lines[1].starts_with("   3  2"), "{listed}");
    assert!(lines[1].ends_with(" UTC  saved   +1 claim (the file as it is now)"), "{listed}");
    assert!(lines[2].ends_with(" UTC  saved   +1 tag, +1 claim"), "{listed}");
    assert!(lines[3].starts_with("   1  ") && lines[3].ends_with("the oldest that is kept"), "{listed}");
    let details = folder.run(&["versions", "c.diptych.json", "--details"]).ok();
    assert!(
        details.contains("\n        claim added: “Nobody armed the cordons” (Statement): road\n"),
        "{details}"
    );

    let json = folder.json(&["versions", "c.diptych.json", "--json"]);
    assert_eq!(json[0]["current"], true);
    assert_eq!(json[1]["number"], 2);
    assert_eq!(json[1]["changes"]["summary"], "+1 tag, +1 claim");
    assert_eq!(json[1]["changes"]["list"][0]["kind"], "tag added");
    assert_eq!(json[1]["size"], two.len());
    assert_eq!(json[2]["changes"], serde_json::Value::Null);

    folder.run(&["versions", "c.diptych.json", "--open", "2", "-o", "old.diptych.json"]).ok();
    assert_eq!(folder.read("old.diptych.json"), two, "byte for byte");
}

#[test]
fn what_somebody_else_wrote_is_kept_before_it_is_written_over() {
    let folder = Folder::with_comparison();
    let theirs = folder.read("c.diptych.json").replace("\"title\": \"c\"", "\"title\": \"theirs\"");
    folder.put("c.diptych.json", &theirs);
    tag(&folder, "The road of arms");
    let listed = folder.run(&["versions", "c.diptych.json"]).ok();
    assert!(listed.contains("   2  ") && listed.contains(" opened  title changed\n"), "{listed}");
    folder.run(&["versions", "c.diptych.json", "--open", "2", "-o", "theirs.json"]).ok();
    assert_eq!(folder.read("theirs.json"), theirs);
}

#[test]
fn a_file_past_reading_still_has_its_versions() {
    let folder = Folder::with_comparison();
    let whole = folder.read("c.diptych.json");
    folder.put("c.diptych.json", vec![0; 3000]);
    let ran = folder.run(&["versions", "c.diptych.json"]);
    assert!(ran.said.starts_with("c.diptych.json: "), "what is wrong with it is said: {}", ran.said);
    assert!(ran.ok().starts_with("c.diptych.json: 1 version\n"));
    folder.run(&["versions", "c.diptych.json", "--open", "1", "-o", "back.diptych.json"]).ok();
    assert_eq!(folder.read("back.diptych.json"), whole);
}

#[test]
fn what_new_replaces_is_kept() {
    let folder = Folder::with_comparison();
    let first = folder.json(&["versions", "c.diptych.json", "--json"])[0]["sha256"].clone();
    folder.run(&["new", "--force", "-o", "c.diptych.json", "right.md", "left.txt"]).ok();
    let now = folder.json(&["versions", "c.diptych.json", "--json"]);
    assert_eq!(now.as_array().unwrap().len(), 1, "it is another comparison");
    assert_ne!(now[0]["sha256"], first);
}

#[test]
fn versions_refuses_what_it_cannot_do_in_one_line() {
    let folder = Folder::with_comparison();
    let file = "c.diptych.json";
    let said = folder.run(&["versions", file, "--open", "7", "-o", "x.json"]).refused();
    assert_eq!(said, "c.diptych.json: there is no version 7; `diptych versions` lists those there are");
    let said = folder.run(&["versions", file, "--open", "1", "-o", "left.txt"]).refused();
    assert_eq!(said, "left.txt: there is a file of this name already; --force replaces it");
    let said = folder.run(&["versions", file, "--open", "1", "-o", file, "--force"]).refused();
    assert!(said.contains("not written over the comparison itself"), "{said}");
    assert!(folder.run(&["versions", "nothing.json"]).refused().contains("there is no such file"));
    assert!(folder.run(&["versions", file, "--open", "1"]).refused().contains("--output"));
}

#[test]
fn a_save_succeeds_where_no_version_can_be_kept() {
    let folder = Folder::with_comparison();
    folder.put("blocked", "a file where the private folder should be");
    let arguments =
        ["tag", "c.diptych.json", "--source", "1", "--quote", "The road of arms", "--tag", "road"];
    let mut command = folder.command(&arguments);
    let output = command.env("DIPTYCH_DATA", folder.path().join("blocked")).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("the comparison itself is as you saved it"), "{said}");
    assert!(folder.read("c.diptych.json").contains("The road of arms"));
}
