//! Readings against an answer key: a table of the class, one of what there is to be found, and what one learner made of it.

use std::sync::Arc;

use eframe::egui::{Button, Checkbox, ComboBox, RichText, ScrollArea, Ui};

use super::differences::Stamp;
use super::feedback::{Which, feedback_ui};
use super::readings::reader_name;
use super::table::{Cell, Column, Line, ROW, TableState, csv, table_ui, take_along_ui};
use super::{GroupAct, Seen};
use crate::analysis::agreement::score::{Answer, Counts, Item, SCORE_IN_WORDS, Scoring};
use crate::gui::action::{Action, Actions};
use crate::gui::{parts, theme};
use crate::model::{Comparison, ReaderId, Stance};
use crate::text::visible_name;

/// Which table is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Table {
    #[default]
    Class,
    Items,
}

/// What this part remembers.
#[derive(Debug, Default)]
pub(super) struct KeyState {
    /// Whose reading is the key.
    pub key: Option<ReaderId>,
    /// The readings held against it, and what that follows from.
    pub scoring: Option<(Stamp, Arc<Scoring>)>,
    table: Table,
    /// Whether a score is asked for.
    scored: bool,
    class: TableState<ReaderId>,
    items: TableState<usize>,
    which: Which,
}

impl KeyState {
    /// Returns what is to be worked out, if it is not yet.
    pub fn wanted(&self, stamp: &Stamp) -> Option<ReaderId> {
        let key = self.key?;
        let known = self.scoring.as_ref().is_some_and(|(of, scoring)| of == stamp && scoring.key == key);
        (!known).then_some(key)
    }
}

/// Shows the readings against a key.
pub(super) fn key_ui(ui: &mut Ui, seen: &Seen<'_>, state: &mut KeyState, out: &mut Actions) {
    choice_ui(ui, seen, state);
    let Some(key) = state.key else {
        parts::faint_ui(
            ui,
            "Choose whose reading is the key. Everybody else's is held against it, claim by claim.",
        );
        return;
    };
    let Some((_, scoring)) = state.scoring.clone().filter(|(_, scoring)| scoring.key == key) else {
        parts::faint_ui(ui, "Holding the readings against the key…");
        return;
    };
    if scoring.items.is_empty() {
        parts::faint_ui(
            ui,
            "This reading has no claims with the tags chosen above, so there is nothing to be found.",
        );
        return;
    }
    match state.table {
        Table::Class => class_ui(ui, seen, (&scoring, state), out),
        Table::Items => items_ui(ui, seen, (&scoring, state), out),
    }
}

fn choice_ui(ui: &mut Ui, seen: &Seen<'_>, state: &mut KeyState) {
    let name = |id: ReaderId| {
        let reader = seen.comparison.reader(id);
        reader.map(|reader| parts::shortened(&reader_name(&reader.name), 32)).unwrap_or_default()
    };
    ui.horizontal_wrapped(|ui| {
        ui.label("The key is the reading of");
        let words = state.key.map_or_else(|| "…".to_owned(), name);
        let shown = ComboBox::from_id_salt("whose reading is the key").selected_text(words).width(180.0);
        let shown = shown.show_ui(ui, |ui| {
            for id in &seen.stamp.scope.readers {
                ui.selectable_value(&mut state.key, Some(*id), name(*id));
            }
        });
        parts::named(shown.response, "Whose reading is the key");
        ui.separator();
        for (table, words) in [(Table::Class, "The class"), (Table::Items, "What there is to find")] {
            let on = state.table == table;
            if ui.add(Button::selectable(on, words)).clicked() {
                state.table = table;
            }
        }
        ui.separator();
        ui.add(Checkbox::new(&mut state.scored, "Show a score")).on_hover_text(SCORE_IN_WORDS);
    });
}

fn class_ui(ui: &mut Ui, seen: &Seen<'_>, (scoring, state): (&Scoring, &mut KeyState), out: &mut Actions) {
    let columns = class_columns(state.scored);
    let lines: Vec<Line<ReaderId>> = scoring
        .learners
        .iter()
        .map(|learner| {
            let name = seen.comparison.reader(learner.reader).map(|reader| reader_name(&reader.name));
            let counts = learner.counts();
            let mut cells = vec![Cell::words(name.unwrap_or_default())];
            cells.extend(counted(counts));
            if state.scored {
                let score = learner.score();
                let words = score.map_or_else(|| "–".to_owned(), |score| format!("{score:.0}"));
                cells.push(Cell { words, number: score, ..Cell::default() });
            }
            Line { of: learner.reader, cells }
        })
        .collect();
    ui.horizontal(|ui| {
        let learners = parts::counted(scoring.learners.len(), "learner");
        parts::title_ui(ui, &format!("{learners}, {} to find", scoring.items.len()));
        if take_along_ui(ui, || csv(&columns, &lines, &state.class), out) {
            let csv = csv(&columns, &lines, &state.class);
            out.push(Action::Group(GroupAct::SaveTable { name: "class".to_owned(), csv }));
        }
    });
    if state.scored {
        parts::faint_ui(ui, SCORE_IN_WORDS);
    }
    let high = (ui.available_height() * 0.45).max(120.0);
    if let Some(learner) = table_ui(ui, ("The class", ROW, high), (&columns, &lines), &mut state.class) {
        state.class.chosen = Some(learner);
    }
    ui.add_space(8.0);
    let chosen = state.class.chosen.and_then(|id| scoring.learners.iter().find(|of| of.reader == id));
    match chosen {
        Some(learner) => feedback_ui(ui, seen, (scoring, learner), &mut state.which, out),
        None => {
            parts::faint_ui(
                ui,
                "Click a learner to see what was found, missed and added, with the key's notes.",
            );
        }
    }
}

