//! Where along each source each tag falls: a lane for each tag and source, all sources on one scale.
//!
//! A mark is as long as the passage that it stands for, and one point at least; it is the higher, the more claims lie
//! at one place. At the end of a lane stands how many claims there are, or that the tag was looked for in vain.

use super::bins::{Extent, Run, runs};
use super::canvas::{Canvas, SMALL};
use super::display::{Area, Edge, Hatch, Leads, Pen, Point, Shape, Table, Thing, Words};
use super::ink::Paint;
use super::lanes::{LANE, Lanes, number, plain};
use super::ruler::{Ruler, Sign, as_length, of_text, signs};
use super::{Picture, PictureOptions, counted};
use crate::analysis::sheet::{Cell, CellState, Place, Rows, SheetClaim, SheetColumn, SheetRow, cite};
use crate::model::{ClaimId, Comparison};
use crate::text::Span;

/// The room for counts at the end of the lanes.
const AFTER: f32 = 40.0;

/// Returns how high a mark of so many claims is, of its lane.
fn share_of_height(n: usize) -> f32 {
    match n {
        0 | 1 => 0.5,
        2 => 0.64,
        3 | 4 => 0.8,
        _ => 1.0,
    }
}

/// Draws the picture.
pub(super) fn draw(comparison: &Comparison, options: &PictureOptions) -> Picture {
    let mut canvas = Canvas::new(comparison, options);
    let keep = |row: &SheetRow, has_under: bool| match options.of.rows {
        // One that only stands above others need not be looked for itself.
        Rows::All => !(row.is_empty() && has_under),
        Rows::Filled => !row.is_empty(),
    };
    let lanes = Lanes::of(comparison, options, (canvas.width, AFTER), keep);
    if let Some(because) = why_nothing(&lanes, options) {
        return canvas.nothing(comparison, because);
    }
    let ruler = Ruler::of(options.scale, lanes.sheet.columns.iter().map(|column| &*column.source));
    let n_bins = super::bins::bin(lanes.plot());
    let marked: Vec<Vec<Sign>> =
        lanes.sheet.columns.iter().map(|column| signs(&column.source, &ruler, n_bins)).collect();
    let drawing = Drawing { lanes: &lanes, ruler, marked: &marked, n_bins };
    canvas.note(&format!(
        "Where the claims on each tag fall, {}. A mark is as long as its passages and at least {} % of the plot; it is \
         higher where 2, 3 to 4, or 5 and more claims lie at one place. At the end: claims, ∅ looked for and absent, – \
         not looked for yet.",
        ruler.measured_in(),
        tenth_percent(1.0 / as_length(n_bins.max(1))),
    ));
    if marked.iter().any(|signs| !signs.is_empty()) {
        canvas.note("Faint marks along a source: its headings; short ones: its pages.");
    }
    canvas.y += 12.0;
    let over = canvas.y;
    drawing.axis(&mut canvas);
    drawing.heads(&mut canvas);
    canvas.y += 6.0;
    canvas.repeat(over);
    let mut table =
        Table { head: words_of(&["Tag", "Source", "Claims", "First at", "Last to", "State"]), rows: vec![] };
    for row in &lanes.sheet.rows {
        drawing.row(&mut canvas, row, &mut table);
    }
    canvas.y += 4.0;
    drawing.axis(&mut canvas);
    lanes.tell_left_out(&mut canvas, "as nothing is noted");
    let description = describe(&lanes, &ruler);
    canvas.done(comparison, description, table)
}

fn why_nothing(lanes: &Lanes, options: &PictureOptions) -> Option<&'static str> {
    if lanes.sheet.columns.is_empty() {
        return Some("there is no source");
    }
    let nothing_noted = lanes.sheet.rows.iter().all(SheetRow::is_empty);
    match (nothing_noted, options.of.tags.is_empty()) {
        (false, _) => None,
        (true, true) if lanes.sheet.counts.n_untagged > 0 => Some("no claim bears a tag"),
        (true, true) if options.of.sources.is_empty() => Some("nothing has been tagged"),
        (true, true) => Some("nothing has been tagged in the sources chosen"),
        (true, false) => Some("no claim and no silence in the sources chosen is on the tags chosen"),
    }
}

