//! `describe`: what is said of a source, its bibliographic data included.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::{Answer, find, open};
use crate::desk::Command;
use crate::store;
use crate::store::bibliography::{self, Entry};
use crate::store::citing::{CitationStyle, reference};
use crate::store::versions::Reason;
use crate::text::visible_name;

/// Says who wrote a source and how it is cited.
///
/// --bib reads an entry of a file of CSL-JSON, BibTeX, BibLaTeX or RIS, as Zotero exports them, and keeps it as the
/// source's bibliographic data; fields of the source that are still empty are filled from it. A field that is
/// given by itself is always set; an empty one ("") is emptied. The file is saved at once, all or nothing.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:\n  diptych describe chile.diptych.json --source 1 --bib library.bib --key gill73\n  \
                  diptych describe chile.diptych.json --source 2 --author \"A committee\" --date \"Summer 1973\""
)]
pub(super) struct Arguments {
    /// The comparison
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The source: its id, short name, title, or number from 1
    #[arg(long, value_name = "S")]
    source: String,
    /// A file of bibliographic data
    #[arg(long, value_name = "ENTRIES", conflicts_with = "no_bib")]
    bib: Option<PathBuf>,
    /// Which of several entries: its key, or its number from 1
    #[arg(long, value_name = "K", requires = "bib")]
    key: Option<String>,
    /// Removes the bibliographic data
    #[arg(long)]
    no_bib: bool,
    /// Its title
    #[arg(long, value_name = "T")]
    title: Option<String>,
    /// Who wrote it
    #[arg(long, value_name = "A")]
    author: Option<String>,
    /// When, as it is cited
    #[arg(long, value_name = "D")]
    date: Option<String>,
    /// A name for columns
    #[arg(long, value_name = "N")]
    short_name: Option<String>,
    /// The full reference, for a source without bibliographic data
    #[arg(long, value_name = "C")]
    citation: Option<String>,
    /// Its language: en, es, pt-BR
    #[arg(long, value_name = "L")]
    language: Option<String>,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let file = &arguments.file;
    let opened = open::open(file)?;
    let source = find::source(&opened.comparison, &arguments.source);
    let source = source.map_err(|problem| Failure::about(file, problem))?;
    let (id, mut said) = (source.id, source.bibliography.clone());
    if arguments.no_bib {
        said.csl.clear();
    }
    for (field, value) in [
        (&mut said.title, &arguments.title),
        (&mut said.author, &arguments.author),
        (&mut said.date, &arguments.date),
        (&mut said.short_name, &arguments.short_name),
        (&mut said.citation, &arguments.citation),
        (&mut said.language, &arguments.language),
    ] {
        if let Some(value) = value {
            value.trim().clone_into(field);
        }
    }
    if let Some(bib) = &arguments.bib {
        let entry = chosen(bib, arguments.key.as_deref())?;
        bibliography::fill(&mut said, &entry.csl);
    }
    let reference = reference(&said, CitationStyle::default());
    let mut desk = open::desk(opened.comparison, None);
    let command = Command::DescribeSource { source: id, bibliography: said };
    desk.run(command).map_err(|refusal| Failure::about(file, refusal))?;
    let comparison = desk.comparison().id();
    open::keep_version(file, comparison, Reason::Opened);
    store::save(desk.comparison(), &opened.record, open::actor(), file)?;
    open::keep_version(file, comparison, Reason::Saved);
    writeln!(out, "{}: {}", open::shown(file), visible_name(&reference.to_plain()))?;
    Ok(Answer::Yes)
}

/// The entry of a file that is meant.
fn chosen(path: &Path, key: Option<&str>) -> Result<Entry, Failure> {
    let read = bibliography::read_file(path).map_err(|error| Failure::Said(error.to_string()))?;
    for problem in read.problems.iter().take(20) {
        super::failure::say(&format!("{}: {problem}", path.display()));
    }
    let found = match key.map(str::trim) {
        None if read.entries.len() == 1 => read.entries.first(),
        None => None,
        Some(key) => {
            let by_key = read.entries.iter().find(|entry| entry.key == key);
            let number = || key.parse::<usize>().ok().and_then(|n| read.entries.get(n.checked_sub(1)?));
            by_key.or_else(number)
        }
    };
    found.cloned().ok_or_else(|| {
        let listed = (1..).zip(&read.entries).take(20).map(|(n, entry): (usize, &Entry)| {
            let key = if entry.key.is_empty() { n.to_string() } else { entry.key.clone() };
            format!("{key} ({})", entry.label)
        });
        let mut listed: Vec<String> = listed.collect();
        if read.entries.len() > listed.len() {
            listed.push(format!("and {} more", read.entries.len() - listed.len()));
        }
        let what = match key {
            Some(key) => format!("there is no entry “{key}”"),
            None => format!("there are {} entries; choose one with --key", read.entries.len()),
        };
        Failure::about(path, format!("{what}: {}", listed.join("; ")))
    })
}
