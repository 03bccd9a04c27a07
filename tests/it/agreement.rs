//! The report of readers' agreement, on readings made here: what it says of them, and what never changes it.

use std::cell::Cell;

use diptych::analysis::agreement::Scope;
use diptych::analysis::agreement::figures::{
    Figure, FigureSettings, Kind, NoStance, Report, Section, Why, report,
};
use diptych::analysis::agreement::stretches::joined;
use diptych::anchoring::describe;
use diptych::model::{
    Bibliography, Claim, ClaimId, ColorSlot, Comparison, ComparisonId, Origin, Reader, ReaderId, Source,
    SourceId, Stance, Tag, TagId, TagOrder, TagUse, Time, Unknown, Voice,
};
use diptych::text::{Span, Text};
use proptest::prelude::*;
use uuid::Uuid;

/// What a reader marked: the source, its passages, and the tags with their stances.
#[derive(Debug, Clone)]
pub struct Marked {
    pub source: usize,
    pub spans: Vec<(u32, u32)>,
    pub tags: Vec<(usize, Option<Stance>)>,
}

pub fn marked(source: usize, spans: &[(u32, u32)], tags: &[(usize, Option<Stance>)]) -> Marked {
    Marked { source, spans: spans.to_vec(), tags: tags.to_vec() }
}

/// How many tags there are.
const N_TAGS: usize = 3;

/// Two texts of some 20 paragraphs of 40 letters each.
fn text(letter: char) -> Text {
    let paragraph = letter.to_string().repeat(30) + " and so on";
    Text::new(vec![paragraph; 20].join("\n\n")).unwrap()
}

fn tag(at: usize) -> Tag {
    Tag {
        id: TagId(Uuid::from_u128(500 + at as u128)),
        name: ["armed road", "calm", "the plants"][at].to_owned(),
        definition: String::new(),
        definition_revision: 1,
        color: ColorSlot::Blue,
        key: None,
        parent: None,
        order: TagOrder::between(None, None).unwrap(),
        values: None,
        created: Time(0),
        modified: Time(0),
        unknown: Unknown::default(),
    }
}

/// A comparison of these readings: names with what each marked. All ids of readers and claims come from `salt`.
pub fn comparison(readings: &[(&str, Vec<Marked>)], salt: u128) -> Comparison {
    let id = ComparisonId(Uuid::from_u128(1));
    let mut comparison = Comparison::new(id, "Two accounts".to_owned(), Time(0));
    for (order, letter) in (0_u32..).zip(['a', 'b']) {
        let source = Source {
            id: SourceId(Uuid::from_u128(100 + u128::from(order))),
            order,
            bibliography: Bibliography { title: format!("Source {letter}"), ..Bibliography::default() },
            origin: Origin::default(),
            text: text(letter),
            structure: Vec::new(),
            unknown: Unknown::default(),
        };
        comparison.apply(source.into()).unwrap();
    }
    (0..N_TAGS).for_each(|at| drop(comparison.apply(tag(at).into()).unwrap()));
    let scattered =
        |n: u128| Uuid::from_u128((n + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_0C1D).wrapping_mul(salt));
    for (n, (name, marks)) in (0_u128..).zip(readings) {
        let reader = ReaderId(scattered(n));
        let named = Reader { id: reader, name: (*name).to_owned(), unknown: Unknown::default() };
        comparison.apply(named.into()).unwrap();
        for (at, mark) in (0_u128..).zip(marks) {
            let source = comparison.sources()[mark.source].clone();
            let spans = joined(mark.spans.iter().map(|(start, end)| Span::new(*start, *end).unwrap()));
            let claim = Claim {
                id: ClaimId(scattered(1_000 * (n + 1) + at)),
                source: source.id,
                reader,
                created: Time(0),
                modified: Time(0),
                passages: spans.iter().map(|span| describe(&source.text, *span)).collect(),
                tags: mark.tags.iter().map(|(at, stance)| used(*at, *stance)).collect(),
                voice: Voice::Own,
                summary: String::new(),
                note: String::new(),
                unknown: Unknown::default(),
            };
            comparison.apply(claim.into()).unwrap();
        }
    }
    comparison
}

fn used(at: usize, stance: Option<Stance>) -> TagUse {
    let value = String::new();
    TagUse { tag: tag(at).id, stance, definition_revision: 1, value, unknown: Unknown::default() }
}

