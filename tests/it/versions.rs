//! Earlier versions: what stays, what goes, and that nothing goes before its successor was read back.

use std::fs;
use std::path::PathBuf;

use diptych::desk::Command;
use diptych::model::{Comparison, ComparisonId, Digest, Time};
use diptych::store::versions::{Limits, Reason, Versions, VersionsError};
use diptych::store::{self, Actor, Record};
use tempfile::TempDir;
use uuid::Uuid;

use crate::support::{small_desk, tag};

const DAY: i64 = 86_400;

fn versions() -> (TempDir, Versions) {
    let folder = tempfile::tempdir().unwrap();
    let versions = Versions::within(folder.path(), ComparisonId(Uuid::from_u128(1)));
    (folder, versions)
}

fn numbers(versions: &Versions) -> Vec<u64> {
    versions.list().unwrap().iter().map(|version| version.number).collect()
}

/// The packed files of the versions, the latest last.
fn files(versions: &Versions) -> Vec<PathBuf> {
    let entries = fs::read_dir(versions.folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|e| e == "gz")).collect();
    files.sort();
    files
}

#[test]
fn what_was_kept_comes_back_byte_for_byte() {
    let (_folder, versions) = versions();
    assert_eq!(versions.list().unwrap(), []);
    let contents: Vec<Vec<u8>> =
        vec![b"one".to_vec(), b"two".repeat(100_000), Vec::new(), (0..=255).collect::<Vec<u8>>()];
    for (n, content) in (1..).zip(&contents) {
        let version = versions.keep(content, Time(n), Reason::Saved).unwrap().unwrap();
        assert_eq!((version.when, version.size), (Time(n), content.len() as u64));
        assert_eq!(versions.list().unwrap()[0], version);
    }
    for (version, content) in versions.list().unwrap().iter().zip(contents.iter().rev()) {
        assert_eq!(&versions.bytes(version).unwrap(), content);
        assert_eq!(versions.by_digest(&Digest::of(content)).as_ref(), Some(content));
    }
    assert_eq!(versions.by_digest(&Digest::of(b"three")), None);
}

#[test]
fn the_last_twenty_saves_stay_and_thirty_days() {
    let (_folder, versions) = versions();
    for day in 0..40 {
        for save in 0..2 {
            let content = format!("day {day}, save {save}");
            versions.keep(content.as_bytes(), Time(day * DAY + save), Reason::Saved).unwrap();
        }
    }
    // Numbers count from 1: day d has 2d + 1 and 2d + 2. The last ten days are whole, of twenty more the last save.
    let mut expected: Vec<u64> = (61..=80).rev().collect();
    expected.extend((10..30).rev().map(|day| 2 * day + 2));
    assert_eq!(numbers(&versions), expected);
}

#[test]
fn a_clock_that_jumps_back_a_year_and_ahead_two_loses_nothing() {
    let (_folder, versions) = versions();
    for (n, year) in [(0, 10), (1, 9), (2, 12), (3, 10), (4, 0)] {
        for save in 0..3 {
            let content = format!("{n} {save}");
            versions.keep(content.as_bytes(), Time(year * 365 * DAY), Reason::Saved).unwrap();
        }
    }
    assert_eq!(numbers(&versions), (1..=15).rev().collect::<Vec<u64>>());
    assert_eq!(versions.bytes(&versions.list().unwrap()[0]).unwrap(), b"4 2");
}

#[test]
fn the_same_content_is_stored_once() {
    let (_folder, versions) = versions();
    let noise: Vec<u8> = (0..50_000_u64).flat_map(|n| Digest::of(&n.to_le_bytes()).0).collect();
    versions.keep(&noise, Time(1), Reason::Opened).unwrap().unwrap();
    assert_eq!(versions.keep(&noise, Time(2), Reason::Saved).unwrap(), None, "it is the latest already");
    versions.keep(b"other", Time(3), Reason::Saved).unwrap().unwrap();
    assert_eq!(
        versions.keep(&noise, Time(4), Reason::Opened).unwrap(),
        None,
        "opening what is kept is no news"
    );
    versions.keep(&noise, Time(5), Reason::Saved).unwrap().unwrap();
    assert_eq!(numbers(&versions), [3, 2, 1], "but saving it again is");
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let files = files(&versions);
        let inode = |n: usize| fs::metadata(&files[n]).unwrap().ino();
        assert_eq!(inode(0), inode(2), "one file under two names");
    }
    for version in versions.list().unwrap() {
        versions.bytes(&version).unwrap();
    }
}

#[test]
fn a_damaged_version_is_told_and_never_taken_for_the_same_content() {
    let (_folder, versions) = versions();
    let first = versions.keep(b"first words", Time(1), Reason::Saved).unwrap().unwrap();
    let path = &files(&versions)[0];
    let whole = fs::read(path).unwrap();
    for damage in [whole[..whole.len() / 2].to_vec(), Vec::new(), [&whole[..12], b"x", &whole[13..]].concat()]
    {
        fs::write(path, damage).unwrap();
        let error = versions.bytes(&first).unwrap_err();
        assert!(matches!(error, VersionsError::Damaged { .. }), "{error}");
        assert!(error.to_string().contains("damaged"));
        assert_eq!(versions.by_digest(&first.sha256), None);
    }
    let again = versions.keep(b"first words", Time(2), Reason::Saved).unwrap().unwrap();
    assert_eq!(versions.bytes(&again).unwrap(), b"first words");
    assert_eq!(versions.by_digest(&first.sha256).unwrap(), b"first words");
    assert_eq!(numbers(&versions), [2, 1], "the damaged one is still listed");
}

