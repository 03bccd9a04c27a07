//! What stands over the table: what makes a row, in which order, and which claims are left.

use eframe::egui::{Color32, ComboBox, FontId, PopupCloseBehavior, TextEdit, Ui};

use super::CompareState;
use crate::analysis::arrangement::{Grouping, Order, Shown as Rows};
use crate::analysis::sheet::{ClaimFilter, Sheet, SheetColumn, VoiceFilter};
use crate::desk::Desk;
use crate::gui::action::{Action, Actions};
use crate::gui::lines::name_text;
use crate::gui::verb::Verb;
use crate::gui::view::View;
use crate::gui::{parts, theme};
use crate::model::{Stance, TagId};

pub(super) fn choices_ui(
    ui: &mut Ui,
    (desk, view): (&Desk, &View),
    sheet: &Sheet,
    state: &mut CompareState,
    out: &mut Actions,
) {
    ui.horizontal_wrapped(|ui| {
        for (words, facts, help) in [
            ("Claims", false, "What each source says on each tag"),
            ("Facts", true, "Which source gives which date, number or name, and where they differ"),
        ] {
            let chosen = state.shows_facts == facts;
            if ui.selectable_label(chosen, words).on_hover_text(help).clicked() {
                state.shows_facts = facts;
            }
        }
        ui.separator();
        sources_ui(ui, sheet, state);
        if !state.shows_facts {
            ui.separator();
            rows_ui(ui, sheet, state);
        }
        ui.separator();
        let verb = Verb::MakeSheet;
        if ui.button(verb.words()).on_hover_text(verb.help()).clicked() {
            out.push(Action::Do(verb));
        }
    });
    ui.horizontal_wrapped(|ui| {
        tag_ui(ui, desk, view, out);
        if !state.shows_facts {
            filters_ui(ui, desk, state);
        }
    });
}

fn sources_ui(ui: &mut Ui, sheet: &Sheet, state: &mut CompareState) {
    for column in &sheet.columns {
        let id = column.source.id;
        let mut shown = !state.how.hidden.contains(&id);
        let (name, font) = (parts::shortened(&column.name(), 32), FontId::proportional(theme::size::BODY));
        let name = name_text(ui, &name, font, Color32::PLACEHOLDER, f32::INFINITY);
        if ui.checkbox(&mut shown, name).changed() {
            if shown {
                state.how.hidden.remove(&id);
            } else {
                state.how.hidden.insert(id);
            }
        }
    }
}

/// What makes a row, which of them are shown, and how they follow one another.
fn rows_ui(ui: &mut Ui, sheet: &Sheet, state: &mut CompareState) {
    let is_shown = |column: &&SheetColumn| !state.how.hidden.contains(&column.source.id);
    let n_shown = sheet.columns.iter().filter(is_shown).count();
    let how = &mut state.how;
    let along = |grouping: Grouping| match grouping {
        Grouping::Tags => "A row for each tag".to_owned(),
        Grouping::Links => "A row for each link".to_owned(),
        Grouping::Along(source) => {
            let column = sheet.columns.iter().find(|column| column.source.id == source);
            let name = column.map(SheetColumn::name).unwrap_or_default();
            format!("Along {}", parts::shortened(&name, 24))
        }
    };
    let groupings = [Grouping::Tags, Grouping::Links].into_iter();
    let groupings = groupings.chain(sheet.columns.iter().map(|column| Grouping::Along(column.source.id)));
    let combo = ComboBox::from_id_salt("grouping").selected_text(along(how.grouping));
    let shown = combo.show_ui(ui, |ui| {
        for grouping in groupings {
            ui.selectable_value(&mut how.grouping, grouping, along(grouping));
        }
    });
    shown.response.accessible_name("What makes a row");
    let by_tag = how.grouping == Grouping::Tags;
    let rows = |rows: Rows| match rows {
        Rows::All if by_tag => "all tags",
        Rows::All => "all rows",
        Rows::WithClaims => "only with claims",
        Rows::OnAllSides if n_shown > 2 => "only in all sources shown",
        Rows::OnAllSides => "only on both sides",
    };
    let combo = ComboBox::from_id_salt("rows").selected_text(rows(how.rows));
    let shown = combo.show_ui(ui, |ui| {
        for choice in Rows::ALL {
            ui.selectable_value(&mut how.rows, choice, rows(choice));
        }
    });
    shown.response.accessible_name("Which rows are shown");
    if !by_tag {
        return;
    }
    let combo = ComboBox::from_id_salt("order").selected_text(how.order.phrase());
    let shown = combo.show_ui(ui, |ui| {
        for order in Order::ALL.into_iter().filter(|order| n_shown > 1 || *order != Order::Parting) {
            ui.selectable_value(&mut how.order, order, order.phrase());
        }
    });
    let help = "Where they part: opposed first, then partly opposed, in accord, unsettled, one-sided, silent";
    shown.response.accessible_name("Order of the rows").on_hover_text(help);
    if how.order == Order::Codebook && sheet.rows.iter().any(|row| row.parent.is_some()) {
        let all: Vec<TagId> = sheet.rows.iter().filter_map(|row| row.parent).collect();
        let words = if how.folded.is_empty() { "Fold all" } else { "Unfold all" };
        if ui.button(words).clicked() {
            how.folded = if how.folded.is_empty() { all.into_iter().collect() } else { Default::default() };
        }
    }
}

