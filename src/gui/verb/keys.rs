//! The keys of what has a place in a menu.

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

use super::Verb;

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

impl Verb {
    /// Returns the key that does it.
    pub fn shortcut(self) -> Option<KeyboardShortcut> {
        let (modifiers, key) = match self {
            Self::New => (CTRL, Key::N),
            Self::Open => (CTRL, Key::O),
            Self::Save => (CTRL, Key::S),
            Self::SaveAs => (CTRL_SHIFT, Key::S),
            Self::MakeSheet => (CTRL_SHIFT, Key::E),
            Self::SendReading => (CTRL_SHIFT, Key::O),
            Self::Quit => (CTRL, Key::Q),
            Self::Undo => (CTRL, Key::Z),
            Self::Redo => (CTRL_SHIFT, Key::Z),
            Self::Find => (CTRL, Key::F),
            Self::NextHit => (CTRL, Key::G),
            Self::PreviousHit => (CTRL_SHIFT, Key::G),
            Self::CopyCited => (CTRL_SHIFT, Key::C),
            Self::SelectSentence => (CTRL, Key::D),
            Self::SelectParagraph => (CTRL, Key::P),
            Self::ExpandSelection => (CTRL_SHIFT, Key::ArrowUp),
            Self::ShrinkSelection => (CTRL_SHIFT, Key::ArrowDown),
            Self::Palette => (CTRL, Key::T),
            Self::TagHits => (CTRL_SHIFT, Key::T),
            Self::MarkPassage => (CTRL, Key::M),
            Self::ExtendClaim => (CTRL, Key::E),
            Self::SplitClaim => (CTRL, Key::K),
            Self::LinkClaim => (CTRL, Key::L),
            Self::Parallels => (Modifiers::NONE, Key::F7),
            Self::ParallelsOfTag => (Modifiers::SHIFT, Key::F7),
            Self::NextClaim => (Modifiers::NONE, Key::F4),
            Self::PreviousClaim => (Modifiers::SHIFT, Key::F4),
            Self::NextOfTag => (Modifiers::NONE, Key::F3),
            Self::PreviousOfTag => (Modifiers::SHIFT, Key::F3),
            Self::MarkRead => (CTRL, Key::R),
            Self::MarkSkipped => (CTRL_SHIFT, Key::R),
            Self::MarkUnread => (CTRL.plus(Modifiers::ALT), Key::R),
            Self::Contents => (CTRL, Key::J),
            Self::NextHeading => (CTRL, Key::PageDown),
            Self::PreviousHeading => (CTRL, Key::PageUp),
            Self::FollowFootnote => (CTRL, Key::Enter),
            Self::NextCounterpart => (Modifiers::NONE, Key::F5),
            Self::PreviousCounterpart => (Modifiers::SHIFT, Key::F5),
            Self::Reading => (CTRL, Key::Num1),
            Self::Compare => (CTRL, Key::Num2),
            Self::Pictures => (CTRL, Key::Num3),
            Self::SavePicture => (CTRL_SHIFT, Key::P),
            Self::CopyPicture => (CTRL_SHIFT, Key::I),
            Self::SwitchPane => (Modifiers::NONE, Key::F6),
            Self::Back => (Modifiers::ALT, Key::PageUp),
            Self::Forward => (Modifiers::ALT, Key::PageDown),
            Self::MoveAlone => (Modifiers::ALT, Key::Num1),
            Self::MoveInProportion => (Modifiers::ALT, Key::Num2),
            Self::MoveByClaims => (Modifiers::ALT, Key::Num3),
            Self::ToggleCodebook => (Modifiers::NONE, Key::F8),
            Self::ToggleClaim => (Modifiers::NONE, Key::F9),
            Self::LargerText => (CTRL, Key::Plus),
            Self::SmallerText => (CTRL, Key::Minus),
            Self::Keys => (Modifiers::NONE, Key::F1),
            _ => return self.shortcut_of_readers(),
        };
        Some(KeyboardShortcut::new(modifiers, key))
    }

    /// The keys of what is done with several readers.
    fn shortcut_of_readers(self) -> Option<KeyboardShortcut> {
        let (modifiers, key) = match self {
            Self::Group => (CTRL, Key::Num4),
            Self::NextDisagreement => (Modifiers::NONE, Key::F12),
            Self::PreviousDisagreement => (Modifiers::SHIFT, Key::F12),
            Self::ToggleReaders => (Modifiers::NONE, Key::F10),
            Self::Density => (CTRL_SHIFT, Key::D),
            Self::NextReader => (CTRL, Key::F11),
            Self::PreviousReader => (CTRL_SHIFT, Key::F11),
            Self::NextLaid => (Modifiers::NONE, Key::F11),
            Self::PreviousLaid => (Modifiers::SHIFT, Key::F11),
            Self::TakeAsMine => (CTRL_SHIFT, Key::M),
            _ => return None,
        };
        Some(KeyboardShortcut::new(modifiers, key))
    }

    /// Returns other keys that do it too.
    pub fn also(self) -> &'static [KeyboardShortcut] {
        const REDO: [KeyboardShortcut; 1] = [KeyboardShortcut::new(CTRL, Key::Y)];
        const LARGER: [KeyboardShortcut; 1] = [KeyboardShortcut::new(CTRL, Key::Equals)];
        const BACK: [KeyboardShortcut; 1] = [KeyboardShortcut::new(CTRL, Key::OpenBracket)];
        const FORWARD: [KeyboardShortcut; 1] = [KeyboardShortcut::new(CTRL, Key::CloseBracket)];
        match self {
            Self::Back => &BACK,
            Self::Forward => &FORWARD,
            Self::Redo => &REDO,
            Self::LargerText => &LARGER,
            _ => &[],
        }
    }
}
