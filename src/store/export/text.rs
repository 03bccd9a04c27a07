//! A sheet as text for a terminal or a printer: 100 columns wide, no color, nothing that acts.
//!
//! Up to three sources stand side by side; more would be too narrow to read, and follow one another.

use std::io::{self, Write};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{
    head_of, name_of, one_line, path_of, reference, several_readers, silence_line, untagged_line, visible,
};
use crate::analysis::sheet::{Cell, CellState, Sheet, SheetClaim, SheetColumn, SheetRow};

/// How many columns of the terminal a sheet takes at most.
const WIDTH: usize = 100;

/// The fewest in which a source's column can be read.
const NARROWEST: usize = 28;

/// What stands between two columns.
const BAR: &str = " │ ";

pub(super) fn write(sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    write_head(sheet, out)?;
    let named = several_readers(sheet);
    for row in &sheet.rows {
        writeln!(out)?;
        let path = path_of(&row.path);
        for line in wrapped(&path, WIDTH) {
            writeln!(out, "{line}")?;
        }
        writeln!(out, "{}", "-".repeat(visible(&path).width().min(WIDTH)))?;
        for line in wrapped(&row.definition, WIDTH) {
            writeln!(out, "{line}")?;
        }
        write_row(row, &sheet.columns, named, out)?;
    }
    writeln!(out)?;
    writeln!(out, "{}", totals(sheet))?;
    if let Some(line) = untagged_line(sheet) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn write_head(sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    let title = match one_line(&sheet.title) {
        title if title.is_empty() => "Comparison sheet".to_owned(),
        title => title,
    };
    for line in wrapped(&title, WIDTH) {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "{}", "=".repeat(visible(&title).width().min(WIDTH)))?;
    for column in &sheet.columns {
        let (name, more) = reference(column);
        let line = more.map_or(name.clone(), |more| format!("{name}: {more}"));
        for line in wrapped(&line, WIDTH) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

fn write_row(row: &SheetRow, columns: &[SheetColumn], named: bool, out: &mut dyn Write) -> io::Result<()> {
    let n = columns.len().max(1);
    let width = WIDTH.saturating_sub(BAR.width() * (n - 1)) / n;
    if width < NARROWEST {
        for (cell, column) in row.cells.iter().zip(columns) {
            for line in block(cell, column, WIDTH, named) {
                writeln!(out, "{}", line.trim_end())?;
            }
        }
        return Ok(());
    }
    let cells = row.cells.iter().zip(columns);
    let blocks: Vec<Vec<String>> = cells.map(|(cell, column)| block(cell, column, width, named)).collect();
    let height = blocks.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..height {
        let lines = blocks.iter().map(|block| block.get(at).map_or("", String::as_str));
        let padded: Vec<String> = lines.map(|line| padded(line, width)).collect();
        writeln!(out, "{}", padded.join(BAR).trim_end())?;
    }
    Ok(())
}

/// The lines of one cell: the source's name, then its claims and silences, or that there are none.
fn block(cell: &Cell, column: &SheetColumn, width: usize, named: bool) -> Vec<String> {
    let mut lines = wrapped(&column.name(), width);
    for (claim, index) in cell.claims.iter().zip(0..) {
        if index > 0 {
            lines.push(String::new());
        }
        lines.extend(claim_lines(claim, width, named));
    }
    for noted in &cell.silences {
        if !cell.claims.is_empty() {
            lines.push(String::new());
        }
        lines.extend(wrapped("Looked for and not found", width));
        lines.extend(indented(&silence_line(noted), width));
    }
    if cell.state() == CellState::Unsearched {
        lines.extend(wrapped("Not looked for yet", width));
    }
    lines
}

fn claim_lines(claim: &SheetClaim, width: usize, named: bool) -> Vec<String> {
    let mut lines = wrapped(&head_of(claim), width);
    lines.extend(indented(&format!("“{}”", one_line(&claim.quotation())), width));
    for (label, words) in [("Summary", &claim.claim.summary), ("Note", &claim.claim.note)] {
        if !words.trim().is_empty() {
            lines.extend(indented(&format!("{label}: {words}"), width));
        }
    }
    for link in claim.links.iter() {
        let note = one_line(&link.note);
        let colon = if note.is_empty() { "" } else { ": " };
        lines.extend(indented(&format!("→ {}{colon}{note}", link.phrase()), width));
    }
    if named {
        lines.extend(indented(&format!("({})", name_of(&claim.reader.name)), width));
    }
    lines
}

fn totals(sheet: &Sheet) -> String {
    let counts = sheet.counts;
    let some = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    [
        some(counts.n_tags, "tag", "tags"),
        some(counts.n_claims, "claim", "claims"),
        some(counts.n_silences, "silence", "silences"),
        some(counts.n_unsearched, "cell not looked into yet", "cells not looked into yet"),
    ]
    .join(", ")
}

fn padded(line: &str, width: usize) -> String {
    let blanks = width.saturating_sub(line.width());
    format!("{line}{}", " ".repeat(blanks))
}

fn indented(words: &str, width: usize) -> Vec<String> {
    wrapped(words, width.saturating_sub(2)).into_iter().map(|line| format!("  {line}")).collect()
}

/// The words in lines of at most `width` columns of the terminal, broken at white space, or within
/// what is longer than a line; what would act is made visible.
fn wrapped(words: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut filled = 0;
    for word in words.split_whitespace() {
        let word = visible(word);
        let size = word.width();
        if filled > 0 && filled + 1 + size <= width {
            line.push(' ');
            line.push_str(&word);
            filled += 1 + size;
            continue;
        }
        if filled > 0 {
            lines.push(std::mem::take(&mut line));
            filled = 0;
        }
        for grapheme in word.graphemes(true) {
            let size = grapheme.width();
            if filled > 0 && filled + size > width {
                lines.push(std::mem::take(&mut line));
                filled = 0;
            }
            line.push_str(grapheme);
            filled += size;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_blanks_and_long_words_within() {
        assert_eq!(wrapped("the  armed\nroad", 9), ["the armed", "road"]);
        assert_eq!(wrapped("abcdefgh ij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrapped(" ", 4), Vec::<String>::new());
    }

    #[test]
    fn width_is_that_of_the_terminal_and_marks_stay_on_their_letters() {
        assert_eq!(wrapped("革命的共産党", 4), ["革命", "的共", "産党"]);
        assert_eq!(wrapped("e\u{301}e\u{301}e\u{301}", 2), ["e\u{301}e\u{301}", "e\u{301}"]);
        assert_eq!(padded("革", 4), "革  ");
    }

    #[test]
    fn what_acts_is_written_out() {
        assert_eq!(wrapped("a\u{1b}[2J b\u{202e}c", 40), ["a⟨U+001B⟩[2J b⟨U+202E⟩c"]);
    }
}
