//! One place with all its readings: the passage with the boundaries that were drawn, and under it each way in which it
//! was marked, with whose it is and what they wrote.

use std::collections::HashSet;

use eframe::egui::{Align, FontId, Frame, Layout, Margin, RichText, Stroke, Ui, vec2};

use super::passage::{LETTERED, letter_ui, passage_ui};
use super::readings::{Reading, Readings, letter, names, reader_name, voice_in_words};
use crate::gui::lines::words_label_ui;
use crate::gui::{parts, theme};
use crate::model::{Claim, Comparison, ReaderId, SourceId, Stance, TagId};
use crate::text::visible_name;

/// How many readers' words are shown of a reading at first.
const FIRST: usize = 3;
/// How many names stand in a row.
const NAMES: usize = 14;

/// A place, as it is shown.
pub(super) struct Shown<'a> {
    /// The comparison with everybody's claims.
    pub comparison: &'a Comparison,
    /// Where.
    pub source: SourceId,
    /// How it was marked.
    pub readings: &'a Readings,
    /// Who marked nothing there, each with what is known of why ("did not read it").
    pub absent: &'a [(String, Vec<ReaderId>)],
    /// The tag that the disagreement is about, which stands out.
    pub tag: Option<TagId>,
}

/// Which readings are shown with all their words.
#[derive(Debug, Default)]
pub(super) struct PlaceState {
    whole: HashSet<usize>,
}

/// Shows the passage.
pub(super) fn words_ui(ui: &mut Ui, shown: &Shown<'_>) {
    let Some(source) = shown.comparison.source(shown.source) else { return };
    let colors = theme::of(ui);
    let frame = Frame::new().fill(colors.paper).stroke(Stroke::new(1.0, colors.rule));
    frame.inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let boundaries = &shown.readings.boundaries;
        let drawn: Vec<String> = boundaries
            .iter()
            .enumerate()
            .map(|(at, (_, n))| format!("boundary {} by {}", letter(at), parts::counted(*n, "reader")))
            .collect();
        passage_ui(ui, source, boundaries, &drawn.join(", "));
    });
    if shown.readings.boundaries.len() > 1 {
        boundaries_ui(ui, shown);
    }
}

/// What the letters stand for.
fn boundaries_ui(ui: &mut Ui, shown: &Shown<'_>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for (at, (_, n)) in shown.readings.boundaries.iter().enumerate().take(LETTERED) {
            letter_ui(ui, at);
            parts::faint_ui(ui, parts::counted(*n, "reader"));
            ui.add_space(8.0);
        }
        let more = shown.readings.boundaries.len().saturating_sub(LETTERED);
        if more > 0 {
            parts::faint_ui(ui, format!("and {more} other boundaries"));
        }
    });
}

/// Shows the readings, each with what `button` puts at its right. Returns the one whose button was pressed.
pub(super) fn readings_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    state: &mut PlaceState,
    mut button: impl FnMut(&mut Ui, usize, &Reading) -> bool,
) -> Option<usize> {
    let mut pressed = None;
    let several = shown.readings.boundaries.len() > 1;
    for (at, reading) in shown.readings.readings.iter().enumerate() {
        ui.push_id(("reading", at), |ui| {
            parts::card(ui).show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = 3.0;
                ui.horizontal_top(|ui| {
                    if several {
                        letter_ui(ui, reading.boundary);
                    }
                    let room = ui.available_width();
                    let beside = 92.0;
                    ui.allocate_ui_with_layout(
                        vec2((room - beside).max(120.0), 20.0),
                        Layout::top_down(Align::Min),
                        |ui| reading_ui(ui, shown, (at, reading), state),
                    );
                    ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                        if button(ui, at, reading) {
                            pressed = Some(at);
                        }
                    });
                });
            });
        });
    }
    for (why, readers) in shown.absent {
        if !readers.is_empty() {
            let names = names(shown.comparison, readers.iter().copied(), NAMES);
            parts::faint_ui(ui, format!("{why}: {names}"));
        }
    }
    pressed
}

fn reading_ui(ui: &mut Ui, shown: &Shown<'_>, (at, reading): (usize, &Reading), state: &mut PlaceState) {
    tags_ui(ui, shown, reading);
    if let Some(voice) = voice_in_words(&reading.voice) {
        parts::faint_ui(ui, format!("— {voice}"));
    }
    let readers = reading.claims.iter().map(|(reader, _)| *reader);
    let who = names(shown.comparison, readers, NAMES);
    ui.label(
        RichText::new(match reading.claims.len() {
            1 => who,
            n => format!("{n} readers: {who}"),
        })
        .color(theme::of(ui).faint),
    );
    written_ui(ui, shown, (at, reading), state);
}

fn tags_ui(ui: &mut Ui, shown: &Shown<'_>, reading: &Reading) {
    if reading.tags.is_empty() {
        parts::faint_ui(ui, "marked without a tag");
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for (tag, stance) in &reading.tags {
            let Some(tag) = shown.comparison.tag(*tag) else { continue };
            parts::dot_of_line_ui(ui, tag.color);
            let name = RichText::new(visible_name(&tag.name));
            let strong = theme::strong_font(theme::size::BODY);
            let meant = shown.tag.is_none_or(|meant| meant == tag.id);
            ui.label(if meant { name.font(strong) } else { name });
            stance_ui(ui, *stance);
        }
    });
}

/// Shows a stance by its sign, word and color.
pub(super) fn stance_ui(ui: &mut Ui, stance: Option<Stance>) {
    let Some(stance) = stance else {
        parts::faint_ui(ui, "no stance");
        return;
    };
    let color = theme::stance_color(Some(stance), ui.theme());
    let words = format!("{} {}", theme::stance_sign(Some(stance)), stance.word());
    ui.label(RichText::new(words).font(theme::strong_font(theme::size::SMALL)).color(color));
}

/// What readers wrote on it, in their words.
fn written_ui(ui: &mut Ui, shown: &Shown<'_>, (at, reading): (usize, &Reading), state: &mut PlaceState) {
    let wrote: Vec<(&Claim, ReaderId)> = reading
        .claims
        .iter()
        .filter_map(|(reader, claim)| Some((&**shown.comparison.claim(*claim)?, *reader)))
        .filter(|(claim, _)| !claim.summary.trim().is_empty() || !claim.note.trim().is_empty())
        .collect();
    let whole = state.whole.contains(&at);
    let most = if whole { usize::MAX } else { FIRST };
    for (claim, reader) in wrote.iter().take(most) {
        let name = shown.comparison.reader(*reader).map(|reader| reader_name(&reader.name));
        // Whose words they are goes without saying where there is one.
        let name =
            name.filter(|_| reading.claims.len() > 1).map(|name| format!("{name}: ")).unwrap_or_default();
        let (summary, note) = (claim.summary.trim(), claim.note.trim());
        let font = FontId::proportional(theme::size::BODY);
        if !summary.is_empty() {
            words_label_ui(ui, &format!("{name}{}", parts::shortened(summary, 600)), font.clone(), None);
        }
        if !note.is_empty() {
            let words = format!("{name}Note: {}", parts::shortened(note, 600));
            words_label_ui(ui, &words, font, None);
        }
    }
    let more = wrote.len().saturating_sub(FIRST);
    if more > 0 {
        let words = if whole { "Fewer".to_owned() } else { format!("{more} more") };
        if ui.link(words).clicked() && !state.whole.remove(&at) {
            state.whole.insert(at);
        }
    }
}
