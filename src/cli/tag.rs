//! `tag`: one claim more.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::{Answer, find, open, place};
use crate::analysis::sheet::Place;
use crate::desk::{Command, Desk, Refusal, TagRef};
use crate::model::{
    Attitude, Claim, ClaimId, Comparison, SourceId, Stance, TagId, TagValues, ValueKind, Voice,
};
use crate::store;
use crate::store::versions::Reason;
use crate::text::Span;
use crate::text::visible_name;

/// Adds a claim to a comparison: a passage of a source, with a tag.
///
/// Where the reader has a claim of exactly this passage, that one takes the tag. A tag that the
/// codebook doesn't have is made. The file is saved at once, all or nothing.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Example:\n  diptych tag chile.diptych.json --source 1 --quote \"the armed road\" \\\n    \
                  --tag \"armed road\" --stance denies --note \"compare the other's last page\""
)]
pub(super) struct Arguments {
    /// The comparison
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The source: its id, short name, title, or number from 1
    #[arg(long, value_name = "S")]
    source: String,
    /// The passage by its words; white space may differ
    #[arg(long, value_name = "Q", required_unless_present = "range", conflicts_with = "range")]
    quote: Option<String>,
    /// Which of several places with these words, from 1
    #[arg(long, value_name = "N", requires = "quote")]
    nth: Option<usize>,
    /// The passage by its positions in code points, the end exclusive
    #[arg(long, value_name = "A..B")]
    range: Option<String>,
    /// The tag: its name, whatever the case, or its path ("the party / armed road")
    #[arg(long, value_name = "T")]
    tag: String,
    /// Where the source stands on it: affirms, denies, qualifies, reports
    #[arg(long, value_name = "X", value_parser = stance)]
    stance: Option<Stance>,
    /// What the source gives for the tag, in its own spelling: a date, a number, a name
    #[arg(long, value_name = "V")]
    value: Option<String>,
    /// What kind of value the tag's claims give, where it is the first with one: date, number, name
    #[arg(long, value_name = "KIND", requires = "value", value_parser = value_kind)]
    value_kind: Option<ValueKind>,
    /// A note on the claim
    #[arg(long, value_name = "N")]
    note: Option<String>,
    /// What is claimed, in the reader's own words
    #[arg(long, value_name = "S")]
    summary: Option<String>,
    /// Whose view it is, if not the author's own
    #[arg(long, value_name = "NAME")]
    voice: Option<String>,
    /// What the author makes of that view: endorses, rejects, neutral
    #[arg(long, value_name = "A", requires = "voice", value_parser = attitude)]
    attitude: Option<Attitude>,
    /// Who makes the claim; without it, the file's only reader, or else the machine's user
    #[arg(long, value_name = "R")]
    reader: Option<String>,
}

fn stance(word: &str) -> Result<Stance, String> {
    Stance::from_word(word).ok_or_else(|| "a stance is affirms, denies, qualifies or reports".to_owned())
}

fn value_kind(word: &str) -> Result<ValueKind, String> {
    ValueKind::from_word(word).ok_or_else(|| "a value is a date, a number or a name".to_owned())
}

