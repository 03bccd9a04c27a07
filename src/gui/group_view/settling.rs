//! Settling one place: a reading is taken, several are combined, a new one is written, or it is left out; with a reason.

use eframe::egui::{self, Id, Key, Modifiers, RichText, TextEdit, Ui};

use super::place::Shown;
use super::proposal::{Form, form_ui};
use super::readings::{Reading, names};
use crate::analysis::agreement::places::Place;
use crate::analysis::agreement::settling::{Extent, Settlement, Stake, Status, Tags, combination};
use crate::desk::Command;
use crate::gui::action::{Action, Actions};
use crate::gui::{parts, theme};
use crate::model::{Comparison, Decision, DecisionId, Outcome, TagId};
use crate::text::visible_name;

/// Which keys do what, while the list has them.
const COMBINE: Key = Key::C;
const WRITE: Key = Key::W;
const LEAVE_OUT: Key = Key::X;
const NUMBERS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// What is being decided.
#[derive(Debug, Default)]
pub(super) struct SettlingState {
    /// The place it is about: what was typed for one is not another's.
    place: Option<Stake>,
    reason: String,
    note: String,
    form: Option<Form>,
}

impl SettlingState {
    /// Begins with a place, if it is another one; what was decided or noted there before stands in the fields.
    pub fn begin(&mut self, place: &Place, before: (Option<&Decision>, Option<&Decision>)) {
        let stake = Stake::from(place);
        let same =
            self.place.as_ref().is_some_and(|known| known.source == stake.source && known.at == stake.at);
        if !same {
            let words = |decision: Option<&Decision>| decision.map(|of| of.note.clone()).unwrap_or_default();
            *self = Self { place: Some(stake), reason: words(before.0), note: words(before.1), form: None };
        }
    }

    /// Whether a form is open, which the keys of the list must not disturb.
    pub fn is_writing(&self) -> bool {
        self.form.is_some()
    }
}

/// What there is to be settled.
pub(super) struct Matter<'a> {
    /// The place as it is shown.
    pub shown: &'a Shown<'a>,
    /// The place.
    pub place: &'a Place,
    /// How it stands.
    pub status: Status,
}

impl Matter<'_> {
    pub fn decision(&self) -> Option<&Decision> {
        match self.status {
            Status::Open => None,
            Status::Decided(id) | Status::Changed(id) => decision(self.shown.comparison, id),
        }
    }

    fn decide(&self, how: Settlement, reason: &str, out: &mut Actions) {
        let reason = reason.trim().to_owned();
        out.run(Command::Decide { stake: Stake::from(self.place), how, reason });
    }

    /// Takes a reading as it is: that of the first of its readers.
    pub fn take(&self, at: usize, state: &SettlingState, out: &mut Actions) -> bool {
        let reading = self.shown.readings.readings.get(at);
        let Some((reader, _)) = reading.and_then(|reading| reading.claims.first()) else { return false };
        self.decide(Settlement::Take(*reader), &state.reason, out);
        true
    }
}

fn decision(comparison: &Comparison, id: DecisionId) -> Option<&Decision> {
    comparison.decisions().find(|decision| decision.id == id).map(|decision| &**decision)
}

/// The button on a reading.
pub(super) fn take_button_ui(ui: &mut Ui, at: usize, reading: &Reading, shown: &Shown<'_>) -> bool {
    let who = names(shown.comparison, reading.claims.iter().map(|(reader, _)| *reader), 1);
    let words = if at < NUMBERS.len() { format!("Take ({})", at + 1) } else { "Take".to_owned() };
    let response = ui.button(words).on_hover_text("The settled version gets this reading as it is");
    parts::named(response, &format!("Take the reading of {who}")).clicked()
}

/// Shows what is decided at the place, and what can be. Returns whether something was decided just now.
pub(super) fn settling_ui(
    ui: &mut Ui,
    matter: &Matter<'_>,
    state: &mut SettlingState,
    out: &mut Actions,
) -> bool {
    status_ui(ui, matter, out);
    if let Some(mut form) = state.form.take() {
        form_ui(ui, matter.shown, &mut form);
        reason_ui(ui, state, out);
        match answer_ui(ui, !form.proposal.spans.is_empty()) {
            Some(true) => {
                let how = if form.combines {
                    Settlement::Combine(form.proposal)
                } else {
                    Settlement::Write(form.proposal)
                };
                matter.decide(how, &state.reason, out);
                return true;
            }
            Some(false) => {}
            None => state.form = Some(form),
        }
        return false;
    }
    reason_ui(ui, state, out);
    let mut decided = false;
    ui.horizontal_wrapped(|ui| {
        if ui
            .button("Combine… (c)")
            .on_hover_text("Makes one claim of these readings, to be changed first")
            .clicked()
        {
            state.form = Some(combine(matter));
        }
        if ui
            .button("Write a new one… (w)")
            .on_hover_text("Begins with an empty claim at this place")
            .clicked()
        {
            state.form = Some(write(matter));
        }
        let help = "The settled version has nothing here";
        if ui.button("Leave out (x)").on_hover_text(help).clicked() {
            matter.decide(Settlement::LeaveOut, &state.reason, out);
            decided = true;
        }
    });
    decided
}

