//! The claims on the screen: tints behind the words, lines under them, bars in the margin.

mod lanes;
mod tints;
mod underlines;

use std::sync::Arc;

use eframe::egui::{CornerRadius, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Theme, Vec2, pos2, vec2};

pub use self::lanes::{Given, Lanes, Wanting};
pub use self::tints::{line_box, paint_fills};
pub use self::underlines::Strokes;
use self::underlines::UNDERLINES;
use super::geometry::{PlacedBlock, rects_of, to_f32};
use crate::gui::theme;
use crate::gui::view::View;
use crate::model::{Claim, ClaimId, ColorSlot, Comparison, PassageAt, SourceId};
use crate::text::{Pos, Span};

/// How many claims are painted on one screen: more than there are words to tell them apart by. Of more,
/// the shortest are painted, and how many were left out is said; all are still listed, counted and walked.
const MOST: usize = 1_500;
/// How many passages on one screen are asked for their tags when tags are in focus.
const MOST_ASKED: usize = 20_000;
/// How far apart bars in the margin stand.
const BAR_STEP: f32 = 4.5;
/// How many bars find room beside one another.
const BARS: usize = 5;
/// The room that the bars take in all.
pub const BARS_WIDTH: f32 = 24.0;

/// A claim, or the part of it, that is on the screen.
pub struct ShownClaim {
    /// The claim.
    pub claim: Arc<Claim>,
    /// The colors of its tags (gray for a claim without one).
    pub colors: Vec<ColorSlot>,
    /// Whether the focus is on other tags.
    pub dimmed: bool,
    /// Its passages with the rectangles that they cover, one for each line.
    passages: Vec<(Span, Vec<Rect>)>,
    /// From where to where it reaches on the screen, its upper and its lower edge.
    reach: Option<(f32, f32)>,
    lanes: Lanes,
}

/// The claims on the screen.
#[derive(Default)]
pub struct Shown {
    /// Those that are painted: dimmed ones first, then the longest first.
    pub claims: Vec<ShownClaim>,
    /// How many are there but not painted.
    pub n_left_out: usize,
}

