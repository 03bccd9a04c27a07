//! Which way the characters of a block run (UAX 9).

use std::ops::Range;

use unicode_bidi::{BidiInfo, Direction, Level};

/// Which way a block's characters run, for blocks in which not all run from left to right.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// Whether the block itself runs from right to left: its lines begin at the right edge.
    pub right_to_left: bool,
    /// The width that the lines were broken to, in points.
    pub width: f32,
    /// For each character, whether it runs from right to left.
    pub(super) characters: Vec<bool>,
}

impl Order {
    /// Returns whether the character at `index` (counted in code points from the block's start) runs from
    /// right to left; after the last one, whether the block does.
    pub fn is_right_to_left(&self, index: usize) -> bool {
        self.characters.get(index).copied().unwrap_or(self.right_to_left)
    }
}

/// Returns whether `words` run from right to left by their first letter that runs either way; nothing if none does.
pub fn first_strong(words: &str) -> Option<bool> {
    match unicode_bidi::get_base_direction_full(words) {
        Direction::Ltr => Some(false),
        Direction::Rtl => Some(true),
        Direction::Mixed => None,
    }
}

/// Returns whether `c` may run from right to left, or makes others do so.
pub fn may_run_leftward(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8FF}' | '\u{200F}' | '\u{202B}' | '\u{202E}' | '\u{2067}' | '\u{2068}'
        | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// A stretch of one direction, in bytes.
pub type Run = (Range<usize>, bool);

/// The levels of a text. Nothing to be reckoned where all of it runs from left to right.
pub struct Levels<'a> {
    bidi: Option<BidiInfo<'a>>,
}

impl<'a> Levels<'a> {
    /// Returns the levels of `text`, a block that runs from right to left or not.
    pub fn of(text: &'a str, right_to_left: bool) -> Self {
        let plain = !right_to_left && !text.chars().any(may_run_leftward);
        let base = if right_to_left { Level::rtl() } else { Level::ltr() };
        Self { bidi: (!plain).then(|| BidiInfo::new(text, Some(base))) }
    }

    /// Returns whether all of the text runs from left to right.
    pub fn all_rightward(&self) -> bool {
        self.bidi.is_none()
    }

    /// Returns the level of the character at a byte offset: even for one that runs from left to right.
    pub fn at(&self, byte: usize) -> u8 {
        let level = self.bidi.as_ref().and_then(|bidi| bidi.levels.get(byte));
        level.map_or(0, Level::number)
    }

    /// Returns whether the algorithm takes the text before and after a byte offset for different paragraphs.
    pub fn parts_at(&self, byte: usize) -> bool {
        let paragraphs = self.bidi.iter().flat_map(|bidi| &bidi.paragraphs);
        byte > 0 && paragraphs.into_iter().any(|paragraph| paragraph.range.start == byte)
    }

    /// Returns the runs of a line in the order in which they stand on it, from left to right.
    pub fn visual(&self, line: Range<usize>) -> Vec<Run> {
        let Some(bidi) = &self.bidi else { return vec![(line, false)] };
        let holds = |range: &Range<usize>| range.start <= line.start && line.start < range.end;
        let Some(paragraph) = bidi.paragraphs.iter().find(|paragraph| holds(&paragraph.range)) else {
            return vec![(line, false)];
        };
        let line = line.start..line.end.min(paragraph.range.end);
        let (levels, runs) = bidi.visual_runs(paragraph, line);
        let leftward = |run: &Range<usize>| levels.get(run.start).is_some_and(|level: &Level| level.is_rtl());
        runs.into_iter()
            .map(|run| {
                let leftward = leftward(&run);
                (run, leftward)
            })
            .collect()
    }
}
