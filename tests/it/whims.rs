//! Random commands, to drive desks with.

use diptych::analysis::agreement::settling::{Proposal, Settlement, Stake, settled_reader};
use diptych::desk::{Command, Desk, LinkEnd, NewRound, TagRef};
use diptych::model::{
    Bibliography, ClaimId, ColorSlot, CoverageId, CoverageState, DecisionId, LinkId, LinkKind, Reader,
    RoundId, RoundStep, SheetId, SilenceId, SourceId, Stance, TagId, TagValues, ValueKind, Voice,
};
use diptych::text::{Pos, Span};
use proptest::prelude::*;
use proptest::sample::Index;

/// Something to do, with which of the objects there are just now.
#[derive(Debug, Clone)]
pub struct Whim {
    pub kind: u8,
    pub a: Index,
    pub b: Index,
    pub n: u32,
    pub m: u32,
    pub word: String,
}

pub fn whim() -> impl Strategy<Value = Whim> {
    (0_u8..50, any::<Index>(), any::<Index>(), 0_u32..220, 0_u32..60, "[a-zéñ ]{0,6}")
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
    let sheets: Vec<SheetId> = c.saved_sheets().map(|sheet| sheet.id).collect();
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
        29 => {
            let (source, other) = (of(&sources, a)?, of(&sources, b)?);
            let later = Span::between(span.end(), span.end().plus(whim.m));
            let passages = vec![(source, span), (other, later), (source, later), (source, span)];
            Command::TagEach { passages, tags: vec![TagRef::Known(tag?), TagRef::Named("x".to_owned())] }
        }
        30 => Command::RemoveSource(of(&sources, a)?),
        31 => {
            let source = of(&sources, a)?;
            let bibliography = Bibliography { title: word(), author: word(), ..Bibliography::default() };
            Command::DescribeSource { source, bibliography }
        }
        32 => Command::RenameReader(word()),
        33 => Command::SetTitle(word()),
        35 => {
            let kind = ValueKind::ALL[whim.n as usize % 3];
            let values = TagValues { kind, same: vec![vec![word(), "b".to_owned()]] };
            Command::SetTagValues { tag: tag?, values: (!whim.m.is_multiple_of(4)).then_some(values) }
        }
        36 => Command::SetValue { claim: claim?, tag: tag?, value: word() },
        37 | 38 => {
            let state = [None, Some(CoverageState::Read), Some(CoverageState::Skipped)][whim.n as usize % 3];
            Command::MarkCoverage { source: of(&sources, a)?, span, state }
        }
        39 => {
            let coverages: Vec<CoverageId> = c.coverages().map(|coverage| coverage.id).collect();
            Command::SetCoverageNote { coverage: of(&coverages, a)?, note: word() }
        }
        40 => {
            let settings = serde_json::json!({ "kind": word(), "n": whim.n % 3 }).to_string();
            Command::KeepSheet {
                sheet: of(&sheets, a).filter(|_| whim.m.is_multiple_of(2)),
                name: word(),
                settings,
            }
        }
        41 => Command::DeleteSheet(of(&sheets, a)?),
        42 => {
            let end = match whim.n % 2 {
                0 => LinkEnd::Claim(claim?),
                _ => LinkEnd::Passage(of(&sources, b)?, Span::between(Pos(whim.m), Pos(whim.n))),
            };
            let (tags, kind) = (vec![TagRef::Known(tag?)], LinkKind::ALL[whim.m as usize % 5]);
            Command::TakeParallel { source: of(&sources, a)?, span, tags, link: Some((end, kind)) }
        }
        43..=48 => together(desk, whim)?,
        _ => Command::RenameTag { tag: tag?, name: word() },
    })
}

/// Rounds, notes and decisions.
fn together(desk: &Desk, whim: &Whim) -> Option<Command> {
    let c = desk.comparison();
    let (a, b) = (&whim.a, &whim.b);
    let rounds: Vec<RoundId> = c.rounds().map(|round| round.id).collect();
    let decisions: Vec<DecisionId> = c.decisions().map(|decision| decision.id).collect();
    let claims: Vec<ClaimId> = c.claims().map(|claim| claim.id).collect();
    let new = || NewRound {
        name: whim.word.clone(),
        instructions: whim.word.clone(),
        expected: vec![whim.word.clone(), "Ana".to_owned()],
        step: RoundStep::ALL[whim.n as usize % 3],
    };
    let stake = || {
        let claim = c.claim(of(&claims, a)?)?;
        let others = c.claims_in(claim.source).map(|claim| claim.id).take(whim.m as usize % 4);
        let claims = others.chain([claim.id]).collect();
        Some(Stake { source: claim.source, at: claim.extent(), claims })
    };
    Some(match whim.kind {
        43 if whim.n.is_multiple_of(2) => Command::StartRound(new()),
        43 => Command::ChangeRound { round: of(&rounds, a)?, new: new() },
        44 if whim.n.is_multiple_of(2) => Command::OpenRound(of(&rounds, a)?),
        44 => Command::RemoveRound(of(&rounds, a)?),
        45 => {
            let tag = c.tags().map(|tag| tag.id).next().filter(|_| whim.n.is_multiple_of(2));
            Command::NoteDisagreement { stake: stake()?, tag, note: whim.word.clone() }
        }
        46 => Command::Undecide(of(&decisions, b)?),
        _ => {
            let id = settled_reader(c.id());
            if c.reader(id).is_none() {
                let reader = Reader { id, name: "Settled".to_owned(), unknown: Default::default() };
                return Some(Command::Mend { label: "settle".to_owned(), edits: vec![reader.into()] });
            }
            let stake = stake()?;
            let claim = c.claim(*stake.claims.last()?)?;
            let proposal = || Proposal {
                spans: vec![claim.extent()],
                tags: claim.tags.clone(),
                summary: whim.word.clone(),
                ..Proposal::default()
            };
            let how = match whim.n % 5 {
                0 => Settlement::LeaveOut,
                1 => Settlement::Combine(proposal()),
                2 => Settlement::Write(proposal()),
                _ => Settlement::Take(claim.reader),
            };
            if whim.n == 7 {
                return Some(Command::SettleAgreed);
            }
            Command::Decide { stake, how, reason: whim.word.clone() }
        }
    })
}
