//! Ten more readers of the sample, made of its first reader by rules: what a reading group would send.
//!
//! Each has a diligence, a hand for boundaries, tags they take for others, and summaries in their own words. Made by
//! the same numbers each time. With `DIPTYCH_READERS_OUT=FOLDER cargo test --no-default-features --test it
//! readers_script` the files are written there; `DIPTYCH_READERS_N` says how many (10), `DIPTYCH_READERS_SEED` which.

use std::path::Path;

use diptych::desk::{Command, Desk, TagRef};
use diptych::model::{
    Claim, ClaimId, Comparison, CoverageState, Edit, LinkKind, Source, SourceId, Stance, TagId, Voice,
};
use diptych::store::laying::Layers;
use diptych::store::{self, Actor, Record};
use diptych::text::{Pos, Span, Text, units};

use crate::laying::{desk_for, opened, reader};

/// A reader's file.
pub struct Made {
    pub name: String,
    pub comparison: Comparison,
}

const NAMES: [&str; 9] = [
    "B. Ortiz",
    "C. Nakamura",
    "D. Okafor",
    "E. Lund",
    "F. Haddad",
    "G. Silva",
    "H. Weiss",
    "I. Petrova",
    "J. Mbeki",
];
/// The reader who made a tag that was there already, the one with another edition, and the one whose name the second
/// reader of the sample has too, spelled otherwise.
const OWN_TAG: usize = 3;
const OTHER_EDITION: usize = 6;
const SPELLED_OTHERWISE: usize = 9;

/// Tags that readers take for one another.
const CONFUSED: [(&str, &str); 8] = [
    ("peaceful road", "the road to power"),
    ("armed road", "disarming the workers"),
    ("role of Allende", "role of the Socialist Party"),
    ("loyalty of the army", "the state apparatus"),
    ("industrial cordons", "dual power"),
    ("alliance with the bourgeoisie", "winning the middle classes"),
    ("limits of reform", "economic results"),
    ("lessons", "party of revolution"),
];

struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        usize::try_from((mixed ^ (mixed >> 31)) % n as u64).unwrap()
    }

    /// Of a hundred times so many.
    fn in_hundred(&mut self, times: usize) -> bool {
        self.below(100) < times
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

pub fn sample(name: &str) -> Comparison {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_annotations");
    store::open(&folder.join(name)).unwrap().comparison
}

/// The sample with nobody's work in it.
pub fn without_readings(sample: &Comparison) -> Comparison {
    let mut bare = sample.clone();
    let mut edits: Vec<Edit> = sample.links().map(|link| Edit::Link(link.id, None)).collect();
    edits.extend(sample.claims().map(|claim| Edit::Claim(claim.id, None)));
    edits.extend(sample.silences().map(|silence| Edit::Silence(silence.id, None)));
    edits.extend(sample.coverages().map(|coverage| Edit::Coverage(coverage.id, None)));
    edits.extend(sample.readers().map(|reader| Edit::Reader(reader.id, None)));
    bare.apply_all(edits).unwrap();
    bare
}

/// How somebody reads, each in a hundred.
struct Hand {
    diligence: usize,
    boundaries: usize,
    confusion: usize,
    stance: usize,
    voice: usize,
    links: usize,
}

/// Returns the file of the `n`th reader.
pub fn made(n: usize, seed: u64) -> Made {
    let first = sample("chile-1973.diptych.json");
    let mut numbers = Numbers(seed.wrapping_mul(1_000_003).wrapping_add(n as u64));
    let role = n % 10;
    let round = n / 10;
    let name = match (role, round) {
        (SPELLED_OTHERWISE, 0) => "lindqvist m".to_owned(),
        (SPELLED_OTHERWISE, _) => format!("K. Lindqvist {round}"),
        (_, 0) => NAMES[role].to_owned(),
        _ => format!("{} {}", NAMES[role], round + 1),
    };
    let mut base = without_readings(&first);
    if role == OTHER_EDITION {
        base.apply(second_edition(&base.sources()[0]).into()).unwrap();
    }
    let mut desk = desk_for(&base, reader(5_000 + n as u128, &name), 1_794_000_000 + n as i64 * 86_400);
    if role == OWN_TAG {
        let tag = tag_named(&base, "armed road");
        desk.run(Command::DeleteTag(tag)).unwrap();
        desk.run(Command::CreateTag { name: "Armed road".to_owned(), parent: None }).unwrap();
    }
    let hand = Hand {
        diligence: 45 + numbers.below(45),
        boundaries: 30 + numbers.below(40),
        confusion: 4 + numbers.below(14),
        stance: 5 + numbers.below(15),
        voice: 15 + numbers.below(40),
        links: 30 + numbers.below(50),
    };
    read(&mut desk, &first, &hand, &mut numbers);
    Made { name, comparison: desk.comparison().clone() }
}

fn tag_named(comparison: &Comparison, name: &str) -> TagId {
    let mut tags = comparison.tags();
    tags.find(|tag| tag.name.eq_ignore_ascii_case(name)).unwrap_or_else(|| panic!("no tag {name}")).id
}

/// Another edition: a preface, the second paragraph gone, some words in other words, lines that end elsewhere.
fn second_edition(source: &Source) -> Source {
    let words = source.text.as_str();
    let mut paragraphs: Vec<String> = words.split("\n\n").map(str::to_owned).collect();
    let last = paragraphs.len() - 2;
    paragraphs.remove(last);
    let mut edited = format!("To the second edition.\n\n{}", paragraphs.join("\n\n"));
    for (old, new) in [(" was ", " had been "), (" workers ", " working people "), (" could ", " could not ")]
    {
        // Of each the third and the fourth.
        let places: Vec<usize> = edited.match_indices(old).skip(2).take(2).map(|(at, _)| at).collect();
        for at in places.into_iter().rev() {
            edited.replace_range(at..at + old.len(), new);
        }
    }
    Source { text: Text::new(edited).unwrap(), structure: Vec::new(), ..source.clone() }
}

fn read(desk: &mut Desk, first: &Comparison, hand: &Hand, numbers: &mut Numbers) {
    let mut theirs: Vec<(ClaimId, ClaimId)> = Vec::new();
    // How far each source was read: not everybody comes to the end.
    let ends: Vec<(SourceId, Pos)> = first
        .sources()
        .iter()
        .map(|source| {
            let text = desk.comparison().source(source.id).unwrap().text.clone();
            let part = if numbers.in_hundred(75) { 100 } else { 60 + numbers.below(30) };
            (source.id, Pos(text.len() / 100 * u32::try_from(part).unwrap()))
        })
        .collect();
    for claim in first.claims() {
        let end = ends.iter().find(|(source, _)| *source == claim.source).unwrap().1;
        if numbers.in_hundred(hand.diligence) && claim.passages[0].span.end() < end {
            let made = make_claim(desk, first, claim, (hand, numbers));
            theirs.extend(made.map(|made| (claim.id, made)));
        }
    }
    for _ in 0..3 + numbers.below(8) {
        add_claim(desk, &ends, numbers);
    }
    for link in first.links() {
        let end = |claim| theirs.iter().find(|(first, _)| *first == claim).map(|(_, made)| *made);
        if let (Some(from), Some(to)) = (end(link.from), end(link.to))
            && numbers.in_hundred(hand.links)
        {
            let kind = if numbers.in_hundred(15) { *numbers.pick(&LinkKind::ALL) } else { link.kind };
            // Two claims of theirs may have become one.
            drop(desk.run(Command::Link { from, to, kind, note: String::new() }));
        }
    }
    for silence in first.silences() {
        if desk.comparison().tag(silence.tag).is_some() && numbers.in_hundred(40) {
            let (source, tag) = (silence.source, silence.tag);
            drop(desk.run(Command::NoteSilence { source, tag, note: "Read twice for it.".to_owned() }));
        }
    }
    for (source, end) in ends {
        let text = desk.comparison().source(source).unwrap().text.clone();
        let span = text.clamp(Span::between(Pos(0), end.plus(100)));
        desk.run(Command::MarkCoverage { source, span, state: Some(CoverageState::Read) }).unwrap();
    }
}

/// Makes the reader's version of a claim, where its words are in the reader's edition.
fn make_claim(
    desk: &mut Desk,
    first: &Comparison,
    claim: &Claim,
    (hand, numbers): (&Hand, &mut Numbers),
) -> Option<ClaimId> {
    let source = claim.source;
    let text = desk.comparison().source(source).unwrap().text.clone();
    let found = claim.passages.iter().map(|anchor| diptych::anchoring::replace(&text, anchor));
    let spans: Vec<Span> = found.collect::<Option<_>>()?;
    let mut spans: Vec<Span> =
        spans
            .into_iter()
            .map(|span| {
                if numbers.in_hundred(hand.boundaries) { other_boundary(&text, span, numbers) } else { span }
            })
            .collect();
    if spans.len() > 1 && numbers.in_hundred(30) {
        spans.truncate(1);
    }
    let mut tags: Vec<(TagId, Option<Stance>)> = Vec::new();
    for (place, used) in claim.tags.iter().enumerate() {
        if place > 0 && numbers.in_hundred(30) {
            continue;
        }
        let mut name = first.tag(used.tag).unwrap().name.as_str();
        if numbers.in_hundred(hand.confusion) {
            for (a, b) in CONFUSED {
                name = if name == a {
                    b
                } else if name == b {
                    a
                } else {
                    name
                };
            }
        }
        let stance = match used.stance {
            Some(_) if numbers.in_hundred(8) => None,
            Some(Stance::Affirms) if numbers.in_hundred(hand.stance) => Some(Stance::Reports),
            Some(Stance::Denies) if numbers.in_hundred(hand.stance) => Some(Stance::Qualifies),
            Some(_) if numbers.in_hundred(hand.stance) => Some(Stance::Affirms),
            same => same,
        };
        tags.push((tag_named(desk.comparison(), name), stance));
    }
    let refs = tags.iter().map(|(tag, _)| TagRef::Known(*tag)).collect();
    let made = desk.run(Command::Tag { source, spans, tags: refs }).ok()?.claim?;
    for (tag, stance) in &tags {
        drop(desk.run(Command::SetStance { claim: made, tag: *tag, stance: *stance }));
    }
    if let Voice::Attributed { .. } = &claim.voice
        && !numbers.in_hundred(hand.voice)
    {
        drop(desk.run(Command::SetVoice { claim: made, voice: claim.voice.clone() }));
    }
    if let Some((tag, stance)) = tags.first() {
        let summary = summary(&desk.comparison().tag(*tag).unwrap().name.clone(), *stance, numbers);
        drop(desk.run(Command::SetSummary { claim: made, summary }));
    }
    Some(made)
}

fn summary(tag: &str, stance: Option<Stance>, numbers: &mut Numbers) -> String {
    let ways: [&str; 3] = match stance {
        Some(Stance::Affirms) => ["Stands by it: TAG.", "Says it outright (TAG).", "TAG, without any doubt."],
        Some(Stance::Denies) => ["Will not have it: TAG.", "Against TAG.", "TAG? Not here, says the text."],
        Some(Stance::Qualifies) => {
            ["TAG, but only up to a point.", "Half grants it: TAG.", "TAG, with conditions."]
        }
        Some(Stance::Reports) => {
            ["What others held of TAG.", "Passes on a view of TAG.", "TAG, at second hand."]
        }
        None => ["On TAG.", "Something about TAG.", "Cf. TAG."],
    };
    numbers.pick(&ways).replace("TAG", tag)
}

/// Moves the ends of a passage: by some words, to those of its sentences, or to its first part.
fn other_boundary(text: &Text, span: Span, numbers: &mut Numbers) -> Span {
    let moved = match numbers.below(4) {
        0 => {
            let start = units::sentence_at(text, span.start(), "en").start();
            Span::between(start.min(span.start()), units::sentence_at(text, span.end().minus(1), "en").end())
        }
        1 => {
            let by = 8 + u32::try_from(numbers.below(24)).unwrap();
            Span::between(span.start(), span.end().minus(by.min(span.len() / 2)))
        }
        2 => {
            let by = 8 + u32::try_from(numbers.below(24)).unwrap();
            Span::between(span.start().plus(by.min(span.len() / 2)), span.end())
        }
        _ => Span::between(span.start(), span.end().plus(6 + u32::try_from(numbers.below(30)).unwrap())),
    };
    let snapped = units::snap_to_words(text, text.clamp(moved));
    if snapped.is_empty() { span } else { snapped }
}

/// Marks a sentence that the first reader passed over, or not.
fn add_claim(desk: &mut Desk, ends: &[(SourceId, Pos)], numbers: &mut Numbers) {
    let (source, end) = *numbers.pick(ends);
    let text = desk.comparison().source(source).unwrap().text.clone();
    let at = Pos(u32::try_from(numbers.below(end.index().max(2) - 1)).unwrap());
    let span = units::sentence_at(&text, at, "en");
    let tags: Vec<TagId> = desk.comparison().tags().map(|tag| tag.id).collect();
    let tag = *numbers.pick(&tags);
    let tags = vec![TagRef::Known(tag)];
    if let Ok(made) = desk.run(Command::Tag { source, spans: vec![span], tags })
        && let Some(claim) = made.claim
    {
        let stance = Some(*numbers.pick(&Stance::ALL));
        drop(desk.run(Command::SetStance { claim, tag, stance }));
    }
}

fn json(made: &Made) -> Vec<u8> {
    store::to_json(&made.comparison, &Record::new(), Actor(7)).0
}

#[test]
fn ten_readers_are_made_of_the_sample_and_differ_as_readers_do() {
    let number =
        |name: &str, usual: u64| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let (n, seed) = (number("DIPTYCH_READERS_N", 10), number("DIPTYCH_READERS_SEED", 1973));
    let readers: Vec<Made> = (0..usize::try_from(n).unwrap()).map(|n| made(n, seed)).collect();
    if let Some(folder) = std::env::var_os("DIPTYCH_READERS_OUT") {
        for (n, made) in readers.iter().enumerate() {
            let name: String =
                made.name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
            let name = format!("{:03}-{}.diptych.json", n + 1, name.replace("--", "-"));
            std::fs::write(Path::new(&folder).join(name), json(made)).unwrap();
        }
    }
    assert_eq!(json(&readers[2]), json(&made(2, seed)), "the same numbers make the same file");
    let base = sample("chile-1973.diptych.json");
    let mut layers = Layers::over(&base);
    layers.add("second", Ok(&opened(&sample("chile-1973.m-lindqvist.diptych.json"))));
    for made in &readers {
        let opened = store::from_json(&json(made), Path::new(&made.name)).unwrap();
        assert_eq!(store::check(&opened), [], "{}", made.name);
        layers.add(&made.name, Ok(&opened));
    }
    let laid = layers.finish();
    assert_eq!(laid.readers.len(), 2 + readers.len());
    assert!(laid.comparison.audit().is_empty());
    for reader in &laid.readers {
        assert!((25..=110).contains(&reader.n_claims), "{reader:?}");
    }
    assert!(!laid.perhaps_one.is_empty(), "one name is spelled in two ways");
    let own_tag = &laid.files[1 + OWN_TAG];
    assert_eq!(own_tag.tags.by_name.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["Armed road"]);
    let edition = &laid.files[1 + OTHER_EDITION];
    let counts = edition.counts();
    assert!(counts.moved > 10 && counts.similar > 0, "{:?}", edition.lines());
    // What is laid of the other edition says in ours what it said there, but for the changed words.
    let claims = laid.comparison.claims().filter(|claim| claim.reader == edition.readers[0]);
    for claim in claims {
        let theirs = readers[OTHER_EDITION].comparison.claim(claim.id).unwrap();
        let start = |claim: &Claim| claim.quotation().split(' ').next().map(str::to_owned);
        let same = start(claim) == start(theirs) || laid.placements.contains_key(&claim.id);
        assert!(same, "{:?} against {:?}", claim.quotation(), theirs.quotation());
    }
}
