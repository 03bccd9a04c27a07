//! Import: bytes of any common encoding become a source's text, its structure, and what is known of its origin.
//!
//! Reads plain text and Markdown. What other programs' files hold is refused by name, with advice.
//! It does not ask: it says what it assumed ([`Imported::encoding_sentence`]) and what was lost
//! ([`Imported::warnings`]), and can be asked again with [`ImportOptions`].
//!
//! - The text's line ends are `\n`, it begins with no byte order mark, and it holds at least one word.
//! - Plain text is kept to the letter, control characters included (they are counted in a warning);
//!   after a form feed a page begins. What Markdown becomes is written in `markdown.rs`.
//! - Every mark lies within the text, is not empty, and has no white space at its ends; marks are in
//!   the order of their places, outer before inner.
//! - A file is read only if it is a regular one, and never beyond [`MAX_SOURCE_BYTES`].
//!
//! Start reading at [`import_bytes`].

mod decode;
mod encodings;
mod error;
mod foreign;
mod front_matter;
mod html;
mod markdown;
mod plain;
mod read;
mod suggest;
mod survey;
mod utf32;
mod weave;

use std::path::Path;

use encoding_rs::Encoding;

use crate::model::{Bibliography, Digest, Mark, Origin};
use crate::text::Text;

pub use decode::EncodingHow;
pub use encodings::{ENCODINGS, encoding_from_label};
pub use error::ImportError;
pub use foreign::Foreign;

use decode::Decoded;
use survey::Survey;

/// The largest file that can become a source: 256 MiB.
pub const MAX_SOURCE_BYTES: u64 = 256 << 20;

/// What the characters of a source are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaType {
    /// Nothing but words.
    Plain,
    /// Markdown: CommonMark with footnotes, tables and strikethrough.
    Markdown,
}

impl MediaType {
    /// Returns the name that a comparison's file keeps.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Plain => "text/plain",
            Self::Markdown => "text/markdown",
        }
    }

    /// Returns what a file of this name holds: plain text unless the name says otherwise.
    #[must_use]
    pub fn from_file_name(name: &str) -> Self {
        let extension = Path::new(name).extension().map(std::ffi::OsStr::to_ascii_lowercase);
        let is_markdown =
            extension.is_some_and(|e| ["md", "markdown", "mdown", "mkd"].iter().any(|m| e == *m));
        if is_markdown { Self::Markdown } else { Self::Plain }
    }
}

/// What the reader says of a file; what is not said is found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportOptions {
    /// How it is encoded.
    pub encoding: Option<&'static Encoding>,
    /// What it is written in.
    pub media_type: Option<MediaType>,
}

/// A file made ready to be a source.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The words.
    pub text: Text,
    /// What stretches of it are.
    pub structure: Vec<Mark>,
    /// Where it came from.
    pub origin: Origin,
    /// What it was read as.
    pub media_type: MediaType,
    /// What it was decoded from; none for pasted text, and for UTF-32, which only `origin` names.
    pub encoding: Option<&'static Encoding>,
    /// How that was found.
    pub encoding_how: EncodingHow,
    /// What was lost, left out or looks wrong, as sentences.
    pub warnings: Vec<String>,
    /// What it may be called; the title is never empty.
    pub bibliography: Bibliography,
}

impl Imported {
    /// Returns what was assumed of the encoding, for a person to check:
    /// "windows-1252, guessed from the bytes: check the accents".
    #[must_use]
    pub fn encoding_sentence(&self) -> String {
        let name = &self.origin.encoding;
        match self.encoding_how {
            EncodingHow::Given => format!("{name}, as chosen"),
            EncodingHow::ByteOrderMark => format!("{name}, by its byte order mark"),
            EncodingHow::Utf8 if self.origin.n_unreadable > 0 => format!("{name}, though damaged"),
            EncodingHow::Utf8 | EncodingHow::Nulls => format!("{name}, by the pattern of its bytes"),
            EncodingHow::Guessed if is_for_latin(name) => {
                format!("{name}, guessed from the bytes: check the accents")
            }
            EncodingHow::Guessed => format!("{name}, guessed from the bytes: check a few words"),
            EncodingHow::Pasted => "Pasted text, which needs no decoding".to_owned(),
        }
    }
}

/// Whether an encoding is for the Latin script, where a wrong guess shows in the accents alone.
fn is_for_latin(name: &str) -> bool {
    let numbers = ["1250", "1252", "1254", "1257", "1258", "8859-2", "8859-4"];
    numbers.iter().any(|number| name.ends_with(number))
}

/// Returns the bytes of the file at `path`, to be imported (again, when an assumption is changed).
///
/// # Errors
/// When it is missing, unreadable, not a regular file, or longer than [`MAX_SOURCE_BYTES`].
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, ImportError> {
    read::bounded(path)
}

/// Returns the characters of a file that is no source (bibliographic data), decoded as a source would be. `name` is
/// what it is called in messages.
///
/// # Errors
/// When the bytes are not text.
pub(super) fn decode_words(bytes: &[u8], name: &str) -> Result<String, ImportError> {
    match decode::decode(bytes, None) {
        Ok(decoded) => Ok(decoded.content.into_owned()),
        Err(decode::NotText { offset }) => {
            let line = decode::n_line_ends(bytes.get(..offset).unwrap_or_default()) + 1;
            Err(ImportError::Binary { name: name.to_owned(), line, what: "a NUL byte" })
        }
    }
}

