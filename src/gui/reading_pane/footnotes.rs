//! Footnotes: from the mark in the text to the note and back; its words under the pointer.

use eframe::egui::{Pos2, Response, RichText};

use super::{Scene, geometry};
use crate::analysis::outline::Outline;
use crate::gui::action::{Action, Actions};
use crate::gui::view::{PaneView, Side};
use crate::gui::{parts, theme};
use crate::model::SourceId;
use crate::text::{Pos, Span};

/// How much of a note is shown under the pointer, in characters.
const SHOWN: usize = 1_200;

/// Goes from the mark at `pos` to its footnote, or from the footnote at `pos` back to the mark that led there
/// (or else the first that points to it). Where neither is, says so.
pub fn follow(
    pane: &mut PaneView,
    (side, source): (Side, SourceId),
    outline: &Outline,
    pos: Pos,
    out: &mut Actions,
) {
    match other_end(pane, outline, pos) {
        Ok((to, from)) => {
            pane.left_from = from;
            out.push(Action::Activate(side));
            out.push(Action::RevealSpan(side, source, Span::at(to)));
        }
        Err(why) => out.push(Action::Say(why)),
    }
}

/// Where to, and which mark one goes from, if it is one.
fn other_end(pane: &PaneView, outline: &Outline, pos: Pos) -> Result<(Pos, Option<Span>), String> {
    if let Some(mark) = outline.reference_at(pos) {
        let note = outline.footnote(&mark.label);
        let note = note.ok_or_else(|| format!("This source has no footnote {}.", mark.label))?;
        return Ok((note.span.start(), Some(mark.span)));
    }
    if outline.footnotes().is_empty() {
        return Err("This source has no footnotes.".to_owned());
    }
    let note = outline.footnote_at(pos);
    let note = note.ok_or("The caret is neither at the mark of a footnote nor in a footnote.")?;
    let from = outline.references_to(note).find(|mark| Some(mark.span) == pane.left_from);
    let mark = from.or_else(|| outline.references_to(note).next());
    let mark = mark.ok_or_else(|| format!("Nothing in this source points to footnote {}.", note.label))?;
    Ok((mark.span.start(), None))
}

/// Returns the mark of a footnote, or the label at the beginning of one, that is under a point.
pub(super) fn under(scene: &Scene, point: Pos2) -> Option<Span> {
    let pos = geometry::pos_at(&scene.placed, &scene.source.text, point)?;
    let outline = scene.outline;
    let mark = outline.reference_at(pos).map(|mark| mark.span);
    let sign = outline.footnote_at(pos).map(|note| note.sign);
    let is_under = |span: &Span| {
        geometry::rects_of(&scene.placed, *span).iter().any(|rect| rect.expand(1.5).contains(point))
    };
    mark.filter(is_under).or(sign.filter(is_under))
}

/// Shows the footnote that the mark under the pointer stands for; returns whether there is one.
pub(super) fn tooltip(response: &Response, scene: &Scene, point: Pos2) -> bool {
    let mark = under(scene, point).and_then(|span| scene.outline.reference_at(span.start()));
    let Some(note) = mark.and_then(|mark| scene.outline.footnote(&mark.label)) else { return false };
    response.clone().on_hover_ui_at_pointer(|ui| {
        ui.set_max_width(380.0);
        parts::faint_ui(ui, format!("Footnote {}", note.label));
        let words = parts::shortened(scene.source.text.slice(note.body()), SHOWN);
        let font = eframe::egui::FontId::new(theme::size::BODY + 1.0, theme::serif());
        ui.label(RichText::new(words).font(font));
    });
    true
}
