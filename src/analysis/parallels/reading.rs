//! From words to terms: what of a word is compared with other words.
//!
//! Words are those of UAX 29. A term is a word in small letters, stemmed, without diacritics; a number in one way of
//! writing ("36,6" is "36.6"); a month or a day of it by number, so that "11 de septiembre" is "September 11". Scripts
//! that don't part words are read two characters at a time. A frequent word is worked out once and then looked up.

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;
use unicode_segmentation::UnicodeSegmentation as _;

use super::abbreviations::Abbreviations;
use super::language::Language;

/// Longer words are no words, in bytes.
const LONGEST: usize = 120;
/// How many different spellings are remembered; past that each is worked out anew.
const REMEMBERED: usize = 200_000;
/// What the term of a month or a day begins with. No word does.
const DATE: char = '#';

/// What a term is, for the weight that it has and the reasons that are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermKind {
    /// A word like any other.
    Word,
    /// A word that has a capital also within sentences.
    Name,
    /// A number.
    Number,
    /// A month, or a day of a month.
    Date,
}

impl TermKind {
    /// Returns the kind that can be told from the term alone: names can't.
    pub(super) fn of(key: &str) -> Self {
        match key.chars().next() {
            Some(DATE) => Self::Date,
            Some(c) if c.is_numeric() => Self::Number,
            _ => Self::Word,
        }
    }
}

/// Returns whether a date says the day too.
pub(super) fn has_day(key: &str) -> bool {
    key.starts_with(DATE) && key.contains('-')
}

/// A term where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    /// Its number in [`Reading::terms`].
    pub term: u32,
    /// Where its first byte is in what was read.
    pub start: usize,
    /// Where the byte after its last one is.
    pub end: usize,
    /// Whether it begins with a capital and is not the first word.
    pub capital: bool,
    /// Whether it is the first word.
    pub first: bool,
}

/// What a spelling comes to.
#[derive(Debug, Clone, Default)]
struct Form {
    term: Option<u32>,
    /// What an abbreviation stands for.
    more: Vec<u32>,
    day: Option<u8>,
    month: Option<u8>,
    capital: bool,
}

