//! The mouse: selecting, choosing claims, moving their boundaries.

use eframe::egui::{CursorIcon, PointerButton, Pos2, Response, RichText, Ui};

use super::highlights::{self, Handle};
use super::{PaneInput, PaneState, Scene, again, footnotes, geometry, scroll};
use crate::desk::{Command, Desk};
use crate::gui::action::{Action, Actions};
use crate::gui::readers::ReadersAct;
use crate::gui::theme;
use crate::gui::verb::Verb;
use crate::gui::view::View;
use crate::model::{Claim, ClaimId, Comparison};
use crate::text::{Pos, Span, Text, units};

/// What the mouse is about.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Drag {
    /// Nothing.
    #[default]
    Idle,
    /// Selecting words. Whether the pointer has moved since it was pressed.
    Selecting { moved: bool },
    /// Drawing a link from a claim, and whether the pointer has moved since it was pressed there.
    Linking { from: ClaimId, begun: Pos2, moved: bool },
    /// Moving one end of a passage; the stretch as it would be.
    Boundary { handle: Handle, other_end: Pos, span: Span },
}

impl Drag {
    /// Returns the stretch that a boundary being moved would leave.
    pub fn preview(self) -> Option<Span> {
        match self {
            Self::Boundary { span, .. } => Some(span),
            Self::Idle | Self::Selecting { .. } | Self::Linking { .. } => None,
        }
    }
}

/// How far the pointer has to move for a press on a bar to draw a link, in points.
const PULL: f32 = 6.0;

impl PaneState {
    /// Returns the claim that a link is being drawn from.
    pub fn linking(&self) -> Option<ClaimId> {
        match self.drag {
            Drag::Linking { from, moved: true, .. } => Some(from),
            _ => None,
        }
    }

    /// Gives up the link that is being drawn.
    pub fn stop_linking(&mut self) {
        self.drag = Drag::Idle;
    }

    /// Takes the link that was let go in this frame: the claim it starts from, and where.
    pub fn take_let_go(&mut self) -> Option<(ClaimId, Pos2)> {
        self.let_go.take()
    }
}

pub(super) fn handle(
    ui: &Ui,
    (desk, view): (&Desk, &mut View),
    (input, response): (PaneInput, &Response),
    (state, scene): (&mut PaneState, &Scene),
    out: &mut Actions,
) {
    let handles = highlights::handles(scene.claims(), &scene.placed, view.claim);
    let pointer = ui.input(|input| input.pointer.latest_pos());
    if let Some(point) = pointer.filter(|_| response.contains_pointer() || response.dragged()) {
        let on_handle = handles.iter().any(|handle| handle.is_at(point));
        let on_bar = highlights::bar_under(scene.claims(), point, scene.text_left).is_some()
            || footnotes::under(scene, point).is_some();
        let icon = match (on_handle, on_bar) {
            (true, _) => CursorIcon::ResizeHorizontal,
            (_, true) => CursorIcon::PointingHand,
            _ => CursorIcon::Text,
        };
        ui.ctx().set_cursor_icon(icon);
    }
    let text = &scene.source.text;
    let pressed = ui.input(|input| input.pointer.button_pressed(PointerButton::Primary));
    if pressed && response.is_pointer_button_down_on() {
        if let Some(point) = response.interact_pointer_pos() {
            press(ui, view, (input, point), (&handles, scene), &mut state.drag);
        }
    } else if response.dragged_by(PointerButton::Primary)
        && let Some(point) = response.interact_pointer_pos()
    {
        drag(ui, view, (input, point), (&mut state.drag, scene));
    }
    let down = ui.input(|input| input.pointer.button_down(PointerButton::Primary));
    if !down {
        release(desk, view, input, (state, text, pointer), out);
    }
    if response.double_clicked() || response.triple_clicked() {
        select_unit(view, input, scene, (response, response.triple_clicked()));
    } else if response.clicked()
        && let Some(point) = response.interact_pointer_pos()
    {
        // A quick click is pressed and let go within one frame: then the caret has not come yet.
        let shift = ui.input(|input| input.modifiers.shift);
        let pos = geometry::pos_at(&scene.placed, text, point);
        if let Some(pos) =
            pos.filter(|_| highlights::bar_under(scene.claims(), point, scene.text_left).is_none())
        {
            view.panes.get_mut(input.side).move_caret(pos, shift);
        }
        let note = footnotes::under(scene, point).filter(|_| !shift && view.linking.is_none());
        if let Some(span) = note {
            let pane = view.panes.get_mut(input.side);
            footnotes::follow(pane, (input.side, scene.source.id), scene.outline, span.start(), out);
            return;
        }
        click(desk.comparison(), view, (input, scene, point), out);
    }
    menu(response, view, out);
    state.pointed = response.hover_pos().filter(|_| state.drag == Drag::Idle);
    if view.kind_asked.is_none() {
        tooltip(response, (desk.comparison(), view), scene, state.drag);
    }
}

