//! What the file knows and the model does not: how often each object was changed, by which writing
//! sessions, which change each field has its value from, and what was removed.
//!
//! All of it is reckoned when saving, by comparing with the comparison as it was last opened or saved.
//! So undo, redo and everything else that happens in memory need not know of it, and an object that
//! is again as it was published is as if it had never been touched.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use uuid::Uuid;

use super::convert::load::exists;
use super::known::{OnDisk, Seen};
use super::merge::{hidden, shown_value};
use crate::model::{Comparison, Digest, ObjectKind, SetAsideId, SourceId, Time, Unknown};
use crate::text::Text;

/// One writing session of one program, by a random number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Actor(pub u64);

/// One change to one object: the revision it made, and the session that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// The object's revision after the change.
    pub n: u32,
    /// Who saved it.
    pub actor: Actor,
}

/// How an object came to be as it is. One that nobody changed since it was made has the default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectHistory {
    /// 1 when first written, one more with each save that found it changed.
    pub revision: u32,
    /// Whose changes it includes: for each session the number of its last one.
    pub seen: BTreeMap<Actor, u32>,
    /// Which change each field has its value from; the others have it from the object's creation.
    pub stamps: BTreeMap<String, Stamp>,
    /// Values that changes made at the same time as others gave to fields, and that are not shown; sorted.
    pub superseded: Vec<Superseded>,
    /// Fields that show something else than their value, which is this, as JSON: since the tag that it names
    /// became one with another, or can't be the parent it is said to be.
    pub held: BTreeMap<String, String>,
}

/// A value that a change gave a field, while another, which is shown, was given it at the same time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Superseded {
    /// The field, as stamps name it.
    pub field: String,
    /// The change; nothing: the object's creation.
    pub stamp: Option<Stamp>,
    /// The value as JSON; nothing: the field was empty.
    pub value: Option<String>,
    /// Fields of the entry that a newer version wrote. An entry whose value is the one that is shown is there
    /// only for these.
    pub unknown: Unknown,
}

impl Superseded {
    /// Returns whether two entries are of one value; what a newer version said of it aside.
    pub(super) fn is_of(&self, other: &Self) -> bool {
        (&self.field, self.stamp, &self.value) == (&other.field, other.stamp, &other.value)
    }
}

/// Fields of which only the latest value is worth keeping: they follow from other changes.
const BOOKKEEPING: [&str; 4] = ["modified", "definition_revision", "order", "codebook"];

/// Returns whether a field is of interest to nobody by itself.
pub(super) fn is_bookkeeping(field: &str) -> bool {
    BOOKKEEPING.contains(&field)
}

impl Default for ObjectHistory {
    fn default() -> Self {
        let (stamps, superseded, held) = (BTreeMap::new(), Vec::new(), BTreeMap::new());
        Self { revision: 1, seen: BTreeMap::new(), stamps, superseded, held }
    }
}

impl ObjectHistory {
    /// Returns the history after one more change, by `actor`, to `fields`; `was` tells the JSON that a field showed
    /// before.
    fn changed(&self, actor: Actor, fields: &[String], was: impl Fn(&str) -> Option<String>) -> Self {
        let mut next = self.clone();
        // What was said of a value that was shown goes with the value.
        let was_shown = |entry: &Superseded| {
            let stamp = self.stamps.get(&entry.field).copied();
            let value = || self.held.get(&entry.field).cloned().or_else(|| was(&entry.field));
            !entry.unknown.is_empty() && entry.stamp == stamp && entry.value == value()
        };
        next.superseded.retain(|entry| {
            !fields.contains(&entry.field) || !(is_bookkeeping(&entry.field) || was_shown(entry))
        });
        next.revision = next.revision.saturating_add(1);
        let stamp = Stamp { n: next.revision, actor };
        next.seen.insert(actor, stamp.n);
        next.stamps.extend(fields.iter().map(|field| (field.clone(), stamp)));
        next
    }
}

/// An object's identity within a file; the document itself has no kind.
pub(super) type Key = (Option<ObjectKind>, Uuid);

/// That an object was removed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Tombstone {
    /// The revision that the removal was, and what its maker knew; without stamps.
    pub(super) history: ObjectHistory,
    /// The tag that this one became one with. Then it was not removed, unless it has seen something.
    pub(super) merged_into: Option<Uuid>,
    /// The object as it was, as JSON.
    pub(super) object: Option<Arc<str>>,
    /// Fields a newer version wrote.
    pub(super) unknown: Unknown,
}

