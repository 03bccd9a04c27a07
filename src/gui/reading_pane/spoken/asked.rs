//! What a screen reader asks the pane for: another caret or selection, a place to be shown, something to be pressed.

use eframe::egui::accesskit::{Action as Wish, ActionData, ActionRequest, TextPosition, TreeId};
use eframe::egui::{Context, Event};

use super::{Target, Told};
use crate::analysis::outline::Outline;
use crate::gui::action::{Action, Actions};
use crate::gui::reading_pane::footnotes;
use crate::gui::view::{Reveal, Side, View};
use crate::model::Source;
use crate::text::{Pos, Span};

/// Carries out what was asked of the pane since the last frame, as far as it is the pane's own matter; asks for the rest.
pub fn carry_out(
    ctx: &Context,
    view: &mut View,
    side: Side,
    (told, source, outline): (&Told, &Source, &Outline),
    out: &mut Actions,
) {
    if told.targets.is_empty() {
        return;
    }
    let requests: Vec<ActionRequest> = ctx.input(|input| {
        let asked = input.events.iter().filter_map(|event| match event {
            Event::AccessKitActionRequest(request) if request.target_tree == TreeId::ROOT => Some(request),
            _ => None,
        });
        asked.cloned().collect()
    });
    for request in requests {
        let Some(target) = told.targets.get(&request.target_node) else { continue };
        match (request.action, target) {
            (Wish::SetTextSelection, Target::Pane) => {
                if let Some(ActionData::SetTextSelection(selection)) = &request.data {
                    let ends = (told.pos(&selection.anchor), told.pos(&selection.focus));
                    if let (Some(anchor), Some(caret)) = ends {
                        select(view, side, (anchor, caret), out);
                    }
                }
            }
            (Wish::ScrollIntoView, target) => {
                if let Some(span) = target.span() {
                    view.panes.get_mut(side).reveal = Some(Reveal { span, always: false });
                }
            }
            (Wish::Click, Target::Claim { claim, .. }) => {
                out.push(Action::Activate(side));
                out.push(Action::Reveal(*claim));
            }
            (Wish::Click, Target::Heading(span)) => {
                out.push(Action::Activate(side));
                out.push(Action::RevealSpan(side, source.id, Span::at(span.start())));
            }
            (Wish::Click, Target::Reference(span)) => {
                footnotes::follow(view.panes.get_mut(side), (side, source.id), outline, span.start(), out);
            }
            _ => {}
        }
    }
}

fn select(view: &mut View, side: Side, (anchor, caret): (Pos, Pos), out: &mut Actions) {
    if view.active != side {
        out.push(Action::Activate(side));
    }
    let pane = view.panes.get_mut(side);
    pane.move_caret(caret, false);
    pane.anchor = anchor;
    pane.goal_x = None;
    pane.reveal = Some(Reveal { span: Span::at(caret), always: false });
}

impl Told {
    /// Returns where a position of the last frame's runs is in the source.
    fn pos(&self, position: &TextPosition) -> Option<Pos> {
        let run = self.targets.get(&position.node)?.run()?;
        Some(run.pos(position.character_index))
    }
}
