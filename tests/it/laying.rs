//! Laying readers' files over an open comparison: what is laid, what is matched by what, and what is said of it.

use std::path::{Path, PathBuf};

use diptych::desk::{Command, Desk, TagRef};
use diptych::model::{Comparison, ComparisonId, Reader, ReaderId, Time, Unknown};
use diptych::store::laying::{Laid, Layers, Laying, SourceHow, open_all};
use diptych::store::{self, Actor, Opened, Record, StoreError};
use uuid::Uuid;

use crate::support::{Counted, Minutes, at, small_desk, source, tag};

pub fn opened(comparison: &Comparison) -> Opened {
    let json = store::to_json(comparison, &Record::new(), Actor(1)).0;
    store::from_json(&json, Path::new("x.json")).unwrap()
}

pub fn reader(n: u128, name: &str) -> Reader {
    Reader { id: ReaderId(Uuid::from_u128(n)), name: name.to_owned(), unknown: Unknown::default() }
}

/// A desk for somebody else, whose clock goes on from `now` and whose ids are their own.
pub fn desk_for(comparison: &Comparison, reader: Reader, now: i64) -> Desk {
    let first_id = reader.id.0.as_u128() * 1_000_000;
    Desk::new(comparison.clone(), reader, Box::new(Minutes::from(now)), Box::new(Counted(first_id)))
}

fn lay(base: &Comparison, files: &[(&str, &Comparison)]) -> Laid {
    layers(base, files).finish()
}

fn layers(base: &Comparison, files: &[(&str, &Comparison)]) -> Layers {
    let mut layers = Layers::over(base);
    for (name, comparison) in files {
        layers.add(name, Ok(&opened(comparison)));
    }
    layers
}

#[test]
fn everybodys_claims_links_and_silences_are_in_one_comparison_with_their_own_ids() {
    let (mut mine, [left, right], [road, calm]) = small_desk();
    let empty = mine.comparison().clone();
    tag(&mut mine, left, "The armed road was never a plan", road);
    let mut ana = desk_for(&empty, reader(50, "Ana"), 1_800_000_000);
    let one = tag(&mut ana, left, "it was a word", road);
    let two = tag(&mut ana, right, "The armed road was a provocation", road);
    let kind = diptych::model::LinkKind::Answers;
    ana.run(Command::Link { from: two, to: one, kind, note: String::new() }).unwrap();
    let mut ben = desk_for(&empty, reader(51, "Ben"), 1_800_000_000);
    ben.run(Command::NoteSilence { source: left, tag: calm, note: String::new() }).unwrap();
    let laid = lay(mine.comparison(), &[("ana", ana.comparison()), ("ben", ben.comparison())]);
    assert_eq!(laid.comparison.n_claims(), 3);
    assert_eq!(laid.comparison.claim(one).unwrap(), ana.comparison().claim(one).unwrap());
    assert_eq!((laid.comparison.links().len(), laid.comparison.silences().len()), (1, 1));
    let told: Vec<_> =
        laid.readers.iter().map(|r| (r.name.as_str(), r.from, r.n_claims, r.n_silences)).collect();
    assert_eq!(told, [("A. Reader", None, 1, 0), ("Ana", Some(0), 2, 0), ("Ben", Some(1), 0, 1)]);
    assert!(laid.files.iter().all(diptych::store::laying::LaidFile::is_plain), "{:?}", laid.files);
    assert!(laid.comparison.audit().is_empty());
}

#[test]
fn laying_keeps_nothing_of_the_texts_of_files() {
    let (desk, [left, _], [road, _]) = small_desk();
    let mut ana = desk_for(desk.comparison(), reader(50, "Ana"), 1_800_000_000);
    let claim = tag(&mut ana, left, "it was a word", road);
    let laid = lay(desk.comparison(), &[("ana", ana.comparison())]);
    let ours = &laid.comparison.source(left).unwrap().text;
    let anchor = &laid.comparison.claim(claim).unwrap().passages[0];
    // Words of our own text are where they are in memory.
    let within = |words: &str| {
        let (start, at) = (ours.as_str().as_ptr() as usize, words.as_ptr() as usize);
        start <= at && at + words.len() <= start + ours.as_str().len()
    };
    assert!(within(&anchor.quote) && within(&anchor.before) && within(&anchor.after));
}

