//! Words cut from a text, without copying them.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A stretch of words that shares the buffer it was cut from.
///
/// A comparison of 100,000 claims keeps three excerpts for each passage; sharing makes them cost
/// no more than their two offsets. Two excerpts are equal when their words are.
#[derive(Clone)]
pub struct Excerpt {
    buffer: Arc<str>,
    /// Byte offsets into `buffer`. Invariant: in range, and on character boundaries.
    start: u32,
    end: u32,
}

impl Excerpt {
    /// Returns the stretch between two byte offsets of `buffer`; empty if they are not on character boundaries.
    pub(super) fn of_bytes(buffer: &Arc<str>, start: usize, end: usize) -> Self {
        let sound = buffer.get(start..end).is_some();
        let (start, end) = if sound { (start, end) } else { (0, 0) };
        Self {
            buffer: Arc::clone(buffer),
            start: u32::try_from(start).unwrap_or(0),
            end: u32::try_from(end).unwrap_or(0),
        }
    }

    /// Returns the words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.buffer.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// Returns whether this is the stretch of exactly these bytes of exactly this buffer,
    /// which proves the words equal without reading them.
    pub(super) fn is_bytes_of(&self, buffer: &Arc<str>, start: usize, end: usize) -> bool {
        Arc::ptr_eq(&self.buffer, buffer) && self.start as usize == start && self.end as usize == end
    }
}

impl Default for Excerpt {
    fn default() -> Self {
        Self::from("")
    }
}

impl From<&str> for Excerpt {
    fn from(words: &str) -> Self {
        // Longer than a u32 cannot come from any text we accept; keep what an offset can reach.
        let end = u32::try_from(words.len()).unwrap_or(0);
        Self { buffer: Arc::from(words), start: 0, end }
    }
}

impl Deref for Excerpt {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Excerpt {
    fn eq(&self, other: &Self) -> bool {
        self.is_bytes_of(&other.buffer, other.start as usize, other.end as usize)
            || self.as_str() == other.as_str()
    }
}

impl Eq for Excerpt {}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

/// Returns words with each run of white space as one blank, those at the ends too: a passage may begin within a word.
#[must_use]
pub fn on_one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for c in words.chars() {
        if !c.is_whitespace() {
            line.push(c);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line
}
