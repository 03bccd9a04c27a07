//! How many disagreements there are of each kind, before any figure.

use eframe::egui::{Button, RichText, Ui};

use super::differences::{Differences, capitalized};
use crate::analysis::agreement::disagreements::DisagreementKind;
use crate::gui::action::{Action, Actions};
use crate::gui::parts;
use crate::gui::verb::Verb;
use crate::model::ReaderId;

/// What was asked for that other parts do.
pub(super) enum Asked {
    /// Show the disagreements of a kind.
    Kind(DisagreementKind),
    /// Compare two readers alone.
    Two(ReaderId, ReaderId),
}

/// How many disagreements there are of each kind: first of all, since no figure stands for them.
pub(super) fn counts_ui(ui: &mut Ui, differences: &Differences, out: &mut Actions) -> Option<Asked> {
    let mut asked = None;
    let (readers, found) = (differences.of.scope.readers.len(), &differences.found);
    let n_claims: usize = found.places.iter().map(|place| place.claims.len()).sum();
    parts::heading_ui(
        ui,
        &format!(
            "{}, {} at {}",
            parts::counted(readers, "reader"),
            parts::counted(n_claims, "claim"),
            parts::counted(found.places.len(), "place")
        ),
    );
    if readers < 2 {
        parts::faint_ui(
            ui,
            "Agreement is between readers: choose two of them at least, or lay the files of others over these texts.",
        );
        ui.add_space(4.0);
        for verb in [Verb::AddReaders, Verb::WatchReaders] {
            if ui.button(verb.words()).on_hover_text(verb.help()).clicked() {
                out.push(Action::Do(verb));
            }
        }
        return None;
    }
    let agreed = differences.agreed.len();
    ui.horizontal_wrapped(|ui| {
        ui.label(match found.list.len() {
            0 => "They differ in nothing.".to_owned(),
            n => format!("{}:", parts::counted(n, "disagreement")),
        });
        for (kind, n) in found.counts().into_iter().filter(|(_, n)| *n > 0) {
            let words = RichText::new(format!("{} {n}", capitalized(kind.word())));
            let response =
                ui.add(Button::new(words)).on_hover_text(format!("{} A click lists them.", kind.help()));
            if response.clicked() {
                asked = Some(Asked::Kind(kind));
            }
        }
        let places = if agreed == 1 { "1 place".to_owned() } else { format!("{agreed} places") };
        parts::faint_ui(ui, format!("All agree entirely on {places} of {}.", found.places.len()));
    });
    asked
}
