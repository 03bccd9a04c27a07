//! A parallel passage is accepted: it becomes a claim, and is linked to what it is parallel to.

use super::{Draft, links, tagging};
use crate::desk::{Desk, LinkEnd, Refusal, TagRef};
use crate::model::{ClaimId, LinkKind, SourceId};
use crate::text::Span;

/// Makes a claim of the passage, or gives the tags to the one that the reader has there, and links it: all one step.
pub(super) fn take(
    desk: &mut Desk,
    (source, span): (SourceId, Span),
    tags: &[TagRef],
    link: Option<(LinkEnd, LinkKind)>,
) -> Result<Draft, Refusal> {
    let mut draft = tagging::tag(desk, source, &[span], tags)?;
    let (Some((end, kind)), Some(claim)) = (link, draft.outcome.claim) else {
        return Ok(draft);
    };
    let to = match end {
        LinkEnd::Claim(to) => super::the_claim(desk, to)?.id,
        LinkEnd::Passage(of, at) => end_of_selection(desk, (of, at), &mut draft)?,
    };
    if claim == to {
        return Err(Refusal::because("A claim can't be linked to itself. Choose another passage."));
    }
    if let Some(same) = links::same(desk, (claim, to), kind) {
        draft.outcome.link = Some(same);
        return Ok(draft);
    }
    let link = links::new_link(desk, (claim, to), kind, String::new());
    draft.outcome.link = Some(link.id);
    draft.outcome.notice = None;
    draft.edits.push(link.into());
    draft.label = format!("parallel passage, link “{}”", kind.phrase());
    Ok(draft)
}

/// A selection that is linked becomes a claim too.
fn end_of_selection(
    desk: &mut Desk,
    (source, span): (SourceId, Span),
    draft: &mut Draft,
) -> Result<ClaimId, Refusal> {
    let end = tagging::tag(desk, source, &[span], &[])?;
    draft.edits.extend(end.edits);
    end.outcome.claim.ok_or_else(|| Refusal::because("There is nothing to link to."))
}
