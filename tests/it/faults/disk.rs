//! A disk that is not there: a file system in memory, with what is seen of it and what of that would
//! outlast a power failure. It can fail at any call, and the power can go after any call.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use diptych::store::disk::{Disk, Facts, Kind, Temporary};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The call fails with an error of this kind and has done nothing.
    Kind(ErrorKind),
    /// The call fails with this error of the system and has done nothing.
    Code(i32),
    /// A write takes only half; any other call fails.
    Short,
    /// The call does what it should, and then fails: the answer was lost.
    Lost,
    /// Another program holds the file; any call but taking a name fails with an input/output error.
    Held,
}

impl Fault {
    fn error(self) -> io::Error {
        match self {
            Self::Kind(kind) => kind.into(),
            Self::Code(code) => io::Error::from_raw_os_error(code),
            Self::Short | Self::Lost => io::Error::from_raw_os_error(5),
            Self::Held => ErrorKind::ResourceBusy.into(),
        }
    }
}

/// At which calls something goes wrong.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// At these, counted from 0.
    pub at: BTreeMap<usize, Fault>,
    /// From this one on, at all.
    pub for_good: Option<(usize, Fault)>,
}

impl Plan {
    pub fn once(at: usize, fault: Fault) -> Self {
        Self { at: BTreeMap::from([(at, fault)]), for_good: None }
    }

    pub fn for_good(at: usize, fault: Fault) -> Self {
        Self { at: BTreeMap::new(), for_good: Some((at, fault)) }
    }

    fn now(&self, call: usize) -> Option<Fault> {
        let for_good = self.for_good.filter(|(from, _)| call >= *from).map(|(_, fault)| fault);
        self.at.get(&call).copied().or(for_good)
    }
}

/// A file's words, as they are seen and as they would be after a power failure.
#[derive(Debug, Clone, Default)]
struct Node {
    content: Vec<u8>,
    /// How much of the content is on the disk for certain.
    flushed: usize,
    /// Whether a flush has failed. From then on the system counts as written what is not.
    given_up: bool,
    modified: Duration,
    mode: u32,
}

/// A change of the folder's names that is not on the disk for certain.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Change {
    Add(String, usize),
    Move(String, String, usize),
    Remove(String),
}

#[derive(Debug, Clone, Default)]
struct State {
    nodes: Vec<Node>,
    names: BTreeMap<String, usize>,
    /// The names that are on the disk for certain.
    durable: BTreeMap<String, usize>,
    pending: Vec<Change>,
    calls: Vec<&'static str>,
    plan: Plan,
    now: Duration,
    waited: Duration,
    made: usize,
    /// A copy of everything, taken after each call.
    moments: Option<Vec<State>>,
}

/// One folder, `/desk`, with files in it.
#[derive(Debug, Clone, Default)]
pub struct FakeDisk(Arc<Mutex<State>>);

/// The names and contents of a folder.
pub type Folder = BTreeMap<String, Vec<u8>>;

pub const FOLDER: &str = "/desk";

impl FakeDisk {
    /// A disk with these files, all of them safe on it.
    pub fn of(folder: &Folder) -> Self {
        let mut state = State { now: Duration::from_secs(1_700_000_000), ..State::default() };
        for (name, content) in folder {
            let flushed = content.len();
            state.names.insert(name.clone(), state.nodes.len());
            let modified = state.now;
            let content = content.clone();
            state.nodes.push(Node { content, flushed, given_up: false, modified, mode: 0o640 });
        }
        state.durable = state.names.clone();
        Self(Arc::new(Mutex::new(state)))
    }

    /// A disk in the same state.
    pub fn copy(&self) -> Self {
        Self(Arc::new(Mutex::new(self.0.lock().unwrap().clone())))
    }

    /// Begins anew: counts calls from 0, and fails as planned.
    pub fn plan(&self, plan: Plan) {
        let mut state = self.0.lock().unwrap();
        state.calls.clear();
        state.plan = plan;
        state.waited = Duration::ZERO;
    }

    /// From now on keeps a copy of everything after each call.
    pub fn keep_moments(&self) {
        self.0.lock().unwrap().moments = Some(Vec::new());
    }

