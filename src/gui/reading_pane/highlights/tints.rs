//! Tints behind the words, as one mesh: however many claims lie over one another, every word is tinted once.

use std::collections::BTreeSet;

use eframe::egui::epaint::Mesh;
use eframe::egui::{Painter, Rect, Shape, Theme, vec2};

use super::super::geometry::PlacedBlock;
use super::ShownClaim;
use crate::gui::theme;
use crate::model::{ClaimId, ColorSlot};
use crate::text::{Pos, Span};

/// A stretch of a block over which the same claims lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    span: Span,
    /// The claim on top, by its place in the list.
    top: usize,
    /// How many there are, those that the focus leaves out not counted.
    depth: usize,
}

/// Returns the stretches of `whole` that lie under any of `passages`: each has a claim's place in the list, of
/// which the largest is on top, and whether the focus shows it, which goes before.
fn stretches(whole: Span, passages: &[(Span, usize, bool)]) -> Vec<Stretch> {
    let mut edges: Vec<(Pos, bool, (bool, usize, Span))> = Vec::with_capacity(passages.len() * 2);
    for (span, claim, shown) in passages {
        if let Some(part) = span.intersection(whole) {
            edges.push((part.start(), true, (*shown, *claim, *span)));
            edges.push((part.end(), false, (*shown, *claim, *span)));
        }
    }
    // Of one place, what ends comes before what begins.
    edges.sort_unstable();
    let mut lying = BTreeSet::new();
    let mut n_shown = 0;
    let mut from = whole.start();
    let mut stretches: Vec<Stretch> = Vec::with_capacity(edges.len());
    for (pos, begins, claim) in edges {
        if let Some((_, top, _)) = lying.last().filter(|_| from < pos) {
            let next = Stretch { span: Span::between(from, pos), top: *top, depth: n_shown };
            match stretches.last_mut() {
                Some(last) if last.span.end() == from && (last.top, last.depth) == (*top, n_shown) => {
                    last.span = last.span.hull(next.span);
                }
                _ => stretches.push(next),
            }
        }
        from = pos;
        let changed = if begins { lying.insert(claim) } else { lying.remove(&claim) };
        if claim.0 && changed {
            n_shown = if begins { n_shown + 1 } else { n_shown - 1 };
        }
    }
    stretches
}

/// The part of a line that a tint covers: not the space between lines.
pub fn line_box(rect: Rect) -> Rect {
    let inset = rect.height() * 0.1;
    Rect::from_min_max(rect.min + vec2(0.0, inset), rect.max - vec2(0.0, inset * 0.4))
}

/// Paints the tints: the shortest claim's on top, the selected one's over all; stronger where more lie.
pub fn paint_fills(
    painter: &Painter,
    theme: Theme,
    (shown, placed): (&[ShownClaim], &[PlacedBlock]),
    selected: Option<ClaimId>,
) {
    let mut mesh = Mesh::default();
    let passages: Vec<(Span, usize, bool)> = shown
        .iter()
        .enumerate()
        .flat_map(|(n, shown)| {
            let chosen = Some(shown.claim.id) == selected;
            let top = if chosen { usize::MAX } else { n };
            shown.claim.passages.iter().map(move |anchor| (anchor.span, top, chosen || !shown.dimmed))
        })
        .collect();
    for block in placed {
        for stretch in stretches(block.block.span, &passages) {
            let claim = shown.get(stretch.top);
            let fill = match claim {
                None => {
                    let chosen = shown.iter().find(|shown| Some(shown.claim.id) == selected);
                    theme::tag_fill_selected(chosen.map_or(ColorSlot::Gray, ShownClaim::color), theme)
                }
                Some(claim) if claim.dimmed => theme::dimmed_fill(theme),
                Some(claim) => theme::tag_fill_deep(claim.color(), theme, stretch.depth),
            };
            for rect in block.rects(stretch.span) {
                mesh.add_colored_rect(line_box(rect), fill);
            }
        }
    }
    if !mesh.is_empty() {
        painter.add(Shape::mesh(mesh));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_word_is_tinted_once_by_the_claim_on_top(
            passages in prop::collection::vec((0_u32..60, 1_u32..30, any::<bool>()), 0..14),
            whole in (0_u32..40, 1_u32..50),
        ) {
            let whole = Span::between(Pos(whole.0), Pos(whole.0 + whole.1));
            let passages: Vec<(Span, usize, bool)> = passages
                .iter()
                .enumerate()
                .map(|(n, &(start, len, shown))| (Span::between(Pos(start), Pos(start + len)), n, shown))
                .collect();
            let found = stretches(whole, &passages);
            for pos in (whole.start().0..whole.end().0).map(Pos) {
                let over: Vec<(bool, usize)> = passages
                    .iter()
                    .filter(|(span, _, _)| span.contains(pos))
                    .map(|(_, claim, shown)| (*shown, *claim))
                    .collect();
                let here: Vec<&Stretch> = found.iter().filter(|stretch| stretch.span.contains(pos)).collect();
                prop_assert_eq!(here.len(), usize::from(!over.is_empty()));
                if let Some(stretch) = here.first() {
                    prop_assert_eq!(stretch.top, over.iter().max().unwrap().1);
                    prop_assert_eq!(stretch.depth, over.iter().filter(|(shown, _)| *shown).count());
                }
            }
            prop_assert!(found.iter().all(|stretch| whole.covers(stretch.span)));
        }
    }
}
