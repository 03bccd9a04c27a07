//! What a mark stands for, in words, and going there.

use eframe::egui::{self, Area, Button, FontId, Frame, Id, Key, Order, Pos2, RichText, ScrollArea, Ui};

use crate::analysis::picture::{Leads, Picture};
use crate::gui::action::{Action, Actions};
use crate::gui::lines::words_label_ui;
use crate::gui::verb::Verb;
use crate::gui::view::{Side, View};
use crate::gui::{parts, theme};
use crate::model::{ClaimId, Comparison, LinkId, SourceId, Stance, TagId};

/// The most claims that are quoted at once.
const QUOTED: usize = 3;
/// The most claims that are listed to go to.
const LISTED: usize = 60;

/// Returns whether a click on a thing leads somewhere.
pub(super) fn leads(picture: &Picture, thing: usize) -> bool {
    picture.things.get(thing).is_some_and(|thing| match &thing.leads {
        Leads::Nowhere => false,
        Leads::Claims(claims) => !claims.is_empty(),
        Leads::Links(links) => !links.is_empty(),
        Leads::Place(..) => true,
    })
}

/// Tells what a thing is.
pub(super) fn tell(ui: &mut Ui, comparison: &Comparison, picture: &Picture, thing: usize) {
    let Some(thing) = picture.things.get(thing) else { return };
    ui.set_max_width(380.0);
    parts::heading_ui(ui, &thing.words);
    match &thing.leads {
        Leads::Nowhere => {}
        Leads::Place(..) => {
            parts::faint_ui(ui, "A click goes there.");
        }
        Leads::Claims(claims) => {
            claims.iter().take(QUOTED).for_each(|claim| claim_ui(ui, comparison, (*claim, thing.tag)));
            ending(ui, claims.len(), "claim");
        }
        Leads::Links(links) => {
            for link in links.iter().take(QUOTED).filter_map(|link| comparison.link(*link)) {
                claim_ui(ui, comparison, (link.from, None));
                let words = format!("{} {}", theme::link_sign(link.kind), link.kind.phrase());
                let color = theme::link_color(link.kind, ui.theme());
                ui.label(RichText::new(words).font(theme::strong_font(theme::size::BODY)).color(color));
                claim_ui(ui, comparison, (link.to, None));
                if !link.note.trim().is_empty() {
                    ui.label(RichText::new(parts::shortened(&link.note, 300)).italics());
                }
            }
            ending(ui, links.len(), "link");
        }
    }
}

fn ending(ui: &mut Ui, n: usize, what: &str) {
    match n {
        0 => {}
        1 => {
            parts::faint_ui(ui, "A click goes to the passage.");
        }
        n if n <= QUOTED => {
            parts::faint_ui(ui, format!("A click lists the {what}s to go to."));
        }
        n => {
            parts::faint_ui(ui, format!("and {} more. A click lists the {what}s to go to.", n - QUOTED));
        }
    }
}

fn claim_ui(ui: &mut Ui, comparison: &Comparison, (claim, tag): (ClaimId, Option<TagId>)) {
    let Some(claim) = comparison.claim(claim) else { return };
    let quotation = parts::shortened(&claim.quotation(), 160);
    words_label_ui(ui, &format!("“{quotation}”"), FontId::new(theme::size::TITLE, theme::serif()), None);
    let stance = tag.and_then(|tag| claim.tag_use(tag)).and_then(|used| used.stance);
    let stance =
        stance.map(|stance| format!("{} {} · ", theme::stance_sign(Some(stance)), Stance::word(stance)));
    if let Some(source) = comparison.source(claim.source) {
        let place = parts::paragraphs_label(source, claim.extent());
        let name = parts::shortened(source.short_name(), 60);
        parts::faint_ui(ui, format!("{}{name}, {place}", stance.unwrap_or_default()));
    }
}

/// Goes to what a thing stands for. Returns whether there are several to be listed instead.
pub(super) fn go(
    comparison: &Comparison,
    view: &View,
    (picture, thing): (&Picture, usize),
    out: &mut Actions,
) -> bool {
    let Some(thing) = picture.things.get(thing) else { return false };
    match &thing.leads {
        Leads::Nowhere => false,
        Leads::Place(source, span) => {
            let side = view.side_showing(*source).unwrap_or(view.active);
            out.push(Action::RevealSpan(side, *source, *span));
            false
        }
        Leads::Claims(claims) => match claims.as_slice() {
            [only] => {
                to_claim(*only, out);
                false
            }
            several => !several.is_empty(),
        },
        Leads::Links(links) => match links.as_slice() {
            [only] => {
                to_link(comparison, view, *only, out);
                false
            }
            several => !several.is_empty(),
        },
    }
}

