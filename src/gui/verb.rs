//! Everything with a place in a menu: its words, its shortcut, its help. Menus, keys and the F1 sheet all read this.

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

use crate::store::citing::CitationStyle;

/// What a menu entry or a shortcut does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "see `Verb::words` and `Verb::help`")]
pub enum Verb {
    New,
    Open,
    OpenSample,
    Save,
    SaveAs,
    MergeFile,
    Autosave,
    Versions,
    AddSource,
    DescribeComparison,
    MakeSheet,
    Quit,
    Undo,
    Redo,
    Find,
    NextHit,
    PreviousHit,
    Copy,
    CopyCited,
    SelectSentence,
    SelectParagraph,
    ExpandSelection,
    ShrinkSelection,
    Palette,
    TagHits,
    MarkPassage,
    ExtendClaim,
    SplitClaim,
    DeleteClaim,
    LinkClaim,
    Parallels,
    ParallelsOfTag,
    NextClaim,
    PreviousClaim,
    NextOfTag,
    PreviousOfTag,
    NextCounterpart,
    PreviousCounterpart,
    ClearFocus,
    NoteSilence,
    MarkRead,
    MarkSkipped,
    MarkUnread,
    Contents,
    NextHeading,
    PreviousHeading,
    FollowFootnote,
    Reading,
    Compare,
    Pictures,
    SavePicture,
    CopyPicture,
    SwitchPane,
    SwapSides,
    Back,
    Forward,
    MoveAlone,
    MoveInProportion,
    MoveByClaims,
    LessMotion,
    ToggleCodebook,
    ToggleClaim,
    SnapToWords,
    LargerText,
    SmallerText,
    NarrowerLines,
    WiderLines,
    ThemeSystem,
    ThemeLight,
    ThemeDark,
    CiteChicago,
    CiteChicagoNotes,
    CiteMla,
    CiteApa,
    ReaderName,
    Problems,
    Keys,
    About,
}

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

impl Verb {
    /// Returns the verb that chooses a style of citations.
    pub fn of_style(style: CitationStyle) -> Self {
        match style {
            CitationStyle::Chicago => Self::CiteChicago,
            CitationStyle::ChicagoNotes => Self::CiteChicagoNotes,
            CitationStyle::Mla => Self::CiteMla,
            CitationStyle::Apa => Self::CiteApa,
        }
    }

    /// All of them, as the menus list them.
    pub const ALL: &[Self] = &[
        Self::New,
        Self::Open,
        Self::OpenSample,
        Self::Save,
        Self::SaveAs,
        Self::MergeFile,
        Self::Autosave,
        Self::Versions,
        Self::AddSource,
        Self::DescribeComparison,
        Self::MakeSheet,
        Self::Quit,
        Self::Undo,
        Self::Redo,
        Self::Find,
        Self::NextHit,
        Self::PreviousHit,
        Self::Copy,
        Self::CopyCited,
        Self::SelectSentence,
        Self::SelectParagraph,
        Self::ExpandSelection,
        Self::ShrinkSelection,
        Self::Palette,
        Self::TagHits,
        Self::MarkPassage,
        Self::ExtendClaim,
        Self::SplitClaim,
        Self::DeleteClaim,
        Self::LinkClaim,
        Self::Parallels,
        Self::ParallelsOfTag,
        Self::NextClaim,
        Self::PreviousClaim,
        Self::NextOfTag,
        Self::PreviousOfTag,
        Self::NextCounterpart,
        Self::PreviousCounterpart,
        Self::ClearFocus,
        Self::NoteSilence,
        Self::MarkRead,
        Self::MarkSkipped,
        Self::MarkUnread,
        Self::Contents,
        Self::NextHeading,
        Self::PreviousHeading,
        Self::FollowFootnote,
        Self::Reading,
        Self::Compare,
        Self::Pictures,
        Self::SavePicture,
        Self::CopyPicture,
        Self::SwitchPane,
        Self::SwapSides,
        Self::Back,
        Self::Forward,
        Self::MoveAlone,
        Self::MoveInProportion,
        Self::MoveByClaims,
        Self::LessMotion,
        Self::ToggleCodebook,
        Self::ToggleClaim,
        Self::SnapToWords,
        Self::LargerText,
        Self::SmallerText,
        Self::NarrowerLines,
        Self::WiderLines,
        Self::ThemeSystem,
        Self::ThemeLight,
        Self::ThemeDark,
        Self::CiteChicago,
        Self::CiteChicagoNotes,
        Self::CiteMla,
        Self::CiteApa,
        Self::ReaderName,
        Self::Problems,
        Self::Keys,
        Self::About,
    ];

