//! What readers' files are, before they are laid over the open comparison: who is in them, where their passages are in our
//! texts, which tags are ours, what was refused. Two copies of one reading, and two spellings of one name, are asked about.

mod file;

use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui::{self, Align, FontId, Layout, ProgressBar, Role, ScrollArea, Ui, WidgetInfo};

use super::Wanted;
use crate::gui::lines::name_text;
use crate::gui::{moment, parts, theme};
use crate::model::{Comparison, ReaderId, Revision};
use crate::store::laying::{Laid, LaidFile, LaidReader, Layers};
use crate::text::visible_name;

/// How many files that fit to the letter are listed by name.
const MOST_PLAIN: usize = 200;

/// Files that were read, and are to be looked at before they are laid over.
pub struct ReportState {
    /// Which files, and what was decided about them.
    pub wanted: Wanted,
    /// What they would make; none while they are read.
    pub laid: Option<(Arc<Layers>, Arc<Laid>)>,
    /// The state of the open comparison under them.
    pub base: Revision,
    /// So many of so many are read.
    pub read: (usize, usize),
    /// Whether they lie over the comparison already.
    pub lies: bool,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq)]
pub enum ReportAnswer {
    /// Nothing yet.
    Open,
    /// Away with it; nothing is laid.
    Cancel,
    /// Lay them over.
    Lay,
    /// Another choice was made: it is to be laid anew, to be looked at.
    Again(Wanted),
}

/// Shows what the files are. `sealed`: a round keeps what they say closed, so names and counts alone are shown.
pub fn report_ui(ui: &mut Ui, open: &Comparison, state: &ReportState, sealed: bool) -> ReportAnswer {
    parts::title_ui(ui, "Readers' files");
    let Some((_, laid)) = &state.laid else { return reading_ui(ui, state) };
    ui.label(summary(laid));
    if sealed {
        parts::faint_ui(ui, "A round is sealed: until it is revealed, names and counts alone are shown.");
    }
    let mut wanted = None;
    let height = (ui.available_height() - 52.0).max(80.0);
    ScrollArea::vertical().id_salt("report").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        copies_ui(ui, (laid, state), &mut wanted);
        names_ui(ui, (laid, state), &mut wanted);
        files_ui(ui, (open, laid), (state, sealed), &mut wanted);
    });
    ui.add_space(6.0);
    let mut answer = wanted.map_or(ReportAnswer::Open, ReportAnswer::Again);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let any = laid.files.iter().any(|file| file.refused.is_none());
        let words = if state.lies { "Done" } else { "Lay over" };
        if parts::main_button_ui(ui, words, any || state.lies).clicked() {
            answer = ReportAnswer::Lay;
        }
        if !state.lies && ui.button("Cancel").clicked() {
            answer = ReportAnswer::Cancel;
        }
        if !state.lies {
            parts::faint_ui(ui, "The files are only read, never written to.");
        }
    });
    answer
}

fn reading_ui(ui: &mut Ui, state: &ReportState) -> ReportAnswer {
    let (n, of) = state.read;
    ui.label(format!("Reading the files: {n} of {of}."));
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    ui.add(ProgressBar::new(n as f32 / of.max(1) as f32));
    ui.add_space(6.0);
    if ui.button("Stop").clicked() { ReportAnswer::Cancel } else { ReportAnswer::Open }
}

/// “12 files, 12 readers, 540 claims; 1 file refused.”
fn summary(laid: &Laid) -> String {
    let n_refused = laid.files.iter().filter(|file| file.refused.is_some()).count();
    let others = laid.readers.iter().filter(|reader| reader.from.is_some());
    let (n_readers, n_claims) =
        others.fold((0, 0), |(readers, claims), reader| (readers + 1, claims + reader.n_claims));
    let (files, readers) =
        (parts::counted(laid.files.len(), "file"), parts::counted(n_readers, "other reader"));
    let refused = match n_refused {
        0 => String::new(),
        n => format!(" {} refused; the rest goes on without.", parts::counted(n, "file")),
    };
    format!("{files}: {readers} with {}.{refused}", parts::counted(n_claims, "claim"))
}

/// The same reader in several files.
fn copies_ui(ui: &mut Ui, (laid, state): (&Laid, &ReportState), wanted: &mut Option<Wanted>) {
    let twice: Vec<&LaidReader> = laid
        .readers
        .iter()
        .filter(|reader| !reader.other_copies.is_empty() || reader.replaces_base)
        .collect();
    if twice.is_empty() {
        return;
    }
    parts::heading_ui(ui, "The same reader in several files");
    parts::faint_ui(
        ui,
        "The file with the latest change counts, as an update of the others, unless you choose another.",
    );
    for reader in twice {
        ui.push_id(reader.id.0, |ui| copy_ui(ui, (laid, state), reader, wanted));
    }
    ui.add_space(8.0);
}

