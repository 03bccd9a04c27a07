//! Finding words in the sources.
//!
//! A [`Pattern`] is made once and asked of each text. Places are those of the text as it is, in
//! code points, also where the search ignores case or diacritics. Hits come one by one and their
//! surroundings only when asked for, so that a frequent letter in a long book costs no memory.

use regex::{Regex, RegexBuilder};
use thiserror::Error;
use unicode_normalization::char::{canonical_combining_class, decompose_canonical};

use crate::model::{Comparison, Source, SourceId};
use crate::text::{ParagraphNumber, Pos, Span, Text};

/// How many code points of a line are shown beside a hit.
const AROUND: u32 = 40;

/// The most memory that a compiled pattern may take, and the most characters that it may have.
const PATTERN_BYTES: usize = 10 << 20;
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
    regex: Regex,
    diacritics: Diacritics,
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
        let source = match options.syntax {
            Syntax::Literal => literal(&words),
            Syntax::Regex => words,
        };
        let source = match options.bounds {
            Bounds::Anywhere => source,
            Bounds::WholeWords => format!("\\b{{start-half}}(?:{source})\\b{{end-half}}"),
        };
        let regex = RegexBuilder::new(&source)
            .case_insensitive(options.case == Case::Ignored)
            .multi_line(true)
            .size_limit(PATTERN_BYTES)
            .build()
            .map_err(pattern_error)?;
        Ok(Self { regex, diacritics: options.diacritics })
    }

    /// Makes `text` ready to be searched.
    #[must_use]
    pub fn searched<'a>(&'a self, text: &'a Text) -> Searched<'a> {
        let folded = match self.diacritics {
            Diacritics::Kept => None,
            Diacritics::Folded => Some(Folded::of(text.as_str())),
        };
        Searched { pattern: self, text, folded }
    }
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

fn pattern_error(error: regex::Error) -> PatternError {
    match error {
        regex::Error::CompiledTooBig(_) => PatternError::TooLarge,
        other => {
            // The crate draws the pattern with a pointer under it; the last line says what is wrong.
            let said = other.to_string();
            let last = said.lines().last().unwrap_or_default().trim();
            PatternError::Syntax(last.strip_prefix("error: ").unwrap_or(last).to_owned())
        }
    }
}

/// A text being searched.
#[derive(Debug)]
pub struct Searched<'a> {
    pattern: &'a Pattern,
    text: &'a Text,
    folded: Option<Folded>,
}

impl Searched<'_> {
    /// Returns where the text has the pattern, in order and without overlap; never an empty stretch.
    pub fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        let words = self.folded.as_ref().map_or(self.text.as_str(), |folded| &folded.words);
        let mut end_before = Pos(0);
        self.pattern.regex.find_iter(words).filter_map(move |found| {
            let (start, end) = match &self.folded {
                None => (found.start(), found.end()),
                Some(folded) => (folded.start_from(found.start()), folded.end_from(found.end())),
            };
            let span = self.text.span_from_bytes(start, end);
            let new = !found.is_empty() && !span.is_empty() && span.start() >= end_before;
            end_before = if new { span.end() } else { end_before };
            new.then_some(span)
        })
    }
}

/// A place where a source has the pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The source.
    pub source: SourceId,
    /// Where in its text.
    pub span: Span,
    /// The paragraph it begins in.
    pub paragraph: ParagraphNumber,
    /// The words, and those around them.
    pub context: Context,
}

/// A line of a text with a hit in it; line ends and other white space are single spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// What stands before, with "…" when the paragraph began earlier.
    pub before: String,
    /// What was found.
    pub hit: String,
    /// What stands after, with "…" when the paragraph goes on.
    pub after: String,
}

impl Context {
    /// Returns the surroundings of `span` within its paragraph.
    #[must_use]
    pub fn of(text: &Text, span: Span) -> Self {
        let paragraphs = text.paragraphs();
        let bounds = |pos: Pos| paragraphs.get(paragraphs.index_at(pos)).map_or(text.span(), |p| p.span);
        let paragraph_start = bounds(span.start()).start().min(span.start());
        let paragraph_end = bounds(span.end().minus(1)).end().max(span.end());
        let from = paragraph_start.max(span.start().minus(AROUND));
        let to = paragraph_end.min(span.end().plus(AROUND));
        let before = text.slice(Span::between(from, span.start()));
        let after = text.slice(Span::between(span.end(), to));
        Self {
            before: if from > paragraph_start {
                format!("…{}", one_line(from_next_word(before)))
            } else {
                one_line(before)
            },
            hit: one_line(text.slice(span)),
            after: if to < paragraph_end {
                format!("{}…", one_line(to_last_word(after)))
            } else {
                one_line(after)
            },
        }
    }
}

/// The words without the part of one they begin with, where there are blanks to tell.
fn from_next_word(words: &str) -> &str {
    words.split_once(char::is_whitespace).map_or(words, |(_, rest)| rest)
}

