//! The menu bar, and entries of menus elsewhere: all from the one list of verbs.

use std::path::PathBuf;

use eframe::egui::{self, Button, MenuBar, RichText, Ui};

use super::action::{Action, Actions};
use super::theme;
use super::verb::Verb;
use super::view::Mode;

/// What the menus need to know to show their entries.
pub struct MenuInput<'a> {
    /// Whether a verb can be done now.
    pub can: &'a dyn Fn(Verb) -> bool,
    /// Whether a verb that switches something is switched on.
    pub on: &'a dyn Fn(Verb) -> Option<bool>,
    /// What undo would take back.
    pub undo: Option<&'a str>,
    /// What redo would make again.
    pub redo: Option<&'a str>,
    /// Files opened lately.
    pub recent: &'a [PathBuf],
}

/// An entry for `verb`, with its shortcut and its help.
pub fn verb_button(ui: &mut Ui, verb: Verb, enabled: bool, out: &mut Actions) {
    labeled_button(ui, verb, verb.words(), enabled, out);
}

fn labeled_button(ui: &mut Ui, verb: Verb, words: &str, enabled: bool, out: &mut Actions) {
    let mut button = Button::new(words);
    if let Some(shortcut) = verb.shortcut() {
        button = button.shortcut_text(ui.ctx().format_shortcut(&shortcut));
    }
    let response = ui.add_enabled(enabled, button).on_hover_text(verb.help());
    if response.clicked() {
        out.push(Action::Do(verb));
        ui.close();
    }
}

const EDIT: &[Option<Verb>] = &[
    None,
    Some(Verb::Find),
    Some(Verb::NextHit),
    Some(Verb::PreviousHit),
    None,
    Some(Verb::Copy),
    Some(Verb::CopyPicture),
    Some(Verb::CopyCited),
    Some(Verb::SelectSentence),
    Some(Verb::SelectParagraph),
    Some(Verb::ExpandSelection),
    Some(Verb::ShrinkSelection),
    None,
    Some(Verb::SnapToWords),
    Some(Verb::ReaderName),
];
const CLAIM: &[Option<Verb>] = &[
    Some(Verb::Palette),
    Some(Verb::TagHits),
    Some(Verb::MarkPassage),
    Some(Verb::ExtendClaim),
    Some(Verb::SplitClaim),
    None,
    Some(Verb::LinkClaim),
    Some(Verb::Parallels),
    Some(Verb::ParallelsOfTag),
    Some(Verb::NoteSilence),
    None,
    Some(Verb::MarkRead),
    Some(Verb::MarkSkipped),
    Some(Verb::MarkUnread),
    None,
    Some(Verb::NextClaim),
    Some(Verb::PreviousClaim),
    Some(Verb::NextOfTag),
    Some(Verb::PreviousOfTag),
    Some(Verb::NextCounterpart),
    Some(Verb::PreviousCounterpart),
    None,
    Some(Verb::DeleteClaim),
];
const GO: &[Option<Verb>] =
    &[Some(Verb::Contents), Some(Verb::NextHeading), Some(Verb::PreviousHeading), Some(Verb::FollowFootnote)];
const VIEW: &[Option<Verb>] = &[
    Some(Verb::Reading),
    Some(Verb::Compare),
    Some(Verb::Pictures),
    Some(Verb::Group),
    None,
    Some(Verb::Back),
    Some(Verb::Forward),
    None,
    Some(Verb::ToggleCodebook),
    Some(Verb::ToggleClaim),
    Some(Verb::SwitchPane),
    Some(Verb::SwapSides),
    Some(Verb::ClearFocus),
    None,
    Some(Verb::LargerText),
    Some(Verb::SmallerText),
    Some(Verb::WiderLines),
    Some(Verb::NarrowerLines),
    None,
    Some(Verb::ThemeSystem),
    Some(Verb::ThemeLight),
    Some(Verb::ThemeDark),
];
const SHARE: &[Option<Verb>] = &[
    Some(Verb::SendReading),
    Some(Verb::StartGroup),
    Some(Verb::Instructions),
    None,
    Some(Verb::SaveCodebook),
    Some(Verb::TakeCodebook),
];
const MOVE_TOGETHER: &[Option<Verb>] = &[
    Some(Verb::MoveAlone),
    Some(Verb::MoveInProportion),
    Some(Verb::MoveByClaims),
    None,
    Some(Verb::LessMotion),
];
const CITATION_STYLE: &[Option<Verb>] =
    &[Some(Verb::CiteChicago), Some(Verb::CiteChicagoNotes), Some(Verb::CiteMla), Some(Verb::CiteApa)];
