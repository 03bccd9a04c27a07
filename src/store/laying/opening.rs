//! Opening many readers' files, one after the other, and laying them over a comparison.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::{Laid, Layers};
use crate::model::Comparison;
use crate::store::{Opened, StoreError, open};

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
    let mut ready: Vec<Result<Opened, StoreError>> = Vec::new();
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
            let reading: Vec<_> = batch.iter().map(|path| (path, scope.spawn(move || open(path)))).collect();
            for opened in ready.drain(..) {
                let name = names.get(n_done).map_or("", String::as_str);
                layers.add(name, opened.as_ref());
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
