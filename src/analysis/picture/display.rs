//! The display list: what a picture is drawn of, whatever draws it.
//!
//! All lengths are points (one CSS pixel each), from the picture's upper left corner, down and to the right. Colors
//! are named by what they mean. Each mark may stand for a [`Thing`], so that a window can tell of it and go there.

use super::ink::Paint;
use super::measure;
use crate::model::{ClaimId, LinkId, SourceId, TagId};
use crate::text::{Span, visible_name};

/// A place.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// From the left.
    pub x: f32,
    /// From the top.
    pub y: f32,
}

impl Point {
    /// Returns the place.
    #[must_use]
    pub fn at(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    fn to(self, other: Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    fn toward(self, other: Self, share: f32) -> Self {
        Self::at(self.x + (other.x - self.x) * share, self.y + (other.y - self.y) * share)
    }
}

/// An upright rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Area {
    /// Its upper left corner.
    pub min: Point,
    /// Its lower right corner.
    pub max: Point,
}

impl Area {
    /// Returns the area from a corner on.
    #[must_use]
    pub fn of(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { min: Point::at(x, y), max: Point::at(x + width, y + height) }
    }

    /// Returns its width.
    #[must_use]
    pub fn width(&self) -> f32 {
        self.max.x - self.min.x
    }

    /// Returns its height.
    #[must_use]
    pub fn height(&self) -> f32 {
        self.max.y - self.min.y
    }

    /// Returns the area with `by` more on each side.
    #[must_use]
    pub fn grown(&self, by: f32) -> Self {
        Self {
            min: Point::at(self.min.x - by, self.min.y - by),
            max: Point::at(self.max.x + by, self.max.y + by),
        }
    }

    /// Returns the smallest area that holds both.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        Self {
            min: Point::at(self.min.x.min(other.min.x), self.min.y.min(other.min.y)),
            max: Point::at(self.max.x.max(other.max.x), self.max.y.max(other.max.y)),
        }
    }

    /// Returns whether the two have a place in common.
    #[must_use]
    pub fn touches(&self, other: &Self) -> bool {
        self.min.x <= other.max.x
            && other.min.x <= self.max.x
            && self.min.y <= other.max.y
            && other.min.y <= self.max.y
    }

    fn distance(&self, point: Point) -> f32 {
        let x = (self.min.x - point.x).max(point.x - self.max.x).max(0.0);
        let y = (self.min.y - point.y).max(point.y - self.max.y).max(0.0);
        x.hypot(y)
    }

    fn around(points: &[Point]) -> Self {
        let first = points.first().copied().unwrap_or_default();
        let one = |point: &Point| Self { min: *point, max: *point };
        points.iter().map(one).fold(one(&first), |all, point| all.with(&point))
    }
}

/// How an area is filled, so that it can be told without its color.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hatch {
    /// Wholly.
    Full,
    /// With strokes that rise to the right.
    Rising,
    /// With level strokes.
    Level,
    /// With dots.
    Dotted,
    /// Not at all: only its outline.
    Empty,
}

impl Hatch {
    /// Returns the strokes of the hatch within an area, each from one end to the other. A dot is a stroke of next to
    /// no length, to be drawn with round ends.
    #[must_use]
    pub fn strokes(self, area: &Area) -> Vec<[Point; 2]> {
        match self {
            Self::Full | Self::Empty => Vec::new(),
            Self::Rising => rising(area),
            Self::Level => {
                let at = |y| [Point::at(area.min.x, y), Point::at(area.max.x, y)];
                steps(area.min.y + 1.8, area.max.y - 0.5, 3.0).map(at).collect()
            }
            Self::Dotted => {
                let mut dots = Vec::new();
                for (row, y) in (0_u32..).zip(steps(area.min.y + 2.2, area.max.y - 1.0, 3.4)) {
                    let indent = if row % 2 == 0 { 2.0 } else { 4.0 };
                    let dot = |x| [Point::at(x, y), Point::at(x + 0.01, y)];
                    dots.extend(steps(area.min.x + indent, area.max.x - 0.8, 4.0).map(dot));
                }
                dots
            }
        }
    }

    /// Returns how thick its strokes are.
    #[must_use]
    pub fn thickness(self) -> f32 {
        if self == Self::Dotted { 1.7 } else { 1.3 }
    }
}

fn steps(from: f32, to: f32, by: f32) -> impl Iterator<Item = f32> {
    std::iter::successors(Some(from), move |at| Some(at + by)).take_while(move |at| *at <= to)
}

fn rising(area: &Area) -> Vec<[Point; 2]> {
    // On such a stroke x + y is the same everywhere.
    let (from, to) = (area.min.x + area.min.y, area.max.x + area.max.y);
    let stroke = |sum: f32| {
        let low_x = area.min.x.max(sum - area.max.y);
        let high_x = area.max.x.min(sum - area.min.y);
        [Point::at(low_x, sum - low_x), Point::at(high_x, sum - high_x)]
    };
    steps(from + 2.0, to - 0.5, 3.8).map(stroke).collect()
}

