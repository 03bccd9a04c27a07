//! Whose view the passages give: the author's own, or somebody else's.

use std::collections::BTreeSet;

use eframe::egui::{CompletionPopup, CompletionQuery, RectAlign, Suggestion, TextEdit, Ui};

use super::Shown;
use crate::desk::Command;
use crate::gui::action::{Action, Actions};
use crate::gui::parts;
use crate::model::{Attitude, ClaimId, Comparison, Voice};

/// The names that views are attributed to anywhere in the comparison; gathered when one is about to be typed.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The claim whose voice is being typed.
    typing_for: Option<ClaimId>,
    known: BTreeSet<String>,
}

impl Names {
    /// Gathers the names when typing begins: later, the half-typed one would offer itself.
    fn gather(&mut self, comparison: &Comparison, typing_for: Option<ClaimId>) {
        if std::mem::replace(&mut self.typing_for, typing_for) == typing_for || typing_for.is_none() {
            return;
        }
        let names = comparison.claims().filter_map(|claim| match &claim.voice {
            Voice::Attributed { name, .. } if !name.trim().is_empty() => Some(name.trim().to_owned()),
            _ => None,
        });
        self.known = names.collect();
    }

    fn suggest(&self, query: &CompletionQuery<'_>) -> Vec<Suggestion> {
        let typed = query.text.trim().to_lowercase();
        let fits = self.known.iter().filter(|name| {
            let name = name.to_lowercase();
            !typed.is_empty() && name != typed && name.contains(&typed)
        });
        fits.take(8).map(Suggestion::new).collect()
    }
}

/// Shows whose view it is.
pub(super) fn voice_ui(ui: &mut Ui, shown: &Shown<'_>, names: &mut Names, out: &mut Actions) {
    parts::heading_ui(ui, "Voice");
    let own = shown.claim.voice == Voice::Own;
    let claim = shown.claim.id;
    ui.horizontal_wrapped(|ui| {
        if ui.radio(own, "The author's own").clicked() && !own {
            out.run(Command::SetVoice { claim, voice: Voice::Own });
        }
        if ui.radio(!own, "Attributed to").clicked() && own {
            let voice = Voice::Attributed { name: String::new(), attitude: None };
            out.run(Command::SetVoice { claim, voice });
            ui.memory_mut(|memory| memory.request_focus(shown.id("voice")));
        }
    });
    if let Voice::Attributed { name, attitude } = &shown.claim.voice {
        name_ui(ui, shown, names, (name, *attitude), out);
        attitude_ui(ui, shown, (name, *attitude), out);
    }
}

fn name_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    names: &mut Names,
    (name, attitude): (&str, Option<Attitude>),
    out: &mut Actions,
) {
    let mut typed = name.to_owned();
    let id = shown.id("voice");
    let typing = ui.memory(|memory| memory.has_focus(id));
    names.gather(shown.comparison(), typing.then_some(shown.claim.id));
    let edit = TextEdit::singleline(&mut typed).hint_text("A person or a body").desired_width(f32::INFINITY);
    let popup = CompletionPopup::new(id).word_boundary(|_| false).align(RectAlign::BOTTOM_START);
    let output = popup.show(ui, edit, |query| names.suggest(query));
    let response = output.text_edit.response.response.accessible_name("Attributed to whom");
    if response.changed() || output.accepted.is_some() {
        let voice = Voice::Attributed { name: typed, attitude };
        out.run(Command::SetVoice { claim: shown.claim.id, voice });
    }
    if response.lost_focus() {
        out.push(Action::CloseTyping);
    }
}

fn attitude_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    (name, attitude): (&str, Option<Attitude>),
    out: &mut Actions,
) {
    parts::faint_ui(ui, "What the author makes of it");
    ui.horizontal_wrapped(|ui| {
        for choice in Attitude::ALL.into_iter().map(Some).chain([None]) {
            let word = choice.map_or("not said", Attitude::word);
            if ui.selectable_label(attitude == choice, word).clicked() && attitude != choice {
                let voice = Voice::Attributed { name: name.to_owned(), attitude: choice };
                out.run(Command::SetVoice { claim: shown.claim.id, voice });
                out.push(Action::CloseTyping);
            }
        }
    });
}
