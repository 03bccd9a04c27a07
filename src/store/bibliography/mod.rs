//! Bibliographic data of sources: entries in CSL-JSON, BibTeX, BibLaTeX or RIS become the one form that is kept,
//! an item of CSL-JSON.
//!
//! What somebody pasted or exported is read entry by entry: one that can't be read costs no other, and is named by
//! its line. Nothing here decides what a source is cited as; that is [`citing`](super::citing). Start at [`read`].

mod bibtex;
mod date;
mod fill;
mod item;
mod name;
mod ris;
mod tex;

use std::path::Path;

use serde_json::Value;
use serde_json::value::RawValue;

pub use date::{Date, Dated, Day};
pub use fill::{Filled, fill};
pub(in crate::store) use item::{DATE_FIELDS, NAME_FIELDS};
pub use item::{Item, MAX_ITEM_BYTES, TYPES, check, without_markup};
pub use name::Name;

/// The longest file of entries that is read, in bytes: 64 MiB.
pub const MAX_BYTES: usize = 64 << 20;
/// The most entries that are read of a file.
pub const MAX_ENTRIES: usize = 100_000;

/// One entry of a file or of pasted words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What the file calls it: a key of BibTeX, an id of CSL-JSON; empty where it has none.
    pub key: String,
    /// "Gill, 1973: Chile after the coup": to choose by.
    pub label: String,
    /// The line it begins on, from 1.
    pub line: usize,
    /// The item of CSL-JSON, as JSON without blanks.
    pub csl: String,
}

impl Entry {
    fn of(item: &Item, line: usize) -> Self {
        Self { key: item.text("id"), label: item.label(), line, csl: item.to_csl() }
    }
}

/// An entry that could not be read, or something in one that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there: half a sentence.
    pub what: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

/// What was found in a file or in pasted words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// The entries, in their order.
    pub entries: Vec<Entry>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Why nothing could be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BibliographyError {
    /// The file itself can't be read, or not decoded; a whole sentence.
    #[error("{0}")]
    File(#[from] super::import::ImportError),
    /// Longer than [`MAX_BYTES`].
    #[error("{name}: this is larger than {} MiB. Export only the entries that you need.", MAX_BYTES >> 20)]
    TooLarge {
        /// The path, or "The pasted text".
        name: String,
    },
    /// None of the three forms.
    #[error(
        "{name}: these are no bibliographic data that can be read. Use CSL-JSON, BibTeX or RIS; Zotero exports all three."
    )]
    Unknown {
        /// The path, or "The pasted text".
        name: String,
    },
    /// It has one of the forms, and no entry that can be read.
    #[error("{name}: no entry could be read{}", first(problems))]
    Nothing {
        /// The path, or "The pasted text".
        name: String,
        /// What is wrong, the first first.
        problems: Vec<Problem>,
    },
}

fn first(problems: &[Problem]) -> String {
    problems.first().map_or(".".to_owned(), |problem| format!(" ({problem})."))
}

/// What pasted words are called in messages.
pub const PASTED: &str = "The pasted text";

/// Reads the entries of a file of CSL-JSON, BibTeX, BibLaTeX or RIS, in any encoding that a source may have.
///
/// # Errors
/// When the file can't be read, or no entry of it.
pub fn read_file(path: &Path) -> Result<Read, BibliographyError> {
    let name = path.display().to_string();
    let bytes = super::import::read_bytes(path)?;
    if bytes.len() > MAX_BYTES {
        return Err(BibliographyError::TooLarge { name });
    }
    let words = super::import::decode_words(&bytes, &name)?;
    read(&words, &name)
}

/// Reads the entries in words; `name` is what they are called in messages.
///
/// # Errors
/// When there is none that can be read.
pub fn read(words: &str, name: &str) -> Result<Read, BibliographyError> {
    let name = name.to_owned();
    if words.len() > MAX_BYTES {
        return Err(BibliographyError::TooLarge { name });
    }
    let words = words.strip_prefix('\u{feff}').unwrap_or(words);
    let mut read = match words.trim_start().chars().next() {
        Some('{' | '[') => csl_json(words),
        _ if ris::is_ris(words) => ris::read(words),
        _ if bibtex::is_bibtex(words) => bibtex::read(words),
        _ => return Err(BibliographyError::Unknown { name }),
    };
    read.entries.retain(|entry| match Item::read(&entry.csl) {
        Ok(item) if item.is_empty() => {
            read.problems.push(Problem { line: entry.line, what: "the entry says nothing".to_owned() });
            false
        }
        Ok(_) => true,
        Err(what) => {
            read.problems.push(Problem { line: entry.line, what });
            false
        }
    });
    if read.entries.len() > MAX_ENTRIES {
        let line = read.entries.get(MAX_ENTRIES).map_or(1, |entry| entry.line);
        let what =
            format!("at most {MAX_ENTRIES} entries are read; this one and those after it are left out");
        read.problems.push(Problem { line, what });
        read.entries.truncate(MAX_ENTRIES);
    }
    read.problems.sort_by_key(|problem| problem.line);
    if read.entries.is_empty() {
        return Err(BibliographyError::Nothing { name, problems: read.problems });
    }
    Ok(read)
}

