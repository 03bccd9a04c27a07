//! Values that the file writes as one word: ids, times, digests, choices.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};
use serde_json::json;
use uuid::Uuid;

use super::Omit;
use crate::model::{Attitude, ColorSlot, Digest, LinkKind, ObjectKind, Stance, Time};

/// Words, borrowed from the file where they hold no escape.
#[derive(Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) struct Str<'a>(pub(in crate::store) Cow<'a, str>);

impl<'a> From<&'a str> for Str<'a> {
    fn from(words: &'a str) -> Self {
        Self(Cow::Borrowed(words))
    }
}

impl<'a, 'de: 'a> Deserialize<'de> for Str<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;
        impl<'de> Visitor<'de> for Words {
            type Value = Cow<'de, str>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text in quotation marks")
            }
            fn visit_borrowed_str<E>(self, words: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(words))
            }
            fn visit_str<E>(self, words: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(words.to_owned()))
            }
        }
        deserializer.deserialize_str(Words).map(Self)
    }
}

impl Serialize for Str<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Omit for Str<'_> {
    fn says_nothing(&self) -> bool {
        self.0.is_empty()
    }
}

impl JsonSchema for Str<'_> {
    fn schema_name() -> Cow<'static, str> {
        "Str".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

/// A value that is one word of the file.
pub(in crate::store) trait Spelled: Sized {
    /// What is expected, for a person.
    fn expected() -> String;
    /// Reads it.
    fn read(word: &str) -> Option<Self>;
    /// Hands the word for it to `give`.
    fn spell<R>(&self, give: impl FnOnce(&str) -> R) -> R;
    /// Describes the word.
    fn described() -> serde_json::Value;
}

struct WordOf<T>(PhantomData<T>);

impl<T: Spelled> Visitor<'_> for WordOf<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&T::expected())
    }
    fn visit_str<E: de::Error>(self, word: &str) -> Result<T, E> {
        T::read(word).ok_or_else(|| {
            let start: String = word.chars().take(80).collect();
            E::custom(format_args!("“{start}” is not {}", T::expected()))
        })
    }
}

macro_rules! spelled {
    ($($(#[$bound:ident])? $Name:ty),*) => {$(
        impl<'de $(, T: $bound)?> Deserialize<'de> for $Name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(WordOf(PhantomData))
            }
        }

        impl $(<T: $bound>)? Serialize for $Name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.spell(|word| serializer.serialize_str(word))
            }
        }

        impl $(<T: $bound>)? JsonSchema for $Name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($Name).into()
            }
            fn inline_schema() -> bool {
                true
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                Schema::try_from(Self::described()).unwrap_or_default()
            }
        }
    )*};
}

