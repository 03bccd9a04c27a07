//! How readers are told apart: a color, and initials, so that color is never the only sign.

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::{CornerRadius, FontId, Rect, Ui};

use crate::gui::lines::name_galley;
use crate::gui::theme;
use crate::model::{ColorSlot, ReaderId};

/// How one reader is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The color of their lines and their badge.
    pub color: ColorSlot,
    /// One to three signs that stand for the name; no two readers have the same.
    pub initials: Arc<str>,
}

/// How all readers are drawn. It follows from their ids and names, so it is the same on every machine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Looks(HashMap<ReaderId, Look>);

impl Looks {
    /// Gives looks to readers of these names: colors in the order of their ids, gray to nobody.
    pub fn of<'a>(readers: impl IntoIterator<Item = (ReaderId, &'a str)>) -> Self {
        let mut readers: Vec<(ReaderId, &str)> = readers.into_iter().collect();
        readers.sort_unstable();
        let colors = ColorSlot::ALL.iter().filter(|slot| **slot != ColorSlot::Gray).cycle();
        let mut n_called: HashMap<String, usize> = HashMap::new();
        let looks = readers.into_iter().zip(colors).map(|((id, name), color)| {
            let letters = initials(name);
            let n = n_called.entry(letters.clone()).or_default();
            *n += 1;
            let initials = if *n == 1 { letters } else { format!("{letters}{n}") };
            (id, Look { color: *color, initials: initials.into() })
        });
        Self(looks.collect())
    }

    /// Returns how a reader is drawn; one who is not known, in gray.
    pub fn get(&self, reader: ReaderId) -> Look {
        let unknown = || Look { color: ColorSlot::Gray, initials: "?".into() };
        self.0.get(&reader).cloned().unwrap_or_else(unknown)
    }
}

/// The first letters of the first and the last word of a name; of a single word, its first two.
fn initials(name: &str) -> String {
    let letter = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    let words: Vec<&str> = name.split_whitespace().filter(|word| letter(word).is_some()).collect();
    let letters: String = match words.as_slice() {
        [] => "?".to_owned(),
        [word] => word.chars().filter(|c| c.is_alphanumeric()).take(2).collect(),
        [first, .., last] => letter(first).into_iter().chain(letter(last)).collect(),
    };
    letters.to_uppercase()
}

/// Paints a reader's badge: initials on their color.
pub fn paint_badge(ui: &Ui, rect: Rect, look: &Look, shown: bool) {
    let colors = theme::of(ui);
    let line = theme::tag_line(look.color, ui.theme());
    let (fill, ink) = if shown { (line, colors.paper) } else { (colors.panel, colors.faint) };
    ui.painter().rect_filled(rect, CornerRadius::same(4), fill);
    if !shown {
        let stroke = eframe::egui::Stroke::new(1.0, line);
        ui.painter().rect_stroke(rect, CornerRadius::same(4), stroke, eframe::egui::StrokeKind::Inside);
    }
    let size = theme::size::SMALL - if look.initials.chars().count() > 2 { 2.0 } else { 1.0 };
    // Initials may be in a script that only the system's faces have.
    let (galley, _) = name_galley(ui, &look.initials, (FontId::proportional(size), ink), f32::INFINITY);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, ink);
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn id(n: u128) -> ReaderId {
        ReaderId(Uuid::from_u128(n))
    }

    #[test]
    fn initials_stand_for_names_in_any_script_and_no_two_are_the_same() {
        for (name, letters) in [
            ("B. Ortiz", "BO"),
            ("Ana", "AN"),
            ("María José de la Cruz", "MC"),
            ("王小明", "王小"),
            (" — ", "?"),
        ] {
            assert_eq!(initials(name), letters, "{name}");
        }
        let looks = Looks::of([(id(3), "Bo Ozu"), (id(1), "B. Ortiz"), (id(2), "Ana")]);
        assert_eq!(&*looks.get(id(1)).initials, "BO");
        assert_eq!(&*looks.get(id(3)).initials, "BO2");
        assert_eq!(looks.get(id(9)).color, ColorSlot::Gray);
    }

    #[test]
    fn colors_follow_the_ids_and_not_the_order_in_which_readers_come() {
        let one = Looks::of([(id(1), "A"), (id(2), "B"), (id(3), "C")]);
        let other = Looks::of([(id(3), "C"), (id(1), "A"), (id(2), "B")]);
        assert_eq!(one, other);
        let many = Looks::of((1..40).map(|n| (id(n), "N")));
        assert_ne!(many.get(id(11)).color, ColorSlot::Gray);
        assert_eq!(many.get(id(1)).color, many.get(id(12)).color);
        assert_ne!(many.get(id(1)).initials, many.get(id(12)).initials);
    }
}
