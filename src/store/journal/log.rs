//! What a journal says, as a value: steps, undo, redo, and where the whole of a state is kept. No files here.
//!
//! Generic over how edits are held: the writer has them as the model does, who looks through a
//! journal has them as the JSON they stand in.

use std::path::PathBuf;

use crate::model::Digest;

/// A step that was made.
#[derive(Debug, Clone)]
pub(super) struct Step<E> {
    pub(super) label: String,
    pub(super) forward: E,
    pub(super) inverse: E,
    /// The state that it made.
    pub(super) state: u64,
    /// When, in seconds since 1970.
    pub(super) time: i64,
}

/// Where the whole of a state is to be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Base {
    pub(super) state: u64,
    /// The SHA-256 of the file that holds it.
    pub(super) digest: Digest,
    /// The file; nothing when it is the journal's own.
    pub(super) path: Option<PathBuf>,
    pub(super) kind: BaseKind,
    pub(super) time: i64,
}

/// How sure it is that the file of a base is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BaseKind {
    /// The journal's own file beside it. `published`: whether it was ever in a document.
    Own { published: bool },
    /// The document is about to be written so.
    Announced,
    /// The document was opened or written so.
    Saved,
}

/// One thing that happened.
#[derive(Debug, Clone)]
pub(super) enum Entry<E> {
    Step(Step<E>),
    Undo { state: u64, time: i64 },
    Redo { state: u64, time: i64 },
    Base(Base),
    Closed { time: i64 },
}

impl<E> Entry<E> {
    /// The state it leads to, if it leads to one.
    fn state(&self) -> Option<u64> {
        match self {
            Self::Step(step) => Some(step.state),
            Self::Undo { state, .. } | Self::Redo { state, .. } => Some(*state),
            Self::Base(_) | Self::Closed { .. } => None,
        }
    }

    pub(super) fn time(&self) -> i64 {
        match self {
            Self::Step(step) => step.time,
            Self::Base(base) => base.time,
            Self::Undo { time, .. } | Self::Redo { time, .. } | Self::Closed { time } => *time,
        }
    }
}

/// A step on one of the two stacks: which entry it is, and the state before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) entry: usize,
    pub(super) before: u64,
}

/// What lies behind and before at some point, the next last.
#[derive(Debug, Clone, Default)]
pub(super) struct Stacks {
    pub(super) past: Vec<Place>,
    pub(super) future: Vec<Place>,
    pub(super) state: u64,
}

/// What an entry does to the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    /// Makes the step of this entry, for the first time or again.
    Make(usize),
    /// Takes it back.
    TakeBack(usize),
}

impl Stacks {
    /// Follows one entry. Nothing when there is no step to take back or to make again.
    fn follow<E>(&mut self, index: usize, entry: &Entry<E>) -> Option<Option<Move>> {
        Some(match entry {
            Entry::Step(step) => {
                self.future.clear();
                self.past.push(Place { entry: index, before: self.state });
                self.state = step.state;
                Some(Move::Make(index))
            }
            Entry::Undo { state, .. } => {
                let place = self.past.pop()?;
                self.future.push(place);
                self.state = *state;
                Some(Move::TakeBack(place.entry))
            }
            Entry::Redo { state, .. } => {
                let place = self.future.pop()?;
                self.past.push(place);
                self.state = *state;
                Some(Move::Make(place.entry))
            }
            Entry::Base(_) | Entry::Closed { .. } => None,
        })
    }
}

/// A journal, from its beginning.
#[derive(Debug, Clone)]
pub(super) struct Log<E> {
    /// The state before the first entry.
    pub(super) start: u64,
    entries: Vec<Entry<E>>,
    now: Stacks,
}

impl<E> Log<E> {
    /// Returns a log without entries.
    pub(super) fn new(start: u64) -> Self {
        Self { start, entries: Vec::new(), now: Stacks { state: start, ..Stacks::default() } }
    }

    pub(super) fn entries(&self) -> &[Entry<E>] {
        &self.entries
    }

    /// What lies behind and before at the end.
    pub(super) fn now(&self) -> &Stacks {
        &self.now
    }

    pub(super) fn step(&self, index: usize) -> Option<&Step<E>> {
        match self.entries.get(index) {
            Some(Entry::Step(step)) => Some(step),
            _ => None,
        }
    }

    /// Adds an entry. Nothing, and no change, when it can't follow those before it.
    pub(super) fn push(&mut self, entry: Entry<E>) -> Option<()> {
        self.now.follow(self.entries.len(), &entry)?;
        self.entries.push(entry);
        Some(())
    }

    /// Follows the entries up to `until` (exclusive); calls `each` with what those from `from` on do.
    pub(super) fn play(&self, (from, until): (usize, usize), mut each: impl FnMut(usize, Move)) -> Stacks {
        let mut stacks = Stacks { state: self.start, ..Stacks::default() };
        for (index, entry) in self.entries.iter().enumerate().take(until) {
            if let Some(Some(done)) = stacks.follow(index, entry)
                && index >= from
            {
                each(index, done);
            }
        }
        stacks
    }

    /// What the entries from `from` on do.
    pub(super) fn moves(&self, from: usize) -> Vec<(usize, Move)> {
        let mut moves = Vec::new();
        self.play((from, self.entries.len()), |index, done| moves.push((index, done)));
        moves
    }

    /// Returns how many entries lead to the state of a base that stands at `index`.
    fn point_of(&self, index: usize, state: u64) -> Option<usize> {
        let before = self.entries.get(..index)?;
        let last = before.iter().rposition(|entry| entry.state().is_some_and(|made| made == state));
        last.map(|last| last + 1).or((self.start == state).then_some(0))
    }

