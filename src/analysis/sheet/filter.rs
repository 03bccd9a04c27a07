//! Which claims of a sheet are shown.

use std::borrow::Cow;

use memchr::memmem;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::SheetClaim;
use crate::model::{ReaderId, Stance, Voice};

/// What a claim must be like to be shown. What is left empty leaves nothing out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClaimFilter {
    /// The stances on the row's tag, none included. Empty: all.
    pub stances: Vec<Option<Stance>>,
    /// Whose view the passages give.
    pub voice: VoiceFilter,
    /// The readers who made it. Empty: all.
    pub readers: Vec<ReaderId>,
    /// Whether it is linked to another claim; nothing: either.
    pub linked: Option<bool>,
    /// Words that stand in its quotation, summary, note, voice or values, whatever the case and the accents.
    pub words: String,
}

/// Whose view is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum VoiceFilter {
    /// Anybody's.
    #[default]
    Any,
    /// The author's own.
    Own,
    /// Somebody else's, whom the author quotes or reports.
    Attributed,
}

impl VoiceFilter {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Any, Self::Own, Self::Attributed];

    /// Returns the word for it, as settings name it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Own => "own",
            Self::Attributed => "attributed",
        }
    }

    /// Returns the words for it, as readers see them.
    #[must_use]
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Any => "any voice",
            Self::Own => "the author's own voice",
            Self::Attributed => "attributed to others",
        }
    }
}

/// A filter that is made ready to look at many claims.
#[derive(Debug)]
pub struct Sieve<'a> {
    filter: &'a ClaimFilter,
    words: Vec<memmem::Finder<'static>>,
}

impl ClaimFilter {
    /// Returns whether it leaves nothing out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stances.is_empty()
            && self.voice == VoiceFilter::Any
            && self.readers.is_empty()
            && self.linked.is_none()
            && self.words.trim().is_empty()
    }

    /// Makes it ready.
    #[must_use]
    pub fn sieve(&self) -> Sieve<'_> {
        let word = |word: &str| memmem::Finder::new(folded(word).as_bytes()).into_owned();
        Sieve { filter: self, words: self.words.split_whitespace().map(word).collect() }
    }
}

impl Sieve<'_> {
    /// Returns whether the claim is one to be shown.
    #[must_use]
    pub fn keeps(&self, claim: &SheetClaim) -> bool {
        let filter = self.filter;
        let voice = match filter.voice {
            VoiceFilter::Any => true,
            VoiceFilter::Own => claim.claim.voice == Voice::Own,
            VoiceFilter::Attributed => claim.claim.voice != Voice::Own,
        };
        voice
            && (filter.stances.is_empty() || filter.stances.contains(&claim.stance))
            && (filter.readers.is_empty() || filter.readers.contains(&claim.reader.id))
            && filter.linked.is_none_or(|linked| linked != claim.links.is_empty())
            && self.has_words(claim)
    }

    /// Whether every word stands somewhere in what the claim says.
    fn has_words(&self, claim: &SheetClaim) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let quotation = claim.quotation();
        let inner = &claim.claim;
        let values = inner.tags.iter().map(|used| used.value.as_str());
        let said = [&*quotation, &inner.summary, &inner.note, claim.attributed_to().unwrap_or_default()];
        let said: Vec<Cow<'_, str>> = said.into_iter().chain(values).map(folded).collect();
        self.words.iter().all(|word| said.iter().any(|said| word.find(said.as_bytes()).is_some()))
    }
}

/// Words without case and accents; plain ones, which nearly all are, at once.
fn folded(words: &str) -> Cow<'_, str> {
    if words.is_ascii() {
        return if words.bytes().any(|byte| byte.is_ascii_uppercase()) {
            words.to_ascii_lowercase().into()
        } else {
            words.into()
        };
    }
    words.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect::<String>().into()
}
