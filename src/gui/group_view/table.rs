//! A table of figures: sorted by any column, only the lines that can be seen laid out, and taken along as CSV.

use std::cmp::Ordering;

use eframe::egui::accesskit::Role;
use eframe::egui::{
    self, Align, Button, CornerRadius, FontId, Layout, Rect, RichText, ScrollArea, Sense, Stroke, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::gui::{parts, theme};

/// The height of a line, in points.
pub(super) const ROW: f32 = 25.0;
/// The height of a line whose cells have something under them.
pub(super) const HIGH_ROW: f32 = 42.0;
/// The height of the heads.
const HEAD: f32 = 25.0;
/// The room between columns.
const GAP: f32 = 12.0;

/// A column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// What stands over it.
    pub title: String,
    /// What it means, in a sentence.
    pub help: String,
    /// Its width, in points.
    pub wide: f32,
    /// Whether it holds numbers, which stand at the right.
    pub numbers: bool,
}

impl Column {
    /// Returns a column of words.
    pub fn words(title: &str, help: &str, wide: f32) -> Self {
        Self { title: title.to_owned(), help: help.to_owned(), wide, numbers: false }
    }

    /// Returns a column of numbers.
    pub fn numbers(title: &str, help: &str, wide: f32) -> Self {
        Self { title: title.to_owned(), help: help.to_owned(), wide, numbers: true }
    }
}

/// What a cell says.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    /// Its words on the screen.
    pub words: String,
    /// Its words where they are taken along, if those are others.
    pub whole: Option<String>,
    /// What it is sorted by, where it is a number; a cell without one comes last.
    pub number: Option<f64>,
    /// What stands under it, small.
    pub under: String,
    /// A bar from 0 to 1 along its foot, with the ends of an interval.
    pub bar: Option<(f64, Option<(f64, f64)>)>,
    /// What is shown when the pointer rests on it.
    pub hover: String,
    /// Whether it is of less weight: what is undefined, what is nothing.
    pub faint: bool,
}

impl Cell {
    /// Returns a cell of words.
    pub fn words(words: impl Into<String>) -> Self {
        Self { words: words.into(), ..Self::default() }
    }

    /// Returns a count.
    pub fn count(n: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "counts of claims")]
        let number = Some(n as f64);
        Self { words: n.to_string(), number, faint: n == 0, ..Self::default() }
    }

    /// Returns it in words.
    fn said(&self) -> String {
        if self.under.is_empty() { self.words.clone() } else { format!("{}, {}", self.words, self.under) }
    }

    /// Returns the same with words for the pointer that rests on it.
    pub fn saying(self, hover: impl Into<String>) -> Self {
        Self { hover: hover.into(), ..self }
    }
}

/// A line, with what it is about.
#[derive(Debug, Clone)]
pub(super) struct Line<K> {
    /// What it is about.
    pub of: K,
    /// A cell for each column.
    pub cells: Vec<Cell>,
}

/// How a table is looked at.
#[derive(Debug, Clone)]
pub(super) struct TableState<K> {
    /// The column that lines are sorted by, and whether the largest comes first; nothing: as they come.
    sorted: Option<(usize, bool)>,
    /// The line that was chosen.
    pub chosen: Option<K>,
}

impl<K> Default for TableState<K> {
    fn default() -> Self {
        Self { sorted: None, chosen: None }
    }
}

