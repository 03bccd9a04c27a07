//! The rules of merging, one by one.

use std::path::Path;

use diptych::desk::{Command, Desk, TagRef};
use diptych::model::{
    ClaimId, ComparisonId, Edit, LinkKind, ObjectKind, Reader, ReaderId, SourceId, Stance, TagId, Time,
    Unknown,
};
use diptych::store::{self, Actor, MergeError, MergeEvent, Opened, Part, Record, merge};
use proptest::strategy::{Strategy as _, ValueTree as _};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::merge_laws::{merged, opened, part};
use crate::support::{Counted, Minutes, at, small_desk, tag};

/// A comparison with one claim on each side, saved, and what is in it.
pub struct Begun {
    pub file: Vec<u8>,
    pub left: SourceId,
    pub armed: TagId,
    pub calm: TagId,
    pub claim: ClaimId,
    pub other: ClaimId,
}

pub fn begun() -> Begun {
    let (mut desk, [left, right], [armed, calm]) = small_desk();
    let claim = tag(&mut desk, left, "Nobody armed the cordons.", armed);
    let other = tag(&mut desk, right, "Calm was the only plan", calm);
    let file = store::to_json(desk.comparison(), &Record::new(), Actor(1)).0;
    Begun { file, left, armed, calm, claim, other }
}

/// What reader `n` makes of a file.
pub fn by(n: u64, file: &[u8], work: impl FnOnce(&mut Desk)) -> Vec<u8> {
    let Opened { comparison, record, .. } = opened(file);
    let id = ReaderId(Uuid::from_u128(70 + u128::from(n)));
    let reader = Reader { id, name: format!("Reader {n}"), unknown: Unknown::default() };
    let clock = Box::new(Minutes::from(1_700_000_000 + 1_000_000 * i64::try_from(n).unwrap()));
    let mut desk = Desk::new(comparison, reader, clock, Box::new(Counted(u128::from(n) * 1_000_000)));
    work(&mut desk);
    store::to_json(desk.comparison(), &record, Actor(n)).0
}

pub fn run(desk: &mut Desk, command: Command) -> diptych::desk::Outcome {
    desk.run(command).unwrap()
}

pub fn note(claim: ClaimId, note: &str) -> Command {
    Command::SetNote { claim, note: note.to_owned() }
}

pub fn value(file: &[u8]) -> Value {
    serde_json::from_slice(file).unwrap()
}

/// Merges in both orders, and returns the file with what is to be looked at.
pub fn both(a: &Vec<u8>, b: &Vec<u8>) -> (Vec<u8>, Vec<(MergeEvent, String)>) {
    let file = merged(&[a, b]);
    assert_eq!(String::from_utf8(merged(&[b, a])), String::from_utf8(file.clone()));
    let report = merge(&[part(a), part(b)]).unwrap().report;
    assert_eq!(merge(&[part(b), part(a)]).unwrap().report, report, "the report is the same too");
    (file, report.lines.into_iter().map(|line| (line.event, line.sentence)).collect())
}

#[test]
fn changes_to_different_fields_and_new_claims_are_all_kept() {
    let b = begun();
    let ana = by(2, &b.file, |desk| {
        run(desk, note(b.claim, "Ana’s note"));
        tag(desk, b.left, "The end came in September.", b.calm);
    });
    let ben = by(3, &b.file, |desk| {
        run(desk, Command::SetSummary { claim: b.claim, summary: "Ben’s summary".to_owned() });
        run(desk, Command::AddTags { claim: b.claim, tags: vec![TagRef::Known(b.calm)] });
        tag(desk, b.left, "The end came in September.", b.calm);
    });
    let (file, lines) = both(&ana, &ben);
    assert_eq!(lines, []);
    let all = opened(&file).comparison;
    assert_eq!(all.n_claims(), 4, "two readers’ claims on one passage are two");
    let claim = all.claim(b.claim).unwrap();
    assert_eq!((&*claim.note, &*claim.summary), ("Ana’s note", "Ben’s summary"));
    assert_eq!(claim.tags.len(), 2);
}

