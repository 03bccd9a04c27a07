//! The search below the texts: a field with its switches, what came of it, and the hits with the words around them.
//!
//! Only the lines of the list that can be seen are laid out, and only their surroundings are looked up. What is
//! typed is looked for by `app::search`; this only shows what it finds and asks for steps.

mod list;

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::{
    self, Align, Button, EventFilter, Id, Key, Layout, Modifiers, Rect, RichText, TextEdit, Ui, Widget as _,
    vec2,
};

use super::action::{Action, Actions};
use super::verb::Verb;
use super::view::View;
use super::{parts, theme};
use crate::analysis::search::{Bounds, Case, Diacritics, SearchOptions, Syntax};
use crate::desk::Desk;
use crate::model::SourceId;
use crate::text::Span;

/// What the panel remembers, and what it is told of the search.
#[derive(Debug, Clone)]
pub struct SearchState {
    /// Whether it is shown.
    pub open: bool,
    /// What was typed.
    pub words: String,
    /// How it is to be read.
    pub options: SearchOptions,
    /// Whether all sources are gone through, or only the one that keys go to.
    pub all_sources: bool,
    /// What is wrong with what was typed, as a sentence.
    pub problem: Option<String>,
    /// Whether the search is still under way.
    pub running: bool,
    /// Whether there are more hits than are shown.
    pub more: bool,
    /// The hit that the reader went to last.
    pub last: Option<(SourceId, Span)>,
    /// Whether the field is to be given the focus, its words selected.
    pub focus: bool,
    /// Whether the list is to be moved so that the last hit can be seen.
    pub reveal: bool,
    /// What the panel covers of the screen.
    pub rect: Option<Rect>,
    list: list::ListState,
}

impl Default for SearchState {
    fn default() -> Self {
        Self {
            open: false,
            words: String::new(),
            // As one types when one does not think of it: "cordon" finds "Cordón".
            options: SearchOptions { diacritics: Diacritics::Folded, ..SearchOptions::default() },
            all_sources: true,
            problem: None,
            running: false,
            more: false,
            last: None,
            focus: false,
            reveal: false,
            rect: None,
            list: list::ListState::default(),
        }
    }
}

/// Returns the id of the field that is typed in.
pub fn field_id() -> Id {
    Id::unique("words to search for")
}

/// Shows the search, its hits and what can be done with them.
pub fn search_panel_ui(ui: &mut Ui, desk: &Desk, view: &View, state: &mut SearchState, out: &mut Actions) {
    state.rect = Some(ui.max_rect());
    ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if parts::sign_button_ui(ui, "×", "Close the search").clicked() {
                out.push(Action::CloseSearch);
            }
            switches_ui(ui, state);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| field_ui(ui, state, out));
        });
    });
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            buttons_ui(ui, view, state, out);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| said_ui(ui, view, state));
        });
    });
    ui.add_space(2.0);
    list::list_ui(ui, desk, view, state, out);
}

/// The switches, laid out from the right.
fn switches_ui(ui: &mut Ui, state: &mut SearchState) {
    let options = &mut state.options;
    let mut all = state.all_sources;
    let help = "All sources, or only the one of the pane that keys go to";
    switch_ui(ui, "All sources", ("All sources", help), &mut all);
    state.all_sources = all;
    let mut on = options.syntax == Syntax::Regex;
    switch_ui(ui, ".*", ("Regular expression", "Takes what you type for a regular expression"), &mut on);
    options.syntax = if on { Syntax::Regex } else { Syntax::Literal };
    let mut on = options.bounds == Bounds::WholeWords;
    switch_ui(ui, "Word", ("Whole words", "Finds whole words only"), &mut on);
    options.bounds = if on { Bounds::WholeWords } else { Bounds::Anywhere };
    let mut on = options.diacritics == Diacritics::Kept;
    switch_ui(
        ui,
        "á",
        ("Tell accents", "Tells letters with accents and other marks from those without"),
        &mut on,
    );
    options.diacritics = if on { Diacritics::Kept } else { Diacritics::Folded };
    let mut on = options.case == Case::Kept;
    switch_ui(ui, "Aa", ("Tell capitals", "Tells capital from small letters"), &mut on);
    options.case = if on { Case::Kept } else { Case::Ignored };
}

fn switch_ui(ui: &mut Ui, sign: &str, (name, help): (&str, &str), on: &mut bool) {
    let response = Button::selectable(*on, sign).min_size(vec2(28.0, parts::HIT)).ui(ui).on_hover_text(help);
    let now = *on;
    response.widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::CheckBox, true, now, name));
    if response.clicked() {
        *on = !*on;
    }
}

