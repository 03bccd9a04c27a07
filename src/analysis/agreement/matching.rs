//! Which passages of two readers are the same: each with one other at most, from half of what either covers on.

use super::stretches::{SAME_FROM, overlap};
use crate::text::{Pos, Span};

/// A passage, or several of one claim, as a set of positions; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The stretches, in order, none touching the next.
    pub stretches: Vec<Span>,
    /// How many code points they cover.
    pub covered: u64,
}

impl Unit {
    /// Returns the unit of these stretches, in order, none touching the next; nothing if they cover nothing.
    #[must_use]
    pub fn of(stretches: Vec<Span>) -> Option<Self> {
        let covered = super::stretches::n_covered(&stretches);
        (covered > 0).then_some(Self { stretches, covered })
    }

    /// Returns where it begins.
    #[must_use]
    pub fn start(&self) -> Pos {
        self.stretches.first().map(|span| span.start()).unwrap_or_default()
    }

    /// Returns where it ends.
    #[must_use]
    pub fn end(&self) -> Pos {
        self.stretches.last().map(|span| span.end()).unwrap_or_default()
    }

    /// Returns whether two are taken for the same: intersection over union of at least [`SAME_FROM`].
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        // Most pairs are told apart by their lengths alone; nearly all others are of one stretch each.
        if self.covered > other.covered * 2 || other.covered > self.covered * 2 {
            return false;
        }
        if let ([a], [b]) = (self.stretches.as_slice(), other.stretches.as_slice()) {
            let common = a.intersection(*b).map_or(0, |both| u64::from(both.len()));
            return 2 * common >= self.covered + other.covered - common && common > 0;
        }
        overlap(&self.stretches, &other.stretches) >= SAME_FROM
    }
}

/// What two readers have in common. It can be used for one pair of readers after the other, and then takes no new room.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matched {
    /// How many units of one are matched with one of the other each: as many as can be.
    pub n: usize,
    /// For each unit of the first, by place, what it has of a match: 1 or 0; where several ways to match are as good,
    /// the same share for all that take part, so that nothing depends on an order.
    pub of_a: Vec<(usize, f64)>,
    /// The same for the second.
    pub of_b: Vec<(usize, f64)>,
    /// All pairs that could be matched.
    edges: Vec<(usize, usize)>,
}

impl Matched {
    /// Matches the units of two readers one to one, so that as many as possible have their like. Both in order of their
    /// start. F1 is 2n / (units of both): Hripcsak and Rothschild, Journal of the American Medical Informatics
    /// Association 12 (2005), pp. 296–298, show that it is what kappa comes to where what nobody marked can't be counted.
    pub fn compare(&mut self, a: &[&Unit], b: &[&Unit]) {
        self.n = 0;
        self.of_a.clear();
        self.of_b.clear();
        self.find_edges(a, b);
        let edges = std::mem::take(&mut self.edges);
        // Nearly always each has one like at most, and they come in the same order.
        if edges.windows(2).all(|pair| matches!(pair, [one, next] if one.0 < next.0 && one.1 < next.1)) {
            self.n = edges.len();
            self.of_a.extend(edges.iter().map(|(from, _)| (*from, 1.0)));
            self.of_b.extend(edges.iter().map(|(_, to)| (*to, 1.0)));
        } else {
            groups(&edges, a.len(), b.len()).iter().for_each(|group| self.take(group));
        }
        self.edges = edges;
    }

