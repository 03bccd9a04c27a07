//! What a claim says, and where its passages begin and end.

use super::{Draft, quoted, revised, tagging, the_source, the_tag};
use crate::anchoring::describe;
use crate::desk::{Desk, Outcome, Refusal};
use crate::model::{Anchor, Claim, ClaimId, Edit, Stance, TagId, Unknown, Voice};
use crate::text::{Pos, Span, units};

fn unchanged(id: ClaimId) -> Draft {
    Draft::nothing(Outcome { claim: Some(id), ..Outcome::default() })
}

pub(super) fn set_stance(
    desk: &Desk,
    id: ClaimId,
    tag: TagId,
    stance: Option<Stance>,
) -> Result<Draft, Refusal> {
    let name = quoted(&the_tag(desk, tag)?.name);
    let mut claim = revised(desk, id)?;
    let Some(used) = claim.tags.iter_mut().find(|used| used.tag == tag) else {
        return Err(Refusal::because(format!("The claim is not tagged {name}.")));
    };
    if used.stance == stance {
        return Ok(unchanged(id));
    }
    used.stance = stance;
    let word = stance.map_or("no stance", Stance::word);
    Ok(Draft::new(format!("stance “{word}” on {name}"), vec![claim.into()]).claim(id))
}

pub(super) fn set_value(desk: &Desk, id: ClaimId, tag: TagId, value: String) -> Result<Draft, Refusal> {
    let name = quoted(&the_tag(desk, tag)?.name);
    let mut claim = revised(desk, id)?;
    let Some(used) = claim.tags.iter_mut().find(|used| used.tag == tag) else {
        return Err(Refusal::because(format!("The claim is not tagged {name}.")));
    };
    if used.value == value {
        return Ok(unchanged(id));
    }
    used.value = value;
    let draft = Draft::new(format!("value of {name}"), vec![claim.into()]);
    // The values of two tags of one claim are two fields.
    let field = uuid::Uuid::from_u128(id.0.as_u128() ^ tag.0.as_u128());
    Ok(draft.typed(field, "value").claim(id))
}

pub(super) fn set_voice(desk: &Desk, id: ClaimId, voice: Voice) -> Result<Draft, Refusal> {
    let mut claim = revised(desk, id)?;
    if claim.voice == voice {
        return Ok(unchanged(id));
    }
    claim.voice = voice;
    Ok(Draft::new("voice of the claim", vec![claim.into()]).typed(id.0, "voice").claim(id))
}

pub(super) fn set_summary(desk: &Desk, id: ClaimId, summary: String) -> Result<Draft, Refusal> {
    let mut claim = revised(desk, id)?;
    if claim.summary == summary {
        return Ok(unchanged(id));
    }
    claim.summary = summary;
    Ok(Draft::new("summary", vec![claim.into()]).typed(id.0, "summary").claim(id))
}

pub(super) fn set_note(desk: &Desk, id: ClaimId, note: String) -> Result<Draft, Refusal> {
    let mut claim = revised(desk, id)?;
    if claim.note == note {
        return Ok(unchanged(id));
    }
    claim.note = note;
    Ok(Draft::new("note", vec![claim.into()]).typed(id.0, "note").claim(id))
}

pub(super) fn confirm_definition(desk: &Desk, id: ClaimId, tag: TagId) -> Result<Draft, Refusal> {
    let tag = the_tag(desk, tag)?;
    let mut claim = revised(desk, id)?;
    for used in claim.tags.iter_mut().filter(|used| used.tag == tag.id) {
        used.definition_revision = tag.definition_revision;
    }
    Ok(Draft::new(format!("confirm {}", quoted(&tag.name)), vec![claim.into()]).claim(id))
}

/// The claim with its passages at other places; those that have not moved keep their anchors.
fn with_spans(desk: &Desk, mut claim: Claim, spans: &[Span]) -> Result<Claim, Refusal> {
    let text = &the_source(desk, claim.source)?.text;
    let spans = tagging::sound_spans(text, spans);
    if spans.is_empty() {
        return Err(Refusal::because("A claim needs at least one passage with words in it."));
    }
    let kept = |span: Span| claim.passages.iter().find(|anchor| anchor.span == span).cloned();
    let anchors = spans.iter().map(|&span| kept(span).unwrap_or_else(|| describe(text, span)));
    claim.passages = anchors.collect();
    Ok(claim)
}

