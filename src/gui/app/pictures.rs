//! Pictures leave the window: saved as a file, put on the clipboard. Both are drawn by a job.

use std::path::{Path, PathBuf};

use eframe::egui::{self, ColorImage};

use super::super::files::{self, Ask};
use super::super::pictures_view::pictures_view_ui;
use super::super::verb::Verb;
use super::super::view::Mode;
use super::{Diptych, Open};
use crate::store::export::{PictureFormat, Pixels};

impl Diptych {
    pub(super) fn pictures_ui(&mut self, ui: &mut egui::Ui) {
        let Open { desk, view, .. } = &self.open;
        pictures_view_ui(ui, desk, view, &mut self.panels.pictures, &mut self.out);
    }

    /// Whether there is a picture that could be saved.
    pub(super) fn has_picture(&self) -> bool {
        self.open.view.mode == Mode::Pictures && self.panels.pictures.shown(self.wake.theme()).is_some()
    }

    /// Does what a verb of pictures stands for. Returns whether it is one.
    pub(super) fn do_picture(&mut self, verb: Verb) -> bool {
        match verb {
            Verb::Pictures => self.open.view.mode = Mode::Pictures,
            Verb::SavePicture => self.ask_path(Ask::Picture),
            Verb::CopyPicture => {
                if let Some(shown) = self.panels.pictures.shown(self.wake.theme()) {
                    files::draw_picture(&mut self.jobs, shown);
                }
            }
            _ => return false,
        }
        true
    }

    /// The name that a picture is offered: what the comparison's file is called, and which picture it is.
    pub(super) fn suggested_picture(&self) -> PathBuf {
        let comparison = self.suggested_path();
        let name = comparison.file_name().unwrap_or_default().to_string_lossy();
        let name = name.strip_suffix(".diptych.json").or(name.strip_suffix(".json")).unwrap_or(&name);
        let what = self.panels.pictures.shown(self.wake.theme()).map_or("picture", |shown| shown.what.word());
        comparison.with_file_name(format!("{name}-{what}.svg"))
    }

    /// Saves the picture under a name that was chosen; `asked`: whether the reader was asked about a file that is there.
    pub(super) fn save_picture(&mut self, chosen: &Path, asked: bool) {
        let Some(shown) = self.panels.pictures.shown(self.wake.theme()) else { return };
        let (path, format) = picture_file(chosen);
        if path.exists() && !(asked && path == chosen) {
            let why =
                format!("There is a file {} already. Choose another name for the picture.", path.display());
            self.offer_path(Ask::Picture, &why);
            return;
        }
        files::save_picture(&mut self.jobs, shown, (path, format));
    }

    pub(super) fn picture_saved(&mut self, path: &Path, saved: Result<(), String>) {
        match saved {
            Ok(()) => self.say(format!("The picture is saved to {}.", path.display())),
            Err(why) => self.message("The picture was not saved", format!("{}: {why}", path.display())),
        }
    }

    pub(super) fn picture_drawn(&mut self, drawn: Result<Pixels, String>) {
        match drawn {
            Ok(Pixels { wide, high, bytes }) => {
                self.wake.copy_image(ColorImage::from_rgba_premultiplied([wide, high], &bytes));
                self.say("The picture is on the clipboard.");
            }
            Err(why) => self.message("The picture was not copied", why),
        }
    }
}

/// The file that a picture goes to, and its form by the ending; without one of ours it gets that of SVG.
fn picture_file(chosen: &Path) -> (PathBuf, PictureFormat) {
    let ending = chosen.extension().unwrap_or_default().to_string_lossy();
    if let Some(format) = PictureFormat::from_word(&ending) {
        return (chosen.to_owned(), format);
    }
    let mut name = chosen.as_os_str().to_owned();
    name.push(".svg");
    (PathBuf::from(name), PictureFormat::Svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_never_written_over_a_comparison_and_its_form_follows_from_its_name() {
        let file = |name: &str| {
            let (path, format) = picture_file(Path::new(name));
            (path.display().to_string(), format)
        };
        assert_eq!(file("a/b.PNG"), ("a/b.PNG".to_owned(), PictureFormat::Png));
        assert_eq!(file("a/b.svg"), ("a/b.svg".to_owned(), PictureFormat::Svg));
        assert_eq!(file("a/b"), ("a/b.svg".to_owned(), PictureFormat::Svg));
        assert_eq!(file("c.diptych.json"), ("c.diptych.json.svg".to_owned(), PictureFormat::Svg));
    }
}
