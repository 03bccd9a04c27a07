//! From commands to edits: one file per area.

mod claims;
mod codebook;
mod coverage;
mod links;
mod parallels;
mod readers;
mod rounds;
mod settling;
mod sources;
mod tag_each;
mod tagging;

use std::sync::Arc;

pub use codebook::deletion_of_tag;
pub use sources::deletion_of_source;
use uuid::Uuid;

use super::{Command, Desk, Outcome, Refusal};
use crate::model::{Claim, ClaimId, Comparison, Edit, Reader, Source, SourceId, Tag, TagId, edits_between};

/// A step in the making.
#[derive(Default)]
pub(super) struct Draft {
    pub label: String,
    pub edits: Vec<Edit>,
    pub typing: Option<(Uuid, &'static str)>,
    pub outcome: Outcome,
}

impl Draft {
    fn new(label: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { label: label.into(), edits, ..Self::default() }
    }

    fn nothing(outcome: Outcome) -> Self {
        Self { outcome, ..Self::default() }
    }

    fn typed(mut self, id: Uuid, field: &'static str) -> Self {
        self.typing = Some((id, field));
        self
    }

    fn claim(mut self, id: ClaimId) -> Self {
        self.outcome.claim = Some(id);
        self
    }

    fn tag(mut self, id: TagId) -> Self {
        self.outcome.tag = Some(id);
        self
    }
}

/// Works out what `command` means for the comparison on the desk. Changes nothing.
pub(super) fn draft(desk: &mut Desk, command: Command) -> Result<Draft, Refusal> {
    use Command as C;
    match command {
        C::SetTitle(title) => Ok(set_title(desk, &title)),
        C::RenameReader(name) => rename_reader(desk, &name),
        C::AddSources(new) => sources::add(desk, new),
        C::DescribeSource { source, bibliography } => sources::describe(desk, source, bibliography),
        C::RemoveSource(source) => sources::remove(desk, source),
        C::CreateTag { name, parent } => codebook::create(desk, &name, parent),
        C::RenameTag { tag, name } => codebook::rename(desk, tag, &name),
        C::DefineTag { tag, definition } => codebook::define(desk, tag, definition),
        C::RecolorTag { tag, color } => codebook::recolor(desk, tag, color),
        C::SetTagKey { tag, key } => codebook::set_key(desk, tag, key),
        C::SetTagValues { tag, values } => codebook::set_values(desk, tag, values),
        C::MoveTag { tag, parent, before } => codebook::place(desk, tag, parent, before),
        C::MergeTags { from, into } => codebook::merge(desk, from, into),
        C::DeleteTag(tag) => codebook::delete(desk, tag),
        C::TakeCodebook(book) => Ok(codebook::take(desk, &book)),
        C::Tag { source, spans, tags } => tagging::tag(desk, source, &spans, &tags),
        C::TagEach { passages, tags } => tag_each::tag_each(desk, &passages, &tags),
        C::TakeParallel { source, span, tags, link } => parallels::take(desk, (source, span), &tags, link),
        C::TakeAsMine { claim, tags } => readers::take_as_mine(desk, &claim, tags),
        C::AddTags { claim, tags } => tagging::add_tags(desk, claim, &tags),
        C::RemoveTag { claim, tag } => tagging::remove_tag(desk, claim, tag),
        C::SetStance { claim, tag, stance } => claims::set_stance(desk, claim, tag, stance),
        C::SetValue { claim, tag, value } => claims::set_value(desk, claim, tag, value),
        C::SetVoice { claim, voice } => claims::set_voice(desk, claim, voice),
        C::SetSummary { claim, summary } => claims::set_summary(desk, claim, summary),
        C::SetNote { claim, note } => claims::set_note(desk, claim, note),
        C::ConfirmDefinition { claim, tag } => claims::confirm_definition(desk, claim, tag),
        C::MovePassage { claim, passage, span } => claims::move_passage(desk, claim, passage, span),
        C::AddPassage { claim, span } => claims::add_passage(desk, claim, span),
        C::RemovePassage { claim, passage } => claims::remove_passage(desk, claim, passage),
        C::SplitClaim { claim, at } => claims::split(desk, claim, at),
        C::DeleteClaim(claim) => claims::delete(desk, claim),
        C::Link { from, to, kind, note } => links::link(desk, (from, to), kind, note),
        C::SetLinkKind { link, kind } => links::set_kind(desk, link, kind),
        C::SetLinkNote { link, note } => links::set_note(desk, link, note),
        C::ReverseLink(link) => links::reverse(desk, link),
        C::DeleteLink(link) => links::delete(desk, link),
        C::NoteSilence { source, tag, note } => links::note_silence(desk, source, tag, note),
        C::SetSilenceNote { silence, note } => links::set_silence_note(desk, silence, note),
        C::DeleteSilence(silence) => links::delete_silence(desk, silence),
        C::MarkCoverage { source, span, state } => coverage::mark(desk, source, span, state),
        C::SetCoverageNote { coverage: id, note } => coverage::set_note(desk, id, note),
        C::KeepSheet { sheet, name, settings } => coverage::keep_sheet(desk, sheet, &name, settings),
        C::DeleteSheet(sheet) => coverage::delete_sheet(desk, sheet),
        C::StartRound(new) => rounds::start(desk, new),
        C::ChangeRound { round, new } => rounds::change(desk, round, new),
        C::OpenRound(round) => rounds::open(desk, round),
        C::RemoveRound(round) => rounds::remove(desk, round),
        C::Decide { stake, how, reason } => settling::decide(desk, &stake, how, reason),
        C::SettleAgreed => settling::settle_agreed(desk),
        C::NoteDisagreement { stake, tag, note } => settling::note(desk, &stake, tag, note),
        C::Undecide(decision) => settling::undecide(desk, decision),
        C::Mend { label, edits } => Ok(Draft::new(label, edits)),
        C::Restore(earlier) => restore(desk, &earlier),
    }
}

fn set_title(desk: &Desk, title: &str) -> Draft {
    if title == desk.comparison().title() {
        return Draft::nothing(Outcome::default());
    }
    let edits = vec![Edit::Title(title.to_owned())];
    Draft::new("title of the comparison", edits).typed(desk.comparison().id().0, "title")
}

fn restore(desk: &Desk, earlier: &Comparison) -> Result<Draft, Refusal> {
    if earlier.id() != desk.comparison().id() {
        return Err(Refusal::because("That is a version of another comparison."));
    }
    Ok(Draft::new("restore an earlier version", edits_between(desk.comparison(), earlier)))
}

fn rename_reader(desk: &Desk, name: &str) -> Result<Draft, Refusal> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Refusal::because("A reader needs a name."));
    }
    let Some(known) = desk.comparison().reader(desk.reader().id) else {
        return Ok(Draft::nothing(Outcome::default()));
    };
    if known.name == name {
        return Ok(Draft::nothing(Outcome::default()));
    }
    let renamed = Reader { name: name.to_owned(), ..Reader::clone(known) };
    Ok(Draft::new(format!("your name “{name}”"), vec![renamed.into()]))
}

fn the_claim(desk: &Desk, id: ClaimId) -> Result<&Arc<Claim>, Refusal> {
    let claim = desk.comparison().claim(id);
    claim.ok_or_else(|| Refusal::because("That claim is no longer in the comparison."))
}

fn the_tag(desk: &Desk, id: TagId) -> Result<&Arc<Tag>, Refusal> {
    let tag = desk.comparison().tag(id);
    tag.ok_or_else(|| Refusal::because("That tag is no longer in the codebook."))
}

fn the_source(desk: &Desk, id: SourceId) -> Result<&Arc<Source>, Refusal> {
    let source = desk.comparison().source(id);
    source.ok_or_else(|| Refusal::because("That source is no longer in the comparison."))
}

/// A claim to be changed, its time of change already set.
fn revised(desk: &Desk, id: ClaimId) -> Result<Claim, Refusal> {
    Ok(Claim { modified: desk.clock.now(), ..Claim::clone(the_claim(desk, id)?) })
}

/// "1 claim", "2 claims".
fn count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// A name short enough for a menu, in quotation marks.
fn quoted(name: &str) -> String {
    let short: String = name.chars().take(40).collect();
    let more = if short.len() < name.len() { "…" } else { "" };
    format!("“{short}{more}”")
}
