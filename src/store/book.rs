//! The codebook by itself: a file of tags, to be sent and taken in. What would change is for `desk` to say.
//!
//! Read as tolerantly as a comparison: a tag that can't be read is left out with a warning, and one that can't stand
//! under its parent stands at the top. A comparison, with its texts or without, can be read as the codebook it holds.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::convert::{plain, read, tags, write};
use super::format::{self, Id, Json, Revision, Str, book, layout, v1};
use super::merge::derive;
use super::{StoreError, Warning, open};
use crate::model::{Comparison, ComparisonId, Tag, TagId};

/// The most tags that are read.
const MAX_TAGS: usize = 100_000;

/// A codebook as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    /// The comparison that it was taken from, if the file says it.
    pub comparison: Option<ComparisonId>,
    /// The title of that comparison; may be empty.
    pub title: String,
    /// How often it had changed, from 1 on.
    pub revision: u32,
    /// The tags, each after the one it stands under.
    pub tags: Vec<Tag>,
    /// What was wrong with the file, each tag by name.
    pub warnings: Vec<String>,
}

/// Returns the codebook of a comparison as the bytes of a file of its own.
#[must_use]
pub fn to_book(comparison: &Comparison) -> Vec<u8> {
    let tags = comparison.tags().map(|tag| {
        let tag = write::tag(tag, None);
        book::BookTag {
            id: tag.id,
            name: tag.name,
            definition: tag.definition,
            definition_revision: tag.definition_revision,
            parent: tag.parent,
            order: tag.order,
            color: tag.color,
            key: tag.key,
            values: tag.values,
            created: tag.created,
            modified: tag.modified,
            unknown: tag.unknown,
        }
    });
    let file = book::Written {
        format: book::FORMAT,
        version: book::VERSION,
        comparison: Id(comparison.id().0),
        title: Str::from(comparison.title()),
        revision: Revision(comparison.codebook_revision()),
        tags: tags.collect(),
    };
    let mut bytes = Vec::new();
    layout::write_at(&mut bytes, 0, &file);
    bytes.push(b'\n');
    bytes
}

/// Reads the codebook in the file at `path`: one by itself, or that of a comparison.
///
/// # Errors
/// When the file can't be read, or is neither.
pub fn open_book(path: &Path) -> Result<Book, StoreError> {
    book_from_json(&open::bytes_of(path)?, path)
}

/// Reads a codebook from the bytes of its file; `name` is only for messages.
///
/// # Errors
/// As [`open_book`], but for what concerns the disk.
pub fn book_from_json(bytes: &[u8], name: &Path) -> Result<Book, StoreError> {
    let (path, file) = (name.to_owned(), open::utf8(bytes, name)?);
    #[derive(Deserialize)]
    struct Header<'a> {
        #[serde(borrow, default)]
        format: Option<Json<'a>>,
    }
    let failed = |error: serde_json::Error| {
        let (path, line, column) = (path.clone(), error.line(), error.column());
        match error.classify() {
            serde_json::error::Category::Eof => StoreError::CutOff { path, line, column },
            serde_json::error::Category::Data => StoreError::Damaged { path, line, problem: plain(&error) },
            _ => StoreError::NotJson { path, line, column, problem: plain(&error) },
        }
    };
    let not_ours = || StoreError::NotACodebook { path: path.clone() };
    let header: Header<'_> = serde_json::from_str(file).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => not_ours(),
        _ => failed(error),
    })?;
    let format = header.format.and_then(|json| serde_json::from_str::<String>(json.0).ok());
    match format.as_deref() {
        Some(book::FORMAT) => {
            let file: book::Book<'_> = serde_json::from_str(file).map_err(failed)?;
            if file.version != book::VERSION {
                return Err(StoreError::TooNew { path: name.to_owned(), version: file.version });
            }
            debug_assert_eq!(&*file.format.0, book::FORMAT);
            let head = (&*file.title.0, file.revision.0);
            let mut read = book_of(name, head, (&file.tags.objects, file.tags.n))?;
            read.comparison = file.comparison.map(|id| ComparisonId(id.0));
            if !file.unknown.is_empty() {
                let n = file.unknown.len();
                read.warnings.push(format!(
                    "{n} of its fields are of a newer version of Diptych, and are not taken in"
                ));
            }
            Ok(read)
        }
        Some(format::FORMAT) => {
            let file: v1::Document<'_> = serde_json::from_str(file).map_err(failed)?;
            let codebook = file.codebook.as_ref();
            let tags =
                codebook.map_or((&[][..], 0), |codebook| (codebook.tags.objects.as_slice(), codebook.tags.n));
            let revision = codebook.map_or(1, |codebook| codebook.revision.0);
            let mut read = book_of(name, (&file.title.0, revision), tags)?;
            read.comparison = Some(ComparisonId(file.id.0));
            Ok(read)
        }
        _ => Err(not_ours()),
    }
}

fn book_of(
    name: &Path,
    (title, revision): (&str, u32),
    (list, n): (&[&str], usize),
) -> Result<Book, StoreError> {
    if n > MAX_TAGS {
        return Err(StoreError::TooMany { path: name.to_owned(), what: "tags", n, limit: MAX_TAGS });
    }
    let (mut warnings, mut read): (Vec<String>, BTreeMap<TagId, Tag>) = (Vec::new(), BTreeMap::new());
    // One line each, whatever a name holds; and no more of them than anybody reads.
    let mut warn = |message: String| {
        if warnings.len() < 1_000 {
            warnings.push(Warning::new(message, None, None).message);
        }
    };
    for (number, json) in (1..).zip(list) {
        match read::tag(json) {
            Ok((tag, _)) if tag.name.trim().is_empty() => {
                warn(format!("tag {number} of the codebook is left out: it has no name"));
            }
            Ok((tag, _)) if read.contains_key(&tag.id) => {
                warn(format!("tag “{}” is left out: another before it has the same id", tag.name));
            }
            Ok((tag, _)) => {
                read.insert(tag.id, tag);
            }
            Err(problem) => warn(format!("tag {number} of the codebook is left out: {problem}")),
        }
    }
    let parents = read.iter().map(|(id, tag)| (*id, tag.parent)).collect();
    let mut in_order = Vec::with_capacity(read.len());
    for (id, cut) in tags::order(&parents) {
        let Some(mut tag) = read.remove(&id) else { continue };
        if let Some(cut) = cut {
            warn(format!("tag “{}”: {}", tag.name, cut.problem()));
            tag.parent = None;
        }
        in_order.push(tag);
    }
    Ok(Book { comparison: None, title: title.to_owned(), revision, tags: in_order, warnings })
}

/// Returns a tag's name as tags are compared: without regard to capitals, blanks at the ends or in a row, and ways to
/// write an accent.
#[must_use]
pub fn folded_name(name: &str) -> String {
    derive::folded(name)
}
