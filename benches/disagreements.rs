//! What it costs to find all places and all that readers differ in: 5 readers × 1,000 claims over a text of 1 MB, and 1,000
//! readers × 60 claims over one of 100 kB; and the sides of one screenful.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a bench may fail")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use diptych::analysis::agreement::{Disagreements, Scope};
use diptych::model::{
    Anchor, Bibliography, Claim, ClaimId, ColorSlot, Comparison, ComparisonId, Edit, Origin, Reader,
    ReaderId, Source, SourceId, Stance, Tag, TagId, TagOrder, TagUse, Time, Unknown, Voice,
};
use diptych::text::{Excerpt, Span, Text};
use uuid::Uuid;

/// Numbers that are the same in every run (xorshift; Marsaglia, Xorshift RNGs, 2003).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

fn tag(n: u128) -> Tag {
    Tag {
        id: TagId(Uuid::from_u128(n)),
        name: format!("issue {n}"),
        definition: String::new(),
        definition_revision: 1,
        parent: None,
        order: TagOrder(i64::try_from(n).unwrap()),
        color: ColorSlot::ALL[0],
        key: None,
        values: None,
        created: Time(0),
        modified: Time(0),
        unknown: Unknown::default(),
    }
}

/// A passage without its context, which in a text of one sentence would be all of it.
fn passage(text: &Text, span: Span) -> Anchor {
    Anchor { span, quote: text.excerpt(span), before: Excerpt::from(""), after: Excerpt::from("") }
}

/// A text of sentences, a codebook and readers, without a claim.
fn unread(n_readers: u128, text: &Text) -> Comparison {
    let mut comparison = Comparison::new(ComparisonId(Uuid::from_u128(1)), "Bench".to_owned(), Time(0));
    let mut edits: Vec<Edit> = vec![
        Source {
            id: SOURCE,
            order: 0,
            bibliography: Bibliography::default(),
            origin: Origin::default(),
            text: text.clone(),
            structure: Vec::new(),
            unknown: Unknown::default(),
        }
        .into(),
    ];
    edits.extend((10..30).map(|n| Edit::from(tag(n))));
    edits.extend((0..n_readers).map(|n| {
        Edit::from(Reader { id: reader(n), name: format!("Reader {n}"), unknown: Unknown::default() })
    }));
    comparison.apply_all(edits).unwrap();
    comparison
}

const SOURCE: SourceId = SourceId(Uuid::from_u128(2));
const STANCES: [Option<Stance>; 3] = [None, Some(Stance::Affirms), Some(Stance::Denies)];

fn reader(n: u128) -> ReaderId {
    ReaderId(Uuid::from_u128(1000 + n))
}

/// Readers who mark mostly the same sentences, each a little otherwise.
fn group(n_readers: u128, n_claims: u64, n_sentences: u64) -> Comparison {
    let mut numbers = Numbers(0x5EED);
    let sentence =
        "The cordons were born in October and they held the plants against their owners for weeks. ";
    let text = Text::new(sentence.repeat(usize::try_from(n_sentences).unwrap())).unwrap();
    let length = u64::try_from(sentence.len()).unwrap();
    let mut comparison = unread(n_readers, &text);
    let mut claims = Vec::new();
    for (n, number) in (0..n_readers).flat_map(|n| (0..n_claims).map(move |number| (n, number))) {
        let which = number * n_sentences / n_claims + u64::from(numbers.below(8) == 0);
        let start = which * length + numbers.below(4) * 4;
        let end = (which + 1) * length - 1 - numbers.below(3) * 6;
        let cut = |n: u64| u32::try_from(n).unwrap();
        let span = text.clamp(Span::new(cut(start), cut(end)).unwrap());
        if span.is_empty() || numbers.below(5) == 0 {
            continue;
        }
        let used = TagUse {
            tag: TagId(Uuid::from_u128(10 + u128::from((number + numbers.below(7) / 6) % 20))),
            stance: STANCES.get(usize::try_from(numbers.below(3)).unwrap()).copied().flatten(),
            definition_revision: 1,
            value: String::new(),
            unknown: Unknown::default(),
        };
        claims.push(Claim {
            id: ClaimId(Uuid::from_u128(1_000_000 + n * 10_000 + u128::from(number))),
            source: SOURCE,
            reader: reader(n),
            created: Time(0),
            modified: Time(0),
            passages: vec![passage(&text, span)],
            tags: vec![used],
            voice: Voice::Own,
            summary: String::new(),
            note: String::new(),
            unknown: Unknown::default(),
        });
    }
    assert!(comparison.extend_claims(claims).is_empty());
    comparison
}

fn disagreements(c: &mut Criterion) {
    let mut bench = c.benchmark_group("disagreements");
    bench.sample_size(10);
    for (name, n_readers, n_claims, n_sentences) in
        [("5 readers x 1,000", 5, 1_000, 11_000), ("1,000 readers x 60", 1_000, 60, 1_100)]
    {
        let comparison = group(n_readers, n_claims, n_sentences);
        let scope = Scope::of(&comparison);
        bench.bench_function(format!("{name}: all"), |b| {
            b.iter(|| black_box(Disagreements::of(&comparison, &scope)));
        });
        let found = Disagreements::of(&comparison, &scope);
        bench.bench_function(format!("{name}: 30 in words"), |b| {
            b.iter(|| {
                for of in found.list.iter().take(30) {
                    black_box(found.sentence(&comparison, &scope, of));
                }
            });
        });
    }
    bench.finish();
}

criterion_group!(benches, disagreements);
criterion_main!(benches);
