//! Rounds of reading: who is in, who is missing, and whether the readings are still closed.
//!
//! A seal is a word that people gave each other and programs keep, not a lock: the files can be read by anybody who has
//! them. So all that is kept back is what the others made; names and counts are shown.

use std::collections::BTreeSet;

use crate::model::{Comparison, ReaderId, Round};

/// Who of those expected in a round has sent a reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundState {
    /// Those who are in, as the round names them, in its order.
    pub is_in: Vec<String>,
    /// Those who are not.
    pub missing: Vec<String>,
    /// Whether the readings are closed: nobody opened the round, and somebody is missing or nobody in particular is
    /// expected.
    pub sealed: bool,
}

impl RoundState {
    /// Returns how a round stands when readings of these names are there. Capitals, blanks and signs in names are no
    /// matter.
    #[must_use]
    pub fn of<'a>(round: &Round, there: impl IntoIterator<Item = &'a str>) -> Self {
        let there: BTreeSet<String> = there.into_iter().map(folded).collect();
        let (is_in, missing): (Vec<String>, Vec<String>) =
            round.expected.iter().cloned().partition(|name| there.contains(&folded(name)));
        let complete = !round.expected.is_empty() && missing.is_empty();
        Self { is_in, missing, sealed: round.opened.is_none() && !complete }
    }

    /// Returns it as a sentence: "Round “First reading” is sealed: 7 of 12 are in; missing: Ana, Ben."
    #[must_use]
    pub fn sentence(&self, round: &Round) -> String {
        let state = if self.sealed { "sealed" } else { "open" };
        let n_all = self.is_in.len() + self.missing.len();
        if n_all == 0 {
            let until = if self.sealed { " until it is opened" } else { "" };
            return format!("Round “{}” is {state}{until}.", round.name);
        }
        let who = match self.missing.as_slice() {
            [] => "all".to_owned(),
            missing => format!("{} of {n_all} are in; missing: {}", self.is_in.len(), missing.join(", ")),
        };
        let who = if who == "all" { format!("all {n_all} are in") } else { who };
        format!("Round “{}” is {state}: {who}.", round.name)
    }
}

/// Returns a name with nothing in it but letters, digits and single blanks, all small.
fn folded(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Returns the round that is going on: the one begun last. Those before it are over.
#[must_use]
pub fn current(comparison: &Comparison) -> Option<&Round> {
    comparison.rounds().max_by_key(|round| (round.created, round.id)).map(|round| &**round)
}

/// Returns the readers who have made anything: who is only named, as somebody whose reading is to come, is not in.
#[must_use]
pub fn with_a_reading(comparison: &Comparison) -> BTreeSet<ReaderId> {
    let mut readers: BTreeSet<ReaderId> = comparison.claims().map(|claim| claim.reader).collect();
    readers.extend(comparison.links().map(|link| link.reader));
    readers.extend(comparison.silences().map(|silence| silence.reader));
    readers.extend(comparison.coverages().map(|coverage| coverage.reader));
    readers
}
