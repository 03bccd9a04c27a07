//! In what readers differ: a list of places to go to, each with its sides.
//!
//! Who differs is told from who has not come so far: a reader whose coverage says how far they read is no party to what
//! lies beyond it, and one who skipped a stretch on purpose is said to have done so.
//! With many readers the list stays small: the sides of one disagreement are worked out when they are asked for.

use std::collections::BTreeSet;

use super::places::{Place, places};
use super::sides::{self, Reaches, Side};
use super::{Scope, links};
use crate::model::{ClaimId, Comparison, SourceId, TagId};
use crate::text::Span;

/// In what readers can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DisagreementKind {
    /// Some marked it, others did not.
    Missing,
    /// The same tag (or none), with other ends.
    Boundary,
    /// Some gave a tag that others did not.
    Tag,
    /// The same tag with other stances.
    Stance,
    /// Some hold that it is the author's own view, others that it is somebody else's.
    Voice,
    /// Two places that some link and others do not, or otherwise.
    Link,
}

impl DisagreementKind {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 6] =
        [Self::Missing, Self::Boundary, Self::Tag, Self::Stance, Self::Voice, Self::Link];

    /// Returns the word for it, the same on the screen and in every export.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Boundary => "boundary",
            Self::Tag => "tag",
            Self::Stance => "stance",
            Self::Voice => "voice",
            Self::Link => "link",
        }
    }

    /// Returns what it means, as a sentence.
    #[must_use]
    pub fn help(self) -> &'static str {
        match self {
            Self::Missing => "Some readers marked a passage, and others who read it did not.",
            Self::Boundary => {
                "Readers marked the same passage with the same tag, but from or to another word."
            }
            Self::Tag => "Readers marked the same passage, but gave it other tags.",
            Self::Stance => {
                "Readers gave a passage the same tag, but see the source take another stance on it."
            }
            Self::Voice => "Readers differ in whose view a passage gives.",
            Self::Link => {
                "Readers marked the same two passages, but some linked them, or otherwise than others."
            }
        }
    }

    /// Returns the kind of this name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// One thing that readers differ in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// In what.
    pub kind: DisagreementKind,
    /// The number of the place, in [`Disagreements::places`].
    pub place: usize,
    /// Of a link, the number of the other place.
    pub other: Option<usize>,
    /// The tags that it is about: the one whose boundary or stance it is; those that not all gave; for what is missing
    /// all that were given there; none for voices and links.
    pub tags: Vec<TagId>,
    /// How many readers are on its sides.
    pub n_readers: usize,
    /// How many of them stand against the side with most: what is most contested has most.
    pub n_against: usize,
}

/// What a disagreement is known by when everything is worked out anew.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DisagreementKey {
    /// In what.
    pub kind: DisagreementKind,
    /// The source.
    pub source: SourceId,
    /// From the place's start to its end.
    pub at: Span,
    /// The first of the tags it is about.
    pub tag: Option<TagId>,
    /// Of a link, the other place.
    pub other: Option<(SourceId, Span)>,
}

/// All places, and all that readers differ in.
#[derive(Debug, Clone, PartialEq)]
pub struct Disagreements {
    /// The places, by source, then position: those also on which all agree.
    pub places: Vec<Place>,
    /// The disagreements, by place, then kind.
    pub list: Vec<Disagreement>,
    /// The links between two places, by reader and link.
    links: links::Between,
    /// How far readers have come.
    reaches: Reaches,
}

impl Disagreements {
    /// Returns what the readers of the scope differ in. Where the scope has no tags, only where they marked something
    /// is compared.
    #[must_use]
    pub fn of(comparison: &Comparison, scope: &Scope) -> Self {
        let all_tags: BTreeSet<TagId> = scope.tags.iter().copied().collect();
        let mut of = Self {
            places: places(comparison, scope),
            list: Vec::new(),
            links: links::Between::default(),
            reaches: Reaches::of(comparison, scope),
        };
        let all = comparison.tags().all(|tag| all_tags.contains(&tag.id));
        let context = sides::Context { comparison, scope, reaches: &of.reaches };
        let mut list = Vec::new();
        for (number, place) in of.places.iter().enumerate() {
            let claims = place.claims.iter().filter_map(|(_, id)| comparison.claim(*id));
            let borne: BTreeSet<TagId> =
                claims.flat_map(|claim| claim.tags.iter().map(|used| used.tag)).collect();
            let tags: Vec<TagId> = borne.intersection(&all_tags).copied().collect();
            // Of claims with other tags than those asked for nothing is said.
            if tags.is_empty() && !all && !all_tags.is_empty() {
                continue;
            }
            list.extend(context.at_place(place, number, &tags));
        }
        if !all_tags.is_empty() {
            let links = links::Between::of(comparison, scope, &of.places);
            list.extend(links.disagreements(&context, &of.places));
            list.sort_by_key(|disagreement| (disagreement.place, disagreement.kind, disagreement.other));
            of.links = links;
        }
        of.list = list;
        of
    }

