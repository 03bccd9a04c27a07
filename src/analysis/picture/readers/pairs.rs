//! A matrix of readers: in each cell the figure of two, the more they agree the darker.
//!
//! The number stands in it, and a dash where there is none; below nothing the cell has only an outline. On the diagonal,
//! framed, is how many claims the reader has.

use super::ReadersOptions;
use crate::analysis::agreement::figures::{Figure, Kind, MOST_IN_PAIRS, Report, Section};
use crate::analysis::picture::canvas::{Canvas, MARGIN, NAME};
use crate::analysis::picture::display::{Area, Edge, Hatch, Leads, Pen, Point, Shape, Table, Thing, Words};
use crate::analysis::picture::ink::Paint;
use crate::analysis::picture::lanes::plain;
use crate::analysis::picture::ruler::as_length;
use crate::analysis::picture::{Picture, counted, measure};
use crate::model::Comparison;

/// The side of a cell: at least, and at most.
const CELL: (f32, f32) = (20.0, 46.0);
/// What names over the columns take at most.
const HEAD: f32 = 120.0;

/// Draws the picture.
pub(super) fn draw(
    mut canvas: Canvas,
    comparison: &Comparison,
    report: &Report,
    options: &ReadersOptions,
) -> Picture {
    let found = match options.tag {
        None => Some(&report.overall),
        Some(tag) => report.tags.iter().find(|section| section.tag == Some(tag)),
    };
    let Some(section) = found else {
        return canvas.nothing(comparison, "nobody used this tag");
    };
    if report.readers.len() > MOST_IN_PAIRS {
        let because = format!(
            "there are more than {MOST_IN_PAIRS} readers, and the figures of single pairs are not kept"
        );
        return canvas.nothing(comparison, &because);
    }
    let kind = options.kind_in(section);
    if !section.pairs.iter().any(|pair| pair.figure(kind).is_some()) {
        return canvas.nothing(comparison, "this figure is not worked out for pairs of readers");
    }
    let matrix = Matrix::of(report, section, kind, &mut canvas);
    canvas.note(&format!("{}, {}. {}", kind.name(), plain(&section.name), kind.tells()));
    canvas.note(
        "The more two readers agree, the darker. A dash: there is no figure. A frame around a number: below nothing, or, \
         on the diagonal, how many claims the reader has.",
    );
    canvas.y += 8.0;
    matrix.heads(&mut canvas);
    for row in 0..report.readers.len() {
        matrix.row(&mut canvas, row);
    }
    canvas.y += 6.0;
    let (description, table) = (matrix.describe(), matrix.table());
    canvas.done(comparison, description, table)
}

struct Matrix<'a> {
    report: &'a Report,
    section: &'a Section,
    kind: Kind,
    names: Vec<String>,
    left: f32,
    cell: f32,
    head: f32,
}

impl<'a> Matrix<'a> {
    fn of(report: &'a Report, section: &'a Section, kind: Kind, canvas: &mut Canvas) -> Self {
        let names: Vec<String> = report.readers.iter().map(|reader| plain(&reader.name)).collect();
        let widest = names.iter().map(|name| measure::width(name, NAME, false)).fold(0.0, f32::max);
        let left = MARGIN + (widest + 12.0).clamp(60.0, (canvas.width * 0.3).min(240.0));
        let n = as_length(names.len());
        let cell = ((canvas.width - left - MARGIN) / n).floor().clamp(CELL.0, CELL.1);
        canvas.widen(left + cell * n + MARGIN);
        let head = names.iter().map(|name| measure::width(name, NAME - 1.0, false));
        let head = head.fold(20.0, f32::max).min(HEAD) + 6.0;
        Self { report, section, kind, names, left, cell, head }
    }

    fn name(&self, at: usize) -> &str {
        self.names.get(at).map_or("", String::as_str)
    }

    fn heads(&self, canvas: &mut Canvas) {
        let base = canvas.y + self.head;
        for (n, name) in self.names.iter().enumerate() {
            let at = Point::at(self.left + (as_length(n) + 0.5) * self.cell, base - 3.0);
            canvas.words(Words::of(name, at, NAME - 1.0).upward().within(self.head - 6.0), None);
        }
        canvas.y = base + 2.0;
    }

    fn row(&self, canvas: &mut Canvas, row: usize) {
        let words = Words::of(self.name(row), Point::at(MARGIN, canvas.y + self.cell / 2.0), NAME);
        canvas.words(words.within(self.left - MARGIN - 6.0), None);
        for column in 0..self.names.len() {
            let area = Area::of(self.left + as_length(column) * self.cell, canvas.y, self.cell, self.cell)
                .grown(-0.8);
            if row == column {
                self.own(canvas, row, area);
            } else {
                self.pair(canvas, (row, column), area);
            }
        }
        let (from, to) = (self.left, self.left + self.cell * as_length(self.names.len()));
        let rule = vec![Point::at(from, canvas.y + self.cell), Point::at(to, canvas.y + self.cell)];
        canvas.put(Shape::Line { points: rule, pen: Pen::of(Paint::Rule, 0.5) }, None);
        canvas.y += self.cell;
    }

