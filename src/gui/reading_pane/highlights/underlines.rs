//! Lines under the words of claims: solid, in dashes or in dots. However many strokes a line has, it is one piece, cut
//! from a picture of strokes: drawn one by one, they would cost more than all else of a frame.

use eframe::egui::epaint::{Mesh, Vertex};
use eframe::egui::{
    Color32, ColorImage, Context, Painter, Pos2, Rect, Shape, TextureHandle, TextureId, TextureOptions,
    Theme, pos2,
};

use super::super::geometry::to_f32;
use super::ShownClaim;
use super::tints::line_box;
use crate::gui::theme::{self, Pattern};
use crate::model::ColorSlot;

/// How many lines can lie under one line of words.
pub const UNDERLINES: usize = 3;
/// The thickness of such a line.
const THICK: f32 = 1.5;
/// How long the line of a claim of several tags runs in the color of each.
const RUN: f32 = 17.0;
/// How long the picture of strokes is, in points. A longer line is made of several pieces.
const LENGTH: f32 = 500.0;
/// The rows of the picture, each of one pattern.
const ROWS: [Pattern; 3] = [Pattern::Solid, Pattern::Dashed, Pattern::Dotted];

/// The picture of strokes that lines are cut from, for the screen's pixels per point.
#[derive(Default)]
pub struct Strokes(Option<(f32, TextureHandle)>);

/// A piece of a line under words.
#[derive(Debug, PartialEq)]
struct Piece {
    rect: Rect,
    color: ColorSlot,
}

impl Strokes {
    /// Paints the lines under the words: the colors of a claim's tags in turn. One that the focus
    /// leaves out has none.
    pub fn paint_underlines(&mut self, painter: &Painter, theme: Theme, shown: &[ShownClaim]) {
        let mut mesh = Mesh::with_texture(self.texture(painter.ctx()));
        for claim in shown.iter().filter(|claim| !claim.dimmed) {
            let Some(lane) = claim.lanes.underline else { continue };
            let colors = if claim.colors.is_empty() { &[ColorSlot::Gray][..] } else { &claim.colors };
            for rect in claim.rects() {
                let y = line_box(rect).bottom() - 0.5 - to_f32(lane) * 2.5;
                pieces((rect.left(), rect.right(), y), colors)
                    .for_each(|piece| piece.add_to(&mut mesh, theme));
            }
        }
        if !mesh.is_empty() {
            painter.add(Shape::mesh(mesh));
        }
    }

    fn texture(&mut self, ctx: &Context) -> TextureId {
        let scale = ctx.pixels_per_point();
        if let Some((_, handle)) = self.0.as_ref().filter(|(made_for, _)| *made_for == scale) {
            return handle.id();
        }
        let handle = ctx.load_texture("strokes", picture(scale), TextureOptions::NEAREST);
        let id = handle.id();
        self.0 = Some((scale, handle));
        id
    }
}

impl Piece {
    fn add_to(&self, mesh: &mut Mesh, theme: Theme) {
        let first = u32::try_from(mesh.vertices.len()).unwrap_or(u32::MAX);
        let pattern = theme::tag_pattern(self.color);
        let row = ROWS.iter().position(|row| *row == pattern).unwrap_or(0);
        let (v, u) = ((to_f32(row) + 0.5) / to_f32(ROWS.len()), self.rect.width() / LENGTH);
        let color = theme::tag_line(self.color, theme);
        let corner = |pos: Pos2, u: f32| Vertex { pos, uv: pos2(u, v), color };
        mesh.vertices.extend([
            corner(self.rect.left_top(), 0.0),
            corner(self.rect.right_top(), u),
            corner(self.rect.left_bottom(), 0.0),
            corner(self.rect.right_bottom(), u),
        ]);
        mesh.add_triangle(first, first + 1, first + 2);
        mesh.add_triangle(first + 2, first + 1, first + 3);
    }
}