/// Which tags: the same choice as in the codebook.
fn tag_ui(ui: &mut Ui, desk: &Desk, view: &View, out: &mut Actions) {
    let comparison = desk.comparison();
    let chosen = match view.focus.as_slice() {
        [] => "any tag".to_owned(),
        [only] => parts::shortened(comparison.tag(*only).map_or("", |tag| &tag.name), 28),
        several => parts::counted(several.len(), "tag"),
    };
    let combo = ComboBox::from_id_salt("tag").selected_text(chosen).height(400.0);
    let shown = combo.show_ui(ui, |ui| {
        if ui.selectable_label(view.focus.is_empty(), "any tag").clicked() {
            out.push(Action::FocusTags(Vec::new()));
        }
        for (depth, tag) in comparison.codebook().into_iter().take(400) {
            let name = format!("{}{}", "    ".repeat(depth.min(6)), parts::shortened(&tag.name, 40));
            if ui.selectable_label(view.focus.contains(&tag.id), name).clicked() {
                out.push(Action::FocusTags(vec![tag.id]));
            }
        }
    });
    shown.response.accessible_name("Which tag, with those under it");
}

fn filters_ui(ui: &mut Ui, desk: &Desk, state: &mut CompareState) {
    let filter = &mut state.how.filter;
    let field = TextEdit::singleline(&mut filter.words).hint_text("words").desired_width(120.0);
    ui.add(field).accessible_name("Words in quotation, summary or note");
    stances_ui(ui, filter);
    let combo = ComboBox::from_id_salt("voice").selected_text(filter.voice.phrase());
    let shown = combo.show_ui(ui, |ui| {
        for voice in VoiceFilter::ALL {
            ui.selectable_value(&mut filter.voice, voice, voice.phrase());
        }
    });
    shown.response.accessible_name("Whose view");
    readers_ui(ui, desk, filter);
    let linked = |linked: Option<bool>| match linked {
        None => "linked or not",
        Some(true) => "linked",
        Some(false) => "not linked",
    };
    let combo = ComboBox::from_id_salt("linked").selected_text(linked(filter.linked));
    let shown = combo.show_ui(ui, |ui| {
        for choice in [None, Some(true), Some(false)] {
            ui.selectable_value(&mut filter.linked, choice, linked(choice));
        }
    });
    shown.response.accessible_name("Linked or not");
    if !state.how.filter.is_empty() {
        if ui.button("Clear filters").clicked() {
            state.how.filter = ClaimFilter::default();
        }
        if let Some(arranged) = &state.arranged {
            let (n, left_out) = (arranged.arrangement.n_claims, arranged.arrangement.n_left_out);
            parts::faint_ui(ui, format!("{}, {left_out} not shown", parts::counted(n, "claim")));
        }
    }
}

/// A list that stays open while several are ticked.
fn ticks_ui(ui: &mut Ui, words: String, name: &str, add: impl FnOnce(&mut Ui)) {
    let combo = ComboBox::from_id_salt(name).selected_text(words);
    let shown = combo.close_behavior(PopupCloseBehavior::CloseOnClickOutside).show_ui(ui, add);
    shown.response.accessible_name(name);
}

fn stances_ui(ui: &mut Ui, filter: &mut ClaimFilter) {
    let word = |stance: &Option<Stance>| stance.map_or("no stance", Stance::word);
    let words = match filter.stances.as_slice() {
        [] => "any stance".to_owned(),
        some => some.iter().map(word).collect::<Vec<_>>().join(", "),
    };
    ticks_ui(ui, words, "Stance", |ui| {
        for stance in Stance::ALL.into_iter().map(Some).chain([None]) {
            tick_ui(ui, &mut filter.stances, stance, word(&stance));
        }
    });
}

fn readers_ui(ui: &mut Ui, desk: &Desk, filter: &mut ClaimFilter) {
    let comparison = desk.comparison();
    if comparison.readers().len() < 2 {
        return;
    }
    let words = match filter.readers.as_slice() {
        [] => "any reader".to_owned(),
        [only] => parts::shortened(comparison.reader(*only).map_or("", |reader| &reader.name), 24),
        several => parts::counted(several.len(), "reader"),
    };
    ticks_ui(ui, words, "Reader", |ui| {
        for reader in comparison.readers() {
            let name = crate::text::visible_name(&reader.name);
            tick_ui(ui, &mut filter.readers, reader.id, &parts::shortened(&name, 40));
        }
    });
}

fn tick_ui<T: PartialEq>(ui: &mut Ui, chosen: &mut Vec<T>, item: T, words: &str) {
    let mut ticked = chosen.contains(&item);
    if ui.checkbox(&mut ticked, words).changed() {
        if ticked {
            chosen.push(item);
        } else {
            chosen.retain(|other| *other != item);
        }
    }
}
