//! The comparison as a table: tags, links or the claims of one source down, sources across.
//!
//! The sheet is made by `analysis`, anew only when the comparison has changed; how it is looked at (grouping, order,
//! filter, folding) is an [`Arrangement`] of it, made anew when that has changed too. `table` lays out the rows that can
//! be seen, `heads` and `row_head` what stands beside them, `cell` and `card` what stands in a cell, `facts` the other
//! table: which source gives which value.

mod card;
mod cell;
mod choices;
mod facts;
mod heads;
mod relations;
mod row_head;
mod table;

use std::collections::HashMap;

use eframe::egui::Ui;
use uuid::Uuid;

use self::card::Cards;
use self::heads::Heads;
use self::relations::Relations;
use super::action::Actions;
use super::parts;
use super::view::View;
use crate::analysis::arrangement::{Arrangement, Arranging};
use crate::analysis::facts::FactTable;
use crate::analysis::sheet::{Sheet, SheetOptions};
use crate::desk::Desk;
use crate::model::{ClaimId, Comparison, ComparisonId, Revision, SourceId};

/// From how many claims on the sheet is not made anew while somebody types.
const MANY: usize = 5_000;

/// What the view remembers.
#[derive(Debug, Default)]
pub struct CompareState {
    sheet: Option<(ComparisonId, Sheet)>,
    how: Arranging,
    arranged: Option<Arranged>,
    /// Whether the table of facts is shown in place of the claims.
    shows_facts: bool,
    facts: Option<(ComparisonId, Revision, FactTable)>,
    relations: Relations,
    heads: Heads,
    cards: Cards,
    /// How many claims of a cell are shown, where more than at first.
    more: HashMap<(Uuid, SourceId), usize>,
    heights: HashMap<Uuid, f32>,
    width: f32,
    /// The claim whose card is to be brought into view.
    sought: Option<ClaimId>,
}

/// An arrangement, and what it was made of.
#[derive(Debug)]
struct Arranged {
    of: (ComparisonId, Revision),
    how: Arranging,
    arrangement: Arrangement,
}

/// What all parts of the table are handed.
struct Shown<'a> {
    desk: &'a Desk,
    view: &'a View,
    sheet: &'a Sheet,
    arrangement: &'a Arrangement,
}

impl Shown<'_> {
    fn comparison(&self) -> &Comparison {
        self.desk.comparison()
    }
}

/// Shows the comparison as a table.
pub fn compare_view_ui(ui: &mut Ui, desk: &Desk, view: &View, state: &mut CompareState, out: &mut Actions) {
    refresh_sheet(ui, desk, state);
    let Some((id, sheet)) = state.sheet.take() else {
        return;
    };
    state.cards.forget_gone(desk.comparison());
    choices::choices_ui(ui, (desk, view), &sheet, state, out);
    state.how.tags.clone_from(&view.focus);
    refresh_arrangement(ui, (desk, id), &sheet, state);
    state.relations.refresh(id, &sheet, &state.how.hidden);
    if desk.comparison().n_claims() <= MANY || !ui.ctx().text_edit_focused() {
        state.heads.refresh(desk.comparison());
    }
    ui.add_space(4.0);
    if let Some(arranged) = state.arranged.take() {
        let shown = Shown { desk, view, sheet: &sheet, arrangement: &arranged.arrangement };
        if shown.arrangement.columns.is_empty() {
            let none = sheet.columns.is_empty();
            let words = if none { "There is no source to compare yet." } else { "No source is ticked." };
            parts::faint_ui(ui, words);
        } else if state.shows_facts {
            facts::facts_ui(ui, &shown, state, out);
        } else {
            table::table_ui(ui, &shown, state, out);
        }
        state.arranged = Some(arranged);
    }
    state.sheet = Some((id, sheet));
}

/// Whether what is shown had better stay as it is: somebody is typing on one of its cards.
fn is_edited(ui: &Ui, state: &CompareState) -> bool {
    state.cards.any_edited() && ui.ctx().text_edit_focused()
}

/// Makes the sheet anew if the comparison has changed since.
fn refresh_sheet(ui: &Ui, desk: &Desk, state: &mut CompareState) {
    let comparison = desk.comparison();
    if let Some((id, sheet)) = &state.sheet {
        let current = *id == comparison.id() && sheet.revision == comparison.revision();
        let many = comparison.n_claims() > MANY && ui.ctx().text_edit_focused();
        let later = *id == comparison.id() && (many || is_edited(ui, state));
        if current || later {
            return;
        }
        if *id != comparison.id() {
            // Another comparison: what was chosen for the last one means nothing here.
            *state = CompareState::default();
        }
    }
    state.sheet = Some((comparison.id(), Sheet::of(comparison, &SheetOptions::default())));
}

fn refresh_arrangement(ui: &Ui, (desk, id): (&Desk, ComparisonId), sheet: &Sheet, state: &mut CompareState) {
    let current = state.arranged.as_ref().is_some_and(|arranged| {
        let same = arranged.how == state.how && arranged.of.0 == id;
        same && (arranged.of.1 == sheet.revision || is_edited(ui, state))
    });
    if !current {
        let arrangement = Arrangement::of(desk.comparison(), sheet, &state.how);
        let of = (id, sheet.revision);
        state.arranged = Some(Arranged { of, how: state.how.clone(), arrangement });
    }
}
