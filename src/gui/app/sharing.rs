//! Readings, groups and codebooks leave the window and come in: forms over it, and the jobs that read and write.

use std::path::{Path, PathBuf};

use eframe::egui::{self, ComboBox, Frame, Margin, Panel, RichText, ScrollArea, Ui};

use super::super::files::{Ask, Done};
use super::super::sharing::book::{BookState, book_ui};
use super::super::sharing::group::{GroupState, group_ui};
use super::super::sharing::send::{SendState, send_ui};
use super::super::sharing::texts::{TextsState, texts_ui};
use super::super::sharing::{Sharing, SharingAnswer};
use super::super::verb::Verb;
use super::super::view::View;
use super::super::{parts, theme};
use super::{Diptych, Open, documents};
use crate::desk::{Clock as _, Command, SystemClock, taking};
use crate::model::{Digest, Round, RoundId};
use crate::store::book::{Book, open_book, to_book};
use crate::store::import::{ImportOptions, import_file};
use crate::store::reading::{Reading, blank, file_name, reading};
use crate::store::{
    Confirmed, FoundReport, Opened, Record, SourceWanted, Supplied, open_with_texts, write_atomically,
};
use crate::text::visible_name;

/// What a job of sharing has done.
pub enum Shared {
    /// A file was written, or not.
    Written {
        /// Its path.
        path: PathBuf,
        /// What it is, in words.
        what: &'static str,
        /// What the open comparison is to be saved with, if it is still as it was; or why nothing was written.
        written: Result<Option<Box<Adopted>>, String>,
    },
    /// A text was read for the wanted source of this number.
    Text(usize, PathBuf, Result<Box<Supplied>, String>),
    /// A file was opened with the texts that were brought.
    Opened {
        /// Its path.
        path: PathBuf,
        /// What is in it, and what became of its passages.
        opened: Box<Result<(Opened, FoundReport), String>>,
        /// Whether it is to be laid open now.
        go: bool,
    },
    /// A codebook was read.
    Book(String, Box<Result<Book, String>>),
}

/// A record to save with from now on: what was sent is known by its number.
pub struct Adopted {
    document: u64,
    on_disk: Option<Digest>,
    record: Record,
}

/// What is remembered of the instructions of rounds.
#[derive(Default)]
pub(super) struct Instructions {
    /// The round whose instructions were closed, or opened by hand.
    shown: Option<(u64, RoundId, bool)>,
}

impl Diptych {
    /// Does what a verb of sharing stands for; returns whether it is one.
    pub(super) fn do_sharing(&mut self, verb: Verb) -> bool {
        let comparison = self.open.desk.comparison();
        match verb {
            Verb::SendReading => {
                let state = SendState::of(comparison, self.open.desk.reader().id);
                self.over.sharing = Some(Sharing::Send(state));
            }
            Verb::StartGroup => self.over.sharing = Some(Sharing::Group(GroupState::default())),
            Verb::SaveCodebook => self.ask_path(Ask::SaveCodebook),
            Verb::TakeCodebook => self.ask_path(Ask::TakeCodebook),
            Verb::Instructions => {
                let shown = self.round_to_show().is_some();
                let round = self.last_round().map(|round| round.id);
                self.instructions.shown = round.map(|round| (self.document, round, !shown));
            }
            _ => return false,
        }
        true
    }

    /// The form that is open over the window.
    pub(super) fn sharing_ui(&mut self, ui: &Ui) {
        let Some(mut sharing) = self.over.sharing.take() else { return };
        let screen = ui.ctx().content_rect().size();
        let frame = Frame::popup(ui.style()).inner_margin(18);
        let wide: f32 = if matches!(sharing, Sharing::Texts(_) | Sharing::Book(_)) { 640.0 } else { 480.0 };
        let modal = egui::Modal::new(egui::Id::unique("sharing")).frame(frame).show(ui.ctx(), |ui| {
            ui.set_width(wide.min(screen.x - 40.0));
            ui.set_max_height(screen.y - 60.0);
            ui.spacing_mut().item_spacing.y = 8.0;
            let comparison = self.open.desk.comparison();
            match &mut sharing {
                Sharing::Send(state) => send_ui(ui, comparison, state),
                Sharing::Texts(state) => texts_ui(ui, state),
                Sharing::Book(state) => book_ui(ui, state),
                Sharing::Group(state) => group_ui(ui, comparison, state),
            }
        });
        let closed = modal.should_close() && self.over.dialog.is_none() && self.over.waiting.is_none();
        let answer = match modal.inner {
            SharingAnswer::Open if closed => SharingAnswer::Close,
            answer => answer,
        };
        self.answered(sharing, answer);
    }

