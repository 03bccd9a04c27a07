//! The contents of a source: its headings to go to; or the number of a paragraph or page, typed.

use std::sync::Arc;

use eframe::egui::{
    self, Align2, Area, FontId, Frame, Id, Key, Modifiers, Order, Rect, RichText, Role, ScrollArea, TextEdit,
    Ui, pos2, vec2,
};
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::action::{Action, Actions};
use super::lines::name_text;
use super::reading_pane::pane_id;
use super::view::{Side, View};
use super::{parts, theme};
use crate::analysis::outline::{Heading, Outline, Page};
use crate::desk::Desk;
use crate::model::Source;
use crate::text::{Pos, Span};

/// The height of a line of the list, in points.
const ROW: f32 = 24.0;
/// How far one level is set in.
const INDENT: f32 = 16.0;
/// How much of a heading or of a paragraph is shown, in characters.
const SHOWN: usize = 140;

/// The list of contents while it is open.
#[derive(Debug, Clone)]
pub struct ContentsState {
    /// Whose contents it shows.
    side: Side,
    outline: Arc<Outline>,
    filter: String,
    /// What the filter leaves, with the filter that it was made for.
    places: Option<(String, Arc<[Place]>)>,
    /// Which line Enter takes.
    chosen: usize,
    /// The line that the reader stands in.
    present: Option<usize>,
    /// Whether the chosen line is to be brought into view.
    reveal: bool,
    focused: bool,
    /// Whether the chosen line was chosen with the arrows.
    walked: bool,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What is there, in words.
    pub words: String,
    /// Its paragraph or page, shown beside.
    pub number: String,
    /// Its depth in the outline, from 0.
    pub depth: u8,
    /// Where it is.
    pub start: Pos,
}

impl ContentsState {
    /// Returns the list of a side's source, opened by a reader who stands at `pos`.
    pub fn new(side: Side, outline: Arc<Outline>, pos: Pos) -> Self {
        let present = outline.heading_over(pos).or_else(|| {
            let on = outline.page_at(pos).filter(|_| outline.headings().is_empty())?;
            outline.pages().iter().position(|page| page == on)
        });
        Self {
            side,
            outline,
            filter: String::new(),
            places: None,
            chosen: present.unwrap_or(0),
            present,
            reveal: true,
            focused: false,
            walked: false,
        }
    }

    fn refresh(&mut self, source: &Source) -> Arc<[Place]> {
        if let Some((filter, places)) = &self.places
            && *filter == self.filter
        {
            return Arc::clone(places);
        }
        let places: Arc<[Place]> = places(source, &self.outline, &self.filter).into();
        self.places = Some((self.filter.clone(), Arc::clone(&places)));
        places
    }
}

/// Returns the lines for what was typed: nothing lists the headings (of a source without any, the pages); a number
/// the paragraph and the page of that number; words the headings that have them.
#[must_use]
pub fn places(source: &Source, outline: &Outline, typed: &str) -> Vec<Place> {
    let typed = typed.trim();
    let top = outline.headings().iter().map(|heading| heading.level).min().unwrap_or(1);
    if typed.is_empty() {
        if outline.headings().is_empty() {
            return outline.pages().iter().map(|page| of_page(source, page)).collect();
        }
        return outline.headings().iter().map(|heading| of_heading(source, heading, top)).collect();
    }
    let mut found = numbered(source, outline, typed);
    let pattern = Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Substring);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let fits = outline
        .headings()
        .iter()
        .filter(|heading| pattern.score(Utf32Str::new(&heading.words, &mut buffer), &mut matcher).is_some());
    // Out of their order, the depth says nothing.
    found.extend(fits.map(|heading| Place { depth: 0, ..of_heading(source, heading, top) }));
    found
}

/// The paragraph and the page of the number that was typed: "12", "¶ 12", "p. 12", "page xii".
fn numbered(source: &Source, outline: &Outline, typed: &str) -> Vec<Place> {
    let lower = typed.to_lowercase();
    let rest = |words: &[&str]| {
        let rest = words.iter().find_map(|word| lower.strip_prefix(word));
        rest.map(|rest| rest.trim_start_matches('.').trim().to_owned())
    };
    let page = rest(&["page", "pp", "p"]);
    let paragraph = rest(&["paragraph", "para", "par", "¶", "§"]);
    let mut found = Vec::new();
    let number = paragraph.or(page.is_none().then(|| lower.clone()));
    found.extend(number.and_then(|number| of_paragraph(source, &number)));
    let label = page.unwrap_or(lower);
    let pages = outline.pages().iter().filter(|page| page.label.to_lowercase() == label);
    found.extend(pages.map(|page| of_page(source, page)));
    found
}