/// Reads the file at `path` and imports it.
///
/// # Errors
/// When it cannot be read, is larger than [`MAX_SOURCE_BYTES`], is not text, or has no words.
pub fn import_file(path: &Path, options: &ImportOptions) -> Result<Imported, ImportError> {
    let bytes = read::bounded(path)?;
    let file_name = path.file_name().map(|name| error::one_line(&name.to_string_lossy())).unwrap_or_default();
    Raw { bytes: &bytes, file_name: &file_name, shown: &error::shown(path) }.import(options)
}

/// Imports the bytes of a file of this name; the name is used for its ending, a title and messages.
///
/// # Errors
/// When they are more than [`MAX_SOURCE_BYTES`], are not text, or have no words.
pub fn import_bytes(bytes: &[u8], file_name: &str, options: &ImportOptions) -> Result<Imported, ImportError> {
    let file_name = error::one_line(file_name);
    Raw { bytes, file_name: &file_name, shown: &file_name }.import(options)
}

/// Imports words that came as characters.
///
/// # Errors
/// When they are more than [`MAX_SOURCE_BYTES`], or there are none.
pub fn import_pasted(words: &str, media_type: MediaType) -> Result<Imported, ImportError> {
    let raw = Raw { bytes: words.as_bytes(), file_name: "", shown: "The pasted text" };
    raw.check_length()?;
    let decoded = Decoded::pasted(words);
    raw.finish(&decoded, &ImportOptions { encoding: None, media_type: Some(media_type) })
}

/// What is imported, with what it is called.
struct Raw<'a> {
    bytes: &'a [u8],
    file_name: &'a str,
    /// The name in messages.
    shown: &'a str,
}

impl Raw<'_> {
    fn name(&self) -> String {
        self.shown.to_owned()
    }

    fn check_length(&self) -> Result<(), ImportError> {
        let fits = u64::try_from(self.bytes.len()).is_ok_and(|len| len <= MAX_SOURCE_BYTES);
        if fits { Ok(()) } else { Err(ImportError::TooLarge { name: self.name() }) }
    }

    fn import(&self, options: &ImportOptions) -> Result<Imported, ImportError> {
        self.check_length()?;
        if let Some(foreign) = Foreign::of(self.bytes) {
            return Err(ImportError::Foreign { name: self.name(), foreign });
        }
        let decoded =
            decode::decode(self.bytes, options.encoding).map_err(|decode::NotText { offset }| {
                let before = self.bytes.get(..offset).unwrap_or_default();
                let line = decode::n_line_ends(before) + 1;
                ImportError::Binary { name: self.name(), line, what: "a NUL byte" }
            })?;
        self.finish(&decoded, options)
    }

    fn finish(&self, decoded: &Decoded<'_>, options: &ImportOptions) -> Result<Imported, ImportError> {
        let survey = Survey::of(&decoded.content);
        if survey.n_visible == 0 {
            return Err(ImportError::Empty { name: self.name() });
        }
        if let Some(line) = survey.line_if_not_text() {
            return Err(ImportError::Binary {
                name: self.name(),
                line,
                what: "the first of many control characters",
            });
        }
        let media_type = options.media_type.unwrap_or_else(|| MediaType::from_file_name(self.file_name));
        let mut warnings = decoded.warnings();
        warnings.extend(survey.warnings(decoded.n_unreadable));
        let too_large = || ImportError::TooLarge { name: self.name() };
        let all = Text::normalized(&decoded.content).ok_or_else(too_large)?;
        let (text, structure, front) = match media_type {
            MediaType::Plain => {
                let pages = plain::pages(all.as_str());
                warnings.extend(plain_warnings(all.as_str(), &pages, options.media_type));
                (all, pages, None)
            }
            MediaType::Markdown => {
                let (front, body) = front_matter::split(all.as_str());
                let read = markdown::read(body);
                warnings.extend(front.as_ref().map(front_matter::FrontMatter::warning));
                warnings.extend(read.warnings());
                (Text::new(read.words).ok_or_else(too_large)?, read.marks, front)
            }
        };
        if text.paragraphs().is_empty() {
            return Err(ImportError::NoWords { name: self.name() });
        }
        Ok(Imported {
            bibliography: suggest::bibliography(&text, &structure, front, self.file_name),
            text,
            structure,
            origin: Origin {
                file_name: self.file_name.to_owned(),
                media_type: media_type.word().to_owned(),
                encoding: decoded.name.to_owned(),
                bytes_digest: Some(Digest::of(self.bytes)),
                n_unreadable: decoded.n_unreadable,
            },
            media_type,
            encoding: decoded.encoding,
            encoding_how: decoded.how,
            warnings,
        })
    }
}

fn plain_warnings(content: &str, pages: &[Mark], said: Option<MediaType>) -> Vec<String> {
    let mut warnings = Vec::new();
    if !pages.is_empty() {
        warnings.push(format!(
            "Form feeds were taken for page breaks. The {} pages are counted from 1: compare them with what is \
             printed.",
            pages.len()
        ));
    }
    if said.is_none() {
        warnings.extend(plain::hint(content).map(str::to_owned));
    }
    warnings
}
