//! The sheet as it will be: the document, walked piece by piece, of which only those in view are laid out.

use eframe::egui::{
    self, Align, FontId, Frame, Layout, Margin, Rect, RichText, ScrollArea, Stroke, StrokeKind, Ui,
    UiBuilder, pos2, vec2,
};

use super::super::lines::words_label_ui;
use super::super::{parts, theme};
use crate::analysis::handout::{
    ClaimEntry, Entry, Handout, Section, StanceLine, Table, TableCell, Words, stance_sign,
};
use crate::model::{Stance, TagId};

/// The size of text on the page, in points.
const TEXT: f32 = 14.0;
/// The height that a piece is taken to have until it was laid out.
const GUESS: f32 = 90.0;
/// The widest that a page is shown.
const WIDEST: f32 = 860.0;
/// The height of a line to write on.
const LINE: f32 = 22.0;

/// A piece of the document, by its place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Head,
    Picture(usize),
    Heading(usize),
    /// A row of the table of a section.
    Row(usize, usize),
    /// The lines under the table of a section.
    Room(usize),
    Foot,
}

/// A document being shown.
#[derive(Debug)]
pub(super) struct Preview {
    handout: Handout,
    pieces: Vec<Piece>,
    /// Of each piece.
    heights: Vec<f32>,
    /// That they were measured at.
    width: f32,
}

impl Preview {
    /// Shows `handout`. Where a `before` has as many pieces, their heights are near enough at first.
    pub(super) fn of(handout: Handout, before: Option<Self>) -> Self {
        let mut pieces = vec![Piece::Head];
        pieces.extend((0..handout.pictures.len()).map(Piece::Picture));
        for (section, at) in handout.sections.iter().zip(0..) {
            pieces.push(Piece::Heading(at));
            let n_rows = section.table.as_ref().map_or(0, |table| table.rows.len());
            pieces.extend((0..n_rows).map(|row| Piece::Row(at, row)));
            if section.room > 0 {
                pieces.push(Piece::Room(at));
            }
        }
        pieces.push(Piece::Foot);
        let (mut heights, width) = before.map_or((Vec::new(), 0.0), |before| (before.heights, before.width));
        heights.resize(pieces.len(), GUESS);
        Self { handout, pieces, heights, width }
    }

    /// Returns the tags that the sheet asks about, with their names and the questions.
    pub(super) fn questions(&self) -> Vec<(TagId, String, String)> {
        let asked = |section: &Section| {
            let question = section.question.to_string();
            let name = section.heading.to_string();
            section.tag.filter(|_| !question.is_empty()).map(|tag| (tag, name, question))
        };
        self.handout.sections.iter().filter_map(asked).collect()
    }
}

/// Shows the preview in the room that there is.
pub(super) fn preview_ui(ui: &mut Ui, preview: &mut Preview) {
    let colors = theme::of(ui);
    let frame = Frame::new().fill(colors.paper).stroke(Stroke::new(1.0, colors.rule));
    frame.inner_margin(Margin::same(1)).show(ui, |ui| {
        let scroll = ScrollArea::vertical().id_salt("sheet preview").auto_shrink([false, false]);
        scroll.show_viewport(ui, |ui, viewport| {
            parts::role_ui(ui, egui::Role::Document, "Preview of the sheet");
            pieces_ui(ui, preview, viewport);
        });
    });
}

fn pieces_ui(ui: &mut Ui, preview: &mut Preview, viewport: Rect) {
    let room = ui.max_rect();
    let width = (room.width() - 48.0).clamp(120.0, WIDEST);
    let left = room.left() + ((room.width() - width) / 2.0).max(0.0);
    if (width - preview.width).abs() > 0.5 {
        preview.width = width;
    }
    let mut top = 16.0;
    let mut moved = false;
    let Preview { handout, pieces, heights, .. } = preview;
    for (piece, height) in pieces.iter().zip(heights.iter_mut()) {
        if top + *height >= viewport.top() - 200.0 && top <= viewport.bottom() + 200.0 {
            let rect = Rect::from_min_size(pos2(left, room.top() + top), vec2(width, f32::INFINITY));
            let builder = UiBuilder::new().max_rect(rect).id_salt(("piece", format!("{piece:?}")));
            let shown = ui.scope_builder(builder, |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 3.0;
                piece_ui(ui, handout, *piece);
            });
            let measured = shown.response.rect.height();
            moved |= (measured - *height).abs() > 0.5;
            *height = measured;
        }
        top += *height;
    }
    ui.set_min_height(top + 24.0);
    if moved {
        ui.ctx().request_repaint();
    }
}

