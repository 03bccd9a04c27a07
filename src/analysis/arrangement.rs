//! A sheet as somebody wants to look at it: grouped, sorted, filtered, with parts of the codebook folded away.
//!
//! Plain data for the compare view: which rows there are, in which order, and which claims stand in which cell. Nothing
//! is dropped unseen: each cell tells how many claims the filter left out. Start reading at [`Arrangement::of`].

mod along;
mod tags;

use std::collections::HashSet;

use super::relation::Finding;
use super::sheet::{CellState, ClaimFilter, Sheet, SheetClaim, SheetSilence};
use crate::model::{ClaimId, Comparison, LinkId, LinkKind, SourceId, TagId};

/// How to look at a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arranging {
    /// What makes a row.
    pub grouping: Grouping,
    /// How the rows follow one another, where they are tags.
    pub order: Order,
    /// Which tags are shown, each with those under it. Empty: all.
    pub tags: Vec<TagId>,
    /// Which claims are shown.
    pub filter: ClaimFilter,
    /// Which rows are shown.
    pub rows: Shown,
    /// The sources that are not shown.
    pub hidden: HashSet<SourceId>,
    /// The tags whose rows below them are folded away.
    pub folded: HashSet<TagId>,
}

/// What makes a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Grouping {
    /// Each tag.
    #[default]
    Tags,
    /// Each link, and each claim without one.
    Links,
    /// Each claim of one source, in the order of its text.
    Along(SourceId),
}

/// How rows of tags follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Order {
    /// As in the codebook.
    #[default]
    Codebook,
    /// Those first on which the sources part.
    Parting,
    /// Those first that have most claims.
    MostTagged,
    /// By where the first source shown first speaks of them.
    Position,
}

impl Order {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 4] = [Self::Codebook, Self::Parting, Self::MostTagged, Self::Position];

    /// Returns the words for it, as readers see them.
    #[must_use]
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Codebook => "as in the codebook",
            Self::Parting => "where they part first",
            Self::MostTagged => "most tagged first",
            Self::Position => "by position in the text",
        }
    }
}

/// Which rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Shown {
    /// All.
    #[default]
    All,
    /// Those with a claim somewhere.
    WithClaims,
    /// Those with claims in every source shown.
    OnAllSides,
}

impl Shown {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::All, Self::WithClaims, Self::OnAllSides];
}

/// The rows to be shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Arrangement {
    /// The columns of the sheet that are shown, from 0.
    pub columns: Vec<usize>,
    /// The rows.
    pub rows: Vec<Row>,
    /// How many claims are shown, each counted once.
    pub n_claims: usize,
    /// How many claims of the sources shown the filter left out, each counted once.
    pub n_left_out: usize,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is about.
    pub head: Head,
    /// One for each column shown.
    pub cells: Vec<RowCell>,
}

/// What a row is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Head {
    /// A tag: the row of the sheet, from 0.
    Tag {
        /// Its place among the rows of the sheet.
        row: usize,
        /// How far it is set in.
        depth: usize,
        /// What stands below it in the codebook, if anything does and rows stand in the codebook's order.
        below: Option<Below>,
    },
    /// A link between two claims.
    Link {
        /// Which.
        link: LinkId,
        /// Of what kind.
        kind: LinkKind,
        /// What a reader says of it; may be empty.
        note: String,
    },
    /// A claim that no link ties to a source shown.
    Unlinked(ClaimId),
    /// A claim of the source that the rows follow.
    Along(ClaimId),
}

impl Head {
    /// Returns what tells the row from the others.
    #[must_use]
    pub fn key(&self, sheet: &Sheet) -> uuid::Uuid {
        match self {
            Self::Tag { row, .. } => sheet.rows.get(*row).map(|row| row.tag.0).unwrap_or_default(),
            Self::Link { link, .. } => link.0,
            Self::Unlinked(claim) | Self::Along(claim) => claim.0,
        }
    }
}

/// The tags below one in the codebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Below {
    /// Whether they are folded away.
    pub folded: bool,
    /// How many rows would be shown.
    pub n_tags: usize,
    /// How many claims stand in them: one that bears two of the tags counts twice.
    pub n_claims: usize,
}

/// What stands in one source's cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RowCell {
    /// The claims.
    pub claims: Vec<Entry>,
    /// The silences noted.
    pub silences: Vec<SheetSilence>,
    /// How many claims the filter left out.
    pub n_left_out: usize,
}

impl RowCell {
    /// Returns what the cell comes to, the filter aside.
    #[must_use]
    pub fn state(&self) -> CellState {
        match (self.claims.is_empty() && self.n_left_out == 0, self.silences.is_empty()) {
            (false, _) => CellState::Claims,
            (true, false) => CellState::Silence,
            (true, true) => CellState::Unsearched,
        }
    }
}

/// A claim in a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The claim; its stance is that on the row's tag.
    pub claim: SheetClaim,
    /// Why it stands here.
    pub because: Because,
}

/// Why a claim stands in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Because {
    /// It is what the row is about, or bears its tag.
    Own,
    /// A link of this kind ties it to the claim that the row is about.
    Linked(LinkKind),
    /// It bears this tag, as the claim does that the row is about.
    SameTag(TagId),
}

impl Arrangement {
    /// Arranges `sheet`, which was made of `comparison` as a whole.
    #[must_use]
    pub fn of(comparison: &Comparison, sheet: &Sheet, how: &Arranging) -> Self {
        let shown = |(index, column): (usize, &super::sheet::SheetColumn)| {
            (!how.hidden.contains(&column.source.id)).then_some(index)
        };
        let columns: Vec<usize> = sheet.columns.iter().enumerate().filter_map(shown).collect();
        let mut made = Self { columns, ..Self::default() };
        match how.grouping {
            Grouping::Tags => tags::arrange(comparison, sheet, how, &mut made),
            Grouping::Links => along::by_link(comparison, sheet, how, &mut made),
            Grouping::Along(source) => along::by_claim(comparison, (sheet, source), how, &mut made),
        }
        made.count(comparison, sheet);
        made
    }

    fn count(&mut self, comparison: &Comparison, sheet: &Sheet) {
        let entries = || self.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.claims);
        let shown: HashSet<ClaimId> = entries().map(|entry| entry.claim.id()).collect();
        self.n_claims = shown.len();
        let of_column = |index: &usize| sheet.columns.get(*index);
        let all =
            self.columns.iter().filter_map(of_column).map(|column| comparison.n_claims_in(column.source.id));
        self.n_left_out = all.sum::<usize>().saturating_sub(self.n_claims);
    }
}

/// How the sources shown stand to one another on each row of the sheet.
pub(super) fn finding(sheet: &Sheet, row: usize, columns: &[usize]) -> Option<Finding> {
    sheet.rows.get(row).map(|row| Finding::among(row, |column| columns.contains(&column)))
}
