//! Dates as bibliographies have them: a day, a month, a year, a season, a stretch from one to another, or words.

use serde_json::{Map, Value, json};

use crate::text::months;

/// When something was published or looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// The day, or the first of a stretch.
    pub from: Day,
    /// The last day of a stretch.
    pub to: Option<Day>,
    /// 1 (spring) to 4 (winter).
    pub season: Option<u8>,
    /// Whether it is not quite sure.
    pub circa: bool,
}

/// A day, or as much of one as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// From -9999 to 9999.
    pub year: i16,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31; only with a month.
    pub day: Option<u8>,
}

/// A date: understood, or in words that are printed as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Date {
    /// Understood.
    Days(Dated),
    /// Not understood: "in the winter after the coup".
    Words(String),
}

const SEASONS: [&str; 4] = ["Spring", "Summer", "Autumn", "Winter"];

impl Day {
    /// Returns the day if there can be such a one.
    #[must_use]
    pub fn new(year: i64, month: Option<i64>, day: Option<i64>) -> Option<Self> {
        let year = i16::try_from(year).ok().filter(|year| (-9999..=9999).contains(year))?;
        let within = |n: Option<i64>, most: i64| match n {
            None => Some(None),
            Some(n) if (1..=most).contains(&n) => u8::try_from(n).ok().map(Some),
            Some(_) => None,
        };
        let (month, day) = (within(month, 12)?, within(day, 31)?);
        Some(Self { year, month, day: day.filter(|_| month.is_some()) })
    }

    /// Reads "1973", "1973-09" or "1973-09-11", also with slashes; a month from 21 to 24 is a season.
    fn from_iso(words: &str) -> Option<(Self, Option<u8>)> {
        let negative = words.strip_prefix('-');
        let mut parts = negative.unwrap_or(words).split(['-', '/']).filter(|part| !part.is_empty());
        let year = parts.next().filter(|year| (3..=4).contains(&year.len()))?;
        let year = number(year)?;
        let year = if negative.is_some() { -year } else { year };
        let (month, day) = (parts.next(), parts.next());
        if parts.next().is_some() {
            return None;
        }
        let (month, day) = (read(month)?, read(day)?);
        match month {
            Some(season @ 21..=24) if day.is_none() => {
                Some((Self::new(year, None, None)?, u8::try_from(season - 20).ok()))
            }
            _ => Some((Self::new(year, month, day)?, None)),
        }
    }

    fn iso(self) -> String {
        let sign = if self.year < 0 { "-" } else { "" };
        let mut words = format!("{sign}{:04}", self.year.unsigned_abs());
        for part in [self.month, self.day].into_iter().flatten() {
            words.push_str(&format!("-{part:02}"));
        }
        words
    }

    fn parts(self) -> Value {
        let parts = [self.month, self.day].into_iter().flatten().map(Value::from);
        std::iter::once(Value::from(self.year)).chain(parts).collect()
    }
}

/// Nothing of nothing; no value of what is no number.
fn read(part: Option<&str>) -> Option<Option<i64>> {
    match part {
        None => Some(None),
        Some(part) => number(part).map(Some),
    }
}

fn number(words: &str) -> Option<i64> {
    let digits = !words.is_empty() && words.len() <= 9 && words.bytes().all(|byte| byte.is_ascii_digit());
    if digits { words.parse().ok() } else { None }
}

impl Date {
    /// Reads a date as people and programs write it: "1973-09-11", "11 September 1973", "Sept. 1973", "Summer 1973",
    /// "1970/1973", "1970–1973", "ca. 1973". Whatever else stands there is kept as words; nothing of blanks.
    #[must_use]
    pub fn from_words(words: &str) -> Option<Self> {
        let all = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if all.is_empty() {
            return None;
        }
        let sure = all.trim_end_matches(['~', '?', '%']);
        let lower = sure.to_lowercase();
        let circa = ["circa ", "ca. ", "ca ", "c. "].iter().find(|prefix| lower.starts_with(**prefix));
        let words = circa.and_then(|prefix| sure.get(prefix.len()..)).unwrap_or(sure);
        let circa = circa.is_some() || sure.len() < all.len();
        let found = stretch(words).or_else(|| named(words));
        Some(match found {
            Some(dated) => Self::Days(Dated { circa: circa || dated.circa, ..dated }),
            None => Self::Words(all),
        })
    }

