//! Draws the window's triangles in software, the same to the last bit on every machine: no graphics
//! card, no driver, no display. Slow, and fast enough.

use std::collections::HashMap;

use eframe::egui::epaint::{ImageData, ImageDelta, Mesh, Primitive, Vertex};
use eframe::egui::{Color32, ColorImage, Context, FullOutput, Pos2, Rect, TextureId, TexturesDelta};
use egui_kittest::TestRenderer;
use image::{Rgba, RgbaImage};

/// Keeps the textures and draws a frame when asked.
#[derive(Default)]
pub struct Raster {
    textures: HashMap<TextureId, ColorImage>,
}

impl Raster {
    fn change(&mut self, id: TextureId, change: &ImageDelta) {
        let ImageData::Color(image) = &change.image;
        let Some([left, top]) = change.pos else {
            self.textures.insert(id, ColorImage::clone(image));
            return;
        };
        let texture = self.textures.get_mut(&id).expect("a part of a texture comes after the whole");
        let [width, height] = image.size;
        for y in 0..height {
            let to = (top + y) * texture.size[0] + left;
            let from = y * width;
            texture.pixels[to..to + width].copy_from_slice(&image.pixels[from..from + width]);
        }
    }
}

impl TestRenderer for Raster {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        for (id, changes) in delta.set.drain() {
            for change in changes {
                self.change(id, &change);
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<RgbaImage, String> {
        let scale = ctx.pixels_per_point();
        let size = ctx.content_rect().size() * scale;
        let ground = Rgba(ctx.global_style().visuals.panel_fill.to_array());
        let mut picture = RgbaImage::from_pixel(size.x.round() as u32, size.y.round() as u32, ground);
        for clipped in ctx.tessellate(output.shapes.clone(), output.pixels_per_point) {
            if let Primitive::Mesh(mesh) = &clipped.primitive {
                let texture = self.textures.get(&mesh.texture_id).ok_or("a mesh without its texture")?;
                draw(&mut picture, mesh, texture, (clipped.clip_rect * scale, scale));
            }
        }
        Ok(picture)
    }
}

fn draw(picture: &mut RgbaImage, mesh: &Mesh, texture: &ColorImage, (clip, scale): (Rect, f32)) {
    for corners in mesh.indices.chunks_exact(3) {
        let triangle = [corners[0], corners[1], corners[2]].map(|index| mesh.vertices[index as usize]);
        fill(picture, triangle, texture, (clip, scale));
    }
}

/// Twice the area of a triangle, positive on one side of the line from `a` to `b`.
fn edge(a: Pos2, b: Pos2, p: Pos2) -> f32 {
    (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
}

/// Whether a point on this edge belongs to the triangle, so that triangles side by side share no pixel.
fn owns_edge(a: Pos2, b: Pos2) -> bool {
    (a.y == b.y && b.x > a.x) || b.y < a.y
}

fn fill(picture: &mut RgbaImage, corners: [Vertex; 3], texture: &ColorImage, (clip, scale): (Rect, f32)) {
    let [mut a, mut b, c] = corners;
    let at = |vertex: &Vertex| Pos2::new(vertex.pos.x * scale, vertex.pos.y * scale);
    if edge(at(&a), at(&b), at(&c)) < 0.0 {
        std::mem::swap(&mut a, &mut b);
    }
    let (pa, pb, pc) = (at(&a), at(&b), at(&c));
    let area = edge(pa, pb, pc);
    if area <= 0.0 {
        return;
    }
    let bounds = Rect::from_points(&[pa, pb, pc]);
    let (width, height) = picture.dimensions();
    let range = |from: f32, to: f32, low: f32, high: f32, size: u32| {
        (
            from.max(low.round()).floor().max(0.0) as u32,
            (to.min(high.round()).ceil().max(0.0) as u32).min(size),
        )
    };
    let (left, right) = range(bounds.min.x, bounds.max.x, clip.min.x, clip.max.x, width);
    let (top, bottom) = range(bounds.min.y, bounds.max.y, clip.min.y, clip.max.y, height);
    let flat = a.uv == b.uv && b.uv == c.uv;
    let flat_texel = texel(texture, a.uv);
    for y in top..bottom {
        for x in left..right {
            let p = Pos2::new(x as f32 + 0.5, y as f32 + 0.5);
            let (wa, wb, wc) = (edge(pb, pc, p), edge(pc, pa, p), edge(pa, pb, p));
            let inside = |w: f32, from: Pos2, to: Pos2| w > 0.0 || (w == 0.0 && owns_edge(from, to));
            if !(inside(wa, pb, pc) && inside(wb, pc, pa) && inside(wc, pa, pb)) {
                continue;
            }
            let (wa, wb, wc) = (wa / area, wb / area, wc / area);
            let mixed = |i: usize| {
                let channel = |vertex: &Vertex| f32::from(vertex.color.to_array()[i]) / 255.0;
                wa * channel(&a) + wb * channel(&b) + wc * channel(&c)
            };
            let texel = if flat {
                flat_texel
            } else {
                texel(texture, (a.uv.to_vec2() * wa + b.uv.to_vec2() * wb + c.uv.to_vec2() * wc).to_pos2())
            };
            blend(picture.get_pixel_mut(x, y), [0, 1, 2, 3].map(|i| mixed(i) * texel[i]));
        }
    }
}

/// The texture's color at a place, halfway between the four texels around it.
fn texel(texture: &ColorImage, uv: Pos2) -> [f32; 4] {
    let [width, height] = texture.size;
    let (x, y) = (uv.x * width as f32 - 0.5, uv.y * height as f32 - 0.5);
    let (fx, fy) = (x - x.floor(), y - y.floor());
    let pick = |dx: f32, dy: f32| {
        let column = ((x.floor() + dx).max(0.0) as usize).min(width - 1);
        let row = ((y.floor() + dy).max(0.0) as usize).min(height - 1);
        texture.pixels[row * width + column].to_array().map(|value| f32::from(value) / 255.0)
    };
    let (tl, tr, bl, br) = (pick(0.0, 0.0), pick(1.0, 0.0), pick(0.0, 1.0), pick(1.0, 1.0));
    [0, 1, 2, 3].map(|i| {
        let top = tl[i] + (tr[i] - tl[i]) * fx;
        let bottom = bl[i] + (br[i] - bl[i]) * fx;
        top + (bottom - top) * fy
    })
}

/// Lays a color with premultiplied alpha over a pixel.
fn blend(pixel: &mut Rgba<u8>, color: [f32; 4]) {
    let keep = 1.0 - color[3];
    for (channel, over) in pixel.0.iter_mut().zip(color).take(3) {
        let under = f32::from(*channel) / 255.0;
        *channel = ((over + under * keep).clamp(0.0, 1.0) * 255.0).round() as u8;
    }
    pixel.0[3] = Color32::WHITE.a();
}