impl ShownClaim {
    /// Returns the bar's rectangle; nothing if it has none. `text_left`: where the lines of the text begin.
    pub fn bar_rect(&self, text_left: f32) -> Option<Rect> {
        let ((top, bottom), lane) = (self.reach?, self.lanes.bar?);
        let x = text_left - 10.0 - BAR_STEP * to_f32(lane);
        Some(Rect::from_min_max(pos2(x - 3.0, top + 2.0), pos2(x, bottom - 2.0)))
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

    /// Returns the color it is painted in: that of its first tag.
    fn color(&self) -> ColorSlot {
        self.colors.first().copied().unwrap_or(ColorSlot::Gray)
    }
}

/// Gathers the claims of `source` that are on the screen.
pub fn gather(
    (comparison, view): (&Comparison, &View),
    source: SourceId,
    placed: &[PlacedBlock],
    given: &mut Given,
) -> Shown {
    let (Some(first), Some(last)) = (placed.first(), placed.last()) else {
        return Shown::default();
    };
    let seen = Span::between(first.block.span.start(), last.block.span.end());
    let Some(index) = comparison.passages(source) else {
        return Shown::default();
    };
    let (chosen, n_left_out) = choose((comparison, view), index.touching(seen).collect());
    let mut claims: Vec<ShownClaim> =
        chosen.into_iter().map(|(claim, dimmed)| show(comparison, (claim, dimmed), placed)).collect();
    give_lanes(comparison, &mut claims, given);
    let len = |shown: &ShownClaim| shown.claim.passages.iter().map(|anchor| anchor.span.len()).sum::<u32>();
    claims.sort_by_cached_key(|shown| (!shown.dimmed, std::cmp::Reverse(len(shown)), shown.claim.id));
    Shown { claims, n_left_out }
}

/// Chooses the claims that are painted, each with whether it is dimmed. Returns how many are left out, too.
fn choose<'a>(
    (comparison, view): (&'a Comparison, &View),
    mut passages: Vec<PassageAt>,
) -> (Vec<(&'a Arc<Claim>, bool)>, usize) {
    let called = [view.claim, view.linking.map(|l| l.from), view.linking.and_then(|l| l.candidate)];
    let called = |id: ClaimId| called.contains(&Some(id));
    // Those that are called for first, then the shortest.
    let rank = |passage: &PassageAt| (!called(passage.claim), passage.span.len(), *passage);
    let most = if view.focus.is_empty() { MOST } else { MOST_ASKED };
    let mut n_left_out = 0;
    if passages.len() > most {
        passages.select_nth_unstable_by_key(most, rank);
        n_left_out = passages.len() - most;
        passages.truncate(most);
    }
    let mut ids: Vec<ClaimId> = passages.into_iter().map(|passage| passage.claim).collect();
    ids.sort_unstable();
    ids.dedup();
    let claims = ids.into_iter().filter_map(|id| comparison.claim(id));
    let claims = claims.filter(|claim| !view.overlay.hides(claim.reader));
    let mut claims: Vec<(&Arc<Claim>, bool)> = claims
        .map(|claim| {
            let shown =
                called(claim.id) || view.shows_tags(comparison, claim.tags.iter().map(|used| used.tag));
            (claim, !shown)
        })
        .collect();
    if claims.len() > MOST {
        claims.sort_by_key(|(claim, dimmed)| (*dimmed, claim.extent().len(), claim.id));
        n_left_out += claims.len() - MOST;
        claims.truncate(MOST);
    }
    (claims, n_left_out)
}

fn show(comparison: &Comparison, (claim, dimmed): (&Arc<Claim>, bool), placed: &[PlacedBlock]) -> ShownClaim {
    let colors = claim.tags.iter().filter_map(|used| comparison.tag(used.tag)).map(|tag| tag.color);
    let passages = claim.passages.iter().map(|anchor| (anchor.span, rects_of(placed, anchor.span)));
    let mut shown = ShownClaim {
        claim: Arc::clone(claim),
        colors: colors.collect(),
        dimmed,
        passages: passages.collect(),
        reach: None,
        lanes: Lanes::default(),
    };
    let edges = shown.rects().map(|rect| (rect.top(), rect.bottom()));
    shown.reach = edges.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    shown
}

/// Gives overlapping claims lines and bars of their own, as far as there is room; those in focus first.
fn give_lanes(comparison: &Comparison, shown: &mut [ShownClaim], given: &mut Given) {
    shown.sort_by_cached_key(|shown| {
        let extent = shown.claim.extent();
        (shown.dimmed, extent.start(), std::cmp::Reverse(extent.end()), shown.claim.id)
    });
    let wanting: Vec<Wanting> = shown
        .iter()
        .map(|shown| {
            let (extent, (top, bottom)) = (shown.claim.extent(), shown.reach.unwrap_or_default());
            Wanting {
                claim: shown.claim.id,
                words: (extent.start().0, extent.end().0),
                bar: (to_i32(top), to_i32(bottom)),
            }
        })
        .collect();
    let lanes = given.give(comparison.revision(), (UNDERLINES, BARS), &wanting);
    shown.iter_mut().zip(lanes).for_each(|(shown, lanes)| shown.lanes = lanes);
}

#[expect(clippy::cast_possible_truncation, reason = "points of a screen")]
fn to_i32(points: f32) -> i32 {
    points.round() as i32
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
        let bar = claim.bar_rect(text_left);
        let line = theme::tag_line(claim.color(), theme);
        let color = if claim.dimmed { theme::dimmed_line(theme) } else { line };
        if Some(claim.claim.id) == selected {
            if let Some(bar) = bar {
                painter.rect_filled(bar.expand2(vec2(1.0, 2.0)), CornerRadius::same(2), color);
            }
            for rect in claim.rects() {
                let frame = line_box(rect).expand(1.0);
                painter.rect_stroke(
                    frame,
                    CornerRadius::same(3),
                    Stroke::new(1.0, color),
                    StrokeKind::Outside,
                );
            }
        } else if let Some(bar) = bar {
            painter.rect_filled(bar, CornerRadius::ZERO, color);
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

/// Returns the claims whose tints are under a point: those in focus first, of these the shortest first.
pub fn claims_under(shown: &[ShownClaim], point: Pos2) -> Vec<&ShownClaim> {
    let under = |claim: &&ShownClaim| {
        let reaches = claim.reach.is_some_and(|(top, bottom)| top <= point.y && point.y <= bottom);
        reaches && claim.rects().any(|rect| rect.contains(point))
    };
    // They come in the opposite order.
    shown.iter().rev().filter(under).collect()
}

/// Returns the claim whose bar is under a point.
pub fn bar_under(shown: &[ShownClaim], point: Pos2, text_left: f32) -> Option<ClaimId> {
    let near = |claim: &&ShownClaim| {
        claim.bar_rect(text_left).is_some_and(|bar| bar.expand2(vec2(1.5, 1.0)).contains(point))
    };
    shown.iter().find(near).map(|claim| claim.claim.id)
}
