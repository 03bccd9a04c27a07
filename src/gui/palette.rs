//! The palette: type to find a tag, Enter takes the best; or makes one.

use std::sync::Arc;

use eframe::egui::{
    self, Align2, Area, Frame, Id, Key, Modifiers, Order, Pos2, Rect, RichText, Role, ScrollArea, TextEdit,
    Ui, pos2, vec2,
};
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::action::{Action, Actions};
use super::lines::name_text;
use super::reading_pane::tagging;
use super::view::{PaletteState, View};
use super::{parts, theme};
use crate::desk::{Command, Desk, TagRef};
use crate::model::{Comparison, Tag, TagId};

/// The palette's height at most, in points.
const HEIGHT: f32 = 350.0;
/// How many lines the palette shows.
const SHOWN: usize = 60;

/// One line of the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// A tag of the codebook.
    Tag(TagId),
    /// A tag to be made, of this name.
    Create(String),
}

impl Choice {
    /// Returns the tag it stands for.
    fn tag(&self) -> TagRef {
        match self {
            Self::Tag(tag) => TagRef::Known(*tag),
            Self::Create(name) => TagRef::Named(name.clone()),
        }
    }
}

/// Returns the lines for what was typed: tags by how well their names match, then the offer to make one.
#[must_use]
pub fn choices(comparison: &Comparison, filter: &str) -> Vec<Choice> {
    let wanted = filter.trim();
    let codebook = comparison.codebook();
    if wanted.is_empty() {
        return codebook.iter().take(SHOWN).map(|(_, tag)| Choice::Tag(tag.id)).collect();
    }
    // Names that hold the words as they were typed; only where there is none, letters strewn about count.
    let mut found = matches(comparison, &codebook, wanted, AtomKind::Substring);
    if found.is_empty() {
        found = matches(comparison, &codebook, wanted, AtomKind::Fuzzy);
    }
    let same = |tag: &TagId| {
        comparison.tag(*tag).is_some_and(|tag| tag.name.to_lowercase() == wanted.to_lowercase())
    };
    let exact = found.iter().any(|(_, _, tag)| same(tag));
    let mut choices: Vec<Choice> =
        found.into_iter().take(SHOWN).map(|(_, _, tag)| Choice::Tag(tag)).collect();
    if !exact {
        choices.push(Choice::Create(wanted.to_owned()));
    }
    choices
}

/// The tags whose names (or, with less weight, paths) match, the best first.
fn matches(
    comparison: &Comparison,
    codebook: &[(usize, &Arc<Tag>)],
    wanted: &str,
    kind: AtomKind,
) -> Vec<(u32, usize, TagId)> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::new(wanted, CaseMatching::Ignore, Normalization::Smart, kind);
    let mut buffer = Vec::new();
    let mut found = Vec::new();
    for (place, (_, tag)) in codebook.iter().enumerate() {
        let own = pattern.score(Utf32Str::new(&tag.name, &mut buffer), &mut matcher).map(|score| score * 2);
        let path = comparison.tag_path(tag.id);
        let score = own.or_else(|| pattern.score(Utf32Str::new(&path, &mut buffer), &mut matcher));
        if let Some(score) = score {
            found.push((score, place, tag.id));
        }
    }
    found.sort_by_key(|(score, place, _)| (std::cmp::Reverse(*score), *place));
    found
}

/// Shows the palette while it is open.
pub fn palette_ui(ui: &Ui, desk: &Desk, view: &mut View, out: &mut Actions) {
    let Some(mut state) = view.palette.take() else { return };
    let screen = ui.ctx().content_rect();
    let width = 340.0_f32.min(screen.width() - 20.0);
    let (at, pivot) = place(screen, state.beside, width);
    let area = Area::new(Id::unique("palette")).order(Order::Foreground).fixed_pos(at).pivot(pivot);
    let area = area.constrain(true);
    let shown = area.show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).show(ui, |ui| {
            ui.set_width(width);
            contents_ui(ui, desk, view.hits.len(), &mut state)
        })
    });
    let decided = shown.inner.inner;
    let elsewhere = shown.response.clicked_elsewhere();
    match decided {
        Some(Decision::Take(tags)) => match wanted(view, state.all_hits, tags) {
            Some(command) => out.run(command),
            None => out.push(Action::Say("Select some words first.".to_owned())),
        },
        Some(Decision::Cancel) => {}
        None if elsewhere => {}
        None => view.palette = Some(state),
    }
}

