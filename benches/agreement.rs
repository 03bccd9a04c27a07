//! Figures of readers' agreement: alpha alone, all figures of five readers with their intervals, all figures of a
//! thousand. `docs/PERFORMANCE.md` has what came of it. Goals: 1.3 ms, 1 s, and 10 s with opening the files.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench may fail")]

mod support;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use diptych::analysis::agreement::Scope;
use diptych::analysis::agreement::bootstrap::Chance;
use diptych::analysis::agreement::figures::{FigureSettings, report};
use diptych::analysis::agreement::nominal::{Judgments, krippendorff};
use diptych::model::{
    Anchor, Claim, ClaimId, Comparison, Reader, ReaderId, Stance, TagId, TagUse, Time, Unknown, Voice,
};
use diptych::text::{Pos, Span};
use uuid::Uuid;

/// How many of the tags are used.
const N_TAGS: u64 = 30;

/// A place that readers may mark: the source, where, the tag and its stance.
struct Place {
    source: usize,
    start: u32,
    length: u32,
    tag: TagId,
    stance: Option<Stance>,
}

fn small(chance: &mut Chance, n: u64) -> u32 {
    u32::try_from(chance.below(n)).unwrap()
}

/// Readers who mark mostly the same places: nine of ten each, with other ends, now and then another tag or stance.
fn group(n_readers: usize, n_claims: usize, length: usize) -> Comparison {
    let mut comparison = support::comparison_with(0, length, 2);
    let tags: Vec<TagId> = comparison.codebook().into_iter().map(|(_, tag)| tag.id).collect();
    let mut chance = Chance::from_seed(2016);
    let stance = |n: u64| Stance::ALL.get(usize::try_from(n).unwrap()).copied();
    let any_tag = |chance: &mut Chance| tags[usize::try_from(chance.below(N_TAGS)).unwrap()];
    let room = u64::from(comparison.sources()[0].text.len() - 600);
    let places: Vec<Place> = (0..n_claims * 10 / 9)
        .map(|n| Place {
            source: n % 2,
            start: small(&mut chance, room),
            length: 40 + small(&mut chance, 200),
            tag: any_tag(&mut chance),
            stance: stance(chance.below(5)),
        })
        .collect();
    for n in 0..n_readers {
        let id = ReaderId(Uuid::from_u128(1_000_000 + n as u128));
        comparison
            .apply(Reader { id, name: format!("Reader {n}"), unknown: Unknown::default() }.into())
            .unwrap();
        for (at, place) in places.iter().enumerate() {
            if chance.below(10) == 0 {
                continue;
            }
            let (start, length) =
                (place.start + small(&mut chance, 12), place.length + small(&mut chance, 20));
            let tag = if chance.below(8) == 0 { any_tag(&mut chance) } else { place.tag };
            let stance = if chance.below(5) == 0 { stance(chance.below(5)) } else { place.stance };
            let id = ClaimId(Uuid::from_u128(((n as u128) << 64) + at as u128 + 1));
            let claim = claim(&comparison, (id, place.source), (start, length), (n, tag, stance));
            comparison.apply(claim.into()).unwrap();
        }
    }
    comparison
}

fn claim(
    comparison: &Comparison,
    (id, source): (ClaimId, usize),
    (start, length): (u32, u32),
    (reader, tag, stance): (usize, TagId, Option<Stance>),
) -> Claim {
    let source = &comparison.sources()[source];
    let span = Span::between(Pos(start), Pos(start + length));
    let quote = |from: Pos, to: Pos| source.text.excerpt(Span::between(from, to));
    let anchor = Anchor {
        span,
        quote: source.text.excerpt(span),
        before: quote(Pos(start).minus(32), Pos(start)),
        after: quote(span.end(), span.end().plus(32).min(source.text.end())),
    };
    let value = String::new();
    Claim {
        id,
        source: source.id,
        reader: ReaderId(Uuid::from_u128(1_000_000 + reader as u128)),
        created: Time(0),
        modified: Time(0),
        passages: vec![anchor],
        tags: vec![TagUse { tag, stance, definition_revision: 1, value, unknown: Unknown::default() }],
        voice: Voice::Own,
        summary: String::new(),
        note: String::new(),
        unknown: Unknown::default(),
    }
}

fn alpha(c: &mut Criterion) {
    let mut chance = Chance::from_seed(1);
    let mut judgments = Judgments::new(5, 5);
    for _ in 0..10_000 {
        let class = chance.below(5);
        let reader = |chance: &mut Chance| match chance.below(10) {
            0 => None,
            1 | 2 => usize::try_from(chance.below(5)).ok(),
            _ => usize::try_from(class).ok(),
        };
        let unit: Vec<Option<usize>> = (0..5).map(|_| reader(&mut chance)).collect();
        judgments.push(unit);
    }
    c.bench_function("agreement/alpha, 5 readers x 10,000 units", |b| {
        b.iter(|| krippendorff::alpha(&black_box(&judgments).counts()));
    });
}

fn figures(c: &mut Criterion) {
    let mut bench = c.benchmark_group("agreement");
    bench.sample_size(10);
    let settings = FigureSettings::default();
    for (name, comparison) in [
        ("all figures, 5 readers x 1,000 claims over 1 MB", group(5, 1_000, 500_000)),
        ("all figures, 1,000 readers x 60 claims over 200 kB", group(1_000, 60, 100_000)),
    ] {
        let scope = Scope::of(&comparison);
        bench.bench_function(name, |b| {
            b.iter(|| report(black_box(&comparison), &scope, &settings, &|_, _| true).unwrap());
        });
    }
    bench.finish();
}

criterion_group!(benches, alpha, figures);
criterion_main!(benches);
