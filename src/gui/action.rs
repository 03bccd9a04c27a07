//! What views ask for. A view changes nothing: it pushes actions, which are carried out in order after the layout.

use crate::desk::Command;
use crate::model::{ClaimId, LinkId, LinkKind, SetAsideId, SourceId, TagId};
use crate::text::Span;

use super::group_view::GroupAct;
use super::parallels_panel::{Matter, ParallelAct};
use super::readers::ReadersAct;
use super::verb::Verb;
use super::view::Side;

/// One thing asked for.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the variants say what their fields are")]
pub enum Action {
    /// Changes the comparison.
    Run(Command),
    /// Does what a menu entry or a shortcut stands for.
    Do(Verb),
    /// Selects a claim, or none, without moving any text.
    Select(Option<ClaimId>),
    /// Selects a claim and brings its first passage into view, in the pane that shows its source (or the other one of the active).
    Reveal(ClaimId),
    /// Brings a passage into view on a side and selects its words.
    RevealSpan(Side, SourceId, Span),
    /// Goes to a hit of the search, and takes the keys there.
    ShowHit(SourceId, Span),
    /// Does something in the view of readers.
    Group(GroupAct),
    /// Closes the search.
    CloseSearch,
    /// Looks for passages that treat the same matter.
    AskParallels(Matter),
    /// Does something in the panel of parallel passages.
    Parallel(ParallelAct),
    /// Does something about readers.
    Readers(ReadersAct),
    /// Brings both ends of a link level with one another.
    LevelLink(LinkId),
    /// Shows a source on a side.
    ShowSource(Side, SourceId),
    /// Makes a side the one that keys go to.
    Activate(Side),
    /// Shows only the highlights of these tags (with those under them); none: all.
    FocusTags(Vec<TagId>),
    /// Steps to the next (or, if not `forward`, previous) claim of the tags in focus, in both sources.
    StepTag { tag: TagId, forward: bool },
    /// Begins to link a claim: the next claim chosen is the other end.
    BeginLink(ClaimId),
    /// Sets the kind that the link being drawn will have.
    SetLinkKind(LinkKind),
    /// Asks before deleting a tag, saying what happens to its claims.
    AskDeleteTag(TagId),
    /// Asks before removing a source, saying what goes with it.
    AskRemoveSource(SourceId),
    /// Asks which tag to merge this one into.
    AskMergeTag(TagId),
    /// Opens the list of contents of the source on a side.
    ShowContents(Side),
    /// Opens the form of a source's bibliographic data.
    DescribeSource(SourceId),
    /// Asks for a file of bibliographic data, for the form that is open.
    AskBibliography,
    /// Mends an object that was set aside, with the JSON as the reader left it; or, without, as the program proposes.
    Mend { object: SetAsideId, json: Option<String> },
    /// Deletes an object that was set aside, for good.
    DiscardSetAside(SetAsideId),
    /// Makes the comparison what it was in the earlier version of this number.
    RestoreVersion(u64),
    /// Shows the earlier version of this number in a window of its own.
    OpenVersion(u64),
    /// Opens the comparison in a file.
    OpenPath(std::path::PathBuf),
    /// Puts words on the clipboard.
    Copy(String),
    /// Ends an unbroken typing (a field lost the focus).
    CloseTyping,
    /// Says something in the status line.
    Say(String),
}

/// What has been asked for in this frame, in order.
#[derive(Debug, Default)]
pub struct Actions(Vec<Action>);

impl Actions {
    /// Asks for one more thing.
    pub fn push(&mut self, action: Action) {
        self.0.push(action);
    }

    /// Asks for a change of the comparison.
    pub fn run(&mut self, command: Command) {
        self.0.push(Action::Run(command));
    }

    /// Takes all that was asked for.
    pub fn take(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.0)
    }
}