#[test]
fn the_state_with_the_latest_change_counts_and_others_are_told() {
    let (desk, [left, _], [road, calm]) = small_desk();
    let mut ana = desk_for(desk.comparison(), reader(50, "Ana"), 1_800_000_000);
    tag(&mut ana, left, "it was a word", road);
    let early = ana.comparison().clone();
    tag(&mut ana, left, "The cordons were born in October", calm);
    let late = ana.comparison().clone();
    for order in [[("early", &early), ("late", &late)], [("late", &late), ("early", &early)]] {
        let mut layers = layers(desk.comparison(), &order);
        let laid = layers.finish();
        let from = order.iter().position(|(name, _)| *name == "late");
        assert_eq!(laid.comparison.n_claims(), 2);
        assert_eq!(laid.readers.len(), 1);
        assert_eq!(laid.readers[0].from, from);
        assert_eq!(laid.readers[0].other_copies, [1 - from.unwrap()]);
        layers.prefer(laid.readers[0].id, Some(1 - from.unwrap()));
        let laid = layers.finish();
        assert_eq!(laid.comparison.n_claims(), 1);
        layers.prefer(laid.readers[0].id, None);
        assert_eq!(layers.finish().comparison.n_claims(), 2);
    }
}

#[test]
fn identical_copies_are_silent_and_a_later_copy_of_ones_own_replaces_it() {
    let (mut mine, [left, _], [road, calm]) = small_desk();
    let one = tag(&mut mine, left, "it was a word", road);
    let base = mine.comparison().clone();
    let same = lay(&base, &[("copy", &base)]);
    assert_eq!((same.readers[0].from, same.readers[0].other_copies.len()), (None, 0));
    assert_eq!(same.comparison, base);
    let mut other = desk_for(&base, reader(50, "Ana"), 1_800_000_000);
    let two = tag(&mut other, left, "The cordons were born in October", calm);
    let kind = diptych::model::LinkKind::Agrees;
    other.run(Command::Link { from: two, to: one, kind, note: String::new() }).unwrap();
    let base = other.comparison().clone();
    // At home, one went on with what is one's own.
    let mut at_home = desk_for(&base, crate::support::reader(), 1_900_000_000);
    tag(&mut at_home, left, "Nobody armed the cordons", road);
    let mut layers = layers(&base, &[("home", at_home.comparison())]);
    let laid = layers.finish();
    let mine = laid.reader(crate::support::reader().id).unwrap();
    assert_eq!((mine.from, mine.replaces_base, mine.n_claims), (Some(0), true, 2));
    assert_eq!(laid.comparison.links().len(), 1, "Ana's link to a claim of mine is still there");
    assert!(laid.comparison.audit().is_empty());
    layers.prefer_base(crate::support::reader().id);
    let laid = layers.finish();
    let mine = laid.reader(crate::support::reader().id).unwrap();
    assert_eq!((mine.from, mine.other_copies.as_slice(), mine.n_claims), (None, &[0][..], 1));
}

#[test]
fn a_tag_of_the_same_name_is_ours_and_a_new_one_comes_with_those_above_it() {
    let (desk, [left, _], [road, _]) = small_desk();
    let base = desk.comparison().clone();
    let mut ana = desk_for(&base, reader(50, "Ana"), 1_800_000_000);
    ana.run(Command::DefineTag { tag: road, definition: "Arms, and no more.".to_owned() }).unwrap();
    tag(&mut ana, left, "it was a word", road);
    // Ben made the tag himself, in a comparison that had none, and one more under it.
    let mut ben = desk_for(&base, reader(51, "Ben"), 1_800_000_000);
    ben.run(Command::DeleteTag(road)).unwrap();
    let own =
        ben.run(Command::CreateTag { name: "Armed  Road".to_owned(), parent: None }).unwrap().tag.unwrap();
    let under =
        ben.run(Command::CreateTag { name: "guns".to_owned(), parent: Some(own) }).unwrap().tag.unwrap();
    let claim = tag(&mut ben, left, "The armed road was never a plan", own);
    ben.run(Command::AddTags { claim, tags: vec![TagRef::Known(under)] }).unwrap();
    let laid = lay(&base, &[("ana", ana.comparison()), ("ben", ben.comparison())]);
    let tags: Vec<_> = laid.comparison.claim(claim).unwrap().tags.iter().map(|used| used.tag).collect();
    assert_eq!(tags, [road, under]);
    assert_eq!(laid.comparison.tag(under).unwrap().parent, Some(road));
    assert_eq!(laid.files[0].tags.definitions[0].theirs, "Arms, and no more.");
    assert_eq!(laid.files[1].tags.by_name[0].ours, road);
    assert_eq!(laid.files[1].tags.new[0].name, "guns");
    let said = laid.files[1].lines().join("\n");
    assert!(said.contains("Tags that are ours by their name alone: “Armed  Road”."), "{said}");
    assert!(said.contains("Tags that our codebook lacks: “guns”."), "{said}");
}

