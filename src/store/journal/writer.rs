//! The thread that writes a journal. Nothing it meets with stops the work: what can't be written is
//! kept, told once, and tried again.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::super::convert::edit::Texts;
use super::super::{Actor, Record, private, to_json};
use super::folder::{self, Lock};
use super::lines::{Edits, Header, Writing};
use super::log::{Base, BaseKind, Entry, Log, Move, Step};
use super::{KEEP_BYTES, KEEP_STEPS};
use crate::model::{Comparison, Digest, Edit, SourceId, Time};
use crate::text::Text;

/// What was written is flushed to the disk at most this long after.
const FLUSH_EVERY: Duration = Duration::from_millis(700);
/// How long to wait before trying again what failed.
const TRY_AGAIN: Duration = Duration::from_secs(2);
/// A journal of fewer bytes is not written anew to make it shorter.
const WORTH_REWRITING: u64 = 1 << 20;
/// A journal that has grown to as many times what it was when it was last written anew is written anew.
const GROWTH: u64 = 4;

/// What the writer is told.
pub(super) enum Message {
    Step { label: String, joined: bool, forward: Vec<Edit>, inverse: Vec<Edit>, state: u64, time: Time },
    Undo { state: u64, time: Time },
    Redo { state: u64, time: Time },
    Base(Base),
    Closed { time: Time },
    Flush(Sender<bool>),
    Stop,
}

/// What the writer and the others share.
pub(super) struct Shared {
    trouble: Mutex<Option<String>>,
    wake: Option<Arc<dyn Fn() + Send + Sync>>,
}

impl Shared {
    pub(super) fn new(wake: Option<Arc<dyn Fn() + Send + Sync>>) -> Self {
        Self { trouble: Mutex::new(None), wake }
    }

    pub(super) fn trouble(&self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn tell(&self, trouble: Option<String>) {
        let mut told = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_some() == trouble.is_some() {
            return;
        }
        *told = trouble;
        drop(told);
        if let Some(wake) = &self.wake {
            wake();
        }
    }
}

/// A journal about to be written.
pub(super) struct Start {
    /// The folder of this journal.
    pub(super) folder: PathBuf,
    pub(super) header: Header,
    pub(super) log: Log<Edits>,
    /// What the last base in `log` is of; to be written beside the journal when that is its own.
    pub(super) base: Comparison,
    /// What goes into the journal's own base beside the comparison.
    pub(super) record: Record,
    /// Folders of journals that this one takes the place of, and whether they are to be kept for a while.
    pub(super) replaces: Vec<(PathBuf, Lock, bool)>,
}

/// Writes one journal.
pub(super) struct Writer {
    start: Start,
    /// The entries that lead to the base, and its sources' texts.
    point: usize,
    base_texts: BTreeMap<SourceId, Text>,
    file: Option<File>,
    lock: Option<Lock>,
    texts: Texts,
    /// The number that the next line has; its bytes once written.
    writing: Option<Writing>,
    bytes: u64,
    bytes_when_new: u64,
    /// The last step was typed on, and its line is not written yet.
    held: bool,
    /// Something is written and not flushed.
    dirty: bool,
    /// Whether anything at all happened.
    touched: bool,
    next_flush: Instant,
    shared: Arc<Shared>,
}

impl Writer {
    pub(super) fn new(start: Start, shared: Arc<Shared>) -> Self {
        let base_texts = start.base.sources().iter().map(|source| (source.id, source.text.clone()));
        let base_texts = base_texts.collect();
        let point = start.log.bases().first().map_or(0, |(point, _)| *point);
        Self {
            start,
            point,
            base_texts,
            file: None,
            lock: None,
            texts: Texts::default(),
            writing: None,
            bytes: 0,
            bytes_when_new: 0,
            held: false,
            dirty: false,
            touched: false,
            next_flush: Instant::now(),
            shared,
        }
    }

