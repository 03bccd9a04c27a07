//! Parallel passages below the texts: what was asked, and the passages of the other sources that treat the same matter.
//!
//! They are looked for by `app::parallels`; this only shows them, each with the words that matched set off and the reasons,
//! and asks for what is to be done with them. The list takes keys of its own while it has the focus.

mod list;

use std::sync::Arc;

use eframe::egui::{Align, Button, ComboBox, Id, Layout, ProgressBar, RichText, Ui, vec2};

use super::action::{Action, Actions};
use super::view::View;
use super::{parts, theme};
use crate::analysis::parallels::Parallel;
use crate::desk::Desk;
use crate::model::{Claim, ClaimId, Comparison, LinkKind, SourceId, TagId};
use crate::text::{Span, visible_name};

/// What passages are to be parallel to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// A claim, with its summary and tags.
    Claim(ClaimId),
    /// Selected words.
    Selection(SourceId, Span),
    /// A tag: what else belongs under it.
    Tag(TagId),
}

/// What can be asked for in the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParallelAct {
    /// To choose a passage of the list, by its place among all that were found.
    Choose(usize),
    /// To bring the chosen passage into view, beside what it is parallel to; asked again, to take the keys there.
    Show,
    /// To bring what was asked into view.
    ShowMatter,
    /// To make the chosen passage a claim with the same tags.
    Accept,
    /// To do that and link it.
    AcceptAndLink,
    /// To take the chosen passage off the list.
    Dismiss,
    /// To put those that were taken off back.
    BringBack,
    /// To choose the kind of links.
    SetKind(LinkKind),
    /// To give up looking.
    Stop,
    /// To close the panel.
    Close,
}

/// What the panel remembers, and what it is told.
#[derive(Debug, Clone)]
pub struct ParallelsState {
    /// Whether it is shown.
    pub open: bool,
    /// What was asked.
    pub matter: Option<Matter>,
    /// What share of the reading is done, 0 to 1, while the answer is being looked for.
    pub running: Option<f32>,
    /// Whether the reader gave up looking.
    pub stopped: bool,
    /// The answer, best first.
    pub found: Vec<Parallel>,
    /// Which of them is chosen.
    pub chosen: usize,
    /// What was taken off the list, and for what.
    pub dismissed: Vec<(Matter, SourceId, Span)>,
    /// The kind that links will have, read from the passage to what was asked.
    pub kind: LinkKind,
    /// Whether the list is to be given the focus.
    pub focus: bool,
    /// Whether the list is to be moved so that the chosen one can be seen.
    pub reveal: bool,
}

impl Default for ParallelsState {
    fn default() -> Self {
        Self {
            open: false,
            matter: None,
            running: None,
            stopped: false,
            found: Vec::new(),
            chosen: 0,
            dismissed: Vec::new(),
            kind: LinkKind::Answers,
            focus: false,
            reveal: false,
        }
    }
}

impl ParallelsState {
    /// Returns the passages that were not taken off the list, each with its place among all.
    pub fn listed(&self) -> impl Iterator<Item = (usize, &Parallel)> {
        self.found.iter().enumerate().filter(|(_, parallel)| !self.is_dismissed(parallel))
    }

    fn is_dismissed(&self, parallel: &Parallel) -> bool {
        let Some(matter) = self.matter else { return false };
        self.dismissed.contains(&(matter, parallel.source, parallel.span))
    }

    /// Returns the passage that is chosen.
    #[must_use]
    pub fn chosen(&self) -> Option<&Parallel> {
        self.found.get(self.chosen).filter(|parallel| !self.is_dismissed(parallel))
    }

    /// Chooses the next passage of the list or, if not `forward`, the one before; at an end, that of the other side.
    pub fn step(&mut self, forward: bool) {
        let places: Vec<usize> = self.listed().map(|(place, _)| place).collect();
        let next = places.iter().copied().find(|place| *place > self.chosen);
        let before = places.iter().copied().rfind(|place| *place < self.chosen);
        let to = if forward { next.or(before) } else { before.or(next) };
        if self.chosen().is_none() || self.can_step(forward) {
            self.chosen = to.unwrap_or(self.chosen);
        }
        self.reveal = true;
    }

    fn can_step(&self, forward: bool) -> bool {
        self.listed().any(|(place, _)| if forward { place > self.chosen } else { place < self.chosen })
    }
}

/// Returns the id of the list, for the focus.
pub fn list_id() -> Id {
    Id::unique("parallel passages")
}

/// Returns the claim on a passage that it would be the claim of: the reader's own first, the one that covers most.
#[must_use]
pub fn claim_on(desk: &Desk, source: SourceId, span: Span) -> Option<&Arc<Claim>> {
    let comparison = desk.comparison();
    let touching = comparison.passages(source)?.touching(span);
    let both = |at: Span| at.intersection(span).map_or(0, Span::len);
    let most = touching.filter(|passage| both(passage.span) * 2 >= passage.span.len().min(span.len()));
    let claims = most.filter_map(|passage| Some((both(passage.span), comparison.claim(passage.claim)?)));
    let own = |claim: &Claim| claim.reader == desk.reader().id;
    claims.max_by_key(|(n, claim)| (own(claim), *n, std::cmp::Reverse(claim.id))).map(|(_, claim)| claim)
}

/// Shows what was asked, and the answer.
pub fn parallels_panel_ui(
    ui: &mut Ui,
    desk: &Desk,
    view: &View,
    state: &mut ParallelsState,
    out: &mut Actions,
) {
    ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if parts::sign_button_ui(ui, "×", "Close parallel passages").clicked() {
                out.push(Action::Parallel(ParallelAct::Close));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                title_ui(ui, desk.comparison(), state, out);
            });
        });
    });
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            buttons_ui(ui, state, out);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| said_ui(ui, state, out));
        });
    });
    ui.add_space(2.0);
    list::list_ui(ui, (desk, view), state, out);
}

