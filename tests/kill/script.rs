//! What the program does: a script that follows from a seed and the number of the step.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use diptych::desk::{Clock, Command, Desk, IdSource, TagRef};
use diptych::model::{
    Anchor, Bibliography, Claim, ClaimId, ColorSlot, Comparison, ComparisonId, Edit, Origin, Reader,
    ReaderId, Source, SourceId, Stance, Tag, TagId, TagOrder, TagUse, Time, Unknown, Voice,
};
use diptych::store::journal::Journal;
use diptych::text::{Pos, Span, Text};
use uuid::Uuid;

/// Numbers without a pattern, the same every time.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
}

/// The number of the step, from which time and ids follow: however often they are asked for, in both programs alike.
#[derive(Clone)]
struct Step(Arc<AtomicU64>);

impl Clock for Step {
    fn now(&self) -> Time {
        Time(1_700_000_000 + self.0.load(Ordering::SeqCst) as i64)
    }
}

struct Ids(Step, u64, u64);

impl IdSource for Ids {
    fn next(&mut self) -> Uuid {
        let step = self.0.0.load(Ordering::SeqCst);
        self.2 = if self.1 == step { self.2 + 1 } else { 0 };
        self.1 = step;
        Uuid::from_u128((1 << 100) + (u128::from(step) << 16) + u128::from(self.2))
    }
}

/// Plays the script on a desk.
pub struct Player {
    pub desk: Desk,
    step: Step,
    seed: u64,
    start: u64,
}

/// What a step is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Tag,
    Type,
    Name,
    Undo,
    Redo,
    Stance,
    Move,
    Delete,
    Title,
}

impl Player {
    pub fn new(comparison: Comparison, seed: u64, start: u64, journal: Option<Journal>) -> Self {
        let step = Step(Arc::new(AtomicU64::new(start)));
        let ids = Ids(step.clone(), u64::MAX, 0);
        let desk = Desk::new(comparison, reader(), Box::new(step.clone()), Box::new(ids));
        let desk = match journal {
            Some(journal) => desk.journaled(journal),
            None => desk,
        };
        Self { desk, step, seed, start }
    }

    fn numbers(&self, step: u64) -> Numbers {
        let mut numbers = Numbers(self.seed.wrapping_mul(31) ^ step.wrapping_mul(0xD134_2543_DE82_EF95));
        numbers.next();
        numbers
    }

    /// Only what was just named is undone, and only what was just undone is made again: where typing is parted depends
    /// on when saves end, and so on the machine.
    fn kind(&self, step: u64) -> Kind {
        let roll = self.numbers(step).below(20);
        if step > self.start {
            match self.kind(step - 1) {
                Kind::Name if roll.is_multiple_of(2) => return Kind::Undo,
                Kind::Undo if roll.is_multiple_of(2) => return Kind::Redo,
                _ => {}
            }
        }
        match roll {
            0..=5 => Kind::Tag,
            6..=11 => Kind::Type,
            12..=14 => Kind::Name,
            15 | 16 => Kind::Stance,
            17 => Kind::Move,
            18 => Kind::Delete,
            _ => Kind::Title,
        }
    }

    /// Does the step of this number. A command that makes no sense there is refused, in both programs.
    pub fn play(&mut self, step: u64) {
        self.step.0.store(step, Ordering::SeqCst);
        let kind = self.kind(step);
        let mut numbers = self.numbers(step);
        numbers.next();
        match kind {
            Kind::Undo => drop(self.desk.undo().unwrap().expect("what was named")),
            Kind::Redo => drop(self.desk.redo().unwrap().expect("what was undone")),
            _ => {
                if let Some(command) = self.command(kind, step, &mut numbers) {
                    let _ = self.desk.run(command);
                }
            }
        }
    }

