//! Searching: what is typed is looked for off the main thread, and the hits come in pieces.
//!
//! Each change of what is looked for stops the search under way and begins another. The window is woken when
//! there is something to show and not otherwise.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use eframe::egui::{self, Frame, Id, Margin, Panel, Ui};

use super::super::action::Action;
use super::super::files::Done;
use super::super::hits::Hits;
use super::super::reading_pane::pane_id;
use super::super::search_panel::{field_id, search_panel_ui};
use super::super::view::{PaletteState, Side};
use super::Diptych;
use crate::analysis::search::{Folds, Found, Onward, Pattern, PatternError, SearchOptions, sweep};
use crate::model::SourceId;
use crate::text::{Span, Text};

/// The most hits that are kept.
const MOST_HITS: usize = 500_000;
/// Longer selections are not taken for what is to be looked for.
const MOST_SELECTED: u32 = 200;
/// How long after the first piece of hits the next is handed over; each further one after twice the time.
const FIRST_WAIT: Duration = Duration::from_millis(60);

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Query {
    words: String,
    options: SearchOptions,
    /// The sources that are gone through, in the order of the comparison.
    sources: Vec<SourceId>,
}

/// The search under way, or the last one.
#[derive(Default)]
pub(super) struct Search {
    asked: Option<Query>,
    /// Which search it is: what an earlier one still brings is void.
    number: u64,
    stop: Arc<AtomicBool>,
    folds: Arc<Folds>,
    /// A step asked for before there was a hit to go to, and whether forward.
    waiting: Option<bool>,
    /// What had the focus before the search was opened.
    back_to: Option<Id>,
    /// Whether the field had the focus when the palette took it.
    palette_from_field: bool,
}

impl Drop for Search {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Hits of a search: all that it has found so far.
#[derive(Debug)]
pub struct Piece {
    /// Of which of the comparisons opened one after another.
    pub document: u64,
    number: u64,
    sources: Vec<(SourceId, Arc<[Span]>)>,
    finished: bool,
    /// Whether there are more than are kept.
    more: bool,
}

impl Diptych {
    /// Returns whether a search is under way.
    pub fn searching(&self) -> bool {
        self.panels.search.running
    }

    /// Returns what was typed into the search.
    pub fn search_words(&self) -> &str {
        &self.panels.search.words
    }

    /// Opens the search, or gives its field the focus; short words that are selected are what is looked for.
    pub(super) fn open_search(&mut self, ctx: &egui::Context) {
        self.close_parallels(ctx);
        let state = &mut self.panels.search;
        if !state.open {
            self.search.back_to = ctx.memory(egui::Memory::focused);
        }
        state.open = true;
        state.focus = true;
        let pane = self.open.view.pane();
        let selected = pane.selection();
        let source = pane.source.and_then(|source| self.open.desk.comparison().source(source));
        let Some(source) = source.filter(|_| !selected.is_empty() && selected.len() <= MOST_SELECTED) else {
            return;
        };
        let hit = self.open.view.hits.place(source.id, selected).is_some();
        let words = source.text.slice(selected);
        if !hit && !words.trim().contains("\n\n") {
            state.words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            state.options.syntax = crate::analysis::search::Syntax::Literal;
        }
    }

    /// Closes the search and gives the focus back.
    pub(super) fn close_search(&mut self, ctx: &egui::Context) {
        if !self.panels.search.open {
            return;
        }
        self.panels.search.open = false;
        self.search.stop.store(true, Ordering::Relaxed);
        self.search.asked = None;
        self.search.waiting = None;
        self.open.view.hits = Hits::default();
        let active = pane_id(self.open.view.active);
        let back_to = self.search.back_to.take().filter(|id| !Side::BOTH.map(pane_id).contains(id));
        ctx.memory_mut(|memory| memory.request_focus(back_to.unwrap_or(active)));
    }

