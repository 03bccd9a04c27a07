//! The reading pane: a source, its claims, the caret, the selection. Where readers spend their hours.
//!
//! Only what can be seen is laid out. A highlight is painted under lines that are set already; tagging
//! never moves a word. Start reading at [`reading_pane_ui`].

mod blocks;
mod footnotes;
mod geometry;
mod highlights;
mod hits;
mod keys;
#[cfg(test)]
mod laws;
mod level;
mod marks;
mod missing;
mod over;
mod overview;
mod pointer;
mod read;
mod scroll;
mod scroll_bar;
mod setting;
mod spoken;
mod steady;

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{
    self, Align2, CornerRadius, EventFilter, FontId, Id, Painter, Pos2, Rect, Response, Sense, Stroke, Ui,
    WidgetInfo, pos2, vec2,
};

pub use self::footnotes::follow as follow_footnote;
use self::geometry::PlacedBlock;
use self::highlights::{Given, Shown, ShownClaim, Strokes};
pub use self::keys::tagging;
pub use self::level::{Seen, Spot, share_y};
use self::overview::Overview;
pub use self::setting::ReadingStyle;
use self::setting::SetBlocks;
use super::action::{Action, Actions};
use super::theme;
use super::view::{PaneView, Side, View};
use crate::analysis::outline::Outline;
use crate::desk::Desk;
use crate::model::{ClaimId, Source};
use crate::text::{Pos, Span};

/// The width of the scroll bar's track.
const SCROLL_BAR: f32 = 12.0;
/// The least room left of the text beside the bars and the numbers of paragraphs.
const MARGIN: f32 = 18.0;
/// The room that a digit of those numbers takes.
const DIGIT: f32 = 7.5;

/// The room that the numbers of pages take at least: “p. 123”.
const PAGES: f32 = 36.0;
/// The least room right of the text.
const BEHIND: f32 = 14.0;

/// What a pane remembers from frame to frame that nobody else needs.
#[derive(Default)]
pub struct PaneState {
    set: SetBlocks,
    drag: pointer::Drag,
    told: missing::Told,
    held: Option<steady::Held>,
    /// How tall the pane was, for moving by a page.
    height: f32,
    /// What the selection, or else the selected claim, covers of the screen.
    selected: Option<Rect>,
    /// What could be read of the source in the last frame.
    in_sight: Option<Span>,
    outline: Option<(Arc<Source>, Arc<Outline>)>,
    spoken: spoken::Told,
    /// The lines and bars that claims have.
    lanes: Given,
    /// The brackets and bars that other readers' claims have.
    laid_lanes: Given,
    strokes: Strokes,
    overview: Overview,
    read: read::ReadStretches,
    /// Where the pointer rests on the text.
    pointed: Option<Pos2>,
    /// How far below its upper end the thumb of the scroll bar is held.
    grab: Option<f32>,
    /// What was to be seen in the last frame, for what is drawn between the panes.
    seen: Option<Seen>,
    /// A link that was drawn from a claim here and let go, and where.
    let_go: Option<(ClaimId, Pos2)>,
}

impl PaneState {
    /// Returns what the selection, or else the selected claim, covers of the screen; nothing when none is to be seen.
    pub fn selected(&self) -> Option<Rect> {
        self.selected
    }

    /// Returns the outline of the source, which the pane keeps for the source it shows.
    pub fn outline(&self, source: &Arc<Source>) -> Arc<Outline> {
        let kept = self.outline.as_ref().filter(|(of, _)| Arc::ptr_eq(of, source));
        kept.map_or_else(|| Arc::new(Outline::of(source)), |(_, outline)| Arc::clone(outline))
    }

    /// Returns where the reader is: at the caret, or if that is out of sight, at what the pane begins with.
    pub fn place(&self, pane: &PaneView) -> Pos {
        match self.in_sight {
            Some(seen) if !(seen.start() <= pane.caret && pane.caret <= seen.end()) => seen.start(),
            _ => pane.caret,
        }
    }
}

/// What a pane is shown with.
#[derive(Debug, Clone, Copy)]
pub struct PaneInput {
    /// Which side it is.
    pub side: Side,
    /// How text is set.
    pub style: ReadingStyle,
    /// Whether what is selected with the mouse grows to whole words.
    pub snap: bool,
    /// Whether keys may go to it: no dialog is open.
    pub keys: bool,
}

