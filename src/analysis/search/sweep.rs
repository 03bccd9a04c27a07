//! Going through many texts: hits as they come, until told to stop.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::{Folds, Pattern, Stop};
use crate::model::SourceId;
use crate::text::{Span, Text};

/// How many hits come between two questions whether to go on.
const BETWEEN: usize = 1024;

/// What was found so far.
#[derive(Debug, Default)]
pub struct Found {
    /// Those texts that were gone through, with their hits in order.
    pub done: Vec<(SourceId, Arc<[Span]>)>,
    /// The text that is being gone through.
    pub here: Option<SourceId>,
    /// Its hits so far, in order.
    pub hits: Vec<Span>,
}

impl Found {
    /// Returns how many hits there are in all.
    #[must_use]
    pub fn n_hits(&self) -> usize {
        self.done.iter().map(|(_, hits)| hits.len()).sum::<usize>() + self.hits.len()
    }
}

/// Whether to go on.
pub type Onward = ControlFlow<()>;

/// Looks for `pattern` in `texts`, in order. Shows `watch` what was found: at the first hit, every now and then,
/// and after each text; and stops when that says so, within a moment. Returns what was found by then.
pub fn sweep(
    texts: &[(SourceId, Text)],
    pattern: &Pattern,
    folds: &Folds,
    mut watch: impl FnMut(&Found) -> Onward,
) -> Found {
    let mut found = Found::default();
    for (source, text) in texts {
        found.here = Some(*source);
        let flow = sweep_one(text, (pattern, folds), &mut found, &mut watch);
        let hits = std::mem::take(&mut found.hits);
        found.done.push((*source, hits.into()));
        found.here = None;
        if flow.is_break() || watch(&found).is_break() {
            break;
        }
    }
    found
}

fn sweep_one(
    text: &Text,
    (pattern, folds): (&Pattern, &Folds),
    found: &mut Found,
    watch: &mut impl FnMut(&Found) -> Onward,
) -> Onward {
    for stop in pattern.searched_with(text, folds).steps() {
        if let Stop::Hit(span) = stop {
            found.hits.push(span);
            if found.n_hits() != 1 && !found.hits.len().is_multiple_of(BETWEEN) {
                continue;
            }
        }
        watch(found)?;
    }
    Onward::Continue(())
}
