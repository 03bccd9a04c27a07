//! Parallel passages: an index of a text of a megabyte, and questions put to it. `docs/PERFORMANCE.md` has the figures.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a bench may fail"
)]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use diptych::analysis::parallels::{Index, Question, Settings, parallels};
use diptych::model::SourceId;
use diptych::text::{Pos, Span, Text};
use uuid::Uuid;

const LENGTH: usize = 1_000_000;

const SYLLABLES: [&str; 24] = [
    "re", "con", "ción", "ment", "tra", "ba", "jo", "so", "li", "da", "ri", "ty", "pro", "le", "ta", "mi",
    "ex", "po", "ni", "ser", "va", "ent", "ab", "ur",
];
const SMALL: [&str; 12] =
    ["the", "of", "and", "to", "in", "that", "was", "by", "for", "with", "not", "which"];

struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap()
    }

    /// Of some twenty thousand words, the first far more often than the last.
    fn word(&mut self) -> String {
        let (one, other) = (self.below(20_000), self.below(20_000));
        let mut which = one * other / 20_000;
        let mut word = String::new();
        for _ in 0..3 {
            word.push_str(SYLLABLES[which % 24]);
            which /= 24;
        }
        if self.below(14) == 0 { word[..1].to_uppercase() + &word[1..] } else { word }
    }
}

/// Sentences of some twenty words in paragraphs of some six, with names, numbers and dates.
fn text(seed: u64, length: usize) -> Text {
    let mut numbers = Numbers(seed);
    let mut content = String::with_capacity(length + 2_000);
    while content.len() < length {
        for _ in 0..3 + numbers.below(6) {
            content.push_str("The");
            for _ in 0..8 + numbers.below(24) {
                content.push(' ');
                match numbers.below(40) {
                    0 => content.push_str(&(1900 + numbers.below(90)).to_string()),
                    1 => content.push_str(&format!("{} September", 1 + numbers.below(28))),
                    2..18 => content.push_str(SMALL[numbers.below(12)]),
                    _ => content.push_str(&numbers.word()),
                }
            }
            content.push_str(". ");
        }
        content.push_str("\n\n");
    }
    Text::new(content).unwrap()
}

fn indexing(c: &mut Criterion) {
    let text = text(1973, LENGTH);
    let mut group = c.benchmark_group("parallels");
    group.sample_size(10);
    group.bench_function("index of 1 MB", |b| {
        b.iter(|| Index::of(black_box(&text), "en", |_| false).unwrap());
    });
    group.finish();
}

fn asking(c: &mut Criterion) {
    let ids = [1, 2].map(|n| SourceId(Uuid::from_u128(n)));
    let texts = [text(1973, LENGTH), text(1970, LENGTH)];
    let shelf: Vec<_> = ids
        .into_iter()
        .zip(&texts)
        .map(|(id, text)| (id, Arc::new(Index::of(text, "en", |_| false).unwrap())))
        .collect();
    let mut group = c.benchmark_group("parallels");
    for (name, length) in [("a sentence", 140), ("a paragraph", 800), ("ten pages", 30_000)] {
        let span = Span::between(Pos(400_000), Pos(400_000 + length));
        let question = Question::of_selection(ids[0], span);
        group.bench_function(format!("{name} asked of 1 MB"), |b| {
            b.iter(|| parallels(black_box(&question), &shelf, &ids[1..], &Settings::default(), 30));
        });
    }
    group.finish();
}

criterion_group!(benches, indexing, asking);
criterion_main!(benches);
