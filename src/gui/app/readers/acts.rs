//! What is asked for about readers: who is shown, the next claim of the others, a claim taken as one's own.

use std::sync::Arc;

use super::super::super::files::Ask;
use super::super::super::parts::paragraphs_label;
use super::super::super::readers::ReadersAct;
use super::super::super::verb::Verb;
use super::super::super::view::{Mode, Reveal};
use super::Diptych;
use crate::desk::Command;
use crate::model::{Claim, ClaimId, Comparison, Tag};
use crate::text::visible_name;

impl Diptych {
    /// Does what was asked for about readers.
    pub(in crate::gui::app) fn readers_act(&mut self, act: ReadersAct) {
        match act {
            ReadersAct::Choose(claim) => {
                self.open.view.claim = None;
                self.open.view.overlay.chosen = claim;
                self.open.desk.close_typing();
            }
            ReadersAct::Reveal(claim) => self.reveal_any(claim),
            ReadersAct::TakeAsMine(claim) => self.take_as_mine(claim),
            ReadersAct::AskRound => self.ask_round(),
            ReadersAct::AskReveal => self.ask_reveal(),
            act => self.readers.group.act(&act),
        }
    }

    /// Whether a verb about readers can be done now; others always can.
    pub(in crate::gui::app) fn can_with_readers(&self, verb: Verb) -> bool {
        let (group, view) = (&self.readers.group, &self.open.view);
        let several = group.roll().len() > 1 && !group.sealed();
        match verb {
            Verb::AddReaders | Verb::WatchReaders => !self.open.desk.comparison().sources().is_empty(),
            Verb::ReadersFiles | Verb::TakeOffReaders => group.layers().is_some(),
            Verb::Density | Verb::AllReaders | Verb::NextReader | Verb::PreviousReader => several,
            Verb::NextLaid | Verb::PreviousLaid => group.laid().is_some() && view.mode == Mode::Reading,
            Verb::Round => !self.open.read_only,
            Verb::Reveal => self.readers.group.sealed() && !self.open.read_only,
            Verb::TakeAsMine => {
                !self.open.read_only && view.overlay.chosen_claim(self.open.desk.comparison()).is_some()
            }
            _ => true,
        }
    }

    /// Does a verb about readers; returns whether it is one.
    pub(in crate::gui::app) fn do_readers(&mut self, verb: Verb) -> bool {
        match verb {
            Verb::AddReaders => self.ask_path(Ask::Readers),
            Verb::WatchReaders => self.ask_path(Ask::ReadersFolder),
            Verb::ReadersFiles => self.show_files(),
            Verb::TakeOffReaders => self.take_off_readers(),
            Verb::ToggleReaders => {
                self.settings.show_readers = !self.settings.show_readers;
                self.keep_settings();
            }
            Verb::Density => {
                let dense = self.readers.group.is_dense();
                self.readers_act(ReadersAct::Density(!dense));
            }
            Verb::Round => self.ask_round(),
            Verb::Reveal => self.ask_reveal(),
            Verb::AllReaders => self.readers_act(ReadersAct::All(true)),
            Verb::NextReader | Verb::PreviousReader => self.next_alone(verb == Verb::NextReader),
            Verb::NextLaid | Verb::PreviousLaid => self.step_laid(verb == Verb::NextLaid),
            Verb::TakeAsMine => {
                if let Some(claim) = self.open.view.overlay.chosen {
                    self.take_as_mine(claim);
                }
            }
            _ => return false,
        }
        true
    }

    fn next_alone(&mut self, forward: bool) {
        let group = &self.readers.group;
        let Some(next) = group.next_alone(forward) else { return };
        let name =
            group.roll().iter().find(|row| row.id == next).map(|row| visible_name(&row.name).into_owned());
        if !group.is_only(next) {
            self.readers_act(ReadersAct::Only(next));
        }
        self.say(format!(
            "Only {} is shown. Readers, Show all readers brings the others back.",
            name.unwrap_or_default()
        ));
    }

