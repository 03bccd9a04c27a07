//! `agreement`: how far readers agree, in figures.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::compare::check_output;
use super::failure::{self, Failure};
use super::{Answer, find, open};
use crate::analysis::agreement::Scope;
use crate::analysis::agreement::figures::{FigureSettings, NoStance, Page, report};
use crate::model::{Comparison, Reader, ReaderId};
use crate::store;
use crate::store::export::{AgreementFormat, write_agreement};
use crate::store::laying;
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
    /// The passage takes none: a judgement like the others
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
    let comparison = readings(first, others)?;
    let about = |problem: String| Failure::about(first, problem);
    let scope =
        scope(&comparison, (&arguments.readers, &arguments.sources, &arguments.tags)).map_err(about)?;
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

/// Opens the first file and lays the others over it. What became of each of them is said, where anything is to be said.
pub(super) fn readings(first: &Path, others: &[PathBuf]) -> Result<Comparison, Failure> {
    let base = open::open(first)?.comparison;
    if others.is_empty() {
        return Ok(base);
    }
    let laid = laying::open_all(&base, others, &|_, _| true);
    for file in laid.files.iter().filter(|file| !file.is_plain()) {
        for line in file.lines() {
            failure::say(&format!("{}: {line}", file.name));
        }
    }
    Ok(laid.comparison)
}

/// What is compared: readers, sources and tags, each as it was said, or all.
pub(super) fn scope(
    comparison: &Comparison,
    (readers, sources, tags): (&[String], &[String], &[String]),
) -> Result<Scope, String> {
    let mut scope = Scope::of(comparison);
    if !readers.is_empty() {
        let found: Result<Vec<ReaderId>, String> =
            readers.iter().map(|said| reader(comparison, said).map(|reader| reader.id)).collect();
        scope.readers = found?;
    }
    if !sources.is_empty() {
        let found: Result<Vec<_>, String> =
            sources.iter().map(|said| find::source(comparison, said).map(|source| source.id)).collect();
        scope.sources = found?;
    }
    if !tags.is_empty() {
        scope.tags.clear();
        for said in tags {
            let none = || format!("the codebook has no tag “{}”", said.trim());
            scope.tags.push(find::tag(comparison, said)?.ok_or_else(none)?.id);
        }
        scope.tags.sort_unstable();
        scope.tags.dedup();
    }
    scope.readers.sort_unstable();
    scope.readers.dedup();
    Ok(scope)
}

/// The reader that `said` means: by id, or name whatever its case.
fn reader<'a>(comparison: &'a Comparison, said: &str) -> Result<&'a Reader, String> {
    let wanted = said.trim().to_lowercase();
    if let Some(found) = wanted.parse().ok().and_then(|id: ReaderId| comparison.reader(id)) {
        return Ok(found);
    }
    let named = |reader: &&Reader| reader.name.trim().to_lowercase() == wanted;
    let found: Vec<&Reader> = comparison.readers().map(AsRef::as_ref).filter(named).collect();
    match found.as_slice() {
        [only] => Ok(only),
        [] => {
            let mut names: Vec<String> = comparison.readers().map(|own| format!("“{}”", own.name)).collect();
            names.sort();
            names.truncate(20);
            Err(format!("there is no reader “{}”; say one of: {}", said.trim(), names.join(", ")))
        }
        several => {
            let ids: Vec<String> = several.iter().map(|reader| reader.id.to_string()).collect();
            let (said, ids) = (said.trim(), ids.join(", "));
            Err(format!("there are {} readers “{said}”; say the id of one: {ids}", several.len()))
        }
    }
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
