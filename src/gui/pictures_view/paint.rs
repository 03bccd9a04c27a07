//! Draws a picture's display list, sharp at whatever scale the screen has; only what can be seen of it.

use std::f32::consts::FRAC_PI_2;

use eframe::egui::epaint::TextShape;
use eframe::egui::{
    Color32, CornerRadius, FontId, Painter, Pos2, Rect, Shape as Drawn, Stroke, StrokeKind, Ui, pos2,
};

use super::{OnScreen, ZOOM};
use crate::analysis::picture::{
    Area, CURVE, Dash, Edge, Hatch, Look, Paint, Pen, Picture, Point, Shape, Words, beside, flat,
};
use crate::gui::lines::name_galley;
use crate::gui::theme;

/// Draws the marks of a picture that can be seen in `seen`, its upper left corner at `place`.
pub(super) fn paint(ui: &Ui, (picture, look): (&Picture, Look), place: OnScreen, seen: Rect) {
    let whole = Area::of(0.0, 0.0, picture.width, picture.height);
    let drawing = Drawing { ui, painter: ui.painter_at(seen), place, look };
    drawing.painter.rect_filled(place.rect(&whole), CornerRadius::ZERO, drawing.color(Paint::Paper));
    let visible = Area { min: place.point(seen.min), max: place.point(seen.max) }.grown(4.0);
    for mark in picture.marks.iter().filter(|mark| mark.area.touches(&visible)) {
        drawing.shape(&mark.shape);
    }
}

/// Draws round the marks of one thing, so that it stands out.
pub(super) fn point_out(
    ui: &Ui,
    (picture, look): (&Picture, Look),
    (place, thing): (OnScreen, usize),
    seen: Rect,
) {
    let drawing = Drawing { ui, painter: ui.painter_at(seen), place, look };
    let accent = theme::of(ui).accent;
    let own = || picture.marks.iter().filter(|mark| mark.thing == Some(thing));
    let is_curve = own().any(|mark| matches!(mark.shape, Shape::Curve { .. }));
    for mark in own() {
        match &mark.shape {
            Shape::Curve { points, pen } => {
                let path = drawing.path(&flat(points, CURVE));
                drawing.painter.add(Drawn::line(path, Stroke::new(pen.width * ZOOM + 2.0, accent)));
            }
            // The sign of a curve stays on it.
            shape if is_curve => drawing.shape(shape),
            shape => {
                let around = place.rect(&shape.area()).expand(1.5);
                drawing.painter.rect_stroke(
                    around,
                    CornerRadius::same(2),
                    Stroke::new(1.5, accent),
                    StrokeKind::Outside,
                );
            }
        }
    }
}

/// Draws the frame of what has the keys.
pub(super) fn frame(ui: &Ui, rect: Rect) {
    let stroke = Stroke::new(1.5, theme::of(ui).accent);
    ui.painter().rect_stroke(rect, CornerRadius::same(2), stroke, StrokeKind::Inside);
}

struct Drawing<'a> {
    ui: &'a Ui,
    painter: Painter,
    place: OnScreen,
    look: Look,
}

impl Drawing<'_> {
    fn color(&self, paint: Paint) -> Color32 {
        theme::of_picture(paint, self.look)
    }

    fn at(&self, point: Point) -> Pos2 {
        self.place.at(point)
    }

    fn path(&self, points: &[Point]) -> Vec<Pos2> {
        points.iter().map(|point| self.at(*point)).collect()
    }

    fn shape(&self, shape: &Shape) {
        match shape {
            Shape::Block { area, paint, hatch } => self.block(area, *paint, *hatch),
            Shape::Line { points, pen } => self.line(points, *pen),
            Shape::Strokes { strokes, pen } => {
                let stroke = Stroke::new(pen.width * ZOOM, self.color(pen.paint));
                for ends in strokes {
                    self.painter.line_segment(ends.map(|end| self.at(end)), stroke);
                }
            }
            Shape::Surface { points, paint } => {
                let (points, color) = (self.path(points), self.color(*paint));
                self.painter.add(Drawn::convex_polygon(points, color, Stroke::NONE));
            }
            Shape::Curve { points, pen } => self.line(&flat(points, CURVE), *pen),
            Shape::Disk { center, radius, fill, line } if fill == line => {
                self.painter.circle_filled(self.at(*center), *radius * ZOOM, self.color(*fill));
            }
            Shape::Disk { center, radius, fill, line } => {
                let stroke = Stroke::new(1.0, self.color(*line));
                self.painter.circle(self.at(*center), *radius * ZOOM, self.color(*fill), stroke);
            }
            Shape::Words(words) => self.words(words),
        }
    }

    fn block(&self, area: &Area, paint: Paint, hatch: Hatch) {
        let (rect, color) = (self.place.rect(area), self.color(paint));
        if hatch == Hatch::Full {
            self.painter.rect_filled(rect, CornerRadius::ZERO, color);
            return;
        }
        for [from, to] in hatch.strokes(area) {
            if hatch == Hatch::Dotted {
                self.painter.circle_filled(self.at(from), hatch.thickness() * ZOOM / 2.0, color);
            } else {
                let stroke = Stroke::new(hatch.thickness() * ZOOM, color);
                self.painter.line_segment([self.at(from), self.at(to)], stroke);
            }
        }
        self.painter.rect_stroke(rect, CornerRadius::ZERO, Stroke::new(1.0, color), StrokeKind::Inside);
    }

    fn line(&self, points: &[Point], pen: Pen) {
        let stroke = Stroke::new(pen.width * ZOOM, self.color(pen.paint));
        match pen.dash {
            Dash::Whole => {
                self.painter.add(Drawn::line(self.path(points), stroke));
            }
            Dash::Double => {
                let thin = Stroke::new((pen.width * 0.62).max(0.8), stroke.color);
                for by in [-1.0, 1.0].map(|way| way * (0.5 + pen.width * 0.75)) {
                    self.painter.add(Drawn::line(self.path(&beside(points, by)), thin));
                }
            }
            Dash::Dots => {
                let radius = (pen.width * 0.62).max(0.8);
                self.painter.extend(Drawn::dotted_line(&self.path(points), stroke.color, 4.0, radius));
            }
            Dash::Dashes | Dash::DashesAndDots => {
                let lengths = pen.dash.lengths();
                let dashes: Vec<f32> = lengths.iter().copied().step_by(2).collect();
                let gaps: Vec<f32> = lengths.iter().copied().skip(1).step_by(2).collect();
                let path = self.path(points);
                self.painter.extend(Drawn::dashed_line_with_offset(&path, stroke, &dashes, &gaps, 0.0));
            }
        }
    }

    fn words(&self, words: &Words) {
        let font = if words.strong {
            theme::strong_font(words.size * ZOOM)
        } else {
            FontId::proportional(words.size * ZOOM)
        };
        let color = self.color(words.paint);
        // The picture was made without a font: what is a little too wide after all is not cut for it.
        let (galley, _) = name_galley(self.ui, &words.words, (font, color), words.room * ZOOM * 1.06);
        let (size, at) = (galley.size(), self.at(words.at));
        let start = match words.edge {
            Edge::Left => 0.0,
            Edge::Middle => -size.x / 2.0,
            Edge::Right => -size.x,
        };
        if words.upward {
            let pos = pos2(at.x - size.y / 2.0, at.y - start);
            self.painter.add(TextShape::new(pos, galley, color).with_angle(-FRAC_PI_2));
        } else {
            self.painter.galley(pos2(at.x + start, at.y - size.y / 2.0), galley, color);
        }
    }
}