#[test]
fn of_two_changes_to_one_field_the_later_is_shown_and_the_other_kept_until_it_is_let_go() {
    let b = begun();
    let ana = by(2, &b.file, |desk| drop(run(desk, note(b.claim, "road"))));
    let ana = by(2, &ana, |desk| drop(run(desk, note(b.claim, "the road"))));
    let ben = by(3, &b.file, |desk| drop(run(desk, note(b.claim, "a word"))));
    let (file, lines) = both(&ana, &ben);
    assert_eq!(
        lines,
        [(
            MergeEvent::Clash,
            "The claim “Nobody armed the cordons.” (A. Reader): its note was changed in several ways at the same \
             time. Shown: “the road”. Kept in its history: “a word”."
                .to_owned()
        )]
    );
    let superseded = |file: &[u8]| -> Vec<Value> {
        let claims = value(file)["claims"].as_array().unwrap().clone();
        let all = claims.iter().filter_map(|claim| claim["superseded"].as_array().cloned()).flatten();
        all.filter(|entry| entry["field"] == "note").collect()
    };
    let kept = json!({ "field": "note", "stamp": "2.0000000000000003", "value": "a word" });
    assert_eq!(superseded(&file), std::slice::from_ref(&kept));
    // Merging it once more lists nothing new.
    assert_eq!(both(&file, &ben).1, []);

    // Writing on does not lose it; letting it go does, for good.
    let on = by(4, &file, |desk| drop(run(desk, note(b.claim, "the road, a word"))));
    assert_eq!(superseded(&on), [kept]);
    let Opened { comparison, record, .. } = opened(&on);
    let settled = record.settled(Some(ObjectKind::Claim), b.claim.0, "note");
    let settled = store::to_json(&comparison, &settled, Actor(5)).0;
    assert_eq!(superseded(&settled), Vec::<Value>::new());
    assert_eq!(superseded(&both(&settled, &ben).0), Vec::<Value>::new());
    assert_eq!(superseded(&both(&settled, &file).0), Vec::<Value>::new());
}

#[test]
fn who_removes_what_they_know_removes_it_and_a_change_they_did_not_know_brings_it_back() {
    let b = begun();
    let gone = by(2, &b.file, |desk| drop(run(desk, Command::DeleteClaim(b.claim))));
    let (file, lines) = both(&gone, &b.file);
    assert_eq!((opened(&file).comparison.claim(b.claim).is_none(), lines), (true, vec![]));
    let changed = by(3, &b.file, |desk| drop(run(desk, note(b.claim, "look here"))));
    let (file, lines) = both(&gone, &changed);
    let back = opened(&file).comparison;
    assert_eq!(back.claim(b.claim).unwrap().note, "look here");
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].0, MergeEvent::CameBack);
    assert!(lines[0].1.contains("somebody else changed it meanwhile"), "{}", lines[0].1);
    // Whoever removes it knowing both, removes it for good.
    let again = by(4, &file, |desk| drop(run(desk, Command::DeleteClaim(b.claim))));
    for old in [&b.file, &gone, &changed, &file] {
        assert!(opened(&both(&again, old).0).comparison.claim(b.claim).is_none());
    }
}

#[test]
fn a_removed_tag_comes_back_where_somebody_uses_it_and_stays_as_long_as_it_is_saved() {
    let b = begun();
    let gone = by(2, &b.file, |desk| drop(run(desk, Command::DeleteTag(b.calm))));
    let used = by(3, &b.file, |desk| {
        tag(desk, b.left, "The end came in September.", b.calm);
    });
    let (file, lines) = both(&gone, &used);
    let all = opened(&file).comparison;
    assert!(all.tag(b.calm).is_some());
    assert_eq!(all.claim(b.other).unwrap().tags, [], "where the remover knew its use, it is gone");
    assert!(lines.contains(&(
        MergeEvent::CameBack,
        "The tag “calm” had been removed and is there again: somebody else still refers to it.".to_owned()
    )));
    // The claim goes again, but who saves then has the tag in the codebook, and keeps it.
    let end = all.claims().find(|claim| claim.reader.0.as_u128() == 73).unwrap().id;
    let without = by(4, &file, |desk| drop(run(desk, Command::DeleteClaim(end))));
    assert!(opened(&both(&without, &gone).0).comparison.tag(b.calm).is_some());
}

