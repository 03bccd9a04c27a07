//! Rounds of reading: what others marked stays closed until all are in, or somebody opens it.

use eframe::egui::{RichText, TextEdit, Ui};

use super::ReadersAct;
use crate::analysis::agreement::rounds::RoundState;
use crate::desk::{Command, NewRound};
use crate::gui::action::{Action, Actions};
use crate::gui::dialogs::{Answer, answers, answers_to, heading};
use crate::gui::lines::words_label_ui;
use crate::gui::{parts, theme};
use crate::model::{Comparison, Round, RoundId, RoundStep};
use crate::text::visible_name;

/// How many names the band spells out.
const MOST_NAMES: usize = 12;
/// How many of those whom nobody expected.
const MOST_OTHERS: usize = 4;

/// What is said of the sealed round in the list of readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// Which.
    pub round: RoundId,
    /// Its name.
    pub name: String,
    /// What readers are asked to do.
    pub instructions: String,
    /// What is done in it.
    pub step: RoundStep,
    /// Who is in.
    pub state: RoundState,
    /// Readers who are here and whom nobody expected.
    pub others: Vec<String>,
}

impl Band {
    /// Returns what is to be said of a round when readers of these names are here.
    pub fn of(round: &Round, names: &[&str]) -> Self {
        let others = names.iter().filter(|name| RoundState::of(round, [**name]).is_in.is_empty());
        Self {
            round: round.id,
            name: round.name.clone(),
            instructions: round.instructions.clone(),
            step: round.step,
            state: RoundState::of(round, names.iter().copied()),
            others: others.map(|name| (*name).to_owned()).collect(),
        }
    }

    /// “Round 1, sealed: 7 of 12 are in”
    fn title(&self) -> String {
        let RoundState { is_in, missing, .. } = &self.state;
        let name = visible_name(&self.name);
        match is_in.len() + missing.len() {
            0 => format!("{name}, sealed"),
            all => format!(
                "{name}, sealed: {} of {all} {} in",
                is_in.len(),
                if is_in.len() == 1 { "is" } else { "are" }
            ),
        }
    }
}

/// Shows the sealed round.
pub(super) fn band_ui(ui: &mut Ui, band: &Band, out: &mut Actions) {
    parts::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 3.0;
        words_label_ui(ui, &band.title(), theme::strong_font(theme::size::BODY), None);
        let (missing, others) = (&band.state.missing, &band.others);
        let is_open_ended = missing.is_empty() && band.state.is_in.is_empty();
        let small = eframe::egui::FontId::proportional(theme::size::SMALL);
        if !missing.is_empty() {
            words_label_ui(ui, &format!("Missing: {}", listed(missing, MOST_NAMES)), small.clone(), None);
        }
        if !others.is_empty() && !is_open_ended {
            words_label_ui(
                ui,
                &format!("Not expected, and here: {}", listed(others, MOST_OTHERS)),
                small,
                None,
            );
        }
        let step = match band.step {
            RoundStep::Whole => "",
            RoundStep::Passages => "First step: passages alone are marked, without tags. ",
            RoundStep::Judgments => "Second step: the settled passages are tagged, each with a stance. ",
        };
        let until = if is_open_ended {
            "What others marked is closed until somebody reveals it."
        } else {
            "What others marked is closed until all are in, or somebody reveals it."
        };
        parts::faint_ui(ui, format!("{step}{until}"));
        if !band.instructions.trim().is_empty() {
            eframe::egui::CollapsingHeader::new(RichText::new("Instructions").size(theme::size::SMALL))
                .id_salt("instructions")
                .show(ui, |ui| {
                    words_label_ui(
                        ui,
                        &band.instructions,
                        eframe::egui::FontId::proportional(theme::size::BODY),
                        None,
                    );
                });
        }
        ui.horizontal_wrapped(|ui| {
            if ui.small_button("Reveal now…").on_hover_text("Shows what others marked; asks first").clicked()
            {
                out.push(Action::Readers(ReadersAct::AskReveal));
            }
            if ui.small_button("Change…").on_hover_text("Changes the round, or removes it").clicked() {
                out.push(Action::Readers(ReadersAct::AskRound));
            }
        });
    });
}

fn listed(names: &[String], most: usize) -> String {
    let shown: Vec<_> = names.iter().take(most).map(|name| visible_name(name)).collect();
    let more = names.len().saturating_sub(most);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

/// What is asked for when a round is begun or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundForm {
    /// The round that is changed; none for a new one.
    round: Option<RoundId>,
    name: String,
    instructions: String,
    /// One name on each line.
    expected: String,
    step: RoundStep,
    /// Whether passages have been settled here, for a second step.
    settled: bool,
}