fn piece_ui(ui: &mut Ui, handout: &Handout, piece: Piece) {
    match piece {
        Piece::Head => head_ui(ui, handout),
        Piece::Picture(at) => {
            if let Some(picture) = handout.pictures.get(at) {
                ui.add_space(6.0);
                parts::card(ui).show(ui, |ui| {
                    strong_ui(ui, &picture.title, TEXT);
                    soft_ui(ui, &picture.alt);
                });
            }
        }
        Piece::Heading(at) => {
            if let Some(section) = handout.sections.get(at) {
                section_ui(ui, section, handout);
            }
        }
        Piece::Row(at, row) => {
            let table = handout.sections.get(at).and_then(|section| section.table.as_ref());
            if let Some((table, cells)) = table.and_then(|table| Some((table, table.rows.get(row)?))) {
                row_ui(ui, cells, row + 1 == table.rows.len());
            }
        }
        Piece::Room(at) => room_ui(ui, handout.sections.get(at).map_or(0, |section| section.room)),
        Piece::Foot => {
            ui.add_space(12.0);
            handout.foot.iter().for_each(|line| soft_ui(ui, line.as_str()));
        }
    }
}

fn text_ui(ui: &mut Ui, words: &str) {
    let font = FontId::new(TEXT, theme::serif());
    for line in words.lines() {
        words_label_ui(ui, line, font.clone(), None);
    }
}

fn soft_ui(ui: &mut Ui, words: &str) {
    let faint = theme::of(ui).faint;
    ui.scope(|ui| {
        ui.visuals_mut().override_text_color = Some(faint);
        text_ui(ui, words);
    });
}

fn strong_ui(ui: &mut Ui, words: &str, size: f32) {
    words_label_ui(ui, words, FontId::new(size, theme::serif_bold()), None);
}

fn italic_ui(ui: &mut Ui, words: &str) {
    words_label_ui(ui, words, FontId::new(TEXT, theme::serif_italic()), None);
}

fn head_ui(ui: &mut Ui, handout: &Handout) {
    let head = &handout.head;
    if !handout.label.is_empty() {
        soft_ui(ui, handout.label);
    }
    strong_ui(ui, handout.title.as_str(), 22.0);
    if head.has_name_line {
        ui.add_space(6.0);
        text_ui(ui, "Name ______________________________   Date ______________");
    }
    head.instructions.iter().for_each(|line| text_ui(ui, line.as_str()));
    if !head.sources.is_empty() {
        ui.add_space(6.0);
        strong_ui(ui, "Sources", TEXT + 1.0);
    }
    for source in &head.sources {
        // Name and reference may run either way, each by itself.
        strong_ui(ui, source.name.as_str(), TEXT);
        let reference: String = source.reference.iter().map(|run| run.text.as_str()).collect();
        text_ui(ui, &reference);
        soft_ui(ui, source.coverage.as_str());
    }
    if !head.readers.is_empty() {
        ui.add_space(6.0);
        strong_ui(ui, "Read by", TEXT + 1.0);
        head.readers.iter().for_each(|line| text_ui(ui, line.as_str()));
    }
    if let Some(day) = &head.day {
        text_ui(ui, &format!("Sheet made on {day}."));
    }
    ui.add_space(4.0);
    ui.separator();
}

fn section_ui(ui: &mut Ui, section: &Section, handout: &Handout) {
    ui.add_space(14.0);
    let number = section.number.as_deref().map(|number| format!("{number}. ")).unwrap_or_default();
    let size = 18.0 - f32::from(section.level.min(5)) * 1.0;
    strong_ui(ui, &format!("{number}{}", section.heading), size);
    if !section.definition.is_empty() {
        soft_ui(ui, section.definition.as_str());
    }
    if let Some(relation) = &section.relation {
        soft_ui(ui, &relation.sentence());
    }
    for line in section.question.lines() {
        strong_ui(ui, line, TEXT);
    }
    if let Some(table) = &section.table {
        table_head_ui(ui, table, handout);
    }
}

/// Columns side by side with lines between them; `draw` fills one.
fn columns_ui(ui: &mut Ui, n: usize, mut draw: impl FnMut(&mut Ui, usize)) -> Rect {
    let rule = theme::of(ui).rule;
    let top = ui.cursor().top();
    let edges: Vec<f32> = ui.columns(n.max(1), |columns| {
        let mut edges = Vec::new();
        for (column, ui) in columns.iter_mut().enumerate() {
            edges.push(ui.max_rect().left());
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.add_space(4.0);
            // Columns set their words to both edges by themselves.
            ui.with_layout(Layout::top_down(Align::Min), |ui| draw(ui, column));
            ui.add_space(4.0);
        }
        edges
    });
    let rect = Rect::from_min_max(
        pos2(ui.max_rect().left(), top),
        pos2(ui.max_rect().right(), ui.min_rect().bottom()),
    );
    let half = ui.spacing().item_spacing.x / 2.0;
    for x in edges.into_iter().map(|x| x - half).chain([rect.right() + half]) {
        ui.painter().vline(x, rect.y_range(), Stroke::new(1.0, rule));
    }
    rect
}

