//! A disagreement as a sentence that is read at a glance, with two readers as with two hundred.

use super::Scope;
use super::disagreements::{Disagreement, DisagreementKind as Kind, Disagreements};
use super::sides::{Side, What};
use crate::model::{Comparison, ReaderId, SourceId, TagId};
use crate::text::{Span, Text, on_one_line};

/// Up to so many readers are named, more are counted.
const NAMED: usize = 4;

impl Disagreements {
    /// Returns a disagreement in words. Of few readers with their names ("“armed road”: affirms (Ana), denies (Ben)"), of
    /// many with numbers ("9 of 12 marked it, 2 did not mark it, 1 skipped it on purpose").
    #[must_use]
    pub fn sentence(&self, comparison: &Comparison, scope: &Scope, of: &Disagreement) -> String {
        let sides = self.sides(comparison, scope, of);
        let source = self.places.get(of.place).map(|place| place.source);
        let named = scope.readers.len() <= NAMED;
        let said = sides.iter().zip(0..).map(|(side, index)| {
            let what = in_words(&side.what, comparison, source);
            match (named, of.kind) {
                (true, _) => format!("{what} ({})", names(comparison, &side.readers)),
                (false, Kind::Missing) if index == 0 => {
                    format!("{} of {} {what}", side.readers.len(), of.n_readers)
                }
                (false, Kind::Missing) => format!("{} {what}", side.readers.len()),
                (false, _) => format!("{what} {}", side.readers.len()),
            }
        });
        let said: Vec<String> = said.collect();
        match of.kind {
            Kind::Boundary | Kind::Stance => match of.tags.as_slice() {
                [] => said.join(", "),
                tags => format!("{}: {}", tag_names(comparison, tags), said.join(", ")),
            },
            _ => said.join(", "),
        }
    }
}

fn tag_names(comparison: &Comparison, tags: &[TagId]) -> String {
    let names = tags.iter().filter_map(|tag| comparison.tag(*tag)).map(|tag| format!("“{}”", tag.name));
    names.collect::<Vec<_>>().join(", ")
}

/// "Ana, Ben".
#[must_use]
pub fn names(comparison: &Comparison, readers: &[ReaderId]) -> String {
    let names =
        readers.iter().filter_map(|reader| comparison.reader(*reader)).map(|reader| reader.name.as_str());
    names.collect::<Vec<_>>().join(", ")
}

/// What readers did at a place of `source`, in words: of boundaries, the words at their ends.
#[must_use]
pub fn in_words(what: &What, comparison: &Comparison, source: Option<SourceId>) -> String {
    let text = source.and_then(|source| comparison.source(source)).map(|source| &source.text);
    match (what, text) {
        (What::Stretches(spans), Some(text)) => ends_of(text, spans),
        _ => what.words(comparison),
    }
}

/// The words at both ends of what was marked: "“The plants were … the owners.”"; of a few words, all of them.
#[must_use]
pub fn ends_of(text: &Text, spans: &[Span]) -> String {
    /// How many words are shown at each end.
    const AT_END: usize = 3;
    let of = |span: &Span| {
        let line = on_one_line(text.slice(*span));
        let words: Vec<&str> = line.split(' ').collect();
        if words.len() <= 2 * AT_END {
            return format!("“{line}”");
        }
        let first: Vec<&str> = words.iter().copied().take(AT_END).collect();
        let last: Vec<&str> = words.iter().copied().skip(words.len() - AT_END).collect();
        format!("“{} … {}”", first.join(" "), last.join(" "))
    };
    spans.iter().map(of).collect::<Vec<_>>().join(" and ")
}

impl Side {
    /// Returns the names of its readers: "Ana, Ben".
    #[must_use]
    pub fn names(&self, comparison: &Comparison) -> String {
        names(comparison, &self.readers)
    }
}
