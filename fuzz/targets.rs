//! What is done with arbitrary bytes, and what must hold whatever they are. Shared by the targets of cargo-fuzz and by
//! `tests/it/fuzz_cases.rs`, which runs the cases that were found, and mutated seeds on the stable toolchain.
//!
//! To add a target: write its function here, list it in [`ALL`], add
//! `fuzz_targets/NAME.rs`, a `[[bin]]`, and seeds in `corpus/NAME`.

#![allow(dead_code, reason = "each target is one of these functions")]

use std::collections::BTreeSet;
use std::path::Path;

use diptych::analysis::changes::Changes;
use diptych::analysis::search::{Bounds, Case, Diacritics, Pattern, SearchOptions, Syntax};
use diptych::analysis::sheet::{Sheet, SheetOptions};
use diptych::analysis::twins::twins;
use diptych::model::{Comparison, Digest, SetAsideId};
use diptych::store::import::{ENCODINGS, ImportOptions, MediaType, import_bytes};
use diptych::store::journal::{DocumentNow, Found, Journals, Place, Recovered};
use diptych::store::{self, Actor};
use diptych::text::Text;
use memchr::memmem;

/// A target: any bytes must be taken without a panic. Returns whether they got past the first gate, so that it is
/// worth changing them further.
pub type Target = fn(&[u8]) -> bool;

/// Every target: the name of its folder of seeds, and what it does.
pub const ALL: [(&str, Target); 5] =
    [("open", open), ("import", import), ("search", search), ("merge", merge), ("journal", journal)];

/// A file that opens is saved, opens again without a word, says the same, and is saved to the same bytes.
pub fn open(bytes: &[u8]) -> bool {
    let name = Path::new("fuzzed.diptych.json");
    let opened = match store::from_json(bytes, name) {
        Ok(opened) => opened,
        Err(error) => {
            let sentence = error.to_string();
            assert!(!sentence.contains('\n'), "an error is one line: {sentence}");
            return false;
        }
    };
    let comparison = &opened.comparison;
    let remarks = store::check(&opened);
    assert!(remarks.len() >= opened.warnings.len());
    assert!(!remarks.iter().any(|remark| remark.message.contains('\n')), "a remark is one line");
    assert!(Changes::between(comparison, comparison).is_empty());
    drop((twins(comparison), Sheet::of(comparison, &SheetOptions::default())));
    if opened.read_only {
        return true;
    }
    let (saved, _) = store::to_json(comparison, &opened.record, Actor(1));
    let again = store::from_json(&saved, name).expect("what was saved opens");
    assert_eq!(&again.comparison, comparison, "what was saved says the same");
    let (twice, _) = store::to_json(&again.comparison, &again.record, Actor(2));
    assert!(twice == saved, "what is saved without a change is the same bytes");
    true
}

