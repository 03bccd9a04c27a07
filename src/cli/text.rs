//! `text`: what the import makes of a source file.

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use serde::Serialize;

use super::failure::Failure;
use super::{Answer, source_file};
use crate::model::{Mark, MarkKind};
use crate::store::import::{EncodingHow, MediaType};

/// Prints a source's text exactly as it would be imported.
///
/// The text goes to standard output, with nothing added at its end; what was assumed
/// (encoding, markup) and what was lost goes to standard error.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Example:\n  diptych text pamphlet.txt --encoding windows-1252\n\n\
                  With --json: text, encoding (its WHATWG name), media_type (text/plain or text/markdown),\n\
                  warnings (sentences), structure (headings, emphasis and the like: kind, start, end in code\n\
                  points, and what the kind needs: level, depth, label, address)."
)]
pub(super) struct Arguments {
    /// The file: plain text or Markdown
    #[arg(value_name = "SOURCE")]
    source: PathBuf,
    /// Its encoding (utf-8, windows-1252, koi8-r, shift_jis, ...); without it, it is found out
    #[arg(long, value_name = "E")]
    encoding: Option<String>,
    /// What it is written in; without it, the file's name decides
    #[arg(long = "as", value_name = "KIND")]
    kind: Option<Kind>,
    /// Prints the text and all that is known of it as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// Nothing but words
    Plain,
    /// Markdown
    Markdown,
}

#[derive(Serialize)]
struct TextOut<'a> {
    text: &'a str,
    encoding: &'a str,
    media_type: &'a str,
    warnings: Vec<String>,
    structure: Vec<MarkOut<'a>>,
}

#[derive(Serialize)]
struct MarkOut<'a> {
    kind: &'a str,
    start: u32,
    end: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    depth: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let media_type = arguments.kind.map(|kind| match kind {
        Kind::Plain => MediaType::Plain,
        Kind::Markdown => MediaType::Markdown,
    });
    let options = source_file::options(arguments.encoding.as_deref(), media_type)?;
    let imported = source_file::import(&arguments.source, &options)?;
    if !arguments.json {
        out.write_all(imported.text.as_str().as_bytes())?;
        return Ok(Answer::Yes);
    }
    let assumed = imported.encoding_how == EncodingHow::Guessed;
    let assumed = assumed.then(|| imported.encoding_sentence());
    let text = TextOut {
        text: imported.text.as_str(),
        encoding: &imported.origin.encoding,
        media_type: imported.media_type.word(),
        warnings: assumed.into_iter().chain(imported.warnings.iter().cloned()).collect(),
        structure: imported.structure.iter().map(mark_out).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &text)?;
    writeln!(out)?;
    Ok(Answer::Yes)
}

/// A mark by the names that a comparison's file gives it.
fn mark_out(mark: &Mark) -> MarkOut<'_> {
    let (start, end) = (mark.span.start().0, mark.span.end().0);
    let plain = |kind| MarkOut { kind, start, end, level: None, depth: None, label: None, address: None };
    match &mark.kind {
        MarkKind::Heading { level } => MarkOut { level: Some(*level), ..plain("heading") },
        MarkKind::Emphasis => plain("emphasis"),
        MarkKind::Strong => plain("strong"),
        MarkKind::Strikethrough => plain("strikethrough"),
        MarkKind::Code => plain("code"),
        MarkKind::Quote => plain("quote"),
        MarkKind::ListItem { depth } => MarkOut { depth: Some(*depth), ..plain("list_item") },
        MarkKind::FootnoteReference { label } => {
            MarkOut { label: Some(label), ..plain("footnote_reference") }
        }
        MarkKind::Footnote { label } => MarkOut { label: Some(label), ..plain("footnote") },
        MarkKind::Hyperlink { address } => MarkOut { address: Some(address), ..plain("hyperlink") },
        MarkKind::Page { label } => MarkOut { label: Some(label), ..plain("page") },
        MarkKind::Other(kind) => plain(kind),
    }
}
