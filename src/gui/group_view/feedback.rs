//! What one learner made of the key: each item with what became of it and what the key says, then what the key does not
//! have.

use eframe::egui::{ComboBox, FontId, RichText, ScrollArea, Ui};

use super::Seen;
use super::key::{place_of, tag_name};
use super::place::stance_ui;
use super::readings::{reader_name, tags_in_words};
use crate::analysis::agreement::score::{Answer, Extra, Item, Learner, Scoring};
use crate::gui::action::{Action, Actions};
use crate::gui::lines::words_label_ui;
use crate::gui::{parts, theme};
use crate::model::{Claim, ClaimId};

/// Which answers are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Which {
    #[default]
    All,
    Missed,
    Otherwise,
    Found,
    Extra,
}

impl Which {
    const ALL: [Self; 5] = [Self::All, Self::Missed, Self::Otherwise, Self::Found, Self::Extra];

    fn words(self) -> &'static str {
        match self {
            Self::All => "Everything",
            Self::Missed => "Missed",
            Self::Otherwise => "Other ends or stance",
            Self::Found => "Found",
            Self::Extra => "Extra",
        }
    }

    fn shows(self, answer: &Answer) -> bool {
        match (self, answer) {
            (Self::All, _) | (Self::Found, Answer::Found { .. }) => true,
            (Self::Missed, Answer::Missed | Answer::OtherTag(_)) => true,
            (Self::Otherwise, Answer::Found { other_boundary, other_stance, .. }) => {
                *other_boundary || *other_stance
            }
            _ => false,
        }
    }
}

/// Shows what a learner made of the key.
pub(super) fn feedback_ui(
    ui: &mut Ui,
    seen: &Seen<'_>,
    (scoring, learner): (&Scoring, &Learner),
    which: &mut Which,
    out: &mut Actions,
) {
    let name = seen.comparison.reader(learner.reader).map(|reader| reader_name(&reader.name));
    ui.horizontal(|ui| {
        parts::title_ui(ui, &format!("{}, against the key", name.unwrap_or_default()));
        let shown = ComboBox::from_id_salt("which answers").selected_text(which.words()).width(160.0);
        let shown = shown.show_ui(ui, |ui| {
            for each in Which::ALL {
                ui.selectable_value(which, each, each.words());
            }
        });
        parts::named(shown.response, "Which answers are shown");
    });
    ScrollArea::vertical().id_salt(("feedback", learner.reader)).auto_shrink([false, false]).show(ui, |ui| {
        ui.set_width(ui.available_width() - 8.0);
        let answers = scoring.items.iter().zip(&learner.answers);
        for (item, answer) in answers.filter(|(_, answer)| which.shows(answer)) {
            ui.push_id((item.claim, item.tag), |ui| item_ui(ui, seen, (item, answer), out));
        }
        if matches!(which, Which::All | Which::Extra) {
            extras_ui(ui, seen, &learner.extra, out);
        }
    });
}

fn item_ui(ui: &mut Ui, seen: &Seen<'_>, (item, answer): (&Item, &Answer), out: &mut Actions) {
    let Some(key) = seen.comparison.claim(item.claim) else { return };
    parts::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 3.0;
        answer_ui(ui, answer);
        head_ui(ui, seen, item, out);
        quotation_ui(ui, key);
        if let Some(own) = own_claim(answer).and_then(|id| seen.comparison.claim(id)) {
            own_ui(ui, seen, (own, answer));
        }
        // The instructor's words are the feedback.
        for (what, words) in [("Key", key.summary.trim()), ("Note", key.note.trim())] {
            if !words.is_empty() {
                let font = FontId::proportional(theme::size::BODY);
                words_label_ui(ui, &format!("{what}: {}", parts::shortened(words, 800)), font, None);
            }
        }
    });
}

fn own_claim(answer: &Answer) -> Option<ClaimId> {
    match answer {
        Answer::Found { claim, .. } | Answer::OtherTag(claim) => Some(*claim),
        Answer::Missed => None,
    }
}

