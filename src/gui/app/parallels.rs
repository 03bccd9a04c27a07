//! Parallel passages: what is asked is answered off the main thread, and what the reader makes of the answer is carried out.
//!
//! The sources are read once, each into an index that is kept while the comparison is open; another question stops the
//! one under way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use eframe::egui::{self, Frame, Id, Margin, Panel, Ui};

use super::super::action::Action;
use super::super::files::Done;
use super::super::parallels_panel::{Matter, ParallelAct, ParallelsState, claim_on, parallels_panel_ui};
use super::super::reading_pane::pane_id;
use super::super::view::{Mode, Side};
use super::Diptych;
use crate::analysis::parallels::{Index, Parallel, Question, Settings, parallels};
use crate::desk::{Command, LinkEnd, TagRef};
use crate::model::{SourceId, TagId};
use crate::text::{Span, Text};

/// The most passages that are offered.
const MOST: usize = 30;
/// How often it is said how far the reading is.
const SAID_EVERY: Duration = Duration::from_millis(80);

/// The question under way, or the last one, and what is known of the sources.
#[derive(Default)]
pub(super) struct Asking {
    /// Which question it is: what an earlier one still brings of an answer is void.
    number: u64,
    stop: Arc<AtomicBool>,
    shelf: Vec<(SourceId, Arc<Index>)>,
    /// What had the focus before the panel was opened.
    back_to: Option<Id>,
}

impl Drop for Asking {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// What a question has brought so far.
#[derive(Debug)]
pub struct Brought {
    /// Of which of the comparisons opened one after another.
    document: u64,
    number: u64,
    news: News,
}

#[derive(Debug)]
enum News {
    /// What share of the texts is read.
    Read(f32),
    /// A source has its index.
    Index(SourceId, Arc<Index>),
    /// The answer.
    Found(Vec<Parallel>),
    /// Nobody wants the answer any more.
    Stopped,
}

impl Diptych {
    /// Returns the state of the panel of parallel passages.
    pub fn parallels(&self) -> &ParallelsState {
        &self.panels.parallels
    }

    /// Asks for one more thing, as a view does; it is carried out in the next frame.
    pub fn ask(&mut self, action: Action) {
        self.out.push(action);
    }

    /// Returns what the verb would ask for: the selection, the selected claim, or the tag in focus.
    pub(super) fn matter_at_hand(&self) -> Option<Matter> {
        let view = &self.open.view;
        let pane = view.pane();
        let selection = pane.selection();
        let claim = view.claim.and_then(|claim| self.open.desk.comparison().claim(claim));
        let of_claim = |source: SourceId| {
            claim.filter(|claim| {
                claim.source == source && claim.passages.iter().any(|anchor| anchor.span == selection)
            })
        };
        match pane.source.filter(|_| !selection.is_empty() && view.mode == Mode::Reading) {
            Some(source) if of_claim(source).is_none() => Some(Matter::Selection(source, selection)),
            _ => claim
                .map(|claim| Matter::Claim(claim.id))
                .or_else(|| view.focus.first().copied().map(Matter::Tag)),
        }
    }

    /// Returns the tag that “what else belongs here” is asked of: the one in focus, or the first of the claim.
    pub(super) fn tag_at_hand(&self) -> Option<TagId> {
        self.open.view.focus.first().copied().or_else(|| self.tag_of_claim())
    }

    /// Asks by key. From a passage that was shown, the keys only go back to the list.
    pub(super) fn ask_parallels_at_hand(&mut self, ctx: &egui::Context) {
        let (pane, state) = (self.open.view.pane(), &self.panels.parallels);
        let shown = state
            .chosen()
            .is_some_and(|chosen| pane.source == Some(chosen.source) && pane.selection() == chosen.span);
        if state.open && shown {
            self.panels.parallels.focus = true;
        } else if let Some(matter) = self.matter_at_hand() {
            self.ask_parallels(ctx, matter);
        }
    }

