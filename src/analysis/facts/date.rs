//! Dates as people write them, whole or in part: "29 June", "June 1973", "11-IX-73" is not one of them.

use super::value::{Likeness, folded};
use crate::text::months;

/// A date: what is said of year, month and day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Date {
    /// The year.
    pub year: Option<u16>,
    /// The month, from 1.
    pub month: Option<u8>,
    /// The day of the month, from 1.
    pub day: Option<u8>,
}

/// The languages whose months are understood.
const LANGUAGES: [&str; 6] = ["en", "es", "fr", "de", "it", "pt"];
/// Other spellings of months, by their place in the year from 0.
const ALSO: [(usize, &str); 2] = [(0, "janner"), (8, "setiembre")];

/// Words beside a date that make it another one.
const SHIFTING: [&str; 22] = [
    "before",
    "after",
    "since",
    "until",
    "till",
    "early",
    "mid",
    "late",
    "end",
    "beginning",
    "about",
    "around",
    "circa",
    "eve",
    "antes",
    "despues",
    "desde",
    "hasta",
    "avant",
    "apres",
    "vor",
    "nach",
];

impl Date {
    /// Reads the date in `words`; nothing where there is none, or where a word beside it makes it another ("before").
    #[must_use]
    pub fn read(words: &str, language: &str) -> Option<Self> {
        let plain = folded(words);
        let parts: Vec<&str> = plain.split(' ').collect();
        if parts.iter().any(|part| SHIFTING.contains(part)) {
            return None;
        }
        if let [a, b, c] = parts.as_slice()
            && let (Ok(a_n), Ok(b_n), Ok(c_n)) = (a.parse(), b.parse(), c.parse())
        {
            return if a.len() == 4 {
                Self::sound(Some(a_n), b_n, c_n)
            } else {
                Self::ordered([a_n, b_n, c_n], c.len(), language)
            };
        }
        let mut date = Self::default();
        for part in parts {
            let number = part.trim_end_matches(|c: char| !c.is_ascii_digit());
            match number.parse::<u16>() {
                Ok(year) if number.len() == 4 && date.year.is_none() => date.year = Some(year),
                Ok(day) if is_day(day, part, number) && date.day.is_none() => {
                    date.day = u8::try_from(day).ok();
                }
                Ok(_) => return None,
                Err(_) if date.month.is_none() => date.month = month(part),
                Err(_) => {}
            }
        }
        let day_alone = date.day.is_some() && date.month.is_none();
        (date != Self::default() && !day_alone).then_some(date)
    }

    /// A date in figures with the year last.
    fn ordered([a, b, year]: [u16; 3], digits_of_year: usize, language: &str) -> Option<Self> {
        let year = (digits_of_year == 4).then_some(year)?;
        let month_first = language.eq_ignore_ascii_case("en-us") && a <= 12 || b > 12;
        let (day, month) = if month_first { (b, a) } else { (a, b) };
        Self::sound(Some(year), month, day)
    }

    fn sound(year: Option<u16>, month: u16, day: u16) -> Option<Self> {
        let sound = (1..=12).contains(&month) && (1..=31).contains(&day);
        sound.then(|| Self { year, month: u8::try_from(month).ok(), day: u8::try_from(day).ok() })
    }

    /// Returns how the two stand to one another.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Likeness {
        fn apart<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
            one.zip(other).is_some_and(|(one, other)| one != other)
        }
        if self == other {
            Likeness::Same
        } else if apart(self.year, other.year) || apart(self.month, other.month) || apart(self.day, other.day)
        {
            Likeness::Different
        } else {
            Likeness::Compatible
        }
    }
}

/// Whether a number is a day: "29", "29th", "1er".
fn is_day(n: u16, part: &str, number: &str) -> bool {
    let ending = part.get(number.len()..).unwrap_or_default();
    (1..=31).contains(&n) && matches!(ending, "" | "st" | "nd" | "rd" | "th" | "o" | "a" | "er")
}

/// The month of this name, whole or cut after three letters or more.
fn month(word: &str) -> Option<u8> {
    let find = |fits: &dyn Fn(&str) -> bool| (0..12).find(|index| spellings(*index).any(fits));
    let cut = |name: &str| word.len() >= 3 && name.starts_with(word);
    let index = find(&|name| name == word).or_else(|| find(&cut))?;
    u8::try_from(index + 1).ok()
}

/// The spellings of a month, by its place in the year from 0, folded.
fn spellings(index: usize) -> impl Iterator<Item = &'static str> {
    let understood = months::folded().iter().filter(|(code, _)| LANGUAGES.contains(code));
    let names = understood.filter_map(move |(_, names)| names.get(index).map(String::as_str));
    names.chain(ALSO.iter().filter(move |(at, _)| *at == index).map(|(_, name)| *name))
}
