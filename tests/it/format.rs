//! The file: there and back, to the letter; what it says of changes; how it is saved.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use diptych::anchoring::describe;
use diptych::model::{
    Anchor, Attitude, Bibliography, Claim, ClaimId, ColorSlot, Comparison, ComparisonId, Coverage,
    CoverageState, Decision, Digest, Edit, Link, LinkId, LinkKind, Mark, MarkKind, ObjectKind, Origin,
    Outcome, Reader, ReaderId, Round, RoundStep, SavedSheet, SetAside, SetAsideId, Silence, SilenceId,
    Source, SourceId, Stance, Tag, TagId, TagOrder, TagUse, TagValues, Time, Unknown, ValueKind, Voice,
};
use diptych::store::{self, Actor, Opened, Record, StoreError};
use diptych::text::{Excerpt, Pos, Span, Text};
use proptest::prelude::*;
use uuid::Uuid;

const ME: Actor = Actor(0x1973);
const NOW: Time = Time(1_789_000_000);

fn id<T: From<Uuid>>(n: u128) -> T {
    T::from(Uuid::from_u128(n))
}

fn name() -> &'static Path {
    Path::new("some.diptych.json")
}

/// Two sources, two readers, three tags, four claims, a link, a silence: something of everything.
pub fn small() -> Comparison {
    let mut comparison = Comparison::new(id(1), "Two accounts".to_owned(), NOW);
    let texts = [
        "The workers’ cordón was strong.\n\nThe armed road was closed to them in 1972.",
        "There was no armed road.\n\nThe army stayed loyal until August; the army had no choice.",
    ];
    let mut edits: Vec<Edit> = Vec::new();
    for (n, words) in (0..).zip(texts) {
        let bibliography = Bibliography {
            title: format!("Account {n}"),
            short_name: format!("A {n}"),
            ..Bibliography::default()
        };
        let text = Text::new(words).unwrap();
        let mark = |kind, start, end| Mark {
            span: Span::new(start, end).unwrap(),
            kind,
            unknown: Unknown::default(),
        };
        let structure = vec![
            mark(MarkKind::Heading { level: 2 }, 0, 3),
            mark(MarkKind::Page { label: "12–13".to_owned() }, 4, 5),
            mark(MarkKind::Emphasis, 4, 9),
        ];
        let origin = Origin {
            file_name: "account.md".to_owned(),
            media_type: "text/markdown".to_owned(),
            encoding: "UTF-8".to_owned(),
            bytes_digest: Some(Digest::of(words.as_bytes())),
            n_unreadable: 0,
        };
        let unknown = Unknown::default();
        let order = u32::try_from(n).unwrap();
        edits.push(Source { id: id(10 + n), order, bibliography, origin, text, structure, unknown }.into());
    }
    for (n, name) in [(20, "A. Reader"), (21, "B. Reader")] {
        edits.push(Reader { id: id(n), name: name.to_owned(), unknown: Unknown::default() }.into());
    }
    for (n, name, parent) in [(30, "road", None), (31, "armed road", Some(30)), (32, "army", None)] {
        edits.push(tag(n, name, parent.map(id)).into());
    }
    comparison.apply_all(edits).unwrap();
    let claims = [
        claim(&comparison, 40, 10, "armed road", &[31]),
        claim(&comparison, 41, 11, "no armed road", &[31, 30]),
        claim(&comparison, 42, 11, "loyal until August", &[32]),
        claim(&comparison, 43, 10, "cordón was strong", &[]),
    ];
    let link = Link {
        id: id(50),
        from: id(41),
        to: id(40),
        kind: LinkKind::SameEvidence,
        note: "both of 1972".to_owned(),
        reader: id(20),
        created: NOW,
        modified: NOW,
        unknown: Unknown::default(),
    };
    let silence = Silence {
        id: id(60),
        source: id(10),
        tag: id(32),
        note: String::new(),
        reader: id(21),
        created: NOW,
        modified: NOW,
        unknown: Unknown::default(),
    };
    let edits = claims.into_iter().map(Edit::from).chain([link.into(), silence.into()]);
    comparison.apply_all(edits.collect()).unwrap();
    comparison
}

fn tag(n: u128, name: &str, parent: Option<TagId>) -> Tag {
    Tag {
        id: id(n),
        name: name.to_owned(),
        definition: String::new(),
        definition_revision: 1,
        parent,
        order: TagOrder(0),
        color: ColorSlot::Teal,
        key: None,
        values: None,
        created: NOW,
        modified: NOW,
        unknown: Unknown::default(),
    }
}

