//! From a file on the disk to the first frame that can be read, against the barest program that gets there: plain
//! structs by `serde_json`, the places of paragraphs and claims sorted, the first paragraphs drawn.
//!
//! With 10 MB of text and 100,000 claims, as a ratio; with 100 MB, the processor time and the memory of a process of
//! its own. `docs/PERFORMANCE.md` has the figures.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::print_stdout,
    reason = "a bench may fail, and prints"
)]

#[path = "support/plain.rs"]
mod plain;
mod support;
#[path = "support/window.rs"]
mod window;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use criterion::Criterion;
use diptych::desk::{Desk, RandomIds, SystemClock};
use diptych::gui::reading_pane::PaneState;
use diptych::gui::view::{Sides, View};
use diptych::model::Reader;
use diptych::store::{self, Actor, Record};
use diptych::text::Text;
use eframe::egui::Context;

use self::window::{Bare, context, panes};

/// The file that a process of its own is to open, as the program does and barely.
const OPEN: &str = "BENCH_OPEN";
const OPEN_BARELY: &str = "BENCH_OPEN_BARELY";

/// A file of 100,000 claims on two sources of `length` bytes each.
fn file_in(folder: &Path, length: usize) -> PathBuf {
    let path = folder.join("bench.diptych.json");
    let comparison = support::comparison_of(100_000, length);
    store::save(&comparison, &Record::new(), Actor(1), &path).unwrap();
    path
}

/// What is there after the first frame, so that its end is not part of the time.
type Opened = (Desk, View, Sides<PaneState>);

fn open(ctx: &Context, path: &Path) -> Opened {
    let comparison = store::open(path).unwrap().comparison;
    let reader = Reader::clone(comparison.readers().next().unwrap());
    let desk = Desk::new(comparison, reader, Box::new(SystemClock), Box::new(RandomIds));
    let (mut view, mut states) = (View::of(desk.comparison()), Sides::default());
    panes(ctx, &desk, &mut view, &mut states, 0.5);
    (desk, view, states)
}

/// The passages of one source, sorted.
type Index = Vec<(u32, u32, usize)>;

fn open_barely(ctx: &Context, path: &Path) -> (plain::Document, Vec<Text>, HashMap<String, Index>) {
    let document: plain::Document = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let texts: Vec<Text> =
        document.sources.iter().map(|source| Text::new(source.text.clone()).unwrap()).collect();
    let mut index: HashMap<String, Index> = HashMap::new();
    for (n, claim) in document.claims.iter().enumerate() {
        let passages = claim.passages.iter().map(|passage| (passage.start, passage.end, n));
        index.entry(claim.source.clone()).or_default().extend(passages);
    }
    index.values_mut().for_each(|passages| passages.sort_unstable());
    Bare::default().draw(ctx, [&texts[0], &texts[1]]);
    (document, texts, index)
}

fn opening(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let path = file_in(folder.path(), 5_000_000);
    let ctx = context();
    let mut group = c.benchmark_group("to the first frame of 10 MB with 100,000 claims");
    group.sample_size(20);
    group.bench_function("diptych", |b| b.iter_with_large_drop(|| open(&ctx, &path)));
    group.bench_function("floor: read, indexed and drawn barely", |b| {
        b.iter_with_large_drop(|| open_barely(&ctx, &path));
    });
    group.finish();
}

/// 100 MB of text, each time in a new process, which says what it took; turn by turn.
fn large() {
    let folder = tempfile::tempdir().unwrap();
    let path = file_in(folder.path(), 50_000_000);
    for turn in 0..10 {
        let (how, name) = [(OPEN, "diptych"), (OPEN_BARELY, "floor")][turn % 2];
        let output = Command::new(std::env::current_exe().unwrap()).env(how, &path).output().unwrap();
        print!("100 MB with 100,000 claims, {name}: {}", String::from_utf8_lossy(&output.stdout));
    }
}

fn once(path: &Path) {
    let (before, ctx) = (milliseconds(), context());
    let opened = open(&ctx, path);
    tell(before, opened.0.comparison().sources().iter().map(|source| source.text.as_str().len()).sum());
}

fn once_barely(path: &Path) {
    let (before, ctx) = (milliseconds(), context());
    let opened = open_barely(&ctx, path);
    tell(before, opened.1.iter().map(|text| text.as_str().len()).sum());
}

fn tell(before: u64, n_bytes: usize) {
    let times = |key| kib(key) * 1024.0 / n_bytes as f64;
    println!(
        "{} ms of processor time; {:.0} MiB in memory ({:.2} times the text), at most {:.0} MiB ({:.2} times)",
        milliseconds() - before,
        kib("VmRSS:") / 1024.0,
        times("VmRSS:"),
        kib("VmHWM:") / 1024.0,
        times("VmHWM:"),
    );
}

/// The processor time of this process with all its threads, those that have ended too; to 10 ms.
fn milliseconds() -> u64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    10 * (fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap())
}

fn kib(key: &str) -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(key)).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

fn main() {
    if let Some(path) = std::env::var_os(OPEN) {
        return once(Path::new(&path));
    }
    if let Some(path) = std::env::var_os(OPEN_BARELY) {
        return once_barely(Path::new(&path));
    }
    let mut criterion = Criterion::default().configure_from_args();
    opening(&mut criterion);
    criterion.final_summary();
    // Under `cargo test` a bench is only tried.
    if std::env::args().any(|argument| argument == "--bench") {
        large();
    }
}
