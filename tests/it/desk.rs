//! The desk driven by commands, as the window and the command line drive it.

use diptych::desk::{Command, TagRef, deletion_of_tag};
use diptych::model::{LinkKind, Stance, Voice};
use diptych::text::{Pos, Span};

use crate::support::{at, small_desk, tag};

#[test]
fn tagging_the_same_passage_again_adds_to_its_claim() {
    let (mut desk, [left, _], [armed, calm]) = small_desk();
    let first = tag(&mut desk, left, "The armed road", armed);
    let again = tag(&mut desk, left, "The armed road", calm);
    let other = tag(&mut desk, left, "armed road", calm);
    assert_eq!(first, again);
    assert_ne!(first, other);
    let claim = desk.comparison().claim(first).unwrap();
    assert_eq!(claim.tags.iter().map(|used| used.tag).collect::<Vec<_>>(), [armed, calm]);
    assert_eq!(desk.comparison().n_claims(), 2);
}

#[test]
fn tagging_twice_with_one_tag_says_so_and_is_no_step() {
    let (mut desk, [left, _], [armed, _]) = small_desk();
    tag(&mut desk, left, "The armed road", armed);
    let spans = vec![at(&desk, left, "The armed road")];
    let outcome = desk.run(Command::Tag { source: left, spans, tags: vec![TagRef::Known(armed)] }).unwrap();
    assert_eq!(outcome.notice.as_deref(), Some("This passage is already tagged “armed road”."));
    assert_eq!(desk.history().n_past(), 1);
}

#[test]
fn a_tag_named_for_the_first_time_is_made_in_the_same_step() {
    let (mut desk, [left, _], _) = small_desk();
    let spans = vec![at(&desk, left, "cordons were born")];
    let tags = vec![TagRef::Named(" Cordons ".to_owned()), TagRef::Named("CALM".to_owned())];
    let claim = desk.run(Command::Tag { source: left, spans, tags }).unwrap().claim.unwrap();
    let names: Vec<&str> = desk
        .comparison()
        .claim(claim)
        .unwrap()
        .tags
        .iter()
        .map(|used| desk.comparison().tag(used.tag).unwrap().name.as_str())
        .collect();
    assert_eq!(names, ["Cordons", "calm"]);
    assert_eq!(desk.history().next_undo().unwrap().0, "tag “Cordons”, “calm”");
    desk.undo().unwrap();
    assert_eq!(desk.comparison().tags().len(), 2);
}

#[test]
fn many_passages_are_tagged_in_one_step_each_as_a_claim_of_its_own() {
    let (mut desk, [left, right], [armed, calm]) = small_desk();
    let there = tag(&mut desk, left, "The armed road", calm);
    let had = tag(&mut desk, right, "Calm", armed);
    let before = desk.comparison().clone();
    let mut passages = vec![(left, at(&desk, left, "The armed road")), (right, at(&desk, right, "Calm"))];
    passages.push((left, at(&desk, left, " armed road ")));
    passages.push((right, at(&desk, right, "The armed road")));
    // Once more, and nothing but a blank.
    passages.push(passages[0]);
    passages.push((left, at(&desk, left, "\n\n")));
    let tags = vec![TagRef::Known(armed), TagRef::Named("new one".to_owned())];
    let outcome = desk.run(Command::TagEach { passages: passages.clone(), tags }).unwrap();
    assert_eq!(outcome.notice.as_deref(), Some("2 claims made, 2 claims that there were took the tag."));
    assert_eq!(desk.comparison().n_claims(), 4);
    assert_eq!(desk.comparison().claim(there).unwrap().tags.len(), 3);
    assert_eq!(desk.comparison().claim(had).unwrap().tags.len(), 2);
    let quotations: Vec<String> =
        desk.comparison().claims_in(left).map(|claim| claim.quotation().into_owned()).collect();
    assert_eq!(quotations, ["The armed road", "armed road"], "trimmed, and not joined");
    let label = "tag “armed road”, “new one” at 4 passages";
    assert_eq!(desk.history().next_undo().unwrap().0, label);
    let again = Command::TagEach { passages, tags: vec![TagRef::Known(armed)] };
    let outcome = desk.run(again).unwrap();
    assert_eq!(outcome.notice.as_deref(), Some("All of these passages are tagged so already."));
    desk.undo().unwrap();
    assert!(*desk.comparison() == before, "one undo takes all of it back");
}

