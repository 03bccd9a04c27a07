//! The values that an object's history keeps and does not show, for a person to read: beside a claim, a tag, a
//! source, a link, the window can list what else was said there at the same time.

use std::collections::BTreeSet;

use serde_json::Value;
use uuid::Uuid;

use super::shown_value;
use super::state::{Instead, State, TAGS};
use crate::model::{Comparison, ObjectKind, TagId, Time};
use crate::store::format::When;
use crate::store::record::{Key, ObjectHistory, Record, Stamp, Superseded, is_bookkeeping};

/// A value that is kept though another is shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PastValue {
    /// The field in words: “note”, “use of the tag “calm””.
    pub name: String,
    /// The value in words, all of them; nothing: the field was empty.
    pub value: Option<String>,
    /// Who gave it; nothing where the file does not know.
    pub who: Option<String>,
    /// When; nothing where the file does not know.
    pub when: Option<Time>,
    /// The field as stamps name it.
    pub field: String,
    /// Whether [`Record::settled`] with that field lets go of it. Not so of what a tag says that became one with
    /// this one: it is that tag's own, and shown again should they part.
    pub can_be_settled: bool,
}

/// Returns the values that the history of an object keeps and does not show, in order of their fields; of a
/// tag also what those say otherwise that became one with it. No kind: of the comparison itself. Nothing for an object
/// that is not there.
#[must_use]
pub fn past_values(
    comparison: &Comparison,
    record: &Record,
    kind: Option<ObjectKind>,
    id: Uuid,
) -> Vec<PastValue> {
    let of = Of { comparison, key: (kind, id) };
    let mut found = BTreeSet::new();
    if let Some(history) = record.history(kind, id) {
        let shown = |field: &str| shown_value(comparison, (kind, id), field);
        of.list(history, &shown, true, &mut found);
    }
    if kind == Some(ObjectKind::Tag) && comparison.tag(TagId(id)).is_some() {
        of.list_united(record, &mut found);
    }
    found.into_iter().collect()
}

/// The object that is asked about.
struct Of<'a> {
    comparison: &'a Comparison,
    key: Key,
}