fn words_of(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn tenth_percent(share: f32) -> String {
    format!("{:.1}", share * 100.0)
}

struct Drawing<'a> {
    lanes: &'a Lanes,
    ruler: Ruler,
    marked: &'a [Vec<Sign>],
    n_bins: usize,
}

impl Drawing<'_> {
    fn x(&self, share: f32) -> f32 {
        self.lanes.left + share * self.lanes.plot()
    }

    /// The numbers of the scale.
    fn axis(&self, canvas: &mut Canvas) {
        let y = canvas.y;
        for (share, words) in self.ruler.ticks() {
            let x = self.x(share);
            let edge = match share {
                share if share < 0.01 => Edge::Left,
                share if share > 0.99 => Edge::Right,
                _ => Edge::Middle,
            };
            canvas
                .words(Words::of(&words, Point::at(x, y + 4.0), SMALL).by(edge).painted(Paint::Faint), None);
            let tick = vec![Point::at(x, y + 10.0), Point::at(x, y + 14.0)];
            canvas.put(Shape::Line { points: tick, pen: Pen::of(Paint::Faint, 0.8) }, None);
        }
        canvas.y += 18.0;
    }

    /// Each source with its headings and pages.
    fn heads(&self, canvas: &mut Canvas) {
        for (column, signs) in self.lanes.sheet.columns.iter().zip(self.marked) {
            let base = canvas.y + 13.0;
            self.head_name(canvas, column);
            let line =
                vec![Point::at(self.x(0.0), base), Point::at(self.x(self.ruler.end(&column.source)), base)];
            canvas.put(Shape::Line { points: line, pen: Pen::of(Paint::Faint, 0.8) }, None);
            for (n, sign) in signs.iter().enumerate() {
                self.sign(canvas, column, (n, sign), signs);
            }
            canvas.y += 19.0;
        }
        canvas.y += 4.0;
    }

    fn head_name(&self, canvas: &mut Canvas, column: &SheetColumn) {
        let at = Point::at(super::canvas::MARGIN, canvas.y + 9.0);
        let words = Words::of(&column.name(), at, SMALL + 1.0).strong();
        canvas.words(words.within(self.lanes.left - at.x - 8.0), None);
    }

    fn sign(&self, canvas: &mut Canvas, column: &SheetColumn, (n, sign): (usize, &Sign), signs: &[Sign]) {
        let (x, base) = (self.x(sign.at), canvas.y + 13.0);
        let long = match sign.level {
            Some(1) => 9.0,
            Some(_) => 6.0,
            None => 3.0,
        };
        let what = if sign.level.is_some() { "heading" } else { "page" };
        let thing = canvas.thing(Thing {
            words: format!("{} · {what} · {}", plain(&column.name()), plain(&sign.words)),
            leads: Leads::Place(column.source.id, sign.span),
            tag: None,
            source: Some(column.source.id),
        });
        let points = vec![Point::at(x, base), Point::at(x, base - long)];
        canvas.put(Shape::Line { points, pen: Pen::of(Paint::Faint, 0.9) }, Some(thing));
        let next = signs.iter().skip(n + 1).find(|next| next.level.is_some()).map_or(1.0, |next| next.at);
        let room = self.x(next) - x - 7.0;
        if sign.level.is_some() && room > 34.0 {
            let words = Words::of(&sign.words, Point::at(x + 3.0, base - 6.0), 8.0).painted(Paint::Faint);
            canvas.words(words.within(room), Some(thing));
        }
    }

    fn row(&self, canvas: &mut Canvas, row: &SheetRow, table: &mut Table) {
        let high = self.lanes.name(canvas, row);
        if !self.lanes.is_group(row) {
            let columns = self.lanes.sheet.columns.iter().zip(&row.cells).zip(self.marked);
            for (n, ((column, cell), signs)) in columns.enumerate() {
                let top = canvas.y + as_length(n) * LANE;
                self.lanes.source(canvas, column, top + LANE / 2.0);
                self.rail(canvas, column, (top, signs));
                self.lane(canvas, (row, column, cell), top);
                self.state(canvas, (row, column, cell), top);
                table.rows.push(self.numbers(row, column, cell));
            }
        }
        canvas.y += high;
    }

    /// The line that the marks of a lane stand on, as long as its source, with the headings crossing it.
    fn rail(&self, canvas: &mut Canvas, column: &SheetColumn, (top, signs): (f32, &[Sign])) {
        let base = top + LANE - 1.5;
        let end = self.x(self.ruler.end(&column.source));
        let line = vec![Point::at(self.x(0.0), base), Point::at(end, base)];
        canvas.put(Shape::Line { points: line, pen: Pen::of(Paint::Rule, 0.8) }, None);
        let headings = signs.iter().filter(|sign| sign.level.is_some());
        let across = |sign: &Sign| [Point::at(self.x(sign.at), top + 1.0), Point::at(self.x(sign.at), base)];
        let strokes: Vec<[Point; 2]> = headings.map(across).collect();
        if !strokes.is_empty() {
            canvas.put(Shape::Strokes { strokes, pen: Pen::of(Paint::Rule, 0.8) }, None);
        }
    }

    fn lane(&self, canvas: &mut Canvas, (row, column, cell): (&SheetRow, &SheetColumn, &Cell), top: f32) {
        let n_bins = as_length(self.n_bins);
        let source = &column.source;
        let mut extents = Vec::new();
        for (claim, entry) in cell.claims.iter().enumerate() {
            for anchor in &entry.claim.passages {
                let from = self.ruler.share(source, anchor.span.start()) * n_bins;
                let to = self.ruler.share(source, anchor.span.end()) * n_bins;
                extents.push(Extent { claim, from, to });
            }
        }
        for run in runs(&extents, self.n_bins) {
            let thing = canvas.thing(thing_of(row, column, cell, &run));
            let step = self.lanes.plot() / n_bins;
            let (x, wide) =
                (self.lanes.left + as_length(run.from) * step, as_length(run.to - run.from) * step);
            let high = (LANE - 3.0) * share_of_height(run.claims.len());
            let area = Area::of(x, top + LANE - 1.5 - high, wide, high);
            canvas.put(Shape::Block { area, paint: Paint::Tag(row.color), hatch: Hatch::Full }, Some(thing));
        }
    }

    /// What stands at the end of a lane.
    fn state(&self, canvas: &mut Canvas, (row, column, cell): (&SheetRow, &SheetColumn, &Cell), top: f32) {
        let at = Point::at(self.lanes.right + AFTER - 4.0, top + LANE / 2.0);
        let about = format!("{} · {}", plain(&row.name), plain(&column.name()));
        let thing = |words: String| Thing {
            words,
            leads: Leads::Claims(cell.claims.iter().map(SheetClaim::id).collect()),
            tag: Some(row.tag),
            source: Some(column.source.id),
        };
        let n = counted(cell.claims.len(), "claim");
        let (sign, said) = match (cell.state(), cell.silences.is_empty()) {
            (CellState::Claims, true) => (cell.claims.len().to_string(), n),
            // Readers differ on whether there is anything.
            (CellState::Claims, false) => {
                (format!("{} ∅", cell.claims.len()), format!("{n}; {}", absent(cell)))
            }
            (CellState::Silence, _) => ("∅".to_owned(), absent(cell)),
            (CellState::Unsearched, _) => ("–".to_owned(), "not looked for yet".to_owned()),
        };
        let words = number(&sign, at);
        let words = if cell.state() == CellState::Unsearched { words.painted(Paint::Faint) } else { words };
        let thing = canvas.thing(thing(format!("{about} · {said}")));
        canvas.words(words, Some(thing));
    }

    fn numbers(&self, row: &SheetRow, column: &SheetColumn, cell: &Cell) -> Vec<String> {
        let places = reach(column, cell);
        let (first, last) = places.map_or((String::new(), String::new()), |(first, last)| {
            (format!("{first:.0} %"), format!("{last:.0} %"))
        });
        let state = match cell.state() {
            CellState::Claims if cell.silences.is_empty() => "claims",
            CellState::Claims => "claims; another reader: looked for and absent",
            CellState::Silence => "looked for and absent",
            CellState::Unsearched => "not looked for yet",
        };
        let n = cell.claims.len().to_string();
        vec![plain(&row.path.join(" / ")), plain(&column.name()), n, first, last, state.to_owned()]
    }
}

