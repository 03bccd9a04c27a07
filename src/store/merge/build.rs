//! From joined objects to a sound comparison, and the record with everything that it does not show.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use uuid::Uuid;

use super::derive::{Derived, Parent, Raw};
use super::gather::{Among, Copy, Gathered, Object};
use super::hidden::whole;
use super::state::{Instead, State, list_of, quoted};
use crate::model::{
    Claim, Comparison, Coverage, Decision, Edit, Link, ObjectKind, Reader, Round, SavedSheet, SetAside,
    SetAsideId, Silence, Source, Tag, TagId,
};
use crate::store::convert::{derived_id, read, together};
use crate::store::record::{Key, ObjectHistory, Record, Tombstone, Tracked};
use crate::text::Text;

/// Reads an object again and prints it with its history, as a tombstone keeps it; nothing if it is not sound.
pub(super) fn with_history(kind: ObjectKind, json: &str, history: &ObjectHistory) -> Option<Arc<str>> {
    let nowhere = Comparison::new(Uuid::nil().into(), String::new(), crate::model::Time(0));
    match kind {
        ObjectKind::Source => read_source(json, None).ok()?.printed(Some(history)),
        ObjectKind::Reader => read::reader(json).ok()?.0.printed(Some(history)),
        ObjectKind::Tag => read::tag(json).ok()?.0.printed(Some(history)),
        ObjectKind::Claim => read::claim(json, &nowhere).ok()?.0.printed(Some(history)),
        ObjectKind::Link => read::link(json).ok()?.0.printed(Some(history)),
        ObjectKind::Silence => read::silence(json).ok()?.0.printed(Some(history)),
        ObjectKind::Coverage => read::coverage(json).ok()?.0.printed(Some(history)),
        ObjectKind::SavedSheet => read::saved_sheet(json).ok()?.0.printed(Some(history)),
        ObjectKind::Decision => together::decision(json).ok()?.0.printed(Some(history)),
        ObjectKind::Round => together::round(json).ok()?.0.printed(Some(history)),
    }
}

/// Reads a source, and gives it its text, which its state leaves out.
fn read_source(json: &str, text: Option<&Text>) -> Result<Source, String> {
    let with_text = format!("{},\"text\":\"\"}}", json.strip_suffix('}').unwrap_or(json));
    match read::source(&with_text) {
        Ok((read, _)) => {
            let text = text.cloned().unwrap_or_else(|| read.source.text.clone());
            Ok(Source { text, ..read.source })
        }
        Err(read::NoSource::Damaged(problem)) => Err(problem),
        Err(read::NoSource::Textless(_)) => Err("it has no text".to_owned()),
    }
}

/// A comparison in the making.
pub(super) struct Builder {
    pub(super) comparison: Comparison,
    pub(super) histories: HashMap<Key, Arc<ObjectHistory>>,
    pub(super) tombstones: BTreeMap<Key, Tombstone>,
    /// What can't be shown at all, which no honest file leads to.
    pub(super) aside: Vec<SetAside>,
}

/// Puts everything that is shown into `comparison`, which has nothing yet.
pub(super) fn build(comparison: Comparison, derived: &Derived<'_>, gathered: &Gathered<'_>) -> Builder {
    let mut builder =
        Builder { comparison, histories: HashMap::new(), tombstones: BTreeMap::new(), aside: Vec::new() };
    let mut keys: Vec<Key> = derived.objects.keys().copied().collect();
    keys.sort_unstable();
    let of = |wanted: ObjectKind| keys.iter().filter(move |key| key.0 == Some(wanted)).copied();
    for key in of(ObjectKind::Reader) {
        builder.put::<Reader>(derived, key, &Instead::new(), |json, _| Ok(read::reader(json)?.0));
    }
    for key in of(ObjectKind::Source) {
        let text = gathered.texts.get(&key.1.into()).copied();
        builder.put::<Source>(derived, key, &Instead::new(), |json, _| read_source(json, text));
    }
    let order = derived.order.iter().map(|tag| (Some(ObjectKind::Tag), tag.0));
    let others = of(ObjectKind::Tag).filter(|key| !derived.parents.contains_key(&TagId(key.1)));
    for key in order.chain(others) {
        builder.put::<Tag>(derived, key, &instead_of_parent(derived, key), |json, _| Ok(read::tag(json)?.0));
    }
    builder.put_claims(derived, of(ObjectKind::Claim));
    for key in of(ObjectKind::Link) {
        builder.put::<Link>(derived, key, &Instead::new(), |json, _| Ok(read::link(json)?.0));
    }
    for key in of(ObjectKind::Silence) {
        let instead = instead_of_tag(derived, key);
        builder.put::<Silence>(derived, key, &instead, |json, _| Ok(read::silence(json)?.0));
    }
    for key in of(ObjectKind::Coverage) {
        builder.put::<Coverage>(derived, key, &Instead::new(), |json, _| Ok(read::coverage(json)?.0));
    }
    for key in of(ObjectKind::SavedSheet) {
        builder.put::<SavedSheet>(derived, key, &Instead::new(), |json, _| Ok(read::saved_sheet(json)?.0));
    }
    for key in of(ObjectKind::Decision) {
        builder.put::<Decision>(derived, key, &Instead::new(), |json, _| Ok(together::decision(json)?.0));
    }
    for key in of(ObjectKind::Round) {
        builder.put::<Round>(derived, key, &Instead::new(), |json, _| Ok(together::round(json)?.0));
    }
    builder
}

