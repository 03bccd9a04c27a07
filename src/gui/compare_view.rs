//! The table of tags down and sources across: what each source has on each tag.
//!
//! Only rows in view are laid out: a row's height is estimated until it has been measured. The sheet
//! itself is made by `analysis`, anew only when the comparison has changed. What stands in a cell is in `cell`.

mod cell;
mod relations;

use std::collections::{HashMap, HashSet};

use eframe::egui::{
    self, Align, Color32, FontId, Label, Layout, Rangef, Rect, Role, ScrollArea, Stroke, Ui, UiBuilder, pos2,
    vec2,
};

use self::relations::Relations;
use super::action::Actions;
use super::lines::name_text;
use super::view::View;
use super::{parts, theme};
use crate::analysis::relation::Relation;
use crate::analysis::sheet::{Sheet, SheetColumn, SheetOptions, SheetRow};
use crate::desk::Desk;
use crate::model::{ComparisonId, SourceId, TagId};

/// The width of the column of tags, in points.
const TAGS: f32 = 176.0;
/// What a source gets at least.
const NARROWEST: f32 = 184.0;
/// What the dot before a tag's name takes.
const DOT: f32 = 22.0;
/// The room between columns.
const GAP: f32 = 12.0;
/// From how many claims on the sheet is not made anew while somebody types.
const MANY: usize = 5_000;

/// What the view remembers.
#[derive(Debug, Default)]
pub struct CompareState {
    sheet: Option<(ComparisonId, Sheet)>,
    /// The sources that are not shown.
    hidden: HashSet<SourceId>,
    only_with_claims: bool,
    only_on_all_sides: bool,
    /// Whether the tags come first on which the sources part.
    parting_first: bool,
    relations: Relations,
    /// How many claims of a cell are shown, where more than at first.
    more: HashMap<(TagId, SourceId), usize>,
    heights: HashMap<TagId, f32>,
    width: f32,
}

/// Where the columns are.
struct Columns {
    /// Which columns of the sheet are shown.
    shown: Vec<usize>,
    width: f32,
    left: f32,
}

impl Columns {
    fn range(&self, place: usize) -> Rangef {
        #[expect(clippy::cast_precision_loss, reason = "a few columns")]
        let left = self.left + TAGS + GAP + place as f32 * (self.width + GAP);
        Rangef::new(left, left + self.width)
    }

    fn total(&self) -> f32 {
        self.range(self.shown.len()).min - self.left
    }
}

/// Shows the comparison as a table.
pub fn compare_view_ui(ui: &mut Ui, desk: &Desk, view: &View, state: &mut CompareState, out: &mut Actions) {
    refresh(ui, desk, state);
    let Some((id, sheet)) = state.sheet.take() else {
        return;
    };
    choices_ui(ui, &sheet, state);
    state.relations.refresh(id, &sheet, &state.hidden);
    ui.add_space(4.0);
    table_ui(ui, view, &sheet, state, out);
    state.sheet = Some((id, sheet));
}

/// Makes the sheet anew if the comparison has changed since.
fn refresh(ui: &Ui, desk: &Desk, state: &mut CompareState) {
    let comparison = desk.comparison();
    if let Some((id, sheet)) = &state.sheet {
        let current = *id == comparison.id() && sheet.revision == comparison.revision();
        let later = *id == comparison.id() && comparison.n_claims() > MANY && ui.ctx().text_edit_focused();
        if current || later {
            return;
        }
    }
    state.sheet = Some((comparison.id(), Sheet::of(comparison, &SheetOptions::default())));
}

/// Which sources and which tags are shown.
fn choices_ui(ui: &mut Ui, sheet: &Sheet, state: &mut CompareState) {
    ui.horizontal_wrapped(|ui| {
        for column in &sheet.columns {
            let id = column.source.id;
            let mut shown = !state.hidden.contains(&id);
            let (name, font) =
                (parts::shortened(&column.name(), 32), FontId::proportional(theme::size::BODY));
            let name = name_text(ui, &name, font, Color32::PLACEHOLDER, f32::INFINITY);
            if ui.checkbox(&mut shown, name).changed() {
                if shown {
                    state.hidden.remove(&id);
                } else {
                    state.hidden.insert(id);
                }
            }
        }
        ui.separator();
        ui.checkbox(&mut state.only_with_claims, "Only tags with claims");
        let n_shown = sheet.columns.iter().filter(|column| !state.hidden.contains(&column.source.id)).count();
        let words = if n_shown > 2 { "Only tags in all sources shown" } else { "Only tags on both sides" };
        ui.checkbox(&mut state.only_on_all_sides, words);
        if n_shown > 1 {
            let help = "Opposed first, then partly opposed, in accord, unsettled, one-sided, silent";
            ui.checkbox(&mut state.parting_first, "Where they part first").on_hover_text(help);
        }
    });
}