    /// Returns the sides of a disagreement, the one with most readers first; those who did not mark it, skipped it or
    /// have not read so far come last.
    #[must_use]
    pub fn sides(&self, comparison: &Comparison, scope: &Scope, disagreement: &Disagreement) -> Vec<Side> {
        let Some(place) = self.places.get(disagreement.place) else { return Vec::new() };
        let context = sides::Context { comparison, scope, reaches: &self.reaches };
        match disagreement.other.and_then(|other| self.places.get(other)) {
            Some(_) => self.links.sides(&context, &self.places, disagreement),
            None => context.sides(place, disagreement.kind, &disagreement.tags),
        }
    }

    /// Returns what the disagreement is known by.
    #[must_use]
    pub fn key(&self, disagreement: &Disagreement) -> Option<DisagreementKey> {
        let place = self.places.get(disagreement.place)?;
        let other = disagreement.other.and_then(|other| self.places.get(other));
        Some(DisagreementKey {
            kind: disagreement.kind,
            source: place.source,
            at: place.extent(),
            tag: disagreement.tags.first().copied(),
            other: other.map(|other| (other.source, other.extent())),
        })
    }

    /// Returns the number of the disagreement of this key in the list, if there is still one.
    #[must_use]
    pub fn find(&self, key: &DisagreementKey) -> Option<usize> {
        self.list.iter().position(|disagreement| self.key(disagreement).as_ref() == Some(key))
    }

    /// Returns the number of the place where a claim is.
    #[must_use]
    pub fn place_of(&self, claim: ClaimId) -> Option<usize> {
        self.places.iter().position(|place| place.claims.iter().any(|(_, id)| *id == claim))
    }

    /// Returns how many there are of each kind, in the order they are shown; kinds of which there are none too.
    #[must_use]
    pub fn counts(&self) -> Vec<(DisagreementKind, usize)> {
        let n = |kind| self.list.iter().filter(|of| of.kind == kind).count();
        DisagreementKind::ALL.into_iter().map(|kind| (kind, n(kind))).collect()
    }

    /// Returns the places on which all readers of the scope agree entirely: each marked it, and nobody differs in anything.
    #[must_use]
    pub fn agreed(&self, scope: &Scope) -> Vec<usize> {
        let contested: BTreeSet<usize> =
            self.list.iter().flat_map(|of| [Some(of.place), of.other]).flatten().collect();
        let all = |place: &Place| place.readers().len() == scope.readers.len();
        let places = self.places.iter().enumerate();
        places.filter(|(number, place)| !contested.contains(number) && all(place)).map(|(n, _)| n).collect()
    }

    /// Returns the numbers of the disagreements that pass `filter`, in its order.
    #[must_use]
    pub fn filtered(&self, filter: &Filter) -> Vec<usize> {
        let passes = |of: &Disagreement| {
            let source = self.places.get(of.place).map(|place| place.source);
            (filter.kinds.is_empty() || filter.kinds.contains(&of.kind))
                && (filter.tags.is_empty() || of.tags.iter().any(|tag| filter.tags.contains(tag)))
                && (filter.sources.is_empty() || source.is_some_and(|id| filter.sources.contains(&id)))
                && filter.places.as_ref().is_none_or(|places| places.contains(&of.place))
        };
        let mut numbers: Vec<usize> =
            self.list.iter().enumerate().filter(|(_, of)| passes(of)).map(|(n, _)| n).collect();
        if filter.order == Order::MostContested {
            // Stable: of those that are contested alike, the first in the text comes first.
            numbers.sort_by_key(|n| std::cmp::Reverse(self.list.get(*n).map_or(0, |of| of.n_against)));
        }
        numbers
    }
}

/// Which disagreements are shown, and in which order. An empty list lets all through. Whose readings are compared is
/// said by the [`Scope`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only these kinds.
    pub kinds: Vec<DisagreementKind>,
    /// Only what is about one of these tags.
    pub tags: Vec<TagId>,
    /// Only these sources.
    pub sources: Vec<SourceId>,
    /// Only at these places: those that are decided, or not (see `settling`).
    pub places: Option<BTreeSet<usize>>,
    /// The order.
    pub order: Order,
}

/// The order of a list of disagreements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// As they stand in the texts.
    #[default]
    AlongTheText,
    /// Those on which most readers stand against the larger side first.
    MostContested,
}
