//! What is done off the main thread: files are read and laid, sentences are counted.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::RollRow;
use crate::analysis::agreement::density::{Density, density, sentences};
use crate::model::{Comparison, Reader, ReaderId, Revision, Source, SourceId, TagId};
use crate::store::Listing;
use crate::store::laying::{Laid, LaidReader, Layers, open_layers};
use crate::text::{Span, Text};

/// Which files are to lie over a comparison, and what was decided about them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wanted {
    /// The files, in the order in which they are laid.
    pub files: Vec<PathBuf>,
    /// Which of several copies of a reading counts; none of the files: that of the open comparison.
    pub preferred: Vec<(ReaderId, Option<PathBuf>)>,
    /// Readers who are one person: the second counts as the first.
    pub united: Vec<(ReaderId, ReaderId)>,
}

/// Something to be laid.
pub struct Task {
    /// The open comparison as it is now.
    pub base: Comparison,
    /// What is to lie over it.
    pub wanted: Wanted,
    /// Files that were read before, as they were laid: what is in both is not read again.
    pub known: Option<(Arc<Layers>, Vec<PathBuf>)>,
    /// Files that are to be read again.
    pub changed: Vec<PathBuf>,
    /// When set, the job stops and brings nothing.
    pub stop: Arc<AtomicBool>,
}

/// What a job about readers has done.
pub enum ReadersDone {
    /// So many of so many files are read.
    Read {
        /// Of which task.
        number: u64,
        /// How many are read.
        n: usize,
        /// Of how many.
        of: usize,
    },
    /// Files were laid over the comparison; or the job was stopped.
    Laid {
        /// Which task.
        number: u64,
        /// What was to be laid.
        wanted: Wanted,
        /// The state of the open comparison under them.
        base: Revision,
        /// What came of it; nothing when it was stopped.
        laid: Option<(Arc<Layers>, Arc<Laid>)>,
    },
    /// Sentences were counted.
    Counted {
        /// Which count.
        number: u64,
        /// Of each source.
        densities: Arc<Densities>,
    },
    /// What is in the watched folder, or why it can't be read.
    Folder {
        /// Of which of the comparisons opened one after another.
        document: u64,
        /// What is in it.
        listing: Result<Listing, String>,
    },
}

/// Lays files over a comparison. `told` is told how many are read of how many.
pub fn lay(task: &Task, told: &dyn Fn(usize, usize)) -> Option<(Arc<Layers>, Arc<Laid>)> {
    let stopped = || task.stop.load(Ordering::Relaxed);
    let mut layers = match again(task) {
        Some(layers) => layers,
        None => open_layers(&task.base, &task.wanted.files, &|n, of| {
            told(n, of);
            !stopped()
        }),
    };
    if stopped() {
        return None;
    }
    decide(&mut layers, &task.wanted);
    let laid = layers.finish();
    Some((Arc::new(layers), Arc::new(laid)))
}

/// Only what is new is read, where what was read before can be used.
fn again(task: &Task) -> Option<Layers> {
    let (known, mut files) =
        task.known.as_ref().map(|(layers, files)| (Layers::clone(layers), files.clone()))?;
    let mut layers = known;
    if !layers.set_base(&task.base) {
        return None;
    }
    let stays = |path: &PathBuf| task.wanted.files.contains(path) && !task.changed.contains(path);
    for at in (0..files.len()).rev() {
        if !files.get(at).is_some_and(stays) {
            files.remove(at);
            layers.remove(at);
        }
    }
    // Files lie in the order that is wanted: where one in the middle was changed, all are read again.
    let (before, after) = task.wanted.files.split_at_checked(files.len())?;
    if before != files {
        return None;
    }
    for path in after {
        if task.stop.load(Ordering::Relaxed) {
            break;
        }
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        layers.add_path(&name, path);
    }
    Some(layers)
}

