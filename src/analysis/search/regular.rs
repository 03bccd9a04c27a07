//! Finding what a regular expression describes, stretch by stretch, so that a long search can be given up.

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, Hir, HirKind, Look};
use regex_syntax::{Parser, ParserBuilder};

use super::{Case, PatternError};

/// The most memory that a compiled pattern may take.
const PATTERN_BYTES: usize = 10 << 20;
/// How many bytes are searched in one go, where hits end with their line.
const STRETCH: usize = 1 << 20;

/// A regular expression.
#[derive(Debug, Clone)]
pub(super) struct Regular {
    regex: Regex,
    /// Whether the lines of a text can be searched one by one: no hit goes on past a line's end.
    by_lines: bool,
}

impl Regular {
    pub(super) fn new(source: &str, case: Case) -> Result<Self, PatternError> {
        let ignored = case == Case::Ignored;
        let regex = RegexBuilder::new(source)
            .case_insensitive(ignored)
            .multi_line(true)
            .size_limit(PATTERN_BYTES)
            .build()
            .map_err(pattern_error)?;
        let mut parser: Parser = ParserBuilder::new().case_insensitive(ignored).multi_line(true).build();
        let by_lines = parser.parse(source).is_ok_and(|hir| stays_in_line(&hir));
        Ok(Self { regex, by_lines })
    }

    /// Returns the hits in `text`, with a mark after each stretch that was gone through.
    pub(super) fn matches<'a>(&'a self, text: &'a str) -> Matches<'a> {
        Matches { regular: self, text, end: 0, stretch: None }
    }
}

/// The hits of a regular expression in a text.
pub(super) struct Matches<'a> {
    regular: &'a Regular,
    text: &'a str,
    /// Where the stretch ends.
    end: usize,
    /// The stretch being searched, by where it begins.
    stretch: Option<(usize, regex::Matches<'a, 'a>)>,
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A hit, in bytes.
    Hit(usize, usize),
    /// Nothing more up to here.
    Passed,
}

impl Iterator for Matches<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        if let Some((start, matches)) = &mut self.stretch {
            if let Some(found) = matches.next() {
                return Some(Step::Hit(*start + found.start(), *start + found.end()));
            }
            self.stretch = None;
            return Some(Step::Passed);
        }
        let rest = self.text.get(self.end..).filter(|rest| !rest.is_empty())?;
        let start = self.end;
        let far = rest.as_bytes().get(STRETCH..).filter(|_| self.regular.by_lines);
        let end = far.and_then(|far| memchr::memchr(b'\n', far)).map_or(rest.len(), |at| STRETCH + at + 1);
        self.end = start + end;
        self.stretch = Some((start, self.regular.regex.find_iter(rest.get(..end).unwrap_or(rest))));
        self.next()
    }
}

/// Whether nothing in it stands for a line's end, nor for the beginning or end of the whole text.
fn stays_in_line(hir: &Hir) -> bool {
    let looks = hir.properties().look_set();
    if looks.contains(Look::Start) || looks.contains(Look::End) {
        return false;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => !literal.0.contains(&b'\n'),
        HirKind::Class(Class::Unicode(class)) => {
            !class.iter().any(|range| (range.start()..=range.end()).contains(&'\n'))
        }
        HirKind::Class(Class::Bytes(class)) => {
            !class.iter().any(|range| (range.start()..=range.end()).contains(&b'\n'))
        }
        HirKind::Repetition(repetition) => stays_in_line(&repetition.sub),
        HirKind::Capture(capture) => stays_in_line(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().all(stays_in_line),
    }
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
