//! Saving when the disk fails: at every call in turn, in every way, once and for good, twice, and with
//! the power going at any moment. The old version or the new one is there, whole, every time.

mod disk;
mod system;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use diptych::model::{Comparison, Edit};
use diptych::store::{self, Actor, Record, Saving, StoreError};

use crate::format::{small, written};
use disk::{FOLDER, FakeDisk, Fault, Folder, Plan};

const NAME: &str = "a.diptych.json";

/// Everything that a disk can say, and a call that is done though it is said to have failed.
const FAULTS: [Fault; 14] = [
    Fault::Kind(ErrorKind::StorageFull),
    Fault::Kind(ErrorKind::QuotaExceeded),
    Fault::Kind(ErrorKind::FileTooLarge),
    Fault::Kind(ErrorKind::ReadOnlyFilesystem),
    Fault::Kind(ErrorKind::PermissionDenied),
    Fault::Kind(ErrorKind::Interrupted),
    Fault::Kind(ErrorKind::NotFound),
    Fault::Kind(ErrorKind::TimedOut),
    Fault::Kind(ErrorKind::WouldBlock),
    // Input/output error, too many open files.
    Fault::Code(5),
    Fault::Code(24),
    Fault::Short,
    Fault::Lost,
    Fault::Held,
];

/// A file that is saved, and a newer state of it that is not.
struct Desk {
    disk: FakeDisk,
    record: Record,
    comparison: Comparison,
    old: Vec<u8>,
    new: Vec<u8>,
}

fn path() -> PathBuf {
    Path::new(FOLDER).join(NAME)
}

fn titled(title: &str) -> Comparison {
    let mut comparison = small();
    comparison.apply(Edit::Title(title.to_owned())).unwrap();
    comparison
}

fn save(disk: &FakeDisk, comparison: &Comparison, record: &Record) -> Result<Record, StoreError> {
    let path = path();
    store::save_with(
        disk,
        &Saving { comparison, record, actor: Actor(1), path: &path, over: false, announce: None },
    )
}

impl Desk {
    fn new() -> Self {
        let disk = FakeDisk::of(&Folder::new());
        let record = save(&disk, &small(), &Record::new()).unwrap();
        let comparison = titled("A later state");
        let (new, _) = store::to_json(&comparison, &record, Actor(1));
        let old = disk.folder()[NAME].clone();
        assert!(old != new && old == written(&small()).into_bytes());
        Self { disk, record, comparison, old, new }
    }

    /// A desk at which the file is what a power failure left.
    fn after(folder: &Folder) -> Self {
        let opened = store::from_json(&folder[NAME], Path::new(NAME)).unwrap();
        let comparison = titled("After the power failure");
        let (new, _) = store::to_json(&comparison, &opened.record, Actor(1));
        let old = folder[NAME].clone();
        Self { disk: FakeDisk::of(folder), record: opened.record, comparison, old, new }
    }

    /// The calls that a save without any fault makes.
    fn n_calls(&self) -> usize {
        let disk = self.disk.copy();
        disk.plan(Plan::default());
        save(&disk, &self.comparison, &self.record).unwrap();
        disk.calls().len()
    }