fn answer_ui(ui: &mut Ui, answer: &Answer) {
    let (sign, words) = match answer {
        Answer::Found { other_boundary: true, other_stance: true, .. } => {
            ("✓", "found, with other ends and another stance")
        }
        Answer::Found { other_boundary: true, .. } => ("✓", "found, with other ends"),
        Answer::Found { other_stance: true, .. } => ("✓", "found, with another stance"),
        Answer::Found { .. } => ("✓", "found"),
        Answer::OtherTag(_) => ("–", "missed: marked, but with another tag"),
        Answer::Missed => ("–", "missed"),
    };
    ui.label(RichText::new(format!("{sign} {words}")).font(theme::strong_font(theme::size::BODY)));
}

/// Where an item is, its tag and its stance; and a way there.
pub(super) fn head_ui(ui: &mut Ui, seen: &Seen<'_>, item: &Item, out: &mut Actions) {
    ui.horizontal_wrapped(|ui| {
        let Some(claim) = seen.comparison.claim(item.claim) else { return };
        if let Some(tag) = item.tag.and_then(|tag| seen.comparison.tag(tag)) {
            parts::dot_of_line_ui(ui, tag.color);
        }
        ui.label(tag_name(seen.comparison, item));
        if item.stance.is_some() {
            stance_ui(ui, item.stance);
        }
        let link = ui.link(RichText::new(place_of(seen.comparison, item)).size(theme::size::SMALL));
        if link.on_hover_text("Shows the passage in the texts").clicked() {
            go(seen, claim, out);
        }
    });
}

fn go(seen: &Seen<'_>, claim: &Claim, out: &mut Actions) {
    let side = seen.view.side_showing(claim.source).unwrap_or(seen.view.active);
    out.push(Action::RevealSpan(side, claim.source, claim.extent()));
}

pub(super) fn quotation_ui(ui: &mut Ui, claim: &Claim) {
    let words = format!("“{}”", parts::shortened(&claim.quotation(), 400));
    words_label_ui(ui, &words, FontId::new(14.5, theme::serif()), Some(14.5 * 1.35));
}

/// What the learner made of it, where that differs from the key.
fn own_ui(ui: &mut Ui, seen: &Seen<'_>, (own, answer): (&Claim, &Answer)) {
    let otherwise = match answer {
        Answer::Found { other_boundary, other_stance, .. } => (*other_boundary, *other_stance),
        _ => (false, true),
    };
    if otherwise.0 {
        parts::faint_ui(ui, format!("Marked was: “{}”", parts::shortened(&own.quotation(), 400)));
    }
    if otherwise.1 {
        let tags: Vec<_> = own.tags.iter().map(|used| (used.tag, used.stance)).collect();
        parts::faint_ui(ui, format!("Given was: {}", tags_in_words(seen.comparison, &tags)));
    }
    let summary = own.summary.trim();
    if !summary.is_empty() {
        parts::faint_ui(ui, format!("In the learner's words: {}", parts::shortened(summary, 400)));
    }
}

fn extras_ui(ui: &mut Ui, seen: &Seen<'_>, extras: &[Extra], out: &mut Actions) {
    if extras.is_empty() {
        return;
    }
    ui.add_space(6.0);
    parts::heading_ui(ui, "Not in the key");
    parts::faint_ui(ui, "That the key does not have it says nothing of whether it is right.");
    for extra in extras {
        let Some(claim) = seen.comparison.claim(extra.claim) else { continue };
        parts::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let tags: Vec<_> = claim
                .tags
                .iter()
                .filter(|used| extra.tags.contains(&used.tag))
                .map(|used| (used.tag, used.stance))
                .collect();
            ui.horizontal_wrapped(|ui| {
                ui.label(tags_in_words(seen.comparison, &tags));
                if extra.in_key {
                    parts::faint_ui(ui, "the key has this passage, with other tags");
                }
                if let Some(source) = seen.comparison.source(claim.source) {
                    let place = parts::paragraphs_label(source, claim.extent());
                    let words = format!("{} {place}", parts::shortened(source.short_name(), 24));
                    if ui.link(RichText::new(words).size(theme::size::SMALL)).clicked() {
                        go(seen, claim, out);
                    }
                }
            });
            quotation_ui(ui, claim);
        });
    }
}
