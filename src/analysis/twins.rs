//! Tags that a reader can't tell apart, or only by looking twice, by their names.
//!
//! Readers make tags apart from each other; that two were meant to be one is theirs to say. So this is a remark and no
//! fault. Each name is looked at once, however many are alike: every group is told as its first tag with each other.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_security::confusable_detection::skeleton;

use crate::model::{Comparison, Digest, Tag, TagId};
use crate::text::{visible_name, without_unseen};

/// In what two names differ that look alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// In nothing, and the tags stand under the same tag.
    Nothing,
    /// Letters with accents are one code point in one of them and two in the other (NFC, NFD).
    Composition,
    /// In characters that are not seen.
    Unseen,
    /// In capitals or in white space.
    CaseOrSpace,
    /// In letters that look the same (“а” of the Cyrillic alphabet).
    LookAlike,
}

/// Two tags that are easily taken for one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twins {
    /// The one that comes first in the codebook.
    pub first: TagId,
    /// The other.
    pub second: TagId,
    /// In what their names differ.
    pub why: Why,
}

impl Twins {
    /// Returns it as a sentence.
    #[must_use]
    pub fn sentence(&self, comparison: &Comparison) -> String {
        let path = |tag: TagId| {
            let name = comparison.tag(tag).map(|tag| short(&tag.name)).unwrap_or_default();
            format!("“{}”", visible_name(&name))
        };
        let (a, b) = (path(self.first), path(self.second));
        match self.why {
            Why::Nothing => format!("two tags are called {a} and stand under the same tag"),
            Why::Composition => format!(
                "the tags {a} and {b} differ only in how accents are spelled: as one code point, or as two"
            ),
            Why::Unseen => format!("the tags {a} and {b} differ only in characters that are not seen"),
            Why::CaseOrSpace => format!("the tags {a} and {b} differ only in capitals or spaces"),
            Why::LookAlike => {
                format!("the tags {a} and {b} look alike, but some of their letters are not the same")
            }
        }
    }
}

/// A name may be 100,000 characters long; a sentence may not.
fn short(name: &str) -> String {
    const MOST: usize = 60;
    let mut short: String = name.chars().take(MOST).collect();
    if short.len() < name.len() {
        short.push('…');
    }
    short
}

/// Names by what is left of them when less and less is looked at. The digests stand for names, which may be long.
struct Level {
    why: Why,
    /// For what is left at this level: the first tag, and whether its name (as the level before has it) is ASCII.
    firsts: HashMap<Digest, (TagId, bool)>,
    /// The names, as the level before has them, that were met.
    met: HashMap<Digest, ()>,
}

/// Returns the tags that are easily taken for one another, in the order of the codebook.
#[must_use]
pub fn twins(comparison: &Comparison) -> Vec<Twins> {
    let whys = [Why::Composition, Why::Unseen, Why::CaseOrSpace, Why::LookAlike];
    let mut levels = whys.map(|why| Level { why, firsts: HashMap::new(), met: HashMap::new() });
    let mut siblings: HashMap<(Option<TagId>, Digest), TagId> = HashMap::new();
    let mut found = Vec::new();
    for (_, tag) in comparison.codebook() {
        let exact = Digest::of(tag.name.as_bytes());
        match siblings.get(&(tag.parent, exact)) {
            Some(first) => found.push(Twins { first: *first, second: tag.id, why: Why::Nothing }),
            None => {
                siblings.insert((tag.parent, exact), tag.id);
            }
        }
        look(tag, &mut levels, &mut found);
    }
    found
}

fn look(tag: &Tag, levels: &mut [Level; 4], found: &mut Vec<Twins>) {
    let mut name = tag.name.clone();
    for level in levels {
        let before = Digest::of(name.as_bytes());
        if level.met.insert(before, ()).is_some() {
            // Its like was looked at, on this level and those after it.
            return;
        }
        let ascii = name.is_ascii();
        name = less(level.why, &name);
        let left = Digest::of(name.as_bytes());
        match level.firsts.get(&left) {
            None => {
                level.firsts.insert(left, (tag.id, ascii));
            }
            // “modem” and “modern” are words of one alphabet, which readers do tell apart.
            Some((_, true)) if level.why == Why::LookAlike && ascii => {}
            Some((first, _)) => {
                found.push(Twins { first: *first, second: tag.id, why: level.why });
                return;
            }
        }
    }
}

/// Returns what is left of a name when this is not looked at.
fn less(why: Why, name: &str) -> String {
    match why {
        Why::Nothing => name.to_owned(),
        Why::Composition => name.nfc().collect(),
        Why::Unseen => without_unseen(name),
        Why::CaseOrSpace => {
            let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
            words.join(" ")
        }
        Why::LookAlike => skeleton(name).collect(),
    }
}
