//! Numbers as people write them: "36.63 %", "35 000 workers", "1,5 Millionen".

use super::value::{Likeness, folded};

/// A number: `digits` × 10^`exponent`, with its unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    /// Its digits, with their sign.
    digits: i128,
    /// The power of ten of the last digit that is given.
    exponent: i32,
    /// What is counted or measured, folded; empty where nothing is said.
    unit: String,
}

/// More digits are no number that anybody compares.
const MOST_DIGITS: usize = 30;

/// Words that mean a power of ten, in the languages whose months are known too.
const POWERS: [(&str, i32); 20] = [
    ("hundred", 2),
    ("thousand", 3),
    ("mil", 3),
    ("mille", 3),
    ("mila", 3),
    ("tausend", 3),
    ("million", 6),
    ("millions", 6),
    ("millionen", 6),
    ("millon", 6),
    ("millones", 6),
    ("milione", 6),
    ("milioni", 6),
    ("milhao", 6),
    ("milhoes", 6),
    ("billion", 9),
    ("billions", 9),
    ("milliard", 9),
    ("milliards", 9),
    ("milliarden", 9),
];

/// What stands for "per hundred"; of two words, the second is skipped.
const PER_CENT: [&str; 8] =
    ["percent", "per cent", "pct", "por ciento", "por cento", "pour cent", "prozent", "per cento"];

impl Number {
    /// Reads the first number in `words`; nothing where there is none.
    #[must_use]
    pub fn read(words: &str, language: &str) -> Option<Self> {
        let start = words.find(|c: char| c.is_ascii_digit())?;
        let (before, rest) = words.split_at_checked(start)?;
        let end = end_of_number(rest);
        let (number, after) = rest.split_at_checked(end)?;
        let (digits, exponent) = digits_of(number, decimal_comma(language))?;
        let minus = before.trim_end().ends_with(['-', '−', '–'])
            && !before.trim_end_matches(['-', '−', '–', ' ']).ends_with(|c: char| c.is_ascii_digit());
        let (power, unit) = unit_of(before, after);
        let digits = if minus { -digits } else { digits };
        Some(Self { digits, exponent: exponent + power, unit })
    }

    /// Returns how the two stand to one another. A number that is rounded to fewer places says less. Units count where
    /// both have one.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Likeness {
        if !self.unit.is_empty() && !other.unit.is_empty() && self.unit != other.unit {
            return Likeness::Different;
        }
        let (coarse, fine) = if self.exponent >= other.exponent { (self, other) } else { (other, self) };
        let places = u32::try_from(coarse.exponent - fine.exponent).unwrap_or(u32::MAX);
        let Some(scale) = 10_i128.checked_pow(places) else {
            return Likeness::Different;
        };
        if coarse.digits.checked_mul(scale) == Some(fine.digits) {
            return Likeness::Same;
        }
        // Only places after the point are rounded: 35,000 is not taken for a round form of 35,100.
        let half = if fine.digits < 0 { -(scale / 2) } else { scale / 2 };
        let rounded = fine.digits.checked_add(half).map(|sum| sum / scale);
        let is_rounded = fine.exponent < 0 && places > 0 && rounded == Some(coarse.digits);
        if is_rounded { Likeness::Compatible } else { Likeness::Different }
    }
}

/// Whether a comma parts whole from decimal places in the language; so it does in most of Europe and South America.
fn decimal_comma(language: &str) -> bool {
    let primary = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    !matches!(primary.as_str(), "" | "en" | "zh" | "ja" | "ko" | "th" | "he" | "hi" | "ar")
        && !matches!(language, "es-MX" | "de-CH")
}

/// Where the number at the beginning of `words` ends: after its last digit, groups parted by single blanks included.
fn end_of_number(words: &str) -> usize {
    let mut end = 0;
    let mut parted = false;
    for (at, c) in words.char_indices() {
        if c.is_ascii_digit() {
            // After a blank only a whole group of three goes on with the number.
            if parted && !is_group(words.get(at..).unwrap_or_default()) {
                break;
            }
            parted = false;
            end = at + 1;
        } else if is_blank(c) && end == at {
            parted = true;
        } else if !(matches!(c, '.' | ',' | '\'' | '’') && end == at) {
            break;
        }
        if parted && end + 4 < at {
            break;
        }
    }
    end
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

fn is_group(words: &str) -> bool {
    let n = words.chars().take_while(char::is_ascii_digit).count();
    n == 3
}

/// Returns the digits of a number and the power of ten of the last.
fn digits_of(number: &str, decimal_comma: bool) -> Option<(i128, i32)> {
    let marks: Vec<(usize, char)> = number.char_indices().filter(|(_, c)| matches!(c, '.' | ',')).collect();
    let after = |at: usize| number.len().saturating_sub(at + 1);
    let decimal = match marks.as_slice() {
        [] => None,
        [(at, c)] => {
            // One mark before three digits parts thousands where that is what the language uses it for.
            let thousands = (*c == ',') != decimal_comma;
            let grouped = after(*at) == 3 && *at <= 3 && !number.starts_with('0');
            (!(grouped && thousands)).then_some(*at)
        }
        [.., (before, one), (at, last)] => (one != last && before < at).then_some(*at),
    };
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    if digits.len() > MOST_DIGITS {
        return None;
    }
    let places = decimal
        .map_or(0, |at| number.get(at..).unwrap_or_default().chars().filter(char::is_ascii_digit).count());
    Some((digits.parse().ok()?, -i32::try_from(places).ok()?))
}

/// Returns the power of ten and the unit that stand beside a number.
fn unit_of(before: &str, after: &str) -> (i32, String) {
    if after.trim_start().starts_with('%') {
        return (0, "%".to_owned());
    }
    let after = folded(after);
    if PER_CENT
        .iter()
        .any(|said| after.strip_prefix(said).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
    {
        return (0, "%".to_owned());
    }
    let mut words = after.split(' ').filter(|word| !word.is_empty()).peekable();
    let mut power = 0;
    while let Some((_, more)) = words.peek().and_then(|word| POWERS.iter().find(|(said, _)| said == word)) {
        power += more;
        words.next();
    }
    let sign = before.trim_end().chars().next_back().filter(|c| "$£€¥₡₱₽".contains(*c));
    let of = |word: &&str| !matches!(*word, "of" | "de" | "di" | "von" | "or" | "and");
    let unit = match sign {
        Some(sign) => sign.to_string(),
        None => words.find(of).map(singular).unwrap_or_default(),
    };
    (power, unit)
}

/// "worker" of "workers": only so that one and many are not two units.
fn singular(word: &str) -> String {
    let bare = word.strip_suffix('s').filter(|bare| bare.chars().count() > 2);
    bare.unwrap_or(word).to_owned()
}
