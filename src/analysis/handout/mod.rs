//! A sheet as it is handed to people: title, head, sections with tables, in the order in which they are read.
//!
//! The one document that every form on paper or on a page is a walk through: HTML, DOCX, PDF, Markdown, text, and the
//! preview in the window. It has no markup and nothing is left to decide: what is left out is not in it, names and
//! quotations are [`Words`] in which nothing acts, numbers are given. Of data (JSON, CSV, XLSX) the source is
//! [`Sheet`] itself. The day and whatever other parts of the program make (references in a style, pictures) are handed
//! in. Start reading at [`Handout::of`].

mod discussion;
mod entries;
pub mod feedback;
mod head;
mod questions;
mod sections;
mod settings;
mod tables;
mod words;

use std::collections::HashMap;
use std::sync::Arc;

pub use self::settings::{
    CitationStyle, DateForm, MOST_ROOM, Orientation, Paper, SheetKind, SheetPart, SheetSettings,
    WorksheetForm,
};
pub use self::words::{Words, day, stance_sign};
use super::coverage::SourceCoverage;
use super::relation::Relation;
use super::sheet::{Place, Sheet, SheetCounts};
use crate::model::{ClaimId, Comparison, SourceId, Stance, TagId, Time};

/// The most columns that stand side by side on paper held upright.
pub const MOST_UPRIGHT: usize = 2;

/// What is made elsewhere and stands on a sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HandedIn {
    /// The day the sheet is made; none: it is not dated.
    pub today: Option<Time>,
    /// The reference of each source in the style of the settings; where there is none, it is put together from author,
    /// title and date.
    pub references: HashMap<SourceId, Vec<Run>>,
    /// How far each source was read, as a sentence without an end.
    pub coverage: HashMap<SourceId, String>,
    /// The pictures, in their order. They are shown if the settings have [`SheetPart::Pictures`].
    pub pictures: Vec<Picture>,
}

impl HandedIn {
    /// Adds how far the sources were read by the reader chosen, or by all together.
    pub fn add_coverage(&mut self, comparison: &Comparison, settings: &SheetSettings) {
        let only = match settings.readers.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        for source in comparison.sources() {
            let sentence = SourceCoverage::of(comparison, source.id, only).sentence();
            self.coverage.insert(source.id, sentence);
        }
    }
}

/// A sheet for people.
#[derive(Debug, Clone, PartialEq)]
pub struct Handout {
    /// What it is for.
    pub kind: SheetKind,
    /// What it says on top; never empty.
    pub title: Words,
    /// The words for what it is, as "Answer key"; empty where the title says so.
    pub label: &'static str,
    /// The paper.
    pub paper: Paper,
    /// Whether it is to lie on its long side.
    pub landscape: bool,
    /// What stands before the first section.
    pub head: Head,
    /// What is drawn of the comparison; after the head.
    pub pictures: Vec<Picture>,
    /// The sections, in order. None skips a level: level 1, then 2 within it.
    pub sections: Vec<Section>,
    /// What is said at the end, a line each.
    pub foot: Vec<Words>,
    /// What there is on the sheet in all.
    pub counts: SheetCounts,
}

/// What stands before the first section.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Head {
    /// Whether there is a line for the name of whoever fills it in, and the day.
    pub has_name_line: bool,
    /// What is to be done with the sheet; of those that are only read, nothing.
    pub instructions: Vec<Words>,
    /// The sources, in the order of the columns.
    pub sources: Vec<SourceHead>,
    /// Who read, how much and when, a line each: "Ana: 12 claims and 3 silences, 3 May – 20 November 2026".
    pub readers: Vec<Words>,
    /// The day on which the sheet was made.
    pub day: Option<String>,
}

