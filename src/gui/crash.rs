//! What is done when the program itself fails: the journal reaches the disk, a report without any text of the
//! documents is written, and a sentence says so.

use std::io::Write as _;
use std::panic::{PanicHookInfo, set_hook};
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use crate::desk::{Clock as _, SystemClock};
use crate::store::crash_report::Report;
use crate::store::journal::Flusher;

/// How long the end of the program may wait for the disk.
const AT_MOST: Duration = Duration::from_secs(3);

static FLUSHER: Mutex<Option<Flusher>> = Mutex::new(None);

/// Says which journal is to be flushed if the program fails; nothing: none.
pub fn flush_on_fault(flusher: Option<Flusher>) {
    if let Ok(mut slot) = FLUSHER.lock() {
        *slot = flusher;
    }
}

/// From now on a panic leaves the work on the disk, and a report in the private folder.
pub fn guard(private: Option<PathBuf>) {
    set_hook(Box::new(move |info| failed(info, private.as_deref())));
}

fn failed(info: &PanicHookInfo<'_>, private: Option<&std::path::Path>) {
    // Not waited for: the thread that holds it may be the one that fails.
    let flusher = FLUSHER.try_lock().ok().and_then(|slot| slot.clone());
    let kept = flusher.is_some_and(|flusher| flusher.flush_now(AT_MOST));
    let report = private.and_then(|private| Report::of_panic(info, SystemClock.now()).write(private).ok());
    let work = if kept {
        "Your work is on the disk and is offered at the next start."
    } else {
        "What was saved is as it was; changes since are offered at the next start as far as they were noted."
    };
    let told = match report {
        Some(path) => format!(" A report without any of your texts is in {}.", path.display()),
        None => String::new(),
    };
    // Nobody may be listening.
    let _ = writeln!(std::io::stderr(), "diptych: a fault of the program. {work}{told}");
}
