//! How the sources on a row stand to one another: each rule, what comes first, and what it rests on.

use diptych::analysis::handout::{HandedIn, SheetSettings};
use diptych::analysis::relation::{Finding, Relation};
use diptych::analysis::sheet::{RowOrder, Sheet, SheetClaim, SheetOptions};
use diptych::model::{ClaimId, LinkKind, Stance, TagId};
use diptych::store::export::{Made, SheetFormat, write_sheet};
use proptest::prelude::*;

use super::sheet::Bench;

const WORDS: [&str; 6] = ["one", "two", "three", "four", "five", "six"];

/// Sources with the same words, each with claims of these stances on one tag, the first on "one", …
fn bench(stances: &[&[Option<Stance>]]) -> (Bench, TagId, Vec<Vec<ClaimId>>) {
    let mut bench = Bench::new("");
    let tag = bench.tag("road", None);
    let mut claims = Vec::new();
    for (n, stances) in stances.iter().enumerate() {
        let source = bench.source(&format!("S{}", n + 1), &WORDS.join("\n\n"));
        let mut of_source = Vec::new();
        for (stance, word) in stances.iter().zip(WORDS) {
            let claim = bench.claim(source, &[word], &[(tag, *stance)]);
            of_source.push(claim.id);
            bench.put(claim);
        }
        claims.push(of_source);
    }
    (bench, tag, claims)
}

fn sheet(bench: &Bench) -> Sheet {
    bench.sheet(&SheetOptions::default())
}

fn found(stances: &[&[Option<Stance>]]) -> (Relation, String) {
    let (bench, ..) = bench(stances);
    let sheet = sheet(&bench);
    let finding = Finding::of(&sheet.rows[0]);
    (finding.relation, finding.sentence(&sheet.columns))
}

const YES: Option<Stance> = Some(Stance::Affirms);
const NO: Option<Stance> = Some(Stance::Denies);
const PARTLY: Option<Stance> = Some(Stance::Qualifies);
const SAYS: Option<Stance> = Some(Stance::Reports);

#[test]
fn stances_say_where_sources_meet_and_part() {
    use Relation::{Empty, InAccord, OneSided, Opposed, PartlyOpposed, Unsettled};
    for (stances, relation, sentence) in [
        (&[&[YES, YES][..], &[NO]][..], Opposed, "S1 affirms (¶ 1, 2); S2 denies (¶ 1)"),
        // What one source says both ways is opposed to either.
        (&[&[YES, NO], &[NO]], Opposed, "S1 affirms (¶ 1); S2 denies (¶ 1)"),
        (&[&[YES], &[None, PARTLY]], PartlyOpposed, "S1 affirms (¶ 1); S2 qualifies (¶ 2)"),
        (&[&[YES], &[YES]], InAccord, "S1 affirms (¶ 1); S2 affirms (¶ 1)"),
        (&[&[NO], &[NO]], InAccord, "S1 denies (¶ 1); S2 denies (¶ 1)"),
        (&[&[PARTLY], &[PARTLY]], InAccord, "S1 qualifies (¶ 1); S2 qualifies (¶ 1)"),
        // What is only reported settles nothing, nor does one source that says both.
        (&[&[YES], &[SAYS]], Unsettled, "claims in S1, S2, without stances or links that tell"),
        (&[&[YES, NO], &[None]], Unsettled, "claims in S1, S2, without stances or links that tell"),
        (&[&[YES], &[]], OneSided, "claims only in S1; not looked for yet: S2"),
        (&[&[], &[]], Empty, ""),
        // Of three, two are enough, and what the third does is said.
        (&[&[YES], &[], &[NO]], Opposed, "S1 affirms (¶ 1); S3 denies (¶ 1); not looked for yet: S2"),
        (&[&[YES], &[YES], &[NO]], Opposed, "S1 affirms (¶ 1); S2 affirms (¶ 1); S3 denies (¶ 1)"),
        // One source alone stands to nobody.
        (&[&[YES, NO]], Unsettled, "claims in S1, without stances or links that tell"),
    ] {
        assert_eq!(found(stances), (relation, sentence.to_owned()), "{stances:?}");
    }
}

#[test]
fn links_say_so_too_and_the_first_rule_that_holds_is_used() {
    let with = |stances: &[&[Option<Stance>]], kind| {
        let (mut bench, _, claims) = bench(stances);
        bench.link(claims[1][0], claims[0][0], kind);
        let sheet = sheet(&bench);
        let finding = Finding::of(&sheet.rows[0]);
        (finding.relation, finding.sentence(&sheet.columns), finding.claims())
    };
    let (relation, sentence, claims) = with(&[&[None], &[None]], LinkKind::Contradicts);
    assert_eq!((relation, sentence.as_str()), (Relation::Opposed, "S2 ¶ 1 contradicts S1 ¶ 1"));
    assert_eq!(claims.len(), 2);
    assert_eq!(with(&[&[YES], &[YES]], LinkKind::Contradicts).0, Relation::Opposed);
    assert_eq!(with(&[&[YES], &[YES]], LinkKind::Qualifies).0, Relation::PartlyOpposed);
    assert_eq!(with(&[&[None], &[None]], LinkKind::Agrees).0, Relation::InAccord);
    assert_eq!(with(&[&[YES], &[NO]], LinkKind::Agrees).0, Relation::Opposed);
    for kind in [LinkKind::Answers, LinkKind::SameEvidence] {
        assert_eq!(with(&[&[None], &[None]], kind).0, Relation::Unsettled);
    }
}