    /// Shows the search under the texts while it is open.
    pub(super) fn search_ui(&mut self, ui: &mut Ui) {
        if !self.panels.search.open {
            return;
        }
        let height = ui.available_height();
        Panel::bottom("search")
            .frame(Frame::NONE.inner_margin(Margin::symmetric(12, 6)))
            .resizable(true)
            .default_size((height * 0.32).min(210.0))
            .size_range(100.0..=(height * 0.6).max(100.0))
            .show(ui, |ui| {
                let (desk, view) = (&self.open.desk, &self.open.view);
                search_panel_ui(ui, desk, view, &mut self.panels.search, &mut self.out);
                // The panel is as high as the reader made it, however little stands in it.
                ui.set_min_height(ui.available_height());
            });
    }

    /// After the palette, the keys go back to where they were.
    pub(super) fn return_to_field(&mut self, ctx: &egui::Context) {
        if self.open.view.palette.is_some() {
            return;
        }
        let was = std::mem::take(&mut self.search.palette_from_field);
        if was {
            ctx.memory_mut(|memory| memory.request_focus(field_id()));
        }
    }

    /// Begins another search when something else is to be looked for.
    pub(super) fn mind_search(&mut self) {
        let state = &self.panels.search;
        if !state.open {
            return;
        }
        let comparison = self.open.desk.comparison();
        let here = self.open.view.pane().source;
        let in_scope = |id: &SourceId| state.all_sources || Some(*id) == here;
        let sources = comparison.sources().iter().map(|source| source.id).filter(in_scope).collect();
        let same = |asked: &Query| {
            asked.words == state.words && asked.options == state.options && asked.sources == sources
        };
        if self.search.asked.as_ref().is_some_and(same) {
            return;
        }
        let query = Query { words: state.words.clone(), options: state.options, sources };
        self.begin_search(query);
    }

    fn begin_search(&mut self, query: Query) {
        self.search.stop.store(true, Ordering::Relaxed);
        self.search.number += 1;
        self.search.waiting = None;
        let state = &mut self.panels.search;
        (state.running, state.problem) = (false, None);
        match Pattern::new(&query.words, query.options) {
            Ok(pattern) => {
                state.running = true;
                self.start_search(&query, pattern);
            }
            Err(PatternError::Empty) => {
                self.open.view.hits = Hits::default();
                (state.last, state.more) = (None, false);
            }
            Err(problem) => {
                state.problem = Some(sentence(&problem));
                self.open.view.hits.stale = true;
            }
        }
        self.search.asked = Some(query);
    }

    fn start_search(&mut self, query: &Query, pattern: Pattern) {
        let stop = Arc::new(AtomicBool::new(false));
        self.search.stop = Arc::clone(&stop);
        let folds = Arc::clone(&self.search.folds);
        let (document, number) = (self.document, self.search.number);
        let mut texts: Vec<(SourceId, Text)> = Vec::new();
        for id in &query.sources {
            texts.extend(self.open.desk.comparison().source(*id).map(|source| (*id, source.text.clone())));
        }
        // What is being read comes first.
        let here = self.open.view.pane().source;
        texts.sort_by_key(|(id, _)| Some(*id) != here);
        let report = self.jobs.reporter();
        self.jobs.start("search", move || {
            let mut next = (Instant::now(), FIRST_WAIT);
            let found = sweep(&texts, &pattern, &folds, |found| {
                if stop.load(Ordering::Relaxed) || found.n_hits() >= MOST_HITS {
                    return Onward::Break(());
                }
                if found.n_hits() > 0 && Instant::now() >= next.0 {
                    next = (Instant::now() + next.1, next.1 * 2);
                    report(Done::Hits(Piece::of(found, (document, number), false)));
                }
                Onward::Continue(())
            });
            Done::Hits(Piece::of(&found, (document, number), true))
        });
    }

