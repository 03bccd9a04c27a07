//! A sheet as lines of a table: one for each thing in its cells, in the order in which it is read.
//!
//! For worksheets, answer keys and discussion sheets as CSV and XLSX, so that they can be filled in and marked there.
//! Columns: `number` (of the passage, or else of the question), `tag` (its path), `question`, `source`, `kind` (`claim`,
//! `silence`, `unsearched`, `blank`), `place`, `quotation`, `stance`, `voice`, `summary`, `note`, `links`, `reader`.

use crate::analysis::handout::{ClaimEntry, Entry, Handout, Section, StanceLine, Words};
use crate::model::Stance;

pub(super) const HEAD: [&str; N] = [
    "number",
    "tag",
    "question",
    "source",
    "kind",
    "place",
    "quotation",
    "stance",
    "value",
    "voice",
    "summary",
    "note",
    "links",
    "reader",
];

const N: usize = 14;

/// Hands each line to `take`, until that fails.
pub(super) fn lines<E>(
    handout: &Handout,
    mut take: impl FnMut([String; N]) -> Result<(), E>,
) -> Result<(), E> {
    for section in &handout.sections {
        let Some(table) = &section.table else { continue };
        for (cell, column) in table.rows.iter().flat_map(|row| row.iter().zip(&table.columns)) {
            let source = handout.column(*column).map_or("", |source| source.name.as_str());
            for entry in &cell.entries {
                take(line(section, source, entry))?;
            }
        }
    }
    Ok(())
}

fn line(section: &Section, source: &str, entry: &Entry) -> [String; N] {
    let of_section = section.number.clone().unwrap_or_default();
    let (tag, question) = (section.path.to_string(), section.question.to_string());
    let source = source.to_owned();
    let mut line: [String; N] = Default::default();
    let filled: Vec<String> = match entry {
        Entry::Claim(claim) => claim_line([of_section, tag, question, source], claim),
        Entry::Silence(silence) => {
            let mut line = vec![of_section, tag, question, source, "silence".to_owned()];
            line.resize(11, String::new());
            line.extend([silence.note.to_string(), String::new(), silence.reader.to_string()]);
            line
        }
        Entry::Unsearched => vec![of_section, tag, question, source, "unsearched".to_owned()],
        Entry::Room(_) => vec![of_section, tag, question, source, "blank".to_owned()],
    };
    for (cell, words) in line.iter_mut().zip(filled) {
        *cell = words;
    }
    line
}

fn claim_line([of_section, tag, question, source]: [String; 4], claim: &ClaimEntry) -> Vec<String> {
    let body = &claim.body;
    let links = body.links.iter().map(|link| {
        let colon = if link.note.is_empty() { "" } else { ": " };
        format!("{}{colon}{}", link.phrase, link.note)
    });
    let stance = match claim.stance {
        StanceLine::Given(stance) => stance.word(),
        StanceLine::None | StanceLine::Asked => "",
    };
    let named = |words: &Option<Words>| words.as_ref().map(ToString::to_string).unwrap_or_default();
    vec![
        claim.number.clone().unwrap_or(of_section),
        tag,
        question,
        source,
        "claim".to_owned(),
        body.place.clone(),
        body.quotation.to_string(),
        stance.to_owned(),
        claim.value.as_ref().map(ToString::to_string).unwrap_or_default(),
        named(&body.voice),
        body.summary.to_string(),
        body.note.to_string(),
        links.collect::<Vec<_>>().join("\n"),
        named(&body.reader),
    ]
}

/// The stances that can be chosen, for cells that ask for one.
pub(super) fn stances() -> Vec<&'static str> {
    Stance::ALL.iter().map(|stance| stance.word()).collect()
}
