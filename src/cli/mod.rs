//! The command line: the same core as the window, without one.
//!
//! One file per subcommand: its arguments, then what it does through `store` and `desk`. Answers go to
//! standard output, everything said about them to standard error. Exits 0 on success, 1 when the answer
//! is no, 2 when it could not run. What others wrote is never sent to a terminal as it is, except by
//! `text`, whose whole purpose that is. Start reading at [`run`].

mod agreement;
mod check;
mod cite;
mod codebook;
mod compare;
mod complete;
mod describe;
mod disagreements;
mod facts;
mod failure;
mod find;
mod info;
mod merge;
mod new;
mod open;
mod parallels;
mod picture;
mod place;
mod reading;
mod score;
mod search;
mod settle;
mod source_file;
mod tag;
mod text;
mod together;
mod versions;

use std::ffi::{OsStr, OsString};
use std::io::{self, BufWriter, Write};
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use clap::{CommandFactory, Parser, Subcommand};

use crate::desk::{Clock as _, SystemClock};
use crate::store::crash_report::Report;
use crate::store::private;
use failure::Failure;

/// What is said when the program was built without its window.
pub const NO_WINDOW: &str =
    "diptych: this build has no window; see `diptych --help` for what it does on the command line";

#[derive(Debug, Parser)]
#[command(
    name = "diptych",
    version,
    about = "Reads two accounts of the same events side by side.",
    long_about = "Reads two accounts of the same events side by side: what each one claims, under which tags,\n\
                  with which stance, and how the claims of one answer those of the other.\n\n\
                  Without a command, `diptych` opens its window, and `diptych FILE...` opens files in it;\n\
                  `diptych --earlier N FILE` shows version N of what is in FILE.\n\
                  The commands below do the same work without a window.",
    after_help = "Exits 0 on success, 1 when the answer is no, 2 when it could not run.\n\
                  `diptych help COMMAND` explains a command, with an example.",
    subcommand_required = true,
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::Arguments),
    Text(text::Arguments),
    Info(info::Arguments),
    Check(check::Arguments),
    Tag(tag::Arguments),
    Compare(compare::Arguments),
    Facts(facts::Arguments),
    Picture(picture::Arguments),
    Search(search::Arguments),
    Parallels(parallels::Arguments),
    Versions(versions::Arguments),
    Merge(merge::Arguments),
    Agreement(agreement::Arguments),
    Disagreements(disagreements::Arguments),
    Settle(settle::Arguments),
    Score(score::Arguments),
    Reading(reading::Arguments),
    Complete(complete::Arguments),
    Codebook(codebook::Arguments),
    Describe(describe::Arguments),
    Cite(cite::Arguments),
}

/// What a command came to, when it could run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
}

/// Returns whether the program's arguments (its own name left out) are for the command line and not the
/// window: they begin with the name of a command or with an option.
#[must_use]
pub fn takes(first: Option<&OsStr>) -> bool {
    let Some(first) = first else {
        return false;
    };
    let named = Arguments::command().get_subcommands().any(|command| first == command.get_name());
    let option = first.as_encoded_bytes().starts_with(b"-") && first != "--" && first != "--earlier";
    named || option || first == "help"
}

/// Says how the window is opened on an earlier version.
#[must_use]
pub fn misused_window() -> ExitCode {
    failure::say(
        "--earlier N FILE opens version N of the comparison in FILE; `diptych versions FILE` lists them",
    );
    ExitCode::from(2)
}

/// Carries out what the program's arguments (its own name first) ask for.
#[must_use]
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    let command = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments.command,
        Err(error) => return misused(&error),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let answer = guarded(private::folder(), || carry_out(command, &mut out)).and_then(|answer| {
        out.flush()?;
        Ok(answer)
    });
    // What could not be written is not to be tried again when `out` goes.
    drop(out.into_parts());
    match answer {
        Ok(Answer::Yes) => ExitCode::SUCCESS,
        Ok(Answer::No) => ExitCode::from(1),
        // Whoever reads our answer has read enough of it.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            failure::say(&failure.to_string());
            ExitCode::from(2)
        }
    }
}

