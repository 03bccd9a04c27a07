//! The sections of comparison sheets, worksheets and answer keys: a heading for each tag, by its depth, and its table.
//!
//! Worksheet and answer key are made by one walk, so that what bears a number on the one bears it on the other.

use std::collections::HashSet;

use super::entries::Entries;
use super::questions;
use super::words::Words;
use super::{
    ClaimEntry, Entry, RelationLine, Section, SheetKind, SheetPart, SheetSettings, Table, TableCell,
    WorksheetForm, tables,
};
use crate::analysis::relation::{Finding, Relation};
use crate::analysis::sheet::{RowOrder, Sheet, SheetColumn, SheetRow};
use crate::model::TagId;

pub(super) fn sections(sheet: &Sheet, settings: &SheetSettings) -> Vec<Section> {
    let mut entries = Entries::of(sheet, settings);
    let mut tree = Tree { open: Vec::new() };
    let mut sections = Vec::new();
    let mut number = 0_usize;
    let parents: HashSet<TagId> = sheet.rows.iter().filter_map(|row| row.parent).collect();
    for row in &sheet.rows {
        // A tag that only collects others asks and shows nothing of its own: where they stand it is their heading.
        let shows = has_table(row, settings);
        let collects = parents.contains(&row.tag) && (row.is_empty() || !shows);
        let in_tree = settings.order == RowOrder::Codebook;
        if (collects && !in_tree) || (!collects && !shows) {
            continue;
        }
        let (level, heading) = match settings.order {
            RowOrder::Codebook => tree.place(row, &mut sections),
            RowOrder::Parting => (1, path(&row.path)),
        };
        let mut section =
            Section { level, tag: Some(row.tag), path: path(&row.path), ..heading_only(heading) };
        if settings.shows(SheetPart::Definitions) {
            section.definition = Words::lines_of(&row.definition);
        }
        if collects {
            sections.push(section);
            continue;
        }
        let finding = Finding::of(row);
        if settings.shows(SheetPart::Relations) && !settings.is_blank() {
            section.relation = relation_line(&finding, sheet);
        }
        let table = table(sheet, row, &mut entries, !of_passages(settings));
        if is_numbered(settings) {
            number += 1;
            section.number = Some(number.to_string());
            section.question = questions::of_worksheet(row, sheet, settings);
        }
        section.table = Some(if of_passages(settings) { with_numbers(table, number) } else { table });
        sections.push(section);
    }
    without_bare_headings(sections)
}

/// A heading under which nothing is left goes, too.
fn without_bare_headings(sections: Vec<Section>) -> Vec<Section> {
    let mut kept: Vec<Section> = Vec::with_capacity(sections.len());
    for section in sections.into_iter().rev() {
        // Last first: what comes after a heading is the last that was kept.
        let holds = kept.last().is_some_and(|next| next.level > section.level);
        if section.table.is_some() || holds {
            kept.push(section);
        }
    }
    kept.reverse();
    kept
}

fn is_numbered(settings: &SheetSettings) -> bool {
    matches!(settings.kind, SheetKind::Worksheet | SheetKind::Key)
}

/// Whether passages are asked about, by their numbers.
fn of_passages(settings: &SheetSettings) -> bool {
    is_numbered(settings) && settings.form == WorksheetForm::Passages
}

/// Whether there is anything to be asked or shown side by side about a tag: a worksheet of passages needs some.
fn has_table(row: &SheetRow, settings: &SheetSettings) -> bool {
    !of_passages(settings) || row.cells.iter().any(|cell| !cell.claims.is_empty())
}

pub(super) fn heading_only(heading: Words) -> Section {
    Section {
        level: 1,
        number: None,
        tag: None,
        path: heading.clone(),
        heading,
        definition: Words::default(),
        relation: None,
        question: Words::default(),
        room: 0,
        table: None,
    }
}

/// "the Party / role of the CP".
pub(super) fn path(names: &[String]) -> Words {
    Words::name(&names.join(" / "))
}

pub(super) fn relation_line(finding: &Finding, sheet: &Sheet) -> Option<RelationLine> {
    // One source has nothing to part from, and that nobody has claims is seen in the table.
    if sheet.columns.len() < 2 || finding.relation == Relation::Empty {
        return None;
    }
    let names = names(sheet);
    let ground = |ground: &String| Words::sentence(ground, names.iter().map(String::as_str));
    let grounds = finding.grounds(&sheet.columns).iter().map(ground).collect();
    Some(RelationLine { relation: finding.relation, grounds })
}

/// The names of the sources, as they stand in sentences.
pub(super) fn names(sheet: &Sheet) -> Vec<String> {
    sheet.columns.iter().map(SheetColumn::name).collect()
}

/// `by_links`: claims that a link joins stand in one row. Of passages that are asked about, that would say too much.
fn table(sheet: &Sheet, row: &SheetRow, entries: &mut Entries<'_>, by_links: bool) -> Table {
    let columns = row.cells.iter().zip(0..).map(|(cell, column)| entries.of_cell(cell, column)).collect();
    let cells: Vec<_> = row.cells.iter().filter(|_| by_links).collect();
    Table {
        caption: caption(row),
        columns: (0..sheet.columns.len()).collect(),
        rows: tables::rows(columns, &cells),
    }
}

pub(super) fn caption(row: &SheetRow) -> Words {
    Words::sentence(&format!("{}, source by source", row.name), [row.name.as_str()])
}

/// The claims of the table with numbers, in the order in which a table is read.
fn with_numbers(mut table: Table, section: usize) -> Table {
    let cells = table.rows.iter_mut().flatten();
    let claims = cells.flat_map(|cell: &mut TableCell| &mut cell.entries).filter_map(|entry| match entry {
        Entry::Claim(claim) => Some(claim),
        _ => None,
    });
    for (claim, index) in claims.zip(1..) {
        let claim: &mut ClaimEntry = claim;
        let index: usize = index;
        claim.number = Some(format!("{section}.{index}"));
    }
    table
}

/// Where the walk is among the headings: the names of those that it stands under.
struct Tree {
    open: Vec<String>,
}

impl Tree {
    /// Returns the level and the heading of a row; headings above it that no section has said yet are said first.
    fn place(&mut self, row: &SheetRow, sections: &mut Vec<Section>) -> (u8, Words) {
        let deepest = usize::from(Section::DEEPEST);
        let above = row.path.len().saturating_sub(1);
        let common = self.open.iter().zip(row.path.iter().take(above)).take_while(|(a, b)| a == b).count();
        self.open.truncate(common);
        for name in row.path.iter().take(above.min(deepest - 1)).skip(common) {
            let level = level_of(self.open.len());
            sections.push(Section { level, ..heading_only(Words::name(name)) });
            self.open.push(name.clone());
        }
        // Deeper than headings go, the rest of the path is said in one.
        let rest = row.path.get(above.min(deepest - 1)..).unwrap_or_default();
        let heading = path(rest);
        let level = level_of(self.open.len());
        if let [only] = rest {
            self.open.push(only.clone());
        }
        (level, heading)
    }
}

fn level_of(n_above: usize) -> u8 {
    u8::try_from(n_above + 1).unwrap_or(Section::DEEPEST).min(Section::DEEPEST)
}
