//! Undo and redo: labeled steps, without limit.

use std::mem::discriminant;

use uuid::Uuid;

use super::{Comparison, Edit, EditError};

/// What a step is called in the menu: "tag “armed road”".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label(pub String);

/// What was typed into: steps of the same typing in a row are one.
pub type Typing = (Uuid, &'static str);

/// One thing that one undo takes back.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its name.
    pub label: Label,
    /// The edits that take it back (or, once undone, bring it again).
    edits: Vec<Edit>,
    typing: Option<Typing>,
}

/// All steps since the comparison was opened, and which of them is saved.
#[derive(Debug, Clone)]
pub struct History {
    past: Vec<Step>,
    future: Vec<Step>,
    /// How many steps were in the past when it was last saved; nothing when that state can't be reached any more.
    saved_at: Option<usize>,
    /// Whether the next typing may join the last step.
    open: bool,
}

impl History {
    /// Returns a history without steps. `saved`: whether the state it begins with is on disk.
    #[must_use]
    pub fn new(saved: bool) -> Self {
        Self { past: Vec::new(), future: Vec::new(), saved_at: saved.then_some(0), open: false }
    }

    /// Applies `edits` as one step that one undo takes back. With `typing`, it joins the step before
    /// if that is the same typing, unbroken.
    ///
    /// # Errors
    /// When an edit can't be made; then nothing has changed.
    pub fn commit(
        &mut self,
        comparison: &mut Comparison,
        label: Label,
        edits: Vec<Edit>,
        typing: Option<Typing>,
    ) -> Result<(), EditError> {
        let inverse = comparison.apply_all(edits)?;
        self.future.clear();
        if self.saved_at.is_some_and(|saved| saved > self.past.len()) {
            self.saved_at = None;
        }
        let joins = typing.is_some_and(|typing| self.continues(typing));
        match self.past.last_mut() {
            Some(last) if joins && same_targets(&last.edits, &inverse) => {}
            _ => self.past.push(Step { label, edits: inverse, typing }),
        }
        self.open = typing.is_some();
        Ok(())
    }

    /// Ends an unbroken typing: what is typed next is a step of its own.
    pub fn close_typing(&mut self) {
        self.open = false;
    }

    /// Returns whether `typing` would join the last step.
    #[must_use]
    pub fn continues(&self, typing: Typing) -> bool {
        let unsaved = self.saved_at != Some(self.past.len());
        self.open && unsaved && self.past.last().is_some_and(|last| last.typing == Some(typing))
    }

    /// Takes back the last step and returns its name; nothing if there is none.
    ///
    /// # Errors
    /// Never in a sound history; then nothing has changed and the step is kept.
    pub fn undo(&mut self, comparison: &mut Comparison) -> Result<Option<Label>, EditError> {
        self.open = false;
        shift(comparison, &mut self.past, &mut self.future)
    }

    /// Makes the last undone step again and returns its name; nothing if there is none.
    ///
    /// # Errors
    /// Never in a sound history; then nothing has changed and the step is kept.
    pub fn redo(&mut self, comparison: &mut Comparison) -> Result<Option<Label>, EditError> {
        self.open = false;
        shift(comparison, &mut self.future, &mut self.past)
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
        self.saved_at == Some(self.past.len())
    }

    /// Notes that the state after `n_past` steps is now the one on disk.
    pub fn mark_saved(&mut self, n_past: usize) {
        self.saved_at = Some(n_past);
        self.open = false;
    }
}

fn shift(
    comparison: &mut Comparison,
    from: &mut Vec<Step>,
    to: &mut Vec<Step>,
) -> Result<Option<Label>, EditError> {
    let Some(mut step) = from.pop() else {
        return Ok(None);
    };
    match comparison.apply_all(step.edits.clone()) {
        Ok(inverse) => {
            step.edits = inverse;
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
