//! Who has a file open: so that the second window, or the second machine, says so.
//!
//! On one machine the system knows: a file in the user's own folder is locked, and the lock goes with the
//! program however it ends. Between machines that share a folder, a small mark stands beside the file
//! (`.~lock.NAME#`, as office programs do), renewed while the file is open. A mark is information, never
//! a bar: where none can be written nothing fails, and what keeps work from being lost is that the
//! file's content is asked before every save.

use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::export::visible;
use super::{private, write_atomically};
use crate::model::{Digest, Time};

/// How often a mark is renewed; seldom, because a synchronizer sends each one round.
const RENEWED_EVERY: Duration = Duration::from_secs(5 * 60);
/// The age, in seconds, from which on a mark counts as left behind.
const STALE_AFTER: i64 = 15 * 60;
/// More than any mark is long.
const MAX_BYTES: u64 = 4_096;
/// What is shown of a name, in characters.
const MAX_NAME: usize = 80;

/// This machine, and where on it locks are kept.
#[derive(Debug, Clone)]
pub struct Machine {
    /// What it is called.
    pub name: String,
    /// The folder of the user's own; without it only marks are used.
    pub state: Option<PathBuf>,
}

impl Machine {
    /// Returns the machine that this runs on.
    #[must_use]
    pub fn this() -> Self {
        Self { name: gethostname::gethostname().to_string_lossy().into_owned(), state: private::folder() }
    }

    /// Returns an id that tells two machines of one name apart; made when first asked for.
    fn id(&self) -> Option<Uuid> {
        let file = self.state.as_ref()?.join("machine");
        let known = fs::read_to_string(&file).ok().and_then(|words| words.trim().parse().ok());
        known.or_else(|| {
            let fresh = Uuid::now_v7();
            private::make(self.state.as_ref()?).ok()?;
            private::write(&file, fresh.to_string().as_bytes()).ok()?;
            Some(fresh)
        })
    }
}

/// Who has a file open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The reader's name; fit to be shown.
    pub name: String,
    /// The machine's name; fit to be shown.
    pub machine: String,
    /// Since when, by that machine's clock.
    pub since: Time,
    /// Whether it is another window on this machine.
    pub is_here: bool,
}

/// What comes of asking for a lock.
#[derive(Debug)]
pub enum LockOutcome {
    /// Nobody else has the file open, as far as can be known.
    Ours(Lock),
    /// Somebody has.
    HeldBy(Holder),
}

/// That a file is open here, until this is dropped.
#[derive(Debug)]
pub struct Lock {
    /// Locked as long as it is open.
    _own: Option<File>,
    card: Option<PathBuf>,
    mark: Option<PathBuf>,
    session: Uuid,
    // Dropping it ends the renewing.
    _renewing: Option<Sender<()>>,
}

/// What a mark says.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Mark {
    program: String,
    name: String,
    machine: String,
    #[serde(default)]
    machine_id: Option<Uuid>,
    session: Uuid,
    since: i64,
    renewed: i64,
}

impl Lock {
    /// Notes that `reader` has the file at `path` open, or says who has.
    #[must_use]
    pub fn take(path: &Path, reader: &str) -> LockOutcome {
        Self::take_on(&Machine::this(), path, reader)
    }

    /// The same for a given machine.
    #[must_use]
    pub fn take_on(machine: &Machine, path: &Path, reader: &str) -> LockOutcome {
        let path = fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or(path.to_owned());
        let (id, now) = (machine.id(), now());
        let (name, machine_name) = (reader.to_owned(), machine.name.clone());
        let ours = Mark {
            program: "diptych".to_owned(),
            name,
            machine: machine_name,
            machine_id: id,
            session: Uuid::now_v7(),
            since: now,
            renewed: now,
        };
        let mark = mark_of(&path);
        let found = mark.as_deref().and_then(read);
        let own = machine.state.as_deref().map(|state| Own::ask(state, &path));
        if let Some(Own::Held { card }) = own {
            let holder = read(&card).or(found).unwrap_or(ours);
            return LockOutcome::HeldBy(holder.shown(true));
        }
        let (own, card) = match own {
            Some(Own::Free { file, card }) => (Some(file), Some(card)),
            _ => (None, None),
        };
        if let Some(other) = found.filter(|other| other.stands(own.is_some(), id, now)) {
            return LockOutcome::HeldBy(other.shown(false));
        }
        let card = card.filter(|card| ours.write(card));
        let mark = mark.filter(|mark| ours.write(mark));
        // Two may have written at the same moment; the later stands, and the other sees it here.
        let other = mark.as_deref().and_then(read).filter(|there| there.session != ours.session);
        if let Some(other) = other {
            return LockOutcome::HeldBy(other.shown(false));
        }
        let session = ours.session;
        let renewing = mark.clone().and_then(|mark| renew(mark, ours));
        LockOutcome::Ours(Self { _own: own, card, mark, session, _renewing: renewing })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        for path in [&self.card, &self.mark].into_iter().flatten() {
            // One that somebody else has put in its place meanwhile is theirs.
            if read(path).is_some_and(|mark| mark.session == self.session) {
                drop(fs::remove_file(path));
            }
        }
    }
}

