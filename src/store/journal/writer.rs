//! The thread that writes a journal. Nothing it meets with stops the work: what can't be written is
//! kept, told once, and tried again. What can be written is with the system at once; another thread waits for the
//! disk.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::super::{Actor, Record, private, to_json};
use super::KEEP_BYTES;
use super::flushing::{Flushing, Task};
use super::folder::{self, Lock};
use super::lines::{Edits, Header};
use super::log::{Base, BaseKind, Entry, Log, Move, Step};
use super::room::shortened;
use super::track::Track;
use super::trouble::{Shared, unwritten};
use crate::model::{Comparison, Digest, Edit, SourceId, Time};
use crate::text::Text;

/// What was written is flushed to the disk at most this long after.
const FLUSH_EVERY: Duration = Duration::from_millis(700);
/// How long to wait before trying again what failed.
const TRY_AGAIN: Duration = Duration::from_secs(2);
/// A disk that is at one task for longer is worth a word.
const SLOW: Duration = Duration::from_secs(10);
/// A journal of fewer bytes is not written anew to make it shorter.
const WORTH_REWRITING: u64 = 1 << 20;
/// A journal that has grown to as many times what it was when it was last written anew is written anew.
const GROWTH: u64 = 4;

/// What the writer is told.
pub(super) enum Message {
    Step {
        label: String,
        joined: bool,
        forward: Vec<Edit>,
        inverse: Vec<Edit>,
        state: u64,
        time: Time,
    },
    Undo {
        state: u64,
        time: Time,
    },
    Redo {
        state: u64,
        time: Time,
    },
    Base(Base),
    Closed {
        time: Time,
    },
    Flush(Sender<bool>),
    /// What the disk says of the task that it was last given.
    Flushed(io::Result<()>),
    Stop,
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

/// Writes one journal. It appends at once and has the disk flush from time to time, which it never waits for.
pub(super) struct Writer {
    start: Start,
    /// The entries that lead to the base, and its sources' texts.
    point: usize,
    base_texts: BTreeMap<SourceId, Text>,
    lock: Option<Lock>,
    /// The journal in its place.
    track: Option<Track>,
    /// The journal as it was written anew, which takes that place once the disk has it. Until then both get all lines.
    next: Option<Track>,
    /// Whether a journal was ever put in its place.
    placed: bool,
    /// The journal's own base, until the disk has it.
    base: Option<(Arc<File>, Digest)>,
    has_base: bool,
    flushing: Flushing,
    /// How much was written when the disk was given the task it is at, and since when it is at it.
    under_way: Option<(u64, Instant)>,
    /// The journal is to be written anew when the disk has done with its task.
    wanted: bool,
    /// The last step was typed on, and its line is not written yet.
    held: bool,
    /// How often something was written, and how much of that is on the disk.
    written: u64,
    flushed: u64,
    /// Who waits until so much is on the disk.
    waiting: Vec<(u64, Sender<bool>)>,
    next_flush: Instant,
    shared: Arc<Shared>,
}

impl Writer {
    pub(super) fn new(start: Start, flushing: Flushing, shared: Arc<Shared>) -> Self {
        let base_texts = start.base.sources().iter().map(|source| (source.id, source.text.clone()));
        let base_texts = base_texts.collect();
        let point = start.log.bases().first().map_or(0, |(point, _)| *point);
        Self {
            start,
            point,
            base_texts,
            lock: None,
            track: None,
            next: None,
            placed: false,
            base: None,
            has_base: false,
            flushing,
            under_way: None,
            wanted: false,
            held: false,
            written: 0,
            flushed: 0,
            waiting: Vec::new(),
            next_flush: Instant::now(),
            shared,
        }
    }

