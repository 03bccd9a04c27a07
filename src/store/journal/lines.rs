//! The file of a journal: lines with a checksum and a running number each, and what they say.
//!
//! `CHECKSUM NUMBER JSON`, the checksum (CRC-32, eight hexadecimal digits) being that of the rest of the
//! line. The line of number 0 is the header. So a line that was cut off, changed, lost or
//! doubled is noticed, and all before it is sound.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::super::convert::edit::{Texts, write_edit};
use super::super::format::{Id, Sha, Str};
use super::log::{Base, BaseKind, Entry, Log, Step};
use crate::model::{ComparisonId, Edit};

/// The word in the header's `"format"`.
const FORMAT: &str = "diptych-journal";
/// The version of journals that this release writes, and the only one it reads.
const VERSION: u32 = 1;

/// Edits as the model has them, shared.
pub(super) type Edits = Arc<Vec<Edit>>;
/// Edits as they stand in a journal.
pub(super) type Raw = Box<RawValue>;

/// What a journal is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) comparison: ComparisonId,
    pub(super) title: String,
    /// The document, if there is one.
    pub(super) path: Option<PathBuf>,
    /// The state before the first entry.
    pub(super) start: u64,
    /// The names of the folders whose journals this one takes the place of. They are still there when the end came before
    /// they could go.
    pub(super) replaces: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct HeaderLine<'a> {
    #[serde(borrow)]
    format: Str<'a>,
    version: u32,
    comparison: Id,
    #[serde(borrow)]
    title: Str<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path: Option<PathLine>,
    start: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    replaces: Vec<String>,
}

/// A path: as words, or where it is no Unicode as the hexadecimal digits of its bytes.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum PathLine {
    Words(String),
    Bytes { hex: String },
}

impl PathLine {
    fn of(path: &Path) -> Self {
        match path.to_str() {
            Some(words) => Self::Words(words.to_owned()),
            #[cfg(unix)]
            None => {
                let bytes = std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str());
                Self::Bytes { hex: bytes.iter().map(|byte| format!("{byte:02x}")).collect() }
            }
            #[cfg(not(unix))]
            None => Self::Words(path.to_string_lossy().into_owned()),
        }
    }

    fn path(self) -> PathBuf {
        match self {
            Self::Words(words) => PathBuf::from(words),
            Self::Bytes { hex } => {
                let digits: Vec<u8> = hex.bytes().collect();
                let pairs = digits.chunks(2).filter_map(|pair| std::str::from_utf8(pair).ok());
                let bytes: Vec<u8> = pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect();
                #[cfg(unix)]
                return PathBuf::from(<std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(
                    bytes,
                ));
                #[cfg(not(unix))]
                return PathBuf::from(String::from_utf8_lossy(&bytes).into_owned());
            }
        }
    }
}

/// What a line says after the header.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line<E> {
    Step { label: String, state: u64, time: i64, forward: E, inverse: E },
    Joined { state: u64, time: i64, forward: E },
    Undo { state: u64, time: i64 },
    Redo { state: u64, time: i64 },
    Own(BaseLine),
    Saving(BaseLine),
    Saved(BaseLine),
    Closed { time: i64 },
}

#[derive(Serialize, Deserialize)]
struct BaseLine {
    state: u64,
    sha256: Sha,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path: Option<PathLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published: Option<bool>,
    time: i64,
}

/// Lines in the making, with the number of the next.
pub(super) struct Writing {
    pub(super) bytes: Vec<u8>,
    number: u64,
}

impl Writing {
    /// Returns a file with nothing but its header.
    pub(super) fn begin(header: &Header) -> Self {
        let mut writing = Self { bytes: Vec::new(), number: 0 };
        let path = header.path.as_deref().map(PathLine::of);
        let line = HeaderLine {
            format: Str::from(FORMAT),
            version: VERSION,
            comparison: Id(header.comparison.0),
            title: Str::from(header.title.as_str()),
            path,
            start: header.start,
            replaces: header.replaces.clone(),
        };
        writing.add(serde_json::to_string(&line));
        writing
    }

