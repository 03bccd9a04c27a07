//! Somebody else's hand on the open file: noticed, told once, and never our own.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, SystemTime};

use diptych::model::{Comparison, Edit};
use diptych::store::{self, Actor, DiskEvent, Record, Watch};

use crate::format::small;

/// Longer than anything here can take, on any machine.
const LONG: Duration = Duration::from_secs(30);

struct Watched {
    folder: tempfile::TempDir,
    path: PathBuf,
    record: Record,
    watch: Watch,
    told: Receiver<DiskEvent>,
}

fn titled(title: &str) -> Comparison {
    let mut comparison = small();
    comparison.apply(Edit::Title(title.to_owned())).unwrap();
    comparison
}

impl Watched {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.diptych.json");
        store::save(&small(), &Record::new(), Actor(1), &path).unwrap();
        let record = store::open(&path).unwrap().record;
        let (tell, told) = channel();
        let watch = Watch::begin(&path, &record, move |event| drop(tell.send(event)));
        Self { folder, path, record, watch, told }
    }

    fn next(&self) -> DiskEvent {
        self.told.recv_timeout(LONG).expect("nothing was noticed")
    }

    fn copy(&self, name: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::copy(&self.path, &path).unwrap();
        path
    }
}

/// Another program's save of the same file.
fn theirs(path: &Path, title: &str) {
    store::save(&titled(title), &Record::new(), Actor(2), path).unwrap();
}

#[test]
fn a_change_by_others_is_told_once_and_that_it_was_taken_back_too() {
    let watched = Watched::new();
    let ours = fs::read(&watched.path).unwrap();
    theirs(&watched.path, "Theirs");
    assert_eq!(watched.next(), DiskEvent::Changed);
    assert_eq!(store::is_as_known(&watched.path, &watched.record), Some(false));
    store::write_atomically(&watched.path, &ours).unwrap();
    assert_eq!(watched.next(), DiskEvent::AsKnown);
    fs::remove_file(&watched.path).unwrap();
    assert_eq!(watched.next(), DiskEvent::Gone);
    theirs(&watched.path, "Theirs, again");
    assert_eq!(watched.next(), DiskEvent::Changed);
    drop(watched.watch);
    // The watcher is gone, and with it the one who tells.
    assert_eq!(watched.told.recv_timeout(LONG), Err(RecvTimeoutError::Disconnected));
}

#[test]
fn our_own_saves_and_a_touched_time_are_not_told() {
    let watched = Watched::new();
    let mut record = watched.record.clone();
    for title in ["One", "Two", "Three"] {
        record = store::save(&titled(title), &record, Actor(1), &watched.path).unwrap();
        watched.watch.look();
    }
    let file = fs::File::options().write(true).open(&watched.path).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000)).unwrap();
    // What is told next is what happened next: so nothing was told of all that.
    let copy = watched.copy("a.diptych (Ana's conflicted copy 2026-11-20).json");
    assert_eq!(watched.next(), DiskEvent::ConflictCopy(fs::canonicalize(copy).unwrap()));
    assert_eq!(store::is_as_known(&watched.path, &record), Some(true));
}

#[test]
fn conflict_copies_are_told_also_those_that_were_there_before() {
    let watched = Watched::new();
    let copy =
        fs::canonicalize(watched.copy("a.diptych.sync-conflict-20261120-101500-ABCDEFG.json")).unwrap();
    watched.copy("b.diptych.sync-conflict-20261120-101500-ABCDEFG.json");
    assert_eq!(watched.next(), DiskEvent::ConflictCopy(copy.clone()));
    let (tell, told) = channel();
    let _second = Watch::begin(&watched.path, &watched.record, move |event| drop(tell.send(event)));
    assert_eq!(told.recv_timeout(LONG).unwrap(), DiskEvent::ConflictCopy(copy));
}