/// Where the palette goes: under the selection where there is room, else over it, else beside it; never on it.
fn place(screen: Rect, beside: Option<Rect>, width: f32) -> (Pos2, Align2) {
    let Some(selected) = beside.filter(Rect::is_positive) else {
        return (screen.center(), Align2::CENTER_CENTER);
    };
    let leftmost = screen.left() + 10.0;
    let x = selected.left().clamp(leftmost, (screen.right() - width - 30.0).max(leftmost));
    let gap = 8.0;
    if screen.bottom() - selected.bottom() >= HEIGHT + gap {
        (pos2(x, selected.bottom() + gap), Align2::LEFT_TOP)
    } else if selected.top() - screen.top() >= HEIGHT + gap {
        (pos2(x, selected.top() - gap), Align2::LEFT_BOTTOM)
    } else if screen.right() - selected.right() >= width + 30.0 {
        (pos2(selected.right() + gap, screen.center().y), Align2::LEFT_CENTER)
    } else {
        (pos2(selected.left() - gap, screen.center().y), Align2::RIGHT_CENTER)
    }
}

/// The command that gives the tags to what they were chosen for.
fn wanted(view: &View, all_hits: bool, tags: Vec<TagRef>) -> Option<Command> {
    if !all_hits {
        return tagging(view, tags);
    }
    (!view.hits.is_empty()).then(|| Command::TagEach { passages: view.hits.iter().collect(), tags })
}

enum Decision {
    Take(Vec<TagRef>),
    Cancel,
}

fn contents_ui(ui: &mut Ui, desk: &Desk, n_hits: usize, state: &mut PaletteState) -> Option<Decision> {
    let composing = parts::composing(ui);
    // Shift+Enter first: Enter alone matches with Shift held too.
    let (tick, up, down, enter, escape) = ui.input_mut(|input| {
        if composing {
            return (false, false, false, false, false);
        }
        (
            input.consume_key(Modifiers::SHIFT, Key::Enter),
            input.consume_key(Modifiers::NONE, Key::ArrowUp),
            input.consume_key(Modifiers::NONE, Key::ArrowDown),
            input.consume_key(Modifiers::NONE, Key::Enter),
            input.consume_key(Modifiers::NONE, Key::Escape),
        )
    });
    let before = state.filter.clone();
    let field = TextEdit::singleline(&mut state.filter)
        .hint_text("Find a tag, or name a new one")
        .desired_width(f32::INFINITY);
    let response = ui.add(field);
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::text_edit(true, &before, &before, "");
        info.label = Some("Find a tag".to_owned());
        info
    });
    if !state.focused {
        response.request_focus();
        state.focused = true;
    }
    if state.filter != before {
        (state.chosen, state.walked) = (0, false);
    }
    // After the field has taken what was typed: Enter may come within the same frame.
    let lines = &choices(desk.comparison(), &state.filter);
    state.chosen = state.chosen.min(lines.len().saturating_sub(1));
    if down {
        state.chosen = (state.chosen + 1).min(lines.len().saturating_sub(1));
    }
    if up {
        state.chosen = state.chosen.saturating_sub(1);
    }
    state.walked |= up || down;
    let clicked = list_ui(ui, desk.comparison(), state, lines, (up || down, response.id));
    foot_ui(ui, desk.comparison(), state, lines.get(state.chosen));
    if state.all_hits {
        let n = parts::counted(n_hits, "hit");
        parts::faint_ui(ui, format!("For {n} of the search, a claim each, in one step"));
    }
    if escape {
        return Some(Decision::Cancel);
    }
    if tick && let Some(choice) = lines.get(state.chosen) {
        toggle(&mut state.ticked, choice.tag());
        state.filter.clear();
        state.chosen = 0;
    }
    let taken = if enter { lines.get(state.chosen) } else { clicked.and_then(|at| lines.get(at)) };
    taken.map(|choice| Decision::Take(taken_tags(state, choice)))
}