/// The words without the part of one they end with, where there are blanks to tell.
fn to_last_word(words: &str) -> &str {
    words.rsplit_once(char::is_whitespace).map_or(words, |(rest, _)| rest)
}

fn one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for c in words.chars() {
        if !c.is_whitespace() {
            line.push(c);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line
}

/// Finds `pattern` in the sources of `comparison`, one after the other, and hands each hit to `found`
/// until that says to stop by an error of its own.
///
/// # Errors
/// Only what `found` returns.
pub fn search<E>(
    comparison: &Comparison,
    pattern: &Pattern,
    mut found: impl FnMut(Hit) -> Result<(), E>,
) -> Result<(), E> {
    comparison.sources().iter().try_for_each(|source| search_in(source, pattern, &mut found))
}

/// Finds `pattern` in one source, as [`search`] does in all.
///
/// # Errors
/// Only what `found` returns.
pub fn search_in<E>(
    source: &Source,
    pattern: &Pattern,
    mut found: impl FnMut(Hit) -> Result<(), E>,
) -> Result<(), E> {
    let text = &source.text;
    pattern.searched(text).spans().try_for_each(|span| {
        let paragraph = text.paragraphs().number_at(span.start());
        found(Hit { source: source.id, span, paragraph, context: Context::of(text, span) })
    })
}

/// Words without diacritics, and the way back from their bytes to those of the original.
#[derive(Debug, Default)]
struct Folded {
    words: String,
    /// Where the two no longer run side by side: sorted by `folded`, then `original`. Between two
    /// steps both advance byte for byte, but for the one character of a step that is `changed`.
    steps: Vec<Step>,
}

#[derive(Debug, Clone, Copy)]
struct Step {
    folded: usize,
    original: usize,
    changed: bool,
}

impl Folded {
    /// Decomposes every letter and drops the marks, except the sign that a script needs to be read (virama).
    /// Korean syllables, which decompose into letters and not marks, stay whole.
    fn of(original: &str) -> Self {
        let mut folded = Self::default();
        for (at, c) in original.char_indices() {
            let start = folded.words.len();
            if c.is_ascii() || is_hangul_syllable(c) {
                folded.words.push(c);
                continue;
            }
            decompose_canonical(c, |part| {
                if !is_diacritic(part) {
                    folded.words.push(part);
                }
            });
            if folded.words.get(start..) != original.get(at..at + c.len_utf8()) {
                folded.steps.push(Step { folded: start, original: at, changed: true });
                let after = at + c.len_utf8();
                folded.steps.push(Step { folded: folded.words.len(), original: after, changed: false });
            }
        }
        folded
    }

    /// Returns the original byte at which a stretch that begins at `folded` begins.
    fn start_from(&self, folded: usize) -> usize {
        let (step, _) = self.step_at(folded);
        if step.changed { step.original } else { step.original + (folded - step.folded) }
    }

    /// Returns the original byte at which a stretch that ends at `folded` ends, with the marks on its last letter.
    fn end_from(&self, folded: usize) -> usize {
        let (step, next) = self.step_at(folded);
        match next {
            Some(next) if step.changed && folded > step.folded => next.original,
            _ => step.original + (folded - step.folded),
        }
    }

    /// Returns the last step at or before `folded`, and the one after it.
    fn step_at(&self, folded: usize) -> (Step, Option<Step>) {
        let after = self.steps.partition_point(|step| step.folded <= folded);
        let none = Step { folded: 0, original: 0, changed: false };
        let step = after.checked_sub(1).and_then(|at| self.steps.get(at)).copied();
        (step.unwrap_or(none), self.steps.get(after).copied())
    }
}

fn is_hangul_syllable(c: char) -> bool {
    ('\u{AC00}'..='\u{D7A3}').contains(&c)
}

fn is_diacritic(c: char) -> bool {
    const VIRAMA: u8 = 9;
    !matches!(canonical_combining_class(c), 0 | VIRAMA)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FOLD: SearchOptions = SearchOptions {
        syntax: Syntax::Literal,
        case: Case::Ignored,
        bounds: Bounds::Anywhere,
        diacritics: Diacritics::Folded,
    };

    fn found(content: &str, words: &str, options: SearchOptions) -> Vec<String> {
        let text = Text::new(content).unwrap();
        let pattern = Pattern::new(words, options).unwrap();
        let searched = pattern.searched(&text);
        searched.spans().map(|span| text.slice(span).to_owned()).collect()
    }

    #[track_caller]
    fn check(content: &str, words: &str, options: SearchOptions, expected: &[&str]) {
        assert_eq!(found(content, words, options), expected, "{words:?} in {content:?}");
    }

    #[test]
    fn case_is_ignored_in_every_alphabet_unless_asked_for() {
        check("Armed ARMED armed", "armed", SearchOptions::default(), &["Armed", "ARMED", "armed"]);
        check("Ñandú ñANDÚ", "ÑandÚ", SearchOptions::default(), &["Ñandú", "ñANDÚ"]);
        check("Στρατός ΣΤΡΑΤΌΣ", "στρατός", SearchOptions::default(), &["Στρατός", "ΣΤΡΑΤΌΣ"]);
        let kept = SearchOptions { case: Case::Kept, ..SearchOptions::default() };
        check("Armed armed", "armed", kept, &["armed"]);
    }

    #[test]
    fn a_literal_is_literal_but_for_white_space_which_crosses_lines_and_not_paragraphs() {
        let literal = SearchOptions::default();
        check("a.c abc (1) [x", "a.c", literal, &["a.c"]);
        check("a.c abc (1) [x", "(1) [", literal, &["(1) ["]);
        check(
            "armed\nroad, armed \n  road, armed\u{a0}road",
            "armed road",
            literal,
            &["armed\nroad", "armed \n  road", "armed\u{a0}road"],
        );
        check("armed\n\nroad", "armed  road", literal, &[]);
        check("a b", " ", literal, &[" "]);
        check("the road, the end", " the ", literal, &[" the "]);
    }

    #[test]
    fn whole_words_are_bounded_by_what_is_no_letter_also_around_signs() {
        let words = SearchOptions { bounds: Bounds::WholeWords, ..SearchOptions::default() };
        check("party parties Party's counterparty", "party", words, &["party", "Party"]);
        check("C++ C+ xC++", "C++", words, &["C++"]);
        let regex = SearchOptions { syntax: Syntax::Regex, ..words };
        check("road roads broad", "road|roads", regex, &["road", "roads"]);
    }

    #[test]
    fn a_regular_expression_sees_lines_and_never_finds_nothing() {
        let regex = SearchOptions { syntax: Syntax::Regex, ..SearchOptions::default() };
        check("one\ntwo", "^t.*$", regex, &["two"]);
        check("abc", "x*", regex, &[]);
        check("The 1970s", r"\d{4}", regex, &["1970"]);
    }

    #[test]
    fn diacritics_are_folded_and_the_original_is_what_is_found() {
        check("los cordones, el cordón, CORDÓN", "cordon", FOLD, &["cordon", "cordón", "CORDÓN"]);
        check("el cordo\u{301}n", "cordón", FOLD, &["cordo\u{301}n"]);
        check("cordo\u{301}n", "cordo", FOLD, &["cordo\u{301}"]);
        check("an\u{303}o", "o", FOLD, &["o"]);
        check("Việt Nam", "viet", FOLD, &["Việt"]);
        check("각하", "가", FOLD, &[]);
        check("हिन्दी", "हिन्दी", FOLD, &["हिन्दी"]);
        check("שָׁלוֹם", "שלום", FOLD, &["שָׁלוֹם"]);
    }

    #[test]
    fn what_cannot_be_searched_for_is_said_in_one_line() {
        let regex = SearchOptions { syntax: Syntax::Regex, ..SearchOptions::default() };
        let said = |words: &str, options| Pattern::new(words, options).unwrap_err().to_string();
        assert_eq!(said("a(b", regex), "the pattern is not a regular expression: unclosed group");
        assert_eq!(said("(\\w{1000}){1000}", regex), PatternError::TooLarge.to_string());
        assert_eq!(said("\u{301}", FOLD), PatternError::OnlyDiacritics.to_string());
        assert_eq!(said("", FOLD), PatternError::Empty.to_string());
    }

    #[test]
    fn a_hit_is_shown_within_its_paragraph() {
        let long = "So it was said, and said again, by many of them who knew better:\nthe armed  road is \
                    closed to us, now and for as long as the army stands.\n\nNext.";
        let text = Text::new(long).unwrap();
        let pattern = Pattern::new("armed road", SearchOptions::default()).unwrap();
        let span = pattern.searched(&text).spans().next().unwrap();
        let context = Context::of(&text, span);
        assert_eq!(context.before, "…by many of them who knew better: the ");
        assert_eq!(context.hit, "armed road");
        assert_eq!(context.after, " is closed to us, now and for as long…");
        let last = Context::of(&text, Span::between(text.end().minus(5), text.end()));
        assert_eq!((last.before.as_str(), last.hit.as_str(), last.after.as_str()), ("", "Next.", ""));
    }

    proptest! {
        #[test]
        fn folding_finds_every_place_that_is_written_alike(
            before in "[a-zñó\u{301}가ệ \n]{0,40}", word in "[a-zñóệ]{1,8}", after in "\\PC{0,40}",
        ) {
            let text = Text::new(format!("{before} {word} {after}")).unwrap();
            let plain: Vec<Span> = crate::anchoring::occurrences(&text, &word);
            let pattern = Pattern::new(&word, FOLD).unwrap();
            let searched = pattern.searched(&text);
            let spans: Vec<Span> = searched.spans().collect();
            prop_assert!(spans.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
            for place in plain {
                prop_assert!(spans.iter().any(|span| span.overlaps(place)), "{spans:?} {place:?}");
            }
            for span in spans {
                prop_assert_eq!(
                    Folded::of(text.slice(span)).words.to_lowercase(),
                    Folded::of(&word).words.to_lowercase()
                );
            }
        }
    }
}
