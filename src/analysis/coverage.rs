//! How far the sources were read: by stretches that readers marked, and by where their claims are.
//!
//! Start reading at [`SourceCoverage::of`].

use super::sheet::{Place, cite};
use crate::model::{Comparison, CoverageState, ReaderId, SourceId};
use crate::text::{ParagraphNumber, Span};

/// What became of a paragraph. The first that holds counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParagraphState {
    /// A claim touches it.
    Tagged,
    /// It was read, and has no claim.
    Read,
    /// It was left out on purpose.
    Skipped,
    /// Nothing is noted of it.
    Open,
}

/// How far a source was read, by one reader or by all together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceCoverage {
    /// The source.
    pub source: SourceId,
    /// What became of each paragraph, in order.
    pub paragraphs: Vec<ParagraphState>,
}

impl SourceCoverage {
    /// Works out how far `source` was read by `reader`, or by anybody.
    #[must_use]
    pub fn of(comparison: &Comparison, source: SourceId, reader: Option<ReaderId>) -> Self {
        let Some(text) = comparison.source(source).map(|source| &source.text) else {
            return Self { source, paragraphs: Vec::new() };
        };
        let of = |who: ReaderId| reader.is_none_or(|reader| reader == who);
        let all = text.paragraphs();
        let mut paragraphs = vec![ParagraphState::Open; all.len()];
        let mut put = |span: Span, state: ParagraphState| {
            // What begins in the white space after a paragraph begins with the next.
            let first = all.index_at(span.start());
            for (index, known) in paragraphs.iter_mut().enumerate().skip(first) {
                match all.get(index) {
                    Some(paragraph) if paragraph.span.start() >= span.end() => break,
                    Some(paragraph) if paragraph.span.overlaps(span) => *known = state.min(*known),
                    _ => {}
                }
            }
        };
        for coverage in
            comparison.coverages().filter(|coverage| coverage.source == source && of(coverage.reader))
        {
            let state = match coverage.state {
                CoverageState::Read => ParagraphState::Read,
                CoverageState::Skipped => ParagraphState::Skipped,
            };
            put(coverage.span, state);
        }
        for claim in comparison.claims_in(source).filter(|claim| of(claim.reader)) {
            claim.passages.iter().for_each(|anchor| put(anchor.span, ParagraphState::Tagged));
        }
        Self { source, paragraphs }
    }

    /// Returns how many paragraphs are in this state.
    #[must_use]
    pub fn n(&self, state: ParagraphState) -> usize {
        self.paragraphs.iter().filter(|of| **of == state).count()
    }

    /// Returns the paragraphs in this state as readers cite them: "¶ 3–12, 14"; empty where there are none.
    #[must_use]
    pub fn cited(&self, state: ParagraphState) -> String {
        let mut ranges: Vec<Place> = Vec::new();
        for (number, of) in (1..).zip(&self.paragraphs) {
            if *of != state {
                continue;
            }
            match ranges.last_mut() {
                Some(range) if range.last.0 + 1 == number => range.last = ParagraphNumber(number),
                _ => ranges.push(Place { first: ParagraphNumber(number), last: ParagraphNumber(number) }),
            }
        }
        if ranges.is_empty() { String::new() } else { cite(&ranges) }
    }

    /// Returns what it comes to in a sentence without an end: "claims in 9 of 31 paragraphs, 20 more read, 2 skipped".
    #[must_use]
    pub fn sentence(&self) -> String {
        let n_all = self.paragraphs.len();
        let [tagged, read, skipped, open] =
            [ParagraphState::Tagged, ParagraphState::Read, ParagraphState::Skipped, ParagraphState::Open]
                .map(|state| self.n(state));
        let mut parts = vec![format!("claims in {tagged} of {n_all} paragraphs")];
        if read > 0 {
            parts.push(format!("{read} more read"));
        }
        if skipped > 0 {
            parts.push(format!("{skipped} skipped on purpose"));
        }
        if open > 0 && open < n_all {
            parts.push(format!("{open} not marked as read"));
        }
        parts.join(", ")
    }
}
