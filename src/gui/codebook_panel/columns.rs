//! The columns of counts: which sources have one, what stands above it, and where it is.

use eframe::egui::{Align2, FontId, Rangef, Rect, Sense, Ui, pos2, vec2};

use super::Shown;
use crate::gui::theme;
use crate::gui::view::Side;
use crate::model::{Source, SourceId};

/// The width of one column, in points.
const WIDTH: f32 = 28.0;
/// What the name of a tag gets at least.
const NAME: f32 = 96.0;

/// The division of a row, from left to right: fold, dot, name, key (or, under the pointer, the menu), counts.
pub(super) struct Columns {
    /// The sources counted, with what stands above.
    pub sources: Vec<(SourceId, String)>,
    /// Whether there is room for the signs that fold.
    pub folds: bool,
}

impl Columns {
    /// Chooses the columns for the width at hand: the sources in the panes first.
    pub fn of(ui: &Ui, shown: &Shown<'_>, folds: bool) -> Self {
        let room = ui.available_width() - NAME - 24.0 * if folds { 3.0 } else { 2.0 };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few columns")]
        let fitting = ((room / WIDTH).max(1.0) as usize).max(1);
        let all = shown.comparison().sources();
        let mut chosen: Vec<SourceId> =
            Side::BOTH.iter().filter_map(|side| shown.view.panes.get(*side).source).collect();
        chosen.extend(all.iter().map(|source| source.id));
        let mut first = Vec::new();
        for id in chosen {
            if first.len() < fitting && !first.contains(&id) {
                first.push(id);
            }
        }
        let sources = all.iter().filter(|source| first.contains(&source.id));
        Self { sources: heads(sources.map(AsRef::as_ref)), folds }
    }

    /// Returns where the counts of the column at `index` stand in a row.
    pub fn count_range(&self, row: Rect, index: usize) -> Rangef {
        #[expect(clippy::cast_precision_loss, reason = "a few columns")]
        let from_right = (self.sources.len() - index) as f32;
        let left = row.right() - from_right * WIDTH;
        Rangef::new(left, left + WIDTH)
    }

    /// Returns where the counts begin.
    pub fn counts_left(&self, row: Rect) -> f32 {
        self.count_range(row, 0).min
    }

    /// Shows what stands above the columns.
    pub fn heads_ui(&self, ui: &mut Ui, shown: &Shown<'_>) {
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::hover());
        let color = theme::of(ui).faint;
        for (index, (id, head)) in self.sources.iter().enumerate() {
            let range = self.count_range(row, index);
            let at = pos2(range.max - 4.0, row.center().y);
            let font = FontId::proportional(theme::size::SMALL);
            ui.painter().text(at, Align2::RIGHT_CENTER, head, font, color);
            let rect = Rect::from_x_y_ranges(range, row.y_range());
            let response = ui.interact(rect, ui.unique_id().with(("head", id)), Sense::hover());
            if let Some(source) = shown.comparison().source(*id) {
                response.on_hover_text(format!("Claims in {}", source.short_name()));
            }
        }
    }
}

/// Short names short enough for a column; where two come out alike, both are numbered.
fn heads<'a>(sources: impl Iterator<Item = &'a Source>) -> Vec<(SourceId, String)> {
    let mut heads: Vec<(SourceId, String)> =
        sources.map(|source| (source.id, abbreviated(source.short_name()))).collect();
    let plain: Vec<String> = heads.iter().map(|(_, head)| head.clone()).collect();
    for (index, (_, head)) in heads.iter_mut().enumerate() {
        if head.is_empty() || plain.iter().filter(|other| *other == head).count() > 1 {
            *head = (index + 1).to_string();
        }
    }
    heads
}

/// At most four characters: the name itself, its first word, its initials, or its beginning.
fn abbreviated(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let first = words.first().copied().unwrap_or_default();
    if name.chars().count() <= 4 {
        return name.to_owned();
    }
    if first.chars().count() <= 4 && first.chars().all(char::is_uppercase) && first.chars().count() > 1 {
        return first.to_owned();
    }
    if words.len() > 2 {
        return words.iter().filter_map(|word| word.chars().next()).take(4).collect();
    }
    first.chars().take(3).chain(['.']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_fits_a_column() {
        assert_eq!(abbreviated("FI 1973"), "FI");
        assert_eq!(abbreviated("MIR"), "MIR");
        assert_eq!(abbreviated("Altamirano 1974"), "Alt.");
        assert_eq!(abbreviated("Corvalán"), "Cor.");
        assert_eq!(abbreviated("The armed road in Chile and after"), "Tari");
        assert_eq!(abbreviated(""), "");
    }
}
