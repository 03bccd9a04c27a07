//! The desk: a comparison, its history, and who works on it.

use std::path::Path;
use std::sync::Arc;

use super::run::{self, Draft};
use super::{Clock, Command, IdSource, Outcome, Refusal};
use crate::model::{Comparison, Digest, Edit, EditError, History, Label, Reader, State, Typing};
use crate::store::journal::{Announcer, Journal, Told};

/// One comparison being worked on by one reader.
pub struct Desk {
    comparison: Comparison,
    history: History,
    journal: Option<Journal>,
    reader: Reader,
    pub(super) clock: Box<dyn Clock>,
    pub(super) ids: Box<dyn IdSource>,
}

impl Desk {
    /// Returns a desk with `comparison` on it as it is on disk. If it knows a reader of `reader`'s id or,
    /// failing that, name (one that somebody chose, not the stand-in "Reader"), that is who works; otherwise `reader` joins with the first thing they make.
    #[must_use]
    pub fn new(
        comparison: Comparison,
        reader: Reader,
        clock: Box<dyn Clock>,
        ids: Box<dyn IdSource>,
    ) -> Self {
        let known = comparison.reader(reader.id).or_else(|| {
            comparison.readers().find(|known| known.name == reader.name && known.name != "Reader")
        });
        let reader = known.map_or(reader, |known| Reader::clone(known));
        Self { comparison, history: History::new(true), journal: None, reader, clock, ids }
    }

    /// Returns the desk with what lies on it as the beginning: nothing to take back, and nothing on disk yet.
    #[must_use]
    pub fn fresh(mut self) -> Self {
        self.history = History::new(false);
        self
    }

    /// Returns the desk with a journal that was begun for what lies on it: from now on every step, undo, redo and save is
    /// noted there. The history is the one that the journal brings from earlier sittings, if it brings one.
    #[must_use]
    pub fn journaled(mut self, journal: Journal) -> Self {
        self.keep_journal(journal);
        self
    }

    /// Gives the desk the journal of what lies on it, as [`Self::journaled`] does. The journal begins with what
    /// lies there now, so steps that were made before can't be taken back any more: begin it before the work.
    pub fn keep_journal(&mut self, mut journal: Journal) {
        let begun = self.history.state().number() != 0;
        match journal.take_history() {
            Some(history) => self.history = history,
            // Its states are counted from here.
            None if begun => self.history = History::new(self.history.saved()),
            None => {}
        }
        self.journal = Some(journal);
    }

    /// Returns the journal, if there is one: for its troubles, and for flushing it.
    #[must_use]
    pub fn journal(&self) -> Option<&Journal> {
        self.journal.as_ref()
    }

    /// Returns what lies on the desk.
    #[must_use]
    pub fn comparison(&self) -> &Comparison {
        &self.comparison
    }

    /// Returns who works here.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Returns the steps that lie behind and before.
    #[must_use]
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Carries out a command as one step.
    ///
    /// # Errors
    /// When it can't be done; then nothing has changed.
    pub fn run(&mut self, command: Command) -> Result<Outcome, Refusal> {
        let renamed = match &command {
            Command::RenameReader(name) => Some(name.trim().to_owned()),
            _ => None,
        };
        let mut draft = run::draft(self, command)?;
        if draft.edits.is_empty() {
            // Nothing to change: whatever it was is so already.
            self.rename(renamed);
            return Ok(draft.outcome);
        }
        self.introduce_reader(&mut draft);
        let Draft { label, edits, typing, outcome } = draft;
        self.commit(label, edits, typing)?;
        self.rename(renamed);
        Ok(outcome)
    }

    /// Makes edits as one step, and notes them in the journal.
    fn commit(&mut self, label: String, edits: Vec<Edit>, typing: Option<Typing>) -> Result<(), Refusal> {
        let forward = if self.journal.is_some() { edits.clone() } else { Vec::new() };
        let joined = self.history.commit(&mut self.comparison, Label(label.clone()), edits, typing)?;
        if let Some(journal) = &self.journal {
            let last = self.history.last_step().filter(|_| !joined);
            let inverse = last.map(|step| step.edits().to_vec()).unwrap_or_default();
            let (state, time) = (self.history.state(), self.clock.now());
            journal.step(Told { label, joined, forward, inverse, state, time });
        }
        Ok(())
    }