/// "looked for and absent (Ana: read twice)".
fn absent(cell: &Cell) -> String {
    let said = cell.silences.iter().map(|noted| match plain(&noted.silence.note) {
        note if note.is_empty() => plain(&noted.reader.name),
        note => format!("{}: {note}", plain(&noted.reader.name)),
    });
    format!("looked for and absent ({})", said.collect::<Vec<_>>().join("; "))
}

fn thing_of(row: &SheetRow, column: &SheetColumn, cell: &Cell, run: &Run) -> Thing {
    let here: Vec<_> = run.claims.iter().filter_map(|claim| cell.claims.get(*claim)).collect();
    let claims: Vec<ClaimId> = here.iter().map(|claim| claim.id()).collect();
    let place = match here.as_slice() {
        [only] => cite(&only.places),
        several => {
            let places = || several.iter().flat_map(|claim| claim.places.iter());
            let first = places().map(|place| place.first).min();
            let last = places().map(|place| place.last).max();
            first.zip(last).map_or(String::new(), |(first, last)| cite(&[Place { first, last }]))
        }
    };
    let n = if claims.len() == 1 { String::new() } else { format!(" · {}", counted(claims.len(), "claim")) };
    Thing {
        words: format!("{} · {} · {place}{n}", plain(&row.name), plain(&column.name())),
        leads: Leads::Claims(claims),
        tag: Some(row.tag),
        source: Some(column.source.id),
    }
}