/// Puts lines in the order that was asked for. Those without a number stand last whichever way it runs.
fn order<K>(lines: &[Line<K>], columns: &[Column], sorted: Option<(usize, bool)>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    let Some((column, falling)) = sorted else { return order };
    let cell = |line: usize| lines.get(line).and_then(|line| line.cells.get(column));
    let numbers = columns.get(column).is_some_and(|column| column.numbers);
    let turned = |ordering: Ordering| if falling { ordering.reverse() } else { ordering };
    order.sort_by(|a, b| match (cell(*a), cell(*b)) {
        (Some(a), Some(b)) if numbers => match (a.number, b.number) {
            (Some(a), Some(b)) => turned(a.total_cmp(&b)),
            (a, b) => b.is_some().cmp(&a.is_some()),
        },
        (Some(a), Some(b)) => turned(a.words.to_lowercase().cmp(&b.words.to_lowercase())),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    order
}

/// Returns the table as CSV, in the order in which it is looked at.
pub(super) fn csv<K>(columns: &[Column], lines: &[Line<K>], state: &TableState<K>) -> String {
    let head = columns.iter().map(|column| column.title.as_str());
    let mut csv = line_of(head);
    for at in order(lines, columns, state.sorted) {
        let Some(line) = lines.get(at) else { continue };
        csv += &line_of(line.cells.iter().map(|cell| cell.whole.as_deref().unwrap_or(&cell.words)));
    }
    csv
}

fn line_of<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<String> = words.map(quoted).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell as CSV has it (RFC 4180). What begins as a formula is kept from being taken for one.
fn quoted(words: &str) -> String {
    let number = words.parse::<f64>().is_ok();
    let guard = if !number && words.starts_with(['=', '+', '@', '-', '\t']) { "'" } else { "" };
    if words.contains([',', '"', '\n', '\r']) {
        format!("\"{guard}{}\"", words.replace('"', "\"\""))
    } else {
        format!("{guard}{words}")
    }
}

/// Shows a table over the room that there is; `name` says what it is of. Returns what a clicked line is about.
pub(super) fn table_ui<K: Copy + PartialEq>(
    ui: &mut Ui,
    (name, row, high): (&str, f32, f32),
    (columns, lines): (&[Column], &[Line<K>]),
    state: &mut TableState<K>,
) -> Option<K> {
    let order = order(lines, columns, state.sorted);
    let mut clicked = None;
    ui.push_id(name, |ui| {
        ScrollArea::horizontal().id_salt("across").auto_shrink([false, true]).show(ui, |ui| {
            parts::role_ui(ui, Role::Table, name);
            let wide = columns.iter().map(|column| column.wide + GAP).sum::<f32>();
            ui.set_width(wide.max(ui.available_width()));
            ui.spacing_mut().item_spacing.y = 0.0;
            heads_ui(ui, columns, state);
            let area = ScrollArea::vertical().id_salt("down").auto_shrink([false, true]).max_height(high);
            area.show_rows(ui, row, order.len(), |ui, range| {
                for at in order.get(range).unwrap_or_default() {
                    let Some(line) = lines.get(*at) else { continue };
                    if line_ui(ui, columns, (line, row), state.chosen == Some(line.of)) {
                        clicked = Some(line.of);
                    }
                }
            });
        });
    });
    clicked
}

fn heads_ui<K>(ui: &mut Ui, columns: &[Column], state: &mut TableState<K>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (at, column) in columns.iter().enumerate() {
            let sign = match state.sorted {
                Some((by, falling)) if by == at => {
                    if falling {
                        " ↓"
                    } else {
                        " ↑"
                    }
                }
                _ => "",
            };
            let words = RichText::new(format!("{}{sign}", column.title));
            let words = words.font(theme::strong_font(theme::size::SMALL)).color(theme::of(ui).faint);
            let layout = layout(column.numbers);
            ui.allocate_ui_with_layout(vec2(column.wide, HEAD), layout, |ui| {
                ui.set_min_size(vec2(column.wide, HEAD));
                let button = Button::new(words).frame(false).truncate();
                let response = ui.add(button).on_hover_text(&column.help);
                let name = format!("Sort by {}", column.title);
                if parts::named(response, &name).clicked() {
                    state.sorted = match state.sorted {
                        // Numbers: the largest first at once, which is what is looked for; words: as in a list.
                        Some((by, falling)) if by == at && falling != column.numbers => None,
                        Some((by, falling)) if by == at => Some((at, !falling)),
                        _ => Some((at, column.numbers)),
                    };
                }
            });
            ui.add_space(GAP);
        }
    });
    let line = Stroke::new(1.0, theme::of(ui).rule);
    let left = ui.min_rect().left();
    let wide = columns.iter().map(|column| column.wide + GAP).sum::<f32>();
    ui.painter().hline(left..=left + wide, ui.cursor().top(), line);
}

fn layout(numbers: bool) -> Layout {
    if numbers { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) }
}

fn line_ui<K>(ui: &mut Ui, columns: &[Column], (line, row): (&Line<K>, f32), chosen: bool) -> bool {
    let wide = columns.iter().map(|column| column.wide + GAP).sum::<f32>();
    let (rect, response) = ui.allocate_exact_size(vec2(wide, row), Sense::click());
    let said: Vec<String> = columns
        .iter()
        .zip(&line.cells)
        .map(|(column, cell)| format!("{}: {}", column.title, cell.said()))
        .collect();
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, said.join("; ")));
    if !ui.is_rect_visible(rect) {
        return response.clicked();
    }
    let colors = theme::of(ui);
    let corner = CornerRadius::same(3);
    if chosen {
        ui.painter().rect_filled(rect, corner, colors.selection);
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, corner, colors.hover);
    }
    let mut left = rect.left();
    let pointer = response.hover_pos();
    let mut says = String::new();
    for (column, cell) in columns.iter().zip(&line.cells) {
        let area = Rect::from_min_size(pos2(left, rect.top()), vec2(column.wide, row));
        left += column.wide + GAP;
        let whole = cell_ui(ui, (column, cell), area);
        if pointer.is_some_and(|at| area.expand2(vec2(GAP / 2.0, 0.0)).contains(at)) {
            says = if cell.hover.is_empty() && !whole { cell.words.clone() } else { cell.hover.clone() };
        }
    }
    let clicked = response.clicked();
    if !says.is_empty() {
        response.on_hover_ui_at_pointer(|ui| {
            ui.set_max_width(360.0);
            ui.label(says);
        });
    }
    clicked
}

