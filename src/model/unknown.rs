//! What a file holds that this program does not understand, kept to be written back.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::SetAsideId;

/// Fields of an object that this version does not know, by name, each value as the JSON it was written in.
/// Usually there are none, and then this costs one null pointer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Unknown(pub Option<Arc<BTreeMap<String, String>>>);

impl Unknown {
    /// Returns the fields with their JSON, in order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let fields = self.0.iter().flat_map(|fields| fields.iter());
        fields.map(|(name, json)| (name.as_str(), json.as_str()))
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|fields| fields.is_empty())
    }
}

impl FromIterator<(String, String)> for Unknown {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(fields: I) -> Self {
        let fields: BTreeMap<_, _> = fields.into_iter().collect();
        Self((!fields.is_empty()).then(|| Arc::new(fields)))
    }
}

/// The kinds of object that a comparison is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the words of the design")]
pub enum ObjectKind {
    Source,
    Tag,
    Reader,
    Claim,
    Link,
    Silence,
    Coverage,
    SavedSheet,
    Decision,
    Round,
}

impl ObjectKind {
    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Tag => "tag",
            Self::Reader => "reader",
            Self::Claim => "claim",
            Self::Link => "link",
            Self::Silence => "silence",
            Self::Coverage => "coverage",
            Self::SavedSheet => "sheet",
            Self::Decision => "decision",
            Self::Round => "round",
        }
    }
}

/// An object of the file that is damaged: kept as it was written, out of harm's way, until somebody mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Its id in this list (not that of the object, which may be what is damaged).
    pub id: SetAsideId,
    /// What it was meant to be.
    pub kind: ObjectKind,
    /// What is wrong with it, as a sentence.
    pub problem: String,
    /// The object as JSON, as it stood in the file.
    pub json: String,
}