#[test]
fn an_empty_file_is_an_empty_reading_unless_its_reader_is_known() {
    let (desk, [left, _], [road, _]) = small_desk();
    let mut base = desk.comparison().clone();
    base.apply(reader(60, "Known, expected").into()).unwrap();
    let mut theirs = base.clone();
    theirs.apply(reader(61, "New, idle").into()).unwrap();
    let laid = lay(&base, &[("idle", &theirs)]);
    let names: Vec<_> = laid.readers.iter().map(|r| (r.name.as_str(), r.n_claims)).collect();
    assert_eq!(names, [("New, idle", 0)]);
    // In the file of somebody who did work, the others are names and no readings.
    let mut ana = desk_for(&theirs, reader(50, "Ana"), 1_800_000_000);
    tag(&mut ana, left, "it was a word", road);
    let laid = lay(&base, &[("ana", ana.comparison())]);
    let names: Vec<_> = laid.readers.iter().map(|r| r.name.as_str()).collect();
    assert_eq!(names, ["Ana"]);
    let nobody = lay(&base, &[("nobody", &base)]);
    assert!(nobody.readers.is_empty() && nobody.files[0].refused.is_none());
    assert!(nobody.files[0].lines()[0].contains("nobody has marked anything"));
}

#[test]
fn two_spellings_of_a_name_are_perhaps_one_person_and_are_united_only_when_somebody_says_so() {
    let (desk, [left, _], [road, calm]) = small_desk();
    let mut one = desk_for(desk.comparison(), reader(50, "M. Lindqvist"), 1_800_000_000);
    tag(&mut one, left, "it was a word", road);
    let mut two = desk_for(desk.comparison(), reader(51, "lindqvist, m"), 1_800_000_000);
    tag(&mut two, left, "The cordons were born in October", calm);
    let mut other = desk_for(desk.comparison(), reader(52, "K. Lindqvist"), 1_800_000_000);
    tag(&mut other, left, "The end came in September", calm);
    let files = [("one", one.comparison()), ("two", two.comparison()), ("other", other.comparison())];
    let mut layers = layers(desk.comparison(), &files);
    let laid = layers.finish();
    assert_eq!(laid.readers.len(), 3);
    let (first, second) = (reader(50, "").id, reader(51, "").id);
    let pair = laid.perhaps_one[0];
    assert_eq!(laid.perhaps_one.len(), 1);
    assert!(pair == (first, second) || pair == (second, first));
    layers.unite(first, second);
    let laid = layers.finish();
    assert!(laid.perhaps_one.is_empty());
    let told: Vec<_> = laid.readers.iter().map(|r| (r.name.as_str(), r.n_claims)).collect();
    assert_eq!(told, [("K. Lindqvist", 1), ("M. Lindqvist", 2)]);
    assert!(laid.comparison.audit().is_empty());
    layers.part(second);
    assert_eq!(layers.finish().readers.len(), 3);
}

#[test]
fn a_file_of_another_comparison_is_laid_if_a_text_of_it_is_ours_and_else_refused() {
    let (desk, [left, _], [road, _]) = small_desk();
    let base = desk.comparison();
    let foreign = |words: &str| {
        let comparison = Comparison::new(ComparisonId(Uuid::from_u128(99)), "Another".to_owned(), Time(0));
        let mut desk = desk_for(&comparison, reader(70, "Zoe"), 1_800_000_000);
        let made = desk.run(Command::AddSources(vec![source("Foreign", words)])).unwrap();
        let new = desk.run(Command::CreateTag { name: "ARMED ROAD".to_owned(), parent: None }).unwrap().tag;
        tag(&mut desk, made.sources[0], "it was a word", new.unwrap());
        desk
    };
    let ours = foreign(crate::support::LEFT);
    let laid = lay(base, &[("zoe", ours.comparison())]);
    assert_eq!(laid.files[0].sources[0].how, SourceHow::Text);
    let claim = laid.comparison.claims().next().unwrap();
    assert_eq!((claim.source, claim.tags[0].tag), (left, road));
    let not = foreign(
        "Of quite other things this speaks: it was a word, and no more than that was ever meant by it.",
    );
    let laid = lay(base, &[("not.json", not.comparison())]);
    let refused = laid.files[0].refused.clone().unwrap();
    assert!(refused.starts_with("not.json: another comparison: none of its texts"), "{refused}");
    assert_eq!(laid.comparison, *base);
}