    /// Saves on a copy of the disk that fails as planned, and checks everything that is promised of it.
    fn try_to_save(&self, plan: &Plan) {
        let disk = self.disk.copy();
        disk.plan(plan.clone());
        let saved = save(&disk, &self.comparison, &self.record);
        let calls = disk.calls();
        let context = format!("{plan:?}: {calls:?}: {saved:?}", saved = saved.as_ref().err());
        let (seen, crashed) = (disk.folder(), disk.after_a_crash());
        let is = |folder: &Folder, allowed: &[&Vec<u8>]| allowed.contains(&&folder[NAME]);
        let lost = plan.at.values().chain(plan.for_good.iter().map(|(_, fault)| fault));
        let may_be_done = lost.clone().any(|fault| *fault == Fault::Lost);
        match &saved {
            Ok(_) => {
                assert!(is(&seen, &[&self.new]), "{context}");
                assert!(crashed.iter().all(|folder| is(folder, &[&self.new])), "saved, and lost: {context}");
            }
            Err(StoreError::NotFlushed { .. }) => {
                assert!(is(&seen, &[&self.new]), "{context}");
                assert!(crashed.iter().all(|folder| is(folder, &[&self.old, &self.new])), "{context}");
            }
            Err(_) if may_be_done => {
                assert!(crashed.iter().all(|folder| is(folder, &[&self.old, &self.new])), "{context}");
            }
            Err(_) => {
                assert!(is(&seen, &[&self.old]), "{context}");
                assert!(crashed.iter().all(|folder| is(folder, &[&self.old])), "{context}");
            }
        }
        if let Err(error) = &saved {
            let sentence = error.to_string();
            assert!(sentence.contains(NAME) && !sentence.contains('\n'), "{sentence}");
        }
        let made_unheard = plan
            .at
            .iter()
            .any(|(at, fault)| *fault == Fault::Lost && calls.get(*at).is_some_and(|call| *call == "create"));
        if plan.for_good.is_none() && plan.at.len() == 1 && !made_unheard {
            assert_eq!(seen.len(), self.disk.folder().len(), "something was left: {context}");
        }
        self.go_on(&disk, saved, &context);
    }

    /// When the disk is well again, the next save works, and in time nothing is left of the failed one.
    fn go_on(&self, disk: &FakeDisk, saved: Result<Record, StoreError>, context: &str) {
        disk.plan(Plan::default());
        let record = match saved {
            Ok(record) => record,
            Err(StoreError::NotFlushed { record, .. }) => *record,
            // Said to have failed, and not to be looked at: it counts as somebody else's until it is asked about.
            Err(_) if disk.folder()[NAME] == self.new => {
                let refused = save(disk, &self.comparison, &self.record);
                if self.record_knows_the_file() {
                    assert!(matches!(refused, Err(StoreError::ChangedOnDisk { .. })), "{context}");
                }
                return;
            }
            Err(_) => self.record.clone(),
        };
        let comparison = titled("Saved after all");
        disk.set_clock(disk.now() + 7200);
        let record =
            save(disk, &comparison, &record).unwrap_or_else(|error| panic!("{error} after {context}"));
        let (json, _) = store::to_json(&comparison, &record, Actor(1));
        assert_eq!(disk.folder(), Folder::from([(NAME.to_owned(), json.clone())]), "{context}");
        assert!(disk.after_a_crash().iter().all(|folder| folder[NAME] == json), "{context}");
    }

    fn record_knows_the_file(&self) -> bool {
        let disk = FakeDisk::of(&self.disk.folder());
        disk.overwrite(NAME, b"{}");
        matches!(save(&disk, &self.comparison, &self.record), Err(StoreError::ChangedOnDisk { .. }))
    }
}

#[test]
fn a_save_asks_writes_flushes_reads_back_asks_again_renames_and_flushes_the_folder_in_this_order() {
    let desk = Desk::new();
    desk.disk.plan(Plan::default());
    save(&desk.disk, &desk.comparison, &desk.record).unwrap();
    let mut calls = desk.disk.calls();
    calls.dedup();
    assert_eq!(
        calls,
        [
            "resolve",
            "facts",
            "create",
            "liken",
            "write",
            "flush",
            "read back",
            "read",
            "facts",
            "open",
            "read",
            "own facts",
            "put",
            "flush folder",
            "names"
        ]
    );
    assert_eq!(desk.disk.mode(NAME), 0o644);
}

#[test]
fn whatever_call_fails_the_old_version_or_the_new_one_is_there_whole() {
    let desk = Desk::new();
    println!("{} calls, {} saves", desk.n_calls(), 2 * FAULTS.len() * desk.n_calls());
    for fault in FAULTS {
        for at in 0..desk.n_calls() {
            desk.try_to_save(&Plan::once(at, fault));
            desk.try_to_save(&Plan::for_good(at, fault));
        }
    }
}

