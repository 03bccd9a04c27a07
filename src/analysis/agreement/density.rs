//! How many readers marked each sentence: what takes the place of single marks where readers are many.
//!
//! A sentence counts as marked by a reader if one of their passages covers half of it at least, or lies for half of its
//! own length at least within it. So a part of a sentence that was marked counts, and a passage whose end was drawn a
//! few letters too far does not.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::analysis::parallels::sentence_bytes;
use crate::model::{Claim, ClaimId, Comparison, PassageIndex, ReaderId, Source, SourceId, TagId};
use crate::text::Span;

/// How many readers marked each sentence of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Density {
    /// The sentences in the order of the text; what lies between them is blank.
    pub sentences: Arc<[Span]>,
    /// For each sentence, how many readers marked it.
    pub n_marked: Vec<u32>,
    /// Of how many readers.
    pub n_readers: usize,
}

impl Density {
    /// Returns the sentences that touch `span`, each with how many readers marked it.
    pub fn touching(&self, span: Span) -> impl Iterator<Item = (Span, u32)> + '_ {
        let first = self.sentences.partition_point(|sentence| sentence.end() <= span.start());
        let rest = self.sentences.iter().copied().zip(self.n_marked.iter().copied()).skip(first);
        rest.take_while(move |(sentence, _)| sentence.start() < span.end())
    }

    /// Returns the largest count of any sentence.
    #[must_use]
    pub fn most(&self) -> u32 {
        self.n_marked.iter().copied().max().unwrap_or(0)
    }
}

/// Returns the sentences of a source, without the white space around them. Reads all of its text.
#[must_use]
pub fn sentences(source: &Source) -> Arc<[Span]> {
    let mut positions = source.text.positions();
    let language = source.bibliography.language_or_english();
    let mut found = Vec::new();
    for paragraph in source.text.paragraphs().iter() {
        for bytes in sentence_bytes(&source.text, paragraph, language) {
            let (start, end) = (positions.at(bytes.start), positions.at(bytes.end));
            found.push(Span::between(start, end));
        }
    }
    found.into()
}

/// Returns whether a passage marks a sentence: see the head of this file.
#[must_use]
pub fn marks(passage: Span, sentence: Span) -> bool {
    let common = passage.intersection(sentence).map_or(0, Span::len);
    common > 0 && common.saturating_mul(2) >= passage.len().min(sentence.len())
}

/// Counts how many of `readers` marked each of `sentences` of a source, by claims that bear one of `tags` or a tag under
/// one of them; without tags, by any claim. Takes time with the passages of the source, whoever made them.
#[must_use]
pub fn density(
    comparison: &Comparison,
    (source, sentences): (SourceId, &Arc<[Span]>),
    readers: &[ReaderId],
    tags: &[TagId],
) -> Density {
    let numbers: HashMap<ReaderId, u32> = readers.iter().copied().zip(0..).collect();
    let wanted = wanted(comparison, tags);
    let mut marked: Vec<(usize, u32)> = Vec::new();
    for passage in comparison.passages(source).into_iter().flat_map(PassageIndex::iter) {
        let claim = comparison.claim(passage.claim).filter(|claim| bears(claim, wanted.as_ref()));
        let Some(number) = claim.and_then(|claim| numbers.get(&claim.reader)) else { continue };
        let first = sentences.partition_point(|sentence| sentence.end() <= passage.span.start());
        let touched = sentences.iter().enumerate().skip(first);
        for (at, sentence) in touched.take_while(|(_, sentence)| sentence.start() < passage.span.end()) {
            if marks(passage.span, *sentence) {
                marked.push((at, *number));
            }
        }
    }
    marked.sort_unstable();
    // A reader who marked a sentence twice is one reader.
    marked.dedup();
    let mut n_marked = vec![0_u32; sentences.len()];
    for (at, _) in marked {
        if let Some(n) = n_marked.get_mut(at) {
            *n += 1;
        }
    }
    Density { sentences: Arc::clone(sentences), n_marked, n_readers: numbers.len() }
}

/// Returns the claims by which `readers` marked a sentence of a source, in the order of their places.
#[must_use]
pub fn who_marked(
    comparison: &Comparison,
    (source, sentence): (SourceId, Span),
    readers: &HashSet<ReaderId>,
    tags: &[TagId],
) -> Vec<(ReaderId, ClaimId)> {
    let wanted = wanted(comparison, tags);
    let index = comparison.passages(source);
    let touching = index.into_iter().flat_map(|index| index.touching(sentence));
    let mut found: Vec<(ReaderId, ClaimId)> = Vec::new();
    for passage in touching.filter(|passage| marks(passage.span, sentence)) {
        let Some(claim) = comparison.claim(passage.claim) else { continue };
        let who = (claim.reader, claim.id);
        if readers.contains(&claim.reader) && bears(claim, wanted.as_ref()) && !found.contains(&who) {
            found.push(who);
        }
    }
    found
}

/// The tags in focus with those under them; nothing without a focus.
fn wanted(comparison: &Comparison, tags: &[TagId]) -> Option<HashSet<TagId>> {
    let within = |tag: TagId| tags.iter().any(|focus| comparison.is_within(tag, *focus));
    let all = comparison.tags().map(|tag| tag.id);
    (!tags.is_empty()).then(|| all.filter(|tag| within(*tag)).collect())
}

fn bears(claim: &Claim, wanted: Option<&HashSet<TagId>>) -> bool {
    wanted.is_none_or(|wanted| claim.tags.iter().any(|used| wanted.contains(&used.tag)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Pos;

    fn span(start: u32, end: u32) -> Span {
        Span::between(Pos(start), Pos(end))
    }

    #[test]
    fn a_part_of_a_sentence_marks_it_and_a_few_letters_too_far_do_not() {
        let sentence = span(100, 200);
        assert!(marks(span(100, 200), sentence) && marks(span(140, 150), sentence));
        assert!(marks(span(0, 400), sentence), "a whole paragraph marks its sentences");
        assert!(marks(span(100, 150), sentence) && marks(span(195, 204), sentence));
        assert!(!marks(span(20, 105), sentence), "the end was drawn too far");
        assert!(!marks(span(200, 210), sentence) && !marks(span(196, 240), sentence));
    }

    #[test]
    fn the_sentences_that_are_on_the_screen_are_found() {
        let sentences: Arc<[Span]> = [span(0, 10), span(11, 20), span(25, 40)].into();
        let density = Density { sentences, n_marked: vec![3, 0, 7], n_readers: 9 };
        let seen = |from, to| density.touching(span(from, to)).map(|(_, n)| n).collect::<Vec<_>>();
        assert_eq!((seen(0, 40), seen(10, 12), seen(20, 25)), (vec![3, 0, 7], vec![0], vec![]));
        assert_eq!((seen(39, 90), density.most()), (vec![7], 7));
    }
}
