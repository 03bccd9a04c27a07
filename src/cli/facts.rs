//! `facts`: which source gives which value.

use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;

use super::failure::Failure;
use super::{Answer, find, open};
use crate::analysis::facts::{FactCell, FactRow, FactTable, Given};
use crate::analysis::sheet::{Sheet, SheetOptions, cite};
use crate::text::visible_name;

/// Shows which source gives which date, number or name, and where they differ.
///
/// For each tag that carries values: what the sources come to (differ, compatible, same, one_sided,
/// missing), and under it each source's values with their paragraphs. One letter, one value: a and b
/// can't both be so, or at least don't say the same. Exits 1 when no tag carries values.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Example:\n  diptych facts chile.diptych.json --differ\n\n\
                  With --json: a list of tags: tag (its id), path, kind, verdict, sources: source (its id), name, values:\n\
                  number, shown, spellings, held, places, claims (their ids); without: claims that give none yet."
)]
pub(super) struct Arguments {
    /// The comparison
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Shows this tag and those under it, by name or path (may be given several times); without it, all
    #[arg(long = "tag", value_name = "T")]
    tags: Vec<String>,
    /// Shows only tags on which sources differ
    #[arg(long)]
    differ: bool,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct RowOut<'a> {
    tag: String,
    path: String,
    kind: &'static str,
    verdict: &'static str,
    sources: Vec<SourceOut<'a>>,
}

#[derive(Serialize)]
struct SourceOut<'a> {
    source: String,
    name: String,
    values: Vec<ValueOut<'a>>,
    without: Vec<String>,
}

#[derive(Serialize)]
struct ValueOut<'a> {
    number: usize,
    shown: &'a str,
    spellings: &'a [String],
    held: bool,
    places: String,
    claims: Vec<String>,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let file = &arguments.file;
    let about = |sentence: String| Failure::about(file, sentence);
    let opened = open::open(file)?;
    let comparison = &opened.comparison;
    let mut options = SheetOptions::default();
    for said in &arguments.tags {
        let tag = find::tag(comparison, said).map_err(about)?;
        let none = || about(format!("the codebook has no tag “{}”", said.trim()));
        options.tags.push(tag.ok_or_else(none)?.id);
    }
    let sheet = Sheet::of(comparison, &options);
    let table = FactTable::of(comparison, &sheet);
    let differing = |row: &&FactRow| !arguments.differ || row.verdict.word() == "differ";
    let rows: Vec<&FactRow> = table.rows.iter().filter(differing).collect();
    if arguments.json {
        let rows: Vec<RowOut<'_>> =
            rows.iter().map(|row| row_out(row, &sheet, comparison.tag_path(row.tag.id))).collect();
        serde_json::to_writer_pretty(&mut *out, &rows).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        for row in &rows {
            write_row(row, &sheet, &comparison.tag_path(row.tag.id), out)?;
        }
    }
    Ok(if rows.is_empty() { Answer::No } else { Answer::Yes })
}

fn row_out<'a>(row: &'a FactRow, sheet: &Sheet, path: String) -> RowOut<'a> {
    let value = |given: &'a Given| ValueOut {
        number: given.number,
        shown: &given.shown,
        spellings: &given.spellings,
        held: given.held,
        places: cite(&given.places),
        claims: given.claims.iter().map(ToString::to_string).collect(),
    };
    let source = |(column, cell): (&crate::analysis::sheet::SheetColumn, &'a FactCell)| SourceOut {
        source: column.source.id.to_string(),
        name: column.name(),
        values: cell.given.iter().map(value).collect(),
        without: cell.without.iter().map(ToString::to_string).collect(),
    };
    RowOut {
        tag: row.tag.id.to_string(),
        path,
        kind: row.values.kind.word(),
        verdict: row.verdict.word(),
        sources: sheet.columns.iter().zip(&row.cells).map(source).collect(),
    }
}

/// "the rising of June (date): ≠ differ", and under it a line for each source.
fn write_row(row: &FactRow, sheet: &Sheet, path: &str, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "{} ({}): {}", visible_name(path), row.values.kind.word(), row.verdict.phrase())?;
    for (column, cell) in sheet.columns.iter().zip(&row.cells) {
        let values: Vec<String> = cell.given.iter().map(spelled).collect();
        let mut said = if values.is_empty() { "—".to_owned() } else { values.join("; ") };
        if !cell.without.is_empty() {
            said += &format!(" ({} without a value)", open::count(cell.without.len(), "claim"));
        }
        writeln!(out, "  {}: {said}", visible_name(&column.name()))?;
    }
    Ok(())
}

/// "a 29 June (¶ 3, 7; also “June 29”)".
fn spelled(given: &Given) -> String {
    let others = given.other_spellings();
    let others: Vec<String> = others.map(|spelling| format!("“{}”", visible_name(spelling))).collect();
    let mut about = vec![cite(&given.places)];
    if !others.is_empty() {
        about.push(format!("also {}", others.join(", ")));
    }
    if !given.held {
        about.push("denied or only reported".to_owned());
    }
    format!("{} {} ({})", given.letter(), visible_name(&given.shown), about.join("; "))
}
