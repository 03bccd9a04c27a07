//! The table of facts: which source gives which date, number or name, and where they differ.

use eframe::egui::{
    Align, FontId, Label, Layout, Popup, Rangef, Rect, RichText, Role, ScrollArea, Ui, UiBuilder, pos2,
};

use super::table::{Columns, TAGS};
use super::{CompareState, Shown, heads};
use crate::analysis::facts::{FactCell, FactRow, FactTable, Given, Verdict, folded};
use crate::analysis::sheet::cite;
use crate::desk::Command;
use crate::gui::action::{Action, Actions};
use crate::gui::lines::name_text;
use crate::gui::verb::Verb;
use crate::gui::{parts, theme};
use crate::model::{ClaimId, TagId, TagValues};

/// How many claims a value leads to in its menu.
const MOST_LISTED: usize = 20;

pub(super) fn facts_ui(ui: &mut Ui, shown: &Shown<'_>, state: &mut CompareState, out: &mut Actions) {
    let now = (shown.comparison().id(), shown.sheet.revision);
    let current = state.facts.as_ref().is_some_and(|(id, revision, _)| (*id, *revision) == now);
    if !current {
        state.facts = Some((now.0, now.1, FactTable::of(shown.comparison(), shown.sheet)));
    }
    let Some((_, _, table)) = &state.facts else {
        return;
    };
    let wanted = |row: &&FactRow| {
        let tags = &state.how.tags;
        tags.is_empty() || tags.iter().any(|top| shown.comparison().is_within(row.tag.id, *top))
    };
    let rows: Vec<&FactRow> = table.rows.iter().filter(wanted).collect();
    if rows.is_empty() {
        ui.add_space(8.0);
        ui.set_max_width(560.0);
        ui.label("No tag carries values yet.");
        parts::faint_ui(
            ui,
            "Where sources give a date, a number or a name, say so of the tag: choose it in the codebook, and set \
             what its claims give. Each claim with that tag then has a field for its value, and this table shows \
             which source gives which, and where they differ.",
        );
        return;
    }
    let mut columns = Columns::of(ui, shown.arrangement.columns.len());
    ScrollArea::horizontal().id_salt("facts across").auto_shrink([false, false]).show(ui, |ui| {
        columns.left = ui.max_rect().left();
        parts::role_ui(ui, Role::Table, "Facts: which source gives which value");
        ui.set_width(columns.total());
        heads::heads_ui(ui, shown, &columns, (&state.heads, out));
        ScrollArea::vertical().id_salt("facts down").auto_shrink([false, false]).show(ui, |ui| {
            for row in rows {
                row_ui(ui, (shown, &columns), row, out);
            }
        });
    });
}

