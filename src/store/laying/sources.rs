//! Which source of a file is which of ours.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, OnceLock};

use crate::anchoring::PlaceIndex;
use crate::model::{Comparison, Source, SourceId};
use crate::store::merge::derive::folded;
use crate::text::{Text, visible_name};

/// What a source of a file is to the base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceMatch {
    /// Its id in the file.
    pub theirs: SourceId,
    /// What the file calls it.
    pub title: String,
    /// The source of the base that it is.
    pub ours: Option<SourceId>,
    /// By what it was known.
    pub how: SourceHow,
}

/// By what a source of a file was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceHow {
    /// By its text, which is ours to the letter.
    Text,
    /// By its id, though its text is another: another edition.
    Id,
    /// By its title; another edition.
    Title,
    /// By how much of its text is in ours; another edition.
    Likeness,
    /// It is none of ours.
    Not,
}

impl SourceHow {
    /// Returns whether passages of the file have to be placed anew.
    #[must_use]
    pub fn is_other_edition(self) -> bool {
        matches!(self, Self::Id | Self::Title | Self::Likeness)
    }
}

/// A text is taken for another edition of ours by its title from this share of its words in a row on that are in ours.
const LIKE_BY_TITLE: f64 = 0.1;
/// The same where nothing but the text speaks for it.
const LIKE: f64 = 0.4;
/// How many words in a row are looked at.
const IN_A_ROW: usize = 4;

/// A source of ours, made ready for comparing other editions with it when the first comes.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    index: OnceLock<PlaceIndex>,
    rows: OnceLock<HashSet<u64>>,
}

impl Prepared {
    /// Returns nothing yet for each source.
    pub(super) fn of(base: &Comparison) -> BTreeMap<SourceId, Arc<Self>> {
        base.sources().iter().map(|source| (source.id, Arc::default())).collect()
    }

    pub(super) fn index(&self, text: &Text) -> &PlaceIndex {
        self.index.get_or_init(|| PlaceIndex::of(text))
    }
}

/// Returns what each source of `theirs` is.
pub(super) fn matched(
    base: &Comparison,
    theirs: &Comparison,
    prepared: &BTreeMap<SourceId, Arc<Prepared>>,
) -> Vec<SourceMatch> {
    let mut taken: HashSet<SourceId> = HashSet::new();
    let mut found: Vec<SourceMatch> = Vec::with_capacity(theirs.sources().len());
    // What is the same to the letter comes first, so that nothing less takes its place.
    for source in theirs.sources() {
        let ours = same_text(base, source, &taken);
        taken.extend(ours);
        let how = if ours.is_some() { SourceHow::Text } else { SourceHow::Not };
        found.push(SourceMatch { theirs: source.id, title: source.short_name().to_owned(), ours, how });
    }
    for (source, matched) in theirs.sources().iter().zip(&mut found) {
        if matched.ours.is_none()
            && let Some((ours, how)) = other_edition((base, prepared), source, &taken)
        {
            taken.insert(ours);
            (matched.ours, matched.how) = (Some(ours), how);
        }
    }
    found
}

fn same_text(base: &Comparison, theirs: &Source, taken: &HashSet<SourceId>) -> Option<SourceId> {
    let same = |ours: &Source| ours.text == theirs.text && !taken.contains(&ours.id);
    let by_id = base.source(theirs.id).filter(|ours| same(ours));
    by_id.or_else(|| base.sources().iter().find(|ours| same(ours))).map(|ours| ours.id)
}

fn other_edition(
    (base, prepared): (&Comparison, &BTreeMap<SourceId, Arc<Prepared>>),
    theirs: &Source,
    taken: &HashSet<SourceId>,
) -> Option<(SourceId, SourceHow)> {
    let free = || base.sources().iter().filter(|ours| !taken.contains(&ours.id));
    if let Some(ours) = free().find(|ours| ours.id == theirs.id) {
        return Some((ours.id, SourceHow::Id));
    }
    let their_rows = rows(&theirs.text);
    let likeness = |ours: &Source| {
        let prepared = prepared.get(&ours.id);
        prepared.map_or(0.0, |prepared| likeness(&their_rows, prepared.rows.get_or_init(|| rows(&ours.text))))
    };
    let title = folded(&theirs.bibliography.title);
    let mut titled = free().filter(|ours| !title.is_empty() && folded(&ours.bibliography.title) == title);
    if let (Some(ours), None) = (titled.next(), titled.next())
        && likeness(ours) >= LIKE_BY_TITLE
    {
        return Some((ours.id, SourceHow::Title));
    }
    let mut likest: Vec<(f64, SourceId)> = free().map(|ours| (likeness(ours), ours.id)).collect();
    likest.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (best, ours) = likest.first().copied()?;
    let second = likest.get(1).map_or(0.0, |(likeness, _)| *likeness);
    // Two that are as like: editions of one text, and which is meant can't be told.
    (best >= LIKE && second < 0.75 * best).then_some((ours, SourceHow::Likeness))
}

/// Returns the hashes of all words in a row.
fn rows(text: &Text) -> HashSet<u64> {
    use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
    let units: Vec<String> = crate::anchoring::place::words(text.as_str());
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    units.windows(IN_A_ROW).map(|row| hasher.hash_one(row)).collect()
}

/// Returns the share of `theirs` that is in `ours`, from 0 to 1.
fn likeness(theirs: &HashSet<u64>, ours: &HashSet<u64>) -> f64 {
    let common = ours.intersection(theirs).count();
    // Both are numbers of words of a text, far below what a float holds exactly.
    #[expect(clippy::cast_precision_loss, reason = "see above")]
    let (common, all) = (common as f64, theirs.len().max(1) as f64);
    common / all
}

/// Returns why a file is none of this comparison.
pub(super) fn not_ours(name: &str, base: &Comparison, theirs: &Comparison) -> String {
    let titles = |comparison: &Comparison| {
        let titles = comparison.sources().iter().map(|source| visible_name(source.short_name()).into_owned());
        let titles: Vec<String> = titles.map(|title| format!("“{title}”")).collect();
        if titles.is_empty() { "no text at all".to_owned() } else { titles.join(", ") }
    };
    let what =
        if base.id() == theirs.id() { "a copy of this comparison, but" } else { "another comparison:" };
    let (their_titles, our_titles) = (titles(theirs), titles(base));
    format!(
        "{name}: {what} none of its texts is one of those open here (it has {their_titles}; open here: {our_titles})"
    )
}
