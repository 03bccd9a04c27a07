//! Where along each source readers part: for each sentence how many of them marked it, as a skyline.
//!
//! A column is as high as the share of readers who marked the sentence. Where all did, it is pale; where some did and
//! others not, it is dark, and darkest where half did. First what was marked whatever for, then with each tag.

use crate::analysis::agreement::Scope;
use crate::analysis::agreement::density::{Density, density, sentences};
use crate::analysis::agreement::figures::Report;
use crate::analysis::picture::canvas::{Canvas, MARGIN, NAME, SMALL};
use crate::analysis::picture::display::{Area, Edge, Hatch, Leads, Pen, Point, Shape, Table, Thing, Words};
use crate::analysis::picture::ink::Paint;
use crate::analysis::picture::lanes::{number, plain};
use crate::analysis::picture::ruler::{as_length, of_text};
use crate::analysis::picture::{Picture, counted};
use crate::analysis::sheet::Place;
use crate::model::{Comparison, Source, TagId};
use crate::text::Span;

/// The height of a lane of all claims, and of one tag's.
const LANES: (f32, f32) = (40.0, 22.0);
/// The most sentences that the table tells, those on which most readers part first.
const MOST_TOLD: usize = 200;
/// The room of the numbers at the right.
const NUMBERS: f32 = 60.0;

/// Draws the picture.
pub(super) fn draw(mut canvas: Canvas, comparison: &Comparison, scope: &Scope, report: &Report) -> Picture {
    let sources: Vec<_> = report
        .sources
        .iter()
        .filter_map(|line| comparison.source(line.id))
        .map(|own| (own, sentences(own)))
        .collect();
    if report.n_places == 0 {
        return canvas.nothing(comparison, "nobody marked anything");
    }
    canvas.note(&format!(
        "Each column is as high as the share of the {} who marked the sentence. Dark: some did and others did not, \
         darkest where half did. Pale: all did. At the right how many sentences anybody marked, and on how many of them \
         readers part. With a tag, those under it count too.",
        counted(report.readers.len(), "reader")
    ));
    canvas.y += 6.0;
    let mut table = Table { head: head(), rows: Vec::new() };
    let mut told: Vec<(u32, Vec<String>)> = Vec::new();
    let mut sums = Vec::new();
    let tags = report.tags.iter().filter_map(|section| Some((Some(section.tag?), section.name.as_str())));
    for (tag, name) in std::iter::once((None, "Whatever the tag")).chain(tags) {
        canvas.may_be_cut(3.0);
        let words = Words::of(name, Point::at(MARGIN, canvas.y + 8.0), NAME);
        let words = if tag.is_none() { words.strong() } else { words };
        canvas.words(words.within(canvas.width - 2.0 * MARGIN), None);
        canvas.y += 17.0;
        let high = if tag.is_none() { LANES.0 } else { LANES.1 };
        for (source, sentences) in &sources {
            let only: Vec<TagId> = tag.into_iter().collect();
            let found = density(comparison, (source.id, sentences), &scope.readers, &only);
            let lane = Lane { source, found: &found, tag, name };
            lane.draw(&mut canvas, high);
            lane.tell(&mut told);
            sums.push((plain(name), plain(source.short_name()), parted(&found)));
        }
        canvas.y += 4.0;
    }
    told.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    table.rows = told.into_iter().take(MOST_TOLD).map(|(_, row)| row).collect();
    canvas.done(comparison, describe(&sums), table)
}

fn head() -> Vec<String> {
    ["Tag", "Source", "Paragraph", "Readers who marked it", "of", "Words"].map(str::to_owned).to_vec()
}

/// How many sentences anybody marked, and on how many readers part.
fn parted(found: &Density) -> (usize, usize) {
    let all = u32::try_from(found.n_readers).unwrap_or(u32::MAX);
    let marked = found.n_marked.iter().filter(|n| **n > 0);
    (marked.clone().count(), marked.filter(|n| **n < all).count())
}

struct Lane<'a> {
    source: &'a Source,
    found: &'a Density,
    tag: Option<TagId>,
    name: &'a str,
}

/// The sentences that fall on one point of a lane: the one on which most readers part stands for them.
struct Column {
    from: f32,
    to: f32,
    n: u32,
    span: Span,
}

