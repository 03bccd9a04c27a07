//! Sources that a file has without their texts: which texts are wanted, and finding every passage again in the one
//! that is brought.
//!
//! A text of the SHA-256 that the file states is the text, and nothing has to be found. In any other, each passage is
//! looked for; what is not found with certainty, and was not confirmed by a person, is set aside with its claim.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use uuid::Uuid;

use crate::anchoring::{PlaceIndex, Placement, describe};
use crate::model::{Anchor, Claim, ClaimId, Comparison, Digest, Mark, Origin, SourceId};
use crate::text::{Span, Text, visible_name};

/// A source whose text is not in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceWanted {
    /// Its identity.
    pub id: SourceId,
    /// Its title.
    pub title: String,
    /// Its name for columns; may be empty.
    pub short_name: String,
    /// The text's length in code points, if the file says it.
    pub length: Option<u64>,
    /// The SHA-256 of the text in UTF-8, if the file says it.
    pub digest: Option<Digest>,
    /// The name of the file that the text came from; empty when it was pasted.
    pub file_name: String,
}

impl SourceWanted {
    /// Returns how to call it: its title, or else its short name, or the file it came from.
    #[must_use]
    pub fn name(&self) -> &str {
        let names = [&self.title, &self.short_name, &self.file_name];
        names.into_iter().map(|name| name.trim()).find(|name| !name.is_empty()).unwrap_or("a source")
    }

    /// Returns what is known of the text, in words: "“The strike” (39 characters, SHA-256 cf912d58…)".
    #[must_use]
    pub fn words(&self) -> String {
        let length = self.length.map(|length| format!("{length} characters"));
        let digest = self.digest.map(|digest| {
            let digest = digest.to_string();
            format!("SHA-256 {}…", digest.get(..8).unwrap_or_default())
        });
        let known: Vec<String> = length.into_iter().chain(digest).collect();
        let known = if known.is_empty() { String::new() } else { format!(" ({})", known.join(", ")) };
        format!("“{}”{known}", visible_name(self.name()))
    }
}

/// A text that somebody brings for a source.
#[derive(Debug, Clone)]
pub struct Supplied {
    /// The text.
    pub text: Text,
    /// Its marks; used only where it is another edition than the file's.
    pub structure: Vec<Mark>,
    /// Where it came from; used only where it is another edition than the file's.
    pub origin: Origin,
}

impl From<Text> for Supplied {
    fn from(text: Text) -> Self {
        Self { text, structure: Vec::new(), origin: Origin::default() }
    }
}

/// Returns what brings the texts of a comparison, each for the sources that are wanted by its SHA-256.
pub fn texts_of(comparison: &Comparison) -> impl Fn(&SourceWanted) -> Option<Supplied> + Send + Sync + use<> {
    let texts = comparison.sources().iter().map(|source| source.text.clone());
    // Only a file that wants texts makes it worth reckoning with them.
    let (texts, known): (Vec<Text>, OnceLock<HashMap<Digest, Text>>) = (texts.collect(), OnceLock::new());
    move |wanted| {
        let of = |text: &Text| (Digest::of(text.as_str().as_bytes()), text.clone());
        let known = known.get_or_init(|| texts.iter().map(of).collect());
        known.get(&wanted.digest?).cloned().map(Supplied::from)
    }
}

/// What brings the text of a source, if it can.
pub type Texts<'a> = dyn Fn(&SourceWanted) -> Option<Supplied> + 'a;

/// Places that a person confirmed, for passages that are similar or fit several places: by claim and the passage's
/// number within it, from 0.
pub type Confirmed = BTreeMap<(ClaimId, usize), Span>;

/// A passage that was looked for in another edition and is not where and what it was.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundAgain {
    /// The claim.
    pub claim: ClaimId,
    /// Which of its passages, from 0.
    pub passage: usize,
    /// The source.
    pub source: SourceId,
    /// What the file quotes.
    pub quote: String,
    /// Where it stood, in code points.
    pub was: Span,
    /// Where it is.
    pub placement: Placement,
    /// The place that a person confirmed.
    pub confirmed: Option<Span>,
}

impl FoundAgain {
    /// Returns where the passage is put: nothing where nobody may say so but a person.
    #[must_use]
    pub fn place(&self) -> Option<Span> {
        match &self.placement {
            Placement::Exact(span) | Placement::Moved(span) => Some(*span),
            Placement::Similar { .. } | Placement::Ambiguous(_) | Placement::Lost => self.confirmed,
        }
    }

