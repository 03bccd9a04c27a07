//! The texts that a file wants which was saved without them, and what became of every passage, before it is opened.

use std::collections::BTreeMap;
use std::path::PathBuf;

use eframe::egui::{RichText, ScrollArea, Ui};

use super::{SharingAnswer, answers_ui};
use crate::anchoring::{Change, Placement};
use crate::gui::lines::name_label;
use crate::gui::{parts, theme};
use crate::model::{Digest, SourceId};
use crate::store::{Confirmed, FoundAgain, FoundReport, Opened, SourceWanted, Supplied};
use crate::text::{Span, Text, visible_name};

/// How much of a passage is shown, in characters.
const SHOWN: usize = 240;

/// The texts that a file wants.
pub struct TextsState {
    /// The file.
    pub path: PathBuf,
    /// The sources without text.
    pub wanted: Vec<SourceWanted>,
    /// The texts that were found or chosen, with where they came from.
    pub at_hand: BTreeMap<SourceId, (String, Supplied)>,
    /// The places that were confirmed.
    pub confirmed: Confirmed,
    /// What came of opening the file with them.
    pub opened: Option<(Opened, FoundReport)>,
    /// Whether that is being found out.
    pub busy: bool,
    /// What went wrong last.
    pub said: Option<String>,
}

impl TextsState {
    /// Returns the form for a file; texts that are open already are taken by their SHA-256.
    #[must_use]
    pub fn of(path: PathBuf, wanted: Vec<SourceWanted>, open: &crate::model::Comparison) -> Self {
        let digests: Vec<(Digest, &Text)> = open
            .sources()
            .iter()
            .map(|source| (Digest::of(source.text.as_str().as_bytes()), &source.text))
            .collect();
        let known = |wanted: &SourceWanted| {
            let found = digests.iter().find(|(digest, _)| Some(*digest) == wanted.digest);
            found.map(|(_, text)| ("the comparison that is open".to_owned(), Supplied::from((*text).clone())))
        };
        let at_hand = wanted.iter().filter_map(|wanted| Some((wanted.id, known(wanted)?))).collect();
        let confirmed = Confirmed::new();
        Self { path, wanted, at_hand, confirmed, opened: None, busy: false, said: None }
    }

    /// Returns whether every text is at hand.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.wanted.iter().all(|wanted| self.at_hand.contains_key(&wanted.id))
    }

    /// Returns whether each is the very text, so that there is nothing to ask.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.is_complete() && self.wanted.iter().all(|wanted| self.is_same(wanted) == Some(true))
    }

    fn is_same(&self, wanted: &SourceWanted) -> Option<bool> {
        let (_, supplied) = self.at_hand.get(&wanted.id)?;
        Some(Some(Digest::of(supplied.text.as_str().as_bytes())) == wanted.digest)
    }
}

/// Shows the form.
pub fn texts_ui(ui: &mut Ui, state: &mut TextsState) -> SharingAnswer {
    parts::title_ui(ui, "This file was sent without its texts");
    let name = state.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    ui.label(format!(
        "Choose your own copy of each text. If it is the same to the letter, {} opens as it was. In another edition, \
         every passage is looked for, and you see first what was found.",
        visible_name(&name)
    ));
    let mut answer = SharingAnswer::Open;
    for (index, wanted) in state.wanted.iter().enumerate() {
        if wanted_ui(ui, state, wanted) {
            answer = SharingAnswer::Choose(index);
        }
    }
    if let Some(said) = &state.said {
        ui.label(RichText::new(said).color(theme::of(ui).warning));
    }
    if state.busy {
        parts::faint_ui(ui, "Looking for the passages…");
    }
    if let Some((_, report)) = &state.opened {
        report_ui(ui, report, &state.at_hand, &mut state.confirmed);
    }
    let ready = state.opened.is_some() && !state.busy;
    match answers_ui(ui, ("Open", ready), SharingAnswer::Done) {
        SharingAnswer::Open => answer,
        chosen => chosen,
    }
}

