//! Places where readers are compared, and what they differ in there.

use std::collections::BTreeSet;

use diptych::analysis::agreement::{
    DisagreementKind as Kind, Disagreements, Filter, Order, Place, Scope, What, places,
};
use diptych::desk::{Command, Desk, TagRef};
use diptych::model::{
    Claim, ClaimId, Comparison, CoverageState, LinkKind, Reader, ReaderId, SourceId, Stance, TagId, TagUse,
    Unknown, Voice,
};
use diptych::text::Span;
use proptest::prelude::*;
use uuid::Uuid;

use crate::support::{as_reader, at, small_desk, tag};

const ANA: u128 = 11;
const BEN: u128 = 12;
const CARA: u128 = 13;

/// Nobody has marked anything yet.
fn empty() -> (Comparison, [SourceId; 2], [TagId; 2]) {
    let (desk, sources, tags) = small_desk();
    (desk.comparison().clone(), sources, tags)
}

fn with_stance(desk: &mut Desk, claim: ClaimId, tag: TagId, stance: Stance) {
    desk.run(Command::SetStance { claim, tag, stance: Some(stance) }).unwrap();
}

fn reader(n: u128) -> ReaderId {
    ReaderId(Uuid::from_u128(n))
}

fn said(comparison: &Comparison) -> Vec<String> {
    let scope = Scope::of(comparison);
    let found = Disagreements::of(comparison, &scope);
    let line = |of| format!("{}: {}", Kind::word(of_kind(of)), found.sentence(comparison, &scope, of));
    found.list.iter().map(line).collect()
}

fn of_kind(of: &diptych::analysis::agreement::Disagreement) -> Kind {
    of.kind
}

#[test]
fn readers_who_did_the_same_differ_in_nothing() {
    let (mut comparison, [left, _], [armed, _]) = empty();
    for (n, name) in [(ANA, "Ana"), (BEN, "Ben")] {
        comparison = as_reader(comparison, n, name, |desk| {
            let claim = tag(desk, left, "The armed road was never a plan", armed);
            with_stance(desk, claim, armed, Stance::Denies);
        });
    }
    let scope = Scope::of(&comparison);
    let found = Disagreements::of(&comparison, &scope);
    assert!(found.list.is_empty(), "{:?}", said(&comparison));
    assert_eq!((found.places.len(), found.agreed(&scope)), (1, vec![0]));
}

#[test]
fn each_kind_is_found_and_said_with_who_stands_where() {
    let (comparison, [left, right], [armed, calm]) = empty();
    let comparison = as_reader(comparison, ANA, "Ana", |desk| {
        let road = tag(desk, left, "The armed road was never a plan", armed);
        with_stance(desk, road, armed, Stance::Denies);
        let called = tag(desk, right, "The Party called for calm in October", calm);
        desk.run(Command::Link { from: called, to: road, kind: LinkKind::Contradicts, note: String::new() })
            .unwrap();
        tag(desk, left, "The end came in September", calm);
    });
    let comparison = as_reader(comparison, BEN, "Ben", |desk| {
        let road = tag(desk, left, "The armed road was never a plan; it was a word.", armed);
        with_stance(desk, road, armed, Stance::Reports);
        let called = tag(desk, right, "The Party called for calm in October", armed);
        let voice = Voice::Attributed { name: "the  party".to_owned(), attitude: None };
        desk.run(Command::SetVoice { claim: called, voice }).unwrap();
    });
    assert_eq!(
        said(&comparison),
        [
            "boundary: “armed road”: “The armed road … never a plan” (Ana), “The armed road … was a word.” (Ben)",
            "stance: “armed road”: denies (Ana), reports (Ben)",
            "link: is contradicted by (Ana), no link (Ben)",
            "missing: marked it (Ana), did not mark it (Ben)",
            "tag: “armed road” (Ben), “calm” (Ana)",
            "voice: the author’s own (Ana), the party (Ben)",
        ]
    );
}

#[test]
fn who_skipped_a_stretch_is_said_so_and_who_has_not_read_so_far_is_no_party() {
    let (comparison, [left, _], [armed, _]) = empty();
    let end = "The end came in September";
    let comparison = as_reader(comparison, ANA, "Ana", |desk| {
        tag(desk, left, end, armed);
    });
    let mark = |desk: &mut Desk, quote: &str, state| {
        let span = at(desk, left, quote);
        desk.run(Command::MarkCoverage { source: left, span, state: Some(state) }).unwrap();
    };
    let far = as_reader(comparison.clone(), BEN, "Ben", |desk| mark(desk, "The march", CoverageState::Read));
    assert!(said(&far).is_empty(), "one alone differs from nobody: {:?}", said(&far));
    let scope = Scope::of(&far);
    let found = Disagreements::of(&far, &scope);
    assert!(found.agreed(&scope).is_empty(), "not all have marked it either");
    let skipped = as_reader(far, CARA, "Cara", |desk| mark(desk, end, CoverageState::Skipped));
    assert_eq!(
        said(&skipped),
        ["missing: marked it (Ana), skipped it on purpose (Cara), not read so far (Ben)"]
    );
    // Somebody who has a claim further on has been there, whatever they noted.
    let read = as_reader(skipped, BEN, "Ben", |desk| {
        tag(desk, left, "September", armed);
    });
    assert!(said(&read)[0].contains("marked more or less of it (Ben)"), "{:?}", said(&read));
}