    fn answered(&mut self, mut sharing: Sharing, answer: SharingAnswer) {
        match (answer, &mut sharing) {
            (SharingAnswer::Close, _) => return,
            (SharingAnswer::Choose(index), _) => self.ask_path(Ask::Text(index)),
            (SharingAnswer::Save, Sharing::Group(_)) => {
                self.over.sharing = Some(sharing);
                self.ask_path(Ask::Group);
                return;
            }
            (SharingAnswer::Save, _) => {
                self.over.sharing = Some(sharing);
                self.ask_path(Ask::Reading);
                return;
            }
            (SharingAnswer::Done, Sharing::Book(state)) => {
                self.out.run(Command::TakeCodebook(state.book.tags.clone()));
                return;
            }
            (SharingAnswer::Done, Sharing::Texts(state)) => {
                state.busy = true;
                open_texts(&self.jobs, state, true);
            }
            _ => {}
        }
        self.over.sharing = Some(sharing);
    }

    /// The name that a file to be sent is offered.
    pub(super) fn suggested_share(&self, ask: Ask) -> PathBuf {
        let comparison = self.open.desk.comparison();
        let reader = match &self.over.sharing {
            Some(Sharing::Send(state)) => state.settings.reader.and_then(|id| comparison.reader(id)),
            _ => None,
        };
        let whole = file_name(comparison.title(), None);
        let name = match ask {
            Ask::SaveCodebook => whole.replace(".diptych.json", ".codebook.json"),
            Ask::Group => file_name(comparison.title(), Some("group")),
            _ => file_name(comparison.title(), reader.map(|reader| reader.name.as_str()).or(Some("all"))),
        };
        self.suggested_path().with_file_name(name)
    }

    /// Goes on with a path that was chosen; `asked`: whether the reader was asked about a file that is there.
    pub(super) fn share_path(&mut self, ask: Ask, chosen: &Path, asked: bool) {
        match ask {
            Ask::TakeCodebook => {
                let (path, name) = (chosen.to_owned(), name_of(chosen));
                self.jobs.start("read codebook", move || {
                    let book = open_book(&path).map_err(|error| error.to_string());
                    Done::Shared(Box::new(Shared::Book(name, Box::new(book))))
                });
            }
            Ask::Text(index) => {
                let path = chosen.to_owned();
                self.jobs.start("read text", move || {
                    let text = import_file(&path, &ImportOptions::default());
                    let text = text.map_err(|error| error.to_string()).map(|imported| {
                        let (structure, origin) = (imported.structure, imported.origin);
                        Box::new(Supplied { text: imported.text, structure, origin })
                    });
                    Done::Shared(Box::new(Shared::Text(index, path, text)))
                });
            }
            _ => self.write_share(ask, chosen, asked),
        }
    }

    fn write_share(&mut self, ask: Ask, chosen: &Path, asked: bool) {
        let path = with_json(chosen);
        let own = self.open.path.as_ref() == Some(&path);
        if own || (path.exists() && !(asked && path == chosen)) {
            let whose =
                if own { "That is the file of this comparison" } else { "There is such a file already" };
            self.offer_path(ask, &format!("{whose}. Choose another name."));
            return;
        }
        let sharing = self.over.sharing.take();
        if let (Ask::Group, Some(Sharing::Group(state))) = (ask, &sharing) {
            self.start_round(state);
        }
        let open = (self.open.desk.comparison().clone(), self.open.record.clone(), self.actor);
        let (document, on_disk) = (self.document, self.open.record.content());
        self.jobs.start("share", move || {
            let all = (&open.0, &open.1, open.2);
            let made = match &sharing {
                Some(Sharing::Send(state)) if ask == Ask::Reading => Some(reading(all, state.settings)),
                Some(Sharing::Group(state)) if ask == Ask::Group => Some(blank(all, state.texts)),
                _ => None,
            };
            let what = match ask {
                Ask::Reading => "The reading",
                Ask::Group => "The group’s file",
                _ => "The codebook",
            };
            let adopt = |made: Reading| {
                let record = made.record;
                (made.bytes, Some(Box::new(Adopted { document, on_disk, record })))
            };
            let made = made.unwrap_or_else(|| Err(String::new())).map(adopt);
            let made = if ask == Ask::SaveCodebook { Ok((to_book(&open.0), None)) } else { made };
            let written = made.and_then(|(bytes, adopted)| {
                write_atomically(&path, &bytes)
                    .map_err(|error| format!("{}: it can’t be written there ({error})", path.display()))?;
                Ok(adopted)
            });
            Done::Shared(Box::new(Shared::Written { path, what, written }))
        });
    }

