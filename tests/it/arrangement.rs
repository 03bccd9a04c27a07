//! A sheet as somebody looks at it: grouped, sorted, filtered, folded; nothing is dropped unseen.

use std::collections::{BTreeSet, HashSet};

use diptych::analysis::arrangement::{Arrangement, Arranging, Because, Grouping, Head, Order, Shown};
use diptych::analysis::sheet::{ClaimFilter, Sheet, SheetOptions, Standing, VoiceFilter, standing};
use diptych::model::*;
use proptest::prelude::*;

use super::sheet::Bench;

const YES: Option<Stance> = Some(Stance::Affirms);
const NO: Option<Stance> = Some(Stance::Denies);

/// Two sources; the tags "state", under it "army" and under that "officers", and "land".
struct Scene {
    bench: Bench,
    tags: [TagId; 4],
    sources: [SourceId; 2],
    claims: Vec<ClaimId>,
}

fn scene() -> Scene {
    let mut bench = Bench::new("");
    let state = bench.tag("state", None);
    let army = bench.tag("army", Some(state));
    let officers = bench.tag("officers", Some(army));
    let land = bench.tag("land", None);
    let left = bench.source("Left", "one\n\ntwo\n\nthree\n\nCordón");
    let right = bench.source("Right", "uno\n\ndos\n\ntres");
    let mut claims = Vec::new();
    for (source, words, tags) in [
        (left, "two", vec![(officers, NO)]),
        (left, "one", vec![(land, YES)]),
        (left, "Cordón", vec![(land, None), (officers, YES)]),
        (right, "dos", vec![(officers, YES)]),
        (right, "tres", vec![]),
    ] {
        let claim = bench.claim(source, &[words], &tags);
        claims.push(claim.id);
        bench.put(claim);
    }
    Scene { bench, tags: [state, army, officers, land], sources: [left, right], claims }
}

impl Scene {
    fn arranged(&self, how: &Arranging) -> (Sheet, Arrangement) {
        let sheet = self.bench.sheet(&SheetOptions::default());
        let arrangement = Arrangement::of(&self.bench.comparison, &sheet, how);
        (sheet, arrangement)
    }

    /// The names of the rows' tags, with "+" before those whose lower tags are folded away.
    fn names(&self, how: &Arranging) -> Vec<String> {
        let (sheet, arrangement) = self.arranged(how);
        let name = |head: &Head| match head {
            Head::Tag { row, below, .. } => {
                let sign = if below.is_some_and(|below| below.folded) { "+" } else { "" };
                format!("{sign}{}", sheet.rows[*row].name)
            }
            other => format!("{other:?}"),
        };
        arrangement.rows.iter().map(|row| name(&row.head)).collect()
    }
}

#[test]
fn what_is_under_a_folded_tag_is_counted_and_not_shown() {
    let scene = scene();
    let folded = HashSet::from([scene.tags[0]]);
    let how = Arranging { folded, ..Arranging::default() };
    assert_eq!(scene.names(&how), ["+state", "land"]);
    let (_, arrangement) = scene.arranged(&how);
    let Head::Tag { below: Some(below), .. } = arrangement.rows[0].head else { panic!("it folds") };
    assert_eq!((below.n_tags, below.n_claims), (2, 3));
    assert_eq!(scene.names(&Arranging::default()), ["state", "army", "officers", "land"]);
}

#[test]
fn a_filter_keeps_the_tags_above_what_it_keeps_and_tells_what_it_left_out() {
    let scene = scene();
    let filter = ClaimFilter { stances: vec![NO], ..ClaimFilter::default() };
    let how = Arranging { filter, ..Arranging::default() };
    assert_eq!(scene.names(&how), ["state", "army", "officers"]);
    let (_, arrangement) = scene.arranged(&how);
    assert_eq!((arrangement.n_claims, arrangement.n_left_out), (1, 4));
    let left_out: Vec<usize> = arrangement.rows[2].cells.iter().map(|cell| cell.n_left_out).collect();
    assert_eq!(left_out, [1, 1]);
}

#[test]
fn words_are_found_whatever_the_accents_in_what_is_quoted_and_what_was_written() {
    let mut scene = scene();
    let mut claim = scene.bench.comparison.claim(scene.claims[0]).unwrap().as_ref().clone();
    claim.summary = "The Officers rose.".to_owned();
    scene.bench.put(claim);
    let n = |words: &str| {
        let filter = ClaimFilter { words: words.to_owned(), ..ClaimFilter::default() };
        scene.arranged(&Arranging { filter, ..Arranging::default() }).1.n_claims
    };
    assert_eq!(n("cordon"), 1);
    assert_eq!(n("OFFICERS two"), 1, "each word somewhere");
    assert_eq!(n("officers one"), 0);
    assert_eq!(n("  "), 4, "blanks ask for nothing");
}

#[test]
fn voice_reader_and_links_filter_too() {
    let mut scene = scene();
    let mut claim = scene.bench.comparison.claim(scene.claims[1]).unwrap().as_ref().clone();
    claim.voice = Voice::Attributed { name: "Prats".to_owned(), attitude: None };
    scene.bench.put(claim);
    let n = |filter: ClaimFilter| scene.arranged(&Arranging { filter, ..Arranging::default() }).1.n_claims;
    assert_eq!(n(ClaimFilter { voice: VoiceFilter::Attributed, ..ClaimFilter::default() }), 1);
    assert_eq!(n(ClaimFilter { voice: VoiceFilter::Own, ..ClaimFilter::default() }), 3);
    assert_eq!(n(ClaimFilter { linked: Some(true), ..ClaimFilter::default() }), 0);
    let nobody = ReaderId(uuid::Uuid::from_u128(77));
    assert_eq!(n(ClaimFilter { readers: vec![nobody], ..ClaimFilter::default() }), 0);
}

