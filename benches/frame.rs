//! What a frame costs: the two panes of the program against the same paragraphs drawn bare, in one run.
//!
//! Two sources of 100,000 characters, 500 claims; then of 100 MB, with 100,000 claims, and 13 claims over every
//! word. Headless, so that only the program's own work is counted. `docs/PERFORMANCE.md` has the figures.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a bench may fail"
)]

mod support;
#[path = "support/window.rs"]
mod window;

use criterion::{Criterion, criterion_group, criterion_main};
use diptych::desk::{Command, Desk, RandomIds, SystemClock, TagRef};
use diptych::gui::view::{Side, Sides, View};
use diptych::model::{Reader, TagId};
use diptych::text::{Pos, Span, Text};

use self::window::{Bare, context, desk_of, panes, print_spread, scroll};

const ENGLISH: [&str; 11] =
    ["workers", "the", "of", "plants", "in", "October", "assembly", "a", "general", "was", "called"];
/// A script that runs from right to left, and that the faces of the program have.
const HEBREW: [&str; 11] =
    ["פועלים", "של", "את", "מפעלים", "באוקטובר", "אספה", "כללית", "היא", "נקראה", "(1973)", "Cerrillos"];

/// Paragraphs of 50 to 2,300 bytes, all different, as real texts have them.
fn text(words: &[&str; 11], length: usize, seed: u64) -> Text {
    let mut state = seed | 1;
    let mut next = move |n: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % n
    };
    let mut content = String::new();
    while content.len() < length {
        let end = content.len() + 50 + usize::try_from(next(2250)).unwrap();
        while content.len() < end {
            content.push_str(words[usize::try_from(next(11)).unwrap()]);
            content.push_str(&format!("{} ", next(900)));
        }
        content.push_str("\n\n");
    }
    Text::new(content).unwrap()
}

fn desk(length: usize, n_claims: u32) -> Desk {
    desk_in(&ENGLISH, length, n_claims)
}

fn desk_in(words: &[&str; 11], length: usize, n_claims: u32) -> Desk {
    let (mut desk, sources) = desk_of([text(words, length, 77), text(words, length, 99)]);
    let tags: Vec<TagId> = (0..20)
        .map(|n| {
            desk.run(Command::CreateTag { name: format!("tag {n}"), parent: None }).unwrap().tag.unwrap()
        })
        .collect();
    for n in 0..n_claims {
        let source = sources[(n % 2) as usize];
        let length = desk.comparison().source(source).unwrap().text.len();
        let start = (u64::from(n) * u64::from(length) / u64::from(n_claims.max(1))) as u32;
        let span = Span::between(Pos(start), Pos((start + 40 + n % 300).min(length)));
        let tags = vec![TagRef::Known(tags[n as usize % 20])];
        desk.run(Command::Tag { source, spans: vec![span], tags }).unwrap();
    }
    desk
}

fn frames(c: &mut Criterion) {
    let mut group = c.benchmark_group("frame");
    let desk = desk(100_000, 500);
    let texts = [0, 1].map(|n: usize| desk.comparison().sources()[n].text.clone());

    let ctx = context();
    let mut view = View::of(desk.comparison());
    let mut states = Sides::default();
    panes(&ctx, &desk, &mut view, &mut states, 0.5);
    group.bench_function("two panes, still", |b| b.iter(|| panes(&ctx, &desk, &mut view, &mut states, 0.5)));
    group.bench_function("two panes, scrolling", |b| {
        b.iter(|| {
            scroll(&mut view, 6.0, (Pos(0), Pos(90_000)));
            panes(&ctx, &desk, &mut view, &mut states, 0.5);
        });
    });
    let mut step = 0_u16;
    group.bench_function("two panes, divider dragged", |b| {
        b.iter(|| {
            step = (step + 1) % 200;
            panes(&ctx, &desk, &mut view, &mut states, 0.35 + f32::from(step) / 1000.0);
        });
    });

    let ctx = context();
    let mut bare = Bare::default();
    bare.draw(&ctx, texts.each_ref());
    group.bench_function("floor: the same paragraphs bare, still", |b| {
        b.iter(|| bare.draw(&ctx, texts.each_ref()));
    });
    group.bench_function("floor: the same paragraphs bare, scrolling", |b| {
        b.iter(|| {
            bare.scroll(6.0);
            bare.draw(&ctx, texts.each_ref());
        });
    });
    group.finish();
}

/// Not one frame may be felt: how long each takes by itself.
fn spread(_: &mut Criterion) {
    for (name, desk) in [
        ("two panes, 500 claims, scrolling", desk(100_000, 500)),
        ("two panes, 100 MB, 100,000 claims, scrolling", generated(100_000, 100_000_000)),
    ] {
        let (ctx, mut view, mut states) = (context(), View::of(desk.comparison()), Sides::default());
        // Until the overview is counted.
        (0..60).for_each(|_| panes(&ctx, &desk, &mut view, &mut states, 0.5));
        print_spread(name, || {
            scroll(&mut view, 6.0, (Pos(0), Pos(90_000)));
            panes(&ctx, &desk, &mut view, &mut states, 0.5);
        });
    }
}

