//! Filling a sheet's cells: each claim and silence is walked once, however many rows there are.

use std::collections::HashMap;
use std::sync::Arc;

use super::{LinkEnd, Place, SheetClaim, SheetColumn, SheetLink, SheetRow, SheetSilence, column_name};
use crate::model::{Claim, ClaimId, Comparison, Link, ReaderId, Source, SourceId, TagId};

/// What filling the cells looks into.
pub(super) struct Walk<'a> {
    pub(super) comparison: &'a Comparison,
    /// Whose work is shown; everybody's if there are none.
    pub(super) readers: &'a [ReaderId],
    pub(super) row_of: HashMap<TagId, usize>,
}

impl Walk<'_> {
    fn shows(&self, reader: ReaderId) -> bool {
        self.readers.is_empty() || self.readers.contains(&reader)
    }
}

pub(super) fn fill_claims(walk: &Walk<'_>, columns: &mut [SheetColumn], rows: &mut [SheetRow]) {
    let names = source_names(walk.comparison);
    for (index, column) in columns.iter_mut().enumerate() {
        let claims = walk.comparison.claims_in(column.source.id);
        for claim in claims.filter(|claim| walk.shows(claim.reader)) {
            column.n_untagged += usize::from(claim.tags.is_empty());
            let mut entry = None;
            for used in &claim.tags {
                let row = walk.row_of.get(&used.tag).and_then(|&row| rows.get_mut(row));
                let Some(cell) = row.and_then(|row| row.cells.get_mut(index)) else {
                    continue;
                };
                if entry.is_none() {
                    entry = entry_of(walk, &column.source, claim, &names);
                }
                if let Some(entry) = &entry {
                    cell.claims.push(SheetClaim {
                        tag: Some(used.tag),
                        stance: used.stance,
                        ..SheetClaim::clone(entry)
                    });
                }
            }
            column.n_claims += usize::from(entry.is_some());
        }
    }
}

/// Returns all claims of a source as entries of a sheet, by position, those without a tag included; without a stance, which
/// belongs to a tag.
#[must_use]
pub fn entries(comparison: &Comparison, source: &Source) -> Vec<SheetClaim> {
    let walk = Walk { comparison, readers: &[], row_of: HashMap::new() };
    let names = source_names(comparison);
    comparison.claims_in(source.id).filter_map(|claim| entry_of(&walk, source, claim, &names)).collect()
}

fn source_names(comparison: &Comparison) -> HashMap<SourceId, Arc<str>> {
    let named = (1..).zip(comparison.sources());
    named.map(|(number, source)| (source.id, column_name(source, number).into())).collect()
}

fn entry_of(
    walk: &Walk<'_>,
    source: &Source,
    claim: &Arc<Claim>,
    names: &HashMap<SourceId, Arc<str>>,
) -> Option<SheetClaim> {
    let comparison = walk.comparison;
    let reader = Arc::clone(comparison.reader(claim.reader)?);
    let mut links: Vec<(&Arc<Claim>, SheetLink)> = comparison
        .links_of(claim.id)
        .filter(|link| walk.shows(link.reader))
        .filter_map(|link| seen_from(comparison, claim.id, link, names))
        .collect();
    let order = |source: SourceId| comparison.sources().iter().position(|other| other.id == source);
    links.sort_by_key(|(other, link)| (order(other.source), other.extent(), other.id, link.link));
    let links = links.into_iter().map(|(_, link)| link).collect();
    Some(SheetClaim {
        claim: Arc::clone(claim),
        tag: None,
        stance: None,
        reader,
        places: places_of(source, claim),
        links,
    })
}

fn places_of(source: &Source, claim: &Claim) -> Arc<[Place]> {
    claim.passages.iter().map(|anchor| Place::of(&source.text, anchor.span)).collect()
}

fn seen_from<'a>(
    comparison: &'a Comparison,
    claim: ClaimId,
    link: &Link,
    names: &HashMap<SourceId, Arc<str>>,
) -> Option<(&'a Arc<Claim>, SheetLink)> {
    let (end, other) = if link.from == claim { (LinkEnd::From, link.to) } else { (LinkEnd::To, link.from) };
    let other = comparison.claim(other)?;
    let source = comparison.source(other.source)?;
    let seen = SheetLink {
        link: link.id,
        kind: link.kind,
        end,
        claim: other.id,
        source: other.source,
        source_name: names.get(&other.source).cloned().unwrap_or_default(),
        places: places_of(source, other),
        note: link.note.clone(),
    };
    Some((other, seen))
}

pub(super) fn fill_silences(walk: &Walk<'_>, columns: &[SheetColumn], rows: &mut [SheetRow]) {
    for silence in walk.comparison.silences().filter(|silence| walk.shows(silence.reader)) {
        let column = columns.iter().position(|column| column.source.id == silence.source);
        let row = walk.row_of.get(&silence.tag).and_then(|&row| rows.get_mut(row));
        let cell = row.zip(column).and_then(|(row, column)| row.cells.get_mut(column));
        if let Some((cell, reader)) = cell.zip(walk.comparison.reader(silence.reader)) {
            let silence = Arc::clone(silence);
            cell.silences.push(SheetSilence { silence, reader: Arc::clone(reader) });
        }
    }
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
        cell.silences.sort_by_key(|noted| (noted.silence.created, noted.silence.id));
    }
}
