//! The behavior of the program without its window; one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod desk;
mod import;
mod sheet;
mod support;
