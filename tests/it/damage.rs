//! Files that are not as they should be: refused with a sentence, or opened with what is damaged set aside.

use std::path::Path;

use diptych::model::{ClaimId, Comparison, ObjectKind, SetAside, TagId};
use diptych::store::{self, Actor, Opened, StoreError, Warning};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::format::{opened, small, written};

fn name() -> &'static Path {
    Path::new("some.diptych.json")
}

fn refused(bytes: impl AsRef<[u8]>) -> String {
    let error = store::from_json(bytes.as_ref(), name()).unwrap_err();
    let sentence = error.to_string();
    assert!(sentence.starts_with("some.diptych.json: "), "{sentence}");
    assert!(!sentence.contains('\n'), "{sentence}");
    sentence
}

#[track_caller]
fn check_refused(bytes: impl AsRef<[u8]>, part: &str) {
    let sentence = refused(bytes);
    assert!(sentence.contains(part), "{sentence}");
}

fn uuid(n: u128) -> String {
    Uuid::from_u128(n).to_string()
}

/// Opens the small comparison's file after `damage`, in our layout and in another, and holds it to
/// what is promised for any damage within.
#[track_caller]
fn damaged(damage: impl Fn(&mut Value)) -> Opened {
    let mut value: Value = serde_json::from_str(&written(&small())).unwrap();
    damage(&mut value);
    let ours = opened(&serde_json::to_string_pretty(&value).unwrap());
    let minified = opened(&value.to_string());
    assert_eq!(ours.comparison, minified.comparison);
    assert_eq!(ours.warnings.len(), minified.warnings.len());
    let set_aside: Vec<_> = ours.comparison.set_aside().map(|aside| aside.id).collect();
    let named: Vec<_> = ours.warnings.iter().filter_map(|warning| warning.set_aside).collect();
    assert!(set_aside.iter().all(|id| named.contains(id)), "each is named");
    assert_eq!(store::check(&ours).len(), ours.warnings.len());

    // Saved and opened again, it is the same, and still listed.
    let (json, _) = store::to_json(&ours.comparison, &ours.record, Actor(1));
    let again = store::from_json(&json, name()).unwrap();
    assert_eq!(again.comparison, ours.comparison);
    assert_eq!(again.warnings, []);
    assert_eq!(store::check(&again).len(), set_aside.len());
    assert_eq!(store::to_json(&again.comparison, &again.record, Actor(2)).0, json);
    ours
}

/// Holds that just one object was set aside, and why; returns it.
#[track_caller]
fn only(opened: &Opened, named: &str, problem: &str) -> SetAside {
    let messages: Vec<&str> = opened.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(messages.len(), 1, "{messages:#?}");
    assert!(messages[0].contains(named) && messages[0].contains(problem), "{messages:#?}");
    let aside = opened.comparison.set_aside().next().unwrap();
    assert!(aside.problem.contains(problem), "{}", aside.problem);
    (**aside).clone()
}

/// Holds that a repair is offered and leaves nothing set aside; returns the comparison after it.
#[track_caller]
fn mended(opened: &Opened, aside: &SetAside, how: &str) -> Comparison {
    let (sentence, edits) = store::mend(&opened.comparison, aside).unwrap();
    assert!(sentence.contains(how), "{sentence}");
    let mut comparison = opened.comparison.clone();
    comparison.apply_all(edits).unwrap();
    assert_eq!(comparison.set_aside().count() + 1, opened.comparison.set_aside().count());
    comparison
}

fn claim(value: &mut Value, n: u128) -> &mut Value {
    let claims = value["claims"].as_array_mut().unwrap();
    claims.iter_mut().find(|claim| claim["id"] == uuid(n)).unwrap()
}

fn with_json(aside: &SetAside, edit: impl FnOnce(&mut Value)) -> SetAside {
    let mut value: Value = serde_json::from_str(&aside.json).unwrap();
    edit(&mut value);
    SetAside { json: value.to_string(), ..aside.clone() }
}

