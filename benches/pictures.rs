//! Each picture of 10,000 claims under 200 tags in five sources, and what it is as SVG; against the sheet that the first
//! two are drawn from.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench may fail")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use diptych::analysis::picture::{Counting, Look, Picture, PictureOptions, What};
use diptych::analysis::sheet::{Sheet, SheetOptions};
use diptych::desk::{Command, Desk, NewSource, RandomIds, SystemClock, TagRef};
use diptych::model::{
    Bibliography, ClaimId, Comparison, ComparisonId, LinkKind, Origin, Reader, ReaderId, Stance, TagId, Time,
    Unknown,
};
use diptych::text::{Span, Text};
use uuid::Uuid;

const N_SOURCES: usize = 5;
const N_TAGS: usize = 200;
const N_CLAIMS: usize = 10_000;
const N_LINKS: usize = 2_000;

fn crowd() -> Comparison {
    let reader = Reader {
        id: ReaderId(Uuid::from_u128(7)),
        name: "A. Reader".to_owned(),
        unknown: Unknown::default(),
    };
    let empty = Comparison::new(ComparisonId(Uuid::from_u128(1)), "A crowd".to_owned(), Time(0));
    let mut desk = Desk::new(empty, reader, Box::new(SystemClock), Box::new(RandomIds));
    let words = "In October they met again, and the armed road was spoken of as if it had been taken.\n\n"
        .repeat(2_000);
    let source = |n: usize| NewSource {
        bibliography: Bibliography { title: format!("Source {n}"), ..Bibliography::default() },
        origin: Origin::default(),
        text: Text::new(words.as_str()).unwrap(),
        structure: Vec::new(),
    };
    let sources = desk.run(Command::AddSources((0..N_SOURCES).map(source).collect())).unwrap().sources;
    let mut tag = |n: usize| {
        let name = format!("a matter of some length, number {n}");
        desk.run(Command::CreateTag { name, parent: None }).unwrap().tag.unwrap()
    };
    let tags: Vec<TagId> = (0..N_TAGS).map(&mut tag).collect();
    let mut claims: Vec<ClaimId> = Vec::new();
    for n in 0..N_CLAIMS {
        let start = u32::try_from(n * 7_919 % 170_000).unwrap();
        let two = [n * 31 % N_TAGS, (n * 17 + 5) % N_TAGS].map(|n| TagRef::Known(tags[n]));
        let spans = vec![Span::new(start, start + 120).unwrap()];
        let made =
            desk.run(Command::Tag { source: sources[n % N_SOURCES], spans, tags: two.to_vec() }).unwrap();
        let claim = made.claim.unwrap();
        let stance = [None, Some(Stance::Affirms), Some(Stance::Denies), Some(Stance::Reports)][n % 4];
        let _refused = desk.run(Command::SetStance { claim, tag: tags[n * 31 % N_TAGS], stance });
        claims.push(claim);
    }
    for n in 0..N_LINKS {
        let (from, to) = (claims[n * 5], claims[(n * 5 + 1) % claims.len()]);
        let kind = LinkKind::ALL[n % 5];
        let _refused = desk.run(Command::Link { from, to, kind, note: String::new() });
    }
    desk.comparison().clone()
}

fn pictures(criterion: &mut Criterion) {
    let comparison = crowd();
    let mut group = criterion.benchmark_group("pictures");
    group.sample_size(20);
    group.bench_function("the sheet", |bencher| {
        bencher.iter(|| Sheet::of(black_box(&comparison), &SheetOptions::default()));
    });
    for what in What::ALL {
        let options = PictureOptions { what, width: 1_000.0, ..PictureOptions::default() };
        group.bench_function(what.word(), |bencher| {
            bencher.iter(|| Picture::of(black_box(&comparison), &options));
        });
        let picture = Picture::of(&comparison, &options);
        let written = |look| diptych::store::export::svg(black_box(&picture), look);
        group.bench_function(format!("{} as SVG", what.word()), |bencher| {
            bencher.iter(|| written(Look::Light));
        });
    }
    let counting = Counting::Paragraphs;
    let options = PictureOptions { what: What::Together, counting, ..PictureOptions::default() };
    group.bench_function("together by paragraphs", |bencher| {
        bencher.iter(|| Picture::of(black_box(&comparison), &options));
    });
    group.finish();
}

criterion_group!(benches, pictures);
criterion_main!(benches);
