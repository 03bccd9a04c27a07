//! A passage in its paragraph, with the boundaries that readers drew: where each begins and ends stands its letter, under
//! the words runs its line, and the more readers marked a word, the deeper is its ground.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{
    Align2, Color32, CornerRadius, FontId, Galley, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, Ui,
    WidgetInfo, pos2, vec2,
};

use super::readings::letter;
use crate::gui::lines::words_galley;
use crate::gui::theme;
use crate::model::{ColorSlot, Source};
use crate::text::{Pos, Span};

/// The size of the words, in points.
const SIZE: f32 = 15.5;
/// How much is shown before and after, in code points, where the paragraph is longer.
const AROUND: u32 = 500;
/// The most that is shown of a passage, in code points.
const LONGEST: u32 = 12_000;
/// How many boundaries get a line of their own.
pub(super) const LANES: usize = 5;
/// How many boundaries are shown with their letters, in the words and under them.
pub(super) const LETTERED: usize = 10;
/// The room for one such line.
const LANE: f32 = 4.0;
/// The room over the words, for letters.
const LETTERS: f32 = 11.0;
/// The colors of the lines, which differ in their pattern too.
const INKS: [ColorSlot; LANES] =
    [ColorSlot::Blue, ColorSlot::Orange, ColorSlot::Green, ColorSlot::Purple, ColorSlot::Brown];

/// Shows the paragraph in which the boundaries lie. `boundaries`: each with how many readers drew it; the first so
/// many get a line. `said`: what a screen reader is told before the words.
pub(super) fn passage_ui(ui: &mut Ui, source: &Source, boundaries: &[(Vec<Span>, usize)], said: &str) {
    let spans = || boundaries.iter().flat_map(|(spans, _)| spans).copied();
    let Some(extent) = spans().reduce(Span::hull) else { return };
    let shown = surroundings(source, extent);
    let n_lanes = boundaries.len().min(LANES);
    let (galley, words) = set(ui, source, (shown, n_lanes));
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(0.0, LETTERS), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{said}: {words}")));
    let origin = rect.min + vec2(0.0, LETTERS);
    let placed = Placed { galley: &galley, shown, origin };
    grounds(ui, &placed, boundaries);
    let ink = theme::of(ui).ink;
    ui.painter().galley(origin, Arc::clone(&galley), ink);
    for (lane, (spans, _)) in boundaries.iter().take(LANES).enumerate() {
        for span in spans {
            for line in placed.rects(*span) {
                let y = placed.base(line) + to_f32(lane) * LANE;
                underline(ui.painter(), (line.left(), line.right(), y), line_ink(ui, lane));
            }
        }
    }
    letters(ui, &placed, boundaries);
}

/// Shows the letter of a boundary with its line.
pub(super) fn letter_ui(ui: &mut Ui, boundary: usize) {
    let (rect, _) = ui.allocate_exact_size(vec2(26.0, 20.0), Sense::hover());
    let colors = theme::of(ui);
    let font = theme::strong_font(theme::size::BODY);
    let at = rect.center_top() + vec2(0.0, 1.0);
    ui.painter().text(at, Align2::CENTER_TOP, letter(boundary), font, colors.ink);
    if boundary < LANES {
        let line = (rect.left() + 2.0, rect.right() - 2.0, rect.bottom() - 1.0);
        underline(ui.painter(), line, line_ink(ui, boundary));
    }
}

/// The paragraphs that the extent lies in, cut where they are long.
fn surroundings(source: &Source, extent: Span) -> Span {
    let paragraphs = source.text.paragraphs();
    let paragraph = |pos: Pos| paragraphs.get(paragraphs.index_at(pos)).map_or(extent, |found| found.span);
    let start = paragraph(extent.start()).start().min(extent.start()).max(extent.start().minus(AROUND));
    let end = paragraph(extent.end().minus(1)).end().max(extent.end()).min(extent.end().plus(AROUND));
    source.text.clamp(Span::between(start, end.min(start.plus(LONGEST))))
}

fn set(ui: &Ui, source: &Source, (shown, n_lanes): (Span, usize)) -> (Arc<Galley>, String) {
    // One character for one, so that positions stay what they are.
    let words: String =
        source.text.slice(shown).chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
    let font = FontId::new(SIZE, theme::serif());
    let height = SIZE * 1.25 + LETTERS + to_f32(n_lanes) * LANE;
    let format = TextFormat { line_height: Some(height), ..TextFormat::simple(font, theme::of(ui).ink) };
    let mut job = LayoutJob::single_section(words.clone(), format);
    job.wrap.max_width = ui.available_width();
    (words_galley(ui, job), words)
}

/// Words that are set, and where.
struct Placed<'a> {
    galley: &'a Galley,
    /// What of the source they are.
    shown: Span,
    origin: Pos2,
}