/// Shows a source that is wanted; returns whether a text is to be chosen for it.
fn wanted_ui(ui: &mut Ui, state: &TextsState, wanted: &SourceWanted) -> bool {
    let mut choose = false;
    parts::card(ui).show(ui, |ui| {
        let colors = theme::of(ui);
        ui.set_width(ui.available_width());
        ui.add(name_label(ui, wanted.name(), colors.ink));
        let mut known: Vec<String> = Vec::new();
        if !wanted.file_name.is_empty() {
            known.push(format!("from {}", visible_name(&wanted.file_name)));
        }
        known.extend(wanted.length.map(|length| format!("{length} characters")));
        known.extend(
            wanted
                .digest
                .map(|digest| format!("SHA-256 {}…", digest.to_string().get(..8).unwrap_or_default())),
        );
        parts::faint_ui(ui, known.join(", "));
        ui.horizontal(|ui| {
            let words =
                if state.at_hand.contains_key(&wanted.id) { "Choose another…" } else { "Choose a file…" };
            let button = ui.add_enabled(!state.busy, eframe::egui::Button::new(words));
            choose = parts::named(button, &format!("{words} for {}", wanted.name())).clicked();
            let from = state.at_hand.get(&wanted.id).map_or("", |(from, _)| from);
            let said = match state.is_same(wanted) {
                Some(true) => format!("✓ The same text, from {from}"),
                Some(false) => format!("Another edition: {from}"),
                None => "Not chosen yet".to_owned(),
            };
            ui.add(name_label(ui, &said, colors.faint));
        });
    });
    choose
}

fn report_ui(
    ui: &mut Ui,
    report: &FoundReport,
    at_hand: &BTreeMap<SourceId, (String, Supplied)>,
    confirmed: &mut Confirmed,
) {
    let n = |word: &str| report.passages.iter().filter(|found| found.placement.word() == word).count();
    if report.sources.iter().all(|(_, is_other)| !is_other) {
        ui.label("Every text is the same to the letter, so every passage is where it was.");
        return;
    }
    ui.add_space(4.0);
    parts::heading_ui(ui, "What became of the passages");
    let words = format!(
        "{} where they were, {} moved, {} in other words, {} in several places, {} not found.",
        report.n_exact,
        n("moved"),
        n("similar"),
        n("ambiguous"),
        n("lost")
    );
    ui.label(words);
    let open: Vec<&FoundAgain> =
        report.passages.iter().filter(|found| !matches!(found.placement, Placement::Moved(_))).collect();
    if open.is_empty() {
        return;
    }
    parts::faint_ui(
        ui,
        "Tick what is the same passage. The claims of the others are set aside: kept, listed under Help, and never put at a guess.",
    );
    let height = (ui.ctx().content_rect().height() - 480.0).max(120.0);
    ScrollArea::vertical().id_salt("found again").max_height(height).auto_shrink([false, true]).show(
        ui,
        |ui| {
            for found in open {
                let text = at_hand.get(&found.source).map(|(_, supplied)| &supplied.text);
                if let Some(text) = text {
                    found_ui(ui, found, text, confirmed);
                }
            }
        },
    );
}

fn found_ui(ui: &mut Ui, found: &FoundAgain, text: &Text, confirmed: &mut Confirmed) {
    let key = (found.claim, found.passage);
    let mut place_ui = |ui: &mut Ui, span: Span, words: String| {
        let mut is_it = confirmed.get(&key) == Some(&span);
        if ui.checkbox(&mut is_it, words).changed() {
            if is_it {
                confirmed.insert(key, span)
            } else {
                confirmed.remove(&key)
            };
        }
    };
    parts::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let colors = theme::of(ui);
        let was = parts::shortened(&visible_name(&found.quote), SHOWN);
        ui.add(eframe::egui::Label::new(RichText::new(format!("“{was}”")).color(colors.ink)).wrap());
        match &found.placement {
            Placement::Similar { span, changes } => {
                parts::faint_ui(ui, change_words(changes));
                let now = parts::shortened(&visible_name(text.slice(*span)), SHOWN);
                place_ui(ui, *span, format!("It is this: “{now}”"));
            }
            Placement::Ambiguous(places) => {
                parts::faint_ui(ui, format!("May be any of {} places:", places.len()));
                for span in places.iter().take(5) {
                    let around = Span::between(span.start().minus(30), span.end().plus(30));
                    let words = parts::shortened(&visible_name(text.slice(text.clamp(around))), SHOWN);
                    let paragraph = text.paragraphs().number_at(span.start());
                    place_ui(ui, *span, format!("¶ {paragraph}: … {words} …"));
                }
            }
            _ => {
                parts::faint_ui(ui, "Not in this edition. The claim is set aside with its words.");
            }
        }
    });
    ui.add_space(2.0);
}

/// "gone: “never”; new: “not”".
fn change_words(changes: &[Change]) -> String {
    let words = changes.iter().filter_map(|change| match change {
        Change::Kept(_) => None,
        Change::Deleted(words) => Some(format!("gone: “{}”", visible_name(words.trim()))),
        Change::Inserted(words) => Some(format!("new: “{}”", visible_name(words.trim()))),
    });
    words.take(8).collect::<Vec<_>>().join("; ")
}
