//! What became of claims.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::tags::Merged;
use super::{Both, Change, Kind, differing, quoted, same};
use crate::model::{Claim, Comparison, Stance, TagId, TagUse, Voice};

/// The claims that are in both states and not the same, in the order of the later state: the old, then the new.
pub(super) struct Altered<'a> {
    pub(super) changed: Vec<(&'a Arc<Claim>, &'a Arc<Claim>)>,
}

pub(super) fn altered<'a>(both: &Both<'a>) -> Altered<'a> {
    let pairs = both.to.claims().filter_map(|new| Some((both.from.claim(new.id)?, new)));
    Altered { changed: pairs.filter(|(old, new)| !same(old, new)).collect() }
}

pub(super) fn claims(both: &Both<'_>, (altered, merged): (&Altered<'_>, &Merged), list: &mut Vec<Change>) {
    let Both { from, to } = *both;
    let mut push = |kind, claim: &Claim, what| list.push(Change { kind, id: claim.id.0, what });
    for claim in to.claims().filter(|claim| from.claim(claim.id).is_none()) {
        push(Kind::ClaimAdded, claim, with_tags(to, claim));
    }
    for claim in from.claims().filter(|claim| to.claim(claim.id).is_none()) {
        push(Kind::ClaimRemoved, claim, with_tags(from, claim));
    }
    for (old, new) in &altered.changed {
        let what = differences(both, (old, new), merged);
        if !what.is_empty() {
            push(Kind::ClaimChanged, new, format!("{}: {}", named(to, new), what.join("; ")));
        }
    }
}

/// "“The plants were occupied…” (Committee)".
pub(super) fn named(comparison: &Comparison, claim: &Claim) -> String {
    let quote = claim.passages.first().map(|first| first.quote.as_str()).unwrap_or_default();
    match comparison.source(claim.source) {
        Some(source) => format!("{} ({})", quoted(quote), short(source.short_name())),
        None => quoted(quote),
    }
}

/// A name on one line and of a bearable length, without quotation marks.
fn short(name: &str) -> String {
    quoted(name).trim_matches(['“', '”']).to_owned()
}

fn with_tags(comparison: &Comparison, claim: &Claim) -> String {
    /// More than these few names are counted.
    const MOST: usize = 6;
    let mut names: Vec<String> = claim.tags.iter().take(MOST).map(|used| spelled(comparison, used)).collect();
    if claim.tags.len() > MOST {
        names.push(format!("{} more", claim.tags.len() - MOST));
    }
    let tags = if names.is_empty() { "no tag".to_owned() } else { names.join(", ") };
    format!("{}: {tags}", named(comparison, claim))
}

/// "armed road, denies".
fn spelled(comparison: &Comparison, used: &TagUse) -> String {
    let name = name_of(comparison, used.tag);
    match used.stance {
        Some(stance) => format!("{name} ({})", stance.word()),
        None => name,
    }
}

fn name_of(comparison: &Comparison, tag: TagId) -> String {
    comparison.tag(tag).map_or("an unknown tag".to_owned(), |tag| short(&tag.name))
}

fn differences(both: &Both<'_>, (old, new): (&Claim, &Claim), merged: &Merged) -> Vec<String> {
    let mut found = Vec::new();
    if old.source != new.source {
        found.push("source".to_owned());
    }
    let spans = |claim: &Claim| claim.passages.iter().map(|passage| passage.span).collect::<Vec<_>>();
    if old.passages.len() != new.passages.len() {
        found.push(format!("{} → {} passages", old.passages.len(), new.passages.len()));
    } else if spans(old) != spans(new)
        || old.passages.iter().zip(&new.passages).any(|(a, b)| a.quote != b.quote)
    {
        found.push("passage moved".to_owned());
    } else if old.passages != new.passages {
        found.push("context of the passage".to_owned());
    }
    tag_differences(both, (old, new), merged, &mut found);
    if old.voice != new.voice {
        found.push(format!("voice: {} → {}", voice(&old.voice), voice(&new.voice)));
    }
    let fields = [
        ("summary", old.summary != new.summary),
        ("note", old.note != new.note),
        ("reader", old.reader != new.reader),
        ("time of making", old.created != new.created),
        ("fields of a newer version", old.unknown != new.unknown),
    ];
    let fields = differing(&fields);
    if !fields.is_empty() {
        found.push(fields);
    }
    found
}

/// What changed in the tags, but for what merging two tags did by itself.
fn tag_differences(both: &Both<'_>, (old, new): (&Claim, &Claim), merged: &Merged, found: &mut Vec<String>) {
    let heir = |tag: TagId| merged.get(&tag).copied().unwrap_or(tag);
    let mut before: BTreeMap<TagId, &TagUse> = BTreeMap::new();
    for used in &old.tags {
        // A tag's own use stands before that of one that was made one with it.
        if heir(used.tag) == used.tag {
            before.insert(used.tag, used);
        } else {
            before.entry(heir(used.tag)).or_insert(used);
        }
    }
    for used in &old.tags {
        if merged.get(&used.tag).is_none() && new.tag_use(used.tag).is_none() {
            found.push(format!("−{}", name_of(both.from, used.tag)));
        }
    }
    for used in &new.tags {
        let name = name_of(both.to, used.tag);
        match before.get(&used.tag) {
            None => found.push(format!("+{}", spelled(both.to, used))),
            Some(old) if old.stance != used.stance => {
                found.push(format!("stance on {name}: {} → {}", stance(old.stance), stance(used.stance)));
            }
            Some(old) if old.value != used.value => {
                found.push(format!("value of {name}: {} → {}", quoted(&old.value), quoted(&used.value)));
            }
            Some(old) if old.tag == used.tag && old.definition_revision != used.definition_revision => {
                found.push(format!("looked at again under the definition of {name}"));
            }
            Some(old) if old.unknown != used.unknown => {
                found.push(format!("fields of a newer version on {name}"));
            }
            Some(_) => {}
        }
    }
    let order = |claim: &Claim| claim.tags.iter().map(|used| used.tag).collect::<Vec<_>>();
    let (was, is) = (order(old), order(new));
    if was != is && was.len() == is.len() && was.iter().all(|tag| is.contains(tag)) {
        found.push("order of the tags".to_owned());
    }
}

fn stance(stance: Option<Stance>) -> &'static str {
    stance.map_or("none", Stance::word)
}

fn voice(voice: &Voice) -> String {
    match voice {
        Voice::Own => "the author's own".to_owned(),
        Voice::Attributed { name, attitude: None } => short(name),
        Voice::Attributed { name, attitude: Some(attitude) } => {
            format!("{} ({})", short(name), attitude.word())
        }
    }
}
