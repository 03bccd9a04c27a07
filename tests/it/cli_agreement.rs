//! `agreement`: files laid over one another, or one file of several readers, in every form.

use diptych::analysis::agreement::figures::{Page, THRESHOLDS};
use diptych::model::Comparison;
use diptych::model::Stance::{Affirms, Denies};
use diptych::store::{self, Actor, Record};

use super::agreement::{Marked, comparison, marked};
use super::cli_run::Folder;

const TOGETHER: &str = "both.diptych.json";

fn ann() -> Vec<Marked> {
    let mut marks: Vec<Marked> = (0..12).map(|n| marked(1, &[(n * 42, n * 42 + 9)], &[(1, None)])).collect();
    marks.push(marked(0, &[(0, 20)], &[(0, Some(Affirms))]));
    marks.push(marked(0, &[(50, 60)], &[(0, Some(Denies))]));
    marks
}

fn ben() -> Vec<Marked> {
    let mut marks: Vec<Marked> =
        (0..11).map(|n| marked(1, &[(n * 42 + n % 5, n * 42 + 12)], &[(1, None)])).collect();
    marks.push(marked(0, &[(10, 20)], &[(0, Some(Affirms))]));
    marks.push(marked(0, &[(50, 60)], &[(0, Some(Affirms))]));
    marks
}

fn put(folder: &Folder, name: &str, comparison: &Comparison) {
    folder.put(name, store::to_json(comparison, &Record::new(), Actor(1)).0);
}

/// One file of both readers, and a file of each.
fn folder() -> Folder {
    let folder = Folder::new();
    put(&folder, TOGETHER, &comparison(&[("Ann", ann()), ("Ben", ben())], 3));
    let apart = |at: usize| {
        let mut readings = [("Ann", ann()), ("Ben", ben())];
        readings[1 - at].1.clear();
        let mut comparison = comparison(&readings, 3);
        let other = comparison.readers().find(|reader| reader.name == ["Ben", "Ann"][at]).unwrap().id;
        comparison.apply(diptych::model::Edit::Reader(other, None)).unwrap();
        comparison
    };
    put(&folder, "ann.diptych.json", &apart(0));
    put(&folder, "ben.diptych.json", &apart(1));
    folder
}

#[test]
fn files_laid_over_one_another_have_the_figures_of_one_file_of_all() {
    let folder = folder();
    let together = folder.json(&["agreement", TOGETHER, "--json"]);
    let laid = folder.json(&["agreement", "ann.diptych.json", "ben.diptych.json", "--json"]);
    assert_eq!(laid["overall"], together["overall"]);
    assert_eq!(laid["tags"], together["tags"]);
    let turned = folder.json(&["agreement", "ben.diptych.json", "ann.diptych.json", "--format", "json"]);
    assert_eq!(turned["tags"], together["tags"]);
    let names: Vec<&str> =
        together["readers"].as_array().unwrap().iter().map(|own| own["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Ann", "Ben"]);
    let armed = &together["tags"][0];
    assert_eq!((armed["name"].as_str(), armed["matched"].as_u64()), (Some("armed road"), Some(2)));
    let stance = armed["figures"].as_array().unwrap().iter().find(|own| own["figure"] == "stance_observed");
    assert_eq!(stance.unwrap()["value"], 0.5);
    assert_eq!(stance.unwrap()["n"], 2);
}

#[test]
fn the_figures_are_read_with_what_they_rest_on_and_the_footnote() {
    let folder = folder();
    let text = folder.run(&["agreement", TOGETHER]).ok();
    assert!(text.starts_with("Agreement of readers: Two accounts\n2 readers in 2 sources ("), "{text}");
    let line = text.lines().find(|line| line.contains("Stance, observed agreement")).unwrap();
    assert!(line.contains("n = "), "{line}");
    assert!(text.contains("undefined: every reader used one stance (n = "), "{text}");
    assert!(text.contains(THRESHOLDS) && text.contains("Tags that nobody used: 1."));
    let with_interval = text.lines().filter(|line| line.contains('[') && line.contains("n = ")).count();
    assert!(with_interval > 3, "{text}");
    let without = folder.run(&["agreement", TOGETHER, "--draws", "0"]).ok();
    assert!(!without.lines().any(|line| line.contains('[')), "{without}");
    assert_eq!(text, folder.run(&["agreement", TOGETHER]).ok());
    assert_ne!(text, folder.run(&["agreement", TOGETHER, "--seed", "8"]).ok());
}