fn copy_ui(
    ui: &mut Ui,
    (laid, state): (&Laid, &ReportState),
    reader: &LaidReader,
    wanted: &mut Option<Wanted>,
) {
    let name_of = |file: Option<usize>| match file {
        Some(at) => laid.files.get(at).map_or(String::new(), |file| file.name.clone()),
        None => "the open file".to_owned(),
    };
    let chosen = state.wanted.preferred.iter().any(|(id, _)| *id == reader.id);
    let when = reader.last_change.map(|time| format!(" ({})", moment::in_words(time))).unwrap_or_default();
    let now = format!("{}{when}", name_of(reader.from));
    ui.horizontal_wrapped(|ui| {
        let (font, ink) = (theme::strong_font(theme::size::BODY), theme::of(ui).ink);
        ui.label(name_text(ui, &visible_name(&reader.name), font, ink, 300.0));
        let combo = egui::ComboBox::from_id_salt("copy").selected_text(if chosen {
            now
        } else {
            format!("the latest: {now}")
        });
        let says = format!("Which file counts for {}", visible_name(&reader.name));
        let shown = combo.show_ui(ui, |ui| {
            let mut files: Vec<Option<usize>> = reader.other_copies.iter().map(|at| Some(*at)).collect();
            files.push(reader.from);
            files.extend(reader.replaces_base.then_some(None));
            files.sort_unstable();
            files.dedup();
            let mut preferred = state.wanted.preferred.clone();
            preferred.retain(|(id, _)| *id != reader.id);
            if ui.selectable_label(!chosen, "the latest").clicked() {
                *wanted = Some(Wanted { preferred: preferred.clone(), ..state.wanted.clone() });
            }
            for file in files {
                let path = file.and_then(|at| state.wanted.files.get(at)).cloned();
                if ui.selectable_label(chosen && file == reader.from, name_of(file)).clicked() {
                    preferred.push((reader.id, path));
                    *wanted = Some(Wanted { preferred: preferred.clone(), ..state.wanted.clone() });
                }
            }
        });
        shown.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &says));
    });
}

/// Readers who are perhaps one person, and those whom somebody said are one.
fn names_ui(ui: &mut Ui, (laid, state): (&Laid, &ReportState), wanted: &mut Option<Wanted>) {
    if laid.perhaps_one.is_empty() && state.wanted.united.is_empty() {
        return;
    }
    let name = |id: ReaderId| {
        let known = laid.reader(id).map(|reader| reader.name.as_str());
        let known = known.or_else(|| laid.comparison.reader(id).map(|reader| reader.name.as_str()));
        visible_name(known.unwrap_or("a reader")).into_owned()
    };
    parts::heading_ui(ui, "Perhaps one person");
    for (one, other) in &laid.perhaps_one {
        ui.horizontal_wrapped(|ui| {
            names_label_ui(ui, &format!("“{}” and “{}” are kept apart.", name(*one), name(*other)));
            let help = "Counts what both made as made by one reader, here; the files are not changed";
            if ui.button("They are one").on_hover_text(help).clicked() {
                let mut united = state.wanted.united.clone();
                united.push((*one, *other));
                *wanted = Some(Wanted { united, ..state.wanted.clone() });
            }
        });
    }
    for pair in &state.wanted.united {
        ui.horizontal_wrapped(|ui| {
            names_label_ui(ui, &format!("“{}” stands for two spellings.", name(pair.0)));
            if ui.button("Keep them apart").clicked() {
                let united: BTreeSet<_> =
                    state.wanted.united.iter().copied().filter(|other| other != pair).collect();
                *wanted = Some(Wanted { united: united.into_iter().collect(), ..state.wanted.clone() });
            }
        });
    }
    ui.add_space(8.0);
}

fn names_label_ui(ui: &mut Ui, words: &str) {
    let (font, ink) = (FontId::proportional(theme::size::BODY), theme::of(ui).ink);
    ui.label(name_text(ui, words, font, ink, ui.available_width()));
}

/// The files: those that were refused, those that need a look, and those that fit to the letter.
fn files_ui(
    ui: &mut Ui,
    (open, laid): (&Comparison, &Laid),
    (state, sealed): (&ReportState, bool),
    wanted: &mut Option<Wanted>,
) {
    let files = || laid.files.iter().enumerate();
    let refused = |file: &LaidFile| file.refused.is_some();
    let groups: [(&str, Vec<(usize, &LaidFile)>); 2] = [
        ("Refused", files().filter(|(_, file)| refused(file)).collect()),
        ("Worth a look", files().filter(|(_, file)| !refused(file) && !file.is_plain()).collect()),
    ];
    for (heading, group) in groups {
        if group.is_empty() {
            continue;
        }
        parts::heading_ui(ui, heading);
        for (at, file) in group {
            let taken_off = ui.push_id(at, |ui| file::file_ui(ui, (open, laid), (at, file), sealed)).inner;
            if taken_off {
                *wanted = Some(without(&state.wanted, at));
            }
        }
        ui.add_space(8.0);
    }
    let plain: Vec<(usize, &LaidFile)> = files().filter(|(_, file)| file.is_plain()).collect();
    if plain.is_empty() {
        return;
    }
    parts::heading_ui(ui, "Fits to the letter");
    for (at, file) in plain.iter().take(MOST_PLAIN) {
        let taken_off = ui.push_id(at, |ui| file::plain_ui(ui, laid, (*at, file))).inner;
        if taken_off {
            *wanted = Some(without(&state.wanted, *at));
        }
    }
    if plain.len() > MOST_PLAIN {
        parts::faint_ui(ui, format!("and {} more files", plain.len() - MOST_PLAIN));
    }
}

fn without(wanted: &Wanted, at: usize) -> Wanted {
    let mut wanted = wanted.clone();
    if at < wanted.files.len() {
        let gone = wanted.files.remove(at);
        wanted.preferred.retain(|(_, file)| file.as_ref() != Some(&gone));
    }
    wanted
}
