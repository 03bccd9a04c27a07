//! Where a passage is in another edition of its source: exact, moved, similar, ambiguous, or lost.
//!
//! Published failing of programs that find passages again is a deleted sentence in ten put on some look-alike, and an
//! inserted “not” taken for the same words. So nothing here is a silent guess: what is not borne out by the words and
//! by what stands around them is for a person to say.

use super::locate::{occurrences, replace};
use crate::model::Anchor;
use crate::text::{Span, Text};

/// Where a passage is in a text that may be another edition of the one it was marked in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// At the same position, with the same words.
    Exact(Span),
    /// The same words at another position, and only there.
    Moved(Span),
    /// Words that were changed, at the one place that what stands around them bears out.
    Similar {
        /// Where.
        span: Span,
        /// From the words that were marked to those that are there, in order.
        changes: Vec<Change>,
    },
    /// What may be it stands at these places; which, or whether any, is for a person to say. Never empty.
    Ambiguous(Vec<Span>),
    /// It is not there.
    Lost,
}

impl Placement {
    /// Returns where the passage is, if that is sure.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Exact(span) | Self::Moved(span) | Self::Similar { span, .. } => Some(*span),
            Self::Ambiguous(_) | Self::Lost => None,
        }
    }

    /// Returns the word for it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Exact(_) => "exact",
            Self::Moved(_) => "moved",
            Self::Similar { .. } => "similar",
            Self::Ambiguous(_) => "ambiguous",
            Self::Lost => "lost",
        }
    }
}

/// What became of a stretch of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// They are still there.
    Kept(String),
    /// They are gone.
    Deleted(String),
    /// They are new.
    Inserted(String),
}

/// Returns where the passage of `anchor` is in `text`.
#[must_use]
pub fn place(text: &Text, anchor: &Anchor) -> Placement {
    if text.says(anchor.span, &anchor.quote) && replace(text, anchor) == Some(anchor.span) {
        return Placement::Exact(anchor.span);
    }
    if let Some(span) = replace(text, anchor) {
        return Placement::Moved(span);
    }
    let places = occurrences(text, &anchor.quote);
    if places.is_empty() { Placement::Lost } else { Placement::Ambiguous(places) }
}

/// Returns the words of a text as editions are compared: folded to lower case, without blanks and punctuation; each
/// character by itself in scripts that put no blanks between words.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    use unicode_segmentation::UnicodeSegmentation as _;
    text.unicode_words().map(str::to_lowercase).collect()
}
