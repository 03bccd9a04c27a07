//! A row for each tag: the codebook's tree with parts folded away, or a list in another order.

use std::collections::HashSet;

use super::{Arrangement, Arranging, Because, Below, Entry, Head, Order, Row, RowCell, Shown, finding};
use crate::analysis::relation::Relation;
use crate::analysis::sheet::{Cell, Sheet, SheetRow, Sieve};
use crate::model::{Comparison, TagId};
use crate::text::Pos;

pub(super) fn arrange(comparison: &Comparison, sheet: &Sheet, how: &Arranging, made: &mut Arrangement) {
    let sieve = how.filter.sieve();
    let chosen: HashSet<TagId> = how.tags.iter().copied().collect();
    let wanted =
        |row: &SheetRow| chosen.is_empty() || chosen.iter().any(|top| comparison.is_within(row.tag, *top));
    let mut rows: Vec<(usize, Row)> = Vec::new();
    for (at, row) in sheet.rows.iter().enumerate().filter(|(_, row)| wanted(row)) {
        let cells: Vec<RowCell> = made
            .columns
            .iter()
            .map(|column| row.cells.get(*column).map(|cell| cell_of(cell, &sieve)).unwrap_or_default())
            .collect();
        rows.push((at, Row { head: Head::Tag { row: at, depth: row.depth, below: None }, cells }));
    }
    keep_shown(&mut rows, sheet, how);
    if how.order == Order::Codebook {
        fold(&mut rows, sheet, how);
    } else {
        sort(&mut rows, sheet, how.order, &made.columns);
    }
    made.rows = rows.into_iter().map(|(_, row)| row).collect();
}

fn cell_of(cell: &Cell, sieve: &Sieve<'_>) -> RowCell {
    let kept = cell.claims.iter().filter(|claim| sieve.keeps(claim));
    let claims: Vec<Entry> =
        kept.map(|claim| Entry { claim: claim.clone(), because: Because::Own }).collect();
    RowCell { n_left_out: cell.claims.len() - claims.len(), claims, silences: cell.silences.clone() }
}

/// Leaves out rows that are not asked for; a tag stays if one below it does, so that the tree has no holes.
fn keep_shown(rows: &mut Vec<(usize, Row)>, sheet: &Sheet, how: &Arranging) {
    let fits = |row: &Row| {
        let mut has = row.cells.iter().map(|cell| !cell.claims.is_empty());
        match how.rows {
            Shown::All if how.filter.is_empty() => true,
            Shown::All | Shown::WithClaims => has.any(|has| has),
            Shown::OnAllSides => has.all(|has| has),
        }
    };
    let mut kept: Vec<bool> = rows.iter().map(|(_, row)| fits(row)).collect();
    if how.order == Order::Codebook {
        let depth = |at: usize| sheet.rows.get(at).map_or(0, |row| row.depth);
        // From the last row up: the depth down to which a tag above a kept one is still missing.
        let mut open: Option<usize> = None;
        for ((at, _), kept) in rows.iter().zip(kept.iter_mut()).rev() {
            let depth = depth(*at);
            if open.is_some_and(|below| depth < below) {
                *kept = true;
            }
            if *kept {
                open = (depth > 0).then_some(depth);
            }
        }
    }
    let mut kept = kept.into_iter();
    rows.retain(|_| kept.next().unwrap_or(true));
}

/// Counts what is below each tag, and takes away what is folded.
fn fold(rows: &mut Vec<(usize, Row)>, sheet: &Sheet, how: &Arranging) {
    let depth_of = |row: &Row| match &row.head {
        Head::Tag { depth, .. } => *depth,
        _ => 0,
    };
    let n_claims = |row: &Row| row.cells.iter().map(|cell| cell.claims.len()).sum::<usize>();
    let sums: Vec<(usize, usize)> = rows.iter().map(|(_, row)| (depth_of(row), n_claims(row))).collect();
    // From the last row up: of each depth, how many rows and claims have been seen since the last row above it.
    let mut seen: Vec<(usize, usize)> = Vec::new();
    for ((at, row), (depth, n)) in rows.iter_mut().zip(sums).rev() {
        let below = seen.split_off(depth.saturating_add(1).min(seen.len()));
        let (n_tags, n_below) =
            below.into_iter().fold((0, 0), |(tags, claims), (t, c)| (tags + t, claims + c));
        if let Head::Tag { below, .. } = &mut row.head
            && n_tags > 0
        {
            let folded = sheet.rows.get(*at).is_some_and(|row| how.folded.contains(&row.tag));
            *below = Some(Below { folded, n_tags, n_claims: n_below });
        }
        seen.resize(depth + 1, (0, 0));
        if let Some((tags, claims)) = seen.last_mut() {
            *tags += n_tags + 1;
            *claims += n_below + n;
        }
    }
    let mut closed: Option<usize> = None;
    rows.retain(|(_, row)| {
        let depth = depth_of(row);
        if closed.is_some_and(|above| depth > above) {
            return false;
        }
        let folds = matches!(row.head, Head::Tag { below: Some(Below { folded: true, .. }), .. });
        closed = folds.then_some(depth);
        true
    });
}

fn sort(rows: &mut [(usize, Row)], sheet: &Sheet, order: Order, columns: &[usize]) {
    match order {
        Order::Codebook => {}
        Order::Parting => rows.sort_by_cached_key(|(at, _)| {
            finding(sheet, *at, columns).map_or(Relation::Empty, |finding| finding.relation)
        }),
        Order::MostTagged => rows.sort_by_key(|(_, row)| {
            std::cmp::Reverse(row.cells.iter().map(|cell| cell.claims.len()).sum::<usize>())
        }),
        Order::Position => rows.sort_by_key(|(_, row)| first_place(row)),
    }
    for (_, row) in rows {
        if let Head::Tag { depth, .. } = &mut row.head {
            *depth = 0;
        }
    }
}

/// Where the row is first spoken of: the column, and the place in it. Rows without claims come last.
fn first_place(row: &Row) -> (usize, Pos) {
    let of_cell = |(column, cell): (usize, &RowCell)| {
        cell.claims.iter().map(|entry| entry.claim.claim.extent().start()).min().map(|pos| (column, pos))
    };
    row.cells.iter().enumerate().find_map(of_cell).unwrap_or((usize::MAX, Pos(0)))
}
