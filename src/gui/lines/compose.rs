//! Broken lines put together: each run drawn by egui, in the order in which a line is read, as one galley.

use std::ops::Range;
use std::sync::Arc;

use eframe::egui::text::{ByteIndex, LayoutJob, LayoutSection, TextFormat, TextWrapping};
use eframe::egui::{Galley, Pos2, Rect, pos2, vec2};
use eframe::epaint::Mesh;
use eframe::epaint::text::{FontsView, Glyph, PlacedRow, Row, RowVisuals};
use icu_properties::CodePointMapData;
use icu_properties::props::BidiMirroringGlyph;

use super::Lines;
use super::cells::{Line, Measured, Way};
use super::order::{Levels, Order};

/// A stretch of a line that egui draws as one piece, or nobody.
struct Part {
    cells: Range<usize>,
    leftward: bool,
    drawn: Option<Arc<Galley>>,
    /// Where it begins and how wide it is, in points from the left edge.
    left: f32,
    width: f32,
}

/// What every line is composed from.
struct Composer<'a, 'f> {
    fonts: &'a mut FontsView<'f>,
    job: &'a LayoutJob,
    measured: &'a Measured,
    levels: &'a Levels<'a>,
    /// A row of egui's and a glyph in it, to be filled anew: some of their fields are its own business.
    row: Row,
    glyph: Glyph,
    pixels_per_point: f32,
}