    /// Opens the panel and begins to look for passages parallel to `matter`.
    pub(super) fn ask_parallels(&mut self, ctx: &egui::Context, matter: Matter) {
        let comparison = self.open.desk.comparison();
        let (question, own) = match matter {
            Matter::Claim(claim) => {
                (Question::of_claim(comparison, claim), comparison.claim(claim).map(|claim| claim.source))
            }
            Matter::Selection(source, span) => (Some(Question::of_selection(source, span)), Some(source)),
            Matter::Tag(tag) => (Question::of_tag(comparison, tag), None),
        };
        let Some(question) = question else { return };
        let sources = comparison.sources().iter().map(|source| source.id);
        let within: Vec<SourceId> = sources.filter(|id| Some(*id) != own).collect();
        if !self.panels.parallels.open {
            self.close_search(ctx);
            self.asking.back_to = ctx.memory(egui::Memory::focused);
        }
        let state = &mut self.panels.parallels;
        state.open = true;
        state.matter = Some(matter);
        state.running = Some(0.0);
        state.stopped = false;
        state.found.clear();
        state.chosen = 0;
        state.focus = true;
        self.start_asking(question, within);
    }

    fn start_asking(&mut self, question: Question, within: Vec<SourceId>) {
        self.asking.stop.store(true, Ordering::Relaxed);
        self.asking.number += 1;
        let stop = Arc::new(AtomicBool::new(false));
        self.asking.stop = Arc::clone(&stop);
        let sources = self.open.desk.comparison().sources().iter();
        let texts: Vec<(SourceId, Text, String)> = sources
            .map(|source| (source.id, source.text.clone(), source.bibliography.language.clone()))
            .collect();
        // Of sources that are gone, nothing is kept.
        self.asking.shelf.retain(|(of, index)| {
            texts.iter().any(|(id, text, language)| id == of && index.is_of(text, language))
        });
        let known = self.asking.shelf.clone();
        let (document, number) = (self.document, self.asking.number);
        let report = self.jobs.reporter();
        self.jobs.start("parallel passages", move || {
            let news = |news| Done::Parallels(Brought { document, number, news });
            let shelf = read_all(&texts, &known, &stop, &|piece| report(news(piece)));
            news(match shelf {
                None => News::Stopped,
                Some(shelf) => News::Found(parallels(&question, &shelf, &within, &Settings::default(), MOST)),
            })
        });
    }

    /// Takes in what a question has brought.
    pub(super) fn take_parallels(&mut self, brought: Brought) {
        if brought.document != self.document {
            return;
        }
        let current = brought.number == self.asking.number;
        let state = &mut self.panels.parallels;
        match brought.news {
            News::Index(source, index) => {
                self.asking.shelf.retain(|(of, _)| *of != source);
                self.asking.shelf.push((source, index));
            }
            News::Read(done) if current && state.running.is_some() => state.running = Some(done),
            News::Found(found) if current && state.open => {
                state.running = None;
                state.found = found;
                let first = state.listed().next().map(|(place, _)| place);
                state.chosen = first.unwrap_or_default();
                state.reveal = true;
            }
            News::Read(_) | News::Found(_) | News::Stopped => {}
        }
    }

    /// Shows the panel under the texts while it is open.
    pub(super) fn parallels_ui(&mut self, ui: &mut Ui) {
        if !self.panels.parallels.open {
            return;
        }
        let height = ui.available_height();
        Panel::bottom("parallels")
            .frame(Frame::NONE.inner_margin(Margin::symmetric(12, 6)))
            .resizable(true)
            .default_size((height * 0.38).min(320.0))
            .size_range(120.0..=(height * 0.65).max(120.0))
            .show(ui, |ui| {
                let (desk, view) = (&self.open.desk, &self.open.view);
                parallels_panel_ui(ui, desk, view, &mut self.panels.parallels, &mut self.out);
                // The panel is as high as the reader made it, however little stands in it.
                ui.set_min_height(ui.available_height());
            });
    }