impl Placed<'_> {
    /// Returns the rectangles that `span` covers: one for each line, or, where a line changes its direction, several.
    fn rects(&self, span: Span) -> Vec<Rect> {
        let Some(part) = span.intersection(self.shown) else { return Vec::new() };
        let from = part.start().minus(self.shown.start().0).index();
        let to = part.end().minus(self.shown.start().0).index();
        let mut rects: Vec<Rect> = Vec::new();
        let mut start = 0;
        for row in &self.galley.rows {
            let on_row = row.glyphs.iter().enumerate().filter(|(at, _)| (from..to).contains(&(start + at)));
            let mut extents: Vec<(f32, f32)> =
                on_row.map(|(_, glyph)| (glyph.pos.x, glyph.pos.x + glyph.advance_width)).collect();
            extents.sort_by(|a, b| a.0.total_cmp(&b.0));
            let corner = self.origin + row.pos.to_vec2();
            let of_row = rects.len();
            for (left, right) in extents {
                let (left, right) = (corner.x + left, corner.x + right);
                match rects.get_mut(of_row..).and_then(<[Rect]>::last_mut) {
                    Some(last) if left - last.right() < 1.0 => last.max.x = last.max.x.max(right),
                    _ => {
                        let bottom = corner.y + row.height();
                        rects.push(Rect::from_min_max(pos2(left, corner.y), pos2(right, bottom)));
                    }
                }
            }
            start += row.glyphs.len() + usize::from(row.ends_with_newline);
        }
        rects
    }

    /// Where the first line under the words runs.
    fn base(&self, line: Rect) -> f32 {
        // The words stand in the middle of their line's height.
        let middle = line.center().y;
        middle + SIZE * 0.52
    }

    /// The part of a line that the words take.
    fn words(&self, line: Rect) -> Rect {
        let bottom = self.base(line) - 1.0;
        Rect::from_min_max(pos2(line.left(), bottom - SIZE * 1.15), pos2(line.right(), bottom))
    }
}

/// The ground of words, deeper where more readers marked them.
fn grounds(ui: &Ui, placed: &Placed<'_>, boundaries: &[(Vec<Span>, usize)]) {
    let all: usize = boundaries.iter().map(|(_, n)| n).sum();
    let mut edges: Vec<Pos> =
        boundaries.iter().flat_map(|(spans, _)| spans).flat_map(|span| [span.start(), span.end()]).collect();
    edges.sort_unstable();
    edges.dedup();
    for pair in edges.windows(2) {
        let &[from, to] = pair else { continue };
        let here = Span::between(from, to);
        let marked = boundaries.iter().filter(|(spans, _)| spans.iter().any(|span| span.covers(here)));
        let n: usize = marked.map(|(_, n)| n).sum();
        if n > 0 {
            let color = theme::shared_ground(ui.theme(), to_f32(n) / to_f32(all.max(1)));
            for line in placed.rects(here) {
                ui.painter().rect_filled(placed.words(line), CornerRadius::ZERO, color);
            }
        }
    }
}

/// The letters where boundaries begin and end, those at one place together.
fn letters(ui: &Ui, placed: &Placed<'_>, boundaries: &[(Vec<Span>, usize)]) {
    let colors = theme::of(ui);
    let mut ends: Vec<(Pos, bool)> = boundaries
        .iter()
        .flat_map(|(spans, _)| spans)
        .flat_map(|span| [(span.start(), true), (span.end(), false)])
        .collect();
    ends.sort_unstable();
    ends.dedup();
    // More letters than these would only cover one another; the rarer boundaries are in the readings.
    let lettered = |boundary: &usize| *boundary < LETTERED;
    let mut last: Option<Rect> = None;
    for (pos, begins) in ends {
        let own = boundaries.iter().enumerate().filter(|(_, (spans, _))| {
            spans.iter().any(|span| if begins { span.start() == pos } else { span.end() == pos })
        });
        let own = own.map(|(boundary, _)| boundary).filter(lettered);
        let words: String = own.map(letter).collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            continue;
        }
        let at = if begins { Span::between(pos, pos.plus(1)) } else { Span::between(pos.minus(1), pos) };
        let rects = placed.rects(at);
        let Some(line) = (if begins { rects.first() } else { rects.last() }) else { continue };
        let box_ = placed.words(*line);
        let x = if begins { box_.left() } else { box_.right() };
        let inward = if begins { 3.0 } else { -3.0 };
        let stroke = Stroke::new(1.2, colors.ink);
        let corners = vec![
            pos2(x + inward, box_.top()),
            pos2(x, box_.top()),
            pos2(x, box_.bottom()),
            pos2(x + inward, box_.bottom()),
        ];
        ui.painter().add(Shape::line(corners, stroke));
        let align = if begins { Align2::LEFT_BOTTOM } else { Align2::RIGHT_BOTTOM };
        let font = theme::strong_font(9.5);
        let galley = ui.painter().layout_no_wrap(words, font, colors.ink);
        let mut place = align.anchor_size(pos2(x, box_.top() + 1.0), galley.size());
        // Those that stand close together stand beside one another.
        if let Some(before) = last.filter(|before| before.intersects(place)) {
            place = place.translate(vec2(before.right() + 3.0 - place.left(), 0.0));
        }
        last = Some(place);
        ui.painter().galley(place.min, galley, colors.ink);
    }
}

fn line_ink(ui: &Ui, lane: usize) -> (Color32, theme::Pattern) {
    let slot = INKS.get(lane % LANES).copied().unwrap_or(ColorSlot::Gray);
    (theme::tag_line(slot, ui.theme()), theme::tag_pattern(slot))
}

fn underline(
    painter: &Painter,
    (left, right, y): (f32, f32, f32),
    (color, pattern): (Color32, theme::Pattern),
) {
    let line = [pos2(left, y), pos2(right, y)];
    let stroke = Stroke::new(1.8, color);
    match pattern.strokes() {
        (long, gap) if gap.is_finite() && long.is_finite() && gap > 0.0 => {
            painter.extend(Shape::dashed_line(&line, stroke, long, gap));
        }
        _ => {
            painter.add(Shape::line(line.to_vec(), stroke));
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of readers and lines")]
fn to_f32(n: usize) -> f32 {
    n as f32
}
