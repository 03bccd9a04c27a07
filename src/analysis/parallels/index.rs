//! An index over one source: which sentences have which terms.
//!
//! It keeps no words but each different term once; four bytes for each term that stands somewhere, sixteen for each
//! sentence. Where in a sentence a term stands is found again by reading the few sentences that are shown.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::abbreviations::Abbreviations;
use super::language::Language;
use super::reading::{Reading, Seen};
use super::sentences::{self, Sentence};
use crate::text::{Span, Text};

/// How many sentences of a paragraph around a passage are looked at.
const MOST_BESIDE: usize = 20;

/// A sentence, as windows need it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    /// Where it is.
    pub span: Span,
    /// How many terms it has.
    pub n_terms: u32,
    /// Whether it may stand in one window with the one before.
    pub joined: bool,
}

/// Which sentences of a source have which terms.
#[derive(Debug)]
pub struct Index {
    text: Text,
    /// What readers said of the language.
    given: String,
    language: Language,
    abbreviations: Abbreviations,
    units: Vec<Unit>,
    /// The terms, sorted.
    terms: Vec<Box<str>>,
    /// Whether a term has a capital within sentences.
    names: Vec<bool>,
    /// Where the sentences of each term begin in `postings`; one more than there are terms.
    starts: Vec<u32>,
    /// For each term its sentences, in order; a sentence that has it twice is there twice.
    postings: Vec<u32>,
    /// The terms by what they have in common with words of other languages, once that is asked.
    cognates: OnceLock<HashMap<String, Vec<usize>>>,
}

/// How often a term stood within a sentence, and with a capital.
#[derive(Debug, Clone, Copy, Default)]
struct Capitals {
    n: u32,
    n_capital: u32,
}

/// What is gathered while a text is read.
struct Gathered {
    units: Vec<Unit>,
    /// The terms of all sentences, one after the other.
    order: Vec<u32>,
    capitals: Vec<Capitals>,
}

impl Index {
    /// Reads a text. `language` is what readers say of it; if they say nothing, it is guessed. Asks `stopped` at each
    /// paragraph, and returns nothing when it says so; tells it what share of the text, 0 to 1, is done.
    pub fn of(text: &Text, language: &str, mut stopped: impl FnMut(f32) -> bool) -> Option<Self> {
        let given = language.to_owned();
        let language = Language::of(language, text);
        let abbreviations = Abbreviations::explained_in(text.as_str());
        let mut reading = Reading::new(&language, &abbreviations);
        let gathered = gather(text, &language, &mut reading, &mut stopped)?;
        let read = reading.terms();
        let mut sorted: Vec<(&str, u32)> = (0..).zip(&read).map(|(number, key)| (*key, number)).collect();
        sorted.sort_unstable();
        let mut place = vec![0_u32; sorted.len()];
        for (index, (_, number)) in (0_u32..).zip(&sorted) {
            if let Some(place) = place.get_mut(*number as usize) {
                *place = index;
            }
        }
        let terms: Vec<Box<str>> = sorted.iter().map(|(key, _)| Box::from(*key)).collect();
        let capital = |number: u32| gathered.capitals.get(number as usize).copied().unwrap_or_default();
        let is_name = |number: u32| {
            let Capitals { n, n_capital } = capital(number);
            language.capitals_mean_names() && n_capital * 2 > n
        };
        let names = sorted.iter().map(|(_, number)| is_name(*number)).collect();
        let Gathered { units, mut order, .. } = gathered;
        for term in &mut order {
            *term = place.get(*term as usize).copied().unwrap_or_default();
        }
        let (starts, postings) = turned(&units, &order, terms.len());
        drop(reading);
        Some(Self {
            text: text.clone(),
            given,
            language,
            abbreviations,
            units,
            terms,
            names,
            starts,
            postings,
            cognates: OnceLock::new(),
        })
    }

