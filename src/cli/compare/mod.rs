//! `compare`: sheets of every kind, in every form.

mod choices;

use std::io::{IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use self::choices::{Choices, Format, Kind};
use super::failure::Failure;
use super::{Answer, open};
use crate::analysis::handout::{HandedIn, SheetKind, SheetSettings};
use crate::analysis::picture::Look;
use crate::desk::{Clock as _, SystemClock};
use crate::model::Comparison;
use crate::store;
use crate::store::export::{Made, SheetFormat, sheet_pictures, write_sheet};

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
    let format = format_of(arguments);
    match &arguments.output {
        Some(output) => check_output(file, output, "sheet")?,
        None if format.is_binary() && std::io::stdout().is_terminal() => {
            let sentence = "is nothing that a terminal can show; say where to write it with -o FILE";
            return Err(Failure::Said(format!("diptych: {} {sentence}", format.word())));
        }
        None => {}
    }
    let opened = open::open(file)?;
    let comparison = &opened.comparison;
    let settings = arguments.choices.settings(comparison, arguments.kind.into(), format);
    let settings = settings.map_err(|problem| Failure::about(file, problem))?;
    let made = Made::of(comparison, &settings, handed_in(comparison, &settings));
    let Some(output) = &arguments.output else {
        write_sheet(&made, format, out)?;
        return Ok(Answer::Yes);
    };
    let mut bytes = Vec::new();
    let cant = |error: &dyn std::fmt::Display| {
        Failure::about(output, format!("the sheet can't be written there ({error})"))
    };
    write_sheet(&made, format, &mut bytes).map_err(|error| cant(&error))?;
    store::write_atomically(output, &bytes).map_err(|error| cant(&error))?;
    Ok(Answer::Yes)
}

/// What is made elsewhere for sheets. A worksheet is handed out on some other day than it is made.
fn handed_in(comparison: &Comparison, settings: &SheetSettings) -> HandedIn {
    let today = (settings.kind != SheetKind::Worksheet).then(|| SystemClock.now());
    let pictures = sheet_pictures(comparison, settings, Look::Print);
    HandedIn { today, pictures, ..HandedIn::default() }
}

fn format_of(arguments: &Arguments) -> SheetFormat {
    let by_name = || {
        let name = arguments.output.as_ref()?.file_name()?.to_string_lossy();
        SheetFormat::from_file_name(&name)
    };
    match arguments.format {
        _ if arguments.json => SheetFormat::Json,
        Some(format) => format.into(),
        None => by_name().unwrap_or(SheetFormat::Text),
    }
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