fn table_head_ui(ui: &mut Ui, table: &Table, handout: &Handout) {
    ui.add_space(2.0);
    let rule = theme::of(ui).ink;
    let rect = columns_ui(ui, table.columns.len(), |ui, at| {
        let source = table.columns.get(at).and_then(|column| handout.column(*column));
        strong_ui(ui, source.map_or("", |source| source.name.as_str()), TEXT);
    });
    for y in [rect.top(), rect.bottom()] {
        ui.painter().hline(rect.x_range(), y, Stroke::new(1.0, rule));
    }
}

fn row_ui(ui: &mut Ui, cells: &[TableCell], last: bool) {
    // Rows touch one another, as they do on paper.
    ui.spacing_mut().item_spacing.y = 0.0;
    let rule = theme::of(ui).rule;
    let rect = columns_ui(ui, cells.len(), |ui, at| {
        for entry in cells.get(at).into_iter().flat_map(|cell| &cell.entries) {
            entry_ui(ui, entry);
        }
    });
    if last {
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, rule));
    }
}

fn entry_ui(ui: &mut Ui, entry: &Entry) {
    match entry {
        Entry::Claim(claim) => claim_ui(ui, claim),
        Entry::Silence(silence) => {
            strong_ui(ui, Entry::SILENCE, TEXT);
            let colon = if silence.note.is_empty() { "" } else { ": " };
            text_ui(ui, &format!("{}, {}{colon}{}", silence.reader, silence.day, silence.note));
        }
        Entry::Unsearched => {
            let faint = theme::of(ui).faint;
            ui.label(
                RichText::new(Entry::UNSEARCHED).font(FontId::new(TEXT, theme::serif_italic())).color(faint),
            );
        }
        Entry::Room(lines) => room_ui(ui, *lines),
    }
}

fn claim_ui(ui: &mut Ui, claim: &ClaimEntry) {
    let body = &claim.body;
    let mut at = claim.number.as_deref().map(|number| format!("{number} ")).unwrap_or_default();
    at.push_str(&body.place);
    if let StanceLine::Given(stance) = claim.stance {
        at.push_str(&format!(" · {} {}", stance_sign(stance), stance.word()));
    }
    if let Some(voice) = &body.voice {
        at.push_str(&format!(" · {voice}"));
    }
    soft_ui(ui, &at);
    text_ui(ui, &format!("“{}”", body.quotation));
    for (label, words) in [("Summary", &body.summary), ("Note", &body.note)] {
        if !words.is_empty() {
            text_ui(ui, &format!("{label}: {words}"));
        }
    }
    for link in &body.links {
        let colon = if link.note.is_empty() { "" } else { ": " };
        text_ui(ui, &format!("→ {}{colon}{}", link.phrase, link.note));
    }
    if let Some(reader) = body.reader.as_ref().map(Words::as_str) {
        soft_ui(ui, &format!("({reader})"));
    }
    if claim.stance == StanceLine::Asked {
        boxes_ui(ui);
    }
    if claim.room > 0 {
        italic_ui(ui, Entry::OWN_WORDS);
        room_ui(ui, claim.room);
    }
}

/// The stances to choose from, each with a box to tick on paper.
fn boxes_ui(ui: &mut Ui) {
    let ink = theme::of(ui).ink;
    ui.horizontal_wrapped(|ui| {
        for stance in Stance::ALL {
            let (rect, _) = ui.allocate_exact_size(vec2(11.0, TEXT + 4.0), egui::Sense::hover());
            let square = Rect::from_center_size(rect.center(), vec2(10.0, 10.0));
            ui.painter().rect_stroke(square, 0.0, Stroke::new(1.0, ink), StrokeKind::Inside);
            ui.label(RichText::new(stance.word()).font(FontId::new(TEXT, theme::serif())));
            ui.add_space(6.0);
        }
    });
}

/// Lines to write on.
fn room_ui(ui: &mut Ui, lines: u8) {
    let rule = theme::of(ui).rule;
    for _ in 0..lines {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), egui::Sense::hover());
        ui.painter().hline(rect.x_range(), rect.bottom() - 2.0, Stroke::new(1.0, rule));
    }
}
