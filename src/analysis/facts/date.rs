//! Dates as people write them, whole or in part: "29 June", "June 1973", "11-IX-73" is not one of them.

use super::value::{Likeness, folded};

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

/// Months in English, Spanish, French, German, Italian, Portuguese, folded; a date may have them cut short.
const MONTHS: [&[&str]; 12] = [
    &["january", "enero", "janvier", "januar", "janner", "gennaio", "janeiro"],
    &["february", "febrero", "fevrier", "februar", "febbraio", "fevereiro"],
    &["march", "marzo", "mars", "marz", "marco"],
    &["april", "abril", "avril", "aprile"],
    &["may", "mayo", "mai", "maggio", "maio"],
    &["june", "junio", "juin", "juni", "giugno", "junho"],
    &["july", "julio", "juillet", "juli", "luglio", "julho"],
    &["august", "agosto", "aout"],
    &["september", "septiembre", "setiembre", "septembre", "settembre", "setembro"],
    &["october", "octubre", "octobre", "oktober", "ottobre", "outubro"],
    &["november", "noviembre", "novembre", "novembro"],
    &["december", "diciembre", "decembre", "dezember", "dicembre", "dezembro"],
];

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
    let named =
        |names: &[&str]| names.iter().any(|name| *name == word || word.len() >= 3 && name.starts_with(word));
    let whole = MONTHS.iter().position(|names| names.contains(&word));
    let index = whole.or_else(|| MONTHS.iter().position(|names| named(names)))?;
    u8::try_from(index + 1).ok()
}
