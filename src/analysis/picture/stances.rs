//! For each tag and source a bar of the stances in its claims, diverging from the middle.
//!
//! To the left of the middle what a source denies, to the right what it affirms; what it qualifies, only reports or
//! takes no stance on lies across the middle, half to each side, so that it speaks for neither. All bars have one
//! scale. Each stance has a hatch and a column of numbers, so that nothing has to be read from a color.

use super::canvas::{Canvas, SMALL};
use super::display::{Area, Edge, Hatch, Leads, Pen, Point, Shape, Table, Thing, Words};
use super::ink::{Paint, stance_sign};
use super::lanes::{LANE, Lanes, number, plain};
use super::ruler::as_length;
use super::{Picture, PictureOptions, counted};
use crate::analysis::sheet::{Cell, SheetColumn, SheetRow};
use crate::model::{Comparison, Stance};

/// The stances from the left to the right.
const ORDER: [Option<Stance>; 5] =
    [Some(Stance::Denies), Some(Stance::Qualifies), Some(Stance::Reports), None, Some(Stance::Affirms)];
/// The room of a column of numbers.
const COLUMN: f32 = 22.0;
/// The longest that one claim is drawn.
const LONGEST: f32 = 24.0;

/// Returns how a stance is hatched.
fn hatch(stance: Option<Stance>) -> Hatch {
    match stance {
        Some(Stance::Affirms) => Hatch::Full,
        Some(Stance::Denies) => Hatch::Rising,
        Some(Stance::Qualifies) => Hatch::Dotted,
        Some(Stance::Reports) => Hatch::Level,
        None => Hatch::Empty,
    }
}

fn word(stance: Option<Stance>) -> &'static str {
    stance.map_or("no stance given", Stance::word)
}

/// Draws the picture.
pub(super) fn draw(comparison: &Comparison, options: &PictureOptions) -> Picture {
    let mut canvas = Canvas::new(comparison, options);
    let has_claims = |row: &SheetRow| row.cells.iter().any(|cell| !cell.claims.is_empty());
    let room = (canvas.width, COLUMN * 6.0 + 6.0);
    let lanes = Lanes::of(comparison, options, room, |row, _| has_claims(row));
    if lanes.sheet.columns.is_empty() {
        return canvas.nothing(comparison, "there is no source");
    }
    if lanes.sheet.rows.is_empty() {
        let because = if options.of.tags.is_empty() {
            "no claim in the sources chosen bears a tag"
        } else {
            "no claim in the sources chosen bears one of the tags chosen"
        };
        return canvas.nothing(comparison, because);
    }
    let drawing = Drawing::of(&lanes);
    canvas.note(
        "How many claims take which stance. What is denied lies left of the middle, what is affirmed right of it; \
         qualified, reported and without a stance lie across it, half to each side. All bars have one scale.",
    );
    canvas.y += 6.0;
    let over = canvas.y;
    legend(&mut canvas);
    drawing.heads(&mut canvas);
    canvas.y += 5.0;
    canvas.repeat(over);
    let mut table = Table { head: head(), rows: Vec::new() };
    for row in &lanes.sheet.rows {
        drawing.row(&mut canvas, row, &mut table);
    }
    lanes.tell_left_out(&mut canvas, "as they have no claims");
    canvas.done(comparison, describe(&lanes), table)
}

fn head() -> Vec<String> {
    let words = ["Tag", "Source"].into_iter().chain(ORDER.map(word)).chain(["claims"]);
    words.map(str::to_owned).collect()
}

/// Each stance with its hatch, sign and word, in the order of the bars.
fn legend(canvas: &mut Canvas) {
    let mut x = super::canvas::MARGIN;
    for stance in ORDER {
        let words = format!("{} {}", stance_sign(stance), word(stance));
        let wide = super::measure::width(&words, SMALL + 0.5, false);
        if x + wide + 26.0 > canvas.width - super::canvas::MARGIN {
            x = super::canvas::MARGIN;
            canvas.y += 15.0;
        }
        let area = Area::of(x, canvas.y, 20.0, 10.0);
        canvas.put(Shape::Block { area, paint: Paint::Stance(stance), hatch: hatch(stance) }, None);
        canvas.words(Words::of(&words, Point::at(x + 25.0, canvas.y + 5.0), SMALL + 0.5), None);
        x += wide + 42.0;
    }
    canvas.y += 22.0;
}

struct Drawing<'a> {
    lanes: &'a Lanes,
    /// How long one claim is drawn.
    unit: f32,
    middle: f32,
}

impl<'a> Drawing<'a> {
    fn of(lanes: &'a Lanes) -> Self {
        let cells = || lanes.sheet.rows.iter().flat_map(|row| &row.cells);
        let left = cells().map(|cell| reach(cell, Stance::Denies)).fold(0.0, f32::max);
        let right = cells().map(|cell| reach(cell, Stance::Affirms)).fold(0.0, f32::max);
        let unit = ((lanes.plot() - 8.0) / (left + right).max(1.0)).min(LONGEST);
        let spare = lanes.plot() - (left + right) * unit;
        Self { lanes, unit, middle: lanes.left + spare / 2.0 + left * unit }
    }

