//! The list: of each passage where it is, why it is offered, what it is tagged already, and its words.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{
    self, Color32, CornerRadius, EventFilter, FontId, Galley, Key, Modifiers, Rect, Response, ScrollArea,
    Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::{ParallelAct, ParallelsState, list_id};
use crate::analysis::parallels::Parallel;
use crate::desk::Desk;
use crate::gui::action::{Action, Actions};
use crate::gui::lines::{name_galley, words_galley};
use crate::gui::view::View;
use crate::gui::{parts, theme};
use crate::model::{Comparison, Source};
use crate::text::{Span, on_one_line, visible, visible_name};

/// The size at which the words are set, in points.
const WORDS: f32 = 15.0;
/// The height of the line over the words.
const HEAD: f32 = 20.0;
/// The space around a passage.
const SPACE: f32 = 6.0;
/// How far the words are set in.
const INDENT: f32 = 12.0;

pub(super) fn list_ui(
    ui: &mut Ui,
    (desk, view): (&Desk, &View),
    state: &mut ParallelsState,
    out: &mut Actions,
) {
    let list = ui.interact(ui.available_rect_before_wrap(), list_id(), Sense::focusable_noninteractive());
    list.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::ListBox, true, "Parallel passages"));
    if std::mem::take(&mut state.focus) {
        list.request_focus();
    }
    if list.has_focus() {
        let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(list.id, filter));
        if !view.lists() {
            keys(ui, state, out);
        }
    }
    let reveal = std::mem::take(&mut state.reveal);
    let builder = UiBuilder::new().accessibility_parent(list.id);
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ScrollArea::vertical().id_salt("parallels").auto_shrink([false, false]).show(ui, |ui| {
            for (place, parallel) in state.listed() {
                let chosen = place == state.chosen;
                let Some(source) = desk.comparison().source(parallel.source) else { continue };
                let row = Row { desk, source, parallel, chosen, keys: chosen && list.has_focus() };
                let response = row.show(ui);
                if chosen {
                    parts::point_at(ui, list.id, response.id);
                    if reveal {
                        response.scroll_to_me(None);
                    }
                }
                if response.clicked() {
                    list.request_focus();
                    out.push(Action::Parallel(ParallelAct::Choose(place)));
                    out.push(Action::Parallel(ParallelAct::Show));
                }
            }
        });
    });
}

/// Takes the keys of the list.
fn keys(ui: &Ui, state: &mut ParallelsState, out: &mut Actions) {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    for (key, forward) in [(Key::ArrowDown, true), (Key::ArrowUp, false)] {
        if pressed(key) {
            state.step(forward);
        }
    }
    for (key, act) in [
        (Key::Enter, ParallelAct::Show),
        (Key::ArrowRight, ParallelAct::Show),
        (Key::ArrowLeft, ParallelAct::ShowMatter),
        (Key::A, ParallelAct::Accept),
        (Key::L, ParallelAct::AcceptAndLink),
        (Key::Delete, ParallelAct::Dismiss),
        (Key::Backspace, ParallelAct::Dismiss),
        (Key::Escape, ParallelAct::Close),
    ] {
        if pressed(key) {
            out.push(Action::Parallel(act));
        }
    }
}

/// A passage as the list shows it.
struct Row<'a> {
    desk: &'a Desk,
    source: &'a Source,
    parallel: &'a Parallel,
    chosen: bool,
    /// Whether keys mean this one.
    keys: bool,
}

