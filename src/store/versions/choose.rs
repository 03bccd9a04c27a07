//! Which versions stay. By counts alone, never by age: a clock that jumps a year costs nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::{Limits, Reason, Version};

const DAY: i64 = 24 * 60 * 60;

/// Returns which of `versions` (the latest first) are to go, by their place in the list.
///
/// Stays: the last saves, the last found on opening, and the last of each of the last days that have any.
/// Of what stays, the oldest go while all together take up too much, but never the latest few.
pub(super) fn superfluous(versions: &[Version], limits: &Limits) -> BTreeSet<usize> {
    let mut n_by_reason: BTreeMap<Reason, usize> = BTreeMap::new();
    let mut days = BTreeSet::new();
    let mut gone = BTreeSet::new();
    for (place, version) in versions.iter().enumerate() {
        let n = n_by_reason.entry(version.reason).or_default();
        *n += 1;
        let among_the_last = *n <= limits.n_saves;
        let last_of_its_day = days.len() < limits.n_days && days.insert(version.when.0.div_euclid(DAY));
        if !among_the_last && !last_of_its_day {
            gone.insert(place);
        }
    }
    let mut stored = 0;
    let mut counted = BTreeSet::new();
    let mut full = false;
    for (place, version) in
        versions.iter().enumerate().filter(|(place, _)| !gone.contains(place)).collect::<Vec<_>>()
    {
        if !full && counted.insert(version.sha256.0) {
            stored += version.stored;
        }
        full |= stored > limits.bytes && place >= limits.n_least;
        if full {
            gone.insert(place);
        }
    }
    gone
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Digest, Time};

    fn version(number: u64, when: i64, reason: Reason) -> Version {
        let sha256 = Digest::of(&number.to_le_bytes());
        Version { number, when: Time(when), reason, sha256, size: 10, stored: 10 }
    }

    fn kept(versions: &[Version], limits: &Limits) -> Vec<u64> {
        let gone = superfluous(versions, limits);
        let kept = versions.iter().enumerate().filter(|(place, _)| !gone.contains(place));
        kept.map(|(_, version)| version.number).collect()
    }

    #[test]
    fn the_last_saves_stay_and_the_last_of_each_day() {
        // Three saves a day for fifty days.
        let versions: Vec<Version> =
            (0..150).rev().map(|n| version(n, i64::try_from(n / 3).unwrap() * DAY, Reason::Saved)).collect();
        let kept = kept(&versions, &Limits::default());
        let mut expected: Vec<u64> = (130..150).rev().collect();
        // The last 7 days are in part among the 20; 30 days in all, each by its last save.
        expected.extend((20..50).rev().map(|day| day * 3 + 2).filter(|n| *n < 130));
        assert_eq!(kept, expected);
    }

    #[test]
    fn a_clock_that_jumps_costs_nothing() {
        let year = 365 * DAY;
        let ahead = (20..30).rev().map(|n| version(n, year, Reason::Saved));
        let back = (30..35).rev().map(|n| version(n, -year, Reason::Saved));
        let before = (0..20).rev().map(|n| version(n, 0, Reason::Saved));
        let versions: Vec<Version> = back.chain(ahead).chain(before).collect();
        let kept = kept(&versions, &Limits::default());
        assert_eq!(kept, (15..35).rev().collect::<Vec<_>>(), "the last twenty, whatever the clock said");
    }

    #[test]
    fn what_others_wrote_does_not_push_out_the_own_saves() {
        let opened = (100..200).rev().map(|n| version(n, 0, Reason::Opened));
        let saved = (0..5).rev().map(|n| version(n, 0, Reason::Saved));
        let versions: Vec<Version> = opened.chain(saved).collect();
        let kept = kept(&versions, &Limits::default());
        assert_eq!(kept.len(), 25);
        assert!(kept.ends_with(&[4, 3, 2, 1, 0]));
    }

    #[test]
    fn the_oldest_go_when_there_is_too_much_but_never_the_latest_few() {
        let versions: Vec<Version> = (0..10).rev().map(|n| version(n, 0, Reason::Saved)).collect();
        assert_eq!(kept(&versions, &Limits { bytes: 50, ..Limits::default() }), [9, 8, 7, 6, 5]);
        assert_eq!(kept(&versions, &Limits { bytes: 1, ..Limits::default() }), [9, 8, 7]);
        let mut same = versions.clone();
        same.iter_mut().for_each(|version| version.sha256 = Digest::of(b"one"));
        assert_eq!(kept(&same, &Limits { bytes: 10, ..Limits::default() }).len(), 10, "stored once");
    }
}
