//! `settle`: the comparison in which readers' claims are settled.

use std::io::Write;
use std::path::PathBuf;

use super::failure::Failure;
use super::{Answer, open, together};
use crate::analysis::agreement::Disagreements;
use crate::analysis::agreement::settling::{Named, Progress, begin, begin_judgments, scope, settled_in};
use crate::desk::{Clock as _, Command, IdSource as _, NewRound, RandomIds, SystemClock};
use crate::model::{Comparison, ComparisonId, RoundStep};
use crate::store::{self, Record};
use crate::text::visible_name;

/// Makes the comparison in which readers' claims are settled: all readings, and a reader for the
/// settled version.
///
/// Place by place, the window then takes one reading, combines several, or writes a new one. With
/// --agreed, the places on which all agree entirely are taken over at once. With --judgments, FILE is
/// a settling comparison, and what is made is the file for the second of two steps: its settled
/// passages, to be tagged by every reader.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:\n  diptych settle group/*.diptych.json --agreed -o chile.settled.diptych.json\n  \
                  diptych settle passages.settled.diptych.json --judgments -o step-two.diptych.json"
)]
pub(super) struct Arguments {
    /// One comparison of several readers, or the files of several readers
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The file to make
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// Its title; without it, that of the first file, with “settled”
    #[arg(long, value_name = "T")]
    title: Option<String>,
    /// Takes over the places on which all agree entirely
    #[arg(long)]
    agreed: bool,
    /// Makes the file for the second step, of a settling comparison
    #[arg(long, conflicts_with = "agreed")]
    judgments: bool,
    /// Shows what readers made though the round is sealed
    #[arg(long)]
    open: bool,
    /// Whose decisions they are; without it, the user of this machine
    #[arg(long, value_name = "R")]
    reader: Option<String>,
    /// Replaces OUT if there is such a file
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let Some((first, others)) = arguments.files.split_first() else { return Ok(Answer::No) };
    open::may_write(&arguments.output, &arguments.files, arguments.force)?;
    let readings = together::readings(first, others)?;
    together::keep_seal(&readings, arguments.open, out)?;
    let id = ComparisonId(RandomIds.next());
    let unsound = |error| Failure::about(first, format!("it can't be settled: {error}"));
    let (made, said) = if arguments.judgments {
        if settled_in(&readings).is_none() {
            return Err(Failure::about(
                first,
                "this is no settling comparison; make one without --judgments first",
            ));
        }
        let title =
            arguments.title.clone().unwrap_or_else(|| format!("{}, second step", readings.title().trim()));
        let made = begin_judgments(&readings, id, &title, SystemClock.now(), &mut || RandomIds.next());
        second_step(made.map_err(unsound)?, arguments)?
    } else {
        let mut named = Named::after(&readings);
        if let Some(title) = &arguments.title {
            title.clone_into(&mut named.title);
        }
        let made = begin(&readings, id, &named, SystemClock.now()).map_err(unsound)?;
        with_agreed(made, arguments)?
    };
    let save = if arguments.force { store::save_over } else { store::save };
    save(&made, &Record::new(), open::actor(), &arguments.output)?;
    writeln!(out, "{}: {said}", open::shown(&arguments.output))?;
    Ok(Answer::Yes)
}

/// Takes over what all agree on, if that is asked for.
fn with_agreed(made: Comparison, arguments: &Arguments) -> Result<(Comparison, String), Failure> {
    let mut desk = open::desk(made, arguments.reader.as_deref().or(Some(&user())));
    if arguments.agreed {
        let done = desk.run(Command::SettleAgreed);
        done.map_err(|refusal| Failure::about(&arguments.output, refusal))?;
    }
    let comparison = desk.comparison().clone();
    let of = Disagreements::of(&comparison, &scope(&comparison));
    let progress = Progress::of(&comparison, &of);
    let n_over = comparison.decisions().len();
    let (n_decided, n_places) = progress.counted(&of);
    let said = format!(
        "{}, {}; {} taken over, {n_decided} of {} on which readers differ decided",
        open::count(scope(&comparison).readers.len(), "reader"),
        open::count(of.places.len(), "place"),
        open::count(n_over, "place"),
        open::count(n_places, "place"),
    );
    Ok((comparison, said))
}

/// Starts the round of the second step.
fn second_step(made: Comparison, arguments: &Arguments) -> Result<(Comparison, String), Failure> {
    let n = made.n_claims();
    let title = visible_name(made.title()).into_owned();
    let mut desk = open::desk(made, arguments.reader.as_deref().or(Some(&user())));
    let new = NewRound {
        name: "Second step: tags and stances".to_owned(),
        instructions:
            "The passages are settled. Give each the tags that you find in it, and where the source stands; \
                       mark no others."
                .to_owned(),
        expected: Vec::new(),
        step: RoundStep::Judgments,
    };
    desk.run(Command::StartRound(new)).map_err(|refusal| Failure::about(&arguments.output, refusal))?;
    Ok((desk.comparison().clone(), format!("“{title}”, {} to be tagged", open::count(n, "passage"))))
}

/// Who leads, when nobody is named: never one of the readers, though there may be only one.
fn user() -> String {
    let user = std::env::var("USER").unwrap_or_default();
    if user.trim().is_empty() { "Leader".to_owned() } else { user.trim().to_owned() }
}