/// One item, a list of them, or an object with the list in "items".
fn csl_json(words: &str) -> Read {
    #[derive(serde::Deserialize)]
    struct Wrapped<'a> {
        #[serde(borrow)]
        items: Vec<&'a RawValue>,
    }
    let mut read = Read::default();
    let list = match serde_json::from_str::<Vec<&RawValue>>(words) {
        Ok(list) => list,
        Err(error) if words.trim_start().starts_with('[') => {
            let what = super::convert::plain(&error);
            read.problems.push(Problem { line: error.line(), what });
            return read;
        }
        Err(_) => match serde_json::from_str::<Wrapped<'_>>(words) {
            Ok(wrapped) => wrapped.items,
            Err(_) => match serde_json::from_str::<&RawValue>(words) {
                Ok(item) => vec![item],
                Err(error) => {
                    let what = super::convert::plain(&error);
                    read.problems.push(Problem { line: error.line(), what });
                    return read;
                }
            },
        },
    };
    let (mut line, mut counted) = (1, 0);
    for raw in list {
        let at = raw.get().as_ptr().addr().saturating_sub(words.as_ptr().addr());
        line += words.get(counted..at).map_or(0, |between| between.matches('\n').count());
        counted = at.max(counted);
        match serde_json::from_str::<Value>(raw.get()).map_err(|error| super::convert::plain(&error)) {
            Ok(value) => match Item::of_value(value) {
                Ok(item) => read.entries.push(Entry::of(&item, line)),
                Err(what) => read.problems.push(Problem { line, what }),
            },
            Err(what) => read.problems.push(Problem { line, what }),
        }
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_words(words: &str) -> Result<Read, BibliographyError> {
        read(words, PASTED)
    }

    #[test]
    fn the_kind_of_an_entry_is_known_by_its_content() {
        for words in [
            "\u{feff}{\"type\":\"book\",\"title\":\"A\"}",
            "[{\"type\":\"book\",\"title\":\"A\"}]",
            "{\"items\":[{\"type\":\"book\",\"title\":\"A\"}]}",
            "@book{a, title = {A}}",
            "Some words before.\n  @BOOK(a, title = \"A\")",
            "TY  - BOOK\nTI  - A\nER  - ",
        ] {
            let found = read_words(words).unwrap_or_else(|error| panic!("{words}: {error}"));
            let item = Item::read(&found.entries[0].csl).unwrap();
            assert_eq!(
                (item.text("type"), item.text("title")),
                ("book".to_owned(), "A".to_owned()),
                "{words}"
            );
        }
        for words in ["", "Gill, Ana. 1973. A book.", "me@example.org"] {
            let error = read_words(words).unwrap_err().to_string();
            assert!(error.starts_with("The pasted text: these are no bibliographic data"), "{error}");
        }
    }

    #[test]
    fn items_that_are_none_are_named_by_their_line_and_cost_no_other() {
        let words =
            "[\n  {\"title\": \"A\"},\n  {\"author\": 12},\n  {\n    \"title\": \"B\"\n  },\n  \"C\"\n]";
        let found = read_words(words).unwrap();
        let lines: Vec<usize> = found.entries.iter().map(|entry| entry.line).collect();
        assert_eq!(lines, [2, 4]);
        let told: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            ["line 3: “author” is not of the kind that CSL-JSON wants", "line 7: they are no object of JSON"]
        );
        let error = read_words("[\n{\"title\": }\n]").unwrap_err().to_string();
        assert!(error.contains("line 2"), "{error}");
        assert!(read_words("{\"id\":\"x\"}").unwrap_err().to_string().contains("says nothing"));
    }
}