/// A source as the head of a sheet and of its columns names it.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceHead {
    /// The source.
    pub source: SourceId,
    /// The name in the heads of columns; never empty.
    pub name: Words,
    /// The full reference; empty where there is no more to say than the name.
    pub reference: Vec<Run>,
    /// How far it was read: "claims in 9 of 31 paragraphs, 20 more read"; empty where it isn't said.
    pub coverage: Words,
    /// The language of its words as a BCP 47 code; empty where it is not known.
    pub language: Arc<str>,
}

/// A stretch of a reference in one face.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The words. Blanks at its ends belong to it.
    pub text: String,
    /// Whether it is set in italics.
    pub is_italic: bool,
}

/// A picture as a slot: whoever draws it gives it its words, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it shows, as its caption says it.
    pub title: String,
    /// The drawing: a whole SVG document without script or outside address, for black on white.
    pub svg: String,
    /// What there is to be seen in it, for those who don't see it.
    pub alt: String,
}

/// A tag with what there is on it, or only the heading of those under it.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// 1 is topmost; at most [`Section::DEEPEST`].
    pub level: u8,
    /// Its number, where sections are numbered: "3".
    pub number: Option<String>,
    /// The tag; none: a heading of several tags.
    pub tag: Option<TagId>,
    /// The tag's name; with those above it where the sections around don't say them.
    pub heading: Words,
    /// The names from the topmost tag down to this one, for forms without levels; of a heading of several, it itself.
    pub path: Words,
    /// What the tag means; empty where it isn't said.
    pub definition: Words,
    /// How the sources stand to one another.
    pub relation: Option<RelationLine>,
    /// What is asked.
    pub question: Words,
    /// Lines to write on under the question.
    pub room: u8,
    /// The sources side by side.
    pub table: Option<Table>,
}

impl Section {
    /// The deepest level, so that with the title above it every form has a heading for it.
    pub const DEEPEST: u8 = 5;
}

/// How the sources stand to one another on a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationLine {
    /// The relation.
    pub relation: Relation,
    /// What it rests on, part by part: "FI 1973 affirms (¶ 3, 7)".
    pub grounds: Vec<Words>,
}

impl RelationLine {
    /// Returns it as a sentence: "Opposed: FI 1973 affirms (¶ 3, 7); Critique of CP denies (¶ 12)."
    #[must_use]
    pub fn sentence(&self) -> String {
        let title = self.relation.title();
        let grounds: Vec<&str> = self.grounds.iter().map(Words::as_str).collect();
        if grounds.is_empty() { format!("{title}.") } else { format!("{title}: {}.", grounds.join("; ")) }
    }
}

/// Sources side by side. Every row has a cell for each column; claims that a link joins stand in one row where the
/// order of the passages allows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What it shows, for those who don't see where it stands: "armed road, source by source".
    pub caption: Words,
    /// Which sources, by their places in [`Head::sources`].
    pub columns: Vec<usize>,
    /// The rows, each of them a piece that should not be torn between pages if it can be helped.
    pub rows: Vec<Vec<TableCell>>,
}

/// One source in one row of a table: usually one entry, or none where other rows have the rest.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableCell {
    /// What there is.
    pub entries: Vec<Entry>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// A claim.
    Claim(ClaimEntry),
    /// That a reader looked for the tag and did not find it.
    Silence(SilenceEntry),
    /// That nobody has looked yet, or has noted it.
    Unsearched,
    /// Lines to write on; so many.
    Room(u8),
}

impl Entry {
    /// What is said of a silence, before who looked.
    pub const SILENCE: &'static str = "Looked for and not found";
    /// What is said where nobody has looked.
    pub const UNSEARCHED: &'static str = "Not looked for yet";
    /// What is said before lines for one's own words.
    pub const OWN_WORDS: &'static str = "In your own words:";
    /// What is said before stances to choose from.
    pub const STANCE: &'static str = "Stance:";
}

/// A claim under one tag.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimEntry {
    /// Its number, where passages are numbered: "3.2".
    pub number: Option<String>,
    /// Where the source stands on the tag.
    pub stance: StanceLine,
    /// What the source gives for the tag, as it spells it; nothing where it gives none, or where that is the question.
    pub value: Option<Words>,
    /// What it says under each of its tags alike.
    pub body: Arc<ClaimBody>,
    /// Lines for somebody's own words under it.
    pub room: u8,
}