/// The system's own lock for a path.
enum Own {
    Free { file: File, card: PathBuf },
    Held { card: PathBuf },
    Unknown,
}

impl Own {
    fn ask(state: &Path, path: &Path) -> Self {
        let folder = state.join("locks");
        let key = Digest::of(path.as_os_str().as_encoded_bytes()).to_string();
        let (lock, card) = (folder.join(format!("{key}.lock")), folder.join(format!("{key}.json")));
        let opened = private::make(&folder)
            .and_then(|()| File::options().create(true).truncate(false).write(true).open(lock));
        let Ok(file) = opened else { return Self::Unknown };
        match file.try_lock() {
            Ok(()) => Self::Free { file, card },
            Err(TryLockError::WouldBlock) => Self::Held { card },
            // No locks on this file system.
            Err(TryLockError::Error(_)) => Self::Unknown,
        }
    }
}

impl Mark {
    /// Returns whether it still speaks for an open file. One of this very machine doesn't if the system says that
    /// no program here has the file open: that one was killed.
    fn stands(&self, nobody_here: bool, machine: Option<Uuid>, now: i64) -> bool {
        let of_here = self.machine_id.is_some() && self.machine_id == machine;
        // One from the future stands: then a clock is wrong, and nobody knows which.
        !(of_here && nobody_here) && now.saturating_sub(self.renewed) < STALE_AFTER
    }

    fn shown(self, is_here: bool) -> Holder {
        let shown = |words: &str, instead: &str| {
            let words: String = visible(words.trim()).chars().take(MAX_NAME).collect();
            if words.is_empty() { instead.to_owned() } else { words }
        };
        Holder {
            name: shown(&self.name, "Somebody"),
            machine: shown(&self.machine, "another machine"),
            since: Time(self.since),
            is_here,
        }
    }

    /// Writes it to `path`; whether that was possible.
    fn write(&self, path: &Path) -> bool {
        serde_json::to_vec(self).is_ok_and(|json| write_atomically(path, &json).is_ok())
    }
}

/// Renews a mark until the returned end is dropped, or somebody else's has taken its place.
fn renew(path: PathBuf, mut mark: Mark) -> Option<Sender<()>> {
    let (end, ended) = channel();
    let renewing = move || {
        while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(RENEWED_EVERY) {
            if read(&path).is_some_and(|there| there.session != mark.session) {
                return;
            }
            mark.renewed = now();
            mark.write(&path);
        }
    };
    std::thread::Builder::new().name("lock".to_owned()).spawn(renewing).ok()?;
    Some(end)
}

/// Returns where the mark of a file stands.
fn mark_of(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    Some(path.with_file_name(format!(".~lock.{name}#")))
}

/// Reads a mark. One that can't be understood counts as somebody's until it is old.
fn read(path: &Path) -> Option<Mark> {
    let mut json = Vec::new();
    let file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return None,
        file => file.ok()?,
    };
    let modified = file.metadata().ok().filter(fs::Metadata::is_file)?.modified().ok();
    file.take(MAX_BYTES).read_to_end(&mut json).ok()?;
    let written = modified.map_or(0, seconds);
    Some(serde_json::from_slice(&json).unwrap_or_else(|_| Mark {
        program: String::new(),
        name: String::new(),
        machine: String::new(),
        machine_id: None,
        session: Uuid::nil(),
        since: written,
        renewed: written,
    }))
}

fn now() -> i64 {
    seconds(SystemTime::now())
}

