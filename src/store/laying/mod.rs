//! Laying readers' files over an open comparison: one comparison in memory, with everybody's claims in it.
//!
//! [`Layers`] takes one file after the other and keeps of each what its readers made, brought into the texts of the
//! open comparison (the base); [`Layers::finish`] chooses, where somebody's reading is in several files, the one that
//! counts, brings the tags together, and gives a [`Laid`]. The files are never written to, the laid comparison is never
//! saved, and one damaged file costs that file alone. Of a file nothing is kept but claims, links, silences and notes of
//! how far was read, so memory grows with those and not with the texts of a thousand files.
//!
//! Start reading at [`open_all`].

mod finish;
mod opening;
mod placing;
mod reading;
mod report;
mod sources;
mod tags;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::{Opened, StoreError};
use crate::model::{ClaimId, Comparison, ReaderId, SourceId, Tag, TagId, Time};
use opening::ForLaying;
use placing::Bringing;
use reading::Reading;
use sources::Prepared;

pub use opening::{open_all, open_layers};
pub use placing::{Laying, PlacedPassage};
pub use report::{LaidFile, OtherDefinition, PlacementCounts, TagMatch, TagMatches, changed};
pub use sources::{SourceHow, SourceMatch};

/// Files laid over a comparison, before it is decided what counts.
#[derive(Debug, Clone)]
pub struct Layers {
    base: Comparison,
    prepared: BTreeMap<SourceId, Arc<Prepared>>,
    files: Vec<Taken>,
    /// All that differ, of each reader; the base's come first.
    copies: BTreeMap<ReaderId, Vec<CopyOf>>,
    chosen: BTreeMap<ReaderId, Choice>,
    /// Readers that somebody said are one with another.
    one_person: BTreeMap<ReaderId, ReaderId>,
}

/// A file, without the objects of its readers.
#[derive(Debug, Clone)]
struct Taken {
    report: LaidFile,
    /// The tags that its readers use, with those above them.
    tags: BTreeMap<TagId, Arc<Tag>>,
}

/// What one reader made, as some files have it.
#[derive(Debug, Clone)]
struct CopyOf {
    /// The files that have it so; none: the base.
    from: Vec<Option<usize>>,
    reading: Reading,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Base,
    File(usize),
}

/// Readings laid over one another.
#[derive(Debug, Clone)]
pub struct Laid {
    /// The base with everybody's claims, links, silences, coverage and tags: in the base's texts, each object with its
    /// own id. For reading only.
    pub comparison: Comparison,
    /// Whose readings there are, by name, then id.
    pub readers: Vec<LaidReader>,
    /// What became of each file, in the order in which they were added.
    pub files: Vec<LaidFile>,
    /// How those claims were laid whose passages are not exactly where and what they were.
    pub placements: BTreeMap<ClaimId, Laying>,
    /// Readers whose names are spelled differently, or alike with different ids: perhaps one person each. Nobody is
    /// united unless somebody says so; see [`Layers::unite`].
    pub perhaps_one: Vec<(ReaderId, ReaderId)>,
}

impl Laid {
    /// Returns the reading of a reader.
    #[must_use]
    pub fn reader(&self, id: ReaderId) -> Option<&LaidReader> {
        self.readers.iter().find(|reader| reader.id == id)
    }

    /// Returns whether a reader's claims are those of the base itself, and not laid over it.
    #[must_use]
    pub fn is_own(&self, id: ReaderId) -> bool {
        self.reader(id).is_some_and(|reader| reader.from.is_none())
    }
}

/// A reader, and which of the files count for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaidReader {
    /// Who.
    pub id: ReaderId,
    /// The name, as the file that counts spells it.
    pub name: String,
    /// The file that counts, by its place in [`Laid::files`]; none: the base.
    pub from: Option<usize>,
    /// Files that have another state of this reading, which does not count.
    pub other_copies: Vec<usize>,
    /// Whether the base has another state of this reading, which does not count.
    pub replaces_base: bool,
    /// How many claims are laid.
    pub n_claims: usize,
    /// How many links.
    pub n_links: usize,
    /// How many noted silences.
    pub n_silences: usize,
    /// When the reader last changed any of it.
    pub last_change: Option<Time>,
}