    /// Writes what comes until told to stop.
    pub(super) fn run(mut self, messages: &Receiver<Message>) {
        self.renew();
        loop {
            match messages.recv_timeout(self.idle()) {
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => break,
                Ok(message) => self.take(message),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if self.due() && Instant::now() >= self.next_flush {
                self.flush();
            }
            if self.under_way.is_some_and(|(_, since)| since.elapsed() >= SLOW) {
                self.shared.slow(&self.start.folder);
            }
        }
        self.finish(messages);
        self.end();
    }

    /// How long there is nothing to do if nobody says anything.
    fn idle(&self) -> Duration {
        const LONG: Duration = Duration::from_secs(3600);
        let flush = if self.due() { self.next_flush.saturating_duration_since(Instant::now()) } else { LONG };
        // After that it has been told.
        let slow = self.under_way.and_then(|(_, since)| SLOW.checked_sub(since.elapsed()));
        flush.min(slow.unwrap_or(LONG))
    }

    fn due(&self) -> bool {
        let unflushed = self.written > self.flushed || self.track.is_none();
        self.held || (self.under_way.is_none() && unflushed)
    }

    /// Waits until the disk has everything, or has refused it more than once.
    fn finish(&mut self, messages: &Receiver<Message>) {
        for _ in 0..4 {
            self.flush();
            while self.under_way.is_some() {
                match messages.recv() {
                    Ok(message @ (Message::Flushed(_) | Message::Flush(_))) => self.take(message),
                    Ok(_) => {}
                    Err(_) => return,
                }
            }
            if self.track.is_some() && self.written == self.flushed {
                return;
            }
        }
    }

    fn take(&mut self, message: Message) {
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
            Message::Flush(done) => {
                self.write_held();
                self.waiting.push((self.written, done));
                self.flush();
                self.answer();
            }
            Message::Flushed(result) => self.done(result),
            Message::Stop => {}
        }
    }

    fn add(&mut self, entry: Entry<Edits>) {
        self.write_held();
        if self.start.log.push(entry).is_some() {
            self.put(|track, log| log.entries().last().map_or(Ok(()), |last| track.entry(last)));
            return;
        }
        // The desk took back what the journal never heard of: a fault of the program, which must not be kept quiet.
        self.shared.failed(
            "The recovery journal has lost track of what was done, so work that is not saved might not outlive a \
             crash. Save now, and open the file again; please report this."
                .to_owned(),
        );
    }

    fn write_held(&mut self) {
        if std::mem::take(&mut self.held) {
            self.put(|track, log| match log.entries().last() {
                Some(Entry::Step(step)) => track.joined(step),
                _ => Ok(()),
            });
        }
    }

    /// Hands lines to the system; from there they outlive this program.
    fn put(&mut self, write: impl Fn(&mut Track, &Log<Edits>) -> io::Result<()>) {
        self.written += 1;
        let log = &self.start.log;
        let tracks = self.track.iter_mut().chain(&mut self.next);
        let written: io::Result<()> = tracks.into_iter().try_for_each(|track| write(track, log));
        if let Err(error) = written {
            self.failed(&error);
        }
    }

    /// Nothing is lost yet: the log is in memory, and is written anew as a whole when that can be done.
    fn failed(&mut self, error: &io::Error) {
        (self.track, self.next) = (None, None);
        self.next_flush = Instant::now() + TRY_AGAIN;
        self.shared.failed(unwritten(&self.start.folder, error));
        // Whoever waits is told the truth now rather than late.
        for (_, done) in self.waiting.drain(..) {
            let _ = done.send(false);
        }
    }

    /// Has the disk take what is written; what is written meanwhile is for the next time.
    fn flush(&mut self) {
        self.write_held();
        if self.under_way.is_some() {
            self.next_flush = Instant::now() + FLUSH_EVERY;
            return;
        }
        let grown = |track: &Track| track.bytes > KEEP_BYTES.max(track.when_new.saturating_mul(GROWTH));
        match &self.track {
            Some(track) if !self.wanted && !grown(track) => {
                if self.written > self.flushed {
                    let files = vec![Arc::clone(&track.file)];
                    self.give(Task { files, names: None, base: None, place: false });
                }
            }
            _ => self.renew(),
        }
    }

    fn give(&mut self, task: Task) {
        let now = Instant::now();
        self.next_flush = now + FLUSH_EVERY;
        self.under_way = Some((self.written, now));
        self.flushing.give(task);
    }

