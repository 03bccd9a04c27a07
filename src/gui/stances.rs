//! Choosing where a source stands: five choices in one control, the sign on each, the word in its name.

use eframe::egui::{
    self, Align, Button, CornerRadius, Layout, RichText, Role, Stroke, Ui, UiBuilder, WidgetInfo, vec2,
};

use super::{parts, theme};
use crate::model::Stance;

/// The width of one choice, in points.
const CHOICE: f32 = 26.0;

/// Shows the control; returns what is chosen anew.
pub fn stances_ui(ui: &mut Ui, stance: Option<Stance>) -> Option<Option<Stance>> {
    let choices = Stance::ALL.into_iter().map(Some).chain([None]);
    let size = vec2(CHOICE * 5.0, parts::HIT);
    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    let colors = theme::of(ui);
    let corner = CornerRadius::same(4);
    ui.painter().rect_stroke(rect, corner, Stroke::new(1.0, colors.rule), egui::StrokeKind::Inside);
    let mut child = ui.new_child(
        UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center)).id_salt("stances"),
    );
    child.spacing_mut().item_spacing.x = 0.0;
    child.spacing_mut().button_padding = egui::Vec2::ZERO;
    let mut new = None;
    for choice in choices {
        let chosen = stance == choice;
        let color = theme::stance_color(choice, ui.theme());
        let sign = RichText::new(theme::stance_sign(choice)).font(theme::strong_font(theme::size::TITLE));
        let sign = sign.color(if chosen { colors.card } else { color });
        let mut button = Button::new(sign).frame_when_inactive(chosen).corner_radius(corner);
        if chosen {
            button = button.fill(color);
        }
        let response = child.add_sized([CHOICE, parts::HIT], button);
        let word = choice.map_or("no stance", Stance::word);
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, word));
        if response.on_hover_text(word).clicked() && !chosen {
            new = Some(choice);
        }
    }
    new
}