#[test]
fn a_second_fault_while_the_first_is_cleaned_up_does_no_harm() {
    let desk = Desk::new();
    for fault in [Fault::Kind(ErrorKind::StorageFull), Fault::Lost, Fault::Held] {
        for first in 0..desk.n_calls() {
            for second in first + 1..(first + 8).min(desk.n_calls() + 3) {
                desk.try_to_save(&Plan {
                    at: [(first, fault), (second, Fault::Code(5))].into(),
                    for_good: None,
                });
            }
        }
    }
}

#[test]
fn the_power_may_go_at_any_moment_and_any_fault_may_meet_the_recovery() {
    let desk = Desk::new();
    let disk = desk.disk.copy();
    disk.plan(Plan::default());
    disk.keep_moments();
    save(&disk, &desk.comparison, &desk.record).unwrap();
    let moments = disk.after_crashes();
    let put = disk.calls().iter().position(|call| *call == "put").unwrap();
    let flushed = disk.calls().iter().position(|call| *call == "flush folder").unwrap();
    let mut left = std::collections::BTreeSet::new();
    for (at, folders) in moments.into_iter().enumerate() {
        for folder in folders {
            let (old, new) = (folder[NAME] == desk.old, folder[NAME] == desk.new);
            assert!(if at < put { old } else { old || new }, "half a file after call {at}");
            assert!(at < flushed || new, "the old version is back after it was saved");
            left.insert(folder);
        }
    }
    assert!(left.len() > 6, "nothing was dropped");
    println!("{} different folders were left", left.len());
    let mut n = 0;
    for folder in left {
        let after = Desk::after(&folder);
        for fault in [Fault::Kind(ErrorKind::StorageFull), Fault::Lost] {
            for at in 0..after.n_calls() {
                after.try_to_save(&Plan::once(at, fault));
                n += 1;
            }
        }
    }
    println!("{n} recoveries");
}

#[test]
fn the_first_save_of_a_new_file_leaves_the_whole_file_or_none() {
    let disk = FakeDisk::of(&Folder::new());
    let n = {
        let disk = disk.copy();
        save(&disk, &small(), &Record::new()).unwrap();
        disk.calls().len()
    };
    let whole = written(&small()).into_bytes();
    for fault in FAULTS {
        for at in 0..n {
            let disk = disk.copy();
            disk.plan(Plan::once(at, fault));
            let saved = save(&disk, &small(), &Record::new());
            for folder in disk.after_a_crash().into_iter().chain([disk.folder()]) {
                let there = folder.get(NAME);
                assert!(there.is_none_or(|there| *there == whole), "{fault:?} at {at}");
                assert!(there.is_some() || saved.is_err(), "{fault:?} at {at}");
            }
            // A file that was made though the disk said that it was not is found again by its name, in an hour.
            let made_unheard = fault == Fault::Lost && disk.calls()[at] == "create";
            let n_names = usize::from(disk.folder().contains_key(NAME)) + usize::from(made_unheard);
            assert_eq!(disk.folder().len(), n_names, "something was left: {fault:?} at {at}");
        }
    }
}

#[test]
fn a_flush_of_the_folder_that_fails_is_a_failed_save_and_says_the_truth() {
    let desk = Desk::new();
    desk.disk.plan(Plan::default());
    let at = desk.n_calls() - 2;
    desk.disk.plan(Plan::once(at, Fault::Code(5)));
    let error = save(&desk.disk, &desk.comparison, &desk.record).unwrap_err();
    assert_eq!(desk.disk.calls()[at], "flush folder");
    let sentence = error.to_string();
    assert!(sentence.contains("is in place") && sentence.contains("power failure"), "{sentence}");
    // The record that comes with it is that of the new version, so the next save is not taken for a clash.
    let StoreError::NotFlushed { record, .. } = error else { panic!("{sentence}") };
    desk.disk.plan(Plan::default());
    save(&desk.disk, &titled("Later still"), &record).unwrap();
}

