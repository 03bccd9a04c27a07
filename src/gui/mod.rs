//! The window: the only layer that sees egui, eframe and rfd.
//!
//! A view is handed what it shows and pushes [`Action`](action::Action)s; `app` carries them out after
//! the layout, through the desk. Start reading at [`app::Diptych::frame_ui`].

pub mod action;
pub mod app;
pub mod claim_panel;
pub mod codebook_panel;
pub mod compare_view;
pub mod dialogs;
pub mod files;
mod fonts;
pub mod menus;
pub mod moment;
pub mod new_comparison;
pub mod palette;
pub mod pane_header;
pub mod parts;
pub mod reading_pane;
pub mod set_aside_panel;
pub mod source_form;
mod system_log;
pub mod theme;
pub mod verb;
pub mod view;

use std::path::PathBuf;
use std::process::ExitCode;

use eframe::egui;

use crate::store::settings::Settings;

/// Opens the window on the sample, or on `files`: a comparison, or texts to make one of.
#[must_use]
pub fn run(files: Vec<PathBuf>) -> ExitCode {
    let settings_file = Settings::file();
    let settings = settings_file.as_deref().map(Settings::load).unwrap_or_default();
    let viewport = egui::ViewportBuilder::default()
        .with_title("Diptych")
        .with_app_id("diptych")
        .with_inner_size(settings.window)
        .with_min_inner_size([640.0, 420.0]);
    // Dithering smooths gradients, of which there are none here; without it a pixel costs less.
    let options = eframe::NativeOptions { viewport, dithering: false, ..eframe::NativeOptions::default() };
    let started = eframe::run_native(
        "diptych",
        options,
        Box::new(|creation| {
            system_log::listen(&creation.egui_ctx);
            Ok(Box::new(app::Diptych::new(&creation.egui_ctx, settings, settings_file, files)))
        }),
    );
    match started {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!(
                "diptych: the window could not be opened: {error}. Without a screen, use the commands: diptych --help"
            );
            ExitCode::from(2)
        }
    }
}
