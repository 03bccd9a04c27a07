//! Settings of a sheet, kept so that it can be made again in one step.

use super::{ReaderId, SheetId, Time, Unknown};

/// A sheet as somebody set it up, under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSheet {
    /// Identity.
    pub id: SheetId,
    /// Its name. Never empty.
    pub name: String,
    /// What was chosen: a JSON object on one line, which the layers that make sheets understand. What it names (tags,
    /// sources, readers) may be gone since; then it is left out of the sheet.
    pub settings: String,
    /// Who set it up.
    pub reader: ReaderId,
    /// When.
    pub created: Time,
    /// When any of it last changed.
    pub modified: Time,
    /// Fields a newer version wrote.
    pub unknown: Unknown,
}
