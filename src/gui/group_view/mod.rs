//! Reader against reader: how far they agree, what they differ in, one disagreement settled after the other, and
//! readings against an answer key.
//!
//! All of it is worked out from a comparison in which everybody's claims are: the open one, or what other readers' files
//! make of it when they are laid over it. What takes time is worked out by jobs and handed in; a result that the
//! comparison or the choices have outrun is shown until the next one comes. Start reading at [`group_view_ui`].

mod agreement;
mod choice;
mod counts;
mod differences;
mod disagreements;
mod drawn;
mod feedback;
mod key;
mod list;
mod matrix;
mod method_page;
mod passage;
mod place;
mod proposal;
mod readings;
mod settling;
mod table;

use std::sync::Arc;

use eframe::egui::{Button, RichText, Ui};

use self::agreement::AgreementState;
use self::choice::Choice;
use self::counts::Asked;
pub use self::differences::{Differences, Stamp};
use self::disagreements::DisagreementsState;
use self::key::KeyState;
pub use self::list::list_id;
use super::action::{Action, Actions};
use super::verb::Verb;
use super::view::View;
use super::{parts, theme};
use crate::analysis::agreement::Scope;
use crate::analysis::agreement::figures::Report;
use crate::analysis::agreement::score::Scoring;
use crate::analysis::agreement::settling::{Status, settled_in};
use crate::desk::{Command, Desk};
use crate::model::{Comparison, ComparisonId, ReaderId, Revision};

/// The parts of the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Part {
    /// Figures and pictures of how far readers agree.
    #[default]
    Agreement,
    /// What they differ in, one after the other.
    Disagreements,
    /// Readings against one that is taken for the key.
    Key,
}

impl Part {
    fn words(self) -> &'static str {
        match self {
            Self::Agreement => "Agreement",
            Self::Disagreements => "Disagreements",
            Self::Key => "Answer key",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Agreement => "How far the readers agree, in figures, per tag and in pairs.",
            Self::Disagreements => "What they differ in, one after the other, with each reader's words.",
            Self::Key => "Readings against one that is taken for the key: found, missed, extra.",
        }
    }
}

/// What the view asks of the window.
#[derive(Debug, Clone, PartialEq)]
pub enum GroupAct {
    /// Stops working out the figures.
    Stop,
    /// Works them out after all.
    WorkOut,
    /// Opens the panel for sheets with the settled version chosen.
    SheetOfSettled,
    /// Asks where to, and writes a table there, as CSV.
    SaveTable {
        /// What it is of: a part of the name that is offered.
        name: String,
        /// The table.
        csv: String,
    },
}

/// What a scope follows from: a comparison in a state, what is laid over it, and what was chosen.
type Compared = (ComparisonId, Revision, u64, Choice);

/// What the view remembers.
#[derive(Debug, Default)]
pub struct GroupState {
    /// Which part is shown.
    pub part: Part,
    choice: Choice,
    /// What was compared last, of which readers, with what it follows from.
    scope: Option<(Compared, Arc<Scope>)>,
    /// All readers that there are to choose from.
    readers: Vec<ReaderId>,
    differences: Option<Arc<Differences>>,
    disagreements: DisagreementsState,
    agreement: AgreementState,
    key: KeyState,
}

impl GroupState {
    /// Returns what is to be worked out now. `laid`: how often other readers' files were laid over the comparison.
    pub fn stamp(&mut self, comparison: &Comparison, laid: u64) -> Stamp {
        let of = (comparison.id(), comparison.revision(), laid, self.choice.clone());
        let known = self.scope.take().filter(|(known, _)| *known == of);
        let scope = known.map_or_else(
            || {
                self.choice.forget_gone(comparison);
                self.readers = Scope::of(comparison).readers;
                Arc::new(self.choice.scope(comparison))
            },
            |(_, scope)| scope,
        );
        let (id, revision, ..) = of;
        self.scope = Some((of, Arc::clone(&scope)));
        Stamp { comparison: id, revision, laid, scope }
    }

    /// Takes in what the readers differ in.
    pub fn take_differences(&mut self, differences: Arc<Differences>) {
        self.disagreements.find_again(&differences);
        self.differences = Some(differences);
    }

