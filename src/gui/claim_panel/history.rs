//! Who made the claim and when; and what else was said of it at the same time, and is kept though something later is
//! shown.

use eframe::egui::{Label, RichText, Ui};

use super::Shown;
use crate::gui::{moment, parts, theme};
use crate::store::PastValue;

/// How many characters of such a value are shown; the rest is in the hint over it.
const SHOWN: usize = 400;

/// Who made it, and when.
pub(super) fn signature_ui(ui: &mut Ui, shown: &Shown<'_>) {
    let claim = shown.claim;
    let reader =
        shown.comparison().reader(claim.reader).map_or("a reader without a name", |r| r.name.as_str());
    parts::faint_ui(ui, format!("{reader}, {}", moment::in_words(claim.created)));
    if claim.modified != claim.created {
        parts::faint_ui(ui, format!("Changed {}", moment::in_words(claim.modified)));
    }
}

/// The values that were given at the same time as those shown.
pub(super) fn past_ui(ui: &mut Ui, past: &[PastValue]) {
    if past.is_empty() {
        return;
    }
    ui.add_space(8.0);
    parts::heading_ui(ui, "Also said").on_hover_text(
        "Two copies of this file gave the claim different values before they were merged. \
         The later one is shown above; this one is kept.",
    );
    for value in past {
        parts::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let mut about = vec![value.name.clone()];
            about.extend(value.who.clone());
            about.extend(value.when.map(moment::in_words));
            parts::faint_ui(ui, about.join(" · "));
            match &value.value {
                Some(words) => {
                    let said = ui.add(Label::new(parts::shortened(words, SHOWN)).wrap().selectable(true));
                    if words.chars().nth(SHOWN).is_some() {
                        said.on_hover_text(words);
                    }
                }
                None => {
                    ui.label(RichText::new("left empty").italics().color(theme::of(ui).faint));
                }
            }
        });
    }
}
