//! Finding words as they are typed, at nearly the speed of the memory.
//!
//! Of the words, the few letters that texts have least are looked for, in each way in which they may be
//! written; where they stand, the letters before and after are held against the rest. What is found is
//! what the regular expression of the same words finds (`regular`), which a test holds it to.

use std::ops::Range;

use aho_corasick::packed::{self, Searcher};
use memchr::memmem;
use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

use super::{Bounds, Case};

/// The most letters that are looked for together.
const WIDEST: usize = 4;
/// The most ways of writing them.
const MOST_WAYS: usize = 40;

/// Words to be found.
#[derive(Debug, Clone)]
pub(super) struct Words {
    units: Vec<Unit>,
    /// The unit that what `finder` finds begins with.
    first: usize,
    finder: Finder,
    bounds: Bounds,
    /// How many bytes a hit has, where finding is all: there is one way to write the words, and no blank in them.
    exact: Option<usize>,
}

/// A letter, or any white space that does not end a paragraph.
#[derive(Debug, Clone)]
enum Unit {
    Blank,
    Letter(Letter),
}

/// A letter in each way in which it may be written.
#[derive(Debug, Clone)]
struct Letter {
    /// Those of one byte; what is not there is a byte that no text has.
    plain: [u8; 2],
    others: Box<[char]>,
}

/// What finds the letters that texts have least.
#[derive(Debug, Clone)]
enum Finder {
    Byte(u8),
    Either(u8, u8),
    Exact(Box<memmem::Finder<'static>>),
    Any(Box<Searcher>),
}

impl Finder {
    fn find(&self, text: &[u8], from: usize) -> Option<usize> {
        let rest = text.get(from..)?;
        match self {
            Self::Byte(byte) => memchr::memchr(*byte, rest),
            Self::Either(one, other) => memchr::memchr2(*one, *other, rest),
            Self::Exact(finder) => finder.find(rest),
            Self::Any(searcher) => searcher.find(rest).map(|found| found.start()),
        }
        .map(|at| from + at)
    }
}

impl Letter {
    fn of(c: char, case: Case) -> Self {
        const NONE: u8 = 0xFF;
        let mut alike = vec![c];
        if case == Case::Ignored {
            let mut class = ClassUnicode::new([ClassUnicodeRange::new(c, c)]);
            class.case_fold_simple();
            alike = class.iter().flat_map(|range| range.start()..=range.end()).collect();
        }
        let mut plain = [NONE; 2];
        let small = alike.iter().filter_map(|&c| u8::try_from(c).ok().filter(u8::is_ascii));
        plain.iter_mut().zip(small).for_each(|(place, byte)| *place = byte);
        Self { plain, others: alike.into_iter().filter(|c| !c.is_ascii()).collect() }
    }

    fn has(&self, byte: u8) -> bool {
        let [one, other] = self.plain;
        byte == one || byte == other
    }

    /// Returns each way of writing it.
    fn ways(&self) -> impl Iterator<Item = char> + '_ {
        let plain = self.plain.iter().filter(|byte| byte.is_ascii()).map(|&byte| char::from(byte));
        plain.chain(self.others.iter().copied())
    }

    fn n_ways(&self) -> usize {
        self.ways().count()
    }

    /// Returns how rare it is in texts: the more, the rarer. By the letters of English; none other is as frequent.
    fn rarity(&self) -> usize {
        const FREQUENT: &str = "etaoinshrdlcumwfgypbvkjxqz";
        let of = |c: char| FREQUENT.find(c.to_ascii_lowercase()).map_or(38, |at| 12 + at);
        self.ways().map(of).min().unwrap_or(0)
    }
}

impl Words {
    /// Reads words; nothing where they begin or end with a blank, or where this machine has no quick way to find them.
    pub(super) fn new(words: &str, case: Case, bounds: Bounds) -> Option<Self> {
        if words.starts_with(char::is_whitespace) || words.ends_with(char::is_whitespace) {
            return None;
        }
        let mut units: Vec<Unit> = Vec::new();
        for c in words.chars() {
            if !c.is_whitespace() {
                units.push(Unit::Letter(Letter::of(c, case)));
            } else if !matches!(units.last(), Some(Unit::Blank)) {
                units.push(Unit::Blank);
            }
        }
        let window = best_window(&units)?;
        let letters: Vec<&Letter> = units.get(window.clone())?.iter().filter_map(Unit::letter).collect();
        let finder = finder_of(&letters)?;
        let exact = (window.len() == units.len() && letters.iter().all(|letter| letter.n_ways() == 1))
            .then_some(words.len());
        Some(Self { units, first: window.start, finder, bounds, exact })
    }

    /// Returns the first hit at or after the byte `from`, if any; none begins before `from`.
    pub(super) fn find(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        let bytes = text.as_bytes();
        // Each unit takes a byte at least.
        let mut at = from + self.first;
        loop {
            let candidate = self.finder.find(bytes, at)?;
            let hit = match self.exact {
                Some(length) => Some((candidate, candidate + length)),
                None => self.around(text, candidate),
            };
            let sound = |&(start, end): &(usize, usize)| start >= from && self.is_bounded(text, (start, end));
            if let Some(hit) = hit.filter(sound) {
                return Some(hit);
            }
            at = candidate + 1;
        }
    }

