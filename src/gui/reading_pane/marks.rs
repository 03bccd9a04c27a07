//! The marks of a source by place, so that a block looks only at its own: a book has a hundred thousand.
//! Also what of them stands in the margin: page numbers, beside the numbers of paragraphs.

use eframe::egui::{Align2, FontId, Painter, Stroke, Ui, pos2};

use super::geometry::PlacedBlock;
use super::{Scene, highlights};
use crate::gui::theme;
use crate::model::{Mark, MarkKind, Source, SourceId};
use crate::text::{Span, visible_name};

/// Marks that are looked at or passed over together.
const TOGETHER: usize = 64;
/// The longest label of a page that is shown whole, in characters.
const LONGEST: usize = 8;

/// The marks of one source.
#[derive(Default)]
pub struct Marks {
    of: Option<(SourceId, usize, usize)>,
    /// The places of the marks in the source's list, by where they begin.
    order: Vec<usize>,
    /// For each [`TOGETHER`] of them: the first beginning and the furthest end.
    reach: Vec<Span>,
}

impl Marks {
    /// Puts the marks of `source` in order, unless they are.
    pub fn keep(&mut self, source: &Source) {
        let list = source.structure.as_slice();
        let of = Some((source.id, list.as_ptr().addr(), list.len()));
        if self.of == of {
            return;
        }
        let start = |n: &usize| list.get(*n).map(|mark| mark.span.start());
        let mut order: Vec<usize> = (0..list.len()).collect();
        order.sort_by_key(start);
        let reach = order.chunks(TOGETHER).map(|some| {
            let spans = some.iter().filter_map(|n| list.get(*n)).map(|mark| mark.span);
            spans.reduce(Span::hull).unwrap_or_default()
        });
        *self = Self { of, reach: reach.collect(), order };
    }

    /// Returns the marks that touch `span`, by where they begin. `source`: the one that was kept.
    pub fn touching<'a>(&'a self, source: &'a Source, span: Span) -> impl Iterator<Item = &'a Mark> {
        let begun = move |reach: &&Span| reach.start() < span.end();
        let near = self.reach.iter().take_while(begun).enumerate();
        let near = near.filter(move |(_, reach)| span.start() < reach.end());
        let places = near.flat_map(|(n, _)| self.order.iter().skip(n * TOGETHER).take(TOGETHER));
        places.filter_map(|n| source.structure.get(*n)).filter(move |mark| mark.span.overlaps(span))
    }
}

/// Returns whether a block is a footnote.
pub fn is_note(marks: &Marks, source: &Source, span: Span) -> bool {
    let mut touching = marks.touching(source, span);
    touching.any(|mark| matches!(mark.kind, MarkKind::Footnote { .. }) && mark.span.covers(span))
}

/// Paints the number of the paragraph that begins with a block, and those of the pages that begin in it.
pub(super) fn numbers(painter: &Painter, ui: &Ui, scene: &Scene, placed: &PlacedBlock) {
    let colors = theme::of(ui);
    let font = FontId::proportional(theme::size::SMALL);
    let x = scene.text_left - 14.0 - highlights::BARS_WIDTH;
    let begins = placed.block.begins_paragraph(&scene.source.text);
    if begins && let Some(row) = placed.set.galley.rows.first() {
        let middle = placed.origin.y + row.pos.y + row.height() * 0.5;
        let number = (placed.block.paragraph + 1).to_string();
        painter.text(pos2(x, middle), Align2::RIGHT_CENTER, number, font.clone(), colors.faint);
    }
    for page in scene.outline.pages_in(placed.block.span) {
        let line = placed.caret(page.start);
        // Beside a paragraph's number the page's stands over it.
        let over = begins && line.top() < placed.origin.y + line.height() * 0.5;
        let y = if over { line.top() - 3.0 } else { line.center().y };
        let words = page_words(&page.label);
        let at = painter.text(
            pos2(x, y),
            Align2::RIGHT_CENTER,
            words,
            theme::strong_font(font.size),
            colors.faint,
        );
        let rule = if over { line.top() - 3.0 } else { line.top() };
        let from = if over { at.right() + 4.0 } else { at.left() };
        painter.hline(from..=scene.text_left - 4.0, rule, Stroke::new(1.0, colors.rule));
    }
}

/// How a page is named in the margin: “p. 12”, or as it is labeled.
fn page_words(label: &str) -> String {
    let is_number = !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric());
    let label = visible_name(label);
    let short: String = label.chars().take(LONGEST).collect();
    let short = if short.len() < label.len() { short + "…" } else { short };
    if is_number { format!("p. {short}") } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::outline::Outline;
    use crate::model::{Bibliography, Origin, Unknown};
    use crate::text::{Pos, Text};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn source(spans: &[(u32, u32)]) -> Source {
        let mark = |&(start, len): &(u32, u32)| Mark {
            span: Span::between(Pos(start), Pos(start + len)),
            kind: if len == 1 { MarkKind::Page { label: start.to_string() } } else { MarkKind::Emphasis },
            unknown: Unknown::default(),
        };
        Source {
            id: SourceId(Uuid::from_u128(1)),
            order: 0,
            bibliography: Bibliography::default(),
            origin: Origin::default(),
            text: Text::new("x".repeat(2_000)).unwrap(),
            structure: spans.iter().map(mark).collect(),
            unknown: Unknown::default(),
        }
    }

    proptest! {
        #[test]
        fn a_block_finds_its_marks_as_a_walk_over_all_does(
            spans in prop::collection::vec((0_u32..1900, 1_u32..90), 0..400),
            asked in (0_u32..1900, 1_u32..200),
        ) {
            let source = source(&spans);
            let mut marks = Marks::default();
            marks.keep(&source);
            let asked = Span::between(Pos(asked.0), Pos(asked.0 + asked.1));
            let found: Vec<&Mark> = marks.touching(&source, asked).collect();
            let mut all: Vec<&Mark> = source.structure.iter().filter(|m| m.span.overlaps(asked)).collect();
            all.sort_by_key(|mark| mark.span.start());
            prop_assert_eq!(found, all);
            let outline = Outline::of(&source);
            let pages: Vec<Pos> = outline.pages_in(asked).iter().map(|page| page.start).collect();
            let mut begun: Vec<Pos> = source
                .structure
                .iter()
                .filter(|mark| matches!(mark.kind, MarkKind::Page { .. }) && asked.contains(mark.span.start()))
                .map(|mark| mark.span.start())
                .collect();
            begun.sort_unstable();
            prop_assert_eq!(pages, begun);
        }
    }

    #[test]
    fn a_page_is_named_as_it_is_cited() {
        assert_eq!(page_words("12"), "p. 12");
        assert_eq!(page_words("xiv"), "p. xiv");
        assert_eq!(page_words("fol. 3 recto"), "fol. 3 r…");
    }
}