#[test]
fn two_readers_claims_with_one_id_are_both_laid() {
    let (desk, [left, right], [road, _]) = small_desk();
    let base = desk.comparison();
    let mut ana = desk_for(base, reader(50, "Ana"), 1_800_000_000);
    let one = tag(&mut ana, left, "it was a word", road);
    let two = tag(&mut ana, right, "it called for calm in June", road);
    let kind = diptych::model::LinkKind::Answers;
    ana.run(Command::Link { from: two, to: one, kind, note: String::new() }).unwrap();
    // Somebody copied Ana's file and put another name into it by hand.
    let json = store::to_json(ana.comparison(), &Record::new(), Actor(1)).0;
    let json = String::from_utf8(json)
        .unwrap()
        .replace(&reader(50, "").id.to_string(), &reader(51, "").id.to_string());
    let copied = store::from_json(json.as_bytes(), Path::new("copied.json")).unwrap();
    let mut layers = layers(base, &[("ana", ana.comparison())]);
    layers.add("copied", Ok(&copied));
    let laid = layers.finish();
    assert_eq!((laid.comparison.n_claims(), laid.comparison.links().len()), (4, 2));
    for link in laid.comparison.links() {
        assert_eq!(laid.comparison.claim(link.from).unwrap().reader, link.reader);
        assert_eq!(laid.comparison.claim(link.to).unwrap().reader, link.reader);
    }
}

#[test]
fn broken_files_are_refused_by_name_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, [left, _], [road, _]) = small_desk();
    let base = desk.comparison();
    let mut paths: Vec<PathBuf> = Vec::new();
    for n in 0..40 {
        let mut ana = desk_for(base, reader(100 + n, &format!("Reader {n}")), 1_800_000_000);
        tag(&mut ana, left, "it was a word", road);
        let mut json = store::to_json(ana.comparison(), &Record::new(), Actor(1)).0;
        match n {
            7 => json.truncate(json.len() / 2),
            8 => json = b"[]".to_vec(),
            9 => {
                // One damaged claim costs itself alone.
                let words = String::from_utf8(json).unwrap();
                json = words
                    .replace("\"quote\": \"it was a word\"", "\"quote\": \"it was a bird\"")
                    .into_bytes();
            }
            _ => {}
        }
        let path = folder.path().join(format!("{n}.diptych.json"));
        std::fs::write(&path, json).unwrap();
        paths.push(path);
    }
    paths.push(folder.path().join("gone.json"));
    let told = std::cell::Cell::new((0, 0));
    let laid = open_all(base, &paths, &|done, all| {
        told.set((done, all));
        true
    });
    assert_eq!(told.get(), (41, 41));
    let refused: Vec<_> =
        laid.files.iter().filter(|file| file.refused.is_some()).map(|f| f.name.as_str()).collect();
    assert_eq!(refused, ["7.diptych.json", "8.diptych.json", "gone.json"]);
    assert_eq!(laid.comparison.n_claims(), 37);
    let warning = laid.files[9].warnings.first().unwrap_or_else(|| panic!("{:?}", laid.files[9]));
    assert!(warning.contains("¶ 3 of “Left” (line "), "{warning}");
    let some = open_all(base, &paths, &|done, _| done < 3);
    assert!(some.files.len() < 41, "the rest is left when nobody waits for it");
}

#[test]
fn an_error_on_opening_is_the_sentence_of_the_file() {
    let (desk, _, _) = small_desk();
    let mut layers = Layers::over(desk.comparison());
    let error = StoreError::Empty { path: PathBuf::from("empty.json") };
    let file = layers.add("empty.json", Err(&error));
    assert_eq!(layers.finish().files[file].lines(), [error.to_string()]);
}

