//! Which links there are between two sources, and which of them lie alike.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::super::PictureOptions;
use super::super::bins::bin;
use super::super::ruler::Ruler;
use crate::model::{Claim, ClaimId, Comparison, Link, LinkKind, Source};
use crate::text::Pos;

/// The links of two sources.
pub(super) struct Gathered<'a> {
    comparison: &'a Comparison,
    /// The links of the two, by the place of the claim they begin at.
    pub links: Vec<Arc<Link>>,
    /// How many links lead to sources that are not shown.
    pub n_elsewhere: usize,
    /// The claims at the links' ends.
    pub joined: HashSet<ClaimId>,
}

/// Links of one kind that lie alike.
pub(super) struct Bundle {
    /// The links; never none.
    pub links: Vec<Arc<Link>>,
    pub kind: LinkKind,
    /// On which bar each end is: 0 the left one, 1 the right one. The left end comes first, or else the upper.
    pub sides: [usize; 2],
    /// How far along the scale each end is.
    pub at: [f32; 2],
    /// Whether the links go from the first end to the second.
    pub forward: bool,
}

/// Gathers the links of two sources that have an end on the tags chosen.
pub(super) fn gather<'a>(
    comparison: &'a Comparison,
    options: &PictureOptions,
    sources: [&Source; 2],
) -> Gathered<'a> {
    let shown = |claim: &Claim| sources.iter().any(|source| source.id == claim.source);
    let chosen = |claim: &Claim| {
        let mut tags = claim.tags.iter().map(|used| used.tag);
        options.of.tags.is_empty()
            || tags.any(|tag| options.of.tags.iter().any(|chosen| comparison.is_within(tag, *chosen)))
    };
    let (mut links, mut n_elsewhere) = (Vec::new(), 0);
    for link in comparison.links().filter(|link| options.shows(link.reader)) {
        let (Some(from), Some(to)) = (comparison.claim(link.from), comparison.claim(link.to)) else {
            continue;
        };
        if !chosen(from) && !chosen(to) {
            continue;
        }
        match (shown(from), shown(to)) {
            (true, true) => links.push(Arc::clone(link)),
            (true, false) | (false, true) => n_elsewhere += 1,
            (false, false) => {}
        }
    }
    let place = |claim: ClaimId| {
        let claim = comparison.claim(claim)?;
        Some((comparison.sources().iter().position(|source| source.id == claim.source), claim.extent()))
    };
    links.sort_by_key(|link| (place(link.from), place(link.to), link.id));
    let joined = links.iter().flat_map(|link| [link.from, link.to]).collect();
    Gathered { comparison, links, n_elsewhere, joined }
}

impl Gathered<'_> {
    /// Returns the links, those of one kind that lie alike on so many points as one, in the order of their first.
    pub fn bundles(&self, sources: [&Source; 2], ruler: &Ruler, high: f32) -> Vec<Bundle> {
        type Key = (LinkKind, bool, [usize; 2], [usize; 2]);
        let mut bundles: Vec<Bundle> = Vec::new();
        let mut known: BTreeMap<Key, usize> = BTreeMap::new();
        for link in &self.links {
            let ends = [link.from, link.to].map(|claim| self.end(claim, sources, ruler));
            let [Some(from), Some(to)] = ends else { continue };
            // The left end first; within a source the upper one.
            let forward = (from.0, from.1) <= (to.0, to.1);
            let (first, second) = if forward { (from, to) } else { (to, from) };
            let (sides, at) = ([first.0, second.0], [first.1, second.1]);
            let key = (link.kind, forward, sides, at.map(|share| bin(share * high / 2.0)));
            match known.get(&key).and_then(|place| bundles.get_mut(*place)) {
                Some(bundle) => bundle.links.push(Arc::clone(link)),
                None => {
                    known.insert(key, bundles.len());
                    let links = vec![Arc::clone(link)];
                    bundles.push(Bundle { links, kind: link.kind, sides, at, forward });
                }
            }
        }
        bundles
    }

    /// The bar that a claim is on, and how far along: the middle of its first passage.
    fn end(&self, claim: ClaimId, sources: [&Source; 2], ruler: &Ruler) -> Option<(usize, f32)> {
        let claim = self.comparison.claim(claim)?;
        let side = sources.iter().position(|source| source.id == claim.source)?;
        let source = sources.get(side)?;
        let span = claim.passages.first()?.span;
        let middle = Pos(span.start().0.midpoint(span.end().0));
        Some((side, ruler.share(source, middle)))
    }
}
