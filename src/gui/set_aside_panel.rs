//! What was damaged in the file: each object with what is wrong with it, and the ways to mend it.

use std::collections::HashMap;

use eframe::egui::{self, Id, RichText, ScrollArea, TextEdit, Ui, UiBuilder};

use super::action::{Action, Actions};
use super::{parts, theme};
use crate::desk::Desk;
use crate::model::{SetAside, SetAsideId};

/// What the list remembers.
#[derive(Debug, Default)]
pub struct SetAsideState {
    /// The JSON as the reader has changed it, for objects whose field is open.
    edited: HashMap<SetAsideId, String>,
    /// The object that is about to be deleted.
    deleting: Option<SetAsideId>,
}

/// Shows the objects that were set aside. `proposals` says what the program would do to mend each, if anything.
pub fn set_aside_panel_ui(
    ui: &mut Ui,
    desk: &Desk,
    proposals: &HashMap<SetAsideId, String>,
    state: &mut SetAsideState,
    out: &mut Actions,
) {
    let objects: Vec<_> = desk.comparison().set_aside().collect();
    state.edited.retain(|id, _| objects.iter().any(|object| object.id == *id));
    state.deleting = state.deleting.filter(|id| objects.iter().any(|object| object.id == *id));
    let colors = theme::of(ui);
    if objects.is_empty() {
        ui.label(RichText::new("Nothing in this file is damaged.").color(colors.faint));
        return;
    }
    let words = "These could not be taken into the comparison. They stay in the file as they are until you \
                 mend or delete them.";
    ui.label(RichText::new(words).color(colors.faint));
    ui.add_space(4.0);
    ScrollArea::vertical().id_salt("set aside").auto_shrink([false, true]).show(ui, |ui| {
        for (index, object) in objects.into_iter().enumerate() {
            let name = format!("Damaged {} {}", object.kind.word(), index + 1);
            let scope = UiBuilder::new().id_salt(object.id).accessibility_label(name);
            ui.scope_builder(scope, |ui| {
                object_ui(ui, object, proposals.get(&object.id), state, out);
            });
            ui.add_space(4.0);
        }
    });
}

fn object_ui(
    ui: &mut Ui,
    object: &SetAside,
    proposal: Option<&String>,
    state: &mut SetAsideState,
    out: &mut Actions,
) {
    parts::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        parts::show_fields_on_card(ui);
        let mut kind = object.kind.word().to_owned();
        if let Some(first) = kind.get_mut(0..1) {
            first.make_ascii_uppercase();
        }
        parts::heading_ui(ui, &kind);
        ui.label(&object.problem);
        if let Some(proposal) = proposal
            && ui.add(egui::Button::new(format!("Mend: {proposal}")).wrap()).clicked()
        {
            out.push(Action::Mend { object: object.id, json: None });
        }
        json_ui(ui, object, state, out);
        buttons_ui(ui, object, state, out);
    });
}

fn json_ui(ui: &mut Ui, object: &SetAside, state: &mut SetAsideState, out: &mut Actions) {
    let Some(json) = state.edited.get_mut(&object.id) else {
        return;
    };
    ScrollArea::vertical().id_salt("json").max_height(220.0).show(ui, |ui| {
        let edit = TextEdit::multiline(json)
            .id(Id::unique(("json of a damaged object", object.id)))
            .code_editor()
            .desired_width(f32::INFINITY);
        ui.add(edit).accessible_name("The object as JSON");
    });
    ui.horizontal(|ui| {
        if ui.button("Try again").clicked() {
            out.push(Action::Mend { object: object.id, json: Some(json.clone()) });
        }
        if ui.button("As it was").clicked() {
            json.clone_from(&object.json);
        }
    });
}

fn buttons_ui(ui: &mut Ui, object: &SetAside, state: &mut SetAsideState, out: &mut Actions) {
    if state.deleting == Some(object.id) {
        let colors = theme::of(ui);
        ui.label(RichText::new("Once deleted and saved, it is gone from the file.").color(colors.warning));
        ui.horizontal(|ui| {
            if ui.button("Delete it").clicked() {
                state.deleting = None;
                out.push(Action::DiscardSetAside(object.id));
            }
            if ui.button("Keep it").clicked() {
                state.deleting = None;
            }
        });
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let open = state.edited.contains_key(&object.id);
        if ui.selectable_label(open, "Edit as JSON…").clicked() {
            if open {
                state.edited.remove(&object.id);
            } else {
                state.edited.insert(object.id, object.json.clone());
            }
        }
        if ui.button("Copy").clicked() {
            let json = state.edited.get(&object.id).unwrap_or(&object.json);
            out.push(Action::Copy(json.clone()));
        }
        if ui.button("Delete for good…").clicked() {
            state.deleting = Some(object.id);
        }
    });
}
