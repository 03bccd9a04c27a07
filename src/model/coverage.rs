//! How far a reader has come with a source.

use super::{CoverageId, ReaderId, SourceId, Time, Unknown};
use crate::text::Span;

/// That a reader has read a stretch of a source, or left it out on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Identity.
    pub id: CoverageId,
    /// The source.
    pub source: SourceId,
    /// The stretch, in code points. Never empty, never past the end of the text.
    pub span: Span,
    /// What became of it.
    pub state: CoverageState,
    /// Why it was left out, or how it was read. May be empty.
    pub note: String,
    /// Who says so.
    pub reader: ReaderId,
    /// When it was noted.
    pub created: Time,
    /// When any of it last changed.
    pub modified: Time,
    /// Fields a newer version wrote.
    pub unknown: Unknown,
}

/// What became of a stretch of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CoverageState {
    /// It was read for the tags of the codebook.
    Read,
    /// It was left out on purpose: an appendix, somebody else's text.
    Skipped,
}

impl CoverageState {
    /// Both, in the order they are shown.
    pub const ALL: [Self; 2] = [Self::Read, Self::Skipped];

    /// Returns the word for it, the same on the screen and in the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Skipped => "skipped",
        }
    }

    /// Returns the state of this name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}
