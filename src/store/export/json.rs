//! A sheet as JSON, for programs. The names of the fields stay what they are.
//!
//! Every field below is always written. Positions count Unicode code points, the end exclusive;
//! paragraphs count from 1; times are RFC 3339 in UTC.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use super::moment;
use crate::analysis::relation::Finding;
use crate::analysis::sheet::{
    Cell, LinkEnd, Sheet, SheetClaim, SheetColumn, SheetLink, SheetRow, SheetSilence,
};
use crate::model::{Attitude, Stance, Voice};

/// The version of this form; it grows when a field changes its meaning.
pub(super) const VERSION: u32 = 1;

pub(super) fn write(sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &SheetOut::of(sheet))?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct SheetOut<'a> {
    /// Always `diptych-sheet`.
    format: &'static str,
    version: u32,
    /// Always `sheet`.
    kind: &'static str,
    title: &'a str,
    /// The columns, in order.
    sources: Vec<SourceOut<'a>>,
    /// The rows, in the codebook's order.
    #[serde(serialize_with = "rows")]
    tags: &'a Sheet,
    counts: CountsOut,
}

#[derive(Serialize)]
struct SourceOut<'a> {
    id: String,
    /// Its number among all sources of the comparison, from 1.
    number: usize,
    /// The name for columns; never empty.
    name: String,
    title: &'a str,
    author: &'a str,
    date: &'a str,
    citation: &'a str,
    /// Its claims on the sheet, each counted once.
    claims: usize,
    /// Its claims that bear no tag.
    untagged: usize,
}

#[derive(Serialize)]
struct CountsOut {
    tags: usize,
    claims: usize,
    untagged: usize,
    silences: usize,
    unsearched: usize,
}

#[derive(Serialize)]
struct RowOut<'a> {
    id: String,
    name: &'a str,
    /// The names from the topmost tag down to this one.
    path: &'a [String],
    /// 0 is topmost.
    depth: usize,
    definition: &'a str,
    /// Null on a sheet of one source.
    relation: Option<RelationOut>,
    /// One for each source, in their order.
    cells: Vec<CellOut<'a>>,
}

/// How the sources stand to one another on a tag.
#[derive(Serialize)]
struct RelationOut {
    /// `opposed`, `partly_opposed`, `in_accord`, `unsettled`, `one_sided`, `silent`, `empty`.
    word: &'static str,
    /// The rule that it was found by.
    rule: &'static str,
    /// What it rests on, in words.
    rests_on: String,
    /// The claims that it rests on.
    claims: Vec<String>,
    /// The links that it rests on.
    links: Vec<String>,
}

#[derive(Serialize)]
struct CellOut<'a> {
    /// The source's id.
    source: String,
    /// `claims`, `silence` (looked for and not found), `unsearched` (not looked for yet).
    state: &'static str,
    /// Where the source stands, all claims taken together: a stance, or `mixed`; empty where none has a stance.
    standing: &'static str,
    claims: Vec<ClaimOut<'a>>,
    silences: Vec<SilenceOut<'a>>,
}

#[derive(Serialize)]
struct ClaimOut<'a> {
    id: String,
    reader: &'a str,
    /// `affirms`, `denies`, `qualifies`, `reports`; null: none given.
    stance: Option<&'static str>,
    /// What the source gives for the tag, in its own spelling; empty: nothing.
    value: &'a str,
    /// Null: the author's own.
    voice: Option<VoiceOut<'a>>,
    /// The passages' quotations, joined by " […] ".
    quotation: Cow<'a, str>,
    passages: Vec<PassageOut<'a>>,
    summary: &'a str,
    note: &'a str,
    created: String,
    modified: String,
    links: Vec<LinkOut<'a>>,
}

#[derive(Serialize)]
struct VoiceOut<'a> {
    name: &'a str,
    /// `endorses`, `rejects`, `neutral`; null: none given.
    attitude: Option<&'static str>,
}

#[derive(Serialize)]
struct PassageOut<'a> {
    start: u32,
    end: u32,
    quotation: &'a str,
    first_paragraph: u32,
    last_paragraph: u32,
}

#[derive(Serialize)]
struct LinkOut<'a> {
    id: String,
    /// `agrees`, `contradicts`, `qualifies`, `answers`, `same_evidence`.
    kind: &'static str,
    /// `to`: this claim does it to the other; `from`: the other does it to this one.
    direction: &'static str,
    /// The other claim's id.
    claim: String,
    /// The other claim's source's id.
    source: String,
    note: &'a str,
}

