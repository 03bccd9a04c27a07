//! Times as the file writes them. Reading and writing the one usual form by hand is what makes it quick:
//! every claim has two.

use serde_json::json;

use super::scalar::Spelled;
use crate::model::Time;

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
    let (year, month, day) = Time(seconds).date();
    let rest = seconds.rem_euclid(86_400);
    let digit = |n: i64| b'0' + u8::try_from(n % 10).unwrap_or(0);
    let [y, m, d] = [year, i64::from(month), i64::from(day)];
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

    proptest! {
        #[test]
        fn our_reckoning_of_time_is_that_of_jiff(seconds in YEARS.0..=YEARS.1) {
            let word = spelled(seconds);
            prop_assert_eq!(&word, &jiff::Timestamp::from_second(seconds).unwrap().to_string());
            prop_assert_eq!(seconds_from_utc(word.as_bytes()), Some(seconds));
        }
    }
}
