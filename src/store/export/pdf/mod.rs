//! A sheet as PDF, typeset: tables over pages with their heads repeated, bookmarks, tags for screen readers, any script.
//!
//! The document goes to a template as values ([`data`]), so nothing that people wrote is ever read as markup. The
//! typesetter sees nothing but that, the template and fonts ([`world`]). It can't be stopped halfway: a sheet that
//! nobody waits for any longer is finished and dropped. Start reading at [`typeset`].

mod data;
mod fonts;
mod scripts;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use self::data::Ink;
use self::fonts::Fonts;
use self::world::SheetWorld;
use super::drawings;
use crate::analysis::handout::{Handout, Picture};

/// How many of the characters that no font has are named in a warning.
const MOST_NAMED: usize = 8;

/// A sheet that has been typeset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typeset {
    /// The file.
    pub bytes: Vec<u8>,
    /// What whoever prints it should know, a sentence each.
    pub warnings: Vec<String>,
}

/// Typesets a sheet.
///
/// The file keeps PDF/UA-1 (ISO 14289-1: tags, language, title, alternative texts) and has a bookmark for each section.
///
/// # Errors
/// A sentence, if the typesetter can't make a page of it.
pub fn typeset(handout: &Handout) -> Result<Typeset, String> {
    let typeset = set(handout);
    // What the typesetter remembers for doing the same again would stay in memory until the program ends.
    typst::comemo::evict(0);
    typeset
}

fn set(handout: &Handout) -> Result<Typeset, String> {
    let (document, mut warnings) = pages(handout)?;
    let accessible = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| error.message().to_string())?;
    let creator = Smart::Custom(Some(CREATOR.to_owned()));
    let options = |standards| PdfOptions { standards, creator: creator.clone(), ..PdfOptions::default() };
    let bytes = match typst_pdf::pdf(&document, &options(accessible)) {
        Ok(bytes) => bytes,
        Err(errors) => {
            let problem = told(&errors);
            warnings.push(format!(
                "the PDF has tags for screen readers, but does not keep all of PDF/UA-1: {problem}"
            ));
            typst_pdf::pdf(&document, &options(PdfStandards::default())).map_err(|errors| told(&errors))?
        }
    };
    Ok(Typeset { bytes, warnings })
}

/// The pages, and what is to be said of them.
fn pages(handout: &Handout) -> Result<(PagedDocument, Vec<String>), String> {
    let (drawn, mut warnings) = drawings::sound(handout);
    let pictures: Vec<&Picture> = drawn.into_iter().map(|(picture, _)| picture).collect();
    let mut ink = Ink::of(handout);
    let mut values = data::values(handout, &pictures, &ink);
    let languages: Vec<&str> = handout.head.sources.iter().map(|source| &*source.language).collect();
    let mut characters = data::characters(&values);
    characters.extend(pictures.iter().flat_map(|picture| picture.svg.chars()).filter(|c| !c.is_ascii()));
    let mut fonts = Fonts::for_characters(&characters, &languages);
    ink.lacking = std::mem::take(&mut fonts.lacking);
    ink.families = families(&fonts, &languages);
    if !ink.lacking.is_empty() || !ink.families.is_empty() {
        values = data::values(handout, &pictures, &ink);
    }
    let world = SheetWorld::new(values, fonts);
    let document = typst::compile(&world).output.map_err(|errors| told(&errors))?;
    warnings.extend(lacking_line(&ink.lacking));
    Ok((document, warnings))
}

/// The program, as the file names what made it.
const CREATOR: &str = concat!("Diptych ", env!("CARGO_PKG_VERSION"));

/// The family for each region whose form of Chinese characters a source asks for.
fn families(fonts: &Fonts, languages: &[&str]) -> BTreeMap<&'static str, String> {
    let regions = languages.iter().filter_map(|language| scripts::region(language));
    let family = |region: &str| {
        let families = fonts.fonts.iter().map(|font| &font.info().family);
        families.into_iter().find(|family| family.ends_with(region)).cloned()
    };
    regions.filter_map(|region| Some((region, family(region)?))).collect()
}

/// "no font on this computer has U+A980 (ꦀ); …", if there is anything to say.
fn lacking_line(lacking: &BTreeSet<char>) -> Option<String> {
    if lacking.is_empty() {
        return None;
    }
    let named: Vec<String> =
        lacking.iter().take(MOST_NAMED).map(|c| format!("U+{:04X}", u32::from(*c))).collect();
    let more = match lacking.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Some(format!(
        "no font on this computer has the characters {}{more}; in the PDF they are written out by their numbers. \
         Install a font for their script (such as one of the Noto fonts) and make the sheet again.",
        named.join(", ")
    ))
}

fn told(errors: &[SourceDiagnostic]) -> String {
    let sentences: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    format!("the page can't be typeset ({})", sentences.join("; "))
}

#[cfg(test)]
mod tests;
