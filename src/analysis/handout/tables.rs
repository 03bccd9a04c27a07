//! Which entries stand in one row: claims that a link joins, as far as each column keeps its order.

use std::collections::HashMap;

use super::{Entry, TableCell};
use crate::analysis::sheet::{Cell, SheetClaim};
use crate::model::ClaimId;

/// Sets the entries of columns side by side. `cells` are those that the entries were made from, so
/// that links are known; without them, entries follow one another from the top.
pub(super) fn rows(columns: Vec<Vec<Entry>>, cells: &[&Cell]) -> Vec<Vec<TableCell>> {
    let n_columns = columns.len();
    let links = linked(cells);
    // Each row as it stands so far: one entry at most for each column.
    let mut rows: Vec<Vec<Option<Entry>>> = Vec::new();
    for (column, entries) in columns.into_iter().enumerate() {
        let partners = partners(&rows, &entries, &links);
        rows = filled(rows, entries, &partners, column, n_columns);
    }
    let cell = |entry: Option<Entry>| TableCell { entries: entry.into_iter().collect() };
    rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect()
}

/// The claims that each claim is linked with.
fn linked(cells: &[&Cell]) -> HashMap<ClaimId, Vec<ClaimId>> {
    let claims = cells.iter().flat_map(|cell| &cell.claims).filter(|claim| !claim.links.is_empty());
    let ends = |claim: &SheetClaim| claim.links.iter().map(|link| link.claim).collect();
    claims.map(|claim| (claim.id(), ends(claim))).collect()
}

/// For each entry the row in which a claim stands that it is linked with, if that keeps the order: rows only go up.
fn partners(
    rows: &[Vec<Option<Entry>>],
    entries: &[Entry],
    links: &HashMap<ClaimId, Vec<ClaimId>>,
) -> Vec<Option<usize>> {
    if links.is_empty() || rows.is_empty() {
        return vec![None; entries.len()];
    }
    let mut row_of: HashMap<ClaimId, usize> = HashMap::new();
    for (row, at) in rows.iter().zip(0..) {
        for claim in row.iter().flatten().filter_map(claim_of) {
            row_of.insert(claim, at);
        }
    }
    let mut next = 0;
    let mut partner = |entry: &Entry| {
        let others = links.get(&claim_of(entry)?)?;
        let row = others.iter().filter_map(|other| row_of.get(other)).filter(|row| **row >= next).min()?;
        next = row + 1;
        Some(*row)
    };
    entries.iter().map(&mut partner).collect()
}

fn claim_of(entry: &Entry) -> Option<ClaimId> {
    match entry {
        Entry::Claim(claim) => Some(claim.body.claim),
        _ => None,
    }
}

/// The rows with one more column: entries with a partner stand in its row, those between fill the rows between, and
/// new rows where there are too few.
fn filled(
    rows: Vec<Vec<Option<Entry>>>,
    entries: Vec<Entry>,
    partners: &[Option<usize>],
    column: usize,
    n_columns: usize,
) -> Vec<Vec<Option<Entry>>> {
    let mut out: Vec<Vec<Option<Entry>>> = Vec::with_capacity(rows.len().max(entries.len()));
    let mut rows = rows.into_iter().enumerate();
    let mut put = |row: Option<Vec<Option<Entry>>>, entry: Option<Entry>| {
        let mut row = row.unwrap_or_else(|| std::iter::repeat_with(|| None).take(n_columns).collect());
        if let Some(place) = row.get_mut(column) {
            *place = entry;
        }
        out.push(row);
    };
    let mut waiting = Vec::new();
    for (entry, partner) in entries.into_iter().zip(partners) {
        let Some(partner) = partner else {
            waiting.push(entry);
            continue;
        };
        let mut before = waiting.drain(..);
        loop {
            match rows.next() {
                Some((at, row)) if at < *partner => put(Some(row), before.next()),
                Some((_, row)) => {
                    before.by_ref().for_each(|entry| put(None, Some(entry)));
                    put(Some(row), Some(entry));
                    break;
                }
                None => break,
            }
        }
    }
    let mut rest = waiting.into_iter();
    for (_, row) in rows {
        put(Some(row), rest.next());
    }
    rest.for_each(|entry| put(None, Some(entry)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of one column with entries that are told apart by their room.
    fn column_of(rooms: &[u8]) -> Vec<Vec<Option<Entry>>> {
        rooms.iter().map(|room| vec![Some(Entry::Room(*room)), None]).collect()
    }

    fn check(left: &[u8], right: &[(u8, Option<usize>)], expected: &[(u8, u8)]) {
        let entries = right.iter().map(|(room, _)| Entry::Room(*room)).collect();
        let partners: Vec<_> = right.iter().map(|(_, partner)| *partner).collect();
        let rows = filled(column_of(left), entries, &partners, 1, 2);
        let room = |entry: &Option<Entry>| match entry {
            Some(Entry::Room(room)) => *room,
            _ => 0,
        };
        let shown: Vec<(u8, u8)> = rows.iter().map(|row| (room(&row[0]), room(&row[1]))).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn entries_with_partners_stand_beside_them_and_all_keep_their_order() {
        check(&[1, 2], &[(11, None), (12, None), (13, None)], &[(1, 11), (2, 12), (0, 13)]);
        check(&[1, 2, 3], &[(11, Some(2))], &[(1, 0), (2, 0), (3, 11)]);
        check(
            &[1, 2],
            &[(11, None), (12, None), (13, Some(1)), (14, None)],
            &[(1, 11), (0, 12), (2, 13), (0, 14)],
        );
        check(&[1, 2, 3], &[(11, Some(0)), (12, Some(2))], &[(1, 11), (2, 0), (3, 12)]);
        check(&[], &[(11, None)], &[(0, 11)]);
    }
}
