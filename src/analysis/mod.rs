//! What follows from a comparison: sheets and what is printed of them, how its sources stand to one another, where words
//! are found, what changed. Read only.
//!
//! Nothing here is ever saved: figures carry the [`Revision`](crate::model::Revision) they were
//! computed from and may be thrown away at any time. One figure, one file; no files, no screen.

pub mod agreement;
pub mod arrangement;
pub mod changes;
pub mod coverage;
pub mod facts;
pub mod handout;
pub mod outline;
pub mod parallels;
pub mod picture;
pub mod relation;
pub mod search;
pub mod sheet;
pub mod twins;