    fn own(&self, canvas: &mut Canvas, row: usize, area: Area) {
        let n = self.section.claims.get(row).copied().unwrap_or(0);
        let words = format!("{} · {}", self.name(row), counted(n, "claim"));
        let thing = canvas.thing(Thing { words, leads: Leads::Nowhere, tag: self.section.tag, source: None });
        canvas.put(Shape::Block { area, paint: Paint::Faint, hatch: Hatch::Empty }, Some(thing));
        self.number(canvas, &n.to_string(), (area, Paint::Faint), thing);
    }

    fn pair(&self, canvas: &mut Canvas, (row, column): (usize, usize), area: Area) {
        let figure = self.section.pair(row, column).and_then(|pair| pair.figure(self.kind));
        let both = format!("{} and {}", self.name(row), self.name(column));
        let words = match figure {
            Some(figure @ Figure::Value { n, .. }) => {
                format!("{both} · {} {figure} · n = {}", self.kind.name(), self.kind.rests_on(n))
            }
            Some(Figure::Undefined { why, n }) => {
                format!("{both} · undefined: {why} · n = {}", self.kind.rests_on(n))
            }
            None => format!("{both} · neither used it"),
        };
        let thing = canvas.thing(Thing { words, leads: Leads::Nowhere, tag: self.section.tag, source: None });
        let value = figure.and_then(Figure::value);
        let (paint, hatch, ink) = match value {
            Some(value) if value >= 0.0 => {
                let percent = percent(value);
                (Paint::Shade(percent), Hatch::Full, Paint::OnShade(percent))
            }
            Some(_) => (Paint::Ink, Hatch::Empty, Paint::Ink),
            None => (Paint::Paper, Hatch::Full, Paint::Faint),
        };
        canvas.put(Shape::Block { area, paint, hatch }, Some(thing));
        let number = value.map_or_else(|| "–".to_owned(), short);
        self.number(canvas, &number, (area, ink), thing);
    }

    fn number(&self, canvas: &mut Canvas, number: &str, (area, ink): (Area, Paint), thing: usize) {
        let size = ((self.cell - 5.0) / measure::width(number, 1.0, false).max(0.1)).min(11.0);
        let at = Point::at(f32::midpoint(area.min.x, area.max.x), f32::midpoint(area.min.y, area.max.y));
        canvas.words(Words::of(number, at, size).by(Edge::Middle).painted(ink), Some(thing));
    }

    /// The pairs that have a figure, those that agree least first.
    fn sorted(&self) -> Vec<(&str, &str, Figure)> {
        let figures = self.section.pairs.iter().filter_map(|pair| {
            let figure = pair.figure(self.kind)?;
            figure.value()?;
            Some((self.name(pair.a), self.name(pair.b), figure))
        });
        let mut figures: Vec<_> = figures.collect();
        let value = |figure: &Figure| figure.value().unwrap_or(0.0);
        figures.sort_by(|a, b| value(&a.2).total_cmp(&value(&b.2)));
        figures
    }

    fn describe(&self) -> String {
        let (readers, pairs) = (counted(self.report.readers.len(), "reader"), self.sorted());
        let (Some(least), Some(most)) = (pairs.first(), pairs.last()) else {
            return format!("{readers}. No pair of them has this figure.");
        };
        let said = |pair: &(&str, &str, Figure)| format!("{} and {}, {}", pair.0, pair.1, pair.2);
        format!(
            "{} of {} among {readers}. Least: {}. Most: {}.",
            self.kind.name(),
            plain(&self.section.name),
            said(least),
            said(most)
        )
    }

    fn table(&self) -> Table {
        let head = ["Reader", "And", self.kind.name(), "n", "of", "Undefined"].map(str::to_owned).to_vec();
        let row = |pair: &crate::analysis::agreement::figures::PairFigures| {
            let figure = pair.figure(self.kind)?;
            let words = figure.why().map_or("", |why| why.words()).to_owned();
            let value = figure.value().map(|_| figure.to_string()).unwrap_or_default();
            let names = [self.name(pair.a), self.name(pair.b)].map(str::to_owned);
            let rest = [value, figure.n().to_string(), self.kind.counted().to_owned(), words];
            Some(names.into_iter().chain(rest).collect())
        };
        Table { head, rows: self.section.pairs.iter().filter_map(row).collect() }
    }
}

/// ".73", "1": as much as a cell has room for.
fn short(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded >= 1.0 {
        return "1".to_owned();
    }
    let digits = format!("{:.2}", rounded.abs());
    let sign = if rounded < 0.0 { "−" } else { "" };
    format!("{sign}{}", digits.strip_prefix('0').unwrap_or(&digits))
}

/// How dark a cell is, in percent: full agreement is not black, so that the number is legible.
fn percent(value: f64) -> u8 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 85")]
    let percent = (value.clamp(0.0, 1.0) * 85.0).round() as u8;
    percent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_has_two_decimals_and_is_the_darker_the_more_two_agree() {
        let shown = [0.734, 1.0, 0.997, -0.22, 0.0].map(short);
        assert_eq!(shown, [".73", "1", "1", "−.22", ".00"]);
        assert_eq!([0.0, 0.5, 1.0, 1.2].map(percent), [0, 43, 85, 85]);
    }
}
