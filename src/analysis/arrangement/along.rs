//! A row for each link, or for each claim of one source.

use std::collections::{HashMap, HashSet};

use super::{Arrangement, Arranging, Because, Entry, Grouping, Head, Row, RowCell, Shown};
use crate::analysis::sheet::{LinkEnd, Sheet, SheetClaim, entries};
use crate::model::{ClaimId, Comparison, LinkId, SourceId, TagId};

/// The most claims of another source that are shown beside one because they bear a tag of its.
const MOST_ALIKE: usize = 40;

/// All claims of the sources shown, by column; those that the filter leaves out are marked.
struct Claims {
    by_column: Vec<Vec<SheetClaim>>,
    kept: HashSet<ClaimId>,
    column: HashMap<ClaimId, (usize, usize)>,
}

impl Claims {
    fn of(comparison: &Comparison, sheet: &Sheet, how: &Arranging, columns: &[usize]) -> Self {
        let sieve = how.filter.sieve();
        let tagged = |claim: &SheetClaim| {
            how.tags.is_empty()
                || claim
                    .claim
                    .tags
                    .iter()
                    .any(|used| how.tags.iter().any(|top| comparison.is_within(used.tag, *top)))
        };
        // Where rows are no tags, a claim has each of its stances.
        let fits = |claim: &SheetClaim| {
            let stances: Vec<_> = claim.claim.tags.iter().map(|used| used.stance).collect();
            let any = |wanted: &SheetClaim| sieve.keeps(wanted);
            if stances.is_empty() {
                return any(claim);
            }
            stances.into_iter().any(|stance| any(&SheetClaim { stance, ..claim.clone() }))
        };
        let of_column = |index: &usize| {
            let column = sheet.columns.get(*index);
            column.map(|column| entries(comparison, &column.source)).unwrap_or_default()
        };
        let by_column: Vec<Vec<SheetClaim>> = columns.iter().map(of_column).collect();
        let mut claims = Self { by_column: Vec::new(), kept: HashSet::new(), column: HashMap::new() };
        for (place, list) in by_column.iter().enumerate() {
            for (at, claim) in list.iter().enumerate() {
                claims.column.insert(claim.id(), (place, at));
                if tagged(claim) && fits(claim) {
                    claims.kept.insert(claim.id());
                }
            }
        }
        claims.by_column = by_column;
        claims
    }

    fn get(&self, id: ClaimId) -> Option<(usize, &SheetClaim)> {
        let (place, at) = *self.column.get(&id)?;
        Some((place, self.by_column.get(place)?.get(at)?))
    }

    fn kept(&self) -> impl Iterator<Item = (usize, &SheetClaim)> {
        let placed = self.by_column.iter().enumerate();
        let all = placed.flat_map(|(place, list)| list.iter().map(move |claim| (place, claim)));
        all.filter(|(_, claim)| self.kept.contains(&claim.id()))
    }
}

fn put(cells: &mut [RowCell], place: usize, claim: &SheetClaim, because: Because) {
    if let Some(cell) = cells.get_mut(place)
        && !cell.claims.iter().any(|entry| entry.claim.id() == claim.id())
    {
        cell.claims.push(Entry { claim: claim.clone(), because });
    }
}

fn blank(made: &Arrangement) -> Vec<RowCell> {
    vec![RowCell::default(); made.columns.len()]
}

/// A row for each link between the sources shown, in the order of the claims that it leads from; then the claims that
/// no such link ties.
pub(super) fn by_link(comparison: &Comparison, sheet: &Sheet, how: &Arranging, made: &mut Arrangement) {
    let claims = Claims::of(comparison, sheet, how, &made.columns);
    let mut told: HashSet<LinkId> = HashSet::new();
    let mut tied: HashSet<ClaimId> = HashSet::new();
    for (_, claim) in claims.kept() {
        for link in claim.links.iter() {
            if claims.get(link.claim).is_none() || !told.insert(link.link) {
                continue;
            }
            let ends = match link.end {
                LinkEnd::From => [claim.id(), link.claim],
                LinkEnd::To => [link.claim, claim.id()],
            };
            let mut cells = blank(made);
            for (place, end) in ends.into_iter().filter_map(|end| claims.get(end)) {
                tied.insert(end.id());
                put(&mut cells, place, end, Because::Own);
            }
            let head = Head::Link { link: link.link, kind: link.kind, note: link.note.clone() };
            made.rows.push(Row { head, cells });
        }
    }
    if how.rows == Shown::OnAllSides {
        return;
    }
    for (place, claim) in claims.kept().filter(|(_, claim)| !tied.contains(&claim.id())) {
        let mut cells = blank(made);
        put(&mut cells, place, claim, Because::Own);
        made.rows.push(Row { head: Head::Unlinked(claim.id()), cells });
    }
}

/// A row for each claim of one source; beside it what is linked with it, and what bears a tag of its.
pub(super) fn by_claim(
    comparison: &Comparison,
    (sheet, source): (&Sheet, SourceId),
    how: &Arranging,
    made: &mut Arrangement,
) {
    let followed = |index: &usize| sheet.columns.get(*index).is_some_and(|column| column.source.id == source);
    let Some(leading) = made.columns.iter().position(followed) else {
        // The source that was followed is not shown any more: the first that is takes its place.
        if let Some(first) = made.columns.first().and_then(|index| sheet.columns.get(*index)) {
            let how = Arranging { grouping: Grouping::Along(first.source.id), ..how.clone() };
            by_claim(comparison, (sheet, first.source.id), &how, made);
        }
        return;
    };
    let claims = Claims::of(comparison, sheet, how, &made.columns);
    let mut with_tag: HashMap<TagId, Vec<(usize, ClaimId)>> = HashMap::new();
    for (place, claim) in claims.kept().filter(|(place, _)| *place != leading) {
        for used in &claim.claim.tags {
            with_tag.entry(used.tag).or_default().push((place, claim.id()));
        }
    }
    let of_leading = claims.by_column.get(leading).into_iter().flatten();
    for claim in of_leading.filter(|claim| claims.kept.contains(&claim.id())) {
        let mut cells = blank(made);
        put(&mut cells, leading, claim, Because::Own);
        for link in claim.links.iter() {
            if let Some((place, other)) = claims.get(link.claim).filter(|(place, _)| *place != leading) {
                put(&mut cells, place, other, Because::Linked(link.kind));
            }
        }
        for used in &claim.claim.tags {
            for (place, other) in with_tag.get(&used.tag).into_iter().flatten() {
                let full = cells.get(*place).is_some_and(|cell| cell.claims.len() >= MOST_ALIKE);
                match claims.get(*other) {
                    Some((_, other)) if !full => put(&mut cells, *place, other, Because::SameTag(used.tag)),
                    _ => {}
                }
            }
        }
        let alone = cells.iter().enumerate().any(|(place, cell)| place != leading && cell.claims.is_empty());
        if !(how.rows == Shown::OnAllSides && alone) {
            made.rows.push(Row { head: Head::Along(claim.id()), cells });
        }
    }
}