#[test]
fn a_tag_whose_parent_was_removed_and_tags_within_one_another_stand_at_the_top() {
    let b = begun();
    let under = |n, tag, parent| {
        let command = Command::MoveTag { tag, parent: Some(parent), before: None };
        by(n, &b.file, |desk| drop(run(desk, command)))
    };
    let (ana, ben) = (under(2, b.armed, b.calm), under(3, b.calm, b.armed));
    let (file, lines) = both(&ana, &ben);
    let all = opened(&file).comparison;
    let smaller = b.armed.min(b.calm);
    assert_eq!(all.tag(smaller).unwrap().parent, None);
    assert_eq!(all.tag(b.armed.max(b.calm)).unwrap().parent, Some(smaller));
    let events: Vec<MergeEvent> = lines.iter().map(|(event, _)| *event).collect();
    assert!(events.contains(&MergeEvent::Unrooted), "{lines:?}");
    // Once the other tag stands elsewhere, this one stands where it was put.
    let apart = by(4, &file, |desk| {
        let tag = b.armed.max(b.calm);
        run(desk, Command::MoveTag { tag, parent: None, before: None });
    });
    let (file, _) = both(&apart, &ana);
    assert_eq!(opened(&file).comparison.tag(smaller).unwrap().parent, Some(b.armed.max(b.calm)));

    let gone = by(5, &b.file, |desk| drop(run(desk, Command::DeleteTag(b.calm))));
    let (file, lines) = both(&gone, &ana);
    assert_eq!(opened(&file).comparison.tag(b.armed).unwrap().parent, None);
    assert!(
        lines.iter().any(|(_, line)| line.contains("the tag that it stood under was removed")),
        "{lines:?}"
    );
}

/// Two readers make a tag “Army” each and use it.
fn two_armies(b: &Begun) -> (Vec<u8>, Vec<u8>) {
    let army = |n, name: &str, definition: &str, stance| {
        by(n, &b.file, |desk| {
            let tag = run(desk, Command::CreateTag { name: name.to_owned(), parent: None }).tag.unwrap();
            run(desk, Command::DefineTag { tag, definition: definition.to_owned() });
            run(desk, Command::AddTags { claim: b.claim, tags: vec![TagRef::Known(tag)] });
            run(desk, Command::SetStance { claim: b.claim, tag, stance: Some(stance) });
            let span = at(desk, b.left, "The end came in September.");
            let tags = vec![TagRef::Known(tag)];
            run(desk, Command::Tag { source: b.left, spans: vec![span], tags });
            let other = desk.comparison().sources()[1].id;
            run(desk, Command::NoteSilence { source: other, tag, note: format!("by {n}") });
        })
    };
    (army(2, "Army", "", Stance::Affirms), army(3, " army", "The armed forces.", Stance::Denies))
}

fn tag_named(file: &[u8], name: &str) -> Option<TagId> {
    opened(file).comparison.tags().find(|tag| tag.name == name).map(|tag| tag.id)
}

#[test]
fn tags_that_readers_made_under_one_name_are_one_also_for_files_that_come_later() {
    let b = begun();
    let (ana, ben) = two_armies(&b);
    let (file, lines) = both(&ana, &ben);
    let all = opened(&file).comparison;
    let army = tag_named(&file, "Army").unwrap();
    assert_eq!(all.tags().len(), 3);
    assert_eq!(army, tag_named(&ana, "Army").unwrap(), "the smaller id stays");
    assert_eq!(all.claims().filter(|claim| claim.tag_use(army).is_some()).count(), 3);
    assert_eq!(all.claim(b.claim).unwrap().tags.len(), 2, "it bears the tag once");
    assert!(all.silences().all(|silence| silence.tag == army));
    let united = lines.iter().find(|(event, _)| *event == MergeEvent::United).unwrap();
    assert_eq!(
        united.1,
        "The tag “Army” was made 2 times independently; it is one tag now. \
         Another definition of it is kept: “The armed forces.”."
    );
    assert!(String::from_utf8(file.clone()).unwrap().contains("The armed forces."));
    let schema = jsonschema::validator_for(&store::schema()).unwrap();
    schema.validate(&value(&file)).unwrap();
    for held in ["\"held\"", "\"superseded\"", "\"merged_into\""] {
        assert!(String::from_utf8(file.clone()).unwrap().contains(held), "{held}");
    }

    // Ben goes on with his own file.
    let later = by(3, &ben, |desk| {
        let tag = desk.comparison().tags().find(|tag| tag.name == "army").unwrap().id;
        tag_at(desk, b.left, "They held the plants", tag);
    });
    let more = opened(&both(&file, &later).0).comparison;
    assert_eq!(more.tags().len(), 3);
    assert_eq!(more.claims().filter(|claim| claim.tag_use(army).is_some()).count(), 4);

    // What is done to the one tag is done to both.
    let renamed = by(4, &file, |desk| {
        run(desk, Command::RenameTag { tag: army, name: "armed forces".to_owned() });
        run(desk, Command::RemoveTag { claim: b.claim, tag: army });
    });
    let (end, _) = both(&renamed, &later);
    assert_eq!(opened(&end).comparison.tags().len(), 3);
    assert_eq!(tag_named(&end, "armed forces"), Some(army));
    assert!(opened(&end).comparison.claim(b.claim).unwrap().tag_use(army).is_none());
    let removed = by(5, &file, |desk| drop(run(desk, Command::DeleteTag(army))));
    let (end, _) = both(&removed, &ben);
    assert_eq!(opened(&end).comparison.tags().len(), 2, "a removed tag does not come back as its double");
}

