//! The overview as pixels, painted anew only when something in it has changed.

use std::sync::Arc;

use eframe::egui::{Color32, ColorImage, Context, TextureHandle, TextureOptions, Theme};

use super::census::{PARTS, Part};
use crate::gui::theme;
use crate::model::ColorSlot;

/// How much of the strip's width search hits take where there are any.
const HITS: f32 = 0.28;

/// How many colors have a lane each; more share the width.
const LANES: usize = 6;

/// What a picture shows, but for the counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Canvas {
    /// Width and height in pixels.
    pub size: [usize; 2],
    /// Which colors.
    pub theme: Theme,
}

/// The picture and what it was painted of.
#[derive(Default)]
pub struct Picture {
    painted: Option<(Canvas, TextureHandle)>,
    parts: Arc<[Part]>,
    hits: Vec<bool>,
}

impl Picture {
    /// Takes what is to be seen. `hits`: whether there is one in each part; empty without a search.
    pub fn show(&mut self, ctx: &Context, canvas: Canvas, (parts, hits): (Option<&Arc<[Part]>>, &[bool])) {
        let mut same_parts = true;
        if let Some(parts) = parts.filter(|parts| !Arc::ptr_eq(parts, &self.parts)) {
            // Only a new count is looked through: in most frames it is the one that was painted.
            same_parts = *parts == self.parts;
            self.parts = Arc::clone(parts);
        }
        let same = same_parts && hits == self.hits;
        if same && self.painted.as_ref().is_some_and(|(before, _)| *before == canvas) {
            return;
        }
        if hits != self.hits {
            self.hits = hits.to_vec();
        }
        let image = paint(canvas, &self.parts, &self.hits);
        match &mut self.painted {
            Some((before, texture)) => {
                *before = canvas;
                texture.set(image, TextureOptions::NEAREST);
            }
            None => {
                let texture = ctx.load_texture("overview", image, TextureOptions::NEAREST);
                self.painted = Some((canvas, texture));
            }
        }
    }

    /// Returns the picture.
    pub fn texture(&self) -> Option<&TextureHandle> {
        self.painted.as_ref().map(|(_, texture)| texture)
    }
}

/// What is to be seen of one row of pixels.
#[derive(Clone, Copy, Default)]
struct Row {
    part: Part,
    hit: bool,
}

/// Paints the strip: a lane for each color in use, so that a place tells them apart too, or, of more colors than
/// there is room for, those of a row side by side in their order; at the right edge the hits of a search. What the focus leaves out lies behind, in one shade.
fn paint(canvas: Canvas, parts: &[Part], hits: &[bool]) -> ColorImage {
    let [width, height] = canvas.size;
    let lanes: Vec<usize> = (0..ColorSlot::ALL.len())
        .filter(|&slot| parts.iter().any(|part| part.shown.get(slot).is_some_and(|n| *n > 0)))
        .collect();
    let most = parts.iter().flat_map(|part| part.shown).max().unwrap_or(1).max(1);
    let for_tags = if hits.is_empty() { width } else { width - to_usize(to_f32(width) * HITS).min(width) };
    let colors = theme::palette(canvas.theme);
    let mut pixels = Vec::with_capacity(width * height);
    let mut above = Row::default();
    for y in 0..height {
        let own = row(y, height, (parts, hits));
        // Every mark is two pixels tall at least.
        let seen = Row { part: joined(own.part, above.part), hit: own.hit || above.hit };
        above = own;
        let packed = (lanes.len() > LANES).then(|| own_lanes(&seen.part));
        let lanes = packed.as_ref().unwrap_or(&lanes);
        for x in 0..width {
            let color = if x >= for_tags {
                if seen.hit && x > for_tags { theme::hit_mark(canvas.theme) } else { colors.paper }
            } else {
                tag_pixel((x, for_tags), (&seen.part, lanes, most), canvas.theme)
            };
            pixels.push(color);
        }
    }
    ColorImage::new(canvas.size, pixels)
}

/// The places of the colors of a part.
fn own_lanes(part: &Part) -> Vec<usize> {
    let slots = part.shown.iter().enumerate();
    slots.filter(|(_, n)| **n > 0).map(|(slot, _)| slot).collect()
}

