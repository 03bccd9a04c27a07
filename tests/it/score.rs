//! Readings against an answer key, as values, as sheets, and from the command line.

use diptych::analysis::agreement::Scope;
use diptych::analysis::agreement::score::{Answer, Counts, Scoring};
use diptych::analysis::handout::feedback::{FeedbackSettings, class, counted, feedback};
use diptych::desk::Command;
use diptych::model::{Comparison, ReaderId, Stance, TagId};
use diptych::store::export::{Made, SheetFormat, write_sheet};
use uuid::Uuid;

use crate::cli_run::Folder;
use crate::support::{as_reader, small_desk, tag};

const TEACHER: u128 = 10;
const ANA: u128 = 11;
const BEN: u128 = 12;

fn reader(n: u128) -> ReaderId {
    ReaderId(Uuid::from_u128(n))
}

/// The key has four items; Ana finds two (one with other ends, one with another stance) and one with another tag, and
/// marks something else; Ben marks nothing.
fn group() -> (Comparison, [TagId; 2]) {
    let (desk, [left, right], [armed, calm]) = small_desk();
    let comparison = as_reader(desk.comparison().clone(), TEACHER, "Teacher", |desk| {
        let road = tag(desk, left, "The armed road was never a plan; it was a word.", armed);
        desk.run(Command::SetNote { claim: road, note: "Note the semicolon.".to_owned() }).unwrap();
        let provoked = tag(desk, right, "The armed road was a provocation", armed);
        desk.run(Command::SetStance { claim: provoked, tag: armed, stance: Some(Stance::Denies) }).unwrap();
        tag(desk, right, "The Party called for calm in October", calm);
        tag(desk, right, "it called for calm in June", calm);
    });
    let comparison = as_reader(comparison, ANA, "Ana", |desk| {
        tag(desk, left, "The armed road was never a plan", armed);
        let provoked = tag(desk, right, "The armed road was a provocation", armed);
        desk.run(Command::SetStance { claim: provoked, tag: armed, stance: Some(Stance::Reports) }).unwrap();
        tag(desk, right, "The Party called for calm in October", armed);
        tag(desk, left, "The end came in September.", calm);
    });
    (as_reader(comparison, BEN, "Ben", |_| {}), [armed, calm])
}

fn scoring(comparison: &Comparison) -> Scoring {
    Scoring::of(comparison, &Scope::of(comparison), reader(TEACHER))
}

#[test]
fn each_item_is_found_missed_or_found_otherwise() {
    let (comparison, _) = group();
    let scoring = scoring(&comparison);
    assert_eq!(scoring.items.len(), 4);
    let [ana, ben] = scoring.learners.as_slice() else { panic!("{:?}", scoring.learners) };
    assert_eq!(
        ana.counts(),
        Counts { of: 4, found: 2, missed: 2, other_tag: 1, other_boundary: 1, other_stance: 1, extra: 1 }
    );
    assert_eq!(ben.counts(), Counts { of: 4, missed: 4, ..Counts::default() });
    assert!(ben.answers.iter().all(|answer| *answer == Answer::Missed));
    assert_eq!((0..4).map(|item| scoring.n_found(item)).collect::<Vec<_>>(), [1, 0, 0, 1]);
    // 2 × 2 found of 4 items and 4 given: a half.
    assert!((ana.score().unwrap() - 50.0).abs() < 1e-9);
    assert!(ben.score().unwrap().abs() < 1e-9);
    assert_eq!(
        counted(&ana.counts()),
        "found 2 of 4 (1 with other ends, 1 with another stance), missed 2 (1 with another tag), 1 more that the key \
         does not have"
    );
}

#[test]
fn a_key_against_itself_is_whole_and_against_nothing_there_is_no_score() {
    let (comparison, [armed, _]) = group();
    let twin = Scope::of(&comparison);
    let own = Scoring::of(&comparison, &twin, reader(ANA));
    assert!(own.learners.iter().all(|learner| learner.reader != reader(ANA)), "the key is no learner");
    let empty = Scoring::of(&comparison, &twin.clone().with_readers(vec![reader(BEN)]), reader(BEN));
    assert!(empty.items.is_empty() && empty.learners.is_empty());
    let against_nothing = Scoring::of(&comparison, &twin, reader(BEN));
    let of_nobody = Scope { tags: Vec::new(), ..Scope::of(&comparison) };
    assert_eq!(Scoring::of(&comparison, &of_nobody, reader(BEN)).learners[0].score(), None);
    assert_eq!(against_nothing.learners[0].counts().extra, 4);
    // One tag alone: what bears others does not count.
    let one = Scope { tags: vec![armed], ..Scope::of(&comparison) };
    let of_one = Scoring::of(&comparison, &one, reader(TEACHER));
    assert_eq!(
        of_one.learners[0].counts(),
        Counts { of: 2, found: 2, other_boundary: 1, other_stance: 1, extra: 1, ..Counts::default() }
    );
}