#[test]
fn what_is_no_comparison_is_refused() {
    let json = written(&small());
    check_refused("", "the file is empty");
    check_refused(" \n ", "the file is empty");
    let lines = json.lines().count();
    check_refused(&json[..json.len() - 3], "cut off");
    check_refused(&json[..json.len() / 2], "cut off: it ends at line ");
    check_refused(&json[..json.len() - 3], &format!("line {}", lines - 1));
    check_refused(json.replacen("\"version\": 1", "\"version\": NaN", 1), "not JSON at line 3, column 14");
    check_refused(json.replacen("\"revision\": 1", "\"revision\": 1.", 1), "not JSON at line 7");
    check_refused(format!("{json}x"), "not JSON at line");
    check_refused("The armed road", "not JSON at line 1, column 1");
    check_refused("[1, 2]", "this is JSON, but not a Diptych comparison");
    check_refused("{\"format\": \"other\", \"version\": 1}", "this is JSON, but not");
    check_refused("{\"format\": 7}", "this is JSON, but not");
    check_refused("3", "this is JSON, but not");
}

#[test]
fn a_claim_that_is_not_json_is_told_from_one_that_is_damaged() {
    let json = written(&small());
    check_refused(json.replacen("\"quote\": \"", "\"quote\": ", 1), "not JSON at line");
    check_refused(json.replacen("cordón was", "cordón\nwas", 4), "not JSON at line");
}

#[test]
fn bytes_that_are_not_utf_8_are_named() {
    let mut bytes = written(&small()).into_bytes();
    bytes[30] = 0xff;
    check_refused(&bytes, "not UTF-8 text from byte 30 on (line 3)");
    let wide: Vec<u8> = "{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    check_refused([&[0xff, 0xfe], wide.as_slice()].concat(), "from byte 0 on (line 1)");
}

#[test]
fn nesting_past_all_sense_is_refused_wherever_it_is() {
    let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    let json = written(&small());
    check_refused("[".repeat(1_000_000), "cut off");
    check_refused(deep(1_000_000), "not a Diptych comparison");
    let at_top = json.replacen("\"title\"", &format!("\"x\": {}, \"title\"", deep(100_000)), 1);
    check_refused(at_top, "nested too deep");
    let in_claim = json.replacen("\"passages\"", &format!("\"x\": {}, \"passages\"", deep(100_000)), 1);
    check_refused(in_claim, "nested more than 128 deep");
    let as_note = json.replacen("\"passages\"", &format!("\"note\": {}, \"passages\"", deep(100_000)), 1);
    check_refused(as_note, "nested more than 128 deep");
    let sound = json.replacen("\"passages\"", &format!("\"x\": {}, \"passages\"", deep(128)), 1);
    assert_eq!(opened(&sound).warnings, []);
}

#[test]
fn versions_that_never_were_are_refused() {
    let json = written(&small());
    for (version, part) in [
        ("0", "version as 0"),
        ("-1", "version as -1"),
        ("\"1\"", "version as \"1\""),
        ("1.5", "version as 1.5"),
    ] {
        check_refused(json.replacen("\"version\": 1", &format!("\"version\": {version}"), 1), part);
    }
    check_refused(json.replacen("\"version\": 1,", "", 1), "version as missing");
    let newer = json.replacen("\"version\": 1", "\"version\": 9", 1).replacen("\"created\"", "\"made\"", 1);
    check_refused(newer, "a newer version of Diptych wrote this file (format 9)");
}

#[test]
fn damage_outside_of_any_object_is_named_with_its_line() {
    let json = written(&small());
    check_refused(
        json.replacen("\"created\": \"20", "\"created\": \"x20", 1),
        "damaged at line 6: “created”: “x20",
    );
    check_refused(json.replacen("\"id\"", "\"ID\"", 1), "the field “id” is missing");
    check_refused(
        json.replacen("\"format\"", "\"title\": \"x\", \"format\"", 1),
        "the field “title” stands twice",
    );
    check_refused(
        json.replacen("\"links\": [", "\"links\": 7, \"links_were\": [", 1),
        "“links”: found integer `7`",
    );
}

#[test]
fn a_file_saved_without_its_texts_is_refused_where_nobody_can_bring_them() {
    let mut value: Value = serde_json::from_str(&written(&small())).unwrap();
    value["sources"][1].as_object_mut().unwrap().remove("text");
    check_refused(value.to_string(), "saved without the text of “Account 1”");
}

