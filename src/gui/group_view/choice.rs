//! Which readers, sources and tags are compared: what was chosen, and the menus for it.

use std::collections::{BTreeSet, HashSet};

use eframe::egui::{Button, Color32, FontId, ScrollArea, TextEdit, Ui};

use crate::analysis::agreement::Scope;
use crate::gui::lines::name_text;
use crate::gui::{parts, theme};
use crate::model::{Comparison, ReaderId, SourceId, TagId};
use crate::text::visible_name;

/// The longest name on a control, in characters.
const NAME: usize = 36;
/// From how many readers on there is a field to find one by.
const MANY: usize = 12;
/// The height of a line of the list.
const ROW: f32 = 24.0;

/// What was chosen; at first, everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    without_readers: HashSet<ReaderId>,
    without_sources: HashSet<SourceId>,
    /// The tags that are compared; none: all.
    tags: BTreeSet<TagId>,
    /// What was typed to find a reader by.
    filter: String,
}

impl Choice {
    /// Returns what is compared.
    pub fn scope(&self, comparison: &Comparison) -> Scope {
        let mut scope = Scope::of(comparison);
        scope.readers.retain(|id| !self.without_readers.contains(id));
        scope.sources.retain(|id| !self.without_sources.contains(id));
        if !self.tags.is_empty() {
            // With a tag those under it, as everywhere.
            scope.tags.retain(|tag| self.tags.iter().any(|chosen| comparison.is_within(*tag, *chosen)));
        }
        scope
    }

    /// Compares these readers alone.
    pub fn only(&mut self, comparison: &Comparison, readers: &[ReaderId]) {
        let all = comparison.readers().map(|reader| reader.id);
        self.without_readers = all.filter(|id| !readers.contains(id)).collect();
    }

    /// Whether anything is left out.
    pub fn leaves_out(&self) -> bool {
        !self.without_readers.is_empty() || !self.without_sources.is_empty() || !self.tags.is_empty()
    }

    /// Forgets what is there no more.
    pub fn forget_gone(&mut self, comparison: &Comparison) {
        self.without_readers.retain(|id| comparison.reader(*id).is_some());
        self.without_sources.retain(|id| comparison.source(*id).is_some());
        self.tags.retain(|id| comparison.tag(*id).is_some());
    }
}

/// Shows the menus. `readers`: all that there are to choose from, by name.
pub(super) fn choice_ui(ui: &mut Ui, comparison: &Comparison, (choice, readers): (&mut Choice, &[ReaderId])) {
    readers_ui(ui, comparison, choice, readers);
    if comparison.sources().len() > 1 {
        sources_ui(ui, comparison, choice);
    }
    tags_ui(ui, comparison, choice);
    if choice.leaves_out()
        && ui.button("Compare all").on_hover_text("All readers, sources and tags").clicked()
    {
        *choice = Choice::default();
    }
}

fn readers_ui(ui: &mut Ui, comparison: &Comparison, choice: &mut Choice, readers: &[ReaderId]) {
    let mut readers: Vec<_> = readers.iter().filter_map(|id| comparison.reader(*id)).collect();
    let shown = readers.iter().filter(|reader| !choice.without_readers.contains(&reader.id)).count();
    let words = if shown == readers.len() {
        format!("{}…", parts::counted(shown, "reader"))
    } else {
        format!("{shown} of {} readers…", readers.len())
    };
    ui.menu_button(words, |ui| {
        ui.set_min_width(250.0);
        ui.horizontal(|ui| {
            if ui.button("All").clicked() {
                choice.without_readers.clear();
            }
            if ui.button("None").clicked() {
                choice.without_readers = readers.iter().map(|reader| reader.id).collect();
            }
        });
        if readers.len() > MANY {
            let field = TextEdit::singleline(&mut choice.filter).hint_text("Find a reader");
            ui.add(field.desired_width(f32::INFINITY));
            let sought = choice.filter.trim().to_lowercase();
            readers.retain(|reader| reader.name.to_lowercase().contains(&sought));
        }
        ui.separator();
        let list = ScrollArea::vertical().max_height(380.0).auto_shrink([false, true]);
        list.show_rows(ui, ROW, readers.len(), |ui, range| {
            for reader in readers.get(range).unwrap_or_default() {
                let mut on = !choice.without_readers.contains(&reader.id);
                if tick_ui(ui, &mut on, &reader.name) {
                    set(&mut choice.without_readers, reader.id, !on);
                }
            }
        });
    });
}

fn sources_ui(ui: &mut Ui, comparison: &Comparison, choice: &mut Choice) {
    let (n, out) = (comparison.sources().len(), choice.without_sources.len());
    let words = if out == 0 { format!("{n} sources…") } else { format!("{} of {n} sources…", n - out) };
    ui.menu_button(words, |ui| {
        ui.set_min_width(240.0);
        for (number, source) in (1..).zip(comparison.sources()) {
            let name = source.short_name().trim();
            let name = if name.is_empty() { format!("Source {number}") } else { name.to_owned() };
            let mut on = !choice.without_sources.contains(&source.id);
            if tick_ui(ui, &mut on, &name) {
                set(&mut choice.without_sources, source.id, !on);
            }
        }
    });
}

fn tags_ui(ui: &mut Ui, comparison: &Comparison, choice: &mut Choice) {
    let words = match choice.tags.len() {
        0 => "All tags…".to_owned(),
        n => format!("{}…", parts::counted(n, "tag")),
    };
    ui.menu_button(words, |ui| {
        ui.set_min_width(260.0);
        if ui.add_enabled(!choice.tags.is_empty(), Button::new("All tags")).clicked() {
            choice.tags.clear();
        }
        ui.separator();
        ScrollArea::vertical().max_height(380.0).show(ui, |ui| {
            for (depth, tag) in comparison.codebook() {
                ui.horizontal(|ui| {
                    ui.add_space(f32::from(u8::try_from(depth.min(6)).unwrap_or(6)) * 14.0);
                    let mut on = choice.tags.contains(&tag.id);
                    if tick_ui(ui, &mut on, &tag.name) {
                        if on {
                            choice.tags.insert(tag.id);
                        } else {
                            choice.tags.remove(&tag.id);
                        }
                    }
                });
            }
        });
    });
}

/// Shows a name that can be ticked; returns whether it was just done.
fn tick_ui(ui: &mut Ui, on: &mut bool, name: &str) -> bool {
    let name = parts::shortened(&visible_name(name), NAME);
    let font = FontId::proportional(theme::size::BODY);
    let name = name_text(ui, &name, font, Color32::PLACEHOLDER, f32::INFINITY);
    ui.checkbox(on, name).changed()
}

fn set<T: std::hash::Hash + Eq>(into: &mut HashSet<T>, id: T, there: bool) {
    if there {
        into.insert(id);
    } else {
        into.remove(&id);
    }
}
