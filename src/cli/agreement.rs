//! `agreement`: how far readers agree, in figures.

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;

use super::compare::check_output;
use super::failure::Failure;
use super::{Answer, together};
use crate::analysis::agreement::figures::{FigureSettings, NoStance, Page, report};
use crate::store;
use crate::store::export::{AgreementFormat, write_agreement};
use crate::text::visible;

/// Says how far readers agree: which passages they marked, with which tags and stances.
///
/// Takes one file with several readers, or several files, of which the others are laid over the first: their
/// passages are found in its texts, and no file is written to. Figures come for each tag and over all, each with
/// what it rests on; where there is nothing to tell, the reason stands in its place. Exits 1 when there
/// are fewer than two readers.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:\n  diptych agreement ann.diptych.json ben.diptych.json\n  \
                  diptych agreement both.diptych.json --tag \"armed road\" --format csv -o armed-road.csv\n  \
                  diptych agreement group/*.diptych.json -o agreement.html\n  \
                  diptych agreement --method alpha"
)]
pub(super) struct Arguments {
    /// One comparison of several readers, or the files of several readers
    #[arg(value_name = "FILE", required_unless_present = "method")]
    files: Vec<PathBuf>,
    /// Compares this tag only, by name or path (may be given several times); without it, all
    #[arg(long = "tag", value_name = "T")]
    tags: Vec<String>,
    /// Compares in this source only, by id, name or number (may be given several times); without it, in all
    #[arg(long = "source", value_name = "S")]
    sources: Vec<String>,
    /// Compares this reader, by id or name (to be given several times); without it, all
    #[arg(long = "reader", value_name = "R")]
    readers: Vec<String>,
    /// Shows figures though the round is sealed
    #[arg(long)]
    open: bool,
    /// What it means that a reader gave a tag no stance
    #[arg(long, value_name = "MEANING", default_value = "judged")]
    no_stance: Meaning,
    /// How often paragraphs are drawn anew for the intervals; 0 leaves them out
    #[arg(long, value_name = "N", default_value_t = 999, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    draws: u32,
    /// What the draws begin with; the same seed gives the same intervals
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// What it is written in; without it, what the name of OUT ends with, or else text
    #[arg(long, value_name = "FORM")]
    format: Option<Form>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Writes to this file instead of standard output, replacing what is there
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Prints the page that says how a figure is worked out ("alpha", "matching"), and nothing else
    #[arg(long, value_name = "NAME")]
    method: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// Lines to be read
    Text,
    /// Data for programs
    Json,
    /// A table with a line for each figure
    Csv,
    /// One page for a browser, to be read or printed
    Html,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Meaning {
    /// The passage takes none: a judgment like the others
    Judged,
    /// The reader did not judge it
    Missing,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    if let Some(name) = &arguments.method {
        return method(name, out);
    }
    let Some((first, others)) = arguments.files.split_first() else { return Ok(Answer::No) };
    if let Some(output) = &arguments.output {
        arguments.files.iter().try_for_each(|file| check_output(file, output, "table of figures"))?;
    }
    let format = format_of(arguments)?;
    let comparison = together::readings(first, others)?;
    together::keep_seal(&comparison, arguments.open, out)?;
    let about = |problem: String| Failure::about(first, problem);
    let said = (arguments.readers.as_slice(), arguments.sources.as_slice(), arguments.tags.as_slice());
    let scope = together::scope(&comparison, said).map_err(about)?;
    let settings = FigureSettings {
        seed: arguments.seed,
        n_draws: usize::try_from(arguments.draws).unwrap_or(usize::MAX),
        no_stance: match arguments.no_stance {
            Meaning::Judged => NoStance::Judged,
            Meaning::Missing => NoStance::Missing,
        },
    };
    let Some(report) = report(&comparison, &scope, &settings, &|_, _| true) else { return Ok(Answer::No) };
    match &arguments.output {
        None => write_agreement(&report, comparison.title(), format, out)?,
        Some(output) => {
            let cant = |error: &dyn std::fmt::Display| {
                Failure::about(output, format!("the figures can't be written there ({error})"))
            };
            let mut bytes = Vec::new();
            write_agreement(&report, comparison.title(), format, &mut bytes).map_err(|error| cant(&error))?;
            store::write_atomically(output, &bytes).map_err(|error| cant(&error))?;
        }
    }
    Ok(if report.readers.len() < 2 { Answer::No } else { Answer::Yes })
}

fn method(name: &str, out: &mut dyn Write) -> Result<Answer, Failure> {
    let Some(page) = Page::named(&name.trim().to_lowercase()) else {
        let names: Vec<&str> = Page::ALL.iter().map(|page| page.name).collect();
        let sentence =
            format!("there is no page “{}”; say one of: {}", visible(name.trim()), names.join(", "));
        return Err(Failure::Said(format!("diptych: {sentence}")));
    };
    out.write_all(page.text.as_bytes())?;
    Ok(Answer::Yes)
}

/// The form that was said, or that the name of the file to be written says.
fn format_of(arguments: &Arguments) -> Result<AgreementFormat, Failure> {
    let said = match arguments.format {
        _ if arguments.json => Some(AgreementFormat::Json),
        Some(Form::Text) => Some(AgreementFormat::Text),
        Some(Form::Json) => Some(AgreementFormat::Json),
        Some(Form::Csv) => Some(AgreementFormat::Csv),
        Some(Form::Html) => Some(AgreementFormat::Html),
        None => None,
    };
    let Some(output) = &arguments.output else { return Ok(said.unwrap_or(AgreementFormat::Text)) };
    let ending = output.extension().unwrap_or_default().to_string_lossy();
    let unknown = || {
        Failure::about(
            output,
            "the name ends in none of .txt, .json, .csv and .html; name it so, or give --format",
        )
    };
    said.or_else(|| AgreementFormat::from_word(&ending)).ok_or_else(unknown)
}