#[test]
fn what_is_on_no_disk_or_too_large_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none.json");
    let missing = store::open(&path).unwrap_err();
    assert!(missing.to_string().ends_with("none.json: there is no such file"), "{missing}");
    let directory = store::open(folder.path()).unwrap_err();
    assert!(directory.to_string().contains("this is a folder"), "{directory}");
    std::fs::File::create(&path).unwrap().set_len(store::MAX_FILE_BYTES + 1).unwrap();
    let large = store::open(&path).unwrap_err();
    assert!(matches!(large, StoreError::TooLarge { .. }), "{large}");
    assert!(large.to_string().contains("up to 1073741824 bytes"), "{large}");
}

#[test]
fn more_than_the_stated_number_of_objects_is_refused() {
    let with = |list: &str, n: usize| {
        let zeros = vec!["0"; n].join(",");
        let json = written(&small());
        json.replacen(&format!("\"{list}\": ["), &format!("\"{list}\": [{zeros}], \"x{list}\": ["), 1)
    };
    check_refused(with("tags", 100_001), "holds 100001 tags; Diptych opens files with up to 100000");
    check_refused(with("claims", 1_000_001), "holds 1000001 claims; Diptych opens files with up to 1000000");
    check_refused(with("sources", 1_001), "1001 sources");
}

#[test]
fn a_claim_that_is_misquoted_is_set_aside_and_placed_again() {
    let opened = damaged(|value| claim(value, 41)["passages"][0]["start"] = json!(0));
    // Its link goes with it, and says so.
    assert_eq!(opened.warnings.len(), 2);
    let first = &opened.warnings[0].message;
    assert!(first.starts_with(&format!("claim {}, ¶ 1 of “A 1” (line ", uuid(41))), "{first}");
    assert!(first.ends_with("passage 1 is not what the text says at its position"), "{first}");
    let second = &opened.warnings[1].message;
    assert!(second.contains("link") && second.contains("a claim that is not in the comparison"), "{second}");
    assert_eq!(opened.comparison.n_claims(), 3);
    let claims = opened.comparison.set_aside().find(|aside| aside.kind == ObjectKind::Claim).unwrap();
    let mut comparison = mended(&opened, claims, "passage 1 is moved to ¶ 1");
    assert_eq!(comparison.claim(id(41)), small().claim(id(41)));
    let link = comparison.set_aside().next().unwrap().clone();
    let edits = store::try_again(&comparison, &link).unwrap();
    comparison.apply_all(edits).unwrap();
    assert_eq!(comparison, small());
}

fn id(n: u128) -> ClaimId {
    ClaimId(Uuid::from_u128(n))
}

#[test]
fn a_claim_past_the_end_of_its_text_is_set_aside_and_placed_again() {
    let opened = damaged(|value| {
        let passage = &mut claim(value, 43)["passages"][0];
        passage["start"] = json!(4_000_000_000_u32);
        passage["end"] = json!(4_000_000_017_u32);
    });
    let aside = only(&opened, &uuid(43), "passage 1 ends at 4000000017, but the text has only");
    assert_eq!(mended(&opened, &aside, "moved to ¶ 1"), small());
}

#[test]
fn a_quotation_that_is_nowhere_or_in_two_places_is_never_placed_by_a_guess() {
    for quote in ["the unarmed road", "army"] {
        let opened = damaged(|value| {
            let passage = &mut claim(value, 42)["passages"][0];
            passage["quote"] = json!(quote);
            passage["before"] = json!("another edition says");
        });
        let aside = only(&opened, "¶ 2 of “A 1”", "is not what the text says");
        assert_eq!(store::mend(&opened.comparison, &aside), None);
        assert!(store::try_again(&opened.comparison, &aside).unwrap_err().contains("not what the text says"));
        let corrected =
            with_json(&aside, |claim| claim["passages"][0]["quote"] = json!("loyal until August"));
        assert!(store::try_again(&opened.comparison, &corrected).is_ok());
    }
}

