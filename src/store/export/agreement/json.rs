//! Figures of agreement as JSON, for programs. The names of the fields stay what they are.
//!
//! Every field below is always written; of `value` and `undefined` one is null.

use std::io::{self, Write};

use serde::Serialize;

use super::stance_word;
use crate::analysis::agreement::figures::{
    Measured, NoStance, PairFigures, Report, STANCES, Section, Spread, Why,
};

/// The version of this form; it grows when a field changes its meaning.
const VERSION: u32 = 1;

pub(super) fn write(report: &Report, title: &str, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &ReportOut::of(report, title))?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct ReportOut<'a> {
    /// Always `diptych-agreement`.
    format: &'static str,
    version: u32,
    title: &'a str,
    readers: Vec<ReaderOut<'a>>,
    sources: Vec<SourceOut<'a>>,
    /// At how many places anybody marked anything.
    places: usize,
    /// Of how many pieces the intervals are drawn, how often, from which seed.
    paragraphs: usize,
    draws: usize,
    seed: u64,
    /// `judged` or `missing`.
    no_stance: &'static str,
    overall: SectionOut<'a>,
    tags: Vec<SectionOut<'a>>,
    /// The ids of tags that nobody used.
    unused: Vec<String>,
}

#[derive(Serialize)]
struct ReaderOut<'a> {
    id: String,
    name: &'a str,
    claims: usize,
}

#[derive(Serialize)]
struct SourceOut<'a> {
    id: String,
    name: &'a str,
    /// In code points.
    length: u32,
}

#[derive(Serialize)]
struct SectionOut<'a> {
    /// The tag's id; null of all tags together.
    tag: Option<String>,
    name: &'a str,
    /// By reader, in the order of `readers`.
    claims: &'a [usize],
    /// How many pairs of claims of two readers are matched.
    matched: usize,
    figures: Vec<FigureOut>,
    /// How often each stance was given at places that two readers judged.
    stances: Vec<StanceOut>,
    /// Empty where there are more than 60 readers.
    pairs: Vec<PairOut>,
    /// Of pairs; empty of two readers.
    spread: Vec<SpreadOut>,
}

#[derive(Serialize)]
struct FigureOut {
    figure: &'static str,
    value: Option<f64>,
    undefined: Option<&'static str>,
    n: usize,
    /// What n counts.
    of: &'static str,
    interval: Option<[f64; 2]>,
    /// The page that says how it is worked out.
    method: &'static str,
}

#[derive(Serialize)]
struct StanceOut {
    stance: &'static str,
    n: usize,
}

#[derive(Serialize)]
struct PairOut {
    /// Places in `readers`, from 0.
    readers: [usize; 2],
    matched: usize,
    figures: Vec<FigureOut>,
}

#[derive(Serialize)]
struct SpreadOut {
    figure: &'static str,
    mean: f64,
    least: f64,
    greatest: f64,
    pairs: usize,
}

impl<'a> ReportOut<'a> {
    fn of(report: &'a Report, title: &'a str) -> Self {
        let readers = report.readers.iter();
        let sources = report.sources.iter();
        Self {
            format: "diptych-agreement",
            version: VERSION,
            title,
            readers: readers
                .map(|own| ReaderOut { id: own.id.to_string(), name: &own.name, claims: own.n_claims })
                .collect(),
            sources: sources
                .map(|own| SourceOut { id: own.id.to_string(), name: &own.name, length: own.length })
                .collect(),
            places: report.n_places,
            paragraphs: report.n_blocks,
            draws: report.settings.n_draws,
            seed: report.settings.seed,
            no_stance: match report.settings.no_stance {
                NoStance::Judged => "judged",
                NoStance::Missing => "missing",
            },
            overall: section(&report.overall),
            tags: report.tags.iter().map(section).collect(),
            unused: report.unused.iter().map(ToString::to_string).collect(),
        }
    }
}

fn section(own: &Section) -> SectionOut<'_> {
    let stances = STANCES.iter().zip(own.stances);
    SectionOut {
        tag: own.tag.map(|tag| tag.to_string()),
        name: &own.name,
        claims: &own.claims,
        matched: own.n_matched,
        figures: own.figures.iter().map(figure).collect(),
        stances: stances.map(|(stance, n)| StanceOut { stance: stance_word(*stance), n }).collect(),
        pairs: own.pairs.iter().map(pair).collect(),
        spread: own.spread.iter().map(spread).collect(),
    }
}

fn figure(own: &Measured) -> FigureOut {
    FigureOut {
        figure: own.kind.word(),
        value: own.figure.value(),
        undefined: own.figure.why().map(Why::words),
        n: own.figure.n(),
        of: own.kind.counted(),
        interval: own.figure.interval().map(|(low, high)| [low, high]),
        method: own.kind.page(),
    }
}

fn pair(own: &PairFigures) -> PairOut {
    PairOut {
        readers: [own.a, own.b],
        matched: own.n_matched,
        figures: own.figures.iter().map(figure).collect(),
    }
}

fn spread(own: &Spread) -> SpreadOut {
    let (mean, least, greatest) = (own.mean, own.least, own.greatest);
    SpreadOut { figure: own.kind.word(), mean, least, greatest, pairs: own.n_pairs }
}
