//! Bibliographic data in files: kept to the letter, merged like any field, and never a reason to lose a source.

use diptych::analysis::changes::Changes;
use diptych::desk::Command;
use diptych::model::Bibliography;
use diptych::store::bibliography::{MAX_ITEM_BYTES, fill};
use diptych::store::{self, Actor, Opened, Part, Record, merge};

use super::support::{desk_of, small_desk};

const CSL: &str = r#"{"type":"book","title":"A book","volume":2.50,"custom":{"deep":[1,{"a":null}]}}"#;

fn file_with(csl: &str) -> String {
    let (desk, _, _) = small_desk();
    let (bytes, _) = store::to_json(desk.comparison(), &Record::default(), Actor(1));
    let json = String::from_utf8(bytes).unwrap();
    json.replacen(
        "\"short_name\": \"Left\",",
        &format!("\"short_name\": \"Left\",\n      \"csl\": {csl},"),
        1,
    )
}

fn opened(json: &str) -> Opened {
    store::from_json(json.as_bytes(), "c.diptych.json".as_ref()).unwrap()
}

fn saved(opened: &Opened) -> String {
    String::from_utf8(store::to_json(&opened.comparison, &opened.record, Actor(1)).0).unwrap()
}

#[test]
fn an_item_is_kept_to_the_letter_and_only_indented_anew() {
    let opened = opened(&file_with(CSL));
    assert!(opened.warnings.is_empty(), "{:?}", opened.warnings);
    assert_eq!(opened.comparison.sources()[0].bibliography.csl, CSL);
    let json = saved(&opened);
    assert!(json.contains("      \"csl\": {\n        \"type\": \"book\",\n"), "{json}");
    assert!(json.contains("\"volume\": 2.50"));
    assert_eq!(self::opened(&json).comparison, opened.comparison);
}

#[test]
fn a_damaged_item_is_kept_with_a_warning_and_costs_no_claim() {
    let long = format!("{{\"abstract\":\"{}\"}}", "x".repeat(MAX_ITEM_BYTES));
    for (csl, word) in [
        ("42", "no object"),
        ("null", "no object"),
        ("\"a book\"", "no object"),
        ("[{\"type\":\"book\"}]", "no object"),
        ("{\"author\":\"Gill\"}", "“author”"),
        ("{\"issued\":[1973]}", "“issued”"),
        (&long, "256 KiB"),
    ] {
        let opened = opened(&file_with(csl));
        let [warning] = opened.warnings.as_slice() else { panic!("{csl}: {:?}", opened.warnings) };
        assert!(warning.message.contains("source “Left”") && warning.message.contains(word), "{warning}");
        assert_eq!(warning.set_aside, None);
        let json = saved(&opened);
        assert_eq!(self::opened(&json).comparison, opened.comparison, "{csl}");
        assert_eq!(opened.comparison.sources()[0].bibliography.csl, csl);
    }
}

#[test]
fn two_readers_who_change_a_source_apart_both_keep_their_work() {
    let base = opened(&file_with(CSL));
    let part = |name: &str, actor: u64, change: &dyn Fn(&mut Bibliography)| {
        let mut desk = desk_of(base.comparison.clone(), 5_000);
        let source = &desk.comparison().sources()[0];
        let (source, mut bibliography) = (source.id, source.bibliography.clone());
        change(&mut bibliography);
        desk.run(Command::DescribeSource { source, bibliography }).unwrap();
        let (bytes, _) = store::to_json(desk.comparison(), &base.record, Actor(actor));
        Part { name: name.to_owned(), opened: opened(&String::from_utf8(bytes).unwrap()) }
    };
    let data = part("data", 1, &|bibliography| {
        fill(bibliography, r#"{"type":"book","title":"Another","author":[{"literal":"A body"}]}"#);
    });
    let title = part("title", 2, &|bibliography| bibliography.title = "Left, renamed".to_owned());
    let merged = merge(&[data.clone(), title.clone()]).unwrap();
    let other = merge(&[title, data]).unwrap();
    let known = &merged.comparison.sources()[0].bibliography;
    assert_eq!((known.title.as_str(), known.author.as_str()), ("Left, renamed", "A body"));
    assert!(known.csl.contains("Another"));
    assert_eq!(merged.comparison, other.comparison);
    let told = Changes::between(&base.comparison, &merged.comparison);
    assert!(told.list.iter().any(|change| change.what.contains("bibliographic data")), "{:?}", told.list);
}
