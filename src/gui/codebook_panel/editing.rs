//! What is being typed in a row: a new tag's name, another name, a key.

use eframe::egui::{self, Id, Key, Popup, Rect, TextEdit, Ui, UiBuilder};

use super::CodebookState;
use crate::desk::Command;
use crate::gui::action::Actions;
use crate::gui::theme;
use crate::model::{Comparison, Tag, TagId};

/// What is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    NewTag { parent: Option<TagId> },
    Name(TagId),
    Key(TagId),
}

/// A field that stands in a row.
#[derive(Debug, Clone)]
pub(super) struct Editing {
    what: What,
    typed: String,
    /// Whether it has been given the focus.
    begun: bool,
}

impl Editing {
    /// The name of a tag to be made.
    pub fn new_tag(parent: Option<TagId>) -> Self {
        Self { what: What::NewTag { parent }, typed: String::new(), begun: false }
    }

    /// Another name for a tag.
    pub fn name(tag: &Tag) -> Self {
        Self { what: What::Name(tag.id), typed: tag.name.clone(), begun: false }
    }

    /// Another key for a tag.
    pub fn key(tag: &Tag) -> Self {
        let typed = tag.key.map(String::from).unwrap_or_default();
        Self { what: What::Key(tag.id), typed, begun: false }
    }

    /// Returns whether the field is yet to be shown for the first time.
    pub fn unseen(&self) -> bool {
        !self.begun
    }

    /// Returns what the new tag stands under, if a tag is being made.
    pub fn new_under(&self) -> Option<Option<TagId>> {
        match self.what {
            What::NewTag { parent } => Some(parent),
            What::Name(_) | What::Key(_) => None,
        }
    }

    /// Returns whether the field stands in the row of `tag` (nothing: of the tag being made).
    pub fn is_in(&self, tag: Option<TagId>) -> bool {
        match self.what {
            What::NewTag { .. } => tag.is_none(),
            What::Name(id) | What::Key(id) => tag == Some(id),
        }
    }

    /// Returns whether it is the key that is edited.
    pub fn is_key(&self) -> bool {
        matches!(self.what, What::Key(_))
    }

    /// Returns whether what it is about still exists.
    pub fn possible(&self, comparison: &Comparison) -> bool {
        match self.what {
            What::NewTag { parent } => parent.is_none_or(|parent| comparison.tag(parent).is_some()),
            What::Name(tag) | What::Key(tag) => comparison.tag(tag).is_some(),
        }
    }

    fn field_name(&self) -> &'static str {
        match self.what {
            What::NewTag { .. } => "Name of the new tag",
            What::Name(_) => "Name of the tag",
            What::Key(_) => "Key of the tag",
        }
    }

    fn command(&self) -> Option<Command> {
        let typed = self.typed.trim();
        match self.what {
            What::NewTag { .. } | What::Name(_) if typed.is_empty() => None,
            What::NewTag { parent } => Some(Command::CreateTag { name: typed.to_owned(), parent }),
            What::Name(tag) => Some(Command::RenameTag { tag, name: typed.to_owned() }),
            What::Key(tag) => Some(Command::SetTagKey { tag, key: typed.chars().next() }),
        }
    }

    /// What Enter will do that the reader might not expect.
    fn remark(&self, comparison: &Comparison) -> Option<String> {
        let What::Key(tag) = self.what else {
            return None;
        };
        let Some(key) = self.typed.trim().chars().next() else {
            return Some("Type one letter or digit. Enter with nothing typed takes the key away.".to_owned());
        };
        let key = key.to_lowercase().next().unwrap_or(key);
        if !key.is_alphanumeric() {
            return Some("A key is a letter or a digit.".to_owned());
        }
        let holder = comparison.tags().find(|other| other.key == Some(key) && other.id != tag)?;
        Some(format!("{key} is now the key of “{}”; it will move here.", holder.name))
    }
}

/// Shows the field that is open, in `rect`.
pub(super) fn editing_ui(
    ui: &mut Ui,
    comparison: &Comparison,
    rect: Rect,
    state: &mut CodebookState,
    out: &mut Actions,
) {
    let Some(editing) = &mut state.editing else {
        return;
    };
    let limit = if editing.is_key() { 1 } else { 200 };
    let name = editing.field_name();
    let hint = if editing.is_key() { "key" } else { "name" };
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("edited"));
    let edit = TextEdit::singleline(&mut editing.typed)
        .id(Id::unique("field in the codebook"))
        .hint_text(hint)
        .char_limit(limit)
        .cursor_at_end(true)
        .desired_width(rect.width());
    let response = child.add_sized(rect.size(), edit).accessible_name(name);
    if !editing.begun {
        editing.begun = true;
        response.request_focus();
        response.scroll_to_me(None);
        select_all(ui, response.id, &editing.typed);
        return;
    }
    if let Some(remark) = editing.remark(comparison) {
        let color = theme::of(ui).ink;
        Popup::from_response(&response).id(response.id.with("remark")).open(true).show(|ui| {
            ui.set_max_width(220.0);
            ui.colored_label(color, remark);
        });
    }
    if response.lost_focus() {
        let (given_up, entered) =
            ui.input(|input| (input.key_pressed(Key::Escape), input.key_pressed(Key::Enter)));
        let keep = entered || (!editing.is_key() && !given_up);
        if let Some(command) = editing.command().filter(|_| keep && !given_up) {
            out.run(command);
        }
        state.editing = None;
    }
}

fn select_all(ui: &Ui, id: Id, typed: &str) {
    let mut text_state = egui::text_edit::TextEditState::default();
    let all = egui::text::CCursorRange::select_all_str(typed);
    text_state.cursor.set_char_range(Some(all));
    text_state.store(ui.ctx(), id);
}
