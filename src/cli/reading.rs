//! `reading`: what one reader has made of a comparison, as a file to be sent.

use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;

use super::failure::Failure;
use super::{Answer, open};
use crate::model::{Comparison, Reader};
use crate::store::reading::{ReadingSettings, file_name, reading};
use crate::store::write_atomically;
use crate::text::visible_name;

/// Makes a file of one reader's claims, links and silences, to be sent.
///
/// With the codebook, the rounds, and what is known of the sources. It merges with the file it comes from, and is laid
/// over it. Without the texts it is small; whoever opens it brings their own copies (see `complete`). Quotations stay.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Example:\n  diptych reading chile.diptych.json --reader Ana --without-texts -o chile.ana.diptych.json\n\n\
                  With --json: file, reader (null: everybody's), claims, links, silences (how many), bytes, and texts\n\
                  and notes (whether they are in it)."
)]
pub(super) struct Arguments {
    /// The comparison
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Whose reading: a name, or the beginning of one; not needed where there is only one reader
    #[arg(long, value_name = "NAME")]
    reader: Option<String>,
    /// Everybody's: the whole comparison, for sending it without its texts
    #[arg(long, conflicts_with = "reader")]
    all: bool,
    /// Leaves the texts out
    #[arg(long)]
    without_texts: bool,
    /// Leaves the readers' notes out
    #[arg(long)]
    without_notes: bool,
    /// The file to make; without it, one named after title and reader, in this folder
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Replaces OUT if there is such a file
    #[arg(long)]
    force: bool,
    /// Prints what is in it as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct ReadingOut {
    file: String,
    reader: Option<String>,
    claims: usize,
    links: usize,
    silences: usize,
    bytes: usize,
    texts: bool,
    notes: bool,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let opened = open::open(&arguments.file)?;
    let comparison = &opened.comparison;
    let about = |sentence: String| Failure::about(&arguments.file, sentence);
    let reader = match arguments.all {
        true => None,
        false => Some(chosen(comparison, arguments.reader.as_deref()).map_err(about)?),
    };
    let name = reader.map(|reader| reader.name.clone());
    let named = || PathBuf::from(file_name(comparison.title(), name.as_deref()));
    let file = arguments.output.clone().unwrap_or_else(named);
    open::may_write(&file, std::slice::from_ref(&arguments.file), arguments.force)?;
    let settings = ReadingSettings {
        reader: reader.map(|reader| reader.id),
        texts: !arguments.without_texts,
        notes: !arguments.without_notes,
    };
    let made = reading((comparison, &opened.record, open::actor()), settings).map_err(about)?;
    write_atomically(&file, &made.bytes)
        .map_err(|error| Failure::about(&file, format!("not written ({error})")))?;
    let own = |maker| settings.reader.is_none_or(|reader| reader == maker);
    let made_of = ReadingOut {
        file: file.display().to_string(),
        reader: name,
        claims: made.comparison.claims().filter(|claim| own(claim.reader)).count(),
        links: made.comparison.links().len(),
        silences: made.comparison.silences().len(),
        bytes: made.bytes.len(),
        texts: settings.texts,
        notes: settings.notes,
    };
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &made_of)?;
        writeln!(out)?;
    } else {
        print(&made_of, out)?;
    }
    Ok(Answer::Yes)
}

fn print(made: &ReadingOut, out: &mut dyn Write) -> Result<(), Failure> {
    let counts = [
        open::count(made.claims, "claim"),
        open::count(made.links, "link"),
        open::count(made.silences, "silence"),
    ];
    let whose = match &made.reader {
        Some(name) => format!("the reading of {}", visible_name(name)),
        None => "everybody’s reading".to_owned(),
    };
    let texts = if made.texts { "with the texts" } else { "without the texts" };
    let notes = if made.notes { "" } else { ", without notes" };
    let size = made.bytes.div_ceil(1_000);
    let file = visible_name(&made.file);
    writeln!(out, "{file}: {whose}, {}, {texts}{notes}, {size} kB", counts.join(", "))?;
    Ok(())
}

/// Returns the reader of this name, or the only one whose name begins so.
fn chosen<'a>(comparison: &'a Comparison, name: Option<&str>) -> Result<&'a Reader, String> {
    let readers: Vec<&Reader> = comparison.readers().map(|reader| &**reader).collect();
    let names = || readers.iter().map(|reader| &*reader.name).collect::<Vec<_>>().join(", ");
    let Some(name) = name else {
        return match readers.as_slice() {
            [only] => Ok(only),
            [] => {
                Err("nobody has made anything in this comparison yet, so there is nothing to send".to_owned())
            }
            _ => Err(format!("name the reader with --reader, one of: {}; or everybody with --all", names())),
        };
    };
    let folded = name.trim().to_lowercase();
    let exact: Vec<&&Reader> =
        readers.iter().filter(|reader| reader.name.trim().to_lowercase() == folded).collect();
    let begins = || readers.iter().filter(|reader| reader.name.trim().to_lowercase().starts_with(&folded));
    let found = if exact.is_empty() { begins().collect() } else { exact };
    match found.as_slice() {
        [only] => Ok(only),
        [] => Err(format!("there is no reader “{name}”; there are: {}", names())),
        _ => Err(format!("“{name}” is the beginning of several readers’ names: {}", names())),
    }
}
