//! Laws of merging: random histories of several readers, forked, merged in part and worked on further,
//! come to the same bytes in whatever order they are merged, and nothing is dropped.

use std::collections::BTreeSet;
use std::path::Path;

use diptych::desk::Desk;
use diptych::model::{Comparison, ObjectKind, Reader, ReaderId, Unknown};
use diptych::store::reading::{ReadingSettings, reading};
use diptych::store::{self, Actor, Opened, Part, Record, merge, merge_into};
use proptest::prelude::*;
use proptest::sample::Index;
use uuid::Uuid;

use crate::support::{Counted, Minutes, small_desk};
use crate::whims::{Whim, command, whim};

/// A whim of few words, so that readers often mean the same, and often to do with tags.
fn few_words() -> impl Strategy<Value = Whim> {
    (whim(), 0_u8..45).prop_map(|(whim, tags)| {
        let word = ["", "a", "b", " B", "é", "e\u{301}"][whim.m as usize % 6].to_owned();
        let kind = match tags {
            30..=34 => 7,
            35..=38 => 34,
            39..=41 => 24,
            42 | 43 => 26,
            44 => 22,
            // Removing a source leaves little to merge: seldom.
            _ if whim.kind == 30 && whim.n < 150 => 11,
            _ => whim.kind,
        };
        Whim { word, kind, ..whim }
    })
}

/// What happens to the readers' files.
#[derive(Debug, Clone)]
enum Event {
    /// A reader does things and saves.
    Work(Index, Vec<Whim>),
    /// A reader takes another's file in.
    Merge(Index, Index),
    /// A reader goes on from a copy of another's file.
    Fork(Index, Index),
    /// A newer version writes fields of its own into a reader's superseded values.
    Say(Index, u8),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        5 => (any::<Index>(), prop::collection::vec(few_words(), 1..7)).prop_map(|(who, whims)| Event::Work(who, whims)),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(who, whose)| Event::Merge(who, whose)),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(who, whose)| Event::Fork(who, whose)),
        1 => (any::<Index>(), 0_u8..12).prop_map(|(who, what)| Event::Say(who, what)),
    ]
}

pub fn opened(bytes: &[u8]) -> Opened {
    let opened = store::from_json(bytes, Path::new("x.json")).unwrap();
    assert_eq!(opened.warnings, vec![], "what was written is sound");
    opened
}

pub fn part(bytes: &[u8]) -> Part {
    Part { name: "x.json".to_owned(), opened: opened(bytes) }
}

