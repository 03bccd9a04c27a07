//! What a spelling comes to: a date, a number, or words; and whether two of them say the same.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{date, number};
use crate::model::{TagValues, ValueKind};

/// A value as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// A date, whole or in part.
    Date(date::Date),
    /// A number with its unit.
    Number(number::Number),
    /// Words, folded: also what was meant as a date or a number and is not understood as one.
    Words(String),
}

/// How two values stand to one another. The more alike come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// They say the same.
    Same,
    /// One says less, and nothing in it contradicts the other: "September" and "11 September", 36.6 and 36.63.
    Compatible,
    /// They can't both be so.
    Different,
}

impl Value {
    /// Returns what `spelling` comes to for a tag with these `values`, in a text in `language` (BCP 47; it tells what a
    /// comma in a number is).
    #[must_use]
    pub fn of(spelling: &str, values: &TagValues, language: &str) -> Self {
        let spelling = shown_for(spelling, values);
        let read = match values.kind {
            ValueKind::Date => date::Date::read(spelling, language).map(Self::Date),
            ValueKind::Number => number::Number::read(spelling, language).map(Self::Number),
            ValueKind::Name => None,
        };
        read.unwrap_or_else(|| Self::Words(folded(spelling)))
    }

    /// Returns how the two stand to one another.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Likeness {
        match (self, other) {
            (Self::Date(one), Self::Date(other)) => one.likeness(other),
            (Self::Number(one), Self::Number(other)) => one.likeness(other),
            (Self::Words(one), Self::Words(other)) if one == other => Likeness::Same,
            _ => Likeness::Different,
        }
    }
}

/// Returns the spelling that is shown in place of `spelling`: the first of those that mean the same, or itself.
#[must_use]
pub fn shown_for<'a>(spelling: &'a str, values: &'a TagValues) -> &'a str {
    let wanted = folded(spelling);
    let group = values.same.iter().find(|group| group.iter().any(|known| folded(known) == wanted));
    group.and_then(|group| group.first()).map_or(spelling, String::as_str)
}

/// Returns words as they are compared: without regard to case, accents, signs and blanks.
#[must_use]
pub fn folded(words: &str) -> String {
    let bare: String = words.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let parts = bare.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let joined = parts.collect::<Vec<_>>().join(" ");
    // A value of signs alone ("—", "?") is still told from others.
    if joined.is_empty() { bare.split_whitespace().collect::<Vec<_>>().join(" ") } else { joined }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: ValueKind, words: &str) -> Value {
        Value::of(words, &TagValues { kind, same: Vec::new() }, "en")
    }

    #[track_caller]
    fn check(kind: ValueKind, one: &str, other: &str, expected: Likeness) {
        assert_eq!(of(kind, one).likeness(&of(kind, other)), expected, "{one} / {other}");
        assert_eq!(of(kind, other).likeness(&of(kind, one)), expected, "{other} / {one}");
    }

    #[test]
    fn dates_are_compared_as_far_as_they_go() {
        use Likeness::{Compatible, Different, Same};
        check(ValueKind::Date, "29 June", "June 29", Same);
        check(ValueKind::Date, "29 June", "20 June", Different);
        check(ValueKind::Date, "29 June", "29 de junio", Same);
        check(ValueKind::Date, "29 June 1973", "1973-06-29", Same);
        check(ValueKind::Date, "29.6.1973", "June 29th, 1973", Same);
        check(ValueKind::Date, "September", "11 September 1973", Compatible);
        check(ValueKind::Date, "1973", "11 September 1972", Different);
        check(ValueKind::Date, "before 29 June", "29 June", Different);
        check(ValueKind::Date, "some day", "Some day!", Same);
    }

    #[test]
    fn numbers_are_compared_with_their_units() {
        use Likeness::{Compatible, Different, Same};
        check(ValueKind::Number, "36.63 %", "36.2 per cent", Different);
        check(ValueKind::Number, "36.63 %", "36.6 %", Compatible);
        check(ValueKind::Number, "35,000", "35 000", Same);
        check(ValueKind::Number, "some 35,000 workers", "35,000 Worker", Same);
        check(ValueKind::Number, "35,000 workers", "35,000 soldiers", Different);
        check(ValueKind::Number, "1.5 million", "1,500,000", Same);
        check(ValueKind::Number, "8.50", "8.5", Same);
        check(ValueKind::Number, "-3", "3", Different);
        check(ValueKind::Number, "many", "Many", Same);
    }

    #[test]
    fn a_comma_means_what_it_means_in_the_language_of_the_source() {
        let values = TagValues { kind: ValueKind::Number, same: Vec::new() };
        let (en, es) = (Value::of("36.630", &values, "en"), Value::of("36,63", &values, "es-CL"));
        assert_eq!(en.likeness(&es), Likeness::Same);
        let (en, es) = (Value::of("35,000", &values, "en"), Value::of("35.000", &values, "es"));
        assert_eq!(en.likeness(&es), Likeness::Same);
    }

    #[test]
    fn spellings_that_were_said_to_mean_the_same_do() {
        let same = vec![vec!["Cordón Cerrillos".to_owned(), "the Cerrillos belt".to_owned()]];
        let values = TagValues { kind: ValueKind::Name, same };
        let of = |words| Value::of(words, &values, "en");
        assert_eq!(of("CORDON Cerrillos").likeness(&of("The Cerrillos Belt")), Likeness::Same);
        assert_eq!(of("Cordón Vicuña").likeness(&of("The Cerrillos Belt")), Likeness::Different);
        assert_eq!(shown_for("the cerrillos belt", &values), "Cordón Cerrillos");
    }
}
