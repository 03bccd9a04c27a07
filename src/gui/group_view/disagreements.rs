//! The disagreements: the list at the left, at the right the chosen one in its paragraph with each reader's words.

use std::sync::Arc;

use eframe::egui::{Button, ComboBox, Rect, RichText, ScrollArea, Ui, pos2};

use super::Seen;
use super::differences::{Chosen, Differences, Listed, Look, Which, capitalized, head_of};
use super::list::{Asked, list_id, list_ui};
use super::place::{PlaceState, Shown, readings_ui, words_ui};
use super::readings::{names, reader_name};
use super::settling::{Matter, SettlingState, keys, notes_ui, settling_ui, take_button_ui};
use super::table::part_ui;
use crate::analysis::agreement::places::Place;
use crate::analysis::agreement::settling::{Status, settled_in};
use crate::analysis::agreement::{Disagreement, DisagreementKind, Order, What};
use crate::gui::action::{Action, Actions};
use crate::gui::view::Side;
use crate::gui::{parts, theme};
use crate::model::{ReaderId, SourceId};
use crate::text::Span;

/// How wide the list is, at least and at most, in points.
const LIST: (f32, f32) = (290.0, 460.0);

/// What this part remembers.
#[derive(Debug, Default)]
pub(super) struct DisagreementsState {
    pub look: Look,
    pub listed: Listed,
    pub chosen: Option<Chosen>,
    /// Whether the chosen line is to be brought into view.
    reveal: bool,
    /// Whether the keys are to go to the list.
    focus: bool,
    place: PlaceState,
    /// A step that was asked for by key, and whether forward.
    step: Option<bool>,
    settling: SettlingState,
    /// Whether to go on to what is not decided, once the decision is there.
    goes_on: bool,
}

impl DisagreementsState {
    /// Asks for the next one, or the one before.
    pub fn step(&mut self, forward: bool) {
        self.step = Some(forward);
    }

    /// Shows disagreements of one kind only.
    pub fn only_kind(&mut self, kind: DisagreementKind) {
        self.look = Look { kinds: [kind].into(), ..Look::default() };
        self.focus = true;
    }

    fn choose(&mut self, differences: &Differences, at: usize) {
        let Some(number) = self.listed.numbers.get(at).copied() else { return };
        let key = differences.get(number).and_then(|of| differences.found.key(of));
        if let Some(key) = key {
            self.chosen = Some(Chosen { number, key });
            self.reveal = true;
            self.place = PlaceState::default();
        }
    }

    /// Finds what was chosen again after everything was worked out anew; what is settled and gone leaves its place to
    /// the one that follows it.
    pub fn find_again(&mut self, differences: &Differences) {
        let Some(chosen) = self.chosen.take() else { return };
        let found = differences.found.find(&chosen.key);
        let last = differences.found.list.len().saturating_sub(1);
        let mut number = found.unwrap_or_else(|| chosen.number.min(last));
        if std::mem::take(&mut self.goes_on) {
            number = next_undecided(differences, number).unwrap_or(number);
            self.reveal = true;
            self.place = PlaceState::default();
        }
        let key = differences.get(number).and_then(|of| differences.found.key(of));
        self.chosen = key.map(|key| Chosen { number, key });
    }
}

/// The next one after `number`, or from the beginning, whose place is not decided.
fn next_undecided(differences: &Differences, number: usize) -> Option<usize> {
    let n = differences.found.list.len();
    let place = differences.get(number).map(|of| of.place);
    (1..n).map(|step| (number + step) % n).find(|next| {
        differences.get(*next).is_some_and(|of| {
            Some(of.place) != place && !matches!(differences.status(of.place), Status::Decided(_))
        })
    })
}

