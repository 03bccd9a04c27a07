//! Sources come, are described, and go.

use super::{Draft, count, quoted, the_source};
use crate::desk::{Desk, NewSource, Outcome, Refusal};
use crate::model::{Bibliography, Comparison, Edit, Source, SourceId, Unknown};

pub(super) fn add(desk: &mut Desk, new: Vec<NewSource>) -> Result<Draft, Refusal> {
    let n = new.len();
    let first = desk.comparison().sources().last().map_or(0, |last| last.order.saturating_add(1));
    let mut outcome = Outcome::default();
    let mut edits = Vec::with_capacity(n);
    let mut title = String::new();
    for (order, new) in (first..).zip(new) {
        if new.text.paragraphs().is_empty() {
            return Err(Refusal::because(format!(
                "The source {} is empty.",
                quoted(&new.bibliography.title)
            )));
        }
        let id = SourceId(desk.ids.next());
        title = quoted(&new.bibliography.title);
        edits.push(Edit::from(Source {
            id,
            order,
            bibliography: new.bibliography,
            origin: new.origin,
            text: new.text,
            structure: new.structure,
            unknown: Unknown::default(),
        }));
        outcome.sources.push(id);
    }
    let label = if n == 1 { format!("add source {title}") } else { format!("add {}", count(n, "source")) };
    Ok(Draft { outcome, ..Draft::new(label, edits) })
}

pub(super) fn describe(desk: &Desk, id: SourceId, bibliography: Bibliography) -> Result<Draft, Refusal> {
    let source = the_source(desk, id)?;
    if source.bibliography == bibliography {
        return Ok(Draft::nothing(Outcome::default()));
    }
    let label = format!("describe source {}", quoted(source.short_name()));
    let source = Source { bibliography, ..Source::clone(source) };
    Ok(Draft::new(label, vec![source.into()]).typed(id.0, "bibliography"))
}

pub(super) fn remove(desk: &Desk, id: SourceId) -> Result<Draft, Refusal> {
    let source = the_source(desk, id)?;
    let comparison = desk.comparison();
    let mut edits = Vec::new();
    for link in comparison.links() {
        let touches = |claim| comparison.claim(claim).is_some_and(|claim| claim.source == id);
        if touches(link.from) || touches(link.to) {
            edits.push(Edit::Link(link.id, None));
        }
    }
    edits.extend(comparison.claims_in(id).map(|claim| Edit::Claim(claim.id, None)));
    let silences = comparison.silences().filter(|silence| silence.source == id);
    edits.extend(silences.map(|silence| Edit::Silence(silence.id, None)));
    let coverages = comparison.coverages().filter(|coverage| coverage.source == id);
    edits.extend(coverages.map(|coverage| Edit::Coverage(coverage.id, None)));
    let decisions = comparison.decisions().filter(|decision| decision.source == id);
    edits.extend(decisions.map(|decision| Edit::Decision(decision.id, None)));
    edits.push(Edit::Source(id, None));
    Ok(Draft::new(format!("remove source {}", quoted(source.short_name())), edits))
}

/// Says what removing a source takes with it, as a sentence.
#[must_use]
pub fn deletion_of_source(comparison: &Comparison, id: SourceId) -> String {
    let n_claims = comparison.claims_in(id).count();
    let in_it = |claim| comparison.claim(claim).is_some_and(|claim| claim.source == id);
    let n_links = comparison.links().filter(|link| in_it(link.from) || in_it(link.to)).count();
    let n_silences = comparison.silences().filter(|silence| silence.source == id).count();
    format!(
        "Its text, {}, {} and {} go with it. Undo brings all of it back.",
        count(n_claims, "claim"),
        count(n_links, "link"),
        count(n_silences, "noted silence"),
    )
}
