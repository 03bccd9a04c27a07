//! The gutter between the panes: linked claims are joined by curves, as a merge tool joins changes.
//!
//! `gather` finds which links have an end on the screen, `arrange` makes figures of them, `paint` draws one. What is
//! under the pointer is told in words; a click brings both ends into line. `drawing` is where links are drawn.

mod arrange;
mod drawing;
mod gather;
mod paint;

use eframe::egui::{
    self, CornerRadius, CursorIcon, Id, Rect, Response, RichText, Role, Sense, Stroke, Ui, WidgetInfo,
};

use self::arrange::{Figure, Form};
pub use self::drawing::{KindAsked, drawing_ui};
use self::gather::{End, Tie, Tied};
use self::paint::Weight;
use super::action::{Action, Actions};
use super::reading_pane::Seen;
use super::view::{Side, Sides, View};
use super::{parts, theme};
use crate::desk::Desk;
use crate::model::{ClaimId, Comparison, Link};

/// The gutter's width where there is nothing to draw: the divider alone.
const DIVIDER: f32 = 9.0;
/// Its width where there are links, and in a window of little width.
const WIDE: f32 = 44.0;
const TIGHT: f32 = 28.0;
/// How near the pointer has to be to a curve.
const NEAR: f32 = 5.0;
/// The most links that are each a thing of its own to a screen reader. The claim panel lists all.
const NAMED: usize = 60;
/// The most links that are told of at once.
const TOLD: usize = 6;

/// Returns how wide the gutter is between panes that have `room` in all.
pub fn width(comparison: &Comparison, room: f32) -> f32 {
    match (comparison.links().len(), room > 620.0) {
        (0, _) => DIVIDER,
        (_, true) => WIDE,
        (_, false) => TIGHT,
    }
}

/// Shows the links. `response` is the divider's, which lies under them. Returns whether a link is under the pointer.
pub fn gutter_ui(
    ui: &mut Ui,
    (desk, view): (&Desk, &View),
    seen: &Sides<Option<&Seen>>,
    response: &Response,
    out: &mut Actions,
) -> bool {
    let comparison = desk.comparison();
    let Some(area) = Side::BOTH.into_iter().find_map(|side| seen.get(side).map(|seen| seen.area)) else {
        return false;
    };
    let gutter = Rect::from_x_y_ranges(response.rect.x_range(), area.y_range());
    let tied = gather::gather(comparison, view, seen);
    let figures = arrange::arrange(&tied, gutter);
    let shown = Shown { comparison, tied: &tied, figures: &figures };
    // A sign lies on the divider and takes the pointer from it.
    let (over, response) = match shown.signs_ui(ui) {
        Some((n, sign)) => (Some(n), sign),
        None => (shown.under_pointer(response), response.clone()),
    };
    shown.paint(ui, gutter, over, view.claim);
    let Some(figure) = over.and_then(|n| figures.get(n)) else { return false };
    ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    shown.frame_ends(ui, seen, figure);
    let clicked = response.clicked();
    if !response.dragged() {
        response.on_hover_ui_at_pointer(|ui| shown.tell(ui, figure));
    }
    if clicked {
        shown.click(seen, figure, out);
    }
    true
}

struct Shown<'a> {
    comparison: &'a Comparison,
    tied: &'a [Tied],
    figures: &'a [Figure],
}

