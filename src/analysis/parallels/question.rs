//! What is asked: passages, and words that readers wrote about them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::index::{Counts, Index};
use super::reading::{TermKind, has_day};
use super::settings::Settings;
use crate::model::{Claim, ClaimId, Comparison, SourceId, Tag, TagId};
use crate::text::Span;

/// The most terms that are asked for: the weightiest of a long selection or a tag with many claims.
const MOST_TERMS: usize = 120;
/// The longest stretch whose words are looked at, in code points.
const LONGEST: u32 = 100_000;
/// The most claims of a tag that are looked at.
const MOST_CLAIMS: usize = 400;

/// The indexes of a comparison's sources.
pub type Shelf = [(SourceId, Arc<Index>)];

/// What passages are to be parallel to. It holds all that it needs, so that a job can answer it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Question {
    /// The passages themselves; they are never offered.
    pub(super) passages: Vec<(SourceId, Span)>,
    /// What readers wrote.
    pub(super) said: Vec<Said>,
    /// Passages of other claims that share a tag with what is asked.
    pub(super) tagged: Vec<(SourceId, Span, TagId)>,
    /// Passages that are not to be offered.
    pub(super) left_out: Vec<(SourceId, Span)>,
}

/// Words that a reader wrote, or quoted elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    pub words: String,
    pub by: SaidBy,
    /// The source in whose language they are taken to be, if they are about one.
    pub about: Option<SourceId>,
    /// How many claims share the weight of these words.
    pub among: usize,
}

/// What kind of words they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SaidBy {
    Summary,
    TagName,
    Definition,
    /// The quotation of a claim that bears the tag.
    Quotation,
    /// The summary of a claim that bears the tag.
    OtherSummary,
    /// The quotation of another claim that shares a tag with the claim asked about.
    SharingQuotation,
    /// The summary of such a claim.
    SharingSummary,
}

impl Question {
    /// Asks for passages parallel to a selection.
    #[must_use]
    pub fn of_selection(source: SourceId, span: Span) -> Self {
        Self { passages: vec![(source, span)], ..Self::default() }
    }

    /// Asks for passages parallel to those of a claim: by their words, its summary, and its tags.
    #[must_use]
    pub fn of_claim(comparison: &Comparison, claim: ClaimId) -> Option<Self> {
        let claim = comparison.claim(claim)?;
        let passages = claim.passages.iter().map(|anchor| (claim.source, anchor.span)).collect();
        let mut question = Self { passages, ..Self::default() };
        question.say(SaidBy::Summary, &claim.summary, Some(claim.source), 1);
        for used in &claim.tags {
            let Some(tag) = comparison.tag(used.tag) else { continue };
            question.say(SaidBy::TagName, &tag.name, Some(claim.source), 1);
            question.say(SaidBy::Definition, &tag.definition, Some(claim.source), 1);
        }
        let shared = |other: &Claim| {
            claim.tags.iter().find(|used| other.tag_use(used.tag).is_some()).map(|used| used.tag)
        };
        let others = comparison.claims().filter(|other| other.id != claim.id);
        let sharing: Vec<(&Arc<Claim>, TagId)> =
            others.filter_map(|other| Some((other, shared(other)?))).collect();
        let among = sharing.len().min(MOST_CLAIMS);
        for (n, (other, tag)) in sharing.into_iter().enumerate() {
            if other.source != claim.source {
                let passages = other.passages.iter().map(|anchor| (other.source, anchor.span, tag));
                question.tagged.extend(passages);
            }
            if n < MOST_CLAIMS {
                question.say(SaidBy::SharingQuotation, &other.quotation(), Some(other.source), among);
                question.say(SaidBy::SharingSummary, &other.summary, Some(other.source), among);
            }
        }
        Some(question)
    }

