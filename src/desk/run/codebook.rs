//! The codebook: tags are made, named, defined, moved, merged and deleted.

use std::sync::Arc;

use super::{Draft, count, quoted, the_tag};
use crate::desk::{Desk, Outcome, Refusal, taking};
use crate::model::{Claim, ColorSlot, Comparison, Edit, Silence, Tag, TagId, TagOrder, TagValues, Unknown};

/// The edit that makes any change of the codebook a new revision of it.
pub(super) fn next_revision(desk: &Desk) -> Edit {
    Edit::CodebookRevision(desk.comparison().codebook_revision().saturating_add(1))
}

/// The tag of this name, whatever the case and the space around it.
pub(super) fn find<'a>(comparison: &'a Comparison, name: &str) -> Option<&'a Arc<Tag>> {
    let wanted = name.trim().to_lowercase();
    comparison.tags().find(|tag| tag.name.trim().to_lowercase() == wanted)
}

/// A tag to be put into the codebook; `n_others`: how many more are being made in the same step.
pub(super) fn new_tag(
    desk: &mut Desk,
    name: &str,
    parent: Option<TagId>,
    n_others: usize,
) -> Result<Tag, Refusal> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Refusal::because("A tag needs a name."));
    }
    let comparison = desk.comparison();
    let last = comparison.children(parent).last().map(|tag| tag.order);
    let order = TagOrder::between(last, None).unwrap_or_default();
    let more = i64::try_from(n_others).unwrap_or(0).saturating_mul(TagOrder::GAP);
    let color = least_used_color(comparison, n_others);
    let now = desk.clock.now();
    Ok(Tag {
        id: TagId(desk.ids.next()),
        name: name.to_owned(),
        definition: String::new(),
        definition_revision: 1,
        parent,
        order: TagOrder(order.0.saturating_add(more)),
        color,
        key: None,
        values: None,
        created: now,
        modified: now,
        unknown: Unknown::default(),
    })
}

fn least_used_color(comparison: &Comparison, skip: usize) -> ColorSlot {
    let mut by_use: Vec<ColorSlot> = ColorSlot::ALL.to_vec();
    by_use.sort_by_key(|color| comparison.tags().filter(|tag| tag.color == *color).count());
    by_use.get(skip % by_use.len().max(1)).copied().unwrap_or(ColorSlot::Blue)
}

pub(super) fn create(desk: &mut Desk, name: &str, parent: Option<TagId>) -> Result<Draft, Refusal> {
    if let Some(known) = find(desk.comparison(), name) {
        let there = quoted(&known.name);
        return Err(Refusal::because(format!(
            "There is a tag {there} already. Give the new one another name."
        )));
    }
    let tag = new_tag(desk, name, parent, 0)?;
    let id = tag.id;
    let label = format!("create tag {}", quoted(&tag.name));
    Ok(Draft::new(label, vec![tag.into(), next_revision(desk)]).tag(id))
}

fn revised(desk: &Desk, id: TagId) -> Result<Tag, Refusal> {
    Ok(Tag { modified: desk.clock.now(), ..Tag::clone(the_tag(desk, id)?) })
}

fn unchanged(id: TagId) -> Draft {
    Draft::nothing(Outcome { tag: Some(id), ..Outcome::default() })
}

pub(super) fn rename(desk: &Desk, id: TagId, name: &str) -> Result<Draft, Refusal> {
    let name = name.trim();
    let old = the_tag(desk, id)?;
    if name == old.name {
        return Ok(unchanged(id));
    }
    if let Some(other) = find(desk.comparison(), name).filter(|other| other.id != id) {
        return Err(Refusal::because(format!(
            "There is a tag {} already. To make the two one, merge them.",
            quoted(&other.name)
        )));
    }
    let label = format!("rename tag {} to {}", quoted(&old.name), quoted(name));
    let tag = Tag { name: name.to_owned(), ..revised(desk, id)? };
    Ok(Draft::new(label, vec![tag.into(), next_revision(desk)]).tag(id))
}

pub(super) fn define(desk: &Desk, id: TagId, definition: String) -> Result<Draft, Refusal> {
    let old = the_tag(desk, id)?;
    if definition == old.definition {
        return Ok(unchanged(id));
    }
    let mut tag = Tag { definition, ..revised(desk, id)? };
    // One change of definition, however many keys it takes to type; and a first definition changes none.
    let continues = desk.history().continues((id.0, "definition"));
    if !continues && !old.definition.is_empty() {
        tag.definition_revision = old.definition_revision.saturating_add(1);
    }
    let label = format!("define tag {}", quoted(&old.name));
    let revision = if continues {
        Edit::CodebookRevision(desk.comparison().codebook_revision())
    } else {
        next_revision(desk)
    };
    Ok(Draft::new(label, vec![tag.into(), revision]).typed(id.0, "definition").tag(id))
}

