//! Undo and redo: labeled steps, without limit.

use std::mem::discriminant;

use uuid::Uuid;

use super::{Comparison, Edit, EditError};

/// What a step is called in the menu: "tag “armed road”".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label(pub String);

/// What was typed into: steps of the same typing in a row are one.
pub type Typing = (Uuid, &'static str);

/// A state that the comparison was in: equal only to itself, however it is come back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct State(u64);

impl State {
    /// Returns its number within its history: what a journal writes down to know it again.
    #[must_use]
    pub fn number(self) -> u64 {
        self.0
    }

    /// Returns the state of this number.
    #[must_use]
    pub fn numbered(number: u64) -> Self {
        Self(number)
    }
}

/// One thing that one undo takes back.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its name.
    pub label: Label,
    /// The edits that take it back (or, once undone, bring it again).
    edits: Vec<Edit>,
    typing: Option<Typing>,
    /// The state that undo leads to, or once undone, redo.
    leads_to: State,
}

impl Step {
    /// Returns a step of an earlier sitting. `edits` take it back (or, of an undone one, bring it again), and
    /// so lead to the state `leads_to`.
    #[must_use]
    pub fn restored(label: Label, edits: Vec<Edit>, leads_to: State) -> Self {
        Self { label, edits, typing: None, leads_to }
    }

    /// Returns the edits that take it back (or, once undone, bring it again), in the order to apply them.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }
}

/// All steps since the comparison was opened, and which of them is saved.
#[derive(Debug, Clone)]
pub struct History {
    past: Vec<Step>,
    future: Vec<Step>,
    /// The state that the comparison is in.
    state: State,
    /// How many states there were.
    n_states: u64,
    /// The state that is on disk.
    saved: Option<State>,
    /// Whether the next typing may join the last step.
    open: bool,
}

impl History {
    /// Returns a history without steps. `saved`: whether the state it begins with is on disk.
    #[must_use]
    pub fn new(saved: bool) -> Self {
        let state = State::default();
        let (past, future) = (Vec::new(), Vec::new());
        Self { past, future, state, n_states: 1, saved: saved.then_some(state), open: false }
    }

    /// Returns the history of an earlier sitting: the steps behind, the last one last; the steps undone, the next
    /// to make again last; the state the comparison is in, and the one on disk, if any of these is.
    #[must_use]
    pub fn restored(past: Vec<Step>, future: Vec<Step>, state: State, saved: Option<State>) -> Self {
        let led_to = past.iter().chain(&future).map(|step| step.leads_to.0);
        let last = led_to.chain([state.0]).chain(saved.map(|saved| saved.0)).max().unwrap_or(0);
        Self { past, future, state, n_states: last.saturating_add(1), saved, open: false }
    }

    /// Applies `edits` as one step that one undo takes back. With `typing`, it joins the step before
    /// if that is the same typing, unbroken. Returns whether it did.
    ///
    /// # Errors
    /// When an edit can't be made; then nothing has changed.
    pub fn commit(
        &mut self,
        comparison: &mut Comparison,
        label: Label,
        edits: Vec<Edit>,
        typing: Option<Typing>,
    ) -> Result<bool, EditError> {
        let inverse = comparison.apply_all(edits)?;
        self.future.clear();
        let continues = typing.is_some_and(|typing| self.continues(typing));
        let joins = continues && self.past.last().is_some_and(|last| same_targets(&last.edits, &inverse));
        if !joins {
            self.past.push(Step { label, edits: inverse, typing, leads_to: self.state });
        }
        self.state = State(self.n_states);
        self.n_states += 1;
        self.open = typing.is_some();
        Ok(joins)
    }

    /// Ends an unbroken typing: what is typed next is a step of its own.
    pub fn close_typing(&mut self) {
        self.open = false;
    }

    /// Returns whether `typing` would join the last step.
    #[must_use]
    pub fn continues(&self, typing: Typing) -> bool {
        self.open && !self.saved() && self.past.last().is_some_and(|last| last.typing == Some(typing))
    }

    /// Takes back the last step and returns its name; nothing if there is none.
    ///
    /// # Errors
    /// Never in a sound history; then nothing has changed and the step is kept.
    pub fn undo(&mut self, comparison: &mut Comparison) -> Result<Option<Label>, EditError> {
        self.open = false;
        shift(comparison, &mut self.state, &mut self.past, &mut self.future)
    }

    /// Makes the last undone step again and returns its name; nothing if there is none.
    ///
    /// # Errors
    /// Never in a sound history; then nothing has changed and the step is kept.
    pub fn redo(&mut self, comparison: &mut Comparison) -> Result<Option<Label>, EditError> {
        self.open = false;
        shift(comparison, &mut self.state, &mut self.future, &mut self.past)
    }

    /// Lets go of the steps behind: of a history that does not fit the comparison.
    pub fn forget_past(&mut self) {
        self.past.clear();
        self.open = false;
    }

    /// Lets go of the steps undone: of a history that does not fit the comparison.
    pub fn forget_future(&mut self) {
        self.future.clear();
    }

    /// Returns the step that undo would take back.
    #[must_use]
    pub fn last_step(&self) -> Option<&Step> {
        self.past.last()
    }

    /// Returns how many steps can be made again.
    #[must_use]
    pub fn n_future(&self) -> usize {
        self.future.len()
    }

    /// Returns the name of the step that undo would take back.
    #[must_use]
    pub fn next_undo(&self) -> Option<&Label> {
        self.past.last().map(|step| &step.label)
    }

    /// Returns the name of the step that redo would make again.
    #[must_use]
    pub fn next_redo(&self) -> Option<&Label> {
        self.future.last().map(|step| &step.label)
    }

    /// Returns how many steps lie behind.
    #[must_use]
    pub fn n_past(&self) -> usize {
        self.past.len()
    }

    /// Returns whether the present state is the one on disk.
    #[must_use]
    pub fn saved(&self) -> bool {
        self.saved == Some(self.state)
    }

    /// Returns the present state, to be given to [`Self::mark_saved`] once it is on disk.
    #[must_use]
    pub fn state(&self) -> State {
        self.state
    }

    /// Notes that `state` is now the one on disk, whatever was done since.
    pub fn mark_saved(&mut self, state: State) {
        self.saved = Some(state);
        self.open = false;
    }
}

fn shift(
    comparison: &mut Comparison,
    state: &mut State,
    from: &mut Vec<Step>,
    to: &mut Vec<Step>,
) -> Result<Option<Label>, EditError> {
    let Some(mut step) = from.pop() else {
        return Ok(None);
    };
    match comparison.apply_all(step.edits.clone()) {
        Ok(inverse) => {
            step.edits = inverse;
            std::mem::swap(state, &mut step.leads_to);
            let label = step.label.clone();
            to.push(step);
            Ok(Some(label))
        }
        Err(error) => {
            from.push(step);
            Err(error)
        }
    }
}

/// Whether both lists put the same objects, so that taking back the earlier takes back the later too.
fn same_targets(a: &[Edit], b: &[Edit]) -> bool {
    let target = |edit: &Edit| (discriminant(edit), edit.target());
    a.iter().map(target).eq(b.iter().map(target))
}
