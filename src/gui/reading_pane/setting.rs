//! Setting a block in type: faces and sizes from the source's structure, lines broken to the measure.
//!
//! Highlights are no part of it: they are painted under the set lines, so tagging lays out nothing.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{self, Color32, FontFamily, FontId, Galley, Stroke};

use super::blocks::Block;
use super::marks::Marks;
use crate::gui::lines::{self, Faces, Lines, Order};
use crate::gui::theme;
use crate::model::{Mark, MarkKind, Source, SourceId};
use crate::text::{Pos, Span, Text};

/// How the texts are set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReadingStyle {
    /// The size of the text in points.
    pub size: f32,
    /// The longest line, in average characters.
    pub measure: f32,
}

impl ReadingStyle {
    /// Returns the width of the longest line in points. Libertinus needs 0.42 of its size for a letter of English.
    pub fn width(self) -> f32 {
        self.measure * self.size * 0.42
    }

    /// Returns the distance from line to line in points.
    pub fn line_height(self) -> f32 {
        (self.size * 1.5).round()
    }
}

/// A block set in type.
#[derive(Clone)]
pub struct SetBlock {
    /// The lines, with one glyph for each character but line ends, in the order of the text.
    pub galley: Arc<Galley>,
    /// Which way the characters run; nothing where all run from left to right.
    pub order: Option<Arc<Order>>,
    /// The space above the lines.
    pub above: f32,
    /// How far the lines are set in from the left.
    pub indent: f32,
    used: u64,
}

impl SetBlock {
    /// Returns the height with the space above.
    pub fn height(&self) -> f32 {
        self.above + self.galley.size().y
    }
}

/// What the blocks in the cache were set for.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Measure {
    source: SourceId,
    length: u32,
    width: f32,
    style: ReadingStyle,
    pixels_per_point: f32,
}

/// The blocks that were set lately.
#[derive(Default)]
pub struct SetBlocks {
    measure: Option<Measure>,
    blocks: HashMap<Pos, SetBlock>,
    now: u64,
    /// The characters and the height of all that was set so.
    extent: (f64, f64),
    /// A word set in every frame. As long as egui gives the same lines for it, the glyphs that ours
    /// point to are still where they were; when it has made its glyphs anew, ours are void.
    witness: Option<Arc<Galley>>,
    marks: Marks,
    /// The faces of scripts that are not set by egui alone.
    faces: Faces,
}

/// How far into a paragraph the first letter that runs either way is looked for, in code points.
const STRONG_WITHIN: u32 = 1000;
/// How many frames a block that is not seen is kept.
const KEPT: u64 = 240;

impl SetBlocks {
    /// Puts the marks of the source that is shown in order.
    pub fn marks_of(&mut self, source: &Source) {
        self.marks.keep(source);
    }

    /// Returns the marks of the source that is shown.
    pub fn marks(&self) -> &Marks {
        &self.marks
    }

    /// Begins a frame: throws away what was set otherwise, or has not been seen for long. Returns the blocks
    /// as they were set before, if this source is broken into other lines from now on.
    pub fn begin(
        &mut self,
        ctx: &egui::Context,
        source: &Source,
        (width, style): (f32, ReadingStyle),
    ) -> Option<HashMap<Pos, SetBlock>> {
        self.marks.keep(source);
        let pixels_per_point = ctx.pixels_per_point();
        let measure =
            Measure { source: source.id, length: source.text.len(), width, style, pixels_per_point };
        let word = LayoutJob::simple_singleline(
            "Diptych".to_owned(),
            FontId::new(9.0, theme::serif()),
            Color32::PLACEHOLDER,
        );
        let witness = ctx.fonts_mut(|fonts| fonts.layout_job(word));
        let same_glyphs = self.witness.as_ref().is_some_and(|before| Arc::ptr_eq(before, &witness));
        let mut before = None;
        if self.measure != Some(measure) || !same_glyphs {
            let blocks = std::mem::take(&mut self.blocks);
            self.extent = (0.0, 0.0);
            if self.measure.is_some_and(|old| old.source == measure.source && old != measure) {
                before = Some(blocks);
            }
            if !same_glyphs || self.measure.is_none_or(|before| before.source != source.id) {
                self.faces = Faces::default();
            }
            self.measure = Some(measure);
            self.witness = Some(witness);
        }
        self.now += 1;
        if self.now.is_multiple_of(KEPT) {
            let now = self.now;
            self.blocks.retain(|_, block| now - block.used < KEPT);
        }
        before
    }

    /// Returns `block`, set for the width and style of this frame.
    pub fn set(&mut self, ctx: &egui::Context, source: &Source, block: Block) -> SetBlock {
        let now = self.now;
        let Some(measure) = self.measure else {
            let style = ReadingStyle { size: 16.0, measure: 66.0 };
            return lay_out(ctx, (&mut self.faces, &self.marks), (source, block), style, 500.0);
        };
        let (faces, extent, marks) = (&mut self.faces, &mut self.extent, &self.marks);
        let set = self.blocks.entry(block.span.start()).or_insert_with(|| {
            let set = lay_out(ctx, (faces, marks), (source, block), measure.style, measure.width);
            extent.0 += f64::from(block.span.len());
            extent.1 += f64::from(set.height());
            set
        });
        set.used = now;
        set.clone()
    }

    /// Returns which share of `text` a pane of this height shows, by what was set of it so far; 1 when nothing was.
    #[expect(clippy::cast_possible_truncation, reason = "a share")]
    pub fn share_seen(&self, text: &Text, height: f32) -> f32 {
        let (characters, tall) = self.extent;
        let whole = tall / characters.max(1.0) * f64::from(text.len());
        (f64::from(height) / whole.max(1.0)).min(1.0) as f32
    }

