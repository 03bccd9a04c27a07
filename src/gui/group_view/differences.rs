//! What readers differ in, as it was worked out, and the list of it that is looked at: filtered, in an order, walked.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::list::Row;
use super::readings::Readings;
use crate::analysis::agreement::Scope;
use crate::analysis::agreement::disagreements::{
    Disagreement, DisagreementKey, DisagreementKind, Disagreements, Filter, Order,
};
use crate::analysis::agreement::settling::{Progress, Status};
use crate::gui::parts;
use crate::model::{Comparison, ComparisonId, ReaderId, Revision};
use crate::text::visible_name;

/// How many tags are named in the head of a disagreement.
const NAMED: usize = 3;

/// What something was worked out from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Which comparison.
    pub comparison: ComparisonId,
    /// In which state.
    pub revision: Revision,
    /// How often other readers' files were laid over it.
    pub laid: u64,
    /// Whose readings of what.
    pub scope: Arc<Scope>,
}

/// What the readers of a scope differ in.
#[derive(Debug)]
pub struct Differences {
    /// What it was worked out from.
    pub of: Stamp,
    /// All places and disagreements.
    pub found: Disagreements,
    /// The places on which all agree entirely.
    pub(super) agreed: Vec<usize>,
    /// What of it is decided and noted.
    pub progress: Progress,
}

impl Differences {
    /// Works them out.
    pub fn of(comparison: &Comparison, of: Stamp) -> Self {
        let found = Disagreements::of(comparison, &of.scope);
        let progress = Progress::of(comparison, &found);
        let agreed = found.agreed(&of.scope);
        Self { of, found, agreed, progress }
    }

    /// Returns how a place stands.
    pub(super) fn status(&self, place: usize) -> Status {
        self.progress.places.get(place).copied().unwrap_or(Status::Open)
    }

    /// Returns what has come of a place, in a word or two.
    fn standing_in_words(&self, place: usize) -> &'static str {
        let noted = self.progress.notes.contains_key(&place);
        match self.status(place) {
            Status::Decided(_) => "✓ decided",
            Status::Changed(_) => "changed since",
            Status::Open if noted => "with a note",
            Status::Open => "",
        }
    }

    /// Returns a disagreement by its number.
    pub(super) fn get(&self, number: usize) -> Option<&Disagreement> {
        self.found.list.get(number)
    }
}

/// Which of the places are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Which {
    /// Whatever has come of them.
    #[default]
    All,
    /// Those that nobody has decided.
    Undecided,
    /// Those that are decided.
    Decided,
    /// Those with a note.
    Noted,
}

impl Which {
    pub const ALL: [Self; 4] = [Self::All, Self::Undecided, Self::Decided, Self::Noted];

    pub fn words(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Undecided => "Undecided",
            Self::Decided => "Decided",
            Self::Noted => "With a note",
        }
    }
}

/// How the list is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Look {
    /// Only these kinds; none: all.
    pub kinds: BTreeSet<DisagreementKind>,
    /// Only those in which this reader stands against most others.
    pub reader: Option<ReaderId>,
    pub which: Which,
    pub order: Order,
}

/// The list as it is looked at.
#[derive(Debug, Default)]
pub(super) struct Listed {
    look: Look,
    /// What it was made of: the differences, by where they are in memory.
    of: Option<usize>,
    /// The numbers of those that are listed.
    pub numbers: Vec<usize>,
    rows: HashMap<usize, Row>,
    readings: HashMap<usize, Arc<Readings>>,
}

impl Listed {
    /// Makes the list anew if something has changed.
    pub fn refresh(&mut self, (comparison, differences): (&Comparison, &Arc<Differences>), look: &Look) {
        let of = Arc::as_ptr(differences) as usize;
        if self.of == Some(of) && self.look == *look {
            return;
        }
        *self = Self { look: look.clone(), of: Some(of), ..Self::default() };
        let found = &differences.found;
        let passes = |place: usize| {
            let decided = matches!(differences.status(place), Status::Decided(_));
            match look.which {
                Which::All => true,
                Which::Undecided => !decided,
                Which::Decided => decided,
                Which::Noted => differences.progress.notes.contains_key(&place),
            }
        };
        let places =
            (look.which != Which::All).then(|| (0..found.places.len()).filter(|n| passes(*n)).collect());
        let kinds = look.kinds.iter().copied().collect();
        let filter = Filter { kinds, places, order: look.order, ..Filter::default() };
        self.numbers = found.filtered(&filter);
        if let Some(reader) = look.reader {
            let scope = &differences.of.scope;
            self.numbers.retain(|number| {
                differences
                    .get(*number)
                    .is_some_and(|of| stands_apart(comparison, found, (scope, of), reader))
            });
        }
    }

