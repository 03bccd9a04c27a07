//! What follows from a comparison: the sheet, and where words are found. Read only.
//!
//! Nothing here is ever saved: figures carry the [`Revision`](crate::model::Revision) they were
//! computed from and may be thrown away at any time. One figure, one file; no files, no screen.

pub mod search;
pub mod sheet;
