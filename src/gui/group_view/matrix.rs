//! Readers in pairs: a matrix of one figure, names along it, a square for each two. Of very many readers only the mean
//! and the spread.

use eframe::egui::{
    self, Align2, ComboBox, CornerRadius, FontId, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};
use eframe::epaint::TextShape;

use crate::analysis::agreement::figures::{
    Figure, Kind, MOST_IN_PAIRS, OVERALL_PAIR_KINDS, PAIR_KINDS, Report, Section, shown,
};
use crate::gui::lines::name_galley;
use crate::gui::{parts, theme};
use crate::model::{ReaderId, TagId};
use crate::text::visible_name;

/// How wide names are, in points.
const NAMES: f32 = 130.0;
/// The side of a square, at least and at most.
const SIDE: (f32, f32) = (16.0, 46.0);
/// From which side on values are written into squares.
const LEGIBLE: f32 = 32.0;

/// What is shown.
#[derive(Debug)]
pub(super) struct MatrixState {
    kind: Kind,
    tag: Option<TagId>,
}

impl Default for MatrixState {
    fn default() -> Self {
        Self { kind: Kind::PassagesF1, tag: None }
    }
}

impl MatrixState {
    /// Returns the figure that was chosen.
    pub fn kind(&self) -> Kind {
        self.kind
    }
}

/// Shows the readers in pairs. Returns the two whose square was clicked.
pub(super) fn matrix_ui(
    ui: &mut Ui,
    report: &Report,
    state: &mut MatrixState,
) -> Option<(ReaderId, ReaderId)> {
    if report.readers.len() < 3 {
        return None;
    }
    ui.horizontal(|ui| {
        parts::title_ui(ui, "Readers in pairs");
        let figures = ComboBox::from_id_salt("figure of pairs").selected_text(state.kind.name()).width(230.0);
        let figures = figures.show_ui(ui, |ui| {
            for kind in kinds(state.tag) {
                ui.selectable_value(&mut state.kind, *kind, kind.name());
            }
        });
        parts::named(figures.response, "Figure of the pairs");
        let name = |section: &Section| parts::shortened(&visible_name(&section.name), 40);
        let tags = ComboBox::from_id_salt("tag of pairs").selected_text(name(section(report, state.tag)));
        let tags = tags.width(200.0).show_ui(ui, |ui| {
            ui.selectable_value(&mut state.tag, None, name(&report.overall));
            for each in &report.tags {
                ui.selectable_value(&mut state.tag, each.tag, name(each));
            }
        });
        parts::named(tags.response, "Tag of the pairs");
    });
    if !kinds(state.tag).contains(&state.kind) {
        state.kind = Kind::F1;
    }
    let section = section(report, state.tag);
    for spread in section.spread.iter().filter(|spread| spread.kind == state.kind) {
        parts::faint_ui(
            ui,
            format!(
                "Mean {}, from {} to {}, of {} pairs for which it is defined.",
                shown(spread.mean),
                shown(spread.least),
                shown(spread.greatest),
                spread.n_pairs
            ),
        );
    }
    if report.readers.len() > MOST_IN_PAIRS {
        let words = format!(
            "Of more than {MOST_IN_PAIRS} readers only the mean and the spread are shown; choose fewer above to see them in pairs."
        );
        parts::faint_ui(ui, words);
        return None;
    }
    let mut clicked = None;
    ScrollArea::horizontal().id_salt("matrix").auto_shrink([false, true]).show(ui, |ui| {
        clicked = squares_ui(ui, (report, section), state.kind);
    });
    clicked
}

/// What there is of each pair.
fn kinds(tag: Option<TagId>) -> &'static [Kind] {
    if tag.is_some() { &PAIR_KINDS } else { &OVERALL_PAIR_KINDS }
}

fn section(report: &Report, tag: Option<TagId>) -> &Section {
    report.tags.iter().find(|section| tag.is_some() && section.tag == tag).unwrap_or(&report.overall)
}

