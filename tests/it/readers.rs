//! What the window of readers is built of: the density of sentences, taking a claim as one's own, the watched folder.

use std::sync::mpsc::channel;
use std::time::Duration;

use diptych::analysis::agreement::density::{density, sentences, who_marked};
use diptych::desk::{Command, Desk, TagRef};
use diptych::model::{Claim, Comparison, Reader, ReaderId, Stance, Tag, TagId, Unknown};
use diptych::store::{self, Actor, FolderWatch, Listing, Record};
use diptych::text::Span;
use uuid::Uuid;

use crate::format::small;
use crate::support::{Counted, Minutes, small_desk, tag};

/// The comparison with these quotations of its first source marked by another reader, with a tag.
fn also_marked(comparison: Comparison, n: u128, quotes: &[&str], with: TagId) -> Comparison {
    let reader =
        Reader { id: ReaderId(Uuid::from_u128(500 + n)), name: format!("R{n}"), unknown: Unknown::default() };
    let (clock, ids) = (Minutes::from(1_700_000_000), Counted(10_000 * (n + 1)));
    let mut desk = Desk::new(comparison, reader, Box::new(clock), Box::new(ids));
    let source = desk.comparison().sources()[0].id;
    for quote in quotes {
        tag(&mut desk, source, quote, with);
    }
    desk.comparison().clone()
}

#[test]
fn the_density_says_how_many_readers_marked_each_sentence_and_who() {
    let (desk, [left, _], [armed, calm]) = small_desk();
    let mut comparison = desk.comparison().clone();
    comparison = also_marked(comparison, 1, &["The armed road was never a plan", "a plan; it"], armed);
    comparison = also_marked(comparison, 2, &["it was a word. N"], calm);
    comparison = also_marked(comparison, 3, &["Nobody armed the cordons."], armed);
    let readers: Vec<ReaderId> = comparison.readers().map(|reader| reader.id).collect();
    let source = comparison.source(left).unwrap();
    let sentences = sentences(source);
    let words: Vec<&str> = sentences.iter().map(|span| source.text.slice(*span)).collect();
    assert!(words.contains(&"Nobody armed the cordons.") && words.len() == 6, "{words:?}");
    let road = words.iter().position(|words| words.starts_with("The armed road")).unwrap();
    let counts = |readers: &[ReaderId], tags: &[TagId]| {
        let found = density(&comparison, (left, &sentences), readers, tags);
        (found.n_marked[road], found.n_marked[road + 1], found.n_marked.iter().sum::<u32>())
    };
    assert_eq!(
        counts(&readers, &[]),
        (2, 1, 3),
        "twice by one reader is one reader; a letter too far is none"
    );
    assert_eq!(counts(&readers, &[armed]), (1, 1, 2));
    assert_eq!(counts(&readers[1..], &[]), (1, 1, 2));
    let all = readers.iter().copied().collect();
    let who = who_marked(&comparison, (left, sentences[road]), &all, &[]);
    assert_eq!(
        who.iter().map(|(reader, _)| *reader).collect::<Vec<_>>(),
        [readers[0], readers[0], readers[1]]
    );
}

/// A claim of another reader on the words “the cordons”, with a tag of their own under another.
fn theirs(desk: &Desk) -> (Claim, Vec<Tag>) {
    let reader = Reader {
        id: ReaderId(Uuid::from_u128(77)),
        name: "B. Ortiz".to_owned(),
        unknown: Unknown::default(),
    };
    let clock = Minutes::from(1_700_000_000);
    let mut other = Desk::new(desk.comparison().clone(), reader, Box::new(clock), Box::new(Counted(90_000)));
    let make = |name: &str, parent| Command::CreateTag { name: name.to_owned(), parent };
    let above = other.run(make("workers", None)).unwrap().tag.unwrap();
    let own = other.run(make("defence of the plants", Some(above))).unwrap().tag.unwrap();
    let source = other.comparison().sources()[0].id;
    let id = tag(&mut other, source, "They held the plants against the owners.", own);
    let calm = other.comparison().tags().find(|tag| tag.name == "calm").unwrap().id;
    other.run(Command::AddTags { claim: id, tags: vec![TagRef::Known(calm)] }).unwrap();
    other.run(Command::SetStance { claim: id, tag: own, stance: Some(Stance::Affirms) }).unwrap();
    other
        .run(Command::SetSummary { claim: id, summary: "The plants were kept by force.".to_owned() })
        .unwrap();
    let tags = [own, above].map(|id| Tag::clone(other.comparison().tag(id).unwrap()));
    (Claim::clone(other.comparison().claim(id).unwrap()), tags.to_vec())
}

