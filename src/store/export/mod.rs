//! Sheets as files: text, Markdown, HTML; JSON, CSV, XLSX. Pictures as SVG and PNG.
//!
//! One file per form. The first three are walks through a [`Handout`]; so are all forms of worksheets, answer keys and
//! discussion sheets. As data, a comparison sheet is the [`Sheet`] itself, with nothing left out. What people wrote is
//! never taken for a command of the form: not a table bar, not a formula, not an escape sequence. Nothing here opens a
//! file: the bytes go to a writer, and [`write_atomically`](super::write_atomically) makes a file of them.

mod agreement;
mod csv;
mod docx;
mod drawings;
mod flat;
pub mod fonts;
mod html;
mod json;
mod json_handout;
mod markdown;
#[cfg(feature = "pdf")]
pub mod pdf;
mod picture;
mod text;
mod together;
mod xlsx;

use std::io::{self, Write};

use crate::analysis::handout::{HandedIn, Handout, SheetKind, SheetSettings};
use crate::analysis::picture::Look;
use crate::analysis::sheet::Sheet;
use crate::model::{Comparison, Time};

use crate::text::visible_name;

pub use self::agreement::{AgreementFormat, write_agreement};
pub use self::csv::CsvTable;
pub use self::picture::{PictureError, PictureFormat, Pixels, pixels, png, sheet_pictures, svg};
pub use crate::text::visible;

/// The forms that a sheet can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SheetFormat {
    /// Columns of text, 100 characters wide, to be read on a terminal or printed.
    Text,
    /// Data for programs.
    Json,
    /// GitHub's Markdown: a section for each tag, a table in each.
    Markdown,
    /// A table with a line for each claim under each of its tags.
    Csv,
    /// One page for a browser, to be read or printed.
    Html,
    /// A document for Word or LibreOffice, to be edited or printed.
    Docx,
    /// Typeset pages.
    Pdf,
    /// A workbook of Excel with the same table as CSV, the sources and the tags.
    Xlsx,
}

impl SheetFormat {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 8] =
        [Self::Text, Self::Json, Self::Markdown, Self::Csv, Self::Html, Self::Docx, Self::Pdf, Self::Xlsx];

    /// Returns its name on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
        }
    }

    /// Returns the words for it, as readers see them.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Json => "JSON (data)",
            Self::Markdown => "Markdown",
            Self::Csv => "CSV (data)",
            Self::Html => "Web page (HTML)",
            Self::Docx => "Word document (DOCX)",
            Self::Pdf => "PDF",
            Self::Xlsx => "Excel workbook (XLSX)",
        }
    }

    /// Returns the ending of its files' names, without the dot.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            other => other.word(),
        }
    }

    /// Returns whether its bytes are no text, and so nothing for a terminal.
    #[must_use]
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Docx | Self::Pdf | Self::Xlsx)
    }

    /// Returns whether this build of the program can write it; if not, [`NO_PDF`] is said.
    #[must_use]
    pub fn is_built(self) -> bool {
        self != Self::Pdf || cfg!(feature = "pdf")
    }

    /// Returns the form of this name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    /// Returns the form whose files have names that end like this one ("sheet.html"); letters may be large or small.
    #[must_use]
    pub fn from_file_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        let ending = match ending.to_lowercase().as_str() {
            "htm" => "html".to_owned(),
            "markdown" => "md".to_owned(),
            other => other.to_owned(),
        };
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }
}

/// What is said when the program was built without typesetting.
pub const NO_PDF: &str = "this build makes no PDF; make the sheet as HTML or DOCX and print that";

/// A sheet, made: as data and as people are handed it.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// The rows and cells.
    pub sheet: Sheet,
    /// The document.
    pub handout: Handout,
    /// When it was made, if that is to be said.
    pub today: Option<Time>,
}

impl Made {
    /// Makes a sheet of `comparison` with what is handed in.
    #[must_use]
    pub fn of(comparison: &Comparison, settings: &SheetSettings, mut handed: HandedIn) -> Self {
        let sheet = Sheet::of(comparison, &settings.options());
        let today = handed.today;
        handed.add_coverage(comparison, settings);
        if handed.references.is_empty() {
            handed.references = super::citing::references(comparison, settings.style);
        }
        Self { handout: Handout::of_sheet(&sheet, settings, handed), sheet, today }
    }

    /// Makes a sheet of `comparison` as readers are to have it, on this day.
    #[must_use]
    pub fn on(today: Time, comparison: &Comparison, settings: &SheetSettings) -> Self {
        Self::of(comparison, settings, handed_in(today, comparison, settings))
    }
}

/// What other parts of the program make for a sheet: the one place where they are brought together.
#[must_use]
pub fn handed_in(today: Time, comparison: &Comparison, settings: &SheetSettings) -> HandedIn {
    if settings.is_blank() {
        // It is handed out on some other day than it is made, and pictures would say what it asks.
        return HandedIn::default();
    }
    let pictures = sheet_pictures(comparison, settings, Look::Print);
    HandedIn { today: Some(today), pictures, ..HandedIn::default() }
}

/// Writes a sheet to `out`, and returns what whoever prints it should know, a sentence each.
///
/// # Errors
/// Those of `out`; that a workbook has no room for so many lines; that pages can't be typeset, or not by this build (see
/// [`SheetFormat::is_built`]).
pub fn write_sheet(made: &Made, format: SheetFormat, out: &mut dyn Write) -> io::Result<Vec<String>> {
    let Made { sheet, handout, today } = made;
    let as_data = handout.kind == SheetKind::Comparison;
    match format {
        SheetFormat::Text => text::write(handout, out),
        SheetFormat::Json if as_data => json::write(sheet, out),
        SheetFormat::Json => json_handout::write(handout, out),
        SheetFormat::Markdown => markdown::write(handout, out),
        SheetFormat::Csv if as_data => csv::write(sheet, out),
        SheetFormat::Csv => csv::write_handout(handout, out),
        SheetFormat::Html => html::write(handout, out),
        SheetFormat::Docx => return docx::write(handout, out),
        SheetFormat::Pdf => return write_pdf(handout, out),
        SheetFormat::Xlsx => xlsx::write(made, *today, out),
    }?;
    Ok(Vec::new())
}

#[cfg(feature = "pdf")]
fn write_pdf(handout: &Handout, out: &mut dyn Write) -> io::Result<Vec<String>> {
    let typeset = pdf::typeset(handout).map_err(io::Error::other)?;
    out.write_all(&typeset.bytes)?;
    Ok(typeset.warnings)
}

#[cfg(not(feature = "pdf"))]
fn write_pdf(_: &Handout, _: &mut dyn Write) -> io::Result<Vec<String>> {
    Err(io::Error::new(io::ErrorKind::Unsupported, NO_PDF))
}

/// "1 claim", "2 claims".
fn count(n: usize, noun: &str) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{s}")
}

/// Words with every run of white space as one space, and none at the ends.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name on one line, with whatever is not seen in it written out.
fn name_of(words: &str) -> String {
    visible_name(&one_line(words)).into_owned()
}

/// "2026-11-20T10:00:00Z".
fn moment(time: Time) -> String {
    match jiff::Timestamp::from_second(time.0) {
        Ok(timestamp) => timestamp.to_string(),
        Err(_) => String::new(),
    }
}

/// "role of the CP", with those above it where there are any.
fn path_of(path: &[String]) -> String {
    path.iter().map(|name| name_of(name)).collect::<Vec<_>>().join(" / ")
}
