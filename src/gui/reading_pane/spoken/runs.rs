//! The lines of a block as a screen reader wants them: runs of characters with their places.
//!
//! A run is part of one line, in one direction, of at most 255 characters (words in it are counted in
//! bytes by AccessKit). Made from where graphemes lie on the screen, so it holds for every script that
//! the pane can set.

use eframe::egui::Rect;

use crate::gui::reading_pane::geometry::PlacedBlock;
use crate::model::Source;
use crate::text::{Pos, Span, units};

/// The most characters of a run, and the most bytes of a character.
const MOST: usize = 255;
/// How far apart, in points, two graphemes may lie that follow one another.
const SLACK: f32 = 0.75;

/// A part of one line.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Its characters.
    pub words: String,
    /// How many bytes each character has.
    pub lengths: Vec<u8>,
    /// How far each begins from where the run begins, in points.
    pub positions: Vec<f32>,
    /// How wide each is, in points.
    pub widths: Vec<f32>,
    /// Which characters begin a word.
    pub word_starts: Vec<u8>,
    /// Where each character begins in the source, and where the last one ends.
    pub places: Vec<Pos>,
    /// Where it lies, from the block's origin.
    pub rect: Rect,
    /// Whether it runs from right to left; not known of a single character.
    pub leftward: Option<bool>,
    /// Which line of the block it is in.
    pub line: usize,
}

impl Run {
    fn new(rect: Rect, line: usize, start: Pos) -> Self {
        Self {
            words: String::new(),
            lengths: Vec::new(),
            positions: Vec::new(),
            widths: Vec::new(),
            word_starts: Vec::new(),
            places: vec![start],
            rect,
            leftward: None,
            line,
        }
    }

    /// Returns where the character at `index` begins; of an index past the end, where the run ends.
    pub fn pos(&self, index: usize) -> Pos {
        self.places.get(index).or(self.places.last()).copied().unwrap_or_default()
    }

    /// Returns the stretch of the source that it covers.
    pub fn span(&self) -> Span {
        Span::between(self.pos(0), self.pos(usize::MAX))
    }

    /// Returns the index of the character that `pos` is at or in.
    pub fn index(&self, pos: Pos) -> usize {
        let before = self.places.partition_point(|place| *place < pos);
        let exact = self.places.get(before) == Some(&pos);
        let index = if exact { before } else { before.saturating_sub(1) };
        index.min(self.lengths.len())
    }

    /// Whether a character at `rect` carries it on, and in which direction.
    fn goes_on(&self, rect: Rect) -> Option<Option<bool>> {
        let right = (rect.left() - self.rect.right()).abs() <= SLACK;
        let left = (rect.right() - self.rect.left()).abs() <= SLACK;
        match self.leftward {
            _ if rect.width() == 0.0 && (left || right) => Some(self.leftward),
            Some(false) | None if right => Some(Some(false)),
            Some(true) | None if left => Some(Some(true)),
            _ => None,
        }
    }

    fn push(&mut self, words: &str, rect: Rect, begins_word: bool, end: Pos) {
        let position = match self.leftward {
            Some(true) => self.rect.right() - rect.right(),
            _ => rect.left() - self.rect.left(),
        };
        if begins_word && let Ok(index) = u8::try_from(self.lengths.len()) {
            self.word_starts.push(index);
        }
        self.words.push_str(words);
        self.lengths.push(u8::try_from(words.len()).unwrap_or(u8::MAX));
        self.positions.push(position.max(0.0));
        self.widths.push(rect.width());
        self.places.push(end);
        self.rect = self.rect.union(rect);
    }
}

/// Returns the runs of `placed`, in the order of the text. `ends`: whether a paragraph ends with it that is not the last.
pub fn runs_of(placed: &PlacedBlock, source: &Source, ends: bool) -> Vec<Run> {
    let (text, block) = (&source.text, placed.block);
    let offset = placed.origin.to_vec2();
    let mut words = units::word_starts_in(text, block.span).peekable();
    let mut runs: Vec<Run> = Vec::new();
    let mut line = 0;
    let mut broken = false;
    for grapheme in units::graphemes_in(text, block.span) {
        let begins_word = words.next_if(|start| *start < grapheme.end()).is_some();
        let found = placed.rects(grapheme).first().map(|rect| rect.translate(-offset));
        // A line end has no place of its own: it stands where its line ends.
        let rect = found.unwrap_or_else(|| runs.last().map_or(Rect::ZERO, after));
        let below = runs.last().is_some_and(|run| rect.top() > run.rect.center().y || broken);
        if below {
            line += 1;
        }
        let shown = shown(text.slice(grapheme), block.hard_wrapped);
        broken = shown == "\n";
        let on =
            runs.last().filter(|run| !below && run.lengths.len() < MOST).and_then(|run| run.goes_on(rect));
        if on.is_none() {
            runs.push(Run::new(rect, line, grapheme.start()));
        }
        if let Some(run) = runs.last_mut() {
            run.leftward = on.unwrap_or(None);
            run.push(&shown, rect, begins_word, grapheme.end());
        }
    }
    if ends && let Some(run) = runs.last_mut().filter(|run| run.lengths.len() < MOST) {
        let rect = after(run);
        run.push("\n", rect, false, block.span.end());
    }
    runs
}

/// A place without width at a run's end.
fn after(run: &Run) -> Rect {
    let x = if run.leftward == Some(true) { run.rect.left() } else { run.rect.right() };
    Rect::from_x_y_ranges(x..=x, run.rect.y_range())
}

/// A grapheme as one character: no line end that is only set as a blank, no sign that a bus can't carry, none too long.
fn shown(grapheme: &str, hard_wrapped: bool) -> String {
    if grapheme == "\n" && hard_wrapped {
        return " ".to_owned();
    }
    let mut shown = String::with_capacity(grapheme.len());
    for c in grapheme.chars() {
        let c = if c == '\0' { char::REPLACEMENT_CHARACTER } else { c };
        if shown.len() + c.len_utf8() > MOST {
            break;
        }
        shown.push(c);
    }
    shown
}
