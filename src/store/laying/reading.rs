//! What one reader has made: claims, links, silences, and how far was read.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::model::{Claim, ClaimId, Comparison, Coverage, Link, Reader, ReaderId, Silence, Time, Unknown};
use crate::store::reading::partial_readers;

/// The objects of one reader, each list in order of ids.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) reader: Arc<Reader>,
    pub(super) claims: Vec<Arc<Claim>>,
    pub(super) links: Vec<Arc<Link>>,
    pub(super) silences: Vec<Arc<Silence>>,
    pub(super) coverages: Vec<Arc<Coverage>>,
    /// When the reader last changed any of it, what could not be laid included.
    pub(super) last_change: Option<Time>,
    /// Claims that were not exactly where and what they were.
    pub(super) placements: BTreeMap<ClaimId, super::Laying>,
}

impl Reading {
    pub(super) fn of_nobody() -> Self {
        let reader = Reader { id: ReaderId(Uuid::nil()), name: String::new(), unknown: Unknown::default() };
        Self {
            reader: Arc::new(reader),
            claims: Vec::new(),
            links: Vec::new(),
            silences: Vec::new(),
            coverages: Vec::new(),
            last_change: None,
            placements: BTreeMap::new(),
        }
    }

    pub(super) fn of(reader: &Arc<Reader>) -> Self {
        Self { reader: Arc::clone(reader), ..Self::of_nobody() }
    }

    /// Returns whether the other has the same objects. How the reader spells the name there makes no other reading.
    pub(super) fn says_what(&self, other: &Self) -> bool {
        self.claims.len() == other.claims.len()
            && self.last_change == other.last_change
            && self.links == other.links
            && self.silences == other.silences
            && self.coverages == other.coverages
            && self.claims == other.claims
    }

    /// Returns how much there is of it.
    pub(super) fn len(&self) -> usize {
        self.claims.len() + self.links.len() + self.silences.len() + self.coverages.len()
    }

    fn changed(&mut self, at: Time) {
        self.last_change = self.last_change.max(Some(at));
    }
}

/// Returns what each reader has made who has made anything, by id of the reader.
pub(super) fn readings_of(comparison: &Comparison) -> Vec<Reading> {
    let mut readings: BTreeMap<ReaderId, Reading> = BTreeMap::new();
    let mut of = |reader: ReaderId, put: &mut dyn FnMut(&mut Reading)| {
        let Some(known) = comparison.reader(reader) else { return };
        put(readings.entry(reader).or_insert_with(|| Reading::of(known)));
    };
    for claim in comparison.claims() {
        of(claim.reader, &mut |reading| {
            reading.changed(claim.modified);
            reading.claims.push(Arc::clone(claim));
        });
    }
    for link in comparison.links() {
        of(link.reader, &mut |reading| {
            reading.changed(link.modified);
            reading.links.push(Arc::clone(link));
        });
    }
    for silence in comparison.silences() {
        of(silence.reader, &mut |reading| {
            reading.changed(silence.modified);
            reading.silences.push(Arc::clone(silence));
        });
    }
    for coverage in comparison.coverages() {
        of(coverage.reader, &mut |reading| {
            reading.changed(coverage.modified);
            reading.coverages.push(Arc::clone(coverage));
        });
    }
    // Of these there is only what others refer to: no reading.
    partial_readers(comparison).iter().for_each(|reader| {
        readings.remove(reader);
    });
    let mut readings: Vec<Reading> = readings.into_values().collect();
    readings.iter_mut().for_each(|reading| reading.claims.sort_by_key(|claim| claim.id));
    readings
}
