//! Pictures of a comparison: where tags fall along the sources, stances, tags that occur together, links.
//!
//! A picture is plain data: a display list with what each mark stands for, a description in words, and its numbers as
//! a table. The window draws it, `store::export` writes it as SVG and PNG, and both show the same. Nothing here knows a
//! font or a screen. Start reading at [`Picture::of`].

mod along;
mod bins;
mod canvas;
mod display;
pub mod ink;
mod lanes;
mod links;
pub mod measure;
mod pages;
pub mod readers;
mod ruler;
mod stances;
mod together;

pub use self::display::{
    Area, CURVE, Dash, Edge, Hatch, Leads, Mark, Pen, Point, Shape, Table, Thing, Words, beside, flat,
};
pub use self::ink::{Look, Paint, Rgb};
pub use self::readers::{ReadersOptions, ReadersWhat};
use super::sheet::SheetOptions;
use crate::model::{Comparison, ReaderId, Revision};

/// The narrowest picture, in points.
pub const NARROWEST: f32 = 440.0;
/// The width of a picture that nobody gave another, in points: that of a page's text.
pub const USUAL: f32 = 680.0;

/// Which picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum What {
    /// Where along each source each tag falls.
    #[default]
    Along,
    /// For each tag and source a bar of the stances, diverging from the middle.
    Stances,
    /// Which tags occur together.
    Together,
    /// The links between two sources.
    Links,
}

impl What {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 4] = [Self::Along, Self::Stances, Self::Together, Self::Links];

    /// Returns its name on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Along => "along",
            Self::Stances => "stances",
            Self::Together => "together",
            Self::Links => "links",
        }
    }

    /// Returns the picture of this name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.word() == word)
    }

    /// Returns its title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Along => "Tags along the sources",
            Self::Stances => "Stances",
            Self::Together => "Tags that occur together",
            Self::Links => "Links between two sources",
        }
    }
}

/// What the length of a source is measured in, so that several lie on one scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Scale {
    /// In per cent of its text: all sources are drawn equally long.
    #[default]
    Percent,
    /// In paragraphs: a longer source is drawn longer.
    Paragraphs,
}

/// What makes two tags occur together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Counting {
    /// A claim that bears both.
    #[default]
    Claims,
    /// A paragraph with claims of both.
    Paragraphs,
}

/// What a picture is to show.
#[derive(Debug, Clone, PartialEq)]
pub struct PictureOptions {
    /// Which picture.
    pub what: What,
    /// The sources, tags and readers to show, and whether tags for which nothing is noted have a lane. The tags stand as
    /// in the codebook, whatever order is asked for; of links the first two sources are shown.
    pub of: SheetOptions,
    /// What lengths are measured in.
    pub scale: Scale,
    /// What makes tags occur together.
    pub counting: Counting,
    /// Of tags that occur together: the most to show, those with most claims first. Nothing: all.
    pub most: Option<usize>,
    /// How wide it is to be, in points; at least [`NARROWEST`]. A matrix of many tags is wider.
    pub width: f32,
}

impl Default for PictureOptions {
    fn default() -> Self {
        Self {
            what: What::default(),
            of: SheetOptions::default(),
            scale: Scale::default(),
            counting: Counting::default(),
            most: None,
            width: USUAL,
        }
    }
}

impl PictureOptions {
    /// Returns whether what a reader made is shown.
    fn shows(&self, reader: ReaderId) -> bool {
        self.of.readers.is_empty() || self.of.readers.contains(&reader)
    }
}

/// A picture of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// What it is a picture of.
    pub title: String,
    /// What can be seen in it, in a few sentences, for those who do not see it.
    pub description: String,
    /// The state of the comparison that it was made from.
    pub revision: Revision,
    /// Its width, in points.
    pub width: f32,
    /// Its height, in points.
    pub height: f32,
    /// What it is drawn of, the lowest first.
    pub marks: Vec<Mark>,
    /// What its marks stand for, in the order they are read.
    pub things: Vec<Thing>,
    /// Its numbers.
    pub table: Table,
    /// Where it may be cut, from the top: between rows.
    pub breaks: Vec<f32>,
    /// What stands over the rows and is to be repeated where it is cut: from where to where.
    pub repeated: Option<(f32, f32)>,
    /// Why there is nothing to show, where there is not.
    pub empty: Option<String>,
}

impl Picture {
    /// Makes the picture of `comparison`.
    #[must_use]
    pub fn of(comparison: &Comparison, options: &PictureOptions) -> Self {
        match options.what {
            What::Along => along::draw(comparison, options),
            What::Stances => stances::draw(comparison, options),
            What::Together => together::draw(comparison, options),
            What::Links => links::draw(comparison, options),
        }
    }

    /// Returns the thing at a place: that of the topmost mark within `near` points of it, the nearest first.
    #[must_use]
    pub fn thing_at(&self, point: Point, near: f32) -> Option<usize> {
        let here = Area { min: point, max: point }.grown(near);
        let close = self.marks.iter().rev().filter(|mark| mark.thing.is_some());
        let close = close.filter(|mark| mark.area.touches(&here));
        let close = close.map(|mark| (mark.shape.distance(point), mark.thing));
        let nearest = close.filter(|(far, _)| *far <= near).min_by(|a, b| a.0.total_cmp(&b.0))?;
        nearest.1
    }

    /// Returns the area that the marks of a thing take; nothing of one that has none.
    #[must_use]
    pub fn area_of(&self, thing: usize) -> Option<Area> {
        let own = self.marks.iter().filter(|mark| mark.thing == Some(thing));
        own.map(|mark| mark.area).reduce(|all, area| all.with(&area))
    }
}

/// "1 claim", "2 claims".
fn counted(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// "a", "a and b", "a, b and c".
fn listed(names: &[String]) -> String {
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}
