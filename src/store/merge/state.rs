//! One object as merging sees it: of each field, every value that no known change has replaced.
//!
//! Joining two states is commutative, associative and idempotent: a value stays if both have it, or if the
//! one that lacks it doesn't know the change it comes from. All that a reader is shown follows from the
//! joined state alone, so it is the same whatever the order in which files came together.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::model::{ObjectKind, Unknown};
use crate::store::convert::{read, united};
use crate::store::format::{Held, Revision, Seen, Stamps, layout, v1};
use crate::store::record::{Actor, ObjectHistory, Stamp, Superseded, knows_all};

/// How the uses of tags are called as fields of their own.
pub(super) const TAGS: &str = "tags/";

/// The changes that somebody knows: of each session the last.
pub(super) type Known = BTreeMap<Actor, u32>;

/// What one change gave a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Given {
    /// JSON; none where it left the field empty; several only where one change was made twice.
    pub(super) values: BTreeSet<String>,
    /// What newer versions said of a value that is, or was, not shown; without a value: of the field being empty.
    said: BTreeMap<Option<String>, Unknown>,
    /// Of the use of a tag: its place in the list.
    place: usize,
}

impl Given {
    fn say(&mut self, value: Option<String>, unknown: &Unknown) {
        let said = self.said.entry(value).or_default();
        *said = united(said, unknown);
    }

    /// Takes in what another copy says that the same change gave.
    fn unite(&mut self, other: &Self) {
        self.values.extend(other.values.iter().cloned());
        for (value, unknown) in &other.said {
            self.say(value.clone(), unknown);
        }
    }
}

/// The values of a field, by the change they come from; the greatest is shown.
pub(super) type Field = BTreeMap<Option<Stamp>, Given>;

/// An object, with everything that merging must not lose.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub(super) revision: u32,
    pub(super) seen: Known,
    /// What those who removed it knew, and the revision that the last removal was.
    pub(super) removed: Option<(u32, Known)>,
    /// Fields of its tombstones that a newer version wrote.
    pub(super) unknown: BTreeMap<String, String>,
    pub(super) fields: BTreeMap<String, Field>,
    /// Of a source: the marks on its text, which tombstones lack.
    structure: Option<(Option<Stamp>, String)>,
    /// What is known of fields that were kept back in some copy, in place of `seen`: who has not seen a field's value
    /// can't have replaced it.
    withheld: BTreeMap<String, Known>,
    /// Whether its fields are known; an old tombstone has none.
    pub(super) has_content: bool,
    /// Whether its uses of tags are of several copies, so that their places say nothing across changes.
    joined: bool,
}

/// What objects of all kinds have, in the file.
#[derive(Deserialize)]
struct Marks<'a> {
    #[serde(default)]
    revision: Revision,
    #[serde(default, borrow)]
    seen: Seen<'a>,
    #[serde(default, borrow)]
    stamps: Stamps<'a>,
    #[serde(default, borrow)]
    superseded: Vec<v1::Superseded<'a>>,
    #[serde(default, borrow)]
    held: Held<'a>,
}

/// Fields that are no values of their own.
const NO_FIELDS: [&str; 9] =
    ["id", "revision", "seen", "stamps", "superseded", "held", "length", "sha256", WITHHELD];

/// The field of an object that names what was kept back when it was sent: by the field, which changes are known of it.
pub(in crate::store) const WITHHELD: &str = "withheld";

/// Stands, where a field was kept back, for knowing what the field was created with.
const CREATION: Actor = Actor(0);

fn with_creation(seen: &Known) -> Known {
    let mut known = seen.clone();
    known.insert(CREATION, 1);
    known
}

impl State {
    /// Reads the state of an object from its JSON.
    pub(super) fn read(kind: ObjectKind, json: &str) -> Option<Self> {
        let marks: Marks<'_> = serde_json::from_str(json).ok()?;
        let mut all: BTreeMap<String, &RawValue> = serde_json::from_str(json).ok()?;
        let mut held: BTreeMap<String, Box<RawValue>> = BTreeMap::new();
        for (field, json) in marks.held.0.iter() {
            held.insert(field.clone(), RawValue::from_string(json.clone()).ok()?);
        }
        all.extend(held.iter().map(|(field, json)| (field.clone(), &**json)));
        let mut state = Self {
            revision: marks.revision.0,
            seen: marks.seen.0.into_owned(),
            has_content: true,
            ..Self::default()
        };
        let stamps = marks.stamps.0.into_owned();
        if kind == ObjectKind::Source {
            all.remove("text");
            if let Some(json) = all.remove("structure") {
                state.structure = Some((stamps.get("structure").copied(), compact(json.get())));
            }
        }
        let withheld = all.get(WITHHELD).map(|json| json.get().to_owned());
        for (field, json) in all {
            if NO_FIELDS.contains(&field.as_str()) {
                continue;
            }
            if kind == ObjectKind::Claim && field == "tags" {
                state.read_tags(json, &stamps)?;
            } else {
                state.give(&field, stamps.get(&field).copied(), Some(compact(json.get())), 0);
            }
        }
        for (field, stamp) in stamps {
            let elsewhere = field.starts_with(TAGS) || (kind == ObjectKind::Source && field == "structure");
            if !elsewhere && !state.fields.contains_key(&field) {
                state.give(&field, Some(stamp), None, 0);
            }
        }
        state.show_nothing_in(marks.superseded.iter().map(|entry| &*entry.field.0));
        for entry in marks.superseded {
            state.supersede(read::superseded(entry));
        }
        state.read_withheld(withheld.as_deref());
        Some(state)
    }