/// Does the work; a fault of the program is told as one more reason why a command could not run.
fn guarded(
    private: Option<PathBuf>,
    work: impl FnOnce() -> Result<Answer, Failure>,
) -> Result<Answer, Failure> {
    let path = Arc::new(Mutex::new(None));
    let to = Arc::clone(&path);
    std::panic::set_hook(Box::new(move |info| {
        let report = Report::of_panic(info, SystemClock.now());
        let written = private.as_deref().and_then(|folder| report.write(folder).ok());
        if let Ok(mut to) = to.lock() {
            *to = written;
        }
    }));
    // What was half done is not looked at again: the files it concerns are written whole or not at all.
    let done = std::panic::catch_unwind(AssertUnwindSafe(work));
    drop(std::panic::take_hook());
    done.unwrap_or_else(|_| Err(Failure::Fault(path.lock().ok().and_then(|mut path| path.take()))))
}

fn carry_out(command: Command, out: &mut dyn Write) -> Result<Answer, Failure> {
    match command {
        Command::New(arguments) => new::run(&arguments, out),
        Command::Text(arguments) => text::run(&arguments, out),
        Command::Info(arguments) => info::run(&arguments, out),
        Command::Check(arguments) => check::run(&arguments, out),
        Command::Tag(arguments) => tag::run(&arguments, out),
        Command::Compare(arguments) => compare::run(&arguments, out),
        Command::Facts(arguments) => facts::run(&arguments, out),
        Command::Picture(arguments) => picture::run(&arguments, out),
        Command::Search(arguments) => search::run(&arguments, out),
        Command::Parallels(arguments) => parallels::run(&arguments, out),
        Command::Versions(arguments) => versions::run(&arguments, out),
        Command::Merge(arguments) => merge::run(&arguments, out),
        Command::Agreement(arguments) => agreement::run(&arguments, out),
        Command::Disagreements(arguments) => disagreements::run(&arguments, out),
        Command::Settle(arguments) => settle::run(&arguments, out),
        Command::Score(arguments) => score::run(&arguments, out),
        Command::Reading(arguments) => reading::run(&arguments, out),
        Command::Complete(arguments) => complete::run(&arguments, out),
        Command::Codebook(arguments) => codebook::run(&arguments, out),
        Command::Describe(arguments) => describe::run(&arguments, out),
        Command::Cite(arguments) => cite::run(&arguments, out),
    }
}

/// Help and version are answers; all else is one line on standard error.
fn misused(error: &clap::Error) -> ExitCode {
    use clap::error::ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion};
    let said = error.to_string();
    match error.kind() {
        DisplayHelp | DisplayVersion => {
            let mut out = io::stdout().lock();
            let written = out.write_all(said.as_bytes()).and_then(|()| out.flush());
            match written {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::from(2),
                _ => ExitCode::SUCCESS,
            }
        }
        DisplayHelpOnMissingArgumentOrSubcommand => {
            // There is nobody to tell if even this can't be written.
            let _ = io::stderr().lock().write_all(said.as_bytes());
            ExitCode::from(2)
        }
        _ => {
            let first = said.split("\n\n").next().unwrap_or_default();
            let first = first.strip_prefix("error: ").unwrap_or(first);
            let first: Vec<&str> = first.split_whitespace().collect();
            failure::say(&format!("diptych: {}; see --help", first.join(" ")));
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_the_program_is_one_sentence_and_not_the_words_it_was_about() {
        let folder = tempfile::tempdir().unwrap();
        let words = "somebody's words".to_owned();
        let failed = guarded(Some(folder.path().to_owned()), || panic!("in the middle of {words}"));
        let failure = failed.unwrap_err().to_string();
        assert!(failure.starts_with("diptych: a fault of the program ended this command"), "{failure}");
        assert!(!failure.contains("somebody") && !failure.contains('\n'), "{failure}");
        let report =
            std::fs::read_dir(folder.path().join("reports")).unwrap().next().unwrap().unwrap().path();
        assert!(failure.contains(report.to_str().unwrap()), "{failure}");
        assert!(!std::fs::read_to_string(report).unwrap().contains("somebody"));
        assert!(matches!(guarded(None, || Ok(Answer::No)), Ok(Answer::No)));
    }
}