#[test]
fn a_passage_marked_twice_is_found_once() {
    let (comparison, [armed, _]) = group();
    let left = comparison.sources()[0].id;
    let comparison = as_reader(comparison, ANA, "Ana", |desk| {
        tag(desk, left, "The armed road was never a plan; it", armed);
    });
    let scoring = scoring(&comparison);
    let counts = scoring.learners[0].counts();
    assert_eq!((counts.found, counts.extra), (2, 1), "the second is on a passage that the key has");
    let Answer::Found { claim, .. } = scoring.learners[0].answers[0] else { panic!() };
    assert!(comparison.claim(claim).unwrap().quotation().ends_with("; it"), "the closer one counts");
}

fn written(
    comparison: &Comparison,
    handout: diptych::analysis::handout::Handout,
    format: SheetFormat,
) -> String {
    let sheet = diptych::analysis::sheet::Sheet::of(comparison, &Default::default());
    let mut bytes = Vec::new();
    write_sheet(&Made { sheet, handout, today: None }, format, &mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn feedback_says_what_became_of_each_item_with_the_keys_words() {
    let (comparison, _) = group();
    let scoring = scoring(&comparison);
    let settings = FeedbackSettings::default();
    let handout = feedback(&comparison, &scoring, reader(ANA), &settings).unwrap();
    assert_eq!(handout.title.as_str(), "Feedback for Ana");
    let said = written(&comparison, handout.clone(), SheetFormat::Text);
    for words in [
        "Found 2 of 4",
        "found, with other ends: “The armed road",
        "found, with reports",
        "missed: marked, but as “armed road”",
        "Note the semicolon.",
        "Not in the key",
        "The end came in September.",
    ] {
        let joined = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let plain = joined.replace("| ", "");
        assert!(plain.contains(words) || said.contains(words), "{words:?} is not in\n{said}");
    }
    assert!(!said.contains("Score"), "no score unless it is asked for");
    let with_score = FeedbackSettings { score: true, ..settings };
    let scored = feedback(&comparison, &scoring, reader(ANA), &with_score).unwrap();
    let scored = written(&comparison, scored, SheetFormat::Markdown);
    assert!(scored.contains("Score: 50.0") && scored.contains("found ÷"), "{scored}");
    for format in
        [SheetFormat::Html, SheetFormat::Csv, SheetFormat::Docx, SheetFormat::Xlsx, SheetFormat::Json]
    {
        assert!(!written(&comparison, handout.clone(), format).is_empty());
    }
    assert!(feedback(&comparison, &scoring, reader(TEACHER), &settings).is_none());
}

#[test]
fn the_class_sheet_has_a_line_for_each_and_how_many_found_what() {
    let (comparison, _) = group();
    let scoring = scoring(&comparison);
    let said =
        written(&comparison, class(&comparison, &scoring, &FeedbackSettings::default()), SheetFormat::Html);
    assert!(said.contains("Ana: found 2 of 4") && said.contains("Ben: found 0 of 4"), "{said}");
    assert!(said.contains("found by 1 of 2; not by Ben") && said.contains("found by 0 of 2"), "{said}");
}

#[test]
fn a_class_is_held_against_a_key_from_the_command_line() {
    let folder = Folder::with_comparison();
    let json = folder.read("c.diptych.json");
    let empty: serde_json::Value = serde_json::from_str(&json).unwrap();
    let mark = |file: &str, who: &str, quote: &str| {
        let with = ["--source", "1", "--quote", quote, "--tag", "road", "--reader", who];
        folder.run(&[&["tag", file][..], &with].concat()).ok();
    };
    // Somebody else's file of the same texts: readers made their own tags of one name.
    for (file, who, quote) in [
        ("ben.diptych.json", "=Ben", "The road of arms was closed."),
        ("cara.diptych.json", "Cara", "Nobody armed the cordons."),
    ] {
        folder.put(file, empty.to_string());
        mark(file, who, quote);
    }
    mark("c.diptych.json", "Ana", "The road of arms was closed.");
    let class = ["score", "--key", "c.diptych.json", "ben.diptych.json", "cara.diptych.json"];
    let table = folder.run(&[&class[..], &["--with-score"]].concat());
    assert_eq!(table.code, 0, "{table:?}");
    let rows: Vec<Vec<&str>> = table.out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert!(rows.contains(&vec!["=Ben", "1", "1", "0", "0", "0", "0", "0", "100.0"]), "{}", table.out);
    assert!(rows.contains(&vec!["Cara", "0", "1", "1", "0", "0", "0", "1", "0.0"]), "{}", table.out);
    assert!(table.out.contains("1 of 2  Statement"), "{}", table.out);
    let csv = folder.run(&[&class[..], &["--format", "csv"]].concat()).out;
    assert!(csv.contains("\r\n'=Ben,1,1,0,0,0,0,0\r\n"), "{csv}");
    let json: serde_json::Value =
        serde_json::from_str(&folder.run(&[&class[..], &["--json"]].concat()).out).unwrap();
    assert_eq!((json["items"][0]["found"].as_u64(), json["readers"][0].get("score")), (Some(1), None));
    let made = folder.run(&[&class[..], &["--each", "sheets", "--format", "html"]].concat()).out;
    assert_eq!(made.lines().count(), 2, "{made}");
    assert!(folder.read("sheets/Cara.html").contains("Feedback for Cara"));
    let both = folder.run(&["score", "--key", "ben.diptych.json", "--key-reader", "nobody"]).refused();
    assert!(both.contains("there is no reader “nobody”"), "{both}");
}

#[test]
fn readings_are_settled_from_the_command_line() {
    let folder = Folder::with_comparison();
    let json = folder.read("c.diptych.json");
    let mark = |file: &str, who: &str, quote: &str| {
        let with = ["--source", "1", "--quote", quote, "--tag", "road", "--reader", who];
        folder.run(&[&["tag", file][..], &with].concat()).ok();
    };
    folder.put("b.diptych.json", json);
    for (file, who) in [("c.diptych.json", "Ana"), ("b.diptych.json", "Ben")] {
        mark(file, who, "The road of arms was closed.");
    }
    mark("b.diptych.json", "Ben", "Nobody armed the cordons.");
    let files =
        ["settle", "c.diptych.json", "b.diptych.json", "--agreed", "-o", "s.diptych.json", "--reader", "Lea"];
    let said = folder.run(&files);
    assert!(
        said.out.contains("1 place taken over, 0 of 1 place on which readers differ decided"),
        "{said:?}"
    );
    folder.run(&["check", "s.diptych.json"]).ok();
    let left = folder.run(&["disagreements", "s.diptych.json", "--undecided"]).ok();
    assert!(left.contains("Nobody armed") && !left.contains("road of arms"), "{left}");
    let json: serde_json::Value =
        serde_json::from_str(&folder.run(&["disagreements", "s.diptych.json", "--json"]).ok()).unwrap();
    assert_eq!(json["counts"]["missing"], 1);
    assert_eq!(json["disagreements"][0]["sides"][0]["readers"][0], "Ben");
    let csv = folder.run(&["disagreements", "s.diptych.json", "--format", "csv"]).ok();
    assert_eq!(csv.lines().count(), 3, "{csv}");
    // The settled version is the key where there is one.
    let against = folder.run(&["score", "--key", "s.diptych.json"]).out;
    assert!(against.starts_with("Key: Settled"), "{against}");
    let next = ["settle", "s.diptych.json", "--judgments", "-o", "two.diptych.json", "--reader", "Lea"];
    let said = folder.run(&next).ok();
    assert!(said.contains("1 passage to be tagged"), "{said}");
    folder.run(&["check", "two.diptych.json"]).ok();
    assert!(
        folder
            .run(&["settle", "c.diptych.json", "--judgments", "-o", "x.json"])
            .refused()
            .contains("no settling")
    );
}

#[test]
fn each_place_is_told_by_its_own_words_and_names_spelled_otherwise_are_pointed_out() {
    let folder = Folder::with_comparison();
    let copy = folder.read("c.diptych.json");
    folder.put("other.diptych.json", &copy);
    // Two places of one paragraph.
    for quote in ["The road of", "arms was closed."] {
        let with = ["--source", "1", "--quote", quote, "--tag", "road", "--reader"];
        folder.run(&[&["tag", "c.diptych.json"][..], &with, &["M. Lindqvist"]].concat()).ok();
    }
    let with =
        ["--source", "1", "--quote", "Nobody armed the cordons.", "--tag", "road", "--reader", "m lindqvist"];
    folder.run(&[&["tag", "other.diptych.json"][..], &with].concat()).ok();
    let ran = folder.run(&["disagreements", "c.diptych.json", "other.diptych.json"]);
    for quote in ["The road of", "arms was closed.", "Nobody armed the cordons."] {
        assert!(ran.out.contains(&format!(": “{quote}”\n  missing: ")), "{}", ran.out);
    }
    assert!(
        ran.said.contains(
            "“M. Lindqvist” and “m lindqvist” are perhaps one person; here they count as two readers"
        ),
        "{}",
        ran.said
    );
}
