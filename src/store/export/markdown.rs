//! A sheet as GitHub's Markdown: a section for each tag, in it a table with a column for each source.
//!
//! What people wrote is escaped, so that it reads as they wrote it: no bar of theirs parts a cell,
//! no angle bracket opens a tag, no address becomes a link.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use super::text::{head_of, silence_line};
use crate::analysis::handout::{
    ClaimBody, ClaimEntry, Entry, Handout, Head, Section, StanceLine, TableCell, Words,
};
use crate::model::{ClaimId, Stance};

pub(super) fn write(handout: &Handout, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}", inert(handout.title.as_str()))?;
    writeln!(out)?;
    write_head(&handout.head, handout.label, out)?;
    for picture in &handout.pictures {
        // Pictures are files of their own in Markdown; what is to be seen in them can be said.
        writeln!(out, "\n*{}:* {}", inert(&picture.title), inert(&picture.alt))?;
    }
    let mut bodies = HashMap::new();
    for section in &handout.sections {
        write_section(section, handout, &mut bodies, out)?;
    }
    for line in &handout.foot {
        writeln!(out)?;
        writeln!(out, "{}", inert(line.as_str()))?;
    }
    Ok(())
}

fn write_head(head: &Head, label: &str, out: &mut dyn Write) -> io::Result<()> {
    if !label.is_empty() {
        writeln!(out, "*{label}*")?;
        writeln!(out)?;
    }
    if head.has_name_line {
        writeln!(out, "Name {} Date {}", BLANK.repeat(3), BLANK)?;
        writeln!(out)?;
    }
    for line in &head.instructions {
        writeln!(out, "{}", inert(line.as_str()))?;
        writeln!(out)?;
    }
    for source in &head.sources {
        write!(out, "- **{}**", inert(source.name.as_str()))?;
        for (run, index) in source.reference.iter().zip(0..) {
            write!(out, "{}", if index == 0 { ": " } else { "" })?;
            let words = inert(&run.text);
            // Emphasis holds only next to a letter.
            match (run.is_italic, words.trim()) {
                (true, trimmed) if !trimmed.is_empty() => {
                    let (before, after) = words.split_once(trimmed).unwrap_or_default();
                    write!(out, "{before}*{trimmed}*{after}")?;
                }
                _ => write!(out, "{words}")?,
            }
        }
        if !source.coverage.is_empty() {
            write!(out, " – {}", inert(source.coverage.as_str()))?;
        }
        writeln!(out)?;
    }
    if !head.readers.is_empty() || head.day.is_some() {
        writeln!(out)?;
        let mut lines: Vec<String> =
            head.readers.iter().map(|line| format!("Read by {}.", inert(line.as_str()))).collect();
        lines.extend(head.day.iter().map(|day| format!("Sheet made on {}.", inert(day))));
        writeln!(out, "{}", lines.join(" "))?;
    }
    Ok(())
}

/// A stretch to write on: signs of the markup that are to be seen.
const BLANK: &str = r"\_\_\_\_\_\_\_\_\_\_";

type Bodies = HashMap<ClaimId, String>;

fn write_section(
    section: &Section,
    handout: &Handout,
    bodies: &mut Bodies,
    out: &mut dyn Write,
) -> io::Result<()> {
    let number = section.number.as_deref().map(|number| format!("{number}. ")).unwrap_or_default();
    let level = usize::from(section.level) + 1;
    writeln!(out)?;
    writeln!(out, "{} {number}{}", "#".repeat(level.min(6)), inert(section.heading.as_str()))?;
    if !section.definition.is_empty() {
        writeln!(out)?;
        writeln!(out, "*Definition:* {}", broken(&section.definition))?;
    }
    if let Some(relation) = &section.relation {
        writeln!(out)?;
        writeln!(out, "{}", inert(&relation.sentence()))?;
    }
    if !section.question.is_empty() {
        writeln!(out)?;
        writeln!(out, "**{}**", broken(&section.question))?;
    }
    let Some(table) = &section.table else {
        return Ok(());
    };
    let names: Vec<String> = table
        .columns
        .iter()
        .filter_map(|column| handout.column(*column))
        .map(|source| inert(source.name.as_str()))
        .collect();
    writeln!(out)?;
    writeln!(out, "| {} |", names.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(names.len()))?;
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| cell_words(cell, bodies)).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    if section.room > 0 {
        writeln!(out)?;
        writeln!(out, "{}", room(section.room, 4))?;
    }
    Ok(())
}

/// Lines to write on, each of so many stretches.
fn room(n: u8, stretches: usize) -> String {
    vec![BLANK.repeat(stretches); usize::from(n)].join("<br>")
}

/// Words with their lines parted as they are within a cell, too.
fn broken(words: &Words) -> String {
    words.lines().map(inert).collect::<Vec<_>>().join("<br>")
}