    pub(super) fn parallel_act(&mut self, ctx: &egui::Context, act: ParallelAct) {
        let state = &mut self.panels.parallels;
        match act {
            ParallelAct::Choose(place) => state.chosen = place,
            ParallelAct::SetKind(kind) => state.kind = kind,
            ParallelAct::BringBack => {
                let matter = state.matter;
                state.dismissed.retain(|(of, ..)| Some(*of) != matter);
            }
            ParallelAct::Dismiss => self.dismiss(),
            ParallelAct::Stop => {
                self.asking.stop.store(true, Ordering::Relaxed);
                (state.running, state.stopped) = (None, true);
                self.asking.number += 1;
            }
            ParallelAct::Close => self.close_parallels(ctx),
            ParallelAct::Show => self.show_parallel(ctx),
            ParallelAct::ShowMatter => self.show_matter(ctx),
            ParallelAct::Accept => self.accept(ctx, false),
            ParallelAct::AcceptAndLink => self.accept(ctx, true),
        }
    }

    /// Closes the panel and gives the focus back.
    pub(super) fn close_parallels(&mut self, ctx: &egui::Context) {
        if !self.panels.parallels.open {
            return;
        }
        self.asking.stop.store(true, Ordering::Relaxed);
        self.asking.number += 1;
        let state = &mut self.panels.parallels;
        state.open = false;
        state.running = None;
        let back_to = self.asking.back_to.take().filter(|id| !Side::BOTH.map(pane_id).contains(id));
        let active = pane_id(self.open.view.active);
        ctx.memory_mut(|memory| memory.request_focus(back_to.unwrap_or(active)));
    }

    fn dismiss(&mut self) {
        let state = &mut self.panels.parallels;
        let (Some(matter), Some(chosen)) = (state.matter, state.chosen()) else { return };
        let off = (matter, chosen.source, chosen.span);
        state.dismissed.push(off);
        state.step(true);
    }

    /// The side on which a source is to be shown beside what was asked.
    fn side_beside(&self, source: SourceId) -> Side {
        let view = &self.open.view;
        let asked = match self.panels.parallels.matter {
            Some(Matter::Selection(asked, _)) => Some(asked),
            Some(Matter::Claim(claim)) => self.open.desk.comparison().claim(claim).map(|claim| claim.source),
            Some(Matter::Tag(_)) | None => None,
        };
        let shown = view.side_showing(source);
        let beside = asked.and_then(|asked| view.side_showing(asked)).map(Side::other);
        shown.or(beside).unwrap_or(view.active.other())
    }

    /// Brings the chosen passage into view. When it is there already, takes the keys there.
    fn show_parallel(&mut self, ctx: &egui::Context) {
        let Some((source, span)) = self.panels.parallels.chosen().map(|chosen| (chosen.source, chosen.span))
        else {
            return;
        };
        let side = self.side_beside(source);
        let pane = self.open.view.panes.get(side);
        let there = pane.source == Some(source) && pane.selection() == span;
        if there && self.open.view.mode == Mode::Reading {
            self.perform(ctx, Action::Activate(side));
            ctx.memory_mut(|memory| memory.request_focus(pane_id(side)));
        } else {
            self.perform(ctx, Action::RevealSpan(side, source, span));
        }
    }

    fn show_matter(&mut self, ctx: &egui::Context) {
        let (source, span) = match self.panels.parallels.matter {
            Some(Matter::Selection(source, span)) => (source, span),
            Some(Matter::Claim(claim)) => match self.open.desk.comparison().claim(claim) {
                Some(claim) => {
                    (claim.source, claim.passages.first().map_or(claim.extent(), |first| first.span))
                }
                None => return,
            },
            Some(Matter::Tag(_)) | None => return,
        };
        let view = &self.open.view;
        let chosen = self.panels.parallels.chosen().and_then(|chosen| view.side_showing(chosen.source));
        let side = view.side_showing(source).or(chosen.map(Side::other)).unwrap_or(view.active);
        self.perform(ctx, Action::RevealSpan(side, source, span));
    }

