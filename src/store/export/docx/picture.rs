//! Pictures: an SVG for programs that show one, and the same as PNG for those that don't.

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::Tree;

use super::words::Setting;
use super::xml::Xml;
use crate::analysis::handout::Handout;
use crate::store::export::drawings;
use crate::text::{Direction, visible};

/// English Metric Units to a twentieth of a point.
const EMU: u32 = 635;
/// How many dots of a PNG there are to a pixel of the drawing: 96 of these are an inch, so print has 288.
const SHARPNESS: f32 = 3.0;
/// The most dots on a side, so that no drawing takes all memory.
const MOST_DOTS: f32 = 8000.0;

/// A picture as it stands in the archive.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    number: usize,
    /// The drawing.
    pub(super) svg: String,
    /// The same in dots.
    pub(super) png: Vec<u8>,
    title: String,
    alt: String,
    /// Width and height in the drawing's own measure.
    size: (f32, f32),
}

impl Drawn {
    /// The file with dots, within its folder.
    pub(super) fn png_name(&self) -> String {
        format!("media/picture{}.png", self.number)
    }

    /// The file with the drawing.
    pub(super) fn svg_name(&self) -> String {
        format!("media/picture{}.svg", self.number)
    }

    /// What the document calls the one with dots.
    pub(super) fn png_id(&self) -> String {
        format!("png{}", self.number)
    }

    /// What the document calls the drawing.
    pub(super) fn svg_id(&self) -> String {
        format!("svg{}", self.number)
    }
}

/// Draws the pictures of a sheet, and says which can't be drawn.
pub(super) fn drawn(handout: &Handout) -> (Vec<Drawn>, Vec<String>) {
    let (sound, warnings) = drawings::sound(handout);
    let mut drawn: Vec<Drawn> = Vec::new();
    for (picture, tree) in sound {
        let Some(png) = dots(&tree) else { continue };
        drawn.push(Drawn {
            number: drawn.len() + 1,
            svg: picture.svg.clone(),
            png,
            title: visible(&picture.title).into_owned(),
            alt: visible(&picture.alt).into_owned(),
            size: (tree.size().width(), tree.size().height()),
        });
    }
    (drawn, warnings)
}

/// A drawing in dots, on white.
fn dots(tree: &Tree) -> Option<Vec<u8>> {
    let scale = SHARPNESS.min(MOST_DOTS / tree.size().width().max(tree.size().height()));
    let size = tree.size().to_int_size().scale_by(scale)?;
    let mut pixmap = Pixmap::new(size.width(), size.height())?;
    pixmap.fill(Color::WHITE);
    resvg::render(tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().ok()
}

/// Writes a picture as wide as the page allows, and under it what it shows. `width` is in twentieths of a point.
pub(super) fn paragraphs(xml: &mut Xml, drawn: &Drawn, number: usize, width: u32) {
    let id = number.to_string();
    let (wide, high) = extent(drawn, width);
    let size = [("cx", wide.as_str()), ("cy", high.as_str())];
    xml.paragraph(Setting::of("Normal").kept(), Direction::Rightward, |xml| {
        xml.element("w:r", &[], |xml| {
            xml.element("w:drawing", &[], |xml| {
                let distances = [("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")];
                xml.element("wp:inline", &distances, |xml| {
                    xml.empty("wp:extent", &size);
                    let name = format!("Picture {id}");
                    xml.empty("wp:docPr", &[("id", &id), ("name", &name), ("descr", &drawn.alt)]);
                    let kind = "http://schemas.openxmlformats.org/drawingml/2006/picture";
                    xml.element("a:graphic", &[], |xml| {
                        xml.element("a:graphicData", &[("uri", kind)], |xml| {
                            graphic(xml, drawn, &name, &size);
                        });
                    });
                });
            });
        });
    });
    xml.plain(&drawn.title, Setting::of("Caption"));
}

/// Width and height on paper, in EMU: no wider than the page, and no larger than it was drawn.
fn extent(drawn: &Drawn, width: u32) -> (String, String) {
    let (wide, high) = (f64::from(drawn.size.0).max(1.0), f64::from(drawn.size.1));
    // A pixel of a drawing is 15 twentieths of a point.
    let on_paper = (wide * 15.0).min(f64::from(width));
    let emu = |length: f64| format!("{:.0}", length * f64::from(EMU));
    (emu(on_paper), emu(on_paper * high / wide))
}

fn graphic(xml: &mut Xml, drawn: &Drawn, name: &str, size: &[(&str, &str)]) {
    xml.element("pic:pic", &[], |xml| {
        xml.element("pic:nvPicPr", &[], |xml| {
            xml.empty("pic:cNvPr", &[("id", "0"), ("name", name)]);
            xml.empty("pic:cNvPicPr", &[]);
        });
        xml.element("pic:blipFill", &[], |xml| {
            xml.element("a:blip", &[("r:embed", &drawn.png_id())], |xml| {
                xml.element("a:extLst", &[], |xml| {
                    // What programs that know it show instead ([MS-ODRAWXML] 2.3.1.11).
                    xml.element("a:ext", &[("uri", "{96DAC541-7B7A-43D3-8B79-37D633B846F1}")], |xml| {
                        xml.empty("asvg:svgBlip", &[("r:embed", &drawn.svg_id())]);
                    });
                });
            });
            xml.element("a:stretch", &[], |xml| xml.empty("a:fillRect", &[]));
        });
        xml.element("pic:spPr", &[], |xml| {
            xml.element("a:xfrm", &[], |xml| {
                xml.empty("a:off", &[("x", "0"), ("y", "0")]);
                xml.empty("a:ext", size);
            });
            xml.element("a:prstGeom", &[("prst", "rect")], |xml| xml.empty("a:avLst", &[]));
        });
    });
}