#[test]
fn a_file_that_is_taken_away_leaves_nothing_and_the_base_may_change_beneath() {
    let (mut mine, [left, _], [road, calm]) = small_desk();
    let empty = mine.comparison().clone();
    let mut ana = desk_for(&empty, reader(50, "Ana"), 1_800_000_000);
    tag(&mut ana, left, "it was a word", road);
    let mut ben = desk_for(&empty, reader(51, "Ben"), 1_800_000_000);
    tag(&mut ben, left, "Nobody armed the cordons", road);
    let mut layers = layers(&empty, &[("ana", ana.comparison()), ("ben", ben.comparison())]);
    layers.remove(0);
    let laid = layers.finish();
    assert_eq!(
        laid.readers.iter().map(|r| (r.name.as_str(), r.from)).collect::<Vec<_>>(),
        [("Ben", Some(0))]
    );
    tag(&mut mine, left, "The end came in September", calm);
    assert!(layers.set_base(mine.comparison()));
    let laid = layers.finish();
    assert_eq!((laid.comparison.n_claims(), laid.readers.len()), (2, 2));
    mine.run(Command::AddSources(vec![source("Third", "More words.")])).unwrap();
    assert!(!layers.set_base(mine.comparison()), "files may have been about the new source");
}

/// A reader's comparison in which the left source has another text.
fn edition(base: &Comparison, reader: Reader, words: &str) -> Desk {
    let mut theirs = base.clone();
    let left = theirs.sources()[0].clone();
    let source = diptych::model::Source {
        text: diptych::text::Text::new(words).unwrap(),
        ..diptych::model::Source::clone(&left)
    };
    theirs.apply(source.into()).unwrap();
    desk_for(&theirs, reader, 1_800_000_000)
}

#[test]
fn where_a_reader_had_another_edition_every_passage_is_placed_or_listed() {
    let (desk, [left, _], [road, calm]) = small_desk();
    let base = desk.comparison();
    let words = "A preface of the second edition.\n\nThe march\n\nThe cordons were born in October. They never held the \
        plants against the owners.\n\nThe armed road was never a plan; it was a word. The army armed nobody. Nobody armed \
        the cordons.\n\nThe end came in September.";
    let mut ana = edition(base, reader(50, "Ana"), words);
    let moved = tag(&mut ana, left, "The armed road was never a plan; it was a word.", road);
    let similar = tag(&mut ana, left, "They never held the plants against the owners.", calm);
    let lost = tag(&mut ana, left, "The army armed nobody.", road);
    let both = tag(&mut ana, left, "The end came in September.", road);
    let preface = at(&ana, left, "A preface of the second edition.");
    ana.run(Command::AddPassage { claim: both, span: preface }).unwrap();
    ana.run(Command::SetSummary { claim: lost, summary: "no arms".to_owned() }).unwrap();
    let laid = lay(base, &[("ana", ana.comparison())]);
    let file = &laid.files[0];
    assert_eq!(file.sources[0].how, SourceHow::Id);
    let text = &laid.comparison.source(left).unwrap().text;
    let words_of = |claim| laid.comparison.claim(claim).map(|claim| text.slice(claim.extent()).to_owned());
    assert_eq!(words_of(moved).unwrap(), "The armed road was never a plan; it was a word.");
    assert_eq!(words_of(similar).unwrap(), "They held the plants against the owners.");
    assert_eq!(words_of(lost), None);
    assert_eq!(words_of(both).unwrap(), "The end came in September.");
    assert_eq!(laid.placements.get(&moved), Some(&Laying::Moved));
    assert_eq!(laid.placements.get(&similar), Some(&Laying::Similar));
    assert_eq!(laid.placements.get(&both), Some(&Laying::InPart));
    let counts = file.counts();
    assert_eq!((counts.moved, counts.similar, counts.ambiguous, counts.lost), (2, 1, 0, 2));
    let listed = file.placed.iter().find(|passage| passage.claim == lost).unwrap();
    assert_eq!((listed.quote.as_str(), listed.summary.as_str()), ("The army armed nobody.", "no arms"));
    let said = file.lines().join("\n");
    assert!(said.contains("They [-never-] held the plants"), "{said}");
    assert!(said.contains("Lost, not laid: “The army armed nobody.”."), "{said}");
    assert!(laid.comparison.audit().is_empty());
}

#[test]
fn a_not_beside_a_passage_is_told_though_its_own_words_are_the_same() {
    let (desk, [left, _], [road, _]) = small_desk();
    let base = desk.comparison();
    let words = crate::support::LEFT.replace("it was a word", "it was not a word");
    let mut ana = edition(base, reader(50, "Ana"), &words);
    tag(&mut ana, left, "a word", road);
    let laid = lay(base, &[("ana", ana.comparison())]);
    assert_eq!(laid.comparison.n_claims(), 1);
    let said = laid.files[0].lines().join("\n");
    assert!(said.contains("what stands beside them changed") && said.contains("[-not-]"), "{said}");
}

