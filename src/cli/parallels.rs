//! `parallels`: where other sources treat the same matter.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;

use super::failure::Failure;
use super::{Answer, find, open, place};
use crate::analysis::parallels::{Index, Match, Parallel, Question, Settings, TermKind, parallels};
use crate::analysis::sheet::Place;
use crate::model::{Claim, ClaimId, Comparison, Source, SourceId};
use crate::text::{Span, visible, visible_name};

/// Finds passages of the other sources that treat the same matter as a passage, a claim or a tag.
///
/// They are ranked by the words, names, numbers and dates that they have in common; nothing is
/// understood. Each is two lines: source, paragraph, positions in code points, score and words,
/// those that matched in ⟦brackets⟧; then the reasons. Exits 1 when there is none.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:\n  diptych parallels chile.diptych.json --source 1 --quote \"the armed road\"\n  \
                  diptych parallels chile.diptych.json --tag \"armed road\" --in 2 --limit 5\n\n\
                  With --json: a list of passages, best first: source (its id), name, paragraph, start, end,\n\
                  score, quotation, why, claims (ids and tags of those on the passage), matches (kind, here,\n\
                  there: where the word stands in the passage, and in what was asked)."
)]
pub(super) struct Arguments {
    /// The comparison
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The source of the passage: its id, short name, title, or number from 1
    #[arg(long, value_name = "S", conflicts_with_all = ["claim", "tag"])]
    source: Option<String>,
    /// The passage by its positions in code points, the end exclusive
    #[arg(long, value_name = "A..B", requires = "source", conflicts_with = "quote")]
    range: Option<String>,
    /// The passage by its words; white space may differ
    #[arg(long, value_name = "Q", requires = "source")]
    quote: Option<String>,
    /// Which of several places with these words, from 1
    #[arg(long, value_name = "N", requires = "quote")]
    nth: Option<usize>,
    /// A claim by its id, which `diptych compare --json` tells: its passages, summary and tags
    #[arg(long, value_name = "ID", conflicts_with = "tag")]
    claim: Option<String>,
    /// A tag by name or path: what else belongs under it
    #[arg(long, value_name = "T")]
    tag: Option<String>,
    /// Looks in this source (may be given several times); without it, in all others, and for a tag in all
    #[arg(long = "in", value_name = "S2")]
    within: Vec<String>,
    /// The most passages to be offered
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    limit: u16,
    /// Prints the passages as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct ParallelOut<'a> {
    source: String,
    name: &'a str,
    paragraph: u32,
    start: u32,
    end: u32,
    score: f32,
    quotation: &'a str,
    why: String,
    claims: Vec<ClaimOut>,
    matches: Vec<MatchOut>,
}

#[derive(Serialize)]
struct ClaimOut {
    id: String,
    tags: Vec<String>,
}

#[derive(Serialize)]
struct MatchOut {
    kind: &'static str,
    here: Vec<[u32; 2]>,
    there: Vec<PlaceOut>,
}

#[derive(Serialize)]
struct PlaceOut {
    source: String,
    start: u32,
    end: u32,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let about = |sentence: String| Failure::about(&arguments.file, sentence);
    let opened = open::open(&arguments.file)?;
    let comparison = &opened.comparison;
    let (question, own) = question(arguments, comparison).map_err(about)?;
    let within = within(arguments, comparison, own).map_err(about)?;
    // What a word is worth depends on how rare it is in all of them.
    let index = |source: &Arc<Source>| {
        let index = Index::of(&source.text, &source.bibliography.language, |_| false)?;
        Some((source.id, Arc::new(index)))
    };
    let shelf: Vec<(SourceId, Arc<Index>)> = comparison.sources().iter().filter_map(index).collect();
    let most = usize::from(arguments.limit);
    let found = parallels(&question, &shelf, &within, &Settings::default(), most);
    if arguments.json {
        let found: Vec<ParallelOut<'_>> =
            found.iter().filter_map(|parallel| as_json(comparison, parallel)).collect();
        serde_json::to_writer_pretty(&mut *out, &found)?;
        writeln!(out)?;
    } else {
        for parallel in &found {
            write_lines(comparison, parallel, out)?;
        }
    }
    Ok(if found.is_empty() { Answer::No } else { Answer::Yes })
}

