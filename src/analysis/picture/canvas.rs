//! What a picture is put together on: from the top down, its title, its lines of explanation, its marks.

use super::display::{Mark, Point, Shape, Table, Thing, Words};
use super::ink::Paint;
use super::{NARROWEST, Picture, PictureOptions, measure};
use crate::model::Comparison;

/// The room around everything.
pub(super) const MARGIN: f32 = 16.0;
/// The size of names.
pub(super) const NAME: f32 = 11.5;
/// The size of what explains.
pub(super) const SMALL: f32 = 9.5;

/// A picture in the making.
pub(super) struct Canvas {
    marks: Vec<Mark>,
    things: Vec<Thing>,
    title: String,
    breaks: Vec<f32>,
    repeated: Option<(f32, f32)>,
    /// How wide it is.
    pub width: f32,
    /// How far down it is taken.
    pub y: f32,
}

impl Canvas {
    /// Begins a picture with its title, and under it that of the comparison.
    pub fn new(comparison: &Comparison, options: &PictureOptions) -> Self {
        Self::titled(comparison, options.what.title(), options.width)
    }

    /// Begins a picture of this title and width, and under the title that of the comparison.
    pub fn titled(comparison: &Comparison, title: &str, width: f32) -> Self {
        let width = if width.is_finite() { width.clamp(NARROWEST, 20_000.0) } else { NARROWEST };
        let mut title = title.to_owned();
        let mut canvas = Self {
            marks: Vec::new(),
            things: Vec::new(),
            title: String::new(),
            breaks: Vec::new(),
            repeated: None,
            width,
            y: MARGIN,
        };
        let room = width - 2.0 * MARGIN;
        canvas.words(Words::of(&title, Point::at(MARGIN, canvas.y + 8.0), 15.0).strong(), None);
        canvas.y += 20.0;
        let of = comparison.title().trim();
        if !of.is_empty() {
            let words = Words::of(of, Point::at(MARGIN, canvas.y + 6.0), NAME).painted(Paint::Faint);
            let words = words.within(room);
            title = format!("{title}: {}", words.words);
            canvas.words(words, None);
            canvas.y += 18.0;
        }
        canvas.title = title;
        canvas
    }

    /// Makes it wider, if it is not so wide already.
    pub fn widen(&mut self, width: f32) {
        self.width = self.width.max(width);
    }

    /// Adds a mark.
    pub fn put(&mut self, shape: Shape, thing: Option<usize>) {
        self.marks.push(Mark::of(shape, thing));
    }

    /// Adds words.
    pub fn words(&mut self, words: Words, thing: Option<usize>) {
        if !words.words.is_empty() {
            self.put(Shape::Words(words), thing);
        }
    }

    /// Adds what marks stand for, and returns how they name it.
    pub fn thing(&mut self, thing: Thing) -> usize {
        self.things.push(thing);
        self.things.len() - 1
    }

    /// Notes that the picture may be cut here.
    pub fn may_be_cut(&mut self, by: f32) {
        self.breaks.push(self.y - by);
    }

    /// Notes that what was drawn from `from` to here is to be repeated where the picture is cut.
    pub fn repeat(&mut self, from: f32) {
        self.repeated = Some((from, self.y));
    }

    /// Adds a line or more that explain.
    pub fn note(&mut self, words: &str) {
        for line in measure::wrapped(words, SMALL, self.width - 2.0 * MARGIN) {
            let at = Point::at(MARGIN, self.y + 7.0);
            self.words(Words::of(&line, at, SMALL).painted(Paint::Faint), None);
            self.y += 13.0;
        }
    }

    /// Ends the picture.
    pub fn done(self, comparison: &Comparison, description: String, table: Table) -> Picture {
        Picture {
            title: self.title,
            description,
            revision: comparison.revision(),
            width: self.width,
            height: (self.y + MARGIN - 4.0).ceil(),
            marks: self.marks,
            things: self.things,
            table,
            breaks: self.breaks,
            repeated: self.repeated,
            empty: None,
        }
    }

    /// Ends the picture with why there is nothing to show.
    pub fn nothing(mut self, comparison: &Comparison, because: &str) -> Picture {
        let sentence = format!("Nothing to show yet, because {because}.");
        self.y += 12.0;
        for line in measure::wrapped(&sentence, 12.5, self.width - 2.0 * MARGIN) {
            self.words(Words::of(&line, Point::at(MARGIN, self.y + 8.0), 12.5), None);
            self.y += 18.0;
        }
        self.y += 8.0;
        let description = format!("{}. {sentence}", self.title);
        Picture { empty: Some(sentence), ..self.done(comparison, description, Table::default()) }
    }
}
