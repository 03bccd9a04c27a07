//! The kill test: a program that edits and saves is killed at random moments, again and again; nothing
//! that is more than a second old may be lost, and its document must be whole.
//!
//! 50 kills; `DIPTYCH_KILLS` says how many instead. The program is this same binary, started by itself: it drives a
//! desk with its journal and saves in a job, as the window does, by a script that follows from a
//! seed, so that whoever kills it knows what every moment of it should be.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::cast_possible_truncation,
    clippy::too_many_lines,
    missing_docs,
    reason = "a test may fail"
)]

mod script;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use diptych::desk::jobs::Jobs;
use diptych::model::{Comparison, State};
use diptych::store::disk::SystemDisk;
use diptych::store::journal::{Journals, Place};
use diptych::store::{self, Actor, Record, Saving, StoreError};
use script::{Numbers, Player, comparison_of};

const FOLDER: &str = "DIPTYCH_KILL_FOLDER";
const SEED: &str = "DIPTYCH_KILL_SEED";
const START: &str = "DIPTYCH_KILL_START";
/// Nothing committed longer ago than this may be lost.
const AT_MOST: Duration = Duration::from_secs(1);

fn document(folder: &Path) -> PathBuf {
    folder.join("work.diptych.json")
}

fn journals(folder: &Path) -> Journals {
    Journals::at(folder.join("recovery"))
}

fn micros() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros() as u64
}

/// What came of a save.
struct Saved {
    state: State,
    record: Result<Record, StoreError>,
}

/// The program that is killed. Says on standard output what it has done, and when.
#[test]
#[ignore = "only as a program of its own, which the other test starts"]
fn the_program_that_is_killed() {
    let Ok(folder) = std::env::var(FOLDER).map(PathBuf::from) else { return };
    let number = |name: &str| std::env::var(name).unwrap().parse::<u64>().unwrap();
    let (seed, start) = (number(SEED), number(START));
    let path = document(&folder);
    let (comparison, mut record, journal) = match journals(&folder).found().found.pop() {
        Some(found) => {
            let recovered = found.recover(&|_| None).map_err(|(_, error)| error).unwrap();
            (recovered.comparison, recovered.record, recovered.journal)
        }
        None => {
            let opened = store::open(&path).unwrap();
            let place = Place::Document { path: path.clone(), digest: opened.record.content().unwrap() };
            let journal = journals(&folder).begin(&opened.comparison, place);
            (opened.comparison, opened.record, journal)
        }
    };
    let mut player = Player::new(comparison, seed, start, Some(journal));
    let jobs: Jobs<Saved> = Jobs::new(|| {}, || panic!("a save failed"));
    let mut saving = false;
    let mut pause = Numbers(seed ^ micros());
    println!("\nready {}", micros());
    for step in start.. {
        player.play(step);
        println!("done {step} {}", micros());
        if let Some(saved) = jobs.next_done() {
            record = saved.record.unwrap();
            player.desk.saved_to(saved.state, &path, record.content().unwrap());
            saving = false;
        }
        if !saving && pause.below(25) == 0 {
            saving = true;
            let state = player.desk.begin_saving();
            println!("saving {step} {}", micros());
            let announcer = player.desk.announcer(state).unwrap();
            let (comparison, record, path) = (player.desk.comparison().clone(), record.clone(), path.clone());
            jobs.start("save", move || {
                let announce = move |path: &Path, digest| assert!(announcer.announce(path, digest));
                let record = store::save_with(
                    &SystemDisk,
                    &Saving {
                        comparison: &comparison,
                        record: &record,
                        actor: Actor(seed),
                        path: &path,
                        over: false,
                        announce: Some(&announce),
                    },
                );
                Saved { state, record }
            });
        }
        std::thread::sleep(Duration::from_micros(pause.below(6_000)));
    }
}

/// One document, and what is known of it.
struct Lane {
    folder: tempfile::TempDir,
    seed: u64,
    /// How many steps are done, and what they made.
    step: u64,
    now: Comparison,
    in_document: Comparison,
    random: Numbers,
    longest_loss: Duration,
    n_unsaved: usize,
    /// What sets the program's clock, by turns, a year ahead, a year behind, and right; nothing: it is always right.
    clock: Option<String>,
}

