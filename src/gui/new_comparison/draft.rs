//! One source before it is taken in: its bytes, how they were read, and what is said of it.

use std::sync::Arc;

use encoding_rs::Encoding;

use crate::desk::NewSource;
use crate::model::Bibliography;
use crate::store::import::{self, ImportOptions, Imported, MediaType};

/// How much of a text is shown to check it by, in characters.
const PREVIEW: usize = 600;

/// What the text is made from.
#[derive(Debug, Clone)]
enum Raw {
    File { bytes: Arc<[u8]>, name: String },
    Words(Arc<str>),
    Unreadable { name: String },
}

/// A source to be: bytes or words, how they are read, and its bibliographic data.
#[derive(Debug, Clone)]
pub struct SourceDraft {
    /// Tells this draft from the others, wherever it moves.
    pub key: u64,
    /// What the reader says of it.
    pub bibliography: Bibliography,
    raw: Raw,
    options: ImportOptions,
    result: Result<Imported, String>,
    /// What was suggested, so that what a reader typed is never replaced.
    suggested: Bibliography,
    preview: String,
    n_paragraphs: usize,
}

impl SourceDraft {
    pub(super) fn of_file(key: u64, bytes: Arc<[u8]>, name: String) -> Self {
        Self::new(key, Raw::File { bytes, name })
    }

    pub(super) fn of_words(key: u64, words: String) -> Self {
        Self::new(key, Raw::Words(words.into()))
    }

    pub(super) fn unreadable(key: u64, name: String, why: String) -> Self {
        let mut draft = Self::empty(key, Raw::Unreadable { name });
        draft.result = Err(why);
        draft
    }

    fn new(key: u64, raw: Raw) -> Self {
        let mut draft = Self::empty(key, raw);
        draft.read();
        draft
    }

    fn empty(key: u64, raw: Raw) -> Self {
        Self {
            key,
            bibliography: Bibliography::default(),
            raw,
            options: ImportOptions::default(),
            result: Err(String::new()),
            suggested: Bibliography::default(),
            preview: String::new(),
            n_paragraphs: 0,
        }
    }

    /// Decodes the bytes as they are now said to be encoded.
    fn read(&mut self) {
        let result = match &self.raw {
            Raw::File { bytes, name } => import::import_bytes(bytes, name, &self.options),
            Raw::Words(words) => {
                let media_type = self.options.media_type.unwrap_or(MediaType::Plain);
                import::import_pasted(words, media_type)
            }
            Raw::Unreadable { .. } => return,
        };
        self.result = result.map_err(|error| error.to_string());
        self.preview.clear();
        self.n_paragraphs = 0;
        if let Ok(imported) = &self.result {
            let words = imported.text.as_str().trim();
            self.preview = words.chars().take(PREVIEW).collect();
            if self.preview.len() < words.len() {
                self.preview.push_str(" …");
            }
            self.n_paragraphs = imported.text.paragraphs().len();
            let fresh = imported.bibliography.clone();
            self.suggest(fresh);
        }
    }

    /// Takes a suggestion over where the reader has not said otherwise.
    fn suggest(&mut self, fresh: Bibliography) {
        let old = std::mem::replace(&mut self.suggested, fresh);
        let (new, said) = (&self.suggested, &mut self.bibliography);
        for (said, old, new) in [
            (&mut said.title, &old.title, &new.title),
            (&mut said.author, &old.author, &new.author),
            (&mut said.date, &old.date, &new.date),
            (&mut said.short_name, &old.short_name, &new.short_name),
            (&mut said.citation, &old.citation, &new.citation),
            (&mut said.csl, &old.csl, &new.csl),
            (&mut said.language, &old.language, &new.language),
        ] {
            if said == old {
                said.clone_from(new);
            }
        }
    }

    /// Reads the bytes as being of this encoding.
    pub fn set_encoding(&mut self, encoding: &'static Encoding) {
        self.options.encoding = Some(encoding);
        self.read();
    }

    /// Reads the text as being written in this.
    pub fn set_media_type(&mut self, media_type: MediaType) {
        self.options.media_type = Some(media_type);
        self.read();
    }

    /// Returns what has been read, or why nothing could be, as a sentence.
    pub fn imported(&self) -> Result<&Imported, &str> {
        self.result.as_ref().map_err(String::as_str)
    }

    /// Returns whether it could be read.
    #[must_use]
    pub fn readable(&self) -> bool {
        self.result.is_ok()
    }

    /// Returns where it came from: the file's name, or "pasted text".
    #[must_use]
    pub fn origin(&self) -> &str {
        match &self.raw {
            Raw::File { name, .. } | Raw::Unreadable { name } => name,
            Raw::Words(_) => "pasted text",
        }
    }

    /// Returns whether there are bytes that may be encoded in one way or another.
    #[must_use]
    pub fn has_bytes(&self) -> bool {
        matches!(self.raw, Raw::File { .. })
    }

    /// Returns what it is read as, if it is.
    #[must_use]
    pub fn media_type(&self) -> Option<MediaType> {
        self.result.as_ref().ok().map(|imported| imported.media_type).or(self.options.media_type)
    }

    /// Returns the beginning of the text.
    #[must_use]
    pub fn preview(&self) -> &str {
        &self.preview
    }

    /// Returns how many paragraphs the text has.
    #[must_use]
    pub fn n_paragraphs(&self) -> usize {
        self.n_paragraphs
    }

    /// Returns the source, if it could be read.
    #[must_use]
    pub fn source(&self) -> Option<NewSource> {
        let imported = self.result.as_ref().ok()?;
        Some(NewSource {
            bibliography: self.bibliography.clone(),
            origin: imported.origin.clone(),
            text: imported.text.clone(),
            structure: imported.structure.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(bytes: &[u8]) -> SourceDraft {
        SourceDraft::of_file(1, bytes.into(), "a.txt".to_owned())
    }

    #[test]
    fn another_encoding_reads_the_same_bytes_anew_and_keeps_what_was_typed() {
        let mut draft = file(b"A\xF1os de lucha\n\nEl pueblo no olvida sus a\xF1os.");
        draft.bibliography.author = "MIR".to_owned();
        draft.set_encoding(encoding_rs::WINDOWS_1252);
        assert!(draft.preview().starts_with("Años de lucha"));
        assert_eq!(draft.bibliography.title, "Años de lucha");
        draft.set_encoding(encoding_rs::WINDOWS_1251);
        assert!(draft.preview().starts_with("Aсos"));
        assert_eq!(draft.bibliography.title, "Aсos de lucha");
        assert_eq!(draft.bibliography.author, "MIR");
        draft.bibliography.title = "Struggle".to_owned();
        draft.set_encoding(encoding_rs::WINDOWS_1252);
        assert_eq!(draft.bibliography.title, "Struggle");
        assert_eq!(draft.n_paragraphs(), 2);
    }

    #[test]
    fn what_holds_no_words_gives_no_source_but_a_sentence() {
        let draft = file(b"  \n ");
        assert!(draft.source().is_none());
        assert!(draft.imported().unwrap_err().contains("a.txt"));
    }
}