/// Merges files, and returns the file that comes of it.
pub fn merged(files: &[&Vec<u8>]) -> Vec<u8> {
    let parts: Vec<Part> = files.iter().map(|file| part(file)).collect();
    let merged = merge(&parts).unwrap();
    let bytes = store::to_json(&merged.comparison, &merged.record, Actor(999)).0;
    let again = opened(&bytes);
    assert!(again.comparison == merged.comparison, "what is written is what was merged");
    assert_eq!(store::check(&again).len(), again.comparison.set_aside().len());
    let rewritten = store::to_json(&again.comparison, &again.record, Actor(998)).0;
    assert_eq!(text(&rewritten), text(&bytes), "it opens as it was saved");
    bytes
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A desk at which reader number `n` works, whose ids are nobody else's.
fn desk_for(comparison: Comparison, n: u128, ids: u128) -> Desk {
    let id = ReaderId(Uuid::from_u128(70 + n));
    let reader = Reader { id, name: format!("Reader {n}"), unknown: Unknown::default() };
    Desk::new(comparison, reader, Box::new(Minutes::from(1_700_000_000)), Box::new(Counted(ids)))
}

/// Carries out whims on a file and saves it.
fn worked(file: &[u8], who: usize, round: usize, whims: &[Whim]) -> Vec<u8> {
    let opened = opened(file);
    let ids = 1_000_000 * (who as u128 + 1) + 1_000 * round as u128;
    let mut desk = desk_for(opened.comparison, who as u128, ids);
    for whim in whims {
        if let Some(command) = command(&desk, whim) {
            let _ = desk.run(command);
        }
    }
    let actor = Actor(100 * (who as u64 + 1) + round as u64);
    store::to_json(desk.comparison(), &opened.record, actor).0
}

/// Gives every other superseded value of a file a field that this version does not know.
fn said_of_superseded(file: &[u8], what: u8) -> Vec<u8> {
    let mut lines: Vec<String> = text(file).lines().map(str::to_owned).collect();
    let name = ["later", "weight"][usize::from(what / 2 % 2)];
    let begins = |line: &str| line.trim_start().starts_with("\"field\": ");
    let entries: Vec<usize> = (0..lines.len()).filter(|n| begins(&lines[*n])).collect();
    let chosen = entries.iter().skip(usize::from(what % 2)).step_by(2).rev();
    for begin in chosen {
        let indent = lines[*begin].len() - lines[*begin].trim_start().len();
        let end =
            (*begin..).find(|n| lines[*n].starts_with(&format!("{}}}", " ".repeat(indent - 2)))).unwrap();
        // Once, and in the order in which they are written.
        let has = |name: &str| {
            let written = format!("{}\"{name}\": ", " ".repeat(indent));
            lines[*begin..end].iter().any(|line| line.starts_with(&written))
        };
        let said = has(name) || has("weight");
        if !said {
            lines[end - 1].push(',');
            lines.insert(end, format!("{}\"{name}\": \"{what} times\"", " ".repeat(indent)));
        }
    }
    let said = opened((lines.join("\n") + "\n").as_bytes());
    store::to_json(&said.comparison, &said.record, Actor(7)).0
}

fn start() -> Vec<u8> {
    let (desk, _, _) = small_desk();
    store::to_json(desk.comparison(), &Record::new(), Actor(1)).0
}

/// Plays a history and returns the files of all readers, with those that there were on the way.
fn played(n_readers: usize, before: &[Whim], events: &[Event]) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let first = worked(&start(), 50, 0, before);
    let mut files = vec![first.clone(); n_readers];
    let mut earlier = vec![first];
    for (round, event) in events.iter().enumerate() {
        match event {
            Event::Work(who, whims) => {
                let who = who.index(n_readers);
                files[who] = worked(&files[who], who, round, whims);
            }
            Event::Merge(who, whose) => {
                let (who, whose) = (who.index(n_readers), whose.index(n_readers));
                files[who] = merged(&[&files[who], &files[whose]]);
            }
            Event::Say(who, what) => {
                let who = who.index(n_readers);
                files[who] = said_of_superseded(&files[who], *what);
            }
            Event::Fork(who, whose) => {
                files[who.index(n_readers)] = files[whose.index(n_readers)].clone();
            }
        }
        earlier.extend(files.iter().cloned());
    }
    (files, earlier)
}

fn same(a: &[u8], b: &[u8]) -> Result<(), TestCaseError> {
    let (a, b) = (text(a), text(b));
    if a != b {
        let at = a.lines().zip(b.lines()).take_while(|(a, b)| a == b).count();
        let near = |s: &str| s.lines().skip(at.saturating_sub(25)).take(40).collect::<Vec<_>>().join("\n");
        return Err(TestCaseError::fail(format!("line {at}:\n{}\n===\n{}", near(&a), near(&b))));
    }
    Ok(())
}

/// All ids of a comparison's objects.
fn ids(comparison: &Comparison) -> BTreeSet<(ObjectKind, Uuid)> {
    let tags = comparison.tags().map(|tag| (ObjectKind::Tag, tag.id.0));
    let claims = comparison.claims().map(|claim| (ObjectKind::Claim, claim.id.0));
    let links = comparison.links().map(|link| (ObjectKind::Link, link.id.0));
    let silences = comparison.silences().map(|silence| (ObjectKind::Silence, silence.id.0));
    let coverages = comparison.coverages().map(|of| (ObjectKind::Coverage, of.id.0));
    let sheets = comparison.saved_sheets().map(|sheet| (ObjectKind::SavedSheet, sheet.id.0));
    let decisions = comparison.decisions().map(|decision| (ObjectKind::Decision, decision.id.0));
    let rounds = comparison.rounds().map(|round| (ObjectKind::Round, round.id.0));
    let first = tags.chain(claims).chain(links).chain(silences).chain(coverages);
    first.chain(sheets).chain(decisions).chain(rounds).collect()
}