#[test]
fn a_table_has_a_line_for_each_figure_and_a_page_is_whole() {
    let folder = folder();
    folder.run(&["agreement", TOGETHER, "-o", "figures.csv"]).ok();
    let table = folder.read("figures.csv");
    let mut lines = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(lines.headers().unwrap().len(), 11);
    let rows: Vec<csv::StringRecord> = lines.records().map(Result::unwrap).collect();
    let of = |figure: &str| rows.iter().filter(|row| &row[4] == figure).count();
    assert_eq!((of("claims"), of("f1"), of("stance_alpha")), (6, 3, 3));
    assert!(rows.iter().any(|row| &row[10] == "every reader used one stance" && row[5].is_empty()));
    folder.run(&["agreement", TOGETHER, "-o", "figures.html"]).ok();
    let page = folder.read("figures.html");
    assert!(page.contains("<h2><bdi>armed road</bdi></h2>") && page.contains("undefined: "), "{page}");
    assert!(
        !page.contains("<script")
            && !page.contains("http://")
            && page.contains("Krippendorff (2004, p. 241)")
    );
    let refused = folder.run(&["agreement", TOGETHER, "-o", "figures.rtf"]).refused();
    assert!(refused.contains("none of .txt, .json, .csv and .html"), "{refused}");
    let refused = folder.run(&["agreement", TOGETHER, "-o", TOGETHER]).refused();
    assert!(refused.contains("is not a comparison"), "{refused}");
}

#[test]
fn readers_sources_and_tags_can_be_chosen() {
    let folder = folder();
    let calm = folder.json(&["agreement", TOGETHER, "--json", "--tag", "calm", "--source", "2"]);
    assert_eq!(calm["tags"].as_array().unwrap().len(), 1);
    assert_eq!(calm["overall"]["claims"], serde_json::json!([12, 11]));
    let refused = folder.run(&["agreement", TOGETHER, "--reader", "Cid"]).refused();
    assert!(refused.ends_with("there is no reader “Cid”; say one of: “Ann”, “Ben”"), "{refused}");
    let one = folder.run(&["agreement", TOGETHER, "--reader", "ann"]);
    assert_eq!(one.code, 1);
    assert!(one.out.contains("There are fewer than two readers"), "{}", one.out);
}

#[test]
fn a_broken_file_among_many_is_said_and_the_others_are_compared() {
    let folder = folder();
    folder.put("broken.diptych.json", "{");
    let ran = folder.run(&["agreement", "ann.diptych.json", "broken.diptych.json", "ben.diptych.json"]);
    assert_eq!(ran.code, 0);
    assert!(ran.said.contains("broken.diptych.json"), "{}", ran.said);
    assert!(ran.out.contains("\n2 readers in 2 sources"), "{}", ran.out);
}

#[test]
fn each_figure_has_a_page_that_says_how_it_is_worked_out() {
    let folder = Folder::new();
    for page in Page::ALL {
        assert_eq!(folder.run(&["agreement", "--method", page.name]).ok(), page.text);
    }
    assert!(folder.run(&["agreement", "--method", "gamma"]).refused().contains("say one of: matching, "));
}

#[test]
fn a_sealed_round_keeps_the_figures_back_unless_it_is_opened() {
    let folder = folder();
    let mut sealed = comparison(&[("Ann", ann()), ("Ben", ben())], 3);
    let leader = sealed.readers().next().unwrap().id;
    let round = diptych::model::Round {
        id: diptych::model::RoundId(uuid::Uuid::from_u128(9)),
        name: "First reading".to_owned(),
        instructions: String::new(),
        expected: vec!["Ann".to_owned(), "Ben".to_owned(), "Cid".to_owned()],
        step: diptych::model::RoundStep::Whole,
        opened: None,
        reader: leader,
        created: diptych::model::Time(0),
        modified: diptych::model::Time(0),
        unknown: diptych::model::Unknown::default(),
    };
    sealed.apply(round.into()).unwrap();
    put(&folder, "sealed.diptych.json", &sealed);
    let picture = ["picture", "sealed.diptych.json", "--what", "pairs", "-o", "pairs.svg"];
    for arguments in [&["agreement", "sealed.diptych.json"][..], &picture] {
        let ran = folder.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, "Ann: 14 claims\nBen: 13 claims\n"), "{ran:?}");
        assert!(ran.said.contains("is sealed: 2 of 3 are in; missing: Cid") && ran.said.contains("--open"));
        folder.run(&[arguments, &["--open"]].concat()).ok();
    }
}