fn row_ui(ui: &mut Ui, (shown, columns): (&Shown<'_>, &Columns), row: &FactRow, out: &mut Actions) {
    let top = ui.cursor().top();
    columns.rule(ui, top);
    let child = |ui: &mut Ui, range: Rangef, salt: usize, role: Role, name: &str| {
        let rect = Rect::from_min_max(pos2(range.min, top + 8.0), pos2(range.max, f32::INFINITY));
        let builder = UiBuilder::new().max_rect(rect).id_salt((row.tag.id, salt));
        let builder = builder.accessibility_role(role).accessibility_label(name);
        ui.new_child(builder.layout(Layout::top_down(Align::Min)))
    };
    let range = Rangef::new(columns.left, columns.left + TAGS);
    let mut head = child(ui, range, usize::MAX, Role::RowHeader, &row.tag.name);
    head_ui(&mut head, row);
    let mut bottom = head.min_rect().bottom();
    for (place, index) in shown.arrangement.columns.iter().enumerate() {
        let (Some(cell), Some(column)) = (row.cells.get(*index), shown.sheet.columns.get(*index)) else {
            continue;
        };
        let name = format!("{}, {}", row.tag.name, column.name());
        let mut cell_ui = child(ui, columns.range(place), place, Role::Cell, &name);
        values_ui(&mut cell_ui, shown, (row, cell), out);
        bottom = bottom.max(cell_ui.min_rect().bottom());
    }
    let whole =
        Rect::from_min_max(pos2(columns.left, top), pos2(columns.left + columns.total(), bottom + 10.0));
    ui.allocate_rect(whole, eframe::egui::Sense::hover());
}

fn head_ui(ui: &mut Ui, row: &FactRow) {
    ui.horizontal_top(|ui| {
        parts::dot_of_line_ui(ui, row.tag.color);
        let font = FontId::new(theme::size::BODY, theme::strong());
        let (name, width) = (crate::text::visible_name(&row.tag.name), ui.available_width());
        ui.add(Label::new(name_text(ui, &name, font, eframe::egui::Color32::PLACEHOLDER, width)).wrap());
    });
    let colors = theme::of(ui);
    let differ = row.verdict == Verdict::Differ;
    let words = RichText::new(row.verdict.phrase());
    let words = if differ {
        words.font(theme::strong_font(theme::size::BODY)).color(colors.warning)
    } else {
        words.size(theme::size::SMALL).color(colors.faint)
    };
    ui.label(words).on_hover_text(row.verdict.rule());
}

fn values_ui(ui: &mut Ui, shown: &Shown<'_>, (row, cell): (&FactRow, &FactCell), out: &mut Actions) {
    for (at, given) in cell.given.iter().enumerate() {
        ui.push_id(at, |ui| given_ui(ui, shown, (row, given), out));
    }
    if !cell.without.is_empty() {
        let words = format!("{} without a value", parts::counted(cell.without.len(), "claim"));
        let words = RichText::new(words).size(theme::size::SMALL).color(theme::of(ui).faint);
        let link = ui.link(words).on_hover_text("Goes to the first of them");
        if let Some(first) = cell.without.first().filter(|_| link.clicked()) {
            show(*first, out);
        }
    }
    if cell.given.is_empty() && cell.without.is_empty() {
        parts::faint_ui(ui, "—");
    }
}

fn show(claim: ClaimId, out: &mut Actions) {
    out.push(Action::Reveal(claim));
    out.push(Action::Do(Verb::Reading));
}

/// A value with its letter: the same letter, the same value, whatever the spelling.
fn given_ui(ui: &mut Ui, shown: &Shown<'_>, (row, given): (&FactRow, &Given), out: &mut Actions) {
    let several = row.cells.iter().flat_map(|cell| &cell.given).any(|other| other.number != given.number);
    let letter = if several { format!("{}  ", given.letter()) } else { String::new() };
    let font = theme::strong_font(theme::size::TITLE);
    let words = RichText::new(format!("{letter}{}", parts::shortened(&given.shown, 120))).font(font);
    let button = eframe::egui::Button::new(words).frame_when_inactive(false).wrap();
    let name = format!("{letter}{}, {}", given.shown, cite(&given.places));
    let response =
        parts::named(ui.add(button), &name).on_hover_text("Its passages, and spellings that mean the same");
    Popup::menu(&response).show(|ui| menu_ui(ui, shown, (row, given), out));
    let mut about = vec![cite(&given.places)];
    let others = given.spellings.iter().filter(|spelling| **spelling != given.shown);
    let others: Vec<String> =
        others.map(|spelling| format!("“{}”", parts::shortened(spelling, 60))).collect();
    if !others.is_empty() {
        about.push(format!("also {}", others.join(", ")));
    }
    if !given.held {
        about.push("denied or only reported".to_owned());
    }
    parts::faint_ui(ui, about.join(" · "));
}

fn menu_ui(ui: &mut Ui, shown: &Shown<'_>, (row, given): (&FactRow, &Given), out: &mut Actions) {
    for id in given.claims.iter().take(MOST_LISTED) {
        let Some(claim) = shown.comparison().claim(*id) else {
            continue;
        };
        let Some(source) = shown.comparison().source(claim.source) else {
            continue;
        };
        let place = parts::paragraphs_label(source, claim.extent());
        if ui.button(format!("{place}: {}", parts::shortened(&claim.quotation(), 50))).clicked() {
            show(*id, out);
        }
    }
    let all = || row.cells.iter().flat_map(|cell| &cell.given);
    let mut others: Vec<&Given> = Vec::new();
    for other in all().filter(|other| other.number != given.number) {
        if others.iter().all(|known| known.number != other.number) {
            others.push(other);
        }
    }
    if !others.is_empty() {
        ui.separator();
        ui.menu_button("Means the same as", |ui| {
            for other in others {
                if ui.button(parts::shortened(&other.shown, 60)).clicked() {
                    unite(row.tag.id, &row.values, [&other.shown, &given.shown], out);
                }
            }
        });
    }
    let own = folded(&given.shown);
    let grouped = |group: &Vec<String>| group.iter().any(|known| folded(known) == own);
    if row.values.same.iter().any(grouped) && ui.button("Means something of its own again").clicked() {
        let mut values = row.values.clone();
        values.same.retain(|group| !grouped(group));
        out.run(Command::SetTagValues { tag: row.tag.id, values: Some(values) });
    }
}

/// Says that two spellings mean the same; the first is the one to show.
fn unite(tag: TagId, values: &TagValues, spellings: [&str; 2], out: &mut Actions) {
    let mut values = values.clone();
    let mut group: Vec<String> = Vec::new();
    for spelling in spellings {
        let own = folded(spelling);
        let known = values.same.iter().position(|group| group.iter().any(|known| folded(known) == own));
        let more = known.map_or_else(|| vec![spelling.to_owned()], |at| values.same.remove(at));
        group.extend(more);
    }
    values.same.push(group);
    out.run(Command::SetTagValues { tag, values: Some(values) });
}
