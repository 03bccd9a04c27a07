//! From a place in a text to the anchor that finds it again.

use crate::model::Anchor;
use crate::text::{Span, Text};

use super::locate::occurrences_up_to;

/// How many code points of context are kept on either side, at least.
pub const CONTEXT: u32 = 32;

/// How many are kept at most, where it takes more to tell a passage from others of the same words.
pub(super) const MOST_CONTEXT: u32 = 512;

/// Quotations longer than this are not searched for twins: that two such stretches agree to the
/// letter says that the source repeats itself, and no context that we would keep tells them apart sooner.
pub(super) const LONGEST_SEARCHED: u32 = 2_000;

/// Returns what is at `span`: its words, and the words around it, more of them until the three
/// together are found only once in the text.
#[must_use]
pub fn describe(text: &Text, span: Span) -> Anchor {
    let span = text.clamp(span);
    let mut width = CONTEXT;
    while width < MOST_CONTEXT && is_ambiguous(text, span, width) {
        width *= 2;
    }
    with_context(text, span, width)
}

pub(super) fn around(text: &Text, span: Span, width: u32) -> Span {
    text.clamp(Span::between(span.start().minus(width), span.end().plus(width)))
}

pub(super) fn with_context(text: &Text, span: Span, width: u32) -> Anchor {
    let around = around(text, span, width);
    Anchor {
        span,
        quote: text.excerpt(span),
        before: text.excerpt(Span::between(around.start(), span.start())),
        after: text.excerpt(Span::between(span.end(), around.end())),
    }
}

fn is_ambiguous(text: &Text, span: Span, width: u32) -> bool {
    let around = around(text, span, width);
    around.len() <= LONGEST_SEARCHED && occurrences_up_to(text, text.slice(around), 2) > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_quotes_and_keeps_the_words_around() {
        let text = Text::new("In 1972 the armed road was closed to them.").unwrap();
        let anchor = describe(&text, Span::new(12, 22).unwrap());
        assert_eq!(anchor.quote.as_str(), "armed road");
        assert_eq!(anchor.before.as_str(), "In 1972 the ");
        assert_eq!(anchor.after.as_str(), " was closed to them.");
    }

    #[test]
    fn context_grows_until_a_repeated_passage_is_unique() {
        let refrain = "and so the people, united, went on and on and on and on, never defeated; ";
        let text = Text::new(format!("First {refrain}{refrain}{refrain}last.")).unwrap();
        let at = Span::new(6 + 73 + 11, 6 + 73 + 17).unwrap();
        let anchor = describe(&text, at);
        let whole = format!("{}{}{}", anchor.before, anchor.quote, anchor.after);
        assert_eq!(anchor.quote.as_str(), "people");
        assert_eq!(text.as_str().matches(&whole).count(), 1);
        assert!(anchor.before.chars().count() > 32);
    }
}
