//! The outline of a source: its headings, its footnotes with the references to them, its pages.
//!
//! It follows from the marks beside the text. Made once for a source, it answers where a place is in
//! the outline, and what can be gone to from there, by halving.

use crate::model::{MarkKind, Source};
use crate::text::{Pos, Span};

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 (the highest) to 6.
    pub level: u8,
    /// Where it stands.
    pub span: Span,
    /// Its words, on one line.
    pub words: String,
}

/// The mark in the text that points to a footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The footnote's label.
    pub label: String,
    /// Where it stands.
    pub span: Span,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footnote {
    /// Its label.
    pub label: String,
    /// Where it stands.
    pub span: Span,
    /// The stretch at its beginning that repeats the label, such as "[1]"; empty where there is none.
    pub sign: Span,
}

impl Footnote {
    /// Returns where its words are, without the label at their beginning.
    #[must_use]
    pub fn body(&self) -> Span {
        Span::between(self.sign.end(), self.span.end())
    }
}

/// A page of the printed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its number or name as printed.
    pub label: String,
    /// Where it begins.
    pub start: Pos,
}

/// The outline of one source, each list in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    headings: Vec<Heading>,
    references: Vec<Reference>,
    footnotes: Vec<Footnote>,
    pages: Vec<Page>,
}

impl Outline {
    /// Returns the outline of `source`.
    #[must_use]
    pub fn of(source: &Source) -> Self {
        let mut outline = Self::default();
        for mark in &source.structure {
            let span = mark.span;
            match &mark.kind {
                MarkKind::Heading { level } => {
                    let words: Vec<&str> = source.text.slice(span).split_whitespace().collect();
                    outline.headings.push(Heading { level: *level, span, words: words.join(" ") });
                }
                MarkKind::FootnoteReference { label } => {
                    outline.references.push(Reference { label: label.clone(), span });
                }
                MarkKind::Footnote { label } => {
                    let sign = sign_of(source, span, label);
                    outline.footnotes.push(Footnote { label: label.clone(), span, sign });
                }
                MarkKind::Page { label } => {
                    outline.pages.push(Page { label: label.clone(), start: span.start() });
                }
                _ => {}
            }
        }
        outline.headings.sort_by_key(|heading| (heading.span.start(), heading.level));
        outline.references.sort_by_key(|reference| reference.span.start());
        outline.footnotes.sort_by_key(|footnote| footnote.span.start());
        outline.pages.sort_by_key(|page| page.start);
        outline
    }

    /// Returns the headings.
    #[must_use]
    pub fn headings(&self) -> &[Heading] {
        &self.headings
    }

    /// Returns the marks that point to footnotes.
    #[must_use]
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// Returns the footnotes.
    #[must_use]
    pub fn footnotes(&self) -> &[Footnote] {
        &self.footnotes
    }

    /// Returns the pages.
    #[must_use]
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// Returns the index of the heading under which `pos` stands: the last one that begins at or before it.
    #[must_use]
    pub fn heading_over(&self, pos: Pos) -> Option<usize> {
        self.headings.partition_point(|heading| heading.span.start() <= pos).checked_sub(1)
    }

    /// Returns the next heading after `pos`.
    #[must_use]
    pub fn heading_after(&self, pos: Pos) -> Option<&Heading> {
        self.headings.get(self.headings.partition_point(|heading| heading.span.start() <= pos))
    }

    /// Returns the heading before `pos`: within a section, its own heading.
    #[must_use]
    pub fn heading_before(&self, pos: Pos) -> Option<&Heading> {
        let before = self.headings.partition_point(|heading| heading.span.start() < pos);
        self.headings.get(before.checked_sub(1)?)
    }

    /// Returns the page that `pos` is on; nothing before the first page that is marked.
    #[must_use]
    pub fn page_at(&self, pos: Pos) -> Option<&Page> {
        self.pages.get(self.pages.partition_point(|page| page.start <= pos).checked_sub(1)?)
    }

    /// Returns the pages that begin in `span`.
    #[must_use]
    pub fn pages_in(&self, span: Span) -> &[Page] {
        between(&self.pages, span, |page| page.start)
    }

    /// Returns the reference that `pos` is in or touches; between two, the later one.
    #[must_use]
    pub fn reference_at(&self, pos: Pos) -> Option<&Reference> {
        let after = self.references.partition_point(|reference| reference.span.start() <= pos);
        let last = self.references.get(after.checked_sub(1)?)?;
        (pos <= last.span.end()).then_some(last)
    }

    /// Returns the footnote that `pos` is in: the innermost.
    #[must_use]
    pub fn footnote_at(&self, pos: Pos) -> Option<&Footnote> {
        let after = self.footnotes.partition_point(|footnote| footnote.span.start() <= pos);
        let before = self.footnotes.get(..after)?;
        before.iter().rev().take(NESTED).find(|footnote| pos <= footnote.span.end())
    }

    /// Returns the footnote that a label stands for.
    #[must_use]
    pub fn footnote(&self, label: &str) -> Option<&Footnote> {
        self.footnotes.iter().find(|footnote| footnote.label == label)
    }

    /// Returns the references that begin in `span`.
    #[must_use]
    pub fn references_in(&self, span: Span) -> &[Reference] {
        between(&self.references, span, |reference| reference.span.start())
    }

    /// Returns the footnotes that begin in `span`.
    #[must_use]
    pub fn footnotes_in(&self, span: Span) -> &[Footnote] {
        between(&self.footnotes, span, |footnote| footnote.span.start())
    }

    /// Returns the references to a footnote, outside of it.
    pub fn references_to<'a>(&'a self, footnote: &'a Footnote) -> impl Iterator<Item = &'a Reference> {
        let outside = |reference: &&Reference| !footnote.span.covers(reference.span);
        self.references.iter().filter(move |reference| reference.label == footnote.label).filter(outside)
    }
}

/// The part of a list in order of places that begins in `span`.
fn between<T>(list: &[T], span: Span, start: impl Fn(&T) -> Pos) -> &[T] {
    let from = list.partition_point(|item| start(item) < span.start());
    let to = list.partition_point(|item| start(item) < span.end());
    list.get(from..to).unwrap_or_default()
}

/// How many footnotes back one is looked for that still goes on; they hardly ever lie within one another.
const NESTED: usize = 8;

/// The label at a footnote's beginning, as import writes it: "[1]", or bare.
fn sign_of(source: &Source, span: Span, label: &str) -> Span {
    let words = source.text.slice(span);
    for sign in [format!("[{label}]"), label.to_owned()] {
        if !label.is_empty() && words.starts_with(&sign) {
            let n = u32::try_from(sign.chars().count()).unwrap_or(u32::MAX);
            return Span::between(span.start(), span.start().plus(n).min(span.end()));
        }
    }
    Span::at(span.start())
}
