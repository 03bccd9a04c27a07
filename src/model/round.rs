//! Reading apart before reading together.

use super::{ReaderId, RoundId, Time, Unknown};

/// A round of reading: its files stay closed until all who are expected have sent theirs, or somebody opens it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Identity.
    pub id: RoundId,
    /// Its name. Never empty.
    pub name: String,
    /// What the readers are asked to do. May be empty.
    pub instructions: String,
    /// The names of those whose readings are expected, in the order they were given.
    pub expected: Vec<String>,
    /// What is done in it.
    pub step: RoundStep,
    /// When somebody opened it; None while it is sealed.
    pub opened: Option<Time>,
    /// Who leads it.
    pub reader: ReaderId,
    /// When it was begun.
    pub created: Time,
    /// When any of it last changed.
    pub modified: Time,
    /// Fields a newer version wrote.
    pub unknown: Unknown,
}

/// What is done in a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoundStep {
    /// Passages and what they say, together.
    Whole,
    /// The first of two steps: passages alone are marked.
    Passages,
    /// The second of two steps: the settled passages are tagged, each by every reader.
    Judgments,
}

impl RoundStep {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Whole, Self::Passages, Self::Judgments];

    /// Returns the word for it, the same on the screen and in the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Passages => "passages",
            Self::Judgments => "judgments",
        }
    }

    /// Returns the step of this name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
    }
}
