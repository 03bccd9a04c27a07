//! Pictures of readers' agreement: what they show, that it stays within them, and where it leads.

use diptych::analysis::agreement::Scope;
use diptych::analysis::agreement::figures::{FigureSettings, Kind, Report, report};
use diptych::analysis::picture::{Leads, Look, Paint, Picture, ReadersOptions, ReadersWhat, Shape};
use diptych::model::Comparison;
use diptych::model::Stance::Affirms;
use diptych::store::export::svg;

use super::agreement::{Marked, comparison, marked};
use super::cli_run::Folder;

fn marks(which: impl Fn(u32) -> bool) -> Vec<Marked> {
    let one = |n: u32| marked(0, &[(n * 42, n * 42 + 39)], &[(0, Some(Affirms))]);
    (0..14).filter(|n| which(*n)).map(one).collect()
}

fn group() -> Comparison {
    let readings = [
        ("Ann", marks(|_| true)),
        ("Ben", marks(|n| n % 2 == 0)),
        ("Çiğdem", marks(|n| n != 3)),
        ("Dov", vec![]),
    ];
    comparison(&readings, 3)
}

fn of(comparison: &Comparison, n_draws: usize) -> (Scope, Report) {
    let scope = Scope::of(comparison);
    let settings = FigureSettings { n_draws, ..FigureSettings::default() };
    let report = report(comparison, &scope, &settings, &|_, _| true).unwrap();
    (scope, report)
}

fn picture(comparison: &Comparison, what: ReadersWhat, kind: Kind) -> Picture {
    let (scope, report) = of(comparison, 99);
    Picture::of_readers(
        comparison,
        &scope,
        &report,
        &ReadersOptions { what, kind, ..ReadersOptions::default() },
    )
}

fn words(picture: &Picture) -> Vec<&str> {
    let words = picture.marks.iter().filter_map(|mark| match &mark.shape {
        Shape::Words(words) => Some(words.words.as_str()),
        _ => None,
    });
    words.collect()
}

#[test]
fn every_mark_stays_within_its_picture_and_all_are_told_in_words() {
    let comparison = group();
    for what in ReadersWhat::ALL {
        for kind in [Kind::F1, Kind::Jaccard, Kind::Marked, Kind::StanceAlpha] {
            let picture = picture(&comparison, what, kind);
            assert_eq!(picture.empty, None, "{what:?}");
            for mark in &picture.marks {
                let area = mark.area;
                let inside = area.min.x >= 0.0 && area.min.y >= 0.0 && area.max.x <= picture.width + 0.5;
                assert!(inside && area.max.y <= picture.height + 0.5, "{what:?} {mark:?}");
            }
            assert!(!picture.description.is_empty() && !picture.table.rows.is_empty(), "{what:?} {kind:?}");
            let columns = picture.table.head.len();
            assert!(picture.table.rows.iter().all(|row| row.len() == columns), "{what:?}");
            let drawn = svg(&picture, Look::Print);
            assert!(drawn.starts_with("<svg") || drawn.starts_with("<?xml"), "{what:?}");
        }
    }
}

#[test]
fn a_matrix_has_a_cell_for_each_two_readers_and_says_where_there_is_no_figure() {
    let picture = picture(&group(), ReadersWhat::Pairs, Kind::F1);
    assert_eq!(picture.things.len(), 16);
    let thing = |begin: &str| picture.things.iter().filter(|thing| thing.words.starts_with(begin)).count();
    assert_eq!((thing("Ann and Ben · Matched"), thing("Ben and Ann · Matched")), (1, 1));
    assert_eq!(thing("Ann · 14 claims"), 1);
    assert_eq!(picture.table.rows.len(), 6);
    let ann_and_ben = picture.table.rows.iter().find(|row| row[0] == "Ann" && row[1] == "Ben").unwrap();
    assert_eq!(ann_and_ben[2], ".667", "2 × 7 of 14 + 7");
    assert!(words(&picture).contains(&".67"));
    let stances = self::picture(&group(), ReadersWhat::Pairs, Kind::StanceAlpha);
    assert!(words(&stances).contains(&"–"), "all are affirmed");
    assert!(
        stances.things.iter().any(|thing| thing.words.contains("undefined: every reader used one stance"))
    );
}

