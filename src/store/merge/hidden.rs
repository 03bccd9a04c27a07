//! Tags that became one with another: the file keeps them beneath it, so that merging again finds them.
//!
//! What is done to the tag that is shown (its name, its place in the tree, its removal) is done to those too.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::build;
use super::state::{self, Instead, State};
use crate::model::{Comparison, ObjectKind, Tag};
use crate::store::record::{Actor, Key, ObjectHistory, Record, Stamp, Tombstone};

type Tombstones = BTreeMap<Key, Tombstone>;

/// Returns the tag that is shown in place of `tag`: itself, if it is shown.
pub(in crate::store) fn shown_as(tombstones: &Tombstones, tag: Uuid) -> Uuid {
    let merged = tombstones.get(&(Some(ObjectKind::Tag), tag)).and_then(|tombstone| tombstone.merged_into);
    merged.unwrap_or(tag)
}

/// Returns the history that goes on when an object with this tombstone comes back.
pub(in crate::store) fn history_of(tombstone: &Tombstone) -> ObjectHistory {
    let mut history = tombstone.history.clone();
    if tombstone.merged_into.is_some()
        && let Some(state) = tombstone.object.as_deref().and_then(|json| State::read(ObjectKind::Tag, json))
    {
        state::know(&mut history.seen, &state.seen);
        history.revision = history.revision.max(state.revision);
    }
    history
}

/// Returns the uses of tags in a list, each tag with the JSON of its use.
pub(in crate::store) fn uses(json: &str) -> Vec<(Uuid, String)> {
    state::uses(json).unwrap_or_default()
}

/// Returns the tags whose uses are held.
pub(in crate::store) fn tags_of(held: &BTreeMap<String, String>) -> Vec<Uuid> {
    let tags = held.get("tags").map(|json| uses(json)).unwrap_or_default();
    tags.into_iter().map(|(tag, _)| tag).collect()
}

/// Returns whether the stamp is that of a use of one of these tags.
pub(in crate::store) fn bears(tags: &[Uuid], stamped: &str) -> bool {
    let tag = stamped.strip_prefix(state::TAGS).and_then(|tag| tag.parse::<Uuid>().ok());
    tag.is_some_and(|tag| tags.contains(&tag))
}

/// Does to hidden tags what was done since the last save to those they became one with.
pub(in crate::store) fn follow(
    (record, actor): (&Record, Actor),
    now: &Comparison,
    tombstones: &mut Arc<Tombstones>,
) {
    let Some(published) = record.published.as_deref() else {
        return;
    };
    let mut followed = Vec::new();
    for (key, tombstone) in tombstones.iter() {
        let Some(shown) = tombstone.merged_into else {
            continue;
        };
        let (old, new) = (published.tag(shown.into()), now.tag(shown.into()));
        if let Some(old) = old
            && new.is_none_or(|new| {
                !Arc::ptr_eq(old, new) && (old.name != new.name || old.parent != new.parent)
            })
            && let Some(next) = after(tombstone, *key, (old, new.map(|new| &**new)), actor)
        {
            followed.push((*key, next));
        }
    }
    if !followed.is_empty() {
        Arc::make_mut(tombstones).extend(followed);
    }
}

fn after(
    tombstone: &Tombstone,
    (_, id): Key,
    (old, new): (&Tag, Option<&Tag>),
    actor: Actor,
) -> Option<Tombstone> {
    let mut state = State::read(ObjectKind::Tag, tombstone.object.as_deref()?)?;
    let stamp = Stamp { n: state.revision.max(tombstone.history.revision).saturating_add(1), actor };
    let mut next = tombstone.clone();
    let Some(new) = new else {
        // It is removed with the tag that it became one with.
        next.merged_into = None;
        next.history = history_of(tombstone);
        next.history.revision = stamp.n;
        next.history.seen.insert(actor, stamp.n);
        return Some(next);
    };
    if new.name != old.name {
        state.write("name", Some(state::quoted(&new.name)), stamp);
    }
    if new.parent != old.parent {
        let parent = new.parent.map(|parent| state::quoted(&parent.to_string()));
        state.write("parent", parent, stamp);
    }
    next.history.revision = stamp.n;
    next.object = Some(whole(&state, ObjectKind::Tag, id));
    Some(next)
}

/// Returns an object as JSON with its history, as a tombstone keeps it.
pub(super) fn whole(state: &State, kind: ObjectKind, id: Uuid) -> Arc<str> {
    let (json, history) = state.print(Some(kind), id, &Instead::new());
    build::with_history(kind, &json, &history).unwrap_or_else(|| Arc::from(json))
}
