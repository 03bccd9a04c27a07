//! A sheet as GitHub's Markdown: a section for each tag, in it a table with a column for each source.
//!
//! What people wrote is escaped, so that it reads as they wrote it: no bar of theirs parts a cell,
//! no angle bracket opens a tag, no address becomes a link.

use std::collections::HashMap;
use std::io::{self, Write};

use super::{
    head_of, name_of, one_line, path_of, reference, relation_line, several_readers, silence_line,
    untagged_line, visible,
};
use crate::analysis::sheet::{Cell, CellState, Sheet, SheetClaim, SheetRow};
use crate::model::ClaimId;

pub(super) fn write(sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    let title = match one_line(&sheet.title) {
        title if title.is_empty() => "Comparison sheet".to_owned(),
        title => title,
    };
    writeln!(out, "# {}", inert(&title))?;
    writeln!(out)?;
    for column in &sheet.columns {
        match reference(column) {
            (name, Some(more)) => writeln!(out, "- **{}**: {}", inert(&name), inert(&more))?,
            (name, None) => writeln!(out, "- **{}**", inert(&name))?,
        }
    }
    let mut bodies = Bodies { known: HashMap::new(), named: several_readers(sheet) };
    for row in &sheet.rows {
        write_row(sheet, row, &mut bodies, out)?;
    }
    if let Some(line) = untagged_line(sheet) {
        writeln!(out)?;
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn write_row(sheet: &Sheet, row: &SheetRow, bodies: &mut Bodies, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    writeln!(out, "## {}", inert(&path_of(&row.path)))?;
    writeln!(out)?;
    let definition = one_line(&row.definition);
    if !definition.is_empty() {
        writeln!(out, "*Definition:* {}", inert(&definition))?;
        writeln!(out)?;
    }
    let relation = relation_line(row, sheet);
    if !relation.is_empty() {
        writeln!(out, "{}", inert(&relation))?;
        writeln!(out)?;
    }
    let names: Vec<String> = sheet.columns.iter().map(|column| inert(&column.name())).collect();
    writeln!(out, "| {} |", names.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(names.len()))?;
    let cells: Vec<Vec<String>> = row.cells.iter().map(|cell| entries(cell, bodies)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..height {
        let line: Vec<&str> = cells.iter().map(|cell| cell.get(at).map_or("", String::as_str)).collect();
        writeln!(out, "| {} |", line.join(" | "))?;
    }
    Ok(())
}

fn entries(cell: &Cell, bodies: &mut Bodies) -> Vec<String> {
    let claims = cell.claims.iter().map(|claim| claim_entry(claim, bodies));
    let silences = cell.silences.iter();
    let silences =
        silences.map(|noted| format!("*Looked for and not found* ({})", inert(&silence_line(noted))));
    let unsearched = (cell.state() == CellState::Unsearched).then(|| "*Not looked for yet*".to_owned());
    claims.chain(silences).chain(unsearched).collect()
}

/// What follows the first words of the claims that bear several tags, so far: it is the same under each.
struct Bodies {
    known: HashMap<ClaimId, String>,
    /// Whether each has to say whose it is.
    named: bool,
}

fn claim_entry(claim: &SheetClaim, bodies: &mut Bodies) -> String {
    let head = inert(&head_of(claim));
    if claim.claim.tags.len() < 2 {
        return format!("**{head}**<br>{}", body(claim, bodies.named));
    }
    let named = bodies.named;
    let body = bodies.known.entry(claim.claim.id).or_insert_with(|| body(claim, named));
    format!("**{head}**<br>{body}")
}

fn body(claim: &SheetClaim, named: bool) -> String {
    let mut parts = vec![format!("“{}”", inert(&one_line(&claim.quotation())))];
    for (label, words) in [("Summary", &claim.claim.summary), ("Note", &claim.claim.note)] {
        if !words.trim().is_empty() {
            parts.push(format!("*{label}:* {}", inert(&one_line(words))));
        }
    }
    for link in claim.links.iter() {
        let note = one_line(&link.note);
        let colon = if note.is_empty() { "" } else { ": " };
        parts.push(format!("→ {}{colon}{}", inert(&one_line(&link.phrase())), inert(&note)));
    }
    if named {
        parts.push(format!("({})", inert(&name_of(&claim.reader.name))));
    }
    parts.join("<br>")
}

/// The words so that Markdown shows them and does nothing else. They never begin a line here, so
/// what is only a mark at the beginning of one is left alone.
fn inert(words: &str) -> String {
    let words = visible(words);
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
