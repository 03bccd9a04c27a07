//! A worksheet, answer key or discussion sheet as JSON, for programs. The names of the fields stay what they are.
//!
//! Every field below is always written. What the kind of sheet or its settings leave out is empty or null.

use std::io::{self, Write};

use serde::Serialize;

use super::json::VERSION;
use crate::analysis::handout::{
    ClaimEntry, Entry, Handout, LinkLine, Run, Section, SourceHead, StanceLine, Words,
};
use crate::model::Stance;

pub(super) fn write(handout: &Handout, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &HandoutOut::of(handout))?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct HandoutOut<'a> {
    /// Always `diptych-sheet`.
    format: &'static str,
    version: u32,
    /// `worksheet`, `key`, `discussion`.
    kind: &'static str,
    title: &'a str,
    instructions: Vec<&'a str>,
    sources: Vec<SourceOut<'a>>,
    /// Who read, how much and when, a line each.
    readers: Vec<&'a str>,
    sections: Vec<SectionOut<'a>>,
}

#[derive(Serialize)]
struct SourceOut<'a> {
    id: String,
    name: &'a str,
    reference: String,
    language: &'a str,
}

#[derive(Serialize)]
struct SectionOut<'a> {
    /// 1 is topmost.
    level: u8,
    /// Null where sections have none.
    number: Option<&'a str>,
    /// The tag's id; null: a heading of several.
    tag: Option<String>,
    heading: &'a str,
    /// The names from the topmost tag down to this one, joined by " / ".
    path: &'a str,
    definition: &'a str,
    /// How the sources stand to one another; null where it isn't said.
    relation: Option<RelationOut<'a>>,
    question: &'a str,
    /// The sources side by side, by id; empty under a heading of several.
    columns: Vec<String>,
    /// From top to bottom; in each a list of entries for each column.
    rows: Vec<Vec<Vec<EntryOut<'a>>>>,
}

#[derive(Serialize)]
struct RelationOut<'a> {
    word: &'static str,
    rests_on: Vec<&'a str>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum EntryOut<'a> {
    Claim(Box<ClaimOut<'a>>),
    Silence { reader: &'a str, note: &'a str },
    Unsearched,
    Blank { lines: u8 },
}

#[derive(Serialize)]
struct ClaimOut<'a> {
    /// Null where passages have none.
    number: Option<&'a str>,
    id: String,
    place: &'a str,
    quotation: &'a str,
    /// `affirms`, `denies`, `qualifies`, `reports`; null: none given, or it is asked.
    stance: Option<&'static str>,
    /// What the source gives for the tag, as it spells it; null: none.
    value: Option<&'a str>,
    /// Whether the stance is to be filled in.
    asked: bool,
    /// Null: the author's own, or it is asked.
    voice: Option<&'a str>,
    summary: &'a str,
    note: &'a str,
    links: Vec<LinkOut<'a>>,
    /// Null where all is one reader's.
    reader: Option<&'a str>,
}

#[derive(Serialize)]
struct LinkOut<'a> {
    phrase: &'a str,
    note: &'a str,
}

impl<'a> HandoutOut<'a> {
    fn of(handout: &'a Handout) -> Self {
        let head = &handout.head;
        Self {
            format: "diptych-sheet",
            version: VERSION,
            kind: handout.kind.word(),
            title: handout.title.as_str(),
            instructions: head.instructions.iter().map(Words::as_str).collect(),
            sources: head.sources.iter().map(source_out).collect(),
            readers: head.readers.iter().map(Words::as_str).collect(),
            sections: handout.sections.iter().map(|section| section_out(section, handout)).collect(),
        }
    }
}

fn source_out(source: &SourceHead) -> SourceOut<'_> {
    SourceOut {
        id: source.source.to_string(),
        name: source.name.as_str(),
        reference: source.reference.iter().map(|Run { text, .. }| text.as_str()).collect(),
        language: &source.language,
    }
}

fn section_out<'a>(section: &'a Section, handout: &Handout) -> SectionOut<'a> {
    let table = section.table.as_ref();
    let columns = table.into_iter().flat_map(|table| &table.columns);
    let rows = table.into_iter().flat_map(|table| &table.rows);
    SectionOut {
        level: section.level,
        number: section.number.as_deref(),
        tag: section.tag.map(|tag| tag.to_string()),
        heading: section.heading.as_str(),
        path: section.path.as_str(),
        definition: section.definition.as_str(),
        relation: section.relation.as_ref().map(|line| RelationOut {
            word: line.relation.word(),
            rests_on: line.grounds.iter().map(Words::as_str).collect(),
        }),
        question: section.question.as_str(),
        columns: columns.filter_map(|at| Some(handout.column(*at)?.source.to_string())).collect(),
        rows: rows
            .map(|row| row.iter().map(|cell| cell.entries.iter().map(entry_out).collect()).collect())
            .collect(),
    }
}

fn entry_out(entry: &Entry) -> EntryOut<'_> {
    match entry {
        Entry::Claim(claim) => EntryOut::Claim(Box::new(claim_out(claim))),
        Entry::Silence(silence) => {
            EntryOut::Silence { reader: silence.reader.as_str(), note: silence.note.as_str() }
        }
        Entry::Unsearched => EntryOut::Unsearched,
        Entry::Room(lines) => EntryOut::Blank { lines: *lines },
    }
}

fn claim_out(claim: &ClaimEntry) -> ClaimOut<'_> {
    let body = &claim.body;
    ClaimOut {
        number: claim.number.as_deref(),
        id: body.claim.to_string(),
        place: &body.place,
        quotation: body.quotation.as_str(),
        stance: match claim.stance {
            StanceLine::Given(stance) => Some(Stance::word(stance)),
            StanceLine::None | StanceLine::Asked => None,
        },
        value: claim.value.as_ref().map(Words::as_str),
        asked: claim.stance == StanceLine::Asked,
        voice: body.voice.as_ref().map(Words::as_str),
        summary: body.summary.as_str(),
        note: body.note.as_str(),
        links: body.links.iter().map(link_out).collect(),
        reader: body.reader.as_ref().map(Words::as_str),
    }
}

fn link_out(link: &LinkLine) -> LinkOut<'_> {
    LinkOut { phrase: link.phrase.as_str(), note: link.note.as_str() }
}
