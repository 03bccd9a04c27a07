//! A claim: passages that a reader marked, and what the reader says they claim.

use std::borrow::Cow;

use super::{Anchor, ClaimId, ReaderId, SourceId, TagId, Time, Unknown};
use crate::text::Span;

/// One or more passages of one source that a reader marked, with tags, voice, summary and note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Identity.
    pub id: ClaimId,
    /// The source that the passages are in.
    pub source: SourceId,
    /// Who made it.
    pub reader: ReaderId,
    /// When it was made.
    pub created: Time,
    /// When any of it last changed.
    pub modified: Time,
    /// The passages, in order of their position. Invariant kept by [`Comparison::apply`](super::Comparison::apply):
    /// at least one, none empty, none starting before the one listed before it.
    pub passages: Vec<Anchor>,
    /// The tags, each once, in the order they were given.
    pub tags: Vec<TagUse>,
    /// Whose view the passages give.
    pub voice: Voice,
    /// What is claimed, in the reader's own words. May be empty.
    pub summary: String,
    /// Whatever else the reader wants to say. May be empty.
    pub note: String,
    /// Fields a newer version wrote.
    pub unknown: Unknown,
}

impl Claim {
    /// Returns the stretch from the first passage's start to the last one's end.
    #[must_use]
    pub fn extent(&self) -> Span {
        let spans = self.passages.iter().map(|anchor| anchor.span);
        spans.reduce(Span::hull).unwrap_or_default()
    }

    /// Returns how the claim uses `tag`, if it does.
    #[must_use]
    pub fn tag_use(&self, tag: TagId) -> Option<&TagUse> {
        self.tags.iter().find(|used| used.tag == tag)
    }

    /// Returns the quotation; where there are several passages, joined by " […] ".
    #[must_use]
    pub fn quotation(&self) -> Cow<'_, str> {
        // It may be as long as the source, and is asked for in every frame.
        if let [only] = self.passages.as_slice() {
            return Cow::Borrowed(&only.quote);
        }
        let quotes: Vec<&str> = self.passages.iter().map(|a| a.quote.as_str()).collect();
        Cow::Owned(quotes.join(" […] "))
    }
}

/// That a claim bears a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagUse {
    /// The tag.
    pub tag: TagId,
    /// Where the source stands on it here.
    pub stance: Option<Stance>,
    /// The revision of the tag's definition that the reader had in view.
    pub definition_revision: u32,
    /// What the source gives here for a tag that carries values ("29 June"), in its own spelling. May be empty.
    pub value: String,
    /// Fields a newer version wrote.
    pub unknown: Unknown,
}

/// Where the source stands on the tag in a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// It holds that it is so.
    Affirms,
    /// It holds that it is not so.
    Denies,
    /// It holds that it is so in part, or under conditions.
    Qualifies,
    /// It says what others hold.
    Reports,
}

impl Stance {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 4] = [Self::Affirms, Self::Denies, Self::Qualifies, Self::Reports];

    /// Returns the word for it, the same on the screen and in the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Affirms => "affirms",
            Self::Denies => "denies",
            Self::Qualifies => "qualifies",
            Self::Reports => "reports",
        }
    }

    /// Returns the stance of this name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stance| stance.word() == word)
    }
}

/// Whose view a passage gives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Voice {
    /// The author's own.
    #[default]
    Own,
    /// Somebody else's, whom the author quotes or reports.
    Attributed {
        /// The person or body.
        name: String,
        /// What the author makes of it.
        attitude: Option<Attitude>,
    },
}

/// What an author makes of a view attributed to somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attitude {
    /// Shares it.
    Endorses,
    /// Refutes it or distances themselves from it.
    Rejects,
    /// Gives it without taking sides.
    Neutral,
}

impl Attitude {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Endorses, Self::Rejects, Self::Neutral];

    /// Returns the word for it, the same on the screen and in the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Endorses => "endorses",
            Self::Rejects => "rejects",
            Self::Neutral => "neutral",
        }
    }

    /// Returns the attitude of this name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|attitude| attitude.word() == word)
    }
}