fn class_columns(scored: bool) -> Vec<Column> {
    let mut columns = vec![
        Column::words("Learner", "Whose reading is held against the key", 190.0),
        Column::numbers("Found", "Items of the key that were found, whatever their ends and stance", 66.0),
        Column::numbers("Missed", "Items of the key that were not found", 66.0),
        Column::numbers("Other tag", "Of those missed: the passage was marked, with another tag", 76.0),
        Column::numbers("Other ends", "Of those found: the passage begins or ends elsewhere", 84.0),
        Column::numbers("Other stance", "Of those found: another stance was given", 94.0),
        Column::numbers("Extra", "Claims on passages that the key does not have", 60.0),
    ];
    if scored {
        columns.push(Column::numbers("Score", SCORE_IN_WORDS, 60.0));
    }
    columns
}

fn counted(counts: Counts) -> [Cell; 6] {
    let Counts { of, found, missed, other_tag, other_boundary, other_stance, extra } = counts;
    let found =
        Cell { words: format!("{found} of {of}"), whole: Some(found.to_string()), ..Cell::count(found) };
    [
        found,
        Cell::count(missed),
        Cell::count(other_tag),
        Cell::count(other_boundary),
        Cell::count(other_stance),
        Cell::count(extra),
    ]
}

fn items_ui(ui: &mut Ui, seen: &Seen<'_>, (scoring, state): (&Scoring, &mut KeyState), out: &mut Actions) {
    let columns = [
        Column::words("Where", "The source and the paragraph", 130.0),
        Column::words("Tag", "The tag that the key gives", 170.0),
        Column::words("Stance", "The stance that the key gives", 76.0),
        Column::words("Passage", "The words of the key", 330.0),
        Column::numbers("Found by", "How many learners found it", 86.0),
    ];
    let all = scoring.learners.len();
    let lines: Vec<Line<usize>> = scoring
        .items
        .iter()
        .enumerate()
        .map(|(at, item)| item_line(seen, (scoring, all), (at, item)))
        .collect();
    ui.horizontal(|ui| {
        parts::title_ui(ui, &format!("{} to find", scoring.items.len()));
        if take_along_ui(ui, || csv(&columns, &lines, &state.items), out) {
            let csv = csv(&columns, &lines, &state.items);
            out.push(Action::Group(GroupAct::SaveTable { name: "items".to_owned(), csv }));
        }
    });
    let high = (ui.available_height() * 0.62).max(120.0);
    if let Some(item) =
        table_ui(ui, ("What there is to find", ROW, high), (&columns, &lines), &mut state.items)
    {
        state.items.chosen = Some(item);
    }
    ui.add_space(8.0);
    if let Some((at, item)) = state.items.chosen.and_then(|at| Some((at, scoring.items.get(at)?))) {
        ScrollArea::vertical().id_salt("item").auto_shrink([false, false]).show(ui, |ui| {
            item_ui(ui, seen, (scoring, at, item), out);
        });
    }
}

fn item_line(seen: &Seen<'_>, (scoring, all): (&Scoring, usize), (at, item): (usize, &Item)) -> Line<usize> {
    let found = scoring.n_found(at);
    #[expect(clippy::cast_precision_loss, reason = "counts of learners")]
    let share = found as f64 / all.max(1) as f64;
    let quotation = seen.comparison.claim(item.claim).map(|claim| parts::shortened(&claim.quotation(), 200));
    let by = Cell {
        words: format!("{found} of {all}"),
        whole: Some(found.to_string()),
        bar: Some((share, None)),
        ..Cell::count(found)
    };
    let cells = vec![
        Cell::words(place_of(seen.comparison, item)),
        Cell::words(tag_name(seen.comparison, item)),
        Cell::words(item.stance.map_or("", Stance::word)),
        Cell::words(quotation.unwrap_or_default()),
        by,
    ];
    Line { of: at, cells }
}

/// What is asked of an answer.
type Asked = fn(&Answer) -> bool;

/// Who found an item, and who did not.
fn item_ui(ui: &mut Ui, seen: &Seen<'_>, (scoring, at, item): (&Scoring, usize, &Item), out: &mut Actions) {
    let Some(claim) = seen.comparison.claim(item.claim) else { return };
    super::feedback::head_ui(ui, seen, item, out);
    super::feedback::quotation_ui(ui, claim);
    let who = |wanted: Asked| {
        let with = scoring.learners.iter().filter(|of| of.answers.get(at).is_some_and(wanted));
        super::readings::names(seen.comparison, with.map(|learner| learner.reader), 40)
    };
    let groups: [(&str, Asked); 3] = [
        ("Found by", |answer| matches!(answer, Answer::Found { .. })),
        ("Marked with another tag by", |answer| matches!(answer, Answer::OtherTag(_))),
        ("Missed by", |answer| matches!(answer, Answer::Missed)),
    ];
    for (words, wanted) in groups {
        let who = who(wanted);
        if !who.is_empty() {
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(words).font(theme::strong_font(theme::size::BODY)));
                ui.label(who);
            });
        }
    }
}

/// Where an item is.
pub(super) fn place_of(comparison: &Comparison, item: &Item) -> String {
    let source = comparison.source(item.source).zip(comparison.claim(item.claim));
    source.map_or_else(String::new, |(source, claim)| {
        let name = parts::shortened(&visible_name(source.short_name()), 24);
        format!("{name} {}", parts::paragraphs_label(source, claim.extent()))
    })
}

/// The tag of an item.
pub(super) fn tag_name(comparison: &Comparison, item: &Item) -> String {
    match item.tag {
        None => "without a tag".to_owned(),
        Some(tag) => comparison.tag(tag).map(|tag| visible_name(&tag.name).into_owned()).unwrap_or_default(),
    }
}
