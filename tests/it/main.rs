//! Behavior where the layers meet: one binary, one module for each file of this folder.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test may fail"
)]

mod architecture;
mod changes;
mod cli_check;
mod cli_compare;
mod cli_make;
mod cli_run;
mod cli_search;
mod cli_tag;
mod cli_versions;
mod damage;
mod desk;
<<<<<<< HEAD
mod difference;
=======
mod faults;
>>>>>>> 8abc610 (Saving goes through one trait, asks the file's content, proves that what it writes opens, and is tested against every fault of the disk; a watched file tells of others' changes)
mod format;
mod formats;
mod import;
mod journal;
mod journal_damage;
mod journal_model;
mod samples;
mod sheet;
mod support;
mod twins;
mod undo;
<<<<<<< HEAD
mod versions;
mod whims;
=======
mod watch;
>>>>>>> 8abc610 (Saving goes through one trait, asks the file's content, proves that what it writes opens, and is tested against every fault of the disk; a watched file tells of others' changes)