fn settings(n_draws: usize) -> FigureSettings {
    FigureSettings { n_draws, ..FigureSettings::default() }
}

fn of(comparison: &Comparison) -> Report {
    report(comparison, &Scope::of(comparison), &settings(99), &|_, _| true).unwrap()
}

fn section(report: &Report, at: usize) -> &Section {
    report.tags.iter().find(|section| section.tag == Some(tag(at).id)).unwrap()
}

fn value(section: &Section, kind: Kind) -> f64 {
    let figure = section.figure(kind).unwrap();
    figure.value().unwrap_or_else(|| panic!("{kind:?} is undefined: {:?}", figure.why()))
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9, "{a}, and not {b}");
}

use Stance::{Affirms, Denies};

/// Two readers, worked out by hand in the comments.
fn by_hand() -> Comparison {
    let ann = vec![
        marked(0, &[(0, 20)], &[(0, Some(Affirms)), (1, None)]),
        marked(0, &[(50, 60)], &[(0, Some(Denies))]),
        marked(1, &[(0, 30), (45, 65)], &[(0, Some(Affirms))]),
    ];
    let ben = vec![
        // Half of what either covers: matched.
        marked(0, &[(10, 20)], &[(0, Some(Affirms))]),
        marked(0, &[(50, 60)], &[(1, Some(Affirms)), (0, Some(Affirms))]),
        // 20 of 50: not matched.
        marked(1, &[(0, 20)], &[(0, Some(Affirms))]),
    ];
    comparison(&[("Ann", ann), ("Ben", ben)], 3)
}

#[test]
fn what_is_matched_is_counted_for_each_tag() {
    let report = of(&by_hand());
    let armed = section(&report, 0);
    assert_eq!(armed.claims, [3, 3]);
    assert_eq!(armed.n_matched, 2);
    near(value(armed, Kind::F1), 2.0 * 2.0 / 6.0);
    // In common 10 + 10 + 20; either 20 + 10 + 50.
    near(value(armed, Kind::Jaccard), 40.0 / 80.0);
    assert_eq!(armed.figure(Kind::Jaccard).unwrap().n(), 80);
    let calm = section(&report, 1);
    assert_eq!((calm.claims.as_slice(), calm.n_matched), (&[1, 1][..], 0));
    near(value(calm, Kind::F1), 0.0);
    near(value(&report.overall, Kind::F1), 2.0 * 2.0 / 8.0);
    near(value(&report.overall, Kind::PassagesF1), 2.0 * 2.0 / 6.0);
    assert_eq!(report.unused, [tag(2).id]);
    assert!(report.tags.iter().all(|section| section.tag != Some(tag(2).id)));
}

#[test]
fn stances_are_compared_where_both_gave_the_tag() {
    let report = of(&by_hand());
    let armed = section(&report, 0);
    // At 0..20 both affirm; at 50..60 one denies. The third passages are no one place.
    near(value(armed, Kind::StanceObserved), 0.5);
    assert_eq!(armed.figure(Kind::StanceAlpha).unwrap().n(), 2);
    assert_eq!(armed.stances, [3, 1, 0, 0, 0]);
    // Do = 1/2; De = 1 − (3·2 + 0)/(4·3) = 1/2.
    near(value(armed, Kind::StanceAlpha), 0.0);
    // Observed 1/2, by chance 1/2 · 1 + 1/2 · 0.
    near(value(armed, Kind::StanceCohen), 0.0);
    assert_eq!(section(&report, 1).figure(Kind::StanceAlpha).unwrap().why(), Some(Why::NoPlace));
    let overlap = report.overall.figure(Kind::TagsUnitized).unwrap();
    assert_eq!(overlap.why(), Some(Why::TagsOverlap), "Ann gave one passage two tags");
}

#[test]
fn a_stance_that_nobody_gave_can_be_taken_for_a_judgment_that_is_missing() {
    let mark =
        |stance| vec![marked(0, &[(0, 20)], &[(0, stance)]), marked(0, &[(50, 70)], &[(0, Some(Affirms))])];
    let comparison = comparison(&[("Ann", mark(Some(Denies))), ("Ben", mark(None))], 3);
    let judged = of(&comparison);
    assert_eq!(section(&judged, 0).figure(Kind::StanceAlpha).unwrap().n(), 2);
    let missing = FigureSettings { no_stance: NoStance::Missing, ..settings(0) };
    let missing = report(&comparison, &Scope::of(&comparison), &missing, &|_, _| true).unwrap();
    assert_eq!(section(&missing, 0).figure(Kind::StanceAlpha).unwrap().n(), 1);
}

