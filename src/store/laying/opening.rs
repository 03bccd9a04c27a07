//! Opening many readers' files, one after the other, and laying them over a comparison.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::placing::PlacedPassage;
use super::{Laid, Layers};
use crate::anchoring::Placement;
use crate::model::{ClaimId, Comparison, Digest, ReaderId};
use crate::store::{Confirmed, FoundReport, Opened, SourceWanted, StoreError, Supplied, open_with_texts};

/// Lays the files at `paths` over `base`, in this order. After each, `progress` is told how many are done, of how many;
/// when it returns false, the rest is left. A file that can't be opened is refused by name, and the others are laid.
pub fn open_all(base: &Comparison, paths: &[PathBuf], progress: &dyn Fn(usize, usize) -> bool) -> Laid {
    open_layers(base, paths, progress).finish()
}

/// As [`open_all`], but leaves open which of several files of one reader counts.
pub fn open_layers(base: &Comparison, paths: &[PathBuf], progress: &dyn Fn(usize, usize) -> bool) -> Layers {
    let names = names(paths);
    let mut layers = Layers::over(base);
    // Some files are read while those before them are laid; no more than these are in memory at any time.
    let n_at_once = std::thread::available_parallelism().map_or(1, usize::from).clamp(1, 8);
    let mut ready: Vec<Result<ForLaying, StoreError>> = Vec::new();
    let mut batches = paths.chunks(n_at_once);
    let mut n_done = 0;
    loop {
        let next = batches.next();
        if next.is_none() && ready.is_empty() {
            return layers;
        }
        let mut go_on = true;
        ready = std::thread::scope(|scope| {
            let batch = next.unwrap_or_default();
            let reading: Vec<_> =
                batch.iter().map(|path| (path, scope.spawn(move || open_for(base, path)))).collect();
            for opened in ready.drain(..) {
                let name = names.get(n_done).map_or("", String::as_str);
                layers.add_opened(name, opened.as_ref());
                n_done += 1;
                go_on = go_on && progress(n_done, paths.len());
            }
            let read = reading.into_iter().map(|(path, reading)| {
                let failed = || std::io::Error::other("reading it failed");
                let failed = |_| Err(StoreError::Read { path: path.clone(), error: failed() });
                reading.join().unwrap_or_else(failed)
            });
            read.collect()
        });
        if !go_on {
            return layers;
        }
    }
}

/// A file as it was opened, and what came of our texts where it was saved without.
pub(super) struct ForLaying {
    pub(super) opened: Opened,
    pub(super) found: FoundReport,
}

/// Opens a file. Where it was saved without its texts, it gets ours.
pub(super) fn open_for(base: &Comparison, path: &Path) -> Result<ForLaying, StoreError> {
    let texts = |wanted: &SourceWanted| -> Option<Supplied> {
        let long = |length: u32| wanted.length.is_none_or(|wanted| wanted == u64::from(length));
        let same = |text: &str| wanted.digest == Some(Digest::of(text.as_bytes()));
        let by_text = base.sources().iter().find(|ours| long(ours.text.len()) && same(ours.text.as_str()));
        by_text.or_else(|| base.source(wanted.id)).map(|ours| ours.text.clone().into())
    };
    let (opened, found) = open_with_texts(path, &texts, &Confirmed::new())?;
    // Laying shows what changed in words that are similar; so they need nobody's word first.
    let similar = found.passages.iter().filter_map(|passage| match passage.placement {
        Placement::Similar { span, .. } => Some(((passage.claim, passage.passage), span)),
        _ => None,
    });
    let similar: Confirmed = similar.collect();
    if similar.is_empty() {
        return Ok(ForLaying { opened, found });
    }
    let (opened, found) = open_with_texts(path, &texts, &similar)?;
    Ok(ForLaying { opened, found })
}

/// Returns what became of the passages of a file that was saved without its texts, where ours is another edition.
pub(super) fn placed(ForLaying { opened, found }: &ForLaying) -> Vec<PlacedPassage> {
    let comparison = &opened.comparison;
    let only = comparison.readers().next().map_or(ReaderId(uuid::Uuid::nil()), |reader| reader.id);
    let placed = found.passages.iter().map(|passage| {
        let claim = comparison.claim(passage.claim);
        let tags = claim.into_iter().flat_map(|claim| &claim.tags);
        let names = tags.filter_map(|used| comparison.tag(used.tag)).map(|tag| tag.name.clone());
        PlacedPassage {
            claim: passage.claim,
            reader: claim.map_or(only, |claim| claim.reader),
            source: passage.source,
            passage: passage.passage + 1,
            quote: passage.quote.clone(),
            was: passage.was,
            placement: passage.placement.clone(),
            around: Vec::new(),
            summary: claim.map(|claim| claim.summary.clone()).unwrap_or_default(),
            tags: names.collect(),
        }
    });
    placed.collect()
}

/// Returns how the claim was laid by what became of its passages.
pub(super) fn laying_of(found: &FoundReport, claim: ClaimId) -> Option<super::Laying> {
    let of_claim = found.passages.iter().filter(|passage| passage.claim == claim);
    let laying = of_claim.map(|passage| match passage.placement {
        Placement::Exact(_) | Placement::Moved(_) => super::Laying::Moved,
        Placement::Similar { .. } => super::Laying::Similar,
        Placement::Ambiguous(_) | Placement::Lost => super::Laying::InPart,
    });
    laying.max()
}

/// Returns what the files are called: by their names, or by their paths where two have the same name.
fn names(paths: &[PathBuf]) -> Vec<String> {
    let name = |path: &Path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let mut n_called: HashMap<String, usize> = HashMap::new();
    for path in paths {
        *n_called.entry(name(path)).or_default() += 1;
    }
    let of = |path: &PathBuf| {
        let short = name(path);
        if n_called.get(&short) == Some(&1) { short } else { path.display().to_string() }
    };
    paths.iter().map(of).collect()
}