fn cell_words(cell: &TableCell, bodies: &mut Bodies) -> String {
    let entry = |entry: &Entry| match entry {
        Entry::Claim(claim) => claim_words(claim, bodies),
        Entry::Silence(silence) => format!("*{}* ({})", Entry::SILENCE, inert(&silence_line(silence))),
        Entry::Unsearched => format!("*{}*", Entry::UNSEARCHED),
        Entry::Room(lines) => room(*lines, 2),
    };
    cell.entries.iter().map(entry).collect::<Vec<_>>().join("<br>")
}

fn claim_words(claim: &ClaimEntry, bodies: &mut Bodies) -> String {
    let mut words = format!("**{}**<br>", inert(&head_of(claim)));
    if Arc::strong_count(&claim.body) < 2 {
        words.push_str(&body(&claim.body));
    } else {
        words.push_str(bodies.entry(claim.body.claim).or_insert_with(|| body(&claim.body)));
    }
    if claim.stance == StanceLine::Asked {
        let boxes: Vec<String> = Stance::ALL.iter().map(|stance| format!("☐ {}", stance.word())).collect();
        words.push_str(&format!("<br>{}", boxes.join(" ")));
    }
    if claim.room > 0 {
        words.push_str(&format!("<br>*{}*<br>{}", Entry::OWN_WORDS, room(claim.room, 2)));
    }
    words
}

fn body(body: &ClaimBody) -> String {
    let mut parts = vec![format!("“{}”", broken(&body.quotation))];
    for (label, words) in [("Summary", &body.summary), ("Note", &body.note)] {
        if !words.is_empty() {
            parts.push(format!("*{label}:* {}", broken(words)));
        }
    }
    for link in &body.links {
        let colon = if link.note.is_empty() { "" } else { ": " };
        parts.push(format!("→ {}{colon}{}", inert(link.phrase.as_str()), broken(&link.note)));
    }
    if let Some(reader) = &body.reader {
        parts.push(format!("({})", inert(reader.as_str())));
    }
    parts.join("<br>")
}

/// The words so that Markdown shows them and does nothing else. What acts in them is written out already; nothing that
/// people wrote begins a line here, so what is only a mark at the beginning of one is left alone.
fn inert(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + words.len() / 8);
    for (at, c) in words.char_indices() {
        let rest = words.get(at..).unwrap_or_default();
        match c {
            // Not "\\": a table takes a bar apart from the backslash before it differently in each program.
            '\\' => out.push_str("&#92;"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' | '$' | '^' | '{' | '}' => {
                out.push('\\');
                out.push(c);
            }
            '@' => out.push_str("&#64;"),
            ':' if rest.starts_with("://") => out.push_str("&#58;"),
            '.' if ends_with_www(&out) => out.push_str("&#46;"),
            _ => out.push(c),
        }
    }
    out
}

fn ends_with_www(words: &str) -> bool {
    words
        .len()
        .checked_sub(3)
        .and_then(|at| words.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

#[cfg(test)]
mod tests {
    use super::super::one_line;
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, TagEnd};

    /// What a reader of the page sees in the second cell, if nothing but words and cells came of it.
    fn shown(words: &str) -> Option<String> {
        let page = format!("| a | b |\n| --- | --- |\n| x | y{}z |\n", inert(&one_line(words)));
        let mut seen = Vec::new();
        // Typographic quotation marks are not GitHub's, and change words on purpose.
        for event in Parser::new_ext(&page, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(words) => match seen.last_mut() {
                    Some(cell) => *cell = format!("{cell}{words}"),
                    None => seen.push(words.to_string()),
                },
                Event::End(TagEnd::TableCell) => seen.push(String::new()),
                Event::Start(_) | Event::End(_) => {}
                _ => return None,
            }
        }
        let (_, cells) = (seen.pop(), seen);
        let [_, _, _, last] = cells.as_slice() else {
            return None;
        };
        Some(last.strip_prefix('y')?.strip_suffix('z')?.to_owned())
    }

    #[test]
    fn signs_of_the_markup_are_shown_and_do_nothing() {
        let wild =
            r"*a* _b_ **c** `d` | e \| f <b>g</b> &amp; [h](i) ![j](k) ~~l~~ $m$ \* http://n.org www.o.org";
        assert_eq!(shown(wild).as_deref(), Some(wild));
        assert!(!inert("http://n.org www.o.org @p").contains("://"));
        assert!(!inert("WWW.o.org").contains("WWW."));
        assert_eq!(inert("No overthrow."), "No overthrow.");
    }

    proptest! {
        #[test]
        fn whatever_people_write_is_shown_as_they_wrote_it(words in "[ -~éא]{0,60}") {
            let plain = one_line(&words);
            prop_assert_eq!(shown(&plain), Some(plain.clone()), "{}", inert(&plain));
        }
    }
}