    /// Writes what comes until told to stop.
    pub(super) fn run(mut self, messages: &Receiver<Message>) {
        self.renew();
        loop {
            let wait = if self.due() {
                self.next_flush.saturating_duration_since(Instant::now())
            } else {
                Duration::from_secs(3600)
            };
            match messages.recv_timeout(wait) {
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => break,
                Ok(Message::Flush(done)) => {
                    self.flush();
                    // Nobody may be waiting any more.
                    let _ = done.send(self.file.is_some());
                }
                Ok(message) => self.take(message),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if self.due() && Instant::now() >= self.next_flush {
                self.flush();
            }
        }
        self.flush();
        self.end();
    }

    fn due(&self) -> bool {
        self.held || self.dirty || self.file.is_none()
    }

    fn take(&mut self, message: Message) {
        self.touched = true;
        match message {
            Message::Step { joined: true, forward, state, time, .. } => {
                let forward = Arc::new(forward);
                // A line of its own says what was typed last; the steps in memory are those that a reader finds.
                self.held = self.start.log.join(forward, state, time.0).is_some() || self.held;
            }
            Message::Step { label, forward, inverse, state, time, .. } => {
                let (forward, inverse) = (Arc::new(forward), Arc::new(inverse));
                self.add(Entry::Step(Step { label, forward, inverse, state, time: time.0 }));
            }
            Message::Undo { state, time } => self.add(Entry::Undo { state, time: time.0 }),
            Message::Redo { state, time } => self.add(Entry::Redo { state, time: time.0 }),
            Message::Closed { time } => self.add(Entry::Closed { time: time.0 }),
            Message::Base(base) => {
                let (saved, announced) = (base.kind == BaseKind::Saved, base.kind == BaseKind::Announced);
                if saved && base.path.is_some() {
                    self.start.header.path.clone_from(&base.path);
                }
                self.add(Entry::Base(base));
                if saved {
                    self.saved();
                } else if announced {
                    self.announced();
                }
            }
            Message::Flush(_) | Message::Stop => {}
        }
    }

    fn add(&mut self, entry: Entry<Edits>) {
        self.write_held();
        match self.start.log.push(entry) {
            Some(()) => self.write_last(),
            // The desk took back what the journal never heard of: a fault of the program, which must not be kept quiet.
            None => self.shared.tell(Some(
                "The recovery journal has lost track of what was done, so work that is not saved might not outlive a \
                 crash. Save now, and open the file again; please report this."
                    .to_owned(),
            )),
        }
    }

    fn write_last(&mut self) {
        if let (Some(writing), Some(last)) = (&mut self.writing, self.start.log.entries().last()) {
            writing.entry(last, &mut self.texts);
            self.put();
        }
    }

    fn write_held(&mut self) {
        if std::mem::take(&mut self.held)
            && let (Some(writing), Some(Entry::Step(step))) =
                (&mut self.writing, self.start.log.entries().last())
        {
            writing.joined(step, &mut self.texts);
            self.put();
        }
    }

    /// Hands lines to the system; from there they outlive this program.
    fn put(&mut self) {
        let Some(writing) = &mut self.writing else { return };
        let bytes = std::mem::take(&mut writing.bytes);
        let written = match &mut self.file {
            Some(file) => file.write_all(&bytes),
            None => return,
        };
        match written {
            Ok(()) => {
                self.bytes += bytes.len() as u64;
                self.dirty = true;
            }
            Err(error) => self.failed(&error),
        }
    }

    /// Nothing is lost yet: the log is in memory, and is written anew as a whole when that can be done.
    fn failed(&mut self, error: &io::Error) {
        self.file = None;
        self.writing = None;
        self.next_flush = Instant::now() + TRY_AGAIN;
        self.shared.tell(Some(trouble(&self.start.folder, error)));
    }

    fn flush(&mut self) {
        self.write_held();
        match &self.file {
            None => self.renew(),
            Some(file) if self.dirty => match file.sync_data() {
                Ok(()) => {
                    self.dirty = false;
                    self.next_flush = Instant::now() + FLUSH_EVERY;
                }
                // What the system could not flush it may have let go of, so that nothing in the file is sure.
                Err(error) => self.failed(&error),
            },
            Some(_) => {}
        }
        if self.bytes > KEEP_BYTES.max(self.bytes_when_new.saturating_mul(GROWTH)) {
            self.renew();
        }
    }

    /// Before the document is touched: the texts that it will no longer have are written here, so that a crash in
    /// the midst of the save leaves every step whole.
    fn announced(&mut self) {
        let Some((point, _)) = self.start.log.bases().last().copied() else { return };
        let texts = self.texts_at(point);
        let n_before = self.base_texts.len();
        self.base_texts.retain(|id, text| texts.get(id) == Some(text));
        if self.base_texts.len() < n_before {
            self.renew();
        }
    }

    /// The sources' texts as they are after so many entries; none where that lies before the last save.
    fn texts_at(&self, point: usize) -> BTreeMap<SourceId, Text> {
        if point < self.point {
            return BTreeMap::new();
        }
        let mut texts = self.base_texts.clone();
        let moves = self.start.log.moves(self.point).into_iter();
        moves
            .take_while(|(index, _)| *index < point)
            .for_each(|(_, done)| self.follow_sources(done, &mut texts));
        texts
    }

    /// After a save: what lies before it is only kept to be undone, and only so much of it.
    fn saved(&mut self) {
        let Some((point, _)) = self.start.log.bases().first().copied() else { return };
        let texts = self.texts_at(point);
        let lost = self.base_texts.iter().any(|(id, text)| texts.get(id) != Some(text));
        self.point = point;
        self.base_texts = texts;
        let doubled = self.bytes > WORTH_REWRITING.max(self.bytes_when_new.saturating_mul(2));
        let long = doubled || self.bytes > KEEP_BYTES.max(self.bytes_when_new) / 8 * 9;
        let had_own = self.start.log.entries().iter().any(is_own);
        if lost || long || had_own {
            self.renew();
        }
    }

    fn follow_sources(&self, done: Move, texts: &mut BTreeMap<SourceId, Text>) {
        let (step, made) = match done {
            Move::Make(step) => (step, true),
            Move::TakeBack(step) => (step, false),
        };
        let edits = self.start.log.step(step).map(|step| if made { &step.forward } else { &step.inverse });
        for edit in edits.into_iter().flat_map(|edits| edits.iter()) {
            match edit {
                Edit::Source(id, Some(source)) => drop(texts.insert(*id, source.text.clone())),
                Edit::Source(id, None) => drop(texts.remove(id)),
                _ => {}
            }
        }
    }

    /// Writes all of the journal anew, beside the old one, and puts it in its place.
    fn renew(&mut self) {
        match self.try_renew() {
            Ok(file) => {
                self.file = Some(file);
                (self.held, self.dirty) = (false, false);
                self.next_flush = Instant::now();
                self.bytes_when_new = self.bytes;
                self.shared.tell(None);
                self.let_go_of_replaced();
            }
            Err(error) => self.failed(&error),
        }
    }

    fn try_renew(&mut self) -> io::Result<File> {
        let folder = self.start.folder.clone();
        private::make(&folder)?;
        if self.lock.is_none() {
            self.lock = Some(Lock::take(&folder)?.ok_or(io::ErrorKind::AlreadyExists)?);
        }
        self.write_own_base(&folder)?;
        self.shorten();
        let (writing, bytes, texts) = self.whole();
        let new = folder.join(folder::NEW);
        let mut file = create(&new)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&new, folder.join(folder::JOURNAL))?;
        folder::flush(&folder);
        folder::flush(folder.parent().unwrap_or(&folder));
        (self.bytes, self.texts, self.writing) = (bytes.len() as u64, texts, Some(writing));
        if !self.start.log.entries().iter().any(is_own) {
            // The document holds it now. That it stays would cost nothing but room.
            let _ = fs::remove_file(folder.join(folder::BASE));
        }
        Ok(file)
    }

