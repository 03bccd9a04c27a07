//! A sheet as text for a terminal or a printer: 100 columns wide, no color, nothing that acts.
//!
//! Up to three sources stand side by side; more would be too narrow to read, and follow one another.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};
use std::rc::Rc;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{count, visible};
use crate::analysis::handout::{
    ClaimBody, ClaimEntry, Entry, Handout, Section, SheetKind, SilenceEntry, StanceLine, Table, TableCell,
};
use crate::model::{ClaimId, Stance};

/// How many columns of the terminal a sheet takes at most.
const WIDTH: usize = 100;

/// The fewest in which a source's column can be read.
const NARROWEST: usize = 28;

/// What stands between two columns.
const BAR: &str = " │ ";

pub(super) fn write(handout: &Handout, out: &mut dyn Write) -> io::Result<()> {
    write_head(handout, out)?;
    let mut bodies = Bodies { known: HashMap::new() };
    for section in &handout.sections {
        write_section(section, handout, &mut bodies, out)?;
    }
    if handout.kind == SheetKind::Comparison || !handout.foot.is_empty() {
        writeln!(out)?;
    }
    if handout.kind == SheetKind::Comparison {
        writeln!(out, "{}", totals(handout))?;
    }
    for line in &handout.foot {
        write_lines(line.as_str(), out)?;
    }
    Ok(())
}

