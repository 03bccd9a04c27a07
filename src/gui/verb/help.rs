//! What each menu entry does, as a sentence.

use super::Verb;

impl Verb {
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
            Self::SendReading => {
                "Saves what one reader has made as a file for the others, with the texts or without them."
            }
            Self::StartGroup => {
                "Makes the file that every member of a group begins with: sources, codebook, instructions, no claims."
            }
            Self::Instructions => "Shows or hides what the group was asked to do.",
            Self::SaveCodebook => "Saves the tags with their definitions as a file of their own.",
            Self::TakeCodebook => {
                "Takes in the tags of a codebook or of another comparison; shows first what would change."
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
            Self::Group => {
                "Shows how far readers agree, what they differ in, and their readings against an answer key."
            }
            Self::NextDisagreement => "Goes to the next disagreement of the list, with each reader's words.",
            Self::PreviousDisagreement => "Goes to the disagreement before.",
            Self::Settle => {
                "Begins a settled version: a comparison of its own in which one disagreement after the other is decided."
            }
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
            Self::AddReaders => "Lays other readers' files over these texts; says first what they are.",
            Self::WatchReaders => {
                "Lays every comparison in a folder over these texts, and those that come to it later."
            }
            Self::ReadersFiles => {
                "Says what each reader's file is, where its passages are in these texts, and which copy counts."
            }
            Self::TakeOffReaders => "Takes the readers' files off these texts; the files stay as they are.",
            Self::Round => {
                "Starts a round whose files stay closed until all are in; or changes the one that is sealed."
            }
            Self::Reveal => "Shows what others marked before all are in; asks first.",
            Self::ToggleReaders => "Shows or hides the list of readers.",
            Self::Density => "Shows how many readers marked each sentence, in place of single marks.",
            Self::AllReaders => "Shows what all readers marked.",
            Self::NextReader => "Shows what the next reader marked, and nobody else.",
            Self::PreviousReader => "Shows what the reader before marked, and nobody else.",
            Self::NextLaid => "Goes to the next claim of another reader in this pane.",
            Self::PreviousLaid => "Goes to the claim of another reader before.",
            Self::TakeAsMine => "Makes a claim of your own that says what another reader's says.",
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