    /// Puts the group's round into the comparison; one that is not sealed is opened at once.
    fn start_round(&mut self, state: &GroupState) {
        self.run(Command::StartRound(state.round()));
        if !state.sealed
            && let Some(round) = self.last_round().map(|round| round.id)
        {
            self.run(Command::OpenRound(round));
        }
    }

    pub(super) fn shared(&mut self, done: Shared) {
        match done {
            Shared::Written { path, what, written } => match written {
                Ok(adopted) => {
                    // Else it was saved meanwhile, or is no longer open: then its own record is the later one.
                    if let Some(adopted) = adopted.filter(|adopted| {
                        let same = adopted.on_disk == self.open.record.content();
                        adopted.document == self.document && same && !self.saving
                    }) {
                        self.open.record = adopted.record;
                    }
                    self.say(format!("{what} is saved to {}.", path.display()));
                }
                Err(why) => self.message("Nothing was written", why),
            },
            Shared::Text(index, path, read) => self.text_read(index, &path, read),
            Shared::Opened { path, opened, go } => self.opened_with_texts(&path, *opened, go),
            Shared::Book(name, book) => match *book {
                Ok(book) => {
                    let taking = taking(self.open.desk.comparison(), &book.tags, SystemClock.now());
                    self.over.sharing = Some(Sharing::Book(Box::new(BookState { name, book, taking })));
                }
                Err(why) => self.message("The codebook could not be read", why),
            },
        }
    }

    /// A file was to be opened that has no texts: takes those that are open, and asks for the others.
    pub(super) fn want_texts(&mut self, path: PathBuf, wanted: Vec<SourceWanted>) {
        let mut state = TextsState::of(path, wanted, self.open.desk.comparison());
        if state.is_complete() {
            state.busy = true;
            open_texts(&self.jobs, &state, state.is_certain());
        }
        self.over.sharing = Some(Sharing::Texts(Box::new(state)));
    }

    fn text_read(&mut self, index: usize, path: &Path, read: Result<Box<Supplied>, String>) {
        let Some(Sharing::Texts(state)) = &mut self.over.sharing else { return };
        let Some(id) = state.wanted.get(index).map(|wanted| wanted.id) else { return };
        (state.said, state.opened) = (None, None);
        state.confirmed.clear();
        match read {
            Ok(supplied) => {
                state.at_hand.insert(id, (name_of(path), *supplied));
                if state.is_complete() {
                    state.busy = true;
                    open_texts(&self.jobs, state, false);
                }
            }
            Err(why) => state.said = Some(why),
        }
    }

    fn opened_with_texts(&mut self, path: &Path, opened: Result<(Opened, FoundReport), String>, go: bool) {
        let Some(Sharing::Texts(state)) = &mut self.over.sharing else { return };
        if state.path != path {
            return;
        }
        state.busy = false;
        match opened {
            Err(why) => state.said = Some(why),
            Ok(opened) if !go => state.opened = Some(opened),
            Ok((opened, _)) => {
                self.over.sharing = None;
                let Opened { comparison, record, warnings, read_only } = opened;
                let view = View::of(&comparison);
                let desk = documents::on_desk(comparison, &self.settings).fresh();
                self.lay_open(Open { desk, record, path: None, read_only, view });
                self.say(format!("{} is open with its texts, and not saved yet.", name_of(path)));
                if !warnings.is_empty() {
                    let lines: Vec<&str> =
                        warnings.iter().take(40).map(|warning| warning.message.as_str()).collect();
                    self.message("Opened, with something to see to", lines.join("\n\n"));
                }
            }
        }
    }

