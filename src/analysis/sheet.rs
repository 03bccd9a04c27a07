//! The comparison sheet: tags down, sources across, in each cell the claims.
//!
//! Plain data for the window's compare view, the command line and every exported form; how it is
//! worded or drawn is theirs to say. Claims are shared with the comparison, not copied, and are
//! walked once, however many rows there are. Start reading at [`Sheet::of`].

mod fill;
mod filter;
mod places;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

pub use self::fill::entries;
use self::fill::{Walk, fill_claims, fill_silences};
pub use self::filter::{ClaimFilter, Sieve, VoiceFilter};
pub use self::places::{Place, cite, cite_with_pages};
use super::relation::Finding;
use crate::model::{
    Claim, ClaimId, ColorSlot, Comparison, LinkId, LinkKind, Reader, ReaderId, Revision, Silence, Source,
    SourceId, Stance, TagId, Voice,
};

/// The most names in a tag's path, so that a codebook that is one endless chain stays readable.
pub const MOST_LEVELS: usize = 32;

/// The most characters of a name that stand in the path of another tag.
const LONGEST_ABOVE: usize = 300;

/// What a sheet is to show.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetOptions {
    /// The sources to set side by side; the sheet keeps the comparison's order. Empty: all.
    pub sources: Vec<SourceId>,
    /// The tags to show, each with those under it. Empty: all.
    pub tags: Vec<TagId>,
    /// Tags that have no row though they are among those; the ones under them may.
    pub left_out: Vec<TagId>,
    /// Whose claims, links and silences to show. Empty: everybody's.
    pub readers: Vec<ReaderId>,
    /// Which rows to show.
    pub rows: Rows,
    /// How they follow one another.
    pub order: RowOrder,
}

/// How the rows of a sheet follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RowOrder {
    /// As the tags stand in the codebook.
    #[default]
    Codebook,
    /// Those first on which the sources part, in the order of [`Relation`](super::relation::Relation); within each as
    /// in the codebook.
    Parting,
}

/// Which rows a sheet shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rows {
    /// One for every tag.
    #[default]
    All,
    /// Only those with a claim or a noted silence in some cell.
    Filled,
}

/// Tags down, sources across.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The comparison's title; may be empty.
    pub title: String,
    /// The state of the comparison that the sheet was made from.
    pub revision: Revision,
    /// The sources, in order.
    pub columns: Vec<SheetColumn>,
    /// The tags in the codebook's order. Every row has one cell for each column.
    pub rows: Vec<SheetRow>,
    /// What there is in all.
    pub counts: SheetCounts,
}

/// A source as the head of a column.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetColumn {
    /// The source.
    pub source: Arc<Source>,
    /// Its number among all sources of the comparison, from 1.
    pub number: usize,
    /// How many of its claims are in the column, each counted once whatever its tags.
    pub n_claims: usize,
    /// How many of its claims bear no tag, and so are in no row of any sheet.
    pub n_untagged: usize,
}

impl SheetColumn {
    /// Returns the name to show: the short name or title, or else "Source 2".
    #[must_use]
    pub fn name(&self) -> String {
        column_name(&self.source, self.number)
    }
}

fn column_name(source: &Source, number: usize) -> String {
    let name = source.short_name().trim();
    if name.is_empty() { format!("Source {number}") } else { name.to_owned() }
}

/// A tag with its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The tag.
    pub tag: TagId,
    /// The tag it stands under.
    pub parent: Option<TagId>,
    /// Its name.
    pub name: String,
    /// The names from the topmost tag down to this one; of a tag deeper than [`MOST_LEVELS`], "…" and the last ones.
    pub path: Vec<String>,
    /// How deep it stands in the codebook: 0 is topmost.
    pub depth: usize,
    /// Its definition; may be empty.
    pub definition: String,
    /// Its color.
    pub color: ColorSlot,
    /// One for each column.
    pub cells: Vec<Cell>,
}

impl SheetRow {
    /// Returns whether no cell holds anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.state() == CellState::Unsearched)
    }
}

/// What one source has on one tag.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// The claims, by position.
    pub claims: Vec<SheetClaim>,
    /// The silences noted; beside claims when readers differ on whether there is anything.
    pub silences: Vec<SheetSilence>,
}

impl Cell {
    /// Returns what the cell comes to.
    #[must_use]
    pub fn state(&self) -> CellState {
        match (self.claims.is_empty(), self.silences.is_empty()) {
            (false, _) => CellState::Claims,
            (true, false) => CellState::Silence,
            (true, true) => CellState::Unsearched,
        }
    }

