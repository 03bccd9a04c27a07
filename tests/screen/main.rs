//! The window, driven by what a person reads and clicks, and by pictures; no graphics card, one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test may fail"
)]

mod access;
mod bench;
mod book;
mod citing;
mod claim_panel;
mod codebook_panel;
mod compare_view;
mod contents;
mod coverage;
mod dialogs;
mod group_view;
mod length;
mod moving;
mod others;
mod parallels;
mod pictures;
mod pictures_view;
mod raster;
mod readers;
mod script;
mod search;
mod sharing;
mod sheets;
mod window;
