//! Opening: from bytes to a comparison, or one sentence that says what is wrong with the file and where.

use std::cell::OnceCell;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::convert::claims::{List, told_apart};
use super::convert::load::{Places, load};
use super::convert::plain;
use super::convert::split::{Cut, split};
use super::convert::textless::{Bringing, Confirmed, FoundReport, Texts};
use super::format::{FORMAT, Json, VERSION, v1};
use super::known::OnDisk;
use super::{Opened, StoreError};

/// The largest file that is opened, in bytes: 1 GiB.
pub const MAX_FILE_BYTES: u64 = 1 << 30;

/// Opens the comparison in the file at `path`. The file is not changed.
///
/// # Errors
/// When the file can't be read, or is not a comparison as a whole, or was saved without its texts
/// ([`StoreError::TextsWanted`]). Damage inside costs only the objects that are damaged: they are set aside, with a
/// warning each.
pub fn open(path: &Path) -> Result<Opened, StoreError> {
    let (bytes, modified, target) = read(path)?;
    let mut opened = from_json(&bytes, path)?;
    if let Some(target) = target {
        opened.record.knows(OnDisk::read(target, modified, bytes));
    }
    Ok(opened)
}

/// Opens the comparison in a file that may have been saved without its texts: `texts` is asked for each that is not
/// in it. Where it brings another text than the file's (by its SHA-256), every passage is looked for in that; one that
/// is not found with certainty is put where `confirmed` says, or else its claim is set aside. The report has all
/// that are not just where they were. What was opened is no longer what the file says, so the record knows no file.
///
/// # Errors
/// As [`open`]; when a text is not brought, [`StoreError::TextsWanted`].
pub fn open_with_texts(
    path: &Path,
    texts: &Texts<'_>,
    confirmed: &Confirmed,
) -> Result<(Opened, FoundReport), StoreError> {
    let (bytes, modified, target) = read(path)?;
    let bringing = Bringing::new(texts, confirmed);
    let mut opened = from_json_with(&bytes, path, &bringing)?;
    let report = bringing.into_report();
    if report.sources.is_empty()
        && let Some(target) = target
    {
        opened.record.knows(OnDisk::read(target, modified, bytes));
    }
    Ok((opened, report))
}

/// Returns a file's bytes, if it is not too large.
pub(super) fn bytes_of(path: &Path) -> Result<Vec<u8>, StoreError> {
    read(path).map(|(bytes, _, _)| bytes)
}

/// Returns bytes as words, of which there must be some; without a byte order mark.
pub(super) fn utf8<'a>(bytes: &'a [u8], name: &Path) -> Result<&'a str, StoreError> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let file = std::str::from_utf8(bytes).map_err(|error| {
        let (byte, sound) = (error.valid_up_to(), bytes.get(..error.valid_up_to()).unwrap_or_default());
        StoreError::NotUtf8 { path: name.to_owned(), byte, line: 1 + n_line_ends(sound) }
    })?;
    if file.trim_ascii().is_empty() {
        return Err(StoreError::Empty { path: name.to_owned() });
    }
    Ok(file)
}

type FileRead = (Vec<u8>, Option<SystemTime>, Option<PathBuf>);

