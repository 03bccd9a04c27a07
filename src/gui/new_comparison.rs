//! The dialog in which sources become a comparison, or one more source joins it.
//!
//! It reads no files: their bytes are handed in, and are decoded again when the reader says that
//! they are encoded otherwise. What is known of one source before it is taken in is a `SourceDraft`.

mod draft;
mod draft_card;

use std::sync::Arc;

use eframe::egui::{self, Align, Button, Layout, RichText, ScrollArea, TextEdit, Ui};

use super::{parts, theme};
use crate::desk::NewSource;
use crate::store::import::MediaType;
pub use draft::SourceDraft;

/// What the dialog is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purpose {
    /// A new comparison of at least two sources.
    #[default]
    NewComparison,
    /// One source or more for the comparison at hand.
    AddSources,
}

impl Purpose {
    fn n_needed(self) -> usize {
        match self {
            Self::NewComparison => 2,
            Self::AddSources => 1,
        }
    }
}

/// What has been entered so far.
#[derive(Debug, Default)]
pub struct NewComparison {
    purpose: Purpose,
    title: String,
    drafts: Vec<SourceDraft>,
    n_made: u64,
    /// The words being pasted, while their field is open.
    pasting: Option<String>,
    /// Whether the first field has been given the focus.
    begun: bool,
}

/// What the reader wants.
#[derive(Debug, Clone, PartialEq)]
pub enum NewComparisonResponse {
    /// Nothing yet.
    Nothing,
    /// To choose files, whose bytes are then handed to [`NewComparison::add_bytes`].
    AskForFile,
    /// To leave it.
    Cancel,
    /// To have it.
    Done {
        /// The title of the comparison; empty when sources are added to one.
        title: String,
        /// The sources, in order.
        sources: Vec<NewSource>,
    },
}

/// What is to be done with one of the drafts.
enum DraftResponse {
    Nothing,
    Remove,
    Up,
    Down,
}

impl NewComparison {
    /// Returns a dialog with nothing entered.
    #[must_use]
    pub fn new(purpose: Purpose) -> Self {
        Self { purpose, ..Self::default() }
    }

    /// Returns what the form is for.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Takes the bytes of a file in.
    pub fn add_bytes(&mut self, bytes: Arc<[u8]>, file_name: String) {
        let key = self.next_key();
        self.drafts.push(SourceDraft::of_file(key, bytes, file_name));
    }

    /// Lists a file that could not be read, with the reason as a sentence.
    pub fn add_unreadable(&mut self, file_name: String, why: String) {
        let key = self.next_key();
        self.drafts.push(SourceDraft::unreadable(key, file_name, why));
    }

    /// Takes pasted words in.
    pub fn add_pasted(&mut self, words: String) {
        let key = self.next_key();
        self.drafts.push(SourceDraft::of_words(key, words));
    }

    /// Returns what has been entered, source by source.
    #[must_use]
    pub fn drafts(&self) -> &[SourceDraft] {
        &self.drafts
    }

    fn next_key(&mut self) -> u64 {
        self.n_made += 1;
        self.n_made
    }

    /// Why it can't be made yet, as a sentence.
    fn missing(&self) -> Option<String> {
        if self.pasting.as_ref().is_some_and(|words| !words.trim().is_empty()) {
            return Some("Take the pasted text in first, or cancel it.".to_owned());
        }
        match self.drafts.iter().filter(|draft| !draft.readable()).count() {
            0 => {}
            1 => return Some("One source can't be read: choose how, or remove it.".to_owned()),
            n => return Some(format!("{n} sources can't be read: choose how, or remove them.")),
        }
        let n_missing = self.purpose.n_needed().saturating_sub(self.drafts.len());
        if n_missing > 0 {
            let one_more = if self.drafts.is_empty() { "source" } else { "more source" };
            return Some(format!("Add {}.", parts::counted(n_missing, one_more)));
        }
        let nameless = self.drafts.iter().any(|draft| draft.bibliography.title.trim().is_empty());
        nameless.then(|| "Every source needs a title.".to_owned())
    }

    fn done(&self) -> NewComparisonResponse {
        let sources = self.drafts.iter().filter_map(SourceDraft::source).collect();
        NewComparisonResponse::Done { title: self.title.trim().to_owned(), sources }
    }

    fn apply(&mut self, index: usize, response: &DraftResponse) {
        match response {
            DraftResponse::Nothing => {}
            DraftResponse::Remove => {
                self.drafts.remove(index);
            }
            DraftResponse::Up if index > 0 => self.drafts.swap(index, index - 1),
            DraftResponse::Down if index + 1 < self.drafts.len() => self.drafts.swap(index, index + 1),
            DraftResponse::Up | DraftResponse::Down => {}
        }
    }
}

