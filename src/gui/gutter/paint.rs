//! The look of a figure: each kind of link has a color, a line and a sign of its own, so that none is told by color alone.

use eframe::egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};

use super::arrange::{Figure, Form};
use crate::gui::theme;
use crate::model::LinkKind;

/// How much a figure stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Another claim is selected, or there are too many.
    Receding,
    /// As it is.
    Plain,
    /// Of the selected claim, or under the pointer.
    Strong,
}

impl Weight {
    fn width(self) -> f32 {
        match self {
            Self::Receding => 1.0,
            Self::Plain => 1.6,
            Self::Strong => 2.4,
        }
    }

    fn shade(self) -> f32 {
        match self {
            Self::Receding => 0.42,
            Self::Plain => 0.9,
            Self::Strong => 1.0,
        }
    }
}

/// Returns what a kind's color becomes at a weight.
fn color_of(kind: Option<LinkKind>, weight: Weight, theme: eframe::egui::Theme) -> Color32 {
    let colors = theme::palette(theme);
    let full = kind.map_or(colors.faint, |kind| theme::link_color(kind, theme));
    theme::mix(colors.panel, full, weight.shade())
}

/// Paints a figure.
pub fn paint(painter: &Painter, theme: eframe::egui::Theme, figure: &Figure, weight: Weight) {
    let color = color_of(figure.kind, weight, theme);
    let extra =
        f32::from(u8::try_from(figure.links.len().saturating_sub(1)).unwrap_or(u8::MAX)).min(8.0) * 0.25;
    match figure.form {
        Form::Dock(_) => {}
        Form::Tapered => tapered(painter, figure, (weight.width(), color)),
        Form::Curve | Form::Stub => {
            let stroke = Stroke::new(weight.width() + extra, color);
            painter.extend(line(figure.kind, &figure.path, stroke));
            if figure.form == Form::Curve && figure.kind.is_some_and(LinkKind::is_directed) {
                arrow(painter, figure, stroke);
            }
        }
    }
    sign(painter, theme, figure, color);
}

/// Each kind's own line: doubled, whole, dashed, dashes and dots, dotted.
fn line(kind: Option<LinkKind>, path: &[Pos2], stroke: Stroke) -> Vec<Shape> {
    let Stroke { width, color } = stroke;
    match kind {
        Some(LinkKind::Agrees) => {
            let thin = Stroke::new((width * 0.62).max(0.8), color);
            [-1.0, 1.0].map(|way| Shape::line(beside(path, way * (0.5 + width * 0.75)), thin)).to_vec()
        }
        Some(LinkKind::Contradicts) | None => vec![Shape::line(path.to_vec(), stroke)],
        Some(LinkKind::Qualifies) => Shape::dashed_line(path, stroke, 6.0, 3.5),
        Some(LinkKind::Answers) => {
            Shape::dashed_line_with_offset(path, stroke, &[9.0, 1.8], &[3.0, 3.0], 0.0)
        }
        Some(LinkKind::SameEvidence) => Shape::dotted_line(path, color, 4.0, (width * 0.62).max(0.8)),
    }
}

/// The path, moved sideways.
fn beside(path: &[Pos2], by: f32) -> Vec<Pos2> {
    let n = path.len();
    let at = |index: usize| path.get(index).copied().unwrap_or_default();
    (0..n)
        .map(|index| {
            let along = at((index + 1).min(n - 1)) - at(index.saturating_sub(1));
            at(index) + along.normalized().rot90() * by
        })
        .collect()
}

/// A line that thins out towards its end, in the manner of its kind.
fn tapered(painter: &Painter, figure: &Figure, (width, color): (f32, Color32)) {
    let path = &figure.path;
    let third = (path.len() / 3).max(1);
    for (n, share) in [(0, 1.0), (1, 0.66), (2, 0.36)] {
        let from = n * third;
        let to = if n == 2 { path.len() } else { (from + third + 1).min(path.len()) };
        if let Some(part) = path.get(from..to).filter(|part| part.len() > 1) {
            let faded = color.gamma_multiply(0.4 + 0.6 * share);
            painter.extend(line(figure.kind, part, Stroke::new((width * share).max(0.7), faded)));
        }
    }
}

/// The point of a link that has a direction.
fn arrow(painter: &Painter, figure: &Figure, stroke: Stroke) {
    let mut ends = figure.path.iter().rev().copied().collect::<Vec<Pos2>>();
    if !figure.forward {
        ends.reverse();
    }
    let (Some(tip), Some(before)) = (ends.first(), ends.get(1)) else { return };
    let back = (*before - *tip).normalized();
    let size = 3.2 + stroke.width;
    let side = back.rot90() * size * 0.55;
    let base = *tip + back * size * 1.3;
    painter.add(Shape::convex_polygon(vec![*tip, base + side, base - side], stroke.color, Stroke::NONE));
}

/// The sign of a kind, or a count, on a small disk.
fn sign(painter: &Painter, theme: eframe::egui::Theme, figure: &Figure, color: Color32) {
    let Some(at) = figure.mark else { return };
    let colors = theme::palette(theme);
    let words = match (figure.form, figure.links.len(), figure.kind) {
        (Form::Dock(above), n, _) => {
            triangle(painter, at, above, color);
            let y = if above { 11.0 } else { -11.0 };
            if n > 1 {
                count(painter, at + vec2(0.0, y), (n, colors.ink), colors.panel);
            }
            return;
        }
        (_, 1, Some(kind)) => theme::link_sign(kind).to_owned(),
        (_, n, _) => n.to_string(),
    };
    painter.circle(at, 7.0, colors.card, Stroke::new(1.0, color));
    painter.text(at, Align2::CENTER_CENTER, words, FontId::proportional(theme::size::SMALL), color);
}

fn triangle(painter: &Painter, at: Pos2, up: bool, color: Color32) {
    let y = if up { -4.0 } else { 4.0 };
    let points = vec![at + vec2(0.0, y), at + vec2(5.0, -y * 0.8), at + vec2(-5.0, -y * 0.8)];
    painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
}

fn count(painter: &Painter, at: Pos2, (n, ink): (usize, Color32), ground: Color32) {
    let font = FontId::proportional(theme::size::SMALL);
    let galley = painter.layout_no_wrap(n.to_string(), font, ink);
    let rect = Align2::CENTER_CENTER.anchor_size(at, galley.size());
    painter.rect_filled(rect.expand2(Vec2::new(2.0, 0.0)), 3.0, ground);
    painter.galley(rect.min, galley, ink);
}

/// Marks, at the gutter's side, which lines of a pane a link's end covers.
pub fn bracket(painter: &Painter, x: f32, (top, bottom): (f32, f32), color: Color32) {
    let rect = Rect::from_min_max(pos2(x - 1.0, top + 3.0), pos2(x + 1.0, (bottom - 3.0).max(top + 5.0)));
    painter.rect_filled(rect, 1.0, color);
}
