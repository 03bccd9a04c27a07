//! How far the source was read, as a line in the margin: solid beside what was read, dotted beside what was skipped.

use eframe::egui::{Painter, Shape, Stroke, Ui, pos2};

use super::geometry::PlacedBlock;
use super::{Scene, highlights};
use crate::gui::theme;
use crate::model::{Comparison, ComparisonId, CoverageState, ReaderId, Revision, SourceId};
use crate::text::Span;

/// What the reader said of stretches of a source, in the order of the text.
#[derive(Default)]
pub(super) struct ReadStretches {
    of: Option<(ComparisonId, Revision, SourceId, ReaderId)>,
    list: Vec<(Span, CoverageState)>,
}

impl ReadStretches {
    /// Gathers them anew if the comparison has changed.
    pub fn refresh(&mut self, comparison: &Comparison, source: SourceId, reader: ReaderId) {
        let of = Some((comparison.id(), comparison.revision(), source, reader));
        if self.of == of {
            return;
        }
        self.of = of;
        let own = comparison.coverages().filter(|of| of.source == source && of.reader == reader);
        self.list = own.map(|of| (of.span, of.state)).collect();
        self.list.sort_unstable();
    }

    /// Paints the line beside what can be seen.
    pub fn paint(&self, painter: &Painter, ui: &Ui, scene: &Scene) {
        if self.list.is_empty() {
            return;
        }
        let x = scene.text_left - 9.0 - highlights::BARS_WIDTH;
        let color = theme::of(ui).faint;
        for placed in &scene.placed {
            let block = placed.block.span;
            let from = self.list.partition_point(|(span, _)| span.end() <= block.start());
            let touching = self.list.iter().skip(from).take_while(|(span, _)| span.start() < block.end());
            for (span, state) in touching {
                let [top, bottom] = extent(placed, *span);
                let (from, to) = (pos2(x, top), pos2(x, bottom));
                match state {
                    CoverageState::Read => drop(painter.line_segment([from, to], Stroke::new(2.0, color))),
                    CoverageState::Skipped => {
                        painter.extend(Shape::dotted_line(&[from, to], color, 5.0, 1.0));
                    }
                }
            }
        }
    }
}

/// From which height to which a stretch reaches beside a block.
fn extent(placed: &PlacedBlock, span: Span) -> [f32; 2] {
    let block = placed.block.span;
    let whole = [placed.origin.y, placed.origin.y + placed.set.galley.size().y];
    let top = if span.start() <= block.start() { whole[0] } else { placed.caret(span.start()).top() };
    let bottom = if span.end() >= block.end() { whole[1] } else { placed.caret(span.end()).bottom() };
    [top, bottom]
}
