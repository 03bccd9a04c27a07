//! `merge`: one comparison out of many files of it.

use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;

use super::failure::{self, Failure};
use super::{Answer, open};
use crate::store::export::visible;
use crate::store::{self, MergeReport, Merged, Part};

/// Merges files of one comparison, made apart by several readers, into one.
///
/// The order of the files makes no difference to the result, and nothing is dropped: of two changes
/// of one field the later is shown, and the other kept in the object's history. What should be looked
/// at is listed. Files of another comparison, or with other texts, are refused. A file that was saved without
/// its texts has them from the others.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Example:\n  diptych merge ana.diptych.json ben.diptych.json -o both.diptych.json\n\n\
                  With --json: file, files (how many), sources, readers, tags, claims, links, silences (how many\n\
                  there are now), and lines: for each thing to look at its event (clash, united, came_back,\n\
                  unrooted), kind, id, field (or null) and sentence."
)]
pub(super) struct Arguments {
    /// The files
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The merged comparison; it may be one of the files only with --force
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// Replaces OUT if there is such a file
    #[arg(long)]
    force: bool,
    /// Prints what came together as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct ReportOut {
    file: String,
    files: usize,
    sources: usize,
    readers: usize,
    tags: usize,
    claims: usize,
    links: usize,
    silences: usize,
    lines: Vec<LineOut>,
}

#[derive(Serialize)]
struct LineOut {
    event: &'static str,
    kind: Option<&'static str>,
    id: String,
    field: Option<String>,
    sentence: String,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let file = &arguments.output;
    if file.symlink_metadata().is_ok() && !arguments.force {
        let one_of_them = arguments.files.iter().any(|input| open::same_file(input, file));
        let sentence = if one_of_them {
            "this is one of the files to merge; name another file after -o, or replace it with --force"
        } else {
            "there is a file of this name already; --force replaces it"
        };
        return Err(Failure::about(file, sentence));
    }
    let opened = open::open_together(&arguments.files)?;
    let named = arguments.files.iter().zip(opened);
    let parts: Vec<Part> =
        named.map(|(path, opened)| Part { name: path.display().to_string(), opened }).collect();
    let merged = store::merge(&parts).map_err(|error| Failure::Said(error.to_string()))?;
    save(arguments, &parts, &merged)?;
    if arguments.json {
        let report = report_out(arguments, &merged.report);
        serde_json::to_writer_pretty(&mut *out, &report)?;
        writeln!(out)?;
    } else {
        print(arguments, &merged.report, out)?;
    }
    Ok(Answer::Yes)
}

/// Saves the result. One of the inputs is only replaced as it was when it was read.
fn save(arguments: &Arguments, parts: &[Part], merged: &Merged) -> Result<(), Failure> {
    let file = &arguments.output;
    let replaced = arguments.files.iter().position(|input| open::same_file(input, file));
    let record = match replaced.and_then(|at| parts.get(at)) {
        Some(part) => merged.record.clone().in_place_of(&part.opened.record),
        None => merged.record.clone(),
    };
    let save = if replaced.is_some() { store::save } else { store::save_over };
    save(&merged.comparison, &record, open::actor(), file)?;
    Ok(())
}

fn report_out(arguments: &Arguments, report: &MergeReport) -> ReportOut {
    let lines = report.lines.iter().map(|line| LineOut {
        event: line.event.word(),
        kind: line.kind.map(crate::model::ObjectKind::word),
        id: line.id.to_string(),
        field: line.field.clone(),
        sentence: line.sentence.clone(),
    });
    ReportOut {
        file: arguments.output.display().to_string(),
        files: report.n_files,
        sources: report.n_sources,
        readers: report.n_readers,
        tags: report.n_tags,
        claims: report.n_claims,
        links: report.n_links,
        silences: report.n_silences,
        lines: lines.collect(),
    }
}

/// "both.diptych.json: 2 files, 3 readers, 12 tags, 140 claims, 5 links", and what to look at.
fn print(arguments: &Arguments, report: &MergeReport, out: &mut dyn Write) -> Result<(), Failure> {
    let counts = [
        open::count(report.n_readers, "reader"),
        open::count(report.n_tags, "tag"),
        open::count(report.n_claims, "claim"),
        open::count(report.n_links, "link"),
        open::count(report.n_silences, "silence"),
    ];
    let files = open::count(report.n_files, "file");
    writeln!(out, "{}: {files} merged: {}", open::shown(&arguments.output), counts.join(", "))?;
    for line in &report.lines {
        writeln!(out, "{}", visible(&line.sentence.replace('\n', " ")))?;
    }
    if report.lines.is_empty() && report.n_files > 1 {
        failure::say("Nothing needs to be looked at: no two changes met.");
    }
    Ok(())
}
