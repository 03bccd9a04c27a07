//! What is compared: whose readings, of which sources, on which tags.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::settling::settled_reader;
use crate::model::{Claim, Comparison, Reader, ReaderId, SourceId, TagId};

/// Whose readings are compared, of which sources, on which tags. No figure depends on the order of the readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The readers, each once. One who marked nothing is a reader all the same.
    pub readers: Vec<ReaderId>,
    /// The sources.
    pub sources: Vec<SourceId>,
    /// The tags. A claim counts under a tag that it bears itself, not under those above it.
    pub tags: Vec<TagId>,
}

impl Scope {
    /// Returns all readers of a comparison, all its sources and all its tags, in the order that people see. Who stands for
    /// the settled version is no reader of it, nor is who did nothing but lead: begin rounds, decide, keep sheets.
    #[must_use]
    pub fn of(comparison: &Comparison) -> Self {
        let settled = settled_reader(comparison.id());
        let leads = leaders(comparison);
        let reads = |reader: &&Arc<Reader>| reader.id != settled && !leads.contains(&reader.id);
        let mut readers: Vec<_> = comparison.readers().filter(reads).collect();
        readers.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        Self {
            readers: readers.into_iter().map(|reader| reader.id).collect(),
            sources: comparison.sources().iter().map(|source| source.id).collect(),
            tags: comparison.codebook().into_iter().map(|(_, tag)| tag.id).collect(),
        }
    }

    /// Returns the same with only these readers.
    #[must_use]
    pub fn with_readers(self, readers: Vec<ReaderId>) -> Self {
        Self { readers, ..self }
    }

    /// Returns the claims of the readers in the sources, by source, then position, then id. Those that bear none of the
    /// tags are among them: that a passage was marked is a fact even where no tag says what for.
    pub fn claims<'a>(&'a self, comparison: &'a Comparison) -> impl Iterator<Item = &'a Arc<Claim>> {
        let claims = self.sources.iter().flat_map(|source| comparison.claims_in(*source));
        claims.filter(|claim| self.readers.contains(&claim.reader))
    }
}

/// Returns the readers who signed rounds, decisions or sheets, and nothing that a reading consists of. One who signed
/// nothing at all is not among them: that is an empty reading.
fn leaders(comparison: &Comparison) -> BTreeSet<ReaderId> {
    let mut leaders: BTreeSet<ReaderId> = comparison.decisions().map(|decision| decision.reader).collect();
    leaders.extend(comparison.rounds().map(|round| round.reader));
    leaders.extend(comparison.saved_sheets().map(|sheet| sheet.reader));
    if leaders.is_empty() {
        return leaders;
    }
    let mut reads = |reader: ReaderId| {
        leaders.remove(&reader);
    };
    comparison.claims().for_each(|claim| reads(claim.reader));
    comparison.links().for_each(|link| reads(link.reader));
    comparison.silences().for_each(|silence| reads(silence.reader));
    comparison.coverages().for_each(|coverage| reads(coverage.reader));
    leaders
}
