//! The panel on the left: the tree of tags with their counts, and the details of the tag in focus.
//!
//! Only the rows that can be seen are laid out. The rows of the tree are in `rows`, the menu of a
//! tag in `menu`, the lower part in `details`; this file puts them together and takes drops.

mod columns;
mod details;
mod editing;
mod menu;
mod rows;
mod tree;

use eframe::egui::{self, Panel, RichText, ScrollArea, Sense, TextEdit, Ui, vec2};

use super::action::{Action, Actions};
use super::parts;
use super::theme;
use super::view::View;
use crate::desk::{Command, Desk};
use crate::model::{Comparison, TagId};
use columns::Columns;
use details::Walk;
pub use details::claims_of_tag;
use editing::Editing;
use tree::Tree;

/// The height of one row, in points.
const ROW: f32 = 26.0;

/// From how many tags on the filter is shown.
const FILTER_FROM: usize = 13;

/// What the panel remembers: what is folded, filtered, being edited.
#[derive(Debug, Default)]
pub struct CodebookState {
    filter: String,
    tree: Tree,
    editing: Option<Editing>,
    walk: Walk,
    /// The row to bring into view in the next frame.
    reveal: Option<TagId>,
    /// Whether the definition is to be given the focus.
    define: bool,
}

impl CodebookState {
    /// Opens the field for the name of a new tag.
    pub fn begin_tag(&mut self, parent: Option<TagId>) {
        if let Some(parent) = parent {
            self.tree.unfold(parent);
        }
        self.filter.clear();
        self.editing = Some(Editing::new_tag(parent));
    }

    /// Brings a tag into view, unfolding what it stands under.
    pub fn reveal(&mut self, comparison: &Comparison, tag: TagId) {
        let mut above = comparison.tag(tag).and_then(|tag| tag.parent);
        while let Some(parent) = above {
            self.tree.unfold(parent);
            above = comparison.tag(parent).and_then(|tag| tag.parent);
        }
        self.reveal = Some(tag);
    }
}

/// A tag being dragged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Dragged(TagId);

/// What all parts of the panel are handed.
struct Shown<'a> {
    desk: &'a Desk,
    view: &'a View,
}

impl Shown<'_> {
    fn comparison(&self) -> &Comparison {
        self.desk.comparison()
    }
}

/// Shows the codebook.
pub fn codebook_panel_ui(
    ui: &mut Ui,
    desk: &Desk,
    view: &View,
    state: &mut CodebookState,
    out: &mut Actions,
) {
    let shown = Shown { desk, view };
    if state.editing.as_ref().is_some_and(|editing| !editing.possible(shown.comparison())) {
        state.editing = None;
    }
    title_ui(ui, &shown, state);
    let focused = view.focus.last().copied().filter(|tag| shown.comparison().tag(*tag).is_some());
    if let Some(tag) = focused {
        let height = ui.available_height();
        Panel::bottom("details of the tag")
            .resizable(true)
            .default_size((height * 0.4).min(280.0))
            .size_range(96.0..=(height * 0.7).max(96.0))
            .frame(egui::Frame::new().inner_margin(egui::Margin { top: 8, ..egui::Margin::ZERO }))
            .show(ui, |ui| details::details_ui(ui, &shown, tag, state, out));
    }
    if shown.comparison().tags().len() >= FILTER_FROM {
        filter_ui(ui, state);
    } else {
        state.filter.clear();
    }
    if shown.comparison().tags().len() == 0 && state.editing.is_none() {
        empty_ui(ui);
        return;
    }
    tree_ui(ui, &shown, state, out);
}

fn title_ui(ui: &mut Ui, shown: &Shown<'_>, state: &mut CodebookState) {
    ui.horizontal(|ui| {
        ui.heading("Codebook");
        let n = shown.comparison().tags().len();
        if n > 0 {
            parts::faint_ui(ui, parts::counted(n, "tag"));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if parts::sign_button_ui(ui, "+", "Create tag").clicked() {
                state.begin_tag(None);
            }
        });
    });
}

fn filter_ui(ui: &mut Ui, state: &mut CodebookState) {
    let edit = TextEdit::singleline(&mut state.filter).hint_text("Filter tags").desired_width(f32::INFINITY);
    let response = ui.add(edit).accessible_name("Filter tags");
    if response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        state.filter.clear();
    }
}