#[test]
fn where_stretches_are_cut_otherwise_unitizing_sees_nothing_and_matching_does() {
    let whole = vec![marked(0, &[(0, 20)], &[(0, None)])];
    let cut = (0..4).map(|n| marked(0, &[(n * 5, n * 5 + 5)], &[(0, None)])).collect();
    let report = of(&comparison(&[("Ann", whole), ("Ben", cut)], 3));
    let armed = section(&report, 0);
    near(value(armed, Kind::Marked), 1.0);
    near(value(armed, Kind::F1), 0.0);
}

#[test]
fn figures_without_a_value_are_said_in_words() {
    let nobody = of(&comparison(&[("Ann", vec![]), ("Ben", vec![])], 3));
    assert!(nobody.tags.is_empty());
    for measured in &nobody.overall.figures {
        let why = measured.figure.why().unwrap_or_else(|| panic!("{:?} of nothing", measured.kind));
        assert!(!why.words().is_empty() && !why.words().contains("NaN"));
    }
    let alone =
        vec![marked(0, &[(0, 20)], &[(0, Some(Affirms))]), marked(0, &[(50, 60)], &[(0, Some(Affirms))])];
    let one = of(&comparison(&[("Ann", alone.clone())], 3));
    assert!(one.overall.figures.iter().all(|own| own.figure.why() == Some(Why::FewReaders)));
    let same = of(&comparison(&[("Ann", alone.clone()), ("Ben", alone)], 3));
    let armed = section(&same, 0);
    assert_eq!(armed.figure(Kind::StanceAlpha).unwrap().why(), Some(Why::OneStance));
    assert_eq!(armed.figure(Kind::StanceAc1).unwrap().why(), Some(Why::OneStance));
    assert_eq!(armed.figure(Kind::StanceCohen).unwrap().why(), Some(Why::OneStance));
    assert_eq!(armed.figure(Kind::OfTag).unwrap().why(), Some(Why::OneTagUsed));
    assert_eq!(same.overall.figure(Kind::TagsCoded).unwrap().why(), Some(Why::OneTagUsed));
    assert_eq!(same.overall.figure(Kind::TagSets).unwrap().why(), Some(Why::OneSet));
    near(value(armed, Kind::Marked), 1.0);
    let at_one_place = |stance| vec![marked(0, &[(0, 20)], &[(0, Some(stance)), (1, Some(Affirms))])];
    let single = of(&comparison(&[("Ann", at_one_place(Affirms)), ("Ben", at_one_place(Denies))], 3));
    let armed = section(&single, 0);
    for kind in [Kind::StanceAlpha, Kind::StanceCohen] {
        assert_eq!(armed.figure(kind).unwrap().why(), Some(Why::OnePlace), "{kind:?}");
    }
    let pair = armed.pair(1, 0).unwrap();
    assert_eq!(pair.figure(Kind::StanceAlpha).unwrap().why(), Some(Why::OnePlace));
    assert_eq!(single.overall.figure(Kind::TagSets).unwrap().why(), Some(Why::OnePlace));
    near(value(armed, Kind::StanceObserved), 0.0);
}

#[test]
fn an_interval_is_given_where_enough_paragraphs_bear_it_and_is_the_same_each_time() {
    // 41 letters each, with the empty line after them 42; every third reading differs.
    let marks = |shift: u32| -> Vec<Marked> {
        let one = |n: u32| {
            let start = n * 42 + if n.is_multiple_of(3) { shift } else { 0 };
            marked(
                0,
                &[(start, start + 10)],
                &[(0, Some(if n.is_multiple_of(4) { Denies } else { Affirms }))],
            )
        };
        (0..18).map(one).collect()
    };
    let comparison = comparison(&[("Ann", marks(0)), ("Ben", marks(7))], 3);
    let (first, again) = (of(&comparison), of(&comparison));
    assert_eq!(first, again);
    let f1 = section(&first, 0).figure(Kind::F1).unwrap();
    let (low, high) = f1.interval().unwrap();
    assert!(low < f1.value().unwrap() && f1.value().unwrap() < high && high <= 1.0, "{f1:?}");
    let other = FigureSettings { seed: 2, ..settings(99) };
    let other = report(&comparison, &Scope::of(&comparison), &other, &|_, _| true).unwrap();
    assert_eq!(section(&other, 0).figure(Kind::F1).unwrap().value(), f1.value());
    let few = of(&by_hand());
    assert_eq!(section(&few, 0).figure(Kind::F1).unwrap().interval(), None, "two paragraphs tell nothing");
}

