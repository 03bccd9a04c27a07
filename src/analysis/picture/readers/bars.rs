//! For each tag a bar of one figure, with its interval and what it rests on; all tags together first.

use super::ReadersOptions;
use crate::analysis::agreement::figures::{Figure, Kind, Report, Section, shown};
use crate::analysis::picture::canvas::{Canvas, MARGIN, NAME, SMALL};
use crate::analysis::picture::display::{Area, Edge, Hatch, Leads, Pen, Point, Shape, Table, Thing, Words};
use crate::analysis::picture::ink::Paint;
use crate::analysis::picture::lanes::{number, plain};
use crate::analysis::picture::{Picture, counted, measure};
use crate::model::Comparison;

/// The height of a row, and of its bar.
const ROW: f32 = 20.0;
const BAR: f32 = 11.0;
/// The room of the numbers at the right.
const NUMBERS: f32 = 96.0;

/// Draws the picture.
pub(super) fn draw(
    mut canvas: Canvas,
    comparison: &Comparison,
    report: &Report,
    options: &ReadersOptions,
) -> Picture {
    let sections = std::iter::once(&report.overall).chain(&report.tags);
    let rows: Vec<(&Section, Kind, Figure)> = sections
        .filter_map(|section| {
            let kind = options.kind_in(section);
            Some((section, kind, section.figure(kind)?))
        })
        .collect();
    if rows.is_empty() {
        return canvas
            .nothing(comparison, "nobody marked anything, or this figure is not one of single tags");
    }
    let kind = rows.last().map_or(options.kind, |(_, kind, _)| *kind);
    canvas.note(&format!("{}. {}", kind.name(), kind.tells()));
    canvas.note("The line over a bar: 95 % interval. Right of it the figure, and what it rests on (n).");
    canvas.y += 6.0;
    let names = rows.iter().map(|(section, _, _)| short_name(comparison, section)).collect();
    let bars = Bars::of(&rows, names, &canvas);
    let over = canvas.y;
    bars.axis(&mut canvas, kind);
    canvas.repeat(over);
    let mut table = Table { head: head(), rows: Vec::new() };
    for (at, (section, kind, figure)) in rows.iter().enumerate() {
        bars.row(&mut canvas, at, (section, *kind, *figure));
        table.rows.push(table_row(section, *kind, *figure));
    }
    canvas.y += 4.0;
    let description = describe(report, kind, &rows);
    canvas.done(comparison, description, table)
}

/// The name of a tag without those above it, which the pointer tells.
fn short_name(comparison: &Comparison, section: &Section) -> String {
    let tag = section.tag.and_then(|tag| comparison.tag(tag));
    plain(tag.map_or(section.name.as_str(), |tag| tag.name.as_str()))
}

struct Bars {
    left: f32,
    right: f32,
    /// The least value that there is room for: 0, or below where a figure is.
    least: f64,
    names: Vec<String>,
}

impl Bars {
    fn of(rows: &[(&Section, Kind, Figure)], names: Vec<String>, canvas: &Canvas) -> Self {
        let widest = names.iter().map(|name| measure::width(name, NAME, true)).fold(0.0, f32::max) + 14.0;
        let left = MARGIN + widest.clamp(90.0, (canvas.width * 0.36).min(300.0));
        let low = |figure: &Figure| figure.interval().map(|(low, _)| low).or(figure.value()).unwrap_or(0.0);
        let least = rows.iter().map(|(_, _, figure)| low(figure)).fold(0.0, f64::min).max(-1.0);
        // To the next tenth, so that the axis has a round number there.
        let least = (least * 10.0).floor() / 10.0;
        Self { left, right: canvas.width - MARGIN - NUMBERS, least, names }
    }

    fn x(&self, value: f64) -> f32 {
        let share = (value.clamp(self.least, 1.0) - self.least) / (1.0 - self.least);
        #[expect(clippy::cast_possible_truncation, reason = "a share of a line on paper")]
        let share = share as f32;
        self.left + share * (self.right - self.left)
    }

    fn axis(&self, canvas: &mut Canvas, kind: Kind) {
        let ticks = [self.least, 0.0, 0.25, 0.5, 0.75, 1.0];
        let n = if self.least < 0.0 { 0 } else { 1 };
        for tick in ticks.into_iter().skip(n) {
            let x = self.x(tick);
            let words = if tick == 0.0 { "0".to_owned() } else { trimmed(tick) };
            let at = Point::at(x, canvas.y + 5.0);
            canvas.words(Words::of(&words, at, SMALL).by(Edge::Middle).painted(Paint::Faint), None);
        }
        let at = |x: f32| Point::at(x, canvas.y + 5.0);
        let (value, n) = (at(self.right + 40.0), at(self.right + NUMBERS));
        canvas.words(number("figure", value).painted(Paint::Faint), None);
        canvas.words(number("n", n).painted(Paint::Faint), None);
        canvas.y += 13.0;
        let high = canvas.y + ROW * crate::analysis::picture::ruler::as_length(self.names.len());
        for tick in ticks.into_iter().skip(usize::from(self.least >= 0.0)) {
            let line = vec![Point::at(self.x(tick), canvas.y), Point::at(self.x(tick), high)];
            let paint = if tick == 0.0 && !kind.is_share() { Paint::Dim } else { Paint::Rule };
            canvas.put(Shape::Line { points: line, pen: Pen::of(paint, 0.7) }, None);
        }
    }