    /// Asks what else belongs under a tag, or one under it: by its name, its definition, and the quotations and
    /// summaries of its claims. Passages that are under it already are left out.
    #[must_use]
    pub fn of_tag(comparison: &Comparison, tag: TagId) -> Option<Self> {
        comparison.tag(tag)?;
        let mut question = Self::default();
        let under = |tag_: &&Arc<Tag>| comparison.is_within(tag_.id, tag);
        for tag in comparison.tags().filter(under) {
            question.say(SaidBy::TagName, &tag.name, None, 1);
            question.say(SaidBy::Definition, &tag.definition, None, 1);
        }
        let bears = |claim: &&Arc<Claim>| claim.tags.iter().any(|used| comparison.is_within(used.tag, tag));
        let claims: Vec<&Arc<Claim>> = comparison.claims().filter(bears).collect();
        let among = claims.len().min(MOST_CLAIMS);
        for (n, claim) in claims.iter().enumerate() {
            question.left_out.extend(claim.passages.iter().map(|anchor| (claim.source, anchor.span)));
            if n < MOST_CLAIMS {
                question.say(SaidBy::Quotation, &claim.quotation(), Some(claim.source), among);
                question.say(SaidBy::OtherSummary, &claim.summary, Some(claim.source), among);
            }
        }
        Some(question)
    }

    fn say(&mut self, by: SaidBy, words: &str, about: Option<SourceId>, among: usize) {
        if !words.trim().is_empty() {
            let words = words.chars().take(LONGEST as usize).collect();
            self.said.push(Said { words, by, about, among });
        }
    }

    /// Returns whether a stretch of a source is not to be offered.
    pub(super) fn leaves_out(&self, source: SourceId) -> impl Iterator<Item = Span> + '_ {
        let own = self.passages.iter().chain(&self.left_out);
        own.filter(move |(of, _)| *of == source).map(|(_, span)| *span)
    }
}

/// A term that is asked for.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub key: String,
    /// Which index of the shelf its language is that of.
    pub from: usize,
    pub kind: TermKind,
    /// What finding it once is worth.
    pub weight: f32,
    /// Where it stands in the passages asked about.
    pub spans: Vec<(SourceId, Span)>,
}

/// A question in terms, with what each is worth.
#[derive(Debug, Default)]
pub(super) struct Weighed {
    pub terms: Vec<Asked>,
    /// Terms that stand near one another in what is asked, the lower first.
    pub pairs: Vec<(usize, usize)>,
    /// The sum of all weights.
    pub total: f32,
}

/// A term as it is gathered.
#[derive(Default)]
struct Gathered {
    amount: f32,
    spans: Vec<(SourceId, Span)>,
}

impl Weighed {
    pub(super) fn of(question: &Question, shelf: &Shelf, settings: &Settings) -> Self {
        let mut gathered: BTreeMap<(usize, String), Gathered> = BTreeMap::new();
        let mut near: BTreeMap<(usize, String, String), f32> = BTreeMap::new();
        let at = |source: SourceId| shelf.iter().position(|(of, _)| *of == source);
        for (source, span) in &question.passages {
            let Some((from, (_, index))) = at(*source).and_then(|from| Some((from, shelf.get(from)?))) else {
                continue;
            };
            let span = Span::between(span.start(), span.end().min(span.start().plus(LONGEST)));
            let read = index.read(span);
            note_pairs(from, read.iter().map(|(key, _)| key), &mut near);
            for (key, place) in read {
                let term = gathered.entry((from, key)).or_default();
                term.amount += 1.0;
                term.spans.push((*source, place));
            }
        }
        if settings.around > 0.0 {
            for (source, span) in &question.passages {
                let Some((from, (_, index))) = at(*source).and_then(|from| Some((from, shelf.get(from)?)))
                else {
                    continue;
                };
                for beside in index.beside(*span) {
                    for (key, _) in index.read(beside) {
                        gathered.entry((from, key)).or_default().amount += settings.around;
                    }
                }
            }
        }
        let first = question.passages.first().and_then(|(source, _)| at(*source)).unwrap_or_default();
        for said in &question.said {
            let from = said.about.and_then(at).unwrap_or(first);
            let Some((_, index)) = shelf.get(from) else { continue };
            let read = index.read_words(&said.words);
            note_pairs(from, read.iter().map(|(key, ..)| key), &mut near);
            let amount = settings.amount(said.by, said.among);
            for (key, ..) in read {
                gathered.entry((from, key)).or_default().amount += amount;
            }
        }
        Self::of_terms(gathered, &near, shelf, settings)
    }