fn tag_pixel(
    (x, width): (usize, usize),
    (part, lanes, most): (&Part, &[usize], u32),
    theme: Theme,
) -> Color32 {
    let n_lanes = lanes.len().max(1);
    let lane = x * n_lanes / width.max(1);
    // Wide lanes are kept apart by a pixel.
    let is_gap = width / n_lanes >= 3 && (x + 1) * n_lanes / width.max(1) != lane;
    let slot = lanes.get(lane).copied().filter(|_| !is_gap);
    let n = slot.and_then(|slot| part.shown.get(slot)).copied().unwrap_or(0);
    match slot.and_then(|slot| ColorSlot::ALL.get(slot)).filter(|_| n > 0) {
        Some(color) => theme::overview_mark(*color, theme, to_share(n, most)),
        None if part.dimmed > 0 => theme::overview_dimmed(theme),
        None => theme::palette(theme).paper,
    }
}

/// What falls in the `y`th of `height` rows.
fn row(y: usize, height: usize, (parts, hits): (&[Part], &[bool])) -> Row {
    let first = y * PARTS / height.max(1);
    let end = ((y + 1) * PARTS / height.max(1)).max(first + 1);
    let inside = parts.get(first..end.min(parts.len())).unwrap_or_default();
    let part = inside.iter().copied().reduce(joined).unwrap_or_default();
    let hit = hits.get(first..end.min(hits.len())).is_some_and(|hits| hits.contains(&true));
    Row { part, hit }
}

fn joined(mut part: Part, other: Part) -> Part {
    part.shown.iter_mut().zip(other.shown).for_each(|(n, other)| *n = (*n).max(other));
    part.dimmed = part.dimmed.max(other.dimmed);
    part
}

#[expect(clippy::cast_precision_loss, reason = "a shade")]
fn to_share(n: u32, most: u32) -> f32 {
    (n as f32 / most as f32).sqrt()
}

#[expect(clippy::cast_precision_loss, reason = "pixels")]
fn to_f32(n: usize) -> f32 {
    n as f32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels")]
fn to_usize(n: f32) -> usize {
    n.round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    const CANVAS: Canvas = Canvas { size: [18, 100], theme: Theme::Light };

    fn at(image: &ColorImage, x: usize, y: usize) -> Color32 {
        image.pixels.get(y * 18 + x).copied().unwrap()
    }

    #[test]
    fn every_color_in_use_has_a_lane_and_every_mark_can_be_seen() {
        let mut parts = vec![Part::default(); PARTS];
        parts.get_mut(1024).unwrap().shown = [0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0];
        let image = paint(CANVAS, &parts, &[]);
        let orange = theme::overview_mark(ColorSlot::Orange, Theme::Light, 1.0);
        assert_eq!([at(&image, 0, 50), at(&image, 7, 51)], [orange; 2]);
        let indigo = theme::overview_mark(ColorSlot::Indigo, Theme::Light, to_share(1, 3));
        assert_eq!(at(&image, 12, 50), indigo);
        let paper = theme::palette(Theme::Light).paper;
        assert_eq!([at(&image, 0, 49), at(&image, 0, 52), at(&image, 8, 50)], [paper; 3]);
    }

    #[test]
    fn of_more_colors_than_lanes_those_of_a_row_share_its_width() {
        let mut parts = vec![Part::default(); PARTS];
        parts.get_mut(0).unwrap().shown = [1; 12];
        parts.get_mut(1024).unwrap().shown = [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0];
        let image = paint(CANVAS, &parts, &[]);
        let teal = theme::overview_mark(ColorSlot::Teal, Theme::Light, 1.0);
        assert!((0..17).all(|x| at(&image, x, 50) == teal));
        let first: std::collections::HashSet<Color32> = (0..18).map(|x| at(&image, x, 0)).collect();
        assert_eq!(first.len(), 12);
    }

    #[test]
    fn hits_have_a_lane_of_their_own_at_the_right() {
        let mut hits = vec![false; PARTS];
        *hits.get_mut(0).unwrap() = true;
        let mut parts = vec![Part::default(); PARTS];
        parts.get_mut(0).unwrap().shown = [1; 12];
        let image = paint(CANVAS, &parts, &hits);
        assert_eq!(at(&image, 17, 0), theme::hit_mark(Theme::Light));
        assert_eq!(at(&image, 0, 0), theme::overview_mark(ColorSlot::Blue, Theme::Light, 1.0));
        assert_ne!(at(&image, 17, 5), theme::hit_mark(Theme::Light));
    }

    #[test]
    fn what_the_focus_leaves_out_lies_behind_in_one_shade() {
        let parts = vec![Part { dimmed: 2, ..Part::default() }; PARTS];
        let image = paint(CANVAS, &parts, &[]);
        assert!(image.pixels.iter().all(|pixel| *pixel == theme::overview_dimmed(Theme::Light)));
    }
}