/// The first byte chooses how the others are read. Whatever becomes a source is whole: it has words, and its marks
/// lie within it.
pub fn import(bytes: &[u8]) -> bool {
    let Some((&how, bytes)) = bytes.split_first() else {
        return false;
    };
    let encoding = ENCODINGS.get(usize::from(how >> 2)).copied();
    let media_type = [None, Some(MediaType::Plain), Some(MediaType::Markdown), None][usize::from(how & 3)];
    let name = if how & 3 == 3 { "fuzzed.md" } else { "fuzzed" };
    let Ok(imported) = import_bytes(bytes, name, &ImportOptions { encoding, media_type }) else {
        return false;
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
    true
}

/// The first byte chooses the options; the pattern goes to the first line end, the rest is searched.
pub fn search(bytes: &[u8]) -> bool {
    let Some((&how, bytes)) = bytes.split_first() else {
        return false;
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
        return false;
    };
    let mut last = 0;
    for span in pattern.searched(&text).spans() {
        assert!(!span.is_empty() && span.end().0 <= text.len(), "a hit lies within the text");
        assert!(span.start().0 >= last, "hits come in order and apart");
        last = span.end().0;
    }
    true
}

/// What parts two files in one input.
pub const PARTED: &[u8] = b"\n---\n";

fn parted(bytes: &[u8]) -> (&[u8], &[u8]) {
    let at = memmem::find(bytes, PARTED);
    at.map_or((bytes, &[]), |at| (&bytes[..at], &bytes[at + PARTED.len()..]))
}

/// Two files of one comparison that open are merged, whatever else they say; the result is sound, opens again as
/// it is, and merging one of the two once more brings nothing new. The histories of two files may contradict one
/// another as no honest ones do: then something new may come once, but not twice; and what merging had to set aside
/// may be set aside again. Copies of one file are left as they are.
pub fn merge(bytes: &[u8]) -> bool {
    let (one, other) = parted(bytes);
    let part = |bytes: &[u8], name: &str| {
        let opened = store::from_json(bytes, Path::new(name)).ok()?;
        Some(store::Part { name: name.to_owned(), opened })
    };
    let (Some(one), Some(other)) = (part(one, "one.json"), part(other, "other.json")) else {
        return false;
    };
    let aside = |comparison: &Comparison| -> BTreeSet<SetAsideId> {
        comparison.set_aside().map(|aside| aside.id).collect()
    };
    let had: BTreeSet<SetAsideId> = &aside(&one.opened.comparison) | &aside(&other.opened.comparison);
    let merged = match store::merge(&[one.clone(), other.clone()]) {
        Ok(merged) => merged,
        Err(error) => {
            let sentence = error.to_string();
            assert!(!sentence.contains('\n'), "an error is one line: {sentence}");
            return true;
        }
    };
    assert_eq!(merged.comparison.audit(), [], "what was merged is sound");
    let (json, _) = store::to_json(&merged.comparison, &merged.record, Actor(1));
    let again = part(&json, "merged.json").expect("what was merged opens");
    assert_eq!(again.opened.comparison, merged.comparison, "what was merged says the same");
    let bytes_of =
        |part: &store::Part| store::to_json(&part.opened.comparison, &part.opened.record, Actor(1)).0;
    if bytes_of(&one) == bytes_of(&other) {
        // Copies are left as they are, and nothing in them is brought in order.
        return true;
    }
    let once_more = |merged: &Comparison, record: &store::Record| {
        let json = store::to_json(merged, record, Actor(1)).0;
        let merged = part(&json, "merged.json").expect("what was merged opens");
        store::merge(&[merged, one.clone()]).expect("what was merged can be merged again")
    };
    let twice = once_more(&merged.comparison, &merged.record);
    if twice.comparison != merged.comparison && aside(&merged.comparison).is_subset(&had) {
        let thrice = once_more(&twice.comparison, &twice.record);
        assert_eq!(thrice.comparison, twice.comparison, "merging comes to rest");
    }
    true
}

/// In the lines of a journal: the SHA-256 of the file before them.
const SHA: &[u8] = b"@SHA";
/// In the lines of a journal: the path of the document, which is a copy of that file.
const FILE: &[u8] = b"@FILE";

fn replaced(bytes: &[u8], word: &[u8], with: &[u8]) -> Vec<u8> {
    let mut new = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memmem::find(rest, word) {
        new.extend_from_slice(&rest[..at]);
        new.extend_from_slice(with);
        rest = &rest[at + word.len()..];
    }
    new.extend_from_slice(rest);
    new
}

/// A recovery journal (after the file that it begins with), whose lines get the checksums that they should have, is
/// found and followed as far as it makes sense. Where the lines say so, the file is the journal's own, or a document
/// that is as it was, or that somebody has changed.
pub fn journal(bytes: &[u8]) -> bool {
    let (base, lines) = parted(bytes);
    let all = tempfile::tempdir().expect("a folder");
    let name = "00000000-0000-0000-0000-000000000001.00000000-0000-7000-8000-000000000002";
    let folder = all.path().join(name);
    let document = all.path().join("d");
    std::fs::create_dir(&folder).expect("a folder in it");
    std::fs::write(folder.join("base"), base).expect("a file in it");
    let lines = replaced(lines, SHA, Digest::of(base).to_string().as_bytes());
    if memmem::find(&lines, FILE).is_some() {
        std::fs::write(&document, base).expect("a file in it");
    }
    let lines = replaced(&lines, FILE, document.to_string_lossy().as_bytes());
    let mut file = Vec::new();
    for (number, line) in lines.split(|byte| *byte == b'\n').enumerate() {
        let line = [format!("{number} ").as_bytes(), line].concat();
        file.extend_from_slice(format!("{:08x} ", crc32fast::hash(&line)).as_bytes());
        file.extend_from_slice(&line);
        file.push(b'\n');
    }
    std::fs::write(folder.join("journal"), file).expect("a file in it");
    let journals = Journals::at(all.path().to_owned());
    let found = journals.found().found;
    if found.is_empty() {
        return resume(&journals, &document);
    }
    found.into_iter().map(|found| recover(found, &journals)).filter(|far| *far).count() > 0
}

fn recover(found: Found, journals: &Journals) -> bool {
    let n = found.changes().len();
    let whole = !found.damaged();
    let Ok(recovered) = found.recover(&|_| None) else {
        return false;
    };
    assert_eq!(recovered.comparison.audit(), [], "what was recovered is sound");
    assert!(recovered.changes.len() + recovered.lost.len() >= n.min(1), "no change is gone without a word");
    let Recovered { comparison, journal, lost, document, .. } = recovered;
    drop(journal);
    // Looking again costs as much as looking, so some of the inputs must do.
    let looked_at_again = (comparison.title().len() + n).is_multiple_of(2);
    if !whole || !lost.is_empty() || document == DocumentNow::ChangesOnIt || !looked_at_again {
        return true;
    }
    // The new journal holds all of it, and is found again.
    let again = journals.found().found.pop().and_then(|found| found.recover(&|_| None).ok());
    let again = again.expect("what was recovered and not saved is found again");
    assert!(again.comparison == comparison && again.lost.is_empty(), "it is the same again");
    true
}

/// Opens the document of a journal without unsaved changes: its steps can be undone and made again.
fn resume(journals: &Journals, document: &Path) -> bool {
    let Ok(opened) = store::open(document) else {
        return false;
    };
    let mut comparison = opened.comparison;
    let digest = Digest::of(&std::fs::read(document).expect("it was there"));
    let place = Place::Document { path: document.to_owned(), digest };
    let mut journal = journals.begin(&comparison, place);
    let Some(mut history) = journal.take_history() else {
        return false;
    };
    // Steps that do not fit are refused; a bound, lest a refusal that changes nothing go round for ever.
    let n = history.n_past() + history.n_future();
    for step in 0..=n {
        if !matches!(history.undo(&mut comparison), Ok(Some(_))) {
            break;
        }
        assert!(step < n, "no more is undone than was done");
    }
    while matches!(history.redo(&mut comparison), Ok(Some(_))) {}
    assert_eq!(comparison.audit(), [], "what was undone and made again is sound");
    true
}
