//! The overview beside the scroll bar: where in the whole source every tag falls, what of it can be
//! seen, the hits of a search, the selected claim. Click to go there.
//!
//! A lane for each color, so that a place tells the tags apart too and color is not the only sign. The marks
//! are one picture, painted anew when the claims, the focus, the hits or the size have changed; any
//! number of them costs a frame no more than that picture's four corners.

mod census;
mod dense;
mod picture;

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Color32, CornerRadius, Pos2, Rect, Response, RichText, Sense, Shape, Stroke, StrokeKind, Theme, Ui,
    WidgetInfo, pos2,
};

use self::census::{Asked, Census, PARTS, parts_of};
use self::picture::{Canvas, Picture};
use super::{PaneInput, Scene, pane_id, scroll};
use crate::desk::Desk;
use crate::gui::action::{Action, Actions};
use crate::gui::hits::touching;
use crate::gui::view::{PaneView, Reveal, View};
use crate::gui::{parts, theme};
use crate::model::{Claim, Comparison, PassageAt, SourceId, TagId};
use crate::text::{Pos, Span};

/// How wide the strip is.
pub const WIDTH: f32 = 18.0;
/// How far from the pointer a mark is still meant, in points.
const NEAR: f32 = 3.0;
/// The most passages that are looked at to say what is under the pointer.
const MOST_LOOKED_AT: usize = 5_000;
/// The most tags that are named.
const MOST_NAMED: usize = 10;

/// What the strip remembers from frame to frame.
#[derive(Default)]
pub struct Overview {
    census: Option<Census>,
    picture: Picture,
    dense: dense::DensePicture,
    hits: Option<(Arc<[Span]>, Vec<bool>)>,
    source: Option<SourceId>,
}

/// Shows the strip in `strip`. Moves the pane's own place; selects through `out`.
pub(super) fn overview_ui(
    ui: &Ui,
    strip: Rect,
    (desk, view): (&Desk, &mut View),
    (input, overview, scene): (PaneInput, &mut Overview, &Scene),
    out: &mut Actions,
) {
    let response = ui.interact(strip, pane_id(input.side).with("overview"), Sense::click_and_drag());
    let comparison = desk.comparison();
    overview.look(ui, strip, (comparison, view), scene);
    let n_passages = overview.census.as_ref().map_or(0, Census::n_passages);
    response.widget_info(|| {
        let passages = parts::counted(n_passages, "passage");
        let name = format!("Overview of the {} pane: {passages}", input.side.word());
        WidgetInfo::labeled(Role::Image, true, &name)
    });
    paint(ui, strip, (comparison, view), (&mut *overview, scene));
    let place = Place { strip, length: scene.source.text.len() };
    if let Some(point) = response.interact_pointer_pos() {
        if response.clicked() {
            go(view, (comparison, input), (place, point), (overview, scene), out);
        } else if response.dragged() {
            let pos = place.pos_at(point.y);
            show(view.panes.get_mut(input.side), pos);
            ui.ctx().request_repaint();
        }
    }
    hover(&response, (comparison, view), place, (overview, scene));
}

impl Overview {
    /// Brings the count and the picture up to date, as far as one frame's share of work goes.
    fn look(&mut self, ui: &Ui, strip: Rect, (comparison, view): (&Comparison, &View), scene: &Scene) {
        let source = scene.source;
        if self.source != Some(source.id) {
            *self = Self { source: Some(source.id), ..Self::default() };
        }
        let asked = Asked::now(comparison, view, source.id);
        let census = match self.census.take().filter(|census| census.asked == asked) {
            Some(census) => self.census.insert(census),
            None => self.census.insert(Census::begin(asked)),
        };
        if census.parts().is_none() && !census.go_on(comparison, view) {
            ui.ctx().request_repaint();
        }
        let hits = Some(view.hits.of(source.id)).filter(|hits| !hits.is_empty());
        if hits.as_ref().map(Arc::as_ptr) != self.hits.as_ref().map(|(hits, _)| Arc::as_ptr(hits)) {
            self.hits = hits.map(|hits| {
                let parts = parts_with(&hits, source.text.len());
                (hits, parts)
            });
        }
        let pixels = strip.size() * ui.ctx().pixels_per_point();
        let canvas = Canvas { size: [pixels.x, pixels.y].map(to_pixels), theme: ui.theme() };
        let hits = self.hits.as_ref().map(|(_, parts)| parts.as_slice()).unwrap_or_default();
        self.picture.show(ui.ctx(), canvas, (census.parts(), hits));
    }

