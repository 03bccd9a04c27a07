//! The links of a claim, and the card that guides while one is drawn.

use eframe::egui::{self, Align, ComboBox, FontId, Id, Label, Layout, RichText, Stroke, Ui, UiBuilder};

use super::Shown;
use crate::desk::Command;
use crate::gui::action::{Action, Actions};
use crate::gui::parallels_panel::Matter;
use crate::gui::parts::{self, Field};
use crate::gui::theme;
use crate::gui::verb::Verb;
use crate::gui::view::View;
use crate::model::{Comparison, Link, LinkKind};

/// Returns the words that stand for a kind where one is chosen.
fn words_of(kind: LinkKind) -> String {
    format!("{}  {}", theme::link_sign(kind), kind.phrase())
}

/// Shows, while a link is drawn, where it begins and what to do.
pub(super) fn linking_ui(ui: &mut Ui, comparison: &Comparison, view: &View, out: &mut Actions) {
    let Some(linking) = view.linking else {
        return;
    };
    let Some(from) = comparison.claim(linking.from) else {
        return;
    };
    let colors = theme::of(ui);
    parts::card(ui).stroke(Stroke::new(1.5, colors.accent)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let quote = parts::shortened(&from.quotation(), 80);
        parts::heading_ui(ui, &format!("Linking from “{quote}”"));
        ui.label("Click the other claim, or walk to it with F4 and press Enter. Esc stops.");
        for kind in LinkKind::ALL {
            if ui.radio(linking.kind == kind, words_of(kind)).clicked() {
                out.push(Action::SetLinkKind(kind));
            }
        }
    });
    ui.add_space(8.0);
}

/// Shows the links of the claim, by kind.
pub(super) fn links_ui(ui: &mut Ui, shown: &Shown<'_>, out: &mut Actions) {
    ui.horizontal(|ui| {
        parts::heading_ui(ui, "Links");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let shortcut = Verb::LinkClaim.shortcut().map(|keys| ui.ctx().format_shortcut(&keys));
            let help = format!("Joins this claim to one that it answers ({})", shortcut.unwrap_or_default());
            if ui.button("Link to…").on_hover_text(help).clicked() {
                out.push(Action::BeginLink(shown.claim.id));
            }
            let shortcut = Verb::Parallels.shortcut().map(|keys| ui.ctx().format_shortcut(&keys));
            let help = format!(
                "Passages of the other sources on the same matter ({})",
                shortcut.unwrap_or_default()
            );
            if ui.button("Parallels").on_hover_text(help).clicked() {
                out.push(Action::AskParallels(Matter::Claim(shown.claim.id)));
            }
        });
    });
    let mut links: Vec<&Link> = shown.comparison().links_of(shown.claim.id).map(AsRef::as_ref).collect();
    links.sort_by_key(|link| (link.kind, link.to == shown.claim.id, link.id));
    if links.is_empty() {
        parts::faint_ui(ui, "Not tied to any other claim.");
    }
    for link in links {
        ui.scope_builder(UiBuilder::new().id_salt(link.id), |ui| link_ui(ui, shown, link, out));
    }
}

fn link_ui(ui: &mut Ui, shown: &Shown<'_>, link: &Link, out: &mut Actions) {
    let (outward, comparison) = (link.from == shown.claim.id, shown.comparison());
    let other = if outward { link.to } else { link.from };
    let phrase = if outward { link.kind.phrase() } else { link.kind.phrase_back() };
    parts::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                menu_ui(ui, link, out);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let words = RichText::new(phrase);
                    ui.add(Label::new(words.font(theme::strong_font(theme::size::BODY))).truncate());
                });
            });
        });
        let Some(claim) = comparison.claim(other) else {
            return;
        };
        let quote = RichText::new(parts::shortened(&claim.quotation(), 140));
        let quote = quote.font(FontId::new(super::QUOTATION - 1.0, theme::serif()));
        let link_to = egui::Link::new(quote);
        if ui.add(link_to).on_hover_text("Goes to this claim").clicked() {
            out.push(Action::Reveal(other));
        }
        if let Some(source) = comparison.source(claim.source) {
            let place = parts::paragraphs_label(source, claim.extent());
            parts::faint_ui(ui, format!("{}, {place}", source.short_name()));
        }
        parts::show_fields_on_card(ui);
        note_ui(ui, link, out);
    });
}

fn note_ui(ui: &mut Ui, link: &Link, out: &mut Actions) {
    let id = Id::unique(("note of a link", link.id));
    let field = Field { name: "Note on the link", hint: "Note", id };
    if let Some(note) = parts::line_field_ui(ui, field, &link.note, out) {
        out.run(Command::SetLinkNote { link: link.id, note });
    }
}

fn menu_ui(ui: &mut Ui, link: &Link, out: &mut Actions) {
    if parts::sign_button_ui(ui, "×", "Delete link").clicked() {
        out.run(Command::DeleteLink(link.id));
    }
    let directed = link.kind.phrase() != link.kind.phrase_back();
    if directed && parts::sign_button_ui(ui, "↔", "Turn the link round").clicked() {
        out.run(Command::ReverseLink(link.id));
    }
    let combo = ComboBox::from_id_salt("kind").selected_text(theme::link_sign(link.kind)).width(40.0);
    let shown = combo.show_ui(ui, |ui| {
        for kind in LinkKind::ALL {
            if ui.selectable_label(link.kind == kind, words_of(kind)).clicked() && link.kind != kind {
                out.run(Command::SetLinkKind { link: link.id, kind });
            }
        }
    });
    shown.response.accessible_name("Kind of link");
}
