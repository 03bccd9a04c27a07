//! What stands above a picture: which one, of which sources and tags, on which scale, and how it is saved.

use eframe::egui::{Button, Color32, ComboBox, FontId, RichText, ScrollArea, Ui};

use super::PicturesState;
use crate::analysis::picture::{Counting, Look, Scale, What};
use crate::analysis::sheet::Rows;
use crate::gui::action::{Action, Actions};
use crate::gui::lines::name_text;
use crate::gui::verb::Verb;
use crate::gui::{parts, theme};
use crate::model::Comparison;
use crate::text::visible_name;

/// The longest name on a control, in characters.
const NAME: usize = 32;

pub(super) fn choices_ui(ui: &mut Ui, comparison: &Comparison, state: &mut PicturesState, out: &mut Actions) {
    ui.horizontal_wrapped(|ui| {
        for what in What::ALL {
            let on = state.what == what;
            let words = RichText::new(short_title(what));
            let words = if on { words.font(theme::strong_font(theme::size::BODY)) } else { words };
            if ui.add(Button::selectable(on, words)).on_hover_text(help(what)).clicked() {
                state.what = what;
            }
        }
        ui.separator();
        ui.checkbox(&mut state.as_table, "As a table")
            .on_hover_text("The numbers of the picture, to be read");
        ui.separator();
        saving_ui(ui, state, out);
    });
    ui.horizontal_wrapped(|ui| {
        match state.what {
            What::Along | What::Links => scale_ui(ui, state),
            What::Together => counting_ui(ui, state),
            What::Stances => {}
        }
        if state.what == What::Along {
            let mut filled = state.rows == Rows::Filled;
            if ui.checkbox(&mut filled, "Only tags with claims or silences").changed() {
                state.rows = if filled { Rows::Filled } else { Rows::All };
            }
        }
        tags_ui(ui, comparison, state);
        if comparison.sources().len() > 1 {
            ui.separator();
            sources_ui(ui, comparison, state);
        }
    });
}

fn short_title(what: What) -> &'static str {
    match what {
        What::Along => "Along",
        What::Stances => "Stances",
        What::Together => "Together",
        What::Links => "Links",
    }
}

fn help(what: What) -> &'static str {
    match what {
        What::Along => "Where along each source each tag falls.",
        What::Stances => "For each tag and source a bar of what it denies, qualifies, reports and affirms.",
        What::Together => "Which tags occur together, in a claim or in a paragraph.",
        What::Links => "The links between two sources, as curves.",
    }
}

fn saving_ui(ui: &mut Ui, state: &mut PicturesState, out: &mut Actions) {
    let some = state.made.as_ref().is_some_and(|made| made.picture.empty.is_none());
    for verb in [Verb::SavePicture, Verb::CopyPicture] {
        if ui.add_enabled(some, Button::new(verb.words())).on_hover_text(verb.help()).clicked() {
            out.push(Action::Do(verb));
        }
    }
    let words = |look: Option<Look>| match look {
        None => "Colors as here",
        Some(Look::Light) => "Light",
        Some(Look::Dark) => "Dark",
        Some(Look::Print) => "Black and white",
    };
    let looks = ComboBox::from_id_salt("look of a saved picture").selected_text(words(state.saved_as));
    let looks = looks.width(116.0).show_ui(ui, |ui| {
        for look in [None].into_iter().chain(Look::ALL.map(Some)) {
            ui.selectable_value(&mut state.saved_as, look, words(look));
        }
    });
    named(looks.response, "What a saved picture lies on")
        .on_hover_text("What a saved or copied picture lies on");
    let dots = |n: u8| format!("PNG {n}×");
    let sizes = ComboBox::from_id_salt("dots of a saved picture").selected_text(dots(state.dots)).width(64.0);
    let sizes = sizes.show_ui(ui, |ui| {
        for n in 1..=3 {
            ui.selectable_value(&mut state.dots, n, dots(n));
        }
    });
    named(sizes.response, "How fine a PNG is").on_hover_text("How many dots a PNG has for each point");
}

fn named(response: eframe::egui::Response, name: &str) -> eframe::egui::Response {
    let ctx = response.ctx.clone();
    ctx.accesskit_node_builder(response.id, |node| node.set_label(name));
    response
}

fn scale_ui(ui: &mut Ui, state: &mut PicturesState) {
    ui.radio_value(&mut state.scale, Scale::Percent, "In per cent")
        .on_hover_text("All sources are drawn equally long");
    ui.radio_value(&mut state.scale, Scale::Paragraphs, "In paragraphs")
        .on_hover_text("A longer source is drawn longer");
    ui.separator();
}

fn counting_ui(ui: &mut Ui, state: &mut PicturesState) {
    ui.radio_value(&mut state.counting, Counting::Claims, "In one claim")
        .on_hover_text("Counts claims that bear both tags");
    ui.radio_value(&mut state.counting, Counting::Paragraphs, "In one paragraph")
        .on_hover_text("Counts paragraphs that have claims of both tags");
    ui.separator();
}

fn sources_ui(ui: &mut Ui, comparison: &Comparison, state: &mut PicturesState) {
    for (number, source) in (1..).zip(comparison.sources()) {
        let mut shown = !state.hidden.contains(&source.id);
        let name = source.short_name().trim();
        let name = if name.is_empty() { format!("Source {number}") } else { parts::shortened(name, NAME) };
        let font = FontId::proportional(theme::size::BODY);
        let name = name_text(ui, &visible_name(&name), font, Color32::PLACEHOLDER, f32::INFINITY);
        if ui.checkbox(&mut shown, name).changed() {
            if shown {
                state.hidden.remove(&source.id);
            } else {
                state.hidden.insert(source.id);
            }
        }
    }
}

fn tags_ui(ui: &mut Ui, comparison: &Comparison, state: &mut PicturesState) {
    let words = match state.tags.len() {
        0 => "All tags".to_owned(),
        n => parts::counted(n, "tag"),
    };
    ui.menu_button(format!("{words}…"), |ui| {
        ui.set_min_width(240.0);
        if ui.add_enabled(!state.tags.is_empty(), Button::new("All tags")).clicked() {
            state.tags.clear();
        }
        ui.separator();
        ScrollArea::vertical().max_height(380.0).show(ui, |ui| {
            for (depth, tag) in comparison.codebook() {
                ui.horizontal(|ui| {
                    let deep = f32::from(u8::try_from(depth.min(6)).unwrap_or(6));
                    ui.add_space(deep * 14.0);
                    let mut on = state.tags.contains(&tag.id);
                    let name = parts::shortened(&visible_name(&tag.name), NAME);
                    let font = FontId::proportional(theme::size::BODY);
                    let name = name_text(ui, &name, font, Color32::PLACEHOLDER, f32::INFINITY);
                    if ui.checkbox(&mut on, name).changed() {
                        if on {
                            state.tags.insert(tag.id);
                        } else {
                            state.tags.remove(&tag.id);
                        }
                    }
                });
            }
        });
    });
}
