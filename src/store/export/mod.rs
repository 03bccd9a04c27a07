//! Sheets as files: text for a terminal, Markdown, CSV, JSON.
//!
//! One file per form. What people wrote is never taken for a command of the form: not a table bar,
//! not a formula, not an escape sequence. Nothing here opens a file: the bytes go to a writer, and
//! [`write_atomically`](super::write_atomically) makes a file of them.

mod csv;
mod json;
mod markdown;
mod text;

use std::io::{self, Write};

use crate::analysis::relation::Finding;
use crate::analysis::sheet::{Sheet, SheetClaim, SheetColumn, SheetRow, SheetSilence};
use crate::model::{Time, Voice};

use crate::text::visible_name;

pub use crate::text::visible;

/// The forms that a sheet can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SheetFormat {
    /// Columns of text, 100 characters wide, to be read on a terminal or printed.
    Text,
    /// Data for programs.
    Json,
    /// GitHub's Markdown: a section for each tag, a table in each.
    Markdown,
    /// A table with a line for each claim under each of its tags.
    Csv,
}

impl SheetFormat {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 4] = [Self::Text, Self::Json, Self::Markdown, Self::Csv];

    /// Returns its name on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Markdown => "md",
            Self::Csv => "csv",
        }
    }

    /// Returns the form of this name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// Writes `sheet` to `out`.
///
/// # Errors
/// Only those of `out`.
pub fn write_sheet(sheet: &Sheet, format: SheetFormat, out: &mut dyn Write) -> io::Result<()> {
    match format {
        SheetFormat::Text => text::write(sheet, out),
        SheetFormat::Json => json::write(sheet, out),
        SheetFormat::Markdown => markdown::write(sheet, out),
        SheetFormat::Csv => csv::write(sheet, out),
    }
}

/// Words with every run of white space as one space, and none at the ends.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name on one line, with whatever is not seen in it written out.
fn name_of(words: &str) -> String {
    visible_name(&one_line(words)).into_owned()
}

/// "2026-11-20T10:00:00Z".
fn moment(time: Time) -> String {
    match jiff::Timestamp::from_second(time.0) {
        Ok(timestamp) => timestamp.to_string(),
        Err(_) => String::new(),
    }
}

/// "2026-11-20".
fn day(time: Time) -> String {
    moment(time).split('T').next().unwrap_or_default().to_owned()
}

/// "¶ 12 · denies · Corvalán (rejects)".
fn head_of(claim: &SheetClaim) -> String {
    let mut head = claim.citation();
    if let Some(stance) = claim.stance {
        head.push_str(" · ");
        head.push_str(stance.word());
    }
    if let Voice::Attributed { name, attitude } = &claim.claim.voice {
        head.push_str(" · voice of ");
        head.push_str(&name_of(name));
        if let Some(attitude) = attitude {
            head.push_str(&format!(" ({})", attitude.word()));
        }
    }
    head
}

/// "Ana, 2026-11-20: read twice".
fn silence_line(noted: &SheetSilence) -> String {
    let who = name_of(&noted.reader.name);
    let when = day(noted.silence.modified);
    match one_line(&noted.silence.note) {
        note if note.is_empty() => format!("{who}, {when}"),
        note => format!("{who}, {when}: {note}"),
    }
}

/// How the sources stand to one another on a tag and what that rests on: "Opposed: FI 1973 affirms (¶ 3); …". Empty on
/// a sheet of one source.
fn relation_line(row: &SheetRow, sheet: &Sheet) -> String {
    if sheet.columns.len() < 2 {
        return String::new();
    }
    let finding = Finding::of(row);
    let rests_on = one_line(&finding.sentence(&sheet.columns));
    let title = finding.relation.title();
    if rests_on.is_empty() { format!("{title}.") } else { format!("{title}: {rests_on}.") }
}

/// What is said under the last row about what no row shows, if anything.
fn untagged_line(sheet: &Sheet) -> Option<String> {
    match sheet.counts.n_untagged {
        0 => None,
        1 => Some("1 claim bears no tag and is in no row.".to_owned()),
        n => Some(format!("{n} claims bear no tag and are in no row.")),
    }
}

/// "role of the CP", with those above it where there are any.
fn path_of(path: &[String]) -> String {
    path.iter().map(|name| name_of(name)).collect::<Vec<_>>().join(" / ")
}

/// Whether more than one reader's work is on the sheet, so that each entry has to say whose it is.
fn several_readers(sheet: &Sheet) -> bool {
    let cells = || sheet.rows.iter().flat_map(|row| &row.cells);
    let of_claims = cells().flat_map(|cell| cell.claims.iter().map(|claim| claim.reader.id));
    let of_silences = cells().flat_map(|cell| cell.silences.iter().map(|noted| noted.reader.id));
    let mut readers = of_claims.chain(of_silences);
    let first = readers.next();
    readers.any(|reader| Some(reader) != first)
}

/// A source's name for columns and, if that says more, its citation, or else author, title and date.
fn reference(column: &SheetColumn) -> (String, Option<String>) {
    let bibliography = &column.source.bibliography;
    let cited = one_line(&bibliography.citation);
    let parts = [&bibliography.author, &bibliography.title, &bibliography.date].map(|part| name_of(part));
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let full = if cited.is_empty() { parts.join(", ") } else { cited };
    let name = name_of(&column.name());
    let more = (!full.is_empty() && full != name).then_some(full);
    (name, more)
}
