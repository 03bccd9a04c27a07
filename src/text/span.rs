//! Positions and stretches, counted in Unicode code points.

use std::fmt;

/// A place between two characters of a text: how many code points come before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pos(pub u32);

impl Pos {
    /// Returns the position `n` code points further on (at most the largest position there is).
    #[must_use]
    pub fn plus(self, n: u32) -> Self {
        Self(self.0.saturating_add(n))
    }

    /// Returns the position `n` code points back (at least 0).
    #[must_use]
    pub fn minus(self, n: u32) -> Self {
        Self(self.0.saturating_sub(n))
    }

    /// Returns the position as an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for Pos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A stretch of a text in code points, its end exclusive. Invariant: `start <= end`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    start: Pos,
    end: Pos,
}

impl Span {
    /// Returns the stretch between two positions, in whichever order they are given.
    ///
    /// ```
    /// use diptych::text::{Pos, Span};
    /// assert_eq!(Span::between(Pos(9), Pos(4)), Span::between(Pos(4), Pos(9)));
    /// ```
    #[must_use]
    pub fn between(a: Pos, b: Pos) -> Self {
        Self { start: a.min(b), end: a.max(b) }
    }

    /// Returns the stretch from code point `start` to `end`, or nothing when they are in the wrong order.
    #[must_use]
    pub fn new(start: u32, end: u32) -> Option<Self> {
        (start <= end).then_some(Self { start: Pos(start), end: Pos(end) })
    }

    /// Returns the empty stretch at `pos`.
    #[must_use]
    pub fn at(pos: Pos) -> Self {
        Self { start: pos, end: pos }
    }

    /// Returns where the stretch begins.
    #[must_use]
    pub fn start(self) -> Pos {
        self.start
    }

    /// Returns where the stretch ends: the first position that is no longer in it.
    #[must_use]
    pub fn end(self) -> Pos {
        self.end
    }

    /// Returns the length in code points.
    #[must_use]
    pub fn len(self) -> u32 {
        self.end.0 - self.start.0
    }

    /// Returns whether the stretch holds nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Returns whether the two stretches have at least one code point in common.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns whether the code point after `pos` belongs to the stretch.
    #[must_use]
    pub fn contains(self, pos: Pos) -> bool {
        self.start <= pos && pos < self.end
    }

    /// Returns whether all of `other` lies within this stretch.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Returns what the two stretches have in common, if that is anything.
    #[must_use]
    pub fn intersection(self, other: Self) -> Option<Self> {
        self.overlaps(other)
            .then(|| Self { start: self.start.max(other.start), end: self.end.min(other.end) })
    }

    /// Returns the shortest stretch that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
