//! What pictures with a row for each tag have in common: the names at the left, a lane for each source, the plot.

use std::collections::HashSet;

use super::canvas::{Canvas, MARGIN, NAME, SMALL};
use super::display::{Edge, Leads, Pen, Point, Shape, Thing, Words};
use super::ink::Paint;
use super::ruler::as_length;
use super::{PictureOptions, counted, listed, measure};
use crate::analysis::sheet::{RowOrder, Rows, Sheet, SheetColumn, SheetOptions, SheetRow};
use crate::model::{Comparison, TagId};
use crate::text::visible_name;

/// The height of a lane.
pub(super) const LANE: f32 = 13.0;
/// The room between the lanes of two tags.
const GAP: f32 = 7.0;
/// The most tags that have lanes.
const MOST: usize = 2_000;

/// Tags down, with a lane for each source.
pub(super) struct Lanes {
    /// What the lanes show.
    pub sheet: Sheet,
    /// Tags that only stand above others: they have a name and no lanes.
    groups: HashSet<TagId>,
    /// The names of tags that are left out.
    without: Vec<String>,
    /// How many tags are left out because there are too many.
    n_too_many: usize,
    /// Where the names of sources begin.
    sources: f32,
    /// Where the plot begins.
    pub left: f32,
    /// Where it ends.
    pub right: f32,
}

impl Lanes {
    /// Returns the lanes of the tags that are to be kept, each under those that it stands under. `room`: the width of the
    /// picture, and what it is to have right of the plot. `keep` is asked of each tag, and whether others stand under it.
    pub fn of(
        comparison: &Comparison,
        options: &PictureOptions,
        room: (f32, f32),
        keep: impl Fn(&SheetRow, bool) -> bool,
    ) -> Self {
        let all = SheetOptions { rows: Rows::All, order: RowOrder::Codebook, ..options.of.clone() };
        let mut sheet = Sheet::of(comparison, &all);
        let parents: HashSet<TagId> = sheet.rows.iter().filter_map(|row| row.parent).collect();
        let mut above: HashSet<TagId> = HashSet::new();
        let (mut groups, mut without) = (HashSet::new(), Vec::new());
        let mut kept = Vec::new();
        // From the end, so that what stands under a tag is known before the tag.
        for row in std::mem::take(&mut sheet.rows).into_iter().rev() {
            let (itself, has_under) = (keep(&row, parents.contains(&row.tag)), above.contains(&row.tag));
            if itself || has_under {
                above.extend(row.parent);
                groups.extend(Some(row.tag).filter(|_| !itself));
                kept.push(row);
            } else {
                without.push(plain(&row.name));
            }
        }
        kept.reverse();
        without.reverse();
        let n_too_many = kept.len().saturating_sub(MOST);
        kept.truncate(MOST);
        sheet.rows = kept;
        let (width, after) = room;
        // As wide as what stands there needs, within what leaves the plot its room.
        let widest = |words: &mut dyn Iterator<Item = f32>| words.fold(0.0, f32::max);
        let of_row = |row: &SheetRow| indent(row) + 24.0 + measure::width(&plain(&row.name), NAME, false);
        let names = widest(&mut sheet.rows.iter().map(of_row)).clamp(96.0, (width * 0.34).min(300.0));
        let of_column = |column: &SheetColumn| measure::width(&plain(&column.name()), SMALL, false) + 8.0;
        let beside = widest(&mut sheet.columns.iter().map(of_column)).clamp(40.0, width * 0.16);
        let beside = if sheet.columns.len() > 1 { beside } else { 0.0 };
        let sources = MARGIN + names;
        let left = sources + beside + 6.0;
        Self { sheet, groups, without, n_too_many, sources, left, right: width - MARGIN - after }
    }

    /// Returns the names of the sources, each on one line and with all in it to be seen.
    pub fn source_names(&self) -> Vec<String> {
        self.sheet.columns.iter().map(|column| plain(&column.name())).collect()
    }

