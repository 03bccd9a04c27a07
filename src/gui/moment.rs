//! Moments as people read them. There is no time zone at hand, so they are given in UTC and say so.

use crate::model::Time;

/// Returns "20 Nov 2026, 10:15 UTC"; a moment that no calendar has comes out empty.
#[must_use]
pub fn in_words(time: Time) -> String {
    let moment = jiff::Timestamp::from_second(time.0).ok();
    moment.map(|moment| moment.strftime("%-d %b %Y, %H:%M UTC").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_as_people_write_it() {
        assert_eq!(in_words(Time(1_795_169_700)), "20 Nov 2026, 10:15 UTC");
        assert_eq!(in_words(Time(0)), "1 Jan 1970, 00:00 UTC");
        assert_eq!(in_words(Time(i64::MAX)), "");
    }
}