    fn rename(&mut self, name: Option<String>) {
        if let Some(name) = name {
            self.reader.name = name;
        }
    }

    /// A reader who makes something for the first time is put into the comparison in the same step.
    fn introduce_reader(&self, draft: &mut Draft) {
        let signs = |edit: &Edit| match edit {
            Edit::Claim(_, Some(claim)) => claim.reader == self.reader.id,
            Edit::Link(_, Some(link)) => link.reader == self.reader.id,
            Edit::Silence(_, Some(silence)) => silence.reader == self.reader.id,
            Edit::Coverage(_, Some(coverage)) => coverage.reader == self.reader.id,
            Edit::SavedSheet(_, Some(sheet)) => sheet.reader == self.reader.id,
            Edit::Decision(_, Some(decision)) => decision.reader == self.reader.id,
            Edit::Round(_, Some(round)) => round.reader == self.reader.id,
            _ => false,
        };
        if self.comparison.reader(self.reader.id).is_none() && draft.edits.iter().any(signs) {
            let reader = Arc::new(self.reader.clone());
            draft.edits.insert(0, Edit::Reader(reader.id, Some(reader)));
        }
    }

    /// Takes back the last step and returns its name.
    ///
    /// # Errors
    /// When the step does not fit the comparison, which never happens in a sound history; then the steps behind are let go of.
    pub fn undo(&mut self) -> Result<Option<Label>, Refusal> {
        let label = self.history.undo(&mut self.comparison).map_err(|error| {
            self.history.forget_past();
            unfit("taken back", &error)
        })?;
        if let (Some(journal), Some(_)) = (&self.journal, &label) {
            journal.undo(self.history.state(), self.clock.now());
        }
        self.follow_reader();
        Ok(label)
    }

    /// Makes the step that was last undone again, and returns its name.
    ///
    /// # Errors
    /// When the step does not fit the comparison, which never happens in a sound history; then the undone steps are let go of.
    pub fn redo(&mut self) -> Result<Option<Label>, Refusal> {
        let label = self.history.redo(&mut self.comparison).map_err(|error| {
            self.history.forget_future();
            unfit("made again", &error)
        })?;
        if let (Some(journal), Some(_)) = (&self.journal, &label) {
            journal.redo(self.history.state(), self.clock.now());
        }
        self.follow_reader();
        Ok(label)
    }

    fn follow_reader(&mut self) {
        if let Some(known) = self.comparison.reader(self.reader.id) {
            self.reader = Reader::clone(known);
        }
    }

    /// Ends an unbroken typing, as when a field loses the focus: what is typed next is a step of its own.
    pub fn close_typing(&mut self) {
        self.history.close_typing();
    }

    /// Returns whether the comparison is on disk as it is here.
    #[must_use]
    pub fn saved(&self) -> bool {
        self.history.saved()
    }

    /// Notes that this state of the history is on disk.
    pub fn mark_saved(&mut self, state: State) {
        self.history.mark_saved(state);
    }

    /// Begins a save: ends an unbroken typing, and returns the state that is to be written. [`Self::announcer`] is for the job that writes it.
    pub fn begin_saving(&mut self) -> State {
        self.history.close_typing();
        self.history.state()
    }

    /// Returns what notes in the journal, right before the document is touched, which bytes it is about to have.
    /// Without that, a crash between the renaming and [`Self::saved_to`] leaves a document that the journal does not know.
    #[must_use]
    pub fn announcer(&self, state: State) -> Option<Announcer> {
        self.journal.as_ref().map(|journal| journal.announcer(state))
    }

    /// Notes that this state of the history is on disk, in the document at `path`, whose bytes have this SHA-256.
    pub fn saved_to(&mut self, state: State, path: &Path, digest: Digest) {
        self.mark_saved(state);
        if let Some(journal) = &self.journal {
            journal.saved(state, path, digest);
        }
    }

    /// Lets go of the comparison at the reader's wish: what is not saved is not wanted, and is not offered again. A desk
    /// that is dropped without this leaves its changes to be found.
    pub fn close(self) {
        if let Some(journal) = &self.journal {
            journal.closed();
        }
    }
}

fn unfit(what: &str, error: &EditError) -> Refusal {
    Refusal::because(format!(
        "That step can't be {what} any more ({error}), so the list of such steps was let go of. Nothing was changed."
    ))
}
