//! How many objects of each kind a file may have.

use std::path::Path;

use crate::store::StoreError;
use crate::store::format::v1;

/// The most objects of the other kinds, in the order of the file.
const LIMITS: [(&str, usize); 11] = [
    ("sources", 1_000),
    ("readers", 10_000),
    ("tags", 100_000),
    ("links", 1_000_000),
    ("silences", 1_000_000),
    ("notes on what was read", 1_000_000),
    ("kept sheets", 10_000),
    ("decisions", 1_000_000),
    ("rounds", 10_000),
    ("objects set aside", 1_000_000),
    ("tombstones", 1_000_000),
];
/// Returns an error where a file has more objects of a kind, claims aside, than any comparison.
pub(super) fn check(document: &v1::Document<'_>, name: &Path) -> Result<(), StoreError> {
    let numbers = [
        document.sources.n,
        document.readers.n,
        document.codebook.as_ref().map_or(0, |codebook| codebook.tags.n),
        document.links.n,
        document.silences.n,
        document.coverage.n,
        document.sheets.n,
        document.decisions.n,
        document.rounds.n,
        document.set_aside.n,
        document.tombstones.n,
    ];
    match numbers.into_iter().zip(LIMITS).find(|(n, (_, limit))| n > limit) {
        Some((n, (what, limit))) => Err(StoreError::TooMany { path: name.to_owned(), what, n, limit }),
        None => Ok(()),
    }
}