    /// Takes in what a search has found.
    pub(super) fn take_hits(&mut self, piece: Piece) {
        if piece.document != self.document || piece.number != self.search.number || !self.panels.search.open {
            return;
        }
        let Some(query) = &self.search.asked else { return };
        let mut sources = piece.sources;
        sources.sort_by_key(|(id, _)| query.sources.iter().position(|other| other == id));
        let number = self.open.view.hits.number() + 1;
        self.open.view.hits = Hits::new(sources, number);
        let state = &mut self.panels.search;
        state.running = !piece.finished;
        state.more = piece.more;
        let hits = &self.open.view.hits;
        state.last = state.last.filter(|(source, hit)| hits.place(*source, *hit).is_some());
        if let Some(forward) = self.search.waiting {
            self.step_hit(forward);
        }
    }

    /// Goes to the next hit, or the one before.
    pub(super) fn step_hit(&mut self, forward: bool) {
        self.search.waiting = None;
        let (view, state) = (&self.open.view, &self.panels.search);
        let pane = view.pane();
        let pos = pane.selection().start();
        // From a hit that was gone to, the next one, also when its words are no longer selected.
        let at = state.last.filter(|(source, hit)| {
            pane.source == Some(*source) && hit.start() <= pane.caret && pane.caret <= hit.end()
        });
        let from = match at {
            Some((_, hit)) if forward => hit.start().plus(1),
            Some((_, hit)) => hit.start(),
            None => pos,
        };
        // While the search runs, what comes next is known only as far as it has come.
        let known = |source: SourceId| view.hits.of(source).last().is_some_and(|last| last.start() >= from);
        if state.running && !(forward && pane.source.is_some_and(known)) {
            self.search.waiting = Some(forward);
            return;
        }
        match view.hits.step(pane.source, from, forward) {
            Some((source, hit)) => self.go_to_hit(source, hit),
            None if state.words.is_empty() => self.panels.search.focus = true,
            None => {}
        }
    }

    /// Selects a hit in the pane that shows its source, and brings it into view.
    fn go_to_hit(&mut self, source: SourceId, hit: Span) {
        let view = &self.open.view;
        let side = view.side_showing(source).unwrap_or(view.active);
        let ctx = self.wake.clone();
        self.perform(&ctx, Action::RevealSpan(side, source, hit));
        self.perform(&ctx, Action::Activate(side));
        let state = &mut self.panels.search;
        state.last = Some((source, hit));
        state.reveal = true;
    }

    /// Goes to a hit that was clicked: what is typed next is for its words.
    pub(super) fn show_hit(&mut self, ctx: &egui::Context, source: SourceId, hit: Span) {
        self.go_to_hit(source, hit);
        let view = &self.open.view;
        let side = view.side_showing(source).unwrap_or(view.active);
        ctx.memory_mut(|memory| memory.request_focus(pane_id(side)));
    }

    /// Asks which tags all hits are to be given.
    pub(super) fn tag_hits(&mut self, ctx: &egui::Context) {
        self.note_field(ctx);
        let beside = self.panels.search.rect;
        self.open.view.palette = Some(PaletteState { beside, all_hits: true, ..PaletteState::default() });
    }

    /// Remembers whether the keys were in the field of the search before the palette takes them.
    pub(super) fn note_field(&mut self, ctx: &egui::Context) {
        self.search.palette_from_field = ctx.memory(|memory| memory.has_focus(field_id()));
    }

    /// Whether all hits are known, so that something can be done with all of them.
    pub(super) fn can_tag_hits(&self) -> bool {
        let (hits, state) = (&self.open.view.hits, &self.panels.search);
        state.open && !hits.is_empty() && !hits.stale && !state.running && !state.more
    }
}

impl Piece {
    fn of(found: &Found, (document, number): (u64, u64), finished: bool) -> Self {
        let mut sources = found.done.clone();
        sources.extend(found.here.map(|source| (source, Arc::from(found.hits.as_slice()))));
        Self { document, number, sources, finished, more: found.n_hits() >= MOST_HITS }
    }
}

/// What is wrong with a pattern, as a sentence under the field.
fn sentence(problem: &PatternError) -> String {
    let said = problem.to_string();
    let mut letters = said.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
