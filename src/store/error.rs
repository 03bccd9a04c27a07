//! Why a file can't be opened or saved: what happened, to which file and where in it, what can be done.

use std::io::{Error as IoError, ErrorKind};
use std::path::PathBuf;

use thiserror::Error;

use super::Record;
use super::convert::textless::SourceWanted;
use crate::text::visible;

/// Why a file can't be opened or saved. Each is one sentence or two for a person, without a line break.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The file can't be read.
    #[error("{}: {}", .path.display(), cannot_read(.error))]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: IoError,
    },
    /// The file can't be written.
    #[error("{}: {}", .path.display(), cannot_write(.error))]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: IoError,
    },
    /// The file is larger than any that is opened.
    #[error("{}: the file has {size} bytes; Diptych opens files of up to {limit} bytes", .path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        size: u64,
        /// The limit.
        limit: u64,
    },
    /// There is more of something than is opened.
    #[error("{}: the file holds {n} {what}; Diptych opens files with up to {limit}", .path.display())]
    TooMany {
        /// The file.
        path: PathBuf,
        /// Of what there are too many.
        what: &'static str,
        /// How many there are.
        n: usize,
        /// The limit.
        limit: usize,
    },
    /// More entries than are told one by one are nothing that a comparison holds.
    #[error("{}: more than {limit} entries of its lists are nothing that a comparison holds, not even by their id; \
             if it ever was one, restore it from a copy", .path.display())]
    Strange {
        /// The file.
        path: PathBuf,
        /// How many are told one by one.
        limit: usize,
    },
    /// Not a byte in it.
    #[error("{}: the file is empty; restore it from a copy", .path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// Not UTF-8.
    #[error("{}: not UTF-8 text from byte {byte} on (line {line}), so it is not a comparison \
             or was damaged; restore it from a copy", .path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The first byte that is not, counted from 0.
        byte: usize,
        /// Its line.
        line: usize,
    },
    /// JSON that ends too soon.
    #[error("{}: the file is cut off: it ends at line {line}, column {column}, in the middle; \
             restore it from a copy", .path.display())]
    CutOff {
        /// The file.
        path: PathBuf,
        /// The last line.
        line: usize,
        /// The last column.
        column: usize,
    },
    /// Not JSON.
    #[error("{}: not JSON at line {line}, column {column}: {problem}", .path.display())]
    NotJson {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// The column.
        column: usize,
        /// What is wrong there.
        problem: String,
    },
    /// JSON, but of another program.
    #[error("{}: this is JSON, but not a Diptych comparison (it does not begin with \"format\": \"diptych\")",
            .path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
    },
    /// Neither a codebook nor a comparison that holds one.
    #[error("{}: this is not a codebook (it begins neither with \"format\": \"diptych-codebook\" nor with \
             \"format\": \"diptych\")", .path.display())]
    NotACodebook {
        /// The file.
        path: PathBuf,
    },
    /// A version that there never was.
    #[error("{}: the file gives its format's version as {version}, which there is not; it should be 1", .path.display(),
            version = visible(.version))]
    NoSuchVersion {
        /// The file.
        path: PathBuf,
        /// What it gives.
        version: String,
    },
    /// A newer version that is not understood even in part.
    #[error("{}: a newer version of Diptych wrote this file (format {version}) in a way that this one \
             can't read; update Diptych to open it", .path.display())]
    TooNew {
        /// The file.
        path: PathBuf,
        /// The version of its format.
        version: u32,
    },
    /// Damage outside of any object, so that nothing can be set aside.
    #[error("{}: damaged at line {line}: {problem}; mend that line or restore the file from a copy",
            .path.display(), problem = visible(.problem))]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// What is wrong there.
        problem: String,
    },
    /// Nested past all sense.
    #[error("{}: at line {line}, values are nested more than {limit} deep, which no comparison is", .path.display())]
    TooDeep {
        /// The file.
        path: PathBuf,
        /// The line where the object begins.
        line: usize,
        /// The limit.
        limit: usize,
    },
    /// Sources without their texts, which have to be brought.
    #[error("{}: the file was saved without the text of {}; open it in the window and choose your own copy of each \
             text, or bring them with `diptych complete`", .path.display(), wanted_words(.wanted))]
    TextsWanted {
        /// The file.
        path: PathBuf,
        /// The sources.
        wanted: Vec<SourceWanted>,
    },
    /// Somebody else wrote the file meanwhile.
    #[error("{}: the file was changed by somebody else since it was last opened or saved here; \
             nothing was written; save under another name, or save over it", .path.display())]
    ChangedOnDisk {
        /// The file.
        path: PathBuf,
    },
    /// The new file is in place, but the disk does not vouch for it.
    #[error("{}: the new version is in place, but the disk did not confirm that it would outlast a power \
             failure ({error}); save again, and keep a copy elsewhere", .path.display())]
    NotFlushed {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: IoError,
        /// The record to keep from now on: that of the new version.
        record: Box<Record>,
    },
    /// The comparison came from a newer version's file.
    #[error("{}: not saved, because the comparison was opened from a file of a newer version of Diptych, \
             of which this one would lose a part; update Diptych to change it", .path.display())]
    ReadOnly {
        /// The file that would have been written.
        path: PathBuf,
    },
    /// A comparison that is not sound, which must not reach a file.
    #[error("{}: not saved, because {problem}; this is a fault of Diptych, please report it; \
             save what is sound and set the rest aside, or undo the last change and save again", .path.display())]
    Unsound {
        /// The file that would have been written.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
}

fn wanted_words(wanted: &[SourceWanted]) -> String {
    let named: Vec<String> = wanted.iter().take(3).map(SourceWanted::words).collect();
    let more = wanted.len().saturating_sub(named.len());
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{more}", named.join(", "))
}

fn cannot_read(error: &IoError) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "the file may not be read by you".to_owned(),
        ErrorKind::IsADirectory => "this is a folder, not a file".to_owned(),
        _ => format!("the file can't be read ({error})"),
    }
}

fn cannot_write(error: &IoError) -> String {
    match error.kind() {
        ErrorKind::NotFound => "not saved: the folder does not exist; save elsewhere".to_owned(),
        ErrorKind::NotADirectory => "not saved: what should be a folder is a file; save elsewhere".to_owned(),
        ErrorKind::IsADirectory => "not saved: there is a folder of that name; choose another".to_owned(),
        ErrorKind::PermissionDenied => {
            "not saved: the file or its folder may not be written by you; save elsewhere".to_owned()
        }
        ErrorKind::ReadOnlyFilesystem => "not saved: the disk is read-only; save elsewhere".to_owned(),
        ErrorKind::StorageFull => {
            "not saved: there is no room left on the disk; make room or save elsewhere".to_owned()
        }
        ErrorKind::QuotaExceeded => {
            "not saved: your share of the disk is used up; make room or save elsewhere".to_owned()
        }
        ErrorKind::FileTooLarge => {
            "not saved: the file would be larger than this disk or your account allows; save elsewhere"
                .to_owned()
        }
        ErrorKind::ResourceBusy => {
            "not saved: another program holds the file just now; save again in a moment".to_owned()
        }
        ErrorKind::Interrupted => "not saved: the system broke off the writing; save again".to_owned(),
        ErrorKind::TimedOut | ErrorKind::StaleNetworkFileHandle | ErrorKind::HostUnreachable => {
            "not saved: the drive does not answer; save again when it is back, or save elsewhere".to_owned()
        }
        _ => format!("not saved ({error}); save elsewhere"),
    }
}
