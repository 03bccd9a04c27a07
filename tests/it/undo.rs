//! Laws of undo and redo, with random commands: back to the start and forth to the end, to the byte.

use diptych::desk::{Command, Desk, TagRef};
use diptych::model::{ClaimId, ColorSlot, LinkId, LinkKind, SilenceId, SourceId, Stance, TagId, Voice};
use diptych::store::{Actor, Record, to_json};
use diptych::text::{Pos, Span};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::support::small_desk;

/// Something to do, with which of the objects there are just now.
#[derive(Debug, Clone)]
pub struct Whim {
    kind: u8,
    a: Index,
    b: Index,
    n: u32,
    m: u32,
    word: String,
}

pub fn whim() -> impl Strategy<Value = Whim> {
    (0_u8..30, any::<Index>(), any::<Index>(), 0_u32..220, 0_u32..60, "[a-zéñ ]{0,6}")
        .prop_map(|(kind, a, b, n, m, word)| Whim { kind, a, b, n, m, word })
}

fn of<T: Copy>(list: &[T], index: &Index) -> Option<T> {
    (!list.is_empty()).then(|| list[index.index(list.len())])
}

/// The command that a whim comes to, if there is anything to do it to.
pub fn command(desk: &Desk, whim: &Whim) -> Option<Command> {
    let c = desk.comparison();
    let sources: Vec<SourceId> = c.sources().iter().map(|s| s.id).collect();
    let tags: Vec<TagId> = c.tags().map(|t| t.id).collect();
    let claims: Vec<ClaimId> = c.claims().map(|claim| claim.id).collect();
    let links: Vec<LinkId> = c.links().map(|link| link.id).collect();
    let silences: Vec<SilenceId> = c.silences().map(|silence| silence.id).collect();
    let span = Span::between(Pos(whim.n), Pos(whim.n + whim.m));
    let word = || whim.word.clone();
    let (a, b) = (&whim.a, &whim.b);
    let claim = of(&claims, a);
    let tag = of(&tags, b);
    Some(match whim.kind {
        0..=6 => {
            Command::Tag { source: of(&sources, a)?, spans: vec![span], tags: vec![TagRef::Known(tag?)] }
        }
        7 => Command::Tag { source: of(&sources, a)?, spans: vec![span], tags: vec![TagRef::Named(word())] },
        8 => Command::AddTags { claim: claim?, tags: vec![TagRef::Known(tag?)] },
        9 => Command::RemoveTag { claim: claim?, tag: tag? },
        10 => Command::SetStance { claim: claim?, tag: tag?, stance: Some(Stance::ALL[whim.n as usize % 4]) },
        11 => Command::SetNote { claim: claim?, note: word() },
        12 => Command::SetSummary { claim: claim?, summary: word() },
        13 => Command::SetVoice { claim: claim?, voice: Voice::Attributed { name: word(), attitude: None } },
        14 => Command::MovePassage { claim: claim?, passage: whim.m as usize % 2, span },
        15 => Command::AddPassage { claim: claim?, span },
        16 => Command::RemovePassage { claim: claim?, passage: whim.m as usize % 2 },
        17 => Command::SplitClaim { claim: claim?, at: Pos(whim.n) },
        18 => Command::DeleteClaim(claim?),
        19 => Command::Link {
            from: claim?,
            to: of(&claims, b)?,
            kind: LinkKind::ALL[whim.n as usize % 5],
            note: word(),
        },
        20 => Command::SetLinkNote { link: of(&links, a)?, note: word() },
        21 => Command::ReverseLink(of(&links, a)?),
        22 => Command::NoteSilence { source: of(&sources, a)?, tag: tag?, note: word() },
        23 => Command::DeleteSilence(of(&silences, a)?),
        24 => Command::MoveTag { tag: tag?, parent: of(&tags, a), before: None },
        25 => Command::MergeTags { from: tag?, into: of(&tags, a)? },
        26 => Command::DeleteTag(tag?),
        27 => Command::DefineTag { tag: tag?, definition: word() },
        28 => Command::RecolorTag { tag: tag?, color: ColorSlot::ALL[whim.n as usize % 12] },
        _ => Command::RenameTag { tag: tag?, name: word() },
    })
}

fn bytes(desk: &Desk) -> Vec<u8> {
    to_json(desk.comparison(), &Record::new(), Actor(1)).0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn undo_to_the_start_and_redo_to_the_end_give_the_same_files(whims in prop::collection::vec(whim(), 1..60)) {
        let (mut desk, _, _) = small_desk();
        let mut states = vec![bytes(&desk)];
        for whim in &whims {
            let Some(command) = command(&desk, whim) else { continue };
            let n_before = desk.history().n_past();
            let before = states.last().unwrap().clone();
            if desk.run(command).is_err() {
                prop_assert_eq!(&bytes(&desk), &before, "a refusal changes nothing");
                continue;
            }
            let now = bytes(&desk);
            if desk.history().n_past() > n_before {
                states.push(now);
            } else {
                // Joined to the step before, or nothing to do.
                *states.last_mut().unwrap() = now;
            }
        }
        for state in states.iter().rev().skip(1) {
            prop_assert!(desk.undo().unwrap().is_some());
            prop_assert_eq!(&bytes(&desk), state);
        }
        prop_assert!(desk.undo().unwrap().is_none());
        for state in states.iter().skip(1) {
            prop_assert!(desk.redo().unwrap().is_some());
            prop_assert_eq!(&bytes(&desk), state);
        }
        prop_assert!(desk.redo().unwrap().is_none());
    }

    #[test]
    fn whatever_is_done_the_file_opens_again_as_it_was(whims in prop::collection::vec(whim(), 1..40)) {
        let (mut desk, _, _) = small_desk();
        for whim in &whims {
            if let Some(command) = command(&desk, whim) {
                let _ = desk.run(command);
            }
        }
        let opened = diptych::store::from_json(&bytes(&desk), std::path::Path::new("x.json")).unwrap();
        prop_assert_eq!(&opened.warnings, &vec![]);
        prop_assert!(opened.comparison == *desk.comparison());
    }
}
