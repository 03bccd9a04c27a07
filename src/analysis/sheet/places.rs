//! Where claims are, as readers cite them.

use std::fmt;

use super::SheetClaim;
use crate::analysis::outline::Outline;
use crate::text::{ParagraphNumber, Pos, Span, Text, visible_name};

/// The paragraphs that a passage begins and ends in. Shown as "12" or "12–13".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The paragraph it begins in.
    pub first: ParagraphNumber,
    /// The paragraph it ends in.
    pub last: ParagraphNumber,
}

impl Place {
    /// Returns the paragraphs of `span` in `text`.
    #[must_use]
    pub fn of(text: &Text, span: Span) -> Self {
        let paragraphs = text.paragraphs();
        let first = paragraphs.number_at(span.start());
        let last = if span.is_empty() { first } else { paragraphs.number_at(last_pos(text, span)) };
        Self { first, last: last.max(first) }
    }
}

/// The last character of `span` that is not white space: blank lines after a paragraph are not the next one.
fn last_pos(text: &Text, span: Span) -> Pos {
    let words = text.slice(span);
    let blanks = words.chars().rev().take_while(|c| c.is_whitespace()).count();
    let blanks = u32::try_from(blanks).unwrap_or(u32::MAX);
    span.end().minus(blanks.saturating_add(1)).max(span.start())
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { self.first.fmt(f) } else { write!(f, "{}–{}", self.first, self.last) }
    }
}

/// Returns places as readers cite them: "¶ 12", "¶ 12–13", "¶ 3, 7".
#[must_use]
pub fn cite(places: &[Place]) -> String {
    let mut numbers: Vec<String> = places.iter().map(ToString::to_string).collect();
    numbers.dedup();
    format!("¶ {}", numbers.join(", "))
}

/// Returns where a claim is as readers cite it: "¶ 12–13"; in a source with pages "p. 4, ¶ 12–13".
#[must_use]
pub fn cite_with_pages(claim: &SheetClaim, outline: Option<&Outline>) -> String {
    let paragraphs = cite(&claim.places);
    let Some(outline) = outline.filter(|outline| !outline.pages().is_empty()) else {
        return paragraphs;
    };
    let mut pages: Vec<String> = Vec::new();
    for passage in &claim.claim.passages {
        let (span, last) = (passage.span, passage.span.end().minus(1));
        let label = |at| outline.page_at(at).map(|page| visible_name(&page.label).into_owned());
        let page = match (label(span.start()), label(last.max(span.start()))) {
            (Some(first), Some(last)) if first != last => format!("{first}–{last}"),
            (Some(only), _) | (None, Some(only)) => only,
            (None, None) => continue,
        };
        if pages.last() != Some(&page) {
            pages.push(page);
        }
    }
    match pages.as_slice() {
        [] => paragraphs,
        [only] if !only.contains('–') => format!("p. {only}, {paragraphs}"),
        several => format!("pp. {}, {paragraphs}", several.join(", ")),
    }
}
