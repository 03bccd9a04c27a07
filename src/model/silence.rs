//! What a source does not say.

use super::{ReaderId, SilenceId, SourceId, TagId, Time, Unknown};

/// That a reader looked for a tag in a source and did not find it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    /// Identity.
    pub id: SilenceId,
    /// The source that was searched.
    pub source: SourceId,
    /// The tag that was looked for.
    pub tag: TagId,
    /// How far and how it was searched. May be empty.
    pub note: String,
    /// Who looked.
    pub reader: ReaderId,
    /// When it was noted.
    pub created: Time,
    /// When any of it last changed.
    pub modified: Time,
    /// Fields a newer version wrote.
    pub unknown: Unknown,
}
