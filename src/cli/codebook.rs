//! `codebook`: the tags of a comparison as a file of their own, and taking in such a file.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::failure::{self, Failure};
use super::{Answer, open};
use crate::desk::{Clock as _, Command, SystemClock, TakenChange, TakenKind, Taking, taking};
use crate::store::book::{open_book, to_book};
use crate::store::versions::Reason;
use crate::store::{self, write_atomically};
use crate::text::visible_name;

/// Writes the codebook of a comparison to a file of its own, or takes one in.
///
/// Taking in says first what would change: tags of the book are known by their id, or else by their name; new ones are
/// added; names, definitions, places in the tree, colors, keys and kinds of value become the book's. Tags that the book lacks
/// stay. With --dry-run nothing is changed; exits 1 then if something would be.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:\n  diptych codebook chile.diptych.json -o chile.codebook.json\n  \
                  diptych codebook mine.diptych.json --take chile.codebook.json --dry-run\n\n\
                  With --json: file, tags (how many the book has), changes (kind: new, renamed, redefined, moved, recolored,\n\
                  key, key_taken, values; tag, name, was, becomes, older), reordered, same (how many), ours_only, warnings."
)]
pub(super) struct Arguments {
    /// The comparison
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The file to write the codebook to, by custom NAME.codebook.json
    #[arg(short, long, value_name = "OUT", required_unless_present = "take", conflicts_with = "take")]
    output: Option<PathBuf>,
    /// The codebook to take in, or a comparison that has it
    #[arg(long, value_name = "BOOK")]
    take: Option<PathBuf>,
    /// Only says what would change
    #[arg(long, requires = "take")]
    dry_run: bool,
    /// The name of the person who takes it in
    #[arg(long, value_name = "NAME", requires = "take")]
    reader: Option<String>,
    /// Replaces OUT if there is such a file
    #[arg(long)]
    force: bool,
    /// Prints it as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct BookOut {
    file: String,
    tags: usize,
    changes: Vec<ChangeOut>,
    reordered: usize,
    same: usize,
    ours_only: Vec<String>,
    warnings: Vec<String>,
}

#[derive(Serialize)]
struct ChangeOut {
    kind: &'static str,
    tag: String,
    name: String,
    was: String,
    becomes: String,
    older: bool,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    match (&arguments.output, &arguments.take) {
        (Some(output), _) => write(arguments, output, out),
        (None, Some(book)) => take(arguments, book, out),
        (None, None) => Err(Failure::Said("name a file with -o, or a codebook with --take".to_owned())),
    }
}

fn write(arguments: &Arguments, output: &Path, out: &mut dyn Write) -> Result<Answer, Failure> {
    let opened = open::open(&arguments.file)?;
    open::may_write(output, std::slice::from_ref(&arguments.file), arguments.force)?;
    write_atomically(output, &to_book(&opened.comparison))
        .map_err(|error| Failure::about(output, format!("not written ({error})")))?;
    let n = opened.comparison.tags().len();
    if arguments.json {
        let file = output.display().to_string();
        let (changes, ours_only, warnings) = (Vec::new(), Vec::new(), Vec::new());
        json(&BookOut { file, tags: n, changes, reordered: 0, same: n, ours_only, warnings }, out)?;
    } else {
        writeln!(out, "{}: a codebook of {}", open::shown(output), open::count(n, "tag"))?;
    }
    Ok(Answer::Yes)
}

fn take(arguments: &Arguments, path: &Path, out: &mut dyn Write) -> Result<Answer, Failure> {
    let file = &arguments.file;
    let opened = open::open(file)?;
    let book = open_book(path)?;
    for warning in &book.warnings {
        failure::say(&format!("{}: {warning}", path.display()));
    }
    let taking = taking(&opened.comparison, &book.tags, SystemClock.now());
    let n_tags = book.tags.len();
    if !arguments.dry_run && !taking.is_empty() {
        let id = opened.comparison.id();
        open::keep_version(file, id, Reason::Opened);
        let mut desk = open::desk(opened.comparison, arguments.reader.as_deref());
        desk.run(Command::TakeCodebook(book.tags)).map_err(|refusal| Failure::about(file, refusal))?;
        store::save(desk.comparison(), &opened.record, open::actor(), file)?;
        open::keep_version(file, id, Reason::Saved);
    }
    if arguments.json {
        let changes = taking.changes.iter().map(|change| ChangeOut {
            kind: change.kind.word(),
            tag: change.tag.to_string(),
            name: change.name.clone(),
            was: change.was.clone(),
            becomes: change.becomes.clone(),
            older: change.is_older,
        });
        let changes = changes.collect();
        let (reordered, same, ours_only) = (taking.n_reordered, taking.n_same, taking.ours_only.clone());
        let file = file.display().to_string();
        json(
            &BookOut { file, tags: n_tags, changes, reordered, same, ours_only, warnings: book.warnings },
            out,
        )?;
    } else {
        print(&taking, out)?;
    }
    let would_change = arguments.dry_run && !taking.is_empty();
    Ok(if would_change { Answer::No } else { Answer::Yes })
}

fn json(book: &BookOut, out: &mut dyn Write) -> Result<(), Failure> {
    serde_json::to_writer_pretty(&mut *out, book)?;
    writeln!(out)?;
    Ok(())
}

fn print(taking: &Taking, out: &mut dyn Write) -> Result<(), Failure> {
    for change in &taking.changes {
        writeln!(out, "{}", visible_name(&sentence(change).replace('\n', " ")))?;
    }
    if taking.n_reordered > 0 {
        let n = open::count(taking.n_reordered, "tag");
        writeln!(out, "{n} only in another place in the list")?;
    }
    if !taking.ours_only.is_empty() {
        let names = taking.ours_only.join(", ");
        writeln!(out, "not in the book, and left as they are: {}", visible_name(&names))?;
    }
    if taking.is_empty() {
        writeln!(out, "nothing changes: all {} are here already", open::count(taking.n_same, "tag"))?;
    }
    Ok(())
}

/// "redefined “calm”: was “…”; becomes “…”".
fn sentence(change: &TakenChange) -> String {
    let TakenChange { name, kind, was, becomes, .. } = change;
    let or_none =
        |words: &str| if words.is_empty() { "nothing".to_owned() } else { format!("“{words}”") };
    let (was, becomes) = (or_none(was), or_none(becomes));
    match kind {
        TakenKind::New => format!("new “{name}”: {becomes}"),
        TakenKind::KeyTaken => {
            format!("“{name}” does not get the key {}, which is that of {was}", change.becomes)
        }
        _ => {
            let older = if change.is_older { " (the book’s is perhaps the older one)" } else { "" };
            format!("{} “{name}”: was {was}, becomes {becomes}{older}", kind.word())
        }
    }
}
