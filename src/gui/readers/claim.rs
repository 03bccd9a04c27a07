//! The claim panel for a claim that is laid over the open comparison: all that its reader says, to be read and not changed.

use eframe::egui::{self, Align, Color32, FontId, Layout, RichText, ScrollArea, Sense, Ui, vec2};

use super::{ReadersAct, paint_badge};
use crate::desk::Desk;
use crate::gui::action::{Action, Actions};
use crate::gui::lines::{name_label, words_label_ui};
use crate::gui::verb::Verb;
use crate::gui::view::View;
use crate::gui::{moment, parts, theme};
use crate::model::{Claim, Comparison, Source, Stance, TagUse, Voice};
use crate::store::laying::{Laid, Laying};
use crate::text::visible_name;

/// The size at which quotations are set, in points.
const QUOTATION: f32 = 15.0;

/// Shows the laid claim that is selected; returns whether there is one.
pub fn laid_claim_ui(ui: &mut Ui, desk: &Desk, view: &View, out: &mut Actions) -> bool {
    let overlay = &view.overlay;
    let (Some(claim), Some(laid)) = (overlay.chosen_claim(desk.comparison()), &overlay.laid) else {
        return false;
    };
    let Some(source) = desk.comparison().source(claim.source) else { return false };
    title_ui(ui, (view, laid), claim, out);
    ScrollArea::vertical().id_salt(("laid claim", claim.id)).auto_shrink([false, false]).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            let button = parts::main_button_ui(ui, "Take as mine", true);
            if button.on_hover_text(Verb::TakeAsMine.help()).clicked() {
                out.push(Action::Readers(ReadersAct::TakeAsMine(claim.id)));
            }
        });
        ui.add_space(6.0);
        quotation_ui(ui, view, (claim, source), out);
        ui.add_space(8.0);
        parts::heading_ui(ui, "Tags");
        if claim.tags.is_empty() {
            parts::faint_ui(ui, "Marked without a tag.");
        }
        claim.tags.iter().for_each(|used| tag_ui(ui, &laid.comparison, used));
        for (heading, words) in [("Summary", &claim.summary), ("Note", &claim.note)] {
            if !words.trim().is_empty() {
                ui.add_space(8.0);
                parts::heading_ui(ui, heading);
                words_label_ui(ui, words, FontId::proportional(theme::size::BODY), None);
            }
        }
        voice_ui(ui, claim);
        links_ui(ui, &laid.comparison, claim, out);
        ui.add_space(8.0);
        signature_ui(ui, laid, claim);
    });
    true
}

fn title_ui(ui: &mut Ui, (view, laid): (&View, &Laid), claim: &Claim, out: &mut Actions) {
    let name = laid.comparison.reader(claim.reader).map_or("", |reader| reader.name.as_str());
    let name = visible_name(name);
    ui.horizontal(|ui| {
        ui.heading("Claim");
        let (rect, _) = ui.allocate_exact_size(vec2(26.0, 16.0), Sense::hover());
        paint_badge(ui, rect, &view.overlay.look(claim.reader), true);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if parts::sign_button_ui(ui, "×", "Close this reader's claim").clicked() {
                out.push(Action::Readers(ReadersAct::Choose(None)));
            }
        });
    });
    let file = laid.reader(claim.reader).and_then(|reader| reader.from).and_then(|at| laid.files.get(at));
    let words = format!("of {name}; laid over, not in this file");
    let label = words_label_ui(ui, &words, FontId::proportional(theme::size::SMALL), None);
    label.on_hover_text(file.map_or(words, |file| format!("From {}", file.name)));
}

fn quotation_ui(ui: &mut Ui, view: &View, (claim, source): (&Claim, &Source), out: &mut Actions) {
    parts::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        for (index, passage) in claim.passages.iter().enumerate() {
            if index > 0 {
                ui.separator();
            }
            let font = FontId::new(QUOTATION, theme::serif());
            words_label_ui(ui, &parts::shortened(&passage.quote, 4000), font, Some(QUOTATION * 1.45));
            let place = format!("{}, {}", source.short_name(), parts::paragraphs_label(source, passage.span));
            let link = egui::Link::new(RichText::new(&place).size(theme::size::SMALL));
            if ui.add(link).on_hover_text("Shows the passage in its source").clicked() {
                let side = view.side_showing(source.id).unwrap_or(view.active);
                out.push(Action::RevealSpan(side, source.id, passage.span));
            }
        }
    });
}

fn tag_ui(ui: &mut Ui, comparison: &Comparison, used: &TagUse) {
    let Some(tag) = comparison.tag(used.tag) else { return };
    ui.horizontal(|ui| {
        parts::dot_ui(ui, tag.color);
        let name = name_label(ui, &visible_name(&tag.name), Color32::PLACEHOLDER);
        ui.add(name).on_hover_text(comparison.tag_path(tag.id));
    });
    ui.horizontal_wrapped(|ui| {
        ui.add_space(22.0);
        let word = used.stance.map_or("no stance", Stance::word);
        ui.label(RichText::new(word).color(theme::stance_color(used.stance, ui.theme())));
        if !used.value.is_empty() {
            ui.label(RichText::new(&used.value));
        }
    });
}

fn voice_ui(ui: &mut Ui, claim: &Claim) {
    let Voice::Attributed { name, attitude } = &claim.voice else { return };
    ui.add_space(8.0);
    parts::heading_ui(ui, "Voice");
    let attitude = attitude.map(|attitude| format!(" · {}", attitude.word())).unwrap_or_default();
    ui.label(format!("Attributed to {}{attitude}", visible_name(name)));
}

fn links_ui(ui: &mut Ui, comparison: &Comparison, claim: &Claim, out: &mut Actions) {
    let mut links = comparison.links_of(claim.id).peekable();
    if links.peek().is_none() {
        return;
    }
    ui.add_space(8.0);
    parts::heading_ui(ui, "Links");
    for link in links {
        let other = if link.from == claim.id { link.to } else { link.from };
        let Some(other) = comparison.claim(other) else { continue };
        let says = if other.summary.is_empty() { other.quotation() } else { other.summary.as_str().into() };
        let phrase = link.kind.phrase();
        let words = if link.from == claim.id { format!("{phrase}: ") } else { format!("({phrase} this) ") };
        let link = egui::Link::new(format!("{words}{}", parts::shortened(&says, 90)));
        if ui.add(link).on_hover_text("Goes to that claim").clicked() {
            out.push(Action::Readers(ReadersAct::Reveal(other.id)));
        }
    }
}

fn signature_ui(ui: &mut Ui, laid: &Laid, claim: &Claim) {
    let name =
        laid.comparison.reader(claim.reader).map_or("a reader without a name", |reader| reader.name.as_str());
    parts::faint_ui(ui, format!("{}, {}", visible_name(name), moment::in_words(claim.created)));
    if claim.modified != claim.created {
        parts::faint_ui(ui, format!("Changed {}", moment::in_words(claim.modified)));
    }
    let words = match laid.placements.get(&claim.id) {
        None => return,
        Some(Laying::Moved) => "Marked in another edition; the same words stand here at another place.",
        Some(Laying::Similar) => {
            "Marked in another edition; the words here are not quite the same. The list of files shows the difference."
        }
        Some(Laying::InPart) => {
            "Marked in another edition; some of its passages are not in this one for sure. The list of files shows them."
        }
    };
    ui.label(RichText::new(words).size(theme::size::SMALL).color(theme::of(ui).warning));
}