    /// Returns how wide the plot is.
    pub fn plot(&self) -> f32 {
        (self.right - self.left).max(1.0)
    }

    /// Returns whether a tag only stands above others.
    pub fn is_group(&self, row: &SheetRow) -> bool {
        self.groups.contains(&row.tag)
    }

    /// Writes the name of a source before its lane.
    pub fn source(&self, canvas: &mut Canvas, column: &SheetColumn, y: f32) {
        if self.sheet.columns.len() > 1 {
            let words = Words::of(&column.name(), Point::at(self.sources, y), SMALL).painted(Paint::Faint);
            canvas.words(words.within(self.left - self.sources - 6.0), None);
        }
    }

    /// Writes the name of a tag before its lanes. Returns the height of the row, which the caller is to go down by.
    pub fn name(&self, canvas: &mut Canvas, row: &SheetRow) -> f32 {
        let n_lanes = if self.is_group(row) { 1 } else { self.sheet.columns.len().max(1) };
        let high = (as_length(n_lanes) * LANE).max(LANE + 2.0);
        let top = canvas.y;
        canvas.may_be_cut(GAP / 2.0 + 1.0);
        let rule =
            vec![Point::at(MARGIN, top - GAP / 2.0), Point::at(canvas.width - MARGIN, top - GAP / 2.0)];
        canvas.put(Shape::Line { points: rule, pen: Pen::of(Paint::Rule, 0.6) }, None);
        let mut x = MARGIN + indent(row);
        let middle = top + LANE / 2.0;
        if !self.is_group(row) {
            let (center, paint) = (Point::at(x + 3.5, middle), Paint::Tag(row.color));
            canvas.put(Shape::Disk { center, radius: 3.5, fill: paint, line: paint }, None);
            x += 12.0;
        }
        let words = Words::of(&row.name, Point::at(x, middle), NAME);
        let words = if self.is_group(row) { words.strong() } else { words };
        let room = self.sources - x - 8.0;
        let whole = words.words.clone();
        let words = words.within(room);
        // A name that is cut is told whole where the pointer rests on it.
        let cut = words.words != whole;
        let thing = cut.then(|| {
            canvas.thing(Thing { words: whole, leads: Leads::Nowhere, tag: Some(row.tag), source: None })
        });
        canvas.words(words, thing);
        high + GAP
    }

    /// Says which tags are not shown, and why: "as they have no claims".
    pub fn tell_left_out(&self, canvas: &mut Canvas, why: &str) {
        if self.n_too_many > 0 {
            canvas.note(&format!("The first {MOST} tags are shown; {} more are left out.", self.n_too_many));
        }
        if !self.without.is_empty() {
            let names: Vec<&str> = self.without.iter().take(12).map(String::as_str).collect();
            let more = self.without.len().saturating_sub(names.len());
            let more = if more > 0 { format!(", and {more} more") } else { String::new() };
            let n = counted(self.without.len(), "tag");
            canvas.note(&format!("Left out, {why}: {n} ({}{more}).", names.join(", ")));
        }
    }

    /// Returns "12 tags in FI 1973 and Corvalán 1977".
    pub fn subject(&self) -> String {
        let n = self.sheet.rows.iter().filter(|row| !self.is_group(row)).count();
        format!("{} in {}", counted(n, "tag"), listed(&self.source_names()))
    }
}

fn indent(row: &SheetRow) -> f32 {
    (as_length(row.depth) * 10.0).min(40.0)
}

/// A name on one line, with all in it to be seen.
pub(super) fn plain(name: &str) -> String {
    let line: Vec<&str> = name.split_whitespace().collect();
    visible_name(&line.join(" ")).into_owned()
}

/// Words at the right edge of a place, such as a count.
pub(super) fn number(words: &str, at: Point) -> Words {
    Words::of(words, at, SMALL + 0.5).by(Edge::Right)
}