/// What the file knows and the model does not. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// The comparison as it was last opened or saved.
    pub(super) published: Option<Arc<Comparison>>,
    /// Of every object whose history is not the default.
    pub(super) histories: Arc<HashMap<Key, Arc<ObjectHistory>>>,
    pub(super) tombstones: Arc<BTreeMap<Key, Tombstone>>,
    /// Entries of lists of the file that could not be understood, kept as they stood.
    pub(super) odd: Odd,
    /// Fields of entries of `set_aside` that a newer version wrote.
    pub(super) aside_unknown: Arc<BTreeMap<SetAsideId, Unknown>>,
    /// Objects that the file keeps among the damaged ones: if one comes back, its history goes on.
    pub(super) was_aside: Arc<BTreeSet<Key>>,
    /// Objects that differ from what the file says of them, though nobody changed them, in these fields.
    pub(super) deviating: BTreeMap<Key, &'static str>,
    /// The SHA-256 of each source's text, reckoned once.
    pub(super) digests: BTreeMap<SourceId, (Text, Digest)>,
    /// The file as it was when it was last opened or saved.
    pub(super) on_disk: Option<OnDisk>,
    /// What was last read or put on the disk, for whoever watches the file. All copies of a record share it.
    pub(super) seen: Seen,
    /// Whether a newer version wrote the file, so that saving would lose something.
    pub(super) newer: bool,
    /// When the comparison was made, if merging found an earlier time than the open one says.
    pub(super) created: Option<Time>,
    /// The document's own unknown fields, if merging found others than the open comparison has.
    pub(super) unknown: Option<Unknown>,
}

/// Entries of lists that could not be understood, as JSON.
#[derive(Debug, Clone, Default)]
pub(super) struct Odd {
    pub(super) set_aside: Arc<Vec<String>>,
    pub(super) tombstones: Arc<Vec<String>>,
}

impl Record {
    /// Returns the record of a comparison that was never saved.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the history of the object of this kind and id (no kind: of the document itself).
    #[must_use]
    pub fn history(&self, kind: Option<ObjectKind>, id: Uuid) -> Option<&ObjectHistory> {
        self.histories.get(&(kind, id)).map(|history| &**history)
    }

    /// Returns the record after somebody looked at the values of a field that are not shown, and let go of
    /// them. Merging with a file that still has them does not bring them back.
    #[must_use]
    pub fn settled(mut self, kind: Option<ObjectKind>, id: Uuid, field: &str) -> Self {
        if let Some(history) = self.histories.get(&(kind, id)).filter(|known| !known.superseded.is_empty()) {
            let mut settled = ObjectHistory::clone(history);
            settled.superseded.retain(|entry| entry.field != field);
            Arc::make_mut(&mut self.histories).insert((kind, id), Arc::new(settled));
        }
        self
    }

    /// Returns the record for a comparison that is to replace the file of `other`: only as that file is now.
    #[must_use]
    pub fn in_place_of(mut self, other: &Self) -> Self {
        self.on_disk.clone_from(&other.on_disk);
        self
    }

    /// Returns the removed objects, by kind and id, with the history that their removal ended.
    pub fn removed(&self) -> impl Iterator<Item = (ObjectKind, Uuid, &ObjectHistory)> {
        let tombstones = self.tombstones.iter().filter(|(_, tombstone)| tombstone.merged_into.is_none());
        tombstones.filter_map(|((kind, id), tombstone)| Some(((*kind)?, *id, &tombstone.history)))
    }

    /// Returns the SHA-256 of the file's bytes as they were last read or written here; nothing without a file.
    #[must_use]
    pub fn content(&self) -> Option<Digest> {
        self.on_disk.as_ref().map(OnDisk::digest)
    }

    /// Notes what is on the disk now.
    pub(super) fn knows(&mut self, on_disk: OnDisk) {
        self.seen.settle(&on_disk);
        self.on_disk = Some(on_disk);
    }

    /// Returns the SHA-256 of a source's text.
    pub(super) fn digest(&self, source: SourceId, text: &Text) -> Digest {
        match self.digests.get(&source) {
            Some((known, digest)) if known == text => *digest,
            _ => Digest::of(text.as_str().as_bytes()),
        }
    }
}

