//! Rounds of reading: while one is sealed, what the files say is closed; it is revealed by a person, or when all are in.

use std::collections::HashSet;

use super::super::super::dialogs::Dialog;
use super::super::super::readers::round::{Band, RoundForm};
use super::Diptych;
use crate::analysis::agreement::rounds;
use crate::analysis::agreement::settling::settled_in;
use crate::desk::Command;
use crate::model::{Revision, RoundId};
use crate::text::visible_name;

/// What is known of the sealed round.
#[derive(Default)]
pub(super) struct Sealed {
    of: Option<(Revision, u64)>,
    /// What the list of readers says of it.
    pub(super) band: Option<Band>,
    /// Those that were revealed by themselves: to take that back is not to do it again.
    revealed: HashSet<RoundId>,
}

impl Diptych {
    /// Keeps the files closed while a round is sealed, and reveals it when all are in.
    pub(super) fn mind_round(&mut self) {
        let open = self.open.desk.comparison();
        let now = (open.revision(), self.readers.group.version());
        if self.readers.round.of == Some(now) {
            return;
        }
        // A round that was opened is over; so are those before the last.
        let round = rounds::current(open).filter(|round| round.opened.is_none());
        let names: Vec<&str> = self.readers.group.roll().iter().map(|row| row.name.as_str()).collect();
        let band = round.map(|round| Band::of(round, &names));
        let full = band.as_ref().filter(|band| !band.state.sealed);
        let waits = full.is_some_and(|band| self.readers.group.layers().is_some() && !self.knows(band.round));
        let reveal = full.map(|band| (band.round, band.name.clone())).filter(|_| waits);
        let sealed = band.is_some() && full.is_none();
        self.readers.group.set_sealed(sealed);
        self.readers.round.band = band.filter(|_| sealed);
        self.readers.round.of = Some((open.revision(), self.readers.group.version()));
        if let Some((round, name)) = reveal {
            self.readers.round.revealed.insert(round);
            let n = self.readers.group.roll().len();
            if !self.open.read_only {
                self.run(Command::OpenRound(round));
            }
            self.say(format!("All are in: {} is revealed, with {n} readers.", visible_name(&name)));
        }
    }

    fn knows(&self, round: RoundId) -> bool {
        self.readers.round.revealed.contains(&round)
    }

    /// Opens the form of the sealed round, or of a new one.
    pub(super) fn ask_round(&mut self) {
        let open = self.open.desk.comparison();
        let sealed = rounds::current(open).filter(|round| round.opened.is_none());
        let names: Vec<String> = self.readers.group.roll().iter().map(|row| row.name.clone()).collect();
        // One name alone would be a round that is full from the beginning.
        let names = if names.len() > 1 { names } else { Vec::new() };
        let form = RoundForm::of(open, sealed, &names, settled_in(open).is_some());
        self.over.dialog = Some(Dialog::Round(Box::new(form)));
    }

    /// Asks whether the sealed round is to be revealed now.
    pub(super) fn ask_reveal(&mut self) {
        if let Some(band) = &self.readers.round.band {
            self.over.dialog = Some(Dialog::Reveal(band.round));
        }
    }
}
