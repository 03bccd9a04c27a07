//! What another reader marked becomes one's own.

use std::collections::HashSet;

use super::{Draft, codebook, quoted, tagging, the_source};
use crate::anchoring::describe;
use crate::desk::{Desk, Outcome, Refusal};
use crate::model::{Claim, ClaimId, Edit, Tag, TagId, TagUse};
use crate::text::Span;

/// Makes a claim of one's own that says what another reader's says. Tags that the codebook lacks come with it, under
/// those that they stood under.
pub(super) fn take_as_mine(desk: &mut Desk, theirs: &Claim, tags: Vec<Tag>) -> Result<Draft, Refusal> {
    let text = the_source(desk, theirs.source)?.text.clone();
    let spans: Vec<Span> = theirs.passages.iter().map(|anchor| anchor.span).collect();
    let spans = tagging::sound_spans(&text, &spans);
    if spans.is_empty() {
        return Err(Refusal::because("The passage of that claim is not in the source any more."));
    }
    let mut edits = missing_tags(desk, tags);
    let new: HashSet<TagId> = edits
        .iter()
        .filter_map(|edit| match edit {
            Edit::Tag(id, _) => Some(*id),
            _ => None,
        })
        .collect();
    let used = tags_of(desk, theirs, &new);
    let names: Vec<String> = named(desk, &used, &edits);
    if !new.is_empty() {
        edits.push(codebook::next_revision(desk));
    }
    if let Some(own) = tagging::claim_of_exactly(desk, theirs.source, &spans) {
        return add_to_own(desk, own, &used, edits);
    }
    let (id, now) = (ClaimId(desk.ids.next()), desk.clock.now());
    let passages = spans.iter().map(|span| describe(&text, *span)).collect();
    let claim = Claim {
        voice: theirs.voice.clone(),
        summary: theirs.summary.clone(),
        note: theirs.note.clone(),
        ..tagging::new_claim(desk, (id, theirs.source, now), passages, used)
    };
    edits.push(claim.into());
    let what = if names.is_empty() { "claim".to_owned() } else { names.join(", ") };
    Ok(Draft::new(format!("take {what} as mine"), edits).claim(id))
}

/// The tags that the codebook lacks. One whose parent is unknown stands at the top; a key that is taken is let go.
fn missing_tags(desk: &Desk, mut tags: Vec<Tag>) -> Vec<Edit> {
    let comparison = desk.comparison();
    tags.retain(|tag| comparison.tag(tag.id).is_none());
    let mut made: Vec<Tag> = Vec::new();
    // Those above first: one under a tag that is not there would be refused.
    while !tags.is_empty() {
        let waits = |tag: &Tag| tag.parent.is_some_and(|parent| tags.iter().any(|other| other.id == parent));
        let next = tags.iter().position(|tag| !waits(tag)).unwrap_or(0);
        let mut tag = tags.swap_remove(next);
        let known = |id: &TagId| comparison.tag(*id).is_some() || made.iter().any(|tag| tag.id == *id);
        tag.parent = tag.parent.filter(known);
        let taken = |key: &char| {
            comparison.tags().any(|tag| tag.key == Some(*key)) || made.iter().any(|tag| tag.key == Some(*key))
        };
        tag.key = tag.key.filter(|key| !taken(key));
        made.push(tag);
    }
    made.into_iter().map(Edit::from).collect()
}

/// What the claim's tags are here: a definition that is older here was not in view when it was given.
fn tags_of(desk: &Desk, theirs: &Claim, new: &HashSet<TagId>) -> Vec<TagUse> {
    let here = |used: &TagUse| {
        let known = desk.comparison().tag(used.tag);
        let latest = known.map_or(used.definition_revision, |tag| tag.definition_revision);
        let fits = known.is_some() || new.contains(&used.tag);
        fits.then(|| TagUse { definition_revision: used.definition_revision.min(latest), ..used.clone() })
    };
    theirs.tags.iter().filter_map(here).collect()
}

fn named(desk: &Desk, used: &[TagUse], edits: &[Edit]) -> Vec<String> {
    let made = |id: TagId| {
        edits.iter().find_map(|edit| match edit {
            Edit::Tag(of, Some(tag)) if *of == id => Some(&tag.name),
            _ => None,
        })
    };
    let name =
        |used: &TagUse| desk.comparison().tag(used.tag).map(|tag| &tag.name).or_else(|| made(used.tag));
    used.iter().filter_map(name).map(|name| quoted(name)).collect()
}

fn add_to_own(desk: &Desk, own: ClaimId, used: &[TagUse], mut edits: Vec<Edit>) -> Result<Draft, Refusal> {
    let mut claim = super::revised(desk, own)?;
    if !tagging::take_tags(&mut claim, used) {
        let notice = Some("You have marked this passage so already.".to_owned());
        return Ok(Draft::nothing(Outcome { claim: Some(own), notice, ..Outcome::default() }));
    }
    edits.push(claim.into());
    Ok(Draft::new("take tags as mine", edits).claim(own))
}