/// Shows the disagreements.
pub(super) fn disagreements_ui(
    ui: &mut Ui,
    seen: &Seen<'_>,
    (differences, state): (&Arc<Differences>, &mut DisagreementsState),
    out: &mut Actions,
) {
    look_ui(ui, seen, differences, state);
    state.listed.refresh((seen.comparison, differences), &state.look);
    take_step(differences, state);
    if state.chosen.is_none() {
        state.choose(differences, first(differences, &state.listed));
    }
    let room = ui.available_rect_before_wrap();
    let wide = (room.width() * 0.34).clamp(LIST.0, LIST.1);
    let left = Rect::from_min_max(room.min, pos2(room.left() + wide, room.bottom()));
    let right = Rect::from_min_max(pos2(left.right() + 14.0, room.top()), room.max);
    part_ui(ui, left, "list of disagreements", |ui| left_ui(ui, seen, (differences, state), out));
    part_ui(ui, right, "the chosen disagreement", |ui| chosen_ui(ui, seen, (differences, state), out));
    ui.painter().vline(left.right() + 7.0, room.y_range(), (1.0, theme::of(ui).rule));
}

/// Which are listed, in which order.
fn look_ui(ui: &mut Ui, seen: &Seen<'_>, differences: &Differences, state: &mut DisagreementsState) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        for (kind, n) in differences.found.counts() {
            let on = state.look.kinds.contains(&kind);
            let words = format!("{} {n}", capitalized(kind.word()));
            let button = Button::selectable(on, words);
            if ui.add_enabled(n > 0 || on, button).on_hover_text(kind.help()).clicked() {
                if on {
                    state.look.kinds.remove(&kind);
                } else {
                    state.look.kinds.insert(kind);
                }
            }
        }
        ui.separator();
        reader_choice_ui(ui, seen, state);
        let order = |order: Order| match order {
            Order::AlongTheText => "Along the text",
            Order::MostContested => "Most contested first",
        };
        let shown = ComboBox::from_id_salt("order of disagreements").selected_text(order(state.look.order));
        let shown = shown.show_ui(ui, |ui| {
            for each in [Order::AlongTheText, Order::MostContested] {
                ui.selectable_value(&mut state.look.order, each, order(each));
            }
        });
        parts::named(shown.response, "Order of the disagreements");
        let shown = ComboBox::from_id_salt("which disagreements").selected_text(state.look.which.words());
        let shown = shown.width(110.0).show_ui(ui, |ui| {
            for which in Which::ALL {
                ui.selectable_value(&mut state.look.which, which, which.words());
            }
        });
        parts::named(shown.response, "Decided or not");
    });
}

/// Only those in which one reader stands apart.
fn reader_choice_ui(ui: &mut Ui, seen: &Seen<'_>, state: &mut DisagreementsState) {
    let name = |id: ReaderId| {
        seen.comparison
            .reader(id)
            .map(|reader| parts::shortened(&reader_name(&reader.name), 28))
            .unwrap_or_default()
    };
    let words = state.look.reader.map_or_else(|| "Any reader".to_owned(), name);
    let shown = ComboBox::from_id_salt("reader who stands apart").selected_text(words).width(130.0);
    let shown = shown.show_ui(ui, |ui| {
        ui.selectable_value(&mut state.look.reader, None, "Any reader");
        for id in &seen.stamp.scope.readers {
            ui.selectable_value(&mut state.look.reader, Some(*id), name(*id));
        }
    });
    parts::named(
        shown.response.on_hover_text("Only where this reader stands apart"),
        "Reader who stands apart",
    );
}

/// Where one begins: at what is not decided.
fn first(differences: &Differences, listed: &Listed) -> usize {
    let open = |number: &usize| {
        let status = differences.get(*number).map(|of| differences.status(of.place));
        !matches!(status, Some(Status::Decided(_)))
    };
    listed.numbers.iter().position(open).unwrap_or_default()
}

fn take_step(differences: &Differences, state: &mut DisagreementsState) {
    let Some(forward) = state.step.take() else { return };
    let Some(last) = state.listed.numbers.len().checked_sub(1) else { return };
    let now = state.chosen.as_ref().and_then(|chosen| state.listed.place_of(chosen.number));
    let to = match now {
        None => first(differences, &state.listed),
        Some(now) if forward => (now + 1).min(last),
        Some(now) => now.saturating_sub(1),
    };
    state.choose(differences, to);
    state.focus = true;
}

