//! What changed between two states, in words.

use diptych::analysis::changes::{Changes, Kind};
use diptych::desk::{Command, Desk};
use diptych::model::{Comparison, LinkKind, Stance, Voice};

use crate::support::{self, at, small_desk, tag};

/// The summary and the lines of what changed since `from`.
fn since(from: &Comparison, desk: &Desk) -> (String, Vec<String>) {
    let changes = Changes::between(from, desk.comparison());
    (changes.summary(), changes.list.iter().map(ToString::to_string).collect())
}

#[test]
fn nothing_changed_where_nothing_did() {
    let (desk, ..) = small_desk();
    let changes = Changes::between(desk.comparison(), desk.comparison());
    assert!(changes.is_empty());
    assert_eq!(changes.summary(), "nothing changed");
}

#[test]
fn claims_are_counted_and_each_is_named() {
    let (mut desk, [left, right], [armed, calm]) = small_desk();
    let empty = desk.comparison().clone();
    let first = tag(&mut desk, left, "The armed road was never a plan", armed);
    assert_eq!(since(&empty, &desk).0, "+1 reader, +1 claim");
    let second = tag(&mut desk, right, "calm in October", calm);
    desk.run(Command::SetStance { claim: first, tag: armed, stance: Some(Stance::Denies) }).unwrap();
    let (summary, lines) = since(&empty, &desk);
    assert_eq!(summary, "+1 reader, +2 claims");
    assert_eq!(
        lines,
        [
            "reader added: “A. Reader”",
            "claim added: “The armed road was never a plan” (Left): armed road (denies)",
            "claim added: “calm in October” (Right): calm",
        ]
    );
    let two = desk.comparison().clone();
    desk.run(Command::DeleteClaim(second)).unwrap();
    assert_eq!(
        since(&two, &desk),
        ("−1 claim".to_owned(), vec!["claim removed: “calm in October” (Right): calm".to_owned()])
    );
}

#[test]
fn what_changed_on_a_claim_is_said() {
    let (mut desk, [left, _], [armed, calm]) = small_desk();
    let claim = tag(&mut desk, left, "The armed road was never a plan", armed);
    desk.run(Command::SetStance { claim, tag: armed, stance: Some(Stance::Affirms) }).unwrap();
    let before = desk.comparison().clone();
    let tags = vec![diptych::desk::TagRef::Known(calm)];
    desk.run(Command::AddTags { claim, tags }).unwrap();
    desk.run(Command::SetStance { claim, tag: armed, stance: Some(Stance::Denies) }).unwrap();
    desk.run(Command::SetNote { claim, note: "so they say".to_owned() }).unwrap();
    desk.run(Command::SetSummary { claim, summary: "it was not".to_owned() }).unwrap();
    let voice = Voice::Attributed { name: "the committee".to_owned(), attitude: None };
    desk.run(Command::SetVoice { claim, voice }).unwrap();
    let span = at(&desk, left, "The armed road was");
    desk.run(Command::MovePassage { claim, passage: 0, span }).unwrap();
    let (summary, lines) = since(&before, &desk);
    assert_eq!(summary, "1 claim changed");
    assert_eq!(
        lines,
        [
            "claim changed: “The armed road was” (Left): passage moved; stance on armed road: affirms → denies; +calm; \
          voice: the author's own → the committee; summary, note"
        ]
    );
    while desk.comparison() != &before {
        assert!(desk.undo().unwrap().is_some());
    }
    assert_eq!(since(&before, &desk).0, "nothing changed");
}

#[test]
fn a_claim_that_was_only_touched_has_not_changed() {
    let (mut desk, [left, _], [armed, _]) = small_desk();
    let claim = tag(&mut desk, left, "The armed road", armed);
    let before = desk.comparison().clone();
    for note in ["a", ""] {
        desk.run(Command::SetNote { claim, note: note.to_owned() }).unwrap();
    }
    assert_ne!(desk.comparison(), &before, "the time of change is another");
    assert_eq!(since(&before, &desk).0, "nothing changed");
}

#[test]
fn tags_are_renamed_redefined_moved_and_recolored() {
    let (mut desk, _, [armed, calm]) = small_desk();
    let before = desk.comparison().clone();
    desk.run(Command::RenameTag { tag: armed, name: "road of arms".to_owned() }).unwrap();
    desk.run(Command::DefineTag { tag: calm, definition: "calls for it".to_owned() }).unwrap();
    desk.run(Command::MoveTag { tag: calm, parent: Some(armed), before: None }).unwrap();
    desk.run(Command::SetTagKey { tag: calm, key: Some('z') }).unwrap();
    desk.run(Command::CreateTag { name: "owners".to_owned(), parent: Some(calm) }).unwrap();
    let (summary, lines) = since(&before, &desk);
    assert_eq!(summary, "+1 tag, 1 tag renamed, 1 tag redefined, 1 tag moved, 1 tag changed");
    let key = before.tag(calm).unwrap().key.map_or("none".to_owned(), String::from);
    assert_eq!(
        lines,
        [
            "tag added: “road of arms / calm / owners”".to_owned(),
            "tag renamed: “armed road” → “road of arms”".to_owned(),
            "tag redefined: “calm”: “” → “calls for it”".to_owned(),
            "tag moved: “calm”, from the top level to “road of arms”".to_owned(),
            format!("tag changed: “calm”: key {key} → z"),
        ]
    );
}

