//! The settled version: what is taken, combined, written and left out, and that it is remembered whose it was.

use diptych::analysis::agreement::settling::{
    Extent, Named, Progress, Proposal, Settlement, Stake, Status, Tags, begin, begin_judgments, combination,
    decision_behind, inherited_links, scope, settled_in, settled_reader,
};
use diptych::analysis::agreement::{Disagreements, Scope};
use diptych::analysis::sheet::{Sheet, SheetOptions};
use diptych::desk::{Command, Desk, NewRound, TagRef};
use diptych::model::{
    Claim, ClaimId, Comparison, ComparisonId, LinkKind, Outcome, ReaderId, RoundStep, SourceId, Stance,
    TagId, Time, edits_between,
};
use diptych::store::{self, Actor};
use proptest::prelude::*;
use uuid::Uuid;

use crate::support::{as_reader, at, small_desk, tag};

const ANA: u128 = 11;
const BEN: u128 = 12;
const CARA: u128 = 13;
const LEADER: u128 = 99;

fn reader(n: u128) -> ReaderId {
    ReaderId(Uuid::from_u128(n))
}

fn with_stance(desk: &mut Desk, claim: ClaimId, tag: TagId, stance: Stance) {
    desk.run(Command::SetStance { claim, tag, stance: Some(stance) }).unwrap();
}

/// Three readers: they agree on one place, differ in the stance on another, and one is alone on a third.
fn readings() -> (Comparison, [SourceId; 2], [TagId; 2]) {
    let (desk, [left, right], [armed, calm]) = small_desk();
    let mut comparison = desk.comparison().clone();
    for (n, name) in [(ANA, "Ana"), (BEN, "Ben"), (CARA, "Cara")] {
        comparison = as_reader(comparison, n, name, |desk| {
            let called = tag(desk, right, "The Party called for calm in October", calm);
            let road = tag(desk, left, "The armed road was never a plan", armed);
            if n == CARA {
                with_stance(desk, road, armed, Stance::Reports);
                tag(desk, left, "The end came in September", calm);
                return;
            }
            with_stance(desk, road, armed, Stance::Denies);
            desk.run(Command::SetSummary { claim: road, summary: format!("{name} says no") }).unwrap();
            let kind = LinkKind::Contradicts;
            desk.run(Command::Link { from: called, to: road, kind, note: String::new() }).unwrap();
        });
    }
    (comparison, [left, right], [armed, calm])
}

fn settling() -> (Comparison, [SourceId; 2], [TagId; 2]) {
    let (readings, sources, tags) = readings();
    let id = ComparisonId(Uuid::from_u128(2));
    let made = begin(&readings, id, &Named::after(&readings), Time(1_800_000_000)).unwrap();
    (made, sources, tags)
}

fn at_desk(comparison: Comparison) -> Desk {
    let clock = Box::new(crate::support::Minutes::from(1_900_000_000));
    let leader =
        diptych::model::Reader { id: reader(LEADER), name: "Leader".to_owned(), unknown: Default::default() };
    Desk::new(comparison, leader, clock, Box::new(crate::support::Counted(77_000)))
}

fn found(desk: &Desk) -> Disagreements {
    Disagreements::of(desk.comparison(), &scope(desk.comparison()))
}

fn settled_claims(comparison: &Comparison) -> Vec<&Claim> {
    let settled = settled_reader(comparison.id());
    comparison.claims().map(AsRef::as_ref).filter(|claim: &&Claim| claim.reader == settled).collect()
}

/// The place whose words begin so.
fn place(desk: &Desk, words: &str) -> (usize, Stake) {
    let found = found(desk);
    let text = |place: &diptych::analysis::agreement::Place| {
        desk.comparison().source(place.source).unwrap().text.slice(place.extent()).starts_with(words)
    };
    let number = found.places.iter().position(text).unwrap();
    (number, Stake::from(&found.places[number]))
}

fn decide(desk: &mut Desk, words: &str, how: Settlement) {
    let (_, stake) = place(desk, words);
    desk.run(Command::Decide { stake, how, reason: "so we said".to_owned() }).unwrap();
}

