//! Carrying out what the views asked for.

use eframe::egui;

use super::super::action::Action;
use super::super::dialogs::{Dialog, Next};
use super::super::files::Ask;
use super::super::new_comparison::Purpose;
use super::super::parallels_panel::Matter;
use super::super::reading_pane::tagging;
use super::super::verb::Verb;
use super::super::view::{Linking, Mode, PaletteState, Reveal, Side};
use super::{Diptych, Open};
use crate::desk::{Command, Outcome};
use crate::model::{ClaimId, CoverageState, LinkKind, SourceId, Tag};
use crate::store;
use crate::store::citing::CitationStyle;
use crate::store::settings::ThemeChoice;
use crate::text::{Pos, Span, units};

/// What a command was about, for what the window does after it.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Links,
    Tags,
    Many,
    Deletion,
    Other,
}

impl Diptych {
    pub(super) fn perform(&mut self, ctx: &egui::Context, action: Action) {
        match action {
            Action::Run(command) => self.run(command),
            Action::Do(verb) => self.do_verb(ctx, verb),
            Action::Select(claim) => self.select(claim),
            Action::Reveal(claim) => self.reveal(claim),
            Action::LevelLink(link) => self.level_link(ctx, link),
            Action::RevealSpan(side, source, span) => {
                self.open.view.moving.ask();
                self.open.view.mode = Mode::Reading;
                let pane = self.open.view.panes.get_mut(side);
                pane.show(source);
                pane.select(span);
                pane.reveal = Some(Reveal { span, always: false });
            }
            Action::ShowHit(source, hit) => self.show_hit(ctx, source, hit),
            Action::CloseSearch => {
                self.close_search(ctx);
                self.close_parallels(ctx);
            }
            Action::AskParallels(matter) => self.ask_parallels(ctx, matter),
            Action::Parallel(act) => self.parallel_act(ctx, act),
            Action::Readers(act) => self.readers_act(act),
            Action::Group(act) => self.group_act(act),
            Action::ShowSource(side, source) => self.show_source(side, source),
            Action::Activate(side) => self.open.view.active = side,
            Action::FocusTags(tags) => self.open.view.focus = tags,
            Action::StepTag { tag, forward } => self.step_tag(&[tag], forward),
            Action::BeginLink(claim) => self.begin_link(claim),
            Action::SetLinkKind(kind) => {
                if let Some(linking) = &mut self.open.view.linking {
                    linking.kind = kind;
                }
            }
            Action::AskDeleteTag(tag) => self.over.dialog = Some(Dialog::DeleteTag(tag)),
            Action::AskRemoveSource(source) => self.over.dialog = Some(Dialog::RemoveSource(source)),
            Action::AskMergeTag(tag) => {
                self.over.dialog = Some(Dialog::MergeTag { tag, filter: String::new() });
            }
            Action::ShowContents(side) => self.open_contents(side),
            Action::DescribeSource(source) => self.describe_source(source),
            Action::AskBibliography => self.ask_path(Ask::Bibliography),
            Action::Mend { object, json } => self.mend(object, json.as_deref()),
            Action::DiscardSetAside(object) => {
                let edits = vec![crate::model::Edit::SetAside(object, None)];
                self.run(Command::Mend { label: "delete set-aside object".to_owned(), edits });
            }
            Action::RestoreVersion(number) => self.restore_version(number),
            Action::OpenVersion(number) => self.open_version(number),
            Action::OpenPath(path) => self.unless_unsaved(Next::Open(path)),
            Action::Copy(words) => ctx.copy_text(words),
            Action::CloseTyping => self.open.desk.close_typing(),
            Action::Say(words) => self.say(words),
        }
    }