    /// Returns the bases that the journal can be played from: that of the last save that is known to have
    /// ended, then those announced since, the latest last. With each, how many entries lead to it.
    pub(super) fn bases(&self) -> Vec<(usize, &Base)> {
        let mut found = Vec::new();
        for (index, entry) in self.entries.iter().enumerate().rev() {
            let Entry::Base(base) = entry else { continue };
            if let Some(point) = self.point_of(index, base.state) {
                found.push((point, base));
                if base.kind != BaseKind::Announced {
                    break;
                }
            }
        }
        found.reverse();
        found
    }

    /// Whether the reader had done with the comparison.
    pub(super) fn closed(&self) -> bool {
        matches!(self.entries.last(), Some(Entry::Closed { .. }))
    }

    /// The time of the last entry.
    pub(super) fn last_time(&self) -> i64 {
        self.entries.last().map_or(0, Entry::time)
    }

    /// The changes from `point` on by name, as the reader would tell them, with their times.
    pub(super) fn names_from(&self, point: usize) -> Vec<(String, i64)> {
        let mut names: Vec<(String, i64, Move)> = Vec::new();
        for (index, done) in self.moves(point) {
            let time = self.entries.get(index).map_or(0, Entry::time);
            let (Move::Make(of) | Move::TakeBack(of)) = done;
            let label = self.step(of).map_or("", |step| step.label.as_str());
            let undoes = names.last().is_some_and(|(_, _, last)| *last != done && last.step() == of);
            if undoes {
                names.pop();
            } else if done == Move::Make(of) {
                names.push((label.to_owned(), time, done));
            } else {
                names.push((format!("undo: {label}"), time, done));
            }
        }
        names.into_iter().map(|(name, time, _)| (name, time)).collect()
    }

    /// States the SHA-256 of the journal's own base, once it is known.
    pub(super) fn with_own_digest(&mut self, own: Digest) {
        for entry in &mut self.entries {
            if let Entry::Base(base) = entry
                && matches!(base.kind, BaseKind::Own { .. })
            {
                base.digest = own;
            }
        }
    }

    /// Lets go of the entries from `len` on.
    pub(super) fn truncate(&mut self, len: usize) {
        self.entries.truncate(len);
        self.now = self.play((0, len), |_, _| {});
    }
}

impl Move {
    fn step(self) -> usize {
        let (Self::Make(step) | Self::TakeBack(step)) = self;
        step
    }
}

impl<E: Clone> Log<E> {
    /// Adds to the last step what was typed on: it is one step with it. Nothing when the last
    /// entry is no step.
    pub(super) fn join(&mut self, forward: E, state: u64, time: i64) -> Option<()> {
        if let Some(Entry::Step(step)) = self.entries.last_mut() {
            (step.forward, step.state, step.time) = (forward, state, time);
            self.now.state = state;
            return Some(());
        }
        // After a save that was announced meanwhile it is a step of its own: the state that is being saved stays.
        let last = self.now.past.last().and_then(|place| self.step(place.entry))?;
        let (label, inverse) = (last.label.clone(), last.forward.clone());
        self.push(Entry::Step(Step { label, forward, inverse, state, time }))
    }

    /// Returns the same log with `base` as the only thing before which there are but steps to undo, at most
    /// `keep` of them, and steps to redo.
    pub(super) fn rebased(&self, point: usize, base: Base, keep: usize) -> Self {
        let at = self.play((0, point), |_, _| {});
        // What comes later may take back steps from before; those are needed to tell what it did.
        let mut depth = at.past.len();
        let mut least = depth;
        self.play((point, self.entries.len()), |_, done| {
            depth = if matches!(done, Move::Make(_)) { depth + 1 } else { depth.saturating_sub(1) };
            least = least.min(depth);
        });
        let keep = keep.max(at.past.len() - least);
        let kept = at.past.get(at.past.len().saturating_sub(keep)..).unwrap_or_default();
        let mut new = Self::new(kept.first().map_or(at.state, |place| place.before));
        let steps = kept.iter().chain(at.future.iter().rev());
        for step in steps.filter_map(|place| self.step(place.entry)) {
            new.push(Entry::Step(step.clone()));
        }
        for place in &at.future {
            let time = base.time;
            new.push(Entry::Undo { state: place.before, time });
        }
        new.push(Entry::Base(base));
        let rest = self.entries.get(point..).unwrap_or_default();
        let later =
            rest.iter().filter(|entry| !matches!(entry, Entry::Base(old) if old.kind != BaseKind::Announced));
        later.for_each(|entry| {
            new.push(entry.clone());
        });
        new
    }

    /// Returns the same log with the edits held in another way; ends before the first that can't be.
    pub(super) fn mapped<F>(&self, mut map: impl FnMut(&E) -> Result<F, String>) -> (Log<F>, Option<String>) {
        let mut new = Log::new(self.start);
        for entry in &self.entries {
            let entry = match entry {
                Entry::Step(step) => {
                    match map(&step.inverse).and_then(|inverse| Ok((map(&step.forward)?, inverse))) {
                        Ok((forward, inverse)) => {
                            let (label, state, time) = (step.label.clone(), step.state, step.time);
                            Entry::Step(Step { label, forward, inverse, state, time })
                        }
                        Err(problem) => return (new, Some(problem)),
                    }
                }
                Entry::Undo { state, time } => Entry::Undo { state: *state, time: *time },
                Entry::Redo { state, time } => Entry::Redo { state: *state, time: *time },
                Entry::Base(base) => Entry::Base(base.clone()),
                Entry::Closed { time } => Entry::Closed { time: *time },
            };
            if new.push(entry).is_none() {
                return (new, Some("a step is missing".to_owned()));
            }
        }
        (new, None)
    }
}
