//! What is done, unasked, so that nothing is lost. It needs no frame to be painted: a hidden window minds its work too.

use std::time::{Duration, Instant};

use eframe::egui;

use super::super::files::At;
use super::super::system_log;
use super::Diptych;

/// How long after the last change a comparison is saved by itself.
const AUTOSAVE_AFTER: Duration = Duration::from_secs(4);

/// What is remembered for it.
#[derive(Default)]
pub(super) struct Keeping {
    /// The state last met, and when it was met first.
    met: Option<(At, Instant)>,
    /// The state that could not be saved by itself: it is not tried again before something changes.
    failed: Option<At>,
    /// What keeps the journal from being written, as it was last said.
    pub(super) trouble: Option<String>,
}

impl Keeping {
    /// Notes that a save of this state has failed.
    pub(super) fn note_failed(&mut self, at: At) {
        self.failed = Some(at);
    }
}

impl Diptych {
    /// Takes in what jobs have done, and saves what is to be saved by itself.
    pub(super) fn mind_work(&mut self, ctx: &egui::Context) {
        self.drain_jobs();
        system_log::take().into_iter().for_each(|sentence| self.say(sentence));
        self.begin_journal();
        self.guard_file();
        if ctx.input(|input| input.events.contains(&egui::Event::WindowFocused(true))) {
            self.look_at_file();
        }
        self.mind_journal();
        let now = self.at();
        let since = match self.keeping.met {
            Some((at, since)) if at == now => since,
            _ => {
                let since = Instant::now();
                self.keeping.met = Some((now, since));
                since
            }
        };
        let Some(path) = self.open.path.clone().filter(|_| self.saves_itself(now)) else { return };
        match AUTOSAVE_AFTER.checked_sub(since.elapsed()) {
            Some(wait) if !wait.is_zero() => ctx.request_repaint_after(wait),
            _ => self.save_to(path, false),
        }
    }

    /// Whether the comparison is one that saves itself, and has something to save.
    fn saves_itself(&self, now: At) -> bool {
        let can = self.settings.autosave && !self.open.read_only;
        can && !self.saving
            && self.over.dialog.is_none()
            && self.keeping.failed != Some(now)
            && !self.open.desk.saved()
    }
}
