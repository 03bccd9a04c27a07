//! The recovery journal, driven as the window drives it: what is done, killed, opened again and recovered.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use diptych::desk::{Command, Desk, NewSource};
use diptych::model::{Comparison, ComparisonId, Digest, SourceId, TagId, Time};
use diptych::store::disk::SystemDisk;
use diptych::store::journal::{DocumentNow, Journals, Place, Recovered, RecoveryError};
use diptych::store::{self, Actor, Record, Saving, to_json};
use tempfile::TempDir;
use uuid::Uuid;

use crate::support::{LEFT, RIGHT, desk_of, small_desk, source, tag};

pub const SOON: Duration = Duration::from_secs(20);
const NOTHING_KEPT: &dyn Fn(&Digest) -> Option<Vec<u8>> = &|_| None;

/// A folder for journals and documents, and the comparison that is open.
pub struct Sitting {
    pub folder: TempDir,
    pub desk: Desk,
    pub record: Record,
    pub sources: [SourceId; 2],
    pub tags: [TagId; 2],
}

pub fn journals(folder: &Path) -> Journals {
    Journals::at(folder.join("private").join("recovery"))
}

pub fn document(folder: &Path) -> PathBuf {
    folder.join("two.diptych.json")
}

pub fn digest_of(path: &Path) -> Digest {
    Digest::of(&fs::read(path).unwrap())
}

/// Opens a document as the window does.
fn open(folder: &Path) -> (Desk, Record) {
    let path = document(folder);
    let opened = store::open(&path).unwrap();
    let place = Place::Document { path: path.clone(), digest: digest_of(&path) };
    let journal = journals(folder).begin(&opened.comparison, place);
    (desk_of(opened.comparison, 5_000).journaled(journal), opened.record)
}

/// Saves as the window does, in one go.
pub fn save(desk: &mut Desk, record: &mut Record, path: &Path) {
    let state = desk.begin_saving();
    let announcer = desk.announcer(state).unwrap();
    // On a busy machine the disk may not have it in time; the save goes on.
    let announce = move |path: &Path, digest| {
        let _ = announcer.announce(path, digest);
    };
    let announce: Option<&store::Announce> = Some(&announce);
    let (comparison, actor) = (desk.comparison(), Actor(3));
    let saving = Saving { comparison, record, actor, path, over: false, announce };
    let saved = store::save_with(&SystemDisk, &saving).unwrap();
    assert_eq!(saved.content(), Some(digest_of(path)));
    desk.saved_to(state, path, digest_of(path));
    *record = saved;
}

/// A document on the disk, and a desk with it and its journal.
pub fn sitting() -> Sitting {
    let folder = tempfile::tempdir().unwrap();
    let (desk, sources, tags) = small_desk();
    let record = store::save(desk.comparison(), &Record::new(), Actor(2), &document(folder.path())).unwrap();
    drop((desk, record));
    let (desk, record) = open(folder.path());
    Sitting { folder, desk, record, sources, tags }
}