    /// The round that was begun last.
    pub(super) fn last_round(&self) -> Option<&Round> {
        let with_words = |round: &&std::sync::Arc<Round>| !round.instructions.trim().is_empty();
        self.open.desk.comparison().rounds().filter(with_words).last().map(|round| &**round)
    }

    /// The round whose instructions stand above the texts: until the reader has begun, or closes them.
    fn round_to_show(&self) -> Option<&Round> {
        let round = self.last_round()?;
        let by_hand =
            self.instructions.shown.filter(|(document, id, _)| *document == self.document && *id == round.id);
        let me = self.open.desk.reader().id;
        let new_here = || round.reader != me && self.open.desk.comparison().reader(me).is_none();
        by_hand.map_or_else(new_here, |(_, _, shown)| shown).then_some(round)
    }

    /// What the group was asked to do, above the texts.
    pub(super) fn instructions_ui(&mut self, ui: &mut Ui) {
        let Some(round) = self.round_to_show().cloned() else { return };
        let colors = theme::of(ui);
        let frame = Frame::NONE.fill(colors.card).inner_margin(Margin::symmetric(14, 8));
        let mut close = false;
        Panel::top("instructions").frame(frame).show(ui, |ui| {
            ui.horizontal(|ui| {
                parts::heading_ui(ui, &visible_name(&round.name));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    close = parts::sign_button_ui(ui, "×", "Close the instructions").clicked();
                    parts::faint_ui(ui, "File, Share, Instructions shows them again");
                });
            });
            ScrollArea::vertical()
                .id_salt("instructions")
                .max_height(110.0)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    ui.add(egui::Label::new(RichText::new(visible_name(&round.instructions))).wrap())
                });
            self.who_ui(ui, &round);
        });
        if close {
            self.instructions.shown = Some((self.document, round.id, false));
        }
    }

    /// Asks who reads, where the round expects names and none of them is the reader's.
    fn who_ui(&mut self, ui: &mut Ui, round: &Round) {
        let reader = self.open.desk.reader();
        let folded = crate::store::book::folded_name;
        let mine = folded(&reader.name);
        let is_expected = round.expected.iter().any(|name| folded(name) == mine);
        let is_known = self.open.desk.comparison().reader(reader.id).is_some();
        if round.expected.is_empty() || is_expected || is_known {
            return;
        }
        let mut chosen = None;
        ui.horizontal(|ui| {
            let words =
                format!("You read as “{}”. Who of those expected are you?", visible_name(&reader.name));
            let label = ui.label(words);
            let combo = ComboBox::from_id_salt("who reads").selected_text("Choose your name");
            let combo = combo.show_ui(ui, |ui| {
                for name in &round.expected {
                    if ui.selectable_label(false, visible_name(name)).clicked() {
                        chosen = Some(name.clone());
                    }
                }
            });
            combo.response.labelled_by(label.id);
        });
        if let Some(name) = chosen {
            self.out.run(Command::RenameReader(name));
        }
    }
}

/// Opens a file with the texts at hand, off the main thread; `go`: it is to be laid open then.
fn open_texts(jobs: &crate::desk::jobs::Jobs<Done>, state: &TextsState, go: bool) {
    let (path, confirmed): (PathBuf, Confirmed) = (state.path.clone(), state.confirmed.clone());
    let texts: std::collections::BTreeMap<_, Supplied> =
        state.at_hand.iter().map(|(id, (_, supplied))| (*id, supplied.clone())).collect();
    jobs.start("open with texts", move || {
        let known = |wanted: &SourceWanted| texts.get(&wanted.id).cloned();
        let opened = open_with_texts(&path, &known, &confirmed).map_err(|error| error.to_string());
        Done::Shared(Box::new(Shared::Opened { path, opened: Box::new(opened), go }))
    });
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Returns the path with an ending, if it has none.
fn with_json(chosen: &Path) -> PathBuf {
    if chosen.extension().is_some() {
        return chosen.to_owned();
    }
    let mut name = chosen.as_os_str().to_owned();
    name.push(".json");
    PathBuf::from(name)
}