fn decide(layers: &mut Layers, wanted: &Wanted) {
    let place = |path: &Path| wanted.files.iter().position(|other| other == path);
    for (reader, file) in &wanted.preferred {
        match file {
            None => layers.prefer_base(*reader),
            Some(path) => layers.prefer(*reader, place(path)),
        }
    }
    for (reader, other) in &wanted.united {
        layers.unite(*reader, *other);
    }
}

/// How many marked each sentence of every source, with the text that the sentences were found in.
#[derive(Debug, Clone, Default)]
pub struct Densities(HashMap<SourceId, (Text, Arc<Density>)>);

impl Densities {
    /// Returns the density of a source.
    pub fn get(&self, source: SourceId) -> Option<&Arc<Density>> {
        self.0.get(&source).map(|(_, density)| density)
    }

    /// The sentences of a source, if they were found in this text.
    fn sentences(&self, source: &Source) -> Option<&Arc<[Span]>> {
        let (text, density) = self.0.get(&source.id)?;
        text.is_same(&source.text).then_some(&density.sentences)
    }
}

/// Counts how many of `readers` marked each sentence, by claims of `tags` (none: any). Sentences that were found
/// `before` are not looked for again.
pub fn count(
    comparison: &Comparison,
    readers: &[ReaderId],
    tags: &[TagId],
    before: Option<&Densities>,
) -> Densities {
    let of = |source: &Arc<Source>| {
        let known = before.and_then(|before| before.sentences(source));
        let found = known.map_or_else(|| sentences(source), Arc::clone);
        let counted = density(comparison, (source.id, &found), readers, tags);
        (source.id, (source.text.clone(), Arc::new(counted)))
    };
    Densities(comparison.sources().iter().map(of).collect())
}

/// The readers of a comparison by itself. One who made nothing is no reader of it.
pub(super) fn roll_of_one(open: &Comparison) -> Vec<RollRow> {
    let mut counts: HashMap<ReaderId, [usize; 3]> = HashMap::new();
    let mut add = |reader: ReaderId, what: usize, n: usize| {
        if let Some(count) = counts.entry(reader).or_default().get_mut(what) {
            *count += n;
        }
    };
    let mut readers = open.readers();
    match (readers.len(), readers.next()) {
        (1, Some(only)) => add(only.id, 0, open.n_claims()),
        _ => open.claims().for_each(|claim| add(claim.reader, 0, 1)),
    }
    open.links().for_each(|link| add(link.reader, 1, 1));
    open.silences().for_each(|silence| add(silence.reader, 2, 1));
    let row = |reader: &Arc<Reader>| {
        let [n_claims, n_links, n_silences] = counts.get(&reader.id).copied()?;
        Some(RollRow {
            id: reader.id,
            name: reader.name.clone(),
            own: true,
            n_claims,
            n_links,
            n_silences,
            file: None,
            n_copies: 0,
            last_change: None,
        })
    };
    in_order(open.readers().filter_map(row).filter(RollRow::made_something).collect())
}

/// The readers of files laid over one another.
pub(super) fn roll_of_laid(laid: &Laid) -> Vec<RollRow> {
    let row = |reader: &LaidReader| RollRow {
        id: reader.id,
        name: reader.name.clone(),
        own: reader.from.is_none(),
        n_claims: reader.n_claims,
        n_links: reader.n_links,
        n_silences: reader.n_silences,
        file: reader.from.and_then(|at| laid.files.get(at)).map(|file| file.name.clone()),
        n_copies: reader.other_copies.len(),
        last_change: reader.last_change,
    };
    in_order(laid.readers.iter().map(row).collect())
}

/// Those who work in the open comparison first, then by name.
fn in_order(mut rows: Vec<RollRow>) -> Vec<RollRow> {
    rows.sort_by_cached_key(|row| (!row.own, row.name.to_lowercase(), row.id));
    rows
}

impl RollRow {
    fn made_something(&self) -> bool {
        self.n_claims + self.n_links + self.n_silences > 0
    }
}
