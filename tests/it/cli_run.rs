//! The program as it is started from a shell: what it answers, what it says, and its exit code.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

pub const LEFT: &str = "Statement\n\nThe road of arms was closed.\n\nNobody armed the cordons. The party\ndisarmed them, and the \
                        road was closed.\n";
pub const RIGHT: &str = "# Reply\n\nThere was *no such* road. El cordón, they say.\n";

/// A folder in which the program is run.
pub struct Folder(TempDir);

/// What a run of the program came to.
#[derive(Debug, PartialEq, Eq)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub said: String,
}

impl Ran {
    /// What it answered; it must have succeeded.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.out
    }

    /// The one line it said when it could not run; it must not have answered.
    #[track_caller]
    pub fn refused(self) -> String {
        assert_eq!((self.code, self.out.as_str()), (2, ""), "{self:?}");
        assert_eq!(self.said.matches('\n').count(), 1, "{self:?}");
        self.said.trim_end().to_owned()
    }
}

impl Folder {
    pub fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.put("left.txt", LEFT);
        folder.put("right.md", RIGHT);
        folder
    }

    /// A folder with a comparison `c.diptych.json` of the two texts, by Ana.
    pub fn with_comparison() -> Self {
        let folder = Self::new();
        folder.run(&["new", "-o", "c.diptych.json", "left.txt", "right.md", "--reader", "Ana"]).ok();
        folder
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path().join(name), bytes).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
        command.current_dir(self.path()).args(arguments).env("USER", "maria").stdin(Stdio::null());
        command.env("DIPTYCH_DATA", self.path().join(".data"));
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.command(arguments).output().unwrap();
        Ran {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            said: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub fn json(&self, arguments: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.run(arguments).ok()).unwrap()
    }
}

#[test]
fn every_command_has_its_help_with_an_example() {
    let folder = Folder::new();
    let help = folder.run(&["--help"]).ok();
    for command in [
        "new",
        "text",
        "info",
        "check",
        "tag",
        "compare",
        "picture",
        "search",
        "parallels",
        "versions",
        "merge",
        "agreement",
        "disagreements",
        "settle",
        "score",
    ] {
        assert!(help.contains(&format!("\n  {command} ")), "{help}");
        let of_command = folder.run(&[command, "--help"]).ok();
        assert!(of_command.contains("Example") && of_command.contains(&format!("\n  diptych {command} ")));
        assert!(of_command.lines().all(|line| line.chars().count() <= 110), "{of_command}");
        assert_eq!(folder.run(&["help", command]).ok(), of_command);
    }
    assert_eq!(folder.run(&["--version"]).ok(), format!("diptych {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_misused_command_is_refused_in_one_line() {
    let folder = Folder::new();
    assert_eq!(
        folder.run(&["info"]).refused(),
        "diptych: the following required arguments were not provided: <FILE>; see --help"
    );
    assert!(folder.run(&["--frobnicate"]).refused().contains("--frobnicate"));
    assert!(folder.run(&["compare", "c.json", "--format", "rtf"]).refused().contains("'rtf'"));
    let no_range = ["tag", "c.json", "--source", "1", "--tag", "t", "--quote", "a", "--range", "1..2"];
    assert!(folder.run(&no_range).refused().contains("cannot be used with"));
}

#[cfg(not(feature = "gui"))]
#[test]
fn without_a_window_the_program_says_so() {
    let folder = Folder::new();
    let said = "diptych: this build has no window; see `diptych --help` for what it does on the command line";
    assert_eq!(folder.run(&[]).refused(), said);
    assert_eq!(folder.run(&["left.txt"]).refused(), said);
    assert_eq!(folder.run(&["--", "--left.txt"]).refused(), said);
}

#[test]
fn a_closed_pipe_is_no_reason_to_complain() {
    let folder = Folder::new();
    let long = "The road of arms was closed.\n\n".repeat(40_000);
    folder.put("long.txt", &long);
    folder.run(&["new", "-o", "long.diptych.json", "long.txt", "long.txt"]).ok();
    for arguments in [&["text", "long.txt"][..], &["search", "long.diptych.json", "road"]] {
        let mut command = folder.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 8];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert!(!String::from_utf8(output.stderr).unwrap().contains("panic"));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_a_failure() {
    let folder = Folder::new();
    for arguments in [&["text", "left.txt"][..], &["text", "--help"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = folder.command(arguments).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn files_that_are_no_comparison_are_refused_by_every_command() {
    let folder = Folder::new();
    folder.put("cut.json", "{\"format\": \"diptych\", \"version\": 1, \"sour");
    folder.put("empty.json", "");
    folder.put("deep.json", "[".repeat(100_000));
    folder.put("latin.json", b"{\"format\": \"caf\xe9\"}");
    folder.put("other.json", "{\"name\": \"x\"}");
    let deep = folder.path().join("no/such.json");
    let missing = deep.to_str().unwrap();
    for file in ["cut.json", "empty.json", "deep.json", "latin.json", "other.json", "left.txt", missing, "."]
    {
        let commands: [&[&str]; 5] = [
            &["info", file],
            &["check", file],
            &["compare", file],
            &["search", file, "x"],
            &["tag", file, "--source", "1", "--quote", "x", "--tag", "t"],
        ];
        for command in commands {
            let said = folder.run(command).refused();
            assert!(said.starts_with(&format!("{file}: ")), "{command:?} {said}");
        }
    }
}
