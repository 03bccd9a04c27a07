//! The keyboard: caret, selection, tags by their keys, boundaries of claims.
//!
//! What has a place in a menu is handled with the menus (see `verb`); here is what only a text has.

use eframe::egui::{Event, Key, Modifiers, Ui};

use super::geometry::PlacedBlock;
use super::{PaneInput, PaneState, Scene, geometry, pane_id, scroll};
use crate::desk::{Command, Desk, TagRef};
use crate::gui::action::{Action, Actions};
use crate::gui::verb::Verb;
use crate::gui::view::{PaneView, Reveal, View};
use crate::model::{Claim, Source};
use crate::text::{Pos, Span, Text, units};

/// Handles the keys of this frame. Returns whether the pane has moved and must be laid out again.
pub(super) fn handle(
    ui: &Ui,
    (desk, view): (&Desk, &mut View),
    input: PaneInput,
    (state, scene): (&mut PaneState, &Scene),
    out: &mut Actions,
) -> bool {
    let focused = ui.memory(|memory| memory.has_focus(pane_id(input.side)));
    let asked = view.palette.is_some() || view.kind_asked.is_some();
    if !focused || !input.keys || asked || view.active != input.side {
        return false;
    }
    let events = ui.input(|input| input.events.clone());
    let mut moved = false;
    // Of the key that typed it: by the end of the frame it may be let go of.
    let mut held = ui.input(|input| input.modifiers);
    for event in events {
        match event {
            Event::Key { key, pressed: true, modifiers, .. } => {
                held = modifiers;
                moved |= press(ui, (desk, view), (input, key, modifiers), (state, scene), out);
            }
            Event::Copy => out.push(Action::Do(Verb::Copy)),
            Event::Text(typed) if view.linking.is_none() && !held.command && !held.alt => {
                match typed.as_str() {
                    "?" => out.push(Action::Do(Verb::Keys)),
                    "." => out.push(Action::Do(Verb::SelectSentence)),
                    _ => tag_by_key(desk, view, &typed, out),
                }
            }
            _ => {}
        }
    }
    moved
}

fn press(
    ui: &Ui,
    (desk, view): (&Desk, &mut View),
    (input, key, modifiers): (PaneInput, Key, Modifiers),
    (state, scene): (&mut PaneState, &Scene),
    out: &mut Actions,
) -> bool {
    let key = as_read(key, scene, view.panes.get(input.side).caret);
    match key {
        Key::Enter if modifiers.is_none() => enter(view, out),
        Key::Escape => escape(view, input, out),
        Key::Delete | Key::Backspace if view.claim.is_some() && view.pane().selection().is_empty() => {
            out.push(Action::Do(Verb::DeleteClaim));
        }
        Key::ArrowLeft | Key::ArrowRight if modifiers.alt => {
            move_boundary(desk, view, (key == Key::ArrowRight, modifiers.shift), out);
        }
        _ => {
            let text = &scene.source.text;
            let pane = view.panes.get_mut(input.side);
            if let Some(pos) = destination(ui, pane, (key, modifiers), (state, scene), text) {
                pane.move_caret(pos, modifiers.shift);
                pane.reveal = Some(Reveal { span: Span::at(pos), always: false });
                return true;
            }
        }
    }
    false
}

fn enter(view: &View, out: &mut Actions) {
    match view.linking {
        Some(linking) => match linking.candidate {
            Some(to) => {
                out.run(Command::Link { from: linking.from, to, kind: linking.kind, note: String::new() });
            }
            None => out.push(Action::Say("Walk to the other claim with F4, or click it.".to_owned())),
        },
        None => out.push(Action::Do(Verb::Palette)),
    }
}

/// Takes back one thing: the link being drawn, the selection, the selected claim, the focus on tags, the search.
fn escape(view: &mut View, input: PaneInput, out: &mut Actions) {
    let pane = view.panes.get_mut(input.side);
    if view.linking.take().is_some() {
        out.push(Action::Say("No link was made.".to_owned()));
    } else if !pane.selection().is_empty() {
        pane.move_caret(pane.caret, false);
    } else if view.claim.is_some() {
        out.push(Action::Select(None));
    } else if !view.focus.is_empty() {
        out.push(Action::FocusTags(Vec::new()));
    } else {
        out.push(Action::CloseSearch);
    }
}

