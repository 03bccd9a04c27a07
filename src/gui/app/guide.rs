//! Over the panes: the menus, the switch between reading and comparing, and the line that says what to do next.

use eframe::egui::{self, Frame, Margin, Panel, RichText, Ui, vec2};

use super::super::action::Actions;
use super::super::menus::{MenuInput, menu_bar_ui, mode_switch_ui};
use super::super::parts::counted;
use super::super::theme;
use super::super::view::Mode;
use super::{Diptych, Open};

impl Diptych {
    /// Menus, the switch between reading and comparing, and the line that says what to do next.
    pub(super) fn top_ui(&mut self, ui: &mut Ui) {
        let history = self.open.desk.history();
        let can = |verb| self.can(verb);
        let on = |verb| self.switched(verb);
        let input = MenuInput {
            can: &can,
            on: &on,
            undo: history.next_undo().map(|label| label.0.as_str()),
            redo: history.next_redo().map(|label| label.0.as_str()),
            recent: &self.settings.recent,
        };
        let mode = self.open.view.mode;
        let mut out = Actions::default();
        Panel::top("menus").frame(Frame::NONE.inner_margin(Margin::symmetric(8, 3))).show(ui, |ui| {
            ui.horizontal(|ui| {
                menu_bar_ui(ui, &input, &mut out);
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    ui.add_space(4.0);
                    mode_switch_ui(ui, mode, &mut out);
                });
            });
        });
        let (hint, warns) = self.hint();
        Panel::top("hint")
            .frame(Frame::NONE.fill(theme::of(ui).card).inner_margin(Margin::symmetric(14, 5)))
            .show(ui, |ui| {
                ui.horizontal(|ui| self.hint_ui(ui, &hint, warns));
            });
        out.take().into_iter().for_each(|action| self.out.push(action));
    }

    fn hint_ui(&self, ui: &mut Ui, hint: &str, warns: bool) {
        let colors = theme::of(ui);
        let color = if warns { colors.warning } else { colors.ink };
        let counts = self.counts();
        let room = ui.available_width() - 8.0;
        let small = egui::FontId::proportional(theme::size::SMALL);
        let counts_width = ui.painter().layout_no_wrap(counts.clone(), small, colors.faint).size().x + 24.0;
        ui.allocate_ui(vec2((room - counts_width).max(120.0), 18.0), |ui| {
            // What has happened is called out by a screen reader, and again when it happens again: so each time
            // by another node. What only helps on is not.
            let when = self.said.as_ref().filter(|(said, _)| said == hint).map(|(_, when)| *when);
            let label = egui::Label::new(RichText::new(hint).color(color)).truncate();
            let response = ui.push_id(("said", when), |ui| ui.add(label)).inner;
            if when.is_some() {
                ui.ctx()
                    .accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Polite));
            }
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(RichText::new(counts).size(theme::size::SMALL).color(colors.faint));
        });
    }

    fn counts(&self) -> String {
        let comparison = self.open.desk.comparison();
        let saved = if self.saving {
            "saving…"
        } else if self.open.read_only {
            "read only"
        } else if !self.open.desk.saved() {
            "not saved"
        } else if self.open.path.is_some() {
            "saved"
        } else {
            "not in a file yet"
        };
        format!(
            "{} · {} · {saved}",
            counted(comparison.n_claims(), "claim"),
            counted(comparison.links().len(), "link")
        )
    }

    /// Says what to do next, or what has just happened; and whether it is a warning.
    fn hint(&self) -> (String, bool) {
        if let Some((said, when)) = &self.said
            && when.elapsed().as_secs() < 8
        {
            return (said.clone(), false);
        }
        let Open { desk, view, .. } = &self.open;
        let comparison = desk.comparison();
        if comparison.set_aside().len() > 0 {
            let words = match comparison.set_aside().len() {
                1 => "1 damaged object of this file is set aside and kept: see Help, Set-aside objects."
                    .to_owned(),
                n => format!(
                    "{n} damaged objects of this file are set aside and kept: see Help, Set-aside objects."
                ),
            };
            return (words, true);
        }
        let no_source = comparison.sources().is_empty();
        let hint = if no_source {
            "There is no source here yet: File, Add a source…"
        } else if view.mode == Mode::Compare {
            "Click a claim to go to its passage, rest on it to edit it here; Ctrl+1 goes back to reading. Where nothing stands, note that it is absent."
        } else if view.mode == Mode::Pictures {
            "Rest on a mark to read what it is; click it, or walk to it with the arrows and press Enter, to go there."
        } else if view.mode == Mode::Readers {
            self.panels.group.hint(desk)
        } else if view.linking.is_some() {
            "Linking: click the claim on the other side, or walk to it with F4 and press Enter. Esc stops."
        } else if !view.pane().selection().is_empty() {
            "Press a tag's key, or Enter to find or make a tag."
        } else if view.claim.is_some() {
            "Set the stance on the right, press another tag's key, or Ctrl+L to link this claim to one on the other side."
        } else if comparison.tags().len() == 0 {
            "Select some words, press Enter, and name your first tag."
        } else {
            "Select words with the mouse, or with Shift and the arrows; then press a tag's key, or Enter to find or make a tag."
        };
        (hint.to_owned(), false)
    }
}
