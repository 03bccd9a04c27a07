//! The program in its window: one frame at a time. Drains jobs, lays out the views, carries out what they ask for.

mod can;
mod citing;
mod coverage;
mod documents;
pub(super) mod group;
mod guide;
mod keeping;
mod moving;
mod others;
mod outline;
mod over;
pub(super) mod parallels;
mod perform;
mod pictures;
mod readers;
mod reading;
pub(super) mod recovery;
pub(super) mod search;
pub(super) mod sharing;
mod sheets;
mod versions;
mod walk;

use std::path::PathBuf;
use std::time::Instant;

use eframe::egui::{self, CentralPanel, Frame, Id, Margin, Panel, RichText, Ui, vec2};

use self::group::Working;
use self::keeping::Keeping;
use self::others::{Elsewhere, Guards};
use self::parallels::Asking;
use self::readers::Readers;
use self::recovery::Recovery;
use self::search::Search;
use self::sheets::Sheets;
use super::action::{Action, Actions};
use super::claim_panel::{ClaimState, claim_panel_ui};
use super::clipboard::RichClipboard;
use super::codebook_panel::{CodebookState, codebook_panel_ui};
use super::compare_view::{CompareState, compare_view_ui};
use super::contents_panel::contents_ui;
use super::dialogs::{Dialog, Next};
use super::files::{Ask, Done};
use super::group_view::{GroupState, list_id as disagreements_list_id};
use super::new_comparison::NewComparison;
use super::parallels_panel::{ParallelsState, list_id as parallels_list_id};
use super::pictures_view::PicturesState;
use super::readers::claim::laid_claim_ui;
use super::reading_pane::PaneState;
use super::search_panel::SearchState;
use super::set_aside_panel::SetAsideState;
use super::sharing::Sharing;
use super::verb::Verb;
use super::versions_panel::VersionsState;
use super::view::{Mode, Side, Sides, View};
use super::{palette, theme};
use crate::desk::Desk;
use crate::desk::jobs::Jobs;
use crate::model::{ClaimId, ObjectKind, SourceId};
use crate::store::settings::{MoveTogether, Settings, ThemeChoice};
use crate::store::{self, Actor, Record};

/// What the two panes get at least, in points.
const PANES: f32 = 440.0;
/// What the claim panel gets at least.
const CLAIM: f32 = 220.0;
/// What the codebook gets at least where there is a choice.
const CODEBOOK: f32 = 240.0;

/// The open comparison: the desk it lies on, its file, and where the reader is in it.
pub struct Open {
    /// The comparison at work.
    pub desk: Desk,
    /// What is known of its file.
    pub record: Record,
    /// Its file, once it has one.
    pub path: Option<PathBuf>,
    /// Whether a newer version wrote it, so that this one must not write over it.
    pub read_only: bool,
    /// Where the reader is.
    pub view: View,
}

/// Where things are kept that are no comparisons; nothing in tests, and where the system has no place.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The file of settings.
    pub settings: Option<PathBuf>,
    /// The user's private folder: earlier versions.
    pub private: Option<PathBuf>,
}

/// What is open over the window.
#[derive(Default)]
struct Over {
    dialog: Option<Dialog>,
    /// The form of a source, while a path is asked for from it.
    beneath: Option<Dialog>,
    /// The form of a new comparison, or of sources to be added.
    form: Option<NewComparison>,
    set_aside: bool,
    /// What was recovered and is not decided about.
    recovery: Recovery,
    /// What others have done to the file.
    elsewhere: Vec<Elsewhere>,
    /// The list of earlier versions.
    versions: Option<VersionsState>,
    /// Making sheets.
    sheets: Sheets,
    /// Whether what readers' files are lies over the window.
    readers: bool,
    /// Readings, groups and codebooks that are sent or taken in.
    sharing: Option<Sharing>,
    /// The path that was last typed where no file dialog was to be had.
    typed: Option<PathBuf>,
    /// The number of the last file dialog and what it asks for, while it is waited for.
    waiting: Option<(u64, Ask)>,
}

impl Over {
    /// Whether something lies over the window that takes the keys.
    fn busy(&self) -> bool {
        self.dialog.is_some()
            || self.form.is_some()
            || self.versions.is_some()
            || self.sheets.open
            || self.readers
            || self.sharing.is_some()
            || !self.recovery.is_empty()
    }
}