    /// Returns whether the index is of this very text, read in this language.
    #[must_use]
    pub fn is_of(&self, text: &Text, language: &str) -> bool {
        self.text.is_same(text) && self.given == language
    }

    /// Returns the text that it is of.
    #[must_use]
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// Returns the language that the text was read in.
    #[must_use]
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// Returns how many sentences there are.
    #[must_use]
    pub fn n_sentences(&self) -> usize {
        self.units.len()
    }

    pub(super) fn units(&self) -> &[Unit] {
        &self.units
    }

    /// Returns the mean number of terms in a sentence, at least 1.
    pub(super) fn mean_terms(&self) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a mean")]
        let mean = self.postings.len() as f32 / self.units.len().max(1) as f32;
        mean.max(1.0)
    }

    /// Returns the number of a term, if the text has it.
    pub(super) fn term(&self, key: &str) -> Option<usize> {
        self.terms.binary_search_by(|term| term.as_ref().cmp(key)).ok()
    }

    /// Returns the terms that look like a term of another language: of common origin, or so one hopes.
    pub(super) fn cognates(&self, key: &str) -> Vec<usize> {
        let all = self.cognates.get_or_init(|| {
            let mut all: HashMap<String, Vec<usize>> = HashMap::new();
            for (number, term) in self.terms.iter().enumerate() {
                all.entry(origin(term)).or_default().push(number);
            }
            all
        });
        all.get(&origin(key)).cloned().unwrap_or_default()
    }

    /// Returns whether the term of this number is a name here.
    pub(super) fn is_name(&self, term: usize) -> bool {
        self.names.get(term).copied().unwrap_or_default()
    }

    /// Returns the sentences that have the term of this number, in order.
    pub(super) fn sentences_of(&self, term: usize) -> &[u32] {
        let start = self.starts.get(term).copied().unwrap_or_default() as usize;
        let end = self.starts.get(term + 1).copied().unwrap_or_default() as usize;
        self.postings.get(start..end).unwrap_or_default()
    }

    /// Returns in how many sentences the term of this number stands.
    pub(super) fn n_with(&self, term: usize) -> usize {
        self.sentences_of(term).chunk_by(|a, b| a == b).count()
    }

    /// Returns the sentences of the paragraphs that a stretch lies in, without those that it touches.
    pub(super) fn beside(&self, span: Span) -> Vec<Span> {
        let paragraphs = self.text.paragraphs();
        let of = |pos| paragraphs.get(paragraphs.index_at(pos)).map_or(span, |paragraph| paragraph.span);
        let whole = of(span.start()).hull(of(span.end().minus(1)));
        let first = self.units.partition_point(|unit| unit.span.end() <= whole.start());
        let units = self.units.iter().skip(first).take_while(|unit| unit.span.start() < whole.end());
        units.map(|unit| unit.span).filter(|unit| !unit.overlaps(span)).take(MOST_BESIDE).collect()
    }

    /// Reads a stretch of the text again: each term with where it stands.
    pub(super) fn read(&self, span: Span) -> Vec<(String, Span)> {
        let words = self.text.slice(span);
        let base = self.text.byte_from_pos(span.start());
        self.read_words(words)
            .into_iter()
            .map(|(key, start, end)| (key, self.text.span_from_bytes(base + start, base + end)))
            .collect()
    }

    /// Reads words that somebody wrote about the text, as if they stood in it: each term with its bytes.
    pub(super) fn read_words(&self, words: &str) -> Vec<(String, usize, usize)> {
        let mut reading = Reading::new(&self.language, &self.abbreviations);
        let mut seen = Vec::new();
        reading.read(words, &mut seen);
        let terms = reading.terms();
        let key =
            |seen: &Seen| terms.get(seen.term as usize).map(|key| (*key).to_owned()).unwrap_or_default();
        seen.iter().map(|seen| (key(seen), seen.start, seen.end)).collect()
    }
}

