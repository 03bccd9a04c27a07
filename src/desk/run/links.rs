//! Links between claims, and silences of sources.

use std::sync::Arc;

use super::{Draft, quoted, the_claim, the_source, the_tag};
use crate::desk::{Desk, Outcome, Refusal};
use crate::model::{ClaimId, Edit, Link, LinkId, LinkKind, Silence, SilenceId, SourceId, TagId, Unknown};

fn the_link(desk: &Desk, id: LinkId) -> Result<&Arc<Link>, Refusal> {
    let link = desk.comparison().link(id);
    link.ok_or_else(|| Refusal::because("That link is no longer in the comparison."))
}

fn with_link(mut draft: Draft, id: LinkId) -> Draft {
    draft.outcome.link = Some(id);
    draft
}

/// Two claims are joined once by each kind: asked for again, a link takes the new note.
pub(super) fn link(
    desk: &mut Desk,
    (from, to): (ClaimId, ClaimId),
    kind: LinkKind,
    note: String,
) -> Result<Draft, Refusal> {
    the_claim(desk, from)?;
    the_claim(desk, to)?;
    if from == to {
        return Err(Refusal::because("A claim can't be linked to itself. Choose another claim."));
    }
    if let Some(same) = same(desk, (from, to), kind) {
        let notice = Some("These two claims are already linked in this way.".to_owned());
        let outcome = Outcome { link: Some(same), notice, ..Outcome::default() };
        return Ok(Draft::nothing(outcome));
    }
    let link = new_link(desk, (from, to), kind, note);
    let id = link.id;
    Ok(with_link(Draft::new(format!("link “{}”", kind.phrase()), vec![link.into()]), id))
}

/// The link that joins these two claims by this kind.
pub(super) fn same(desk: &Desk, (from, to): (ClaimId, ClaimId), kind: LinkKind) -> Option<LinkId> {
    let mut links = desk.comparison().links_of(from);
    links.find(|link| link.from == from && link.to == to && link.kind == kind).map(|link| link.id)
}

pub(super) fn new_link(
    desk: &mut Desk,
    (from, to): (ClaimId, ClaimId),
    kind: LinkKind,
    note: String,
) -> Link {
    let now = desk.clock.now();
    Link {
        id: LinkId(desk.ids.next()),
        from,
        to,
        kind,
        note,
        reader: desk.reader().id,
        created: now,
        modified: now,
        unknown: Unknown::default(),
    }
}

fn revised(desk: &Desk, id: LinkId) -> Result<Link, Refusal> {
    Ok(Link { modified: desk.clock.now(), ..Link::clone(the_link(desk, id)?) })
}

pub(super) fn set_kind(desk: &Desk, id: LinkId, kind: LinkKind) -> Result<Draft, Refusal> {
    if the_link(desk, id)?.kind == kind {
        return Ok(Draft::nothing(Outcome { link: Some(id), ..Outcome::default() }));
    }
    let link = Link { kind, ..revised(desk, id)? };
    Ok(with_link(Draft::new(format!("link “{}”", kind.phrase()), vec![link.into()]), id))
}

pub(super) fn set_note(desk: &Desk, id: LinkId, note: String) -> Result<Draft, Refusal> {
    if the_link(desk, id)?.note == note {
        return Ok(Draft::nothing(Outcome { link: Some(id), ..Outcome::default() }));
    }
    let link = Link { note, ..revised(desk, id)? };
    Ok(with_link(Draft::new("note on link", vec![link.into()]).typed(id.0, "note"), id))
}

pub(super) fn reverse(desk: &Desk, id: LinkId) -> Result<Draft, Refusal> {
    let mut link = revised(desk, id)?;
    std::mem::swap(&mut link.from, &mut link.to);
    Ok(with_link(Draft::new("reverse link", vec![link.into()]), id))
}

pub(super) fn delete(desk: &Desk, id: LinkId) -> Result<Draft, Refusal> {
    let kind = the_link(desk, id)?.kind;
    Ok(Draft::new(format!("delete link “{}”", kind.phrase()), vec![Edit::Link(id, None)]))
}

/// A reader notes a silence once for each tag and source: noted again, it takes the new note.
pub(super) fn note_silence(
    desk: &mut Desk,
    source: SourceId,
    tag: TagId,
    note: String,
) -> Result<Draft, Refusal> {
    let name = quoted(&the_tag(desk, tag)?.name);
    let in_source = the_source(desk, source)?.short_name().to_owned();
    let n = desk.comparison().n_uses(tag, source);
    if n > 0 {
        return Err(Refusal::because(format!(
            "{} treats {name}: it has claims with this tag. Only a tag without claims can be noted as absent.",
            quoted(&in_source)
        )));
    }
    let reader = desk.reader().id;
    let own = desk
        .comparison()
        .silences()
        .find(|silence| silence.source == source && silence.tag == tag && silence.reader == reader);
    if let Some(own) = own.map(|silence| silence.id) {
        return set_silence_note(desk, own, note);
    }
    let now = desk.clock.now();
    let id = SilenceId(desk.ids.next());
    let unknown = Unknown::default();
    let silence = Silence { id, source, tag, note, reader, created: now, modified: now, unknown };
    let label = format!("note silence of {} on {name}", quoted(&in_source));
    Ok(Draft::new(label, vec![silence.into()]).tag(tag))
}

fn the_silence(desk: &Desk, id: SilenceId) -> Result<&Arc<Silence>, Refusal> {
    let silence = desk.comparison().silence(id);
    silence.ok_or_else(|| Refusal::because("That silence is no longer noted."))
}

pub(super) fn set_silence_note(desk: &Desk, id: SilenceId, note: String) -> Result<Draft, Refusal> {
    let silence = the_silence(desk, id)?;
    if silence.note == note {
        return Ok(Draft::nothing(Outcome::default()));
    }
    let silence = Silence { note, modified: desk.clock.now(), ..Silence::clone(silence) };
    Ok(Draft::new("note on silence", vec![silence.into()]).typed(id.0, "note"))
}

pub(super) fn delete_silence(desk: &Desk, id: SilenceId) -> Result<Draft, Refusal> {
    the_silence(desk, id)?;
    Ok(Draft::new("remove noted silence", vec![Edit::Silence(id, None)]))
}
