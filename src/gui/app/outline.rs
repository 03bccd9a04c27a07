//! Going by what a source is built of: headings, footnotes, the list of contents.

use std::sync::Arc;

use eframe::egui;

use super::super::action::{Action, Actions};
use super::super::contents_panel::ContentsState;
use super::super::reading_pane::follow_footnote;
use super::super::view::Side;
use super::Diptych;
use crate::analysis::outline::Outline;
use crate::model::Source;
use crate::text::{Pos, Span};

impl Diptych {
    /// A side's source with its outline, and where the reader is in it.
    fn place_in_outline(&self, side: Side) -> Option<(Arc<Source>, Arc<Outline>, Pos)> {
        let pane = self.open.view.panes.get(side);
        let source = self.open.desk.comparison().source(pane.source?)?;
        let state = self.panels.panes.get(side);
        Some((Arc::clone(source), state.outline(source), state.place(pane)))
    }

    /// Opens the list of contents of a side's source.
    pub(super) fn open_contents(&mut self, side: Side) {
        let Some((_, outline, pos)) = self.place_in_outline(side) else { return };
        let view = &mut self.open.view;
        view.active = side;
        view.contents = Some(ContentsState::new(side, outline, pos));
    }

    /// To the next or previous heading of the active pane.
    pub(super) fn step_heading(&mut self, ctx: &egui::Context, forward: bool) {
        let side = self.open.view.active;
        let Some((source, outline, pos)) = self.place_in_outline(side) else { return };
        let heading = if forward { outline.heading_after(pos) } else { outline.heading_before(pos) };
        let words = match heading {
            Some(heading) => {
                let to = Span::at(heading.span.start());
                return self.perform(ctx, Action::RevealSpan(side, source.id, to));
            }
            None if outline.headings().is_empty() => "This source has no headings.",
            None if forward => "That was the last heading.",
            None => "That was the first heading.",
        };
        self.say(words);
    }

    /// From a footnote's mark at the caret to the footnote, or back.
    pub(super) fn follow_footnote(&mut self, ctx: &egui::Context) {
        let side = self.open.view.active;
        let Some((source, outline, _)) = self.place_in_outline(side) else { return };
        let pane = self.open.view.panes.get_mut(side);
        let caret = pane.caret;
        let mut out = Actions::default();
        follow_footnote(pane, (side, source.id), &outline, caret, &mut out);
        out.take().into_iter().for_each(|action| self.perform(ctx, action));
    }
}