pub(super) fn recolor(desk: &Desk, id: TagId, color: ColorSlot) -> Result<Draft, Refusal> {
    if the_tag(desk, id)?.color == color {
        return Ok(unchanged(id));
    }
    let tag = Tag { color, ..revised(desk, id)? };
    let label = format!("color tag {} {}", quoted(&tag.name), color.word());
    Ok(Draft::new(label, vec![tag.into(), next_revision(desk)]).tag(id))
}

pub(super) fn set_values(desk: &Desk, id: TagId, values: Option<TagValues>) -> Result<Draft, Refusal> {
    let mut tag = revised(desk, id)?;
    if tag.values == values {
        return Ok(Draft::nothing(Outcome::default()));
    }
    tag.values = values;
    let label = format!("values of tag {}", quoted(&tag.name));
    Ok(Draft::new(label, vec![tag.into(), next_revision(desk)]).typed(id.0, "values").tag(id))
}

pub(super) fn set_key(desk: &Desk, id: TagId, key: Option<char>) -> Result<Draft, Refusal> {
    let key = key.map(|key| key.to_lowercase().next().unwrap_or(key));
    if key.is_some_and(|key| !key.is_alphanumeric()) {
        return Err(Refusal::because("A tag's key is a letter or a digit."));
    }
    if the_tag(desk, id)?.key == key {
        return Ok(unchanged(id));
    }
    let tag = Tag { key, ..revised(desk, id)? };
    let label = match key {
        Some(key) => format!("key {key} for tag {}", quoted(&tag.name)),
        None => format!("no key for tag {}", quoted(&tag.name)),
    };
    let holders =
        desk.comparison().tags().filter(|other| key.is_some() && other.key == key && other.id != id);
    let holders: Vec<TagId> = holders.map(|other| other.id).collect();
    let mut edits = Vec::new();
    for other in holders {
        edits.push(Tag { key: None, ..revised(desk, other)? }.into());
    }
    edits.extend([tag.into(), next_revision(desk)]);
    Ok(Draft::new(label, edits).tag(id))
}

pub(super) fn place(
    desk: &Desk,
    id: TagId,
    parent: Option<TagId>,
    before: Option<TagId>,
) -> Result<Draft, Refusal> {
    let comparison = desk.comparison();
    let mut tag = revised(desk, id)?;
    if parent.is_some_and(|parent| comparison.is_within(parent, id)) {
        return Err(Refusal::because(format!("{} can't be put under itself.", quoted(&tag.name))));
    }
    let siblings: Vec<_> = comparison.children(parent).into_iter().filter(|other| other.id != id).collect();
    let at = before.and_then(|before| siblings.iter().position(|other| other.id == before));
    let at = at.unwrap_or(siblings.len());
    let label = format!("move tag {}", quoted(&tag.name));
    tag.parent = parent;
    let above = at.checked_sub(1).and_then(|above| siblings.get(above)).map(|other| other.order);
    let below = siblings.get(at).map(|other| other.order);
    let mut edits = Vec::new();
    if let Some(order) = TagOrder::between(above, below) {
        tag.order = order;
    } else {
        // No room left between the two: all siblings get room again.
        let mut order = 0;
        for (index, other) in siblings.iter().enumerate() {
            if index == at {
                tag.order = TagOrder(order);
                order += TagOrder::GAP;
            }
            edits.push(Tag { order: TagOrder(order), ..revised(desk, other.id)? }.into());
            order += TagOrder::GAP;
        }
    }
    edits.extend([tag.into(), next_revision(desk)]);
    Ok(Draft::new(label, edits).tag(id))
}

/// The tags right under `from` go under `to`, after those that are there.
fn adopt(desk: &Desk, from: TagId, to: Option<TagId>, except: Option<TagId>) -> Result<Vec<Edit>, Refusal> {
    let comparison = desk.comparison();
    let mut last = comparison.children(to).last().map(|tag| tag.order);
    let mut edits = Vec::new();
    for child in comparison.children(Some(from)) {
        if Some(child.id) == except {
            continue;
        }
        let order = TagOrder::between(last, None).unwrap_or_default();
        edits.push(Tag { parent: to, order, ..revised(desk, child.id)? }.into());
        last = Some(order);
    }
    Ok(edits)
}