/// How a line runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dash {
    /// Without a break.
    Whole,
    /// Two thin lines side by side.
    Double,
    /// In dashes.
    Dashes,
    /// In dashes and dots.
    DashesAndDots,
    /// In dots.
    Dots,
}

impl Dash {
    /// Returns the lengths of its strokes and gaps in turn, in points; nothing where it has no breaks. Dots are strokes
    /// of next to no length, to be drawn with round ends.
    #[must_use]
    pub fn lengths(self) -> &'static [f32] {
        match self {
            Self::Whole | Self::Double => &[],
            Self::Dashes => &[6.0, 3.5],
            Self::DashesAndDots => &[9.0, 3.0, 1.8, 3.0],
            Self::Dots => &[0.1, 4.0],
        }
    }
}

/// A line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pen {
    /// Its color.
    pub paint: Paint,
    /// Its thickness.
    pub width: f32,
    /// How it runs.
    pub dash: Dash,
}

impl Pen {
    /// Returns a line without a break.
    #[must_use]
    pub fn of(paint: Paint, width: f32) -> Self {
        Self { paint, width, dash: Dash::Whole }
    }
}

/// Which edge of some words stands at their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The left one.
    Left,
    /// The middle.
    Middle,
    /// The right one.
    Right,
}

/// Some words on one line.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// The words; whatever is not seen in them is written out.
    pub words: String,
    /// Where they stand: the edge, halfway up the small letters.
    pub at: Point,
    /// Which edge stands there.
    pub edge: Edge,
    /// Their size.
    pub size: f32,
    /// Whether they stand out.
    pub strong: bool,
    /// Their color.
    pub paint: Paint,
    /// Whether they run from right to left.
    pub leftward: bool,
    /// Whether they are turned to run upward.
    pub upward: bool,
    /// What they may take at most.
    pub room: f32,
}

/// Something drawn.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the variants say what their fields are")]
pub enum Shape {
    /// A rectangle, filled in its manner; hatched and empty ones have an outline.
    Block { area: Area, paint: Paint, hatch: Hatch },
    /// A line through points.
    Line { points: Vec<Point>, pen: Pen },
    /// Many straight strokes, each from one end to the other.
    Strokes { strokes: Vec<[Point; 2]>, pen: Pen },
    /// A surface between points that does not bulge inward.
    Surface { points: Vec<Point>, paint: Paint },
    /// A curve: its ends, and between them the two points that bend it (cubic Bézier).
    Curve { points: [Point; 4], pen: Pen },
    /// A disk with its outline.
    Disk { center: Point, radius: f32, fill: Paint, line: Paint },
    /// Words.
    Words(Words),
}

impl Shape {
    /// Returns how far a point is from it: 0 within.
    #[must_use]
    pub fn distance(&self, point: Point) -> f32 {
        match self {
            Self::Block { area, .. } => area.distance(point),
            Self::Line { points, .. } => to_path(points, point),
            Self::Strokes { strokes, .. } => {
                strokes.iter().map(|ends| to_path(ends, point)).fold(f32::INFINITY, f32::min)
            }
            Self::Surface { points, .. } => Area::around(points).distance(point),
            Self::Curve { points, .. } => to_path(&flat(points, CURVE), point),
            Self::Disk { center, radius, .. } => (center.to(point) - radius).max(0.0),
            Self::Words(words) => words.area().distance(point),
        }
    }

    /// Returns the smallest area around it.
    #[must_use]
    pub fn area(&self) -> Area {
        match self {
            Self::Block { area, .. } => *area,
            Self::Line { points, .. } | Self::Surface { points, .. } => Area::around(points),
            Self::Curve { points, .. } => Area::around(points),
            Self::Strokes { strokes, .. } => Area::around(strokes.as_flattened()),
            Self::Disk { center, radius, .. } => {
                Area::of(center.x - radius, center.y - radius, radius * 2.0, radius * 2.0)
            }
            Self::Words(words) => words.area(),
        }
    }
}

impl Words {
    /// Returns words whose left edge stands at a place, on one line, with whatever is not seen in them written out.
    #[must_use]
    pub fn of(words: &str, at: Point, size: f32) -> Self {
        let line: Vec<&str> = words.split_whitespace().collect();
        let words = visible_name(&line.join(" ")).into_owned();
        let leftward = measure::runs_leftward(&words);
        let (edge, paint, room) = (Edge::Left, Paint::Ink, f32::INFINITY);
        Self { words, at, edge, size, strong: false, paint, leftward, upward: false, room }
    }

    /// Returns them with another edge at their place.
    #[must_use]
    pub fn by(self, edge: Edge) -> Self {
        Self { edge, ..self }
    }

    /// Returns them so that they stand out.
    #[must_use]
    pub fn strong(self) -> Self {
        Self { strong: true, ..self }
    }

    /// Returns them in another color.
    #[must_use]
    pub fn painted(self, paint: Paint) -> Self {
        Self { paint, ..self }
    }

    /// Returns them turned to run upward; their edges turn with them.
    #[must_use]
    pub fn upward(self) -> Self {
        Self { upward: true, ..self }
    }

    /// Returns them shortened to so many points; to be asked for last.
    #[must_use]
    pub fn within(self, room: f32) -> Self {
        let words = measure::shortened(&self.words, self.size, self.strong, room);
        Self { words, room, ..self }
    }