fn of_heading(source: &Source, heading: &Heading, top: u8) -> Place {
    Place {
        words: parts::shortened(&heading.words, SHOWN),
        number: parts::paragraphs_label(source, Span::at(heading.span.start())),
        depth: heading.level.saturating_sub(top),
        start: heading.span.start(),
    }
}

fn of_page(source: &Source, page: &Page) -> Place {
    let from = Span::between(page.start, source.text.end());
    let words = parts::shortened(begins(source, from), SHOWN / 2);
    let words = format!("Page {}: {words}", page.label);
    let number = parts::paragraphs_label(source, Span::at(page.start));
    Place { words, number, depth: 0, start: page.start }
}

fn of_paragraph(source: &Source, number: &str) -> Option<Place> {
    let number: usize = number.parse().ok()?;
    let span = source.text.paragraphs().get(number.checked_sub(1)?)?.span;
    let words = parts::shortened(begins(source, span), SHOWN / 2);
    let words = format!("Paragraph {number}: {words}");
    Some(Place { words, number: format!("¶ {number}"), depth: 0, start: span.start() })
}

/// The first words of a stretch, however long it is.
fn begins(source: &Source, span: Span) -> &str {
    let end = span.start().plus(400).min(span.end());
    source.text.slice(Span::between(span.start(), end))
}

/// Shows the list while it is open.
pub fn contents_ui(ui: &Ui, desk: &Desk, view: &mut View, out: &mut Actions) {
    let Some(mut state) = view.contents.take() else { return };
    let side = state.side;
    let source = view.panes.get(side).source.and_then(|source| desk.comparison().source(source));
    let Some(source) = source else { return };
    let screen = ui.ctx().content_rect();
    let pane = ui.ctx().read_response(pane_id(side)).map_or(screen, |response| response.rect);
    let width = 460.0_f32.min(screen.width() - 40.0);
    let left = pane.left().clamp(screen.left(), (screen.right() - width - 30.0).max(screen.left()));
    let area = Area::new(Id::unique("contents")).order(Order::Foreground);
    let area = area.fixed_pos(pos2(left + 8.0, pane.top() + 4.0)).pivot(Align2::LEFT_TOP).constrain(true);
    let shown = area.show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).show(ui, |ui| {
            ui.set_width(width);
            list_ui(ui, source, &mut state, pane)
        })
    });
    let elsewhere = shown.response.clicked_elsewhere();
    match shown.inner.inner {
        Decision::Go(start) => {
            out.push(Action::Activate(side));
            out.push(Action::RevealSpan(side, source.id, Span::at(start)));
        }
        Decision::Close => {}
        Decision::Open if elsewhere => {}
        Decision::Open => view.contents = Some(state),
    }
}

enum Decision {
    Open,
    Close,
    Go(Pos),
}

fn list_ui(ui: &mut Ui, source: &Source, state: &mut ContentsState, pane: Rect) -> Decision {
    let [up, down, enter, escape] = ui.input_mut(|input| {
        [Key::ArrowUp, Key::ArrowDown, Key::Enter, Key::Escape]
            .map(|key| input.consume_key(Modifiers::NONE, key))
    });
    let field = field_ui(ui, source, state);
    let places = state.refresh(source);
    let last = places.len().saturating_sub(1);
    if up || down {
        state.chosen = if down { (state.chosen + 1).min(last) } else { state.chosen.saturating_sub(1) };
        (state.reveal, state.walked) = (true, true);
    }
    state.chosen = state.chosen.min(last);
    let clicked = rows_ui(ui, state, &places, (field, pane.height() * 0.6));
    foot_ui(ui, source, state, places.is_empty());
    if escape {
        return Decision::Close;
    }
    let taken = if enter { Some(state.chosen) } else { clicked };
    taken.and_then(|index| places.get(index)).map_or(Decision::Open, |place| Decision::Go(place.start))
}

