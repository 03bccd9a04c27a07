//! Finding words in the sources.
//!
//! A [`Pattern`] is made once and asked of each text. Places are those of the text as it is, in
//! code points, also where the search ignores case or diacritics. Hits come one by one and their
//! surroundings only when asked for, so that a frequent letter in a long book costs no memory.
//!
//! Words go to `words`, which looks at little more than the memory must; regular expressions, and the few
//! words that it can't do, to `regular`. `folded` takes diacritics off, `sweep` goes through many texts and
//! can be stopped, `hits` has what is shown of a hit.

mod folded;
mod hits;
mod regular;
mod sweep;
#[cfg(test)]
mod tests;
mod words;

use std::sync::Arc;

use thiserror::Error;

use crate::text::{Pos, Positions, Span, Text};
pub use folded::Folds;
use folded::{Folded, WayBack};
pub use hits::{Context, Hit, search, search_in};
use regular::{Regular, Step};
pub use sweep::{Found, Onward, sweep};
use words::Words;

/// The most characters that a pattern may have.
const PATTERN_LENGTH: usize = 10_000;

/// How a pattern is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SearchOptions {
    /// What the pattern is written in.
    pub syntax: Syntax,
    /// Which letters are alike.
    pub case: Case,
    /// Where a hit may begin and end.
    pub bounds: Bounds,
    /// Whether marks on letters count.
    pub diacritics: Diacritics,
}

/// What a pattern is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Syntax {
    /// The words themselves; white space matches any white space within a paragraph.
    #[default]
    Literal,
    /// A regular expression, in which `^` and `$` are the ends of a line.
    Regex,
}

/// Whether capital and small letters are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Case {
    /// They are.
    #[default]
    Ignored,
    /// They are not.
    Kept,
}

/// Where a hit may begin and end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bounds {
    /// Anywhere.
    #[default]
    Anywhere,
    /// Only where a word does.
    WholeWords,
}

/// Whether "cordon" is "cordón".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Diacritics {
    /// It is not.
    #[default]
    Kept,
    /// It is.
    Folded,
}

/// Why a pattern can't be searched for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PatternError {
    /// Nothing to look for.
    #[error("the pattern is empty: give the words to look for")]
    Empty,
    /// Nothing left to look for.
    #[error("the pattern is nothing but diacritics, which this search ignores")]
    OnlyDiacritics,
    /// Not a regular expression.
    #[error("the pattern is not a regular expression: {0}")]
    Syntax(String),
    /// A regular expression past all measure.
    #[error("the pattern is too large: it has more than 10,000 characters, or would take more than 10 MiB")]
    TooLarge,
}

/// What to look for.
#[derive(Debug, Clone)]
pub struct Pattern {
    engine: Engine,
    diacritics: Diacritics,
}

#[derive(Debug, Clone)]
enum Engine {
    Words(Box<Words>),
    Regular(Regular),
}

impl Pattern {
    /// Reads `words` as `options` say.
    ///
    /// # Errors
    /// When there is nothing to look for, or the words are no regular expression.
    pub fn new(words: &str, options: SearchOptions) -> Result<Self, PatternError> {
        if words.is_empty() {
            return Err(PatternError::Empty);
        }
        if words.chars().nth(PATTERN_LENGTH).is_some() {
            return Err(PatternError::TooLarge);
        }
        let words = match options.diacritics {
            Diacritics::Kept => words.to_owned(),
            Diacritics::Folded => Folded::of(words).words,
        };
        if words.is_empty() {
            return Err(PatternError::OnlyDiacritics);
        }
        let quick = match options.syntax {
            Syntax::Literal => Words::new(&words, options.case, options.bounds),
            Syntax::Regex => None,
        };
        let engine = match quick {
            Some(words) => Engine::Words(Box::new(words)),
            None => Engine::Regular(regular(words, options)?),
        };
        Ok(Self { engine, diacritics: options.diacritics })
    }

    /// Makes `text` ready to be searched.
    #[must_use]
    pub fn searched<'a>(&'a self, text: &'a Text) -> Searched<'a> {
        self.searched_with(text, &Folds::default())
    }

