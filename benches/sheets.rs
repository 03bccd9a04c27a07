//! What sheets cost: 5 sources × 200 tags × 10,000 claims, made and written in each form, without a window.
//!
//! `docs/PERFORMANCE.md` has the figures. Aims: HTML 200 ms, DOCX 1 s, PDF 5 s.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench may fail")]

mod support;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use diptych::analysis::handout::{HandedIn, SheetKind, SheetPart, SheetSettings};
use diptych::store::export::{Made, SheetFormat, write_sheet};

fn sheets(c: &mut Criterion) {
    let comparison = support::comparison_with(10_000, 400_000, 5);
    let mut settings = SheetSettings::of_kind(SheetKind::Comparison);
    settings.show(SheetPart::Notes, true);
    let mut group = c.benchmark_group("sheets");
    group.sample_size(10);
    group.bench_function("document", |b| {
        b.iter(|| Made::of(black_box(&comparison), &settings, HandedIn::default()));
    });
    let made = Made::of(&comparison, &settings, HandedIn::default());
    for format in SheetFormat::ALL {
        let mut bytes = Vec::new();
        if write_sheet(&made, format, &mut bytes).is_err() {
            // A build without typesetting.
            continue;
        }
        println!("{}: {} kB, {} entries", format.word(), bytes.len() / 1_000, made.handout.n_entries());
        // From the comparison to the bytes, as a reader waits for it.
        group.bench_function(format.word(), |b| {
            b.iter(|| {
                let made = Made::of(black_box(&comparison), &settings, HandedIn::default());
                let mut bytes = Vec::new();
                write_sheet(&made, format, &mut bytes).unwrap();
                bytes
            });
        });
    }
    group.finish();
}

criterion_group!(benches, sheets);
criterion_main!(benches);
