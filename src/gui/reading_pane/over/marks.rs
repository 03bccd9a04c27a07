//! Single marks of other readers: a bracket over the words in the reader's color, a bar behind the text, initials beside
//! it.

use std::sync::Arc;

use eframe::egui::epaint::Mesh;
use eframe::egui::{
    Color32, CornerRadius, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Theme, Ui, pos2, vec2,
};

use super::super::geometry::{PlacedBlock, rects_of, to_f32};
use super::super::highlights::{Given, Lanes, Wanting, line_box};
use crate::gui::lines::name_galley;
use crate::gui::readers::{Look, Overlay};
use crate::gui::theme;
use crate::gui::view::View;
use crate::model::{Claim, ClaimId, Comparison, Revision, SourceId};
use crate::text::Span;

/// How many marks are drawn on one screen; of more, the shortest.
const MOST: usize = 400;
/// How many passages on one screen are looked at.
const MOST_LOOKED_AT: usize = 4_000;
/// How many brackets can lie over one line of words, and how many bars behind it.
const LANES: usize = 3;
/// How far apart they lie.
const STEP: f32 = 2.25;
/// The thickness of a bracket.
const THICK: f32 = 1.25;
/// How long its feet are.
const FOOT: f32 = 5.0;
/// How far apart bars stand.
const BAR_STEP: f32 = 4.5;
/// The height of initials beside the bars.
const LABEL: f32 = 12.0;

/// A claim of another reader on the screen.
pub(super) struct Mark {
    pub(super) claim: Arc<Claim>,
    look: Look,
    /// For each passage the lines that it covers.
    passages: Vec<Vec<Rect>>,
    /// From where to where it reaches on the screen.
    reach: (f32, f32),
    lanes: Lanes,
}

impl Mark {
    /// Returns what of a claim is on the screen, without lanes yet.
    pub(super) fn of(overlay: &Overlay, claim: &Arc<Claim>, placed: &[PlacedBlock]) -> Option<Self> {
        let passages: Vec<Vec<Rect>> =
            claim.passages.iter().map(|anchor| rects_of(placed, anchor.span)).collect();
        let edges = passages.iter().flatten().map(|rect| (rect.top(), rect.bottom()));
        let reach = edges.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
        let look = overlay.look(claim.reader);
        Some(Self { claim: Arc::clone(claim), look, passages, reach, lanes: Lanes::default() })
    }

    /// Returns whether a point is on it: on its words, or on its bar. `text_right`: where the text ends.
    pub(super) fn is_at(&self, point: Pos2, text_right: f32) -> bool {
        let on_words = self.passages.iter().flatten().any(|rect| rect.contains(point));
        on_words || self.bar(text_right).is_some_and(|bar| bar.expand2(vec2(2.0, 1.0)).contains(point))
    }

    fn bar(&self, text_right: f32) -> Option<Rect> {
        let x = text_right + 6.0 + BAR_STEP * to_f32(self.lanes.bar?);
        Some(Rect::from_min_max(pos2(x, self.reach.0 + 2.0), pos2(x + 3.0, self.reach.1 - 2.0)))
    }

    fn color(&self, theme: Theme) -> Color32 {
        theme::tag_line(self.look.color, theme)
    }
}

/// Gathers the marks that are on the screen, and says how many are left out.
pub(super) fn gather(
    (open, view): (&Comparison, &View),
    (source, seen): (SourceId, Span),
    placed: &[PlacedBlock],
    given: &mut Given,
) -> (Vec<Mark>, usize) {
    let overlay = &view.overlay;
    let Some(laid) = &overlay.laid else { return (Vec::new(), 0) };
    let Some(index) = laid.comparison.passages(source) else { return (Vec::new(), 0) };
    let mut claims: Vec<&Arc<Claim>> = index
        .touching(seen)
        .take(MOST_LOOKED_AT)
        .filter_map(|passage| overlay.laid_claim(open, passage.claim))
        .filter(|claim| overlay.shown.contains(&claim.reader))
        .filter(|claim| view.shows_tags(&laid.comparison, claim.tags.iter().map(|used| used.tag)))
        .collect();
    claims.sort_by_key(|claim| (claim.extent().len(), claim.id));
    claims.dedup_by_key(|claim| claim.id);
    let n_left_out = claims.len().saturating_sub(MOST);
    claims.truncate(MOST);
    claims.sort_by_key(|claim| (claim.extent().start(), std::cmp::Reverse(claim.extent().end()), claim.id));
    let mut marks: Vec<Mark> =
        claims.into_iter().filter_map(|claim| Mark::of(overlay, claim, placed)).collect();
    let wanting: Vec<Wanting> = marks.iter().map(wanting).collect();
    let lanes = given.give(Revision(overlay.number), (LANES, LANES), &wanting);
    marks.iter_mut().zip(lanes).for_each(|(mark, lanes)| mark.lanes = lanes);
    (marks, n_left_out)
}

