//! `disagreements`: in what readers differ, one thing after the other.

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use serde::Serialize;

use super::compare::check_output;
use super::failure::Failure;
use super::{Answer, open, together};
use crate::analysis::agreement::settling::{Progress, Status};
use crate::analysis::agreement::wording::in_words;
use crate::analysis::agreement::{Disagreement, DisagreementKind, Disagreements, Filter, Order, Scope, Side};
use crate::model::{Comparison, DecisionId};
use crate::store;
use crate::text::{on_one_line, visible, visible_name};

/// Lists in what readers differ: passages, boundaries, tags, stances, voices and links.
///
/// Takes one file with several readers, or several files, of which the others are laid over the first;
/// no file is written to. A passage that nobody else marked is no fault of anybody's: the list says who
/// stands where, and settles nothing. While the round that is going on is sealed, names and counts
/// alone are shown. Exits 1 when there is nothing to list.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:\n  diptych disagreements ann.diptych.json ben.diptych.json\n  \
                  diptych disagreements group/*.diptych.json --kind stance --order contested\n  \
                  diptych disagreements chile.settled.diptych.json --undecided --format csv -o left.csv\n\n\
                  With --json: readers (names), counts (by kind), disagreements: kind, source, start, end, place,\n\
                  quotation, tags, readers (how many), against (how many stand against the larger side), sentence,\n\
                  decided (true, false, or “changed”), notes, sides: what, readers, claims (their ids)."
)]
pub(super) struct Arguments {
    /// One comparison of several readers, or the files of several readers
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Lists only this kind (may be given several times)
    #[arg(long = "kind", value_name = "KIND")]
    kinds: Vec<Kind>,
    /// Compares this tag only, by name or path (may be given several times)
    #[arg(long = "tag", value_name = "T")]
    tags: Vec<String>,
    /// Compares in this source only, by id, name or number (may be given several times)
    #[arg(long = "source", value_name = "S")]
    sources: Vec<String>,
    /// Compares this reader, by id or name (to be given several times); without it, all
    #[arg(long = "reader", value_name = "R")]
    readers: Vec<String>,
    /// Compares only where something was marked, whatever the tags
    #[arg(long, conflicts_with = "tags")]
    passages: bool,
    /// Lists only what is not decided yet, or has changed since
    #[arg(long)]
    undecided: bool,
    /// The order: as in the texts, or what is most contested first
    #[arg(long, value_name = "ORDER", default_value = "text")]
    order: Sorted,
    /// Shows what readers made though the round is sealed
    #[arg(long)]
    open: bool,
    /// What it is written in; without it, what the name of OUT ends with, or else text
    #[arg(long, value_name = "FORM")]
    format: Option<Form>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Writes to this file instead of standard output, replacing what is there
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// Some marked it, others did not
    Missing,
    /// The same tag, with other ends
    Boundary,
    /// The same passage, with other tags
    Tag,
    /// The same tag, with other stances
    Stance,
    /// Other views of whose voice it is
    Voice,
    /// Linked by some and not by others
    Link,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Sorted {
    /// As they stand in the texts
    Text,
    /// What most readers part on first
    Contested,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Lines to be read
    Text,
    /// Data for programs
    Json,
    /// A table with a line for each side
    Csv,
}

/// What there is to list.
struct Listed {
    comparison: Comparison,
    scope: Scope,
    found: Disagreements,
    progress: Progress,
    numbers: Vec<usize>,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let Some((first, others)) = arguments.files.split_first() else { return Ok(Answer::No) };
    if let Some(output) = &arguments.output {
        arguments.files.iter().try_for_each(|file| check_output(file, output, "list of disagreements"))?;
    }
    let comparison = together::readings(first, others)?;
    together::keep_seal(&comparison, arguments.open, out)?;
    let said = (arguments.readers.as_slice(), arguments.sources.as_slice(), arguments.tags.as_slice());
    let mut scope = together::scope(&comparison, said).map_err(|problem| Failure::about(first, problem))?;
    if arguments.passages {
        scope.tags.clear();
    }
    let found = Disagreements::of(&comparison, &scope);
    let progress = Progress::of(&comparison, &found);
    let open = || progress.standing(|status| !matches!(status, Status::Decided(_)));
    let filter = Filter {
        kinds: arguments.kinds.iter().map(|kind| kind.meant()).collect(),
        places: arguments.undecided.then(open),
        order: match arguments.order {
            Sorted::Text => Order::AlongTheText,
            Sorted::Contested => Order::MostContested,
        },
        ..Filter::default()
    };
    let numbers = found.filtered(&filter);
    let listed = Listed { comparison, scope, found, progress, numbers };
    let mut bytes = Vec::new();
    match format_of(arguments) {
        Form::Text => write_text(&listed, &mut bytes)?,
        Form::Json => write_json(&listed, &mut bytes)?,
        Form::Csv => write_csv(&listed, &mut bytes)?,
    }
    match &arguments.output {
        None => out.write_all(&bytes)?,
        Some(output) => {
            let cant = |error| Failure::about(output, format!("the list can't be written there ({error})"));
            store::write_atomically(output, &bytes).map_err(cant)?;
        }
    }
    Ok(if listed.numbers.is_empty() { Answer::No } else { Answer::Yes })
}

impl Kind {
    fn meant(self) -> DisagreementKind {
        match self {
            Self::Missing => DisagreementKind::Missing,
            Self::Boundary => DisagreementKind::Boundary,
            Self::Tag => DisagreementKind::Tag,
            Self::Stance => DisagreementKind::Stance,
            Self::Voice => DisagreementKind::Voice,
            Self::Link => DisagreementKind::Link,
        }
    }
}

fn format_of(arguments: &Arguments) -> Form {
    let name = arguments.output.as_ref().map(|output| output.to_string_lossy().to_lowercase());
    let ends = |ending: &str| name.as_ref().is_some_and(|name| name.ends_with(ending));
    match arguments.format {
        _ if arguments.json => Form::Json,
        Some(format) => format,
        None if ends(".json") => Form::Json,
        None if ends(".csv") => Form::Csv,
        None => Form::Text,
    }
}

impl Listed {
    fn all(&self) -> impl Iterator<Item = &Disagreement> {
        self.numbers.iter().filter_map(|number| self.found.list.get(*number))
    }

    /// "¶ 12", "¶ 12 and ¶ 3 of “Reply”".
    fn place(&self, of: &Disagreement) -> String {
        let cited = |number: usize| {
            self.found.places.get(number).map(|place| together::cited(&self.comparison, place))
        };
        let here = cited(of.place).unwrap_or_default();
        match of.other.and_then(cited) {
            Some(there) => format!("{here} and {there} of “{}”", self.source(of.other)),
            None => here,
        }
    }

    fn source(&self, place: Option<usize>) -> String {
        let place = place.and_then(|place| self.found.places.get(place));
        let source = place.and_then(|place| self.comparison.source(place.source));
        source.map_or_else(String::new, |source| visible_name(source.short_name()).into_owned())
    }

    fn quotation(&self, of: &Disagreement) -> String {
        let place = self.found.places.get(of.place);
        let text = place.and_then(|place| self.comparison.source(place.source)).map(|source| &source.text);
        let (Some(place), Some(text)) = (place, text) else { return String::new() };
        let words: Vec<String> = place.spans.iter().map(|span| on_one_line(text.slice(*span))).collect();
        words.join(" […] ")
    }

    fn notes(&self, of: &Disagreement) -> Vec<&str> {
        let note = |id: &DecisionId| self.comparison.decision(*id).map(|decision| decision.note.as_str());
        self.progress.notes.get(&of.place).into_iter().flatten().filter_map(note).collect()
    }

    fn status(&self, of: &Disagreement) -> Status {
        self.progress.places.get(of.place).copied().unwrap_or(Status::Open)
    }
}

fn write_text(listed: &Listed, out: &mut dyn Write) -> Result<(), Failure> {
    let counts = listed.found.counts().into_iter().filter(|(_, n)| *n > 0);
    let counts: Vec<String> = counts.map(|(kind, n)| format!("{n} {}", kind.word())).collect();
    let n_readers = open::count(listed.scope.readers.len(), "reader");
    let all = if counts.is_empty() { "no disagreement".to_owned() } else { counts.join(", ") };
    writeln!(out, "{n_readers}, {}: {all}", open::count(listed.found.places.len(), "place"))?;
    let (n_decided, n_places) = listed.progress.counted(&listed.found);
    if n_decided > 0 {
        writeln!(out, "{n_decided} of {n_places} places are decided")?;
    }
    let mut last = None;
    for of in listed.all() {
        // Places of one paragraph are told apart by their words.
        let is_new = last != Some((of.place, of.other));
        if is_new {
            let (source, place) = (listed.source(Some(of.place)), listed.place(of));
            writeln!(out, "\n{source}, {place}: “{}”", visible(&shortened(&listed.quotation(of))))?;
        }
        let decided = match listed.status(of) {
            Status::Open => "",
            Status::Decided(_) => " [decided]",
            Status::Changed(_) => " [decided, changed since]",
        };
        let sentence = listed.found.sentence(&listed.comparison, &listed.scope, of);
        writeln!(out, "  {}: {}{decided}", of.kind.word(), visible_name(&sentence))?;
        if is_new {
            for note in listed.notes(of) {
                writeln!(out, "  note: {}", visible(&on_one_line(note)))?;
            }
        }
        last = Some((of.place, of.other));
    }
    Ok(())
}

/// As much of a quotation as tells it from others.
fn shortened(words: &str) -> String {
    match words.char_indices().nth(160) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default().trim_end()),
        None => words.to_owned(),
    }
}

#[derive(Serialize)]
struct AllOut<'a> {
    readers: Vec<&'a str>,
    places: usize,
    counts: std::collections::BTreeMap<&'static str, usize>,
    disagreements: Vec<OneOut<'a>>,
}

#[derive(Serialize)]
struct OneOut<'a> {
    kind: &'static str,
    source: String,
    start: u32,
    end: u32,
    place: String,
    quotation: String,
    tags: Vec<String>,
    readers: usize,
    against: usize,
    sentence: String,
    decided: serde_json::Value,
    notes: Vec<&'a str>,
    sides: Vec<SideOut>,
}

#[derive(Serialize)]
struct SideOut {
    what: String,
    readers: Vec<String>,
    claims: Vec<String>,
}

fn write_json(listed: &Listed, out: &mut Vec<u8>) -> Result<(), Failure> {
    let comparison = &listed.comparison;
    let one = |of| one_out(listed, of);
    let name = |reader| comparison.reader(reader).map(|reader| reader.name.as_str());
    let all = AllOut {
        readers: listed.scope.readers.iter().filter_map(|reader| name(*reader)).collect(),
        places: listed.found.places.len(),
        counts: listed.found.counts().into_iter().map(|(kind, n)| (kind.word(), n)).collect(),
        disagreements: listed.all().map(one).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &all)?;
    out.push(b'\n');
    Ok(())
}

fn one_out<'a>(listed: &'a Listed, of: &Disagreement) -> OneOut<'a> {
    let comparison = &listed.comparison;
    let at =
        listed.found.places.get(of.place).map(crate::analysis::agreement::Place::extent).unwrap_or_default();
    OneOut {
        kind: of.kind.word(),
        source: listed.source(Some(of.place)),
        start: at.start().0,
        end: at.end().0,
        place: listed.place(of),
        quotation: listed.quotation(of),
        tags: of.tags.iter().map(|tag| comparison.tag_path(*tag)).collect(),
        readers: of.n_readers,
        against: of.n_against,
        sentence: listed.found.sentence(comparison, &listed.scope, of),
        decided: match listed.status(of) {
            Status::Open => false.into(),
            Status::Decided(_) => true.into(),
            Status::Changed(_) => "changed".into(),
        },
        notes: listed.notes(of),
        sides: sides_of(listed, of).into_iter().map(|side| side_out(listed, of, &side)).collect(),
    }
}

fn sides_of(listed: &Listed, of: &Disagreement) -> Vec<Side> {
    listed.found.sides(&listed.comparison, &listed.scope, of)
}

fn side_out(listed: &Listed, of: &Disagreement, side: &Side) -> SideOut {
    let comparison = &listed.comparison;
    let source = listed.found.places.get(of.place).map(|place| place.source);
    let names = side.readers.iter().filter_map(|reader| comparison.reader(*reader));
    SideOut {
        what: in_words(&side.what, comparison, source),
        readers: names.map(|reader| reader.name.clone()).collect(),
        claims: side.claims.iter().map(ToString::to_string).collect(),
    }
}

const HEAD: [&str; 10] =
    ["number", "kind", "source", "place", "quotation", "tags", "side", "n", "readers", "decided"];

fn write_csv(listed: &Listed, out: &mut Vec<u8>) -> Result<(), Failure> {
    let mut table = store::export::CsvTable::begin(out, &HEAD)?;
    for (number, of) in (1_usize..).zip(listed.all()) {
        for side in sides_of(listed, of) {
            let told = side_out(listed, of, &side);
            let decided = match listed.status(of) {
                Status::Open => "no",
                Status::Decided(_) => "yes",
                Status::Changed(_) => "changed",
            };
            let tags: Vec<String> = of.tags.iter().map(|tag| listed.comparison.tag_path(*tag)).collect();
            table.line(&[
                number.to_string(),
                of.kind.word().to_owned(),
                listed.source(Some(of.place)),
                listed.place(of),
                listed.quotation(of),
                tags.join("; "),
                told.what,
                told.readers.len().to_string(),
                told.readers.join("; "),
                decided.to_owned(),
            ])?;
        }
    }
    Ok(table.end()?)
}
