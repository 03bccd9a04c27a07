//! What taking in a codebook changes, said before it is done.
//!
//! A tag of the book is one of ours by its id, or else by its name; all others are new. What we have and the book
//! lacks stays as it is. So taking in the same book twice changes nothing the second time.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Comparison, Tag, TagId, TagValues, Time};
use crate::store::book::folded_name;

/// What happens to a tag when a codebook is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TakenKind {
    /// It is new.
    New,
    /// It gets another name.
    Renamed,
    /// It gets another definition.
    Redefined,
    /// It stands under another tag.
    Moved,
    /// It gets another color.
    Recolored,
    /// It gets another key.
    Key,
    /// It keeps its key, or gets none, since the book's is another tag's here.
    KeyTaken,
    /// Its claims carry other values.
    Values,
}

impl TakenKind {
    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Renamed => "renamed",
            Self::Redefined => "redefined",
            Self::Moved => "moved",
            Self::Recolored => "recolored",
            Self::Key => "key",
            Self::KeyTaken => "key_taken",
            Self::Values => "values",
        }
    }
}

/// One change, with what was and what will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenChange {
    /// The tag, by our id.
    pub tag: TagId,
    /// Its name here; of a new one, the one that it gets.
    pub name: String,
    /// What happens.
    pub kind: TakenKind,
    /// What was; empty where there was nothing.
    pub was: String,
    /// What will be; empty where there will be nothing.
    pub becomes: String,
    /// Whether the book's definition has been changed less often than ours, so that ours may be the later one.
    pub is_older: bool,
}

/// What taking in a codebook comes to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Taking {
    /// Every change a person should see, tag by tag in the book's order.
    pub changes: Vec<TakenChange>,
    /// How many tags only change their place among their siblings.
    pub n_reordered: usize,
    /// How many tags of the book are here as they are there.
    pub n_same: usize,
    /// The names of tags that the book lacks, which stay.
    pub ours_only: Vec<String>,
    /// The tags to put, each after the one it stands under.
    pub(super) tags: Vec<Tag>,
}

impl Taking {
    /// Returns whether nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty()
    }

    /// Returns how many changes of a kind there are.
    #[must_use]
    pub fn n_of(&self, kind: TakenKind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }
}

/// Works out what taking in `book` changes in the codebook of `comparison`: its tags, each after the one it stands under.
#[must_use]
pub fn taking(comparison: &Comparison, book: &[Tag], now: Time) -> Taking {
    let matched = matched(comparison, book);
    let known: BTreeSet<TagId> = matched.values().copied().collect();
    let mut taking = Taking::default();
    let ours_only = comparison.codebook().into_iter().filter(|(_, tag)| !known.contains(&tag.id));
    taking.ours_only = ours_only.map(|(_, tag)| tag.name.clone()).collect();
    let keys = keys(comparison, book, &matched);
    for theirs in book {
        let id = matched.get(&theirs.id).copied().unwrap_or(theirs.id);
        let parent = theirs.parent.map(|parent| matched.get(&parent).copied().unwrap_or(parent));
        let key = keys.get(&id).copied().flatten();
        match comparison.tag(id) {
            None => {
                taking.note(theirs, TakenKind::New, ("", &theirs.definition));
                taking.refused_key(theirs, key, comparison);
                taking.tags.push(Tag { id, parent, key, ..theirs.clone() });
            }
            Some(ours) => {
                taking.refused_key(&Tag { id, name: ours.name.clone(), ..theirs.clone() }, key, comparison);
                taking.change(comparison, ours, Tag { id, parent, key, ..theirs.clone() }, now);
            }
        }
    }
    taking
}

/// Returns for each tag of the book which of ours it is, if it is one.
fn matched(comparison: &Comparison, book: &[Tag]) -> BTreeMap<TagId, TagId> {
    let mut matched: BTreeMap<TagId, TagId> = BTreeMap::new();
    let by_id = book.iter().filter(|tag| comparison.tag(tag.id).is_some());
    matched.extend(by_id.map(|tag| (tag.id, tag.id)));
    let mut free: BTreeMap<String, TagId> = BTreeMap::new();
    for (_, tag) in comparison.codebook() {
        if !matched.contains_key(&tag.id) {
            free.entry(folded_name(&tag.name)).or_insert(tag.id);
        }
    }
    for tag in book {
        if !matched.contains_key(&tag.id)
            && let Some(ours) = free.remove(&folded_name(&tag.name))
        {
            matched.insert(tag.id, ours);
        }
    }
    matched
}

