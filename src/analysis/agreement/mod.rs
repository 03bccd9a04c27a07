//! Reader against reader: how far readers who worked on the same texts marked the same passages in the same way.
//!
//! Everything here is a pure function of a comparison in which all of their claims are (a merged one, or files laid
//! over one another by `store`) and of a [`Scope`]: whose readings, of which sources, on which tags.

pub mod bootstrap;
pub mod density;
pub mod disagreements;
pub mod figures;
mod links;
pub mod matching;
pub mod nominal;
pub mod places;
pub mod rounds;
mod scope;
pub mod score;
pub mod sets;
pub mod settling;
mod sides;
pub mod stretches;
pub mod unitizing;
pub mod wording;

pub use disagreements::{Disagreement, DisagreementKey, DisagreementKind, Disagreements, Filter, Order};
pub use places::{Place, places};
pub use scope::Scope;
pub use sides::{Side, What};
