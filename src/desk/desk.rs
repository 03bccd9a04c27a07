//! The desk: a comparison, its history, and who works on it.

use std::sync::Arc;

use super::run::{self, Draft};
use super::{Clock, Command, IdSource, Outcome, Refusal};
use crate::model::{Comparison, Edit, History, Label, Reader, State};

/// One comparison being worked on by one reader.
pub struct Desk {
    comparison: Comparison,
    history: History,
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
        Self { comparison, history: History::new(true), reader, clock, ids }
    }

    /// Returns the desk with what lies on it as the beginning: nothing to take back, and nothing on disk yet.
    #[must_use]
    pub fn fresh(mut self) -> Self {
        self.history = History::new(false);
        self
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
        self.history.commit(&mut self.comparison, Label(draft.label), draft.edits, draft.typing)?;
        self.rename(renamed);
        Ok(draft.outcome)
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
    /// Never in a sound history.
    pub fn undo(&mut self) -> Result<Option<Label>, Refusal> {
        let label = self.history.undo(&mut self.comparison)?;
        self.follow_reader();
        Ok(label)
    }

    /// Makes the step that was last undone again, and returns its name.
    ///
    /// # Errors
    /// Never in a sound history.
    pub fn redo(&mut self) -> Result<Option<Label>, Refusal> {
        let label = self.history.redo(&mut self.comparison)?;
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
}
