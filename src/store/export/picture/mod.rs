//! Pictures as files and for sheets: SVG, and PNG drawn of it.

mod png;
mod svg;

pub(super) use self::png::fonts_for;
pub use self::png::{PictureError, Pixels, pixels, png};
pub use self::svg::svg;
use crate::analysis::handout::{self, Orientation, SheetPart, SheetSettings};
use crate::analysis::picture::{Look, Picture, PictureOptions, What};
use crate::model::Comparison;

/// The most tags of a matrix on paper: of more, nobody could read the numbers.
const MATRIX: usize = 26;
/// What a page of either paper has room for within its margins and under a title, in points: high, and wide.
const HIGH: (f32, f32) = (670.0, 850.0);
const WIDE: (f32, f32) = (960.0, 580.0);

/// The forms that a picture can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PictureFormat {
    /// Lines and words, sharp at any size.
    Svg,
    /// Dots.
    Png,
}

impl PictureFormat {
    /// Both, in the order they are shown.
    pub const ALL: [Self; 2] = [Self::Svg, Self::Png];

    /// Returns its name on the command line, which is the ending of its files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }

    /// Returns the form of this name, or of files with this ending.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word().eq_ignore_ascii_case(word))
    }

    /// Returns a picture in this form; of PNG with so many dots to a point (1 to 8).
    ///
    /// # Errors
    /// When a PNG would be too large.
    pub fn bytes(self, picture: &Picture, look: Look, dots: u8) -> Result<Vec<u8>, PictureError> {
        match self {
            Self::Svg => Ok(svg(picture, look).into_bytes()),
            Self::Png => png(picture, look, dots),
        }
    }
}

/// Returns the pictures of what a sheet is made of, in a look for paper, for [`HandedIn`](handout::HandedIn): none if the
/// settings want none. Long ones come in several pieces, each for one page; those that have nothing to show are left
/// out.
#[must_use]
pub fn sheet_pictures(
    comparison: &Comparison,
    settings: &SheetSettings,
    look: Look,
) -> Vec<handout::Picture> {
    if !settings.parts.contains(&SheetPart::Pictures) {
        return Vec::new();
    }
    let n_sources = match settings.sources.len() {
        0 => comparison.sources().len(),
        n => n,
    };
    let turned = match settings.orientation {
        Orientation::Landscape => true,
        Orientation::Portrait => false,
        Orientation::Fitting => n_sources > handout::MOST_UPRIGHT,
    };
    let (width, height) = if turned { WIDE } else { HIGH };
    let mut pictures = Vec::new();
    for what in What::ALL {
        let most = Some(MATRIX);
        let options =
            PictureOptions { what, of: settings.options(), most, width, ..PictureOptions::default() };
        let picture = Picture::of(comparison, &options);
        if picture.empty.is_some() {
            continue;
        }
        pictures.extend(picture.pages(height).into_iter().map(|page| {
            let svg = svg(&page, look);
            handout::Picture { title: page.title, svg, alt: page.description }
        }));
    }
    pictures
}