    /// Returns the characters met so far that no font here has.
    pub fn missing(&self) -> &BTreeSet<char> {
        self.faces.missing()
    }
}

/// The marks on a stretch of a block, gathered.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Look {
    heading: Option<u8>,
    italic: bool,
    bold: bool,
    code: bool,
    struck: bool,
    raised: bool,
    quoted: bool,
    footnote: bool,
}

impl Look {
    fn add(&mut self, kind: &MarkKind) {
        match kind {
            MarkKind::Heading { level } => self.heading = Some(*level),
            MarkKind::Emphasis => self.italic = true,
            MarkKind::Strong => self.bold = true,
            MarkKind::Code => self.code = true,
            MarkKind::Strikethrough => self.struck = true,
            MarkKind::FootnoteReference { .. } => self.raised = true,
            MarkKind::Quote => self.quoted = true,
            MarkKind::Footnote { .. } => self.footnote = true,
            MarkKind::ListItem { .. }
            | MarkKind::Hyperlink { .. }
            | MarkKind::Page { .. }
            | MarkKind::Other(_) => {}
        }
    }

    fn family(self) -> FontFamily {
        if self.code {
            return FontFamily::Monospace;
        }
        match (self.bold || self.heading.is_some(), self.italic) {
            (false, false) => theme::serif(),
            (false, true) => theme::serif_italic(),
            (true, false) => theme::serif_bold(),
            (true, true) => theme::serif_bold_italic(),
        }
    }

    fn scale(self) -> f32 {
        let heading = match self.heading {
            Some(1) => 1.4,
            Some(2) => 1.18,
            Some(3) => 1.08,
            _ => 1.0,
        };
        let small = if self.code || self.footnote { 0.9 } else { 1.0 };
        let raised = if self.raised { 0.72 } else { 1.0 };
        heading * small * raised
    }

    fn format(self, style: ReadingStyle) -> TextFormat {
        let scale = self.scale();
        let line = style.line_height() * self.heading.map_or(1.0, |_| scale * 0.9);
        TextFormat {
            font_id: FontId::new((style.size * scale).round(), self.family()),
            line_height: Some(line.round()),
            // The painter's color of the moment, so that a change of theme sets nothing anew.
            color: Color32::PLACEHOLDER,
            strikethrough: if self.struck { Stroke::new(1.0, Color32::PLACEHOLDER) } else { Stroke::NONE },
            valign: if self.raised { egui::Align::TOP } else { egui::Align::BOTTOM },
            ..TextFormat::default()
        }
    }
}

fn lay_out(
    ctx: &egui::Context,
    (faces, marks): (&mut Faces, &Marks),
    (source, block): (&Source, Block),
    style: ReadingStyle,
    width: f32,
) -> SetBlock {
    let marks: Vec<&Mark> = marks.touching(source, block.span).collect();
    let (mut job, whole) = job_of((source, block), &marks, style);
    let indent = if whole.quoted { style.size * 1.6 } else { 0.0 };
    job.wrap.max_width = (width - indent).max(60.0);
    let leftward = runs_leftward(source, block);
    let Lines { galley, order } = ctx.fonts_mut(|fonts| lines::set(fonts, faces, job, leftward));
    // A quotation in a script that runs leftward is set in from the right.
    let indent = if leftward { 0.0 } else { indent };
    SetBlock { galley, order, above: space_above(source, block, whole, style), indent, used: 0 }
}

/// Whether the paragraph of a block runs from right to left, by its first letter that runs either way.
fn runs_leftward(source: &Source, block: Block) -> bool {
    let text = &source.text;
    let start = text.paragraphs().get(block.paragraph).map_or(block.span.start(), |p| p.span.start());
    let near = text.clamp(Span::between(start, start.plus(STRONG_WITHIN)));
    let of = |span| lines::runs_leftward(text.slice(span));
    of(near).or_else(|| of(block.span)).unwrap_or_default()
}

/// The job of a block with these marks, without its width, and how the block begins.
fn job_of((source, block): (&Source, Block), marks: &[&Mark], style: ReadingStyle) -> (LayoutJob, Look) {
    let mut edges = vec![block.span.start(), block.span.end()];
    for mark in marks {
        edges.extend(
            [mark.span.start(), mark.span.end()].into_iter().filter(|&edge| block.span.contains(edge)),
        );
    }
    edges.sort_unstable();
    edges.dedup();
    let mut job = LayoutJob { wrap: TextWrapping::default(), break_on_newline: true, ..LayoutJob::default() };
    let mut whole = Look::default();
    for stretch in edges.windows(2) {
        let [from, to] = stretch else { continue };
        let span = Span::between(*from, *to);
        let mut look = Look::default();
        marks.iter().filter(|mark| mark.span.covers(span)).for_each(|mark| look.add(&mark.kind));
        if from == &block.span.start() {
            whole = look;
        }
        let words = source.text.slice(span);
        if block.hard_wrapped {
            job.append(&words.replace('\n', " "), 0.0, look.format(style));
        } else {
            job.append(words, 0.0, look.format(style));
        }
    }
    (job, whole)
}

fn space_above(source: &Source, block: Block, look: Look, style: ReadingStyle) -> f32 {
    if !block.begins_paragraph(&source.text) {
        return 0.0;
    }
    let line = style.line_height();
    let space = match look.heading {
        Some(1 | 2) => line * 1.1,
        Some(_) => line * 0.9,
        None => line * 0.55,
    };
    space.round()
}