impl Layers {
    /// Returns the base with nothing over it yet.
    #[must_use]
    pub fn over(base: &Comparison) -> Self {
        let mut layers = Self {
            base: base.clone(),
            prepared: Prepared::of(base),
            files: Vec::new(),
            copies: BTreeMap::new(),
            chosen: BTreeMap::new(),
            one_person: BTreeMap::new(),
        };
        layers.take_base();
        layers
    }

    fn take_base(&mut self) {
        for reading in reading::readings_of(&self.base) {
            let copies = self.copies.entry(reading.reader.id).or_default();
            copies.insert(0, CopyOf { from: vec![None], reading });
        }
    }

    /// Puts another state of the base under the files, as after every change of the open comparison. Returns whether
    /// that could be done: where sources came, went or have another text, all files have to be added anew.
    pub fn set_base(&mut self, base: &Comparison) -> bool {
        let texts = |comparison: &Comparison| -> Vec<_> {
            comparison.sources().iter().map(|source| (source.id, source.text.clone())).collect()
        };
        if texts(&self.base) != texts(base) {
            return false;
        }
        for copies in self.copies.values_mut() {
            copies.iter_mut().for_each(|copy| copy.from.retain(Option::is_some));
            copies.retain(|copy| !copy.from.is_empty());
        }
        self.copies.retain(|_, copies| !copies.is_empty());
        self.base = base.clone();
        for reading in reading::readings_of(base) {
            self.put_copy(None, reading);
        }
        true
    }

    /// Lays a file over the base and returns its place among the files. One that could not be opened, or is none of
    /// this comparison, is refused with a sentence and counts as a file all the same.
    pub fn add(&mut self, name: &str, opened: Result<&Opened, &StoreError>) -> usize {
        let taken = match opened {
            Ok(opened) => self.take(name, opened, None),
            Err(error) => Err(error.to_string()),
        };
        self.put(name, taken)
    }

    /// Opens a file and lays it over the base; one that was saved without its texts gets the base's.
    pub fn add_path(&mut self, name: &str, path: &Path) -> usize {
        let opened = opening::open_for(&self.base, path);
        self.add_opened(name, opened.as_ref())
    }

    fn add_opened(&mut self, name: &str, opened: Result<&ForLaying, &StoreError>) -> usize {
        let taken = match opened {
            Ok(opened) => self.take(name, &opened.opened, Some(opened)),
            Err(error) => Err(error.to_string()),
        };
        self.put(name, taken)
    }

    fn put(&mut self, name: &str, taken: Result<Taken, String>) -> usize {
        let refused = |refused| Taken { report: LaidFile::refused(name, refused), tags: BTreeMap::new() };
        self.files.push(taken.unwrap_or_else(refused));
        self.files.len() - 1
    }

    fn take(&mut self, name: &str, opened: &Opened, completed: Option<&ForLaying>) -> Result<Taken, String> {
        let file = self.files.len();
        let theirs = &opened.comparison;
        let matched = sources::matched(&self.base, theirs, &self.prepared);
        if !matched.iter().any(|source| source.ours.is_some()) {
            return Err(sources::not_ours(name, &self.base, theirs));
        }
        let mut bringing = Bringing::into((&self.base, &self.prepared), theirs, &matched);
        // Of these there is only what others refer to: that is no reading of theirs.
        let partial = crate::store::reading::partial_readers(theirs);
        let whole = reading::readings_of(theirs).into_iter().filter(|r| !partial.contains(&r.reader.id));
        let mut readings: Vec<Reading> = whole.filter_map(|reading| bringing.bring(reading)).collect();
        if readings.is_empty() && theirs.n_claims() == 0 {
            let new = theirs.readers().filter(|reader| self.base.reader(reader.id).is_none());
            readings.extend(new.map(Reading::of));
        }
        let mut report = LaidFile::new(name, matched);
        report.readers = readings.iter().map(|reading| reading.reader.id).collect();
        report.names = readings.iter().map(|reading| reading.reader.name.clone()).collect();
        (report.placed, report.n_exact) = (bringing.placed, bringing.n_exact);
        report.warnings = super::check(opened).into_iter().map(|warning| warning.message).collect();
        report.warnings.append(&mut bringing.warnings);
        if let Some(completed) = completed {
            complete(&mut report, &mut readings, completed);
        }
        let tags = tags::used(&readings, theirs, &self.base);
        readings.into_iter().for_each(|reading| self.put_copy(Some(file), reading));
        Ok(Taken { report, tags })
    }