/// What panels remember from frame to frame.
#[derive(Default)]
struct PanelStates {
    panes: Sides<PaneState>,
    codebook: CodebookState,
    claim: ClaimState,
    compare: CompareState,
    pictures: PicturesState,
    group: GroupState,
    set_aside: SetAsideState,
    search: SearchState,
    parallels: ParallelsState,
}

/// The program.
pub struct Diptych {
    open: Open,
    /// How many comparisons were opened before: what a job brings back for an earlier one is not this one's.
    document: u64,
    settings: Settings,
    places: Places,
    actor: Actor,
    jobs: Jobs<Done>,
    out: Actions,
    over: Over,
    panels: PanelStates,
    /// The search under way, or the last one.
    search: Search,
    /// The question for parallel passages under way, or the last one.
    asking: Asking,
    /// Whose files lie over the comparison.
    readers: Readers,
    /// What of the readers' agreement is being worked out.
    working: Working,
    /// What was last said to the reader, and when.
    said: Option<(String, Instant)>,
    /// What is to be done when the save under way has succeeded.
    after_save: Option<Next>,
    saving: bool,
    /// The number of the last file dialog.
    ticket: u64,
    /// Whether the window may close without asking.
    may_close: bool,
    title: String,
    /// Wakes the window from elsewhere.
    wake: egui::Context,
    /// How many frames were shown; those of one time are not counted on.
    n_frames: u64,
    /// What keeps an eye on the open file.
    guards: Guards,
    /// What is done so that nothing is lost.
    keeping: Keeping,
    /// What was copied with its formatting.
    clipboard: RichClipboard,
    /// Whether the instructions of a round are shown.
    instructions: self::sharing::Instructions,
}

impl Diptych {
    /// Returns the program with the sample open, or the first of `files`.
    pub fn new(ctx: &egui::Context, settings: Settings, places: Places, files: Vec<PathBuf>) -> Self {
        theme::install(ctx);
        let wake = ctx.clone();
        let actor = Actor(documents::random_actor());
        let mut app = Self {
            open: documents::sample(&settings),
            document: 0,
            settings,
            places,
            actor,
            jobs: Jobs::new(move || wake.request_repaint(), || Done::Fault),
            out: Actions::default(),
            over: Over::default(),
            panels: PanelStates::default(),
            search: Search::default(),
            asking: Asking::default(),
            readers: Readers::default(),
            working: Working::default(),
            said: None,
            after_save: None,
            saving: false,
            ticket: 0,
            may_close: false,
            title: String::new(),
            keeping: Keeping::default(),
            wake: ctx.clone(),
            n_frames: 0,
            guards: Guards::default(),
            clipboard: RichClipboard::default(),
            instructions: self::sharing::Instructions::default(),
        };
        app.apply_theme(ctx);
        app.look_for_leftovers();
        app.take_files(files);
        app
    }

    /// Returns the comparison at work, its file and where the reader is.
    pub fn open(&self) -> &Open {
        &self.open
    }

    /// Opens an earlier version of the comparison in a file, by its number, instead of the sample.
    pub fn show_earlier(&mut self, file: PathBuf, number: u64) {
        self.open_earlier(file, number);
    }

    /// Returns how many comparisons were laid open in place of another since the start.
    pub fn n_opened(&self) -> u64 {
        self.document
    }