    /// Makes the chosen passage a claim with the tags of what was asked, and links it if that is wanted; then goes on to
    /// the next. For a selection there are no tags yet: without a link, the palette asks for one.
    fn accept(&mut self, ctx: &egui::Context, link: bool) {
        let state = &self.panels.parallels;
        let (Some(matter), Some(chosen)) = (state.matter, state.chosen()) else { return };
        let (source, span, kind) = (chosen.source, chosen.span, state.kind);
        let comparison = self.open.desk.comparison();
        let (tags, end) = match matter {
            Matter::Tag(_) if link => {
                self.say("A tag can't be linked to: accept the passage under it with A.");
                return;
            }
            Matter::Tag(tag) => (vec![tag], None),
            Matter::Claim(id) => {
                let Some(claim) = comparison.claim(id) else {
                    self.say("The claim that this was asked for is no longer in the comparison.");
                    return;
                };
                (claim.tags.iter().map(|used| used.tag).collect(), Some(LinkEnd::Claim(id)))
            }
            Matter::Selection(..) if !link => {
                self.tag_parallel(ctx, source, span);
                return;
            }
            Matter::Selection(of, at) => (Vec::new(), Some(LinkEnd::Passage(of, at))),
        };
        let span = self.span_to_take(source, span);
        let tags = tags.into_iter().map(TagRef::Known).collect();
        let link = end.filter(|_| link).map(|end| (end, kind));
        let linked = link.is_some();
        let n_before = self.open.desk.history().n_past();
        self.run(Command::TakeParallel { source, span, tags, link });
        if self.open.desk.history().n_past() > n_before {
            let place = self
                .open
                .desk
                .comparison()
                .source(source)
                .map(|source| super::super::parts::paragraphs_label(source, span));
            let what = if linked { "Accepted and linked" } else { "Accepted" };
            self.say(format!("{what}: {}. Ctrl+Z takes it back.", place.unwrap_or_default()));
            self.panels.parallels.step(true);
        }
    }

    /// Where the reader has a claim on nearly the same words, that one is meant.
    fn span_to_take(&self, source: SourceId, span: Span) -> Span {
        let claim = claim_on(&self.open.desk, source, span);
        let own = claim.filter(|claim| claim.reader == self.open.desk.reader().id);
        match own.map(|claim| claim.passages.as_slice()) {
            Some([only]) => only.span,
            _ => span,
        }
    }

    fn tag_parallel(&mut self, ctx: &egui::Context, source: SourceId, span: Span) {
        let side = self.side_beside(source);
        self.perform(ctx, Action::RevealSpan(side, source, span));
        self.perform(ctx, Action::Activate(side));
        ctx.memory_mut(|memory| memory.request_focus(pane_id(side)));
        self.perform(ctx, Action::Do(super::super::verb::Verb::Palette));
    }
}

/// Reads the texts that have no index yet, and says how far it is.
fn read_all(
    texts: &[(SourceId, Text, String)],
    known: &[(SourceId, Arc<Index>)],
    stop: &AtomicBool,
    tell: &dyn Fn(News),
) -> Option<Vec<(SourceId, Arc<Index>)>> {
    let unread = |id: SourceId| known.iter().all(|(of, _)| *of != id);
    let all: u64 =
        texts.iter().filter(|(id, ..)| unread(*id)).map(|(_, text, _)| u64::from(text.len())).sum();
    let mut read = 0_u64;
    let mut next = Instant::now() + SAID_EVERY;
    let mut shelf = Vec::with_capacity(texts.len());
    for (id, text, language) in texts {
        if let Some((_, index)) = known.iter().find(|(of, _)| of == id) {
            shelf.push((*id, Arc::clone(index)));
            continue;
        }
        #[expect(clippy::cast_precision_loss, reason = "a share")]
        let index = Index::of(text, language, |done| {
            if Instant::now() >= next {
                next = Instant::now() + SAID_EVERY;
                tell(News::Read((read as f32 + done * text.len() as f32) / all.max(1) as f32));
            }
            stop.load(Ordering::Relaxed)
        })?;
        read += u64::from(text.len());
        let index = Arc::new(index);
        tell(News::Index(*id, Arc::clone(&index)));
        shelf.push((*id, index));
    }
    (!stop.load(Ordering::Relaxed)).then_some(shelf)
}
