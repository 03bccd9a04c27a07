//! Reader against reader: how far readers who worked on the same texts marked the same passages in the same way.
//!
//! Everything here is a pure function of a comparison in which all of their claims are (a merged one, or files laid
//! over one another by `store`) and of a [`Scope`]: whose readings, of which sources, on which tags.

pub mod density;
mod scope;
pub mod stretches;

pub use scope::Scope;
