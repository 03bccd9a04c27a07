//! Values that are kept though another is shown: what newer versions say of them stays, and a person can read them.

use diptych::desk::{Command, TagRef};
use diptych::model::{ObjectKind, Stance, Time};
use diptych::store::{self, Actor, Opened, PastValue, past_values};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::merge::{Begun, begun, both, by, note, run, value};
use crate::merge_laws::{merged, opened};

/// A file in which the note of a claim was changed in two ways at the same time, and one of the two files.
fn clashing() -> (Begun, Vec<u8>, Vec<u8>) {
    let b = begun();
    let ana = by(2, &b.file, |desk| drop(run(desk, note(b.claim, "the road"))));
    let ben = by(3, &b.file, |desk| drop(run(desk, note(b.claim, "a word"))));
    let file = merged(&[&ana, &ben]);
    (b, file, ana)
}

/// Lets a newer version write more fields into the entry of the superseded note.
fn say(file: &[u8], more: &str) -> Vec<u8> {
    let text = String::from_utf8(file.to_vec()).unwrap();
    let kept = "\"value\": \"the road\"";
    assert_eq!(text.matches(kept).count(), 1);
    text.replace(kept, &format!("{kept}, {more}")).into_bytes()
}

fn saved(file: &[u8]) -> Vec<u8> {
    let Opened { comparison, record, .. } = opened(file);
    store::to_json(&comparison, &record, Actor(9)).0
}

