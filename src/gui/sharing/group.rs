//! “Start a group”: the file that every member begins with, and the round that it opens.

use eframe::egui::{Id, ScrollArea, TextEdit, Ui};

use super::{SharingAnswer, answers_ui, size_words};
use crate::desk::NewRound;
use crate::gui::parts;
use crate::model::{Comparison, RoundStep};

/// What a group begins with.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupState {
    /// The name of the round.
    pub name: String,
    /// What the members are asked to do.
    pub instructions: String,
    /// The members, one a line.
    pub members: String,
    /// Whether the texts are in the file.
    pub texts: bool,
    /// Whether everything stays closed until all are in.
    pub sealed: bool,
    /// Whether passages are settled before they are judged.
    pub two_steps: bool,
}

impl Default for GroupState {
    fn default() -> Self {
        Self {
            name: "Round 1".to_owned(),
            instructions: String::new(),
            members: String::new(),
            texts: true,
            sealed: true,
            two_steps: false,
        }
    }
}

impl GroupState {
    /// Returns the round that was described.
    #[must_use]
    pub fn round(&self) -> NewRound {
        let members = self.members.lines().map(str::trim).filter(|name| !name.is_empty());
        NewRound {
            name: self.name.trim().to_owned(),
            instructions: self.instructions.trim().to_owned(),
            expected: members.map(str::to_owned).collect(),
            step: if self.two_steps { RoundStep::Passages } else { RoundStep::Whole },
        }
    }
}

/// Shows the form.
pub fn group_ui(ui: &mut Ui, comparison: &Comparison, state: &mut GroupState) -> SharingAnswer {
    parts::title_ui(ui, "Start a group");
    ui.label(
        "Makes one file for all members: the sources, the codebook and what you ask of them, and nobody’s claims. Each \
         saves a reading and sends it back to you.",
    );
    let height = (ui.ctx().content_rect().height() - 240.0).max(160.0);
    ScrollArea::vertical().id_salt("group").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        let label = ui.label("Name of the round");
        let field =
            TextEdit::singleline(&mut state.name).id(Id::unique("group name")).desired_width(f32::INFINITY);
        ui.add(field).labelled_by(label.id);
        let label = ui.label("Instructions");
        let field = TextEdit::multiline(&mut state.instructions)
            .hint_text("What is to be marked, how finely, until when")
            .desired_rows(3)
            .desired_width(f32::INFINITY);
        ui.add(field).labelled_by(label.id);
        let label = ui.label("Members, one a line");
        let field = TextEdit::multiline(&mut state.members).desired_rows(5).desired_width(f32::INFINITY);
        ui.add(field).labelled_by(label.id);
        ui.add_space(4.0);
        let bytes: usize = comparison.sources().iter().map(|source| source.text.as_str().len()).sum();
        ui.checkbox(&mut state.texts, format!("With the texts (about {})", size_words(bytes)));
        ui.checkbox(&mut state.sealed, "Sealed: readings stay closed until all are in, or you reveal them");
        ui.checkbox(&mut state.two_steps, "In two steps: first the passages, then what they say");
    });
    let ready = !state.name.trim().is_empty() && !comparison.sources().is_empty();
    answers_ui(ui, ("Save…", ready), SharingAnswer::Save)
}
