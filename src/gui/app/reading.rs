//! The two panes with the divider between them.

use eframe::egui::{self, Id, Response, Sense, Stroke, Ui};

use super::super::reading_pane::{PaneInput, ReadingStyle, reading_pane_ui};
use super::super::view::Side;
use super::super::{pane_header, theme};
use super::{Diptych, Open, PANES};

impl Diptych {
    /// The two panes with the divider between them.
    pub(super) fn reading_ui(&mut self, ui: &mut Ui) {
        let whole = ui.available_rect_before_wrap();
        let grip = self.gutter_width(whole);
        let room = (whole.width() - grip).max(2.0);
        // However it was dragged in another window: no pane becomes too narrow to be read.
        let least = (PANES / 2.0 / room).clamp(0.15, 0.5);
        let share = self.settings.divider.clamp(least, 1.0 - least);
        let left = (room * share).round();
        let (first, rest) = whole.split_left_right_at_x(whole.left() + left);
        let (between, second) = rest.split_left_right_at_x(rest.left() + grip);
        for (side, rect) in [(Side::Left, first), (Side::Right, second)] {
            let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(rect).id_salt(side));
            ui.set_clip_rect(rect.intersect(ui.clip_rect()));
            self.side_ui(&mut ui, side, rect);
        }
        let response = ui.interact(between, Id::unique("divider"), Sense::click_and_drag());
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::accesskit::Role::Splitter, true, "Divider between the panes")
        });
        if response.hovered() || response.dragged() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::ResizeHorizontal);
        }
        divider(ui, &response, self.open.desk.comparison().links().len() > 0);
        self.move_panes(ui.ctx());
        let over_link = self.between_ui(ui, &response);
        if response.double_clicked() && !over_link {
            self.settings.divider = 0.5;
        } else if response.dragged() {
            self.settings.divider = share + response.drag_delta().x / room;
        }
    }

    fn side_ui(&mut self, ui: &mut Ui, side: Side, rect: egui::Rect) {
        let keys = !self.over.busy() && !self.over.set_aside;
        let style = ReadingStyle { size: self.settings.text_size, measure: self.settings.measure };
        let input = PaneInput { side, style, snap: self.settings.snap_to_words, keys };
        ui.spacing_mut().item_spacing.y = 0.0;
        pane_header::pane_header_ui(ui, &self.open.desk, &self.open.view, side, &mut self.out);
        let Open { desk, view, .. } = &mut self.open;
        // Of the pane's own width, whatever the line over it took.
        let below = egui::Rect::from_min_max(egui::pos2(rect.left(), ui.cursor().top()), rect.max);
        let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(below));
        reading_pane_ui(&mut ui, (desk, view), input, self.panels.panes.get_mut(side), &mut self.out);
    }
}

/// What the panes are divided by: a line, or the strip that links are drawn on.
fn divider(ui: &Ui, response: &Response, wide: bool) {
    let (between, colors) = (response.rect, theme::of(ui));
    let line = if response.hovered() || response.dragged() { colors.accent } else { colors.rule };
    let lines = if wide { vec![between.left(), between.right()] } else { vec![between.center().x] };
    for x in lines {
        ui.painter().vline(x, between.y_range(), Stroke::new(1.0, line));
    }
}
