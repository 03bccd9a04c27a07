//! The window: the only layer that sees egui, eframe and rfd.
//!
//! A view is handed what it shows and pushes [`Action`](action::Action)s; `app` carries them out after
//! the layout, through the desk. Start reading at [`app::Diptych::frame_ui`].

pub mod action;
pub mod app;
pub mod ask;
mod bibliography_form;
pub mod claim_panel;
mod clipboard;
pub mod codebook_panel;
pub mod compare_view;
pub mod contents_panel;
mod crash;
pub mod dialogs;
pub mod files;
mod fonts;
pub mod group_view;
pub mod gutter;
pub mod hits;
mod lines;
pub mod menus;
pub mod moment;
pub mod moving;
pub mod new_comparison;
pub mod palette;
pub mod pane_header;
pub mod parallels_panel;
pub mod parts;
pub mod pictures_view;
pub mod places;
pub mod readers;
pub mod reading_pane;
pub mod recovery_panel;
pub mod search_panel;
pub mod set_aside_panel;
pub mod sharing;
pub mod sheet_panel;
pub mod source_form;
mod stances;
mod start;
mod system_log;
pub mod theme;
mod values;
pub mod verb;
pub mod versions_panel;
pub mod view;

pub use start::{run, run_earlier};