/// What is on the disk at this moment, as a crash would leave it: in another folder, without any lock.
pub fn crash(folder: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_folder(folder, copy.path());
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// The one journal that there is, as a file.
pub fn journal_file(folder: &Path) -> PathBuf {
    let all = folder.join("private").join("recovery");
    let mut found = fs::read_dir(all).unwrap().map(|entry| entry.unwrap().path().join("journal"));
    found.find(|path| path.exists()).unwrap()
}

pub fn recover(journals: &Journals) -> Recovered {
    let mut left = journals.found();
    assert_eq!(left.notes, Vec::<String>::new());
    assert_eq!(left.found.len(), 1, "one journal with changes");
    left.found.remove(0).recover(NOTHING_KEPT).map_err(|(_, error)| error).unwrap()
}

/// After a crash in a copy of the folder, paths lead to the copy, as the document itself would.
fn recover_in(copy: &Path, original: &Path) -> Recovered {
    relocate(copy, original);
    recover(&journals(copy))
}

/// Lets the journals of a copied folder speak of the copied document: as if the folder had its old name.
fn relocate(copy: &Path, original: &Path) {
    // The path stands in lines with checksums, so the original gives way to the copy instead.
    let (old, new) = (document(original), document(copy));
    if new.exists() {
        fs::copy(&new, &old).unwrap();
    } else {
        fs::remove_file(&old).unwrap();
    }
}

fn words(desk: &mut Desk, claim: diptych::model::ClaimId, all: &str) {
    for (end, c) in all.char_indices() {
        let note = all[..end + c.len_utf8()].to_owned();
        desk.run(Command::SetNote { claim, note }).unwrap();
    }
}

pub fn names(recovered: &Recovered) -> Vec<&str> {
    recovered.changes.iter().map(|change| change.name.as_str()).collect()
}

#[test]
fn what_was_done_after_the_last_save_is_there_after_a_crash_by_name_and_can_be_undone() {
    let Sitting { folder, mut desk, mut record, sources: [left, right], tags: [armed, calm] } = sitting();
    tag(&mut desk, left, "The armed road", armed);
    save(&mut desk, &mut record, &document(folder.path()));
    let claim = tag(&mut desk, right, "called for calm", calm);
    words(&mut desk, claim, "Twice: “calm”\nin one line.");
    desk.run(Command::SetTitle("Three accounts".to_owned())).unwrap();
    assert!(desk.journal().unwrap().flush_now(SOON));
    let copy = crash(folder.path());
    let before = desk.comparison().clone();

    let recovered = recover_in(copy.path(), folder.path());
    assert!(recovered.comparison == before);
    assert_eq!(names(&recovered), ["tag “calm”", "note", "title of the comparison"]);
    assert_eq!(
        (recovered.document, recovered.lost.len(), recovered.notes.len()),
        (DocumentNow::AsItWas, 0, 0)
    );
    assert_eq!(recovered.saved.n_claims(), 1);
    let mut again = desk_of(recovered.comparison, 9_000).journaled(recovered.journal);
    assert!(!again.saved());
    for _ in 0..3 {
        again.undo().unwrap().unwrap();
    }
    assert!(again.saved(), "back at what is on the disk");
    again.undo().unwrap().unwrap();
    assert_eq!(again.comparison().n_claims(), 0);
    assert!(again.undo().unwrap().is_none());
    for _ in 0..4 {
        again.redo().unwrap().unwrap();
    }
    assert!(*again.comparison() == before);
}

#[test]
fn a_comparison_that_was_never_saved_is_recovered_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_of(Comparison::new(ComparisonId(Uuid::from_u128(1)), "New".to_owned(), Time(0)), 100);
    let [left, _] = desk
        .run(Command::AddSources(vec![source("Left", LEFT), source("Right", RIGHT)]))
        .unwrap()
        .sources
        .try_into()
        .unwrap();
    let desk = desk.fresh();
    let journal = journals(folder.path()).begin(desk.comparison(), Place::Nowhere { record: Record::new() });
    let mut desk = desk.journaled(journal);
    let armed =
        desk.run(Command::CreateTag { name: "armed road".to_owned(), parent: None }).unwrap().tag.unwrap();
    tag(&mut desk, left, "The armed road", armed);
    assert!(desk.journal().unwrap().flush_now(SOON));

    let copy = crash(folder.path());
    let recovered = recover(&journals(copy.path()));
    assert!(recovered.comparison == *desk.comparison());
    assert_eq!((recovered.document, recovered.path), (DocumentNow::NeverSaved, None));
    let mut again = desk_of(recovered.comparison, 9_000).journaled(recovered.journal);
    let path = copy.path().join("saved.diptych.json");
    let mut record = recovered.record;
    save(&mut again, &mut record, &path);
    let as_if_new = to_json(desk.comparison(), &Record::new(), Actor(3)).0;
    assert!(fs::read(&path).unwrap() == as_if_new, "nothing of it was in a document before");
    assert!(again.journal().unwrap().flush_now(SOON));
    // It goes when the disk has confirmed the journal that does without it, which may be a moment later.
    let base = journal_file(copy.path()).with_file_name("base");
    let given_up = Instant::now() + SOON;
    while base.exists() && Instant::now() < given_up {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(!base.exists(), "the document holds it now");
    again.undo().unwrap().unwrap();
    drop(again);
    let recovered = recover(&journals(copy.path()));
    assert_eq!(names(&recovered), ["undo: tag “armed road”"]);
    assert_eq!(recovered.path, Some(path));
}

#[test]
fn undo_and_redo_survive_a_restart() {
    let Sitting { folder, mut desk, mut record, sources: [left, right], tags: [armed, calm] } = sitting();
    tag(&mut desk, left, "The armed road", armed);
    let claim = tag(&mut desk, right, "called for calm", calm);
    words(&mut desk, claim, "Twice.");
    desk.undo().unwrap();
    save(&mut desk, &mut record, &document(folder.path()));
    let saved = desk.comparison().clone();
    desk.close();

    for _ in 0..3 {
        let (mut desk, _) = open(folder.path());
        assert!(desk.saved());
        assert_eq!((desk.history().n_past(), desk.history().n_future()), (2, 1));
        assert_eq!(desk.redo().unwrap().unwrap().0, "note");
        assert_eq!(desk.comparison().claim(claim).unwrap().note, "Twice.");
        for _ in 0..3 {
            desk.undo().unwrap().unwrap();
        }
        assert_eq!(desk.comparison().n_claims(), 0);
        for _ in 0..2 {
            desk.redo().unwrap().unwrap();
        }
        assert!(desk.saved() && *desk.comparison() == saved);
        // Whether the shell says that it has done or not: there is nothing to recover.
        drop(desk);
        assert!(journals(folder.path()).found().found.is_empty());
    }
    let all = fs::read_dir(folder.path().join("private").join("recovery")).unwrap();
    assert_eq!(all.count(), 1, "one journal takes the place of another");
}

#[test]
fn what_a_reader_did_not_want_to_save_is_not_offered_again_but_kept_a_while() {
    let Sitting { folder, mut desk, mut record, sources: [left, _], tags: [armed, calm] } = sitting();
    tag(&mut desk, left, "The armed road", armed);
    save(&mut desk, &mut record, &document(folder.path()));
    tag(&mut desk, left, "a word", calm);
    desk.close();
    assert!(journals(folder.path()).found().found.is_empty());
    let (desk, _) = open(folder.path());
    assert_eq!((desk.history().n_past(), desk.comparison().n_claims()), (1, 1));
    assert!(desk.journal().unwrap().flush_now(SOON));
    let discarded = folder.path().join("private").join("recovery").join("discarded");
    assert_eq!(fs::read_dir(discarded).unwrap().count(), 1);
}

#[test]
fn a_document_is_known_again_whenever_the_crash_comes_in_a_save() {
    let Sitting { folder, mut desk, record, sources: [left, _], tags: [armed, calm] } = sitting();
    let path = document(folder.path());
    tag(&mut desk, left, "The armed road", armed);
    let state = desk.begin_saving();
    let (bytes, _) = to_json(desk.comparison(), &record, Actor(3));
    let announcer = desk.announcer(state).unwrap();
    assert!(announcer.announce(&path, Digest::of(&bytes)));
    // Done while the save runs.
    tag(&mut desk, left, "a word", calm);
    assert!(desk.journal().unwrap().flush_now(SOON));
    let before = crash(folder.path());
    store::save(desk.comparison(), &record, Actor(9), &folder.path().join("elsewhere")).unwrap();
    fs::write(&path, &bytes).unwrap();
    let after = crash(folder.path());
    let all = desk.comparison().clone();
    drop(desk);

    let recovered = recover_in(after.path(), folder.path());
    assert_eq!((names(&recovered), recovered.document), (vec!["tag “calm”"], DocumentNow::AsItWas));
    assert!(recovered.comparison == all);
    drop(recovered);
    let recovered = recover_in(before.path(), folder.path());
    assert_eq!(names(&recovered), ["tag “armed road”", "tag “calm”"]);
    assert!(recovered.comparison == all);
}

#[test]
fn a_document_changed_meanwhile_costs_nothing_that_was_done() {
    let Sitting { folder, mut desk, record, sources: [left, right], tags: [armed, calm] } = sitting();
    let path = document(folder.path());
    let original = fs::read(&path).unwrap();
    let mine = tag(&mut desk, left, "The armed road", armed);
    desk.run(Command::RenameTag { tag: calm, name: "quiet".to_owned() }).unwrap();
    let work = desk.comparison().clone();
    drop(desk);
    // Somebody else's work in the same file.
    let mut other = desk_of(store::open(&path).unwrap().comparison, 70_000);
    let theirs = tag(&mut other, right, "called for calm", calm);
    other.run(Command::RenameTag { tag: calm, name: "stillness".to_owned() }).unwrap();
    store::save(other.comparison(), &record, Actor(8), &path).unwrap();

    let kept = crash(folder.path());
    let mut left_behind = journals(kept.path()).found();
    let base_of = |digest: &Digest| (*digest == Digest::of(&original)).then(|| original.clone());
    let recovered = left_behind.found.remove(0).recover(&base_of).map_err(|(_, error)| error).unwrap();
    assert_eq!((recovered.document, &recovered.path), (DocumentNow::ChangedSince, &None));
    assert_eq!(recovered.was_at.as_deref(), Some(&*path));
    assert!(recovered.comparison == work && names(&recovered).len() == 2);
    // A crash once more needs no earlier version any more.
    assert!(recovered.journal.flush_now(SOON));
    drop(recovered);
    assert!(recover(&journals(kept.path())).comparison == work);

    let recovered = recover(&journals(folder.path()));
    assert_eq!((recovered.document, recovered.path.as_deref()), (DocumentNow::ChangesOnIt, Some(&*path)));
    assert!(recovered.comparison.claim(mine).is_some() && recovered.comparison.claim(theirs).is_some());
    assert_eq!(recovered.comparison.tag(calm).unwrap().name, "quiet");
    assert!(recovered.notes.iter().any(|note| note.starts_with("1 of them")), "{:?}", recovered.notes);
    let mut desk = desk_of(recovered.comparison, 9_000).journaled(recovered.journal);
    desk.undo().unwrap();
    assert_eq!(desk.comparison().tag(calm).unwrap().name, "stillness");
    desk.undo().unwrap();
    assert!(desk.saved());
}

#[test]
fn without_its_document_a_journal_waits() {
    let Sitting { folder, mut desk, sources: [left, _], tags: [armed, _], .. } = sitting();
    let path = document(folder.path());
    tag(&mut desk, left, "The armed road", armed);
    drop(desk);
    let elsewhere = folder.path().join("moved.json");
    fs::rename(&path, &elsewhere).unwrap();
    for _ in 0..2 {
        let found = journals(folder.path()).found().found.remove(0);
        let (found, error) = found.recover(NOTHING_KEPT).map(drop).unwrap_err();
        assert!(matches!(error, RecoveryError::NothingToStandOn { n: 1, .. }), "{error}");
        assert_eq!(found.changes()[0].name, "tag “armed road”");
    }
    let bytes = fs::read(&elsewhere).unwrap();
    let found = journals(folder.path()).found().found.remove(0);
    let recovered = found.recover(&|_| Some(bytes.clone())).map_err(|(_, error)| error).unwrap();
    assert_eq!((recovered.document, recovered.comparison.n_claims()), (DocumentNow::Gone, 1));
    drop(recovered);
    fs::rename(&elsewhere, &path).unwrap();
    let found = journals(folder.path()).found().found.remove(0);
    found.discard();
    assert!(journals(folder.path()).found().found.is_empty());
    let discarded = folder.path().join("private").join("recovery").join("discarded");
    assert_eq!(fs::read_dir(discarded).unwrap().count(), 1, "kept for a while");
}

#[test]
fn a_journal_in_use_is_nobody_elses() {
    let Sitting { folder, mut desk, sources: [left, _], tags: [armed, calm], .. } = sitting();
    tag(&mut desk, left, "The armed road", armed);
    assert!(desk.journal().unwrap().flush_now(SOON));
    assert!(journals(folder.path()).found().found.is_empty());
    let (mut second, _) = open(folder.path());
    assert_eq!(second.history().n_past(), 0);
    tag(&mut second, left, "a word", calm);
    drop((desk, second));
    let mut found = journals(folder.path()).found().found;
    assert_eq!(found.len(), 2, "each has its own");
    assert!(journals(folder.path()).found().found.is_empty(), "while they are being looked at");
    let claims = |found: diptych::store::journal::Found| {
        found.recover(NOTHING_KEPT).map_err(|(_, error)| error).unwrap().comparison.n_claims()
    };
    assert_eq!((claims(found.remove(0)), claims(found.remove(0))), (1, 1));
}

#[test]
fn what_is_typed_is_on_the_disk_within_a_second() {
    let Sitting { folder, mut desk, sources: [left, _], tags: [armed, _], .. } = sitting();
    let claim = tag(&mut desk, left, "The armed road", armed);
    words(&mut desk, claim, "Never a plan.");
    std::thread::sleep(Duration::from_secs(1));
    let copy = crash(folder.path());
    let recovered = recover_in(copy.path(), folder.path());
    assert_eq!(recovered.comparison.claim(claim).unwrap().note, "Never a plan.");
    assert!(recovered.comparison == *desk.comparison());
}

#[test]
fn a_journal_does_not_grow_without_bound() {
    let Sitting { folder, mut desk, mut record, sources: [left, _], tags: [armed, _] } = sitting();
    let path = document(folder.path());
    let claim = tag(&mut desk, left, "The armed road", armed);
    let size = |folder: &Path| fs::metadata(journal_file(folder)).unwrap().len();
    let long = "Never a plan, they say. ".repeat(400);
    for round in 0..60 {
        for n in 0..20 {
            let note = format!("{long}{round}.{n}");
            desk.run(Command::SetNote { claim, note }).unwrap();
            desk.close_typing();
        }
        if round % 10 == 0 {
            save(&mut desk, &mut record, &path);
        }
    }
    assert!(desk.journal().unwrap().flush_now(SOON));
    let (all, n) = (size(folder.path()), desk.history().n_past());
    assert_eq!(n, 1201);
    assert!(all > 12 << 20, "steps take room, and are kept: {all}");
    for _ in 0..3 {
        save(&mut desk, &mut record, &path);
    }
    assert!(desk.journal().unwrap().flush_now(SOON));
    let kept = size(folder.path());
    assert!(kept < 18 << 20, "{kept}");
    desk.close();
    let (desk, _) = open(folder.path());
    let n = desk.history().n_past();
    assert!((500..1201).contains(&n), "the oldest went first: {n}");
}

#[test]
fn typing_is_one_line_a_moment_and_one_step() {
    let Sitting { folder, mut desk, sources: [left, _], tags: [armed, _], .. } = sitting();
    let claim = tag(&mut desk, left, "The armed road", armed);
    let long = "Never a plan, they say. ".repeat(40);
    words(&mut desk, claim, &long);
    assert!(desk.journal().unwrap().flush_now(SOON));
    let size = fs::metadata(journal_file(folder.path())).unwrap().len();
    assert!(size < 60_000, "{size} bytes for a note of 960 letters");
    drop(desk);
    let recovered = recover(&journals(folder.path()));
    assert_eq!(names(&recovered), ["tag “armed road”", "note"]);
    assert_eq!(recovered.comparison.claim(claim).unwrap().note, long);
}

fn long_source(title: &str) -> NewSource {
    source(title, &"All that was said in the plants. ".repeat(4_000))
}

#[test]
fn a_text_is_written_once_however_often_its_source_changes() {
    let Sitting { folder, mut desk, mut record, .. } = sitting();
    let path = document(folder.path());
    let sources = desk.run(Command::AddSources(vec![long_source("Third")])).unwrap().sources;
    let describe = |desk: &mut Desk, title: &str| {
        let mut bibliography = desk.comparison().source(sources[0]).unwrap().bibliography.clone();
        bibliography.title = title.to_owned();
        desk.run(Command::DescribeSource { source: sources[0], bibliography }).unwrap();
        desk.close_typing();
    };
    for n in 0..20 {
        describe(&mut desk, &format!("The third, {n}"));
    }
    assert!(desk.journal().unwrap().flush_now(SOON));
    let text = 4_000 * 33;
    let size = || fs::metadata(journal_file(folder.path())).unwrap().len();
    assert!((text..2 * text).contains(&size()), "{}", size());
    save(&mut desk, &mut record, &path);
    desk.run(Command::RemoveSource(sources[0])).unwrap();
    save(&mut desk, &mut record, &path);
    desk.close();

    let (mut desk, mut record) = open(folder.path());
    assert!(desk.comparison().source(sources[0]).is_none());
    desk.undo().unwrap().unwrap();
    assert_eq!(desk.comparison().source(sources[0]).unwrap().bibliography.title, "The third, 19");
    save(&mut desk, &mut record, &path);
    describe(&mut desk, "Another");
    assert!(desk.journal().unwrap().flush_now(SOON));
    drop(desk);
    let recovered = recover(&journals(folder.path()));
    let third = recovered.comparison.source(sources[0]).unwrap().clone();
    assert_eq!((third.bibliography.title.as_str(), third.text.len()), ("Another", 4_000 * 33));
    let mut desk = desk_of(recovered.comparison, 9_000).journaled(recovered.journal);
    for _ in 0..20 {
        desk.undo().unwrap().unwrap();
    }
    assert_eq!(desk.comparison().source(sources[0]).unwrap().bibliography.title, "The third, 0");
}

#[test]
fn a_journal_that_cannot_be_written_says_so_once_and_catches_up() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, [left, _], [armed, calm]) = small_desk();
    store::save(desk.comparison(), &Record::new(), Actor(2), &document(folder.path())).unwrap();
    // Something in the way.
    fs::write(folder.path().join("private"), "not a folder").unwrap();
    let told = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counter = std::sync::Arc::clone(&told);
    let waking = journals(folder.path()).waking(move || {
        counter.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    });
    let (path, comparison) = (document(folder.path()), desk.comparison().clone());
    let digest = digest_of(&path);
    let journal = waking.begin(&comparison, Place::Document { path, digest });
    let mut desk = desk_of(comparison, 2_000).journaled(journal);
    tag(&mut desk, left, "The armed road", armed);
    assert!(!desk.journal().unwrap().flush_now(SOON));
    tag(&mut desk, left, "a word", calm);
    let trouble = desk.journal().unwrap().trouble().unwrap();
    assert!(trouble.starts_with("The recovery journal can't be written just now ("), "{trouble}");
    assert_eq!(told.load(std::sync::atomic::Ordering::SeqCst), 1);
    fs::remove_file(folder.path().join("private")).unwrap();
    assert!(desk.journal().unwrap().flush_now(SOON));
    assert_eq!(desk.journal().unwrap().trouble(), None);
    assert_eq!(told.load(std::sync::atomic::Ordering::SeqCst), 2);
    let copy = crash(folder.path());
    let recovered = recover_in(copy.path(), folder.path());
    assert!(recovered.comparison == *desk.comparison());
    assert_eq!(recovered.changes.len(), 2);
}