fn squares_ui(
    ui: &mut Ui,
    (report, section): (&Report, &Section),
    kind: Kind,
) -> Option<(ReaderId, ReaderId)> {
    let n = report.readers.len();
    let room = ui.available_width().min(1100.0) - NAMES - 20.0;
    let side = (room / to_f32(n)).clamp(SIDE.0, SIDE.1).floor();
    let across = 104.0;
    let size = vec2(NAMES + side * to_f32(n) + 8.0, across + side * to_f32(n) + 4.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let corner = rect.min + vec2(NAMES, across);
    names_ui(ui, report, (corner, side));
    let square = |a: usize, b: usize| {
        let at = corner + vec2(side * to_f32(b), side * to_f32(a));
        Rect::from_min_size(at, vec2(side, side)).shrink(1.0)
    };
    let pointer = response.hover_pos();
    let mut met = None;
    for a in 0..n {
        for b in 0..n {
            let rect = square(a, b);
            let figure = section.pair(a, b).filter(|_| a != b).and_then(|pair| pair.figure(kind));
            square_ui(ui, rect, a == b, figure.and_then(Figure::value));
            if pointer.is_some_and(|at| rect.expand(1.0).contains(at)) && a != b {
                met = Some((a, b, rect));
            }
        }
    }
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, told(report, section, kind)));
    let (a, b, square) = met?;
    ui.painter().rect_stroke(
        square,
        CornerRadius::ZERO,
        Stroke::new(1.5, theme::of(ui).accent),
        StrokeKind::Outside,
    );
    let name = |at: usize| report.readers.get(at).map_or("", |reader| reader.name.as_str());
    let figure = section.pair(a, b).and_then(|pair| pair.figure(kind));
    let words = figure.map_or_else(String::new, |figure| super::agreement::in_words(kind, figure));
    let says = format!(
        "{} and {}\n{}: {words}\nA click compares these two alone.",
        visible_name(name(a)),
        visible_name(name(b)),
        kind.name()
    );
    let clicked = response.clicked();
    response.on_hover_ui_at_pointer(|ui| {
        ui.label(says);
    });
    let id = |at: usize| report.readers.get(at).map(|reader| reader.id);
    clicked.then(|| id(a).zip(id(b))).flatten()
}

/// Names at the left, and over the squares upward.
fn names_ui(ui: &Ui, report: &Report, (corner, side): (egui::Pos2, f32)) {
    let colors = theme::of(ui);
    for (at, reader) in report.readers.iter().enumerate() {
        let font = FontId::proportional(if side < 20.0 { theme::size::SMALL } else { theme::size::BODY });
        let middle = side * (to_f32(at) + 0.5);
        let name = visible_name(&reader.name);
        let (galley, _) = name_galley(ui, &name, (font.clone(), colors.ink), NAMES - 10.0);
        let left = pos2(corner.x - 6.0 - galley.size().x, corner.y + middle - galley.size().y / 2.0);
        ui.painter().galley(left, galley, colors.ink);
        let (galley, _) = name_galley(ui, &name, (font, colors.ink), 96.0);
        let up = pos2(corner.x + middle - galley.size().y / 2.0, corner.y - 4.0);
        ui.painter().add(TextShape::new(up, galley, colors.ink).with_angle(-std::f32::consts::FRAC_PI_2));
    }
}

/// A square: deeper where two agree more; a ring where the figure is undefined.
fn square_ui(ui: &Ui, rect: Rect, own: bool, value: Option<f64>) {
    let colors = theme::of(ui);
    if own {
        return;
    }
    let Some(value) = value else {
        ui.painter().circle_stroke(rect.center(), 2.5, Stroke::new(1.0, colors.faint));
        return;
    };
    let (fill, ink) = theme::agreement_ground(ui.theme(), to_share(value));
    ui.painter().rect_filled(rect, CornerRadius::ZERO, fill);
    if rect.width() >= LEGIBLE - 2.0 {
        let font = FontId::proportional(theme::size::SMALL);
        let words = shown((value * 100.0).round() / 100.0);
        let words = words.strip_suffix('0').map_or(words.clone(), str::to_owned);
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, words, font, ink);
    }
}

/// The matrix in words, for a screen reader: each pair.
fn told(report: &Report, section: &Section, kind: Kind) -> String {
    let name = |at: usize| report.readers.get(at).map_or("", |reader| reader.name.as_str());
    let pairs = section.pairs.iter().take(120).filter_map(|pair| {
        let figure = pair.figure(kind)?;
        Some(format!("{} and {}: {figure}", name(pair.a), name(pair.b)))
    });
    format!("Readers in pairs, {}. {}", kind.name(), pairs.collect::<Vec<_>>().join("; "))
}

#[expect(clippy::cast_possible_truncation, reason = "a figure of agreement")]
fn to_share(value: f64) -> f32 {
    value as f32
}

#[expect(clippy::cast_precision_loss, reason = "some readers")]
fn to_f32(n: usize) -> f32 {
    n as f32
}