    /// Adds a group of units that hang together.
    fn take(&mut self, edges: &[(usize, usize)]) {
        let unique = |of: &dyn Fn(&(usize, usize)) -> usize| {
            let mut all: Vec<usize> = edges.iter().map(of).collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        let (from, to) = (unique(&|edge| edge.0), unique(&|edge| edge.1));
        let n = most_pairs(edges, &from, &to);
        let float = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        let (share_a, share_b) = (float(n) / float(from.len()), float(n) / float(to.len()));
        self.n += n;
        self.of_a.extend(from.into_iter().map(|unit| (unit, share_a)));
        self.of_b.extend(to.into_iter().map(|unit| (unit, share_b)));
    }

    fn find_edges(&mut self, a: &[&Unit], b: &[&Unit]) {
        self.edges.clear();
        // The furthest end among the units of b before `low`: none of those reaches any further.
        let (mut low, mut furthest) = (0, Pos(0));
        for (from, unit) in a.iter().enumerate() {
            while let Some(other) = b.get(low).filter(|other| furthest.max(other.end()) <= unit.start()) {
                furthest = furthest.max(other.end());
                low += 1;
            }
            for (to, other) in b.iter().enumerate().skip(low) {
                if other.start() >= unit.end() {
                    break;
                }
                if unit.is_same(other) {
                    self.edges.push((from, to));
                }
            }
        }
    }
}

/// The edges in groups that have no unit in common.
fn groups(edges: &[(usize, usize)], n_a: usize, n_b: usize) -> Vec<Vec<(usize, usize)>> {
    // Units of b are numbered after those of a.
    let mut root: Vec<usize> = (0..n_a + n_b).collect();
    fn find(root: &mut [usize], mut at: usize) -> usize {
        while let Some(up) = root.get(at).copied().filter(|up| *up != at) {
            let above = root.get(up).copied().unwrap_or(up);
            if let Some(own) = root.get_mut(at) {
                *own = above;
            }
            at = above;
        }
        at
    }
    for (from, to) in edges {
        let (from, to) = (find(&mut root, *from), find(&mut root, n_a + to));
        if let Some(up) = root.get_mut(from.max(to)) {
            *up = from.min(to);
        }
    }
    let mut sorted: Vec<(usize, (usize, usize))> =
        edges.iter().map(|edge| (find(&mut root, edge.0), *edge)).collect();
    sorted.sort_unstable();
    let parts = sorted.chunk_by(|a, b| a.0 == b.0);
    parts.map(|part| part.iter().map(|(_, edge)| *edge).collect()).collect()
}

/// How many pairs can be made at once (by augmenting paths: Berge 1957). `from` and `to` are the units, in order.
fn most_pairs(edges: &[(usize, usize)], from: &[usize], to: &[usize]) -> usize {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); from.len()];
    for edge in edges {
        if let (Ok(a), Ok(b)) = (from.binary_search(&edge.0), to.binary_search(&edge.1))
            && let Some(list) = next.get_mut(a)
        {
            list.push(b);
        }
    }
    let mut partner_of_b: Vec<Option<usize>> = vec![None; to.len()];
    let mut partner_of_a: Vec<Option<usize>> = vec![None; from.len()];
    let mut n = 0;
    for start in 0..from.len() {
        if let Some(path) = augmenting(start, &next, &partner_of_b) {
            for (a, b) in path {
                if let (Some(of_a), Some(of_b)) = (partner_of_a.get_mut(a), partner_of_b.get_mut(b)) {
                    (*of_a, *of_b) = (Some(b), Some(a));
                }
            }
            n += 1;
        }
    }
    n
}

/// A path from a unit without a partner to another without one, that has pairs at every second step; as the pairs that
/// are to be made instead.
fn augmenting(
    start: usize,
    next: &[Vec<usize>],
    partner_of_b: &[Option<usize>],
) -> Option<Vec<(usize, usize)>> {
    let mut came_from: Vec<Option<usize>> = vec![None; partner_of_b.len()];
    let mut waiting = std::collections::VecDeque::from([start]);
    // Which unit of b led to a unit of a.
    let mut by: Vec<Option<usize>> = vec![None; next.len()];
    while let Some(a) = waiting.pop_front() {
        for b in next.get(a).into_iter().flatten() {
            let Some(seen) = came_from.get_mut(*b).filter(|seen| seen.is_none()) else { continue };
            *seen = Some(a);
            match partner_of_b.get(*b).copied().flatten() {
                Some(partner) => {
                    if let Some(led) = by.get_mut(partner) {
                        *led = Some(*b);
                    }
                    waiting.push_back(partner);
                }
                None => {
                    let mut path = Vec::new();
                    let mut at = Some(*b);
                    while let Some(b) = at {
                        let a = came_from.get(b).copied().flatten()?;
                        path.push((a, b));
                        at = by.get(a).copied().flatten();
                    }
                    return Some(path);
                }
            }
        }
    }
    None
}

/// Returns F1: twice the matched pairs over the units of both readers, from 0 to 1; nothing where neither has any.
#[must_use]
pub fn f1(n_matched: f64, n_units: f64) -> Option<f64> {
    (n_units > 0.0).then(|| 2.0 * n_matched / n_units)
}

/// Returns the Jaccard index: what both readers marked over what either did, in code points, from 0 to 1; nothing where
/// neither marked anything. Jaccard, Bulletin de la Société vaudoise des sciences naturelles 37 (1901), pp. 547–579.
#[must_use]
pub fn jaccard(common: f64, all: f64) -> Option<f64> {
    (all > 0.0).then(|| common / all)
}

#[cfg(test)]
mod tests;
