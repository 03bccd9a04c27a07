//! What readers do together, between the file's form and the model's: decisions and rounds.

use super::super::format::together::{self, OutcomeWord};
use super::super::format::{Held, Id, Sha, Str, When, Word, v1};
use super::read::{Read, history, parse};
use super::write::{self, Known};
use super::{Gathered, extra_within, own_extra, unknown_of};
use crate::model::{ClaimId, Decision, Outcome, Round};
use crate::text::Span;

pub(in crate::store) fn decision(json: &str) -> Read<Decision> {
    let file: together::Decision<'_> = parse(json)?;
    let mut gathered = Gathered::default();
    gathered.own(file.unknown)?;
    gathered.within("at", file.at.unknown)?;
    let outcome = match file.outcome {
        None => None,
        Some(outcome) => {
            gathered.within("outcome", outcome.unknown)?;
            Some(match (outcome.kind.0.0, outcome.from) {
                ("taken", Some(reader)) => Outcome::Taken(reader.0.into()),
                ("taken", None) => return Err("its outcome lacks the reader it was taken from".to_owned()),
                ("combined", _) => Outcome::Combined,
                ("written", _) => Outcome::Written,
                _ => Outcome::LeftOut,
            })
        }
    };
    let decision = Decision {
        id: file.id.0.into(),
        source: file.source.0.into(),
        tag: file.tag.map(|tag| tag.0.into()),
        at: Span::new(file.at.start, file.at.end).ok_or("its stretch ends before it begins")?,
        claims: ids(&file.claims),
        basis: file.basis.map(|sha| sha.0),
        outcome,
        settled: ids(&file.settled),
        note: file.note.0.into_owned(),
        reader: file.reader.0.into(),
        created: file.created.0,
        modified: file.modified.0,
        unknown: gathered.unknown(),
    };
    Ok((decision, history(file.revision, file.seen, file.stamps, file.superseded, Held::default())))
}

/// Each once and in order, however they stand.
fn ids(list: &[Id]) -> Vec<ClaimId> {
    let mut ids: Vec<ClaimId> = list.iter().map(|id| id.0.into()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

pub(in crate::store) fn round(json: &str) -> Read<Round> {
    let file: together::Round<'_> = parse(json)?;
    let round = Round {
        id: file.id.0.into(),
        name: file.name.0.into_owned(),
        instructions: file.instructions.0.into_owned(),
        expected: file.expected.into_iter().map(|name| name.0.into_owned()).collect(),
        step: file.step.0,
        opened: file.opened.map(|when| when.0),
        reader: file.reader.0.into(),
        created: file.created.0,
        modified: file.modified.0,
        unknown: unknown_of(file.unknown)?,
    };
    Ok((round, history(file.revision, file.seen, file.stamps, file.superseded, Held::default())))
}

pub(super) fn write_decision<'a>(decision: &'a Decision, known: Known<'a>) -> together::Decision<'a> {
    let (revision, seen, stamps) = write::history(known);
    let outcome = decision.outcome.map(|outcome| together::Outcome {
        kind: Word(OutcomeWord(outcome.word())),
        from: match outcome {
            Outcome::Taken(reader) => Some(Id(reader.0)),
            _ => None,
        },
        unknown: extra_within(&decision.unknown, "outcome"),
    });
    let of = |ids: &[ClaimId]| ids.iter().map(|id| Id(id.0)).collect();
    together::Decision {
        id: Id(decision.id.0),
        source: Id(decision.source.0),
        tag: decision.tag.map(|tag| Id(tag.0)),
        at: v1::Stretch {
            start: decision.at.start().0,
            end: decision.at.end().0,
            unknown: extra_within(&decision.unknown, "at"),
        },
        claims: of(&decision.claims),
        basis: decision.basis.map(Sha),
        outcome,
        settled: of(&decision.settled),
        note: Str::from(&*decision.note),
        reader: Id(decision.reader.0),
        created: When(decision.created),
        modified: When(decision.modified),
        revision,
        seen,
        stamps,
        superseded: write::superseded(known),
        unknown: own_extra(&decision.unknown),
    }
}

pub(super) fn write_round<'a>(round: &'a Round, known: Known<'a>) -> together::Round<'a> {
    let (revision, seen, stamps) = write::history(known);
    together::Round {
        id: Id(round.id.0),
        name: Str::from(&*round.name),
        instructions: Str::from(&*round.instructions),
        expected: round.expected.iter().map(|name| Str::from(&**name)).collect(),
        step: Word(round.step),
        opened: round.opened.map(When),
        reader: Id(round.reader.0),
        created: When(round.created),
        modified: When(round.modified),
        revision,
        seen,
        stamps,
        superseded: write::superseded(known),
        unknown: own_extra(&round.unknown),
    }
}
