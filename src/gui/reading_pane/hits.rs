//! The hits of a search on the screen: a box around the words, on a fill of their own.
//!
//! Claims are tints with lines under them and the selection is a plain fill, so a box is taken for neither.

use eframe::egui::{CornerRadius, Painter, Rect, Stroke, StrokeKind, Theme};

use super::geometry::{PlacedBlock, rects_of};
use crate::gui::hits::{Hits, touching};
use crate::gui::theme;
use crate::model::SourceId;
use crate::text::Span;

/// How many hits are painted on one screen: more would be a solid block to the eye.
const MOST: usize = 2_000;

/// The hits that are on the screen, by the rectangles that they cover.
pub(super) struct ShownHits {
    rects: Vec<Rect>,
    stale: bool,
}

impl ShownHits {
    /// Gathers the hits of `source` that are on the screen.
    pub(super) fn gather(hits: &Hits, source: SourceId, placed: &[PlacedBlock]) -> Self {
        let stale = hits.stale;
        let (Some(first), Some(last)) = (placed.first(), placed.last()) else {
            return Self { rects: Vec::new(), stale };
        };
        let seen = Span::between(first.block.span.start(), last.block.span.end());
        let of_source = hits.of(source);
        let shown = touching(&of_source, seen).iter().take(MOST);
        Self { rects: shown.flat_map(|hit| rects_of(placed, *hit)).collect(), stale }
    }

    /// Paints what lies under the words, over the tints of claims and under the selection.
    pub(super) fn paint_fills(&self, painter: &Painter, theme: Theme) {
        if !self.stale {
            for rect in &self.rects {
                painter.rect_filled(boxed(*rect), CornerRadius::same(3), theme::hit_fill(theme));
            }
        }
    }

    /// Paints the boxes, over the selection.
    pub(super) fn paint_boxes(&self, painter: &Painter, theme: Theme) {
        let color = if self.stale { theme::palette(theme).rule } else { theme::hit_line(theme) };
        for rect in &self.rects {
            let stroke = Stroke::new(1.0, color);
            painter.rect_stroke(boxed(*rect), CornerRadius::same(3), stroke, StrokeKind::Inside);
        }
    }
}

/// The box around a line of a hit: not the space between lines.
fn boxed(rect: Rect) -> Rect {
    let inset = rect.height() * 0.08;
    Rect::from_min_max(
        rect.min + eframe::egui::vec2(-1.0, inset),
        rect.max + eframe::egui::vec2(1.0, -inset * 0.3),
    )
}
