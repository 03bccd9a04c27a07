//! A quotation in a panel: the words of a source, set as they are in its pane.

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::mutex::Mutex;
use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Color32, FontId, Id, Response, RichText, Sense, Ui, WidgetInfo};

use super::{Faces, needs_care, runs_leftward, set};

/// Shows the words of a source over the width that there is.
pub fn quotation_label_ui(ui: &mut Ui, words: &str, font: FontId, line_height: Option<f32>) -> Response {
    if !needs_care(words) {
        return ui.label(RichText::new(words).font(font).line_height(line_height));
    }
    let format = TextFormat { line_height, ..TextFormat::simple(font, Color32::PLACEHOLDER) };
    let mut job = LayoutJob::single_section(words.to_owned(), format);
    job.wrap.max_width = ui.available_width();
    let leftward = runs_leftward(words).unwrap_or_default();
    // One for all quotations: what it costs is finding the faces.
    let faces: Arc<Mutex<Faces>> =
        ui.data_mut(|data| data.get_temp_mut_or_default::<Arc<Mutex<Faces>>>(Id::NULL).clone());
    let galley = ui.fonts_mut(|fonts| set(fonts, &mut faces.lock(), job, leftward)).galley;
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    ui.painter().galley(rect.min, galley, ui.visuals().text_color());
    response
}