#[test]
fn a_file_that_a_scanner_holds_is_tried_again_for_three_tenths_of_a_second() {
    let desk = Desk::new();
    let calls = {
        let disk = desk.disk.copy();
        disk.plan(Plan::default());
        save(&disk, &desk.comparison, &desk.record).unwrap();
        disk.calls()
    };
    let put = calls.iter().position(|call| *call == "put").unwrap();
    let briefly = desk.disk.copy();
    briefly.plan(Plan { at: (put..put + 5).map(|at| (at, Fault::Held)).collect(), for_good: None });
    save(&briefly, &desk.comparison, &desk.record).unwrap();
    assert_eq!((briefly.waited(), &briefly.folder()[NAME]), (Duration::from_millis(125), &desk.new));
    let for_good = desk.disk.copy();
    for_good.plan(Plan { at: (put..put + 40).map(|at| (at, Fault::Held)).collect(), for_good: None });
    let error = save(&for_good, &desk.comparison, &desk.record).unwrap_err();
    assert!(error.to_string().contains("another program holds the file"), "{error}");
    assert_eq!((for_good.waited(), &for_good.folder()[NAME]), (Duration::from_millis(300), &desk.old));
}

#[test]
fn a_change_is_noticed_by_the_content_when_size_and_time_are_as_they_were() {
    let desk = Desk::new();
    let mut theirs = desk.old.clone();
    let at = theirs.len() / 2;
    theirs[at] ^= 1;
    desk.disk.overwrite(NAME, &theirs);
    desk.disk.plan(Plan::default());
    let refused = save(&desk.disk, &desk.comparison, &desk.record).unwrap_err();
    assert!(matches!(refused, StoreError::ChangedOnDisk { .. }), "{refused}");
    assert_eq!(desk.disk.folder(), Folder::from([(NAME.to_owned(), theirs)]));
}

#[test]
fn what_a_killed_save_left_is_removed_after_an_hour_and_nothing_else_is() {
    let desk = Desk::new();
    let crashed = desk.disk.copy();
    crashed.plan(Plan::for_good(8, Fault::Code(5)));
    save(&crashed, &desk.comparison, &desk.record).unwrap_err();
    let orphan = crashed.folder().into_keys().find(|name| name != NAME).unwrap();
    assert!(orphan.starts_with(".diptych-") && orphan.ends_with(".tmp"), "{orphan}");
    let mut folder = crashed.folder();
    let others = [".diptych-00000000-x.tmp", "diptych.tmp", "notes.txt", "b.diptych.json"];
    folder.extend(others.map(|name| (name.to_owned(), b"theirs".to_vec())));
    let (disk, record) = (FakeDisk::of(&folder), Record::new());
    save(&disk, &desk.comparison, &record).unwrap();
    assert!(disk.folder().contains_key(&orphan), "it may still be written by another window");
    disk.set_clock(disk.now() + 3601);
    save(&disk, &desk.comparison, &record).unwrap();
    let mut left: Vec<String> = disk.folder().into_keys().collect();
    let mut expected: Vec<String> = others.map(str::to_owned).to_vec();
    expected.push(NAME.to_owned());
    left.sort();
    expected.sort();
    assert_eq!(left, expected);
}

#[test]
fn a_clock_that_jumps_a_year_loses_nothing_and_removes_nothing() {
    const YEAR: u64 = 365 * 24 * 3600;
    let desk = Desk::new();
    for jump in [desk.disk.now() + YEAR, desk.disk.now() - YEAR] {
        let disk = desk.disk.copy();
        disk.set_clock(jump);
        disk.plan(Plan::default());
        let record = save(&disk, &desk.comparison, &desk.record).unwrap();
        disk.set_clock(desk.disk.now());
        save(&disk, &titled("Back in time"), &record).unwrap();
        assert_eq!(disk.folder().len(), 1);
    }
}