#[test]
fn many_readers_are_counted_not_named() {
    let (mut comparison, [left, _], [armed, _]) = empty();
    for n in 0..12_u128 {
        comparison = as_reader(comparison, 20 + n, &format!("Reader {n}"), |desk| {
            if n < 9 {
                let claim = tag(desk, left, "Nobody armed the cordons.", armed);
                match n {
                    0..5 => with_stance(desk, claim, armed, Stance::Affirms),
                    5..7 => with_stance(desk, claim, armed, Stance::Denies),
                    _ => {}
                }
            }
        });
    }
    assert_eq!(
        said(&comparison),
        [
            "missing: 9 of 12 marked it, 3 did not mark it",
            "stance: “armed road”: affirms 5, no stance 2, denies 2",
        ]
    );
}

#[test]
fn a_list_is_filtered_and_put_in_order_and_its_entries_are_found_again() {
    let (comparison, [left, right], [armed, calm]) = empty();
    let comparison = as_reader(comparison, ANA, "Ana", |desk| {
        tag(desk, left, "The armed road was never a plan", armed);
        tag(desk, right, "Calm was the only plan", calm);
    });
    let comparison = as_reader(comparison, BEN, "Ben", |desk| {
        tag(desk, right, "Calm was the only plan", armed);
    });
    let comparison = as_reader(comparison, CARA, "Cara", |_| {});
    let scope = Scope::of(&comparison);
    assert_eq!(scope.readers.len(), 3, "one who marked nothing is a reader all the same");
    let found = Disagreements::of(&comparison, &scope);
    let words = |filter: &Filter| -> Vec<&str> {
        found.filtered(filter).into_iter().map(|n| found.list[n].kind.word()).collect()
    };
    assert_eq!(words(&Filter::default()), ["missing", "missing", "tag"]);
    assert_eq!(words(&Filter { kinds: vec![Kind::Tag], ..Filter::default() }), ["tag"]);
    assert_eq!(words(&Filter { sources: vec![left], ..Filter::default() }), ["missing"]);
    assert_eq!(words(&Filter { tags: vec![calm], ..Filter::default() }), ["missing", "tag"]);
    let there = BTreeSet::from([0]);
    assert_eq!(words(&Filter { places: Some(there), ..Filter::default() }), ["missing"]);
    let contested = found.filtered(&Filter { order: Order::MostContested, ..Filter::default() });
    let against: Vec<usize> = contested.iter().map(|n| found.list[*n].n_against).collect();
    assert!(against.is_sorted_by(|a, b| a >= b), "{against:?}");
    let again = Disagreements::of(&comparison, &scope);
    for (number, of) in found.list.iter().enumerate() {
        assert_eq!(again.find(&found.key(of).unwrap()), Some(number));
    }
    // Where only passages are asked about, tags are no matter.
    let bare = Scope { tags: Vec::new(), ..scope.clone() };
    let kinds: Vec<Kind> = Disagreements::of(&comparison, &bare).list.iter().map(|of| of.kind).collect();
    assert_eq!(kinds, [Kind::Missing, Kind::Missing]);
    // Of one tag, what bears others is not told.
    let calm_only = Scope { tags: vec![calm], ..scope };
    let kinds: Vec<Kind> = Disagreements::of(&comparison, &calm_only).list.iter().map(|of| of.kind).collect();
    assert_eq!(kinds, [Kind::Missing, Kind::Tag]);
}

/// Claims anywhere, of several readers: overlapping, of two passages, with one tag, two or none.
fn readings() -> impl Strategy<Value = Vec<(u8, u32, u32, u32, u8, u8)>> {
    prop::collection::vec((0_u8..5, 0_u32..150, 1_u32..40, 0_u32..60, 0_u8..4, 0_u8..3), 0..30)
}

/// A comparison with these claims; readers get the ids that `id_of` says, claims those of their place in the list.
fn made(readings: &[(u8, u32, u32, u32, u8, u8)], id_of: impl Fn(u8) -> u128) -> Comparison {
    let (desk, [left, _], tags) = small_desk();
    let mut comparison = desk.comparison().clone();
    let text = comparison.source(left).unwrap().text.clone();
    let mut edits = Vec::new();
    for n in 0..5 {
        let reader = Reader { id: reader(id_of(n)), name: format!("{n}"), unknown: Unknown::default() };
        edits.push(reader.into());
    }
    for (number, (who, start, length, gap, tagged, stance)) in (5000..).zip(readings) {
        let first = Span::new(*start, start + length).unwrap();
        let mut spans = vec![text.clamp(first)];
        if gap % 3 == 0 {
            spans.push(text.clamp(Span::new(first.end().0 + gap + 1, first.end().0 + gap + 6).unwrap()));
        }
        spans.retain(|span| !span.is_empty());
        let used = |tag: TagId| TagUse {
            tag,
            stance: [None, Some(Stance::Affirms), Some(Stance::Denies)][usize::from(*stance)],
            definition_revision: 1,
            value: String::new(),
            unknown: Unknown::default(),
        };
        if spans.is_empty() {
            continue;
        }
        edits.push(
            Claim {
                id: ClaimId(Uuid::from_u128(number)),
                source: left,
                reader: reader(id_of(*who)),
                created: comparison.created(),
                modified: comparison.created(),
                passages: spans.iter().map(|span| diptych::anchoring::describe(&text, *span)).collect(),
                tags: tags.iter().take(usize::from(*tagged % 3)).map(|tag| used(*tag)).collect(),
                voice: Voice::Own,
                summary: String::new(),
                note: String::new(),
                unknown: Unknown::default(),
            }
            .into(),
        );
    }
    comparison.apply_all(edits).unwrap();
    comparison
}

