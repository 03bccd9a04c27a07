//! A sheet as CSV (RFC 4180, UTF-8): a line for each claim under each of its tags, and for each silence.
//!
//! Columns: `tag` (its path), `source`, `kind` (`claim` or `silence`), `paragraph` ("12", "12–13",
//! "3, 7"), `quotation`, `stance`, `value` (what the source gives for the tag), `voice` (whom the view is attributed to; empty: the author's
//! own), `attitude`, `summary`, `note`, `reader`, `modified` (RFC 3339), `id`. A value that a
//! spreadsheet would take for a formula gets an apostrophe before it. Of worksheets, answer keys and discussion sheets,
//! a line for each entry, in the columns of [`super::flat`].

use std::io::{self, Write};

use super::{flat, moment};
use crate::analysis::handout::Handout;
use crate::analysis::sheet::{Sheet, SheetClaim, SheetColumn, SheetSilence};
use crate::model::{Attitude, Stance, Voice};

const HEAD: [&str; 14] = [
    "tag",
    "source",
    "kind",
    "paragraph",
    "quotation",
    "stance",
    "value",
    "voice",
    "attitude",
    "summary",
    "note",
    "reader",
    "modified",
    "id",
];

/// What the writer below said, which the table's own error would hide.
fn own(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

pub(super) fn write(sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    table.write_record(HEAD).map_err(own)?;
    let names: Vec<String> = sheet.columns.iter().map(SheetColumn::name).collect();
    for row in &sheet.rows {
        let tag = row.path.join(" / ");
        for (cell, source) in row.cells.iter().zip(&names) {
            for claim in &cell.claims {
                table.write_record(claim_line(&tag, source, claim)).map_err(own)?;
            }
            for noted in &cell.silences {
                table.write_record(silence_line(&tag, source, noted)).map_err(own)?;
            }
        }
    }
    table.flush()
}

/// A table of any columns, in which nothing that people wrote is a formula.
pub struct CsvTable<'a> {
    table: csv::Writer<&'a mut dyn Write>,
}

impl<'a> CsvTable<'a> {
    /// Begins a table with the names of its columns.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn begin(out: &'a mut dyn Write, head: &[&str]) -> io::Result<Self> {
        let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        table.write_record(head).map_err(own)?;
        Ok(Self { table })
    }

    /// Writes a line.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn line(&mut self, cells: &[String]) -> io::Result<()> {
        self.table.write_record(cells.iter().map(|words| guarded(words))).map_err(own)
    }

    /// Ends the table.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn end(mut self) -> io::Result<()> {
        self.table.flush()
    }
}

/// Writes any other kind of sheet.
pub(super) fn write_handout(handout: &Handout, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    table.write_record(flat::HEAD).map_err(own)?;
    flat::lines(handout, |line| table.write_record(line.map(|words| guarded(&words))).map_err(own))?;
    table.flush()
}

fn claim_line(tag: &str, source: &str, claim: &SheetClaim) -> [String; 14] {
    let (voice, attitude) = match &claim.claim.voice {
        Voice::Own => ("", ""),
        Voice::Attributed { name, attitude } => (name.as_str(), attitude.map_or("", Attitude::word)),
    };
    let citation = claim.citation();
    [
        guarded(tag),
        guarded(source),
        "claim".to_owned(),
        citation.trim_start_matches("¶ ").to_owned(),
        guarded(&claim.quotation()),
        claim.stance.map_or("", Stance::word).to_owned(),
        guarded(claim.value()),
        guarded(voice),
        attitude.to_owned(),
        guarded(&claim.claim.summary),
        guarded(&claim.claim.note),
        guarded(&claim.reader.name),
        moment(claim.claim.modified),
        claim.id().to_string(),
    ]
}

fn silence_line(tag: &str, source: &str, noted: &SheetSilence) -> [String; 14] {
    let silence = &noted.silence;
    let mut line: [String; 14] = Default::default();
    let filled = [
        (0, guarded(tag)),
        (1, guarded(source)),
        (2, "silence".to_owned()),
        (10, guarded(&silence.note)),
        (11, guarded(&noted.reader.name)),
        (12, moment(silence.modified)),
        (13, silence.id.to_string()),
    ];
    for (at, value) in filled {
        if let Some(cell) = line.get_mut(at) {
            *cell = value;
        }
    }
    line
}

/// The words, with an apostrophe before them where a spreadsheet would take them for a formula.
pub(super) fn guarded(words: &str) -> String {
    let formula = words.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if formula { format!("'{words}") } else { words.to_owned() }
}
