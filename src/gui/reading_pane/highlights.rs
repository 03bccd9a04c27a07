//! The claims on the screen: tints behind the words, lines under them, bars in the margin.

use std::sync::Arc;

use eframe::egui::{CornerRadius, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Theme, Vec2, pos2, vec2};

use super::geometry::{PlacedBlock, rects_of};
use crate::gui::theme;
use crate::gui::view::View;
use crate::model::{Claim, ClaimId, ColorSlot, Comparison, SourceId};
use crate::text::{Pos, Span};

/// How many lines can lie under one line of words.
const UNDERLINES: usize = 3;
/// How many claims are painted on one screen. More would be a solid block of color to the eye, and a
/// slow one; those left out are still listed, counted and walked.
const MOST: usize = 600;
/// How far apart bars in the margin stand.
const BAR_STEP: f32 = 4.5;
/// How many bars find room beside one another; more share the last place.
const BARS: usize = 5;
/// The room that the bars take in all.
pub const BARS_WIDTH: f32 = 24.0;

/// A claim, or the part of it, that is on the screen.
pub struct ShownClaim {
    /// The claim.
    pub claim: Arc<Claim>,
    /// The colors of its tags (gray for a claim without one).
    pub colors: Vec<ColorSlot>,
    /// Its passages with the rectangles that they cover, one for each line.
    passages: Vec<(Span, Vec<Rect>)>,
    underline: usize,
    bar: usize,
}

impl ShownClaim {
    /// Returns the bar's rectangle. `text_left`: where the lines of the text begin.
    pub fn bar_rect(&self, text_left: f32) -> Option<Rect> {
        let rects = self.passages.iter().flat_map(|(_, rects)| rects.iter().copied());
        let whole = rects.reduce(Rect::union)?;
        let x = text_left - 10.0 - BAR_STEP * to_f32(self.bar.min(BARS - 1));
        Some(Rect::from_min_max(pos2(x - 3.0, whole.top() + 2.0), pos2(x, whole.bottom() - 2.0)))
    }