impl Row<'_> {
    fn show(&self, ui: &mut Ui) -> Response {
        let width = ui.available_width();
        let colors = theme::of(ui);
        let ink = colors.ink;
        let mut job = words(self.source, self.parallel, ink);
        job.wrap.max_width = (width - 2.0 * INDENT - 8.0).max(40.0);
        let set = words_galley(ui, job);
        let size = vec2(width, HEAD + set.size().y + 2.0 * SPACE);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let comparison = self.desk.comparison();
        let name = format!(
            "{}, {}",
            self.source.short_name(),
            parts::paragraphs_label(self.source, self.parallel.span)
        );
        let (name, why) =
            (visible_name(&name).into_owned(), visible_name(&self.parallel.why(comparison)).into_owned());
        let tagged = tagged(comparison, self.parallel);
        let said = format!("{name}: {}. {why}. {tagged}", self.source.text.slice(self.parallel.span));
        parts::option(&response, self.chosen, said.trim_end());
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let corner = CornerRadius::same(4);
        if self.chosen {
            ui.painter().rect_filled(rect, corner, colors.card);
            let line =
                if self.keys { Stroke::new(1.5, colors.accent) } else { Stroke::new(1.0, colors.rule) };
            ui.painter().rect_stroke(rect, corner, line, StrokeKind::Inside);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, corner, colors.hover);
        }
        let head = Rect::from_min_size(rect.min + vec2(INDENT, SPACE), vec2(width - 2.0 * INDENT, HEAD));
        head_ui(ui, head, (&name, &why, &tagged), set, pos2(rect.left() + INDENT, rect.top() + SPACE + HEAD));
        response
    }
}

/// Paints where a passage is, at the right what it is tagged already, between them the reasons; and below, its words.
fn head_ui(ui: &Ui, head: Rect, (name, why, tagged): (&str, &str, &str), words: Arc<Galley>, at: egui::Pos2) {
    let colors = theme::of(ui);
    let small = FontId::proportional(theme::size::SMALL);
    let paint = |galley: Arc<Galley>, left: f32, color: Color32| {
        let top = head.center().y - galley.size().y / 2.0;
        ui.painter().galley(pos2(left, top), galley, color);
    };
    let strong = theme::strong_font(theme::size::BODY);
    let (name, _) = name_galley(ui, name, (strong, colors.ink), head.width() * 0.45);
    let (tagged, _) = name_galley(ui, tagged, (small.clone(), colors.ink), head.width() * 0.4);
    let left = head.left() + name.size().x + 12.0;
    let right = head.right() - tagged.size().x;
    let (why, _) = name_galley(ui, why, (small, colors.faint), (right - left - 12.0).max(10.0));
    paint(name, head.left(), colors.ink);
    paint(why, left, colors.faint);
    paint(tagged, right, colors.ink);
    ui.painter().galley(at, words, colors.ink);
}

/// What a claim on the passage is tagged, so that nobody makes a second one unawares.
fn tagged(comparison: &Comparison, parallel: &Parallel) -> String {
    let Some(passages) = comparison.passages(parallel.source) else { return String::new() };
    let mut names: Vec<String> = Vec::new();
    let mut n_claims = 0;
    for passage in passages.touching(parallel.span) {
        let Some(claim) = comparison.claim(passage.claim) else { continue };
        n_claims += 1;
        for used in &claim.tags {
            let name =
                comparison.tag(used.tag).map(|tag| visible_name(&tag.name).into_owned()).unwrap_or_default();
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    match (n_claims, names.is_empty()) {
        (0, _) => String::new(),
        (_, true) => "✓ marked, without a tag".to_owned(),
        (_, false) => format!("✓ tagged {}", names.join(", ")),
    }
}

/// The words of a passage, those that matched in bold.
fn words(source: &Source, parallel: &Parallel, ink: Color32) -> LayoutJob {
    let mut job = LayoutJob::default();
    let mut push = |span: Span, matched: bool| {
        let family = if matched { theme::serif_bold() } else { theme::serif() };
        let font = FontId::new(WORDS, family);
        let format = TextFormat { line_height: Some(WORDS * 1.4), ..TextFormat::simple(font, ink) };
        job.append(&on_one_line(&visible(source.text.slice(span))), 0.0, format);
    };
    let mut at = parallel.span.start();
    for place in parallel.places() {
        push(Span::between(at, place.start().max(at)), false);
        push(place, true);
        at = place.end();
    }
    push(Span::between(at, parallel.span.end().max(at)), false);
    job
}
