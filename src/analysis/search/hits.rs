//! Hits, and the words around them.

use super::Pattern;
use crate::model::{Comparison, Source, SourceId};
use crate::text::{ParagraphNumber, Pos, Span, Text, on_one_line};

/// How many code points of a line are shown beside a hit.
const AROUND: u32 = 40;

/// A place where a source has the pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The source.
    pub source: SourceId,
    /// Where in its text.
    pub span: Span,
    /// The paragraph it begins in.
    pub paragraph: ParagraphNumber,
    /// The words, and those around them.
    pub context: Context,
}

/// A line of a text with a hit in it; line ends and other white space are single spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// What stands before, with "…" when the paragraph began earlier.
    pub before: String,
    /// What was found.
    pub hit: String,
    /// What stands after, with "…" when the paragraph goes on.
    pub after: String,
}

impl Context {
    /// Returns the surroundings of `span` within its paragraph.
    #[must_use]
    pub fn of(text: &Text, span: Span) -> Self {
        let paragraphs = text.paragraphs();
        let bounds = |pos: Pos| paragraphs.get(paragraphs.index_at(pos)).map_or(text.span(), |p| p.span);
        let paragraph_start = bounds(span.start()).start().min(span.start());
        let paragraph_end = bounds(span.end().minus(1)).end().max(span.end());
        let from = paragraph_start.max(span.start().minus(AROUND));
        let to = paragraph_end.min(span.end().plus(AROUND));
        let before = text.slice(Span::between(from, span.start()));
        let after = text.slice(Span::between(span.end(), to));
        Self {
            before: if from > paragraph_start {
                format!("…{}", on_one_line(from_next_word(before)))
            } else {
                on_one_line(before)
            },
            hit: on_one_line(text.slice(span)),
            after: if to < paragraph_end {
                format!("{}…", on_one_line(to_last_word(after)))
            } else {
                on_one_line(after)
            },
        }
    }
}

/// The words without the part of one they begin with, where there are blanks to tell.
fn from_next_word(words: &str) -> &str {
    words.split_once(char::is_whitespace).map_or(words, |(_, rest)| rest)
}

/// The words without the part of one they end with, where there are blanks to tell.
fn to_last_word(words: &str) -> &str {
    words.rsplit_once(char::is_whitespace).map_or(words, |(rest, _)| rest)
}

/// Finds `pattern` in the sources of `comparison`, one after the other, and hands each hit to `found`
/// until that says to stop by an error of its own.
///
/// # Errors
/// Only what `found` returns.
pub fn search<E>(
    comparison: &Comparison,
    pattern: &Pattern,
    mut found: impl FnMut(Hit) -> Result<(), E>,
) -> Result<(), E> {
    comparison.sources().iter().try_for_each(|source| search_in(source, pattern, &mut found))
}

/// Finds `pattern` in one source, as [`search`] does in all.
///
/// # Errors
/// Only what `found` returns.
pub fn search_in<E>(
    source: &Source,
    pattern: &Pattern,
    mut found: impl FnMut(Hit) -> Result<(), E>,
) -> Result<(), E> {
    let text = &source.text;
    pattern.searched(text).spans().try_for_each(|span| {
        let paragraph = text.paragraphs().number_at(span.start());
        found(Hit { source: source.id, span, paragraph, context: Context::of(text, span) })
    })
}