    fn command(&self, kind: Kind, step: u64, numbers: &mut Numbers) -> Option<Command> {
        let comparison = self.desk.comparison();
        let source = &comparison.sources()[numbers.below(2) as usize];
        let tag = comparison.tags().next()?.id;
        let start = numbers.below(u64::from(source.text.len()).saturating_sub(80)) as u32;
        let span = Span::between(Pos(start), Pos(start + 8 + numbers.below(60) as u32));
        let claim = |nth: u64| comparison.claims().nth(nth as usize).map(|claim| claim.id);
        Some(match kind {
            Kind::Tag => {
                Command::Tag { source: source.id, spans: vec![span], tags: vec![TagRef::Known(tag)] }
            }
            // The same note for a while, letter by letter.
            Kind::Type => {
                let claim = claim(self.numbers(step / 16).below(12))?;
                let note =
                    format!("{}{}", comparison.claim(claim)?.note, ["a", "é", "\n", "“"][step as usize % 4]);
                let note = if note.len() > 400 { String::new() } else { note };
                Command::SetNote { claim, note }
            }
            Kind::Name => Command::CreateTag { name: format!("tag {step}"), parent: None },
            Kind::Stance => {
                let stance = Some(Stance::ALL[numbers.below(4) as usize]);
                Command::SetStance { claim: claim(numbers.below(12))?, tag, stance }
            }
            Kind::Move => Command::MovePassage { claim: claim(numbers.below(12))?, passage: 0, span },
            Kind::Delete => Command::DeleteClaim(claim(numbers.below(12))?),
            Kind::Title => Command::SetTitle(format!("Step {step}")),
            Kind::Undo | Kind::Redo => return None,
        })
    }
}

fn reader() -> Reader {
    Reader { id: ReaderId(Uuid::from_u128(7)), name: "A. Reader".to_owned(), unknown: Unknown::default() }
}

/// Returns a comparison whose file has about so many bytes.
pub fn comparison_of(bytes: usize, seed: u64) -> Comparison {
    let mut numbers = Numbers(seed);
    let mut comparison =
        Comparison::new(ComparisonId(Uuid::from_u128(u128::from(seed))), "A comparison".to_owned(), Time(0));
    let mut put = |edit: Edit| drop(comparison.apply(edit).unwrap());
    put(reader().into());
    let tag = Tag {
        id: TagId(Uuid::from_u128(11)),
        name: "armed road".to_owned(),
        definition: String::new(),
        definition_revision: 1,
        parent: None,
        order: TagOrder(0),
        color: ColorSlot::Teal,
        key: None,
        values: None,
        created: Time(0),
        modified: Time(0),
        unknown: Unknown::default(),
    };
    let tag_id = tag.id;
    put(tag.into());
    for order in 0..2 {
        let mut words = String::new();
        while words.len() < bytes / 5 {
            words.push_str(
                ["the plants ", "were occupied ", "by those who ", "worked there. ", "“Calm”, ", "\n\n"]
                    [numbers.below(6) as usize],
            );
        }
        put(Edit::from(Source {
            id: SourceId(Uuid::from_u128(21 + u128::from(order))),
            order,
            bibliography: Bibliography { title: format!("Source {order}"), ..Bibliography::default() },
            origin: Origin::default(),
            text: Text::new(words).unwrap(),
            structure: Vec::new(),
            unknown: Unknown::default(),
        }));
    }
    let sources = comparison.sources().to_vec();
    let claims = (0..bytes as u64 * 3 / 5 / 950).map(|n| {
        let source = &sources[n as usize % 2];
        let start = numbers.below(u64::from(source.text.len()) - 200) as u32;
        let span = Span::between(Pos(start + 40), Pos(start + 50 + numbers.below(80) as u32));
        let around = |from: u32, to: u32| source.text.excerpt(Span::between(Pos(from), Pos(to)));
        let quote = source.text.excerpt(span);
        let (before, after) =
            (around(span.start().0 - 32, span.start().0), around(span.end().0, span.end().0 + 32));
        Claim {
            id: ClaimId(Uuid::from_u128(1_000_000 + u128::from(n))),
            source: source.id,
            reader: reader().id,
            created: Time(0),
            modified: Time(0),
            passages: vec![Anchor { span, quote, before, after }],
            tags: vec![TagUse {
                tag: tag_id,
                stance: None,
                definition_revision: 1,
                value: String::new(),
                unknown: Unknown::default(),
            }],
            voice: Voice::Own,
            summary: "What they did".to_owned(),
            note: String::new(),
            unknown: Unknown::default(),
        }
    });
    let refused = comparison.extend_claims(claims.collect::<Vec<_>>());
    assert!(refused.is_empty(), "{:?}", refused.first().map(|(_, error)| error));
    comparison
}