#[test]
fn blank_space_cannot_be_tagged() {
    let (mut desk, [left, _], [armed, _]) = small_desk();
    let spans = vec![Span::new(9, 11).unwrap()];
    let refused =
        desk.run(Command::Tag { source: left, spans, tags: vec![TagRef::Known(armed)] }).unwrap_err();
    assert_eq!(refused.to_string(), "Select some words first: there is nothing to tag in blank space.");
    assert!(desk.saved());
}

#[test]
fn boundaries_move_without_losing_tags_notes_and_links() {
    let (mut desk, [left, right], [armed, calm]) = small_desk();
    let claim = tag(&mut desk, left, "armed road was never", armed);
    let other = tag(&mut desk, right, "armed road was a provocation", calm);
    desk.run(Command::SetStance { claim, tag: armed, stance: Some(Stance::Denies) }).unwrap();
    desk.run(Command::SetNote { claim, note: "Compare June.".to_owned() }).unwrap();
    desk.run(Command::Link { from: claim, to: other, kind: LinkKind::Answers, note: String::new() }).unwrap();
    let span = at(&desk, left, "The armed road was never a plan");
    desk.run(Command::MovePassage { claim, passage: 0, span }).unwrap();
    let moved = desk.comparison().claim(claim).unwrap();
    assert_eq!(moved.quotation(), "The armed road was never a plan");
    assert_eq!(moved.tag_use(armed).unwrap().stance, Some(Stance::Denies));
    assert_eq!(moved.note, "Compare June.");
    assert_eq!(desk.comparison().links_of(claim).count(), 1);
}

#[test]
fn a_claim_is_split_at_a_position_and_extended_by_a_second_passage() {
    let (mut desk, [left, _], [armed, calm]) = small_desk();
    let claim = tag(&mut desk, left, "The armed road was never a plan; it was a word.", armed);
    let part = at(&desk, left, "it was a word").start();
    desk.run(Command::SplitClaim { claim, at: part }).unwrap();
    let quotes: Vec<String> =
        desk.comparison().claims().map(|claim| claim.quotation().into_owned()).collect();
    assert_eq!(quotes, ["The armed road was never a plan;", "it was a word."]);
    let span = at(&desk, left, "Nobody armed the cordons");
    desk.run(Command::AddPassage { claim, span }).unwrap();
    assert_eq!(
        desk.comparison().claim(claim).unwrap().quotation(),
        "The armed road was never a plan; […] Nobody armed the cordons"
    );
    let refused = desk.run(Command::SplitClaim { claim, at: Pos(0) }).unwrap_err();
    assert_eq!(refused.to_string(), "Put the caret inside the claim, where it is to be parted.");
    assert_ne!(armed, calm);
}

#[test]
fn merging_tags_keeps_every_claim_and_the_stance_of_the_tag_that_stays() {
    let (mut desk, [left, right], [armed, calm]) = small_desk();
    let both = tag(&mut desk, left, "The armed road", armed);
    tag(&mut desk, left, "The armed road", calm);
    let one = tag(&mut desk, right, "armed road was a provocation", armed);
    for (claim, tag, stance) in
        [(both, armed, Stance::Denies), (both, calm, Stance::Affirms), (one, armed, Stance::Reports)]
    {
        desk.run(Command::SetStance { claim, tag, stance: Some(stance) }).unwrap();
    }
    desk.run(Command::MergeTags { from: armed, into: calm }).unwrap();
    let stance = |claim| {
        desk.comparison().claim(claim).unwrap().tags.iter().map(|u| (u.tag, u.stance)).collect::<Vec<_>>()
    };
    assert_eq!(stance(both), [(calm, Some(Stance::Affirms))]);
    assert_eq!(stance(one), [(calm, Some(Stance::Reports))]);
    assert!(desk.comparison().tag(armed).is_none());
    assert_eq!((desk.comparison().n_uses(calm, left), desk.comparison().n_uses(calm, right)), (1, 1));
}