/// Where a key takes the caret, if it is one that moves it.
fn destination(
    ui: &Ui,
    pane: &mut PaneView,
    (key, modifiers): (Key, Modifiers),
    (state, scene): (&mut PaneState, &Scene),
    text: &Text,
) -> Option<Pos> {
    let at = pane.caret;
    let vertical = matches!(key, Key::ArrowUp | Key::ArrowDown | Key::PageUp | Key::PageDown);
    if !vertical {
        pane.goal_x = None;
    }
    match key {
        // Without selecting, an arrow first leaves the selection by the end it points to.
        Key::ArrowLeft if !modifiers.shift && !modifiers.command && !pane.selection().is_empty() => {
            Some(pane.selection().start())
        }
        Key::ArrowRight if !modifiers.shift && !modifiers.command && !pane.selection().is_empty() => {
            Some(pane.selection().end())
        }
        Key::ArrowLeft if modifiers.command => Some(units::previous_word(text, at)),
        Key::ArrowRight if modifiers.command && modifiers.shift => Some(end_of_next_word(text, at)),
        Key::ArrowRight if modifiers.command => Some(units::next_word(text, at)),
        Key::ArrowLeft => Some(units::previous_grapheme(text, at)),
        Key::ArrowRight => Some(units::next_grapheme(text, at)),
        Key::ArrowUp | Key::ArrowDown if modifiers.alt && !modifiers.command => {
            pane.goal_x = None;
            Some(sentence_from(scene.source, at, (key == Key::ArrowDown, modifiers.shift)))
        }
        Key::ArrowUp | Key::ArrowDown if modifiers.command && !modifiers.shift => {
            Some(paragraph_from(text, at, key == Key::ArrowDown))
        }
        Key::ArrowUp | Key::ArrowDown if !modifiers.command => {
            vertical_move(ui, pane, (key == Key::ArrowDown, 1.0), (state, scene), text)
        }
        Key::PageUp | Key::PageDown => {
            let lines = (state.height / scene_line(scene)).max(3.0) - 2.0;
            vertical_move(ui, pane, (key == Key::PageDown, lines), (state, scene), text)
        }
        Key::Home if modifiers.command => Some(Pos(0)),
        Key::End if modifiers.command => Some(text.end()),
        Key::Home | Key::End => {
            let placed = geometry::block_of(&scene.placed, at)?;
            Some(placed.line_end(text, at, key == Key::End))
        }
        _ => None,
    }
}

/// With Shift and Ctrl, words are selected whole: to the end of this or the next one.
fn end_of_next_word(text: &Text, at: Pos) -> Pos {
    if let Some(word) = units::word_at(text, at).filter(|word| word.end() > at) {
        return word.end();
    }
    let next = units::next_word(text, at);
    units::word_at(text, next).map_or(next, Span::end)
}

/// The beginning of the next or this sentence; while selecting downward, sentences are taken whole.
fn sentence_from(source: &Source, at: Pos, (down, selecting): (bool, bool)) -> Pos {
    let (text, language) = (&source.text, source.bibliography.language_or_english());
    if !down {
        return units::previous_sentence(text, at, language);
    }
    let next = units::next_sentence(text, at, language);
    if !selecting {
        return next;
    }
    let here = units::sentence_at(text, at, language);
    if here.end() > at { here.end() } else { units::sentence_at(text, next, language).end() }
}

fn paragraph_from(text: &Text, at: Pos, down: bool) -> Pos {
    let paragraphs = text.paragraphs();
    let index = paragraphs.index_at(at);
    let start = |index: usize| paragraphs.get(index).map(|paragraph| paragraph.span.start());
    if down {
        start(index + 1).unwrap_or_else(|| text.end())
    } else {
        let own = start(index).filter(|start| *start < at);
        own.or_else(|| start(index.checked_sub(1)?)).unwrap_or_default()
    }
}

fn scene_line(scene: &Scene) -> f32 {
    let rows = scene.placed.iter().flat_map(|placed| &placed.set.galley.rows);
    rows.map(|row| row.height()).next().unwrap_or(24.0).max(8.0)
}

/// Up or down by lines, keeping the horizontal place. Off the screen, the pane moves first.
fn vertical_move(
    ui: &Ui,
    pane: &mut PaneView,
    (down, lines): (bool, f32),
    (state, scene): (&mut PaneState, &Scene),
    text: &Text,
) -> Option<Pos> {
    let line = scene_line(scene);
    let Some(caret) = geometry::caret_at(&scene.placed, pane.caret) else {
        // Out of sight: show it where it is; the next press moves it.
        return Some(pane.caret);
    };
    let x = *pane.goal_x.get_or_insert(caret.center().x);
    let step = if down { line * lines } else { -line * lines };
    let y = caret.center().y + step;
    let inside = y > scene.area.top() && y < scene.area.bottom() - line;
    if inside {
        let within = geometry::pos_at(&scene.placed, text, eframe::egui::pos2(x, y))?;
        let stuck = within == pane.caret || (within > pane.caret) != down;
        return Some(if stuck { beyond(text, scene, (pane.caret, x), down) } else { within });
    }
    scroll::scroll_by(pane, step);
    let placed = scroll::place(pane, ui.ctx(), scene.source, &mut state.set, (scene.area, scene.text_left));
    let caret = geometry::caret_at(&placed, pane.caret);
    let y = caret.map_or(y - step, |caret| caret.center().y + step);
    geometry::pos_at(&placed, text, eframe::egui::pos2(x, y))
}

