//! Blocks: what a pane lays out at a time. A block is a paragraph, or a part of one of monstrous length.
//!
//! Blocks follow from the text alone, so a pane can start anywhere in a source of any length, and
//! nothing has to be measured before it is seen.

use crate::text::{Pos, Span, Text, units};

/// The most code points that are laid out as one piece; a longer paragraph is cut at a word.
const LONGEST: u32 = 6_000;

/// How far from the even cut a word's end is looked for, in code points.
const SLACK: u32 = 400;

/// A piece of a text to be laid out by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Where it is.
    pub span: Span,
    /// The paragraph it is (a part of), counted from 0.
    pub paragraph: usize,
    /// Whether line ends in it are to be set as spaces.
    pub hard_wrapped: bool,
}

impl Block {
    /// Returns whether the paragraph begins with it.
    pub fn begins_paragraph(self, text: &Text) -> bool {
        text.paragraphs().get(self.paragraph).is_some_and(|p| p.span.start() == self.span.start())
    }
}

/// Returns the block that `pos` is in; between two, the later one; after the last, the last.
/// Nothing if the text has no words.
pub fn block_at(text: &Text, pos: Pos) -> Option<Block> {
    let index = text.paragraphs().index_at(pos);
    let paragraph = text.paragraphs().get(index)?;
    let start = paragraph.span.start();
    let pos = pos.max(start);
    let mut n = (pos.0 - start.0) / LONGEST;
    if n > 0 && pos < cut(text, paragraph.span, n) {
        n -= 1;
    }
    let mut from = cut(text, paragraph.span, n);
    let to = cut(text, paragraph.span, n + 1);
    if from >= to {
        // The position is the paragraph's very end, right on a cut.
        from = cut(text, paragraph.span, n.saturating_sub(1));
    }
    Some(Block { span: Span::between(from, to), paragraph: index, hard_wrapped: paragraph.hard_wrapped })
}

/// Returns where the `n`th part of a long paragraph begins.
fn cut(text: &Text, paragraph: Span, n: u32) -> Pos {
    let even = paragraph.start().plus(n.saturating_mul(LONGEST));
    if n == 0 {
        return paragraph.start();
    }
    if even >= paragraph.end() {
        return paragraph.end();
    }
    let near = Span::between(even, even.plus(SLACK).min(paragraph.end()));
    let mut after_blank = None;
    for (offset, c) in (1..).zip(text.slice(near).chars()) {
        if c.is_whitespace() {
            after_blank = Some(even.plus(offset));
            break;
        }
    }
    after_blank.unwrap_or_else(|| units::grapheme_at(text, even)).min(paragraph.end())
}

/// Returns the block after `block`.
pub fn next(text: &Text, block: Block) -> Option<Block> {
    let paragraph = text.paragraphs().get(block.paragraph)?;
    if block.span.end() < paragraph.span.end() {
        block_at(text, block.span.end())
    } else {
        let following = text.paragraphs().get(block.paragraph + 1)?;
        block_at(text, following.span.start())
    }
}

/// Returns the block before `block`.
pub fn previous(text: &Text, block: Block) -> Option<Block> {
    let paragraph = text.paragraphs().get(block.paragraph)?;
    if block.span.start() > paragraph.span.start() {
        block_at(text, block.span.start().minus(1))
    } else {
        let before = text.paragraphs().get(block.paragraph.checked_sub(1)?)?;
        block_at(text, before.span.end().minus(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn walk(text: &Text) -> Vec<Block> {
        std::iter::successors(block_at(text, Pos(0)), |block| next(text, *block)).collect()
    }

    proptest! {
        #[test]
        fn blocks_tile_the_paragraphs_and_are_walked_both_ways(
            paragraphs in prop::collection::vec((1_usize..9000, 1_usize..12), 1..6),
        ) {
            let word = |n: usize| "é".repeat(n) + " ";
            let content: Vec<String> =
                paragraphs.iter().map(|&(n, letters)| word(letters).repeat(n / (letters + 1) + 1)).collect();
            let text = Text::new(content.join("\n\n")).unwrap();
            let blocks = walk(&text);
            let mut covered: Vec<Span> = Vec::new();
            for block in &blocks {
                prop_assert!(!block.span.is_empty());
                prop_assert!(block.span.len() <= LONGEST + SLACK);
                prop_assert_eq!(block_at(&text, block.span.start()), Some(*block));
                prop_assert_eq!(block_at(&text, block.span.end().minus(1)), Some(*block));
                match covered.last_mut() {
                    Some(last) if last.end() == block.span.start() => *last = last.hull(block.span),
                    _ => covered.push(block.span),
                }
            }
            let whole: Vec<Span> = text.paragraphs().iter().map(|paragraph| paragraph.span).collect();
            prop_assert_eq!(covered, whole);
            let last = *blocks.last().unwrap();
            let mut back: Vec<Block> = std::iter::successors(Some(last), |block| previous(&text, *block)).collect();
            back.reverse();
            prop_assert_eq!(back, blocks);
        }
    }

    #[test]
    fn a_line_of_a_million_letters_without_a_blank_is_cut() {
        let text = Text::new("x".repeat(1_000_000)).unwrap();
        assert_eq!(walk(&text).len(), 167);
        assert!(block_at(&text, text.end()).is_some());
    }
}
