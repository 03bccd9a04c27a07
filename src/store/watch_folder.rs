//! Watching a folder of readers' files: comparisons that come, change or go are noticed while somebody works.
//!
//! The system tells of changes; where it can't (many network drives), the folder is looked at now and then. A listing is
//! told once it has stayed the same for a moment, so that a file that is still being copied is not read half.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant, SystemTime};

use notify::{EventKind, RecursiveMode, Watcher as _};

use super::conflict::conflict_copy;

/// How the names of comparisons end.
const ENDING: &str = ".diptych.json";
/// How long the folder must be quiet before it is told of.
const QUIET_FOR: Duration = Duration::from_millis(250);
/// How long is waited at most for it to be quiet.
const AT_MOST: Duration = Duration::from_secs(3);
/// How often it is looked at where the system tells of changes; over a network it may not tell of others'.
const TOLD_PERIOD: Duration = Duration::from_secs(5);
/// The same where it does not.
const UNTOLD_PERIOD: Duration = Duration::from_secs(2);
/// How many files of a folder are looked at: more are no reading group's.
const MOST: usize = 5_000;

/// The comparisons in a folder: by name, each with its size in bytes and when it was last changed.
pub type Listing = Vec<(PathBuf, u64, Option<SystemTime>)>;

/// A folder that is being watched, until this is dropped.
#[derive(Debug)]
pub struct FolderWatch {
    wake: Sender<Wake>,
}

#[derive(Debug)]
enum Wake {
    Stir,
    Stop,
}

impl FolderWatch {
    /// Watches `folder`. `report` is called from another thread with what is in it: once at the beginning, and whenever
    /// that has changed; or with a sentence why it can't be read.
    pub fn begin(folder: &Path, report: impl Fn(Result<Listing, String>) + Send + 'static) -> Self {
        let (wake, woken) = channel();
        let (folder, stir) = (folder.to_owned(), wake.clone());
        let watch = move || {
            let watcher = told_of_changes(&folder, stir);
            let period = if watcher.is_some() { TOLD_PERIOD } else { UNTOLD_PERIOD };
            keep_watch(&folder, &woken, period, &report);
        };
        // Without a thread nothing is watched; the files that are laid over stay as they are.
        drop(std::thread::Builder::new().name("watch folder".to_owned()).spawn(watch));
        Self { wake }
    }
}

impl Drop for FolderWatch {
    fn drop(&mut self) {
        drop(self.wake.send(Wake::Stop));
    }
}

fn told_of_changes(folder: &Path, stir: Sender<Wake>) -> Option<notify::RecommendedWatcher> {
    let on_event = move |event: notify::Result<notify::Event>| {
        // Our own looking is an event too, and must not make us look again.
        if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
            drop(stir.send(Wake::Stir));
        }
    };
    let mut watcher = notify::recommended_watcher(on_event).ok()?;
    watcher.watch(folder, RecursiveMode::NonRecursive).ok()?;
    Some(watcher)
}

fn keep_watch(
    folder: &Path,
    woken: &Receiver<Wake>,
    period: Duration,
    report: &impl Fn(Result<Listing, String>),
) {
    let mut told: Option<Result<Listing, String>> = None;
    loop {
        let now = comparisons_in(folder);
        if told.as_ref() != Some(&now) {
            report(now.clone());
            told = Some(now);
        }
        match woken.recv_timeout(period) {
            Ok(Wake::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {}
            Ok(Wake::Stir) => {
                let begun = Instant::now();
                while begun.elapsed() < AT_MOST {
                    match woken.recv_timeout(QUIET_FOR) {
                        Ok(Wake::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                        Ok(Wake::Stir) => {}
                        Err(RecvTimeoutError::Timeout) => break,
                    }
                }
            }
        }
    }
}

/// Returns the comparisons in a folder by name, conflict copies and hidden files left out.
///
/// # Errors
/// A sentence, when the folder can't be read.
pub fn comparisons_in(folder: &Path) -> Result<Listing, String> {
    let entries = std::fs::read_dir(folder)
        .map_err(|error| format!("The folder {} can't be read: {error}.", folder.display()))?;
    let mut found: Listing = Vec::new();
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_one = name.ends_with(ENDING) && !name.starts_with('.');
        if !is_one || conflict_copy(Path::new(&name)).is_some() || found.len() >= MOST {
            continue;
        }
        // What a link leads to counts.
        if let Ok(facts) = std::fs::metadata(entry.path()).map_err(drop)
            && facts.is_file()
        {
            found.push((entry.path(), facts.len(), facts.modified().ok()));
        }
    }
    found.sort_unstable();
    Ok(found)
}
