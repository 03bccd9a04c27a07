//! The form of a claim for the settled version: its boundaries, tags with stances, voice and words.

use eframe::egui::{ComboBox, ScrollArea, TextEdit, Ui};

use super::passage::passage_ui;
use super::place::Shown;
use super::readings::letter;
use crate::analysis::agreement::settling::Proposal;
use crate::gui::parts;
use crate::gui::stances::stances_ui;
use crate::model::{Attitude, Comparison, Source, TagUse, Unknown, Voice};
use crate::text::{Span, units, visible_name};

/// What is being put together.
#[derive(Debug, Clone, Default)]
pub(super) struct Form {
    /// Whether it began as a combination of the readings.
    pub combines: bool,
    pub proposal: Proposal,
    /// The name of the person or body, kept while it is the author's own view.
    pub whom: String,
}

/// Shows the form.
pub(super) fn form_ui(ui: &mut Ui, shown: &Shown<'_>, form: &mut Form) {
    let Some(source) = shown.comparison.source(shown.source) else { return };
    parts::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        parts::show_fields_on_card(ui);
        parts::heading_ui(ui, if form.combines { "Combined" } else { "A new claim" });
        let drawn = [(form.proposal.spans.clone(), 1)];
        passage_ui(ui, source, &drawn, "The settled passage");
        boundaries_ui(ui, (shown, source), &mut form.proposal.spans);
        tags_ui(ui, shown.comparison, &mut form.proposal.tags);
        voice_ui(ui, form);
        words_ui(ui, form);
    });
}

/// The boundaries of a reading, or others by the word.
fn boundaries_ui(ui: &mut Ui, (shown, source): (&Shown<'_>, &Source), spans: &mut Vec<Span>) {
    ui.horizontal_wrapped(|ui| {
        ui.label("Boundaries of");
        for (at, (own, n)) in shown.readings.boundaries.iter().enumerate().take(8) {
            let words = format!("{} ({n})", letter(at));
            if ui.selectable_label(own == spans, words).clicked() {
                spans.clone_from(own);
            }
        }
        ui.separator();
        for (name, start, words) in [("start", true, "Start"), ("end", false, "End")] {
            ui.label(words);
            for (sign, forward) in [("‹", false), ("›", true)] {
                let says = if forward { "a word further" } else { "a word back" };
                if parts::sign_button_ui(ui, sign, &format!("Moves the {name} {says}")).clicked() {
                    move_by_word(source, spans, (start, forward));
                }
            }
        }
    });
}

/// Moves the first start or the last end by a word; nothing may come out empty or out of order.
fn move_by_word(source: &Source, spans: &mut [Span], (start, forward): (bool, bool)) {
    let text = &source.text;
    let step = |pos| if forward { units::next_word(text, pos) } else { units::previous_word(text, pos) };
    let moved = |span: Span| {
        let mut end = if start { span.start() } else { span.end() };
        // A step may only lead over the blank to the next word: then it takes another.
        for _ in 0..3 {
            end = step(end);
            let new = if start {
                Span::between(end.min(span.end()), span.end())
            } else {
                Span::between(span.start(), end.max(span.start()))
            };
            let new = units::trim(text, text.clamp(new));
            if new != span {
                return (!new.is_empty()).then_some(new);
            }
        }
        None
    };
    let n = spans.len();
    let at = if start { 0 } else { n.saturating_sub(1) };
    let others: Vec<Span> =
        spans.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, span)| *span).collect();
    if let Some(span) = spans.get_mut(at)
        && let Some(new) = moved(*span).filter(|new| others.iter().all(|other| !other.overlaps(*new)))
    {
        *span = new;
    }
}

