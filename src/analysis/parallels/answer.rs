//! The passages that are offered, each with the words that matched and why.

use super::index::Index;
use super::question::{NEAR, Question, Shelf, Weighed};
use super::rank::{Marked, Window, best, terms_for};
use super::reading::{TermKind, has_day};
use super::settings::Settings;
use crate::model::{Comparison, SourceId, TagId};
use crate::text::Span;

/// So many more windows than are wanted are looked at closely.
const LOOKED_AT: usize = 3;

/// A passage that treats the same matter, as far as its words tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Parallel {
    /// The source it is in.
    pub source: SourceId,
    /// Where: one to three sentences.
    pub span: Span,
    /// What it is worth: about the share of the question's weight that it has. Not a probability.
    pub score: f32,
    /// The words that matched, the weightiest first.
    pub matches: Vec<Match>,
    /// The tag of the claim asked about that a claim on the passage bears too.
    pub shared_tag: Option<TagId>,
    /// How many pairs of words stand near one another in both.
    pub n_pairs: usize,
}

/// A word that the passage has in common with what was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// What kind of word.
    pub kind: TermKind,
    /// Where it stands in the passage.
    pub here: Vec<Span>,
    /// Where it stands in the passages asked about; nowhere when it is a word of a summary, a tag or its claims.
    pub there: Vec<(SourceId, Span)>,
}

impl Parallel {
    /// Returns the reasons in words ("2 names, 1 date, 5 words; tag “armed road”").
    #[must_use]
    pub fn why(&self, comparison: &Comparison) -> String {
        let n_of = |kind: TermKind| self.matches.iter().filter(|found| found.kind == kind).count();
        let kinds = [
            (n_of(TermKind::Name), "name", "names"),
            (n_of(TermKind::Number), "number", "numbers"),
            (n_of(TermKind::Date), "date", "dates"),
            (n_of(TermKind::Word), "word", "words"),
        ];
        let counted = kinds.into_iter().filter(|(n, ..)| *n > 0);
        let counted = counted.map(|(n, one, many)| format!("{n} {}", if n == 1 { one } else { many }));
        let mut why = counted.collect::<Vec<_>>().join(", ");
        if self.n_pairs > 0 {
            why.push_str(if self.n_pairs == 1 {
                ", 2 of them together"
            } else {
                ", several of them together"
            });
        }
        if let Some(tag) = self.shared_tag.and_then(|tag| comparison.tag(tag)) {
            why.push_str(&format!("; tag “{}”", tag.name));
        }
        why
    }

    /// Returns where words of the passage matched, in order and without overlap.
    #[must_use]
    pub fn places(&self) -> Vec<Span> {
        joined(self.matches.iter().flat_map(|found| found.here.iter().copied()).collect())
    }
}

/// Sorts stretches and joins those that overlap.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup_by(|next, before| {
        let overlap = before.overlaps(*next);
        if overlap {
            *before = before.hull(*next);
        }
        overlap
    });
    spans
}

/// Returns the passages of the sources `within` that are most like what is asked, best first: at most `most`.
/// `shelf` has the indexes of these sources and of those that the question is about.
#[must_use]
pub fn parallels(
    question: &Question,
    shelf: &Shelf,
    within: &[SourceId],
    settings: &Settings,
    most: usize,
) -> Vec<Parallel> {
    let weighed = Weighed::of(question, shelf, settings);
    if weighed.total <= 0.0 {
        return Vec::new();
    }
    let mut found: Vec<Parallel> = Vec::new();
    for (source, index) in shelf.iter().filter(|(source, _)| within.contains(source)) {
        let terms: Vec<(Vec<usize>, f32)> = weighed
            .terms
            .iter()
            .map(|asked| match shelf.get(asked.from) {
                Some((_, from)) => terms_for(asked, index, from, settings),
                None => (Vec::new(), 0.0),
            })
            .collect();
        let tagged =
            question.tagged.iter().filter(|(of, ..)| of == source).map(|(_, span, tag)| (*span, *tag));
        let marked = Marked::of(index, question.leaves_out(*source), tagged);
        let windows = best(index, &weighed, &terms, &marked, (settings, most.saturating_mul(LOOKED_AT)));
        let close = Close { weighed: &weighed, terms: &terms, marked: &marked, settings };
        found.extend(windows.iter().map(|window| close.look(*source, index, window)));
    }
    let place = |source: SourceId| within.iter().position(|of| *of == source);
    found.sort_by(|a, b| {
        let order = b.score.total_cmp(&a.score);
        order.then_with(|| (place(a.source), a.span).cmp(&(place(b.source), b.span)))
    });
    // Passages that share a tag bring that tag's words with them: the others are not to be measured by them.
    let best = found.iter().find(|parallel| parallel.shared_tag.is_none()).or(found.first());
    let least = best.map_or(0.0, |best| best.score * settings.least);
    found.retain(|parallel| parallel.score >= least && !parallel.matches.is_empty());
    found.truncate(most);
    found
}

/// What looking closely at a window needs.
struct Close<'a> {
    weighed: &'a Weighed,
    terms: &'a [(Vec<usize>, f32)],
    marked: &'a Marked,
    settings: &'a Settings,
}

impl Close<'_> {
    /// Reads a window again: where its words matched, and which stand near one another.
    fn look(&self, source: SourceId, index: &Index, window: &Window) -> Parallel {
        let span = window.span(index.units());
        let mut here: Vec<Vec<Span>> = vec![Vec::new(); self.weighed.terms.len()];
        let mut last: Vec<Option<usize>> = Vec::new();
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for (key, place) in index.read(span) {
            let asked = index.term(&key).and_then(|term| self.asked_for(term));
            if let Some(asked) = asked {
                if let Some(places) = here.get_mut(asked) {
                    places.push(place);
                }
                for before in last.iter().rev().take(NEAR).flatten().filter(|before| **before != asked) {
                    pairs.push((asked.min(*before), asked.max(*before)));
                }
            }
            last.push(asked);
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs.retain(|pair| self.weighed.pairs.binary_search(pair).is_ok());
        let weight = |asked: usize| self.weighed.terms.get(asked).map_or(0.0, |asked| asked.weight);
        let together: f32 = pairs.iter().map(|(a, b)| (weight(*a) + weight(*b)) / 2.0).sum();
        let score = (window.score + self.settings.pair * together) / self.weighed.total;
        let shared_tag = self.marked.tag(window);
        Parallel { source, span, score, matches: self.matches(here), shared_tag, n_pairs: pairs.len() }
    }

    /// Returns which of the terms asked for the term of this number in the index is.
    fn asked_for(&self, term: usize) -> Option<usize> {
        self.terms.iter().position(|(terms, _)| terms.contains(&term))
    }

    fn matches(&self, here: Vec<Vec<Span>>) -> Vec<Match> {
        let found = self.weighed.terms.iter().zip(here).filter(|(_, here)| !here.is_empty());
        let found: Vec<_> = found.collect();
        // Of a date, the day and the month are not told again.
        let dates: Vec<Span> = found
            .iter()
            .filter(|(asked, _)| has_day(&asked.key))
            .flat_map(|(_, here)| here.iter().copied())
            .collect();
        let told = |span: &Span| dates.iter().any(|date| date.covers(*span) && date != span);
        let matches = found.into_iter().filter(|(_, here)| !here.iter().all(told));
        matches.map(|(asked, here)| Match { kind: asked.kind, here, there: asked.spans.clone() }).collect()
    }
}