    /// The calls made since the plan began.
    pub fn calls(&self) -> Vec<&'static str> {
        self.0.lock().unwrap().calls.clone()
    }

    pub fn waited(&self) -> Duration {
        self.0.lock().unwrap().waited
    }

    /// Lets time go by, or the clock jump.
    pub fn set_clock(&self, seconds: u64) {
        self.0.lock().unwrap().now = Duration::from_secs(seconds);
    }

    pub fn now(&self) -> u64 {
        self.0.lock().unwrap().now.as_secs()
    }

    /// Somebody else writes a file, without a trace in its time.
    pub fn overwrite(&self, name: &str, content: &[u8]) {
        let mut state = self.0.lock().unwrap();
        let node = state.names[name];
        state.nodes[node].content = content.to_vec();
        state.nodes[node].flushed = content.len();
    }

    /// The folder as it is seen.
    pub fn folder(&self) -> Folder {
        let state = self.0.lock().unwrap();
        state.names.iter().map(|(name, node)| (name.clone(), state.nodes[*node].content.clone())).collect()
    }

    pub fn mode(&self, name: &str) -> u32 {
        let state = self.0.lock().unwrap();
        state.nodes[state.names[name]].mode
    }

    /// Everything that the folder can be if the power goes now.
    pub fn after_a_crash(&self) -> BTreeSet<Folder> {
        self.0.lock().unwrap().after_a_crash()
    }

    /// The same for each moment, between any two calls, since moments are kept.
    pub fn after_crashes(&self) -> Vec<BTreeSet<Folder>> {
        let mut state = self.0.lock().unwrap();
        state.moments.take().unwrap_or_default().iter().map(State::after_a_crash).collect()
    }

    /// Makes one call: counts it, fails as planned, or does it. `act` is told whether only half is to be done.
    fn call<T>(
        &self,
        name: &'static str,
        act: impl FnOnce(&mut State, bool) -> io::Result<T>,
    ) -> io::Result<T> {
        let mut state = self.0.lock().unwrap();
        let fault = state.plan.now(state.calls.len());
        state.calls.push(name);
        state.now += Duration::from_millis(1);
        let done = match fault {
            None => act(&mut state, false),
            Some(Fault::Short) if name == "write" => act(&mut state, true),
            Some(Fault::Lost) => act(&mut state, false).and_then(|_| Err(Fault::Lost.error())),
            Some(Fault::Held) if name != "put" => Err(Fault::Code(5).error()),
            Some(fault) => Err(fault.error()),
        };
        if let Some(mut moments) = state.moments.take() {
            moments.push(State { moments: None, ..state.clone() });
            state.moments = Some(moments);
        }
        done
    }
}

impl State {
    fn node(&self, path: &Path) -> io::Result<usize> {
        self.names.get(&name_in(path)?).copied().ok_or_else(|| ErrorKind::NotFound.into())
    }

    /// Any of the changes of names may have reached the disk, in any order, without the others; of words that
    /// were not flushed nothing, some, all, or as much of anything else.
    fn after_a_crash(&self) -> BTreeSet<Folder> {
        let mut folders = BTreeSet::new();
        let all = 1_u32 << self.pending.len();
        for (chosen, backwards) in (0..all).flat_map(|chosen| [(chosen, false), (chosen, true)]) {
            let mut names = self.durable.clone();
            let mut changes: Vec<_> = self.pending.iter().enumerate().collect();
            if backwards {
                changes.reverse();
            }
            for (_, change) in changes.into_iter().filter(|(at, _)| chosen >> at & 1 == 1) {
                match change {
                    Change::Add(name, node) => drop(names.insert(name.clone(), *node)),
                    Change::Remove(name) => drop(names.remove(name)),
                    Change::Move(from, to, node) => {
                        names.remove(from);
                        names.insert(to.clone(), *node);
                    }
                }
            }
            for survival in 0..4 {
                let content = |node: &usize| self.nodes[*node].after_a_crash(survival);
                folders.insert(names.iter().map(|(name, node)| (name.clone(), content(node))).collect());
            }
        }
        folders
    }
}

impl Node {
    fn after_a_crash(&self, survival: usize) -> Vec<u8> {
        let unflushed = self.content.len() - self.flushed;
        let mut content = self.content.clone();
        match survival {
            0 => content.truncate(self.flushed),
            1 => content.truncate(self.flushed + unflushed / 2),
            2 => content[self.flushed..].fill(0),
            _ => {}
        }
        content
    }
}

fn name_in(path: &Path) -> io::Result<String> {
    if path.parent() != Some(Path::new(FOLDER)) {
        return Err(ErrorKind::NotFound.into());
    }
    Ok(path.file_name().unwrap().to_str().unwrap().to_owned())
}

fn facts(node: &Node) -> Facts {
    Facts {
        kind: Kind::File,
        len: node.content.len() as u64,
        modified: Some(SystemTime::UNIX_EPOCH + node.modified),
        read_only: node.mode & 0o200 == 0,
        mode: Some(node.mode),
        owner: Some((1, 1)),
    }
}