fn tag_at(desk: &mut Desk, source: SourceId, quote: &str, id: TagId) {
    tag(desk, source, quote, id);
}

#[test]
fn two_programs_that_add_two_hundred_claims_each_to_one_file_end_with_four_hundred() {
    let (desk, [left, _], [armed, _]) = small_desk();
    let file = store::to_json(desk.comparison(), &Record::new(), Actor(1)).0;
    let add = |n, shift: u32| {
        by(n, &file, |desk| {
            // Spans that begin and end in a word, so that each is another one.
            let words: Vec<u32> = (shift..)
                .zip(crate::support::LEFT.chars().skip(shift as usize))
                .filter(|(_, c)| c.is_alphabetic())
                .map(|(n, _)| n)
                .take(40)
                .collect();
            for n in 0..200 {
                let span = diptych::text::Span::new(words[n % 20], words[20 + n / 20] + 1).unwrap();
                let outcome = run(desk, Command::Tag { source: left, spans: vec![span], tags: vec![] });
                let claim = outcome.claim.unwrap();
                run(desk, Command::AddTags { claim, tags: vec![TagRef::Known(armed)] });
            }
        })
    };
    let (ana, ben) = (add(2, 0), add(3, 20));
    assert_eq!(opened(&ana).comparison.n_claims(), 200);
    let (file, lines) = both(&ana, &ben);
    assert_eq!((opened(&file).comparison.n_claims(), lines), (400, vec![]));
}

#[test]
fn a_link_to_a_removed_claim_brings_the_claim_back() {
    let b = begun();
    let gone = by(2, &b.file, |desk| drop(run(desk, Command::DeleteClaim(b.claim))));
    let linked = by(3, &b.file, |desk| {
        let (from, to, kind) = (b.claim, b.other, LinkKind::Answers);
        run(desk, Command::Link { from, to, kind, note: String::new() });
    });
    let (file, lines) = both(&gone, &linked);
    let all = opened(&file).comparison;
    assert_eq!((all.links().len(), all.claim(b.claim).is_some()), (1, true));
    assert_eq!(lines.len(), 1, "{lines:?}");
}

#[test]
fn two_objects_of_one_id_without_a_common_history_are_one_with_both_values() {
    let b = begun();
    let mut twin = value(&b.file);
    twin["claims"][0]["note"] = json!("another");
    twin["claims"][0]["tags"] = json!([]);
    twin["readers"][0]["mood"] = json!(1.50);
    let twin = serde_json::to_vec(&twin).unwrap();
    let (file, lines) = both(&b.file, &twin);
    let claim = opened(&file).comparison.claim(b.claim).unwrap().clone();
    assert_eq!((&*claim.note, claim.tags.len()), ("another", 1));
    assert_eq!(value(&file)["readers"][0]["mood"], json!(1.5));
    assert_eq!(lines, []);
}

#[test]
fn what_is_damaged_or_unknown_in_any_of_the_files_is_kept() {
    let b = begun();
    let mut odd = value(&b.file);
    odd["mood"] = json!("calm");
    odd["codebook"]["shelf"] = json!(3);
    odd["set_aside"] = json!([7]);
    odd["tombstones"] = json!(["gone"]);
    odd["links"] = json!([{ "id": "?" }]);
    let odd = serde_json::to_vec(&odd).unwrap();
    let odd = store::from_json(&odd, Path::new("x")).unwrap();
    let odd = store::to_json(&odd.comparison, &odd.record, Actor(2)).0;
    let parts = |files: [&Vec<u8>; 2]| {
        files.map(|file| Part {
            name: "x".to_owned(),
            opened: store::from_json(file, Path::new("x")).unwrap(),
        })
    };
    let one = merge(&parts([&odd, &b.file])).unwrap();
    let file = store::to_json(&one.comparison, &one.record, Actor(3)).0;
    let other = merge(&parts([&b.file, &odd])).unwrap();
    assert_eq!(store::to_json(&other.comparison, &other.record, Actor(3)).0, file);
    let (all, was) = (value(&file), value(&odd));
    for field in ["mood", "codebook", "set_aside", "tombstones"] {
        assert_eq!(all[field], was[field], "{field}");
    }
    assert_eq!(all["set_aside"].as_array().unwrap().len(), 2);
    // Merged into an open comparison they are kept too, though no edit says so.
    let open = opened(&b.file);
    let theirs = Part { name: "x".to_owned(), opened: store::from_json(&odd, Path::new("x")).unwrap() };
    let change = store::merge_into((&open.comparison, &open.record, Actor(3)), theirs).unwrap();
    let mut comparison = open.comparison.clone();
    comparison.apply_all(change.edits).unwrap();
    assert_eq!(store::to_json(&comparison, &change.record, Actor(3)).0, file);
}