fn left_ui(
    ui: &mut Ui,
    seen: &Seen<'_>,
    (differences, state): (&Arc<Differences>, &mut DisagreementsState),
    out: &mut Actions,
) {
    let n = state.listed.numbers.len();
    if n == 0 {
        let none = differences.found.list.is_empty();
        parts::faint_ui(
            ui,
            if none { nothing(seen) } else { "No disagreement is as the choices above ask." },
        );
        return;
    }
    // Where nothing else has the keys, as after a dialog, they are the list's.
    let idle = ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
    if std::mem::take(&mut state.focus) || idle {
        ui.memory_mut(|memory| memory.request_focus(list_id()));
    }
    let chosen = state.chosen.as_ref().and_then(|chosen| state.listed.place_of(chosen.number));
    let reveal = std::mem::take(&mut state.reveal);
    let listed = &mut state.listed;
    let row = |at: usize| listed.row((seen.comparison, differences), at);
    let asked = list_ui(ui, (n, chosen, reveal), row);
    match asked {
        Some(Asked::Choose(at)) => state.choose(differences, at),
        Some(Asked::Go(at)) => {
            state.choose(differences, at);
            go(seen, (differences, state), out);
        }
        None => {}
    }
}

/// Why there is nothing to list.
fn nothing(seen: &Seen<'_>) -> &'static str {
    match seen.stamp.scope.readers.len() {
        0 => "No reader is chosen.",
        1 => {
            "One reader alone differs from nobody. Lay other readers' files over this one, or choose more readers above."
        }
        _ => "These readers differ in nothing.",
    }
}

/// Shows the passage of the chosen one in the panes.
fn go(seen: &Seen<'_>, (differences, state): (&Differences, &DisagreementsState), out: &mut Actions) {
    let Some(of) = state.chosen.as_ref().and_then(|chosen| differences.get(chosen.number)) else { return };
    let place = |number: usize| differences.found.places.get(number);
    let mut show = |side: Side, source: SourceId, at: Span| out.push(Action::RevealSpan(side, source, at));
    let side_of = |source: SourceId| seen.view.side_showing(source);
    let first = place(of.place);
    let side = first.and_then(|place| side_of(place.source)).unwrap_or(seen.view.active);
    if let Some(second) = of.other.and_then(place) {
        let other = side_of(second.source).filter(|other| *other != side).unwrap_or(side.other());
        show(other, second.source, second.extent());
    }
    if let Some(first) = first {
        show(side, first.source, first.extent());
        out.push(Action::Activate(side));
    }
}

fn chosen_ui(
    ui: &mut Ui,
    seen: &Seen<'_>,
    (differences, state): (&Arc<Differences>, &mut DisagreementsState),
    out: &mut Actions,
) {
    let Some(chosen) = state.chosen.clone() else { return };
    let Some(of) = differences.get(chosen.number) else { return };
    steps_ui(ui, seen, (differences, state), out);
    ScrollArea::vertical().id_salt(("disagreement", chosen.number)).auto_shrink([false, false]).show(
        ui,
        |ui| {
            ui.set_width(ui.available_width() - 8.0);
            let sides = differences.found.sides(seen.comparison, &differences.of.scope, of);
            ui.label(differences.found.sentence(seen.comparison, &differences.of.scope, of));
            ui.add_space(2.0);
            one_place_ui(ui, seen, (differences, of, of.place), state, out);
            if let Some(other) = of.other {
                ui.add_space(6.0);
                one_place_ui(ui, seen, (differences, of, other), state, out);
                for side in &sides {
                    let who = names(seen.comparison, side.readers.iter().copied(), 14);
                    ui.label(format!("{}: {who}", capitalized(&side.what.words(seen.comparison))));
                }
            }
        },
    );
}

/// Which one it is, and the ways to the others.
fn steps_ui(
    ui: &mut Ui,
    seen: &Seen<'_>,
    (differences, state): (&Arc<Differences>, &mut DisagreementsState),
    out: &mut Actions,
) {
    let Some(of) = state.chosen.as_ref().and_then(|chosen| differences.get(chosen.number)) else { return };
    let at = state.chosen.as_ref().and_then(|chosen| state.listed.place_of(chosen.number));
    ui.horizontal(|ui| {
        if parts::sign_button_ui(ui, "‹", "Previous disagreement (Shift+F12)").clicked() {
            state.step = Some(false);
        }
        if parts::sign_button_ui(ui, "›", "Next disagreement (F12)").clicked() {
            state.step = Some(true);
        }
        let n = state.listed.numbers.len();
        let words = at.map_or_else(|| format!("of {n}"), |at| format!("{} of {n}", at + 1));
        parts::faint_ui(ui, words);
        let room = (ui.available_width() - 150.0).max(80.0);
        let head = head_of(seen.comparison, of);
        ui.allocate_ui(eframe::egui::vec2(room, 22.0), |ui| {
            let words = RichText::new(head).font(theme::strong_font(theme::size::TITLE));
            ui.add(eframe::egui::Label::new(words).truncate());
        });
        let help = "Shows the passage in the panes (Enter)";
        if ui.button("Show in the texts").on_hover_text(help).clicked() {
            go(seen, (differences, state), out);
        }
    });
}

/// Who has no claim at a place, each with why as far as it is known.
fn absent(seen: &Seen<'_>, differences: &Differences, place: usize) -> Vec<(String, Vec<ReaderId>)> {
    let missing = Disagreement {
        kind: DisagreementKind::Missing,
        place,
        other: None,
        tags: Vec::new(),
        n_readers: 0,
        n_against: 0,
    };
    let sides = differences.found.sides(seen.comparison, &differences.of.scope, &missing);
    let without = sides.into_iter().filter(|side| side.what != What::Marked);
    without.map(|side| (capitalized(&side.what.words(seen.comparison)), side.readers)).collect()
}

fn one_place_ui(
    ui: &mut Ui,
    seen: &Seen<'_>,
    (differences, of, number): (&Differences, &Disagreement, usize),
    state: &mut DisagreementsState,
    out: &mut Actions,
) {
    let Some(place) = differences.found.places.get(number) else { return };
    if let Some(source) = seen.comparison.source(place.source) {
        let name = crate::text::visible_name(source.short_name()).into_owned();
        parts::faint_ui(ui, format!("{name}, {}", parts::paragraphs_label(source, place.extent())));
    }
    let readings = state.listed.readings(seen.comparison, differences, number);
    let absent = absent(seen, differences, number);
    let tag = (of.tags.len() == 1).then(|| of.tags.first().copied()).flatten();
    let shown = Shown {
        comparison: seen.comparison,
        source: place.source,
        readings: &readings,
        absent: &absent,
        tag,
    };
    ui.push_id(number, |ui| {
        words_ui(ui, &shown);
        ui.add_space(2.0);
        // Of two places that are linked the first is settled here; the other has disagreements of its own, or none.
        if number != of.place {
            readings_ui(ui, &shown, &mut state.place, |_, _, _| false);
            return;
        }
        decide_ui(ui, (seen, differences), (place, number, &shown), state, out);
    });
}

/// The readings of a place, what is decided on it and can be, and its notes.
fn decide_ui(
    ui: &mut Ui,
    (seen, differences): (&Seen<'_>, &Differences),
    (place, number, shown): (&Place, usize, &Shown<'_>),
    state: &mut DisagreementsState,
    out: &mut Actions,
) {
    let settles = settled_in(seen.desk.comparison()).is_some();
    let notes = differences.progress.notes.get(&number).map(Vec::as_slice).unwrap_or_default();
    let status = differences.status(number);
    let matter = Matter { shown, place, status };
    let own = notes
        .iter()
        .filter_map(|id| seen.comparison.decision(*id))
        .find(|note| note.reader == seen.desk.reader().id);
    state.settling.begin(place, (matter.decision(), own.map(|note| &**note)));
    let mut decided = false;
    if settles {
        let focused = ui.memory(|memory| memory.has_focus(list_id()));
        decided = focused && keys(ui, &matter, &mut state.settling, out);
        ui.add_space(2.0);
        decided |= settling_ui(ui, &matter, &mut state.settling, out);
        ui.add_space(2.0);
    }
    let writing = state.settling.is_writing();
    let taken = readings_ui(ui, shown, &mut state.place, |ui, at, reading| {
        settles && !writing && take_button_ui(ui, at, reading, shown)
    });
    if let Some(at) = taken {
        decided |= matter.take(at, &state.settling, out);
    }
    ui.add_space(4.0);
    notes_ui(ui, (seen.comparison, place), (notes, shown.tag), &mut state.settling, out);
    if decided {
        state.goes_on = true;
        state.focus = true;
    }
}