    /// The search hits that touch a stretch.
    fn hits_in(&self, span: Span) -> &[Span] {
        self.hits.as_ref().map_or(&[], |(hits, _)| touching(hits, span))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 1 and 2048")]
fn to_pixels(points: f32) -> usize {
    points.round().clamp(1.0, 2048.0) as usize
}

/// Whether any of `spans` falls in each part.
fn parts_with(spans: &[Span], length: u32) -> Vec<bool> {
    let mut parts = vec![false; PARTS];
    for span in spans {
        let (first, last) = parts_of(*span, length);
        parts.iter_mut().take(last + 1).skip(first).for_each(|part| *part = true);
    }
    parts
}

/// The strip as a scale of positions.
#[derive(Debug, Clone, Copy)]
struct Place {
    strip: Rect,
    length: u32,
}

impl Place {
    fn y(self, pos: Pos) -> f32 {
        let share = scroll::f32_of(pos.0) / scroll::f32_of(self.length.max(1));
        self.strip.top() + share * self.strip.height()
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the length")]
    fn pos_at(self, y: f32) -> Pos {
        let share = ((y - self.strip.top()) / self.strip.height().max(1.0)).clamp(0.0, 1.0);
        Pos((f64::from(share) * f64::from(self.length)) as u32)
    }

    /// The stretch of the text that is meant by a point.
    fn near(self, point: Pos2) -> Span {
        Span::between(self.pos_at(point.y - NEAR), self.pos_at(point.y + NEAR).plus(1))
    }
}

fn paint(
    ui: &Ui,
    strip: Rect,
    (comparison, view): (&Comparison, &View),
    (overview, scene): (&mut Overview, &Scene),
) {
    let painter = ui.painter_at(strip);
    let (theme, colors) = (ui.theme(), theme::of(ui));
    painter.rect_filled(strip, CornerRadius::ZERO, colors.paper);
    if let Some(density) = view.overlay.density(scene.source.id) {
        overview.dense.paint(&painter, strip, (density, scene.source.text.len()));
    } else if let Some(texture) = overview.picture.texture() {
        let whole = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
        painter.image(texture.id(), strip, whole, Color32::WHITE);
    }
    painter.vline(strip.left() + 0.5, strip.y_range(), Stroke::new(1.0, colors.rule));
    let place = Place { strip, length: scene.source.text.len() };
    let (from, to) = scroll::shares(&scene.placed, scene.source, scene.area);
    if to - from < 0.999 {
        let y = |share: f32| strip.top() + share * strip.height();
        let middle = y((from + to) / 2.0);
        let half = ((y(to) - y(from)) / 2.0).max(3.0);
        let seen = Rect::from_min_max(
            pos2(strip.left() + 1.0, (middle - half).max(strip.top())),
            pos2(strip.right(), (middle + half).min(strip.bottom())),
        );
        painter.rect_filled(seen, CornerRadius::same(2), theme::veil(theme));
        let line = Stroke::new(1.0, theme::mix(colors.paper, colors.ink, 0.55));
        painter.rect_stroke(seen, CornerRadius::same(2), line, StrokeKind::Inside);
    }
    let selected = view.claim.and_then(|claim| comparison.claim(claim));
    if let Some(claim) = selected.filter(|claim| claim.source == scene.source.id) {
        for anchor in &claim.passages {
            pointer_at(&painter, place, anchor.span, theme);
        }
    }
}

/// The mark of the selected claim: a line across, with an arrowhead at its left.
fn pointer_at(painter: &eframe::egui::Painter, place: Place, span: Span, theme: Theme) {
    let colors = theme::palette(theme);
    let (top, bottom) = (place.y(span.start()), place.y(span.end()));
    let middle = (top + bottom) / 2.0;
    let half = ((bottom - top) / 2.0).max(1.0);
    let (left, right) = (place.strip.left(), place.strip.right());
    let bar = Rect::from_min_max(pos2(left, middle - half), pos2(right, middle + half));
    painter.rect_filled(bar, CornerRadius::ZERO, colors.ink);
    painter.rect_stroke(bar, CornerRadius::ZERO, Stroke::new(1.0, colors.paper), StrokeKind::Outside);
    let head = vec![pos2(left, middle - 5.0), pos2(left + 7.0, middle), pos2(left, middle + 5.0)];
    painter.add(Shape::convex_polygon(head, colors.ink, Stroke::new(1.0, colors.paper)));
}

/// The passages in a stretch that the focus shows; few enough to be looked at.
fn passages_in<'a>(
    (comparison, view): (&'a Comparison, &'a View),
    source: SourceId,
    span: Span,
) -> impl Iterator<Item = (PassageAt, &'a Arc<Claim>)> {
    let index = comparison.passages(source);
    let touching = index.into_iter().flat_map(move |index| index.touching(span)).take(MOST_LOOKED_AT);
    let claims = touching.filter_map(|passage| Some((passage, comparison.claim(passage.claim)?)));
    let claims = claims.filter(|(_, claim)| !view.overlay.hides(claim.reader));
    claims.filter(|(_, claim)| view.shows_tags(comparison, claim.tags.iter().map(|used| used.tag)))
}

/// To the passage nearest to what was clicked, or the hit; where there is none, to that place.
fn go(
    view: &mut View,
    (comparison, input): (&Comparison, PaneInput),
    (place, point): (Place, Pos2),
    (overview, scene): (&Overview, &Scene),
    out: &mut Actions,
) {
    let (pos, near) = (place.pos_at(point.y), place.near(point));
    let distance = |span: Span| span.start().0.saturating_sub(pos.0).max(pos.0.saturating_sub(span.end().0));
    let rank = |span: Span| (distance(span), span.len());
    let in_view = (comparison, &*view);
    let passage = passages_in(in_view, scene.source.id, near).min_by_key(|(passage, _)| rank(passage.span));
    let passage = passage.map(|(passage, _)| passage);
    let hit = overview.hits_in(near).iter().copied().min_by_key(|hit| rank(*hit));
    let on_hits = point.x > place.strip.right() - WIDTH * 0.28;
    out.push(Action::Activate(input.side));
    match (passage, hit) {
        (passage, Some(hit)) if on_hits || passage.is_none() => {
            out.push(Action::RevealSpan(input.side, scene.source.id, hit));
        }
        (Some(passage), _) => {
            out.push(Action::Select(Some(passage.claim)));
            let pane = view.panes.get_mut(input.side);
            pane.move_caret(passage.span.start(), false);
            pane.reveal = Some(Reveal { span: passage.span, always: false });
        }
        (None, _) => show(view.panes.get_mut(input.side), pos),
    }
}

fn show(pane: &mut PaneView, pos: Pos) {
    pane.reveal = Some(Reveal { span: Span::at(pos), always: true });
}

/// What lies under the pointer, in words.
fn hover(
    response: &Response,
    (comparison, view): (&Comparison, &View),
    place: Place,
    (overview, scene): (&Overview, &Scene),
) {
    let Some(point) = response.hover_pos().filter(|_| !response.dragged()) else { return };
    let near = place.near(point);
    let mut tags: Vec<(Option<TagId>, usize)> = Vec::new();
    let mut count = |tag: Option<TagId>| match tags.iter_mut().find(|(other, _)| *other == tag) {
        Some((_, n)) => *n += 1,
        None => tags.push((tag, 1)),
    };
    for (_, claim) in passages_in((comparison, view), scene.source.id, near) {
        if claim.tags.is_empty() {
            count(None);
        }
        claim.tags.iter().for_each(|used| count(Some(used.tag)));
    }
    tags.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let n_hits = overview.hits_in(near).len();
    let paragraphs = scene.source.text.paragraphs();
    let (first, last) = (paragraphs.number_at(near.start()), paragraphs.number_at(near.end()));
    response.clone().on_hover_ui_at_pointer(|ui| {
        ui.set_max_width(300.0);
        let where_to = if first == last { format!("¶ {first}") } else { format!("¶ {first}–{last}") };
        ui.label(RichText::new(where_to).color(theme::of(ui).faint));
        for (tag, n) in tags.iter().take(MOST_NAMED) {
            tag_line_ui(ui, comparison, (*tag, *n));
        }
        if tags.len() > MOST_NAMED {
            let more = format!("and {} more tags", tags.len() - MOST_NAMED);
            ui.label(RichText::new(more).color(theme::of(ui).faint));
        }
        if n_hits > 0 {
            ui.label(parts::counted(n_hits, "search hit"));
        }
    });
}

fn tag_line_ui(ui: &mut Ui, comparison: &Comparison, (tag, n): (Option<TagId>, usize)) {
    let tag = tag.and_then(|tag| comparison.tag(tag));
    let color = tag.map_or(crate::model::ColorSlot::Gray, |tag| tag.color);
    let name = tag.map_or("Without a tag".into(), |tag| crate::text::visible_name(&tag.name));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        ui.label(RichText::new("●").color(theme::tag_line(color, ui.theme())));
        ui.label(RichText::new(name).font(theme::strong_font(theme::size::BODY)));
        if n > 1 {
            ui.label(RichText::new(format!("{n} passages")).color(theme::of(ui).faint));
        }
    });
}