    /// Lets go of the oldest steps, of those that lie before the last save.
    fn shorten(&mut self) {
        let log = &self.start.log;
        let Some((point, base)) = log.bases().first().map(|(point, base)| (*point, (*base).clone())) else {
            return;
        };
        let mut keep = KEEP_STEPS;
        loop {
            let rebased = self.start.log.rebased(point, base.clone(), keep);
            let before = rebased.bases().first().map_or(0, |(point, _)| *point);
            let mut room = Room { texts: self.base_texts.values().cloned().collect(), bytes: 0 };
            for step in (0..before).filter_map(|entry| rebased.step(entry)) {
                room.add(&step.forward);
                room.add(&step.inverse);
            }
            if room.bytes <= KEEP_BYTES || keep == 0 {
                self.start.header.start = rebased.start;
                self.start.log = rebased;
                self.point = self.start.log.bases().first().map_or(0, |(point, _)| *point);
                return;
            }
            keep /= 2;
        }
    }

    /// The whole file, with the texts it brings or its base has.
    fn whole(&self) -> (Writing, Vec<u8>, Texts) {
        let mut texts = Texts::default();
        texts.given(self.base_texts.iter().map(|(id, text)| (*id, text)));
        let mut writing = Writing::begin(&self.start.header);
        for entry in self.start.log.entries() {
            writing.entry(entry, &mut texts);
        }
        let bytes = std::mem::take(&mut writing.bytes);
        (writing, bytes, texts)
    }

