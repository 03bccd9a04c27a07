//! `check`: whether a comparison is sound.

use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;

use super::failure::{self, Failure};
use super::{Answer, open};
use crate::analysis::twins::twins;
use crate::store;
use crate::text::visible_name;

/// Says whether comparisons are sound: their form, their ids, positions against quotations.
///
/// Names everything that is wrong, and remarks on tags whose names look alike, which is no fault.
/// Nothing is changed. Exits 0 when all are sound, 1 when
/// one is not, 2 when one can't be opened at all.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Example:\n  diptych check chile.diptych.json\n\n\
                  With --json: a list with, for each file, file, sound (true or false), and findings: for each\n\
                  its message, and the line of the file where the damaged object begins, or null; and remarks."
)]
pub(super) struct Arguments {
    /// The comparisons
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Prints it as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct FileOut {
    file: String,
    sound: bool,
    findings: Vec<FindingOut>,
    remarks: Vec<String>,
}

#[derive(Serialize)]
struct FindingOut {
    message: String,
    line: Option<usize>,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let mut checked = Vec::new();
    let mut failure = None;
    for file in &arguments.files {
        let opened = match store::open(file) {
            Ok(opened) => opened,
            Err(error) => {
                // The others are checked all the same; the last such failure ends the command.
                if let Some(earlier) = failure.replace(error) {
                    failure::say(&earlier.to_string());
                }
                continue;
            }
        };
        let found = store::check(&opened).into_iter();
        let findings: Vec<FindingOut> =
            found.map(|warning| FindingOut { message: warning.message, line: warning.line }).collect();
        let comparison = &opened.comparison;
        let remarks = twins(comparison).iter().map(|twins| twins.sentence(comparison)).collect();
        let (file, sound) = (file.display().to_string(), findings.is_empty());
        let checked_file = FileOut { file, sound, findings, remarks };
        if !arguments.json {
            write_file(&checked_file, out)?;
        }
        checked.push(checked_file);
    }
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &checked)?;
        writeln!(out)?;
    }
    match failure {
        Some(failure) => {
            out.flush()?;
            Err(failure.into())
        }
        None if checked.iter().all(|file| file.sound) => Ok(Answer::Yes),
        None => Ok(Answer::No),
    }
}

fn write_file(file: &FileOut, out: &mut dyn Write) -> Result<(), Failure> {
    let name = visible_name(&file.file);
    if file.sound {
        writeln!(out, "{name}: sound")?;
    }
    for finding in &file.findings {
        let message = visible_name(&finding.message);
        match finding.line {
            Some(line) => writeln!(out, "{name}:{line}: {message}")?,
            None => writeln!(out, "{name}: {message}")?,
        }
    }
    for remark in &file.remarks {
        writeln!(out, "{name}: remark: {}", visible_name(remark))?;
    }
    if !file.sound {
        writeln!(out, "{name}: not sound: {}", open::count(file.findings.len(), "finding"))?;
    }
    Ok(())
}