fn tags_ui(ui: &mut Ui, comparison: &Comparison, tags: &mut Vec<TagUse>) {
    let mut gone = None;
    for (at, used) in tags.iter_mut().enumerate() {
        let Some(tag) = comparison.tag(used.tag) else { continue };
        ui.push_id(used.tag, |ui| {
            ui.horizontal(|ui| {
                if let Some(stance) = stances_ui(ui, used.stance) {
                    used.stance = stance;
                }
                let name = visible_name(&tag.name);
                if parts::sign_button_ui(ui, "×", &format!("Takes off {name}")).clicked() {
                    gone = Some(at);
                }
                parts::dot_ui(ui, tag.color);
                ui.label(&*name);
            });
        });
    }
    if let Some(at) = gone.filter(|at| *at < tags.len()) {
        tags.remove(at);
    }
    ui.menu_button("Add a tag…", |ui| {
        ui.set_min_width(240.0);
        ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            for (depth, tag) in comparison.codebook() {
                let there = tags.iter().any(|used| used.tag == tag.id);
                ui.horizontal(|ui| {
                    ui.add_space(f32::from(u8::try_from(depth.min(6)).unwrap_or(6)) * 14.0);
                    let name = parts::shortened(&visible_name(&tag.name), 40);
                    if ui.add_enabled(!there, eframe::egui::Button::new(name).frame(false)).clicked() {
                        tags.push(TagUse {
                            tag: tag.id,
                            stance: None,
                            definition_revision: tag.definition_revision,
                            value: String::new(),
                            unknown: Unknown::default(),
                        });
                        ui.close();
                    }
                });
            }
        });
    });
}

fn voice_ui(ui: &mut Ui, form: &mut Form) {
    ui.horizontal_wrapped(|ui| {
        let own = form.proposal.voice == Voice::Own;
        if ui.radio(own, "The author's own view").clicked()
            && let Voice::Attributed { name, .. } = std::mem::take(&mut form.proposal.voice)
        {
            form.whom = name;
        }
        if ui.radio(!own, "Attributed to").clicked() && own {
            form.proposal.voice = Voice::Attributed { name: std::mem::take(&mut form.whom), attitude: None };
        }
        if let Voice::Attributed { name, attitude } = &mut form.proposal.voice {
            let field = TextEdit::singleline(name).hint_text("A person or a body").desired_width(170.0);
            let response = ui.add(field);
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_label("Attributed to whom"));
            let word = |attitude: Option<Attitude>| attitude.map_or("attitude not said", Attitude::word);
            let shown = ComboBox::from_id_salt("attitude").selected_text(word(*attitude)).show_ui(ui, |ui| {
                for choice in Attitude::ALL.into_iter().map(Some).chain([None]) {
                    ui.selectable_value(attitude, choice, word(choice));
                }
            });
            parts::named(shown.response, "What the author makes of it");
        }
    });
}

fn words_ui(ui: &mut Ui, form: &mut Form) {
    for (name, words) in [("Summary", &mut form.proposal.summary), ("Note", &mut form.proposal.note)] {
        let field = TextEdit::multiline(words).hint_text(name).desired_rows(1).desired_width(f32::INFINITY);
        let response = ui.add(field);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Bibliography, Origin, SourceId};
    use crate::text::Text;

    #[test]
    fn ends_move_by_the_word_and_never_past_one_another() {
        let source = Source {
            id: SourceId(uuid::Uuid::from_u128(1)),
            order: 0,
            bibliography: Bibliography::default(),
            origin: Origin::default(),
            text: Text::new("The armed road was closed.").unwrap(),
            structure: Vec::new(),
            unknown: Unknown::default(),
        };
        let words = |spans: &[Span]| source.text.slice(spans[0]).to_owned();
        let mut spans = vec![Span::new(4, 14).unwrap()];
        move_by_word(&source, &mut spans, (false, true));
        assert_eq!(words(&spans), "armed road was");
        move_by_word(&source, &mut spans, (true, false));
        assert_eq!(words(&spans), "The armed road was");
        for _ in 0..9 {
            move_by_word(&source, &mut spans, (true, true));
        }
        assert_eq!(words(&spans), "was");
        move_by_word(&source, &mut spans, (false, false));
        assert_eq!(words(&spans), "was");
    }
}