    /// Returns where the source stands, all claims of the cell together. What it only reports of others says nothing of
    /// itself as soon as a claim has a stance of its own.
    #[must_use]
    pub fn standing(&self) -> Standing {
        standing(self.claims.iter().map(|claim| claim.stance))
    }

    /// Returns how many claims take this stance (or none).
    #[must_use]
    pub fn n_with_stance(&self, stance: Option<Stance>) -> usize {
        self.claims.iter().filter(|claim| claim.stance == stance).count()
    }
}

/// Where a source stands on a tag, several claims taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// No claim has a stance.
    None,
    /// Every claim that has a stance has this one; or this one, and otherwise only what others are said to hold.
    One(Stance),
    /// Claims take different stances.
    Mixed,
}

impl Standing {
    /// Returns the word for it, as data names it and readers see it; empty where there is no stance.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "",
            Self::One(stance) => stance.word(),
            Self::Mixed => "mixed",
        }
    }
}

/// Returns what these stances come to together.
#[must_use]
pub fn standing(stances: impl Iterator<Item = Option<Stance>>) -> Standing {
    let (mut own, mut reported) = (Standing::None, false);
    for stance in stances.flatten() {
        own = match own {
            _ if stance == Stance::Reports => {
                reported = true;
                own
            }
            Standing::None => Standing::One(stance),
            Standing::One(known) if known == stance => own,
            Standing::One(_) | Standing::Mixed => Standing::Mixed,
        };
    }
    if own == Standing::None && reported { Standing::One(Stance::Reports) } else { own }
}

/// What a cell comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CellState {
    /// The source has claims on the tag.
    Claims,
    /// A reader looked for the tag and did not find it.
    Silence,
    /// Nobody has looked yet, or nobody has noted it.
    Unsearched,
}

impl CellState {
    /// Returns the word for it, as data names it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Claims => "claims",
            Self::Silence => "silence",
            Self::Unsearched => "unsearched",
        }
    }
}

/// A claim under one of its tags. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetClaim {
    /// The claim itself: quotation, voice, summary, note.
    pub claim: Arc<Claim>,
    /// The row's tag; none where claims are listed without one.
    pub tag: Option<TagId>,
    /// Where the source stands on the row's tag in it.
    pub stance: Option<Stance>,
    /// Who made it.
    pub reader: Arc<Reader>,
    /// The paragraphs of each passage, in the passages' order.
    pub places: Arc<[Place]>,
    /// How it stands to other claims: by the other's source, then position.
    pub links: Arc<[SheetLink]>,
}

impl SheetClaim {
    /// Returns the claim's identity.
    #[must_use]
    pub fn id(&self) -> ClaimId {
        self.claim.id
    }

    /// Returns what the source gives for the row's tag, in its own spelling; empty where that is nothing.
    #[must_use]
    pub fn value(&self) -> &str {
        self.tag.and_then(|tag| self.claim.tag_use(tag)).map_or("", |used| &used.value)
    }

    /// Returns the quotation; where there are several passages, joined by " […] ".
    #[must_use]
    pub fn quotation(&self) -> Cow<'_, str> {
        self.claim.quotation()
    }

    /// Returns where it is as readers cite it: "¶ 12", "¶ 12–13", "¶ 3, 7".
    #[must_use]
    pub fn citation(&self) -> String {
        cite(&self.places)
    }

    /// Returns whom the view is attributed to, if it is not the author's own.
    #[must_use]
    pub fn attributed_to(&self) -> Option<&str> {
        match &self.claim.voice {
            Voice::Own => None,
            Voice::Attributed { name, .. } => Some(name),
        }
    }
}

/// A link as seen from one of its two claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLink {
    /// The link.
    pub link: LinkId,
    /// What kind it is.
    pub kind: LinkKind,
    /// Whether this claim is the one that does it, or the one it is done to.
    pub end: LinkEnd,
    /// The other claim.
    pub claim: ClaimId,
    /// The other claim's source.
    pub source: SourceId,
    /// The name of that source, as the head of its column gives it.
    pub source_name: Arc<str>,
    /// Where the other claim is.
    pub places: Arc<[Place]>,
    /// What the reader says about it; may be empty.
    pub note: String,
}

impl SheetLink {
    /// Returns the words for it from this claim's side: "answers FI 1973 ¶ 4".
    #[must_use]
    pub fn phrase(&self) -> String {
        let verb = match self.end {
            LinkEnd::From => self.kind.phrase(),
            LinkEnd::To => self.kind.phrase_back(),
        };
        format!("{verb} {} {}", self.source_name, cite(&self.places))
    }
}

