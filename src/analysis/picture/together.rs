//! Which tags occur together: a matrix, tags down and across in the codebook's order.
//!
//! A cell tells how many claims bear both tags, or how many paragraphs have claims of both; the more, the darker, and
//! the number stands in it. On the diagonal, framed and without a shade, is how many there are of the tag alone.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::canvas::{Canvas, MARGIN, NAME};
use super::display::{Area, Edge, Hatch, Leads, Pen, Point, Shape, Table, Thing, Words};
use super::ink::Paint;
use super::lanes::plain;
use super::ruler::as_length;
use super::{Counting, Picture, PictureOptions, counted, measure};
use crate::analysis::sheet::Place;
use crate::model::{Claim, ClaimId, ColorSlot, Comparison, Source, TagId};

/// The side of a cell: at least, and at most.
const CELL: (f32, f32) = (17.0, 30.0);
/// What names over the columns take at most.
const HEAD: f32 = 120.0;
/// The most tags that are shown.
const MOST: usize = 400;
/// The most claims that a cell leads to.
const LEADS: usize = 200;

/// A tag of the matrix.
struct Entry {
    tag: TagId,
    name: String,
    color: ColorSlot,
    /// How many claims bear it, in the sources chosen.
    n_claims: usize,
}

/// How many times two tags, or one, occur, and in which claims.
#[derive(Default)]
struct Count {
    n: usize,
    claims: Vec<ClaimId>,
}

type Counts = BTreeMap<(usize, usize), Count>;

/// Draws the picture.
pub(super) fn draw(comparison: &Comparison, options: &PictureOptions) -> Picture {
    let mut canvas = Canvas::new(comparison, options);
    let sources: Vec<&Source> = chosen_sources(comparison, options);
    if sources.is_empty() {
        return canvas.nothing(comparison, "there is no source");
    }
    let (entries, n_left_out) = entries(comparison, options, &sources);
    if entries.len() < 2 {
        let because = match (entries.len(), options.of.tags.is_empty()) {
            (0, true) => "no claim in the sources chosen bears a tag",
            (0, false) => "no claim in the sources chosen bears one of the tags chosen",
            _ => "only one tag has claims",
        };
        return canvas.nothing(comparison, because);
    }
    let counts = match options.counting {
        Counting::Claims => by_claims((comparison, options), &sources, &entries),
        Counting::Paragraphs => by_paragraphs((comparison, options), &sources, &entries),
    };
    let most = counts.iter().filter(|((a, b), _)| a != b).map(|(_, count)| count.n).max().unwrap_or(0);
    if most == 0 {
        let because = match options.counting {
            Counting::Claims => {
                "no claim bears two of these tags; counted by paragraphs, tags also meet that different claims bear"
            }
            Counting::Paragraphs => "no paragraph has claims of two of these tags",
        };
        return canvas.nothing(comparison, because);
    }
    let matrix = Matrix::of(&entries, &counts, (most, options.counting), &mut canvas);
    matrix.explain(&mut canvas, n_left_out);
    matrix.heads(&mut canvas);
    for row in 0..entries.len() {
        matrix.row(&mut canvas, row);
    }
    canvas.y += 6.0;
    let (description, table) = (matrix.describe(), matrix.table());
    canvas.done(comparison, description, table)
}

fn chosen_sources<'a>(comparison: &'a Comparison, options: &PictureOptions) -> Vec<&'a Source> {
    let chosen = |source: &&Source| options.of.sources.is_empty() || options.of.sources.contains(&source.id);
    comparison.sources().iter().map(|source| &**source).filter(chosen).collect()
}

/// The tags chosen that have claims, in the codebook's order, and how many are left out because there are too many.
fn entries(comparison: &Comparison, options: &PictureOptions, sources: &[&Source]) -> (Vec<Entry>, usize) {
    let chosen: HashSet<TagId> = options.of.tags.iter().copied().collect();
    let mut uses: HashMap<TagId, usize> = HashMap::new();
    let claims = sources.iter().flat_map(|source| comparison.claims_in(source.id));
    for claim in claims.filter(|claim| options.shows(claim.reader)) {
        claim.tags.iter().for_each(|used| *uses.entry(used.tag).or_default() += 1);
    }
    let mut within: Option<usize> = None;
    let mut entries = Vec::new();
    for (depth, tag) in comparison.codebook() {
        if within.is_some_and(|top| depth <= top) {
            within = None;
        }
        if within.is_none() && chosen.contains(&tag.id) {
            within = Some(depth);
        }
        let n_claims = uses.get(&tag.id).copied().unwrap_or(0);
        if n_claims > 0 && !options.of.left_out.contains(&tag.id) && (within.is_some() || chosen.is_empty()) {
            entries.push(Entry { tag: tag.id, name: plain(&tag.name), color: tag.color, n_claims });
        }
    }
    let most = options.most.unwrap_or(MOST).min(MOST);
    let n_left_out = entries.len().saturating_sub(most);
    if n_left_out > 0 {
        let mut by_claims: Vec<(usize, TagId)> =
            entries.iter().map(|entry| (entry.n_claims, entry.tag)).collect();
        by_claims.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
        let kept: HashSet<TagId> = by_claims.into_iter().take(most).map(|(_, tag)| tag).collect();
        entries.retain(|entry| kept.contains(&entry.tag));
    }
    (entries, n_left_out)
}

