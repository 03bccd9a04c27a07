//! The window: the only layer that sees egui, eframe and rfd.
//!
//! A view is handed what it shows and pushes [`Action`](action::Action)s; `app` carries them out after
//! the layout, through the desk. Start reading at `app`.

pub mod action;
pub mod claim_panel;
pub mod codebook_panel;
mod fonts;
pub mod moment;
pub mod parts;
pub mod theme;
pub mod verb;
pub mod view;