impl Lane<'_> {
    fn all(&self) -> u32 {
        u32::try_from(self.found.n_readers).unwrap_or(u32::MAX).max(1)
    }

    /// On how many readers they part: the fewer of those who marked and those who did not.
    fn apart(&self, n: u32) -> u32 {
        n.min(self.all().saturating_sub(n))
    }

    fn columns(&self, plot: f32) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::new();
        for (span, n) in self.found.sentences.iter().copied().zip(self.found.n_marked.iter().copied()) {
            if n == 0 {
                continue;
            }
            let from = (of_text(self.source, span.start()) * plot).floor();
            let to = (of_text(self.source, span.end()) * plot).max(from + 1.0);
            match columns.last_mut() {
                Some(last) if from + 1.0 <= last.to => {
                    last.to = last.to.max(to);
                    if (self.apart(n), n) > (self.apart(last.n), last.n) {
                        (last.n, last.span) = (n, span);
                    }
                }
                _ => columns.push(Column { from, to, n, span }),
            }
        }
        columns
    }

    fn draw(&self, canvas: &mut Canvas, high: f32) {
        let left = MARGIN + (canvas.width * 0.17).clamp(70.0, 150.0);
        let right = canvas.width - MARGIN - NUMBERS;
        let base = canvas.y + high;
        let name = Words::of(self.source.short_name(), Point::at(MARGIN + 8.0, base - high / 2.0), SMALL);
        canvas.words(name.painted(Paint::Faint).within(left - MARGIN - 14.0), None);
        let line = vec![Point::at(left, base), Point::at(right, base)];
        canvas.put(Shape::Line { points: line, pen: Pen::of(Paint::Faint, 0.7) }, None);
        for column in self.columns(right - left) {
            self.column(canvas, &column, (left, base, high - 4.0));
        }
        let (marked, parted) = parted(self.found);
        let words = format!("{marked} / {parted}");
        canvas
            .words(number(&words, Point::at(canvas.width - MARGIN, base - high / 2.0)).by(Edge::Right), None);
        canvas.y = base + 5.0;
    }

    fn column(&self, canvas: &mut Canvas, column: &Column, (left, base, high): (f32, f32, f32)) {
        let (n, all) = (column.n, self.all());
        let words = format!(
            "{} · {} · ¶ {} · {n} of {all} readers marked it",
            plain(self.name),
            plain(self.source.short_name()),
            Place::of(&self.source.text, column.span)
        );
        let leads = Leads::Place(self.source.id, column.span);
        let thing = canvas.thing(Thing { words, leads, tag: self.tag, source: Some(self.source.id) });
        let tall = (high * as_share(n, all)).max(2.0);
        let area = Area::of(left + column.from, base - tall, column.to - column.from, tall);
        // Half of the readers against half is the most that they can part.
        let percent = 25 + u8::try_from(self.apart(n) * 2 * 65 / all).unwrap_or(65).min(65);
        let paint = if self.apart(n) == 0 { Paint::Shade(14) } else { Paint::Shade(percent) };
        canvas.put(Shape::Block { area, paint, hatch: Hatch::Full }, Some(thing));
        if self.apart(n) == 0 {
            let top = vec![Point::at(area.min.x, area.min.y), Point::at(area.max.x, area.min.y)];
            canvas.put(Shape::Line { points: top, pen: Pen::of(Paint::Dim, 0.8) }, Some(thing));
        }
    }

    /// Adds the sentences on which readers part to the table.
    fn tell(&self, told: &mut Vec<(u32, Vec<String>)>) {
        for (span, n) in self.found.sentences.iter().copied().zip(self.found.n_marked.iter().copied()) {
            if self.apart(n) > 0 {
                let place = Place::of(&self.source.text, span).to_string();
                let words: String = plain(self.source.text.slice(span)).chars().take(80).collect();
                let (name, source) = (plain(self.name), plain(self.source.short_name()));
                told.push((
                    self.apart(n),
                    vec![name, source, place, n.to_string(), self.all().to_string(), words],
                ));
            }
        }
    }
}

fn as_share(n: u32, all: u32) -> f32 {
    let length = |n: u32| as_length(usize::try_from(n).unwrap_or(usize::MAX));
    (length(n) / length(all).max(1.0)).min(1.0)
}

fn describe(sums: &[(String, String, (usize, usize))]) -> String {
    let one = |(name, source, (marked, parted)): &(String, String, (usize, usize))| {
        format!(
            "{name}, {source}: {} marked by anybody, readers part on {parted}.",
            counted(*marked, "sentence")
        )
    };
    let mut sentences: Vec<String> = sums.iter().take(10).map(one).collect();
    let more = sums.len().saturating_sub(10);
    if more > 0 {
        sentences.push(format!("And {} more.", counted(more, "lane")));
    }
    sentences.join(" ")
}
