//! From byte offsets to positions, in order: each answer costs what lies between it and the one before.
//!
//! A search that finds a word a million times asks this a million times. Short ways are counted, long ones
//! are looked up in the offsets that the text remembers.

use super::Pos;
use super::text::STRIDE;

/// How many bytes are counted rather than looked up.
const NEAR: usize = 384;

/// Goes from byte offsets of a text to positions. Offsets that rise are answered quickest; others are answered too.
#[derive(Debug, Clone)]
pub struct Positions<'a> {
    bytes: &'a [u8],
    /// The byte offset of every `STRIDE`th code point; empty when the text is plain ASCII.
    offsets: &'a [u32],
    end: Pos,
    /// Where the last answer was: a byte that a character begins at, and its position.
    byte: usize,
    pos: usize,
}

impl<'a> Positions<'a> {
    pub(super) fn new(bytes: &'a [u8], offsets: &'a [u32], end: Pos) -> Self {
        Self { bytes, offsets, end, byte: 0, pos: 0 }
    }

    /// Returns the position of the character that begins at the byte offset `byte` (past the end, the end's).
    pub fn at(&mut self, byte: usize) -> Pos {
        if byte >= self.bytes.len() {
            return self.end;
        }
        if self.offsets.is_empty() {
            return Pos(u32::try_from(byte).unwrap_or(u32::MAX));
        }
        if byte < self.byte || byte - self.byte > NEAR {
            self.look_up(byte);
        }
        let between = self.bytes.get(self.byte..byte).unwrap_or_default();
        self.pos += n_characters(between);
        self.byte = byte;
        Pos(u32::try_from(self.pos).unwrap_or(u32::MAX))
    }

    /// Goes to the last remembered offset at or before `byte`.
    fn look_up(&mut self, byte: usize) {
        if byte < self.byte {
            (self.byte, self.pos) = (0, 0);
        }
        let begins_later = |block: usize| self.offsets.get(block).is_none_or(|&start| start as usize > byte);
        // No character takes less than a byte, and few take more: so down from where it would be then.
        let mut high = (self.pos + byte - self.byte) / STRIDE + 1;
        let mut low = high - 1;
        let mut step = 1;
        while low > 0 && begins_later(low) {
            high = low;
            low = low.saturating_sub(step);
            step *= 2;
        }
        let stretch = self.offsets.get(low..high.min(self.offsets.len())).unwrap_or_default();
        let block = (low + stretch.partition_point(|&start| start as usize <= byte)).saturating_sub(1);
        self.pos = block * STRIDE;
        self.byte = self.offsets.get(block).copied().unwrap_or(0) as usize;
    }
}

/// Returns how many characters begin in `bytes`.
fn n_characters(bytes: &[u8]) -> usize {
    // Chunks whose count fits a byte, so that many bytes are counted at a time.
    let of_chunk = |chunk: &[u8]| chunk.iter().fold(0_u8, |n, &byte| n + u8::from(byte & 0xC0 != 0x80));
    bytes.chunks(224).map(|chunk| usize::from(of_chunk(chunk))).sum()
}

#[cfg(test)]
mod tests {
    use super::super::Text;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn going_step_by_step_answers_as_asking_once_does(
            content in "([a-zé🌹\u{301} ]|\\PC){0,900}",
            asked in prop::collection::vec(any::<prop::sample::Index>(), 1..60),
            in_order in any::<bool>(),
        ) {
            let text = Text::new(content.as_str()).unwrap();
            let mut starts: Vec<usize> = content.char_indices().map(|(byte, _)| byte).collect();
            starts.push(content.len());
            let mut asked: Vec<usize> = asked.iter().map(|index| *index.get(&starts)).collect();
            if in_order {
                asked.sort_unstable();
            }
            let mut positions = text.positions();
            for byte in asked {
                prop_assert_eq!(positions.at(byte), text.pos_from_byte(byte));
            }
        }
    }
}