fn empty_ui(ui: &mut Ui) {
    let colors = theme::of(ui);
    ui.add_space(8.0);
    let words = "No tags yet. Select words in a source and press Enter to name what is at stake there, \
                 or click + above.";
    ui.label(RichText::new(words).color(colors.faint));
}

fn tree_ui(ui: &mut Ui, shown: &Shown<'_>, state: &mut CodebookState, out: &mut Actions) {
    state.tree.refresh(shown.comparison(), &state.filter, state.editing.as_ref());
    let columns = Columns::of(ui, shown, state.tree.has_branches());
    columns.heads_ui(ui, shown);
    let n_rows = state.tree.len();
    let mut area = ScrollArea::vertical().auto_shrink([false, false]);
    // A field that is not laid out can't be given the focus, and what is typed would go to the tags' keys.
    let unseen = state.editing.as_ref().is_some_and(Editing::unseen);
    let new = unseen.then(|| state.tree.position_of_new()).flatten();
    if let Some(index) = new.or(state.reveal.take().and_then(|tag| state.tree.position(tag))) {
        #[expect(clippy::cast_precision_loss, reason = "rows of a codebook")]
        let top = index as f32 * ROW - ui.available_height() / 3.0;
        area = area.vertical_scroll_offset(top.max(0.0));
    }
    if n_rows == 0 {
        parts::faint_ui(ui, "No tag is called so.");
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    area.show_rows(ui, ROW, n_rows, |ui, range| {
        parts::role_ui(ui, egui::Role::Tree, "Tags by their order");
        for index in range.clone() {
            rows::row_ui(ui, shown, &columns, (state, index), out);
        }
        if range.end == n_rows {
            bottom_ui(ui, out);
        }
        scroll_while_dragging(ui);
    });
}

/// The room under the last row: a tag dropped there becomes the last one at the top level.
fn bottom_ui(ui: &Ui, out: &mut Actions) {
    let clip = ui.clip_rect();
    let top = ui.cursor().top();
    let height = (clip.bottom() - top).max(0.0);
    if height < 1.0 {
        return;
    }
    let rect =
        egui::Rect::from_min_size(egui::pos2(ui.max_rect().left(), top), vec2(ui.available_width(), height));
    let response = ui.interact(rect, ui.unique_id().with("bottom"), Sense::hover());
    if response.dnd_hover_payload::<Dragged>().is_some() {
        rows::paint_insertion(ui, rect.left(), rect.right(), top);
    }
    if let Some(dragged) = response.dnd_release_payload::<Dragged>() {
        out.run(Command::MoveTag { tag: dragged.0, parent: None, before: None });
    }
}

/// Near the upper or lower edge a dragged tag pulls the list along.
fn scroll_while_dragging(ui: &Ui) {
    if !egui::DragAndDrop::has_payload_of_type::<Dragged>(ui.ctx()) {
        return;
    }
    let clip = ui.clip_rect();
    let Some(pointer) = ui.ctx().pointer_interact_pos().filter(|pos| clip.expand(ROW).contains(*pos)) else {
        return;
    };
    let step = 6.0;
    if pointer.y < clip.top() + ROW / 2.0 {
        ui.scroll_with_delta_animation(vec2(0.0, step), egui::style::ScrollAnimation::none());
        ui.ctx().request_repaint();
    } else if pointer.y > clip.bottom() - ROW / 2.0 {
        ui.scroll_with_delta_animation(vec2(0.0, -step), egui::style::ScrollAnimation::none());
        ui.ctx().request_repaint();
    }
}

/// Asks for a tag's highlights alone; or, if they are shown alone already, for all.
fn toggle_focus(shown: &Shown<'_>, tag: TagId, adding: bool, out: &mut Actions) {
    let mut focus = shown.view.focus.clone();
    let there = focus.contains(&tag);
    if adding {
        focus.retain(|other| *other != tag);
        if !there {
            focus.push(tag);
        }
    } else if focus == [tag] {
        focus.clear();
    } else {
        focus = vec![tag];
    }
    out.push(Action::FocusTags(focus));
}
