//! Which fields of an object changed, by the names they have in stamps.

use std::collections::BTreeSet;
use std::sync::Arc;

use uuid::Uuid;

use super::super::merge::hidden;
use super::super::record::{ObjectHistory, Tracked};
use super::write;
use crate::model::{
    Claim, Comparison, Coverage, Decision, Link, ObjectKind, Reader, Round, SavedSheet, Silence, Source, Tag,
    Unknown,
};

/// The name of a tag of a claim in stamps: each is a value of its own, so that readers may add
/// different ones at the same time.
const TAGS: &str = "tags/";
/// The list they stand in.
const TAGS_FIELD: &str = "tags";

macro_rules! tracked {
    ($($Name:ident $method:ident { $($name:literal: $($field:ident).+,)* } $(+ $more:ident, $bears:ident, $release:ident)?)*) => {$(
        impl Tracked for $Name {
            const KIND: Option<ObjectKind> = Some(ObjectKind::$Name);
            fn uuid(&self) -> Uuid {
                self.id.0
            }
            fn in_comparison(comparison: &Comparison, id: Uuid) -> Option<&Arc<Self>> {
                comparison.$method(id.into())
            }
            fn differing(&self, old: Option<&Self>) -> Vec<String> {
                let mut fields: Vec<String> = Vec::new();
                $(if old.is_none_or(|old| old.$($field).+ != self.$($field).+) {
                    fields.push($name.to_owned());
                })*
                $(fields.extend($more(self, old));)?
                fields.extend(differing_unknown(&self.unknown, old.map(|old| &old.unknown)));
                fields
            }
            $(fn bears(&self, stamped: &str) -> bool {
                $bears(self, stamped)
            }
            fn release(
                &self,
                next: &mut ObjectHistory,
                changed: &[String],
                shown_as: &dyn Fn(Uuid) -> Uuid,
            ) {
                $release(self, next, changed, shown_as);
            })?
            fn printed(&self, known: Option<&ObjectHistory>) -> Option<Arc<str>> {
                serde_json::to_string(&bare::$method(self, known)).ok().map(Arc::from)
            }
        }
    )*};
}

tracked! {
    Source source {
        "order": order,
        "title": bibliography.title,
        "author": bibliography.author,
        "date": bibliography.date,
        "short_name": bibliography.short_name,
        "citation": bibliography.citation,
        "csl": bibliography.csl,
        "language": bibliography.language,
        "origin": origin,
        "structure": structure,
        "text": text,
    }
    Reader reader {
        "name": name,
    }
    Tag tag {
        "name": name,
        "definition": definition,
        "definition_revision": definition_revision,
        "parent": parent,
        "order": order,
        "color": color,
        "key": key,
        "values": values,
        "created": created,
        "modified": modified,
    }
    Claim claim {
        "source": source,
        "reader": reader,
        "created": created,
        "modified": modified,
        "passages": passages,
        "voice": voice,
        "summary": summary,
        "note": note,
    } + differing_tags, bears_tag, release_tags
    Link link {
        "from": from,
        "to": to,
        "kind": kind,
        "note": note,
        "reader": reader,
        "created": created,
        "modified": modified,
    }
    Silence silence {
        "source": source,
        "tag": tag,
        "note": note,
        "reader": reader,
        "created": created,
        "modified": modified,
    }
    Coverage coverage {
        "source": source,
        "stretch": span,
        "state": state,
        "note": note,
        "reader": reader,
        "created": created,
        "modified": modified,
    }
    SavedSheet saved_sheet {
        "name": name,
        "settings": settings,
        "reader": reader,
        "created": created,
        "modified": modified,
    }
    Decision decision {
        "source": source,
        "tag": tag,
        "at": at,
        "claims": claims,
        "basis": basis,
        "outcome": outcome,
        "settled": settled,
        "note": note,
        "reader": reader,
        "created": created,
        "modified": modified,
    }
    Round round {
        "name": name,
        "instructions": instructions,
        "expected": expected,
        "step": step,
        "opened": opened,
        "reader": reader,
        "created": created,
        "modified": modified,
    }
}

/// The tags that are new or used otherwise than before. Those that are gone leave no stamp: that
/// they were removed follows from their absence and what the object has seen.
fn differing_tags(claim: &Claim, old: Option<&Claim>) -> Vec<String> {
    let used = claim.tags.iter();
    let differing = used.filter(|used| old.and_then(|old| old.tag_use(used.tag)) != Some(*used));
    differing.map(|used| format!("{TAGS}{}", used.tag)).collect()
}

/// Whether a stamp is not that of a tag which the claim bears no more.
fn bears_tag(claim: &Claim, stamped: &str) -> bool {
    let id = stamped.strip_prefix(TAGS);
    id.is_none_or(|id| claim.tags.iter().any(|used| used.tag.to_string() == id))
}

/// Lets go of the uses of hidden tags that the claim's present tags no longer stand for.
fn release_tags(
    claim: &Claim,
    next: &mut ObjectHistory,
    changed: &[String],
    shown_as: &dyn Fn(Uuid) -> Uuid,
) {
    let Some(held) = next.held.remove(TAGS_FIELD) else {
        return;
    };
    let is_changed =
        |tag: Uuid| changed.iter().any(|field| field.strip_prefix(TAGS) == Some(&*tag.to_string()));
    let bears = |tag: Uuid| claim.tag_use(tag.into()).is_some();
    let mut uses = hidden::uses(&held);
    uses.retain(|(tag, _)| !is_changed(*tag) && (bears(*tag) || bears(shown_as(*tag))));
    if uses.iter().all(|(tag, _)| bears(*tag)) {
        return;
    }
    let new = claim.tags.iter().filter(|used| is_changed(used.tag.0));
    uses.extend(
        new.filter_map(|used| Some((used.tag.0, serde_json::to_string(&write::tag_use(used)).ok()?))),
    );
    let all: Vec<&str> = uses.iter().map(|(_, json)| json.as_str()).collect();
    next.held.insert(TAGS_FIELD.to_owned(), format!("[{}]", all.join(",")));
}

/// How objects are written into their tombstones: sources without their text.
mod bare {
    pub(super) use super::super::together::{write_decision as decision, write_round as round};
    pub(super) use super::super::write::{claim, coverage, link, reader, saved_sheet, silence, tag};
    use crate::model::{Digest, Source};
    use crate::store::format::v1;
    use crate::store::record::ObjectHistory;

    pub(super) fn source<'a>(source: &'a Source, known: Option<&'a ObjectHistory>) -> v1::Source<'a> {
        let file = super::write::source(source, Digest([0; 32]), known);
        v1::Source { length: None, sha256: None, structure: Vec::new(), text: None, ..file }
    }
}

fn differing_unknown(new: &Unknown, old: Option<&Unknown>) -> Vec<String> {
    if old == Some(new) {
        return Vec::new();
    }
    let pairs = |unknown: &Unknown| -> BTreeSet<(String, String)> {
        unknown.iter().map(|(name, json)| (name.to_owned(), json.to_owned())).collect()
    };
    let (new, old) = (pairs(new), old.map(pairs).unwrap_or_default());
    let names: BTreeSet<String> =
        new.symmetric_difference(&old).map(|(name, _)| name.replace(super::WITHIN, "/")).collect();
    names.into_iter().collect()
}
