//! Sheets leave the window: set up in a panel over it, made and written by a job that can be stopped.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use eframe::egui;

use super::super::files::{Ask, Done};
use super::super::sheet_panel::{SheetAnswer, SheetState, sheet_panel_ui};
use super::Diptych;
use crate::desk::jobs::Jobs;
use crate::desk::{Clock as _, SystemClock};
use crate::model::{Comparison, ReaderId};
use crate::store::export::{Made, SheetFormat, write_sheet};
use crate::store::sheet_settings::KeptSheet;
use crate::store::write_atomically;

/// The panel for sheets, and the sheet that is being written.
#[derive(Default)]
pub(super) struct Sheets {
    /// What was set up, also while the panel is closed.
    state: SheetState,
    /// Whether the panel is open.
    pub(super) open: bool,
    /// What stops the job that is writing.
    stop: Option<Arc<AtomicBool>>,
}

impl Sheets {
    /// Takes only what these readers made onto the sheet.
    pub(super) fn only_readers(&mut self, readers: Vec<ReaderId>) {
        self.state.settings.readers = readers;
    }

    /// Notes that a job has failed, which may have been the one that was writing.
    pub(super) fn failed(&mut self) {
        self.stop = None;
        self.state.writing = false;
    }
}

impl Diptych {
    /// Opens the panel.
    pub(super) fn open_sheets(&mut self) {
        self.over.sheets.open = true;
        self.over.sheets.state.said = None;
    }

    pub(super) fn sheets_ui(&mut self, ui: &egui::Ui) {
        if !self.over.sheets.open {
            return;
        }
        let screen = ui.ctx().content_rect().size();
        let frame = egui::Frame::popup(ui.style()).inner_margin(18);
        let modal = egui::Modal::new(egui::Id::unique("sheets")).frame(frame).show(ui.ctx(), |ui| {
            let room = egui::vec2((screen.x - 84.0).min(1500.0), screen.y - 84.0);
            ui.set_min_size(room);
            ui.set_max_size(room);
            let state = &mut self.over.sheets.state;
            sheet_panel_ui(ui, &self.open.desk, SystemClock.now(), state, &mut self.out)
        });
        // While a question lies over the panel, Esc answers that.
        let closed = modal.should_close() && self.over.dialog.is_none() && self.over.waiting.is_none();
        match modal.inner {
            SheetAnswer::Close => self.over.sheets.open = false,
            SheetAnswer::Save => self.ask_path(Ask::Sheet),
            SheetAnswer::Stop => self.stop_sheet(),
            SheetAnswer::Open if closed => self.over.sheets.open = false,
            SheetAnswer::Open => {}
        }
    }

    /// The name that a sheet is offered: what the comparison's file is called, and what the sheet is for.
    pub(super) fn suggested_sheet(&self) -> PathBuf {
        let comparison = self.suggested_path();
        let name = comparison.file_name().unwrap_or_default().to_string_lossy();
        let name = name.strip_suffix(".diptych.json").or(name.strip_suffix(".json")).unwrap_or(&name);
        let SheetState { settings, format, .. } = &self.over.sheets.state;
        comparison.with_file_name(format!("{name}-{}.{}", settings.kind.word(), format.ending()))
    }

    /// Writes the sheet under a name that was chosen; `asked`: whether the reader was asked about a file that is there.
    pub(super) fn save_sheet(&mut self, chosen: &Path, asked: bool) {
        let SheetState { settings, format, .. } = &self.over.sheets.state;
        let (path, format) = sheet_file(chosen, *format);
        if path.exists() && !(asked && path == chosen) {
            let why =
                format!("There is a file {} already. Choose another name for the sheet.", path.display());
            self.offer_path(Ask::Sheet, &why);
            return;
        }
        let sheet = KeptSheet { settings: settings.clone(), format };
        let stop = Arc::new(AtomicBool::new(false));
        self.over.sheets.stop = Some(Arc::clone(&stop));
        self.over.sheets.state.writing = true;
        write(&self.jobs, (self.open.desk.comparison().clone(), sheet), path, stop);
    }

    fn stop_sheet(&mut self) {
        if let Some(stop) = self.over.sheets.stop.take() {
            stop.store(true, Ordering::Relaxed);
        }
        self.over.sheets.state.writing = false;
        self.over.sheets.state.said = Some("Stopped; nothing was written.".to_owned());
    }

    /// Says what came of writing a sheet; of one that was stopped, nothing.
    pub(super) fn sheet_written(&mut self, path: &Path, written: Result<bool, String>) {
        if matches!(written, Ok(false)) {
            return;
        }
        self.over.sheets.stop = None;
        self.over.sheets.state.writing = false;
        match written {
            Ok(_) => {
                let said = format!("The sheet is saved to {}.", path.display());
                self.over.sheets.state.said = Some(said.clone());
                self.say(said);
            }
            Err(why) => self.message("The sheet was not saved", format!("{}: {why}", path.display())),
        }
    }
}

/// Makes a sheet and writes it, unless it is stopped before its bytes are there.
fn write(
    jobs: &Jobs<Done>,
    (comparison, sheet): (Comparison, KeptSheet),
    path: PathBuf,
    stop: Arc<AtomicBool>,
) {
    jobs.start("sheet", move || {
        let written = written(&comparison, &sheet, &path, &stop);
        Done::SheetWritten { path, written }
    });
}

/// Whether it was written; or a sentence why not.
fn written(
    comparison: &Comparison,
    sheet: &KeptSheet,
    path: &Path,
    stop: &AtomicBool,
) -> Result<bool, String> {
    let made = Made::on(SystemClock.now(), comparison, &sheet.settings);
    if stop.load(Ordering::Relaxed) {
        return Ok(false);
    }
    let mut bytes = Vec::new();
    write_sheet(&made, sheet.format, &mut bytes)
        .map_err(|error| format!("the sheet can't be made ({error})"))?;
    if stop.load(Ordering::Relaxed) {
        return Ok(false);
    }
    write_atomically(path, &bytes).map_err(|error| format!("it can't be written there ({error})"))?;
    Ok(true)
}

/// The file that a sheet goes to, and its form: the one that its name says, or else the one chosen, whose ending it
/// then gets. A comparison's name never stays as it is.
fn sheet_file(chosen: &Path, format: SheetFormat) -> (PathBuf, SheetFormat) {
    let name = chosen.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let said = SheetFormat::from_file_name(&name).filter(|_| !name.ends_with(".diptych.json"));
    if let Some(said) = said {
        return (chosen.to_owned(), said);
    }
    let mut name = chosen.as_os_str().to_owned();
    name.push(".");
    name.push(format.ending());
    (PathBuf::from(name), format)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_never_written_over_a_comparison_and_its_form_follows_from_its_name() {
        let file = |name: &str| {
            let (path, format) = sheet_file(Path::new(name), SheetFormat::Html);
            (path.display().to_string(), format)
        };
        assert_eq!(file("a/b.XLSX"), ("a/b.XLSX".to_owned(), SheetFormat::Xlsx));
        assert_eq!(file("a/b"), ("a/b.html".to_owned(), SheetFormat::Html));
        assert_eq!(file("a/b.old"), ("a/b.old.html".to_owned(), SheetFormat::Html));
        assert_eq!(file("data.json"), ("data.json".to_owned(), SheetFormat::Json));
        assert_eq!(file("c.Diptych.JSON"), ("c.Diptych.JSON.html".to_owned(), SheetFormat::Html));
    }
}