    /// Shows one frame in `ui`, which is the whole window.
    pub fn frame_ui(&mut self, ui: &mut Ui) {
        self.n_frames += 1;
        self.mind_work(ui.ctx());
        self.take_dropped(ui.ctx());
        self.shortcuts(ui.ctx());
        self.side_buttons(ui.ctx());
        self.note_place();
        self.top_ui(ui);
        self.instructions_ui(ui);
        self.elsewhere_ui(ui);
        self.side_panels_ui(ui);
        self.search_ui(ui);
        self.parallels_ui(ui);
        CentralPanel::default().frame(Frame::NONE).show(ui, |ui| match self.open.view.mode {
            Mode::Reading => self.reading_ui(ui),
            Mode::Compare => {
                let open = &self.open;
                Frame::NONE.inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
                    compare_view_ui(ui, &open.desk, &open.view, &mut self.panels.compare, &mut self.out);
                });
            }
            Mode::Pictures => {
                Frame::NONE.inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| self.pictures_ui(ui));
            }
            Mode::Readers => {
                Frame::NONE.inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| self.group_ui(ui));
            }
        });
        self.over_ui(ui);
        drop_hint_ui(ui.ctx());
        palette::palette_ui(ui, &self.open.desk, &mut self.open.view, &mut self.out);
        contents_ui(ui, &self.open.desk, &mut self.open.view, &mut self.out);
        let active = self.open.view.active;
        for action in self.out.take() {
            self.perform(ui.ctx(), action);
        }
        if self.open.view.active != active {
            self.move_focus(ui.ctx());
        }
        self.mind_search();
        self.mind_readers(ui.ctx());
        self.return_to_field(ui.ctx());
        self.mind_window(ui.ctx());
    }

    fn apply_theme(&self, ctx: &egui::Context) {
        ctx.set_theme(match self.settings.theme {
            ThemeChoice::System => egui::ThemePreference::System,
            ThemeChoice::Light => egui::ThemePreference::Light,
            ThemeChoice::Dark => egui::ThemePreference::Dark,
        });
    }

    fn side_panels_ui(&mut self, ui: &mut Ui) {
        let frame = Frame::NONE.inner_margin(Margin::symmetric(10, 8));
        let wide = ui.available_width();
        let [codebook, readers, claim] = self.panels_that_fit(wide);
        let Open { desk, view, .. } = &self.open;
        if codebook || readers {
            let beside = wide - PANES - if claim { CLAIM } else { 0.0 };
            Panel::left("codebook")
                .frame(frame)
                .default_size((wide * 0.205).clamp(CODEBOOK, 380.0))
                .size_range(180.0..=beside.clamp(180.0, 460.0))
                .resizable(true)
                .show(ui, |ui| {
                    if readers {
                        self.readers.panel_ui(ui, view, codebook, &mut self.out);
                    }
                    if codebook {
                        codebook_panel_ui(ui, desk, view, &mut self.panels.codebook, &mut self.out);
                    }
                });
        }
        if claim {
            let history = |claim: ClaimId| {
                store::past_values(desk.comparison(), &self.open.record, Some(ObjectKind::Claim), claim.0)
            };
            self.panels.claim.remember(view.claim.map(history).unwrap_or_default());
            let beside = ui.available_width() - PANES;
            Panel::right("claim")
                .frame(frame)
                .default_size((wide * 0.18).clamp(CLAIM, 400.0))
                .size_range(CLAIM..=beside.clamp(CLAIM, 560.0))
                .resizable(true)
                .show(ui, |ui| {
                    if !laid_claim_ui(ui, desk, view, &mut self.out) {
                        claim_panel_ui(ui, desk, view, &mut self.panels.claim, &mut self.out);
                    }
                });
        }
    }

    /// Whether the codebook, the readers under it and the claim panel are wanted and leave the panes enough room; what is
    /// left of them gives way first.
    fn panels_that_fit(&self, wide: f32) -> [bool; 3] {
        let claim = self.settings.show_claim && self.open.view.mode == Mode::Reading;
        let claim = claim && wide >= PANES + CLAIM;
        let room = if claim { wide - CLAIM } else { wide };
        let left = room >= PANES + CODEBOOK;
        [self.settings.show_codebook && left, self.settings.show_readers && left, claim]
    }

    fn say(&mut self, words: impl Into<String>) {
        self.said = Some((words.into(), Instant::now()));
    }

    /// Whether a verb that switches something is on.
    fn switched(&self, verb: Verb) -> Option<bool> {
        let settings = &self.settings;
        Some(match verb {
            Verb::Autosave => settings.autosave,
            Verb::SnapToWords => settings.snap_to_words,
            Verb::ToggleCodebook => settings.show_codebook,
            Verb::ToggleClaim => settings.show_claim,
            Verb::ToggleReaders => settings.show_readers,
            Verb::Density => self.readers.group.is_dense(),
            Verb::Reading => self.open.view.mode == Mode::Reading,
            Verb::Compare => self.open.view.mode == Mode::Compare,
            Verb::Pictures => self.open.view.mode == Mode::Pictures,
            Verb::Group => self.open.view.mode == Mode::Readers,
            Verb::MoveAlone => settings.move_together == MoveTogether::Alone,
            Verb::MoveInProportion => settings.move_together == MoveTogether::InProportion,
            Verb::MoveByClaims => settings.move_together == MoveTogether::ByClaims,
            Verb::LessMotion => settings.less_motion,
            Verb::CiteChicago | Verb::CiteChicagoNotes | Verb::CiteMla | Verb::CiteApa => {
                Verb::of_style(settings.citation_style) == verb
            }
            Verb::ThemeSystem => settings.theme == ThemeChoice::System,
            Verb::ThemeLight => settings.theme == ThemeChoice::Light,
            Verb::ThemeDark => settings.theme == ThemeChoice::Dark,
            _ => return None,
        })
    }

    /// The claim's source and the side that shows it.
    fn side_of(&self, source: SourceId) -> Side {
        self.open.view.side_showing(source).unwrap_or(self.open.view.active.other())
    }

    fn shortcuts(&mut self, ctx: &egui::Context) {
        let busy = self.over.busy();
        let typing = ctx.memory(eframe::egui::Memory::focused).is_some_and(|id| {
            let lists = [parallels_list_id(), disagreements_list_id()];
            !Side::BOTH.map(super::reading_pane::pane_id).contains(&id) && !lists.contains(&id)
        }) && ctx.egui_wants_keyboard_input();
        let mut verbs: Vec<Verb> = Verb::ALL.to_vec();
        // Those with more modifiers first: Ctrl+S also matches while Shift or Alt is held.
        let n_more = |keys: egui::Modifiers| usize::from(keys.shift) + usize::from(keys.alt);
        verbs.sort_by_key(|verb| std::cmp::Reverse(verb.shortcut().map_or(0, |keys| n_more(keys.modifiers))));
        for verb in verbs {
            let own_in_fields = matches!(verb, Verb::Undo | Verb::Redo);
            if busy || (typing && own_in_fields) || (self.open.view.lists() && verb != Verb::Save) {
                continue;
            }
            let keys = verb.shortcut().into_iter().chain(verb.also().iter().copied());
            let pressed = keys
                .fold(false, |pressed, keys| pressed | ctx.input_mut(|input| input.consume_shortcut(&keys)));
            if pressed && verb.shortcut().is_some_and(|keys| keys.modifiers.alt) {
                // Some systems type the letter too, and Alt may be let go by then: it must not tag anything.
                ctx.input_mut(|input| input.events.retain(|event| !matches!(event, egui::Event::Text(_))));
            }
            if pressed && self.can(verb) {
                self.out.push(Action::Do(verb));
            }
        }
    }

    /// When the active side has changed, the keys go with it, unless somebody is typing elsewhere.
    fn move_focus(&self, ctx: &egui::Context) {
        let panes = Side::BOTH.map(super::reading_pane::pane_id);
        ctx.memory_mut(|memory| {
            if memory.focused().is_none_or(|id| panes.contains(&id)) {
                memory.request_focus(super::reading_pane::pane_id(self.open.view.active));
            }
        });
    }
}

/// While files are held over the window: what letting go of them does.
fn drop_hint_ui(ctx: &egui::Context) {
    let n = ctx.input(|input| input.raw.hovered_files.len());
    if n == 0 {
        return;
    }
    let words = if n == 1 {
        "Let go to open the comparison or lay it over this one, or to take in the text"
    } else {
        "Let go to lay these readers' files over this comparison, or to compare these texts"
    };
    let area = egui::Area::new(Id::unique("drop hint")).anchor(egui::Align2::CENTER_CENTER, vec2(0.0, 0.0));
    area.order(egui::Order::Tooltip).interactable(false).show(ctx, |ui| {
        Frame::popup(ui.style()).inner_margin(18.0).show(ui, |ui| {
            ui.label(RichText::new(words).font(theme::strong_font(theme::size::TITLE)));
        });
    });
}

impl eframe::App for Diptych {
    /// Called for a hidden window too.
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.mind_work(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.frame_ui(ui);
    }

    /// The ground that panels lie on. They are not filled themselves: without a graphics card each layer over the
    /// whole window costs as much as all its words.
    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}