fn claim(comparison: &Comparison, n: u128, source: u128, words: &str, tags: &[u128]) -> Claim {
    let text = &comparison.source(id(source)).unwrap().text;
    let span = diptych::anchoring::occurrences(text, words)[0];
    let tags = tags.iter().map(|tag| TagUse {
        tag: id(*tag),
        stance: Some(Stance::Denies),
        definition_revision: 1,
        value: String::new(),
        unknown: Unknown::default(),
    });
    Claim {
        id: id(n),
        source: id(source),
        reader: id(20),
        created: NOW,
        modified: NOW,
        passages: vec![describe(text, span)],
        tags: tags.collect(),
        voice: Voice::Own,
        summary: String::new(),
        note: String::new(),
        unknown: Unknown::default(),
    }
}

pub fn written(comparison: &Comparison) -> String {
    let (json, _) = store::to_json(comparison, &Record::new(), ME);
    String::from_utf8(json).unwrap()
}

pub fn opened(json: &str) -> Opened {
    store::from_json(json.as_bytes(), name()).unwrap()
}

fn rewritten(opened: &Opened) -> String {
    let (json, _) = store::to_json(&opened.comparison, &opened.record, ME);
    String::from_utf8(json).unwrap()
}

/// Opens `json`, which must be sound, changes it, and returns how it is then saved, by `actor`.
fn changed(json: &str, actor: Actor, change: impl FnOnce(&mut Comparison)) -> String {
    let mut opened = opened(json);
    change(&mut opened.comparison);
    let (json, record) = store::to_json(&opened.comparison, &opened.record, actor);
    let (again, _) = store::to_json(&opened.comparison, &record, Actor(0xffff));
    assert_eq!(json, again, "what is saved twice unchanged is the same");
    String::from_utf8(json).unwrap()
}

fn edit_claim(comparison: &mut Comparison, n: u128, edit: impl FnOnce(&mut Claim)) {
    let mut claim = (**comparison.claim(id(n)).unwrap()).clone();
    edit(&mut claim);
    comparison.apply(claim.into()).unwrap();
}

fn value(json: &str) -> serde_json::Value {
    serde_json::from_str(json).unwrap()
}

fn claim_of(json: &str, n: u128) -> serde_json::Value {
    let claims = value(json)["claims"].as_array().unwrap().clone();
    let wanted = Uuid::from_u128(n).to_string();
    claims.into_iter().find(|claim| claim["id"] == wanted.as_str()).unwrap()
}