#[test]
fn two_tags_made_one_are_one_change_and_not_one_for_every_claim() {
    let (mut desk, [left, right], [armed, calm]) = small_desk();
    tag(&mut desk, left, "The armed road", armed);
    tag(&mut desk, right, "The armed road", armed);
    let both = tag(&mut desk, right, "calm in October", calm);
    let tags = vec![diptych::desk::TagRef::Known(armed)];
    desk.run(Command::AddTags { claim: both, tags }).unwrap();
    let before = desk.comparison().clone();
    desk.run(Command::MergeTags { from: armed, into: calm }).unwrap();
    assert_eq!(
        since(&before, &desk),
        ("1 tag merged".to_owned(), vec!["tag merged: “armed road” into “calm”".to_owned()])
    );
    desk.undo().unwrap();
    desk.run(Command::DeleteTag(armed)).unwrap();
    assert_eq!(since(&before, &desk).0, "−1 tag, 3 claims changed", "what was taken off claims is said");
}

#[test]
fn links_silences_sources_and_the_title_are_said() {
    let (mut desk, [left, right], [armed, calm]) = small_desk();
    let from = tag(&mut desk, left, "The armed road", armed);
    let to = tag(&mut desk, right, "The armed road", armed);
    let before = desk.comparison().clone();
    let made =
        desk.run(Command::Link { from, to, kind: LinkKind::Contradicts, note: String::new() }).unwrap();
    desk.run(Command::NoteSilence { source: left, tag: calm, note: String::new() }).unwrap();
    desk.run(Command::SetTitle("Three accounts".to_owned())).unwrap();
    desk.run(Command::AddSources(vec![support::source("Third", "More words.\n")])).unwrap();
    let mut bibliography = desk.comparison().source(left).unwrap().bibliography.clone();
    bibliography.author = "the march".to_owned();
    desk.run(Command::DescribeSource { source: left, bibliography }).unwrap();
    let (summary, lines) = since(&before, &desk);
    assert_eq!(summary, "title changed, +1 source, 1 source changed, +1 link, +1 silence");
    assert_eq!(
        lines,
        [
            "title: “Two accounts” → “Three accounts”",
            "source added: “Third”",
            "source changed: “Left”: author",
            "link added: “The armed road” (Left) contradicts “The armed road” (Right)",
            "silence added: “calm” in “Left”",
        ]
    );
    let linked = desk.comparison().clone();
    desk.run(Command::SetLinkKind { link: made.link.unwrap(), kind: LinkKind::Answers }).unwrap();
    assert_eq!(since(&linked, &desk).0, "1 link changed");
    desk.run(Command::RemoveSource(right)).unwrap();
    let (summary, lines) = since(&linked, &desk);
    assert_eq!(summary, "−1 source, −1 claim, −1 link");
    assert_eq!(lines[1], "claim removed: “The armed road” (Right): armed road");
}

#[test]
fn both_directions_say_the_same_number_of_changes() {
    let (mut desk, [left, right], [armed, calm]) = small_desk();
    let before = desk.comparison().clone();
    tag(&mut desk, left, "The armed road", armed);
    tag(&mut desk, right, "calm in October", calm);
    desk.run(Command::RenameTag { tag: armed, name: "arms".to_owned() }).unwrap();
    let there = Changes::between(&before, desk.comparison());
    let back = Changes::between(desk.comparison(), &before);
    assert_eq!(there.list.len(), back.list.len());
    assert_eq!(there.counts()[&Kind::ClaimAdded], back.counts()[&Kind::ClaimRemoved]);
}

#[test]
fn a_long_quotation_is_cut_and_put_on_one_line() {
    let (mut desk, [left, _], [armed, _]) = small_desk();
    let before = desk.comparison().clone();
    let quote = "They held the plants against the owners.\n\nThe armed road was never a plan; it was a word.";
    tag(&mut desk, left, quote, armed);
    let (_, lines) = since(&before, &desk);
    assert_eq!(
        lines[1],
        "claim added: “They held the plants against the owners. The armed road was…” (Left): armed road"
    );
}