#[test]
fn rows_can_follow_one_another_in_four_orders() {
    let scene = scene();
    let order = |order| scene.names(&Arranging { order, rows: Shown::WithClaims, ..Arranging::default() });
    assert_eq!(order(Order::Codebook), ["state", "army", "officers", "land"]);
    assert_eq!(order(Order::Parting), ["officers", "land"]);
    assert_eq!(order(Order::MostTagged), ["officers", "land"]);
    assert_eq!(order(Order::Position), ["land", "officers"]);
}

#[test]
fn a_row_for_each_link_has_both_ends_and_the_others_follow() {
    let mut scene = scene();
    scene.bench.link(scene.claims[0], scene.claims[3], LinkKind::Contradicts);
    let link = scene.bench.comparison.links().next().unwrap().id;
    let how = Arranging { grouping: Grouping::Links, ..Arranging::default() };
    let (_, arrangement) = scene.arranged(&how);
    let Head::Link { link: first, .. } = arrangement.rows[0].head else { panic!("the link comes first") };
    assert_eq!(first, link);
    let ids: Vec<Vec<ClaimId>> = arrangement.rows[0]
        .cells
        .iter()
        .map(|cell| cell.claims.iter().map(|entry| entry.claim.id()).collect())
        .collect();
    assert_eq!(ids, [vec![scene.claims[0]], vec![scene.claims[3]]]);
    assert_eq!(arrangement.rows.len(), 1 + 3, "three claims are not linked, one of them without a tag");
    assert_eq!((arrangement.n_claims, arrangement.n_left_out), (5, 0));
    let hidden = HashSet::from([scene.sources[1]]);
    let (_, arrangement) = scene.arranged(&Arranging { hidden, ..how });
    assert!(arrangement.rows.iter().all(|row| matches!(row.head, Head::Unlinked(_))), "its end is not shown");
}

#[test]
fn along_a_source_its_claims_stand_in_order_with_what_goes_with_them() {
    let mut scene = scene();
    scene.bench.link(scene.claims[1], scene.claims[4], LinkKind::Answers);
    let how = Arranging { grouping: Grouping::Along(scene.sources[0]), ..Arranging::default() };
    let (_, arrangement) = scene.arranged(&how);
    let leading: Vec<ClaimId> =
        arrangement.rows.iter().map(|row| row.cells[0].claims[0].claim.id()).collect();
    assert_eq!(leading, [scene.claims[1], scene.claims[0], scene.claims[2]]);
    let beside: Vec<Vec<(ClaimId, Because)>> = arrangement
        .rows
        .iter()
        .map(|row| row.cells[1].claims.iter().map(|entry| (entry.claim.id(), entry.because)).collect())
        .collect();
    let same = Because::SameTag(scene.tags[2]);
    assert_eq!(beside[0], [(scene.claims[4], Because::Linked(LinkKind::Answers))]);
    assert_eq!(beside[1], [(scene.claims[3], same)]);
    assert_eq!(beside[2], [(scene.claims[3], same)]);
}

#[test]
fn several_stances_of_a_cell_are_mixed_and_reports_give_way() {
    let of = |stances: &[Option<Stance>]| standing(stances.iter().copied());
    let reports = Some(Stance::Reports);
    assert_eq!(of(&[]), Standing::None);
    assert_eq!(of(&[None, YES]), Standing::One(Stance::Affirms));
    assert_eq!(of(&[YES, NO]), Standing::Mixed);
    assert_eq!(of(&[reports, NO]), Standing::One(Stance::Denies));
    assert_eq!(of(&[reports, None]), Standing::One(Stance::Reports));
}

proptest! {
    #[test]
    fn every_claim_is_shown_or_counted_as_left_out(
        stances in prop::collection::vec(prop::option::of(prop::sample::select(Stance::ALL.to_vec())), 0..3),
        linked in prop::option::of(any::<bool>()),
        grouping in 0..4_u8,
        folded in prop::collection::vec(0..4_usize, 0..3),
        rows in prop::sample::select(Shown::ALL.to_vec()),
    ) {
        let mut scene = scene();
        scene.bench.link(scene.claims[0], scene.claims[3], LinkKind::Agrees);
        let grouping = match grouping {
            0 => Grouping::Tags,
            1 => Grouping::Links,
            n => Grouping::Along(scene.sources[usize::from(n) - 2]),
        };
        let filter = ClaimFilter { stances, linked, ..ClaimFilter::default() };
        let folded = folded.into_iter().map(|tag| scene.tags[tag]).collect();
        let how = Arranging { grouping, filter, folded, rows, ..Arranging::default() };
        let (_, arrangement) = scene.arranged(&how);
        let shown: BTreeSet<ClaimId> = arrangement
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .flat_map(|cell| cell.claims.iter().map(|entry| entry.claim.id()))
            .collect();
        prop_assert_eq!(shown.len(), arrangement.n_claims);
        prop_assert_eq!(arrangement.n_claims + arrangement.n_left_out, scene.bench.comparison.n_claims());
        prop_assert!(arrangement.rows.iter().all(|row| row.cells.len() == arrangement.columns.len()));
    }
}