#[test]
fn only_files_of_one_comparison_with_the_same_texts_are_merged() {
    let b = begun();
    let here = part(&b.file);
    let mut stranger = here.clone();
    stranger.name = "b.json".to_owned();
    let id = ComparisonId(Uuid::from_u128(99));
    stranger.opened.comparison = diptych::model::Comparison::new(id, String::new(), Time(0));
    let refused = merge(&[here.clone(), stranger]).unwrap_err();
    assert!(matches!(refused, MergeError::AnotherComparison { .. }));
    assert!(refused.to_string().starts_with("b.json: another comparison than x.json"), "{refused}");

    let mut edited = here.clone();
    edited.name = "c.json".to_owned();
    let source = edited.opened.comparison.source(b.left).unwrap().clone();
    let text = diptych::text::Text::new(format!("{}.", source.text.as_str())).unwrap();
    let source = diptych::model::Source { text, ..diptych::model::Source::clone(&source) };
    edited.opened.comparison.apply(Edit::from(source)).unwrap();
    let refused = merge(&[here.clone(), edited]).unwrap_err().to_string();
    assert!(refused.starts_with("c.json: the text of the source “Left”"), "{refused}");

    let newer = String::from_utf8(b.file.clone()).unwrap().replacen("\"version\": 1", "\"version\": 2", 1);
    let newer = Part {
        name: "d.json".to_owned(),
        opened: store::from_json(newer.as_bytes(), Path::new("d")).unwrap(),
    };
    let refused = merge(&[here, newer]).unwrap_err().to_string();
    assert!(refused.starts_with("d.json: a newer version"), "{refused}");
    assert_eq!(merge(&[]).unwrap_err(), MergeError::Nothing);
}

#[test]
fn whatever_marks_of_change_a_file_claims_to_have_merging_ends_and_is_sound() {
    let b = begun();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let marks = proptest::collection::vec((0_usize..6, 0_u32..4, 0_u64..3), 0..6);
    for _ in 0..200 {
        let files: Vec<Vec<u8>> = (0..3)
            .map(|_| {
                let mut file = value(&b.file);
                for (what, n, actor) in marks.new_tree(&mut runner).unwrap().current() {
                    let session = format!("{actor:016x}");
                    let claim = &mut file["claims"][0];
                    match what {
                        0 => claim["seen"][session] = json!(n),
                        1 => claim["stamps"]["note"] = json!(format!("{}.{session}", n + 1)),
                        2 => claim["note"] = json!(format!("{n}{actor}")),
                        3 => {
                            let entry =
                                json!({ "field": "passages", "stamp": format!("9.{session}"), "value": n });
                            claim["superseded"] = json!([entry]);
                        }
                        4 => {
                            claim["held"]["tags"] =
                                json!([{ "tag": Uuid::from_u128(5), "definition_revision": 1 }]);
                        }
                        _ => {
                            let id = claim["id"].clone();
                            let tag = file["codebook"]["tags"][0]["id"].clone();
                            file["tombstones"] = json!([
                                { "id": id, "kind": "claim", "seen": { session: n }, "object": n },
                                { "id": tag, "kind": "tag", "merged_into": tag, "object": {} },
                            ]);
                        }
                    }
                }
                serde_json::to_vec(&file).unwrap()
            })
            .collect();
        let parts: Vec<Part> = files.iter().map(|file| part(file)).collect();
        let merged = merge(&parts).unwrap();
        let bytes = store::to_json(&merged.comparison, &merged.record, Actor(9)).0;
        let again = store::from_json(&bytes, Path::new("x")).unwrap();
        assert_eq!(again.warnings, []);
        assert!(again.comparison == merged.comparison);
    }
}
