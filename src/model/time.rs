//! When something was made or changed.

/// A moment in whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted (Unix time).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(pub i64);
