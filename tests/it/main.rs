//! The behavior of the program, layer by layer; one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs, reason = "tests are sentences already")]

mod sheet;