/// The reading of one of a file's readers, or of all.
fn sent(file: &[u8], who: Index, notes: bool) -> Vec<u8> {
    let Opened { comparison, record, .. } = opened(file);
    let readers: Vec<ReaderId> = comparison.readers().map(|reader| reader.id).collect();
    let reader = readers.get(who.index(readers.len() + 1)).copied();
    let settings = ReadingSettings { reader, texts: true, notes };
    reading((&comparison, &record, Actor(77)), settings).unwrap().bytes
}

/// Every word that somebody's file shows is shown in the merged one, or kept in it, or was replaced or
/// removed by somebody who had seen it.
fn nothing_is_dropped(files: &[&Vec<u8>], result: &[u8]) -> Result<(), TestCaseError> {
    let (end, said) = (opened(result), text(result));
    for file in files {
        let copy = opened(file);
        for (kind, id) in ids(&copy.comparison).difference(&ids(&end.comparison)) {
            let removed = end.record.removed().find(|(its, gone, _)| its == kind && gone == id);
            let known = match copy.record.history(Some(*kind), *id) {
                None => removed.is_some(),
                Some(history) => removed.is_some_and(|(_, _, removal)| {
                    history
                        .seen
                        .iter()
                        .all(|(actor, n)| removal.seen.get(actor).is_some_and(|seen| seen >= n))
                }),
            };
            let united = said.contains("\"merged_into\"") && *kind == ObjectKind::Tag;
            prop_assert!(known || united, "{kind:?} {id} is gone");
        }
        for claim in copy.comparison.claims() {
            let Some(now) = end.comparison.claim(claim.id) else { continue };
            let history = end.record.history(Some(ObjectKind::Claim), claim.id.0);
            let mine = copy.record.history(Some(ObjectKind::Claim), claim.id.0);
            for (field, mine_says, end_says) in
                [("note", &claim.note, &now.note), ("summary", &claim.summary, &now.summary)]
            {
                if mine_says == end_says {
                    continue;
                }
                let stamp = mine.and_then(|mine| mine.stamps.get(field)).copied();
                let json =
                    (!mine_says.is_empty()).then(|| serde_json::Value::from(mine_says.as_str()).to_string());
                let kept = history.is_some_and(|history| {
                    history.superseded.iter().any(|old| old.field == field && old.value == json)
                });
                // Else somebody replaced it who had seen it: one of the files has another change and knows this one.
                let replaced = files.iter().any(|other| {
                    let other = opened(other);
                    let theirs = other.record.history(Some(ObjectKind::Claim), claim.id.0);
                    let removal = other.record.removed().find(|(_, id, _)| *id == claim.id.0);
                    // One who removed it too: what was changed then is in the tombstone.
                    let gone = removal.is_some_and(|(_, _, removal)| {
                        stamp
                            .is_none_or(|stamp| removal.seen.get(&stamp.actor).is_some_and(|n| *n >= stamp.n))
                    });
                    gone || theirs.is_some_and(|theirs| {
                        let knows = stamp.is_none_or(|stamp| {
                            theirs.seen.get(&stamp.actor).is_some_and(|seen| *seen >= stamp.n)
                        });
                        knows && theirs.stamps.get(field).copied() != stamp
                    })
                });
                prop_assert!(kept || replaced, "{field} of {}: {mine_says:?} is lost", claim.id);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn the_order_of_merging_makes_no_difference(
        before in prop::collection::vec(few_words(), 0..12),
        events in prop::collection::vec(event(), 3..14),
        pick in prop::collection::vec(any::<Index>(), 4),
    ) {
        let (files, earlier) = played(3, &before, &events);
        let [a, b, c] = [&files[0], &files[1], &files[2]];
        let all = merged(&[a, b, c]);
        same(&merged(&[c, a, b]), &all)?;
        same(&merged(&[b, a, c, a, b]), &all)?;
        same(&merged(&[&merged(&[a, b]), c]), &all)?;
        same(&merged(&[a, &merged(&[b, c])]), &all)?;
        same(&merged(&[&merged(&[c, a]), b]), &all)?;
        same(&merged(&[&merged(&[a, b]), &merged(&[b, c])]), &all)?;
        same(&merged(&[&all, &all]), &all)?;
        same(&merged(&[a, a]), a)?;
        same(&merged(&[&all, b]), &all)?;
        nothing_is_dropped(&[a, b, c], &all)?;
        // Files of any time, as they lie about on a disk.
        let old: Vec<&Vec<u8>> = pick.iter().map(|index| &earlier[index.index(earlier.len())]).collect();
        let once = merged(&[old[0], old[1], old[2], old[3]]);
        same(&merged(&[&merged(&[old[3], old[1]]), &merged(&[old[2], old[0]])]), &once)?;
        same(&merged(&[old[2], &merged(&[&merged(&[old[1], old[0]]), old[3]])]), &once)?;
    }

    #[test]
    fn readings_that_were_sent_merge_in_any_order_and_change_nothing_where_they_come_from(
        before in prop::collection::vec(few_words(), 0..12),
        events in prop::collection::vec(event(), 3..14),
        who in any::<Index>(),
        notes in any::<bool>(),
    ) {
        let (files, earlier) = played(3, &before, &events);
        let [a, b, _] = [&files[0], &files[1], &files[2]];
        let old = &earlier[who.index(earlier.len())];
        let (part, old_part) = (sent(a, who, notes), sent(old, who, false));
        // Of one file alone tags of one name are still two.
        let first = &earlier[0];
        if first != a {
            let (with_part, without) = (merged(&[a, first, &part]), merged(&[a, first]));
            prop_assert!(opened(&with_part).comparison == opened(&without).comparison);
            if notes {
                same(&with_part, &without)?;
            }
        }
        let all = merged(&[&part, b, &old_part]);
        same(&merged(&[&old_part, &merged(&[b, &part])]), &all)?;
        same(&merged(&[&merged(&[&part, &old_part]), b]), &all)?;
        same(&merged(&[&all, &part]), &all)?;
        let with_old = merged(&[&part, old, b]);
        same(&merged(&[&merged(&[old, b]), &part]), &with_old)?;
        same(&merged(&[&merged(&[&part, b]), old]), &with_old)?;
    }

    #[test]
    fn merging_into_an_open_comparison_is_merging_the_saved_files(
        before in prop::collection::vec(few_words(), 0..12),
        mine in prop::collection::vec(few_words(), 0..12),
        theirs in prop::collection::vec(few_words(), 0..12),
    ) {
        let first = worked(&start(), 50, 0, &before);
        let theirs = worked(&first, 1, 0, &theirs);
        let open = opened(&first);
        let mut desk = desk_for(open.comparison, 0, 5_000_000);
        for whim in &mine {
            if let Some(command) = command(&desk, whim) {
                let _ = desk.run(command);
            }
        }
        let saved = store::to_json(desk.comparison(), &open.record, Actor(5)).0;
        let change = merge_into((desk.comparison(), &open.record, Actor(5)), part(&theirs)).unwrap();
        let mut comparison = desk.comparison().clone();
        let back = comparison.apply_all(change.edits);
        prop_assert!(back.is_ok(), "{:?}", back);
        same(&store::to_json(&comparison, &change.record, Actor(5)).0, &merged(&[&saved, &theirs]))?;
        comparison.apply_all(back.unwrap()).unwrap();
        prop_assert!(comparison == *desk.comparison());
    }
}

/// How many histories are tried: more if `PROPTEST_CASES` says so.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(48)
}