#[cfg(unix)]
#[test]
fn a_journal_is_for_its_reader_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let Sitting { folder, mut desk, sources: [left, _], tags: [armed, _], .. } = sitting();
    tag(&mut desk, left, "The armed road", armed);
    assert!(desk.journal().unwrap().flush_now(SOON));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let file = journal_file(folder.path());
    assert_eq!(mode(&file), 0o600);
    assert_eq!(mode(file.parent().unwrap()), 0o700);
    assert_eq!(mode(&folder.path().join("private").join("recovery")), 0o700);
}

#[test]
fn a_crash_in_the_midst_of_recovering_offers_the_work_once() {
    let Sitting { folder, mut desk, sources: [left, _], tags: [armed, calm], .. } = sitting();
    tag(&mut desk, left, "The armed road", armed);
    drop(desk);
    let old = journal_file(folder.path()).parent().unwrap().to_owned();
    let copy = crash(&old);
    let recovered = recover(&journals(folder.path()));
    let mut desk = desk_of(recovered.comparison, 9_000).journaled(recovered.journal);
    tag(&mut desk, left, "a word", calm);
    let work = desk.comparison().clone();
    drop(desk);
    assert!(!old.exists(), "its place is taken");
    // The end came before it could go.
    copy_folder(copy.path(), &old);
    assert!(recover(&journals(folder.path())).comparison == work);
    assert!(!old.exists());
}

