//! A generated comparison of the shape of real ones: two long sources in paragraphs of 50 to 2,300
//! characters, with accents and curled quotation marks, and any number of claims on them.

use diptych::anchoring::CONTEXT;
use diptych::model::{
    Anchor, Bibliography, Claim, ClaimId, ColorSlot, Comparison, ComparisonId, Link, LinkId, LinkKind,
    Reader, ReaderId, Source, SourceId, Stance, Tag, TagId, TagOrder, TagUse, Time, Unknown, Voice,
};
use diptych::text::{Pos, Span, Text};
use uuid::Uuid;

/// Characters of each source.
const LENGTH: usize = 1_000_000;
/// How many tags there are.
const N_TAGS: usize = 200;

const WORDS: [&str; 48] = [
    "the",
    "of",
    "and",
    "to",
    "workers",
    "army",
    "cordón",
    "government",
    "party",
    "in",
    "September",
    "that",
    "was",
    "plants",
    "a",
    "Unidad",
    "Popular",
    "armed",
    "road",
    "compañero",
    "were",
    "occupied",
    "by",
    "for",
    "“legality”",
    "generals",
    "strike",
    "owners",
    "with",
    "class",
    "not",
    "trucks",
    "it",
    "peasants",
    "land",
    "Álvaro",
    "on",
    "councils",
    "which",
    "democracy",
    "congress",
    "said",
    "coup",
    "—",
    "people",
    "had",
    "is",
    "power",
];

/// Numbers without a pattern, the same every time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    fn id(&mut self) -> Uuid {
        // As version 7 does: ids made later sort later.
        let low = u128::from(self.next());
        Uuid::from_u128((0x0198_c6e2_0000_7000_u128 << 64) + (u128::from(self.0) << 40) + low)
    }
}

fn text(numbers: &mut Numbers, length: usize) -> Text {
    let mut content = String::with_capacity(length + 4_000);
    while content.len() < length {
        let end = content.len() + 50 + usize::try_from(numbers.below(2_250)).unwrap();
        while content.len() < end {
            let word = usize::try_from(numbers.below(48)).unwrap();
            content.push_str(WORDS[word]);
            content.push_str(if numbers.below(12) == 0 { ". " } else { " " });
        }
        content.push_str("\n\n");
    }
    Text::new(content).unwrap()
}

fn anchor(text: &Text, start: u32, length: u32) -> Anchor {
    let span = Span::between(Pos(start), Pos(start + length));
    Anchor {
        span,
        quote: text.excerpt(span),
        before: text.excerpt(Span::between(Pos(start).minus(CONTEXT), Pos(start))),
        after: text.excerpt(Span::between(span.end(), span.end().plus(CONTEXT).min(text.end()))),
    }
}

/// The moment at which everything was made.
const NOW: Time = Time(1_789_000_000);

/// Returns a comparison with `n` claims.
#[allow(dead_code, reason = "not every bench is of this length")]
pub fn comparison(n: usize) -> Comparison {
    comparison_of(n, LENGTH)
}

/// Returns a comparison with `n` claims on sources of `length` bytes.
pub fn comparison_of(n: usize, length: usize) -> Comparison {
    comparison_with(n, length, 2)
}

