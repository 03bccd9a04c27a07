//! One open comparison, without a screen: the window and the command line both drive a [`Desk`].
//!
//! What somebody asks for is a [`Command`]; the desk turns it into edits and commits them as one
//! step that one undo takes back. Files, dialogs and pixels are other layers' business.

mod command;
#[expect(clippy::module_inception, reason = "the type the layer is named after")]
mod desk;
pub mod jobs;
mod run;
mod surroundings;
mod taking;

pub use command::{Command, LinkEnd, NewRound, NewSource, Outcome, Refusal, TagRef};
pub use desk::Desk;
pub use run::{deletion_of_source, deletion_of_tag};
pub use surroundings::{Clock, IdSource, RandomIds, SystemClock};
pub use taking::{TakenChange, TakenKind, Taking, taking};