/// What is said of the superseded note.
fn said(file: &[u8]) -> Vec<Value> {
    fn find(value: &Value, found: &mut Vec<Value>) {
        let entries = value["superseded"].as_array().into_iter().flatten();
        found.extend(entries.filter(|entry| entry["field"] == "note").cloned());
        match value {
            Value::Array(items) => items.iter().for_each(|item| find(item, found)),
            Value::Object(fields) => fields.values().for_each(|field| find(field, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    find(&value(file), &mut found);
    found
}

const WORDS: &str = r#""size": 12345678901234567890123, "of": {"by": "\u00e9", "rank": [2.50, {}]}"#;

#[test]
fn what_a_newer_version_says_of_a_superseded_value_is_kept_to_the_letter() {
    let (b, file, _) = clashing();
    let told = saved(&say(&file, WORDS));
    let kept = |file: &[u8]| {
        let flat: String = String::from_utf8(file.to_vec()).unwrap().split_whitespace().collect();
        flat.contains(r#""size":12345678901234567890123"#)
            && flat.contains(r#""of":{"by":"\u00e9","rank":[2.50,{}]}"#)
    };
    assert!(kept(&told), "{}", String::from_utf8_lossy(&told));
    assert_eq!(saved(&told), told, "it opens as it was saved");
    let on = by(4, &told, |desk| drop(run(desk, note(b.claim, "the road, a word"))));
    assert!(kept(&on), "writing on loses nothing of it");
    let gone = by(4, &told, |desk| drop(run(desk, Command::DeleteClaim(b.claim))));
    assert!(kept(&gone), "nor does removing the claim");
    assert!(kept(&both(&file, &told).0));
    assert_eq!(both(&file, &told).1, [], "and it is no news");
}

#[test]
fn what_two_newer_versions_say_of_one_superseded_value_is_united() {
    let (_, file, ana) = clashing();
    let one = saved(&say(&file, r#""a": 1, "b": 2"#));
    let two = saved(&say(&file, r#""b": 3, "c": 4"#));
    let all = both(&one, &two).0;
    let kept = json!({ "field": "note", "stamp": "2.0000000000000002", "value": "the road", "a": 1, "b": 3, "c": 4 });
    assert_eq!(said(&all), [kept]);
    for again in [[&all, &one], [&two, &all], [&all, &ana], [&ana, &all]] {
        assert_eq!(merged(&again), all);
    }
    assert_eq!(merged(&[&merged(&[&one, &ana]), &two]), merged(&[&one, &merged(&[&ana, &two])]));
    // Two entries of one value in one file are one.
    let twice = String::from_utf8(one.clone()).unwrap();
    let begin = twice[..twice.find("\"the road\"").unwrap()].rfind('{').unwrap();
    let end = begin + twice[begin..].find('}').unwrap() + 1;
    let entry = twice[begin..end].replace("\"b\": 2", "\"d\": 5");
    let twice = format!("{}, {entry}{}", &twice[..end], &twice[end..]);
    let once = saved(twice.as_bytes());
    assert_eq!((said(&once).len(), &said(&once)[0]["b"], &said(&once)[0]["d"]), (1, &json!(2), &json!(5)));
}

#[test]
fn what_is_said_of_a_value_that_is_shown_stays_as_long_as_the_value_does() {
    let b = begun();
    let ana = by(2, &b.file, |desk| drop(run(desk, note(b.claim, "the road"))));
    // As if a newer version had superseded it, and then thought better of it.
    let mut told = value(&ana);
    let claims = told["claims"].as_array_mut().unwrap();
    let claim = claims.iter_mut().find(|claim| claim["note"] == "the road").unwrap();
    claim["superseded"] =
        json!([{ "field": "note", "stamp": claim["stamps"]["note"], "value": "the road", "more": 1 }]);
    let told = saved(&serde_json::to_vec(&told).unwrap());
    assert_eq!(said(&told).len(), 1);
    let (file, lines) = both(&told, &ana);
    assert_eq!((String::from_utf8(file), lines), (String::from_utf8(told.clone()), vec![]));
    let Opened { comparison, record, .. } = opened(&told);
    assert_eq!(past_values(&comparison, &record, Some(ObjectKind::Claim), b.claim.0), []);
    // Another reader's later change supersedes it; one who knew it replaces it.
    let ben = by(3, &b.file, |desk| drop(run(desk, note(b.claim, "a word"))));
    let ben = by(3, &ben, |desk| drop(run(desk, note(b.claim, "a word, no more"))));
    assert_eq!(said(&both(&told, &ben).0)[0]["more"], 1);
    let on = by(4, &told, |desk| drop(run(desk, note(b.claim, "never mind"))));
    assert_eq!(said(&on), Vec::<Value>::new());
    assert_eq!(said(&both(&on, &told).0), Vec::<Value>::new());
}

fn past(file: &[u8], kind: Option<ObjectKind>, id: Uuid) -> Vec<PastValue> {
    let Opened { comparison, record, .. } = opened(file);
    past_values(&comparison, &record, kind, id)
}

fn words(values: &[PastValue]) -> Vec<(&str, Option<&str>)> {
    values.iter().map(|value| (value.name.as_str(), value.value.as_deref())).collect()
}

#[test]
fn superseded_values_of_a_claim_can_be_read() {
    let b = begun();
    let claim = b.claim;
    let uses = |stance| Command::SetStance { claim, tag: b.armed, stance };
    let ana = by(2, &b.file, |desk| {
        run(desk, note(claim, "The road,\nand no other."));
        run(desk, uses(Some(Stance::Denies)));
        run(desk, Command::SetSummary { claim, summary: "Nobody".to_owned() });
    });
    let ben = by(3, &b.file, |desk| {
        run(desk, note(claim, "a word"));
        run(desk, uses(Some(Stance::Reports)));
        run(desk, Command::AddTags { claim, tags: vec![TagRef::Known(b.calm)] });
    });
    let (file, _) = both(&ana, &ben);
    let values = past(&file, Some(ObjectKind::Claim), claim.0);
    assert_eq!(
        words(&values),
        [("note", Some("The road,\nand no other.")), ("use of the tag “armed road”", Some("denies"))]
    );
    let by_ana = opened(&ana).comparison.claim(claim).unwrap().modified;
    assert_eq!((values[0].when, &values[0].who, values[0].can_be_settled), (Some(by_ana), &None, true));

    // What the claim said when it was made, by whom it was made.
    let cleared = by(2, &ben, |desk| drop(run(desk, note(claim, ""))));
    let made = by(9, &b.file, |desk| drop(run(desk, note(b.other, "unlike"))));
    let values = past(&both(&made, &cleared).0, Some(ObjectKind::Claim), claim.0);
    assert_eq!(values, []);
    let Opened { comparison, record, .. } = opened(&file);
    let settled = record.settled(Some(ObjectKind::Claim), claim.0, "note");
    assert_eq!(words(&past_values(&comparison, &settled, Some(ObjectKind::Claim), claim.0)).len(), 1);
    assert_eq!(past_values(&comparison, &settled, Some(ObjectKind::Claim), Uuid::nil()), []);
}

#[test]
fn values_of_two_beginnings_and_emptied_ones_can_be_read() {
    let b = begun();
    let first = by(1, &b.file, |desk| drop(run(desk, note(b.claim, "first"))));
    let ana = by(2, &first, |desk| drop(run(desk, note(b.claim, ""))));
    let ben = by(3, &first, |desk| drop(run(desk, note(b.claim, "second"))));
    let values = past(&both(&ana, &ben).0, Some(ObjectKind::Claim), b.claim.0);
    assert_eq!(words(&values), [("note", None)], "it was emptied");

    // A claim that two files have from its creation, and differently: it is whose it is.
    let mut other = value(&b.file);
    let claims = other["claims"].as_array_mut().unwrap();
    let claim = claims.iter_mut().find(|claim| claim["id"] == json!(b.claim.to_string())).unwrap();
    claim["summary"] = json!("as it was made elsewhere");
    let other = saved(&serde_json::to_vec(&other).unwrap());
    let mut third = value(&b.file);
    let claims = third["claims"].as_array_mut().unwrap();
    let claim = claims.iter_mut().find(|claim| claim["id"] == json!(b.claim.to_string())).unwrap();
    claim["summary"] = json!("and at a third place");
    let third = saved(&serde_json::to_vec(&third).unwrap());
    let values = past(&both(&other, &third).0, Some(ObjectKind::Claim), b.claim.0);
    assert_eq!(words(&values), [("summary", Some("and at a third place"))]);
    let made = opened(&b.file).comparison.claim(b.claim).unwrap().created;
    assert_eq!((values[0].who.as_deref(), values[0].when), (Some("A. Reader"), Some(made)));
}

#[test]
fn what_tags_that_became_one_say_otherwise_can_be_read_with_the_one() {
    let b = begun();
    let with_tag = |who, name: &str, definition: &str| {
        by(who, &b.file, |desk| {
            let made = run(desk, Command::CreateTag { name: name.to_owned(), parent: None }).tag.unwrap();
            run(desk, Command::DefineTag { tag: made, definition: definition.to_owned() });
        })
    };
    let ana = with_tag(2, "Owners", "Whoever holds the plants.");
    let ben = with_tag(3, "owners", "The gentlemen of the board.");
    let (file, _) = both(&ana, &ben);
    let Opened { comparison, .. } = opened(&file);
    let shown = comparison.tags().find(|tag| tag.name == "Owners").unwrap().clone();
    let values = past(&file, Some(ObjectKind::Tag), shown.id.0);
    assert_eq!(
        words(&values),
        [("definition", Some("The gentlemen of the board.")), ("name", Some("owners"))]
    );
    assert!(values.iter().all(|value| !value.can_be_settled && value.when > Some(Time(1_703_000_000))));
    // Reading it changes nothing, and merging does not double it.
    let again = both(&file, &ben).0;
    assert_eq!(past(&again, Some(ObjectKind::Tag), shown.id.0), values);
}

#[test]
fn superseded_values_of_a_link_a_source_and_the_comparison_can_be_read() {
    let b = begun();
    let linked = by(1, &b.file, |desk| {
        let kind = diptych::model::LinkKind::Agrees;
        run(desk, Command::Link { from: b.claim, to: b.other, kind, note: "so".to_owned() });
    });
    let link = opened(&linked).comparison.links().next().unwrap().id;
    let work = |who, title: &str| {
        by(who, &linked, |desk| {
            run(desk, Command::SetLinkNote { link, note: format!("{title} of the link") });
            let mut bibliography = desk.comparison().source(b.left).unwrap().bibliography.clone();
            bibliography.title = format!("{title} of the source");
            run(desk, Command::DescribeSource { source: b.left, bibliography });
            run(desk, Command::SetTitle(format!("{title} of all")));
        })
    };
    let (file, _) = both(&work(2, "Words"), &work(3, "Other words"));
    let whole = opened(&file).comparison.id().0;
    for (kind, id, name, value) in [
        (Some(ObjectKind::Link), link.0, "note", "Words of the link"),
        (Some(ObjectKind::Source), b.left.0, "title", "Words of the source"),
        (None, whole, "title", "Words of all"),
    ] {
        assert_eq!(words(&past(&file, kind, id)), [(name, Some(value))], "{kind:?}");
    }
}
