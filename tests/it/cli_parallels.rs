//! `parallels`: where other sources treat the same matter.

use super::cli_run::Folder;

const C: &str = "c.diptych.json";
const ONE: &str =
    "The march\n\nOn 4 March the coalition won 43.4 per cent.\n\nNobody armed the dockers of Puerto Hondo.\n";
const TWO: &str = "An answer\n\nThe dockers of Puerto Hondo had no arms, and wanted none.\n\n\
                   On March 4 the vote was 43,4 per cent.\n\nThere was music in the square.\n";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.put("one.txt", ONE);
    folder.put("two.txt", TWO);
    folder.run(&["new", "-o", C, "one.txt", "two.txt", "--reader", "Ana"]).ok();
    folder
}

#[test]
fn passages_are_two_lines_each_the_best_first_with_what_matched_and_why() {
    let folder = folder();
    let quote = "On 4 March the coalition won 43.4 per cent.";
    let said = folder.run(&["parallels", C, "--source", "1", "--quote", quote]).ok();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 2, "{said}");
    assert!(lines[0].starts_with("Answer ¶ 3 (70..108) 1."), "{said}");
    assert!(lines[0].ends_with(": On ⟦March 4⟧ the vote was ⟦43,4⟧ ⟦per⟧ ⟦cent⟧."), "{said}");
    assert!(lines[1].starts_with("    1 number, 1 date, 2 words"), "{said}");
    let again = folder.run(&["parallels", C, "--source", "1", "--range", "11..54", "--in", "Answer"]).ok();
    assert_eq!(again, said);
}

#[test]
fn passages_are_data_too_with_the_claims_on_them() {
    let folder = folder();
    let claimed = |source: &str, quote: &str| {
        folder.run(&["tag", C, "--source", source, "--quote", quote, "--tag", "arms"]).ok();
    };
    claimed("1", "Nobody armed the dockers of Puerto Hondo.");
    claimed("2", "The dockers of Puerto Hondo had no arms");
    let sheet = folder.json(&["compare", C, "--json"]);
    let claim = sheet.to_string();
    let claim = claim.split("\"claims\":[").nth(1).unwrap().split("\"id\":\"").nth(1).unwrap();
    let claim = claim.split('"').next().unwrap();
    let found = folder.json(&["parallels", C, "--claim", claim, "--json"]);
    let best = &found[0];
    assert_eq!(best["quotation"], "The dockers of Puerto Hondo had no arms, and wanted none.");
    assert_eq!((&best["start"], &best["end"], &best["paragraph"]), (&11.into(), &68.into(), &2.into()));
    assert!(best["why"].as_str().unwrap().ends_with("tag “arms”"), "{best}");
    assert_eq!(best["claims"][0]["tags"], serde_json::json!(["arms"]));
    let name = best["matches"].as_array().unwrap().iter().find(|found| found["kind"] == "name").unwrap();
    assert_eq!(name["here"].as_array().unwrap().len(), 1);
    assert_eq!(name["there"].as_array().unwrap().len(), 1);
    // Under its own tag a passage is not found again; nothing else is about arms.
    let none = folder.run(&["parallels", C, "--tag", "arms", "--json"]);
    assert_eq!((none.code, none.out.as_str()), (1, "[]\n"), "{none:?}");
}

#[test]
fn what_is_asked_has_to_be_there() {
    let folder = folder();
    let refused = |arguments: &[&str]| folder.run(&[&["parallels", C][..], arguments].concat()).refused();
    assert!(refused(&[]).ends_with("say what is asked: --source with --quote or --range, --claim, or --tag"));
    assert!(refused(&["--source", "1"]).ends_with("say which passage: --quote or --range"));
    assert!(refused(&["--source", "3", "--range", "1..2"]).contains("there is no source “3”"));
    assert!(refused(&["--source", "1", "--range", "1..999"]).contains("the text has only"));
    assert!(refused(&["--tag", "no such"]).ends_with("the codebook has no tag “no such”"));
    assert!(refused(&["--claim", "x"]).ends_with("there is no claim with the id “x”"));
    assert!(refused(&["--tag", "x", "--claim", "x"]).contains("cannot be used with"));
    let nothing = folder.run(&["parallels", C, "--source", "2", "--quote", "music in the square"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (1, ""));
}
