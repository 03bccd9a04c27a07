//! What lies over the window: questions, forms and lists, and what their answers lead to.

use std::collections::HashMap;
use std::path::PathBuf;

use eframe::egui::{self, RichText, Ui};

use super::super::dialogs::{Answer, Dialog, dialog_ui};
use super::super::files::Ask;
use super::super::new_comparison::{NewComparisonResponse, Purpose, new_comparison_ui};
use super::super::set_aside_panel::set_aside_panel_ui;
use super::super::theme;
use super::Diptych;
use crate::store;

impl Diptych {
    /// Dialogs and forms that lie over the window.
    pub(super) fn over_ui(&mut self, ui: &mut Ui) {
        self.waiting_ui(ui);
        self.form_ui(ui);
        self.set_aside_ui(ui);
        self.versions_ui(ui);
        self.sheets_ui(ui);
        self.readers_report_ui(ui);
        self.sharing_ui(ui);
        self.recovery_ui(ui);
        let Some(mut dialog) = self.over.dialog.take() else { return };
        let answer = dialog_ui(ui.ctx(), &self.open.desk, &mut dialog, &mut self.out);
        match answer {
            Answer::Open => self.over.dialog = Some(dialog),
            Answer::Close => {
                self.after_save = None;
                self.take_up(&dialog);
                // A reader who isn't in the comparison yet only has a name in the settings.
                if let Dialog::ReaderName(_) = dialog {
                    self.keep_settings();
                }
            }
            Answer::SaveThen(next) => self.save(Some(next)),
            Answer::Discard(next) => self.go_on(next),
            Answer::Path(ask, path) => {
                let path = expand_home(&path);
                self.over.typed = Some(path.clone());
                self.take_up(&dialog);
                self.use_paths(ask, vec![path], false);
            }
            Answer::SaveOver => {
                if let Dialog::ChangedOnDisk(path) | Dialog::Overwrite(path) = dialog {
                    self.save_to(path, true);
                }
            }
            Answer::Merge => {
                if let Dialog::ChangedOnDisk(path) = dialog {
                    self.merge_file(path);
                }
            }
            Answer::SaveSound => {
                if let Dialog::Unsound { path, .. } = dialog {
                    self.save_sound(&path);
                }
            }
            Answer::SaveAs => self.ask_path(Ask::Save),
            Answer::Dropped(choice) => {
                if let Dialog::Dropped(paths) = dialog {
                    self.take_choice(choice, paths);
                }
            }
        }
    }

    /// While the system's dialog is open (or hangs), a way round it.
    fn waiting_ui(&mut self, ui: &Ui) {
        let Some((_, ask)) = self.over.waiting else { return };
        let area =
            egui::Area::new(egui::Id::unique("waiting")).anchor(egui::Align2::CENTER_BOTTOM, [0.0, -24.0]);
        let instead = area.order(egui::Order::Foreground).show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style())
                .show(ui, |ui| {
                    ui.horizontal(|ui| {
                        ui.label(
                            RichText::new("Waiting for the system's file dialog.").color(theme::of(ui).faint),
                        );
                        ui.button("Type a path instead").clicked()
                    })
                    .inner
                })
                .inner
        });
        if instead.inner {
            self.over.waiting = None;
            self.offer_path(ask, "Type or paste the path.");
        }
    }

    fn form_ui(&mut self, ui: &mut Ui) {
        let Some(mut form) = self.over.form.take() else { return };
        let screen = ui.ctx().content_rect().size();
        let modal = egui::Modal::new(egui::Id::unique("new comparison"))
            .frame(egui::Frame::popup(ui.style()).inner_margin(18));
        let shown = modal.show(ui.ctx(), |ui| {
            ui.set_width((screen.x - 80.0).min(760.0));
            ui.set_max_height(screen.y - 80.0);
            new_comparison_ui(ui, &mut form)
        });
        let adding = form.purpose() == Purpose::AddSources;
        // Esc closes a form that nothing was entered in.
        if shown.should_close() && form.drafts().is_empty() {
            return;
        }
        match shown.inner {
            NewComparisonResponse::Nothing => self.over.form = Some(form),
            NewComparisonResponse::AskForFile => {
                self.over.form = Some(form);
                self.ask_path(Ask::Sources);
            }
            NewComparisonResponse::Cancel => {}
            NewComparisonResponse::Done { title, sources } => self.make(title, sources, adding),
        }
    }

    fn set_aside_ui(&mut self, ui: &mut Ui) {
        if !self.over.set_aside {
            return;
        }
        let comparison = self.open.desk.comparison();
        let proposals: HashMap<_, _> = comparison
            .set_aside()
            .filter_map(|object| Some((object.id, store::mend(comparison, object)?.0)))
            .collect();
        let screen = ui.ctx().content_rect().size();
        let frame = egui::Frame::popup(ui.style()).inner_margin(18);
        let modal = egui::Modal::new(egui::Id::unique("set aside")).frame(frame).show(ui.ctx(), |ui| {
            ui.set_width((screen.x - 80.0).min(680.0));
            set_aside_panel_ui(ui, &self.open.desk, &proposals, &mut self.panels.set_aside, &mut self.out);
            ui.add_space(8.0);
            ui.button("Close").clicked()
        });
        self.over.set_aside = !modal.inner && !modal.should_close() && comparison.set_aside().len() > 0;
    }
}

/// A path as people type it: `~/…` is in their home folder; quotation marks around it are not part of it.
fn expand_home(typed: &str) -> PathBuf {
    let typed = typed.trim().trim_matches(['"', '\'']);
    match (typed.strip_prefix("~/"), directories::UserDirs::new()) {
        (Some(rest), Some(dirs)) => dirs.home_dir().join(rest),
        _ => PathBuf::from(typed),
    }
}