    /// Returns the date of a value of CSL-JSON; nothing where it says nothing.
    #[must_use]
    pub fn from_csl(value: &Value) -> Option<Self> {
        let fields = match value {
            Value::Object(fields) => fields,
            Value::String(words) => return Self::from_words(words),
            Value::Number(_) => return Self::from_words(&value.to_string()),
            _ => return None,
        };
        let literal = || fields.get("literal").and_then(Value::as_str).and_then(Self::from_words);
        let raw = || fields.get("raw").and_then(Value::as_str).and_then(Self::from_words);
        let Some((from, to, season)) = fields.get("date-parts").and_then(days_of) else {
            return raw().or_else(literal);
        };
        let season = season.or_else(|| fields.get("season").and_then(season_of));
        let circa = fields.get("circa").is_some_and(is_true);
        Some(Self::Days(Dated { from, to, season, circa }))
    }

    /// Returns the value of CSL-JSON.
    #[must_use]
    pub fn to_csl(&self) -> Value {
        let Self::Days(dated) = self else {
            let Self::Words(words) = self else { return Value::Null };
            return json!({ "literal": words });
        };
        let days = std::iter::once(dated.from).chain(dated.to).map(Day::parts);
        let mut fields = Map::new();
        fields.insert("date-parts".to_owned(), days.collect());
        if let Some(season) = dated.season {
            fields.insert("season".to_owned(), season.into());
        }
        if dated.circa {
            fields.insert("circa".to_owned(), true.into());
        }
        Value::Object(fields)
    }

    /// Returns the year that it is cited by, in words: "1973", "1970–1973", "ca. 1973".
    #[must_use]
    pub fn year(&self) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Days(dated) => {
                let circa = if dated.circa { "ca. " } else { "" };
                let last = dated.to.filter(|to| to.year != dated.from.year);
                let last = last.map(|to| format!("–{}", to.year)).unwrap_or_default();
                format!("{circa}{}{last}", dated.from.year)
            }
        }
    }
}

impl std::fmt::Display for Date {
    /// As [`Date::from_words`] reads it again.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let dated = match self {
            Self::Words(words) => return f.write_str(words),
            Self::Days(dated) => dated,
        };
        if dated.circa {
            f.write_str("circa ")?;
        }
        let season = dated.season.and_then(|season| SEASONS.get(usize::from(season).checked_sub(1)?));
        if let Some(season) = season {
            write!(f, "{season} ")?;
        }
        f.write_str(&dated.from.iso())?;
        dated.to.map_or(Ok(()), |to| write!(f, "/{}", to.iso()))
    }
}

fn plain(from: Day, to: Option<Day>, season: Option<u8>) -> Dated {
    Dated { from, to, season, circa: false }
}

/// "1973-09-11", "1970/1973", "1970–1973".
fn stretch(words: &str) -> Option<Dated> {
    if let Some((day, season)) = Day::from_iso(words) {
        return Some(plain(day, None, season));
    }
    let (from, to) = ["/", "–", "--", "-"].iter().find_map(|between| words.split_once(between))?;
    let (from, _) = Day::from_iso(from.trim())?;
    let (to, _) = Day::from_iso(to.trim())?;
    (from <= to).then(|| plain(from, Some(to), None))
}

/// "11 September 1973", "September 11, 1973", "Sept. 1973", "Summer 1973", "1973 Fall".
fn named(words: &str) -> Option<Dated> {
    let (mut year, mut month, mut day, mut season) = (None, None, None, None);
    for word in words.split([' ', ',']).filter(|word| !word.is_empty()) {
        let word = word.trim_end_matches('.');
        if let Some(n) = number(word) {
            let place = if word.len() >= 3 { &mut year } else { &mut day };
            if place.replace(n).is_some() {
                return None;
            }
        } else if let Some(n) = season_from_word(word) {
            season = Some(n).filter(|_| season.is_none());
            season?;
        } else {
            let known = month_from_word(word)?;
            if month.replace(known).is_some() {
                return None;
            }
        }
    }
    if day.is_some() && month.is_none() || season.is_some() && month.is_some() {
        return None;
    }
    Some(plain(Day::new(year?, month, day)?, None, season))
}

/// Returns the number of a month from its English name, or from an abbreviation of it of at least three letters.
pub(super) fn month_from_word(word: &str) -> Option<i64> {
    let word = word.trim_end_matches('.').to_lowercase();
    let long = word.chars().count() >= 3;
    let at = months::folded_of("en")?.iter().position(|month| long && month.starts_with(&word))?;
    i64::try_from(at + 1).ok()
}

fn season_from_word(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let word = if word == "fall" { "autumn" } else { &word };
    let at = SEASONS.iter().position(|season| season.to_lowercase() == *word)?;
    u8::try_from(at + 1).ok()
}

fn season_of(value: &Value) -> Option<u8> {
    let n = match value {
        Value::String(words) => number(words).or_else(|| season_from_word(words).map(i64::from))?,
        other => other.as_i64()?,
    };
    u8::try_from(if n > 20 { n - 20 } else { n }).ok().filter(|n| (1..=4).contains(n))
}

fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(said) => *said,
        Value::Number(n) => n.as_f64() != Some(0.0),
        Value::String(words) => !words.is_empty() && words != "false" && words != "0",
        _ => false,
    }
}

/// The days in "date-parts", whose numbers may be strings.
fn days_of(value: &Value) -> Option<(Day, Option<Day>, Option<u8>)> {
    let mut season = None;
    let mut day = |parts: &Value| {
        let of = |value: &Value| match value {
            Value::String(words) => words.trim().parse().ok(),
            other => other.as_i64(),
        };
        let mut parts = parts.as_array()?.iter().map(of);
        let (year, month, day) = (parts.next()??, parts.next().flatten(), parts.next().flatten());
        if let Some(month @ 13..=24) = month {
            // Months from 13 to 16, or from 21 to 24, are seasons.
            season = u8::try_from(if month > 20 { month - 20 } else { month - 12 }).ok();
            return Day::new(year, None, None);
        }
        Day::new(year, month.filter(|month| *month != 0), day.filter(|day| *day != 0))
    };
    let list = value.as_array()?;
    let from = day(list.first()?)?;
    let to = list.get(1).and_then(&mut day).filter(|to| *to > from);
    Some((from, to, season.filter(|season| *season <= 4)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csl(words: &str) -> String {
        Date::from_words(words).unwrap().to_csl().to_string()
    }

    #[test]
    fn dates_are_read_in_the_forms_that_people_and_programs_write() {
        for (words, csl_json) in [
            ("1973", r#"{"date-parts":[[1973]]}"#),
            ("1973-09-11", r#"{"date-parts":[[1973,9,11]]}"#),
            ("1973/9/", r#"{"date-parts":[[1973,9]]}"#),
            ("11 September 1973", r#"{"date-parts":[[1973,9,11]]}"#),
            ("Sept. 11, 1973", r#"{"date-parts":[[1973,9,11]]}"#),
            ("October 1972", r#"{"date-parts":[[1972,10]]}"#),
            ("Summer 1973", r#"{"date-parts":[[1973]],"season":2}"#),
            ("1973-22", r#"{"date-parts":[[1973]],"season":2}"#),
            ("1970/1973", r#"{"date-parts":[[1970],[1973]]}"#),
            ("1970–1973", r#"{"date-parts":[[1970],[1973]]}"#),
            ("1972-10/1973-09-11", r#"{"date-parts":[[1972,10],[1973,9,11]]}"#),
            ("ca. 1848", r#"{"circa":true,"date-parts":[[1848]]}"#),
            ("1848~", r#"{"circa":true,"date-parts":[[1848]]}"#),
            ("n.d.", r#"{"literal":"n.d."}"#),
            ("1973-13-01", r#"{"literal":"1973-13-01"}"#),
            ("after 1973", r#"{"literal":"after 1973"}"#),
            ("12", r#"{"literal":"12"}"#),
        ] {
            assert_eq!(csl(words), csl_json, "{words}");
        }
        assert_eq!(Date::from_words(" \n"), None);
    }

    #[test]
    fn what_is_shown_of_a_date_is_read_as_the_same_date_again() {
        for words in ["1973", "1973-09-11", "Summer 1973", "circa 1970/1973", "n.d.", "-0044-03-15"] {
            let date = Date::from_words(words).unwrap();
            assert_eq!(date.to_string(), words);
            assert_eq!(Date::from_csl(&date.to_csl()), Some(date));
        }
    }

    #[test]
    fn dates_of_other_programs_are_understood_and_senseless_ones_say_nothing() {
        let read =
            |json: &str| Date::from_csl(&serde_json::from_str(json).unwrap()).map(|date| date.to_string());
        assert_eq!(read(r#"{"date-parts":[["1973","9",11]]}"#).unwrap(), "1973-09-11");
        assert_eq!(read(r#"{"date-parts":[[1973,0,0]]}"#).unwrap(), "1973");
        assert_eq!(read(r#"{"date-parts":[[1973,22]]}"#).unwrap(), "Summer 1973");
        assert_eq!(read(r#"{"raw":"1973-09"}"#).unwrap(), "1973-09");
        assert_eq!(read(r#"{"date-parts":[[1973]],"season":"winter"}"#).unwrap(), "Winter 1973");
        assert_eq!(read(r#"{"date-parts":[[1973,40]]}"#), None);
        assert_eq!(read(r#"{"date-parts":[[99999999999]],"literal":"long after"}"#).unwrap(), "long after");
        assert_eq!(read(r#"{"date-parts":[[]]}"#), None);
        assert_eq!(read("[1973]"), None);
        assert_eq!(read("1973").unwrap(), "1973");
    }
}
