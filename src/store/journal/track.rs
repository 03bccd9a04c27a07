//! A journal's file, open to be appended to.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;

use super::super::convert::edit::Texts;
use super::lines::{Edits, Header, Writing};
use super::log::{Entry, Log, Step};
use crate::model::SourceId;
use crate::text::Text;

/// A file of lines, and what it takes to write the next. What is written is in the system's hands at once, and so
/// outlives this program; flushing is somebody else's task.
pub(super) struct Track {
    pub(super) file: Arc<File>,
    writing: Writing,
    texts: Texts,
    /// How many bytes it has.
    pub(super) bytes: u64,
    /// How many it had when it was begun.
    pub(super) when_new: u64,
}

impl Track {
    /// Begins a file with a whole log. `base_texts`: the texts that its base has, and that it need not bring.
    pub(super) fn begin(
        path: &Path,
        header: &Header,
        log: &Log<Edits>,
        base_texts: &BTreeMap<SourceId, Text>,
    ) -> io::Result<Self> {
        let mut texts = Texts::default();
        texts.given(base_texts.iter().map(|(id, text)| (*id, text)));
        let mut writing = Writing::begin(header);
        for entry in log.entries() {
            writing.entry(entry, &mut texts);
        }
        let mut track = Self { file: Arc::new(create(path)?), writing, texts, bytes: 0, when_new: 0 };
        track.put()?;
        track.when_new = track.bytes;
        Ok(track)
    }

    /// Appends an entry.
    pub(super) fn entry(&mut self, entry: &Entry<Edits>) -> io::Result<()> {
        self.writing.entry(entry, &mut self.texts);
        self.put()
    }

    /// Appends what was typed on into the last step.
    pub(super) fn joined(&mut self, step: &Step<Edits>) -> io::Result<()> {
        self.writing.joined(step, &mut self.texts);
        self.put()
    }

    fn put(&mut self) -> io::Result<()> {
        let bytes = std::mem::take(&mut self.writing.bytes);
        (&*self.file).write_all(&bytes)?;
        self.bytes += bytes.len() as u64;
        Ok(())
    }
}

fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
