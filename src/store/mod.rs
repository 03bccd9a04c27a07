//! Files.

pub mod export;
