//! Facts: for each tag that carries values, which source gives which, and where they differ.
//!
//! Never a verdict without the claims that it rests on. Values that a source only denies or reports are listed, but
//! not held against the others. Start reading at [`FactTable::of`].

mod date;
mod number;
mod suggest;
mod value;

use std::sync::Arc;

pub use self::date::Date;
pub use self::number::Number;
pub use self::suggest::suggestion;
pub use self::value::{Likeness, Value, folded, shown_for};
use super::sheet::{Cell, Place, Sheet, SheetClaim, SheetRow};
use crate::model::{Attitude, ClaimId, Comparison, Stance, Tag, TagId, TagValues, Voice};

/// The facts of a comparison: tags that carry values down, sources across.
#[derive(Debug, Clone, PartialEq)]
pub struct FactTable {
    /// One for each tag that carries values, in the sheet's order.
    pub rows: Vec<FactRow>,
}

/// What the sources give for one tag.
#[derive(Debug, Clone, PartialEq)]
pub struct FactRow {
    /// The tag.
    pub tag: Arc<Tag>,
    /// What is compared.
    pub values: TagValues,
    /// One for each column of the sheet.
    pub cells: Vec<FactCell>,
    /// What the sources come to.
    pub verdict: Verdict,
}

/// What one source gives.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FactCell {
    /// Its values, in the order in which it first gives them.
    pub given: Vec<Given>,
    /// Claims with the tag and no value yet.
    pub without: Vec<ClaimId>,
}

/// A value that a source gives, in all spellings that come to the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// What it comes to.
    pub value: Value,
    /// The spelling to show: that which was said to stand for the others, or else the first.
    pub shown: String,
    /// The spellings that occur, each once.
    pub spellings: Vec<String>,
    /// The claims that give it.
    pub claims: Vec<ClaimId>,
    /// Where.
    pub places: Vec<Place>,
    /// Whether the source gives it as its own; not where it only denies it, or reports what others say.
    pub held: bool,
    /// The number of the value among those of the row, from 1: the same number, the same value.
    pub number: usize,
}

impl Given {
    /// Returns the letter of its number, "a" for 1; past "z" the number itself.
    #[must_use]
    pub fn letter(&self) -> String {
        let of_alphabet = self.number.checked_sub(1).and_then(|n| ('a'..='z').nth(n));
        of_alphabet.map_or_else(|| self.number.to_string(), String::from)
    }

    /// Returns the spellings that occur beside the one shown.
    pub fn other_spellings(&self) -> impl Iterator<Item = &str> {
        self.spellings.iter().map(String::as_str).filter(|spelling| *spelling != self.shown)
    }
}

/// What the values that the sources give come to. Those that most call for reading come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Two sources give values that can't both be so.
    Differ,
    /// One says less than another, and nothing contradicts it.
    Compatible,
    /// All sources that give a value give the same.
    Same,
    /// Only one source gives a value.
    OneSided,
    /// No source gives a value.
    Missing,
}

impl Verdict {
    /// Returns the word for it, as data names it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Differ => "differ",
            Self::Compatible => "compatible",
            Self::Same => "same",
            Self::OneSided => "one_sided",
            Self::Missing => "missing",
        }
    }

    /// Returns the words for it, as readers see them.
    #[must_use]
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Differ => "≠ differ",
            Self::Compatible => "≈ one says less",
            Self::Same => "= the same",
            Self::OneSided => "only one gives it",
            Self::Missing => "no value given",
        }
    }

    /// Returns the rule that leads to it.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Self::Differ => "Two sources give values that can't both be so.",
            Self::Compatible => {
                "One source says less than another (a month and a day of it, a rounded number), and nothing contradicts."
            }
            Self::Same => "All sources that give a value give the same, in whatever spelling.",
            Self::OneSided => "Only one of the sources gives a value.",
            Self::Missing => "Claims bear the tag, but none gives a value yet.",
        }
    }
}