#[test]
fn files_that_are_none_of_ours_are_left_alone() {
    let (_folder, versions) = versions();
    versions.keep(b"a", Time(1), Reason::Saved).unwrap();
    let note = versions.folder().join("my notes.txt");
    fs::write(&note, "keep").unwrap();
    let versions = versions.with_limits(Limits { n_saves: 1, n_days: 0, n_least: 0, ..Limits::default() });
    versions.keep(b"b", Time(2), Reason::Saved).unwrap();
    assert_eq!(numbers(&versions), [2]);
    assert_eq!(fs::read_to_string(note).unwrap(), "keep");
}

#[cfg(unix)]
#[test]
fn nobody_else_may_look() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_folder, versions) = versions();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    fs::create_dir_all(versions.folder()).unwrap();
    fs::set_permissions(versions.folder(), fs::Permissions::from_mode(0o755)).unwrap();
    versions.keep(b"private", Time(1), Reason::Saved).unwrap();
    assert_eq!(mode(versions.folder()), 0o700);
    assert_eq!(mode(&files(&versions)[0]), 0o600);
}

#[test]
fn a_folder_that_cannot_be_written_is_one_sentence_and_nothing_goes() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("versions"), "a file where the folder should be").unwrap();
    let versions = Versions::within(folder.path(), ComparisonId(Uuid::from_u128(1)));
    let said = versions.keep(b"a", Time(1), Reason::Saved).unwrap_err().to_string();
    assert!(said.contains("as you saved it") && !said.contains('\n'), "{said}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn versions_of_a_file_are_found_when_it_is_past_reading() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, [left, _], [armed, _]) = small_desk();
    let file = folder.path().join("c.diptych.json");
    let private = folder.path().join("private");
    let versions = Versions::within(&private, desk.comparison().id());
    let record = store::save(desk.comparison(), &Record::new(), Actor(1), &file).unwrap();
    versions.keep_file(&file, Time(1), Reason::Saved).unwrap().unwrap();
    tag(&mut desk, left, "The armed road", armed);
    store::save(desk.comparison(), &record, Actor(1), &file).unwrap();
    versions.keep_file(&file, Time(2), Reason::Saved).unwrap().unwrap();

    fs::write(&file, vec![0; 4096]).unwrap();
    let found = Versions::of_file_within(&private, &file).unwrap();
    let listed = found.list().unwrap();
    assert_eq!(listed.len(), 2);
    assert_eq!(found.open(&listed[0]).unwrap().comparison, *desk.comparison());
    assert_eq!(found.open(&listed[1]).unwrap().comparison.n_claims(), 0);
    assert!(Versions::of_file_within(&private, &folder.path().join("other.json")).is_none());
}

#[test]
fn restoring_a_version_is_one_step_that_undo_takes_back() {
    let (_folder, versions) = versions();
    let (mut desk, [left, right], [armed, calm]) = small_desk();
    tag(&mut desk, left, "The armed road", armed);
    let (bytes, record) = store::to_json(desk.comparison(), &Record::new(), Actor(1));
    let early = versions.keep(&bytes, Time(1), Reason::Saved).unwrap().unwrap();

    tag(&mut desk, right, "calm in October", calm);
    desk.run(Command::DeleteTag(armed)).unwrap();
    desk.run(Command::SetTitle("Later".to_owned())).unwrap();
    let later = desk.comparison().clone();
    let (n_steps, record) = (desk.history().n_past(), store::to_json(&later, &record, Actor(1)).1);

    let earlier = versions.open(&early).unwrap().comparison;
    desk.run(Command::Restore(Box::new(earlier.clone()))).unwrap();
    assert_eq!(desk.comparison(), &earlier);
    assert_eq!(desk.history().n_past(), n_steps + 1);
    assert_eq!(desk.history().next_undo().unwrap().0, "restore an earlier version");
    // What is restored is saved, and opens as it was restored.
    let (bytes, _) = store::to_json(desk.comparison(), &record, Actor(1));
    let opened = store::from_json(&bytes, std::path::Path::new("restored")).unwrap();
    assert!(store::check(&opened).is_empty());
    assert_eq!(opened.comparison, earlier);

    desk.undo().unwrap();
    assert_eq!(desk.comparison(), &later);
    desk.redo().unwrap();
    assert_eq!(desk.comparison(), &earlier);
    desk.run(Command::Restore(Box::new(earlier))).unwrap();
    assert_eq!(desk.history().n_past(), n_steps + 1, "what is so already is no step");
}

#[test]
fn a_version_of_another_comparison_is_not_restored() {
    let (mut desk, ..) = small_desk();
    let before = desk.comparison().clone();
    let other = Comparison::new(ComparisonId(Uuid::from_u128(99)), String::new(), Time(0));
    let refusal = desk.run(Command::Restore(Box::new(other))).unwrap_err();
    assert_eq!(refusal.to_string(), "That is a version of another comparison.");
    assert_eq!(desk.comparison(), &before);
}