impl RoundForm {
    /// Returns the form of the sealed round, or of a new one; `names`: of those who are known to read.
    pub fn of(comparison: &Comparison, sealed: Option<&Round>, names: &[String], settled: bool) -> Self {
        if let Some(round) = sealed {
            return Self {
                round: Some(round.id),
                name: round.name.clone(),
                instructions: round.instructions.clone(),
                expected: round.expected.join("\n"),
                step: round.step,
                settled: settled || round.step == RoundStep::Judgments,
            };
        }
        Self {
            round: None,
            name: format!("Round {}", comparison.rounds().len() + 1),
            instructions: String::new(),
            expected: names.join("\n"),
            step: if settled { RoundStep::Judgments } else { RoundStep::Whole },
            settled,
        }
    }

    fn new_round(&self) -> NewRound {
        NewRound {
            name: self.name.clone(),
            instructions: self.instructions.trim().to_owned(),
            expected: self.expected.lines().map(str::to_owned).collect(),
            step: self.step,
        }
    }
}

/// Shows the form.
pub fn round_form_ui(ui: &mut Ui, form: &mut RoundForm, out: &mut Actions) -> Answer {
    heading(ui, if form.round.is_some() { "The round" } else { "Start a round" });
    parts::faint_ui(
        ui,
        "While a round is sealed, only the names of those whose files are here, and how much they marked, are shown: so that \
         everybody reads independently first.",
    );
    let label = ui.label("Name");
    ui.add(TextEdit::singleline(&mut form.name).desired_width(f32::INFINITY)).labelled_by(label.id);
    let label = ui.label("Instructions to the readers");
    let field = TextEdit::multiline(&mut form.instructions).desired_rows(3).desired_width(f32::INFINITY);
    ui.add(field).labelled_by(label.id);
    let label = ui.label("Whose readings are expected, one name on each line");
    eframe::egui::ScrollArea::vertical().id_salt("expected").max_height(150.0).show(ui, |ui| {
        let field = TextEdit::multiline(&mut form.expected).desired_rows(5).desired_width(f32::INFINITY);
        ui.add(field).labelled_by(label.id);
    });
    step_ui(ui, form);
    let possible = !form.name.trim().is_empty();
    let Some(round) = form.round else {
        return match answers_to(ui, &["Cancel", "Start"], possible) {
            Some(1) => close_with(out, Command::StartRound(form.new_round())),
            Some(_) => Answer::Close,
            None => Answer::Open,
        };
    };
    match answers_to(ui, &["Remove the round", "Cancel", "Change"], possible) {
        Some(0) => close_with(out, Command::RemoveRound(round)),
        Some(1) => Answer::Close,
        Some(_) => close_with(out, Command::ChangeRound { round, new: form.new_round() }),
        None => Answer::Open,
    }
}

fn step_ui(ui: &mut Ui, form: &mut RoundForm) {
    let steps = [
        (RoundStep::Whole, "Passages, tags and stances together"),
        (RoundStep::Passages, "In two steps: passages first, without tags"),
        (RoundStep::Judgments, "Second step: tags and stances on the settled passages"),
    ];
    for (step, words) in steps {
        if step == RoundStep::Judgments && !form.settled {
            continue;
        }
        ui.radio_value(&mut form.step, step, words);
    }
    if form.step == RoundStep::Passages {
        parts::faint_ui(
            ui,
            "Once they are revealed, settle the passages (Readers, Settle…). Make the file for the second step of the settled \
             one (diptych settle FILE --judgments), and start its round there: everybody then judges the same passages, \
             without seeing the others.",
        );
    }
}

fn close_with(out: &mut Actions, command: Command) -> Answer {
    out.run(command);
    Answer::Close
}

/// Asks whether the round is to be revealed before all are in.
pub fn reveal_ui(ui: &mut Ui, comparison: &Comparison, round: RoundId, out: &mut Actions) -> Answer {
    let name =
        comparison.round(round).map(|round| visible_name(&round.name).into_owned()).unwrap_or_default();
    heading(ui, &format!("Reveal {name} now?"));
    ui.label(
        "What everybody marked is shown from now on, and the file remembers when it was revealed. Whoever has not finished \
         yet no longer reads independently of the others.",
    );
    match answers(ui, &["Keep it sealed", "Reveal"]) {
        Some(1) => close_with(out, Command::OpenRound(round)),
        Some(_) => Answer::Close,
        None => Answer::Open,
    }
}
