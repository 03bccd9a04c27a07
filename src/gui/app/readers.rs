//! Readers' files over the open comparison: asked for, read by jobs, looked at, laid; and what the panes show of them.

mod acts;
mod files;
mod rounds;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use eframe::egui::{self, Frame, Margin, Panel, Ui};

use super::super::action::Actions;
use super::super::files::Done;
use super::super::readers::panel::{News, PanelState, readers_panel_ui};
use super::super::readers::report::ReportState;
use super::super::readers::{Densities, Group, ReadersDone, count};
use super::super::view::View;
use super::Diptych;
use crate::model::{Revision, TagId};
use crate::store::laid_over::LaidOver;
use crate::store::{FolderWatch, Listing};

/// How long after the last change of the open comparison it is put under the files anew.
const QUIET_FOR: Duration = Duration::from_millis(700);

/// Whose files lie over the open comparison, and what is under way for that.
#[derive(Default)]
pub(super) struct Readers {
    /// What is laid and shown.
    pub(super) group: Group,
    panel: PanelState,
    /// Files that are looked at before they are laid.
    report: Option<ReportState>,
    /// Which task or count was begun last: what earlier ones bring is void. Never begins anew.
    number: u64,
    laying: Option<Laying>,
    /// The open comparison as it was met last, and when it was met so first.
    met: Option<(Revision, Instant)>,
    /// The state of the group that the panes show.
    shown: Option<(u64, u64)>,
    counting: Counting,
    round: rounds::Sealed,
    watch: Option<FolderWatch>,
    /// What was last told of the watched folder.
    listing: Option<Listing>,
    /// What is remembered of all this.
    kept: Option<LaidOver>,
}

/// A task under way.
struct Laying {
    number: u64,
    stop: Arc<AtomicBool>,
    purpose: Purpose,
    read: Option<(usize, usize)>,
}

/// What is done with what a task brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// It is shown first.
    Report,
    /// The open comparison has changed under the files.
    Again,
    /// It was laid over this comparison before, and is again after a restart.
    Recall,
    /// Files came to the watched folder, or were changed there.
    Folder,
}

/// What sentences were counted for.
#[derive(Debug, Clone, PartialEq)]
struct Asked {
    version: u64,
    revision: Option<Revision>,
    focus: Vec<TagId>,
}

/// The count of sentences under way, or the last one.
#[derive(Default)]
struct Counting {
    asked: Option<Asked>,
    running: Option<u64>,
    brought: Option<Arc<Densities>>,
}

impl Drop for Laying {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl Readers {
    /// Shows the list of readers: under the codebook, or where that would be.
    pub(super) fn panel_ui(&mut self, ui: &mut Ui, view: &View, under: bool, out: &mut Actions) {
        let reading = self.laying.as_ref().and_then(|laying| laying.read);
        let news = News { reading, round: self.round.band.as_ref() };
        let (group, state) = (&self.group, &mut self.panel);
        if !under {
            readers_panel_ui(ui, (group, view), news, state, out);
            return;
        }
        let height = ui.available_height();
        let frame = Frame::NONE.inner_margin(Margin { top: 8, ..Margin::ZERO });
        Panel::bottom("readers")
            .frame(frame)
            .resizable(true)
            .default_size((height * 0.4).min(330.0))
            .size_range(130.0..=(height * 0.75).max(130.0))
            .show(ui, |ui| {
                readers_panel_ui(ui, (group, view), news, state, out);
                // The panel is as high as somebody made it, however few readers there are.
                ui.set_min_height(ui.available_height());
            });
    }

    /// Notes that a job has failed by a fault of the program, which may have been one of these.
    pub(super) fn failed(&mut self) {
        self.laying = None;
        self.counting.running = None;
        if self.report.as_ref().is_some_and(|report| report.laid.is_none()) {
            self.report = None;
        }
    }
}

impl Diptych {
    /// Returns whose files lie over the open comparison, and who is shown.
    pub fn group(&self) -> &Group {
        &self.readers.group
    }

    /// Returns whether files are being read, or sentences counted.
    pub fn busy_with_readers(&self) -> bool {
        self.readers.laying.is_some() || self.readers.counting.running.is_some()
    }

