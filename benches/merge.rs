//! Merging 2, 20 and 200 files of 1,000 claims each.
//!
//! 200 files are to take less than 2 s, and the time is to grow no faster than their number. Two kinds: each
//! file has claims of its own, as when readers annotate apart; and all have the same claims, of which each
//! reader changed a hundred, as when they go over one file together. See `docs/PERFORMANCE.md`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "a bench may fail")]

#[allow(dead_code, reason = "not every bench needs all of it")]
mod support;

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use diptych::model::{Claim, Comparison};
use diptych::store::{self, Actor, Part, Record};

/// Bytes of each of the two sources.
const LENGTH: usize = 100_000;
/// How many claims each file has.
const N_CLAIMS: usize = 1_000;
/// How many of them each reader changes, where all have the same.
const N_CHANGED: usize = 100;

fn part(comparison: &Comparison, record: &Record, n: u64) -> Part {
    let json = store::to_json(comparison, record, Actor(n + 2)).0;
    let name = format!("{n}.json");
    Part { opened: store::from_json(&json, Path::new(&name)).unwrap(), name }
}

/// Files of readers who each made claims of their own.
fn apart(n: u64) -> Vec<Part> {
    let common = support::comparison_of(0, LENGTH);
    let record = store::to_json(&common, &Record::new(), Actor(1)).1;
    (0..n).map(|n| part(&support::with_more_claims(&common, N_CLAIMS, n + 1), &record, n)).collect()
}

/// Files of readers who each changed some of the same claims, the fifth of them those of the first.
fn together(n: u64) -> Vec<Part> {
    let common = support::comparison_of(N_CLAIMS, LENGTH);
    let record = store::to_json(&common, &Record::new(), Actor(1)).1;
    let changed = |n: u64| {
        let mut comparison = common.clone();
        let first = usize::try_from(n % 5).unwrap() * N_CHANGED;
        for claim in common.claims().skip(first).take(N_CHANGED) {
            let note = format!("seen by reader {n}");
            comparison.apply(Claim { note, ..Claim::clone(claim) }.into()).unwrap();
        }
        part(&comparison, &record, n)
    };
    (0..n).map(changed).collect()
}

fn merging(c: &mut Criterion) {
    type Kind = (&'static str, fn(u64) -> Vec<Part>);
    let kinds: [Kind; 2] = [("claims of their own", apart), ("changes to the same claims", together)];
    for (name, files) in kinds {
        let mut group = c.benchmark_group(format!("merge files of 1,000 claims, {name}"));
        group.sample_size(10);
        for n in [2, 20, 200] {
            let parts = files(n);
            let merged = store::merge(&parts).unwrap();
            assert!(merged.comparison.n_claims() >= N_CLAIMS);
            group.throughput(Throughput::Elements(n));
            group.bench_function(format!("{n} files"), |b| {
                b.iter_with_large_drop(|| store::merge(black_box(&parts)).unwrap());
            });
        }
        group.finish();
    }
}

criterion_group!(benches, merging);
criterion_main!(benches);
