//! When something was made or changed.

/// A moment in whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted (Unix time).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(pub i64);

impl Time {
    /// Returns year, month (from 1) and day (from 1) in UTC, in the Gregorian calendar. Years are reckoned from March on,
    /// so that the leap day comes last (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms",
    /// `civil_from_days`).
    #[must_use]
    pub fn date(self) -> (i64, u8, u8) {
        let days = self.0.div_euclid(86_400) + 719_468;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        (year, u8::try_from(month).unwrap_or(1), u8::try_from(day).unwrap_or(1))
    }
}
