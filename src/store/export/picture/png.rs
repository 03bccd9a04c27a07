//! Pictures as PNG: the SVG, drawn in software with the program's own faces; the system's only for scripts that those
//! lack. So a picture in Latin, Greek or Cyrillic comes out the same to the last bit on every machine.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Options, Tree};
use thiserror::Error;

use super::super::fonts;
use super::svg::svg;
use crate::analysis::picture::{Look, Picture, Shape};

/// The most that a drawn picture may take, in bytes: four for each dot.
const MOST: u64 = 400 << 20;
/// How many dots a meter has that is drawn with one dot for each point.
const PER_METER: u32 = 3780;

/// Why a picture can't be drawn.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PictureError {
    /// It would take too much memory.
    #[error(
        "the picture would be {wide} × {high} dots, which is too large for a PNG; choose fewer tags or dots, or SVG, which has no such limit"
    )]
    TooLarge {
        /// How many dots wide.
        wide: u64,
        /// How many dots high.
        high: u64,
    },
    /// What draws it does not take it.
    #[error("the picture could not be drawn ({0})")]
    NotDrawn(String),
}

/// A drawn picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// How many dots wide.
    pub wide: usize,
    /// How many dots high.
    pub high: usize,
    /// Red, green, blue and opacity (always full) of each dot, a byte each, by line.
    pub bytes: Vec<u8>,
}

/// Draws a picture with so many dots to a point (1 to 8).
///
/// # Errors
/// When it would take too much memory, or can't be drawn.
pub fn pixels(picture: &Picture, look: Look, dots: u8) -> Result<Pixels, PictureError> {
    let drawn = draw(picture, look, dots)?;
    let size = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    Ok(Pixels { wide: size(drawn.width()), high: size(drawn.height()), bytes: drawn.take() })
}

/// Returns a picture as PNG with so many dots to a point (1 to 8). It says how large it is meant to be, too.
///
/// # Errors
/// When it would take too much memory, or can't be drawn.
pub fn png(picture: &Picture, look: Look, dots: u8) -> Result<Vec<u8>, PictureError> {
    let drawn = draw(picture, look, dots)?;
    let bytes = drawn.encode_png().map_err(|error| PictureError::NotDrawn(error.to_string()))?;
    Ok(with_density(bytes, PER_METER * u32::from(dots.clamp(1, 8))))
}

fn draw(picture: &Picture, look: Look, dots: u8) -> Result<Pixmap, PictureError> {
    let dots = f32::from(dots.clamp(1, 8));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "`as` keeps to what there is"
    )]
    let side = |length: f32| (length * dots).ceil().max(1.0) as u64;
    let (wide, high) = (side(picture.width), side(picture.height));
    let too_large = PictureError::TooLarge { wide, high };
    if wide.saturating_mul(high).saturating_mul(4) > MOST {
        return Err(too_large);
    }
    let (Ok(wide), Ok(high)) = (u32::try_from(wide), u32::try_from(high)) else { return Err(too_large) };
    let fontdb = if needs_system(picture) { with_system_fonts() } else { own_fonts() };
    let options = Options { fontdb, font_family: "Inter".to_owned(), ..Options::default() };
    let tree = Tree::from_str(&svg(picture, look), &options)
        .map_err(|error| PictureError::NotDrawn(error.to_string()))?;
    let mut drawn = Pixmap::new(wide, high).ok_or(too_large)?;
    // What the last dot holds besides the picture is its paper, too.
    let paper = crate::analysis::picture::Paint::Paper.rgb(look);
    drawn.fill(resvg::tiny_skia::Color::from_rgba8(paper.0, paper.1, paper.2, 255));
    resvg::render(&tree, Transform::from_scale(dots, dots), &mut drawn.as_mut());
    Ok(drawn)
}

/// Whether a picture has characters that the program's own faces lack.
fn needs_system(picture: &Picture) -> bool {
    picture.marks.iter().any(|mark| match &mark.shape {
        Shape::Words(words) => !are_own(&words.words),
        _ => false,
    })
}

/// Returns the fonts that a drawing with these words needs: the program's own, and the system's if those lack something.
pub(in crate::store::export) fn fonts_for(words: &str) -> Arc<Database> {
    if are_own(words) { own_fonts() } else { with_system_fonts() }
}

/// Whether the program's own faces have all characters of these words.
fn are_own(words: &str) -> bool {
    let own = |c: char| {
        matches!(c, '\0'..='\u{52F}' | '\u{1E00}'..='\u{1FFF}' | '\u{2000}'..='\u{206F}' | '\u{20A0}'..='\u{20BF}'
            | '\u{2100}'..='\u{214F}' | '\u{2190}'..='\u{2193}' | '∅' | '−' | '≈' | '≠' | '≤' | '≥')
    };
    words.chars().all(own)
}

fn own_fonts() -> Arc<Database> {
    static OWN: OnceLock<Arc<Database>> = OnceLock::new();
    Arc::clone(OWN.get_or_init(|| {
        let mut faces = Database::new();
        for face in [fonts::SANS, fonts::SANS_STRONG, fonts::SERIF, fonts::SERIF_BOLD] {
            faces.load_font_source(Source::Binary(Arc::new(face)));
        }
        faces.set_sans_serif_family("Inter");
        faces.set_serif_family("Libertinus Serif");
        Arc::new(faces)
    }))
}

fn with_system_fonts() -> Arc<Database> {
    static ALL: OnceLock<Arc<Database>> = OnceLock::new();
    Arc::clone(ALL.get_or_init(|| {
        // The program's own come first, so that they are taken wherever they have a character.
        let mut faces = Database::clone(&own_fonts());
        faces.load_system_fonts();
        faces.set_sans_serif_family("Inter");
        Arc::new(faces)
    }))
}

/// Puts the chunk that tells the density (pHYs, PNG 11.3.4.3) after the first, which is always the head (IHDR).
fn with_density(png: Vec<u8>, per_meter: u32) -> Vec<u8> {
    /// The signature of 8 bytes, and the head: length, name, 13 bytes, checksum.
    const HEAD: usize = 8 + 4 + 4 + 13 + 4;
    let Some((head, rest)) = png.split_at_checked(HEAD) else { return png };
    let mut chunk = Vec::with_capacity(13);
    chunk.extend_from_slice(b"pHYs");
    chunk.extend_from_slice(&per_meter.to_be_bytes());
    chunk.extend_from_slice(&per_meter.to_be_bytes());
    chunk.push(1); // dots to a meter
    let checksum = crc32fast::hash(&chunk);
    let parts = [head, &9_u32.to_be_bytes(), &chunk, &checksum.to_be_bytes(), rest];
    parts.concat()
}
