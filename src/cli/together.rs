//! Readers' files, laid over one another for a command; sealed rounds are kept.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::failure::{self, Failure};
use super::{find, open};
use crate::analysis::agreement::rounds::{RoundState, current, with_a_reading};
use crate::analysis::agreement::{Place, Scope};
use crate::analysis::sheet::{Place as Paragraphs, cite};
use crate::model::{Comparison, Reader, ReaderId};
use crate::store::laying;
use crate::text::visible_name;

/// Opens the first file and lays the others over it, without writing to any of them. What is to be said of them is said;
/// one that can't be opened is refused by name, and the rest goes on.
pub(super) fn readings(first: &Path, others: &[PathBuf]) -> Result<Comparison, Failure> {
    let base = open::open(first)?.comparison;
    if others.is_empty() {
        return Ok(base);
    }
    let laid = laying::open_all(&base, others, &|_, _| true);
    for file in laid.files.iter().filter(|file| !file.is_plain()) {
        // The first names the file by itself.
        for (line, index) in file.lines().iter().zip(0..) {
            failure::say(&if index == 0 { line.clone() } else { format!("{}: {line}", file.name) });
        }
    }
    for (one, other) in &laid.perhaps_one {
        let name = |id: ReaderId| laid.reader(id).map_or("", |reader| reader.name.as_str());
        let (one, other) = (visible_name(name(*one)), visible_name(name(*other)));
        failure::say(&format!(
            "“{one}” and “{other}” are perhaps one person; here they count as two readers"
        ));
    }
    Ok(laid.comparison)
}

/// Refuses to show what readers made as long as the round that is going on is sealed: who is in, and with how much, is
/// all that is said then.
pub(super) fn keep_seal(
    comparison: &Comparison,
    is_opened: bool,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let Some(round) = current(comparison).filter(|_| !is_opened) else { return Ok(()) };
    let there = with_a_reading(comparison);
    let readers: Vec<&Reader> = comparison
        .readers()
        .map(AsRef::as_ref)
        .filter(|reader: &&Reader| there.contains(&reader.id))
        .collect();
    let state = RoundState::of(round, readers.iter().map(|reader| reader.name.as_str()));
    if !state.sealed {
        return Ok(());
    }
    for reader in readers {
        let n = comparison.claims().filter(|claim| claim.reader == reader.id).count();
        writeln!(out, "{}: {}", visible_name(&reader.name), open::count(n, "claim"))?;
    }
    out.flush()?;
    let sentence = state.sentence(round);
    Err(Failure::Said(format!(
        "diptych: {sentence} What the readers made is shown when it is open; --open shows it now"
    )))
}

/// What is compared: readers, sources and tags, each as it was said, or all.
pub(super) fn scope(
    comparison: &Comparison,
    (readers, sources, tags): (&[String], &[String], &[String]),
) -> Result<Scope, String> {
    let mut scope = Scope::of(comparison);
    if !readers.is_empty() {
        let found: Result<Vec<ReaderId>, String> =
            readers.iter().map(|said| reader(comparison, said)).collect();
        scope.readers = found?;
        let mut known = std::collections::BTreeSet::new();
        scope.readers.retain(|reader| known.insert(*reader));
    }
    if !sources.is_empty() {
        let wanted: Result<Vec<_>, String> =
            sources.iter().map(|said| find::source(comparison, said).map(|source| source.id)).collect();
        let wanted = wanted?;
        scope.sources.retain(|source| wanted.contains(source));
    }
    if !tags.is_empty() {
        let none = |said: &String| format!("the codebook has no tag “{}”", said.trim());
        let wanted: Result<Vec<_>, String> = tags
            .iter()
            .map(|said| find::tag(comparison, said)?.map(|tag| tag.id).ok_or_else(|| none(said)))
            .collect();
        let wanted = wanted?;
        scope.tags.retain(|tag| wanted.contains(tag));
    }
    Ok(scope)
}

/// The reader that `said` means: by id, or by name, whatever its case.
pub(super) fn reader(comparison: &Comparison, said: &str) -> Result<ReaderId, String> {
    let wanted = said.trim().to_lowercase();
    let readers = || comparison.readers().map(AsRef::as_ref);
    let means =
        |reader: &&Reader| reader.name.trim().to_lowercase() == wanted || reader.id.to_string() == wanted;
    let found: Vec<&Reader> = readers().filter(means).collect();
    match found.as_slice() {
        [only] => Ok(only.id),
        [] => {
            let mut names: Vec<String> = readers().map(|reader| format!("“{}”", reader.name)).collect();
            names.sort();
            names.truncate(20);
            Err(format!("there is no reader “{}”; say one of: {}", said.trim(), names.join(", ")))
        }
        several => {
            let ids: Vec<String> = several.iter().map(|reader| reader.id.to_string()).collect();
            let n = several.len();
            Err(format!("there are {n} readers “{}”; say the id of one: {}", said.trim(), ids.join(", ")))
        }
    }
}

/// Where a place is, as readers cite it: "¶ 12–13".
pub(super) fn cited(comparison: &Comparison, place: &Place) -> String {
    comparison.source(place.source).map_or_else(String::new, |source| {
        let places: Vec<Paragraphs> =
            place.spans.iter().map(|span| Paragraphs::of(&source.text, *span)).collect();
        cite(&places)
    })
}