impl Shown<'_> {
    fn links<'f>(&'f self, figure: &'f Figure) -> impl Iterator<Item = &'f Tied> {
        figure.links.iter().filter_map(|n| self.tied.get(*n))
    }

    /// Gives each sign a name and takes its clicks. Returns the one that is clicked, or under the pointer.
    fn signs_ui(&self, ui: &Ui) -> Option<(usize, Response)> {
        let mut over = None;
        let signs = self.figures.iter().enumerate().filter_map(|(n, figure)| Some((n, figure, figure.mark?)));
        for (n, figure, mark) in signs.take(NAMED) {
            let Some(first) = self.links(figure).next() else { continue };
            let id = Id::unique(("link", first.link.id, first.near, figure.form));
            let rect = Rect::from_center_size(mark, egui::vec2(16.0, 16.0));
            // Not a stop for Tab: the claim panel lists the links too, and there are many here.
            let response = ui.interact(rect, id, Sense::CLICK);
            response.widget_info(|| WidgetInfo::labeled(Role::Link, true, self.name(figure)));
            if response.clicked() || response.hovered() && over.is_none() {
                over = Some((n, response));
            }
        }
        over
    }

    fn name(&self, figure: &Figure) -> String {
        let Some(first) = self.links(figure).next().filter(|_| figure.links.len() == 1) else {
            let where_to = match figure.form {
                Form::Dock(true) => "further up",
                Form::Dock(false) => "further down",
                _ => "beside one another",
            };
            return format!("{} {where_to}", parts::counted(figure.links.len(), "link"));
        };
        sentence(self.comparison, &first.link, 40)
    }

    fn under_pointer(&self, response: &Response) -> Option<usize> {
        if !response.contains_pointer() || response.dragged() {
            return None;
        }
        let point = response.ctx.pointer_latest_pos()?;
        let far = self.figures.iter().map(|figure| figure.distance(point)).enumerate();
        // The last one lies on top.
        let nearest = far.rev().min_by(|a, b| a.1.total_cmp(&b.1))?;
        (nearest.1 <= NEAR).then_some(nearest.0)
    }

    fn paint(&self, ui: &Ui, gutter: Rect, over: Option<usize>, selected: Option<ClaimId>) {
        let painter = ui.painter_at(gutter);
        let (theme, colors) = (ui.theme(), theme::of(ui));
        let any_strong = selected.is_some() && self.figures.iter().any(|figure| figure.strong);
        let crowded = self.figures.len() > arrange::CROWD;
        for tied in self.tied {
            for (x, end) in ends(tied, gutter) {
                if let End::Seen { top, bottom } = end {
                    let share = if tied.strong { 0.9 } else { 0.4 };
                    let color = theme::mix(colors.panel, theme::link_color(tied.link.kind, theme), share);
                    paint::bracket(&painter, x, (top, bottom), color);
                }
            }
        }
        for (n, figure) in self.figures.iter().enumerate().filter(|(n, _)| over != Some(*n)) {
            let weight = match figure.strong {
                true => Weight::Strong,
                false if any_strong || crowded || over.is_some_and(|over| over != n) => Weight::Receding,
                false => Weight::Plain,
            };
            paint::paint(&painter, theme, figure, weight);
        }
        if let Some(figure) = over.and_then(|n| self.figures.get(n)) {
            paint::paint(&painter, theme, figure, Weight::Strong);
        }
    }

    /// Frames the claims that the figure under the pointer joins.
    fn frame_ends(&self, ui: &Ui, seen: &Sides<Option<&Seen>>, figure: &Figure) {
        for tied in self.links(figure).take(TOLD) {
            let stroke = Stroke::new(1.5, theme::link_color(tied.link.kind, ui.theme()));
            for claim in [tied.near, tied.far] {
                frame_claim(ui, seen, claim, stroke);
            }
        }
    }

    /// What the figure stands for, in words.
    fn tell(&self, ui: &mut Ui, figure: &Figure) {
        ui.set_max_width(360.0);
        let colors = theme::of(ui);
        let whole = figure.links.len() == 1;
        for tied in self.links(figure).take(TOLD) {
            let link = &tied.link;
            let kind = format!("{}  {}", theme::link_sign(link.kind), link.kind.phrase());
            let color = theme::link_color(link.kind, ui.theme());
            if whole {
                claim_line(ui, self.comparison, link.from, 160);
            }
            ui.label(RichText::new(kind).font(theme::strong_font(theme::size::BODY)).color(color));
            claim_line(ui, self.comparison, if whole { link.to } else { tied.far }, 160);
            if !link.note.is_empty() {
                ui.label(RichText::new(parts::shortened(&link.note, 300)).italics());
            }
        }
        if figure.links.len() > TOLD {
            let rest = format!("and {} more", figure.links.len() - TOLD);
            ui.label(RichText::new(rest).color(colors.faint));
        }
        let click = match self.links(figure).next().map(|tied| tied.tie) {
            Some(Tie::Across { .. }) => "A click brings both into line.",
            _ => "A click goes to the other claim.",
        };
        parts::faint_ui(ui, click);
    }

    fn click(&self, seen: &Sides<Option<&Seen>>, figure: &Figure, out: &mut Actions) {
        // Of those that have left the screen, the one that is nearest to it.
        let from_edge = |tied: &&Tied| {
            let side = tied.seen_side().other();
            let far = if side == Side::Right { tied.far } else { tied.near };
            let start = self.comparison.claim(far).map_or(0, |claim| claim.extent().start().0);
            seen.get(side).map_or(0, |seen| seen.range().0.0.abs_diff(start))
        };
        let Some(tied) = self.links(figure).min_by_key(from_edge) else { return };
        match tied.tie {
            Tie::Across { .. } => out.push(Action::LevelLink(tied.link.id)),
            Tie::Around { side, .. } | Tie::Away { side, .. } => {
                out.push(Action::Activate(side));
                out.push(Action::Reveal(tied.far));
            }
        }
    }
}

fn ends(tied: &Tied, gutter: Rect) -> Vec<(f32, End)> {
    let x = |side| if side == Side::Left { gutter.left() + 3.5 } else { gutter.right() - 3.5 };
    match tied.tie {
        Tie::Across { left, right } => vec![(x(Side::Left), left), (x(Side::Right), right)],
        Tie::Around { side, near, far } => vec![(x(side), near), (x(side), far)],
        Tie::Away { side, near } => vec![(x(side), near)],
    }
}

fn frame_claim(ui: &Ui, seen: &Sides<Option<&Seen>>, claim: ClaimId, stroke: Stroke) {
    for seen in Side::BOTH.into_iter().filter_map(|side| *seen.get(side)) {
        let painter = ui.ctx().layer_painter(ui.layer_id()).with_clip_rect(seen.area);
        for line in seen.all_lines_of(claim) {
            // As high as the words, so that the frames of two lines don't overlap.
            let words = line.shrink2(egui::vec2(-1.5, line.height() * 0.06));
            painter.rect_stroke(words, CornerRadius::same(3), stroke, egui::StrokeKind::Outside);
        }
    }
}

/// Returns a link as a sentence: “…” contradicts “…”.
fn sentence(comparison: &Comparison, link: &Link, n: usize) -> String {
    let quote = |claim| {
        let claim = comparison.claim(claim);
        claim.map(|claim| parts::shortened(&claim.quotation(), n)).unwrap_or_default()
    };
    format!("“{}” {} “{}”", quote(link.from), link.kind.phrase(), quote(link.to))
}

fn claim_line(ui: &mut Ui, comparison: &Comparison, id: ClaimId, n: usize) {
    let Some(claim) = comparison.claim(id) else { return };
    let quote = RichText::new(format!("“{}”", parts::shortened(&claim.quotation(), n)));
    ui.label(quote.font(egui::FontId::new(theme::size::TITLE, theme::serif())));
    if let Some(source) = comparison.source(claim.source) {
        let place = parts::paragraphs_label(source, claim.extent());
        parts::faint_ui(ui, format!("{}, {place}", source.short_name()));
    }
}