/// Reads words and numbers their terms.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    language: &'a Language,
    abbreviations: &'a Abbreviations,
    forms: HashMap<Box<str>, Form>,
    terms: HashMap<Box<str>, u32>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(language: &'a Language, abbreviations: &'a Abbreviations) -> Self {
        Self { language, abbreviations, forms: HashMap::new(), terms: HashMap::new() }
    }

    /// Returns the terms that were read, each at its number.
    pub(super) fn terms(&self) -> Vec<&str> {
        let mut terms = vec![""; self.terms.len()];
        for (key, number) in &self.terms {
            if let Some(place) = terms.get_mut(*number as usize) {
                *place = key;
            }
        }
        terms
    }

    /// Reads `words`, which are best a sentence, and puts their terms at the end of `seen`.
    pub(super) fn read(&mut self, words: &str, seen: &mut Vec<Seen>) {
        let mut line = Line { seen, first: true, day: None, month: None };
        let mut pair: Option<(Range<usize>, bool)> = None;
        for (start, word) in words.unicode_word_indices() {
            if is_reference(words, start, word) {
                continue;
            }
            if !word.chars().next().is_some_and(is_unparted) {
                self.end_pair(words, pair.take(), &mut line);
                self.word(start, word, &mut line);
                continue;
            }
            for (offset, c) in word.char_indices() {
                let here = start + offset..start + offset + c.len_utf8();
                match pair.take() {
                    Some((before, _)) if before.end == here.start => {
                        self.pair(words, before.start..here.end, &mut line);
                        pair = Some((here, true));
                    }
                    other => {
                        self.end_pair(words, other, &mut line);
                        pair = Some((here, false));
                    }
                }
            }
        }
        self.end_pair(words, pair, &mut line);
    }

    /// A character of a script without blanks that stood alone is a term by itself.
    fn end_pair(&mut self, words: &str, pair: Option<(Range<usize>, bool)>, line: &mut Line<'_>) {
        if let Some((alone, false)) = pair {
            self.pair(words, alone, line);
        }
    }

    fn pair(&mut self, words: &str, at: Range<usize>, line: &mut Line<'_>) {
        let key: String = words.get(at.clone()).unwrap_or_default().nfc().collect();
        let term = self.number(&key);
        line.push(term, at, false);
        line.first = false;
    }

    fn word(&mut self, start: usize, word: &str, line: &mut Line<'_>) {
        if word.len() > LONGEST {
            line.first = false;
            return;
        }
        let known = self.forms.get(word).cloned();
        let form = known.unwrap_or_else(|| {
            let form = self.form(word);
            if self.forms.len() < REMEMBERED {
                self.forms.insert(word.into(), form.clone());
            }
            form
        });
        let at = start..start + word.len();
        for term in form.term.iter().chain(&form.more) {
            line.push(*term, at.clone(), form.capital);
        }
        if let Some((month, day, whole)) = line.date(&form, &at) {
            let term = self.number(&format!("{DATE}{month}-{day}"));
            line.push(term, whole, false);
        }
        line.first = false;
    }

    fn number(&mut self, key: &str) -> u32 {
        if let Some(number) = self.terms.get(key) {
            return *number;
        }
        let number = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        self.terms.insert(key.into(), number);
        number
    }

    fn form(&mut self, word: &str) -> Form {
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        if let Some(number) = number(word) {
            let day = number.parse().ok().filter(|day| (1..=31).contains(day));
            return Form { term: Some(self.number(&number)), day, ..Form::default() };
        }
        let lower = word.to_lowercase().nfc().collect::<String>().replace('’', "'");
        if let Some(month) = self.language.month(&folded(&lower)) {
            // "may" is a month only where it is "May".
            if capital || !self.language.is_stop_word(&lower) {
                let term = self.number(&format!("{DATE}{month}"));
                return Form { term: Some(term), month: Some(month), ..Form::default() };
            }
        }
        let more = self.abbreviations.of(word).to_vec();
        let more = more.iter().filter_map(|word| self.key(&word.to_lowercase())).collect::<Vec<_>>();
        let more = more.iter().map(|key| self.number(key)).collect();
        let term = self.key(&lower).map(|key| self.number(&key));
        Form { term, more, capital, ..Form::default() }
    }

    /// Returns the term of a word in small letters; nothing for one that says nothing.
    fn key(&self, lower: &str) -> Option<String> {
        if self.language.is_stop_word(lower) {
            return None;
        }
        let word = without_elision(lower);
        if self.language.is_stop_word(word) || word.chars().nth(1).is_none() {
            return None;
        }
        Some(folded(&self.language.stem(word)))
    }
}

/// A sentence as far as it has been read.
struct Line<'a> {
    seen: &'a mut Vec<Seen>,
    first: bool,
    /// A day that may belong to the month that follows, where it stands, and how many words ago that was.
    day: Option<(u8, Range<usize>, u8)>,
    /// A month that may belong to the day that follows.
    month: Option<(u8, Range<usize>)>,
}

impl Line<'_> {
    fn push(&mut self, term: u32, at: Range<usize>, capital: bool) {
        let first = self.first;
        self.seen.push(Seen { term, start: at.start, end: at.end, capital: capital && !first, first });
    }

    /// Returns the date that ends with this word ("11 September", "11 de septiembre", "September 11").
    fn date(&mut self, form: &Form, at: &Range<usize>) -> Option<(u8, u8, Range<usize>)> {
        let (day, month) = (self.day.take(), self.month.take());
        match (form.day, form.month) {
            (_, Some(this)) => {
                self.month = Some((this, at.clone()));
                let (day, before, _) = day?;
                self.month = None;
                Some((this, day, before.start..at.end))
            }
            (Some(this), None) => {
                self.day = Some((this, at.clone(), 0));
                let (month, before) = month?;
                Some((month, this, before.start..at.end))
            }
            (None, None) => {
                // One small word may stand between day and month ("11 de septiembre", "the 11th of September").
                self.day = day.filter(|(.., ago)| *ago == 0 && form.term.is_none());
                if let Some((.., ago)) = &mut self.day {
                    *ago = 1;
                }
                None
            }
        }
    }
}

/// Returns whether a word is the mark of a footnote: a number in brackets by itself.
fn is_reference(words: &str, start: usize, word: &str) -> bool {
    let after = words.get(start + word.len()..).unwrap_or_default();
    let enclosed = after.starts_with(']') && words.get(..start).is_some_and(|before| before.ends_with('['));
    enclosed && word.chars().all(|c| c.is_ascii_digit())
}

