//! `versions`: the earlier versions of a comparison, what changed from one to the next, and getting one back.

use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;

use super::failure::{self, Failure};
use super::{Answer, open};
use crate::analysis::changes::{Change, Changes};
use crate::model::{Comparison, Digest, Time};
use crate::store::versions::{Version, Versions, VersionsError};
use crate::store::{self, Opened};
use crate::text::visible_name;

/// Lists the earlier versions of a comparison, with what changed from each to the next.
///
/// Of every comparison, the last 20 saves and the last of each of 30 days are kept on this computer,
/// in your private folder. They are found by FILE even when FILE is past reading.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:\n  diptych versions chile.diptych.json --details\n  \
                  diptych versions chile.diptych.json --open 12 -o before.diptych.json\n\n\
                  With --json: a list, the latest first: number, when, reason (saved, or opened: found on opening),\n\
                  size in bytes, sha256, current (whether FILE is this version), changes since the version before\n\
                  (summary, and list: kind, id, text) or null, and problem or null."
)]
pub(super) struct Arguments {
    /// The comparison
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Prints the list as JSON
    #[arg(long, conflicts_with_all = ["open", "details"])]
    json: bool,
    /// Lists each change by name
    #[arg(long, conflicts_with = "open")]
    details: bool,
    /// Writes the version of this number to OUT
    #[arg(long, value_name = "N", requires = "output")]
    open: Option<u64>,
    /// Where the version is written
    #[arg(short, long, value_name = "OUT", requires = "open")]
    output: Option<PathBuf>,
    /// Replaces OUT if there is one
    #[arg(long, requires = "output")]
    force: bool,
}

#[derive(Serialize)]
struct VersionOut {
    number: u64,
    when: String,
    reason: &'static str,
    size: u64,
    sha256: String,
    current: bool,
    changes: Option<ChangesOut>,
    problem: Option<String>,
}

#[derive(Serialize)]
struct ChangesOut {
    summary: String,
    list: Vec<ChangeOut>,
}

#[derive(Serialize)]
struct ChangeOut {
    kind: String,
    id: String,
    text: String,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let file = &arguments.file;
    let versions = find(file)?;
    let about = |error: VersionsError| Failure::about(file, error);
    let listed = versions.list().map_err(about)?;
    if let (Some(number), Some(output)) = (arguments.open, &arguments.output) {
        write_out(arguments, (&versions, &listed), (number, output), out)?;
        return Ok(Answer::Yes);
    }
    let now = std::fs::read(file).ok().map(|bytes| Digest::of(&bytes));
    let told = tell(&versions, &listed, now);
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &told)?;
        writeln!(out)?;
        return Ok(Answer::Yes);
    }
    let name = open::shown(file);
    match told.len() {
        0 => writeln!(out, "{name}: no earlier version is kept on this computer")?,
        n => writeln!(out, "{name}: {}", open::count(n, "version"))?,
    }
    told.iter().try_for_each(|version| write_version(version, arguments.details, out))?;
    Ok(Answer::Yes)
}

/// Returns the versions of the comparison in the file or, if it is past reading, of the one last seen there.
fn find(file: &Path) -> Result<Versions, Failure> {
    match store::open(file) {
        Ok(opened) => Versions::of(opened.comparison.id()).map_err(|error| Failure::about(file, error)),
        Err(error) => {
            let found = Versions::of_file(file).ok_or(error.to_string());
            // What is wrong with the file is said; its versions are all the more wanted.
            if found.is_ok() {
                failure::say(&error.to_string());
            }
            found.map_err(|_| error.into())
        }
    }
}

/// Returns what is said of each version. Each is opened once, the oldest first, and never more than two at a time.
fn tell(versions: &Versions, listed: &[Version], now: Option<Digest>) -> Vec<VersionOut> {
    let mut before: Option<Comparison> = None;
    let mut told = Vec::with_capacity(listed.len());
    for version in listed.iter().rev() {
        let opened = versions.open(version);
        let (mut changes, mut problem) = (None, None);
        match opened {
            Ok(Opened { comparison, .. }) => {
                changes = before.as_ref().map(|before| Changes::between(before, &comparison));
                before = Some(comparison);
            }
            Err(error) => problem = Some(error.to_string()),
        }
        told.push(VersionOut {
            number: version.number,
            when: moment(version.when),
            reason: version.reason.word(),
            size: version.size,
            sha256: version.sha256.to_string(),
            current: now == Some(version.sha256),
            changes: changes.as_ref().map(changes_out),
            problem,
        });
    }
    told.reverse();
    told
}

fn changes_out(changes: &Changes) -> ChangesOut {
    let one = |change: &Change| ChangeOut {
        kind: change.kind.word().to_owned(),
        id: change.id.to_string(),
        text: change.to_string(),
    };
    ChangesOut { summary: changes.summary(), list: changes.list.iter().map(one).collect() }
}

/// "  12  2026-11-20 10:15 UTC  saved   +14 claims, 2 tags renamed".
fn write_version(version: &VersionOut, details: bool, out: &mut dyn Write) -> Result<(), Failure> {
    let VersionOut { number, reason, changes, problem, .. } = version;
    let day_and_time = version.when.get(..16).unwrap_or_default().replace('T', " ");
    let now = if version.current { " (the file as it is now)" } else { "" };
    let said = match (changes, problem) {
        (_, Some(problem)) => visible_name(problem).into_owned(),
        (Some(changes), None) => changes.summary.clone(),
        (None, None) => "the oldest that is kept".to_owned(),
    };
    writeln!(out, "{number:>4}  {day_and_time} UTC  {reason:<6}  {said}{now}")?;
    let list = changes.iter().filter(|_| details).flat_map(|changes| &changes.list);
    for change in list {
        writeln!(out, "        {}", visible_name(&change.text))?;
    }
    Ok(())
}

fn moment(when: Time) -> String {
    Timestamp::from_second(when.0).unwrap_or_default().to_string()
}

fn write_out(
    arguments: &Arguments,
    (versions, listed): (&Versions, &[Version]),
    (number, output): (u64, &Path),
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let file = &arguments.file;
    let Some(version) = listed.iter().find(|version| version.number == number) else {
        let sentence = format!("there is no version {number}; `diptych versions` lists those there are");
        return Err(Failure::about(file, sentence));
    };
    if open::same_file(file, output) {
        let sentence = "a version is not written over the comparison itself; name another file after -o";
        return Err(Failure::about(output, sentence));
    }
    if output.symlink_metadata().is_ok() && !arguments.force {
        return Err(Failure::about(output, "there is a file of this name already; --force replaces it"));
    }
    let bytes = versions.bytes(version).map_err(|error| Failure::about(file, error))?;
    store::write_atomically(output, &bytes)
        .map_err(|error| Failure::about(output, format!("the version can't be written there ({error})")))?;
    let moment = moment(version.when);
    writeln!(out, "{}: version {number}, {} on {moment}", open::shown(output), version.reason.word())?;
    Ok(())
}