/// Over the space between two paragraphs, into the first or last line of the neighbor.
fn beyond(text: &Text, scene: &Scene, (caret, x): (Pos, f32), down: bool) -> Pos {
    let Some(own) = geometry::block_of(&scene.placed, caret) else { return caret };
    let neighbor = if down {
        scene.placed.iter().find(|placed| placed.block.span.start() >= own.block.span.end())
    } else {
        scene.placed.iter().rev().find(|placed| placed.block.span.end() <= own.block.span.start())
    };
    match neighbor {
        Some(placed) => {
            let y = if down { placed.origin.y + 2.0 } else { placed.bottom() - 2.0 };
            placed.pos_at(text, eframe::egui::pos2(x, y))
        }
        None if down => text.end(),
        None => Pos(0),
    }
}

/// The arrow as it is meant in the paragraph of the caret: the one that points where the text goes on is “right”.
fn as_read(key: Key, scene: &Scene, caret: Pos) -> Key {
    let leftward = geometry::block_of(&scene.placed, caret).is_some_and(PlacedBlock::is_right_to_left);
    match key {
        Key::ArrowLeft if leftward => Key::ArrowRight,
        Key::ArrowRight if leftward => Key::ArrowLeft,
        other => other,
    }
}

/// A letter or digit gives the tag whose key it is: to the selection, or else to the selected claim.
fn tag_by_key(desk: &Desk, view: &View, typed: &str, out: &mut Actions) {
    let mut letters = typed.chars().flat_map(char::to_lowercase);
    let (Some(key), None) = (letters.next(), letters.next()) else { return };
    if !key.is_alphanumeric() {
        return;
    }
    let tagged = desk.comparison().tags().find(|tag| tag.key == Some(key));
    let Some(tag) = tagged else {
        out.push(Action::Say(format!(
            "No tag has the key {key}. Press Enter to find a tag by name, or to make one."
        )));
        return;
    };
    match tagging(view, vec![TagRef::Known(tag.id)]) {
        Some(command) => out.run(command),
        None => out.push(Action::Say(format!("Select some words to tag them “{}”.", tag.name))),
    }
}

/// Returns the command that gives `tags` to what is selected: words first, or else a claim.
pub fn tagging(view: &View, tags: Vec<TagRef>) -> Option<Command> {
    let pane = view.pane();
    let span = pane.selection();
    match (pane.source, view.claim) {
        (Some(source), _) if !span.is_empty() => Some(Command::Tag { source, spans: vec![span], tags }),
        (_, Some(claim)) => Some(Command::AddTags { claim, tags }),
        _ => None,
    }
}

/// Moves one end of the selected claim by a word: its end, or with Shift its start.
fn move_boundary(desk: &Desk, view: &View, (forward, start): (bool, bool), out: &mut Actions) {
    let Some((id, claim)) = view.claim.and_then(|id| Some((id, desk.comparison().claim(id)?))) else {
        return;
    };
    let Some(source) = desk.comparison().source(claim.source) else { return };
    let Some((passage, span)) = passage_near(claim, view) else { return };
    let text = &source.text;
    let moved = if start {
        let to = if forward {
            units::next_word(text, span.start())
        } else {
            units::previous_word(text, span.start())
        };
        (to < span.end()).then(|| Span::between(to, span.end()))
    } else {
        let to =
            if forward { end_of_next_word(text, span.end()) } else { end_of_word_before(text, span.end()) };
        (to > span.start()).then(|| Span::between(span.start(), to))
    };
    if let Some(span) = moved {
        out.run(Command::MovePassage { claim: id, passage, span });
    }
}

fn end_of_word_before(text: &Text, at: Pos) -> Pos {
    let last = units::previous_word(text, at);
    let before = units::previous_word(text, last);
    match units::word_at(text, before) {
        Some(word) if before < last => word.end(),
        _ => last,
    }
}

/// The passage that the caret is in, or else the claim's last one.
fn passage_near(claim: &Claim, view: &View) -> Option<(usize, Span)> {
    let caret = view.pane().caret;
    let mut spans = claim.passages.iter().map(|anchor| anchor.span).enumerate();
    let holding = spans.clone().find(|(_, span)| span.start() <= caret && caret <= span.end());
    holding.or_else(|| spans.next_back())
}
