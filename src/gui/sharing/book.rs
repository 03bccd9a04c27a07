//! What taking in a codebook would change, before it is taken in.

use eframe::egui::{Label, RichText, ScrollArea, Ui};

use super::{SharingAnswer, answers_ui};
use crate::desk::{TakenChange, TakenKind, Taking};
use crate::gui::lines::name_label;
use crate::gui::{parts, theme};
use crate::store::book::Book;
use crate::text::visible_name;

/// How much of a definition is shown, in characters.
const SHOWN: usize = 400;

/// A codebook that was read.
pub struct BookState {
    /// The name of its file.
    pub name: String,
    /// The codebook.
    pub book: Book,
    /// What it would change.
    pub taking: Taking,
}

/// Shows the form.
pub fn book_ui(ui: &mut Ui, state: &BookState) -> SharingAnswer {
    let BookState { name, book, taking } = state;
    parts::title_ui(ui, "Take in a codebook");
    let colors = theme::of(ui);
    let of = if book.title.trim().is_empty() {
        visible_name(name).into_owned()
    } else {
        format!("{}, of “{}”", visible_name(name), visible_name(book.title.trim()))
    };
    ui.add(name_label(ui, &of, colors.faint));
    ui.label(summary(taking));
    for warning in book.warnings.iter().take(3) {
        ui.label(RichText::new(visible_name(warning)).color(colors.warning));
    }
    let height = (ui.ctx().content_rect().height() - 320.0).max(140.0);
    let area = ScrollArea::vertical().id_salt("codebook changes").max_height(height);
    area.auto_shrink([false, true]).show(ui, |ui| {
        for change in &taking.changes {
            change_ui(ui, change);
        }
    });
    if !taking.ours_only.is_empty() {
        let names: Vec<String> =
            taking.ours_only.iter().take(12).map(|name| visible_name(name).into_owned()).collect();
        let more = taking.ours_only.len().saturating_sub(names.len());
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        parts::faint_ui(ui, format!("Not in it, and left as they are: {}{more}.", names.join(", ")));
    }
    answers_ui(ui, ("Take in", !taking.is_empty()), SharingAnswer::Done)
}

/// "3 new tags, 1 other definition, 12 as they are."
fn summary(taking: &Taking) -> String {
    if taking.is_empty() {
        return format!(
            "Nothing would change: {} are here as they are there.",
            parts::counted(taking.n_same, "tag")
        );
    }
    let kinds = [
        (TakenKind::New, "new"),
        (TakenKind::Renamed, "renamed"),
        (TakenKind::Redefined, "with another definition"),
        (TakenKind::Moved, "moved"),
        (TakenKind::Recolored, "in another color"),
        (TakenKind::Key, "with another key"),
        (TakenKind::Values, "with other values"),
    ];
    let counts = kinds.map(|(kind, words)| (taking.n_of(kind), words.to_owned()));
    let others = [
        (taking.n_reordered, "only in another place in the list".to_owned()),
        (taking.n_same, "as they are".to_owned()),
    ];
    let said = counts.into_iter().chain(others).filter(|(n, _)| *n > 0);
    let said: Vec<String> = said.map(|(n, words)| format!("{n} {words}")).collect();
    format!("Tags: {}. It is one step, which undo takes back.", said.join(", "))
}

fn change_ui(ui: &mut Ui, change: &TakenChange) {
    let TakenChange { name, kind, was, becomes, is_older, .. } = change;
    let colors = theme::of(ui);
    let shown = |words: &str| parts::shortened(&visible_name(words), SHOWN);
    let long =
        |ui: &mut Ui, words: String, color| ui.add(Label::new(RichText::new(words).color(color)).wrap());
    parts::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let what = match kind {
            TakenKind::New => "new".to_owned(),
            TakenKind::Renamed => format!("becomes “{}”", shown(becomes)),
            TakenKind::Redefined => "gets another definition".to_owned(),
            TakenKind::Moved if becomes.is_empty() => "moves to the top".to_owned(),
            TakenKind::Moved => format!("moves under “{}”", shown(becomes)),
            TakenKind::Recolored => format!("becomes {becomes} (was {was})"),
            TakenKind::Key if becomes.is_empty() => format!("loses its key {was}"),
            TakenKind::Key => format!("gets the key {becomes}"),
            TakenKind::KeyTaken => {
                format!("does not get the key {becomes}, which is that of “{}” here", shown(was))
            }
            TakenKind::Values => format!("carries values of the kind {becomes}"),
        };
        ui.add(name_label(ui, &format!("{}: {what}", visible_name(name)), colors.ink));
        match kind {
            TakenKind::New if !becomes.is_empty() => {
                long(ui, shown(becomes), colors.faint);
            }
            TakenKind::Redefined => {
                let before = if was.is_empty() { "none".to_owned() } else { format!("“{}”", shown(was)) };
                long(ui, format!("Here: {before}"), colors.faint);
                long(ui, format!("There: “{}”", shown(becomes)), colors.ink);
                if *is_older {
                    let words = "Yours has been changed more often, so theirs may be the older one.";
                    long(ui, words.to_owned(), colors.warning);
                }
            }
            _ => {}
        }
    });
    ui.add_space(2.0);
}
