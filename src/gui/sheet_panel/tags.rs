//! The codebook with boxes to tick: which tags are on the sheet.

use std::collections::HashSet;

use eframe::egui::{self, Color32, FontId, Role, Ui, WidgetInfo};

use super::super::lines::name_text;
use super::super::{parts, theme};
use crate::analysis::handout::SheetSettings;
use crate::model::{Comparison, TagId};

/// Says of each tag that is not on the sheet that it is left out, so that each can be ticked by itself.
pub(super) fn spell_out(comparison: &Comparison, settings: &mut SheetSettings) {
    if settings.tags.is_empty() {
        return;
    }
    let chosen = std::mem::take(&mut settings.tags);
    let within = |tag: TagId| chosen.iter().any(|above| comparison.is_within(tag, *above));
    for tag in comparison.tags().map(|tag| tag.id) {
        if !within(tag) && !settings.left_out.contains(&tag) {
            settings.left_out.push(tag);
        }
    }
}

/// Shows the tree. Ticking a tag ticks those under it.
pub(super) fn tags_ui(ui: &mut Ui, comparison: &Comparison, settings: &mut SheetSettings) {
    let codebook = comparison.codebook();
    ui.horizontal(|ui| {
        if parts::named(ui.button("All"), "All tags").clicked() {
            settings.left_out.clear();
        }
        if parts::named(ui.button("None"), "No tags").clicked() {
            settings.left_out = codebook.iter().map(|(_, tag)| tag.id).collect();
        }
    });
    let left_out: HashSet<TagId> = settings.left_out.iter().copied().collect();
    let mut change = None;
    let height = ui.text_style_height(&egui::TextStyle::Body) + ui.spacing().item_spacing.y + 4.0;
    // Only the rows in view: a codebook may have thousands.
    let area =
        egui::ScrollArea::vertical().id_salt("ticked tags").max_height(260.0).auto_shrink([false, true]);
    area.show_rows(ui, height, codebook.len(), |ui, range| {
        for (depth, tag) in codebook.get(range).unwrap_or_default() {
            ui.horizontal(|ui| {
                let deep = u8::try_from(*depth).unwrap_or(u8::MAX).min(8);
                ui.add_space(f32::from(deep) * 14.0);
                let mut ticked = !left_out.contains(&tag.id);
                let name = parts::shortened(&crate::text::visible_name(&tag.name), 60);
                let font = FontId::proportional(theme::size::BODY);
                let words = name_text(ui, &name, font, Color32::PLACEHOLDER, ui.available_width() - 30.0);
                let response = ui.checkbox(&mut ticked, words);
                response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, ticked, &name));
                if response.changed() {
                    change = Some((tag.id, ticked));
                }
            });
        }
    });
    if let Some((tag, ticked)) = change {
        let under: Vec<TagId> =
            codebook.iter().map(|(_, of)| of.id).filter(|of| comparison.is_within(*of, tag)).collect();
        settings.left_out.retain(|of| !under.contains(of));
        if !ticked {
            settings.left_out.extend(under);
        }
    }
}
