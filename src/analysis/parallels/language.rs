//! What is known of a language: how its words are stemmed, which of them say nothing, what its months are called.

use rust_stemmers::{Algorithm, Stemmer};
use whatlang::Lang;

use super::stop_words;
use crate::text::{Pos, Span, Text, months};

/// How many characters of a text, from each of three places, are looked at to tell its language.
const SAMPLE: u32 = 2_000;

/// The language of a source, as far as matching its words needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// The first part of its BCP 47 code ("es" of "es-CL"); empty when it is not known.
    code: String,
    stemmer: Option<Algorithm>,
    /// Sorted.
    stop_words: &'static [&'static str],
}

impl Language {
    /// Returns the language that readers give for a source or, where they give none, the one that its text looks like.
    #[must_use]
    pub fn of(given: &str, text: &Text) -> Self {
        let code = given.trim().split(['-', '_']).next().unwrap_or_default().to_lowercase();
        if code.is_empty() { Self::named(detected(text).unwrap_or_default()) } else { Self::named(&code) }
    }

    fn named(code: &str) -> Self {
        Self { code: code.to_owned(), stemmer: stemmer(code), stop_words: stop_words::of(code) }
    }

    /// Returns its code; empty when it is not known.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Returns the code by which the ends of sentences are found: English where nothing is known.
    pub(super) fn code_or_english(&self) -> &str {
        if self.code.is_empty() { "en" } else { &self.code }
    }

    /// Returns whether words may be compared by their stems: it is the same language, or one is not known.
    pub(super) fn shares_stems_with(&self, other: &Self) -> bool {
        self.stemmer == other.stemmer
    }

    /// Returns whether a capital within a sentence tells a name from other words: not where all nouns have one.
    pub(super) fn capitals_mean_names(&self) -> bool {
        self.code != "de"
    }

    pub(super) fn is_stop_word(&self, lower: &str) -> bool {
        self.stop_words.binary_search(&lower).is_ok()
    }

    /// Returns the stem of a word in small letters, its diacritics as they are written.
    pub(super) fn stem(&self, lower: &str) -> String {
        match self.stemmer {
            None => lower.to_owned(),
            Some(Algorithm::English) => {
                Stemmer::create(Algorithm::English).stem(&one_spelling(lower)).into_owned()
            }
            Some(algorithm) => Stemmer::create(algorithm).stem(lower).into_owned(),
        }
    }

    /// Returns the number of a month, 1 to 12, by its name in small letters without diacritics.
    pub(super) fn month(&self, folded: &str) -> Option<u8> {
        let index = months::folded_of(&self.code)?.iter().position(|name| name == folded)?;
        u8::try_from(index + 1).ok()
    }
}

/// The stemmers are those of the Snowball project (snowballstem.org).
fn stemmer(code: &str) -> Option<Algorithm> {
    Some(match code {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nl" => Algorithm::Dutch,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

/// Guesses the language by the beginning, the middle and the end. A guess that is not a good one is none.
fn detected(text: &Text) -> Option<&'static str> {
    let middle = Pos(text.len() / 2);
    let starts = [Pos(0), middle, text.end().minus(SAMPLE).max(middle)];
    let sample: Vec<&str> =
        starts.into_iter().map(|start| text.slice(Span::between(start, start.plus(SAMPLE)))).collect();
    let info = whatlang::detect(&sample.join("\n"))?;
    if !info.is_reliable() {
        return None;
    }
    Some(match info.lang() {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Spa => "es",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Hun => "hu",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Nob => "no",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Swe => "sv",
        Lang::Tam => "ta",
        Lang::Tha => "th",
        Lang::Tur => "tr",
        _ => return None,
    })
}

/// Spells an English word one way, British and American alike, so that "organised labour" is "organized labor".
/// What comes out need not be a word: it is only compared with others that went the same way.
fn one_spelling(word: &str) -> String {
    let mut word = word.replace("isation", "ization");
    for (from, to) in [
        ("ise", "ize"),
        ("ised", "ized"),
        ("ises", "izes"),
        ("ising", "izing"),
        ("yse", "yze"),
        ("ysed", "yzed"),
        ("tre", "ter"),
        ("tres", "ters"),
        ("fence", "fense"),
        ("gramme", "gram"),
        ("grammes", "grams"),
    ] {
        if let Some(stem) = word.strip_suffix(from).filter(|stem| stem.len() >= 2) {
            word = format!("{stem}{to}");
            break;
        }
    }
    // "labour", but not "hour", "court" or "source".
    match word.find("our").filter(|at| *at >= 3) {
        Some(at) => {
            let (before, rest) = word.split_at_checked(at).unwrap_or((&word, ""));
            format!("{before}or{}", rest.get(3..).unwrap_or_default())
        }
        None => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(given: &str, words: &str) -> Language {
        Language::of(given, &Text::new(words).unwrap())
    }

    #[test]
    fn the_language_is_the_one_given_or_else_what_the_text_looks_like() {
        let english =
            "The workers took over the plants and would not give them back to the owners who had left.";
        let spanish =
            "Los obreros tomaron las fábricas y no quisieron devolverlas a los dueños que se habían ido.";
        assert_eq!(of("es-CL", english).code(), "es");
        assert_eq!(of("", english).code(), "en");
        assert_eq!(of(" ", spanish).code(), "es");
        assert_eq!(of("", "12 34").code(), "");
        assert_eq!(of("xx", english).stem("plants"), "plants");
    }

    #[test]
    fn forms_and_spellings_of_a_word_have_one_stem() {
        let english = of("en", "");
        for (one, other) in [
            ("organised", "organizing"),
            ("nationalisation", "nationalized"),
            ("labour", "labor"),
            ("labourers", "laborers"),
            ("programme", "programs"),
            ("defence", "defenses"),
        ] {
            assert_eq!(english.stem(one), english.stem(other), "{one}, {other}");
        }
        assert_ne!(english.stem("four"), english.stem("for"));
        assert_ne!(english.stem("hour"), "hor");
        let spanish = of("es", "");
        assert_eq!(spanish.stem("revolución"), spanish.stem("revoluciones"));
    }

    #[test]
    fn lists_of_stop_words_are_sorted_as_looking_them_up_needs() {
        for code in ["en", "es", "fr", "de", "it", "pt"] {
            let words = stop_words::of(code);
            assert!(words.len() > 60 && words.is_sorted(), "{code}");
        }
        assert!(of("en", "").is_stop_word("the"));
        assert!(!of("es", "").is_stop_word("partido"));
    }
}
