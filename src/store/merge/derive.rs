//! What follows from the joined objects: which are there, which tags are one, where each tag stands.
//!
//! All of it is reckoned anew at each merge from what the files hold, so the order in which they came
//! together makes no difference to it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;

use super::gather::{Copies, Copy, Gathered, Object};
use super::state::State;
use crate::model::{ObjectKind, TagId};
use crate::store::convert::tags;
use crate::store::record::Key;

/// An object, all copies considered.
pub(super) enum Raw<'a> {
    /// All copies are alike, and it is there.
    Same(Copy<'a>),
    /// All copies are tombstones and alike.
    Gone(Copy<'a>),
    /// What several copies come to.
    State(Box<State>),
}

/// Why a tag stands at the top level, or which one stands for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parent {
    /// Under this tag, or at the top level, as it should.
    Under(Option<TagId>),
    /// It would be its own ancestor, or too deep.
    Cut,
    /// The tag that it stood under was removed.
    Orphan,
}

/// What is to be shown.
pub(super) struct Derived<'a> {
    pub(super) objects: HashMap<Key, Raw<'a>>,
    /// The objects that are shown.
    pub(super) shown: HashSet<Key>,
    /// Of these, those that were removed and are there because others refer to them.
    pub(super) revived: BTreeSet<Key>,
    /// For each tag that is shown or hidden, the one that stands for it.
    pub(super) stands_for: BTreeMap<TagId, TagId>,
    /// Where each shown tag stands.
    pub(super) parents: BTreeMap<TagId, Parent>,
    /// The shown tags, each after the one it stands under.
    pub(super) order: Vec<TagId>,
}

/// Works out what is to be shown.
pub(super) fn derive<'a>(gathered: &mut Gathered<'a>) -> Derived<'a> {
    let copies = std::mem::take(&mut gathered.copies);
    let objects = copies.into_iter().map(|((kind, id), copies)| ((kind, id), raw(kind, copies)));
    let mut derived = Derived {
        objects: objects.collect(),
        shown: HashSet::new(),
        revived: BTreeSet::new(),
        stands_for: BTreeMap::new(),
        parents: BTreeMap::new(),
        order: Vec::new(),
    };
    derived.find_shown(gathered);
    derived.unite_tags();
    derived.place_tags();
    derived
}

fn raw(kind: Option<ObjectKind>, copies: Copies<'_>) -> Raw<'_> {
    match copies {
        Copies::Joined(state, _) => Raw::State(state),
        Copies::Same(copy) if copy.object.is_none() => {
            let hidden = copy.tombstone.is_some_and(|tombstone| tombstone.merged_into.is_some());
            match kind.filter(|_| hidden) {
                Some(kind) => Raw::State(Box::new(copy.state(kind))),
                None => Raw::Gone(copy),
            }
        }
        Copies::Same(copy) => {
            let holds = copy.history.is_some_and(|history| !history.held.is_empty());
            match kind.filter(|_| holds) {
                Some(kind) => Raw::State(Box::new(copy.state(kind))),
                None => Raw::Same(copy),
            }
        }
    }
}

impl Raw<'_> {
    fn is_alive(&self) -> bool {
        match self {
            Self::Same(copy) => copy.is_alive(),
            Self::Gone(_) => false,
            Self::State(state) => state.has_content && state.is_alive(),
        }
    }

    /// Returns the ids of the objects it is about.
    fn refers_to(&self, kind: ObjectKind, mut to: impl FnMut(ObjectKind, Uuid)) {
        use ObjectKind as K;
        match self {
            Self::Same(Copy { object: Some(Object::Claim(claim)), .. }) => {
                to(K::Source, claim.source.0);
                to(K::Reader, claim.reader.0);
                claim.tags.iter().for_each(|used| to(K::Tag, used.tag.0));
            }
            Self::Same(Copy { object: Some(Object::Link(link)), .. }) => {
                to(K::Claim, link.from.0);
                to(K::Claim, link.to.0);
                to(K::Reader, link.reader.0);
            }
            Self::Same(Copy { object: Some(Object::Silence(silence)), .. }) => {
                to(K::Source, silence.source.0);
                to(K::Tag, silence.tag.0);
                to(K::Reader, silence.reader.0);
            }
            Self::Same(Copy { object: Some(Object::Coverage(coverage)), .. }) => {
                to(K::Source, coverage.source.0);
                to(K::Reader, coverage.reader.0);
            }
            Self::Same(Copy { object: Some(Object::SavedSheet(sheet)), .. }) => {
                to(K::Reader, sheet.reader.0);
            }
            Self::Same(Copy { object: Some(Object::Decision(decision)), .. }) => {
                to(K::Source, decision.source.0);
                to(K::Reader, decision.reader.0);
            }
            Self::Same(Copy { object: Some(Object::Round(round)), .. }) => to(K::Reader, round.reader.0),
            Self::State(state) => {
                let fields: &[(&str, ObjectKind)] = match kind {
                    K::Claim => &[("source", K::Source), ("reader", K::Reader)],
                    K::Link => &[("from", K::Claim), ("to", K::Claim), ("reader", K::Reader)],
                    K::Silence => &[("source", K::Source), ("tag", K::Tag), ("reader", K::Reader)],
                    K::Coverage | K::Decision => &[("source", K::Source), ("reader", K::Reader)],
                    K::SavedSheet | K::Round => &[("reader", K::Reader)],
                    K::Source | K::Tag | K::Reader => &[],
                };
                for (field, kind) in fields {
                    if let Some(id) = state.id_in(field) {
                        to(*kind, id);
                    }
                }
                state.tags().into_iter().for_each(|(tag, _, _)| to(K::Tag, tag));
            }
            _ => {}
        }
    }

    /// Returns a tag's name and the tag that it stands under.
    fn tag(&self) -> Option<(String, Option<TagId>)> {
        match self {
            Self::Same(Copy { object: Some(Object::Tag(tag)), .. }) => Some((tag.name.clone(), tag.parent)),
            Self::State(state) => {
                let name = state.value("name").and_then(|json| serde_json::from_str(json).ok());
                Some((name.unwrap_or_default(), state.id_in("parent").map(TagId)))
            }
            _ => None,
        }
    }
}

