//! What changed between two states of a comparison, in words: "+14 claims, 2 tags renamed", and each by name.
//!
//! Compares what the states say, not how they came about. What both share (`Arc`) is not looked into, so two states
//! of one desk are compared in no time; two that were read from files, in the time of reading them once.
//! That only a time of change differs is no change. Start reading at [`Changes::between`].

mod claims;
mod others;
mod tags;
mod together;

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::model::Comparison;

/// What happened to something. In the order in which changes are listed and summed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Kind {
    Title,
    SourceAdded,
    SourceRemoved,
    SourceChanged,
    ReaderAdded,
    ReaderRemoved,
    ReaderChanged,
    TagAdded,
    TagRemoved,
    TagMerged,
    TagRenamed,
    TagRedefined,
    TagMoved,
    TagChanged,
    ClaimAdded,
    ClaimRemoved,
    ClaimChanged,
    LinkAdded,
    LinkRemoved,
    LinkChanged,
    SilenceAdded,
    SilenceRemoved,
    SilenceChanged,
    CoverageAdded,
    CoverageRemoved,
    CoverageChanged,
    SheetAdded,
    SheetRemoved,
    SheetChanged,
    DecisionAdded,
    DecisionRemoved,
    DecisionChanged,
    RoundAdded,
    RoundRemoved,
    RoundChanged,
    SetAside,
    Mended,
}

impl Kind {
    /// Returns how many of this kind there are, in words for a summary.
    fn sum(self, n: usize) -> String {
        let (sign, noun, done) = match self {
            Self::Title => return "title changed".to_owned(),
            Self::SourceAdded => ("+", "source", ""),
            Self::SourceRemoved => ("−", "source", ""),
            Self::SourceChanged => ("", "source", " changed"),
            Self::ReaderAdded => ("+", "reader", ""),
            Self::ReaderRemoved => ("−", "reader", ""),
            Self::ReaderChanged => ("", "reader", " changed"),
            Self::TagAdded => ("+", "tag", ""),
            Self::TagRemoved => ("−", "tag", ""),
            Self::TagMerged => ("", "tag", " merged"),
            Self::TagRenamed => ("", "tag", " renamed"),
            Self::TagRedefined => ("", "tag", " redefined"),
            Self::TagMoved => ("", "tag", " moved"),
            Self::TagChanged => ("", "tag", " changed"),
            Self::ClaimAdded => ("+", "claim", ""),
            Self::ClaimRemoved => ("−", "claim", ""),
            Self::ClaimChanged => ("", "claim", " changed"),
            Self::LinkAdded => ("+", "link", ""),
            Self::LinkRemoved => ("−", "link", ""),
            Self::LinkChanged => ("", "link", " changed"),
            Self::SilenceAdded => ("+", "silence", ""),
            Self::SilenceRemoved => ("−", "silence", ""),
            Self::SilenceChanged => ("", "silence", " changed"),
            Self::CoverageAdded => ("+", "stretch", " read or skipped"),
            Self::CoverageRemoved => ("−", "stretch", " read or skipped"),
            Self::CoverageChanged => ("", "stretch", " read or skipped changed"),
            Self::SheetAdded => ("+", "kept sheet", ""),
            Self::SheetRemoved => ("−", "kept sheet", ""),
            Self::SheetChanged => ("", "kept sheet", " changed"),
            Self::DecisionAdded => ("+", "decision", ""),
            Self::DecisionRemoved => ("−", "decision", ""),
            Self::DecisionChanged => ("", "decision", " changed"),
            Self::RoundAdded => ("+", "round", ""),
            Self::RoundRemoved => ("−", "round", ""),
            Self::RoundChanged => ("", "round", " changed"),
            Self::SetAside => ("", "object", " set aside"),
            Self::Mended => ("", "object", " no longer set aside"),
        };
        let ending = match n {
            1 => "",
            _ if noun.ends_with("ch") => "es",
            _ => "s",
        };
        format!("{sign}{n} {noun}{ending}{done}")
    }