    fn column(&self, n: usize) -> f32 {
        self.lanes.right + 6.0 + as_length(n + 1) * COLUMN - 5.0
    }

    /// The signs over the columns of numbers.
    fn heads(&self, canvas: &mut Canvas) {
        let y = canvas.y + 5.0;
        for (n, stance) in ORDER.into_iter().enumerate() {
            canvas.words(number(stance_sign(stance), Point::at(self.column(n), y)).strong(), None);
        }
        canvas.words(number("all", Point::at(self.column(ORDER.len()), y)).strong(), None);
        for (words, edge, by) in [("← denies", Edge::Right, -5.0), ("affirms →", Edge::Left, 5.0)] {
            let at = Point::at(self.middle + by, y);
            canvas.words(Words::of(words, at, SMALL).by(edge).painted(Paint::Faint), None);
        }
        canvas.y += 18.0;
    }

    fn row(&self, canvas: &mut Canvas, row: &SheetRow, table: &mut Table) {
        let high = self.lanes.name(canvas, row);
        let lanes = if self.lanes.is_group(row) { &[][..] } else { &row.cells };
        for (n, (column, cell)) in self.lanes.sheet.columns.iter().zip(lanes).enumerate() {
            let top = canvas.y + as_length(n) * LANE;
            self.lanes.source(canvas, column, top + LANE / 2.0);
            self.bar(canvas, (row, column, cell), top);
            let points = vec![Point::at(self.middle, top - 0.5), Point::at(self.middle, top + LANE - 0.5)];
            canvas.put(Shape::Line { points, pen: Pen::of(Paint::Ink, 0.9) }, None);
            self.numbers(canvas, cell, top);
            let counts =
                ORDER.map(|stance| cell.n_with_stance(stance)).into_iter().chain([cell.claims.len()]);
            let names = [plain(&row.path.join(" / ")), plain(&column.name())];
            table.rows.push(names.into_iter().chain(counts.map(|n| n.to_string())).collect());
        }
        canvas.y += high;
    }

    fn bar(&self, canvas: &mut Canvas, (row, column, cell): (&SheetRow, &SheetColumn, &Cell), top: f32) {
        let mut x = self.middle - reach(cell, Stance::Denies) * self.unit;
        for stance in ORDER {
            let claims: Vec<_> = cell.claims.iter().filter(|claim| claim.stance == stance).collect();
            if claims.is_empty() {
                continue;
            }
            let wide = as_length(claims.len()) * self.unit;
            let thing = canvas.thing(Thing {
                words: format!(
                    "{} · {} · {} {} · {}",
                    plain(&row.name),
                    plain(&column.name()),
                    stance_sign(stance),
                    word(stance),
                    counted(claims.len(), "claim")
                ),
                leads: Leads::Claims(claims.iter().map(|claim| claim.id()).collect()),
                tag: Some(row.tag),
                source: Some(column.source.id),
            });
            let area = Area::of(x, top + 1.5, wide, LANE - 3.5);
            canvas
                .put(Shape::Block { area, paint: Paint::Stance(stance), hatch: hatch(stance) }, Some(thing));
            x += wide;
        }
    }

    fn numbers(&self, canvas: &mut Canvas, cell: &Cell, top: f32) {
        let y = top + LANE / 2.0;
        let counts = ORDER.map(|stance| cell.n_with_stance(stance)).into_iter().chain([cell.claims.len()]);
        for (n, count) in counts.enumerate() {
            let is_sum = n == ORDER.len();
            if count > 0 || is_sum {
                let words = number(&count.to_string(), Point::at(self.column(n), y));
                let faint = count == 0;
                canvas.words(if faint { words.painted(Paint::Faint) } else { words }, None);
            }
        }
    }
}

/// How far, in claims, a bar reaches from the middle on the side of a stance.
fn reach(cell: &Cell, side: Stance) -> f32 {
    let sure = cell.n_with_stance(Some(side));
    let unsure = [Some(Stance::Qualifies), Some(Stance::Reports), None];
    let across: usize = unsure.map(|stance| cell.n_with_stance(stance)).iter().sum();
    as_length(sure) + as_length(across) / 2.0
}

fn describe(lanes: &Lanes) -> String {
    let names = lanes.source_names();
    let mut sentences = vec![format!("Stances on {}.", lanes.subject())];
    let mut rows = lanes.sheet.rows.iter().filter(|row| !lanes.is_group(row));
    for row in rows.by_ref().take(8) {
        let each = row.cells.iter().zip(&names).filter(|(cell, _)| !cell.claims.is_empty());
        let each = each.map(|(cell, name)| {
            let counts = ORDER.into_iter().map(|stance| (cell.n_with_stance(stance), word(stance)));
            let counts: Vec<String> =
                counts.filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
            format!("{name} {}", counts.join(", "))
        });
        sentences.push(format!("{}: {}.", plain(&row.name), each.collect::<Vec<_>>().join("; ")));
    }
    let more = rows.count();
    if more > 0 {
        sentences.push(format!("And {} more.", counted(more, "tag")));
    }
    sentences.join(" ")
}
