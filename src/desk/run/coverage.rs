//! How far a source was read, and kept settings of sheets.

use std::sync::Arc;

use super::{Draft, quoted, the_source};
use crate::analysis::sheet::{Place, cite};
use crate::desk::{Desk, Outcome, Refusal};
use crate::model::{Coverage, CoverageId, CoverageState, Edit, SavedSheet, SheetId, SourceId, Unknown};
use crate::text::{Pos, Span};

/// A reader says of a stretch that it was read or skipped, or takes back what was said. What was said of it before gives
/// way; stretches that meet and say the same, without a note, become one.
pub(super) fn mark(
    desk: &mut Desk,
    source: SourceId,
    span: Span,
    state: Option<CoverageState>,
) -> Result<Draft, Refusal> {
    let (text, name) = {
        let source = the_source(desk, source)?;
        (source.text.clone(), quoted(source.short_name()))
    };
    let end = span.end().min(text.end());
    let Some(mut span) = Span::new(span.start().0, end.0).filter(|span| !span.is_empty()) else {
        return Err(Refusal::because("There is nothing in that stretch."));
    };
    let place = cite(&[Place::of(&text, span)]);
    let (now, reader) = (desk.clock.now(), desk.reader().id);
    let of_reader = |coverage: &&Arc<Coverage>| coverage.source == source && coverage.reader == reader;
    let mut own: Vec<Arc<Coverage>> = desk.comparison().coverages().filter(of_reader).cloned().collect();
    own.sort_by_key(|coverage| coverage.span);
    let said = |coverage: &Arc<Coverage>| coverage.span.covers(span);
    if state.is_some_and(|state| own.iter().any(|of| of.state == state && said(of)))
        || state.is_none() && own.iter().all(|of| !of.span.overlaps(span))
    {
        return Ok(Draft::nothing(Outcome::default()));
    }
    let mut edits = Vec::new();
    for old in own {
        let joins = state == Some(old.state) && old.note.is_empty();
        if joins && old.span.start() <= span.end() && span.start() <= old.span.end() {
            span = span.hull(old.span);
            edits.push(Edit::Coverage(old.id, None));
        } else if old.span.overlaps(span) {
            edits.extend(cut(&old, span, || CoverageId(desk.ids.next()), now));
        }
    }
    if let Some(state) = state {
        let (id, note) = (CoverageId(desk.ids.next()), String::new());
        let (created, modified, unknown) = (now, now, Unknown::default());
        edits.push(Coverage { id, source, span, state, note, reader, created, modified, unknown }.into());
    }
    let word = state.map_or("not read", CoverageState::word);
    let mut draft = Draft::new(format!("mark {place} of {name} as {word}"), edits);
    draft.outcome.notice = Some(format!("{place} of {name} is marked as {word}."));
    Ok(draft)
}

/// Takes a stretch out of what is said of a longer one.
fn cut(
    old: &Coverage,
    taken: Span,
    new_id: impl FnOnce() -> CoverageId,
    now: crate::model::Time,
) -> Vec<Edit> {
    let piece = |from: Pos, to: Pos| Span::new(from.0, to.0).filter(|span| !span.is_empty());
    let before = piece(old.span.start(), taken.start().min(old.span.end()));
    let after = piece(taken.end().max(old.span.start()), old.span.end());
    let kept = |id, span| Edit::from(Coverage { id, span, modified: now, ..old.clone() });
    match (before, after) {
        (None, None) => vec![Edit::Coverage(old.id, None)],
        (Some(only), None) | (None, Some(only)) => vec![kept(old.id, only)],
        (Some(before), Some(after)) => vec![kept(old.id, before), kept(new_id(), after)],
    }
}

pub(super) fn set_note(desk: &Desk, id: CoverageId, note: String) -> Result<Draft, Refusal> {
    let coverage = desk.comparison().coverage(id);
    let coverage = coverage.ok_or_else(|| Refusal::because("That stretch is no longer marked."))?;
    if coverage.note == note {
        return Ok(Draft::nothing(Outcome::default()));
    }
    let coverage = Coverage { note, modified: desk.clock.now(), ..Coverage::clone(coverage) };
    Ok(Draft::new("note on what was read", vec![coverage.into()]).typed(id.0, "note"))
}

/// Keeps the settings of a sheet under a name: those of that id, or new ones.
pub(super) fn keep_sheet(
    desk: &mut Desk,
    sheet: Option<SheetId>,
    name: &str,
    settings: String,
) -> Result<Draft, Refusal> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Refusal::because("The sheet needs a name to be kept under."));
    }
    let now = desk.clock.now();
    let known = sheet.and_then(|id| desk.comparison().saved_sheet(id));
    let sheet = match known {
        Some(known) if known.name == name && known.settings == settings => {
            return Ok(Draft::nothing(Outcome::default()));
        }
        Some(known) => {
            SavedSheet { name: name.to_owned(), settings, modified: now, ..SavedSheet::clone(known) }
        }
        None => SavedSheet {
            id: SheetId(desk.ids.next()),
            name: name.to_owned(),
            settings,
            reader: desk.reader().id,
            created: now,
            modified: now,
            unknown: Unknown::default(),
        },
    };
    let label = format!("keep the sheet {}", quoted(name));
    Ok(Draft::new(label, vec![sheet.into()]))
}

pub(super) fn delete_sheet(desk: &Desk, id: SheetId) -> Result<Draft, Refusal> {
    let sheet = desk.comparison().saved_sheet(id);
    let sheet = sheet.ok_or_else(|| Refusal::because("That sheet is no longer kept."))?;
    let label = format!("remove the kept sheet {}", quoted(&sheet.name));
    Ok(Draft::new(label, vec![Edit::SavedSheet(id, None)]))
}
