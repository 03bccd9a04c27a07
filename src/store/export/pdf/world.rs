//! What the typesetter may see: one template of ours, the sheet as data, and fonts. No files, no network, no clock.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::fonts::Fonts;

/// The template. What people wrote reaches it as values, never as markup.
const TEMPLATE: &str = include_str!("sheet.typ");

/// Everything that the typesetter may see.
pub(super) struct SheetWorld {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
}

impl SheetWorld {
    /// A world in which the template finds `sheet` under `sys.inputs`.
    pub(super) fn new(sheet: Dict, fonts: Fonts) -> Self {
        Self {
            library: LazyHash::new(Library::builder().with_inputs(sheet).build()),
            book: LazyHash::new(fonts.book),
            fonts: fonts.fonts,
            template: Source::detached(TEMPLATE),
        }
    }
}

impl World for SheetWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(none_there()) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(none_there())
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn none_there() -> FileError {
    FileError::Other(Some("a sheet reads no files".into()))
}
