//! Journals that were cut off, overwritten or come from elsewhere: what is sound is used, the rest kept, nothing is fatal.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use diptych::desk::{Command, Desk};
use diptych::model::Digest;
use diptych::store::journal::{Journals, Leftovers, Place};
use diptych::store::{self, Actor, Record};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::support::{desk_of, small_desk, tag};

/// A journal of a few steps, with its document, and the states that the steps made.
struct Sound {
    folder: TempDir,
    file: PathBuf,
    bytes: Vec<u8>,
    states: Vec<diptych::model::Comparison>,
}

fn journals(folder: &Path) -> Journals {
    Journals::at(folder.join("recovery"))
}

fn flushed(desk: &Desk) {
    assert!(desk.journal().unwrap().flush_now(Duration::from_secs(20)));
}

fn sound() -> Sound {
    let folder = tempfile::tempdir().unwrap();
    let (desk, [left, right], [armed, calm]) = small_desk();
    let path = folder.path().join("two.diptych.json");
    store::save(desk.comparison(), &Record::new(), Actor(2), &path).unwrap();
    let digest = Digest::of(&fs::read(&path).unwrap());
    let journal = journals(folder.path()).begin(desk.comparison(), Place::Document { path, digest });
    let mut desk = desk_of(desk.comparison().clone(), 2_000).journaled(journal);
    let mut states = vec![desk.comparison().clone()];
    for quote in ["The armed road", "cordons were born"] {
        tag(&mut desk, left, quote, armed);
        states.push(desk.comparison().clone());
    }
    let claim = tag(&mut desk, right, "called for calm", calm);
    states.push(desk.comparison().clone());
    desk.run(Command::SetNote { claim, note: "“Calm”\n\u{202e}twice\u{0}".to_owned() }).unwrap();
    states.push(desk.comparison().clone());
    flushed(&desk);
    drop(desk);
    let all = fs::read_dir(folder.path().join("recovery")).unwrap();
    let own = all.map(|entry| entry.unwrap().path()).find(|path| path.is_dir()).unwrap();
    let file = own.join("journal");
    let bytes = fs::read(&file).unwrap();
    Sound { folder, file, bytes, states }
}

impl Sound {
    /// Looks for what was left behind when the journal has these bytes.
    fn found_with(&self, bytes: &[u8]) -> Leftovers {
        let own = self.file.parent().unwrap();
        let _ = fs::remove_dir_all(self.folder.path().join("recovery").join("unreadable"));
        fs::create_dir_all(own).unwrap();
        fs::write(&self.file, bytes).unwrap();
        journals(self.folder.path()).found()
    }

    /// How many steps stand in the lines that are whole in the first `len` bytes.
    fn n_steps(&self, len: usize) -> usize {
        let lines = self.bytes[..len].iter().filter(|byte| **byte == b'\n').count();
        // The header, and the document as it was opened, come first.
        lines.saturating_sub(2)
    }

    fn kept_aside(&self) -> Vec<u8> {
        fn files(folder: &Path, all: &mut Vec<u8>) {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    files(&path, all);
                } else {
                    all.extend(fs::read(path).unwrap());
                }
            }
        }
        let mut all = Vec::new();
        files(&self.folder.path().join("recovery").join("unreadable"), &mut all);
        all
    }
}

#[test]
fn a_journal_cut_off_anywhere_gives_all_that_comes_before_the_cut() {
    let sound = sound();
    assert_eq!(sound.n_steps(sound.bytes.len()), 4);
    for len in 0..=sound.bytes.len() {
        let left = sound.found_with(&sound.bytes[..len]);
        let n = sound.n_steps(len);
        match left.found.as_slice() {
            [] => assert_eq!(n, 0, "cut off at {len}"),
            [found] => {
                assert_eq!((found.changes().len(), found.damaged()), (n, false), "cut off at {len}");
                assert_eq!(left.notes, Vec::<String>::new());
            }
            more => panic!("{} journals of one", more.len()),
        }
        if len % 211 == 0 && n > 0 {
            let found = { left }.found.remove(0);
            let recovered = found.recover(&|_| None).map_err(|(_, error)| error).unwrap();
            assert!(recovered.comparison == sound.states[n], "cut off at {len}");
            drop(recovered);
            fs::remove_dir_all(sound.folder.path().join("recovery")).unwrap();
        }
    }
}

