//! The rows that can be seen, with their cells. A row's height is estimated until it has been measured.

use eframe::egui::{
    Align, Layout, Rangef, Rect, Role, ScrollArea, Stroke, Ui, UiBuilder, pos2, style::ScrollAnimation, vec2,
};
use uuid::Uuid;

use super::{CompareState, Shown, cell, heads, row_head};
use crate::analysis::arrangement::{Head, Row};
use crate::gui::action::Actions;
use crate::gui::{parts, theme};
use crate::model::SourceId;

/// The width of the column of tags, in points.
pub(super) const TAGS: f32 = 176.0;
/// What a source gets at least.
const NARROWEST: f32 = 184.0;
/// The room between columns.
const GAP: f32 = 12.0;

/// Where the columns are.
pub(super) struct Columns {
    n: usize,
    pub width: f32,
    pub left: f32,
}

impl Columns {
    /// The columns of `n` sources in the room that `ui` has.
    pub fn of(ui: &Ui, n: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "a few columns")]
        let count = n.max(1) as f32;
        let room = ui.available_width() - TAGS - GAP * count - 16.0;
        Self { n, width: (room / count).max(NARROWEST).floor(), left: 0.0 }
    }

    pub fn range(&self, place: usize) -> Rangef {
        #[expect(clippy::cast_precision_loss, reason = "a few columns")]
        let left = self.left + TAGS + GAP + place as f32 * (self.width + GAP);
        Rangef::new(left, left + self.width)
    }

    pub fn total(&self) -> f32 {
        self.range(self.n).min - self.left
    }

    /// The line over a row.
    pub fn rule(&self, ui: &Ui, top: f32) {
        let right = self.left + self.total() - GAP;
        ui.painter().hline(self.left..=right, top, Stroke::new(1.0, theme::of(ui).rule));
    }
}

pub(super) fn table_ui(ui: &mut Ui, shown: &Shown<'_>, state: &mut CompareState, out: &mut Actions) {
    let mut columns = Columns::of(ui, shown.arrangement.columns.len());
    state.relations.counts_ui(ui, shown);
    ScrollArea::horizontal().id_salt("across").auto_shrink([false, false]).show(ui, |ui| {
        columns.left = ui.max_rect().left();
        parts::role_ui(ui, Role::Table, "What the sources say, side by side");
        ui.set_width(columns.total());
        heads::heads_ui(ui, shown, &columns, (&state.heads, out));
        rows_ui(ui, (shown, &columns), state, out);
    });
}

fn rows_ui(
    ui: &mut Ui,
    (shown, columns): (&Shown<'_>, &Columns),
    state: &mut CompareState,
    out: &mut Actions,
) {
    let rows = &shown.arrangement.rows;
    if rows.is_empty() {
        ui.add_space(8.0);
        parts::faint_ui(ui, nothing(shown, state));
        return;
    }
    if (state.width - columns.width).abs() > 0.5 {
        state.width = columns.width;
        state.heights.clear();
    }
    let sought = state.sought.take();
    ScrollArea::vertical().id_salt("down").auto_shrink([false, false]).show_viewport(ui, |ui, viewport| {
        let origin = ui.max_rect().top();
        let mut top = 0.0;
        for row in rows {
            let key = row.head.key(shown.sheet);
            let guess = state.heights.get(&key).copied().unwrap_or_else(|| estimate(row));
            let wanted = sought.is_some_and(|claim| holds(row, claim));
            if wanted {
                let rect = Rect::from_min_size(pos2(columns.left, origin + top), vec2(1.0, guess.min(200.0)));
                ui.scroll_to_rect(rect, Some(Align::Center));
            }
            if top + guess < viewport.min.y || top > viewport.max.y {
                top += guess;
                continue;
            }
            let height = row_ui(ui, (shown, columns), (row, key, origin + top), state, out);
            state.heights.insert(key, height);
            if (height - guess).abs() > 0.5 {
                if top < viewport.min.y {
                    // What is read must not move because what lies above it was estimated wrong.
                    ui.scroll_with_delta_animation(vec2(0.0, guess - height), ScrollAnimation::none());
                }
                ui.ctx().request_repaint();
            }
            top += height;
        }
        ui.set_height(top);
    });
}

/// What is said where no row is left.
fn nothing(shown: &Shown<'_>, state: &CompareState) -> &'static str {
    if shown.sheet.rows.is_empty() {
        "No tags yet. What you tag while reading is set side by side here."
    } else if !state.how.filter.is_empty() {
        "No claim is as the filters ask. “Clear filters” shows all again."
    } else {
        "No tag has claims in the sources shown."
    }
}

fn holds(row: &Row, claim: crate::model::ClaimId) -> bool {
    row.cells.iter().any(|cell| cell.claims.iter().any(|entry| entry.claim.id() == claim))
}

/// The height of a row that has not been seen yet.
fn estimate(row: &Row) -> f32 {
    let most = row.cells.iter().map(|cell| cell.claims.len().min(cell::FIRST)).max().unwrap_or(0);
    #[expect(clippy::cast_precision_loss, reason = "at most a few")]
    let height = 34.0 + most as f32 * 92.0;
    height
}

/// Shows one row from `top` on and returns its height.
fn row_ui(
    ui: &mut Ui,
    (shown, columns): (&Shown<'_>, &Columns),
    (row, key, top): (&Row, Uuid, f32),
    state: &mut CompareState,
    out: &mut Actions,
) -> f32 {
    columns.rule(ui, top);
    let child = |ui: &mut Ui, range: Rangef, salt: (Uuid, Option<SourceId>), cell: Option<String>| {
        let rect = Rect::from_min_max(pos2(range.min, top + 8.0), pos2(range.max, f32::INFINITY));
        let builder = UiBuilder::new().max_rect(rect).id_salt(salt).layout(Layout::top_down(Align::Min));
        ui.new_child(match cell {
            Some(name) => builder.accessibility_role(Role::Cell).accessibility_label(name),
            None => builder.accessibility_role(Role::RowHeader),
        })
    };
    let mut head_ui = child(ui, Rangef::new(columns.left, columns.left + TAGS), (key, None), None);
    let name = row_head::row_head_ui(&mut head_ui, shown, &row.head, state, out);
    let mut bottom = head_ui.min_rect().bottom();
    let tag = match row.head {
        Head::Tag { row, .. } => shown.sheet.rows.get(row).map(|row| row.tag),
        _ => None,
    };
    for (place, (index, cell)) in shown.arrangement.columns.iter().zip(&row.cells).enumerate() {
        let Some(column) = shown.sheet.columns.get(*index) else {
            continue;
        };
        let source = column.source.id;
        let label = format!("{name}, {}", column.name());
        let mut cell_ui = child(ui, columns.range(place), (key, Some(source)), Some(label));
        let mut n_more = state.more.get(&(key, source)).copied().unwrap_or_default();
        let at = cell::At { tag, source, groups: groups(shown, &row.head) };
        cell::cell_ui(&mut cell_ui, shown, (at, cell, &mut n_more), state, out);
        if n_more > 0 {
            state.more.insert((key, source), n_more);
        }
        bottom = bottom.max(cell_ui.min_rect().bottom());
    }
    bottom + 10.0 - top
}

/// Whether the row is of a tag that only groups others, and so is not one to be looked for itself.
fn groups(shown: &Shown<'_>, head: &Head) -> bool {
    let Head::Tag { row, .. } = head else {
        return true;
    };
    shown.sheet.rows.get(*row).is_some_and(|row| {
        row.is_empty() && shown.sheet.rows.iter().any(|other| other.parent == Some(row.tag))
    })
}
