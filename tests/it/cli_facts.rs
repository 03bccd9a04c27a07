//! `facts`: which source gives which value, and `tag --value`.

use super::cli_run::Folder;

const C: &str = "c.diptych.json";

fn valued() -> Folder {
    let folder = Folder::with_comparison();
    for (source, quote, value) in [
        ("1", "The road of arms", "29 June"),
        ("1", "the cordons", "June 29"),
        ("2", "no such road", "20 June"),
    ] {
        let tag = ["tag", C, "--source", source, "--quote", quote, "--tag", "the rising", "--value", value];
        folder.run(&[&tag[..], &["--value-kind", "date"]].concat()).ok();
    }
    folder
}

#[test]
fn what_the_sources_give_is_listed_with_what_differs() {
    let folder = valued();
    let expected = "\
the rising (date): ≠ differ
  Statement: a 29 June (¶ 2, 3; also “June 29”)
  Reply: b 20 June (¶ 2)
";
    assert_eq!(folder.run(&["facts", C]).ok(), expected);
    assert_eq!(folder.run(&["facts", C, "--differ", "--tag", "the rising"]).ok(), expected);
    let json = folder.json(&["facts", C, "--json"]);
    assert_eq!(json[0]["verdict"], "differ");
    assert_eq!(json[0]["sources"][0]["values"][0]["spellings"], serde_json::json!(["29 June", "June 29"]));
    assert_eq!(json[0]["sources"][1]["values"][0]["number"], 2);
}

#[test]
fn without_values_the_answer_is_no_and_a_kind_is_asked_for() {
    let folder = Folder::with_comparison();
    let tag = ["tag", C, "--source", "1", "--quote", "the cordons", "--tag", "when", "--value", "June"];
    let refused = folder.run(&tag);
    assert_eq!(refused.code, 2);
    assert!(refused.said.contains("say of which kind with --value-kind"), "{}", refused.said);
    assert_eq!(folder.run(&["facts", C]).code, 1);
}