/// Returns a number in one way of writing, whatever parts its digits: "1,000" and "1.000" are 1000, "36,6" and "36.6"
/// are 36.6, "11th" is 11, "1920's" is 1920. Nothing for what is no number.
fn number(word: &str) -> Option<String> {
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let is_of_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '’' | '_');
    let end = word.find(|c| !is_of_number(c)).unwrap_or(word.len());
    let (digits, rest) = word.split_at_checked(end)?;
    if !rest.is_empty()
        && !matches!(rest, "st" | "nd" | "rd" | "th" | "s" | "er" | "e" | "º" | "ª" | "o" | "a")
    {
        return None;
    }
    let mut parts: Vec<&str> =
        digits.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let whole = parts.first()?.trim_start_matches('0').to_owned();
    parts.remove(0);
    let whole = if whole.is_empty() { "0".to_owned() } else { whole };
    // Groups of three are thousands; a last group of any other length is a fraction.
    let mut number = whole;
    let n_parts = parts.len();
    for (index, part) in parts.into_iter().enumerate() {
        let thousands = part.len() == 3 && number != "0";
        if !thousands && index + 1 == n_parts {
            number.push('.');
        }
        number.push_str(part);
    }
    Some(number)
}

/// Returns a word without what is elided before it ("l'unité") or hangs on it ("party's").
fn without_elision(lower: &str) -> &str {
    // Of two parts as long, the later: "l'un", "d'or".
    lower.split('\'').max_by_key(|part| part.chars().count()).unwrap_or(lower)
}

/// Returns letters without their marks, and those that are written in two ways in one.
pub(super) fn folded(word: &str) -> String {
    const VIRAMA: u8 = 9;
    if word.is_ascii() {
        return word.to_owned();
    }
    let plain = word.nfd().filter(|c| matches!(canonical_combining_class(*c), 0 | VIRAMA));
    plain.nfc().collect::<String>().replace('ß', "ss").replace('ς', "σ").replace('ø', "o").replace('æ', "ae")
}

/// Returns whether the script of a letter writes words without blanks between them, or hangs so much on them (Korean)
/// that pairs of characters find more than words do.
fn is_unparted(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    fn terms(code: &str, words: &str) -> Vec<String> {
        let language = Language::of(code, &Text::new("").unwrap());
        let abbreviations = Abbreviations::default();
        let mut reading = Reading::new(&language, &abbreviations);
        let mut seen = Vec::new();
        reading.read(words, &mut seen);
        let terms = reading.terms();
        seen.iter().map(|seen| terms[seen.term as usize].to_owned()).collect()
    }

    #[test]
    fn case_marks_forms_and_stop_words_do_not_count() {
        assert_eq!(terms("en", "The Cordóns were ARMED, and the cordon"), ["cordon", "arm", "cordon"]);
        assert_eq!(terms("fr", "L’Unité d'abord"), ["unit", "abord"]);
        assert_eq!(terms("en", "the Party’s line"), ["parti", "line"]);
        assert_eq!(terms("", "The parties"), ["the", "parties"]);
    }

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        for (one, other) in
            [("36.6", "36,6"), ("1,000", "1.000"), ("11th", "11"), ("1920’s", "1920"), ("007", "7")]
        {
            assert_eq!(number(one), number(other), "{one}");
        }
        assert_eq!(number("1.234.567,89").unwrap(), "1234567.89");
        assert_ne!(number("36.6"), number("366"));
        assert_eq!(terms("en", "Popular[1] won [36] seats"), ["popular", "won", "seat"]);
        assert_eq!((number("2b"), number("abc"), number("0.375").unwrap().as_str()), (None, None, "0.375"));
    }

    #[test]
    fn a_day_of_a_month_is_one_whatever_the_order_and_the_language() {
        let has = |code: &str, words: &str| terms(code, words).contains(&"#9-11".to_owned());
        assert!(has("en", "It was 11 September."));
        assert!(has("en", "On September 11, 1973, it ended."));
        assert!(has("en", "the 11th of September"));
        assert!(has("es", "El 11 de septiembre de 1973"));
        assert!(!has("en", "11 men came, and then, in September, more"));
        assert!(terms("en", "they may march").iter().all(|term| term != "#5"));
        assert!(terms("en", "in May").contains(&"#5".to_owned()));
    }

    #[test]
    fn scripts_without_blanks_are_read_two_characters_at_a_time() {
        assert_eq!(terms("ja", "革命政府 党"), ["革命", "命政", "政府", "党"]);
        assert_eq!(terms("th", "กขค").len(), 2);
    }
}
