//! Options that say how a source file is to be read.

use std::path::Path;

use super::failure::{self, Failure};
use crate::store::import::{ImportOptions, Imported, MediaType, encoding_from_label, import_file};

/// What a person says of a source file's encoding and markup.
pub(super) fn options(
    encoding: Option<&str>,
    media_type: Option<MediaType>,
) -> Result<ImportOptions, Failure> {
    let known = |label| {
        encoding_from_label(label).ok_or_else(|| {
            Failure::Said(format!(
                "--encoding {label}: there is no encoding of this name; examples: utf-8, utf-16le, windows-1252, \
                 koi8-r, shift_jis"
            ))
        })
    };
    Ok(ImportOptions { encoding: encoding.map(known).transpose()?, media_type })
}

/// Imports the file, and says on standard error what was assumed and what was lost.
pub(super) fn import(path: &Path, options: &ImportOptions) -> Result<Imported, Failure> {
    let imported = import_file(path, options)?;
    let name = path.display();
    failure::say(&format!("{name}: {}, {}", imported.media_type.word(), imported.encoding_sentence()));
    for warning in &imported.warnings {
        failure::say(&format!("{name}: {warning}"));
    }
    Ok(imported)
}