fn press(
    ui: &Ui,
    view: &mut View,
    (input, point): (PaneInput, Pos2),
    (handles, scene): (&[Handle], &Scene),
    drag: &mut Drag,
) {
    if let Some(handle) = handles.iter().find(|handle| handle.is_at(point)).copied() {
        let claim = scene.claims().iter().find(|shown| shown.claim.id == handle.claim);
        let passage = claim.and_then(|shown| shown.claim.passages.get(handle.passage));
        if let Some(anchor) = passage {
            let other_end = if handle.start { anchor.span.end() } else { anchor.span.start() };
            *drag = Drag::Boundary { handle, other_end, span: anchor.span };
        }
        return;
    }
    // A link is drawn from a bar; or, with Ctrl, from the words.
    let bar = highlights::bar_under(scene.claims(), point, scene.text_left);
    let words =
        ui.input(|input| input.modifiers.command).then(|| highlights::claims_under(scene.claims(), point));
    let from = bar.or_else(|| words?.first().map(|shown| shown.claim.id));
    if let Some(from) = from {
        *drag = Drag::Linking { from, begun: point, moved: false };
        return;
    }
    let Some(pos) = geometry::pos_at(&scene.placed, &scene.source.text, point) else { return };
    let selecting = ui.input(|input| input.modifiers.shift);
    view.panes.get_mut(input.side).move_caret(pos, selecting);
    *drag = Drag::Selecting { moved: false };
}

fn drag(ui: &Ui, view: &mut View, (input, point): (PaneInput, Pos2), (drag, scene): (&mut Drag, &Scene)) {
    if let Drag::Linking { begun, moved, .. } = drag {
        *moved |= point.distance(*begun) > PULL;
        return;
    }
    let pane = view.panes.get_mut(input.side);
    // Past the upper or lower edge the text moves on, faster the further out.
    let beyond = (point.y - scene.area.bottom()).max(0.0) - (scene.area.top() - point.y).max(0.0);
    if beyond != 0.0 && *drag != Drag::Idle {
        scroll::scroll_by(pane, beyond.clamp(-60.0, 60.0) * 0.35);
        again(ui.ctx());
    }
    let Some(pos) = geometry::pos_at(&scene.placed, &scene.source.text, point) else { return };
    match drag {
        Drag::Idle | Drag::Linking { .. } => {}
        Drag::Selecting { moved } => {
            *moved |= pos != pane.anchor;
            pane.caret = pos;
        }
        Drag::Boundary { other_end, span, .. } => {
            let to = if input.snap {
                units::snap_to_words(&scene.source.text, Span::between(*other_end, pos))
            } else {
                Span::between(*other_end, pos)
            };
            if !to.is_empty() {
                *span = to;
            }
        }
    }
}

fn release(
    desk: &Desk,
    view: &mut View,
    input: PaneInput,
    (state, text, point): (&mut PaneState, &Text, Option<Pos2>),
    out: &mut Actions,
) {
    match std::mem::take(&mut state.drag) {
        Drag::Idle | Drag::Selecting { moved: false } | Drag::Linking { moved: false, .. } => {}
        Drag::Linking { from, moved: true, .. } => state.let_go = point.map(|point| (from, point)),
        Drag::Selecting { moved: true } => {
            let pane = view.panes.get_mut(input.side);
            if input.snap {
                let forward = pane.caret >= pane.anchor;
                let snapped = units::snap_to_words(text, pane.selection());
                pane.select(snapped);
                if !forward {
                    std::mem::swap(&mut pane.anchor, &mut pane.caret);
                }
            }
        }
        Drag::Boundary { handle, span, .. } => {
            if desk.comparison().claim(handle.claim).is_some() {
                out.run(Command::MovePassage { claim: handle.claim, passage: handle.passage, span });
                out.push(Action::CloseTyping);
            }
        }
    }
}

/// Two clicks take the word, three the paragraph.
fn select_unit(view: &mut View, input: PaneInput, scene: &Scene, (response, paragraph): (&Response, bool)) {
    let text = &scene.source.text;
    let point = response.interact_pointer_pos();
    let Some(pos) = point.and_then(|point| geometry::pos_at(&scene.placed, text, point)) else { return };
    let unit = if paragraph {
        text.paragraphs().get(text.paragraphs().index_at(pos)).map(|paragraph| paragraph.span)
    } else {
        units::word_at(text, pos)
    };
    if let Some(unit) = unit {
        view.panes.get_mut(input.side).select(unit);
    }
}