/// Returns a file's bytes, when it was changed, and where it really is.
fn read(path: &Path) -> Result<FileRead, StoreError> {
    let failed = |error| StoreError::Read { path: path.to_owned(), error };
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if metadata.is_dir() {
        return Err(failed(std::io::ErrorKind::IsADirectory.into()));
    }
    let too_large = |size| StoreError::TooLarge { path: path.to_owned(), size, limit: MAX_FILE_BYTES };
    if metadata.len() > MAX_FILE_BYTES {
        return Err(too_large(metadata.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    let size = bytes.len() as u64;
    if size > MAX_FILE_BYTES {
        return Err(too_large(size));
    }
    Ok((bytes, metadata.modified().ok(), std::fs::canonicalize(path).ok()))
}

/// Reads a comparison from the bytes of its file; `name` is only for messages.
///
/// # Errors
/// As [`open`], but for what concerns the disk.
pub fn from_json(bytes: &[u8], name: &Path) -> Result<Opened, StoreError> {
    from_json_with(bytes, name, &Bringing::new(&|_| None, &Confirmed::new()))
}

/// Reads a comparison from the bytes of a file that may have been saved without its texts: see [`open_with_texts`].
///
/// # Errors
/// As [`open_with_texts`], but for what concerns the disk.
pub fn from_json_with_texts(
    bytes: &[u8],
    name: &Path,
    texts: &Texts<'_>,
    confirmed: &Confirmed,
) -> Result<(Opened, FoundReport), StoreError> {
    let bringing = Bringing::new(texts, confirmed);
    let opened = from_json_with(bytes, name, &bringing)?;
    Ok((opened, bringing.into_report()))
}

fn from_json_with(bytes: &[u8], name: &Path, bringing: &Bringing<'_>) -> Result<Opened, StoreError> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    if let Some(opened) = from_our_layout(bytes, (name, bringing)) {
        return opened;
    }
    let file = utf8(bytes, name)?;
    let document: v1::Document<'_> =
        serde_json::from_str(file).map_err(|error| explain(file, &error, name))?;
    check_header(&document, name)?;
    let whole = Whole(Lines::of(bytes));
    let claims = match &document.claims {
        None => List::Told(Vec::new()),
        Some(claims) => told_apart(claims.json, &whole, name)?,
    };
    let loaded = load(document, &claims, &whole, (name, bringing));
    loaded.unwrap_or_else(|| {
        // Every claim has been parsed as JSON already, so this can't be.
        Err(StoreError::Damaged { path: name.to_owned(), line: 1, problem: "a claim is not JSON".to_owned() })
    })
}

/// Reads a file that is laid out as this program does it; nothing when it is not, or is not sound JSON.
fn from_our_layout(
    file: &[u8],
    (name, bringing): (&Path, &Bringing<'_>),
) -> Option<Result<Opened, StoreError>> {
    let split = split(file)?;
    let mut document: v1::Document<'_> = serde_json::from_str(&split.rest).ok()?;
    let [of_sources, of_claims] = split.cuts;
    let in_rest = |piece: &str| offset_in(split.rest.as_bytes(), piece);
    let [nothing] = document.sources.objects.as_slice() else { return None };
    let in_place = in_rest(nothing)? == of_sources.at + "[".len() && *nothing == "0";
    if !in_place || in_rest(document.claims.as_ref()?.json)? != of_claims.at {
        return None;
    }
    document.sources.n = split.sources.len();
    document.sources.objects = split.sources;
    if let Err(error) = check_header(&document, name) {
        return Some(Err(error));
    }
    let places = InParts { lines: Lines::of(file), rest: &split.rest, cuts: split.cuts };
    load(document, &split.claims, &places, (name, bringing))
}

fn check_header(document: &v1::Document<'_>, name: &Path) -> Result<(), StoreError> {
    if document.format.0 != FORMAT {
        return Err(StoreError::NotOurs { path: name.to_owned() });
    }
    if document.version < VERSION {
        let version = document.version.to_string();
        return Err(StoreError::NoSuchVersion { path: name.to_owned(), version });
    }
    Ok(())
}

/// What tells a comparison from other JSON; everything else may be whatever it likes.
#[derive(Deserialize)]
struct Header<'a> {
    #[serde(borrow, default)]
    format: Option<Json<'a>>,
    #[serde(borrow, default)]
    version: Option<Json<'a>>,
}

/// Returns why a file could not be read as a document.
fn explain(file: &str, error: &serde_json::Error, name: &Path) -> StoreError {
    let path = name.to_owned();
    let mut json = serde_json::Deserializer::from_str(file);
    if let Err(syntax) = IgnoredAny::deserialize(&mut json).and_then(|_| json.end()) {
        let (line, column) = (syntax.line(), syntax.column());
        return if syntax.is_eof() {
            StoreError::CutOff { path, line, column }
        } else {
            StoreError::NotJson { path, line, column, problem: plain(&syntax) }
        };
    }
    let header = serde_json::from_str::<Header<'_>>(file).ok();
    let format = header.as_ref().and_then(|header| header.format);
    if format.and_then(|json| serde_json::from_str::<String>(json.0).ok()).as_deref() != Some(FORMAT) {
        return StoreError::NotOurs { path };
    }
    let version = header.and_then(|header| header.version).map_or("missing", |json| json.0);
    match version.parse::<u32>() {
        Ok(version) if version > VERSION => StoreError::TooNew { path, version },
        Ok(VERSION) => StoreError::Damaged { path, line: error.line(), problem: plain(error) },
        _ => {
            let start: String = version.chars().take(40).collect();
            StoreError::NoSuchVersion { path, version: start }
        }
    }
}

/// The lines of a file, counted when the first is asked for.
struct Lines<'a> {
    file: &'a [u8],
    /// How many line ends come before each block of [`BLOCK`] bytes.
    before: OnceCell<Vec<usize>>,
}

/// The bytes of a block, whose line ends are counted anew for each question.
const BLOCK: usize = 1 << 14;

impl<'a> Lines<'a> {
    fn of(file: &'a [u8]) -> Self {
        Self { file, before: OnceCell::new() }
    }

    /// Returns the line that the byte at `offset` is on, from 1.
    fn at(&self, offset: usize) -> usize {
        let before = self.before.get_or_init(|| {
            let blocks = self.file.chunks(BLOCK);
            let counted = blocks.scan(0, |n, block| Some(std::mem::replace(n, *n + n_line_ends(block))));
            counted.collect()
        });
        let (block, offset_in_block) = (offset / BLOCK, offset % BLOCK);
        let begun = self.file.get(block * BLOCK..block * BLOCK + offset_in_block);
        1 + before.get(block).copied().unwrap_or(0) + begun.map_or(0, n_line_ends)
    }
}

/// A file read as a whole.
struct Whole<'a>(Lines<'a>);

impl Places for Whole<'_> {
    fn line_of(&self, piece: &str) -> usize {
        self.0.at(offset_in(self.0.file, piece).unwrap_or(0))
    }
}

/// A file whose sources and claims were taken out before the rest was read.
struct InParts<'a> {
    lines: Lines<'a>,
    rest: &'a str,
    cuts: [Cut; 2],
}

impl Places for InParts<'_> {
    fn line_of(&self, piece: &str) -> usize {
        let in_rest = offset_in(self.rest.as_bytes(), piece).map(|offset| {
            let before = self.cuts.iter().filter(|cut| offset > cut.at);
            offset + before.map(|cut| cut.shift).sum::<usize>()
        });
        self.lines.at(offset_in(self.lines.file, piece).or(in_rest).unwrap_or(0))
    }
}

/// Returns where `piece` begins in `whole`, if it is a piece of it.
fn offset_in(whole: &[u8], piece: &str) -> Option<usize> {
    let offset = (piece.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
    (offset + piece.len() <= whole.len()).then_some(offset)
}

fn n_line_ends(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}
