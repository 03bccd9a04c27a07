//! What other readers marked: brackets over the words and bars behind them, or how many marked each sentence as a ground.
//!
//! One's own claims are tints with lines under them, so a line over the words is nobody's but another reader's. Nothing
//! is laid out for any of it: it is painted around lines that are set already.

mod ground;
mod marks;

use std::sync::Arc;

use eframe::egui::{FontId, Painter, Pos2, RichText, Theme, Ui};

use self::marks::Mark;
use super::geometry::PlacedBlock;
use super::highlights::Given;
use super::{Scene, geometry};
use crate::analysis::agreement::density::who_marked;
use crate::gui::lines::name_text;
use crate::gui::readers::{Overlay, paint_badge};
use crate::gui::view::View;
use crate::gui::{parts, theme};
use crate::model::{Claim, ClaimId, Comparison, ReaderId, SourceId, Stance, TagId};
use crate::text::{Span, visible_name};

/// The room that bars and initials take right of the text, in points.
pub(super) const ROOM: f32 = 40.0;
/// How many readers a hint names.
const MOST_NAMED: usize = 12;

/// What other readers marked of what is on the screen.
#[derive(Default)]
pub(super) struct Over {
    /// Single marks.
    marks: Vec<Mark>,
    n_left_out: usize,
    /// Sentences with how many marked them.
    sentences: Vec<ground::Sentence>,
}

impl Over {
    /// Gathers what is on the screen. `open`: the open comparison, whose own claims are drawn by others.
    pub fn gather(
        (open, view): (&Comparison, &View),
        source: SourceId,
        placed: &[PlacedBlock],
        given: &mut Given,
    ) -> Self {
        let (Some(first), Some(last)) = (placed.first(), placed.last()) else { return Self::default() };
        let seen = Span::between(first.block.span.start(), last.block.span.end());
        if let Some(density) = view.overlay.density(source) {
            let sentences = ground::gather(density, placed, seen);
            let chosen = view.overlay.chosen_claim(open).filter(|claim| claim.source == source);
            let marks = chosen.and_then(|claim| Mark::of(&view.overlay, claim, placed));
            return Self { sentences, marks: marks.into_iter().collect(), n_left_out: 0 };
        }
        if !view.overlay.has_marks() {
            return Self::default();
        }
        let (marks, n_left_out) = marks::gather((open, view), (source, seen), placed, given);
        Self { marks, n_left_out, ..Self::default() }
    }

    /// Returns how many marks are here and not drawn.
    pub fn n_left_out(&self) -> usize {
        self.n_left_out
    }

    /// Paints what lies under the words.
    pub fn paint_ground(&self, painter: &Painter, theme: Theme, overlay: &Overlay) {
        ground::paint(painter, theme, &self.sentences);
        marks::paint_chosen(painter, theme, &self.marks, overlay.chosen);
    }

    /// Paints what lies over the words and behind them.
    pub fn paint_marks(&self, painter: &Painter, ui: &Ui, text_right: f32) {
        marks::paint(painter, ui, &self.marks, text_right);
    }

    /// Paints the number of readers who marked the sentence under the pointer, in the margin.
    pub fn paint_number(&self, painter: &Painter, ui: &Ui, (scene, point): (&Scene, Option<Pos2>)) {
        let hovered = point.and_then(|point| self.sentence_at(point));
        if let Some(sentence) = hovered.filter(|sentence| sentence.n > 0) {
            ground::paint_number(painter, ui, scene, sentence);
        }
    }

    fn sentence_at(&self, point: Pos2) -> Option<&ground::Sentence> {
        self.sentences.iter().find(|sentence| sentence.rects.iter().any(|rect| rect.contains(point)))
    }

    /// Returns the laid claims under a point, the shortest first.
    pub fn under(&self, (open, view): (&Comparison, &View), scene: &Scene, point: Pos2) -> Vec<ClaimId> {
        let overlay = &view.overlay;
        if overlay.dense {
            return self.dense_under((open, view), scene, point);
        }
        let mut under: Vec<&Mark> =
            self.marks.iter().filter(|mark| mark.is_at(point, scene.text_right)).collect();
        under.sort_by_key(|mark| (mark.claim.extent().len(), mark.claim.id));
        under.into_iter().map(|mark| mark.claim.id).collect()
    }