    fn read_withheld(&mut self, json: Option<&str>) {
        let known: Option<BTreeMap<String, Seen<'_>>> = json.and_then(|json| serde_json::from_str(json).ok());
        for (field, seen) in known.unwrap_or_default() {
            let mut seen = seen.0.into_owned();
            // Whoever gives it a value afterwards knows at least that.
            for stamp in self.fields.get(&field).into_iter().flat_map(|values| values.keys().flatten()) {
                know(&mut seen, &[(stamp.actor, stamp.n)].into());
            }
            if seen != with_creation(&self.seen) {
                self.withheld.insert(field, seen);
            }
        }
    }

    /// Returns the changes that are known of a field, and whether what it was created with is.
    fn known_of(&self, field: &str) -> (&Known, bool) {
        match self.withheld.get(field) {
            Some(known) => (known, known.contains_key(&CREATION)),
            None => (&self.seen, true),
        }
    }

    /// Returns what is known of the fields that were kept back, once both copies' knowledge is one.
    fn withheld_with(&self, other: &Self) -> BTreeMap<String, Known> {
        if !other.has_content {
            return self.withheld.clone();
        }
        if !self.has_content {
            return other.withheld.clone();
        }
        let mut all = with_creation(&self.seen);
        know(&mut all, &other.seen);
        let fields: BTreeSet<&String> = self.withheld.keys().chain(other.withheld.keys()).collect();
        let known = fields.into_iter().map(|field| {
            let mut known = Known::new();
            for (seen, creation) in [self.known_of(field), other.known_of(field)] {
                know(&mut known, seen);
                known.extend(creation.then_some((CREATION, 1)));
            }
            (field.clone(), known)
        });
        known.filter(|(_, known)| *known != all).collect()
    }

