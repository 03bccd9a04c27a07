//! All figures of a comparison's readers: per tag and over all, together and in pairs.

use super::figure::Figure;
use super::kind::Kind;
use crate::model::{ReaderId, Revision, SourceId, Stance, TagId};

/// Up to so many readers, the figures of each pair are kept; of more, only their mean and spread.
pub const MOST_IN_PAIRS: usize = 60;

/// How figures are worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureSettings {
    /// What the draws of the intervals begin with. The same seed gives the same intervals.
    pub seed: u64,
    /// How often paragraphs are drawn anew for the intervals; 0: no intervals.
    pub n_draws: usize,
    /// What it means that a reader gave a tag no stance.
    pub no_stance: NoStance,
}

impl Default for FigureSettings {
    fn default() -> Self {
        // With 999 draws, 2.5 and 97.5 of 100 are the 25th and the 975th.
        Self { seed: 1, n_draws: 999, no_stance: NoStance::default() }
    }
}

/// What it means that a reader gave a tag no stance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum NoStance {
    /// That the passage takes none: a judgment like the others.
    #[default]
    Judged,
    /// That the reader did not judge it.
    Missing,
}

/// A reader who is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderLine {
    /// The reader.
    pub id: ReaderId,
    /// The name.
    pub name: String,
    /// How many claims the reader has in the sources compared.
    pub n_claims: usize,
}

/// A source that is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine {
    /// The source.
    pub id: SourceId,
    /// Its short name.
    pub name: String,
    /// How long it is, in code points.
    pub length: u32,
}

/// A figure and which it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Which figure.
    pub kind: Kind,
    /// The figure.
    pub figure: Figure,
}

/// The figures of two readers.
#[derive(Debug, Clone, PartialEq)]
pub struct PairFigures {
    /// One of them, by place in the report's readers.
    pub a: usize,
    /// The other, further on.
    pub b: usize,
    /// How many claims of each are matched with one of the other; over all tags, counted for each tag.
    pub n_matched: usize,
    /// Their figures: those of [`PAIR_KINDS`], of all tags together [`OVERALL_PAIR_KINDS`].
    pub figures: Vec<Measured>,
}

impl PairFigures {
    /// Returns a figure of the two.
    #[must_use]
    pub fn figure(&self, kind: Kind) -> Option<Figure> {
        self.figures.iter().find(|measured| measured.kind == kind).map(|measured| measured.figure)
    }
}

/// What is worked out of a tag for each pair of readers.
pub const PAIR_KINDS: [Kind; 4] = [Kind::F1, Kind::Jaccard, Kind::Marked, Kind::StanceAlpha];

/// What is worked out of all tags together for each pair of readers.
pub const OVERALL_PAIR_KINDS: [Kind; 5] =
    [Kind::PassagesF1, Kind::PassagesMarked, Kind::F1, Kind::Jaccard, Kind::StanceAlpha];

/// The mean and the ends of a figure over pairs of readers, those for which it is undefined left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Which figure.
    pub kind: Kind,
    /// The mean.
    pub mean: f64,
    /// The least.
    pub least: f64,
    /// The greatest.
    pub greatest: f64,
    /// How many pairs have it.
    pub n_pairs: usize,
}

/// The figures of one tag, or of all tags together.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The tag; nothing of all together.
    pub tag: Option<TagId>,
    /// Its path, or what stands for all of them.
    pub name: String,
    /// How many claims each reader has with it, in the order of the report's readers; of all tags together, how many
    /// claims at all.
    pub claims: Vec<usize>,
    /// How many pairs of claims of two readers are matched with one another; over all tags, counted for each tag.
    pub n_matched: usize,
    /// The figures of all readers together, in the order they are read.
    pub figures: Vec<Measured>,
    /// How often each stance was given, in the order of [`STANCES`], at places that two readers judged.
    pub stances: [usize; 5],
    /// The figures of each pair, in order; of a tag only pairs of which one used it. None above [`MOST_IN_PAIRS`] readers.
    pub pairs: Vec<PairFigures>,
    /// Their mean and spread, of three readers or more.
    pub spread: Vec<Spread>,
}

impl Section {
    /// Returns a section without figures.
    pub(super) fn none() -> Self {
        Self {
            tag: None,
            name: String::new(),
            claims: Vec::new(),
            n_matched: 0,
            figures: Vec::new(),
            stances: [0; 5],
            pairs: Vec::new(),
            spread: Vec::new(),
        }
    }

    /// Returns a figure of all readers together.
    #[must_use]
    pub fn figure(&self, kind: Kind) -> Option<Figure> {
        self.figures.iter().find(|measured| measured.kind == kind).map(|measured| measured.figure)
    }

    /// Returns the figures of two readers, by place in the report's readers, in whichever order.
    #[must_use]
    pub fn pair(&self, a: usize, b: usize) -> Option<&PairFigures> {
        let (a, b) = (a.min(b), a.max(b));
        let found = self.pairs.binary_search_by_key(&(a, b), |pair| (pair.a, pair.b)).ok();
        found.and_then(|at| self.pairs.get(at))
    }
}

/// The classes of stances, in the order they are counted.
pub const STANCES: [Option<Stance>; 5] =
    [Some(Stance::Affirms), Some(Stance::Denies), Some(Stance::Qualifies), Some(Stance::Reports), None];

/// All figures of a comparison's readers.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The state of the comparison that it was made from.
    pub revision: Revision,
    /// Who is compared, by name.
    pub readers: Vec<ReaderLine>,
    /// In which sources.
    pub sources: Vec<SourceLine>,
    /// At how many places anybody marked anything.
    pub n_places: usize,
    /// Of how many pieces of the texts the intervals are drawn: paragraphs, joined where there are very many.
    pub n_blocks: usize,
    /// All tags together.
    pub overall: Section,
    /// Each tag that anybody used, in the codebook's order.
    pub tags: Vec<Section>,
    /// The tags that nobody used.
    pub unused: Vec<TagId>,
    /// How it was worked out.
    pub settings: FigureSettings,
}