#[test]
fn the_work_is_told_of_and_can_be_stopped() {
    let comparison = by_hand();
    let told = Cell::new((0, 0));
    let _ = report(&comparison, &Scope::of(&comparison), &settings(999), &|done, all| {
        assert!(done >= told.get().0 && done <= all);
        told.set((done, all));
        true
    });
    assert_eq!(told.get().0, told.get().1, "the last that is told is that all is done");
    let stopped = report(&comparison, &Scope::of(&comparison), &settings(999), &|done, _| done < 300);
    assert_eq!(stopped, None);
}

/// Every figure with its value, n and interval, rounded: in an order that does not depend on the readers'.
fn all_figures(report: &Report) -> Vec<String> {
    let round = |value: f64| format!("{:.9}", (value * 1e9).round() / 1e9 + 0.0);
    let figure = |figure: Figure| match figure {
        Figure::Value { value, n, interval } => {
            format!("{} {n} {:?}", round(value), interval.map(|(a, b)| (round(a), round(b))))
        }
        Figure::Undefined { why, n } => format!("{why:?} {n}"),
    };
    let mut all = vec![format!("{} places", report.n_places)];
    for section in std::iter::once(&report.overall).chain(&report.tags) {
        let mut of = |what: &str| all.push(format!("{} {what}", section.name));
        of(&format!("{} {:?}", section.n_matched, section.stances));
        section.figures.iter().for_each(|own| of(&format!("{:?} {}", own.kind, figure(own.figure))));
        let mut pairs: Vec<String> = Vec::new();
        for pair in &section.pairs {
            let figures: Vec<String> = pair.figures.iter().map(|own| figure(own.figure)).collect();
            pairs.push(format!("{} {figures:?}", pair.n_matched));
        }
        pairs.sort();
        pairs.iter().for_each(|pair| of(pair));
        for spread in &section.spread {
            let values = [spread.mean, spread.least, spread.greatest].map(round);
            all.push(format!("{:?} {values:?} {}", spread.kind, spread.n_pairs));
        }
    }
    all
}

/// Claims with up to two passages that may overlap others of the same reader and tag, and with up to three tags.
fn claims() -> impl Strategy<Value = Vec<Marked>> {
    let stance = prop::sample::select(vec![None, Some(Affirms), Some(Denies), Some(Stance::Reports)]);
    let spans = prop::collection::vec((0_u32..60, 1_u32..6), 1..3);
    let tags = prop::collection::btree_map(0..N_TAGS, stance, 0..=N_TAGS);
    let claim = (0_usize..2, spans, tags).prop_map(|(source, spans, tags)| Marked {
        source,
        spans: spans.into_iter().map(|(at, long)| (at * 12, (at + long) * 12)).collect(),
        tags: tags.into_iter().collect(),
    });
    prop::collection::vec(claim, 0..12)
}

fn readings() -> impl Strategy<Value = Vec<Vec<Marked>>> {
    // Readers who begin from the same claims, so that they agree on some.
    (claims(), prop::collection::vec((claims(), prop::collection::vec(any::<bool>(), 12)), 2..5)).prop_map(
        |(common, own)| {
            let of = |(own, kept): (Vec<Marked>, Vec<bool>)| {
                let kept = common.iter().zip(kept).filter(|(_, kept)| *kept);
                kept.map(|(claim, _)| claim.clone()).chain(own.into_iter().take(4)).collect()
            };
            own.into_iter().map(of).collect()
        },
    )
}

