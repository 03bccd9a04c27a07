//! What paths are asked for, and what each question is called.

/// What a path is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// A comparison to open.
    Open,
    /// Where to save the comparison.
    Save,
    /// A copy of the open comparison, to be merged into it.
    Merge,
    /// Texts to be sources.
    Sources,
    /// Where to save a picture.
    Picture,
    /// Where to save a sheet.
    Sheet,
    /// Where to save a table.
    Table,
    /// Bibliographic data of a source.
    Bibliography,
    /// Files of other readers.
    Readers,
    /// A folder of such files.
    ReadersFolder,
    /// Where to save a reading to send.
    Reading,
    /// Where to save the file that a group begins with.
    Group,
    /// Where to save the codebook.
    SaveCodebook,
    /// A codebook to take in.
    TakeCodebook,
    /// The text of a wanted source, by its number.
    Text(usize),
}

impl Ask {
    /// Returns the title of the dialog.
    pub fn title(self) -> &'static str {
        match self {
            Self::Open => "Open a comparison",
            Self::Save => "Save the comparison",
            Self::Merge => "Merge another copy of this comparison",
            Self::Sources => "Choose the texts to compare",
            Self::Picture => "Save the picture",
            Self::Sheet => "Save the sheet",
            Self::Table => "Save the table",
            Self::Bibliography => "Choose a file of bibliographic data",
            Self::Readers => "Lay other readers' files over this comparison",
            Self::ReadersFolder => "Choose the folder that readers send their files to",
            Self::Reading => "Save the reading to send",
            Self::Group => "Save the file that the group begins with",
            Self::SaveCodebook => "Save the codebook",
            Self::TakeCodebook => "Choose a codebook to take in",
            Self::Text(_) => "Choose your copy of the text",
        }
    }

    /// Returns whether something is to be written there.
    pub fn is_to_save(self) -> bool {
        matches!(
            self,
            Self::Save
                | Self::Picture
                | Self::Sheet
                | Self::Table
                | Self::Reading
                | Self::Group
                | Self::SaveCodebook
        )
    }
}
