//! Pictures of the comparison: which one, of what, drawn as large as the window is wide, and as a table of its numbers.
//!
//! The picture itself is made by `analysis`, anew only when the comparison, the choices or the width have changed;
//! `paint` draws its display list, `choices` stands above it, `tell` says what a mark stands for and goes there.

mod choices;
mod paint;
mod table;
mod tell;

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use eframe::egui::accesskit::{Live, Role};
use eframe::egui::{
    EventFilter, Key, Modifiers, Pos2, Rect, Response, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2,
};

use super::action::Actions;
use super::view::View;
use super::{parts, theme};
use crate::analysis::picture::{
    Area, Counting, Look, NARROWEST, Picture, PictureOptions, Point, Scale, Thing, What,
};
use crate::analysis::sheet::{Rows, SheetOptions};
use crate::desk::Desk;
use crate::model::{Comparison, ComparisonId, SourceId, TagId};

/// How near the pointer has to be to a mark.
const NEAR: f32 = 3.0;
/// How much larger a picture is on the screen than on paper, which is held nearer.
const ZOOM: f32 = 1.15;
/// The widest that a picture is drawn; further apart, a name and its marks are hard to hold together.
const WIDEST: f32 = 1_500.0;

/// What the view remembers.
#[derive(Debug)]
pub struct PicturesState {
    what: What,
    scale: Scale,
    counting: Counting,
    rows: Rows,
    /// The sources that are not shown.
    hidden: HashSet<SourceId>,
    /// The tags that are shown, each with those under it; none: all.
    tags: BTreeSet<TagId>,
    /// What a saved picture is to be legible on; nothing: as the window is.
    saved_as: Option<Look>,
    /// How many dots a saved PNG has for each point.
    dots: u8,
    as_table: bool,
    made: Option<Made>,
    walk: Walk,
}

/// Where somebody is in a picture.
#[derive(Debug, Default)]
pub struct Walk {
    /// The thing that the keys have walked to.
    walked: Option<usize>,
    /// The things of a mark that leads to several, and where they are listed.
    listed: Option<(usize, Pos2)>,
    /// The number of the frame that it was last shown in.
    shown_in: Option<u64>,
}

/// The picture, and what it was made of.
#[derive(Debug)]
struct Made {
    of: ComparisonId,
    options: PictureOptions,
    picture: Arc<Picture>,
}

impl Default for PicturesState {
    fn default() -> Self {
        Self {
            what: What::default(),
            scale: Scale::default(),
            counting: Counting::default(),
            rows: Rows::default(),
            hidden: HashSet::new(),
            tags: BTreeSet::new(),
            saved_as: None,
            dots: 2,
            as_table: false,
            made: None,
            walk: Walk::default(),
        }
    }
}

/// A picture to be saved or copied, as it is seen.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The picture.
    pub picture: Arc<Picture>,
    /// Which one.
    pub what: What,
    /// What it is to be legible on.
    pub look: Look,
    /// How many dots a PNG has for each point.
    pub dots: u8,
}

impl Walk {
    /// Whether the view was not shown in the frame before this one.
    fn comes_up(&mut self, ui: &Ui) -> bool {
        let now = ui.ctx().cumulative_frame_nr();
        let before = self.shown_in.replace(now);
        before.is_none_or(|before| before + 1 < now)
    }
}

impl PicturesState {
    /// Returns the picture that is shown, in the look chosen for saving, or else that of the window; nothing if there
    /// is nothing to show.
    pub fn shown(&self, theme: eframe::egui::Theme) -> Option<Shown> {
        let made = self.made.as_ref()?;
        let picture = Arc::clone(&made.picture);
        let look = self.saved_as.unwrap_or(theme::look_of(theme));
        picture.empty.is_none().then_some(Shown { picture, what: self.what, look, dots: self.dots })
    }

    fn options(&self, comparison: &Comparison, width: f32) -> PictureOptions {
        let shown = comparison.sources().iter().map(|source| source.id);
        let shown = shown.filter(|source| !self.hidden.contains(source));
        PictureOptions {
            what: self.what,
            of: SheetOptions {
                sources: if self.hidden.is_empty() { Vec::new() } else { shown.collect() },
                tags: self.tags.iter().copied().collect(),
                rows: self.rows,
                ..SheetOptions::default()
            },
            scale: self.scale,
            counting: self.counting,
            most: None,
            width,
        }
    }

