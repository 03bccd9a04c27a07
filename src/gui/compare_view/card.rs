//! A claim as a card: to be read, to be shown in its context, to be edited where it stands.

use std::collections::HashMap;

use eframe::egui::{
    Align, Button, CornerRadius, FontId, Frame, Id, Key, Layout, Rect, Response, RichText, Role, Sense,
    Stroke, Ui, UiBuilder, WidgetInfo, pos2,
};

use super::{CompareState, Shown};
use crate::analysis::arrangement::{Because, Entry};
use crate::analysis::sheet::{SheetClaim, cite_with_pages};
use crate::desk::Command;
use crate::gui::action::{Action, Actions};
use crate::gui::lines::{marked_label_ui, words_label_ui};
use crate::gui::parts::{self, Field};
use crate::gui::stances::stances_ui;
use crate::gui::verb::Verb;
use crate::gui::{theme, values};
use crate::model::{Attitude, Claim, ClaimId, Comparison, LinkKind, Source, Stance, TagId, TagUse, Voice};
use crate::text::{Pos, Span, on_one_line};

/// How much of a quotation stands in a narrow column, in characters: two or three lines.
const QUOTED: usize = 160;
/// The size of quotations, in points.
pub(super) const QUOTATION: f32 = 14.5;
/// How much is shown before and after a passage in its context, in characters, where the paragraph is longer.
const AROUND: u32 = 600;

/// Which cards are open, and for what.
#[derive(Debug, Default)]
pub(super) struct Cards {
    open: HashMap<ClaimId, Open>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Open {
    in_context: bool,
    edited: bool,
}

impl Cards {
    /// Lets go of those whose claim is there no more.
    pub fn forget_gone(&mut self, comparison: &Comparison) {
        self.open.retain(|id, open| *open != Open::default() && comparison.claim(*id).is_some());
    }

    /// Whether any card is open to be edited.
    pub fn any_edited(&self) -> bool {
        self.open.values().any(|open| open.edited)
    }

    fn of(&self, id: ClaimId) -> Open {
        self.open.get(&id).copied().unwrap_or_default()
    }
}

pub(super) fn card_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    (tag, entry): (Option<TagId>, &Entry),
    state: &mut CompareState,
    out: &mut Actions,
) {
    let claim = &entry.claim;
    let id = claim.id();
    let open = state.cards.of(id);
    let quotation = claim.quotation();
    let n_quoted = n_quoted(ui.available_width());
    let short = parts::shortened(&quotation, n_quoted);
    let builder = UiBuilder::new().id_salt(id).sense(Sense::click());
    let mut buttons = None;
    let scope = ui.scope_builder(builder, |ui| {
        let colors = theme::of(ui);
        let response = ui.response();
        let active = response.hovered() || response.has_focus() || response.contains_pointer();
        let selected = shown.view.claim == Some(id);
        let fill = if response.hovered() && !open.edited { colors.hover } else { colors.card };
        let line = if selected || response.has_focus() { colors.accent } else { colors.rule };
        let frame = Frame::new().fill(fill).stroke(Stroke::new(1.0, line));
        frame.corner_radius(CornerRadius::same(6)).inner_margin(8.0).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 3.0;
            because_ui(ui, shown, entry);
            head_ui(ui, shown, (tag, claim), (state, out));
            if open.in_context {
                context_ui(ui, shown, claim);
            } else {
                words_label_ui(ui, &short, FontId::new(QUOTATION, theme::serif()), Some(QUOTATION * 1.35));
            }
            voice_ui(ui, claim);
            // What is typed is in the comparison before it is in the sheet.
            let now = shown.comparison().claim(id);
            if let Some(claim) = now.filter(|_| open.edited) {
                edit_ui(ui, shown, (tag, claim), out);
            } else {
                written_ui(ui, now.map_or(&*claim.claim, |now| &**now));
            }
        });
        if active || selected || open != Open::default() {
            buttons = buttons_ui(ui, open);
        }
    });
    let word = claim.stance.map_or("no stance", Stance::word);
    let name = format!("{word}, {}: {short}", claim.citation());
    scope.response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let response =
        if open.in_context { scope.response } else { hover(scope.response, &quotation, (&short, n_quoted)) };
    let pressed = keys(ui, &response).or(buttons);
    match pressed {
        Some(Pressed::Context) => state.cards.open.entry(id).or_default().in_context ^= true,
        Some(Pressed::Edit) => state.cards.open.entry(id).or_default().edited ^= true,
        None => {}
    }
    if response.clicked() && pressed.is_none() && !open.edited {
        out.push(Action::Reveal(id));
        out.push(Action::Do(Verb::Reading));
    }
}

