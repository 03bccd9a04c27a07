//! Which rows the tree has: the codebook without what is folded or filtered away, kept until it changes.

use std::collections::HashSet;

use super::editing::Editing;
use crate::model::{Comparison, Revision, TagId};

/// One row of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// The tag, or nothing for the one that is being made.
    pub tag: Option<TagId>,
    /// How far it is set in.
    pub depth: usize,
    /// Whether there are tags under it.
    pub branch: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Key {
    comparison: Option<(crate::model::ComparisonId, Revision)>,
    filter: String,
    folding: u32,
    new_under: Option<Option<TagId>>,
}

/// The rows as last made, and what is folded.
#[derive(Debug, Default)]
pub(super) struct Tree {
    folded: HashSet<TagId>,
    folding: u32,
    key: Key,
    rows: Vec<Row>,
    branches: bool,
}

impl Tree {
    /// Returns how many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns the row at `index`.
    pub fn row(&self, index: usize) -> Option<Row> {
        self.rows.get(index).copied()
    }

    /// Returns where a tag's row is.
    pub fn position(&self, tag: TagId) -> Option<usize> {
        self.rows.iter().position(|row| row.tag == Some(tag))
    }

    /// Returns where the row of the tag that is being made is.
    pub fn position_of_new(&self) -> Option<usize> {
        self.rows.iter().position(|row| row.tag.is_none())
    }

    /// Returns whether any tag has tags under it.
    pub fn has_branches(&self) -> bool {
        self.branches
    }

    /// Returns whether what stands under `tag` is hidden.
    pub fn is_folded(&self, tag: TagId) -> bool {
        self.folded.contains(&tag)
    }

    /// Shows what stands under `tag`.
    pub fn unfold(&mut self, tag: TagId) {
        if self.folded.remove(&tag) {
            self.folding = self.folding.wrapping_add(1);
        }
    }

    /// Hides what stands under `tag`.
    pub fn fold(&mut self, tag: TagId) {
        if self.folded.insert(tag) {
            self.folding = self.folding.wrapping_add(1);
        }
    }

    /// Makes the rows anew if anything they depend on has changed.
    pub fn refresh(&mut self, comparison: &Comparison, filter: &str, editing: Option<&Editing>) {
        let key = Key {
            comparison: Some((comparison.id(), comparison.revision())),
            filter: filter.trim().to_lowercase(),
            folding: self.folding,
            new_under: editing.and_then(Editing::new_under),
        };
        if key == self.key {
            return;
        }
        let codebook = comparison.codebook();
        self.branches = codebook.iter().any(|(depth, _)| *depth > 0);
        self.rows =
            if key.filter.is_empty() { self.unfiltered(&codebook) } else { filtered(&codebook, &key.filter) };
        if let Some(parent) = key.new_under {
            self.insert_new(comparison, parent);
        }
        self.key = key;
    }

    fn unfiltered(&self, codebook: &[(usize, &std::sync::Arc<crate::model::Tag>)]) -> Vec<Row> {
        let mut rows = Vec::with_capacity(codebook.len());
        let mut hidden_below: Option<usize> = None;
        let next_depths = codebook.iter().skip(1).map(|(depth, _)| *depth).chain([0]);
        for ((depth, tag), next) in codebook.iter().zip(next_depths) {
            if hidden_below.is_some_and(|hidden| *depth > hidden) {
                continue;
            }
            hidden_below = self.folded.contains(&tag.id).then_some(*depth);
            rows.push(Row { tag: Some(tag.id), depth: *depth, branch: next > *depth });
        }
        rows
    }

    fn insert_new(&mut self, comparison: &Comparison, parent: Option<TagId>) {
        let at = parent.and_then(|parent| self.position(parent));
        let depth = at.and_then(|at| self.rows.get(at)).map_or(0, |row| row.depth + 1);
        let within = |row: &Row| {
            parent.is_none_or(|parent| row.tag.is_some_and(|tag| comparison.is_within(tag, parent)))
        };
        let end = self.rows.iter().rposition(within).map_or(self.rows.len(), |last| last + 1);
        self.rows.insert(end, Row { tag: None, depth, branch: false });
    }
}

/// All tags whose names hold the words, without indentation.
fn filtered(codebook: &[(usize, &std::sync::Arc<crate::model::Tag>)], filter: &str) -> Vec<Row> {
    let hits = codebook.iter().filter(|(_, tag)| tag.name.to_lowercase().contains(filter));
    hits.map(|(_, tag)| Row { tag: Some(tag.id), depth: 0, branch: false }).collect()
}