#[test]
fn a_settling_comparison_has_all_readings_and_a_reader_of_its_own_who_is_no_reader_of_it() {
    let (readings, ..) = readings();
    let (made, ..) = settling();
    assert_eq!(made.title(), "Two accounts, settled");
    assert_ne!(made.id(), readings.id());
    assert_eq!(made.n_claims(), readings.n_claims());
    assert_eq!(settled_in(&made).unwrap().name, "Settled: Two accounts");
    assert_eq!(Scope::of(&made).readers, Scope::of(&readings).readers);
    assert!(settled_in(&readings).is_none());
    let mut desk = at_desk(readings);
    let stake = Stake {
        source: desk.comparison().sources()[0].id,
        at: at(&desk, desk.comparison().sources()[0].id, "plan"),
        claims: vec![],
    };
    let refused = desk.run(Command::Decide { stake, how: Settlement::LeaveOut, reason: String::new() });
    assert!(refused.unwrap_err().to_string().contains("no settled version"));
}

#[test]
fn what_is_taken_is_what_the_reader_made_and_one_undo_takes_it_back() {
    let (made, _, [armed, _]) = settling();
    let mut desk = at_desk(made);
    let before = desk.comparison().clone();
    decide(&mut desk, "The armed road", Settlement::Take(reader(BEN)));
    let claims = settled_claims(desk.comparison());
    assert_eq!(claims.len(), 1);
    assert_eq!(claims[0].summary, "Ben says no");
    assert_eq!(claims[0].tag_use(armed).unwrap().stance, Some(Stance::Denies));
    let decision = decision_behind(desk.comparison(), claims[0].id).unwrap();
    assert_eq!(decision.outcome, Some(Outcome::Taken(reader(BEN))));
    assert_eq!(
        (decision.claims.len(), decision.reader, decision.note.as_str()),
        (3, reader(LEADER), "so we said")
    );
    assert_eq!(desk.history().n_past(), 1);
    desk.undo().unwrap();
    assert!(*desk.comparison() == before, "decision, claim and who decided go together");
    desk.redo().unwrap();
    assert_eq!(settled_claims(desk.comparison()).len(), 1);
    // Who only decides is no reader of the texts.
    assert_eq!(scope(desk.comparison()).readers.len(), 3);
}

#[test]
fn to_decide_again_changes_the_same_claim_and_leaving_out_takes_it_away() {
    let (made, [left, _], [armed, _]) = settling();
    let mut desk = at_desk(made);
    decide(&mut desk, "The armed road", Settlement::Take(reader(BEN)));
    let first = settled_claims(desk.comparison())[0].id;
    let (number, stake) = place(&desk, "The armed road");
    let prefilled =
        combination(desk.comparison(), &found(&desk).places[number], Extent::Most, Tags::Majority);
    assert_eq!(prefilled.tags[0].stance, Some(Stance::Denies), "two of three say so");
    assert_eq!(prefilled.summary, "Ana says no");
    let combined = Proposal { summary: "ours".to_owned(), ..prefilled };
    let how = Settlement::Combine(combined);
    desk.run(Command::Decide { stake: stake.clone(), how, reason: String::new() }).unwrap();
    let claims = settled_claims(desk.comparison());
    assert_eq!((claims.len(), claims[0].id, claims[0].summary.as_str()), (1, first, "ours"));
    assert_eq!(desk.comparison().decisions().len(), 1);
    desk.run(Command::Decide { stake: stake.clone(), how: Settlement::LeaveOut, reason: "no".to_owned() })
        .unwrap();
    assert!(settled_claims(desk.comparison()).is_empty());
    let decision = desk.comparison().decisions().next().unwrap();
    assert_eq!((decision.outcome, decision.settled.len()), (Some(Outcome::LeftOut), 0));
    // Words that nobody marked so can be written, but not blank space.
    let spans = vec![at(&desk, left, "Nobody armed the cordons.")];
    let tags = settled_tags(&desk, armed);
    let written = Proposal { spans, tags, ..Proposal::default() };
    desk.run(Command::Decide {
        stake: stake.clone(),
        how: Settlement::Write(written),
        reason: String::new(),
    })
    .unwrap();
    assert_eq!(settled_claims(desk.comparison())[0].quotation(), "Nobody armed the cordons.");
    let nothing = Settlement::Write(Proposal::default());
    let refused = desk.run(Command::Decide { stake: stake.clone(), how: nothing, reason: String::new() });
    assert!(refused.unwrap_err().to_string().contains("at least one word"));
    let nobody = Settlement::Take(reader(LEADER));
    assert!(desk.run(Command::Decide { stake, how: nobody, reason: String::new() }).is_err());
    let id = desk.comparison().decisions().next().unwrap().id;
    desk.run(Command::Undecide(id)).unwrap();
    assert!(settled_claims(desk.comparison()).is_empty() && desk.comparison().decisions().len() == 0);
}

