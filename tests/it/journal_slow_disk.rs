//! The recovery journal on a disk that takes its time, or refuses: what is done meanwhile is in the file all the
//! same, from where it outlives the program.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use diptych::desk::{Command, Desk};
use diptych::store::journal::{DocumentNow, Journal, Journals, Place, Recovered};
use diptych::store::{self, Actor, Record};
use tempfile::TempDir;

use crate::journal::{SOON, crash, digest_of, document, journal_file, journals, names, recover, sitting};
use crate::support::{desk_of, small_desk, tag};

/// How the disk answers when it is to flush.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mood {
    Well,
    Hangs,
    Fails,
}

/// A disk whose flushes can be held up.
struct Disk {
    mood: Mutex<Mood>,
    changed: Condvar,
    hanging: Mutex<usize>,
}

impl Disk {
    fn new() -> Arc<Self> {
        Arc::new(Self { mood: Mutex::new(Mood::Well), changed: Condvar::new(), hanging: Mutex::new(0) })
    }

    fn is_now(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
        self.changed.notify_all();
    }

    fn flush(&self, file: &File) -> io::Result<()> {
        *self.hanging.lock().unwrap() += 1;
        let mood = self.changed.wait_while(self.mood.lock().unwrap(), |mood| *mood == Mood::Hangs).unwrap();
        let fails = *mood == Mood::Fails;
        drop(mood);
        *self.hanging.lock().unwrap() -= 1;
        if fails { Err(io::Error::other("the disk is worn out")) } else { file.sync_all() }
    }

    /// Waits until somebody waits for the disk.
    fn is_waited_for(&self) {
        until("a flush hangs", || *self.hanging.lock().unwrap() > 0);
    }
}

#[track_caller]
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < SOON, "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn on(disk: &Arc<Disk>, folder: &Path) -> Journals {
    let disk = Arc::clone(disk);
    journals(folder).flushing(Arc::new(move |file| disk.flush(file)))
}

/// A desk that has never been saved, with its journal on a disk of this mood.
fn on_a_disk(desk: Desk, folder: &Path, mood: Mood) -> (Arc<Disk>, Desk) {
    let disk = Disk::new();
    disk.is_now(mood);
    let place = Place::Nowhere { record: Record::new() };
    let begun = on(&disk, folder).begin(desk.comparison(), place);
    (disk, desk.journaled(begun))
}

/// Waits until the file says `words`.
#[track_caller]
fn says(folder: &Path, words: &str) {
    let read = || String::from_utf8(fs::read(journal_file(folder)).unwrap()).unwrap();
    until(words, || read().contains(words));
}

/// What would be there if the program were killed now.
fn killed(folder: &Path) -> (TempDir, Recovered) {
    let copy = crash(folder);
    let recovered = recover(&journals(copy.path()));
    (copy, recovered)
}

fn journal(desk: &Desk) -> &Journal {
    desk.journal().unwrap()
}

fn rename(desk: &mut Desk, tag: diptych::model::TagId, name: &str) {
    desk.run(Command::RenameTag { tag, name: name.to_owned() }).unwrap();
    desk.close_typing();
}

#[test]
fn what_is_done_while_a_flush_hangs_is_in_the_file_at_once_and_a_long_wait_is_told() {
    let before = sitting();
    let (folder, [left, _], [armed, calm]) = (before.folder, before.sources, before.tags);
    drop(before.desk);
    let disk = Disk::new();
    let comparison = store::open(&document(folder.path())).unwrap().comparison;
    let (path, digest) = (document(folder.path()), digest_of(&document(folder.path())));
    let begun = on(&disk, folder.path()).begin(&comparison, Place::Document { path, digest });
    let mut desk = desk_of(comparison, 5_000).journaled(begun);
    disk.is_now(Mood::Hangs);
    let claim = tag(&mut desk, left, "The armed road", armed);
    assert!(
        !journal(&desk).flush_now(Duration::from_millis(50)),
        "it is not on the disk, and nobody says so"
    );
    disk.is_waited_for();
    rename(&mut desk, calm, "Stillness");
    says(folder.path(), "Stillness");
    // What is typed on is one line a moment, as ever.
    for n in 0..200 {
        desk.run(Command::SetNote { claim, note: format!("Never a plan. {n}") }).unwrap();
    }
    says(folder.path(), "Never a plan. 199");
    desk.undo().unwrap().unwrap();
    says(folder.path(), "\"undo\"");
    assert!(fs::metadata(journal_file(folder.path())).unwrap().len() < 40_000);
    let (_copy, recovered) = killed(folder.path());
    assert!(recovered.comparison == *desk.comparison());
    assert_eq!(names(&recovered).len(), 2);
    drop(recovered);

    until("a long wait is told", || journal(&desk).trouble().is_some());
    let trouble = journal(&desk).trouble().unwrap();
    assert!(trouble.starts_with("The disk has been busy for a while"), "{trouble}");
    disk.is_now(Mood::Well);
    assert!(journal(&desk).flush_now(SOON));
    assert_eq!(journal(&desk).trouble(), None);
}

