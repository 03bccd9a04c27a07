//! What became of tags: which are new, gone, made one with another, renamed, defined anew, moved.

use std::collections::{BTreeMap, BTreeSet};

use super::claims::Altered;
use super::{Both, Change, Kind, quoted, same};
use crate::model::{Comparison, Tag, TagId, TagValues};

/// The tags that are gone, with the tag that each was made one with.
pub(super) type Merged = BTreeMap<TagId, TagId>;

/// Returns which of the tags that are gone became one with another: every claim that is still there and bore it bears
/// the other, and at least one of them did not before.
pub(super) fn merged(both: &Both<'_>, altered: &Altered<'_>) -> Merged {
    struct Heirs {
        all: BTreeSet<TagId>,
        new: BTreeSet<TagId>,
    }
    let mut heirs: BTreeMap<TagId, Heirs> = BTreeMap::new();
    for (old, new) in &altered.changed {
        for used in old.tags.iter().filter(|used| both.to.tag(used.tag).is_none()) {
            let bears: BTreeSet<TagId> = new.tags.iter().map(|used| used.tag).collect();
            let gained = bears.iter().copied().filter(|tag| old.tag_use(*tag).is_none());
            match heirs.get_mut(&used.tag) {
                Some(heirs) => {
                    heirs.new.extend(gained);
                    heirs.all.retain(|tag| bears.contains(tag));
                }
                None => {
                    let new = gained.collect();
                    heirs.insert(used.tag, Heirs { all: bears, new });
                }
            }
        }
    }
    let heir = |heirs: Heirs| heirs.all.into_iter().find(|tag| heirs.new.contains(tag));
    heirs.into_iter().filter_map(|(tag, heirs)| Some((tag, heir(heirs)?))).collect()
}

pub(super) fn tags(both: &Both<'_>, merged: &Merged, list: &mut Vec<Change>) {
    let Both { from, to } = *both;
    for (_, old) in from.codebook() {
        let path = || quoted(&path_of(from, old.id));
        match (to.tag(old.id), merged.get(&old.id)) {
            (Some(_), _) => {}
            (None, Some(into)) => {
                let what = format!("{} into {}", path(), quoted(&path_of(to, *into)));
                list.push(Change { kind: Kind::TagMerged, id: old.id.0, what });
            }
            (None, None) => list.push(Change { kind: Kind::TagRemoved, id: old.id.0, what: path() }),
        }
    }
    for (_, new) in to.codebook() {
        match from.tag(new.id) {
            None => {
                list.push(Change { kind: Kind::TagAdded, id: new.id.0, what: quoted(&path_of(to, new.id)) });
            }
            Some(old) if same(old, new) => {}
            Some(old) => changed(both, (old, new), list),
        }
    }
}

fn changed(both: &Both<'_>, (old, new): (&Tag, &Tag), list: &mut Vec<Change>) {
    let mut push = |kind, what| list.push(Change { kind, id: new.id.0, what });
    let name = quoted(&new.name);
    if old.name != new.name {
        push(Kind::TagRenamed, format!("{} → {name}", quoted(&old.name)));
    }
    if old.definition != new.definition {
        push(
            Kind::TagRedefined,
            format!("{name}: {} → {}", quoted(&old.definition), quoted(&new.definition)),
        );
    }
    let at = |comparison: &Comparison, parent: Option<TagId>| {
        parent.map_or("the top level".to_owned(), |parent| quoted(&path_of(comparison, parent)))
    };
    if old.parent != new.parent {
        push(
            Kind::TagMoved,
            format!("{name}, from {} to {}", at(both.from, old.parent), at(both.to, new.parent)),
        );
    } else if old.order != new.order {
        push(Kind::TagMoved, format!("{name}, within {}", at(both.to, new.parent)));
    }
    let mut rest = Vec::new();
    if old.color != new.color {
        rest.push(format!("color {} → {}", old.color.word(), new.color.word()));
    }
    if old.key != new.key {
        let spelled = |key: Option<char>| key.map_or("none".to_owned(), String::from);
        rest.push(format!("key {} → {}", spelled(old.key), spelled(new.key)));
    }
    if old.values != new.values {
        let spelled =
            |values: &Option<TagValues>| values.as_ref().map_or("none", |values| values.kind.word());
        let (was, is) = (spelled(&old.values), spelled(&new.values));
        rest.push(if was == is {
            "spellings of its values".to_owned()
        } else {
            format!("values {was} → {is}")
        });
    }
    if old.unknown != new.unknown {
        rest.push("fields of a newer version".to_owned());
    }
    if !rest.is_empty() {
        push(Kind::TagChanged, format!("{name}: {}", rest.join(", ")));
    }
}

/// The tag's name with the few right above it: a codebook that is one endless chain must not be spelled out.
fn path_of(comparison: &Comparison, id: TagId) -> String {
    /// More would be cut off anyhow.
    const MOST: usize = 4;
    let mut names = Vec::new();
    let mut next = comparison.tag(id);
    while let Some(tag) = next {
        if names.len() == MOST {
            names.push("…");
            break;
        }
        names.push(&tag.name);
        next = tag.parent.and_then(|parent| comparison.tag(parent));
    }
    names.reverse();
    names.join(" / ")
}