#[test]
fn deleting_a_tag_says_what_happens_and_drops_no_claim() {
    let (mut desk, [left, right], [armed, calm]) = small_desk();
    let child = desk
        .run(Command::CreateTag { name: "militias".to_owned(), parent: Some(armed) })
        .unwrap()
        .tag
        .unwrap();
    tag(&mut desk, left, "The armed road", armed);
    tag(&mut desk, left, "The armed road", calm);
    tag(&mut desk, left, "armed the cordons", armed);
    desk.run(Command::NoteSilence { source: right, tag: armed, note: String::new() }).unwrap();
    assert_eq!(
        deletion_of_tag(desk.comparison(), armed),
        "2 claims lose it; 1 of them has no other tag, and stays as a claim without one. 1 tag under it moves up one \
         level. 1 noted silence on it goes. Undo brings all of it back."
    );
    let before = desk.comparison().clone();
    desk.run(Command::DeleteTag(armed)).unwrap();
    assert_eq!(desk.comparison().n_claims(), 2);
    assert_eq!(desk.comparison().tag(child).unwrap().parent, None);
    desk.undo().unwrap();
    assert!(*desk.comparison() == before);
}

#[test]
fn a_tag_cannot_be_put_under_itself() {
    let (mut desk, _, [armed, calm]) = small_desk();
    desk.run(Command::MoveTag { tag: calm, parent: Some(armed), before: None }).unwrap();
    let refused = desk.run(Command::MoveTag { tag: armed, parent: Some(calm), before: None }).unwrap_err();
    assert_eq!(refused.to_string(), "“armed road” can't be put under itself.");
}

#[test]
fn tags_are_put_in_any_order_however_often() {
    let (mut desk, _, [armed, calm]) = small_desk();
    let order = |desk: &diptych::desk::Desk| {
        desk.comparison().children(None).iter().map(|tag| tag.id).collect::<Vec<_>>()
    };
    for _ in 0..40 {
        desk.run(Command::MoveTag { tag: calm, parent: None, before: Some(armed) }).unwrap();
        assert_eq!(order(&desk), [calm, armed]);
        desk.run(Command::MoveTag { tag: calm, parent: None, before: None }).unwrap();
        assert_eq!(order(&desk), [armed, calm]);
    }
    let third = desk.run(Command::CreateTag { name: "third".to_owned(), parent: None }).unwrap().tag.unwrap();
    for _ in 0..60 {
        desk.run(Command::MoveTag { tag: third, parent: None, before: Some(calm) }).unwrap();
        desk.run(Command::MoveTag { tag: armed, parent: None, before: Some(calm) }).unwrap();
        assert_eq!(order(&desk), [third, armed, calm]);
        desk.run(Command::MoveTag { tag: third, parent: None, before: Some(calm) }).unwrap();
        assert_eq!(order(&desk), [armed, third, calm]);
    }
}

#[test]
fn a_key_belongs_to_one_tag() {
    let (mut desk, _, [armed, calm]) = small_desk();
    desk.run(Command::SetTagKey { tag: armed, key: Some('A') }).unwrap();
    desk.run(Command::SetTagKey { tag: calm, key: Some('a') }).unwrap();
    assert_eq!(desk.comparison().tag(armed).unwrap().key, None);
    assert_eq!(desk.comparison().tag(calm).unwrap().key, Some('a'));
}

#[test]
fn a_changed_definition_lists_the_claims_to_look_at_again() {
    let (mut desk, [left, _], [armed, _]) = small_desk();
    desk.run(Command::DefineTag { tag: armed, definition: "Force of arms".to_owned() }).unwrap();
    desk.close_typing();
    let claim = tag(&mut desk, left, "The armed road", armed);
    for typed in ["Force of arms as", "Force of arms as a", "Force of arms as a way to power."] {
        desk.run(Command::DefineTag { tag: armed, definition: typed.to_owned() }).unwrap();
    }
    let now = desk.comparison().tag(armed).unwrap().definition_revision;
    assert_eq!(now, 2, "one change, however many keys");
    assert_eq!(desk.comparison().claim(claim).unwrap().tag_use(armed).unwrap().definition_revision, 1);
    desk.run(Command::ConfirmDefinition { claim, tag: armed }).unwrap();
    assert_eq!(desk.comparison().claim(claim).unwrap().tag_use(armed).unwrap().definition_revision, 2);
}

