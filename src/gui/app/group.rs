//! Reader against reader, in the window: what is compared, and the jobs that work it out.
//!
//! Differences come at once, figures after a while; each says what it was worked out from, and whatever the comparison
//! or the choices have outrun is asked for again. Another question stops the one under way.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use eframe::egui::Ui;

use super::super::dialogs::Next;
use super::super::files::{Ask, Done};
use super::super::group_view::{Differences, GroupAct, GroupState, Part, Seen, Stamp, group_view_ui};
use super::super::verb::Verb;
use super::super::view::{Mode, View};
use super::documents::on_desk;
use super::{Diptych, Open};
use crate::analysis::agreement::figures::{FigureSettings, Report, report};
use crate::analysis::agreement::score::Scoring;
use crate::analysis::agreement::settling::{self, Named, settled_in};
use crate::desk::{Clock as _, IdSource as _, RandomIds, SystemClock};
use crate::model::{Comparison, ComparisonId, ReaderId};
use crate::store::{Record, write_atomically};

/// How often it is said how far the figures are.
const SAID_EVERY: Duration = Duration::from_millis(80);

/// What is being worked out.
#[derive(Default)]
pub(super) struct Working {
    /// Which question it is: what an earlier one still brings is void.
    number: u64,
    stop: Arc<AtomicBool>,
    /// What the differences were asked for last.
    differences: Option<Stamp>,
    /// What the figures were asked for last.
    figures: Option<Stamp>,
    /// What was asked of a key last.
    scoring: Option<(Stamp, ReaderId)>,
    /// The name that a settled version is offered until it has a file.
    suggested: Option<PathBuf>,
    /// The table that is to be written, and what it is of.
    table: Option<(String, String)>,
}

