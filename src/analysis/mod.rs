//! What follows from a comparison: the sheet and how its sources stand to one another, the document that is printed of it, the outline of a source, where words are found, what changed since, which tags look alike. Read only.
//!
//! Nothing here is ever saved: figures carry the [`Revision`](crate::model::Revision) they were
//! computed from and may be thrown away at any time. One figure, one file; no files, no screen.

pub mod changes;
pub mod handout;
pub mod outline;
pub mod relation;
pub mod search;
pub mod sheet;
pub mod twins;
