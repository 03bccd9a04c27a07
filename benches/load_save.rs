//! Opening and saving 100,000 claims, against what `serde_json` alone takes for the same bytes.
//!
//! Loading is held to 1.0 times a plain parse into structs that own their words, saving to 1.3 times
//! serde_json's own writing and the flush to the disk. See `docs/PERFORMANCE.md`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "a bench may fail")]

#[path = "support/plain.rs"]
mod plain;
mod support;

use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use diptych::model::Digest;
use diptych::store::{self, Actor, Record};

fn load(c: &mut Criterion) {
    let comparison = support::comparison(100_000);
    let (json, _) = store::to_json(&comparison, &Record::new(), Actor(1));
    let name = Path::new("bench.diptych.json");
    let opened = store::from_json(&json, name).unwrap();
    assert_eq!(opened.comparison, comparison);
    assert!(opened.warnings.is_empty());
    drop(opened);
    let mut group = c.benchmark_group(format!("load 100,000 claims, {} MB", json.len() / 1_000_000));
    group.sample_size(20);
    drop(comparison);
    // A million small strings leave a heap in pieces, which slows whoever comes next: so they come last.
    group.bench_function("diptych", |b| {
        b.iter_with_large_drop(|| store::from_json(black_box(&json), name).unwrap());
    });
    group.bench_function("a plain serde_json parse", |b| {
        b.iter_with_large_drop(|| serde_json::from_slice::<plain::Document>(black_box(&json)).unwrap());
    });
    group.finish();
}

/// What of opening 100 MB goes into its checks: there is no opening without them, so they are run once more on what
/// was opened. As the audit of the whole they are more than opening asks, and in one thread instead of two.
/// The goal is a tenth at most.
fn checks(c: &mut Criterion) {
    let comparison = support::comparison(117_000);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bench.diptych.json");
    store::save(&comparison, &Record::new(), Actor(1), &path).unwrap();
    drop(comparison);
    let megabytes = std::fs::metadata(&path).unwrap().len() / 1_000_000;
    assert!(megabytes >= 100, "{megabytes} MB");
    let opened = store::open(&path).unwrap().comparison;
    let check = || {
        let texts = opened.sources().iter().map(|source| Digest::of(source.text.as_str().as_bytes()));
        (black_box(&opened).audit(), texts.collect::<Vec<_>>())
    };
    assert!(check().0.is_empty());
    // Turn by turn, so that whatever else the machine does falls on both.
    let least = |times: &[Duration]| times.iter().min().copied().unwrap_or_default();
    let (mut opening, mut checking) = (Vec::new(), Vec::new());
    for _ in 0..15 {
        let begun = Instant::now();
        let again = store::open(black_box(&path)).unwrap();
        opening.push(begun.elapsed());
        drop(again);
        let begun = Instant::now();
        black_box(check());
        checking.push(begun.elapsed());
    }
    let (opening, checking) = (least(&opening), least(&checking));
    let without = opening.saturating_sub(checking).as_secs_f64();
    println!(
        "opening {megabytes} MB: {opening:.0?}; all its checks once more: {checking:.1?}, {:.1} % of the rest",
        100.0 * checking.as_secs_f64() / without
    );
    let mut group = c.benchmark_group(format!("open {megabytes} MB"));
    group.sample_size(20);
    group.bench_function("with all checks", |b| b.iter_with_large_drop(|| store::open(&path).unwrap()));
    group.bench_function("the checks once more", |b| b.iter(check));
    group.finish();
}

fn save(c: &mut Criterion) {
    let comparison = support::comparison(100_000);
    let (json, record) = store::to_json(&comparison, &Record::new(), Actor(1));
    let document: plain::Document = serde_json::from_slice(&json).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (folder.path().join("ours.json"), folder.path().join("plain.json"));
    let record = store::save(&comparison, &record, Actor(1), &path).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), json);
    let write = || {
        let mut out = BufWriter::new(File::create(&other).unwrap());
        serde_json::to_writer_pretty(&mut out, &document).unwrap();
        out.flush().unwrap();
        out.get_ref().sync_all().unwrap();
    };
    write();
    assert_eq!(std::fs::read(&other).unwrap(), json.strip_suffix(b"\n").unwrap());
    let mut group = c.benchmark_group(format!("save 100,000 claims, {} MB", json.len() / 1_000_000));
    group.sample_size(20);
    group.bench_function("serde_json's writing and the flush", |b| b.iter(write));
    group.bench_function("diptych, nothing changed", |b| {
        b.iter_with_large_drop(|| store::save_over(&comparison, &record, Actor(2), &path).unwrap());
    });
    group.bench_function("diptych, all of it new", |b| {
        b.iter_batched(
            Record::new,
            |record| store::save_over(&comparison, &record, Actor(2), &path).unwrap(),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

/// Whether all is sound, asked before every save. The goal is 20 ms.
fn audit(c: &mut Criterion) {
    let comparison = support::comparison(10_000);
    let (json, _) = store::to_json(&comparison, &Record::new(), Actor(1));
    // As opened: its quotations are held against the text word for word.
    let opened = store::from_json(&json, Path::new("bench.diptych.json")).unwrap().comparison;
    assert!(opened.audit().is_empty());
    c.bench_function("audit 10,000 claims", |b| b.iter(|| black_box(&opened).audit()));
}

criterion_group!(benches, load, checks, save, audit);
criterion_main!(benches);