spelled!(Id, When, Sha, Key, #[Choice] Word<T>);

/// An id: a UUID in its form with hyphens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Id(pub(in crate::store) Uuid);

impl Spelled for Id {
    fn expected() -> String {
        "an id (a UUID such as 0198c6e2-4a53-7c1e-8d57-3f0a6b2c9e41)".to_owned()
    }
    fn read(word: &str) -> Option<Self> {
        if word.len() == 36 { Uuid::try_parse(word).ok().map(Self) } else { None }
    }
    fn spell<R>(&self, give: impl FnOnce(&str) -> R) -> R {
        give(self.0.hyphenated().encode_lower(&mut Uuid::encode_buffer()))
    }
    fn described() -> serde_json::Value {
        json!({ "type": "string", "format": "uuid" })
    }
}

/// A moment: RFC 3339, in UTC, whole seconds.
#[derive(Clone, Copy)]
pub(in crate::store) struct When(pub(in crate::store) Time);

/// The first and the last second that four digits of a year can name.
const YEARS: (i64, i64) = (-62_167_219_200, 253_402_300_799);

impl Spelled for When {
    fn expected() -> String {
        "a time (such as 2026-11-20T10:15:00Z)".to_owned()
    }
    fn read(word: &str) -> Option<Self> {
        if let Some(seconds) = seconds_from_utc(word.as_bytes()) {
            return Some(Self(Time(seconds)));
        }
        let other: jiff::Timestamp = word.parse().ok()?;
        Some(Self(Time(other.as_second().clamp(YEARS.0, YEARS.1))))
    }
    fn spell<R>(&self, give: impl FnOnce(&str) -> R) -> R {
        let bytes = utc_from_seconds(self.0.0.clamp(YEARS.0, YEARS.1));
        give(std::str::from_utf8(&bytes).unwrap_or_default())
    }
    fn described() -> serde_json::Value {
        json!({ "type": "string", "format": "date-time" })
    }
}

/// Reads exactly `YYYY-MM-DDTHH:MM:SSZ`, the only form this program writes.
fn seconds_from_utc(word: &[u8]) -> Option<i64> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', i1, i2, b':', s1, s2, b'Z'] = *word
    else {
        return None;
    };
    let digits = [y1, y2, y3, y4, m1, m2, d1, d2, h1, h2, i1, i2, s1, s2];
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let two = |tens: u8, ones: u8| i64::from(tens - b'0') * 10 + i64::from(ones - b'0');
    let (year, month, day) = (two(y1, y2) * 100 + two(y3, y4), two(m1, m2), two(d1, d2));
    let (hour, minute, second) = (two(h1, h2), two(i1, i2), two(s1, s2));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    let sound = (1..=days).contains(&day) && hour < 24 && minute < 60 && second < 60;
    sound.then(|| days_from_date(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second)
}

/// Days since 1970-01-01 in the Gregorian calendar; years begin in March for the reckoning, so that
/// the leap day comes last.
fn days_from_date(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn utc_from_seconds(seconds: i64) -> [u8; 20] {
    let (days, rest) = (seconds.div_euclid(86_400) + 719_468, seconds.rem_euclid(86_400));
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    let digit = |n: i64| b'0' + u8::try_from(n % 10).unwrap_or(0);
    let [y, m, d] = [year, month, day];
    let [h, i, s] = [rest / 3600, rest / 60 % 60, rest % 60];
    [
        digit(y / 1000),
        digit(y / 100),
        digit(y / 10),
        digit(y),
        b'-',
        digit(m / 10),
        digit(m),
        b'-',
        digit(d / 10),
        digit(d),
        b'T',
        digit(h / 10),
        digit(h),
        b':',
        digit(i / 10),
        digit(i),
        b':',
        digit(s / 10),
        digit(s),
        b'Z',
    ]
}

/// A SHA-256 in lower-case hexadecimal.
#[derive(Clone, Copy)]
pub(in crate::store) struct Sha(pub(in crate::store) Digest);

impl Spelled for Sha {
    fn expected() -> String {
        "a SHA-256 (64 hexadecimal digits)".to_owned()
    }
    fn read(word: &str) -> Option<Self> {
        Digest::from_hex(word).map(Self)
    }
    fn spell<R>(&self, give: impl FnOnce(&str) -> R) -> R {
        give(&self.0.to_string())
    }
    fn described() -> serde_json::Value {
        json!({ "type": "string", "pattern": "^[0-9a-fA-F]{64}$" })
    }
}

/// The key that applies a tag.
#[derive(Clone, Copy)]
pub(in crate::store) struct Key(pub(in crate::store) char);

impl Spelled for Key {
    fn expected() -> String {
        "a key (one letter or digit)".to_owned()
    }
    fn read(word: &str) -> Option<Self> {
        let mut chars = word.chars();
        match (chars.next(), chars.next()) {
            (Some(key), None) => Some(Self(key)),
            _ => None,
        }
    }
    fn spell<R>(&self, give: impl FnOnce(&str) -> R) -> R {
        give(self.0.encode_utf8(&mut [0; 4]))
    }
    fn described() -> serde_json::Value {
        json!({ "type": "string", "minLength": 1, "maxLength": 1 })
    }
}

/// One of a closed list, by its word.
#[derive(Clone, Copy)]
pub(in crate::store) struct Word<T>(pub(in crate::store) T);

/// A closed list of choices.
pub(in crate::store) trait Choice: Copy {
    /// The words of all.
    fn words() -> Vec<&'static str>;
    /// Its word.
    fn name(self) -> &'static str;
    /// The one of this word.
    fn named(word: &str) -> Option<Self>;
}

macro_rules! choices {
    ($($Name:ty),*) => {$(
        impl Choice for $Name {
            fn words() -> Vec<&'static str> {
                Self::ALL.into_iter().map(Self::word).collect()
            }
            fn name(self) -> &'static str {
                self.word()
            }
            fn named(word: &str) -> Option<Self> {
                Self::from_word(word)
            }
        }
    )*};
}

choices!(Stance, Attitude, LinkKind, ColorSlot);

/// The kinds of object, in the order of the file.
const KINDS: [ObjectKind; 6] = [
    ObjectKind::Source,
    ObjectKind::Reader,
    ObjectKind::Tag,
    ObjectKind::Claim,
    ObjectKind::Link,
    ObjectKind::Silence,
];

impl Choice for ObjectKind {
    fn words() -> Vec<&'static str> {
        KINDS.into_iter().map(Self::word).collect()
    }
    fn name(self) -> &'static str {
        self.word()
    }
    fn named(word: &str) -> Option<Self> {
        KINDS.into_iter().find(|kind| kind.word() == word)
    }
}

impl<T: Choice> Spelled for Word<T> {
    fn expected() -> String {
        format!("one of: {}", T::words().join(", "))
    }
    fn read(word: &str) -> Option<Self> {
        T::named(word).map(Self)
    }
    fn spell<R>(&self, give: impl FnOnce(&str) -> R) -> R {
        give(self.0.name())
    }
    fn described() -> serde_json::Value {
        json!({ "enum": T::words() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spelled(time: i64) -> String {
        When(Time(time)).spell(str::to_owned)
    }

    #[test]
    fn times_are_read_and_written_in_utc_seconds() {
        assert_eq!(spelled(0), "1970-01-01T00:00:00Z");
        assert_eq!(spelled(951_782_399), "2000-02-28T23:59:59Z");
        assert_eq!(
            When::read("2026-11-20T10:15:00+02:00").unwrap().0,
            When::read("2026-11-20T08:15:00Z").unwrap().0
        );
        assert!(When::read("2026-02-29T10:15:00Z").is_none());
        assert!(When::read("yesterday").is_none());
    }

    #[test]
    fn ids_have_one_form() {
        assert!(Id::read("0198c6e2-4a53-7c1e-8d57-3f0a6b2c9e41").is_some());
        assert!(Id::read("{0198c6e2-4a53-7c1e-8d57-3f0a6b2c9e41}").is_none());
        assert!(Id::read("").is_none());
    }

    proptest! {
        #[test]
        fn our_reckoning_of_time_is_that_of_jiff(seconds in YEARS.0..=YEARS.1) {
            let word = spelled(seconds);
            prop_assert_eq!(&word, &jiff::Timestamp::from_second(seconds).unwrap().to_string());
            prop_assert_eq!(seconds_from_utc(word.as_bytes()), Some(seconds));
        }
    }
}