fn id_json(id: TagId) -> String {
    quoted(&id.0.to_string())
}

fn instead_of_parent(derived: &Derived<'_>, key: Key) -> Instead {
    let said = match derived.objects.get(&key) {
        Some(Raw::Same(Copy { object: Some(Object::Tag(tag)), .. })) => tag.parent,
        Some(Raw::State(state)) => state.id_in("parent").map(TagId),
        _ => None,
    };
    let shown = match derived.parents.get(&TagId(key.1)) {
        None => return Instead::new(),
        Some(Parent::Under(shown)) => *shown,
        Some(Parent::Cut | Parent::Orphan) => None,
    };
    if said == shown { Instead::new() } else { [("parent", shown.map(id_json))].into() }
}

fn instead_of_tag(derived: &Derived<'_>, key: Key) -> Instead {
    let said = match derived.objects.get(&key) {
        Some(Raw::Same(Copy { object: Some(Object::Silence(silence)), .. })) => Some(silence.tag),
        Some(Raw::State(state)) => state.id_in("tag").map(TagId),
        _ => None,
    };
    let shown = said.and_then(|said| derived.stands_for.get(&said).copied());
    if said == shown || shown.is_none() { Instead::new() } else { [("tag", shown.map(id_json))].into() }
}

/// Returns whether the claim bears tags that are shown as others, or not at all.
fn bears_hidden(derived: &Derived<'_>, claim: &Claim) -> bool {
    claim.tags.iter().any(|used| derived.stands_for.get(&used.tag) != Some(&used.tag))
}

/// Returns the tags that a claim shows where they are not those it bears: of several that are shown as one,
/// the use that was made last.
fn instead_of_tags(derived: &Derived<'_>, state: &State) -> Instead {
    let uses = state.tags();
    if uses.iter().all(|(tag, _, _)| derived.stands_for.get(&TagId(*tag)) == Some(&TagId(*tag))) {
        return Instead::new();
    }
    let mut shown: Vec<(TagId, (_, Uuid, &str))> = Vec::new();
    for (tag, stamp, json) in uses {
        let Some(stands) = derived.stands_for.get(&TagId(tag)) else {
            continue;
        };
        match shown.iter_mut().find(|(known, _)| known == stands) {
            Some((_, known)) => *known = (*known).max((stamp, tag, json)),
            None => shown.push((*stands, (stamp, tag, json))),
        }
    }
    let shown = shown.iter().map(|(stands, (_, tag, json))| {
        // The id stands in it once, as the writer spells it.
        json.replacen(&tag.to_string(), &stands.0.to_string(), 1)
    });
    let shown: Vec<String> = shown.collect();
    [("tags", Some(list_of(shown.iter().map(String::as_str))))].into()
}

fn is_default(history: &ObjectHistory) -> bool {
    *history == ObjectHistory::default()
}

impl Builder {
    fn put<T: Among + Clone>(
        &mut self,
        derived: &Derived<'_>,
        key: Key,
        instead: &Instead,
        read: impl Fn(&str, &Comparison) -> Result<T, String>,
    ) where
        Edit: From<T>,
    {
        if !derived.shown.contains(&key) {
            self.bury(derived, key);
            return;
        }
        let object = self.object(derived, key, instead, read);
        if let Some(object) = object {
            // Nothing else has been put under this id.
            if let Err(error) = self.comparison.apply(Edit::from(T::clone(&object))) {
                self.set_aside(key, &*object, error.to_string());
            }
        }
    }

    /// Returns the object as it is shown; takes down its history, and its tombstone if it has one.
    fn object<T: Among>(
        &mut self,
        derived: &Derived<'_>,
        key: Key,
        instead: &Instead,
        read: impl Fn(&str, &Comparison) -> Result<T, String>,
    ) -> Option<Arc<T>> {
        let (Some(kind), Some(raw)) = (key.0, derived.objects.get(&key)) else {
            return None;
        };
        let read_again;
        let state = match raw {
            Raw::Gone(_) => return None,
            Raw::State(state) => &**state,
            Raw::Same(copy) if instead.is_empty() => {
                if let Some(history) = copy.history {
                    self.histories.insert(key, Arc::new(history.clone()));
                }
                if let Some(tombstone) = copy.tombstone {
                    self.tombstones.insert(key, tombstone.clone());
                }
                return copy.object.and_then(T::among).cloned();
            }
            Raw::Same(copy) => {
                read_again = copy.state(kind);
                &read_again
            }
        };
        let (json, history) = state.print(Some(kind), key.1, instead);
        match read(&json, &self.comparison) {
            Ok(object) => {
                if !is_default(&history) {
                    self.histories.insert(key, Arc::new(history));
                }
                if let Some((revision, seen)) = &state.removed {
                    let (revision, seen) = (*revision, seen.clone());
                    let history = ObjectHistory { revision, seen, ..ObjectHistory::default() };
                    let tombstone = Tombstone { history, unknown: unknown(state), ..Tombstone::default() };
                    self.tombstones.insert(key, tombstone);
                }
                Some(Arc::new(object))
            }
            Err(problem) => {
                self.aside.push(aside(kind, json, problem));
                None
            }
        }
    }