    /// Returns its words in the menu.
    #[expect(clippy::too_many_lines, reason = "one line for each verb")]
    pub fn words(self) -> &'static str {
        match self {
            Self::New => "New comparison…",
            Self::Open => "Open…",
            Self::OpenSample => "Open the sample",
            Self::Save => "Save",
            Self::SaveAs => "Save as…",
            Self::MergeFile => "Merge a file…",
            Self::Autosave => "Save by itself",
            Self::Versions => "Earlier versions…",
            Self::AddSource => "Add a source…",
            Self::DescribeComparison => "Title of the comparison…",
            Self::MakeSheet => "Make a sheet…",
            Self::Quit => "Quit",
            Self::Undo => "Undo",
            Self::Redo => "Redo",
            Self::Find => "Search…",
            Self::NextHit => "Next hit",
            Self::PreviousHit => "Previous hit",
            Self::Copy => "Copy passage",
            Self::CopyCited => "Copy passage with citation",
            Self::SelectSentence => "Select sentence",
            Self::SelectParagraph => "Select paragraph",
            Self::ExpandSelection => "Expand selection",
            Self::ShrinkSelection => "Shrink selection",
            Self::Palette => "Tag…",
            Self::TagHits => "Tag all hits…",
            Self::MarkPassage => "Mark without a tag",
            Self::ExtendClaim => "Add selection to claim",
            Self::SplitClaim => "Split claim at caret",
            Self::DeleteClaim => "Delete claim",
            Self::LinkClaim => "Link to…",
            Self::Parallels => "Parallel passages",
            Self::ParallelsOfTag => "What else belongs under the tag",
            Self::NextClaim => "Next claim",
            Self::PreviousClaim => "Previous claim",
            Self::NextOfTag => "Next claim of the tag",
            Self::PreviousOfTag => "Previous claim of the tag",
            Self::ClearFocus => "Show all tags",
            Self::NoteSilence => "Note a silence…",
            Self::MarkRead => "Read as far as here",
            Self::MarkSkipped => "Skipped on purpose",
            Self::MarkUnread => "Not read",
            Self::Contents => "Contents…",
            Self::NextHeading => "Next heading",
            Self::PreviousHeading => "Previous heading",
            Self::FollowFootnote => "Footnote, there and back",
            Self::Reading => "Reading",
            Self::Compare => "Compare",
            Self::Pictures => "Pictures",
            Self::SavePicture => "Save picture…",
            Self::CopyPicture => "Copy picture",
            Self::SwitchPane => "Other pane",
            Self::SwapSides => "Swap sides",
            Self::ToggleCodebook => "Codebook",
            Self::ToggleClaim => "Claim",
            Self::SnapToWords => "Snap selections to words",
            Self::LargerText => "Larger text",
            Self::SmallerText => "Smaller text",
            Self::NarrowerLines => "Shorter lines",
            Self::WiderLines => "Longer lines",
            Self::ThemeSystem => "As the system",
            Self::ThemeLight => "Light",
            Self::ThemeDark => "Dark",
            Self::CiteChicago => CitationStyle::Chicago.title(),
            Self::CiteChicagoNotes => CitationStyle::ChicagoNotes.title(),
            Self::CiteMla => CitationStyle::Mla.title(),
            Self::CiteApa => CitationStyle::Apa.title(),
            Self::ReaderName => "Your name…",
            Self::Problems => "Set-aside objects…",
            Self::Keys => "Keys",
            Self::About => "About Diptych",
            Self::NextCounterpart => "Next counterpart",
            Self::PreviousCounterpart => "Previous counterpart",
            Self::Back => "Back",
            Self::Forward => "Forward",
            Self::MoveAlone => "Move panes alone",
            Self::MoveInProportion => "Move panes in proportion",
            Self::MoveByClaims => "Move panes by claims",
            Self::LessMotion => "Less motion",
        }
    }

    /// Returns the key that does it.
    pub fn shortcut(self) -> Option<KeyboardShortcut> {
        let (modifiers, key) = match self {
            Self::New => (CTRL, Key::N),
            Self::Open => (CTRL, Key::O),
            Self::Save => (CTRL, Key::S),
            Self::SaveAs => (CTRL_SHIFT, Key::S),
            Self::MakeSheet => (CTRL_SHIFT, Key::E),
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

    /// Returns what it does, as a sentence.
    #[expect(clippy::too_many_lines, reason = "one line for each verb")]
    pub fn help(self) -> &'static str {
        match self {
            Self::New => "Makes a comparison of two or more sources.",
            Self::Open => "Opens a comparison from a file.",
            Self::OpenSample => "Opens the comparison that comes with the program, as a copy of your own.",
            Self::Save => "Writes the comparison to its file.",
            Self::SaveAs => "Writes the comparison to another file.",
            Self::MergeFile => {
                "Brings in what another copy of this comparison says, as a step that undo takes back."
            }
            Self::Versions => {
                "Lists the last saves and what changed in each; restores one, or shows it beside."
            }
            Self::Autosave => "Saves a comparison that has a file, a few seconds after each change.",
            Self::AddSource => "Takes one more source into this comparison.",
            Self::DescribeComparison => "Gives the comparison a title.",
            Self::MakeSheet => {
                "Makes a comparison sheet, worksheet, answer key or discussion sheet, to read or print."
            }
            Self::Quit => "Closes the window; asks first if anything is not saved.",
            Self::Undo => "Takes back the last change.",
            Self::Redo => "Makes the change that was taken back again.",
            Self::Find => "Looks for words in this source or all, as you type; lists every hit.",
            Self::NextHit => "Goes to the next hit of the search.",
            Self::PreviousHit => "Goes to the hit before.",
            Self::Copy => "Puts the selected words, or the claim's quotation, on the clipboard.",
            Self::CopyCited => {
                "Puts the selected words, or the claim's, on the clipboard with quotation marks and their citation."
            }
            Self::SelectSentence => "Selects the sentence that the caret is in; pressed again, the next one.",
            Self::SelectParagraph => "Selects the paragraph that the caret is in.",
            Self::ExpandSelection => "Grows the selection: word, sentence, paragraph.",
            Self::ShrinkSelection => "Takes the last growth of the selection back.",
            Self::Palette => "Tags the selection or the selected claim: type to find a tag, or to make one.",
            Self::TagHits => {
                "Makes a claim of each hit of the search, all with the tags you choose, in one step."
            }
            Self::MarkPassage => "Makes a claim of the selection without giving it a tag yet.",
            Self::ExtendClaim => "Adds the selected words to the selected claim as a further passage.",
            Self::SplitClaim => "Makes two claims of the selected one, parted at the caret.",
            Self::DeleteClaim => "Deletes the selected claim with its links.",
            Self::LinkClaim => "Links the selected claim: choose the other claim, then Enter.",
            Self::Parallels => {
                "Looks for passages of the other sources on the same matter as the selection, the claim or the tag in focus."
            }
            Self::ParallelsOfTag => {
                "Looks in all sources for passages that belong under the tag in focus, or the claim's first tag."
            }
            Self::NextClaim => "Selects the next claim in this pane.",
            Self::PreviousClaim => "Selects the claim before in this pane.",
            Self::NextOfTag => "Goes to the next claim of the tag in focus, in either source.",
            Self::PreviousOfTag => "Goes to the previous claim of the tag in focus, in either source.",
            Self::ClearFocus => "Shows the highlights of all tags again.",
            Self::NoteSilence => "Notes that you looked for a tag in a source and did not find it.",
            Self::MarkRead => {
                "Marks the selection as read; without one, all from the beginning to the caret's paragraph."
            }
            Self::MarkSkipped => "Marks the selection, or the caret's paragraph, as left out on purpose.",
            Self::MarkUnread => {
                "Takes back that the selection, or the caret's paragraph, was read or left out."
            }
            Self::Contents => {
                "Lists the headings of the source to go to; or type the number of a paragraph or page."
            }
            Self::NextHeading => "Goes to the next heading of the source.",
            Self::PreviousHeading => "Goes to the heading before.",
            Self::FollowFootnote => "Goes from a footnote's mark to the footnote, and back.",
            Self::Reading => "Shows the two sources side by side.",
            Self::Compare => "Shows the tags down and the sources across.",
            Self::Pictures => "Shows where tags fall, stances, tags that occur together, links.",
            Self::SavePicture => "Writes the picture to a file, as SVG or PNG.",
            Self::CopyPicture => "Puts the picture on the clipboard.",
            Self::SwitchPane => "Moves the caret to the other pane.",
            Self::SwapSides => "Shows the left source on the right and the right one on the left.",
            Self::ToggleCodebook => "Shows or hides the codebook.",
            Self::ToggleClaim => "Shows or hides the claim panel.",
            Self::SnapToWords => "Grows what you select with the mouse to whole words.",
            Self::LargerText => "Sets the texts larger.",
            Self::SmallerText => "Sets the texts smaller.",
            Self::NarrowerLines => "Shortens the lines of the texts.",
            Self::WiderLines => "Lengthens the lines of the texts.",
            Self::ThemeSystem => "Light or dark, as the system is set.",
            Self::ThemeLight => "Dark ink on light paper.",
            Self::ThemeDark => "Light ink on dark paper.",
            Self::CiteChicago => "Cites as (Gill 1973, ¶ 3).",
            Self::CiteChicagoNotes => "Cites in full, as a note to be put under the page.",
            Self::CiteMla => "Cites as (Gill, ¶ 3).",
            Self::CiteApa => "Cites as (Gill, 1973, ¶ 3).",
            Self::ReaderName => "The name that your claims are signed with.",
            Self::Problems => "Lists what was damaged in the file, and mends it.",
            Self::Keys => "Lists all keys.",
            Self::About => "Says which version this is.",
            Self::NextCounterpart => {
                "Brings the next claim of the other pane level that is linked to this one, or bears its tag."
            }
            Self::PreviousCounterpart => "Brings the one before level.",
            Self::Back => "Goes back to where both panes were before the last jump.",
            Self::Forward => "Goes forward again to where you came back from.",
            Self::MoveAlone => "Each pane moves by itself.",
            Self::MoveInProportion => "Both panes are always as far through their texts.",
            Self::MoveByClaims => {
                "Linked claims stand level; where there is no link, claims of the tag in focus or of the selected claim."
            }
            Self::LessMotion => "Texts come to a place at once instead of gliding there.",
        }
    }
}
