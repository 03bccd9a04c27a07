//! What one source has on one row: claims as cards, noted silences, or nothing yet.

use eframe::egui::{FontId, Id, RichText, Ui};

use super::{CompareState, Shown, card};
use crate::analysis::arrangement::RowCell;
use crate::analysis::sheet::{CellState, SheetSilence, Standing, standing};
use crate::desk::Command;
use crate::gui::action::Actions;
use crate::gui::parts::{self, Field};
use crate::gui::{moment, theme};
use crate::model::{SourceId, Stance, TagId};

/// How many claims of a cell are shown at first.
pub(super) const FIRST: usize = 8;
/// How many more each click brings.
const STEP: usize = 40;

/// Which cell it is.
#[derive(Clone, Copy)]
pub(super) struct At {
    /// The tag of its row; nothing where rows are no tags.
    pub tag: Option<TagId>,
    pub source: SourceId,
    /// Whether its tag only groups others, so that nobody has to look for it.
    pub groups: bool,
}

/// Shows a cell of which `n_more` claims more than at first are shown.
pub(super) fn cell_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    (at, cell, n_more): (At, &RowCell, &mut usize),
    state: &mut CompareState,
    out: &mut Actions,
) {
    if cell.state() == CellState::Unsearched {
        if let (Some(tag), false) = (at.tag, at.groups) {
            empty_ui(ui, (tag, at.source), out);
        }
        return;
    }
    standing_ui(ui, cell);
    let n_shown = FIRST + *n_more;
    for entry in cell.claims.iter().take(n_shown) {
        card::card_ui(ui, shown, (at.tag, entry), state, out);
    }
    let rest = cell.claims.len().saturating_sub(n_shown);
    if rest > 0 && ui.button(format!("+ {rest} more")).clicked() {
        *n_more += STEP;
    }
    if cell.n_left_out > 0 {
        let words = if cell.claims.is_empty() { "not shown" } else { "more not shown" };
        parts::faint_ui(ui, format!("{} {words}", parts::counted(cell.n_left_out, "claim")));
    }
    for silence in &cell.silences {
        silence_ui(ui, shown, silence, out);
    }
}

/// Where the source stands, several claims taken together: "mixed: 2 affirms, 1 denies".
fn standing_ui(ui: &mut Ui, cell: &RowCell) {
    let stances = || cell.claims.iter().map(|entry| entry.claim.stance);
    let standing = standing(stances());
    if cell.claims.len() < 2 || standing == Standing::None {
        return;
    }
    let count = |stance: Stance| stances().filter(|other| *other == Some(stance)).count();
    let counts = Stance::ALL.into_iter().map(|stance| (stance, count(stance))).filter(|(_, n)| *n > 0);
    let counts: Vec<String> = counts
        .map(|(stance, n)| format!("{} {n} {}", theme::stance_sign(Some(stance)), stance.word()))
        .collect();
    let mixed = if standing == Standing::Mixed { "mixed: " } else { "" };
    parts::faint_ui(ui, format!("{mixed}{}", counts.join(", ")));
}

/// A cell that nobody has looked into: says so, and takes the note that nothing is there.
fn empty_ui(ui: &mut Ui, (tag, source): (TagId, SourceId), out: &mut Actions) {
    ui.horizontal_wrapped(|ui| {
        parts::faint_ui(ui, "not looked for yet");
        let help = "Notes, with your name and the date, that you looked for it here and did not find it";
        let words = RichText::new("∅ absent").size(theme::size::SMALL).color(theme::of(ui).faint);
        let button = ui.add(eframe::egui::Button::new(words).small().frame_when_inactive(false));
        if button.on_hover_text(help).clicked() {
            out.run(Command::NoteSilence { source, tag, note: String::new() });
        }
    });
}

fn silence_ui(ui: &mut Ui, shown: &Shown<'_>, noted: &SheetSilence, out: &mut Actions) {
    let colors = theme::of(ui);
    let silence = shown.comparison().silence(noted.silence.id);
    let own = noted.reader.id == shown.desk.reader().id;
    ui.horizontal(|ui| {
        let font = FontId::new(card::QUOTATION, theme::serif_italic());
        ui.label(RichText::new("∅ looked for and absent").font(font).color(colors.ink));
        if own && parts::sign_button_ui(ui, "×", "Take back that it is absent").clicked() {
            out.run(Command::DeleteSilence(noted.silence.id));
        }
    });
    let note = silence.map_or(noted.silence.note.as_str(), |silence| silence.note.as_str());
    if own {
        let id = Id::unique(("note of a silence", noted.silence.id));
        let field = Field { name: "How far it was searched", hint: "How far, and how?", id };
        if let Some(note) = parts::line_field_ui(ui, field, note, out) {
            out.run(Command::SetSilenceNote { silence: noted.silence.id, note });
        }
    } else if !note.trim().is_empty() {
        ui.label(note.trim());
    }
    let when = moment::in_words(noted.silence.modified);
    parts::faint_ui(ui, format!("{}, {when}", crate::text::visible_name(&noted.reader.name)));
}