/// Shows the dialog's contents; made for about 640 points across.
pub fn new_comparison_ui(ui: &mut Ui, state: &mut NewComparison) -> NewComparisonResponse {
    let mut response = NewComparisonResponse::Nothing;
    match state.purpose {
        Purpose::NewComparison => ui.heading("New comparison"),
        Purpose::AddSources => ui.heading("Add a source"),
    };
    ui.add_space(4.0);
    if state.purpose == Purpose::NewComparison {
        let label = ui.label("Title of the comparison");
        let hint = "What is compared? It can stay empty.";
        let edit = TextEdit::singleline(&mut state.title).hint_text(hint).desired_width(f32::INFINITY);
        let response = ui.add(edit).labelled_by(label.id);
        if !std::mem::replace(&mut state.begun, true) {
            response.request_focus();
        }
        ui.add_space(4.0);
    }
    let below = 48.0;
    let height = (ui.available_height() - below).max(160.0);
    ScrollArea::vertical().id_salt("sources").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        drafts_ui(ui, state);
        if pasting_ui(ui, state) {
            return;
        }
        ui.horizontal(|ui| {
            if ui.button("Add a file…").clicked() {
                response = NewComparisonResponse::AskForFile;
            }
            if ui.button("Paste text…").clicked() {
                state.pasting = Some(String::new());
            }
        });
    });
    ui.add_space(4.0);
    ui.separator();
    // In a row of its own, so that the buttons take no more height than they need.
    if let Some(end) = ui.horizontal(|ui| end_ui(ui, state)).inner {
        response = end;
    }
    response
}

fn drafts_ui(ui: &mut Ui, state: &mut NewComparison) {
    let n = state.drafts.len();
    if n == 0 && state.pasting.is_none() {
        let colors = theme::of(ui);
        let words = match state.purpose {
            Purpose::NewComparison => {
                "Add the texts to be compared: two or more, as plain text or Markdown, from files or pasted."
            }
            Purpose::AddSources => "Add a text, as plain text or Markdown, from a file or pasted.",
        };
        ui.label(RichText::new(words).color(colors.faint));
    }
    let mut asked = None;
    for (index, draft) in state.drafts.iter_mut().enumerate() {
        match draft_card::draft_ui(ui, draft, index, n) {
            DraftResponse::Nothing => {}
            response => asked = Some((index, response)),
        }
        ui.add_space(4.0);
    }
    if let Some((index, response)) = asked {
        state.apply(index, &response);
    }
}

/// Shows the field for pasted text while it is open; returns whether it is.
fn pasting_ui(ui: &mut Ui, state: &mut NewComparison) -> bool {
    let Some(mut words) = state.pasting.take() else {
        return false;
    };
    let mut open = true;
    parts::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        parts::show_fields_on_card(ui);
        let label = parts::heading_ui(ui, "Pasted text");
        ScrollArea::vertical().id_salt("pasted").max_height(200.0).show(ui, |ui| {
            let edit = TextEdit::multiline(&mut words)
                .id(egui::Id::unique("pasted text"))
                .hint_text("Paste or type the text here")
                .desired_rows(8)
                .desired_width(f32::INFINITY);
            ui.add(edit).labelled_by(label.id);
        });
        let n = words.chars().count();
        parts::faint_ui(ui, parts::counted(n, "character"));
        ui.horizontal(|ui| {
            let any = !words.trim().is_empty();
            if ui.add_enabled(any, Button::new("Take the text in")).clicked() {
                state.add_pasted(std::mem::take(&mut words));
                open = false;
            }
            open &= !ui.button("Cancel the text").clicked();
        });
    });
    state.pasting = open.then_some(words);
    true
}

/// The buttons that end the dialog, and why one of them can't be pressed yet.
fn end_ui(ui: &mut Ui, state: &NewComparison) -> Option<NewComparisonResponse> {
    let mut response = None;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let missing = state.missing();
        let words = match (state.purpose, state.drafts.len()) {
            (Purpose::NewComparison, _) => "Make the comparison",
            (Purpose::AddSources, 0 | 1) => "Add the source",
            (Purpose::AddSources, _) => "Add the sources",
        };
        if parts::main_button_ui(ui, words, missing.is_none()).clicked() {
            response = Some(state.done());
        }
        if ui.button("Cancel").clicked() {
            response = Some(NewComparisonResponse::Cancel);
        }
        if let Some(missing) = missing {
            let color = theme::of(ui).faint;
            ui.add(egui::Label::new(RichText::new(missing).color(color)).truncate());
        }
    });
    response
}

/// The ways in which a text can be read, as they are named to a reader.
fn media_type_words(media_type: MediaType) -> &'static str {
    match media_type {
        MediaType::Plain => "plain text",
        MediaType::Markdown => "Markdown",
    }
}
