//! How far readers agree: first what they differ in, then the figures per tag, each with how much it rests on, then the
//! readers in pairs.

use std::sync::Arc;

use eframe::egui::{ProgressBar, RichText, ScrollArea, Ui, vec2};

use super::counts::{Asked, counts_ui};
use super::differences::{Differences, Stamp};
use super::drawn::{DrawnState, pictures_ui};
use super::matrix::{MatrixState, matrix_ui};
use super::method_page::method_page_ui;
use super::table::{Cell, Column, HIGH_ROW, Line, TableState, csv, table_ui, take_along_ui};
use super::{GroupAct, Seen};
use crate::analysis::agreement::figures::{Figure, Kind, Measured, Page, Report, Section, THRESHOLDS, shown};
use crate::gui::action::{Action, Actions};
use crate::gui::{parts, theme};
use crate::model::TagId;
use crate::text::visible_name;

/// The figures of the table; those that need a tag apart.
const FIGURES: [Kind; 5] = [Kind::F1, Kind::Jaccard, Kind::Marked, Kind::OfTag, Kind::StanceAlpha];
/// Of all tags together, what stands in the columns of those.
const OVERALL: [Kind; 5] =
    [Kind::F1, Kind::Jaccard, Kind::PassagesMarked, Kind::TagsCoded, Kind::StanceAlpha];
/// Up to so many readers the claims of each have a column.
const EACH: usize = 2;
/// How wide a figure is.
const FIGURE: f32 = 102.0;
/// The height of the table at most: what follows it is to be seen.
const TABLE: f32 = 380.0;

/// What this part remembers.
#[derive(Debug, Default)]
pub(super) struct AgreementState {
    /// The figures, and what they were worked out from.
    pub report: Option<(Stamp, Arc<Report>)>,
    /// How far they are, from 0 to 1, while they are worked out.
    pub running: Option<f32>,
    /// Whether that was stopped.
    pub stopped: bool,
    table: TableState<Of>,
    matrix: MatrixState,
    drawn: DrawnState,
    /// The figure whose page is shown.
    page: Option<Kind>,
}

/// What a line of the table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Of {
    #[default]
    All,
    Tag(TagId),
}

/// Shows how far the readers agree.
pub(super) fn agreement_ui(
    ui: &mut Ui,
    seen: &Seen<'_>,
    (differences, state): (&Differences, &mut AgreementState),
    out: &mut Actions,
) -> Option<Asked> {
    let mut asked = None;
    ScrollArea::vertical().id_salt("agreement").auto_shrink([false, false]).show(ui, |ui| {
        ui.set_width(ui.available_width() - 10.0);
        asked = counts_ui(ui, differences, out);
        ui.add_space(6.0);
        running_ui(ui, state, out);
        let Some((of, report)) = state.report.clone() else { return };
        if of != *seen.stamp && state.running.is_none() {
            parts::faint_ui(ui, "The figures below are of the state before.");
        }
        figures_ui(ui, &report, state, out);
        ui.add_space(10.0);
        asked = matrix_ui(ui, &report, &mut state.matrix).map(|(a, b)| Asked::Two(a, b)).or(asked.take());
        ui.add_space(10.0);
        let kind = state.matrix.kind();
        pictures_ui(ui, seen, (&of, &report, kind), &mut state.drawn, out);
        parts::faint_ui(ui, THRESHOLDS);
    });
    let page = state.page.and_then(|kind| Page::named(kind.page()));
    if let Some(page) = page
        && !method_page_ui(ui, page.text)
    {
        state.page = None;
    }
    asked
}

fn running_ui(ui: &mut Ui, state: &AgreementState, out: &mut Actions) {
    if let Some(done) = state.running {
        ui.horizontal(|ui| {
            ui.add(ProgressBar::new(done).desired_width(220.0).desired_height(10.0));
            ui.label("Working out the figures…");
            if ui.button("Stop").clicked() {
                out.push(Action::Group(GroupAct::Stop));
            }
        });
    } else if state.stopped {
        ui.horizontal(|ui| {
            ui.label("The figures are not worked out.");
            if ui.button("Work them out").clicked() {
                out.push(Action::Group(GroupAct::WorkOut));
            }
        });
    }
}

fn figures_ui(ui: &mut Ui, report: &Report, state: &mut AgreementState, out: &mut Actions) {
    let (columns, lines) = (columns(report), lines(report));
    ui.horizontal(|ui| {
        parts::title_ui(ui, "Per tag");
        parts::faint_ui(
            ui,
            "n, and where 95 of 100 draws of paragraphs fall, under each figure. A click opens a line.",
        );
        ui.add_space(8.0);
        if take_along_ui(ui, || csv(&columns, &lines, &state.table), out) {
            let csv = csv(&columns, &lines, &state.table);
            out.push(Action::Group(GroupAct::SaveTable { name: "agreement".to_owned(), csv }));
        }
    });
    state.table.chosen.get_or_insert(Of::All);
    let sizes = ("Agreement per tag", HIGH_ROW, TABLE);
    if let Some(of) = table_ui(ui, sizes, (&columns, &lines), &mut state.table) {
        state.table.chosen = Some(of);
    }
    let section = match state.table.chosen {
        Some(Of::Tag(tag)) => report.tags.iter().find(|section| section.tag == Some(tag)),
        _ => None,
    };
    ui.add_space(6.0);
    section_ui(ui, report, section.unwrap_or(&report.overall), &mut state.page);
}