fn seconds(time: SystemTime) -> i64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    i64::try_from(since).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Shared {
        folder: tempfile::TempDir,
        path: PathBuf,
    }

    impl Shared {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.diptych.json");
            File::create(&path).unwrap();
            Self { folder, path }
        }

        fn machine(&self, name: &str) -> Machine {
            Machine { name: name.to_owned(), state: Some(self.folder.path().join(name)) }
        }

        fn mark(&self) -> PathBuf {
            mark_of(&self.path).unwrap()
        }

        #[track_caller]
        fn ours(&self, machine: &Machine) -> Lock {
            match Lock::take_on(machine, &self.path, "Ana") {
                LockOutcome::Ours(lock) => lock,
                LockOutcome::HeldBy(holder) => panic!("held by {holder:?}"),
            }
        }

        #[track_caller]
        fn held(&self, machine: &Machine) -> Holder {
            match Lock::take_on(machine, &self.path, "Bo") {
                LockOutcome::Ours(_) => panic!("nobody has it"),
                LockOutcome::HeldBy(holder) => holder,
            }
        }
    }

    #[test]
    fn the_second_window_and_the_second_machine_are_told_who_has_the_file() {
        let shared = Shared::new();
        let (desk, laptop) = (shared.machine("desk"), shared.machine("laptop"));
        let lock = shared.ours(&desk);
        let here = shared.held(&desk);
        assert_eq!((here.name.as_str(), here.machine.as_str(), here.is_here), ("Ana", "desk", true));
        let there = shared.held(&laptop);
        assert_eq!((there.name.as_str(), there.machine.as_str(), there.is_here), ("Ana", "desk", false));
        assert!(shared.mark().exists());
        drop(lock);
        assert!(!shared.mark().exists());
        let lock = shared.ours(&laptop);
        assert_eq!(shared.held(&desk).machine, "laptop");
        drop(lock);
    }

    #[test]
    fn what_a_killed_program_left_is_no_bar() {
        let shared = Shared::new();
        let (desk, laptop) = (shared.machine("desk"), shared.machine("laptop"));
        let lock = shared.ours(&desk);
        let mut mark = read(&shared.mark()).unwrap();
        drop(lock);
        // The same machine: no program here has it open. A machine of the same name is another.
        assert!(mark.write(&shared.mark()));
        let twin = Machine { name: "desk".to_owned(), ..laptop.clone() };
        assert!(!shared.held(&twin).is_here);
        drop(shared.ours(&desk));
        // Another machine: when it has not been renewed for long; one from the future stands.
        mark.renewed = now() - STALE_AFTER - 1;
        assert!(mark.write(&shared.mark()));
        drop(shared.ours(&laptop));
        mark.renewed = now() + 400 * 24 * 3600;
        assert!(mark.write(&shared.mark()));
        assert_eq!(shared.held(&laptop).name, "Ana");
    }

    #[test]
    fn a_mark_that_is_not_ours_is_neither_believed_nor_removed() {
        let shared = Shared::new();
        let desk = shared.machine("desk");
        write_atomically(&shared.mark(), "Ana,ana,pc,20.11.2026 10:15".as_bytes()).unwrap();
        let holder = shared.held(&desk);
        assert_eq!((holder.name.as_str(), holder.machine.as_str()), ("Somebody", "another machine"));
        let old = SystemTime::now() - Duration::from_secs(3600);
        File::options().write(true).open(shared.mark()).unwrap().set_modified(old).unwrap();
        let lock = shared.ours(&desk);
        let mut theirs = read(&shared.mark()).unwrap();
        theirs.session = Uuid::now_v7();
        theirs.name = "B\u{202e}o\n".repeat(100);
        assert!(theirs.write(&shared.mark()));
        drop(lock);
        assert!(shared.mark().exists());
        let shown = shared.held(&shared.machine("laptop")).name;
        assert!(shown.chars().count() <= MAX_NAME && !shown.contains(['\u{202e}', '\n']), "{shown:?}");
    }

    #[test]
    fn where_nothing_can_be_written_nothing_fails() {
        let shared = Shared::new();
        let blocked = shared.folder.path().join("file");
        File::create(&blocked).unwrap();
        let machine = Machine { name: "desk".to_owned(), state: Some(blocked) };
        let gone = shared.folder.path().join("gone").join("a.diptych.json");
        for machine in [machine, Machine { name: String::new(), state: None }] {
            assert!(matches!(Lock::take_on(&machine, &gone, "Ana"), LockOutcome::Ours(_)));
        }
        assert!(!Machine::this().name.is_empty());
    }
}
