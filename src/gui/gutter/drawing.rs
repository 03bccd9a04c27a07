//! Drawing a link with the mouse: a rubber line from the claim that was taken hold of, the claim that it would join
//! marked, and, once it is let go there, the question of its kind.

use eframe::egui::epaint::CubicBezierShape;
use eframe::egui::{
    self, Align, Area, Button, Color32, CursorIcon, Frame, Id, Key, LayerId, Layout, Order, Pos2, RichText,
    Stroke, Ui, pos2,
};

use crate::desk::{Command, Desk};
use crate::gui::action::{Action, Actions};
use crate::gui::reading_pane::PaneState;
use crate::gui::view::{Side, Sides, View};
use crate::gui::{parts, theme};
use crate::model::{ClaimId, LinkKind};

/// A link that was drawn and has no kind yet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KindAsked {
    /// The claim it starts from.
    pub from: ClaimId,
    /// The claim it goes to.
    pub to: ClaimId,
    /// Where it was let go.
    pub at: Pos2,
    /// Whether the first answer has been given the focus.
    pub focused: bool,
}

/// Shows the link that is being drawn, and asks for the kind of one that was.
pub fn drawing_ui(
    ui: &Ui,
    (desk, view): (&Desk, &mut View),
    states: &mut Sides<PaneState>,
    out: &mut Actions,
) {
    for side in Side::BOTH {
        if let Some(from) = states.get(side).linking() {
            if ui.input(|input| input.key_pressed(Key::Escape)) {
                states.get_mut(side).stop_linking();
                out.push(Action::Say("No link was made.".to_owned()));
            } else {
                rubber(ui, (side, from), states);
            }
        }
        if let Some((from, at)) = states.get_mut(side).take_let_go() {
            match target(states, at, from) {
                Some(to) => view.kind_asked = Some(KindAsked { from, to, at, focused: false }),
                None => {
                    out.push(Action::Say(
                        "No link was made: it is to be let go on another claim.".to_owned(),
                    ));
                }
            }
        }
    }
    if let Some(asked) = view.kind_asked {
        view.kind_asked = kinds_ui(ui, desk, asked, out);
    }
}

/// The claim at a point, in either pane, that is not the one that the link starts from.
fn target(states: &Sides<PaneState>, at: Pos2, from: ClaimId) -> Option<ClaimId> {
    let seen = Side::BOTH.into_iter().filter_map(|side| states.get(side).seen());
    seen.filter_map(|seen| seen.claim_at(at)).find(|claim| *claim != from)
}

fn rubber(ui: &Ui, (side, from): (Side, ClaimId), states: &Sides<PaneState>) {
    let Some(point) = ui.ctx().pointer_latest_pos() else { return };
    let colors = theme::of(ui);
    let painter = ui.ctx().layer_painter(LayerId::new(Order::Foreground, Id::unique("link being drawn")));
    let to = target(states, point, from);
    let frame = |claim: ClaimId, stroke: Stroke| {
        for seen in Side::BOTH.into_iter().filter_map(|side| states.get(side).seen()) {
            let within = painter.with_clip_rect(seen.area);
            for line in seen.all_lines_of(claim) {
                let words = line.shrink2(egui::vec2(-1.5, line.height() * 0.06));
                within.rect_stroke(words, 3.0, stroke, egui::StrokeKind::Outside);
            }
        }
    };
    frame(from, Stroke::new(1.5, colors.accent));
    if let Some(to) = to {
        frame(to, Stroke::new(2.5, colors.accent));
    }
    let Some(seen) = states.get(side).seen() else { return };
    // A claim that was scrolled away while its link is drawn is left at the pane's edge.
    let bar =
        seen.bar_of(from).map_or(pos2(seen.area.left() + 40.0, seen.area.center().y), |bar| bar.center());
    let start = pos2(bar.x, bar.y.clamp(seen.area.top(), seen.area.bottom()));
    let middle = f32::midpoint(start.x, point.x);
    let points = [start, pos2(middle, start.y), pos2(middle, point.y), point];
    let curve = CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, Stroke::NONE);
    let path: Vec<Pos2> = (0..=32_u8).map(|n| curve.sample(f32::from(n) / 32.0)).collect();
    let stroke = Stroke::new(2.0, colors.accent);
    if to.is_some() {
        painter.line(path, stroke);
    } else {
        painter.extend(egui::Shape::dashed_line(&path, stroke, 6.0, 4.0));
    }
    painter.circle(start, 4.0, colors.paper, stroke);
    painter.circle(point, 4.0, if to.is_some() { colors.accent } else { colors.paper }, stroke);
    ui.ctx().set_cursor_icon(if to.is_some() { CursorIcon::Alias } else { CursorIcon::Grabbing });
}

/// Asks for the kind. Returns the question as long as it stands.
fn kinds_ui(ui: &Ui, desk: &Desk, mut asked: KindAsked, out: &mut Actions) -> Option<KindAsked> {
    let quote = |claim: ClaimId| {
        let claim = desk.comparison().claim(claim)?;
        Some(parts::shortened(&claim.quotation(), 44))
    };
    let (first, second) = (quote(asked.from)?, quote(asked.to)?);
    let area = Area::new(Id::unique("kind of the link drawn")).order(Order::Foreground);
    let shown = area.fixed_pos(asked.at + egui::vec2(6.0, 6.0)).constrain(true).show(ui.ctx(), |ui| {
        let frame = Frame::popup(ui.style());
        frame.show(ui, |ui| choices_ui(ui, (&first, &second), !asked.focused)).inner
    });
    let chosen = shown.inner;
    let first_frame = !asked.focused;
    asked.focused = true;
    if let Some(kind) = chosen {
        let KindAsked { from, to, .. } = asked;
        out.run(Command::Link { from, to, kind, note: String::new() });
        out.push(Action::Select(Some(from)));
        return None;
    }
    let beside = !first_frame && shown.response.clicked_elsewhere();
    if beside || ui.input(|input| input.key_pressed(Key::Escape)) {
        out.push(Action::Say("No link was made.".to_owned()));
        return None;
    }
    Some(asked)
}

/// The two claims, and between them the kinds. Returns the one that is chosen.
fn choices_ui(ui: &mut Ui, (first, second): (&str, &str), fresh: bool) -> Option<LinkKind> {
    ui.set_width(300.0);
    let quote = |quote: &str| {
        RichText::new(format!("“{quote}”")).font(egui::FontId::new(theme::size::TITLE, theme::serif()))
    };
    let mut chosen = None;
    ui.label(quote(first));
    ui.with_layout(Layout::top_down_justified(Align::LEFT), |ui| {
        for kind in LinkKind::ALL {
            let sign = RichText::new(theme::link_sign(kind)).color(theme::link_color(kind, ui.theme()));
            let button = Button::new((sign.strong(), RichText::new(kind.phrase())));
            let response = ui.add(button.frame_when_inactive(false).min_size(egui::vec2(0.0, parts::HIT)));
            if fresh && kind == LinkKind::Agrees {
                response.request_focus();
            }
            if response.clicked() {
                chosen = Some(kind);
            }
        }
    });
    ui.label(quote(second));
    chosen
}
