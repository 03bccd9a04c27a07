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

mod agreement;
mod agreement_examples;
mod agreement_pictures;
mod architecture;
mod arrangement;
mod bibliography;
mod changes;
mod citing;
mod cli_agreement;
mod cli_check;
mod cli_cite;
mod cli_compare;
mod cli_facts;
mod cli_make;
mod cli_merge;
mod cli_parallels;
mod cli_picture;
mod cli_reading;
mod cli_run;
mod cli_search;
mod cli_tag;
mod cli_versions;
mod codebook_file;
mod coverage;
mod crash_report;
mod damage;
mod desk;
mod difference;
mod disagreements;
mod docx;
mod docx_order;
mod facts;
mod faults;
mod format;
mod formats;
mod fuzz_cases;
mod handout;
mod hostile;
mod import;
mod journal;
mod journal_damage;
mod journal_model;
mod journal_slow_disk;
mod laying;
mod merge;
mod merge_laws;
mod merge_superseded;
mod network;
#[cfg(not(feature = "pdf"))]
mod no_pdf;
mod outline;
mod parallels;
#[cfg(feature = "pdf")]
mod pdf;
mod pictures;
mod readers;
mod readers_script;
mod reading_to_send;
mod relation;
mod rounds;
mod samples;
mod score;
mod settling;
mod sheet;
mod sheet_data;
mod sheet_html;
mod support;
mod twins;
mod undo;
mod versions;
mod watch;
mod whims;