/// Where the claims of a cell begin and end, in per cent of the text.
fn reach(column: &SheetColumn, cell: &Cell) -> Option<(f32, f32)> {
    let extents = || cell.claims.iter().map(|entry| entry.claim.extent());
    let first = extents().map(Span::start).min()?;
    let last = extents().map(Span::end).max()?;
    Some((of_text(&column.source, first) * 100.0, of_text(&column.source, last) * 100.0))
}

fn describe(lanes: &Lanes, ruler: &Ruler) -> String {
    let names = lanes.source_names();
    let mut sentences = vec![format!("{}, {}.", lanes.subject(), ruler.measured_in())];
    let mut rows: Vec<&SheetRow> = lanes.sheet.rows.iter().collect();
    let n_claims = |row: &SheetRow| row.cells.iter().map(|cell| cell.claims.len()).sum::<usize>();
    rows.sort_by_key(|row| std::cmp::Reverse(n_claims(row)));
    for row in rows.iter().filter(|row| n_claims(row) > 0).take(5) {
        let each = lanes.sheet.columns.iter().zip(&row.cells).zip(&names);
        let each = each.map(|((column, cell), name)| match reach(column, cell) {
            Some((first, last)) => {
                format!("{name} {}, from {first:.0} % to {last:.0} %", counted(cell.claims.len(), "claim"))
            }
            None if cell.state() == CellState::Silence => format!("{name} looked for and absent"),
            None => format!("{name} not looked for yet"),
        });
        sentences.push(format!("{}: {}.", plain(&row.name), each.collect::<Vec<_>>().join("; ")));
    }
    let mut silent = Vec::new();
    for row in &lanes.sheet.rows {
        for (cell, name) in row.cells.iter().zip(&names) {
            if cell.state() == CellState::Silence {
                silent.push(format!("{} in {name}", plain(&row.name)));
            }
        }
    }
    if !silent.is_empty() {
        let more = silent.len().saturating_sub(8);
        silent.truncate(8);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        sentences.push(format!("Looked for and absent: {}{more}.", silent.join("; ")));
    }
    sentences.join(" ")
}
