//! A picture in pieces that fit on pages: cut between rows, with what stands over the rows repeated.

use super::Picture;
use super::display::{Area, Mark, Point, Shape};

impl Picture {
    /// Returns the picture as pieces of at most so many points in height, each with the scale over its rows; in one
    /// piece where it fits, or has no rows to be cut between. A single row that is higher is not cut.
    #[must_use]
    pub fn pages(self, height: f32) -> Vec<Self> {
        let pieces = self.pieces(height);
        if pieces.len() < 2 {
            return vec![self];
        }
        let n = pieces.len();
        let piece = |(index, (from, to)): (usize, &(f32, f32))| self.piece((*from, *to), (index, n));
        pieces.iter().enumerate().map(piece).collect()
    }

    /// From where to where each piece goes.
    fn pieces(&self, height: f32) -> Vec<(f32, f32)> {
        let again = self.repeated.map_or(0.0, |(from, to)| to - from);
        let mut pieces = Vec::new();
        let (mut from, mut to) = (0.0, 0.0);
        for end in self.breaks.iter().copied().chain([self.height]) {
            let over = if from > 0.0 { again + super::canvas::MARGIN * 2.0 } else { super::canvas::MARGIN };
            if end - from + over > height && to > from {
                pieces.push((from, to));
                from = to;
            }
            to = end;
        }
        pieces.push((from, to));
        pieces
    }

    fn piece(&self, (from, to): (f32, f32), (index, n): (usize, usize)) -> Self {
        let margin = super::canvas::MARGIN;
        let (again, over) = match self.repeated.filter(|_| index > 0) {
            Some((start, end)) => (Some((start, end)), end - start),
            None => (None, 0.0),
        };
        // The first piece begins with the picture's own margin.
        let down = if index == 0 { 0.0 } else { margin - from + over };
        let mut marks = Vec::new();
        for mark in &self.marks {
            let middle = f32::midpoint(mark.area.min.y, mark.area.max.y);
            if let Some((start, _)) = again.filter(|(start, end)| (*start..*end).contains(&middle)) {
                marks.push(mark.moved(margin - start));
            }
            if (from..to).contains(&middle) {
                marks.push(mark.moved(down));
            }
        }
        let last = index + 1 == n;
        let height = to + down + if last { 0.0 } else { margin };
        let title = format!("{} ({} of {n})", self.title, index + 1);
        let description = if index == 0 { self.description.clone() } else { format!("{title}.") };
        Self {
            title,
            description,
            revision: self.revision,
            width: self.width,
            height: height.ceil(),
            marks,
            things: self.things.clone(),
            table: self.table.clone(),
            breaks: Vec::new(),
            repeated: None,
            empty: None,
        }
    }
}

impl Mark {
    fn moved(&self, down: f32) -> Self {
        Self::of(moved(&self.shape, down), self.thing)
    }
}

fn moved(shape: &Shape, down: f32) -> Shape {
    let point = |point: &Point| Point::at(point.x, point.y + down);
    let area = |area: &Area| Area { min: point(&area.min), max: point(&area.max) };
    match shape {
        Shape::Block { area: old, paint, hatch } => {
            Shape::Block { area: area(old), paint: *paint, hatch: *hatch }
        }
        Shape::Line { points, pen } => Shape::Line { points: points.iter().map(point).collect(), pen: *pen },
        Shape::Strokes { strokes, pen } => {
            let strokes = strokes.iter().map(|ends| ends.each_ref().map(point)).collect();
            Shape::Strokes { strokes, pen: *pen }
        }
        Shape::Surface { points, paint } => {
            Shape::Surface { points: points.iter().map(point).collect(), paint: *paint }
        }
        Shape::Curve { points, pen } => Shape::Curve { points: points.each_ref().map(point), pen: *pen },
        Shape::Disk { center, radius, fill, line } => {
            Shape::Disk { center: point(center), radius: *radius, fill: *fill, line: *line }
        }
        Shape::Words(words) => {
            let mut words = words.clone();
            words.at = point(&words.at);
            Shape::Words(words)
        }
    }
}