    /// Keeps a reading, unless one like it is known.
    fn put_copy(&mut self, from: Option<usize>, reading: Reading) {
        let copies = self.copies.entry(reading.reader.id).or_default();
        let like = copies.iter_mut().find(|copy| copy.reading.says_what(&reading));
        match like {
            Some(copy) if from.is_none() => {
                // The base's own objects, which may be shown without bringing anything over.
                copy.from.insert(0, None);
                copy.reading = reading;
            }
            Some(copy) => copy.from.push(from),
            None => copies.push(CopyOf { from: vec![from], reading }),
        }
    }

    /// Takes a file away again. Those after it move up by one place.
    pub fn remove(&mut self, file: usize) {
        if file >= self.files.len() {
            return;
        }
        self.files.remove(file);
        let moved = |from: usize| if from > file { from - 1 } else { from };
        for copies in self.copies.values_mut() {
            for copy in copies.iter_mut() {
                copy.from.retain(|from| *from != Some(file));
                copy.from.iter_mut().flatten().for_each(|from| *from = moved(*from));
            }
            copies.retain(|copy| !copy.from.is_empty());
        }
        self.copies.retain(|_, copies| !copies.is_empty());
        self.chosen.retain(|_, choice| *choice != Choice::File(file));
        for choice in self.chosen.values_mut() {
            if let Choice::File(chosen) = choice {
                *chosen = moved(*chosen);
            }
        }
    }

    /// Says which file counts for a reader; none: by rule, the one with the latest change.
    pub fn prefer(&mut self, reader: ReaderId, file: Option<usize>) {
        match file {
            Some(file) => self.chosen.insert(reader, Choice::File(file)),
            None => self.chosen.remove(&reader),
        };
    }

    /// Says that the base counts for a reader, whatever the files have.
    pub fn prefer_base(&mut self, reader: ReaderId) {
        self.chosen.insert(reader, Choice::Base);
    }

    /// Says that two readers are one person: what `other` made counts as made by `reader`.
    pub fn unite(&mut self, reader: ReaderId, other: ReaderId) {
        let first = self.person(reader);
        let second = self.person(other);
        if first != second {
            self.one_person.insert(second, first);
        }
    }

    /// Takes back that `other` is one with somebody.
    pub fn part(&mut self, other: ReaderId) {
        self.one_person.remove(&other);
    }

    /// Returns the reader that stands for this one.
    fn person(&self, reader: ReaderId) -> ReaderId {
        let mut person = reader;
        // Only readers who stand for themselves are united with others, so this comes to an end.
        while let Some(first) = self.one_person.get(&person) {
            person = *first;
        }
        person
    }

    /// Lays everything over the base, as it has been decided so far.
    #[must_use]
    pub fn finish(&self) -> Laid {
        finish::finish(self)
    }
}

/// Notes what became of the passages of a file that was saved without its texts.
fn complete(report: &mut LaidFile, readings: &mut [Reading], completed: &ForLaying) {
    let others = completed.found.sources.iter().filter(|(_, is_other)| *is_other);
    for (wanted, _) in others {
        let matched = report.sources.iter_mut().filter(|source| source.theirs == wanted.id);
        matched.for_each(|source| source.how = SourceHow::Id);
    }
    report.placed.extend(opening::placed(completed));
    report.n_exact = report.n_exact.saturating_sub(completed.found.passages.len());
    for reading in readings {
        let laid = reading.claims.iter().map(|claim| claim.id);
        let how = laid.filter_map(|claim| Some((claim, opening::laying_of(&completed.found, claim)?)));
        let how: Vec<_> = how.collect();
        reading.placements.extend(how);
    }
}