/// An object of the model, as the reckoning of changes sees it.
pub(super) trait Tracked: PartialEq + Sized {
    /// What it is; nothing for the document itself.
    const KIND: Option<ObjectKind>;
    /// Its identity.
    fn uuid(&self) -> Uuid;
    /// The identity of a shared object.
    fn uuid_of(object: &Arc<Self>) -> Uuid {
        object.uuid()
    }
    /// The object of the same id in another state of the comparison.
    fn in_comparison(comparison: &Comparison, id: Uuid) -> Option<&Arc<Self>>;
    /// The names of the fields that differ from those of `old`; without it, of all.
    fn differing(&self, old: Option<&Self>) -> Vec<String>;
    /// Whether a stamp of this name still says something of the object.
    fn bears(&self, _stamped: &str) -> bool {
        true
    }
    /// Lets go of what is held in place of `changed` fields; `shown_as` tells which tag stands for a hidden one.
    fn release(&self, next: &mut ObjectHistory, changed: &[String], _shown_as: &dyn Fn(Uuid) -> Uuid) {
        next.held.retain(|field, _| !changed.contains(field));
    }
    /// The object as its file has it, without a source's text.
    fn printed(&self, known: Option<&ObjectHistory>) -> Option<Arc<str>>;
}

/// Returns the objects that are there though their removers knew all of their changes, because others
/// referred to them, and that nothing refers to any more: whoever saves them now, keeps them.
pub(super) fn forsaken(comparison: &Comparison, record: &Record) -> BTreeSet<Key> {
    let covered = record.tombstones.iter().filter(|((kind, id), tombstone)| {
        let known = record.histories.get(&(*kind, *id));
        let seen = known.map(|history| &history.seen);
        let covered = seen.is_none_or(|seen| knows_all(&tombstone.history.seen, seen));
        tombstone.merged_into.is_none() && covered && kind.is_some_and(|kind| exists(comparison, kind, *id))
    });
    let forsaken = covered.filter(|((kind, id), _)| !is_referred_to(comparison, *kind, *id));
    forsaken.map(|(key, _)| *key).collect()
}

/// Returns whether all changes of `other` are among those of `seen`.
pub(super) fn knows_all(seen: &BTreeMap<Actor, u32>, other: &BTreeMap<Actor, u32>) -> bool {
    other.iter().all(|(actor, n)| seen.get(actor).is_some_and(|known| known >= n))
}

/// Returns whether anything is about the object. (A tag that stands under another needs it less.)
fn is_referred_to(comparison: &Comparison, kind: Option<ObjectKind>, id: Uuid) -> bool {
    match kind {
        Some(ObjectKind::Source) => {
            comparison.n_claims_in(id.into()) > 0
                || comparison.silences().any(|silence| silence.source.0 == id)
                || comparison.coverages().any(|coverage| coverage.source.0 == id)
                || comparison.decisions().any(|decision| decision.source.0 == id)
        }
        Some(ObjectKind::Tag) => {
            comparison.sources().iter().any(|source| comparison.n_uses(id.into(), source.id) > 0)
                || comparison.silences().any(|silence| silence.tag.0 == id)
        }
        Some(ObjectKind::Reader) => {
            comparison.claims().any(|claim| claim.reader.0 == id)
                || comparison.links().any(|link| link.reader.0 == id)
                || comparison.silences().any(|silence| silence.reader.0 == id)
                || comparison.coverages().any(|coverage| coverage.reader.0 == id)
                || comparison.saved_sheets().any(|sheet| sheet.reader.0 == id)
                || comparison.decisions().any(|decision| decision.reader.0 == id)
                || comparison.rounds().any(|round| round.reader.0 == id)
        }
        Some(ObjectKind::Claim) => comparison.links_of(id.into()).next().is_some(),
        _ => false,
    }
}

/// Reckons the changes since the last save; one for each thread.
pub(super) struct Reckoning<'a> {
    record: &'a Record,
    actor: Actor,
    /// Objects that are saved as changed though they are as they were: see [`forsaken`].
    forsaken: &'a BTreeSet<Key>,
    /// The histories that are new.
    pub(super) changed: Vec<(Key, Arc<ObjectHistory>)>,
    /// How many objects of those asked for were in the published state.
    pub(super) n_known: usize,
}

impl<'a> Reckoning<'a> {
    /// Returns a reckoning that has not begun.
    pub(super) fn new(record: &'a Record, actor: Actor, forsaken: &'a BTreeSet<Key>) -> Self {
        Self { record, actor, forsaken, changed: Vec::new(), n_known: 0 }
    }