/// Which end of a link a claim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkEnd {
    /// The claim that answers, contradicts, …
    From,
    /// The claim that is answered, contradicted, …
    To,
}

/// A noted silence with its reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetSilence {
    /// The silence: note and dates.
    pub silence: Arc<Silence>,
    /// Who looked.
    pub reader: Arc<Reader>,
}

/// What there is on a sheet in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SheetCounts {
    /// Rows shown.
    pub n_tags: usize,
    /// Claims shown, each counted once whatever its tags.
    pub n_claims: usize,
    /// Claims of the sources shown that bear no tag, and so are in no row of any sheet.
    pub n_untagged: usize,
    /// Silences shown.
    pub n_silences: usize,
    /// Cells that nobody has looked into yet.
    pub n_unsearched: usize,
}

impl Sheet {
    /// Makes the sheet of `comparison`.
    #[must_use]
    pub fn of(comparison: &Comparison, options: &SheetOptions) -> Self {
        let mut columns = columns_of(comparison, options);
        let mut rows = rows_of(comparison, options, columns.len());
        let row_of: HashMap<TagId, usize> =
            rows.iter().zip(0..).map(|(row, index)| (row.tag, index)).collect();
        let walk = Walk { comparison, readers: &options.readers, row_of };
        fill_claims(&walk, &mut columns, &mut rows);
        fill_silences(&walk, &columns, &mut rows);
        if options.rows == Rows::Filled {
            rows.retain(|row| !row.is_empty());
        }
        if options.order == RowOrder::Parting {
            rows.sort_by_cached_key(|row| Finding::of(row).relation);
        }
        let cells = || rows.iter().flat_map(|row| &row.cells);
        let counts = SheetCounts {
            n_tags: rows.len(),
            n_claims: columns.iter().map(|column| column.n_claims).sum(),
            n_untagged: columns.iter().map(|column| column.n_untagged).sum(),
            n_silences: cells().map(|cell| cell.silences.len()).sum(),
            n_unsearched: cells().filter(|cell| cell.state() == CellState::Unsearched).count(),
        };
        Self { title: comparison.title().to_owned(), revision: comparison.revision(), columns, rows, counts }
    }
}

fn columns_of(comparison: &Comparison, options: &SheetOptions) -> Vec<SheetColumn> {
    let chosen = |source: &Source| options.sources.is_empty() || options.sources.contains(&source.id);
    let numbered = (1..).zip(comparison.sources()).filter(|(_, source)| chosen(source));
    let column =
        |(number, source)| SheetColumn { source: Arc::clone(source), number, n_claims: 0, n_untagged: 0 };
    numbered.map(column).collect()
}

/// One row with empty cells for each tag to show.
fn rows_of(comparison: &Comparison, options: &SheetOptions, n_columns: usize) -> Vec<SheetRow> {
    let chosen: HashSet<TagId> = options.tags.iter().copied().collect();
    let left_out: HashSet<TagId> = options.left_out.iter().copied().collect();
    let mut path: Vec<String> = Vec::new();
    let mut within: Option<usize> = None; // the depth of the chosen tag that the walk is under
    let mut rows = Vec::new();
    for (depth, tag) in comparison.codebook() {
        path.truncate(depth);
        path.push(tag.name.clone());
        if within.is_some_and(|top| depth <= top) {
            within = None;
        }
        if within.is_none() && chosen.contains(&tag.id) {
            within = Some(depth);
        }
        if (within.is_some() || chosen.is_empty()) && !left_out.contains(&tag.id) {
            rows.push(SheetRow {
                tag: tag.id,
                parent: tag.parent,
                name: tag.name.clone(),
                path: last_levels(&path),
                depth,
                definition: tag.definition.clone(),
                color: tag.color,
                cells: vec![Cell::default(); n_columns],
            });
        }
    }
    rows
}

fn last_levels(path: &[String]) -> Vec<String> {
    let cut = path.len().saturating_sub(MOST_LEVELS);
    let sign = (cut > 0).then(|| "…".to_owned());
    let last = path.len().saturating_sub(1);
    let above = path.iter().take(last).skip(cut).map(|name| name_above(name));
    sign.into_iter().chain(above).chain(path.last().cloned()).collect()
}

/// The name of a tag in the path of another, which every tag under it repeats: a very long one is cut.
fn name_above(name: &str) -> String {
    match name.char_indices().nth(LONGEST_ABOVE) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or_default()),
        None => name.to_owned(),
    }
}