fn settled_tags(desk: &Desk, tag: TagId) -> Vec<diptych::model::TagUse> {
    let claims = desk.comparison().claims();
    claims.filter_map(|claim| claim.tag_use(tag).cloned()).take(1).collect()
}

#[test]
fn what_all_agree_on_is_taken_over_in_one_step_and_the_rest_stays_listed() {
    let (made, ..) = settling();
    let desk = at_desk(made);
    let agreed = found(&desk).agreed(&scope(desk.comparison()));
    assert_eq!(agreed.len(), 0, "the place they agree on is one end of a link that they do not agree on");
    // Cara links them, too.
    let comparison = as_reader(desk.comparison().clone(), CARA, "Cara", |desk| {
        let own: Vec<ClaimId> = desk
            .comparison()
            .claims()
            .filter(|claim| claim.reader == reader(CARA))
            .map(|claim| claim.id)
            .collect();
        let claim = |quote: &str| {
            *own.iter()
                .find(|id| desk.comparison().claim(**id).unwrap().quotation().starts_with(quote))
                .unwrap()
        };
        let (from, to) = (claim("The Party"), claim("The armed"));
        desk.run(Command::Link { from, to, kind: LinkKind::Contradicts, note: String::new() }).unwrap();
    });
    let mut desk = at_desk(comparison);
    desk.run(Command::SettleAgreed).unwrap();
    assert_eq!(settled_claims(desk.comparison()).len(), 1);
    assert_eq!(desk.history().n_past(), 1);
    assert_eq!(
        desk.history().next_undo().map(|label| label.0.clone()).unwrap(),
        "take over the 1 place on which all agree"
    );
    let of = found(&desk);
    assert_eq!(Progress::of(desk.comparison(), &of).counted(&of), (0, 2));
    let again = desk.run(Command::SettleAgreed).unwrap();
    assert!(again.notice.unwrap().starts_with("There is no place left"));
    decide(&mut desk, "The armed road", Settlement::Take(reader(ANA)));
    let of = found(&desk);
    assert_eq!(Progress::of(desk.comparison(), &of).counted(&of), (1, 2));
    // Both ends are settled now, and all three link them: so does the settled version.
    assert_eq!(inherited_links(desk.comparison()).len(), 1);
    let settled = settled_reader(desk.comparison().id());
    let links: Vec<_> = desk.comparison().links().filter(|link| link.reader == settled).collect();
    assert_eq!((links.len(), links[0].kind), (1, LinkKind::Contradicts));
    decide(&mut desk, "The armed road", Settlement::LeaveOut);
    assert!(desk.comparison().links().all(|link| link.reader != settled), "no end, no link");
    desk.undo().unwrap();
    assert_eq!(desk.comparison().links().filter(|link| link.reader == settled).count(), 1);
}

#[test]
fn what_was_decided_and_has_changed_since_is_said_so() {
    let (made, [left, _], [armed, calm]) = settling();
    let mut desk = at_desk(made);
    decide(&mut desk, "The armed road", Settlement::Take(reader(BEN)));
    let status = |comparison: &Comparison| {
        let of = Disagreements::of(comparison, &scope(comparison));
        let progress = Progress::of(comparison, &of);
        (progress.places.into_iter().find(|status| *status != Status::Open), progress.stray.len())
    };
    assert!(matches!(status(desk.comparison()), (Some(Status::Decided(_)), 0)));
    let own = |comparison: &Comparison, n| {
        let of =
            comparison.claims().find(|claim| claim.reader == reader(n) && claim.tag_use(armed).is_some());
        of.unwrap().id
    };
    // A new summary questions nothing; another stance does.
    let said = as_reader(desk.comparison().clone(), ANA, "Ana", |desk| {
        let claim = own(desk.comparison(), ANA);
        desk.run(Command::SetSummary { claim, summary: "in other words".to_owned() }).unwrap();
    });
    assert!(matches!(status(&said), (Some(Status::Decided(_)), 0)));
    let changed = as_reader(desk.comparison().clone(), ANA, "Ana", |desk| {
        let claim = own(desk.comparison(), ANA);
        with_stance(desk, claim, armed, Stance::Affirms);
    });
    assert!(matches!(status(&changed), (Some(Status::Changed(_)), 0)));
    // So does somebody who comes later, and a settled claim that is gone.
    let later = as_reader(desk.comparison().clone(), 14, "Dora", |desk| {
        tag(desk, left, "The armed road was never a plan", calm);
    });
    assert!(matches!(status(&later), (Some(Status::Changed(_)), 0)));
    let settled = settled_claims(desk.comparison())[0].id;
    desk.run(Command::DeleteClaim(settled)).unwrap();
    assert!(matches!(status(desk.comparison()), (Some(Status::Changed(_)), 0)));
    // Newer readings are put in as edits: decisions stay.
    let edits = edits_between(desk.comparison(), &later);
    let mut other = at_desk(desk.comparison().clone());
    other.run(Command::Mend { label: "newer readings".to_owned(), edits }).unwrap();
    assert_eq!(other.comparison().decisions().len(), 1);
}