fn table_ui(ui: &mut Ui, view: &View, sheet: &Sheet, state: &mut CompareState, out: &mut Actions) {
    let is_shown = |column: &SheetColumn| !state.hidden.contains(&column.source.id);
    let numbered = sheet.columns.iter().enumerate();
    let shown: Vec<usize> = numbered.filter(|(_, column)| is_shown(column)).map(|(index, _)| index).collect();
    if shown.is_empty() {
        let none = sheet.columns.is_empty();
        parts::faint_ui(ui, if none { "There is no source to compare yet." } else { "No source is ticked." });
        return;
    }
    #[expect(clippy::cast_precision_loss, reason = "a few columns")]
    let n = shown.len() as f32;
    let room = ui.available_width() - TAGS - GAP * n - 16.0;
    let width = (room / n).max(NARROWEST).floor();
    let mut columns = Columns { shown, width, left: 0.0 };
    let rows = chosen_rows(sheet, &columns, state);
    if columns.shown.len() > 1 {
        state.relations.counts_ui(ui, &rows);
        ui.add_space(4.0);
    }
    ScrollArea::horizontal().id_salt("across").auto_shrink([false, false]).show(ui, |ui| {
        columns.left = ui.max_rect().left();
        parts::role_ui(ui, Role::Table, "Tags down, sources across");
        ui.set_width(columns.total());
        heads_ui(ui, sheet, &columns);
        rows_ui(ui, view, (sheet, &columns, &rows), state, out);
    });
}

/// What stands above the columns.
fn heads_ui(ui: &mut Ui, sheet: &Sheet, columns: &Columns) {
    let top = ui.cursor().top();
    let mut bottom = top;
    for (place, index) in columns.shown.iter().enumerate() {
        let Some(column) = sheet.columns.get(*index) else {
            continue;
        };
        let range = columns.range(place);
        let rect = Rect::from_min_max(pos2(range.min, top), pos2(range.max, top + 44.0));
        let builder = UiBuilder::new().max_rect(rect).id_salt(column.source.id);
        let builder = builder.accessibility_role(Role::ColumnHeader).accessibility_label(column.name());
        let mut child = ui.new_child(builder);
        child.spacing_mut().item_spacing.y = 0.0;
        let font = theme::strong_font(theme::size::TITLE);
        let name = name_text(&child, &column.name(), font, Color32::PLACEHOLDER, range.span());
        child.add(Label::new(name).truncate());
        let mut words = parts::counted(column.n_claims, "claim");
        if column.n_untagged > 0 {
            words = format!("{words}, {} more without a tag", column.n_untagged);
        }
        parts::faint_ui(&mut child, words);
        bottom = bottom.max(child.min_rect().bottom());
    }
    ui.allocate_rect(
        Rect::from_min_max(pos2(columns.left, top), pos2(columns.left + columns.total(), bottom + 4.0)),
        egui::Sense::hover(),
    );
}

/// The rows that the choices leave.
fn chosen_rows<'a>(sheet: &'a Sheet, columns: &Columns, state: &CompareState) -> Vec<&'a SheetRow> {
    let has_claims =
        |row: &SheetRow, index: &usize| row.cells.get(*index).is_some_and(|cell| !cell.claims.is_empty());
    let fits = |row: &&SheetRow| {
        let mut each = columns.shown.iter().map(|index| has_claims(row, index));
        if state.only_on_all_sides {
            each.all(|has| has)
        } else {
            !state.only_with_claims || each.any(|has| has)
        }
    };
    let mut rows: Vec<&SheetRow> = sheet.rows.iter().filter(fits).collect();
    if state.parting_first && columns.shown.len() > 1 {
        rows.sort_by_key(|row| state.relations.relation(row.tag));
    }
    rows
}

fn rows_ui(
    ui: &mut Ui,
    view: &View,
    (sheet, columns, rows): (&Sheet, &Columns, &[&SheetRow]),
    state: &mut CompareState,
    out: &mut Actions,
) {
    if rows.is_empty() {
        let words = if sheet.rows.is_empty() {
            "No tags yet. What you tag while reading is set side by side here."
        } else {
            "No tag has claims in the sources shown."
        };
        ui.add_space(8.0);
        parts::faint_ui(ui, words);
        return;
    }
    if (state.width - columns.width).abs() > 0.5 {
        state.width = columns.width;
        state.heights.clear();
    }
    ScrollArea::vertical().id_salt("down").auto_shrink([false, false]).show_viewport(ui, |ui, viewport| {
        let origin = ui.max_rect().top();
        let mut top = 0.0;
        for row in rows {
            let guess = state.heights.get(&row.tag).copied().unwrap_or_else(|| estimate(row));
            if top + guess < viewport.min.y || top > viewport.max.y {
                top += guess;
                continue;
            }
            let height = row_ui(ui, view, (sheet, columns, row, origin + top), state, out);
            state.heights.insert(row.tag, height);
            if (height - guess).abs() > 0.5 {
                if top < viewport.min.y {
                    // What is read must not move because what lies above it was estimated wrong.
                    let shift = vec2(0.0, guess - height);
                    ui.scroll_with_delta_animation(shift, egui::style::ScrollAnimation::none());
                }
                ui.ctx().request_repaint();
            }
            top += height;
        }
        ui.set_height(top);
    });
}

