//! Why a file cannot become a source.

use std::io;
use std::path::Path;

use super::MAX_SOURCE_BYTES;
use super::foreign::Foreign;

/// The limit in the unit that people read.
const MAX_MEBIBYTES: u64 = MAX_SOURCE_BYTES >> 20;

/// Why a file, or pasted text, cannot become a source. Each `name` is shown as it is: the path of a
/// file, or "The pasted text"; each message is one line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// No such file.
    #[error("{name}: there is no such file. Check its name and its folder.")]
    Missing {
        /// The path as given.
        name: String,
    },
    /// The system does not let this person read it.
    #[error(
        "{name}: you are not allowed to read this file. Change its permissions, or copy it to a folder of yours."
    )]
    Forbidden {
        /// The path as given.
        name: String,
    },
    /// A folder where a file is needed.
    #[error("{name}: this is a folder. Choose one of the files in it.")]
    Folder {
        /// The path as given.
        name: String,
    },
    /// A pipe, a device or the like, which may have no end.
    #[error("{name}: this is a device or a pipe, not a file. Save what it gives as a file, and choose that.")]
    NotAFile {
        /// The path as given.
        name: String,
    },
    /// The system could not read it.
    #[error("{name}: this file cannot be read: {reason}.")]
    Unreadable {
        /// The path as given.
        name: String,
        /// What the system says.
        reason: String,
    },
    /// Longer than [`MAX_SOURCE_BYTES`].
    #[error(
        "{name}: this is larger than the {MAX_MEBIBYTES} MiB a source may have. Divide it into several sources."
    )]
    TooLarge {
        /// The path as given.
        name: String,
    },
    /// Nothing in it, or nothing but white space.
    #[error("{name}: this is empty. A source needs words.")]
    Empty {
        /// The path as given.
        name: String,
    },
    /// Markup, but no words.
    #[error("{name}: this holds Markdown marks but no words. A source needs words.")]
    NoWords {
        /// The path as given.
        name: String,
    },
    /// A kind of file known by its first bytes, which is not text.
    #[error("{name}: this is {}, not a text. {}", foreign.what(), foreign.advice())]
    Foreign {
        /// The path as given.
        name: String,
        /// Which kind.
        foreign: Foreign,
    },
    /// Bytes that no text has.
    #[error(
        "{name}: this is not a text: line {line} holds {what}. It looks like a program, a picture or a \
         word processor's file: save it as plain text first. If it is a text, say in which encoding."
    )]
    Binary {
        /// The path as given.
        name: String,
        /// The line of the first such byte.
        line: u64,
        /// What it is.
        what: &'static str,
    },
}

impl ImportError {
    /// Returns what `error`, met when reading `path`, means for a person.
    pub(super) fn from_io(error: &io::Error, path: &Path) -> Self {
        let name = shown(path);
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing { name },
            io::ErrorKind::PermissionDenied => Self::Forbidden { name },
            io::ErrorKind::IsADirectory => Self::Folder { name },
            io::ErrorKind::OutOfMemory => {
                Self::Unreadable { name, reason: "there is not enough memory".into() }
            }
            _ => Self::Unreadable { name, reason: error.to_string() },
        }
    }
}

/// Returns `path` on one line, whatever characters it holds.
pub(super) fn shown(path: &Path) -> String {
    one_line(&path.display().to_string())
}

/// Returns `name` with its control characters written out.
pub(super) fn one_line(name: &str) -> String {
    let mut line = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_control() {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
    }
    line
}
