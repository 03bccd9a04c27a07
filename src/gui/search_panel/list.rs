//! The list of hits: the words found in one column, what stands before and after on either side.

use eframe::egui::{
    self, Align2, Color32, CornerRadius, FontId, Rect, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2,
};

use super::SearchState;
use crate::analysis::search::Context;
use crate::desk::Desk;
use crate::gui::action::{Action, Actions};
use crate::gui::hits::HitRow;
use crate::gui::lines::{name_galley, runs_leftward};
use crate::gui::view::View;
use crate::gui::{parts, theme};
use crate::model::{Source, SourceId};
use crate::text::{Span, visible, visible_name};

/// The height of a line of the list, in points.
const ROW: f32 = 22.0;
/// The room for the number of the paragraph.
const NUMBER: f32 = 64.0;
/// How much of the rest stands before the hit.
const BEFORE: f32 = 0.42;

/// Where the list is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ListState {
    offset: f32,
    height: f32,
}

pub(super) fn list_ui(ui: &mut Ui, desk: &Desk, view: &View, state: &mut SearchState, out: &mut Actions) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut area = ScrollArea::vertical().id_salt("hits").auto_shrink([false, false]);
    if std::mem::take(&mut state.reveal)
        && let Some(row) = state.last.and_then(|(source, hit)| view.hits.row_of(source, hit))
    {
        #[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
        let top = row as f32 * ROW;
        let ListState { offset, height } = state.list;
        // The name of the source stands over its first hit.
        if top < offset + ROW || top + ROW > offset + height {
            area = area.vertical_scroll_offset((top - height * 0.4).max(0.0));
        }
    }
    let shown = area.show_rows(ui, ROW, view.hits.n_rows(), |ui, rows| {
        for row in rows {
            match view.hits.row(row) {
                Some(HitRow::Source(source, n)) => source_ui(ui, desk, source, n),
                Some(HitRow::Hit(source, hit)) => {
                    let last = state.last == Some((source, hit));
                    if let Some(source) = desk.comparison().source(source) {
                        hit_ui(ui, source, (hit, last, view.hits.stale), out);
                    }
                }
                None => {}
            }
        }
    });
    state.list = ListState { offset: shown.state.clamped_offset().y, height: shown.inner_rect.height() };
}

fn row_rect(ui: &mut Ui, sense: Sense) -> (Rect, egui::Response) {
    ui.allocate_exact_size(vec2(ui.available_width(), ROW), sense)
}

fn source_ui(ui: &mut Ui, desk: &Desk, source: SourceId, n: usize) {
    let (rect, response) = row_rect(ui, Sense::hover());
    let Some(source) = desk.comparison().source(source) else { return };
    let name = visible_name(source.short_name()).into_owned();
    let words = format!("{name} · {}", parts::counted(n, "hit"));
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Heading, true, &words));
    let colors = theme::of(ui);
    let rect = rect.shrink2(vec2(4.0, 0.0));
    let _fits = parts::paint_elided(ui, rect, &words, theme::strong_font(theme::size::BODY), colors.ink);
}

fn hit_ui(ui: &mut Ui, source: &Source, (hit, last, stale): (Span, bool, bool), out: &mut Actions) {
    let (rect, response) = row_rect(ui, Sense::click());
    let context = Context::of(&source.text, hit);
    let place = parts::paragraphs_label(source, hit);
    let said = format!("{place}: {}{}{}", context.before, context.hit, context.after);
    response.widget_info(|| WidgetInfo::selected(egui::accesskit::Role::ListItem, true, last, &said));
    if response.clicked() {
        out.push(Action::ShowHit(source.id, hit));
    }
    let colors = theme::of(ui);
    if last {
        ui.painter().rect_filled(rect, CornerRadius::same(3), colors.selection);
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, CornerRadius::same(3), colors.hover);
    }
    let number = pos2(rect.left() + NUMBER - 14.0, rect.center().y);
    let small = FontId::proportional(theme::size::SMALL);
    // On the tint of the selection the faint color is too faint.
    let faint = if last { colors.ink } else { colors.faint };
    ui.painter().text(number, Align2::RIGHT_CENTER, place, small, faint);
    let ink = if stale { colors.faint } else { colors.ink };
    words_ui(ui, Rect::from_min_max(pos2(rect.left() + NUMBER, rect.top()), rect.max), &context, ink);
}

/// The hit where those of all lines begin; before it what the line has up to there, and after it the rest. In a script
/// that runs leftward what comes before stands at the right.
fn words_ui(ui: &Ui, rect: Rect, context: &Context, ink: Color32) {
    let font = FontId::new(theme::size::BODY + 1.5, theme::serif());
    let bold = FontId::new(theme::size::BODY + 1.5, theme::serif_bold());
    let middle = rect.left() + rect.width() * BEFORE;
    let line = |words: &str, font: FontId| name_galley(ui, &visible(words), (font, ink), f32::INFINITY).0;
    let in_order = [&context.before, &context.hit, &context.after];
    let leftward = in_order.into_iter().find_map(|words| runs_leftward(words)).unwrap_or_default();
    let (first, second) =
        if leftward { (&context.after, &context.before) } else { (&context.before, &context.after) };
    let (first, second) = (line(first, font.clone()), line(second, font));
    let hit = line(&context.hit, bold);
    let top = |height: f32| rect.center().y - height / 2.0;
    let left = Rect::from_min_max(rect.min, pos2(middle, rect.bottom()));
    let (width, height) = (first.size().x, first.size().y);
    ui.painter_at(left).galley(pos2(middle - width, top(height)), first, ink);
    let right = ui.painter_at(Rect::from_min_max(pos2(middle, rect.top()), rect.max));
    let end = middle + hit.size().x;
    right.galley(pos2(middle, top(hit.size().y)), hit, ink);
    right.galley(pos2(end, top(height)), second, ink);
}