    /// Of a sentence, those who marked the very words under the pointer.
    fn dense_under(&self, (open, view): (&Comparison, &View), scene: &Scene, point: Pos2) -> Vec<ClaimId> {
        let overlay = &view.overlay;
        let pos = geometry::pos_at(&scene.placed, &scene.source.text, point);
        let on_words = self.sentence_at(point).is_some();
        let (Some(pos), Some(laid)) = (pos.filter(|_| on_words), &overlay.laid) else { return Vec::new() };
        let Some(index) = laid.comparison.passages(scene.source.id) else { return Vec::new() };
        let mut claims: Vec<&Arc<Claim>> = index
            .touching(Span::at(pos))
            .filter_map(|passage| overlay.laid_claim(open, passage.claim))
            .filter(|claim| overlay.shown.contains(&claim.reader))
            .filter(|claim| view.shows_tags(&laid.comparison, claim.tags.iter().map(|used| used.tag)))
            .collect();
        claims.sort_by_key(|claim| (claim.extent().len(), claim.reader, claim.id));
        claims.into_iter().map(|claim| claim.id).collect()
    }

    /// Says what other readers marked under the pointer; returns whether there was anything to say.
    pub fn hint(&self, (open, view): (&Comparison, &View), scene: &Scene, point: Pos2) -> Option<Hint> {
        let overlay = &view.overlay;
        let all = overlay.all(open);
        if let Some(sentence) = self.sentence_at(point).filter(|_| overlay.dense) {
            if sentence.n == 0 {
                return None;
            }
            let who = who_marked(all, (scene.source.id, sentence.span), &overlay.shown, &view.focus);
            return Some(Hint { count: Some((sentence.n, sentence.of)), who });
        }
        let claims = self.under((open, view), scene, point).into_iter();
        let who: Vec<(ReaderId, ClaimId)> =
            claims.filter_map(|id| Some((all.claim(id)?.reader, id))).collect();
        (!who.is_empty()).then_some(Hint { count: None, who })
    }
}

/// What is said of other readers at a place.
pub(super) struct Hint {
    /// How many marked the sentence, of how many.
    count: Option<(u32, usize)>,
    who: Vec<(ReaderId, ClaimId)>,
}

impl Hint {
    /// Shows it.
    pub fn show(&self, ui: &mut Ui, (open, view): (&Comparison, &View)) {
        let all = view.overlay.all(open);
        if let Some((n, of)) = self.count {
            let words = format!("{n} of {} marked this sentence", parts::counted(of, "reader"));
            parts::heading_ui(ui, &words);
        }
        let claims_of = |reader: ReaderId| {
            let own = self.who.iter().filter(move |(other, _)| *other == reader);
            own.filter_map(|(_, claim)| all.claim(*claim)).collect::<Vec<_>>()
        };
        let mut readers: Vec<ReaderId> = Vec::new();
        for (reader, _) in &self.who {
            if !readers.contains(reader) {
                readers.push(*reader);
            }
        }
        for reader in readers.iter().take(MOST_NAMED) {
            reader_ui(ui, (all, view), *reader, &claims_of(*reader));
        }
        if self.count.is_none() {
            let summaries =
                self.who.iter().filter_map(|(_, claim)| all.claim(*claim)).map(|claim| &claim.summary);
            for summary in summaries.filter(|summary| !summary.is_empty()).take(3) {
                ui.label(parts::shortened(summary, 300));
            }
        }
        if readers.len() > MOST_NAMED {
            parts::faint_ui(ui, format!("and {}", parts::counted(readers.len() - MOST_NAMED, "more reader")));
        }
    }
}

/// A reader in a line: which tags they gave here, with which stances.
fn reader_ui(ui: &mut Ui, (all, view): (&Comparison, &View), reader: ReaderId, claims: &[&Arc<Claim>]) {
    let colors = theme::of(ui);
    let name = all.reader(reader).map(|reader| visible_name(&reader.name).into_owned()).unwrap_or_default();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        let (rect, _) = ui.allocate_exact_size(eframe::egui::vec2(24.0, 16.0), eframe::egui::Sense::hover());
        paint_badge(ui, rect, &view.overlay.look(reader), true);
        ui.label(name_text(ui, &name, theme::strong_font(theme::size::BODY), colors.ink, f32::INFINITY));
        let mut told: Vec<(TagId, Option<Stance>)> = Vec::new();
        for used in claims.iter().flat_map(|claim| &claim.tags) {
            if !told.contains(&(used.tag, used.stance)) {
                told.push((used.tag, used.stance));
            }
        }
        if told.is_empty() {
            ui.label(RichText::new("without a tag").color(colors.faint));
        }
        for (tag, stance) in told {
            let Some(tag) = all.tag(tag) else { continue };
            ui.label(RichText::new("●").color(theme::tag_line(tag.color, ui.theme())));
            let body = FontId::proportional(theme::size::BODY);
            ui.label(name_text(ui, &visible_name(&tag.name), body, colors.ink, f32::INFINITY));
            if let Some(stance) = stance {
                ui.label(RichText::new(stance.word()).color(theme::stance_color(Some(stance), ui.theme())));
            }
        }
    });
}
