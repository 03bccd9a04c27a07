//! The lower part of the panel: path, definition and claims of the tag in focus.

use std::collections::HashSet;

use eframe::egui::{Align, Id, Layout, RichText, ScrollArea, Ui, vec2};

use super::{CodebookState, Shown};
use crate::desk::Command;
use crate::gui::action::{Action, Actions};
use crate::gui::parts::{self, Field};
use crate::gui::{theme, values};
use crate::model::{ClaimId, Comparison, ComparisonId, Revision, Tag, TagId};

/// Returns the claims that bear a tag or one under it, by source, then position: the order in which they are walked.
#[must_use]
pub fn claims_of_tag(comparison: &Comparison, tag: TagId) -> Vec<ClaimId> {
    let family: HashSet<TagId> =
        comparison.tags().map(|tag| tag.id).filter(|other| comparison.is_within(*other, tag)).collect();
    let bears = comparison.claims().filter(|claim| claim.tags.iter().any(|used| family.contains(&used.tag)));
    bears.map(|claim| claim.id).collect()
}

/// The claims of the tag in focus, gathered once for each state of the comparison.
#[derive(Debug, Default)]
pub(super) struct Walk {
    of: Option<(ComparisonId, Revision, TagId)>,
    claims: Vec<ClaimId>,
    /// Those tagged under an older definition.
    outdated: Vec<ClaimId>,
}

impl Walk {
    fn refresh(&mut self, ui: &Ui, comparison: &Comparison, tag: TagId) {
        let wanted = (comparison.id(), comparison.revision(), tag);
        let same_tag = self.of.is_some_and(|(id, _, of)| (id, of) == (wanted.0, tag));
        // Typing in a field moves no claim: a hundred thousand of them are not gathered at every key.
        if self.of == Some(wanted) || same_tag && ui.ctx().text_edit_focused() {
            return;
        }
        self.of = Some(wanted);
        self.claims = claims_of_tag(comparison, tag);
        let present = comparison.tag(tag).map_or(0, |tag| tag.definition_revision);
        let outdated = self.claims.iter().copied().filter(|id| {
            let used = comparison.claim(*id).and_then(|claim| claim.tag_use(tag));
            used.is_some_and(|used| used.definition_revision < present)
        });
        self.outdated = outdated.collect();
    }
}

/// Shows the details of `tag`.
pub(super) fn details_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    tag: TagId,
    state: &mut CodebookState,
    out: &mut Actions,
) {
    let comparison = shown.comparison();
    let Some(tag) = comparison.tag(tag) else {
        return;
    };
    state.walk.refresh(ui, comparison, tag.id);
    ScrollArea::vertical().id_salt("details").auto_shrink([false, false]).show(ui, |ui| {
        path_ui(ui, comparison, tag, out);
        walker_ui(ui, shown, tag.id, &state.walk, out);
        outdated_ui(ui, shown, &state.walk, out);
        parts::faint_ui(ui, "Definition");
        let field = Field {
            name: "Definition",
            hint: "When to apply this tag, and when not",
            id: Id::unique(("definition", tag.id)),
        };
        if let Some(definition) = parts::growing_field_ui(ui, field, &tag.definition, out) {
            out.run(Command::DefineTag { tag: tag.id, definition });
        }
        values::kind_ui(ui, tag, out);
        if std::mem::take(&mut state.define) {
            ui.memory_mut(|memory| memory.request_focus(field.id));
        }
    });
}

/// The tag with those above it, and the way out of the focus.
fn path_ui(ui: &mut Ui, comparison: &Comparison, tag: &Tag, out: &mut Actions) {
    ui.horizontal_top(|ui| {
        parts::dot_of_line_ui(ui, tag.color);
        let width = (ui.available_width() - parts::HIT - ui.spacing().item_spacing.x).max(24.0);
        ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(width);
            let path = RichText::new(comparison.tag_path(tag.id));
            ui.label(path.font(theme::strong_font(theme::size::BODY)));
        });
        if parts::sign_button_ui(ui, "×", "Show all tags").clicked() {
            out.push(Action::FocusTags(Vec::new()));
        }
    });
}

fn walker_ui(ui: &mut Ui, shown: &Shown<'_>, tag: TagId, walk: &Walk, out: &mut Actions) {
    let n = walk.claims.len();
    if n == 0 {
        parts::faint_ui(ui, "No claim bears it yet.");
        return;
    }
    let at = shown.view.claim.and_then(|claim| walk.claims.iter().position(|other| *other == claim));
    ui.horizontal(|ui| {
        if parts::sign_button_ui(ui, "‹", "Previous claim of this tag").clicked() {
            out.push(Action::StepTag { tag, forward: false });
        }
        ui.label(match at {
            Some(at) => format!("{} of {n}", at + 1),
            None => parts::counted(n, "claim"),
        });
        if parts::sign_button_ui(ui, "›", "Next claim of this tag").clicked() {
            out.push(Action::StepTag { tag, forward: true });
        }
    });
}

fn outdated_ui(ui: &mut Ui, shown: &Shown<'_>, walk: &Walk, out: &mut Actions) {
    let n = walk.outdated.len();
    if n == 0 {
        return;
    }
    let colors = theme::of(ui);
    let were = if n == 1 { "was" } else { "were" };
    let words = format!("{} {were} tagged under an older definition", parts::counted(n, "claim"));
    ui.label(RichText::new(words).color(colors.warning));
    if ui.button("Look at the next").clicked() {
        let at = shown.view.claim.and_then(|claim| walk.outdated.iter().position(|other| *other == claim));
        let next = at.map_or(0, |at| (at + 1) % n);
        if let Some(claim) = walk.outdated.get(next) {
            out.push(Action::Reveal(*claim));
        }
    }
}
