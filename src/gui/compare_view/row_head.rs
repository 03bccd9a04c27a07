//! What a row is about: a tag with how the sources stand on it, a link, a claim.

use eframe::egui::collapsing_header::paint_default_icon;
use eframe::egui::{Color32, FontId, Label, RichText, Role, Sense, TextStyle, Ui, WidgetInfo, vec2};

use super::{CompareState, Shown};
use crate::analysis::arrangement::{Below, Head};
use crate::analysis::relation::Relation;
use crate::analysis::sheet::SheetRow;
use crate::gui::action::Actions;
use crate::gui::lines::name_text;
use crate::gui::{parts, theme};
use crate::model::{ClaimId, LinkKind};

/// What the dot before a tag's name takes.
const DOT: f32 = 22.0;
/// What the sign takes that folds away what is below.
const FOLD: f32 = 18.0;

/// Shows it and returns its name.
pub(super) fn row_head_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    head: &Head,
    state: &mut CompareState,
    out: &mut Actions,
) -> String {
    match head {
        Head::Tag { row, depth, below } => {
            let Some(row) = shown.sheet.rows.get(*row) else {
                return String::new();
            };
            tag_ui(ui, shown, (row, *depth, *below), state);
            row.name.clone()
        }
        Head::Link { kind, note, .. } => link_ui(ui, *kind, note),
        Head::Unlinked(_) => {
            parts::faint_ui(ui, "not linked");
            "not linked".to_owned()
        }
        Head::Along(claim) => claim_ui(ui, shown, *claim, out),
    }
}

fn tag_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    (row, depth, below): (&SheetRow, usize, Option<Below>),
    state: &mut CompareState,
) {
    #[expect(clippy::cast_precision_loss, reason = "depth of a tree")]
    let indent = (depth as f32 * 14.0).min(56.0);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        ui.add_space(indent);
        match below {
            Some(below) => fold_ui(ui, row, below, state),
            None => ui.add_space(FOLD),
        }
        parts::dot_of_line_ui(ui, row.color);
        ui.add_space(4.0);
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
    let beneath = |ui: &mut Ui, add: &mut dyn FnMut(&mut Ui)| {
        ui.horizontal(|ui| {
            ui.add_space(indent + FOLD + DOT);
            add(ui);
        });
    };
    if let Some(below) = below.filter(|below| below.folded) {
        let words =
            format!("{}, {}", parts::counted(below.n_tags, "tag"), parts::counted(below.n_claims, "claim"));
        beneath(ui, &mut |ui| {
            parts::faint_ui(ui, format!("{words} folded"));
        });
    }
    let several = shown.arrangement.columns.len() > 1;
    if several && state.relations.relation(row.tag) != Relation::Empty {
        beneath(ui, &mut |ui| state.relations.relation_ui(ui, shown.sheet, row.tag));
    }
}

/// A sign that folds the tags below away, or shows them again.
fn fold_ui(ui: &mut Ui, row: &SheetRow, below: Below, state: &mut CompareState) {
    let height = ui.text_style_height(&TextStyle::Body);
    let (_, response) = ui.allocate_exact_size(vec2(FOLD, height), Sense::click());
    let openness = if below.folded { 0.0 } else { 1.0 };
    let shown = response.clone();
    ui.scope(|ui| {
        if !shown.hovered() && !shown.has_focus() {
            ui.visuals_mut().widgets.inactive.fg_stroke.color = theme::of(ui).faint;
        }
        paint_default_icon(ui, openness, &shown);
    });
    let word = if below.folded { "Show" } else { "Fold away" };
    let name = format!("{word} what is under {}", row.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.on_hover_text(&name).clicked() && !state.how.folded.remove(&row.tag) {
        state.how.folded.insert(row.tag);
    }
}

fn link_ui(ui: &mut Ui, kind: LinkKind, note: &str) -> String {
    let words = format!("{} {}", theme::link_sign(kind), kind.phrase());
    ui.label(RichText::new(words).font(theme::strong_font(theme::size::BODY)));
    if !note.trim().is_empty() {
        ui.label(parts::shortened(note, 200));
    }
    kind.phrase().to_owned()
}

/// A claim of the source that the rows follow: where it is, and its tags.
fn claim_ui(ui: &mut Ui, shown: &Shown<'_>, id: ClaimId, out: &mut Actions) -> String {
    let comparison = shown.comparison();
    let Some(claim) = comparison.claim(id) else {
        return String::new();
    };
    let Some(source) = comparison.source(claim.source) else {
        return String::new();
    };
    let place = parts::paragraphs_label(source, claim.extent());
    if ui.link(RichText::new(&place)).on_hover_text("Shows the passage in its source").clicked() {
        out.push(crate::gui::action::Action::Reveal(id));
        out.push(crate::gui::action::Action::Do(crate::gui::verb::Verb::Reading));
    }
    for tag in claim.tags.iter().filter_map(|used| comparison.tag(used.tag)) {
        ui.horizontal_top(|ui| {
            parts::dot_of_line_ui(ui, tag.color);
            let font = FontId::proportional(theme::size::SMALL);
            let (name, width) = (crate::text::visible_name(&tag.name), ui.available_width());
            ui.add(Label::new(name_text(ui, &name, font, Color32::PLACEHOLDER, width)).wrap());
        });
    }
    place
}
