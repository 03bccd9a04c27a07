//! Passages get tags, and lose them.

use super::{Draft, codebook, quoted, revised, the_source, the_tag};
use crate::analysis::agreement::rounds;
use crate::analysis::agreement::settling::settled_reader;
use crate::anchoring::describe;
use crate::desk::{Desk, Outcome, Refusal, TagRef};
use crate::model::{
    Anchor, Claim, ClaimId, Edit, PassageAt, RoundStep, SourceId, Tag, TagId, TagUse, Time, Unknown, Voice,
};
use crate::text::{Span, Text, units};

pub(super) fn tag(
    desk: &mut Desk,
    source: SourceId,
    spans: &[Span],
    tags: &[TagRef],
) -> Result<Draft, Refusal> {
    let text = the_source(desk, source)?.text.clone();
    let spans = sound_spans(&text, spans);
    if spans.is_empty() {
        return Err(Refusal::because("Select some words first: there is nothing to tag in blank space."));
    }
    if let Some(existing) = claim_of_exactly(desk, source, &spans) {
        return add_tags(desk, existing, tags);
    }
    let (used, mut edits, names) = resolve(desk, tags)?;
    let now = desk.clock.now();
    let id = ClaimId(desk.ids.next());
    let passages = spans.iter().map(|&span| describe(&text, span)).collect();
    edits.push(new_claim(desk, (id, source, now), passages, used).into());
    let label = if names.is_empty() { "mark passage".to_owned() } else { format!("tag {names}") };
    Ok(Draft::new(label, edits).claim(id))
}

/// A claim that says nothing yet but its passages and tags.
pub(super) fn new_claim(
    desk: &Desk,
    (id, source, now): (ClaimId, SourceId, Time),
    passages: Vec<Anchor>,
    tags: Vec<TagUse>,
) -> Claim {
    Claim {
        id,
        source,
        reader: desk.reader().id,
        created: now,
        modified: now,
        passages,
        tags,
        voice: Voice::Own,
        summary: String::new(),
        note: String::new(),
        unknown: Unknown::default(),
    }
}

/// Trims `spans`, leaves out empty ones, puts them in order and joins those that overlap or touch.
pub(super) fn sound_spans(text: &Text, spans: &[Span]) -> Vec<Span> {
    let mut sound: Vec<Span> = spans.iter().map(|&span| units::trim(text, text.clamp(span))).collect();
    sound.retain(|span| !span.is_empty());
    sound.sort_unstable();
    sound.dedup_by(|next, before| {
        let joins = next.start() <= before.end();
        if joins {
            *before = before.hull(*next);
        }
        joins
    });
    sound
}

/// The claim that this reader made of exactly these passages.
pub(super) fn claim_of_exactly(desk: &Desk, source: SourceId, spans: &[Span]) -> Option<ClaimId> {
    let comparison = desk.comparison();
    let first = *spans.first()?;
    let same = |passage: PassageAt| {
        let claim = comparison.claim(passage.claim)?;
        let own = claim.reader == desk.reader().id;
        let same = claim.passages.iter().map(|anchor: &Anchor| anchor.span).eq(spans.iter().copied());
        (own && same).then_some(claim.id)
    };
    comparison.passages(source)?.touching(first).find_map(same)
}

/// Finds the tags, making those that are only named: their uses, the edits that make them, and their names for a label.
pub(super) fn resolve(desk: &mut Desk, tags: &[TagRef]) -> Result<(Vec<TagUse>, Vec<Edit>, String), Refusal> {
    let mut used: Vec<TagUse> = Vec::new();
    let mut made: Vec<Tag> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for tag in tags {
        let tag = match tag {
            TagRef::Known(id) => Tag::clone(the_tag(desk, *id)?),
            TagRef::Named(name) => match codebook::find(desk.comparison(), name) {
                Some(known) => Tag::clone(known),
                None => {
                    let new = codebook::new_tag(desk, name, None, made.len())?;
                    made.push(new.clone());
                    new
                }
            },
        };
        if used.iter().all(|earlier| earlier.tag != tag.id) {
            names.push(quoted(&tag.name));
            used.push(TagUse {
                tag: tag.id,
                stance: None,
                definition_revision: tag.definition_revision,
                value: String::new(),
                unknown: Unknown::default(),
            });
        }
    }
    let mut edits: Vec<Edit> = made.into_iter().map(Edit::from).collect();
    if !edits.is_empty() {
        edits.push(codebook::next_revision(desk));
    }
    Ok((used, edits, names.join(", ")))
}

pub(super) fn add_tags(desk: &mut Desk, id: ClaimId, tags: &[TagRef]) -> Result<Draft, Refusal> {
    let mut claim = revised(desk, id)?;
    if is_to_be_judged(desk, &claim) {
        let spans: Vec<Span> = claim.passages.iter().map(|anchor| anchor.span).collect();
        return tag(desk, claim.source, &spans, tags);
    }
    let (used, mut edits, names) = resolve(desk, tags)?;
    if !take_tags(&mut claim, &used) {
        let notice = (!names.is_empty()).then(|| format!("This passage is already tagged {names}."));
        return Ok(Draft::nothing(Outcome { claim: Some(id), notice, ..Outcome::default() }));
    }
    edits.push(claim.into());
    Ok(Draft::new(format!("tag {names}"), edits).claim(id))
}

/// Whether a claim is a settled passage that everybody tags for themselves: whoever does so makes a claim of their own of
/// exactly its words.
fn is_to_be_judged(desk: &Desk, claim: &Claim) -> bool {
    let comparison = desk.comparison();
    let in_step = rounds::current(comparison).is_some_and(|round| round.step == RoundStep::Judgments);
    in_step && claim.reader == settled_reader(comparison.id()) && claim.reader != desk.reader().id
}

/// Gives a claim those of the tags that it lacks; returns whether it lacked any.
pub(super) fn take_tags(claim: &mut Claim, tags: &[TagUse]) -> bool {
    let lacking: Vec<TagUse> =
        tags.iter().filter(|used| claim.tag_use(used.tag).is_none()).cloned().collect();
    let any = !lacking.is_empty();
    claim.tags.extend(lacking);
    any
}

pub(super) fn remove_tag(desk: &Desk, id: ClaimId, tag: TagId) -> Result<Draft, Refusal> {
    let name = quoted(&the_tag(desk, tag)?.name);
    let mut claim = revised(desk, id)?;
    let n_before = claim.tags.len();
    claim.tags.retain(|used| used.tag != tag);
    if claim.tags.len() == n_before {
        return Ok(Draft::nothing(Outcome { claim: Some(id), ..Outcome::default() }));
    }
    Ok(Draft::new(format!("untag {name}"), vec![claim.into()]).claim(id))
}
