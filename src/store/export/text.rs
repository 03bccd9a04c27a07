//! A sheet as text for a terminal or a printer: 100 columns wide, no color, nothing that acts.
//!
//! Up to three sources stand side by side; more would be too narrow to read, and follow one another.

use std::collections::HashMap;
use std::io::{self, Write};
use std::rc::Rc;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{
    head_of, name_of, one_line, path_of, reference, relation_line, several_readers, silence_line,
    untagged_line, visible,
};
use crate::analysis::sheet::{Cell, CellState, Sheet, SheetClaim, SheetColumn, SheetRow};
use crate::model::ClaimId;

/// How many columns of the terminal a sheet takes at most.
const WIDTH: usize = 100;

/// The fewest in which a source's column can be read.
const NARROWEST: usize = 28;

/// What stands between two columns.
const BAR: &str = " │ ";

pub(super) fn write(sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    write_head(sheet, out)?;
    let mut bodies = Bodies { known: HashMap::new(), named: several_readers(sheet) };
    for row in &sheet.rows {
        writeln!(out)?;
        let path = path_of(&row.path);
        for line in wrapped(&path, WIDTH) {
            writeln!(out, "{line}")?;
        }
        writeln!(out, "{}", "-".repeat(columns(&visible(&path)).min(WIDTH)))?;
        for line in wrapped(&row.definition, WIDTH) {
            writeln!(out, "{line}")?;
        }
        for line in wrapped(&relation_line(row, sheet), WIDTH) {
            writeln!(out, "{line}")?;
        }
        write_row(row, &sheet.columns, &mut bodies, out)?;
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
    writeln!(out, "{}", "=".repeat(columns(&visible(&title)).min(WIDTH)))?;
    for column in &sheet.columns {
        let (name, more) = reference(column);
        let line = more.map_or(name.clone(), |more| format!("{name}: {more}"));
        for line in wrapped(&line, WIDTH) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

fn write_row(
    row: &SheetRow,
    columns: &[SheetColumn],
    bodies: &mut Bodies,
    out: &mut dyn Write,
) -> io::Result<()> {
    let n = columns.len().max(1);
    let width = WIDTH.saturating_sub(BAR.width() * (n - 1)) / n;
    if width < NARROWEST {
        for (cell, column) in row.cells.iter().zip(columns) {
            for line in block(cell, column, WIDTH, bodies).iter().flat_map(|part| part.iter()) {
                writeln!(out, "{}", line.words.trim_end())?;
            }
        }
        return Ok(());
    }
    let cells = row.cells.iter().zip(columns);
    let blocks: Vec<_> = cells.map(|(cell, column)| block(cell, column, width, bodies)).collect();
    let mut lines: Vec<_> = blocks.iter().map(|block| block.iter().flat_map(|part| part.iter())).collect();
    let height = lines.iter().map(|lines| lines.clone().count()).max().unwrap_or(0);
    let mut line = String::new();
    for _ in 0..height {
        line.clear();
        for (index, lines) in lines.iter_mut().enumerate() {
            if index > 0 {
                line.push_str(BAR);
            }
            let filled = lines.next().map_or(0, |part| {
                line.push_str(&part.words);
                part.width
            });
            line.extend(std::iter::repeat_n(' ', width.saturating_sub(filled)));
        }
        line.truncate(line.trim_end().len());
        line.push('\n');
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}

/// One line, and how many columns of the terminal it takes.
struct Line {
    words: String,
    width: usize,
}

/// Some lines; those of a claim that stands in several rows are set once.
type Lines = Rc<Vec<Line>>;

fn measured(lines: Vec<String>) -> Lines {
    Rc::new(lines.into_iter().map(|words| Line { width: columns(&words), words }).collect())
}

/// What is below the first line of the claims that bear several tags, so far.
struct Bodies {
    known: HashMap<(ClaimId, usize), Lines>,
    /// Whether each has to say whose it is.
    named: bool,
}

impl Bodies {
    fn of(&mut self, claim: &SheetClaim, width: usize) -> Lines {
        if claim.claim.tags.len() < 2 {
            return measured(body_lines(claim, width, self.named));
        }
        let key = (claim.claim.id, width);
        let named = self.named;
        Rc::clone(self.known.entry(key).or_insert_with(|| measured(body_lines(claim, width, named))))
    }
}

/// The lines of one cell: the source's name, then its claims and silences, or that there are none.
fn block(cell: &Cell, column: &SheetColumn, width: usize, bodies: &mut Bodies) -> Vec<Lines> {
    let mut parts = vec![measured(wrapped(&column.name(), width))];
    for (claim, index) in cell.claims.iter().zip(0..) {
        let mut head = if index > 0 { vec![String::new()] } else { Vec::new() };
        head.extend(wrapped(&head_of(claim), width));
        parts.extend([measured(head), bodies.of(claim, width)]);
    }
    let mut lines = Vec::new();
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
    parts.push(measured(lines));
    parts
}

/// What is below the first line of a claim: the same under each of its tags.
fn body_lines(claim: &SheetClaim, width: usize, named: bool) -> Vec<String> {
    let mut lines = indented(&format!("“{}”", one_line(&claim.quotation())), width);
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

fn indented(words: &str, width: usize) -> Vec<String> {
    wrapped(words, width.saturating_sub(2)).into_iter().map(|line| format!("  {line}")).collect()
}

/// How many columns of the terminal words take in which nothing acts any more.
fn columns(words: &str) -> usize {
    if words.is_ascii() { words.len() } else { words.width() }
}

/// The words in lines of at most `width` columns of the terminal, broken at white space, or within
/// what is longer than a line; what would act is made visible.
fn wrapped(words: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut filled = 0;
    for word in words.split_whitespace() {
        let word = visible(word);
        let size = columns(&word);
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
        if word.is_ascii() {
            // Letters of one column each: nothing to be found out of them one by one.
            let mut rest = &*word;
            while let Some((full, more)) =
                rest.split_at_checked(width.max(1)).filter(|(_, more)| !more.is_empty())
            {
                lines.push(full.to_owned());
                rest = more;
            }
            line.push_str(rest);
            filled = rest.len();
            continue;
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
        assert_eq!(measured(vec!["革".to_owned()])[0].width, 2);
    }

    #[test]
    fn what_acts_is_written_out() {
        assert_eq!(wrapped("a\u{1b}[2J b\u{202e}c", 40), ["a⟨U+001B⟩[2J b⟨U+202E⟩c"]);
    }
}