    /// Makes the picture anew if something that it shows has changed.
    fn refresh(&mut self, comparison: &Comparison, width: f32) -> Arc<Picture> {
        self.tags.retain(|tag| comparison.tag(*tag).is_some());
        self.hidden.retain(|source| comparison.source(*source).is_some());
        let options = self.options(comparison, width);
        let current = self.made.as_ref().filter(|made| {
            made.of == comparison.id()
                && made.picture.revision == comparison.revision()
                && made.options == options
        });
        if let Some(made) = current {
            return Arc::clone(&made.picture);
        }
        let picture = Arc::new(Picture::of(comparison, &options));
        self.walk.walked = None;
        self.walk.listed = None;
        self.made = Some(Made { of: comparison.id(), options, picture: Arc::clone(&picture) });
        picture
    }
}

/// Shows the pictures of the comparison.
pub fn pictures_view_ui(ui: &mut Ui, desk: &Desk, view: &View, state: &mut PicturesState, out: &mut Actions) {
    let comparison = desk.comparison();
    choices::choices_ui(ui, comparison, state, out);
    ui.add_space(4.0);
    let none = !comparison.sources().is_empty() && state.hidden.len() == comparison.sources().len();
    if none {
        state.made = None;
        parts::faint_ui(ui, "No source is ticked.");
        return;
    }
    // The bar of a long picture takes some of the width.
    let width = width_within(ui.available_width() - 14.0);
    let picture = state.refresh(comparison, width);
    if state.as_table && picture.empty.is_none() {
        table::table_ui(ui, &picture, out);
        return;
    }
    let said = ui.cursor().min;
    ui.add_space(20.0);
    let walk = &mut state.walk;
    let area = ScrollArea::both().id_salt(("picture", state.what.word())).auto_shrink([false, false]);
    let listed = walk.listed;
    let pointed = area.show(ui, |ui| picture_ui(ui, (comparison, view), &picture, walk, out)).inner;
    said_ui(ui, said, pointed.or(walk.walked).and_then(|thing| picture.things.get(thing)));
    listed_ui(ui, (comparison, view), (&picture, listed), walk, out);
}

/// Shows a picture among other things, as wide as it is, with a line under it for what the pointer rests on.
pub fn drawn_ui(
    ui: &mut Ui,
    (comparison, view): (&Comparison, &View),
    picture: &Picture,
    walk: &mut Walk,
    out: &mut Actions,
) {
    // It does not take the keys when it comes up: it is not the only thing there.
    walk.shown_in = Some(ui.ctx().cumulative_frame_nr());
    let listed = walk.listed;
    let pointed = picture_ui(ui, (comparison, view), picture, walk, out);
    let said = ui.cursor().min;
    ui.add_space(20.0);
    said_ui(ui, said, pointed.or(walk.walked).and_then(|thing| picture.things.get(thing)));
    listed_ui(ui, (comparison, view), (picture, listed), walk, out);
}

/// How wide a picture is to be made that is shown in a room of this width.
#[must_use]
pub fn width_within(room: f32) -> f32 {
    (room / ZOOM).clamp(NARROWEST, WIDEST).floor()
}

/// Lists what a mark stands for. `listed`: what was listed before the picture was shown.
fn listed_ui(
    ui: &Ui,
    (comparison, view): (&Comparison, &View),
    (picture, listed): (&Picture, Option<(usize, Pos2)>),
    walk: &mut Walk,
    out: &mut Actions,
) {
    if let Some((thing, at)) = walk.listed {
        let done = tell::list_ui(ui, (comparison, view), (picture, thing), at, out);
        // The click that opened the list was beside it, too.
        if done && walk.listed == listed {
            walk.listed = None;
        }
    }
}

/// The line over the picture: what the pointer rests on, or the keys have walked to.
fn said_ui(ui: &mut Ui, at: Pos2, thing: Option<&Thing>) {
    let rect = Rect::from_min_size(at, vec2(ui.max_rect().width(), 18.0));
    let mut line = ui.new_child(eframe::egui::UiBuilder::new().max_rect(rect).id_salt("said"));
    if let Some(thing) = thing {
        let label = eframe::egui::Label::new(parts::shortened(&thing.words, 220)).truncate();
        let response = line.add(label);
        response.ctx.accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
    }
}