fn wanting(mark: &Mark) -> Wanting {
    let (extent, (top, bottom)) = (mark.claim.extent(), mark.reach);
    #[expect(clippy::cast_possible_truncation, reason = "points of a screen")]
    let bar = (top.round() as i32, bottom.round() as i32);
    Wanting { claim: mark.claim.id, words: (extent.start().0, extent.end().0), bar }
}

/// Paints the brackets, the bars and the initials.
pub(super) fn paint(painter: &Painter, ui: &Ui, marks: &[Mark], text_right: f32) {
    let theme = ui.theme();
    let mut mesh = Mesh::default();
    for mark in marks {
        let color = mark.color(theme);
        if let Some(lane) = mark.lanes.underline {
            mark.passages.iter().for_each(|lines| bracket(&mut mesh, lines, (to_f32(lane), color)));
        }
        if let Some(bar) = mark.bar(text_right) {
            mesh.add_colored_rect(bar, color);
        }
    }
    if !mesh.is_empty() {
        painter.add(Shape::mesh(mesh));
    }
    labels((painter, ui), marks, text_right + 6.0 + BAR_STEP * to_f32(LANES) + 2.0);
}

/// A line over each line of words, with a foot where the passage begins and one where it ends.
fn bracket(mesh: &mut Mesh, lines: &[Rect], (lane, color): (f32, Color32)) {
    // In the space between lines, so that no bracket strikes through a letter.
    let y = |line: &Rect| line.top() + 0.5 + lane * STEP;
    for line in lines {
        let top = y(line);
        mesh.add_colored_rect(
            Rect::from_min_max(pos2(line.left(), top), pos2(line.right(), top + THICK)),
            color,
        );
    }
    if let (Some(first), Some(last)) = (lines.first(), lines.last()) {
        for (line, x) in [(first, first.left()), (last, last.right() - THICK)] {
            let top = y(line);
            mesh.add_colored_rect(
                Rect::from_min_max(pos2(x, top), pos2(x + THICK, top + THICK + FOOT)),
                color,
            );
        }
    }
}

/// The readers' initials beside the bars, each where its claim begins or, if another stands there, under that; and how
/// many more there are that found no room for a bar.
fn labels((painter, ui): (&Painter, &Ui), marks: &[Mark], x: f32) {
    let mut in_order: Vec<&Mark> = marks.iter().collect();
    let key = |mark: &Mark| (mark.lanes.bar.is_none(), mark.claim.id);
    in_order.sort_by(|a, b| a.reach.0.total_cmp(&b.reach.0).then(key(a).cmp(&key(b))));
    let font = FontId::proportional(theme::size::SMALL - 1.5);
    let mut free = f32::NEG_INFINITY;
    // Those without a bar, and how far down they may be counted.
    let mut more: (usize, f32) = (0, f32::NEG_INFINITY);
    let tell = |(n, _): (usize, f32), free: f32| {
        let faint = theme::of(ui).faint;
        let galley = painter.layout_no_wrap(format!("+{n}"), font.clone(), faint);
        painter.galley(pos2(x, free), galley, faint);
    };
    for mark in in_order {
        let top = mark.reach.0 + 3.0;
        if more.0 > 0 && top >= free + LABEL {
            tell(std::mem::take(&mut more), free);
        }
        if mark.lanes.bar.is_none() {
            more = (more.0 + 1, mark.reach.1);
            free = free.max(top);
            continue;
        }
        // Initials that stand below their claim would be taken for another's.
        if top.max(free) > mark.reach.1 {
            continue;
        }
        let color = mark.color(ui.theme());
        let (galley, _) = name_galley(ui, &mark.look.initials, (font.clone(), color), f32::INFINITY);
        painter.galley(pos2(x, top.max(free)), galley, color);
        free = top.max(free) + LABEL;
    }
    if more.0 > 0 {
        tell(more, free);
    }
}

/// Paints the tint and the frame of the laid claim that is selected, under the words.
pub(super) fn paint_chosen(painter: &Painter, theme: Theme, marks: &[Mark], chosen: Option<ClaimId>) {
    for mark in marks.iter().filter(|mark| Some(mark.claim.id) == chosen) {
        for rect in mark.passages.iter().flatten() {
            let frame = line_box(*rect);
            painter.rect_filled(frame, CornerRadius::ZERO, theme::tag_fill(mark.look.color, theme));
            let stroke = Stroke::new(1.0, mark.color(theme));
            painter.rect_stroke(frame.expand(1.0), CornerRadius::same(3), stroke, StrokeKind::Outside);
        }
    }
}