    fn of_terms(
        gathered: BTreeMap<(usize, String), Gathered>,
        near: &BTreeMap<(usize, String, String), f32>,
        shelf: &Shelf,
        settings: &Settings,
    ) -> Self {
        let mut counts = Counts::default();
        let n_all: usize = shelf.iter().map(|(_, index)| index.n_sentences()).sum();
        let indexes = || shelf.iter().map(|(_, index)| index.as_ref());
        let mut terms: Vec<Asked> = Vec::new();
        for ((from, key), Gathered { amount, spans }) in gathered {
            let kind = kind(&key, from, shelf);
            let n_with = counts.of(&key, indexes());
            let often = amount * (settings.k3 + 1.0) / (amount + settings.k3);
            let weight = often * rarity(n_with, n_all) * settings.boost(kind, has_day(&key));
            terms.push(Asked { key, from, kind, weight, spans });
        }
        terms.sort_by(|a, b| {
            b.weight.total_cmp(&a.weight).then_with(|| (a.from, &a.key).cmp(&(b.from, &b.key)))
        });
        terms.truncate(MOST_TERMS);
        let number: HashMap<(usize, &str), usize> =
            terms.iter().enumerate().map(|(n, term)| ((term.from, term.key.as_str()), n)).collect();
        let mut pairs: Vec<(usize, usize)> = near
            .keys()
            .filter_map(|(from, a, b)| {
                let (a, b) = (*number.get(&(*from, a.as_str()))?, *number.get(&(*from, b.as_str()))?);
                Some((a.min(b), a.max(b)))
            })
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        let total = terms.iter().map(|term| term.weight).sum();
        Self { terms, pairs, total }
    }
}

/// How near to one another two terms are a pair, in terms.
pub(super) const NEAR: usize = 3;

fn note_pairs<'a>(
    from: usize,
    keys: impl Iterator<Item = &'a String>,
    near: &mut BTreeMap<(usize, String, String), f32>,
) {
    let mut last: Vec<&String> = Vec::new();
    for key in keys {
        for before in last.iter().rev().take(NEAR).filter(|before| **before != key) {
            let (a, b) = if *before < key { (*before, key) } else { (key, *before) };
            *near.entry((from, a.clone(), b.clone())).or_default() += 1.0;
        }
        last.push(key);
        if last.len() > NEAR {
            last.remove(0);
        }
    }
}

/// Returns what kind of term it is in the source it comes from or, if that has not got it, in any other.
fn kind(key: &str, from: usize, shelf: &Shelf) -> TermKind {
    let plain = TermKind::of(key);
    if plain != TermKind::Word {
        return plain;
    }
    let named = |index: &Index| index.term(key).map(|term| index.is_name(term));
    let own = shelf.get(from).and_then(|(_, index)| named(index));
    let name = own.unwrap_or_else(|| shelf.iter().any(|(_, index)| named(index) == Some(true)));
    if name { TermKind::Name } else { TermKind::Word }
}

/// The inverse document frequency of BM25 in the form that is never negative: ln(1 + (N − n + ½) / (n + ½)).
fn rarity(n_with: usize, n_all: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a weight")]
    let (n, all) = (n_with as f32, n_all as f32);
    (1.0 + (all - n + 0.5).max(0.0) / (n + 0.5)).ln()
}