const READERS: &[Option<Verb>] = &[
    Some(Verb::AddReaders),
    Some(Verb::WatchReaders),
    Some(Verb::ReadersFiles),
    Some(Verb::TakeOffReaders),
    None,
    Some(Verb::Round),
    Some(Verb::Reveal),
    None,
    Some(Verb::ToggleReaders),
    Some(Verb::Density),
    Some(Verb::AllReaders),
    Some(Verb::NextReader),
    Some(Verb::PreviousReader),
    None,
    Some(Verb::NextLaid),
    Some(Verb::PreviousLaid),
    Some(Verb::TakeAsMine),
    None,
    Some(Verb::Group),
    Some(Verb::NextDisagreement),
    Some(Verb::PreviousDisagreement),
    Some(Verb::Settle),
];
const HELP: &[Option<Verb>] =
    &[Some(Verb::Keys), Some(Verb::OpenSample), Some(Verb::Problems), None, Some(Verb::About)];

/// Shows the menu bar.
pub fn menu_bar_ui(ui: &mut Ui, input: &MenuInput<'_>, out: &mut Actions) {
    MenuBar::new().ui(ui, |ui| {
        ui.menu_button("File", |ui| {
            wide(ui);
            entries(ui, &[Some(Verb::New), Some(Verb::Open)], input, out);
            ui.add_enabled_ui(!input.recent.is_empty(), |ui| {
                ui.menu_button("Open recent", |ui| recent(ui, input.recent, out));
            });
            let rest =
                [None, Some(Verb::AddSource), Some(Verb::DescribeComparison), Some(Verb::MergeFile), None];
            entries(ui, &rest, input, out);
            entries(
                ui,
                &[
                    Some(Verb::Save),
                    Some(Verb::SaveAs),
                    Some(Verb::SavePicture),
                    Some(Verb::Autosave),
                    Some(Verb::Versions),
                    None,
                    Some(Verb::MakeSheet),
                ],
                input,
                out,
            );
            ui.menu_button("Share", |ui| {
                wide(ui);
                entries(ui, SHARE, input, out);
            });
            entries(ui, &[None, Some(Verb::Quit)], input, out);
        });
        ui.menu_button("Edit", |ui| {
            wide(ui);
            let undo = input.undo.map_or("Undo".to_owned(), |label| format!("Undo {label}"));
            labeled_button(ui, Verb::Undo, &undo, (input.can)(Verb::Undo), out);
            let redo = input.redo.map_or("Redo".to_owned(), |label| format!("Redo {label}"));
            labeled_button(ui, Verb::Redo, &redo, (input.can)(Verb::Redo), out);
            entries(ui, EDIT, input, out);
        });
        for (name, list) in
            [("Claim", CLAIM), ("Go", GO), ("View", VIEW), ("Readers", READERS), ("Help", HELP)]
        {
            ui.menu_button(name, |ui| {
                wide(ui);
                entries(ui, list, input, out);
                if name == "View" {
                    ui.separator();
                    ui.menu_button("Move together", |ui| {
                        wide(ui);
                        entries(ui, MOVE_TOGETHER, input, out);
                    });
                    ui.menu_button("Citation style", |ui| {
                        wide(ui);
                        entries(ui, CITATION_STYLE, input, out);
                    });
                }
            });
        }
    });
}

fn wide(ui: &mut Ui) {
    ui.set_min_width(230.0);
}

fn entries(ui: &mut Ui, list: &[Option<Verb>], input: &MenuInput<'_>, out: &mut Actions) {
    for entry in list {
        let Some(verb) = *entry else {
            ui.separator();
            continue;
        };
        match (input.on)(verb) {
            Some(on) => {
                // After the words, so that those that can be ticked stand in line with the others.
                let words = if on { format!("{}  ✓", verb.words()) } else { verb.words().to_owned() };
                labeled_button(ui, verb, &words, (input.can)(verb), out);
            }
            None => verb_button(ui, verb, (input.can)(verb), out),
        }
    }
}

fn recent(ui: &mut Ui, files: &[PathBuf], out: &mut Actions) {
    ui.set_min_width(260.0);
    for file in files {
        let name = file
            .file_name()
            .map_or_else(|| file.display().to_string(), |name| name.to_string_lossy().into_owned());
        if ui.button(name).on_hover_text(file.display().to_string()).clicked() {
            out.push(Action::OpenPath(file.clone()));
            ui.close();
        }
    }
}

/// Shows the switch between reading, comparing, pictures and readers.
pub fn mode_switch_ui(ui: &mut Ui, mode: Mode, out: &mut Actions) {
    ui.spacing_mut().item_spacing.x = 2.0;
    // Laid out from the right.
    let modes = [
        (Verb::Group, Mode::Readers),
        (Verb::Pictures, Mode::Pictures),
        (Verb::Compare, Mode::Compare),
        (Verb::Reading, Mode::Reading),
    ];
    for (verb, of) in modes {
        let on = mode == of;
        let words = if on {
            RichText::new(verb.words()).font(theme::strong_font(theme::size::BODY))
        } else {
            RichText::new(verb.words())
        };
        let response = ui.add(egui::Button::selectable(on, words)).on_hover_text(verb.help());
        if response.clicked() {
            out.push(Action::Do(verb));
        }
    }
}