fn claims_of(places: &[Place]) -> Vec<BTreeSet<ClaimId>> {
    places.iter().map(|place| place.claims.iter().map(|(_, claim)| *claim).collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_claim_is_at_exactly_one_place(readings in readings()) {
        let comparison = made(&readings, |n| 50 + u128::from(n));
        let found = places(&comparison, &Scope::of(&comparison));
        let mut all: Vec<ClaimId> = found.iter().flat_map(|place| place.claims.iter().map(|(_, id)| *id)).collect();
        all.sort_unstable();
        let mut expected: Vec<ClaimId> = comparison.claims().map(|claim| claim.id).collect();
        expected.sort_unstable();
        prop_assert_eq!(all, expected);
        for place in &found {
            // What is at a place is on the same words as its center, which is the claim of somebody there.
            let spans = |id: &ClaimId| {
                diptych::analysis::agreement::stretches::of_claim(comparison.claim(*id).unwrap())
            };
            let near = |id: &ClaimId| {
                diptych::analysis::agreement::stretches::overlap(&spans(id), &place.spans) >= 0.5
            };
            prop_assert!(place.claims.iter().all(|(_, id)| near(id)));
            prop_assert!(place.claims.iter().any(|(_, id)| spans(id) == place.spans));
        }
    }

    #[test]
    fn places_do_not_depend_on_who_the_readers_are_or_in_which_order(readings in readings(), turn in 0_usize..5) {
        let one = made(&readings, |n| 50 + u128::from(n));
        let other = made(&readings, |n| 90 - u128::from(n) * 7);
        let scope = Scope::of(&one);
        let found = places(&one, &scope);
        let mut turned = scope.clone();
        turned.readers.rotate_left(turn.min(scope.readers.len()));
        prop_assert_eq!(&found, &places(&one, &turned));
        prop_assert_eq!(claims_of(&found), claims_of(&places(&other, &Scope::of(&other))));
        let count = |comparison: &Comparison, scope: &Scope| {
            let found = Disagreements::of(comparison, scope);
            found.list.iter().map(|of| (of.place, of.kind, of.n_readers, of.n_against)).collect::<Vec<_>>()
        };
        prop_assert_eq!(count(&one, &scope), count(&one, &turned));
        prop_assert_eq!(count(&one, &scope), count(&other, &Scope::of(&other)));
    }

    #[test]
    fn the_counts_of_a_disagreement_are_those_of_its_sides(readings in readings()) {
        let comparison = made(&readings, |n| 50 + u128::from(n));
        let scope = Scope::of(&comparison);
        let found = Disagreements::of(&comparison, &scope);
        for of in &found.list {
            let sides = found.sides(&comparison, &scope, of);
            prop_assert!(sides.len() > 1, "{:?} has one side", of);
            let readers = sides.iter().filter(|side| side.what != What::NotRead).flat_map(|side| &side.readers);
            prop_assert_eq!(readers.collect::<BTreeSet<_>>().len(), of.n_readers);
            prop_assert!(of.n_against > 0 && of.n_against < of.n_readers);
            prop_assert!(sides.iter().all(|side| !side.readers.is_empty()));
        }
    }
}

#[test]
fn a_readers_two_claims_with_one_tag_are_not_both_at_a_place() {
    let (comparison, [left, _], [armed, calm]) = empty();
    let quote = "The armed road was never a plan";
    let comparison = as_reader(comparison, ANA, "Ana", |desk| {
        tag(desk, left, quote, armed);
        tag(desk, left, "The armed road was never a plan; it was", armed);
        let spans = vec![at(desk, left, "The armed road was never a")];
        desk.run(Command::Tag { source: left, spans, tags: vec![TagRef::Known(calm)] }).unwrap();
    });
    let comparison = as_reader(comparison, BEN, "Ben", |desk| {
        tag(desk, left, quote, armed);
    });
    let found = places(&comparison, &Scope::of(&comparison));
    let n: Vec<usize> = found.iter().map(|place| place.claims.len()).collect();
    assert_eq!(n, [3, 1], "Ana's best for each tag with Ben's, and what is left by itself");
    assert_eq!(found[0].of_reader(reader(ANA)).count(), 2);
    assert_eq!(found[0].absent(&[reader(CARA), reader(BEN)]), [reader(CARA)]);
}