#[test]
fn typing_in_a_note_is_one_step_until_the_field_is_left() {
    let (mut desk, [left, _], [armed, _]) = small_desk();
    let claim = tag(&mut desk, left, "The armed road", armed);
    for typed in ["C", "Co", "Com"] {
        desk.run(Command::SetNote { claim, note: typed.to_owned() }).unwrap();
    }
    desk.close_typing();
    desk.run(Command::SetNote { claim, note: "Compare".to_owned() }).unwrap();
    desk.undo().unwrap();
    assert_eq!(desk.comparison().claim(claim).unwrap().note, "Com");
    desk.undo().unwrap();
    assert_eq!(desk.comparison().claim(claim).unwrap().note, "");
}

#[test]
fn a_silence_is_only_noted_where_a_tag_has_no_claim() {
    let (mut desk, [left, right], [armed, _]) = small_desk();
    tag(&mut desk, left, "The armed road", armed);
    let note = "Read twice.".to_owned();
    let refused =
        desk.run(Command::NoteSilence { source: left, tag: armed, note: note.clone() }).unwrap_err();
    assert!(refused.to_string().contains("has claims with this tag"), "{refused}");
    desk.run(Command::NoteSilence { source: right, tag: armed, note }).unwrap();
    assert_eq!(desk.comparison().silences().len(), 1);
}

#[test]
fn a_claim_deleted_takes_its_links_and_undo_brings_both_back() {
    let (mut desk, [left, right], [armed, _]) = small_desk();
    let claim = tag(&mut desk, left, "The armed road", armed);
    let other = tag(&mut desk, right, "The armed road", armed);
    desk.run(Command::Link { from: claim, to: other, kind: LinkKind::Contradicts, note: "n".to_owned() })
        .unwrap();
    let voice = Voice::Attributed { name: "The ministry".to_owned(), attitude: None };
    desk.run(Command::SetVoice { claim, voice }).unwrap();
    let before = desk.comparison().clone();
    desk.run(Command::DeleteClaim(claim)).unwrap();
    assert_eq!(desk.comparison().links().len(), 0);
    assert_eq!((desk.comparison().n_claims_in(left), desk.comparison().n_claims_in(right)), (0, 1));
    desk.undo().unwrap();
    assert!(*desk.comparison() == before);
    assert_eq!((desk.comparison().n_claims_in(left), desk.comparison().n_claims_in(right)), (1, 1));
}

#[test]
fn the_saved_mark_follows_undo_and_redo() {
    let (mut desk, [left, _], [armed, calm]) = small_desk();
    assert!(desk.saved());
    tag(&mut desk, left, "The armed road", armed);
    assert!(!desk.saved());
    desk.mark_saved(desk.history().state());
    tag(&mut desk, left, "The end came", calm);
    assert!(!desk.saved());
    desk.undo().unwrap();
    assert!(desk.saved());
    desk.undo().unwrap();
    tag(&mut desk, left, "The end", calm);
    desk.undo().unwrap();
    assert!(!desk.saved(), "the saved state can't be reached any more");
}

#[test]
fn what_was_done_while_a_save_ran_is_not_saved_even_after_as_many_steps() {
    let (mut desk, [left, _], [armed, calm]) = small_desk();
    tag(&mut desk, left, "The armed road", armed);
    let being_saved = desk.history().state();
    desk.undo().unwrap();
    tag(&mut desk, left, "The end", calm);
    desk.mark_saved(being_saved);
    assert!(!desk.saved());
    desk.undo().unwrap();
    assert!(!desk.saved());
}

#[test]
fn the_saved_state_is_known_again_when_undo_comes_back_to_it() {
    let (mut desk, [left, _], [armed, calm]) = small_desk();
    tag(&mut desk, left, "The armed road", armed);
    let being_saved = desk.history().state();
    tag(&mut desk, left, "The end", calm);
    desk.mark_saved(being_saved);
    assert!(!desk.saved());
    desk.undo().unwrap();
    assert!(desk.saved());
    desk.undo().unwrap();
    desk.redo().unwrap();
    assert!(desk.saved());
}