/// What can be seen of a source just now.
struct Scene<'a> {
    source: &'a Source,
    outline: &'a Outline,
    placed: Vec<PlacedBlock>,
    shown: Shown,
    /// What other readers marked.
    over: over::Over,
    /// The whole pane without the overview and the scroll bar.
    area: Rect,
    text_left: f32,
    text_right: f32,
}

impl Scene<'_> {
    fn into_seen(self, measure: (f32, ReadingStyle)) -> Seen {
        let Self { source, placed, shown, area, text_left, .. } = self;
        // What the focus leaves out is linked to nothing.
        let shown = shown.claims.into_iter().filter(|claim| !claim.dimmed).collect();
        Seen { source: source.id, area, text_left, measure, placed, shown }
    }
}

impl Scene<'_> {
    /// Returns the claims that are painted.
    fn claims(&self) -> &[ShownClaim] {
        &self.shown.claims
    }
}

/// Returns the id of a side's pane, which has the focus while its text takes the keys.
pub fn pane_id(side: Side) -> Id {
    Id::unique(("reading pane", side))
}

/// Shows a source with its claims. Moves only the pane's own place and selection; asks for the rest through `out`.
pub fn reading_pane_ui(
    ui: &mut Ui,
    (desk, view): (&Desk, &mut View),
    input: PaneInput,
    state: &mut PaneState,
    out: &mut Actions,
) {
    let input = PaneInput { keys: input.keys && view.contents.is_none(), ..input };
    let rect = ui.available_rect_before_wrap();
    let colors = theme::of(ui);
    state.seen = None;
    ui.painter().rect_filled(rect, CornerRadius::ZERO, colors.paper);
    let shown = view.panes.get(input.side).source;
    let Some(source) = shown.and_then(|source| desk.comparison().source(source)) else {
        ui.painter().text(
            rect.center(),
            Align2::CENTER_CENTER,
            "No source here yet.",
            FontId::proportional(theme::size::BODY),
            colors.faint,
        );
        return;
    };
    let outline = state.outline(source);
    state.outline = Some((Arc::clone(source), Arc::clone(&outline)));
    spoken::carry_out(ui.ctx(), view, input.side, (&state.spoken, source, &outline), out);
    let beside = SCROLL_BAR + overview::WIDTH;
    let area = Rect::from_min_max(rect.min, pos2(rect.right() - beside, rect.bottom()));
    let response = ui.interact(area, pane_id(input.side), Sense::click_and_drag());
    describe(&response, input.side, source);
    take_focus(ui, &response, view, input, out);
    state.height = area.height();

    state.set.marks_of(source);
    state.read.refresh(desk.comparison(), source.id, desk.reader().id);
    let margin = margin(source, &outline);
    // Initials of other readers stand behind the text.
    let behind = if view.overlay.has_marks() { over::ROOM } else { BEHIND };
    let width = input.style.width().min(area.width() - margin - behind).max(40.0);
    let text_left = (area.left() + margin).max(area.center().x - width / 2.0).round();
    let text_right = text_left + width;
    let pane = view.panes.get_mut(input.side);
    if let Some(before) = state.set.begin(ui.ctx(), source, (width, input.style)) {
        steady::hold(pane, ui.ctx(), source, &mut state.set, (&before, &mut state.held));
    }
    scroll_with_wheel(ui, &response, view.panes.get_mut(input.side));

    let (placed, shown, over) = (Vec::new(), Shown::default(), over::Over::default());
    let mut scene = Scene { source, outline: &outline, placed, shown, over, area, text_left, text_right };
    place(ui, desk, view, (input, &mut *state), &mut scene);
    if keys::handle(ui, (desk, view), input, (&mut *state, &scene), out) {
        place(ui, desk, view, (input, &mut *state), &mut scene);
    }
    pointer::handle(ui, (desk, view), (input, &response), (&mut *state, &scene), out);
    state.selected = selected_rect(desk, view, input.side, &scene);
    state.in_sight = in_sight(&scene);
    spoken::tell(ui, (desk, view), input, state, &scene);
    if let Some(words) = state.told.tell(ui.ctx(), source, state.set.missing()) {
        out.push(Action::Say(words));
    }
    paint(ui, desk, view, (input, &mut *state), &scene);
    let [strip, track] = [(0.0, overview::WIDTH), (overview::WIDTH, beside)].map(|(left, right)| {
        Rect::from_min_max(pos2(area.right() + left, rect.top()), pos2(area.right() + right, rect.bottom()))
    });
    overview::overview_ui(ui, strip, (desk, view), (input, &mut state.overview, &scene), out);
    scroll_bar::scroll_bar_ui(ui, track, (view, input.side), (&mut *state, &scene));
    state.seen = Some(scene.into_seen((width, input.style)));
}