/// What was asked, in the reader's words, as the way back to it.
fn title_ui(ui: &mut Ui, comparison: &Comparison, state: &ParallelsState, out: &mut Actions) {
    let (title, words) = match state.matter {
        Some(Matter::Tag(tag)) => {
            let name = comparison.tag(tag).map(|tag| tag.name.clone()).unwrap_or_default();
            ("What else belongs under", format!("“{}”", visible_name(&name)))
        }
        matter => ("Parallel passages to", asked(comparison, matter).unwrap_or_default()),
    };
    parts::heading_ui(ui, title);
    let way_back = !matches!(state.matter, Some(Matter::Tag(_)) | None);
    let font = eframe::egui::FontId::new(theme::size::BODY + 1.0, theme::serif());
    let color = if way_back { theme::of(ui).accent } else { theme::of(ui).ink };
    let text = super::lines::name_text(ui, &words, font, color, ui.available_width());
    if !way_back {
        ui.add(eframe::egui::Label::new(text).truncate());
        return;
    }
    let button = ui.add(Button::new(text).truncate().frame_when_inactive(false));
    let button = parts::named(button, &format!("Show what was asked: {words}"));
    if button.on_hover_text("Shows it in its source (Left arrow in the list)").clicked() {
        out.push(Action::Parallel(ParallelAct::ShowMatter));
    }
}

/// "FI 1973, ¶ 12: the words".
fn asked(comparison: &Comparison, matter: Option<Matter>) -> Option<String> {
    let (source, span) = match matter? {
        Matter::Claim(claim) => {
            let claim = comparison.claim(claim)?;
            (claim.source, claim.extent())
        }
        Matter::Selection(source, span) => (source, span),
        Matter::Tag(_) => return None,
    };
    let source = comparison.source(source)?;
    let start = Span::between(span.start(), span.end().min(span.start().plus(400)));
    let words = parts::shortened(source.text.slice(start), 160);
    let place = parts::paragraphs_label(source, span);
    Some(visible_name(&format!("{}, {place}: “{words}”", source.short_name())).into_owned())
}

/// What can be done with the chosen passage, laid out from the right.
fn buttons_ui(ui: &mut Ui, state: &ParallelsState, out: &mut Actions) {
    let any = state.chosen().is_some();
    let mut button =
        |ui: &mut Ui, words: &str, (key, help): (&str, &str), (enabled, act): (bool, ParallelAct)| {
            let button = Button::new(words).shortcut_text(key);
            let response = ui.add_enabled(enabled, button).on_hover_text(help);
            if parts::named(response, words).clicked() {
                out.push(Action::Parallel(act));
            }
        };
    let help = "Takes this passage off the list; nothing is changed in the comparison";
    button(ui, "Dismiss", ("Del", help), (any, ParallelAct::Dismiss));
    let linkable = any && !matches!(state.matter, Some(Matter::Tag(_)));
    let help = "Makes the passage a claim with the same tags and links it to what was asked, in one step";
    button(ui, "Accept and link", ("L", help), (linkable, ParallelAct::AcceptAndLink));
    let help = match state.matter {
        Some(Matter::Selection(..)) => "Asks which tag the passage is to have",
        _ => "Makes the passage a claim with the same tags",
    };
    button(ui, "Accept", ("A", help), (any, ParallelAct::Accept));
    if linkable {
        kind_ui(ui, state.kind, out);
    }
}

fn kind_ui(ui: &mut Ui, kind: LinkKind, out: &mut Actions) {
    let words = |kind: LinkKind| format!("{}  {}", theme::link_sign(kind), kind.phrase());
    let shown = ComboBox::from_id_salt("kind of parallel").selected_text(words(kind)).width(120.0).show_ui(
        ui,
        |ui| {
            for other in LinkKind::ALL {
                if ui.selectable_label(kind == other, words(other)).clicked() {
                    out.push(Action::Parallel(ParallelAct::SetKind(other)));
                }
            }
        },
    );
    let response = shown.response.on_hover_text("The kind of link: what the passage does to what was asked");
    response.accessible_name("Kind of link: what the passage does to what was asked");
}

/// How many passages there are, or how far the reading is.
fn said_ui(ui: &mut Ui, state: &ParallelsState, out: &mut Actions) {
    let faint = theme::of(ui).faint;
    if let Some(done) = state.running {
        let bar = ProgressBar::new(done).desired_width(140.0).desired_height(10.0);
        ui.add(bar).widget_info(|| {
            eframe::egui::WidgetInfo::labeled(
                eframe::egui::Role::ProgressIndicator,
                true,
                "Reading the sources",
            )
        });
        ui.label(RichText::new("Reading the sources…").color(faint));
        if ui.button("Stop").clicked() {
            out.push(Action::Parallel(ParallelAct::Stop));
        }
        return;
    }
    let (n, n_off) = (state.listed().count(), state.found.len() - state.listed().count());
    let words = if state.stopped {
        "Stopped. F7 begins again.".to_owned()
    } else if state.found.is_empty() {
        "No passage has enough words in common with it.".to_owned()
    } else {
        format!("{}, by likeness of words", parts::counted(n, "passage"))
    };
    if n_off > 0 && ui.button(format!("Show the {n_off} dismissed")).clicked() {
        out.push(Action::Parallel(ParallelAct::BringBack));
    }
    ui.add(eframe::egui::Label::new(RichText::new(words).color(faint)).truncate());
}