    /// Returns the lines that it covers, of those that are laid out.
    pub fn rects(&self) -> impl Iterator<Item = Rect> + '_ {
        self.passages.iter().flat_map(|(_, rects)| rects.iter().copied())
    }

    /// Returns the lines in `area` of its first passage that has any there, and which passage that is.
    pub fn lines_in(&self, area: Rect) -> Option<(usize, Vec<Rect>)> {
        let lines = |rects: &[Rect]| rects.iter().copied().filter(|rect| rect.intersects(area)).collect();
        let passages = self.passages.iter().map(|(_, rects)| lines(rects)).enumerate();
        passages.into_iter().find(|(_, lines): &(usize, Vec<Rect>)| !lines.is_empty())
    }

    /// Returns from where to where those lines reach.
    pub fn extent_in(&self, area: Rect) -> Option<(f32, f32)> {
        let in_area = |rects: &[Rect]| {
            let rects = rects.iter().filter(|rect| rect.intersects(area)).map(|rect| rect.intersect(area));
            rects.reduce(Rect::union)
        };
        let extent = self.passages.iter().find_map(|(_, rects)| in_area(rects))?;
        Some((extent.top(), extent.bottom()))
    }

    fn color(&self) -> ColorSlot {
        self.colors.first().copied().unwrap_or(ColorSlot::Gray)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a handful")]
fn to_f32(n: usize) -> f32 {
    n as f32
}

/// Gathers the claims of `source` that are on the screen and shown under the present focus, the longest first.
pub fn gather(
    comparison: &Comparison,
    view: &View,
    source: SourceId,
    placed: &[PlacedBlock],
) -> Vec<ShownClaim> {
    let (Some(first), Some(last)) = (placed.first(), placed.last()) else {
        return Vec::new();
    };
    let seen = Span::between(first.block.span.start(), last.block.span.end());
    let Some(index) = comparison.passages(source) else {
        return Vec::new();
    };
    let mut ids: Vec<ClaimId> = index.touching(seen).map(|passage| passage.claim).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() > MOST {
        let chosen = [view.claim, view.linking.map(|linking| linking.from)];
        let kept: Vec<ClaimId> = ids.iter().copied().filter(|id| chosen.contains(&Some(*id))).collect();
        ids.truncate(MOST);
        ids.extend(kept);
        ids.sort_unstable();
        ids.dedup();
    }
    let claims = ids.into_iter().filter_map(|id| comparison.claim(id));
    let shown = claims.filter(|claim| {
        let linking = view
            .linking
            .is_some_and(|linking| linking.from == claim.id || linking.candidate == Some(claim.id));
        linking
            || view.claim == Some(claim.id)
            || view.shows_tags(comparison, claim.tags.iter().map(|used| used.tag))
    });
    let mut shown: Vec<ShownClaim> = shown.map(|claim| show(comparison, claim, placed)).collect();
    assign_places(&mut shown);
    shown.sort_by_key(|shown| {
        std::cmp::Reverse(shown.passages.iter().map(|(span, _)| span.len()).sum::<u32>())
    });
    shown
}

fn show(comparison: &Comparison, claim: &Arc<Claim>, placed: &[PlacedBlock]) -> ShownClaim {
    let colors = claim.tags.iter().filter_map(|used| comparison.tag(used.tag)).map(|tag| tag.color);
    let passages = claim.passages.iter().map(|anchor| (anchor.span, rects_of(placed, anchor.span)));
    ShownClaim {
        claim: Arc::clone(claim),
        colors: colors.collect(),
        passages: passages.collect(),
        underline: 0,
        bar: 0,
    }
}

/// Gives overlapping claims lines and bars of their own, as far as there is room.
fn assign_places(shown: &mut [ShownClaim]) {
    shown.sort_by_key(|shown| (shown.claim.extent().start(), std::cmp::Reverse(shown.claim.extent().end())));
    let mut underlines: Vec<Pos> = Vec::new();
    let mut bars: Vec<f32> = Vec::new();
    for claim in shown {
        let extent = claim.claim.extent();
        claim.underline = place(&mut underlines, extent.end(), |end| *end <= extent.start());
        if let Some(bar) = claim.bar_rect(0.0) {
            claim.bar = place(&mut bars, bar.bottom(), |bottom| *bottom <= bar.top());
        }
    }
}

/// Takes the first place that is free, or a new one.
fn place<T>(taken: &mut Vec<T>, until: T, free: impl Fn(&T) -> bool) -> usize {
    if let Some((at, slot)) = taken.iter_mut().enumerate().find(|(_, end)| free(end)) {
        *slot = until;
        at
    } else {
        taken.push(until);
        taken.len() - 1
    }
}

/// Paints the tints, longest claims first so that nested ones lie on top.
pub fn paint_fills(painter: &Painter, theme: Theme, shown: &[ShownClaim], selected: Option<ClaimId>) {
    let is_selected = |claim: &&ShownClaim| Some(claim.claim.id) == selected;
    for claim in shown.iter().filter(|claim| !is_selected(claim)).chain(shown.iter().filter(is_selected)) {
        let strong = Some(claim.claim.id) == selected;
        let color = claim.color();
        let fill =
            if strong { theme::tag_fill_selected(color, theme) } else { theme::tag_fill(color, theme) };
        for rect in claim.passages.iter().flat_map(|(_, rects)| rects) {
            painter.rect_filled(line_box(*rect), CornerRadius::same(2), fill);
        }
    }
}

/// The part of a line that a tint covers: not the space between lines.
fn line_box(rect: Rect) -> Rect {
    let inset = rect.height() * 0.1;
    Rect::from_min_max(rect.min + vec2(0.0, inset), rect.max - vec2(0.0, inset * 0.4))
}

/// Paints the lines under the words: dashes in turn in the colors of a claim's tags.
pub fn paint_underlines(painter: &Painter, theme: Theme, shown: &[ShownClaim]) {
    for claim in shown {
        let lane = to_f32(claim.underline % UNDERLINES);
        let colors = if claim.colors.is_empty() { &[ColorSlot::Gray][..] } else { &claim.colors };
        for rect in claim.passages.iter().flat_map(|(_, rects)| rects) {
            let y = line_box(*rect).bottom() - 0.5 - lane * 2.5;
            underline(painter, (rect.left(), rect.right(), y), colors, theme);
        }
    }
}

fn underline(painter: &Painter, (left, right, y): (f32, f32, f32), colors: &[ColorSlot], theme: Theme) {
    let dash = if colors.len() == 1 { right - left } else { 9.0 };
    let mut x = left;
    for color in colors.iter().cycle() {
        if x >= right - 0.1 {
            break;
        }
        let to = (x + dash).min(right);
        painter.hline(x..=to, y, Stroke::new(1.5, theme::tag_line(*color, theme)));
        x = to.max(x + 1.0);
    }
}

/// Paints the bars in the margin, and a frame round the selected claim.
pub fn paint_bars(
    painter: &Painter,
    theme: Theme,
    shown: &[ShownClaim],
    selected: Option<ClaimId>,
    text_left: f32,
) {
    for claim in shown {
        let Some(bar) = claim.bar_rect(text_left) else { continue };
        let color = theme::tag_line(claim.color(), theme);
        if Some(claim.claim.id) == selected {
            painter.rect_filled(bar.expand2(vec2(1.0, 2.0)), CornerRadius::same(2), color);
            for rect in claim.passages.iter().flat_map(|(_, rects)| rects) {
                let frame = line_box(*rect).expand(1.0);
                painter.rect_stroke(
                    frame,
                    CornerRadius::same(3),
                    Stroke::new(1.0, color),
                    StrokeKind::Outside,
                );
            }
        } else {
            painter.rect_filled(bar, CornerRadius::same(1), color);
        }
    }
}

/// One end of a passage of the selected claim, to be taken hold of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Handle {
    /// The claim.
    pub claim: ClaimId,
    /// Which of its passages.
    pub passage: usize,
    /// Whether it is the beginning.
    pub start: bool,
    /// Where its knob is.
    pub knob: Pos2,
    line: Rect,
}

