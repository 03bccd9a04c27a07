//! The window: the only layer that sees egui, eframe and rfd.
//!
//! A view is handed what it shows and pushes [`Action`](action::Action)s; `app` carries them out after
//! the layout, through the desk. Start reading at `app`.

pub mod action;
pub mod claim_panel;
pub mod codebook_panel;
pub mod compare_view;
mod fonts;
pub mod moment;
pub mod new_comparison;
pub mod parts;
pub mod set_aside_panel;
pub mod source_form;
pub mod theme;
pub mod verb;
pub mod view;
