//! The scholar's words: comparison, source, passage, claim, tag, link, silence, coverage, sheet, reader,
//! decision, round.
//!
//! This layer knows no files, no clock and no chance: ids and times are handed to it. Nothing here
//! is changed but by an [`Edit`]; start reading at [`Comparison::apply`].

mod anchor;
mod audit;
mod claim;
mod codebook;
mod comparison;
mod coverage;
mod decision;
mod difference;
mod edit;
mod history;
mod id;
mod in_use;
mod link;
mod passage_index;
mod reader;
mod round;
mod saved_sheet;
mod silence;
mod source;
mod time;
mod unknown;

pub use anchor::Anchor;
pub use audit::{Fault, Problem, SoundPart};
pub use claim::{Attitude, Claim, Stance, TagUse, Voice};
pub use codebook::{ColorSlot, Tag, TagOrder, TagValues, ValueKind};
pub use comparison::{Comparison, Revision};
pub use coverage::{Coverage, CoverageState};
pub use decision::{Decision, Outcome};
pub use difference::edits_between;
pub use edit::{Edit, EditError};
pub use history::{History, Label, State, Step, Typing};
pub use id::{
    ClaimId, ComparisonId, CoverageId, DecisionId, LinkId, ReaderId, RoundId, SetAsideId, SheetId, SilenceId,
    SourceId, TagId,
};
pub use link::{Link, LinkKind};
pub use passage_index::{PassageAt, PassageIndex};
pub use reader::Reader;
pub use round::{Round, RoundStep};
pub use saved_sheet::SavedSheet;
pub use silence::Silence;
pub use source::{Bibliography, Digest, Mark, MarkKind, Origin, Source};
pub use time::Time;
pub use unknown::{ObjectKind, SetAside, Unknown};
