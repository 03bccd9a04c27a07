//! The discussion sheet: the tags on which sources part or one is silent, each with the passages that say so and a
//! question.

use std::collections::HashSet;

use super::entries::Entries;
use super::questions;
use super::sections::{caption, heading_only, path, relation_line};
use super::words::Words;
use super::{Section, SheetPart, SheetSettings, Table, tables};
use crate::analysis::relation::{Finding, Relation};
use crate::analysis::sheet::{Cell, RowOrder, Sheet, SheetRow};
use crate::model::ClaimId;

pub(super) fn sections(sheet: &Sheet, settings: &SheetSettings) -> Vec<Section> {
    let mut entries = Entries::of(sheet, settings);
    let mut sections = Vec::new();
    let mut under = None;
    let mut number = 0_usize;
    for row in &sheet.rows {
        let finding = Finding::of(row);
        if !is_discussed(finding.relation) {
            continue;
        }
        let grouped = settings.order == RowOrder::Parting;
        if grouped && under != Some(finding.relation) {
            under = Some(finding.relation);
            sections.push(heading_only(Words::line(group(finding.relation))));
        }
        number += 1;
        sections.push(Section {
            level: if grouped { 2 } else { 1 },
            number: Some(number.to_string()),
            tag: Some(row.tag),
            definition: if settings.shows(SheetPart::Definitions) {
                Words::lines_of(&row.definition)
            } else {
                Words::default()
            },
            relation: settings.shows(SheetPart::Relations).then(|| relation_line(&finding, sheet)).flatten(),
            question: questions::of_discussion(row, &finding, sheet, settings),
            room: entries.room(),
            table: Some(table(row, &finding, &mut entries)),
            ..heading_only(path(&row.path))
        });
    }
    sections
}

fn is_discussed(relation: Relation) -> bool {
    matches!(relation, Relation::Opposed | Relation::PartlyOpposed | Relation::Silent)
}

fn group(relation: Relation) -> &'static str {
    match relation {
        Relation::Opposed => "Where the sources are opposed",
        Relation::PartlyOpposed => "Where they are partly opposed",
        _ => "Where one is silent",
    }
}

/// The passages that the finding rests on, in the columns of their sources; of a silence, what the others say.
fn table(row: &SheetRow, finding: &Finding, entries: &mut Entries<'_>) -> Table {
    let resting: HashSet<ClaimId> = finding.claims().into_iter().collect();
    let of_silence = finding.relation == Relation::Silent;
    let concerned = |cell: &Cell| of_silence || cell.claims.iter().any(|claim| resting.contains(&claim.id()));
    let cells: Vec<(usize, &Cell)> =
        row.cells.iter().enumerate().filter(|(_, cell)| concerned(cell)).collect();
    let shown = |cell: &Cell, column: usize, entries: &mut Entries<'_>| {
        entries.answers(cell, column, |claim| of_silence || resting.contains(&claim.id()))
    };
    let columns = cells.iter().map(|(column, cell)| shown(cell, *column, entries)).collect();
    let only: Vec<&Cell> = cells.iter().map(|(_, cell)| *cell).collect();
    Table {
        caption: caption(row),
        columns: cells.iter().map(|(column, _)| *column).collect(),
        rows: tables::rows(columns, &only),
    }
}
