//! `cite`: references of sources, and passages with their citation.

use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;

use super::failure::Failure;
use super::{Answer, find, open, place};
use crate::model::{Comparison, Source};
use crate::store::citing::{CitationStyle, Citations, Rich, cite_passage};
use crate::text::{Span, visible_name};

/// Gives the reference of a source, or a passage with its citation.
///
/// Without --source: the references of all sources. References are made from the bibliographic data of a source
/// (see `describe --bib`); where it has none, from the citation that was written for it, or its author, title
/// and date. Passages are cited by page where the source has pages, or else by paragraph.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:\n  diptych cite chile.diptych.json --style mla\n  \
                  diptych cite chile.diptych.json --source 1 --quote \"the armed road\" --style apa\n\n\
                  With --json: a list of references: source (its id), name, reference, html, runs (text, italic, bold,\n\
                  small_caps), and, of a passage, citation, plain and passage_html."
)]
pub(super) struct Arguments {
    /// The comparison
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The source: its id, short name, title, or number from 1
    #[arg(long, value_name = "S")]
    source: Option<String>,
    /// The passage by its words; white space may differ
    #[arg(long, value_name = "Q", requires = "source", conflicts_with_all = ["range", "claim"])]
    quote: Option<String>,
    /// Which of several places with these words, from 1
    #[arg(long, value_name = "N", requires = "quote")]
    nth: Option<usize>,
    /// The passage by its positions in code points, the end exclusive
    #[arg(long, value_name = "A..B", requires = "source", conflicts_with = "claim")]
    range: Option<String>,
    /// The passages of this claim
    #[arg(long, value_name = "ID", conflicts_with = "source")]
    claim: Option<String>,
    /// The style: chicago, chicago-notes, mla, apa
    #[arg(long, value_name = "STYLE", default_value = "chicago", value_parser = style)]
    style: CitationStyle,
    /// Prints HTML, with italics
    #[arg(long, conflicts_with = "json")]
    html: bool,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn style(word: &str) -> Result<CitationStyle, String> {
    CitationStyle::from_word(word).ok_or_else(|| "a style is chicago, chicago-notes, mla or apa".to_owned())
}

#[derive(Serialize)]
struct RunOut<'a> {
    text: &'a str,
    italic: bool,
    bold: bool,
    small_caps: bool,
}

#[derive(Serialize)]
struct ReferenceOut<'a> {
    source: String,
    name: &'a str,
    reference: String,
    html: String,
    runs: Vec<RunOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    citation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plain: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passage_html: Option<String>,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let opened = open::open(&arguments.file)?;
    let comparison = &opened.comparison;
    let about = |problem: String| Failure::about(&arguments.file, problem);
    let (chosen, spans) = passage(arguments, comparison).map_err(about)?;
    let all = comparison.sources().iter().map(|source| &source.bibliography);
    let citations = Citations::of(all, arguments.style);
    let references: Vec<(&Source, Rich)> = comparison
        .sources()
        .iter()
        .enumerate()
        .map(|(index, source)| (source.as_ref(), citations.reference(index)))
        .filter(|(source, _)| chosen.is_none_or(|chosen| chosen.id == source.id))
        .collect();
    let cited = match chosen {
        Some(source) if !spans.is_empty() => {
            let cited = cite_passage(comparison, source.id, &spans, arguments.style);
            Some(cited.ok_or_else(|| about("there are no words in that passage".to_owned()))?)
        }
        _ => None,
    };
    if arguments.json {
        let listed = references.iter().map(|(source, rich)| ReferenceOut {
            source: source.id.to_string(),
            name: source.short_name(),
            reference: rich.to_plain(),
            html: rich.to_html(),
            runs: rich.runs().iter().map(run_out).collect(),
            citation: cited.as_ref().map(|cited| cited.citation.to_plain()),
            plain: cited.as_ref().map(|cited| cited.plain.clone()),
            passage_html: cited.as_ref().map(|cited| cited.html.clone()),
        });
        serde_json::to_writer_pretty(&mut *out, &listed.collect::<Vec<_>>())?;
        writeln!(out)?;
    } else if let Some(cited) = cited {
        let words = if arguments.html { cited.html } else { lines(&cited.plain) };
        writeln!(out, "{words}")?;
    } else {
        for (_, rich) in &references {
            let words =
                if arguments.html { format!("<p>{}</p>", rich.to_html()) } else { lines(&rich.to_plain()) };
            writeln!(out, "{words}")?;
        }
    }
    Ok(Answer::Yes)
}

fn run_out(run: &crate::store::citing::Run) -> RunOut<'_> {
    let face = run.face;
    RunOut { text: &run.text, italic: face.italic, bold: face.bold, small_caps: face.small_caps }
}

/// Words for a terminal: whatever acts in a line is written out.
fn lines(words: &str) -> String {
    words.split('\n').map(|line| visible_name(line).into_owned()).collect::<Vec<_>>().join("\n")
}

/// The source that is meant, and the stretches of it.
fn passage<'a>(
    arguments: &Arguments,
    comparison: &'a Comparison,
) -> Result<(Option<&'a Source>, Vec<Span>), String> {
    if let Some(said) = &arguments.claim {
        let claim = said.trim().parse().ok().and_then(|id| comparison.claim(id));
        let claim =
            claim.ok_or_else(|| format!("there is no claim “{said}”; `compare --format json` lists them"))?;
        let source = comparison.source(claim.source).map(AsRef::as_ref);
        return Ok((source, claim.passages.iter().map(|anchor| anchor.span).collect()));
    }
    let Some(said) = &arguments.source else { return Ok((None, Vec::new())) };
    let source = find::source(comparison, said)?;
    let found = match (&arguments.quote, &arguments.range) {
        (Some(quote), _) => Some(place::of_quote(&source.text, quote, arguments.nth)),
        (None, Some(range)) => Some(place::of_range(&source.text, range)),
        (None, None) => None,
    };
    let found =
        found.transpose().map_err(|problem| format!("source “{}”: {problem}", source.short_name()))?;
    Ok((Some(source), found.into_iter().collect()))
}