    fn row(&self, canvas: &mut Canvas, at: usize, (section, kind, figure): (&Section, Kind, Figure)) {
        canvas.may_be_cut(0.0);
        let middle = canvas.y + ROW / 2.0;
        let name = plain(&section.name);
        let short = self.names.get(at).map_or("", String::as_str);
        let words = Words::of(short, Point::at(MARGIN, middle), NAME);
        let words = if section.tag.is_none() { words.strong() } else { words };
        canvas.words(words.within(self.left - MARGIN - 8.0), None);
        let said = match figure {
            Figure::Value { .. } => {
                let interval =
                    figure.interval().map(|(low, high)| format!(" [{}, {}]", shown(low), shown(high)));
                format!("{figure}{}", interval.unwrap_or_default())
            }
            Figure::Undefined { why, .. } => format!("undefined: {why}"),
        };
        let n = figure.n();
        let words = format!("{name} · {} {said} · n = {}", kind.name(), kind.rests_on(n));
        let thing = canvas.thing(Thing { words, leads: Leads::Nowhere, tag: section.tag, source: None });
        match figure.value() {
            Some(value) => self.bar(canvas, (value, figure), (middle, thing)),
            None => {
                let room = self.right - self.x(0.0) - 8.0;
                let words = Words::of(&said, Point::at(self.x(0.0) + 5.0, middle), SMALL);
                canvas.words(words.painted(Paint::Faint).within(room), Some(thing));
            }
        }
        canvas.words(number(&n.to_string(), Point::at(self.right + NUMBERS, middle)), Some(thing));
        canvas.y += ROW;
    }

    fn bar(&self, canvas: &mut Canvas, (value, figure): (f64, Figure), (middle, thing): (f32, usize)) {
        let (zero, end) = (self.x(0.0), self.x(value));
        let wide = (end - zero).abs().max(1.0);
        let area = Area::of(zero.min(end), middle - BAR / 2.0, wide, BAR);
        canvas.put(Shape::Block { area, paint: Paint::Shade(55), hatch: Hatch::Full }, Some(thing));
        if let Some((low, high)) = figure.interval() {
            let (low, high) = (self.x(low), self.x(high));
            let upright = |x: f32| [Point::at(x, middle - 3.5), Point::at(x, middle + 3.5)];
            let strokes =
                vec![[Point::at(low, middle), Point::at(high, middle)], upright(low), upright(high)];
            canvas.put(Shape::Strokes { strokes, pen: Pen::of(Paint::Ink, 1.2) }, Some(thing));
        }
        let at = Point::at(self.right + 40.0, middle);
        canvas.words(number(&figure.to_string(), at).strong(), Some(thing));
    }
}

/// ".25", "1", "−.2".
fn trimmed(tick: f64) -> String {
    shown(tick).trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn head() -> Vec<String> {
    ["Tag", "Figure", "Value", "Low (95 %)", "High (95 %)", "n", "of", "Undefined"]
        .map(str::to_owned)
        .to_vec()
}

fn table_row(section: &Section, kind: Kind, figure: Figure) -> Vec<String> {
    let value = figure.value().map(|_| figure.to_string()).unwrap_or_default();
    let (low, high) = figure.interval().unzip();
    let end = |end: Option<f64>| end.map(shown).unwrap_or_default();
    let why = figure.why().map_or("", |why| why.words()).to_owned();
    let (n, of) = (figure.n().to_string(), kind.counted().to_owned());
    vec![plain(&section.name), kind.name().to_owned(), value, end(low), end(high), n, of, why]
}

fn describe(report: &Report, kind: Kind, rows: &[(&Section, Kind, Figure)]) -> String {
    let readers = counted(report.readers.len(), "reader");
    let tags = counted(rows.iter().filter(|(section, _, _)| section.tag.is_some()).count(), "tag");
    let mut sentences = vec![format!("{} of {readers} on {tags}.", kind.name())];
    for (section, _, figure) in rows.iter().take(9) {
        sentences.push(match figure {
            Figure::Value { n, .. } => format!("{}: {figure}, n = {n}.", plain(&section.name)),
            Figure::Undefined { why, .. } => format!("{}: undefined, {why}.", plain(&section.name)),
        });
    }
    let more = rows.len().saturating_sub(9);
    if more > 0 {
        sentences.push(format!("And {} more.", counted(more, "tag")));
    }
    sentences.join(" ")
}