    /// Returns what to do next, in a sentence.
    #[must_use]
    pub fn hint(&self, desk: &Desk) -> &'static str {
        match self.part {
            Part::Agreement => {
                "Click a kind of disagreement to list it, a line of the table to read all its figures, a square to compare two readers alone."
            }
            Part::Disagreements if settled_in(desk.comparison()).is_some() => {
                "Take a reading by its number, c combines, w writes a new one, x leaves it out; F12 goes on. Ctrl+Z takes a decision back."
            }
            Part::Disagreements => {
                "F12 goes to the next disagreement, Shift+F12 back; Enter shows it in the texts."
            }
            Part::Key => {
                "Choose whose reading is the key; click a learner to see what was found, missed and added."
            }
        }
    }

    /// Notes how far the figures are, from 0 to 1.
    pub fn take_progress(&mut self, done: f32) {
        self.agreement.running = Some(done);
    }

    /// Takes in the figures; nothing if they were stopped.
    pub fn take_report(&mut self, of: Stamp, report: Option<Arc<Report>>) {
        self.agreement.running = None;
        self.agreement.stopped = report.is_none();
        if let Some(report) = report {
            self.agreement.report = Some((of, report));
        }
    }

    /// Returns whether the figures are to be worked out for `stamp`: they are looked at, and of another state.
    #[must_use]
    pub fn wants_figures(&self, stamp: &Stamp) -> bool {
        let known = self.agreement.report.as_ref().is_some_and(|(of, _)| of == stamp);
        self.part == Part::Agreement && !known && stamp.scope.readers.len() > 1
    }

    /// Returns whose reading is to be taken for the key, if the others are to be held against it anew.
    #[must_use]
    pub fn wants_scoring(&self, stamp: &Stamp) -> Option<ReaderId> {
        self.key.wanted(stamp).filter(|_| self.part == Part::Key)
    }

    /// Takes in what the others made of the key.
    pub fn take_scoring(&mut self, of: Stamp, scoring: Arc<Scoring>) {
        self.key.scoring = Some((of, scoring));
    }

    /// Goes to the next disagreement, or the one before.
    pub fn step(&mut self, forward: bool) {
        self.disagreements.step(forward);
    }

    /// Returns what the readers differ in, as far as it is worked out.
    #[must_use]
    pub fn differences(&self) -> Option<&Arc<Differences>> {
        self.differences.as_ref()
    }
}

/// What the view is handed.
pub struct Seen<'a> {
    /// The comparison with everybody's claims.
    pub comparison: &'a Comparison,
    /// The open comparison, which alone can be changed.
    pub desk: &'a Desk,
    /// Where the reader is.
    pub view: &'a View,
    /// What is to be shown.
    pub stamp: &'a Stamp,
    /// Whether a round keeps what others have read closed.
    pub sealed: bool,
}

/// Shows the readers' agreement and disagreements.
pub fn group_view_ui(ui: &mut Ui, seen: &Seen<'_>, state: &mut GroupState, out: &mut Actions) {
    let differences = state.differences.clone();
    head_ui(ui, seen, (state, differences.as_deref()), out);
    ui.add_space(2.0);
    if seen.sealed {
        parts::faint_ui(ui, "A round is sealed: what the others have read is compared when it is revealed.");
    }
    let Some(differences) = differences else {
        parts::faint_ui(ui, "Comparing the readings…");
        return;
    };
    match state.part {
        Part::Agreement => {
            let asked = agreement::agreement_ui(ui, seen, (&differences, &mut state.agreement), out);
            match asked {
                Some(Asked::Kind(kind)) => {
                    state.part = Part::Disagreements;
                    state.disagreements.only_kind(kind);
                }
                Some(Asked::Two(a, b)) => state.choice.only(seen.comparison, &[a, b]),
                None => {}
            }
        }
        Part::Key => key::key_ui(ui, seen, &mut state.key, out),
        Part::Disagreements => {
            disagreements::disagreements_ui(ui, seen, (&differences, &mut state.disagreements), out);
        }
    }
}

/// The parts, what is compared, and how far settling is.
fn head_ui(
    ui: &mut Ui,
    seen: &Seen<'_>,
    (state, differences): (&mut GroupState, Option<&Differences>),
    out: &mut Actions,
) {
    ui.horizontal_wrapped(|ui| {
        for part in [Part::Agreement, Part::Disagreements, Part::Key] {
            let on = state.part == part;
            let words = RichText::new(part.words());
            let words = if on { words.font(theme::strong_font(theme::size::BODY)) } else { words };
            if ui.add(Button::selectable(on, words)).on_hover_text(part.help()).clicked() {
                state.part = part;
            }
        }
        ui.separator();
        choice::choice_ui(ui, seen.comparison, (&mut state.choice, &state.readers));
        ui.separator();
        settled_ui(ui, seen, (state.choice.leaves_out(), differences), out);
    });
}

/// How far settling is; or beginning it.
fn settled_ui(
    ui: &mut Ui,
    seen: &Seen<'_>,
    (in_part, differences): (bool, Option<&Differences>),
    out: &mut Actions,
) {
    if settled_in(seen.desk.comparison()).is_none() {
        let enabled = !seen.sealed && differences.is_some_and(|of| of.of.scope.readers.len() > 1);
        let button = ui.add_enabled(enabled, Button::new(Verb::Settle.words()));
        if button.on_hover_text(Verb::Settle.help()).clicked() {
            out.push(Action::Do(Verb::Settle));
        }
        return;
    }
    let Some(differences) = differences else { return };
    let (decided, all) = differences.progress.counted(&differences.found);
    parts::heading_ui(ui, &format!("{decided} of {all} decided"));
    let open = |place: &&usize| differences.status(**place) == Status::Open;
    let agreed = differences.agreed.iter().filter(open).count();
    if agreed > 0 && !in_part {
        let places = if agreed == 1 { "the place".to_owned() } else { format!("the {agreed} places") };
        let help = "Puts into the settled version what nobody differs on";
        if ui.button(format!("Take over {places} on which all agree")).on_hover_text(help).clicked() {
            out.run(Command::SettleAgreed);
        }
    }
    let help = "Opens the panel for sheets with the settled version alone chosen";
    if ui.button("Sheet of the settled version…").on_hover_text(help).clicked() {
        out.push(Action::Group(GroupAct::SheetOfSettled));
    }
}