#[test]
fn more_readers_than_a_matrix_has_room_for_are_told_of() {
    let readings: Vec<(&str, Vec<Marked>)> = (0..61).map(|_| ("A reader", marks(|n| n < 2))).collect();
    let comparison = comparison(&readings, 3);
    let picture = picture(&comparison, ReadersWhat::Pairs, Kind::F1);
    assert!(picture.empty.unwrap().contains("more than 60 readers"));
    let (_, report) = of(&comparison, 0);
    assert!(
        report.overall.pairs.is_empty() && report.overall.spread.iter().all(|spread| spread.n_pairs == 1830)
    );
}

#[test]
fn a_tag_has_a_bar_with_its_interval_and_what_it_rests_on() {
    let picture = picture(&group(), ReadersWhat::Tags, Kind::F1);
    assert_eq!(picture.things.len(), 2, "all tags, and the one that was used");
    let armed = &picture.things[1].words;
    assert!(armed.starts_with("armed road · Matched, same tag (F1) .") && armed.contains("["), "{armed}");
    assert!(armed.ends_with(" · n = 34 claims"), "{armed}");
    let undefined = self::picture(&group(), ReadersWhat::Tags, Kind::StanceAlpha);
    assert!(words(&undefined).iter().any(|words| words.starts_with("undefined: every reader used")));
}

#[test]
fn a_column_leads_to_the_sentence_on_which_readers_part_and_is_pale_where_all_marked_it() {
    let comparison = group();
    let picture = picture(&comparison, ReadersWhat::Along, Kind::F1);
    let columns: Vec<_> =
        picture.things.iter().filter(|thing| matches!(thing.leads, Leads::Place(..))).collect();
    assert_eq!(columns.len(), 28, "14 sentences whatever the tag, and with the one tag");
    assert!(columns[0].words.ends_with("· ¶ 1 · 3 of 4 readers marked it"), "{}", columns[0].words);
    assert!(columns[3].words.ends_with("· ¶ 4 · 1 of 4 readers marked it"), "{}", columns[3].words);
    let half = picture.table.rows.iter().filter(|row| row[3] == "2").count();
    assert_eq!(half, 12);
    assert_eq!(picture.table.rows[0][3], "2", "those on which most part come first");
    let same = super::agreement::comparison(&[("Ann", marks(|_| true)), ("Ben", marks(|_| true))], 3);
    let same = self::picture(&same, ReadersWhat::Along, Kind::F1);
    let dark = same.marks.iter().filter(|mark| {
        mark.thing.is_some()
            && matches!(&mark.shape, Shape::Block { paint: Paint::Shade(shade), .. } if *shade > 20)
    });
    assert_eq!(dark.count(), 0);
    assert!(same.table.rows.is_empty() && same.description.contains("readers part on 0"));
}

#[test]
fn the_command_line_draws_them() {
    use diptych::store::{Actor, Record, to_json};
    let folder = Folder::new();
    folder.put("all.diptych.json", to_json(&group(), &Record::new(), Actor(1)).0);
    for what in ReadersWhat::ALL {
        let file = format!("{}.svg", what.word());
        folder.run(&["picture", "all.diptych.json", "--what", what.word(), "-o", &file]).ok();
        assert!(folder.read(&file).contains(what.title()), "{what:?}");
    }
    let arguments = ["picture", "all.diptych.json", "--what", "pairs", "-o", "p.svg", "--figure"];
    folder.run(&[&arguments[..], &["binary_u_alpha"]].concat()).ok();
    assert!(folder.read("p.svg").contains("Marked or not"));
    assert!(
        folder.run(&[&arguments[..], &["gamma"]].concat()).refused().contains("say one of: passages_f1,")
    );
    let one = ["picture", "all.diptych.json", "--what", "agreement", "--tag", "armed road", "-o", "t.svg"];
    folder.run(&one).ok();
    assert!(!folder.read("t.svg").contains("calm"));
}
