//! `complete`: a file that was saved without its texts, with them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::failure::{self, Failure};
use super::source_file;
use super::{Answer, open};
use crate::anchoring::Placement;
use crate::model::{Digest, SourceId};
use crate::store::{self, Confirmed, FoundReport, SourceWanted, StoreError, Supplied};
use crate::text::visible_name;

/// Opens a file that was saved without its texts, with copies of them, and saves it whole.
///
/// A copy with the same SHA-256 is the text. In any other, every passage is looked for: what is found with certainty is
/// put there; a passage in other words, in several places, or nowhere is listed, and its claim set aside, never dropped.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Example:\n  diptych complete chile.ana.diptych.json statement.txt critique.md -o ana.diptych.json\n\n\
                  A text is matched to its source by SHA-256, else by the name of its file, else because one text and\n\
                  one source are left. A comparison that has the texts can be named in place of them.\n\
                  With --json: file, sources (title, other_edition), exact (how many passages are where they were),\n\
                  passages (claim, passage, placement, quote), warnings."
)]
pub(super) struct Arguments {
    /// The file without its texts
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The texts, or a comparison that has them
    #[arg(value_name = "TEXT", required = true)]
    texts: Vec<PathBuf>,
    /// The comparison to make
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// The encoding of the texts; without it, it is found out
    #[arg(long, value_name = "E")]
    encoding: Option<String>,
    /// Puts passages that are in other words where they are found, as if each had been confirmed
    #[arg(long)]
    accept_similar: bool,
    /// Replaces OUT if there is such a file
    #[arg(long)]
    force: bool,
    /// Prints what came of it as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct CompleteOut {
    file: String,
    sources: Vec<SourceOut>,
    exact: usize,
    passages: Vec<PassageOut>,
    warnings: Vec<String>,
}

#[derive(Serialize)]
struct SourceOut {
    title: String,
    other_edition: bool,
}

#[derive(Serialize)]
struct PassageOut {
    claim: String,
    passage: usize,
    placement: &'static str,
    quote: String,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let (file, target) = (&arguments.file, &arguments.output);
    open::may_write(target, std::slice::from_ref(file), arguments.force)?;
    let at_hand = AtHand::read(arguments)?;
    let wanted = match store::open(file) {
        Err(StoreError::TextsWanted { wanted, .. }) => wanted,
        Err(error) => return Err(error.into()),
        Ok(_) => return Err(Failure::about(file, "the file has all its texts already")),
    };
    let chosen = at_hand.matched(&wanted);
    let texts = |wanted: &SourceWanted| chosen.get(&wanted.id).cloned();
    let mut confirmed = Confirmed::new();
    let (mut opened, mut report) = store::open_with_texts(file, &texts, &confirmed)?;
    if arguments.accept_similar {
        confirmed = similar(&report);
        (opened, report) = store::open_with_texts(file, &texts, &confirmed)?;
    }
    let save = if arguments.force { store::save_over } else { store::save };
    save(&opened.comparison, &opened.record, open::actor(), target)?;
    let warnings: Vec<String> = opened.warnings.iter().map(|warning| warning.message.clone()).collect();
    let done = complete_out(target, &report, warnings);
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &done)?;
        writeln!(out)?;
    } else {
        print(&done, out)?;
    }
    Ok(Answer::Yes)
}

/// The places of passages in other words.
fn similar(report: &FoundReport) -> Confirmed {
    let found = report.passages.iter().filter_map(|found| match found.placement {
        Placement::Similar { span, .. } => Some(((found.claim, found.passage), span)),
        _ => None,
    });
    found.collect()
}

fn complete_out(target: &Path, report: &FoundReport, warnings: Vec<String>) -> CompleteOut {
    let sources = report.sources.iter().map(|(wanted, other_edition)| SourceOut {
        title: wanted.name().to_owned(),
        other_edition: *other_edition,
    });
    let passages = report.passages.iter().map(|found| PassageOut {
        claim: found.claim.to_string(),
        passage: found.passage + 1,
        placement: found.placement.word(),
        quote: found.quote.clone(),
    });
    CompleteOut {
        file: target.display().to_string(),
        sources: sources.collect(),
        exact: report.n_exact,
        passages: passages.collect(),
        warnings,
    }
}

fn print(done: &CompleteOut, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "{}: {} brought", visible_name(&done.file), open::count(done.sources.len(), "text"))?;
    for source in done.sources.iter().filter(|source| source.other_edition) {
        let title = visible_name(&source.title).into_owned();
        writeln!(out, "“{title}” is another edition: every passage was looked for in it")?;
    }
    for passage in &done.passages {
        let start: String = passage.quote.chars().take(70).collect();
        let more = if start.len() < passage.quote.len() { "…" } else { "" };
        writeln!(out, "{}: “{}{more}”", passage.placement, visible_name(&start))?;
    }
    for warning in &done.warnings {
        failure::say(warning);
    }
    Ok(())
}

/// The texts that were named.
struct AtHand {
    /// Of each its file's name, its digest, and whether it was taken.
    texts: Vec<(String, Digest, Supplied)>,
}

impl AtHand {
    fn read(arguments: &Arguments) -> Result<Self, Failure> {
        let options = source_file::options(arguments.encoding.as_deref(), None)?;
        let mut texts = Vec::new();
        let mut add = |name: String, supplied: Supplied| {
            texts.push((name, Digest::of(supplied.text.as_str().as_bytes()), supplied));
        };
        for path in &arguments.texts {
            let is_comparison = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
            if is_comparison {
                for source in open::open(path)?.comparison.sources() {
                    let (structure, origin) = (source.structure.clone(), source.origin.clone());
                    let name = source.origin.file_name.clone();
                    add(name, Supplied { text: source.text.clone(), structure, origin });
                }
                continue;
            }
            let imported = source_file::import(path, &options)?;
            let (structure, origin) = (imported.structure, imported.origin);
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            add(name, Supplied { text: imported.text, structure, origin });
        }
        Ok(Self { texts })
    }

    /// Returns which text is that of which source: by digest, by the file's name, or because nothing else is left.
    fn matched(self, wanted: &[SourceWanted]) -> BTreeMap<SourceId, Supplied> {
        let (left, mut chosen) = (RefCell::new(self.texts), BTreeMap::new());
        let mut take = |wanted: &SourceWanted, is_it: &dyn Fn(&str, Digest) -> bool| {
            if chosen.contains_key(&wanted.id) {
                return;
            }
            let mut left = left.borrow_mut();
            let place = left.iter().position(|(name, digest, _)| is_it(name, *digest));
            if let Some(place) = place {
                chosen.insert(wanted.id, left.remove(place).2);
            }
        };
        for wanted in wanted {
            take(wanted, &|_, digest| Some(digest) == wanted.digest);
        }
        for wanted in wanted {
            take(wanted, &|name, _| !name.is_empty() && name == wanted.file_name);
        }
        let without: Vec<&SourceWanted> =
            wanted.iter().filter(|wanted| !chosen.contains_key(&wanted.id)).collect();
        let mut left = left.into_inner();
        if let ([only], 1) = (without.as_slice(), left.len()) {
            chosen.extend(left.pop().map(|(_, _, supplied)| (only.id, supplied)));
        }
        chosen
    }
}