    /// Returns the history that `object` is to be written with; nothing for the default one.
    pub(super) fn history<T: Tracked>(&mut self, object: &Arc<T>) -> Option<Arc<ObjectHistory>> {
        let key = (T::KIND, object.uuid());
        let published = self.record.published.as_deref();
        let old = published.and_then(|old| T::in_comparison(old, object.uuid()));
        let known = if self.record.histories.is_empty() { None } else { self.record.histories.get(&key) };
        let Some(old) = old else {
            return self.history_of_new(key, &**object);
        };
        self.n_known += 1;
        let deviating = self.record.deviating.get(&key);
        let kept_on = !self.forsaken.is_empty() && self.forsaken.contains(&key);
        if deviating.is_none() && !kept_on && (Arc::ptr_eq(old, object) || old == object) {
            return known.map(Arc::clone);
        }
        let mut fields = object.differing(Some(&**old));
        fields.extend(deviating.map(|&field| field.to_owned()));
        let before = known.map(|history| (**history).clone()).unwrap_or_default();
        let next = self.next((&before, key), &fields, &**object);
        Some(self.note(key, next))
    }

    fn history_of_new<T: Tracked>(&mut self, key: Key, object: &T) -> Option<Arc<ObjectHistory>> {
        let before = match self.record.tombstones.get(&key) {
            Some(tombstone) => hidden::history_of(tombstone),
            None if self.record.was_aside.contains(&key) => {
                self.record.histories.get(&key).map(|history| (**history).clone()).unwrap_or_default()
            }
            None => return None,
        };
        let next = self.next((&before, key), &object.differing(None), object);
        Some(self.note(key, next))
    }

    /// Returns the history of the document itself: of what belongs to no object.
    pub(super) fn history_of_document(&mut self, comparison: &Comparison) -> Option<Arc<ObjectHistory>> {
        let key = (None, comparison.id().0);
        let known = self.record.histories.get(&key);
        let published = self.record.published.as_deref();
        let old = published.filter(|old| old.id() == comparison.id())?;
        let mut fields = Vec::new();
        if old.title() != comparison.title() {
            fields.push("title".to_owned());
        }
        if old.codebook_revision() != comparison.codebook_revision() {
            fields.push("codebook".to_owned());
        }
        if fields.is_empty() {
            return known.map(Arc::clone);
        }
        let before = known.map(|history| (**history).clone()).unwrap_or_default();
        Some(self.note(key, before.changed(self.actor, &fields, |field| shown_value(old, key, field))))
    }

    fn note(&mut self, key: Key, next: ObjectHistory) -> Arc<ObjectHistory> {
        let next = Arc::new(next);
        self.changed.push((key, Arc::clone(&next)));
        next
    }

    fn next<T: Tracked>(
        &self,
        (before, key): (&ObjectHistory, Key),
        fields: &[String],
        object: &T,
    ) -> ObjectHistory {
        let published = self.record.published.as_deref();
        let was = |field: &str| published.and_then(|old| shown_value(old, key, field));
        let mut next = before.changed(self.actor, fields, was);
        let shown_as = |tag: Uuid| hidden::shown_as(&self.record.tombstones, tag);
        object.release(&mut next, fields, &shown_as);
        let held = hidden::tags_of(&next.held);
        let bears = |stamped: &str| object.bears(stamped) || hidden::bears(&held, stamped);
        next.stamps.retain(|stamped, _| bears(stamped));
        next.superseded.retain(|entry| bears(&entry.field));
        next
    }
}

/// Returns the ids of the kind `T` that were published and are gone, with the tombstones they leave.
pub(super) fn tombstones_of<T: Tracked>(
    (record, actor): (&Record, Actor),
    published: impl Iterator<Item = Uuid>,
    now: &Comparison,
) -> Vec<(Key, Tombstone)> {
    let gone = published.filter(|id| T::in_comparison(now, *id).is_none());
    gone.map(|id| {
        let key = (T::KIND, id);
        let known = record.histories.get(&key);
        let before = known.map(|history| (**history).clone()).unwrap_or_default();
        let ObjectHistory { revision, seen, .. } = before.changed(actor, &[], |_| None);
        let history = ObjectHistory { revision, seen, ..ObjectHistory::default() };
        let published = record.published.as_deref();
        let object = published.and_then(|old| T::in_comparison(old, id));
        let object = object.and_then(|object| object.printed(known.map(|history| &**history)));
        (key, Tombstone { history, object, ..Tombstone::default() })
    })
    .collect()
}
