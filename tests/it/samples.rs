//! What comes with the program: every file opens without a warning and is written back to the byte.

use std::path::{Path, PathBuf};

use diptych::model::{Stance, Voice};
use diptych::store::import::{ImportOptions, import_file};
use diptych::store::{self, Actor};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_annotations")
}

fn comparisons() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> =
        entries.filter(|path| path.to_string_lossy().ends_with(".diptych.json")).collect();
    found.sort();
    found
}

#[test]
fn every_sample_opens_without_a_warning_and_saves_to_the_same_bytes() {
    let files = comparisons();
    assert!(files.len() >= 2);
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        let opened = store::from_json(&bytes, &file).unwrap();
        assert_eq!(store::check(&opened), [], "{}", file.display());
        let (written, _) = store::to_json(&opened.comparison, &opened.record, Actor(9));
        assert!(written == bytes, "{} is not as it would be written", file.display());
    }
}

#[test]
fn the_sample_shows_what_the_program_can_do() {
    let opened = store::open(&folder().join("chile-1973.diptych.json")).unwrap();
    let comparison = opened.comparison;
    assert!(comparison.tags().len() >= 12);
    assert!(comparison.tags().all(|tag| !tag.definition.is_empty()));
    assert!(comparison.n_claims() >= 50);
    assert!(comparison.links().len() >= 15);
    assert!(comparison.silences().len() >= 3);
    let stances = || comparison.claims().flat_map(|claim| claim.tags.iter().map(|used| used.stance));
    for stance in Stance::ALL {
        assert!(stances().any(|given| given == Some(stance)), "no claim {}", stance.word());
    }
    assert!(stances().any(|given| given.is_none()));
    assert!(comparison.claims().any(|claim| matches!(claim.voice, Voice::Attributed { .. })));
    assert!(comparison.claims().any(|claim| claim.passages.len() > 1));
    for source in comparison.sources() {
        let words = source.text.as_str().split_whitespace().count();
        assert!((1000..=1500).contains(&words), "{}: {words} words", source.bibliography.title);
        assert!(!source.bibliography.citation.is_empty());
    }
}

#[test]
fn the_second_readers_file_is_of_the_same_comparison_and_says_other_things() {
    let files: Vec<_> = comparisons().iter().map(|file| store::open(file).unwrap().comparison).collect();
    let [first, second] = files.as_slice() else { panic!("two files") };
    assert_eq!(first.id(), second.id());
    assert_eq!(first.sources(), second.sources());
    let spans = |comparison: &diptych::model::Comparison| {
        comparison.claims().map(|claim| (claim.source, claim.extent())).collect::<Vec<_>>()
    };
    let (of_first, of_second) = (spans(first), spans(second));
    let shared = of_second.iter().filter(|span| of_first.contains(span)).count();
    assert!(shared > 5 && shared < of_second.len(), "{shared} of {}", of_second.len());
}

#[test]
fn the_texts_beside_the_sample_are_those_in_it() {
    let comparison = store::open(&folder().join("chile-1973.diptych.json")).unwrap().comparison;
    for source in comparison.sources() {
        let file = folder().join(&source.origin.file_name);
        let imported = import_file(&file, &ImportOptions::default()).unwrap();
        assert_eq!(imported.text, source.text);
        assert_eq!(imported.structure, source.structure);
        assert_eq!(imported.origin.bytes_digest, source.origin.bytes_digest);
    }
}
