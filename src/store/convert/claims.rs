//! The many claims of a file, found and read fast: nearly all of a file is claims.
//!
//! In a file laid out as this program does it they are told apart without parsing (see `split`), each right
//! before it is read, by two threads.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use memchr::memmem;
use serde::de::IgnoredAny;

use super::super::StoreError;
use super::super::format::{self, v1};
use super::super::record::{Key, ObjectHistory};
use super::aside::is_short;
use super::load::{MAX_CLAIMS, Places};
use super::read;
use super::split::{BETWEEN, CLOSED};
use crate::model::{Anchor, Claim, Comparison, ObjectKind, TagUse};

/// Lists of fewer bytes are read by one thread.
const WORTH_A_THREAD: usize = 1 << 20;
/// The bytes of a claim, roughly.
const BYTES_OF_CLAIM: usize = 700;
/// The claims of a file.
#[derive(Clone)]
pub(in crate::store) enum List<'a> {
    /// The JSON of each.
    Told(Vec<&'a str>),
    /// The bytes from the first claim's first brace to the last one's last, laid out as this program does it.
    Ours(&'a [u8]),
}

/// Claims as read. Their passages and tags are in lists of their own until they are given to the
/// comparison: so the two threads make no small allocations that last, which are dear in any thread
/// but the first.
#[derive(Default)]
pub(super) struct Batch<'a> {
    /// The claims, each without its passages and tags, but with their numbers.
    bare: Vec<(Claim, [usize; 2])>,
    passages: Vec<Anchor>,
    tags: Vec<TagUse>,
    /// The ids of the claims, sorted.
    pub(super) ids: Vec<u128>,
    /// The JSON of each of the claims.
    pub(super) from: Vec<&'a str>,
    pub(super) histories: Vec<(Key, ObjectHistory)>,
    /// The JSON of what could not be read, with the reason.
    pub(super) bad: Vec<(&'a str, String)>,
    /// What is wrong with those that are short.
    bad_alike: HashMap<&'a str, String>,
}

impl<'a> Batch<'a> {
    /// Returns how many claims there are, those that could not be read included.
    pub(super) fn len(&self) -> usize {
        self.bare.len() + self.bad.len()
    }

    /// Returns the claims, whole.
    pub(super) fn claims(self) -> impl Iterator<Item = Claim> {
        let (mut passages, mut tags) = (self.passages.into_iter(), self.tags.into_iter());
        self.bare.into_iter().map(move |(mut claim, [n_passages, n_tags])| {
            claim.passages.reserve_exact(n_passages);
            claim.passages.extend(passages.by_ref().take(n_passages));
            claim.tags.reserve_exact(n_tags);
            claim.tags.extend(tags.by_ref().take(n_tags));
            claim
        })
    }

    /// Reads one more. Nothing when it is not even JSON, or one too many.
    fn take(&mut self, json: &'a str, comparison: &Comparison) -> Option<()> {
        if is_short(json)
            && let Some(problem) = self.bad_alike.get(json)
        {
            self.bad.push((json, problem.clone()));
            return (self.len() <= MAX_CLAIMS).then_some(());
        }
        let (n_passages, n_tags) = (self.passages.len(), self.tags.len());
        match read::claim_into(json, comparison, (&mut self.passages, &mut self.tags)) {
            Ok((claim, history)) => {
                if let Some(history) = history {
                    self.histories.push(((Some(ObjectKind::Claim), claim.id.0), history));
                }
                self.bare.push((claim, [self.passages.len() - n_passages, self.tags.len() - n_tags]));
                self.from.push(json);
            }
            Err(problem) => {
                serde_json::from_str::<IgnoredAny>(json).ok()?;
                self.passages.truncate(n_passages);
                self.tags.truncate(n_tags);
                if is_short(json) {
                    self.bad_alike.insert(json, problem.clone());
                }
                self.bad.push((json, problem));
            }
        }
        (self.len() <= MAX_CLAIMS).then_some(())
    }

    fn sorted(mut self) -> Self {
        self.ids = self.bare.iter().map(|(claim, _)| claim.id.0.as_u128()).collect();
        self.ids.sort_unstable();
        self
    }
}

/// Reads all claims, in two batches, of which the second may be empty. Nothing when one of them is not even JSON, so that they
/// must be told apart otherwise.
pub(super) fn read_all<'a>(list: &List<'a>, comparison: &Comparison) -> Option<[Batch<'a>; 2]> {
    let all = match list {
        List::Told(told) => {
            let mut batch = Batch::default();
            told.iter().try_for_each(|json| batch.take(json, comparison))?;
            return Some([batch.sorted(), Batch::default()]);
        }
        List::Ours(all) => all,
    };
    let middle = all.len() / 2;
    let cut = all.get(middle..).and_then(|half| memmem::find(half, BETWEEN.as_bytes()));
    let Some(cut) = cut.filter(|_| all.len() >= WORTH_A_THREAD) else {
        return Some([read_some(all, comparison)?, Batch::default()]);
    };
    let (first, second) = all.split_at_checked(middle + cut + CLOSED)?;
    let second = second.get(BETWEEN.len() - 1 - CLOSED..)?;
    std::thread::scope(|scope| {
        let second = scope.spawn(|| read_some(second, comparison));
        let first = read_some(first, comparison);
        Some([first?, second.join().ok()??])
    })
}

fn read_some<'a>(mut list: &'a [u8], comparison: &Comparison) -> Option<Batch<'a>> {
    let mut batch = Batch::default();
    let n = list.len() / BYTES_OF_CLAIM;
    batch.bare.reserve(n);
    batch.passages.reserve(n);
    batch.tags.reserve(n);
    batch.from.reserve(n);
    let between = memmem::Finder::new(BETWEEN);
    while let Some(place) = between.find(list) {
        let (json, rest) = list.split_at_checked(place + CLOSED)?;
        batch.take(std::str::from_utf8(json).ok()?, comparison)?;
        list = rest.get(BETWEEN.len() - 1 - CLOSED..)?;
    }
    batch.take(std::str::from_utf8(list).ok()?, comparison)?;
    Some(batch.sorted())
}

/// Tells the claims of a list apart that is laid out in any way.
pub(in crate::store) fn told_apart<'a>(
    list: &'a str,
    places: &dyn Places,
    name: &Path,
) -> Result<List<'a>, StoreError> {
    let path = name.to_owned();
    match serde_json::from_str::<format::List<'a, v1::Claim<'a>>>(list) {
        Err(error) => {
            let line = places.line_of(list) + error.line().saturating_sub(1);
            let problem = format!("“claims”: {}", read::plain(&error));
            Err(StoreError::Damaged { path, line, problem })
        }
        Ok(list) if list.n > MAX_CLAIMS => {
            Err(StoreError::TooMany { path, what: "claims", n: list.n, limit: MAX_CLAIMS })
        }
        Ok(list) => Ok(List::Told(list.objects)),
    }
}

/// Returns the ids that several claims have.
pub(super) fn twins(batches: &[Batch<'_>; 2]) -> HashSet<u128> {
    let same = |pair: &[u128]| (pair.first() == pair.last()).then(|| pair.first().copied())?;
    let mut twins: HashSet<u128> =
        batches.iter().flat_map(|batch| batch.ids.windows(2).filter_map(same)).collect();
    let [first, second] = batches;
    let mut others = second.ids.iter().peekable();
    for id in &first.ids {
        while others.next_if(|other| *other < id).is_some() {}
        twins.extend(others.next_if_eq(&id));
    }
    twins
}