/// Takes the keys of settling, while the list has them. Returns whether something was decided.
pub(super) fn keys(ui: &Ui, matter: &Matter<'_>, state: &mut SettlingState, out: &mut Actions) -> bool {
    if state.is_writing() {
        return false;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    for (at, key) in NUMBERS.into_iter().enumerate() {
        if pressed(key) {
            return matter.take(at, state, out);
        }
    }
    if pressed(COMBINE) {
        state.form = Some(combine(matter));
    } else if pressed(WRITE) {
        state.form = Some(write(matter));
    } else if pressed(LEAVE_OUT) {
        matter.decide(Settlement::LeaveOut, &state.reason, out);
        return true;
    }
    false
}

fn combine(matter: &Matter<'_>) -> Form {
    let proposal = combination(matter.shown.comparison, matter.place, Extent::Most, Tags::Majority);
    Form { combines: true, proposal, ..Form::default() }
}

fn write(matter: &Matter<'_>) -> Form {
    let mut form = Form::default();
    form.proposal.spans.clone_from(&matter.place.spans);
    form
}

/// What was decided before, and taking it back.
fn status_ui(ui: &mut Ui, matter: &Matter<'_>, out: &mut Actions) {
    let Some(decision) = matter.decision() else {
        parts::faint_ui(ui, "Not decided yet.");
        return;
    };
    ui.horizontal_wrapped(|ui| {
        let words = match decision.outcome {
            Some(Outcome::Taken(reader)) => {
                format!("Decided: the reading of {}", names(matter.shown.comparison, [reader], 1))
            }
            Some(Outcome::Combined) => "Decided: combined of these readings".to_owned(),
            Some(Outcome::Written) => "Decided: newly written".to_owned(),
            Some(Outcome::LeftOut) => "Decided: left out".to_owned(),
            None => String::new(),
        };
        ui.label(
            RichText::new(words).font(theme::strong_font(theme::size::BODY)).color(theme::of(ui).accent),
        );
        if matches!(matter.status, Status::Changed(_)) {
            let words = "but these readings have changed since";
            ui.label(RichText::new(words).color(theme::of(ui).warning));
        }
        let help = "Takes the decision back, with what it gave the settled version";
        if ui.button("Undecide").on_hover_text(help).clicked() {
            out.run(Command::Undecide(decision.id));
        }
    });
}

fn reason_ui(ui: &mut Ui, state: &mut SettlingState, out: &mut Actions) {
    let field = TextEdit::singleline(&mut state.reason).hint_text("The reason, if there is one to give");
    let response = ui.add(field.desired_width(f32::INFINITY));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label("Reason"));
    if response.lost_focus() {
        out.push(Action::CloseTyping);
    }
}

/// Decide or not; nothing yet.
fn answer_ui(ui: &mut Ui, possible: bool) -> Option<bool> {
    let mut answer = None;
    ui.horizontal(|ui| {
        if parts::main_button_ui(ui, "Decide so", possible).clicked() {
            answer = Some(true);
        }
        if ui.button("Cancel").clicked() {
            answer = Some(false);
        }
    });
    answer
}

/// Shows the notes on a place, and a field for one's own.
pub(super) fn notes_ui(
    ui: &mut Ui,
    (comparison, place): (&Comparison, &Place),
    (notes, tag): (&[DecisionId], Option<TagId>),
    state: &mut SettlingState,
    out: &mut Actions,
) {
    for note in notes.iter().filter_map(|id| decision(comparison, *id)) {
        let who = names(comparison, [note.reader], 1);
        let words = format!("{who}: {}", visible_name(&note.note));
        ui.label(RichText::new(parts::shortened(&words, 600)).italics());
    }
    ui.horizontal(|ui| {
        let wide = (ui.available_width() - 110.0).max(80.0);
        let field =
            TextEdit::singleline(&mut state.note).hint_text("A note on this place").desired_width(wide);
        let response = ui.add(field.id(Id::unique("note on a disagreement")));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_label("Note on this disagreement"));
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let known =
            notes.iter().filter_map(|id| decision(comparison, *id)).any(|known| known.note == state.note);
        let some = !state.note.trim().is_empty() || !notes.is_empty();
        let pressed = ui.add_enabled(some && !known, egui::Button::new("Keep the note")).clicked();
        if pressed || (entered && some && !known) {
            let note = state.note.trim().to_owned();
            out.run(Command::NoteDisagreement { stake: Stake::from(place), tag, note });
        }
    });
}
