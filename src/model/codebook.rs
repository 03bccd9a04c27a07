//! Tags, which form a tree: the codebook.

use super::{TagId, Time, Unknown};

/// An issue at stake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Identity.
    pub id: TagId,
    /// Its name ("role of the CP"). Never empty.
    pub name: String,
    /// When to apply it, and when not. May be empty.
    pub definition: String,
    /// Which definition this is, from 1 on; claims remember which they were tagged under.
    pub definition_revision: u32,
    /// The tag it belongs under.
    pub parent: Option<TagId>,
    /// Where it stands among those under the same parent.
    pub order: TagOrder,
    /// Its color.
    pub color: ColorSlot,
    /// The key that applies it: one lower-case letter or digit.
    pub key: Option<char>,
    /// What kind of value its claims carry, if they do: the date of an event, a share of votes, the name of a body.
    pub values: Option<TagValues>,
    /// When it was made.
    pub created: Time,
    /// When any of it last changed.
    pub modified: Time,
    /// Fields a newer version wrote.
    pub unknown: Unknown,
}

/// What kind of value the claims of a tag carry, and which spellings mean the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagValues {
    /// What they are compared as.
    pub kind: ValueKind,
    /// Spellings that mean the same though the program can't tell, each list beginning with the one to show.
    pub same: Vec<Vec<String>>,
}

/// What values are compared as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueKind {
    /// Dates, whole or in part.
    Date,
    /// Numbers, with their units.
    Number,
    /// Names and whatever else is words.
    Name,
}

impl ValueKind {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Date, Self::Number, Self::Name];

    /// Returns the word for it, the same on the screen and in the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Number => "number",
            Self::Name => "name",
        }
    }

    /// Returns the kind of this name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A place among siblings: smaller comes first, ties go by name and id. New tags leave gaps, so
/// that moving one changes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TagOrder(pub i64);

impl TagOrder {
    /// The distance that is left between neighbors.
    pub const GAP: i64 = 1 << 16;

    /// Returns a place between two neighbors, or nothing when there is no room left between them.
    #[must_use]
    pub fn between(before: Option<Self>, after: Option<Self>) -> Option<Self> {
        match (before, after) {
            (None, None) => Some(Self(0)),
            (Some(Self(before)), None) => before.checked_add(Self::GAP).map(Self),
            (None, Some(Self(after))) => after.checked_sub(Self::GAP).map(Self),
            (Some(Self(before)), Some(Self(after))) => {
                let middle = before.midpoint(after);
                (before < middle && middle < after).then_some(Self(middle))
            }
        }
    }
}

/// A color by name. The theme gives each a light and a dark form that are told apart with any
/// color vision and read well on the page; a file never names a shade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ColorSlot {
    Blue,
    Orange,
    Green,
    Red,
    Purple,
    Brown,
    Pink,
    Olive,
    Teal,
    Ochre,
    Indigo,
    Gray,
}

impl ColorSlot {
    /// All of them, in the order in which new tags take them.
    pub const ALL: [Self; 12] = [
        Self::Blue,
        Self::Orange,
        Self::Green,
        Self::Red,
        Self::Purple,
        Self::Brown,
        Self::Pink,
        Self::Olive,
        Self::Teal,
        Self::Ochre,
        Self::Indigo,
        Self::Gray,
    ];

    /// Returns its name, the same on the screen and in the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Orange => "orange",
            Self::Green => "green",
            Self::Red => "red",
            Self::Purple => "purple",
            Self::Brown => "brown",
            Self::Pink => "pink",
            Self::Olive => "olive",
            Self::Teal => "teal",
            Self::Ochre => "ochre",
            Self::Indigo => "indigo",
            Self::Gray => "gray",
        }
    }

    /// Returns the color of this name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|color| color.word() == word)
    }
}