/// What the program said before it was killed.
#[derive(Default)]
struct Heard {
    done: Vec<(u64, u64)>,
    saving: Vec<u64>,
}

impl Lane {
    fn new(bytes: usize, seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = comparison_of(bytes, seed);
        store::save(&now, &Record::new(), Actor(1), &document(folder.path())).unwrap();
        let random = Numbers(seed);
        let in_document = now.clone();
        let (longest_loss, n_unsaved, clock) = (Duration::ZERO, 0, None);
        Self { folder, seed, step: 0, now, in_document, random, longest_loss, n_unsaved, clock }
    }

    /// Starts the program with its clock off by so many seconds. How long things take it measures rightly, as after
    /// somebody has set the clock.
    fn start(&self, off: i64) -> Child {
        let mut program = Command::new(std::env::current_exe().unwrap());
        if let Some(library) = self.clock.as_ref().filter(|_| off != 0) {
            program.env("LD_PRELOAD", library).env("FAKETIME", format!("{off:+}"));
            program.env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        }
        program.args([
            "--exact",
            "the_program_that_is_killed",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ]);
        program
            .env(FOLDER, self.folder.path())
            .env(SEED, self.seed.to_string())
            .env(START, self.step.to_string());
        program.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap()
    }

    /// Starts the program, kills it at some moment, and looks at what is left.
    fn kill(&mut self) {
        const YEAR: i64 = 365 * 24 * 3600;
        let off = if self.clock.is_some() { (self.random.below(3) as i64 - 1) * YEAR } else { 0 };
        let mut child = self.start(off);
        let lines = listen(&mut child);
        let mut heard = Vec::new();
        // Now and then while it is still opening or recovering.
        if self.random.below(6) > 0 {
            let ready = |line: &String| line.starts_with("ready");
            while heard.last().is_none_or(|line| !ready(line)) {
                heard.push(lines.recv_timeout(Duration::from_secs(120)).expect("the program begins"));
            }
        }
        std::thread::sleep(Duration::from_millis(self.random.below(1_500)));
        let killed_at = micros();
        child.kill().unwrap();
        let status = child.wait().unwrap();
        assert!(
            !status.success() && status.code().is_none_or(|code| code != 101),
            "it ended by itself: {status}"
        );
        heard.extend(lines.iter());
        self.look(&Heard::of(&heard, off), killed_at);
    }

    fn look(&mut self, heard: &Heard, killed_at: u64) {
        // A file that was being written beside the document when the end came.
        for entry in fs::read_dir(self.folder.path()).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "tmp") {
                fs::remove_file(path).unwrap();
            }
        }
        let opened = store::open(&document(self.folder.path())).expect("the document is whole");
        assert!(opened.warnings.is_empty(), "{:?}", opened.warnings);
        let left = journals(self.folder.path()).found();
        assert_eq!(left.notes, Vec::<String>::new());
        let work = left.found.into_iter().map(|found| {
            self.n_unsaved += found.changes().len();
            found.recover(&|_| None).map_err(|(_, error)| error).unwrap()
        });
        let work: Vec<Comparison> = work.map(|recovered| recovered.comparison.clone()).collect();
        assert!(work.len() <= 1);
        let work = work.into_iter().next().unwrap_or_else(|| opened.comparison.clone());

        let said = heard.done.last().map_or(self.step, |(step, _)| step + 1);
        let sure =
            heard.done.iter().rfind(|(_, at)| killed_at.saturating_sub(*at) > AT_MOST.as_micros() as u64);
        let sure = sure.map_or(self.step, |(step, _)| step + 1);
        // All that it may have been: it may have done one thing more than it said.
        let mut player = Player::new(self.now.clone(), self.seed, self.step, None);
        let (mut moments, mut documents) = (Vec::new(), vec![self.in_document.clone()]);
        for step in self.step..=said + 1 {
            if step >= sure {
                moments.push((step, player.desk.comparison().clone()));
            }
            player.play(step);
            if heard.saving.contains(&step) || step >= said {
                documents.push(player.desk.comparison().clone());
            }
        }
        let moment = moments.iter().rev().find(|(_, moment)| *moment == work);
        let (step, _) = moment.unwrap_or_else(|| {
            panic!("seed {}: of steps {}..{said} not even the first {sure} are there", self.seed, self.step)
        });
        if let Some((_, at)) = heard.done.iter().find(|(done, _)| done >= step) {
            let loss = Duration::from_micros(killed_at.saturating_sub(*at));
            self.longest_loss = self.longest_loss.max(loss);
        }
        assert!(
            documents.iter().rev().any(|saved| *saved == opened.comparison),
            "seed {}: the document is none of the {} that it may be",
            self.seed,
            documents.len()
        );
        (self.step, self.now, self.in_document) = (*step, work, opened.comparison);
    }
}