/// Paints a cell; returns whether all its words fitted.
fn cell_ui(ui: &Ui, (column, cell): (&Column, &Cell), area: Rect) -> bool {
    let colors = theme::of(ui);
    let color = if cell.faint { colors.faint } else { colors.ink };
    let font = FontId::proportional(theme::size::BODY);
    let (over, under) = if cell.under.is_empty() {
        (area, area)
    } else {
        let middle = area.top() + area.height() * 0.52;
        (area.with_max_y(middle), area.with_min_y(middle - 2.0).with_max_y(area.bottom() - 5.0))
    };
    let paint = |area: Rect, words: &str, font: FontId, color| {
        if column.numbers {
            right_ui(ui, area, words, (font, color))
        } else {
            parts::paint_elided(ui, area, words, font, color)
        }
    };
    let whole = paint(over, &cell.words, font, color);
    if !cell.under.is_empty() {
        let _ = paint(under, &cell.under, FontId::proportional(theme::size::SMALL - 0.5), colors.faint);
    }
    if let Some((value, interval)) = cell.bar {
        bar_ui(ui, area, value, interval);
    }
    whole
}

/// Paints a bar from 0 to 1 along the foot of a cell, and over it the interval.
fn bar_ui(ui: &Ui, area: Rect, value: f64, interval: Option<(f64, f64)>) {
    let colors = theme::of(ui);
    let y = area.bottom() - 3.0;
    let x = |value: f64| area.left() + area.width() * to_share(value);
    ui.painter().hline(area.x_range(), y, Stroke::new(1.0, colors.rule));
    ui.painter().hline(area.left()..=x(value), y, Stroke::new(3.0, colors.accent));
    if let Some((low, high)) = interval {
        ui.painter().hline(x(low)..=x(high), y, Stroke::new(1.0, colors.ink));
        for end in [low, high] {
            ui.painter().vline(x(end), y - 2.5..=y + 2.5, Stroke::new(1.0, colors.ink));
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a share")]
fn to_share(value: f64) -> f32 {
    value.clamp(0.0, 1.0) as f32
}

/// Paints words that end at the right edge of `area`; returns whether all of them fitted.
fn right_ui(ui: &Ui, area: Rect, words: &str, (font, color): (FontId, egui::Color32)) -> bool {
    let (galley, whole) = crate::gui::lines::name_galley(ui, words, (font, color), area.width() + GAP);
    let at = pos2(area.right() - galley.size().x, area.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, color);
    whole
}

/// Shows what can be done with a table: the clipboard, a file. Returns whether the file was asked for.
pub(super) fn take_along_ui(
    ui: &mut Ui,
    csv: impl FnOnce() -> String,
    out: &mut crate::gui::action::Actions,
) -> bool {
    use crate::gui::action::Action;
    let help = "Puts the table on the clipboard, as CSV";
    if ui.button("Copy the table").on_hover_text(help).clicked() {
        out.push(Action::Copy(csv()));
        out.push(Action::Say("The table is on the clipboard.".to_owned()));
    }
    ui.button("Save the table…").on_hover_text("Writes the table to a file, as CSV").clicked()
}

/// The room for a part of the view, so that what lies under it can be told apart.
pub(super) fn part_ui(ui: &mut Ui, rect: Rect, name: &str, add: impl FnOnce(&mut Ui)) {
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(name));
    child.set_clip_rect(rect.intersect(ui.clip_rect()));
    add(&mut child);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Vec<Line<usize>> {
        let line = |of: usize, words: &str, number: Option<f64>| Line {
            of,
            cells: vec![Cell::words(words), Cell { words: "x".to_owned(), number, ..Cell::default() }],
        };
        vec![line(0, "copper", Some(0.5)), line(1, "Armed road", None), line(2, "=cmd", Some(0.9))]
    }

    fn columns() -> Vec<Column> {
        vec![Column::words("Tag", "", 100.0), Column::numbers("F1", "", 40.0)]
    }

    #[test]
    fn what_is_undefined_stands_last_whichever_way_a_column_is_sorted() {
        assert_eq!(order(&lines(), &columns(), Some((1, true))), [2, 0, 1]);
        assert_eq!(order(&lines(), &columns(), Some((1, false))), [0, 2, 1]);
        assert_eq!(order(&lines(), &columns(), Some((0, false))), [2, 1, 0]);
        assert_eq!(order(&lines(), &columns(), None), [0, 1, 2]);
    }

    #[test]
    fn a_table_taken_along_is_csv_in_its_order_and_never_a_formula() {
        let state = TableState { sorted: Some((1, true)), chosen: None };
        let csv = csv(&columns(), &lines(), &state);
        assert_eq!(csv, "Tag,F1\r\n'=cmd,x\r\ncopper,x\r\nArmed road,x\r\n");
        assert_eq!(quoted("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(quoted("-0.25"), "-0.25");
    }
}
