//! Finding a passage, and finding it again. Pure functions of a text.

mod describe;
mod describe_all;
mod locate;
pub mod place;

pub use describe::{CONTEXT, describe};
pub use describe_all::describe_all;
pub use locate::{occurrences, replace};
pub use place::{Change, PlaceIndex, Placement, place};