#[test]
fn data_name_the_relation_its_rule_and_what_it_rests_on() {
    let (mut bench, _, claims) = bench(&[&[YES], &[NO]]);
    bench.link(claims[1][0], claims[0][0], LinkKind::Contradicts);
    let mut bytes = Vec::new();
    write_sheet(
        &Made::of(&bench.comparison, &SheetSettings::default(), HandedIn::default()),
        SheetFormat::Json,
        &mut bytes,
    )
    .unwrap();
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let relation = &json["tags"][0]["relation"];
    assert_eq!(relation["word"], "opposed");
    assert_eq!(relation["rule"], Relation::Opposed.rule());
    assert_eq!(relation["rests_on"], "S1 affirms (¶ 1); S2 denies (¶ 1); S2 ¶ 1 contradicts S1 ¶ 1");
    let ids: Vec<String> = claims.iter().flatten().map(ToString::to_string).collect();
    assert_eq!(relation["claims"], serde_json::json!(ids));
    assert_eq!(relation["links"].as_array().unwrap().len(), 1);
}

#[test]
fn a_link_to_a_claim_that_is_not_on_the_row_says_nothing_of_it() {
    let (mut bench, _, claims) = bench(&[&[None], &[None]]);
    let other = bench.tag("another", None);
    let source = bench.comparison.sources()[1].id;
    let elsewhere = bench.claim(source, &["six"], &[(other, None)]);
    let id = elsewhere.id;
    bench.put(elsewhere);
    bench.link(claims[0][0], id, LinkKind::Contradicts);
    assert_eq!(Finding::of(&sheet(&bench).rows[0]).relation, Relation::Unsettled);
}

#[test]
fn a_source_that_was_searched_is_silent_and_a_hidden_one_is_not_asked() {
    let (mut bench, tag, _) = bench(&[&[YES], &[], &[NO]]);
    let second = bench.comparison.sources()[1].id;
    bench.silence(second, tag, "");
    let sheet = sheet(&bench);
    let row = &sheet.rows[0];
    let finding = Finding::among(row, |column| column < 2);
    assert_eq!(finding.relation, Relation::Silent);
    assert_eq!(finding.sentence(&sheet.columns), "claims only in S1; searched without finding any: S2");
    assert_eq!(Finding::of(row).relation, Relation::Opposed);
}

#[test]
fn rows_on_which_sources_part_can_come_first() {
    let (mut bench, ..) = bench(&[&[YES], &[YES]]);
    let opposed = bench.tag("later", None);
    for (source, stance) in [(0, YES), (1, NO)] {
        let claim = bench.claim(bench.comparison.sources()[source].id, &["six"], &[(opposed, stance)]);
        bench.put(claim);
    }
    let _never_used = bench.tag("last", None);
    let names = |order| {
        let sheet = bench.sheet(&SheetOptions { order, ..SheetOptions::default() });
        sheet.rows.into_iter().map(|row| row.name).collect::<Vec<_>>()
    };
    assert_eq!(names(RowOrder::Codebook), ["road", "later", "last"]);
    assert_eq!(names(RowOrder::Parting), ["later", "road", "last"]);
}

fn any_stances() -> impl Strategy<Value = Vec<Option<Stance>>> {
    prop::collection::vec(prop::option::of(prop::sample::select(&Stance::ALL[..])), 0..4)
}

proptest! {
    #[test]
    fn the_order_of_the_sources_does_not_matter_and_every_ground_is_there(
        one in any_stances(), other in any_stances(),
    ) {
        let (left, _) = found(&[&one, &other]);
        let (right, _) = found(&[&other, &one]);
        prop_assert_eq!(left, right);
        let (bench, ..) = bench(&[&one, &other]);
        let sheet = sheet(&bench);
        let finding = Finding::of(&sheet.rows[0]);
        for of in &finding.standpoints {
            let cell = &sheet.rows[0].cells[of.column];
            let there: Vec<ClaimId> =
                cell.claims.iter().filter(|claim| claim.stance == Some(of.stance)).map(SheetClaim::id).collect();
            prop_assert_eq!(&of.claims, &there);
        }
        let takes = |of: &[Option<Stance>], stance| of.contains(&stance);
        let opposed = takes(&one, YES) && takes(&other, NO) || takes(&one, NO) && takes(&other, YES);
        prop_assert_eq!(finding.relation == Relation::Opposed, opposed);
    }
}