impl Disk for FakeDisk {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.call("resolve", |state, _| {
            if path != Path::new(FOLDER) {
                state.node(path)?;
            }
            Ok(path.to_owned())
        })
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        self.call("read link", |state, _| state.node(path).and_then(|_| Err(ErrorKind::InvalidInput.into())))
    }

    fn facts(&self, path: &Path) -> io::Result<Facts> {
        self.call("facts", |state, _| Ok(facts(&state.nodes[state.node(path)?])))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send + '_>> {
        let content = self.call("open", |state, _| Ok(state.nodes[state.node(path)?].content.clone()))?;
        Ok(Box::new(FakeReader { disk: self.clone(), content, at: 0 }))
    }

    fn create(&self, folder: &Path, prefix: &str) -> io::Result<Box<dyn Temporary + '_>> {
        assert_eq!(folder, Path::new(FOLDER));
        self.call("create", |state, _| {
            state.made += 1;
            let name = format!("{prefix}{}.tmp", state.made);
            let node = state.nodes.len();
            state.nodes.push(Node { modified: state.now, mode: 0o644, ..Node::default() });
            state.names.insert(name.clone(), node);
            state.pending.push(Change::Add(name.clone(), node));
            let path = folder.join(&name);
            Ok(Box::new(FakeFile { disk: self.clone(), node, name, path, gone: false }) as Box<dyn Temporary>)
        })
    }

    fn flush_folder(&self, _folder: &Path) -> io::Result<()> {
        self.call("flush folder", |state, _| {
            state.durable = state.names.clone();
            state.pending.clear();
            Ok(())
        })
    }

    fn names(&self, _folder: &Path) -> io::Result<Vec<String>> {
        self.call("names", |state, _| Ok(state.names.keys().cloned().collect()))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call("remove", |state, _| {
            state.node(path)?;
            let name = name_in(path)?;
            state.names.remove(&name);
            state.pending.push(Change::Remove(name));
            Ok(())
        })
    }

    fn is_held(&self, error: &io::Error) -> bool {
        error.kind() == ErrorKind::ResourceBusy
    }

    fn wait(&self, time: Duration) {
        self.0.lock().unwrap().waited += time;
    }
}

struct FakeFile {
    disk: FakeDisk,
    node: usize,
    name: String,
    path: PathBuf,
    gone: bool,
}

impl Temporary for FakeFile {
    fn path(&self) -> &Path {
        &self.path
    }

    fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.call("write", |state, half| {
            // Never all at once, so that there is a moment in the middle of the writing.
            let n = bytes.len().div_ceil(if half { 4 } else { 2 }).max(bytes.len().min(64));
            let modified = state.now;
            let node = &mut state.nodes[self.node];
            node.content.extend_from_slice(&bytes[..n]);
            node.modified = modified;
            Ok(n)
        })
    }

    fn liken(&mut self, replaced: &Facts) -> io::Result<()> {
        self.disk.call("liken", |state, _| {
            state.nodes[self.node].mode = replaced.mode.unwrap();
            Ok(())
        })
    }

    fn flush(&self) -> io::Result<()> {
        let flushed = self.disk.call("flush", |state, _| {
            let node = &mut state.nodes[self.node];
            if !node.given_up {
                node.flushed = node.content.len();
            }
            Ok(())
        });
        self.disk.0.lock().unwrap().nodes[self.node].given_up |= flushed.is_err();
        flushed
    }

    fn read_back(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        let content = self.disk.call("read back", |state, _| Ok(state.nodes[self.node].content.clone()))?;
        Ok(Box::new(FakeReader { disk: self.disk.clone(), content, at: 0 }))
    }

    fn facts(&self) -> io::Result<Facts> {
        self.disk.call("own facts", |state, _| Ok(facts(&state.nodes[self.node])))
    }

    fn put(&mut self, target: &Path) -> io::Result<()> {
        self.disk.call("put", |state, _| {
            let to = name_in(target)?;
            state.names.remove(&self.name).ok_or(ErrorKind::NotFound)?;
            state.names.insert(to.clone(), self.node);
            state.pending.push(Change::Move(self.name.clone(), to, self.node));
            Ok(())
        })?;
        self.gone = true;
        Ok(())
    }

    fn discard(&mut self) -> io::Result<()> {
        self.gone = true;
        self.disk.remove(&self.path)
    }
}

struct FakeReader {
    disk: FakeDisk,
    content: Vec<u8>,
    at: usize,
}

impl Read for FakeReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.disk.call("read", |_, _| {
            let left = &self.content[self.at..];
            let n = left.len().min(buffer.len());
            buffer[..n].copy_from_slice(&left[..n]);
            self.at += n;
            Ok(n)
        })
    }
}
