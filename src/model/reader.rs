//! Who reads.

use super::{ReaderId, Unknown};

/// A person who annotates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Identity; the same in every file this person sends round.
    pub id: ReaderId,
    /// The name the person goes by.
    pub name: String,
    /// Fields a newer version wrote.
    pub unknown: Unknown,
}