/// What was asked of a card.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pressed {
    Context,
    Edit,
}

/// The keys of the card that has the focus: `c` shows the context, `e` opens the fields.
fn keys(ui: &Ui, response: &Response) -> Option<Pressed> {
    if !response.has_focus() {
        return None;
    }
    ui.input(|input| match () {
        () if input.key_pressed(Key::E) && input.modifiers.is_none() => Some(Pressed::Edit),
        () if input.key_pressed(Key::C) && input.modifiers.is_none() => Some(Pressed::Context),
        () => None,
    })
}

/// Over the corner of the card, so that nothing moves when they come and go.
fn buttons_ui(ui: &mut Ui, open: Open) -> Option<Pressed> {
    let mut pressed = None;
    let card = ui.min_rect();
    let corner =
        Rect::from_min_max(pos2(card.left(), card.top() + 5.0), pos2(card.right() - 6.0, card.top() + 25.0));
    let builder = UiBuilder::new().max_rect(corner).layout(Layout::right_to_left(Align::Center));
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let button = |ui: &mut Ui, words: &str, help: &str| {
            let words = RichText::new(words).size(theme::size::SMALL);
            ui.add(Button::new(words).small()).on_hover_text(help).clicked()
        };
        let words = if open.edited { "Done" } else { "Edit" };
        if button(ui, words, "Stance, summary and note, here (e)") {
            pressed = Some(Pressed::Edit);
        }
        let words = if open.in_context { "Less" } else { "Context" };
        if button(ui, words, "Shows the passage with the words around it (c)") {
            pressed = Some(Pressed::Context);
        }
    });
    pressed
}

/// How much of a quotation stands in a column of this width: three lines of it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred characters")]
fn n_quoted(width: f32) -> usize {
    ((width * 3.0 / (QUOTATION * 0.46)) as usize).clamp(QUOTED, 4 * QUOTED)
}

fn hover(response: Response, quotation: &str, (short, n_quoted): (&str, usize)) -> Response {
    if !short.ends_with('…') || quotation.chars().nth(n_quoted).is_none() {
        return response;
    }
    response.on_hover_ui(|ui| {
        ui.set_max_width(420.0);
        let font = FontId::new(QUOTATION, theme::serif());
        words_label_ui(ui, &parts::shortened(quotation, 3000), font, None);
    })
}

/// Why the claim stands in a row that is about another one.
fn because_ui(ui: &mut Ui, shown: &Shown<'_>, entry: &Entry) {
    match entry.because {
        Because::Own => {}
        Because::Linked(kind) => {
            let words = format!("{} linked: {}", theme::link_sign(kind), kind.phrase());
            ui.label(RichText::new(words).size(theme::size::SMALL).color(theme::of(ui).accent));
        }
        Because::SameTag(tag) => {
            let name = shown.comparison().tag(tag).map_or("", |tag| &tag.name);
            parts::faint_ui(ui, format!("same tag: {}", crate::text::visible_name(name)));
        }
    }
}

/// Stance, place, value, and the signs of its links, which lead to the other claims.
fn head_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    (tag, claim): (Option<TagId>, &SheetClaim),
    (state, out): (&mut CompareState, &mut Actions),
) {
    let colors = theme::of(ui);
    ui.horizontal_wrapped(|ui| {
        let small = |words: String| RichText::new(words).size(theme::size::SMALL);
        match tag {
            Some(_) => stance_label_ui(ui, claim.stance, None),
            None => {
                for used in &claim.claim.tags {
                    let name = shown.comparison().tag(used.tag).map(|tag| tag.name.as_str());
                    stance_label_ui(ui, used.stance, name);
                }
            }
        }
        let place = cite_with_pages(claim, state.heads.outline(claim.claim.source));
        ui.label(small(place).color(colors.faint));
        let value = tag.and_then(|tag| claim.claim.tag_use(tag)).map_or("", |used| used.value.trim());
        if !value.is_empty() {
            let font = theme::strong_font(theme::size::SMALL);
            ui.label(RichText::new(format!("“{}”", parts::shortened(value, 60))).font(font));
        }
        for kind in LinkKind::ALL {
            let of_kind: Vec<_> = claim.links.iter().filter(|link| link.kind == kind).collect();
            let Some(first) = of_kind.first() else {
                continue;
            };
            let sign = theme::link_sign(kind);
            let words =
                if of_kind.len() == 1 { sign.to_owned() } else { format!("{sign} {}", of_kind.len()) };
            let link = ui.link(small(words).color(colors.accent));
            let phrases: Vec<String> = of_kind.iter().take(12).map(|link| link.phrase()).collect();
            let name = phrases.join("\n");
            if link.on_hover_text(format!("{name}\nA click shows that claim in the table")).clicked() {
                out.push(Action::Select(Some(first.claim)));
                state.sought = Some(first.claim);
            }
        }
    });
}

