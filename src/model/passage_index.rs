//! Which passages touch a stretch of a source: the question every frame asks.
//!
//! Passages are kept sorted by start in blocks; each block knows its furthest end. Putting one in
//! moves at most a block's worth; asking looks only into blocks that can matter. With 100,000
//! passages both take microseconds, and nothing is ever rebuilt.

use super::ClaimId;
use crate::text::{Pos, Span};

/// The most passages in one block before it is split.
const BLOCK: usize = 512;

/// A passage of a claim, by its place. Sorted by place, then claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PassageAt {
    /// Where it is.
    pub span: Span,
    /// The claim it belongs to.
    pub claim: ClaimId,
}

/// The passages of one source, sorted by start, then end, then claim.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PassageIndex {
    blocks: Vec<Block>,
    len: usize,
}

/// Invariant: never empty; sorted; `furthest` is the largest end in it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Block {
    passages: Vec<PassageAt>,
    furthest: Pos,
}

impl Block {
    fn of(passages: Vec<PassageAt>) -> Self {
        let furthest = furthest(&passages);
        Self { passages, furthest }
    }
}

fn furthest(passages: &[PassageAt]) -> Pos {
    let ends = passages.iter().map(|passage| passage.span.end());
    ends.max().unwrap_or_default()
}

impl PassageIndex {
    /// Returns an index of `passages`, in whatever order they come.
    #[must_use]
    pub fn of(mut passages: Vec<PassageAt>) -> Self {
        passages.sort_unstable();
        let len = passages.len();
        let blocks = passages.chunks(BLOCK / 2).map(|chunk| Block::of(chunk.to_vec()));
        Self { blocks: blocks.collect(), len }
    }

    /// Returns how many passages there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Puts a passage in.
    pub fn insert(&mut self, passage: PassageAt) {
        self.len += 1;
        let after = self.blocks.partition_point(|block| block.passages.first() <= Some(&passage));
        let Some(block) = self.blocks.get_mut(after.saturating_sub(1)) else {
            self.blocks.push(Block::of(vec![passage]));
            return;
        };
        let at = block.passages.partition_point(|other| *other <= passage);
        block.passages.insert(at, passage);
        block.furthest = block.furthest.max(passage.span.end());
        if block.passages.len() > BLOCK {
            let tail = block.passages.split_off(BLOCK / 2);
            block.furthest = furthest(&block.passages);
            self.blocks.insert(after.max(1), Block::of(tail));
        }
    }

    /// Takes a passage out, if it is there.
    pub fn remove(&mut self, passage: PassageAt) {
        let after = self.blocks.partition_point(|block| block.passages.first() <= Some(&passage));
        let index = after.saturating_sub(1);
        let Some(block) = self.blocks.get_mut(index) else {
            return;
        };
        let Ok(at) = block.passages.binary_search(&passage) else {
            return;
        };
        block.passages.remove(at);
        self.len -= 1;
        if block.passages.is_empty() {
            self.blocks.remove(index);
        } else if block.furthest == passage.span.end() {
            block.furthest = furthest(&block.passages);
        }
    }

    /// Returns the passages that touch `span` (an empty one touches what surrounds it), in order.
    pub fn touching(&self, span: Span) -> impl Iterator<Item = PassageAt> + '_ {
        let touches = move |passage: &PassageAt| {
            passage.span.overlaps(span) || span.is_empty() && passage.span.contains(span.start())
        };
        let begun = move |passage: &PassageAt| passage.span.start() <= span.end();
        self.blocks
            .iter()
            .take_while(move |block| block.passages.first().is_some_and(begun))
            .filter(move |block| block.furthest >= span.start())
            .flat_map(move |block| block.passages.iter().copied().take_while(begun))
            .filter(touches)
    }

    /// Returns the passages that come after `passage` in order, itself left out; all without one.
    pub fn after(&self, passage: Option<PassageAt>) -> impl Iterator<Item = PassageAt> + '_ {
        let gone = move |other: &PassageAt| passage.is_some_and(|passage| *other <= passage);
        let first = self.blocks.partition_point(|block| block.passages.last().is_some_and(gone));
        let blocks = self.blocks.get(first..).unwrap_or_default();
        blocks.iter().flat_map(|block| block.passages.iter().copied()).skip_while(gone)
    }

    /// Returns all passages in order.
    pub fn iter(&self) -> impl Iterator<Item = PassageAt> + '_ {
        self.blocks.iter().flat_map(|block| block.passages.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn passage(start: u32, len: u32, claim: u128) -> PassageAt {
        PassageAt {
            span: Span::between(Pos(start), Pos(start + len)),
            claim: ClaimId(Uuid::from_u128(claim)),
        }
    }

    proptest! {
        #[test]
        fn an_index_answers_as_a_plain_list_does(
            put in prop::collection::vec((0_u32..5000, 1_u32..80, 0_u128..9), 0..1500),
            taken in prop::collection::vec(any::<prop::sample::Index>(), 0..800),
            asked in (0_u32..5100, 0_u32..200),
        ) {
            let mut list: Vec<PassageAt> = put.iter().map(|&(s, l, c)| passage(s, l, c)).collect();
            let mut index = PassageIndex::of(list.split_at(list.len() / 2).0.to_vec());
            for passage in list.get(list.len() / 2..).unwrap() {
                index.insert(*passage);
            }
            for at in taken {
                if !list.is_empty() {
                    let gone = list.swap_remove(at.index(list.len()));
                    index.remove(gone);
                }
            }
            list.sort_unstable();
            prop_assert_eq!(index.len(), list.len());
            prop_assert!(index.iter().eq(list.iter().copied()));
            let from = list.get(asked.0 as usize).copied();
            let later: Vec<PassageAt> = list.iter().copied().filter(|p| from.is_none_or(|from| *p > from)).collect();
            prop_assert!(index.after(from).eq(later));
            let span = Span::between(Pos(asked.0), Pos(asked.0 + asked.1));
            let found: Vec<PassageAt> = index.touching(span).collect();
            list.retain(|p| p.span.overlaps(span) || span.is_empty() && p.span.contains(span.start()));
            prop_assert_eq!(found, list);
        }
    }
}
