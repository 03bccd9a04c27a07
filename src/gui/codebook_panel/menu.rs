//! What can be done with a tag: the menu of its row.

use eframe::egui::{Button, Ui};

use super::editing::Editing;
use super::{CodebookState, Shown, rows};
use crate::desk::{Command, TagRef};
use crate::gui::action::{Action, Actions};
use crate::gui::parallels_panel::Matter;
use crate::gui::verb::Verb;
use crate::model::Tag;

/// Shows the menu of `tag`.
pub(super) fn menu_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    tag: &Tag,
    state: &mut CodebookState,
    out: &mut Actions,
) {
    ui.set_min_width(220.0);
    use_ui(ui, shown, tag, out);
    ui.separator();
    change_ui(ui, tag, state, out);
    ui.separator();
    place_ui(ui, shown, tag, state, out);
    silence_ui(ui, shown, tag, out);
    ui.separator();
    if ui.button("Delete…").clicked() {
        out.push(Action::AskDeleteTag(tag.id));
    }
}

/// What applies and walks.
fn use_ui(ui: &mut Ui, shown: &Shown<'_>, tag: &Tag, out: &mut Actions) {
    let key = tag.key.map(String::from).unwrap_or_default();
    let pane = shown.view.pane();
    let command = match (pane.source, shown.view.claim) {
        (Some(source), _) if !pane.selection().is_empty() => {
            Some(Command::Tag { source, spans: vec![pane.selection()], tags: vec![TagRef::Known(tag.id)] })
        }
        (_, Some(claim)) => Some(Command::AddTags { claim, tags: vec![TagRef::Known(tag.id)] }),
        _ => None,
    };
    let apply = Button::new("Apply to selection").shortcut_text(key);
    let response = ui.add_enabled(command.is_some(), apply);
    if let Some(command) = command.filter(|_| response.clicked()) {
        out.run(command);
    }
    let keys =
        Verb::ParallelsOfTag.shortcut().map(|keys| ui.ctx().format_shortcut(&keys)).unwrap_or_default();
    let belongs = ui.add(Button::new("What else belongs here?").shortcut_text(keys));
    if belongs.on_hover_text(Verb::ParallelsOfTag.help()).clicked() {
        out.push(Action::AskParallels(Matter::Tag(tag.id)));
    }
    if ui.button("Show only this tag").clicked() {
        out.push(Action::FocusTags(vec![tag.id]));
    }
    for (words, verb, forward) in
        [("Next claim", Verb::NextOfTag, true), ("Previous claim", Verb::PreviousOfTag, false)]
    {
        let shortcut = verb.shortcut().map(|keys| ui.ctx().format_shortcut(&keys)).unwrap_or_default();
        if ui.add(Button::new(words).shortcut_text(shortcut)).clicked() {
            out.push(Action::StepTag { tag: tag.id, forward });
        }
    }
}

/// What changes the tag itself.
fn change_ui(ui: &mut Ui, tag: &Tag, state: &mut CodebookState, out: &mut Actions) {
    if ui.add(Button::new("Rename").shortcut_text("F2")).clicked() {
        state.editing = Some(Editing::name(tag));
    }
    if ui.button("Definition…").clicked() {
        out.push(Action::FocusTags(vec![tag.id]));
        state.define = true;
    }
    ui.menu_button("Color", |ui| rows::colors_ui(ui, tag, out));
    if ui.button("Key…").clicked() {
        state.editing = Some(Editing::key(tag));
    }
}

/// What changes its place in the tree.
fn place_ui(ui: &mut Ui, shown: &Shown<'_>, tag: &Tag, state: &mut CodebookState, out: &mut Actions) {
    if ui.button("New tag under this").clicked() {
        state.begin_tag(Some(tag.id));
    }
    let comparison = shown.comparison();
    let parent = tag.parent.and_then(|parent| comparison.tag(parent));
    if ui.add_enabled(parent.is_some(), Button::new("Move up a level")).clicked()
        && let Some(parent) = parent
    {
        let siblings = comparison.children(parent.parent);
        let mut after = siblings.iter().skip_while(|other| other.id != parent.id).skip(1);
        let before = after.next().map(|next| next.id);
        out.run(Command::MoveTag { tag: tag.id, parent: parent.parent, before });
    }
    let mergeable = comparison.tags().len() > 1;
    if ui.add_enabled(mergeable, Button::new("Merge into…")).clicked() {
        out.push(Action::AskMergeTag(tag.id));
    }
}

/// The sources in which it could be noted as absent: those in which no claim bears it.
fn silence_ui(ui: &mut Ui, shown: &Shown<'_>, tag: &Tag, out: &mut Actions) {
    let comparison = shown.comparison();
    let free = |source: &&std::sync::Arc<crate::model::Source>| {
        comparison.n_uses(tag.id, source.id) == 0 && !rows::is_silent(shown, tag.id, source.id)
    };
    let own = comparison.silences().filter(|silence| silence.tag == tag.id);
    for silence in own {
        let Some(source) = comparison.source(silence.source) else { continue };
        let words = format!("No longer absent in {}", source.short_name());
        if ui.button(words).on_hover_text("Takes the noted silence back").clicked() {
            out.run(Command::DeleteSilence(silence.id));
        }
    }
    let sources: Vec<_> = comparison.sources().iter().filter(free).collect();
    if sources.is_empty() {
        return;
    }
    ui.menu_button("Note as absent in", |ui| {
        for source in sources {
            if ui.button(source.short_name()).clicked() {
                let note = String::new();
                out.run(Command::NoteSilence { source: source.id, tag: tag.id, note });
            }
        }
    });
}