    /// Returns the room that they are given.
    #[must_use]
    pub fn area(&self) -> Area {
        let wide = measure::width(&self.words, self.size, self.strong).min(self.room);
        let high = self.size * 1.2;
        let start = match self.edge {
            Edge::Left => 0.0,
            Edge::Middle => -wide / 2.0,
            Edge::Right => -wide,
        };
        if self.upward {
            return Area::of(self.at.x - high / 2.0, self.at.y - start - wide, high, wide);
        }
        Area::of(self.at.x + start, self.at.y - high / 2.0, wide, high)
    }
}

/// How many straight pieces a curve is drawn of.
pub const CURVE: usize = 48;

/// Returns a curve as so many straight pieces.
#[must_use]
pub fn flat(points: &[Point; 4], pieces: usize) -> Vec<Point> {
    let [a, b, c, d] = *points;
    #[expect(clippy::cast_precision_loss, reason = "a few pieces")]
    let share = |n: usize| n as f32 / pieces.max(1) as f32;
    let at = |t: f32| {
        let (ab, bc, cd) = (a.toward(b, t), b.toward(c, t), c.toward(d, t));
        ab.toward(bc, t).toward(bc.toward(cd, t), t)
    };
    (0..=pieces).map(|n| at(share(n))).collect()
}

/// Returns a path moved sideways.
#[must_use]
pub fn beside(path: &[Point], by: f32) -> Vec<Point> {
    let at = |index: usize| path.get(index).copied().unwrap_or_default();
    let last = path.len().saturating_sub(1);
    let moved = |index: usize| {
        let (from, to) = (at(index.saturating_sub(1)), at((index + 1).min(last)));
        let long = from.to(to).max(0.001);
        let (x, y) = ((to.x - from.x) / long, (to.y - from.y) / long);
        Point::at(at(index).x - y * by, at(index).y + x * by)
    };
    (0..path.len()).map(moved).collect()
}

fn to_path(path: &[Point], point: Point) -> f32 {
    let to_piece = |ends: &[Point]| match ends {
        [from, to] => {
            let (x, y) = (to.x - from.x, to.y - from.y);
            let along = (point.x - from.x) * x + (point.y - from.y) * y;
            point.to(from.toward(*to, (along / (x * x + y * y).max(0.001)).clamp(0.0, 1.0)))
        }
        _ => f32::INFINITY,
    };
    path.windows(2).map(to_piece).fold(f32::INFINITY, f32::min)
}

/// Where a thing leads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Leads {
    /// Nowhere.
    #[default]
    Nowhere,
    /// To claims, by their place.
    Claims(Vec<ClaimId>),
    /// To links between two claims.
    Links(Vec<LinkId>),
    /// To a place of a source.
    Place(SourceId, Span),
}

/// What marks stand for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Thing {
    /// What it is, in a line: "armed road · FI 1973 · ¶ 4–7 · 3 claims".
    pub words: String,
    /// Where it leads.
    pub leads: Leads,
    /// The tag that it is about.
    pub tag: Option<TagId>,
    /// The source that it is about.
    pub source: Option<SourceId>,
}

/// Something drawn, and what it stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What is drawn.
    pub shape: Shape,
    /// Which of the picture's things it stands for.
    pub thing: Option<usize>,
    /// The smallest area around it, which is asked for in every frame.
    pub area: Area,
}

impl Mark {
    /// Returns the mark.
    #[must_use]
    pub fn of(shape: Shape, thing: Option<usize>) -> Self {
        let area = shape.area();
        Self { shape, thing, area }
    }
}

/// The numbers of a picture as a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The heads of the columns.
    pub head: Vec<String>,
    /// The rows, each with a word for every column.
    pub rows: Vec<Vec<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hatch_stays_within_its_area() {
        let area = Area::of(10.0, 20.0, 37.0, 11.0);
        for hatch in [Hatch::Rising, Hatch::Level, Hatch::Dotted] {
            let strokes = hatch.strokes(&area);
            assert!(strokes.len() > 2, "{hatch:?}");
            for point in strokes.iter().flatten() {
                assert!(area.grown(0.02).distance(*point) == 0.0, "{hatch:?} {point:?}");
            }
        }
        assert!(Hatch::Full.strokes(&area).is_empty() && Hatch::Empty.strokes(&area).is_empty());
    }

    #[test]
    fn a_curve_is_near_where_it_is_drawn_and_nowhere_else() {
        let points =
            [Point::at(0.0, 0.0), Point::at(50.0, 0.0), Point::at(50.0, 80.0), Point::at(100.0, 80.0)];
        let curve = Shape::Curve { points, pen: Pen::of(Paint::Ink, 1.0) };
        assert!(curve.distance(Point::at(50.0, 40.0)) < 0.5);
        assert!(curve.distance(Point::at(90.0, 10.0)) > 30.0);
        let doubled = beside(&flat(&points, CURVE), 2.0);
        assert!(doubled.iter().all(|point| (curve.distance(*point) - 2.0).abs() < 0.3));
    }
}
