//! Laying readers' files over an open comparison: 200 readers with 500 claims each over two texts of 100 kB, and 1,000
//! readers with 60 each, opening the files included; and passages placed in another edition of a text of 1 MB.
//!
//! 200 files are to take less than 1 s, 1,000 less than 10 s. See `docs/PERFORMANCE.md`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "a bench may fail")]

#[allow(dead_code, reason = "not every bench needs all of it")]
mod support;

use std::hint::black_box;
use std::path::PathBuf;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use diptych::anchoring::{PlaceIndex, describe_all};
use diptych::model::{Claim, Comparison, Reader, ReaderId, Unknown};
use diptych::store::laying::open_all;
use diptych::store::{self, Actor, Record};
use diptych::text::{Pos, Span, Text};
use uuid::Uuid;

/// Bytes of each of the two sources.
const LENGTH: usize = 100_000;

/// Writes the files of `n` readers with claims of their own into a folder.
fn files(folder: &std::path::Path, base: &Comparison, n: u64, n_claims: usize) -> Vec<PathBuf> {
    let file = |n: u64| {
        let id = ReaderId(Uuid::from_u128(0xFACE_0000 + u128::from(n)));
        let reader = Reader { id, name: format!("Reader {n}"), unknown: Unknown::default() };
        let mut theirs = base.clone();
        theirs.apply(reader.into()).unwrap();
        let with_claims = support::with_more_claims(base, n_claims, n + 1);
        let claims = with_claims.claims().filter(|claim| base.claim(claim.id).is_none());
        let own = claims.map(|claim| Claim { reader: id, ..Claim::clone(claim) });
        assert!(theirs.extend_claims(own).is_empty());
        let path = folder.join(format!("{n}.diptych.json"));
        let json = store::to_json(&theirs, &Record::new(), Actor(n + 2)).0;
        store::write_atomically(&path, &json).unwrap();
        path
    };
    (0..n).map(file).collect()
}

fn laying(c: &mut Criterion) {
    let base = support::comparison_of(0, LENGTH);
    let mut group = c.benchmark_group("lay files over an open comparison, two texts of 100 kB");
    group.sample_size(10);
    for (n, n_claims) in [(200, 500), (1_000, 60)] {
        let folder = tempfile::tempdir().unwrap();
        let paths = files(folder.path(), &base, n, n_claims);
        let laid = open_all(&base, &paths, &|_, _| true);
        assert_eq!(laid.comparison.n_claims(), paths.len() * n_claims);
        group.throughput(Throughput::Elements(n));
        group.bench_function(format!("{n} files of {n_claims} claims"), |b| {
            b.iter_with_large_drop(|| open_all(black_box(&base), &paths, &|_, _| true));
        });
    }
    group.finish();
}

fn placing(c: &mut Criterion) {
    let base = support::comparison_of(0, 1_000_000);
    let old = base.sources()[0].text.clone();
    // A preface, and every hundredth sentence gone.
    let kept = old.as_str().split_inclusive(". ").enumerate().filter(|(n, _)| n % 100 != 7);
    let words: String = kept.map(|(_, sentence)| sentence).collect();
    let new = Text::new(format!("A preface of the second edition.\n\n{words}")).unwrap();
    let spans: Vec<Span> =
        (0..1_000_u32).map(|n| Span::between(Pos(n * 970 + 40), Pos(n * 970 + 200))).collect();
    let anchors = describe_all(&old, &spans);
    let mut group = c.benchmark_group("place 1,000 passages in another edition of 1 MB");
    group.sample_size(10);
    group.bench_function("the index", |b| b.iter_with_large_drop(|| PlaceIndex::of(black_box(&new))));
    let index = PlaceIndex::of(&new);
    let n_placed = anchors.iter().filter(|anchor| index.place_from(&old, anchor).span().is_some()).count();
    println!("of 1,000 passages {n_placed} are placed");
    group.bench_function("the passages", |b| {
        b.iter(|| {
            anchors.iter().map(|anchor| index.place_from(&old, anchor)).filter(|p| p.span().is_some()).count()
        });
    });
    group.finish();
}

criterion_group!(benches, laying, placing);
criterion_main!(benches);