/// The height of a row that has not been seen yet.
fn estimate(row: &SheetRow) -> f32 {
    let most = row.cells.iter().map(|cell| cell.claims.len().min(cell::FIRST)).max().unwrap_or(0);
    #[expect(clippy::cast_precision_loss, reason = "at most a few")]
    let height = 34.0 + most as f32 * 92.0;
    height
}

/// Shows one row from `top` on and returns its height.
fn row_ui(
    ui: &mut Ui,
    view: &View,
    (sheet, columns, row, top): (&Sheet, &Columns, &SheetRow, f32),
    state: &mut CompareState,
    out: &mut Actions,
) -> f32 {
    let colors = theme::of(ui);
    let right = columns.left + columns.total() - GAP;
    ui.painter().hline(columns.left..=right, top, Stroke::new(1.0, colors.rule));
    let child = |ui: &mut Ui, range: Rangef, salt: (TagId, Option<SourceId>), cell: Option<String>| {
        let rect = Rect::from_min_max(pos2(range.min, top + 8.0), pos2(range.max, f32::INFINITY));
        let builder = UiBuilder::new().max_rect(rect).id_salt(salt).layout(Layout::top_down(Align::Min));
        ui.new_child(match cell {
            Some(name) => builder.accessibility_role(Role::Cell).accessibility_label(name),
            None => builder.accessibility_role(Role::RowHeader),
        })
    };
    // A tag that only groups others is not one to be looked for itself.
    let groups = row.is_empty() && sheet.rows.iter().any(|other| groups(row, other));
    let mut tag_ui = child(ui, Rangef::new(columns.left, columns.left + TAGS), (row.tag, None), None);
    let indent = if state.parting_first { 0.0 } else { indent_of(row) };
    name_ui(&mut tag_ui, row, indent);
    if columns.shown.len() > 1 && state.relations.relation(row.tag) != Relation::Empty {
        tag_ui.horizontal(|ui| {
            ui.add_space(indent + DOT);
            state.relations.relation_ui(ui, sheet, row.tag);
        });
    }
    let mut bottom = tag_ui.min_rect().bottom();
    for (place, index) in columns.shown.iter().enumerate() {
        let (Some(column), Some(cell)) = (sheet.columns.get(*index), row.cells.get(*index)) else {
            continue;
        };
        let key = (row.tag, column.source.id);
        let mut cell_ui = child(
            ui,
            columns.range(place),
            (row.tag, Some(key.1)),
            Some(format!("{}, {}", row.name, column.name())),
        );
        let n_more = state.more.entry(key).or_default();
        cell::cell_ui(&mut cell_ui, (view, groups), cell, n_more, out);
        if *n_more == 0 {
            state.more.remove(&key);
        }
        bottom = bottom.max(cell_ui.min_rect().bottom());
    }
    bottom + 10.0 - top
}

/// Whether `other` stands right under `row` in the codebook.
fn groups(row: &SheetRow, other: &SheetRow) -> bool {
    other.parent == Some(row.tag)
}

#[expect(clippy::cast_precision_loss, reason = "depth of a tree")]
fn indent_of(row: &SheetRow) -> f32 {
    (row.depth as f32 * 14.0).min(56.0)
}

fn name_ui(ui: &mut Ui, row: &SheetRow, indent: f32) {
    ui.horizontal_top(|ui| {
        ui.add_space(indent);
        parts::dot_of_line_ui(ui, row.color);
        let font = FontId::new(theme::size::BODY, theme::strong());
        let (name, width) = (crate::text::visible_name(&row.name), ui.available_width());
        let name = ui.add(Label::new(name_text(ui, &name, font, Color32::PLACEHOLDER, width)).wrap());
        if row.depth > 0 || !row.definition.is_empty() {
            name.on_hover_ui(|ui| {
                ui.set_max_width(320.0);
                parts::heading_ui(ui, &row.path.join(" / "));
                ui.label(&row.definition);
            });
        }
    });
}
