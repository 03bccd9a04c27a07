//! `picture`: pictures of a comparison, as files.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::compare::check_output;
use super::failure::{self, Failure};
use super::{Answer, find, open, together};
use crate::analysis::agreement::Scope;
use crate::analysis::agreement::figures::{FigureSettings, Kind as Figure, report};
use crate::analysis::picture::{
    Counting, Look, Picture, PictureOptions, ReadersOptions, ReadersWhat, Scale, What,
};
use crate::analysis::sheet::{Rows, SheetOptions};
use crate::model::Comparison;
use crate::store;
use crate::store::export::PictureFormat;

/// Draws a picture of the comparison: as SVG, which is sharp at any size, or as PNG.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  diptych picture chile.diptych.json --what along -o along.svg\n  \
                  diptych picture chile.diptych.json --what stances --theme print -o stances.png")]
pub(super) struct Arguments {
    /// The comparison
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Which picture
    #[arg(long, value_name = "WHAT")]
    what: Kind,
    /// Writes to this file, replacing what is there
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// What it is written in; without it, what the name of OUT ends in
    #[arg(long, value_name = "FORM")]
    format: Option<Form>,
    /// What it is to be legible on
    #[arg(long, value_name = "THEME", default_value = "light")]
    theme: Theme,
    /// Shows this tag and those under it, by name or path (may be given several times); without it, all
    #[arg(long = "tag", value_name = "T")]
    tags: Vec<String>,
    /// Shows this source, by id, name or number (may be given several times); without it, all
    #[arg(long = "source", value_name = "S")]
    sources: Vec<String>,
    /// What the sources' lengths are measured in (along, links)
    #[arg(long, value_name = "SCALE", default_value = "percent")]
    scale: Length,
    /// What makes two tags occur together (together)
    #[arg(long, value_name = "COUNT", default_value = "claims")]
    count: Count,
    /// Leaves out tags for which nothing is noted (along)
    #[arg(long)]
    filled: bool,
    /// Which figure (pairs, agreement), as `diptych agreement --json` names them
    #[arg(long, value_name = "FIGURE", default_value = "f1", value_parser = figure)]
    figure: Figure,
    /// Shows the readers of a round though it is sealed (pairs, agreement, parting)
    #[arg(long)]
    open: bool,
    /// How wide the picture is, in points
    #[arg(long, value_name = "POINTS", default_value_t = 680, value_parser = clap::value_parser!(u16).range(440..=5000))]
    width: u16,
    /// How many dots a PNG has for each point: 1, 2 or 3
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=3))]
    dots: u8,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// Where along each source each tag falls
    Along,
    /// A bar of the stances for each tag and source
    Stances,
    /// Which tags occur together
    Together,
    /// The links between two sources
    Links,
    /// Readers down and across, with a figure of their agreement for each pair
    Pairs,
    /// A bar of a figure of the readers' agreement for each tag
    Agreement,
    /// Where along each source readers part
    Parting,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// Lines and words, sharp at any size
    Svg,
    /// Dots
    Png,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Theme {
    /// Dark ink on light paper
    Light,
    /// Light ink on dark paper
    Dark,
    /// Black and grays on white
    Print,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Length {
    /// Per cent of each text
    Percent,
    /// Paragraphs
    Paragraphs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Count {
    /// Claims that bear both
    Claims,
    /// Paragraphs with claims of both
    Paragraphs,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let (file, output) = (&arguments.file, &arguments.output);
    check_output(file, output, "picture")?;
    let format = format_of(arguments.format, output)?;
    let opened = open::open(file)?;
    let comparison = &opened.comparison;
    let mut options = options_of(arguments);
    for said in &arguments.tags {
        let tag = find::tag(comparison, said).map_err(|problem| Failure::about(file, problem))?;
        let none = || Failure::about(file, format!("the codebook has no tag “{}”", said.trim()));
        options.of.tags.push(tag.ok_or_else(none)?.id);
    }
    for said in &arguments.sources {
        let source = find::source(comparison, said).map_err(|problem| Failure::about(file, problem))?;
        options.of.sources.push(source.id);
    }
    let look = match arguments.theme {
        Theme::Light => Look::Light,
        Theme::Dark => Look::Dark,
        Theme::Print => Look::Print,
    };
    let picture = match of_readers(arguments.what) {
        Some(what) => {
            together::keep_seal(comparison, arguments.open, out)?;
            readers_picture(what, arguments, comparison, &options)
        }
        None => Picture::of(comparison, &options),
    };
    if let Some(why) = &picture.empty {
        failure::say(&format!("{}: {why}", file.display()));
    }
    let bytes =
        format.bytes(&picture, look, arguments.dots).map_err(|error| Failure::about(output, error))?;
    store::write_atomically(output, &bytes)
        .map_err(|error| Failure::about(output, format!("the picture can't be written there ({error})")))?;
    Ok(Answer::Yes)
}

fn of_readers(kind: Kind) -> Option<ReadersWhat> {
    match kind {
        Kind::Along | Kind::Stances | Kind::Together | Kind::Links => None,
        Kind::Pairs => Some(ReadersWhat::Pairs),
        Kind::Agreement => Some(ReadersWhat::Tags),
        Kind::Parting => Some(ReadersWhat::Along),
    }
}

/// The picture of all readers, of the sources and tags that were chosen.
fn readers_picture(
    what: ReadersWhat,
    arguments: &Arguments,
    comparison: &Comparison,
    options: &PictureOptions,
) -> Picture {
    let mut scope = Scope::of(comparison);
    if !options.of.sources.is_empty() {
        scope.sources.retain(|source| options.of.sources.contains(source));
    }
    if !options.of.tags.is_empty() {
        scope.tags.retain(|tag| options.of.tags.contains(tag));
    }
    // Only bars have intervals.
    let n_draws = if what == ReadersWhat::Tags { FigureSettings::default().n_draws } else { 0 };
    let settings = FigureSettings { n_draws, ..FigureSettings::default() };
    let of = ReadersOptions { what, kind: arguments.figure, tag: None, width: options.width };
    match report(comparison, &scope, &settings, &|_, _| true) {
        Some(report) => Picture::of_readers(comparison, &scope, &report, &of),
        None => Picture::of(comparison, options),
    }
}

fn figure(word: &str) -> Result<Figure, String> {
    let names = || Figure::ALL.map(Figure::word).join(", ");
    Figure::from_word(word).ok_or_else(|| format!("there is no such figure; say one of: {}", names()))
}

fn options_of(arguments: &Arguments) -> PictureOptions {
    let rows = if arguments.filled { Rows::Filled } else { Rows::All };
    PictureOptions {
        what: match arguments.what {
            Kind::Along => What::Along,
            Kind::Stances => What::Stances,
            Kind::Together => What::Together,
            // A picture of readers is made of their figures, and not of this.
            Kind::Links | Kind::Pairs | Kind::Agreement | Kind::Parting => What::Links,
        },
        of: SheetOptions { rows, ..SheetOptions::default() },
        scale: match arguments.scale {
            Length::Percent => Scale::Percent,
            Length::Paragraphs => Scale::Paragraphs,
        },
        counting: match arguments.count {
            Count::Claims => Counting::Claims,
            Count::Paragraphs => Counting::Paragraphs,
        },
        width: f32::from(arguments.width),
        ..PictureOptions::default()
    }
}

fn format_of(said: Option<Form>, output: &Path) -> Result<PictureFormat, Failure> {
    match said {
        Some(Form::Svg) => Ok(PictureFormat::Svg),
        Some(Form::Png) => Ok(PictureFormat::Png),
        None => {
            let ending = output.extension().unwrap_or_default().to_string_lossy();
            let unknown = || {
                Failure::about(output, "the name ends in neither .svg nor .png; name it so, or give --format")
            };
            PictureFormat::from_word(&ending).ok_or_else(unknown)
        }
    }
}
