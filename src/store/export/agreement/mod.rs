//! The figures of readers' agreement as files: text, CSV, JSON, HTML. One file per form.
//!
//! Every figure is written with what it rests on, or why there is none; the footnote on thresholds stands under the forms
//! that people read, and nowhere else.

mod csv;
mod html;
mod json;
mod text;

use std::io::{self, Write};

use crate::analysis::agreement::figures::{Figure, Kind, Report, STANCES, Section, shown};
use crate::model::Stance;
use crate::text::visible_name;

/// The forms that figures of agreement can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgreementFormat {
    /// Lines, to be read on a terminal or printed.
    Text,
    /// Data for programs.
    Json,
    /// A table with a line for each figure.
    Csv,
    /// One page for a browser, to be read or printed.
    Html,
}

impl AgreementFormat {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 4] = [Self::Text, Self::Json, Self::Csv, Self::Html];

    /// Returns its name on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Html => "html",
        }
    }

    /// Returns the form of this name, or of files with this ending.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.to_lowercase();
        let word = match word.as_str() {
            "txt" => "text",
            "htm" => "html",
            other => other,
        };
        Self::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// Writes the figures of a comparison of this title to `out`.
///
/// # Errors
/// Those of `out`.
pub fn write_agreement(
    report: &Report,
    title: &str,
    format: AgreementFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        AgreementFormat::Text => text::write(report, title, out),
        AgreementFormat::Json => json::write(report, title, out),
        AgreementFormat::Csv => csv::write(report, out),
        AgreementFormat::Html => html::write(report, title, out),
    }
}

/// Up to so many readers, each is named with the number of claims; of more, how many they are.
const NAMED: usize = 12;
/// Up to so many pairs, each has a line where people read.
const LISTED: usize = 66;

/// "1 claim", "2 claims".
fn counted(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// What is said in place of figures where there is nobody to be compared with.
const ALONE: &str =
    "There are fewer than two readers, so there is nothing to compare: add the files of others.";

/// What is compared, in sentences.
fn about(report: &Report) -> Vec<String> {
    let letters: u64 = report.sources.iter().map(|source| u64::from(source.length)).sum();
    let (readers, sources) = (report.readers.len(), report.sources.len());
    let claims: usize = report.readers.iter().map(|reader| reader.n_claims).sum();
    let mut lines = vec![format!(
        "{} in {} ({letters} code points): {} at {}.",
        counted(readers, "reader"),
        counted(sources, "source"),
        counted(claims, "claim"),
        counted(report.n_places, "place")
    )];
    let names: Vec<String> =
        report.sources.iter().map(|source| visible_name(&source.name).into_owned()).collect();
    lines.push(format!("Sources: {}.", names.join("; ")));
    let of_reader = report.readers.iter().map(|reader| (reader.name.as_str(), reader.n_claims));
    lines.push(format!("Readers: {}.", each_reader(of_reader)));
    lines.push(match report.settings.n_draws {
        0 => "No intervals were worked out.".to_owned(),
        n => format!(
            "In brackets: 95 % intervals, by drawing the {} anew {n} times (seed {}).",
            counted(report.n_blocks, "paragraph"),
            report.settings.seed
        ),
    });
    lines
}

/// "Ann 12, Ben 9"; of many readers "200 readers, from 0 to 41, half of them 17 or more".
fn each_reader<'a>(counts: impl Iterator<Item = (&'a str, usize)>) -> String {
    let counts: Vec<(&str, usize)> = counts.collect();
    if counts.len() <= NAMED {
        let one = |(name, n): &(&str, usize)| format!("{} {n}", visible_name(name));
        return counts.iter().map(one).collect::<Vec<_>>().join(", ");
    }
    let mut sorted: Vec<usize> = counts.iter().map(|(_, n)| *n).collect();
    sorted.sort_unstable();
    let at = |index: usize| sorted.get(index).copied().unwrap_or(0);
    let (least, most) = (at(0), at(sorted.len().saturating_sub(1)));
    format!("{} readers, from {least} to {most}, half of them {} or more", sorted.len(), at(sorted.len() / 2))
}

/// The claims of a tag by reader, and how many were matched.
fn claims_line(report: &Report, section: &Section) -> String {
    let counts = report.readers.iter().map(|reader| reader.name.as_str()).zip(section.claims.iter().copied());
    let matched = match (report.readers.len() > 2, section.tag) {
        (_, None) => format!("matched with the same tag: {}", section.n_matched),
        (true, _) => format!("matched, over all pairs of readers: {}", section.n_matched),
        (false, _) => format!("matched: {}", section.n_matched),
    };
    format!("Claims: {}; {matched}.", each_reader(counts))
}

/// "Stances judged by at least two readers: affirms 12 (60 %), …"; nothing where there are none.
fn stances_line(section: &Section) -> Option<String> {
    let all: usize = section.stances.iter().sum();
    if all == 0 {
        return None;
    }
    let given = STANCES.iter().zip(section.stances).filter(|(_, n)| *n > 0);
    let given: Vec<String> = given
        .map(|(stance, n)| format!("{} {n} ({} %)", stance_word(*stance), (n * 100 + all / 2) / all))
        .collect();
    Some(format!("Stances at places judged by two readers or more: {}.", given.join(", ")))
}

fn stance_word(stance: Option<Stance>) -> &'static str {
    stance.map_or("none given", Stance::word)
}

/// "[.61, .80]", or nothing.
fn interval(figure: Figure) -> String {
    figure.interval().map(|(low, high)| format!("[{}, {}]", shown(low), shown(high))).unwrap_or_default()
}

/// What a figure rests on: "81 claims".
fn rests_on(kind: Kind, n: usize) -> String {
    format!("n = {}", kind.rests_on(n))
}

/// The kinds that a report has, each once, in order.
fn kinds(report: &Report) -> Vec<Kind> {
    let sections = std::iter::once(&report.overall).chain(&report.tags);
    let mut kinds: Vec<Kind> = sections.flat_map(|own| own.figures.iter().map(|own| own.kind)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// The name of a reader by place.
fn name(report: &Report, at: usize) -> &str {
    report.readers.get(at).map_or("", |reader| reader.name.as_str())
}
