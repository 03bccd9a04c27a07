//! Where a passage is in another edition of its source: exact, moved, similar, ambiguous, or lost.
//!
//! Published failing of programs that find passages again is a deleted sentence in ten put on some look-alike, and an
//! inserted “not” taken for the same words. So nothing here is a silent guess: what is not borne out by the words and
//! by what stands around them is for a person to say.

mod align;
mod change;
mod decide;
mod index;
mod units;

use crate::model::Anchor;
use crate::text::{Span, Text};

pub use change::{Change, changes};
pub use index::PlaceIndex;

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

/// Returns where the passage of `anchor` is in `text`. For many passages of one text make a [`PlaceIndex`].
#[must_use]
pub fn place(text: &Text, anchor: &Anchor) -> Placement {
    if index::is_in_context(text, anchor.span, anchor) {
        return Placement::Exact(anchor.span);
    }
    PlaceIndex::of(text).place(anchor)
}

/// Returns what changed right before and right after a passage that stands at `place`, by the context of its anchor:
/// a “not” that was put in right beside it changes what it says. Nothing where next to nothing changed.
#[must_use]
pub fn changes_around(text: &Text, place: Span, anchor: &Anchor) -> [Vec<Change>; 2] {
    let around = super::describe::around(text, place, super::CONTEXT);
    let near = |words: &str, last: bool| -> String {
        let n = words.chars().count();
        let most = super::CONTEXT as usize;
        if last {
            words.chars().skip(n.saturating_sub(most)).collect()
        } else {
            words.chars().take(most).collect()
        }
    };
    let before = text.slice(Span::between(around.start(), place.start()));
    let after = text.slice(Span::between(place.end(), around.end()));
    let mut before = changes(&near(&anchor.before, true), before);
    let mut after = changes(&near(&anchor.after, false), after);
    // At the far ends the two were cut by counting, not by words.
    let n_cut = before.iter().take_while(|change| change.is_change()).count();
    before.drain(..n_cut);
    while after.last().is_some_and(Change::is_change) {
        after.pop();
    }
    [before, after].map(|told| if told.iter().any(Change::is_change) { told } else { Vec::new() })
}

/// Returns the words of a text as editions are compared: folded to lower case, without blanks and punctuation; each
/// character by itself in scripts that put no blanks between words.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    use unicode_segmentation::UnicodeSegmentation as _;
    text.unicode_words().map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests;
