//! A version's file name says all that a list of versions shows: its number, when, why, and of which bytes.
//!
//! `00000042_20261120T101500Z_saved_<64 digits>.json.gz`: it sorts by number, has no character that any
//! system forbids, and tells a person who looks into the folder what is what. Any tool unpacks the file.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::Reason;
use crate::model::{Digest, Time};

const ENDING: &str = ".json.gz";
const FORM: &str = "%Y%m%dT%H%M%SZ";
/// The first and the last second that have a year of four digits and that the calendar here reaches.
const YEARS: (i64, i64) = (-62_167_219_200, 253_402_207_200);

/// What a file name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) number: u64,
    pub(super) when: Time,
    pub(super) reason: Reason,
    pub(super) sha256: Digest,
}

impl Name {
    pub(super) fn spell(&self) -> String {
        let moment = Timestamp::from_second(self.when.0.clamp(YEARS.0, YEARS.1)).unwrap_or_default();
        let moment = TimeZone::UTC.to_datetime(moment).strftime(FORM);
        format!("{:08}_{moment}_{}_{}{ENDING}", self.number, self.reason.word(), self.sha256)
    }

    /// Reads a name; nothing if the file is none of ours.
    pub(super) fn read(name: &str) -> Option<Self> {
        let mut parts = name.strip_suffix(ENDING)?.split('_');
        let number = parts.next().filter(|word| word.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
        let moment = DateTime::strptime(FORM, parts.next()?).ok()?;
        let reason = Reason::from_word(parts.next()?)?;
        let sha256 = Digest::from_hex(parts.next()?)?;
        let when = Time(TimeZone::UTC.to_timestamp(moment).ok()?.as_second());
        parts.next().is_none().then_some(Self { number, when, reason, sha256 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_it_was_made_of() {
        for (number, when) in [(1, 0), (42, 1_795_169_700), (u64::MAX, YEARS.0), (7, YEARS.1)] {
            let name = Name { number, when: Time(when), reason: Reason::Saved, sha256: Digest::of(b"a") };
            assert_eq!(Name::read(&name.spell()), Some(name), "{}", name.spell());
        }
        let spelled =
            Name { number: 3, when: Time(86_400), reason: Reason::Opened, sha256: Digest::of(b"") }.spell();
        assert!(spelled.starts_with("00000003_19700102T000000Z_opened_e3b0c442"), "{spelled}");
    }

    #[test]
    fn other_names_are_none_of_ours() {
        let sound = Name { number: 3, when: Time(0), reason: Reason::Saved, sha256: Digest::of(b"") }.spell();
        let others = [
            "",
            "notes.txt",
            &sound.replace("_saved_", "_kept_"),
            &sound.replace("1970", "19x0"),
            &sound.replace("00000003", "+0000003"),
            &sound.replace(".json.gz", "_x.json.gz"),
            &format!("{sound}~"),
        ];
        for other in others {
            assert_eq!(Name::read(other), None, "{other}");
        }
    }
}