    pub(super) fn run(&mut self, command: Command) {
        if self.open.read_only {
            self.say("A newer version of Diptych wrote this file: it can be read here, but not changed. Update Diptych to work on it.");
            return;
        }
        let kind = match command {
            Command::Link { .. } => Kind::Links,
            Command::Tag { .. } | Command::AddTags { .. } | Command::TakeAsMine { .. } => Kind::Tags,
            Command::TagEach { .. } => Kind::Many,
            Command::DeleteClaim(_) => Kind::Deletion,
            _ => Kind::Other,
        };
        match self.open.desk.run(command) {
            Ok(outcome) => self.follow(&outcome, kind),
            Err(refusal) => self.say(refusal.to_string()),
        }
        if self.settings.reader_name != self.open.desk.reader().name {
            self.settings.reader_name.clone_from(&self.open.desk.reader().name);
            self.keep_settings();
        }
        self.open.view.forget_missing(self.open.desk.comparison());
    }

    /// After a change: the claim that was made is selected, a link that was made is done with.
    fn follow(&mut self, outcome: &Outcome, kind: Kind) {
        let view = &mut self.open.view;
        if kind == Kind::Links {
            view.linking = None;
            self.say("Linked. Its kind and a note can be set in the claim panel.");
        } else if kind == Kind::Deletion {
            self.say("The claim is deleted. Ctrl+Z brings it back.");
        } else if kind == Kind::Tags && outcome.claim.is_some() {
            view.claim = outcome.claim;
            let pane = view.panes.get_mut(view.active);
            pane.anchor = pane.caret;
            self.said = None;
        }
        if let Some(notice) = &outcome.notice {
            let back = if kind == Kind::Many { " Ctrl+Z takes all of it back." } else { "" };
            self.say(format!("{notice}{back}"));
        }
    }

    fn select(&mut self, claim: Option<ClaimId>) {
        self.open.view.claim = claim;
        self.open.view.overlay.chosen = None;
        self.open.desk.close_typing();
    }

    /// Selects a claim and brings it into view in the pane that shows its source.
    pub(super) fn reveal(&mut self, id: ClaimId) {
        let Some(claim) = self.open.desk.comparison().claim(id) else { return };
        let (source, first) = (claim.source, claim.passages.first().map(|anchor| anchor.span));
        let side = self.side_of(source);
        self.select(Some(id));
        let view = &mut self.open.view;
        view.moving.ask();
        view.mode = Mode::Reading;
        view.active = side;
        let pane = view.panes.get_mut(side);
        pane.show(source);
        if let Some(span) = first {
            pane.move_caret(span.start(), false);
            pane.reveal = Some(Reveal { span, always: false });
        }
    }

    fn show_source(&mut self, side: Side, source: SourceId) {
        let view = &mut self.open.view;
        // A source that the other side shows changes places with this one.
        if view.panes.get(side.other()).source == Some(source) {
            view.panes.swap();
        } else {
            view.panes.get_mut(side).show(source);
        }
    }

    pub(super) fn begin_link(&mut self, from: ClaimId) {
        let Some(claim) = self.open.desk.comparison().claim(from) else { return };
        let side = self.side_of(claim.source);
        let view = &mut self.open.view;
        view.claim = Some(from);
        view.mode = Mode::Reading;
        view.active = side.other();
        view.linking = Some(Linking { from, kind: LinkKind::Contradicts, candidate: None });
        self.said = None;
    }

    fn mend(&mut self, object: crate::model::SetAsideId, json: Option<&str>) {
        let comparison = self.open.desk.comparison();
        let Some(found) = comparison.set_aside().find(|other| other.id == object) else { return };
        let edits = match json {
            Some(json) => store::try_again(
                comparison,
                &crate::model::SetAside { json: json.to_owned(), ..(**found).clone() },
            ),
            None => store::mend(comparison, found).map(|(_, edits)| edits).ok_or_else(|| {
                "The program sees no safe way to mend this. Edit it, or delete it.".to_owned()
            }),
        };
        match edits {
            Ok(edits) => {
                let label = format!("mend {}", found.kind.word());
                self.run(Command::Mend { label, edits });
            }
            Err(why) => {
                self.over.dialog = Some(Dialog::Message { title: "Not mended yet".to_owned(), words: why });
            }
        }
    }