    /// Begins with a comparison that was just opened: nothing lies over it yet but what did the last time.
    pub(super) fn begin_readers(&mut self) {
        let number = self.readers.number + 1;
        self.readers = Readers { number, ..Readers::default() };
        self.recall_readers();
    }

    /// Keeps what is shown in step with the comparison and the files.
    pub(super) fn mind_readers(&mut self, ctx: &egui::Context) {
        self.over.readers = self.readers.report.is_some();
        let open = self.open.desk.comparison();
        self.readers.group.call_roll(open);
        self.mind_round();
        let now = (self.document, self.readers.group.version());
        if self.readers.shown != Some(now) {
            self.readers.shown = Some(now);
            self.open.view.overlay = self.readers.group.overlay(&self.open.view.overlay);
            self.remember_readers();
            ctx.request_repaint();
        }
        self.mind_base(ctx);
        self.mind_density();
    }

    /// The open comparison is put under the files anew when it has changed and nobody is typing any more.
    fn mind_base(&mut self, ctx: &egui::Context) {
        let revision = self.open.desk.comparison().revision();
        let since = match self.readers.met {
            Some((met, since)) if met == revision => since,
            _ => {
                let since = Instant::now();
                self.readers.met = Some((revision, since));
                since
            }
        };
        if self.readers.laying.is_some() || !self.readers.group.is_behind(self.open.desk.comparison()) {
            return;
        }
        match QUIET_FOR.checked_sub(since.elapsed()) {
            Some(wait) if !wait.is_zero() => ctx.request_repaint_after(wait),
            _ => self.start_laying(self.wanted(), Vec::new(), Purpose::Again),
        }
    }

    /// Counts sentences anew when other readers are shown, or other tags, or they have marked something else.
    fn mind_density(&mut self) {
        let group = &self.readers.group;
        if !group.is_dense() || self.readers.counting.running.is_some() {
            return;
        }
        let open = self.open.desk.comparison();
        // Under files the open comparison counts as it was when they were laid.
        let revision = group.laid().is_none().then(|| open.revision());
        let asked = Asked { version: group.version(), revision, focus: self.open.view.focus.clone() };
        if self.readers.counting.asked.as_ref() == Some(&asked) {
            return;
        }
        self.readers.number += 1;
        let number = self.readers.number;
        let shown: Vec<_> = group.roll().iter().map(|row| row.id).filter(|id| group.shows(*id)).collect();
        let (laid, alone) = (group.laid().cloned(), group.laid().is_none().then(|| open.clone()));
        let (tags, before) = (asked.focus.clone(), self.readers.counting.brought.clone());
        self.readers.counting.asked = Some(asked);
        self.readers.counting.running = Some(number);
        self.jobs.start("density", move || {
            let comparison = laid.as_ref().map(|laid| &laid.comparison).or(alone.as_ref());
            let densities = comparison.map(|all| count(all, &shown, &tags, before.as_deref()));
            let densities = Arc::new(densities.unwrap_or_default());
            Done::Readers(ReadersDone::Counted { number, densities })
        });
    }

    /// Takes in what a job has done.
    pub(super) fn readers_done(&mut self, done: ReadersDone) {
        match done {
            ReadersDone::Counted { number, densities } if self.readers.counting.running == Some(number) => {
                self.readers.counting.running = None;
                self.readers.counting.brought = Some(Arc::clone(&densities));
                self.open.view.overlay.densities = Some(densities);
            }
            ReadersDone::Read { number, n, of } => {
                if let Some(laying) = self.readers.laying.as_mut().filter(|laying| laying.number == number) {
                    laying.read = Some((n, of));
                    if let Some(report) = self.readers.report.as_mut().filter(|report| report.laid.is_none())
                    {
                        report.read = (n, of);
                    }
                }
            }
            ReadersDone::Laid { number, wanted, base, laid } => {
                let ours = self.readers.laying.as_ref().is_some_and(|laying| laying.number == number);
                if let Some(laying) = self.readers.laying.take_if(|_| ours) {
                    self.laid((laying.purpose, wanted), base, laid);
                }
            }
            ReadersDone::Folder { document, listing } if document == self.document => {
                self.folder_told(listing);
            }
            ReadersDone::Counted { .. } | ReadersDone::Folder { .. } => {}
        }
    }
}
