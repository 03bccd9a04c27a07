//! Reading a file that may be anything: never without end, never more than a source may have.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

use super::error::shown;
use super::{ImportError, MAX_SOURCE_BYTES};

/// Returns the bytes of the regular file at `path`.
pub(super) fn bounded(path: &Path) -> Result<Vec<u8>, ImportError> {
    let failed = |error: io::Error| ImportError::from_io(&error, path);
    // Asked before opening, for opening a pipe waits until somebody writes to it.
    check(&fs::metadata(path).map_err(failed)?, path)?;
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    check(&metadata, path)?;
    let mut bytes = Vec::new();
    bytes
        .try_reserve(usize::try_from(metadata.len()).unwrap_or(0))
        .map_err(|_| failed(io::ErrorKind::OutOfMemory.into()))?;
    // A file may grow meanwhile, and some of the system's own do not tell their length.
    file.take(MAX_SOURCE_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if u64::try_from(bytes.len()).is_ok_and(|len| len > MAX_SOURCE_BYTES) {
        return Err(ImportError::TooLarge { name: shown(path) });
    }
    Ok(bytes)
}

fn check(metadata: &Metadata, path: &Path) -> Result<(), ImportError> {
    let name = shown(path);
    if metadata.is_dir() {
        Err(ImportError::Folder { name })
    } else if !metadata.is_file() {
        Err(ImportError::NotAFile { name })
    } else if metadata.len() > MAX_SOURCE_BYTES {
        Err(ImportError::TooLarge { name })
    } else {
        Ok(())
    }
}