/// Returns a comparison with `n` claims on so many sources of `length` bytes.
pub fn comparison_with(n: usize, length: usize, n_sources: u32) -> Comparison {
    let mut numbers = Numbers(1973);
    let id = ComparisonId(numbers.id());
    let mut comparison = Comparison::new(id, "A generated comparison".to_owned(), NOW);
    let reader =
        Reader { id: ReaderId(numbers.id()), name: "A. Reader".to_owned(), unknown: Unknown::default() };
    comparison.apply(reader.into()).unwrap();
    for order in 0..n_sources {
        let source = Source {
            id: SourceId(numbers.id()),
            order,
            bibliography: Bibliography { title: format!("Source {order}"), ..Bibliography::default() },
            origin: diptych::model::Origin::default(),
            text: text(&mut numbers, length),
            structure: Vec::new(),
            unknown: Unknown::default(),
        };
        comparison.apply(source.into()).unwrap();
    }
    let tags: Vec<TagId> = (0..N_TAGS).map(|_| TagId(numbers.id())).collect();
    for index in 0..tags.len() {
        comparison.apply(tag(&tags, index).into()).unwrap();
    }
    let claims: Vec<Claim> = (0..n).map(|index| claim(&comparison, &tags, &mut numbers, index)).collect();
    let ids: Vec<ClaimId> = claims.iter().map(|claim| claim.id).collect();
    assert!(comparison.extend_claims(claims).is_empty());
    for pair in ids.chunks_exact(2).step_by(50) {
        let link = link(&comparison, &mut numbers, (pair[0], pair[1]));
        comparison.apply(link.into()).unwrap();
    }
    comparison
}

/// Returns the comparison with `n` claims more, other ones for each `seed`.
#[allow(dead_code, reason = "not every bench merges files")]
pub fn with_more_claims(comparison: &Comparison, n: usize, seed: u64) -> Comparison {
    let (mut numbers, mut more) = (Numbers(seed << 32), comparison.clone());
    let tags: Vec<TagId> = comparison.tags().map(|tag| tag.id).collect();
    let claims: Vec<Claim> = (0..n).map(|index| claim(comparison, &tags, &mut numbers, index)).collect();
    assert!(more.extend_claims(claims).is_empty());
    more
}

fn tag(tags: &[TagId], index: usize) -> Tag {
    Tag {
        id: tags[index],
        name: format!("issue {index}"),
        definition: "When the source says it in so many words, and not otherwise.".to_owned(),
        definition_revision: 1,
        parent: (!index.is_multiple_of(10)).then(|| tags[index / 10 * 10]),
        order: TagOrder(i64::try_from(index).unwrap() * TagOrder::GAP),
        color: ColorSlot::ALL[index % 12],
        key: None,
        values: None,
        created: NOW,
        modified: NOW,
        unknown: Unknown::default(),
    }
}

fn tag_use(tags: &[TagId], numbers: &mut Numbers) -> TagUse {
    TagUse {
        tag: tags[usize::try_from(numbers.below(200)).unwrap()],
        stance: [None, Some(Stance::Affirms), Some(Stance::Denies)]
            [usize::try_from(numbers.below(3)).unwrap()],
        definition_revision: 1,
        value: String::new(),
        unknown: Unknown::default(),
    }
}

fn claim(comparison: &Comparison, tags: &[TagId], numbers: &mut Numbers, index: usize) -> Claim {
    let source = &comparison.sources()[index % comparison.sources().len()];
    let start = u32::try_from(numbers.below(u64::from(source.text.len()) - 400)).unwrap();
    let length = 20 + u32::try_from(numbers.below(200)).unwrap();
    let mut used = vec![tag_use(tags, numbers)];
    let second = tag_use(tags, numbers);
    if numbers.below(4) == 0 && second.tag != used[0].tag {
        used.push(second);
    }
    let noted = numbers.below(5) == 0;
    Claim {
        id: ClaimId(numbers.id()),
        source: source.id,
        reader: comparison.readers().next().unwrap().id,
        created: NOW,
        modified: NOW,
        passages: vec![anchor(&source.text, start, length)],
        tags: used,
        voice: Voice::Own,
        summary: if noted { "The army could not be split from above.".to_owned() } else { String::new() },
        note: String::new(),
        unknown: Unknown::default(),
    }
}

fn link(comparison: &Comparison, numbers: &mut Numbers, (from, to): (ClaimId, ClaimId)) -> Link {
    Link {
        id: LinkId(numbers.id()),
        from,
        to,
        kind: LinkKind::Contradicts,
        note: String::new(),
        reader: comparison.readers().next().unwrap().id,
        created: NOW,
        modified: NOW,
        unknown: Unknown::default(),
    }
}