    fn do_verb(&mut self, ctx: &egui::Context, verb: Verb) {
        if !self.can(verb) {
            return;
        }
        match verb {
            Verb::New => self.unless_unsaved(Next::New),
            Verb::Open => self.unless_unsaved(Next::AskOpen),
            Verb::OpenSample => self.unless_unsaved(Next::Sample),
            Verb::Save => self.save(None),
            Verb::SaveAs => self.ask_path(Ask::Save),
            Verb::MergeFile => self.ask_path(Ask::Merge),
            Verb::AddSource => self.over.form = Some(super::NewComparison::new(Purpose::AddSources)),
            Verb::DescribeComparison => {
                let title = self.open.desk.comparison().title().to_owned();
                self.over.dialog = Some(Dialog::Title(title));
            }
            Verb::Versions => self.list_versions(),
            Verb::MakeSheet => self.open_sheets(),
            Verb::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            Verb::Undo => self.undo(true),
            Verb::Redo => self.undo(false),
            Verb::ReaderName => {
                self.over.dialog = Some(Dialog::ReaderName(self.open.desk.reader().name.clone()));
            }
            Verb::NoteSilence => self.ask_silence(),
            Verb::Problems => self.over.set_aside = true,
            Verb::Keys => self.over.dialog = Some(Dialog::Keys),
            Verb::About => self.over.dialog = Some(Dialog::About),
            _ => {
                let done = self.do_sharing(verb) || self.do_in_text(ctx, verb) || self.do_moving(ctx, verb);
                let done = done || self.do_picture(verb) || self.do_group(verb);
                if !done && !self.do_readers(verb) {
                    self.do_in_window(ctx, verb);
                }
            }
        }
    }

    fn do_in_text(&mut self, ctx: &egui::Context, verb: Verb) -> bool {
        match verb {
            Verb::Copy => self.copy(ctx),
            Verb::CopyCited => self.copy_cited(ctx),
            Verb::Find => self.open_search(ctx),
            Verb::NextHit | Verb::PreviousHit => self.step_hit(verb == Verb::NextHit),
            Verb::TagHits => self.tag_hits(ctx),
            Verb::Parallels => self.ask_parallels_at_hand(ctx),
            Verb::ParallelsOfTag => {
                if let Some(tag) = self.tag_at_hand() {
                    self.ask_parallels(ctx, Matter::Tag(tag));
                }
            }
            Verb::Palette => self.open_palette(ctx),
            Verb::SelectSentence => self.select_sentence(),
            Verb::SelectParagraph | Verb::ExpandSelection => self.expand(verb == Verb::SelectParagraph),
            Verb::ShrinkSelection => {
                let pane = self.open.view.panes.get_mut(self.open.view.active);
                if let Some((anchor, caret)) = pane.grown.pop() {
                    (pane.anchor, pane.caret) = (anchor, caret);
                }
            }
            Verb::MarkPassage => {
                if let Some(command) = tagging(&self.open.view, Vec::new()) {
                    self.run(command);
                }
            }
            Verb::ExtendClaim => self.extend_claim(),
            Verb::SplitClaim => self.with_claim(|claim, caret| Command::SplitClaim { claim, at: caret }),
            Verb::DeleteClaim => self.with_claim(|claim, _| Command::DeleteClaim(claim)),
            Verb::LinkClaim => {
                if let Some(claim) = self.open.view.claim {
                    self.begin_link(claim);
                }
            }
            Verb::NextClaim | Verb::PreviousClaim => self.step_claim(verb == Verb::NextClaim),
            Verb::NextOfTag | Verb::PreviousOfTag => {
                let mut tags = self.open.view.focus.clone();
                tags.extend(self.tag_of_claim().filter(|_| tags.is_empty()));
                self.step_tag(&tags, verb == Verb::NextOfTag);
            }
            Verb::ClearFocus => self.open.view.focus.clear(),
            Verb::MarkRead => self.mark_coverage(Some(CoverageState::Read)),
            Verb::MarkSkipped => self.mark_coverage(Some(CoverageState::Skipped)),
            Verb::MarkUnread => self.mark_coverage(None),
            Verb::Contents => self.open_contents(self.open.view.active),
            Verb::NextHeading | Verb::PreviousHeading => self.step_heading(ctx, verb == Verb::NextHeading),
            Verb::FollowFootnote => self.follow_footnote(ctx),
            _ => return false,
        }
        true
    }

