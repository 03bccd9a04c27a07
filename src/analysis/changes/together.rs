//! What became of decisions and rounds.

use super::others::Lists;
use super::{Both, Change, Kind, differing, quoted};
use crate::analysis::sheet::{Place, cite};
use crate::model::{Comparison, Decision, Outcome, Round};

pub(super) fn decisions(both: &Both<'_>, list: &mut Vec<Change>) {
    let Both { from, to } = *both;
    let lists = Lists::<Decision>::of(
        (from.decisions(), to.decisions()),
        |decision| from.decision(decision.id),
        |decision| to.decision(decision.id),
    );
    let mut push = |kind, decision: &Decision, what| list.push(Change { kind, id: decision.id.0, what });
    lists.added.iter().for_each(|of| push(Kind::DecisionAdded, of, decision_in(to, of)));
    lists.removed.iter().for_each(|of| push(Kind::DecisionRemoved, of, decision_in(from, of)));
    for (old, new) in lists.changed {
        let fields = differing(&[
            ("source", old.source != new.source),
            ("tag", old.tag != new.tag),
            ("place", old.at != new.at),
            ("claims at stake", old.claims != new.claims || old.basis != new.basis),
            ("outcome", old.outcome != new.outcome),
            ("settled claims", old.settled != new.settled),
            ("note", old.note != new.note),
            ("reader", old.reader != new.reader),
            ("time of making", old.created != new.created),
            ("fields of a newer version", old.unknown != new.unknown),
        ]);
        if !fields.is_empty() {
            push(Kind::DecisionChanged, new, format!("{}: {fields}", decision_in(to, new)));
        }
    }
}

/// "¶ 3 of “Committee”: taken from B. Ortiz".
fn decision_in(comparison: &Comparison, decision: &Decision) -> String {
    let done = match decision.outcome {
        None => format!("note {}", quoted(&decision.note)),
        Some(Outcome::Taken(reader)) => {
            format!("taken from {}", comparison.reader(reader).map_or("somebody", |reader| &reader.name))
        }
        Some(Outcome::Combined) => "combined".to_owned(),
        Some(Outcome::Written) => "written anew".to_owned(),
        Some(Outcome::LeftOut) => "left out".to_owned(),
    };
    let Some(source) = comparison.source(decision.source) else { return done };
    let place = Place::of(&source.text, decision.at);
    format!("{} of {}: {done}", cite(&[place]), quoted(source.short_name()))
}

pub(super) fn rounds(both: &Both<'_>, list: &mut Vec<Change>) {
    let Both { from, to } = *both;
    let lists = Lists::<Round>::of(
        (from.rounds(), to.rounds()),
        |round| from.round(round.id),
        |round| to.round(round.id),
    );
    let mut push = |kind, round: &Round, what| list.push(Change { kind, id: round.id.0, what });
    lists.added.iter().for_each(|round| push(Kind::RoundAdded, round, quoted(&round.name)));
    lists.removed.iter().for_each(|round| push(Kind::RoundRemoved, round, quoted(&round.name)));
    for (old, new) in lists.changed {
        let fields = differing(&[
            ("name", old.name != new.name),
            ("instructions", old.instructions != new.instructions),
            ("who is expected", old.expected != new.expected),
            ("step", old.step != new.step),
            ("whether it is open", old.opened != new.opened),
            ("reader", old.reader != new.reader),
            ("time of making", old.created != new.created),
            ("fields of a newer version", old.unknown != new.unknown),
        ]);
        if !fields.is_empty() {
            push(Kind::RoundChanged, new, format!("{}: {fields}", quoted(&old.name)));
        }
    }
}
