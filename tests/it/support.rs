//! A small comparison to try things on, made with ids and times that are the same in every run.

use diptych::desk::{Clock, Command, Desk, IdSource, NewSource};
use diptych::model::{
    Bibliography, ClaimId, Comparison, ComparisonId, Origin, Reader, ReaderId, SourceId, TagId, Time, Unknown,
};
use diptych::text::{Span, Text};
use uuid::Uuid;

pub const LEFT: &str = "The march\n\nThe cordons were born in October. They held the plants against the owners.\n\n\
    The armed road was never a plan; it was a word. Nobody armed the cordons.\n\nThe end came in September.";
pub const RIGHT: &str = "An answer\n\nThe Party called for calm in October, and it called for calm in June.\n\n\
    The armed road was a provocation — nothing more. Calm was the only plan that it had.";

/// A clock that moves a minute at each look.
pub struct Minutes(std::cell::Cell<i64>);

impl From<i64> for Minutes {
    fn from(seconds: i64) -> Self {
        Self(std::cell::Cell::new(seconds))
    }
}

impl Clock for Minutes {
    fn now(&self) -> Time {
        self.0.set(self.0.get() + 60);
        Time(self.0.get())
    }
}

/// Ids that count up.
pub struct Counted(pub u128);

impl IdSource for Counted {
    fn next(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
}

pub fn reader() -> Reader {
    Reader { id: ReaderId(Uuid::from_u128(7)), name: "A. Reader".to_owned(), unknown: Unknown::default() }
}

pub fn desk_of(comparison: Comparison, first_id: u128) -> Desk {
    let clock = Minutes(std::cell::Cell::new(1_700_000_000));
    Desk::new(comparison, reader(), Box::new(clock), Box::new(Counted(first_id)))
}

pub fn source(title: &str, words: &str) -> NewSource {
    NewSource {
        bibliography: Bibliography {
            title: title.to_owned(),
            short_name: title.to_owned(),
            ..Bibliography::default()
        },
        origin: Origin::default(),
        text: Text::new(words).unwrap(),
        structure: Vec::new(),
    }
}

/// A desk with two sources and two tags on it, and a history that begins there.
pub fn small_desk() -> (Desk, [SourceId; 2], [TagId; 2]) {
    let mut desk =
        desk_of(Comparison::new(ComparisonId(Uuid::from_u128(1)), "Two accounts".to_owned(), Time(0)), 100);
    let sources =
        desk.run(Command::AddSources(vec![source("Left", LEFT), source("Right", RIGHT)])).unwrap().sources;
    let mut tag = |name: &str| {
        let made = desk.run(Command::CreateTag { name: name.to_owned(), parent: None }).unwrap();
        made.tag.unwrap()
    };
    let tags = [tag("armed road"), tag("calm")];
    let comparison = desk.comparison().clone();
    (desk_of(comparison, 1000), [sources[0], sources[1]], tags)
}

/// Where `quote` stands in a source of the desk.
pub fn at(desk: &Desk, source: SourceId, quote: &str) -> Span {
    let text = &desk.comparison().source(source).unwrap().text;
    *diptych::anchoring::occurrences(text, quote)
        .first()
        .unwrap_or_else(|| panic!("{quote:?} is not in the source"))
}

/// Tags a quotation and returns the claim.
pub fn tag(desk: &mut Desk, source: SourceId, quote: &str, tag: TagId) -> ClaimId {
    let spans = vec![at(desk, source, quote)];
    let tags = vec![diptych::desk::TagRef::Known(tag)];
    desk.run(Command::Tag { source, spans, tags }).unwrap().claim.unwrap()
}

/// What the reader of this number makes of a comparison: everybody works at a desk of their own.
pub fn as_reader(comparison: Comparison, n: u128, name: &str, work: impl FnOnce(&mut Desk)) -> Comparison {
    let reader =
        Reader { id: ReaderId(Uuid::from_u128(n)), name: name.to_owned(), unknown: Unknown::default() };
    let clock = Minutes(std::cell::Cell::new(1_700_000_000 + i64::try_from(n).unwrap() * 10_000));
    let mut desk = Desk::new(comparison, reader.clone(), Box::new(clock), Box::new(Counted(n * 1_000_000)));
    if desk.comparison().reader(reader.id).is_none() {
        let edits = vec![reader.into()];
        desk.run(Command::Mend { label: "join".to_owned(), edits }).unwrap();
    }
    work(&mut desk);
    desk.comparison().clone()
}