/// The ticked tags and the chosen one; with nothing typed and some ticked, the ticked ones alone.
fn taken_tags(state: &PaletteState, choice: &Choice) -> Vec<TagRef> {
    let mut tags = state.ticked.clone();
    let chosen = choice.tag();
    let wanted = tags.is_empty() || !state.filter.trim().is_empty() || state.chosen > 0;
    if wanted && !tags.contains(&chosen) {
        tags.push(chosen);
    }
    tags
}

fn toggle(ticked: &mut Vec<TagRef>, tag: TagRef) {
    if let Some(at) = ticked.iter().position(|other| *other == tag) {
        ticked.remove(at);
    } else {
        ticked.push(tag);
    }
}

fn list_ui(
    ui: &mut Ui,
    comparison: &Comparison,
    state: &mut PaletteState,
    lines: &[Choice],
    (moved, field): (bool, Id),
) -> Option<usize> {
    let mut clicked = None;
    ScrollArea::vertical().max_height(228.0).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        parts::role_ui(ui, Role::ListBox, "Tags");
        for (at, line) in lines.iter().enumerate() {
            let on = at == state.chosen;
            let response = match line {
                Choice::Tag(tag) => tag_line_ui(ui, comparison, (*tag, on), &mut state.ticked),
                Choice::Create(name) => {
                    let words = format!("Create tag “{name}”");
                    // The empty shortcut sets the words to the left, as those of the other lines.
                    let button = egui::Button::selectable(on, &words).truncate().shortcut_text("");
                    let response = ui.add_sized(vec2(ui.available_width(), 24.0), button);
                    parts::option(&response, on, &words);
                    response
                }
            };
            if on && state.walked {
                parts::point_at(ui, field, response.id);
            }
            if on && moved {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                clicked = Some(at);
            }
        }
    });
    clicked
}

fn tag_line_ui(
    ui: &mut Ui,
    comparison: &Comparison,
    (tag, on): (TagId, bool),
    ticked: &mut Vec<TagRef>,
) -> egui::Response {
    let Some(tag) = comparison.tag(tag) else { return ui.label("") };
    ui.horizontal(|ui| {
        let mut tick = ticked.contains(&TagRef::Known(tag.id));
        let check = ui.checkbox(&mut tick, "").on_hover_text("Give several tags at once (Shift+Enter)");
        check.widget_info(|| {
            egui::WidgetInfo::selected(
                egui::accesskit::Role::CheckBox,
                true,
                tick,
                format!("Also {}", tag.name),
            )
        });
        if check.changed() {
            toggle(ticked, TagRef::Known(tag.id));
        }
        let dot = theme::tag_line(tag.color, ui.theme());
        ui.label(RichText::new("●").color(dot));
        let key = tag.key.map_or(String::new(), |key| key.to_string());
        let name = crate::text::visible_name(&tag.name);
        let font = egui::FontId::proportional(theme::size::BODY);
        let room = ui.available_width() - if key.is_empty() { 16.0 } else { 40.0 };
        let words = name_text(ui, &name, font, egui::Color32::PLACEHOLDER, room);
        let button = egui::Button::selectable(on, words).truncate().shortcut_text(key);
        let response = ui.add_sized(vec2(ui.available_width(), 24.0), button);
        parts::option(&response, on, &name);
        if let Some(key) = tag.key {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_keyboard_shortcut(key.to_string()));
        }
        response
    })
    .inner
}

