//! Readers over one another: whose files lie over the open comparison, who is shown, and how.
//!
//! The files are read by jobs and never written to. What the panes draw is an [`Overlay`], a snapshot in the
//! [`View`](super::view::View); [`Group`] is what it is made of. While a round is sealed there is no overlay, and
//! [`Group::laid`] gives nothing: names and counts alone are known.

pub mod claim;
pub mod dropped;
mod looks;
mod overlay;
pub mod panel;
pub mod report;
pub mod round;
mod work;

use std::collections::{BTreeSet, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

pub use self::looks::{Look, Looks, paint_badge};
pub use self::overlay::{Overlay, grade_of, grades};
pub use self::work::{Densities, ReadersDone, Task, Wanted, count, lay};
use crate::model::{ClaimId, Comparison, ReaderId, Revision, Time};
use crate::store::laying::{Laid, Layers};

/// From so many readers on, it is shown how many marked each sentence, unless somebody chose otherwise.
pub const MANY: usize = 7;

/// Something asked for about readers.
#[derive(Debug, Clone, PartialEq)]
pub enum ReadersAct {
    /// Shows a reader's claims, or hides them.
    Show(ReaderId, bool),
    /// Shows this reader's claims alone; if they are alone already, everybody's.
    Only(ReaderId),
    /// Shows everybody's claims, or nobody's.
    All(bool),
    /// Shows how many marked each sentence, or single marks.
    Density(bool),
    /// Selects a claim that is laid over, or none.
    Choose(Option<ClaimId>),
    /// Selects a claim, laid over or one's own, and brings it into view.
    Reveal(ClaimId),
    /// Takes a laid claim as one's own.
    TakeAsMine(ClaimId),
    /// Opens the form of the sealed round, or of a new one.
    AskRound,
    /// Asks whether the sealed round is to be revealed.
    AskReveal,
}

/// Whose files lie over the open comparison, and who is shown.
#[derive(Default)]
pub struct Group {
    /// The files, in the order in which they were laid.
    pub files: Vec<PathBuf>,
    /// The folder that is watched for more.
    pub folder: Option<PathBuf>,
    /// Files of that folder that were taken off again.
    pub taken_off: Vec<PathBuf>,
    /// Which of several copies of a reading counts; none of the files: that of the open comparison.
    pub preferred: Vec<(ReaderId, Option<PathBuf>)>,
    /// Readers who are one person: the second counts as the first.
    pub united: Vec<(ReaderId, ReaderId)>,
    layers: Option<Arc<Layers>>,
    laid: Option<Arc<Laid>>,
    /// The state of the open comparison that was laid under the files.
    base: Option<Revision>,
    sealed: bool,
    hidden: BTreeSet<ReaderId>,
    density: Option<bool>,
    roll: Roll,
    version: u64,
}

/// A reader as the panel lists them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollRow {
    /// Who.
    pub id: ReaderId,
    /// Their name.
    pub name: String,
    /// Whether what they made is in the open comparison itself.
    pub own: bool,
    /// How many claims they made.
    pub n_claims: usize,
    /// How many links.
    pub n_links: usize,
    /// How many noted silences.
    pub n_silences: usize,
    /// The file that counts for them.
    pub file: Option<String>,
    /// How many other files have another state of it.
    pub n_copies: usize,
    /// When they last changed any of it.
    pub last_change: Option<Time>,
}

/// The readers, by name; made anew when the comparison or the files have changed.
#[derive(Default)]
struct Roll {
    of: Option<(Revision, u64)>,
    rows: Arc<[RollRow]>,
}

impl Group {
    /// Returns what is laid over the open comparison; nothing while no files are, or a round is sealed.
    pub fn laid(&self) -> Option<&Arc<Laid>> {
        self.laid.as_ref().filter(|_| !self.sealed)
    }

    /// Returns what is laid, also while a round is sealed: for names and counts alone.
    pub fn laid_though_sealed(&self) -> Option<&Arc<Laid>> {
        self.laid.as_ref()
    }

    /// Returns whether a round keeps what the files say closed.
    pub fn sealed(&self) -> bool {
        self.sealed
    }

    /// Returns the files as they lie over one another.
    pub fn layers(&self) -> Option<&Arc<Layers>> {
        self.layers.as_ref()
    }

    /// Returns the comparison that everybody's claims are in: for figures and everything that compares readers.
    pub fn comparison<'a>(&'a self, open: &'a Comparison) -> &'a Comparison {
        self.laid().map_or(open, |laid| &laid.comparison)
    }

    /// Returns which state this is.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Returns whether a reader's claims are shown.
    pub fn shows(&self, reader: ReaderId) -> bool {
        !self.hidden.contains(&reader)
    }

