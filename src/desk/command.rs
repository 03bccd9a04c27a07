//! Everything that somebody can ask to be changed in a comparison.

use thiserror::Error;

use crate::analysis::agreement::settling::{Settlement, Stake};
use crate::model::{
    Bibliography, Claim, ClaimId, ColorSlot, Comparison, CoverageId, CoverageState, DecisionId, Edit,
    EditError, LinkId, LinkKind, Mark, Origin, RoundId, RoundStep, SheetId, SilenceId, SourceId, Stance, Tag,
    TagId, TagValues, Voice,
};
use crate::text::{Pos, Span, Text};

/// A source to be taken into the comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSource {
    /// What the reader says of it.
    pub bibliography: Bibliography,
    /// Where the text came from.
    pub origin: Origin,
    /// The text.
    pub text: Text,
    /// Headings, emphasis and the like.
    pub structure: Vec<Mark>,
}

/// What is said of a round of reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRound {
    /// Its name.
    pub name: String,
    /// What the readers are asked to do.
    pub instructions: String,
    /// The names of those who are expected.
    pub expected: Vec<String>,
    /// What is done in it.
    pub step: RoundStep,
}

/// A tag that exists, or one to be made first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagRef {
    /// A tag of the codebook.
    Known(TagId),
    /// The tag of this name: made if the codebook has none that is called so, whatever the case.
    Named(String),
}

/// What a parallel passage is linked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkEnd {
    /// A claim.
    Claim(ClaimId),
    /// A passage that becomes one.
    Passage(SourceId, Span),
}

/// What somebody asked for. Each is one step: one undo takes it back.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields say what they are; see the variants")]
pub enum Command {
    /// Gives the comparison a title.
    SetTitle(String),
    /// Gives the reader who works here another name.
    RenameReader(String),
    /// Takes sources into the comparison, after those it has.
    AddSources(Vec<NewSource>),
    /// Changes what is said of a source.
    DescribeSource {
        source: SourceId,
        bibliography: Bibliography,
    },
    /// Takes a source out, with its claims, their links, and its silences.
    RemoveSource(SourceId),

    /// Makes a tag.
    CreateTag {
        name: String,
        parent: Option<TagId>,
    },
    RenameTag {
        tag: TagId,
        name: String,
    },
    DefineTag {
        tag: TagId,
        definition: String,
    },
    RecolorTag {
        tag: TagId,
        color: ColorSlot,
    },
    /// Gives a tag a key (taking it from the tag that had it), or none.
    SetTagKey {
        tag: TagId,
        key: Option<char>,
    },
    /// Says what kind of value the claims of a tag carry and which spellings mean the same, or that they carry none.
    SetTagValues {
        tag: TagId,
        values: Option<TagValues>,
    },
    /// Puts a tag under another, or at the top, right before a sibling or last.
    MoveTag {
        tag: TagId,
        parent: Option<TagId>,
        before: Option<TagId>,
    },
    /// Makes two tags one: whatever bears `from` bears `into`.
    MergeTags {
        from: TagId,
        into: TagId,
    },
    /// Takes a tag out of the codebook and off all claims; see [`deletion_of_tag`](super::deletion_of_tag).
    DeleteTag(TagId),
    /// Takes in a codebook: its tags, each after the one it stands under; see [`taking`](super::taking()).
    TakeCodebook(Vec<Tag>),