impl FactTable {
    /// Makes the table of the rows of `sheet` whose tags carry values.
    #[must_use]
    pub fn of(comparison: &Comparison, sheet: &Sheet) -> Self {
        let row = |row: &SheetRow| {
            let tag = comparison.tag(row.tag)?;
            let values = tag.values.clone()?;
            let languages = sheet.columns.iter().map(|column| column.source.bibliography.language.as_str());
            let mut cells: Vec<FactCell> = row
                .cells
                .iter()
                .zip(languages)
                .map(|(cell, language)| cell_of(cell, (row.tag, &values), language))
                .collect();
            number_values(&mut cells);
            let verdict = verdict_on(&cells);
            Some(FactRow { tag: Arc::clone(tag), values, cells, verdict })
        };
        Self { rows: sheet.rows.iter().filter_map(row).collect() }
    }

    /// Returns whether any tag carries values.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

fn cell_of(cell: &Cell, (tag, values): (TagId, &TagValues), language: &str) -> FactCell {
    let mut of_cell = FactCell::default();
    for claim in &cell.claims {
        let spelling = claim.claim.tag_use(tag).map_or("", |used| used.value.trim());
        if spelling.is_empty() {
            of_cell.without.push(claim.id());
            continue;
        }
        let (value, held) = (Value::of(spelling, values, language), is_held(claim));
        let known = of_cell
            .given
            .iter_mut()
            .find(|given| given.held == held && given.value.likeness(&value) == Likeness::Same);
        match known {
            Some(given) => {
                if !given.spellings.iter().any(|known| known == spelling) {
                    given.spellings.push(spelling.to_owned());
                }
                given.claims.push(claim.id());
                given.places.extend(claim.places.iter().copied());
            }
            None => of_cell.given.push(Given {
                value,
                shown: shown_for(spelling, values).to_owned(),
                spellings: vec![spelling.to_owned()],
                claims: vec![claim.id()],
                places: claim.places.to_vec(),
                held,
                number: 0,
            }),
        }
    }
    of_cell
}

/// Whether the source gives a claim's value as its own.
fn is_held(claim: &SheetClaim) -> bool {
    let rejected = matches!(
        &claim.claim.voice,
        Voice::Attributed { attitude: Some(Attitude::Rejects | Attitude::Neutral), .. }
    );
    !rejected && !matches!(claim.stance, Some(Stance::Denies | Stance::Reports))
}

fn number_values(cells: &mut [FactCell]) {
    let mut known: Vec<Value> = Vec::new();
    for given in cells.iter_mut().flat_map(|cell| &mut cell.given) {
        let at = known.iter().position(|value| value.likeness(&given.value) == Likeness::Same);
        given.number = 1 + at.unwrap_or_else(|| {
            known.push(given.value.clone());
            known.len() - 1
        });
    }
}

fn verdict_on(cells: &[FactCell]) -> Verdict {
    let held: Vec<Vec<&Value>> = cells
        .iter()
        .map(|cell| {
            cell.given.iter().filter(|given| given.held).map(|given| &given.value).collect::<Vec<_>>()
        })
        .filter(|values| !values.is_empty())
        .collect();
    match held.len() {
        0 => return Verdict::Missing,
        1 => return Verdict::OneSided,
        _ => {}
    }
    // Each value of a source is held against the one of the other source that is most like it.
    let nearest = |value: &Value, others: &[&Value]| others.iter().map(|other| value.likeness(other)).min();
    let mut worst = Likeness::Same;
    for (at, one) in held.iter().enumerate() {
        for (other_at, other) in held.iter().enumerate() {
            if at != other_at {
                let of_pair = one.iter().filter_map(|value| nearest(value, other)).max();
                worst = worst.max(of_pair.unwrap_or(Likeness::Same));
            }
        }
    }
    match worst {
        Likeness::Same => Verdict::Same,
        Likeness::Compatible => Verdict::Compatible,
        Likeness::Different => Verdict::Differ,
    }
}
