//! Readings held against an answer key: what each learner found of it, and what they found besides.
//!
//! An *item* of the key is a claim under one of its tags; of a claim without tags, the passage. Learner and key are matched
//! tag by tag, one to one, the closest first: so a passage that was marked twice is found once. No more is said than
//! what the two have in common; whether that is right is the instructor's business. A score is worked out only where
//! somebody asks for it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Scope;
use super::stretches::{SAME_FROM, of_claim, overlap};
use crate::model::{Claim, ClaimId, Comparison, ReaderId, SourceId, Stance, TagId};
use crate::text::Span;

/// A reading held up as the key, and others held against it.
#[derive(Debug, Clone, PartialEq)]
pub struct Scoring {
    /// Whose reading is the key.
    pub key: ReaderId,
    /// What there is to be found, in the order of the texts.
    pub items: Vec<Item>,
    /// What each learner found, in the order of the scope.
    pub learners: Vec<Learner>,
}

/// Something to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The source.
    pub source: SourceId,
    /// The key's claim.
    pub claim: ClaimId,
    /// The tag; none: of a claim without tags, its passage.
    pub tag: Option<TagId>,
    /// The stance that the key gives.
    pub stance: Option<Stance>,
}

/// What one learner made of the key.
#[derive(Debug, Clone, PartialEq)]
pub struct Learner {
    /// Who.
    pub reader: ReaderId,
    /// What became of each item, in the order of the items.
    pub answers: Vec<Answer>,
    /// Claims with which nothing of the key was found, in the order of the texts.
    pub extra: Vec<Extra>,
    /// How many items the learner gave in all: claims under each of their tags.
    pub n_given: usize,
}

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It was found, perhaps with other ends or another stance.
    Found {
        /// The learner's claim.
        claim: ClaimId,
        /// Whether the learner's passage begins or ends elsewhere.
        other_boundary: bool,
        /// Whether the learner gave another stance than the key, which gives one.
        other_stance: bool,
    },
    /// The learner marked the passage, but gave it other tags. It counts as missed.
    OtherTag(ClaimId),
    /// It was not found.
    Missed,
}

/// A learner's claim that the key does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra {
    /// The claim.
    pub claim: ClaimId,
    /// Which of its tags the key does not have there; of a claim without tags, none.
    pub tags: Vec<TagId>,
    /// Whether the key has the passage, with other tags.
    pub in_key: bool,
}

/// What a learner comes to, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Of how many items.
    pub of: usize,
    /// How many were found, however bounded and with whatever stance.
    pub found: usize,
    /// How many were not.
    pub missed: usize,
    /// Of those missed, how many have the passage with other tags.
    pub other_tag: usize,
    /// Of those found, how many have other ends.
    pub other_boundary: usize,
    /// Of those found, how many have another stance.
    pub other_stance: usize,
    /// How many claims are on passages that the key does not have.
    pub extra: usize,
}

impl Scoring {
    /// Holds the readings of the scope against that of `key`, who is no learner. The tags of the scope alone count, and
    /// passages without tags where these are all.
    #[must_use]
    pub fn of(comparison: &Comparison, scope: &Scope, key: ReaderId) -> Self {
        let tags = Wanted::of(comparison, scope);
        let mut items = Vec::new();
        let mut by_reader: HashMap<ReaderId, Vec<Given<'_>>> = HashMap::new();
        let readers: BTreeSet<ReaderId> = scope.readers.iter().copied().chain([key]).collect();
        for source in &scope.sources {
            let claims = comparison.claims_in(*source).filter(|claim| readers.contains(&claim.reader));
            for claim in claims {
                for tag in tags.of_claim(claim) {
                    if claim.reader == key {
                        let stance = tag.and_then(|tag| claim.tag_use(tag)?.stance);
                        items.push(Item { source: *source, claim: claim.id, tag, stance });
                    }
                    let given = Given { claim, spans: of_claim(claim), tag };
                    by_reader.entry(claim.reader).or_default().push(given);
                }
            }
        }
        let of_key = by_reader.remove(&key).unwrap_or_default();
        let learners = scope.readers.iter().filter(|reader| **reader != key).map(|reader| {
            let given = by_reader.remove(reader).unwrap_or_default();
            learner(*reader, &of_key, &given)
        });
        Self { key, learners: learners.collect(), items }
    }

    /// Returns how many learners found an item, whatever its ends and stance.
    #[must_use]
    pub fn n_found(&self, item: usize) -> usize {
        let found = |learner: &&Learner| matches!(learner.answers.get(item), Some(Answer::Found { .. }));
        self.learners.iter().filter(found).count()
    }
}