    /// Makes `text` ready to be searched, sparing the work that `folds` have done already.
    #[must_use]
    pub fn searched_with<'a>(&'a self, text: &'a Text, folds: &Folds) -> Searched<'a> {
        let folded = match self.diacritics {
            Diacritics::Kept => None,
            Diacritics::Folded => folds.of(text),
        };
        Searched { pattern: self, text, folded }
    }
}

/// Reads words as a regular expression.
fn regular(words: String, options: SearchOptions) -> Result<Regular, PatternError> {
    let source = match options.syntax {
        Syntax::Literal => literal(&words),
        Syntax::Regex => words,
    };
    let source = match options.bounds {
        Bounds::Anywhere => source,
        Bounds::WholeWords => format!("\\b{{start-half}}(?:{source})\\b{{end-half}}"),
    };
    Regular::new(&source, options.case)
}

/// White space becomes any white space that does not end a paragraph; all else stands for itself.
fn literal(words: &str) -> String {
    let mut source = String::new();
    let mut in_blank = false;
    for c in words.chars() {
        if !c.is_whitespace() {
            source.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
        } else if !in_blank {
            source.push_str(r"(?-i:[^\S\n]+\n?[^\S\n]*|\n[^\S\n]*)");
        }
        in_blank = c.is_whitespace();
    }
    source
}

/// A text being searched.
#[derive(Debug)]
pub struct Searched<'a> {
    pattern: &'a Pattern,
    text: &'a Text,
    folded: Option<Arc<Folded>>,
}

impl Searched<'_> {
    /// Returns where the text has the pattern, in order and without overlap; never an empty stretch.
    pub fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        self.steps().filter_map(|step| match step {
            Stop::Hit(span) => Some(span),
            Stop::Passed => None,
        })
    }

    /// Returns the same, and in between where nothing more was found, so that a long search can be given up.
    fn steps(&self) -> Steps<'_> {
        let words = self.folded.as_ref().map_or(self.text.as_str(), |folded| &folded.words);
        let matches = match &self.pattern.engine {
            Engine::Words(finder) => Matches::Words { finder, words, from: 0 },
            Engine::Regular(regular) => Matches::Regular(Box::new(regular.matches(words))),
        };
        let n_characters = match &self.pattern.engine {
            Engine::Words(words) if self.folded.is_none() => words.n_characters(),
            _ => None,
        };
        Steps {
            matches,
            n_characters,
            way_back: self.folded.as_ref().map(|folded| folded.way_back()),
            positions: self.text.positions(),
            end_before: Pos(0),
        }
    }
}

/// The hits in a text, in bytes of the words that are searched.
enum Matches<'a> {
    Words { finder: &'a Words, words: &'a str, from: usize },
    Regular(Box<regular::Matches<'a>>),
}

impl Iterator for Matches<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        match self {
            Self::Words { finder, words, from } => {
                let (start, end) = finder.find(words, *from)?;
                *from = end;
                Some(Step::Hit(start, end))
            }
            Self::Regular(matches) => matches.next(),
        }
    }
}

/// What a search comes by.
enum Stop {
    Hit(Span),
    Passed,
}

/// The hits in a text, in code points of the text as it is.
struct Steps<'a> {
    matches: Matches<'a>,
    /// How long every hit is, where that is known.
    n_characters: Option<u32>,
    way_back: Option<WayBack<'a>>,
    positions: Positions<'a>,
    end_before: Pos,
}

impl Iterator for Steps<'_> {
    type Item = Stop;

    fn next(&mut self) -> Option<Stop> {
        loop {
            let Step::Hit(start, end) = self.matches.next()? else { return Some(Stop::Passed) };
            if start == end {
                continue;
            }
            let (start, end) = match &mut self.way_back {
                None => (start, end),
                Some(way_back) => (way_back.start(start), way_back.end(end)),
            };
            let start = self.positions.at(start);
            let end = self.n_characters.map_or_else(|| self.positions.at(end), |n| start.plus(n));
            let span = Span::between(start, end);
            if !span.is_empty() && span.start() >= self.end_before {
                self.end_before = span.end();
                return Some(Stop::Hit(span));
            }
        }
    }
}