#[test]
fn a_claim_of_another_reader_is_taken_as_ones_own_with_its_tags_in_one_step() {
    let (mut desk, [left, _], _) = small_desk();
    let (claim, tags) = theirs(&desk);
    let before = desk.comparison().clone();
    let take = Command::TakeAsMine { claim: Box::new(claim.clone()), tags: tags.clone() };
    let made = desk.run(take.clone()).unwrap().claim.unwrap();
    let comparison = desk.comparison();
    let own = comparison.claim(made).unwrap();
    assert_eq!((own.reader, &own.summary), (desk.reader().id, &claim.summary));
    assert_ne!(own.id, claim.id);
    assert_eq!(own.passages, claim.passages);
    let path = comparison.tag_path(own.tags[0].tag);
    assert_eq!(
        (path.as_str(), own.tags[0].stance),
        ("workers / defence of the plants", Some(Stance::Affirms))
    );
    assert_eq!(own.tags.len(), 2);
    let again = desk.run(take).unwrap();
    assert_eq!(again.notice.as_deref(), Some("You have marked this passage so already."));
    desk.undo().unwrap();
    assert!(*desk.comparison() == before, "one undo takes all of it back");
    // Where one has marked just that passage, one's claim takes the tags.
    let mine =
        tag(&mut desk, left, "They held the plants against the owners.", before.tags().next().unwrap().id);
    let into = desk.run(Command::TakeAsMine { claim: Box::new(claim), tags }).unwrap().claim;
    assert_eq!(into, Some(mine));
    assert_eq!(desk.comparison().claim(mine).unwrap().tags.len(), 3);
}

#[test]
fn a_claim_whose_words_are_gone_here_is_not_taken() {
    let (mut desk, _, _) = small_desk();
    let (mut claim, tags) = theirs(&desk);
    claim.passages[0].span = Span::new(900, 940).unwrap();
    let refused = desk.run(Command::TakeAsMine { claim: Box::new(claim), tags });
    assert!(refused.unwrap_err().to_string().contains("not in the source"));
}

#[test]
fn files_that_come_to_a_watched_folder_change_and_go_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let (tell, told) = channel::<Result<Listing, String>>();
    let _watch = FolderWatch::begin(folder.path(), move |listing| drop(tell.send(listing)));
    let next = || told.recv_timeout(Duration::from_secs(30)).expect("nothing was told");
    assert_eq!(next(), Ok(Vec::new()));
    let file = folder.path().join("b.ortiz.diptych.json");
    for other in
        ["notes.txt", ".hidden.diptych.json", "b.ortiz (Ana's conflicted copy 2026-11-20).diptych.json"]
    {
        store::write_atomically(&folder.path().join(other), b"{}").unwrap();
    }
    store::save(&small(), &Record::new(), Actor(1), &file).unwrap();
    let listing = loop {
        match next() {
            Ok(listing) if !listing.is_empty() => break listing,
            _ => {}
        }
    };
    assert_eq!(listing.iter().map(|(path, ..)| path).collect::<Vec<_>>(), [&file]);
    let whole = std::fs::read(&file).unwrap();
    store::write_atomically(&file, &[whole, b"\n ".to_vec()].concat()).unwrap();
    assert_ne!(next().unwrap(), listing);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(next(), Ok(Vec::new()));
    std::fs::remove_dir_all(folder.path()).unwrap();
    assert!(next().unwrap_err().contains("can't be read"));
}