fn attitude(word: &str) -> Result<Attitude, String> {
    Attitude::from_word(word).ok_or_else(|| "an attitude is endorses, rejects or neutral".to_owned())
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Answer, Failure> {
    let file = &arguments.file;
    let about = |sentence: String| Failure::about(file, sentence);
    let opened = open::open(file)?;
    let (source, span) = passage(arguments, &opened.comparison).map_err(about)?;
    let mut desk = open::desk(opened.comparison, arguments.reader.as_deref());
    let known = find::tag(desk.comparison(), &arguments.tag).map_err(about)?.map(|tag| tag.id);
    let refused = |refusal: Refusal| Failure::about(file, refusal);
    let tag = match known {
        Some(tag) => TagRef::Known(tag),
        None => made(&mut desk, &arguments.tag).map_err(refused)?,
    };
    let marked = Command::Tag { source, spans: vec![span], tags: vec![tag] };
    let outcome = desk.run(marked).map_err(refused)?;
    let Some(claim) = outcome.claim else {
        return Err(about("the passage was not tagged".to_owned()));
    };
    let tag = find::tag(desk.comparison(), &arguments.tag).map_err(about)?.map(|tag| tag.id);
    describe(&mut desk, claim, tag, arguments)?;
    let id = desk.comparison().id();
    open::keep_version(file, id, Reason::Opened);
    store::save(desk.comparison(), &opened.record, open::actor(), file)?;
    open::keep_version(file, id, Reason::Saved);
    report(file, &desk, claim, tag, out)?;
    Ok(Answer::Yes)
}

/// The source and the stretch of it that are meant.
fn passage(arguments: &Arguments, comparison: &Comparison) -> Result<(SourceId, Span), String> {
    let source = find::source(comparison, &arguments.source)?;
    let place = match (&arguments.quote, &arguments.range) {
        (Some(quote), _) => place::of_quote(&source.text, quote, arguments.nth),
        (None, Some(range)) => place::of_range(&source.text, range),
        (None, None) => Err("say which passage: --quote or --range".to_owned()),
    };
    let place = place.map_err(|problem| format!("source “{}”: {problem}", source.short_name()))?;
    Ok((source.id, place))
}

/// The tag of this name, to be made; of a path whose upper part is there ("the party / armed road"), under that.
fn made(desk: &mut Desk, said: &str) -> Result<TagRef, Refusal> {
    let above = said.rsplit_once('/').map(|(path, name)| (path.trim(), name.trim()));
    let parent = above.filter(|(_, name)| !name.is_empty()).and_then(|(path, name)| {
        let parent = find::tag(desk.comparison(), path).ok().flatten()?;
        Some((parent.id, name.to_owned()))
    });
    let Some((parent, name)) = parent else {
        return Ok(TagRef::Named(said.to_owned()));
    };
    let made = desk.run(Command::CreateTag { name: name.clone(), parent: Some(parent) })?;
    Ok(made.tag.map_or(TagRef::Named(name), TagRef::Known))
}

/// Gives the claim what else is said of it. Words that somebody wrote before are not replaced.
fn describe(
    desk: &mut Desk,
    claim: ClaimId,
    tag: Option<TagId>,
    arguments: &Arguments,
) -> Result<(), Failure> {
    let file = &arguments.file;
    let before = desk.comparison().claim(claim).map(|claim| Claim::clone(claim));
    let taken = |what: &str| {
        let sentence =
            format!("the claim of this passage has another {what} already; change it in the window");
        Err(Failure::about(file, sentence))
    };
    let mut commands = Vec::new();
    if let (Some(stance), Some(tag)) = (arguments.stance, tag) {
        commands.push(Command::SetStance { claim, tag, stance: Some(stance) });
    }
    if let (Some(value), Some(tag)) = (&arguments.value, tag) {
        let used = before.as_ref().and_then(|before| before.tag_use(tag));
        if used.is_some_and(|used| !used.value.is_empty() && used.value != *value) {
            return taken("value");
        }
        let carries = desk.comparison().tag(tag).is_some_and(|tag| tag.values.is_some());
        match arguments.value_kind {
            Some(kind) if !carries => {
                let values = Some(TagValues { kind, same: Vec::new() });
                commands.push(Command::SetTagValues { tag, values });
            }
            None if !carries => {
                let sentence = "the tag's claims give no values yet; say of which kind with --value-kind";
                return Err(Failure::about(file, sentence));
            }
            _ => {}
        }
        commands.push(Command::SetValue { claim, tag, value: value.clone() });
    }
    if let Some(note) = &arguments.note {
        if before.as_ref().is_some_and(|before| !before.note.is_empty() && before.note != *note) {
            return taken("note");
        }
        commands.push(Command::SetNote { claim, note: note.clone() });
    }
    if let Some(summary) = &arguments.summary {
        if before.as_ref().is_some_and(|before| !before.summary.is_empty() && before.summary != *summary) {
            return taken("summary");
        }
        commands.push(Command::SetSummary { claim, summary: summary.clone() });
    }
    if let Some(name) = &arguments.voice {
        let voice = Voice::Attributed { name: name.clone(), attitude: arguments.attitude };
        if before.is_some_and(|before| before.voice != Voice::Own && before.voice != voice) {
            return taken("voice");
        }
        commands.push(Command::SetVoice { claim, voice });
    }
    for command in commands {
        desk.run(command).map_err(|refusal| Failure::about(file, refusal))?;
    }
    Ok(())
}

/// "chile.diptych.json: FI 1973 ¶ 2 (45..54): armed road, denies".
fn report(
    file: &Path,
    desk: &Desk,
    claim: ClaimId,
    tag: Option<TagId>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let comparison = desk.comparison();
    let Some(claim) = comparison.claim(claim) else {
        return Ok(());
    };
    let Some(source) = comparison.source(claim.source) else {
        return Ok(());
    };
    let place = Place::of(&source.text, claim.extent());
    let used = tag.and_then(|tag| claim.tag_use(tag));
    let path = used.map(|used| comparison.tag_path(used.tag)).unwrap_or_default();
    let stance = used.and_then(|used| used.stance).map_or(String::new(), |s| format!(", {}", s.word()));
    writeln!(
        out,
        "{}: {} ¶ {place} ({}): {}{stance}",
        open::shown(file),
        visible_name(source.short_name()),
        claim.extent(),
        visible_name(&path)
    )?;
    Ok(())
}
