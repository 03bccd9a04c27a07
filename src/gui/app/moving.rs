//! How the panes move: together, to a link's two ends, and back to where the reader has been.

use eframe::egui::{self, PointerButton, Rect, Response, Ui};

use super::super::moving::{self, Panes};
use super::super::places::{self, Place};
use super::super::reading_pane::{PaneState, Seen};
use super::super::verb::Verb;
use super::super::view::{Mode, Side, Sides, View};
use super::super::{action::Action, gutter};
use super::{Diptych, Open};
use crate::model::LinkId;
use crate::store::settings::MoveTogether;

impl Diptych {
    /// Returns what a pane showed in the last frame.
    pub fn seen(&self, side: Side) -> Option<&Seen> {
        self.panels.panes.get(side).seen()
    }

    fn with_panes<T>(
        &mut self,
        ctx: &egui::Context,
        act: impl FnOnce(&mut Panes<'_>, &mut View, MoveTogether) -> T,
    ) -> T {
        let still = self.settings.less_motion || ctx.global_style().animation_time == 0.0;
        let Open { desk, view, .. } = &mut self.open;
        let mut panes = Panes { ctx, desk, states: &mut self.panels.panes, still };
        act(&mut panes, view, self.settings.move_together)
    }

    /// Lets the other pane follow the one that was moved; what is said of it is said.
    pub(super) fn move_panes(&mut self, ctx: &egui::Context) {
        if let Some(said) = self.with_panes(ctx, moving::follow) {
            self.say(said);
        }
    }

    /// Draws what lies between the panes. Returns whether a link is under the pointer.
    pub(super) fn between_ui(&mut self, ui: &mut Ui, response: &Response) -> bool {
        let states: &Sides<PaneState> = &self.panels.panes;
        let mut seen = Sides::default();
        for side in Side::BOTH {
            *seen.get_mut(side) = states.get(side).seen();
        }
        let Open { desk, view, .. } = &mut self.open;
        let over = gutter::gutter_ui(ui, (desk, view), &seen, response, &mut self.out);
        gutter::drawing_ui(ui, (desk, view), &mut self.panels.panes, &mut self.out);
        over
    }

    /// Returns how wide the gutter is in `whole`.
    pub(super) fn gutter_width(&self, whole: Rect) -> f32 {
        gutter::width(self.open.desk.comparison(), whole.width())
    }

    /// The two buttons at the side of a mouse go back and forward.
    pub(super) fn side_buttons(&mut self, ctx: &egui::Context) {
        let pressed = |button| ctx.input(|input| input.pointer.button_pressed(button));
        if self.over.busy() {
            return;
        }
        if pressed(PointerButton::Extra1) {
            self.out.push(Action::Do(Verb::Back));
        } else if pressed(PointerButton::Extra2) {
            self.out.push(Action::Do(Verb::Forward));
        }
    }

    /// Notes where the reader is while the texts are not shown.
    pub(super) fn note_place(&mut self) {
        if self.open.view.mode != Mode::Reading {
            let place = Place::of(&self.open.view);
            self.open.view.moving.rest(place);
        }
    }

    /// Brings both ends of a link into line.
    pub(super) fn level_link(&mut self, ctx: &egui::Context, id: LinkId) {
        let comparison = self.open.desk.comparison();
        let Some(link) = comparison.link(id) else { return };
        let (from, to) = (link.from, link.to);
        let view = &self.open.view;
        let side_of = |claim| {
            let source = comparison.claim(claim)?.source;
            Side::BOTH.into_iter().find(|side| view.panes.get(*side).source == Some(source))
        };
        let (Some(side), Some(_)) = (side_of(from), side_of(to)) else { return };
        // The end in the pane that the reader is in stays where it is, if it can be seen.
        let states = &self.panels.panes;
        let sees =
            |side: Side, claim| states.get(side).seen().is_some_and(|seen| seen.lines_of(claim).is_some());
        let on_active = if side == view.active { (side, from, to) } else { (side.other(), to, from) };
        let (side, stays, comes) = match on_active {
            (side, stays, comes) if sees(side, stays) => (side, stays, comes),
            (side, stays, comes) => (side.other(), comes, stays),
        };
        if ![Some(from), Some(to)].contains(&view.claim) {
            self.open.view.claim = Some(stays);
            self.open.desk.close_typing();
        }
        self.with_panes(ctx, |panes, view, _| moving::level_claims(panes, view, (side, stays), comes));
    }

    pub(super) fn do_moving(&mut self, ctx: &egui::Context, verb: Verb) -> bool {
        match verb {
            Verb::MoveAlone => self.set_moving(MoveTogether::Alone),
            Verb::MoveInProportion => self.set_moving(MoveTogether::InProportion),
            Verb::MoveByClaims => self.set_moving(MoveTogether::ByClaims),
            Verb::LessMotion => {
                self.settings.less_motion = !self.settings.less_motion;
                self.keep_settings();
            }
            Verb::NextCounterpart | Verb::PreviousCounterpart => {
                let forward = verb == Verb::NextCounterpart;
                let said =
                    self.with_panes(ctx, |panes, view, _| moving::step_counterpart(panes, view, forward));
                self.say(said);
            }
            Verb::Back | Verb::Forward => {
                let forward = verb == Verb::Forward;
                let Open { desk, view, .. } = &mut self.open;
                if places::step(view, desk.comparison(), forward) {
                    view.moving.begin_anew();
                    desk.close_typing();
                }
            }
            _ => return false,
        }
        true
    }

    fn set_moving(&mut self, how: MoveTogether) {
        self.settings.move_together = how;
        self.open.view.moving.begin_anew();
        self.keep_settings();
        self.say(match how {
            MoveTogether::Alone => "Each pane moves alone.",
            MoveTogether::InProportion => {
                "The panes move together: both are always as far through their texts."
            }
            MoveTogether::ByClaims => {
                "The panes move together: linked claims stand level, or those of the tag that is chosen."
            }
        });
    }
}