fn spans_of(claim: &Claim) -> Vec<Span> {
    claim.passages.iter().map(|anchor| anchor.span).collect()
}

pub(super) fn move_passage(desk: &Desk, id: ClaimId, passage: usize, span: Span) -> Result<Draft, Refusal> {
    let claim = revised(desk, id)?;
    let before = spans_of(&claim);
    let mut spans = before.clone();
    let Some(moved) = spans.get_mut(passage) else {
        return Err(Refusal::because("That passage is no longer part of the claim."));
    };
    *moved = span;
    let text = &the_source(desk, claim.source)?.text;
    if units::trim(text, text.clamp(span)).is_empty() {
        return Err(Refusal::because("A passage needs at least one word."));
    }
    let claim = with_spans(desk, claim, &spans)?;
    if spans_of(&claim) == before {
        return Ok(unchanged(id));
    }
    Ok(Draft::new("move boundary", vec![claim.into()]).typed(id.0, "boundary").claim(id))
}

pub(super) fn add_passage(desk: &Desk, id: ClaimId, span: Span) -> Result<Draft, Refusal> {
    let claim = revised(desk, id)?;
    let before = spans_of(&claim);
    let mut spans = before.clone();
    spans.push(span);
    let claim = with_spans(desk, claim, &spans)?;
    if spans_of(&claim) == before {
        return Ok(unchanged(id));
    }
    Ok(Draft::new("add passage to claim", vec![claim.into()]).claim(id))
}

pub(super) fn remove_passage(desk: &Desk, id: ClaimId, passage: usize) -> Result<Draft, Refusal> {
    let mut claim = revised(desk, id)?;
    if claim.passages.len() < 2 {
        return Err(Refusal::because(
            "This is the claim's only passage. Delete the claim itself if it should go.",
        ));
    }
    if passage >= claim.passages.len() {
        return Err(Refusal::because("That passage is no longer part of the claim."));
    }
    claim.passages.remove(passage);
    Ok(Draft::new("remove passage from claim", vec![claim.into()]).claim(id))
}

/// The first claim keeps what was written and its links; the second takes tags, stances and voice along.
pub(super) fn split(desk: &mut Desk, id: ClaimId, at: Pos) -> Result<Draft, Refusal> {
    let claim = revised(desk, id)?;
    let text = the_source(desk, claim.source)?.text.clone();
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for span in spans_of(&claim) {
        before.push(Span::between(span.start(), span.end().min(at).max(span.start())));
        after.push(Span::between(span.start().max(at).min(span.end()), span.end()));
    }
    let before = tagging::sound_spans(&text, &before);
    let after = tagging::sound_spans(&text, &after);
    if before.is_empty() || after.is_empty() {
        return Err(Refusal::because("Put the caret inside the claim, where it is to be parted."));
    }
    let second = Claim {
        id: ClaimId(desk.ids.next()),
        reader: desk.reader().id,
        created: claim.modified,
        passages: Vec::<Anchor>::new(),
        summary: String::new(),
        note: String::new(),
        unknown: Unknown::default(),
        ..claim.clone()
    };
    let second = with_spans(desk, second, &after)?;
    let first = with_spans(desk, claim, &before)?;
    Ok(Draft::new("split claim", vec![first.into(), second.into()]).claim(id))
}

pub(super) fn delete(desk: &Desk, id: ClaimId) -> Result<Draft, Refusal> {
    let claim = super::the_claim(desk, id)?;
    let links = desk.comparison().links_of(id).map(|link| Edit::Link(link.id, None));
    let mut edits: Vec<Edit> = links.collect();
    edits.push(Edit::Claim(id, None));
    Ok(Draft::new(format!("delete claim {}", quoted(&claim.quotation())), edits))
}
