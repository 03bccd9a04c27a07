//! What fuzzing has found, and a short run of it on any toolchain: seeds, changed at random with a seed of its own.
//! The long runs are described in `docs/RELIABILITY.md`.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[path = "../../fuzz/mutator.rs"]
mod mutator;
#[path = "../../fuzz/targets.rs"]
mod targets;

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn what_was_found_once_is_not_found_again() {
    for (name, target) in targets::ALL {
        for folder in [root().join("tests/data/fuzz").join(name), root().join("fuzz/corpus").join(name)] {
            for file in files(&folder) {
                let begun = Instant::now();
                let _got_far = target(&std::fs::read(&file).unwrap());
                assert!(begun.elapsed() < Duration::from_secs(10), "{} hangs", file.display());
            }
        }
    }
}

#[test]
fn every_target_has_seeds_and_a_program_and_no_case_is_nobodys() {
    let names: Vec<&str> = targets::ALL.iter().map(|(name, _)| *name).collect();
    let manifest = std::fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
    for name in &names {
        assert!(files(&root().join("fuzz/corpus").join(name)).len() >= 3, "{name} has no seeds");
        assert!(root().join(format!("fuzz/fuzz_targets/{name}.rs")).exists());
        assert!(manifest.contains(&format!("name = \"{name}\"")));
    }
    for folder in files(&root().join("tests/data/fuzz")).iter().filter(|path| path.is_dir()) {
        let name = folder.file_name().unwrap().to_str().unwrap();
        assert!(names.contains(&name), "{} is of no target", folder.display());
    }
}

/// Random numbers that are the same on every machine (xorshift).
struct Whims(u64);

impl Whims {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % (n.max(1) as u64)).unwrap()
    }

    /// Changes, takes out, doubles, or borrows a stretch.
    fn mutate(&mut self, bytes: &mut Vec<u8>, others: &[Vec<u8>]) {
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len());
            let n = self.below(24);
            let end = (at + n).min(bytes.len());
            match self.below(6) {
                0 => bytes[at..end].iter_mut().for_each(|byte| *byte ^= 1 << (n % 8)),
                1 => drop(bytes.drain(at..end)),
                2 => {
                    let stretch = bytes[at..end].to_vec();
                    (0..=n).for_each(|_| drop(bytes.splice(at..at, stretch.iter().copied())));
                }
                3 => {
                    let other = &others[self.below(others.len())];
                    let from = self.below(other.len());
                    let stretch = other[from..(from + 4 * n).min(other.len())].to_vec();
                    bytes.splice(at..end, stretch);
                }
                4 => {
                    let acting =
                        ["\u{202e}", "\u{0}", "-1", "18446744073709551616", "1e999", "\"", "[[[[", "\\ud800"];
                    bytes.splice(at..at, acting[n % acting.len()].bytes());
                }
                _ => bytes.truncate(at),
            }
            if bytes.is_empty() {
                bytes.push(0);
            }
        }
    }
}

/// Seconds for each target; `FUZZ_SECONDS` makes it longer.
fn time() -> Duration {
    let said = std::env::var("FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs_f64(said.unwrap_or(1.0))
}

#[test]
fn seeds_that_are_changed_at_random_break_nothing() {
    for (name, target) in targets::ALL {
        let seeds: Vec<Vec<u8>> = files(&root().join("fuzz/corpus").join(name))
            .iter()
            .map(|file| std::fs::read(file).unwrap())
            .collect();
        let mut whims = Whims(0x9E37_79B9_7F4A_7C15);
        let begun = Instant::now();
        let is_json = !matches!(name, "import" | "search");
        let mut n: u32 = 0;
        while n < 20 || begun.elapsed() < time() {
            let mut bytes = seeds[whims.below(seeds.len())].clone();
            if is_json && !n.is_multiple_of(4) {
                mutator::change(&mut bytes, targets::PARTED, &mut mutator::Whims::new(n));
            } else {
                whims.mutate(&mut bytes, &seeds);
            }
            let tried = bytes.clone();
            if std::panic::catch_unwind(|| target(&tried)).is_err() {
                let case = root().join("target").join(format!("fuzz-case-{name}"));
                let _ = std::fs::create_dir_all(root().join("target"));
                std::fs::write(&case, &bytes).unwrap();
                panic!("{name}: case {n} is in {}; put it into tests/data/fuzz/{name}", case.display());
            }
            n += 1;
        }
    }
}
