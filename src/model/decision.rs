//! What a group has settled on: where readers differed, what became of it, and why.

use super::{ClaimId, DecisionId, Digest, ReaderId, SourceId, TagId, Time, Unknown};
use crate::text::Span;

/// That readers' claims at a place were settled, or what somebody noted there. It remembers whose claims they were:
/// these, the tag and the settled claims may be gone since (or never have been in this file), and nothing is damaged by
/// that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Identity.
    pub id: DecisionId,
    /// The source that the place is in.
    pub source: SourceId,
    /// The tag that a note is about, if it is about one.
    pub tag: Option<TagId>,
    /// The place, in code points. Never empty, never past the end of the text.
    pub at: Span,
    /// The claims that were at stake, each once, by id.
    pub claims: Vec<ClaimId>,
    /// What these claims said then (see `analysis::agreement::settling::basis`), so that it shows when one of them
    /// has changed since. None for what is only a note.
    pub basis: Option<Digest>,
    /// What was decided. None for what is only a note.
    pub outcome: Option<Outcome>,
    /// The claims of the settled version that were made of it, each once, by id. None where it was left out.
    pub settled: Vec<ClaimId>,
    /// The reason, or the note. May be empty.
    pub note: String,
    /// Who decided.
    pub reader: ReaderId,
    /// When.
    pub created: Time,
    /// When any of it last changed.
    pub modified: Time,
    /// Fields a newer version wrote.
    pub unknown: Unknown,
}

/// What became of the claims at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// One reader's claims were taken as they are.
    Taken(ReaderId),
    /// A claim was put together from several.
    Combined,
    /// A new one was written.
    Written,
    /// The settled version has nothing there.
    LeftOut,
}

impl Outcome {
    /// The words of all, in the order they are shown.
    pub const WORDS: [&'static str; 4] = ["taken", "combined", "written", "left_out"];

    /// Returns its name in the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Taken(_) => "taken",
            Self::Combined => "combined",
            Self::Written => "written",
            Self::LeftOut => "left_out",
        }
    }
}
