//! Rounds of reading begin, are changed, are opened, and go.

use std::sync::Arc;

use super::{Draft, quoted};
use crate::desk::{Desk, NewRound, Outcome, Refusal};
use crate::model::{Edit, Round, RoundId, Unknown};

fn the_round(desk: &Desk, id: RoundId) -> Result<&Arc<Round>, Refusal> {
    let round = desk.comparison().round(id);
    round.ok_or_else(|| Refusal::because("That round is no longer in the comparison."))
}

/// What was typed, as it is kept: no blanks at the ends, nobody without a name and nobody twice.
fn tidy(new: NewRound) -> Result<NewRound, Refusal> {
    let name = new.name.trim().to_owned();
    if name.is_empty() {
        return Err(Refusal::because("The round needs a name."));
    }
    let mut expected: Vec<String> = Vec::new();
    for reader in new.expected {
        let reader = reader.trim();
        if !reader.is_empty() && expected.iter().all(|known| known != reader) {
            expected.push(reader.to_owned());
        }
    }
    Ok(NewRound { name, expected, ..new })
}

pub(super) fn start(desk: &mut Desk, new: NewRound) -> Result<Draft, Refusal> {
    let NewRound { name, instructions, expected, step } = tidy(new)?;
    let label = format!("start the round {}", quoted(&name));
    let now = desk.clock.now();
    let round = Round {
        id: RoundId(desk.ids.next()),
        name,
        instructions,
        expected,
        step,
        opened: None,
        reader: desk.reader().id,
        created: now,
        modified: now,
        unknown: Unknown::default(),
    };
    Ok(Draft::new(label, vec![round.into()]))
}

pub(super) fn change(desk: &Desk, id: RoundId, new: NewRound) -> Result<Draft, Refusal> {
    let NewRound { name, instructions, expected, step } = tidy(new)?;
    let old = the_round(desk, id)?;
    let round = Round { name, instructions, expected, step, ..Round::clone(old) };
    if round == **old {
        return Ok(Draft::nothing(Outcome::default()));
    }
    let label = format!("change the round {}", quoted(&round.name));
    Ok(Draft::new(label, vec![Round { modified: desk.clock.now(), ..round }.into()]))
}

/// What was revealed can't be hidden again, but by undoing it: a round that is open stays as it is.
pub(super) fn open(desk: &Desk, id: RoundId) -> Result<Draft, Refusal> {
    let round = the_round(desk, id)?;
    if round.opened.is_some() {
        return Ok(Draft::nothing(Outcome::default()));
    }
    let label = format!("open the round {}", quoted(&round.name));
    let now = desk.clock.now();
    let round = Round { opened: Some(now), modified: now, ..Round::clone(round) };
    Ok(Draft::new(label, vec![round.into()]))
}

pub(super) fn remove(desk: &Desk, id: RoundId) -> Result<Draft, Refusal> {
    let label = format!("remove the round {}", quoted(&the_round(desk, id)?.name));
    Ok(Draft::new(label, vec![Edit::Round(id, None)]))
}