    fn put_claims(&mut self, derived: &Derived<'_>, keys: impl Iterator<Item = Key>) {
        let mut claims: Vec<Arc<Claim>> = Vec::new();
        for key in keys {
            if !derived.shown.contains(&key) {
                self.bury(derived, key);
                continue;
            }
            let instead = match derived.objects.get(&key) {
                Some(Raw::State(state)) => instead_of_tags(derived, state),
                Some(Raw::Same(copy)) => match copy.object {
                    Some(Object::Claim(claim)) if bears_hidden(derived, claim) => {
                        instead_of_tags(derived, &copy.state(ObjectKind::Claim))
                    }
                    _ => Instead::new(),
                },
                _ => Instead::new(),
            };
            let read = |json: &str, comparison: &Comparison| Ok(read::claim(json, comparison)?.0);
            claims.extend(self.object::<Claim>(derived, key, &instead, read));
        }
        for (claim, error) in self.comparison.extend_claims(claims) {
            self.set_aside((Some(ObjectKind::Claim), claim.id.0), &*claim, error.to_string());
        }
    }

    fn set_aside<T: Tracked>(&mut self, key: Key, object: &T, problem: String) {
        let history = self.histories.remove(&key);
        if let (Some(kind), Some(json)) = (key.0, object.printed(history.as_deref())) {
            self.aside.push(aside(kind, json.to_string(), problem));
        }
    }

    /// Keeps what is not shown.
    fn bury(&mut self, derived: &Derived<'_>, key: Key) {
        let (Some(kind), Some(raw)) = (key.0, derived.objects.get(&key)) else {
            return;
        };
        let read_again;
        let state = match raw {
            Raw::Gone(copy) => {
                self.tombstones.extend(copy.tombstone.map(|tombstone| (key, tombstone.clone())));
                return;
            }
            Raw::State(state) => &**state,
            Raw::Same(copy) => {
                read_again = copy.state(kind);
                &read_again
            }
        };
        let first = derived.stands_for.get(&TagId(key.1)).filter(|_| kind == ObjectKind::Tag);
        let merged_into = first.filter(|first| first.0 != key.1).map(|first| first.0);
        let (revision, seen) = state.removed.clone().unwrap_or((state.revision, BTreeMap::new()));
        let history = ObjectHistory { revision, seen, ..ObjectHistory::default() };
        let object = state.has_content.then(|| whole(state, kind, key.1));
        self.tombstones.insert(key, Tombstone { history, merged_into, object, unknown: unknown(state) });
    }

    /// Adds what no edit is needed for, and returns the record.
    pub(super) fn end(mut self, mut record: Record) -> (Comparison, Record) {
        for aside in std::mem::take(&mut self.aside) {
            // An object can always be set aside.
            drop(self.comparison.apply(aside.into()));
        }
        let mut was_aside = BTreeSet::new();
        for aside in self.comparison.set_aside() {
            if let Some((id, history)) = read::marks_of_change(&aside.json)
                && !super::exists(&self.comparison, aside.kind, id)
            {
                let key = (Some(aside.kind), id);
                was_aside.insert(key);
                self.histories.insert(key, Arc::new(history.unwrap_or_default()));
            }
        }
        record.histories = Arc::new(self.histories);
        record.tombstones = Arc::new(self.tombstones);
        record.was_aside = Arc::new(was_aside);
        record.published = Some(Arc::new(self.comparison.clone()));
        (self.comparison, record)
    }
}

fn unknown(state: &State) -> crate::model::Unknown {
    state.unknown.iter().map(|(name, json)| (name.clone(), json.clone())).collect()
}

fn aside(kind: ObjectKind, json: String, problem: String) -> SetAside {
    SetAside { id: SetAsideId(derived_id("set aside", &json, 0)), kind, problem, json }
}

/// Returns the tags that several were made one with, each with those.
pub(super) fn united(derived: &Derived<'_>) -> BTreeMap<TagId, Vec<TagId>> {
    let mut united: BTreeMap<TagId, Vec<TagId>> = BTreeMap::new();
    for (tag, first) in derived.stands_for.iter().filter(|(tag, first)| tag != first) {
        united.entry(*first).or_default().push(*tag);
    }
    united
}
