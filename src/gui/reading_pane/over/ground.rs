//! How many readers marked each sentence, as a ground of one hue behind the words: the more, the stronger.

use eframe::egui::epaint::Mesh;
use eframe::egui::{CornerRadius, FontId, Painter, Rect, Shape, Stroke, StrokeKind, Theme, Ui, pos2, vec2};

use super::super::Scene;
use super::super::geometry::{PlacedBlock, rects_of};
use super::super::highlights::line_box;
use crate::analysis::agreement::density::Density;
use crate::gui::readers::{grade_of, grades};
use crate::gui::theme;
use crate::text::Span;

/// A sentence on the screen.
pub(super) struct Sentence {
    pub(super) span: Span,
    /// How many readers marked it.
    pub(super) n: u32,
    /// Of how many.
    pub(super) of: usize,
    /// Which step of the ground that is.
    grade: Option<(usize, usize)>,
    /// The lines that it covers.
    pub(super) rects: Vec<Rect>,
}

/// Gathers the sentences that are on the screen.
pub(super) fn gather(density: &Density, placed: &[PlacedBlock], seen: Span) -> Vec<Sentence> {
    let steps = grades(density.n_readers);
    let sentence = |(span, n): (Span, u32)| Sentence {
        span,
        n,
        of: density.n_readers,
        grade: grade_of(n, &steps).map(|grade| (grade, steps.len())),
        rects: if n > 0 { rects_of(placed, span) } else { Vec::new() },
    };
    density.touching(seen).map(sentence).filter(|sentence| sentence.n > 0).collect()
}

/// Paints the ground.
pub(super) fn paint(painter: &Painter, theme: Theme, sentences: &[Sentence]) {
    let mut mesh = Mesh::default();
    for sentence in sentences {
        let Some((grade, of)) = sentence.grade else { continue };
        let color = theme::density_ground(grade, of, theme);
        for rect in &sentence.rects {
            mesh.add_colored_rect(line_box(*rect), color);
        }
    }
    if !mesh.is_empty() {
        painter.add(Shape::mesh(mesh));
    }
}

/// Paints “7 of 12” right of the text, beside the first line of a sentence, and a line that shows how far it goes.
pub(super) fn paint_number(painter: &Painter, ui: &Ui, scene: &Scene, sentence: &Sentence) {
    let Some(first) = sentence.rects.iter().copied().reduce(|a, b| if a.top() <= b.top() { a } else { b })
    else {
        return;
    };
    let colors = theme::of(ui);
    let font = FontId::proportional(theme::size::SMALL);
    let words = format!("{} of {}", sentence.n, sentence.of);
    let galley = painter.layout_no_wrap(words, font, colors.ink);
    let right = scene.area.right() - 4.0;
    let size = galley.size() + vec2(10.0, 4.0);
    let left = (scene.text_right + 4.0).min(right - size.x);
    let card = Rect::from_min_size(pos2(left, first.center().y - size.y / 2.0), size);
    painter.rect_filled(card, CornerRadius::same(4), colors.card);
    painter.rect_stroke(card, CornerRadius::same(4), Stroke::new(1.0, colors.rule), StrokeKind::Inside);
    painter.galley(card.min + vec2(5.0, 2.0), galley, colors.ink);
    for rect in &sentence.rects {
        let y = line_box(*rect).bottom();
        painter.hline(rect.x_range(), y, Stroke::new(1.0, colors.accent));
    }
}
