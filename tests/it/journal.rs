//! The recovery journal, driven as the window drives it: what is done, killed, opened again and recovered.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use diptych::desk::{Command, Desk, NewSource};
use diptych::model::{Comparison, ComparisonId, Digest, SourceId, TagId, Time};
use diptych::store::journal::{DocumentNow, Journals, Place, Recovered, RecoveryError};
use diptych::store::{self, Actor, Record, to_json};
use tempfile::TempDir;
use uuid::Uuid;

use crate::support::{LEFT, RIGHT, desk_of, small_desk, source, tag};

const SOON: Duration = Duration::from_secs(20);
const NOTHING_KEPT: &dyn Fn(&Digest) -> Option<Vec<u8>> = &|_| None;

/// A folder for journals and documents, and the comparison that is open.
pub struct Sitting {
    pub folder: TempDir,
    pub desk: Desk,
    pub record: Record,
    pub sources: [SourceId; 2],
    pub tags: [TagId; 2],
}

fn journals(folder: &Path) -> Journals {
    Journals::at(folder.join("private").join("recovery"))
}

fn document(folder: &Path) -> PathBuf {
    folder.join("two.diptych.json")
}

fn digest_of(path: &Path) -> Digest {
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
fn save(desk: &mut Desk, record: &mut Record, path: &Path) {
    let state = desk.begin_saving();
    let (bytes, _) = to_json(desk.comparison(), record, Actor(3));
    let digest = Digest::of(&bytes);
    if let Some(announcer) = desk.announcer(state) {
        assert!(announcer.announce(path, digest));
    }
    *record = store::save(desk.comparison(), record, Actor(3), path).unwrap();
    assert_eq!(digest_of(path), digest);
    desk.saved_to(state, path, digest);
}

/// A document on the disk, and a desk with it and its journal.
fn sitting() -> Sitting {
    let folder = tempfile::tempdir().unwrap();
    let (desk, sources, tags) = small_desk();
    let record = store::save(desk.comparison(), &Record::new(), Actor(2), &document(folder.path())).unwrap();
    drop((desk, record));
    let (desk, record) = open(folder.path());
    Sitting { folder, desk, record, sources, tags }
}

/// What is on the disk at this moment, as a crash would leave it: in another folder, without any lock.
fn crash(folder: &Path) -> TempDir {
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
fn journal_file(folder: &Path) -> PathBuf {
    let all = folder.join("private").join("recovery");
    let mut found = fs::read_dir(all).unwrap().map(|entry| entry.unwrap().path().join("journal"));
    found.find(|path| path.exists()).unwrap()
}

fn recover(journals: &Journals) -> Recovered {
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

fn names(recovered: &Recovered) -> Vec<&str> {
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
