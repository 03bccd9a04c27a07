//! Finding words in a text of 100 MB, each hit with its place in code points, against the floor: `memmem` of the
//! very words in the same bytes, hits counted and nothing else. `docs/PERFORMANCE.md` has the figures.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench may fail")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use diptych::analysis::search::{Bounds, Case, Diacritics, Folds, Pattern, SearchOptions, Syntax};
use diptych::text::Text;
use memchr::memmem;

const LENGTH: usize = 100_000_000;

/// The most frequent words of an account, and after them ever rarer ones.
const WORDS: [&str; 48] = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "that",
    "was",
    "a",
    "were",
    "by",
    "for",
    "with",
    "not",
    "it",
    "on",
    "which",
    "workers",
    "army",
    "government",
    "party",
    "said",
    "plants",
    "cordón",
    "Unidad",
    "Popular",
    "compañero",
    "armed",
    "occupied",
    "strike",
    "owners",
    "class",
    "trucks",
    "peasants",
    "land",
    "councils",
    "democracy",
    "congress",
    "coup",
    "September",
    "Álvaro",
    "generals",
    "“legality”",
    "1973",
    "they",
    "would",
    "had",
    "been",
    "factory",
];
const SYLLABLES: [&str; 24] = [
    "re", "con", "ción", "ment", "tra", "ba", "jo", "so", "li", "da", "ri", "ty", "pro", "le", "ta", "mi",
    "ex", "po", "ni", "ser", "va", "ent", "ab", "ur",
];

struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap()
    }
}

fn text() -> Text {
    let mut numbers = Numbers(1973);
    let mut content = String::with_capacity(LENGTH + 4_000);
    while content.len() < LENGTH {
        let end = content.len() + 50 + numbers.below(2_250);
        while content.len() < end {
            match numbers.below(10_000) {
                0 => content.push_str("armed road"),
                1 => content.push_str("Zanjón"),
                2..5_500 => {
                    // The first of them far more often than the last.
                    let (one, other) = (numbers.below(WORDS.len()), numbers.below(WORDS.len()));
                    content.push_str(WORDS[one * other / WORDS.len()]);
                }
                _ => (0..2 + numbers.below(3)).for_each(|_| content.push_str(SYLLABLES[numbers.below(24)])),
            }
            content.push_str(if numbers.below(12) == 0 { ". " } else { " " });
        }
        content.push_str("\n\n");
    }
    Text::new(content).unwrap()
}

const KEPT: SearchOptions = SearchOptions {
    syntax: Syntax::Literal,
    case: Case::Kept,
    bounds: Bounds::Anywhere,
    diacritics: Diacritics::Kept,
};

fn searching(c: &mut Criterion) {
    let text = text();
    let folds = Folds::default();
    let mut group = c.benchmark_group("search");
    group.sample_size(10);
    for words in ["Zanjón", "cordón", "compañero", "party", "the", "armed road"] {
        let floor = memmem::Finder::new(words);
        let n_hits = floor.find_iter(text.as_str().as_bytes()).count();
        let name = |what: &str| BenchmarkId::new(what, format!("{words}, {n_hits} hits"));
        group.bench_function(name("floor: memmem"), |b| {
            b.iter(|| floor.find_iter(black_box(&text).as_str().as_bytes()).count());
        });
        for (what, options) in [
            ("as typed", KEPT),
            ("ignoring case", SearchOptions { case: Case::Ignored, ..KEPT }),
            (
                "whole words, ignoring case",
                SearchOptions { case: Case::Ignored, bounds: Bounds::WholeWords, ..KEPT },
            ),
            (
                "ignoring case and diacritics",
                SearchOptions { case: Case::Ignored, diacritics: Diacritics::Folded, ..KEPT },
            ),
        ] {
            let pattern = Pattern::new(words, options).unwrap();
            group.bench_function(name(what), |b| {
                b.iter(|| {
                    let searched = pattern.searched_with(black_box(&text), &folds);
                    searched.spans().map(|span| u64::from(span.end().0)).sum::<u64>()
                });
            });
        }
    }
    group.finish();
}

/// What is done once for a text, before the first search that ignores diacritics.
fn folding(c: &mut Criterion) {
    let text = text();
    let pattern = Pattern::new("x", SearchOptions { diacritics: Diacritics::Folded, ..KEPT }).unwrap();
    let mut group = c.benchmark_group("search");
    group.sample_size(10);
    group
        .bench_function("taking the diacritics off", |b| b.iter(|| drop(black_box(pattern.searched(&text)))));
    group.finish();
}

criterion_group!(benches, searching, folding);
criterion_main!(benches);