fn to_claim(claim: ClaimId, out: &mut Actions) {
    out.push(Action::Reveal(claim));
    out.push(Action::Do(Verb::Reading));
}

/// Shows both ends of a link, the claim that it begins at selected.
fn to_link(comparison: &Comparison, view: &View, link: LinkId, out: &mut Actions) {
    let Some(link) = comparison.link(link) else { return };
    let (Some(from), Some(to)) = (comparison.claim(link.from), comparison.claim(link.to)) else { return };
    let place = |source: SourceId| comparison.sources().iter().position(|other| other.id == source);
    if from.source != to.source {
        let shown = |source| view.side_showing(source).is_some();
        if !shown(from.source) || !shown(to.source) {
            let mut sources = [from.source, to.source];
            sources.sort_by_key(|source| place(*source));
            for (side, source) in Side::BOTH.into_iter().zip(sources) {
                out.push(Action::ShowSource(side, source));
            }
        }
        out.push(Action::Reveal(to.id));
    }
    to_claim(from.id, out);
}

/// Lists what a mark stands for, where there are several. Returns whether the list is done with.
pub(super) fn list_ui(
    ui: &Ui,
    (comparison, view): (&Comparison, &View),
    (picture, thing): (&Picture, usize),
    at: Pos2,
    out: &mut Actions,
) -> bool {
    let Some(thing) = picture.things.get(thing) else { return true };
    let area = Area::new(Id::unique("claims of a mark")).order(Order::Foreground).fixed_pos(at);
    let shown = area.constrain(true).show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).inner_margin(8.0).show(ui, |ui| {
            ui.set_width(380.0);
            parts::heading_ui(ui, &thing.words);
            ScrollArea::vertical().max_height(320.0).show(ui, |ui| match &thing.leads {
                Leads::Claims(claims) => {
                    claims.iter().take(LISTED).any(|claim| claim_button(ui, comparison, *claim, out))
                        | more(ui, claims.len())
                }
                Leads::Links(links) => {
                    let shown = links.iter().take(LISTED);
                    shown.fold(false, |gone, link| gone | link_button(ui, (comparison, view), *link, out))
                        | more(ui, links.len())
                }
                _ => false,
            })
        })
    });
    let gone = shown.inner.inner.inner;
    let left = ui.input(|input| input.key_pressed(Key::Escape)) || shown.response.clicked_elsewhere();
    gone || left
}

/// Says how many are not listed; nothing of it is gone to.
fn more(ui: &mut Ui, n: usize) -> bool {
    if n > LISTED {
        parts::faint_ui(ui, format!("and {} more", n - LISTED));
    }
    false
}

fn claim_button(ui: &mut Ui, comparison: &Comparison, id: ClaimId, out: &mut Actions) -> bool {
    let Some(claim) = comparison.claim(id) else { return false };
    let Some(source) = comparison.source(claim.source) else { return false };
    let place = parts::paragraphs_label(source, claim.extent());
    let name = parts::shortened(source.short_name(), 24);
    let words = format!("{name} {place}: “{}”", parts::shortened(&claim.quotation(), 90));
    let pressed = entry_ui(ui, words);
    if pressed {
        to_claim(id, out);
    }
    pressed
}

fn link_button(ui: &mut Ui, (comparison, view): (&Comparison, &View), id: LinkId, out: &mut Actions) -> bool {
    let Some(link) = comparison.link(id) else { return false };
    let quote = |claim: ClaimId| {
        let claim = comparison.claim(claim);
        claim.map(|claim| parts::shortened(&claim.quotation(), 48)).unwrap_or_default()
    };
    let words = format!("“{}” {} “{}”", quote(link.from), link.kind.phrase(), quote(link.to));
    let pressed = entry_ui(ui, words);
    if pressed {
        to_link(comparison, view, id, out);
    }
    pressed
}

fn entry_ui(ui: &mut Ui, words: String) -> bool {
    let button =
        Button::new(words).wrap().frame(false).min_size(egui::vec2(ui.available_width(), parts::HIT));
    ui.add(button).clicked()
}