impl Derived<'_> {
    /// Finds what is there: what was not removed by somebody who knew all of its changes, and whatever
    /// what is there refers to.
    fn find_shown(&mut self, gathered: &Gathered<'_>) {
        use ObjectKind as K;
        let first = [K::Link, K::Claim, K::Silence, K::Coverage, K::SavedSheet, K::Decision, K::Round];
        for kind in first.into_iter().chain([K::Tag, K::Source, K::Reader]) {
            let alive = self.objects.iter().filter(|((its, _), raw)| *its == Some(kind) && raw.is_alive());
            let alive: Vec<Key> = alive.map(|(key, _)| *key).collect();
            self.shown.extend(alive);
            let mut wanted = BTreeSet::new();
            for key in self.shown.iter().filter(|key| key.0 == Some(kind)) {
                if let Some(raw) = self.objects.get(key) {
                    raw.refers_to(kind, |kind, id| {
                        wanted.insert((Some(kind), id));
                    });
                }
            }
            for key in wanted {
                let alive = self.objects.get(&key).is_some_and(Raw::is_alive);
                if !alive && self.can_be_shown(key, gathered) {
                    self.shown.insert(key);
                    self.revived.insert(key);
                }
            }
        }
    }

    /// Returns whether an object that was removed is known well enough to be shown.
    fn can_be_shown(&mut self, key: Key, gathered: &Gathered<'_>) -> bool {
        let Some(kind) = key.0 else {
            return false;
        };
        let has_text = kind != ObjectKind::Source || gathered.texts.contains_key(&key.1.into());
        match self.objects.get_mut(&key) {
            Some(Raw::Same(_)) => true,
            Some(Raw::State(state)) => state.has_content && has_text,
            Some(raw @ Raw::Gone(_)) if has_text => {
                let Raw::Gone(copy) = raw else {
                    return false;
                };
                let state = copy.state(kind);
                let known = state.has_content;
                if known {
                    *raw = Raw::State(Box::new(state));
                }
                known
            }
            _ => false,
        }
    }

    /// Makes tags of one name one: the one with the smallest id stands for all.
    fn unite_tags(&mut self) {
        let mut by_name: HashMap<String, TagId> = HashMap::new();
        let mut tags: Vec<TagId> = self.keys_of(ObjectKind::Tag).map(TagId).collect();
        tags.sort();
        for tag in tags {
            let raw = self.objects.get(&(Some(ObjectKind::Tag), tag.0));
            if let Some((name, _)) = raw.and_then(Raw::tag) {
                let first = *by_name.entry(folded(&name)).or_insert(tag);
                self.stands_for.insert(tag, first);
            }
        }
        for (tag, first) in &self.stands_for {
            if tag != first {
                self.shown.remove(&(Some(ObjectKind::Tag), tag.0));
            }
        }
    }

    fn place_tags(&mut self) {
        let mut wanted = BTreeMap::new();
        for (tag, first) in &self.stands_for {
            if tag == first {
                let raw = self.objects.get(&(Some(ObjectKind::Tag), tag.0));
                let parent = raw.and_then(Raw::tag).and_then(|(_, parent)| parent);
                let place = match parent {
                    None => Parent::Under(None),
                    Some(parent) => match self.stands_for.get(&parent) {
                        Some(shown) => Parent::Under(Some(*shown)),
                        None => Parent::Orphan,
                    },
                };
                self.parents.insert(*tag, place);
                wanted.insert(*tag, if let Parent::Under(under) = place { under } else { None });
            }
        }
        for (tag, cut) in tags::order(&wanted) {
            if cut.is_some() {
                self.parents.insert(tag, Parent::Cut);
            }
            self.order.push(tag);
        }
    }

    /// Returns the ids of the shown objects of a kind.
    pub(super) fn keys_of(&self, kind: ObjectKind) -> impl Iterator<Item = Uuid> + '_ {
        self.shown.iter().filter(move |key| key.0 == Some(kind)).map(|key| key.1)
    }
}

/// Returns a tag's name as it is compared: without regard to case, blanks, and how accents are written.
pub(in crate::store) fn folded(name: &str) -> String {
    let lower: String = name.nfc().collect::<String>().to_lowercase().nfc().collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}
