//! Diptych reads two accounts of the same events side by side.
//!
//! The modules are layers, in reading order: each may use only those above it in this list
//! (`cli` and `gui` do not know each other). `ARCHITECTURE.md` is the map with its reasons.

pub mod text;

pub mod model;

pub mod anchoring;

pub mod analysis;

pub mod store;

pub mod desk;

pub mod cli;

#[cfg(feature = "gui")]
pub mod gui;
