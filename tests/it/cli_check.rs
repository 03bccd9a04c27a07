//! `check`: whether a comparison is sound.

use super::cli_run::Folder;

const C: &str = "c.diptych.json";

fn damaged() -> Folder {
    let folder = Folder::with_comparison();
    folder.run(&["tag", C, "--source", "1", "--quote", "Nobody armed", "--tag", "arms"]).ok();
    let sound = folder.read(C);
    assert!(sound.contains("\"Nobody armed\""), "{sound}");
    folder.put("damaged.json", sound.replace("\"Nobody armed\"", "\"Everybody armed\""));
    folder
}

#[test]
fn a_sound_file_is_called_so_and_a_damaged_one_is_not() {
    let folder = damaged();
    assert_eq!(folder.run(&["check", C]).ok(), "c.diptych.json: sound\n");
    let before = folder.read("damaged.json");
    let both = folder.run(&["check", C, "damaged.json"]);
    assert_eq!((both.code, both.said.as_str()), (1, ""));
    let lines: Vec<&str> = both.out.lines().collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert_eq!((lines[0], lines[2]), ("c.diptych.json: sound", "damaged.json: not sound: 1 finding"));
    assert!(lines[1].starts_with("damaged.json:") && lines[1].contains("claim"), "{lines:?}");
    assert_eq!(folder.read("damaged.json"), before);
}

#[test]
fn findings_are_data_too() {
    let folder = damaged();
    let ran = folder.run(&["check", C, "damaged.json", "--json"]);
    assert_eq!(ran.code, 1);
    let found: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(found[0], serde_json::json!({"file": C, "sound": true, "findings": [], "remarks": []}));
    assert_eq!((&found[1]["file"], &found[1]["sound"]), (&"damaged.json".into(), &false.into()));
    let finding = &found[1]["findings"][0];
    let line = usize::try_from(finding["line"].as_u64().unwrap()).unwrap();
    assert!(finding["message"].as_str().unwrap().contains("claim"));
    assert!(folder.read("damaged.json").lines().nth(line - 1).unwrap().contains('{'));
}

#[test]
fn one_file_that_cannot_be_opened_does_not_hide_the_others() {
    let folder = damaged();
    let ran = folder.run(&["check", "missing.json", "damaged.json", "left.txt", C]);
    assert_eq!(ran.code, 2);
    let said: Vec<&str> = ran.said.lines().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(said, ["missing.json", "left.txt"]);
    assert!(ran.out.contains("damaged.json: not sound") && ran.out.contains("c.diptych.json: sound"));
}

#[test]
fn damage_is_said_by_every_command_and_the_rest_is_used() {
    let folder = damaged();
    let ran = folder.run(&["compare", "damaged.json", "--json"]);
    assert!(ran.said.starts_with("damaged.json: ") && ran.said.contains("claim"), "{ran:?}");
    let sheet: serde_json::Value = serde_json::from_str(&ran.ok()).unwrap();
    assert_eq!((&sheet["counts"]["tags"], &sheet["counts"]["claims"]), (&1.into(), &0.into()));
    folder.run(&["tag", "damaged.json", "--source", "1", "--quote", "The party", "--tag", "arms"]).ok();
    assert!(folder.read("damaged.json").contains("Everybody armed"));
    assert_eq!(folder.run(&["check", "damaged.json"]).code, 1);
}
