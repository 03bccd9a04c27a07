//! Citing: the full reference of a source, and what stands behind a quotation of it, in the styles that are asked for.
//!
//! Made from a source's item of CSL-JSON by hayagriva's processor and the styles of the CSL project; where there is none,
//! from the reference that the reader wrote, and from author, title and date. Nothing is saved: a reference follows from
//! the data and the style. Start at [`Citations`].

mod clean;
mod engine;
mod passage;
mod range;
mod rich;
mod title_case;

use std::collections::HashMap;

use crate::analysis::handout;
use crate::analysis::outline::Outline;
use crate::analysis::sheet::Place;
use crate::model::{Bibliography, Comparison, Source, SourceId};
use crate::text::Span;

pub use crate::analysis::handout::CitationStyle;
pub use passage::{CitedPassage, cite_passage};
pub use rich::{Face, Height, Rich, Run, escaped};

/// Where in a source something stands, as readers cite it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Locator {
    /// Nothing is said of it.
    None,
    /// Pages as printed: "12", "12-13", "xii, 3".
    Page(String),
    /// Paragraphs, counted from 1: "12", "12-13", "3, 7".
    Paragraph(String),
}

impl Locator {
    /// Returns where `spans` stand: by pages if the source has them there, or else by paragraphs.
    #[must_use]
    pub fn of(source: &Source, spans: &[Span]) -> Self {
        let outline = Outline::of(source);
        let pages: Option<Vec<String>> = spans
            .iter()
            .map(|span| {
                let first = outline.page_at(span.start())?;
                let last = outline.page_at(span.end().minus(1).max(span.start()))?;
                let one = first.label == last.label;
                Some(if one { first.label.clone() } else { format!("{}-{}", first.label, last.label) })
            })
            .collect();
        let listed = |mut places: Vec<String>| {
            places.dedup();
            places.join(", ")
        };
        match pages {
            Some(pages) if !pages.is_empty() => Self::Page(listed(pages)),
            _ if spans.is_empty() => Self::None,
            _ => {
                let places = spans.iter().map(|span| Place::of(&source.text, *span));
                Self::Paragraph(listed(places.map(|place| place.to_string().replace('–', "-")).collect()))
            }
        }
    }
}

/// The sources that are cited together, so that two works of one author and year are told apart ("1973a").
pub struct Citations {
    style: CitationStyle,
    items: Vec<clean::Clean>,
    references: Vec<Rich>,
}

impl Citations {
    /// Makes the references of all of `sources`.
    pub fn of<'a>(sources: impl IntoIterator<Item = &'a Bibliography>, style: CitationStyle) -> Self {
        let sources: Vec<&Bibliography> = sources.into_iter().collect();
        let items: Vec<_> =
            sources.iter().enumerate().map(|(id, one)| clean::clean(one, id, style)).collect();
        let made = engine::references(&items, style);
        let references = made.into_iter().zip(&sources).enumerate().map(|(index, (made, bibliography))| {
            let written = bibliography.citation.split_whitespace().collect::<Vec<_>>().join(" ");
            if !written.is_empty() && !is_citable(bibliography) {
                return Rich::plain(&written);
            }
            let made = if made.is_empty() {
                // Some styles list no letters and papers; a note says all the same what it is.
                engine::citation(&items, index, CitationStyle::ChicagoNotes, &Locator::None)
            } else {
                made
            };
            if made.is_empty() { Rich::plain(bibliography.title.trim()) } else { made }
        });
        let references = references.collect();
        Self { style, references, items }
    }

    /// Returns the full reference of the source that stands at `index` among those given; empty for none.
    #[must_use]
    pub fn reference(&self, index: usize) -> Rich {
        self.references.get(index).cloned().unwrap_or_default()
    }

    /// Returns what is written behind a quotation of that source: "(Gill 1973, ¶ 3)", or a note.
    #[must_use]
    pub fn citation(&self, index: usize, locator: &Locator) -> Rich {
        engine::citation(&self.items, index, self.style, locator)
    }
}

/// Returns whether references of a source are made from data, and not from what somebody wrote in its fields.
#[must_use]
pub fn is_citable(bibliography: &Bibliography) -> bool {
    !bibliography.csl.is_empty()
        && super::bibliography::Item::read(&bibliography.csl).is_ok_and(|item| !item.is_empty())
}

/// Returns the reference of one source by itself.
#[must_use]
pub fn reference(bibliography: &Bibliography, style: CitationStyle) -> Rich {
    Citations::of([bibliography], style).reference(0)
}

/// Returns the references of the sources of a comparison, as sheets want them. One that is known by its title alone has
/// none.
#[must_use]
pub fn references(comparison: &Comparison, style: CitationStyle) -> HashMap<SourceId, Vec<handout::Run>> {
    let sources = comparison.sources();
    let citations = Citations::of(sources.iter().map(|source| &source.bibliography), style);
    let run = |run: &Run| handout::Run { text: run.text.clone(), is_italic: run.face.italic };
    let said = |known: &Bibliography| {
        let fields = [&known.author, &known.date, &known.citation];
        is_citable(known) || fields.iter().any(|field| !field.trim().is_empty())
    };
    let listed = sources.iter().enumerate().filter(|(_, source)| said(&source.bibliography));
    listed
        .map(|(index, source)| (source.id, citations.reference(index).runs().iter().map(run).collect()))
        .collect()
}
