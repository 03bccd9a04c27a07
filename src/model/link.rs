//! A relation between two claims.

use super::{ClaimId, LinkId, ReaderId, Time, Unknown};

/// That one claim answers, contradicts, agrees with another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Identity.
    pub id: LinkId,
    /// The claim that does it.
    pub from: ClaimId,
    /// The claim it is done to.
    pub to: ClaimId,
    /// What it does.
    pub kind: LinkKind,
    /// Whatever the reader wants to say about it. May be empty.
    pub note: String,
    /// Who made it.
    pub reader: ReaderId,
    /// When it was made.
    pub created: Time,
    /// When any of it last changed.
    pub modified: Time,
    /// Fields a newer version wrote.
    pub unknown: Unknown,
}

/// How two claims stand to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum LinkKind {
    Agrees,
    Contradicts,
    Qualifies,
    Answers,
    SameEvidence,
}

impl LinkKind {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 5] =
        [Self::Agrees, Self::Contradicts, Self::Qualifies, Self::Answers, Self::SameEvidence];

    /// Returns its name in the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Contradicts => "contradicts",
            Self::Qualifies => "qualifies",
            Self::Answers => "answers",
            Self::SameEvidence => "same_evidence",
        }
    }

    /// Returns the words for it from the first claim's side ("answers …").
    #[must_use]
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Agrees => "agrees with",
            Self::Contradicts => "contradicts",
            Self::Qualifies => "qualifies",
            Self::Answers => "answers",
            Self::SameEvidence => "rests on the same evidence as",
        }
    }

    /// Returns the words for it from the second claim's side ("is answered by …").
    #[must_use]
    pub fn phrase_back(self) -> &'static str {
        match self {
            Self::Agrees => "agrees with",
            Self::Contradicts => "is contradicted by",
            Self::Qualifies => "is qualified by",
            Self::Answers => "is answered by",
            Self::SameEvidence => "rests on the same evidence as",
        }
    }

    /// Returns whether it matters which claim comes first.
    #[must_use]
    pub fn is_directed(self) -> bool {
        self.phrase() != self.phrase_back()
    }

    /// Returns the kind of this name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}