impl Learner {
    /// Returns what the learner comes to.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts { of: self.answers.len(), ..Counts::default() };
        for answer in &self.answers {
            match answer {
                Answer::Found { other_boundary, other_stance, .. } => {
                    counts.found += 1;
                    counts.other_boundary += usize::from(*other_boundary);
                    counts.other_stance += usize::from(*other_stance);
                }
                Answer::OtherTag(_) => counts.other_tag += 1,
                Answer::Missed => {}
            }
        }
        counts.missed = counts.of - counts.found;
        counts.extra = self.extra.iter().filter(|extra| !extra.in_key).count();
        counts
    }

    /// Returns a score from 0 to 100: 100 × 2 × found ÷ (items of the key + items given), which is the F1 of finding the
    /// key's items (van Rijsbergen, Information Retrieval, 1979, ch. 7: the harmonic mean of the share of the key that was
    /// found and the share of what was given that is in the key). Other ends and stances count as found. None where
    /// there is nothing in the key and nothing was given.
    #[must_use]
    pub fn score(&self) -> Option<f64> {
        let all = self.answers.len() + self.n_given;
        #[expect(clippy::cast_precision_loss, reason = "a float holds counts of claims exactly")]
        let score = |found: usize| 200.0 * found as f64 / all as f64;
        (all > 0).then(|| score(self.counts().found))
    }
}

/// What is said wherever a score is shown.
pub const SCORE_IN_WORDS: &str = "Score: 100 × 2 × found ÷ (items of the key + items given). 100 is the whole key and \
     nothing besides; other ends and other stances count as found.";

/// Which tags count.
struct Wanted {
    tags: BTreeSet<TagId>,
    /// Whether they are all there are: then claims without tags count, too.
    all: bool,
}

impl Wanted {
    fn of(comparison: &Comparison, scope: &Scope) -> Self {
        let tags: BTreeSet<TagId> = scope.tags.iter().copied().collect();
        let all = comparison.tags().all(|tag| tags.contains(&tag.id));
        Self { tags, all }
    }

    fn of_claim(&self, claim: &Claim) -> Vec<Option<TagId>> {
        if claim.tags.is_empty() {
            return if self.all { vec![None] } else { Vec::new() };
        }
        let tags = claim.tags.iter().map(|used| used.tag);
        tags.filter(|tag| self.tags.contains(tag)).map(Some).collect()
    }
}

/// A claim under one of its tags.
struct Given<'a> {
    claim: &'a Claim,
    spans: Vec<Span>,
    tag: Option<TagId>,
}

fn learner(reader: ReaderId, key: &[Given<'_>], given: &[Given<'_>]) -> Learner {
    // All pairs that could be matched, the closest first; of those alike, the first in the text.
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    let mut near: BTreeMap<usize, ClaimId> = BTreeMap::new();
    let mut in_key: BTreeSet<ClaimId> = BTreeSet::new();
    for (item, of_key) in key.iter().enumerate() {
        for (number, own) in given.iter().enumerate() {
            let apart = own.claim.source != of_key.claim.source
                || !own.claim.extent().overlaps(of_key.claim.extent());
            let share = if apart { 0.0 } else { overlap(&own.spans, &of_key.spans) };
            if share < SAME_FROM {
                continue;
            }
            in_key.insert(own.claim.id);
            near.entry(item).or_insert(own.claim.id);
            // A passage that the key gives no tag is found by whatever tags it got.
            if of_key.tag.is_none() || own.tag == of_key.tag {
                pairs.push((share, item, number));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut answers: Vec<Answer> = (0..key.len())
        .map(|item| near.get(&item).map_or(Answer::Missed, |claim| Answer::OtherTag(*claim)))
        .collect();
    let (mut items, mut used) = (BTreeSet::new(), BTreeSet::new());
    for (_, item, number) in pairs {
        let (Some(of_key), Some(own)) = (key.get(item), given.get(number)) else { continue };
        if items.contains(&item) || used.contains(&number) {
            continue;
        }
        items.insert(item);
        used.insert(number);
        let stance = |given: &Given<'_>| given.tag.and_then(|tag| given.claim.tag_use(tag)?.stance);
        if let Some(answer) = answers.get_mut(item) {
            *answer = Answer::Found {
                claim: own.claim.id,
                other_boundary: own.spans != of_key.spans,
                other_stance: stance(of_key).is_some_and(|key| stance(own) != Some(key)),
            };
        }
    }
    Learner { reader, answers, extra: extras(given, &used, &in_key), n_given: given.len() }
}

/// The learner's claims that found nothing, each with the tags with which it did not.
fn extras(given: &[Given<'_>], used: &BTreeSet<usize>, in_key: &BTreeSet<ClaimId>) -> Vec<Extra> {
    let mut extras: Vec<Extra> = Vec::new();
    for (_, own) in given.iter().enumerate().filter(|(number, _)| !used.contains(number)) {
        match extras.last_mut() {
            Some(last) if last.claim == own.claim.id => last.tags.extend(own.tag),
            _ => extras.push(Extra {
                claim: own.claim.id,
                tags: own.tag.into_iter().collect(),
                in_key: in_key.contains(&own.claim.id),
            }),
        }
    }
    extras
}