#[test]
fn newer_files_laid_over_a_settling_comparison_leave_its_decisions() {
    let (made, [left, _], [_, calm]) = settling();
    let mut desk = at_desk(made);
    decide(&mut desk, "The armed road", Settlement::Take(reader(BEN)));
    let (readings, ..) = readings();
    // He went on after the readings were put together.
    let ben = diptych::model::Reader::clone(readings.reader(reader(BEN)).unwrap());
    let clock = Box::new(crate::support::Minutes::from(1_950_000_000));
    let mut at_home = Desk::new(readings, ben, clock, Box::new(crate::support::Counted(88_000)));
    tag(&mut at_home, left, "Nobody armed the cordons.", calm);
    let newer = at_home.comparison().clone();
    let bytes = store::to_json(&newer, &store::Record::new(), Actor(3)).0;
    let opened = store::from_json(&bytes, std::path::Path::new("ben.diptych.json")).unwrap();
    let mut layers = store::laying::Layers::over(desk.comparison());
    layers.add("ben.diptych.json", Ok(&opened));
    let laid = layers.finish();
    let edits = edits_between(desk.comparison(), &laid.comparison);
    desk.run(Command::Mend { label: "newer readings".to_owned(), edits }).unwrap();
    assert_eq!((desk.comparison().decisions().len(), settled_claims(desk.comparison()).len()), (1, 1));
    let of = found(&desk);
    let progress = Progress::of(desk.comparison(), &of);
    assert_eq!(progress.standing(|status| matches!(status, Status::Decided(_))).len(), 1);
    assert!(of.places.len() == 4, "what Ben marked since is there to be settled");
}

#[test]
fn notes_are_kept_by_place_tag_and_reader_and_settle_nothing() {
    let (made, _, [armed, _]) = settling();
    let mut desk = at_desk(made);
    let (number, stake) = place(&desk, "The armed road");
    let note =
        |tag, note: &str| Command::NoteDisagreement { stake: stake.clone(), tag, note: note.to_owned() };
    desk.run(note(None, "ask Cara")).unwrap();
    desk.run(note(Some(armed), "what does it mean?")).unwrap();
    desk.run(note(None, "ask Cara again")).unwrap();
    let of = found(&desk);
    let progress = Progress::of(desk.comparison(), &of);
    let notes: Vec<&str> = progress.notes[&number]
        .iter()
        .map(|id| desk.comparison().decision(*id).unwrap().note.as_str())
        .collect();
    assert_eq!(notes, ["what does it mean?", "ask Cara again"]);
    assert_eq!(progress.places[number], Status::Open);
    desk.run(note(None, " ")).unwrap();
    assert_eq!(desk.comparison().decisions().len(), 1);
}

#[test]
fn the_settled_version_is_a_sheet_like_any_readers_and_outlives_its_file() {
    let (made, ..) = settling();
    let mut desk = at_desk(made);
    decide(&mut desk, "The armed road", Settlement::Take(reader(BEN)));
    decide(&mut desk, "The end came", Settlement::LeaveOut);
    let (bytes, _) = store::to_json(desk.comparison(), &store::Record::new(), Actor(5));
    let opened = store::from_json(&bytes, std::path::Path::new("x.settled.diptych.json")).unwrap();
    assert!(opened.warnings.is_empty(), "{:?}", opened.warnings);
    assert_eq!(opened.comparison, *desk.comparison());
    let settled = settled_reader(opened.comparison.id());
    let sheet =
        Sheet::of(&opened.comparison, &SheetOptions { readers: vec![settled], ..SheetOptions::default() });
    assert_eq!(sheet.counts.n_claims, 1);
    // Undone in a later sitting, too, since it is a comparison like any other.
    let mut later = at_desk(opened.comparison);
    let id = later.comparison().decisions().next().unwrap().id;
    later.run(Command::Undecide(id)).unwrap();
    assert_eq!(later.comparison().decisions().len(), 1);
}