fn named(readings: &[Vec<Marked>], names: &[&'static str]) -> Vec<(&'static str, Vec<Marked>)> {
    names.iter().zip(readings).map(|(name, claims)| (*name, claims.clone())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_figure_changes_when_readers_are_reordered_or_renamed_or_ids_change(readings in readings()) {
        let first = of(&comparison(&named(&readings, &["Ann", "Ben", "Cid", "Dot"]), 3));
        let renamed = of(&comparison(&named(&readings, &["Zoe", "Yan", "Xia", "Wim"]), 5_000_011));
        prop_assert_eq!(all_figures(&first), all_figures(&renamed));
        let mut turned = named(&readings, &["Ann", "Ben", "Cid", "Dot"]);
        turned.reverse();
        let comparison = comparison(&turned, 3);
        let mut scope = Scope::of(&comparison);
        scope.readers.reverse();
        let turned = report(&comparison, &scope, &settings(99), &|_, _| true).unwrap();
        prop_assert_eq!(all_figures(&first), all_figures(&turned));
    }

    #[test]
    fn no_figure_leaves_its_range_and_none_is_no_number(readings in readings()) {
        let report = of(&comparison(&named(&readings, &["Ann", "Ben", "Cid", "Dot"]), 3));
        for section in std::iter::once(&report.overall).chain(&report.tags) {
            for own in section.figures.iter().chain(section.pairs.iter().flat_map(|pair| &pair.figures)) {
                if let Some(value) = own.figure.value() {
                    prop_assert!(value.is_finite() && value <= 1.0 + 1e-9, "{:?} {value}", own.kind);
                    prop_assert!(!own.kind.is_share() || value >= -1e-9, "{:?} {value}", own.kind);
                    prop_assert!(own.figure.n() > 0, "{:?}", own.kind);
                }
                if let Some((low, high)) = own.figure.interval() {
                    prop_assert!(low.is_finite() && low <= high && high <= 1.0 + 1e-9);
                }
            }
        }
    }

    #[test]
    fn identical_readers_agree_fully_or_there_is_nothing_to_agree_on(claims in claims(), n in 2_usize..5) {
        let readings = vec![claims; n];
        let report = of(&comparison(&named(&readings, &["Ann", "Ben", "Cid", "Dot"]), 3));
        for section in std::iter::once(&report.overall).chain(&report.tags) {
            for own in section.figures.iter().chain(section.pairs.iter().flat_map(|pair| &pair.figures)) {
                if let Some(value) = own.figure.value() {
                    prop_assert!((value - 1.0).abs() < 1e-9, "{} {:?} {value}", section.name, own.kind);
                }
            }
        }
    }

    /// Whoever marked nothing can't be matched and judged nothing: of what was marked fewer pairs agree (F1 and Jaccard
    /// fall, by the pairs that they come into), and what was judged at places stays as it was.
    #[test]
    fn one_more_reader_who_marked_nothing_changes_where_and_not_what(readings in readings()) {
        let before = of(&comparison(&named(&readings, &["Ann", "Ben", "Cid", "Dot"]), 3));
        let mut more = readings.clone();
        more.push(Vec::new());
        let after = of(&comparison(&named(&more, &["Ann", "Ben", "Cid", "Dot", "Eva"]), 3));
        let (m, k) = (readings.len() as f64, readings.len() as f64 + 1.0);
        let sections = |report: &Report| -> Vec<Section> {
            std::iter::once(&report.overall).chain(&report.tags).cloned().collect()
        };
        for (old, new) in sections(&before).iter().zip(&sections(&after)) {
            prop_assert_eq!(old.n_matched, new.n_matched);
            prop_assert_eq!(old.stances, new.stances);
            if let Some(f1) = old.figure(Kind::F1).and_then(Figure::value) {
                // As many matched, of (k − 1)/(m − 1) times as many claims in pairs.
                prop_assert!((value(new, Kind::F1) - f1 * (m - 1.0) / (k - 1.0)).abs() < 1e-9);
            }
            if let Some(jaccard) = old.figure(Kind::Jaccard).and_then(Figure::value) {
                prop_assert!(value(new, Kind::Jaccard) <= jaccard + 1e-9);
            }
            for kind in [Kind::StanceObserved, Kind::StanceAlpha, Kind::TagSets] {
                let values = [old, new].map(|section| section.figure(kind).and_then(Figure::value));
                let same = match values {
                    [Some(a), Some(b)] => (a - b).abs() < 1e-9,
                    [a, b] => a == b,
                };
                prop_assert!(same, "{kind:?} {values:?}");
            }
            // Coverage is a mean over the other readers, of whom there is one more who covers nothing.
            if let (Some(a), Some(b)) =
                (old.figure(Kind::Coverage).and_then(Figure::value), new.figure(Kind::Coverage).and_then(Figure::value))
            {
                prop_assert!((b - a * (m - 1.0) / (k - 1.0)).abs() < 1e-9);
            }
        }
        prop_assert_eq!(before.n_places, after.n_places);
    }
}
