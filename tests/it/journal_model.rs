//! Random sequences of edits, typing, undo, redo, saving, quitting and crashing, held against the plainest
//! model: a list of states. `DIPTYCH_STEPS` says how many steps (1,000 if it is not set).

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use diptych::desk::{Command, Desk};
use diptych::model::{Comparison, Digest, State};
use diptych::store::journal::{Journals, Place};
use diptych::store::{self, Actor, Record, to_json};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};
use tempfile::TempDir;

use crate::support::{desk_of, small_desk};
use crate::whims::{Whim, command, whim};

/// What happens.
#[derive(Debug, Clone)]
enum Event {
    Do(Whim),
    /// Typing in a note or a definition.
    Type(Index, String),
    LeaveField,
    Undo,
    Redo,
    Save,
    /// A save of which the job takes its time: things are done meanwhile.
    BeginSave,
    EndSave,
    /// Everything is on the disk at this moment; what comes later need not be.
    Flush,
    /// The program is killed, and what was written since the last flush is there up to a random byte.
    Crash(Index),
    /// Killed between writing the document and noting it.
    CrashInSave,
    /// The reader quits; what is not saved is not wanted.
    Quit,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        30 => whim().prop_map(Event::Do),
        20 => (any::<Index>(), "[a-zé“\n]{1,12}").prop_map(|(at, words)| Event::Type(at, words)),
        3 => Just(Event::LeaveField),
        12 => Just(Event::Undo),
        8 => Just(Event::Redo),
        3 => Just(Event::Save),
        2 => Just(Event::BeginSave),
        2 => Just(Event::EndSave),
        4 => Just(Event::Flush),
        2 => any::<Index>().prop_map(Event::Crash),
        1 => Just(Event::CrashInSave),
        1 => Just(Event::Quit),
    ]
}

/// What the history should be: the states behind, and those that redo leads to, the next last.
#[derive(Clone)]
struct Moment {
    /// Equal for moments between which all that was done was undone again.
    state: State,
    now: Comparison,
    past: Vec<Comparison>,
    future: Vec<Comparison>,
}