impl Of<'_> {
    /// Lists what a history keeps; `its`: what its object says.
    fn list(
        &self,
        history: &ObjectHistory,
        its: &dyn Fn(&str) -> Option<String>,
        can_be_settled: bool,
        found: &mut BTreeSet<PastValue>,
    ) {
        for entry in &history.superseded {
            let shown = shown_value(self.comparison, self.key, &entry.field);
            if is_bookkeeping(&entry.field) || entry.value == shown {
                continue;
            }
            let when = time_of(entry.stamp, history, its);
            let who = if entry.stamp.is_none() { self.maker() } else { None };
            found.insert(PastValue { who, when, can_be_settled, ..self.of_entry(entry) });
        }
    }

    /// Lists what the tags say that became one with this one.
    fn list_united(&self, record: &Record, found: &mut BTreeSet<PastValue>) {
        let united = record.tombstones.values().filter(|buried| buried.merged_into == Some(self.key.1));
        for state in united.filter_map(|buried| State::read(ObjectKind::Tag, buried.object.as_deref()?)) {
            let its = |field: &str| state.value(field).map(str::to_owned);
            let (_, history) = state.print(Some(ObjectKind::Tag), self.key.1, &Instead::new());
            for field in ["name", "definition"] {
                let (value, shown) = (its(field), shown_value(self.comparison, self.key, field));
                if value.is_some() && value != shown {
                    let stamp = history.stamps.get(field).copied();
                    let when = time_of(stamp, &history, &its);
                    let entry = Superseded { field: field.to_owned(), stamp, value, ..Superseded::default() };
                    found.insert(PastValue { when, ..self.of_entry(&entry) });
                }
            }
            self.list(&history, &its, false, found);
        }
    }

    fn of_entry(&self, entry: &Superseded) -> PastValue {
        PastValue {
            name: field_in_words(self.comparison, &entry.field),
            value: entry.value.as_deref().map(|json| self.in_words(&entry.field, json)),
            who: None,
            when: None,
            field: entry.field.clone(),
            can_be_settled: false,
        }
    }

    /// Who made the object: whose its first values are.
    fn maker(&self) -> Option<String> {
        let (comparison, id) = (self.comparison, self.key.1);
        let reader = match self.key.0? {
            ObjectKind::Claim => comparison.claim(id.into())?.reader,
            ObjectKind::Link => comparison.link(id.into())?.reader,
            ObjectKind::Silence => comparison.silence(id.into())?.reader,
            ObjectKind::Coverage => comparison.coverage(id.into())?.reader,
            ObjectKind::SavedSheet => comparison.saved_sheet(id.into())?.reader,
            ObjectKind::Decision => comparison.decision(id.into())?.reader,
            ObjectKind::Round => comparison.round(id.into())?.reader,
            ObjectKind::Source | ObjectKind::Tag | ObjectKind::Reader => return None,
        };
        comparison.reader(reader).map(|reader| reader.name.clone())
    }

    /// A value as a person reads it; one of a kind that is not known as it stands in the file.
    fn in_words(&self, field: &str, json: &str) -> String {
        let value: Value = serde_json::from_str(json).unwrap_or(Value::Null);
        let words = match (field, &value) {
            (_, Value::Object(used)) if field.starts_with(TAGS) => {
                used.get("stance").map_or(Some("without a stance"), Value::as_str).map(str::to_owned)
            }
            ("parent" | "tag" | "source" | "reader" | "from" | "to", Value::String(id)) => {
                id.parse().ok().and_then(|id| self.named(field, id))
            }
            ("kind" | "color", Value::String(word)) => Some(word.replace('_', " ")),
            (_, Value::String(words)) => Some(words.clone()),
            ("passages", Value::Array(passages)) => {
                let quotes = passages.iter().filter_map(|passage| passage.get("quote")?.as_str());
                Some(quotes.map(|quote| format!("“{quote}”")).collect::<Vec<_>>().join(", "))
            }
            ("voice", Value::Object(voice)) => voice.get("name").and_then(Value::as_str).map(|name| {
                let attitude = voice.get("attitude").and_then(Value::as_str);
                attitude.map_or(name.to_owned(), |attitude| format!("{name} (the author: {attitude})"))
            }),
            _ => None,
        };
        words.unwrap_or_else(|| json.to_owned())
    }

    /// The name of what an id stands for.
    fn named(&self, field: &str, id: Uuid) -> Option<String> {
        let comparison = self.comparison;
        match field {
            "source" => comparison.source(id.into()).map(|source| source.short_name().to_owned()),
            "reader" => comparison.reader(id.into()).map(|reader| reader.name.clone()),
            "from" | "to" => comparison.claim(id.into()).map(|claim| format!("“{}”", claim.quotation())),
            _ => comparison.tag(id.into()).map(|tag| tag.name.clone()),
        }
    }
}

/// A field in words: “note”, “use of the tag “calm””.
pub(super) fn field_in_words(comparison: &Comparison, field: &str) -> String {
    let tag = field.strip_prefix(TAGS).and_then(|tag| tag.parse::<TagId>().ok());
    match tag {
        Some(tag) => {
            let name = comparison.tag(tag).map_or("", |tag| &tag.name);
            format!("use of the tag “{name}”")
        }
        None if field == "csl" => "bibliographic data".to_owned(),
        None => field.replace('_', " "),
    }
}

/// When a change was made: what the object said of its time, if that is still known. `its`: what the object says now.
fn time_of(
    stamp: Option<Stamp>,
    history: &ObjectHistory,
    its: &dyn Fn(&str) -> Option<String>,
) -> Option<Time> {
    let json = if stamp.is_none() {
        its("created")
    } else if history.stamps.get("modified").copied() == stamp {
        its("modified")
    } else {
        let of_change = |entry: &&Superseded| entry.field == "modified" && entry.stamp == stamp;
        history.superseded.iter().find(of_change).and_then(|entry| entry.value.clone())
    };
    serde_json::from_str::<When>(&json?).ok().map(|when| when.0)
}
