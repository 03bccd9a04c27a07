//! Which rows of a table are short enough to be kept on one page.

use crate::analysis::handout::{Entry, Handout, TableCell, Words};

/// How many lines of a row are kept on one page; a longer one may be torn.
const LINES_TOGETHER: usize = 16;
/// How many characters stand on a line across the page, upright and on its side: A4 between its margins, 1.8 mm for each.
const ACROSS: [usize; 2] = [96, 145];
/// A line in a cell of usual width, in characters.
const LINE: usize = 50;

/// Returns whether a row is to stand on one page.
pub(super) fn stands_together(handout: &Handout, row: &[TableCell]) -> bool {
    let [upright, on_its_side] = ACROSS;
    let across = if handout.landscape { on_its_side } else { upright };
    let most = LINES_TOGETHER * (across / row.len().max(1)).max(10);
    row.iter().all(|cell| length_of(cell) <= most)
}

/// About how many characters of room a cell takes.
fn length_of(cell: &TableCell) -> usize {
    cell.entries.iter().map(length_of_entry).sum()
}

fn length_of_entry(entry: &Entry) -> usize {
    let of_words = |words: &Words| words.as_str().len() + if words.is_empty() { 0 } else { LINE / 2 };
    match entry {
        Entry::Claim(claim) => {
            let body = &claim.body;
            let links = body.links.iter().map(|link| of_words(&link.phrase) + of_words(&link.note));
            let words = of_words(&body.quotation) + of_words(&body.summary) + of_words(&body.note);
            LINE + words + links.sum::<usize>() + 2 * LINE * usize::from(claim.room)
        }
        Entry::Silence(noted) => LINE + of_words(&noted.note),
        Entry::Unsearched => LINE,
        Entry::Room(lines) => 2 * LINE * usize::from(*lines),
    }
}
