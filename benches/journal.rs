//! What the recovery journal costs an edit, and how long recovery takes.
//!
//! An edit may cost 1 ms more than without a journal, and 10,000 edits are to be recovered within 500 ms.
//! See `docs/PERFORMANCE.md`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "a bench may fail")]

mod support;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use diptych::desk::{Command, Desk, RandomIds, SystemClock, TagRef};
use diptych::model::{ClaimId, Digest, Reader, ReaderId, Unknown};
use diptych::store::journal::{Journals, Place};
use diptych::store::{self, Actor, Record};
use diptych::text::{Pos, Span};

const SOON: Duration = Duration::from_secs(60);

/// Saves a comparison of `n` claims, and lays it on a desk with a journal or without.
fn desk(folder: &Path, n: usize, journaled: bool) -> Desk {
    let comparison = support::comparison(n);
    let path = folder.join("work.diptych.json");
    store::save(&comparison, &Record::new(), Actor(1), &path).unwrap();
    let digest = Digest::of(&fs::read(&path).unwrap());
    let reader = Reader {
        id: ReaderId(uuid::Uuid::from_u128(7)),
        name: "A. Reader".to_owned(),
        unknown: Unknown::default(),
    };
    let desk = Desk::new(comparison, reader, Box::new(SystemClock), Box::new(RandomIds));
    if !journaled {
        return desk;
    }
    let journal =
        Journals::at(folder.join("recovery")).begin(desk.comparison(), Place::Document { path, digest });
    let desk = desk.journaled(journal);
    assert!(desk.journal().unwrap().flush_now(SOON));
    desk
}

/// The time that the caller waits for `n` steps; what the writer does meanwhile is waited for outside of it.
fn edits(desk: &mut Desk, claims: &[ClaimId], steps: std::ops::Range<u64>) -> Duration {
    let mut took = Duration::ZERO;
    for step in steps {
        let claim = claims[usize::try_from(step).unwrap() % claims.len()];
        let note =
            format!("As they said themselves, they were {step} in all, and not one of them was armed.");
        let begun = Instant::now();
        desk.run(Command::SetNote { claim, note }).unwrap();
        took += begun.elapsed();
        if let Some(journal) = desk.journal().filter(|_| step % 200 == 199) {
            assert!(journal.flush_now(SOON));
        }
    }
    took
}

fn edit(c: &mut Criterion) {
    let mut group = c.benchmark_group("an edit");
    group
        .sample_size(20)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(200));
    for (name, journaled) in [("without a journal", false), ("with a journal", true)] {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = desk(folder.path(), 10_000, journaled);
        let claims: Vec<ClaimId> = desk.comparison().claims().take(500).map(|claim| claim.id).collect();
        let mut done = 0;
        group.bench_function(name, |b| {
            b.iter_custom(|n| {
                done += n;
                edits(&mut desk, &claims, done - n..done)
            });
        });
    }
    group.finish();
}

/// Leaves 10,000 steps behind as a crash would: claims made, described, renamed; a few undone.
fn leave_behind(folder: &Path) {
    let mut desk = desk(folder, 2_000, true);
    let sources: Vec<_> = desk.comparison().sources().iter().map(|source| source.id).collect();
    let tag = desk.comparison().tags().next().unwrap().id;
    let mut claim = desk.comparison().claims().next().unwrap().id;
    for step in 0..10_000_u32 {
        let command = match step % 4 {
            0 => {
                let start = step * 90;
                let spans = vec![Span::between(Pos(start), Pos(start + 60))];
                Command::Tag { source: sources[step as usize % 2], spans, tags: vec![TagRef::Known(tag)] }
            }
            1 => Command::SetNote { claim, note: format!("Number {step}. {}", "Never a plan. ".repeat(10)) },
            2 => Command::SetSummary { claim, summary: format!("What was said, {step}") },
            _ => Command::SetTitle(format!("A comparison, {step}")),
        };
        desk.close_typing();
        claim = desk.run(command).unwrap().claim.unwrap_or(claim);
    }
    assert_eq!(desk.history().n_past(), 10_000);
    assert!(desk.journal().unwrap().flush_now(SOON));
}

fn recovery(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    leave_behind(folder.path());
    let journals = Journals::at(folder.path().join("recovery"));
    let mut group = c.benchmark_group("recovery");
    group.sample_size(10);
    group.bench_function("10,000 edits found, named, and made again", |b| {
        b.iter_batched(
            || (),
            |()| {
                let found = journals.found().found.remove(0);
                assert_eq!(found.changes().len(), 10_000);
                found.recover(&|_| None).map_err(|(_, error)| error).unwrap()
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, edit, recovery);
criterion_main!(benches);