    /// Adds the line of an entry.
    pub(super) fn entry(&mut self, entry: &Entry<Edits>, texts: &mut Texts) {
        let line = match entry {
            Entry::Step(step) => {
                let Step { label, state, time, .. } = step;
                let (forward, inverse) = (raw(&step.forward, texts), raw(&step.inverse, texts));
                Line::Step { label: label.clone(), state: *state, time: *time, forward, inverse }
            }
            Entry::Undo { state, time } => Line::Undo { state: *state, time: *time },
            Entry::Redo { state, time } => Line::Redo { state: *state, time: *time },
            Entry::Closed { time } => Line::Closed { time: *time },
            Entry::Base(base) => {
                let published = match base.kind {
                    BaseKind::Own { published } => Some(published),
                    _ => None,
                };
                let path = base.path.as_deref().map(PathLine::of);
                let (state, time, sha256) = (base.state, base.time, Sha(base.digest));
                let line = BaseLine { state, sha256, path, published, time };
                match base.kind {
                    BaseKind::Own { .. } => Line::Own(line),
                    BaseKind::Announced => Line::Saving(line),
                    BaseKind::Saved => Line::Saved(line),
                }
            }
        };
        self.add(serde_json::to_string(&line));
    }

    /// Adds the line that what was typed joined the last step.
    pub(super) fn joined(&mut self, step: &Step<Edits>, texts: &mut Texts) {
        let (state, time) = (step.state, step.time);
        self.add(serde_json::to_string(&Line::Joined { state, time, forward: raw(&step.forward, texts) }));
    }

    fn add(&mut self, json: serde_json::Result<String>) {
        // Memory takes everything, and all keys are strings: this is always so.
        let Ok(json) = json else { return };
        let line = format!("{} {json}", self.number);
        let checksum = crc32fast::hash(line.as_bytes());
        self.bytes.extend_from_slice(format!("{checksum:08x} {line}\n").as_bytes());
        self.number += 1;
    }
}

fn raw(edits: &Edits, texts: &mut Texts) -> Raw {
    let mut json = vec![b'['];
    for (index, edit) in edits.iter().enumerate() {
        if index > 0 {
            json.push(b',');
        }
        write_edit(&mut json, edit, texts);
    }
    json.push(b']');
    let raw = String::from_utf8(json).ok().and_then(|json| RawValue::from_string(json).ok());
    raw.unwrap_or_else(|| RawValue::NULL.to_owned())
}

/// A journal as read.
pub(super) struct Reading {
    pub(super) header: Header,
    pub(super) log: Log<Raw>,
    /// All edits that bring the text of a source, also those of steps that nothing leads to any more: what comes
    /// later names the text only.
    pub(super) texts: Vec<Raw>,
    /// How many bytes of the file are sound.
    pub(super) sound: usize,
    /// Whether what follows is more than a line that was being written when the end came.
    pub(super) damaged: bool,
}

/// Why nothing of a journal can be read.
pub(super) enum Unreadable {
    /// A newer version wrote it.
    Newer(u32),
    /// It is damaged from the first line on.
    Damaged,
}

/// Reads the header of a journal, of whose file at least the first line is given.
pub(super) fn read_header(file: &[u8]) -> Result<Header, Unreadable> {
    let header = Lines { rest: file, number: 0 }.next().ok_or(Unreadable::Damaged)?;
    let version = serde_json::from_str::<VersionLine<'_>>(header).map_err(|_| Unreadable::Damaged)?;
    if version.format.0 != FORMAT || version.version == 0 {
        return Err(Unreadable::Damaged);
    }
    if version.version > VERSION {
        return Err(Unreadable::Newer(version.version));
    }
    let header: HeaderLine<'_> = serde_json::from_str(header).map_err(|_| Unreadable::Damaged)?;
    Ok(Header {
        comparison: ComparisonId(header.comparison.0),
        title: header.title.0.into_owned(),
        path: header.path.map(PathLine::path),
        start: header.start,
        replaces: header.replaces,
    })
}

