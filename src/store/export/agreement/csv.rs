//! Figures of agreement as a table with a line for each: all readers together, then each pair.

use std::io::{self, Write};

use super::{name, stance_word};
use crate::analysis::agreement::figures::{Figure, Measured, Report, STANCES, Section};
use crate::store::export::csv::guarded;

const HEAD: [&str; 11] =
    ["tag_id", "tag", "reader_a", "reader_b", "figure", "value", "n", "of", "low_95", "high_95", "undefined"];

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    table.write_record(HEAD)?;
    for section in std::iter::once(&report.overall).chain(&report.tags) {
        let id = section.tag.map(|tag| tag.to_string()).unwrap_or_default();
        let tag = [id.as_str(), section.name.as_str()];
        for (reader, n) in report.readers.iter().zip(&section.claims) {
            table.write_record(count(tag, [&reader.name, ""], "claims", *n))?;
        }
        table.write_record(count(tag, ["", ""], "matched", section.n_matched))?;
        for (stance, n) in STANCES.iter().zip(section.stances) {
            table.write_record(count(tag, ["", ""], &format!("stance: {}", stance_word(*stance)), n))?;
        }
        for own in &section.figures {
            table.write_record(figure(tag, ["", ""], own))?;
        }
        pairs(report, section, tag, &mut table)?;
    }
    table.flush()
}

fn pairs(
    report: &Report,
    section: &Section,
    tag: [&str; 2],
    table: &mut csv::Writer<&mut dyn Write>,
) -> io::Result<()> {
    for pair in section.pairs.iter().filter(|_| report.readers.len() > 2) {
        let readers = [name(report, pair.a), name(report, pair.b)];
        table.write_record(count(tag, readers, "matched", pair.n_matched))?;
        for own in &pair.figures {
            table.write_record(figure(tag, readers, own))?;
        }
    }
    for spread in &section.spread {
        let word = spread.kind.word();
        let n = spread.n_pairs.to_string();
        for (what, value) in [("mean", spread.mean), ("least", spread.least), ("greatest", spread.greatest)] {
            let name = format!("{word}: {what} of pairs");
            let cells = [name, value.to_string(), n.clone(), "pairs".to_owned()];
            table.write_record(line(tag, ["", ""], cells, Default::default()))?;
        }
    }
    Ok(())
}

fn count(tag: [&str; 2], readers: [&str; 2], what: &str, n: usize) -> Vec<String> {
    line(tag, readers, [what.to_owned(), n.to_string(), String::new(), String::new()], Default::default())
}

fn figure(tag: [&str; 2], readers: [&str; 2], own: &Measured) -> Vec<String> {
    let (n, of) = (own.figure.n().to_string(), own.kind.counted().to_owned());
    let (low, high) = own.figure.interval().unzip();
    let text = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let why = match own.figure {
        Figure::Undefined { why, .. } => why.words().to_owned(),
        Figure::Value { .. } => String::new(),
    };
    let value = text(own.figure.value());
    line(tag, readers, [own.kind.word().to_owned(), value, n, of], [text(low), text(high), why])
}

fn line(tag: [&str; 2], readers: [&str; 2], cells: [String; 4], ends: [String; 3]) -> Vec<String> {
    // A name that a program would take for a formula is kept from being one, as on sheets.
    let plain = |word: &str| guarded(word);
    tag.into_iter().chain(readers).map(plain).chain(cells).chain(ends).collect()
}