#[test]
fn what_follows_damage_is_set_aside_and_kept() {
    let sound = sound();
    let third_line = sound.bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(2).unwrap().0 + 1;
    let mut bytes = sound.bytes.clone();
    bytes[third_line + 40] ^= 1;
    let found = sound.found_with(&bytes).found.remove(0);
    assert!(found.damaged());
    let recovered = found.recover(&|_| None).map_err(|(_, error)| error).unwrap();
    assert!(recovered.comparison == sound.states[1]);
    assert!(recovered.notes[0].contains("set aside and is kept"), "{:?}", recovered.notes);
    assert_eq!(sound.kept_aside(), bytes[third_line..], "to the byte");
}

#[test]
fn what_is_no_journal_is_set_aside_and_said() {
    let sound = sound();
    for bytes in [&b"not a journal at all\n"[..], b"", b"\n\n\n", &[0xff; 5_000], &sound.bytes[1..]] {
        let left = sound.found_with(bytes);
        assert!(left.found.is_empty());
        assert!(left.notes[0].contains("was set aside and is kept"), "{:?}", left.notes);
        assert!(sound.kept_aside().ends_with(bytes) || bytes.is_empty());
        assert!(journals(sound.folder.path()).found().notes.is_empty(), "said once");
    }
}

#[test]
fn a_newer_versions_journal_is_left_as_it_is() {
    let sound = sound();
    let header = r#"0 {"format":"diptych-journal","version":2,"comparison":7}"#;
    let line = format!("{:08x} {header}\nwhatever", crc32(header.as_bytes()));
    for _ in 0..2 {
        let left = sound.found_with(line.as_bytes());
        assert!(left.found.is_empty() && left.notes[0].contains("newer version"), "{:?}", left.notes);
        assert_eq!(fs::read(&sound.file).unwrap(), line.as_bytes());
    }
}

/// CRC-32 as everybody reckons it (IEEE 802.3), bit by bit: what the format's description means by it.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    })
}

#[test]
fn lines_that_make_no_sense_with_a_sound_checksum_are_damage_too() {
    let sound = sound();
    let n = sound.bytes.iter().filter(|byte| **byte == b'\n').count();
    let senseless = [
        r#"{"undo":{"state":0,"time":0}}"#.to_owned(),
        r#"{"redo":{"state":0,"time":0}}"#.to_owned(),
        r#"{"leap":{}}"#.to_owned(),
        "[".repeat(100_000),
        r#"{"step":{"label":"x","state":99,"time":0,"forward":[{"kind":"claim","id":"x"}],"inverse":[]}}"#
            .to_owned(),
        r#"{"step":{"label":"x","state":99,"time":0,"forward":7,"inverse":{}}}"#.to_owned(),
        r#"{"saved":{"state":18446744073709551615,"sha256":"00","time":-1}}"#.to_owned(),
    ];
    for json in senseless {
        let mut bytes = sound.bytes.clone();
        // Five undos are one more than there is to undo.
        let times = if json.contains("undo") { 5 } else { 1 };
        for number in n..n + times {
            let line = format!("{number} {json}");
            bytes.extend(format!("{:08x} {line}\n", crc32(line.as_bytes())).bytes());
        }
        let left = sound.found_with(&bytes);
        if times == 1 {
            let found = { left }.found.remove(0);
            let recovered = found.recover(&|_| None).map_err(|(_, error)| error).unwrap();
            assert!(recovered.comparison == *sound.states.last().unwrap(), "{json:.60}");
            assert!(!recovered.notes.is_empty(), "{json:.60}");
        } else {
            // All was taken back, and then came a line that can't be.
            assert!(left.found.is_empty() && left.notes.len() == 1, "{:?}", left.notes);
        }
        fs::remove_dir_all(sound.folder.path().join("recovery")).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_befalls_the_bytes_nothing_before_it_is_lost(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        thread_local! {
            static SOUND: Sound = sound();
        }
        SOUND.with(|sound| {
            let mut bytes = sound.bytes.clone();
            let mut first = bytes.len();
            for (at, byte) in flips {
                let at = at.index(bytes.len());
                if bytes[at] != byte {
                    first = first.min(at);
                    bytes[at] = byte;
                }
            }
            let left = sound.found_with(&bytes);
            let n = sound.n_steps(first);
            let found = left.found.first().map_or(0, |found| found.changes().len());
            prop_assert!(found >= n, "{found} of {n} before byte {first}");
            if let Some(found) = { left }.found.pop() {
                let n = found.changes().len();
                let recovered = found.recover(&|_| None).map_err(|(_, error)| error).unwrap();
                prop_assert!(recovered.comparison == sound.states[n]);
                drop(recovered);
                fs::remove_dir_all(sound.folder.path().join("recovery")).unwrap();
            }
            Ok(())
        })?;
    }
}
