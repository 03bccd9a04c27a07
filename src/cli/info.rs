//! `info`: what is in a comparison.

use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;

use super::failure::Failure;
use super::{Answer, open};
use crate::model::Comparison;
use crate::text::visible_name;

/// Says what is in a comparison.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Example:\n  diptych info chile.diptych.json\n\n\
                  With --json: title; sources, in their order (id, title, length in code points, paragraphs);\n\
                  and how many tags, claims, links, silences and readers there are."
)]
pub(super) struct Arguments {
    /// The comparison
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Prints it as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct InfoOut<'a> {
    title: &'a str,
    sources: Vec<SourceOut<'a>>,
    tags: usize,
    claims: usize,
    links: usize,
    silences: usize,
    readers: usize,
}

#[derive(Serialize)]
struct SourceOut<'a> {
    id: String,
    title: &'a str,
    length: u32,
    paragraphs: usize,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let opened = open::open(&arguments.file)?;
    let info = info_of(&opened.comparison);
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &info)?;
        writeln!(out)?;
        return Ok(Answer::Yes);
    }
    let file = open::shown(&arguments.file);
    let title = if info.title.trim().is_empty() { &file } else { info.title };
    writeln!(out, "{}", visible_name(title))?;
    for (number, source) in (1..).zip(&info.sources) {
        let paragraphs = open::count(source.paragraphs, "paragraph");
        let title = visible_name(source.title);
        writeln!(out, "  {number}. {title}: {} characters, {paragraphs}", source.length)?;
    }
    let counts = [
        open::count(info.tags, "tag"),
        open::count(info.claims, "claim"),
        open::count(info.links, "link"),
        open::count(info.silences, "silence"),
        open::count(info.readers, "reader"),
    ];
    writeln!(out, "{}", counts.join(", "))?;
    Ok(Answer::Yes)
}

fn info_of(comparison: &Comparison) -> InfoOut<'_> {
    let sources = comparison.sources().iter().map(|source| SourceOut {
        id: source.id.to_string(),
        title: &source.bibliography.title,
        length: source.text.len(),
        paragraphs: source.text.paragraphs().len(),
    });
    InfoOut {
        title: comparison.title(),
        sources: sources.collect(),
        tags: comparison.tags().len(),
        claims: comparison.n_claims(),
        links: comparison.links().len(),
        silences: comparison.silences().len(),
        readers: comparison.readers().len(),
    }
}
