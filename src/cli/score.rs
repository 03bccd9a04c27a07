//! `score`: readings held against an answer key.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::compare::check_output;
use super::failure::{self, Failure};
use super::{Answer, open, together};
use crate::analysis::agreement::rounds::with_a_reading;
use crate::analysis::agreement::score::{Answer as Became, Counts, Learner, Scoring};
use crate::analysis::agreement::settling::settled_reader;
use crate::analysis::handout::feedback::{FeedbackSettings, class, feedback};
use crate::analysis::handout::{Handout, SheetKind, SheetSettings};
use crate::analysis::sheet::Sheet;
use crate::cli::compare::SheetForm;
use crate::desk::{Clock as _, SystemClock};
use crate::model::{Comparison, Reader, ReaderId, Stance};
use crate::store;
use crate::store::export::{CsvTable, Made, SheetFormat, write_sheet};
use crate::text::visible_name;

/// Holds readings against an answer key: what each reader found of it, missed, and found besides.
///
/// The key is one reader's claims in KEY; the other files are laid over it, and no file is written to.
/// A passage counts as found, under a tag, from half of what either covers on; other ends and other
/// stances are told apart. Without --each: one line for each reader, and how many found each item. With
/// --each: a sheet for each reader, with the key's summaries and notes as feedback. There is no score
/// unless you ask for one.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:\n  diptych score --key key.diptych.json class/*.diptych.json\n  \
                  diptych score --key key.diptych.json class/*.diptych.json --format csv -o class.csv\n  \
                  diptych score --key key.diptych.json class/*.diptych.json --each feedback --format docx\n\n\
                  With --json: key (name), items: source, place, quotation, tag, stance, claim (id), found (by how\n\
                  many); readers: name, id, of, found, missed, other_tag, other_boundary, other_stance, extra, score\n\
                  (with --with-score; null where there is nothing to be found), items (in the order of the items:\n\
                  found, missed or other_tag, other_boundary, other_stance), extra_claims (ids)."
)]
pub(super) struct Arguments {
    /// The comparison with the key
    #[arg(long, value_name = "KEY")]
    key: PathBuf,
    /// Whose claims in it are the key, by name or id; needed where several readers are in it
    #[arg(long, value_name = "R")]
    key_reader: Option<String>,
    /// The readers' files; without any, the other readers in KEY
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Counts this tag only, by name or path (may be given several times)
    #[arg(long = "tag", value_name = "T")]
    tags: Vec<String>,
    /// Counts in this source only, by id, name or number (may be given several times)
    #[arg(long = "source", value_name = "S")]
    sources: Vec<String>,
    /// Adds a score from 0 to 100, with its formula
    #[arg(long)]
    with_score: bool,
    /// Writes a sheet for each reader into this folder, which is made if need be
    #[arg(long, value_name = "FOLDER", conflicts_with = "output")]
    each: Option<PathBuf>,
    /// Shows what readers made though the round is sealed
    #[arg(long)]
    open: bool,
    /// What it is written in; without it, what the name of OUT ends with, or else text (with --each, html)
    #[arg(long, value_name = "FORM")]
    format: Option<SheetForm>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Writes to this file instead of standard output, replacing what is there
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let key_file = &arguments.key;
    let about = |problem: String| Failure::about(key_file, problem);
    if let Some(output) = &arguments.output {
        let read = arguments.files.iter().chain([key_file]);
        read.into_iter().try_for_each(|file| check_output(file, output, "class table"))?;
    }
    let base = open::open(key_file)?.comparison;
    let key = key_of(&base, arguments.key_reader.as_deref()).map_err(about)?;
    let comparison = together::readings(key_file, &arguments.files)?;
    together::keep_seal(&comparison, arguments.open, out)?;
    let mut scope =
        together::scope(&comparison, (&[], &arguments.sources, &arguments.tags)).map_err(about)?;
    // Whoever else is in the file of the key is nobody's learner, unless that file is all there is.
    let in_base: Vec<ReaderId> = base.readers().map(|reader| reader.id).collect();
    let alone = arguments.files.is_empty();
    scope.readers.retain(|reader| *reader != key && (alone || !in_base.contains(reader)));
    let scoring = Scoring::of(&comparison, &scope, key);
    if let Some(folder) = &arguments.each {
        return each(arguments, (&comparison, &scoring), folder, out);
    }
    let format = format_of(arguments).unwrap_or(SheetFormat::Text);
    let mut bytes = Vec::new();
    match format {
        SheetFormat::Text => write_text(&comparison, &scoring, arguments.with_score, &mut bytes)?,
        SheetFormat::Json => write_json(&comparison, &scoring, arguments.with_score, &mut bytes)?,
        SheetFormat::Csv => write_csv(&comparison, &scoring, arguments.with_score, &mut bytes)?,
        _ => {
            let handout = class(&comparison, &scoring, &settings(arguments));
            let warnings = write_sheet(&made(&comparison, key, handout), format, &mut bytes)?;
            warnings.iter().for_each(|warning| failure::say(warning));
        }
    }
    match &arguments.output {
        None => out.write_all(&bytes)?,
        Some(output) => write_to(output, &bytes)?,
    }
    Ok(if scoring.learners.is_empty() { Answer::No } else { Answer::Yes })
}

fn settings(arguments: &Arguments) -> FeedbackSettings {
    let today = Some(SystemClock.now());
    FeedbackSettings { score: arguments.with_score, today, ..FeedbackSettings::default() }
}

fn write_to(output: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let cant = |error| Failure::about(output, format!("it can't be written there ({error})"));
    store::write_atomically(output, bytes).map_err(cant)
}

/// A sheet in the form that its writers take.
fn made(comparison: &Comparison, key: ReaderId, handout: Handout) -> Made {
    let of_key = SheetSettings { readers: vec![key], ..SheetSettings::of_kind(SheetKind::Key) };
    Made { sheet: Sheet::of(comparison, &of_key.options()), handout, today: Some(SystemClock.now()) }
}

/// Whose claims are the key: who was said; else the settled version; else the only one who has made anything.
fn key_of(base: &Comparison, said: Option<&str>) -> Result<ReaderId, String> {
    if let Some(said) = said {
        return together::reader(base, said);
    }
    let settled = settled_reader(base.id());
    if base.reader(settled).is_some() {
        return Ok(settled);
    }
    let there = with_a_reading(base);
    let found: Vec<&Reader> =
        base.readers().map(AsRef::as_ref).filter(|reader: &&Reader| there.contains(&reader.id)).collect();
    match found.as_slice() {
        [only] => Ok(only.id),
        [] => Err("nobody has marked anything in it, so it is no key".to_owned()),
        several => {
            let names: Vec<String> = several.iter().map(|reader| format!("“{}”", reader.name)).collect();
            Err(format!(
                "it has several readings; say whose is the key with --key-reader: {}",
                names.join(", ")
            ))
        }
    }
}

fn format_of(arguments: &Arguments) -> Option<SheetFormat> {
    let by_name = || SheetFormat::from_file_name(&arguments.output.as_ref()?.file_name()?.to_string_lossy());
    if arguments.json {
        return Some(SheetFormat::Json);
    }
    arguments.format.map(SheetFormat::from).or_else(by_name)
}

/// A sheet for each learner.
fn each(
    arguments: &Arguments,
    (comparison, scoring): (&Comparison, &Scoring),
    folder: &Path,
    out: &mut dyn Write,
) -> Result<Answer, Failure> {
    std::fs::create_dir_all(folder)
        .map_err(|error| Failure::about(folder, format!("the folder can't be made ({error})")))?;
    let format = format_of(arguments).unwrap_or(SheetFormat::Html);
    let mut names: Vec<String> = Vec::new();
    for learner in &scoring.learners {
        let Some(handout) = feedback(comparison, scoring, learner.reader, &settings(arguments)) else {
            continue;
        };
        let name = comparison.reader(learner.reader).map_or("", |reader| reader.name.as_str());
        let mut file = file_name(name);
        while names.contains(&file.to_lowercase()) {
            file.push('+');
        }
        names.push(file.to_lowercase());
        let path = folder.join(format!("{file}.{}", format.ending()));
        let mut bytes = Vec::new();
        let warnings = write_sheet(&made(comparison, scoring.key, handout), format, &mut bytes)?;
        warnings.iter().for_each(|warning| failure::say(&format!("{}: {warning}", path.display())));
        write_to(&path, &bytes)?;
        writeln!(out, "{}", open::shown(&path))?;
    }
    Ok(if scoring.learners.is_empty() { Answer::No } else { Answer::Yes })
}

/// A name as a file can have it.
fn file_name(name: &str) -> String {
    let sound = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '.') { c } else { ' ' };
    let words: String = name.chars().map(sound).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.trim_matches('.').trim();
    let short: String = words.chars().take(80).collect();
    if short.is_empty() { "reader".to_owned() } else { short }
}

const COLUMNS: [&str; 8] =
    ["reader", "found", "of", "missed", "other tag", "other ends", "other stance", "extra"];

fn numbers(counts: &Counts) -> [usize; 7] {
    let Counts { of, found, missed, other_tag, other_boundary, other_stance, extra } = *counts;
    [found, of, missed, other_tag, other_boundary, other_stance, extra]
}

fn name(comparison: &Comparison, reader: ReaderId) -> String {
    comparison.reader(reader).map_or_else(String::new, |reader| visible_name(&reader.name).into_owned())
}

fn score(learner: &Learner) -> String {
    learner.score().map_or("-".to_owned(), |score| format!("{score:.1}"))
}

/// A table for a terminal: names to the left, numbers to the right.
fn write_text(
    comparison: &Comparison,
    scoring: &Scoring,
    with_score: bool,
    out: &mut Vec<u8>,
) -> Result<(), Failure> {
    let mut rows: Vec<Vec<String>> = vec![COLUMNS.iter().map(|head| (*head).to_owned()).collect()];
    for learner in &scoring.learners {
        let counts = numbers(&learner.counts());
        let mut row = vec![name(comparison, learner.reader)];
        row.extend(counts.iter().map(ToString::to_string));
        rows.push(row);
    }
    if with_score {
        let scores = scoring.learners.iter().map(score);
        let heads = std::iter::once("score".to_owned()).chain(scores);
        rows.iter_mut().zip(heads).for_each(|(row, score)| row.push(score));
    }
    writeln!(out, "Key: {}, {}", name(comparison, scoring.key), open::count(scoring.items.len(), "item"))?;
    write_aligned(&rows, out)?;
    if with_score {
        writeln!(out, "\n{}", crate::analysis::agreement::score::SCORE_IN_WORDS)?;
    }
    writeln!(out, "\nFound by")?;
    let n = scoring.learners.len();
    for (number, item) in scoring.items.iter().enumerate() {
        let tag = item.tag.map_or("without a tag".to_owned(), |tag| comparison.tag_path(tag));
        let (place, quotation) = place_of(comparison, item.claim);
        let short: String = quotation.chars().take(70).collect();
        let more = if short.len() < quotation.len() { "…" } else { "" };
        let found = scoring.n_found(number);
        let line = format!("{place}, {tag}: “{short}{more}”");
        writeln!(out, "  {found} of {n}  {}", visible_name(&line))?;
    }
    Ok(())
}

fn write_aligned(rows: &[Vec<String>], out: &mut Vec<u8>) -> Result<(), Failure> {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| unicode_width(cell)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in rows {
        let cells = row.iter().zip(&widths).zip(0..).map(|((cell, width), column)| {
            let blanks = " ".repeat(width.saturating_sub(unicode_width(cell)));
            if column == 0 { format!("{cell}{blanks}") } else { format!("{blanks}{cell}") }
        });
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    Ok(())
}

fn unicode_width(words: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(words)
}

/// Where a claim is, with its source, and what it says on one line.
fn place_of(comparison: &Comparison, claim: crate::model::ClaimId) -> (String, String) {
    let Some(claim) = comparison.claim(claim) else { return Default::default() };
    let Some(source) = comparison.source(claim.source) else { return Default::default() };
    let places =
        claim.passages.iter().map(|anchor| crate::analysis::sheet::Place::of(&source.text, anchor.span));
    let places = crate::analysis::sheet::cite(&places.collect::<Vec<_>>());
    (format!("{} {places}", source.short_name()), crate::text::on_one_line(&claim.quotation()))
}

fn write_csv(
    comparison: &Comparison,
    scoring: &Scoring,
    with_score: bool,
    out: &mut Vec<u8>,
) -> Result<(), Failure> {
    let score_head = with_score.then_some("score");
    let head: Vec<&str> = COLUMNS.into_iter().chain(score_head).collect();
    let mut table = CsvTable::begin(out, &head)?;
    for learner in &scoring.learners {
        let mut row = vec![comparison.reader(learner.reader).map_or_else(String::new, |of| of.name.clone())];
        row.extend(numbers(&learner.counts()).iter().map(ToString::to_string));
        row.extend(with_score.then(|| learner.score().map_or_else(String::new, |score| format!("{score}"))));
        table.line(&row)?;
    }
    Ok(table.end()?)
}

#[derive(Serialize)]
struct AllOut {
    key: String,
    items: Vec<ItemOut>,
    readers: Vec<ReaderOut>,
}

#[derive(Serialize)]
struct ItemOut {
    source: String,
    place: String,
    quotation: String,
    tag: Option<String>,
    stance: Option<&'static str>,
    claim: String,
    found: usize,
}

#[derive(Serialize)]
struct ReaderOut {
    name: String,
    id: String,
    of: usize,
    found: usize,
    missed: usize,
    other_tag: usize,
    other_boundary: usize,
    other_stance: usize,
    extra: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<serde_json::Value>,
    items: Vec<AnswerOut>,
    extra_claims: Vec<String>,
}

#[derive(Serialize)]
struct AnswerOut {
    answer: &'static str,
    other_boundary: bool,
    other_stance: bool,
    claim: Option<String>,
}

fn write_json(
    comparison: &Comparison,
    scoring: &Scoring,
    with_score: bool,
    out: &mut Vec<u8>,
) -> Result<(), Failure> {
    let items = scoring.items.iter().enumerate().map(|(number, item)| {
        let (place, quotation) = place_of(comparison, item.claim);
        ItemOut {
            source: item.source.to_string(),
            place,
            quotation,
            tag: item.tag.map(|tag| comparison.tag_path(tag)),
            stance: item.stance.map(Stance::word),
            claim: item.claim.to_string(),
            found: scoring.n_found(number),
        }
    });
    let all = AllOut {
        key: comparison.reader(scoring.key).map_or_else(String::new, |reader| reader.name.clone()),
        items: items.collect(),
        readers: scoring.learners.iter().map(|learner| reader_out(comparison, learner, with_score)).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &all)?;
    out.push(b'\n');
    Ok(())
}

fn reader_out(comparison: &Comparison, learner: &Learner, with_score: bool) -> ReaderOut {
    let Counts { of, found, missed, other_tag, other_boundary, other_stance, extra } = learner.counts();
    ReaderOut {
        name: comparison.reader(learner.reader).map_or_else(String::new, |reader| reader.name.clone()),
        id: learner.reader.to_string(),
        of,
        found,
        missed,
        other_tag,
        other_boundary,
        other_stance,
        extra,
        score: with_score.then(|| learner.score().map_or(serde_json::Value::Null, Into::into)),
        items: learner.answers.iter().map(answer_out).collect(),
        extra_claims: learner.extra.iter().map(|extra| extra.claim.to_string()).collect(),
    }
}

fn answer_out(answer: &Became) -> AnswerOut {
    let (answer, other_boundary, other_stance, claim) = match answer {
        Became::Missed => ("missed", false, false, None),
        Became::OtherTag(claim) => ("other_tag", false, false, Some(claim)),
        Became::Found { claim, other_boundary, other_stance } => {
            ("found", *other_boundary, *other_stance, Some(claim))
        }
    };
    AnswerOut { answer, other_boundary, other_stance, claim: claim.map(ToString::to_string) }
}
