//! Setting lines of any script, where egui's own way of setting them falls short.
//!
//! egui 0.37 draws every script well, a run at a time. It knows nothing of direction (UAX 9), little of where
//! a line may end (UAX 14), and loses count of the characters where a script takes more or fewer glyphs than
//! those. So here a block is cut into runs of one direction, face and format; they are measured, broken into
//! lines, put in the order in which they are read, and each is drawn by egui. What comes out is a galley like
//! any other, but that has one glyph for each character, in the order of the text, at the place where that
//! character stands. Text that needs none of this stays with egui. Start reading at [`set`].

mod breaks;
mod cells;
mod compose;
mod faces;
mod label;
mod order;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use eframe::egui::Galley;
use eframe::egui::text::LayoutJob;
use eframe::epaint::text::FontsView;

pub use self::faces::Faces;
pub use self::label::{
    marked_label_ui, name_galley, name_label, name_text, runs_label_ui, words_galley, words_label_ui,
};
pub use self::order::Order;

/// Set lines.
#[derive(Clone)]
pub struct Lines {
    /// The lines, with one glyph for each character but line ends, in the order of the text.
    pub galley: Arc<Galley>,
    /// Which way the characters run; nothing where all run from left to right.
    pub order: Option<Arc<Order>>,
}

/// Returns whether `words` run from right to left, by their first letter that runs either way; nothing if
/// none does.
pub fn runs_leftward(words: &str) -> Option<bool> {
    order::first_strong(words)
}

/// Whether lines of `words` are not set right by egui alone.
fn needs_care(words: &str) -> bool {
    !words.is_ascii() && words.chars().any(is_hard)
}

/// Whether a character may run leftward, may end a line or forbid to in a way that egui does not know, or may
/// come out as more glyphs than one.
fn is_hard(c: char) -> bool {
    match c {
        '\u{AD}'
        | '\u{2007}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202F}'
        | '\u{2060}'..='\u{206F}' => true,
        // Latin, Greek, Cyrillic, Armenian, Georgian, punctuation, symbols.
        '\0'..='\u{58F}' | '\u{10A0}'..='\u{10FF}' | '\u{1C80}'..='\u{1CBF}' | '\u{1D00}'..='\u{2E7F}' => {
            false
        }
        '\u{A640}'..='\u{A69F}'
        | '\u{A700}'..='\u{A7FF}'
        | '\u{AB30}'..='\u{AB6F}'
        | '\u{FB00}'..='\u{FB17}' => false,
        '\u{E000}'..='\u{F8FF}' | '\u{FFFD}' => false,
        _ => true,
    }
}

/// Returns the lines of `job`, broken at its width; `right_to_left`: whether they begin at the right edge.
pub fn set(fonts: &mut FontsView<'_>, faces: &mut Faces, job: LayoutJob, right_to_left: bool) -> Lines {
    if !right_to_left && !needs_care(&job.text) {
        faces.look_over(fonts, &job);
        return Lines { galley: fonts.layout_job(job), order: None };
    }
    let levels = order::Levels::of(&job.text, right_to_left);
    let measured = cells::measure(fonts, faces, &job, &levels);
    let lines = cells::fill(&measured, &job, &levels);
    compose::compose(fonts, &job, (&measured, &levels), &lines, right_to_left)
}