    /// The disk has done with its task.
    fn done(&mut self, result: io::Result<()>) {
        let Some((written, _)) = self.under_way.take() else { return };
        match result {
            // What the system could not flush it may have let go of, so that nothing in the file is sure.
            Err(error) => self.failed(&error),
            Ok(()) => {
                if let Some(next) = self.next.take() {
                    (self.track, self.placed) = (Some(next), true);
                }
                if self.track.is_some() {
                    self.confirmed(written);
                }
            }
        }
        if self.wanted || !self.waiting.is_empty() {
            self.flush();
        }
    }

    /// So much is on the disk.
    fn confirmed(&mut self, written: u64) {
        self.flushed = written;
        self.base = None;
        self.shared.well();
        self.answer();
        self.let_go_of_replaced();
        if self.has_base && !self.start.log.entries().iter().any(is_own) {
            self.has_base = false;
            // The document holds it now. That it stays would cost nothing but room.
            let _ = fs::remove_file(self.start.folder.join(folder::BASE));
        }
    }

    fn answer(&mut self) {
        if self.track.is_some() {
            let flushed = self.flushed;
            for (_, done) in self.waiting.extract_if(.., |(written, _)| *written <= flushed) {
                // Nobody may be waiting any more.
                let _ = done.send(true);
            }
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
        let track = self.next.as_ref().or(self.track.as_ref());
        let (bytes, when_new) = track.map_or((0, 0), |track| (track.bytes, track.when_new));
        let doubled = bytes > WORTH_REWRITING.max(when_new.saturating_mul(2));
        let long = doubled || bytes > KEEP_BYTES.max(when_new) / 8 * 9;
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

    /// Writes all of the journal anew. It is in its place once the disk has it; until then the one that is there
    /// gets all lines, too. While the disk is at something else this waits its turn.
    fn renew(&mut self) {
        self.write_held();
        self.written += 1;
        self.wanted = self.under_way.is_some();
        if self.wanted {
            return;
        }
        match self.try_renew() {
            Ok(task) => self.give(task),
            Err(error) => self.failed(&error),
        }
    }

    fn try_renew(&mut self) -> io::Result<Task> {
        let folder = self.start.folder.clone();
        private::make(&folder)?;
        if self.lock.is_none() {
            self.lock = Some(Lock::take(&folder)?.ok_or(io::ErrorKind::AlreadyExists)?);
        }
        self.write_own_base(&folder)?;
        if let Some(shorter) = shortened(&self.start.log, &self.base_texts) {
            self.start.header.start = shorter.start;
            self.start.log = shorter;
            self.point = self.start.log.bases().first().map_or(0, |(point, _)| *point);
        }
        let new = folder.join(folder::NEW);
        let track = Track::begin(&new, &self.start.header, &self.start.log, &self.base_texts)?;
        let base = self.base.iter().map(|(file, _)| Arc::clone(file));
        let files = base.chain([Arc::clone(&track.file)]).collect();
        // The first journal is found from now on, however long the disk takes. One that takes the place of others is
        // not: whoever finds it has no use for these any more.
        let place = self.placed || !self.start.replaces.is_empty();
        if place {
            self.next = Some(track);
        } else {
            fs::rename(&new, folder.join(folder::JOURNAL))?;
            self.placed = true;
            self.track = Some(track);
        }
        let base = self.base.as_ref().map(|(_, digest)| *digest);
        Ok(Task { files, names: Some(folder), base, place })
    }

    /// Writes the comparison that the journal begins with, if no document holds it; again only if the disk refused it.
    fn write_own_base(&mut self, folder: &Path) -> io::Result<()> {
        let wanted =
            self.start.log.bases().first().is_some_and(|(_, base)| matches!(base.kind, BaseKind::Own { .. }));
        let path = folder.join(folder::BASE);
        if !wanted || (self.base.is_none() && path.exists()) {
            return Ok(());
        }
        let (bytes, _) = to_json(&self.start.base, &self.start.record, Actor(0));
        let digest = Digest::of(&bytes);
        let mut temporary = tempfile::Builder::new().prefix(private::TEMPORARY).tempfile_in(folder)?;
        temporary.write_all(&bytes)?;
        let file = temporary.persist(&path).map_err(|error| error.error)?;
        (self.base, self.has_base) = (Some((Arc::new(file), digest)), true);
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