/// Where a source stands, or the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StanceLine {
    /// This stance was given.
    Given(Stance),
    /// None was given.
    None,
    /// It is asked: all of [`Stance::ALL`] with boxes to tick.
    Asked,
}

/// What a claim says, with what the sheet leaves out left out. Shared among the tags that the claim bears.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimBody {
    /// The claim.
    pub claim: ClaimId,
    /// The paragraphs of its passages.
    pub places: Arc<[Place]>,
    /// Where it is as readers cite it: "¶ 12–13", or "p. 4, ¶ 12–13" where the source has pages.
    pub place: String,
    /// The quotation without its marks; passages are joined by " […] ", paragraphs by line feeds.
    pub quotation: Words,
    /// The language of the quotation as a BCP 47 code; empty where it is not known.
    pub language: Arc<str>,
    /// Whose view it is, if not the author's own: "voice of Prats (rejects)".
    pub voice: Option<Words>,
    /// The claim in the reader's words; may be empty.
    pub summary: Words,
    /// What else the reader said; may be empty.
    pub note: Words,
    /// How it stands to other claims.
    pub links: Vec<LinkLine>,
    /// Whose claim it is, where there are several readers.
    pub reader: Option<Words>,
}

/// How a claim stands to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkLine {
    /// "answers FI 1973 ¶ 4".
    pub phrase: Words,
    /// What the reader says about it; may be empty.
    pub note: Words,
}

/// That a tag was looked for in a source and not found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SilenceEntry {
    /// Who looked.
    pub reader: Words,
    /// When it was noted.
    pub day: String,
    /// How far it was searched; may be empty.
    pub note: Words,
}

impl Handout {
    /// Makes the document of a sheet of `comparison`.
    #[must_use]
    pub fn of(comparison: &Comparison, settings: &SheetSettings, mut handed: HandedIn) -> Self {
        handed.add_coverage(comparison, settings);
        Self::of_sheet(&Sheet::of(comparison, &settings.options()), settings, handed)
    }

    /// Makes the document of a sheet that was made with the options of `settings`.
    #[must_use]
    pub fn of_sheet(sheet: &Sheet, settings: &SheetSettings, handed: HandedIn) -> Self {
        let label = settings.kind.title();
        let own = [&settings.title, &sheet.title].into_iter().map(|title| Words::line(title));
        let title = own.into_iter().find(|title| !title.is_empty());
        let landscape = match settings.orientation {
            Orientation::Fitting => sheet.columns.len() > MOST_UPRIGHT,
            Orientation::Portrait => false,
            Orientation::Landscape => true,
        };
        let sections = match settings.kind {
            SheetKind::Discussion => discussion::sections(sheet, settings),
            _ => sections::sections(sheet, settings),
        };
        Self {
            kind: settings.kind,
            label: if title.is_some() { label } else { "" },
            title: title.unwrap_or_else(|| Words::line(label)),
            paper: settings.paper,
            landscape,
            head: head::head(sheet, settings, &handed),
            foot: head::foot(sheet, settings, &sections),
            pictures: if settings.shows(SheetPart::Pictures) && !settings.is_blank() {
                head::pictures(handed)
            } else {
                Vec::new()
            },
            sections,
            counts: sheet.counts,
        }
    }

    /// Returns the name of the source that is a column of its tables.
    #[must_use]
    pub fn column(&self, index: usize) -> Option<&SourceHead> {
        self.head.sources.get(index)
    }

    /// Returns how many claims stand in its tables, one under two tags counted twice.
    #[must_use]
    pub fn n_entries(&self) -> usize {
        let rows = self.sections.iter().filter_map(|section| section.table.as_ref()).flat_map(|t| &t.rows);
        rows.flatten().map(|cell| cell.entries.len()).sum()
    }
}
