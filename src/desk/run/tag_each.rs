//! Many passages get tags in one step, as all hits of a search.

use std::collections::{BTreeMap, BTreeSet};

use super::tagging::{claim_of_exactly, new_claim, resolve, take_tags};
use super::{Draft, count, revised, the_source};
use crate::anchoring::describe_all;
use crate::desk::{Desk, Outcome, Refusal, TagRef};
use crate::model::{ClaimId, Edit, SourceId, TagUse};
use crate::text::{Span, units};

/// The most passages that are tagged in one step.
const MOST: usize = 100_000;

pub(super) fn tag_each(
    desk: &mut Desk,
    passages: &[(SourceId, Span)],
    tags: &[TagRef],
) -> Result<Draft, Refusal> {
    if passages.len() > MOST {
        return Err(Refusal::because(
            "Those are more than 100,000 passages, which is too many for one step: look for something rarer.",
        ));
    }
    let mut of_source: BTreeMap<SourceId, BTreeSet<Span>> = BTreeMap::new();
    for (source, span) in passages {
        let text = &the_source(desk, *source)?.text;
        let span = units::trim(text, text.clamp(*span));
        if !span.is_empty() {
            of_source.entry(*source).or_default().insert(span);
        }
    }
    if of_source.is_empty() {
        return Err(Refusal::because("There is nothing to tag in blank space."));
    }
    let (used, mut edits, names) = resolve(desk, tags)?;
    let (mut n_made, mut n_changed, mut n_had) = (0, 0, 0);
    for (source, spans) in of_source {
        let mut fresh: Vec<Span> = Vec::new();
        for span in spans {
            match claim_of_exactly(desk, source, &[span]) {
                None => fresh.push(span),
                Some(claim) => {
                    let mut claim = revised(desk, claim)?;
                    if take_tags(&mut claim, &used) {
                        edits.push(claim.into());
                        n_changed += 1;
                    } else {
                        n_had += 1;
                    }
                }
            }
        }
        n_made += fresh.len();
        edits.extend(claims_of(desk, source, &fresh, &used)?);
    }
    if n_made + n_changed == 0 {
        let notice = Some("All of these passages are tagged so already.".to_owned());
        return Ok(Draft::nothing(Outcome { notice, ..Outcome::default() }));
    }
    let verb = if names.is_empty() { "mark".to_owned() } else { format!("tag {names} at") };
    let label = format!("{verb} {}", count(n_made + n_changed, "passage"));
    let notice = Some(notice(n_made, n_changed, n_had));
    Ok(Draft { outcome: Outcome { notice, ..Outcome::default() }, ..Draft::new(label, edits) })
}

fn notice(n_made: usize, n_changed: usize, n_had: usize) -> String {
    let mut said = vec![format!("{} made", count(n_made, "claim"))];
    if n_changed > 0 {
        said.push(format!("{} that there {} took the tag", count(n_changed, "claim"), were(n_changed)));
    }
    if n_had > 0 {
        said.push(format!("{n_had} had it already"));
    }
    format!("{}.", said.join(", "))
}

fn were(n: usize) -> &'static str {
    if n == 1 { "was" } else { "were" }
}

/// The edits that make a claim of each of these passages.
fn claims_of(
    desk: &mut Desk,
    source: SourceId,
    spans: &[Span],
    tags: &[TagUse],
) -> Result<Vec<Edit>, Refusal> {
    let text = the_source(desk, source)?.text.clone();
    let now = desk.clock.now();
    let mut edits = Vec::with_capacity(spans.len());
    for anchor in describe_all(&text, spans) {
        let id = ClaimId(desk.ids.next());
        edits.push(new_claim(desk, (id, source, now), vec![anchor], tags.to_vec()).into());
    }
    Ok(edits)
}
