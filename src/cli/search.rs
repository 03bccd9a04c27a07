//! `search`: words in all sources.

use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;

use super::failure::Failure;
use super::{Answer, find, open};
use crate::analysis::search::{
    Bounds, Case, Context, Diacritics, Hit, Pattern, SearchOptions, Syntax, search_in,
};
use crate::model::Source;
use crate::text::{visible, visible_name};

/// Finds text across all sources.
///
/// The pattern is taken to the letter, capitals and small letters alike; white space in it
/// matches any white space within a paragraph, line ends included. Each hit is a line: source,
/// paragraph, positions in code points, and the words around it. Exits 1 when there is none.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:\n  diptych search chile.diptych.json cordon --fold --words\n  \
                  diptych search chile.diptych.json --regex '19(70|73)' --source 2\n\n\
                  With --json: a list of hits: source (its id), name, paragraph, start, end, quotation, before, after."
)]
#[expect(clippy::struct_excessive_bools, reason = "they are the command's switches")]
pub(super) struct Arguments {
    /// The comparison
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What to look for
    #[arg(value_name = "PATTERN", allow_hyphen_values = true)]
    pattern: String,
    /// Takes the pattern for a regular expression, in which ^ and $ are the ends of a line
    #[arg(long)]
    regex: bool,
    /// Finds whole words only
    #[arg(long)]
    words: bool,
    /// Tells capitals from small letters
    #[arg(long)]
    case: bool,
    /// Ignores accents and other marks on letters: cordon finds cordón
    #[arg(long)]
    fold: bool,
    /// Looks only in this source: its id, short name, title, or number from 1
    #[arg(long, value_name = "S")]
    source: Option<String>,
    /// Prints the hits as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct HitOut<'a> {
    source: String,
    name: &'a str,
    paragraph: u32,
    start: u32,
    end: u32,
    quotation: &'a str,
    before: &'a str,
    after: &'a str,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let pattern = Pattern::new(&arguments.pattern, options(arguments))?;
    let opened = open::open(&arguments.file)?;
    let comparison = &opened.comparison;
    let chosen = match &arguments.source {
        None => None,
        Some(said) => {
            let source = find::source(comparison, said);
            Some(source.map_err(|problem| Failure::about(&arguments.file, problem))?.id)
        }
    };
    let mut n_hits = 0_usize;
    let sources = comparison.sources().iter().filter(|source| chosen.is_none_or(|id| id == source.id));
    for source in sources {
        search_in(source, &pattern, |hit| {
            n_hits += 1;
            if arguments.json {
                out.write_all(if n_hits == 1 { b"[\n" } else { b",\n" })?;
                write_json(source, &hit, out)
            } else {
                write_line(source, &hit, out)
            }
        })?;
    }
    if arguments.json {
        out.write_all(if n_hits == 0 { b"[]\n" } else { b"\n]\n" })?;
    }
    Ok(if n_hits == 0 { Answer::No } else { Answer::Yes })
}

fn options(arguments: &Arguments) -> SearchOptions {
    SearchOptions {
        syntax: if arguments.regex { Syntax::Regex } else { Syntax::Literal },
        case: if arguments.case { Case::Kept } else { Case::Ignored },
        bounds: if arguments.words { Bounds::WholeWords } else { Bounds::Anywhere },
        diacritics: if arguments.fold { Diacritics::Folded } else { Diacritics::Kept },
    }
}

fn write_line(source: &Source, hit: &Hit, out: &mut dyn Write) -> Result<(), Failure> {
    let Context { before, hit: words, after } = &hit.context;
    let (name, place) = (visible_name(source.short_name()), hit.paragraph);
    let (before, words, after) = (visible(before), visible(words), visible(after));
    writeln!(out, "{name} ¶ {place} ({}): {before}⟦{words}⟧{after}", hit.span)?;
    Ok(())
}

fn write_json(source: &Source, hit: &Hit, out: &mut dyn Write) -> Result<(), Failure> {
    let hit = HitOut {
        source: hit.source.to_string(),
        name: source.short_name(),
        paragraph: hit.paragraph.0,
        start: hit.span.start().0,
        end: hit.span.end().0,
        quotation: source.text.slice(hit.span),
        before: &hit.context.before,
        after: &hit.context.after,
    };
    serde_json::to_writer(out, &hit)?;
    Ok(())
}