    /// Returns the readers who are not shown.
    pub fn hidden(&self) -> impl Iterator<Item = ReaderId> + '_ {
        self.hidden.iter().copied()
    }

    /// Returns what somebody chose to see: densities, or single marks.
    pub fn chosen_density(&self) -> Option<bool> {
        self.density
    }

    /// Returns whether it is shown how many marked each sentence.
    pub fn is_dense(&self) -> bool {
        // One reader's own claims need no density, and a sealed round shows nothing of the others.
        let n_others = self.roll.rows.iter().filter(|row| !row.own && self.shows(row.id)).count();
        let may = self.roll.rows.len() > 1 && !self.sealed;
        may && self.density.unwrap_or(n_others >= MANY)
    }

    /// Returns whether the open comparison has another state than the one under the files.
    pub fn is_behind(&self, open: &Comparison) -> bool {
        self.layers.is_some() && self.base != Some(open.revision())
    }

    /// Returns the readers by name, those who work in the open comparison first.
    pub fn roll(&self) -> &Arc<[RollRow]> {
        &self.roll.rows
    }

    /// Brings the list of readers up to date. Takes time with the claims of the open comparison when it has changed.
    pub fn call_roll(&mut self, open: &Comparison) {
        let now = (open.revision(), self.version);
        if self.roll.of == Some(now) {
            return;
        }
        let before = std::mem::take(&mut self.roll);
        let rows = match &self.laid {
            Some(laid) => work::roll_of_laid(laid),
            None => work::roll_of_one(open),
        };
        let same = *before.rows == *rows;
        self.roll = Roll { of: Some(now), rows: if same { before.rows } else { rows.into() } };
        if !same {
            self.version += 1;
            self.roll.of = Some((open.revision(), self.version));
        }
    }

    /// Takes what a job has laid.
    pub fn take_laid(&mut self, (layers, laid): (Arc<Layers>, Arc<Laid>), base: Revision) {
        (self.layers, self.laid, self.base) = (Some(layers), Some(laid), Some(base));
        self.version += 1;
    }

    /// Takes all files off.
    pub fn clear(&mut self) {
        let (hidden, density, version) = (std::mem::take(&mut self.hidden), self.density, self.version + 1);
        *self = Self { hidden, density, version, ..Self::default() };
    }

    /// Seals what the files say, or reveals it.
    pub fn set_sealed(&mut self, sealed: bool) {
        if std::mem::replace(&mut self.sealed, sealed) != sealed {
            self.version += 1;
        }
    }

    /// Shows or hides readers, or changes how they are shown.
    pub fn act(&mut self, act: &ReadersAct) {
        match act {
            ReadersAct::Show(reader, true) => drop(self.hidden.remove(reader)),
            ReadersAct::Show(reader, false) => drop(self.hidden.insert(*reader)),
            ReadersAct::Only(reader) if self.is_only(*reader) => self.hidden.clear(),
            ReadersAct::Only(reader) => {
                let others = self.roll.rows.iter().map(|row| row.id).filter(|id| id != reader);
                self.hidden = others.collect();
            }
            ReadersAct::All(true) => self.hidden.clear(),
            ReadersAct::All(false) => self.hidden = self.roll.rows.iter().map(|row| row.id).collect(),
            ReadersAct::Density(dense) => self.density = Some(*dense),
            _ => return,
        }
        self.version += 1;
    }

    /// Takes up what was remembered.
    pub fn recall(&mut self, hidden: impl IntoIterator<Item = ReaderId>, density: Option<bool>) {
        self.hidden = hidden.into_iter().collect();
        self.density = density;
        self.version += 1;
    }

    /// Returns whether this reader's claims alone are shown.
    pub fn is_only(&self, reader: ReaderId) -> bool {
        self.shows(reader) && self.roll.rows.iter().all(|row| row.id == reader || !self.shows(row.id))
    }

    /// Returns the reader after the one who is shown alone (or before); the first (or last) when several are.
    pub fn next_alone(&self, forward: bool) -> Option<ReaderId> {
        let rows = &self.roll.rows;
        let n = rows.len();
        let at = rows.iter().position(|row| self.is_only(row.id));
        let next = match (at, forward) {
            (None, true) => 0,
            (None, false) => n.checked_sub(1)?,
            (Some(at), true) => (at + 1) % n,
            (Some(at), false) => (at + n - 1) % n,
        };
        rows.get(next).map(|row| row.id)
    }

    /// Returns what the panes are to draw. `before`: what they drew, of which counts are kept until there are new ones.
    pub fn overlay(&self, before: &Overlay) -> Overlay {
        let rows = &self.roll.rows;
        let shown: HashSet<ReaderId> = rows.iter().map(|row| row.id).filter(|id| self.shows(*id)).collect();
        let laid = self.laid().cloned();
        let chosen = before.chosen.filter(|claim| {
            laid.as_ref()
                .and_then(|laid| laid.comparison.claim(*claim))
                .is_some_and(|c| shown.contains(&c.reader))
        });
        Overlay {
            laid,
            looks: Arc::new(Looks::of(rows.iter().map(|row| (row.id, row.name.as_str())))),
            shown: Arc::new(shown),
            hidden: Arc::new(self.hidden.iter().copied().collect()),
            dense: self.is_dense(),
            densities: before.densities.clone(),
            chosen,
            number: before.number + 1,
        }
    }
}