/// The program and the model, side by side.
struct World {
    folder: TempDir,
    desk: Option<Desk>,
    record: Record,
    moment: Moment,
    /// What is in the document: the moment in which the save began, and, once it is known to have ended, the last that was
    /// the same, for of two such moments the later may have more to make again.
    in_document: Vec<Moment>,
    /// All moments since the program was started.
    all: Vec<Moment>,
    /// The moments since the last flush, that one first.
    since: Vec<Moment>,
    /// A save that runs: what is written, and the state it has.
    saving: Option<(Moment, Record, Vec<u8>)>,
    /// The journal as it was then.
    sure: Vec<u8>,
    n_ids: u128,
    n_crashes: usize,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (desk, _, _) = small_desk();
        let path = folder.path().join("two.diptych.json");
        store::save(desk.comparison(), &Record::new(), Actor(2), &path).unwrap();
        let now = desk.comparison().clone();
        let state = desk.history().state();
        let moment = Moment { state, now, past: Vec::new(), future: Vec::new() };
        let mut world = Self {
            folder,
            desk: None,
            record: Record::new(),
            in_document: vec![moment.clone()],
            all: Vec::new(),
            since: Vec::new(),
            moment,
            saving: None,
            sure: Vec::new(),
            n_ids: 1_000,
            n_crashes: 0,
        };
        world.open();
        world.begin();
        world
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("two.diptych.json")
    }

    fn journals(&self) -> Journals {
        Journals::at(self.folder.path().join("recovery"))
    }

    fn desk(&mut self) -> &mut Desk {
        self.desk.as_mut().unwrap()
    }

    fn on_desk(&mut self, comparison: Comparison, journal: diptych::store::journal::Journal) {
        // Ids are never given twice, as in life.
        self.n_ids += 1_000_000;
        self.desk = Some(desk_of(comparison, self.n_ids).journaled(journal));
    }

    fn open(&mut self) {
        let opened = store::open(&self.path()).unwrap();
        assert!(opened.warnings.is_empty());
        let digest = Digest::of(&fs::read(self.path()).unwrap());
        let journal =
            self.journals().begin(&opened.comparison, Place::Document { path: self.path(), digest });
        self.record = opened.record;
        self.on_desk(opened.comparison, journal);
    }

    fn flush(&mut self) {
        assert!(self.desk().journal().unwrap().flush_now(Duration::from_secs(20)));
        self.mark_sure();
    }

    /// Notes in the model what a command did.
    fn done(&mut self, n_before: usize, unchanged: bool) {
        let desk = self.desk.as_ref().unwrap();
        let (now, n) = (desk.comparison().clone(), desk.history().n_past());
        if unchanged {
            assert!(now == self.moment.now);
            return;
        }
        if n > n_before {
            self.moment.past.push(self.moment.now.clone());
        }
        self.moment.now = now;
        self.moment.future.clear();
        self.note();
    }

    fn note(&mut self) {
        self.moment.state = self.desk().history().state();
        self.since.push(self.moment.clone());
        self.all.push(self.moment.clone());
    }

    fn run(&mut self, command: Command) {
        let n_before = self.desk().history().n_past();
        let revision = self.desk().comparison().revision();
        let refused = self.desk().run(command).is_err();
        let unchanged = refused || self.desk().comparison().revision() == revision;
        self.done(n_before, unchanged);
    }

    fn happen(&mut self, event: &Event) {
        match event {
            Event::Do(whim) => {
                if let Some(command) = command(self.desk(), whim) {
                    self.run(command);
                }
            }
            Event::Type(at, words) => self.type_words(at, words),
            Event::LeaveField => self.desk().close_typing(),
            Event::Undo => {
                let undone = self.desk().undo().unwrap().is_some();
                assert_eq!(undone, !self.moment.past.is_empty());
                if let Some(before) = self.moment.past.pop() {
                    self.moment.future.push(std::mem::replace(&mut self.moment.now, before));
                    self.note();
                }
            }
            Event::Redo => {
                let redone = self.desk().redo().unwrap().is_some();
                assert_eq!(redone, !self.moment.future.is_empty());
                if let Some(after) = self.moment.future.pop() {
                    self.moment.past.push(std::mem::replace(&mut self.moment.now, after));
                    self.note();
                }
            }
            Event::Save => {
                self.begin_save();
                self.end_save();
            }
            Event::BeginSave => self.begin_save(),
            Event::EndSave => self.end_save(),
            Event::Flush => self.flush(),
            Event::Crash(at) => self.crash(Some(at)),
            Event::CrashInSave => {
                self.begin_save();
                self.write_document();
                self.crash(None);
            }
            Event::Quit => self.quit(),
        }
        let same = *self.desk.as_ref().unwrap().comparison() == self.moment.now;
        assert!(same, "after {event:?}");
    }

    fn type_words(&mut self, at: &Index, words: &str) {
        let claims: Vec<_> = self.moment.now.claims().map(|claim| claim.id).collect();
        let tags: Vec<_> = self.moment.now.tags().map(|tag| tag.id).collect();
        for (end, c) in words.char_indices() {
            let typed = words[..end + c.len_utf8()].to_owned();
            let pick = at.index(claims.len() + tags.len() + 1);
            self.run(match (claims.get(pick), tags.get(pick.saturating_sub(claims.len()))) {
                (Some(&claim), _) => Command::SetNote { claim, note: typed },
                (None, Some(&tag)) => Command::DefineTag { tag, definition: typed },
                (None, None) => Command::SetTitle(typed),
            });
        }
    }

    fn begin_save(&mut self) {
        self.end_save();
        let (record, path) = (self.record.clone(), self.path());
        let state = self.desk().begin_saving();
        let actor = Actor(self.n_crashes as u64);
        let (bytes, next) = to_json(self.desk().comparison(), &record, actor);
        let announcer = self.desk().announcer(state).unwrap();
        assert!(announcer.announce(&path, Digest::of(&bytes)));
        self.mark_sure();
        assert!(state == self.moment.state);
        if fs::read(&path).unwrap() == bytes {
            // The document is that already, and the announcement says so.
            self.in_document.push(self.moment.clone());
        }
        self.saving = Some((self.moment.clone(), next, bytes));
    }

    fn write_document(&mut self) {
        if let Some((moment, next, bytes)) = &self.saving {
            store::write_atomically(&self.path(), bytes).unwrap();
            self.in_document = vec![moment.clone()];
            self.record = next.clone();
        }
    }

    fn end_save(&mut self) {
        self.write_document();
        if let Some((Moment { state, .. }, _, bytes)) = self.saving.take() {
            let path = self.path();
            self.desk().saved_to(state, &path, Digest::of(&bytes));
            self.in_document.extend(self.all.iter().rfind(|moment| moment.state == state).cloned());
        }
    }

    fn quit(&mut self) {
        self.end_save();
        self.desk.take().unwrap().close();
        assert!(self.journals().found().found.is_empty());
        self.open();
        self.check_stacks();
    }

    /// `at`: how much of what was written since the last flush outlives the crash; nothing: all of it.
    fn crash(&mut self, at: Option<&Index>) {
        self.saving = None;
        self.n_crashes += 1;
        let sure = std::mem::take(&mut self.sure);
        self.desk = None;
        if let (Some(at), Some(file)) = (at, self.journal_file()) {
            let bytes = fs::read(&file).unwrap();
            // One that was written anew meanwhile is on the disk as a whole.
            if bytes.starts_with(&sure) && bytes.len() > sure.len() {
                let cut = sure.len() + at.index(bytes.len() - sure.len());
                fs::write(&file, &bytes[..cut]).unwrap();
            }
        }
        let mut left = self.journals().found();
        assert_eq!(left.notes, Vec::<String>::new());
        assert!(left.found.len() <= 1);
        let since = std::mem::take(&mut self.since);
        match left.found.pop() {
            None => {
                assert!(
                    since.iter().any(|moment| moment.now == self.in_document[0].now),
                    "nothing was to be recovered"
                );
                self.open();
                self.check_stacks();
            }
            Some(found) => {
                let recovered = found.recover(&|_| None).map_err(|(_, error)| error).unwrap();
                assert!(recovered.lost.is_empty() && recovered.notes.is_empty(), "{:?}", recovered.notes);
                self.record = recovered.record;
                self.on_desk(recovered.comparison, recovered.journal);
                let stacks = self.stacks();
                let same = |moment: &&Moment| {
                    moment.now == *self.desk.as_ref().unwrap().comparison()
                        && (&moment.past, &moment.future) == (&stacks.0, &stacks.1)
                };
                let moment = since.iter().rev().find(same).expect("a moment since the last flush").clone();
                self.moment = moment;
                self.begin();
            }
        }
    }

    /// The program was started, and is where the model is.
    fn begin(&mut self) {
        self.moment.state = self.desk().history().state();
        self.all = vec![self.moment.clone()];
        self.flush();
    }

    /// The states that undo and redo lead to, found by walking there and back.
    fn stacks(&mut self) -> (Vec<Comparison>, Vec<Comparison>) {
        let desk = self.desk();
        let (n_past, n_future) = (desk.history().n_past(), desk.history().n_future());
        let (mut past, mut future) = (Vec::new(), Vec::new());
        while desk.undo().unwrap().is_some() {
            past.push(desk.comparison().clone());
        }
        (0..n_past).for_each(|_| drop(desk.redo().unwrap().unwrap()));
        while desk.redo().unwrap().is_some() {
            future.push(desk.comparison().clone());
        }
        (0..n_future).for_each(|_| drop(desk.undo().unwrap().unwrap()));
        past.reverse();
        future.reverse();
        (past, future)
    }

    fn check_stacks(&mut self) {
        let (past, future) = self.stacks();
        let as_left = |moment: &&Moment| (&moment.past, &moment.future) == (&past, &future);
        let Some(moment) = self.in_document.iter().find(as_left).cloned() else {
            panic!("{} and {} steps", past.len(), future.len());
        };
        self.moment = moment;
        assert!(self.desk().saved());
        self.begin();
    }

    fn journal_file(&self) -> Option<PathBuf> {
        let folders = fs::read_dir(self.folder.path().join("recovery")).ok()?;
        folders.map(|folder| folder.unwrap().path().join("journal")).find(|file| file.exists())
    }

    /// Notes that all of it is on the disk.
    fn mark_sure(&mut self) {
        self.since = vec![self.moment.clone()];
        self.sure = self.journal_file().map(|file| fs::read(file).unwrap()).unwrap_or_default();
    }
}

#[test]
fn whatever_happens_the_journal_has_what_the_plainest_model_has() {
    let steps: u32 = std::env::var("DIPTYCH_STEPS").map_or(1_000, |steps| steps.parse().unwrap());
    let of_a_case = 50_usize;
    let config = Config { cases: steps.div_ceil(50).max(1), failure_persistence: None, ..Config::default() };
    let events = prop::collection::vec(event(), of_a_case..=of_a_case);
    let n_crashes = std::cell::Cell::new(0);
    TestRunner::new(config)
        .run(&events, |events| {
            let mut world = World::new();
            events.iter().for_each(|event| world.happen(event));
            n_crashes.set(n_crashes.get() + world.n_crashes);
            Ok(())
        })
        .unwrap();
    println!("{steps} steps, {} crashes", n_crashes.get());
}
