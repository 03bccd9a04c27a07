//! The line over a pane: which source it shows, by whom and when.

use std::sync::Arc;

use eframe::egui::{self, Align, Button, Color32, ComboBox, FontId, Frame, Layout, Margin, Ui};

use super::action::{Action, Actions};
use super::lines::{name_galley, name_label, name_text};
use super::theme;
use super::verb::Verb;
use super::view::{Side, View};
use crate::desk::Desk;
use crate::model::Source;

/// What the list of sources needs beside a name: its sign and its edges, in points.
const SIGNS: f32 = 34.0;
/// What the rest of the line needs at least.
const ABOUT: f32 = 190.0;
/// From which width of the rest on its buttons have words.
const WORDS: f32 = 90.0;
/// The list's width at most.
const LIST: f32 = 480.0;

/// Shows which source a side shows, lets the reader choose another, and opens its bibliographic data.
pub fn pane_header_ui(ui: &mut Ui, desk: &Desk, view: &View, side: Side, out: &mut Actions) {
    let colors = theme::of(ui);
    let active = view.active == side;
    let fill = if active { colors.card } else { egui::Color32::TRANSPARENT };
    Frame::NONE.fill(fill).inner_margin(Margin::symmetric(10, 5)).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.horizontal(|ui| {
            let comparison = desk.comparison();
            let shown = view.panes.get(side).source.and_then(|source| comparison.source(source));
            list_ui(ui, (desk, side), shown, out);
            let Some(source) = shown else { return };
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let about = ui.button("About").on_hover_text("Title, author, date, short name, citation");
                about.widget_info(|| {
                    egui::WidgetInfo::labeled(
                        egui::accesskit::Role::Button,
                        true,
                        format!("About {}", source.short_name()),
                    )
                });
                if about.clicked() {
                    out.push(Action::DescribeSource(source.id));
                }
                contents_button_ui(ui, side, source, out);
                if ui.available_width() < 40.0 {
                    return;
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let known = &source.bibliography;
                    let parts = [known.title.as_str(), known.author.as_str(), known.date.as_str()];
                    let words: Vec<&str> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
                    let hover =
                        if known.citation.is_empty() { words.join(", ") } else { known.citation.clone() };
                    ui.add(name_label(ui, &words.join(" · "), colors.faint)).on_hover_text(hover);
                });
            });
        });
    });
    let line = ui.available_rect_before_wrap();
    let (width, color) = if active { (2.0, colors.accent) } else { (1.0, colors.rule) };
    ui.painter().hline(line.x_range(), line.top() - width / 2.0, egui::Stroke::new(width, color));
    ui.add_space(0.0);
}

/// Opens the list of headings, which also goes to a paragraph or page.
fn contents_button_ui(ui: &mut Ui, side: Side, source: &Source, out: &mut Actions) {
    let words = if ui.available_width() >= WORDS { "Contents" } else { "≡" };
    let name = format!("Contents of {}", source.short_name());
    let button = super::parts::named(ui.button(words), &name);
    if button.on_hover_text(Verb::Contents.help()).clicked() {
        out.push(Action::ShowContents(side));
    }
}

/// The name of the source, and the list to choose another from.
fn list_ui(ui: &mut Ui, (desk, side): (&Desk, Side), shown: Option<&Arc<Source>>, out: &mut Actions) {
    let name = shown.map_or("Choose a source", |source| source.short_name());
    let font = theme::strong_font(theme::size::BODY);
    let natural = name_galley(ui, name, (font.clone(), theme::of(ui).ink), f32::INFINITY).0.size().x;
    let width = (natural + SIGNS).clamp(60.0, (ui.available_width() - ABOUT).max(100.0));
    let combo = ComboBox::from_id_salt(("source", side)).width(width).truncate();
    let selected = name_text(ui, name, font, Color32::PLACEHOLDER, width - SIGNS + 1.0);
    let combo = combo.selected_text(selected).show_ui(ui, |ui| {
        ui.set_max_width(LIST);
        for source in desk.comparison().sources() {
            let on = shown.is_some_and(|shown| shown.id == source.id);
            let title = source.bibliography.title.as_str();
            let same = source.short_name() == title;
            let words = if same { title.to_owned() } else { format!("{}: {title}", source.short_name()) };
            let font = FontId::proportional(theme::size::BODY);
            let words = name_text(ui, &words, font, Color32::PLACEHOLDER, LIST - SIGNS);
            if ui.add(Button::selectable(on, words).truncate()).clicked() {
                out.push(Action::ShowSource(side, source.id));
            }
        }
    });
    let label = format!("Source in the {} pane", side.word());
    combo.response.widget_info(|| {
        let mut info = egui::WidgetInfo::labeled(egui::accesskit::Role::ComboBox, true, &label);
        info.current_text_value = Some(name.to_owned());
        info
    });
}