    /// Returns how many code points every hit has; nothing where blanks may be of any length.
    pub(super) fn n_characters(&self) -> Option<u32> {
        let all_letters = self.units.iter().all(|unit| unit.letter().is_some());
        u32::try_from(self.units.len()).ok().filter(|_| all_letters)
    }

    /// Returns the hit whose letters that are looked for stand at `candidate`, if the others stand around them.
    fn around(&self, text: &str, candidate: usize) -> Option<(usize, usize)> {
        let (before, after) = self.units.split_at_checked(self.first)?;
        let end = after.iter().try_fold(candidate, |at, unit| unit.after(text, at))?;
        let start = before.iter().rev().try_fold(candidate, |at, unit| unit.before(text, at))?;
        Some((start, end))
    }

    fn is_bounded(&self, text: &str, (start, end): (usize, usize)) -> bool {
        self.bounds == Bounds::Anywhere || !is_word_before(text, start) && !is_word_after(text, end)
    }
}

fn is_word_before(text: &str, at: usize) -> bool {
    text.get(..at).and_then(|before| before.chars().next_back()).is_some_and(is_word)
}

fn is_word_after(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|after| after.chars().next()).is_some_and(is_word)
}

fn is_word(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || c == '_'
    } else {
        regex_syntax::try_is_word_character(c).unwrap_or_else(|_| c.is_alphanumeric())
    }
}

impl Unit {
    fn letter(&self) -> Option<&Letter> {
        match self {
            Self::Letter(letter) => Some(letter),
            Self::Blank => None,
        }
    }

    /// Returns where what begins at `at` ends, if it is this.
    fn after(&self, text: &str, at: usize) -> Option<usize> {
        match self {
            Self::Letter(letter) => {
                let byte = *text.as_bytes().get(at)?;
                if byte.is_ascii() {
                    return letter.has(byte).then_some(at + 1);
                }
                let c = text.get(at..)?.chars().next().filter(|c| letter.others.contains(c))?;
                Some(at + c.len_utf8())
            }
            Self::Blank => {
                let rest = text.get(at..)?;
                let blank = rest.len() - rest.trim_start().len();
                is_within_paragraph(rest.get(..blank)?).then_some(at + blank)
            }
        }
    }

    /// Returns where what ends at `at` begins, if it is this.
    fn before(&self, text: &str, at: usize) -> Option<usize> {
        match self {
            Self::Letter(letter) => {
                let byte = *text.as_bytes().get(at.checked_sub(1)?)?;
                if byte.is_ascii() {
                    return letter.has(byte).then(|| at - 1);
                }
                let c = text.get(..at)?.chars().next_back().filter(|c| letter.others.contains(c))?;
                Some(at - c.len_utf8())
            }
            Self::Blank => {
                let rest = text.get(..at)?;
                let start = rest.trim_end().len();
                is_within_paragraph(rest.get(start..)?).then_some(start)
            }
        }
    }
}

/// Whether white space is one at all, and does not end a paragraph.
fn is_within_paragraph(blank: &str) -> bool {
    !blank.is_empty() && memchr::memchr_iter(b'\n', blank.as_bytes()).nth(1).is_none()
}

/// The letters to look for: those whose ways of writing them are few enough, and which texts have least.
fn best_window(units: &[Unit]) -> Option<Range<usize>> {
    let mut best: Option<(usize, Range<usize>)> = None;
    for start in 0..units.len() {
        let (mut rarity, mut n_ways) = (0, 1);
        for (at, unit) in units.iter().enumerate().skip(start) {
            let Some(letter) = unit.letter() else { break };
            n_ways *= letter.n_ways();
            // One way to write them all: the more letters the better. Else only a few can be looked for together.
            if n_ways > MOST_WAYS || (n_ways > 1 && at - start >= WIDEST) {
                break;
            }
            rarity += letter.rarity();
            if best.as_ref().is_none_or(|(most, _)| rarity > *most) {
                best = Some((rarity, start..at + 1));
            }
        }
    }
    best.map(|(_, window)| window)
}

fn finder_of(letters: &[&Letter]) -> Option<Finder> {
    let mut ways = vec![String::new()];
    for letter in letters {
        let longer = ways.iter().flat_map(|way| letter.ways().map(move |c| format!("{way}{c}")));
        ways = longer.collect();
    }
    match ways.as_slice() {
        [only] => match only.as_bytes() {
            [byte] => Some(Finder::Byte(*byte)),
            word => Some(Finder::Exact(Box::new(memmem::Finder::new(word).into_owned()))),
        },
        [one, other] => match (one.as_bytes(), other.as_bytes()) {
            ([one], [other]) => Some(Finder::Either(*one, *other)),
            _ => any_of(&ways),
        },
        _ => any_of(&ways),
    }
}

fn any_of(ways: &[String]) -> Option<Finder> {
    let searcher = packed::Config::new().builder().extend(ways).build()?;
    Some(Finder::Any(Box::new(searcher)))
}