/// Reads a journal as far as it is sound.
pub(super) fn read(file: &[u8]) -> Result<Reading, Unreadable> {
    let header = read_header(file)?;
    let mut lines = Lines { rest: file, number: 0 };
    lines.next();
    let mut log = Log::new(header.start);
    let mut texts = Vec::new();
    let mut rest = lines.rest;
    while let Some(json) = lines.next() {
        let line = serde_json::from_str(json).ok();
        line.iter().for_each(|line| note_texts(line, &mut texts));
        if line.and_then(|line| take(&mut log, line)).is_none() {
            return Ok(Reading { header, log, texts, sound: file.len() - rest.len(), damaged: true });
        }
        rest = lines.rest;
    }
    // A line is written at one go, and cut off at most at the end of the file; after a loss of power there may be zeros.
    let cut_off = match memchr::memchr(b'\n', rest) {
        None => true,
        Some(_) => rest.iter().all(|byte| *byte == 0),
    };
    Ok(Reading { header, log, texts, sound: file.len() - rest.len(), damaged: !cut_off })
}

fn note_texts(line: &Line<Raw>, texts: &mut Vec<Raw>) {
    let edits = match line {
        Line::Step { forward, inverse, .. } => vec![forward, inverse],
        Line::Joined { forward, .. } => vec![forward],
        _ => return,
    };
    // Words that only look like it cost a moment's reading.
    let brings = |raw: &&Raw| raw.get().contains(r#""kind":"source""#) && raw.get().contains(r#""text":"#);
    texts.extend(edits.into_iter().filter(brings).cloned());
}

#[derive(Deserialize)]
struct VersionLine<'a> {
    #[serde(borrow)]
    format: Str<'a>,
    version: u32,
}

fn take(log: &mut Log<Raw>, line: Line<Raw>) -> Option<()> {
    match line {
        Line::Step { label, state, time, forward, inverse } => {
            log.push(Entry::Step(Step { label, forward, inverse, state, time }))
        }
        Line::Joined { state, time, forward } => log.join(forward, state, time),
        Line::Undo { state, time } => log.push(Entry::Undo { state, time }),
        Line::Redo { state, time } => log.push(Entry::Redo { state, time }),
        Line::Own(base) => {
            let published = base.published.unwrap_or(false);
            log.push(Entry::Base(base.of(BaseKind::Own { published })))
        }
        Line::Saving(base) => log.push(Entry::Base(base.of(BaseKind::Announced))),
        Line::Saved(base) => log.push(Entry::Base(base.of(BaseKind::Saved))),
        Line::Closed { time } => log.push(Entry::Closed { time }),
    }
}

impl BaseLine {
    fn of(self, kind: BaseKind) -> Base {
        let Self { state, sha256, path, time, .. } = self;
        Base { state, digest: sha256.0, path: path.map(PathLine::path), kind, time }
    }
}

/// The JSON of one sound line after another.
struct Lines<'a> {
    rest: &'a [u8],
    number: u64,
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let end = memchr::memchr(b'\n', self.rest)?;
        let (line, rest) = self.rest.split_at_checked(end)?;
        let (checksum, line) = line.split_at_checked(8)?;
        let line = line.strip_prefix(b" ")?;
        // Digits in one spelling only: a changed letter is noticed wherever it stands.
        let expected = format!("{:08x}", crc32fast::hash(line));
        if checksum != expected.as_bytes() {
            return None;
        }
        let json = line.strip_prefix(format!("{} ", self.number).as_bytes())?;
        let json = std::str::from_utf8(json).ok()?;
        self.rest = rest.get(1..)?;
        self.number += 1;
        Some(json)
    }
}