    /// Writes the comparison that the journal begins with, if no document holds it; once.
    fn write_own_base(&mut self, folder: &Path) -> io::Result<()> {
        let wanted =
            self.start.log.bases().first().is_some_and(|(_, base)| matches!(base.kind, BaseKind::Own { .. }));
        let file = folder.join(folder::BASE);
        if !wanted || file.exists() {
            return Ok(());
        }
        let (bytes, _) = to_json(&self.start.base, &self.start.record, Actor(0));
        let digest = Digest::of(&bytes);
        private::write(&file, &bytes)?;
        self.start.log.with_own_digest(digest);
        Ok(())
    }

    fn let_go_of_replaced(&mut self) {
        for (old, lock, keep) in std::mem::take(&mut self.start.replaces) {
            folder::retire(&old, lock, keep);
        }
    }

    /// A journal in which nothing happened, and which holds no steps to undo, is of no use to anybody.
    fn end(self) {
        let now = self.start.log.now();
        if now.past.is_empty()
            && now.future.is_empty()
            && self.start.log.names_from(self.point).is_empty()
            && let Some(lock) = self.lock
        {
            folder::retire(&self.start.folder, lock, false);
        }
    }
}

fn is_own(entry: &Entry<Edits>) -> bool {
    matches!(entry, Entry::Base(base) if matches!(base.kind, BaseKind::Own { .. }))
}

/// The room that edits take in a journal, roughly.
struct Room {
    /// The texts that take no room any more.
    texts: Vec<Text>,
    bytes: u64,
}

impl Room {
    fn add(&mut self, edits: &Edits) {
        for edit in edits.iter() {
            let words = match edit {
                Edit::Claim(_, Some(claim)) => {
                    let quoted =
                        claim.passages.iter().map(|at| at.quote.len() + at.before.len() + at.after.len());
                    quoted.sum::<usize>() + claim.summary.len() + claim.note.len() + 120 * claim.tags.len()
                }
                Edit::Source(_, Some(source)) => {
                    let known = self.texts.contains(&source.text);
                    if !known {
                        self.texts.push(source.text.clone());
                    }
                    60 * source.structure.len() + if known { 0 } else { source.text.as_str().len() }
                }
                Edit::Tag(_, Some(tag)) => tag.name.len() + tag.definition.len(),
                Edit::Link(_, Some(link)) => link.note.len(),
                Edit::Silence(_, Some(silence)) => silence.note.len(),
                Edit::SetAside(_, Some(aside)) => aside.json.len(),
                Edit::Title(words) => words.len(),
                _ => 0,
            };
            self.bytes += 400 + words as u64;
        }
    }
}

fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn trouble(folder: &Path, error: &io::Error) -> String {
    let why = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            "there is no room left on the disk".to_owned()
        }
        io::ErrorKind::PermissionDenied => "the folder may not be written by you".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        _ => error.to_string(),
    };
    format!(
        "The recovery journal can't be written just now ({why}), so work that is not saved would not outlive a crash. \
         Save often; Diptych goes on trying. The journal is in {}.",
        folder.display()
    )
}