#[test]
fn of_two_objects_of_one_id_the_first_stands() {
    for (list, kind, n) in
        [("claims", "claim", 4), ("links", "link", 1), ("sources", "source", 2), ("readers", "reader", 2)]
    {
        let opened = damaged(|value| {
            let copy = value[list][0].clone();
            value[list].as_array_mut().unwrap().push(copy);
        });
        let aside = only(&opened, kind, &format!("another {kind} before it has the same id"));
        let found = match list {
            "claims" => opened.comparison.n_claims(),
            "links" => opened.comparison.links().len(),
            "sources" => opened.comparison.sources().len(),
            _ => opened.comparison.readers().len(),
        };
        assert_eq!(found, n);
        assert!(store::try_again(&opened.comparison, &aside).unwrap_err().contains("the same id already"));
        mended(&opened, &aside, "it gets a new id");
    }
    let opened = damaged(|value| {
        let mut copy = value["codebook"]["tags"][0].clone();
        copy["name"] = json!("twin");
        value["codebook"]["tags"].as_array_mut().unwrap().push(copy);
    });
    let aside = only(&opened, "tag “twin”", "another tag before it has the same id");
    assert_eq!(mended(&opened, &aside, "it gets a new id").tags().len(), 4);
}

#[test]
fn ids_that_nothing_has_are_named() {
    let nobody = uuid(0xdead);
    for (field, kind) in [("source", "source"), ("reader", "reader")] {
        let opened = damaged(|value| claim(value, 43)[field] = json!(nobody));
        let problem = format!("it refers to a {kind} that is not in the comparison ({nobody})");
        let aside = only(&opened, &uuid(43), &problem);
        assert_eq!(store::mend(&opened.comparison, &aside), None);
    }
    let opened = damaged(|value| claim(value, 42)["tags"][0]["tag"] = json!(nobody));
    let aside = only(&opened, &uuid(42), "it refers to a tag that is not in the comparison");
    let comparison = mended(&opened, &aside, "one tag that is not in the codebook is dropped");
    assert!(comparison.claim(id(42)).unwrap().tags.is_empty());
    let opened = damaged(|value| value["silences"][0]["tag"] = json!(nobody));
    only(&opened, "silence", "it refers to a tag");
    let opened = damaged(|value| value["links"][0]["to"] = value["links"][0]["from"].clone());
    only(&opened, "link", "joins a claim to itself");
}

#[test]
fn of_tags_in_a_cycle_one_is_shown_at_the_top_level() {
    let opened = damaged(|value| value["codebook"]["tags"][0]["parent"] = json!(uuid(31)));
    let aside = only(&opened, "tag “road”", "it would be its own ancestor; it is shown at the top level");
    assert_eq!(opened.comparison.tags().len(), 3);
    assert_eq!(opened.comparison.n_claims(), 4);
    let road = TagId(Uuid::from_u128(30));
    assert_eq!(opened.comparison.tag(road).unwrap().parent, None);
    assert_eq!(mended(&opened, &aside, "stays at the top level"), small());
    assert!(store::try_again(&opened.comparison, &aside).unwrap_err().contains("its own ancestor"));
    let elsewhere = with_json(&aside, |tag| tag["parent"] = json!(uuid(32)));
    let mut comparison = opened.comparison.clone();
    comparison.apply_all(store::try_again(&opened.comparison, &elsewhere).unwrap()).unwrap();
    assert_eq!(comparison.tag(road).unwrap().parent, Some(TagId(Uuid::from_u128(32))));
    // What the tag lost is a change, and is stamped as one.
    let (json, _) = store::to_json(&opened.comparison, &opened.record, Actor(3));
    let value: Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(value["codebook"]["tags"][0]["stamps"], json!({ "parent": "2.0000000000000003" }));

    let orphan = damaged(|value| value["codebook"]["tags"][2]["parent"] = json!(uuid(99)));
    only(&orphan, "tag “army”", "the tag it stands under is not in the comparison");
    let own = damaged(|value| value["codebook"]["tags"][2]["parent"] = json!(uuid(32)));
    only(&own, "tag “army”", "it would be its own ancestor");
}

