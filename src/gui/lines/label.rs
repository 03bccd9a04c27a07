//! Words of a source or a reader in a panel, set as a source's are in its pane: a quotation, or a name on one line.

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::mutex::Mutex;
use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{
    Color32, FontFamily, FontId, Galley, Id, Label, Response, RichText, Sense, Stroke, Ui, WidgetInfo,
    WidgetText,
};

use super::{Faces, needs_care, runs_leftward, set};
use crate::gui::theme;

/// Shows words over the width that there is.
pub fn words_label_ui(ui: &mut Ui, words: &str, font: FontId, line_height: Option<f32>) -> Response {
    if !needs_care(words) {
        return ui.add(Label::new(RichText::new(words).font(font).line_height(line_height)).wrap());
    }
    let format = TextFormat { line_height, ..TextFormat::simple(font, Color32::PLACEHOLDER) };
    let mut job = LayoutJob::single_section(words.to_owned(), format);
    job.wrap.max_width = ui.available_width();
    let galley = set_here(ui, job);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    ui.painter().galley(rect.min, galley, ui.visuals().text_color());
    response
}

/// Shows a passage, in the middle, with fainter words around it.
pub fn marked_label_ui(ui: &mut Ui, words: [&str; 3], (size, family): (f32, FontFamily)) -> Response {
    let (ink, faint) = (theme::of(ui).ink, theme::of(ui).faint);
    let mut job = LayoutJob::default();
    for (words, color) in words.into_iter().zip([faint, ink, faint]) {
        let format = TextFormat {
            line_height: Some(size * 1.35),
            underline: if color == ink { Stroke::new(1.0, ink) } else { Stroke::NONE },
            ..TextFormat::simple(FontId::new(size, family.clone()), color)
        };
        job.append(words, 0.0, format);
    }
    job.wrap.max_width = ui.available_width();
    let galley = set_here(ui, job);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words.concat()));
    ui.painter().galley(rect.min, galley, ink);
    response
}

/// Sets words of several formats, broken where the job says.
pub fn words_galley(ui: &Ui, job: LayoutJob) -> Arc<Galley> {
    if needs_care(&job.text) { set_here(ui, job) } else { ui.painter().layout_job(job) }
}

/// Shows words of which some are in italics, over the width that there is.
pub fn runs_label_ui(ui: &mut Ui, runs: &[(&str, bool)], (font, italic): (FontId, FontFamily)) -> Response {
    let mut job = LayoutJob::default();
    for (words, slanted) in runs {
        let family = if *slanted { italic.clone() } else { font.family.clone() };
        let format = TextFormat::simple(FontId::new(font.size, family), Color32::PLACEHOLDER);
        job.append(words, 0.0, format);
    }
    if !needs_care(&job.text) {
        return ui.add(Label::new(job).wrap());
    }
    job.wrap.max_width = ui.available_width();
    let words = job.text.clone();
    let galley = set_here(ui, job);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    ui.painter().galley(rect.min, galley, ui.visuals().text_color());
    response
}

/// Returns a name for a label or a button that shows it on one line and shortens it to `width`. The color may be the
/// placeholder, which a widget replaces by its own.
pub fn name_text(ui: &Ui, name: &str, font: FontId, color: Color32, width: f32) -> WidgetText {
    if needs_care(name) {
        return name_galley(ui, name, (font, color), width).0.into();
    }
    RichText::new(name).font(font).color(color).into()
}

/// Returns a label that shows a name on one line, in the room that there is.
pub fn name_label(ui: &Ui, name: &str, color: Color32) -> Label {
    let font = FontId::proportional(theme::size::BODY);
    Label::new(name_text(ui, name, font, color, ui.available_width())).truncate()
}

/// Sets a name on one line, shortened to `width`; returns whether all of it is there, too.
pub fn name_galley(ui: &Ui, name: &str, (font, color): (FontId, Color32), width: f32) -> (Arc<Galley>, bool) {
    if !needs_care(name) {
        let mut job = LayoutJob::simple_singleline(name.to_owned(), font, color);
        job.wrap = TextWrapping::truncate_at_width(width);
        let galley = ui.painter().layout_job(job);
        let whole = !galley.elided;
        return (galley, whole);
    }
    let line = |words: String| {
        let mut job = LayoutJob::simple_singleline(words, font.clone(), color);
        job.wrap = TextWrapping::no_max_width();
        set_here(ui, job)
    };
    let mut galley = line(name.to_owned());
    if galley.size().x <= width {
        return (galley, true);
    }
    let mut left = name.chars().count();
    while galley.size().x > width && left > 1 {
        // Nearly right at once, as letters differ but little; then one less each time.
        left = fitting(left, width / galley.size().x).min(left - 1);
        let shorter: String = name.chars().take(left).collect();
        galley = line(format!("{}…", shorter.trim_end()));
    }
    (galley, false)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a share of a few letters"
)]
fn fitting(n: usize, share: f32) -> usize {
    ((n as f32 * share) as usize).max(1)
}

fn set_here(ui: &Ui, job: LayoutJob) -> Arc<Galley> {
    let leftward = runs_leftward(&job.text).unwrap_or_default();
    // One for all panels: what it costs is finding the faces.
    let faces: Arc<Mutex<Faces>> =
        ui.data_mut(|data| data.get_temp_mut_or_default::<Arc<Mutex<Faces>>>(Id::NULL).clone());
    ui.fonts_mut(|fonts| set(fonts, &mut faces.lock(), job, leftward)).galley
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Context, RawInput};

    use super::*;

    fn set(name: &str, width: f32) -> (Arc<Galley>, bool) {
        let ctx = Context::default();
        theme::install(&ctx);
        let mut set = None;
        for _ in 0..2 {
            let mut output = ctx.run_ui(RawInput::default(), |ui| {
                let font = FontId::proportional(theme::size::BODY);
                set = Some(name_galley(ui, name, (font, Color32::BLACK), width));
            });
            output.textures_delta.clear();
        }
        set.unwrap()
    }

    #[test]
    fn a_name_of_several_words_runs_as_it_is_read() {
        let (galley, whole) = set("אספה כללית", f32::INFINITY);
        let glyphs: Vec<f32> = galley.rows[0].row.glyphs.iter().map(|glyph| glyph.pos.x).collect();
        assert!(whole && glyphs.len() == 10);
        assert!(glyphs.is_sorted_by(|one, next| one > next), "{glyphs:?}");
        let (galley, _) = set("general assembly", f32::INFINITY);
        let glyphs: Vec<f32> = galley.rows[0].row.glyphs.iter().map(|glyph| glyph.pos.x).collect();
        assert!(glyphs.is_sorted());
    }

    #[test]
    fn a_name_that_is_too_long_keeps_its_beginning() {
        let name = "אספה כללית של פועלי המפעל באוקטובר";
        let (galley, whole) = set(name, 120.0);
        assert!(!whole && galley.size().x <= 120.0, "{}", galley.size());
        let shown = galley.text().strip_suffix('…').unwrap();
        assert!(name.starts_with(shown) && shown.chars().count() > 8, "{shown}");
        // Nothing is so narrow that it would go on for ever.
        assert!(!set(name, 1.0).1);
    }
}
