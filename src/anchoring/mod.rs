//! Finding a passage, and finding it again. Pure functions of a text.

mod describe;
mod locate;

pub use describe::{CONTEXT, describe};
pub use locate::{occurrences, replace};