#[derive(Serialize)]
struct SilenceOut<'a> {
    id: String,
    reader: &'a str,
    note: &'a str,
    created: String,
    modified: String,
}

impl<'a> SheetOut<'a> {
    fn of(sheet: &'a Sheet) -> Self {
        let counts = sheet.counts;
        Self {
            format: "diptych-sheet",
            version: VERSION,
            kind: "sheet",
            title: &sheet.title,
            sources: sheet.columns.iter().map(source_out).collect(),
            tags: sheet,
            counts: CountsOut {
                tags: counts.n_tags,
                claims: counts.n_claims,
                untagged: counts.n_untagged,
                silences: counts.n_silences,
                unsearched: counts.n_unsearched,
            },
        }
    }
}

/// Row by row, so that a sheet of 100,000 claims is never in memory twice.
fn rows<S: Serializer>(sheet: &&Sheet, serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(sheet.rows.len()))?;
    for row in &sheet.rows {
        list.serialize_element(&row_out(row, &sheet.columns))?;
    }
    list.end()
}

fn source_out(column: &SheetColumn) -> SourceOut<'_> {
    let bibliography = &column.source.bibliography;
    SourceOut {
        id: column.source.id.to_string(),
        number: column.number,
        name: column.name(),
        title: &bibliography.title,
        author: &bibliography.author,
        date: &bibliography.date,
        citation: &bibliography.citation,
        claims: column.n_claims,
        untagged: column.n_untagged,
    }
}

fn row_out<'a>(row: &'a SheetRow, columns: &[SheetColumn]) -> RowOut<'a> {
    let cells = row.cells.iter().zip(columns);
    RowOut {
        id: row.tag.to_string(),
        name: &row.name,
        path: &row.path,
        depth: row.depth,
        definition: &row.definition,
        relation: (columns.len() > 1).then(|| relation_out(row, columns)),
        cells: cells.map(|(cell, column)| cell_out(cell, column)).collect(),
    }
}

fn relation_out(row: &SheetRow, columns: &[SheetColumn]) -> RelationOut {
    let finding = Finding::of(row);
    RelationOut {
        word: finding.relation.word(),
        rule: finding.relation.rule(),
        rests_on: finding.sentence(columns),
        claims: finding.claims().iter().map(ToString::to_string).collect(),
        links: finding.ties.iter().map(|tie| tie.link.to_string()).collect(),
    }
}

fn cell_out<'a>(cell: &'a Cell, column: &SheetColumn) -> CellOut<'a> {
    CellOut {
        source: column.source.id.to_string(),
        state: cell.state().word(),
        standing: cell.standing().word(),
        claims: cell.claims.iter().map(claim_out).collect(),
        silences: cell.silences.iter().map(silence_out).collect(),
    }
}

fn claim_out(entry: &SheetClaim) -> ClaimOut<'_> {
    let claim = &entry.claim;
    let passages = claim.passages.iter().zip(entry.places.iter()).map(|(anchor, place)| PassageOut {
        start: anchor.span.start().0,
        end: anchor.span.end().0,
        quotation: &anchor.quote,
        first_paragraph: place.first.0,
        last_paragraph: place.last.0,
    });
    ClaimOut {
        id: claim.id.to_string(),
        reader: &entry.reader.name,
        stance: entry.stance.map(Stance::word),
        value: entry.value(),
        voice: match &claim.voice {
            Voice::Own => None,
            Voice::Attributed { name, attitude } => {
                Some(VoiceOut { name, attitude: attitude.map(Attitude::word) })
            }
        },
        quotation: entry.quotation(),
        passages: passages.collect(),
        summary: &claim.summary,
        note: &claim.note,
        created: moment(claim.created),
        modified: moment(claim.modified),
        links: entry.links.iter().map(link_out).collect(),
    }
}

fn link_out(link: &SheetLink) -> LinkOut<'_> {
    LinkOut {
        id: link.link.to_string(),
        kind: link.kind.word(),
        direction: match link.end {
            LinkEnd::From => "to",
            LinkEnd::To => "from",
        },
        claim: link.claim.to_string(),
        source: link.source.to_string(),
        note: &link.note,
    }
}

fn silence_out(noted: &SheetSilence) -> SilenceOut<'_> {
    let silence = &noted.silence;
    SilenceOut {
        id: silence.id.to_string(),
        reader: &noted.reader.name,
        note: &silence.note,
        created: moment(silence.created),
        modified: moment(silence.modified),
    }
}
