//! Two places that some readers link and others do not.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Scope;
use super::disagreements::{Disagreement, DisagreementKind};
use super::places::Place;
use super::sides::{Context, Side, What};
use crate::model::{ClaimId, Comparison, LinkId, LinkKind, ReaderId};

/// The kinds of link that one reader made, with their direction, and the claims that they join.
type Linked = (BTreeSet<(LinkKind, bool)>, Vec<ClaimId>);

/// The links of the readers between two places, by the numbers of the places, the smaller first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Between(BTreeMap<(usize, usize), Vec<LinkId>>);

impl Between {
    pub(super) fn of(comparison: &Comparison, scope: &Scope, places: &[Place]) -> Self {
        let readers: BTreeSet<ReaderId> = scope.readers.iter().copied().collect();
        let mut place_of: HashMap<ClaimId, usize> = HashMap::new();
        for (number, place) in places.iter().enumerate() {
            place_of.extend(place.claims.iter().map(|(_, claim)| (*claim, number)));
        }
        let mut between = Self::default();
        for link in comparison.links().filter(|link| readers.contains(&link.reader)) {
            if let (Some(from), Some(to)) = (place_of.get(&link.from), place_of.get(&link.to))
                && from != to
            {
                between.0.entry((*from.min(to), *from.max(to))).or_default().push(link.id);
            }
        }
        between
    }

    pub(super) fn disagreements(&self, context: &Context<'_>, places: &[Place]) -> Vec<Disagreement> {
        let mut found = Vec::new();
        for (place, other) in self.0.keys().copied() {
            let mut disagreement = Disagreement {
                kind: DisagreementKind::Link,
                place,
                other: Some(other),
                tags: Vec::new(),
                n_readers: 0,
                n_against: 0,
            };
            let sides = self.sides(context, places, &disagreement);
            if sides.len() > 1 {
                let sizes = sides.iter().map(|side| side.readers.len());
                disagreement.n_readers = sizes.clone().sum();
                disagreement.n_against = disagreement.n_readers - sizes.max().unwrap_or_default();
                found.push(disagreement);
            }
        }
        found
    }

    /// Returns who links two places how: of those who have claims at both, or link them all the same.
    pub(super) fn sides(
        &self,
        context: &Context<'_>,
        places: &[Place],
        disagreement: &Disagreement,
    ) -> Vec<Side> {
        let (first, second) = (disagreement.place, disagreement.other.unwrap_or_default());
        let (Some(here), Some(there)) = (places.get(first), places.get(second)) else { return Vec::new() };
        let comparison = context.comparison;
        let both: BTreeSet<ReaderId> = here.readers().into_iter().collect();
        let mut made: BTreeMap<ReaderId, Linked> = there
            .readers()
            .into_iter()
            .filter(|reader| both.contains(reader))
            .map(|reader| (reader, Default::default()))
            .collect();
        for id in self.0.get(&(first, second)).into_iter().flatten() {
            let Some(link) = comparison.link(*id) else { continue };
            let ahead = here.claims.iter().any(|(_, claim)| *claim == link.from);
            let (kinds, claims) = made.entry(link.reader).or_default();
            kinds.insert((link.kind, ahead || !link.kind.is_directed()));
            claims.extend(if ahead { [link.from, link.to] } else { [link.to, link.from] });
        }
        let mut sides = BTreeMap::new();
        for (reader, (kinds, claims)) in made {
            let what = if kinds.is_empty() { What::NoLink } else { What::Links(kinds.into_iter().collect()) };
            let side: &mut (BTreeSet<ReaderId>, Vec<ClaimId>) = sides.entry(what).or_default();
            side.0.insert(reader);
            side.1.extend(claims);
        }
        context.finished(sides)
    }
}