/// What is asked, and the source that it is about.
fn question(arguments: &Arguments, comparison: &Comparison) -> Result<(Question, Option<SourceId>), String> {
    if let Some(said) = &arguments.tag {
        let tag = find::tag(comparison, said)?;
        let tag = tag.ok_or_else(|| format!("the codebook has no tag “{}”", said.trim()))?;
        return Ok((Question::of_tag(comparison, tag.id).unwrap_or_default(), None));
    }
    if let Some(said) = &arguments.claim {
        let claim = said.trim().to_lowercase().parse().ok();
        let claim = claim.and_then(|id: ClaimId| comparison.claim(id));
        let claim = claim.ok_or_else(|| format!("there is no claim with the id “{}”", said.trim()))?;
        return Ok((Question::of_claim(comparison, claim.id).unwrap_or_default(), Some(claim.source)));
    }
    let Some(source) = &arguments.source else {
        return Err("say what is asked: --source with --quote or --range, --claim, or --tag".to_owned());
    };
    let source = find::source(comparison, source)?;
    let place = match (&arguments.quote, &arguments.range) {
        (Some(quote), _) => place::of_quote(&source.text, quote, arguments.nth),
        (None, Some(range)) => place::of_range(&source.text, range),
        (None, None) => Err("say which passage: --quote or --range".to_owned()),
    };
    let place = place.map_err(|problem| format!("source “{}”: {problem}", source.short_name()))?;
    Ok((Question::of_selection(source.id, place), Some(source.id)))
}

fn within(
    arguments: &Arguments,
    comparison: &Comparison,
    own: Option<SourceId>,
) -> Result<Vec<SourceId>, String> {
    if arguments.within.is_empty() {
        let others = comparison.sources().iter().map(|source| source.id);
        return Ok(others.filter(|id| Some(*id) != own).collect());
    }
    arguments.within.iter().map(|said| find::source(comparison, said).map(|source| source.id)).collect()
}

/// The claims that touch a stretch, each once, in order.
fn claims_at(comparison: &Comparison, source: SourceId, span: Span) -> Vec<&Claim> {
    let mut seen = BTreeSet::new();
    let touching = comparison.passages(source).into_iter().flat_map(move |passages| passages.touching(span));
    let claims = touching.filter(|passage| seen.insert(passage.claim));
    claims.filter_map(|passage| comparison.claim(passage.claim).map(AsRef::as_ref)).collect()
}

fn names(comparison: &Comparison, claim: &Claim) -> Vec<String> {
    claim.tags.iter().map(|used| comparison.tag_path(used.tag)).collect()
}

fn write_lines(comparison: &Comparison, parallel: &Parallel, out: &mut dyn Write) -> Result<(), Failure> {
    let Some(source) = comparison.source(parallel.source) else { return Ok(()) };
    let name = visible_name(source.short_name());
    let place = Place::of(&source.text, parallel.span);
    let words = set_off(source, parallel);
    writeln!(out, "{name} ¶ {place} ({}) {:.2}: {}", parallel.span, parallel.score, visible(&words))?;
    let mut why = parallel.why(comparison);
    for claim in claims_at(comparison, parallel.source, parallel.span) {
        let tags = names(comparison, claim).join(", ");
        let tags = if tags.is_empty() { "without a tag".to_owned() } else { tags };
        why.push_str(&format!("; claimed already: {tags}"));
    }
    writeln!(out, "    {}", visible_name(&why))?;
    Ok(())
}

/// The words on one line, those that matched in brackets.
fn set_off(source: &Source, parallel: &Parallel) -> String {
    let mut line = String::new();
    let mut at = parallel.span.start();
    for place in parallel.places() {
        line.push_str(source.text.slice(Span::between(at, place.start())));
        line.push('⟦');
        line.push_str(source.text.slice(place));
        line.push('⟧');
        at = place.end();
    }
    line.push_str(source.text.slice(Span::between(at, parallel.span.end().max(at))));
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn as_json<'a>(comparison: &'a Comparison, parallel: &Parallel) -> Option<ParallelOut<'a>> {
    let source = comparison.source(parallel.source)?;
    let claims = claims_at(comparison, parallel.source, parallel.span);
    let claim = |claim: &Claim| ClaimOut { id: claim.id.to_string(), tags: names(comparison, claim) };
    Some(ParallelOut {
        source: source.id.to_string(),
        name: source.short_name(),
        paragraph: Place::of(&source.text, parallel.span).first.0,
        start: parallel.span.start().0,
        end: parallel.span.end().0,
        score: parallel.score,
        quotation: source.text.slice(parallel.span),
        why: parallel.why(comparison),
        claims: claims.into_iter().map(claim).collect(),
        matches: parallel.matches.iter().map(match_out).collect(),
    })
}

fn match_out(found: &Match) -> MatchOut {
    let kind = match found.kind {
        TermKind::Word => "word",
        TermKind::Name => "name",
        TermKind::Number => "number",
        TermKind::Date => "date",
    };
    let here = found.here.iter().map(|span| [span.start().0, span.end().0]).collect();
    let there = found.there.iter().map(|(source, span)| PlaceOut {
        source: source.to_string(),
        start: span.start().0,
        end: span.end().0,
    });
    MatchOut { kind, here, there: there.collect() }
}