    /// Marks passages of a source with tags. Where the reader has a claim of exactly these passages, it takes the tags.
    Tag {
        source: SourceId,
        spans: Vec<Span>,
        tags: Vec<TagRef>,
    },
    /// Marks many passages with tags, each as a claim of its own. Where the reader has a claim of exactly one of these
    /// passages, it takes the tags.
    TagEach {
        passages: Vec<(SourceId, Span)>,
        tags: Vec<TagRef>,
    },
    /// Accepts a parallel passage: makes it a claim with these tags, and links it, from there, to what it is parallel to.
    TakeParallel {
        source: SourceId,
        span: Span,
        tags: Vec<TagRef>,
        link: Option<(LinkEnd, LinkKind)>,
    },
    /// Takes another reader's claim, laid over this comparison, as one's own: a new claim that says the same. `tags`: those
    /// of its tags, and above them, that the codebook here may lack. Where one has a claim of exactly these passages, it
    /// takes the tags.
    TakeAsMine {
        claim: Box<Claim>,
        tags: Vec<Tag>,
    },
    /// Gives more tags to a claim.
    AddTags {
        claim: ClaimId,
        tags: Vec<TagRef>,
    },
    /// Takes one tag off a claim.
    RemoveTag {
        claim: ClaimId,
        tag: TagId,
    },
    SetStance {
        claim: ClaimId,
        tag: TagId,
        stance: Option<Stance>,
    },
    /// Says what the source gives in a claim for a tag that carries values, in its own spelling.
    SetValue {
        claim: ClaimId,
        tag: TagId,
        value: String,
    },
    SetVoice {
        claim: ClaimId,
        voice: Voice,
    },
    SetSummary {
        claim: ClaimId,
        summary: String,
    },
    SetNote {
        claim: ClaimId,
        note: String,
    },
    /// Notes that a claim was looked at again under the tag's present definition.
    ConfirmDefinition {
        claim: ClaimId,
        tag: TagId,
    },
    /// Moves the boundaries of one passage of a claim.
    MovePassage {
        claim: ClaimId,
        passage: usize,
        span: Span,
    },
    /// Extends a claim by another passage; one that touches a passage it has is joined to it.
    AddPassage {
        claim: ClaimId,
        span: Span,
    },
    /// Takes one of several passages off a claim.
    RemovePassage {
        claim: ClaimId,
        passage: usize,
    },
    /// Makes two claims of one, parted at a position.
    SplitClaim {
        claim: ClaimId,
        at: Pos,
    },
    /// Takes a claim out, with its links.
    DeleteClaim(ClaimId),

    /// Links a claim to another.
    Link {
        from: ClaimId,
        to: ClaimId,
        kind: LinkKind,
        note: String,
    },
    SetLinkKind {
        link: LinkId,
        kind: LinkKind,
    },
    SetLinkNote {
        link: LinkId,
        note: String,
    },
    /// Turns a link round.
    ReverseLink(LinkId),
    DeleteLink(LinkId),

    /// Notes that a tag was looked for in a source and is absent.
    NoteSilence {
        source: SourceId,
        tag: TagId,
        note: String,
    },
    SetSilenceNote {
        silence: SilenceId,
        note: String,
    },
    DeleteSilence(SilenceId),

    /// Says of a stretch of a source that the reader has read it or left it out on purpose, or takes that back.
    MarkCoverage {
        source: SourceId,
        span: Span,
        state: Option<CoverageState>,
    },
    SetCoverageNote {
        coverage: CoverageId,
        note: String,
    },

    /// Keeps the settings of a sheet, new or in place of those of this id.
    KeepSheet {
        sheet: Option<SheetId>,
        name: String,
        /// A JSON object on one line.
        settings: String,
    },
    DeleteSheet(SheetId),

    /// Begins a round of reading, sealed until it is opened.
    StartRound(NewRound),
    ChangeRound {
        round: RoundId,
        new: NewRound,
    },
    /// Opens a round: what its readers made is no longer hidden.
    OpenRound(RoundId),
    RemoveRound(RoundId),

    /// Settles the claims at a place: the settled version gets what is said, in place of what it had there.
    Decide {
        stake: Stake,
        how: Settlement,
        /// Why. May be empty.
        reason: String,
    },
    /// Takes over all places on which all readers agree entirely and nothing is decided yet.
    SettleAgreed,
    /// Leaves a note on a place, or on a tag there; an empty one takes it back.
    NoteDisagreement {
        stake: Stake,
        tag: Option<TagId>,
        note: String,
    },
    /// Takes a decision or a note back, with the settled claims that were made of it.
    Undecide(DecisionId),

    /// Edits worked out elsewhere (mending a damaged object), with their name in the menu.
    Mend {
        label: String,
        edits: Vec<Edit>,
    },
    /// Makes the comparison what an earlier version of it was.
    Restore(Box<Comparison>),
}

/// What came of a command.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// The claim that was made or changed.
    pub claim: Option<ClaimId>,
    /// The tag that was made or changed.
    pub tag: Option<TagId>,
    /// The link that was made or changed.
    pub link: Option<LinkId>,
    /// The sources that were added, in order.
    pub sources: Vec<SourceId>,
    /// Something the reader should be told, as a sentence.
    pub notice: Option<String>,
}

/// Why a command was not carried out, as a sentence for the reader. Nothing has changed then.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// There is nothing to do it to, or it makes no sense there.
    #[error("{0}")]
    Senseless(String),
    /// It would make the comparison unsound.
    #[error("That is not possible: {0}.")]
    Unsound(#[from] EditError),
}

impl Refusal {
    /// Returns a refusal that says `why`.
    pub(super) fn because(why: impl Into<String>) -> Self {
        Self::Senseless(why.into())
    }
}