fn stance_label_ui(ui: &mut Ui, stance: Option<Stance>, tag: Option<&str>) {
    let Some(stance) = stance else {
        return;
    };
    let (sign, color) = (theme::stance_sign(Some(stance)), theme::stance_color(Some(stance), ui.theme()));
    let on = tag.map(|tag| format!(" {}", parts::shortened(tag, 24))).unwrap_or_default();
    let words = format!("{sign} {}{on}", stance.word());
    ui.label(RichText::new(words).font(theme::strong_font(theme::size::SMALL)).color(color));
}

fn voice_ui(ui: &mut Ui, claim: &SheetClaim) {
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
}

/// What the reader wrote.
fn written_ui(ui: &mut Ui, claim: &Claim) {
    let summary = claim.summary.trim();
    if !summary.is_empty() {
        ui.label(parts::shortened(summary, 400));
    }
    let note = claim.note.trim();
    if !note.is_empty() {
        parts::faint_ui(ui, format!("Note: {}", parts::shortened(note, 300)));
    }
}

/// The passages with the words around them, as far as their paragraph goes.
fn context_ui(ui: &mut Ui, shown: &Shown<'_>, claim: &SheetClaim) {
    let Some(source) = shown.comparison().source(claim.claim.source) else {
        return;
    };
    for anchor in &claim.claim.passages {
        let (before, after) = around(source, anchor.span);
        let quote = parts::shortened(&anchor.quote, 3_000);
        marked_label_ui(ui, [&before, &quote, &after], (QUOTATION, theme::serif()));
    }
}

/// What stands before and after a passage in its paragraphs, on one line each.
fn around(source: &Source, span: Span) -> (String, String) {
    let (text, paragraphs) = (&source.text, source.text.paragraphs());
    let paragraph = |pos: Pos| paragraphs.get(paragraphs.index_at(pos)).map_or(span, |found| found.span);
    let start = paragraph(span.start()).start().min(span.start());
    let end = paragraph(span.end().minus(1)).end().max(span.end());
    let from = start.max(span.start().minus(AROUND));
    let to = end.min(span.end().plus(AROUND));
    let before = on_one_line(text.slice(Span::between(from, span.start())));
    let after = on_one_line(text.slice(Span::between(span.end(), to)));
    let before = if from > start { format!("…{before}") } else { before };
    (before, if to < end { format!("{after}…") } else { after })
}

/// Stance, value, summary and note, to be changed where they stand.
fn edit_ui(ui: &mut Ui, shown: &Shown<'_>, (tag, claim): (Option<TagId>, &Claim), out: &mut Actions) {
    parts::show_fields_on_card(ui);
    let on_row = |used: &&TagUse| tag.is_none_or(|tag| tag == used.tag);
    for used in claim.tags.iter().filter(on_row) {
        let Some(of) = shown.comparison().tag(used.tag) else {
            continue;
        };
        ui.push_id(used.tag, |ui| {
            ui.horizontal(|ui| {
                if let Some(stance) = stances_ui(ui, used.stance) {
                    out.run(Command::SetStance { claim: claim.id, tag: used.tag, stance });
                }
                let word = used.stance.map_or("no stance", Stance::word);
                ui.label(if tag.is_none() { format!("{word}: {}", of.name) } else { word.to_owned() });
            });
            values::value_ui(ui, shown.comparison(), (claim, used), out);
        });
    }
    let id = |field: &str| Id::unique(("field in the table", claim.id, field));
    let field =
        Field { name: "Summary", hint: "In your own words: what is claimed here?", id: id("summary") };
    if let Some(summary) = parts::growing_field_ui(ui, field, &claim.summary, out) {
        out.run(Command::SetSummary { claim: claim.id, summary });
    }
    let field = Field { name: "Note", hint: "Note", id: id("note") };
    if let Some(note) = parts::growing_field_ui(ui, field, &claim.note, out) {
        out.run(Command::SetNote { claim: claim.id, note });
    }
}
