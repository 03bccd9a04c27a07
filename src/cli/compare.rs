//! `compare`: the sheet.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::failure::Failure;
use super::{Answer, find, open};
use crate::analysis::sheet::{RowOrder, Rows, Sheet, SheetOptions};
use crate::store;
use crate::store::export::{SheetFormat, write_sheet};

/// Writes the comparison sheet: tags down, sources across, in each cell the claims.
///
/// A cell without claims says whether a reader has looked and found nothing, or nobody has
/// looked yet.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:\n  diptych compare chile.diptych.json --tag \"armed road\"\n  \
                  diptych compare chile.diptych.json --format md -o sheet.md"
)]
pub(super) struct Arguments {
    /// The comparison
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Shows this tag and those under it, by name or path (may be given several times); without it, all
    #[arg(long = "tag", value_name = "T")]
    tags: Vec<String>,
    /// Shows this source, by id, name or number (may be given several times); without it, all
    #[arg(long = "source", value_name = "S")]
    sources: Vec<String>,
    /// Leaves out tags for which nothing is noted in any source shown
    #[arg(long)]
    filled: bool,
    /// How the tags follow one another
    #[arg(long, value_name = "ORDER", default_value = "codebook")]
    sort: Order,
    /// What kind of sheet
    #[arg(long, value_name = "KIND", default_value = "sheet")]
    kind: Kind,
    /// What it is written in
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Writes to this file instead of standard output, replacing what is there
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// The claims, theme by theme
    Sheet,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Order {
    /// As in the codebook
    Codebook,
    /// Those first on which the sources part
    Parting,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Columns of text for a terminal
    Text,
    /// Data for programs
    Json,
    /// Markdown, with a table for each tag
    Md,
    /// A table with a line for each claim under each of its tags
    Csv,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let file = &arguments.file;
    if let Some(output) = &arguments.output {
        check_output(file, output)?;
    }
    let opened = open::open(file)?;
    let comparison = &opened.comparison;
    let rows = if arguments.filled { Rows::Filled } else { Rows::All };
    let order = match arguments.sort {
        Order::Codebook => RowOrder::Codebook,
        Order::Parting => RowOrder::Parting,
    };
    let mut options = SheetOptions { rows, order, ..SheetOptions::default() };
    for said in &arguments.tags {
        let tag = find::tag(comparison, said).map_err(|problem| Failure::about(file, problem))?;
        let none = || Failure::about(file, format!("the codebook has no tag “{}”", said.trim()));
        options.tags.push(tag.ok_or_else(none)?.id);
    }
    for said in &arguments.sources {
        let source = find::source(comparison, said).map_err(|problem| Failure::about(file, problem))?;
        options.sources.push(source.id);
    }
    let Kind::Sheet = arguments.kind;
    let sheet = Sheet::of(comparison, &options);
    let format = match arguments.format {
        _ if arguments.json => SheetFormat::Json,
        Format::Text => SheetFormat::Text,
        Format::Json => SheetFormat::Json,
        Format::Md => SheetFormat::Markdown,
        Format::Csv => SheetFormat::Csv,
    };
    let Some(output) = &arguments.output else {
        write_sheet(&sheet, format, out)?;
        return Ok(Answer::Yes);
    };
    let mut bytes = Vec::new();
    write_sheet(&sheet, format, &mut bytes)?;
    store::write_atomically(output, &bytes)
        .map_err(|error| Failure::about(output, format!("the sheet can't be written there ({error})")))?;
    Ok(Answer::Yes)
}

/// A sheet never takes the place of a comparison.
fn check_output(file: &Path, output: &Path) -> Result<(), Failure> {
    let name = output.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    if open::same_file(file, output) || name.ends_with(".diptych.json") {
        let sentence = "a sheet is not a comparison and can't be written over one; choose another name";
        return Err(Failure::about(output, sentence));
    }
    Ok(())
}
