//! What is done with arbitrary bytes, and what must hold whatever they are. Shared by the targets of cargo-fuzz and by
//! `tests/it/fuzz_cases.rs`, which runs the cases that were found, and mutated seeds on the stable toolchain.
//!
//! To add a target (replaying a journal, merging two files): write its function here, list it in [`ALL`], add
//! `fuzz_targets/NAME.rs`, a `[[bin]]`, and seeds in `corpus/NAME`.

#![allow(dead_code, reason = "each target is one of these functions")]

use std::path::Path;

use diptych::analysis::changes::Changes;
use diptych::analysis::search::{Bounds, Case, Diacritics, Pattern, SearchOptions, Syntax};
use diptych::analysis::sheet::{Sheet, SheetOptions};
use diptych::analysis::twins::twins;
use diptych::store::import::{ENCODINGS, ImportOptions, MediaType, import_bytes};
use diptych::store::{self, Actor};
use diptych::text::Text;

/// A target: any bytes must be taken without a panic.
pub type Target = fn(&[u8]);

/// Every target: the name of its folder of seeds, and what it does.
pub const ALL: [(&str, Target); 5] =
    [("open", open), ("import", import), ("search", search), ("merge", merge), ("journal", journal)];

/// A file that opens is saved, opens again without a word, says the same, and is saved to the same bytes.
pub fn open(bytes: &[u8]) {
    let name = Path::new("fuzzed.diptych.json");
    let opened = match store::from_json(bytes, name) {
        Ok(opened) => opened,
        Err(error) => {
            let sentence = error.to_string();
            assert!(!sentence.contains('\n'), "an error is one line: {sentence}");
            return;
        }
    };
    let comparison = &opened.comparison;
    assert!(store::check(&opened).len() >= opened.warnings.len());
    assert!(Changes::between(comparison, comparison).is_empty());
    drop((twins(comparison), Sheet::of(comparison, &SheetOptions::default())));
    if opened.read_only {
        return;
    }
    let (saved, _) = store::to_json(comparison, &opened.record, Actor(1));
    let again = store::from_json(&saved, name).expect("what was saved opens");
    assert_eq!(&again.comparison, comparison, "what was saved says the same");
    let (twice, _) = store::to_json(&again.comparison, &again.record, Actor(2));
    assert!(twice == saved, "what is saved without a change is the same bytes");
}

/// The first byte chooses how the others are read. Whatever becomes a source is whole: it has words, and its marks
/// lie within it.
pub fn import(bytes: &[u8]) {
    let Some((&how, bytes)) = bytes.split_first() else {
        return;
    };
    let encoding = ENCODINGS.get(usize::from(how >> 2)).copied();
    let media_type = [None, Some(MediaType::Plain), Some(MediaType::Markdown), None][usize::from(how & 3)];
    let name = if how & 3 == 3 { "fuzzed.md" } else { "fuzzed" };
    let Ok(imported) = import_bytes(bytes, name, &ImportOptions { encoding, media_type }) else {
        return;
    };
    let text = imported.text.as_str();
    assert!(!imported.text.paragraphs().is_empty(), "a source has words");
    assert!(!text.contains('\r') && !text.starts_with('\u{feff}'), "line ends are one character");
    assert!(!imported.bibliography.title.is_empty(), "a source has a title");
    for mark in &imported.structure {
        assert!(
            !mark.span.is_empty() && mark.span.end().0 <= imported.text.len(),
            "marks lie within the text"
        );
    }
}

/// The first byte chooses the options; the pattern goes to the first line end, the rest is searched.
pub fn search(bytes: &[u8]) {
    let Some((&how, bytes)) = bytes.split_first() else {
        return;
    };
    let words = String::from_utf8_lossy(bytes);
    let (pattern, text) = words.split_once('\n').unwrap_or((&words, &words));
    let options = SearchOptions {
        syntax: if how & 1 == 0 { Syntax::Literal } else { Syntax::Regex },
        case: if how & 2 == 0 { Case::Ignored } else { Case::Kept },
        bounds: if how & 4 == 0 { Bounds::Anywhere } else { Bounds::WholeWords },
        diacritics: if how & 8 == 0 { Diacritics::Kept } else { Diacritics::Folded },
    };
    let (Ok(pattern), Some(text)) = (Pattern::new(pattern, options), Text::new(text)) else {
        return;
    };
    let mut last = 0;
    for span in pattern.searched(&text).spans() {
        assert!(!span.is_empty() && span.end().0 <= text.len(), "a hit lies within the text");
        assert!(span.start().0 >= last, "hits come in order and apart");
        last = span.end().0;
    }
}

/// What parts two files in one input.
const PARTED: &[u8] = b"\n---\n";

fn parted(bytes: &[u8]) -> (&[u8], &[u8]) {
    let at = bytes.windows(PARTED.len()).position(|window| window == PARTED);
    at.map_or((bytes, &[]), |at| (&bytes[..at], &bytes[at + PARTED.len()..]))
}

/// Two files of one comparison that open are merged, whatever else they say; the result is sound, opens again as
/// it is, and merging one of the two once more brings nothing new.
pub fn merge(bytes: &[u8]) {
    let (one, other) = parted(bytes);
    let part = |bytes: &[u8], name: &str| {
        let opened = store::from_json(bytes, Path::new(name)).ok()?;
        Some(store::Part { name: name.to_owned(), opened })
    };
    let (Some(one), Some(other)) = (part(one, "one.json"), part(other, "other.json")) else {
        return;
    };
    let Ok(merged) = store::merge(&[one.clone(), other]) else {
        return;
    };
    assert_eq!(merged.comparison.audit(), [], "what was merged is sound");
    let (json, _) = store::to_json(&merged.comparison, &merged.record, Actor(1));
    let again = part(&json, "merged.json").expect("what was merged opens");
    assert_eq!(again.opened.comparison, merged.comparison, "what was merged says the same");
    let twice = store::merge(&[again, one]).expect("what was merged can be merged again");
    assert_eq!(twice.comparison, merged.comparison, "a file that was merged brings nothing new");
}

/// A recovery journal (after the file that it begins with), whose lines get the checksums that they should have, is
/// found and followed as far as it makes sense.
pub fn journal(bytes: &[u8]) {
    let (base, lines) = parted(bytes);
    let all = tempfile::tempdir().expect("a folder");
    let name = "00000000-0000-0000-0000-000000000001.00000000-0000-7000-8000-000000000002";
    let folder = all.path().join(name);
    std::fs::create_dir(&folder).expect("a folder in it");
    std::fs::write(folder.join("base"), base).expect("a file in it");
    let mut file = Vec::new();
    for (number, line) in lines.split(|byte| *byte == b'\n').enumerate() {
        let line = [format!("{number} ").as_bytes(), line].concat();
        file.extend_from_slice(format!("{:08x} ", crc32fast::hash(&line)).as_bytes());
        file.extend_from_slice(&line);
        file.push(b'\n');
    }
    std::fs::write(folder.join("journal"), file).expect("a file in it");
    for found in store::journal::Journals::at(all.path().to_owned()).found().found {
        let n = found.changes().len();
        if let Ok(recovered) = found.recover(&|_| None) {
            assert_eq!(recovered.comparison.audit(), [], "what was recovered is sound");
            assert!(
                recovered.changes.len() + recovered.lost.len() >= n.min(1),
                "no change is gone without a word"
            );
        }
    }
}
