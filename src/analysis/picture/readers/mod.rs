//! Pictures of readers' agreement: pairs of readers, tags with intervals, where along the texts readers part.
//!
//! They are drawn of a [`Report`], which takes time to work out, and so are made by themselves.

mod along;
mod bars;
mod pairs;

use super::canvas::Canvas;
use super::{Picture, USUAL};
use crate::analysis::agreement::Scope;
use crate::analysis::agreement::figures::{Kind, Report, Section};
use crate::model::{Comparison, TagId};

/// Which picture of readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ReadersWhat {
    /// Readers down and across: a figure of each pair.
    #[default]
    Pairs,
    /// For each tag a bar of a figure, with its interval.
    Tags,
    /// Where along each source readers part: the share of them who marked each sentence.
    Along,
}

impl ReadersWhat {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Pairs, Self::Tags, Self::Along];

    /// Returns its name on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pairs => "pairs",
            Self::Tags => "agreement",
            Self::Along => "parting",
        }
    }

    /// Returns its title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Pairs => "Readers in pairs",
            Self::Tags => "Agreement on each tag",
            Self::Along => "Where readers part",
        }
    }
}

/// What a picture of readers is to show.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadersOptions {
    /// Which picture.
    pub what: ReadersWhat,
    /// Which figure, of pairs and tags.
    pub kind: Kind,
    /// Of pairs: the tag; nothing: all together.
    pub tag: Option<TagId>,
    /// How wide it is to be, in points. A matrix of many readers is wider.
    pub width: f32,
}

impl Default for ReadersOptions {
    fn default() -> Self {
        Self { what: ReadersWhat::default(), kind: Kind::F1, tag: None, width: USUAL }
    }
}

impl ReadersOptions {
    /// Returns the kind that stands for the one asked for in this section: all tags together have some figures over all
    /// passages that a tag has of its own.
    fn kind_in(&self, section: &Section) -> Kind {
        match (self.kind, section.tag) {
            (Kind::Marked, None) => Kind::PassagesMarked,
            (Kind::PassagesMarked, Some(_)) => Kind::Marked,
            (Kind::PassagesF1, Some(_)) => Kind::F1,
            (Kind::PassagesJaccard, Some(_)) => Kind::Jaccard,
            (kind, _) => kind,
        }
    }
}

impl Picture {
    /// Makes a picture of readers' agreement. `scope`: that of which the report was made.
    #[must_use]
    pub fn of_readers(
        comparison: &Comparison,
        scope: &Scope,
        report: &Report,
        options: &ReadersOptions,
    ) -> Self {
        let canvas = Canvas::titled(comparison, options.what.title(), options.width);
        if report.readers.len() < 2 {
            return canvas.nothing(comparison, "there are fewer than two readers");
        }
        match options.what {
            ReadersWhat::Pairs => pairs::draw(canvas, comparison, report, options),
            ReadersWhat::Tags => bars::draw(canvas, comparison, report, options),
            ReadersWhat::Along => along::draw(canvas, comparison, scope, report),
        }
    }
}