/// Whatever bears `from` bears `into`; where a claim bears both, the stance given on `into` stands.
pub(super) fn merge(desk: &Desk, from: TagId, into: TagId) -> Result<Draft, Refusal> {
    let (old, kept) = (the_tag(desk, from)?, the_tag(desk, into)?);
    if from == into {
        return Err(Refusal::because("Choose another tag to merge it with."));
    }
    let comparison = desk.comparison();
    let mut merged = revised(desk, into)?;
    if merged.definition.is_empty() {
        merged.definition.clone_from(&old.definition);
    }
    if comparison.is_within(into, from) {
        merged.parent = old.parent;
    }
    merged.key = merged.key.or(old.key);
    merged.values = merged.values.or_else(|| old.values.clone());
    let label = format!("merge tag {} into {}", quoted(&old.name), quoted(&kept.name));
    let definition_revision = merged.definition_revision;
    let mut edits = vec![merged.into()];
    edits.extend(adopt(desk, from, Some(into), Some(into))?);
    for claim in claims_with(comparison, from) {
        let mut claim = Claim { modified: desk.clock.now(), ..Claim::clone(claim) };
        let stance = claim.tag_use(from).and_then(|used| used.stance);
        let value = claim.tag_use(from).map(|used| used.value.clone()).unwrap_or_default();
        if let Some(both) = claim.tags.iter_mut().find(|used| used.tag == into) {
            both.stance = both.stance.or(stance);
            if both.value.is_empty() {
                both.value = value;
            }
            claim.tags.retain(|used| used.tag != from);
        } else {
            for used in claim.tags.iter_mut().filter(|used| used.tag == from) {
                used.tag = into;
                used.definition_revision = definition_revision;
            }
        }
        edits.push(claim.into());
    }
    for silence in comparison.silences().filter(|silence| silence.tag == from) {
        let silence = Silence { tag: into, modified: desk.clock.now(), ..Silence::clone(silence) };
        edits.push(silence.into());
    }
    edits.extend([Edit::Tag(from, None), next_revision(desk)]);
    Ok(Draft::new(label, edits).tag(into))
}

fn claims_with(comparison: &Comparison, tag: TagId) -> impl Iterator<Item = &Arc<Claim>> {
    comparison.claims().filter(move |claim| claim.tag_use(tag).is_some())
}

pub(super) fn delete(desk: &Desk, id: TagId) -> Result<Draft, Refusal> {
    let tag = the_tag(desk, id)?;
    let comparison = desk.comparison();
    let mut edits = adopt(desk, id, tag.parent, None)?;
    for claim in claims_with(comparison, id) {
        let mut claim = Claim { modified: desk.clock.now(), ..Claim::clone(claim) };
        claim.tags.retain(|used| used.tag != id);
        edits.push(claim.into());
    }
    let silences = comparison.silences().filter(|silence| silence.tag == id);
    edits.extend(silences.map(|silence| Edit::Silence(silence.id, None)));
    edits.extend([Edit::Tag(id, None), next_revision(desk)]);
    Ok(Draft::new(format!("delete tag {}", quoted(&tag.name)), edits))
}

/// Says what deleting a tag does to its claims and to the tags under it, as sentences.
#[must_use]
pub fn deletion_of_tag(comparison: &Comparison, id: TagId) -> String {
    let n_claims = claims_with(comparison, id).count();
    let n_bare = claims_with(comparison, id).filter(|claim| claim.tags.len() == 1).count();
    let n_children = comparison.children(Some(id)).len();
    let n_silences = comparison.silences().filter(|silence| silence.tag == id).count();
    let verb = |n: usize, one: &str, more: &str| if n == 1 { one.to_owned() } else { more.to_owned() };
    let mut said = match (n_claims, n_bare) {
        (0, _) => "No claim bears it.".to_owned(),
        (1, 1) => "1 claim loses it, and stays as a claim without a tag.".to_owned(),
        (_, 0) => {
            format!("{} {} it and keep others.", count(n_claims, "claim"), verb(n_claims, "loses", "lose"))
        }
        _ => format!(
            "{} lose it; {n_bare} of them {} no other tag, and {} without one.",
            count(n_claims, "claim"),
            verb(n_bare, "has", "have"),
            verb(n_bare, "stays as a claim", "stay as claims")
        ),
    };
    if n_children > 0 {
        said += &format!(
            " {} under it {} up one level.",
            count(n_children, "tag"),
            verb(n_children, "moves", "move")
        );
    }
    if n_silences > 0 {
        said += &format!(" {} on it {}.", count(n_silences, "noted silence"), verb(n_silences, "goes", "go"));
    }
    said + " Undo brings all of it back."
}

/// Takes in a codebook, as one step.
pub(super) fn take(desk: &Desk, book: &[Tag]) -> Draft {
    let taking = taking(desk.comparison(), book, desk.clock.now());
    if taking.is_empty() {
        return Draft::nothing(Outcome::default());
    }
    let label = format!("take in a codebook of {}", count(book.len(), "tag"));
    let mut edits: Vec<Edit> = taking.tags.into_iter().map(Edit::from).collect();
    edits.push(next_revision(desk));
    Draft::new(label, edits)
}