fn field_ui(ui: &mut Ui, state: &mut SearchState, out: &mut Actions) {
    let id = field_id();
    if ui.memory(|memory| memory.has_focus(id)) && !parts::composing(ui) {
        keys(ui, out);
    }
    let colors = theme::of(ui);
    let color = if state.problem.is_some() { colors.warning } else { colors.ink };
    let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
    let edit = TextEdit::singleline(&mut state.words)
        .id(id)
        .hint_text("Search for")
        .text_color(color)
        .event_filter(filter)
        .desired_width(f32::INFINITY);
    let output = edit.show(ui);
    let response = output.response.response.accessible_name("Search for");
    if std::mem::take(&mut state.focus) {
        response.request_focus();
        let mut edit = output.state;
        let all = CCursorRange::two(CCursor::new(0), CCursor::new(state.words.chars().count()));
        edit.cursor.set_char_range(Some(all));
        edit.store(ui.ctx(), id);
    }
}

/// Takes the keys that mean something else in this field than in others.
fn keys(ui: &Ui, out: &mut Actions) {
    // Shift+Enter first: Enter alone matches with Shift held too.
    let (back, on, escape) = ui.input_mut(|input| {
        let mut pressed = |modifiers, key| input.consume_key(modifiers, key);
        let back = pressed(Modifiers::SHIFT, Key::Enter) | pressed(Modifiers::NONE, Key::ArrowUp);
        let on = pressed(Modifiers::NONE, Key::Enter) | pressed(Modifiers::NONE, Key::ArrowDown);
        (back, on, pressed(Modifiers::NONE, Key::Escape))
    });
    if back {
        out.push(Action::Do(Verb::PreviousHit));
    }
    if on {
        out.push(Action::Do(Verb::NextHit));
    }
    if escape {
        out.push(Action::CloseSearch);
    }
}

/// What can be done with the hits, laid out from the right.
fn buttons_ui(ui: &mut Ui, view: &View, state: &SearchState, out: &mut Actions) {
    let any = !view.hits.is_empty() && !view.hits.stale;
    let mut button = |ui: &mut Ui, words: &str, name: &str, verb: Verb, enabled: bool| {
        let mut help = verb.help().to_owned();
        if let Some(shortcut) = verb.shortcut() {
            help = format!("{help} {}", ui.ctx().format_shortcut(&shortcut));
        }
        let response = ui.add_enabled(enabled, Button::new(words)).on_hover_text(help);
        if parts::named(response, name).clicked() {
            out.push(Action::Do(verb));
        }
    };
    button(ui, "Tag all…", "Tag all hits", Verb::TagHits, any && !state.running && !state.more);
    let on_hit = state
        .last
        .is_some_and(|(source, hit)| view.pane().source == Some(source) && view.pane().selection() == hit);
    button(ui, "Tag…", "Tag this hit", Verb::Palette, any && on_hit);
    button(ui, "›", "Next hit", Verb::NextHit, any);
    button(ui, "‹", "Previous hit", Verb::PreviousHit, any);
}

/// How many hits there are, or why there are none.
fn said_ui(ui: &mut Ui, view: &View, state: &SearchState) {
    let colors = theme::of(ui);
    let (words, color) = match &state.problem {
        Some(problem) => (problem.clone(), colors.warning),
        None => (counts(view, state), colors.faint),
    };
    ui.add(egui::Label::new(RichText::new(words).color(color)).truncate());
}

/// Returns "37 in 2 sources", or where in them the reader is.
fn counts(view: &View, state: &SearchState) -> String {
    let hits = &view.hits;
    if state.words.is_empty() {
        return "Type what to look for. Enter goes to the next hit, Esc closes.".to_owned();
    }
    if hits.is_empty() {
        return if state.running { "Searching…" } else { "Nothing found." }.to_owned();
    }
    let n = hits.len();
    let of = match state.last.and_then(|(source, hit)| hits.place(source, hit)) {
        Some(at) => format!("{} of {n}", at + 1),
        None => n.to_string(),
    };
    let sources = parts::counted(hits.n_sources(), "source");
    let more = match (state.running, state.more) {
        (true, _) => " so far",
        (false, true) => ", the first of still more",
        (false, false) => "",
    };
    format!("{of} in {sources}{more}")
}