/// Returns the handles of the selected claim that are on the screen.
pub fn handles(shown: &[ShownClaim], placed: &[PlacedBlock], selected: Option<ClaimId>) -> Vec<Handle> {
    let mut handles = Vec::new();
    for claim in shown.iter().filter(|claim| Some(claim.claim.id) == selected) {
        for (passage, (span, rects)) in claim.passages.iter().enumerate() {
            let holds = |p: &PlacedBlock, pos: Pos| p.block.span.start() <= pos && pos <= p.block.span.end();
            let mut push = |line: Rect, start: bool| {
                let knob = if start { line.center_top() } else { line.center_bottom() };
                handles.push(Handle { claim: claim.claim.id, passage, start, knob, line });
            };
            let block_at = |pos: Pos| placed.iter().find(|p| holds(p, pos)).filter(|_| !rects.is_empty());
            if let Some(block) = block_at(span.start()) {
                push(block.caret(span.start()), true);
            }
            if let Some(block) = block_at(span.end()) {
                push(block.end_of(span.end()), false);
            }
        }
    }
    handles
}

impl Handle {
    /// Returns whether a point takes hold of it.
    pub fn is_at(&self, point: Pos2) -> bool {
        let near_knob = self.knob.distance(point) <= 8.0;
        let grip = self.line.expand2(Vec2::new(3.0, 0.0));
        near_knob || grip.contains(point)
    }

    /// Paints it.
    pub fn paint(&self, painter: &Painter, theme: Theme) {
        let colors = theme::palette(theme);
        painter.vline(self.line.center().x, self.line.y_range(), Stroke::new(1.5, colors.accent));
        painter.add(Shape::circle_filled(self.knob, 4.5, colors.accent));
        painter.add(Shape::circle_stroke(self.knob, 4.5, Stroke::new(1.0, colors.paper)));
    }
}

/// Returns the claims whose tints are under a point, the shortest first.
pub fn claims_under(shown: &[ShownClaim], point: Pos2) -> Vec<&ShownClaim> {
    let under =
        |claim: &&ShownClaim| claim.passages.iter().any(|(_, rects)| rects.iter().any(|r| r.contains(point)));
    let mut found: Vec<&ShownClaim> = shown.iter().filter(under).collect();
    // They come longest first.
    found.reverse();
    found
}

/// Returns the claim whose bar is under a point.
pub fn bar_under(shown: &[ShownClaim], point: Pos2, text_left: f32) -> Option<ClaimId> {
    let near = |claim: &&ShownClaim| {
        claim.bar_rect(text_left).is_some_and(|bar| bar.expand2(vec2(1.5, 1.0)).contains(point))
    };
    shown.iter().find(near).map(|claim| claim.claim.id)
}