fn write_lines(words: &str, out: &mut dyn Write) -> io::Result<()> {
    wrapped(words, WIDTH).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// Words with a line under them, as long as they are.
fn write_heading(words: &str, under: &str, out: &mut dyn Write) -> io::Result<()> {
    write_lines(words, out)?;
    writeln!(out, "{}", under.repeat(columns(&visible(words)).min(WIDTH)))
}

fn write_head(handout: &Handout, out: &mut dyn Write) -> io::Result<()> {
    // What a comparison sheet is, whoever asked for it on a terminal knows.
    if handout.kind != SheetKind::Comparison && !handout.label.is_empty() {
        writeln!(out, "{}", handout.label)?;
    }
    write_heading(handout.title.as_str(), "=", out)?;
    for source in &handout.head.sources {
        let reference: String = source.reference.iter().map(|run| run.text.as_str()).collect();
        let colon = if reference.is_empty() { "" } else { ": " };
        write_lines(&format!("{}{colon}{reference}", source.name), out)?;
    }
    if handout.head.has_name_line {
        writeln!(out, "\nName {}  Date {}", "_".repeat(40), "_".repeat(20))?;
    }
    for (line, index) in handout.head.instructions.iter().zip(0..) {
        if index == 0 {
            writeln!(out)?;
        }
        write_lines(line.as_str(), out)?;
    }
    Ok(())
}

fn write_section(
    section: &Section,
    handout: &Handout,
    bodies: &mut Bodies,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(table) = &section.table else {
        // Tags say their paths here: what they stand under needs a heading only for what it says of itself.
        if section.tag.is_none() && handout.kind == SheetKind::Discussion {
            writeln!(out)?;
            write_heading(section.heading.as_str(), "=", out)?;
        } else if !section.definition.is_empty() {
            writeln!(out)?;
            write_heading(section.path.as_str(), "-", out)?;
            write_lines(section.definition.as_str(), out)?;
        }
        return Ok(());
    };
    writeln!(out)?;
    let number = section.number.as_deref().map(|number| format!("{number}. ")).unwrap_or_default();
    write_heading(&format!("{number}{}", section.path), "-", out)?;
    write_lines(section.definition.as_str(), out)?;
    if let Some(relation) = &section.relation {
        write_lines(&relation.sentence(), out)?;
    }
    write_lines(section.question.as_str(), out)?;
    write_table(table, handout, bodies, out)?;
    room(section.room, WIDTH).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// Lines to write on.
fn room(n: u8, width: usize) -> Vec<String> {
    (0..n).map(|_| "_".repeat(width)).collect()
}

fn write_table(table: &Table, handout: &Handout, bodies: &mut Bodies, out: &mut dyn Write) -> io::Result<()> {
    let n = table.columns.len().max(1);
    let width = WIDTH.saturating_sub(BAR.width() * (n - 1)) / n;
    let name = |column: &usize| handout.column(*column).map_or("", |source| source.name.as_str());
    if width < NARROWEST {
        for (column, index) in table.columns.iter().zip(0..) {
            write_lines(name(column), out)?;
            let cells = table.rows.iter().filter_map(|row| row.get(index));
            let mut gap = false;
            for cell in cells.filter(|cell| !cell.entries.is_empty()) {
                if std::mem::replace(&mut gap, true) {
                    writeln!(out)?;
                }
                for line in block(cell, WIDTH, bodies).iter().flat_map(|part| part.iter()) {
                    writeln!(out, "{}", line.words.trim_end())?;
                }
            }
        }
        return Ok(());
    }
    let heads: Vec<Vec<Lines>> =
        table.columns.iter().map(|column| vec![measured(wrapped(name(column), width))]).collect();
    write_row(&heads, width, out)?;
    for (row, index) in table.rows.iter().zip(0..) {
        if index > 0 {
            let gap: Vec<Vec<Lines>> = row.iter().map(|_| vec![measured(vec![String::new()])]).collect();
            write_row(&gap, width, out)?;
        }
        let blocks: Vec<Vec<Lines>> = row.iter().map(|cell| block(cell, width, bodies)).collect();
        write_row(&blocks, width, out)?;
    }
    Ok(())
}

/// Lines side by side, as many as the longest column has.
fn write_row(blocks: &[Vec<Lines>], width: usize, out: &mut dyn Write) -> io::Result<()> {
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

/// What is below the first line of claims, so far: one may stand under several tags.
struct Bodies {
    known: HashMap<(ClaimId, usize), Lines>,
}

impl Bodies {
    fn of(&mut self, claim: &ClaimEntry, width: usize) -> Lines {
        let key = (claim.body.claim, width);
        if std::sync::Arc::strong_count(&claim.body) < 2 {
            return measured(body_lines(&claim.body, width));
        }
        Rc::clone(self.known.entry(key).or_insert_with(|| measured(body_lines(&claim.body, width))))
    }
}

/// The lines of one cell.
fn block(cell: &TableCell, width: usize, bodies: &mut Bodies) -> Vec<Lines> {
    let mut parts = Vec::new();
    for entry in &cell.entries {
        match entry {
            Entry::Claim(claim) => {
                parts.extend([measured(wrapped(&head_of(claim), width)), bodies.of(claim, width)]);
                parts.push(measured(asked_lines(claim, width)));
            }
            Entry::Silence(silence) => {
                let mut lines = wrapped(Entry::SILENCE, width);
                lines.extend(indented(&silence_line(silence), width));
                parts.push(measured(lines));
            }
            Entry::Unsearched => parts.push(measured(wrapped(Entry::UNSEARCHED, width))),
            Entry::Room(lines) => parts.push(measured(room(*lines, width))),
        }
    }
    parts
}

/// "2.1 ¶ 12 · denies · 29 June · voice of Prats (rejects)".
pub(super) fn head_of(claim: &ClaimEntry) -> String {
    let mut head = claim.number.as_deref().map(|number| format!("{number} ")).unwrap_or_default();
    head.push_str(&claim.body.place);
    if let StanceLine::Given(stance) = claim.stance {
        head.push_str(" · ");
        head.push_str(stance.word());
    }
    if let Some(value) = &claim.value {
        head.push_str(" · ");
        head.push_str(value.as_str());
    }
    if let Some(voice) = &claim.body.voice {
        head.push_str(" · ");
        head.push_str(voice.as_str());
    }
    head
}

/// "Ana, 2026-11-20: read twice".
pub(super) fn silence_line(silence: &SilenceEntry) -> String {
    let (who, when, note) = (&silence.reader, &silence.day, &silence.note);
    let colon = if note.is_empty() { "" } else { ": " };
    format!("{who}, {when}{colon}{note}")
}

/// What is below the first line of a claim: the same under each of its tags.
fn body_lines(body: &ClaimBody, width: usize) -> Vec<String> {
    let mut lines = indented(&format!("“{}”", body.quotation), width);
    for (label, words) in [("Summary", &body.summary), ("Note", &body.note)] {
        if !words.is_empty() {
            lines.extend(indented(&format!("{label}: {words}"), width));
        }
    }
    for link in &body.links {
        let colon = if link.note.is_empty() { "" } else { ": " };
        lines.extend(indented(&format!("→ {}{colon}{}", link.phrase, link.note), width));
    }
    if let Some(reader) = &body.reader {
        lines.extend(indented(&format!("({reader})"), width));
    }
    lines
}

/// The stances to choose from, and lines for one's own words.
fn asked_lines(claim: &ClaimEntry, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    if claim.stance == StanceLine::Asked {
        let boxes: Vec<String> = Stance::ALL.iter().map(|stance| format!("[_] {}", stance.word())).collect();
        lines.extend(indented(&boxes.join(" "), width));
    }
    if claim.room > 0 {
        lines.extend(indented(Entry::OWN_WORDS, width));
        lines.extend(room(claim.room, width.saturating_sub(2)).into_iter().map(|line| format!("  {line}")));
    }
    lines
}

fn totals(handout: &Handout) -> String {
    let counts = handout.counts;
    let unsearched = match counts.n_unsearched {
        1 => "1 cell not looked into yet".to_owned(),
        n => format!("{n} cells not looked into yet"),
    };
    let counted = [(counts.n_tags, "tag"), (counts.n_claims, "claim"), (counts.n_silences, "silence")]
        .map(|(n, noun)| count(n, noun));
    format!("{}, {unsearched}", counted.join(", "))
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
    // Few terminals know the isolates that the document sets around names; others show them as boxes.
    let words = without_isolates(words);
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

fn without_isolates(words: &str) -> Cow<'_, str> {
    if words.is_ascii() || !words.contains(ISOLATES) {
        return Cow::Borrowed(words);
    }
    Cow::Owned(words.replace(ISOLATES, ""))
}

const ISOLATES: [char; 2] = ['\u{2068}', '\u{2069}'];

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