/// Each pattern as it runs along [`LENGTH`], in the screen's own pixels.
fn picture(scale: f32) -> ColorImage {
    let width = pixels(LENGTH * scale);
    let ink = |pattern: Pattern, x: usize| {
        let (stroke, gap) = pattern.strokes();
        let along = (to_f32(x) + 0.5) * LENGTH / to_f32(width);
        let inked = !(stroke + gap).is_finite() || along % (stroke + gap) < stroke;
        if inked { Color32::WHITE } else { Color32::TRANSPARENT }
    };
    let row = |pattern: Pattern| (0..width).map(move |x| ink(pattern, x));
    ColorImage::new([width, ROWS.len()], ROWS.into_iter().flat_map(row).collect())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some hundred pixels")]
fn pixels(length: f32) -> usize {
    // No graphics driver takes less than 2,048; a screen of more than four pixels a point shows coarser strokes.
    length.round().clamp(1.0, 2_048.0) as usize
}

/// The pieces of one line under one line of words: each color in its pattern, so that it is never told by color
/// alone.
fn pieces((left, right, y): (f32, f32, f32), colors: &[ColorSlot]) -> impl Iterator<Item = Piece> {
    let run = if colors.len() == 1 { LENGTH } else { RUN };
    let mut x = left;
    colors.iter().copied().cycle().map_while(move |color| {
        if x >= right - 0.1 {
            return None;
        }
        let (from, to) = (x, (x + run).min(right));
        let (stroke, gap) = theme::tag_pattern(color).strokes();
        let period = stroke + gap;
        // What follows begins after a whole gap.
        x = if period.is_finite() { from + ((to - from) / period).ceil() * period } else { to };
        let rect = Rect::from_min_max(pos2(from, y - THICK / 2.0), pos2(to, y + THICK / 2.0));
        Some(Piece { rect, color })
    })
}

#[cfg(test)]
mod tests {
    use eframe::egui::Rangef;

    use super::*;

    fn laid(reach: (f32, f32), colors: &[ColorSlot]) -> Vec<(Rangef, ColorSlot)> {
        pieces((reach.0, reach.1, 20.0), colors).map(|piece| (piece.rect.x_range(), piece.color)).collect()
    }

    #[test]
    fn a_line_of_one_tag_is_one_piece_and_of_several_takes_turns() {
        let (dashed, dotted) = (ColorSlot::Green, ColorSlot::Brown);
        assert_eq!(laid((10.0, 310.0), &[dotted]), [(Rangef::new(10.0, 310.0), dotted)]);
        let turns = [(0.0, 17.0), (20.0, 37.0), (40.0, 57.0), (60.0, 70.0)].map(|(a, b)| Rangef::new(a, b));
        let colors = [dashed, dotted, dashed, dotted];
        assert_eq!(
            laid((0.0, 70.0), &[dashed, dotted]),
            std::array::from_fn::<_, 4, _>(|i| (turns[i], colors[i]))
        );
        assert_eq!(laid((5.0, 5.0), &[dotted]), []);
    }

    #[test]
    fn a_line_longer_than_the_picture_goes_on_where_its_strokes_do() {
        for slot in ColorSlot::ALL {
            let expected = [Rangef::new(0.0, LENGTH), Rangef::new(LENGTH, 620.0)];
            assert_eq!(laid((0.0, 620.0), &[slot]), expected.map(|reach| (reach, slot)));
        }
    }

    #[test]
    fn the_picture_has_each_pattern_in_the_pixels_of_the_screen() {
        let image = picture(2.0);
        assert_eq!(image.size, [1_000, 3]);
        let row = |row: usize| {
            image.pixels[row * 1_000..][..20].iter().map(|pixel| pixel.a() > 0).collect::<Vec<_>>()
        };
        assert!(row(0).iter().all(|inked| *inked));
        assert_eq!(row(1), [[true; 14].as_slice(), &[false; 6]].concat());
        assert_eq!(row(2), [[true; 4].as_slice(), &[false; 6]].concat().repeat(2));
    }
}