impl Heard {
    /// Times are those of a clock that was off by so many seconds.
    fn of(lines: &[String], off: i64) -> Self {
        let right = |micros: u64| micros.saturating_add_signed(-off * 1_000_000);
        let mut heard = Self::default();
        for line in lines {
            let mut words = line.split(' ');
            let (word, step, at) = (words.next(), words.next(), words.next());
            // The last line may be cut off.
            let numbers = step.and_then(|n| n.parse().ok()).zip(at.and_then(|n| n.parse().ok()));
            match (word, numbers) {
                (Some("done"), Some((step, at))) => heard.done.push((step, right(at))),
                (Some("saving"), Some((step, _))) => heard.saving.push(step),
                _ => {}
            }
        }
        heard
    }
}

/// The library that sets a program's clock, where `faketime` is installed.
fn library() -> Option<String> {
    let said = Command::new("faketime").args(["-f", "+60s", "env"]).output().ok()?;
    let said = String::from_utf8(said.stdout).ok()?;
    said.lines().find_map(|line| line.strip_prefix("LD_PRELOAD=")).map(str::to_owned)
}

#[test]
fn with_a_clock_that_jumps_by_years_it_loses_nothing_either() {
    let Some(library) = library() else {
        println!("faketime is not installed, so that the clock could not be set: nothing was tried");
        return;
    };
    let kills: usize = std::env::var("DIPTYCH_KILLS").map_or(12, |kills| kills.parse().unwrap());
    let seed = std::env::var("DIPTYCH_SEED").map_or_else(|_| micros(), |seed| seed.parse().unwrap());
    let mut lane = Lane { clock: Some(library), ..Lane::new(20_000, seed) };
    for _ in 0..kills {
        lane.kill();
    }
    println!(
        "seed {seed}: {kills} kills, {} steps, {} of them recovered, longest loss {} ms, the clock a year ahead, behind \
         or right",
        lane.step,
        lane.n_unsaved,
        lane.longest_loss.as_millis()
    );
}

fn listen(child: &mut Child) -> Receiver<String> {
    let (sender, receiver) = channel();
    let output = BufReader::new(child.stdout.take().unwrap());
    std::thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    receiver
}

#[test]
fn killed_at_any_moment_it_loses_nothing_older_than_a_second() {
    let kills: usize = std::env::var("DIPTYCH_KILLS").map_or(50, |kills| kills.parse().unwrap());
    let began = Instant::now();
    let seed = std::env::var("DIPTYCH_SEED").map_or_else(|_| micros(), |seed| seed.parse().unwrap());
    println!("seed {seed}");
    // Large files take longer to open, so fewer of the kills are theirs.
    let lanes = [(20_000, 38), (200_000, 36), (2_000_000, 20), (20_000_000, 6)];
    let lanes = lanes.map(|(bytes, share)| {
        std::thread::spawn(move || {
            let mut lane = Lane::new(bytes, seed + bytes as u64);
            let n = (kills * share).div_ceil(100);
            for _ in 0..n {
                lane.kill();
            }
            (bytes, n, lane)
        })
    });
    for lane in lanes {
        let (bytes, n, lane) = lane.join().expect("no kill lost anything");
        println!(
            "{:>6} kB: {n} kills, {} steps, {} of them unsaved when killed and recovered, longest loss {} ms",
            bytes / 1000,
            lane.step,
            lane.n_unsaved,
            lane.longest_loss.as_millis()
        );
    }
    println!("{} s", began.elapsed().as_secs());
}