#[track_caller]
fn check_against_schema(json: &str) {
    static SCHEMA: OnceLock<jsonschema::Validator> = OnceLock::new();
    let schema = SCHEMA.get_or_init(|| jsonschema::validator_for(&store::schema()).unwrap());
    let value = value(json);
    let errors: Vec<String> =
        schema.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn a_file_opens_as_what_was_saved_and_is_saved_as_it_was_opened() {
    let comparison = small();
    let json = written(&comparison);
    let opened = opened(&json);
    assert_eq!(opened.comparison, comparison);
    assert_eq!(opened.warnings, []);
    assert!(!opened.read_only);
    assert_eq!(rewritten(&opened), json);
    check_against_schema(&json);
}

#[test]
fn the_file_begins_with_its_format_and_is_laid_out_for_people() {
    let json = written(&small());
    assert!(json.starts_with("{\n  \"format\": \"diptych\",\n  \"version\": 1,\n  \"id\": "));
    assert!(json.ends_with("\n}\n"));
    let same: serde_json::Value = value(&json);
    assert_eq!(same["claims"][0]["passages"][0]["quote"], "cordón was strong");
    assert_eq!(same["claims"][0]["passages"][0]["start"], 13);
    let keys = |json: &str| -> Vec<String> {
        let lines = json.lines().filter(|line| line.starts_with("  \""));
        lines.map(|line| line.split('"').nth(1).unwrap().to_owned()).collect()
    };
    let expected = "format version id title created revision sources readers codebook claims links silences";
    assert_eq!(keys(&json).join(" "), expected);
    assert!(!json.contains("null") && !json.contains("\"note\": \"\""));
}

#[test]
fn the_example_in_the_manual_of_the_format_is_a_file() {
    let page = include_str!("../../docs/FORMAT.md");
    let example = page.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let opened = opened(example);
    assert_eq!(opened.warnings, []);
    assert_eq!(rewritten(&opened), example);
}

#[test]
fn every_field_of_the_format_is_in_its_manual() {
    let page = include_str!("../../docs/FORMAT.md");
    let schema = store::schema();
    let objects = schema["$defs"].as_object().unwrap().values().chain([&schema]);
    let fields =
        objects.filter_map(|object| object["properties"].as_object()).flat_map(|fields| fields.keys());
    let missing: Vec<&String> = fields.filter(|field| !page.contains(&format!("`{field}`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn an_empty_comparison_is_a_file_too() {
    let comparison = Comparison::new(id(1), String::new(), NOW);
    let json = written(&comparison);
    check_against_schema(&json);
    assert_eq!(opened(&json).comparison, comparison);
}

#[test]
fn excerpts_share_the_memory_of_the_text_they_are_from() {
    let opened = opened(&written(&small()));
    let claim = opened.comparison.claim(id(40)).unwrap();
    let text = &opened.comparison.source(id(10)).unwrap().text;
    let within = text.as_str().as_bytes().as_ptr_range();
    for excerpt in [&claim.passages[0].quote, &claim.passages[0].before, &claim.passages[0].after] {
        assert!(within.contains(&excerpt.as_str().as_ptr()), "{excerpt}");
    }
}

#[test]
fn any_layout_of_the_same_json_opens_as_the_same() {
    let json = written(&small());
    let minified = value(&json).to_string();
    assert_eq!(opened(&minified).comparison, small());
    assert_eq!(rewritten(&opened(&minified)), json);
    let other_line_ends = json.replace('\n', "\r\n");
    assert_eq!(opened(&other_line_ends).comparison, small());
    assert_eq!(opened(&format!("\u{feff}{json}")).comparison, small());
    // A list of claims within a field of a newer version, laid out as ours is.
    let decoy = json.replacen(
        "  \"title\"",
        "  \"decoy\": { \"a\": 1,\n  \"claims\": [\n    {\n      \"x\": 1\n    }\n  ] },\n  \"title\"",
        1,
    );
    let opened = opened(&decoy);
    assert_eq!(opened.comparison.n_claims(), 4);
    assert_eq!(opened.warnings, []);
}

#[test]
fn fields_of_a_newer_version_survive_at_every_level_to_the_letter() {
    let json = written(&small());
    let added =
        r#""zz": { "deep": [ 12345678901234567890123, 2.50, 1E+2, "\u00e9\/" ], "a": {} }, "x y": null"#;
    let mut with = String::new();
    let mut n = 0_usize;
    for line in json.lines() {
        with.push_str(line);
        if line.trim_end().ends_with('{') {
            with.push_str(&added.replace("deep", &format!("deep{n}")));
            with.push(',');
            n += 1;
        }
        with.push('\n');
    }
    assert!(n > 30, "one in each object: {n}");
    let opened = opened(&with);
    assert_eq!(opened.warnings, []);
    let saved = rewritten(&opened);
    for n in 0..n {
        assert_eq!(saved.matches(&format!("\"deep{n}\"")).count(), 1, "deep{n}");
    }
    assert_eq!(saved.matches("12345678901234567890123,").count(), n);
    assert_eq!(saved.matches(" 2.50,").count(), n);
    assert_eq!(saved.matches(" 1E+2,").count(), n);
    assert_eq!(saved.matches(r#" "\u00e9\/""#).count(), n);
    assert_eq!(saved.matches("\"x y\": null,").count(), n);
    assert_eq!(value(&saved), value(&with));
    assert_eq!(rewritten(&self::opened(&saved)), saved);
}

#[test]
fn marks_of_unknown_kinds_and_odd_marks_are_kept() {
    let json = written(&small());
    let marks = r#""structure": [ {"kind": "verse", "start": 0, "end": 4, "level": 7, "meter": [1.0]},
        {"kind": "heading", "start": 9, "end": 2, "level": 1}, {"kind": "page", "start": 3, "end": 4, "x": 1}, 17,
        {"kind": "heading", "start": 0, "end": 3, "level": 3, "label": "L"} ],
        "structure_was": ["#;
    let odd = json.replacen("\"structure\": [", marks, 1);
    let opened = opened(&odd);
    let first = &opened.comparison.sources()[0].structure;
    assert_eq!(first[0].kind, MarkKind::Other("verse".to_owned()));
    assert_eq!(first[4].kind, MarkKind::Heading { level: 3 });
    assert_eq!(opened.warnings.len(), 1);
    assert!(opened.warnings[0].message.contains("3 of the marks"), "{}", opened.warnings[0]);
    assert_eq!(value(&rewritten(&opened)), value(&odd));
}

#[test]
fn a_changed_note_stamps_the_note_alone() {
    let before = written(&small());
    let after = changed(&before, Actor(0xabc), |comparison| {
        edit_claim(comparison, 41, |claim| claim.note = "Look again.".to_owned());
    });
    let claim = claim_of(&after, 41);
    assert_eq!(claim["revision"], 2);
    assert_eq!(claim["seen"], serde_json::json!({ "0000000000000abc": 2 }));
    assert_eq!(claim["stamps"], serde_json::json!({ "note": "2.0000000000000abc" }));
    let lines: BTreeSet<&str> = before.lines().collect();
    let new = after.lines().filter(|line| !lines.contains(line)).count();
    assert!(new <= 10, "a small edit is a small diff: {new} new lines");
    let third = changed(&after, Actor(0xdef), |comparison| {
        edit_claim(comparison, 41, |claim| {
            claim.note.clear();
            claim.summary = "There was none.".to_owned();
        });
    });
    let claim = claim_of(&third, 41);
    assert_eq!(claim["seen"], serde_json::json!({ "0000000000000abc": 2, "0000000000000def": 3 }));
    let stamps = serde_json::json!({ "note": "3.0000000000000def", "summary": "3.0000000000000def" });
    assert_eq!(claim["stamps"], stamps);
    check_against_schema(&third);
}

#[test]
fn tags_of_a_claim_are_stamped_one_by_one() {
    let before = written(&small());
    let after = changed(&before, Actor(1), |comparison| {
        let used = TagUse {
            tag: id(32),
            stance: None,
            definition_revision: 1,
            value: String::new(),
            unknown: Unknown::default(),
        };
        edit_claim(comparison, 41, |claim| claim.tags.push(used));
    });
    let stamp = "tags/00000000-0000-0000-0000-000000000020";
    assert_eq!(claim_of(&after, 41)["stamps"], serde_json::json!({ stamp: "2.0000000000000001" }));
    let gone = changed(&after, Actor(2), |comparison| {
        edit_claim(comparison, 41, |claim| drop(claim.tags.pop()));
    });
    let claim = claim_of(&gone, 41);
    assert_eq!(claim["revision"], 3);
    assert!(claim.get("stamps").is_none());
    assert_eq!(claim["seen"], serde_json::json!({ "0000000000000001": 2, "0000000000000002": 3 }));
}

#[test]
fn what_is_as_it_was_published_was_never_touched() {
    let before = written(&small());
    let after = changed(&before, ME, |comparison| {
        let inverse = comparison.apply(Edit::Claim(id(43), None)).unwrap();
        comparison.apply(inverse).unwrap();
        edit_claim(comparison, 41, |claim| claim.note = "Look again.".to_owned());
        edit_claim(comparison, 41, |claim| claim.note.clear());
        comparison.apply(Edit::Title("Other".to_owned())).unwrap();
        comparison.apply(Edit::Title("Two accounts".to_owned())).unwrap();
    });
    assert_eq!(after, before);
}

#[test]
fn the_title_and_the_codebook_have_a_history_too() {
    let after = changed(&written(&small()), Actor(7), |comparison| {
        comparison.apply(Edit::Title("Three accounts".to_owned())).unwrap();
    });
    let value = value(&after);
    assert_eq!(value["revision"], 2);
    assert_eq!(value["stamps"], serde_json::json!({ "title": "2.0000000000000007" }));
}

#[test]
fn what_is_removed_leaves_a_tombstone_and_what_comes_back_drops_it() {
    let mut opened = opened(&written(&small()));
    let back = opened.comparison.apply(Edit::Claim(id(43), None)).unwrap();
    let (json, record) = store::to_json(&opened.comparison, &opened.record, Actor(5));
    let json = String::from_utf8(json).unwrap();
    let tombstone = serde_json::json!([{
        "id": Uuid::from_u128(43).to_string(),
        "kind": "claim",
        "revision": 2,
        "seen": { "0000000000000005": 2 },
        "object": claim_of(&written(&small()), 43),
    }]);
    assert_eq!(value(&json)["tombstones"], tombstone);
    assert_eq!(record.removed().count(), 1);
    check_against_schema(&json);
    assert_eq!(rewritten(&self::opened(&json)), json);

    let mut again = self::opened(&json);
    again.comparison.apply(back).unwrap();
    let (json, record) = store::to_json(&again.comparison, &again.record, Actor(6));
    let json = String::from_utf8(json).unwrap();
    assert!(value(&json).get("tombstones").is_none());
    let claim = claim_of(&json, 43);
    assert_eq!(claim["revision"], 3);
    assert_eq!(claim["seen"], serde_json::json!({ "0000000000000005": 2, "0000000000000006": 3 }));
    assert_eq!(claim["stamps"]["note"], "3.0000000000000006");
    let history = record.history(Some(ObjectKind::Claim), Uuid::from_u128(43)).unwrap();
    assert_eq!(history.revision, 3);
    assert_eq!(rewritten(&self::opened(&json)), json);
}

#[test]
fn a_file_of_a_newer_version_opens_for_reading_only() {
    let json = written(&small()).replacen("\"version\": 1", "\"version\": 2", 1);
    let opened = opened(&json);
    assert!(opened.read_only);
    assert_eq!(opened.comparison, small());
    assert!(opened.warnings[0].message.contains("newer version"), "{}", opened.warnings[0]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.json");
    let refused = store::save(&opened.comparison, &opened.record, ME, &path).unwrap_err();
    assert!(matches!(refused, StoreError::ReadOnly { .. }));
    assert!(!path.exists());
}

mod disk {
    use super::{ME, NOW, small};
    use diptych::model::Edit;
    use diptych::store::{self, Actor, Record, StoreError};
    use std::fs;
    use std::time::{Duration, SystemTime};

    fn names(folder: &std::path::Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_save_leaves_the_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.diptych.json");
        store::save(&small(), &Record::new(), ME, &path).unwrap();
        let opened = store::open(&path).unwrap();
        assert_eq!(opened.comparison, small());
        let before = fs::read(&path).unwrap();
        let again = store::save(&opened.comparison, &opened.record, Actor(2), &path).unwrap();
        store::save(&opened.comparison, &again, Actor(3), &path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), before);
        assert_eq!(names(folder.path()), ["a.diptych.json"]);
    }

    #[test]
    fn a_file_that_somebody_else_changed_is_not_overwritten_unasked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.diptych.json");
        let record = store::save(&small(), &Record::new(), ME, &path).unwrap();
        let mut theirs = small();
        theirs.apply(Edit::Title("Theirs".to_owned())).unwrap();
        store::save(&theirs, &Record::new(), Actor(2), &path).unwrap();
        let refused = store::save(&small(), &record, ME, &path).unwrap_err();
        assert!(matches!(refused, StoreError::ChangedOnDisk { .. }), "{refused}");
        assert_eq!(store::open(&path).unwrap().comparison, theirs);
        store::save_over(&small(), &record, ME, &path).unwrap();
        assert_eq!(store::open(&path).unwrap().comparison, small());
        assert_eq!(names(folder.path()), ["a.diptych.json"]);
    }

    #[test]
    fn the_content_decides_whether_a_file_was_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.diptych.json");
        store::save(&small(), &Record::new(), ME, &path).unwrap();
        let opened = store::open(&path).unwrap();
        let touch = |seconds| {
            let file = fs::File::options().write(true).open(&path).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
        };
        touch(1_000_000);
        let record = store::save(&opened.comparison, &opened.record, ME, &path).unwrap();
        let same_length = fs::read_to_string(&path).unwrap().replace("Two accounts", "Too accounts");
        fs::write(&path, same_length).unwrap();
        touch(1_000_000);
        assert!(store::save(&opened.comparison, &record, ME, &path).is_err());
        fs::remove_file(&path).unwrap();
        store::save(&opened.comparison, &record, ME, &path).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn mode_and_links_of_the_file_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real.json"), folder.path().join("link.json"));
        symlink("real.json", &link).unwrap();
        store::write_atomically(&link, b"1").unwrap();
        assert_eq!(fs::read(&real).unwrap(), b"1");
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        store::save(&small(), &Record::new(), ME, &link).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(store::open(&link).unwrap().comparison, small());
        fs::set_permissions(&real, fs::Permissions::from_mode(0o440)).unwrap();
        let refused = store::save(&small(), &Record::new(), ME, &real).unwrap_err();
        assert!(refused.to_string().contains("may not be written"), "{refused}");
        assert_eq!(names(folder.path()), ["link.json", "real.json"]);
    }

    #[test]
    fn a_place_that_can_not_be_written_is_refused_with_a_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("no such folder").join("a.json");
        let refused = store::save(&small(), &Record::new(), ME, &missing).unwrap_err();
        assert!(refused.to_string().contains("the folder does not exist"), "{refused}");
        let refused = store::save(&small(), &Record::new(), ME, folder.path()).unwrap_err();
        assert!(refused.to_string().contains("folder of that name"), "{refused}");
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_no_file_to_save_to() {
        let refused = store::write_atomically("/dev/null".as_ref(), b"x").unwrap_err();
        assert!(refused.to_string().contains("device"), "{refused}");
    }

    #[test]
    fn an_opened_file_is_not_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        let damaged = super::written(&small()).replace("\"start\"", "\"begin\"");
        fs::write(&path, &damaged).unwrap();
        let before = fs::metadata(&path).unwrap().modified().unwrap();
        let opened = store::open(&path).unwrap();
        assert_eq!(opened.comparison.n_claims(), 0);
        assert_eq!(fs::read_to_string(&path).unwrap(), damaged);
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
        assert_eq!(NOW, opened.comparison.created());
    }
}

// Random comparisons.

fn words() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "\\PC{0,12}", ".{0,6}", Just("\u{1}a \"\\\u{7f}\u{2028}\n".to_owned())]
}

fn unknown() -> impl Strategy<Value = Unknown> {
    let json = prop_oneof![
        Just("12345678901234567890123".to_owned()),
        Just("2.50".to_owned()),
        Just("{\"b\":[],\"a\":[1,{}]}".to_owned()),
        words().prop_map(|words| serde_json::to_string(&words).unwrap()),
    ];
    // A name of our own would not be unknown.
    let field = (words().prop_map(|words| format!("z{words}")), json);
    prop_oneof![
        4 => Just(Unknown::default()),
        1 => prop::collection::vec(field, 1..3).prop_map(|fields| fields.into_iter().collect()),
    ]
}

fn time() -> impl Strategy<Value = Time> {
    (0_i64..4_000_000_000).prop_map(Time)
}

type Indexes = (prop::sample::Index, prop::sample::Index);

#[derive(Debug, Clone)]
struct Passages(Vec<(Indexes, bool)>);

fn kinds() -> impl Strategy<Value = MarkKind> {
    prop_oneof![
        (1_u8..7).prop_map(|level| MarkKind::Heading { level }),
        (1_u8..7).prop_map(|depth| MarkKind::ListItem { depth }),
        words().prop_map(|label| MarkKind::Footnote { label }),
        words().prop_map(|label| MarkKind::FootnoteReference { label }),
        words().prop_map(|label| MarkKind::Page { label }),
        words().prop_map(|address| MarkKind::Hyperlink { address }),
        prop::sample::select(vec![
            MarkKind::Emphasis,
            MarkKind::Strong,
            MarkKind::Strikethrough,
            MarkKind::Code,
            MarkKind::Quote,
        ]),
        words().prop_map(|name| MarkKind::Other(format!("x{name}"))),
    ]
}

fn sources() -> impl Strategy<Value = Vec<Source>> {
    let mark = (kinds(), any::<u32>(), any::<u32>(), unknown()).prop_map(|(kind, a, b, unknown)| Mark {
        kind,
        span: Span::between(Pos(a), Pos(b)),
        unknown,
    });
    let bibliography = prop::array::uniform7(words()).prop_map(
        |[title, author, date, short_name, citation, csl, language]| {
            let csl = if csl.is_empty() { csl } else { serde_json::json!({ "title": csl }).to_string() };
            Bibliography { title, author, date, short_name, citation, csl, language }
        },
    );
    let origin = (words(), words(), words(), any::<bool>(), 0_u64..3).prop_map(
        |(file_name, media_type, encoding, digested, n_unreadable)| Origin {
            bytes_digest: digested.then(|| Digest::of(file_name.as_bytes())),
            file_name,
            media_type,
            encoding,
            n_unreadable,
        },
    );
    let one =
        (bibliography, origin, "[a-cñ“🌹 \n]{30,90}", prop::collection::vec(mark, 0..4), unknown(), 0_u32..3);
    prop::collection::vec(one, 1..4).prop_map(|sources| {
        let made = (100..).zip(sources);
        made.map(|(n, (bibliography, origin, words, structure, unknown, order))| Source {
            id: id(n),
            order,
            bibliography,
            origin,
            text: Text::new(words).unwrap(),
            structure,
            unknown,
        })
        .collect()
    })
}

fn passages() -> impl Strategy<Value = Passages> {
    prop::collection::vec((any::<Indexes>(), any::<bool>()), 1..4).prop_map(Passages)
}

fn anchors(text: &Text, passages: &Passages) -> Vec<Anchor> {
    let mut stops: Vec<u32> = passages
        .0
        .iter()
        .flat_map(|((a, b), _)| [a, b])
        .map(|at| u32::try_from(at.index(text.end().index())).unwrap())
        .collect();
    stops.sort_unstable();
    stops.dedup();
    let spans = stops.chunks_exact(2).map(|pair| Span::new(pair[0], pair[1]).unwrap());
    let mut anchors: Vec<Anchor> = spans
        .zip(&passages.0)
        .map(|(span, (_, copied))| match copied {
            true => Anchor {
                span,
                quote: Excerpt::from(text.slice(span)),
                before: Excerpt::from("of another edition "),
                after: Excerpt::from(""),
            },
            false => describe(text, span),
        })
        .collect();
    if anchors.is_empty() {
        anchors.push(describe(text, Span::new(0, 1).unwrap()));
    }
    anchors
}

fn voice() -> impl Strategy<Value = Voice> {
    let attitude = prop::option::of(prop::sample::select(Attitude::ALL.to_vec()));
    prop_oneof![
        Just(Voice::Own),
        (words(), attitude).prop_map(|(name, attitude)| Voice::Attributed { name, attitude }),
    ]
}

fn values() -> impl Strategy<Value = Option<TagValues>> {
    let same = prop::collection::vec(prop::collection::vec(words(), 0..3), 0..3);
    let kind = prop::sample::select(ValueKind::ALL.to_vec());
    prop::option::of((kind, same).prop_map(|(kind, same)| TagValues { kind, same }))
}

prop_compose! {
    fn tags()(
        list in prop::collection::vec((
            words(), words(), any::<prop::sample::Index>(), any::<(bool, i64)>(),
            prop::sample::select(ColorSlot::ALL.to_vec()), prop::option::of(any::<char>()), (time(), time()),
            (unknown(), values()),
        ), 1..6),
    ) -> Vec<Tag> {
        let mut tags: Vec<Tag> = Vec::new();
        for (n, (name, definition, parent, (topmost, order), color, key, (created, modified), (unknown, values))) in (200..).zip(list) {
            let parent = if topmost || tags.is_empty() { None } else { Some(tags[parent.index(tags.len())].id) };
            tags.push(Tag {
                id: id(n), name: format!("tag {name}"), definition, definition_revision: 3, parent,
                order: TagOrder(order), color, key, values, created, modified, unknown,
            });
        }
        // Ids against the order of the tree, so that opening has to find the parents first.
        tags
    }
}

prop_compose! {
    fn comparison()(
        sources in sources(),
        tags in tags(),
        readers in prop::collection::vec((words(), unknown()), 1..3),
        claims in prop::collection::vec((
            any::<(Indexes, prop::sample::Index)>(), passages(), voice(), (words(), words()),
            (time(), time()), (unknown(), unknown()), prop::option::of(prop::sample::select(Stance::ALL.to_vec())),
        ), 0..8),
        links in prop::collection::vec((
            any::<Indexes>(), prop::sample::select(LinkKind::ALL.to_vec()), words(), unknown(),
        ), 0..4),
        silences in prop::collection::vec((any::<Indexes>(), words(), unknown()), 0..3),
        coverages in prop::collection::vec((
            any::<(prop::sample::Index, prop::sample::Index)>(),
            prop::sample::select(CoverageState::ALL.to_vec()), words(), unknown(),
        ), 0..3),
        sheets in prop::collection::vec(("[a-z]{1,8}", words(), unknown()), 0..3),
        decisions in prop::collection::vec((any::<(Indexes, prop::sample::Index, [u8; 4])>(), words(), unknown()), 0..3),
        rounds in prop::collection::vec((
            "[a-z]{1,8}", words(), prop::collection::vec(words(), 0..3),
            prop::sample::select(RoundStep::ALL.to_vec()), prop::option::of(time()), unknown(),
        ), 0..3),
        (title, created, unknown, codebook) in (words(), time(), unknown(), 1_u32..9),
        aside in prop::option::of(words()),
    ) -> Comparison {
        let mut made = Comparison::new(ComparisonId(Uuid::from_u128(1)), title, created).with_unknown(unknown);
        let mut edits: Vec<Edit> = vec![Edit::CodebookRevision(codebook)];
        let (source_ids, tag_ids) = (sources.clone(), tags.clone());
        edits.extend(sources.into_iter().map(Edit::from));
        edits.extend(tags.into_iter().map(Edit::from));
        let n_readers = readers.len();
        for (n, (name, unknown)) in (300..).zip(readers) {
            edits.push(Reader { id: id(n), name, unknown }.into());
        }
        let mut claim_ids: Vec<ClaimId> = Vec::new();
        for (n, (((source, tag), reader), passages, voice, (summary, note), (created, modified), (unknown, of_tag), stance)) in
            (400..).zip(claims)
        {
            let source = source.get(&source_ids);
            claim_ids.push(id(n));
            edits.push(Claim {
                id: id(n), source: source.id, reader: reader_id(reader.index(n_readers)), created, modified,
                passages: anchors(&source.text, &passages),
                tags: vec![TagUse { tag: tag.get(&tag_ids).id, stance, definition_revision: 2, value: note.clone(), unknown: of_tag }],
                voice, summary, note, unknown,
            }.into());
        }
        for (n, ((from, to), kind, note, unknown)) in (500..).zip(links) {
            if claim_ids.is_empty() || from.index(claim_ids.len()) == to.index(claim_ids.len()) {
                continue;
            }
            edits.push(Link {
                id: LinkId(Uuid::from_u128(n)), from: *from.get(&claim_ids), to: *to.get(&claim_ids), kind, note,
                reader: reader_id(0), created, modified: created, unknown,
            }.into());
        }
        for (n, ((source, tag), note, unknown)) in (600..).zip(silences) {
            edits.push(Silence {
                id: SilenceId(Uuid::from_u128(n)), source: source.get(&source_ids).id, tag: tag.get(&tag_ids).id, note,
                reader: reader_id(0), created, modified: created, unknown,
            }.into());
        }
        for (n, ((source, start), state, note, unknown)) in (800..).zip(coverages) {
            let source = source.get(&source_ids);
            let (start, end) = (u32::try_from(start.index(source.text.end().index())).unwrap(), source.text.len());
            edits.push(Coverage {
                id: id(n), source: source.id, span: Span::new(start, end).unwrap(), state, note,
                reader: reader_id(0), created, modified: created, unknown,
            }.into());
        }
        for (n, (name, title, unknown)) in (900..).zip(sheets) {
            let settings = serde_json::json!({ "kind": "worksheet", "title": title, "tags": [] }).to_string();
            edits.push(SavedSheet {
                id: id(n), name, settings, reader: reader_id(0), created, modified: created, unknown,
            }.into());
        }
        for (n, (((at, tag), reader, choice), note, unknown)) in (1000..).zip(decisions) {
            let source = &source_ids[at.index(source_ids.len())];
            let from = u32::try_from(at.index(source.text.end().index())).unwrap();
            let outcome = match choice[0] % 5 {
                0 => None,
                1 => Some(Outcome::Taken(reader_id(reader.index(n_readers)))),
                2 => Some(Outcome::Combined),
                3 => Some(Outcome::Written),
                _ => Some(Outcome::LeftOut),
            };
            // Claims and tags that the file lacks are no fault.
            let claims = (0..u128::from(choice[1] % 4)).map(|claim| id(401 + 3 * claim)).collect();
            edits.push(Decision {
                id: id(n), source: source.id, tag: (choice[2] % 2 == 0).then(|| tag.get(&tag_ids).id),
                at: Span::new(from, source.text.len()).unwrap(), claims,
                basis: (choice[3] % 2 == 0).then(|| Digest::of(&choice)), outcome,
                settled: (0..u128::from(choice[3] % 3)).map(|claim| id(400 + claim)).collect(), note,
                reader: reader_id(0), created, modified: created, unknown,
            }.into());
        }
        for (n, (name, instructions, expected, step, opened, unknown)) in (1100..).zip(rounds) {
            edits.push(Round {
                id: id(n), name, instructions, expected, step, opened, reader: reader_id(0), created,
                modified: created, unknown,
            }.into());
        }
        if let Some(problem) = aside {
            let json = "{\"id\":7,\"note\":\"a , b\",\"n\":[]}".to_owned();
            edits.push(SetAside { id: SetAsideId(Uuid::from_u128(700)), kind: ObjectKind::Claim, problem, json }.into());
        }
        made.apply_all(edits).unwrap();
        made
    }
}

fn reader_id(index: usize) -> ReaderId {
    id(300 + index as u128)
}

fn first_source(comparison: &Comparison) -> SourceId {
    comparison.sources()[0].id
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, ..ProptestConfig::default() })]

    #[test]
    fn there_and_back_is_the_identity(comparison in comparison()) {
        let json = written(&comparison);
        let opened = opened(&json);
        prop_assert_eq!(&opened.comparison, &comparison);
        let past_the_end = |warning: &store::Warning| warning.message.contains("reach past the end");
        prop_assert!(opened.warnings.iter().all(past_the_end), "{:?}", opened.warnings);
        prop_assert_eq!(rewritten(&opened), json.as_str());
        check_against_schema(&json);
        let minified = store::from_json(value(&json).to_string().as_bytes(), name()).unwrap();
        prop_assert_eq!(minified.comparison.n_claims(), comparison.n_claims());
    }

    #[test]
    fn a_history_of_changes_is_written_read_and_written_the_same(
        comparison in comparison(),
        saves in prop::collection::vec((any::<u64>(), words(), any::<prop::sample::Index>()), 1..4),
    ) {
        let mut json = written(&comparison);
        for (actor, note, which) in saves {
            json = changed(&json, Actor(actor), |comparison| {
                let ids: Vec<ClaimId> = comparison.claims_in(first_source(comparison)).map(|claim| claim.id).collect();
                if let Some(n) = (!ids.is_empty()).then(|| which.index(ids.len())) {
                    edit_claim(comparison, ids[n].0.as_u128(), |claim| claim.note = note);
                }
            });
            check_against_schema(&json);
            prop_assert_eq!(rewritten(&opened(&json)), json.as_str());
        }
    }
}