/// A click chooses the claim under it; clicked again, the next one that lies there. One's own come before those that
/// are laid over.
fn click(
    comparison: &Comparison,
    view: &View,
    (input, scene, point): (PaneInput, &Scene, Pos2),
    out: &mut Actions,
) {
    let bar = highlights::bar_under(scene.claims(), point, scene.text_left);
    let under: Vec<ClaimId> = match bar {
        Some(claim) => vec![claim],
        None => highlights::claims_under(scene.claims(), point).iter().map(|shown| shown.claim.id).collect(),
    };
    if let Some(linking) = view.linking {
        if let Some(to) = under.iter().copied().find(|claim| *claim != linking.from) {
            out.run(Command::Link { from: linking.from, to, kind: linking.kind, note: String::new() });
        }
        return;
    }
    if !view.panes.get(input.side).selection().is_empty() {
        return;
    }
    let n_own = under.len();
    let under: Vec<ClaimId> =
        under.into_iter().chain(scene.over.under((comparison, view), scene, point)).collect();
    let chosen = view.claim.or(view.overlay.chosen);
    let at = chosen.and_then(|claim| under.iter().position(|other| *other == claim));
    let next = at.map_or(0, |at| (at + 1) % under.len().max(1));
    let claim = under.get(next).copied();
    if next >= n_own && claim.is_some() {
        out.push(Action::Readers(ReadersAct::Choose(claim)));
    } else {
        out.push(Action::Select(claim));
    }
}

fn menu(response: &Response, view: &View, out: &mut Actions) {
    let selected = !view.pane().selection().is_empty();
    let claim = view.claim.is_some();
    response.context_menu(|ui| {
        let entries = [
            (Verb::Palette, selected || claim),
            (Verb::MarkPassage, selected),
            (Verb::ExtendClaim, selected && claim),
            (Verb::LinkClaim, claim),
            (Verb::SplitClaim, claim),
            (Verb::DeleteClaim, claim),
            (Verb::Copy, selected || claim),
        ];
        for (verb, enabled) in entries {
            crate::gui::menus::verb_button(ui, verb, enabled, out);
        }
    });
}

/// What lies under the pointer, in words.
fn tooltip(response: &Response, (comparison, view): (&Comparison, &View), scene: &Scene, drag: Drag) {
    let Some(point) = response.hover_pos().filter(|_| drag == Drag::Idle) else { return };
    let mut claims = highlights::claims_under(scene.claims(), point);
    if claims.is_empty() {
        let bar = highlights::bar_under(scene.claims(), point, scene.text_left);
        claims = scene.claims().iter().filter(|shown| Some(shown.claim.id) == bar).collect();
    }
    // A pointer that rests while somebody tags by keys asks for nothing, and would cover what is being read.
    let rests = response.ctx.input(|input| {
        input.pointer.time_since_last_movement() > 4.0 || input.keys_down.iter().next().is_some()
    });
    let hint = scene.over.hint((comparison, view), scene, point);
    if rests || footnotes::tooltip(response, scene, point) || claims.is_empty() && hint.is_none() {
        return;
    }
    if view.overlay.dense {
        // Who marked the sentence says it already.
        claims.clear();
    }
    response.clone().on_hover_ui_at_pointer(|ui| {
        ui.set_max_width(340.0);
        for shown in claims.iter().take(6) {
            claim_lines(ui, comparison, &shown.claim);
        }
        if claims.len() > 6 {
            ui.label(RichText::new(format!("and {} more", claims.len() - 6)).color(theme::of(ui).faint));
        }
        if let Some(hint) = &hint {
            hint.show(ui, (comparison, view));
        }
    });
}

fn claim_lines(ui: &mut Ui, comparison: &Comparison, claim: &Claim) {
    if claim.tags.is_empty() {
        ui.label(RichText::new("Without a tag").color(theme::of(ui).faint));
    }
    for used in &claim.tags {
        let Some(tag) = comparison.tag(used.tag) else { continue };
        let line = theme::tag_line(tag.color, ui.theme());
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 5.0;
            ui.label(RichText::new("●").color(line));
            ui.label(
                RichText::new(crate::text::visible_name(&tag.name))
                    .font(theme::strong_font(theme::size::BODY)),
            );
            if let Some(stance) = used.stance {
                let color = theme::stance_color(Some(stance), ui.theme());
                ui.label(RichText::new(stance.word()).color(color));
            }
        });
    }
    if !claim.summary.is_empty() {
        ui.label(&claim.summary);
    }
}
