//! Pictures of a sheet for forms that have to read them.

use resvg::usvg::{Options, Tree};

use super::picture::fonts_for;
use crate::analysis::handout::{Handout, Picture};
use crate::text::visible;

/// How this drawing is read: with the fonts that its words need, and without files.
fn options(svg: &str) -> Options<'static> {
    let mut options =
        Options { fontdb: fonts_for(svg), font_family: "Inter".to_owned(), ..Options::default() };
    // A picture in a drawing would be a file on whatever computer reads it.
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    options
}

/// Returns the pictures of a sheet that can be drawn, and a sentence for each that can't be.
pub(super) fn sound(handout: &Handout) -> (Vec<(&Picture, Tree)>, Vec<String>) {
    let (mut sound, mut warnings) = (Vec::new(), Vec::new());
    for picture in &handout.pictures {
        match Tree::from_str(&picture.svg, &options(&picture.svg)) {
            Ok(tree) => sound.push((picture, tree)),
            Err(error) => warnings.push(format!(
                "the picture “{}” can't be drawn and is left out ({error})",
                visible(&picture.title)
            )),
        }
    }
    (sound, warnings)
}