    /// Returns what it is called, in a list and in JSON: "claim added".
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::SourceAdded => "source added",
            Self::SourceRemoved => "source removed",
            Self::SourceChanged => "source changed",
            Self::ReaderAdded => "reader added",
            Self::ReaderRemoved => "reader removed",
            Self::ReaderChanged => "reader changed",
            Self::TagAdded => "tag added",
            Self::TagRemoved => "tag removed",
            Self::TagMerged => "tag merged",
            Self::TagRenamed => "tag renamed",
            Self::TagRedefined => "tag redefined",
            Self::TagMoved => "tag moved",
            Self::TagChanged => "tag changed",
            Self::ClaimAdded => "claim added",
            Self::ClaimRemoved => "claim removed",
            Self::ClaimChanged => "claim changed",
            Self::LinkAdded => "link added",
            Self::LinkRemoved => "link removed",
            Self::LinkChanged => "link changed",
            Self::SilenceAdded => "silence added",
            Self::SilenceRemoved => "silence removed",
            Self::SilenceChanged => "silence changed",
            Self::CoverageAdded => "coverage added",
            Self::CoverageRemoved => "coverage removed",
            Self::CoverageChanged => "coverage changed",
            Self::SheetAdded => "sheet added",
            Self::SheetRemoved => "sheet removed",
            Self::SheetChanged => "sheet changed",
            Self::DecisionAdded => "decision added",
            Self::DecisionRemoved => "decision removed",
            Self::DecisionChanged => "decision changed",
            Self::RoundAdded => "round added",
            Self::RoundRemoved => "round removed",
            Self::RoundChanged => "round changed",
            Self::SetAside => "set aside",
            Self::Mended => "no longer set aside",
        }
    }
}

/// One thing that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub kind: Kind,
    /// The object that it happened to; of the title, the comparison.
    pub id: Uuid,
    /// Which it is and what about it, without what happened: "“The plants were…” (Committee): +armed road".
    pub what: String,
}

impl std::fmt::Display for Change {
    /// "claim changed: “The plants were…” (Committee): +armed road".
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.kind.word(), self.what)
    }
}

/// All that changed from one state of a comparison to another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Each change: by kind; tags as in the codebook, claims by source and position, all else by id.
    pub list: Vec<Change>,
}

impl Changes {
    /// Returns what changed from `from` to `to`.
    #[must_use]
    pub fn between(from: &Comparison, to: &Comparison) -> Self {
        let both = Both { from, to };
        let mut list = Vec::new();
        if from.title() != to.title() {
            let what = format!("{} → {}", quoted(from.title()), quoted(to.title()));
            list.push(Change { kind: Kind::Title, id: to.id().0, what });
        }
        others::sources(&both, &mut list);
        others::readers(&both, &mut list);
        let altered = claims::altered(&both);
        let merged = tags::merged(&both, &altered);
        tags::tags(&both, &merged, &mut list);
        claims::claims(&both, (&altered, &merged), &mut list);
        others::links(&both, &mut list);
        others::silences(&both, &mut list);
        others::coverages(&both, &mut list);
        others::sheets(&both, &mut list);
        together::decisions(&both, &mut list);
        together::rounds(&both, &mut list);
        others::set_aside(&both, &mut list);
        // Stable: within a kind, the order in which they were found.
        list.sort_by_key(|change| change.kind);
        Self { list }
    }

    /// Returns whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns how many changes of each kind there are.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<Kind, usize> {
        let mut counts = BTreeMap::new();
        self.list.iter().for_each(|change| *counts.entry(change.kind).or_default() += 1);
        counts
    }

    /// Returns all in a few words: "+14 claims, 2 tags renamed"; "nothing changed".
    #[must_use]
    pub fn summary(&self) -> String {
        if self.is_empty() {
            return "nothing changed".to_owned();
        }
        let sums: Vec<String> = self.counts().into_iter().map(|(kind, n)| kind.sum(n)).collect();
        sums.join(", ")
    }
}

/// The two states.
struct Both<'a> {
    from: &'a Comparison,
    to: &'a Comparison,
}

/// Whether two states of an object are the same, without a look into it where they are shared.
fn same<T: PartialEq>(a: &Arc<T>, b: &Arc<T>) -> bool {
    Arc::ptr_eq(a, b) || a == b
}

/// The beginning of somebody's words, in quotation marks and on one line.
fn quoted(words: &str) -> String {
    /// As much as tells a passage from others.
    const MOST: usize = 60;
    let mut shown = String::new();
    let mut n = 0;
    for word in words.split_whitespace() {
        if n > 0 {
            shown.push(' ');
            n += 1;
        }
        for c in word.chars() {
            if n >= MOST {
                return format!("“{}…”", shown.trim_end());
            }
            shown.push(c);
            n += 1;
        }
    }
    format!("“{shown}”")
}

/// "title, author" of the fields that differ.
fn differing(fields: &[(&'static str, bool)]) -> String {
    let names: Vec<&str> = fields.iter().filter(|(_, differs)| *differs).map(|(name, _)| *name).collect();
    names.join(", ")
}
