//! What was read: where a passage is, and what it says there.

use crate::text::{Excerpt, Span};

/// A passage of a source: its position, its words, and the words around it, by which it is found
/// again in another edition. Made by `anchoring::describe`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Where it is in the source's text, in code points.
    pub span: Span,
    /// The exact quotation.
    pub quote: Excerpt,
    /// What stands right before it: 32 code points where there are as many, more if it takes more to be unique.
    pub before: Excerpt,
    /// What stands right after it.
    pub after: Excerpt,
}