    fn do_in_window(&mut self, ctx: &egui::Context, verb: Verb) {
        let (view, settings) = (&mut self.open.view, &mut self.settings);
        match verb {
            Verb::Reading => view.mode = Mode::Reading,
            Verb::Compare => view.mode = Mode::Compare,
            Verb::SwitchPane => {
                // From a panel, back to the text that was being read.
                let panes = Side::BOTH.map(super::super::reading_pane::pane_id);
                if ctx.memory(egui::Memory::focused).is_none_or(|id| panes.contains(&id)) {
                    view.active = view.active.other();
                }
                ctx.memory_mut(|memory| {
                    memory.request_focus(super::super::reading_pane::pane_id(view.active));
                });
            }
            Verb::SwapSides => view.panes.swap(),
            Verb::ToggleCodebook => settings.show_codebook = !settings.show_codebook,
            Verb::ToggleClaim => settings.show_claim = !settings.show_claim,
            Verb::Autosave => settings.autosave = !settings.autosave,
            Verb::SnapToWords => settings.snap_to_words = !settings.snap_to_words,
            Verb::LargerText => settings.text_size = (settings.text_size + 1.0).min(48.0),
            Verb::SmallerText => settings.text_size = (settings.text_size - 1.0).max(9.0),
            Verb::WiderLines => settings.measure = (settings.measure + 4.0).min(140.0),
            Verb::NarrowerLines => settings.measure = (settings.measure - 4.0).max(30.0),
            Verb::CiteChicago => settings.citation_style = CitationStyle::Chicago,
            Verb::CiteChicagoNotes => settings.citation_style = CitationStyle::ChicagoNotes,
            Verb::CiteMla => settings.citation_style = CitationStyle::Mla,
            Verb::CiteApa => settings.citation_style = CitationStyle::Apa,
            Verb::ThemeSystem => settings.theme = ThemeChoice::System,
            Verb::ThemeLight => settings.theme = ThemeChoice::Light,
            Verb::ThemeDark => settings.theme = ThemeChoice::Dark,
            _ => {}
        }
        self.apply_theme(ctx);
        self.keep_settings();
    }

    fn with_claim(&mut self, command: impl FnOnce(ClaimId, Pos) -> Command) {
        if let Some(claim) = self.open.view.claim {
            let caret = self.open.view.pane().caret;
            self.run(command(claim, caret));
        }
    }

    fn undo(&mut self, back: bool) {
        let done = if back { self.open.desk.undo() } else { self.open.desk.redo() };
        match done {
            Ok(Some(label)) => {
                let what = if back { "Undone" } else { "Done again" };
                self.say(format!("{what}: {}.", label.0));
            }
            Ok(None) => {}
            Err(refusal) => self.say(refusal.to_string()),
        }
        self.open.view.forget_missing(self.open.desk.comparison());
    }

    /// The selected words, or the selected claim's quotation with where it is from.
    fn copy(&self, ctx: &egui::Context) {
        let Open { desk, view, .. } = &self.open;
        let pane = view.pane();
        let source = pane.source.and_then(|source| desk.comparison().source(source));
        let selection = pane.selection();
        match (source, view.claim.and_then(|claim| desk.comparison().claim(claim))) {
            (Some(source), _) if !selection.is_empty() => {
                ctx.copy_text(source.text.slice(selection).to_owned());
            }
            (_, Some(claim)) => {
                let Some(source) = desk.comparison().source(claim.source) else { return };
                let number = source.text.paragraphs().number_at(claim.extent().start());
                ctx.copy_text(format!("“{}” ({}, ¶ {number})", claim.quotation(), source.short_name()));
            }
            _ => {}
        }
    }

