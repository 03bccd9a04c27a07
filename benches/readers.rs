//! What 200 readers cost the window: their claims laid over two texts of 100 kB, as a density and as single marks, against
//! the same paragraphs drawn bare, in one run; and what is done off the main thread for it.

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

use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use diptych::desk::{Desk, RandomIds, SystemClock};
use diptych::gui::readers::{Group, ReadersAct, count};
use diptych::gui::view::{Sides, View};
use diptych::model::{Anchor, Claim, ClaimId, Comparison, Reader, ReaderId, Unknown};
use diptych::store::laying::Layers;
use diptych::store::{Opened, Record};
use diptych::text::{Pos, Span};
use uuid::Uuid;

use self::window::{Bare, context, panes, print_spread, scroll};

const N_READERS: u128 = 200;
const N_CLAIMS: usize = 500;

/// A reader's file: the claims of the base, each some way on, as theirs.
fn file(base: &Comparison, n: u128) -> Opened {
    let reader =
        Reader { id: ReaderId(Uuid::from_u128(n)), name: format!("Reader {n}"), unknown: Unknown::default() };
    let mut comparison = base.clone();
    let ids: Vec<ClaimId> = base.claims().map(|claim| claim.id).collect();
    let claims: Vec<Claim> = (0_u128..)
        .zip(base.claims())
        .map(|(k, claim)| {
            let source = base.source(claim.source).unwrap();
            let span = claim.passages[0].span;
            let start = span.start().0 + (n * 37 + k * 11) as u32 % 60;
            let span = Span::between(Pos(start), Pos((start + span.len()).min(source.text.len())));
            let anchor = Anchor { span, quote: source.text.excerpt(span), ..claim.passages[0].clone() };
            let id = ClaimId(Uuid::from_u128(n << 64 | k));
            Claim { id, reader: reader.id, passages: vec![anchor], ..Claim::clone(claim) }
        })
        .collect();
    for link in base.links() {
        comparison.apply(diptych::model::Edit::Link(link.id, None)).unwrap();
    }
    for id in ids {
        comparison.apply(diptych::model::Edit::Claim(id, None)).unwrap();
    }
    comparison.apply(reader.into()).unwrap();
    assert!(comparison.extend_claims(claims).is_empty());
    Opened { comparison, record: Record::new(), warnings: Vec::new(), read_only: false }
}

/// The open comparison, and 200 readers' files over it.
fn group() -> (Desk, Group) {
    let base = support::comparison_of(N_CLAIMS, 100_000);
    let mut layers = Layers::over(&base);
    for n in 1..=N_READERS {
        layers.add(&format!("{n}.diptych.json"), Ok(&file(&base, n)));
    }
    let laid = layers.finish();
    assert_eq!(laid.comparison.n_claims(), N_CLAIMS * (N_READERS as usize + 1));
    let mut group = Group::default();
    group.take_laid((Arc::new(layers), Arc::new(laid)), base.revision());
    group.call_roll(&base);
    let reader = Reader::clone(base.readers().next().unwrap());
    (Desk::new(base, reader, Box::new(SystemClock), Box::new(RandomIds)), group)
}

fn counted(group: &Group, view: &mut View) {
    let all = &group.laid().unwrap().comparison;
    let readers: Vec<ReaderId> = group.roll().iter().map(|row| row.id).collect();
    view.overlay = group.overlay(&view.overlay);
    view.overlay.densities = Some(Arc::new(count(all, &readers, &[], None)));
}

fn frames(c: &mut Criterion) {
    let (desk, mut group) = group();
    let texts = [0, 1].map(|n: usize| desk.comparison().sources()[n].text.clone());
    let mut benches = c.benchmark_group("200 readers over two texts of 100 kB");
    for dense in [true, false] {
        group.act(&ReadersAct::Density(dense));
        let (ctx, mut view, mut states) = (context(), View::of(desk.comparison()), Sides::default());
        counted(&group, &mut view);
        // Until the overview is counted.
        (0..60).for_each(|_| panes(&ctx, &desk, &mut view, &mut states, 0.5));
        let name = if dense { "density" } else { "single marks" };
        benches.bench_function(format!("{name}, scrolling"), |b| {
            b.iter(|| {
                scroll(&mut view, 6.0, (Pos(0), Pos(90_000)));
                panes(&ctx, &desk, &mut view, &mut states, 0.5);
            });
        });
        print_spread(name, || {
            scroll(&mut view, 6.0, (Pos(0), Pos(90_000)));
            panes(&ctx, &desk, &mut view, &mut states, 0.5);
        });
    }
    let ctx = context();
    let mut bare = Bare::default();
    benches.bench_function("floor: the same paragraphs bare, scrolling", |b| {
        b.iter(|| {
            bare.scroll(6.0);
            bare.draw(&ctx, texts.each_ref());
        });
    });
    benches.finish();
}

/// What happens off the main thread when somebody is hidden, or a tag is in focus.
fn counting(c: &mut Criterion) {
    let (_, group) = group();
    let all = &group.laid().unwrap().comparison;
    let readers: Vec<ReaderId> = group.roll().iter().map(|row| row.id).collect();
    let before = count(all, &readers, &[], None);
    c.bench_function("200 readers: sentences found and counted", |b| {
        b.iter(|| count(all, &readers, &[], None));
    });
    c.bench_function("200 readers: sentences counted anew", |b| {
        b.iter(|| count(all, &readers, &[], Some(&before)));
    });
    let mut view = View::default();
    c.bench_function("200 readers: what the panes draw, made anew", |b| {
        b.iter(|| view.overlay = group.overlay(&view.overlay));
    });
}

criterion_group!(benches, frames, counting);
criterion_main!(benches);
