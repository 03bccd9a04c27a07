//! The panel on the right: the selected claim, with all that a reader says of it.
//!
//! Its links are in `links`, who made it and what else was said of it in `history`, whose view it gives in `voice`, the tags with their stances in `tags`.

mod history;
mod links;
mod tags;
mod voice;

use eframe::egui::{self, Align, FontId, Id, Layout, RichText, ScrollArea, Ui};

use super::action::{Action, Actions};
use super::lines::{name_label, words_label_ui};
use super::parts::{self, Field};
use super::theme;
use super::view::View;
use crate::desk::{Command, Desk};
use crate::model::{Claim, Comparison, Source};
use crate::store::PastValue;
use voice::Names;

/// The size at which quotations are set, in points.
const QUOTATION: f32 = 15.0;

/// What the panel remembers.
#[derive(Debug, Default)]
pub struct ClaimState {
    names: Names,
    past: Vec<PastValue>,
}

impl ClaimState {
    /// Takes what the selected claim's history keeps and does not show: see [`crate::store::past_values`].
    pub fn remember(&mut self, past: Vec<PastValue>) {
        self.past = past;
    }
}

/// What all parts of the panel are handed.
struct Shown<'a> {
    desk: &'a Desk,
    view: &'a View,
    claim: &'a Claim,
    source: &'a Source,
}

impl Shown<'_> {
    fn comparison(&self) -> &Comparison {
        self.desk.comparison()
    }

    /// An identity for a field of the claim: another claim's field must not inherit its caret.
    fn id(&self, field: &str) -> Id {
        Id::unique(("field of a claim", self.claim.id, field))
    }
}

/// Shows the selected claim.
pub fn claim_panel_ui(ui: &mut Ui, desk: &Desk, view: &View, state: &mut ClaimState, out: &mut Actions) {
    let comparison = desk.comparison();
    links::linking_ui(ui, comparison, view, out);
    let claim = view.claim.and_then(|id| comparison.claim(id));
    let shown = claim.and_then(|claim| {
        let source = comparison.source(claim.source)?;
        Some(Shown { desk, view, claim, source })
    });
    let Some(shown) = shown else {
        empty_ui(ui, comparison);
        return;
    };
    title_ui(ui, &shown, out);
    ScrollArea::vertical().id_salt(("claim", shown.claim.id)).auto_shrink([false, false]).show(ui, |ui| {
        quotation_ui(ui, &shown, out);
        ui.add_space(8.0);
        tags::tags_ui(ui, &shown, out);
        ui.add_space(8.0);
        words_ui(ui, &shown, out);
        ui.add_space(8.0);
        voice::voice_ui(ui, &shown, &mut state.names, out);
        ui.add_space(8.0);
        links::links_ui(ui, &shown, out);
        ui.add_space(8.0);
        history::signature_ui(ui, &shown);
        history::past_ui(ui, &state.past);
        ui.add_space(8.0);
    });
}

fn empty_ui(ui: &mut Ui, comparison: &Comparison) {
    ui.heading("Claim");
    ui.add_space(8.0);
    let colors = theme::of(ui);
    let faint = |words: &str| RichText::new(words).color(colors.faint);
    if comparison.n_claims() == 0 {
        ui.label(faint("Nothing is marked yet."));
        ui.label(faint(
            "Select words in a source, then press a tag's key, or Enter to choose or make a tag.",
        ));
        return;
    }
    ui.label(faint("Click a highlight to see what is said of it."));
    ui.label(faint("To mark a passage, select words and press a tag's key, or Enter."));
    ui.add_space(8.0);
    for source in comparison.sources() {
        let n = comparison.n_claims_in(source.id);
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(parts::counted(n, "claim"));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(name_label(ui, source.short_name(), egui::Color32::PLACEHOLDER));
                });
            });
        });
    }
}

fn title_ui(ui: &mut Ui, shown: &Shown<'_>, out: &mut Actions) {
    ui.horizontal(|ui| {
        ui.heading("Claim");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let name = "More for this claim";
            let more = parts::sign_button_ui(ui, "…", name);
            egui::Popup::menu(&more).show(|ui| {
                if ui.button("Copy quotation").clicked() {
                    out.push(Action::Copy(shown.claim.quotation().into_owned()));
                }
                if ui.button("Delete claim").clicked() {
                    out.run(Command::DeleteClaim(shown.claim.id));
                }
            });
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let place = parts::paragraphs_label(shown.source, shown.claim.extent());
                let words = format!("{}, {place}", shown.source.short_name());
                let color = theme::of(ui).faint;
                ui.add(name_label(ui, &words, color));
            });
        });
    });
}

/// The passages as they stand in the source, each with its paragraph.
fn quotation_ui(ui: &mut Ui, shown: &Shown<'_>, out: &mut Actions) {
    let several = shown.claim.passages.len() > 1;
    parts::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        for (index, passage) in shown.claim.passages.iter().enumerate() {
            if index > 0 {
                ui.separator();
            }
            let font = FontId::new(QUOTATION, theme::serif());
            let quote = parts::shortened(&passage.quote, 4000);
            words_label_ui(ui, &quote, font, Some(QUOTATION * 1.45));
            ui.horizontal(|ui| {
                let place = parts::paragraphs_label(shown.source, passage.span);
                let link = egui::Link::new(RichText::new(&place).size(theme::size::SMALL));
                let help = "Shows the passage in its source";
                if ui.add(link).on_hover_text(help).clicked() {
                    let side = shown.view.side_showing(shown.source.id).unwrap_or(shown.view.active);
                    out.push(Action::RevealSpan(side, shown.source.id, passage.span));
                }
                if several {
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        let name = format!("Take passage {} off the claim", index + 1);
                        if parts::sign_button_ui(ui, "×", &name).clicked() {
                            out.run(Command::RemovePassage { claim: shown.claim.id, passage: index });
                        }
                    });
                }
            });
        }
    });
}

fn words_ui(ui: &mut Ui, shown: &Shown<'_>, out: &mut Actions) {
    let claim = shown.claim;
    parts::heading_ui(ui, "Summary");
    let hint = "In your own words: what is claimed here?";
    let field = Field { name: "Summary", hint, id: shown.id("summary") };
    if let Some(summary) = parts::growing_field_ui(ui, field, &claim.summary, out) {
        out.run(Command::SetSummary { claim: claim.id, summary });
    }
    ui.add_space(8.0);
    parts::heading_ui(ui, "Note");
    let field = Field { name: "Note", hint: "Anything else", id: shown.id("note") };
    if let Some(note) = parts::growing_field_ui(ui, field, &claim.note, out) {
        out.run(Command::SetNote { claim: claim.id, note });
    }
}
