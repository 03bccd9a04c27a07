//! Where tags go in the tree when their file says what can't be: nothing is lost over a bad parent.

use std::collections::{BTreeMap, HashMap};

use crate::model::TagId;

/// How many tags deep a codebook is, at most.
pub(in crate::store) const MAX_TAG_DEPTH: usize = 100;

/// Why a tag can't stand under its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Cut {
    /// It would be its own ancestor.
    Cycle,
    /// There is no such parent.
    Orphan,
    /// The tree would be deeper than any codebook.
    Deep,
}

impl Cut {
    /// Returns the sentence for it, after the tag's name.
    pub(in crate::store) fn problem(self) -> String {
        let why = match self {
            Self::Cycle => "it would be its own ancestor",
            Self::Orphan => "the tag it stands under is not in the comparison",
            Self::Deep => {
                return format!(
                    "it stands more than {MAX_TAG_DEPTH} tags deep; it is shown at the top level"
                );
            }
        };
        format!("{why}; it is shown at the top level")
    }
}

/// Returns the tags in an order in which every parent comes before its children, each with the
/// reason why it has to stand at the top level instead, if it has to. Of every cycle the tag with
/// the smallest id does.
pub(in crate::store) fn order(parents: &BTreeMap<TagId, Option<TagId>>) -> Vec<(TagId, Option<Cut>)> {
    let mut cuts: HashMap<TagId, Cut> = HashMap::new();
    let mut depths: HashMap<TagId, usize> = HashMap::with_capacity(parents.len());
    for &start in parents.keys() {
        let mut path = climb(start, parents, &mut cuts, &depths);
        while let Some(tag) = path.pop() {
            let parent = parents.get(&tag).copied().flatten().filter(|_| !cuts.contains_key(&tag));
            let mut depth = parent.and_then(|parent| depths.get(&parent)).map_or(0, |depth| depth + 1);
            if depth >= MAX_TAG_DEPTH {
                cuts.insert(tag, Cut::Deep);
                depth = 0;
            }
            depths.insert(tag, depth);
        }
    }
    let mut order: Vec<(usize, TagId)> = depths.into_iter().map(|(tag, depth)| (depth, tag)).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, tag)| (tag, cuts.get(&tag).copied())).collect()
}

/// Returns the tags from `start` up to the topmost whose depth is not known yet.
fn climb(
    start: TagId,
    parents: &BTreeMap<TagId, Option<TagId>>,
    cuts: &mut HashMap<TagId, Cut>,
    depths: &HashMap<TagId, usize>,
) -> Vec<TagId> {
    loop {
        let (mut path, mut places) = (Vec::new(), HashMap::new());
        let mut next = Some(start);
        let mut cycle = None;
        while let Some(tag) = next.filter(|tag| !depths.contains_key(tag)) {
            if let Some(&place) = places.get(&tag) {
                cycle = Some(place);
                break;
            }
            places.insert(tag, path.len());
            path.push(tag);
            let parent = parents.get(&tag).copied().flatten();
            if parent.is_some_and(|parent| !parents.contains_key(&parent)) {
                cuts.entry(tag).or_insert(Cut::Orphan);
            }
            next = parent.filter(|_| !cuts.contains_key(&tag));
        }
        match cycle.and_then(|place| path.iter().skip(place).min()) {
            Some(&smallest) => cuts.insert(smallest, Cut::Cycle),
            None => return path,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn id(n: u128) -> TagId {
        TagId(Uuid::from_u128(n))
    }

    fn ordered(parents: &[(u128, Option<u128>)]) -> Vec<(u128, Option<Cut>)> {
        let parents = parents.iter().map(|&(tag, parent)| (id(tag), parent.map(id))).collect();
        order(&parents).into_iter().map(|(tag, cut)| (tag.0.as_u128(), cut)).collect()
    }

    #[test]
    fn parents_come_before_their_children() {
        assert_eq!(ordered(&[(1, Some(2)), (2, Some(3)), (3, None)]), [(3, None), (2, None), (1, None)]);
    }

    #[test]
    fn of_a_cycle_only_the_smallest_is_cut() {
        let found =
            ordered(&[(1, Some(9)), (2, Some(4)), (3, Some(2)), (4, Some(3)), (5, Some(4)), (9, None)]);
        let cut: Vec<u128> = found.iter().filter(|(_, cut)| cut.is_some()).map(|(tag, _)| *tag).collect();
        assert_eq!(cut, [2]);
        assert_eq!(ordered(&[(7, Some(7))]), [(7, Some(Cut::Cycle))]);
        assert_eq!(ordered(&[(7, Some(8))]), [(7, Some(Cut::Orphan))]);
    }

    #[test]
    fn a_chain_of_tags_without_end_is_cut_into_lengths_and_takes_no_time() {
        let chain: Vec<(u128, Option<u128>)> = (0..50_000).map(|n| (n, (n > 0).then(|| n - 1))).collect();
        let cut = ordered(&chain).iter().filter(|(_, cut)| *cut == Some(Cut::Deep)).count();
        assert_eq!(cut, 499);
    }
}