/// The least room left of the text, which must not change while a source is read.
fn margin(source: &Source, outline: &Outline) -> f32 {
    let n_digits = source.text.paragraphs().len().to_string().len();
    let pages = if outline.pages().is_empty() { 0.0 } else { PAGES };
    MARGIN + highlights::BARS_WIDTH + (DIGIT * geometry::to_f32(n_digits)).max(pages)
}

fn describe(response: &Response, side: Side, source: &Source) {
    let name = format!("{}, {} pane", source.bibliography.title, side.word());
    response.widget_info(|| WidgetInfo::labeled(Role::Document, true, &name));
}

/// A pane that is pressed becomes the active one; the active pane has the focus when nothing else has.
fn take_focus(ui: &Ui, response: &Response, view: &View, input: PaneInput, out: &mut Actions) {
    // A quick click is pressed and let go within one frame.
    let pressed = response.is_pointer_button_down_on() && ui.input(|i| i.pointer.any_pressed())
        || response.clicked()
        || response.secondary_clicked();
    if pressed {
        response.request_focus();
        if view.active != input.side {
            out.push(Action::Activate(input.side));
        }
    }
    let nobody = ui.memory(|memory| memory.focused().is_none());
    let asked = view.palette.is_some() || view.kind_asked.is_some();
    if nobody && input.keys && view.active == input.side && !asked {
        response.request_focus();
    }
    if response.has_focus() {
        let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        if view.active != input.side && !pressed && response.gained_focus() {
            out.push(Action::Activate(input.side));
        }
    }
}

fn scroll_with_wheel(ui: &Ui, response: &Response, pane: &mut PaneView) {
    if !response.contains_pointer() {
        return;
    }
    let delta = ui.input(|input| input.smooth_scroll_delta.y);
    if delta != 0.0 {
        scroll::scroll_by(pane, -delta);
    }
}

/// Lays out what can be seen, moving there first if a place was to be brought into view.
fn place(
    ui: &Ui,
    desk: &Desk,
    view: &mut View,
    (input, state): (PaneInput, &mut PaneState),
    scene: &mut Scene,
) {
    let pane = view.panes.get_mut(input.side);
    let (ctx, at) = (ui.ctx(), (scene.area, scene.text_left));
    scene.placed = scroll::place(pane, ctx, scene.source, &mut state.set, at);
    if let Some(reveal) = pane.reveal.take() {
        let inner = scene.area.shrink2(vec2(0.0, 28.0));
        let seen = geometry::rects_of(&scene.placed, reveal.span);
        let caret = geometry::caret_at(&scene.placed, reveal.span.start());
        let visible = caret.is_some_and(|caret| inner.y_range().contains(caret.center().y))
            && seen.last().is_none_or(|last| inner.y_range().contains(last.center().y) || seen.len() > 8);
        if reveal.always || !visible {
            scroll::reveal(pane, ctx, scene.source, &mut state.set, (reveal.span, scene.area));
            scene.placed = scroll::place(pane, ctx, scene.source, &mut state.set, at);
        }
    }
    let of = (desk.comparison(), &*view);
    scene.shown = highlights::gather(of, scene.source.id, &scene.placed, &mut state.lanes);
    scene.over = over::Over::gather(of, scene.source.id, &scene.placed, &mut state.laid_lanes);
}

/// The lines whose middle is within the pane.
fn in_sight(scene: &Scene) -> Option<Span> {
    let inner = scene.area.shrink2(vec2(0.0, 12.0));
    let text = &scene.source.text;
    let first = geometry::pos_at(&scene.placed, text, pos2(scene.text_left, inner.top()))?;
    let last = geometry::pos_at(&scene.placed, text, pos2(scene.area.right(), inner.bottom()))?;
    Some(Span::between(first, last))
}

fn selected_rect(desk: &Desk, view: &View, side: Side, scene: &Scene) -> Option<Rect> {
    let mut spans = vec![view.panes.get(side).selection()];
    if spans.iter().all(|span| span.is_empty()) {
        let claim = view.claim.and_then(|claim| desk.comparison().claim(claim));
        let claim = claim.filter(|claim| claim.source == scene.source.id)?;
        spans = claim.passages.iter().map(|anchor| anchor.span).collect();
    }
    let rects = spans.into_iter().flat_map(|span| geometry::rects_of(&scene.placed, span));
    let seen = rects.filter(|rect| rect.intersects(scene.area)).map(|rect| rect.intersect(scene.area));
    seen.reduce(Rect::union)
}

