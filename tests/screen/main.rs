//! The window's views, driven by what a person reads and clicks; no graphics card, one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod bench;
mod claim_panel;
mod codebook_panel;
mod compare_view;
mod dialogs;
