//! “Save my reading to send”: whose, with the texts or without, with the notes or without.

use eframe::egui::{self, ComboBox, Ui};

use super::{SharingAnswer, answers_ui, size_words};
use crate::gui::lines::name_label;
use crate::gui::{parts, theme};
use crate::model::{Comparison, ReaderId};
use crate::store::reading::ReadingSettings;
use crate::text::visible_name;

/// What is to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct SendState {
    /// What was chosen.
    pub settings: ReadingSettings,
}

impl SendState {
    /// Returns the form as it is first shown: the reader's own work, if there is any, with notes and without texts.
    #[must_use]
    pub fn of(comparison: &Comparison, me: ReaderId) -> Self {
        let reader = comparison.reader(me).map(|reader| reader.id);
        let reader = reader.or_else(|| comparison.readers().next().map(|reader| reader.id));
        Self { settings: ReadingSettings { reader, texts: false, notes: true } }
    }
}

/// Shows the form.
pub fn send_ui(ui: &mut Ui, comparison: &Comparison, state: &mut SendState) -> SharingAnswer {
    parts::title_ui(ui, "Save a reading to send");
    ui.label(
        "A file of what one reader has made, for the others. It can be laid over their copies and merged with them. \
         The codebook is in it, and the words of each passage.",
    );
    reader_ui(ui, comparison, &mut state.settings.reader);
    let settings = &mut state.settings;
    let texts: usize = comparison.sources().iter().map(|source| source.text.as_str().len()).sum();
    ui.add_space(4.0);
    ui.checkbox(&mut settings.texts, format!("With the texts (about {})", size_words(texts)));
    ui.indent("texts", |ui| {
        let faint = theme::of(ui).faint;
        egui::ScrollArea::vertical().max_height(110.0).auto_shrink([false, true]).show(ui, |ui| {
            for source in comparison.sources() {
                let size = size_words(source.text.as_str().len());
                let words = format!("{}, {size}", visible_name(source.short_name()));
                ui.add(name_label(ui, &words, faint));
            }
        });
        if !settings.texts {
            parts::faint_ui(ui, "Whoever opens the file chooses their own copies of the texts.");
        }
    });
    let n_notes = n_notes(comparison, settings.reader);
    ui.checkbox(&mut settings.notes, format!("With the notes ({n_notes})"));
    if !settings.notes {
        let words =
            "Notes on claims, links, silences and stretches read are kept back. Merging the file loses none.";
        ui.indent("notes", |ui| parts::faint_ui(ui, words));
    }
    ui.add_space(4.0);
    parts::faint_ui(ui, contents(comparison, settings.reader));
    answers_ui(ui, ("Save…", true), SharingAnswer::Save)
}

fn reader_ui(ui: &mut Ui, comparison: &Comparison, chosen: &mut Option<ReaderId>) {
    let everybody = "Everybody’s".to_owned();
    let name = |id: ReaderId| {
        comparison.reader(id).map_or(String::new(), |reader| visible_name(&reader.name).into_owned())
    };
    let label = ui.label("Whose reading");
    let shown = chosen.map_or(everybody.clone(), name);
    let wide = ui.available_width();
    let combo = ComboBox::from_id_salt("whose reading").selected_text(shown).width(wide).truncate();
    let combo = combo.show_ui(ui, |ui| {
        for reader in comparison.readers() {
            ui.selectable_value(chosen, Some(reader.id), name(reader.id));
        }
        ui.selectable_value(chosen, None, everybody);
    });
    combo.response.labelled_by(label.id);
}

fn is_of(chosen: Option<ReaderId>, reader: ReaderId) -> bool {
    chosen.is_none_or(|chosen| chosen == reader)
}

fn n_notes(comparison: &Comparison, chosen: Option<ReaderId>) -> usize {
    let is = |reader: ReaderId, note: &str| is_of(chosen, reader) && !note.is_empty();
    comparison.claims().filter(|claim| is(claim.reader, &claim.note)).count()
        + comparison.links().filter(|link| is(link.reader, &link.note)).count()
        + comparison.silences().filter(|silence| is(silence.reader, &silence.note)).count()
        + comparison.coverages().filter(|coverage| is(coverage.reader, &coverage.note)).count()
}

/// "In it: 34 claims, 3 links and 2 silences."
fn contents(comparison: &Comparison, chosen: Option<ReaderId>) -> String {
    let claims = comparison.claims().filter(|claim| is_of(chosen, claim.reader)).count();
    let links = comparison.links().filter(|link| is_of(chosen, link.reader)).count();
    let silences = comparison.silences().filter(|silence| is_of(chosen, silence.reader)).count();
    let counts =
        [parts::counted(claims, "claim"), parts::counted(links, "link"), parts::counted(silences, "silence")];
    format!("In it: {}.", counts.join(", "))
}
