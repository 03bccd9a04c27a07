//! The density in the overview: where along the source many readers marked the same sentences. Painted anew only when
//! it was counted anew.

use std::sync::Arc;

use eframe::egui::{Color32, ColorImage, Painter, Pos2, Rect, TextureHandle, TextureOptions, Theme, pos2};

use super::census::parts_of;
use super::{PARTS, to_pixels};
use crate::analysis::agreement::density::Density;
use crate::gui::readers::{grade_of, grades};
use crate::gui::theme;

/// The picture, and what it was painted of.
#[derive(Default)]
pub(super) struct DensePicture {
    painted: Option<(Arc<Density>, (usize, Theme), TextureHandle)>,
}

impl DensePicture {
    /// Paints the strip.
    pub(super) fn paint(&mut self, painter: &Painter, strip: Rect, (density, length): (&Arc<Density>, u32)) {
        let ctx = painter.ctx();
        let look = (to_pixels(strip.height() * ctx.pixels_per_point()), ctx.theme());
        let fresh = |(of, before, _): &&(Arc<Density>, (usize, Theme), TextureHandle)| {
            Arc::ptr_eq(of, density) && *before == look
        };
        let id = match self.painted.as_ref().filter(fresh) {
            Some((_, _, texture)) => texture.id(),
            None => {
                let image = picture((density, length), look);
                let texture = ctx.load_texture("density", image, TextureOptions::NEAREST);
                let id = texture.id();
                self.painted = Some((Arc::clone(density), look, texture));
                id
            }
        };
        let whole = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
        painter.image(id, strip, whole, Color32::WHITE);
    }
}

/// One column of pixels: each as strong as the sentence there that most readers marked.
fn picture((density, length): (&Density, u32), (height, theme): (usize, Theme)) -> ColorImage {
    let mut most = vec![0_u32; PARTS];
    for (sentence, n) in density.sentences.iter().zip(&density.n_marked) {
        let (first, last) = parts_of(*sentence, length);
        most.iter_mut().take(last + 1).skip(first).for_each(|part| *part = (*part).max(*n));
    }
    let steps = grades(density.n_readers);
    let row = |y: usize| {
        let first = y * PARTS / height.max(1);
        let end = ((y + 1) * PARTS / height.max(1)).max(first + 1).min(PARTS);
        let n = most.get(first..end).unwrap_or_default().iter().copied().max().unwrap_or(0);
        match grade_of(n, &steps) {
            Some(grade) => theme::density_mark(grade, steps.len(), theme),
            None => theme::palette(theme).paper,
        }
    };
    ColorImage::new([1, height], (0..height).map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Pos, Span};

    #[test]
    fn a_place_is_as_strong_as_the_sentence_there_that_most_marked() {
        let span = |from: u32, to: u32| Span::between(Pos(from), Pos(to));
        let sentences: Arc<[Span]> = [span(0, 100), span(100, 110), span(110, 200)].into();
        let density = Density { sentences, n_marked: vec![0, 5, 1], n_readers: 5 };
        let image = picture((&density, 200), (100, Theme::Light));
        let at = |y: usize| image.pixels.get(y).copied();
        assert_eq!(at(10), Some(theme::palette(Theme::Light).paper));
        assert_eq!(at(52), Some(theme::density_mark(4, 5, Theme::Light)));
        assert_eq!(at(90), Some(theme::density_mark(0, 5, Theme::Light)));
    }
}