fn places_of(entries: &[Entry]) -> HashMap<TagId, usize> {
    entries.iter().zip(0..).map(|(entry, index)| (entry.tag, index)).collect()
}

fn tags_of(claim: &Claim, place: &HashMap<TagId, usize>) -> Vec<usize> {
    let mut tags: Vec<usize> = claim.tags.iter().filter_map(|used| place.get(&used.tag)).copied().collect();
    tags.sort_unstable();
    tags
}

fn by_claims(
    (comparison, options): (&Comparison, &PictureOptions),
    sources: &[&Source],
    entries: &[Entry],
) -> Counts {
    let place = places_of(entries);
    let mut counts = Counts::new();
    let claims = sources.iter().flat_map(|source| comparison.claims_in(source.id));
    for claim in claims.filter(|claim| options.shows(claim.reader)) {
        let tags = tags_of(claim, &place);
        for (n, a) in tags.iter().enumerate() {
            for b in tags.iter().skip(n) {
                let count = counts.entry((*a, *b)).or_default();
                count.n += 1;
                if count.claims.len() < LEADS {
                    count.claims.push(claim.id);
                }
            }
        }
    }
    counts
}

fn by_paragraphs(
    (comparison, options): (&Comparison, &PictureOptions),
    sources: &[&Source],
    entries: &[Entry],
) -> Counts {
    let place = places_of(entries);
    let mut counts = Counts::new();
    for source in sources {
        let mut paragraphs: BTreeMap<u32, BTreeMap<usize, BTreeSet<ClaimId>>> = BTreeMap::new();
        for claim in comparison.claims_in(source.id).filter(|claim| options.shows(claim.reader)) {
            let tags = tags_of(claim, &place);
            for anchor in claim.passages.iter().filter(|_| !tags.is_empty()) {
                let lies = Place::of(&source.text, anchor.span);
                for number in lies.first.0..=lies.last.0 {
                    let paragraph = paragraphs.entry(number).or_default();
                    for tag in &tags {
                        paragraph.entry(*tag).or_default().insert(claim.id);
                    }
                }
            }
        }
        for tags in paragraphs.values() {
            for (n, (a, of_a)) in tags.iter().enumerate() {
                for (b, of_b) in tags.iter().skip(n) {
                    let count = counts.entry((*a, *b)).or_default();
                    count.n += 1;
                    let room = LEADS.saturating_sub(count.claims.len());
                    count.claims.extend(of_a.union(of_b).take(room).copied());
                }
            }
        }
    }
    for count in counts.values_mut() {
        // A claim over several paragraphs is gone to once.
        let mut seen = HashSet::new();
        count.claims.retain(|claim| seen.insert(*claim));
    }
    counts
}

struct Matrix<'a> {
    entries: &'a [Entry],
    counts: &'a Counts,
    most: usize,
    counting: Counting,
    left: f32,
    cell: f32,
    head: f32,
}

impl<'a> Matrix<'a> {
    fn of(
        entries: &'a [Entry],
        counts: &'a Counts,
        (most, counting): (usize, Counting),
        canvas: &mut Canvas,
    ) -> Self {
        let names = (canvas.width * 0.26).clamp(112.0, 240.0);
        let left = MARGIN + names;
        let n = as_length(entries.len());
        let cell = ((canvas.width - left - MARGIN) / n).floor().clamp(CELL.0, CELL.1);
        canvas.widen(left + cell * n + MARGIN);
        let longest = entries.iter().map(|entry| measure::width(&entry.name, NAME - 1.0, false));
        let head = longest.fold(20.0, f32::max).min(HEAD) + 6.0;
        Self { entries, counts, most, counting, left, cell, head }
    }