#[test]
fn objects_that_can_not_be_read_are_named_with_the_field() {
    type Damage = fn(&mut Value);
    let cases: [(Damage, &str, &str); 12] = [
        (|value| value["claims"][0]["tags"] = json!("x"), "claim", "“tags”: found string"),
        (
            |value| claim(value, 42)["tags"][0]["stance"] = json!("maybe"),
            "claim",
            "“maybe” is not one of: affirms, denies",
        ),
        (|value| claim(value, 43)["id"] = json!("x"), "claim x, ¶ 1 of “A 0”", "“id”: “x” is not an id"),
        (|value| claim(value, 43)["passages"] = json!([]), "claim", "the claim has no passage"),
        (
            |value| claim(value, 43)["passages"][0]["start"] = json!(-1),
            "claim",
            "“start”: found integer `-1`",
        ),
        (|value| claim(value, 43)["passages"][0]["start"] = json!(1.5), "claim", "expected a whole number"),
        (
            |value| claim(value, 43)["passages"][0]["start"] = json!(31),
            "claim",
            "passage 1 ends before it begins",
        ),
        (|value| claim(value, 43)["note"] = json!(null), "claim", "“note”: found null"),
        (
            |value| drop(claim(value, 43).as_object_mut().unwrap().remove("reader")),
            "claim",
            "the field “reader” is missing",
        ),
        (
            |value| value["claims"].as_array_mut().unwrap().push(json!(17)),
            "claim without an id",
            "found integer `17`",
        ),
        (|value| value["silences"][0]["created"] = json!("1973"), "silence", "“1973” is not a time"),
        (|value| value["links"][0]["kind"] = json!("loves"), "link", "“loves” is not one of"),
    ];
    for (damage, named, problem) in cases {
        let opened = damaged(damage);
        let aside = only_of(&opened, named, problem);
        assert!(store::try_again(&opened.comparison, &aside).is_err());
    }
}

/// As [`only`], where what refers to the object goes with it.
#[track_caller]
fn only_of(opened: &Opened, named: &str, problem: &str) -> SetAside {
    let is = |warning: &&Warning| warning.message.contains(named) && warning.message.contains(problem);
    let warning =
        opened.warnings.iter().find(is).unwrap_or_else(|| panic!("{problem}: {:#?}", opened.warnings));
    let aside = opened.comparison.set_aside().find(|aside| Some(aside.id) == warning.set_aside);
    (**aside.unwrap()).clone()
}

#[test]
fn the_line_of_a_damaged_object_is_given() {
    let json = written(&small());
    for part in ["\"passages\": [", "\"from\": ", "\"short_name\": "] {
        let damaged = json.replacen(part, &format!("\"id\": 1, {part}"), 1);
        let opened = opened(&damaged);
        let at = damaged.find("\"id\": 1, ").unwrap();
        let begin = damaged[..at].rfind("\n    {").unwrap() + 1;
        let line = damaged[..=begin].lines().count();
        assert_eq!(opened.warnings[0].line, Some(line), "{}", opened.warnings[0]);
    }
}

#[test]
fn a_text_that_was_changed_outside_is_told() {
    let opened = damaged(|value| {
        let text = value["sources"][0]["text"].as_str().unwrap().replace("strong", "strung");
        value["sources"][0]["text"] = json!(text);
    });
    let messages: Vec<&str> = opened.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(messages.len(), 2, "{messages:#?}");
    assert!(messages[0].starts_with("source “A 0”") && messages[0].contains("SHA-256"), "{}", messages[0]);
    assert!(
        messages[1].starts_with("claim") && messages[1].contains("not what the text says"),
        "{}",
        messages[1]
    );
}

#[test]
fn a_source_that_can_not_be_read_takes_its_claims_along_and_brings_them_back() {
    let opened = damaged(|value| value["sources"][0]["order"] = json!("first"));
    assert_eq!(opened.comparison.sources().len(), 1);
    assert_eq!(opened.comparison.n_claims(), 2);
    assert_eq!(opened.comparison.set_aside().len(), 5, "source, two claims, link, silence");
    let mut comparison = opened.comparison.clone();
    let mend = |comparison: &mut Comparison, kind: ObjectKind| {
        let asides: Vec<_> = comparison.set_aside().filter(|aside| aside.kind == kind).cloned().collect();
        for aside in asides {
            let aside = match kind {
                ObjectKind::Source => with_json(&aside, |source| source["order"] = json!(0)),
                _ => (*aside).clone(),
            };
            let edits = store::try_again(comparison, &aside).unwrap();
            comparison.apply_all(edits).unwrap();
        }
    };
    for kind in [ObjectKind::Source, ObjectKind::Claim, ObjectKind::Link, ObjectKind::Silence] {
        mend(&mut comparison, kind);
    }
    assert_eq!(comparison, small());
    // Their histories go on: they were published before.
    let (json, _) = store::to_json(&comparison, &opened.record, Actor(9));
    let value: Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(value["links"][0]["revision"], 2);
}