    /// Fields of which there are but superseded values show nothing, since the creation. (A tag that is not there is
    /// not borne.)
    pub(super) fn show_nothing_in<'a>(&mut self, fields: impl Iterator<Item = &'a str>) {
        for field in fields.filter(|field| !field.starts_with(TAGS)) {
            if !self.fields.contains_key(field) {
                self.give(field, None, None, 0);
            }
        }
    }

    fn read_tags(&mut self, json: &RawValue, stamps: &BTreeMap<String, Stamp>) -> Option<()> {
        for (place, (tag, json)) in uses(json.get())?.into_iter().enumerate() {
            let field = format!("{TAGS}{tag}");
            let stamp = stamps.get(&field).copied();
            self.give(&field, stamp, Some(json), place);
        }
        Some(())
    }

    pub(super) fn give(&mut self, field: &str, stamp: Option<Stamp>, value: Option<String>, place: usize) {
        let given = self.fields.entry(field.to_owned()).or_default().entry(stamp).or_default();
        if given.values.is_empty() {
            given.place = place;
        }
        given.values.extend(value);
    }

    /// Takes in a value that is kept and not shown, with what newer versions say of it.
    pub(super) fn supersede(&mut self, entry: Superseded) {
        let Superseded { field, stamp, value, unknown } = entry;
        self.give(&field, stamp, value.clone(), usize::MAX);
        if let Some(given) = self.fields.get_mut(&field).and_then(|values| values.get_mut(&stamp))
            && !unknown.is_empty()
        {
            given.say(value, &unknown);
        }
    }

    /// Gives a field a new value that replaces the one it shows, by a change that knows all others.
    pub(super) fn write(&mut self, field: &str, value: Option<String>, stamp: Stamp) {
        let values = self.fields.entry(field.to_owned()).or_default();
        values.pop_last();
        self.give(field, Some(stamp), value, 0);
        self.revision = stamp.n;
        self.seen.insert(stamp.actor, stamp.n);
    }

    /// Returns whether it is there: some change of it was not known to those who removed it.
    pub(super) fn is_alive(&self) -> bool {
        self.removed.as_ref().is_none_or(|(_, removed)| !knows_all(removed, &self.seen))
    }

    /// Takes in what another copy of the object has.
    pub(super) fn join(&mut self, mut other: Self) {
        let withheld = self.withheld_with(&other);
        self.structure = match (self.structure.take(), other.structure.take()) {
            (Some(mine), Some(theirs)) => Some(mine.max(theirs)),
            (mine, theirs) => mine.or(theirs),
        };
        self.joined |= other.joined;
        if !other.has_content || (self.has_content && self.fields == other.fields) {
            // Nothing new is known of its fields.
        } else if !self.has_content {
            self.fields = std::mem::take(&mut other.fields);
            self.has_content = true;
        } else {
            let names: BTreeSet<String> = self.fields.keys().chain(other.fields.keys()).cloned().collect();
            let mut fields = BTreeMap::new();
            for name in names {
                let (mine, theirs) = (self.fields.remove(&name), other.fields.get(&name).cloned());
                let field = joined(&name, (mine, self.known_of(&name)), (theirs, other.known_of(&name)));
                if !field.is_empty() {
                    fields.insert(name, field);
                }
            }
            self.fields = fields;
            self.joined = true;
        }
        self.withheld = withheld;
        self.revision = self.revision.max(other.revision);
        know(&mut self.seen, &other.seen);
        if let Some((revision, removed)) = other.removed {
            let mine = self.removed.get_or_insert_default();
            mine.0 = mine.0.max(revision);
            know(&mut mine.1, &removed);
        }
        for (name, json) in other.unknown {
            let known = self.unknown.entry(name).or_default();
            *known = std::mem::take(known).max(json);
        }
    }

    /// Returns the JSON of the value that the field shows.
    pub(super) fn value(&self, field: &str) -> Option<&str> {
        let (_, given) = self.fields.get(field)?.last_key_value()?;
        given.values.last().map(String::as_str)
    }

    /// Returns the id that the field shows.
    pub(super) fn id_in(&self, field: &str) -> Option<Uuid> {
        serde_json::from_str(self.value(field)?).ok()
    }

    /// Returns the tags that it bears, each with the change that it is used by and the JSON of the use.
    pub(super) fn tags(&self) -> Vec<(Uuid, Option<Stamp>, &str)> {
        let mut found = Vec::new();
        for (name, field) in self.fields.range(TAGS.to_owned()..) {
            let Some(tag) = name.strip_prefix(TAGS) else {
                break;
            };
            if let (Ok(tag), Some((stamp, given))) = (tag.parse::<Uuid>(), field.last_key_value())
                && let Some(json) = given.values.last()
            {
                let rank = if self.joined { (*stamp, given.place) } else { (None, given.place) };
                found.push((rank, tag, *stamp, json.as_str()));
            }
        }
        found.sort();
        found.into_iter().map(|(_, tag, stamp, json)| (tag, stamp, json)).collect()
    }

    /// Returns the object as JSON without its history, and the history. What `instead` has is shown in
    /// place of the values, which are held.
    pub(super) fn print(
        &self,
        kind: Option<ObjectKind>,
        id: Uuid,
        instead: &Instead,
    ) -> (String, ObjectHistory) {
        let mut parts = vec![format!("\"id\":\"{id}\"")];
        let mut history = ObjectHistory { revision: self.revision, ..ObjectHistory::default() };
        history.seen.clone_from(&self.seen);
        let mut values: BTreeMap<&str, String> = BTreeMap::new();
        for (name, field) in &self.fields {
            if let Some((Some(stamp), _)) = field.last_key_value() {
                history.stamps.insert(name.clone(), *stamp);
            }
            if let Some(value) = self.value(name).filter(|_| !name.starts_with(TAGS)) {
                values.insert(name, value.to_owned());
            }
            history.superseded.extend(not_shown(name, field));
        }
        if kind == Some(ObjectKind::Claim) {
            values.insert("tags", list_of(self.tags().into_iter().map(|(_, _, json)| json)));
        }
        if let Some((stamp, structure)) = &self.structure {
            values.insert("structure", structure.clone());
            history.stamps.extend(stamp.map(|stamp| ("structure".to_owned(), stamp)));
        }
        for (name, shown) in instead {
            let value = match shown {
                Some(shown) => values.insert(name, shown.clone()),
                None => values.remove(name),
            };
            history.held.extend(value.map(|value| ((*name).to_owned(), value)));
        }
        if let Some(json) = self.withheld_json() {
            values.insert(WITHHELD, json);
        }
        parts.extend(values.into_iter().map(|(name, value)| format!("{}:{value}", quoted(name))));
        history.superseded.sort();
        (format!("{{{}}}", parts.join(",")), history)
    }
}

