//! The faces that egui draws a family with, and how wide each cluster of a run comes out in one of them.
//!
//! egui says where a glyph stands, but not which characters it stands for; a caret needs that. So a run
//! is shaped here once more, by the same library with the same face.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use eframe::egui::text::{FontData, LayoutJob};
use eframe::egui::{FontFamily, FontId};
use eframe::epaint::text::FontsView;
use harfrust::{Direction, FontRef, ShapeOptions, ShapePlan, ShapePlanKey, ShaperData, UnicodeBuffer};
use skrifa::MetadataProvider as _;

/// Which face draws a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Drawn {
    /// The face of this number, shared by all families.
    Face(usize),
    /// None: the character acts on what is around it and is not seen.
    Unseen,
    /// None that is known here; egui draws it, at least as a box.
    Otherwise,
}

struct Face {
    name: String,
    data: Arc<FontData>,
    shaper: ShaperData,
    /// One em in the units of the face.
    units: f32,
    plans: Vec<ShapePlan>,
}

/// The faces of a family in the order in which they are asked, and what they answered.
#[derive(Default)]
struct Chain {
    faces: Vec<usize>,
    found: usize,
    drawn: HashMap<char, Drawn>,
}

/// All faces met so far. Made anew when egui makes its glyphs anew.
#[derive(Default)]
pub struct Faces {
    faces: Vec<Face>,
    chains: HashMap<FontFamily, Chain>,
    buffer: Option<UnicodeBuffer>,
    missing: BTreeSet<char>,
    looked_over: HashSet<char>,
}

/// A run as it comes out of the shaper.
pub struct Shaped {
    /// Whether its glyphs stand from right to left.
    pub right_to_left: bool,
    /// Where each cluster begins in the run, in bytes and ascending, with its width in points.
    pub clusters: Vec<(usize, f32)>,
}

impl Faces {
    /// Returns the characters met so far that no face has.
    pub fn missing(&self) -> &BTreeSet<char> {
        &self.missing
    }

    /// Returns which face draws `c` in `font`; looks among the system's fonts for a character that no face had.
    pub fn drawn(&mut self, fonts: &mut FontsView<'_>, font: &FontId, c: char) -> Drawn {
        if let Some(drawn) = self.chains.get(&font.family).and_then(|chain| chain.drawn.get(&c)) {
            return *drawn;
        }
        let drawn = self.look_up(fonts, font, c);
        self.chains.entry(font.family.clone()).or_default().drawn.insert(c, drawn);
        drawn
    }

    /// Notes which characters of a job that egui sets alone no face has.
    pub fn look_over(&mut self, fonts: &mut FontsView<'_>, job: &LayoutJob) {
        if job.text.is_ascii() {
            return;
        }
        let Some(font) = job.sections.first().map(|section| &section.format.font_id) else { return };
        for c in job.text.chars().filter(|c| !c.is_ascii()) {
            if self.looked_over.insert(c) && !c.is_control() && !is_unseen(c) && !fonts.has_glyph(font, c) {
                self.missing.insert(c);
            }
        }
    }

    fn look_up(&mut self, fonts: &mut FontsView<'_>, font: &FontId, c: char) -> Drawn {
        if is_unseen(c) {
            return Drawn::Unseen;
        }
        if !fonts.has_glyph(font, c) {
            if !c.is_control() {
                self.missing.insert(c);
            }
            return Drawn::Otherwise;
        }
        self.follow(fonts, &font.family);
        let chain = self.chains.get(&font.family).map(|chain| chain.faces.clone()).unwrap_or_default();
        let has = |face: &usize| self.faces.get(*face).is_some_and(|face| face.has(c));
        chain.into_iter().find(has).map_or(Drawn::Otherwise, Drawn::Face)
    }

    /// Takes over the faces that egui has for `family`, in its order.
    fn follow(&mut self, fonts: &FontsView<'_>, family: &FontFamily) {
        let found = fonts.discovered_fonts();
        if self.chains.get(family).is_some_and(|chain| !chain.faces.is_empty() && chain.found == found.len())
        {
            return;
        }
        let definitions = fonts.definitions();
        let names = definitions.families.get(family).into_iter().flatten();
        let mut wanted: Vec<(String, Arc<FontData>)> = names
            .filter_map(|name| Some((name.clone(), Arc::clone(definitions.font_data.get(name)?))))
            .collect();
        for insert in found.iter().filter(|insert| insert.families.iter().any(|f| f.family == *family)) {
            wanted.push((insert.name.clone(), Arc::new(insert.data.clone())));
        }
        let n_found = found.len();
        let faces = wanted.into_iter().filter_map(|(name, data)| self.face(name, data)).collect();
        let chain = self.chains.entry(family.clone()).or_default();
        chain.faces = faces;
        chain.found = n_found;
    }

    fn face(&mut self, name: String, data: Arc<FontData>) -> Option<usize> {
        if let Some(at) = self.faces.iter().position(|face| face.name == name) {
            return Some(at);
        }
        let (shaper, units) = {
            let font = FontRef::from_index(data.bytes(), data.index).ok()?;
            let shaper = ShaperData::new(&font);
            let units = shaper.shaper(&font).build().units_per_em();
            (shaper, units)
        };
        #[expect(clippy::cast_precision_loss, reason = "some thousands at most")]
        let units = units.max(1) as f32;
        self.faces.push(Face { name, data, shaper, units, plans: Vec::new() });
        Some(self.faces.len() - 1)
    }

    /// Returns how `words` come out in `face` at `size` points, if the face is there.
    pub fn shape(&mut self, face: usize, words: &str, size: f32) -> Option<Shaped> {
        let mut buffer = self.buffer.take().unwrap_or_default();
        let face = self.faces.get_mut(face)?;
        let font = FontRef::from_index(face.data.bytes(), face.data.index).ok()?;
        let shaper = face.shaper.shaper(&font).build();
        buffer.push_str(words);
        buffer.guess_segment_properties();
        let (direction, script) = (buffer.direction(), buffer.script());
        buffer.set_script(script);
        let key = ShapePlanKey::new(Some(script), direction);
        if !face.plans.iter().any(|plan| key.matches(plan)) {
            face.plans.push(ShapePlan::new(&shaper, direction, Some(script), None, &[]));
        }
        let plan = face.plans.iter().find(|plan| key.matches(plan));
        let glyphs = shaper.shape(buffer, ShapeOptions::new().plan(plan));
        let mut clusters: Vec<(usize, f32)> = Vec::new();
        let scale = size / face.units;
        for (info, at) in glyphs.glyph_infos().iter().zip(glyphs.glyph_positions()) {
            #[expect(clippy::cast_precision_loss, reason = "some thousands at most")]
            let width = at.x_advance as f32 * scale;
            match clusters.last_mut() {
                Some((cluster, sum)) if *cluster == info.cluster as usize => *sum += width,
                _ => clusters.push((info.cluster as usize, width)),
            }
        }
        clusters.sort_by_key(|(cluster, _)| *cluster);
        self.buffer = Some(glyphs.clear());
        Some(Shaped { right_to_left: direction == Direction::RightToLeft, clusters })
    }
}

impl Face {
    fn has(&self, c: char) -> bool {
        let font = skrifa::FontRef::from_index(self.data.bytes(), self.data.index);
        font.is_ok_and(|font| font.charmap().map(c).is_some_and(|glyph| glyph != skrifa::GlyphId::NOTDEF))
    }
}

/// Marks of direction, joiners and the like: egui draws nothing for them.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{61C}'
        | '\u{AD}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E0FFF}' | '\u{2028}' | '\u{2029}')
}
