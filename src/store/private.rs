//! The folder that the system keeps for this user and this program: earlier versions and reports, which hold
//! what nobody else is to read. Folders are made for the user alone (0700), files likewise (0600).

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Names another folder to be the private one: for tests, and for a program carried on a stick.
pub const VARIABLE: &str = "DIPTYCH_DATA";

/// Returns the private folder; nothing where the system has no place for one. It need not exist yet.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(VARIABLE).filter(|named| !named.is_empty()) {
        return std::path::absolute(named).ok();
    }
    let folders = directories::ProjectDirs::from("org", "diptych", "Diptych")?;
    Some(folders.data_local_dir().to_owned())
}

/// Makes a folder and those above it that are missing; this one is for the user alone, even if it was there.
///
/// # Errors
/// When it can't be made, or something that is no folder has its name.
pub fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
        builder.mode(0o700).create(folder)?;
        if fs::metadata(folder)?.permissions().mode() & 0o077 != 0 {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        }
        Ok(())
    }
    #[cfg(not(unix))]
    builder.create(folder)
}

/// Writes a file for the user alone, all or nothing: beside its place, flushed, read back, renamed.
///
/// # Errors
/// When it can't be written, or what was read back is not what was written. Then nothing is left of it.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::NotADirectory)?;
    // Temporary files are made for the user alone (0600), and stay so under their last name.
    let mut temporary = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    let mut back = Vec::with_capacity(bytes.len());
    temporary.reopen()?.take(bytes.len() as u64 + 1).read_to_end(&mut back)?;
    if back != bytes {
        return Err(io::Error::other("what was read back is not what was written"));
    }
    temporary.persist(path).map_err(|error| error.error)?;
    // Some file systems can't flush a folder, and then there is nothing to do.
    if let Ok(folder) = File::open(folder) {
        drop(folder.sync_all());
    }
    Ok(())
}

/// How the name of a file begins that is being written.
pub(super) const TEMPORARY: &str = ".writing-";
