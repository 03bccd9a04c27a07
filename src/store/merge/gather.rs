//! The copies of each object, out of all the files.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::MergeError;
use super::Part;
use super::state::State;
use crate::model::{
    Claim, Coverage, Decision, Link, ObjectKind, Reader, Round, SavedSheet, Silence, Source, SourceId, Tag,
};
use crate::store::record::{Key, ObjectHistory, Tombstone, Tracked, knows_all};
use crate::text::Text;

/// An object of any kind, shared.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Object<'a> {
    Source(&'a Arc<Source>),
    Reader(&'a Arc<Reader>),
    Tag(&'a Arc<Tag>),
    Claim(&'a Arc<Claim>),
    Link(&'a Arc<Link>),
    Silence(&'a Arc<Silence>),
    Coverage(&'a Arc<Coverage>),
    SavedSheet(&'a Arc<SavedSheet>),
    Decision(&'a Arc<Decision>),
    Round(&'a Arc<Round>),
}

/// An object of one kind, told from those of the others.
pub(super) trait Among: Tracked {
    /// Returns the object, if it is of this kind.
    fn among(object: Object<'_>) -> Option<&Arc<Self>>;
}

macro_rules! among {
    ($($Kind:ident)*) => {$(
        impl Among for $Kind {
            fn among(object: Object<'_>) -> Option<&Arc<Self>> {
                if let Object::$Kind(object) = object { Some(object) } else { None }
            }
        }
    )*};
}

among!(Source Reader Tag Claim Link Silence Coverage SavedSheet Decision Round);

impl Object<'_> {
    fn printed(&self, history: Option<&ObjectHistory>) -> Option<Arc<str>> {
        match self {
            Self::Source(object) => object.printed(history),
            Self::Reader(object) => object.printed(history),
            Self::Tag(object) => object.printed(history),
            Self::Claim(object) => object.printed(history),
            Self::Link(object) => object.printed(history),
            Self::Silence(object) => object.printed(history),
            Self::Coverage(object) => object.printed(history),
            Self::SavedSheet(object) => object.printed(history),
            Self::Decision(object) => object.printed(history),
            Self::Round(object) => object.printed(history),
        }
    }
}

/// What one file has of an object: itself, its tombstone, or both.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Copy<'a> {
    pub(super) object: Option<Object<'a>>,
    pub(super) history: Option<&'a ObjectHistory>,
    pub(super) tombstone: Option<&'a Tombstone>,
}

impl Copy<'_> {
    /// Returns whether the object is there by itself, and not only because others refer to it.
    pub(super) fn is_alive(&self) -> bool {
        let Some(tombstone) = self.tombstone else {
            return true;
        };
        let seen = self.history.map(|history| &history.seen);
        self.object.is_some() && !seen.is_none_or(|seen| knows_all(&tombstone.history.seen, seen))
    }

    /// Returns the copy as merging sees it.
    pub(super) fn state(&self, kind: ObjectKind) -> State {
        let buried = || self.tombstone.and_then(|tombstone| tombstone.object.clone());
        let json = match &self.object {
            Some(object) => object.printed(self.history),
            None => buried(),
        };
        let mut state = json.and_then(|json| State::read(kind, &json)).unwrap_or_default();
        if let Some(tombstone) = self.tombstone {
            let Tombstone { history, merged_into, unknown, .. } = tombstone;
            if merged_into.is_none() || !history.seen.is_empty() {
                super::state::know(&mut state.seen, &history.seen);
                state.removed = Some((history.revision, history.seen.clone()));
            }
            state.unknown = unknown.iter().map(|(name, json)| (name.to_owned(), json.to_owned())).collect();
        }
        state
    }
}

/// All copies of an object.
pub(super) enum Copies<'a> {
    /// All are like this one.
    Same(Copy<'a>),
    /// They differ, and this is what they come to; some of them are kept to know their like by.
    Joined(Box<State>, Vec<Copy<'a>>),
}

/// As many different copies of an object are known again at sight.
const MOST_KNOWN: usize = 8;

impl<'a> Copies<'a> {
    fn add(&mut self, kind: ObjectKind, copy: Copy<'a>) {
        match self {
            Self::Same(first) if *first == copy => {}
            Self::Same(first) => {
                let mut state = first.state(kind);
                state.join(copy.state(kind));
                *self = Self::Joined(Box::new(state), vec![*first, copy]);
            }
            Self::Joined(state, known) => {
                if !known.contains(&copy) {
                    state.join(copy.state(kind));
                    if known.len() < MOST_KNOWN {
                        known.push(copy);
                    }
                }
            }
        }
    }
}

/// Everything that the files hold, object by object.
#[derive(Default)]
pub(super) struct Gathered<'a> {
    pub(super) copies: HashMap<Key, Copies<'a>>,
    /// The texts of the sources.
    pub(super) texts: BTreeMap<SourceId, &'a Text>,
}

impl<'a> Gathered<'a> {
    /// Gathers the copies of all objects.
    pub(super) fn of(parts: &[&'a Part]) -> Result<Self, MergeError> {
        let mut gathered = Self::default();
        for part in parts {
            gathered.take(part)?;
        }
        Ok(gathered)
    }

    fn take(&mut self, part: &'a Part) -> Result<(), MergeError> {
        let comparison = &part.opened.comparison;
        for source in comparison.sources() {
            let text = *self.texts.entry(source.id).or_insert(&source.text);
            if *text != source.text {
                let source = source.short_name().to_owned();
                return Err(MergeError::OtherText { name: part.name.clone(), source_title: source });
            }
        }
        let sources = comparison.sources().iter().map(|object| (object.id.0, Object::Source(object)));
        self.add_all(part, ObjectKind::Source, sources);
        let readers = comparison.readers().map(|object| (object.id.0, Object::Reader(object)));
        self.add_all(part, ObjectKind::Reader, readers);
        self.add_all(
            part,
            ObjectKind::Tag,
            comparison.tags().map(|object| (object.id.0, Object::Tag(object))),
        );
        let claims = comparison.claims().map(|object| (object.id.0, Object::Claim(object)));
        self.add_all(part, ObjectKind::Claim, claims);
        let links = comparison.links().map(|object| (object.id.0, Object::Link(object)));
        self.add_all(part, ObjectKind::Link, links);
        let silences = comparison.silences().map(|object| (object.id.0, Object::Silence(object)));
        self.add_all(part, ObjectKind::Silence, silences);
        let coverages = comparison.coverages().map(|object| (object.id.0, Object::Coverage(object)));
        self.add_all(part, ObjectKind::Coverage, coverages);
        let sheets = comparison.saved_sheets().map(|object| (object.id.0, Object::SavedSheet(object)));
        self.add_all(part, ObjectKind::SavedSheet, sheets);
        let decisions = comparison.decisions().map(|object| (object.id.0, Object::Decision(object)));
        self.add_all(part, ObjectKind::Decision, decisions);
        let rounds = comparison.rounds().map(|object| (object.id.0, Object::Round(object)));
        self.add_all(part, ObjectKind::Round, rounds);
        for ((kind, id), tombstone) in part.opened.record.tombstones.iter() {
            if let Some(kind) = kind.filter(|kind| !super::exists(comparison, *kind, *id)) {
                let copy = Copy { object: None, history: None, tombstone: Some(tombstone) };
                self.add(kind, *id, copy);
            }
        }
        Ok(())
    }

    fn add_all(
        &mut self,
        part: &'a Part,
        kind: ObjectKind,
        objects: impl Iterator<Item = (uuid::Uuid, Object<'a>)>,
    ) {
        let record = &part.opened.record;
        for (id, object) in objects {
            let key = (Some(kind), id);
            let history = record.histories.get(&key).map(|history| &**history);
            let none = record.tombstones.is_empty();
            let tombstone = if none { None } else { record.tombstones.get(&key) };
            self.add(kind, id, Copy { object: Some(object), history, tombstone });
        }
    }

    fn add(&mut self, kind: ObjectKind, id: uuid::Uuid, copy: Copy<'a>) {
        match self.copies.entry((Some(kind), id)) {
            std::collections::hash_map::Entry::Occupied(mut known) => known.get_mut().add(kind, copy),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(Copies::Same(copy));
            }
        }
    }
}