fn gather(
    text: &Text,
    language: &Language,
    reading: &mut Reading<'_>,
    stopped: &mut impl FnMut(f32) -> bool,
) -> Option<Gathered> {
    let mut gathered = Gathered { units: Vec::new(), order: Vec::new(), capitals: Vec::new() };
    let mut positions = text.positions();
    let paragraphs = text.paragraphs();
    let (mut found, mut seen) = (Vec::<Sentence>::new(), Vec::new());
    for index in 0..paragraphs.len() {
        let Some(paragraph) = paragraphs.get(index) else { break };
        #[expect(clippy::cast_precision_loss, reason = "a share")]
        let done = paragraph.span.start().0 as f32 / text.len().max(1) as f32;
        if stopped(done) {
            return None;
        }
        // The last sentence stays, so that it is seen whether the next paragraph goes on with it.
        let n_before = found.len();
        sentences::of_paragraph(text, paragraph, language.code_or_english(), &mut found);
        for (n, sentence) in found.get(n_before..).unwrap_or_default().iter().enumerate() {
            if n % 1_000 == 999 && stopped(done) {
                return None;
            }
            seen.clear();
            let words = text.as_str().get(sentence.bytes.clone()).unwrap_or_default();
            reading.read(words, &mut seen);
            let start = positions.at(sentence.bytes.start);
            gathered.units.push(Unit {
                span: Span::between(start, positions.at(sentence.bytes.end)),
                n_terms: u32::try_from(seen.len()).unwrap_or(u32::MAX),
                joined: sentence.joined,
            });
            gathered.take(&seen);
        }
        let last = found.pop();
        found.clear();
        found.extend(last);
    }
    Some(gathered)
}

impl Gathered {
    fn take(&mut self, seen: &[Seen]) {
        for seen in seen {
            self.order.push(seen.term);
            let term = seen.term as usize;
            if self.capitals.len() <= term {
                self.capitals.resize(term + 1, Capitals::default());
            }
            if let Some(capitals) = self.capitals.get_mut(term).filter(|_| !seen.first) {
                capitals.n += 1;
                capitals.n_capital += u32::from(seen.capital);
            }
        }
    }
}

/// Returns what words of common origin have in common in many languages of Europe: the first six letters, in one
/// spelling of what they spell in several ways ("philosoph", "filosof"; "quot", "cuot").
fn origin(term: &str) -> String {
    let spelled = term
        .replace("ph", "f")
        .replace("th", "t")
        .replace("qu", "c")
        .replace(['k', 'q'], "c")
        .replace('y', "i");
    let mut origin = String::new();
    for c in spelled.chars() {
        if !origin.ends_with(c) {
            origin.push(c);
        }
    }
    origin.chars().take(6).collect()
}

/// From the terms of each sentence to the sentences of each term.
fn turned(units: &[Unit], order: &[u32], n_terms: usize) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; n_terms + 1];
    for term in order {
        if let Some(n) = starts.get_mut(*term as usize + 1) {
            *n += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut next = starts.clone();
    let mut postings = vec![0_u32; order.len()];
    let mut terms = order.iter();
    for (sentence, unit) in (0_u32..).zip(units) {
        for term in terms.by_ref().take(unit.n_terms as usize) {
            let Some(next) = next.get_mut(*term as usize) else { continue };
            if let Some(posting) = postings.get_mut(*next as usize) {
                *posting = sentence;
            }
            *next += 1;
        }
    }
    (starts, postings)
}

/// How many sentences of several indexes have a term.
#[derive(Debug, Default)]
pub(super) struct Counts {
    known: HashMap<String, usize>,
}

impl Counts {
    /// Returns in how many sentences of `indexes` the term stands.
    pub(super) fn of<'a>(&mut self, key: &str, indexes: impl Iterator<Item = &'a Index>) -> usize {
        if let Some(n) = self.known.get(key) {
            return *n;
        }
        let n = indexes.filter_map(|index| index.term(key).map(|term| index.n_with(term))).sum();
        self.known.insert(key.to_owned(), n);
        n
    }
}