/// Draws `lines` and puts them together.
pub fn compose(
    fonts: &mut FontsView<'_>,
    job: &LayoutJob,
    (measured, levels): (&Measured, &Levels<'_>),
    lines: &[Line],
    right_to_left: bool,
) -> Lines {
    let letter = LayoutJob {
        text: "x".to_owned(),
        sections: vec![section_of(job.sections.first(), 1)],
        ..LayoutJob::default()
    };
    let model = fonts.layout_job(letter);
    let mut galley = (*model).clone();
    galley.rows.clear();
    galley.job = Arc::new(job.clone());
    galley.mesh_bounds = Rect::NOTHING;
    (galley.num_vertices, galley.num_indices) = (0, 0);
    let row = model.rows.first();
    let Some((row, glyph)) = row.and_then(|row| Some(((*row.row).clone(), *row.glyphs.first()?))) else {
        return Lines { galley: Arc::new(galley), order: None };
    };
    let pixels_per_point = model.pixels_per_point;
    let mut composer = Composer { fonts, job, measured, levels, row, glyph, pixels_per_point };
    let mut characters = vec![false; measured.cells.len()];
    let (mut y, mut right) = (0.0, 0.0_f32);
    for line in lines {
        let parts = composer.parts(line);
        for part in parts.iter().filter(|part| part.leftward) {
            characters.get_mut(part.cells.clone()).unwrap_or_default().fill(true);
        }
        let taken: f32 = parts.iter().map(|part| part.width).sum();
        let from =
            if right_to_left && job.wrap.max_width.is_finite() { job.wrap.max_width - taken } else { 0.0 };
        let mut row = composer.row(line, parts, from);
        row.pos = pos2(0.0, y);
        y = composer.round(y + row.height());
        right = right.max(row.size.x);
        galley.mesh_bounds |= row.visuals.mesh_bounds.translate(row.pos.to_vec2());
        galley.num_vertices += row.visuals.mesh.vertices.len();
        galley.num_indices += row.visuals.mesh.indices.len();
        galley.rows.push(row);
    }
    galley.rect = Rect::from_min_max(Pos2::ZERO, pos2(right, y));
    let order = (!levels.all_rightward())
        .then(|| Arc::new(Order { right_to_left, width: job.wrap.max_width, characters }));
    Lines { galley: Arc::new(galley), order }
}

fn section_of(section: Option<&LayoutSection>, end: usize) -> LayoutSection {
    let format = section.map_or_else(TextFormat::default, |section| section.format.clone());
    LayoutSection { leading_space: 0.0, byte_range: ByteIndex(0)..ByteIndex(end), format }
}

impl Composer<'_, '_> {
    fn round(&self, points: f32) -> f32 {
        (points * self.pixels_per_point).round() / self.pixels_per_point
    }

    /// A line's parts in the order in which they stand, from left to right; where they stand is not known yet.
    fn parts(&mut self, line: &Line) -> Vec<Part> {
        let end = line.cells.end - usize::from(line.newline);
        let bytes = self.measured.byte(line.cells.start, self.job)..self.measured.byte(end, self.job);
        if bytes.is_empty() {
            return Vec::new();
        }
        let mut parts = Vec::new();
        for (run, leftward) in self.levels.visual(bytes) {
            let cell = |byte: usize| self.measured.cells.partition_point(|cell| cell.byte < byte);
            let stretch = cell(run.start)..cell(run.end);
            let first = self.measured.runs.partition_point(|run| run.cells.end <= stretch.start);
            let own = self.measured.runs.iter().enumerate().skip(first);
            let own = own.take_while(|(_, run)| run.cells.start < stretch.end).map(|(at, _)| at);
            let mut own: Vec<usize> = own.collect();
            if leftward {
                own.reverse();
            }
            for at in own {
                let Some(run) = self.measured.runs.get(at) else { continue };
                let cells = run.cells.start.max(stretch.start)..run.cells.end.min(stretch.end);
                let (section, way) = (run.section, run.way);
                let hyphen = line.hyphen && cells.end == end;
                self.push(&mut parts, (cells, section, leftward), way, hyphen);
            }
        }
        parts
    }

    fn push(
        &mut self,
        parts: &mut Vec<Part>,
        (cells, section, leftward): (Range<usize>, usize, bool),
        way: Way,
        hyphen: bool,
    ) {
        let measured: f32 = self.measured.of(cells.clone()).iter().map(|cell| cell.width).sum();
        let mut words: String = self.measured.of(cells.clone()).iter().map(|cell| cell.c).collect();
        if hyphen {
            words.push('\u{2010}');
        }
        if way == Way::Blank && !hyphen || words.trim().is_empty() {
            parts.push(Part { cells, leftward, drawn: None, left: 0.0, width: measured });
            return;
        }
        if way == Way::Apart {
            let mut graphemes = self.graphemes(cells);
            if leftward {
                graphemes.reverse();
            }
            for cells in graphemes {
                let own = self.measured.of(cells.clone()).iter().map(|cell| cell.c);
                let words = own.map(|c| if leftward { mirrored(c) } else { c }).collect();
                self.draw(parts, (cells, section, leftward), words);
            }
            return;
        }
        self.draw(parts, (cells, section, leftward), words);
    }

    fn graphemes(&self, cells: Range<usize>) -> Vec<Range<usize>> {
        let begins = |at: &usize| self.measured.cells.get(*at).is_some_and(|cell| cell.begins);
        let mut starts: Vec<usize> = cells.clone().filter(begins).collect();
        starts.push(cells.end);
        starts.windows(2).filter_map(|pair| Some(*pair.first()?..*pair.last()?)).collect()
    }

    fn draw(
        &mut self,
        parts: &mut Vec<Part>,
        (cells, section, leftward): (Range<usize>, usize, bool),
        text: String,
    ) {
        let section_ = section_of(self.job.sections.get(section), text.len());
        let wrap = TextWrapping::no_max_width();
        let job = LayoutJob {
            text,
            sections: vec![section_],
            wrap,
            break_on_newline: false,
            ..LayoutJob::default()
        };
        let galley = self.fonts.layout_job(job);
        let width = galley.rows.first().map_or(0.0, |row| row.size.x);
        parts.push(Part { cells, leftward, drawn: Some(galley), left: 0.0, width });
    }

    /// The row of these parts. Characters, vertices and glyphs are in the order of the text, as egui has them.
    fn row(&self, line: &Line, mut parts: Vec<Part>, from: f32) -> PlacedRow {
        let mut x = from;
        for part in &mut parts {
            part.left = if part.drawn.is_some() { self.round(x) } else { x };
            x += part.width;
        }
        parts.sort_by_key(|part| part.cells.start);
        let drawn = parts.iter().filter_map(|part| part.drawn.as_ref()?.rows.first());
        let height = drawn.map(|row| row.height()).reduce(f32::max).unwrap_or(self.row.height());
        let mut row = self.row.clone();
        row.glyphs.clear();
        let mut mesh = Mesh::default();
        for part in &parts {
            self.add(part, height, &mut mesh, &mut row.glyphs);
        }
        row.size = vec2(x.max(0.0), height);
        row.visuals = RowVisuals {
            mesh_bounds: mesh.calc_bounds(),
            glyph_index_start: 0,
            glyph_vertex_range: 0..mesh.vertices.len(),
            mesh,
        };
        PlacedRow { pos: Pos2::ZERO, row: Arc::new(row), ends_with_newline: line.newline }
    }

    /// Adds a part's triangles, and a glyph for each of its characters.
    fn add(&self, part: &Part, height: f32, mesh: &mut Mesh, glyphs: &mut Vec<Glyph>) {
        let first_vertex = u32::try_from(mesh.vertices.len()).unwrap_or(u32::MAX);
        let drawn = part.drawn.as_ref().and_then(|galley| galley.rows.first());
        let model = drawn.and_then(|row| {
            let colored = row.glyphs.iter().find(|glyph| glyph.is_color && !glyph.uv_rect.is_nothing());
            colored.or(row.glyphs.first()).copied()
        });
        let mut glyph = model.unwrap_or(self.glyph);
        glyph.first_vertex = first_vertex;
        if let Some(row) = drawn {
            let drop = self.drop(&glyph, row.height(), height);
            glyph.pos.y += drop;
            let mut own = row.visuals.mesh.clone();
            own.translate(vec2(part.left, drop));
            mesh.append(own);
        }
        if model.is_none() {
            glyph.uv_rect = Default::default();
            glyph.is_color = false;
        }
        let cells = self.measured.of(part.cells.clone());
        let measured: f32 = cells.iter().map(|cell| cell.width).sum();
        // What egui drew is what counts; the measures say how it is shared.
        let scale = if measured > 0.0 { part.width / measured } else { 0.0 };
        let mut into = 0.0;
        for (nth, cell) in cells.iter().enumerate() {
            let width = if measured <= 0.0 && nth == 0 { part.width } else { cell.width * scale };
            let left = if part.leftward { part.left + part.width - into - width } else { part.left + into };
            into += width;
            glyph.chr = cell.c;
            glyph.pos.x = left;
            glyph.advance_width = width;
            glyphs.push(glyph);
        }
    }

    /// How far a part is moved down, so that all faces of a line stand on one base line. (egui puts a face that
    /// stands in for another in the middle of the line's height.)
    fn drop(&self, glyph: &Glyph, own: f32, line: f32) -> f32 {
        let faces =
            (glyph.font_ascent - glyph.font_face_ascent) - 0.5 * (glyph.font_height - glyph.font_face_height);
        self.round(faces + (line - own))
    }
}

/// The character that stands for `c` in text that runs from right to left: brackets face the other way.
pub(super) fn mirrored(c: char) -> char {
    CodePointMapData::<BidiMirroringGlyph>::new().get(c).mirroring_glyph.unwrap_or(c)
}
