//! Who is in, and who is missing: a round keeps what readers marked closed until all who are expected have sent it.

use std::sync::Arc;

use crate::model::{Comparison, Round};

/// Whose readings of a round are here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attendance {
    /// Those of the expected whose readings are here, as the round names them.
    pub here: Vec<String>,
    /// Those whose are not.
    pub missing: Vec<String>,
    /// Readers who are here and whom nobody expected.
    pub others: Vec<String>,
}

impl Attendance {
    /// Returns whether everybody is in who is expected. Where nobody is expected, nobody is waited for: then only a person
    /// opens the round.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.missing.is_empty() && !self.here.is_empty()
    }
}

/// Returns the round that keeps readings closed: the last begun of those that nobody has opened.
#[must_use]
pub fn sealed_round(comparison: &Comparison) -> Option<&Arc<Round>> {
    let sealed = comparison.rounds().filter(|round| round.opened.is_none());
    sealed.max_by_key(|round| (round.created, round.id))
}

/// Returns who of those expected in a round is among the readers of these names. Case, blanks and points don't count:
/// “m lindqvist” is M. Lindqvist.
#[must_use]
pub fn attendance<'a>(round: &Round, names: impl IntoIterator<Item = &'a str>) -> Attendance {
    let mut readers: Vec<(String, &str)> = names.into_iter().map(|name| (folded(name), name)).collect();
    let mut found = Attendance::default();
    for expected in &round.expected {
        let wanted = folded(expected);
        let n_before = readers.len();
        readers.retain(|(name, _)| *name != wanted);
        let here = readers.len() < n_before;
        let list = if here { &mut found.here } else { &mut found.missing };
        list.push(expected.clone());
    }
    found.others = readers.into_iter().map(|(_, name)| name.to_owned()).collect();
    found
}

/// A name's words in small letters, without points and commas.
fn folded(name: &str) -> String {
    let letters = name.to_lowercase();
    let words = letters.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ReaderId, RoundId, RoundStep, Time, Unknown};
    use uuid::Uuid;

    fn round(expected: &[&str]) -> Round {
        Round {
            id: RoundId(Uuid::nil()),
            name: "Round 1".to_owned(),
            instructions: String::new(),
            expected: expected.iter().map(|name| (*name).to_owned()).collect(),
            step: RoundStep::Whole,
            opened: None,
            reader: ReaderId(Uuid::nil()),
            created: Time(0),
            modified: Time(0),
            unknown: Unknown::default(),
        }
    }

    #[test]
    fn those_who_are_in_and_those_who_are_missing_are_told_apart_by_their_names() {
        let round = round(&["M. Lindqvist", "Bo Ortiz", "C. Díaz"]);
        let found = attendance(&round, ["m lindqvist", "c.  díaz", "A. Rojas"]);
        assert_eq!(found.here, ["M. Lindqvist", "C. Díaz"]);
        assert_eq!((found.missing.as_slice(), found.is_full()), (["Bo Ortiz".to_owned()].as_slice(), false));
        assert_eq!(found.others, ["A. Rojas"]);
        assert!(attendance(&round, ["BO ORTIZ", "M. Lindqvist", "C Díaz"]).is_full());
    }

    #[test]
    fn where_nobody_is_expected_nothing_opens_by_itself() {
        assert!(!attendance(&round(&[]), ["A. Rojas"]).is_full());
    }
}