/// Shows the picture. Returns the thing under the pointer.
fn picture_ui(
    ui: &mut Ui,
    (comparison, view): (&Comparison, &View),
    picture: &Picture,
    walk: &mut Walk,
    out: &mut Actions,
) -> Option<usize> {
    let look = theme::look_of(ui.theme());
    let size = vec2(picture.width, picture.height) * ZOOM;
    let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK | Sense::FOCUSABLE);
    let seen = ui.clip_rect().intersect(rect);
    let place = OnScreen(rect.min);
    paint::paint(ui, (picture, look), place, seen);
    // The keys go to the picture when it comes up, and when it is clicked.
    if walk.comes_up(ui) || response.clicked() {
        response.request_focus();
    }
    spoken(&response, picture, walk.walked);
    let point = ui.input(|input| input.pointer.hover_pos()).filter(|_| response.contains_pointer());
    let pointed = point.and_then(|point| picture.thing_at(place.point(point), NEAR));
    let chosen = pointed.or(walk.walked.filter(|_| response.has_focus()));
    if let Some(thing) = chosen {
        paint::point_out(ui, (picture, look), (place, thing), seen);
    } else if response.has_focus() {
        paint::frame(ui, rect.intersect(ui.clip_rect()));
    }
    let mut asked = keys(ui, &response, picture, (place, walk));
    if let (Some(thing), Some(point)) = (pointed, point) {
        let leads = tell::leads(picture, thing);
        if leads {
            ui.ctx().set_cursor_icon(eframe::egui::CursorIcon::PointingHand);
        }
        if response.clicked() && leads {
            asked = Some((thing, point));
        }
        response.on_hover_ui_at_pointer(|ui| tell::tell(ui, comparison, picture, thing));
    }
    if let Some((thing, at)) = asked {
        walk.walked = Some(thing);
        walk.listed = tell::go(comparison, view, (picture, thing), out).then_some((thing, at));
    }
    pointed
}

/// What a screen reader is told.
fn spoken(response: &Response, picture: &Picture, walked: Option<usize>) {
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &picture.title));
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_description(picture.description.as_str());
        if let Some(thing) = walked.and_then(|thing| picture.things.get(thing)) {
            node.set_value(thing.words.as_str());
        }
    });
}

/// Walks from thing to thing. Returns the one that is gone to, and where it is.
fn keys(
    ui: &Ui,
    response: &Response,
    picture: &Picture,
    (place, walk): (OnScreen, &mut Walk),
) -> Option<(usize, Pos2)> {
    if !response.has_focus() || picture.things.is_empty() {
        return None;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: false, tab: false };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let last = picture.things.len() - 1;
    let forward = pressed(Key::ArrowRight) | pressed(Key::ArrowDown);
    let back = pressed(Key::ArrowLeft) | pressed(Key::ArrowUp);
    let to = match walk.walked {
        _ if pressed(Key::Home) => Some(0),
        _ if pressed(Key::End) => Some(last),
        None if forward || back => Some(0),
        Some(now) if forward => Some((now + 1).min(last)),
        Some(now) if back => Some(now.saturating_sub(1)),
        _ => None,
    };
    if let Some(area) = to.and_then(|thing| picture.area_of(thing)) {
        walk.walked = to;
        walk.listed = None;
        ui.scroll_to_rect(place.rect(&area).expand(30.0), None);
    }
    let thing = walk.walked.filter(|_| pressed(Key::Enter) | pressed(Key::Space))?;
    let area = picture.area_of(thing)?;
    Some((thing, place.rect(&area).center_bottom()))
}

/// Where a picture's upper left corner is on the screen. Its points are a little larger there than on paper.
#[derive(Debug, Clone, Copy)]
struct OnScreen(Pos2);

impl OnScreen {
    fn at(self, point: Point) -> Pos2 {
        pos2(self.0.x + point.x * ZOOM, self.0.y + point.y * ZOOM)
    }

    fn rect(self, area: &Area) -> Rect {
        Rect::from_min_max(self.at(area.min), self.at(area.max))
    }

    fn point(self, at: Pos2) -> Point {
        let from = (at - self.0) / ZOOM;
        Point::at(from.x, from.y)
    }
}
