//! Why a command could not run, and how that is said.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::analysis::search::PatternError;
use crate::store::StoreError;
use crate::store::import::ImportError;
use crate::text::visible_name;

/// Why a command could not run.
#[derive(Debug, Error)]
pub(super) enum Failure {
    /// A sentence that names the file and the place in it.
    #[error("{0}")]
    Said(String),
    /// A comparison can't be opened or saved.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A source file can't be imported.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// There is nothing that could be searched for.
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// The program failed; where the report is, if it could be written.
    #[error("diptych: a fault of the program ended this command; no file was left half written{}", fault(.0.as_deref()))]
    Fault(Option<PathBuf>),
    /// The answer can't be written to standard output.
    #[error("standard output: the answer can't be written ({0})")]
    Output(#[from] io::Error),
}

fn fault(report: Option<&Path>) -> String {
    match report {
        Some(path) => {
            format!("; {} says where, without any of your texts: please send it to us", path.display())
        }
        None => "; please tell us what you did".to_owned(),
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Output(error.into())
    }
}

impl Failure {
    /// Returns the failure that this sentence about a file tells of.
    pub(super) fn about(file: &Path, sentence: impl std::fmt::Display) -> Self {
        Self::Said(format!("{}: {sentence}", file.display()))
    }
}

/// Says one line on standard error. That nobody listens is no reason to stop.
pub(super) fn say(sentence: &str) {
    let line = format!("{}\n", visible_name(&sentence.replace('\n', " ")));
    let _ = io::stderr().lock().write_all(line.as_bytes());
}