    /// Selects a claim, one's own or one that is laid over, and brings it into view.
    fn reveal_any(&mut self, id: ClaimId) {
        if self.open.desk.comparison().claim(id).is_some() {
            self.reveal(id);
            return;
        }
        let Some(claim) = self.open.view.overlay.laid_claim(self.open.desk.comparison(), id).cloned() else {
            return;
        };
        let side = self.side_of(claim.source);
        self.readers_act(ReadersAct::Show(claim.reader, true));
        let view = &mut self.open.view;
        view.moving.ask();
        view.mode = Mode::Reading;
        view.active = side;
        let pane = view.panes.get_mut(side);
        pane.show(claim.source);
        if let Some(first) = claim.passages.first() {
            pane.move_caret(first.span.start(), false);
            pane.reveal = Some(Reveal { span: first.span, always: false });
        }
        self.readers_act(ReadersAct::Choose(Some(id)));
    }

    /// Goes to the next claim of another reader in the pane, or the one before.
    fn step_laid(&mut self, forward: bool) {
        let (view, open) = (&self.open.view, self.open.desk.comparison());
        let Some((laid, source)) = view.overlay.laid.clone().zip(view.pane().source) else { return };
        let shown = |claim: &&Arc<Claim>| {
            view.overlay.shown.contains(&claim.reader)
                && open.claim(claim.id).is_none()
                && view.shows_tags(&laid.comparison, claim.tags.iter().map(|used| used.tag))
        };
        let place = |claim: &Claim| (claim.extent().start(), claim.extent().end(), claim.id);
        let chosen = view.overlay.chosen_claim(open).filter(|claim| claim.source == source);
        let caret = view.pane().caret;
        let is_next = |claim: &&Arc<Claim>| match (chosen, forward) {
            (Some(chosen), true) => place(claim) > place(chosen),
            (Some(chosen), false) => place(claim) < place(chosen),
            (None, true) => claim.extent().start() >= caret,
            (None, false) => claim.extent().start() < caret,
        };
        let claims = laid.comparison.claims_in(source).filter(shown).filter(is_next);
        let next = if forward {
            claims.min_by_key(|claim| place(claim))
        } else {
            claims.max_by_key(|claim| place(claim))
        };
        let Some(next) = next.cloned() else {
            let which = if forward { "after" } else { "before" };
            self.say(format!("No claim of another reader stands {which} this in this source."));
            return;
        };
        let told = told_of(&laid.comparison, &next);
        self.reveal_any(next.id);
        self.say(told);
    }

    /// Makes a claim of one's own that says what a laid one says.
    fn take_as_mine(&mut self, id: ClaimId) {
        let open = self.open.desk.comparison();
        let overlay = &self.open.view.overlay;
        let Some((claim, laid)) = overlay.laid_claim(open, id).cloned().zip(overlay.laid.clone()) else {
            return;
        };
        let mut tags: Vec<Tag> = Vec::new();
        for used in &claim.tags {
            let mut next = laid.comparison.tag(used.tag);
            while let Some(tag) = next.filter(|tag| open.tag(tag.id).is_none()) {
                if tags.iter().all(|other| other.id != tag.id) {
                    tags.push(Tag::clone(tag));
                }
                next = tag.parent.and_then(|parent| laid.comparison.tag(parent));
            }
        }
        let n_before = self.open.desk.history().state();
        self.run(Command::TakeAsMine { claim: Box::new(Claim::clone(&claim)), tags });
        if self.open.desk.history().state() != n_before {
            self.open.view.overlay.chosen = None;
            self.say("The claim is yours now too. Ctrl+Z takes that back.");
        }
    }
}

/// “B. Ortiz, ¶ 3: armed road (affirms)”.
fn told_of(all: &Comparison, claim: &Claim) -> String {
    let name = all.reader(claim.reader).map(|reader| visible_name(&reader.name).into_owned());
    let place = all.source(claim.source).map(|source| paragraphs_label(source, claim.extent()));
    let tag = |used: &crate::model::TagUse| {
        let name = visible_name(&all.tag(used.tag)?.name).into_owned();
        Some(used.stance.map_or(name.clone(), |stance| format!("{name} ({})", stance.word())))
    };
    let tags: Vec<String> = claim.tags.iter().filter_map(tag).collect();
    let tags = if tags.is_empty() { "without a tag".to_owned() } else { tags.join(", ") };
    format!("{}, {}: {tags}", name.unwrap_or_default(), place.unwrap_or_default())
}