    /// Returns where a disagreement stands in the list.
    pub fn place_of(&self, number: usize) -> Option<usize> {
        if self.look.order == Order::AlongTheText {
            return self.numbers.binary_search(&number).ok();
        }
        self.numbers.iter().position(|listed| *listed == number)
    }

    /// Returns a line of the list, in words; made once.
    pub fn row(&mut self, (comparison, differences): (&Comparison, &Differences), at: usize) -> Row {
        let Some(number) = self.numbers.get(at).copied() else { return empty_row() };
        if let Some(row) = self.rows.get(&number) {
            return row.clone();
        }
        let Some(of) = differences.get(number) else { return empty_row() };
        let row = row_of(comparison, differences, of);
        self.rows.insert(number, row.clone());
        row
    }

    /// Returns the readings at a place; made once.
    pub fn readings(
        &mut self,
        comparison: &Comparison,
        differences: &Differences,
        place: usize,
    ) -> Arc<Readings> {
        if let Some(readings) = self.readings.get(&place) {
            return Arc::clone(readings);
        }
        let claims = differences.found.places.get(place).map(|place| place.claims.as_slice());
        let readings = Arc::new(Readings::of(comparison, claims.unwrap_or_default()));
        // Only those at hand: of the places that one has come by, none is looked at again soon.
        if self.readings.len() > 8 {
            self.readings.clear();
        }
        self.readings.insert(place, Arc::clone(&readings));
        readings
    }
}

fn empty_row() -> Row {
    Row { head: String::new(), place: String::new(), sentence: String::new(), state: String::new() }
}

/// Whether a reader is on a side that has not the most readers.
fn stands_apart(
    comparison: &Comparison,
    found: &Disagreements,
    (scope, of): (&Scope, &Disagreement),
    reader: ReaderId,
) -> bool {
    let sides = found.sides(comparison, scope, of);
    let most = sides.iter().map(|side| side.readers.len()).max().unwrap_or_default();
    let own = sides.iter().find(|side| side.readers.contains(&reader));
    own.is_some_and(|side| {
        side.readers.len() < most || sides.iter().filter(|s| s.readers.len() == most).count() > 1
    })
}

fn row_of(comparison: &Comparison, differences: &Differences, of: &Disagreement) -> Row {
    let place = differences.found.places.get(of.place);
    let where_ = place.and_then(|place| {
        let source = comparison.source(place.source)?;
        let name = parts::shortened(&visible_name(source.short_name()), 22);
        Some(format!("{name} {}", parts::paragraphs_label(source, place.extent())))
    });
    Row {
        head: head_of(comparison, of),
        place: where_.unwrap_or_default(),
        sentence: differences.found.sentence(comparison, &differences.of.scope, of),
        state: differences.standing_in_words(of.place).to_owned(),
    }
}

/// What kind of disagreement it is, on which tags.
pub(super) fn head_of(comparison: &Comparison, of: &Disagreement) -> String {
    let names: Vec<String> = of
        .tags
        .iter()
        .filter_map(|tag| comparison.tag(*tag))
        .map(|tag| visible_name(&tag.name).into_owned())
        .collect();
    let kind = capitalized(of.kind.word());
    let more = names.len().saturating_sub(NAMED);
    match names.get(..NAMED.min(names.len())).unwrap_or_default() {
        [] => kind,
        shown if more > 0 => format!("{kind}: {} and {more} more", shown.join(", ")),
        shown => format!("{kind}: {}", shown.join(", ")),
    }
}

/// Returns a word with its first letter as a sentence begins.
pub(super) fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What was chosen, known again when everything was worked out anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chosen {
    pub number: usize,
    pub key: DisagreementKey,
}