/// Returns the key of each tag that the book changes or makes: the book's, unless a tag that the book lacks has it here.
fn keys(
    comparison: &Comparison,
    book: &[Tag],
    matched: &BTreeMap<TagId, TagId>,
) -> BTreeMap<TagId, Option<char>> {
    let of_book: BTreeSet<TagId> =
        book.iter().map(|tag| matched.get(&tag.id).copied().unwrap_or(tag.id)).collect();
    let others = comparison.tags().filter(|tag| !of_book.contains(&tag.id));
    let mut taken: BTreeSet<char> = others.filter_map(|tag| tag.key).collect();
    let mut keys: BTreeMap<TagId, Option<char>> = BTreeMap::new();
    for tag in book {
        let id = matched.get(&tag.id).copied().unwrap_or(tag.id);
        keys.insert(id, tag.key.filter(|key| taken.insert(*key)));
    }
    // Where the book has none, or none that is free, a tag keeps its own if nobody got it.
    for (id, key) in keys.iter_mut().filter(|(_, key)| key.is_none()) {
        let own = comparison.tag(*id).and_then(|tag| tag.key);
        *key = own.filter(|own| taken.insert(*own));
    }
    keys
}

impl Taking {
    fn note(&mut self, tag: &Tag, kind: TakenKind, (was, becomes): (&str, &str)) {
        let (was, becomes) = (was.to_owned(), becomes.to_owned());
        let (tag, name) = (tag.id, tag.name.clone());
        self.changes.push(TakenChange { tag, name, kind, was, becomes, is_older: false });
    }

    /// Says that a tag does not get the key that the book gives it.
    fn refused_key(&mut self, theirs: &Tag, key: Option<char>, comparison: &Comparison) {
        let Some(wanted) = theirs.key.filter(|wanted| key != Some(*wanted)) else { return };
        let owner = comparison.tags().find(|tag| tag.key == Some(wanted) && tag.id != theirs.id);
        let owner = owner.map(|tag| tag.name.clone()).unwrap_or_default();
        self.note(theirs, TakenKind::KeyTaken, (&owner, &wanted.to_string()));
    }

    /// Compares a tag of ours with what the book makes of it.
    fn change(&mut self, comparison: &Comparison, ours: &Tag, theirs: Tag, now: Time) {
        let n_before = self.changes.len();
        let values = joined(ours.values.as_ref(), theirs.values.as_ref());
        let mut next = Tag {
            definition_revision: ours.definition_revision,
            created: ours.created,
            modified: ours.modified,
            unknown: ours.unknown.clone(),
            values,
            ..theirs
        };
        if next.definition.trim().is_empty() {
            // Nothing is no better definition.
            next.definition.clone_from(&ours.definition);
        }
        if next.name != ours.name {
            self.note(ours, TakenKind::Renamed, (&ours.name, &next.name));
        }
        if next.definition != ours.definition {
            self.note(ours, TakenKind::Redefined, (&ours.definition, &next.definition));
            if let Some(change) = self.changes.last_mut() {
                change.is_older = theirs.definition_revision < ours.definition_revision;
            }
            if !ours.definition.is_empty() {
                let later = ours.definition_revision.saturating_add(1);
                next.definition_revision = later.max(theirs.definition_revision);
            }
        }
        if next.parent != ours.parent {
            let above = |parent: Option<TagId>| parent.map(|id| comparison.tag_path(id)).unwrap_or_default();
            let to = match next.parent {
                // A new one has no path here yet.
                Some(parent) if comparison.tag(parent).is_none() => self.name_of(parent),
                parent => above(parent),
            };
            self.note(ours, TakenKind::Moved, (&above(ours.parent), &to));
        }
        if next.color != ours.color {
            self.note(ours, TakenKind::Recolored, (ours.color.word(), next.color.word()));
        }
        if next.key != ours.key {
            let words = |key: Option<char>| key.map(String::from).unwrap_or_default();
            self.note(ours, TakenKind::Key, (&words(ours.key), &words(next.key)));
        }
        if next.values != ours.values {
            let words = |values: &Option<TagValues>| values.as_ref().map_or("", |values| values.kind.word());
            self.note(ours, TakenKind::Values, (words(&ours.values), words(&next.values)));
        }
        let reordered = next.order != ours.order;
        if self.changes.len() > n_before || reordered {
            self.n_reordered += usize::from(reordered && self.changes.len() == n_before);
            next.modified = now;
            self.tags.push(next);
        } else {
            self.n_same += 1;
        }
    }

    fn name_of(&self, tag: TagId) -> String {
        self.tags.iter().find(|known| known.id == tag).map(|known| known.name.clone()).unwrap_or_default()
    }
}

/// Returns the book's kind of value, with the spellings of both.
fn joined(ours: Option<&TagValues>, theirs: Option<&TagValues>) -> Option<TagValues> {
    let (Some(ours), Some(theirs)) = (ours, theirs) else { return theirs.or(ours).cloned() };
    let mut joined = theirs.clone();
    let is_said = |list: &Vec<String>| {
        let says = |other: &Vec<String>| list.iter().all(|spelling| other.contains(spelling));
        theirs.same.iter().any(says)
    };
    joined.same.extend(ours.same.iter().filter(|list| !is_said(list)).cloned());
    Some(joined)
}
