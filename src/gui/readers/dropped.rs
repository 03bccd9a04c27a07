//! Comparisons were dropped on the window: they may be other readers' files, or one to be opened, or a copy to be merged.

use std::path::PathBuf;

use eframe::egui::Ui;

use crate::gui::dialogs::{Answer, answers, heading};

/// What is to be done with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// They are laid over the open comparison.
    LayOver,
    /// The one there is is opened in place of the open comparison.
    Open,
    /// The one there is is merged into the open comparison.
    Merge,
}

/// Asks.
pub fn dropped_ui(ui: &mut Ui, paths: &[PathBuf]) -> Answer {
    let name = |path: &PathBuf| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    match paths {
        [path] => {
            heading(ui, &format!("What is to be done with {}?", name(path)));
            ui.label("Open it in place of this comparison; or lay it over this one, to see what another reader marked, without changing either; or merge it, to have its claims in this file.");
            match answers(ui, &["Cancel", "Merge", "Lay over", "Open"]) {
                Some(0) => Answer::Close,
                Some(1) => Answer::Dropped(Choice::Merge),
                Some(2) => Answer::Dropped(Choice::LayOver),
                Some(_) => Answer::Dropped(Choice::Open),
                None => Answer::Open,
            }
        }
        paths => {
            heading(ui, &format!("Lay {} files over this comparison?", paths.len()));
            ui.label("What their readers marked is shown over your texts. You see first what each file is; none of them is changed, and neither is this one.");
            match answers(ui, &["Cancel", "Lay over"]) {
                Some(0) => Answer::Close,
                Some(_) => Answer::Dropped(Choice::LayOver),
                None => Answer::Open,
            }
        }
    }
}