fn columns(report: &Report) -> Vec<Column> {
    let mut columns = vec![Column::words("Tag", "The tags that anybody used, as in the codebook", 160.0)];
    if report.readers.len() <= EACH {
        for reader in &report.readers {
            let name = parts::shortened(&visible_name(&reader.name), 16);
            columns.push(Column::numbers(&name, "How many claims this reader has with the tag", 70.0));
        }
    } else {
        let help = "How many claims with the tag there are, and how many readers have any";
        columns.push(Column::numbers("Claims", help, 78.0));
    }
    columns.push(Column::numbers("Matched", "How many pairs of claims of two readers are matched", 66.0));
    for kind in FIGURES {
        columns.push(Column::numbers(short(kind), kind.tells(), FIGURE));
    }
    columns
}

fn short(kind: Kind) -> &'static str {
    match kind {
        Kind::F1 => "F1",
        Kind::Jaccard => "Jaccard",
        Kind::Marked => "Where: |uα",
        Kind::OfTag => "(k)uα",
        Kind::StanceAlpha => "Stance: α",
        other => other.name(),
    }
}

fn lines(report: &Report) -> Vec<Line<Of>> {
    let all = std::iter::once((Of::All, &report.overall, OVERALL));
    let tags = report.tags.iter().filter_map(|section| Some((Of::Tag(section.tag?), section, FIGURES)));
    all.chain(tags)
        .map(|(of, section, kinds)| {
            let path = visible_name(&section.name).into_owned();
            let leaf = path.rsplit(" / ").next().unwrap_or(&path).to_owned();
            let mut cells = vec![Cell { whole: Some(path.clone()), ..Cell::words(leaf).saying(path) }];
            if report.readers.len() <= EACH {
                cells.extend(section.claims.iter().map(|n| Cell::count(*n)));
            } else {
                let with = section.claims.iter().filter(|n| **n > 0).count();
                let under = format!("{with} of {}", report.readers.len());
                cells.push(Cell { under, ..Cell::count(section.claims.iter().sum()) });
            }
            cells.push(Cell::count(section.n_matched));
            cells.extend(kinds.into_iter().map(|kind| figure_cell(kind, section.figure(kind))));
            Line { of, cells }
        })
        .collect()
}

/// A figure with its n and its interval; where there is none, why.
fn figure_cell(kind: Kind, figure: Option<Figure>) -> Cell {
    let Some(figure) = figure else {
        return Cell { words: "–".to_owned(), faint: true, ..Cell::default() };
    };
    let n = format!("n {}", figure.n());
    match (figure.value(), figure.why()) {
        (Some(value), _) => {
            let interval = figure.interval();
            let ends = interval.map(|(low, high)| format!(" · {}–{}", short_value(low), short_value(high)));
            let whole = format!("{value:.4}");
            let hover = format!("{}: {}\n\n{}", kind.name(), in_words(kind, figure), kind.tells());
            let bar = kind.is_share().then_some((value, interval));
            Cell {
                words: shown(value),
                whole: Some(whole),
                number: Some(value),
                under: format!("{n}{}", ends.unwrap_or_default()),
                bar,
                hover,
                faint: false,
            }
        }
        (None, why) => {
            let why = why.map_or_else(String::new, |why| why.words().to_owned());
            let hover = format!("Undefined: {why}.");
            Cell { words: "undefined".to_owned(), under: n, faint: true, hover, ..Cell::default() }
        }
    }
}

/// An end of an interval, to two decimals: it is no sharper than that.
fn short_value(value: f64) -> String {
    let rounded = shown((value * 100.0).round() / 100.0);
    rounded.strip_suffix('0').map(str::to_owned).unwrap_or(rounded)
}

/// A figure in words: value, interval, n.
pub(super) fn in_words(kind: Kind, figure: Figure) -> String {
    let n = format!("n = {} {}", figure.n(), kind.counted());
    match (figure.value(), figure.interval(), figure.why()) {
        (Some(value), Some((low, high)), _) => {
            format!("{} ({} to {}), {n}", shown(value), shown(low), shown(high))
        }
        (Some(value), None, _) => format!("{}, {n}", shown(value)),
        (None, _, Some(why)) => format!("undefined: {}, {n}", why.words()),
        (None, _, None) => format!("undefined, {n}"),
    }
}

/// All figures of one line of the table, each with what it can and can't tell.
fn section_ui(ui: &mut Ui, report: &Report, section: &Section, page: &mut Option<Kind>) {
    parts::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        parts::title_ui(ui, &visible_name(&section.name));
        if section.tag.is_none() && report.readers.len() > EACH {
            let n: usize = report.readers.iter().map(|reader| reader.n_claims).sum();
            parts::faint_ui(ui, format!("{n} claims by {}", parts::counted(report.readers.len(), "reader")));
        }
        for Measured { kind, figure } in &section.figures {
            ui.add_space(2.0);
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                parts::heading_ui(ui, kind.name());
                let words = in_words(*kind, *figure);
                let words = RichText::new(words);
                let faint = theme::of(ui).faint;
                ui.label(if figure.value().is_some() { words } else { words.color(faint) });
                let link = ui.link(RichText::new("How this is worked out").size(theme::size::SMALL));
                if parts::named(link, &format!("How this is worked out: {}", kind.name())).clicked() {
                    *page = Some(*kind);
                }
            });
            ui.allocate_ui(vec2(ui.available_width().min(860.0), 0.0), |ui| {
                parts::faint_ui(ui, kind.tells())
            });
        }
        for spread in &section.spread {
            let words = format!(
                "{}, pairs of readers: mean {}, from {} to {} ({} pairs)",
                spread.kind.name(),
                shown(spread.mean),
                shown(spread.least),
                shown(spread.greatest),
                spread.n_pairs
            );
            parts::faint_ui(ui, words);
        }
    });
}