#[test]
fn what_is_done_while_the_journal_is_written_anew_is_in_the_old_one_and_in_the_new() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, [left, _], [armed, calm]) = small_desk();
    let (disk, mut desk) = on_a_disk(desk, folder.path(), Mood::Well);
    tag(&mut desk, left, "The armed road", armed);
    assert!(journal(&desk).flush_now(SOON));
    let base = journal_file(folder.path()).with_file_name("base");
    assert!(base.exists());
    // From the first save on a document holds the comparison, and the journal begins anew.
    disk.is_now(Mood::Hangs);
    let (path, state) = (document(folder.path()), desk.begin_saving());
    store::save(desk.comparison(), &Record::new(), Actor(3), &path).unwrap();
    desk.saved_to(state, &path, digest_of(&path));
    disk.is_waited_for();
    rename(&mut desk, calm, "Stillness");
    rename(&mut desk, armed, "Weapons");
    says(folder.path(), "Weapons");
    let (_copy, recovered) = killed(folder.path());
    assert!(recovered.comparison == *desk.comparison());
    assert_eq!(names(&recovered).len(), 2);
    drop(recovered);

    disk.is_now(Mood::Well);
    rename(&mut desk, calm, "Quiet");
    assert!(journal(&desk).flush_now(SOON));
    assert!(!base.exists(), "the document holds it now");
    let (_copy, recovered) = killed(folder.path());
    assert!(recovered.comparison == *desk.comparison());
    assert_eq!((names(&recovered).len(), recovered.document), (3, DocumentNow::AsItWas));
}

#[test]
fn a_first_journal_is_found_though_the_disk_has_not_confirmed_it() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, [left, _], [armed, calm]) = small_desk();
    let (disk, mut desk) = on_a_disk(desk, folder.path(), Mood::Hangs);
    tag(&mut desk, left, "The armed road", armed);
    rename(&mut desk, calm, "Stillness");
    disk.is_waited_for();
    says(folder.path(), "Stillness");
    assert!(!journal(&desk).flush_now(Duration::from_millis(50)));
    let (_copy, recovered) = killed(folder.path());
    assert!(recovered.comparison == *desk.comparison());
    assert_eq!((names(&recovered).len(), recovered.document), (2, DocumentNow::NeverSaved));
    disk.is_now(Mood::Well);
    assert!(journal(&desk).flush_now(SOON));
}

#[test]
fn a_flush_that_fails_is_told_and_the_journal_is_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, [left, _], [armed, calm]) = small_desk();
    let (disk, mut desk) = on_a_disk(desk, folder.path(), Mood::Well);
    assert!(journal(&desk).flush_now(SOON));
    for mood in [Mood::Fails, Mood::Hangs] {
        // Also when the disk says so only after a while.
        disk.is_now(mood);
        tag(&mut desk, left, "The armed road", if mood == Mood::Fails { armed } else { calm });
        disk.is_now(Mood::Fails);
        assert!(!journal(&desk).flush_now(SOON));
        until("it is told", || journal(&desk).trouble().is_some());
        let trouble = journal(&desk).trouble().unwrap();
        assert!(trouble.contains("can't be written just now (the disk is worn out)"), "{trouble}");
        rename(&mut desk, calm, &format!("Stillness {mood:?}"));
        disk.is_now(Mood::Well);
        assert!(journal(&desk).flush_now(SOON));
        assert_eq!(journal(&desk).trouble(), None);
        let (_copy, recovered) = killed(folder.path());
        assert!(recovered.comparison == *desk.comparison());
    }
}