/// The same in Hebrew, which is cut into runs here and put together anew.
fn leftward(c: &mut Criterion) {
    let desk = desk_in(&HEBREW, 100_000, 500);
    let ctx = context();
    let mut view = View::of(desk.comparison());
    let mut states = Sides::default();
    panes(&ctx, &desk, &mut view, &mut states, 0.5);
    let mut group = c.benchmark_group("frame in Hebrew");
    group.bench_function("two panes, still", |b| b.iter(|| panes(&ctx, &desk, &mut view, &mut states, 0.5)));
    group.bench_function("two panes, scrolling", |b| {
        b.iter(|| {
            scroll(&mut view, 6.0, (Pos(0), Pos(45_000)));
            panes(&ctx, &desk, &mut view, &mut states, 0.5);
        });
    });
    group.finish();
}

/// The same while a screen reader listens: all that it is told is made anew for each frame.
fn listening(c: &mut Criterion) {
    let desk = desk(100_000, 500);
    let ctx = context();
    ctx.enable_accesskit();
    let mut view = View::of(desk.comparison());
    let mut states = Sides::default();
    panes(&ctx, &desk, &mut view, &mut states, 0.5);
    c.bench_function("two panes, scrolling, a screen reader listening", |b| {
        b.iter(|| {
            scroll(&mut view, 6.0, (Pos(0), Pos(90_000)));
            panes(&ctx, &desk, &mut view, &mut states, 0.5);
        });
    });
}

/// A comparison of two generated sources of `length` bytes each, on a desk.
fn generated(n_claims: usize, length: usize) -> Desk {
    let comparison = support::comparison_of(n_claims, length);
    let reader = Reader::clone(comparison.readers().next().unwrap());
    Desk::new(comparison, reader, Box::new(SystemClock), Box::new(RandomIds))
}

/// The same window on texts of any length under any number of claims.
fn lengths(c: &mut Criterion) {
    let mut group = c.benchmark_group("any length");
    let cases = [
        ("100 kB, 100 claims", 100, 100_000),
        ("100 kB, 100,000 claims", 100_000, 100_000),
        ("100 MB, 100 claims", 100, 100_000_000),
        ("100 MB, 100,000 claims", 100_000, 100_000_000),
        ("100 kB, 10,000 claims in each, 12 deep", 20_000, 100_000),
    ];
    for (name, n_claims, length) in cases {
        let desk = generated(n_claims, length);
        let ctx = context();
        let mut view = View::of(desk.comparison());
        let mut states = Sides::default();
        let middle = Pos(desk.comparison().sources()[0].text.len() / 2);
        for side in Side::BOTH {
            view.panes.get_mut(side).top = middle;
        }
        // Until the overview is counted.
        for _ in 0..60 {
            panes(&ctx, &desk, &mut view, &mut states, 0.5);
        }
        group.bench_function(format!("{name}, still"), |b| {
            b.iter(|| panes(&ctx, &desk, &mut view, &mut states, 0.5));
        });
        group.bench_function(format!("{name}, scrolling"), |b| {
            b.iter(|| {
                scroll(&mut view, 6.0, (middle, middle.plus(12_000)));
                panes(&ctx, &desk, &mut view, &mut states, 0.5);
            });
        });
    }
    group.finish();
}

/// The overview after a change of 100,000 claims: counted anew in portions, one in each frame.
fn overview(c: &mut Criterion) {
    let mut desk = generated(100_000, 1_000_000);
    let claim = desk.comparison().claims().next().unwrap().id;
    let ctx = context();
    let mut view = View::of(desk.comparison());
    let mut states = Sides::default();
    let mut n = 0;
    c.bench_function("a frame right after a change among 100,000 claims", |b| {
        b.iter(|| {
            n += 1;
            desk.run(Command::SetNote { claim, note: n.to_string() }).unwrap();
            panes(&ctx, &desk, &mut view, &mut states, 0.5);
        });
    });
}

/// One more claim among 100,000.
fn tagging(c: &mut Criterion) {
    let mut desk = desk(2_000_000, 100_000);
    let source = desk.comparison().sources()[0].id;
    let tag = desk.comparison().tags().next().unwrap().id;
    let length = desk.comparison().sources()[0].text.len();
    let mut n = 0_u32;
    c.bench_function("tag one passage, 100,000 claims present", |b| {
        b.iter(|| {
            n = (n + 7919) % (length - 400);
            let span = Span::between(Pos(n), Pos(n + 3 + n % 97));
            desk.run(Command::Tag { source, spans: vec![span], tags: vec![TagRef::Known(tag)] })
        });
    });
}

criterion_group!(benches, spread, frames, leftward, listening, lengths, overview, tagging);
criterion_main!(benches);
