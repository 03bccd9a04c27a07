//! What can be done just now: entries of menus that can't are faint, and their keys do nothing.

use super::super::verb::Verb;
use super::super::view::Mode;
use super::{Diptych, Open};

impl Diptych {
    /// Whether a verb can be done now.
    pub(super) fn can(&self, verb: Verb) -> bool {
        let Open { desk, view, .. } = &self.open;
        let selected = !view.pane().selection().is_empty() && view.mode == Mode::Reading;
        let claim = view.claim.is_some();
        match verb {
            Verb::Undo => desk.history().next_undo().is_some(),
            Verb::Redo => desk.history().next_redo().is_some(),
            Verb::Save => !self.open.read_only && !self.saving && (!desk.saved() || self.open.path.is_none()),
            Verb::SaveAs => !self.saving,
            Verb::Copy | Verb::CopyCited | Verb::Palette => selected || claim,
            Verb::MarkPassage => selected,
            Verb::TagHits => self.can_tag_hits(),
            Verb::Parallels => self.matter_at_hand().is_some(),
            Verb::ParallelsOfTag => self.tag_at_hand().is_some(),
            Verb::NextHit | Verb::PreviousHit => self.panels.search.open && !view.hits.stale,
            Verb::SelectSentence => view.mode == Mode::Reading,
            Verb::ExtendClaim => selected && claim,
            Verb::SplitClaim | Verb::DeleteClaim | Verb::LinkClaim => claim,
            Verb::NextOfTag | Verb::PreviousOfTag => !view.focus.is_empty() || self.tag_of_claim().is_some(),
            Verb::ClearFocus => !view.focus.is_empty(),
            Verb::NoteSilence => {
                desk.comparison().tags().len() > 0 && !desk.comparison().sources().is_empty()
            }
            Verb::SavePicture | Verb::CopyPicture => self.has_picture(),
            Verb::Settle => self.can_settle(),
            Verb::Back => view.places.n().0 > 0,
            Verb::Forward => view.places.n().1 > 0,
            Verb::SwitchPane
            | Verb::SwapSides
            | Verb::NextCounterpart
            | Verb::PreviousCounterpart
            | Verb::Contents
            | Verb::NextHeading
            | Verb::PreviousHeading
            | Verb::FollowFootnote => view.mode == Mode::Reading,
            Verb::MarkRead | Verb::MarkSkipped | Verb::MarkUnread => {
                view.mode == Mode::Reading && view.pane().source.is_some()
            }
            Verb::SendReading => desk.comparison().readers().len() > 0,
            Verb::SaveCodebook => desk.comparison().tags().len() > 0,
            Verb::TakeCodebook => !self.open.read_only,
            Verb::StartGroup => !self.open.read_only && !desk.comparison().sources().is_empty(),
            Verb::Instructions => self.last_round().is_some(),
            Verb::MakeSheet => !desk.comparison().sources().is_empty(),
            Verb::Problems => desk.comparison().set_aside().len() > 0,
            Verb::Versions => self.open.path.is_some(),
            Verb::AddSource | Verb::MergeFile => !self.open.read_only,
            _ => self.can_with_readers(verb),
        }
    }
}
