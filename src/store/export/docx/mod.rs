//! A sheet as DOCX (Office Open XML, ECMA-376, the transitional schema): headings, real tables with heads that are
//! repeated on each page, named styles, so that people can go on editing it in Word or LibreOffice.
//!
//! Written as XML by hand: the parts here are the whole document, and the order of elements within each is that of the
//! schema (Part 1, §17; kept by a test). Start reading at [`write`].

mod body;
mod parts;
mod picture;
mod styles;
mod words;
mod xml;

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::analysis::handout::Handout;

/// How hard the parts are packed: most of what can be gained, in a third of the time of the usual 6.
const PACKING: i64 = 2;

/// Writes a sheet to `out`, and returns what is to be said of it, a sentence each.
///
/// # Errors
/// Those of `out`.
pub(super) fn write(handout: &Handout, out: &mut dyn Write) -> io::Result<Vec<String>> {
    let (pictures, warnings) = picture::drawn(handout);
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), parts::content_types()?),
        ("_rels/.rels".to_owned(), parts::relations()?),
        ("docProps/core.xml".to_owned(), parts::core(handout)?),
        ("docProps/app.xml".to_owned(), parts::app()?),
        ("word/document.xml".to_owned(), body::document(handout, &pictures)?),
        ("word/_rels/document.xml.rels".to_owned(), parts::relations_of_document(&pictures)?),
        ("word/styles.xml".to_owned(), styles::styles(body::width(handout))?),
        ("word/settings.xml".to_owned(), parts::settings()?),
        ("word/header1.xml".to_owned(), parts::header(handout)?),
        ("word/footer1.xml".to_owned(), parts::footer(handout)?),
    ];
    for picture in pictures {
        let [png, svg] = [picture.png_name(), picture.svg_name()].map(|name| format!("word/{name}"));
        parts.push((png, picture.png));
        parts.push((svg, picture.svg.into_bytes()));
    }
    out.write_all(&packed(parts)?)?;
    Ok(warnings)
}

/// The archive that the parts make. The time of each is that of no clock, so the same sheet gives the same bytes.
fn packed(parts: Vec<(String, Vec<u8>)>) -> io::Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(PACKING))
        .last_modified_time(zip::DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(name, options)?;
        archive.write_all(&bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}