impl State {
    fn withheld_json(&self) -> Option<String> {
        let known = |seen: &Known| serde_json::to_string(&Seen(std::borrow::Cow::Borrowed(seen))).ok();
        let fields: Option<Vec<String>> = (self.withheld.iter())
            .map(|(field, seen)| Some(format!("{}:{}", quoted(field), known(seen)?)))
            .collect();
        fields.filter(|fields| !fields.is_empty()).map(|fields| format!("{{{}}}", fields.join(",")))
    }
}

/// Fields that show something else than their value, which is then held.
pub(super) type Instead = BTreeMap<&'static str, Option<String>>;

/// Returns the values of a field that are kept and not shown; and the one that is, if newer versions say
/// something of it.
fn not_shown<'a>(name: &'a str, field: &'a Field) -> impl Iterator<Item = Superseded> + 'a {
    let last = field.last_key_value().map(|(stamp, _)| *stamp);
    field.iter().flat_map(move |(stamp, given)| {
        let is_last = Some(*stamp) == last;
        let values = given.values.iter().rev().skip(usize::from(is_last)).map(Some);
        let empty = (given.values.is_empty() && !is_last).then_some(None);
        let mut kept: BTreeSet<Option<&String>> = values.chain(empty).collect();
        kept.extend(given.said.keys().map(Option::as_ref));
        kept.into_iter().map(move |value| Superseded {
            field: name.to_owned(),
            stamp: *stamp,
            value: value.cloned(),
            unknown: given.said.get(&value.cloned()).cloned().unwrap_or_default(),
        })
    })
}

/// Adds what `other` knows.
pub(super) fn know(seen: &mut Known, other: &Known) {
    for (actor, n) in other {
        let known = seen.entry(*actor).or_insert(*n);
        *known = (*known).max(*n);
    }
}

/// What a copy has of a field, which changes it knows of it, and whether it knows what that was created with.
type Side<'a> = (Option<Field>, (&'a Known, bool));

fn joined(name: &str, (mine, i_know): Side<'_>, (theirs, they_know): Side<'_>) -> Field {
    let is_use = name.starts_with(TAGS);
    // A field that is not there is empty, since the creation; a tag that is not there is not borne.
    let or_empty = |field: Option<Field>, creation: bool| match field {
        Some(field) => field,
        None if is_use || !creation => Field::new(),
        None => [(None, Given::default())].into(),
    };
    let (mine, theirs) = (or_empty(mine, i_know.1), or_empty(theirs, they_know.1));
    let knows = |(seen, creation): (&Known, bool), stamp: Option<Stamp>| match stamp {
        Some(stamp) => seen.get(&stamp.actor).is_some_and(|n| *n >= stamp.n),
        // Who has changed nothing has taken no tag away.
        None => creation && !(is_use && seen.is_empty()),
    };
    let mut all = Field::new();
    for (stamp, given) in &mine {
        if theirs.contains_key(stamp) || !knows(they_know, *stamp) {
            all.insert(*stamp, given.clone());
        }
    }
    for (stamp, given) in &theirs {
        if let Some(both) = all.get_mut(stamp) {
            both.unite(given);
            both.place = both.place.min(given.place);
        } else if !knows(i_know, *stamp) {
            all.insert(*stamp, given.clone());
        }
    }
    if all.is_empty() && !is_use {
        // Each says it knew the other's: no honest file does. Nothing is dropped.
        all.extend(mine);
        for (stamp, given) in theirs {
            all.entry(stamp).or_default().unite(&given);
        }
    }
    all
}

/// Returns the uses in a list of tags: each tag with the JSON of its use.
pub(super) fn uses(json: &str) -> Option<Vec<(Uuid, String)>> {
    #[derive(Deserialize)]
    struct Use {
        tag: Uuid,
    }
    let list: Vec<&RawValue> = serde_json::from_str(json).ok()?;
    let uses = list.into_iter().map(|json| {
        let used: Use = serde_json::from_str(json.get()).ok()?;
        Some((used.tag, compact(json.get())))
    });
    uses.collect()
}

/// Returns a JSON list.
pub(super) fn list_of<'a>(items: impl Iterator<Item = &'a str>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

/// Returns a JSON string.
pub(super) fn quoted(words: &str) -> String {
    serde_json::Value::from(words).to_string()
}

fn compact(json: &str) -> String {
    layout::compact(json).unwrap_or_else(|| json.to_owned())
}