#[test]
fn a_source_goes_with_what_was_decided_on_it() {
    let (made, [left, _], _) = settling();
    let mut desk = at_desk(made);
    decide(&mut desk, "The armed road", Settlement::Take(reader(BEN)));
    desk.run(Command::RemoveSource(left)).unwrap();
    assert_eq!(desk.comparison().decisions().len(), 0);
    assert!(desk.comparison().audit().is_empty());
}

#[test]
fn passages_that_are_settled_are_tagged_by_everybody_for_themselves() {
    let (made, [left, _], [armed, _]) = settling();
    let mut desk = at_desk(made);
    decide(&mut desk, "The armed road", Settlement::Take(reader(BEN)));
    let mut n = 40_000;
    let mut next_id = || {
        n += 1;
        Uuid::from_u128(n)
    };
    let id = ComparisonId(Uuid::from_u128(3));
    let sent =
        begin_judgments(desk.comparison(), id, "Second step", Time(1_950_000_000), &mut next_id).unwrap();
    assert_eq!((sent.n_claims(), sent.decisions().len(), sent.readers().len()), (1, 0, 1));
    let passage = Claim::clone(sent.claims().next().unwrap());
    assert!(passage.tags.is_empty() && passage.summary.is_empty());
    let mut leader = at_desk(sent);
    let new = NewRound {
        name: "Second".to_owned(),
        instructions: String::new(),
        expected: vec![],
        step: RoundStep::Judgments,
    };
    leader.run(Command::StartRound(new)).unwrap();
    let mut sent = leader.comparison().clone();
    for (n, name, stance) in [(ANA, "Ana", Stance::Denies), (BEN, "Ben", Stance::Reports)] {
        sent = as_reader(sent, n, name, |desk| {
            // With the passage selected, or with its words selected.
            let tags = vec![TagRef::Known(armed)];
            let command = match n {
                ANA => Command::AddTags { claim: passage.id, tags },
                _ => Command::Tag { source: left, spans: vec![passage.extent()], tags },
            };
            let own = desk.run(command).unwrap().claim.unwrap();
            assert_ne!(own, passage.id);
            with_stance(desk, own, armed, stance);
        });
    }
    assert_eq!(**sent.claim(passage.id).unwrap(), passage, "the passage itself stays bare");
    let scope = Scope::of(&sent);
    let of = Disagreements::of(&sent, &scope);
    let said: Vec<String> = of.list.iter().map(|one| of.sentence(&sent, &scope, one)).collect();
    assert_eq!(said, ["“armed road”: denies (Ana), reports (Ben)"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_decided_is_sound_and_can_be_taken_back(
        steps in prop::collection::vec((0_usize..4, 0_u8..6, "[a-z]{0,4}"), 1..10),
    ) {
        let (made, ..) = settling();
        let mut desk = at_desk(made);
        let before = desk.comparison().clone();
        for (n, choice, reason) in steps {
            let of = found(&desk);
            let place = &of.places[n % of.places.len()];
            let stake = Stake::from(place);
            let how = match choice {
                0 => Settlement::LeaveOut,
                1 => Settlement::Combine(combination(desk.comparison(), place, Extent::Union, Tags::All)),
                2 => Settlement::Write(combination(desk.comparison(), place, Extent::Intersection, Tags::Majority)),
                3 => { desk.run(Command::SettleAgreed).unwrap(); continue }
                4 if desk.comparison().decisions().len() > 0 => {
                    let id = desk.comparison().decisions().next().unwrap().id;
                    desk.run(Command::Undecide(id)).unwrap();
                    continue;
                }
                _ => Settlement::Take(place.claims[0].0),
            };
            desk.run(Command::Decide { stake, how, reason }).unwrap();
            prop_assert!(desk.comparison().audit().is_empty());
            let of = found(&desk);
            let progress = Progress::of(desk.comparison(), &of);
            prop_assert!(matches!(progress.places[n % of.places.len()], Status::Decided(_)));
            let behind = |claim: &Claim| decision_behind(desk.comparison(), claim.id).is_some();
            prop_assert!(settled_claims(desk.comparison()).into_iter().all(behind), "each comes of a decision");
        }
        while desk.undo().unwrap().is_some() {}
        prop_assert!(*desk.comparison() == before);
    }
}
