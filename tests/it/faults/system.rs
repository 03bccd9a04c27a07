//! The same for real, on this machine's own disks: full, read-only, limited, with clocks that jump. What needs
//! to be root is done when we are, and what needs not to be when we are not; something is checked either way.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use diptych::model::{Comparison, Edit};
use diptych::store::{self, Actor, Record, StoreError};

use super::titled;
use crate::format::small;

fn saved_in(folder: &Path) -> (PathBuf, Vec<u8>, Record) {
    let path = folder.join("a.diptych.json");
    let record = store::save(&small(), &Record::new(), Actor(1), &path).unwrap();
    let bytes = fs::read(&path).unwrap();
    (path, bytes, record)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn is_root(folder: &Path) -> bool {
    fs::metadata(folder).unwrap().uid() == 0
}

/// A comparison whose file takes more than a megabyte.
fn large() -> Comparison {
    let mut comparison = small();
    comparison.apply(Edit::Title("All of it, and more. ".repeat(60_000))).unwrap();
    comparison
}

/// Runs the program itself by way of a shell.
fn tag_by(shell: &str, file: &Path) -> Output {
    let source = store::open(file).unwrap().comparison.sources()[0].bibliography.title.clone();
    let script = format!("{shell} exec \"$0\" tag \"$1\" --source \"$2\" --range 0..5 --tag 'armed road'");
    Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_diptych")])
        .arg(file)
        .arg(source)
        .output()
        .unwrap()
}

fn check_refused(output: &Output, part: &str, (path, bytes): (&Path, &[u8])) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains(part) && said.contains("a.diptych.json"), "{said}");
    assert_eq!(fs::read(path).unwrap(), bytes);
    assert_eq!(names(path.parent().unwrap()), ["a.diptych.json"]);
}

#[test]
fn a_limit_on_the_size_of_files_is_a_sentence_and_not_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let (path, bytes, _) = saved_in(folder.path());
    // The unit is 512 bytes or 1,024, by the shell; the file takes some thousands.
    assert!(bytes.len() > 2_048);
    let output = tag_by("ulimit -f 1;", &path);
    check_refused(&output, "larger than this disk or your account allows", (&path, &bytes));
    let output = tag_by("ulimit -f unlimited;", &path);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_ne!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn too_few_files_to_open_is_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let (path, bytes, _) = saved_in(folder.path());
    let output = tag_by("ulimit -n 3;", &path);
    assert_eq!(output.status.code().unwrap_or(127) & 0b10, 0b10, "{output:?}");
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(names(folder.path()), ["a.diptych.json"]);
}

/// A small disk of its own, for as long as this lives.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// Mounts one; nothing where that is not allowed.
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Self::run("mount", &["-t", "tmpfs", "-o", "size=512k", "diptych-test"], folder.path());
        mounted.then_some(Self { folder })
    }

    fn run(program: &str, arguments: &[&str], folder: &Path) -> bool {
        let output = Command::new(program).args(arguments).arg(folder).output();
        output.is_ok_and(|output| output.status.success())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        Self::run("umount", &[], self.folder.path());
    }
}

#[test]
fn a_full_disk_leaves_the_old_version_and_the_next_save_works_when_there_is_room() {
    // Linux keeps a device that is always full; writing there is refused before it is tried.
    let refused = store::write_atomically("/dev/full".as_ref(), b"x");
    assert!(refused.is_err());
    let Some(disk) = SmallDisk::new() else { return };
    let folder = disk.folder.path();
    let (path, bytes, record) = saved_in(folder);
    let error = store::save(&large(), &record, Actor(1), &path).unwrap_err();
    assert!(error.to_string().contains("no room left"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(names(folder), ["a.diptych.json"]);
    // Full to the last byte: not even a small file fits beside it.
    fs::write(folder.join("ballast"), vec![1; 1 << 20]).unwrap_err();
    let output = tag_by("", &path);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("no room left"), "{output:?}");
    assert_eq!(fs::read(&path).unwrap(), bytes);
    fs::remove_file(folder.join("ballast")).unwrap();
    let record = store::save(&titled("Room again"), &record, Actor(1), &path).unwrap();
    assert!(SmallDisk::run("mount", &["-o", "remount,ro"], folder));
    let error = store::save(&small(), &record, Actor(1), &path).unwrap_err();
    assert!(error.to_string().contains("the disk is read-only"), "{error}");
    assert!(SmallDisk::run("mount", &["-o", "remount,rw"], folder));
    store::save(&small(), &record, Actor(1), &path).unwrap();
    assert_eq!(names(folder), ["a.diptych.json"]);
}

#[test]
fn a_folder_that_may_not_be_written_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (path, bytes, record) = saved_in(folder.path());
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    if is_root(folder.path()) {
        // For root no mode is a bar; for everybody else it is.
        fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
        let output = Command::new("setpriv")
            .args(["--reuid=65534", "--regid=65534", "--clear-groups", env!("CARGO_BIN_EXE_diptych"), "tag"])
            .arg(&path)
            .args(["--source", &small().sources()[0].bibliography.title, "--range", "0..5", "--tag", "x"])
            .output();
        if let Ok(output) = output {
            assert!(
                String::from_utf8_lossy(&output.stderr).contains("may not be written by you"),
                "{output:?}"
            );
        }
    } else {
        let error = store::save(&small(), &record, Actor(1), &path).unwrap_err();
        assert!(error.to_string().contains("may not be written by you"), "{error}");
    }
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(names(folder.path()), ["a.diptych.json"]);
}

#[test]
fn times_that_jump_a_year_neither_hide_a_change_nor_invent_one() {
    const YEAR: Duration = Duration::from_secs(365 * 24 * 3600);
    let folder = tempfile::tempdir().unwrap();
    let (path, bytes, mut record) = saved_in(folder.path());
    let set = |path: &Path, time: SystemTime| {
        fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    };
    let now = SystemTime::now();
    for time in [now + YEAR, now - YEAR] {
        set(&path, time);
        record = store::save(&small(), &record, Actor(1), &path).unwrap();
    }
    let theirs = String::from_utf8(bytes).unwrap().replace("Two accounts", "Too accounts");
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, theirs).unwrap();
    set(&path, time);
    let refused = store::save(&small(), &record, Actor(1), &path).unwrap_err();
    assert!(matches!(refused, StoreError::ChangedOnDisk { .. }), "{refused}");
    // A temporary file from the future is nobody's orphan.
    let orphan = |name: &str| {
        let path = folder.path().join(name);
        fs::write(&path, b"half").unwrap();
        path
    };
    let prefix = prefix();
    let (late, early) = (orphan(&format!("{prefix}late.tmp")), orphan(&format!("{prefix}early.tmp")));
    set(&late, now + YEAR);
    set(&early, now - YEAR);
    store::save_over(&small(), &record, Actor(1), &path).unwrap();
    assert_eq!((late.exists(), early.exists()), (true, false));
}

/// What the names of temporary files for `a.diptych.json` begin with, as the manual of reliability gives it.
fn prefix() -> String {
    let digest = diptych::model::Digest::of(b"a.diptych.json").to_string();
    format!(".diptych-{}-", &digest[..8])
}
