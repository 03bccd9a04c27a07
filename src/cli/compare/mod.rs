//! `compare`: sheets of every kind, in every form.

mod choices;

use std::io::{IsTerminal as _, Write};
use std::path::{Path, PathBuf};

pub(super) use self::choices::Format as SheetForm;
use self::choices::{Choices, Format, Kind};
use super::failure::{self, Failure};
use super::{Answer, open};
use crate::analysis::handout::SheetSettings;
use crate::desk::{Clock as _, SystemClock};
use crate::model::Comparison;
use crate::store;
use crate::store::export::{Made, NO_PDF, SheetFormat, write_sheet};
use crate::store::sheet_settings::KeptSheet;

/// Writes a sheet: tags down, sources across, in each cell the claims.
///
/// A cell without claims says whether a reader has looked and found nothing, or nobody has
/// looked yet. A worksheet asks for what a comparison sheet says, its answer key says it in
/// the same order and by the same numbers, and a discussion sheet has a question for each tag
/// on which the sources part or one of them is silent.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:\n  diptych compare chile.diptych.json --tag \"armed road\"\n  \
                  diptych compare chile.diptych.json --notes -o sheet.html\n  \
                  diptych compare chile.diptych.json --kind worksheet --passages -o worksheet.html\n  \
                  diptych compare chile.diptych.json --kind key --passages -o key.html\n  \
                  diptych compare chile.diptych.json --kind discussion --paper letter -o thursday.html"
)]
pub(super) struct Arguments {
    /// The comparison
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Makes the sheet that is kept in the comparison under this name, with its settings
    #[arg(long, value_name = "NAME", conflicts_with_all = ["kind", "title", "tags", "sources", "readers", "questions"])]
    kept: Option<String>,
    /// What kind of sheet
    #[arg(long, value_name = "KIND", default_value = "sheet")]
    kind: Kind,
    /// What it is written in; without it, what the name of OUT ends with, or else text
    #[arg(long, value_name = "FORM")]
    format: Option<Format>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Writes to this file instead of standard output, replacing what is there
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    #[command(flatten)]
    choices: Choices,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let file = &arguments.file;
    if let Some(output) = &arguments.output {
        check_output(file, output, "sheet")?;
    }
    let check_built = |format: SheetFormat| match format.is_built() {
        true => Ok(()),
        false => Err(Failure::Said(format!("diptych: {NO_PDF}"))),
    };
    format_of(arguments).map_or(Ok(()), check_built)?;
    let opened = open::open(file)?;
    let comparison = &opened.comparison;
    let (settings, format) =
        set_up(arguments, comparison).map_err(|problem| Failure::about(file, problem))?;
    check_built(format)?;
    if arguments.output.is_none() && format.is_binary() && std::io::stdout().is_terminal() {
        let sentence = "is nothing that a terminal can show; say where to write it with -o FILE";
        return Err(Failure::Said(format!("diptych: {} {sentence}", format.word())));
    }
    let made = Made::on(SystemClock.now(), comparison, &settings);
    let Some(output) = &arguments.output else {
        warn("standard output", &write_sheet(&made, format, out)?);
        return Ok(Answer::Yes);
    };
    let mut bytes = Vec::new();
    let cant = |error: &dyn std::fmt::Display| {
        Failure::about(output, format!("the sheet can't be written there ({error})"))
    };
    let warnings = write_sheet(&made, format, &mut bytes).map_err(|error| cant(&error))?;
    store::write_atomically(output, &bytes).map_err(|error| cant(&error))?;
    warn(&output.display(), &warnings);
    Ok(Answer::Yes)
}

fn warn(about: &(impl std::fmt::Display + ?Sized), warnings: &[String]) {
    for warning in warnings {
        failure::say(&format!("{about}: {warning}"));
    }
}

/// What is on the sheet, and its form: as it is kept, or as the options say.
fn set_up(arguments: &Arguments, comparison: &Comparison) -> Result<(SheetSettings, SheetFormat), String> {
    let said = format_of(arguments);
    let Some(name) = &arguments.kept else {
        let format = said.unwrap_or(SheetFormat::Text);
        let settings = arguments.choices.settings(comparison, arguments.kind.into(), format)?;
        return Ok((settings, format));
    };
    let wanted = name.trim().to_lowercase();
    let sheets = || comparison.saved_sheets();
    let found = sheets().find(|sheet| sheet.name == name.trim());
    let found = found.or_else(|| sheets().find(|sheet| sheet.name.trim().to_lowercase() == wanted));
    let Some(sheet) = found else {
        let names: Vec<String> = sheets().map(|sheet| format!("“{}”", sheet.name)).collect();
        return Err(match names.as_slice() {
            [] => format!("no sheet “{}” is kept, nor any other", name.trim()),
            _ => format!("no sheet “{}” is kept; say one of: {}", name.trim(), names.join(", ")),
        });
    };
    let kept = KeptSheet::from_json(&sheet.settings)?;
    Ok((kept.settings, said.unwrap_or(kept.format)))
}

/// The form that was said, or that the name of the file to be written says.
fn format_of(arguments: &Arguments) -> Option<SheetFormat> {
    let by_name = || {
        let name = arguments.output.as_ref()?.file_name()?.to_string_lossy();
        SheetFormat::from_file_name(&name)
    };
    if arguments.json {
        return Some(SheetFormat::Json);
    }
    arguments.format.map(SheetFormat::from).or_else(by_name)
}

/// A sheet or a picture never takes the place of a comparison.
pub(super) fn check_output(file: &Path, output: &Path, what: &str) -> Result<(), Failure> {
    let name = output.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    if open::same_file(file, output) || name.ends_with(".diptych.json") {
        let sentence =
            format!("a {what} is not a comparison and can't be written over one; choose another name");
        return Err(Failure::about(output, sentence));
    }
    Ok(())
}
