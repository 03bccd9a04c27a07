//! What one source has on one tag: claims as cards, a noted silence, or nothing yet.

use eframe::egui::{
    CornerRadius, FontId, Frame, Response, RichText, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo,
};

use crate::analysis::sheet::{Cell, SheetClaim, SheetSilence};
use crate::gui::action::{Action, Actions};
use crate::gui::lines::words_label_ui;
use crate::gui::verb::Verb;
use crate::gui::view::View;
use crate::gui::{moment, parts, theme};
use crate::model::{Attitude, LinkKind, Stance, Voice};

/// How many claims of a cell are shown at first.
pub(super) const FIRST: usize = 8;
/// How many more each click brings.
const STEP: usize = 40;
/// How much of a quotation stands in the table, in characters.
const QUOTED: usize = 160;
/// The size of quotations, in points.
const QUOTATION: f32 = 14.5;

/// Shows a cell of which `n_more` claims more than at first are shown.
/// `groups`: of a tag that only groups others, so that nobody has to look for it.
pub(super) fn cell_ui(
    ui: &mut Ui,
    (view, groups): (&View, bool),
    cell: &Cell,
    n_more: &mut usize,
    out: &mut Actions,
) {
    if cell.claims.is_empty() && cell.silences.is_empty() {
        if !groups {
            parts::faint_ui(ui, "not looked for yet");
        }
        return;
    }
    let n_shown = FIRST + *n_more;
    for claim in cell.claims.iter().take(n_shown) {
        claim_ui(ui, view, claim, out);
    }
    let rest = cell.claims.len().saturating_sub(n_shown);
    if rest > 0 && ui.button(format!("+ {rest} more")).clicked() {
        *n_more += STEP;
    }
    for silence in &cell.silences {
        silence_ui(ui, silence);
    }
}

fn claim_ui(ui: &mut Ui, view: &View, claim: &SheetClaim, out: &mut Actions) {
    let quotation = claim.quotation();
    let short = parts::shortened(&quotation, QUOTED);
    let builder = UiBuilder::new().id_salt(claim.id()).sense(Sense::click());
    let scope = ui.scope_builder(builder, |ui| {
        let colors = theme::of(ui);
        let response = ui.response();
        let selected = view.claim == Some(claim.id());
        let fill = if response.hovered() { colors.hover } else { colors.card };
        let line = if selected || response.has_focus() { colors.accent } else { colors.rule };
        let frame = Frame::new().fill(fill).stroke(Stroke::new(1.0, line));
        frame.corner_radius(CornerRadius::same(6)).inner_margin(8.0).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 3.0;
            contents_ui(ui, claim, &short);
        });
    });
    let word = claim.stance.map_or("no stance", Stance::word);
    let name = format!("{word}, {}: {short}", claim.citation());
    scope.response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let response = hover(scope.response, &quotation, &short);
    if response.clicked() {
        out.push(Action::Reveal(claim.id()));
        out.push(Action::Do(Verb::Reading));
    }
}

fn hover(response: Response, quotation: &str, short: &str) -> Response {
    if !short.ends_with('…') || quotation.chars().nth(QUOTED).is_none() {
        return response;
    }
    response.on_hover_ui(|ui| {
        ui.set_max_width(420.0);
        let font = FontId::new(QUOTATION, theme::serif());
        words_label_ui(ui, &parts::shortened(quotation, 3000), font, None);
    })
}

fn contents_ui(ui: &mut Ui, claim: &SheetClaim, short: &str) {
    let colors = theme::of(ui);
    ui.horizontal(|ui| {
        let small = |words: String| RichText::new(words).size(theme::size::SMALL);
        if let Some(stance) = claim.stance {
            let sign = theme::stance_sign(claim.stance);
            let color = theme::stance_color(claim.stance, ui.theme());
            let font = theme::strong_font(theme::size::SMALL);
            ui.label(RichText::new(format!("{sign} {}", stance.word())).font(font).color(color));
        }
        ui.label(small(claim.citation()).color(colors.faint));
        for kind in LinkKind::ALL {
            let n = claim.links.iter().filter(|link| link.kind == kind).count();
            if n > 0 {
                let sign = theme::link_sign(kind);
                let words = if n == 1 { sign.to_owned() } else { format!("{sign} {n}") };
                let label = ui.label(small(words).color(colors.accent));
                let phrases = claim.links.iter().filter(|link| link.kind == kind).take(12);
                let phrases: Vec<String> = phrases.map(crate::analysis::sheet::SheetLink::phrase).collect();
                label.on_hover_text(phrases.join("\n"));
            }
        }
    });
    let font = FontId::new(QUOTATION, theme::serif());
    words_label_ui(ui, short, font, Some(QUOTATION * 1.35));
    if let Voice::Attributed { name, attitude } = &claim.claim.voice {
        let whom = if name.trim().is_empty() { "somebody else" } else { name.trim() };
        let attitude = match attitude {
            Some(Attitude::Endorses) => ", endorsed",
            Some(Attitude::Rejects) => ", rejected",
            Some(Attitude::Neutral) => ", without taking sides",
            None => "",
        };
        parts::faint_ui(ui, format!("— attributed to {whom}{attitude}"));
    }
    let summary = claim.claim.summary.trim();
    if !summary.is_empty() {
        ui.label(parts::shortened(summary, 400));
    }
}

fn silence_ui(ui: &mut Ui, noted: &SheetSilence) {
    let colors = theme::of(ui);
    let font = FontId::new(QUOTATION, theme::serif_italic());
    ui.label(RichText::new("∅ looked for and absent").font(font).color(colors.ink));
    let note = noted.silence.note.trim();
    if !note.is_empty() {
        ui.label(note);
    }
    let when = moment::in_words(noted.silence.modified);
    parts::faint_ui(ui, format!("{}, {when}", crate::text::visible_name(&noted.reader.name)));
}
