//! The tags of a claim, each with where the source stands on it.

use eframe::egui::{Align, Color32, Layout, RichText, Ui, UiBuilder};

use super::Shown;
use crate::desk::Command;
use crate::gui::action::{Action, Actions};
use crate::gui::lines::name_label;
use crate::gui::stances::stances_ui;
use crate::gui::values::value_ui;
use crate::gui::verb::Verb;
use crate::gui::{parts, theme};
use crate::model::{Stance, Tag, TagUse};

/// Shows the tags of the claim.
pub(super) fn tags_ui(ui: &mut Ui, shown: &Shown<'_>, out: &mut Actions) {
    ui.horizontal(|ui| {
        parts::heading_ui(ui, "Tags");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let shortcut = Verb::Palette.shortcut().map(|keys| ui.ctx().format_shortcut(&keys));
            let help = format!("Gives the claim another tag ({})", shortcut.unwrap_or_default());
            if ui.button("Tag…").on_hover_text(help).clicked() {
                out.push(Action::Do(Verb::Palette));
            }
        });
    });
    if shown.claim.tags.is_empty() {
        parts::faint_ui(ui, "Marked without a tag.");
    }
    for used in &shown.claim.tags {
        if let Some(tag) = shown.comparison().tag(used.tag) {
            let group = UiBuilder::new().id_salt(tag.id).accessibility_label(&tag.name);
            ui.scope_builder(group, |ui| tag_ui(ui, shown, (tag, used), out));
        }
    }
}

fn tag_ui(ui: &mut Ui, shown: &Shown<'_>, (tag, used): (&Tag, &TagUse), out: &mut Actions) {
    let claim = shown.claim.id;
    ui.horizontal(|ui| {
        parts::dot_ui(ui, tag.color);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if parts::sign_button_ui(ui, "×", &format!("Take {} off the claim", tag.name)).clicked() {
                out.run(Command::RemoveTag { claim, tag: tag.id });
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let name = name_label(ui, &crate::text::visible_name(&tag.name), Color32::PLACEHOLDER);
                let name = ui.add(name.show_tooltip_when_elided(false));
                name.on_hover_ui(|ui| {
                    parts::heading_ui(ui, &shown.comparison().tag_path(tag.id));
                    if !tag.definition.is_empty() {
                        ui.label(&tag.definition);
                    }
                });
            });
        });
    });
    ui.horizontal(|ui| {
        ui.add_space(22.0);
        if let Some(stance) = stances_ui(ui, used.stance) {
            out.run(Command::SetStance { claim, tag: tag.id, stance });
        }
        let word = used.stance.map_or("no stance", Stance::word);
        let color = theme::stance_color(used.stance, ui.theme());
        ui.label(RichText::new(word).color(color));
    });
    if tag.values.is_some() {
        ui.push_id(("value", tag.id), |ui| {
            ui.indent("value", |ui| value_ui(ui, shown.comparison(), (shown.claim, used), out));
        });
    }
    if used.definition_revision < tag.definition_revision {
        let colors = theme::of(ui);
        ui.horizontal_wrapped(|ui| {
            ui.add_space(22.0);
            ui.label(RichText::new("The definition has changed since.").color(colors.warning));
            let help = "Says that the tag still fits under its present definition";
            if ui.small_button("Still fits").on_hover_text(help).clicked() {
                out.run(Command::ConfirmDefinition { claim, tag: tag.id });
            }
        });
    }
}
