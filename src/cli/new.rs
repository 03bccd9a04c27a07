//! `new`: a comparison out of source files.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::{Answer, open, source_file};
use crate::desk::{Clock as _, Command, IdSource as _, NewSource, RandomIds, SystemClock};
use crate::model::{Comparison, ComparisonId, Edit};
use crate::store::import::MediaType;
use crate::store::versions::Reason;
use crate::store::{self, Record};

/// Makes a comparison from two or more source files.
///
/// The texts are taken into the comparison as they are; the files stay as they are.
/// What was assumed of each (its encoding, its markup) is said on standard error.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Example:\n  diptych new -o chile.diptych.json statement.txt critique.md --title \"Chile 1973\""
)]
pub(super) struct Arguments {
    /// The comparison to make, by custom NAME.diptych.json
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// The sources, in the order in which they are to stand: plain text or Markdown
    #[arg(value_name = "SOURCE", required = true)]
    sources: Vec<PathBuf>,
    /// The comparison's title; without it, the name of FILE
    #[arg(long, value_name = "T")]
    title: Option<String>,
    /// The encoding of all the sources (utf-8, windows-1252, ...); without it, it is found out
    #[arg(long, value_name = "E")]
    encoding: Option<String>,
    /// Reads all the sources as Markdown, whatever their names
    #[arg(long, conflicts_with = "plain")]
    markdown: bool,
    /// Reads all the sources as plain text, whatever their names
    #[arg(long)]
    plain: bool,
    /// The name of the person who will annotate
    #[arg(long, value_name = "NAME")]
    reader: Option<String>,
    /// Replaces FILE if there is one
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let file = &arguments.output;
    check_output(arguments)?;
    let media_type = match (arguments.markdown, arguments.plain) {
        (true, _) => Some(MediaType::Markdown),
        (_, true) => Some(MediaType::Plain),
        _ => None,
    };
    let options = source_file::options(arguments.encoding.as_deref(), media_type)?;
    let mut sources = Vec::with_capacity(arguments.sources.len());
    for path in &arguments.sources {
        let imported = source_file::import(path, &options)?;
        sources.push(NewSource {
            bibliography: imported.bibliography,
            origin: imported.origin,
            text: imported.text,
            structure: imported.structure,
        });
    }
    let n = sources.len();
    let title = arguments.title.clone().unwrap_or_else(|| stem(file));
    let comparison = Comparison::new(ComparisonId(RandomIds.next()), title, SystemClock.now());
    let mut desk = open::desk(comparison, arguments.reader.as_deref());
    desk.run(Command::AddSources(sources)).map_err(|refusal| Failure::about(file, refusal))?;
    if arguments.reader.is_some() {
        let label = "name the reader".to_owned();
        let edits = vec![Edit::from(desk.reader().clone())];
        desk.run(Command::Mend { label, edits }).map_err(|refusal| Failure::about(file, refusal))?;
    }
    let save = if arguments.force { store::save_over } else { store::save };
    if let Ok(replaced) = store::open(file) {
        open::keep_version(file, replaced.comparison.id(), Reason::Opened);
    }
    save(desk.comparison(), &Record::new(), open::actor(), file)?;
    open::keep_version(file, desk.comparison().id(), Reason::Saved);
    writeln!(out, "{}: a comparison of {}", open::shown(file), open::count(n, "source"))?;
    Ok(Answer::Yes)
}

fn check_output(arguments: &Arguments) -> Result<(), Failure> {
    let file = &arguments.output;
    if let [only] = arguments.sources.as_slice() {
        let need = "a comparison needs two sources or more; name another one after it";
        return Err(Failure::about(only, need));
    }
    if arguments.sources.iter().any(|source| open::same_file(source, file)) {
        return Err(Failure::about(file, "this is one of the sources; name another file after -o"));
    }
    if file.symlink_metadata().is_ok() && !arguments.force {
        return Err(Failure::about(file, "there is a file of this name already; --force replaces it"));
    }
    Ok(())
}

/// "chile" of "notes/chile.diptych.json".
fn stem(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let name = name.strip_suffix(".json").unwrap_or(&name);
    name.strip_suffix(".diptych").unwrap_or(name).to_owned()
}