    fn noun(&self) -> &'static str {
        match self.counting {
            Counting::Claims => "claim",
            Counting::Paragraphs => "paragraph",
        }
    }

    fn explain(&self, canvas: &mut Canvas, n_left_out: usize) {
        canvas.note(match self.counting {
            Counting::Claims => {
                "How many claims bear both tags, the more the darker. On the diagonal, framed: all claims of the tag."
            }
            Counting::Paragraphs => {
                "How many paragraphs have claims of both tags, the more the darker. On the diagonal, framed: all paragraphs \
                 with claims of the tag."
            }
        });
        if n_left_out > 0 {
            let n = self.entries.len();
            canvas.note(&format!("The {n} tags with most claims are shown; {n_left_out} more are left out."));
        }
        canvas.y += 8.0;
    }

    /// The names over the columns, which run upward.
    fn heads(&self, canvas: &mut Canvas) {
        let base = canvas.y + self.head;
        for (n, entry) in self.entries.iter().enumerate() {
            let at = Point::at(self.left + (as_length(n) + 0.5) * self.cell, base - 3.0);
            let words = Words::of(&entry.name, at, NAME - 1.0).upward();
            canvas.words(words.within(self.head - 6.0), None);
        }
        canvas.y = base + 2.0;
    }

    fn row(&self, canvas: &mut Canvas, row: usize) {
        let Some(entry) = self.entries.get(row) else { return };
        let middle = canvas.y + self.cell / 2.0;
        let x = MARGIN;
        let (center, paint) = (Point::at(x + 3.5, middle), Paint::Tag(entry.color));
        canvas.put(Shape::Disk { center, radius: 3.5, fill: paint, line: paint }, None);
        let words = Words::of(&entry.name, Point::at(x + 12.0, middle), NAME);
        canvas.words(words.within(self.left - x - 20.0), None);
        let area = Area::of(self.left, canvas.y, self.cell * as_length(self.entries.len()), self.cell);
        let line = |y: f32| [Point::at(area.min.x, y), Point::at(area.max.x, y)];
        let edges = [area.min.x, area.max.x].map(|x| [Point::at(x, area.min.y), Point::at(x, area.max.y)]);
        let strokes = [line(area.min.y), line(area.max.y)].into_iter().chain(edges).collect();
        canvas.put(Shape::Strokes { strokes, pen: Pen::of(Paint::Rule, 0.7) }, None);
        for (column, other) in self.entries.iter().enumerate() {
            let key = (row.min(column), row.max(column));
            if let Some(count) = self.counts.get(&key) {
                self.cell(canvas, (entry, other), (column, count));
            }
        }
        canvas.y += self.cell;
    }

    fn cell(&self, canvas: &mut Canvas, (entry, other): (&Entry, &Entry), (column, count): (usize, &Count)) {
        let same = entry.tag == other.tag;
        let words = if same {
            format!("{} · {}", entry.name, counted(count.n, self.noun()))
        } else {
            format!("{} and {} · {}", entry.name, other.name, counted(count.n, self.noun()))
        };
        let leads = Leads::Claims(count.claims.clone());
        let thing = canvas.thing(Thing { words, leads, tag: Some(entry.tag), source: None });
        let area = Area::of(self.left + as_length(column) * self.cell, canvas.y, self.cell, self.cell);
        let inner = area.grown(-1.0);
        let (paint, hatch, ink) = if same {
            (Paint::Faint, Hatch::Empty, Paint::Ink)
        } else {
            let percent = shade(count.n, self.most);
            (Paint::Shade(percent), Hatch::Full, Paint::OnShade(percent))
        };
        canvas.put(Shape::Block { area: inner, paint, hatch }, Some(thing));
        let number = count.n.to_string();
        let size = ((self.cell - 4.0) / measure::width(&number, 1.0, false)).min(10.0);
        let at = Point::at(area.min.x + self.cell / 2.0, area.min.y + self.cell / 2.0);
        canvas.words(Words::of(&number, at, size).by(Edge::Middle).painted(ink), Some(thing));
    }

    /// The pairs that occur together most, the most first.
    fn pairs(&self) -> Vec<(&Entry, &Entry, usize)> {
        let pairs = self.counts.iter().filter(|((a, b), _)| a != b);
        let mut pairs: Vec<_> = pairs
            .filter_map(|((a, b), count)| Some((self.entries.get(*a)?, self.entries.get(*b)?, count.n)))
            .collect();
        pairs.sort_by_key(|(_, _, n)| std::cmp::Reverse(*n));
        pairs
    }

    fn describe(&self) -> String {
        let pairs = self.pairs();
        let first = pairs.iter().take(8);
        let first = first.map(|(a, b, n)| format!("{} and {}: {}", a.name, b.name, counted(*n, self.noun())));
        let first: Vec<String> = first.collect();
        let pairs = counted(pairs.len(), "pair");
        let n = self.entries.len();
        format!("Of {n} tags with claims, {pairs} occur together. Most often: {}.", first.join("; "))
    }

    /// The pairs, one in a row: nobody can be read a matrix aloud.
    fn table(&self) -> Table {
        let head = ["Tag", "And", if self.counting == Counting::Claims { "Claims" } else { "Paragraphs" }];
        let row = |(a, b, n): (&Entry, &Entry, usize)| vec![a.name.clone(), b.name.clone(), n.to_string()];
        Table { head: head.map(str::to_owned).to_vec(), rows: self.pairs().into_iter().map(row).collect() }
    }
}

/// How dark a cell is, in percent: one is to be seen, and the most is not black.
fn shade(n: usize, most: usize) -> u8 {
    let percent = 12 + 78 * n.saturating_sub(1) / most.saturating_sub(1).max(1);
    u8::try_from(percent.min(90)).unwrap_or(90)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_the_darker_the_more_it_counts() {
        let shades: Vec<u8> = (1..=40).map(|n| shade(n, 40)).collect();
        assert!(shades.is_sorted() && shades[0] == 12 && shades[39] == 90, "{shades:?}");
        assert_eq!(shade(1, 1), 12);
    }
}