fn paint(ui: &Ui, desk: &Desk, view: &View, (input, state): (PaneInput, &mut PaneState), scene: &Scene) {
    let painter = ui.painter_at(scene.area);
    let (theme, colors) = (ui.theme(), theme::of(ui));
    let pane = view.panes.get(input.side);
    let claims = scene.claims();
    if !view.overlay.dense {
        highlights::paint_fills(&painter, theme, (claims, scene.placed.as_slice()), view.claim);
    }
    scene.over.paint_ground(&painter, theme, &view.overlay);
    let hits = hits::ShownHits::gather(&view.hits, scene.source.id, &scene.placed);
    hits.paint_fills(&painter, theme);
    if let Some(candidate) = view.linking.and_then(|linking| linking.candidate) {
        highlights::paint_bars(&painter, theme, claims, Some(candidate), scene.text_left);
    }
    let selection = state.drag.preview().unwrap_or(pane.selection());
    for rect in geometry::rects_of(&scene.placed, selection) {
        painter.rect_filled(rect, CornerRadius::ZERO, colors.selection);
    }
    hits.paint_boxes(&painter, theme);
    for placed in &scene.placed {
        let is_note = marks::is_note(state.set.marks(), scene.source, placed.block.span);
        let ink = if is_note { colors.faint } else { colors.ink };
        painter.galley(placed.origin, placed.set.galley.clone(), ink);
        marks::numbers(&painter, ui, scene, placed);
    }
    state.strokes.paint_underlines(&painter, theme, claims);
    highlights::paint_bars(&painter, theme, claims, view.claim, scene.text_left);
    scene.over.paint_marks(&painter, ui, scene.text_right);
    scene.over.paint_number(&painter, ui, (scene, state.pointed));
    state.read.paint(&painter, ui, scene);
    left_out(&painter, ui, scene);
    for handle in highlights::handles(scene.claims(), &scene.placed, view.claim) {
        if desk.comparison().claim(handle.claim).is_some() {
            handle.paint(&painter, theme);
        }
    }
    if view.active == input.side && view.palette.is_none() && pane.selection().is_empty() {
        caret(&painter, ui, scene, pane, input);
    }
}

/// Says how many claims are here and not painted.
fn left_out(painter: &Painter, ui: &Ui, scene: &Scene) {
    let n = scene.shown.n_left_out + scene.over.n_left_out();
    if n == 0 {
        return;
    }
    let colors = theme::of(ui);
    let words = format!("{n} more claims here are not drawn: click a tag to see its own");
    let font = FontId::proportional(theme::size::SMALL);
    let galley = painter.layout_no_wrap(words, font, colors.faint);
    let at = scene.area.left_bottom() + vec2(8.0, -galley.size().y - 6.0);
    painter.rect_filled(
        Rect::from_min_size(at, galley.size()).expand(4.0),
        CornerRadius::same(3),
        colors.card,
    );
    painter.galley(at, galley, colors.faint);
}

fn caret(painter: &Painter, ui: &Ui, scene: &Scene, pane: &PaneView, input: PaneInput) {
    let Some(at) = geometry::caret_at(&scene.placed, pane.caret) else { return };
    let focused = ui.memory(|memory| memory.has_focus(pane_id(input.side)));
    let colors = theme::of(ui);
    let color = if focused { colors.accent } else { colors.rule };
    painter.vline(at.center().x, at.shrink2(vec2(0.0, at.height() * 0.1)).y_range(), Stroke::new(2.0, color));
    // Where the direction changes, what comes before the caret ends at another place than what comes after begins.
    let other = geometry::block_of(&scene.placed, pane.caret).map(|block| block.end_of(pane.caret));
    if let Some(other) =
        other.filter(|other| other.top() == at.top() && (other.left() - at.left()).abs() > 1.5)
    {
        let half = other.top() + other.height() * 0.1..=other.center().y;
        painter.vline(other.center().x, half, Stroke::new(1.0, color));
    }
}

/// Asks egui for another frame soon: something is still moving.
fn again(ctx: &egui::Context) {
    ctx.request_repaint();
}