impl Working {
    /// Returns the name that a settled version is offered until it has a file.
    pub(super) fn suggested(&self) -> Option<&PathBuf> {
        self.suggested.as_ref()
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// What a job has worked out.
#[derive(Debug)]
pub struct Worked {
    /// Of which of the comparisons opened one after another.
    document: u64,
    number: u64,
    news: News,
}

#[derive(Debug)]
enum News {
    Differences(Arc<Differences>),
    /// How far the figures are, from 0 to 1.
    Progress(f32),
    /// The figures; nothing if they were stopped.
    Figures(Stamp, Option<Arc<Report>>),
    /// What the others made of a key.
    Scoring(Stamp, Arc<Scoring>),
}

impl Diptych {
    /// Returns the state of the view of readers.
    pub fn group_view(&self) -> &GroupState {
        &self.panels.group
    }

    pub(super) fn group_ui(&mut self, ui: &mut Ui) {
        let group = &self.readers.group;
        let stamp = self.panels.group.stamp(group.comparison(self.open.desk.comparison()), group.version());
        self.ask_differences(&stamp);
        self.ask_figures(&stamp);
        self.ask_scoring(&stamp);
        let Open { desk, view, .. } = &self.open;
        let group = &self.readers.group;
        let comparison = group.comparison(desk.comparison());
        let seen = Seen { comparison, desk, view, stamp: &stamp, sealed: group.sealed() };
        group_view_ui(ui, &seen, &mut self.panels.group, &mut self.out);
    }

    /// The comparison with everybody's claims: the open one, with what is laid over it unless that is sealed.
    pub(super) fn compared(&self) -> &Comparison {
        self.readers.group.comparison(self.open.desk.comparison())
    }

    fn ask_differences(&mut self, stamp: &Stamp) {
        if self.working.differences.as_ref() == Some(stamp) {
            return;
        }
        self.working.differences = Some(stamp.clone());
        let (comparison, of, document) = (self.compared().clone(), stamp.clone(), self.document);
        let number = self.working.number;
        self.jobs.start("disagreements", move || {
            let news = News::Differences(Arc::new(Differences::of(&comparison, of)));
            Done::Worked(Worked { document, number, news })
        });
    }

    /// Begins to work out the figures, if they are looked at and of another state. What is under way is stopped.
    fn ask_figures(&mut self, stamp: &Stamp) {
        let asked = self.working.figures.as_ref() == Some(stamp);
        if asked || !self.panels.group.wants_figures(stamp) {
            return;
        }
        self.working.stop.store(true, Ordering::Relaxed);
        let stop = Arc::new(AtomicBool::new(false));
        self.working.stop = Arc::clone(&stop);
        self.working.figures = Some(stamp.clone());
        self.working.number += 1;
        let (document, number) = (self.document, self.working.number);
        let (comparison, of) = (self.compared().clone(), stamp.clone());
        let tell = self.jobs.reporter();
        self.panels.group.take_progress(0.0);
        self.jobs.start("figures of agreement", move || {
            let said = Cell::new(Instant::now());
            let progress = |done: usize, all: usize| {
                if said.get().elapsed() >= SAID_EVERY {
                    said.set(Instant::now());
                    let news = News::Progress(share(done, all));
                    tell(Done::Worked(Worked { document, number, news }));
                }
                !stop.load(Ordering::Relaxed)
            };
            let report = report(&comparison, &of.scope, &FigureSettings::default(), &progress);
            let news = News::Figures(of, report.map(Arc::new));
            Done::Worked(Worked { document, number, news })
        });
    }

    /// Holds the readings against the key, if they are to be.
    fn ask_scoring(&mut self, stamp: &Stamp) {
        let Some(key) = self.panels.group.wants_scoring(stamp) else { return };
        let question = (stamp.clone(), key);
        if self.working.scoring.as_ref() == Some(&question) {
            return;
        }
        let (document, number, comparison) = (self.document, self.working.number, self.compared().clone());
        self.working.scoring = Some(question.clone());
        self.jobs.start("answer key", move || {
            let (of, key) = question;
            let scoring = Arc::new(Scoring::of(&comparison, &of.scope, key));
            Done::Worked(Worked { document, number, news: News::Scoring(of, scoring) })
        });
    }

    /// Takes in what a job has worked out.
    pub(super) fn take_worked(&mut self, worked: Worked) {
        if worked.document != self.document {
            return;
        }
        match worked.news {
            News::Differences(differences) => {
                // An earlier question may be answered after a later one.
                if self.working.differences.as_ref() == Some(&differences.of) {
                    self.panels.group.take_differences(differences);
                }
            }
            News::Progress(done) if worked.number == self.working.number => {
                self.panels.group.take_progress(done);
            }
            News::Figures(of, report) if worked.number == self.working.number => {
                self.panels.group.take_report(of, report);
            }
            News::Scoring(of, scoring) => self.panels.group.take_scoring(of, scoring),
            // Of a question that was put differently meanwhile.
            News::Progress(_) | News::Figures(..) => {}
        }
    }

    /// Does what a verb of readers stands for. Returns whether it is one.
    pub(super) fn do_group(&mut self, verb: Verb) -> bool {
        match verb {
            Verb::Group => self.open.view.mode = Mode::Readers,
            Verb::Settle => self.unless_unsaved(Next::Settle),
            Verb::NextDisagreement | Verb::PreviousDisagreement => {
                self.open.view.mode = Mode::Readers;
                self.panels.group.part = Part::Disagreements;
                self.panels.group.step(verb == Verb::NextDisagreement);
            }
            _ => return false,
        }
        true
    }

    pub(super) fn group_act(&mut self, act: GroupAct) {
        match act {
            GroupAct::SheetOfSettled => {
                let settled = settled_in(self.open.desk.comparison()).map(|reader| reader.id);
                self.open_sheets();
                self.over.sheets.only_readers(settled.into_iter().collect());
            }
            GroupAct::Stop => self.working.stop.store(true, Ordering::Relaxed),
            GroupAct::WorkOut => self.working.figures = None,
            GroupAct::SaveTable { name, csv } => {
                self.working.table = Some((name, csv));
                self.ask_path(Ask::Table);
            }
        }
    }

    /// The name that a table is offered: what the comparison's file is called, and what the table is of.
    pub(super) fn suggested_table(&self) -> PathBuf {
        let comparison = self.suggested_path();
        let name = comparison.file_name().unwrap_or_default().to_string_lossy();
        let name = name.strip_suffix(".diptych.json").or(name.strip_suffix(".json")).unwrap_or(&name);
        let of = self.working.table.as_ref().map_or("table", |(of, _)| of.as_str());
        comparison.with_file_name(format!("{name}-{of}.csv"))
    }

    /// Writes the table under a name that was chosen; `asked`: whether the reader was asked about a file that is there.
    pub(super) fn save_table(&mut self, chosen: &Path, asked: bool) {
        let Some((_, csv)) = self.working.table.clone() else { return };
        let path = chosen.with_extension("csv");
        if path.exists() && !(asked && path == chosen) {
            let why =
                format!("There is a file {} already. Choose another name for the table.", path.display());
            self.offer_path(Ask::Table, &why);
            return;
        }
        // A few kilobytes; not worth a job.
        match write_atomically(&path, csv.as_bytes()) {
            Ok(()) => self.say(format!("The table is saved to {}.", path.display())),
            Err(why) => self.message("The table was not saved", format!("{}: {why}", path.display())),
        }
    }

    /// Whether a settled version can be begun: there is more than one reading, and none yet.
    pub(super) fn can_settle(&self) -> bool {
        settled_in(self.open.desk.comparison()).is_none()
            && !self.readers.group.sealed()
            && settling::scope(self.compared()).readers.len() > 1
    }

    /// Begins a settled version of all readings as a comparison of its own, and asks where it is to be kept.
    pub(super) fn begin_settling(&mut self) {
        let of = self.compared();
        let named = Named::after(of);
        let begun = settling::begin(of, ComparisonId(RandomIds.next()), &named, SystemClock.now());
        let comparison = match begun {
            Ok(comparison) => comparison,
            Err(why) => {
                self.message("The settled version was not begun", why.to_string());
                return;
            }
        };
        let suggested = settled_name(&self.suggested_path());
        let view = View::of(&comparison);
        let desk = on_desk(comparison, &self.settings).fresh();
        self.lay_open(Open { desk, record: Record::new(), path: None, read_only: false, view });
        self.working.suggested = Some(suggested);
        self.open.view.mode = Mode::Readers;
        self.panels.group.part = Part::Disagreements;
        self.ask_path(Ask::Save);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share")]
fn share(done: usize, all: usize) -> f32 {
    done as f32 / all.max(1) as f32
}

/// What the file of a settled version is called: after the comparison's own.
fn settled_name(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.strip_suffix(".diptych.json").or(name.strip_suffix(".json")).unwrap_or(&name);
    path.with_file_name(format!("{name}.settled.diptych.json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_settled_version_is_named_after_the_comparison() {
        let named = |name: &str| settled_name(Path::new(name)).display().to_string();
        assert_eq!(named("a/chile-1973.diptych.json"), "a/chile-1973.settled.diptych.json");
        assert_eq!(named("b.json"), "b.settled.diptych.json");
    }
}