    /// Returns why its claim is set aside.
    fn problem(&self) -> String {
        let start: String = self.quote.chars().take(60).collect();
        let more = if start.len() < self.quote.len() { "…" } else { "" };
        let what = match &self.placement {
            Placement::Ambiguous(places) => {
                format!(
                    "stands in {} places of the text at hand, and nothing tells which is meant",
                    places.len()
                )
            }
            Placement::Similar { .. } => {
                "is in other words in the text at hand, and nobody confirmed that it is the same".to_owned()
            }
            Placement::Lost => "is not in the text at hand".to_owned(),
            Placement::Exact(_) | Placement::Moved(_) => "can't be put in the text at hand".to_owned(),
        };
        format!("“{start}{more}” {what}")
    }
}

/// What came of the texts that were brought.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FoundReport {
    /// The sources whose text was brought, with whether it is another than the file's.
    pub sources: Vec<(SourceWanted, bool)>,
    /// How many passages of other editions are where they were.
    pub n_exact: usize,
    /// All others.
    pub passages: Vec<FoundAgain>,
}

/// A text of another edition.
struct Edition {
    text: Text,
    /// The same made ready for placing many passages.
    index: PlaceIndex,
    /// The length that the file's text had, in code points.
    length: Option<u64>,
}

/// The texts at hand while a file is read, and what comes of them.
pub(in crate::store) struct Bringing<'a> {
    pub(in crate::store) texts: &'a Texts<'a>,
    confirmed: &'a Confirmed,
    editions: RefCell<BTreeMap<SourceId, Edition>>,
    report: RefCell<FoundReport>,
}

impl<'a> Bringing<'a> {
    pub(in crate::store) fn new(texts: &'a Texts<'a>, confirmed: &'a Confirmed) -> Self {
        let (editions, report) = (RefCell::default(), RefCell::default());
        Self { texts, confirmed, editions, report }
    }

    /// Forgets what came of an attempt to read the file that failed.
    pub(super) fn begin(&self) {
        self.editions.borrow_mut().clear();
        *self.report.borrow_mut() = FoundReport::default();
    }

    pub(in crate::store) fn into_report(self) -> FoundReport {
        self.report.into_inner()
    }

    /// Notes that a source has the text that was brought for it.
    pub(super) fn took(&self, wanted: SourceWanted, text: &Text, is_other: bool) {
        if is_other {
            let index = PlaceIndex::of(text);
            let edition = Edition { text: text.clone(), index, length: wanted.length };
            self.editions.borrow_mut().insert(wanted.id, edition);
        }
        self.report.borrow_mut().sources.push((wanted, is_other));
    }

    /// Returns whether the text of any source is another than the file's.
    pub(super) fn is_any_other(&self) -> bool {
        !self.editions.borrow().is_empty()
    }

    /// Puts the passages of those claims whose text is another edition where that has them. Returns the ids of the
    /// claims that were changed, and of those that can't be placed, with the reason; the latter are taken out.
    pub(super) fn place(&self, claims: &mut Vec<Claim>) -> (Vec<ClaimId>, Vec<(Uuid, String)>) {
        let editions = self.editions.borrow();
        let (mut moved, mut unplaced) = (Vec::new(), Vec::new());
        if editions.is_empty() {
            return (moved, unplaced);
        }
        let mut report = self.report.borrow_mut();
        claims.retain_mut(|claim| {
            let Some(edition) = editions.get(&claim.source) else { return true };
            let mut problem = None;
            let mut passages: Vec<Anchor> = Vec::with_capacity(claim.passages.len());
            for (passage, anchor) in claim.passages.iter().enumerate() {
                let found = FoundAgain {
                    claim: claim.id,
                    passage,
                    source: claim.source,
                    quote: anchor.quote.as_str().to_owned(),
                    was: anchor.span,
                    placement: edition.index.place(anchor),
                    confirmed: self.confirmed.get(&(claim.id, passage)).copied(),
                };
                match found.place() {
                    Some(span) => passages.push(describe(&edition.text, span)),
                    None => problem = problem.or_else(|| Some(found.problem())),
                }
                match found.placement {
                    Placement::Exact(_) => report.n_exact += 1,
                    _ => report.passages.push(found),
                }
            }
            if let Some(problem) = problem {
                unplaced.push((claim.id.0, problem));
                return false;
            }
            passages.sort_by_key(|anchor| anchor.span);
            if passages != claim.passages {
                claim.passages = passages;
                moved.push(claim.id);
            }
            true
        });
        (moved, unplaced)
    }

    /// Returns where the text at hand has a stretch that quotes nothing: of another edition, only the whole is known.
    pub(super) fn stretch(&self, source: SourceId, stretch: Span) -> Result<Span, String> {
        let editions = self.editions.borrow();
        match editions.get(&source) {
            None => Ok(stretch),
            Some(edition) if stretch.start().0 == 0 && edition.length == Some(u64::from(stretch.end().0)) => {
                Ok(edition.text.span())
            }
            Some(_) => {
                Err("the text at hand is another edition, in which nobody can say where this stretch is"
                    .to_owned())
            }
        }
    }
}