#[test]
fn entries_that_are_not_understood_are_kept() {
    let mut value: Value = serde_json::from_str(&written(&small())).unwrap();
    value["set_aside"] = json!([{ "kind": "claim" }, 3]);
    value["tombstones"] = json!([{ "id": uuid(77), "kind": "claim", "by": "x" }, "gone"]);
    let opened = opened(&value.to_string());
    assert_eq!(opened.warnings.len(), 3);
    let (json, _) = store::to_json(&opened.comparison, &opened.record, Actor(1));
    let saved: Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(saved["set_aside"], value["set_aside"]);
    assert_eq!(saved["tombstones"][0]["by"], "x");
    assert_eq!(saved["tombstones"][1], "gone");
}

#[test]
fn entries_that_are_nothing_of_ours_are_told_one_by_one_up_to_the_stated_limit() {
    let with = |list: &str, n: usize| {
        let mut value: Value = serde_json::from_str(&written(&small())).unwrap();
        value[list] = Value::Array(vec![json!(0); n]);
        value.to_string()
    };
    for list in ["claims", "set_aside", "tombstones"] {
        assert!(opened(&with(list, 20_000)).warnings.len() >= 20_000, "{list}");
        let error = store::from_json(with(list, 20_001).as_bytes(), Path::new("f.json")).unwrap_err();
        assert!(error.to_string().starts_with("f.json: more than 20000 entries"), "{error}");
    }
    // What has an id was a claim of somebody's, and is set aside like any.
    let mut value: Value = serde_json::from_str(&written(&small())).unwrap();
    value["claims"] = (0..20_001).map(|n| json!({ "id": uuid(1_000 + n) })).collect();
    assert!(opened(&value.to_string()).comparison.set_aside().len() >= 20_001);
}

#[test]
fn a_very_long_name_of_a_tag_opens_up_to_the_stated_limit() {
    let long =
        |n: usize| move |value: &mut Value| value["codebook"]["tags"][2]["name"] = json!("ñ".repeat(n));
    assert_eq!(damaged(long(10_000)).warnings, []);
    assert_eq!(damaged(long(100_000)).warnings, []);
    let opened = damaged(long(100_001));
    only_of(&opened, "tag “ñ", "its name is longer than 100000 characters");
}

#[test]
fn many_damaged_claims_cost_only_themselves_and_no_hour() {
    let mut value: Value = serde_json::from_str(&written(&small())).unwrap();
    let template = claim(&mut value, 43).clone();
    let claims = value["claims"].as_array_mut().unwrap();
    for n in 1_000..4_000_u128 {
        let mut copy = template.clone();
        copy["id"] = json!(uuid(n));
        if n % 2 == 0 {
            copy["passages"][0]["quote"] = json!("not this");
        }
        claims.push(copy);
    }
    let opened = opened(&serde_json::to_string_pretty(&value).unwrap());
    assert_eq!(opened.comparison.n_claims(), 4 + 1_500);
    assert_eq!(opened.comparison.set_aside().len(), 1_500);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Whatever happens to a file, it opens or is refused; what opens can be saved and opens the same.
    #[test]
    fn no_damage_is_too_much(
        at in any::<prop::sample::Index>(),
        n in 0_usize..40,
        put in prop_oneof![
            Just(Vec::new()),
            prop::collection::vec(any::<u8>(), 0..4),
            prop::sample::select(vec!["{", "}", "[", "]", "\"", "\\", ",", "1e999", "null", "\"id\": 1,", "-", "\\ud800"])
                .prop_map(|part| part.as_bytes().to_vec()),
        ],
    ) {
        let mut bytes = written(&small()).into_bytes();
        let at = at.index(bytes.len());
        let end = (at + n).min(bytes.len());
        bytes.splice(at..end, put);
        match store::from_json(&bytes, name()) {
            Err(error) => prop_assert!(!error.to_string().contains('\n')),
            Ok(opened) => {
                let (json, _) = store::to_json(&opened.comparison, &opened.record, Actor(1));
                let again = store::from_json(&json, name()).unwrap();
                prop_assert_eq!(&again.comparison, &opened.comparison);
                let set_aside = opened.comparison.set_aside().len();
                prop_assert!(set_aside == 0 || !opened.warnings.is_empty());
            }
        }
    }
}
