//! What stands above the columns: each source with its counts and how far it was read.

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::{self, Color32, Label, Popup, Rect, RichText, Role, Ui, UiBuilder, pos2};

use super::Shown;
use super::table::Columns;
use crate::analysis::coverage::{ParagraphState, SourceCoverage};
use crate::analysis::outline::Outline;
use crate::analysis::sheet::SheetColumn;
use crate::desk::Command;
use crate::gui::action::Actions;
use crate::gui::lines::name_text;
use crate::gui::{parts, theme};
use crate::model::{Comparison, ComparisonId, CoverageState, Revision, Source, SourceId};

/// How far each source was read, by all readers together.
#[derive(Debug, Default)]
pub(super) struct Heads {
    of: Option<(ComparisonId, Revision)>,
    /// With what it comes to in words: a book has a hundred thousand paragraphs to be counted.
    coverage: HashMap<SourceId, (SourceCoverage, String)>,
    /// Where the pages of each source are.
    outlines: HashMap<SourceId, (Arc<Source>, Outline)>,
}

impl Heads {
    /// Works it out anew if the comparison has changed.
    pub fn refresh(&mut self, comparison: &Comparison) {
        let now = Some((comparison.id(), comparison.revision()));
        if self.of != now {
            self.of = now;
            let of = |id: SourceId| {
                let coverage = SourceCoverage::of(comparison, id, None);
                let words = coverage.sentence();
                (id, (coverage, words))
            };
            self.coverage = comparison.sources().iter().map(|source| of(source.id)).collect();
            for source in comparison.sources() {
                let known = self.outlines.get(&source.id).is_some_and(|(of, _)| Arc::ptr_eq(of, source));
                if !known {
                    self.outlines.insert(source.id, (Arc::clone(source), Outline::of(source)));
                }
            }
        }
    }

    /// Returns where the pages of a source are.
    pub fn outline(&self, source: SourceId) -> Option<&Outline> {
        self.outlines.get(&source).map(|(_, outline)| outline)
    }
}

pub(super) fn heads_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    columns: &Columns,
    (heads, out): (&Heads, &mut Actions),
) {
    let top = ui.cursor().top();
    let mut bottom = top;
    for (place, index) in shown.arrangement.columns.iter().enumerate() {
        let Some(column) = shown.sheet.columns.get(*index) else {
            continue;
        };
        let range = columns.range(place);
        let rect = Rect::from_min_max(pos2(range.min, top), pos2(range.max, top + 60.0));
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
        if let Some(coverage) = heads.coverage.get(&column.source.id) {
            coverage_ui(&mut child, column, coverage, out);
        }
        bottom = bottom.max(child.min_rect().bottom());
    }
    ui.allocate_rect(
        Rect::from_min_max(pos2(columns.left, top), pos2(columns.left + columns.total(), bottom + 4.0)),
        egui::Sense::hover(),
    );
}

/// How far the source was read, in words; a click offers to say it of the whole.
fn coverage_ui(
    ui: &mut Ui,
    column: &SheetColumn,
    (coverage, words): &(SourceCoverage, String),
    out: &mut Actions,
) {
    let colors = theme::of(ui);
    let short = RichText::new(words).size(theme::size::SMALL).color(colors.faint);
    let button = egui::Button::new(short).frame_when_inactive(false).truncate();
    ui.spacing_mut().button_padding.x = 0.0;
    let name = format!("How far {} was read: {}", column.name(), words);
    let response = parts::named(ui.add(button), &name);
    let response = response.on_hover_ui(|ui| {
        ui.set_max_width(380.0);
        parts::heading_ui(ui, "How far it was read");
        for (words, state) in [
            ("With claims", ParagraphState::Tagged),
            ("Read, no claim", ParagraphState::Read),
            ("Skipped on purpose", ParagraphState::Skipped),
            ("Not marked as read", ParagraphState::Open),
        ] {
            let cited = coverage.cited(state);
            if !cited.is_empty() {
                ui.label(format!("{words}: {}", parts::shortened(&cited, 300)));
            }
        }
    });
    let source = column.source.id;
    Popup::menu(&response).show(|ui| {
        for (words, state) in [
            ("I have read all of it", Some(CoverageState::Read)),
            ("I leave all of it out on purpose", Some(CoverageState::Skipped)),
            ("Take back what I said of it", None),
        ] {
            if ui.button(words).clicked() {
                out.run(Command::MarkCoverage { source, span: column.source.text.span(), state });
            }
        }
        parts::faint_ui(ui, "For a part of it: Claim > Read as far as here, while reading.");
    });
}
