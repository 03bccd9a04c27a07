//! A source: one account, with what is known of its origin.

use std::fmt;

use super::{SourceId, Unknown};
use crate::text::{Span, Text};

/// A text being compared, with its bibliographic data.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Identity.
    pub id: SourceId,
    /// Where it stands in the order of sources; ties go by id.
    pub order: u32,
    /// What readers know of it.
    pub bibliography: Bibliography,
    /// Where the text came from.
    pub origin: Origin,
    /// The text as imported: nothing but the words; see [`Mark`] for the rest.
    pub text: Text,
    /// Headings, emphasis and the like, by position; overlapping freely.
    pub structure: Vec<Mark>,
    /// Fields a newer version wrote.
    pub unknown: Unknown,
}

impl Source {
    /// Returns the name to use where room is short: the short name, or else the title.
    #[must_use]
    pub fn short_name(&self) -> &str {
        let short = self.bibliography.short_name.trim();
        if short.is_empty() { &self.bibliography.title } else { short }
    }
}

/// What readers write about a source. Every field but the title may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bibliography {
    /// Its title.
    pub title: String,
    /// Who wrote it.
    pub author: String,
    /// When, in whatever form the reader cites it ("Summer 1973").
    pub date: String,
    /// A name for columns ("FI 1973").
    pub short_name: String,
    /// The full reference as it is to be printed, where `csl` has nothing to make one of.
    pub citation: String,
    /// One item of CSL-JSON, as JSON without blanks; empty: none. Only `store` writes and reads it.
    pub csl: String,
    /// The language as a BCP 47 code ("en", "es-CL"); empty when not known.
    pub language: String,
}

impl Bibliography {
    /// Returns the language that the ends of sentences are found by: English where none is given.
    #[must_use]
    pub fn language_or_english(&self) -> &str {
        if self.language.is_empty() { "en" } else { &self.language }
    }
}

/// The original file, so that a reader can tell whether a copy at hand is the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The file's name without its folder; empty for pasted text.
    pub file_name: String,
    /// What it was read as: `text/plain` or `text/markdown`.
    pub media_type: String,
    /// The encoding it was decoded from, by its WHATWG name ("windows-1252"); empty for pasted text.
    pub encoding: String,
    /// The SHA-256 of the original bytes (of the UTF-8 bytes for pasted text).
    pub bytes_digest: Option<Digest>,
    /// How many stretches of bytes meant nothing in that encoding and became U+FFFD.
    pub n_unreadable: u64,
}

/// A SHA-256 digest. Shown in lower-case hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// Returns the digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// Reads 64 hexadecimal digits.
    #[must_use]
    pub fn from_hex(hex: &str) -> Option<Self> {
        if hex.len() != 64 || !hex.is_ascii() {
            return None;
        }
        let mut bytes = [0; 32];
        for (index, byte) in bytes.iter_mut().enumerate() {
            let digits = hex.get(2 * index..2 * index + 2)?;
            *byte = u8::from_str_radix(digits, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A stand-off mark: what a stretch of the text is, kept beside the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: MarkKind,
    /// Fields a newer version wrote.
    pub unknown: Unknown,
}

/// What a stretch of text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkKind {
    /// A heading; 1 is the highest level, 6 the lowest.
    Heading {
        /// 1 to 6.
        level: u8,
    },
    /// Emphasized, usually set in italics.
    Emphasis,
    /// Strongly emphasized, usually set in bold.
    Strong,
    /// Struck out.
    Strikethrough,
    /// Code or other text of fixed width.
    Code,
    /// A block quotation.
    Quote,
    /// One item of a list.
    ListItem {
        /// How deep: 1 is the outermost list.
        depth: u8,
    },
    /// The mark in the text that points to a footnote.
    FootnoteReference {
        /// The footnote's label.
        label: String,
    },
    /// A footnote itself.
    Footnote {
        /// Its label.
        label: String,
    },
    /// A link to somewhere outside.
    Hyperlink {
        /// Where to. Never opened unasked.
        address: String,
    },
    /// The first character of a page.
    Page {
        /// The page's number or name as printed.
        label: String,
    },
    /// A kind only a newer version knows, by its name; kept with its fields.
    Other(String),
}
