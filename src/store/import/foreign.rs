//! Files that are no text, known by how they begin.
//!
//! Only those a reader may well take for a text are told apart, so that the advice fits; any other
//! is noticed by its bytes when it is decoded.

use memchr::memmem;

/// A kind of file that is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// PDF.
    Pdf,
    /// DOCX: Word since 2007.
    Word,
    /// Word, Excel or PowerPoint until 2003.
    OldOffice,
    /// ODT and its relatives: LibreOffice.
    OpenDocument,
    /// RTF.
    RichText,
    /// WordPerfect.
    WordPerfect,
    /// EPUB or Kindle.
    EBook,
    /// DjVu, and pictures: PNG, JPEG, GIF, TIFF.
    Picture,
    /// ZIP, gzip, xz, zstd, 7z, RAR.
    Archive,
}

impl Foreign {
    /// Returns what `bytes` are, if they begin like one of these.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"PK\x03\x04") {
            return Some(of_zip(bytes));
        }
        if bytes.get(60..68) == Some(b"BOOKMOBI") {
            return Some(Self::EBook);
        }
        let begins: [(&[u8], Self); 17] = [
            (b"%PDF-", Self::Pdf),
            (b"{\\rtf", Self::RichText),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Self::OldOffice),
            (b"\xFFWPC", Self::WordPerfect),
            (b"\x89PNG\r\n\x1a\n", Self::Picture),
            (b"\xFF\xD8\xFF", Self::Picture),
            (b"GIF87a", Self::Picture),
            (b"GIF89a", Self::Picture),
            (b"II*\0", Self::Picture),
            (b"MM\0*", Self::Picture),
            (b"AT&TFORM", Self::Picture),
            (b"PK\x05\x06", Self::Archive),
            (b"\x1F\x8B\x08", Self::Archive),
            (b"\xFD7zXZ\0", Self::Archive),
            (b"\x28\xB5\x2F\xFD", Self::Archive),
            (b"7z\xBC\xAF\x27\x1C", Self::Archive),
            (b"Rar!\x1A\x07", Self::Archive),
        ];
        begins.iter().find(|(begin, _)| bytes.starts_with(begin)).map(|&(_, kind)| kind)
    }

    /// Returns what a person calls it, with its article.
    #[must_use]
    pub fn what(self) -> &'static str {
        match self {
            Self::Pdf => "a PDF",
            Self::Word => "a Word document",
            Self::OldOffice => "an old Word, Excel or PowerPoint document",
            Self::OpenDocument => "an OpenDocument file (LibreOffice)",
            Self::RichText => "an RTF document",
            Self::WordPerfect => "a WordPerfect document",
            Self::EBook => "an e-book",
            Self::Picture => "a picture",
            Self::Archive => "an archive or a compressed file",
        }
    }

    /// Returns what can be done, as a sentence.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::Pdf => "Save it as plain text first (in a PDF reader, or with pdftotext).",
            Self::Picture => "Have its words recognized first (OCR), and import the text.",
            Self::Archive => "Unpack it first, and import the text inside.",
            Self::EBook => "Convert it to plain text first.",
            Self::Word | Self::OldOffice | Self::OpenDocument | Self::RichText | Self::WordPerfect => {
                "Save it as plain text (UTF-8) first, in the word processor it comes from."
            }
        }
    }
}

/// Tells apart the formats that are ZIP archives of a known layout.
fn of_zip(bytes: &[u8]) -> Foreign {
    let start = bytes.get(..256).unwrap_or(bytes);
    let begins_with = |words: &[u8]| memmem::find(start, words).is_some();
    if begins_with(b"mimetypeapplication/epub") {
        Foreign::EBook
    } else if begins_with(b"mimetypeapplication/vnd.oasis.opendocument") {
        Foreign::OpenDocument
    } else if memmem::find(bytes, b"word/document.xml").is_some() {
        Foreign::Word
    } else {
        Foreign::Archive
    }
}
