//! The line over a pane: which source it shows, by whom and when.

use eframe::egui::{self, Align, ComboBox, Frame, Layout, Margin, RichText, Ui};

use super::action::{Action, Actions};
use super::theme;
use super::view::{Side, View};
use crate::desk::Desk;

/// Shows which source a side shows, lets the reader choose another, and opens its bibliographic data.
pub fn pane_header_ui(ui: &mut Ui, desk: &Desk, view: &View, side: Side, out: &mut Actions) {
    let colors = theme::of(ui);
    let active = view.active == side;
    let fill = if active { colors.card } else { colors.panel };
    Frame::NONE.fill(fill).inner_margin(Margin::symmetric(10, 5)).show(ui, |ui| {
        ui.horizontal(|ui| {
            let comparison = desk.comparison();
            let shown = view.panes.get(side).source.and_then(|source| comparison.source(source));
            let name = shown.map_or("Choose a source", |source| source.short_name());
            let text = RichText::new(name).font(theme::strong_font(theme::size::BODY));
            let combo =
                ComboBox::from_id_salt(("source", side)).selected_text(text).width(120.0).show_ui(ui, |ui| {
                    for source in comparison.sources() {
                        let on = shown.is_some_and(|shown| shown.id == source.id);
                        let words = format!("{}: {}", source.short_name(), source.bibliography.title);
                        if ui.selectable_label(on, words).clicked() {
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
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let known = &source.bibliography;
                    let parts = [known.title.as_str(), known.author.as_str(), known.date.as_str()];
                    let words: Vec<&str> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
                    let hover =
                        if known.citation.is_empty() { words.join(", ") } else { known.citation.clone() };
                    let line = RichText::new(words.join(" · ")).color(colors.faint);
                    ui.add(egui::Label::new(line).truncate()).on_hover_text(hover);
                });
            });
        });
    });
    let line = ui.available_rect_before_wrap();
    let (width, color) = if active { (2.0, colors.accent) } else { (1.0, colors.rule) };
    ui.painter().hline(line.x_range(), line.top() - width / 2.0, egui::Stroke::new(width, color));
    ui.add_space(0.0);
}