/// The field; returns what it is called by.
fn field_ui(ui: &mut Ui, source: &Source, state: &mut ContentsState) -> Id {
    let before = state.filter.clone();
    let hint = if state.outline.pages().is_empty() {
        "Find a heading, or type a paragraph's number"
    } else {
        "Find a heading, or type a paragraph's number, or p and a page's"
    };
    let edit = TextEdit::singleline(&mut state.filter).hint_text(hint).desired_width(f32::INFINITY);
    let response = ui.add(edit).accessible_name(format!("Go to, in {}", source.short_name()));
    if !state.focused {
        response.request_focus();
        state.focused = true;
    }
    if state.filter != before {
        state.chosen = if state.filter.trim().is_empty() { state.present.unwrap_or(0) } else { 0 };
        (state.reveal, state.walked) = (true, false);
    }
    response.id
}

fn rows_ui(
    ui: &mut Ui,
    state: &mut ContentsState,
    places: &[Place],
    (field, height): (Id, f32),
) -> Option<usize> {
    let mut area = ScrollArea::vertical().max_height(height.clamp(120.0, 560.0)).auto_shrink([false, true]);
    ui.spacing_mut().item_spacing.y = 1.0;
    if std::mem::take(&mut state.reveal) {
        #[expect(clippy::cast_precision_loss, reason = "lines of a list")]
        let top = state.chosen as f32 * (ROW + 1.0) - height.clamp(120.0, 560.0) / 2.0;
        area = area.vertical_scroll_offset(top.max(0.0));
    }
    let mut clicked = None;
    area.show_rows(ui, ROW, places.len(), |ui, range| {
        parts::role_ui(ui, Role::ListBox, "Contents");
        for index in range {
            let Some(place) = places.get(index) else { continue };
            let on = index == state.chosen;
            let present = state.present == Some(index) && state.filter.trim().is_empty();
            let response = row_ui(ui, place, (on, present));
            if on && state.walked {
                parts::point_at(ui, field, response.id);
            }
            if response.clicked() {
                clicked = Some(index);
            }
        }
    });
    clicked
}

/// One line; the one the reader stands in is set in bold type, with a sign before it.
fn row_ui(ui: &mut Ui, place: &Place, (on, present): (bool, bool)) -> egui::Response {
    let indent = f32::from(place.depth.min(8)) * INDENT;
    let size = theme::size::BODY;
    let font = if present { theme::strong_font(size) } else { FontId::proportional(size) };
    let row = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let sign = if present { "›" } else { "" };
        let (rect, _) = ui.allocate_exact_size(vec2(14.0, ROW), egui::Sense::hover());
        let strong = theme::strong_font(theme::size::TITLE);
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, sign, strong, theme::of(ui).accent);
        ui.add_space(indent);
        let room = ui.available_width() - 40.0;
        let words = name_text(ui, &place.words, font, egui::Color32::PLACEHOLDER, room);
        let button = egui::Button::selectable(on, words).truncate().shortcut_text(place.number.as_str());
        ui.add_sized(vec2(ui.available_width(), ROW), button)
    });
    let response = row.inner;
    parts::option(&response, on, &place.words);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_level(usize::from(place.depth));
        let here = if present { ", you are here" } else { "" };
        node.set_description(format!("{}{here}", place.number));
    });
    response
}

fn foot_ui(ui: &mut Ui, source: &Source, state: &ContentsState, empty: bool) {
    let colors = theme::of(ui);
    let n_headings = state.outline.headings().len();
    let n_pages = state.outline.pages().len();
    let mut has = vec![parts::counted(source.text.paragraphs().len(), "paragraph")];
    if n_pages > 0 {
        has.insert(0, parts::counted(n_pages, "page"));
    }
    if n_headings > 0 {
        has.insert(0, parts::counted(n_headings, "heading"));
    }
    if empty {
        let words = match (state.filter.trim().is_empty(), n_headings) {
            (true, _) => "This source has no headings. Type the number of a paragraph.",
            (false, 0) => "No paragraph or page has this number.",
            (false, _) => "No heading has these words, and no paragraph or page this number.",
        };
        ui.label(RichText::new(words).color(colors.faint));
    }
    ui.separator();
    let words = format!("{} · Enter goes there · Esc closes", has.join(", "));
    ui.label(RichText::new(words).size(theme::size::SMALL).color(colors.faint));
}