/// What the chosen tag means, and what Enter will do; with tags ticked, which.
fn foot_ui(ui: &mut Ui, comparison: &Comparison, state: &PaletteState, chosen: Option<&Choice>) {
    ui.separator();
    let tag = chosen.and_then(|choice| match choice {
        Choice::Tag(tag) => comparison.tag(*tag),
        Choice::Create(_) => None,
    });
    if let Some(tag) = tag {
        let path = comparison.tag_path(tag.id);
        let definition = tag.definition.trim();
        let words = match (path == tag.name, definition.is_empty()) {
            (true, true) => String::new(),
            (true, false) => definition.to_owned(),
            (false, true) => path,
            (false, false) => format!("{path}: {definition}"),
        };
        if !words.is_empty() {
            let words = parts::shortened(&words, 160);
            ui.label(RichText::new(words).size(theme::size::SMALL).color(theme::of(ui).ink));
        }
    }
    let name = |tag: &TagRef| match tag {
        TagRef::Known(tag) => comparison.tag(*tag).map(|tag| tag.name.clone()).unwrap_or_default(),
        TagRef::Named(name) => name.clone(),
    };
    let ticked: Vec<String> = state.ticked.iter().map(name).collect();
    let words = if ticked.is_empty() {
        "Enter tags · Shift+Enter ticks another · Esc closes".to_owned()
    } else {
        format!("Ticked: {} · Enter gives them", ticked.join(", "))
    };
    ui.label(RichText::new(words).size(theme::size::SMALL).color(theme::of(ui).faint));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::{RandomIds, SystemClock};
    use crate::model::{ComparisonId, Reader, ReaderId, Time, Unknown};
    use uuid::Uuid;

    #[test]
    fn the_palette_never_lies_on_the_words_that_are_to_be_tagged() {
        let screen = Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 800.0));
        for (top, height, left) in [
            (100.0, 20.0, 300.0),
            (500.0, 60.0, 1200.0),
            (790.0, 10.0, 0.0),
            (60.0, 700.0, 700.0),
            (60.0, 700.0, 300.0),
        ] {
            let selected = Rect::from_min_size(pos2(left, top), vec2(80.0, height));
            let (at, pivot) = place(screen, Some(selected), 340.0);
            let palette = pivot.anchor_size(at, vec2(360.0, HEIGHT));
            assert!(!palette.intersects(selected), "{palette} on {selected}");
            assert!(screen.contains_rect(palette), "{palette} out of the window");
        }
    }

    fn desk_with(names: &[&str]) -> Desk {
        let comparison = Comparison::new(ComparisonId(Uuid::from_u128(1)), String::new(), Time(0));
        let reader =
            Reader { id: ReaderId(Uuid::from_u128(2)), name: "R".to_owned(), unknown: Unknown::default() };
        let mut desk = Desk::new(comparison, reader, Box::new(SystemClock), Box::new(RandomIds));
        for name in names {
            desk.run(Command::CreateTag { name: (*name).to_owned(), parent: None }).unwrap();
        }
        desk
    }

    fn named(desk: &Desk, choices: &[Choice]) -> Vec<String> {
        let name = |choice: &Choice| match choice {
            Choice::Tag(tag) => desk.comparison().tag(*tag).unwrap().name.clone(),
            Choice::Create(name) => format!("new {name}"),
        };
        choices.iter().map(name).collect()
    }

    #[test]
    fn the_best_match_comes_first_and_a_new_tag_is_offered_last() {
        let desk = desk_with(&["role of the CP", "armed road", "cordón obrero"]);
        assert_eq!(named(&desk, &choices(desk.comparison(), "arm")), ["armed road", "new arm"]);
        assert_eq!(named(&desk, &choices(desk.comparison(), "cordon")), ["cordón obrero", "new cordon"]);
        assert_eq!(named(&desk, &choices(desk.comparison(), "ARMED ROAD")), ["armed road"]);
        assert_eq!(choices(desk.comparison(), "  ").len(), 3);
    }
}