#[test]
fn another_edition_is_known_by_its_title_or_by_its_likeness() {
    let (desk, [left, _], _) = small_desk();
    let base = desk.comparison();
    let foreign = |title: &str| {
        let comparison = Comparison::new(ComparisonId(Uuid::from_u128(99)), "Another".to_owned(), Time(0));
        let mut desk = desk_for(&comparison, reader(70, "Zoe"), 1_800_000_000);
        let words = format!("Edited by Z.\n\n{}", crate::support::LEFT);
        let made = desk.run(Command::AddSources(vec![source(title, &words)])).unwrap();
        let new = desk.run(Command::CreateTag { name: "calm".to_owned(), parent: None }).unwrap().tag;
        tag(&mut desk, made.sources[0], "it was a word", new.unwrap());
        desk
    };
    for (title, how) in [("left", SourceHow::Title), ("Otherwise", SourceHow::Likeness)] {
        let zoe = foreign(title);
        let laid = lay(base, &[("zoe", zoe.comparison())]);
        assert_eq!(laid.files[0].sources[0].how, how);
        assert_eq!(laid.comparison.claims_in(left).count(), 1);
    }
}

#[test]
fn how_far_was_read_comes_along_into_our_edition() {
    let (desk, [left, _], _) = small_desk();
    let base = desk.comparison();
    let mut ana = edition(base, reader(50, "Ana"), &format!("A preface.\n\n{}", crate::support::LEFT));
    let text = ana.comparison().source(left).unwrap().text.clone();
    let from = at(&ana, left, "The cordons were born").start();
    let state = diptych::model::CoverageState::Read;
    let to = at(&ana, left, "Nobody armed the cordons.").end();
    for span in [diptych::text::Span::between(from, to), diptych::text::Span::between(to, text.end())] {
        ana.run(Command::MarkCoverage { source: left, span, state: Some(state) }).unwrap();
    }
    let laid = lay(base, &[("ana", ana.comparison())]);
    let ours = &laid.comparison.source(left).unwrap().text;
    let mut read: Vec<_> = laid.comparison.coverages().map(|coverage| coverage.span).collect();
    read.sort();
    assert_eq!(read.len(), ana.comparison().coverages().len());
    assert!(ours.slice(read[0]).starts_with("The cordons were born"));
    assert_eq!(read.last().unwrap().end(), ours.end());
}

#[test]
fn a_file_without_texts_is_laid_with_ours_and_its_passages_are_placed_where_ours_is_another_edition() {
    let (desk, [left, _], [road, calm]) = small_desk();
    let base = desk.comparison();
    let folder = tempfile::tempdir().unwrap();
    let mut same = desk_for(base, reader(50, "Ana"), 1_800_000_000);
    tag(&mut same, left, "it was a word", road);
    let words = crate::support::LEFT.replace("They held the plants", "They never held the plants");
    let mut other = edition(base, reader(51, "Ben"), &format!("{words}\n\nA word of thanks to all."));
    let similar = tag(&mut other, left, "They never held the plants against the owners.", calm);
    tag(&mut other, left, "A word of thanks to all.", calm);
    let mut paths = Vec::new();
    for (name, desk) in [("ana.json", &same), ("ben.json", &other)] {
        let path = folder.path().join(name);
        let settings =
            store::reading::ReadingSettings { reader: Some(desk.reader().id), texts: false, notes: true };
        let opened = opened(desk.comparison());
        let sent = store::reading::reading((&opened.comparison, &opened.record, Actor(2)), settings).unwrap();
        std::fs::write(&path, sent.bytes).unwrap();
        paths.push(path);
    }
    let laid = open_all(base, &paths, &|_, _| true);
    assert_eq!(laid.comparison.n_claims(), 2, "{:?}", laid.files);
    assert_eq!(laid.placements.get(&similar), Some(&Laying::Similar));
    let counts = laid.files[1].counts();
    assert_eq!((counts.similar, counts.lost, laid.files[1].n_exact), (1, 1, 0));
    assert_eq!(laid.files[1].sources[0].how, SourceHow::Id);
    assert!(laid.files[0].placed.is_empty());
}
