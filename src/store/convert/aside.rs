//! What is said of an object that is set aside, and how it is known again.

use super::derived_id;
use crate::model::{Comparison, ObjectKind, SetAsideId, SourceId};
use crate::text::Pos;

/// What is said of a damaged object, and of all that are like it.
#[derive(Clone)]
pub(super) struct Alike {
    /// The object as it is kept.
    pub(super) kept: String,
    /// How it is called.
    pub(super) named: String,
    /// The id of the first of them among what is set aside.
    pub(super) first: SetAsideId,
}

/// Returns whether an object is as short as no sound one is. A file may hold very many such, all alike: what is
/// known of one is not found out again.
pub(super) fn is_short(json: &str) -> bool {
    json.len() <= 64
}

/// Returns the id that an object gets among what is set aside, if it is the first of those like it.
pub(super) fn first_aside_id(json: &str) -> SetAsideId {
    SetAsideId(derived_id("set aside", json, 0))
}

/// Returns how to call a damaged object: by its kind, its name if it has one, its id, and for a
/// claim the paragraph it is about.
pub(in crate::store) fn named(kind: ObjectKind, json: &str, comparison: &Comparison) -> String {
    let fields: serde_json::Value = serde_json::from_str(json).unwrap_or_default();
    let words = |name: &str| fields.get(name).and_then(serde_json::Value::as_str);
    let mut named = kind.word().to_owned();
    if let Some(name) = words("name").or(words("title")).filter(|name| !name.trim().is_empty()) {
        let start: String = name.chars().take(60).collect();
        let more = if start.len() < name.len() { "…" } else { "" };
        named.push_str(&format!(" “{start}{more}”"));
    }
    match words("id") {
        Some(id) => named.push_str(&format!(" {}", id.chars().take(60).collect::<String>())),
        None => named.push_str(" without an id"),
    }
    let source = words("source").and_then(|id| id.parse::<SourceId>().ok());
    if let Some(source) = source.and_then(|id| comparison.source(id)) {
        let start = fields.pointer("/passages/0/start").and_then(serde_json::Value::as_u64);
        if let Some(start) = start.and_then(|start| u32::try_from(start).ok()) {
            let number = source.text.paragraphs().number_at(Pos(start));
            named.push_str(&format!(", ¶ {number} of"));
        } else {
            named.push_str(" in");
        }
        named.push_str(&format!(" “{}”", source.short_name()));
    }
    named
}
