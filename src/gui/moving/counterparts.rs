//! Which claims of the other source answer to a claim: those it is linked to, or else those of the same tag.

use std::sync::Arc;

use crate::gui::parts;
use crate::gui::view::View;
use crate::model::{Claim, ClaimId, Comparison, Revision, SourceId, TagId};

/// What makes claims counterparts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// A link joins them.
    Link,
    /// They bear this tag, or one under it.
    Tag(TagId),
}

/// The claims of the other source that answer to a claim, by position; never none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterparts {
    /// What makes them so.
    pub relation: Relation,
    /// Which they are.
    pub claims: Arc<[ClaimId]>,
}

/// The claims of a source that bear certain tags, kept until anything changes: with 100,000 claims they are not
/// gathered anew while somebody scrolls.
#[derive(Debug, Clone, Default)]
pub(super) struct TagWalk(Option<(Key, Arc<[ClaimId]>)>);

/// A state of the comparison, a source, and the tags.
type Key = (Revision, SourceId, Vec<TagId>);

impl TagWalk {
    fn of(&mut self, comparison: &Comparison, source: SourceId, tags: &[TagId]) -> Arc<[ClaimId]> {
        let key = (comparison.revision(), source, tags.to_vec());
        if let Some((same, claims)) = &self.0
            && *same == key
        {
            return Arc::clone(claims);
        }
        let bearing = comparison.claims_in(source).filter(|claim| tag_of(comparison, claim, tags).is_some());
        let claims: Arc<[ClaimId]> = bearing.map(|claim| claim.id).collect();
        self.0 = Some((key, Arc::clone(&claims)));
        claims
    }
}

/// The tag among `tags` that a claim bears, itself or one under it.
fn tag_of(comparison: &Comparison, claim: &Claim, tags: &[TagId]) -> Option<TagId> {
    let borne = |tag: &&TagId| claim.tags.iter().any(|used| comparison.is_within(used.tag, **tag));
    tags.iter().find(borne).copied()
}

/// Returns the tags by which claims are kept level where no link does it: those in focus, or else the selected
/// claim's first one.
pub(super) fn lock_tags(comparison: &Comparison, view: &View) -> Vec<TagId> {
    if !view.focus.is_empty() {
        return view.focus.clone();
    }
    let selected = view.claim.and_then(|id| comparison.claim(id));
    selected.and_then(|claim| claim.tags.first()).map(|used| used.tag).into_iter().collect()
}

/// Returns the claims of `other` that answer to `claim`: those that it is linked to and that are shown, or else those
/// that bear the one of `tags` that it bears.
pub(super) fn of(
    comparison: &Comparison,
    view: &View,
    (claim, other): (&Claim, SourceId),
    (tags, walk): (&[TagId], &mut TagWalk),
) -> Option<Counterparts> {
    let linked = comparison.links_of(claim.id).filter_map(|link| {
        let end = if link.from == claim.id { link.to } else { link.from };
        comparison.claim(end).filter(|end| end.source == other)
    });
    let shown = linked.filter(|end| view.shows_tags(comparison, end.tags.iter().map(|used| used.tag)));
    let mut linked: Vec<_> = shown.map(|claim| (claim.extent().start(), claim.id)).collect();
    linked.sort_unstable();
    linked.dedup();
    if !linked.is_empty() {
        let claims = linked.into_iter().map(|(_, id)| id).collect();
        return Some(Counterparts { relation: Relation::Link, claims });
    }
    let tag = tag_of(comparison, claim, tags)?;
    let claims = walk.of(comparison, other, &[tag]);
    (!claims.is_empty()).then_some(Counterparts { relation: Relation::Tag(tag), claims })
}

/// Returns how `guide` stands to `other` in words: `contradicts “the road was closed…”`.
pub(super) fn phrase(comparison: &Comparison, guide: ClaimId, other: ClaimId, relation: Relation) -> String {
    let quote = comparison.claim(other).map(|claim| parts::shortened(&claim.quotation(), 60));
    let quote = quote.unwrap_or_default();
    match relation {
        Relation::Link => {
            let joins = comparison.links_of(guide).find(|link| link.from == other || link.to == other);
            let phrase = joins.map_or("", |link| {
                if link.from == guide { link.kind.phrase() } else { link.kind.phrase_back() }
            });
            format!("{phrase} “{quote}”")
        }
        Relation::Tag(tag) => format!("{}: “{quote}”", comparison.tag_path(tag)),
    }
}