    fn open_palette(&mut self, ctx: &egui::Context) {
        self.note_field(ctx);
        let view = &mut self.open.view;
        let id = super::super::reading_pane::pane_id(view.active);
        let pane = ctx.read_response(id).map(|response| response.rect);
        let beside = self.panels.panes.get(view.active).selected().or(pane);
        view.palette = Some(PaletteState { beside, ..PaletteState::default() });
    }

    /// Word, sentence, paragraph: each time the next larger.
    fn expand(&mut self, to_paragraph: bool) {
        let view = &mut self.open.view;
        let pane = view.panes.get_mut(view.active);
        let Some(source) = pane.source.and_then(|source| self.open.desk.comparison().source(source)) else {
            return;
        };
        let (text, now) = (&source.text, pane.selection());
        let word = units::word_at(text, pane.caret);
        let language = source.bibliography.language_or_english();
        let sentence = units::sentence_at(text, now.start(), language);
        let index = text.paragraphs().index_at(now.start());
        let paragraph = text.paragraphs().get(index).map(|paragraph| paragraph.span);
        let grows = |span: &Span| span.covers(now) && *span != now && !span.is_empty();
        let steps = [word, Some(sentence), paragraph];
        let next = if to_paragraph { paragraph } else { steps.into_iter().flatten().find(grows) };
        if let Some(next) = next {
            let before = (pane.anchor, pane.caret);
            pane.select(next);
            pane.grown.push(before);
            pane.reveal = Some(Reveal { span: next, always: false });
        }
    }

    /// The sentence that the caret is in, or, when just that is selected, the next one.
    fn select_sentence(&mut self) {
        let view = &mut self.open.view;
        let pane = view.panes.get_mut(view.active);
        let Some(source) = pane.source.and_then(|source| self.open.desk.comparison().source(source)) else {
            return;
        };
        let (text, language) = (&source.text, source.bibliography.language_or_english());
        let now = pane.selection();
        let mut sentence = units::sentence_at(text, now.start(), language);
        if sentence == now && !now.is_empty() {
            sentence = units::sentence_at(text, units::next_sentence(text, now.start(), language), language);
        }
        if sentence.is_empty() {
            self.say("That was the last sentence.");
            return;
        }
        pane.select(sentence);
        pane.grown.clear();
        pane.reveal = Some(Reveal { span: sentence, always: false });
    }

    fn extend_claim(&mut self) {
        let view = &self.open.view;
        let Some(claim) = view.claim.and_then(|claim| self.open.desk.comparison().claim(claim)) else {
            return;
        };
        if view.pane().source != Some(claim.source) {
            self.say(
                "A claim's passages are all of one source. To join two sources, link their claims (Ctrl+L).",
            );
            return;
        }
        let (claim, span) = (claim.id, view.pane().selection());
        self.run(Command::AddPassage { claim, span });
        let view = &mut self.open.view;
        let pane = view.panes.get_mut(view.active);
        pane.anchor = pane.caret;
    }

    fn ask_silence(&mut self) {
        let view = &self.open.view;
        let tag = view.focus.first().copied();
        let comparison = self.open.desk.comparison();
        let lacks = |source: &SourceId| tag.is_some_and(|tag| comparison.n_uses(tag, *source) == 0);
        let source = comparison.sources().iter().map(|source| source.id).find(lacks);
        self.over.dialog =
            Some(Dialog::Silence { source: source.or(view.pane().source), tag, note: String::new() });
    }

    /// The first tag of the selected claim.
    pub(super) fn tag_of_claim(&self) -> Option<crate::model::TagId> {
        let claim = self.open.view.claim.and_then(|claim| self.open.desk.comparison().claim(claim))?;
        let tag: &Tag = self.open.desk.comparison().tag(claim.tags.first()?.tag)?;
        Some(tag.id)
    }
}