/// Lets all files of a folder, and of those in it, be so many days older.
fn age(folder: &Path, days: u64) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            age(&path, days);
        } else {
            let then = std::time::SystemTime::now() - Duration::from_secs(days * 24 * 3600);
            fs::File::options().write(true).open(&path).unwrap().set_modified(then).unwrap();
        }
    }
}

#[test]
fn what_is_of_use_to_nobody_goes_in_time_and_unsaved_work_never() {
    let recovery = |sitting: &Sitting| sitting.folder.path().join("private").join("recovery");
    let n_in = |folder: &Path| fs::read_dir(folder).map_or(0, Iterator::count);
    // Saved, discarded, neither.
    let mut saved = sitting();
    tag(&mut saved.desk, saved.sources[0], "a word", saved.tags[0]);
    save(&mut saved.desk, &mut saved.record, &document(saved.folder.path()));
    let (mut discarded, mut unsaved) = (sitting(), sitting());
    for sitting in [&mut discarded, &mut unsaved] {
        tag(&mut sitting.desk, sitting.sources[0], "a word", sitting.tags[0]);
    }
    let folders = [recovery(&saved), recovery(&discarded), recovery(&unsaved)];
    let all = folders.each_ref().map(|folder| Journals::at(folder.clone()));
    drop((saved.desk, discarded.desk, unsaved.desk));
    all[1].found().found.remove(0).discard();
    for (days, left) in
        [(29, [1, 1, 1]), (31, [1, 0, 1]), (89, [1, 0, 1]), (91, [0, 0, 1]), (4_000, [0, 0, 1])]
    {
        folders.iter().for_each(|folder| age(folder, days));
        let n_found = all.each_ref().map(|journals| journals.found().found.len());
        assert_eq!(n_found, [0, 0, 1], "after {days} days");
        let n_discarded = n_in(&folders[1].join("discarded"));
        assert_eq!([n_in(&folders[0]), n_discarded, n_in(&folders[2])], left, "after {days} days");
    }
}
